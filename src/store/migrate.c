/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <string.h>
#include "base/time.h"

/* What ran is written down in schema_migration: one row each, with the checksum of the text that ran. */

const char *const migrate_create_sqlite =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	"stamp TEXT NOT NULL, name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, "
	"applied_at INTEGER NOT NULL, program TEXT NOT NULL) STRICT";
const char *const migrate_create_pg =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	"stamp text COLLATE \"C\" NOT NULL, name text COLLATE \"C\" NOT NULL PRIMARY KEY, "
	"checksum text COLLATE \"C\" NOT NULL, applied_at bigint NOT NULL, program text COLLATE \"C\" NOT NULL)";

static const struct applied *
applied_find(const struct applied *rows, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

static bool
known(const struct store *s, const char *name)
{
	for (size_t i = 0; i < s->migration_count; i++)
		if (strcmp(s->migrations[i].name, name) == 0)
			return true;
	return false;
}

static enum schema_state
judge_newer(const struct applied *row, struct arena *a, struct str *ret_why)
{
	*ret_why = arena_printf(a, "This database was last used by a newer Wardkeep (%s, which brought \"%s\"). Start that "
	    "version, or restore a backup that was made before it.", row->program, row->name);
	return SCHEMA_NEWER;
}

static enum schema_state
judge_foreign(const char *name, struct arena *a, struct str *ret_why)
{
	*ret_why = arena_printf(a, "The tables of this database are not those of this Wardkeep: \"%s\" ran in another form. "
	    "It was made by a changed program; start that one, or restore a backup.", name);
	return SCHEMA_FOREIGN;
}

enum schema_state
migrate_judge(const struct store *s, const struct applied *rows, size_t n, struct arena *a,
    const struct migration **ret_next, struct str *ret_why)
{
	*ret_next = NULL;
	for (size_t i = 0; i < n; i++)
		if (!known(s, rows[i].name))
			return judge_newer(&rows[i], a, ret_why);
	for (size_t i = 0; i < s->migration_count; i++) {
		const struct migration *m = &s->migrations[i];
		const struct applied *row = applied_find(rows, n, m->name);
		if (!row && !*ret_next)
			*ret_next = m;
		if (row && strcmp(row->checksum, m->checksum) != 0)
			return judge_foreign(m->name, a, ret_why);
	}
	if (!*ret_next)
		return SCHEMA_CURRENT;
	if (n == 0) {
		*ret_why = S("This database is empty.");
		return SCHEMA_EMPTY;
	}
	*ret_why = S("This database was last used by an older Wardkeep.");
	return SCHEMA_OLDER;
}

/* ---- SQLite ---- */

static const char *
column_z(sqlite3_stmt *stmt, int col, struct arena *a)
{
	const unsigned char *p = sqlite3_column_text(stmt, col);
	return arena_copy(a, (struct str){ p ? (const char *)p : "", (size_t)sqlite3_column_bytes(stmt, col) }).p;
}

static int
applied_read(sqlite3 *h, struct arena *a, struct applied **ret, size_t *ret_n)
{
	*ret_n = 0;
	*ret = NULL;
	if (sqlite_number(h, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'", 0) == 0)
		return SQLITE_OK;
	int64_t count = sqlite_number(h, "SELECT count(*) FROM schema_migration", 0);
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(h, "SELECT stamp, name, checksum, program FROM schema_migration ORDER BY name",
	    -1, &stmt, NULL);
	if (code != SQLITE_OK)
		return code;
	*ret = arena_array(a, struct applied, (size_t)count + 1);
	while (*ret_n < (size_t)count && (code = sqlite3_step(stmt)) == SQLITE_ROW)
		(*ret)[(*ret_n)++] = (struct applied){ column_z(stmt, 0, a), column_z(stmt, 1, a), column_z(stmt, 2, a),
			column_z(stmt, 3, a) };
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

struct migrate_task {
	struct store *s;
	struct arena *a;
	struct str *why;
	enum status st;
	enum schema_state state;
	size_t ran;
};

static enum status
task_failed(struct migrate_task *t, sqlite3 *h, const char *what)
{
	*t->why = arena_printf(t->a, "The database could not be brought up to date (%s: %s). It was left as it was.", what,
	    sqlite3_errmsg(h));
	return ST_UNAVAILABLE;
}

static enum task_step
schema_task(void *arg, struct sqlite_db *d)
{
	struct migrate_task *t = arg;
	struct applied *rows;
	size_t n;
	const struct migration *next;
	if (applied_read(d->h, t->a, &rows, &n) != SQLITE_OK)
		t->st = task_failed(t, d->h, "schema_migration");
	else
		t->state = migrate_judge(t->s, rows, n, t->a, &next, t->why);
	return TASK_DONE;
}

enum status
sqlite_schema(struct store *s, struct arena *a, enum schema_state *ret, struct str *ret_why)
{
	struct migrate_task t = { .s = s, .a = a, .why = ret_why };
	writer_task(((struct sqlite_store *)s->impl)->writer, schema_task, &t);
	*ret = t.state;
	return t.st;
}

static int
row_add(sqlite3 *h, const struct migration *m, const char *program)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(h, "INSERT INTO schema_migration (stamp, name, checksum, applied_at, program) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)", -1, &stmt, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_text(stmt, 1, m->stamp, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, m->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, m->checksum, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 4, when_now().ms);
	sqlite3_bind_text(stmt, 5, program, -1, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Inside a transaction: the next one that is missing, judged anew, for another process may have been quicker. */
static enum status
run_next(struct migrate_task *t, sqlite3 *h, bool *ret_more)
{
	struct applied *rows;
	size_t n;
	const struct migration *m;
	if (sqlite_run(h, migrate_create_sqlite) != SQLITE_OK || applied_read(h, t->a, &rows, &n) != SQLITE_OK)
		return task_failed(t, h, "schema_migration");
	enum schema_state state = migrate_judge(t->s, rows, n, t->a, &m, t->why);
	*ret_more = false;
	if (state == SCHEMA_NEWER || state == SCHEMA_FOREIGN)
		return ST_INVALID;
	if (!m)
		return ST_OK;
	if (sqlite_run(h, m->sqlite) != SQLITE_OK || sqlite3_get_autocommit(h))
		return task_failed(t, h, m->name);
	if (sqlite_number(h, "SELECT count(*) FROM pragma_foreign_key_check", -1) != 0) {
		*t->why = arena_printf(t->a, "The database could not be brought up to date: after \"%s\" rows would point to "
		    "nothing. It was left as it was; please report this.", m->name);
		return ST_INTERNAL;
	}
	if (row_add(h, m, t->s->app_name) != SQLITE_OK)
		return task_failed(t, h, m->name);
	*ret_more = true;
	return ST_OK;
}

/* Foreign keys are switched off before BEGIN (inside a transaction the switch does nothing), or
 * rebuilding a table would empty those that point to it. */
static enum task_step
migrate_task(void *arg, struct sqlite_db *d)
{
	struct migrate_task *t = arg;
	bool more = false;
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	if (sqlite_run(d->h, "PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE") != SQLITE_OK) {
		t->st = task_failed(t, d->h, "begin");
	} else {
		t->st = sqlite_run(d->h, "PRAGMA application_id=0x57415244") == SQLITE_OK ? run_next(t, d->h, &more) :
		    task_failed(t, d->h, "application_id");
		if (t->st == ST_OK && sqlite_run(d->h, "COMMIT") != SQLITE_OK)
			t->st = task_failed(t, d->h, "commit");
		if (!sqlite3_get_autocommit(d->h))
			(void)sqlite_run(d->h, "ROLLBACK");
	}
	(void)sqlite_run(d->h, "PRAGMA foreign_keys=ON");
	sqlite3_db_config(d->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (t->st != ST_OK || !more)
		return TASK_DONE;
	t->ran++;
	return TASK_MORE;
}

enum status
sqlite_migrate(struct store *s, struct arena *a, size_t *ret_ran, struct str *ret_why)
{
	struct migrate_task t = { .s = s, .a = a, .why = ret_why };
	writer_task(((struct sqlite_store *)s->impl)->writer, migrate_task, &t);
	*ret_ran = t.ran;
	if (t.st == ST_OK)
		*ret_why = (struct str){ 0 };
	return t.st;
}
