/* SPDX-License-Identifier: MIT */
/* INC: what an organisation is told of, from the report to the word to the reporter. */
#include "feature/incident/own.h"

static const struct register_def *const registers[] = { &incident_register, &incident_type_register, NULL };
static const struct record_type *const records[] = { &incident_person_record, &incident_property_record, &incident_note_record,
	&incident_handover_record, &incident_setting_record, NULL };
static const struct action *const actions[] = { &incident_access, &incident_restrict, &incident_open_up, &incident_team_add,
	&incident_team_remove, &incident_keep_from, &incident_lift, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/incidents/{id}/access", .action = &incident_access, .html = incident_access_page, .title = M("Who may see this incident") },
	{ .method = POST, .path = "/incidents/{id}/restrict", .action = &incident_restrict, .on_error = "/incidents/{id}/access", .then = "/incidents/{id}/access", .notice = M("Only the team sees this incident now") },
	{ .method = POST, .path = "/incidents/{id}/open-up", .action = &incident_open_up, .on_error = "/incidents/{id}/access", .then = "/incidents/{id}/access", .notice = M("The restriction is lifted") },
	{ .method = POST, .path = "/incidents/{id}/team/add", .action = &incident_team_add, .on_error = "/incidents/{id}/access", .then = "/incidents/{id}/access", .notice = M("Added to the team") },
	{ .method = POST, .path = "/incidents/{id}/team/remove", .action = &incident_team_remove, .on_error = "/incidents/{id}/access", .then = "/incidents/{id}/access", .notice = M("Taken off the team") },
	{ .method = POST, .path = "/incidents/{id}/keep-from", .action = &incident_keep_from, .on_error = "/incidents/{id}/access", .then = "/incidents", .notice = M("The incident is kept from this person") },
	{ .method = POST, .path = "/incidents/{id}/lift", .action = &incident_lift, .on_error = "/incidents/{id}/access", .then = "/incidents/{id}/access", .notice = M("This person may see the incident again") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Incidents"), "/incidents", 20, "incident.list" }, { NULL, NULL, 0, NULL } };
const struct feature incident_feature = {
	.name = "incident", .actions = actions, .pages = pages, .registers = registers, .records = records, .nav = nav, .verify = incident_verify,
};
