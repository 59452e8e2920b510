/* SPDX-License-Identifier: MIT */
/* What waits for those who deal with incidents: first looks, talks, beginnings, the safety regulator, answers of other teams. */
#include "feature/incident/own.h"

#include <string.h>

#include "base/time.h"

#define DAYS_AHEAD 14

static const struct { const char *what, *kind; } kinds[] = {
	{ "triage", M("First look at a report") }, { "contact", M("Contact with a person harmed") }, { "start", M("Investigation to start") },
	{ "riddor", M("Report to the safety regulator") }, { "handover", M("Answer of another team") },
};

enum status
incident_due(struct ctx *c, struct due_list *due)
{
	struct date until = date_add_days(c->today, DAYS_AHEAD);
	struct incident_due_list_row *r;
	size_t n;

	if (!may(c, "incident.triage"))
		return ST_OK;
	TRY(incident_due_list(c->db, c->scope, c->mem, when_of_date(until, 23, 59), until, 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < countof(kinds); k++)
			if (str_is(r[i].what, kinds[k].what))
				due_add(c, due, (struct due_item){ .title = arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].title.n, r[i].title.p),
					.due = r[i].due_on.day != 0 ? r[i].due_on : when_date(r[i].due_ms), .to = URL_ID(c->mem, "/incidents/{}", r[i].id), .kind = kinds[k].kind, .ref = r[i].ref });
	return ST_OK;
}
