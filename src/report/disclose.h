/* SPDX-License-Identifier: MIT */
#ifndef REPORT_DISCLOSE_H
#define REPORT_DISCLOSE_H
#include "base/base.h"

/* Small numbers in figures that leave the organisation (MEA-5, IGV-4): a table of counts, categories by periods, in which
 * nobody can work out a count of 1 up to one below the threshold.  docs/decisions/small-numbers.md has the reasons.
 *
 * - A count below the threshold is hidden, and so is a total; nought is shown.
 * - More is hidden until each hidden count could be another one: for whoever knows all that is shown, that hidden counts are
 *   whole numbers and that they are not nought, there are two tables or more that fit.
 * - What is hidden in a period's column depends on that column alone.  So a column looks the same in every table it
 *   appears in, however many periods stand beside it, and taking one table from another gives nothing.
 * - Totals over the periods hide each other, never a count that was shown before.
 * - A period whose own total is small is hidden whole, and then there are no totals over the periods.
 *
 * All tables of one year share the totals of the periods, each shown as it is or hidden in all of them. */
struct disclosed {
	size_t rows, columns;
	bool totals;		/* totals over the periods may be given, but for those that are hidden */
	bool *hidden;		/* (rows + 1) * (columns + 1): the last row has the totals of the periods, the last column those over them */
};
/* n: rows * columns counts, by row, none below 0.  totals: the year is over, totals over the periods are given. */
void disclose(struct arena *a, const int64_t *n, size_t rows, size_t columns, bool totals, int64_t least, struct disclosed *ret);
bool disclosed_hidden(const struct disclosed *d, size_t row, size_t column);
/* A lone figure: is it too small to be given?  What is worked out from it goes with it. */
bool disclose_lone(int64_t n, int64_t least);
#endif
