/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <stdlib.h>
#include <string.h>

/* The schema as sorted lines, and checks of what is stored. */

static int
line_cmp(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct str
schema_text(struct arena *a, struct str *lines, size_t n)
{
	size_t size = 0, at = 0;
	for (size_t i = 0; i < n; i++)
		size += lines[i].n + 1;
	if (n > 1)
		qsort(lines, n, sizeof(*lines), line_cmp);
	char *p = arena_array(a, char, size + 1);
	for (size_t i = 0; i < n; i++) {
		if (lines[i].n)
			memcpy(p + at, lines[i].p, lines[i].n);
		at += lines[i].n;
		p[at++] = '\n';
	}
	return (struct str){ p, size };
}

/* White space runs to one space, and the quotes that ALTER TABLE puts round names go, so that a
 * table that was rebuilt reads like one that was made so. */
static struct str
normal(struct arena *a, struct str sql)
{
	char *p = arena_array(a, char, sql.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < sql.n; i++) {
		char c = sql.p[i];
		bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
		if (c == '"' || (space && (n == 0 || p[n - 1] == ' ' || p[n - 1] == '(')))
			continue;
		if ((c == ')' || c == ',') && n > 0 && p[n - 1] == ' ')
			n--;
		p[n++] = space ? ' ' : c;
	}
	return (struct str){ p, n };
}

/* Each query gives one text a row.  What the text of a table says is said again by the pragmas, as SQLite
 * understood it. */
static const char *const schema_queries[] = {
	"SELECT 'sql ' || type || ' ' || name || ': ' || sql FROM sqlite_schema "
	"WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
	"SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || iif(c.\"notnull\", ' not null', '') || "
	"' default ' || coalesce(c.dflt_value, 'none') || ' key ' || c.pk "
	"FROM pragma_table_list t, pragma_table_xinfo(t.name) c WHERE t.schema = 'main' AND t.type = 'table' "
	"AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
	"SELECT 'foreign key ' || t.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || coalesce(f.\"to\", '') || "
	"' ' || f.on_update || ' ' || f.on_delete FROM pragma_table_list t, pragma_foreign_key_list(t.name) f "
	"WHERE t.schema = 'main' AND t.type = 'table'",
	"SELECT 'index ' || t.name || ' ' || i.name || iif(i.\"unique\", ' unique', '') || iif(i.partial, ' partial', '') || ': ' || "
	"(SELECT group_concat(coalesce(x.name, '-') || iif(x.\"desc\", ' desc', ''), ', ' ORDER BY x.seqno) "
	"FROM pragma_index_xinfo(i.name) x WHERE x.key) FROM pragma_table_list t, pragma_index_list(t.name) i "
	"WHERE t.schema = 'main' AND t.type = 'table'",
};

static int
lines_of(sqlite3 *h, const char *sql, struct arena *a, struct str *lines, size_t room, size_t *n)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(h, sql, -1, &stmt, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(stmt);
		if (code != SQLITE_ROW)
			break;
		if (*n == room) {
			code = SQLITE_TOOBIG;
			break;
		}
		const unsigned char *p = sqlite3_column_text(stmt, 0);
		struct str text = { p ? (const char *)p : "", (size_t)sqlite3_column_bytes(stmt, 0) };
		lines[(*n)++] = normal(a, text);
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum { LINES_MAX = 20000 };

enum status
sqlite_dump(struct store *s, struct arena *a, struct str *ret)
{
	struct sqlite_db *d;
	int code = sqlite_connect(s, false, &d);
	if (code != SQLITE_OK)
		return sqlite_status(code);
	struct str *lines = arena_array(a, struct str, LINES_MAX);
	size_t n = 0;
	for (size_t i = 0; i < countof(schema_queries) && code == SQLITE_OK; i++)
		code = lines_of(d->h, schema_queries[i], a, lines, LINES_MAX, &n);
	sqlite_disconnect(d);
	if (code != SQLITE_OK)
		return sqlite_status(code);
	*ret = schema_text(a, lines, n);
	return ST_OK;
}

/* ---- check ---- */

static struct str
first_text(sqlite3 *h, const char *sql, struct arena *a)
{
	sqlite3_stmt *stmt = NULL;
	struct str ret = { 0 };
	if (sqlite3_prepare_v2(h, sql, -1, &stmt, NULL) != SQLITE_OK)
		return str_c(arena_copy(a, str_c(sqlite3_errmsg(h))).p);
	int code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		const unsigned char *p = sqlite3_column_text(stmt, 0);
		ret = arena_copy(a, str_c(p ? (const char *)p : "(no name)"));
	} else if (code != SQLITE_DONE) {
		ret = arena_copy(a, str_c(sqlite3_errmsg(h)));
	}
	sqlite3_finalize(stmt);
	return ret;
}

enum status
sqlite_check_in(sqlite3 *h, const char *path, struct arena *a, struct str *ret_why)
{
	struct str found = first_text(h, "PRAGMA integrity_check(1)", a);
	if (!str_is(found, "ok")) {
		*ret_why = arena_printf(a, "The database file %s is damaged: %.*s. Restore the last backup.", path, (int)found.n,
		    found.p ? found.p : "");
		return ST_INVALID;
	}
	found = first_text(h, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", a);
	if (found.p) {
		*ret_why = arena_printf(a, "In the database file %s, rows of %.*s point to rows that are not there. Restore the "
		    "last backup.", path, (int)found.n, found.p);
		return ST_INVALID;
	}
	return ST_OK;
}

enum status
sqlite_check(struct store *s, struct arena *a, struct str *ret_why)
{
	struct sqlite_db *d;
	int code = sqlite_connect(s, false, &d);
	if (code != SQLITE_OK) {
		*ret_why = sqlite_why(a, code, s->path);
		return sqlite_status(code);
	}
	enum status st = sqlite_check_in(d->h, s->path, a, ret_why);
	sqlite_disconnect(d);
	return st;
}
