/* SPDX-License-Identifier: MIT */
#ifndef REPORT_BOOK_H
#define REPORT_BOOK_H
#include "report/value.h"

/* Writes an XLSX workbook, row after row: a row is on disk before the next one begins, so memory does not grow with the
 * sheet.  Cells hold values and never formulas; the first failure sticks and book_close() tells it. */
struct book;

/* How a cell looks; bits that may be put together. */
enum sheet_style {
	STYLE_PLAIN = 0,
	STYLE_BOLD = 1,
	STYLE_WRAP = 2,		/* lines break; people's longer text */
	STYLE_HEAD = 4,		/* column heading: bold, white on blue */
	STYLE_TITLE = 8,	/* large and bold, once at the top */
	STYLE_HINT = 16,	/* grey, for guidance */
	STYLE_OPEN = 32,	/* may be changed where the sheet is locked; drawn so */
	STYLE_BAND = 64,	/* grey ground: heading of a section */
	STYLE_RED = 128, STYLE_AMBER = 256, STYLE_GREEN = 512	/* ground of a rating; the word stands in the cell */
};
struct book_column { double width; /* in characters; 0: as it comes */ };
struct book_sheet {
	const char *name;	/* ours, never people's words: letters, digits and spaces, at most 31 */
	const struct book_column *columns;
	size_t n_columns;
	size_t freeze_rows, freeze_columns;	/* stay in view, rows on every printed page too */
	bool locked;		/* only STYLE_OPEN cells can be changed; there is no password */
	bool filter;		/* arrows on row freeze_rows - 1, over all columns: see book_filter_rows */
	bool hidden;
};

/* Nothing allocated from a may be rewound before book_close() or book_drop().  ST_UNAVAILABLE: no memory or disk. */
enum status book_open(struct arena *a, const char *title, struct book **ret) MUST_CHECK;
/* Begins another sheet; the one before is done with, but for its choices and notes. */
void book_sheet(struct book *b, const struct book_sheet *s);
/* The row that is being written, from 0. */
size_t book_row(const struct book *b);
/* Into a column of this row; columns in any order, each once. */
void book_put(struct book *b, size_t column, struct sheet_value v, unsigned style);
/* One value over several columns of this row. */
void book_put_across(struct book *b, size_t first, size_t last, struct sheet_value v, unsigned style);
/* Of this row, in points; 0: as it comes.  Before its first cell. */
void book_height(struct book *b, double points);
void book_next(struct book *b);
/* A yellow note that opens beside the cell in this row and column. */
void book_note(struct book *b, size_t column, struct str text);
/* A list of values to choose from, for rows first to last of one column.  Values are people's words as well: they
 * stand on a hidden sheet of their own, and the cell points there.  An empty cell is allowed, another value is refused by
 * the spreadsheet program. */
void book_choices(struct book *b, size_t first, size_t last, size_t column, const struct str *values, size_t n);
/* A list over more rows than one has is one list: give it back in *list (0 the first time) and it is written once. */
void book_choices_again(struct book *b, size_t first, size_t last, size_t column, const struct str *values, size_t n, size_t *list);
/* The whole file.  ST_TOO_LARGE: more than 1,048,576 rows, 16,384 columns or 32,767 characters in a cell. */
enum status book_close(struct book *b, struct buf *out) MUST_CHECK;
/* The same without a file. */
void book_drop(struct book *b);
#endif
