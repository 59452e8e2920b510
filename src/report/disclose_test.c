/* SPDX-License-Identifier: MIT */
/* Somebody who knows all that was published tries every table that fits it. */
#include <string.h>
#include "report/disclose.h"
#include "tests/harness.h"

enum { MOST_ROWS = 4, MOST_COLUMNS = 4 };

static unsigned
dice(unsigned *seed, unsigned sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % sides;
}

/* What was published, and for each count the least and the most that it can be. */
struct attack {
	size_t rows, columns;
	const int64_t *n;
	const struct disclosed *d;
	bool masked[MOST_COLUMNS];	/* noughts of this column are hidden too */
	int64_t guess[MOST_ROWS * MOST_COLUMNS], least[MOST_ROWS * MOST_COLUMNS], most[MOST_ROWS * MOST_COLUMNS];
	int64_t row_least[MOST_ROWS], row_most[MOST_ROWS];
	long fits;
};

static int64_t
row_sum(const struct attack *a, const int64_t *v, size_t i)
{
	int64_t s = 0;
	for (size_t j = 0; j < a->columns; j++)
		s += v[i * a->columns + j];
	return s;
}

static int64_t
column_sum(const struct attack *a, const int64_t *v, size_t j)
{
	int64_t s = 0;
	for (size_t i = 0; i < a->rows; i++)
		s += v[i * a->columns + j];
	return s;
}

static void
note(struct attack *a)
{
	for (size_t i = 0; a->d->totals && i < a->rows; i++)
		if (!disclosed_hidden(a->d, i, a->columns) && row_sum(a, a->guess, i) != row_sum(a, a->n, i))
			return;
	for (size_t k = 0; k < a->rows * a->columns; k++) {
		int64_t v = a->guess[k];
		a->least[k] = a->fits == 0 || v < a->least[k] ? v : a->least[k];
		a->most[k] = a->fits == 0 || v > a->most[k] ? v : a->most[k];
	}
	for (size_t i = 0; i < a->rows; i++) {
		int64_t v = row_sum(a, a->guess, i);
		a->row_least[i] = a->fits == 0 || v < a->row_least[i] ? v : a->row_least[i];
		a->row_most[i] = a->fits == 0 || v > a->row_most[i] ? v : a->row_most[i];
	}
	a->fits++;
}

/* Column by column, for a column's total is known or nothing of it is. */
static void
try_all(struct attack *a, size_t at, int64_t left)
{
	size_t j = at / a->rows, i = at % a->rows, k = i * a->columns + j;

	if (j == a->columns) {
		note(a);
		return;
	}
	if (i == 0)
		left = column_sum(a, a->n, j);
	bool last = i + 1 == a->rows;
	if (!disclosed_hidden(a->d, i, j)) {
		a->guess[k] = a->n[k];
		if (a->n[k] <= left && (!last || a->n[k] == left))
			try_all(a, at + 1, left - a->n[k]);
		return;
	}
	for (int64_t v = a->masked[j] ? 0 : 1; v <= left; v++) {
		if (last && v != left)
			continue;
		a->guess[k] = v;
		try_all(a, at + 1, left - v);
	}
}

/* The secret counts of one table against one reader; columns whose own total is hidden are not tried, nothing is known of them. */
static void
attack(const int64_t *n, size_t rows, size_t columns, bool totals, int64_t least)
{
	struct attack a = { .rows = rows, .columns = columns, .n = n };
	struct disclosed d;

	disclose(test_arena(), n, rows, columns, totals, least, &d);
	a.d = &d;
	for (size_t j = 0; j < columns; j++) {
		if (disclosed_hidden(&d, rows, j)) {
			CHECK(disclose_lone(column_sum(&a, n, j), least));
			for (size_t i = 0; i < rows; i++)
				CHECK(disclosed_hidden(&d, i, j));
			CHECK(!d.totals);
			return;
		}
		a.masked[j] = true;
		for (size_t i = 0; i < rows; i++)
			a.masked[j] = a.masked[j] && disclosed_hidden(&d, i, j);
		bool nought = false;
		for (size_t i = 0; i < rows; i++)
			nought = nought || n[i * columns + j] == 0;
		/* A column without noughts may be hidden whole too; then it is known that none of them is one. */
		a.masked[j] = a.masked[j] && (nought || column_sum(&a, n, j) == (int64_t)rows);
	}
	try_all(&a, 0, 0);
	CHECK(a.fits > 0);
	for (size_t k = 0; k < rows * columns; k++)
		if (disclose_lone(n[k], least)) {
			CHECK(disclosed_hidden(&d, k / columns, k % columns));
			CHECK_MSG(a.least[k] < a.most[k], "a count of %lld is known", (long long)n[k]);
		}
	for (size_t i = 0; d.totals && i < rows; i++)
		if (disclose_lone(row_sum(&a, n, i), least)) {
			CHECK(disclosed_hidden(&d, i, columns));
			CHECK(a.row_least[i] < a.row_most[i]);
		}
}

TEST(disclose_nobody_finds_a_small_number)
{
	unsigned seed = 11;

	for (int round = 0; round < 4000; round++) {
		int64_t n[MOST_ROWS * MOST_COLUMNS], least = 3 + dice(&seed, 3);
		size_t rows = 1 + dice(&seed, MOST_ROWS), columns = 1 + dice(&seed, 3), mark = arena_mark(test_arena());
		unsigned sides = 2 + dice(&seed, 5);
		for (size_t k = 0; k < rows * columns; k++)
			n[k] = dice(&seed, 3) == 0 ? 0 : dice(&seed, sides);
		attack(n, rows, columns, round % 2 == 0, least);
		arena_rewind(test_arena(), mark);
	}
}

/* Exports of the same year, taken as it goes on: a column looks the same in each of them. */
TEST(disclose_exports_that_overlap_give_nothing)
{
	unsigned seed = 5;

	for (int round = 0; round < 2000; round++) {
		int64_t n[MOST_ROWS * 4], part[MOST_ROWS * 4];
		size_t rows = 2 + dice(&seed, 3), mark = arena_mark(test_arena());
		struct disclosed whole, some;
		for (size_t k = 0; k < rows * 4; k++)
			n[k] = dice(&seed, 2) == 0 ? dice(&seed, 4) : dice(&seed, 12);
		disclose(test_arena(), n, rows, 4, true, 5, &whole);
		for (size_t columns = 1; columns <= 4; columns++) {
			for (size_t i = 0; i < rows; i++)
				for (size_t j = 0; j < columns; j++)
					part[i * columns + j] = n[i * 4 + j];
			disclose(test_arena(), part, rows, columns, false, 5, &some);
			CHECK(!some.totals && disclosed_hidden(&some, rows, columns));
			for (size_t i = 0; i <= rows; i++)
				for (size_t j = 0; j < columns; j++)
					CHECK_EQ_I(disclosed_hidden(&some, i, j), disclosed_hidden(&whole, i, j));
		}
		arena_rewind(test_arena(), mark);
	}
}

static struct str
shown(const int64_t *n, size_t rows, size_t columns, bool totals)
{
	struct disclosed d;
	struct buf b;

	disclose(test_arena(), n, rows, columns, totals, 5, &d);
	buf_init(&b, 4096);
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < columns + d.totals; j++) {
			int64_t v = 0;
			for (size_t k = 0; k < columns; k++)
				v += j == columns || j == k ? n[i * columns + k] : 0;
			if (disclosed_hidden(&d, i, j))
				buf_lit(&b, " *");
			else
				buf_printf(&b, " %lld", (long long)v);
		}
		buf_char(&b, ';');
	}
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

TEST(disclose_hides_no_more_than_it_must)
{
	/* Nothing is small. */
	CHECK_STR(shown((const int64_t[]){ 5, 9, 0, 12 }, 2, 2, true), " 5 9 14; 0 12 12;");
	/* One small count takes the next smallest with it; noughts stay. */
	CHECK_STR(shown((const int64_t[]){ 3, 20, 7, 0 }, 4, 1, false), " *; 20; *; 0;");
	/* Two of them need no third. */
	CHECK_STR(shown((const int64_t[]){ 3, 20, 2, 0 }, 4, 1, false), " *; 20; *; 0;");
	/* 1 and 1 of 22: known to be ones as long as 20 is shown. */
	CHECK_STR(shown((const int64_t[]){ 1, 20, 1, 0 }, 4, 1, false), " *; *; *; 0;");
	/* Only ones: the nought goes too. */
	CHECK_STR(shown((const int64_t[]){ 1, 1, 1, 1, 1, 0 }, 6, 1, false), " *; *; *; *; *; *;");
	/* The totals over the periods would give the 3 away: two of them are hidden instead. */
	CHECK_STR(shown((const int64_t[]){ 3, 10, 7, 10, 30, 30 }, 3, 2, true), " * 10 *; * 10 *; 30 30 60;");
	/* A quarter of 4 in all is hidden whole, and no totals are given. */
	CHECK_STR(shown((const int64_t[]){ 4, 10, 0, 10 }, 2, 2, true), " * 10; * 10;");
	CHECK(disclose_lone(1, 5) && disclose_lone(4, 5) && !disclose_lone(5, 5) && !disclose_lone(0, 5));
}
