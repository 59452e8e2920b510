/* SPDX-License-Identifier: MIT */
#ifndef STORE_STORE_TEST_H
#define STORE_STORE_TEST_H
#include "store/impl.h"
#include "tests/harness.h"
#include "tests/testdb.h"

/* A small program of store's own: two migrations and a handful of statements. */
extern const struct migration small_list[];
enum { SMALL_FIRST = 1, SMALL_ALL = 2 };

extern const struct db_stmt item_add, item_get, item_bump, item_all, item_count, part_add, log_add, log_all, forever;

/* Open with the first n of them run; closed when the test ends. */
struct store *small_store_at(const char *address, size_t n);
struct store *small_store(void);
struct db *reader(struct store *s);	/* given back when the test ends */

#define V_INT(v) { .kind = DB_INT, .i = (v) }
#define V_TEXT(lit) { .kind = DB_TEXT, .s = STR_INIT(lit) }

/* To the end; what the first row's first column holds, in *ret_i. */
enum status run(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, int64_t *ret_i);
enum status add_item(struct db *db, int64_t id, struct str name, int64_t n);
/* -1: not there. */
int64_t item_n(struct db *db, struct str name);
int64_t count_items(struct db *db);

/* A write that adds one item and then returns what it was told to. */
struct add { int64_t id; struct str name; int64_t n; enum status then; enum status st; int64_t held; };
enum status add_fn(void *arg, struct db *db);
enum status write_one(struct store *s, int64_t id, const char *name, int64_t n);

/* Members that reach the writer while it is held, so that on SQLite they are one batch. */
struct member { struct store *s; write_fn *fn; void *arg; enum status st; pthread_t thread; };
void run_together(struct store *s, struct member *m, size_t n);
#endif
