/* SPDX-License-Identifier: MIT */
/* The overview of evaluation_arrangements, and the limits from which an evaluation counts as old or weak. */
#include <string.h>
#include "app/due.h"
#include "base/clock.h"
#include "base/time.h"
#include "feature/evaluation/own.h"
#include "sql/evaluation.h"
#include "tpl/feature/evaluation/limits.h"
#include "tpl/feature/evaluation/overview.h"

struct arrangement_out { struct str arrangement, state, concern; int64_t last; struct date finished, next; };
struct overview_out { struct list items; };
SHAPE(evaluation_arrangement_out_shape, arrangement_out,
	FIELD(struct arrangement_out, arrangement, .label = M("Arrangement")),
	FIELD(struct arrangement_out, state, .label = M("State")),
	FIELD(struct arrangement_out, concern, .label = M("What is old or weak")),
	FIELD_REF(struct arrangement_out, last, "evaluation", .label = M("Last evaluation")),
	FIELD(struct arrangement_out, finished, .label = M("Finished on")),
	FIELD(struct arrangement_out, next, .label = M("Next due on")));
SHAPE(evaluation_overview_out_shape, overview_out, FIELD(struct overview_out, items, .label = M("Arrangements"), .of = &evaluation_arrangement_out_shape));

/* ---- overview ---- */

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static void
state_of(struct ctx *c, const struct evaluation_said *last, bool running, struct str concern, const char **ret_state, struct arrangement_row *row)
{
	if (last == NULL) {
		*ret_state = running ? "running" : "none";
		row->state = running ? text(c, M("Running")) : text(c, M("None yet"));
		row->colour = running ? TAG_BLUE : TAG_GREY;
	} else if (last->old || last->data_old) {
		*ret_state = "old";
		row->state = text(c, M("Old"));
		row->colour = TAG_ORANGE;
	} else if (last->weak.n > 0) {
		*ret_state = "weak";
		row->state = text(c, M("Weak"));
		row->colour = TAG_YELLOW;
	} else if (!last->complete) {
		*ret_state = "open";
		row->state = text(c, M("Improvements open"));
		row->colour = TAG_YELLOW;
	} else {
		*ret_state = "complete";
		row->state = text(c, M("Complete"));
		row->colour = TAG_GREEN;
	}
	row->concern = last != NULL ? concern : S("");
}

static struct str
todo_words(struct ctx *c, const struct evaluation_said *last)
{
	switch (last->changes) {
	case EVALUATION_CHANGES_OPEN: return text(c, M("Improvements are not done"));
	case EVALUATION_CHANGES_UNSAID: return text(c, M("Say what is improved, or that nothing has to be"));
	case EVALUATION_CHANGES_DONE: return text(c, M("Improvements done"));
	case EVALUATION_CHANGES_NOT_NEEDED: return text(c, M("No improvement needed"));
	}
	return S("");
}

static void
row_fill(struct ctx *c, const struct evaluation_said *last, struct arrangement_row *row, struct arrangement_out *out)
{
	struct clock_due d = clock_due(CLOCK_EVALUATION, &(struct clock_in){ .start = last->finished, .given = last->next });

	row->any = true;
	row->title = last->title;
	row->to = last->to;
	row->finished = date_long(c->mem, last->finished);
	row->todo = todo_words(c, last);
	out->last = last->id;
	out->finished = last->finished;
	if (d.known) {
		out->next = d.due;
		row->next = date_long(c->mem, d.due);
		row->late = d.due.day < c->today.day;
		row->age = row->late ? due_words(c, d.due) : S("");
	}
}

static enum status
overview_load(struct ctx *c, void *in, void *out_)
{
	struct overview_out *out = out_;
	struct overview_view *v = arena_new(c->mem, struct overview_view);
	struct arrangement_row *rows = arena_array(c->mem, struct arrangement_row, evaluation_arrangements.n);
	struct arrangement_out *items = arena_array(c->mem, struct arrangement_out, evaluation_arrangements.n);
	struct evaluation_limits l;
	struct evaluation_said *e;
	size_t n;

	(void)in;
	TRY(evaluation_limits_get(c, &l));
	TRY(evaluation_every(c, ARRANGEMENT_NONE, c->today, &e, &n));
	for (size_t a = 0; a < evaluation_arrangements.n; a++) {
		enum fw_arrangement which = (enum fw_arrangement)(a + 1);
		const struct evaluation_said *last = evaluation_last(e, n, which);
		struct str word = str_c(evaluation_arrangements.c[a].value), concern = evaluation_concern(c, which, last, &l);
		const char *state;
		bool running = false;
		for (size_t i = 0; i < n; i++)
			running = running || (e[i].arrangement == which && e[i].finished.day == 0);
		rows[a] = (struct arrangement_row){ .name = text(c, evaluation_arrangements.c[a].label), .may_add = may(c, "evaluation.create"),
			.add = url_with(c->mem, URL(c->mem, "/evaluations/all/new"), "arrangement", word),
			.all = url_with(c->mem, URL(c->mem, "/evaluations/all"), "arrangement", word) };
		state_of(c, last, running, concern, &state, &rows[a]);
		items[a] = (struct arrangement_out){ .arrangement = word, .state = str_c(state), .concern = concern };
		if (last != NULL)
			row_fill(c, last, &rows[a], &items[a]);
	}
	struct msg_arg args[] = { { "age", arena_printf(c->mem, "%d", l.age_months) }, { "data", arena_printf(c->mem, "%d", l.data_months) },
		{ "answers", arena_printf(c->mem, "%d", l.answers) } };
	*v = (struct overview_view){ .rows = rows, .n = evaluation_arrangements.n, .own = l.own, .may_set = may(c, "evaluation.limits"),
		.thresholds = URL(c->mem, "/evaluations/limits"),
		.limits = lang_format(c->lang, c->mem, l.compare
		    ? M("An evaluation is old when it was finished more than {age} months ago or its data are older than {data} months. It is weak with fewer than {answers} answers or without a comparison.")
		    : M("An evaluation is old when it was finished more than {age} months ago or its data are older than {data} months. It is weak with fewer than {answers} answers."), args, 3) };
	out->items = (struct list){ items, evaluation_arrangements.n };
	c->data = v;
	return ST_OK;
}

void
evaluation_overview_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	evaluation_overview_html(o, c->data);
}

const struct action evaluation_overview = { .name = "evaluation.overview", .title = M("Evaluations"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &evaluation_overview_out_shape, .load = overview_load };

/* ---- limits ---- */

struct limits_in { int64_t age_months, data_months, answers; bool compare; struct str reason; };
SHAPE(evaluation_limits_shape, limits_in,
	FIELD(struct limits_in, age_months, .label = M("An evaluation is old after so many months"), .least = 1, .most = 60, .must = true),
	FIELD(struct limits_in, data_months, .label = M("Its data are old after so many months"), .least = 1, .most = 60, .must = true),
	FIELD(struct limits_in, answers, .label = M("It is weak with fewer answers than"), .least = 0, .most = 100000, .must = true),
	FIELD(struct limits_in, compare, .label = M("It is weak without a comparison")),
	FIELD_LONG(struct limits_in, reason, .label = M("Why your organisation sets it so"), .must = true, .max = 1000));

enum status
evaluation_limits_form_load(struct ctx *c)
{
	struct evaluation_limits l;
	struct evaluation_limit_current_row r;
	struct limits_in in;
	struct limits_form_view *v = arena_new(c->mem, struct limits_form_view);

	TRY(evaluation_limits_get(c, &l));
	in = (struct limits_in){ l.age_months, l.data_months, l.answers, l.compare, S("") };
	v->own = l.own;
	if (l.own) {
		TRY(evaluation_limit_current(c->db, c->scope, c->mem, &r));
		in.reason = r.reason;
		v->version = r.version;
	}
	v->form = page_form(c, &evaluation_limits_shape, &in);
	c->data = v;
	return ST_OK;
}

void
evaluation_limits_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Evaluations")), URL(c->mem, "/evaluations"));
	evaluation_limits_html(o, c->data);
}

static enum status
limits_store(struct ctx *c, void *in_, void *out)
{
	const struct limits_in *in = in_;
	struct evaluation_limit_current_row r;
	struct evaluation_limit l = { 0 };
	enum status st = evaluation_limit_current(c->db, c->scope, c->mem, &r);

	(void)out;
	if (st == ST_OK)
		TRY(record_get(c, &evaluation_limit_type, r.id, &l));
	else if (st != ST_NOT_FOUND)
		return st;
	l.age_months = in->age_months;
	l.data_months = in->data_months;
	l.answers = in->answers;
	l.compare = in->compare;
	l.reason = in->reason;
	if (st == ST_NOT_FOUND)
		return record_create(c, &evaluation_limit_type, &l);
	if (c->version != 0)
		l.version = c->version;
	return record_update(c, &evaluation_limit_type, &l);
}

const struct action evaluation_limits_action = { .name = "evaluation.limits", .title = M("Set when an evaluation is old or weak"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &evaluation_limits_shape, .store = limits_store };
