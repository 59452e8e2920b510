/* SPDX-License-Identifier: MIT */
#include "app/job.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "base/ids.h"
#include "base/log.h"
#include "sql/app.h"

#define LEASE_MS (60 * 1000ll)
#define TRIES 5

SHAPE(job_in_shape, job_in, FIELD(struct job_in, cursor, .label = M("Cursor")));
SHAPE(job_out_shape, job_out, FIELD(struct job_out, cursor, .label = M("Cursor")));

static const struct job_def *
job_find(struct str name)
{
	for (size_t i = 0; i < feature_count; i++)
		for (const struct job_def *j = features[i]->jobs; j != NULL && j->name != NULL; j++)
			if (str_is(name, j->name))
				return j;
	return NULL;
}

enum status
job_ask(struct ctx *c, const char *name, struct str cursor)
{
	int64_t n;

	return job_put(c->db, c->scope, id_new(), str_c(name), cursor, c->now, &n);
}

enum status
job_ask_of(struct ctx *c, int64_t org, const char *name, struct str cursor)
{
	int64_t n;

	return job_put(c->db, scope_job(c->mem, org), id_new(), str_c(name), cursor, c->now, &n);
}

struct step { struct app *app; struct arena *mem; struct job_next_row row; struct str lease; struct when now; bool found; struct ctx *c; const struct job_def *def; };

static enum status
take(void *arg, struct db *db)
{
	struct step *s = arg;
	int64_t n;

	s->found = false;
	enum status st = job_next(db, s->mem, s->now, &s->row);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	TRY(job_lease(db, s->row.org, s->row.id, s->lease, (struct when){ s->now.ms + LEASE_MS }, s->now, &n));
	s->found = n == 1;
	return ST_OK;
}

/* Effect, cursor and lease in one transaction: a step that loses its lease takes back what it did. */
static enum status
run_step(void *arg, struct db *db)
{
	struct step *s = arg;
	struct job_in in = { s->row.cursor };
	struct job_out out = { { NULL, 0 } };
	int64_t n;

	s->c->db = db;
	s->c->more = false;
	TRY(s->def->action->store(s->c, &in, &out));
	if (s->c->more)
		TRY(job_forward(db, s->row.org, s->row.id, s->lease, out.cursor, s->now, &n));
	else if (s->def->every_minutes > 0)
		TRY(job_forward(db, s->row.org, s->row.id, s->lease, S(""), (struct when){ s->now.ms + s->def->every_minutes * 60000ll }, &n));
	else
		TRY(job_done(db, s->row.org, s->row.id, s->lease, &n));
	return n == 1 ? ST_OK : ST_CONFLICT;
}

static enum status
give_up(void *arg, struct db *db)
{
	struct step *s = arg;
	int64_t n;

	/* One that repeats has its next turn at its next time. */
	if (s->def != NULL && s->def->every_minutes > 0)
		return job_forward(db, s->row.org, s->row.id, s->lease, S(""), (struct when){ s->now.ms + s->def->every_minutes * 60000ll }, &n);
	return job_done(db, s->row.org, s->row.id, s->lease, &n);
}

/* ---- repeating jobs begin by themselves, in every organisation ---- */

#define FIRST_MS (5 * 60 * 1000ll)
struct begin { struct arena *mem; const char *name; struct when now; };

static enum status
begin_write(void *arg, struct db *db)
{
	struct begin *b = arg;
	struct job_missing_row *r;
	size_t n;
	int64_t changed;

	TRY(job_missing(db, b->mem, str_c(b->name), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		TRY(job_put(db, scope_job(b->mem, r[i].org), id_new(), str_c(b->name), S(""), (struct when){ b->now.ms + FIRST_MS }, &changed));
	return ST_OK;
}

static enum status
begin_repeating(struct app *app, struct db *mine, struct arena *mem)
{
	struct job_missing_row *r;
	size_t n;

	for (size_t i = 0; i < feature_count; i++)
		for (const struct job_def *j = features[i]->jobs; j != NULL && j->name != NULL; j++) {
			struct begin b = { mem, j->name, app_now(app) };
			if (j->every_minutes == 0)
				continue;
			TRY(job_missing(mine, mem, str_c(j->name), 1, &r, &n));
			if (n > 0)
				TRY(app_write(app, mine, NULL, begin_write, &b));
		}
	return ST_OK;
}

enum status
job_run_due(struct app *app, struct db *mine, int most, int *ret_ran)
{
	struct arena mem;
	enum status st = ST_OK;

	*ret_ran = 0;
	if (!arena_open(&mem, 64u << 20))
		return ST_UNAVAILABLE;
	st = begin_repeating(app, mine, &mem);
	while (*ret_ran < most && st == ST_OK) {
		arena_reset(&mem);
		struct step s = { .app = app, .mem = &mem, .now = app_now(app), .lease = secret_text(&mem) };
		st = app_write(app, mine, NULL, take, &s);
		if (st != ST_OK || !s.found)
			break;
		++*ret_ran;
		s.def = job_find(s.row.name);
		if (s.def == NULL || s.row.tries >= TRIES) {
			log_printf("job", "job %lld is given up after %d tries", (long long)s.row.id, (int)s.row.tries);
			st = app_write(app, mine, NULL, give_up, &s);
			continue;
		}
		struct who who = { .org = s.row.org, .operator = true };
		s.c = ctx_make(app, &mem, &who, s.def->action, FACE_JOB);
		s.c->scope = scope_job(&mem, s.row.org);
		enum status did = app_write(app, mine, s.c, run_step, &s);
		if (did != ST_OK)	/* its lease runs out and it is tried again */
			log_printf("job", "job %lld, %s: %s", (long long)s.row.id, s.def->name, status_name(did));
	}
	arena_close(&mem);
	return st;
}
