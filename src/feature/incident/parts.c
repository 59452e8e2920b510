/* SPDX-License-Identifier: MIT */
/* People, property and hand-overs of one incident, as its page shows them. */
#include "feature/incident/own.h"

#include "base/time.h"

struct str
incident_masked(struct ctx *c, enum privacy p, struct str value)
{
	return value.n == 0 || sight_allows(c->sight, p) ? value : S(PERSONAL_HIDDEN);
}

static struct str
joined(struct ctx *c, struct str a, struct str b)
{
	return a.n == 0 ? b : b.n == 0 ? a : arena_printf(c->mem, "%.*s, %.*s", (int)a.n, a.p, (int)b.n, b.p);
}

static const char *
merged(const void *whole)
{
	return str_is(((const struct incident *)whole)->state, "merged") ? M("This report is part of another one. Add it there.") : NULL;
}

/* A name of whom somebody accuses is shown where every name is. */
static void
person_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct incident_person *p = rec;

	*ret = (struct part_line){ .head = incident_label(c, &incident_parts, p->part), .name = p->alleged.text.n > 0 ? p->alleged : p->name, .note = p->note,
		.more = joined(c, incident_label(c, &incident_person_kinds, p->kind), incident_masked(c, PRIV_SPECIAL, incident_label(c, &incident_injuries, p->injury))) };
}

static void
property_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct incident_property *p = rec;

	*ret = (struct part_line){ .head = incident_label(c, &incident_fates, p->fate), .name = p->what,
		.more = joined(c, incident_label(c, &incident_owners, p->whose), p->asset), .note = p->care_note };
}

static void
handover_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct incident_handover *h = rec;
	struct date on = h->outcome_on.day != 0 ? h->outcome_on : h->received_on.day != 0 ? h->received_on : h->sent_on;

	*ret = (struct part_line){ .head = incident_label(c, &incident_teams, h->team), .name = h->outcome.text.n > 0 ? h->outcome : h->what,
		.more = lang_format(c->lang, c->mem, h->outcome_on.day != 0 ? M("Outcome on {day}") : h->received_on.day != 0 ? M("Received on {day}") :
		    M("Sent on {day}, no receipt yet"), (struct msg_arg[]){ { "day", date_long(c->mem, on) } }, 1) };
}

#define HANDOVER_DAYS 14

static void
handover_start(struct ctx *c, const void *whole, void *rec)
{
	struct incident_handover *h = rec;

	(void)whole;
	h->sent_on = c->today;
	h->answer_by = date_add_days(c->today, HANDOVER_DAYS);
}

const struct part_def incident_person_part = {
	.type = &incident_person_record, .whole = &incident_record, .verb = "person", .title = M("People"), .none = M("Nobody is named yet."),
	.add = M("Add a person"), .edit = M("Change a person"), .take = M("Take out"), .line = person_line, .closed = merged,
};
const struct part_def incident_property_part = {
	.type = &incident_property_record, .whole = &incident_record, .verb = "property", .title = M("Property"), .none = M("No property is entered."),
	.add = M("Add property"), .edit = M("Change property"), .take = M("Take out"), .line = property_line, .closed = merged,
};
const struct part_def incident_handover_part = {
	.type = &incident_handover_record, .whole = &incident_record, .verb = "handover", .title = M("Handed to other teams"),
	.none = M("It was not handed over."), .add = M("Hand over to another team"), .edit = M("Receipt and outcome"), .line = handover_line,
	.start = handover_start, .closed = merged,
};
