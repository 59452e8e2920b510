/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/measure/own.h"

/* Days count from the day on which the example stands. */
static const struct staff { int org, from; const char *staff; } staffs[] = {
	{ EX_TEACHING, -1100, "8120" }, { EX_TEACHING, -700, "8340" }, { EX_TEACHING, -330, "8610" },
	{ EX_DALES, -1100, "3410" }, { EX_BLACKMERE, -1100, "2890" }, { EX_MOORS_AMBULANCE, -1100, "4150" },
};
static const struct done { int org, unit, from; const char *title, *about, *aim; } dones[] = {
	{ EX_TEACHING, -1, -420, "Second receptionist at night", "From 20:00 to 06:00 two people are at the emergency reception, and the waiting time is shown on a screen.",
	  "Fewer assaults in the waiting area." },
	{ EX_TEACHING, -1, -170, "Security patrols by pattern", "Patrols follow the hours and places in which most happens instead of a fixed round.", "Fewer thefts from the car park." },
	{ EX_BLACKMERE, -1, -300, "Safewards on two units", "Staff of both units were trained, and each shift begins with the day's tensions.", "Less violence on the units." },
};

static enum status
measures(struct example *e)
{
	for (size_t i = 0; i < countof(staffs); i++) {
		example_at(e, date_add_days(e->today, staffs[i].from + 5), 10, 0);
		TRY(example_do(e, (size_t)staffs[i].org, ROLE_SPECIALIST, "headcount.create", NULL, "from_on", example_date(e, date_add_days(e->today, staffs[i].from)).p,
		    "staff", staffs[i].staff, "source", "Electronic staff record", NULL));
	}
	for (size_t i = 0; i < countof(dones); i++) {
		const struct done *d = &dones[i];
		struct date from = date_add_days(e->today, d->from);
		example_at(e, date_add_days(from, 3), 14, 0);
		TRY(example_do(e, (size_t)d->org, ROLE_SPECIALIST, "intervention.create", NULL, "title", d->title, "about", d->about, "aim", d->aim,
		    "started_on", example_date(e, from).p, NULL));
	}
	example_at(e, date_add_days(e->today, -200), 15, 30);
	return example_do(e, EX_TEACHING, ROLE_SPECIALIST, "measure.target", NULL, "name", "incident.assaults", "target", "2",
	    "why", "Agreed by the violence prevention group and taken into the work plan of the year.", NULL);
}

const struct example_part measure_example[] = { { 72, "measures", measures }, { 0, NULL, NULL } };
