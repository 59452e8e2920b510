/* SPDX-License-Identifier: MIT */
/* INC-7: what the file of another incident system brings beside the incident's own fields: when it was reported and closed there, and
 * the people in it, each name in the column of its class. */
#include "feature/incident/own.h"

#include "app/import.h"
#include "base/time.h"

CHOICES(states, { "reported", M("New"), NULL }, { "closed", M("Closed"), NULL });

struct incident_import {
	struct when happened_at;
	struct date reported_on, closed_on;
	struct str state, police;
	struct personal crime_number, victim, alleged, witness;
	struct str victim_kind, alleged_kind, injury;
};
SHAPE(incident_import_shape, incident_import,
	FIELD(struct incident_import, happened_at, .label = M("Date and time")),
	FIELD(struct incident_import, reported_on, .label = M("Reported on"), .past_only = true),
	FIELD_CHOICE(struct incident_import, state, states, .label = M("State there")),
	FIELD(struct incident_import, closed_on, .label = M("Closed on"), .past_only = true),
	FIELD_CHOICE(struct incident_import, police, incident_police, .label = M("Police told")),
	FIELD(struct incident_import, crime_number, .label = M("Crime number there"), .privacy = PRIV_CRIMINAL, .max = 60),
	FIELD(struct incident_import, victim, .label = M("Name of the person harmed"), .privacy = PRIV_IDENTITY),
	FIELD_CHOICE(struct incident_import, victim_kind, incident_person_kinds, .label = M("Who the person harmed is")),
	FIELD_CHOICE(struct incident_import, injury, incident_injuries, .label = M("Injury of the person harmed"), .privacy = PRIV_SPECIAL),
	FIELD(struct incident_import, alleged, .label = M("Name of the person who is said to have done it"), .privacy = PRIV_CRIMINAL),
	FIELD_CHOICE(struct incident_import, alleged_kind, incident_person_kinds, .label = M("Who that person is")),
	FIELD(struct incident_import, witness, .label = M("Name of a witness"), .privacy = PRIV_IDENTITY));

static struct str
clock_text(struct ctx *c, struct when t)
{
	struct civil v = when_civil(t);

	return arena_printf(c->mem, "%02d:%02d", v.hour, v.minute);
}

/* One column may hold the day and the time; and of an own type follows the national one. */
static enum status
fields_fill(struct ctx *c, const struct incident_import *x, struct pair *pairs, size_t n, struct incident *i)
{
	struct incident_type t;
	int64_t id;

	if (x->happened_at.ms > c->now.ms)
		field_error(c, "happened_at", M("{label} must be today or in the past"), S(""));
	if (x->happened_at.ms != 0) {
		i->happened_on = when_date(x->happened_at);
		i->happened_time = clock_text(c, x->happened_at);
	}
	for (size_t k = 0; k < n; k++) {
		if (str_is(pairs[k].name, "happened_time"))
			pairs[k].value = import_clock(c->mem, pairs[k].value);
		if (!str_is(pairs[k].name, "local_type") || !str_i64(pairs[k].value, &id))
			continue;
		enum status st = incident_type_ops.get(c->db, c->scope, c->mem, id, &t);
		if (st == ST_OK)
			i->type = t.national;
		TRY(st == ST_NOT_FOUND ? ST_OK : st);
	}
	return ST_OK;
}

static struct when
noon(struct date d)
{
	return when_of_date(d, 12, 0);
}

static enum status
import_begin(struct ctx *c, const void *extra, bool fresh, struct pair *pairs, size_t n, void *rec)
{
	const struct incident_import *x = extra;
	struct incident *i = rec;

	TRY(fields_fill(c, x, pairs, n, i));
	if (!fresh)
		return ST_OK;
	i->kind = i->kind.n > 0 ? i->kind : S("incident");
	i->reported_at = x->reported_on.day != 0 ? noon(x->reported_on) : (struct when){ 0 };
	i->crime_number = x->crime_number;
	i->police = x->police;
	i->police_on = x->police.n > 0 ? x->reported_on : (struct date){ 0 };
	if (!str_is(x->state, "closed") && x->closed_on.day == 0)
		return ST_OK;
	/* What is over there is over here: no clock runs, and nobody has to look at it for the first time. */
	i->state = S("closed");
	i->closed_at = x->closed_on.day != 0 ? noon(x->closed_on) : i->reported_at.ms != 0 ? i->reported_at : c->now;
	if (i->reported_at.ms == 0)
		i->reported_at = i->closed_at;
	return ST_OK;
}

static enum status
person_add(struct ctx *c, const struct incident *i, const char *part, struct str kind, struct personal name, struct str injury)
{
	struct incident_person p = { .incident = i->id, .part = str_c(part), .kind = kind, .name = { name.text, PRIV_IDENTITY }, .injury = injury,
		.at_work = str_is(kind, "employee") };

	if (name.text.n == 0 && kind.n == 0)
		return ST_OK;
	return record_create(c, &incident_person_record, &p);
}

static enum status
import_saved(struct ctx *c, const void *rec, const void *extra)
{
	const struct incident_import *x = extra;
	const struct incident *i = rec;

	TRY(person_add(c, i, "victim", x->victim_kind, x->victim, x->injury));
	TRY(person_add(c, i, "alleged", x->alleged_kind, x->alleged, S("")));
	return person_add(c, i, "witness", S(""), x->witness, S(""));
}

const struct import_extra incident_import = { .shape = &incident_import_shape, .begin = import_begin, .saved = import_saved };
