/* SPDX-License-Identifier: MIT */
#include "app/audit.h"
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include "app/record.h"
#include "base/ids.h"
#include "base/log.h"
#include "sql/app.h"

static const char *const face_names[] = { [0] = "", [FACE_PAGE] = "page", [FACE_API] = "api",
	[FACE_COMMAND] = "command", [FACE_JOB] = "job" };

/* What store_write carries: the hook at commit finds the call behind each write here. */
struct member { struct ctx *c; write_fn *fn; void *arg; };

void
audit_start(struct ctx *c)
{
	c->audit = arena_new(c->mem, struct audit);
	hasher_init(&c->audit->commits);
}

void
audit_commit(struct ctx *c, struct hash what)
{
	hasher_add(&c->audit->commits, what.b, sizeof what.b);
	c->audit->n_commits++;
}

void
audit_record(struct ctx *c, const char *kind, int64_t id)
{
	struct audit *u = c->audit;

	if (u == NULL)
		return;
	for (size_t i = 0; i < u->n_ids; i++)
		if (u->ids[i] == id)
			return;
	if (u->n_ids < countof(u->ids))
		u->ids[u->n_ids++] = id;
	if (u->kind == NULL)
		u->kind = kind;
}

/* The bytes an entry's hash covers; a field's end is a byte that no field can hold. */
static struct str
entry_hash(struct arena *a, const struct audit_walk_row *e)
{
	char head[256];
	struct hasher all;
	int n = snprintf(head, sizeof head, "wardkeep-audit-1\x1f%lld\x1f%lld\x1f%lld\x1f%lld\x1f%lld\x1f%lld\x1f", (long long)e->lane,
	    (long long)e->seq, (long long)e->at.ms, (long long)e->org, (long long)e->account, (long long)e->request);
	const struct str parts[] = { e->action, e->face, e->outcome, e->kind, e->records, e->commits, e->previous };

	hasher_init(&all);
	hasher_add(&all, head, (size_t)n);
	for (size_t i = 0; i < countof(parts); i++) {
		if (parts[i].n > 0)
			hasher_add(&all, parts[i].p, parts[i].n);
		hasher_add(&all, "\x1f", 1);
	}
	struct hash h = hasher_end(&all);
	return hash_hex(a, &h);
}

/* The end of a lane while one commit adds to it; was: what it ended with before. */
struct lane_end { int lane; int64_t seq, was_seq; char hash[64], was_hash[64]; size_t hash_n, was_n; bool known; struct when at; };

static enum status
lane_end_read(struct db *db, struct arena *a, struct lane_end *l)
{
	struct audit_last_row last = { .seq = 0 };

	if (l->known)
		return ST_OK;
	enum status st = audit_last(db, a, l->lane, &last);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	l->seq = last.seq;
	l->hash_n = last.hash.n <= sizeof l->hash ? last.hash.n : 0;
	if (l->hash_n > 0)
		memcpy(l->hash, last.hash.p, l->hash_n);
	l->was_seq = l->seq;
	l->was_n = l->hash_n;
	memcpy(l->was_hash, l->hash, sizeof l->hash);
	l->known = true;
	return ST_OK;
}

static enum status
entry_write(struct db *db, struct lane_end *l, struct ctx *c)
{
	struct audit *u = c->audit;
	int64_t changed;
	struct buf ids;

	TRY(lane_end_read(db, c->mem, l));
	buf_init(&ids, 4096);
	for (size_t i = 0; i < u->n_ids; i++)
		buf_printf(&ids, "%s%lld", i > 0 ? " " : "", (long long)u->ids[i]);
	/* Whoever acts for no organisation acts on the one that the action chose: its history lies there. */
	struct audit_walk_row e = {
		.lane = l->lane, .seq = l->seq + 1, .at = c->now, .org = c->who->org != 0 ? c->who->org : c->scope->org, .account = c->who->account,
		.action = str_c(c->action->name), .face = str_c(face_names[c->face]),
		.outcome = str_c(status_name(c->why.st)), .request = c->request,
		.kind = str_c(u->kind != NULL ? u->kind : ""), .records = buf_end(&ids, c->mem),
		.commits = S(""), .previous = { l->hash, l->hash_n },
	};
	if (u->n_commits > 0) {
		struct hasher h = u->commits;	/* a copy: a retried transaction comes here again */
		struct hash done = hasher_end(&h);
		e.commits = hash_hex(c->mem, &done);
	}
	e.hash = entry_hash(c->mem, &e);
	TRY(audit_insert(db, e.lane, e.seq, e.at, e.org, e.account, e.action, e.face, e.outcome, e.request, e.kind,
	    e.records, e.commits, e.previous, e.hash, &changed));
	l->seq = e.seq;
	l->at = e.at;
	l->hash_n = e.hash.n;
	memcpy(l->hash, e.hash.p, e.hash.n);
	return ST_OK;
}

/* On SQLite this is the writer's thread: a request without memory for its entry may not leave it, and is not committed. */
static enum status
entry_within(struct db *db, struct lane_end *l, struct ctx *c)
{
	jmp_buf here, *before = c->mem->over;
	volatile enum status st = ST_TOO_LARGE;

	c->mem->over = &here;
	if (setjmp(here) == 0)
		st = entry_write(db, l, c);
	c->mem->over = before;
	return st;
}

/* ---- the signed end of each lane ---- */

enum { TIP_TEXT = 200, SIG_TEXT = 128 };

static struct str
tip_text(char *buf, struct when at, int64_t lane, int64_t seq, struct str hash)
{
	int n = snprintf(buf, TIP_TEXT, "wardkeep-tip-1 %lld %lld %lld %.*s", (long long)at.ms, (long long)lane, (long long)seq,
	    (int)(hash.n < 64 ? hash.n : 64), hash.n > 0 ? hash.p : "");
	return (struct str){ buf, (size_t)n };
}

static struct str
origin_text(char *buf, int64_t lane)
{
	int n = snprintf(buf, TIP_TEXT, "wardkeep-lane-1 %lld", (long long)lane);
	return (struct str){ buf, (size_t)n };
}

/* Needs no memory but what it is given: it stands between a commit and its members. */
static struct str
signed_hex(const struct app *app, struct str what, char ret[SIG_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	uint8_t sig[64];

	sign_make(app->sign, what, sig);
	for (size_t i = 0; i < sizeof sig; i++) {
		ret[2 * i] = hex[sig[i] >> 4];
		ret[2 * i + 1] = hex[sig[i] & 15];
	}
	return (struct str){ ret, SIG_TEXT };
}

static bool
signed_by_us(const struct app *app, struct arena *a, struct str what, struct str signature)
{
	struct str sig = { NULL, 0 };

	return hex_parse(a, signature, &sig) && sig.n == 64 && sign_check(app->sign->public, what, (const uint8_t *)sig.p);
}

static enum status
tip_write(const struct app *app, struct db *db, const struct lane_end *l)
{
	char text[TIP_TEXT], sig[SIG_TEXT], origin[SIG_TEXT];
	struct str hash = { l->hash, l->hash_n };
	int64_t changed;

	return audit_tip_put(db, l->lane, l->at, l->seq, hash, signed_hex(app, tip_text(text, l->at, l->lane, l->seq, hash), sig),
	    l->was_seq == 0 ? signed_hex(app, origin_text(text, l->lane), origin) : S(""), l->was_seq,
	    (struct str){ l->was_hash, l->was_n }, &changed);
}

enum status
audit_on_commit(void *hook_arg, struct db *db, int lane, void **args, size_t n)
{
	struct lane_end l = { .lane = lane };

	for (size_t i = 0; i < n; i++) {
		const struct member *m = args[i];
		if (m->c != NULL)
			TRY(entry_within(db, &l, m->c));
	}
	return l.seq > l.was_seq ? tip_write(hook_arg, db, &l) : ST_OK;
}

struct tips { struct app *app; struct arena *mem; };

static enum status
tips_begin(void *arg, struct db *db)
{
	struct tips *x = arg;
	struct audit_tips_row *tips;
	struct audit_lanes_row *lanes;
	size_t n_tips, n;

	TRY(audit_tips(db, x->mem, &tips, &n_tips));
	TRY(audit_lanes(db, x->mem, &lanes, &n));
	for (size_t i = 0; i < n && n_tips == 0; i++) {
		struct audit_at_row at;
		char text[TIP_TEXT], sig[SIG_TEXT], origin[SIG_TEXT];
		int64_t changed;
		struct when now = app_now(x->app);
		TRY(audit_at(db, x->mem, lanes[i].lane, lanes[i].seq, &at));
		TRY(audit_tip_put(db, lanes[i].lane, now, lanes[i].seq, at.hash,
		    signed_hex(x->app, tip_text(text, now, lanes[i].lane, lanes[i].seq, at.hash), sig),
		    signed_hex(x->app, origin_text(text, lanes[i].lane), origin), 0, S(""), &changed));
	}
	return ST_OK;
}

enum status
audit_tips_begin(struct app *app)
{
	struct arena a;
	struct db *db;

	if (!arena_open(&a, 1 << 20))
		return ST_UNAVAILABLE;
	struct tips x = { app, &a };
	enum status st = store_connect(app->store, &db);
	if (st == ST_OK) {
		st = app_write(app, db, NULL, tips_begin, &x);
		store_disconnect(db);
	}
	arena_close(&a);
	return st;
}

/* What an earlier try noted was taken back with it. */
static void
forget_try(struct ctx *c)
{
	hasher_init(&c->audit->commits);
	c->audit->n_commits = 0;
	c->audit->n_ids = c->audit->n_ids_before;
}

static enum status
member_run(void *arg, struct db *db)
{
	struct member *m = arg;

	if (m->c == NULL)
		return m->fn(m->arg, db);
	forget_try(m->c);
	/* This may run on the writer's thread: a request that goes over its memory must not leave it. */
	jmp_buf here, *before = m->c->mem->over;
	volatile enum status st = ST_TOO_LARGE;
	m->c->mem->over = &here;
	if (setjmp(here) == 0)
		st = m->fn(m->arg, db);
	m->c->mem->over = before;
	return st;
}

enum status
app_write(struct app *app, struct db *mine, struct ctx *c, write_fn *fn, void *arg)
{
	struct member m = { c, fn, arg };
	int64_t held = 0;

	if (c != NULL) {
		c->audit->n_ids_before = c->audit->n_ids;
		forget_try(c);
	}

	http_waiting(true);
	enum status st = store_write(app->store, mine, fn != NULL ? member_run : NULL, &m, &held);
	http_waiting(false);
	if (held > 50000 && c != NULL)
		log_printf("writer held", "action %s held the writer %lld ms", c->action->name, (long long)(held / 1000));
	app_note_hold(app, held);
	return st;
}

static enum status
once_drop(void *arg, struct db *db)
{
	const struct when *before = arg;
	int64_t n;

	return once_forget(db, *before, &n);
}

enum status
once_sweep(struct app *app, struct db *mine)
{
	struct when before = { app_now(app).ms - 7 * 24 * 3600 * 1000ll };

	return app_write(app, mine, NULL, once_drop, &before);
}

struct heads { struct app *app; struct arena *mem; struct when now; };

static enum status
heads_write(void *arg, struct db *db)
{
	struct heads *x = arg;
	struct audit_lanes_row *lanes;
	size_t n;
	int64_t changed;

	TRY(audit_lanes(db, x->mem, &lanes, &n));
	struct audit_head_last_row *old;
	size_t n_old;
	TRY(audit_head_last(db, x->mem, (int64_t)n, &old, &n_old));
	bool moved = n != n_old;
	for (size_t i = 0; i < n && !moved; i++) {
		moved = true;
		for (size_t k = 0; k < n_old; k++)
			if (old[k].lane == lanes[i].lane && old[k].seq == lanes[i].seq)
				moved = false;
	}
	if (!moved)
		return ST_OK;
	for (size_t i = 0; i < n; i++) {
		struct audit_at_row at;
		uint8_t sig[64];
		TRY(audit_at(db, x->mem, lanes[i].lane, lanes[i].seq, &at));
		struct str what = arena_printf(x->mem, "wardkeep-head-1 %lld %lld %lld %.*s", (long long)x->now.ms,
		    (long long)lanes[i].lane, (long long)lanes[i].seq, (int)at.hash.n, at.hash.p);
		sign_make(x->app->sign, what, sig);
		TRY(audit_head_insert(db, x->now, lanes[i].lane, lanes[i].seq, at.hash, hex_text(x->mem, sig, sizeof sig),
		    hex_text(x->mem, x->app->sign->public, sizeof x->app->sign->public), &changed));
	}
	return ST_OK;
}

enum status
audit_sign_heads(struct app *app, struct db *mine)
{
	struct arena a;

	if (!arena_open(&a, 1 << 20))
		return ST_UNAVAILABLE;
	struct heads x = { app, &a, app_now(app) };
	enum status st = app_write(app, mine, NULL, heads_write, &x);
	arena_close(&a);
	return st;
}

struct str
audit_head_text(struct app *app, struct db *db, struct arena *a)
{
	struct audit_head_last_row *h;
	size_t n;

	(void)app;
	if (audit_head_last(db, a, 1, &h, &n) != ST_OK || n == 0)
		return S("");
	return arena_printf(a, "%lld:%lld:%.*s", (long long)h[0].lane, (long long)h[0].seq, (int)h[0].hash.n, h[0].hash.p);
}

/* ---- verification ---- */

static enum status
verify_commits(struct db *db, struct arena *a, const struct audit_walk_row *e, struct buf *bad)
{
	struct change_row_commits_row *r;
	struct hasher h;
	size_t n;

	TRY(change_row_commits(db, a, e->org, e->request, &r, &n));
	hasher_init(&h);
	for (size_t i = 0; i < n; i++) {
		struct hash one = change_commitment(a, r[i].salt, r[i].was, r[i].became);
		hasher_add(&h, one.b, sizeof one.b);
	}
	struct hash done = hasher_end(&h);
	if (!str_eq(hash_hex(a, &done), e->commits))
		buf_printf(bad, "Lane %lld, entry %lld: the history that it speaks of has been changed (request %lld).\n",
		    (long long)e->lane, (long long)e->seq, (long long)e->request);
	return ST_OK;
}

static enum status
verify_lane(struct db *db, struct arena *a, int64_t lane, struct buf *bad, int64_t *entries)
{
	struct str previous = S("");
	char kept[64];
	int64_t seq = 0;

	for (;;) {
		size_t mark = arena_mark(a), n;
		struct audit_walk_row *e;
		TRY(audit_walk(db, a, lane, seq, 500, &e, &n));
		for (size_t i = 0; i < n; i++, (*entries)++) {
			if (e[i].seq != seq + 1)
				buf_printf(bad, "Lane %lld: entries %lld to %lld are missing.\n", (long long)lane,
				    (long long)(seq + 1), (long long)(e[i].seq - 1));
			else if (!str_eq(e[i].previous, previous))
				buf_printf(bad, "Lane %lld, entry %lld: does not follow the one before it.\n",
				    (long long)lane, (long long)e[i].seq);
			if (!str_eq(entry_hash(a, &e[i]), e[i].hash))
				buf_printf(bad, "Lane %lld, entry %lld: has been changed.\n", (long long)lane,
				    (long long)e[i].seq);
			if (e[i].commits.n > 0)
				TRY(verify_commits(db, a, &e[i], bad));
			seq = e[i].seq;
			if (e[i].hash.n == sizeof kept)
				memcpy(kept, e[i].hash.p, sizeof kept);
			previous = (struct str){ kept, sizeof kept };
		}
		arena_rewind(a, mark);
		if (n < 500)
			return ST_OK;
	}
}

/* Each lane must end where its last commit was signed. */
static enum status
verify_tips(struct app *app, struct db *db, struct arena *a, const struct audit_lanes_row *lanes, size_t n, struct buf *bad)
{
	struct audit_tips_row *tips;
	size_t n_tips;

	TRY(audit_tips(db, a, &tips, &n_tips));
	for (size_t i = 0; i < n_tips; i++) {
		const struct audit_tips_row *t = &tips[i];
		char text[TIP_TEXT];
		int64_t seq = 0;
		struct audit_at_row at = { .hash = S("") };
		for (size_t k = 0; k < n; k++)
			if (lanes[k].lane == t->lane)
				seq = lanes[k].seq;
		if (!signed_by_us(app, a, origin_text(text, t->lane), t->origin))
			buf_printf(bad, "Lane %lld: its signed end had been taken away and was begun anew: entries may have been cut off.\n", (long long)t->lane);
		if (!signed_by_us(app, a, tip_text(text, t->at, t->lane, t->seq, t->hash), t->signature))
			buf_printf(bad, "Lane %lld: its signed end at entry %lld is forged, or was signed with another key.\n", (long long)t->lane, (long long)t->seq);
		else if (seq < t->seq)
			buf_printf(bad, "Lane %lld: entries %lld to %lld were cut off the end.\n", (long long)t->lane, (long long)(seq + 1), (long long)t->seq);
		else if (audit_at(db, a, t->lane, t->seq, &at) != ST_OK || !str_eq(at.hash, t->hash))
			buf_printf(bad, "Lane %lld: its end was cut off and written anew: entry %lld is not the one that was signed.\n", (long long)t->lane, (long long)t->seq);
		else if (seq > t->seq)
			buf_printf(bad, "Lane %lld: entries %lld to %lld stand behind its signed end.\n", (long long)t->lane, (long long)(t->seq + 1), (long long)seq);
	}
	for (size_t k = 0; k < n; k++) {
		bool has = false;
		for (size_t i = 0; i < n_tips; i++)
			has = has || tips[i].lane == lanes[k].lane;
		if (!has)
			buf_printf(bad, "Lane %lld: its signed end is missing: entries may have been cut off.\n", (long long)lanes[k].lane);
	}
	return ST_OK;
}

/* Every change must be spoken of by an entry. */
static enum status
verify_spoken(struct db *db, struct arena *a, struct buf *bad)
{
	struct change_row_orphans_row *r;
	size_t n;

	TRY(change_row_orphans(db, a, 20, &r, &n));
	for (size_t i = 0; i < n; i++)
		buf_printf(bad, "The history holds a change (%lld, request %lld) that no entry of the trail speaks of.\n",
		    (long long)r[i].id, (long long)r[i].request);
	return ST_OK;
}

enum status
audit_verify(struct app *app, struct db *db, struct arena *a, struct buf *ret_bad, int64_t *ret_entries)
{
	struct audit_lanes_row *lanes;
	struct audit_head_last_row *heads;
	size_t n, n_heads;

	*ret_entries = 0;
	TRY(audit_lanes(db, a, &lanes, &n));
	for (size_t i = 0; i < n; i++)
		TRY(verify_lane(db, a, lanes[i].lane, ret_bad, ret_entries));
	TRY(verify_tips(app, db, a, lanes, n, ret_bad));
	TRY(verify_spoken(db, a, ret_bad));
	TRY(audit_head_last(db, a, 2000, &heads, &n_heads));
	for (size_t i = 0; i < n_heads; i++) {
		const struct audit_head_last_row *h = &heads[i];
		struct audit_at_row at;
		struct str what = arena_printf(a, "wardkeep-head-1 %lld %lld %lld %.*s", (long long)h->at.ms,
		    (long long)h->lane, (long long)h->seq, (int)h->hash.n, h->hash.p);
		if (!signed_by_us(app, a, what, h->signature))
			buf_printf(ret_bad, "Lane %lld: the signed head at entry %lld is forged, or was signed with another key.\n",
			    (long long)h->lane, (long long)h->seq);
		else if (audit_at(db, a, h->lane, h->seq, &at) != ST_OK || !str_eq(at.hash, h->hash))
			buf_printf(ret_bad, "Lane %lld: the trail no longer reaches its signed head at entry %lld.\n",
			    (long long)h->lane, (long long)h->seq);
	}
	return ST_OK;
}
