/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_ACCOUNT_ACCOUNT_H
#define FEATURE_ACCOUNT_ACCOUNT_H
#include "app/account.h"
#include "shape/shape.h"

/* Signing in and out, one's own account, and who has access to an organisation.  Nothing here is for other folders. */

/* ---- signing in: sign_in.c ---- */
struct account_next { struct str next; };
struct account_sign_in { struct str email, password, next; /* own */ struct account known; bool right; };
struct account_code { struct str code, next; };
struct account_new_password { struct str password, next; /* own */ struct str hashed; };
struct account_again { struct str password, code, next; /* own */ struct account known; bool right; };
struct account_change { struct str current, password; /* own */ struct account known; bool right; struct str hashed; };

struct account_sign_in_form { struct str next; /* own */ struct account_sign_in start; struct account_example *examples; size_t n_examples, n_first; };
struct account_example { struct str email, name, role, code; /* own */ struct str try; int rank; };
struct account_code_form { struct str next; bool set_up; struct str secret; /* own */ struct safe_html qr; };

extern const struct shape account_sign_in_shape, account_code_shape, account_new_password_shape, account_again_shape,
    account_change_shape;
extern const struct action account_sign_in_page, account_sign_in_action, account_code_page, account_code_action,
    account_set_up_page, account_set_up_action, account_first_password_page, account_first_password_action,
    account_sign_out_action, account_again_page, account_again_action;
/* A path of ours, or "/". */
struct str account_safe_next(struct str next);

/* ---- one's own account: own.c ---- */
struct account_session { int64_t session; struct when begun, seen; bool current; };
struct account_token { int64_t token; struct str name, organisation, actions; struct when expires; bool live; };
struct account_view {
	struct str email, name, organisation;
	int64_t recovery_left;
	struct list sessions, tokens;
	/* own */
	struct account_session *s; size_t n_s;
	struct account_token *t; size_t n_t;
	bool many_places;
};
struct account_code_line { struct str text; };
struct account_codes { struct str codes; /* own */ struct account_code_line *line; size_t n; struct str next; };
struct account_place { struct str place, organisation, branch; /* own */ bool current; };
struct account_places { struct list places; struct str next; /* own */ struct account_place *p; size_t n; };
struct account_choose { struct str place, next; };

extern const struct shape account_choose_shape;
extern const struct action account_view_action, account_end_session_action, account_end_token_action, account_password_action,
    account_recovery_action, account_codes_action, account_codes_done_action, account_places_action, account_choose_action;

/* ---- who has access: access.c ---- */
struct access_role { int64_t membership; struct str role, unit; struct date starts, ends; bool live; };
struct access_person {
	int64_t account;
	struct personal name, email;
	struct str roles;
	bool has_code, closed;
};
struct access_list { struct list people; /* own */ struct access_person *p; size_t n; bool more; };
struct access_view {
	struct access_person who;
	int64_t account;
	struct personal name, email;
	bool has_code, closed, elsewhere, self;
	struct list roles;
	struct str one_time_password;
	/* own */
	struct access_role *r; size_t n_r;
};
struct access_add { struct str name, email, role; int64_t unit; struct date starts, ends; /* own */ struct str initial, hashed; };
struct access_give { struct str role; int64_t unit; struct date starts, ends; };
struct access_added { int64_t account; struct str one_time_password; };
struct access_take { int64_t membership; };
struct access_secret { int64_t account; struct str one_time_password; /* own */ struct str hashed; };

extern const struct choice_list access_roles;
extern const struct shape access_add_shape, access_give_shape;
extern const struct action access_list_action, access_view_action, access_add_action, access_give_action, access_take_action,
    access_reset_code_action, access_new_password_action, access_close_action, access_seen_action;
enum status access_units(struct ctx *c);

/* ---- the command line: operator.c ---- */
/* The feature's list of actions holds them by address. */
#define ACCOUNT_OPERATOR_ACTIONS &user_add_action, &user_list_action, &user_close_action, &user_reset_action, \
	&user_role_action, &token_add_action, &token_list_action, &token_revoke_action
extern const struct action user_add_action, user_list_action, user_close_action, user_reset_action, user_role_action,
    token_add_action, token_list_action, token_revoke_action;

/* ---- the example region: example.c ---- */
extern const struct example_part account_example_parts[], account_scale[];
/* Accounts that lead through the program stand first, with what to try; -1: another one. */
int account_example_rank(struct arena *a, struct str email, const char **ret_try);
#endif
