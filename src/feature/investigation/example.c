/* SPDX-License-Identifier: MIT */
/* Cases of three years at one trust: two closed, the outcome with the police of one late; one whose lesson waits; one new with a
 * recording to secure; one that only a team may know of. */
#include "feature/investigation/own.h"

#include "app/access.h"
#include "base/json.h"
#include "base/time.h"

struct made { int64_t incident, id; };

static const char *
on(struct example *e, struct date d)
{
	return example_date(e, d).p;
}

static const char *
moment(struct example *e, struct date d, int hour)
{
	return arena_printf(e->keep, "%sT%02d:00:00.000Z", example_date(e, d).p, hour).p;
}

#define ON(action, id, ...) TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, action, id, NULL, __VA_ARGS__, NULL))

/* An incident that was looked at, and its case. */
static enum status
opened(struct example *e, struct date day, const char *type, const char *place, const char *words, const char *title, const char *kind, struct made *ret)
{
	struct str me = example_text(e, e->person[example_who(e, EX_TEACHING, ROLE_SPECIALIST)].account);
	struct json_node *j;

	example_at(e, day, 18, 0);
	TRY(example_do(e, EX_TEACHING, ROLE_SPECIALIST, "incident.create", &j, "kind", "incident", "type", type, "happened_on", on(e, day), "happened_time", "16:40",
	    "unit", example_text(e, e->org[EX_TEACHING].unit[2]).p, "place_kind", place, "hurt", "no", "summary", words, NULL));
	ret->incident = example_id(j);
	example_at(e, date_add_days(day, 1), 9, 0);
	ON("incident.triage", ret->incident, "owner", me.p, "type", type, "consequence", "4", "likelihood", "3");
	ON("incident.police", ret->incident, "police", "asked", "on", on(e, date_add_days(day, 1)), "why", "It is a crime, and there is evidence to secure.");
	example_at(e, date_add_days(day, 2), 10, 0);
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.investigation", ret->incident, &j, "title", title, "kind", kind, "lead", me.p,
	    "due_on", on(e, date_add_days(day, 42)), "remit", "How it could happen, who saw it, and what would have prevented it. No wider than the place and the shift.", NULL));
	ret->id = example_id(j);
	ON("investigation.step", ret->id, "what", "Ask those on the shift for their statements.", "due_on", on(e, date_add_days(day, 9)), "owner", me.p);
	ON("investigation.law", ret->id, "law", "data pace theft own");
	return ST_OK;
}

static enum status
evidence(struct example *e, const struct made *m, struct date day, const char *mark)
{
	struct json_node *j;

	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "investigation.exhibit", m->id, &j, "label", mark, "kind", "object", "what", "A cut padlock.",
	    "found_at", moment(e, day, 17), "place", "Store, inner door", NULL));
	ON("investigation.custody", m->id, "exhibit", example_text(e, example_id(j)).p, "act", "taken", "at", moment(e, day, 17), "holder", "Security office", "place", "Evidence safe", "seal", "S 40112");
	ON("investigation.statement", m->id, "name", "Hollis Wren", "part", "witness", "taken_on", on(e, date_add_days(day, 2)), "is_signed", "true",
	    "what", "Heard a noise and saw the door open.");
	return ST_OK;
}

/* Found, and as far as its age goes settled and closed. */
static enum status
ended(struct example *e, const struct made *m, struct date day, bool shut, bool changes)
{
	example_at(e, date_add_days(day, 35), 14, 0);
	ON("investigation.conference", m->id, "held_at", moment(e, date_add_days(day, 20), 10), "people", "Lead, police officer in the case, ward manager",
	    "decided", "The police take the exhibit. The lock is changed at once.");
	ON("investigation.finding", m->id, "finding", "substantiated", "found_on", on(e, date_add_days(day, 35)), "words", "The lock was cut between two rounds. Two people saw it.",
	    "causes", "equipment procedure");
	if (!shut) {
		ON("investigation.lesson", m->id, "what", "Rounds at night pass the store at the same hour.", "due_on", on(e, date_add_days(e->today, 12)));
		return ST_OK;
	}
	if (changes)
		ON("investigation.lesson", m->id, "what", "Locks of stores were not in the list of what is checked.", "kind", "procedure", "document", "Procedure for opening and locking up",
		    "edition", "4", "changed_on", on(e, date_add_days(day, 30)));
	else
		ON("investigation.lesson", m->id, "what", "The door was locked as it should be.", "kind", "none", "none_why", "What is in place was followed and held up as long as could be expected.");
	ON("investigation.close", m->id, "partnership", "The police came the same evening and shared what they had.", "summary", "A lock was cut and nothing of value was taken. The checks of locks were put right.");
	return ST_OK;
}

static enum status
settle_exhibit(struct example *e, const struct made *m, struct date day)
{
	struct json_node *list;

	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "investigation.exhibit_list", m->id, &list, NULL));
	const struct json_node *items = json_get(list, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		ON("investigation.custody", m->id, "exhibit", example_text(e, example_id(items->items[i])).p, "act", "police", "at", moment(e, date_add_days(day, 20), 12), "holder", "Police, property store",
		    "why", "For their case.");
	return ST_OK;
}

static enum status
closed_one(struct example *e, int months, const char *mark, bool changes, struct made *ret)
{
	struct date day = date_add_months(e->today, -months);

	TRY(opened(e, day, "theft", "pharmacy", "The padlock of the outer store was found cut.", changes ? "The cut padlock" : "The second padlock", "internal", ret));
	TRY(evidence(e, ret, day, mark));
	example_at(e, date_add_days(day, 21), 14, 0);
	TRY(settle_exhibit(e, ret, day));
	return ended(e, ret, day, true, changes);
}

static enum status
cases(struct example *e)
{
	struct date fresh = date_add_days(e->today, -9), waiting = date_add_months(e->today, -4), hidden = date_add_days(e->today, -16);
	struct made m;

	example_at(e, date_add_months(e->today, -36), 9, 0);
	TRY(example_do(e, EX_TEACHING, ROLE_SPECIALIST, "investigation_rule.create", NULL, "title", "Whatever is grave", "grade_from", "12", "kind", "internal", "lead_role", "specialist", "days", "42", NULL));
	TRY(example_do(e, EX_TEACHING, ROLE_SPECIALIST, "investigation_rule.create", NULL, "title", "Small losses", "type", "property", "grade_from", "0", "kind", "internal", "lead_role", "manager", "days", "28", NULL));
	TRY(closed_one(e, 30, "PW/1", true, &m));
	/* Told a year later. */
	example_at(e, date_add_months(e->today, -18), 11, 0);
	ON("incident.police_result", m.incident, "crime_number", "FM/4471", "outcome", "convicted", "on", on(e, date_add_months(e->today, -18)));
	TRY(closed_one(e, 10, "PW/2", false, &m));
	TRY(opened(e, waiting, "security_breach", "entrance", "The side door was propped open for a delivery and left so.", "The side door at night", "internal", &m));
	TRY(ended(e, &m, waiting, false, false));
	TRY(opened(e, fresh, "theft", "office", "Two laptops are missing from a locked room.", "Laptops from the records office", "police", &m));
	TRY(evidence(e, &m, fresh, "PW/3"));
	ON("investigation.cctv", m.id, "camera", "Corridor by the records office", "from_at", moment(e, fresh, 15), "to_at", moment(e, fresh, 18), "asked_on", on(e, date_add_days(fresh, 2)),
	    "asked_of", "Control room", "overwritten_on", on(e, date_add_days(e->today, 2)));
	ON("investigation.contact", m.id, "kind", "police", "at", moment(e, date_add_days(fresh, 2), 9), "name", "Officer in the case", "what", "Serial numbers handed over.", "answer_by", on(e, date_add_days(e->today, 5)));
	TRY(opened(e, hidden, "theft", "pharmacy", "Stock is short after three shifts of the same week.", "Stock that is short", "internal", &m));
	ON("investigation.restrict", m.id, "why", "A colleague is suspected.");
	ON("investigation.discipline", m.id, "hr", "running", "hr_on", on(e, date_add_days(hidden, 2)), "hr_ref", "HR-118", "regulator", "considered", "regulator_why", "It is not known yet who it was.");
	return ST_OK;
}

const struct example_part investigation_example[] = { { 61, "investigations", cases }, { 0, NULL, NULL } };
