/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_ROUND_OWN_H
#define FEATURE_ROUND_OWN_H
#include "app/record.h"
#include "app/job.h"
#include "feature/round/round.h"
#include "html/component.h"
#include "sql/round.h"

/* Inside this folder only. */
extern const struct record_type review_round_type;
extern const struct action round_list_action, round_view_action, round_create_action, round_remind_action, round_close_action,
    round_answer_action, round_ours_action, round_ask_action, round_tick_action, round_template_action;
struct framework;
void round_notes_check(struct ctx *c, struct str notes, const struct framework *f);	/* field errors on notes */
page_fn round_list_page, round_view_page, round_create_page, round_answer_page, round_ours_page, round_ask_page, round_template_page;
enum status round_create_form(struct ctx *c) MUST_CHECK;
enum status round_answer_form(struct ctx *c) MUST_CHECK;
enum status round_ask_form(struct ctx *c) MUST_CHECK;
enum status round_due(struct ctx *c, struct due_list *due) MUST_CHECK;

struct str round_state_words(struct ctx *c, struct str state);
enum tag_colour round_state_colour(struct str state);

struct round_line { struct str title, period, counts; struct date due; bool closed, asking; struct url to; };
struct round_list_view { const struct round_line *lines; size_t n; bool may_create; struct url next; };
struct board_line { struct str name, state, more_why; enum tag_colour colour; struct when at, reminded; struct date due, more_until; bool late, missing, asking, more, given; struct url answer; };
struct board_view { int64_t id; struct str title, framework, asks, guidance, notes, counts, form_problem; struct date from, to, opens, due; bool closed, may_act;
	const struct board_line *lines; size_t n, n_missing, n_asking; struct url received; };
struct ours_line { struct str title, asks, state, reminder, more; enum tag_colour colour; struct date from, to, due; bool late, open, may_ask; int64_t id; struct url begin, blank; };
struct ours_view { const struct ours_line *lines; size_t n; };
struct round_answer_view { int64_t id, round; struct str name, title, why; struct date due, until; };
struct round_ask_view { int64_t id; struct str title; struct date due; };
#define TEMPLATE_CRITERIA 5
struct template_criteria { struct str title; struct str *at; size_t n; };
struct template_standard { struct str title, headline, note; bool amber; struct template_criteria criteria[TEMPLATE_CRITERIA]; };
struct template_area { struct str title; struct template_standard *standards; size_t n; };
struct template_view { struct str title, framework, asks, guidance; struct date from, to, due; struct template_area *areas; size_t n_areas; };
extern const struct example_part round_example[];	/* example.c */
#endif
