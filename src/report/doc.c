/* SPDX-License-Identifier: MIT */
#include "report/doc.h"
#include <string.h>
#include "base/time.h"

struct doc *
doc_new(struct arena *a, const struct lang *l, struct date day)
{
	struct doc *d = arena_new(a, struct doc);

	*d = (struct doc){ .mem = a, .date = day, .lang = str_is(str_c(l->code), "en") ? S("en-GB") : str_c(l->code),
		.page_words = lang_text(l, a, M("Page {page} of {pages}")), .contents_words = lang_text(l, a, M("Report")) };
	return d;
}

static struct doc_block *
block(struct doc *d, enum doc_kind kind)
{
	if (d->n == d->room) {
		size_t room = d->room == 0 ? 64 : d->room * 2;
		struct doc_block *b = arena_array(d->mem, struct doc_block, room);
		if (d->n > 0)
			memcpy(b, d->blocks, d->n * sizeof *b);
		d->blocks = b;
		d->room = room;
	}
	d->blocks[d->n] = (struct doc_block){ .kind = kind };
	return &d->blocks[d->n++];
}

void
doc_heading(struct doc *d, int level, struct str text)
{
	struct doc_block *b = block(d, DOC_HEADING);

	b->level = level < 2 ? 2 : level > 5 ? 5 : level;
	b->text = text;
}

void
doc_text(struct doc *d, enum doc_tone tone, struct str text)
{
	if (str_empty(text))
		return;
	struct doc_block *b = block(d, DOC_TEXT);
	b->tone = tone;
	b->text = text;
}

void
doc_note(struct doc *d, struct str text)
{
	if (!str_empty(text))
		block(d, DOC_NOTE)->text = text;
}

void
doc_list(struct doc *d, const struct doc_item *items, size_t n)
{
	if (n == 0)
		return;
	struct doc_block *b = block(d, DOC_LIST);
	b->items = items;
	b->n_items = n;
}

void
doc_lines(struct doc *d, const struct str *lines, size_t n)
{
	struct doc_item *items = arena_array(d->mem, struct doc_item, n + 1);

	for (size_t i = 0; i < n; i++)
		items[i].text = lines[i];
	doc_list(d, items, n);
}

void
doc_facts(struct doc *d, const struct doc_cell *cells, size_t rows)
{
	if (rows == 0)
		return;
	struct doc_block *b = block(d, DOC_FACTS);
	b->cells = cells;
	b->n_rows = rows;
}

void
doc_table(struct doc *d, struct str caption, const struct doc_column *c, size_t n_columns, const struct doc_cell *cells, size_t rows)
{
	if (rows == 0 || n_columns == 0)
		return;
	struct doc_block *b = block(d, DOC_TABLE);
	b->text = caption;
	b->columns = c;
	b->n_columns = n_columns;
	b->cells = cells;
	b->n_rows = rows;
}

void
doc_marks(struct doc *d, const struct doc_mark *marks, size_t n)
{
	if (n == 0)
		return;
	struct doc_block *b = block(d, DOC_MARKS);
	b->marks = marks;
	b->n_marks = n;
}

void
doc_chart(struct doc *d, enum plot_kind kind, struct str title, struct str alt, const struct rag_point *p, size_t n)
{
	if (n == 0)
		return;
	struct doc_block *b = block(d, DOC_CHART);
	b->chart = kind;
	b->text = title;
	b->alt = alt;
	b->points = p;
	b->n_points = n;
}

void
doc_page(struct doc *d)
{
	block(d, DOC_PAGE);
}

struct doc_mark
doc_rating(struct arena *a, const struct lang *l, struct str rating)
{
	struct rag_look r = rag_look(rating);

	return (struct doc_mark){ .word = lang_text(l, a, r.word), .sign = r.sign, .rating = rating, .colour = r.colour, .is_rating = true };
}

struct doc_mark
doc_tag(struct str word, enum tag_colour colour)
{
	return (struct doc_mark){ .word = word, .colour = colour };
}
