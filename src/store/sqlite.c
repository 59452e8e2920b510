/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <stdlib.h>
#include <string.h>
#include "base/log.h"

/* ---- codes ---- */

static enum status
constraint_status(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ST_CONFLICT;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_TRIGGER:
	case SQLITE_CONSTRAINT:
		return ST_INVALID;
	default:
		return ST_INTERNAL;
	}
}

enum status
sqlite_status(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return ST_OK;
	case SQLITE_CONSTRAINT:
		return constraint_status(code);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ST_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PROTOCOL:
	case SQLITE_INTERRUPT:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ST_UNAVAILABLE;
	case SQLITE_TOOBIG:
		return ST_TOO_LARGE;
	default:
		return ST_INTERNAL;
	}
}

/* Conflicts and locks are everyday; the rest somebody has to look at. */
static enum status
failed(const struct db_stmt *st, int code)
{
	enum status ret = sqlite_status(code);
	if (ret == ST_INTERNAL || (ret == ST_UNAVAILABLE && code != SQLITE_INTERRUPT))
		log_printf("statement_failed", "%s: SQLite code %d", st->name, code);
	return ret;
}

int
sqlite_run(sqlite3 *h, const char *sql)
{
	return sqlite3_exec(h, sql, NULL, NULL, NULL);
}

int64_t
sqlite_number(sqlite3 *h, const char *sql, int64_t otherwise)
{
	sqlite3_stmt *stmt = NULL;
	int64_t ret = otherwise;
	if (sqlite3_prepare_v2(h, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		ret = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return ret;
}

/* ---- connections ---- */

/* secure_delete: what disposal removes is gone from the file too.  No mmap: after each commit every reader would take the
 * whole file from its memory and fault it in again.  4 MB of pages a connection instead. */
static const char settings[] =
	"PRAGMA journal_mode=WAL;"
	"PRAGMA synchronous=FULL;"
	"PRAGMA foreign_keys=ON;"
	"PRAGMA cache_size=-4000;"
	"PRAGMA secure_delete=ON;"
	"PRAGMA trusted_schema=OFF;"
	"PRAGMA temp_store=MEMORY;"
	"PRAGMA journal_size_limit=67108864;";

static int
configure(struct sqlite_db *d, bool writer, bool loose)
{
	sqlite3_extended_result_codes(d->h, 1);
	sqlite3_busy_timeout(d->h, 5000);
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* Plans are those that the build has checked.  Without this every value that is bound has its statement planned anew. */
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	int code = sqlite_run(d->h, settings);
	if (code == SQLITE_OK && writer && loose)
		code = sqlite_run(d->h, "PRAGMA synchronous=OFF");
	if (code == SQLITE_OK && !writer)
		code = sqlite_run(d->h, "PRAGMA query_only=ON");
	return code;
}

extern const struct backend sqlite_backend;

int
sqlite_connect(struct store *s, bool writer, struct sqlite_db **ret)
{
	struct sqlite_db *d = store_alloc(sizeof(*d));
	d->db = (struct db){ .ops = &sqlite_backend, .store = s };
	int code = sqlite3_open_v2(s->path, &d->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (code == SQLITE_OK)
		code = configure(d, writer, s->loose);
	if (code == SQLITE_OK && !writer)
		code = sqlite3_prepare_v3(d->h, "BEGIN", -1, SQLITE_PREPARE_PERSISTENT, &d->begin, NULL);
	if (code == SQLITE_OK && !writer)
		code = sqlite3_prepare_v3(d->h, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &d->commit, NULL);
	if (code != SQLITE_OK) {
		log_printf("connect_failed", "SQLite code %d", code);
		sqlite_disconnect(d);
		return code;
	}
	*ret = d;
	return SQLITE_OK;
}

void
sqlite_disconnect(struct sqlite_db *d)
{
	for (size_t i = 0; i < SQLITE_BUCKETS; i++)
		while (d->buckets[i]) {
			struct sqlite_entry *e = d->buckets[i];
			d->buckets[i] = e->next;
			sqlite3_finalize(e->stmt);
			free(e);
		}
	sqlite3_finalize(d->begin);
	sqlite3_finalize(d->commit);
	sqlite3_close(d->h);
	free(d);
}

static enum status
connect_reader(struct store *s, struct db **ret)
{
	struct sqlite_db *d;
	int code = sqlite_connect(s, false, &d);
	if (code == SQLITE_OK)
		*ret = &d->db;
	return sqlite_status(code);
}

static void
disconnect_reader(struct db *db)
{
	sqlite_disconnect(sqlite_of(db));
}

static int
progress(void *arg)
{
	return deadline_over(arg);
}

static void
set_deadline(struct db *db, int ms)
{
	if (ms > 0)
		sqlite3_progress_handler(sqlite_of(db)->h, 2000, progress, db);
	else
		sqlite3_progress_handler(sqlite_of(db)->h, 0, NULL, NULL);
}

static int
run_once(sqlite3_stmt *stmt)
{
	(void)sqlite3_step(stmt);
	return sqlite3_reset(stmt);
}

static enum status
begin_read(struct db *db)
{
	return sqlite_status(run_once(sqlite_of(db)->begin));
}

static void
end_read(struct db *db)
{
	struct sqlite_db *d = sqlite_of(db);
	sqlite_tidy(d);
	if (run_once(d->commit) != SQLITE_OK && !sqlite3_get_autocommit(d->h))
		(void)sqlite_run(d->h, "ROLLBACK");
}

/* ---- statements ---- */

static void
entry_rest(struct sqlite_db *d, struct sqlite_entry *e)
{
	d->n_busy -= e->busy;
	sqlite3_reset(e->stmt);
	sqlite3_clear_bindings(e->stmt);	/* what was bound belongs to the caller and may go now */
	e->busy = false;
}

void
sqlite_tidy(struct sqlite_db *d)
{
	for (size_t i = 0; i < SQLITE_BUCKETS && d->n_busy > 0; i++)
		for (struct sqlite_entry *e = d->buckets[i]; e; e = e->next)
			if (e->busy)
				entry_rest(d, e);
}

static size_t
bucket_of(const struct db_stmt *st)
{
	return (size_t)(((uint64_t)(uintptr_t)st >> 4) * 0x9E3779B97F4A7C15u >> 56);
}

static int
entry_get(struct sqlite_db *d, const struct db_stmt *st, struct sqlite_entry **ret)
{
	struct sqlite_entry **at = &d->buckets[bucket_of(st)];
	for (struct sqlite_entry *e = *at; e; e = e->next)
		if (e->st == st && !e->busy) {
			*ret = e;
			return SQLITE_OK;
		}
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v3(d->h, st->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (code != SQLITE_OK)
		return code;
	if (!stmt || sqlite3_column_count(stmt) != (int)strlen(st->out) ||
	    sqlite3_bind_parameter_count(stmt) > (int)strlen(st->in)) {
		sqlite3_finalize(stmt);
		return SQLITE_MISMATCH;
	}
	struct sqlite_entry *e = store_alloc(sizeof(*e));
	*e = (struct sqlite_entry){ .st = st, .stmt = stmt, .next = *at };
	*at = e;
	*ret = e;
	return SQLITE_OK;
}

static int
bind_one(sqlite3_stmt *stmt, int at, const struct db_value *v)
{
	switch (v->kind) {
	case DB_NULL:
		return sqlite3_bind_null(stmt, at);
	case DB_INT:
		return sqlite3_bind_int64(stmt, at, v->i);
	case DB_TEXT:
		return sqlite3_bind_text64(stmt, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(stmt, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static int
bind_all(sqlite3_stmt *stmt, const struct db_value *in, size_t n)
{
	int most = sqlite3_bind_parameter_count(stmt);
	for (int i = 0; i < most && (size_t)i < n; i++) {
		int code = bind_one(stmt, i + 1, &in[i]);
		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

/* The first step is made here, so that a key in the way is found by db_open on both databases. */
static enum status
stmt_open(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret)
{
	struct sqlite_db *d = sqlite_of(db);
	/* A disk error may have taken the transaction away; a write after it would be one on its own. */
	if (db->writing && sqlite3_get_autocommit(d->h))
		return ST_UNAVAILABLE;
	struct sqlite_entry *e;
	int code = entry_get(d, st, &e);
	if (code != SQLITE_OK)
		return failed(st, code);
	code = bind_all(e->stmt, in, n);
	if (code == SQLITE_OK)
		code = sqlite3_step(e->stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		entry_rest(d, e);
		return failed(st, code);
	}
	e->busy = true;
	d->n_busy++;
	e->value = NULL;
	e->fresh = true;
	e->first = code;
	ret->impl = e;
	if (code == SQLITE_DONE)
		ret->changed = st->writes ? sqlite3_changes64(d->h) : 0;
	return ST_OK;
}

static enum status
stmt_step(struct db_cursor *cur)
{
	struct sqlite_entry *e = cur->impl;
	if (e->first == SQLITE_DONE)
		return ST_NOT_FOUND;
	int code = e->fresh ? SQLITE_ROW : sqlite3_step(e->stmt);
	e->value = NULL;
	e->fresh = false;
	e->first = code;
	if (code == SQLITE_ROW)
		return ST_OK;
	if (code != SQLITE_DONE)
		return failed(cur->st, code);
	if (cur->st->writes)
		cur->changed = sqlite3_changes64(sqlite_of(cur->db)->h);
	return ST_NOT_FOUND;
}

/* Asked for once for each value, not once for each thing one wants to know of it.  SQLite calls it unprotected: it holds
 * no lock, and needs none where a connection has one thread. */
static sqlite3_value *
col_value(struct db_cursor *cur, int col)
{
	struct sqlite_entry *e = cur->impl;
	if (e->value == NULL || e->col != col) {
		e->value = sqlite3_column_value(e->stmt, col);
		e->col = col;
	}
	return e->value;
}

static bool
col_is_null(struct db_cursor *cur, int col)
{
	return sqlite3_value_type(col_value(cur, col)) == SQLITE_NULL;
}

static int64_t
col_int(struct db_cursor *cur, int col)
{
	return sqlite3_value_int64(col_value(cur, col));
}

static struct str
col_text(struct db_cursor *cur, int col, struct arena *a)
{
	sqlite3_value *v = col_value(cur, col);
	if (sqlite3_value_type(v) == SQLITE_NULL)
		return (struct str){ 0 };
	const void *p = sqlite3_value_blob(v);
	int n = sqlite3_value_bytes(v);
	return arena_copy(a, n > 0 ? (struct str){ p, (size_t)n } : S(""));
}

static void
stmt_close(struct db_cursor *cur)
{
	entry_rest(sqlite_of(cur->db), cur->impl);
}

static enum status
stmt_prepare(struct db *db, const struct db_stmt *st, struct arena *a, struct str *ret_why)
{
	struct sqlite_entry *e;
	int code = entry_get(sqlite_of(db), st, &e);
	if (code == SQLITE_OK)
		return ST_OK;
	*ret_why = arena_printf(a, "%s: %s", st->name, code == SQLITE_MISMATCH ?
	    "columns or parameters differ from what was declared" : sqlite3_errmsg(sqlite_of(db)->h));
	return ST_INTERNAL;
}

static enum status
store_write_sqlite(struct store *s, struct db *mine, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	if (mine && (mine->reading || mine->writing))
		return ST_INTERNAL;
	return writer_write(s, fn, arg, ret_held_us);
}

/* ---- opening ---- */

static void
shut(struct store *s)
{
	struct sqlite_store *own = s->impl;
	writer_stop(own->writer);
	free(own);
}

const struct backend sqlite_backend = {
	.connect = connect_reader,
	.disconnect = disconnect_reader,
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
	.write = store_write_sqlite,
	.schema = sqlite_schema,
	.migrate = sqlite_migrate,
	.backup = sqlite_backup,
	.check = sqlite_check,
	.dump = sqlite_dump,
	.shut = shut,
};

/* Commits can be lost with these when two connections checkpoint at once. */
static bool
version_refused(int version)
{
	return version >= 3007000 && version <= 3051002;
}

enum status
sqlite_store_open(struct store *s, const struct store_options *o, struct arena *a, struct str *ret_why)
{
	if (version_refused(sqlite3_libversion_number())) {
		*ret_why = arena_printf(a, "This Wardkeep was built with SQLite %s, which can lose saved data. Build it "
		    "with SQLite 3.51.3 or newer.", sqlite3_libversion());
		return ST_UNAVAILABLE;
	}
	/* Counting memory takes one lock for all connections at each allocation. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	TRY(sqlite_file_judge(a, s->path, o->create, ret_why));
	sqlite3 *h = NULL;
	int code = sqlite3_open_v2(s->path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	enum status st = ST_OK;
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(h, 5000);
		st = sqlite_owner_judge(a, h, s->path, ret_why);
	}
	sqlite3_close(h);
	if (st != ST_OK)
		return st;
	struct sqlite_store *own = store_alloc(sizeof(*own));
	s->ops = &sqlite_backend;
	s->impl = own;
	if (code == SQLITE_OK)
		code = writer_start(s, &own->writer);
	if (code != SQLITE_OK) {
		*ret_why = sqlite_why(a, code, s->path);
		free(own);
	}
	return sqlite_status(code);
}
