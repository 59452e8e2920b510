/* SPDX-License-Identifier: MIT */
/* A document as a part of a page. */
#include "report/parts.h"
#include "tpl/report/doc.h"

bool
doc_list_is_marked(const struct doc_block *b)
{
	for (size_t i = 0; i < b->n_items; i++)
		if (b->items[i].mark.word.n > 0)
			return true;
	return false;
}

static const struct doc_pair *
pairs(struct arena *a, const struct doc_cell *cells, size_t n)
{
	struct doc_pair *p = arena_array(a, struct doc_pair, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = (struct doc_pair){ &cells[2 * i], &cells[2 * i + 1] };
	return p;
}

static const struct doc_line *
lines(struct arena *a, const struct doc_block *b)
{
	struct doc_line *l = arena_array(a, struct doc_line, b->n_rows + 1);

	for (size_t i = 0; i < b->n_rows; i++)
		l[i] = (struct doc_line){ &b->cells[i * b->n_columns], &b->cells[i * b->n_columns + 1], b->n_columns - 1 };
	return l;
}

void
doc_html(struct html *o, const struct doc *d)
{
	doc_cover_html(o, d, pairs(o->mem, d->facts, d->n_facts));
	for (size_t i = 0; i < d->n; i++) {
		const struct doc_block *b = &d->blocks[i];
		doc_block_html(o, b, b->kind == DOC_FACTS ? pairs(o->mem, b->cells, b->n_rows) : NULL,
		    b->kind == DOC_TABLE ? lines(o->mem, b) : NULL);
	}
}
