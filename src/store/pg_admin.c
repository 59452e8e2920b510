/* SPDX-License-Identifier: MIT */
#include "store/pg_impl.h"
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"
#include "base/time.h"

/* ---- opening ---- */

static bool
says(const char *message, const char *part)
{
	return strstr(message, part) != NULL;
}

/* libpq has no codes for a connection that did not come about, only words. */
enum status
pg_why(PGconn *c, struct arena *a, struct str *ret_why)
{
	const char *m = c ? PQerrorMessage(c) : "";
	const char *host = c && PQhost(c) && *PQhost(c) ? PQhost(c) : "localhost";
	const char *port = c && PQport(c) && *PQport(c) ? PQport(c) : "5432";
	const char *name = c && PQdb(c) ? PQdb(c) : "";
	const char *user = c && PQuser(c) ? PQuser(c) : "";
	if (says(m, "password") || says(m, "authentication") || says(m, "pg_hba.conf") ||
	    (says(m, "role \"") && says(m, "does not exist")))
		*ret_why = arena_printf(a, "PostgreSQL on %s, port %s, did not let the user %s in. Check the user and the "
		    "password in the database address, and pg_hba.conf.", host, port, user);
	else if (says(m, "database \"") && says(m, "does not exist"))
		*ret_why = arena_printf(a, "PostgreSQL on %s, port %s, has no database %s. Make it with createdb, or check the "
		    "database address.", host, port, name);
	else if (says(m, "too many clients") || says(m, "remaining connection slots"))
		*ret_why = arena_printf(a, "PostgreSQL on %s, port %s, has no connection left. Raise max_connections, or run "
		    "fewer workers.", host, port);
	else if (says(m, "starting up") || says(m, "shutting down") || says(m, "recovery mode"))
		*ret_why = arena_printf(a, "PostgreSQL on %s, port %s, is starting or stopping. Try again in a moment.", host, port);
	else if (says(m, "SSL") || says(m, "certificate"))
		*ret_why = arena_printf(a, "Wardkeep and PostgreSQL on %s, port %s, do not agree on encryption. Check sslmode and "
		    "sslrootcert in the database address, and PostgreSQL's certificate.", host, port);
	else
		*ret_why = arena_printf(a, "PostgreSQL on %s, port %s, cannot be reached. Check that it runs, the host and port in "
		    "the database address, and the network between.", host, port);
	return ST_UNAVAILABLE;
}

const char *
pg_text(PGconn *c, const char *sql, struct arena *a)
{
	PGresult *r = PQexec(c, sql);
	const char *ret = NULL;
	if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0)
		ret = arena_copy(a, str_c(PQgetvalue(r, 0, 0))).p;
	PQclear(r);
	return ret;
}

/* Gives up after five seconds: a pooler without a free server answers nothing. */
static const char *
text_soon(PGconn *c, const char *sql, struct arena *a)
{
	const char *ret = NULL;
	int64_t until = clock_us() + 5000000;
	if (!PQsendQuery(c, sql))
		return NULL;
	while (PQisBusy(c)) {
		struct pollfd p = { .fd = PQsocket(c), .events = POLLIN };
		int64_t left = (until - clock_us()) / 1000;
		if (left <= 0 || (poll(&p, 1, (int)left) > 0 && !PQconsumeInput(c)))
			return NULL;
	}
	for (PGresult *r; (r = PQgetResult(c)) != NULL; PQclear(r))
		if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0 && *PQgetvalue(r, 0, 0))
			ret = arena_copy(a, str_c(PQgetvalue(r, 0, 0))).p;
	return ret;
}

/* A pooler that hands the server on after each transaction takes our prepared statements and locks away.  It shows
 * when another client gets the server that we have spoken to, or when our statement is gone after
 * that one keeps it.  Without a pooler the process that greeted us is the one that answers. */
static bool
pooled_by_transaction(PGconn *c, const struct store *s, struct arena *a)
{
	const char *mine = pg_text(c, "SELECT pg_backend_pid()::text", a);
	if (!mine || atoi(mine) == PQbackendPID(c))
		return false;
	PQclear(PQprepare(c, "probe", "SELECT pg_backend_pid()::text", 0, NULL));
	PGconn *other = pg_dial(s->path, s->app_name);
	const char *theirs = NULL, *again = NULL;
	if (other && PQstatus(other) == CONNECTION_OK)
		theirs = text_soon(other, "BEGIN; SELECT pg_backend_pid()::text", a);
	if (theirs) {
		PGresult *r = PQexecPrepared(c, "probe", 0, NULL, NULL, NULL, 0);
		if (PQresultStatus(r) == PGRES_TUPLES_OK)
			again = arena_copy(a, str_c(PQgetvalue(r, 0, 0))).p;
		PQclear(r);
	}
	PQfinish(other);
	return !theirs || !again || strcmp(theirs, mine) == 0 || strcmp(again, mine) != 0;
}

static enum status
server_judge(PGconn *c, const struct store *s, struct arena *a, struct str *ret_why)
{
	const char *encoding = PQparameterStatus(c, "server_encoding");
	if (PQserverVersion(c) < 130000)
		*ret_why = arena_printf(a, "PostgreSQL on %s is version %s. Wardkeep needs 13 or newer.", PQhost(c),
		    PQparameterStatus(c, "server_version"));
	else if (!encoding || strcmp(encoding, "UTF8") != 0)
		*ret_why = arena_printf(a, "The database %s keeps its text as %s. Make one with createdb --encoding=UTF8 "
		    "--template=template0.", PQdb(c), encoding ? encoding : "?");
	else if (!str_is(str_c(pg_text(c, "SELECT pg_is_in_recovery()::text", a)), "false"))
		*ret_why = arena_printf(a, "PostgreSQL on %s is a standby and takes no changes. Give the address of the primary.",
		    PQhost(c));
	else if (pooled_by_transaction(c, s, a))
		*ret_why = S("Between Wardkeep and PostgreSQL stands a pooler that changes servers after each transaction. Set it to "
		    "session mode (in PgBouncer: pool_mode = session), or connect to PostgreSQL itself.");
	else
		return ST_OK;
	return ST_INVALID;
}

/* What libpq says about an address that it cannot read may repeat the password. */
static enum status
address_judge(const char *address, struct arena *a, struct str *ret_why)
{
	char *message = NULL;
	PQconninfoOption *options = PQconninfoParse(address, &message);
	PQfreemem(message);
	if (options) {
		PQconninfoFree(options);
		return ST_OK;
	}
	*ret_why = arena_printf(a, "The database address cannot be read. Write postgresql://USER:PASSWORD@HOST:PORT/NAME; in user, "
	    "password and name, characters such as @ : / %% are written as %%40 %%3A %%2F %%25.");
	return ST_INVALID;
}

enum status
pg_store_open(struct store *s, const struct store_options *o, struct arena *a, struct str *ret_why)
{
	(void)o;
	s->ops = &pg_backend;
	TRY(address_judge(s->path, a, ret_why));
	PGconn *c = pg_dial(s->path, s->app_name);
	enum status st = c && PQstatus(c) == CONNECTION_OK ? server_judge(c, s, a, ret_why) : pg_why(c, a, ret_why);
	PQfinish(c);
	struct db *db = NULL;
	if (st == ST_OK && (st = pg_connect(s, &db)) != ST_OK)
		*ret_why = S("PostgreSQL took the connection and then refused it. Look into PostgreSQL's log.");
	if (st != ST_OK)
		return st;
	struct pg_store *own = store_alloc(sizeof(*own));
	own->own = pg_of(db);
	pthread_mutexattr_t kind;
	pthread_mutexattr_init(&kind);
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&own->lock, &kind);
	pthread_mutexattr_destroy(&kind);
	s->impl = own;
	return ST_OK;
}

/* ---- migrations ---- */

static enum status
applied_read(struct pg_db *d, struct arena *a, struct applied **ret, size_t *ret_n)
{
	*ret_n = 0;
	*ret = NULL;
	const char *there = pg_text(d->c, "SELECT count(*)::text FROM pg_class WHERE oid = to_regclass('schema_migration')", a);
	if (there && strcmp(there, "0") == 0)
		return ST_OK;
	PGresult *r = PQexec(d->c, "SELECT stamp, name, checksum, program FROM schema_migration ORDER BY name");
	if (PQresultStatus(r) != PGRES_TUPLES_OK) {
		enum status st = pg_failed(d, "schema_migration", r);
		PQclear(r);
		return st == ST_INTERNAL ? ST_INVALID : st;
	}
	*ret_n = (size_t)PQntuples(r);
	*ret = arena_array(a, struct applied, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		const char *z[4];
		for (int col = 0; col < 4; col++)
			z[col] = arena_copy(a, str_c(PQgetvalue(r, (int)i, col))).p;
		(*ret)[i] = (struct applied){ z[0], z[1], z[2], z[3] };
	}
	PQclear(r);
	return ST_OK;
}

static enum status
not_updated(PGconn *c, const char *what, struct arena *a, struct str *ret_why)
{
	const char *state = PQstatus(c) == CONNECTION_OK ? PQerrorMessage(c) : "the connection was lost";
	*ret_why = arena_printf(a, "The database could not be brought up to date (%s: %s). It was left as it was.", what, state);
	return ST_UNAVAILABLE;
}

/* Empty means empty: tables of somebody else are not built upon. */
static enum status
judge(struct store *s, struct pg_db *d, struct arena *a, enum schema_state *ret, const struct migration **ret_next,
    struct str *ret_why)
{
	struct applied *rows;
	size_t n;
	enum status st = applied_read(d, a, &rows, &n);
	if (st != ST_OK) {
		*ret_why = S("The database could not be read. Look into PostgreSQL's log.");
		return st;
	}
	*ret = migrate_judge(s, rows, n, a, ret_next, ret_why);
	if (*ret != SCHEMA_EMPTY)
		return ST_OK;
	const char *others = pg_text(d->c, "SELECT count(*)::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') "
	    "AND relnamespace = current_schema()::regnamespace AND relname <> 'schema_migration'", a);
	if (!others) {
		*ret_why = S("The database has no schema that its user may use. Make one, or give the user the right to.");
		return ST_UNAVAILABLE;
	}
	if (strcmp(others, "0") == 0)
		return ST_OK;
	*ret = SCHEMA_FOREIGN;
	*ret_why = arena_printf(a, "The database %s belongs to another program. Nothing was changed in it; check the database "
	    "address.", PQdb(d->c));
	return ST_OK;
}

static enum status
ready(struct store *s, struct pg_db **ret)
{
	struct pg_store *own = s->impl;
	if (pthread_mutex_lock(&own->lock) != 0)
		return ST_INTERNAL;
	*ret = own->own;
	return pg_start(own->own, "SELECT 1");
}

static void
done(struct store *s)
{
	struct pg_store *own = s->impl;
	pthread_mutex_unlock(&own->lock);
}

enum status
pg_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why)
{
	struct pg_db *d = NULL;
	const struct migration *next;
	enum status st = ready(s, &d);
	if (st == ST_OK)
		st = judge(s, d, a, ret, &next, ret_why);
	else if (d)
		(void)pg_why(d->c, a, ret_why);
	if (d)
		done(s);
	return st;
}

static enum status
row_add(struct pg_db *d, const struct migration *m, const char *program, struct arena *a)
{
	const char *values[] = { m->stamp, m->name, m->checksum, arena_printf(a, "%lld", (long long)when_now().ms).p, program };
	PGresult *r = PQexecParams(d->c, "INSERT INTO schema_migration (stamp, name, checksum, applied_at, program) "
	    "VALUES ($1, $2, $3, $4::bigint, $5)", 5, NULL, values, NULL, NULL, 0);
	enum status st = PQresultStatus(r) == PGRES_COMMAND_OK ? ST_OK : pg_failed(d, "schema_migration", r);
	PQclear(r);
	return st;
}

static enum status
run_one(struct store *s, struct pg_db *d, const struct migration *m, struct arena *a, struct str *ret_why)
{
	enum status st = pg_run(d, "BEGIN ISOLATION LEVEL READ COMMITTED");
	if (st == ST_OK)
		st = pg_run(d, m->pg);
	if (st == ST_OK)
		st = row_add(d, m, s->app_name, a);
	if (st == ST_OK)
		st = pg_run(d, "COMMIT");
	if (st != ST_OK) {
		(void)not_updated(d->c, m->name, a, ret_why);
		(void)pg_run(d, "ROLLBACK");
	}
	return st == ST_OK ? ST_OK : ST_UNAVAILABLE;
}

static enum status
run_all(struct store *s, struct pg_db *d, struct arena *a, size_t *ret_ran, struct str *ret_why)
{
	for (;;) {
		enum schema_state state;
		const struct migration *next;
		TRY(judge(s, d, a, &state, &next, ret_why));
		if (state == SCHEMA_NEWER || state == SCHEMA_FOREIGN)
			return ST_INVALID;
		if (state == SCHEMA_EMPTY && pg_run(d, migrate_create_pg) != ST_OK)
			return not_updated(d->c, "schema_migration", a, ret_why);
		*ret_why = (struct str){ 0 };
		if (!next)
			return ST_OK;
		TRY(run_one(s, d, next, a, ret_why));
		++*ret_ran;
	}
}

/* One process at a time: the others wait for the lock and then find nothing left to do. */
enum status
pg_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why)
{
	struct pg_db *d = NULL;
	enum status st = ready(s, &d);
	if (!d)
		return st;
	if (st == ST_OK && pg_run(d, "SET lock_timeout = '60s'; SELECT pg_advisory_lock(" PG_LOCK ", 0)") != ST_OK) {
		*ret_why = S("Another Wardkeep is bringing this database up to date. Try again when it has finished.");
		st = ST_BUSY;
	} else if (st == ST_OK) {
		st = run_all(s, d, a, ret_ran, ret_why);
		(void)pg_run(d, "SELECT pg_advisory_unlock(" PG_LOCK ", 0)");
	} else {
		(void)pg_why(d->c, a, ret_why);
	}
	(void)pg_run(d, "SET lock_timeout = 0");
	done(s);
	return st;
}

/* ---- the schema as text ---- */

static const char *const schema_queries[] = {
	"SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || "
	"coalesce(' collate ' || nullif(l.collname, 'default'), '') || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || "
	"' default ' || coalesce(pg_get_expr(d.adbin, d.adrelid), 'none') FROM pg_attribute a "
	"JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
	"LEFT JOIN pg_collation l ON l.oid = a.attcollation WHERE a.attnum > 0 AND NOT a.attisdropped "
	"AND c.relkind IN ('r', 'p', 'v') AND c.relnamespace = current_schema()::regnamespace",
	"SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) FROM pg_constraint k "
	"JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = current_schema()::regnamespace",
	"SELECT 'index ' || indexname || ' ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()",
	"SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
	"WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
	"SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = current_schema()",
};

enum { LINES_MAX = 20000 };

static enum status
lines_of(struct pg_db *d, const char *sql, struct arena *a, struct str *lines, size_t *n)
{
	PGresult *r = PQexec(d->c, sql);
	enum status st = PQresultStatus(r) == PGRES_TUPLES_OK ? ST_OK : pg_failed(d, "schema", r);
	size_t rows = st == ST_OK ? (size_t)PQntuples(r) : 0;
	if (rows > LINES_MAX - *n)
		st = ST_TOO_LARGE;
	for (size_t i = 0; st == ST_OK && i < rows; i++)
		lines[(*n)++] = arena_copy(a, str_c(PQgetvalue(r, (int)i, 0)));
	PQclear(r);
	return st;
}

enum status
pg_dump_schema(struct store *s, struct arena *a, struct str *ret)
{
	struct pg_db *d = NULL;
	enum status st = ready(s, &d);
	if (!d)
		return st;
	struct str *lines = arena_array(a, struct str, LINES_MAX);
	size_t n = 0;
	for (size_t i = 0; i < countof(schema_queries) && st == ST_OK; i++)
		st = lines_of(d, schema_queries[i], a, lines, &n);
	done(s);
	if (st == ST_OK)
		*ret = schema_text(a, lines, n);
	return st;
}

/* PostgreSQL checks its own pages and keys. */
enum status
pg_check(struct store *s, struct arena *a, struct str *ret_why)
{
	struct pg_db *d = NULL;
	enum status st = ready(s, &d);
	if (!d)
		return st;
	if (st != ST_OK)
		(void)pg_why(d->c, a, ret_why);
	done(s);
	return st;
}
