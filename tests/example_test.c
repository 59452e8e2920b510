/* SPDX-License-Identifier: MIT */
/* The example region: what everybody is promised to find in it, and that it is the same everywhere. */
#include "app/example.h"
#include "app/dispatch.h"
#include "app/account.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testapp.h"

static struct { const char *what; int64_t n; } counted[100];
static size_t n_counted;

static void
count(const char *what, int64_t n)
{
	if (n_counted < countof(counted)) {
		counted[n_counted].what = what;
		counted[n_counted++].n = n;
	}
}

static int64_t
count_of(const char *what)
{
	for (size_t i = 0; i < n_counted; i++)
		if (str_is(str_c(counted[i].what), what))
			return counted[i].n;
	return -1;
}

static struct test_app *
region(void)
{
	struct test_app *w = test_app();
	struct str why = S("");

	n_counted = 0;
	enum status st = example_make(w->app, w->db, date_of(2026, 11, 16), count, &why);
	CHECK_MSG(st == ST_OK, "the example was refused: %.*s", (int)why.n, why.p);
	return w;
}

static struct who
person(struct test_app *w, const char *email)
{
	struct who who = { .account = 0 };
	struct account acc;
	struct place *p;
	size_t n = 0;

	CHECK_ST(db_begin_read(w->db), ST_OK);
	CHECK_ST(account_find(w->app, w->db, test_arena(), str_c(email), &acc), ST_OK);
	CHECK_ST(account_places(w->db, test_arena(), acc.id, date_of(2026, 11, 16), &p, &n), ST_OK);
	CHECK(n > 0);
	if (n > 0)
		CHECK_ST(session_as(w->app, w->db, test_arena(), str_c(email), p[0].org, when_of_date(date_of(2026, 11, 16), 9, 0), &who), ST_OK);
	db_end_read(w->db);
	return who;
}

/* An action's answer as JSON, in that arena. */
static const struct json_node *
ask(struct test_app *w, struct arena *a, struct who who, const char *action, struct str id)
{
	struct pair at = { .name = S("id"), .value = id };
	struct call call = { .app = w->app, .db = w->db, .who = &who, .face = FACE_COMMAND, .action = action_find(str_c(action)),
		.pairs = &at, .n_pairs = id.n > 0, .mem = a };
	struct json_node *j = NULL;
	struct outcome out;
	struct str why;

	dispatch_call(&call, &out);
	CHECK_MSG(out.st == ST_OK, "%s: %.*s", action, (int)out.message.n, out.message.p);
	if (out.st == ST_OK)
		CHECK_ST(json_parse(a, out.json, &j, &why), ST_OK);
	return j;
}

static const struct json_node *
items(const struct json_node *j, const char *list)
{
	static const struct json_node none = { .type = JSON_ARRAY };
	const struct json_node *r = j != NULL ? json_get(j, list) : NULL;

	return r != NULL ? r : &none;
}

static const char *const specialists[] = { "maeve.castellan@fellmoor-icb.example", "oluwaseun.hartley@saltmarsh-icb.example",
	"bronagh.adeyinka@kingsmere-icb.example", "kwame.ridgeway@fellmoor-hospitals.example", "tamsin.okafor-reid@blackmere.example",
	"rhodri.amankwah@saltmarsh-general.example", "declan.mwangi@moors-ambulance.example" };

static void
review_add(struct hasher *h, const struct json_node *review)
{
	static const char *const fields[] = { "standard", "rating", "comment", "reason", "corrective_action" };
	const struct json_node *answers = items(review, "answers");

	for (size_t i = 0; i < answers->n; i++)
		for (size_t k = 0; k < countof(fields); k++) {
			struct str s = json_get_str(answers->items[i], fields[k]);
			if (!str_starts(s, S("local-")))
				hasher_add(h, s.p, s.n);
		}
}

/* Everything that was answered, as one number; ids and codes are left out. */
static struct str
fingerprint(struct test_app *w)
{
	struct hasher h;
	struct arena a;

	hasher_init(&h);
	CHECK(arena_open(&a, 64u << 20));
	for (size_t i = 0; i < countof(specialists); i++) {
		struct who who = person(w, specialists[i]);
		struct str ids[20];
		size_t n = 0;
		const struct json_node *list = items(ask(w, &a, who, "review.list", S("")), "items");
		for (size_t k = 0; k < list->n && n < countof(ids); k++)
			ids[n++] = arena_copy(test_arena(), json_get_str(list->items[k], "id"));
		CHECK(n >= 3);
		for (size_t k = 0; k < n; k++) {
			arena_reset(&a);
			review_add(&h, ask(w, &a, who, "review.view", ids[k]));
		}
	}
	arena_close(&a);
	struct hash done = hasher_end(&h);
	return hash_hex(test_arena(), &done);
}

static void
kinds_check(struct test_app *w)
{
	const struct json_node *o = items(ask(w, test_arena(), (struct who){ .operator = true }, "organisation.list", S("")), "items");
	int64_t national = 0, commissioners = 0, providers = 0;

	for (size_t i = 0; i < o->n; i++) {
		struct str kind = json_get_str(o->items[i], "kind");
		national += str_is(kind, "national");
		commissioners += str_is(kind, "commissioner");
		providers += str_is(kind, "provider");
	}
	CHECK_EQ_I(national, 1);
	CHECK_EQ_I(commissioners, 4);	/* three, and the national one with its two region offices */
	CHECK_EQ_I(providers, 11);	/* the twelfth was merged into another */
	CHECK_EQ_I(count_of("organisations"), 17);
}

static void
years_check(struct test_app *w)
{
	struct who who = person(w, specialists[0]);
	const struct json_node *list = items(ask(w, test_arena(), who, "review.list", S("")), "items"), *o;
	struct str open = S("");

	CHECK_EQ_I((int64_t)list->n, 3);
	for (size_t i = 0; i < list->n; i++)
		if (str_is(json_get_str(list->items[i], "period_from"), "2025-04-01"))
			open = json_get_str(list->items[i], "id");
	CHECK(open.n > 0);
	o = ask(w, test_arena(), who, "review.view", open);
	CHECK_STR(json_get_str(o, "state"), "draft");
	CHECK_EQ_I(json_get_i64(o, "unsupported", -1), 1);
	CHECK_EQ_I(json_get_i64(o, "rated", -1), 10);
}

/* What has arrived at the national body: one late this year, one sent back. */
static void
received_check(struct test_app *w)
{
	struct who who = person(w, "babatunde.kerr@oshc.example");
	const struct json_node *o = items(ask(w, test_arena(), who, "submission.list", S("")), "items");
	int64_t late = 0, returned = 0;

	for (size_t i = 0; i < o->n; i++) {
		const struct json_node *l = json_get(o->items[i], "late");
		bool this_year = str_starts(json_get_str(o->items[i], "due_on"), S("2026-10")) || str_starts(json_get_str(o->items[i], "due_on"), S("2026-11"));
		late += this_year && l != NULL && l->b;
		returned += str_is(json_get_str(o->items[i], "state"), "returned");
	}
	CHECK_EQ_I(late, 1);
	CHECK_EQ_I(returned, 1);
}

static void
vacancy_check(struct test_app *w)
{
	const struct json_node *o = items(ask(w, test_arena(), person(w, "ottoline.grimshaw@eastholme.example"), "nomination.list", S("")), "problems");
	bool vacant = false;

	for (size_t i = 0; i < o->n; i++)
		vacant = vacant || str_is(json_get_str(o->items[i], "kind"), "vacant");
	CHECK(vacant);
}

/* Whoever looks at it cannot take it for real. */
static void
pages_check(struct test_app *w)
{
	struct str secret = test_app_session(w, person(w, specialists[0]).account);
	static const char *const paths[] = { "/", "/reviews", "/evidence", "/organisation", "/no-such-page" };

	for (size_t i = 0; i < countof(paths); i++)
		CHECK_MSG(test_has(test_get(w, secret, paths[i]).body, "This is an example"), "%s does not say it", paths[i]);
	struct test_reply r = test_get(w, S(""), "/sign-in");
	CHECK(test_has(r.body, "This is an example"));
	CHECK(test_has(r.body, "Start here"));
}

TEST(example_holds_what_is_promised_and_is_equal_each_time)
{
	struct test_app *w = region();

	CHECK(w->app->example);
	CHECK(count_of("accounts") >= 60);
	CHECK(count_of("people") >= 60);
	CHECK(count_of("self-reviews") >= 45);
	CHECK(count_of("pieces of evidence") >= 1000);
	CHECK(count_of("evaluations") >= 150);
	kinds_check(w);
	years_check(w);
	vacancy_check(w);
	received_check(w);
	pages_check(w);
	struct str first = fingerprint(w);

	struct str why = S("");
	CHECK_ST(example_make(w->app, w->db, date_of(2026, 11, 16), count, &why), ST_CONFLICT);
	/* Once more: the same again, and the same on both databases. */
	test_db_address = "sqlite";
	CHECK_STR_EQ(fingerprint(region()), first);
}

TEST(example_goes_into_an_empty_database_only)
{
	struct test_app *w = test_app();
	struct str why = S("");

	(void)test_app_org(w, "Northmoor", "provider");
	CHECK_ST(example_make(w->app, w->db, date_of(2026, 11, 16), count, &why), ST_INVALID);
	CHECK(str_find(why, S("empty")) >= 0);
	CHECK(!w->app->example);
}
