/* SPDX-License-Identifier: MIT */
/* The home page, what is due from this person, and the search box: loops over what the folders contribute. */
#include "feature/home/home.h"
#include <stdlib.h>
#include <string.h>
#include "app/due.h"
#include "app/search.h"
#include "base/clock.h"
#include "base/time.h"
#include "tpl/feature/home/due.h"
#include "tpl/feature/home/home.h"
#include "tpl/feature/home/search.h"

/* Parts of a smaller order stand above what is due. */
#define HOME_FIRST 20

struct due_out { struct list items; };
struct due_row { struct str title, kind; struct date due; struct str to; };
SHAPE(due_row_shape, due_row, FIELD(struct due_row, title, .label = M("What")), FIELD(struct due_row, kind, .label = M("Kind")),
    FIELD(struct due_row, due, .label = M("Due")), FIELD(struct due_row, to, .label = M("Where")));
SHAPE(due_out_shape, due_out, FIELD(struct due_out, items, .label = M("What is due"), .of = &due_row_shape));

static struct home_due *
due_shown(struct ctx *c, const struct due_list *l)
{
	struct home_due *d = arena_array(c->mem, struct home_due, l->n + 1);

	for (size_t i = 0; i < l->n; i++) {
		int days = l->items[i].due.day - c->today.day;
		d[i] = (struct home_due){ .title = l->items[i].title, .to = l->items[i].to,
			.kind = lang_text(c->lang, c->mem, l->items[i].kind), .late = days < 0, .when = due_words(c, l->items[i].due) };
	}
	return d;
}

static const struct action home_due;

static enum status
home_load(struct ctx *c, void *in, void *out_)
{
	struct due_out *out = out_;
	struct home_view *v = arena_new(c->mem, struct home_view);
	struct due_list due;
	const struct home_part *parts[32];
	size_t n = 0;

	(void)in;
	TRY(due_collect(c, &due));
	struct due_row *rows = arena_array(c->mem, struct due_row, due.n + 1);
	for (size_t i = 0; i < due.n; i++)
		rows[i] = (struct due_row){ due.items[i].title, lang_text(c->lang, c->mem, due.items[i].kind), due.items[i].due, due.items[i].to.s };
	out->items = (struct list){ rows, due.n };
	if (c->face != FACE_PAGE)
		return ST_OK;
	v->due = due_shown(c, &due);
	v->n_due_all = due.n;
	v->n_due = due.n > 8 ? 8 : due.n;
	v->more_due = due.n > 8;
	c->data = v;
	if (c->action == &home_due)
		return ST_OK;
	for (size_t i = 0; i < feature_count; i++)
		for (const struct home_part *p = features[i]->home; p != NULL && p->load != NULL; p++)
			if (n < countof(parts) && (p->action == NULL || may(c, p->action)))
				parts[n++] = p;
	for (size_t i = 1; i < n; i++)		/* few: by order, insertion */
		for (size_t k = i; k > 0 && parts[k - 1]->order > parts[k]->order; k--) {
			const struct home_part *x = parts[k];
			parts[k] = parts[k - 1];
			parts[k - 1] = x;
		}
	struct home_block *blocks = arena_array(c->mem, struct home_block, n + 1), *first = arena_array(c->mem, struct home_block, n + 1);
	for (size_t i = 0; i < n; i++) {
		void *data = NULL;
		TRY(parts[i]->load(c, &data));
		if (data == NULL)
			continue;
		*(parts[i]->order < HOME_FIRST ? &first[v->n_first++] : &blocks[v->n_blocks++]) = (struct home_block){ parts[i]->html, data };
	}
	v->blocks = blocks;
	v->first = first;
	v->greeting = c->who->org_name;
	return ST_OK;
}

static void
home_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	home_home_html(o, c, c->data);
}

static void
due_page(struct html *o, struct ctx *c, const void *out)
{
	struct home_view *v = c->data;

	(void)out;
	v->n_due = v->n_due_all;
	home_due_html(o, v);
}

struct search_in { struct str q; };
struct hit_out { struct str kind, id, title, to; };
struct search_out { struct list items; };
SHAPE(search_in_shape, search_in, FIELD(struct search_in, q, .label = M("Search"), .max = 200));
SHAPE(hit_shape, hit_out, FIELD(struct hit_out, kind, .label = M("Kind")), FIELD(struct hit_out, id, .label = M("Id")),
    FIELD(struct hit_out, title, .label = M("Title")), FIELD(struct hit_out, to, .label = M("Where")));
SHAPE(search_out_shape, search_out, FIELD(struct search_out, items, .label = M("Found"), .of = &hit_shape));

static enum status
search_load(struct ctx *c, void *in_, void *out_)
{
	const struct search_in *in = in_;
	struct search_out *out = out_;
	struct search_view *v = arena_new(c->mem, struct search_view);
	struct search_hit *h;
	size_t n;

	TRY(search_query(c, in->q, 50, &h, &n));
	struct search_row *rows = arena_array(c->mem, struct search_row, n + 1);
	struct hit_out *hits = arena_array(c->mem, struct hit_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct search_row){ h[i].title, lang_text(c->lang, c->mem, h[i].type->one), when_long(c->mem, h[i].at), h[i].to };
		hits[i] = (struct hit_out){ str_c(h[i].type->ops->kind), arena_printf(c->mem, "%lld", (long long)h[i].id), h[i].title, h[i].to.s };
	}
	out->items = (struct list){ hits, n };
	*v = (struct search_view){ .query = in->q, .rows = rows, .n = n, .asked = in->q.n > 0,
		.count = n == 1 ? lang_text(c->lang, c->mem, M("1 result"))
		    : lang_format(c->lang, c->mem, M("{n} results"), (struct msg_arg[]){ { "n", arena_printf(c->mem, "%zu", n) } }, 1) };
	c->data = v;
	return ST_OK;
}

static void
search_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	home_search_html(o, c->data);
}

static const struct action home_view = { .name = "home.view", .title = M("Home"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .out = &due_out_shape, .load = home_load };
static const struct action home_due = { .name = "home.due", .title = M("What is due from me"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .out = &due_out_shape, .load = home_load };
static const struct action search_find = { .name = "home.search", .title = M("Search"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .in = &search_in_shape, .out = &search_out_shape, .load = search_load };

static const struct action *const actions[] = { &home_view, &home_due, &search_find, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/", .action = &home_view, .html = home_page, .title = M("Home"), .wide = true },
	{ .method = GET, .path = "/due", .action = &home_due, .html = due_page, .title = M("What is due from me") },
	{ .method = GET, .path = "/search", .action = &search_find, .html = search_page, .title = M("Search") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Home"), "/", 0, "home.view" }, { NULL, NULL, 0, NULL } };
const struct feature home_feature = { .name = "home", .actions = actions, .pages = pages, .nav = nav };
