/* SPDX-License-Identifier: MIT */
#ifndef STORE_PG_IMPL_H
#define STORE_PG_IMPL_H
#include <libpq-fe.h>
#include "store/impl.h"

/* First half of our advisory locks: 0 is for migrations, 1 and up are lanes. */
#define PG_LOCK "1463898692"

struct pg_entry { const struct db_stmt *st; struct pg_entry *next; char name[16]; };
struct pg_cursor { PGresult *r; int row; struct pg_cursor *next; };

enum { PG_BUCKETS = 256 };
struct pg_db {
	struct db db;			/* first: a struct db is cast to this */
	PGconn *c;
	struct pg_entry *buckets[PG_BUCKETS];	/* prepared on this connection */
	unsigned names;
	struct pg_cursor *open, *spare;
	int timeout_ms;			/* what the session's statement_timeout is */
	bool again;			/* the transaction failed in a way that a retry may cure */
};

struct pg_store {
	struct pg_db *own;		/* for callers that bring none, and for administration */
	pthread_mutex_t lock;
};

static inline struct pg_db *
pg_of(struct db *db)
{
	return (struct pg_db *)db;
}

extern const struct backend pg_backend;

/* Never NULL; the caller looks at PQstatus. */
PGconn *pg_dial(const char *address, const char *app_name);
enum status pg_session(struct pg_db *d);
enum status pg_connect(struct store *s, struct db **ret);
void pg_disconnect(struct db *db);
/* One command outside of statements; the result is cleared. */
enum status pg_run(struct pg_db *d, const char *sql);
enum status pg_failed(struct pg_db *d, const char *what, const PGresult *r);
enum status pg_write(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us);
/* A transaction or command at the start of something new: a lost connection is made again first. */
enum status pg_start(struct pg_db *d, const char *sql);
void pg_tidy(struct pg_db *d);

/* ---- pg_admin.c, pg_copy.c ---- */
enum status pg_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why);
enum status pg_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why);
enum status pg_check(struct store *s, struct arena *a, struct str *ret_why);
enum status pg_dump_schema(struct store *s, struct arena *a, struct str *ret);
enum status pg_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why);
/* Why there is no connection, without the password. */
enum status pg_why(PGconn *c, struct arena *a, struct str *ret_why);
/* Of a small query; text is NULL where there is no row. */
const char *pg_text(PGconn *c, const char *sql, struct arena *a);
#endif
