/* SPDX-License-Identifier: MIT */
#include "app/circle.h"
#include <string.h>
#include "app/account.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/app.h"

enum status
circle_make(struct ctx *c, const char *kind, int64_t record, int64_t *ret_circle)
{
	int64_t id = id_new();

	TRY(circle_insert(c->db, c->scope, id, str_c(kind), record, c->now, NULL));
	TRY(circle_member_add(c->db, c->scope, id, c->who->account, c->now, NULL));
	*ret_circle = id;
	return ST_OK;
}

static bool
is_barred(struct ctx *c, int64_t record, int64_t account)
{
	struct barred_is_row r;

	return barred_is(c->db, c->scope, c->mem, record, account, &r) != ST_OK || r.n > 0;
}

enum status
circle_add(struct ctx *c, int64_t circle, int64_t record, int64_t account)
{
	uint64_t roles;
	int64_t person;
	struct place *p;
	size_t n;
	bool here = false;

	TRY(account_places(c->db, c->mem, account, c->today, &p, &n));
	for (size_t i = 0; i < n; i++) {
		if (p[i].org != c->scope->org)
			continue;
		TRY(account_roles(c->db, c->mem, account, p[i].org, p[i].unit, c->today, &roles, &person));
		here = here || roles != 0;
	}
	if (!here)
		return fail(c, ST_INVALID, M("This person has no role in your organisation."), NULL);
	if (is_barred(c, record, account))
		return fail(c, ST_INVALID, M("This person is named in the record or has a conflict of interest, and may not see it."), NULL);
	return circle_member_add(c->db, c->scope, circle, account, c->now, NULL);
}

enum status
circle_remove(struct ctx *c, int64_t circle, int64_t account)
{
	struct circle_member_list_row *r;
	size_t n;

	TRY(circle_member_list(c->db, c->scope, c->mem, circle, &r, &n));
	if (n == 1 && r[0].account == account)
		return fail(c, ST_INVALID, M("This is the last person who can see the record. Add somebody else first."), NULL);
	return circle_member_drop(c->db, c->scope, circle, account, NULL);
}

enum status
circle_people(struct ctx *c, int64_t circle, struct circle_person **ret, size_t *ret_n)
{
	struct circle_member_list_row *r;

	TRY(circle_member_list(c->db, c->scope, c->mem, circle, &r, ret_n));
	*ret = arena_array(c->mem, struct circle_person, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct circle_person){ r[i].account, r[i].name, r[i].since };
	return ST_OK;
}

bool
circle_has(struct ctx *c, int64_t circle, int64_t account)
{
	struct circle_member_is_row r;

	return circle != 0 && circle_member_is(c->db, c->scope, c->mem, circle, account, &r) == ST_OK;
}

/* The records that tell of this one. */
static enum status
followers(struct ctx *c, int64_t record, struct barred_with_list_row **ret, size_t *ret_n)
{
	return barred_with_list(c->db, c->scope, c->mem, record, ret, ret_n);
}

enum status
bar_set(struct ctx *c, int64_t record, int64_t account, const char *why, int64_t source)
{
	struct barred_with_list_row *f;
	size_t n;

	TRY(barred_put(c->db, c->scope, account, record, str_c(why), source, c->now, NULL));
	TRY(followers(c, record, &f, &n));
	for (size_t i = 0; i < n; i++)
		TRY(barred_put(c->db, c->scope, account, f[i].follower, str_c(why), source, c->now, NULL));
	return ST_OK;
}

enum status
bar_clear(struct ctx *c, int64_t record, int64_t source)
{
	struct barred_with_list_row *f;
	size_t n;

	TRY(barred_drop(c->db, c->scope, record, source, NULL));
	TRY(followers(c, record, &f, &n));
	for (size_t i = 0; i < n; i++)
		TRY(barred_drop(c->db, c->scope, f[i].follower, source, NULL));
	return ST_OK;
}

/* What bars people from record no longer bars them from follower; account 0: all of them. */
static enum status
bars_drop(struct ctx *c, int64_t record, int64_t follower, int64_t account)
{
	struct barred_list_row *r;
	size_t n;

	TRY(barred_list(c->db, c->scope, c->mem, record, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (account == 0 || r[i].account == account)
			TRY(barred_drop_one(c->db, c->scope, r[i].account, follower, r[i].source, NULL));
	return ST_OK;
}

enum status
bar_lift(struct ctx *c, int64_t record, int64_t account)
{
	struct barred_with_list_row *f;
	size_t n;

	TRY(followers(c, record, &f, &n));
	for (size_t i = 0; i < n; i++)
		TRY(bars_drop(c, record, f[i].follower, account));
	return barred_lift(c->db, c->scope, record, account, NULL);
}

enum status
bar_share(struct ctx *c, int64_t record, int64_t follower)
{
	struct barred_list_row *r;
	size_t n;

	TRY(barred_with_put(c->db, c->scope, record, follower, NULL));
	TRY(barred_list(c->db, c->scope, c->mem, record, &r, &n));
	for (size_t i = 0; i < n; i++)
		TRY(barred_put(c->db, c->scope, r[i].account, follower, r[i].why, r[i].source, c->now, NULL));
	return ST_OK;
}

enum status
bar_unshare(struct ctx *c, int64_t record, int64_t follower)
{
	TRY(bars_drop(c, record, follower, 0));
	return barred_with_drop(c->db, c->scope, record, follower, NULL);
}

enum status
bar_by_name(struct ctx *c, int64_t record, struct str name, int64_t source)
{
	struct account_by_name_row *r;
	size_t n;

	if (name.n == 0)
		return ST_OK;
	TRY(account_by_name(c->db, c->scope, c->mem, text_sort(c->mem, name), &r, &n));
	for (size_t i = 0; i < n; i++)
		TRY(bar_set(c, record, r[i].id, "alleged", source));
	return ST_OK;
}

enum status
barred_people(struct ctx *c, int64_t record, struct barred_person **ret, size_t *ret_n)
{
	struct barred_list_row *r;
	size_t n;

	*ret_n = 0;
	TRY(barred_list(c->db, c->scope, c->mem, record, &r, &n));
	*ret = arena_array(c->mem, struct barred_person, n + 1);
	for (size_t i = 0; i < n; i++)
		if (*ret_n == 0 || (*ret)[*ret_n - 1].account != r[i].account)
			(*ret)[(*ret_n)++] = (struct barred_person){ r[i].account, r[i].name, r[i].why };
	return ST_OK;
}

static int64_t
id_at(const void *rec, size_t at)
{
	int64_t id;

	memcpy(&id, (const char *)rec + at, sizeof id);
	return id;
}

enum status
circle_note(struct ctx *c, const struct record_type *t, const void *before, const void *after)
{
	const struct record_ops *o = t->ops;

	if (!o->has_circle)
		return ST_OK;
	int64_t was = before != NULL ? id_at(before, o->at_circle) : 0, is = id_at(after, o->at_circle), id = id_at(after, o->at_id);
	if (was == is)
		return ST_OK;
	return is != 0 ? guarded_put(c->db, c->scope, id, is, NULL) : guarded_drop(c->db, c->scope, id, NULL);
}

static bool
holds(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

enum status
circle_hidden(struct ctx *c, const int64_t *records, size_t n, int64_t **ret, size_t *ret_n)
{
	struct hidden_from_row *r;
	int64_t least = INT64_MAX, most = 0;
	size_t found;

	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		least = records[i] < least ? records[i] : least;
		most = records[i] > most ? records[i] : most;
	}
	if (n == 0)
		return ST_OK;
	TRY(hidden_from(c->db, c->scope, c->mem, least, most, &r, &found));
	*ret = arena_array(c->mem, int64_t, found + 1);
	for (size_t i = 0; i < found; i++)
		if (holds(records, n, r[i].record))
			(*ret)[(*ret_n)++] = r[i].record;
	return ST_OK;
}
