/* SPDX-License-Identifier: MIT */
/* INC-1: what a report asks, and the incident that is made of it. */
#include "feature/incident/report.h"

#include "app/access.h"

CHOICES(report_yes, { "yes", M("Yes"), NULL }, { "no", M("No"), NULL });
CHOICES(report_whom, { "me", M("Me"), NULL }, { "employee", M("Somebody else who works here"), NULL }, { "patient", M("A patient"), NULL },
	{ "visitor", M("A visitor"), NULL }, { "public", M("Somebody else"), NULL });

#define DRAFT FIELD(struct report, draft, .label = M("Draft"), .must = true, .max = 60)
#define DANGER FIELD_CHOICE(struct report, danger, report_yes, .label = M("Is anybody in danger right now?"), .must = true)
#define WHAT FIELD_CHOICE(struct report, type, incident_types, .label = M("What happened?"), .hint = M("Choose what comes nearest."), .must = true), \
	FIELD_CHOICE(struct report, kind, incident_kinds, .label = M("Did it happen?"), .must = true), \
	FIELD_LONG(struct report, summary, .label = M("Tell us in your own words"), .hint = M("What you saw and heard. You can leave this empty."), .max = 4000)
#define WHEN FIELD(struct report, happened_on, .label = M("When did it happen?"), .must = true, .past_only = true), \
	FIELD(struct report, happened_time, .label = M("About what time?"), .hint = M("For example 14:30"), .max = 5)
#define WHERE FIELD_REF(struct report, unit, "unit", .label = M("Where did it happen?"), .hint = M("Choose the site, department or team. Leave it empty if none fits.")), \
	FIELD_CHOICE(struct report, place_kind, incident_places, .label = M("What kind of place was it?"), .must = true), \
	FIELD(struct report, place, .label = M("Where exactly?"), .hint = M("A room or a bay. Leave out anybody's home address."))
#define HURT FIELD_CHOICE(struct report, hurt, incident_hurts, .label = M("Was anybody hurt or upset?"), .must = true), \
	FIELD_CHOICE(struct report, hurt_who, report_whom, .label = M("Who?")), \
	FIELD(struct report, hurt_name, .label = M("Their name, if you know it"))
#define WHO FIELD_CHOICE(struct report, by_kind, incident_person_kinds, .label = M("Who did it?")), \
	FIELD(struct report, by_name, .label = M("Their name or what they looked like"), .hint = M("Only what you know."))

SHAPE(report_danger_shape, report, DRAFT, DANGER);
SHAPE(report_what_shape, report, DRAFT, WHAT);
SHAPE(report_when_shape, report, DRAFT, WHEN);
SHAPE(report_where_shape, report, DRAFT, WHERE);
SHAPE(report_hurt_shape, report, DRAFT, HURT);
SHAPE(report_who_shape, report, DRAFT, WHO);
SHAPE(report_shape, report, DRAFT, DANGER, WHAT, WHEN, WHERE, HURT, WHO, FIELD(struct report, whole, .label = M("Seen to the end")));
/* All at once: for programs, and for whoever prefers one page.  The sender may choose the code, so that a report sent twice is one. */
#define ALL WHAT, WHEN, WHERE, HURT, WHO, \
	FIELD_CHOICE(struct report, danger, report_yes, .label = M("Is anybody in danger right now?")), \
	FIELD(struct report, code, .label = M("Receipt code"), .hint = M("26 letters and digits of the sender's choice; the same code again makes no second report."), .max = 40)
SHAPE(report_all_shape, report, ALL);
SHAPE(report_all_at_shape, report, FIELD(struct report, link, .label = M("Link"), .must = true, .max = 60), ALL);
/* What a telephone keeps for when it has no network. */
SHAPE(report_phone_shape, report, DANGER, WHAT, WHEN, WHERE, HURT, WHO);

static enum status
person_add(struct ctx *c, int64_t incident, const char *part, struct str kind, struct str name, int64_t account)
{
	struct incident_person p = { .incident = incident, .part = str_c(part), .kind = kind, .name = { name, PRIV_IDENTITY }, .account = account };
	bool staff = str_is(kind, "employee");

	p.at_work = staff;
	return record_create(c, &incident_person_record, &p);
}

static bool
hurt(const struct report *r)
{
	return str_is(r->hurt, "body") || str_is(r->hurt, "mind") || str_is(r->hurt, "both");
}

static enum status
people_add(struct ctx *c, const struct report *r, int64_t incident)
{
	bool me = str_is(r->hurt_who, "me");

	if (hurt(r))
		TRY(person_add(c, incident, "victim", me ? S("employee") : r->hurt_who, me && r->hurt_name.n == 0 ? c->who->name : r->hurt_name,
		    me ? c->who->account : 0));
	if (r->by_kind.n > 0 || r->by_name.n > 0)
		TRY(person_add(c, incident, "alleged", r->by_kind, r->by_name, 0));
	return ST_OK;
}

enum status
report_send(struct ctx *c, const struct report *r, int64_t org, struct str code)
{
	struct incident_receipt_get_row known;
	struct incident i = { .kind = r->kind, .type = r->type, .local_type = r->local_type, .happened_on = r->happened_on,
		.happened_time = r->happened_time, .unit = r->unit, .place_kind = r->place_kind, .place = { r->place, PRIV_FREE_TEXT },
		.summary = { r->summary, PRIV_FREE_TEXT }, .hurt = r->hurt, .danger = str_is(r->danger, "yes"), .reported_by = c->who->account,
		.receipt = receipt_hash(c->mem, code) };

	/* Sent once more, by somebody who never saw the answer. */
	enum status st = incident_receipt_get(c->db, c->mem, i.receipt, &known);
	if (st == ST_OK && known.org != org)
		return fail(c, ST_INVALID, M("This code is taken. Choose another one, or leave it empty."), NULL);
	if (st != ST_NOT_FOUND)
		return st;
	scope_report(c, org);
	TRY(record_create(c, &incident_record, &i));
	return people_add(c, r, i.id);
}
