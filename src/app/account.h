/* SPDX-License-Identifier: MIT */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H
#include "app/session.h"

/* Accounts and what they may do where.  An account belongs to a person and not to an organisation: the same one may
 * hold roles in several.  Wrong passwords and wrong codes are counted together. */
#define ACCOUNT_LOCK_AFTER 10
#define ACCOUNT_LOCK_MS (15 * 60 * 1000ll)
/* Whole hospitals sit behind one address, so it stands far above what one person does. */
#define ACCOUNT_ADDRESS_LIMIT 100
#define ACCOUNT_INITIAL_MS (7 * 24 * 60 * 60 * 1000ll)	/* a one-time password works a week */
#define ACCOUNT_RECOVERY_CODES 10
/* The password of every example account; they exist only where app->example. */
#define ACCOUNT_EXAMPLE_PASSWORD "lantern quarry ninety plover"

struct account {
	int64_t id;
	struct str email, name;
	struct str password;		/* hash; empty: none */
	struct str secret;		/* of the one-time codes, base 32 */
	bool has_code;			/* the second factor is set up */
	int64_t step;
	bool active;
	int64_t failures;
	struct when locked_until;
	bool must_change;		/* the password was given by somebody else */
	struct when initial_until;	/* … and works until then */
	int64_t last_org, last_unit;
};
enum status account_find(struct app *app, struct db *db, struct arena *a, struct str email, struct account *ret) MUST_CHECK;
enum status account_read(struct app *app, struct db *db, struct arena *a, int64_t id, struct account *ret) MUST_CHECK;
struct str account_email_fold(struct arena *a, struct str email);
/* "name@place.tld" as far as it can be told; the message otherwise. */
const char *account_email_problem(struct str email);
bool account_locked(const struct account *a, struct when now);

/* ---- in store ---- */
/* password_hashed empty: no password yet.  secret empty: a new one is made.  ST_CONFLICT: there is such an account. */
struct account_new { struct str email, name, password_hashed, secret; bool must_change, has_code; };
enum status account_make(struct ctx *c, const struct account_new *n, int64_t *ret) MUST_CHECK;
/* A wrong password or code, for a known account or (0) an unknown name. */
enum status account_count_failure(struct ctx *c, int64_t account) MUST_CHECK;
/* In load: has this address failed too often lately? */
enum status account_address_refused(struct ctx *c, bool *ret) MUST_CHECK;
enum status account_password_store(struct ctx *c, int64_t account, struct str hashed, bool by_other) MUST_CHECK;
/* A new secret, unconfirmed; recovery codes go too. */
enum status account_code_reset(struct ctx *c, int64_t account) MUST_CHECK;
/* Ten new recovery codes; those before stop working.  One a line. */
enum status account_recovery_make(struct ctx *c, int64_t account, struct str *ret) MUST_CHECK;
/* The one-time code: true moves the step, so that it works once.  confirm: the first one, which completes setting up. */
enum status account_code_use(struct ctx *c, const struct account *a, struct str code, bool confirm, bool *ret) MUST_CHECK;
enum status account_recovery_count(struct ctx *c, int64_t account, int64_t *ret) MUST_CHECK;
/* Marks one as used; *ret false: no such code, or used before. */
enum status account_recovery_use(struct ctx *c, int64_t account, struct str code, bool *ret) MUST_CHECK;
enum status account_unlock(struct ctx *c, int64_t account) MUST_CHECK;
/* Ends every session of the account but that one (0: all). */
enum status account_sessions_end(struct ctx *c, int64_t account, int64_t keep) MUST_CHECK;
/* Closes the account: its sessions and all its roles end. */
enum status account_close(struct ctx *c, int64_t account) MUST_CHECK;
/* "kestrel-…": for the first sign-in; hashing it is for the work part. */
struct str account_initial_password(struct arena *a);
/* A bearer token; what it may call as action names with spaces between, empty: all that its account may. */
enum status account_token_make(struct ctx *c, int64_t account, int64_t org, struct str name, struct str actions,
    int days, int64_t *ret_id, struct str *ret_token) MUST_CHECK;

/* Only where app->example: the accounts with what is needed to sign in.  code: one that works now, empty when the
 * account has used it up already. */
struct account_known { struct str email, name, roles, code; };
enum status account_known_list(struct ctx *c, struct account_known **ret, size_t *ret_n) MUST_CHECK;

/* ---- where somebody may act ---- */
struct place { int64_t org, unit; struct str org_name, org_kind, unit_name; };
enum status account_places(struct db *db, struct arena *a, int64_t account, struct date day, struct place **ret, size_t *ret_n) MUST_CHECK;
/* Roles that count: org-wide ones and, acting on a branch, those of that branch. */
enum status account_roles(struct db *db, struct arena *a, int64_t account, int64_t org, int64_t unit, struct date day,
    uint64_t *ret_roles, int64_t *ret_person) MUST_CHECK;
/* Gives a role in an organisation; scope tells which.  unit 0: all of it; ends.day 0: until taken away. */
enum status account_role_give(struct ctx *c, const struct scope *scope, int64_t account, struct str role, int64_t unit,
    struct date starts, struct date ends) MUST_CHECK;
/* Takes a role away; ST_CONFLICT when nobody would be left to give access in that organisation. */
enum status account_role_take(struct ctx *c, const struct scope *scope, int64_t membership) MUST_CHECK;
/* Is this account the only lasting administrator of the whole organisation? */
enum status account_is_last_administrator(struct ctx *c, int64_t org, int64_t account, bool *ret) MUST_CHECK;
enum status account_has_role_elsewhere(struct ctx *c, int64_t account, int64_t org, bool *ret) MUST_CHECK;

/* ---- sessions, more ---- */
enum session_stage { SESSION_WANTS_CODE = 1, SESSION_WANTS_PASSWORD, SESSION_WHOLE };
/* The half session behind c->who->session: ST_SIGN_IN when it is none or older than ten minutes. */
enum status session_half(struct ctx *c, enum session_stage want, struct account *ret) MUST_CHECK;
enum status session_half_next(struct ctx *c, enum session_stage stage) MUST_CHECK;
/* Password and code were given again. */
enum status session_refresh(struct ctx *c) MUST_CHECK;
/* Where a session begins: org 0 when there are several places to choose from, or none. */
enum status session_first_place(struct ctx *c, int64_t account, struct place *ret, size_t *ret_n) MUST_CHECK;
/* Acting for another of one's places. */
enum status session_act_for(struct ctx *c, int64_t org, int64_t unit) MUST_CHECK;
/* Reading another organisation under a grant, and back; the folder that keeps grants calls these. */
enum status session_enter_grant(struct ctx *c, int64_t grant, int64_t org, struct when until) MUST_CHECK;
enum status session_leave_grant(struct ctx *c) MUST_CHECK;
enum status session_grant_ended(struct ctx *c, int64_t grant) MUST_CHECK;
/* Something shown once, to the person of this session alone (recovery codes, a one-time password): kept encrypted
 * until it is put away, ten minutes at most. */
/* session 0: the one just begun. */
enum status session_note_keep(struct ctx *c, int64_t session, struct str text) MUST_CHECK;
enum status session_note(struct ctx *c, struct str *ret) MUST_CHECK;	/* no value: none */
enum status session_note_drop(struct ctx *c) MUST_CHECK;
#endif
