/* SPDX-License-Identifier: MIT */
/* EVL-3: what an evaluation led to, carried until it is done. */
#include "app/due.h"
#include "app/file.h"
#include "base/time.h"
#include "feature/evaluation/own.h"
#include "sql/evaluation.h"
#include "tpl/feature/evaluation/improvement.h"
#include "tpl/feature/evaluation/improvements.h"

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* ---- below one evaluation ---- */

static void
verdict(struct ctx *c, const struct evaluation *e, size_t open, struct improvements_view *v)
{
	struct evaluation_limits l;

	if (e->finished_on.day == 0) {
		v->verdict = text(c, M("Not finished"));
		v->colour = TAG_BLUE;
		v->explain = text(c, M("It counts as evidence once it is finished and its improvements are done, or none are needed."));
	} else if (open > 0) {
		v->verdict = text(c, M("Improvements open"));
		v->colour = TAG_YELLOW;
		v->explain = text(c, M("It counts as evidence once these improvements are done."));
	} else if (v->n == 0 && e->none_needed.n == 0) {
		v->verdict = text(c, M("Improvements not said"));
		v->colour = TAG_YELLOW;
		v->explain = text(c, M("Add the improvements that it led to, or change the evaluation and say why none are needed. Until then it does not count as evidence."));
	} else {
		v->verdict = text(c, M("Complete"));
		v->colour = TAG_GREEN;
		v->explain = text(c, M("With its improvements it counts as evidence by itself where a standard asks for an evaluation. Where a standard asks for effect, the effect has to be shown besides."));
	}
	if (evaluation_limits_get(c, &l) == ST_OK) {
		v->weak = evaluation_weak_words(c, &l, e->finished_on, e->data_to, e->answers, e->comparison);
		if (e->finished_on.day != 0 && e->finished_on.day < date_add_months(c->today, -l.age_months).day)
			v->old = lang_format(c->lang, c->mem, M("It was finished more than {months} months ago, so it counts as old."),
			    (struct msg_arg[]){ { "months", arena_printf(c->mem, "%d", l.age_months) } }, 1);
	}
}

enum status
evaluation_improvements_load(struct ctx *c, const void *rec, void **ret_data)
{
	const struct evaluation *e = rec;
	struct improvements_view *v = arena_new(c->mem, struct improvements_view);
	struct evaluation_improvements_row *r;
	size_t open = 0;
	bool live = e->withdrawn_at.ms == 0;

	TRY(evaluation_improvements(c->db, c->scope, c->mem, e->id, &r, &v->n));
	struct improvement_line *rows = arena_array(c->mem, struct improvement_line, v->n + 1);
	for (size_t i = 0; i < v->n; i++) {
		bool waits = r[i].done_on.day == 0;
		open += waits;
		rows[i] = (struct improvement_line){ .what = r[i].what, .owner = r[i].owner, .proof = r[i].proof, .open = waits,
			.due = r[i].due_on.day != 0 ? date_long(c->mem, r[i].due_on) : S(""),
			.done = waits ? S("") : date_long(c->mem, r[i].done_on), .may_edit = live && may(c, "improvement.edit"),
			.late = waits && r[i].due_on.day < c->today.day ? due_words(c, r[i].due_on) : S(""),
			.to = URL_ID(c->mem, "/improvements/{}", r[i].id) };
	}
	v->rows = rows;
	if (e->report.id != 0) {
		struct file_info info;
		TRY(file_about(c, e->report.id, &info));
		v->report = URL_ID(c->mem, "/evaluations/{}/report", e->id);
		v->report_name = info.name;
	}
	v->add = URL_ID(c->mem, "/evaluations/{}/improvements/new", e->id);
	v->may_add = live && may(c, "improvement.add") && e->none_needed.n == 0;
	verdict(c, e, open, v);
	*ret_data = v;
	return ST_OK;
}

void
evaluation_improvements_below(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	evaluation_improvements_html(o, data);
}

static enum status
report_load(struct ctx *c, void *in, void *out)
{
	const struct evaluation *e = c->record;
	struct file_info info;

	(void)in, (void)out;
	if (e->report.id == 0)
		return fail(c, ST_NOT_FOUND, M("There is no such file."), NULL);
	TRY(file_bytes(c, e->report.id, c->mem, &info, &c->download));
	c->download_name = info.name;
	c->download_type = info.type;
	return ST_OK;
}

const struct action evaluation_report = { .name = "evaluation.report", .title = M("Download the report"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .record = &evaluation_type, .load = report_load };

/* ---- adding, completing, taking back ---- */

struct improvement_in { struct str what, owner; struct date due_on, done_on; struct str proof; };
struct improvement_out { int64_t id, improvement; };
SHAPE(evaluation_improvement_in_shape, improvement_in,
	FIELD_LONG(struct improvement_in, what, .label = M("What is improved"), .must = true, .max = 2000),
	FIELD(struct improvement_in, owner, .label = M("Who sees to it"), .hint = M("A role or a team, not a person's name")),
	FIELD(struct improvement_in, due_on, .label = M("To be done by")),
	FIELD(struct improvement_in, done_on, .label = M("Done on"), .hint = M("If it is done already"), .past_only = true),
	FIELD_LONG(struct improvement_in, proof, .label = M("What shows that it was done"), .max = 2000));
SHAPE(evaluation_improvement_out_shape, improvement_out,
	FIELD_REF(struct improvement_out, id, "evaluation", .label = M("Evaluation")),
	FIELD_REF(struct improvement_out, improvement, "improvement", .label = M("Improvement")));

static enum status
add_store(struct ctx *c, void *in_, void *out_)
{
	const struct improvement_in *in = in_;
	struct improvement_out *out = out_;
	struct evaluation e;

	TRY(record_get(c, &evaluation_type, c->id, &e));	/* as it is now */
	if (e.withdrawn_at.ms != 0)
		return fail(c, ST_INVALID, M("This evaluation has been withdrawn. Restore it before adding to it."), NULL);
	if (e.none_needed.n > 0)
		return fail(c, ST_INVALID, M("This evaluation says that nothing has to be improved. Change that first."), NULL);
	struct improvement i = { .evaluation = e.id, .what = in->what, .owner = in->owner, .due_on = in->due_on,
		.done_on = in->done_on, .proof = in->proof, .unit = e.unit };
	TRY(record_create(c, &improvement_type, &i));
	*out = (struct improvement_out){ e.id, i.id };
	return ST_OK;
}

const struct action improvement_add = { .name = "improvement.add", .title = M("Add an improvement"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &evaluation_improvement_in_shape, .out = &evaluation_improvement_out_shape, .record = &evaluation_type, .store = add_store };

static enum status
edit_store(struct ctx *c, void *in, void *out_)
{
	struct improvement *i = in;
	struct improvement_out *out = out_;

	TRY(record_update(c, &improvement_type, i));
	*out = (struct improvement_out){ i->evaluation, i->id };
	c->goes_to = URL_ID(c->mem, "/evaluations/{}", i->evaluation).s;
	return ST_OK;
}

const struct action improvement_edit = { .name = "improvement.edit", .title = M("Change an improvement"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &improvement_shape, .out = &evaluation_improvement_out_shape, .record = &improvement_type, .store = edit_store };

static enum status
withdraw_store(struct ctx *c, void *in, void *out_)
{
	const struct improvement *i = c->record;
	struct improvement_out *out = out_;

	(void)in;
	TRY(record_withdraw(c, &improvement_type, c->id, c->version, text(c, M("Taken off the evaluation"))));
	*out = (struct improvement_out){ i->evaluation, i->id };
	c->goes_to = URL_ID(c->mem, "/evaluations/{}", i->evaluation).s;
	return ST_OK;
}

const struct action improvement_withdraw = { .name = "improvement.withdraw", .title = M("Withdraw an improvement"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &evaluation_improvement_out_shape, .record = &improvement_type, .store = withdraw_store };

static void
crumbs(struct ctx *c, struct str evaluation, int64_t id)
{
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Evaluations")), URL(c->mem, "/evaluations"));
	page_crumb(c, evaluation, URL_ID(c->mem, "/evaluations/{}", id));
}

void
improvement_add_page(struct html *o, struct ctx *c, const void *out)
{
	struct improvement_form_view v = { .form = page_form(c, &evaluation_improvement_in_shape, NULL),
		.action = URL_ID(c->mem, "/evaluations/{}/improvements/new", c->id), .cancel = URL_ID(c->mem, "/evaluations/{}", c->id),
		.of = record_label(c, &evaluation_type, c->record) };

	(void)out;
	crumbs(c, v.of, c->id);
	evaluation_improvement_html(o, c, &v);
}

enum status
improvement_edit_load(struct ctx *c)
{
	const struct improvement *i = c->record;
	struct improvement_form_view *v = arena_new(c->mem, struct improvement_form_view);

	*v = (struct improvement_form_view){ .form = page_form(c, improvement_type.shape, i), .version = i->version, .edit = true,
		.action = URL_ID(c->mem, "/improvements/{}", i->id), .cancel = URL_ID(c->mem, "/evaluations/{}", i->evaluation),
		.of = record_name(c, "evaluation", i->evaluation) };
	if (may(c, "improvement.withdraw"))
		v->withdraw = URL_ID(c->mem, "/improvements/{}/withdraw", i->id);
	c->data = v;
	return ST_OK;
}

void
improvement_edit_page(struct html *o, struct ctx *c, const void *out)
{
	const struct improvement *i = c->record;
	const struct improvement_form_view *v = c->data;

	(void)out;
	crumbs(c, v->of, i->evaluation);
	evaluation_improvement_html(o, c, v);
}
