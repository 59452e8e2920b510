/* SPDX-License-Identifier: MIT */
/* The pages as a browser, a hurried person and an attacker see them, without a socket. */
#include "tests/testapp.h"
#include <string.h>
#include "app/session.h"
#include "base/ids.h"
#include "base/json.h"
#include "tests/harness.h"

#define NONE ((struct str){ NULL, 0 })

struct place { struct test_app *t; int64_t north, south, ana; struct str specialist, auditor, stranger; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.north = test_app_org(p.t, "Northmoor", "provider");
	p.south = test_app_org(p.t, "Southfell", "provider");
	p.ana = test_app_account(p.t, "ana@north.example", p.north, "specialist", 0);
	p.specialist = test_app_session(p.t, p.ana);
	p.auditor = test_app_session(p.t, test_app_account(p.t, "aud@north.example", p.north, "auditor", 0));
	p.stranger = test_app_session(p.t, test_app_account(p.t, "sue@south.example", p.south, "specialist", 0));
	return p;
}

static struct test_reply
add(struct place *p, struct str who, const char *title, const char *once)
{
	return test_post(p->t, who, "/agreements/new", "title", title, "kind", "protocol", "partner_kind", "police",
	    "partner", "County constabulary", "review_on-day", "31", "review_on-month", "1", "review_on-year", "2028",
	    "once", once, NULL);
}

static const char *
added(struct place *p, const char *title)
{
	struct test_reply r = add(p, p->specialist, title, "");

	CHECK_EQ_I(r.status, 303);
	return str_z(test_arena(), test_header(&r, "Location"));
}

static void
check_headers(const struct test_reply *r, const char *what)
{
	static const char *const must[] = { "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
		"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control" };

	for (size_t i = 0; i < countof(must); i++)
		CHECK_MSG(test_header(r, must[i]).n > 0, "%s (%d): no %s", what, r->status, must[i]);
	CHECK_MSG(!test_has(test_header(r, "Content-Security-Policy"), "unsafe"), "%s: unsafe policy", what);
	for (size_t i = 0; i < r->raw.n_headers; i++) {
		struct str c = r->raw.headers[i].value;
		if (strcmp(r->raw.headers[i].name, "Set-Cookie") != 0)
			continue;
		CHECK_MSG(test_has(c, "; HttpOnly") && test_has(c, "; SameSite=Lax") && test_has(c, "; Secure") && test_has(c, "; Path=/") &&
		    !test_has(c, "Domain"), "%s: cookie %.*s", what, (int)c.n, c.p);
		CHECK_MSG(str_starts(c, S("__Host-wardkeep=")) || str_starts(c, S("notice=")), "%s: cookie %.*s", what, (int)c.n, c.p);
	}
}

static void
check_frame(const struct test_reply *r, int status)
{
	CHECK_EQ_I(r->status, status);
	check_headers(r, "page");
	CHECK(test_has(r->body, "<main") && test_has(r->body, "nhsuk-header") && test_has(r->body, "</html>"));
	CHECK_STR(test_header(r, "Content-Type"), "text/html; charset=utf-8");
}

TEST(web_memory_of_requests_is_given_back)
{
	struct place p = place();
	size_t after_first = 0;

	for (int i = 0; i < 60; i++) {
		struct test_reply r = test_get(p.t, p.specialist, "/agreements");
		CHECK_EQ_I(r.status, 200);
		if (i == 5)
			after_first = p.t->web->seats[0].mem.used;
	}
	CHECK(p.t->web->seats[0].mem.used < after_first + 65536);
}

TEST(web_every_answer_carries_its_headers)
{
	struct place p = place();
	static const char *const paths[] = { "/", "/healthz", "/readyz", "/metrics", "/nothing/here", "/agreements", "/agreements/new", "/agreements/1",
		"/sign-in", "/api/openapi.json", "/api/v1/agreement", "/api/v1/nothing", "/agreements/export", "/search?q=%22x", "/help", "/account" };

	for (size_t i = 0; i < countof(paths); i++) {
		struct test_reply r = test_get(p.t, NONE, paths[i]);
		check_headers(&r, paths[i]);
		CHECK_MSG(test_header(&r, "Strict-Transport-Security").n > 0, "%s: no HSTS", paths[i]);
		r = test_get(p.t, p.specialist, paths[i]);
		check_headers(&r, paths[i]);
		CHECK_MSG(r.status < 500, "%s: %d", paths[i], r.status);
	}
	struct http_reply refused = { .status = 0 };
	web_refuse(p.t->web, 413, "too large", S("/agreements/new"), &refused);
	struct test_reply r = { .status = refused.status, .raw = refused };
	check_headers(&r, "refusal");
	buf_free(&refused.body);
	/* A program is answered as a program, before its request was read as well. */
	refused = (struct http_reply){ .status = 0 };
	web_refuse(p.t->web, 413, "the body is too large", S("/api/v1/agreement"), &refused);
	r = (struct test_reply){ .status = refused.status, .raw = refused };
	check_headers(&r, "refusal of a call");
	CHECK_STR(test_header(&r, "Content-Type"), "application/problem+json");
	struct json_node *problem;
	struct str why;
	CHECK_ST(json_parse(test_arena(), buf_view(&refused.body), &problem, &why), ST_OK);
	CHECK_EQ_I(json_get(problem, "status")->i, 413);
	CHECK_STR(json_get(problem, "detail")->s, "What was sent is too large. Nothing was saved.");
	buf_free(&refused.body);
}

TEST(web_head_is_get_without_a_difference)
{
	struct place p = place();
	static const char *const paths[] = { "/", "/agreements", "/nothing", "/agreements/new", "/healthz", "/agreements/export" };

	for (size_t i = 0; i < countof(paths); i++) {
		struct test_reply get = test_get(p.t, p.specialist, paths[i]);
		struct test_reply head = test_send(p.t, &(struct test_request){ .method = HEAD, .path = paths[i], .secret = p.specialist });
		CHECK_EQ_I(head.status, get.status);
		CHECK_STR_EQ(test_header(&head, "Content-Type"), test_header(&get, "Content-Type"));
	}
}

TEST(web_a_form_from_elsewhere_is_refused)
{
	struct place p = place();
	struct who who = test_app_who(p.t, p.specialist);
	struct str csrf = session_csrf(p.t->app, test_arena(), who.session);
	struct pair fields[] = { { .name = S("title"), .value = S("Planted") }, { .name = S("kind"), .value = S("protocol") },
		{ .name = S("partner_kind"), .value = S("police") }, { .name = S("partner"), .value = S("x") },
		{ .name = S("review_on"), .value = S("2028-01-31") }, { .name = S("csrf"), .value = csrf } };
	struct test_request r = { .method = POST, .path = "/agreements/new", .secret = p.specialist, .body = test_encode(fields, 6),
		.type = "application/x-www-form-urlencoded" };
	static const struct { const char *origin, *site; bool bare, ok; } cases[] = {
		{ NULL, "cross-site", false, false }, { NULL, "same-site", false, false }, { NULL, "none", false, false },
		{ "https://evil.example", NULL, false, false }, { "null", NULL, false, false }, { "https://wardkeep.test.evil.example", NULL, false, false },
		{ "https://wardkeep.test", "cross-site", false, false }, { NULL, NULL, true, false },
		{ "https://wardkeep.test", NULL, false, true }, { NULL, "same-origin", false, true },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		int64_t before = test_sql(p.t, "SELECT count(*) AS n FROM agreement");
		r.origin = cases[i].origin;
		r.site = cases[i].site;
		r.bare = cases[i].bare;
		struct test_reply a = test_send(p.t, &r);
		CHECK_MSG(a.status == (cases[i].ok ? 303 : 403), "case %zu: %d", i, a.status);
		CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), before + cases[i].ok);
	}
	r.site = "same-origin";
	static const char *const tokens[] = { "", "0", "00000000000000000000000000000000000000000000000000000000000000ff" };
	for (size_t i = 0; i < countof(tokens); i++) {
		fields[5].value = str_c(tokens[i]);
		r.body = test_encode(fields, 6);
		CHECK_EQ_I(test_send(p.t, &r).status, 403);
	}
	/* Another session's token is no token. */
	fields[5].value = session_csrf(p.t->app, test_arena(), test_app_who(p.t, p.auditor).session);
	r.body = test_encode(fields, 6);
	CHECK_EQ_I(test_send(p.t, &r).status, 403);
	/* Before signing in too. */
	struct test_request in = { .method = POST, .path = "/sign-in", .body = S("email=a%40b.example&password=x"), .site = "cross-site",
		.type = "application/x-www-form-urlencoded" };
	CHECK_EQ_I(test_send(p.t, &in).status, 403);
	in.site = NULL;
	in.bare = true;
	CHECK_EQ_I(test_send(p.t, &in).status, 403);
}

TEST(web_a_refused_form_comes_back_as_it_was_typed)
{
	struct place p = place();
	struct test_reply r = test_post(p.t, p.specialist, "/agreements/new", "title", "", "kind", "protocol", "partner_kind", "police",
	    "partner", "Constabulary <b>of</b> the \"North\"", "scope", "Line one\nline two", "review_on-day", "31", "review_on-month", "2", "review_on-year", "2028", NULL);

	check_frame(&r, 422);
	CHECK(test_has(r.body, "<title>Error: "));
	CHECK(test_has(r.body, "nhsuk-error-summary"));
	CHECK(test_has(r.body, "href=\"#title\""));
	CHECK(test_has(r.body, "value=\"Constabulary &lt;b&gt;of&lt;/b&gt; the &quot;North&quot;\"") || test_has(r.body, "Constabulary &lt;b&gt;of&lt;/b&gt; the &#34;North&#34;"));
	CHECK(test_has(r.body, "line two"));
	CHECK(test_has(r.body, "value=\"31\"") && test_has(r.body, "value=\"2028\""));
	CHECK(!test_has(r.body, "<b>of</b>"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 0);
	/* A field that nobody declared. */
	r = test_post(p.t, p.specialist, "/agreements/new", "title", "T", "kind", "protocol", "partner_kind", "police", "partner", "x",
	    "review_on", "2028-01-31", "org", "1", NULL);
	CHECK_EQ_I(r.status, 422);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 0);
}

TEST(web_two_people_change_one_record)
{
	struct place p = place();
	const char *path = added(&p, "With the police"), *edit = test_fmt("%s/edit", path);
	struct test_reply r = test_get(p.t, p.specialist, edit);

	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "name=\"version\" value=\"1\""));
	r = test_post(p.t, p.specialist, edit, "version", "1", "title", "Changed by Ana", NULL);
	CHECK_EQ_I(r.status, 303);
	r = test_post(p.t, p.specialist, edit, "version", "1", "title", "Typed by Ben", "partner", "Ben's partner", NULL);
	check_frame(&r, 409);
	CHECK(test_has(r.body, "Changed by Ana"));
	CHECK(test_has(r.body, "value=\"Typed by Ben\""));
	CHECK(test_has(r.body, "Ben&#39;s partner") || test_has(r.body, "Ben&apos;s partner") || test_has(r.body, "Ben's partner"));
	CHECK(test_has(r.body, "name=\"version\" value=\"2\""));
	r = test_post(p.t, p.specialist, edit, "version", "2", "title", "Typed by Ben", NULL);
	CHECK_EQ_I(r.status, 303);
	CHECK_EQ_I(test_sql(p.t, "SELECT version FROM agreement"), 3);
}

TEST(web_a_button_alone_is_refused_without_harm)
{
	struct place p = place();
	const char *path = added(&p, "Soon withdrawn");
	struct test_reply r = test_post(p.t, p.specialist, test_fmt("%s/withdraw", path), "version", "1", "why", "Ended", NULL);

	CHECK_EQ_I(r.status, 303);
	r = test_post(p.t, p.specialist, test_fmt("%s/restore", path), "version", "1", NULL);
	check_frame(&r, 409);
	CHECK(test_has(r.body, "Somebody else has changed"));
	r = test_post(p.t, p.specialist, test_fmt("%s/restore", path), "version", "2", NULL);
	CHECK_EQ_I(r.status, 303);
	r = test_post(p.t, p.specialist, test_fmt("%s/restore", path), "version", "3", NULL);
	check_frame(&r, 422);
	CHECK(test_has(r.body, "is not withdrawn"));
}

TEST(web_a_form_sent_twice_is_done_once)
{
	struct place p = place();
	struct test_reply first = add(&p, p.specialist, "Once", "key-1"), again = add(&p, p.specialist, "Once", "key-1");

	CHECK_EQ_I(first.status, 303);
	CHECK_EQ_I(again.status, 303);
	CHECK_STR_EQ(test_header(&again, "Location"), test_header(&first, "Location"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 1);
	/* Back in the browser, changed and sent again: neither lost nor taken for a repeat. */
	struct test_reply other = add(&p, p.specialist, "Once more", "key-1");
	CHECK_EQ_I(other.status, 422);
	CHECK(test_has(other.body, "value=\"Once more\""));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 1);
	/* For something else. */
	const char *path = str_z(test_arena(), test_header(&first, "Location"));
	struct test_reply cross = test_post(p.t, p.specialist, test_fmt("%s/withdraw", path), "version", "1", "why", "x", "once", "key-1", NULL);
	CHECK_EQ_I(cross.status, 422);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement WHERE withdrawn_at IS NULL"), 1);
	/* Somebody else's key is another key. */
	struct test_reply theirs = add(&p, p.stranger, "Once", "key-1");
	CHECK_EQ_I(theirs.status, 303);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 2);
	/* A key that a database could stumble over. */
	struct test_reply odd = add(&p, p.specialist, "Odd", "\xff\x01");
	CHECK_EQ_I(odd.status, 422);
}

TEST(web_what_was_typed_survives_the_end_of_a_session)
{
	struct place p = place();
	const char *path = added(&p, "Before"), *edit = test_fmt("%s/edit", path);
	struct who who = test_app_who(p.t, p.specialist);
	struct str csrf = session_csrf(p.t->app, test_arena(), who.session);
	struct pair fields[] = { { .name = S("version"), .value = S("1") }, { .name = S("title"), .value = S("Typed for an hour") }, { .name = S("csrf"), .value = csrf } };
	struct test_request post = { .method = POST, .path = edit, .secret = p.specialist, .body = test_encode(fields, 3), .type = "application/x-www-form-urlencoded" };

	p.t->app->fixed_now.ms += 31 * 60 * 1000;
	/* From elsewhere nothing is kept: a stranger could plant it. */
	post.site = "cross-site";
	CHECK_EQ_I(test_send(p.t, &post).status, 403);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM draft"), 0);
	post.site = NULL;
	struct test_reply r = test_send(p.t, &post);
	CHECK_EQ_I(r.status, 303);
	CHECK(str_starts(test_header(&r, "Location"), S("/sign-in?next=")));
	CHECK(test_has(test_header(&r, "Location"), "kept%3D1"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM draft"), 1);
	/* Not for somebody else. */
	struct str ben = test_app_session(p.t, test_app_account(p.t, "ben@north.example", p.north, "specialist", 0));
	r = test_get(p.t, ben, test_fmt("%s?kept=1", edit));
	CHECK_EQ_I(r.status, 200);
	CHECK(!test_has(r.body, "Typed for an hour"));
	/* A page with a session that has run out is a page for nobody. */
	r = test_get(p.t, p.specialist, "/");
	CHECK_EQ_I(r.status, 303);
	r = test_get(p.t, p.specialist, "/nothing");
	CHECK(!test_has(r.body, "/agreements\""));
	struct str again = test_app_session(p.t, p.ana);
	r = test_get(p.t, again, test_fmt("%s?kept=1", edit));
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "value=\"Typed for an hour\""));
	ptrdiff_t at = str_find(r.body, S("value=\"kept-"));
	CHECK(at > 0);
	struct str once, tail = { r.body.p + at + 7, r.body.n - (size_t)at - 7 };
	once = str_cut(tail, '"', &tail);
	r = test_post(p.t, again, edit, "version", "1", "title", "Typed for an hour", "once", str_z(test_arena(), once), NULL);
	CHECK_EQ_I(r.status, 303);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM draft"), 0);
}

TEST(web_redirects_stay_here)
{
	struct place p = place();
	static const char *const paths[] = { "//evil.example/x", "/agreements/\\evil.example/edit", "/agreements//evil.example/edit",
		"/\\evil.example", "/agreements/%2f%2fevil.example", "/sign-in?next=//evil.example", "/sign-in?next=https://evil.example",
		"/agreements?next=//evil.example" };

	p.t->app->fixed_now.ms += 31 * 60 * 1000;
	for (size_t i = 0; i < countof(paths); i++)
		for (int m = 0; m < 2; m++) {
			struct test_reply r = m == 0 ? test_get(p.t, p.specialist, paths[i])
			    : test_post(p.t, p.specialist, paths[i], "next", "//evil.example", "id", "//evil.example", NULL);
			struct str to = test_header(&r, "Location");
			CHECK_MSG(to.n == 0 || (to.p[0] == '/' && (to.n == 1 || (to.p[1] != '/' && to.p[1] != '\\'))), "%s leads to %.*s", paths[i], (int)to.n, to.p);
			CHECK_MSG(!test_has(r.body, "value=\"//evil") && !test_has(r.body, "href=\"//evil") && !test_has(r.body, "action=\"//evil"), "%s", paths[i]);
		}
}

TEST(web_the_address_decides_which_record)
{
	struct place p = place();
	const char *one = added(&p, "First"), *two = added(&p, "Second");
	struct test_reply r = test_get(p.t, p.specialist, test_fmt("%s?id=%s", one, two + strlen("/agreements/")));

	CHECK(test_has(r.body, "First") && !test_has(r.body, ">Second"));
	r = test_post(p.t, p.specialist, test_fmt("%s/edit", one), "id", two + strlen("/agreements/"), "version", "1", "title", "Changed", NULL);
	CHECK_EQ_I(r.status, 303);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement WHERE title = 'Second'"), 1);
}

TEST(web_refusals_are_pages_in_the_frame)
{
	struct place p = place();
	const char *path = added(&p, "Ours alone");
	struct test_reply r = test_get(p.t, p.auditor, "/agreements/new");

	check_frame(&r, 403);
	r = test_get(p.t, p.stranger, path);
	check_frame(&r, 404);
	CHECK(!test_has(r.body, "Ours alone"));
	r = test_get(p.t, p.specialist, "/no/such/page");
	check_frame(&r, 404);
	r = test_send(p.t, &(struct test_request){ .method = PUT, .path = "/agreements", .secret = p.specialist });
	check_frame(&r, 405);
	CHECK_STR(test_header(&r, "Allow"), "GET, HEAD");
	r = test_send(p.t, &(struct test_request){ .method = GET, .path = test_fmt("%s/restore", path), .secret = p.specialist });
	check_frame(&r, 405);
	CHECK_STR(test_header(&r, "Allow"), "POST");
	/* Nothing of the record for who may not change it, whether it is there or not. */
	r = test_post(p.t, p.auditor, test_fmt("%s/edit", path), "title", "x", NULL);
	CHECK_EQ_I(r.status, 403);
	struct test_reply none = test_post(p.t, p.auditor, "/agreements/42/edit", "title", "x", NULL);
	CHECK_EQ_I(none.status, 403);
	/* Refusals are entries: two by role, one by organisation, and the form that was not shown. */
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM audit_entry WHERE outcome = 'forbidden'"), 3);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM audit_entry WHERE outcome = 'not_found'"), 1);
}

TEST(web_downloads_are_attachments)
{
	struct place p = place();

	(void)added(&p, "=1+1");
	struct test_reply r = test_get(p.t, p.specialist, "/agreements/export");
	CHECK_EQ_I(r.status, 200);
	CHECK(str_starts(test_header(&r, "Content-Disposition"), S("attachment")));
	CHECK_STR(test_header(&r, "X-Content-Type-Options"), "nosniff");
	CHECK(test_has(r.body, "'=1+1") && !test_has(r.body, ",=1+1"));
}

TEST(web_too_much_for_one_request_is_said)
{
	struct place p = place();
	struct arena *mem = &p.t->web->seats[0].mem;
	size_t cap = mem->cap;

	mem->cap = 3000;
	struct test_reply r = test_get(p.t, p.specialist, "/agreements");
	mem->cap = cap;
	CHECK_EQ_I(r.status, 500);
	check_headers(&r, "over memory");
	CHECK(test_has(r.body, "Too much for one request"));
	r = test_get(p.t, p.specialist, "/agreements");
	CHECK_EQ_I(r.status, 200);
}

TEST(web_a_notice_is_text)
{
	struct place p = place();
	struct test_reply r = test_send(p.t, &(struct test_request){ .method = GET, .path = "/agreements", .secret = p.specialist,
		.cookie = S("notice=%3Cscript%3Ealert(1)%3C%2Fscript%3E") });

	CHECK_EQ_I(r.status, 200);
	check_headers(&r, "notice");
	CHECK(!test_has(r.body, "<script>alert"));
}

TEST(web_pages_to_look_at_change_nothing)
{
	struct place p = place();
	const struct registry *all = registry();
	const char *path = added(&p, "Stays");
	const char *id = path + strlen("/agreements/");
	static const char *const tables[] = { "agreement", "change_row", "once_answer", "file", "job", "draft", "membership", "account", "search_entry" };
	int64_t before[countof(tables)];

	for (size_t i = 0; i < countof(tables); i++)
		before[i] = test_sql(p.t, test_fmt("SELECT count(*) AS n FROM %s", tables[i]));
	for (size_t i = 0; i < all->n_pages; i++) {
		const struct page *pg = all->pages[i].page;
		struct str tail, head = str_cut(str_c(pg->path), '{', &tail);
		if (pg->method != GET)
			continue;
		(void)str_cut(tail, '}', &tail);
		const char *at = tail.p == NULL ? pg->path : test_fmt("%.*s%s%.*s", (int)head.n, head.p, id, (int)tail.n, tail.p);
		struct test_reply r = test_get(p.t, p.specialist, at);
		CHECK_MSG(r.status < 500, "%s: %d", at, r.status);
		check_headers(&r, at);
		r = test_get(p.t, NONE, at);
		CHECK_MSG(r.status < 500, "%s before sign-in: %d", at, r.status);
	}
	for (size_t i = 0; i < countof(tables); i++)
		CHECK_MSG(test_sql(p.t, test_fmt("SELECT count(*) AS n FROM %s", tables[i])) == before[i], "%s was changed by looking", tables[i]);
	CHECK_EQ_I(test_sql(p.t, "SELECT version FROM agreement"), 1);
}

TEST(web_links_helper_nowhere_that_is_refused)
{
	struct place p = place();
	struct str helper = test_app_session(p.t, test_app_account(p.t, "con@north.example", p.north, "contributor", 0));
	const char *at = added(&p, "Protocol with the police");
	struct test_reply mine = test_get(p.t, p.specialist, at), theirs = test_get(p.t, helper, at);

	CHECK(test_has(mine.body, "/history\"") && !test_has(theirs.body, "/history\""));
	mine = test_get(p.t, p.specialist, "/agreements");
	theirs = test_get(p.t, helper, "/agreements");
	CHECK(test_has(mine.body, "/agreements/export") && !test_has(theirs.body, "/agreements/export"));
	CHECK_EQ_I(theirs.status, 200);
}
