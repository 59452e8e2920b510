/* SPDX-License-Identifier: MIT */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H
#include "app/sheet.h"
#include "report/read.h"
#include "sql/app.h"

/* A spreadsheet into a plain register (API-2), in two pieces of long work: "register.check" says row by row what would become of
 * it and changes nothing; once that is accepted, "register.import" does it, each row once.  A row with an id, or with our own
 * reference, changes that record, one without makes a new one; columns are found by label or name, or by a mapping that was saved
 * for these headings, and those that are not there change nothing.  A cell that holds what the export would write changes nothing
 * either.  A row with the reference that another system gave it goes in once, however often it comes. */
#define IMPORT_ROWS 200000

enum import_row { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_HELD /* changed there, and left as it is here */, IMPORT_REFUSED, IMPORT__MAX };

/* Columns beside the fields of the shape. */
#define IMPORT_ID ((size_t)1000)
#define IMPORT_VERSION ((size_t)1001)
#define IMPORT_REF ((size_t)1002)
#define IMPORT_THEIR_REF ((size_t)1003)
#define IMPORT_EXTRA ((size_t)2000)	/* + the field of reg->import->shape */

struct import_words;			/* import_value.c: what the words of one column stand for */
struct import_column { struct str heading; size_t field; const struct field *f; struct import_words *words; };
struct import_unknown { size_t column; struct str word; int64_t times; };
#define IMPORT_UNKNOWN 300

/* How a file is to be read: map 0: the one saved for these headings, if there is one. */
struct import_wish { int64_t map; bool update; };

struct import {
	const struct register_def *reg;
	struct arena *mem;
	struct sheet_file *file;
	struct sheet_names *names;
	struct import_column *column;
	size_t n_columns;
	struct str print;		/* of the headings */
	struct import_map *map;		/* that was chosen, or NULL */
	bool update;			/* what has changed in the other system changes here too */
	bool unmatched;			/* no column is known */
	struct str unread;		/* headings that belong to no field */
	struct import_unknown *unknown; size_t n_unknown;	/* words that stand for nothing, for whoever says what they mean */
	uint64_t *seen; int64_t *seen_at; size_t seen_room;	/* what rows spoke of that came before, and in which row */
	int64_t rows;			/* read so far, without the headings */
	bool ended;
};

/* Opens and reads the headings; mem holds it, and closes it.  bytes stay where they are. */
enum status import_open(struct ctx *c, struct arena *mem, const struct register_def *reg, struct str bytes, const struct import_wish *wish, struct import **ret) MUST_CHECK;
/* ST_NOT_FOUND: the end. */
enum status import_next(struct ctx *c, struct import *m, struct sheet_row *ret) MUST_CHECK;
/* The row was done before: only what it speaks of is kept in mind. */
void import_pass(struct import *m, const struct sheet_row *row);

/* What a row would become; nothing is written.  rec: the record with its new values; note: in words. */
struct import_trouble { struct str place, what; };
struct import_judged {
	enum import_row is;
	void *rec, *extra;
	const void *before;
	struct str their_ref, print;	/* of a row from another system */
	bool known;			/* that row has come before */
	struct import_trouble note[8]; size_t n;
};
enum status import_judge(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *ret) MUST_CHECK;
/* In store: does it.  ST_CONFLICT without a reason: something in it may stand in one record only, and the transaction is gone. */
enum status import_save(struct ctx *c, struct import *m, struct import_judged *j) MUST_CHECK;
void import_clash(struct ctx *c, const struct import *m, const struct sheet_row *row, struct import_judged *ret);
void import_note(struct import_judged *j, enum import_row is, struct str place, struct str what);

/* ---- import_value.c ---- */
struct import_words *import_words_make(struct arena *mem, const struct field *f, struct str words);
/* The form's value of a cell; false: its words stand for nothing, *ret is the cell. */
bool import_value(struct ctx *c, struct import *m, const struct import_column *k, struct str cell, struct str *ret);
/* "2:05 pm" as "14:05"; what is no time as it is. */
struct str import_clock(struct arena *a, struct str s);
bool import_same(struct ctx *c, struct str a, struct str b);	/* but for case, accents and space around */

/* ---- import_map.c: saved mappings ---- */
extern const struct record_type import_map_record;
enum status import_map_choose(struct ctx *c, struct arena *mem, const struct record_type *t, int64_t map, struct str print, struct import_map **ret) MUST_CHECK;
/* The field that a heading stands for by that mapping; false: it says nothing of it. */
bool import_map_field(struct ctx *c, const struct import_map *map, struct str heading, struct str *ret);
/* By its name; 0 for an empty one. */
enum status import_map_find(struct ctx *c, const struct record_type *t, struct str name, int64_t *ret) MUST_CHECK;
/* The names of those saved for that list, for people. */
enum status import_map_names_text(struct ctx *c, const struct record_type *t, struct str *ret) MUST_CHECK;
/* The field that goes by that name or label: see struct import_column. */
size_t import_field_find(struct ctx *c, const struct register_def *reg, struct str name);
/* The actions and pages of a register's mapping, for app/register.c. */
extern const struct shape import_match_shape;
action_fn import_match_load, import_match_store;
enum status import_match_form_load(struct ctx *c);
page_fn import_match_html;

/* ---- as long work ---- */

/* What has been checked, by the id of that work: one's own, done, and of the register of c->action. */
struct import_source { int64_t file, rows; struct import_wish wish; struct when at; };
enum status import_source(struct ctx *c, struct str check, struct import_source *ret) MUST_CHECK;
/* In store: asks for either.  shared: the file has been checked before. */
enum status import_check_ask(struct ctx *c, const struct register_def *reg, int64_t file, const struct import_wish *wish, bool shared, int64_t *ret_id) MUST_CHECK;
enum status import_accept_ask(struct ctx *c, const struct register_def *reg, int64_t check, int64_t *ret_id) MUST_CHECK;
extern const struct long_def import_check_long, import_long;
struct str import_summary(struct ctx *c, const struct import *m, const int64_t n[IMPORT__MAX], bool saved);

/* ---- with the database to itself, import_alone.c ---- */
struct import_alone {
	const struct register_def *reg;
	const struct action *action;
	struct str bytes;
	struct str mapping;		/* name of one, or empty */
	struct import_wish wish;
	bool dry;
	void (*trouble)(const struct import_trouble *t);	/* each row that is refused or held */
	void (*progress)(int64_t rows);
	int64_t n[IMPORT__MAX];
	struct str said;		/* why it ended, or how it went */
};
enum status import_alone(struct app *app, struct db *mine, struct arena *mem, const struct who *who, struct import_alone *run) MUST_CHECK;
#endif
