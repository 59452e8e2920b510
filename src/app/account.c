/* SPDX-License-Identifier: MIT */
#include "app/account.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "sql/app.h"

struct str
account_email_fold(struct arena *a, struct str email)
{
	return text_fold(a, str_trim(email));
}

const char *
account_email_problem(struct str email)
{
	struct str e = str_trim(email), place, name = str_cut(e, '@', &place);

	if (e.n == 0)
		return M("Enter an email address");
	if (name.n == 0 || place.n < 3 || e.n > 254 || memchr(place.p, '.', place.n) == NULL ||
	    memchr(place.p, '@', place.n) != NULL || place.p[0] == '.' || place.p[place.n - 1] == '.')
		return M("Enter an email address in the correct format, like name@example.nhs.uk");
	for (size_t i = 0; i < e.n; i++)
		if ((unsigned char)e.p[i] <= ' ' || strchr("<>()[],;:\\\"", e.p[i]) != NULL)
			return M("Enter an email address in the correct format, like name@example.nhs.uk");
	return NULL;
}

bool
account_locked(const struct account *a, struct when now)
{
	return a->locked_until.ms > now.ms;
}

/* The two statements give the same columns. */
#define ACCOUNT_FILL(app, mem, row, ret) do { \
	*(ret) = (struct account){ .id = (row).id, .email = (row).email.text, .name = (row).name.text, \
		.password = (row).password, .has_code = (row).totp_confirmed, .step = (row).totp_step, \
		.active = str_is((row).status, "active"), .failures = (row).failures, .locked_until = (row).locked_until, \
		.must_change = (row).must_change, .initial_until = (row).initial_until, \
		.last_org = (row).last_org, .last_unit = (row).last_unit }; \
	/* A key file that is not this database's: nobody signs in. */ \
	if (!secret_unbox((mem), (app)->secret_key, (row).totp, &(ret)->secret)) \
		(ret)->secret = (struct str){ NULL, 0 }; \
} while (0)

enum status
account_find(struct app *app, struct db *db, struct arena *a, struct str email, struct account *ret)
{
	struct account_by_email_row row;

	TRY(account_by_email(db, a, account_email_fold(a, email), &row));
	ACCOUNT_FILL(app, a, row, ret);
	return ST_OK;
}

enum status
account_read(struct app *app, struct db *db, struct arena *a, int64_t id, struct account *ret)
{
	struct account_by_id_row row;

	TRY(account_by_id(db, a, id, &row));
	ACCOUNT_FILL(app, a, row, ret);
	return ST_OK;
}

enum status
account_make(struct ctx *c, const struct account_new *n, int64_t *ret)
{
	struct str email = str_trim(n->email), name = str_trim(n->name);
	struct str secret = n->secret.n > 0 ? n->secret : totp_secret(c->mem);
	struct when until = { n->must_change ? c->now.ms + ACCOUNT_INITIAL_MS : 0 };
	int64_t id = id_new(), changed;

	TRY(account_insert(c->db, id, email, account_email_fold(c->mem, email), name,
	    text_sort(c->mem, name), n->password_hashed.n > 0 ? n->password_hashed : S(""),
	    secret_box(c->mem, c->app->secret_key, secret), n->has_code, n->must_change, until, c->now, &changed));
	audit_record(c, "account", id);
	*ret = id;
	return ST_OK;
}

/* ---- failures ---- */

enum status
account_address_refused(struct ctx *c, bool *ret)
{
	struct failure_get_row row;
	enum status st;

	*ret = false;
	if (c->peer.n == 0)
		return ST_OK;
	st = failure_get(c->db, c->mem, c->peer, &row);
	if (st == ST_OK)
		*ret = row.count >= ACCOUNT_ADDRESS_LIMIT && row.since.ms + ACCOUNT_LOCK_MS > c->now.ms;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
count_address(struct ctx *c)
{
	struct failure_get_row row = { .since = c->now };
	int64_t n;

	if (c->peer.n == 0)
		return ST_OK;
	TRY(failure_purge(c->db, (struct when){ c->now.ms - ACCOUNT_LOCK_MS }, &n));
	enum status st = failure_get(c->db, c->mem, c->peer, &row);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	if (st == ST_NOT_FOUND)
		row.since = c->now, row.count = 0;
	return failure_put(c->db, c->peer, row.since, row.count + 1, &n);
}

/* Known and unknown names take the same statements, so that they take the same time. */
enum status
account_count_failure(struct ctx *c, int64_t account)
{
	struct account_by_id_row row = { .failures = 0 };
	struct when until = { 0 };
	int64_t n;

	TRY(count_address(c));
	enum status st = account_by_id(c->db, c->mem, account, &row);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	if (st == ST_NOT_FOUND)
		row.failures = 0, row.locked_until.ms = 0;
	/* While it is locked nothing counts: else a stranger could keep somebody out for ever. */
	if (row.locked_until.ms > c->now.ms)
		until = row.locked_until;
	else if (++row.failures >= ACCOUNT_LOCK_AFTER) {
		row.failures = 0;
		until.ms = c->now.ms + ACCOUNT_LOCK_MS;
	}
	return account_set_failures(c->db, account, row.failures, until, &n);
}

/* ---- password, codes ---- */

enum status
account_password_store(struct ctx *c, int64_t account, struct str hashed, bool by_other)
{
	struct when until = { by_other ? c->now.ms + ACCOUNT_INITIAL_MS : 0 };
	int64_t n;

	audit_record(c, "account", account);
	return account_set_password(c->db, account, hashed, by_other, until, &n);
}

enum status
account_code_reset(struct ctx *c, int64_t account)
{
	int64_t n;

	audit_record(c, "account", account);
	TRY(account_set_totp(c->db, account, secret_box(c->mem, c->app->secret_key, totp_secret(c->mem)), &n));
	return recovery_forget(c->db, account, &n);
}

static struct str
recovery_hash(struct app *app, struct arena *a, int64_t account, struct str code)
{
	struct str plain = text_code(a, code);
	/* Sixty random bits under a key that is not in the database need no slow hash. */
	struct hash h = hash_keyed(app->secret_key, arena_printf(a, "recovery %lld %.*s", (long long)account, (int)plain.n, plain.p));

	return hash_hex(a, &h);
}

enum status
account_recovery_make(struct ctx *c, int64_t account, struct str *ret)
{
	struct str all = S("");
	int64_t n;

	TRY(recovery_forget(c->db, account, &n));
	for (int i = 0; i < ACCOUNT_RECOVERY_CODES; i++) {
		struct str s = text_code(c->mem, secret_text(c->mem));
		struct str code = arena_printf(c->mem, "%.4s-%.4s-%.4s", s.p, s.p + 4, s.p + 8);
		TRY(recovery_insert(c->db, account, recovery_hash(c->app, c->mem, account, code), &n));
		all = arena_printf(c->mem, "%.*s%s%.*s", (int)all.n, all.p, i > 0 ? "\n" : "", (int)code.n, code.p);
	}
	*ret = all;
	return ST_OK;
}

enum status
account_recovery_count(struct ctx *c, int64_t account, int64_t *ret)
{
	struct recovery_left_row row;

	TRY(recovery_left(c->db, c->mem, account, &row));
	*ret = row.n;
	return ST_OK;
}

enum status
account_code_use(struct ctx *c, const struct account *a, struct str code, bool confirm, bool *ret)
{
	int64_t step = a->step, n = 0;

	*ret = false;
	if (!totp_check(a->secret, code, c->now, &step))
		return ST_OK;
	/* The statement takes it only from the step that was read: of two at the same moment one gets in. */
	if (confirm)
		TRY(account_confirm_totp(c->db, a->id, step, a->step, &n));
	else
		TRY(account_set_step(c->db, a->id, step, a->step, &n));
	*ret = n == 1;
	return ST_OK;
}

enum status
account_recovery_use(struct ctx *c, int64_t account, struct str code, bool *ret)
{
	int64_t n = 0;

	TRY(recovery_use(c->db, account, recovery_hash(c->app, c->mem, account, code), c->now, &n));
	*ret = n == 1;
	return ST_OK;
}

struct str
account_initial_password(struct arena *a)
{
	struct str s = text_code(a, secret_text(a));

	return arena_printf(a, "%.5s-%.5s-%.5s-%.5s", s.p, s.p + 5, s.p + 10, s.p + 15);
}

enum status
account_unlock(struct ctx *c, int64_t account)
{
	int64_t n;

	return account_set_failures(c->db, account, 0, (struct when){ 0 }, &n);
}

enum status
account_sessions_end(struct ctx *c, int64_t account, int64_t keep)
{
	int64_t n;

	return session_delete_others(c->db, account, keep, &n);
}

enum status
account_close(struct ctx *c, int64_t account)
{
	int64_t n;

	TRY(account_set_status(c->db, account, S("closed"), &n));
	TRY(membership_end_all(c->db, account, date_add_days(c->today, -1), c->who->account, &n));
	audit_record(c, "account", account);
	return account_sessions_end(c, account, 0);
}

enum status
account_token_make(struct ctx *c, int64_t account, int64_t org, struct str name, struct str actions, int days,
    int64_t *ret_id, struct str *ret_token)
{
	struct str secret = secret_text(c->mem), token = arena_printf(c->mem, "wk_%.*s", (int)secret.n, secret.p);
	struct hash h = hash_of(token);
	int64_t id = id_new(), n;

	TRY(token_insert(c->db, id, hash_hex(c->mem, &h), account, org, name, actions.n > 0 ? actions : S(""), c->now,
	    (struct when){ c->now.ms + days * 86400000ll }, &n));
	audit_record(c, "api_token", id);
	*ret_id = id;
	*ret_token = token;
	return ST_OK;
}
