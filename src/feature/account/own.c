/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include "base/hash.h"
#include "base/ids.h"
#include "sql/account.h"

/* One's own account: password, recovery codes, sessions, tokens, and for which organisation one acts. */

SHAPE(account_session_shape, account_session,
	FIELD(struct account_session, session, .label = M("Session")),
	FIELD(struct account_session, begun, .label = M("Signed in")),
	FIELD(struct account_session, seen, .label = M("Last used")),
	FIELD(struct account_session, current, .label = M("This one")));
SHAPE(account_token_shape, account_token,
	FIELD(struct account_token, token, .label = M("Token")),
	FIELD(struct account_token, name, .label = M("Name")),
	FIELD(struct account_token, organisation, .label = M("Organisation")),
	FIELD(struct account_token, actions, .label = M("May call"), .max = 2000),
	FIELD(struct account_token, expires, .label = M("Works until")),
	FIELD(struct account_token, live, .label = M("Works now")));
SHAPE(account_view_shape, account_view,
	FIELD(struct account_view, email, .label = M("Email address")),
	FIELD(struct account_view, name, .label = M("Name")),
	FIELD(struct account_view, organisation, .label = M("Organisation")),
	FIELD(struct account_view, recovery_left, .label = M("Recovery codes left")),
	FIELD(struct account_view, sessions, .label = M("Sessions"), .of = &account_session_shape),
	FIELD(struct account_view, tokens, .label = M("Tokens"), .of = &account_token_shape));
SHAPE(account_change_shape, account_change,
	FIELD(struct account_change, current, .label = M("Current password"), .must = true, .autocomplete = "current-password"),
	FIELD(struct account_change, password, .label = M("New password"), .must = true, .autocomplete = "new-password",
	    .hint = M("Use at least 12 characters. Four words that do not belong together are a good password.")));
SHAPE(account_codes_shape, account_codes, FIELD(struct account_codes, codes, .label = M("Recovery codes"), .max = 1000));
SHAPE(account_place_shape, account_place,
	FIELD(struct account_place, place, .label = M("Place")),
	FIELD(struct account_place, organisation, .label = M("Organisation")),
	FIELD(struct account_place, branch, .label = M("Branch")));
SHAPE(account_places_shape, account_places,
	FIELD(struct account_places, places, .label = M("Organisations"), .of = &account_place_shape),
	FIELD(struct account_places, next, .label = M("Page to go to afterwards")));
SHAPE(account_own_next_shape, account_next, FIELD(struct account_next, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_choose_shape, account_choose,
	FIELD(struct account_choose, place, .label = M("Organisation"), .must = true, .max = 50),
	FIELD(struct account_choose, next, .label = M("Page to go to afterwards"), .max = 2000));

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	struct account_view *v = out_;
	struct account_own_sessions_row *s;
	struct account_own_tokens_row *t;
	struct place *p;
	size_t places;

	(void)in;
	v->email = c->who->email;
	v->name = c->who->name;
	v->organisation = c->who->org_name;
	TRY(account_places(c->db, c->mem, c->who->account, c->today, &p, &places));
	v->many_places = places > 1;
	TRY(account_recovery_count(c, c->who->account, &v->recovery_left));
	TRY(account_own_sessions(c->db, c->mem, c->who->account, &s, &v->n_s));
	v->s = arena_array(c->mem, struct account_session, v->n_s + 1);
	for (size_t i = 0; i < v->n_s; i++)
		v->s[i] = (struct account_session){ s[i].id, s[i].created_at, s[i].seen_at, s[i].id == c->who->session };
	TRY(account_own_tokens(c->db, c->mem, c->who->account, &t, &v->n_t));
	v->t = arena_array(c->mem, struct account_token, v->n_t + 1);
	for (size_t i = 0; i < v->n_t; i++)
		v->t[i] = (struct account_token){ t[i].id, t[i].name, t[i].org_name, t[i].actions, t[i].expires_at,
			t[i].revoked_at.ms == 0 && t[i].expires_at.ms > c->now.ms };
	v->sessions = (struct list){ v->s, v->n_s };
	v->tokens = (struct list){ v->t, v->n_t };
	return ST_OK;
}

const struct action account_view_action = { .name = "account.view", .title = M("Your account"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .out = &account_view_shape, .load = view_load };

/* Another account's session or token is no row for these statements. */
static enum status
end_session_store(struct ctx *c, void *in, void *out)
{
	int64_t n;

	(void)in, (void)out;
	TRY(account_own_session_end(c->db, c->id, c->who->account, &n));
	if (n == 0)
		return fail(c, ST_NOT_FOUND, M("That session has ended already."), NULL);
	c->session_over = c->id == c->who->session;
	if (c->session_over)
		c->goes_to = S("/sign-in");
	return ST_OK;
}

const struct action account_end_session_action = { .name = "account.end_session", .title = M("End a session"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .store = end_session_store };

static enum status
end_token_store(struct ctx *c, void *in, void *out)
{
	int64_t n;

	(void)in, (void)out;
	TRY(account_own_token_end(c->db, c->id, c->who->account, c->now, &n));
	if (n == 0)
		return fail(c, ST_NOT_FOUND, M("That token does not work any more already."), NULL);
	return ST_OK;
}

const struct action account_end_token_action = { .name = "account.end_token", .title = M("Stop a token"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .store = end_token_store };

/* ---- password ---- */

static enum status
password_load(struct ctx *c, void *in_, void *out)
{
	struct account_change *in = in_;
	const char *problem;

	(void)out;
	TRY(account_read(c->app, c->db, c->mem, c->who->account, &in->known));
	if ((problem = password_problem(in->password, in->known.email, in->known.name)) != NULL)
		field_error(c, "password", problem, (struct str){ NULL, 0 });
	return ST_OK;
}

static enum status
password_work(struct ctx *c, void *in_, void *out)
{
	struct account_change *in = in_;

	(void)out;
	in->right = password_check(in->known.password, in->current);
	if (in->right)
		in->hashed = password_hash(c->mem, in->password);
	return ST_OK;
}

static enum status
password_store(struct ctx *c, void *in_, void *out)
{
	struct account_change *in = in_;
	struct account a;

	(void)out;
	TRY(account_read(c->app, c->db, c->mem, c->who->account, &a));
	if (!in->right || account_locked(&a, c->now) || !str_eq(a.password, in->known.password)) {
		TRY(account_count_failure(c, a.id));
		return refuse(c, ST_INVALID, M("The current password is not right, or there were too many attempts"), NULL);
	}
	TRY(account_password_store(c, a.id, in->hashed, false));
	/* Whoever else is signed in with the old one is not any more. */
	return account_sessions_end(c, a.id, c->who->session);
}

const struct action account_password_action = { .name = "account.password", .title = M("Change your password"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .in = &account_change_shape, .load = password_load,
	.work = password_work, .store = password_store, .rate = 60 };

/* ---- recovery codes ---- */

static enum status
recovery_store(struct ctx *c, void *in, void *out_)
{
	struct account_codes *out = out_;

	(void)in;
	TRY(account_recovery_make(c, c->who->account, &out->codes));
	if (c->who->session == 0)
		return ST_OK;
	return session_note_keep(c, c->who->session, arena_printf(c->mem, "codes\n%.*s", (int)out->codes.n, out->codes.p));
}

const struct action account_recovery_action = { .name = "account.recovery", .title = M("Make new recovery codes"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .fresh = true, .out = &account_codes_shape, .store = recovery_store };

static enum status
codes_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_codes *out = out_;
	struct str note, rest, line;

	out->next = account_safe_next(in->next);
	TRY(session_note(c, &note));
	if (!str_starts(note, S("codes\n")))
		return fail(c, ST_NOT_FOUND, M("Recovery codes are shown once only. You can make new ones on your account page."), NULL);
	out->codes = (struct str){ note.p + 6, note.n - 6 };
	out->line = arena_array(c->mem, struct account_code_line, ACCOUNT_RECOVERY_CODES);
	for (rest = out->codes; rest.n > 0 && out->n < ACCOUNT_RECOVERY_CODES; ) {
		line = str_cut(rest, '\n', &rest);
		out->line[out->n++].text = line;
	}
	return ST_OK;
}

const struct action account_codes_action = { .name = "account.codes", .title = M("Your recovery codes"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .in = &account_own_next_shape, .out = &account_codes_shape, .load = codes_load };

static enum status
codes_done_store(struct ctx *c, void *in_, void *out)
{
	struct account_next *in = in_;

	(void)out;
	TRY(session_note_drop(c));
	c->goes_to = account_safe_next(in->next);
	return ST_OK;
}

const struct action account_codes_done_action = { .name = "account.codes_done", .title = M("I have kept the codes"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .in = &account_own_next_shape, .store = codes_done_store };

/* ---- for which organisation ---- */

static struct str
place_text(struct ctx *c, int64_t org, int64_t unit)
{
	return arena_printf(c->mem, "%lld-%lld", (long long)org, (long long)unit);
}

static enum status
places_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_places *out = out_;
	struct place *p;

	out->next = account_safe_next(in->next);
	TRY(account_places(c->db, c->mem, c->who->account, c->today, &p, &out->n));
	out->p = arena_array(c->mem, struct account_place, out->n + 1);
	for (size_t i = 0; i < out->n; i++)
		out->p[i] = (struct account_place){ place_text(c, p[i].org, p[i].unit), p[i].org_name, p[i].unit_name,
			p[i].org == c->who->org && p[i].unit == c->who->branch };
	out->places = (struct list){ out->p, out->n };
	return ST_OK;
}

const struct action account_places_action = { .name = "account.places", .title = M("Choose an organisation"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .in = &account_own_next_shape, .out = &account_places_shape,
	.load = places_load };

static enum status
choose_store(struct ctx *c, void *in_, void *out)
{
	struct account_choose *in = in_;
	struct str unit_text, org_text = str_cut(in->place, '-', &unit_text);
	int64_t org, unit = 0;

	(void)out;
	if (!id_parse(org_text, &org) || (!str_is(unit_text, "0") && unit_text.n > 0 && !id_parse(unit_text, &unit)))
		return fail(c, ST_INVALID, M("Select the organisation that you act for"), NULL);
	TRY(session_act_for(c, org, unit));
	c->goes_to = account_safe_next(in->next);
	return ST_OK;
}

const struct action account_choose_action = { .name = "account.choose", .title = M("Choose an organisation"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .in = &account_choose_shape, .store = choose_store };
