/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_COMPARISON_OWN_H
#define FEATURE_COMPARISON_OWN_H
#include "app/example.h"
#include "app/record.h"
#include "feature/comparison/comparison.h"
#include "html/component.h"

/* Inside this folder only. */
#define COMPARISON_LEAST 5	/* where the national body has set nothing: the product's own */
struct figure_line { struct str title, own; int64_t red, amber, green, better, same, worse; bool area, placed; };
struct group_view { struct str title, held_back; int64_t n; struct figure_line *lines; size_t n_lines; };
struct comparison_choice { struct str title; struct url to; bool current; };
struct comparison_view {
	struct str framework, period, none;	/* none: why nothing can be shown */
	int64_t least;
	struct group_view groups[3]; size_t n_groups;
	struct comparison_choice *choices; size_t n_choices;
	bool may_limit;
};
struct limit_view { struct form *form; int64_t version; };
enum status comparison_limit_least(struct ctx *c, int64_t *ret) MUST_CHECK;
extern const struct action comparison_view_action, comparison_limit_action;
extern const struct record_type comparison_limit_type;
page_fn comparison_view_page, comparison_limit_page;
enum status comparison_limit_form(struct ctx *c) MUST_CHECK;
extern const struct example_part comparison_example[];	/* example.c */
#endif
