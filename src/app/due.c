/* SPDX-License-Identifier: MIT */
#include "app/due.h"
#include <stdlib.h>
#include <string.h>
#include "app/access.h"
#include "app/account.h"
#include "app/registry.h"
#include "base/clock.h"

#define DUE_MOST 200

void
due_add(struct ctx *c, struct due_list *l, struct due_item item)
{
	(void)c;
	if (l->n < l->room)
		l->items[l->n++] = item;
}

struct due_list
due_none(struct ctx *c)
{
	return (struct due_list){ .items = arena_array(c->mem, struct due_item, DUE_MOST), .room = DUE_MOST };
}

static int
sooner(const void *x, const void *y)
{
	const struct due_item *a = x, *b = y;
	int by_day = (a->due.day > b->due.day) - (a->due.day < b->due.day);

	return by_day != 0 ? by_day : str_cmp(a->to.s, b->to.s);
}

enum status
due_collect(struct ctx *c, struct due_list *ret)
{
	*ret = due_none(c);
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->due != NULL)
			TRY(features[i]->due(c, ret));
	qsort(ret->items, ret->n, sizeof *ret->items, sooner);
	return ST_OK;
}

static bool
has(const struct due_list *l, const struct due_item *x)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].due.day == x->due.day && str_eq(l->items[i].to.s, x->to.s) && strcmp(l->items[i].kind, x->kind) == 0)
			return true;
	return false;
}

/* Of one branch: what this person is shown, and somebody in no circle would be shown in the same place. */
static enum status
due_of_place(struct ctx *c, struct due_list *ret)
{
	struct due_list mine, plain;

	TRY(due_collect(c, &mine));
	struct scope_eyes eyes = scope_as_nobody(c);
	c->who = eyes.who;		/* the same roles: only the records are those that anybody may know of */
	enum status st = due_collect(c, &plain);
	scope_back(c, eyes);
	TRY(st);
	for (size_t i = 0; i < mine.n; i++)
		if (has(&plain, &mine.items[i]) && !has(ret, &mine.items[i]))
			due_add(c, ret, mine.items[i]);
	return ST_OK;
}

enum status
due_outside(struct ctx *c, int64_t org, int64_t account, struct due_list *ret, bool *ret_acts)
{
	struct scope_eyes was = { c->who, c->scope };
	struct account a;
	struct place *p;
	size_t n;

	*ret_acts = false;
	*ret = due_none(c);
	enum status st = account_read(c->app, c->db, c->mem, account, &a);
	if (st == ST_NOT_FOUND || (st == ST_OK && !a.active))
		return ST_OK;
	TRY(st);
	TRY(account_places(c->db, c->mem, account, c->today, &p, &n));
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		struct who *w = arena_new(c->mem, struct who);
		if (p[i].org != org)
			continue;
		*w = (struct who){ .account = account, .name = a.name, .email = a.email, .org = org, .org_name = p[i].org_name, .org_kind = p[i].org_kind,
			.branch = p[i].unit, .home_org = org, .example = c->app->example };
		TRY(account_roles(c->db, c->mem, account, org, p[i].unit, c->today, &w->roles, &w->person));
		*ret_acts = *ret_acts || w->roles != 0;
		c->who = w;
		c->scope = scope_for(c->mem, w);
		st = due_of_place(c, ret);
		scope_back(c, was);
	}
	qsort(ret->items, ret->n, sizeof *ret->items, sooner);
	return st;
}

/* May this person open the page that the thing leads to? */
static bool
opens(struct ctx *c, const struct who *who, struct url to)
{
	struct str query, path = str_cut(to.s, '?', &query);
	struct pair *pairs;
	size_t n;
	bool other;
	const struct known_page *p = registry_page(c->mem, GET, path, &pairs, &n, &other);

	return p != NULL && may_who(who, p->page->action);
}

enum status
due_of_member(struct ctx *c, int64_t account, int64_t unit, struct due_list *ret)
{
	struct scope_eyes was = { c->who, c->scope };
	struct who theirs = *c->who, ours;
	struct due_list due, seen;

	theirs.account = account;
	theirs.branch = unit;
	theirs.session = 0;
	theirs.only = (struct str){ NULL, 0 };
	TRY(account_roles(c->db, c->mem, account, was.who->org, unit, c->today, &theirs.roles, &theirs.person));
	struct who *w = arena_new(c->mem, struct who);
	*w = theirs;
	c->who = w;
	c->scope = scope_for(c->mem, w);
	enum status st = due_collect(c, &due);
	scope_back(c, was);
	TRY(st);
	/* The same question with the viewer's own eyes: another branch, a circle or a bar takes a record away. */
	ours = theirs;
	ours.account = was.who->account;
	w = arena_new(c->mem, struct who);
	*w = ours;
	c->who = w;
	st = due_collect(c, &seen);
	scope_back(c, was);
	TRY(st);
	for (size_t i = 0; i < due.n; i++)
		if (has(&seen, &due.items[i]) && !has(ret, &due.items[i]) && opens(c, was.who, due.items[i].to))
			due_add(c, ret, due.items[i]);
	qsort(ret->items, ret->n, sizeof *ret->items, sooner);
	return ST_OK;
}

struct str
due_words(struct ctx *c, struct date due)
{
	int days = due.day - c->today.day;
	struct str n = arena_printf(c->mem, "%d", days < 0 ? -days : days);
	static const char *const in_days[6] = { [1] = M("in 1 day"), [5] = M("in {n} days") };
	static const char *const late_days[6] = { [1] = M("1 day late"), [5] = M("{n} days late") };

	if (days == 0)
		return lang_text(c->lang, c->mem, M("due today"));
	struct str s = lang_plural(c->lang, c->mem, days < 0 ? -days : days, days < 0 ? late_days : in_days);
	return lang_format(c->lang, c->mem, str_z(c->mem, s), (struct msg_arg[]){ { "n", n } }, 1);
}
