/* SPDX-License-Identifier: MIT */
/* SAN: what is done about whoever did it: the range, the decision on each incident, sanctions, redress and advice. */
#include "feature/sanction/own.h"

static const struct register_def *const registers[] = { &sanction_option_register, NULL };
static const struct record_type *const records[] = { &sanction_decision_record, NULL };
static const struct action *const actions[] = { &sanction_range_action, &sanction_decide, &sanction_waiting_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/sanctions/range", .action = &sanction_range_action, .html = sanction_range_page, .title = M("Range of sanctions"), .wide = true },
	{ .method = GET, .path = "/sanctions/waiting", .action = &sanction_waiting_action, .html = sanction_waiting_page, .title = M("Incidents waiting for a decision on sanctions") },
	{ .method = GET, .path = "/incidents/{id}/decide", .action = &sanction_decide, .form = true, .form_load = sanction_decide_load, .html = sanction_decide_page, .title = M("Decide on sanctions") },
	{ .method = POST, .path = "/incidents/{id}/decide", .action = &sanction_decide, .on_error = "/incidents/{id}/decide", .then = "/incidents/{id}", .notice = M("Saved") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Waiting for a decision"), "/sanctions/waiting", 22, "sanction.waiting" }, { NULL, NULL, 0, NULL } };
const struct feature sanction_feature = {
	.name = "sanction", .actions = actions, .pages = pages, .registers = registers, .records = records, .nav = nav, .panels = sanction_panels, .gate = sanction_gate,
};
