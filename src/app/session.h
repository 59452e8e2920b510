/* SPDX-License-Identifier: MIT */
#ifndef APP_SESSION_H
#define APP_SESSION_H
#include "app/app.h"

/* Accounts, sessions and tokens: who is asking.  30 minutes idle, 12 hours in all.
 * Tables account, membership, session, api_token, recovery_code, sign_in_failure live in src/app. */
#define SESSION_IDLE_MS (30 * 60 * 1000ll)
#define SESSION_WHOLE_MS (12 * 60 * 60 * 1000ll)
#define SESSION_FRESH_MS (10 * 60 * 1000ll)

/* Between password and code a session is half: who then has session set and account 0, so that it opens nothing but
 * the pages of signing in, whose forms carry its CSRF token.  SESSION_EXPIRED fills account and session only. */
enum session_state { SESSION_NONE, SESSION_LIVE, SESSION_EXPIRED /* known, too old: input may be kept */ };
/* Reads the session behind a cookie's secret in the given read snapshot and fills who (roles in the organisation
 * acted for, branch, grant).  *ret_touch: its clock is due to be moved (at most once a minute). */
enum status session_resolve(struct app *app, struct db *db, struct arena *a, struct str secret, struct when now,
    struct who *ret, enum session_state *ret_state, bool *ret_touch) MUST_CHECK;
/* A bearer token (wardkeep token add): the account, one organisation, an optional list of actions (who.only). */
enum status session_token(struct app *app, struct db *db, struct arena *a, struct str bearer, struct when now,
    struct who *ret) MUST_CHECK;
/* An account acting in org from the command line or a test; roles from its memberships. */
enum status session_as(struct app *app, struct db *db, struct arena *a, struct str email, int64_t org, struct when now, struct who *ret) MUST_CHECK;
/* The same by account, on that branch (0: all of it): roles as they are today, none where they are gone.  ST_SIGN_IN:
 * the account is closed. */
enum status session_of(struct app *app, struct db *db, struct arena *a, int64_t account, int64_t org, int64_t unit, struct when now, struct who *ret) MUST_CHECK;
/* Inside a store part: a new session, its secret for the cookie (c->session_secret is set too).  with_code false: a
 * half one, for ten minutes. */
enum status session_begin(struct ctx *c, int64_t account, bool with_code, struct str *ret_secret) MUST_CHECK;
enum status session_end(struct ctx *c, int64_t session) MUST_CHECK;
enum status session_touch(struct ctx *c, int64_t session) MUST_CHECK;
/* CSRF token of a session, and its check in constant time. */
struct str session_csrf(struct app *app, struct arena *a, int64_t session);
bool session_csrf_ok(struct app *app, int64_t session, struct str token);

/* ---- passwords and codes ---- */
/* At least 12 characters, at most 128, not one of the common ones, not the account's own e-mail or name; no composition
 * rules.  NULL when fine, else the message. */
const char *password_problem(struct str password, struct str email, struct str name);
/* Time-based one-time codes, RFC 6238, SHA-1, 6 digits, 30 s, one step either way; *step is the last accepted one
 * and moves forward, so that a code works once. */
bool totp_check(struct str secret_base32, struct str code, struct when now, int64_t *step);
/* The last accepted step as far as it counts.  Where it lies more than five minutes ahead, the clock was set back,
 * and waiting for it would keep everybody out: 0. */
int64_t totp_last(int64_t step, struct when now);
struct str totp_secret(struct arena *a);
struct str totp_now(struct arena *a, struct str secret_base32, struct when now);	/* example mode and tests */
struct str totp_uri(struct arena *a, struct str secret_base32, struct str email, struct str service);
#endif
