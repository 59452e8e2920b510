/* SPDX-License-Identifier: MIT */
/* What this folder contributes. */
#include "app/large.h"
#include "feature/review/own.h"

static const struct action *const actions[] = { &review_list_action, &review_create_action, &review_view_action, &review_withdraw_action,
	&review_result_action, &review_print_action, &review_file_action, &review_sheet_action, &review_template_action, &review_upload_action,
	&review_compare_action, &review_accept_action, &review_today_action, &review_trend_action, &review_trend_file_action, &review_history_action,
	&answer_list_action, &answer_view_action, &answer_rate_action, &answer_assign_action, &answer_history_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/reviews", .action = &review_list_action, .html = review_list_page, .title = M("Self-reviews") },
	{ .method = GET, .path = "/reviews/new", .action = &review_create_action, .html = review_create_page, .title = M("Open a self-review"),
	    .form = true, .form_load = review_create_form_load },
	{ .method = POST, .path = "/reviews/new", .action = &review_create_action, .on_error = "/reviews/new", .then = "/reviews/{id}",
	    .notice = M("The self-review is open") },
	{ .method = GET, .path = "/reviews/today", .action = &review_today_action, .html = review_today_page, .title = M("Where we stand today"), .wide = true },
	{ .method = GET, .path = "/reviews/trend", .action = &review_trend_action, .html = review_trend_page, .title = M("Ratings over the years"), .wide = true },
	{ .method = GET, .path = "/reviews/trend/file", .action = &review_trend_file_action, .html = large_html, .title = M("Ratings over the years as a file") },
	{ .method = GET, .path = "/reviews/{id}", .action = &review_view_action, .html = review_view_page, .title = M("Self-review"), .wide = true },
	{ .method = GET, .path = "/reviews/{id}/result", .action = &review_result_action, .html = review_result_page, .title = M("Result"), .wide = true },
	{ .method = GET, .path = "/reviews/{id}/print", .action = &review_print_action, .html = review_print_page, .title = M("Self-review"), .wide = true },
	{ .method = GET, .path = "/reviews/{id}/file", .action = &review_file_action, .html = large_html, .title = M("A self-review as a file") },
	{ .method = GET, .path = "/reviews/{id}/sheet", .action = &review_sheet_action },
	{ .method = GET, .path = "/reviews/template/{framework}", .action = &review_template_action },
	{ .method = GET, .path = "/reviews/{id}/upload", .action = &review_upload_action, .html = review_upload_page, .form = true,
	    .title = M("Fill it in as a spreadsheet"), .help = "review#as-a-spreadsheet" },
	{ .method = POST, .path = "/reviews/{id}/upload", .action = &review_upload_action, .on_error = "/reviews/{id}/upload",
	    .then = "/reviews/{review}/differences/{file}" },
	{ .method = GET, .path = "/reviews/{id}/differences/{file}", .action = &review_compare_action, .html = review_compare_page,
	    .title = M("What the file would change"), .help = "review#as-a-spreadsheet" },
	{ .method = POST, .path = "/reviews/{id}/accept-file", .action = &review_accept_action, .on_error = "/reviews/{id}/upload",
	    .then = "/reviews/{review}/differences/{file}", .notice = M("Saved") },
	{ .method = GET, .path = "/reviews/{id}/history", .action = &review_history_action, .html = review_history_page, .title = M("History of changes") },
	{ .method = GET, .path = "/reviews/{id}/withdraw", .action = &review_withdraw_action, .html = review_withdraw_page,
	    .title = M("Take away a self-review opened by mistake"), .form = true },
	{ .method = POST, .path = "/reviews/{id}/withdraw", .action = &review_withdraw_action, .on_error = "/reviews/{id}/withdraw",
	    .then = "/reviews", .notice = M("The self-review was taken away") },
	{ .method = GET, .path = "/reviews/standards", .action = &answer_list_action, .html = answer_list_page,
	    .title = M("Standards of all self-reviews"), .wide = true },
	{ .method = GET, .path = "/reviews/standards/{id}", .action = &answer_view_action, .html = answer_view_page, .title = M("A standard of a self-review"),
	    .help = "review#rating-a-standard", .wide = true },
	{ .method = POST, .path = "/reviews/standards/{id}", .action = &answer_rate_action, .on_error = "/reviews/standards/{id}",
	    .then = "/reviews/standards/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/reviews/standards/{id}/responsible", .action = &answer_assign_action, .html = answer_assign_page,
	    .title = M("Who is responsible"), .form = true, .form_load = answer_assign_form_load },
	{ .method = POST, .path = "/reviews/standards/{id}/responsible", .action = &answer_assign_action,
	    .on_error = "/reviews/standards/{id}/responsible", .then = "/reviews/standards/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/reviews/standards/{id}/history", .action = &answer_history_action, .html = answer_history_page, .title = M("History of changes") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Self-review"), "/reviews", 10, "review.list" }, { NULL, NULL, 0, NULL } };
static const struct record_type *const records[] = { &review_type, &answer_type, NULL };
const struct feature review_feature = { .name = "review", .actions = actions, .pages = pages, .nav = nav, .due = review_due,
	.home = review_home, .records = records, .example = review_example, .scale = review_scale };
