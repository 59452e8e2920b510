/* SPDX-License-Identifier: MIT */
#include "feature/round/own.h"

static const struct action *const actions[] = { &round_list_action, &round_view_action, &round_create_action, &round_remind_action,
	&round_close_action, &round_answer_action, &round_ours_action, &round_ask_action, &round_tick_action, &round_template_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/rounds", .action = &round_list_action, .html = round_list_page, .title = M("Rounds"), .wide = true },
	{ .method = GET, .path = "/rounds/new", .action = &round_create_action, .form = true, .form_load = round_create_form, .html = round_create_page, .title = M("Open a round") },
	{ .method = POST, .path = "/rounds/new", .action = &round_create_action, .on_error = "/rounds/new", .then = "/rounds/{id}", .notice = M("The round is open") },
	{ .method = GET, .path = "/rounds/ours", .action = &round_ours_action, .html = round_ours_page, .title = M("What the national body asks for"), .help = "round#asked" },
	{ .method = GET, .path = "/rounds/ours/{id}/more", .action = &round_ask_action, .form = true, .form_load = round_ask_form, .html = round_ask_page, .title = M("Ask for more time"), .help = "round#asked" },
	{ .method = POST, .path = "/rounds/ours/{id}/more", .action = &round_ask_action, .on_error = "/rounds/ours/{id}/more", .then = "/rounds/ours", .notice = M("Your request has been sent") },
	{ .method = GET, .path = "/rounds/ours/{id}/template", .action = &round_template_action, .html = round_template_page, .title = M("Template to fill in"), .help = "round#asked" },
	{ .method = GET, .path = "/rounds/places/{id}/answer", .action = &round_answer_action, .form = true, .form_load = round_answer_form, .html = round_answer_page, .title = M("More time") },
	{ .method = POST, .path = "/rounds/places/{id}/answer", .action = &round_answer_action, .on_error = "/rounds/places/{id}/answer", .then = "/rounds", .notice = M("Answered") },
	{ .method = GET, .path = "/rounds/{id}", .action = &round_view_action, .html = round_view_page, .title = M("Round"), .wide = true },
	{ .method = POST, .path = "/rounds/{id}/remind", .action = &round_remind_action, .on_error = "/rounds/{id}", .then = "/rounds/{id}", .notice = M("Reminded: it stands in what is due from them") },
	{ .method = POST, .path = "/rounds/{id}/close", .action = &round_close_action, .on_error = "/rounds/{id}", .then = "/rounds/{id}", .notice = M("The round is closed") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Rounds"), "/rounds", 38, "round.list" }, { NULL, NULL, 0, NULL } };
static const struct record_type *const records[] = { &review_round_type, NULL };
static const struct job_def jobs[] = { { "round.tick", &round_tick_action, 24 * 60 }, { NULL, NULL, 0 } };

const struct feature round_feature = { .name = "round", .actions = actions, .pages = pages, .nav = nav, .records = records, .jobs = jobs, .due = round_due,
	.example = round_example };
