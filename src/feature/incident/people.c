/* SPDX-License-Identifier: MIT */
/* INC-3, INC-10, INC-11: people and property in an incident, what was said, and what was handed to other teams. */
#include "feature/incident/own.h"

#include <string.h>

#include "app/app.h"
#include "app/circle.h"
#include "base/hash.h"
#include "base/text.h"

SHAPE(incident_person_shape, incident_person,
	FIELD_REF(struct incident_person, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct incident_person, part, incident_parts, .label = M("Part in it"), .must = true),
	FIELD_CHOICE(struct incident_person, kind, incident_person_kinds, .label = M("Who they are")),
	FIELD(struct incident_person, name, .label = M("Name"), .privacy = PRIV_IDENTITY, .search = true),
	FIELD(struct incident_person, alleged, .label = M("Name of the person who is said to have done it"), .privacy = PRIV_CRIMINAL, .search = true),
	FIELD(struct incident_person, name_key, .label = M("Key of the name"), .read_only = true),
	FIELD(struct incident_person, job, .label = M("Job or role"), .privacy = PRIV_IDENTITY),
	FIELD(struct incident_person, contact, .label = M("How to reach them"), .privacy = PRIV_IDENTITY),
	FIELD_CHOICE(struct incident_person, staff_group, incident_staff_groups, .label = M("Staff group")),
	FIELD_REF(struct incident_person, account, "account", .label = M("Account"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct incident_person, at_work, .label = M("Was at work here")),
	FIELD_CHOICE(struct incident_person, injury, incident_injuries, .label = M("Injury"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_person, first_off, .label = M("First day they could not do their work"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_person, back_on, .label = M("Back at work on"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_person, to_hospital, .label = M("Was taken from there to hospital for treatment"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_person, on_hospital, .label = M("It happened on hospital premises")),
	FIELD_CHOICE(struct incident_person, support, incident_supports, .label = M("Support offered")),
	FIELD(struct incident_person, support_on, .label = M("Offered on"), .past_only = true),
	FIELD_CHOICE(struct incident_person, clinical, incident_yes_no, .label = M("Did illness or treatment play a part?"), .privacy = PRIV_SPECIAL),
	FIELD_CHOICE(struct incident_person, restraint, incident_restraints, .label = M("Restraint used"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_person, restraint_minutes, .label = M("Minutes of restraint"), .privacy = PRIV_SPECIAL, .least = 0, .most = 10080),
	FIELD_CHOICE(struct incident_person, age_band, incident_ages, .label = M("Age"), .privacy = PRIV_SPECIAL),
	FIELD_CHOICE(struct incident_person, sex, incident_sexes, .label = M("Sex"), .privacy = PRIV_SPECIAL),
	FIELD_CHOICE(struct incident_person, ethnicity, incident_ethnicities, .label = M("Ethnic group"), .privacy = PRIV_SPECIAL),
	FIELD_CHOICE(struct incident_person, disability, incident_yes_no, .label = M("Disabled"), .privacy = PRIV_SPECIAL),
	FIELD_LONG(struct incident_person, note, .label = M("Note"), .privacy = PRIV_FREE_TEXT, .max = 2000));

struct str
incident_name_key(struct ctx *c, struct str name)
{
	struct str folded = text_fold(c->mem, str_trim(name));

	if (folded.n == 0)
		return S("");
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "incident-name %lld %.*s", (long long)c->scope->org, (int)folded.n, folded.p));
	return hash_hex(c->mem, &h);
}

/* A name stands in the column of its class, whichever it was typed into. */
static enum status
person_check(struct ctx *c, const void *before, void *after)
{
	struct incident_person *p = after;
	bool accused = str_is(p->part, "alleged");

	(void)before;
	if (accused && p->name.text.n > 0) {
		p->alleged.text = p->name.text;
		p->name.text = S("");
	} else if (!accused && p->alleged.text.n > 0) {
		p->name.text = p->alleged.text;
		p->alleged.text = S("");
	}
	if (p->back_on.day != 0 && (p->first_off.day == 0 || p->back_on.day < p->first_off.day))
		field_error(c, "back_on", M("Back at work must be on or after the first day away"), S(""));
	p->name_key = incident_name_key(c, accused ? p->alleged.text : p->name.text);
	return ST_OK;
}

/* Who is said to have done it does not read on, whatever the role. */
static enum status
person_kept(struct ctx *c, const void *before, const void *after)
{
	const struct incident_person *was = before, *p = after;

	struct incident i;

	TRY(incident_ops.get(c->db, c->scope, c->mem, p->incident, &i));
	if (str_is(i.state, "merged"))
		return fail(c, ST_INVALID, M("This report is part of another one. Add it there."), NULL);
	struct str duty = i.riddor;
	struct date due = i.riddor_due;
	TRY(riddor_set(c, &i));
	if (!str_eq(duty, i.riddor) || due.day != i.riddor_due.day)
		TRY(incident_save(c, &i));
	if (was != NULL && (!str_eq(was->alleged.text, p->alleged.text) || was->account != p->account || p->withdrawn_at.ms != was->withdrawn_at.ms))
		TRY(bar_clear(c, p->incident, p->id));
	else if (was != NULL)
		return ST_OK;
	if (!str_is(p->part, "alleged") || p->withdrawn_at.ms != 0)
		return ST_OK;
	if (p->account != 0)
		TRY(bar_set(c, p->incident, p->account, "alleged", p->id));
	return bar_by_name(c, p->incident, p->alleged.text, p->id);
}

SHAPE(incident_property_shape, incident_property,
	FIELD_REF(struct incident_property, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct incident_property, whose, incident_owners, .label = M("Whose is it?"), .must = true),
	FIELD(struct incident_property, what, .label = M("What is it?"), .privacy = PRIV_FREE_TEXT, .must = true, .search = true),
	FIELD(struct incident_property, asset, .label = M("Asset number"), .max = 60, .search = true),
	FIELD_CHOICE(struct incident_property, fate, incident_fates, .label = M("What happened to it?"), .must = true),
	FIELD(struct incident_property, value, .label = M("Value")),
	FIELD(struct incident_property, recovered, .label = M("Recovered")),
	FIELD(struct incident_property, recovered_on, .label = M("Recovered on"), .past_only = true),
	FIELD_CHOICE(struct incident_property, care, incident_cares, .label = M("What did it mean for care?")),
	FIELD(struct incident_property, care_note, .label = M("More about that"), .privacy = PRIV_FREE_TEXT));

static enum status
property_check(struct ctx *c, const void *before, void *after)
{
	const struct incident_property *p = after;

	(void)before;
	if (p->recovered.has && (!p->value.has || p->recovered.pence > p->value.pence))
		field_error(c, "recovered", M("Recovered cannot be more than the value"), S(""));
	return ST_OK;
}

static int64_t
pence(struct money m)
{
	return m.has ? m.pence : 0;
}

/* What was lost, damaged and recovered stands on the incident too, where figures and lists find it. */
static enum status
property_kept(struct ctx *c, const void *before, const void *after)
{
	const struct incident_property *p = after;
	const struct incident_property *r;
	struct incident i;
	void *rows;
	size_t n;

	(void)before;
	TRY(part_rows(c, &incident_property_record, p->incident, &rows, &n));
	r = rows;
	TRY(incident_ops.get(c->db, c->scope, c->mem, p->incident, &i));
	i.loss = i.damage = i.recovered = (struct money){ 0, n > 0 };
	for (size_t k = 0; k < n; k++) {
		struct money *m = str_is(r[k].fate, "damaged") ? &i.damage : &i.loss;
		m->pence += pence(r[k].value);
		i.recovered.pence += pence(r[k].recovered);
	}
	return incident_save(c, &i);
}

SHAPE(incident_note_shape, incident_note,
	FIELD_REF(struct incident_note, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct incident_note, kind, incident_notes, .label = M("Kind"), .must = true),
	FIELD(struct incident_note, at, .label = M("When"), .must = true),
	FIELD_LONG(struct incident_note, body, .label = M("Text"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000));

SHAPE(incident_handover_shape, incident_handover,
	FIELD_REF(struct incident_handover, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct incident_handover, team, incident_teams, .label = M("Handed to"), .must = true),
	FIELD_LONG(struct incident_handover, what, .label = M("What they are told"), .hint = M("Only what they need."),
	    .privacy = PRIV_FREE_TEXT, .must = true, .max = 2000),
	FIELD(struct incident_handover, sent_on, .label = M("Handed over on"), .must = true, .past_only = true),
	FIELD(struct incident_handover, answer_by, .label = M("Answer expected by")),
	FIELD(struct incident_handover, received_on, .label = M("Receipt on"), .past_only = true),
	FIELD(struct incident_handover, received_by, .label = M("Receipt from"), .privacy = PRIV_IDENTITY),
	FIELD(struct incident_handover, their_ref, .label = M("Their reference"), .max = 60),
	FIELD_LONG(struct incident_handover, outcome, .label = M("What became of it"), .privacy = PRIV_FREE_TEXT, .max = 2000),
	FIELD(struct incident_handover, outcome_on, .label = M("Outcome on"), .past_only = true));

static enum status
handover_check(struct ctx *c, const void *before, void *after)
{
	const struct incident_handover *h = after;

	(void)before;
	if (h->received_on.day != 0 && h->received_on.day < h->sent_on.day)
		field_error(c, "received_on", M("The receipt cannot be from before it was handed over"), S(""));
	if ((h->outcome_on.day != 0) != (h->outcome.text.n > 0))
		field_error(c, h->outcome_on.day != 0 ? "outcome" : "outcome_on", M("Enter both what became of it and when"), S(""));
	return ST_OK;
}

const struct record_type incident_person_record = {
	.ops = &incident_person_ops, .shape = &incident_person_shape, .one = M("person in an incident"), .many = M("people in incidents"),
	.path = "/incident-people/{id}", .check = person_check, .personal = true, .casework = true, .kept = person_kept,
};
const struct record_type incident_property_record = {
	.ops = &incident_property_ops, .shape = &incident_property_shape, .one = M("property in an incident"), .many = M("property in incidents"),
	.path = "/incident-property/{id}", .check = property_check, .personal = true, .casework = true, .kept = property_kept,
};
const struct record_type incident_note_record = {
	.ops = &incident_note_ops, .shape = &incident_note_shape, .one = M("note on an incident"), .many = M("notes on incidents"),
	.path = "/incident-notes/{id}", .personal = true, .casework = true,
};
const struct record_type incident_handover_record = {
	.ops = &incident_handover_ops, .shape = &incident_handover_shape, .one = M("hand-over"), .many = M("hand-overs"),
	.path = "/incident-handovers/{id}", .check = handover_check, .personal = true, .casework = true,
};
