/* SPDX-License-Identifier: MIT */
/* UX-3: a review of many standards as a file: asked for, left, made behind the pages, and what it would have been at once. */
#include "app/dispatch.h"
#include "app/long.h"
#include "base/ids.h"
#include "feature/document/document.h"
#include "tests/harness.h"
#include "tests/testapp.h"

struct large { struct test_app *t; int64_t org, account, review; struct str secret; struct who lead, stranger; };

/* So many standards, each with a reason to be long. */
static struct str
gates(int n)
{
	struct buf b;

	buf_init(&b, 4u << 20);
	buf_printf(&b, "format: wardkeep-framework/1\nkey: gates\nedition: \"1\"\ntitle: Gates\norigin: own\norigin_note: Made up.\nabout: Gates.\n"
	    "organisations:\n  - commissioner\nfrequency: yearly\nlook_back_months: 12\nsignatory: lead\naddressees:\n  - board\nareas:\n  - id: \"1\"\n    title: Gates\n    standards:\n");
	for (int i = 0; i < n; i++)
		buf_printf(&b, "      - id: \"1.%d\"\n        title: Gate %d\n        headline: It is so.\n        rationale: It matters.\n        weight: 1\n"
		    "        amber: false\n        why_no_amber: It is so or it is not.\n        outcome_test: none\n        criteria:\n          - id: R1\n"
		    "            kind: failing\n            words: It is not so.\n            mark: own\n          - id: G1\n            kind: wanted\n"
		    "            words: It is so.\n            mark: own\n", i + 1, i + 1);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static struct who
one(struct test_app *t, const char *email, int64_t org, const char *role)
{
	return test_app_who(t, test_app_session(t, test_app_account(t, email, org, role, 0)));
}

#define DONE(o) do { struct outcome o_ = (o); CHECK_MSG(o_.st == ST_OK, "refused: %.*s", (int)o_.message.n, o_.message.p); } while (0)

static struct large *
large(int n)
{
	struct large *l = arena_new(test_arena(), struct large);
	struct test_app *t = l->t = test_app();
	struct who programme = one(t, "programme@example.org", test_app_org(t, "Crown Security", "national"), "programme");

	l->org = test_app_org(t, "Moor Commissioner", "commissioner");
	l->account = test_app_account(t, "specialist@example.org", l->org, "specialist", 0);
	l->secret = test_app_session(t, l->account);
	l->lead = one(t, "lead@example.org", l->org, "lead");
	l->stranger = one(t, "stranger@example.org", test_app_org(t, "Far Commissioner", "commissioner"), "specialist");
	DONE(test_app_call(t, &(struct who){ .operator = true }, "framework.load_shipped", NULL));	/* with the rules of scoring */
	DONE(test_app_call(t, &programme, "framework.import", "text", str_z(test_arena(), gates(n)), NULL));
	const char *framework = test_fmt("%lld", (long long)test_sql(t, "SELECT id FROM framework_version WHERE key = 'gates'"));
	DONE(test_app_call(t, &programme, "framework.accept", "id", framework, NULL));
	DONE(test_app_call(t, &programme, "framework.publish", "id", framework, NULL));
	struct who who = test_app_who(t, l->secret);
	struct outcome o = test_app_call(t, &who, "review.create", "framework", framework, NULL);
	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	struct test_reply made = { .body = o.json };
	CHECK(id_parse(test_json(&made, "id"), &l->review));
	test_sql_write(t, "UPDATE answer SET rating = 'red', comment = 'Guarded wording 7', fresh_look = 0");
	return l;
}

/* What the immediate way gives: the same action with nothing put off. */
static struct str
at_once(struct large *l, struct str secret, const char *format)
{
	struct who who = test_app_who(l->t, secret);
	struct ctx *c = ctx_make(l->t->app, test_arena(), &who, action_find(S("review.file")), FACE_JOB);
	const struct pair pairs[] = { { .name = S("id"), .value = str_c(test_fmt("%lld", (long long)l->review)) }, { .name = S("format"), .value = str_c(format) } };
	struct run r = { .c = c, .db = l->t->db, .pairs = pairs, .n_pairs = countof(pairs) };

	CHECK_ST(dispatch_run(&r), ST_OK);
	return c->download;
}

/* Asked for from the page; its own page. */
static const char *
asked(struct large *l, const char *format)
{
	struct test_reply page = test_get(l->t, l->secret, test_fmt("/reviews/%lld/file?format=%s", (long long)l->review, format));

	CHECK_EQ_I(page.status, 200);
	CHECK(test_has(page.body, "This is a large download") && test_has(page.body, "value=\"review.file\"") && test_has(page.body, test_fmt("value=\"id=%lld\"", (long long)l->review)));
	struct test_reply to = test_post(l->t, l->secret, "/work/export", "action", "review.file", "query", test_fmt("id=%lld", (long long)l->review), "format", format, NULL);
	CHECK_EQ_I(to.status, 303);
	return str_z(test_arena(), test_header(&to, "Location"));
}

static int
run(struct large *l, int most)
{
	int ran;

	CHECK_ST(long_run_due(l->t->app, l->t->db, most, &ran), ST_OK);
	return ran;
}

static struct str
result(struct large *l, const char *work)
{
	struct test_reply r = test_get(l->t, l->secret, test_fmt("%s/file", work));

	CHECK_MSG(r.status == 200, "%s: %d", work, r.status);
	CHECK(test_has(test_header(&r, "Content-Disposition"), "attachment"));
	return r.body;
}

TEST(large_review_goes_the_long_way_and_its_file_is_the_same)
{
	static const char *const at_once_too[] = { "odt", "xlsx", "json", "oscal" };
	struct large *l = large(61);
	const char *work = asked(l, "pdf");

	CHECK(test_has(test_get(l->t, l->secret, work).body, "Waiting"));
	CHECK_EQ_I(run(l, 1), 1);
	struct test_reply page = test_get(l->t, l->secret, work);
	CHECK(test_has(page.body, "1 of 2") && test_has(page.body, "Now the file is made."));
	CHECK_EQ_I(run(l, 10), 1);
	/* What was looked at is in the trail, as that person's: once a step. */
	CHECK_EQ_I(test_sql(l->t, test_fmt("SELECT count(*) FROM audit_entry WHERE action = 'review.file' AND face = 'job' AND account = %lld "
	    "AND records = '%lld' AND outcome = 'ok'", (long long)l->account, (long long)l->review)), 2);
	CHECK_STR_EQ(result(l, work), at_once(l, l->secret, "pdf"));
	/* Nothing else is drawn, and nobody waits for it. */
	for (size_t i = 0; i < countof(at_once_too); i++) {
		struct test_reply r = test_get(l->t, l->secret, test_fmt("/reviews/%lld/file?format=%s", (long long)l->review, at_once_too[i]));
		CHECK(r.status == 200 && str_starts(test_header(&r, "Content-Disposition"), S("attachment")));
	}
	CHECK(test_has(test_get(l->t, l->secret, "/reviews/trend/file?key=gates&format=pdf").body, "value=\"key=gates\""));
	struct test_reply to = test_post(l->t, l->secret, "/work/export", "action", "review.trend_file", "query", "key=gates", "format", "pdf", NULL);
	CHECK_EQ_I(run(l, 10), 2);
	CHECK(str_starts(result(l, str_z(test_arena(), test_header(&to, "Location"))), S("%PDF-")));
}

/* More standards than the frameworks in use have; the worker's clock goes on while others have the processor. */
TEST(large_review_of_hundreds_of_standards_is_made)
{
	struct large *l = large(400);
	const char *work = asked(l, "pdf");

	CHECK_EQ_I(run(l, 10), 2);
	CHECK(str_starts(result(l, work), S("%PDF-")));
}

TEST(large_review_signed_is_made_of_its_sealed_bytes)
{
	struct large *l = large(61);
	const char *id = test_fmt("%lld", (long long)l->review);
	struct outcome read = test_app_call(l->t, &l->lead, "submission.read", "id", id, NULL);

	CHECK_ST(read.st, ST_OK);
	struct test_reply shown = { .body = read.json };
	DONE(test_app_call(l->t, &l->lead, "submission.sign", "id", id, "post", "Director of Finance", "board", "true", "agreed", "true", "shown",
	    str_z(test_arena(), test_json(&shown, "shown")), NULL));
	struct str before = at_once(l, l->secret, "pdf");
	const char *work = asked(l, "pdf");
	test_sql_write(l->t, "UPDATE answer SET comment = 'Changed by hand', rating = 'green'");
	CHECK_EQ_I(run(l, 10), 2);
	CHECK_STR_EQ(result(l, work), before);
	/* A seal that breaks meanwhile ends it. */
	work = asked(l, "pdf");
	CHECK_EQ_I(run(l, 1), 1);
	test_sql_write(l->t, "UPDATE document SET body = replace(body, 'wardkeep-review', 'wardkeep-Review')");
	(void)run(l, 10);
	CHECK(test_has(test_get(l->t, l->secret, work).body, "Not done"));
	CHECK_EQ_I(test_get(l->t, l->secret, test_fmt("%s/file", work)).status, 404);
}

TEST(large_document_small_ones_come_at_once)
{
	struct large *l = large(60);
	struct test_reply r = test_get(l->t, l->secret, test_fmt("/reviews/%lld/file?format=pdf", (long long)l->review));

	CHECK_EQ_I(r.status, 200);
	CHECK(str_starts(r.body, S("%PDF-")));
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM long_work"), 0);
}

TEST(large_document_is_asked_for_by_the_api_the_same_way)
{
	struct large *l = large(61);
	const char *id = test_fmt("%lld", (long long)l->review), *query = test_fmt("id=%s", id);
	struct who who = test_app_who(l->t, l->secret);
	struct outcome o = test_app_call(l->t, &who, "review.file", "id", id, "format", "pdf", NULL);

	CHECK_MSG(o.st == ST_TOO_LARGE, "%s: %.*s %s:%d", id, (int)o.message.n, o.message.p, o.ctx->why.file, o.ctx->why.line);
	CHECK_MSG(test_has(o.message, "work.export"), "%.*s", (int)o.message.n, o.message.p);
	CHECK_ST(test_app_call(l->t, &who, "work.export", "action", "review.file", "query", query, "format", "exe", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(l->t, &who, "work.export", "action", "review.file", "query", "id=7", "format", "pdf", NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(l->t, &who, "work.export", "action", "review.file", "query", "", "format", "pdf", NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(l->t, &who, "work.export", "action", "submission.print", "query", query, "format", "pdf", NULL).st, ST_FORBIDDEN);
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM long_work"), 0);
	DONE(test_app_call(l->t, &who, "work.export", "action", "review.file", "query", query, "format", "pdf", NULL));
	const char *work = test_fmt("%lld", (long long)test_sql(l->t, "SELECT id FROM long_work"));
	CHECK_EQ_I(run(l, 10), 2);
	o = test_app_call(l->t, &who, "work.file", "work", work, NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK_STR_EQ(o.ctx->download, at_once(l, l->secret, "pdf"));
	/* A stranger gets neither the file, nor the work, nor a work of their own on it; one sealed document says no more. */
	CHECK_ST(test_app_call(l->t, &l->stranger, "work.file", "work", work, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(l->t, &l->lead, "work.view", "work", work, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(l->t, &l->stranger, "work.export", "action", "review.file", "query", query, "format", "pdf", NULL).st, ST_NOT_FOUND);
	DONE(test_app_call(l->t, &who, "work.export", "action", "document.print", "query", query, "format", "pdf", NULL));
	(void)run(l, 10);
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM long_work WHERE state = 'refused' AND action = 'document.print'"), 1);
}

TEST(large_document_stops_where_the_right_is_gone)
{
	struct large *l = large(61);
	const char *work = asked(l, "pdf");

	/* Still a member, but of no role that may read it. */
	(void)test_app_account(l->t, "specialist@example.org", l->org, "administrator", 0);
	CHECK_EQ_I(run(l, 1), 1);
	test_sql_write(l->t, "UPDATE membership SET ends_on = 1 WHERE role = 'specialist'");
	(void)run(l, 10);
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM long_work WHERE state = 'refused' AND done = 1"), 1);
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM file"), 0);
	CHECK(test_get(l->t, l->secret, test_fmt("%s/file", work)).status != 200);
}

TEST(large_document_survives_a_restart_and_is_made_once)
{
	struct large *l = large(61);
	const char *work = asked(l, "pdf");

	CHECK_EQ_I(run(l, 1), 1);
	test_app_again(l->t);
	CHECK_EQ_I(run(l, 10), 1);
	CHECK_EQ_I(run(l, 10), 0);
	CHECK(str_starts(result(l, work), S("%PDF-")));
	CHECK_EQ_I(test_sql(l->t, "SELECT count(*) FROM file WHERE linked = 1"), 1);
}
