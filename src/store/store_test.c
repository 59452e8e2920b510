/* SPDX-License-Identifier: MIT */
#include "store/store_test.h"
#include <libpq-fe.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "store/pg_impl.h"

/* ---- reading and writing ---- */

TEST(store_commit_is_seen_by_readers)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	int64_t held = -1;
	struct add w = { .id = 2, .name = S("two"), .n = 7 };
	CHECK_ST(store_write(s, NULL, add_fn, &w, &held), ST_OK);
	CHECK(held >= 0 && held < 5000000);
	CHECK_EQ_I(item_n(db, S("two")), 7);
	CHECK(db_has_run(&item_get) && db_has_run(&item_add));
}

TEST(store_values_come_back_as_they_went)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	static const char bytes[] = { 0, 1, (char)0xff, 0 };
	struct db_value in[] = { V_INT(INT64_MAX), V_TEXT("Ŵ'\"\n"), V_INT(INT64_MIN), { .kind = DB_BLOB, .s = { bytes, 4 } } };
	struct add none = { .id = 3, .name = { 0 }, .n = -1 };	/* text without a value is empty text */
	struct db_cursor cur;
	struct member m = { .fn = add_fn, .arg = &none };
	run_together(s, &m, 1);
	CHECK_ST(m.st, ST_OK);
	CHECK_EQ_I(item_n(db, S("")), -1);
	CHECK_ST(db_open(db, &item_get, &(struct db_value)V_TEXT("first"), 1, &cur), ST_OK);
	CHECK_ST(db_step(&cur), ST_OK);
	CHECK_EQ_I(db_int(&cur, 0), 0);
	CHECK_STR(db_text(&cur, 1, test_arena()), "first");
	CHECK(db_is_null(&cur, 2) && db_text(&cur, 2, test_arena()).p == NULL);
	CHECK_ST(db_step(&cur), ST_NOT_FOUND);
	CHECK_ST(db_step(&cur), ST_NOT_FOUND);
	db_close(&cur);
	CHECK_ST(run(db, &item_add, in, 4, NULL), ST_INTERNAL);	/* a write where one reads */
	in[1].s = (struct str){ bytes, 2 };
	in[1].kind = DB_TEXT;
	CHECK_ST(db_open(db, &item_get, &in[1], 1, &cur), ST_INTERNAL);	/* text with NUL */
	CHECK_ST(db_open(db, &item_get, in, 1, &cur), ST_INTERNAL);	/* a number for a text */
	CHECK_ST(db_open(db, &item_get, in, 0, &cur), ST_INTERNAL);	/* too few */
}

static enum status
blob_fn(void *arg, struct db *db)
{
	return run(db, &item_add, arg, 4, NULL);
}

TEST(store_extreme_values_survive)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	static const char bytes[] = { 0, 1, (char)0xff, 0 };
	struct db_value in[] = { V_INT(INT64_MAX), V_TEXT("Ŵ'\"\n"), V_INT(INT64_MIN), { .kind = DB_BLOB, .s = { bytes, 4 } } };
	struct db_cursor cur;
	CHECK_ST(store_write(s, NULL, blob_fn, in, NULL), ST_OK);
	CHECK_ST(db_open(db, &item_get, &in[1], 1, &cur), ST_OK);
	CHECK_ST(db_step(&cur), ST_OK);
	CHECK(db_int(&cur, 0) == INT64_MIN);
	CHECK(str_eq(db_text(&cur, 2, test_arena()), in[3].s));
	db_close(&cur);
}

TEST(store_one_statement_twice_at_once)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	struct db_cursor outer, inner;
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
	CHECK_ST(db_open(db, &item_all, NULL, 0, &outer), ST_OK);
	int pairs = 0;
	while (db_step(&outer) == ST_OK) {
		CHECK_ST(db_open(db, &item_all, NULL, 0, &inner), ST_OK);
		while (db_step(&inner) == ST_OK)
			pairs++;
		db_close(&inner);
	}
	db_close(&outer);
	CHECK_EQ_I(pairs, 4);
}

TEST(store_rows_changed_are_counted)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	int64_t n = 0;
	(void)db;
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
	CHECK_ST(write_one(s, 3, "two", 0), ST_CONFLICT);
	CHECK_ST(write_one(s, 2, "three", 0), ST_CONFLICT);
	CHECK_ST(write_one(s, 4, "four", 100000), ST_INVALID);
	CHECK_EQ_I(count_items(db), 2);
	CHECK_ST(run(db, &item_count, NULL, 0, &n), ST_OK);
	CHECK_EQ_I(n, 2);
}

static enum status
orphan_fn(void *arg, struct db *db)
{
	const struct db_value in[] = { V_INT(9), V_INT(*(int64_t *)arg) };
	return run(db, &part_add, in, 2, NULL);
}

TEST(store_key_that_points_nowhere_is_refused)
{
	struct store *s = small_store();
	int64_t item = 4711;
	CHECK_ST(store_write(s, NULL, orphan_fn, &item, NULL), ST_INVALID);
	item = 1;
	CHECK_ST(store_write(s, NULL, orphan_fn, &item, NULL), ST_OK);
}

static enum status
swallow_fn(void *arg, struct db *db)
{
	(void)arg;
	(void)!add_item(db, 2, S("kept?"), 0);
	(void)!add_item(db, 1, S("clash"), 0);
	return ST_OK;
}

TEST(store_failure_that_is_swallowed_still_takes_all_back)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	CHECK_ST(store_write(s, NULL, swallow_fn, NULL, NULL), ST_CONFLICT);
	CHECK_EQ_I(count_items(db), 1);
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
}

/* ---- many at once ---- */

enum { MANY = 40 };

TEST(store_refused_member_leaves_no_trace)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	struct add w[MANY];
	struct member m[MANY];
	for (int i = 0; i < MANY; i++) {
		w[i] = (struct add){ .id = 100 + i, .name = arena_printf(test_arena(), "n%d", i), .then = i % 3 ? ST_OK : ST_FORBIDDEN };
		m[i] = (struct member){ .fn = add_fn, .arg = &w[i] };
	}
	run_together(s, m, MANY);
	for (int i = 0; i < MANY; i++) {
		CHECK_ST(m[i].st, i % 3 ? ST_OK : ST_FORBIDDEN);
		CHECK_EQ_I(item_n(db, w[i].name), i % 3 ? 0 : -1);
	}
}

TEST(store_unique_key_in_a_batch_is_one_members_fault)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	struct add w[8];
	struct member m[8];
	int good = 0, conflicts = 0;
	for (int i = 0; i < 8; i++) {
		w[i] = (struct add){ .id = 100 + i, .name = i < 4 ? S("same") : arena_printf(test_arena(), "own%d", i) };
		m[i] = (struct member){ .fn = add_fn, .arg = &w[i] };
	}
	run_together(s, m, 8);
	for (int i = 0; i < 4; i++) {
		good += m[i].st == ST_OK;
		conflicts += m[i].st == ST_CONFLICT;
	}
	CHECK_EQ_I(good, 1);
	CHECK_EQ_I(conflicts, 3);
	for (int i = 4; i < 8; i++)
		CHECK_ST(m[i].st, ST_OK);
	CHECK_EQ_I(count_items(db), 6);
}

/* ---- the hook before the commit ---- */

static struct { pthread_mutex_t lock; void *ran[MANY], *args[MANY]; size_t n_ran, n_args, calls; bool fail; int64_t fail_id; } hook = {
	.lock = PTHREAD_MUTEX_INITIALIZER };

static enum status
noting_fn(void *arg, struct db *db)
{
	TRY(add_fn(arg, db));
	pthread_mutex_lock(&hook.lock);
	if (hook.n_ran < MANY)
		hook.ran[hook.n_ran++] = arg;
	pthread_mutex_unlock(&hook.lock);
	return ST_OK;
}

static enum status
hook_fn(void *hook_arg, struct db *db, int lane, void **args, size_t n)
{
	(void)lane;
	if (hook_arg != &hook || hook.fail)
		return ST_INTERNAL;
	for (size_t i = 0; i < n; i++) {
		const struct add *w = args[i];
		if (w->id == hook.fail_id)
			return ST_INTERNAL;
		const struct db_value in = V_INT(w->id);
		TRY(run(db, &log_add, &in, 1, NULL));
	}
	pthread_mutex_lock(&hook.lock);
	hook.calls++;
	for (size_t i = 0; i < n && hook.n_args < MANY; i++)
		hook.args[hook.n_args++] = args[i];
	pthread_mutex_unlock(&hook.lock);
	return ST_OK;
}

static void
hook_reset(struct store *s)
{
	hook.n_ran = hook.n_args = hook.calls = 0;
	hook.fail = false;
	hook.fail_id = 0;
	store_on_commit(s, hook_fn, &hook);
}

static void
hook_members(struct add *w, struct member *m, int n)
{
	for (int i = 0; i < n; i++) {
		w[i] = (struct add){ .id = 100 + i, .name = arena_printf(test_arena(), "n%d", i), .then = i == 5 ? ST_FORBIDDEN : ST_OK };
		m[i] = (struct member){ .fn = noting_fn, .arg = &w[i] };
	}
}

TEST(store_hook_sees_the_successful_in_order)
{
	struct store *s = small_store();
	struct add w[12];
	struct member m[12];
	int64_t rows = 0;
	hook_reset(s);
	hook_members(w, m, 12);
	run_together(s, m, 12);
	CHECK_EQ_I(hook.n_args, 11);
	if (!store_is_pg(s)) {
		CHECK_EQ_I(hook.calls, 1);
		for (size_t i = 0, at = 0; i < hook.n_ran; i++)
			if (hook.ran[i] != &w[5])
				CHECK(hook.ran[i] == hook.args[at++]);
	}
	struct db_cursor cur;
	CHECK_ST(db_open(reader(s), &log_all, NULL, 0, &cur), ST_OK);
	for (; db_step(&cur) == ST_OK; rows++)
		CHECK(db_int(&cur, 0) != 105);
	db_close(&cur);
	CHECK_EQ_I(rows, 11);
}

TEST(store_hook_that_fails_keeps_nothing)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	hook_reset(s);
	hook.fail = true;
	CHECK_ST(write_one(s, 2, "two", 0), ST_UNAVAILABLE);
	CHECK_EQ_I(count_items(db), 1);
	hook.fail = false;
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
}

/* What the hook cannot chain fails alone; its neighbours get in by themselves. */
TEST(store_hook_failure_is_one_members)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	struct add w[5];
	struct member m[5];
	hook_reset(s);
	hook.fail_id = 102;
	hook_members(w, m, 5);
	run_together(s, m, 5);
	for (int i = 0; i < 5; i++) {
		CHECK_ST(m[i].st, i == 2 ? ST_UNAVAILABLE : ST_OK);
		CHECK_EQ_I(item_n(db, w[i].name), i == 2 ? -1 : 0);
	}
}

/* ---- snapshots, deadlines ---- */

TEST(store_reader_keeps_its_snapshot)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	CHECK_ST(db_begin_read(db), ST_OK);
	CHECK_EQ_I(count_items(db), 1);
	CHECK_ST(write_one(s, 2, "two", 0), ST_OK);
	CHECK_EQ_I(count_items(db), 1);
	CHECK_ST(db_begin_read(db), ST_INTERNAL);
	CHECK_ST(store_write(s, db, add_fn, &(struct add){ .id = 3, .name = S("3") }, NULL), ST_INTERNAL);
	db_end_read(db);
	CHECK_EQ_I(count_items(db), 2);
}

TEST(store_slow_read_is_given_up)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	const struct db_value most = V_INT(2000000000);
	db_deadline(db, 100);
	int64_t from = clock_us();
	CHECK_ST(db_begin_read(db), ST_OK);
	CHECK_ST(run(db, &forever, &most, 1, NULL), ST_UNAVAILABLE);
	CHECK(clock_us() - from < 3000000);
	CHECK_ST(run(db, &item_count, NULL, 0, NULL), ST_UNAVAILABLE);
	db_end_read(db);
	CHECK_EQ_I(count_items(db), 1);		/* the next has its own time */
	CHECK_ST(run(db, &forever, &most, 1, NULL), ST_UNAVAILABLE);
	db_deadline(db, 0);
	CHECK_EQ_I(count_items(db), 1);
}

static enum status
slow_fn(void *arg, struct db *db)
{
	const struct db_value some = V_INT(400000);
	TRY(run(db, &forever, &some, 1, NULL));
	return add_fn(arg, db);
}

TEST(store_write_is_never_interrupted)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	db_deadline(db, 20);
	struct add w = { .id = 2, .name = S("two") };
	CHECK_ST(store_write(s, db, slow_fn, &w, &w.held), ST_OK);
	CHECK(w.held > 20000);
	CHECK_EQ_I(count_items(db), 2);
}

/* ---- two at the same rows ---- */

enum { BUMPS = 100 };

static enum status
bump_fn(void *arg, struct db *db)
{
	int64_t n = item_n(db, S("first"));
	if (n < 0)
		return ST_BUSY;		/* the read itself lost the race */
	const struct db_value in[] = { V_TEXT("first"), V_INT(n + 1) };
	(void)arg;
	return run(db, &item_bump, in, 2, NULL);
}

static void *
bump_main(void *arg)
{
	struct member *m = arg;
	struct db *mine;
	m->st = store_connect(m->s, &mine);
	for (int i = 0; m->st == ST_OK && i < BUMPS; i++)
		while ((m->st = store_write(m->s, mine, bump_fn, NULL, NULL)) == ST_BUSY)
			;
	store_disconnect(mine);
	return NULL;
}

TEST(store_no_update_is_lost)
{
	struct store *s = small_store();
	struct member m[2] = { { .s = s }, { .s = s } };
	for (int i = 0; i < 2; i++)
		pthread_create(&m[i].thread, NULL, bump_main, &m[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(m[i].thread, NULL);
	CHECK_ST(m[0].st, ST_OK);
	CHECK_ST(m[1].st, ST_OK);
	CHECK_EQ_I(item_n(reader(s), S("first")), 2 * BUMPS);
}

/* Each looks whether the other is still there and then goes: at most one may. */
static enum status
leave_fn(void *arg, struct db *db)
{
	struct add *w = arg;
	if (item_n(db, S("a")) + item_n(db, S("b")) != 2)
		return ST_FORBIDDEN;
	usleep(20000);
	const struct db_value in[] = { { .kind = DB_TEXT, .s = w->name }, V_INT(0) };
	return run(db, &item_bump, in, 2, NULL);
}

TEST(store_last_one_cannot_leave)
{
	struct store *s = small_store();
	CHECK_ST(write_one(s, 2, "a", 1), ST_OK);
	CHECK_ST(write_one(s, 3, "b", 1), ST_OK);
	struct add w[2] = { { .name = S("a") }, { .name = S("b") } };
	struct member m[2] = { { .fn = leave_fn, .arg = &w[0] }, { .fn = leave_fn, .arg = &w[1] } };
	run_together(s, m, 2);
	CHECK_EQ_I((m[0].st == ST_OK) + (m[1].st == ST_OK), 1);
	CHECK_EQ_I((m[0].st == ST_FORBIDDEN) + (m[1].st == ST_FORBIDDEN), 1);
}

static enum status
nested_fn(void *arg, struct db *db)
{
	(void)db;
	return write_one(arg, 2, "inner", 0);
}

TEST(store_write_inside_a_write_is_refused)
{
	struct store *s = small_store();
	CHECK_ST(store_write(s, NULL, nested_fn, s, NULL), ST_INTERNAL);
	CHECK_EQ_I(count_items(reader(s)), 1);
}

/* ---- kill -9 ---- */

static _Noreturn void
child_main(const char *address, int64_t from, int out)
{
	struct arena a;
	struct store *s;
	struct str why;
	if (!arena_open(&a, 1 << 20) || store_open(&(struct store_options){ .address = address }, &a, &s, &why) != ST_OK)
		_exit(1);
	for (int64_t i = from;; i++) {
		struct add w = { .id = i, .name = arena_printf(&a, "k%lld", (long long)i) };
		if (store_write(s, NULL, add_fn, &w, NULL) != ST_OK || write(out, &i, sizeof(i)) != (ssize_t)sizeof(i))
			_exit(1);
		arena_reset(&a);
	}
}

TEST(store_kill_loses_nothing_acknowledged)
{
	const char *address = test_address();
	struct store *s = small_store_at(address, SMALL_ALL);
	struct db *db = reader(s);
	int64_t last = 10, total = 0;
	for (int cycle = 0; cycle < 20; cycle++) {
		int pipes[2];
		CHECK(pipe(pipes) == 0);
		pid_t pid = fork();
		if (pid == 0) {
			close(pipes[0]);
			child_main(address, last + 100, pipes[1]);
		}
		close(pipes[1]);
		int64_t got = 0, first = last + 100;
		ssize_t n = read(pipes[0], &got, sizeof(got));
		usleep((useconds_t)(2000 + cycle * 700));
		kill(pid, SIGKILL);
		while (n > 0) {
			last = got;
			n = read(pipes[0], &got, sizeof(got));
		}
		close(pipes[0]);
		waitpid(pid, NULL, 0);
		CHECK(last >= first);
		for (int64_t i = first; i <= last; i++, total++)
			CHECK(item_n(db, arena_printf(test_arena(), "k%lld", (long long)i)) == 0);
	}
	struct str why = { 0 };
	CHECK(total >= 20);
	CHECK_ST(store_check(s, test_arena(), &why), ST_OK);
	CHECK_ST(write_one(s, 5, "after", 0), ST_OK);
}

/* ---- statements ---- */

TEST(store_prepare_all_names_the_first_that_is_wrong)
{
	static const struct db_stmt wrong = { "wrong", "SELECT nothing FROM item", "SELECT nothing FROM item", "", "i", false };
	static const struct db_stmt column = { "column", "SELECT name, n FROM item", "SELECT name, n FROM item", "", "i", false };
	static const struct db_stmt *const all[] = { &item_add, &item_get, &item_all, &wrong, &column };
	static const struct db_stmt *const other[] = { &column };
	struct db *db = reader(small_store());
	struct str why = { 0 };
	CHECK_ST(store_prepare_all(db, all, 3, test_arena(), &why), ST_OK);
	CHECK_ST(store_prepare_all(db, all, 5, test_arena(), &why), ST_INTERNAL);
	CHECK(str_starts(why, S("wrong: ")));
	CHECK_ST(store_prepare_all(db, other, 1, test_arena(), &why), ST_INTERNAL);
	CHECK(str_starts(why, S("column: ")));
}

/* ---- PostgreSQL alone ---- */

static void
cut(struct store *s, struct db *db)
{
	PGconn *c = pg_dial(s->path, "cut");
	struct str sql = arena_printf(test_arena(), "SELECT pg_terminate_backend(%d, 5000)", PQbackendPID(pg_of(db)->c));
	PQclear(PQexec(c, sql.p));
	PQfinish(c);
}

static int cuts_left;

static enum status
cut_fn(void *arg, struct db *db)
{
	TRY(add_fn(arg, db));
	if (cuts_left-- > 0)
		cut(db->store, db);
	return ST_OK;
}

TEST(store_lost_connection_is_made_again)
{
	struct store *s = small_store();
	struct db *db = reader(s);
	if (!store_is_pg(s))
		return;
	CHECK_EQ_I(count_items(db), 1);
	cut(s, db);
	CHECK_EQ_I(count_items(db), 1);
	cut(s, db);
	CHECK_ST(db_begin_read(db), ST_OK);
	CHECK_EQ_I(count_items(db), 1);
	cut(s, db);
	CHECK_EQ_I(count_items(db), -2);
	db_end_read(db);
	struct add w = { .id = 2, .name = S("two") };
	cut(s, db);
	CHECK_ST(store_write(s, db, add_fn, &w, NULL), ST_OK);
	/* The connection breaks when COMMIT is sent: what became of it is open, so it is not tried again. */
	w = (struct add){ .id = 3, .name = S("three") };
	cuts_left = 1;
	CHECK_ST(store_write(s, db, cut_fn, &w, NULL), ST_UNAVAILABLE);
	CHECK_EQ_I(count_items(db), 2);
}

TEST(store_lanes_are_one_to_a_connection)
{
	struct store *s = small_store();
	struct db *a = reader(s), *b = reader(s);
	if (!store_is_pg(s))
		return;
	CHECK(a->lane > 0 && b->lane > 0 && a->lane != b->lane && a->lane < 100);
}
