/* SPDX-License-Identifier: MIT */
#ifndef STORE_IMPL_H
#define STORE_IMPL_H
#include <pthread.h>
#include "store/store.h"

/* What the files of store share, and what store's own tests may reach for. */

/* One database engine.  store.c judges what is the same for both (parameters, who may write, what a
 * failure does to a transaction); an engine sees only calls that have passed. */
struct backend {
	enum status (*connect)(struct store *s, struct db **ret);
	void (*disconnect)(struct db *db);
	enum status (*begin_read)(struct db *db);
	void (*end_read)(struct db *db);
	void (*deadline)(struct db *db, int ms);
	enum status (*open)(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret);
	enum status (*step)(struct db_cursor *cur);
	bool (*is_null)(struct db_cursor *cur, int col);
	int64_t (*get_int)(struct db_cursor *cur, int col);
	struct str (*get_text)(struct db_cursor *cur, int col, struct arena *a);
	void (*close)(struct db_cursor *cur);
	enum status (*prepare)(struct db *db, const struct db_stmt *st, struct arena *a, struct str *ret_why);
	enum status (*write)(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us);
	enum status (*schema)(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why);
	enum status (*migrate)(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why);
	enum status (*backup)(struct store *s, struct arena *a, const char *to, struct str *ret_why);
	enum status (*check)(struct store *s, struct arena *a, struct str *ret_why);
	enum status (*dump)(struct store *s, struct arena *a, struct str *ret);
	void (*shut)(struct store *s);
};

/* The head of a connection; each engine puts its own behind it. */
struct db {
	const struct backend *ops;
	struct store *store;
	int lane;
	bool writing, reading;		/* inside store_write, inside db_begin_read */
	bool paused;			/* reading, but nobody is at it: db_pause_read */
	enum status doomed;		/* the first failure inside either: nothing runs after it */
	int deadline_ms;
	int64_t deadline_at;		/* by clock_us; 0: none running */
	int64_t statements, snapshots;
};

struct store {
	const struct backend *ops;
	char *path;			/* SQLite: the file; PostgreSQL: the address */
	char *app_name;
	const struct migration *migrations;
	size_t migration_count;
	commit_fn *on_commit;
	void *on_commit_arg;
	bool loose;			/* see store_options */
	void *impl;			/* the engine's own */
};

int64_t clock_us(void);
/* Starts the clock of a read, where the connection has a deadline. */
void deadline_start(struct db *db);
bool deadline_over(const struct db *db);

/* Memory that outlives requests; there is no way on without it. */
void *store_alloc(size_t size);
char *store_strdup(const char *z);

/* Replaces the program's migrations; before the first store_schema or store_migrate. */
void store_use_migrations(struct store *s, const struct migration *list, size_t n);

enum status sqlite_store_open(struct store *s, const struct store_options *o, struct arena *a, struct str *ret_why);
enum status pg_store_open(struct store *s, const struct store_options *o, struct arena *a, struct str *ret_why);
enum status sqlite_restore(const char *from, const char *path, struct arena *a, struct str *ret_why);
enum status pg_restore(const char *from, const char *address, struct arena *a, struct str *ret_why);

/* ---- migrations, what both engines share ---- */

/* One row of schema_migration. */
struct applied { const char *stamp, *name, *checksum, *program; };
/* Compares what ran with what the program brings.  Next: the first that is missing, or NULL. */
enum schema_state migrate_judge(const struct store *s, const struct applied *rows, size_t n, struct arena *a,
    const struct migration **ret_next, struct str *ret_why);
extern const char *const migrate_create_sqlite, *const migrate_create_pg;
/* The lines of a schema, sorted and joined. */
struct str schema_text(struct arena *a, struct str *lines, size_t n);

/* ---- files ---- */

/* A name beside to for writing into, created and empty.  Refuses where to exists. */
enum status file_start(struct arena *a, const char *to, const char **ret_temp, struct str *ret_why);
/* Makes temp durable and gives it its name; refuses to replace.  Removes temp on failure. */
enum status file_finish(struct arena *a, const char *temp, const char *to, struct str *ret_why);
struct str file_dir(struct arena *a, const char *path);
#endif
