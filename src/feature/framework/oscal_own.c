/* SPDX-License-Identifier: MIT */
/* STD-3: a framework of ours as an OSCAL 1.1 catalog, and back, equal.  It goes by the tables of the format: a word, number
 * or id is a property of ours, text is a part, a list is a part for each item; what OSCAL has a name for goes by that. */
#include <string.h>
#include "base/hash.h"
#include "base/time.h"
#include "feature/framework/oscal.h"

#define ABOUT_CLASS "about-the-framework"

/* Our key and OSCAL's name of a part. */
static const struct { const char *key, *name; } names[] = {
	{ "headline", "statement" }, { "rationale", "guidance" }, { "criteria", "assessment-objective" }, { "about", "overview" },
};

static const char *
part_name(const char *key, bool *ret_ours)
{
	for (size_t i = 0; i < countof(names); i++)
		if (strcmp(key, names[i].key) == 0) {
			*ret_ours = false;
			return names[i].name;
		}
	*ret_ours = true;
	return key;
}

/* How a field of a schema lies in OSCAL. */
enum lies { LIES_LABEL, LIES_TITLE, LIES_PROSE, LIES_PROP, LIES_PART, LIES_INSIDE, LIES_ELSEWHERE };

static enum lies
lies(const struct fw_schema *s, const struct fw_field *f)
{
	bool whole = s == &framework_schema;

	if (strcmp(f->key, "id") == 0)
		return LIES_LABEL;
	if (strcmp(f->key, "title") == 0)
		return LIES_TITLE;
	if (strcmp(f->key, "words") == 0)
		return LIES_PROSE;
	if (strcmp(f->key, "areas") == 0 || strcmp(f->key, "standards") == 0 || (whole && strcmp(f->key, "edition") == 0))
		return LIES_ELSEWHERE;
	if (f->type == T_ONE || f->type == T_LIST)
		return LIES_INSIDE;
	if (whole && strcmp(f->key, "format") == 0)
		return LIES_PROP;
	return f->type == T_LINE || f->type == T_TEXT || f->type == T_TEXTS ? LIES_PART : LIES_PROP;
}

static const void *
at(const void *object, const struct fw_field *f)
{
	return (const char *)object + f->off;
}

static const struct fw_any_list *
list_at(const void *object, const struct fw_field *f)
{
	return at(object, f);
}

/* ---- writing ---- */

struct writer { struct json j; struct arena *a; };

static void
put_prop(struct writer *w, const char *name, const char *ns, struct str value)
{
	json_object(&w->j);
	json_key(&w->j, "name");
	json_str(&w->j, str_c(name));
	if (ns != NULL) {
		json_key(&w->j, "ns");
		json_str(&w->j, str_c(ns));
	}
	json_key(&w->j, "value");
	json_str(&w->j, value);
	json_end(&w->j, '}');
}

static void
put_props(struct writer *w, const struct fw_schema *s, const void *object)
{
	bool open = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct fw_field *f = &s->f[i];
		enum lies l = lies(s, f);
		struct fw_names v;
		if ((l != LIES_LABEL && l != LIES_PROP) || !fw_is_set(f, at(object, f)))
			continue;
		if (!open) {
			json_key(&w->j, "props");
			json_array(&w->j);
			open = true;
		}
		fw_values(w->a, f, at(object, f), &v);
		for (size_t k = 0; k < v.n; k++)
			put_prop(w, l == LIES_LABEL ? "label" : f->key, l == LIES_LABEL ? NULL : OSCAL_NS, v.at[k]);
	}
	if (open)
		json_end(&w->j, ']');
}

static struct str
member(const struct fw_schema *s, const void *object, enum lies want)
{
	for (size_t i = 0; i < s->n; i++)
		if (lies(s, &s->f[i]) == want)
			return *(const struct str *)at(object, &s->f[i]);
	return (struct str){ NULL, 0 };
}

static void put_parts(struct writer *w, const struct fw_schema *s, const void *object);

static void
part_begin(struct writer *w, const char *key)
{
	bool ours;
	const char *name = part_name(key, &ours);

	json_object(&w->j);
	json_key(&w->j, "name");
	json_str(&w->j, str_c(name));
	if (ours) {
		json_key(&w->j, "ns");
		json_str(&w->j, S(OSCAL_NS));
	}
}

static void
put_nested(struct writer *w, const struct fw_field *f, const void *object)
{
	struct str title = member(f->sub, object, LIES_TITLE), words = member(f->sub, object, LIES_PROSE);

	part_begin(w, f->key);
	if (title.n > 0) {
		json_key(&w->j, "title");
		json_str(&w->j, title);
	}
	put_props(w, f->sub, object);
	if (words.n > 0) {
		json_key(&w->j, "prose");
		json_str(&w->j, words);
	}
	put_parts(w, f->sub, object);
	json_end(&w->j, '}');
}

static void
put_field(struct writer *w, const struct fw_field *f, enum lies l, const void *object)
{
	struct fw_names v;

	if (l == LIES_PART) {
		fw_values(w->a, f, at(object, f), &v);
		for (size_t k = 0; k < v.n; k++) {
			part_begin(w, f->key);
			json_key(&w->j, "prose");
			json_str(&w->j, v.at[k]);
			json_end(&w->j, '}');
		}
	} else if (f->type == T_ONE) {
		put_nested(w, f, at(object, f));
	} else {
		for (size_t k = 0; k < list_at(object, f)->n; k++)
			put_nested(w, f, (const char *)list_at(object, f)->at + k * f->sub->size);
	}
}

static void
put_parts(struct writer *w, const struct fw_schema *s, const void *object)
{
	bool open = false;

	for (size_t i = 0; i < s->n; i++) {
		enum lies l = lies(s, &s->f[i]);
		if ((l != LIES_PART && l != LIES_INSIDE) || !fw_is_set(&s->f[i], at(object, &s->f[i])))
			continue;
		if (!open) {
			json_key(&w->j, "parts");
			json_array(&w->j);
			open = true;
		}
		put_field(w, &s->f[i], l, object);
	}
	if (open)
		json_end(&w->j, ']');
}

static const struct fw_schema *
sub_schema(const struct fw_schema *s, const char *key)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->f[i].key, key) == 0)
			return s->f[i].sub;
	return NULL;
}

/* A group or control: its id must begin with a letter, so ours is the label, and the id made of it. */
static void
put_head(struct writer *w, const char *letter, const struct fw_schema *s, const void *object)
{
	json_key(&w->j, "id");
	json_str(&w->j, arena_printf(w->a, "%s%.*s", letter, (int)member(s, object, LIES_LABEL).n, member(s, object, LIES_LABEL).p));
	json_key(&w->j, "title");
	json_str(&w->j, member(s, object, LIES_TITLE));
	put_props(w, s, object);
	put_parts(w, s, object);
}

static void
put_area(struct writer *w, const struct fw_area *area, const struct fw_schema *s)
{
	const struct fw_schema *standard = sub_schema(s, "standards");

	json_object(&w->j);
	put_head(w, "area-", s, area);
	json_key(&w->j, "controls");
	json_array(&w->j);
	for (size_t i = 0; i < area->standards.n; i++) {
		json_object(&w->j);
		put_head(w, "standard-", standard, &area->standards.at[i]);
		json_end(&w->j, '}');
	}
	json_end(&w->j, ']');
	json_end(&w->j, '}');
}

/* Of the bytes of its text: the same framework is the same catalog. */
static struct str
uuid_of(struct arena *a, const struct framework *f)
{
	struct buf b;

	buf_init(&b, 4 * YAML_BYTES);
	framework_write_yaml(f, &b);
	struct hash h = hash_of(buf_view(&b));
	buf_free(&b);
	h.b[6] = (uint8_t)(0x50 | (h.b[6] & 0x0f));
	h.b[8] = (uint8_t)(0x80 | (h.b[8] & 0x3f));
	struct str x = hex_text(a, h.b, 16);
	return arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", x.p, x.p + 8, x.p + 12, x.p + 16, x.p + 20);
}

void
framework_write_oscal(struct arena *a, const struct framework *f, struct when changed, struct buf *out)
{
	struct writer w = { .a = a };

	json_init(&w.j, out);
	json_object(&w.j);
	json_key(&w.j, "catalog");
	json_object(&w.j);
	json_key(&w.j, "uuid");
	json_str(&w.j, uuid_of(a, f));
	json_key(&w.j, "metadata");
	json_object(&w.j);
	json_key(&w.j, "title");
	json_str(&w.j, f->title);
	json_key(&w.j, "last-modified");
	json_when(&w.j, changed);
	json_key(&w.j, "version");
	json_str(&w.j, f->edition);
	json_key(&w.j, "oscal-version");
	json_str(&w.j, S("1.1.2"));
	put_props(&w, &framework_schema, f);
	json_end(&w.j, '}');
	json_key(&w.j, "groups");
	json_array(&w.j);
	json_object(&w.j);
	json_key(&w.j, "id");
	json_str(&w.j, S(ABOUT_CLASS));
	json_key(&w.j, "class");
	json_str(&w.j, S(ABOUT_CLASS));
	json_key(&w.j, "title");
	json_str(&w.j, S("About this framework"));
	put_parts(&w, &framework_schema, f);
	json_end(&w.j, '}');
	for (size_t i = 0; i < f->areas.n; i++)
		put_area(&w, &f->areas.at[i], sub_schema(&framework_schema, "areas"));
	json_end(&w.j, ']');
	json_end(&w.j, '}');
	json_end(&w.j, '}');
	buf_char(out, '\n');
}

/* ---- reading ---- */

/* Where the fields of one object of ours lie in JSON; those of the framework itself lie in several places. */
struct object { const struct json_node *props, *parts, *lists; int place; struct str title, label, edition; };

static enum status
no_strangers(struct fw_reader *r, const struct fw_schema *s, const struct json_node *list, enum lies first, enum lies second, int place)
{
	for (size_t i = 0; i < list->n; i++) {
		struct str name = json_get_str(list->items[i], "name");
		bool known = !str_is(json_get_str(list->items[i], "ns"), OSCAL_NS);
		for (size_t k = 0; k < s->n && !known; k++)
			known = str_is(name, s->f[k].key) && (lies(s, &s->f[k]) == first || lies(s, &s->f[k]) == second);
		if (!known)
			return fw_fail(r, place, "expected a key of %s, but '%.*s' is none", s->what, (int)name.n, name.p);
	}
	return ST_OK;
}

static struct fw_node *
add(struct fw_reader *r, struct fw_node *map, const struct fw_field *f, enum fw_node_type type, int place)
{
	struct fw_node *n = fw_node_add(r, map, type, place);

	n->key = str_c(f->key);
	return n;
}

static bool
is_many(enum fw_type t)
{
	return t == T_SET || t == T_IDS || t == T_NUMBER_IDS || t == T_TEXTS || t == T_FACTS;
}

static void
scalar(struct fw_reader *r, struct fw_node *n, const struct fw_field *f, struct str value)
{
	fw_node_text(r, n, value);
	n->plain = f->type == T_INT || f->type == T_BOOL || f->type == T_OPT_INT;
}

/* All values of that name, one node for one value, a list for several. */
static enum status
take_values(struct fw_reader *r, struct fw_node *map, const struct fw_field *f, const struct json_node *list, const char *name, const char *ns,
    const char *value, int place)
{
	struct fw_node *n = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct json_node *p = list->items[i];
		if (!str_is(json_get_str(p, "name"), name) || (ns != NULL && !str_is(json_get_str(p, "ns"), ns)))
			continue;
		struct str v = json_get_str(p, value);
		if (is_many(f->type)) {
			if (n == NULL)
				n = add(r, map, f, NODE_LIST, place);
			scalar(r, fw_node_add(r, n, NODE_SCALAR, place), f, v);
		} else if (n != NULL) {
			return fw_fail(r, place, "expected one value for '%s'", f->key);
		} else {
			n = add(r, map, f, NODE_SCALAR, place);
			scalar(r, n, f, v);
		}
	}
	return ST_OK;
}

static enum status take_object(struct fw_reader *r, const struct fw_schema *s, const struct object *o, struct fw_node *map);

static enum status
take_part(struct fw_reader *r, const struct fw_schema *s, const struct json_node *j, int place, struct fw_node *map)
{
	return take_object(r, s, &(struct object){ j, j, j, place, json_get_str(j, "title"), oscal_prop(j, "label", NULL), { NULL, 0 } }, map);
}

static enum status
take_inside(struct fw_reader *r, struct fw_node *map, const struct fw_field *f, const struct json_node *parts, const char *name, int place)
{
	struct fw_node *n = NULL;

	for (size_t i = 0; i < parts->n; i++) {
		const struct json_node *p = parts->items[i];
		if (!str_is(json_get_str(p, "name"), name))
			continue;
		int here = oscal_place(r, place, "parts", i);
		if (f->type == T_LIST) {
			if (n == NULL)
				n = add(r, map, f, NODE_LIST, here);
			TRY(take_part(r, f->sub, p, here, fw_node_add(r, n, NODE_MAP, here)));
		} else {
			TRY(take_part(r, f->sub, p, here, add(r, map, f, NODE_MAP, here)));
		}
	}
	return ST_OK;
}

/* Key areas are groups, standards are controls. */
static enum status
take_elsewhere(struct fw_reader *r, struct fw_node *map, const struct fw_field *f, const struct object *o)
{
	const char *key = strcmp(f->key, "areas") == 0 ? "groups" : "controls";
	const struct json_node *list;
	struct fw_node *n = NULL;

	if (strcmp(f->key, "edition") == 0) {
		if (o->edition.n > 0)
			scalar(r, add(r, map, f, NODE_SCALAR, o->place), f, o->edition);
		return ST_OK;
	}
	TRY(oscal_list(r, o->lists, o->place, key, &list));
	for (size_t i = 0; i < list->n; i++) {
		if (str_is(json_get_str(list->items[i], "class"), ABOUT_CLASS))
			continue;
		int here = oscal_place(r, o->place, key, i);
		if (n == NULL)
			n = add(r, map, f, NODE_LIST, here);
		TRY(take_part(r, f->sub, list->items[i], here, fw_node_add(r, n, NODE_MAP, here)));
	}
	return ST_OK;
}

static enum status
take_object(struct fw_reader *r, const struct fw_schema *s, const struct object *o, struct fw_node *map)
{
	const struct json_node *props, *parts;

	TRY(oscal_list(r, o->props, o->place, "props", &props));
	TRY(oscal_list(r, o->parts, o->place, "parts", &parts));
	TRY(no_strangers(r, s, props, LIES_PROP, LIES_PROP, o->place));
	TRY(no_strangers(r, s, parts, LIES_PART, LIES_INSIDE, o->place));
	for (size_t i = 0; i < s->n; i++) {
		const struct fw_field *f = &s->f[i];
		bool ours;
		const char *name = part_name(f->key, &ours);
		struct str one = { NULL, 0 };
		switch (lies(s, f)) {
		case LIES_LABEL:
			one = o->label;
			break;
		case LIES_TITLE:
			one = o->title;
			break;
		case LIES_PROSE:
			one = json_get_str(o->parts, "prose");
			break;
		case LIES_PROP:
			TRY(take_values(r, map, f, props, f->key, OSCAL_NS, "value", o->place));
			break;
		case LIES_PART:
			TRY(take_values(r, map, f, parts, name, ours ? OSCAL_NS : NULL, "prose", o->place));
			break;
		case LIES_INSIDE:
			TRY(take_inside(r, map, f, parts, name, o->place));
			break;
		case LIES_ELSEWHERE:
			TRY(take_elsewhere(r, map, f, o));
			break;
		}
		if (one.n > 0)
			scalar(r, add(r, map, f, NODE_SCALAR, o->place), f, one);
	}
	return ST_OK;
}

bool
oscal_is_ours(const struct json_node *catalog)
{
	return oscal_prop(json_get(catalog, "metadata"), "format", OSCAL_NS).n > 0;
}

enum status
oscal_ours(struct fw_reader *r, const struct json_node *catalog, struct fw_node **ret)
{
	static const struct json_node nothing = { .type = JSON_OBJECT };
	const struct json_node *m = json_get(catalog, "metadata"), *groups, *about = &nothing;

	TRY(oscal_list(r, catalog, 0, "groups", &groups));
	for (size_t i = 0; i < groups->n; i++)
		if (str_is(json_get_str(groups->items[i], "class"), ABOUT_CLASS))
			about = groups->items[i];
	*ret = fw_node_add(r, NULL, NODE_MAP, 0);
	return take_object(r, &framework_schema, &(struct object){ .props = m, .parts = about, .lists = catalog, .title = json_get_str(m, "title"),
	    .edition = json_get_str(m, "version") }, *ret);
}
