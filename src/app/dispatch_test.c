/* SPDX-License-Identifier: MIT */
/* The order of things that every face shares, what leaves the program by its log, and jobs. */
#include "tests/testapp.h"
#include <fcntl.h>
#include <unistd.h>
#include "app/job.h"
#include "base/ids.h"
#include "base/log.h"
#include "tests/harness.h"

static enum status
nothing_done(struct ctx *c, void *in, void *out)
{
	(void)c, (void)in, (void)out;
	return ST_OK;
}

TEST(dispatch_records_reading_that_works_before_it_shows)
{
	static const struct action print = { .name = "test.print", .title = "", .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .work = nothing_done, .personal = true };
	static const struct action look = { .name = "test.look", .title = "", .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .work = nothing_done };
	struct test_app *t = test_app();
	int64_t org = test_app_org(t, "Northmoor", "provider");
	struct who who = test_app_who(t, test_app_session(t, test_app_account(t, "ana@north.example", org, "specialist", 0)));
	struct outcome o;

	int64_t before = test_sql(t, "SELECT count(*) AS n FROM audit_entry");
	dispatch_call(&(struct call){ .app = t->app, .db = t->db, .who = &who, .face = FACE_API, .action = &look, .mem = test_arena() }, &o);
	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM audit_entry"), before);
	dispatch_call(&(struct call){ .app = t->app, .db = t->db, .who = &who, .face = FACE_API, .action = &print, .mem = test_arena() }, &o);
	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM audit_entry"), before + 1);
	/* Under a grant each look counts. */
	who.grant = 1;
	dispatch_call(&(struct call){ .app = t->app, .db = t->db, .who = &who, .face = FACE_API, .action = &look, .mem = test_arena() }, &o);
	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM audit_entry"), before + 2);
	/* Every way leaves the connection free for the next. */
	CHECK_ST(db_begin_read(t->db), ST_OK);
	db_end_read(t->db);
}

TEST(dispatch_counts_calls_a_minute)
{
	struct test_app *t = test_app();
	int64_t org = test_app_org(t, "Northmoor", "provider");
	struct who ana = test_app_who(t, test_app_session(t, test_app_account(t, "ana@north.example", org, "specialist", 0))), ben = ana;
	int refused = 0;

	for (int i = 0; i < 620; i++)
		refused += test_app_call(t, &ana, "agreement.list", "sort", "nothing of that name at all, and too long to be one: it is refused before it is looked for", NULL).st == ST_TOO_MANY;
	CHECK_EQ_I(refused, 20);
	ben.account++;
	CHECK(test_app_call(t, &ben, "agreement.list", NULL, NULL).st == ST_OK);
	t->app->fixed_now.ms += 60000;
	CHECK(test_app_call(t, &ana, "agreement.list", NULL, NULL).st == ST_OK);
}

TEST(log_holds_no_secret_and_no_name)
{
	struct test_app *t = test_app();
	int64_t org = test_app_org(t, "Northmoor", "provider"), ana = test_app_account(t, "ana-quillfeather@north.example", org, "specialist", 0);
	struct str session = test_app_session(t, ana), token = test_app_token(t, ana, org, "");
	const char *path = test_fmt("%s/log", test_tmp_dir());
	int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600), old = dup(STDERR_FILENO);
	char text[65536];

	CHECK(file >= 0 && old >= 0 && dup2(file, STDERR_FILENO) >= 0);
	log_quiet(false);
	(void)test_get(t, session, "/agreements?q=Wilhelmina-Quince");
	(void)test_post(t, session, "/agreements/new", "title", "Wilhelmina-Quince", "kind", "protocol", "partner_kind", "police", "partner", "P",
	    "contact", "Wilhelmina-Quince", "review_on", "2028-01-31", "once", "once-quince", NULL);
	(void)test_post(t, (struct str){ NULL, 0 }, "/sign-in", "email", "ana-quillfeather@north.example", "password", "pass-quince", NULL);
	(void)test_api(t, token, GET, "/api/v1/agreement", NULL, NULL, NULL);
	(void)test_api(t, S("wk_wrong-quince"), GET, "/api/v1/agreement", NULL, NULL, NULL);
	(void)test_api(t, token, POST, "/api/v1/agreement", "{\"title\":\"Wilhelmina-Quince\"", NULL, "key-quince");
	(void)test_get(t, session, "/search?q=Wilhelmina-Quince");
	(void)test_get(t, session, "/agreements/4711");
	log_quiet(true);
	(void)dup2(old, STDERR_FILENO);
	(void)close(old);
	(void)lseek(file, 0, SEEK_SET);
	ssize_t n = read(file, text, sizeof text);
	(void)close(file);
	CHECK(n > 100);
	struct str log = { text, (size_t)n };
	CHECK(test_has(log, "request"));
	CHECK_MSG(!test_has(log, "uince") && !test_has(log, "quillfeather"), "the log holds: %.*s", (int)log.n, log.p);
	CHECK(str_find(log, session) < 0 && str_find(log, token) < 0);
}

TEST(job_that_always_fails_is_given_up)
{
	struct test_app *t = test_app();
	int64_t org = test_app_org(t, "Northmoor", "provider");
	int ran;

	/* Nobody knows this one any more: it goes at once and stops nothing. */
	test_sql_write(t, test_fmt("INSERT INTO job (org, id, name, cursor, due_at, lease, leased_until, tries) VALUES (%lld, 1, 'no.such', '', 1, '', NULL, 0)", (long long)org));
	CHECK_ST(job_run_due(t->app, t->db, 10, &ran), ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM job WHERE id = 1"), 0);
	/* Leased by somebody who may still be at work: left alone until the lease has run out. */
	test_sql_write(t, test_fmt("INSERT INTO job (org, id, name, cursor, due_at, lease, leased_until, tries) VALUES (%lld, 2, 'no.such', '', 1, 'theirs', %lld, 1)",
	    (long long)org, (long long)t->app->fixed_now.ms + 1000));
	CHECK_ST(job_run_due(t->app, t->db, 10, &ran), ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM job WHERE id = 2"), 1);
	t->app->fixed_now.ms += 2000;
	CHECK_ST(job_run_due(t->app, t->db, 10, &ran), ST_OK);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM job WHERE id = 2"), 0);
	/* Those that repeat begin by themselves, once in each organisation. */
	for (size_t i = 0; i < feature_count; i++)
		for (const struct job_def *j = features[i]->jobs; j != NULL && j->name != NULL; j++)
			CHECK_EQ_I(test_sql(t, test_fmt("SELECT count(*) AS n FROM job WHERE name = '%s'", j->name)), j->every_minutes > 0);
	test_sql_write(t, "DELETE FROM job");
	/* One that repeats has its turn again at its next time, however often it failed. */
	for (size_t i = 0; i < feature_count; i++)
		for (const struct job_def *j = features[i]->jobs; j != NULL && j->name != NULL; j++) {
			test_sql_write(t, test_fmt("INSERT INTO job (org, id, name, cursor, due_at, lease, leased_until, tries) VALUES (%lld, 3, '%s', '', 1, '', NULL, 5)",
			    (long long)org, j->name));
			CHECK_ST(job_run_due(t->app, t->db, 1, &ran), ST_OK);
			CHECK_EQ_I(test_sql(t, "SELECT count(*) AS n FROM job WHERE id = 3"), j->every_minutes > 0);
			if (j->every_minutes > 0)
				CHECK_EQ_I(test_sql(t, "SELECT due_at FROM job WHERE id = 3"), t->app->fixed_now.ms + j->every_minutes * 60000ll);
			test_sql_write(t, "DELETE FROM job");
		}
}
