/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/delegation/own.h"

static const struct { int giver, receiver; const char *title, *duty, *subject, *note; int from, months; } lines[] = {
	{ EX_OVERSEER, EX_FELLMOOR, "Security alerts to practices in the northern dales", "alerts",
	  "Passing national and regional alerts to general and dental practices in the northern dales, about 60 premises, and noting who has read them.",
	  "Figures come with the quarterly return.", -14, 36 },
	{ EX_OVERSEER, EX_KINGSMERE, "Security alerts to practices in Kingsmere", "alerts",
	  "Passing national and regional alerts to general practices, opticians and pharmacies in the borough, about 110 premises.", "", -14, 36 },
	{ EX_SALTMARSH, EX_FELLMOOR, "Oversight of the ambulance contract in the border villages", "monitoring",
	  "Quarterly monitoring of security at the two stations near the border. Saltmarsh stays the coordinating commissioner.", "Reviewed each spring.", -4, 24 },
};

static enum status
delegations(struct example *e)
{
	for (size_t i = 0; i < countof(lines); i++) {
		struct date from = date_add_months(example_from(e, 0), lines[i].from);
		example_at(e, from, 10, 0);
		TRY(example_do(e, (size_t)lines[i].giver, ROLE_SPECIALIST, "delegation.create", NULL, "title", lines[i].title, "duty", lines[i].duty,
		    "receiver", example_text(e, e->org[lines[i].receiver].id).p, "subject", lines[i].subject, "starts_on", example_date(e, from).p,
		    "ends_on", example_date(e, date_add_days(date_add_months(from, lines[i].months), -1)).p, "note", lines[i].note, NULL));
	}
	return ST_OK;
}

const struct example_part delegation_example[] = { { 39, "delegations", delegations }, { 0, NULL, NULL } };
