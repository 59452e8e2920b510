/* SPDX-License-Identifier: MIT */
#ifndef REPORT_READ_H
#define REPORT_READ_H
#include "base/message.h"
#include "report/value.h"

/* Reads a spreadsheet that somebody sent, CSV or XLSX, row after row, and believes nothing: caps on everything that
 * could grow, no DOCTYPE, no entity, no formula calculated.  What is wrong is named by sheet and cell, or by line. */
struct sheet_limits {
	size_t rows;		/* that hold something, in one sheet */
	size_t columns;
	size_t cell;		/* bytes of one cell */
	size_t text;		/* bytes of all shared texts of a workbook */
	size_t unpacked;	/* bytes of one part of a workbook */
	size_t ratio;		/* unpacked to packed, of parts over 1 MB */
	size_t entries;		/* of the archive */
};
/* 200,000 rows of 256 columns, 131,072 bytes in a cell, 64 MB of shared text, 512 MB unpacked, 250 to 1, 2,000 entries. */
extern const struct sheet_limits sheet_limits_usual;

struct sheet_row {
	int64_t number;			/* row of the sheet, or line of the file, from 1 */
	struct sheet_value *cells;	/* borrowed until the next row */
	size_t n;			/* up to the last cell that holds something */
};
struct sheet_file;

/* Where this is set, a workbook is unpacked and parsed in the worker (report/apart.c): neither archive nor XML of somebody else is
 * touched by this process.  Programs set it first of all; what links the reader alone leaves it. */
typedef enum status sheet_apart_fn(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct str *ret_packed, struct message *ret_why);
extern sheet_apart_fn *sheet_apart;

/* bytes stay where they are until sheet_close().  ST_INVALID: *ret_why says what it is not, and what to do. */
enum status sheet_open(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct sheet_file **ret, struct message *ret_why) MUST_CHECK;
void sheet_close(struct sheet_file *f);
bool sheet_is_csv(const struct sheet_file *f);
/* The sheets in the order of the workbook, hidden ones as well; CSV has one without a name. */
size_t sheet_count(const struct sheet_file *f);
struct str sheet_name(const struct sheet_file *f, size_t sheet);
size_t sheet_find(const struct sheet_file *f, const char *name);	/* without case; SIZE_MAX: none */
/* From the top of that sheet; may come again. */
enum status sheet_start(struct sheet_file *f, size_t sheet, struct message *ret_why) MUST_CHECK;
/* The next row that holds something; ST_NOT_FOUND: the end; ST_INVALID: *ret_why. */
enum status sheet_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why) MUST_CHECK;
/* "Answers!C12", "C12" where the workbook has one sheet only, "line 12, column 3" of CSV; column counts from 0. */
struct str sheet_where(const struct sheet_file *f, struct arena *a, int64_t number, size_t column);
#endif
