/* SPDX-License-Identifier: MIT */
#include "report/value.h"
#include <math.h>
#include "base/time.h"

#define EPOCH_SERIAL 25569	/* 1 January 1970 */
#define DAY_S 86400

struct sheet_value
sheet_text(struct str s)
{
	return (struct sheet_value){ .kind = s.n > 0 ? SHEET_TEXT : SHEET_EMPTY, .text = s };
}

struct sheet_value
sheet_number(int64_t v)
{
	return (struct sheet_value){ .kind = SHEET_NUMBER, .i = v };
}

struct sheet_value
sheet_money(struct money m)
{
	return (struct sheet_value){ .kind = m.has ? SHEET_MONEY : SHEET_EMPTY, .i = m.pence };
}

struct sheet_value
sheet_date(struct date d)
{
	return (struct sheet_value){ .kind = d.day != 0 ? SHEET_DATE : SHEET_EMPTY, .i = d.day };
}

struct sheet_value
sheet_moment(struct when t)
{
	return (struct sheet_value){ .kind = t.ms != 0 ? SHEET_MOMENT : SHEET_EMPTY, .i = t.ms };
}

double
sheet_serial(const struct sheet_value *v)
{
	if (v->kind == SHEET_DATE)
		return (double)(v->i + EPOCH_SERIAL);
	struct civil c = when_civil((struct when){ v->i });
	struct date d = date_of(c.year, c.month, c.day);
	return (double)(d.day + EPOCH_SERIAL) + (double)(c.hour * 3600 + c.minute * 60 + c.second) / DAY_S;
}

struct str
sheet_serial_text(struct arena *a, double serial, bool with_time)
{
	if (!(serial >= 0) || serial > 109574)		/* up to the end of 2199 */
		return S("");
	int64_t seconds = llround(serial * DAY_S), day = seconds / DAY_S, rest = seconds % DAY_S;
	struct str time = arena_printf(a, "%02d:%02d:%02d", (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
	if (day == 0)
		return time;
	/* Their 1900 has a 29 February. */
	int y, m, d;
	date_civil((struct date){ (int32_t)(day - EPOCH_SERIAL + (day < 60)) }, &y, &m, &d);
	struct str date = arena_printf(a, "%04d-%02d-%02d", y, m, d);
	if (!with_time && rest == 0)
		return date;
	return arena_printf(a, "%.*s %.*s", (int)date.n, date.p, (int)time.n, time.p);
}

struct str
sheet_value_text(struct arena *a, const struct sheet_value *v)
{
	switch (v->kind) {
	case SHEET_NUMBER: return arena_printf(a, "%lld", (long long)v->i);
	case SHEET_MONEY: {
		unsigned long long pence = v->i < 0 ? -(unsigned long long)v->i : (unsigned long long)v->i;
		const char *sign = v->i < 0 ? "-" : "";
		/* As a spreadsheet has it: 1200, 1200.5, 1200.05. */
		if (pence % 100 == 0)
			return arena_printf(a, "%s%llu", sign, pence / 100);
		if (pence % 10 == 0)
			return arena_printf(a, "%s%llu.%llu", sign, pence / 100, pence % 100 / 10);
		return arena_printf(a, "%s%llu.%02llu", sign, pence / 100, pence % 100);
	}
	case SHEET_DATE:
	case SHEET_MOMENT: return sheet_serial_text(a, sheet_serial(v), v->kind == SHEET_MOMENT);
	case SHEET_TEXT:
	case SHEET_TRUTH:
	case SHEET_FAULT: return v->text;
	case SHEET_EMPTY: break;
	}
	return S("");
}

struct str
sheet_cell_name(struct arena *a, size_t row, size_t column)
{
	char letters[16];
	size_t at = sizeof letters;

	for (size_t c = column + 1; c > 0 && at > 0; c = (c - 1) / 26)
		letters[--at] = (char)('A' + (c - 1) % 26);
	return arena_printf(a, "%.*s%zu", (int)(sizeof letters - at), letters + at, row + 1);
}
