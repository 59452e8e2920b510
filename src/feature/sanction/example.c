/* SPDX-License-Identifier: MIT */
/* Somebody who comes again and goes up the ladder, an exclusion that has lapsed, an appeal won, and losses partly recovered. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/sanction/own.h"

static enum status
incident(struct example *e, struct date on, const char *type, const char *name, int64_t *ret, int64_t *ret_who)
{
	struct json_node *j;

	example_at(e, on, 15, 20);
	TRY(example_do(e, EX_TEACHING, ROLE_SPECIALIST, "incident.create", &j, "kind", "incident", "type", type, "happened_on", example_date(e, on).p,
	    "happened_time", "14:10", "unit", example_text(e, e->org[EX_TEACHING].unit[2]).p, "place_kind", "reception", "hurt", "no",
	    "summary", "The same person as before, and known by name.", NULL));
	*ret = example_id(j);
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.person", *ret, &j, "part", "alleged", "kind", "visitor", "name", name, NULL));
	if (ret_who != NULL)
		*ret_who = example_id(j);
	example_at(e, date_add_days(on, 1), 9, 0);
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.triage", *ret, NULL, "owner",
	    example_text(e, e->person[example_who(e, EX_TEACHING, ROLE_SPECIALIST)].account).p, "type", type, "consequence", "2", "likelihood", "4", NULL));
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.police", *ret, NULL, "police", "asked", "on", example_date(e, date_add_days(on, 1)).p, "why", "It was not the first time.", NULL));
	return example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.finding", *ret, NULL, "finding", "substantiated", "body", "Seen by three members of staff.", NULL);
}

static enum status
decide(struct example *e, int64_t id, const char *option)
{
	return example_json(e, EX_TEACHING, ROLE_SPECIALIST, "incident.decide", id, arena_printf(e->keep,
	    "{\"options\":[{\"option\":\"%s\",\"verdict\":\"chosen\",\"word\":\"The next step\"}],\"rest\":true,\"aside\":\"One step after the other\",\"capacity\":\"yes\","
	    "\"clinical_by\":\"Emergency consultant\",\"state\":\"decided\"}", option), NULL);
}

static enum status
sanctions(struct example *e)
{
	static const struct { int back; const char *option; } ladder[] = { { 30, "verbal_warning" }, { 27, "first_warning" }, { 24, "final_warning" }, { 20, "exclusion" } };
	struct json_node *j;
	int64_t id, marked = 0, who = 0;

	for (size_t i = 0; i < countof(ladder); i++) {
		struct date on = date_add_months(e->today, -ladder[i].back), then = date_add_days(on, 10);
		TRY(incident(e, on, "non_physical_assault", "Corin Tarrow", &id, &who));
		marked = id;
		example_at(e, then, 11, 0);
		TRY(decide(e, id, ladder[i].option));
		TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.sanction", id, &j, "option", ladder[i].option, "state", "obtained", "sought_on", example_date(e, then).p,
		    "obtained_on", example_date(e, then).p, "terms", "No shouting, no threats, and to leave when asked.", "publicity", "not_published",
		    "publicity_why", "A warning to one person is no news.", NULL));
		if (i == 1) {
			example_at(e, date_add_days(then, 30), 11, 0);
			TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "sanction.edit", example_id(j), NULL, "appealed_on", example_date(e, date_add_days(then, 10)).p,
			    "appeal_decided_on", example_date(e, date_add_days(then, 30)).p, "appeal_outcome", "won", NULL));
		}
	}
	TRY(incident(e, date_add_months(e->today, -8), "criminal_damage", "Perran Blyth", &id, NULL));
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.property", id, NULL, "whose", "organisation", "what", "Glass door of the entrance", "fate", "damaged", "value", "1800", NULL));
	example_at(e, date_add_months(e->today, -7), 11, 0);
	TRY(decide(e, id, "voluntary_repayment"));
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.claim", id, NULL, "way", "voluntary", "claimed", "1800", "claimed_on", example_date(e, date_add_months(e->today, -7)).p,
	    "recovered", "600", "recovered_on", example_date(e, date_add_months(e->today, -7)).p, NULL));
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.advice", id, NULL, "asked_of", "solicitor", "asked_on", example_date(e, date_add_months(e->today, -7)).p,
	    "question", "Is a civil claim worth its costs?", "answered_on", example_date(e, date_add_months(e->today, -7)).p, "answer", "Take the offer to pay in parts first.", "followed", "yes", NULL));
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.marker", marked, NULL, "person", example_text(e, who).p, "basis", "Four incidents at the same desk, each seen by several.",
	    "advice", "Do not see him alone.", "decided_on", example_date(e, date_add_months(e->today, -20)).p, "decided_by", "Director of operations", "told", "told",
	    "told_on", example_date(e, date_add_months(e->today, -20)).p, "shown_to", "The reception and the emergency department.", NULL));
	/* Borne out, and not decided yet. */
	return incident(e, date_add_days(e->today, -6), "trespass", "Perran Blyth", &id, NULL);
}

const struct example_part sanction_example[] = { { 62, "sanctions", sanctions }, { 0, NULL, NULL } };
