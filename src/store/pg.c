/* SPDX-License-Identifier: MIT */
#include "store/pg_impl.h"
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/ids.h"
#include "base/log.h"

/* ---- what went wrong ---- */

static enum status
state_status(const char *state)
{
	if (strcmp(state, "23505") == 0 || strcmp(state, "23P01") == 0)
		return ST_CONFLICT;
	if (strcmp(state, "23503") == 0 || strcmp(state, "23514") == 0)
		return ST_INVALID;
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0)
		return ST_BUSY;
	if (strncmp(state, "54", 2) == 0)
		return ST_TOO_LARGE;
	static const char *const away[] = { "08", "53", "57", "58", "XX" };
	for (size_t i = 0; i < countof(away); i++)
		if (strncmp(state, away[i], 2) == 0)
			return ST_UNAVAILABLE;
	return ST_INTERNAL;
}

/* The message is not logged: PostgreSQL puts values into it. */
enum status
pg_failed(struct pg_db *d, const char *what, const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	if (!state || PQstatus(d->c) != CONNECTION_OK) {
		log_printf("statement_failed", "%s: no answer from PostgreSQL", what);
		return ST_UNAVAILABLE;
	}
	enum status st = state_status(state);
	if (st == ST_BUSY)
		d->again = true;
	if (st == ST_INTERNAL || (st == ST_UNAVAILABLE && strcmp(state, "57014") != 0))
		log_printf("statement_failed", "%s: PostgreSQL code %s", what, state);
	return st;
}

static bool
result_good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);
	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

enum status
pg_run(struct pg_db *d, const char *sql)
{
	PGresult *r = PQexec(d->c, sql);
	enum status st = result_good(r) ? ST_OK : pg_failed(d, "command", r);
	PQclear(r);
	return st;
}

/* ---- connections ---- */

static void
no_notice(void *arg, const char *message)
{
	(void)arg, (void)message;
}

PGconn *
pg_dial(const char *address, const char *app_name)
{
	/* What stands before dbname the address may change, what stands behind it not. */
	const char *const keys[] = { "connect_timeout", "keepalives_idle", "tcp_user_timeout", "fallback_application_name",
		"dbname", "client_encoding", NULL };
	const char *const values[] = { "10", "30", "20000", app_name, address, "UTF8", NULL };
	PGconn *c = PQconnectdbParams(keys, values, 1);
	if (c)
		PQsetNoticeProcessor(c, no_notice, NULL);
	return c;
}

/* The lane is a lock that lives as long as the session, so no two connections have the same one, in whatever
 * process they are, and the numbers stay small. */
static enum status
take_lane(struct pg_db *d)
{
	PGresult *r = PQexec(d->c, "SELECT n FROM generate_series(1, 4096) AS n "
	    "WHERE pg_try_advisory_lock(" PG_LOCK ", n) LIMIT 1");
	enum status st = ST_UNAVAILABLE;
	if (!result_good(r))
		st = pg_failed(d, "lane", r);
	else if (PQntuples(r) == 1) {
		d->db.lane = atoi(PQgetvalue(r, 0, 0));
		st = ST_OK;
	}
	PQclear(r);
	return st;
}

/* A role or a database may bring other settings; these our promises rest on. */
enum status
pg_session(struct pg_db *d)
{
	d->timeout_ms = 0;
	TRY(pg_run(d, "SET TimeZone = 'UTC'; SET statement_timeout = 0; SET lock_timeout = 0; "
	    "SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning; SET jit = off; "
	    "SET default_transaction_read_only = off; SET standard_conforming_strings = on; "
	    "SELECT set_config('synchronous_commit', 'on', false) "
	    "WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')"));
	if (d->db.store->loose)
		TRY(pg_run(d, "SET synchronous_commit = off"));
	return take_lane(d);
}

static void
forget_statements(struct pg_db *d)
{
	for (size_t i = 0; i < PG_BUCKETS; i++)
		while (d->buckets[i]) {
			struct pg_entry *e = d->buckets[i];
			d->buckets[i] = e->next;
			free(e);
		}
}

static enum status
connect_again(struct pg_db *d)
{
	log_event("reconnect", NULL);
	forget_statements(d);
	PQreset(d->c);
	if (PQstatus(d->c) != CONNECTION_OK)
		return ST_UNAVAILABLE;
	TRY(pg_session(d));
	if (d->db.deadline_ms > 0)
		d->db.ops->deadline(&d->db, d->db.deadline_ms);
	return ST_OK;
}

enum status
pg_start(struct pg_db *d, const char *sql)
{
	for (int i = 0; i < 2; i++) {
		if (PQstatus(d->c) != CONNECTION_OK)
			TRY(connect_again(d));
		enum status st = pg_run(d, sql);
		if (PQstatus(d->c) == CONNECTION_OK)
			return st;
	}
	return ST_UNAVAILABLE;
}

enum status
pg_connect(struct store *s, struct db **ret)
{
	struct pg_db *d = store_alloc(sizeof(*d));
	d->db = (struct db){ .ops = &pg_backend, .store = s };
	d->c = pg_dial(s->path, s->app_name);
	enum status st = ST_UNAVAILABLE;
	if (d->c && PQstatus(d->c) == CONNECTION_OK)
		st = pg_session(d);
	if (st != ST_OK) {
		log_event("connect_failed", NULL);
		pg_disconnect(&d->db);
		return st;
	}
	*ret = &d->db;
	return ST_OK;
}

void
pg_disconnect(struct db *db)
{
	struct pg_db *d = pg_of(db);
	pg_tidy(d);
	while (d->spare) {
		struct pg_cursor *cur = d->spare;
		d->spare = cur->next;
		free(cur);
	}
	forget_statements(d);
	PQfinish(d->c);
	free(d);
}

static void
set_deadline(struct db *db, int ms)
{
	struct pg_db *d = pg_of(db);
	char text[64] = "SET statement_timeout = ";
	if (ms == d->timeout_ms || PQstatus(d->c) != CONNECTION_OK)
		return;
	size_t at = strlen(text);
	char digits[16];
	size_t n = 0;
	for (unsigned v = ms > 0 ? (unsigned)ms : 0; n == 0 || v; v /= 10)
		digits[n++] = (char)('0' + v % 10);
	while (n)
		text[at++] = digits[--n];
	text[at] = '\0';
	if (pg_run(d, text) == ST_OK)
		d->timeout_ms = ms;
}

static enum status
begin_read(struct db *db)
{
	struct pg_db *d = pg_of(db);
	d->again = false;
	return pg_start(d, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static void
end_read(struct db *db)
{
	struct pg_db *d = pg_of(db);
	pg_tidy(d);
	if (PQtransactionStatus(d->c) == PQTRANS_INERROR)
		d->timeout_ms = -1;	/* a deadline set in there is taken back: say it again next time */
	(void)pg_run(d, "COMMIT");
}

/* ---- statements ---- */

static size_t
bucket_of(const struct db_stmt *st)
{
	return (size_t)(((uint64_t)(uintptr_t)st >> 4) * 0x9E3779B97F4A7C15u >> 56);
}

static Oid
type_of(char letter)
{
	return letter == 'i' ? 20 : letter == 't' ? 25 : 17;
}

/* Integers of any width, bool, text, bytea; anything else was not declared as such. */
static bool
type_fits(Oid type, char letter)
{
	switch (letter) {
	case 'i':
		return type == 20 || type == 23 || type == 21 || type == 16;
	case 't':
		return type == 25 || type == 1043 || type == 19;
	default:
		return type == 17;
	}
}

static bool
columns_fit(const struct db_stmt *st, const PGresult *r)
{
	size_t n = strlen(st->out);
	if ((size_t)PQnfields(r) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!type_fits(PQftype(r, (int)i), st->out[i]))
			return false;
	return true;
}

enum { PARAMS_MAX = 256 };

static PGresult *
prepare_as(struct pg_db *d, const char *name, const struct db_stmt *st)
{
	Oid types[PARAMS_MAX];
	size_t n = strlen(st->in);
	for (size_t i = 0; i < n; i++)
		types[i] = type_of(st->in[i]);
	return PQprepare(d->c, name, st->pg, (int)n, types);
}

static void
name_next(struct pg_db *d, char name[16])
{
	static const char digits[] = "0123456789abcdef";
	size_t at = 0;
	name[at++] = 's';
	unsigned v = ++d->names;
	for (int shift = 28; shift >= 0; shift -= 4)
		name[at++] = digits[v >> shift & 15];
	name[at] = '\0';
}

static enum status
entry_get(struct pg_db *d, const struct db_stmt *st, struct pg_entry **ret)
{
	struct pg_entry **at = &d->buckets[bucket_of(st)];
	for (*ret = *at; *ret; *ret = (*ret)->next)
		if ((*ret)->st == st)
			return ST_OK;
	struct pg_entry *e = store_alloc(sizeof(*e));
	e->st = st;
	name_next(d, e->name);
	PGresult *r = prepare_as(d, e->name, st);
	if (!result_good(r)) {
		enum status bad = pg_failed(d, st->name, r);
		PQclear(r);
		free(e);
		return bad;
	}
	PQclear(r);
	e->next = *at;
	*at = e;
	*ret = e;
	return ST_OK;
}

static PGresult *
execute(struct pg_db *d, const struct pg_entry *e, const struct db_value *in, size_t n)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
	uint64_t ints[PARAMS_MAX];
	for (size_t i = 0; i < n; i++) {
		formats[i] = 1;
		lengths[i] = 0;
		values[i] = NULL;
		if (in[i].kind == DB_INT) {
			ints[i] = htobe64((uint64_t)in[i].i);
			values[i] = (const char *)&ints[i];
			lengths[i] = 8;
		} else if (in[i].kind != DB_NULL) {
			values[i] = in[i].s.p ? in[i].s.p : "";
			lengths[i] = (int)in[i].s.n;
		}
	}
	return PQexecPrepared(d->c, e->name, (int)n, values, lengths, formats, 1);
}

static struct pg_cursor *
cursor_get(struct pg_db *d)
{
	struct pg_cursor *cur = d->spare;
	if (cur)
		d->spare = cur->next;
	else
		cur = store_alloc(sizeof(*cur));
	*cur = (struct pg_cursor){ .row = -1, .next = d->open };
	d->open = cur;
	return cur;
}

static void
cursor_put(struct pg_db *d, struct pg_cursor *cur)
{
	struct pg_cursor **at = &d->open;
	while (*at && *at != cur)
		at = &(*at)->next;
	if (!*at)
		return;		/* given back already, when its transaction ended */
	*at = cur->next;
	PQclear(cur->r);
	cur->r = NULL;
	cur->next = d->spare;
	d->spare = cur;
}

void
pg_tidy(struct pg_db *d)
{
	while (d->open)
		cursor_put(d, d->open);
}

/* A value of 2 GB cannot be sent; nothing near it is ever let in. */
static bool
values_small(const struct db_value *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in[i].s.n > 1 << 30)
			return false;
	return n <= PARAMS_MAX;
}

static enum status
stmt_open(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret)
{
	struct pg_db *d = pg_of(db);
	if (!values_small(in, n))
		return ST_TOO_LARGE;
	struct pg_entry *e;
	/* A read on its own may be asked again when the connection turns out to be dead. */
	bool fresh = !db->writing && !db->reading;
	for (int tries = 0;; tries++) {
		if (fresh && PQstatus(d->c) != CONNECTION_OK)
			TRY(connect_again(d));
		enum status got = entry_get(d, st, &e);
		PGresult *r = got == ST_OK ? execute(d, e, in, n) : NULL;
		if (r && result_good(r)) {
			struct pg_cursor *cur = cursor_get(d);
			cur->r = r;
			ret->impl = cur;
			if (!columns_fit(st, r)) {
				log_event("statement_misused", "statement", st->name, NULL);
				cursor_put(d, cur);
				ret->impl = NULL;
				return ST_INTERNAL;
			}
			ret->changed = st->writes ? atoll(PQcmdTuples(r)) : 0;
			return ST_OK;
		}
		if (got == ST_OK)
			got = pg_failed(d, st->name, r);
		PQclear(r);
		if (!fresh || tries || PQstatus(d->c) == CONNECTION_OK)
			return got;
	}
}

static enum status
stmt_step(struct db_cursor *cur)
{
	struct pg_cursor *own = cur->impl;
	if (own->row + 1 >= PQntuples(own->r))
		return ST_NOT_FOUND;
	own->row++;
	return ST_OK;
}

static bool
col_is_null(struct db_cursor *cur, int col)
{
	const struct pg_cursor *own = cur->impl;
	return PQgetisnull(own->r, own->row, col);
}

static int64_t
col_int(struct db_cursor *cur, int col)
{
	const struct pg_cursor *own = cur->impl;
	if (PQgetisnull(own->r, own->row, col))
		return 0;
	const unsigned char *p = (const unsigned char *)PQgetvalue(own->r, own->row, col);
	int n = PQgetlength(own->r, own->row, col);
	uint64_t v = n > 1 && (p[0] & 0x80) ? UINT64_MAX : 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

static struct str
col_text(struct db_cursor *cur, int col, struct arena *a)
{
	const struct pg_cursor *own = cur->impl;
	if (PQgetisnull(own->r, own->row, col))
		return (struct str){ 0 };
	size_t n = (size_t)PQgetlength(own->r, own->row, col);
	return arena_copy(a, n ? (struct str){ PQgetvalue(own->r, own->row, col), n } : S(""));
}

static void
stmt_close(struct db_cursor *cur)
{
	cursor_put(pg_of(cur->db), cur->impl);
}

static enum status
stmt_prepare(struct db *db, const struct db_stmt *st, struct arena *a, struct str *ret_why)
{
	struct pg_db *d = pg_of(db);
	PGresult *r = prepare_as(d, "", st);
	if (result_good(r)) {
		PQclear(r);
		r = PQdescribePrepared(d->c, "");
	}
	bool good = result_good(r) && columns_fit(st, r);
	if (!good)
		*ret_why = arena_printf(a, "%s: %s", st->name, result_good(r) ?
		    "columns differ from what was declared" : PQresultErrorMessage(r));
	PQclear(r);
	return good ? ST_OK : ST_INTERNAL;
}

/* ---- writing ---- */

enum { TRIES_MAX = 9 };		/* the first and 8 more */

static void
wait_jitter(int tries)
{
	uint32_t r;
	random_bytes(&r, sizeof(r));
	useconds_t most = 1000u << (tries < 7 ? tries : 7);
	usleep(500 + r % most);
}

static enum status
call_in(struct pg_db *d, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	struct store *s = d->db.store;
	int64_t from = clock_us();
	enum status st = fn != NULL ? fn(arg, &d->db) : ST_OK;
	*ret_held_us = clock_us() - from;
	pg_tidy(d);
	if (st == ST_OK)
		st = d->db.doomed;
	if (st != ST_OK || !s->on_commit)
		return st;
	st = s->on_commit(s->on_commit_arg, &d->db, d->db.lane, &arg, 1);
	pg_tidy(d);
	return st == ST_OK && d->db.doomed == ST_OK ? ST_OK : ST_UNAVAILABLE;
}

/* A connection that breaks in COMMIT leaves open what became of it: that is never tried again here. */
static enum status
commit(struct pg_db *d)
{
	PGresult *r = PQexec(d->c, "COMMIT");
	enum status st = ST_OK;
	if (!result_good(r))
		st = pg_failed(d, "commit", r);
	else if (strcmp(PQcmdStatus(r), "COMMIT") != 0)
		st = ST_INTERNAL;
	PQclear(r);
	return st;
}

static enum status
write_once(struct pg_db *d, write_fn *fn, void *arg, int64_t *ret_held_us, bool *ret_again)
{
	*ret_again = false;
	d->again = false;
	d->db.doomed = ST_OK;
	TRY(pg_start(d, d->timeout_ms == 0 ? "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE" :
	    "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE; SET LOCAL statement_timeout = 0"));
	d->db.writing = true;
	enum status st = call_in(d, fn, arg, ret_held_us);
	bool lost = PQstatus(d->c) != CONNECTION_OK;	/* before COMMIT: nothing was kept */
	if (st == ST_OK)
		st = commit(d);
	else if (!lost)
		(void)pg_run(d, "ROLLBACK");
	d->db.writing = false;
	if (d->db.doomed == ST_BUSY || (d->again && st != ST_OK))
		st = ST_BUSY;
	*ret_again = st == ST_BUSY || (st != ST_OK && (d->again || lost));
	d->db.doomed = ST_OK;
	return st;
}

static enum status
write_on(struct pg_db *d, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	enum status st = ST_INTERNAL;
	bool again = true;
	for (int tries = 0; again && tries < TRIES_MAX; tries++) {
		if (tries)
			wait_jitter(tries);
		st = write_once(d, fn, arg, ret_held_us, &again);
	}
	return st;
}

enum status
pg_write(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	struct pg_store *own = s->impl;
	if (mine) {
		if (mine->writing || mine->reading)
			return ST_INTERNAL;
		return write_on(pg_of(mine), fn, arg, ret_held_us);
	}
	if (pthread_mutex_lock(&own->lock) != 0) {
		log_event("write_inside_write", NULL);
		return ST_INTERNAL;
	}
	enum status st = write_on(own->own, fn, arg, ret_held_us);
	pthread_mutex_unlock(&own->lock);
	return st;
}

static void
shut(struct store *s)
{
	struct pg_store *own = s->impl;
	pg_disconnect(&own->own->db);
	pthread_mutex_destroy(&own->lock);
	free(own);
}

const struct backend pg_backend = {
	.connect = pg_connect,
	.disconnect = pg_disconnect,
	.begin_read = begin_read,
	.end_read = end_read,
	.deadline = set_deadline,
	.open = stmt_open,
	.step = stmt_step,
	.is_null = col_is_null,
	.get_int = col_int,
	.get_text = col_text,
	.close = stmt_close,
	.prepare = stmt_prepare,
	.write = pg_write,
	.schema = pg_schema,
	.migrate = pg_migrate,
	.backup = pg_backup,
	.check = pg_check,
	.dump = pg_dump_schema,
	.shut = shut,
};
