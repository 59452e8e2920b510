/* SPDX-License-Identifier: MIT */
#ifndef REPORT_XLSX_H
#define REPORT_XLSX_H
#include <expat.h>
#include <zip.h>
#include "report/csv.h"
#include "report/read.h"

/* Shared by the files of the XLSX reader only. */
#define XLSX_SHEETS 64
#define XLSX_PIECE 65536

struct xlsx_sheet { struct str name; struct str part; };
/* What a number format makes of a number. */
enum xlsx_form { FORM_NUMBER = 0, FORM_DATE, FORM_MOMENT };

struct sheet_file {
	struct arena *a;
	const struct sheet_limits *limits;
	struct csv csv;
	zip_t *zip;		/* NULL: CSV, or packed */
	struct str packed, rest;	/* what the worker made of a workbook, see packed.c; rest: of this sheet */
	struct xlsx_sheet sheets[XLSX_SHEETS];
	size_t n_sheets, sheet;
	bool from_1904;
	uint8_t *forms;		/* enum xlsx_form by cell style */
	size_t n_forms;
	struct buf shared;	/* texts, one after another … */
	struct buf shared_at;	/* … and where each ends, uint32_t */
	/* the sheet being read */
	zip_file_t *part;
	XML_Parser parser;
	struct message why;	/* set by a handler that stopped the parser */
	size_t unpacked;
	int64_t row_number, rows;
	struct buf text;	/* of this row's cells */
	struct buf value;	/* of this cell */
	struct sheet_value *cells;
	size_t n_cells, at, piece;
	struct arena scratch;	/* of this row */
	int64_t style;
	char type[12];
	bool in_value, in_text, in_phonetic, formula, row_done, ended;
};

/* packed.c: all that a workbook holds in a plain form, in which it comes back from the worker */
enum status packed_make(struct sheet_file *f, struct buf *out) MUST_CHECK;
void packed_refusal(struct buf *out, const struct message *why);
/* ST_INVALID: *ret_why is what the worker found. */
enum status packed_open(struct sheet_file *f, struct message *ret_why) MUST_CHECK;
void packed_start(struct sheet_file *f, size_t sheet);
enum status packed_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why) MUST_CHECK;

/* xlsx_part.c: parts of the archive, streamed through expat */
struct xlsx_walk {
	struct sheet_file *f;
	void (*start)(struct xlsx_walk *w, const char *name, const XML_Char **attr);	/* name without its namespace */
	void (*end)(struct xlsx_walk *w, const char *name);
	void (*text)(struct xlsx_walk *w, const char *s, int n);
	XML_Parser parser;
	struct message *why;
	void *arg;
	size_t depth;
};
enum status xlsx_open(struct sheet_file *f, struct str bytes, struct message *ret_why) MUST_CHECK;
/* A whole part.  must: that it is not there is ST_INVALID, else ST_NOT_FOUND. */
enum status xlsx_part(struct sheet_file *f, struct str name, struct xlsx_walk *w, bool must, struct message *ret_why) MUST_CHECK;
enum status xlsx_part_open(struct sheet_file *f, struct str name, zip_file_t **ret, struct message *ret_why) MUST_CHECK;
XML_Parser xlsx_parser(void *user);
/* What the parser stumbled over, in words. */
void xlsx_parser_why(XML_Parser p, struct str part, struct message *ret_why);
const char *xlsx_local(const char *name);
const char *xlsx_attr(const XML_Char **attr, const char *name);	/* by its name without namespace; NULL: not there */
/* Stops the parser of w with this message. */
void xlsx_stop(struct xlsx_walk *w, struct message why);

/* xlsx_book.c: what the workbook says of its sheets, styles and shared texts */
enum status xlsx_book(struct sheet_file *f, struct message *ret_why) MUST_CHECK;
/* "_x000A_" for what XML cannot hold; in place. */
size_t xlsx_unescape(char *p, size_t n);

/* xlsx_sheet.c: one sheet, row by row */
enum status xlsx_start(struct sheet_file *f, size_t sheet, struct message *ret_why) MUST_CHECK;
enum status xlsx_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why) MUST_CHECK;
void xlsx_end(struct sheet_file *f);
#endif
