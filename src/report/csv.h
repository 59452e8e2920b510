/* SPDX-License-Identifier: MIT */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H
#include "base/message.h"

/* CSV by RFC 4180.  Text that a spreadsheet would take for a formula goes out with a ' in front, and reading takes that
 * one ' away again: what was written reads back equal. */

/* One cell and what stands behind it: a comma, or the end of the line. */
void csv_cell(struct buf *o, struct str s, bool last);

/* A reader over bytes that stay where they are.  Takes a byte order mark, CRLF, LF and CR, and as separator what the
 * first line uses of comma, semicolon and tab.  Lines without anything on them are passed over. */
struct csv {
	struct str rest;
	char separator;
	int64_t line;		/* of the row last read, from 1 */
	int64_t next_line;
	struct buf text;	/* of this row's cells */
	struct str *cells;	/* borrowed until the next row */
	size_t n, room;
	size_t max_columns, max_cell;
	struct arena *a;
};
/* Refuses what is no UTF-8 at its line, and says so where it looks like Windows-1252 or UTF-16. */
enum status csv_open(struct arena *a, struct str bytes, size_t max_columns, size_t max_cell, struct csv *ret, struct message *ret_why) MUST_CHECK;
/* ST_NOT_FOUND: the end.  ST_INVALID: *ret_why names the line. */
enum status csv_next(struct csv *r, struct message *ret_why) MUST_CHECK;
void csv_close(struct csv *r);
#endif
