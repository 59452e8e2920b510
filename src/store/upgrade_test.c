/* SPDX-License-Identifier: MIT */
/* The program's own schema: from nothing, and from the first one that a database was made with, whose schema and whose few rows
 * are kept in tests/schema.  A step that was given out is never changed: what follows mends it. */
#include "store/store_test.h"
#include <stdio.h>
#include <string.h>

#define FIRST_LAST "20261122T9999"

static struct str
file_text(const char *path)
{
	char *p = arena_alloc(test_arena(), 1u << 20, 1);
	FILE *f = fopen(path, "rb");
	CHECK_MSG(f != NULL, "%s: not there", path);
	size_t n = fread(p, 1, 1u << 20, f);
	fclose(f);
	return (struct str){ p, n };
}

static enum status
lines_run(void *arg, struct db *db)
{
	struct str rest = *(struct str *)arg;
	while (rest.n > 0) {
		struct str line = str_cut(rest, '\n', &rest), other = test_on_pg() ? S("sqlite: ") : S("pg: "), mine = test_on_pg() ? S("pg: ") : S("sqlite: ");
		if (line.n == 0 || str_starts(line, other))
			continue;
		if (str_starts(line, mine))
			line = (struct str){ line.p + mine.n, line.n - mine.n };
		const char *sql = arena_printf(test_arena(), "%.*s", (int)line.n, line.p).p;
		struct db_stmt *st = arena_new(test_arena(), struct db_stmt);
		*st = (struct db_stmt){ "first", sql, sql, "", "", true };
		enum status got = run(db, st, NULL, 0, NULL);
		if (got != ST_OK)
			printf("%s\n", sql);
		TRY(got);
	}
	return ST_OK;
}

/* The first n steps of the program, on a database of its own. */
static struct store *
at_step(size_t n)
{
	struct store *s = small_store_at(test_address(), 0);
	struct str why;
	size_t ran;
	store_use_migrations(s, store_migrations, n);
	enum status st = store_migrate(s, test_arena(), &ran, &why);
	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.n > 0 ? why.p : "");
	CHECK_EQ_I(ran, n);
	return s;
}

static size_t
first_steps(void)
{
	size_t n = 0;
	while (n < store_migration_count && strcmp(store_migrations[n].stamp, FIRST_LAST) < 0)
		n++;
	CHECK(n > 20);
	return n;
}

static struct str
schema_of(struct store *s)
{
	struct str all;
	CHECK_ST(store_dump_schema(s, test_arena(), &all), ST_OK);
	return all;
}

/* What the rows of the first schema say, in the columns that it had. */
static struct str
rows_of(struct store *s)
{
	static const char *const asked[] = {
		"SELECT id, name, ods_code, status FROM organisation ORDER BY id", "SELECT id, email, name, status FROM account ORDER BY id",
		"SELECT id, name, kind, parent FROM unit ORDER BY id", "SELECT id, ref, title, partner FROM agreement ORDER BY id",
		"SELECT version, review_on, created_by, changed_at FROM agreement ORDER BY id", "SELECT record, was, became, salt FROM change_row ORDER BY id",
		"SELECT seq, action, records, hash FROM audit_entry ORDER BY seq" };
	static const char *const out[] = { "ittt", "ittt", "itti", "ittt", "iiii", "ittt", "ittt" };
	struct db *db = reader(s);
	struct buf b;
	buf_init(&b, 1u << 16);
	for (size_t q = 0; q < countof(asked); q++) {
		struct db_stmt *st = arena_new(test_arena(), struct db_stmt);
		struct db_cursor cur;
		*st = (struct db_stmt){ "rows", asked[q], asked[q], "", out[q], false };
		CHECK_ST(db_open(db, st, NULL, 0, &cur), ST_OK);
		while (db_step(&cur) == ST_OK) {
			for (int i = 0; i < 4; i++) {
				if (out[q][i] == 'i')
					buf_printf(&b, "%lld|", (long long)db_int(&cur, i));
				else
					buf_str(&b, db_text(&cur, i, test_arena()));
			}
			buf_lit(&b, "\n");
		}
		db_close(&cur);
	}
	struct str all = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return all;
}

TEST(upgrade_first_schema_is_as_it_was_given_out)
{
	struct str have = schema_of(at_step(first_steps()));
	CHECK_STR_EQ(have, file_text(test_on_pg() ? "tests/schema/first-pg.txt" : "tests/schema/first-sqlite.txt"));
}

/* Each step from empty and from the first schema with rows in it: one at a time, as a program of each day would have done. */
TEST(upgrade_from_the_first_schema_keeps_its_rows)
{
	struct store *s = at_step(first_steps());
	struct str rows = file_text("tests/schema/first.sql"), why;
	size_t ran;
	CHECK_ST(store_write(s, NULL, lines_run, &rows, NULL), ST_OK);
	struct str before = rows_of(s);
	CHECK(str_find(before, S("AGR-26-0001")) > 0);
	for (size_t n = first_steps() + 1; n <= store_migration_count; n++) {
		store_use_migrations(s, store_migrations, n);
		enum status st = store_migrate(s, test_arena(), &ran, &why);
		CHECK_MSG(st == ST_OK && ran == 1, "%s: %.*s", store_migrations[n - 1].name, (int)why.n, why.n > 0 ? why.p : "");
		CHECK_STR_EQ(rows_of(s), before);
	}
	CHECK_STR_EQ(schema_of(s), schema_of(at_step(store_migration_count)));
	CHECK_ST(store_check(s, test_arena(), &why), ST_OK);
}
