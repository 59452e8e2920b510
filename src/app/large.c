/* SPDX-License-Identifier: MIT */
#include "app/large.h"
#include "app/dispatch.h"
#include "app/file.h"
#include "app/record.h"
#include "app/sheet.h"
#include "base/ids.h"
#include "tpl/app/large.h"

/* Read, then made and kept. */
#define STEPS 2

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* ---- offering ---- */

static struct str
query_again(struct ctx *c)
{
	struct url u = URL(c->mem, "/");

	for (size_t i = 0; i < c->n_asked; i++)
		if (!str_is(c->asked[i].name, "format"))
			u = url_with(c->mem, u, str_z(c->mem, c->asked[i].name), c->asked[i].value);
	return u.s.n > 2 ? (struct str){ u.s.p + 2, u.s.n - 2 } : S("");
}

enum status
large_offer(struct ctx *c, struct str format, struct str why)
{
	struct large_view *v = arena_new(c->mem, struct large_view);

	if (c->face != FACE_PAGE)
		return fail(c, ST_TOO_LARGE, M("{why} Ask for it as long work: work.export."), "why", why, NULL);
	*v = (struct large_view){ str_c(c->action->name), query_again(c), format, why, URL(c->mem, "/work/export") };
	c->later = v;
	return ST_OK;
}

bool
large_may_wait(const struct ctx *c)
{
	return c->face != FACE_JOB && c->who->grant == 0;
}

void
large_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	app_large_html(o, c->later);
}

/* ---- asking ---- */

/* What the query says, with the format as the one of the action's own fields. */
static enum status
pairs_of(struct ctx *c, struct str format, struct str query, struct pair **ret, size_t *ret_n)
{
	struct pair *asked;
	size_t n;

	if (http_parse_pairs(c->mem, query, 200, &asked, &n) != ST_OK)
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	*ret = arena_array(c->mem, struct pair, n + 1);
	(*ret)[0] = (struct pair){ .name = S("format"), .value = format };
	*ret_n = 1;
	for (size_t i = 0; i < n; i++)
		if (!str_is(asked[i].name, "format"))
			(*ret)[(*ret_n)++] = asked[i];
	return ST_OK;
}

/* What can be said at once; the rest is judged by the steps. */
static enum status
ask_check(struct ctx *c, const struct action *a, const struct pair *pairs, size_t n)
{
	static const char *const beside[] = { "id", NULL };
	void *in = arena_alloc(c->mem, a->in->size, _Alignof(max_align_t));
	struct form form;
	int64_t id = 0;

	if (form_read(c->mem, a->in, pairs, n, beside, c->today, &form, in) != ST_OK)
		return fail(c, ST_INVALID, M("It does not come in this form, or something in the address is not right."), NULL);
	if (a->record == NULL)
		return ST_OK;
	for (size_t i = 0; i < n; i++)
		if (str_is(pairs[i].name, "id"))
			(void)id_parse(pairs[i].value, &id);
	enum status st = record_get(c, a->record, id, arena_alloc(c->mem, a->record->ops->size, _Alignof(max_align_t)));
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such {kind}, or it is not yours to see."), "kind", text(c, a->record->one), NULL);
	return st;
}

static struct str
format_label(struct ctx *c, const struct action *a, struct str format)
{
	const struct field *f = shape_field(a->in, "format");

	for (size_t i = 0; f != NULL && f->type == F_CHOICE && i < f->choices->n; i++)
		if (str_is(format, f->choices->c[i].value))
			return text(c, f->choices->c[i].label);
	return format;
}

enum status
large_ask(struct ctx *c, struct str action, struct str format, struct str query, int64_t *ret_id)
{
	const struct action *a = action_find(action);
	struct pair *pairs;
	size_t n;

	if (a == NULL || !a->large)
		return sheet_ask(c, action, format, query, ret_id);
	if (!may_who(c->who, a))
		return fail(c, ST_FORBIDDEN, M("Your role does not include this."), NULL);
	TRY(pairs_of(c, format, query, &pairs, &n));
	TRY(ask_check(c, a, pairs, n));
	struct str title = text(c, a->title), label = format_label(c, a, format);
	return long_ask(c, &(struct long_ask){ .kind = large_long.name, .action = a->name, .total = STEPS,
	    .title = arena_printf(c->mem, "%.*s (%.*s)", (int)title.n, title.p, (int)label.n, label.p),
	    .input = arena_printf(c->mem, "%.*s\n%.*s", (int)format.n, format.p, (int)query.n, query.p) }, ret_id);
}

/* ---- making ---- */

/* Each step reads anew: what may not be read any more is not made.  Nothing is open while it is drawn. */
static enum status
made_work(struct ctx *c, struct long_work *w)
{
	struct str query, format = str_cut(w->input, '\n', &query);
	struct run r = { .c = c, .db = c->db };
	struct pair *pairs;

	TRY(pairs_of(c, format, query, &pairs, &r.n_pairs));
	r.pairs = pairs;
	TRY(dispatch_load(&r));
	if (w->done + 1 < STEPS) {
		w->summary = text(c, M("It is read. Now the file is made."));
		return ST_OK;
	}
	db_end_read(r.db);
	c->db = NULL;
	TRY(c->action->work(c, r.in, r.out));
	w->summary = S("");
	return file_keep_here(c, c->download_name, c->download_type, c->download, &w->result);
}

static enum status
made_store(struct ctx *c, struct long_work *w)
{
	(void)c;
	w->done++;
	w->more = w->done < STEPS;
	return ST_OK;
}

const struct long_def large_long = { .name = "large.file", .work = made_work, .store = made_store };
