/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_HOME_HOME_H
#define FEATURE_HOME_HOME_H
#include "app/record.h"

struct home_due { struct str title, kind, when; struct url to; bool late; };
struct home_block { home_html_fn *html; const void *data; };
struct home_view {
	const struct home_due *due; size_t n_due, n_due_all;
	const struct home_block *first; size_t n_first;		/* where the organisation stands, before what is due */
	const struct home_block *blocks; size_t n_blocks;
	struct str greeting;
	bool more_due;
};
struct search_row { struct str title, kind, when; struct url to; };
struct search_view { struct str query, count; const struct search_row *rows; size_t n; bool asked; };
#endif
