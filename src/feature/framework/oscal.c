/* SPDX-License-Identifier: MIT */
/* STD-3: catalogs of OSCAL 1.1 that others wrote: groups, controls, enhancements, their parts and parameters. */
#include "feature/framework/oscal.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "feature/framework/source.h"

enum { MOST_DEPTH = 20, MOST_INSERTS = 200000 };

struct catalog {
	struct fw_reader *r;
	struct source *s;
	struct src_index params;	/* → const struct json_node */
	struct src_index ids;		/* of groups and controls → struct src_node, to see one that stands twice */
	struct src_index resources;	/* "#uuid" → struct resource */
	size_t room, room_params;
	int64_t withdrawn, with_params;
	int inserts;			/* parameters put in so far: they may name each other */
};
struct resource { const struct json_node *j; struct str id; };

/* ---- places and members ---- */

int
oscal_place(struct fw_reader *r, int up, const char *key, size_t i)
{
	struct oscal_paths *p = (struct oscal_paths *)(uintptr_t)r->where;
	struct str above = p->n > 0 ? p->at[up] : S("");

	if (p->n == p->room) {
		size_t room = p->room > 0 ? 2 * p->room : 256;
		struct str *at = arena_array(r->a, struct str, room);
		if (p->n > 0)
			memcpy(at, p->at, p->n * sizeof *at);
		*p = (struct oscal_paths){ at, p->n, room };
	}
	p->at[p->n] = i == SIZE_MAX ? arena_printf(r->a, "%.*s%s%s", (int)above.n, above.p, above.n > 0 ? "." : "", key)
	    : arena_printf(r->a, "%.*s%s%s[%zu]", (int)above.n, above.p, above.n > 0 ? "." : "", key, i);
	return (int)p->n++;
}

struct str
oscal_places(const struct fw_reader *r, int place)
{
	const struct oscal_paths *p = r->where;

	return place >= 0 && (size_t)place < p->n ? p->at[place] : S("the file");
}

enum status
oscal_list(struct fw_reader *r, const struct json_node *object, int place, const char *key, const struct json_node **ret)
{
	static const struct json_node none = { .type = JSON_ARRAY };
	const struct json_node *j = json_get(object, key);

	*ret = j != NULL ? j : &none;
	if ((*ret)->type != JSON_ARRAY)
		return fw_fail(r, place, "expected a list for '%s'", key);
	for (size_t i = 0; i < (*ret)->n; i++)
		if ((*ret)->items[i]->type != JSON_OBJECT)
			return fw_fail(r, oscal_place(r, place, key, i), "expected an object { }");
	return ST_OK;
}

struct str
oscal_prop(const struct json_node *object, const char *name, const char *ns)
{
	const struct json_node *list = json_get(object, "props");

	for (size_t i = 0; list != NULL && list->type == JSON_ARRAY && i < list->n; i++) {
		const struct json_node *p = list->items[i];
		struct str space = json_get_str(p, "ns");
		if (str_is(json_get_str(p, "name"), name) && (ns != NULL ? str_is(space, ns) : space.n == 0))
			return json_get_str(p, "value");
	}
	return (struct str){ NULL, 0 };
}

/* The number that people know it by: the plain label, not the one of a document of its own class. */
static struct str
label_of(const struct json_node *object)
{
	const struct json_node *list = json_get(object, "props");
	struct str any = { NULL, 0 };

	for (size_t i = 0; list != NULL && list->type == JSON_ARRAY && i < list->n; i++) {
		const struct json_node *p = list->items[i];
		if (!str_is(json_get_str(p, "name"), "label"))
			continue;
		if (json_get_str(p, "class").n == 0)
			return json_get_str(p, "value");
		if (any.n == 0)
			any = json_get_str(p, "value");
	}
	return any;
}

static void
index_add(struct fw_reader *r, struct src_index *x, size_t *room, struct str id, void *what)
{
	if (x->n == *room) {
		size_t more = *room > 0 ? 2 * *room : 256;
		struct src_entry *at = arena_array(r->a, struct src_entry, more);
		if (x->n > 0)
			memcpy(at, x->at, x->n * sizeof *at);
		x->at = at;
		*room = more;
	}
	x->at[x->n++] = (struct src_entry){ id, what };
}

/* ---- prose ---- */

/* What stands for a parameter: its value, the choice it gives, or its label, in brackets while it is not set. */
static void
param_put(struct catalog *k, struct buf *o, struct str id, int depth)
{
	const struct json_node *p = src_index_find(&k->params, id), *values = json_get(p, "values"), *select = json_get(p, "select");
	const struct json_node *choice = json_get(select, "choice");
	struct str label = json_get_str(p, "label");

	if (++k->inserts > MOST_INSERTS)
		return;
	if (values != NULL && values->type == JSON_ARRAY && values->n > 0) {
		for (size_t i = 0; i < values->n; i++) {
			buf_str(o, i > 0 ? S(", ") : S(""));
			buf_str(o, values->items[i]->s);
		}
		return;
	}
	buf_char(o, '[');
	if (choice != NULL && choice->type == JSON_ARRAY && choice->n > 0 && depth < 2) {
		buf_str(o, str_is(json_get_str(select, "how-many"), "one-or-more") ? S("one or more of: ") : S("one of: "));
		for (size_t i = 0; i < choice->n; i++) {
			buf_str(o, i > 0 ? S("; ") : S(""));
			struct str c = choice->items[i]->s;
			ptrdiff_t at;
			while ((at = str_find(c, S("{{"))) >= 0) {
				ptrdiff_t end = str_find(c, S("}}"));
				if (end < at)
					break;
				buf_str(o, (struct str){ c.p, (size_t)at });
				struct str in = { c.p + at + 2, (size_t)(end - at) - 2 }, name;
				(void)str_cut(in, ',', &name);
				param_put(k, o, str_trim(name), depth + 1);
				c = (struct str){ c.p + end + 2, c.n - (size_t)end - 2 };
			}
			buf_str(o, c);
		}
	} else {
		buf_str(o, label.n > 0 ? label : id);
	}
	buf_char(o, ']');
}

/* "{{ insert: param, ac-1_prm_1 }}" becomes what it stands for. */
static struct str
prose(struct catalog *k, struct str s)
{
	struct buf b;
	ptrdiff_t at;

	s = str_trim(s);
	if (str_find(s, S("{{")) < 0)
		return s;
	buf_init(&b, 1 << 20);
	while ((at = str_find(s, S("{{"))) >= 0) {
		struct str rest = { s.p + at + 2, s.n - (size_t)at - 2 }, name;
		ptrdiff_t end = str_find(rest, S("}}"));
		if (end < 0)
			break;
		buf_str(&b, (struct str){ s.p, (size_t)at });
		(void)str_cut((struct str){ rest.p, (size_t)end }, ',', &name);
		param_put(k, &b, str_trim(name), 0);
		s = (struct str){ rest.p + end + 2, rest.n - (size_t)end - 2 };
	}
	buf_str(&b, s);
	struct str r = arena_copy(k->r->a, buf_view(&b));
	buf_free(&b);
	return str_trim(r);
}

/* A part and those under it, one a line, each with its label, further in the deeper it lies. */
static void
part_text(struct catalog *k, struct buf *o, const struct json_node *part, int depth)
{
	struct str label = label_of(part), words = prose(k, json_get_str(part, "prose"));
	const struct json_node *parts = json_get(part, "parts");

	if (words.n > 0) {
		if (o->n > 0)
			buf_char(o, '\n');
		if (depth > 0 && label.n > 0) {
			buf_str(o, label);
			buf_char(o, ' ');
		}
		buf_str(o, words);
	}
	for (size_t i = 0; depth < MOST_DEPTH && parts != NULL && parts->type == JSON_ARRAY && i < parts->n; i++)
		part_text(k, o, parts->items[i], depth + 1);
}

static struct str
part_words(struct catalog *k, const struct json_node *part)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	part_text(k, &b, part, 0);
	struct str s = arena_copy(k->r->a, buf_view(&b));
	buf_free(&b);
	return s;
}

/* ---- a control ---- */

static struct str
sentence(struct arena *a, struct str s)
{
	static const char *const ends[] = { "; and", "; or", ";", "," };

	s = str_trim(s);
	for (size_t i = 0; i < countof(ends); i++)
		if (str_ends(s, str_c(ends[i]))) {
			s.n -= strlen(ends[i]);
			break;
		}
	if (s.n == 0)
		return s;
	char first = s.p[0] >= 'a' && s.p[0] <= 'z' ? (char)(s.p[0] - 'a' + 'A') : s.p[0];
	char last = s.p[s.n - 1];
	return arena_printf(a, "%c%.*s%s", first, (int)s.n - 1, s.p + 1, last == '.' || last == ':' || last == '?' ? "" : ".");
}

static size_t
leaves(const struct json_node *part, int depth)
{
	const struct json_node *parts = json_get(part, "parts");
	size_t n = 0;

	if (parts == NULL || parts->type != JSON_ARRAY || parts->n == 0 || depth == MOST_DEPTH)
		return 1;
	for (size_t i = 0; i < parts->n; i++)
		n += leaves(parts->items[i], depth + 1);
	return n;
}

/* The lowest parts are what may be true or not; lead: words above them that end in a colon. */
static void
points_take(struct catalog *k, struct src_node *x, const struct json_node *part, struct str lead, int depth)
{
	const struct json_node *parts = json_get(part, "parts");
	struct arena *a = k->r->a;
	struct str words = prose(k, json_get_str(part, "prose"));

	if (parts != NULL && parts->type == JSON_ARRAY && parts->n > 0 && depth < MOST_DEPTH) {
		if (words.n > 0 && words.p[words.n - 1] == ':')
			lead = lead.n == 0 ? words : arena_printf(a, "%.*s %.*s", (int)lead.n, lead.p, (int)words.n, words.p);
		for (size_t i = 0; i < parts->n; i++)
			points_take(k, x, parts->items[i], lead, depth + 1);
		return;
	}
	if (words.n == 0)
		return;
	if (lead.n > 0)
		words = arena_printf(a, "%.*s %.*s", (int)lead.n, lead.p, (int)words.n, words.p);
	x->points[x->n_points++] = (struct src_point){ x->place, label_of(part), sentence(a, words) };
}

static bool
is_objective(struct str name)
{
	return str_is(name, "assessment-objective") || str_is(name, "objective");
}

/* What is assessed, where the source says that; else the items of the statement. */
static void
points_choose(struct catalog *k, struct src_node *x, const struct json_node *parts)
{
	size_t objectives = 0, items = 0;

	for (size_t i = 0; i < parts->n; i++) {
		struct str name = json_get_str(parts->items[i], "name");
		if (is_objective(name))
			objectives += leaves(parts->items[i], 0);
		else if (str_is(name, "statement") && json_get(parts->items[i], "parts") != NULL)
			items += leaves(parts->items[i], 0);
	}
	x->points = arena_array(k->r->a, struct src_point, objectives > 0 ? objectives : items + 1);
	for (size_t i = 0; i < parts->n; i++) {
		struct str name = json_get_str(parts->items[i], "name");
		if (objectives > 0 ? is_objective(name) : items > 0 && str_is(name, "statement"))
			points_take(k, x, parts->items[i], (struct str){ NULL, 0 }, 0);
	}
}

static struct str
join(struct arena *a, struct str before, struct str more)
{
	if (before.n == 0 || more.n == 0)
		return before.n == 0 ? more : before;
	return arena_printf(a, "%.*s\n%.*s", (int)before.n, before.p, (int)more.n, more.p);
}

/* "Examine: policy; procedures": how the source would have it assessed. */
static struct str
method_words(struct catalog *k, const struct json_node *part)
{
	struct str method = oscal_prop(part, "method", NULL), words = part_words(k, part);
	const struct json_node *props = json_get(part, "props");

	for (size_t i = 0; method.n == 0 && props != NULL && props->type == JSON_ARRAY && i < props->n; i++)
		if (str_is(json_get_str(props->items[i], "name"), "method"))
			method = json_get_str(props->items[i], "value");
	if (words.n == 0)
		return words;
	return arena_printf(k->r->a, "%.*s: %.*s", method.n > 0 ? (int)method.n : 10, method.n > 0 ? method.p : "Assessment", (int)words.n, words.p);
}

static void
parts_take(struct catalog *k, struct src_node *x, const struct json_node *parts)
{
	x->notes.at = arena_array(k->r->a, struct str, parts->n + 2);
	for (size_t i = 0; i < parts->n; i++) {
		const struct json_node *p = parts->items[i];
		struct str name = json_get_str(p, "name");
		if (str_is(name, "statement") || str_is(name, "overview") || str_is(name, "instruction"))
			x->text = join(k->r->a, x->text, part_words(k, p));
		else if (str_is(name, "guidance"))
			x->why = join(k->r->a, x->why, part_words(k, p));
		else if (!is_objective(name)) {
			struct str words = str_starts(name, S("assessment")) ? method_words(k, p) : part_words(k, p);
			if (words.n > 0)
				x->notes.at[x->notes.n++] = words;
		}
	}
	points_choose(k, x, parts);
}

static void
links_take(struct catalog *k, struct src_node *x, const struct json_node *links)
{
	struct str related = { NULL, 0 };

	x->references.at = arena_array(k->r->a, struct str, links->n + 1);
	for (size_t i = 0; i < links->n; i++) {
		struct str href = json_get_str(links->items[i], "href"), rel = json_get_str(links->items[i], "rel");
		struct resource *res = src_index_find(&k->resources, href);
		if (res != NULL) {
			bool twice = false;
			for (size_t m = 0; m < x->references.n; m++)
				twice = twice || str_eq(x->references.at[m], res->id);
			if (!twice)
				x->references.at[x->references.n++] = res->id;
		} else if (href.n > 1 && href.p[0] == '#' && str_is(rel, "related")) {
			related = arena_printf(k->r->a, "%.*s%s%.*s", (int)related.n, related.p, related.n > 0 ? ", " : "Related: ", (int)href.n - 1, href.p + 1);
		}
	}
	if (related.n > 0)
		x->notes.at[x->notes.n++] = related;
}

static enum status
id_take(struct catalog *k, struct src_node *x, const struct json_node *j, const char *what, bool must)
{
	struct str id = json_get_str(j, "id");

	if (id.n == 0 && must)
		return fw_fail(k->r, x->place, "expected 'id' of %s", what);
	x->title = src_line(k->r->a, json_get_str(j, "title"));
	if (x->title.n == 0)
		return fw_fail(k->r, x->place, "expected 'title' of %s", what);
	x->ref = label_of(j);
	if (x->ref.n == 0)
		x->ref = id;
	if (id.n > 0)
		index_add(k->r, &k->ids, &k->room, id, x);
	return ST_OK;
}

static enum status
params_index(struct catalog *k, const struct json_node *j, int place)
{
	const struct json_node *list;

	TRY(oscal_list(k->r, j, place, "params", &list));
	for (size_t i = 0; i < list->n; i++) {
		struct str id = json_get_str(list->items[i], "id");
		if (id.n == 0)
			return fw_fail(k->r, oscal_place(k->r, place, "params", i), "expected 'id' of a parameter");
		index_add(k->r, &k->params, &k->room_params, id, list->items[i]);
	}
	return ST_OK;
}

struct placed { struct str key; size_t i; };

static int
placed_cmp(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int by = str_cmp(x->key, y->key);

	return by != 0 ? by : x->i < y->i ? -1 : x->i > y->i;
}

/* Places in the list, in the order that the source gives by sort-id where all have one, else as they stand. */
static struct placed *
sorted(struct catalog *k, const struct json_node *list)
{
	struct placed *at = arena_array(k->r->a, struct placed, list->n + 1);
	bool all = list->n > 1;

	for (size_t i = 0; i < list->n; i++) {
		at[i] = (struct placed){ oscal_prop(list->items[i], "sort-id", NULL), i };
		all = all && at[i].key.n > 0;
	}
	if (all)
		qsort(at, list->n, sizeof *at, placed_cmp);
	return at;
}

static enum status controls_take(struct catalog *k, struct src_node *up, const struct json_node *j);

static enum status
control_take(struct catalog *k, struct src_node *up, const struct json_node *j, int place)
{
	const struct json_node *parts, *links, *params;

	if (str_is(oscal_prop(j, "status", NULL), "withdrawn")) {
		k->withdrawn++;
		return ST_OK;
	}
	struct src_node *x = src_add(k->r->a, up, place);
	if (x->depth > MOST_DEPTH)
		return fw_fail(k->r, place, "expected at most %d levels", MOST_DEPTH);
	TRY(id_take(k, x, j, "a control", true));
	TRY(oscal_list(k->r, j, place, "parts", &parts));
	TRY(oscal_list(k->r, j, place, "links", &links));
	TRY(oscal_list(k->r, j, place, "params", &params));
	k->with_params += params->n > 0;
	x->rated = true;
	parts_take(k, x, parts);
	links_take(k, x, links);
	return controls_take(k, x, j);
}

static enum status
controls_take(struct catalog *k, struct src_node *up, const struct json_node *j)
{
	const struct json_node *list;

	TRY(oscal_list(k->r, j, up->place, "controls", &list));
	const struct placed *at = sorted(k, list);
	for (size_t i = 0; i < list->n; i++)
		TRY(control_take(k, up, list->items[at[i].i], oscal_place(k->r, up->place, "controls", at[i].i)));
	return ST_OK;
}

static enum status
groups_take(struct catalog *k, struct src_node *up, const struct json_node *j)
{
	const struct json_node *list, *parts;

	TRY(oscal_list(k->r, j, up->place, "groups", &list));
	const struct placed *at = sorted(k, list);
	for (size_t i = 0; i < list->n; i++) {
		const struct json_node *group = list->items[at[i].i];
		struct src_node *x = src_add(k->r->a, up, oscal_place(k->r, up->place, "groups", at[i].i));
		if (x->depth > MOST_DEPTH)
			return fw_fail(k->r, x->place, "expected at most %d levels", MOST_DEPTH);
		TRY(id_take(k, x, group, "a group", false));
		TRY(oscal_list(k->r, group, x->place, "parts", &parts));
		parts_take(k, x, parts);
		x->n_points = 0;
		TRY(groups_take(k, x, group));
		TRY(controls_take(k, x, group));
	}
	return ST_OK;
}

/* Parameters may be used before they stand: all of them first. */
static enum status
params_walk(struct catalog *k, const struct json_node *j, int place, int depth)
{
	static const char *const keys[] = { "groups", "controls" };
	const struct json_node *list;

	if (depth > MOST_DEPTH)
		return fw_fail(k->r, place, "expected at most %d levels", MOST_DEPTH);
	TRY(params_index(k, j, place));
	for (size_t m = 0; m < countof(keys); m++) {
		TRY(oscal_list(k->r, j, place, keys[m], &list));
		for (size_t i = 0; i < list->n; i++)
			TRY(params_walk(k, list->items[i], oscal_place(k->r, place, keys[m], i), depth + 1));
	}
	return ST_OK;
}

/* ---- the whole ---- */

static enum status
resources_take(struct catalog *k, const struct json_node *catalog)
{
	const struct json_node *list;
	struct source *s = k->s;
	int place = oscal_place(k->r, 0, "back-matter", SIZE_MAX);

	TRY(oscal_list(k->r, json_get(catalog, "back-matter"), place, "resources", &list));
	s->references = arena_array(k->r->a, struct src_reference, list->n + 1);
	k->resources.at = arena_array(k->r->a, struct src_entry, list->n + 1);
	for (size_t i = 0; i < list->n && s->n_references < 400; i++) {
		const struct json_node *j = list->items[i];
		struct str uuid = json_get_str(j, "uuid"), title = src_line(k->r->a, json_get_str(j, "title"));
		struct str words = src_line(k->r->a, json_get_str(json_get(j, "citation"), "text"));
		if (words.n == 0)
			words = src_line(k->r->a, json_get_str(j, "description"));
		if (uuid.n == 0 || title.n + words.n == 0)
			continue;
		struct resource *res = arena_new(k->r->a, struct resource);
		*res = (struct resource){ j, arena_printf(k->r->a, "source-%zu", s->n_references + 1) };
		k->resources.at[k->resources.n++] = (struct src_entry){ arena_printf(k->r->a, "#%.*s", (int)uuid.n, uuid.p), res };
		s->references[s->n_references++] = (struct src_reference){ res->id, text_shorten(k->r->a, title.n > 0 ? title : words, 120),
			text_shorten(k->r->a, words.n > 0 ? words : S("Named by the source."), 400) };
	}
	src_index_sort(&k->resources);
	return ST_OK;
}

static enum status
head_take(struct catalog *k, const struct json_node *catalog)
{
	const struct json_node *m = json_get(catalog, "metadata");
	struct source *s = k->s;
	struct str version = json_get_str(m, "version"), changed = json_get_str(m, "last-modified");
	int place = oscal_place(k->r, 0, "metadata", SIZE_MAX);

	if (m == NULL || m->type != JSON_OBJECT)
		return fw_fail(k->r, place, "expected the metadata of the catalog");
	s->title = json_get_str(m, "title");
	if (str_empty(s->title))
		return fw_fail(k->r, place, "expected 'title'");
	if (str_empty(version))
		return fw_fail(k->r, place, "expected 'version'");
	struct str oscal = json_get_str(m, "oscal-version");
	if (!str_starts(oscal, S("1.")))
		return fw_fail(k->r, place, "expected version 1 of OSCAL for 'oscal-version', but it is '%.*s'", (int)oscal.n, oscal.p);
	s->key = src_key(k->r->a, s->title);
	s->edition = text_shorten(k->r->a, src_line(k->r->a, version), 40);
	s->about = join(k->r->a, s->title, json_get_str(m, "remarks"));
	s->origin_note = arena_printf(k->r->a, "Imported from an OSCAL catalog, as it is.\nCatalog: %.*s\nLast changed: %.*s",
	    (int)json_get_str(catalog, "uuid").n, json_get_str(catalog, "uuid").p, (int)changed.n, changed.p);
	return ST_OK;
}

static void
said(struct catalog *k)
{
	if (k->withdrawn > 0)
		src_said(&k->s->left, M("Controls that are withdrawn"), M("The source says that they no longer hold."), k->withdrawn);
	if (k->with_params > 0)
		src_said(&k->s->left, M("Parameters of controls"), M("What each organisation sets itself stands in the text in [brackets]."), k->with_params);
}

static enum status
ids_check(struct catalog *k)
{
	src_index_sort(&k->ids);
	const struct src_entry *e = src_index_twice(&k->ids);
	if (e == NULL)
		return ST_OK;
	const struct src_node *x = e->what, *y = e[-1].what;
	int later = x->place > y->place ? x->place : y->place;
	struct str other = fw_place(k->r, later == x->place ? y->place : x->place);
	return fw_fail(k->r, later, "expected each id once, but '%.*s' stands at %.*s too", (int)e->id.n, e->id.p, (int)other.n, other.p);
}

enum status
src_oscal(struct fw_reader *r, const struct json_node *catalog, struct source **ret)
{
	struct source *s = arena_new(r->a, struct source);
	struct catalog k = { .r = r, .s = s };

	*ret = s;
	s->format = "OSCAL catalog";
	TRY(head_take(&k, catalog));
	TRY(params_walk(&k, catalog, 0, 0));
	src_index_sort(&k.params);
	TRY(resources_take(&k, catalog));
	TRY(groups_take(&k, &s->root, catalog));
	TRY(controls_take(&k, &s->root, catalog));
	TRY(ids_check(&k));
	said(&k);
	src_settle(s);
	return ST_OK;
}
