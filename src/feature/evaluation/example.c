/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/evaluation/own.h"

/* Days count back from the day on which the example stands.  Not every organisation does all of it every year. */
static const struct line {
	const char *arrangement, *title, *scope, *by, *method, *data;
	int finished;
	const char *answers, *comparison, *finding, *rests_on, *none_needed;
	const char *improvement, *owner; int due, done; const char *proof;
} lines[] = {
	{ "leadership", "What the board's lead for security achieves", "Decisions of the last twelve months", "Internal audit",
	  "Minutes and action points compared with what was done", "Minutes of six board meetings", 150, "41", "yes", "better",
	  "36 of 41 decisions were carried out in time, 22 of 37 the year before", "", "Each decision gets an owner and a date in the minutes",
	  "Board secretary", 60, 70, "Minutes since then name both" },
	{ "awareness", "Survey after the awareness week", "All staff at the three largest sites", "Communications team",
	  "Survey before and six weeks after", "Answers to eight questions", 95, "312", "yes", "better",
	  "Staff who know how to report went from 58 to 74 in a hundred", "", "Put the reporting number on every telephone", "Facilities manager", -40, 0, "" },
	{ "awareness", "Awareness of new staff at induction", "New staff of one quarter", "Security management specialist", "Test at the end of induction",
	  "Tests of 24 people", 430, "24", "no", "same", "Scores are as in the quarter before", "", "Shorter talk, more practice", "Induction lead", 380, 390, "New plan of the session" },
	{ "communication", "Do partners get what they need?", "Police, council and neighbouring bodies", "Security management specialist",
	  "Interviews with twelve partners", "Notes of the interviews", 210, "", "yes", "same", "Partners get what they ask for, but late",
	  "", "Send the monthly figures by the fifth working day", "Information team", 120, 130, "Dates of the last four mailings" },
	{ "training", "Knowledge before and after conflict resolution training", "Courses of two quarters", "Training team", "Test before and after",
	  "Tests of 186 people", 120, "186", "yes", "better", "Right answers went from 61 to 83 in a hundred", "", "Course for reception staff with their own examples",
	  "Training lead", 20, 30, "First course held, 19 people" },
	{ "lone_working", "Use of lone-worker devices", "Community teams", "Health and safety team", "Log of devices compared with rotas",
	  "Use in one quarter", 400, "260", "yes", "worse", "Devices were carried on 54 of 100 visits, 63 the year before", "", "Managers check use each week",
	  "Community managers", 300, 330, "Weekly lists since then" },
	{ "alerts", "From receiving an alert to telling staff", "All alerts of the year", "Security management specialist", "Times from the register of alerts",
	  "34 alerts", 180, "34", "yes", "better", "31 of 34 were sent on within one working day", "Nothing has to be improved: the three late ones came at a weekend and concerned no staff on duty", NULL, NULL, 0, 0, NULL },
	{ "investigation", "Quality of investigations", "Cases closed in the year", "Internal audit", "File review against a checklist",
	  "30 case files", 240, "30", "yes", "same", "Files are complete, decisions are seldom explained", "", "Closing form asks for the reason of the decision",
	  "Security management specialist", 150, 155, "Form in use since then" },
	{ "sanctions", "What sanctions achieve", "Warnings and agreements of two years", "Security management specialist", "Repeat incidents after a sanction",
	  "18 persons", 75, "18", "no", "unclear", "Too few cases to tell", "", "Collect cases with two neighbouring organisations", "Regional group", -80, 0, "" },
};

static enum status
one(struct example *e, size_t org, const struct line *l)
{
	struct json_node *j;
	struct date finished = date_add_days(e->today, -l->finished), data_to = date_add_days(finished, -20);
	int64_t id;

	example_at(e, date_add_days(finished, 1), 10, 30);
	TRY(example_do(e, org, ROLE_SPECIALIST, "evaluation.create", &j, "title", l->title, "arrangement", l->arrangement, "scope", l->scope,
	    "conducted_by", l->by, "method", l->method, "data", l->data, "data_from", example_date(e, date_add_months(data_to, -6)).p,
	    "data_to", example_date(e, data_to).p, "answers", l->answers, "comparison", l->comparison,
	    "started_on", example_date(e, date_add_days(finished, -40)).p, "finished_on", example_date(e, finished).p, "finding", l->finding,
	    "rests_on", l->rests_on, "none_needed", l->none_needed, NULL));
	id = example_id(j);
	if (l->improvement == NULL)
		return ST_OK;
	TRY(example_on(e, org, ROLE_SPECIALIST, "improvement.add", id, &j, "what", l->improvement, "owner", l->owner,
	    "due_on", example_date(e, date_add_days(e->today, -l->due)).p, NULL));
	if (l->done == 0)
		return ST_OK;
	example_at(e, date_add_days(e->today, -l->done + 1), 15, 0);
	int64_t improvement;
	if (!str_i64(json_get_str(j, "improvement"), &improvement))
		return ST_INTERNAL;
	return example_on(e, org, ROLE_SPECIALIST, "improvement.edit", improvement, NULL,
	    "done_on", example_date(e, date_add_days(e->today, -l->done)).p, "proof", l->proof, NULL);
}

static enum status
evaluations(struct example *e)
{
	for (size_t i = 0; i < e->n_org; i++) {
		bool commissioner = str_is(e->org[i].kind, "commissioner");
		if (!commissioner && !str_is(e->org[i].kind, "provider"))
			continue;
		for (size_t k = 0; k < countof(lines); k++)
			if ((i + k) % 4 != 0 || i == EX_FELLMOOR)
				TRY(one(e, i, &lines[k]));
	}
	return ST_OK;
}

const struct example_part evaluation_example[] = { { 42, "evaluations", evaluations }, { 0, NULL, NULL } };
