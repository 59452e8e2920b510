/* SPDX-License-Identifier: MIT */
#include "app/session.h"
#include <stdio.h>
#include "app/access.h"
#include "app/account.h"
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "sql/app.h"

#define HALF_MS (10 * 60 * 1000ll)
#define NOTE_MS (10 * 60 * 1000ll)
#define TOUCH_MS (60 * 1000ll)
/* Rows of sessions that have run out stay long enough for a draft to find its account. */
#define PURGE_MS (SESSION_WHOLE_MS + 24 * 60 * 60 * 1000ll)

static struct str
secret_hash(struct arena *a, struct str secret)
{
	struct hash h = hash_of(secret);

	return hash_hex(a, &h);
}

/* Where somebody acts: the branch counts only with its organisation, and a place where no role is left is none. */
static enum status
fill_place(struct db *db, struct arena *a, int64_t org, int64_t unit, struct date day, struct who *w)
{
	struct organisation_by_id_row o;
	enum status st;

	if (org == 0)
		return ST_OK;
	TRY(account_roles(db, a, w->account, org, unit, day, &w->roles, &w->person));
	if (w->roles == 0)
		return ST_OK;
	st = organisation_by_id(db, a, org, &o);
	if (st == ST_NOT_FOUND)
		w->roles = 0;
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	w->org = org;
	w->branch = unit;
	w->org_name = o.name;
	w->org_kind = o.kind;
	return ST_OK;
}

static enum status
fill_grant(struct db *db, struct arena *a, const struct session_by_hash_row *s, struct when now, struct who *w)
{
	struct date day = when_date(now);

	TRY(fill_place(db, a, s->home_org, s->unit, day, w));
	if (w->roles == 0 || s->grant_until.ms <= now.ms)
		return ST_OK;
	w->home_org = w->org;
	w->grant = s->grant_id;
	w->roles = 1ull << ROLE_GRANTEE;
	w->branch = 0;
	w->person = 0;
	w->org = s->org;
	w->org_name = s->org_name;
	w->org_kind = s->org_kind;
	return ST_OK;
}

enum status
session_resolve(struct app *app, struct db *db, struct arena *a, struct str secret, struct when now,
    struct who *ret, enum session_state *ret_state, bool *ret_touch)
{
	struct session_by_hash_row s;
	enum status st;

	*ret = (struct who){ .example = app->example };
	*ret_state = SESSION_NONE;
	*ret_touch = false;
	if (secret.n == 0 || secret.n > 100)
		return ST_OK;
	st = session_by_hash(db, a, secret_hash(a, secret), &s);
	if (st != ST_OK || !str_is(s.status, "active"))
		return st == ST_NOT_FOUND ? ST_OK : st;
	if (s.stage != SESSION_WHOLE) {
		if (now.ms - s.created_at.ms < HALF_MS) {
			ret->session = s.id;
			*ret_state = SESSION_LIVE;
		}
		return ST_OK;
	}
	ret->session = s.id;
	ret->account = s.account;
	if (now.ms - s.created_at.ms >= SESSION_WHOLE_MS || now.ms - s.seen_at.ms >= SESSION_IDLE_MS) {
		*ret_state = SESSION_EXPIRED;
		return ST_OK;
	}
	*ret_state = SESSION_LIVE;
	*ret_touch = now.ms - s.seen_at.ms >= TOUCH_MS;
	ret->name = s.name.text;
	ret->email = s.email.text;
	ret->fresh_at = s.fresh_at;
	if (s.grant_id != 0)
		return fill_grant(db, a, &s, now, ret);
	return fill_place(db, a, s.org, s.unit, when_date(now), ret);
}

enum status
session_token(struct app *app, struct db *db, struct arena *a, struct str bearer, struct when now,
    struct who *ret)
{
	struct token_by_hash_row t;
	enum status st;

	*ret = (struct who){ .example = app->example };
	if (bearer.n == 0 || bearer.n > 100)
		return ST_SIGN_IN;
	st = token_by_hash(db, a, secret_hash(a, bearer), &t);
	if (st == ST_NOT_FOUND)
		return ST_SIGN_IN;
	TRY(st);
	if (!str_is(t.status, "active") || t.revoked_at.ms != 0 || t.expires_at.ms <= now.ms)
		return ST_SIGN_IN;
	ret->account = t.account;
	ret->name = t.name.text;
	ret->email = t.email.text;
	ret->only = t.actions;
	TRY(fill_place(db, a, t.org, 0, when_date(now), ret));
	return ret->org != 0 ? ST_OK : ST_SIGN_IN;
}

enum status
session_as(struct app *app, struct db *db, struct arena *a, struct str email, int64_t org, struct when now, struct who *ret)
{
	struct account acc;
	struct place *p;
	size_t n;

	TRY(account_find(app, db, a, email, &acc));
	if (!acc.active)
		return ST_NOT_FOUND;
	*ret = (struct who){ .account = acc.id, .name = acc.name, .email = acc.email, .fresh_at = now, .example = app->example };
	TRY(account_places(db, a, acc.id, when_date(now), &p, &n));
	for (size_t i = 0; i < n; i++)
		if (p[i].org == org && (ret->org == 0 || p[i].unit == 0))
			TRY(fill_place(db, a, org, p[i].unit, when_date(now), ret));
	return ST_OK;
}

enum status
session_of(struct app *app, struct db *db, struct arena *a, int64_t account, int64_t org, int64_t unit, struct when now, struct who *ret)
{
	struct account acc;
	enum status st = account_read(app, db, a, account, &acc);

	if (st == ST_NOT_FOUND || (st == ST_OK && !acc.active))
		return ST_SIGN_IN;
	TRY(st);
	*ret = (struct who){ .account = acc.id, .name = acc.name, .email = acc.email, .example = app->example };
	return fill_place(db, a, org, unit, when_date(now), ret);
}

/* The only place; else the one chosen last time, if it is still there; else none: then the person is asked. */
enum status
session_first_place(struct ctx *c, int64_t account, struct place *ret, size_t *ret_n)
{
	struct account acc;
	struct place *p;
	size_t n;

	*ret = (struct place){ .org = 0 };
	TRY(account_read(c->app, c->db, c->mem, account, &acc));
	TRY(account_places(c->db, c->mem, account, c->today, &p, &n));
	for (size_t i = 0; i < n; i++)
		if (n == 1 || (p[i].org == acc.last_org && p[i].unit == acc.last_unit))
			*ret = p[i];
	*ret_n = n;
	return ST_OK;
}

enum status
session_begin(struct ctx *c, int64_t account, bool with_code, struct str *ret_secret)
{
	struct str secret = secret_text(c->mem);
	struct place place = { .org = 0 };
	struct when fresh = { with_code ? c->now.ms : 0 };
	size_t places;
	int64_t n;

	if (with_code)
		TRY(session_first_place(c, account, &place, &places));
	TRY(session_purge(c->db, (struct when){ c->now.ms - PURGE_MS }, &n));
	/* Never the secret from before signing in: whoever planted that one would be inside now. */
	if (c->who->session != 0)
		TRY(session_delete(c->db, c->who->session, account, &n));
	TRY(session_insert(c->db, id_new(), secret_hash(c->mem, secret), account, with_code ? SESSION_WHOLE : SESSION_WANTS_CODE,
	    place.org, place.unit, c->now, fresh, &n));
	if (with_code)
		TRY(account_set_signed_in(c->db, account, c->now, &n));
	audit_record(c, "account", account);
	c->session_secret = secret;
	*ret_secret = secret;
	return ST_OK;
}

enum status
session_end(struct ctx *c, int64_t session)
{
	struct session_by_id_row s;
	enum status st = session_by_id(c->db, c->mem, session, &s);
	int64_t n;

	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	return session_delete(c->db, session, s.account, &n);
}

enum status
session_touch(struct ctx *c, int64_t session)
{
	int64_t n;

	return session_set_seen(c->db, session, c->now, &n);
}

enum status
session_half(struct ctx *c, enum session_stage want, struct account *ret)
{
	struct session_by_id_row s;
	enum status st = ST_NOT_FOUND;

	if (c->who->session != 0 && c->who->account == 0)
		st = session_by_id(c->db, c->mem, c->who->session, &s);
	if (st == ST_OK && (s.stage != (int64_t)want || c->now.ms - s.created_at.ms >= HALF_MS))
		st = ST_NOT_FOUND;
	if (st == ST_OK)
		st = account_read(c->app, c->db, c->mem, s.account, ret);
	if (st == ST_OK && !ret->active)
		st = ST_NOT_FOUND;
	if (st == ST_NOT_FOUND)
		return fail(c, ST_SIGN_IN, M("Signing in took too long, or was not begun here. Sign in again."), NULL);
	return st;
}

enum status
session_half_next(struct ctx *c, enum session_stage stage)
{
	int64_t n;

	return session_set_stage(c->db, c->who->session, stage, &n);
}

enum status
session_refresh(struct ctx *c)
{
	int64_t n;

	return session_set_fresh(c->db, c->who->session, c->now, &n);
}

enum status
session_act_for(struct ctx *c, int64_t org, int64_t unit)
{
	struct place *p;
	size_t n;
	int64_t changed;

	if (c->who->session == 0)
		return fail(c, ST_INVALID, M("A token belongs to one organisation."), NULL);
	TRY(account_places(c->db, c->mem, c->who->account, c->today, &p, &n));
	for (size_t i = 0; i < n; i++)
		if (p[i].org == org && p[i].unit == unit) {
			TRY(session_set_place(c->db, c->who->session, org, unit, &changed));
			return account_set_place(c->db, c->who->account, org, unit, &changed);
		}
	return fail(c, ST_NOT_FOUND, M("You have no role there."), NULL);
}

enum status
session_enter_grant(struct ctx *c, int64_t grant, int64_t org, struct when until)
{
	int64_t n;

	return session_set_grant(c->db, c->who->session, org, grant, until, &n);
}

enum status
session_leave_grant(struct ctx *c)
{
	int64_t n;

	return session_set_place(c->db, c->who->session, c->who->home_org, 0, &n);
}

enum status
session_grant_ended(struct ctx *c, int64_t grant)
{
	int64_t n;

	return session_end_grant(c->db, grant, &n);
}

/* ---- shown once ---- */

enum status
session_note_keep(struct ctx *c, int64_t session, struct str text)
{
	struct session_by_hash_row begun;
	int64_t n;

	if (session == 0) {
		TRY(session_by_hash(c->db, c->mem, secret_hash(c->mem, c->session_secret), &begun));
		session = begun.id;
	}
	return session_set_note(c->db, session, secret_box(c->mem, c->app->secret_key, text),
	    (struct when){ c->now.ms + NOTE_MS }, &n);
}

enum status
session_note(struct ctx *c, struct str *ret)
{
	struct session_by_id_row s;
	enum status st = session_by_id(c->db, c->mem, c->who->session, &s);

	*ret = (struct str){ NULL, 0 };
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	if (s.note_until.ms > c->now.ms && !secret_unbox(c->mem, c->app->secret_key, s.note, ret))
		*ret = (struct str){ NULL, 0 };
	return ST_OK;
}

enum status
session_note_drop(struct ctx *c)
{
	int64_t n;

	return session_set_note(c->db, c->who->session, (struct str){ NULL, 0 }, (struct when){ 0 }, &n);
}

/* ---- forms ---- */

static struct hash
csrf_hash(struct app *app, int64_t session)
{
	char text[40];
	int n = snprintf(text, sizeof text, "csrf %lld", (long long)session);

	return hash_keyed(app->secret_key, (struct str){ text, (size_t)n });
}

struct str
session_csrf(struct app *app, struct arena *a, int64_t session)
{
	struct hash h = csrf_hash(app, session);

	return hash_hex(a, &h);
}

bool
session_csrf_ok(struct app *app, int64_t session, struct str token)
{
	struct hash have, want = csrf_hash(app, session);

	return session != 0 && hash_parse(token, &have) && hash_eq(&have, &want);
}
