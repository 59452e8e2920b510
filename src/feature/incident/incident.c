/* SPDX-License-Identifier: MIT */
/* INC-1 to INC-6, INC-9, INC-12: the record of an incident, a near miss or a concern. */
#include "feature/incident/own.h"

#include "app/circle.h"
#include "base/time.h"

/* What people type is set apart from what actions set, which is read only here. */
SHAPE(incident_shape, incident,
	FIELD(struct incident, title, .label = M("Title"), .read_only = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct incident, kind, incident_kinds, .label = M("Did it happen?"), .must = true),
	FIELD_CHOICE(struct incident, state, incident_states, .label = M("State"), .read_only = true, .in_list = true),
	FIELD_CHOICE(struct incident, type, incident_types, .label = M("Type"), .must = true),
	FIELD_REF(struct incident, local_type, "incident_type", .label = M("Our own type")),
	FIELD(struct incident, happened_on, .label = M("Date"), .must = true, .past_only = true, .in_list = true),
	FIELD(struct incident, happened_time, .label = M("Time"), .hint = M("For example 14:30. Leave empty if it is not known."), .max = 5),
	FIELD(struct incident, month, .label = M("Month"), .read_only = true),
	FIELD(struct incident, weekday, .label = M("Day of the week"), .read_only = true),
	FIELD(struct incident, hour, .label = M("Hour"), .read_only = true),
	FIELD_REF(struct incident, unit, "unit", .label = M("Site, department or team"), .in_list = true),
	FIELD_CHOICE(struct incident, place_kind, incident_places, .label = M("Kind of place")),
	FIELD(struct incident, place, .label = M("Where exactly"), .hint = M("A room or a bay. Never somebody's home address."),
	    .privacy = PRIV_FREE_TEXT, .search = true),
	FIELD_LONG(struct incident, summary, .label = M("What happened"), .privacy = PRIV_FREE_TEXT, .search = true, .max = 8000),
	FIELD(struct incident, danger, .label = M("Somebody was in danger when it was reported")),
	FIELD_CHOICE(struct incident, hurt, incident_hurts, .label = M("Was anybody hurt?")),
	FIELD(struct incident, reported_at, .label = M("Reported"), .read_only = true),
	FIELD_REF(struct incident, reported_by, "account", .label = M("Reported by"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct incident, receipt, .label = M("Receipt"), .read_only = true),
	FIELD_CHOICE(struct incident, harm_physical, incident_physical, .label = M("Physical harm")),
	FIELD_CHOICE(struct incident, harm_psychological, incident_mental, .label = M("Psychological harm")),
	FIELD_CHOICE(struct incident, medical, incident_yes_no, .label = M("Did illness or treatment play a part?"),
	    .hint = M("The person did not know what they were doing, or that it was wrong."), .privacy = PRIV_SPECIAL),
	FIELD_CHOICE(struct incident, consequence, incident_consequences, .label = M("Consequence")),
	FIELD_CHOICE(struct incident, likelihood, incident_likelihoods, .label = M("Likelihood of it happening again")),
	FIELD(struct incident, grade, .label = M("Risk grade"), .read_only = true),
	FIELD(struct incident, loss, .label = M("Lost"), .read_only = true),
	FIELD(struct incident, damage, .label = M("Damaged"), .read_only = true),
	FIELD(struct incident, recovered, .label = M("Recovered"), .read_only = true),
	FIELD_CHOICE(struct incident, police, incident_police, .label = M("Police"), .read_only = true),
	FIELD(struct incident, police_on, .label = M("Decided on"), .read_only = true),
	FIELD_REF(struct incident, police_by, "account", .label = M("Decided by"), .read_only = true),
	FIELD_LONG(struct incident, police_why, .label = M("Why"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD(struct incident, crime_number, .label = M("Crime number"), .privacy = PRIV_CRIMINAL, .read_only = true, .search = true),
	FIELD_CHOICE(struct incident, police_outcome, incident_police_outcomes, .label = M("Outcome with the police"), .privacy = PRIV_CRIMINAL, .read_only = true),
	FIELD(struct incident, police_outcome_on, .label = M("Outcome on"), .read_only = true),
	FIELD(struct incident, riddor, .label = M("RIDDOR duty"), .read_only = true),
	FIELD(struct incident, riddor_due, .label = M("RIDDOR report due"), .read_only = true),
	FIELD(struct incident, riddor_sent_on, .label = M("RIDDOR report sent"), .read_only = true),
	FIELD(struct incident, riddor_ref, .label = M("RIDDOR reference"), .read_only = true),
	FIELD_REF(struct incident, owner, "account", .label = M("Dealt with by"), .read_only = true),
	FIELD(struct incident, triage_by, .label = M("First look due"), .read_only = true),
	FIELD(struct incident, triaged_at, .label = M("First look"), .read_only = true),
	FIELD(struct incident, contact_by, .label = M("Contact due"), .read_only = true),
	FIELD(struct incident, contacted_at, .label = M("Contact with the person harmed"), .read_only = true),
	FIELD(struct incident, start_by, .label = M("Investigation due to start"), .read_only = true),
	FIELD(struct incident, started_at, .label = M("Investigation started"), .read_only = true),
	FIELD(struct incident, closed_at, .label = M("Closed"), .read_only = true),
	FIELD_CHOICE(struct incident, finding, incident_findings, .label = M("Finding"), .read_only = true),
	FIELD_CHOICE(struct incident, outcome, incident_outcomes, .label = M("What became of it"), .read_only = true),
	FIELD_LONG(struct incident, word, .label = M("Word to the reporter"), .privacy = PRIV_FREE_TEXT, .read_only = true, .max = 1000),
	FIELD_REF(struct incident, merged_into, "incident", .label = M("Part of"), .read_only = true),
	FIELD(struct incident, reopened, .label = M("Times opened again"), .read_only = true),
	FIELD(struct incident, circle, .label = M("Restricted to a team"), .read_only = true));

int64_t
incident_month(struct date d)
{
	int y, m, day;

	date_civil(d, &y, &m, &day);
	return (int64_t)y * 12 + m - 1;
}

struct str
incident_label(struct ctx *c, const struct choice_list *l, struct str value)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_is(value, l->c[i].value))
			return lang_text(c->lang, c->mem, l->c[i].label);
	return value;
}

/* "14:30" to 14 and 30; 24 where the time is not known.  False: it is no time. */
static bool
hour_of(struct str time, int64_t *ret, int64_t *ret_minute)
{
	struct str minutes, hours = str_cut(time, ':', &minutes);

	*ret = 24;
	*ret_minute = 0;
	if (time.n == 0)
		return true;
	if (hours.n == 0 || hours.n > 2 || minutes.n != 2 || !str_i64(hours, ret) || !str_i64(minutes, ret_minute))
		return false;
	return *ret >= 0 && *ret <= 23 && *ret_minute >= 0 && *ret_minute <= 59;
}

struct str
incident_when(struct ctx *c, struct date on, struct str time)
{
	int64_t hour, minute;

	if (!hour_of(time, &hour, &minute) || hour == 24)
		return date_long(c->mem, on);
	return when_long(c->mem, when_of_date(on, (int)hour, (int)minute));
}

static int64_t
grade_of(const struct incident *i)
{
	return i->consequence.n == 1 && i->likelihood.n == 1 ? (int64_t)(i->consequence.p[0] - '0') * (i->likelihood.p[0] - '0') : 0;
}

/* It names nobody: what sort of thing, and where in the organisation. */
static struct str
title_of(struct ctx *c, const struct incident *i)
{
	struct str type = i->local_type != 0 ? record_name(c, "incident_type", i->local_type) : S("");
	struct str unit = i->unit != 0 ? record_name(c, "unit", i->unit) : S("");

	if (type.n == 0)
		type = str_c(incident_type_label(i->type));
	return unit.n > 0 ? arena_printf(c->mem, "%.*s, %.*s", (int)type.n, type.p, (int)unit.n, unit.p) : type;
}

static enum status
own_type(struct ctx *c, struct incident *i)
{
	struct incident_type t;

	if (i->local_type == 0)
		return ST_OK;
	enum status st = incident_type_ops.get(c->db, c->scope, c->mem, i->local_type, &t);
	if (st == ST_OK && i->type.n == 0)
		i->type = t.national;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static struct when
hours_after(struct when t, int64_t hours)
{
	return (struct when){ t.ms + hours * 3600000 };
}

static bool
needs_contact(const struct incident *i)
{
	return str_is(i->hurt, "body") || str_is(i->hurt, "mind") || str_is(i->hurt, "both");
}

static enum status
incident_check(struct ctx *c, const void *before, void *after)
{
	struct incident *i = after;
	const struct incident *was = before;
	int64_t hour, minute;

	TRY(own_type(c, i));
	if (i->type.n == 0)
		i->type = S("other");
	if (!hour_of(i->happened_time, &hour, &minute)) {
		if (c->form != NULL)
			field_error(c, "happened_time", M("Enter the time as hours and minutes, for example 14:30"), S(""));
		return errors(c);
	}
	i->hour = hour;
	i->month = incident_month(i->happened_on);
	i->weekday = date_weekday(i->happened_on);
	i->grade = grade_of(i);
	i->title = title_of(c, i);
	if (was == NULL && i->state.n == 0)
		return incident_begin(c, i);
	if (was != NULL && str_is(was->state, "merged") && str_is(i->state, "merged"))
		return fail(c, ST_INVALID, M("This report is part of another one. Change that one, or take them apart first."), NULL);
	if (was != NULL && i->contact_by.ms == 0 && needs_contact(i)) {
		struct incident_setting s;
		TRY(incident_settings(c, &s));
		i->contact_by = hours_after(i->reported_at, s.contact_hours);
	}
	return was != NULL && was->happened_on.day != i->happened_on.day ? riddor_set(c, i) : ST_OK;
}

enum status
incident_begin(struct ctx *c, struct incident *i)
{
	struct incident_setting s;

	TRY(incident_settings(c, &s));
	i->state = S("reported");
	if (i->kind.n == 0)
		i->kind = S("incident");
	if (i->reported_at.ms == 0)
		i->reported_at = c->now;
	i->triage_by = hours_after(i->reported_at, s.triage_hours);
	if (needs_contact(i))
		i->contact_by = hours_after(i->reported_at, s.contact_hours);
	if (str_is(i->kind, "incident"))
		i->start_by = hours_after(i->reported_at, s.start_hours);
	return ST_OK;
}

/* Who acts under the branch where it happened stands nearer to it than the whole organisation does. */
static unsigned
incident_relation(struct ctx *c, const void *rec)
{
	const struct incident *i = rec;
	unsigned r = RELATION_NONE;

	if (i->owner != 0 && i->owner == c->who->account)
		r |= RELATION_OWNER;
	if (circle_has(c, i->circle, c->who->account))
		r |= RELATION_TEAM;
	if (c->who->branch != 0 && i->unit != 0)
		r |= RELATION_UNIT;
	return r;
}

enum status
incident_save(struct ctx *c, struct incident *i)
{
	return record_update(c, &incident_record, i);
}

const struct record_type incident_record = {
	.ops = &incident_ops, .shape = &incident_shape, .one = M("incident"), .many = M("incidents"), .label = "title", .prefix = "INC",
	.path = "/incidents/{id}", .unit = "unit", .check = incident_check, .personal = true, .casework = true,
	.relation = incident_relation, .kept = incident_kept,
};
const struct register_def incident_register = {
	.type = &incident_record, .path = "/incidents", .title = M("Incidents"),
	.about = M("What was reported: incidents, near misses and concerns, and what became of them."), .add = M("Add an incident"),
	.view_load = incident_view_load, .view_page = incident_view_page, .import = &incident_import,
};
