/* SPDX-License-Identifier: MIT */
/* EVL-1 to EVL-3: what each arrangement achieves, how old and strong that finding is, and what came of it. */
#include "base/clock.h"
#include "base/time.h"
#include "feature/evaluation/own.h"
#include "sql/evaluation.h"

/* In the order of enum fw_arrangement, without none. */
static const struct choice arrangement_choices[] = {
	{ "leadership", M("Leadership of security"), NULL },
	{ "precontract", M("Assurance before contracting"), NULL },
	{ "monitoring", M("Monitoring of providers"), NULL },
	{ "awareness", M("Awareness programme"), NULL },
	{ "communication", M("Communication"), NULL },
	{ "training", M("Training against violence"), NULL },
	{ "lone_working", M("Lone working"), NULL },
	{ "alerts", M("Alerts"), NULL },
	{ "investigation", M("Investigation"), NULL },
	{ "sanctions", M("Sanctions"), NULL },
	{ "violence", M("Violence prevention and reduction"), NULL },
};
const struct choice_list evaluation_arrangements = { arrangement_choices, countof(arrangement_choices) };
CHOICES(comparisons,
	{ "yes", M("Yes"), M("With an earlier time, another place or a target") },
	{ "no", M("No"), NULL });
CHOICES(findings,
	{ "better", M("Better"), NULL },
	{ "same", M("The same"), NULL },
	{ "worse", M("Worse"), NULL },
	{ "unclear", M("Unclear"), NULL });

SHAPE(evaluation_shape, evaluation,
	FIELD(struct evaluation, title, .label = M("Title"), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct evaluation, arrangement, evaluation_arrangements, .label = M("Arrangement"), .hint = M("What is evaluated"),
	    .must = true, .in_list = true),
	FIELD_LONG(struct evaluation, scope, .label = M("Scope"), .hint = M("Which part of the arrangement, which places, which staff"),
	    .search = true, .max = 2000),
	FIELD(struct evaluation, conducted_by, .label = M("Who carries it out"), .hint = M("A role or a team, not a person's name")),
	FIELD_LONG(struct evaluation, method, .label = M("Method"), .hint = M("For example a survey before and after, an audit of records, interviews"),
	    .max = 2000),
	FIELD_LONG(struct evaluation, data, .label = M("Data"), .hint = M("What it looks at"), .max = 2000),
	FIELD(struct evaluation, data_from, .label = M("First day of the data")),
	FIELD(struct evaluation, data_to, .label = M("Last day of the data")),
	FIELD(struct evaluation, answers, .label = M("Number of answers"), .hint = M("Or of records looked at. Leave empty where nothing is counted"),
	    .least = 0, .most = 10000000),
	FIELD_CHOICE(struct evaluation, comparison, comparisons, .label = M("Is the result compared with something?")),
	FIELD(struct evaluation, started_on, .label = M("Started on"), .must = true, .past_only = true, .in_list = true),
	FIELD(struct evaluation, finished_on, .label = M("Finished on"), .hint = M("Leave empty while it runs"), .past_only = true, .in_list = true),
	FIELD_CHOICE(struct evaluation, finding, findings, .label = M("Finding: is the arrangement's effect better, the same or worse?"), .in_list = true),
	FIELD_LONG(struct evaluation, rests_on, .label = M("What the finding rests on"), .search = true, .max = 4000),
	FIELD(struct evaluation, report, .label = M("Report")),
	FIELD_LONG(struct evaluation, none_needed, .label = M("If nothing has to be improved: why not"),
	    .hint = M("Leave empty when improvements follow. Add those on the evaluation's page"), .max = 2000),
	FIELD(struct evaluation, next_on, .label = M("Next evaluation due on"), .hint = M("Leave empty for a year after it was finished")),
	FIELD_REF(struct evaluation, unit, "unit", .label = M("Unit"), .hint = M("Leave empty for the whole organisation")));

static void
check_dates(struct ctx *c, const struct evaluation *e)
{
	if (e->data_from.day != 0 && e->data_to.day != 0 && e->data_to.day < e->data_from.day)
		field_error(c, "data_to", M("Last day of the data must be the first day or later"), S(""));
	if (e->finished_on.day != 0 && e->finished_on.day < e->started_on.day)
		field_error(c, "finished_on", M("Finished on must be the day it was started or later"), S(""));
	if (e->finished_on.day != 0 && e->data_to.day > e->finished_on.day)
		field_error(c, "data_to", M("The data of a finished evaluation cannot be from after its last day"), S(""));
	if (e->finished_on.day != 0 && e->next_on.day != 0 && e->next_on.day <= e->finished_on.day)
		field_error(c, "next_on", M("The next evaluation must be after this one was finished"), S(""));
}

static enum status
evaluation_check(struct ctx *c, const void *before, void *after)
{
	const struct evaluation *e = after, *was = before;

	check_dates(c, e);
	if (e->finished_on.day != 0 && e->finding.n == 0)
		field_error(c, "finding", M("Choose what a finished evaluation found"), S(""));
	if (e->finished_on.day != 0 && e->rests_on.n == 0)
		field_error(c, "rests_on", M("Enter what the finding rests on"), S(""));
	if (e->finished_on.day == 0 && e->finding.n > 0)
		field_error(c, "finished_on", M("Enter when it was finished, or take the finding away"), S(""));
	if (e->finished_on.day == 0 && e->none_needed.n > 0)
		field_error(c, "none_needed", M("Whether anything has to be improved is known once the evaluation is finished"), S(""));
	if (was != NULL && e->none_needed.n > 0 && was->none_needed.n == 0) {
		struct evaluation_improvements_row *r;
		size_t n;
		TRY(evaluation_improvements(c->db, c->scope, c->mem, e->id, &r, &n));
		if (n > 0)
			field_error(c, "none_needed", M("This evaluation has improvements, so something had to be improved. Withdraw them first"), S(""));
	}
	return ST_OK;
}

static enum status
improvement_check(struct ctx *c, const void *before, void *after)
{
	const struct improvement *i = after;

	(void)before;
	if (i->done_on.day != 0 && i->proof.n == 0)
		field_error(c, "proof", M("Enter what shows that it was done"), S(""));
	if (i->done_on.day == 0 && i->due_on.day == 0)
		field_error(c, "due_on", M("Enter by when it is to be done, or when it was done"), S(""));
	return ST_OK;
}

SHAPE(improvement_shape, improvement,
	FIELD_REF(struct improvement, evaluation, "evaluation", .label = M("Evaluation"), .read_only = true),
	FIELD_LONG(struct improvement, what, .label = M("What is improved"), .must = true, .search = true, .max = 2000),
	FIELD(struct improvement, owner, .label = M("Who sees to it"), .hint = M("A role or a team, not a person's name")),
	FIELD(struct improvement, due_on, .label = M("To be done by")),
	FIELD(struct improvement, done_on, .label = M("Done on"), .hint = M("Leave empty while it is not done"), .past_only = true),
	FIELD_LONG(struct improvement, proof, .label = M("What shows that it was done"), .max = 2000),
	FIELD_REF(struct improvement, unit, "unit", .label = M("Unit"), .read_only = true));

SHAPE(evaluation_limit_shape, evaluation_limit,
	FIELD(struct evaluation_limit, age_months, .label = M("An evaluation is old after so many months"), .least = 1, .most = 60, .must = true),
	FIELD(struct evaluation_limit, data_months, .label = M("Its data are old after so many months"), .least = 1, .most = 60, .must = true),
	FIELD(struct evaluation_limit, answers, .label = M("With fewer answers than this it is weak"), .least = 0, .most = 100000, .must = true),
	FIELD(struct evaluation_limit, compare, .label = M("Without a comparison it is weak")),
	FIELD_LONG(struct evaluation_limit, reason, .label = M("Why your organisation sets it so"), .must = true, .max = 1000));

const struct record_type evaluation_type = {
	.ops = &evaluation_ops, .shape = &evaluation_shape, .one = M("evaluation"), .many = M("evaluations"), .label = "title",
	.prefix = "EVL", .path = "/evaluations/{id}", .unit = "unit", .check = evaluation_check,
};
const struct record_type improvement_type = {
	.ops = &improvement_ops, .shape = &improvement_shape, .one = M("improvement"), .many = M("improvements"), .label = "what",
	.path = "/improvements/{id}", .unit = "unit", .check = improvement_check,
};
const struct record_type evaluation_limit_type = {
	.ops = &evaluation_limit_ops, .shape = &evaluation_limit_shape, .one = M("limits of evaluations"),
	.many = M("limits of evaluations"), .path = "/evaluations/limits",
};

static void
evaluation_start(struct ctx *c, void *rec)
{
	struct evaluation *e = rec;
	struct str asked = page_asked(c, "arrangement");

	for (size_t i = 0; i < evaluation_arrangements.n; i++)
		if (str_is(asked, evaluation_arrangements.c[i].value))
			e->arrangement = asked;
	e->started_on = c->today;
}

static const struct register_def evaluation_register = {
	.type = &evaluation_type, .path = "/evaluations/all", .title = M("All evaluations"),
	.about = M("Every evaluation of an arrangement, the one begun last first."), .add = M("Add an evaluation"),
	.view_load = evaluation_improvements_load, .view_html = evaluation_improvements_below, .start = evaluation_start,
};

/* ---- what is due ---- */

static enum status
evaluation_due(struct ctx *c, struct due_list *due)
{
	struct date until = date_add_days(c->today, DUE_DAYS);
	struct evaluation_said *e;
	struct improvement_open_row *r;
	size_t n;

	if (!may(c, "evaluation.edit"))
		return ST_OK;
	TRY(evaluation_every(c, ARRANGEMENT_NONE, c->today, &e, &n));
	for (size_t a = 0; a < evaluation_arrangements.n; a++) {
		const struct evaluation_said *last = evaluation_last(e, n, (enum fw_arrangement)(a + 1));
		if (last == NULL)
			continue;
		struct clock_due d = clock_due(CLOCK_EVALUATION, &(struct clock_in){ .start = last->finished, .given = last->next });
		if (d.known && d.due.day <= until.day)
			due_add(c, due, (struct due_item){ .title = lang_text(c->lang, c->mem, evaluation_arrangements.c[a].label), .due = d.due,
				.to = last->to, .kind = M("Evaluation to repeat") });
	}
	TRY(improvement_open(c->db, c->scope, c->mem, until, 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = r[i].what, .due = r[i].due_on, .to = URL_ID(c->mem, "/improvements/{}", r[i].id),
			.kind = M("Improvement from an evaluation") });
	return ST_OK;
}

static const struct action *const actions[] = { &evaluation_overview, &evaluation_report, &evaluation_limits_action, &improvement_add, &improvement_edit,
	&improvement_withdraw, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/evaluations", .action = &evaluation_overview, .html = evaluation_overview_page, .title = M("Evaluations"), .wide = true },
	{ .method = GET, .path = "/evaluations/limits", .action = &evaluation_limits_action, .form = true, .form_load = evaluation_limits_form_load,
	  .html = evaluation_limits_page, .title = M("When an evaluation counts as old or weak") },
	{ .method = POST, .path = "/evaluations/limits", .action = &evaluation_limits_action, .on_error = "/evaluations/limits",
	  .then = "/evaluations", .notice = M("Saved") },
	{ .method = GET, .path = "/evaluations/{id}/report", .action = &evaluation_report, .title = M("Report") },
	{ .method = GET, .path = "/evaluations/{id}/improvements/new", .action = &improvement_add, .form = true,
	  .html = improvement_add_page, .title = M("Add an improvement") },
	{ .method = POST, .path = "/evaluations/{id}/improvements/new", .action = &improvement_add,
	  .on_error = "/evaluations/{id}/improvements/new", .then = "/evaluations/{id}", .notice = M("Improvement saved") },
	{ .method = GET, .path = "/improvements/{id}", .action = &improvement_edit, .form = true, .form_load = improvement_edit_load,
	  .html = improvement_edit_page, .title = M("Improvement") },
	{ .method = POST, .path = "/improvements/{id}", .action = &improvement_edit, .on_error = "/improvements/{id}",
	  .then = "/evaluations", .notice = M("Improvement saved") },
	{ .method = POST, .path = "/improvements/{id}/withdraw", .action = &improvement_withdraw, .on_error = "/improvements/{id}",
	  .then = "/evaluations", .notice = M("Improvement withdrawn") },
	{ .path = NULL },
};
static const struct register_def *const registers[] = { &evaluation_register, NULL };
static const struct record_type *const records[] = { &improvement_type, &evaluation_limit_type, NULL };
static const struct nav_entry nav[] = { { M("Evaluations"), "/evaluations", 30, "evaluation.overview" }, { NULL, NULL, 0, NULL } };
const struct feature evaluation_feature = {
	.name = "evaluation", .actions = actions, .pages = pages, .registers = registers, .records = records, .nav = nav, .due = evaluation_due,
	.example = evaluation_example,
};
