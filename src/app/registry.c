/* SPDX-License-Identifier: MIT */
#include "app/registry.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "app/access.h"
#include "app/app.h"
#include "app/import.h"
#include "app/sheet.h"

static struct registry all;
static struct arena memory;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
by_name(const void *x, const void *y)
{
	const struct known_action *a = x, *b = y;

	return strcmp(a->action->name, b->action->name);
}

static void
add_action(const struct action *a, struct known_action from)
{
	from.action = a;
	all.actions[all.n_actions++] = from;
}

/* "/people/{id}" has "people". */
static struct str
first_segment(struct str path)
{
	struct str rest;

	return str_cut((struct str){ path.p + (path.n > 0), path.n - (path.n > 0) }, '/', &rest);
}

static struct known_page
page_known(const struct page *p, const struct feature *f)
{
	return (struct known_page){ p, f, first_segment(str_c(p->path)) };
}

static int
by_first(struct str a, struct str b)
{
	int d = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return d != 0 ? d : (a.n > b.n) - (a.n < b.n);
}

/* An insertion sort keeps what came first where it was; it runs once, over some hundreds. */
static void
pages_sort(void)
{
	for (size_t i = 1; i < all.n_pages; i++) {
		struct known_page p = all.pages[i];
		size_t k = i;
		for (; k > 0 && by_first(all.pages[k - 1].first, p.first) > 0; k--)
			all.pages[k] = all.pages[k - 1];
		all.pages[k] = p;
	}
}

static struct known_action *
find(const char *name)
{
	struct known_action key = { .action = &(struct action){ .name = name } };

	return bsearch(&key, all.actions, all.n_actions, sizeof key, by_name);
}

/* Beside each list its export: "round.list" has "round.export", "contract.held" has "contract.held_export".  Who may read the list may
 * take it along, unless roles.txt says who. */
static void
gather_sheets(void)
{
	size_t n_actions = all.n_actions, n_pages = all.n_pages;

	for (size_t i = 0; i < n_pages; i++) {
		const struct page *p = all.pages[i].page;
		struct known_action *k = find(p->action->name);
		struct str verb, kind = str_cut(str_c(p->action->name), '.', &verb);
		if (p->method != GET || p->form || (!str_is(verb, "list") && !p->action->sheet) || k == NULL || k->reg != NULL || k->sheet != NULL || strchr(p->path, '{') != NULL)
			continue;
		struct action *a = arena_new(&memory, struct action);
		struct page *made = arena_new(&memory, struct page);
		const char *name = str_z(&memory, arena_printf(&memory, "%.*s.%s%sexport", (int)kind.n, kind.p, str_is(verb, "list") ? "" : verb.p, str_is(verb, "list") ? "" : "_"));
		const struct known_action *there = find(name);
		if (there != NULL && there->reg != NULL && there->reg->sheets_only) {
			for (size_t j = 0; j < n_pages; j++)
				if (all.pages[j].page->action == there->action)
					k->sheet = all.pages[j].page;
			continue;
		}
		if (there != NULL)
			name = str_z(&memory, arena_printf(&memory, "%.*s.list_export", (int)kind.n, kind.p));
		if (!sheet_make(&memory, p->action, name, p->path, a, made))
			continue;
		k->sheet = made;
		all.actions[n_actions++] = (struct known_action){ .action = a, .feature = k->feature, .list = p->action };
		all.pages[all.n_pages++] = page_known(made, k->feature);
	}
	all.n_actions = n_actions;
	qsort(all.actions, all.n_actions, sizeof *all.actions, by_name);
	for (size_t i = 0; i < all.n_actions; i++)
		for (size_t k = 0; all.actions[i].reg != NULL && str_ends(str_c(all.actions[i].action->name), S(".list")) && k < all.n_pages; k++)
			if (all.pages[k].page->action->load == sheet_export_load && find(all.pages[k].page->action->name)->reg == all.actions[i].reg)
				all.actions[i].sheet = all.pages[k].page;
}

/* Bringing a file in is making and changing: who may do both may do it. */
static uint64_t
roles_of_import(const struct known_action *k)
{
	struct arena *a = &memory;
	struct str verb, kind = str_cut(str_c(k->action->name), '.', &verb);

	if (k->reg == NULL || (!str_is(verb, "import") && !str_is(verb, "accept") && !str_is(verb, "match")))
		return 0;
	const struct known_action *create = find(str_z(a, arena_printf(a, "%.*s.create", (int)kind.n, kind.p)));
	const struct known_action *edit = find(str_z(a, arena_printf(a, "%.*s.edit", (int)kind.n, kind.p)));
	return create != NULL && edit != NULL ? create->roles & edit->roles : 0;
}

/* Whoever may read a whole may read its parts; who may add one may change it. */
static uint64_t
roles_of_part(const struct known_action *k)
{
	if (k->part == NULL)
		return 0;
	const char *whole = k->part->whole->ops->kind;
	const struct known_action *like = find(str_z(&memory, arena_printf(&memory, "%s.%s", whole, k->action->mode == MODE_READ ? "view" : k->part->verb)));
	return like != NULL ? like->roles : 0;
}

static void
roles_give(void)
{
	for (size_t i = 0; i < role_grant_count; i++) {
		int r = role_find(str_c(role_grants[i].role));
		struct known_action *k = find(role_grants[i].action);
		if (k != NULL && r >= 0)
			k->roles |= 1ull << r;
	}
	for (size_t i = 0; i < all.n_actions; i++)
		if (all.actions[i].list != NULL && all.actions[i].roles == 0)
			all.actions[i].roles = find(all.actions[i].list->name)->roles;
	for (size_t i = 0; i < all.n_actions; i++)
		if (all.actions[i].roles == 0)
			all.actions[i].roles = roles_of_import(&all.actions[i]) | roles_of_part(&all.actions[i]);
}

/* What app/register.c, part.c or restrict.c made of one declaration. */
struct made { const struct action *actions[REGISTER_ACTIONS]; struct page *pages; size_t n, n_pages; };

static struct made
made_new(void)
{
	return (struct made){ .pages = arena_array(&memory, struct page, REGISTER_PAGES) };
}

static void
add_made(const struct made *m, struct known_action from, const struct record_type *t)
{
	for (size_t k = 0; k < m->n; k++)
		add_action(m->actions[k], from);
	for (size_t k = 0; k < m->n_pages; k++)
		all.pages[all.n_pages++] = page_known(&m->pages[k], from.feature);
	if (t != NULL)
		all.types[all.n_types++] = t;
}

static void
add_declared(const struct feature *f)
{
	for (const struct register_def *const *r = f->registers; r != NULL && *r != NULL; r++) {
		struct made m = made_new();
		register_make(&memory, *r, m.actions, &m.n, m.pages, &m.n_pages);
		add_made(&m, (struct known_action){ .feature = f, .reg = *r }, (*r)->sheets_only ? NULL : (*r)->type);
	}
	for (const struct part_def *const *d = f->parts; d != NULL && *d != NULL; d++) {
		struct made m = made_new();
		part_make(&memory, *d, m.actions, &m.n, m.pages, &m.n_pages);
		add_made(&m, (struct known_action){ .feature = f, .part = *d }, (*d)->type);
	}
	for (const struct restrict_def *const *d = f->restricts; d != NULL && *d != NULL; d++) {
		struct made m = made_new();
		restrict_make(&memory, *d, m.actions, &m.n, m.pages, &m.n_pages);
		add_made(&m, (struct known_action){ .feature = f, .restricted = *d }, NULL);
	}
}

static void
gather(void)
{
	size_t pages = 0, actions = 0, types = 1;

	if (!arena_open(&memory, 8u << 20))
		abort();
	for (size_t i = 0; i < feature_count; i++) {
		const struct feature *f = features[i];
		for (const struct action *const *a = f->actions; a != NULL && *a != NULL; a++)
			actions++;
		for (const struct page *p = f->pages; p != NULL && p->path != NULL; p++)
			pages++;
		for (const struct record_type *const *t = f->records; t != NULL && *t != NULL; t++)
			types++;
		for (const struct register_def *const *r = f->registers; r != NULL && *r != NULL; r++) {
			actions += REGISTER_ACTIONS;
			pages += REGISTER_PAGES;
			types++;
		}
		for (const struct part_def *const *d = f->parts; d != NULL && *d != NULL; d++) {
			actions += PART_ACTIONS;
			pages += PART_PAGES;
			types++;
		}
		for (const struct restrict_def *const *d = f->restricts; d != NULL && *d != NULL; d++) {
			actions += RESTRICT_ACTIONS;
			pages += RESTRICT_ACTIONS;
		}
	}
	/* Each page may be a list with an export. */
	all.actions = arena_array(&memory, struct known_action, actions + pages + 1);
	all.pages = arena_array(&memory, struct known_page, 2 * pages + 1);
	all.types = arena_array(&memory, const struct record_type *, types + 1);
	all.types[all.n_types++] = &import_map_record;
	for (size_t i = 0; i < feature_count; i++) {
		const struct feature *f = features[i];
		for (const struct action *const *a = f->actions; a != NULL && *a != NULL; a++)
			add_action(*a, (struct known_action){ .feature = f });
		for (const struct page *p = f->pages; p != NULL && p->path != NULL; p++)
			all.pages[all.n_pages++] = page_known(p, f);
		for (const struct record_type *const *t = f->records; t != NULL && *t != NULL; t++)
			all.types[all.n_types++] = *t;
		add_declared(f);
	}
	qsort(all.actions, all.n_actions, sizeof *all.actions, by_name);
	gather_sheets();
	pages_sort();
	roles_give();
}

const struct registry *
registry(void)
{
	pthread_once(&once, gather);
	return &all;
}

const struct known_action *
registry_action(struct str name)
{
	char z[100];

	if (name.n >= sizeof z)
		return NULL;
	memcpy(z, name.p, name.n);
	z[name.n] = 0;
	(void)registry();
	return find(z);
}

const struct action *
action_find(struct str name)
{
	const struct known_action *k = registry_action(name);

	return k != NULL ? k->action : NULL;
}

uint64_t
action_roles(const char *action)
{
	const struct known_action *k = registry_action(str_c(action));

	return k != NULL ? k->roles : 0;
}

const struct record_type *
record_type_find(struct str kind)
{
	const struct registry *r = registry();

	for (size_t i = 0; i < r->n_types; i++)
		if (str_is(kind, r->types[i]->ops->kind))
			return r->types[i];
	return NULL;
}

const char *
help_find(struct str topic, size_t *ret_n)
{
	for (size_t i = 0; i < help_topic_count; i++)
		if (str_is(topic, help_topics[i].name)) {
			*ret_n = help_topics[i].n;
			return help_topics[i].markdown;
		}
	return NULL;
}

/* "/agreements/{id}/edit" against "/agreements/42/edit", segment by segment. */
static bool
path_fits(struct arena *a, const char *pattern, struct str path, struct pair *pairs, size_t *n)
{
	struct str want = str_c(pattern), have = path;

	*n = 0;
	while (want.n > 0 && have.n > 0) {
		struct str w, h, rest_w, rest_h;
		if (want.p[0] != '/' || have.p[0] != '/')
			return false;
		w = str_cut((struct str){ want.p + 1, want.n - 1 }, '/', &rest_w);
		h = str_cut((struct str){ have.p + 1, have.n - 1 }, '/', &rest_h);
		if (w.n > 2 && w.p[0] == '{') {
			if (h.n == 0 || *n == 8)
				return false;
			pairs[(*n)++] = (struct pair){ .name = { w.p + 1, w.n - 2 }, .value = arena_copy(a, h) };
		} else if (!str_eq(w, h)) {
			return false;
		}
		want = (struct str){ w.p + w.n, (size_t)(want.p + want.n - (w.p + w.n)) };
		have = (struct str){ h.p + h.n, (size_t)(have.p + have.n - (h.p + h.n)) };
	}
	return want.n == 0 && have.n == 0;
}

const struct known_page *
registry_page(struct arena *a, enum method m, struct str path, struct pair **ret_pairs, size_t *ret_n, bool *ret_other)
{
	const struct registry *r = registry();
	struct pair *pairs = arena_array(a, struct pair, 8);
	const struct known_page *found = NULL;

	*ret_other = false;
	*ret_n = 0;
	*ret_pairs = pairs;
	/* A page without {x} goes before one with: "/people/new" before "/people/{id}". */
	struct str first = first_segment(path);
	size_t from = 0, to = r->n_pages;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (by_first(r->pages[mid].first, first) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	for (size_t i = from; i < r->n_pages && str_eq(r->pages[i].first, first); i++) {
		struct pair got[8];
		size_t n;
		if (!path_fits(a, r->pages[i].page->path, path, got, &n))
			continue;
		if (r->pages[i].page->method != m) {
			*ret_other = true;
			continue;
		}
		if (found == NULL || n < *ret_n) {
			found = &r->pages[i];
			memcpy(pairs, got, n * sizeof *got);
			*ret_n = n;
		}
	}
	return found;
}
