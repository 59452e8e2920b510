/* SPDX-License-Identifier: MIT */
/* Three years of incidents at one trust: more in winter, one ward and its nights stand out, one person comes again, one report
 * is for a few only.  Another trust has a quiet year. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/incident/own.h"

/* Invented sentences; they name nobody. */
static const struct { const char *type, *place, *hurt, *words; } kinds[] = {
	{ "non_physical_assault", "reception", "mind", "Shouted and swore at the desk after a long wait, and left when asked." },
	{ "physical_assault", "ward", "body", "Hit out while being helped back to bed. Staff stepped back and called for help." },
	{ "non_physical_assault", "ward", "mind", "Threatened to wait for a member of staff outside." },
	{ "physical_assault", "emergency", "body", "Grabbed a nurse by the wrist and would not let go until guards came." },
	{ "theft", "office", "no", "A bag was taken from an unlocked office during handover." },
	{ "trespass", "entrance", "no", "Somebody without a pass followed staff through the side door." },
	{ "criminal_damage", "car_park", "no", "The barrier was broken off overnight." },
	{ "antisocial", "car_park", "no", "A group drinking by the bicycle racks left when spoken to." },
	{ "security_breach", "pharmacy", "no", "The store was found open at the end of a shift. Nothing was missing." },
	{ "keys_lost", "office", "no", "An identity card was lost on the way home and has been cancelled." },
};

struct made { int64_t id; struct str ref; };

static enum status
report(struct example *e, size_t org, struct date on, int hour, size_t kind, size_t unit, const char *name, struct made *ret)
{
	struct json_node *j;

	example_at(e, on, hour < 23 ? hour + 1 : 23, 20);
	TRY(example_do(e, org, ROLE_SPECIALIST, "incident.create", &j, "kind", "incident", "type", kinds[kind].type, "happened_on", example_date(e, on).p,
	    "happened_time", arena_printf(e->keep, "%02d:%02d", hour, (int)example_random(e, 60)).p, "unit", example_text(e, e->org[org].unit[unit]).p,
	    "place_kind", kinds[kind].place, "hurt", kinds[kind].hurt, "summary", kinds[kind].words, NULL));
	ret->id = example_id(j);
	if (name == NULL)
		return ST_OK;
	return example_on(e, org, ROLE_SPECIALIST, "incident.person", ret->id, NULL, "part", "alleged", "kind", "patient", "name", name, NULL);
}

/* Looked at, decided and closed, as far as its age goes. */
static enum status
deal(struct example *e, size_t org, struct date on, size_t kind, const struct made *m)
{
	size_t who = example_who(e, org, ROLE_SPECIALIST);
	int age = e->today.day - on.day;
	bool late = example_random(e, 8) == 0, police = example_random(e, 4) == 0, victim = kinds[kind].hurt[0] != 'n';

	if (age < 2)
		return ST_OK;
	example_at(e, date_add_days(on, late ? 3 : 1), 9, 10);
	if (age < 3)
		example_at(e, e->today, 8, 30);
	TRY(example_on(e, org, ROLE_SPECIALIST, "incident.triage", m->id, NULL, "owner", example_text(e, e->person[who].account).p, "type", kinds[kind].type,
	    "consequence", victim ? "3" : "2", "likelihood", example_random(e, 2) ? "3" : "4", "harm_physical", kinds[kind].hurt[0] == 'b' ? "low" : "none",
	    "harm_psychological", victim ? "low" : "none", "medical", kinds[kind].place[0] == 'w' ? "yes" : "no", NULL));
	if (victim)
		TRY(example_on(e, org, ROLE_SPECIALIST, "incident.contact", m->id, NULL, "body", "Spoke with the member of staff and offered support.", NULL));
	TRY(example_on(e, org, ROLE_SPECIALIST, "incident.police", m->id, NULL, "police", police ? "asked" : "not_asked", "on", example_date(e, date_min(date_add_days(on, 1), e->today)).p,
	    "why", police ? "The person harmed wants it." : "Nobody was hurt badly, and it was settled on the spot.", NULL));
	if (age < 8)
		return ST_OK;
	example_at(e, date_add_days(on, 4), 10, 0);
	if (victim)
		TRY(example_on(e, org, ROLE_SPECIALIST, "incident.start", m->id, NULL, "body", "What led to it, and what would have helped.", NULL));
	if (age < 30)
		return ST_OK;
	example_at(e, date_add_days(on, 20), 15, 0);
	bool borne_out = example_random(e, 6) != 0;
	if (borne_out)
		TRY(example_json(e, org, ROLE_SPECIALIST, "incident.decide", m->id, police ?
		    S("{\"options\":[{\"option\":\"first_warning\",\"verdict\":\"chosen\"},{\"option\":\"prosecution\",\"verdict\":\"asked_police\"}],\"rest\":true,"
		    "\"aside\":\"More than it calls for\",\"capacity\":\"yes\",\"clinical_by\":\"Ward consultant\",\"state\":\"decided\"}") :
		    S("{\"options\":[],\"rest\":true,\"aside\":\"Nobody was identified, or illness lay behind it\",\"capacity\":\"doubt\",\"state\":\"decided\","
		    "\"advice_from\":\"clinician\",\"advice\":\"Care first: a plan for the next hours that are hard.\",\"reasons\":\"A sanction would not have made it safer.\"}"), NULL));
	return example_on(e, org, ROLE_SPECIALIST, "incident.close", m->id, NULL, "finding", borne_out ? "substantiated" : "not_established", "outcome",
	    victim ? "spoken" : "noted", "word", "Thank you for your report. We have spoken with those involved and look at the place again next month.", NULL);
}

/* Two in a summer month, four in a winter one; a third of them on the ward at night. */
static enum status
years(struct example *e, size_t org, int months, int summer, int winter)
{
	for (int back = months; back >= 0; back--) {
		struct date month = date_add_months(e->today, -back);
		int y, m, d;
		date_civil(month, &y, &m, &d);
		bool cold = m <= 2 || m >= 11;
		for (int k = 0; k < (cold ? winter : summer); k++) {
			struct date on = date_of(y, m, 1 + (int)example_random(e, 27));
			bool spot = example_random(e, 3) == 0;
			size_t kind = spot ? 1 + 2 * example_random(e, 2) : example_random(e, countof(kinds));
			struct made made;
			if (on.day > e->today.day)
				continue;
			TRY(report(e, org, on, spot ? 21 + (int)example_random(e, 3) : (int)example_random(e, 24), kind, spot ? 2 : example_random(e, EXAMPLE_UNITS),
			    spot && k == 0 && back % 6 == 0 ? "Jory Penhallow" : NULL, &made));
			TRY(deal(e, org, on, kind, &made));
		}
	}
	return ST_OK;
}

static enum status
restricted(struct example *e)
{
	struct made m;

	TRY(report(e, EX_TEACHING, date_add_days(e->today, -12), 17, 4, 1, NULL, &m));
	example_at(e, date_add_days(e->today, -11), 9, 0);
	TRY(example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.restrict", m.id, NULL, "why", "A colleague is suspected.", NULL));
	return example_on(e, EX_TEACHING, ROLE_SPECIALIST, "incident.handover", m.id, NULL, "team", "counter_fraud", "what", "What is missing, from where and since when.",
	    "sent_on", example_date(e, date_add_days(e->today, -11)).p, "answer_by", example_date(e, date_add_days(e->today, 5)).p, NULL);
}

static enum status
incidents(struct example *e)
{
	static const char *const types[][2] = { { "Aggression towards staff", "non_physical_assault" }, { "Violence towards staff", "physical_assault" },
		{ "Property taken", "theft" }, { "Doors, passes and alarms", "security_breach" } };
	struct made m;

	example_at(e, date_add_months(e->today, -37), 9, 0);
	for (size_t i = 0; i < countof(types); i++)
		TRY(example_do(e, EX_TEACHING, ROLE_SPECIALIST, "incident_type.create", NULL, "name", types[i][0], "national", types[i][1], NULL));
	TRY(years(e, EX_TEACHING, 36, 2, 4));
	TRY(years(e, EX_GENERAL, 12, 1, 2));
	TRY(restricted(e));
	/* What is new this morning. */
	TRY(report(e, EX_TEACHING, date_add_days(e->today, -1), 22, 3, 2, "Jory Penhallow", &m));
	return report(e, EX_TEACHING, date_add_days(e->today, -1), 21, 1, 2, NULL, &m);
}

const struct example_part incident_example[] = { { 60, "incidents", incidents }, { 0, NULL, NULL } };
