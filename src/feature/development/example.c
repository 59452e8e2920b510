/* SPDX-License-Identifier: MIT */
/* Four forums a year, and what each specialist of the example region did: one went to none last year. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/development/own.h"

#define STAYS_AWAY EX_DALES
#define FORUMS 8

static enum status
forums(struct example *e, struct str *ids)
{
	for (int i = 0; i < FORUMS; i++) {
		struct date on = date_add_months(date_add_days(e->today, -20), -3 * i);
		struct json_node *j;
		example_at(e, date_add_days(on, -40), 9, 30);
		TRY(example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "forum.create", &j, "title", "Forum of security management specialists",
		    "held_on", example_date(e, on).p, "place", i % 2 == 0 ? "Online" : "Conference centre, Northgate", NULL));
		ids[i] = arena_copy(e->keep, json_get_str(j, "id"));
	}
	return ST_OK;
}

static enum status
course(struct example *e, const struct example_person *p, const char *title, const char *hours, int months_ago)
{
	struct date on = date_add_months(date_add_days(e->today, -11), -months_ago);

	example_at(e, date_add_days(on, 2), 15, 0);
	return example_do(e, p->org, ROLE_SPECIALIST, "development.create", NULL, "person", example_text(e, p->person).p, "kind", "course",
	    "title", title, "done_on", example_date(e, on).p, "hours", hours, NULL);
}

static enum status
one_specialist(struct example *e, const struct example_person *p, const struct str *ids)
{
	for (int i = 0; i < FORUMS; i++) {
		if (p->org == STAYS_AWAY ? i < 4 : example_random(e, 4) == 0)
			continue;
		example_at(e, date_add_months(date_add_days(e->today, -17), -3 * i), 9, 0);
		TRY(example_do(e, p->org, ROLE_SPECIALIST, "attendance.create", NULL, "person", example_text(e, p->person).p,
		    "forum", str_z(e->keep, ids[i]), NULL));
	}
	TRY(course(e, p, "Investigative interviewing", "14", 15));
	TRY(course(e, p, "Refresher on conflict resolution", "6", 9));
	return course(e, p, "Surveying a site for security", "12", 3);
}

/* Only those who still act in their organisation; whoever left has no more entries. */
static enum status
years(struct example *e)
{
	struct str ids[FORUMS];

	TRY(forums(e, ids));
	for (size_t i = 0; i < e->n_person; i++) {
		const struct example_person *p = &e->person[i];
		if (p->role == ROLE_SPECIALIST && p->person != 0 && p->org != EX_EASTHOLME && p->org != EX_VILLAGES)
			TRY(one_specialist(e, p, ids));
	}
	return ST_OK;
}

const struct example_part development_example[] = { { 68, "development and forums of specialists", years }, { 0, NULL, NULL } };
