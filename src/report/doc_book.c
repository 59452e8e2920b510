/* SPDX-License-Identifier: MIT */
/* A document as a workbook: cover and summary on the first sheet, then its tables, one sheet each, to be sorted and counted. */
#include "report/book.h"
#include "report/file.h"

#define WIDE 7		/* columns of the first sheet */

static unsigned
mark_style(const struct doc_mark *m)
{
	if (str_is(m->rating, "red"))
		return STYLE_RED;
	if (str_is(m->rating, "amber"))
		return STYLE_AMBER;
	return str_is(m->rating, "green") ? STYLE_GREEN : STYLE_PLAIN;
}

static struct str
mark_words(struct arena *a, const struct doc_mark *m)
{
	return m->sign.n == 0 ? m->word : arena_printf(a, "%.*s %.*s", (int)m->sign.n, m->sign.p, (int)m->word.n, m->word.p);
}

static void
put_cell(struct book *b, struct arena *a, size_t column, const struct doc_cell *x, bool numeric, unsigned style)
{
	struct str text = x->text;
	int64_t v;

	if (x->mark.word.n > 0) {
		struct str words = mark_words(a, &x->mark);
		text = text.n == 0 ? words : arena_printf(a, "%.*s\n%.*s", (int)words.n, words.p, (int)text.n, text.p);
		book_put(b, column, sheet_text(text), mark_style(&x->mark) | STYLE_WRAP);
	} else if (numeric && str_i64(text, &v)) {
		book_put(b, column, sheet_number(v), style);
	} else if (text.n > 0) {
		book_put(b, column, sheet_text(text), style | STYLE_WRAP);
	}
}

static void
line(struct book *b, struct str text, unsigned style)
{
	if (text.n == 0)
		return;
	book_put(b, 0, sheet_text(text), style);
	book_next(b);
}

static void
put_facts(struct book *b, struct arena *a, const struct doc_cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		book_put(b, 0, sheet_text(cells[2 * i].text), STYLE_BOLD);
		put_cell(b, a, 1, &cells[2 * i + 1], false, STYLE_PLAIN);
		book_next(b);
	}
	book_next(b);
}

static void
put_table(struct book *b, struct arena *a, const struct doc_column *c, size_t n, const struct doc_cell *cells, size_t rows)
{
	for (size_t k = 0; k < n; k++)
		book_put(b, k, sheet_text(c[k].label), STYLE_HEAD | STYLE_WRAP);
	book_next(b);
	for (size_t i = 0; i < rows; i++) {
		for (size_t k = 0; k < n; k++)
			put_cell(b, a, k, &cells[i * n + k], c[k].numeric, STYLE_PLAIN);
		book_next(b);
	}
}

static void
put_items(struct book *b, struct arena *a, const struct doc_block *x)
{
	for (size_t i = 0; i < x->n_items; i++) {
		const struct doc_item *it = &x->items[i];
		if (it->mark.word.n > 0)
			book_put(b, 1, sheet_text(mark_words(a, &it->mark)), mark_style(&it->mark));
		struct str text = it->lead.n == 0 ? it->text : arena_printf(a, "%.*s %.*s", (int)it->lead.n, it->lead.p, (int)it->text.n, it->text.p);
		book_put(b, 0, sheet_text(text), STYLE_WRAP);
		book_next(b);
	}
}

static void
put_block(struct book *b, struct arena *a, const struct doc_block *x)
{
	switch (x->kind) {
	case DOC_HEADING:
		line(b, x->text, STYLE_BOLD | STYLE_BAND);
		return;
	case DOC_TEXT:
	case DOC_NOTE:
		line(b, x->text, STYLE_WRAP);
		return;
	case DOC_LIST:
		put_items(b, a, x);
		return;
	case DOC_FACTS:
		put_facts(b, a, x->cells, x->n_rows);
		return;
	case DOC_TABLE:
		line(b, x->text, STYLE_BOLD);
		put_table(b, a, x->columns, x->n_columns, x->cells, x->n_rows);
		book_next(b);
		return;
	case DOC_MARKS:
		for (size_t i = 0; i < x->n_marks; i++)
			line(b, mark_words(a, &x->marks[i]), mark_style(&x->marks[i]));
		return;
	case DOC_CHART:		/* the table below has its figures */
	case DOC_PAGE:
		return;
	}
}

static void
first_sheet(struct book *b, const struct doc *d)
{
	struct book_column columns[WIDE] = { { 46 }, { 30 }, { 16 }, { 12 }, { 12 }, { 12 }, { 14 } };

	book_sheet(b, &(struct book_sheet){ .name = "Report", .columns = columns, .n_columns = WIDE });
	line(b, d->classification, STYLE_BOLD);
	line(b, d->caption, STYLE_HINT);
	line(b, d->title, STYLE_TITLE);
	line(b, d->note, STYLE_BOLD);
	book_next(b);
	put_facts(b, d->mem, d->facts, d->n_facts);
	/* Where all else has sheets of its own, the first part is the summary. */
	for (size_t i = 0; i < d->n && (d->n_sheets == 0 || d->blocks[i].kind != DOC_PAGE); i++)
		put_block(b, d->mem, &d->blocks[i]);
	line(b, d->made, STYLE_HINT);
}

static void
data_sheet(struct book *b, const struct doc *d, const struct doc_sheet *s)
{
	struct book_column *columns = arena_array(d->mem, struct book_column, s->n_columns + 1);

	for (size_t k = 0; k < s->n_columns; k++)
		columns[k].width = s->columns[k].share > 0 ? s->columns[k].share * 10 : 14;
	book_sheet(b, &(struct book_sheet){ .name = str_z(d->mem, s->name), .columns = columns, .n_columns = s->n_columns, .freeze_rows = 1, .filter = true });
	put_table(b, d->mem, s->columns, s->n_columns, s->cells, s->n_rows);
}

enum status
doc_xlsx(struct doc *d, struct buf *out)
{
	struct book *b;

	TRY(book_open(d->mem, str_z(d->mem, d->title), &b));
	first_sheet(b, d);
	for (size_t i = 0; i < d->n_sheets; i++)
		data_sheet(b, d, &d->sheets[i]);
	return book_close(b, out);
}
