/* SPDX-License-Identifier: MIT */
#include "store/store_test.h"
#include <string.h>
#include <sys/stat.h>
#include "store/sqlite_impl.h"

/* What only a file can do to one; runs on SQLite whatever --db says. */

static const char *
file_address(const char *name)
{
	return arena_printf(test_arena(), "sqlite:%s/%s", test_tmp_dir(), name).p;
}

/* A full disk in the middle of a member takes the whole transaction away, not the savepoint. */
static bool gone;

static enum status
full_fn(void *arg, struct db *db)
{
	static char big[1 << 20];
	sqlite3 *h = sqlite_of(db)->h;
	(void)arg;
	TRY(add_item(db, 500, S("trace"), 0));
	(void)sqlite_run(h, arena_printf(test_arena(), "PRAGMA max_page_count=%lld",
	    (long long)sqlite_number(h, "PRAGMA page_count", 0) + 1).p);
	const struct db_value in[] = { V_INT(501), V_TEXT("big"), V_INT(0), { .kind = DB_BLOB, .s = { big, sizeof(big) } } };
	enum status st = run(db, &item_add, in, 4, NULL);
	gone = sqlite3_get_autocommit(h);
	/* What follows in the same member must not become a transaction of its own. */
	(void)!add_item(db, 502, S("alone"), 0);
	(void)sqlite_run(h, "PRAGMA max_page_count=1000000");
	return st;
}

TEST(sqlite_transaction_that_is_taken_away_is_one_members_fault)
{
	struct store *s = small_store_at(file_address("a.db"), SMALL_ALL);
	struct db *db = reader(s);
	struct add w[5];
	struct member m[5];
	for (int i = 0; i < 5; i++) {
		w[i] = (struct add){ .id = 100 + i, .name = arena_printf(test_arena(), "n%d", i), .then = i == 1 ? ST_FORBIDDEN : ST_OK };
		m[i] = (struct member){ .fn = i == 2 ? full_fn : add_fn, .arg = &w[i] };
	}
	run_together(s, m, 5);
	CHECK(gone);
	for (int i = 0; i < 5; i++) {
		CHECK_ST(m[i].st, i == 2 ? ST_UNAVAILABLE : i == 1 ? ST_FORBIDDEN : ST_OK);
		CHECK_EQ_I(item_n(db, w[i].name), i == 2 || i == 1 ? -1 : 0);
	}
	CHECK_EQ_I(count_items(db), 4);
}

TEST(sqlite_connections_have_their_settings)
{
	struct store *s = small_store_at(file_address("a.db"), SMALL_ALL);
	sqlite3 *h = sqlite_of(reader(s))->h;
	CHECK_EQ_I(sqlite_number(h, "PRAGMA synchronous", -1), 2);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA foreign_keys", -1), 1);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA query_only", -1), 1);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA secure_delete", -1), 1);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA trusted_schema", -1), 0);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA busy_timeout", -1), 5000);
	CHECK_EQ_I(sqlite_number(h, "PRAGMA application_id", -1), SQLITE_OUR_ID);
	CHECK_EQ_I(sqlite_number(h, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", -1), 1);
	CHECK_EQ_I(sqlite_number(h, "SELECT \"no such column\" FROM item", -7), -7);
	CHECK(sqlite_run(h, "DELETE FROM item") != SQLITE_OK);
}

/* SQLite may plan a statement anew for each value that is bound to it, at many times what the statement costs. */
TEST(sqlite_statements_are_planned_once)
{
	struct store *s = small_store_at(file_address("a.db"), SMALL_ALL);
	sqlite3_stmt *stmt = NULL;
	sqlite3 *h;
	/* It does so once it knows how the values lie. */
	CHECK(sqlite3_open(file_address("a.db") + strlen("sqlite:"), &h) == SQLITE_OK);
	int code = sqlite_run(h, "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 500) INSERT INTO item (id, name, n) "
	    "SELECT 1000 + i, 'name ' || i, 0 FROM k; ANALYZE");
	CHECK_MSG(code == SQLITE_OK, "%s", sqlite3_errmsg(h));
	CHECK(sqlite3_close(h) == SQLITE_OK);
	h = sqlite_of(reader(s))->h;
	CHECK(sqlite3_prepare_v3(h, "SELECT id FROM item WHERE name > ?1 AND id > ?2", -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) == SQLITE_OK);
	for (int i = 0; i < 5; i++) {
		CHECK(sqlite3_bind_text(stmt, 1, i % 2 != 0 ? "a" : "z", 1, SQLITE_STATIC) == SQLITE_OK);
		CHECK(sqlite3_bind_int(stmt, 2, 100 * i) == SQLITE_OK);
		CHECK(sqlite3_step(stmt) == (i % 2 != 0 ? SQLITE_ROW : SQLITE_DONE));
		CHECK(sqlite3_reset(stmt) == SQLITE_OK);
	}
	CHECK_EQ_I(sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_REPREPARE, 0), 0);
	CHECK(sqlite3_finalize(stmt) == SQLITE_OK);
}

/* A migration after which rows point to nothing is taken back whole. */
TEST(sqlite_migration_that_breaks_a_key_is_taken_back)
{
	struct migration list[2] = { small_list[0], small_list[1] };
	struct store *s = small_store_at(file_address("a.db"), SMALL_FIRST);
	struct str why = { 0 };
	size_t ran;
	list[1].sqlite = "DELETE FROM item";
	store_use_migrations(s, list, 2);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_INTERNAL);
	CHECK(str_find(why, S("point to nothing")) > 0);
	CHECK_EQ_I(count_items(reader(s)), 1);
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
	CHECK_EQ_I(sqlite_number(sqlite_of(reader(s))->h, "SELECT count(*) FROM schema_migration", -1), 1);
}

/* Another process that holds the lock for good is waited for, and then named. */
TEST(sqlite_two_processes_take_turns)
{
	const char *address = file_address("a.db");
	struct store *s = small_store_at(address, SMALL_ALL), *other = small_store_at(address, SMALL_ALL);
	for (int i = 0; i < 20; i++) {
		CHECK_ST(write_one(s, 100 + i, arena_printf(test_arena(), "s%d", i).p, 0), ST_OK);
		CHECK_ST(write_one(other, 200 + i, arena_printf(test_arena(), "o%d", i).p, 0), ST_OK);
	}
	CHECK_EQ_I(count_items(reader(s)), 41);
}

TEST(sqlite_backup_needs_no_files_beside_it)
{
	struct store *s = small_store_at(file_address("a.db"), SMALL_ALL);
	const char *to = file_address("b.db") + 7;
	struct str why;
	struct stat st;
	CHECK_ST(store_backup(s, test_arena(), to, &why), ST_OK);
	sqlite3 *h;
	CHECK(sqlite3_open_v2(to, &h, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
	int64_t n = sqlite_number(h, "SELECT count(*) FROM item", -1);
	CHECK(stat(arena_printf(test_arena(), "%s-wal", to).p, &st) != 0);
	sqlite3_close(h);
	CHECK_EQ_I(n, 1);
}

TEST(sqlite_file_is_for_its_owner_alone)
{
	(void)small_store_at(file_address("a.db"), SMALL_ALL);
	struct stat st;
	CHECK(stat(file_address("a.db") + 7, &st) == 0);
	CHECK_EQ_I(st.st_mode & 0777, 0600);
}
