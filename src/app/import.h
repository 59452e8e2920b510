/* SPDX-License-Identifier: MIT */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H
#include "app/sheet.h"
#include "report/read.h"

/* A spreadsheet into a plain register (API-2), in two pieces of long work: "register.check" says row by row what would become of
 * it and changes nothing; once that is accepted, "register.import" does it, each row once.  The file is what the register's own
 * export gives: a row with an id changes that record, one without makes a new one; columns are found by label or name, and those that are
 * not there change nothing.  A cell that holds what the export would write changes nothing either. */
#define IMPORT_ROWS 200000

enum import_row { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_REFUSED, IMPORT__MAX };

struct import {
	const struct register_def *reg;
	struct sheet_file *file;
	struct sheet_names *names;
	size_t *field;			/* by column: field of the shape, or one of the three below, or SIZE_MAX */
	size_t n_columns;
	struct str unread;		/* headings that belong to no field */
	int64_t *seen, *seen_at; size_t seen_room;	/* ids that came before, and in which row */
	int64_t rows;			/* read so far, without the headings */
	bool ended;
};
#define IMPORT_ID ((size_t)1000)
#define IMPORT_VERSION ((size_t)1001)
#define IMPORT_REF ((size_t)1002)

/* Opens and reads the headings; mem holds it, and closes it.  columns: one "Heading = Field" a line, for headings that are not ours. */
enum status import_open(struct ctx *c, struct arena *mem, const struct register_def *reg, int64_t file, struct str columns, struct import **ret) MUST_CHECK;
/* ST_NOT_FOUND: the end. */
enum status import_next(struct ctx *c, struct import *m, struct sheet_row *ret) MUST_CHECK;

/* What a row would become; nothing is written.  rec: the record with its new values; note: in words. */
struct import_trouble { struct str place, what; };
struct import_judged { enum import_row is; void *rec; const void *before; struct import_trouble note[8]; size_t n; };
enum status import_judge(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *ret) MUST_CHECK;

/* The place of an id among those that came before. */
size_t import_slot(const struct import *m, int64_t id);

/* What has been checked, by the id of that work: one's own, done, and of the register of c->action. */
struct import_source { int64_t file, rows; struct str columns; };
enum status import_source(struct ctx *c, struct str check, struct import_source *ret) MUST_CHECK;
/* In store: asks for either. */
enum status import_check_ask(struct ctx *c, const struct register_def *reg, int64_t file, struct str columns, int64_t *ret_id) MUST_CHECK;
enum status import_accept_ask(struct ctx *c, const struct register_def *reg, int64_t check, int64_t *ret_id) MUST_CHECK;
extern const struct long_def import_check_long, import_long;
#endif
