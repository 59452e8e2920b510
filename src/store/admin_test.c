/* SPDX-License-Identifier: MIT */
#include "store/store_test.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "store/sqlite_impl.h"

/* ---- migrations ---- */

static enum schema_state
state_of(struct store *s)
{
	enum schema_state state = SCHEMA_FOREIGN;
	struct str why;
	CHECK_ST(store_schema(s, test_arena(), &state, &why), ST_OK);
	CHECK((state == SCHEMA_CURRENT) == (why.p == NULL));
	return state;
}

TEST(store_schema_goes_from_empty_to_current)
{
	struct store *s = small_store_at(test_address(), 0);
	struct str why;
	size_t ran = 9;
	store_use_migrations(s, small_list, SMALL_FIRST);
	CHECK_EQ_I(state_of(s), SCHEMA_EMPTY);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_OK);
	CHECK_EQ_I(ran, 1);
	CHECK_EQ_I(state_of(s), SCHEMA_CURRENT);
	store_use_migrations(s, small_list, SMALL_ALL);
	CHECK_EQ_I(state_of(s), SCHEMA_OLDER);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_OK);
	CHECK_EQ_I(ran, 1);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_OK);
	CHECK_EQ_I(ran, 0);
	CHECK_EQ_I(count_items(reader(s)), 1);	/* and the part that points to it is still there */
	CHECK_ST(store_check(s, test_arena(), &why), ST_OK);
}

TEST(store_newer_schema_is_refused)
{
	struct store *s = small_store();
	struct str why;
	size_t ran;
	store_use_migrations(s, small_list, SMALL_FIRST);
	CHECK_EQ_I(state_of(s), SCHEMA_NEWER);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_INVALID);
	CHECK(str_starts(why, S("This database was last used by a newer Wardkeep")));
}

TEST(store_changed_migration_is_refused)
{
	struct migration list[2] = { small_list[0], small_list[1] };
	struct store *s = small_store_at(test_address(), SMALL_FIRST);
	struct str why;
	size_t ran;
	list[0].checksum = "3333333333333333333333333333333333333333333333333333333333333333";
	store_use_migrations(s, list, 2);
	CHECK_EQ_I(state_of(s), SCHEMA_FOREIGN);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_INVALID);
	CHECK(str_find(why, S("small/20260101T0000_create")) > 0);
}

TEST(store_migration_that_fails_leaves_nothing)
{
	struct migration list[2] = { small_list[0], small_list[1] };
	struct store *s = small_store_at(test_address(), SMALL_FIRST);
	struct str why, before, after;
	size_t ran;
	list[1].sqlite = "CREATE TABLE half (id INTEGER) STRICT; CREATE NONSENSE";
	list[1].pg = "CREATE TABLE half (id bigint); CREATE NONSENSE";
	CHECK_ST(store_dump_schema(s, test_arena(), &before), ST_OK);
	store_use_migrations(s, list, 2);
	CHECK_ST(store_migrate(s, test_arena(), &ran, &why), ST_UNAVAILABLE);
	CHECK_EQ_I(ran, 0);
	CHECK(str_find(why, S("small/20260201T0000_rebuild")) > 0);
	CHECK_ST(store_dump_schema(s, test_arena(), &after), ST_OK);
	CHECK_STR_EQ(after, before);
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
}

static void *
migrate_main(void *arg)
{
	struct member *m = arg;
	struct arena a;
	struct str why;
	size_t ran;
	m->st = arena_open(&a, 1 << 22) ? store_migrate(m->s, &a, &ran, &why) : ST_INTERNAL;
	arena_close(&a);
	return NULL;
}

TEST(store_two_programs_migrate_at_once)
{
	const char *address = test_address();
	struct member m[2];
	for (int i = 0; i < 2; i++) {
		m[i] = (struct member){ .s = small_store_at(address, 0) };
		store_use_migrations(m[i].s, small_list, SMALL_ALL);
	}
	for (int i = 0; i < 2; i++)
		pthread_create(&m[i].thread, NULL, migrate_main, &m[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(m[i].thread, NULL);
	CHECK_ST(m[0].st, ST_OK);
	CHECK_ST(m[1].st, ST_OK);
	CHECK_EQ_I(state_of(m[0].s), SCHEMA_CURRENT);
}

TEST(store_fresh_and_upgraded_dumps_are_equal)
{
	const char *address = test_address();
	struct str fresh, upgraded;
	(void)small_store_at(address, SMALL_FIRST);
	CHECK_ST(store_dump_schema(small_store_at(address, SMALL_ALL), test_arena(), &upgraded), ST_OK);
	CHECK_ST(store_dump_schema(small_store(), test_arena(), &fresh), ST_OK);
	CHECK_STR_EQ(upgraded, fresh);
	CHECK(str_find(fresh, S("item.kind")) > 0 && str_find(fresh, S("part_item")) > 0);
}

TEST(store_program_schema_is_current)
{
	struct store *s = test_store();
	CHECK_EQ_I(state_of(s), store_migration_count ? SCHEMA_CURRENT : state_of(s));
}

/* ---- opening ---- */

static struct str
refusal(const char *address, bool create)
{
	struct store *s = NULL;
	struct str why = { 0 };
	enum status st = store_open(&(struct store_options){ .address = address, .create = create }, test_arena(), &s, &why);
	if (st == ST_OK)
		store_close(s);
	CHECK(st != ST_OK);
	CHECK(why.n > 20 && why.p[why.n - 1] == '.');
	return why;
}

static const char *
a_file(const char *name, const char *text, size_t n)
{
	const char *path = arena_printf(test_arena(), "%s/%s", test_tmp_dir(), name).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0 && write(fd, text, n) == (ssize_t)n);
	close(fd);
	return arena_printf(test_arena(), "sqlite:%s", path).p;
}

#define SAYS(why, lit) CHECK_MSG(str_find(why, S(lit)) >= 0, "%.*s", (int)(why).n, (why).p)

TEST(store_file_that_cannot_be_used_is_named)
{
	struct arena *a = test_arena();
	struct str why = refusal(arena_printf(a, "sqlite:%s/none/x.db", test_tmp_dir()).p, true);
	SAYS(why, "There is no directory");
	why = refusal(arena_printf(a, "sqlite:%s/none.db", test_tmp_dir()).p, false);
	SAYS(why, "There is no database file");
	why = refusal(arena_printf(a, "sqlite:%s", test_tmp_dir()).p, true);
	SAYS(why, "is not a file");
	const char *address = a_file("text.db", "Dear diary, this is no database at all.", 39);
	SAYS(refusal(address, true), "is not a database");
	address = a_file("short.db", "x", 1);
	SAYS(refusal(address, true), "is not a database");
	SAYS(refusal("", true), "sqlite:FILE");
	SAYS(refusal("sqlite:", true), "sqlite:FILE");
	SAYS(refusal("/var/lib/x.db", true), "sqlite:FILE");
	if (geteuid() != 0) {
		address = a_file("ro.db", "", 0);
		CHECK(chmod(address + 7, 0400) == 0);
		SAYS(refusal(address, true), "is read-only");
	}
}

TEST(store_file_of_another_program_is_left_alone)
{
	const char *address = a_file("other.db", "", 0);
	sqlite3 *h;
	CHECK(sqlite3_open(address + 7, &h) == SQLITE_OK);
	int code = sqlite_run(h, "CREATE TABLE theirs (x); PRAGMA application_id=77");
	sqlite3_close(h);
	CHECK_EQ_I(code, SQLITE_OK);
	SAYS(refusal(address, true), "belongs to another program");
	CHECK(sqlite3_open(address + 7, &h) == SQLITE_OK);
	code = sqlite_run(h, "PRAGMA application_id=0");
	sqlite3_close(h);
	CHECK_EQ_I(code, SQLITE_OK);
	SAYS(refusal(address, false), "belongs to another program");
}

TEST(store_damaged_file_is_found)
{
	const char *address = arena_printf(test_arena(), "sqlite:%s/d.db", test_tmp_dir()).p;
	struct store_options o = { .address = address, .create = true };
	struct store *s;
	struct str why = { 0 };
	size_t ran;
	CHECK_ST(store_open(&o, test_arena(), &s, &why), ST_OK);
	store_use_migrations(s, small_list, SMALL_ALL);
	enum status st = store_migrate(s, test_arena(), &ran, &why);
	for (int i = 0; i < 200 && st == ST_OK; i++)
		st = write_one(s, 10 + i, arena_printf(test_arena(), "a rather long name for the item of number %d", i).p, i);
	store_close(s);
	CHECK_ST(st, ST_OK);
	int fd = open(address + 7, O_WRONLY);
	char junk[4096];
	memset(junk, 0x5a, sizeof(junk));
	CHECK(pwrite(fd, junk, sizeof(junk), 3 * 4096) == (ssize_t)sizeof(junk));
	close(fd);
	s = small_store_at(address, SMALL_ALL);
	CHECK_ST(store_check(s, test_arena(), &why), ST_INVALID);
	SAYS(why, "damaged");
}

TEST(store_password_is_never_told)
{
	struct arena *a = test_arena();
	struct str why = refusal("postgresql://me:hunter2@127.0.0.1:1/none", false);
	SAYS(why, "127.0.0.1, port 1, cannot be reached");
	CHECK(str_find(why, S("hunter2")) < 0);
	why = refusal("postgresql://me:hunter2@127.0.0.1:x:y/none?what=hunter2", false);
	CHECK(str_find(why, S("hunter2")) < 0);
	SAYS(why, "cannot be read");
	if (!test_on_pg())
		return;
	const char *good = test_address();
	const char *name = strstr(good, "/wk_"), *query = strchr(good, '?');
	CHECK(name && query);
	why = refusal(arena_printf(a, "%.*s/missing%s", (int)(name - good), good, query).p, false);
	SAYS(why, "has no database missing");
	why = refusal(arena_printf(a, "postgresql://nobody:hunter2@%.*s%s", (int)(query - name), name, query).p, false);
	SAYS(why, "did not let the user nobody in");
	CHECK(str_find(why, S("hunter2")) < 0);
}

/* ---- backup and restore ---- */

static _Atomic bool stop_writing;
static _Atomic int64_t written;

static void *
writing_main(void *arg)
{
	struct member *m = arg;
	static char name[32];
	for (int64_t i = 1000; !atomic_load(&stop_writing) && m->st == ST_OK; i++) {
		(void)snprintf(name, sizeof(name), "w%lld", (long long)i);
		m->st = write_one(m->s, i, name, 0);
		atomic_store(&written, i);
	}
	return NULL;
}

static const char *
path_of(const char *name)
{
	return arena_printf(test_arena(), "%s/%s", test_tmp_dir(), name).p;
}

static struct str
all_items(struct store *s)
{
	struct db *db = reader(s);
	struct db_cursor cur;
	struct str all = S("");
	CHECK_ST(db_open(db, &item_all, NULL, 0, &cur), ST_OK);
	while (db_step(&cur) == ST_OK) {
		struct str name = db_text(&cur, 1, test_arena());
		all = arena_printf(test_arena(), "%.*s%lld=%.*s;", (int)all.n, all.p, (long long)db_int(&cur, 0), (int)name.n, name.p);
	}
	db_close(&cur);
	return all;
}

TEST(store_backup_restores_to_the_same)
{
	struct store *s = small_store();
	struct str why = { 0 };
	for (int i = 0; i < 50; i++)
		CHECK_ST(write_one(s, 10 + i, arena_printf(test_arena(), "i%d", i).p, i), ST_OK);
	const char *to = path_of("backup"), *address = test_address();
	enum status st = store_backup(s, test_arena(), to, &why);
	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.p);
	struct stat file;
	CHECK(stat(to, &file) == 0 && (file.st_mode & 0777) == 0600);
	CHECK_ST(store_backup(s, test_arena(), to, &why), ST_CONFLICT);
	st = store_restore(to, address, test_arena(), &why);
	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.p);
	struct store *again = small_store_at(address, SMALL_ALL);
	struct str one, two;
	CHECK_STR_EQ(all_items(again), all_items(s));
	CHECK_ST(store_dump_schema(s, test_arena(), &one), ST_OK);
	CHECK_ST(store_dump_schema(again, test_arena(), &two), ST_OK);
	CHECK_STR_EQ(two, one);
	CHECK_ST(store_check(again, test_arena(), &why), ST_OK);
	CHECK_ST(write_one(again, 5, "after", 0), ST_OK);
	CHECK_ST(store_restore(to, address, test_arena(), &why), ST_CONFLICT);	/* something is there now */
}

TEST(store_backup_beside_writes_is_whole)
{
	struct store *s = small_store();
	struct member m = { .s = s };
	struct str why = { 0 };
	const char *address = test_address();
	static char big[1 << 16];
	atomic_store(&stop_writing, false);
	for (int i = 0; i < 60; i++)
		CHECK_ST(write_one(s, 100 + i, (memset(big, 'a' + i % 26, 60000), big[60000] = '\0',
		    arena_printf(test_arena(), "%d%s", i, big).p), 0), ST_OK);
	pthread_create(&m.thread, NULL, writing_main, &m);
	enum status st = store_backup(s, test_arena(), path_of("backup"), &why);
	atomic_store(&stop_writing, true);
	pthread_join(m.thread, NULL);
	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.p);
	CHECK_ST(m.st, ST_OK);
	CHECK_ST(store_restore(path_of("backup"), address, test_arena(), &why), ST_OK);
	struct store *again = small_store_at(address, SMALL_ALL);
	CHECK_ST(store_check(again, test_arena(), &why), ST_OK);
	CHECK(count_items(reader(again)) >= 61);
	CHECK(count_items(reader(again)) <= count_items(reader(s)));
}

TEST(store_restore_judges_what_it_is_given)
{
	struct str why = { 0 };
	const char *address = test_address();
	const char *text = a_file("text", "This is no backup, sorry about that.", 36) + 7;
	CHECK(store_restore(text, address, test_arena(), &why) != ST_OK);
	SAYS(why, "is not a ");
	CHECK(store_restore(a_file("empty", "", 0) + 7, address, test_arena(), &why) != ST_OK);
	CHECK(store_restore(path_of("missing"), address, test_arena(), &why) != ST_OK);
	CHECK(why.n > 20);
	CHECK(access(path_of("backup"), F_OK) != 0);
	CHECK_ST(store_restore(text, "nonsense", test_arena(), &why), ST_INVALID);
}

TEST(store_backup_says_where_it_cannot_go)
{
	struct store *s = small_store();
	struct str why = { 0 };
	CHECK_ST(store_backup(s, test_arena(), path_of("none/backup"), &why), ST_NOT_FOUND);
	SAYS(why, "There is no directory");
}
