/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/grant/own.h"

enum answer { WAITS, OPENED, REFUSED };
static const struct { int asker, asker_role, provider, reader_role; const char *capacity, *nominated_by; int asked, from, days; const char *subject, *reason; enum answer answer; const char *words; } lines[] = {
	{ EX_FELLMOOR, ROLE_SPECIALIST, EX_TEACHING, ROLE_SPECIALIST, "specialist", "", -64, -60, 180,
	  "Arrangements for the emergency department: work on violence, alarms and the liaison officer.", "Yearly review under the acute contract.", OPENED, "" },
	{ EX_NATIONAL, ROLE_INSPECTOR, EX_GENERAL, ROLE_INSPECTOR, "national", "Ingrid Halloran", -22, -20, 60,
	  "Evidence behind the standards on access to premises and on assets.", "The last two reviews came after the deadline.", OPENED, "" },
	{ EX_SALTMARSH, ROLE_MONITOR, EX_EASTHOLME, ROLE_MONITOR, "stead", "Catrin Devereux", -40, -35, 90,
	  "Everything on lone working since January.", "Follow-up of the spring review.", REFUSED,
	  "The post of specialist is vacant. We would rather show you the records together, and propose a visit in the second week of next month." },
	{ EX_KINGSMERE, ROLE_SPECIALIST, EX_QUEENSMEAD, ROLE_SPECIALIST, "specialist", "", -5, 0, 120,
	  "Training against violence and what came of it.", "Preparation of the contract review.", WAITS, "" },
};

static enum status
grants(struct example *e)
{
	for (size_t i = 0; i < countof(lines); i++) {
		size_t asker = (size_t)lines[i].asker, provider = (size_t)lines[i].provider, reader = example_who(e, asker, lines[i].reader_role);
		struct date from = date_add_days(e->today, lines[i].from), asked = date_add_days(e->today, lines[i].asked);
		struct json_node *j;
		bool named = lines[i].nominated_by[0] != '\0';

		example_at(e, asked, 9, 20);
		TRY(example_do(e, asker, lines[i].asker_role, "reading_request.create", &j, "provider", example_text(e, e->org[provider].id).p,
		    "capacity", lines[i].capacity, "reader", example_text(e, e->person[reader].account).p, "nominated_by", lines[i].nominated_by,
		    "nominated_on", named ? example_date(e, asked).p : "", "starts_on", example_date(e, from).p,
		    "ends_on", example_date(e, date_add_days(from, lines[i].days)).p, "subject", lines[i].subject, "reason", lines[i].reason, NULL));
		if (lines[i].answer == WAITS)
			continue;
		example_at(e, date_add_days(asked, 2), 16, 5);
		if (lines[i].answer == OPENED)
			TRY(example_do(e, provider, ROLE_LEAD, "reading_grant.open", NULL, "request", example_text(e, example_id(j)).p, NULL));
		else
			TRY(example_do(e, provider, ROLE_LEAD, "reading_grant.refuse", NULL, "request", example_text(e, example_id(j)).p,
			    "reason", lines[i].words, NULL));
	}
	return ST_OK;
}

const struct example_part grant_example[] = { { 85, "reading grants", grants }, { 0, NULL, NULL } };
