/* SPDX-License-Identifier: MIT */
#include "store/impl.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/log.h"

int64_t
clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void *
store_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p) {
		log_event("out_of_memory", "where", "store", NULL);
		abort();
	}
	return p;
}

char *
store_strdup(const char *z)
{
	size_t n = strlen(z) + 1;
	char *p = store_alloc(n);
	memcpy(p, z, n);
	return p;
}

/* ---- the store ---- */

static void
store_free(struct store *s)
{
	free(s->path);
	free(s->app_name);
	free(s);
}

static const char *
address_sqlite(const char *address)
{
	return strncmp(address, "sqlite:", 7) == 0 && address[7] != '\0' ? address + 7 : NULL;
}

static bool
address_is_pg(const char *address)
{
	return strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0;
}

/* The address itself is not repeated: it may hold a password. */
static enum status
address_refused(struct arena *a, struct str *ret_why)
{
	*ret_why = arena_printf(a, "The database address is not one that Wardkeep knows. Write sqlite:FILE for a "
	    "database in a file, or postgresql://USER@HOST:PORT/NAME for PostgreSQL.");
	return ST_INVALID;
}

enum status
store_open(const struct store_options *o, struct arena *a, struct store **ret, struct str *ret_why)
{
	const char *address = o->address ? o->address : "";
	const char *file = address_sqlite(address);
	if (!file && !address_is_pg(address))
		return address_refused(a, ret_why);
	struct store *s = store_alloc(sizeof(*s));
	s->path = store_strdup(file ? file : address);
	s->app_name = store_strdup(o->app_name ? o->app_name : "wardkeep");
	s->loose = o->loose;
	s->migrations = store_migrations;
	s->migration_count = store_migration_count;
	enum status st = file ? sqlite_store_open(s, o, a, ret_why) : pg_store_open(s, o, a, ret_why);
	if (st != ST_OK) {
		store_free(s);
		return st;
	}
	*ret = s;
	return ST_OK;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	s->ops->shut(s);
	store_free(s);
}

bool
store_is_pg(const struct store *s)
{
	return address_is_pg(s->path);
}

void
store_use_migrations(struct store *s, const struct migration *list, size_t n)
{
	s->migrations = list;
	s->migration_count = n;
}

enum status
store_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why)
{
	*ret_why = (struct str){ 0 };
	return s->ops->schema(s, a, ret, ret_why);
}

enum status
store_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why)
{
	*ret_ran = 0;
	*ret_why = (struct str){ 0 };
	return s->ops->migrate(s, a, ret_ran, ret_why);
}

enum status
store_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why)
{
	return s->ops->backup(s, a, to, ret_why);
}

enum status
store_restore(const char *from, const char *address, struct arena *a, struct str *ret_why)
{
	const char *file = address_sqlite(address);
	if (file)
		return sqlite_restore(from, file, a, ret_why);
	return address_is_pg(address) ? pg_restore(from, address, a, ret_why) : address_refused(a, ret_why);
}

enum status
store_check(struct store *s, struct arena *a, struct str *ret_why)
{
	return s->ops->check(s, a, ret_why);
}

enum status
store_dump_schema(struct store *s, struct arena *a, struct str *ret)
{
	return s->ops->dump(s, a, ret);
}

void
store_on_commit(struct store *s, commit_fn *fn, void *hook_arg)
{
	s->on_commit = fn;
	s->on_commit_arg = hook_arg;
}

enum status
store_write(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	int64_t held = 0;
	if (mine != NULL && mine->paused)
		db_end_read(mine);
	enum status st = s->ops->write(s, mine, fn, arg, &held);
	if (ret_held_us)
		*ret_held_us = held;
	return st;
}

enum status
store_prepare_all(struct db *db, const struct db_stmt *const *all, size_t n, struct arena *a, struct str *ret_why)
{
	for (size_t i = 0; i < n; i++)
		TRY(db->ops->prepare(db, all[i], a, ret_why));
	return ST_OK;
}

/* ---- connections ---- */

enum status
store_connect(struct store *s, struct db **ret)
{
	return s->ops->connect(s, ret);
}

void
store_disconnect(struct db *db)
{
	if (db)
		db->ops->disconnect(db);
}

void
deadline_start(struct db *db)
{
	db->deadline_at = db->deadline_ms > 0 ? clock_us() + (int64_t)db->deadline_ms * 1000 : 0;
}

bool
deadline_over(const struct db *db)
{
	return db->deadline_at && clock_us() > db->deadline_at;
}

/* Counts from db_begin_read, or from each statement outside of one.  Never on a connection that is
 * writing: nothing interrupts a write. */
void
db_deadline(struct db *db, int ms)
{
	if (db->writing)
		return;
	db->deadline_ms = ms;
	deadline_start(db);
	db->ops->deadline(db, ms);
}

enum status
db_begin_read(struct db *db)
{
	bool on = db->paused && db->doomed == ST_OK;
	if (db->paused && !on)
		db_end_read(db);
	if (db->writing || (db->reading && !on))
		return ST_INTERNAL;
	db->paused = false;
	if (on) {
		deadline_start(db);
		return ST_OK;
	}
	TRY(db->ops->begin_read(db));
	db->doomed = ST_OK;
	db->reading = true;
	db->snapshots++;
	deadline_start(db);
	return ST_OK;
}

void
db_end_read(struct db *db)
{
	if (!db->reading)
		return;
	db->ops->end_read(db);
	db->reading = db->paused = false;
	db->doomed = ST_OK;
	db->deadline_at = 0;
}

void
db_pause_read(struct db *db)
{
	db->paused = db->reading;
}

int64_t
db_snapshot(const struct db *db)
{
	return db->reading ? db->snapshots : 0;
}

/* ---- statements ---- */

static bool
value_fits(const struct db_value *v, char letter)
{
	switch (v->kind) {
	case DB_NULL:
		return true;
	case DB_INT:
		return letter == 'i';
	case DB_TEXT:
		/* PostgreSQL has no text with NUL in it; SQLite would cut it somewhere else. */
		return letter == 't' && (v->s.n == 0 || !memchr(v->s.p, 0, v->s.n));
	case DB_BLOB:
		return letter == 'b';
	}
	return false;
}

static bool
values_fit(const struct db_stmt *st, const struct db_value *in, size_t n)
{
	if (strlen(st->in) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!value_fits(&in[i], st->in[i]))
			return false;
	return true;
}

/* PostgreSQL gives up a transaction at its first error.  SQLite would go on, and a caller that relied
 * on it would pass its tests on one database only; so the first failure ends both. */
static enum status
doom(struct db *db, enum status st)
{
	if (st != ST_OK && st != ST_NOT_FOUND && (db->writing || db->reading) && db->doomed == ST_OK)
		db->doomed = st;
	return st;
}

enum status
db_open(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret)
{
	if (db->doomed != ST_OK)
		return db->doomed;
	if (!values_fit(st, in, n) || (st->writes && !db->writing)) {
		log_event("statement_misused", "statement", st->name, NULL);
		return doom(db, ST_INTERNAL);
	}
	if (!db->writing) {
		if (!db->reading)
			deadline_start(db);
		if (deadline_over(db))
			return doom(db, ST_UNAVAILABLE);
	}
	db_note_run(st);
	db->statements++;
	*ret = (struct db_cursor){ .db = db, .st = st };
	return doom(db, db->ops->open(db, st, in, n, ret));
}

enum status
db_step(struct db_cursor *cur)
{
	return doom(cur->db, cur->db->ops->step(cur));
}

bool
db_is_null(struct db_cursor *cur, int col)
{
	return cur->db->ops->is_null(cur, col);
}

int64_t
db_int(struct db_cursor *cur, int col)
{
	return cur->db->ops->get_int(cur, col);
}

struct str
db_text(struct db_cursor *cur, int col, struct arena *a)
{
	return cur->db->ops->get_text(cur, col, a);
}

void
db_close(struct db_cursor *cur)
{
	if (!cur->impl)
		return;
	cur->db->ops->close(cur);
	cur->impl = NULL;
}

int64_t
db_statements(const struct db *db)
{
	return db->statements;
}

/* ---- coverage: a set of pointers that only grows ---- */

enum { RUN_SLOTS = 1 << 14 };
static _Atomic(const struct db_stmt *) run_slots[RUN_SLOTS];

static size_t
run_start(const struct db_stmt *st)
{
	return (size_t)(((uint64_t)(uintptr_t)st >> 4) * 0x9E3779B97F4A7C15u >> 50);
}

void
db_note_run(const struct db_stmt *st)
{
	size_t at = run_start(st);
	for (size_t i = 0; i < RUN_SLOTS; i++, at = (at + 1) % RUN_SLOTS) {
		const struct db_stmt *seen = atomic_load_explicit(&run_slots[at], memory_order_relaxed);
		if (seen == st)
			return;
		if (!seen && atomic_compare_exchange_strong(&run_slots[at], &seen, st))
			return;
		if (seen == st)
			return;
	}
}

bool
db_has_run(const struct db_stmt *st)
{
	size_t at = run_start(st);
	for (size_t i = 0; i < RUN_SLOTS; i++, at = (at + 1) % RUN_SLOTS) {
		const struct db_stmt *seen = atomic_load(&run_slots[at]);
		if (seen == st)
			return true;
		if (!seen)
			return false;
	}
	return false;
}
