/* SPDX-License-Identifier: MIT */
#include "app/long.h"
#include <string.h>
#include "app/file.h"
#include "base/ids.h"
#include "tests/harness.h"
#include "tests/testapp.h"

/* What the steps of the tried kind do: each adds one unit, up to five; input says what goes wrong, and where. */
static int worked, stored;

static enum status
count_work(struct ctx *c, struct long_work *w)
{
	worked++;
	if (w->state == NULL)
		w->state = arena_new(w->mem, int);
	++*(int *)w->state;
	if (str_is(w->input, "refuse") && w->done == 2)
		return fail(c, ST_INVALID, M("Line 3 is not right."), NULL);
	if (str_is(w->input, "fault") && w->done == 2)
		return ST_INTERNAL;
	if (str_is(w->input, "greedy"))
		for (;;)
			(void)arena_alloc(c->mem, 1 << 20, 1);
	if (w->done == 4)
		TRY(file_keep_here(c, S("result.csv"), S("text/csv"), S("a,b\r\n"), &w->result));
	return ST_OK;
}

static enum status
count_store(struct ctx *c, struct long_work *w)
{
	stored++;
	if (str_is(w->input, "away") && stored == 3)
		return ST_UNAVAILABLE;
	TRY(long_problem(c, w, arena_printf(c->mem, "line %lld", (long long)w->done + 1), S("Nothing is wrong")));
	w->cursor = id_text(c->mem, ++w->done);
	w->more = w->done < 5;
	w->summary = S("Counted.");
	return ST_OK;
}

static const struct long_def counting = { .name = "test.count", .work = count_work, .store = count_store };

struct asking { const char *input; int64_t id; enum status st; };

static enum status
ask(struct ctx *c, void *arg)
{
	struct asking *a = arg;

	return a->st = long_ask(c, &(struct long_ask){ .kind = "test.count", .action = "agreement.list", .title = S("Counting"), .input = str_c(a->input), .total = 5 }, &a->id);
}

struct held { struct test_app *t; int64_t org, account; struct str secret; struct who who; };

static struct held
world(void)
{
	struct held h = { .t = test_app() };

	h.org = test_app_org(h.t, "Southfell", "provider");
	h.account = test_app_account(h.t, "kit@southfell.example", h.org, "specialist", 0);
	h.secret = test_app_session(h.t, h.account);
	h.who = test_app_who(h.t, h.secret);
	long_tried = &counting;
	worked = stored = 0;
	return h;
}

static const char *
asked(struct held *h, const char *input)
{
	struct asking a = { .input = input };

	CHECK_ST(test_app_write(h->t, &h->who, ask, &a), ST_OK);
	return test_fmt("%lld", (long long)a.id);
}

static int
run(struct held *h, int most)
{
	int ran;

	enum status st = long_run_due(h->t->app, h->t->db, most, &ran);
	CHECK(st == ST_OK || st == ST_UNAVAILABLE);
	return ran;
}

static struct str
state(struct held *h, const char *id)
{
	return test_json(&(struct test_reply){ .body = test_app_call(h->t, &h->who, "work.view", "work", id, NULL).json }, "state");
}

TEST(long_work_is_done_step_by_step_and_its_result_waits)
{
	struct held h = world();
	const char *id = asked(&h, "count");

	CHECK_STR(state(&h, id), "waiting");
	CHECK_EQ_I(run(&h, 2), 2);
	CHECK_STR(state(&h, id), "running");
	struct test_reply page = test_get(h.t, h.secret, test_fmt("/work/%s", id));
	CHECK(test_has(page.body, "2 of 5") && test_has(page.body, "data-app-refresh"));
	CHECK(test_has(test_get(h.t, h.secret, "/").body, "Counting"));
	CHECK_EQ_I(test_get(h.t, h.secret, test_fmt("/work/%s/file", id)).status, 404);
	CHECK_EQ_I(run(&h, 100), 3);
	CHECK_EQ_I(run(&h, 100), 0);
	CHECK_EQ_I(stored, 5);
	CHECK_STR(state(&h, id), "done");
	page = test_get(h.t, h.secret, test_fmt("/work/%s", id));
	CHECK(test_has(page.body, "Download result.csv") && test_has(page.body, "Counted.") && !test_has(page.body, "data-app-refresh"));
	page = test_get(h.t, h.secret, test_fmt("/work/%s/file", id));
	CHECK_STR(page.body, "a,b\r\n");
	CHECK(test_has(test_header(&page, "Content-Disposition"), "result.csv"));
	page = test_get(h.t, h.secret, test_fmt("/work/%s/problems", id));
	CHECK(test_has(page.body, "Problems found: 5.") && test_has(page.body, "line 3"));
	CHECK(test_has(test_app_call(h.t, &h.who, "work.problems", "work", id, "after", "4", NULL).json, "\"line 5\""));
	CHECK(test_has(test_get(h.t, h.secret, "/work").body, "Ready"));
}

/* A result waits for a week; the right may go before. */
TEST(long_result_is_shut_when_the_right_is_gone)
{
	struct held h = world();
	int64_t ward = test_app_unit(h.t, h.org, "Ward 7", 0), account = test_app_account(h.t, "ash@southfell.example", h.org, "specialist", ward);
	struct str secret = test_app_session(h.t, account);
	const char *whole = asked(&h, "count");

	(void)run(&h, 100);
	CHECK_EQ_I(test_get(h.t, h.secret, test_fmt("/work/%s/file", whole)).status, 200);
	/* Another role in the same place. */
	test_sql_write(h.t, test_fmt("UPDATE membership SET role = 'reporter' WHERE account = %lld", (long long)h.account));
	struct test_reply file = test_get(h.t, h.secret, test_fmt("/work/%s/file", whole)), rows = test_get(h.t, h.secret, test_fmt("/work/%s/problems", whole));
	CHECK_EQ_I(file.status, 403);
	CHECK_EQ_I(rows.status, 403);
	CHECK(test_has(file.body, "Your role does not include this any more.") && !test_has(rows.body, "line 3"));
	CHECK_EQ_I(test_get(h.t, h.secret, test_fmt("/work/%s", whole)).status, 200);
	/* The same role in another place: what was asked for the whole organisation is not a branch's. */
	test_sql_write(h.t, test_fmt("UPDATE long_work SET asked_by = %lld", (long long)account));
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s/file", whole)).status, 403);
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s/problems", whole)).status, 403);
	test_sql_write(h.t, test_fmt("UPDATE long_work SET acting_unit = %lld", (long long)ward));
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s/file", whole)).status, 200);
}

/* A restart between two steps: nothing is lost and nothing done twice. */
TEST(long_work_survives_a_restart)
{
	struct held h = world();
	const char *id = asked(&h, "count");

	CHECK_EQ_I(run(&h, 2), 2);
	test_app_again(h.t);
	h.who = test_app_who(h.t, h.secret);
	CHECK_EQ_I(run(&h, 100), 3);
	CHECK_EQ_I(stored, 5);
	CHECK_STR(state(&h, id), "done");
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM long_problem"), 5);
}

/* What did not get through is taken back whole, and tried again once its lease has run out. */
TEST(long_work_goes_on_where_the_database_was_away)
{
	struct held h = world();
	const char *id = asked(&h, "away");

	CHECK_EQ_I(run(&h, 100), 3);
	CHECK_STR(state(&h, id), "running");
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM long_problem"), 2);
	CHECK_EQ_I(run(&h, 100), 0);
	test_sql_write(h.t, "UPDATE job SET leased_until = 1 WHERE name = 'long.step'");
	CHECK_EQ_I(run(&h, 100), 3);
	CHECK_STR(state(&h, id), "done");
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM long_problem"), 5);
	/* Five times in a row is no accident. */
	id = asked(&h, "count");
	test_sql_write(h.t, "UPDATE job SET tries = 5 WHERE name = 'long.step'");
	CHECK_EQ_I(run(&h, 100), 0);
	CHECK_STR(state(&h, id), "failed");
}

TEST(long_work_says_why_it_stopped)
{
	struct held h = world();
	const char *id = asked(&h, "refuse");

	CHECK_EQ_I(run(&h, 100), 3);
	CHECK_STR(state(&h, id), "refused");
	CHECK(test_has(test_get(h.t, h.secret, test_fmt("/work/%s", id)).body, "Line 3 is not right."));
	id = asked(&h, "fault");
	(void)run(&h, 100);
	CHECK_STR(state(&h, id), "failed");
	id = asked(&h, "greedy");
	(void)run(&h, 100);
	CHECK_STR(state(&h, id), "refused");
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM job WHERE name = 'long.step'"), 0);
}

TEST(long_work_can_be_cancelled)
{
	struct held h = world();
	const char *id = asked(&h, "count");

	CHECK_EQ_I(run(&h, 2), 2);
	CHECK_EQ_I(test_post(h.t, h.secret, test_fmt("/work/%s/cancel", id), NULL).status, 303);
	CHECK_EQ_I(run(&h, 100), 1);
	CHECK_EQ_I(stored, 2);
	CHECK_STR(state(&h, id), "cancelled");
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM job WHERE name = 'long.step'"), 0);
	CHECK_EQ_I(test_post(h.t, h.secret, test_fmt("/work/%s/cancel", id), NULL).status, 422);
}

/* It is the person's own, and judged by what the person may do when it is done. */
TEST(long_work_is_for_who_asked)
{
	struct held h = world();
	int64_t other = test_app_account(h.t, "ash@southfell.example", h.org, "specialist", 0);
	struct str secret = test_app_session(h.t, other);
	const char *id = asked(&h, "count");

	(void)run(&h, 100);
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s", id)).status, 404);
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s/file", id)).status, 404);
	CHECK_EQ_I(test_get(h.t, secret, test_fmt("/work/%s/problems", id)).status, 404);
	CHECK_EQ_I(test_post(h.t, secret, test_fmt("/work/%s/cancel", id), NULL).status, 404);
	CHECK(!test_has(test_get(h.t, secret, "/work").body, "Counting"));
	id = asked(&h, "count");
	test_sql_write(h.t, "UPDATE membership SET ends_on = 1 WHERE role = 'specialist'");
	(void)run(&h, 100);
	CHECK_EQ_I(test_sql(h.t, test_fmt("SELECT count(*) FROM long_work WHERE id = %s AND state = 'refused' AND done = 0", id)), 1);
}

TEST(long_work_is_limited_and_goes_after_a_week)
{
	struct held h = world();
	struct asking a = { .input = "count" };
	int64_t n;

	for (int i = 0; i < LONG_OPEN; i++)
		(void)asked(&h, "count");
	CHECK_ST(test_app_write(h.t, &h.who, ask, &a), ST_TOO_MANY);
	(void)run(&h, 1000);
	CHECK_ST(long_sweep(h.t->app, h.t->db, &n), ST_OK);
	CHECK_EQ_I(n, 0);
	test_sql_write(h.t, "UPDATE long_work SET expires_at = 1");
	CHECK_ST(long_sweep(h.t->app, h.t->db, &n), ST_OK);
	CHECK_EQ_I(n, LONG_OPEN);
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM long_work"), 0);
	CHECK_EQ_I(test_sql(h.t, "SELECT count(*) FROM file WHERE linked = 1"), 0);
}
