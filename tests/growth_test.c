/* SPDX-License-Identifier: MIT */
/* No page asks the database more often because there are more records: each page that has an address of its own, and
 * each record's, is opened with 5 records of a kind and with 50. */
#include <string.h>
#include <time.h>
#include "app/sheet.h"
#include "tests/harness.h"
#include "tests/testapp.h"
#include "tests/testdb.h"

enum { FEW = 5, MANY = 50 };
struct growth { struct test_app *t; struct who me; struct str secret; int64_t org; int made; };

static struct str
made(struct growth *g, const char *what)
{
	return str_c(test_fmt("%s %d", what, g->made));
}

static void
fill(struct growth *g, int upto)
{
	struct test_app *t = g->t;

	for (; g->made < upto; g->made++) {
		struct outcome o[] = {
			test_app_call(t, &g->me, "agreement.create", "title", str_z(test_arena(), made(g, "Protocol")), "kind", "protocol",
			    "partner_kind", "police", "partner", "The police", "review_on", "2026-10-01", NULL),
			test_app_call(t, &g->me, "unit.create", "name", str_z(test_arena(), made(g, "Ward")), "kind", "department", NULL),
			test_app_call(t, &g->me, "person.create", "name", str_z(test_arena(), made(g, "Person")), "job_title", "Porter", NULL),
			test_app_call(t, &g->me, "evidence.create", "title", str_z(test_arena(), made(g, "Minutes")), "kind", "board_minutes",
			    "class", "output", "held", "note", "note", "In the archive", "period_from", "2026-05-01", "period_to", "2026-05-31",
			    "framework", "commissioner-security", "standard", "1.4", NULL),
			test_app_call(t, &g->me, "evaluation.create", "title", str_z(test_arena(), made(g, "Survey")), "arrangement", "awareness",
			    "started_on", "2026-04-01", NULL),
		};
		for (size_t i = 0; i < countof(o); i++)
			CHECK_MSG(o[i].st == ST_OK, "record %zu is refused: %.*s", i, (int)o[i].message.n, o[i].message.p);
	}
}

static int64_t
asked(struct test_app *t)
{
	int64_t n = 0;

	for (int i = 0; i < t->web->n; i++)
		n += db_statements(t->web->seats[i].db);
	return n;
}

/* The address of a page, with the first record of its kind where it wants one; NULL: not one of those. */
static const char *
address(struct growth *g, const struct known_page *p)
{
	const char *path = p->page->path, *open = strchr(path, '{');
	const struct record_type *type = p->page->action->record;

	/* What exports all rows reads them page after page. */
	if (p->page->method != GET || p->page->html == NULL || p->page->action->load == sheet_export_load)
		return NULL;
	if (open == NULL)
		return path;
	if (type == NULL || type->is_org || type->ops->insert == NULL || strncmp(open, "{id}", 4) != 0 || strchr(open + 1, '{') != NULL)
		return NULL;
	int64_t id = test_sql(g->t, test_fmt("SELECT MIN(id) FROM %s WHERE org = %lld", type->ops->kind, (long long)g->org));
	return id > 0 ? test_fmt("%.*s%lld%s", (int)(open - path), path, (long long)id, open + 4) : NULL;
}

static size_t
walk(struct growth *g, int64_t *cost, bool many)
{
	const struct registry *reg = registry();
	size_t opened = 0;

	for (size_t i = 0; i < reg->n_pages; i++) {
		const char *path = address(g, &reg->pages[i]);
		if (path == NULL)
			continue;
		int64_t before = asked(g->t);
		struct test_reply r = test_get(g->t, g->secret, path);
		int64_t n = asked(g->t) - before;
		if (r.status != 200)
			continue;
		opened++;
		if (!many)
			cost[i] = n;
		else if (cost[i] > 0)
			CHECK_MSG(n <= cost[i] + 2, "%s: %lld statements with %d records, %lld with %d", path, (long long)cost[i], FEW, (long long)n, MANY);
	}
	return opened;
}

/* An organisation with frameworks, somebody who may read all of it, and this year's review. */
static void
begin(struct growth *g)
{
	struct who operator = { .operator = true, .name = S("operator") };
	struct outcome o = test_app_call(g->t, &operator, "framework.load_shipped", NULL);

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	g->org = test_app_org(g->t, "Northmoor", "commissioner");
	int64_t account = test_app_account(g->t, "anne@example.org", g->org, "specialist", 0);
	CHECK_EQ_I(test_app_account(g->t, "anne@example.org", g->org, "administrator", 0), account);
	CHECK_EQ_I(test_app_account(g->t, "anne@example.org", g->org, "auditor", 0), account);
	g->secret = test_app_session(g->t, account);
	g->me = test_app_who(g->t, g->secret);
	o = test_app_call(g->t, &g->me, "review.create", "framework",
	    test_fmt("%lld", (long long)test_sql(g->t, "SELECT MIN(id) FROM framework_version WHERE key = 'commissioner-security'")), NULL);
	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
}

TEST(growth_of_the_register_does_not_make_pages_ask_more)
{
	struct growth g = { .t = test_app() };
	int64_t *cost = arena_array(test_arena(), int64_t, registry()->n_pages);

	begin(&g);
	fill(&g, FEW);
	(void)walk(&g, cost, false);	/* what is read once and kept is read now */
	size_t few = walk(&g, cost, false);
	CHECK_MSG(few > 30, "only %zu pages could be opened", few);
	fill(&g, MANY);
	CHECK_EQ_I((int64_t)walk(&g, cost, true), (int64_t)few);
}

/* The least of some tries, in microseconds of this thread: a busy machine makes none of them shorter. */
static int64_t
cost_of(struct growth *g, const char *path)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 9; i++) {
		struct timespec from, to;
		CHECK_EQ_I(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from), 0);
		struct test_reply r = test_get(g->t, g->secret, path);
		CHECK_EQ_I(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to), 0);
		CHECK_MSG(r.status == 200, "%s: %d", path, r.status);
		int64_t us = (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
		least = us < least ? us : least;
	}
	return least;
}

#define MANY_ROWS "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 40000) "
#define STANDARD "version, created_at, created_by, changed_at, changed_by"

/* The pages that ask the registers for facts: with 40,000 records more of each kind they cost what counting in an index
 * costs, a sixth of a microsecond a record at most. */
TEST(growth_of_the_register_does_not_make_facts_dear)
{
	struct growth g = { .t = test_app() };
	const char *pages[] = { "/", "/due", NULL, NULL, "/reviews/today" };
	int64_t before[countof(pages)];

	if (test_on_pg())	/* its time is another process's: there the statements are counted, above */
		return;
	begin(&g);
	fill(&g, FEW);
	long long org = (long long)g.org, review = (long long)test_sql(g.t, "SELECT MIN(id) FROM review");
	pages[2] = test_fmt("/reviews/%lld", review);
	pages[3] = test_fmt("/reviews/%lld/result", review);
	for (size_t i = 0; i < countof(pages); i++)
		before[i] = cost_of(&g, pages[i]);
	test_sql_write(g.t, test_fmt(MANY_ROWS "INSERT INTO agreement (org, id, ref, title, kind, partner_kind, review_on, " STANDARD ") "
	    "SELECT %lld, 1000 + i, 'X' || i, 'Protocol', 'protocol', 'police', 30000 + i, 1, 1, 1, 1, 1 FROM k", org));
	test_sql_write(g.t, "UPDATE evaluation SET withdrawn_at = 1 WHERE id = (SELECT MIN(id) FROM evaluation)");
	test_sql_write(g.t, test_fmt(MANY_ROWS "INSERT INTO improvement (org, id, evaluation, what, due_on, done_on, " STANDARD ") "
	    "SELECT %lld, 1000 + i, (SELECT MIN(id) FROM evaluation), 'Done', 10000 + i %% 9000, 20000, 1, 1, 1, 1, 1 FROM k", org));
	for (size_t i = 0; i < countof(pages); i++) {
		int64_t after = cost_of(&g, pages[i]);
		CHECK_MSG(after < 2 * before[i] + 40000 / 6, "%s: %lld us with few records, %lld us with many", pages[i], (long long)before[i], (long long)after);
	}
}
