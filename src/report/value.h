/* SPDX-License-Identifier: MIT */
#ifndef REPORT_VALUE_H
#define REPORT_VALUE_H
#include "base/base.h"

/* What stands in one cell of a spreadsheet, the same on its way out and on its way in. */
enum sheet_kind {
	SHEET_EMPTY = 0,
	SHEET_TEXT,
	SHEET_NUMBER,
	SHEET_MONEY,	/* out only: pence, shown as pounds; comes in as a number of pounds */
	SHEET_DATE,
	SHEET_MOMENT,	/* date and time of day in the United Kingdom */
	SHEET_TRUTH,	/* in only: TRUE or FALSE; out they are words, "Yes" and "No" */
	SHEET_FAULT	/* in only: #N/A and the like */
};
struct sheet_value {
	enum sheet_kind kind;
	/* Coming in, every kind has its text: "1200.5", "2026-08-06", "2026-08-06 14:05:00", "true", "#N/A".  It is what
	 * the same value reads as from CSV.  Going out, only SHEET_TEXT looks at it. */
	struct str text;
	int64_t i;	/* out: number, pence, day or millisecond */
	double number;	/* in: number, or the date as its serial */
	bool formula;	/* in: calculated by the sheet; the value is what was stored when it was saved */
};
/* Values going out.  Text is always text, whatever it begins with. */
struct sheet_value sheet_text(struct str s);
struct sheet_value sheet_number(int64_t v);
struct sheet_value sheet_money(struct money m);	/* empty where there is none, as are the next two */
struct sheet_value sheet_date(struct date d);
struct sheet_value sheet_moment(struct when t);
/* The text that CSV has for a value going out, and that reading it back from either format gives. */
struct str sheet_value_text(struct arena *a, const struct sheet_value *v);

/* Days since 30 December 1899, as spreadsheets count; a moment by local time, seconds and no finer. */
double sheet_serial(const struct sheet_value *v);
/* The reverse, as text: a date, a date with time, or for less than one day a time "14:05:00".  Empty: no such day. */
struct str sheet_serial_text(struct arena *a, double serial, bool with_time);

/* "C12"; column and row count from 0. */
struct str sheet_cell_name(struct arena *a, size_t row, size_t column);
#endif
