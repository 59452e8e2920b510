/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FIGURES_RELEASE_H
#define FEATURE_FIGURES_RELEASE_H
#include "feature/figures/own.h"

/* One of the tables of a financial year that may leave the organisation; n are the true counts, and stay inside. */
struct released { size_t rows, columns; int64_t year, least; struct str *labels; const int64_t *n; struct disclosed d; };
/* ST_FORBIDDEN for who sees only a branch: the table would not be whole. */
enum status figures_release_make(struct ctx *c, bool unit, int64_t year, struct released *ret) MUST_CHECK;
/* As it may be shown: a number, or *.  row == rows, column == columns: the totals. */
struct str figures_release_cell(struct ctx *c, const struct released *r, size_t row, size_t column);
#endif
