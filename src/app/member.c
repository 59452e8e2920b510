/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/access.h"
#include "app/account.h"
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "sql/app.h"

enum status
account_places(struct db *db, struct arena *a, int64_t account, struct date day, struct place **ret, size_t *ret_n)
{
	struct membership_places_row *rows;
	struct place *p;
	size_t n, out = 0;

	TRY(membership_places(db, a, account, day, &rows, &n));
	p = arena_array(a, struct place, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool there = false;
		for (size_t k = 0; k < out; k++)
			there = there || (p[k].org == rows[i].org && p[k].unit == rows[i].unit);
		if (!there)
			p[out++] = (struct place){ rows[i].org, rows[i].unit, rows[i].org_name, rows[i].org_kind, rows[i].unit_name };
	}
	*ret = p;
	*ret_n = out;
	return ST_OK;
}

enum status
account_roles(struct db *db, struct arena *a, int64_t account, int64_t org, int64_t unit, struct date day,
    uint64_t *ret_roles, int64_t *ret_person)
{
	struct membership_roles_row *rows;
	size_t n;

	*ret_roles = 0;
	*ret_person = 0;
	TRY(membership_roles(db, a, account, org, day, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		int r = role_find(rows[i].role);
		if (rows[i].unit != 0 && rows[i].unit != unit)
			continue;
		/* A grant is no role that somebody holds. */
		if (r >= 0 && r != ROLE_GRANTEE)
			*ret_roles |= 1ull << r;
		if (rows[i].person != 0)
			*ret_person = rows[i].person;
	}
	return ST_OK;
}

/* Two roles belong to the national body, one to commissioners. */
static bool
role_fits(struct str role, struct str kind)
{
	switch (role_find(role)) {
	case ROLE_PROGRAMME:
	case ROLE_INSPECTOR:
		return str_is(kind, "national");
	case ROLE_MONITOR:
		return str_is(kind, "commissioner") || str_is(kind, "national");
	case ROLE_GRANTEE:
	case -1:
		return false;
	default:
		return true;
	}
}

enum status
account_role_give(struct ctx *c, const struct scope *scope, int64_t account, struct str role, int64_t unit,
    struct date starts, struct date ends)
{
	struct organisation_by_id_row org;
	int64_t n, id = id_new();

	TRY(organisation_by_id(c->db, c->mem, scope->org, &org));
	if (!role_fits(role, org.kind))
		return fail(c, ST_INVALID, M("The role {role} does not exist in this kind of organisation."), "role", role, NULL);
	if (ends.day != 0 && ends.day < starts.day)
		return fail(c, ST_INVALID, M("The last day must be the same as or after the first day."), NULL);
	TRY(membership_insert(c->db, scope, id, account, role, unit, 0, starts, ends, c->who->account, c->now, &n));
	audit_record(c, "membership", id);
	return ST_OK;
}

enum status
account_is_last_administrator(struct ctx *c, int64_t org, int64_t account, bool *ret)
{
	struct membership_administrators_row *rows;
	size_t n, own = 0;

	TRY(membership_administrators(c->db, c->mem, org, c->today, &rows, &n));
	for (size_t i = 0; i < n; i++)
		own += rows[i].account == account;
	*ret = own > 0 && own == n;
	return ST_OK;
}

enum status
account_role_take(struct ctx *c, const struct scope *scope, int64_t membership)
{
	struct membership_administrators_row *rows;
	size_t n;
	int64_t changed;

	TRY(membership_administrators(c->db, c->mem, scope->org, c->today, &rows, &n));
	if (n == 1 && rows[0].id == membership)
		return fail(c, ST_CONFLICT, M("This is the last administrator of the organisation. Give somebody else that role first."), NULL);
	TRY(membership_end(c->db, scope, membership, date_add_days(c->today, -1), c->who->account, &changed));
	if (changed == 0)
		return fail(c, ST_NOT_FOUND, M("There is no such role."), NULL);
	audit_record(c, "membership", membership);
	return ST_OK;
}

enum status
account_has_role_elsewhere(struct ctx *c, int64_t account, int64_t org, bool *ret)
{
	struct membership_elsewhere_row row;

	TRY(membership_elsewhere(c->db, c->mem, account, org, c->today, &row));
	*ret = row.n > 0;
	return ST_OK;
}

enum status
account_known_list(struct ctx *c, struct account_known **ret, size_t *ret_n)
{
	struct account_examples_row *rows;
	struct account_known *k;
	size_t n, out = 0;

	*ret_n = 0;
	if (!c->app->example)
		return fail(c, ST_NOT_FOUND, M("There are no example accounts here."), NULL);
	TRY(account_examples(c->db, c->mem, c->today, 500, &rows, &n));
	k = arena_array(c->mem, struct account_known, n + 1);
	for (size_t i = 0; i < n; i++) {
		int r = role_find(rows[i].role);
		struct str secret, role = r >= 0 ? lang_text(c->lang, c->mem, role_titles[r]) : rows[i].role;
		int64_t step = c->now.ms / 30000;

		if (i > 0 && rows[i].id == rows[i - 1].id && str_eq(rows[i].org_name, rows[i - 1].org_name)) {
			k[out - 1].roles = arena_printf(c->mem, "%.*s, %.*s", (int)k[out - 1].roles.n, k[out - 1].roles.p, (int)role.n, role.p);
			continue;
		}
		k[out] = (struct account_known){ .email = rows[i].email.text, .name = rows[i].name.text,
			.roles = arena_printf(c->mem, "%.*s: %.*s", (int)rows[i].org_name.n, rows[i].org_name.p, (int)role.n, role.p) };
		/* The next one counts too, so somebody may sign in again at once. */
		int64_t last = totp_last(rows[i].totp_step, c->now);
		step = last >= step ? last + 1 : step;
		if (step <= c->now.ms / 30000 + 1 && secret_unbox(c->mem, c->app->secret_key, rows[i].totp, &secret))
			k[out].code = totp_now(c->mem, secret, (struct when){ step * 30000 });
		out++;
	}
	*ret = k;
	*ret_n = out;
	return ST_OK;
}
