/* SPDX-License-Identifier: MIT */
/* REV-1, STD-4: opening a review for a period, from the review before along the change map. */
#include "feature/review/own.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/review/open.h"
#include "feature/round/round.h"
#include "tpl/feature/review/create.h"

CHOICES(starts,
	{ "carry", M("With the answers of the review before"), NULL },
	{ "empty", M("With empty answers"), NULL });
struct open_in { int64_t framework; struct date period_from; struct str start; };
SHAPE(review_open_in_shape, open_in,
	FIELD_REF(struct open_in, framework, "framework_version", .label = M("Framework"), .must = true),
	FIELD(struct open_in, period_from, .label = M("First day of the period")),
	FIELD_CHOICE(struct open_in, start, starts, .label = M("Start")));
struct open_out { int64_t id; struct str ref, title; struct date period_from, period_to, due_on; int64_t answers, fresh_looks; };
SHAPE(review_open_out_shape, open_out,
	FIELD_REF(struct open_out, id, "review", .label = M("Id")),
	FIELD(struct open_out, ref, .label = M("Reference")),
	FIELD(struct open_out, title, .label = M("Title")),
	FIELD(struct open_out, period_from, .label = M("Period from")),
	FIELD(struct open_out, period_to, .label = M("Period to")),
	FIELD(struct open_out, due_on, .label = M("Due on")),
	FIELD(struct open_out, answers, .label = M("Answers")),
	FIELD(struct open_out, fresh_looks, .label = M("Answers that need a fresh look")));

struct open_plan { struct review review; struct answer *answers; size_t n; };

static int
months_of(const struct framework *f)
{
	switch (f->frequency) {
	case FREQUENCY_YEARLY:
		return 12;
	case FREQUENCY_TWICE_YEARLY:
		return 6;
	case FREQUENCY_QUARTERLY:
		return 3;
	}
	return 12;
}

static struct str
period_text(struct ctx *c, struct date from, struct date to)
{
	return lang_format(c->lang, c->mem, M("{from} to {to}"), (struct msg_arg[]){
		{ "from", date_long(c->mem, from) }, { "to", date_long(c->mem, to) } }, 2);
}

/* "Self-review 2026-27, Security management standards", "… April to September 2026". */
static struct str
title_of(struct ctx *c, const struct framework *f, struct clock_span p)
{
	static const char *const month[] = { M("January"), M("February"), M("March"), M("April"), M("May"), M("June"), M("July"),
		M("August"), M("September"), M("October"), M("November"), M("December") };
	int y, m, d, y2, m2, d2;

	date_civil(p.from, &y, &m, &d);
	date_civil(p.to, &y2, &m2, &d2);
	struct str year = y == y2 ? arena_printf(c->mem, "%d", y) : arena_printf(c->mem, "%d-%02d", y, y2 % 100);
	if (f->frequency == FREQUENCY_YEARLY)
		return lang_format(c->lang, c->mem, M("{framework}: {year}"), (struct msg_arg[]){ { "framework", f->title },
			{ "year", year } }, 2);
	return lang_format(c->lang, c->mem, M("{framework}: {first} to {last} {year}"), (struct msg_arg[]){ { "framework", f->title },
		{ "first", lang_text(c->lang, c->mem, month[m - 1]) }, { "last", lang_text(c->lang, c->mem, month[m2 - 1]) },
		{ "year", year } }, 4);
}

/* Without a round the review is due on the last day of its period. */
static struct date
due_of(const struct framework *f, struct clock_span p)
{
	struct clock_in in = { .start = p.from, .given = p.to };

	return clock_due(f->frequency == FREQUENCY_TWICE_YEARLY ? CLOCK_VIOLENCE_REVIEW : CLOCK_SELF_REVIEW, &in).due;
}

/* ---- answers that come over ---- */

static struct str
join_text(struct ctx *c, struct str before, struct str standard, struct str text, bool many)
{
	if (text.n == 0)
		return before;
	struct str one = many ? arena_printf(c->mem, "%.*s: %.*s", (int)standard.n, standard.p, (int)text.n, text.p) : text;
	return before.n == 0 ? one : arena_printf(c->mem, "%.*s\n\n%.*s", (int)before.n, before.p, (int)one.n, one.p);
}

static struct str
fresh_words(struct ctx *c, const struct fw_carry *k)
{
	if (k->words.n > 0)
		return k->words;
	if (k->from.n == 0)
		return lang_text(c->lang, c->mem, M("This standard is new: there is no earlier answer."));
	return lang_format(c->lang, c->mem, M("Changed since the edition before: {parts}."), (struct msg_arg[]){
		{ "parts", change_parts_text(c, k->parts) } }, 1);
}

/* Comments, reasons and who is responsible come over always; the rating and its ticks only where nothing that they rest on
 * was touched. */
static void
answer_carry(struct ctx *c, const struct review_all *before, const struct fw_carry *k, struct answer *a)
{
	bool many = k->from.n > 1;

	a->fresh_look = k->fresh_look;
	a->fresh_why = k->fresh_look ? fresh_words(c, k) : S("");
	for (size_t i = 0; i < k->from.n; i++) {
		size_t at = review_item_find(before, k->from.at[i]);
		if (at == SIZE_MAX)
			continue;
		const struct answer *was = &before->items[at].answer;
		a->carried_from = a->carried_from.n == 0 ? was->standard
		    : arena_printf(c->mem, "%.*s %.*s", (int)a->carried_from.n, a->carried_from.p, (int)was->standard.n, was->standard.p);
		a->comment = join_text(c, a->comment, was->standard, was->comment, many);
		a->reason = join_text(c, a->reason, was->standard, was->reason, many);
		a->corrective_action = join_text(c, a->corrective_action, was->standard, was->corrective_action, many);
		a->responsible = a->responsible != 0 ? a->responsible : was->responsible;
		a->responsible_unit = a->responsible_unit != 0 ? a->responsible_unit : was->responsible_unit;
		if (!many && !k->fresh_look) {
			a->rating = str_is(was->rating, "na") ? S("") : was->rating;
			a->ticks = was->ticks;
			a->cases = was->cases;
		}
	}
}

static void
answer_plan(struct ctx *c, struct open_plan *p, const struct fw_standard *s, struct str area, const struct framework *f,
    const struct review_all *before, bool carry)
{
	struct answer *a = &p->answers[p->n++];
	struct fw_carry k;

	*a = (struct answer){ .standard = s->id, .area = area, .rating = S(""), .comment = S(""), .reason = S(""), .corrective_action = S(""),
		.ticks = S(""), .cases = S(""), .fresh_why = S(""), .carried_from = S(""), .na_ground = S(""),
		.title = standard_name(c, s) };
	if (before == NULL)
		return;
	size_t was = review_item_find(before, s->id);
	if (framework_carry(before->framework, f, s->id, &k)) {
		if (carry)
			answer_carry(c, before, &k, a);
		else if (k.from.n == 1 && (was = review_item_find(before, k.from.at[0])) != SIZE_MAX) {
			a->responsible = before->items[was].answer.responsible;
			a->responsible_unit = before->items[was].answer.responsible_unit;
		}
	} else if (was != SIZE_MAX && carry) {	/* the organisation's own: goes by its number */
		k = (struct fw_carry){ .standard = s, .from = { (struct str *)(uintptr_t)&s->id, 1 } };
		answer_carry(c, before, &k, a);
	}
}

static enum status
answers_plan(struct ctx *c, struct open_plan *p, const struct framework *f, const struct review_all *before, bool carry)
{
	struct framework_local *locals;
	size_t n;

	TRY(framework_locals(c, f, &locals, &n));
	p->answers = arena_array(c->mem, struct answer, framework_standard_count(f) + n + 1);
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++)
			answer_plan(c, p, &f->areas.at[i].standards.at[k], f->areas.at[i].id, f, before, carry);
	for (size_t i = 0; i < n; i++) {
		struct fw_standard s = { .id = arena_printf(c->mem, LOCAL_PREFIX "%lld", (long long)locals[i].id), .title = locals[i].title };
		answer_plan(c, p, &s, locals[i].area, f, before, carry);
	}
	return ST_OK;
}

/* ---- the action ---- */

static enum status
review_before_of(struct ctx *c, struct str key, struct date from, int64_t *ret)
{
	struct review_before_row row;
	enum status st = review_before(c->db, c->scope, c->mem, key, from, &row);

	*ret = st == ST_OK ? row.id : 0;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
open_check(struct ctx *c, const struct open_in *in, const struct framework *f, struct clock_span *ret_period)
{
	struct review_same_row same;

	if (!framework_is_for(f, c->who->org_kind))
		field_error(c, "framework", M("Choose a framework that is meant for organisations like yours"), S(""));
	*ret_period = clock_period(in->period_from.day != 0 ? in->period_from : c->today, months_of(f), 0);
	if (in->period_from.day != 0 && in->period_from.day != ret_period->from.day)
		field_error(c, "period_from", M("The period must begin on {value}"), date_long(c->mem, ret_period->from));
	if (ret_period->from.day > date_add_months(c->today, 3).day)
		field_error(c, "period_from", M("The period must not begin more than three months from now"), S(""));
	if (f->in_force_from.day > ret_period->to.day || (f->in_force_until.day != 0 && f->in_force_until.day < ret_period->from.day))
		field_error(c, "framework", M("This edition is not in force in that period"), S(""));
	TRY(errors(c));
	enum status st = review_same(c->db, c->scope, c->mem, f->key, f->edition, ret_period->from, &same);
	if (st == ST_OK)
		return fail(c, ST_INVALID, M("There is a self-review against this edition for {period} already."), "period",
		    period_text(c, ret_period->from, ret_period->to), NULL);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
create_load(struct ctx *c, void *in_, void *out)
{
	const struct open_in *in = in_;
	struct open_plan *p = arena_new(c->mem, struct open_plan);
	struct review_all before;
	const struct framework *f;
	struct clock_span period;
	struct round_place place;
	int64_t previous;

	(void)out;
	if (in->framework == 0)
		return errors(c);
	enum status st = framework_get(c, in->framework, &f);
	if (st == ST_NOT_FOUND) {
		field_error(c, "framework", M("Choose a published framework"), S(""));
		return errors(c);
	}
	TRY(st);
	TRY(open_check(c, in, f, &period));
	TRY(review_before_of(c, f->key, period.from, &previous));
	if (previous != 0)
		TRY(review_all_by_id(c, previous, &before));
	bool again = previous != 0 && str_eq(before.framework->edition, f->edition);
	bool carry = previous != 0 && (in->start.n == 0 ? !again : str_is(in->start, "carry"));
	p->review = (struct review){ .title = title_of(c, f, period), .framework = in->framework, .framework_key = f->key,
		.edition = f->edition, .period_from = period.from, .period_to = period.to, .due_on = due_of(f, period),
		.state = S("draft"), .previous = previous, .returned_why = S("") };
	TRY(round_place_find(c, in->framework, period.from, &place));
	if (place.round != 0) {
		p->review.round = place.place;
		p->review.due_on = place.due_on;
	}
	c->data = p;
	return answers_plan(c, p, f, previous != 0 ? &before : NULL, carry);
}

static enum status
create_store(struct ctx *c, void *in, void *out_)
{
	struct open_plan *p = c->data;
	struct open_out *out = out_;
	int64_t fresh = 0;

	(void)in;
	struct review r = p->review;
	TRY(record_create(c, &review_type, &r));
	for (size_t i = 0; i < p->n; i++) {
		struct answer a = p->answers[i];
		a.review = r.id;
		fresh += a.fresh_look;
		TRY(record_create(c, &answer_type, &a));
	}
	TRY(round_note(c, r.framework, r.period_from, ROUND_OPENED));
	*out = (struct open_out){ r.id, r.ref, r.title, r.period_from, r.period_to, r.due_on, (int64_t)p->n, fresh };
	return ST_OK;
}

/* ---- the page ---- */

struct offering { struct round_place *places; size_t n_places; struct open_view *v; struct open_choice *at; struct review_rows_row *rows; size_t n_rows; };

static void
offer(struct ctx *c, struct offering *o, const struct framework_entry *e, const struct framework *f, struct clock_span p)
{
	struct open_choice *x = &o->at[o->v->n];
	const struct review_rows_row *before = NULL;

	*x = (struct open_choice){ .framework = f->title, .edition = f->edition, .period = period_text(c, p.from, p.to),
		.due = date_long(c->mem, due_of(f, p)), .version = id_text(c->mem, e->id), .from = date_iso(c->mem, p.from),
		.current = p.from.day <= c->today.day && c->today.day <= p.to.day,
		.note = f->origin == ORIGIN_EXAMPLE ? f->origin_note : S("") };
	for (size_t i = 0; i < o->n_places; i++)
		if (o->places[i].framework == e->id && o->places[i].period_from.day == p.from.day) {
			x->due = date_long(c->mem, o->places[i].due_on);
			x->round = o->places[i].title;
		}
	for (size_t i = 0; i < o->n_rows; i++) {
		const struct review_rows_row *r = &o->rows[i];
		if (!str_eq(r->framework_key, f->key))
			continue;
		if (r->period_from.day == p.from.day && str_eq(r->edition, f->edition))
			x->exists = URL_ID(c->mem, "/reviews/{}", r->id);
		if (r->period_from.day < p.from.day && before == NULL)
			before = r;
	}
	x->whole = arena_printf(c->mem, "%.*s, %.*s", (int)x->framework.n, x->framework.p, (int)x->period.n, x->period.p);
	x->carries = before != NULL;
	x->before = before != NULL ? before->title : S("");
	x->again = before != NULL && str_eq(before->edition, f->edition);
	o->v->n++;
}

/* One edition for the period that runs, then for those beside it. */
static enum status
offer_edition(struct ctx *c, struct offering *o, const struct framework_entry *e, int turn)
{
	const struct framework *f;

	TRY(framework_get(c, e->id, &f));
	if (!framework_is_for(f, c->who->org_kind))
		return ST_OK;
	int months = months_of(f);
	struct clock_span p = clock_period(c->today, months, 0);
	if (turn == 1)
		p = clock_period(date_add_days(p.to, 1), months, 0);
	else if (turn == 2)
		p = clock_period(date_add_days(p.from, -1), months, 0);
	if (e->in_force_from.day > p.to.day || (e->in_force_until.day != 0 && e->in_force_until.day < p.from.day) ||
	    p.from.day > date_add_months(c->today, 3).day)
		return ST_OK;
	offer(c, o, e, f, p);
	return ST_OK;
}

enum status
review_create_form_load(struct ctx *c)
{
	struct open_view *v = arena_new(c->mem, struct open_view);
	struct framework_entry *e;
	struct offering o = { .v = v };
	size_t n;

	TRY(framework_list(c, &e, &n));
	TRY(review_rows(c->db, c->scope, c->mem, 200, &o.rows, &o.n_rows));
	TRY(round_places(c, &o.places, &o.n_places));
	v->choices = o.at = arena_array(c->mem, struct open_choice, 3 * n + 1);
	for (int turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < n; i++)
			if (str_is(e[i].status, "published"))
				TRY(offer_edition(c, &o, &e[i], turn));
		if (turn == 0)
			v->n_now = v->n;
	}
	v->rest = v->choices + v->n_now;
	v->n_rest = v->n - v->n_now;
	v->others = lang_text(c->lang, c->mem, M("Other periods"));
	v->action = URL(c->mem, "/reviews/new");
	c->data = v;
	return ST_OK;
}

void
review_create_page(struct html *o, struct ctx *c, const void *out)
{
	struct open_view *v = c->data;

	(void)out;
	v->form = page_form(c, &review_open_in_shape, NULL);
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	review_create_html(o, v);
}

const struct action review_create_action = { .name = "review.create", .title = M("Open a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &review_open_in_shape, .out = &review_open_out_shape, .load = create_load, .store = create_store };
