/* SPDX-License-Identifier: MIT */
/* The API as a program of somebody else's sees it, and as one that means harm. */
#include "tests/testapp.h"
#include <string.h>
#include "app/long.h"
#include "app/session.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "tests/harness.h"

#define NONE ((struct str){ NULL, 0 })
#define GOOD "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\"}"

struct place { struct test_app *t; int64_t north, south, ana; struct str token, auditor, stranger; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.north = test_app_org(p.t, "Northmoor", "provider");
	p.south = test_app_org(p.t, "Southfell", "provider");
	p.ana = test_app_account(p.t, "ana@north.example", p.north, "specialist", 0);
	p.token = test_app_token(p.t, p.ana, p.north, "");
	p.auditor = test_app_token(p.t, test_app_account(p.t, "aud@north.example", p.north, "auditor", 0), p.north, "");
	p.stranger = test_app_token(p.t, test_app_account(p.t, "sue@south.example", p.south, "specialist", 0), p.south, "");
	return p;
}

static struct test_reply
api(struct place *p, enum method m, const char *path, const char *json)
{
	return test_api(p->t, p->token, m, path, json, NULL, NULL);
}

static void
check_problem(const struct test_reply *r, int status)
{
	struct json_node *j;
	struct str why;

	CHECK_EQ_I(r->status, status);
	CHECK_STR(test_header(r, "Content-Type"), "application/problem+json");
	CHECK_STR(test_header(r, "X-Content-Type-Options"), "nosniff");
	CHECK_ST(json_parse(test_arena(), r->body, &j, &why), ST_OK);
	CHECK_EQ_I(json_get_i64(j, "status", 0), status);
	CHECK(str_starts(json_get_str(j, "type"), S("/help/api#")));
	CHECK(json_get_str(j, "title").n > 0 && json_get_str(j, "detail").n > 0 && json_get_str(j, "request").n > 0);
}

static int64_t
agreements(struct place *p)
{
	return test_sql(p->t, "SELECT count(*) AS n FROM agreement");
}

TEST(api_methods_and_addresses_are_one_each)
{
	struct place p = place();
	struct test_reply r = api(&p, POST, "/api/v1/agreement", GOOD);

	CHECK_EQ_I(r.status, 201);
	CHECK_STR(test_header(&r, "ETag"), "\"1\"");
	const char *id = str_z(test_arena(), test_json(&r, "id"));
	CHECK_EQ_I(api(&p, GET, test_fmt("/api/v1/agreement/%s", id), NULL).status, 200);
	CHECK_EQ_I(api(&p, HEAD, test_fmt("/api/v1/agreement/%s", id), NULL).status, 200);
	CHECK_EQ_I(api(&p, GET, "/api/v1/agreement", NULL).status, 200);
	CHECK_EQ_I(api(&p, GET, "/api/v1/agreement/export", NULL).status, 200);
	CHECK_EQ_I(api(&p, GET, test_fmt("/api/v1/agreement/%s/history", id), NULL).status, 200);
	/* Other ways to the same are no ways. */
	static const char *const none[] = { "/api/v1/agreement/list", "/api/v1/agreement/", "/api/v1/agreement//", "/api/v1/agreement/export/",
		"/api/v1/", "/api/", "/api/v1/agreement/%s/view", "/api/v1/agreement/%s/", "/api/v1/agreement/0%s", "/api/v1/agreement/%s/history/x",
		"/api/v1/agreement/history", "/api/v1/nothing", "/api/v1/agreement.list", "/api/v2/agreement", "/api/v1/session/clock" };
	for (size_t i = 0; i < countof(none); i++) {
		struct str tail, head = str_cut(str_c(none[i]), '%', &tail);
		const char *path = tail.p == NULL ? none[i] : test_fmt("%.*s%s%.*s", (int)head.n, head.p, id, (int)tail.n - 1, tail.p + 1);
		r = api(&p, GET, path, NULL);
		CHECK_MSG(r.status == 404, "%s: %d", path, r.status);
		check_problem(&r, 404);
	}
	r = api(&p, DELETE, test_fmt("/api/v1/agreement/%s", id), NULL);
	check_problem(&r, 405);
	CHECK(test_header(&r, "Allow").n > 0);
	r = api(&p, POST, test_fmt("/api/v1/agreement/%s", id), "{}");
	check_problem(&r, 405);
	r = api(&p, PUT, "/api/v1/agreement", "{}");
	check_problem(&r, 405);
	r = api(&p, GET, test_fmt("/api/v1/agreement/%s/withdraw", id), NULL);
	check_problem(&r, 405);
	/* What only the command line may. */
	r = api(&p, POST, "/api/v1/user/add", "{}");
	check_problem(&r, 404);
}

TEST(api_versions_guard_changes)
{
	struct place p = place();
	struct test_reply r = api(&p, POST, "/api/v1/agreement", GOOD);
	const char *path = test_fmt("/api/v1/agreement/%.*s", (int)test_json(&r, "id").n, test_json(&r, "id").p);

	r = api(&p, PATCH, path, "{\"title\":\"New\"}");
	check_problem(&r, 428);
	static const char *const bad[] = { "1", "\"x\"", "*", "W/\"1\"", "\"\"", "\"0\"", "\"-1\"", "\"1" };
	for (size_t i = 0; i < countof(bad); i++) {
		r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"New\"}", bad[i], NULL);
		check_problem(&r, 422);
	}
	r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"New\"}", "\"1\"", NULL);
	CHECK_EQ_I(r.status, 200);
	CHECK_STR(test_header(&r, "ETag"), "\"2\"");
	r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"Other\"}", "\"1\"", NULL);
	check_problem(&r, 409);
	r = api(&p, GET, path, NULL);
	CHECK_STR(test_header(&r, "ETag"), "\"2\"");
	CHECK_STR(test_json(&r, "title"), "New");
	CHECK_STR(test_json(&r, "partner"), "P");	/* absent changes nothing */
	/* The version may not come in by the side door. */
	r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"X\",\"version\":2}", "\"1\"", NULL);
	CHECK(r.status == 422 || r.status == 409);
	r = test_send(p.t, &(struct test_request){ .method = PATCH, .path = test_fmt("%s?version=2&id=1", path), .token = p.token, .bare = true,
		.body = S("{\"title\":\"X\"}"), .type = "application/json" });
	check_problem(&r, 422);
	r = test_api(p.t, p.token, POST, test_fmt("%s/withdraw", path), "{\"why\":\"w\"}", "\"1\"", NULL);
	check_problem(&r, 409);
	r = test_api(p.t, p.token, POST, test_fmt("%s/withdraw", path), "{\"why\":\"w\"}", "\"2\"", NULL);
	CHECK_EQ_I(r.status, 200);
}

TEST(api_takes_only_what_is_declared)
{
	struct place p = place();
	static const struct { const char *json; int status; } cases[] = {
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\",\"org\":\"1\"}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\",\"created_by\":\"1\"}", 422 },
		{ "{\"id\":\"5\",\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "{\"title\":\"T\",\"title\":\"U\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\"}", 400 },
		{ "{\"title\":\"T\",\"kind\":\"nonsense\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "{\"title\":[\"T\"],\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":\"2028-02-31\"}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"review_on\":20280131}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"document\":\"-1\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"document\":\"4711\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "{\"title\":\"T\",\"kind\":\"protocol\",\"partner_kind\":\"police\",\"partner\":\"P\",\"unit\":\"4711\",\"review_on\":\"2028-01-31\"}", 422 },
		{ "[]", 422 }, { "7", 422 }, { "null", 422 }, { "{", 400 }, { "{}x", 400 }, { "{\"title\":\"\\ud800\"}", 400 }, { "{}", 422 },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct test_reply r = api(&p, POST, "/api/v1/agreement", cases[i].json);
		CHECK_MSG(r.status == cases[i].status, "%s: %d %.*s", cases[i].json, r.status, (int)r.body.n, r.body.p);
		check_problem(&r, cases[i].status);
	}
	static const char *const types[] = { "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json5", "" };
	for (size_t i = 0; i < countof(types); i++) {
		struct test_reply r = test_send(p.t, &(struct test_request){ .method = POST, .path = "/api/v1/agreement", .token = p.token,
			.body = S(GOOD), .type = types[i], .bare = true });
		check_problem(&r, 415);
	}
	CHECK_EQ_I(agreements(&p), 0);
	struct test_reply r = test_send(p.t, &(struct test_request){ .method = POST, .path = "/api/v1/agreement", .token = p.token,
		.body = S(GOOD), .type = "Application/JSON; charset=utf-8", .bare = true });
	CHECK_EQ_I(r.status, 201);
	r = api(&p, GET, "/api/v1/agreement?nothing=1", NULL);
	check_problem(&r, 422);
	r = api(&p, GET, "/api/v1/agreement?after=x", NULL);
	check_problem(&r, 422);
	r = api(&p, GET, "/api/v1/agreement?after=%00~1", NULL);
	CHECK(r.status == 422 || r.status == 400);
}

TEST(api_asks_for_a_token_and_nothing_else)
{
	struct place p = place();
	struct str session = test_app_session(p.t, p.ana);
	struct test_reply r = test_send(p.t, &(struct test_request){ .method = GET, .path = "/api/v1/agreement", .secret = session });
	int ran;

	check_problem(&r, 401);		/* a cookie is no token */
	CHECK_STR(test_header(&r, "WWW-Authenticate"), "Bearer");
	r = test_send(p.t, &(struct test_request){ .method = POST, .path = "/api/v1/agreement", .secret = session, .body = S(GOOD), .type = "application/json" });
	check_problem(&r, 401);
	static const char *const wrong[] = { "", "x", "wk_", "wk_aaaaaaaaaaaaaaaaaaaaaaaaaa", "' OR 1=1 --" };
	for (size_t i = 0; i < countof(wrong); i++) {
		r = test_api(p.t, str_c(wrong[i]), GET, "/api/v1/agreement", NULL, NULL, NULL);
		check_problem(&r, 401);
	}
	/* Nor is a token a cookie, for pages. */
	r = test_send(p.t, &(struct test_request){ .method = GET, .path = "/agreements", .token = p.token });
	CHECK_EQ_I(r.status, 303);
	/* Limited to a list of actions. */
	struct str few = test_app_token(p.t, p.ana, p.north, "agreement.list unit.*");
	CHECK_EQ_I(test_api(p.t, few, GET, "/api/v1/agreement", NULL, NULL, NULL).status, 200);
	CHECK_EQ_I(test_api(p.t, few, GET, "/api/v1/unit", NULL, NULL, NULL).status, 200);
	r = test_api(p.t, few, POST, "/api/v1/agreement", GOOD, NULL, NULL);
	check_problem(&r, 403);
	/* Nor by way of another action that it does include: what it asks for, what it opens. */
	struct str work = test_app_token(p.t, p.ana, p.north, "work.*");
	r = test_api(p.t, work, POST, "/api/v1/work/export", "{\"action\":\"agreement.export\",\"format\":\"csv\"}", NULL, NULL);
	check_problem(&r, 403);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM long_work"), 0);
	struct str both = test_app_token(p.t, p.ana, p.north, "work.* agreement.export");
	r = test_api(p.t, both, POST, "/api/v1/work/export", "{\"action\":\"agreement.export\",\"format\":\"csv\"}", NULL, NULL);
	CHECK_MSG(r.status == 200, "%.*s", (int)r.body.n, r.body.p);
	const char *file = test_fmt("/api/v1/work/file?work=%s", str_z(test_arena(), test_json(&r, "work")));
	CHECK_ST(long_run_due(p.t->app, p.t->db, 10, &ran), ST_OK);
	CHECK_EQ_I(test_api(p.t, both, GET, file, NULL, NULL, NULL).status, 200);
	r = test_api(p.t, work, GET, file, NULL, NULL, NULL);
	check_problem(&r, 403);
	/* It widens nothing. */
	struct str wide = test_app_token(p.t, test_app_account(p.t, "con@north.example", p.north, "contributor", 0), p.north, "*");
	r = test_api(p.t, wide, POST, "/api/v1/agreement", GOOD, NULL, NULL);
	check_problem(&r, 403);
	/* Run out, or the account without a role there. */
	p.t->app->fixed_now.ms += 31ll * 86400 * 1000;
	r = test_api(p.t, p.token, GET, "/api/v1/agreement", NULL, NULL, NULL);
	check_problem(&r, 401);
	CHECK_EQ_I(agreements(&p), 0);
}

TEST(api_another_organisation_is_not_there)
{
	struct place p = place();
	struct test_reply r = api(&p, POST, "/api/v1/agreement", GOOD);
	const char *path = test_fmt("/api/v1/agreement/%.*s", (int)test_json(&r, "id").n, test_json(&r, "id").p);

	r = test_api(p.t, p.stranger, GET, path, NULL, NULL, NULL);
	check_problem(&r, 404);
	struct test_reply none = test_api(p.t, p.stranger, GET, "/api/v1/agreement/4711", NULL, NULL, NULL);
	CHECK_STR_EQ(test_json(&r, "detail"), test_json(&none, "detail"));
	r = test_api(p.t, p.stranger, PATCH, path, "{\"title\":\"X\"}", "\"1\"", NULL);
	check_problem(&r, 404);
	r = test_api(p.t, p.stranger, POST, test_fmt("%s/withdraw", path), "{\"why\":\"x\"}", "\"1\"", NULL);
	check_problem(&r, 404);
	r = test_api(p.t, p.stranger, GET, "/api/v1/agreement", NULL, NULL, NULL);
	CHECK(!test_has(r.body, "police"));
	r = test_api(p.t, p.auditor, PATCH, path, "{\"title\":\"X\"}", "\"1\"", NULL);
	check_problem(&r, 403);
}

TEST(api_a_repeat_gets_the_first_answer)
{
	struct place p = place();
	struct test_reply one = test_api(p.t, p.token, POST, "/api/v1/agreement", GOOD, NULL, "k-1");
	struct test_reply two = test_api(p.t, p.token, POST, "/api/v1/agreement", GOOD, NULL, "k-1");

	CHECK_EQ_I(one.status, 201);
	CHECK_EQ_I(two.status, 201);
	CHECK_STR_EQ(two.body, one.body);
	CHECK_STR(test_header(&two, "Idempotent-Replayed"), "true");
	CHECK_STR(test_header(&two, "ETag"), "\"1\"");
	CHECK_EQ_I(agreements(&p), 1);
	const char *path = test_fmt("/api/v1/agreement/%.*s", (int)test_json(&one, "id").n, test_json(&one, "id").p);
	struct test_reply r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"A\"}", "\"1\"", "k-2");
	CHECK_EQ_I(r.status, 200);
	r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"A\"}", "\"1\"", "k-2");
	CHECK_EQ_I(r.status, 200);
	CHECK_STR(test_header(&r, "ETag"), "\"2\"");
	/* The same key with something else, for something else, or for another record. */
	r = test_api(p.t, p.token, PATCH, path, "{\"title\":\"B\"}", "\"2\"", "k-2");
	check_problem(&r, 422);
	r = test_api(p.t, p.token, POST, "/api/v1/agreement", GOOD, NULL, "k-2");
	check_problem(&r, 422);
	r = test_api(p.t, p.token, POST, "/api/v1/agreement", GOOD, NULL, "a key with spaces");
	check_problem(&r, 422);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement WHERE title = 'A'"), 1);
	/* What was refused may be tried again under its key. */
	r = test_api(p.t, p.token, POST, "/api/v1/agreement", "{}", NULL, "k-3");
	check_problem(&r, 422);
	r = test_api(p.t, p.token, POST, "/api/v1/agreement", GOOD, NULL, "k-3");
	CHECK_EQ_I(r.status, 201);
}

/* ---- the description ---- */

static struct json_node *
description(struct place *p)
{
	struct test_reply r = test_send(p->t, &(struct test_request){ .method = GET, .path = "/api/openapi.json" });
	struct json_node *j;
	struct str why;

	CHECK_EQ_I(r.status, 200);
	enum status st = json_parse(test_arena(), r.body, &j, &why);
	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.p);
	return j;
}

TEST(api_description_names_every_route_and_each_is_there)
{
	struct place p = place();
	const struct registry *all = registry();
	const struct json_node *d = description(&p), *paths = json_get(d, "paths");
	size_t described = 0, offered = 0;

	CHECK_STR(json_get_str(d, "openapi"), "3.1.0");
	CHECK(json_get_str(json_get(d, "info"), "title").n > 0 && json_get_str(json_get(d, "info"), "version").n > 0);
	for (size_t i = 0; i < paths->n; i++)
		for (size_t m = 0; m < paths->items[i]->n; m++, described++) {
			const struct json_node *op = paths->items[i]->items[m];
			struct str verb = paths->items[i]->keys[m], name = json_get_str(op, "operationId");
			enum method method = str_is(verb, "get") ? GET : str_is(verb, "patch") ? PATCH : POST;
			struct str tail, head = str_cut(paths->keys[i], '{', &tail);
			(void)str_cut(tail, '}', &tail);
			const char *path = tail.p == NULL ? str_z(test_arena(), paths->keys[i])
			    : test_fmt("%.*s4711%.*s", (int)head.n, head.p, (int)tail.n, tail.p);
			const struct action *a = action_find(name);
			CHECK_MSG(a != NULL, "%.*s describes no action", (int)name.n, name.p);
			CHECK_MSG(json_get(op, "responses") != NULL && json_get_str(op, "summary").n > 0, "%s", a->name);
			CHECK_MSG((method == GET) == (a->mode == MODE_READ), "%s: method", a->name);
			/* Without a token each says 401, or lets anybody in; none is missing. */
			struct test_reply r = test_api(p.t, NONE, method, path, method == GET ? NULL : "{}", NULL, NULL);
			CHECK_MSG(a->access == ACCESS_PUBLIC ? r.status != 404 || a->record != NULL : r.status == 401, "%s: %d", a->name, r.status);
			CHECK_MSG(r.status < 500, "%s: %d", a->name, r.status);
		}
	for (size_t i = 0; i < all->n_actions; i++) {
		const struct action *a = all->actions[i].action;
		offered += a->cli_only == NULL && a->access != ACCESS_OPERATOR;
	}
	CHECK_EQ_I(described, offered);
}

TEST(api_every_page_has_its_call)
{
	const struct registry *all = registry();

	for (size_t i = 0; i < all->n_pages; i++) {
		const struct action *a = all->pages[i].page->action;
		CHECK_MSG(a->cli_only == NULL && a->access != ACCESS_OPERATOR, "page %s: action %s has no call", all->pages[i].page->path, a->name);
	}
}

/* ---- every register, on what its own shape asks for ---- */

static const char *
as_json(const struct shape *s, const struct pair *p, size_t n)
{
	struct json j;
	struct buf b;

	buf_init(&b, 1 << 20);
	json_init(&j, &b);
	json_object(&j);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = shape_field(s, str_z(test_arena(), p[i].name));
		int64_t v;
		json_key_str(&j, p[i].name);
		if (f->type == F_BOOL)
			json_bool(&j, str_is(p[i].value, "true"));
		else if ((f->type == F_I64 || f->type == F_NUMBER) && str_i64(p[i].value, &v))
			json_i64(&j, v);
		else if (f->type == F_MONEY && str_i64(p[i].value, &v))
			json_i64(&j, v * 100);
		else if (f->type == F_CHOICES) {
			json_array(&j);
			json_str(&j, p[i].value);
			json_end(&j, ']');
		} else
			json_str(&j, p[i].value);
	}
	json_end(&j, '}');
	const char *z = arena_copy(test_arena(), buf_view(&b)).p;
	buf_free(&b);
	return z;
}

/* What came out, but for what may differ between two records. */
static struct str
plain(struct str body)
{
	static const char *const own[] = { "id", "version", "ref" };
	struct json_node *j;
	struct str why;
	struct buf b;

	CHECK_ST(json_parse(test_arena(), body, &j, &why), ST_OK);
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < j->n; i++) {
		bool skip = false;
		for (size_t k = 0; k < countof(own); k++)
			skip = skip || str_is(j->keys[i], own[k]);
		if (!skip)
			buf_printf(&b, "%.*s=%d %lld %d %.*s\n", (int)j->keys[i].n, j->keys[i].p, (int)j->items[i]->type, (long long)j->items[i]->i,
			    j->items[i]->b, (int)j->items[i]->s.n, j->items[i]->s.p != NULL ? j->items[i]->s.p : "");
	}
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

static int
one_register(struct place *p, const struct register_def *r)
{
	const struct record_type *t = r->type;
	const char *kind = t->ops->kind, *list = test_fmt("/api/v1/%s", kind);
	struct str session = test_app_session(p->t, p->ana);
	struct who who = test_app_who(p->t, session);
	struct pair fields[64];
	size_t n = test_app_fill(p->t, t->shape, p->north, p->south, 0, fields);
	struct test_reply call = test_api(p->t, p->token, POST, list, as_json(t->shape, fields, n), NULL, NULL);

	CHECK_MSG(call.status < 500, "%s: %d", kind, call.status);
	fields[n++] = (struct pair){ .name = S("csrf"), .value = session_csrf(p->t->app, test_arena(), who.session) };
	struct test_reply page = test_send(p->t, &(struct test_request){ .method = POST, .path = test_fmt("%s/new", r->path), .secret = session,
		.body = test_encode(fields, n), .type = "application/x-www-form-urlencoded" });
	n--;
	/* A second one alike may be refused by a rule of its own, but then by all faces. */
	if (call.status != 201 || page.status != 303) {
		CHECK_MSG(call.status != 403 && page.status != 403, "%s may not be made", kind);
		CHECK_MSG(call.status != 201 || page.status == 422, "%s: call %d, page %d", kind, call.status, page.status);
		CHECK_MSG(page.status != 303 || call.status == 422, "%s: call %d, page %d", kind, call.status, page.status);
		if (call.status != 201)
			return 0;
	}
	const char *at = test_fmt("%s/%.*s", list, (int)test_json(&call, "id").n, test_json(&call, "id").p);
	struct test_reply read = test_api(p->t, p->token, GET, at, NULL, NULL, NULL);
	CHECK_MSG(read.status == 200, "%s: %d", at, read.status);
	CHECK_STR_EQ(plain(read.body), plain(call.body));
	if (page.status == 303) {
		struct str to = test_header(&page, "Location"), id = to;
		for (size_t i = 0; i < to.n; i++)
			if (to.p[i] == '/')
				id = (struct str){ to.p + i + 1, to.n - i - 1 };
		struct test_reply other = test_api(p->t, p->token, GET, test_fmt("%s/%.*s", list, (int)id.n, id.p), NULL, NULL, NULL);
		CHECK_MSG(other.status == 200, "%s: %.*s", kind, (int)to.n, to.p);
		CHECK_STR_EQ(plain(other.body), plain(read.body));
	}
	/* Both refuse what is empty. */
	struct test_reply empty = test_api(p->t, p->token, POST, list, "{}", NULL, NULL), form = test_post(p->t, session, test_fmt("%s/new", r->path), NULL, NULL);
	CHECK_MSG(empty.status == form.status || (empty.status == 201 && form.status == 303), "%s, empty: %d and %d", kind, empty.status, form.status);
	static const char *const after[] = { "history", "" };
	for (size_t i = 0; i < countof(after); i++) {
		struct test_reply x = test_api(p->t, p->token, GET, after[i][0] != 0 ? test_fmt("%s/%s", at, after[i]) : list, NULL, NULL, NULL);
		CHECK_MSG(x.status == 200 || x.status == 403, "%s %s: %d", kind, after[i], x.status);
	}
	/* The sorts' columns are filled. */
	for (size_t i = 0; i < t->ops->n_sorts; i++)
		if (str_ends(str_c(t->ops->sorts[i].name), S("_sort")))
			CHECK_MSG(test_sql(p->t, test_fmt("SELECT count(*) AS n FROM %s WHERE %s = ''", kind, t->ops->sorts[i].name)) == 0, "%s: %s is not filled", kind, t->ops->sorts[i].name);
	return 1;
}

TEST(api_and_pages_of_every_register_agree)
{
	struct place p = place();
	static const char *const roles[] = { "administrator", "lead", "manager" };
	int64_t national = test_app_org(p.t, "National body", "national");
	int made = 0, all = 0;
	struct str left = S("");

	(void)national;
	(void)test_app_unit(p.t, p.north, "Theatres", 0);
	for (size_t i = 0; i < countof(roles); i++)
		(void)test_app_account(p.t, "ana@north.example", p.north, roles[i], 0);
	p.token = test_app_token(p.t, p.ana, p.north, "");
	for (size_t i = 0; i < feature_count; i++)
		for (const struct register_def *const *r = features[i]->registers; r != NULL && *r != NULL; r++, all++) {
			int n = one_register(&p, *r);
			made += n;
			if (n == 0)
				left = str_c(test_fmt("%s %s", left.p, (*r)->type->ops->kind));
		}
	CHECK_MSG(made * 3 >= all, "only %d of %d registers took what their shapes ask for; not:%s", made, all, left.p);
}
