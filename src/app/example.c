/* SPDX-License-Identifier: MIT */
#include "app/example.h"
#include <stdlib.h>
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "app/registry.h"
#include "app/session.h"
#include "base/ids.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/time.h"
#include "http/http.h"
#include "sql/app.h"

struct when
example_clock(struct app *app)
{
	return app->fixed_now;
}

void
example_at(struct example *e, struct date d, int hour, int minute)
{
	e->now = when_of_date(d, hour, minute);
	e->app->fixed_now = e->now;
}

uint64_t
example_random(struct example *e, uint64_t below)
{
	e->seed = e->seed * 6364136223846793005u + 1442695040888963407u;
	return (e->seed >> 33) % below;
}

int64_t
example_id(const struct json_node *j)
{
	int64_t id = 0;

	return id_parse(json_get_str(j, "id"), &id) ? id : 0;
}

struct str
example_text(struct example *e, int64_t n)
{
	return arena_printf(e->keep, "%lld", (long long)n);
}

struct str
example_date(struct example *e, struct date d)
{
	return date_iso(e->keep, d);
}

static enum status
who_for(struct example *e, size_t org, int role, struct who *ret)
{
	if (role >= 0) {
		for (size_t i = 0; i < e->n_person; i++)
			if (e->person[i].org == org && e->person[i].role == role) {
				TRY(db_begin_read(e->db));
				enum status st = session_as(e->app, e->db, e->mem, e->person[i].email, e->org[org].id, e->now, ret);
				db_end_read(e->db);
				ret->fresh_at = e->now;
				return st;
			}
	}
	*ret = (struct who){ .operator = true, .org = org < e->n_org ? e->org[org].id : 0,
		.org_name = org < e->n_org ? e->org[org].name : S(""), .org_kind = org < e->n_org ? e->org[org].kind : S("") };
	return ST_OK;
}

/* Input is pairs, or JSON where there is some. */
static enum status
run(struct example *e, size_t org, int role, const char *name, struct call call, struct json_node **ret_json)
{
	const struct action *action = action_find(str_c(name));
	struct http_part *file = e->file;
	struct outcome out;
	struct who who;
	struct str why;

	e->file = NULL;
	if (action == NULL) {
		e->why = arena_printf(e->keep, "%s: there is no such action", name);
		return ST_INTERNAL;
	}
	TRY(who_for(e, org, role, &who));
	call.app = e->app;
	call.db = e->db;
	call.who = &who;
	call.face = FACE_COMMAND;
	call.action = action;
	call.files = file;
	call.n_files = file != NULL;
	call.mem = e->mem;
	dispatch_call(&call, &out);
	if (out.ctx->db != NULL)
		db_end_read(e->db);
	if (out.st != ST_OK) {
		e->why = arena_printf(e->keep, "%s in %.*s: %.*s %.*s", name, org < e->n_org ? (int)e->org[org].name.n : 0,
		    org < e->n_org ? e->org[org].name.p : "", (int)out.message.n, out.message.p, (int)out.json.n, out.json.p);
		return out.st;
	}
	if (ret_json != NULL)
		return json_parse(e->keep, arena_copy(e->keep, out.json), ret_json, &why);
	return ST_OK;
}

static enum status
run_pairs(struct example *e, size_t org, int role, const char *name, int64_t id, struct json_node **ret_json, va_list ap)
{
	struct pair pairs[80];
	size_t n = 0;
	const char *key;

	arena_reset(e->mem);
	if (id != 0)
		pairs[n++] = (struct pair){ .name = S("id"), .value = id_text(e->mem, id) };
	while (n < countof(pairs) && (key = va_arg(ap, const char *)) != NULL) {
		const char *value = va_arg(ap, const char *);
		pairs[n++] = (struct pair){ .name = str_c(key), .value = str_c(value) };
	}
	return run(e, org, role, name, (struct call){ .pairs = pairs, .n_pairs = n }, ret_json);
}

enum status
example_json(struct example *e, size_t org, int role, const char *action, int64_t id, struct str json, struct json_node **ret_json)
{
	struct json_node *j;
	struct pair at;

	arena_reset(e->mem);
	TRY(json_parse(e->mem, json, &j, &e->why));
	at = (struct pair){ .name = S("id"), .value = id_text(e->mem, id) };
	return run(e, org, role, action, (struct call){ .pairs = &at, .n_pairs = id != 0, .json = j }, ret_json);
}

void
example_file(struct example *e, const char *field, struct str name, struct str bytes)
{
	e->file = arena_new(e->keep, struct http_part);
	*e->file = (struct http_part){ .name = str_c(field), .file_name = name, .content_type = S("application/octet-stream"), .body = bytes };
}

enum status
example_do(struct example *e, size_t org, int role, const char *action, struct json_node **ret_json, ...)
{
	va_list ap;

	va_start(ap, ret_json);
	enum status st = run_pairs(e, org, role, action, 0, ret_json, ap);
	va_end(ap);
	return st;
}

enum status
example_on(struct example *e, size_t org, int role, const char *action, int64_t id, struct json_node **ret_json, ...)
{
	va_list ap;

	va_start(ap, ret_json);
	enum status st = run_pairs(e, org, role, action, id, ret_json, ap);
	va_end(ap);
	return st;
}

struct writing { struct example *e; const struct example_org *org; struct ctx *c; enum status (*fn)(struct ctx *c, struct example *e, const struct example_org *org); };

static enum status
writing_run(void *arg, struct db *db)
{
	struct writing *w = arg;

	w->c->db = db;
	return w->fn(w->c, w->e, w->org);
}

enum status
example_write(struct example *e, const struct example_org *org, const char *action,
    enum status (*fn)(struct ctx *c, struct example *e, const struct example_org *org))
{
	struct who who = { .operator = true, .org = org->id, .org_name = org->name, .org_kind = org->kind };

	arena_reset(e->mem);
	if (org == e->many)
		TRY(who_for(e, 1, ROLE_SPECIALIST, &who));
	struct writing w = { e, org, ctx_make(e->app, e->mem, &who, action_find(str_c(action)), FACE_COMMAND), fn };
	enum status st = app_write(e->app, e->db, w.c, writing_run, &w);
	if (st != ST_OK)
		e->why = arena_copy(e->keep, failure_text(w.c));
	return st;
}

static int
by_order(const void *x, const void *y)
{
	const struct example_part *const *a = x, *const *b = y;

	return (*a)->order - (*b)->order;
}

/* ---- days and people ---- */

static struct date
month_begin(struct date d)
{
	int y, m, day;

	date_civil(d, &y, &m, &day);
	return date_of(y, m, 1);
}

struct date
example_from(const struct example *e, int back)
{
	return date_add_months(clock_period(e->today, 12, 0).from, -12 * (back + 1));
}

struct date
example_to(const struct example *e, int back)
{
	return date_add_days(example_from(e, back - 1), -1);
}

struct date
example_start(const struct example *e)
{
	return date_add_months(example_from(e, 2), -1);
}

struct date
example_provider_due(const struct example *e, int back)
{
	return date_add_days(date_add_months(month_begin(e->today), -12 * back), -2);
}

struct date
example_commissioner_due(const struct example *e, int back)
{
	return date_add_days(date_add_months(month_begin(e->today), 1 - 12 * back), -1);
}

struct date
example_left(const struct example *e)
{
	return date_add_days(date_add_months(month_begin(e->today), -3), -1);
}

size_t
example_who(const struct example *e, size_t org, int role)
{
	for (size_t i = 0; i < e->n_person; i++)
		if (e->person[i].org == org && e->person[i].role == role)
			return i;
	return SIZE_MAX;
}

/* ---- counting: every kind of record in every organisation ---- */

static enum status
count_all(struct app *app, struct db *db, struct arena *a, void (*line)(const char *what, int64_t n))
{
	const struct registry *r = registry();
	struct example_orgs_row *orgs;
	struct example_accounts_row accounts;
	size_t n;

	TRY(example_orgs(db, a, &orgs, &n));
	TRY(example_accounts(db, a, &accounts));
	line(M("organisations"), (int64_t)n);
	line(M("accounts"), accounts.n);
	for (size_t t = 0; t < r->n_types; t++) {
		int64_t sum = 0;
		for (size_t i = 0; r->types[t]->ops->count != NULL && i < n; i++) {
			struct record_query q = { .limit = 1 };
			int64_t one = 0;
			TRY(r->types[t]->ops->count(db, scope_job(a, orgs[i].id), a, &q, &one));
			sum += one;
		}
		if (r->types[t]->ops->count != NULL)
			line(r->types[t]->many, sum);
	}
	(void)app;
	return ST_OK;
}

enum status
example_count(struct app *app, struct db *db, void (*line)(const char *what, int64_t n))
{
	struct arena a;

	if (!arena_open(&a, 64u << 20))
		return ST_UNAVAILABLE;
	enum status st = db_begin_read(db);
	if (st == ST_OK) {
		st = count_all(app, db, &a, line);
		db_end_read(db);
	}
	arena_close(&a);
	return st;
}

/* ---- making ---- */

static enum status
mark_write(void *arg, struct db *db)
{
	int64_t n;

	(void)arg;
	return setting_put(db, S("example"), S("yes"), &n);
}

/* Only into an empty database: an example among real records would be a lie. */
static enum status
room_for(struct app *app, struct db *db, struct str *ret_why)
{
	struct example_orgs_row *orgs;
	size_t n;

	if (app->example) {
		*ret_why = S("The example region is there already.");
		return ST_CONFLICT;
	}
	TRY(db_begin_read(db));
	enum status st = example_orgs(db, &app->mem, &orgs, &n);
	db_end_read(db);
	TRY(st);
	if (n == 0)
		return ST_OK;
	*ret_why = S("This database holds organisations already. The example region goes into an empty one only.");
	return ST_INVALID;
}

static enum status
parts_make(struct example *e, struct str *ret_why)
{
	const struct example_part *parts[64];
	size_t n = 0;

	for (size_t i = 0; i < feature_count; i++)
		for (const struct example_part *p = e->scale > 0 ? features[i]->scale : features[i]->example; p != NULL && p->make != NULL; p++)
			if (n < countof(parts))
				parts[n++] = p;
	qsort(parts, n, sizeof *parts, by_order);
	for (size_t i = 0; i < n; i++) {
		example_at(e, e->today, 9, 0);
		enum status st = parts[i]->make(e);
		if (st != ST_OK) {
			*ret_why = arena_printf(&e->app->mem, "The example's part \"%s\" was refused: %s %.*s", parts[i]->name,
			    status_name(st), (int)e->why.n, e->why.p);
			return st;
		}
	}
	return ST_OK;
}

static enum status
make(struct app *app, struct db *db, struct date today, int64_t scale, void (*line)(const char *what, int64_t n), struct str *ret_why)
{
	struct example *e = arena_new(&app->mem, struct example);
	struct arena mem, keep;

	TRY(room_for(app, db, ret_why));
	if (!arena_open(&mem, 64u << 20) || !arena_open(&keep, 64u << 20)) {
		*ret_why = S("There is not enough memory.");
		return ST_UNAVAILABLE;
	}
	*e = (struct example){ .app = app, .db = db, .mem = &mem, .keep = &keep, .seed = 20170401, .today = today, .scale = scale };
	ids_seed(e->seed);
	app->clock = example_clock;
	app->example = true;
	enum status st = app_write(app, db, NULL, mark_write, NULL);
	if (st == ST_OK)
		st = parts_make(e, ret_why);
	ids_seed(0);
	app->clock = NULL;
	if (st == ST_OK)
		st = example_count(app, db, line);
	arena_close(&mem);
	arena_close(&keep);
	return st;
}

enum status
example_make(struct app *app, struct db *db, struct date today, void (*line)(const char *what, int64_t n), struct str *ret_why)
{
	return make(app, db, today, 0, line, ret_why);
}

enum status
example_scale(struct app *app, struct db *db, struct date today, int64_t bodies, void (*line)(const char *what, int64_t n), struct str *ret_why)
{
	return make(app, db, today, bodies, line, ret_why);
}
