/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include <string.h>
#include "app/access.h"
#include "base/hash.h"
#include "html/component.h"

/* Password, then code: between them stands a half session, which opens nothing but these pages.  Every refusal on the
 * way has one text for all reasons, and takes the same work: a stranger learns neither which names exist nor which
 * are locked. */

SHAPE(account_next_shape, account_next, FIELD(struct account_next, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_sign_in_shape, account_sign_in,
	FIELD(struct account_sign_in, email, .label = M("Email address"), .must = true, .max = 254, .autocomplete = "username"),
	FIELD(struct account_sign_in, password, .label = M("Password"), .must = true, .autocomplete = "current-password"),
	FIELD(struct account_sign_in, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_code_shape, account_code,
	FIELD(struct account_code, code, .label = M("Security code"), .must = true, .max = 40, .autocomplete = "one-time-code"),
	FIELD(struct account_code, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_new_password_shape, account_new_password,
	FIELD(struct account_new_password, password, .label = M("New password"), .must = true, .autocomplete = "new-password",
	    .hint = M("Use at least 12 characters. Four words that do not belong together are a good password.")),
	FIELD(struct account_new_password, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_again_shape, account_again,
	FIELD(struct account_again, password, .label = M("Password"), .must = true, .autocomplete = "current-password"),
	FIELD(struct account_again, code, .label = M("Security code"), .must = true, .max = 40, .autocomplete = "one-time-code",
	    .hint = M("The 6 digits that your authenticator app shows now.")),
	FIELD(struct account_again, next, .label = M("Page to go to afterwards"), .max = 2000));
SHAPE(account_example_shape, account_example,
	FIELD(struct account_example, email, .label = M("Email address")),
	FIELD(struct account_example, name, .label = M("Name")),
	FIELD(struct account_example, role, .label = M("Role")),
	FIELD(struct account_example, code, .label = M("Security code")));
SHAPE(account_sign_in_form_shape, account_sign_in_form,
	FIELD(struct account_sign_in_form, next, .label = M("Page to go to afterwards")));
SHAPE(account_code_form_shape, account_code_form,
	FIELD(struct account_code_form, next, .label = M("Page to go to afterwards")));

struct str
account_safe_next(struct str next)
{
	if (next.n == 0 || next.n > 2000 || next.p[0] != '/' || (next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\')))
		return S("/");
	for (size_t i = 0; i < next.n; i++)
		if ((unsigned char)next.p[i] <= ' ' || next.p[i] == '\\' || next.p[i] == 0x7f)
			return S("/");
	return next;
}

static struct str
with_next(struct ctx *c, const char *path, struct str next)
{
	next = account_safe_next(next);
	return url_with(c->mem, url_for(c->mem, path, NULL, 0), "next", str_is(next, "/") ? S("") : next).s;
}

/* ---- password ---- */

static enum status
sign_in_page_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_sign_in_form *out = out_;
	struct account_known *all;

	out->next = account_safe_next(in->next);
	out->start.next = out->next;
	if (!c->app->example)
		return ST_OK;
	TRY(account_known_list(c, &all, &out->n_examples));
	out->examples = arena_array(c->mem, struct account_example, out->n_examples + 1);
	for (size_t i = 0; i < out->n_examples; i++) {
		struct account_example x = { .email = all[i].email, .name = all[i].name, .role = all[i].roles, .code = all[i].code };
		const char *try;
		x.rank = account_example_rank(c->mem, x.email, &try);
		x.try = try != NULL ? lang_text(c->lang, c->mem, try) : S("");
		out->n_first += x.rank >= 0;
		size_t at = i;
		for (; x.rank >= 0 && at > 0 && (out->examples[at - 1].rank < 0 || out->examples[at - 1].rank > x.rank); at--)
			out->examples[at] = out->examples[at - 1];
		out->examples[at] = x;
	}
	return ST_OK;
}

const struct action account_sign_in_page = { .name = "account.sign_in_page", .title = M("Sign in"), .access = ACCESS_PUBLIC,
	.mode = MODE_READ, .in = &account_next_shape, .out = &account_sign_in_form_shape, .load = sign_in_page_load };

#define SIGN_IN_WRONG M("The email address and password do not match, or there were too many attempts. Check both. After 10 wrong attempts, wait 15 minutes")

static enum status
sign_in_load(struct ctx *c, void *in_, void *out)
{
	struct account_sign_in *in = in_;
	bool refused;
	enum status st;

	(void)out;
	TRY(account_address_refused(c, &refused));
	if (refused)
		return fail(c, ST_TOO_MANY, M("There were too many failed attempts from your network. Wait 15 minutes and try again."), NULL);
	st = account_find(c->app, c->db, c->mem, in->email, &in->known);
	if (st == ST_NOT_FOUND)
		in->known = (struct account){ .id = 0 };
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
sign_in_work(struct ctx *c, void *in_, void *out)
{
	struct account_sign_in *in = in_;

	(void)c, (void)out;
	in->right = password_check(in->known.password, in->password);
	return ST_OK;
}

static enum status
sign_in_store(struct ctx *c, void *in_, void *out)
{
	struct account_sign_in *in = in_;
	struct account now = { .id = 0 };
	struct str secret;
	enum status st = account_read(c->app, c->db, c->mem, in->known.id, &now);

	(void)out;
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	bool ok = st == ST_OK && in->right && now.active && !account_locked(&now, c->now) && now.secret.n > 0 &&
	    str_eq(now.password, in->known.password) && !(now.must_change && now.initial_until.ms < c->now.ms);
	if (!ok) {
		TRY(account_count_failure(c, in->known.id));
		return refuse(c, ST_INVALID, SIGN_IN_WRONG, NULL);
	}
	/* A new secret each time until one is confirmed: what somebody saw on an earlier visit is worth nothing. */
	if (!now.has_code)
		TRY(account_code_reset(c, now.id));
	TRY(session_begin(c, now.id, false, &secret));
	c->goes_to = with_next(c, now.has_code ? "/sign-in/code" : "/sign-in/set-up", in->next);
	return ST_OK;
}

const struct action account_sign_in_action = { .name = "account.sign_in", .title = M("Sign in"), .access = ACCESS_PUBLIC,
	.mode = MODE_WRITE, .in = &account_sign_in_shape, .load = sign_in_load, .work = sign_in_work, .store = sign_in_store,
	.rate = 120 };

/* ---- the whole session ---- */

/* Everything asked for was given. */
static enum status
finish(struct ctx *c, int64_t account, struct str next)
{
	struct str secret, codes;
	struct place place;
	size_t n;
	int64_t left;

	TRY(session_begin(c, account, true, &secret));
	TRY(account_recovery_count(c, account, &left));
	TRY(session_first_place(c, account, &place, &n));
	c->goes_to = account_safe_next(next);
	if (n > 1 && place.org == 0)
		c->goes_to = with_next(c, "/account/organisation", next);
	if (left > 0 || c->app->example)
		return ST_OK;
	TRY(account_recovery_make(c, account, &codes));
	TRY(session_note_keep(c, 0, arena_printf(c->mem, "codes\n%.*s", (int)codes.n, codes.p)));
	c->goes_to = with_next(c, "/account/recovery-codes", c->goes_to);
	return ST_OK;
}

static enum status
code_accepted(struct ctx *c, const struct account *a, struct str next)
{
	if (!a->must_change)
		return finish(c, a->id, next);
	TRY(session_half_next(c, SESSION_WANTS_PASSWORD));
	c->goes_to = with_next(c, "/sign-in/password", next);
	return ST_OK;
}

/* ---- code ---- */

static enum status
code_page_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_code_form *out = out_;
	struct account a;

	TRY(session_half(c, SESSION_WANTS_CODE, &a));
	out->next = account_safe_next(in->next);
	out->set_up = !a.has_code;
	if (a.has_code)
		return ST_OK;
	out->secret = S("");
	for (size_t i = 0; i < a.secret.n; i += 4)
		out->secret = arena_printf(c->mem, "%.*s%s%.4s", (int)out->secret.n, out->secret.p, i > 0 ? " " : "", a.secret.p + i);
	out->qr = html_qr(c->mem, totp_uri(c->mem, a.secret, a.email, c->app->service),
	    lang_text(c->lang, c->mem, M("QR code for your authenticator app")));
	return ST_OK;
}

const struct action account_code_page = { .name = "account.code_page", .title = M("Enter your security code"), .access = ACCESS_PUBLIC,
	.mode = MODE_READ, .in = &account_next_shape, .out = &account_code_form_shape, .load = code_page_load };
const struct action account_set_up_page = { .name = "account.set_up_page", .title = M("Set up security codes"), .access = ACCESS_PUBLIC,
	.mode = MODE_READ, .in = &account_next_shape, .out = &account_code_form_shape, .load = code_page_load };

#define CODE_WRONG M("That code is not right, was used before, or there were too many attempts. Wait for the next code and enter that. After 10 wrong attempts, wait 15 minutes")

static enum status
code_store(struct ctx *c, void *in_, void *out)
{
	struct account_code *in = in_;
	struct account a;
	bool ok = false;

	(void)out;
	TRY(session_half(c, SESSION_WANTS_CODE, &a));
	if (!a.has_code)
		return fail(c, ST_SIGN_IN, M("Sign in again to set up security codes."), NULL);
	if (!account_locked(&a, c->now)) {
		TRY(account_code_use(c, &a, in->code, false, &ok));
		if (!ok)
			TRY(account_recovery_use(c, a.id, in->code, &ok));
	}
	if (!ok) {
		TRY(account_count_failure(c, a.id));
		return refuse(c, ST_INVALID, CODE_WRONG, NULL);
	}
	return code_accepted(c, &a, in->next);
}

const struct action account_code_action = { .name = "account.code", .title = M("Enter your security code"), .access = ACCESS_PUBLIC,
	.mode = MODE_WRITE, .in = &account_code_shape, .store = code_store, .rate = 120 };

static enum status
set_up_store(struct ctx *c, void *in_, void *out)
{
	struct account_code *in = in_;
	struct account a;
	bool ok = false;

	(void)out;
	TRY(session_half(c, SESSION_WANTS_CODE, &a));
	if (a.has_code)
		return fail(c, ST_SIGN_IN, M("Security codes are set up already. Sign in again."), NULL);
	if (!account_locked(&a, c->now))
		TRY(account_code_use(c, &a, in->code, true, &ok));
	if (!ok) {
		TRY(account_count_failure(c, a.id));
		return refuse(c, ST_INVALID, CODE_WRONG, NULL);
	}
	return code_accepted(c, &a, in->next);
}

const struct action account_set_up_action = { .name = "account.set_up", .title = M("Set up security codes"), .access = ACCESS_PUBLIC,
	.mode = MODE_WRITE, .in = &account_code_shape, .store = set_up_store, .rate = 120 };

/* ---- a password of one's own, after a one-time password ---- */

static enum status
first_password_page_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_sign_in_form *out = out_;
	struct account a;

	TRY(session_half(c, SESSION_WANTS_PASSWORD, &a));
	out->next = account_safe_next(in->next);
	return ST_OK;
}

const struct action account_first_password_page = { .name = "account.first_password_page", .title = M("Choose a password"),
	.access = ACCESS_PUBLIC, .mode = MODE_READ, .in = &account_next_shape, .out = &account_sign_in_form_shape,
	.load = first_password_page_load };

static enum status
first_password_load(struct ctx *c, void *in_, void *out)
{
	struct account_new_password *in = in_;
	struct account a;
	const char *problem;

	(void)out;
	TRY(session_half(c, SESSION_WANTS_PASSWORD, &a));
	if ((problem = password_problem(in->password, a.email, a.name)) != NULL)
		field_error(c, "password", problem, (struct str){ NULL, 0 });
	return ST_OK;
}

static enum status
first_password_work(struct ctx *c, void *in_, void *out)
{
	struct account_new_password *in = in_;

	(void)out;
	in->hashed = password_hash(c->mem, in->password);
	return ST_OK;
}

static enum status
first_password_store(struct ctx *c, void *in_, void *out)
{
	struct account_new_password *in = in_;
	struct account a;

	(void)out;
	TRY(session_half(c, SESSION_WANTS_PASSWORD, &a));
	TRY(account_password_store(c, a.id, in->hashed, false));
	return finish(c, a.id, in->next);
}

const struct action account_first_password_action = { .name = "account.first_password", .title = M("Choose a password"),
	.access = ACCESS_PUBLIC, .mode = MODE_WRITE, .in = &account_new_password_shape, .load = first_password_load,
	.work = first_password_work, .store = first_password_store, .rate = 60 };

/* ---- again, for what matters ---- */

static enum status
again_page_load(struct ctx *c, void *in_, void *out_)
{
	struct account_next *in = in_;
	struct account_sign_in_form *out = out_;

	(void)c;
	out->next = account_safe_next(in->next);
	return ST_OK;
}

const struct action account_again_page = { .name = "account.again_page", .title = M("Confirm that it is you"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .in = &account_next_shape, .out = &account_sign_in_form_shape,
	.load = again_page_load };

static enum status
again_load(struct ctx *c, void *in_, void *out)
{
	struct account_again *in = in_;

	(void)out;
	return account_read(c->app, c->db, c->mem, c->who->account, &in->known);
}

static enum status
again_work(struct ctx *c, void *in_, void *out)
{
	struct account_again *in = in_;

	(void)c, (void)out;
	in->right = password_check(in->known.password, in->password);
	return ST_OK;
}

static enum status
again_store(struct ctx *c, void *in_, void *out)
{
	struct account_again *in = in_;
	struct account a;
	bool ok = false;

	(void)out;
	TRY(account_read(c->app, c->db, c->mem, c->who->account, &a));
	/* The code is used up only with the right password. */
	if (in->right && str_eq(a.password, in->known.password) && !account_locked(&a, c->now))
		TRY(account_code_use(c, &a, in->code, false, &ok));
	if (!ok) {
		TRY(account_count_failure(c, a.id));
		return refuse(c, ST_INVALID, M("The password or the code is not right, or there were too many attempts. Each code works once: wait for the next one"), NULL);
	}
	TRY(session_refresh(c));
	c->goes_to = account_safe_next(in->next);
	return ST_OK;
}

const struct action account_again_action = { .name = "account.again", .title = M("Confirm that it is you"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .in = &account_again_shape, .load = again_load, .work = again_work,
	.store = again_store, .rate = 60 };

/* ---- out ---- */

static enum status
sign_out_store(struct ctx *c, void *in, void *out)
{
	(void)in, (void)out;
	c->session_over = true;
	return c->who->session != 0 ? session_end(c, c->who->session) : ST_OK;
}

/* For everybody: a session that has run out can be left as well. */
const struct action account_sign_out_action = { .name = "account.sign_out", .title = M("Sign out"), .access = ACCESS_PUBLIC,
	.mode = MODE_WRITE, .store = sign_out_store };
