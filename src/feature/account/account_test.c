/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "app/draft.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testdb.h"
#include "tests/testorg.h"

#define PASSWORD "plinth osprey kettle marsh"
#define NOBODY (struct who){ .account = 0 }

struct world { struct app *app; struct db *db; int64_t ours, theirs; };

static struct when
set_clock(struct app *app)
{
	return app->fixed_now;
}

static void
pass(struct world *w, int64_t seconds)
{
	w->app->fixed_now.ms += seconds * 1000;
}

/* ---- calling ---- */

static struct outcome
call_pairs(struct world *w, struct who who, const char *action, const struct pair *pairs, size_t n)
{
	struct who *keep = arena_new(test_arena(), struct who);
	const struct action *a = action_find(str_c(action));
	struct outcome out;

	CHECK_MSG(a != NULL, "no action %s", action);
	*keep = who;
	dispatch_call(&(struct call){ .app = w->app, .db = w->db, .who = keep, .face = FACE_API, .action = a, .pairs = pairs,
	    .n_pairs = n, .mem = test_arena() }, &out);
	return out;
}

/* Names and values in turn, ended by NULL. */
static struct outcome
call(struct world *w, struct who who, const char *action, ...)
{
	struct pair *pairs = arena_array(test_arena(), struct pair, 10);
	const char *name;
	size_t n = 0;
	va_list ap;

	va_start(ap, action);
	while ((name = va_arg(ap, const char *)) != NULL)
		pairs[n++] = (struct pair){ .name = str_c(name), .value = va_arg(ap, struct str) };
	va_end(ap);
	return call_pairs(w, who, action, pairs, n);
}

static struct who
operator(void)
{
	return (struct who){ .operator = true };
}

static struct who
resolve(struct world *w, struct str secret, enum session_state *ret_state)
{
	struct who who;
	bool touch;

	CHECK_ST(db_begin_read(w->db), ST_OK);
	enum status st = session_resolve(w->app, w->db, test_arena(), secret, w->app->fixed_now, &who, ret_state, &touch);
	db_end_read(w->db);
	CHECK_ST(st, ST_OK);
	return who;
}

static struct who
as(struct world *w, const char *email, int64_t org)
{
	struct who who;

	CHECK_ST(db_begin_read(w->db), ST_OK);
	enum status st = session_as(w->app, w->db, test_arena(), str_c(email), org, w->app->fixed_now, &who);
	db_end_read(w->db);
	CHECK_ST(st, ST_OK);
	return who;
}

static struct account
account_of(struct world *w, const char *email)
{
	struct account a;

	CHECK_ST(db_begin_read(w->db), ST_OK);
	enum status st = account_find(w->app, w->db, test_arena(), str_c(email), &a);
	db_end_read(w->db);
	CHECK_ST(st, ST_OK);
	return a;
}

/* ---- a world of two organisations ---- */

static void
world_close(void *arg)
{
	struct world *w = arg;

	store_disconnect(w->db);
	app_close(w->app);
}

static void
add(struct world *w, const char *email, const char *name, const char *org, const char *role)
{
	struct outcome o = call(w, operator(), "user.add", "email", str_c(email), "name", str_c(name), "org", str_c(org),
	    "role", str_c(role), "password", S(PASSWORD), NULL);

	CHECK_MSG(o.st == ST_OK, "user.add: %.*s", (int)o.message.n, o.message.p);
}

static struct world *
world(void)
{
	struct world *w = arena_new(test_arena(), struct world);
	struct app_options o = { .address = test_address(), .create = true, .migrate = true,
		.key_file = arena_printf(test_arena(), "%s/key", test_tmp_dir()).p };
	struct test_org ours = { id_new(), "Northmoor", "provider" }, theirs = { id_new(), "Southfell", "commissioner" };
	struct str why;
	enum status st = app_open(&o, &w->app, &why);

	CHECK_MSG(st == ST_OK, "app_open: %.*s", (int)why.n, why.p);
	CHECK_ST(store_connect(w->app->store, &w->db), ST_OK);
	arena_defer(test_arena(), world_close, w);
	w->app->fixed_now = (struct when){ 1790000000000 };
	w->app->clock = set_clock;
	CHECK_ST(app_write(w->app, w->db, NULL, test_org_insert, &ours), ST_OK);
	CHECK_ST(app_write(w->app, w->db, NULL, test_org_insert, &theirs), ST_OK);
	w->ours = ours.id;
	w->theirs = theirs.id;
	add(w, "ada@north.example", "Ada Moor", "Northmoor", "administrator");
	return w;
}

/* ---- signing in ---- */

static struct outcome
give_password(struct world *w, const char *email, const char *password)
{
	return call(w, NOBODY, "account.sign_in", "email", str_c(email), "password", str_c(password), NULL);
}

static struct who
half(struct world *w, const char *email)
{
	struct outcome o = give_password(w, email, PASSWORD);
	enum session_state state;

	CHECK_ST(o.st, ST_OK);
	struct who who = resolve(w, o.ctx->session_secret, &state);
	CHECK_EQ_I(state, SESSION_LIVE);
	CHECK_EQ_I(who.account, 0);
	CHECK(who.session != 0);
	return who;
}

static struct str
code_now(struct world *w, const char *email)
{
	return totp_now(test_arena(), account_of(w, email).secret, w->app->fixed_now);
}

/* The first sign-in: sets up codes; the cookie's secret. */
static struct str
first_sign_in(struct world *w, const char *email)
{
	struct who h = half(w, email);
	struct outcome o = call(w, h, "account.set_up", "code", code_now(w, email), NULL);

	CHECK_MSG(o.st == ST_OK, "set_up: %.*s", (int)o.message.n, o.message.p);
	return o.ctx->session_secret;
}

TEST(account_wrong_and_unknown_get_one_answer)
{
	struct world *w = world();
	struct outcome wrong = give_password(w, "ada@north.example", "not the password at all");
	struct outcome unknown = give_password(w, "nobody@north.example", "not the password at all");

	CHECK_ST(wrong.st, ST_INVALID);
	CHECK_ST(unknown.st, ST_INVALID);
	CHECK_STR_EQ(wrong.message, unknown.message);
	CHECK_EQ_I(wrong.ctx->session_secret.n, 0);
	CHECK_EQ_I(account_of(w, "ada@north.example").failures, 1);
	/* Case and blanks of an address do not matter. */
	CHECK_ST(give_password(w, " Ada@North.Example ", PASSWORD).st, ST_OK);
	CHECK_ST(give_password(w, "ada@north.example", "").st, ST_INVALID);
}

TEST(account_locks_after_ten_and_says_nothing)
{
	struct world *w = world();
	struct outcome o;

	for (int i = 0; i < ACCOUNT_LOCK_AFTER; i++)
		o = give_password(w, "ada@north.example", "not the password at all");
	CHECK_ST(o.st, ST_INVALID);
	struct outcome right = give_password(w, "ada@north.example", PASSWORD);
	CHECK_ST(right.st, ST_INVALID);
	CHECK_STR_EQ(right.message, o.message);
	/* Trying on does not lock it for longer. */
	pass(w, 14 * 60);
	CHECK_ST(give_password(w, "ada@north.example", "not the password at all").st, ST_INVALID);
	pass(w, 61);
	CHECK_ST(give_password(w, "ada@north.example", PASSWORD).st, ST_OK);
}

TEST(account_codes_lock_too)
{
	struct world *w = world();

	(void)first_sign_in(w, "ada@north.example");
	pass(w, 60);
	struct who h = half(w, "ada@north.example");
	for (int i = 0; i < ACCOUNT_LOCK_AFTER; i++)
		CHECK_ST(call(w, h, "account.code", "code", S("000000"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, h, "account.code", "code", code_now(w, "ada@north.example"), NULL).st, ST_INVALID);
	CHECK_ST(give_password(w, "ada@north.example", PASSWORD).st, ST_INVALID);
}

TEST(account_half_a_session_opens_nothing)
{
	struct world *w = world();
	struct who h = half(w, "ada@north.example");
	enum session_state state;

	CHECK_ST(call(w, h, "account.view", NULL).st, ST_SIGN_IN);
	CHECK_ST(call(w, h, "access.list", NULL).st, ST_SIGN_IN);
	CHECK_ST(call(w, h, "account.code", "code", code_now(w, "ada@north.example"), NULL).st, ST_SIGN_IN);
	CHECK_ST(call(w, NOBODY, "account.set_up", "code", code_now(w, "ada@north.example"), NULL).st, ST_SIGN_IN);
	pass(w, 10 * 60);
	CHECK_ST(call(w, h, "account.set_up", "code", code_now(w, "ada@north.example"), NULL).st, ST_SIGN_IN);
	(void)resolve(w, S("no such secret"), &state);
	CHECK_EQ_I(state, SESSION_NONE);
}

/* Who saw the secret on an earlier visit has nothing: each sign-in before the first code makes a new one. */
TEST(account_unconfirmed_secret_changes)
{
	struct world *w = world();
	struct str before, after;

	(void)half(w, "ada@north.example");
	before = account_of(w, "ada@north.example").secret;
	(void)half(w, "ada@north.example");
	after = account_of(w, "ada@north.example").secret;
	CHECK(!str_eq(before, after));
	(void)first_sign_in(w, "ada@north.example");
	after = account_of(w, "ada@north.example").secret;
	pass(w, 60);
	struct who h = half(w, "ada@north.example");
	CHECK_STR_EQ(account_of(w, "ada@north.example").secret, after);
	/* … and a confirmed one is not shown again. */
	struct outcome o = call(w, h, "account.set_up_page", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(((struct account_code_form *)o.out)->secret.n, 0);
}

TEST(account_code_works_once)
{
	struct world *w = world();
	struct str code;

	(void)first_sign_in(w, "ada@north.example");
	code = code_now(w, "ada@north.example");
	struct who h = half(w, "ada@north.example");
	CHECK_ST(call(w, h, "account.code", "code", code, NULL).st, ST_INVALID);
	pass(w, 30);
	CHECK_ST(call(w, h, "account.code", "code", code_now(w, "ada@north.example"), NULL).st, ST_OK);
}

TEST(account_recovery_code_works_once)
{
	struct world *w = world();
	enum session_state state;
	struct who who = resolve(w, first_sign_in(w, "ada@north.example"), &state);
	struct outcome o = call(w, who, "account.codes", NULL);
	struct account_codes *codes;

	CHECK_ST(o.st, ST_OK);
	codes = o.out;
	CHECK_EQ_I(codes->n, ACCOUNT_RECOVERY_CODES);
	struct str first = codes->line[0].text;
	CHECK_ST(call(w, half(w, "ada@north.example"), "account.code", "code", first, NULL).st, ST_OK);
	CHECK_ST(call(w, half(w, "ada@north.example"), "account.code", "code", first, NULL).st, ST_INVALID);
	/* As read from paper. */
	struct str second = arena_printf(test_arena(), " %.4s %.4s %.4s ", codes->line[1].text.p, codes->line[1].text.p + 5, codes->line[1].text.p + 10);
	CHECK_ST(call(w, half(w, "ada@north.example"), "account.code", "code", second, NULL).st, ST_OK);
	/* Put away, they are gone. */
	CHECK_ST(call(w, who, "account.codes_done", NULL).st, ST_OK);
	CHECK_ST(call(w, who, "account.codes", NULL).st, ST_NOT_FOUND);
}

TEST(account_session_ends_idle_and_whole)
{
	struct world *w = world();
	struct str secret = first_sign_in(w, "ada@north.example");
	enum session_state state;
	struct who who = resolve(w, secret, &state);

	CHECK_EQ_I(state, SESSION_LIVE);
	CHECK_EQ_I(who.org, w->ours);
	CHECK(who.roles & 1u << ROLE_ADMINISTRATOR);
	pass(w, 29 * 60);
	(void)resolve(w, secret, &state);
	CHECK_EQ_I(state, SESSION_LIVE);
	pass(w, 60);
	who = resolve(w, secret, &state);
	CHECK_EQ_I(state, SESSION_EXPIRED);
	CHECK_EQ_I(who.roles, 0);
	CHECK_EQ_I(who.org, 0);
	CHECK(who.account != 0);
}

static enum status
touch_store(void *arg, struct db *db)
{
	struct ctx *c = arg;

	c->db = db;
	return session_touch(c, c->who->session);
}

TEST(account_session_lasts_twelve_hours_at_most)
{
	struct world *w = world();
	struct str secret = first_sign_in(w, "ada@north.example");
	enum session_state state = SESSION_LIVE;
	struct who who = resolve(w, secret, &state);
	int minutes = 0;

	while (state == SESSION_LIVE && minutes < 24 * 60) {
		struct ctx c = { .mem = test_arena(), .app = w->app, .who = &who, .now = w->app->fixed_now };
		CHECK_ST(app_write(w->app, w->db, NULL, touch_store, &c), ST_OK);
		pass(w, 20 * 60);
		minutes += 20;
		(void)resolve(w, secret, &state);
	}
	CHECK_EQ_I(state, SESSION_EXPIRED);
	CHECK_EQ_I(minutes, 12 * 60);
}

TEST(account_sign_out_and_password_end_sessions)
{
	struct world *w = world();
	struct str one = first_sign_in(w, "ada@north.example"), two;
	enum session_state state;
	struct outcome o;

	pass(w, 60);
	o = call(w, half(w, "ada@north.example"), "account.code", "code", code_now(w, "ada@north.example"), NULL);
	two = o.ctx->session_secret;
	struct who who = resolve(w, two, &state);
	CHECK_ST(call(w, who, "account.password", "current", S("wrong password here"), "password", S("rhubarb crumble on tuesdays"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, who, "account.password", "current", S(PASSWORD), "password", S("Password12345"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, who, "account.password", "current", S(PASSWORD), "password", S("rhubarb crumble on tuesdays"), NULL).st, ST_OK);
	(void)resolve(w, one, &state);
	CHECK_EQ_I(state, SESSION_NONE);
	who = resolve(w, two, &state);
	CHECK_EQ_I(state, SESSION_LIVE);
	CHECK_ST(give_password(w, "ada@north.example", PASSWORD).st, ST_INVALID);
	o = call(w, who, "account.sign_out", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(o.ctx->session_over);
	(void)resolve(w, two, &state);
	CHECK_EQ_I(state, SESSION_NONE);
}

TEST(account_fresh_means_ten_minutes)
{
	struct world *w = world();
	enum session_state state;
	struct str secret = first_sign_in(w, "ada@north.example");
	struct who who = resolve(w, secret, &state);

	pass(w, 11 * 60);
	struct outcome o = call(w, who, "account.recovery", NULL);
	CHECK_ST(o.st, ST_SIGN_IN);
	/* The code alone is not enough, and is not used up by a wrong password. */
	struct str code = code_now(w, "ada@north.example");
	CHECK_ST(call(w, who, "account.again", "password", S("wrong password here"), "code", code, NULL).st, ST_INVALID);
	o = call(w, who, "account.again", "password", S(PASSWORD), "code", code, "next", S("/access/add"), NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK_STR(o.ctx->goes_to, "/access/add");
	who = resolve(w, secret, &state);
	CHECK_ST(call(w, who, "account.recovery", NULL).st, ST_OK);
}

TEST(account_goes_back_to_our_own_pages_only)
{
	CHECK_STR(account_safe_next(S("/reviews/4?kept=1")), "/reviews/4?kept=1");
	CHECK_STR(account_safe_next(S("//evil.example")), "/");
	CHECK_STR(account_safe_next(S("/\\evil.example")), "/");
	CHECK_STR(account_safe_next(S("https://evil.example")), "/");
	CHECK_STR(account_safe_next(S("/a\r\nSet-Cookie: x")), "/");
	CHECK_STR(account_safe_next(S("")), "/");
}

TEST(account_one_time_password_is_replaced)
{
	struct world *w = world();
	struct outcome o = call(w, operator(), "user.add", "email", S("ben@north.example"), "name", S("Ben Fell"), NULL);
	struct json_node *json;
	struct str initial, why;
	enum session_state state;

	CHECK_ST(o.st, ST_OK);
	CHECK_ST(json_parse(test_arena(), o.json, &json, &why), ST_OK);
	initial = json_get_str(json, "one_time_password");
	CHECK(initial.n >= 20);
	o = give_password(w, "ben@north.example", initial.p);
	CHECK_ST(o.st, ST_OK);
	struct who h = resolve(w, o.ctx->session_secret, &state);
	o = call(w, h, "account.set_up", "code", code_now(w, "ben@north.example"), NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(str_starts(o.ctx->goes_to, S("/sign-in/password")));
	CHECK_EQ_I(o.ctx->session_secret.n, 0);
	CHECK_ST(call(w, h, "account.first_password", "password", S("Liverpool2026"), NULL).st, ST_INVALID);
	o = call(w, h, "account.first_password", "password", S("otter bramble vestibule"), NULL);
	CHECK_ST(o.st, ST_OK);
	struct who who = resolve(w, o.ctx->session_secret, &state);
	CHECK_EQ_I(state, SESSION_LIVE);
	CHECK(who.account != 0 && who.org == 0 && who.roles == 0);
	CHECK_ST(give_password(w, "ben@north.example", initial.p).st, ST_INVALID);
	/* One that nobody used stops after a week. */
	o = call(w, operator(), "user.reset", "email", S("ben@north.example"), NULL);
	CHECK_ST(json_parse(test_arena(), o.json, &json, &why), ST_OK);
	initial = json_get_str(json, "one_time_password");
	pass(w, 8 * 24 * 3600);
	CHECK_ST(give_password(w, "ben@north.example", initial.p).st, ST_INVALID);
}

/* ---- who has access ---- */

TEST(access_last_administrator_stays)
{
	struct world *w = world();
	struct who ada = as(w, "ada@north.example", w->ours);
	struct outcome o = call(w, ada, "access.view", "id", id_text(test_arena(), ada.account), NULL);
	struct access_view *v = o.out;
	struct str ada_id = id_text(test_arena(), ada.account);

	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(v->n_r, 1);
	struct str role = id_text(test_arena(), v->r[0].membership);
	CHECK_ST(call(w, ada, "access.take", "id", ada_id, "membership", role, NULL).st, ST_CONFLICT);
	CHECK_ST(call(w, operator(), "user.role", "email", S("ada@north.example"), "org", S("Northmoor"), "role", S("administrator"),
	    "take", S("true"), NULL).st, ST_CONFLICT);
	CHECK_ST(call(w, ada, "access.close", "id", ada_id, NULL).st, ST_FORBIDDEN);
	/* One whose role has a last day does not count as the one who stays. */
	add(w, "cyd@north.example", "Cyd Moss", "Northmoor", "specialist");
	CHECK_ST(call(w, operator(), "user.role", "email", S("cyd@north.example"), "org", S("Northmoor"), "role", S("administrator"),
	    "ends-day", S("1"), "ends-month", S("1"), "ends-year", S("2030"), NULL).st, ST_OK);
	CHECK_ST(call(w, ada, "access.take", "id", ada_id, "membership", role, NULL).st, ST_CONFLICT);
	add(w, "dee@north.example", "Dee Tarn", "Northmoor", "administrator");
	CHECK_ST(call(w, ada, "access.take", "id", ada_id, "membership", role, NULL).st, ST_OK);
	CHECK_EQ_I(as(w, "ada@north.example", w->ours).roles, 0);
}

TEST(access_nobody_raises_their_own_rights)
{
	struct world *w = world();
	struct who ada = as(w, "ada@north.example", w->ours);

	CHECK_ST(call(w, ada, "access.give", "id", id_text(test_arena(), ada.account), "role", S("lead"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, ada, "access.add", "email", S("ADA@north.example"), "name", S("Ada"), "role", S("lead"), NULL).st, ST_FORBIDDEN);
	/* Roles that do not exist in this kind of organisation. */
	CHECK_ST(call(w, ada, "access.add", "email", S("eve@north.example"), "name", S("Eve"), "role", S("programme"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, ada, "access.add", "email", S("eve@north.example"), "name", S("Eve"), "role", S("grantee"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, ada, "access.add", "email", S("not an address"), "name", S("Eve"), "role", S("lead"), NULL).st, ST_INVALID);
	struct outcome o = call(w, ada, "access.add", "email", S("eve@north.example"), "name", S("Eve"), "role", S("specialist"), NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(((struct access_added *)o.out)->one_time_password.n > 0);
	CHECK_EQ_I(as(w, "eve@north.example", w->ours).roles, 1 << ROLE_SPECIALIST);
	/* A specialist gives nothing to anybody. */
	CHECK_ST(call(w, as(w, "eve@north.example", w->ours), "access.add", "email", S("x@north.example"), "name", S("X"), "role", S("lead"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, as(w, "eve@north.example", w->ours), "access.list", NULL).st, ST_FORBIDDEN);
}

TEST(access_sees_no_other_organisation)
{
	struct world *w = world();
	add(w, "sol@south.example", "Sol Fell", "Southfell", "administrator");
	add(w, "sid@south.example", "Sid Fell", "Southfell", "administrator");
	struct who ada = as(w, "ada@north.example", w->ours), sol = as(w, "sol@south.example", w->theirs);
	struct outcome o = call(w, ada, "access.list", NULL);
	struct str sol_id = id_text(test_arena(), sol.account);

	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(((struct access_list *)o.out)->n, 1);
	CHECK(str_find(o.json, S("sol@")) < 0);
	CHECK_ST(call(w, ada, "access.view", "id", sol_id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, ada, "access.give", "id", sol_id, "role", S("lead"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, ada, "access.close", "id", sol_id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, ada, "access.new_password", "id", sol_id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, ada, "access.reset_code", "id", sol_id, NULL).st, ST_NOT_FOUND);
	o = call(w, sol, "access.view", "id", sol_id, NULL);
	struct str role = id_text(test_arena(), ((struct access_view *)o.out)->r[0].membership);
	CHECK_ST(call(w, ada, "access.take", "id", id_text(test_arena(), ada.account), "membership", role, NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(as(w, "sol@south.example", w->theirs).roles, 1 << ROLE_ADMINISTRATOR);
	/* In an organisation where one holds no role one is nobody. */
	CHECK_EQ_I(as(w, "ada@north.example", w->theirs).org, 0);
}

TEST(access_leaves_shared_accounts_alone)
{
	struct world *w = world();
	add(w, "sol@south.example", "Sol Fell", "Southfell", "specialist");
	struct who ada = as(w, "ada@north.example", w->ours);
	struct account sol = account_of(w, "sol@south.example");
	struct str sol_id = id_text(test_arena(), sol.id);
	struct outcome o = call(w, ada, "access.add", "email", S("sol@south.example"), "name", S("Somebody"), "role", S("auditor"), NULL);

	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(((struct access_added *)o.out)->one_time_password.n, 0);
	CHECK_STR_EQ(account_of(w, "sol@south.example").password, sol.password);
	CHECK_ST(call(w, ada, "access.new_password", "id", sol_id, NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, ada, "access.reset_code", "id", sol_id, NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, ada, "access.close", "id", sol_id, NULL).st, ST_FORBIDDEN);
	/* Two places: asked which, and remembered. */
	enum session_state state;
	struct who who = resolve(w, first_sign_in(w, "sol@south.example"), &state);
	CHECK_EQ_I(who.org, 0);
	struct str place = arena_printf(test_arena(), "%lld-0", (long long)w->ours);
	CHECK_ST(call(w, who, "account.choose", "place", S("12345-0"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, who, "account.choose", "place", place, NULL).st, ST_OK);
	pass(w, 60);
	o = call(w, half(w, "sol@south.example"), "account.code", "code", code_now(w, "sol@south.example"), NULL);
	who = resolve(w, o.ctx->session_secret, &state);
	CHECK_EQ_I(who.org, w->ours);
	CHECK_EQ_I(who.roles, 1 << ROLE_AUDITOR);
}

TEST(access_close_ends_everything)
{
	struct world *w = world();
	add(w, "ben@north.example", "Ben Fell", "Northmoor", "specialist");
	struct str secret = first_sign_in(w, "ben@north.example");
	struct who ada = as(w, "ada@north.example", w->ours);
	enum session_state state;

	CHECK_ST(call(w, ada, "access.close", "id", id_text(test_arena(), account_of(w, "ben@north.example").id), NULL).st, ST_OK);
	(void)resolve(w, secret, &state);
	CHECK_EQ_I(state, SESSION_NONE);
	CHECK_ST(give_password(w, "ben@north.example", PASSWORD).st, ST_INVALID);
	CHECK_ST(call(w, ada, "access.add", "email", S("ben@north.example"), "name", S("Ben"), "role", S("lead"), NULL).st, ST_INVALID);
}

/* ---- tokens, drafts, forms ---- */

static enum status
token_who(struct world *w, struct str bearer, struct who *ret)
{
	CHECK_ST(db_begin_read(w->db), ST_OK);
	enum status st = session_token(w->app, w->db, test_arena(), bearer, w->app->fixed_now, ret);
	db_end_read(w->db);
	return st;
}

TEST(account_tokens_work_until_stopped)
{
	struct world *w = world();
	struct outcome o = call(w, operator(), "token.add", "email", S("ada@north.example"), "org", S("Northmoor"), "name", S("reports"),
	    "days", S("30"), NULL);
	struct { int64_t token; struct str secret; } *t;
	struct who who;

	CHECK_MSG(o.st == ST_OK, "token.add: %.*s", (int)o.message.n, o.message.p);
	t = o.out;
	CHECK_ST(token_who(w, t->secret, &who), ST_OK);
	CHECK_EQ_I(who.org, w->ours);
	CHECK_EQ_I(who.fresh_at.ms, 0);
	CHECK_ST(token_who(w, S("wk_nothing"), &who), ST_SIGN_IN);
	CHECK_ST(token_who(w, S(""), &who), ST_SIGN_IN);
	/* A token is not fresh. */
	CHECK_ST(token_who(w, t->secret, &who), ST_OK);
	CHECK_ST(call(w, who, "account.recovery", NULL).st, ST_SIGN_IN);
	CHECK_ST(call(w, operator(), "token.revoke", "email", S("ada@north.example"), "token", id_text(test_arena(), t->token), NULL).st, ST_OK);
	CHECK_ST(token_who(w, t->secret, &who), ST_SIGN_IN);
	CHECK_ST(call(w, operator(), "token.add", "email", S("ada@north.example"), "org", S("Southfell"), "name", S("x"), NULL).st, ST_INVALID);
	o = call(w, operator(), "token.add", "email", S("ada@north.example"), "org", S("Northmoor"), "name", S("short"), "days", S("1"), NULL);
	t = o.out;
	pass(w, 24 * 3600);
	CHECK_ST(token_who(w, t->secret, &who), ST_SIGN_IN);
	CHECK_ST(call(w, as(w, "ada@north.example", w->ours), "token.list", "email", S("ada@north.example"), NULL).st, ST_FORBIDDEN);
}

struct keeping { struct world *w; int64_t account; struct str path, body; };

static enum status
keep_store(void *arg, struct db *db)
{
	struct keeping *k = arg;

	return draft_keep(k->w->app, db, test_arena(), k->account, k->path, k->body, k->w->app->fixed_now);
}

static enum status
take(struct world *w, int64_t account, struct str path, struct str *ret)
{
	CHECK_ST(db_begin_read(w->db), ST_OK);
	enum status st = draft_take(w->app, w->db, test_arena(), account, path, w->app->fixed_now, ret);
	db_end_read(w->db);
	return st;
}

TEST(account_draft_is_for_one_person_and_a_day)
{
	struct world *w = world();
	add(w, "ben@north.example", "Ben Fell", "Northmoor", "specialist");
	int64_t ada = account_of(w, "ada@north.example").id, ben = account_of(w, "ben@north.example").id;
	struct keeping k = { w, ada, S("/agreements/new"), S("title=Police&kind=protocol") };
	struct str body;

	CHECK_ST(app_write(w->app, w->db, NULL, keep_store, &k), ST_OK);
	k.body = S("title=Council");
	CHECK_ST(app_write(w->app, w->db, NULL, keep_store, &k), ST_OK);
	CHECK_ST(take(w, ada, k.path, &body), ST_OK);
	CHECK_STR(body, "title=Council");
	CHECK_ST(take(w, ben, k.path, &body), ST_NOT_FOUND);
	CHECK_ST(take(w, ada, S("/agreements"), &body), ST_NOT_FOUND);
	pass(w, 24 * 3600);
	CHECK_ST(take(w, ada, k.path, &body), ST_NOT_FOUND);
	k.body = (struct str){ arena_alloc(test_arena(), DRAFT_MAX + 1, 1), DRAFT_MAX + 1 };
	CHECK_ST(app_write(w->app, w->db, NULL, keep_store, &k), ST_TOO_LARGE);
	CHECK(!draft_allowed(&account_sign_in_shape));
	CHECK(!draft_allowed(&account_change_shape));
	CHECK(draft_allowed(&access_add_shape));
}

TEST(account_csrf_belongs_to_one_session)
{
	struct world *w = world();
	struct str token = session_csrf(w->app, test_arena(), 42);

	CHECK(session_csrf_ok(w->app, 42, token));
	CHECK(!session_csrf_ok(w->app, 43, token));
	CHECK(!session_csrf_ok(w->app, 42, S("")));
	CHECK(!session_csrf_ok(w->app, 42, (struct str){ NULL, 0 }));
	CHECK(!session_csrf_ok(w->app, 0, session_csrf(w->app, test_arena(), 0)));
}

TEST(account_examples_are_listed_in_the_example_only)
{
	struct world *w = world();
	struct outcome o = call(w, NOBODY, "account.sign_in_page", NULL);

	CHECK_ST(o.st, ST_OK);
	CHECK_EQ_I(((struct account_sign_in_form *)o.out)->n_examples, 0);
	(void)first_sign_in(w, "ada@north.example");
	w->app->example = true;
	o = call(w, NOBODY, "account.sign_in_page", NULL);
	struct account_sign_in_form *f = o.out;
	CHECK_EQ_I(f->n_examples, 1);
	/* The code of this half minute is used up: the next one is shown, and works. */
	CHECK_ST(call(w, half(w, "ada@north.example"), "account.code", "code", f->examples[0].code, NULL).st, ST_OK);
	/* An account made there can be used at once. */
	CHECK_ST(call(w, operator(), "user.add", "email", S("ben@north.example"), "name", S("Ben Fell"), "org", S("Northmoor"),
	    "role", S("lead"), NULL).st, ST_OK);
	CHECK_ST(give_password(w, "ben@north.example", ACCOUNT_EXAMPLE_PASSWORD).st, ST_OK);
	o = call(w, NOBODY, "account.sign_in_page", NULL);
	CHECK_EQ_I(((struct account_sign_in_form *)o.out)->n_examples, 2);
}
