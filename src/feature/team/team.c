/* SPDX-License-Identifier: MIT */
#include "feature/team/own.h"
#include <string.h>
#include "app/due.h"
#include "base/ids.h"
#include "sql/team.h"
#include "tpl/feature/team/team.h"

/* Each person is asked for in every folder, so a page holds few. */
#define PEOPLE 25
#define KINDS 24

SHAPE(team_after_shape, team_after, FIELD(struct team_after, after, .label = M("After")));
SHAPE(team_line_shape, team_line, FIELD(struct team_line, account, .label = M("Account")),
	FIELD(struct team_line, name, .label = M("Name"), .privacy = PRIV_IDENTITY), FIELD(struct team_line, kind, .label = M("Kind")),
	FIELD(struct team_line, due, .label = M("Due")), FIELD(struct team_line, late, .label = M("Late")));
SHAPE(team_list_shape, team_list, FIELD(struct team_list, lines, .label = M("What is due"), .of = &team_line_shape));
SHAPE(team_item_shape, team_item, FIELD(struct team_item, title, .label = M("What")), FIELD(struct team_item, kind, .label = M("Kind")),
	FIELD(struct team_item, due, .label = M("Due")), FIELD(struct team_item, to, .label = M("Where")));
SHAPE(team_member_shape, team_member, FIELD(struct team_member, name, .label = M("Name"), .privacy = PRIV_IDENTITY),
	FIELD(struct team_member, items, .label = M("What is due"), .of = &team_item_shape));

/* *ret_there false: nobody whom the viewer may see acts by that account. */
static enum status
due_of(struct ctx *c, int64_t account, struct due_list *ret, bool *ret_there)
{
	struct team_places_row *r;
	size_t n;

	TRY(team_places(c->db, c->scope, c->mem, account, c->who->branch, c->today, &r, &n));
	*ret_there = n > 0;
	*ret = due_none(c);
	for (size_t i = 0; i < n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again = again || r[k].unit == r[i].unit;
		if (!again)
			TRY(due_of_member(c, account, r[i].unit, ret));
	}
	return ST_OK;
}

static void
count(struct ctx *c, const struct due_list *due, const struct team_people_row *p, struct team_list *v)
{
	size_t first = v->n;

	for (size_t i = 0; i < due->n; i++) {
		struct str kind = lang_text(c->lang, c->mem, due->items[i].kind);
		size_t at = first;
		while (at < v->n && !str_eq(v->l[at].kind, kind))
			at++;
		if (at == v->n && v->n - first == KINDS)
			continue;
		if (at == v->n)
			v->l[v->n++] = (struct team_line){ .account = p->id, .name = p->name, .kind = kind };
		v->l[at].due++;
		v->l[at].late += due->items[i].due.day < c->today.day;
	}
}

static enum status
list_load(struct ctx *c, void *in_, void *out)
{
	const struct team_after *in = in_;
	struct team_list *v = out;
	struct team_people_row *p;
	struct due_list due;
	bool there;
	size_t n;

	TRY(team_people(c->db, c->scope, c->mem, c->who->branch, c->today, in->after, PEOPLE + 1, &p, &n));
	v->l = arena_array(c->mem, struct team_line, PEOPLE * KINDS);
	for (size_t i = 0; i < n && i < PEOPLE; i++) {
		TRY(due_of(c, p[i].id, &due, &there));
		count(c, &due, &p[i], v);
	}
	if (n > PEOPLE)
		v->older = url_with(c->mem, URL(c->mem, "/team"), "after", id_text(c->mem, p[PEOPLE - 1].id));
	v->lines = (struct list){ v->l, v->n };
	return ST_OK;
}

static const struct action team_list_action = { .name = "team.list", .title = M("What is due from your team"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &team_after_shape, .out = &team_list_shape, .load = list_load, .personal = true };

static void
list_page(struct html *o, struct ctx *c, const void *out)
{
	static const struct column columns[] = { { .label = M("Name") }, { .label = M("Kind") }, { .label = M("Due"), .numeric = true }, { .label = M("Late"), .numeric = true } };
	const struct team_list *v = out;
	struct cell *cells = arena_array(c->mem, struct cell, v->n * countof(columns) + 1);

	for (size_t i = 0; i < v->n; i++) {
		const struct team_line *l = &v->l[i];
		struct cell *x = &cells[i * countof(columns)];
		struct url to = URL_ID(c->mem, "/team/{}", l->account);
		x[0] = (struct cell){ .who = l->name };
		x[1] = (struct cell){ .text = l->kind };
		x[2] = (struct cell){ .text = id_text(c->mem, l->due), .to = to };
		x[3] = (struct cell){ .text = l->late > 0 ? id_text(c->mem, l->late) : S("0") };
	}
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	team_list_html(o, v, columns, cells);
}

static enum status
member_load(struct ctx *c, void *in, void *out)
{
	struct team_member *v = out;
	struct team_member_row r;
	struct due_list due;
	bool there;

	(void)in;
	TRY(team_member(c->db, c->mem, c->id, &r));
	TRY(due_of(c, c->id, &due, &there));
	if (!there)
		return ST_NOT_FOUND;
	struct team_shown *shown = arena_array(c->mem, struct team_shown, due.n + 1);
	struct team_item *items = arena_array(c->mem, struct team_item, due.n + 1);
	for (size_t i = 0; i < due.n; i++) {
		const struct due_item *d = &due.items[i];
		struct str kind = lang_text(c->lang, c->mem, d->kind);
		shown[i] = (struct team_shown){ d->title, kind, due_words(c, d->due), d->to, d->due.day < c->today.day };
		items[i] = (struct team_item){ d->title, kind, d->due, d->to.s };
	}
	*v = (struct team_member){ .name = r.name, .items = { items, due.n }, .shown = shown, .n = due.n };
	return ST_OK;
}

static const struct action team_view_action = { .name = "team.view", .title = M("What is due from one of your team"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &team_member_shape, .load = member_load, .personal = true };

static void
member_page(struct html *o, struct ctx *c, const void *out)
{
	const struct team_member *v = out;

	page_title(c, personal_shown(v->name, o->sight));
	page_crumb(c, lang_text(c->lang, c->mem, M("What is due from your team")), URL(c->mem, "/team"));
	team_member_html(o, v);
}

static const struct action *const actions[] = { &team_list_action, &team_view_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/team", .action = &team_list_action, .html = list_page, .title = M("What is due from your team"), .wide = true },
	{ .method = GET, .path = "/team/{id}", .action = &team_view_action, .html = member_page, .title = M("What is due from one of your team") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Your team"), "/team", 60, "team.list" }, { NULL, NULL, 0, NULL } };
const struct feature team_feature = { .name = "team", .actions = actions, .pages = pages, .nav = nav };
