/* SPDX-License-Identifier: MIT */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "store/db.h"

/* The database as a whole: opening, transactions, migrations, backup.  For app and cli only.
 * Addresses: "sqlite:FILE" and "postgresql://...". */
struct store;

/* One schema step, generated at build time from src/feature/X/STAMP_what.sql (and src/app/). */
struct migration {
	const char *stamp;	/* "20261122T0900" */
	const char *name;	/* "agreement/20261122T0900_create" */
	const char *sqlite, *pg;
	const char *checksum;	/* 64 hex digits over the source text */
};
extern const struct migration store_migrations[];
extern const size_t store_migration_count;

struct store_options {
	const char *address;
	bool create;		/* make the file where it is missing */
	const char *app_name;	/* shown to PostgreSQL */
	bool loose;		/* a commit does not wait for the disk: only for what can be made again */
};
/* *ret_why: one plain sentence with what to do, in the arena, whenever the result is not ST_OK.
 * Refuses: an SQLite between 3.7.0 and 3.51.2, a file that is not ours, a pooler in transaction mode. */
enum status store_open(const struct store_options *o, struct arena *a, struct store **ret, struct str *ret_why) MUST_CHECK;
void store_close(struct store *s);
bool store_is_pg(const struct store *s);

enum schema_state { SCHEMA_EMPTY, SCHEMA_OLDER, SCHEMA_CURRENT, SCHEMA_NEWER, SCHEMA_FOREIGN /* a checksum differs */ };
enum status store_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why) MUST_CHECK;
/* Runs what is missing, each in a transaction, one process at a time.  *ret_ran: how many. */
enum status store_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why) MUST_CHECK;

/* A connection of one's own for reading (and, on PostgreSQL, writing).  One thread at a time. */
enum status store_connect(struct store *s, struct db **ret) MUST_CHECK;
void store_disconnect(struct db *db);

enum status db_begin_read(struct db *db) MUST_CHECK;	/* one snapshot, taken by its first statement; read-only */
void db_end_read(struct db *db);
/* Instead of db_end_read, where more of the same request may follow: the next db_begin_read goes on in this snapshot.  What ends
 * it is db_end_read, or a write through this connection. */
void db_pause_read(struct db *db);
int64_t db_snapshot(const struct db *db);	/* which of its reads is open; 0: none, what is read may change */
/* Reads on this connection give up after ms (ST_UNAVAILABLE); 0: never.  Set once or often: the time counts
 * from db_begin_read, or from each statement outside of one. */
void db_deadline(struct db *db, int ms);

/* Runs fn in one write transaction and returns after its commit is durable.
 * SQLite: on the writer thread, in a savepoint, many members to one commit; mine may be NULL.
 * fn NULL: nothing but what the hook at commit writes for arg.
 * PostgreSQL: on mine, SERIALIZABLE, retried with jitter up to 8 times (fn must be repeatable).
 * Whatever fn returns but ST_OK takes back its changes.  ret_held_us (or NULL): how long fn ran.
 * On both, fn may run more than once, must return (a longjmp out of it would leave the writer's
 * thread), and may not write again inside.  Its first failed statement decides: later ones do not run and
 * give the same status, and so does store_write where fn returns ST_OK nevertheless.
 * ST_UNAVAILABLE after a connection was lost in COMMIT leaves open whether it was kept. */
typedef enum status write_fn(void *arg, struct db *db);
enum status store_write(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us) MUST_CHECK;

/* Called once for each durable commit, just before it, with the arguments of its successful members in order:
 * the audit chain is written here.  lane: 0 on SQLite, on PostgreSQL the connection's own number, held by no
 * other connection of any process while it lives; after a reconnect it may be another.
 * May come again for the same members where the commit failed or is retried, so it reads its head from
 * the table.  Its failure is ST_UNAVAILABLE for those it concerns.  Set before the first write. */
typedef enum status commit_fn(void *hook_arg, struct db *db, int lane, void **args, size_t n);
void store_on_commit(struct store *s, commit_fn *fn, void *hook_arg);

/* Online copy into one file (SQLite: between batches of the writer; PostgreSQL: pg_dump's custom format by
 * running pg_dump).  Refuses to overwrite. */
enum status store_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why) MUST_CHECK;
/* From a backup file into an address where nothing is yet. */
enum status store_restore(const char *from, const char *address, struct arena *a, struct str *ret_why) MUST_CHECK;
/* PRAGMA integrity_check + foreign_key_check, or nothing on PostgreSQL. */
enum status store_check(struct store *s, struct arena *a, struct str *ret_why) MUST_CHECK;
/* Equal for a fresh and an upgraded database: the schema as sorted text. */
enum status store_dump_schema(struct store *s, struct arena *a, struct str *ret) MUST_CHECK;
/* For tests: every statement that can be prepared is, on this database; why names the first that cannot. */
enum status store_prepare_all(struct db *db, const struct db_stmt *const *all, size_t n, struct arena *a, struct str *ret_why) MUST_CHECK;
extern const struct db_stmt *const store_statements[];
extern const size_t store_statement_count;
/* Whether this statement has run in this process, on whatever database. */
bool db_has_run(const struct db_stmt *st);
/* How many statements this connection has run: what a page asks for may not grow with the register. */
int64_t db_statements(const struct db *db);
#endif
