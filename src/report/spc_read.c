/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/time.h"
#include "report/csv.h"
#include "report/spc.h"

enum { COLUMNS = 100, CELL = 1000 };

struct line { struct spc_sample sample; int64_t line; };
struct table { struct line *rows; size_t n, room; size_t date, value; /* columns */ };

static struct str
cell(const struct csv *r, size_t k)
{
	return k < r->n ? str_trim(r->cells[k]) : S("");
}

/* 2026-08-06, as it is, or 06/08/2026 and 6/8/2026: the day comes first in Britain. */
static bool
date_read(struct arena *a, struct str s, struct date *ret)
{
	struct str month, year, day = str_cut(s, '/', &month);
	int64_t d, m, y;

	if (month.p == NULL)
		return date_parse(s, ret);
	month = str_cut(month, '/', &year);
	if (!str_i64(day, &d) || !str_i64(month, &m) || !str_i64(year, &y) || d < 1 || d > 31 || m < 1 || m > 12 || y < 1000 || y > 9999)
		return false;
	return date_parse(arena_printf(a, "%04d-%02d-%02d", (int)y, (int)m, (int)d), ret);
}

/* The header, if the first row is one: names in any order among other columns, or two columns of any name.  False when
 * it is neither a header nor values. */
static bool
header_read(struct arena *a, const struct csv *r, struct table *t, bool *ret_header)
{
	bool date = false, value = false;
	struct date d;
	spc_num v;

	for (size_t k = r->n; k-- > 0;) {
		struct str name = text_fold(a, cell(r, k));
		if (str_is(name, "date")) {
			date = true;
			t->date = k;
		} else if (str_is(name, "value")) {
			value = true;
			t->value = k;
		}
	}
	*ret_header = date && value;
	if (*ret_header)
		return true;
	t->date = 0;
	t->value = 1;
	bool is_date = date_read(a, cell(r, 0), &d), is_value = spc_num_parse(cell(r, 1), &v);
	*ret_header = r->n == 2 && !is_date && !is_value;
	return *ret_header || is_date || is_value;
}

static struct str
shown(struct arena *a, struct str s)
{
	return s.n == 0 ? S("nothing") : arena_printf(a, "\"%.*s\"", (int)(s.n > 60 ? 60 : s.n), s.p);
}

static enum status
row_read(struct arena *a, const struct csv *r, struct table *t, struct str *ret_why)
{
	struct str day = cell(r, t->date), value = cell(r, t->value), bad;
	struct line l = { .line = r->line };

	if (!date_read(a, day, &l.sample.at)) {
		bad = shown(a, day);
		*ret_why = arena_printf(a, "Line %lld: %.*s is no date. Write it as 2026-08-06 or 06/08/2026, from 1990 on.", (long long)r->line, (int)bad.n, bad.p);
		return ST_INVALID;
	}
	if (!spc_num_parse(value, &l.sample.value)) {
		bad = shown(a, value);
		*ret_why = arena_printf(a, "Line %lld: %.*s is no number below 1,000,000,000,000. Write it as 1234.5, without commas and signs.", (long long)r->line, (int)bad.n, bad.p);
		return ST_INVALID;
	}
	if (t->n == SPC_MOST) {
		*ret_why = arena_printf(a, "Line %lld: a chart takes at most %d points.", (long long)r->line, SPC_MOST);
		return ST_INVALID;
	}
	if (t->n == t->room) {
		struct line *more = arena_array(a, struct line, 2 * t->room);
		memcpy(more, t->rows, t->n * sizeof *more);
		t->rows = more;
		t->room *= 2;
	}
	t->rows[t->n++] = l;
	return ST_OK;
}

static int
by_date(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int days = (a->sample.at.day > b->sample.at.day) - (a->sample.at.day < b->sample.at.day);
	return days != 0 ? days : (a->line > b->line) - (a->line < b->line);
}

static enum status
rows_read(struct arena *a, struct csv *r, struct table *t, struct message *why, struct str *ret_why)
{
	bool header = false;
	enum status st = csv_next(r, why);

	if (st == ST_OK && !header_read(a, r, t, &header)) {
		*ret_why = arena_printf(a, "Line %lld holds neither a date and a value nor the names of the columns, date and value.", (long long)r->line);
		return ST_INVALID;
	}
	if (header)
		st = csv_next(r, why);
	for (; st == ST_OK; st = csv_next(r, why))
		TRY(row_read(a, r, t, ret_why));
	return st == ST_NOT_FOUND ? ST_OK : st;
}

enum status
spc_read(struct arena *a, struct str bytes, struct spc_sample **ret, size_t *ret_n, struct str *ret_why)
{
	struct table t = { .room = 64 };
	struct message why = { .text = NULL };
	struct csv r;

	t.rows = arena_array(a, struct line, t.room);
	enum status st = csv_open(a, bytes, COLUMNS, CELL, &r, &why);
	if (st == ST_OK) {
		st = rows_read(a, &r, &t, &why, ret_why);
		csv_close(&r);
	}
	if (why.text != NULL)
		*ret_why = message_english(a, &why);
	TRY(st);
	qsort(t.rows, t.n, sizeof *t.rows, by_date);
	*ret = arena_array(a, struct spc_sample, t.n + 1);
	*ret_n = t.n;
	for (size_t i = 0; i < t.n; i++) {
		(*ret)[i] = t.rows[i].sample;
		if (i == 0 || t.rows[i].sample.at.day != t.rows[i - 1].sample.at.day)
			continue;
		struct str day = date_iso(a, t.rows[i].sample.at);
		*ret_why = arena_printf(a, "Lines %lld and %lld have the same date, %.*s.", (long long)t.rows[i - 1].line, (long long)t.rows[i].line, (int)day.n, day.p);
		return ST_INVALID;
	}
	return ST_OK;
}
