/* SPDX-License-Identifier: MIT */
/* REV-6: whom the organisation has named to sign, framework by framework. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/signatory/own.h"
#include "sql/signatory.h"
#include "tpl/feature/signatory/list.h"

/* The newest published edition of each framework; drafts sign nothing. */
static enum status
newest_editions(struct ctx *c, struct framework_entry **ret, size_t *ret_n)
{
	struct framework_entry *e;
	size_t n, out = 0;

	TRY(framework_list(c, &e, &n));
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		if (!str_is(e[i].status, "published"))
			continue;
		while (k < out && !str_eq(e[k].key, e[i].key))
			k++;
		if (k == out || e[k].in_force_from.day <= e[i].in_force_from.day)
			e[k] = e[i];
		out += k == out;
	}
	*ret = e;
	*ret_n = out;
	return ST_OK;
}

struct signatory_row { struct str framework, framework_key, wants, problem; struct personal name; struct when named_at; };
struct signatories_out { struct list items; };
SHAPE(signatory_row_shape, signatory_row, FIELD(struct signatory_row, framework, .label = M("Framework")),
    FIELD(struct signatory_row, framework_key, .label = M("Framework key")),
    FIELD(struct signatory_row, wants, .label = M("Whom the framework wants")),
    FIELD(struct signatory_row, name, .label = M("Who signs"), .privacy = PRIV_IDENTITY),
    FIELD(struct signatory_row, named_at, .label = M("Named")),
    FIELD(struct signatory_row, problem, .label = M("Why that person cannot sign")));
SHAPE(signatories_out_shape, signatories_out, FIELD(struct signatories_out, items, .label = M("Who signs"), .of = &signatory_row_shape));

static enum status
row_fill(struct ctx *c, const struct framework_entry *e, const struct signatory_list_row *named, size_t n, struct signatory_row *r, struct signatory_line *l)
{
	const struct framework *f;
	struct signatory_right right;

	TRY(framework_get(c, e->id, &f));
	*r = (struct signatory_row){ .framework = e->title, .framework_key = e->key,
		.wants = f->signatory != SIGNATORY_LEAD ? framework_signatory_text(c, f) : S(""), .problem = S("") };
	*l = (struct signatory_line){ .framework = r->framework, .wants = r->wants, .gone = S(""),
		.change = url_with(c->mem, URL(c->mem, "/signatories/name"), "framework", e->key) };
	for (size_t i = 0; i < n; i++)
		if (str_eq(named[i].framework_key, e->key)) {
			TRY(signatory_fits(c, f, named[i].account, true, &right));
			r->name = l->name = named[i].name;
			r->named_at = named[i].named_at;
			r->problem = l->gone = right.why;
			l->since = when_long(c->mem, named[i].named_at);
			l->named = true;
		}
	return ST_OK;
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct signatories_out *out = out_;
	struct signatories_view *v = arena_new(c->mem, struct signatories_view);
	struct signatory_list_row *named;
	struct framework_entry *e;
	size_t n, n_named;

	(void)in;
	TRY(signatory_list(c->db, c->scope, c->mem, &named, &n_named));
	TRY(newest_editions(c, &e, &n));
	struct signatory_row *rows = arena_array(c->mem, struct signatory_row, n + 1);
	v->lines = arena_array(c->mem, struct signatory_line, n + 1);
	v->n = n;
	v->may_name = may(c, "signatory.name");
	for (size_t i = 0; i < n; i++)		/* as many as frameworks */
		TRY(row_fill(c, &e[i], named, n_named, &rows[i], &v->lines[i]));
	out->items = (struct list){ rows, n };
	c->data = v;
	return ST_OK;
}

void
signatory_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	signatory_list_html(o, c->data);
}

const struct action signatory_list_action = { .name = "signatory.list", .title = M("Who signs"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &signatories_out_shape, .load = list_load, .personal = true };

/* ---- naming ---- */

struct name_in { struct str framework, account; };
SHAPE(signatory_name_shape, name_in,
	FIELD(struct name_in, framework, .label = M("Framework"), .must = true),
	FIELD(struct name_in, account, .label = M("Who signs"), .hint = M("Leave it empty to go back to any board-level lead")));

enum status
signatory_name_form(struct ctx *c)
{
	struct signatory_view *v = arena_new(c->mem, struct signatory_view);
	struct signatory_people_row *p;
	struct framework_entry *e;
	size_t n;

	TRY(newest_editions(c, &e, &v->n_frameworks));
	v->frameworks = arena_array(c->mem, struct option, v->n_frameworks + 1);
	for (size_t i = 0; i < v->n_frameworks; i++)
		v->frameworks[i] = (struct option){ e[i].key, e[i].title };
	TRY(signatory_people(c->db, c->scope, c->mem, c->today, 200, &p, &n));
	v->people = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		v->people[i] = (struct option){ id_text(c->mem, p[i].id), lang_format(c->lang, c->mem,
		    p[i].n_lead > 0 ? M("{name}, board-level lead") : M("{name}, manager"),
		    (struct msg_arg[]){ { "name", personal_shown(p[i].name, c->sight) } }, 1) };
	v->n_people = n;
	c->data = v;
	return ST_OK;
}

static enum status
name_store(struct ctx *c, void *in_, void *out)
{
	const struct name_in *in = in_;
	const struct framework *f = NULL;
	struct framework_entry *e;
	struct signatory_right right;
	int64_t account = 0, changed;
	size_t n;

	(void)out;
	TRY(newest_editions(c, &e, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(e[i].key, in->framework))
			TRY(framework_get(c, e[i].id, &f));
	if (f == NULL)
		field_error(c, "framework", M("Choose a framework"), S(""));
	if (f != NULL && in->account.n > 0) {
		if (!str_i64(in->account, &account))
			account = -1;
		TRY(signatory_fits(c, f, account, true, &right));
		if (right.why.n > 0)
			field_error(c, "account", M("Choose somebody else. {value}"), right.why);
		else if (account == c->who->account && right.as_named)
			field_error(c, "account", M("Somebody else must name you: nobody gives themselves the right to sign"), S(""));
	}
	TRY(errors(c));
	TRY(signatory_clear(c->db, c->scope, in->framework, &changed));
	return account != 0 ? signatory_put(c->db, c->scope, in->framework, account, c->now, c->who->account, &changed) : ST_OK;
}

void
signatory_name_page(struct html *o, struct ctx *c, const void *out)
{
	const struct name_in start = { .framework = page_asked(c, "framework") };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Who signs")), URL(c->mem, "/signatories"));
	signatory_name_html(o, c->data, page_form(c, &signatory_name_shape, &start));
}

const struct action signatory_name_action = { .name = "signatory.name", .title = M("Name who signs"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &signatory_name_shape, .store = name_store };

static const struct action *const actions[] = { &signatory_list_action, &signatory_name_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/signatories", .action = &signatory_list_action, .html = signatory_list_page, .title = M("Who signs") },
	{ .method = GET, .path = "/signatories/name", .action = &signatory_name_action, .form = true, .form_load = signatory_name_form,
	    .html = signatory_name_page, .title = M("Name who signs") },
	{ .method = POST, .path = "/signatories/name", .action = &signatory_name_action, .on_error = "/signatories/name", .then = "/signatories",
	    .notice = M("Saved") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Who signs"), "/signatories", 62, "signatory.list" }, { NULL, NULL, 0, NULL } };
const struct feature signatory_feature = { .name = "signatory", .actions = actions, .pages = pages, .nav = nav, .example = signatory_example };
