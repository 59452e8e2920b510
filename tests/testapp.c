/* SPDX-License-Identifier: MIT */
#include "tests/testapp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/account.h"
#include "app/audit.h"
#include "app/org.h"
#include "app/registry.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testdb.h"
#include "tests/testorg.h"

/* The lock-out and the key file have tests of their own; here everybody has signed in properly. */

static struct when
set_clock(struct app *app)
{
	return app->fixed_now;
}

/* The one writer of SQLite serves everybody: 50 ms is the most that one action may hold it.  Measured on the wall clock, so a
 * single hold may be the machine's own pause; an action that holds too long does so wherever a test calls it. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HOLD_MOST 2000000
#endif
#endif
#ifndef HOLD_MOST
#define HOLD_MOST 50000
#endif
static int64_t longest_hold;
static int too_long;

static int
hold_check(void)
{
	double load = 0;
	bool busy = getloadavg(&load, 1) == 1 && load > (double)sysconf(_SC_NPROCESSORS_ONLN);

	printf("longest hold of the writer: %lld.%03lld ms%s\n", (long long)(longest_hold / 1000), (long long)(longest_hold % 1000),
	    busy ? " (on a busy machine)" : "");
	if (strncmp(test_db_address, "pg:", 3) == 0)	/* no one writer there */
		return 0;
	return busy ? longest_hold > 5 * HOLD_MOST : too_long > 5;
}

static void
shut(void *arg)
{
	struct test_app *t = arg;

	too_long += app_longest_hold(t->app) > HOLD_MOST;
	if (app_longest_hold(t->app) > longest_hold)
		longest_hold = app_longest_hold(t->app);
	web_close(t->web);
	store_disconnect(t->db);
	app_close(t->app);
}

static void
start(struct test_app *t, const char *address, struct when now)
{
	struct app_options o = { .address = address, .key_file = test_fmt("%s/key", test_tmp_dir()), .create = true };
	struct str why;

	if (app_open(&o, &t->app, &why) != ST_OK)
		test_fail(__FILE__, __LINE__, "app_open: %.*s", (int)why.n, why.p);
	CHECK_ST(store_connect(t->app->store, &t->db), ST_OK);
	t->app->fixed_now = now;
	t->app->clock = set_clock;
	CHECK_ST(web_open(t->app, 2, &t->web, &why), ST_OK);
}

struct test_app *
test_app(void)
{
	struct test_app *t = arena_new(test_arena(), struct test_app);

	test_at_end("the writer is not held long", hold_check);
	start(t, test_migrated(), (struct when){ 1790000000000 });
	arena_defer(test_arena(), shut, t);
	return t;
}

void
test_app_again(struct test_app *t)
{
	const char *address = str_z(test_arena(), t->app->address);
	struct when now = t->app->fixed_now;

	shut(t);
	start(t, address, now);
}

/* ---- statements of the tests' own ---- */

static enum status
sql_run(void *arg, struct db *db)
{
	const struct db_stmt *st = arg;
	struct db_cursor cur;

	TRY(db_open(db, st, NULL, 0, &cur));
	enum status end = db_step(&cur);
	db_close(&cur);
	return end == ST_NOT_FOUND ? ST_OK : end;
}

void
test_sql_write(struct test_app *t, const char *sql)
{
	struct db_stmt *st = arena_new(test_arena(), struct db_stmt);

	*st = (struct db_stmt){ .name = "test", .sqlite = sql, .pg = sql, .in = "", .out = "", .writes = true };
	enum status got = app_write(t->app, t->db, NULL, sql_run, st);
	if (got != ST_OK)
		test_fail(__FILE__, __LINE__, "%s: %s", sql, status_name(got));
}

static bool
sql_row(struct test_app *t, const char *sql, const char *out, struct db_cursor *cur)
{
	struct db_stmt *st = arena_new(test_arena(), struct db_stmt);

	*st = (struct db_stmt){ .name = "test", .sqlite = sql, .pg = sql, .in = "", .out = out };
	enum status got = db_open(t->db, st, NULL, 0, cur);
	if (got != ST_OK)
		test_fail(__FILE__, __LINE__, "%s: %s", sql, status_name(got));
	return db_step(cur) == ST_OK;
}

int64_t
test_sql(struct test_app *t, const char *sql)
{
	struct db_cursor cur;
	int64_t v = -1;

	if (sql_row(t, sql, "i", &cur) && !db_is_null(&cur, 0))
		v = db_int(&cur, 0);
	db_close(&cur);
	return v;
}

struct str
test_sql_text(struct test_app *t, const char *sql)
{
	struct db_cursor cur;
	struct str v = { NULL, 0 };

	if (sql_row(t, sql, "t", &cur))
		v = db_text(&cur, 0, test_arena());
	db_close(&cur);
	return v;
}

/* ---- who is there ---- */

static const struct action making = { .name = "test.make", .title = "", .access = ACCESS_OPERATOR, .mode = MODE_WRITE };

struct within { struct ctx *c; enum status (*fn)(struct ctx *c, void *arg); void *arg; };

static enum status
within_run(void *arg, struct db *db)
{
	struct within *w = arg;

	w->c->db = db;
	return w->fn(w->c, w->arg);
}

enum status
test_app_write(struct test_app *t, const struct who *who, enum status (*fn)(struct ctx *c, void *arg), void *arg)
{
	struct within w = { ctx_make(t->app, test_arena(), who, &making, FACE_COMMAND), fn, arg };

	return app_write(t->app, t->db, w.c, within_run, &w);
}

static const struct who operator = { .operator = true };

int64_t
test_app_org(struct test_app *t, const char *name, const char *kind)
{
	struct test_org o = { id_new(), name, kind };

	CHECK_ST(app_write(t->app, t->db, NULL, test_org_insert, &o), ST_OK);
	return o.id;
}

int64_t
test_app_unit(struct test_app *t, int64_t org, const char *name, int64_t parent)
{
	int64_t id = id_new();

	test_sql_write(t, test_fmt("INSERT INTO unit (org, id, version, name, name_sort, kind, parent, created_at, created_by, changed_at, changed_by) "
	    "VALUES (%lld, %lld, 1, '%s', '%s', 'team', %s, 1, 1, 1, 1)", (long long)org, (long long)id, name, name,
	    parent != 0 ? test_fmt("%lld", (long long)parent) : "NULL"));
	test_sql_write(t, test_fmt("INSERT INTO unit_under (org, ancestor, unit) VALUES (%lld, %lld, %lld)", (long long)org, (long long)id, (long long)id));
	if (parent != 0)
		test_sql_write(t, test_fmt("INSERT INTO unit_under (org, ancestor, unit) SELECT org, ancestor, %lld FROM unit_under WHERE org = %lld AND unit = %lld",
		    (long long)id, (long long)org, (long long)parent));
	return id;
}

struct new_account { const char *email, *role; int64_t org, unit, id; };

static enum status
account_write(struct ctx *c, void *arg)
{
	struct new_account *n = arg;
	struct account known;
	enum status st = account_find(c->app, c->db, c->mem, str_c(n->email), &known);

	if (st == ST_OK)
		n->id = known.id;
	else
		TRY(account_make(c, &(struct account_new){ .email = str_c(n->email), .name = str_c(n->email),
			.password_hashed = S("none"), .has_code = true }, &n->id));
	return account_role_give(c, scope_job(c->mem, n->org), n->id, str_c(n->role), n->unit, date_add_days(c->today, -1), (struct date){ 0 });
}

int64_t
test_app_account(struct test_app *t, const char *email, int64_t org, const char *role, int64_t unit)
{
	struct new_account n = { email, role, org, unit, 0 };
	enum status st = test_app_write(t, &operator, account_write, &n);

	if (st != ST_OK)
		test_fail(__FILE__, __LINE__, "account %s as %s: %s", email, role, status_name(st));
	return n.id;
}

struct new_session { int64_t account; struct str secret; };

static enum status
session_write(struct ctx *c, void *arg)
{
	struct new_session *n = arg;

	return session_begin(c, n->account, true, &n->secret);
}

struct str
test_app_session(struct test_app *t, int64_t account)
{
	struct new_session n = { account, { NULL, 0 } };

	CHECK_ST(test_app_write(t, &operator, session_write, &n), ST_OK);
	return n.secret;
}

struct new_token { int64_t account, org, id; const char *actions; struct str token; };

static enum status
token_write(struct ctx *c, void *arg)
{
	struct new_token *n = arg;

	return account_token_make(c, n->account, n->org, S("test"), str_c(n->actions), 30, &n->id, &n->token);
}

struct str
test_app_token(struct test_app *t, int64_t account, int64_t org, const char *actions)
{
	struct new_token n = { .account = account, .org = org, .actions = actions };

	CHECK_ST(test_app_write(t, &operator, token_write, &n), ST_OK);
	return n.token;
}

struct who
test_app_who(struct test_app *t, struct str secret)
{
	enum session_state state;
	struct who who;
	bool touch;

	CHECK_ST(db_begin_read(t->db), ST_OK);
	enum status st = session_resolve(t->app, t->db, test_arena(), secret, t->app->fixed_now, &who, &state, &touch);
	db_end_read(t->db);
	CHECK_ST(st, ST_OK);
	return who;
}

/* ---- calls ---- */

const char *
test_fmt(const char *fmt, ...)
{
	va_list ap;
	char text[8192];

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return arena_copy(test_arena(), str_c(text)).p;
}

bool
test_has(struct str text, const char *what)
{
	return str_find(text, str_c(what)) >= 0;
}

/* Names and values in turn. */
struct test_body { struct pair pair[60]; size_t n; };

static struct test_body *
body_of(va_list ap)
{
	struct test_body *b = arena_new(test_arena(), struct test_body);
	const char *name;

	while (b->n < countof(b->pair) && (name = va_arg(ap, const char *)) != NULL)
		b->pair[b->n++] = (struct pair){ .name = str_c(name), .value = str_c(va_arg(ap, const char *)) };
	return b;
}

struct outcome
test_app_call(struct test_app *t, const struct who *who, const char *action, ...)
{
	const struct action *a = action_find(str_c(action));
	struct outcome out;
	va_list ap;

	va_start(ap, action);
	struct test_body *b = body_of(ap);
	va_end(ap);
	CHECK_MSG(a != NULL, "there is no action %s", action);
	dispatch_call(&(struct call){ .app = t->app, .db = t->db, .who = who, .face = FACE_COMMAND, .action = a, .pairs = b->pair,
		.n_pairs = b->n, .mem = test_arena() }, &out);
	return out;
}

struct str
test_encode(const struct pair *p, size_t n)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	struct buf b;

	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, '&');
		for (int k = 0; k < 2; k++) {
			struct str s = k == 0 ? p[i].name : p[i].value;
			for (size_t q = 0; q < s.n; q++)
				if (s.p[q] != 0 && strchr(plain, s.p[q]) != NULL)
					buf_char(&b, s.p[q]);
				else
					buf_printf(&b, "%%%02X", (unsigned)(unsigned char)s.p[q]);
			if (k == 0)
				buf_char(&b, '=');
		}
	}
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

struct str
test_header(const struct test_reply *r, const char *name)
{
	for (size_t i = 0; i < r->raw.n_headers; i++)
		if (strcmp(r->raw.headers[i].name, name) == 0)
			return r->raw.headers[i].value;
	return (struct str){ NULL, 0 };
}

struct str
test_json(const struct test_reply *r, const char *name)
{
	struct json_node *j;
	struct str why;

	if (json_parse(test_arena(), r->body, &j, &why) != ST_OK)
		test_fail(__FILE__, __LINE__, "no JSON: %.*s", (int)r->body.n, r->body.p);
	return json_get_str(j, name);
}

static struct str
text(const char *s)
{
	return s != NULL ? str_c(s) : (struct str){ NULL, 0 };
}

struct test_reply
test_send(struct test_app *t, const struct test_request *r)
{
	struct str query, path = str_cut(str_c(r->path), '?', &query);
	bool post = r->method != GET && r->method != HEAD && !r->bare;
	struct http_request q = { .method = r->method, .path = path, .query = query, .host = S("wardkeep.test"), .peer = S("192.0.2.7"),
		.body = r->body, .content_type = text(r->type), .if_match = text(r->if_match), .accept = text(r->accept), .idempotency_key = text(r->key),
		.origin = r->origin != NULL ? str_c(r->origin) : post ? S("https://wardkeep.test") : text(NULL),
		.sec_fetch_site = r->site != NULL ? str_c(r->site) : post && r->origin == NULL ? S("same-origin") : text(NULL), .secure = true };
	struct test_reply a = { .status = 0 };

	if (r->host != NULL)
		q.host = str_c(r->host);
	if (r->secret.n > 0 || r->cookie.n > 0)
		q.cookie = arena_printf(test_arena(), "%s=%.*s; %.*s", web_cookie_name(t->app), (int)r->secret.n, r->secret.p,
		    (int)r->cookie.n, r->cookie.n > 0 ? r->cookie.p : "");
	if (r->token.n > 0)
		q.authorization = arena_printf(test_arena(), "Bearer %.*s", (int)r->token.n, r->token.p);
	a.raw.status = 200;
	web_handle(t->web, 0, &q, &a.raw);
	for (size_t i = 0; i < a.raw.n_headers; i++)
		a.raw.headers[i].value = arena_copy(test_arena(), a.raw.headers[i].value);
	a.status = a.raw.status;
	a.body = arena_copy(test_arena(), buf_view(&a.raw.body));
	buf_free(&a.raw.body);
	return a;
}

/* ---- what a shape asks for ---- */

/* One that is there already. */
static struct str
id_of(struct test_app *t, const char *kind, int64_t org, int64_t other)
{
	const struct record_type *type = record_type_find(str_c(kind));
	int64_t id;

	if (str_is(str_c(kind), "organisation"))
		return id_text(test_arena(), other);
	id = type != NULL && type->name == NULL ? test_sql(t, test_fmt("SELECT id FROM %s WHERE org = %lld AND withdrawn_at IS NULL ORDER BY id LIMIT 1", kind, (long long)org)) : -1;
	return id > 0 ? id_text(test_arena(), id) : (struct str){ NULL, 0 };
}

static struct str
made_up(struct test_app *t, const struct field *f, int64_t org, int64_t other, int turn)
{
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL: return turn == 0 ? S("Mitchell's 1st") : S("Other words");
	case F_I64:
	case F_NUMBER: return f->most > f->least ? id_text(test_arena(), f->least + turn) : turn == 0 ? S("1") : S("2");
	case F_BOOL: return turn == 0 ? S("true") : S("false");
	case F_DATE: return f->past_only ? S("2026-01-31") : turn == 0 ? S("2027-01-31") : S("2027-06-30");
	case F_TIME: return S("2026-08-06T14:05:00.000Z");
	case F_MONEY: return S("120");
	case F_CHOICE: return str_c(f->choices->c[(size_t)turn % f->choices->n].value);
	case F_CHOICES: return str_c(f->choices->c[0].value);
	case F_ID: return id_of(t, f->ref, org, other);
	case F_FILE:
	case F_LIST: break;
	}
	return (struct str){ NULL, 0 };
}

size_t
test_app_fill(struct test_app *t, const struct shape *s, int64_t org, int64_t other, int turn, struct pair *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct str v = made_up(t, &s->f[i], org, other, turn);
		if (s->f[i].read_only || v.n == 0)
			continue;
		ret[n++] = (struct pair){ .name = str_c(s->f[i].name), .value = v };
	}
	return n;
}

struct test_reply
test_get(struct test_app *t, struct str secret, const char *path)
{
	return test_send(t, &(struct test_request){ .method = GET, .path = path, .secret = secret });
}

struct test_reply
test_post(struct test_app *t, struct str secret, const char *path, ...)
{
	va_list ap;

	va_start(ap, path);
	struct test_body *b = body_of(ap);
	va_end(ap);
	if (secret.n > 0) {
		struct who who = test_app_who(t, secret);
		b->pair[b->n++] = (struct pair){ .name = S("csrf"), .value = session_csrf(t->app, test_arena(), who.session) };
	}
	return test_send(t, &(struct test_request){ .method = POST, .path = path, .secret = secret, .body = test_encode(b->pair, b->n),
		.type = "application/x-www-form-urlencoded" });
}

struct test_reply
test_api(struct test_app *t, struct str token, enum method m, const char *path, const char *json, const char *if_match, const char *key)
{
	return test_send(t, &(struct test_request){ .method = m, .path = path, .token = token, .body = text(json),
		.type = json != NULL ? "application/json" : NULL, .if_match = if_match, .key = key, .bare = true });
}

/* ---- traces ---- */

void
test_no_trace(const char *where, struct test_reply r, const char *const *marks)
{
	CHECK_MSG(r.status < 500, "%s answers %d", where, r.status);
	for (; *marks != NULL; marks++)
		CHECK_MSG(!test_has(r.body, *marks), "%s shows %s", where, *marks);
}

void
test_sweep(struct test_app *t, struct str session, int64_t id, const char *const *marks)
{
	const struct registry *all = registry();
	struct who who = test_app_who(t, session);

	for (size_t i = 0; i < all->n_pages; i++) {
		const struct page *p = all->pages[i].page;
		struct str tail, head = str_cut(str_c(p->path), '{', &tail);
		if (p->method != GET)
			continue;
		if (tail.p != NULL)
			(void)str_cut(tail, '}', &tail);
		const char *path = tail.p == NULL ? p->path : test_fmt("%.*s%lld%.*s", (int)head.n, head.p, (long long)id, (int)tail.n, tail.n > 0 ? tail.p : "");
		test_no_trace(path, test_get(t, session, path), marks);
	}
	for (size_t i = 0; i < all->n_actions; i++) {
		const struct action *a = all->actions[i].action;
		if (a->mode != MODE_READ || a->access != ACCESS_ROLE)
			continue;
		struct outcome o = a->record != NULL ? test_app_call(t, &who, a->name, "id", test_fmt("%lld", (long long)id), NULL) : test_app_call(t, &who, a->name, NULL, NULL);
		for (const char *const *m = marks; *m != NULL; m++)
			CHECK_MSG(!test_has(o.json, *m) && !test_has(o.message, *m), "%s shows %s", a->name, *m);
	}
}
