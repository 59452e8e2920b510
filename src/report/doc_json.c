/* SPDX-License-Identifier: MIT */
/* The document on its way to the worker: read there from bytes, so nothing of the program's memory is needed. */
#include "report/doc.h"
#include "base/json.h"

static void
put(struct json *j, const char *key, struct str value)
{
	if (value.n == 0)
		return;
	json_key(j, key);
	json_str(j, value);
}

static void
put_i64(struct json *j, const char *key, int64_t v)
{
	if (v == 0)
		return;
	json_key(j, key);
	json_i64(j, v);
}

static void
put_mark(struct json *j, const struct doc_mark *m)
{
	json_object(j);
	put(j, "word", m->word);
	put(j, "sign", m->sign);
	put(j, "rating", m->rating);
	put_i64(j, "colour", m->colour);
	put_i64(j, "rag", m->is_rating);
	json_end(j, '}');
}

static void
put_cells(struct json *j, const char *key, const struct doc_cell *c, size_t n)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		put(j, "text", c[i].text);
		if (c[i].mark.word.n > 0) {
			json_key(j, "mark");
			put_mark(j, &c[i].mark);
		}
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_columns(struct json *j, const struct doc_column *c, size_t n)
{
	json_key(j, "columns");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		put(j, "label", c[i].label);
		put_i64(j, "share", c[i].share);
		put_i64(j, "numeric", c[i].numeric);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_items(struct json *j, const struct doc_block *b)
{
	json_key(j, "items");
	json_array(j);
	for (size_t i = 0; i < b->n_items; i++) {
		const struct doc_item *x = &b->items[i];
		json_object(j);
		put(j, "lead", x->lead);
		put(j, "text", x->text);
		json_key(j, "mark");
		put_mark(j, &x->mark);
		json_key(j, "lines");
		json_array(j);
		for (size_t k = 0; k < x->n_lines; k++)
			json_str(j, x->lines[k]);
		json_end(j, ']');
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_points(struct json *j, const struct doc_block *b)
{
	json_key(j, "points");
	json_array(j);
	for (size_t i = 0; i < b->n_points; i++) {
		json_object(j);
		put(j, "label", b->points[i].label);
		put_i64(j, "red", b->points[i].red);
		put_i64(j, "amber", b->points[i].amber);
		put_i64(j, "green", b->points[i].green);
		put_i64(j, "none", b->points[i].none);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_block(struct json *j, const struct doc_block *b)
{
	json_object(j);
	put_i64(j, "kind", b->kind);
	put_i64(j, "level", b->level);
	put_i64(j, "tone", b->tone);
	put_i64(j, "chart", b->chart);
	put(j, "text", b->text);
	put(j, "alt", b->alt);
	if (b->n_items > 0)
		put_items(j, b);
	if (b->n_points > 0)
		put_points(j, b);
	if (b->n_columns > 0)
		put_columns(j, b->columns, b->n_columns);
	if (b->n_rows > 0)
		put_cells(j, "cells", b->cells, b->n_rows * (b->kind == DOC_FACTS ? 2 : b->n_columns));
	if (b->n_marks > 0) {
		json_key(j, "marks");
		json_array(j);
		for (size_t i = 0; i < b->n_marks; i++)
			put_mark(j, &b->marks[i]);
		json_end(j, ']');
	}
	json_end(j, '}');
}

void
doc_json(struct buf *o, const struct doc *d)
{
	struct json j;

	json_init(&j, o);
	json_object(&j);
	put(&j, "lang", d->lang);
	put(&j, "title", d->title);
	put(&j, "caption", d->caption);
	put(&j, "organisation", d->organisation);
	put(&j, "classification", d->classification);
	put(&j, "reference", d->reference);
	put(&j, "note", d->note);
	put(&j, "made", d->made);
	put(&j, "page_words", d->page_words);
	put(&j, "contents_words", d->contents_words);
	put_i64(&j, "day", d->date.day);
	put_cells(&j, "facts", d->facts, d->n_facts * 2);
	json_key(&j, "blocks");
	json_array(&j);
	for (size_t i = 0; i < d->n; i++)
		put_block(&j, &d->blocks[i]);
	json_end(&j, ']');
	json_key(&j, "sheets");
	json_array(&j);
	for (size_t i = 0; i < d->n_sheets; i++) {
		json_object(&j);
		put(&j, "name", d->sheets[i].name);
		put_columns(&j, d->sheets[i].columns, d->sheets[i].n_columns);
		put_cells(&j, "cells", d->sheets[i].cells, d->sheets[i].n_columns * d->sheets[i].n_rows);
		json_end(&j, '}');
	}
	json_end(&j, ']');
	json_end(&j, '}');
}

/* ---- reading ---- */

static size_t
items_of(const struct json_node *n, const char *key, struct json_node *const **ret)
{
	const struct json_node *l = n->type == JSON_OBJECT ? json_get(n, key) : NULL;

	if (l == NULL || l->type != JSON_ARRAY)
		return 0;
	*ret = l->items;
	return l->n;
}

static struct doc_mark
read_mark(const struct json_node *n)
{
	if (n == NULL || n->type != JSON_OBJECT)
		return (struct doc_mark){ .is_rating = false };
	return (struct doc_mark){ json_get_str(n, "word"), json_get_str(n, "sign"), json_get_str(n, "rating"),
		(enum tag_colour)json_get_i64(n, "colour", 0), json_get_i64(n, "rag", 0) != 0 };
}

static const struct doc_cell *
read_cells(struct arena *a, const struct json_node *n, const char *key, size_t *ret_n)
{
	struct json_node *const *x = NULL;
	size_t k = items_of(n, key, &x);
	struct doc_cell *c = arena_array(a, struct doc_cell, k + 2);

	for (size_t i = 0; i < k; i++)
		c[i] = (struct doc_cell){ json_get_str(x[i], "text"), read_mark(json_get(x[i], "mark")) };
	*ret_n = k;
	return c;
}

static const struct doc_column *
read_columns(struct arena *a, const struct json_node *n, size_t *ret_n)
{
	struct json_node *const *x = NULL;
	size_t k = items_of(n, "columns", &x);
	struct doc_column *c = arena_array(a, struct doc_column, k + 1);

	for (size_t i = 0; i < k; i++)
		c[i] = (struct doc_column){ json_get_str(x[i], "label"), (int)json_get_i64(x[i], "share", 0), json_get_i64(x[i], "numeric", 0) != 0 };
	*ret_n = k;
	return c;
}

static void
read_items(struct arena *a, const struct json_node *n, struct doc_block *b)
{
	struct json_node *const *x = NULL, *const *y = NULL;
	struct doc_item *items;

	b->n_items = items_of(n, "items", &x);
	items = arena_array(a, struct doc_item, b->n_items + 1);
	for (size_t i = 0; i < b->n_items; i++) {
		size_t k = items_of(x[i], "lines", &y);
		struct str *lines = arena_array(a, struct str, k + 1);
		for (size_t q = 0; q < k; q++)
			lines[q] = y[q]->type == JSON_STR ? y[q]->s : S("");
		items[i] = (struct doc_item){ read_mark(json_get(x[i], "mark")), json_get_str(x[i], "lead"), json_get_str(x[i], "text"), lines, k };
	}
	b->items = items;
}

static void
read_block(struct arena *a, const struct json_node *n, struct doc_block *b)
{
	struct json_node *const *x = NULL;
	size_t k;

	*b = (struct doc_block){ .kind = (enum doc_kind)json_get_i64(n, "kind", 0), .level = (int)json_get_i64(n, "level", 0),
		.tone = (enum doc_tone)json_get_i64(n, "tone", 0), .chart = (enum plot_kind)json_get_i64(n, "chart", 0),
		.text = json_get_str(n, "text"), .alt = json_get_str(n, "alt") };
	read_items(a, n, b);
	b->columns = read_columns(a, n, &b->n_columns);
	b->cells = read_cells(a, n, "cells", &k);
	b->n_rows = b->kind == DOC_FACTS ? k / 2 : b->n_columns > 0 ? k / b->n_columns : 0;
	b->n_marks = items_of(n, "marks", &x);
	struct doc_mark *m = arena_array(a, struct doc_mark, b->n_marks + 1);
	for (size_t i = 0; i < b->n_marks; i++)
		m[i] = read_mark(x[i]);
	b->marks = m;
	b->n_points = items_of(n, "points", &x);
	struct rag_point *p = arena_array(a, struct rag_point, b->n_points + 1);
	for (size_t i = 0; i < b->n_points; i++)
		p[i] = (struct rag_point){ json_get_str(x[i], "label"), json_get_i64(x[i], "red", 0), json_get_i64(x[i], "amber", 0),
			json_get_i64(x[i], "green", 0), json_get_i64(x[i], "none", 0) };
	b->points = p;
}

bool
doc_read(struct arena *a, struct str text, struct doc *d)
{
	struct json_node *const *x = NULL, *n;
	struct str why;
	size_t k;

	if (json_parse(a, text, &n, &why) != ST_OK || n->type != JSON_OBJECT)
		return false;
	*d = (struct doc){ .mem = a, .lang = json_get_str(n, "lang"), .title = json_get_str(n, "title"), .caption = json_get_str(n, "caption"),
		.organisation = json_get_str(n, "organisation"), .classification = json_get_str(n, "classification"),
		.reference = json_get_str(n, "reference"), .note = json_get_str(n, "note"), .made = json_get_str(n, "made"),
		.page_words = json_get_str(n, "page_words"), .contents_words = json_get_str(n, "contents_words"),
		.date = { (int32_t)json_get_i64(n, "day", 0) } };
	d->facts = read_cells(a, n, "facts", &k);
	d->n_facts = k / 2;
	d->n = items_of(n, "blocks", &x);
	d->blocks = arena_array(a, struct doc_block, d->n + 1);
	for (size_t i = 0; i < d->n; i++)
		read_block(a, x[i], &d->blocks[i]);
	d->n_sheets = items_of(n, "sheets", &x);
	d->sheets = arena_array(a, struct doc_sheet, d->n_sheets + 1);
	for (size_t i = 0; i < d->n_sheets; i++) {
		struct doc_sheet *s = &d->sheets[i];
		s->name = json_get_str(x[i], "name");
		s->columns = read_columns(a, x[i], &s->n_columns);
		s->cells = read_cells(a, x[i], "cells", &k);
		s->n_rows = s->n_columns > 0 ? k / s->n_columns : 0;
	}
	return true;
}
