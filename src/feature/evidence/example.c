/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "app/file.h"
#include "app/session.h"
#include "base/time.h"
#include "feature/evidence/own.h"

/* One a year where yearly is set; added and since when are days back from the day on which the example stands, whose year
 * the piece speaks for unless it still holds. */
static const struct line {
	const char *title, *kind, *standard, *also;
	int since;
	bool holds, yearly;
	const char *file;		/* text of a file, or else a note */
	const char *measured, *before, *after, *change;
} lines[] = {
	{ "Minutes of the board: annual report on security", "board_minutes", "1.1", "1.5", 300, false, true,
	  "Board meeting, item 9\n\nThe board received the annual report on security and agreed its three actions.\n", NULL, NULL, NULL, NULL },
	{ "Confirmation of the board's lead", "nomination_lead", "1.1", NULL, 700, true, false,
	  "The executive director of nursing is the lead for security.\n", NULL, NULL, NULL, NULL },
	{ "Message of the chief executive on violence", "message_top", "1.2", NULL, 220, false, true, NULL, NULL, NULL, NULL, NULL },
	{ "Staff survey: feeling safe at work", "staff_survey", "1.2", "2.1", 160, false, true, NULL,
	  "Staff who say that they feel safe at work", "71 in a hundred", "76 in a hundred", "better" },
	{ "Accreditation of the specialist", "accreditation", "1.3", NULL, 640, true, false, "Certificate of accreditation\n", NULL, NULL, NULL, NULL },
	{ "Record of professional development", "development_record", "1.3", NULL, 90, false, true, NULL, NULL, NULL, NULL, NULL },
	{ "Work plan for security", "work_plan", "1.4", "1.2", 330, false, true, "1 Access control\n2 Lone working\n3 Awareness\n", NULL, NULL, NULL, NULL },
	{ "Risk register: security", "risk_register_entry", "1.4", NULL, 120, false, true, NULL, NULL, NULL, NULL, NULL },
	{ "Newsletter: how to report", "awareness_newsletter", "2.1", NULL, 140, false, true, NULL, NULL, NULL, NULL, NULL },
	{ "Training record: conflict resolution", "training_record", "3.1", NULL, 60, false, true, "Team,Trained,Due\nReception,18,2\nWards,140,11\n", NULL, NULL, NULL, NULL },
	{ "Knowledge before and after training", "knowledge_check", "3.1", NULL, 110, false, true, NULL,
	  "Right answers in the test", "61 in a hundred", "83 in a hundred", "better" },
	{ "Policy on lone working", "lone_policy", "3.2", NULL, 500, true, false, "Policy on lone working, version 4\n", NULL, NULL, NULL, NULL },
	{ "Assaults on those who work alone", "assault_figures", "3.2", NULL, 400, false, false, NULL,
	  "Assaults in 1,000 visits", "1.9", "2.1", "worse" },
	{ "Written warning given", "sanction_warning", "4.2", NULL, 200, false, false, NULL,
	  "Incidents with the same person in the six months after", "4", "0", "better" },
};

/* The file that the specialist uploads with it. */
static enum status
upload(struct example *e, size_t org, const struct line *l, const char **ret)
{
	struct who who;
	int64_t id;

	*ret = "";
	for (size_t i = 0; i < e->n_person; i++) {
		if (e->person[i].org != org || e->person[i].role != ROLE_SPECIALIST)
			continue;
		TRY(db_begin_read(e->db));
		enum status st = session_as(e->app, e->db, e->mem, e->person[i].email, e->org[org].id, e->now, &who);
		db_end_read(e->db);
		TRY(st);
		bool table = str_starts(str_c(l->file), S("Team,"));
		TRY(file_keep(e->app, e->db, e->mem, scope_for(e->mem, &who), who.account, e->now, table ? S("record.csv") : S("document.txt"),
		    table ? S("text/csv") : S("text/plain"), str_c(l->file), &id));
		*ret = example_text(e, id).p;
		return ST_OK;
	}
	return ST_OK;
}

static enum status
one(struct example *e, size_t org, const struct line *l, int years_ago)
{
	const char *key = str_is(e->org[org].kind, "commissioner") ? "commissioner-security" : "provider-security", *file = "";
	struct date added = date_add_days(date_add_months(e->today, -12 * years_ago), -l->since);
	struct json_node *j;

	example_at(e, added, 14, 0);
	if (l->file != NULL)
		TRY(upload(e, org, l, &file));
	bool held = file[0] != 0;
	TRY(example_do(e, org, ROLE_SPECIALIST, "evidence.create", &j, "title", l->title, "kind", l->kind,
	    "class", l->measured != NULL ? "outcome" : "output", "held", held ? "file" : "note", "document", file,
	    "note", held ? "" : "Folder of the security management specialist", "period_from", example_date(e, date_add_months(added, -3)).p,
	    "period_to", l->holds ? "" : example_date(e, date_add_months(added, 3)).p, "measured", l->measured != NULL ? l->measured : "",
	    "measured_before", l->measured != NULL ? l->before : "", "measured_after", l->measured != NULL ? l->after : "",
	    "measured_on", l->measured != NULL ? example_date(e, date_add_days(added, -7)).p : "", "change", l->measured != NULL ? l->change : "",
	    "framework", key, "standard", l->standard, NULL));
	if (l->also == NULL)
		return ST_OK;
	return example_on(e, org, ROLE_SPECIALIST, "evidence.link", example_id(j), NULL, "framework", key, "standard", l->also, NULL);
}

static enum status
pieces(struct example *e)
{
	for (size_t i = 0; i < e->n_org; i++) {
		if (!str_is(e->org[i].kind, "commissioner") && !str_is(e->org[i].kind, "provider"))
			continue;
		for (size_t k = 0; k < countof(lines); k++) {
			/* Some lack one thing, some another. */
			if ((i * 3 + k) % 7 == 0 && i != EX_FELLMOOR)
				continue;
			for (int year = lines[k].yearly ? 2 : 0; year >= 0; year--)
				if (year != 0 || i != EX_FELLMOOR || k != 2)	/* Fellmoor's message is last year's */
					TRY(one(e, i, &lines[k], year));
		}
	}
	return ST_OK;
}

const struct example_part evidence_example[] = { { 44, "evidence", pieces }, { 0, NULL, NULL } };
