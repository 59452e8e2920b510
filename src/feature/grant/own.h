/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_GRANT_OWN_H
#define FEATURE_GRANT_OWN_H
#include "app/register.h"

/* Inside this folder only. */
struct grant_asked {
	int64_t id;
	struct str asker, capacity, subject, reason;
	struct personal reader_name, nominated_by;
	struct date nominated_on, starts_on, ends_on;
	/* own */
	struct url to;
};
struct grant_line {
	int64_t id;
	struct str title, state, subject, reason;
	struct personal reader_name;
	struct date starts_on, ends_on;
	bool may_enter;
	/* own */
	struct url to;
	enum tag_colour colour;
};
struct grant_before { int64_t organisation; struct str name; };
struct grant_board {
	struct list asked, given, answers, predecessors;
	/* own */
	struct grant_asked *a; size_t n_a;
	struct grant_line *g; size_t n_g;
	struct grant_line *w; size_t n_w;
	struct grant_before *b; size_t n_b;
	bool may_ask, may_answer;
};
struct grant_now { struct str organisation; struct date until; };
struct grant_answer_view { struct grant_asked asked; struct form *open, *refuse; struct url to_open, to_refuse; };
struct grant_view {
	struct str title;
	const struct summary_row *rows; size_t n_rows;
	const struct column *columns; size_t n_columns;
	const struct cell *cells; size_t n_cells;
	struct form *form;
	struct url withdraw;
	int64_t version;
	bool may_withdraw, more;
};
struct grant_request_in { int64_t request; struct date ends_on; struct str subject; };
struct grant_refuse_in { int64_t request; struct str reason; };
struct grant_enter_in { int64_t grant; };
struct grant_predecessor_in { int64_t organisation; };
struct grant_why_in { struct str why; };

extern const struct choice_list grant_capacities;
extern const struct register_def reading_request_register;
extern const struct record_type reading_grant_type, reader_type;
extern const struct action grant_board_action, grant_enter_action, grant_leave_action, grant_now_action, grant_predecessor_action,
    reading_grant_open_action, reading_grant_refuse_action, reading_grant_view_action, reading_grant_withdraw_action;
page_fn grant_board_page, grant_now_page, reading_grant_answer_page, reading_grant_view_page;
enum status reading_grant_answer_load(struct ctx *c);
due_fn grant_due;
struct str grant_capacity(struct ctx *c, struct str capacity);
extern const struct example_part grant_example[];	/* example.c */
#endif
