/* SPDX-License-Identifier: MIT */
/* The organisation's self-reviews, what is due from a person in them, and one opened by mistake taken away. */
#include "app/due.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/review/pages.h"
#include "feature/signatory/signatory.h"
#include "tpl/feature/review/list.h"

struct list_row { int64_t id, version; struct str ref, title, framework_key, edition, state; struct date period_from, period_to, due_on; int64_t answers, rated; };
struct list_out { struct list items; };
SHAPE(review_list_row_shape, list_row,
	FIELD_REF(struct list_row, id, "review", .label = M("Id")),
	FIELD(struct list_row, version, .label = M("Version")),
	FIELD(struct list_row, ref, .label = M("Reference")),
	FIELD(struct list_row, title, .label = M("Title")),
	FIELD(struct list_row, framework_key, .label = M("Framework key")),
	FIELD(struct list_row, edition, .label = M("Edition")),
	FIELD(struct list_row, state, .label = M("State")),
	FIELD(struct list_row, period_from, .label = M("Period from")),
	FIELD(struct list_row, period_to, .label = M("Period to")),
	FIELD(struct list_row, due_on, .label = M("Due on")),
	FIELD(struct list_row, answers, .label = M("Standards")),
	FIELD(struct list_row, rated, .label = M("Rated")));
SHAPE(review_list_out_shape, list_out, FIELD(struct list_out, items, .label = M("Items"), .of = &review_list_row_shape));

static struct review_line
line_of(struct ctx *c, const struct review_rows_row *r)
{
	bool open = review_is_open(r->state);
	struct str due = open ? lang_format(c->lang, c->mem, M("Due on {date}: {words}"), (struct msg_arg[]){
		{ "date", date_long(c->mem, r->due_on) }, { "words", due_words(c, r->due_on) } }, 2) : S("");

	return (struct review_line){ .title = r->title, .to = URL_ID(c->mem, "/reviews/{}", r->id), .due = due,
		.progress = lang_format(c->lang, c->mem, M("{ref}. {rated} of {all} standards rated"), (struct msg_arg[]){ { "ref", r->ref },
		    { "rated", arena_printf(c->mem, "%lld", (long long)r->n_rated.v) }, { "all", arena_printf(c->mem, "%lld", (long long)r->n_answers.v) } }, 3),
		.late = open && r->due_on.day < c->today.day,
		.state = review_state_label(c, r->state), .colour = review_state_colour(r->state) };
}

/* The rows as they stand in their rounds today. */
static enum status
rows_read(struct ctx *c, int64_t most, struct review_rows_row **ret, size_t *ret_n)
{
	struct review_dues dues;

	TRY(review_rows(c->db, c->scope, c->mem, most, ret, ret_n));
	TRY(review_dues_load(c, &dues));
	for (size_t i = 0; i < *ret_n; i++)
		if (review_is_open((*ret)[i].state))
			(*ret)[i].due_on = review_due_on(&dues, (*ret)[i].framework, (*ret)[i].period_from, (*ret)[i].due_on);
	return ST_OK;
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct list_out *out = out_;
	struct review_list_view *v = arena_new(c->mem, struct review_list_view);
	struct review_rows_row *r;
	size_t n;

	(void)in;
	TRY(rows_read(c, 200, &r, &n));
	struct list_row *rows = arena_array(c->mem, struct list_row, n + 1);
	struct review_line *now = arena_array(c->mem, struct review_line, n + 1), *past = arena_array(c->mem, struct review_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct list_row){ r[i].id, r[i].version, r[i].ref, r[i].title, r[i].framework_key, r[i].edition, r[i].state,
			r[i].period_from, r[i].period_to, r[i].due_on, r[i].n_answers.v, r[i].n_rated.v };
		if (review_is_open(r[i].state))
			now[v->n_now++] = line_of(c, &r[i]);
		else
			past[v->n_past++] = line_of(c, &r[i]);
	}
	v->now = now;
	v->past = past;
	v->may_add = may(c, "review.create");
	v->add = URL(c->mem, "/reviews/new");
	v->today = URL(c->mem, "/reviews/today");
	v->trend = URL(c->mem, "/reviews/trend");
	v->standards = URL(c->mem, "/reviews/standards");
	out->items = (struct list){ rows, n };
	c->data = v;
	return ST_OK;
}

void
review_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	review_list_html(o, c->data);
}

/* ---- due ---- */

static enum status
due_answers(struct ctx *c, struct due_list *due)
{
	struct review_dues dues;
	struct answer_due_row *a;
	size_t n;

	if (c->who->person == 0 && c->who->branch == 0)
		return ST_OK;
	TRY(answer_due(c->db, c->scope, c->mem, c->who->person, c->who->branch, 50, &a, &n));
	TRY(review_dues_load(c, &dues));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = lang_format(c->lang, c->mem, M("Rate standard {standard}"),
			(struct msg_arg[]){ { "standard", a[i].title } }, 1), .due = review_due_on(&dues, a[i].framework, a[i].period_from, a[i].due_on),
			.to = URL_ID(c->mem, "/reviews/standards/{}", a[i].id), .kind = M("Standard to rate") });
	return ST_OK;
}

/* Whoever opens reviews sees the review itself, whoever signs sees it once all is rated. */
enum status
review_due(struct ctx *c, struct due_list *due)
{
	struct review_rows_row *r;
	size_t n;
	bool opens = may(c, "review.create"), signs = may(c, "submission.sign");

	if (may(c, "answer.rate"))
		TRY(due_answers(c, due));
	if (!opens && !signs)
		return ST_OK;
	TRY(rows_read(c, 50, &r, &n));
	for (size_t i = 0; i < n; i++) {
		bool ready = r[i].n_rated.v == r[i].n_answers.v, mine = opens;
		if (!review_is_open(r[i].state))
			continue;
		if (ready) {		/* as many as reviews wait to be signed: one or two */
			mine = false;
			if (signs)
				TRY(signatory_allows(c, r[i].framework, &mine));
		}
		if (!mine)
			continue;
		due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].due_on, .to = URL_ID(c->mem, "/reviews/{}", r[i].id),
			.kind = ready ? M("Self-review to sign") : str_is(r[i].state, "returned") ? M("Self-review to correct") : M("Self-review to finish") });
	}
	return ST_OK;
}

/* ---- withdrawing one that was opened by mistake ---- */

struct withdraw_in { struct str why; };
SHAPE(review_withdraw_shape, withdraw_in, FIELD(struct withdraw_in, why, .label = M("Why was it opened by mistake?"), .must = true, .max = 500));

static enum status
withdraw_store(struct ctx *c, void *in_, void *out)
{
	const struct withdraw_in *in = in_;
	struct review r;

	(void)out;
	TRY(record_get(c, &review_type, c->id, &r));
	if (!str_is(r.state, "draft"))
		return fail(c, ST_INVALID, M("Only a review that has not been signed can be taken away."), NULL);
	return record_withdraw(c, &review_type, c->id, c->version, in->why);
}

void
review_withdraw_page(struct html *o, struct ctx *c, const void *out)
{
	const struct review *r = c->record;
	struct withdraw_view v = { .action = URL_ID(c->mem, "/reviews/{}/withdraw", c->id), .cancel = URL_ID(c->mem, "/reviews/{}", c->id),
		.version = r->version, .form = page_form(c, &review_withdraw_shape, NULL), .title = r->title };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, r->title, URL_ID(c->mem, "/reviews/{}", c->id));
	review_withdraw_html(o, &v);
}

/* ---- history ---- */

struct history_row { int64_t version; struct when at; struct str by, what; };
struct history_out { struct list changes; };
SHAPE(review_history_row_shape, history_row,
	FIELD(struct history_row, version, .label = M("Version")), FIELD(struct history_row, at, .label = M("When")),
	FIELD(struct history_row, by, .label = M("By")), FIELD(struct history_row, what, .label = M("What")));
SHAPE(review_history_shape, history_out, FIELD(struct history_out, changes, .label = M("Changes"), .of = &review_history_row_shape));

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct history_out *out = out_;
	struct history_view *v = arena_new(c->mem, struct history_view);
	struct change *ch;
	size_t n;

	(void)in;
	TRY(record_history(c, c->action->record, c->id, &ch, &n));
	struct history_row *rows = arena_array(c->mem, struct history_row, n + 1);
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct history_row){ ch[i].version, ch[i].at, ch[i].by_name, ch[i].what };
	*v = (struct history_view){ .changes = ch, .n = n };
	out->changes = (struct list){ rows, n };
	c->data = v;
	return ST_OK;
}

void
review_history_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	((struct history_view *)c->data)->title = ((const struct review *)c->record)->title;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, ((const struct review *)c->record)->title, URL_ID(c->mem, "/reviews/{}", c->id));
	review_history_html(o, c->data);
}

void
answer_history_page(struct html *o, struct ctx *c, const void *out)
{
	const struct answer *a = c->record;

	(void)out;
	((struct history_view *)c->data)->title = a->title;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-review")), URL_ID(c->mem, "/reviews/{}", a->review));
	page_crumb(c, a->title, URL_ID(c->mem, "/reviews/standards/{}", c->id));
	review_history_html(o, c->data);
}

const struct action review_list_action = { .name = "review.list", .title = M("Self-reviews"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &review_list_out_shape, .load = list_load };
const struct action review_withdraw_action = { .name = "review.withdraw", .title = M("Take away a self-review opened by mistake"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &review_withdraw_shape, .record = &review_type, .store = withdraw_store };
const struct action review_history_action = { .name = "review.history", .title = M("History"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &review_history_shape, .record = &review_type, .load = history_load };
const struct action answer_history_action = { .name = "answer.history", .title = M("History"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &review_history_shape, .record = &answer_type, .load = history_load };
