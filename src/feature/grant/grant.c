/* SPDX-License-Identifier: MIT */
/* ORG-6: reading another organisation's records for a stated time and scope, in sight of that organisation. */
#include "feature/grant/own.h"

static const struct action *const actions[] = { &grant_board_action, &grant_enter_action, &grant_leave_action, &grant_now_action,
	&grant_predecessor_action, &reading_grant_open_action, &reading_grant_refuse_action, &reading_grant_view_action,
	&reading_grant_withdraw_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/reading", .action = &grant_board_action, .html = grant_board_page, .title = M("Reading under a grant"), .wide = true },
	{ .method = GET, .path = "/reading/now", .action = &grant_now_action, .html = grant_now_page, .title = M("You are reading under a grant") },
	{ .method = POST, .path = "/reading/enter", .action = &grant_enter_action, .on_error = "/reading", .then = "/reading/now" },
	{ .method = POST, .path = "/reading/predecessor", .action = &grant_predecessor_action, .on_error = "/reading", .then = "/reading/now" },
	{ .method = POST, .path = "/reading/leave", .action = &grant_leave_action, .then = "/" },
	{ .method = GET, .path = "/reading/answer/{request}", .action = &reading_grant_open_action, .html = reading_grant_answer_page,
	  .title = M("Open your records to a reader"), .form = true, .form_load = reading_grant_answer_load },
	{ .method = POST, .path = "/reading/answer/{request}", .action = &reading_grant_open_action, .on_error = "/reading/answer/{request}",
	  .then = "/reading/grants/{id}", .notice = M("Opened") },
	{ .method = GET, .path = "/reading/refuse/{request}", .action = &reading_grant_refuse_action, .html = reading_grant_answer_page,
	  .title = M("Refuse a request to read"), .form = true, .form_load = reading_grant_answer_load },
	{ .method = POST, .path = "/reading/refuse/{request}", .action = &reading_grant_refuse_action, .on_error = "/reading/refuse/{request}",
	  .then = "/reading/grants/{id}", .notice = M("Refused") },
	{ .method = GET, .path = "/reading/grants/{id}", .action = &reading_grant_view_action, .html = reading_grant_view_page,
	  .title = M("Who reads, and what was opened"), .wide = true },
	{ .method = POST, .path = "/reading/grants/{id}/withdraw", .action = &reading_grant_withdraw_action, .on_error = "/reading/grants/{id}",
	  .then = "/reading/grants/{id}", .notice = M("Withdrawn. Reading has ended") },
	{ .path = NULL },
};
static const struct record_type *const records[] = { &reader_type, &reading_grant_type, NULL };
static const struct register_def *const registers[] = { &reading_request_register, NULL };
static const struct nav_entry nav[] = { { M("Reading under a grant"), "/reading/now", 5, "grant.now" }, { NULL, NULL, 0, NULL } };
const struct feature grant_feature = {
	.name = "grant", .actions = actions, .pages = pages, .nav = nav, .due = grant_due, .example = grant_example, .records = records, .registers = registers,
};
