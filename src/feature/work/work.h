/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_WORK_WORK_H
#define FEATURE_WORK_WORK_H
#include "app/long.h"
#include "html/component.h"

struct work_line { struct str title, asked, state, progress; enum tag_colour colour; struct url to; };
struct work_list_view { const struct work_line *rows; size_t n; struct url older; };
struct work_view {
	struct str title, asked, state, summary, progress, name, kept;
	enum tag_colour colour;
	bool open, ready, failed, cancelled;
	long long percent;			/* -1: not known */
	struct url file, page, problems, cancel, again;
	int64_t n_problems;
	struct form *form;
};
struct work_problem { struct str place; struct personal what; };
struct work_problems_view { struct str title, count; const struct work_problem *rows; size_t n; struct url more, first, back; };
#endif
