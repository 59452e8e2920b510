/* SPDX-License-Identifier: MIT */
#include "report/disclose.h"
#include <string.h>

/* The table with its totals; hidden cells of a column are nought or more where the column hides its noughts too, else one or more. */
struct work { const int64_t *n; struct disclosed *d; int64_t *all; bool *masked; int64_t least; struct arena *mem; };

static size_t
place(const struct disclosed *d, size_t row, size_t column)
{
	return row * (d->columns + 1) + column;
}

bool
disclosed_hidden(const struct disclosed *d, size_t row, size_t column)
{
	return d->hidden[place(d, row, column)];
}

bool
disclose_lone(int64_t n, int64_t least)
{
	return n > 0 && n < least;
}

static bool
small(const struct work *w, size_t at)
{
	return disclose_lone(w->all[at], w->least);
}

static void
add_up(struct work *w)
{
	struct disclosed *d = w->d;

	for (size_t i = 0; i < d->rows; i++)
		for (size_t j = 0; j < d->columns; j++) {
			int64_t v = w->n[i * d->columns + j];
			w->all[place(d, i, j)] = v;
			w->all[place(d, i, d->columns)] += v;
			w->all[place(d, d->rows, j)] += v;
			w->all[place(d, d->rows, d->columns)] += v;
		}
}

/* ---- one column, its total shown ---- */

/* The smallest count of the column that is shown and not nought; rows: none. */
static size_t
smallest_shown(const struct work *w, size_t column)
{
	const struct disclosed *d = w->d;
	size_t best = d->rows;

	for (size_t i = 0; i < d->rows; i++) {
		size_t at = place(d, i, column);
		if (!d->hidden[at] && w->all[at] > 0 && (best == d->rows || w->all[at] < w->all[place(d, best, column)]))
			best = i;
	}
	return best;
}

/* With k hidden counts of at least 1 that add up to more than k, and k > 1, each may be another. */
static bool
column_safe(const struct work *w, size_t column)
{
	const struct disclosed *d = w->d;
	int64_t sum = 0, k = 0;

	for (size_t i = 0; i < d->rows; i++)
		if (d->hidden[place(d, i, column)]) {
			sum += w->all[place(d, i, column)];
			k++;
		}
	return k == 0 || (k > 1 && (w->masked[column] ? sum > 0 : sum > k));
}

static void
column_hide(struct work *w, size_t column)
{
	struct disclosed *d = w->d;

	for (size_t i = 0; i < d->rows; i++)
		d->hidden[place(d, i, column)] = small(w, place(d, i, column));
	while (!column_safe(w, column)) {
		size_t more = smallest_shown(w, column);
		if (more < d->rows) {
			d->hidden[place(d, more, column)] = true;
			continue;
		}
		/* All that is not nought is hidden and still known, as in 1 1 1 1 1 of 5: the noughts go too. */
		w->masked[column] = true;
		for (size_t i = 0; i < d->rows; i++)
			d->hidden[place(d, i, column)] = true;
		return;
	}
}

/* ---- totals over the periods ----
 * Hidden cells as edges between rows and columns, the totals being one more of each.  What fits what is shown differs
 * from the truth by circles of such edges, on which counts go up and down in turn; totals count the other way round. */

static bool
may_move(const struct work *w, size_t row, size_t column, bool up)
{
	const struct disclosed *d = w->d;
	size_t at = place(d, row, column);
	int64_t least = row < d->rows && column < d->columns && !w->masked[column] ? 1 : 0;

	return d->hidden[at] && (up || w->all[at] > least);
}

/* Is there a circle through this cell that moves it up (or down)?  Nodes: rows, then columns. */
static bool
circle(const struct work *w, size_t row, size_t column, bool up)
{
	const struct disclosed *d = w->d;
	size_t R = d->rows + 1, C = d->columns + 1, head = 0, tail = 0;
	bool *seen = arena_array(w->mem, bool, R + C);
	size_t *queue = arena_array(w->mem, size_t, R + C);

	/* Signed, a cell that is no total moves as it does, a total the other way; the sums at each node stay. */
	bool flip = (row == d->rows) != (column == d->columns), signed_up = up != flip;
	if (!may_move(w, row, column, up))
		return false;
	/* From the column the change must be taken back along other edges until the row is reached. */
	seen[R + column] = true;
	queue[tail++] = R + column;
	while (head < tail) {
		size_t node = queue[head++];
		bool at_column = node >= R;
		for (size_t k = 0; k < (at_column ? R : C); k++) {
			size_t i = at_column ? k : node, j = at_column ? node - R : k, next = at_column ? k : R + k;
			bool total = (i == d->rows) != (j == d->columns);
			/* Leaving a column the signed change is the opposite of ours, leaving a row the same. */
			bool moves_up = (at_column ? !signed_up : signed_up) != total;
			if (seen[next] || (i == row && j == column) || !may_move(w, i, j, moves_up))
				continue;
			if (next == row)
				return true;
			seen[next] = true;
			queue[tail++] = next;
		}
	}
	return false;
}

static bool
known(const struct work *w, size_t row, size_t column)
{
	size_t mark = arena_mark(w->mem);
	bool open = circle(w, row, column, true) || circle(w, row, column, false);

	arena_rewind(w->mem, mark);
	return !open;
}

/* The next total to hide: of that row, else the smallest that is shown.  False: all are hidden. */
static bool
hide_total(struct work *w, size_t row)
{
	struct disclosed *d = w->d;
	size_t best = d->rows;

	if (!d->hidden[place(d, row, d->columns)]) {
		d->hidden[place(d, row, d->columns)] = true;
		return true;
	}
	for (size_t i = 0; i < d->rows; i++) {
		size_t at = place(d, i, d->columns);
		if (!d->hidden[at] && (best == d->rows || w->all[at] < w->all[place(d, best, d->columns)]))
			best = i;
	}
	if (best == d->rows)
		return false;
	d->hidden[place(d, best, d->columns)] = true;
	return true;
}

static void
totals_hide(struct work *w)
{
	struct disclosed *d = w->d;

	for (size_t i = 0; i < d->rows; i++)
		d->hidden[place(d, i, d->columns)] = small(w, place(d, i, d->columns));
	/* Hiding more never makes another cell known, so one pass over the cells is enough. */
	for (size_t i = 0; i < d->rows; i++)
		for (size_t j = 0; j <= d->columns; j++) {
			bool secret = d->hidden[place(d, i, j)] && (small(w, place(d, i, j)) || (j < d->columns && w->masked[j]));
			while (secret && known(w, i, j) && hide_total(w, i))
				;
		}
}

void
disclose(struct arena *a, const int64_t *n, size_t rows, size_t columns, bool totals, int64_t least, struct disclosed *ret)
{
	size_t cells = (rows + 1) * (columns + 1);
	struct work w = { .n = n, .d = ret, .least = least, .mem = a };

	*ret = (struct disclosed){ .rows = rows, .columns = columns, .totals = totals, .hidden = arena_array(a, bool, cells) };
	w.all = arena_array(a, int64_t, cells);
	w.masked = arena_array(a, bool, columns + 1);
	memset(ret->hidden, true, cells);
	add_up(&w);
	for (size_t j = 0; j < columns; j++) {
		bool is_small = small(&w, place(ret, rows, j));
		ret->hidden[place(ret, rows, j)] = is_small;
		ret->totals = ret->totals && !is_small;
		if (!is_small)
			column_hide(&w, j);
	}
	ret->hidden[place(ret, rows, columns)] = !ret->totals;
	if (ret->totals)
		totals_hide(&w);
}
