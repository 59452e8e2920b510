/* SPDX-License-Identifier: MIT */
#include "app/long.h"
#include <setjmp.h>
#include <string.h>
#include <time.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "app/file.h"
#include "app/import.h"
#include "app/job.h"
#include "app/large.h"
#include "app/session.h"
#include "app/sheet.h"
#include "base/ids.h"
#include "base/log.h"
#include "sql/app.h"

#define LEASE_SECONDS 60
#define TRIES 5
#define SLICE_MS 20000			/* then others have their turn */
#define STEP_US 25000			/* of the writer; half of what it may be held */
#define DAY_MS (24 * 3600 * 1000ll)

static int64_t
monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
long_store_us(const struct long_work *w)
{
	return monotonic_us() - w->store_us;
}

bool
long_time_left(const struct long_work *w)
{
	return long_store_us(w) < STEP_US;
}

const struct long_def *long_tried;

static const struct long_def *
long_find(struct str kind)
{
	const struct long_def *own[] = { long_tried, &sheet_long, &large_long, &import_check_long, &import_long };

	for (size_t i = 0; i < countof(own); i++)
		if (own[i] != NULL && str_is(kind, own[i]->name))
			return own[i];
	for (size_t i = 0; i < feature_count; i++)
		for (const struct long_def *d = features[i]->longs; d != NULL && d->name != NULL; d++)
			if (str_is(kind, d->name))
				return d;
	return NULL;
}

/* ---- asking ---- */

enum status
long_ask(struct ctx *c, const struct long_ask *ask, int64_t *ret_id)
{
	struct long_count_open_row open;
	int64_t n;

	*ret_id = id_new();
	if (c->who->grant != 0)
		return fail(c, ST_FORBIDDEN, M("You are reading under a grant. Nothing can be asked for that takes long."), NULL);
	TRY(long_count_open(c->db, c->scope, c->mem, &open));
	if (open.n >= LONG_OPEN)
		return fail(c, ST_TOO_MANY, M("You have asked for {n} things that are not finished. Wait for them, or cancel some."), "n",
		    arena_printf(c->mem, "%d", LONG_OPEN), NULL);
	if (ask->source != 0 && !ask->shared)
		TRY(file_link(c, ask->source));
	TRY(long_put(c->db, c->scope, *ret_id, str_c(ask->kind), str_c(ask->action), ask->title, c->now, c->who->branch, ask->input, ask->total, (struct file_ref){ ask->source }, &n));
	audit_record(c, "long_work", *ret_id);
	return job_ask(c, "long.step", id_text(c->mem, *ret_id));
}

struct url
long_url(struct arena *a, int64_t id)
{
	return URL_ID(a, "/work/{}", id);
}

enum status
long_problem(struct ctx *c, struct long_work *w, struct str place, struct str what)
{
	int64_t n;

	if (++w->problems > LONG_PROBLEMS)
		return ST_OK;
	return long_problem_put(c->db, c->scope, w->id, w->problems, place, (struct personal){ what, PRIV_IDENTITY }, &n);
}

/* ---- looking ---- */

enum status
long_read(struct ctx *c, int64_t id, struct long_about *ret)
{
	struct long_get_row r;
	enum status st = long_get(c->db, c->scope, c->mem, id, &r);

	if (st == ST_NOT_FOUND || (st == ST_OK && r.asked_by != c->who->account))
		return fail(c, ST_NOT_FOUND, M("There is no such work, or it is not yours to see."), NULL);
	TRY(st);
	*ret = (struct long_about){ .id = r.id, .asked_by = r.asked_by, .unit = r.acting_unit, .done = r.done, .total = r.total, .problems = r.problems, .source = r.source.id, .action = r.action, .input = r.input, .result = r.result.id,
		.kind = r.kind, .title = r.title, .state = r.state, .goes_to = r.goes_to, .summary = r.summary, .asked_at = r.asked_at,
		.ended_at = r.ended_at, .expires_at = r.expires_at };
	return ST_OK;
}

enum status
long_allowed(struct ctx *c, const struct long_about *w)
{
	const struct action *action = action_find(w->action);
	struct who who = *c->who;

	if (!who.operator) {
		TRY(session_of(c->app, c->db, c->mem, c->who->account, c->who->org, w->unit, c->now, &who));
		who.only = c->who->only;
	}
	if (action == NULL || who.org != c->who->org || !may_who(&who, action))
		return fail(c, ST_FORBIDDEN, M("Your role does not include this any more."), NULL);
	return ST_OK;
}

enum status
long_list(struct ctx *c, int64_t before, int64_t most, struct long_about **ret, size_t *ret_n)
{
	struct long_mine_row *r;

	TRY(long_mine(c->db, c->scope, c->mem, before, most, &r, ret_n));
	*ret = arena_array(c->mem, struct long_about, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct long_about){ .id = r[i].id, .asked_by = c->who->account, .done = r[i].done, .total = r[i].total, .problems = r[i].problems,
			.result = r[i].result.id, .kind = r[i].kind, .title = r[i].title, .state = r[i].state, .goes_to = r[i].goes_to, .summary = r[i].summary,
			.asked_at = r[i].asked_at, .ended_at = r[i].ended_at };
	return ST_OK;
}

enum status
long_troubles(struct ctx *c, int64_t id, int64_t after, int64_t most, struct long_trouble **ret, size_t *ret_n)
{
	struct long_problems_row *r;

	TRY(long_problems(c->db, c->scope, c->mem, id, after, most, &r, ret_n));
	*ret = arena_array(c->mem, struct long_trouble, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct long_trouble){ r[i].n, r[i].place, r[i].what };
	return ST_OK;
}

enum status
long_stop(struct ctx *c, int64_t id)
{
	int64_t n;

	TRY(long_cancel(c->db, c->scope, id, c->now, (struct when){ c->now.ms + LONG_KEPT_DAYS * DAY_MS }, &n));
	audit_record(c, "long_work", id);
	return n == 1 ? ST_OK : fail(c, ST_INVALID, M("This is finished already."), NULL);
}

/* ---- doing ---- */

/* One piece while it is carried forward; mem of the piece, step of one step. */
struct carry {
	struct app *app;
	struct db *mine;
	struct arena *mem, *step;
	struct long_next_row job;
	struct str lease;
	struct when now;
	bool found, over, lost;
	int64_t id;
	const struct long_def *def;
	struct long_work w, begun;	/* begun: as the step began, for a store part that runs again */
	struct long_get_row row;
	struct ctx *c;
	enum status ended;		/* how a step that was refused ended it */
};

static enum status
take(void *arg, struct db *db)
{
	struct carry *k = arg;
	int64_t n;

	k->found = false;
	enum status st = long_next(db, k->mem, k->now, &k->job);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	TRY(job_lease(db, k->job.org, k->job.id, k->lease, (struct when){ k->now.ms + LEASE_SECONDS * 1000 }, k->now, &n));
	k->found = n == 1;
	return ST_OK;
}

/* Whose work it is, with the rights of today. */
static enum status
asker(struct carry *k, const struct action *action)
{
	struct who *who = arena_new(k->step, struct who);

	if (k->row.asked_by == 0)
		*who = (struct who){ .org = k->job.org, .operator = true };
	else
		TRY(session_of(k->app, k->mine, k->step, k->row.asked_by, k->job.org, k->row.acting_unit, k->now, who));
	k->c = ctx_make(k->app, k->step, who, action, FACE_JOB);
	k->c->once = S("");
	ctx_sight(k->c);
	if (!may_who(who, action))
		return fail(k->c, ST_FORBIDDEN, M("Your role does not include this any more."), NULL);
	return ST_OK;
}

static void
load_work(struct carry *k)
{
	k->w = (struct long_work){ .id = k->id, .input = k->row.input, .source = k->row.source.id, .cursor = k->row.cursor, .done = k->row.done,
		.total = k->row.total, .summary = k->row.summary, .problems = k->row.problems, .mem = k->mem, .state = k->w.state };
}

static enum status
end(struct carry *k, struct db *db, const struct scope *scope, const char *state, struct str summary)
{
	int64_t n;

	TRY(long_end(db, scope, k->id, str_c(state), k->w.done, k->w.total, (struct file_ref){ k->w.result }, k->w.goes_to, summary, k->w.problems, k->now,
	    (struct when){ k->now.ms + LONG_KEPT_DAYS * DAY_MS }, &n));
	return job_done(db, k->job.org, k->job.id, k->lease, &n);
}

static enum status
store_step(void *arg, struct db *db)
{
	struct carry *k = arg;
	struct ctx *c = k->c;
	int64_t n;

	c->db = db;
	c->why = (struct failure){ 0 };
	k->lost = false;
	k->w = k->begun;
	k->w.store_us = monotonic_us();
	if (k->def->store != NULL)
		TRY(k->def->store(c, &k->w));
	TRY(errors(c));
	if (!k->w.more && k->w.result != 0)
		TRY(file_link(c, k->w.result));
	if (k->w.more) {
		TRY(long_forward(db, c->scope, k->id, k->w.cursor, k->w.done, k->w.total, k->w.summary, k->w.problems, &n));
		if (n == 1)
			TRY(long_lease_kept(db, k->job.org, k->job.id, k->lease, (struct when){ app_now(k->app).ms + LEASE_SECONDS * 1000 }, &n));
	} else {
		TRY(long_end(db, c->scope, k->id, S("done"), k->w.done, k->w.total, (struct file_ref){ k->w.result }, k->w.goes_to, k->w.summary, k->w.problems, c->now,
		    (struct when){ c->now.ms + LONG_KEPT_DAYS * DAY_MS }, &n));
		if (n == 1)
			TRY(job_done(db, k->job.org, k->job.id, k->lease, &n));
	}
	/* Cancelled meanwhile, or somebody else has the lease: what this step did is taken back. */
	k->lost = n != 1;
	return k->lost ? ST_CONFLICT : ST_OK;
}

static enum status
store_refused(void *arg, struct db *db)
{
	struct carry *k = arg;
	struct str why = k->c != NULL ? failure_text(k->c) : S("");
	bool ours = k->ended == ST_INTERNAL || k->ended == ST_UNAVAILABLE || k->ended == ST_BUSY;

	if (why.n == 0 || ours)
		why = lang_text(k->app->lang, k->step, ours ? M("Something went wrong on our side. What was done before stays done.") : status_sentence(k->ended));
	return end(k, db, scope_job(k->step, k->job.org), ours ? "failed" : "refused", why);
}

static bool
is_refusal(enum status st)
{
	return st == ST_INVALID || st == ST_FORBIDDEN || st == ST_NOT_FOUND || st == ST_TOO_LARGE || st == ST_TOO_MANY || st == ST_SIGN_IN || st == ST_CONFLICT || st == ST_INTERNAL;
}

/* The part outside of the writer, in one snapshot: whose work it is, where it stands, and the step's own. */
static enum status
work_step(struct carry *k)
{
	TRY(db_begin_read(k->mine));
	enum status st = long_get(k->mine, scope_job(k->step, k->job.org), k->step, k->id, &k->row);
	k->over = st == ST_NOT_FOUND || (st == ST_OK && !str_is(k->row.state, "waiting") && !str_is(k->row.state, "running"));
	if (st == ST_OK && !k->over) {
		const struct action *action = action_find(k->row.action);
		load_work(k);
		k->def = long_find(k->row.kind);
		st = k->def == NULL || action == NULL ? ST_INTERNAL : asker(k, action);
		if (st == ST_OK && k->def->work != NULL) {
			k->c->db = k->mine;
			st = k->def->work(k->c, &k->w);
			k->c->db = NULL;
		}
	}
	db_end_read(k->mine);
	return k->over ? ST_OK : st;
}

/* A step that wants more memory than any may have is refused like one that is too large. */
static enum status
one_step(struct carry *k)
{
	jmp_buf over;

	k->step->over = k->mem->over = &over;
	if (setjmp(over) != 0) {
		db_end_read(k->mine);
		k->step->over = k->mem->over = NULL;
		k->c = NULL;
		return ST_TOO_LARGE;
	}
	enum status st = work_step(k);
	k->step->over = k->mem->over = NULL;	/* no jump out of the writer */
	if (st != ST_OK || k->over)
		return st;
	k->begun = k->w;
	return app_write(k->app, k->mine, k->c, store_step, k);
}

static enum status
drop_job(void *arg, struct db *db)
{
	struct carry *k = arg;
	int64_t n;

	return job_done(db, k->job.org, k->job.id, k->lease, &n);
}

static enum status
let_go(void *arg, struct db *db)
{
	struct carry *k = arg;
	int64_t n;

	return job_forward(db, k->job.org, k->job.id, k->lease, k->job.cursor, k->now, &n);
}

/* Steps of one piece until it is done, or it is the others' turn. */
static enum status
carry_on(struct carry *k, int most, int *ran)
{
	int64_t began = monotonic_us();

	if (k->job.tries >= TRIES) {
		log_printf("long", "work %lld is given up after %d tries", (long long)k->id, (int)k->job.tries);
		k->ended = ST_INTERNAL;
		return app_write(k->app, k->mine, NULL, store_refused, k);
	}
	while (*ran < most) {
		arena_reset(k->step);
		k->c = NULL;
		k->now = app_now(k->app);
		enum status st = one_step(k);
		++*ran;
		if (k->over || k->lost)
			return app_write(k->app, k->mine, NULL, drop_job, k);
		if (st != ST_OK && k->w.again)
			continue;
		if (is_refusal(st)) {
			k->ended = k->c != NULL && k->c->why.st != ST_OK ? k->c->why.st : st;
			k->w = k->begun.id != 0 ? k->begun : k->w;
			if (st == ST_INTERNAL)
				log_printf("long", "work %lld: %s", (long long)k->id, k->def != NULL ? k->def->name : "?");
			return app_write(k->app, k->mine, NULL, store_refused, k);
		}
		if (st != ST_OK)	/* its lease runs out and it is tried again */
			return st;
		if (!k->w.more)
			return ST_OK;
		if (monotonic_us() - began > SLICE_MS * 1000ll)
			break;
	}
	return app_write(k->app, k->mine, NULL, let_go, k);
}

enum status
long_run_due(struct app *app, struct db *mine, int most, int *ret_ran)
{
	struct arena mem, step;
	enum status st = ST_OK;

	*ret_ran = 0;
	if (!arena_open(&mem, 256u << 20))
		return ST_UNAVAILABLE;
	if (!arena_open(&step, 128u << 20)) {
		arena_close(&mem);
		return ST_UNAVAILABLE;
	}
	while (*ret_ran < most && st == ST_OK) {
		arena_reset(&mem);
		arena_reset(&step);
		struct carry *k = arena_new(&mem, struct carry);
		*k = (struct carry){ .app = app, .mine = mine, .mem = &mem, .step = &step, .now = app_now(app), .lease = secret_text(&mem) };
		st = app_write(app, mine, NULL, take, k);
		if (st != ST_OK || !k->found)
			break;
		if (!id_parse(k->job.cursor, &k->id))
			k->id = 0;
		st = carry_on(k, most, ret_ran);
	}
	arena_close(&step);
	arena_close(&mem);
	return st;
}

/* ---- results past their time ---- */

struct sweep { struct arena *a; struct when now; int64_t n; };

static enum status
sweep_write(void *arg, struct db *db)
{
	struct sweep *s = arg;
	struct long_expired_row *r;
	size_t n;
	int64_t changed;

	TRY(long_expired(db, s->a, s->now, 10, &r, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(long_problems_drop(db, r[i].org, r[i].id, &changed));
		TRY(import_words_drop(db, r[i].org, r[i].id, &changed));
		TRY(long_drop(db, r[i].org, r[i].id, &changed));
		/* The files go with the other uploads that nothing links. */
		if (r[i].source.id != 0)
			TRY(long_file_free(db, r[i].org, r[i].source.id, &changed));
		if (r[i].result.id != 0)
			TRY(long_file_free(db, r[i].org, r[i].result.id, &changed));
	}
	s->n = (int64_t)n;
	return ST_OK;
}

enum status
long_sweep(struct app *app, struct db *mine, int64_t *ret_n)
{
	struct sweep s = { .now = app_now(app) };
	enum status st = ST_OK;
	struct arena a;

	*ret_n = 0;
	if (!arena_open(&a, 1 << 20))
		return ST_UNAVAILABLE;
	s.a = &a;
	for (int turn = 0; st == ST_OK && turn < 100; turn++) {
		arena_reset(&a);
		st = app_write(app, mine, NULL, sweep_write, &s);
		*ret_n += st == ST_OK ? s.n : 0;
		if (s.n < 10)
			break;
	}
	arena_close(&a);
	return st;
}
