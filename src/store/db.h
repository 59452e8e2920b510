/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/base.h"

/* What a feature sees of the database: the functions that tools/sqlgen writes from its .sql file.
 * Nobody types SQL in C. */
struct db;
struct record_query;
struct record_sort;
struct record_filter;
struct record_derived;

/* Whose rows a statement may touch.  Made only by app/access.c, from the session and never from
 * input; statements on owned tables do not exist without it. */
struct scope {
	int64_t org;		/* the organisation whose records are looked at */
	int64_t branch;		/* 0: the whole organisation, else that unit and what hangs under it */
	int64_t tier;		/* records with a higher tier stay hidden, unless person is named on them */
	int64_t person;		/* the account; 0 for jobs */
	bool read_only;		/* under a grant: every writing statement answers ST_FORBIDDEN */
};

/* ---- what generated code is made of; features use the generated functions ---- */

enum db_kind { DB_NULL = 0, DB_INT, DB_TEXT, DB_BLOB };
struct db_value { enum db_kind kind; int64_t i; struct str s; };

struct db_stmt {
	const char *name;	/* "agreement_list" */
	const char *sqlite;	/* parameters ?1 ... ?n */
	const char *pg;		/* parameters $1::type ... */
	const char *in;		/* one letter a parameter: i t b */
	const char *out;	/* one letter a column: i t b */
	bool writes;
};
struct db_cursor {
	struct db *db;
	const struct db_stmt *st;
	void *impl;		/* store's own */
	int64_t changed;	/* rows written, once stepped to the end */
};
/* Binds and starts.  A unique key that stands in the way is ST_CONFLICT, a foreign key or check
 * ST_INVALID, serialization and locks ST_BUSY, a full or failing disk ST_UNAVAILABLE; an unexpected
 * NULL or type ST_INTERNAL.  All of it is found here and not later: the statement has done its writing when
 * db_open returns.  Inside a transaction the first failure sticks: nothing runs after it.
 * Text without a value binds as empty text, DB_NULL as NULL; text may not hold NUL.  A writing statement
 * outside of store_write is ST_INTERNAL.  db_close is needed after every db_open that gave ST_OK. */
enum status db_open(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret) MUST_CHECK;
/* ST_OK: a row is there; ST_NOT_FOUND: the end. */
enum status db_step(struct db_cursor *cur) MUST_CHECK;
bool db_is_null(struct db_cursor *cur, int col);
int64_t db_int(struct db_cursor *cur, int col);
struct str db_text(struct db_cursor *cur, int col, struct arena *a);	/* text or blob, copied */
void db_close(struct db_cursor *cur);

/* Statement coverage for the tests: every statement that has run at least once. */
void db_note_run(const struct db_stmt *st);

/* A typed view of one record table; written by sqlgen for "-- record:" and used by app/record.c alone,
 * so that no versioned row changes without its row in the change table.  row points to struct KIND. */
struct record_ops {
	const char *kind;	/* the table's name */
	size_t size;		/* sizeof(struct KIND) */
	size_t at_org, at_id, at_version;	/* offsets of the standard columns */
	size_t at_created_at, at_created_by, at_changed_at, at_changed_by;
	size_t at_withdrawn_at, at_withdrawn_by, at_withdrawn_why;
	enum status (*get)(struct db *, const struct scope *, struct arena *, int64_t id, void *ret_row);
	/* By its reference; NULL where the table has none. */
	enum status (*find)(struct db *, const struct scope *, struct arena *, struct str ref, void *ret_row);
	enum status (*insert)(struct db *, const struct scope *, const void *row);
	/* Writes where id and version match; row->version is the old one, stored is + 1; *ret_changed 0 or 1. */
	enum status (*update)(struct db *, const struct scope *, const void *row, int64_t *ret_changed);
	/* One page of the list; see struct list_query in app/list.h for the meaning. */
	enum status (*list)(struct db *, const struct scope *, struct arena *, const struct record_query *, void **ret_rows, size_t *ret_n);
	enum status (*count)(struct db *, const struct scope *, struct arena *, const struct record_query *, int64_t *ret);	/* at most 201 */
	size_t at_ref;		/* column ref (the people's reference), when has_ref */
	bool has_ref;
	bool has_unit;		/* record_query.branch cuts its list */
	size_t at_circle;	/* column circle (the few who may know of it, 0: everybody), when has_circle */
	bool has_circle;
	const char *within;	/* the kind of record that this is a part of, by the column at_within; NULL: none */
	size_t at_within;
	/* Columns X_sort and X_fold that stand beside a text column X: filled by app/record.c. */
	const struct record_derived *derived;
	size_t n_derived;
	const char *const *columns;	/* declared ones but for ref and derived ones: a shape names them all */
	size_t n_columns;
	const struct record_sort *sorts;	/* as declared; [0] is the default */
	size_t n_sorts;
	const struct record_filter *filters;
	size_t n_filters;
};
struct record_derived { size_t from, to; bool sort; /* else fold */ bool personal; /* from is a struct personal */ };
struct record_sort { const char *name; char type; /* i or t */ bool descending; size_t at; /* offset in the row */ bool wide; /* 64 bits there, else struct date */ };
struct record_filter { const char *name; char type; bool indexed; };
struct record_query {
	size_t sort;			/* index into sorts */
	struct db_value filter[8];	/* one per declared filter; DB_NULL: not set */
	int64_t branch;			/* only what belongs to this unit or one under it; 0: all */
	bool withdrawn;			/* false: live rows only; true: withdrawn rows only */
	struct db_value after;		/* cursor: sort value of the last row seen ... */
	int64_t after_id;		/* ... and its id; 0: from the start */
	int64_t limit;			/* rows wanted; callers ask for one more than they show */
};
#endif
