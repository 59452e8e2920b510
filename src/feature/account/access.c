/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include <string.h>
#include "app/access.h"
#include "app/record.h"
#include "base/hash.h"
#include "base/time.h"
#include "sql/account.h"

/* Administrators decide who has access to their organisation.  They see the people of no other one, never raise their
 * own rights, and touch password, codes or the account itself only where no other organisation relies on it. */

#define MOST 1000

CHOICES(role_choices,
	{ "administrator", M("Administrator"), M("Gives access and keeps the organisation's own data. Reads no casework.") },
	{ "specialist", M("Security management specialist"), M("Carries out the self-review and the work plan.") },
	{ "lead", M("Board-level lead"), M("Reads and signs.") },
	{ "manager", M("Manager"), M("Works on records day to day.") },
	{ "reporter", M("Reporter"), M("Any member of staff. Reports what happened, and sees what became of it.") },
	{ "contributor", M("Contributor"), M("Adds evidence and answers for a standard or a branch.") },
	{ "auditor", M("Audit committee"), M("Reads, and changes nothing.") },
	{ "monitor", M("Provider monitoring lead"), M("For commissioners: reads what providers submit.") },
	{ "programme", M("National programme"), M("For the national body: runs rounds and publishes frameworks.") },
	{ "inspector", M("National inspector"), M("For the national body: reads, returns and assesses submissions.") });
const struct choice_list access_roles = { role_choices_c_, countof(role_choices_c_) };

SHAPE(access_role_shape, access_role,
	FIELD(struct access_role, membership, .label = M("Number")),
	FIELD(struct access_role, role, .label = M("Role")),
	FIELD(struct access_role, unit, .label = M("Branch")),
	FIELD(struct access_role, starts, .label = M("First day")),
	FIELD(struct access_role, ends, .label = M("Last day")),
	FIELD(struct access_role, live, .label = M("Holds it now")));
SHAPE(access_person_shape, access_person,
	FIELD(struct access_person, account, .label = M("Account")),
	FIELD(struct access_person, name, .label = M("Name"), .privacy = PRIV_IDENTITY),
	FIELD(struct access_person, email, .label = M("Email address"), .privacy = PRIV_IDENTITY),
	FIELD(struct access_person, roles, .label = M("Roles"), .max = 2000),
	FIELD(struct access_person, has_code, .label = M("Security codes are set up")),
	FIELD(struct access_person, closed, .label = M("Closed")));
SHAPE(access_list_shape, access_list, FIELD(struct access_list, people, .label = M("People"), .of = &access_person_shape));
SHAPE(access_view_shape, access_view,
	FIELD(struct access_view, account, .label = M("Account")),
	FIELD(struct access_view, name, .label = M("Name"), .privacy = PRIV_IDENTITY),
	FIELD(struct access_view, email, .label = M("Email address"), .privacy = PRIV_IDENTITY),
	FIELD(struct access_view, has_code, .label = M("Security codes are set up")),
	FIELD(struct access_view, closed, .label = M("Closed")),
	FIELD(struct access_view, elsewhere, .label = M("Has access to another organisation")),
	FIELD(struct access_view, roles, .label = M("Roles"), .of = &access_role_shape));
SHAPE(access_add_shape, access_add,
	FIELD(struct access_add, name, .label = M("Full name"), .must = true, .max = 200),
	FIELD(struct access_add, email, .label = M("Work email address"), .must = true, .max = 254),
	FIELD_CHOICE(struct access_add, role, role_choices, .label = M("Role"), .must = true),
	FIELD_REF(struct access_add, unit, "unit", .label = M("Branch"), .hint = M("Leave empty for the whole organisation.")),
	FIELD(struct access_add, starts, .label = M("First day"), .hint = M("Leave empty for today.")),
	FIELD(struct access_add, ends, .label = M("Last day"), .hint = M("Leave empty if there is none yet.")));
SHAPE(access_give_shape, access_give,
	FIELD_CHOICE(struct access_give, role, role_choices, .label = M("Role"), .must = true),
	FIELD_REF(struct access_give, unit, "unit", .label = M("Branch"), .hint = M("Leave empty for the whole organisation.")),
	FIELD(struct access_give, starts, .label = M("First day"), .hint = M("Leave empty for today.")),
	FIELD(struct access_give, ends, .label = M("Last day"), .hint = M("Leave empty if there is none yet.")));
SHAPE(access_added_shape, access_added,
	FIELD(struct access_added, account, .label = M("Account")),
	FIELD(struct access_added, one_time_password, .label = M("One-time password")));
SHAPE(access_take_shape, access_take, FIELD(struct access_take, membership, .label = M("Role"), .must = true));
SHAPE(access_secret_shape, access_secret,
	FIELD(struct access_secret, account, .label = M("Account")),
	FIELD(struct access_secret, one_time_password, .label = M("One-time password")));

/* ---- reading ---- */

static struct str
role_title(struct ctx *c, struct str role)
{
	int r = role_find(role);

	return r >= 0 ? lang_text(c->lang, c->mem, role_titles[r]) : role;
}

static struct str
role_and_branch(struct ctx *c, struct str role, struct str unit)
{
	struct str title = role_title(c, role);

	if (unit.n == 0)
		return title;
	return arena_printf(c->mem, "%.*s (%.*s)", (int)title.n, title.p, (int)unit.n, unit.p);
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct access_list *out = out_;
	struct access_people_row *rows;
	size_t n;

	(void)in;
	TRY(access_people(c->db, c->scope, c->mem, c->today, MOST + 1, &rows, &n));
	out->more = n > MOST;
	out->p = arena_array(c->mem, struct access_person, n + 1);
	for (size_t i = 0; i < n && i < MOST; i++) {
		struct str role = role_and_branch(c, rows[i].role, rows[i].unit_name);
		struct access_person *p = out->n > 0 ? &out->p[out->n - 1] : NULL;

		if (p != NULL && p->account == rows[i].id) {
			p->roles = arena_printf(c->mem, "%.*s, %.*s", (int)p->roles.n, p->roles.p, (int)role.n, role.p);
			continue;
		}
		out->p[out->n++] = (struct access_person){ rows[i].id, rows[i].name, rows[i].email, role,
			rows[i].totp_confirmed, !str_is(rows[i].status, "active") };
		touch(c, "account", rows[i].id);
	}
	out->people = (struct list){ out->p, out->n };
	return ST_OK;
}

const struct action access_list_action = { .name = "access.list", .title = M("People with access"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &access_list_shape, .load = list_load, .personal = true };

/* The person of c->id, where they hold or held a role that this administrator may see; nobody else exists here. */
static enum status
person_read(struct ctx *c, struct account *ret, struct access_of_person_row **ret_rows, size_t *ret_n)
{
	enum status st;

	TRY(access_of_person(c->db, c->scope, c->mem, c->id, ret_rows, ret_n));
	st = *ret_n > 0 ? account_read(c->app, c->db, c->mem, c->id, ret) : ST_NOT_FOUND;
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such person, or they have no access to this organisation."), NULL);
	return st;
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	struct access_view *v = out_;
	struct access_of_person_row *rows;
	struct account a;
	struct str note, head;

	(void)in;
	TRY(person_read(c, &a, &rows, &v->n_r));
	v->account = a.id;
	v->name = (struct personal){ a.name, PRIV_IDENTITY };
	v->email = (struct personal){ a.email, PRIV_IDENTITY };
	v->has_code = a.has_code;
	v->closed = !a.active;
	v->self = a.id == c->who->account;
	TRY(account_has_role_elsewhere(c, a.id, c->scope->org, &v->elsewhere));
	v->r = arena_array(c->mem, struct access_role, v->n_r + 1);
	for (size_t i = 0; i < v->n_r; i++)
		v->r[i] = (struct access_role){ rows[i].id, role_title(c, rows[i].role), rows[i].unit_name, rows[i].starts_on,
			rows[i].ends_on, rows[i].starts_on.day <= c->today.day && (rows[i].ends_on.day == 0 || rows[i].ends_on.day >= c->today.day) };
	v->roles = (struct list){ v->r, v->n_r };
	touch(c, "account", a.id);
	if (c->who->session == 0)
		return ST_OK;
	TRY(session_note(c, &note));
	head = arena_printf(c->mem, "password %lld\n", (long long)a.id);
	if (str_starts(note, head))
		v->one_time_password = (struct str){ note.p + head.n, note.n - head.n };
	return ST_OK;
}

const struct action access_view_action = { .name = "access.view", .title = M("Person with access"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &access_view_shape, .load = view_load, .personal = true };

/* ---- giving ---- */

enum status
access_units(struct ctx *c)
{
	const struct shape *s = c->action->in;
	struct form *f = page_form(c, s, NULL);
	struct option *o;
	size_t n;

	TRY(record_options(c, "unit", &o, &n));
	form_options(c, f, "unit", o, n);
	return ST_OK;
}

/* An administrator of a branch gives roles on that branch alone. */
static enum status
give_here(struct ctx *c, int64_t account, struct str role, int64_t unit, struct date starts, struct date ends)
{
	if (c->who->branch != 0 && unit != c->who->branch)
		return fail(c, ST_FORBIDDEN, M("You can give roles on your own branch only."), NULL);
	if (starts.day == 0)
		starts = c->today;
	return account_role_give(c, c->scope, account, role, unit, starts, ends);
}

static enum status
one_time_password(struct ctx *c, int64_t account, struct str password)
{
	if (c->who->session == 0)
		return ST_OK;
	return session_note_keep(c, c->who->session, arena_printf(c->mem, "password %lld\n%.*s", (long long)account,
	    (int)password.n, password.p));
}

static enum status
add_load(struct ctx *c, void *in_, void *out)
{
	struct access_add *in = in_;
	const char *problem = account_email_problem(in->email);

	(void)out;
	if (problem != NULL)
		field_error(c, "email", problem, in->email);
	return ST_OK;
}

static enum status
add_work(struct ctx *c, void *in_, void *out)
{
	struct access_add *in = in_;

	(void)out;
	in->initial = account_initial_password(c->mem);
	in->hashed = password_hash(c->mem, in->initial);
	return ST_OK;
}

static enum status
add_store(struct ctx *c, void *in_, void *out_)
{
	struct access_add *in = in_;
	struct access_added *out = out_;
	struct account a;
	enum status st = account_find(c->app, c->db, c->mem, in->email, &a);

	if (st == ST_OK && a.id == c->who->account)
		return fail(c, ST_FORBIDDEN, M("You cannot give roles to yourself. Ask another administrator."), NULL);
	if (st == ST_OK && !a.active)
		return fail(c, ST_INVALID, M("The account with this email address has been closed. Ask whoever runs this service."), NULL);
	if (st == ST_NOT_FOUND) {
		TRY(account_make(c, &(struct account_new){ .email = in->email, .name = in->name, .password_hashed = in->hashed,
		    .must_change = true }, &a.id));
		out->one_time_password = in->initial;
		TRY(one_time_password(c, a.id, in->initial));
		c->notice = lang_text(c->lang, c->mem, M("Account made"));
	} else if (st == ST_OK) {
		c->notice = lang_text(c->lang, c->mem, M("Access given. This person signs in as before"));
	} else {
		return st;
	}
	out->account = a.id;
	TRY(give_here(c, a.id, in->role, in->unit, in->starts, in->ends));
	c->goes_to = URL_ID(c->mem, "/access/{}", a.id).s;
	return ST_OK;
}

const struct action access_add_action = { .name = "access.add", .title = M("Give somebody access"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .fresh = true, .in = &access_add_shape, .out = &access_added_shape, .load = add_load,
	.work = add_work, .store = add_store };

static enum status
person_load(struct ctx *c, void *in, void *out)
{
	struct access_of_person_row *rows;
	struct account a;
	size_t n;

	(void)in, (void)out;
	return person_read(c, &a, &rows, &n);
}

static enum status
give_store(struct ctx *c, void *in_, void *out)
{
	struct access_give *in = in_;

	(void)out;
	if (c->id == c->who->account)
		return fail(c, ST_FORBIDDEN, M("You cannot give roles to yourself. Ask another administrator."), NULL);
	TRY(give_here(c, c->id, in->role, in->unit, in->starts, in->ends));
	c->goes_to = URL_ID(c->mem, "/access/{}", c->id).s;
	return ST_OK;
}

const struct action access_give_action = { .name = "access.give", .title = M("Give a role"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .fresh = true, .in = &access_give_shape, .load = person_load, .store = give_store };

static enum status
take_store(struct ctx *c, void *in_, void *out)
{
	struct access_take *in = in_;
	struct access_of_account_row row;
	enum status st = access_of_account(c->db, c->scope, c->mem, c->id, in->membership, &row);

	(void)out;
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such role."), NULL);
	TRY(st);
	TRY(account_role_take(c, c->scope, in->membership));
	c->goes_to = URL_ID(c->mem, "/access/{}", c->id).s;
	return ST_OK;
}

const struct action access_take_action = { .name = "access.take", .title = M("Take a role away"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .fresh = true, .in = &access_take_shape, .load = person_load, .store = take_store };

/* ---- the account itself ---- */

/* Whoever could reset an account could enter every organisation it belongs to. */
static enum status
only_here(struct ctx *c)
{
	struct access_of_person_row *rows;
	bool elsewhere, live = false;
	size_t n;

	if (c->id == c->who->account)
		return fail(c, ST_FORBIDDEN, M("You cannot do this to your own account. Ask another administrator."), NULL);
	TRY(access_of_person(c->db, c->scope, c->mem, c->id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		live = live || rows[i].ends_on.day == 0 || rows[i].ends_on.day >= c->today.day;
	TRY(account_has_role_elsewhere(c, c->id, c->scope->org, &elsewhere));
	if (!live || elsewhere || c->who->branch != 0)
		return fail(c, ST_FORBIDDEN, M("This account is used outside of what you administer. Ask whoever runs this service."), NULL);
	return ST_OK;
}

static enum status
reset_store(struct ctx *c, void *in, void *out)
{
	(void)in, (void)out;
	TRY(only_here(c));
	TRY(account_code_reset(c, c->id));
	TRY(account_sessions_end(c, c->id, 0));
	c->goes_to = URL_ID(c->mem, "/access/{}", c->id).s;
	return ST_OK;
}

const struct action access_reset_code_action = { .name = "access.reset_code", .title = M("Set up security codes anew"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .fresh = true, .load = person_load, .store = reset_store };

static enum status
secret_work(struct ctx *c, void *in, void *out_)
{
	struct access_secret *out = out_;

	(void)in;
	out->one_time_password = account_initial_password(c->mem);
	out->hashed = password_hash(c->mem, out->one_time_password);
	return ST_OK;
}

static enum status
secret_store(struct ctx *c, void *in, void *out_)
{
	struct access_secret *out = out_;

	(void)in;
	TRY(only_here(c));
	out->account = c->id;
	TRY(account_password_store(c, c->id, out->hashed, true));
	TRY(account_sessions_end(c, c->id, 0));
	c->goes_to = URL_ID(c->mem, "/access/{}", c->id).s;
	return one_time_password(c, c->id, out->one_time_password);
}

const struct action access_new_password_action = { .name = "access.new_password", .title = M("Give a one-time password"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .fresh = true, .out = &access_secret_shape, .load = person_load,
	.work = secret_work, .store = secret_store };

static enum status
close_store(struct ctx *c, void *in, void *out)
{
	bool last;

	(void)in, (void)out;
	TRY(only_here(c));
	TRY(account_is_last_administrator(c, c->scope->org, c->id, &last));
	if (last)
		return fail(c, ST_CONFLICT, M("This is the last administrator of the organisation. Give somebody else that role first."), NULL);
	TRY(account_close(c, c->id));
	c->goes_to = URL(c->mem, "/access").s;
	return ST_OK;
}

const struct action access_close_action = { .name = "access.close", .title = M("Close an account"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .fresh = true, .load = person_load, .store = close_store };

static enum status
seen_store(struct ctx *c, void *in, void *out)
{
	(void)in, (void)out;
	c->goes_to = URL_ID(c->mem, "/access/{}", c->id).s;
	return session_note_drop(c);
}

const struct action access_seen_action = { .name = "access.seen", .title = M("I have passed the password on"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .load = person_load, .store = seen_store };
