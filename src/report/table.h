/* SPDX-License-Identifier: MIT */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H
#include "report/book.h"

/* Rows under one line of headings, as CSV or XLSX: whoever has the rows need not know which. */
enum table_format { TABLE_CSV = 1, TABLE_XLSX };
struct table_column {
	struct str label;
	double width;			/* XLSX; 0: 16 */
	bool wrap;
	/* XLSX: the cell offers these; any other value is refused there. */
	const struct str *choices;
	size_t n_choices;
};
struct table;

/* sheet: name of the sheet, ours, see struct book_sheet.  Memory as for book_open(). */
enum status table_open(struct arena *a, enum table_format format, const char *sheet, const struct table_column *columns, size_t n, struct table **ret) MUST_CHECK;
/* The next cell of this row. */
void table_put(struct table *t, struct sheet_value v);
/* What is left of the row stays empty. */
void table_row_end(struct table *t);
/* The file.  ST_TOO_LARGE: more than out or a sheet can hold. */
enum status table_close(struct table *t, struct buf *out) MUST_CHECK;
void table_drop(struct table *t);

/* "csv" or "xlsx"; 0 for anything else. */
enum table_format table_format_find(struct str name);
const char *table_suffix(enum table_format f);
const char *table_type(enum table_format f);	/* media type */
#endif
