/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include <string.h>
#include "app/access.h"
#include "app/org.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "sql/account.h"

/* What whoever runs the service does on the machine itself: the first administrator, help where no administrator is
 * left, and tokens for other programs.  No page and no call over the network reaches these. */

#define CLI_ONLY "Run on the machine itself: it reaches every organisation."

struct user_add { struct str email, name, org, role, password; /* own */ struct str secret, hashed; };
struct user_added { int64_t account; struct str email, one_time_password, link; };
struct user_email { struct str email; /* own */ struct str secret, hashed; };
struct user_role { struct str email, org, role; bool take; struct date ends; };
struct user_row { int64_t account; struct str email, name, status; bool codes; struct when last; };
struct user_after { struct str after; };
struct user_list { struct list users; struct str next; /* own */ struct user_row *r; };
struct token_add { struct str email, org, name, actions; struct opt_i64 days; };
struct token_added { int64_t token; struct str secret; };
struct token_one { struct str email; int64_t token; };
struct token_list { struct list tokens; /* own */ struct account_token *t; };

SHAPE(user_add_shape, user_add,
	FIELD(struct user_add, email, .label = M("Email address"), .must = true, .max = 254),
	FIELD(struct user_add, name, .label = M("Name"), .max = 200),
	FIELD(struct user_add, org, .label = M("Organisation: its ODS code or number"), .max = 200),
	FIELD_CHOICE(struct user_add, role, access_roles, .label = M("Role")),
	FIELD(struct user_add, password, .label = M("Password"), .autocomplete = "new-password"));
SHAPE(user_added_shape, user_added,
	FIELD(struct user_added, account, .label = M("Account")),
	FIELD(struct user_added, email, .label = M("Email address")),
	FIELD(struct user_added, one_time_password, .label = M("One-time password")),
	FIELD(struct user_added, link, .label = M("Sign in at")));
SHAPE(user_email_shape, user_email, FIELD(struct user_email, email, .label = M("Email address"), .must = true, .max = 254));
SHAPE(user_role_shape, user_role,
	FIELD(struct user_role, email, .label = M("Email address"), .must = true, .max = 254),
	FIELD(struct user_role, org, .label = M("Organisation: its ODS code or number"), .must = true, .max = 200),
	FIELD_CHOICE(struct user_role, role, access_roles, .label = M("Role"), .must = true),
	FIELD(struct user_role, take, .label = M("Take the role away")),
	FIELD(struct user_role, ends, .label = M("Last day")));
SHAPE(user_row_shape, user_row,
	FIELD(struct user_row, account, .label = M("Account")),
	FIELD(struct user_row, email, .label = M("Email address")),
	FIELD(struct user_row, name, .label = M("Name")),
	FIELD(struct user_row, status, .label = M("Status")),
	FIELD(struct user_row, codes, .label = M("Security codes are set up")),
	FIELD(struct user_row, last, .label = M("Last signed in")));
SHAPE(user_after_shape, user_after, FIELD(struct user_after, after, .label = M("After this email address"), .max = 254));
SHAPE(user_list_shape, user_list,
	FIELD(struct user_list, users, .label = M("Accounts"), .of = &user_row_shape),
	FIELD(struct user_list, next, .label = M("More follow after")));
SHAPE(token_add_shape, token_add,
	FIELD(struct token_add, email, .label = M("Email address of the account it acts for"), .must = true, .max = 254),
	FIELD(struct token_add, org, .label = M("Organisation: its ODS code or number"), .must = true, .max = 200),
	FIELD(struct token_add, name, .label = M("What it is for"), .must = true, .max = 100),
	FIELD(struct token_add, actions, .label = M("Actions it may call, with spaces between; empty: all that the account may"), .max = 2000),
	FIELD(struct token_add, days, .label = M("Days it works"), .least = 1, .most = 366));
SHAPE(token_added_shape, token_added,
	FIELD(struct token_added, token, .label = M("Number")),
	FIELD(struct token_added, secret, .label = M("Token")));
SHAPE(token_one_shape, token_one,
	FIELD(struct token_one, email, .label = M("Email address"), .must = true, .max = 254),
	FIELD(struct token_one, token, .label = M("Number of the token"), .must = true));
SHAPE(operator_token_shape, account_token,
	FIELD(struct account_token, token, .label = M("Number")),
	FIELD(struct account_token, name, .label = M("What it is for")),
	FIELD(struct account_token, organisation, .label = M("Organisation")),
	FIELD(struct account_token, actions, .label = M("May call"), .max = 2000),
	FIELD(struct account_token, expires, .label = M("Works until")),
	FIELD(struct account_token, live, .label = M("Works now")));
SHAPE(token_list_shape, token_list, FIELD(struct token_list, tokens, .label = M("Tokens"), .of = &operator_token_shape));

static enum status
known_account(struct ctx *c, struct str email, struct account *ret)
{
	enum status st = account_find(c->app, c->db, c->mem, email, ret);

	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no account with the email address {email}."), "email", email, NULL);
	return st;
}

static enum status
known_org(struct ctx *c, struct str text, int64_t *ret)
{
	if (org_find(c->db, c->mem, str_trim(text), ret))
		return ST_OK;
	return fail(c, ST_NOT_FOUND, M("There is no organisation with the code or number {org}."), "org", text, NULL);
}

/* ---- accounts ---- */

static enum status
add_load(struct ctx *c, void *in_, void *out)
{
	struct user_add *in = in_;
	const char *problem = account_email_problem(in->email);

	(void)out;
	if (problem != NULL)
		field_error(c, "email", problem, in->email);
	if (in->password.n > 0 && (problem = password_problem(in->password, in->email, in->name)) != NULL)
		field_error(c, "password", problem, (struct str){ NULL, 0 });
	if ((in->org.n > 0) != (in->role.n > 0))
		field_error(c, "role", M("Give organisation and role together"), in->role);
	return ST_OK;
}

/* Everybody in the example has the same password, which the sign-in page shows: hashing it once is enough. */
static struct str
example_hash(void)
{
	static struct arena a;
	static struct str hashed;

	if (hashed.n == 0 && arena_open(&a, 1u << 16))
		hashed = password_hash(&a, S(ACCOUNT_EXAMPLE_PASSWORD));
	return hashed;
}

static enum status
add_work(struct ctx *c, void *in_, void *out)
{
	struct user_add *in = in_;

	(void)out;
	/* In the example region everybody can sign in at once, with what the sign-in page shows. */
	if (c->app->example && in->password.n == 0)
		in->password = S(ACCOUNT_EXAMPLE_PASSWORD);
	in->secret = in->password.n > 0 ? S("") : account_initial_password(c->mem);
	in->hashed = c->app->example && str_is(in->password, ACCOUNT_EXAMPLE_PASSWORD) ? example_hash()
	    : password_hash(c->mem, in->password.n > 0 ? in->password : in->secret);
	return ST_OK;
}

static enum status
add_store(struct ctx *c, void *in_, void *out_)
{
	struct user_add *in = in_;
	struct user_added *out = out_;
	struct account a;
	int64_t org = 0;
	enum status st = account_find(c->app, c->db, c->mem, in->email, &a);

	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	if (in->org.n > 0)
		TRY(known_org(c, in->org, &org));
	if (st == ST_OK)
		return fail(c, ST_CONFLICT, M("There is an account with this email address. Give it a role with \"user role\"."), NULL);
	if (str_empty(in->name))
		return fail(c, ST_INVALID, M("Give the person's name."), NULL);
	TRY(account_make(c, &(struct account_new){ .email = in->email, .name = in->name, .password_hashed = in->hashed,
	    .must_change = in->password.n == 0, .has_code = c->app->example }, &a.id));
	if (org != 0)
		TRY(account_role_give(c, scope_job(c->mem, org), a.id, in->role, 0, c->today, (struct date){ 0 }));
	*out = (struct user_added){ a.id, in->email, in->secret,
		arena_printf(c->mem, "%.*s/sign-in", (int)c->app->base_url.n, c->app->base_url.p) };
	return ST_OK;
}

const struct action user_add_action = { .name = "user.add", .title = M("Add an account"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &user_add_shape, .out = &user_added_shape, .load = add_load, .work = add_work,
	.store = add_store, .cli_only = CLI_ONLY };

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	struct user_after *in = in_;
	struct user_list *out = out_;
	struct account_page_row *rows;
	size_t n;

	TRY(account_page(c->db, c->mem, account_email_fold(c->mem, in->after), INT64_MAX, 201, &rows, &n));
	if (n > 200)
		out->next = rows[199].email.text;
	n = n > 200 ? 200 : n;
	out->r = arena_array(c->mem, struct user_row, n + 1);
	for (size_t i = 0; i < n; i++)
		out->r[i] = (struct user_row){ rows[i].id, rows[i].email.text, rows[i].name.text, rows[i].status,
			rows[i].totp_confirmed, rows[i].signed_in_at };
	out->users = (struct list){ out->r, n };
	return ST_OK;
}

const struct action user_list_action = { .name = "user.list", .title = M("List accounts"), .access = ACCESS_OPERATOR,
	.mode = MODE_READ, .in = &user_after_shape, .out = &user_list_shape, .load = list_load, .personal = true,
	.cli_only = CLI_ONLY };

static enum status
close_store(struct ctx *c, void *in_, void *out)
{
	struct user_email *in = in_;
	struct account a;

	(void)out;
	TRY(known_account(c, in->email, &a));
	return account_close(c, a.id);
}

const struct action user_close_action = { .name = "user.close", .title = M("Close an account"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &user_email_shape, .store = close_store, .cli_only = CLI_ONLY };

static enum status
reset_work(struct ctx *c, void *in_, void *out)
{
	struct user_email *in = in_;

	(void)out;
	in->secret = account_initial_password(c->mem);
	in->hashed = password_hash(c->mem, in->secret);
	return ST_OK;
}

static enum status
reset_store(struct ctx *c, void *in_, void *out_)
{
	struct user_email *in = in_;
	struct user_added *out = out_;
	struct account a;

	TRY(known_account(c, in->email, &a));
	if (!a.active)
		return fail(c, ST_CONFLICT, M("This account is closed."), NULL);
	TRY(account_password_store(c, a.id, in->hashed, true));
	TRY(account_code_reset(c, a.id));
	TRY(account_unlock(c, a.id));
	TRY(account_sessions_end(c, a.id, 0));
	*out = (struct user_added){ a.id, a.email, in->secret,
		arena_printf(c->mem, "%.*s/sign-in", (int)c->app->base_url.n, c->app->base_url.p) };
	return ST_OK;
}

const struct action user_reset_action = { .name = "user.reset", .title = M("Reset password and security codes"),
	.access = ACCESS_OPERATOR, .mode = MODE_WRITE, .in = &user_email_shape, .out = &user_added_shape, .work = reset_work,
	.store = reset_store, .cli_only = CLI_ONLY };

static enum status
role_store(struct ctx *c, void *in_, void *out)
{
	struct user_role *in = in_;
	struct access_of_person_row *rows;
	const struct scope *scope;
	struct account a;
	int64_t org;
	size_t n;

	(void)out;
	TRY(known_account(c, in->email, &a));
	TRY(known_org(c, in->org, &org));
	scope = scope_job(c->mem, org);
	if (!in->take) {
		if (!a.active)
			return fail(c, ST_CONFLICT, M("This account is closed."), NULL);
		return account_role_give(c, scope, a.id, in->role, 0, c->today, in->ends);
	}
	TRY(access_of_person(c->db, scope, c->mem, a.id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].role, in->role) && (rows[i].ends_on.day == 0 || rows[i].ends_on.day >= c->today.day))
			return account_role_take(c, scope, rows[i].id);
	return fail(c, ST_NOT_FOUND, M("This account does not hold that role there."), NULL);
}

const struct action user_role_action = { .name = "user.role", .title = M("Give or take a role"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &user_role_shape, .store = role_store, .cli_only = CLI_ONLY };

/* ---- tokens ---- */

static enum status
token_add_store(struct ctx *c, void *in_, void *out_)
{
	struct token_add *in = in_;
	struct token_added *out = out_;
	struct account a;
	uint64_t roles;
	int64_t org, person;

	TRY(known_account(c, in->email, &a));
	TRY(known_org(c, in->org, &org));
	TRY(account_roles(c->db, c->mem, a.id, org, 0, c->today, &roles, &person));
	if (!a.active || roles == 0)
		return fail(c, ST_INVALID, M("This account holds no role for the whole of that organisation."), NULL);
	return account_token_make(c, a.id, org, in->name, in->actions, in->days.has ? (int)in->days.v : 90, &out->token, &out->secret);
}

const struct action token_add_action = { .name = "token.add", .title = M("Make a token"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &token_add_shape, .out = &token_added_shape, .store = token_add_store, .cli_only = CLI_ONLY };

static enum status
token_list_load(struct ctx *c, void *in_, void *out_)
{
	struct user_email *in = in_;
	struct token_list *out = out_;
	struct account_own_tokens_row *rows;
	struct account a;
	size_t n;

	TRY(known_account(c, in->email, &a));
	TRY(account_own_tokens(c->db, c->mem, a.id, &rows, &n));
	out->t = arena_array(c->mem, struct account_token, n + 1);
	for (size_t i = 0; i < n; i++)
		out->t[i] = (struct account_token){ rows[i].id, rows[i].name, rows[i].org_name, rows[i].actions, rows[i].expires_at,
			rows[i].revoked_at.ms == 0 && rows[i].expires_at.ms > c->now.ms };
	out->tokens = (struct list){ out->t, n };
	return ST_OK;
}

const struct action token_list_action = { .name = "token.list", .title = M("List tokens"), .access = ACCESS_OPERATOR,
	.mode = MODE_READ, .in = &user_email_shape, .out = &token_list_shape, .load = token_list_load, .cli_only = CLI_ONLY };

static enum status
token_revoke_store(struct ctx *c, void *in_, void *out)
{
	struct token_one *in = in_;
	struct account a;
	int64_t n;

	(void)out;
	TRY(known_account(c, in->email, &a));
	TRY(account_own_token_end(c->db, in->token, a.id, c->now, &n));
	return n == 1 ? ST_OK : fail(c, ST_NOT_FOUND, M("This account has no such token, or it does not work any more already."), NULL);
}

const struct action token_revoke_action = { .name = "token.revoke", .title = M("Stop a token"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &token_one_shape, .store = token_revoke_store, .cli_only = CLI_ONLY };
