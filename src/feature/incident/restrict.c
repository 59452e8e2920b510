/* SPDX-License-Identifier: MIT */
/* INV-5: an incident that only a team may know of, and people from whom one is kept. */
#include "app/restrict.h"
#include "feature/incident/own.h"

/* In the notes, which go with the incident, stands who decided it and why. */
static enum status
say(struct ctx *c, int64_t incident, struct str body)
{
	return incident_say(c, incident, "note", body);
}

static enum status
changed(struct ctx *c, const void *rec)
{
	return gate_pass(c, "incident.circle", rec);
}

const struct restrict_def incident_restriction = {
	.type = &incident_record, .title = M("Who may see this incident"), .list = "/incidents", .say = say, .changed = changed,
};
