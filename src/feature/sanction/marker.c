/* SPDX-License-Identifier: MIT */
/* SAN-6: markers that warn of somebody.  Each rests on an incident and is seen with it, so whoever it accuses and whoever is
 * kept from that never finds it; the name and the basis are criminal-offence data, and every look at one is in the trail. */
#include "app/access.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/sanction/own.h"
#include "feature/sanction/view.h"
#include "tpl/feature/sanction/marker.h"

#define REVIEW_MONTHS 12	/* a preset of ours */
#define DAYS_AHEAD 30

CHOICES(tolds, { "told", M("Yes"), NULL }, { "not_told", M("No"), NULL });

SHAPE(marker_shape, marker,
	FIELD_REF(struct marker, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_REF(struct marker, person, "incident_person", .label = M("About whom?"), .hint = M("One of those who are said to have done it."), .privacy = PRIV_CRIMINAL, .must = true),
	FIELD_LONG(struct marker, basis, .label = M("What it rests on"), .hint = M("Facts, and apart from them what is only thought."), .privacy = PRIV_CRIMINAL, .must = true, .max = 2000),
	FIELD_LONG(struct marker, advice, .label = M("What staff should do"), .hint = M("For example: see the person in pairs."), .privacy = PRIV_CRIMINAL, .max = 1000),
	FIELD(struct marker, decided_on, .label = M("Decided on"), .must = true, .past_only = true),
	FIELD(struct marker, decided_by, .label = M("Decided by"), .hint = M("A named senior person."), .privacy = PRIV_IDENTITY, .must = true),
	FIELD_CHOICE(struct marker, told, tolds, .label = M("Was the person told?"), .must = true),
	FIELD(struct marker, told_on, .label = M("Told on"), .past_only = true),
	FIELD(struct marker, told_why, .label = M("Why they were not told"), .privacy = PRIV_FREE_TEXT, .max = 500),
	FIELD_LONG(struct marker, shown_to, .label = M("Who was told of the marker"), .hint = M("Only those who need to know: who, and on which day."), .privacy = PRIV_FREE_TEXT, .max = 2000),
	FIELD(struct marker, review_on, .label = M("Review date"), .hint = M("Empty: twelve months after it was decided.")),
	FIELD(struct marker, expires_on, .label = M("Lapses after"), .hint = M("It lapses by itself. Empty: with its review date.")),
	FIELD(struct marker, removed_on, .label = M("Removed on"), .past_only = true),
	FIELD(struct marker, removed_why, .label = M("Why it was removed"), .privacy = PRIV_FREE_TEXT, .max = 500));

static enum status
marker_check(struct ctx *c, const void *before, void *after)
{
	struct sanction_person_in_row r;
	struct marker *m = after;

	(void)before;
	enum status st = sanction_person_in(c->db, c->scope, c->mem, m->person, m->incident, &r);
	if (st == ST_NOT_FOUND)
		field_error(c, "person", M("Select somebody who is named in this incident"), S(""));
	else
		TRY(st);
	if (str_is(m->told, "told") && m->told_on.day == 0)
		field_error(c, "told_on", M("Enter the day on which the person was told"), S(""));
	if (str_is(m->told, "not_told") && m->told_why.text.n == 0)
		field_error(c, "told_why", M("Enter why the person was not told"), S(""));
	if (m->review_on.day == 0)
		m->review_on = date_add_months(m->decided_on, REVIEW_MONTHS);
	if (m->expires_on.day == 0)
		m->expires_on = m->review_on;
	if (m->review_on.day < m->decided_on.day)
		field_error(c, "review_on", M("Review date must be after the day it was decided"), S(""));
	if (m->expires_on.day < m->review_on.day)
		field_error(c, "expires_on", M("It cannot lapse before its review"), S(""));
	if ((m->removed_on.day != 0) != (m->removed_why.text.n > 0))
		field_error(c, m->removed_on.day != 0 ? "removed_why" : "removed_on", M("Enter both when it was removed and why"), S(""));
	return ST_OK;
}

static unsigned
marker_relation(struct ctx *c, const void *rec)
{
	struct incident i;

	return incident_ops.get(c->db, c->scope, c->mem, ((const struct marker *)rec)->incident, &i) == ST_OK ? incident_record.relation(c, &i) : RELATION_NONE;
}

static const struct record_type marker_record = {
	.ops = &marker_ops, .shape = &marker_shape, .one = M("marker"), .many = M("markers"), .path = "/markers/{id}", .check = marker_check, .personal = true,
	.casework = true, .relation = marker_relation,
};

static void
marker_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct marker *m = rec;
	struct msg_arg args[] = { { "day", date_long(c->mem, m->removed_on.day != 0 ? m->removed_on : m->expires_on) } };
	bool lapsed = m->expires_on.day < c->today.day;

	*ret = (struct part_line){ .head = lang_text(c->lang, c->mem, M("Marker")), .note = m->basis, .colour = m->removed_on.day != 0 || lapsed ? TAG_GREY : TAG_RED,
		.tag = lang_format(c->lang, c->mem, m->removed_on.day != 0 ? M("Removed on {day}") : lapsed ? M("Lapsed after {day}") : M("In use until {day}"), args, 1) };
}

static void
marker_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct marker *)rec)->decided_on = c->today;
}

const struct part_def marker_part = {
	.type = &marker_record, .whole = &incident_record, .verb = "marker", .title = M("Markers"), .none = M("Nobody is marked because of this."),
	.add = M("Add a marker"), .edit = M("Change or remove a marker"), .line = marker_line, .start = marker_start, .options = sanction_people, .closed = sanction_merged,
};

/* ---- all that are in use ---- */

static enum status
list_load(struct ctx *c, void *in, void *out)
{
	struct marker_view *v = arena_new(c->mem, struct marker_view);
	struct marker_in_use_row *r;

	(void)in;
	(void)out;
	TRY(marker_in_use(c->db, c->scope, c->mem, c->today, 500, &r, &v->n));
	v->rows = arena_array(c->mem, struct marker_row, v->n + 1);
	for (size_t i = 0; i < v->n; i++)
		v->rows[i] = (struct marker_row){ .ref = r[i].ref, .review = r[i].review_on, .expires = r[i].expires_on, .to = URL_ID(c->mem, "/markers/{}", r[i].id) };
	c->data = v;
	return ST_OK;
}

void
marker_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	sanction_marker_html(o, c->data);
}

const struct action marker_in_use_action = { .name = "marker.in_use", .title = M("Markers in use"), .access = ACCESS_ROLE, .mode = MODE_READ, .load = list_load };

enum status
marker_due(struct ctx *c, struct due_list *due)
{
	struct marker_in_use_row *r;
	size_t n;

	if (!may(c, "incident.marker"))
		return ST_OK;
	TRY(marker_in_use(c->db, c->scope, c->mem, c->today, 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (r[i].review_on.day <= date_add_days(c->today, DAYS_AHEAD).day)
			due_add(c, due, (struct due_item){ .title = r[i].ref, .due = r[i].review_on, .to = URL_ID(c->mem, "/markers/{}", r[i].id), .kind = M("Marker to review") });
	return ST_OK;
}

enum status
marker_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct marker_in_use_row *r;
	size_t n;

	(void)from;
	(void)to;
	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/markers") };
	struct scope_eyes eyes = scope_as_nobody(c);
	enum status st = marker_in_use(c->db, c->scope, c->mem, c->today, 1000, &r, &n);
	scope_back(c, eyes);
	TRY(st);
	struct msg_arg args[] = { { "n", arena_printf(c->mem, "%zu", n) } };
	ret->state = n > 0 ? LIVE_FOR : LIVE_NONE_AROSE;
	ret->value = (int64_t)n;
	ret->words = lang_format(c->lang, c->mem, M("Markers that warn of violence, in use today: {n}"), args, 1);
	return ST_OK;
}
