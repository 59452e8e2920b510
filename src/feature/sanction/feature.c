/* SPDX-License-Identifier: MIT */
/* SAN: what is done about whoever did it: the range, the decision on each incident, sanctions, redress and advice. */
#include "feature/sanction/own.h"

static const struct register_def *const registers[] = { &sanction_option_register, NULL };
static const struct record_type *const records[] = { &sanction_decision_record, NULL };
static const struct part_def *const parts[] = { &sanction_part, &redress_part, &legal_advice_part, &marker_part, NULL };
static const struct action *const actions[] = { &sanction_range_action, &sanction_decide, &sanction_waiting_action, &sanction_list_action, &redress_totals_action, &marker_in_use_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/sanctions/range", .action = &sanction_range_action, .html = sanction_range_page, .title = M("Range of sanctions"), .wide = true },
	{ .method = GET, .path = "/sanctions/waiting", .action = &sanction_waiting_action, .html = sanction_waiting_page, .title = M("Incidents waiting for a decision on sanctions") },
	{ .method = GET, .path = "/incidents/{id}/decide", .action = &sanction_decide, .form = true, .form_load = sanction_decide_load, .html = sanction_decide_page, .title = M("Decide on sanctions") },
	{ .method = POST, .path = "/incidents/{id}/decide", .action = &sanction_decide, .on_error = "/incidents/{id}/decide", .then = "/incidents/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/sanctions", .action = &sanction_list_action, .html = sanction_list_page, .title = M("Sanctions"), .wide = true },
	{ .method = GET, .path = "/redress-totals", .action = &redress_totals_action, .html = redress_totals_page, .title = M("Redress in a year"), .wide = true },
	{ .method = GET, .path = "/markers", .action = &marker_in_use_action, .html = marker_list_page, .title = M("Markers in use") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Waiting for a decision"), "/sanctions/waiting", 22, "sanction.waiting" }, { M("Sanctions"), "/sanctions", 23, "sanction.list" }, { M("Markers in use"), "/markers", 24, "marker.in_use" }, { NULL, NULL, 0, NULL } };
static const struct fact_def facts[] = {
	{ "sanction.decided", M("Incidents that were borne out, with a decision on sanctions, of all"), sanction_fact },
	{ "sanction.range", M("Incidents for which the full range was gone through, of all that were borne out"), sanction_fact },
	{ "sanction.none", M("Decisions against a sanction with advice and reasons, of all such"), sanction_fact },
	{ "sanction.public", M("Sanctions obtained with a decision on publicity, of all"), sanction_fact },
	{ "sanction.legal", M("Requests for legal advice that were answered, of all"), sanction_fact },
	{ "sanction.due", M("Incidents that were borne out, with a known offender"), sanction_fact },
	{ "sanction.declined", M("Decisions not to seek a sanction"), sanction_fact },
	{ "sanction.obtained", M("Sanctions obtained in the period"), sanction_fact },
	{ "sanction.legal_due", M("Cases in which legal advice was asked for"), sanction_fact },
	{ "loss.n", M("Losses to crime in the period"), sanction_fact },
	{ "loss.considered", M("Losses for which recovery was considered, of all"), sanction_fact },
	{ "loss.followed", M("Claims whose result is recorded, of all"), sanction_fact },
	{ "marker.n", M("Markers that warn of violence, in use"), marker_fact },
	{ NULL, NULL, NULL },
};
const struct feature sanction_feature = {
	.name = "sanction", .actions = actions, .pages = pages, .registers = registers, .records = records, .parts = parts, .due = sanction_due, .facts = facts, .measures = &sanction_measures, .example = sanction_example, .nav = nav, .panels = sanction_panels, .gate = sanction_gate,
};
