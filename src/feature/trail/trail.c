/* SPDX-License-Identifier: MIT */
/* SEC-4 and SEC-1: who did what here, and what each role may do, for those who watch over it. */
#include "feature/trail/trail.h"
#include <string.h>
#include "app/access.h"
#include "app/registry.h"
#include "app/trail_read.h"
#include "base/time.h"
#include "tpl/feature/trail/rights.h"
#include "tpl/feature/trail/trail.h"

#define ROWS 50

struct trail_in { struct when before; };
struct entry_out { struct when at; struct personal who; struct str action, face, outcome, kind, records; };
struct trail_out { struct list items; struct str next; };
SHAPE(trail_in_shape, trail_in, FIELD(struct trail_in, before, .label = M("Before")));
SHAPE(entry_shape, entry_out, FIELD(struct entry_out, at, .label = M("When")),
    FIELD(struct entry_out, who, .label = M("Who"), .privacy = PRIV_IDENTITY), FIELD(struct entry_out, action, .label = M("What")),
    FIELD(struct entry_out, face, .label = M("How")), FIELD(struct entry_out, outcome, .label = M("Outcome")),
    FIELD(struct entry_out, kind, .label = M("Kind of record")), FIELD(struct entry_out, records, .label = M("Records"), .max = 4000));
SHAPE(trail_out_shape, trail_out, FIELD(struct trail_out, items, .label = M("Entries"), .of = &entry_shape),
    FIELD(struct trail_out, next, .label = M("Next")));

static int64_t
words_count(struct str s)
{
	int64_t n = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

static enum status
trail_load(struct ctx *c, void *in_, void *out_)
{
	const struct trail_in *in = in_;
	struct trail_out *out = out_;
	struct trail_view *v = arena_new(c->mem, struct trail_view);
	struct trail_entry *e;
	size_t n;

	TRY(trail_read(c, in->before.ms != 0 ? in->before : (struct when){ INT64_MAX }, ROWS + 1, &e, &n));
	size_t shown = n > ROWS ? ROWS : n;
	struct trail_row *rows = arena_array(c->mem, struct trail_row, shown + 1);
	struct entry_out *items = arena_array(c->mem, struct entry_out, shown + 1);
	for (size_t i = 0; i < shown; i++) {
		const struct action *a = action_find(e[i].action);
		const struct record_type *t = record_type_find(e[i].kind);
		items[i] = (struct entry_out){ e[i].at, e[i].who, e[i].action, e[i].face, e[i].outcome, e[i].kind, e[i].records };
		rows[i] = (struct trail_row){ .when = when_long(c->mem, e[i].at),
			.who = e[i].who.text.n > 0 ? personal_shown(e[i].who, c->sight) : lang_text(c->lang, c->mem, M("The system")),
			.what = a != NULL && a->title[0] != 0 ? lang_text(c->lang, c->mem, a->title) : e[i].action, .outcome = e[i].outcome,
			.face = e[i].face, .kind = t != NULL ? lang_text(c->lang, c->mem, t->one) : e[i].kind, .n = words_count(e[i].records) };
	}
	*v = (struct trail_view){ .rows = rows, .n = shown };
	out->next = n > ROWS ? when_iso(c->mem, e[ROWS - 1].at) : S("");
	if (n > ROWS)
		v->older = url_with(c->mem, URL(c->mem, "/trail"), "before", out->next);
	out->items = (struct list){ items, shown };
	c->data = v;
	return ST_OK;
}

static void
trail_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	trail_trail_html(o, c->data);
}

struct right_out { struct str action, roles; };
struct rights_out { struct list items; };
SHAPE(right_shape, right_out, FIELD(struct right_out, action, .label = M("Action")), FIELD(struct right_out, roles, .label = M("Roles")));
SHAPE(rights_out_shape, rights_out, FIELD(struct rights_out, items, .label = M("Rights"), .of = &right_shape));

static struct str
role_words(struct arena *a, uint64_t roles)
{
	struct str s = S("");

	for (int r = 0; r < ROLE__MAX; r++)
		if (roles >> r & 1)
			s = arena_printf(a, "%.*s%s%s", (int)s.n, s.p, s.n > 0 ? " " : "", role_names[r]);
	return s;
}

static enum status
rights_load(struct ctx *c, void *in, void *out_)
{
	const struct registry *reg = registry();
	struct rights_out *out = out_;
	struct rights_view *v = arena_new(c->mem, struct rights_view);
	struct right_out *items = arena_array(c->mem, struct right_out, reg->n_actions + 1);
	struct right_role *roles = arena_array(c->mem, struct right_role, ROLE__MAX);
	struct right_group *groups = arena_array(c->mem, struct right_group, feature_count + 1);
	size_t n = 0;

	(void)in;
	for (int r = 0; r < ROLE__MAX; r++)
		roles[r].title = lang_text(c->lang, c->mem, role_titles[r]);
	for (size_t f = 0; f < feature_count; f++) {
		struct right_row *rows = arena_array(c->mem, struct right_row, reg->n_actions + 1);
		size_t k = 0;
		for (size_t i = 0; i < reg->n_actions; i++) {
			const struct known_action *a = &reg->actions[i];
			if (a->feature != features[f] || a->action->access != ACCESS_ROLE)
				continue;
			struct right_cell *cells = arena_array(c->mem, struct right_cell, ROLE__MAX);
			for (int r = 0; r < ROLE__MAX; r++)
				cells[r].yes = a->roles >> r & 1;
			rows[k++] = (struct right_row){ lang_text(c->lang, c->mem, a->action->title), str_c(a->action->name), cells };
			items[n++] = (struct right_out){ str_c(a->action->name), role_words(c->mem, a->roles) };
		}
		if (k > 0)
			groups[v->n++] = (struct right_group){ str_c(features[f]->name), rows, k };
	}
	v->roles = roles;
	v->n_roles = ROLE__MAX;
	v->groups = groups;
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

static void
rights_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	trail_rights_html(o, c->data);
}

static const struct action trail_list = { .name = "trail.list", .title = M("Audit trail"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &trail_in_shape, .out = &trail_out_shape, .load = trail_load, .personal = true };
static const struct action trail_rights = { .name = "trail.rights", .title = M("What each role may do"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &rights_out_shape, .load = rights_load };
static const struct action *const actions[] = { &trail_list, &trail_rights, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/trail", .action = &trail_list, .html = trail_page, .title = M("Audit trail"), .wide = true },
	{ .method = GET, .path = "/rights", .action = &trail_rights, .html = rights_page, .title = M("What each role may do"), .wide = true },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Audit trail"), "/trail", 95, "trail.list" }, { NULL, NULL, 0, NULL } };
const struct feature trail_feature = { .name = "trail", .actions = actions, .pages = pages, .nav = nav };
