/* SPDX-License-Identifier: MIT */
#ifndef STORE_SQLITE_IMPL_H
#define STORE_SQLITE_IMPL_H
#include <sqlite3.h>
#include "store/impl.h"

/* What marks a file as ours: "WARD". */
enum { SQLITE_OUR_ID = 0x57415244 };

/* One prepared statement.  A statement that is open twice at once has two of them. */
struct sqlite_entry {
	const struct db_stmt *st;
	sqlite3_stmt *stmt;
	struct sqlite_entry *next;
	int first;		/* what the step at db_open gave, until db_step hands it out */
	int col;		/* of value */
	sqlite3_value *value;	/* of the row under the cursor, read last; NULL: none */
	bool busy, fresh;
};
enum { SQLITE_BUCKETS = 256 };
struct sqlite_db {
	struct db db;		/* first: a struct db is cast to this */
	sqlite3 *h;
	sqlite3_stmt *begin, *commit;	/* of readers */
	size_t n_busy;
	struct sqlite_entry *buckets[SQLITE_BUCKETS];
};

struct writer;
struct sqlite_store { struct writer *writer; };

static inline struct sqlite_db *
sqlite_of(struct db *db)
{
	return (struct sqlite_db *)db;
}

/* A connection with all settings; the writer's may write.  SQLite's code. */
int sqlite_connect(struct store *s, bool writer, struct sqlite_db **ret);
void sqlite_disconnect(struct sqlite_db *d);
enum status sqlite_status(int code);
/* Runs text without rows; the code of the first failure. */
int sqlite_run(sqlite3 *h, const char *sql);
/* Whatever a caller left open is closed. */
void sqlite_tidy(struct sqlite_db *d);
/* One number from a pragma or a query; otherwise where there is none. */
int64_t sqlite_number(sqlite3 *h, const char *sql, int64_t otherwise);
/* A plain sentence for code, on file path. */
struct str sqlite_why(struct arena *a, int code, const char *path);

/* ---- writer.c ---- */
/* Steps on the writer's connection between two batches, outside of any transaction. */
enum task_step { TASK_DONE = 0, TASK_MORE };
typedef enum task_step task_fn(void *arg, struct sqlite_db *d);
int writer_start(struct store *s, struct writer **ret);	/* SQLite's code */
void writer_stop(struct writer *w);
void writer_task(struct writer *w, task_fn *fn, void *arg);
enum status writer_write(struct store *s, write_fn *fn, void *arg, int64_t *ret_held_us);

/* ---- migrate.c, schema.c, backup.c ---- */
enum status sqlite_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why);
enum status sqlite_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why);
enum status sqlite_check(struct store *s, struct arena *a, struct str *ret_why);
enum status sqlite_check_in(sqlite3 *h, const char *path, struct arena *a, struct str *ret_why);
enum status sqlite_dump(struct store *s, struct arena *a, struct str *ret);
enum status sqlite_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why);
/* Looks at a file before SQLite does: there, readable, a database, ours. */
enum status sqlite_file_judge(struct arena *a, const char *path, bool create, struct str *ret_why);
enum status sqlite_head_judge(struct arena *a, const char *path, struct str *ret_why);
enum status sqlite_owner_judge(struct arena *a, sqlite3 *h, const char *path, struct str *ret_why);
#endif
