/* SPDX-License-Identifier: MIT */
/* STD-3: a workbook becomes nodes of our format, each with the cell that it came from. */
#include "feature/framework/sheets.h"
#include <string.h>
#include "feature/framework/oscal.h"
#include "report/read.h"

const struct fw_sheet fw_sheets[] = {
	{ "Settings", { "settings" }, NULL }, { "Conditions", { "conditions" }, NULL }, { "References", { "references" }, NULL },
	{ "Areas", { "areas" }, NULL }, { "Standards", { "areas", "standards" }, "area" }, { "Rules", { "areas", "standards", "rules" }, "standard" },
	{ "Criteria", { "areas", "standards", "criteria" }, "standard" }, { "Notes", { "areas", "standards", "notes" }, "standard" },
	{ "Changes", { "changes" }, NULL },
};
const size_t fw_sheet_count = countof(fw_sheets);

static const struct fw_field *
field_of(const struct fw_schema *s, const char *key)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->f[i].key, key) == 0)
			return &s->f[i];
	return NULL;
}

const struct fw_field *
fw_sheet_field(const struct fw_sheet *s, const struct fw_schema **ret_of)
{
	const struct fw_field *f = NULL;

	*ret_of = &framework_schema;
	for (size_t i = 0; i < countof(s->path) && s->path[i] != NULL; i++) {
		if (f != NULL)
			*ret_of = f->sub;
		f = field_of(*ret_of, s->path[i]);
	}
	return f;
}

bool
fw_in_row(const struct fw_field *f)
{
	return f->type != T_LIST && f->type != T_TEXTS && f->type != T_ONE;
}

bool
fw_is_many(enum fw_type t)
{
	return t == T_SET || t == T_IDS || t == T_NUMBER_IDS || t == T_FACTS;
}

/* ---- places ---- */

struct book_reader { struct fw_reader *r; struct sheet_file *f; };

static int
place(struct fw_reader *r, struct str where)
{
	struct oscal_paths *p = (struct oscal_paths *)(uintptr_t)r->where;

	if (p->n == p->room) {
		size_t room = p->room > 0 ? 2 * p->room : 1024;
		struct str *at = arena_array(r->a, struct str, room);
		if (p->n > 0)
			memcpy(at, p->at, p->n * sizeof *at);
		*p = (struct oscal_paths){ at, p->n, room };
	}
	p->at[p->n] = where;
	return (int)p->n++;
}

static int
place_of(struct book_reader *b, int64_t row, size_t column)
{
	return place(b->r, sheet_where(b->f, b->r->a, row, column));
}

/* ---- cells ---- */

static struct fw_node *
node_add(struct fw_reader *r, struct fw_node *map, const char *key, enum fw_node_type type, int at)
{
	struct fw_node *n = fw_node_add(r, map, type, at);

	n->key = str_c(key);
	return n;
}

static void
scalar_put(struct fw_reader *r, struct fw_node *n, const struct fw_field *f, struct str text)
{
	fw_node_text(r, n, str_trim(text));
	n->plain = f->type == T_INT || f->type == T_BOOL || f->type == T_OPT_INT;
}

static void
cell_put(struct fw_reader *r, struct fw_node *map, const struct fw_field *f, struct str text, int at)
{
	if (str_empty(text))
		return;
	if (!fw_is_many(f->type)) {
		scalar_put(r, node_add(r, map, f->key, NODE_SCALAR, at), f, text);
		return;
	}
	struct fw_node *list = node_add(r, map, f->key, NODE_LIST, at);
	for (struct str rest = text; rest.n > 0;) {
		struct str one = str_cut(rest, '\n', &rest);
		if (!str_empty(one))
			scalar_put(r, fw_node_add(r, list, NODE_SCALAR, at), f, one);
	}
}

/* One row: its own cells, and room for the lists that other sheets fill, in the order of the schema. */
struct columns { struct str key[64]; size_t n; };

static size_t
column_of(const struct columns *k, const char *prefix, const char *key)
{
	for (size_t i = 0; i < k->n; i++) {
		struct str s = k->key[i];
		size_t n = strlen(prefix);
		if (n > 0 && (s.n <= n + 1 || memcmp(s.p, prefix, n) != 0 || s.p[n] != '.'))
			continue;
		if (str_is(n > 0 ? (struct str){ s.p + n + 1, s.n - n - 1 } : s, key))
			return i;
	}
	return SIZE_MAX;
}

static void
row_put(struct book_reader *b, struct fw_node *map, const struct fw_schema *s, const char *prefix, const struct columns *k, const struct sheet_row *row)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct fw_field *f = &s->f[i];
		if (f->type == T_ONE) {
			struct fw_node *one = node_add(b->r, map, f->key, NODE_MAP, map->line);
			row_put(b, one, f->sub, f->key, k, row);
		} else if (!fw_in_row(f)) {
			(void)node_add(b->r, map, f->key, NODE_LIST, map->line);
		} else {
			size_t at = column_of(k, prefix, f->key);
			if (at < row->n && !str_empty(row->cells[at].text))
				cell_put(b->r, map, f, row->cells[at].text, place_of(b, row->number, at));
		}
	}
}

/* What nothing was put into is not there. */
static void
prune(struct fw_node *map)
{
	struct fw_node *last = NULL;

	for (struct fw_node *n = map->first; n != NULL; n = n->next) {
		if (n->type != NODE_SCALAR)
			prune(n);
		if (n->type != NODE_SCALAR && n->n == 0) {
			map->n--;
			if (last != NULL)
				last->next = n->next;
			else
				map->first = n->next;
		} else {
			last = n;
		}
	}
	map->last = last;
}

/* ---- sheets ---- */

static enum status
message_fail(struct book_reader *b, const struct message *why)
{
	if (!b->r->why.n)
		b->r->why = message_english(b->r->a, why);
	return ST_INVALID;
}

static enum status
known_columns(struct book_reader *b, const struct fw_sheet *s, const struct fw_schema *of, const struct sheet_row *row, struct columns *k)
{
	k->n = 0;
	for (size_t i = 0; i < row->n && i < countof(k->key); i++) {
		struct str key = arena_copy(b->r->a, str_trim(row->cells[i].text)), rest, first = str_cut(key, '.', &rest);
		bool known = key.n == 0 || (s->parent != NULL && str_is(key, s->parent)) || (of == NULL && str_is(key, "text"));
		for (size_t m = 0; of != NULL && m < of->n && !known; m++) {
			const struct fw_field *f = &of->f[m];
			known = (fw_in_row(f) && str_is(key, f->key)) ||
			    (f->type == T_ONE && str_is(first, f->key) && rest.n > 0 && field_of(f->sub, str_z(b->r->a, rest)) != NULL);
		}
		if (!known)
			return fw_fail(b->r, place_of(b, row->number, i), "expected a key of the format as heading, but '%.*s' is none", (int)key.n, key.p);
		k->key[k->n++] = key;
	}
	return ST_OK;
}

static struct fw_node *
child(const struct fw_node *map, const char *key)
{
	return (struct fw_node *)(uintptr_t)fw_node_get(map, key);
}

/* The node of that id among all of one level: areas, or the standards of all areas. */
static struct fw_node *
parent_find(const struct fw_node *root, bool standards, struct str id)
{
	for (const struct fw_node *a = child(root, "areas")->first; a != NULL; a = a->next) {
		const struct fw_node *list = standards ? child(a, "standards")->first : a;
		for (const struct fw_node *n = list; n != NULL; n = standards ? n->next : NULL) {
			const struct fw_node *own = fw_node_get(n, "id");
			if (own != NULL && str_eq(own->s, id))
				return (struct fw_node *)(uintptr_t)n;
		}
	}
	return NULL;
}

struct filling { const struct fw_sheet *s; const struct fw_schema *of; struct fw_node *root, *parent; struct str parent_id; };

static enum status
list_find(struct book_reader *b, struct filling *w, const struct columns *k, const struct sheet_row *row, struct fw_node **ret)
{
	size_t depth = w->s->path[2] != NULL ? 2 : w->s->path[1] != NULL ? 1 : 0;

	if (depth == 0) {
		*ret = child(w->root, w->s->path[0]);
		return ST_OK;
	}
	size_t at = column_of(k, "", w->s->parent);
	struct str id = at < row->n ? str_trim(row->cells[at].text) : S("");
	if (w->parent == NULL || !str_eq(w->parent_id, id)) {
		w->parent = parent_find(w->root, depth == 2, id);
		w->parent_id = arena_copy(b->r->a, id);
	}
	if (w->parent == NULL)
		return fw_fail(b->r, place_of(b, row->number, at < row->n ? at : 0), "expected the id of a row of the sheet %s, but '%.*s' is none",
		    depth == 2 ? "Standards" : "Areas", (int)id.n, id.p);
	*ret = child(w->parent, w->s->path[depth]);
	return ST_OK;
}

static enum status
sheet_rows(struct book_reader *b, const struct fw_sheet *s, struct fw_node *root)
{
	const struct fw_schema *holder;
	const struct fw_field *f = fw_sheet_field(s, &holder);
	struct filling w = { .s = s, .of = f->sub, .root = root };
	struct message why = { 0 };
	struct columns k = { .n = 0 };
	struct sheet_row row;
	size_t sheet = sheet_find(b->f, s->name);
	enum status st;

	if (sheet == SIZE_MAX)
		return ST_OK;
	if (sheet_start(b->f, sheet, &why) != ST_OK)
		return message_fail(b, &why);
	while ((st = sheet_next(b->f, &row, &why)) == ST_OK) {
		struct fw_node *list = NULL;
		if (row.number == 1)
			TRY(known_columns(b, s, f->sub, &row, &k));
		if (row.number < SHEETS_FIRST)
			continue;
		TRY(list_find(b, &w, &k, &row, &list));
		int at = place_of(b, row.number, 0);
		if (f->type == T_TEXTS) {
			size_t c = column_of(&k, "", "text");
			scalar_put(b->r, fw_node_add(b->r, list, NODE_SCALAR, at), f, c < row.n ? row.cells[c].text : S(""));
		} else {
			row_put(b, fw_node_add(b->r, list, NODE_MAP, at), f->sub, "", &k, &row);
		}
	}
	return st == ST_NOT_FOUND ? ST_OK : message_fail(b, &why);
}

/* The sheet Framework stands on its side: a key a row. */
static enum status
head_rows(struct book_reader *b, struct fw_node *root)
{
	struct str *keys = arena_array(b->r->a, struct str, 64), *values = arena_array(b->r->a, struct str, 64);
	int *places = arena_array(b->r->a, int, 64);
	struct columns k = { .n = 0 };
	struct message why = { 0 };
	struct sheet_row row;
	size_t sheet = sheet_find(b->f, "Framework"), n = 0;
	enum status st;

	if (sheet == SIZE_MAX)
		return fw_fail(b->r, place(b->r, S("the file")), "expected a workbook with the sheet Framework");
	if (sheet_start(b->f, sheet, &why) != ST_OK)
		return message_fail(b, &why);
	while ((st = sheet_next(b->f, &row, &why)) == ST_OK && n < 64) {
		if (row.number < SHEETS_FIRST || str_empty(row.cells[0].text))
			continue;
		keys[n] = arena_copy(b->r->a, str_trim(row.cells[0].text));
		values[n] = row.n > 1 ? arena_copy(b->r->a, row.cells[1].text) : S("");
		places[n] = place_of(b, row.number, 1);
		n++;
	}
	if (st == ST_INVALID)
		return message_fail(b, &why);
	for (size_t i = 0; i < n; i++)
		k.key[k.n++] = keys[i];
	for (size_t i = 0; i < framework_schema.n; i++) {
		const struct fw_field *f = &framework_schema.f[i];
		size_t at = column_of(&k, "", f->key);
		if (f->type == T_ONE) {
			struct fw_node *one = node_add(b->r, root, f->key, NODE_MAP, 0);
			for (size_t m = 0; m < f->sub->n; m++)
				if ((at = column_of(&k, f->key, f->sub->f[m].key)) != SIZE_MAX)
					cell_put(b->r, one, &f->sub->f[m], values[at], places[at]);
		} else if (!fw_in_row(f)) {
			(void)node_add(b->r, root, f->key, NODE_LIST, 0);
		} else if (at != SIZE_MAX) {
			cell_put(b->r, root, f, values[at], places[at]);
		}
	}
	return ST_OK;
}

static enum status
book_rows(struct book_reader *b, struct fw_node *root)
{
	TRY(head_rows(b, root));
	for (size_t i = 0; i < fw_sheet_count; i++)
		TRY(sheet_rows(b, &fw_sheets[i], root));
	prune(root);
	return ST_OK;
}

enum status
sheets_read(struct fw_reader *r, struct str bytes, struct fw_node **ret)
{
	struct book_reader b = { .r = r };
	struct message why = { 0 };

	(void)place(r, S("the workbook"));
	*ret = fw_node_add(r, NULL, NODE_MAP, 0);
	if (sheet_open(r->a, bytes, &sheet_limits_usual, &b.f, &why) != ST_OK)
		return message_fail(&b, &why);
	enum status st = book_rows(&b, *ret);
	sheet_close(b.f);
	return st;
}
