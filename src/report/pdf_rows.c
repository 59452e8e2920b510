/* SPDX-License-Identifier: MIT */
/* Blocks become rows: everything that stands on a page is a row of cells with laid out text, or a figure. */
#include <pango/pangofc-font.h>
#include <string.h>
#include "report/pdf_own.h"

#define INK RGB(0x212b32)
#define GREY RGB(0x4c6272)
#define WHITE RGB(0xffffff)
#define MARK_IN 5.0		/* from a mark's border to its word */

static const struct text_style body = { 10.5, false, { 0x21 / 255.0, 0x2b / 255.0, 0x32 / 255.0 }, PANGO_ALIGN_LEFT, 1.3 },
    small = { 9, false, { 0x4c / 255.0, 0x62 / 255.0, 0x72 / 255.0 }, PANGO_ALIGN_LEFT, 1.25 },
    strong = { 10.5, true, { 0x21 / 255.0, 0x2b / 255.0, 0x32 / 255.0 }, PANGO_ALIGN_LEFT, 1.3 },
    in_table = { 9.5, false, { 0x21 / 255.0, 0x2b / 255.0, 0x32 / 255.0 }, PANGO_ALIGN_LEFT, 1.25 };

struct rgb
pdf_mark_ink(enum tag_colour c)
{
	static const uint32_t ink[] = { [TAG_BLUE] = 0x002f5c, [TAG_GREEN] = 0x004620, [TAG_YELLOW] = 0x4d4000, [TAG_ORANGE] = 0x612c00,
		[TAG_RED] = 0x7a0f0b, [TAG_GREY] = 0x263033, [TAG_WHITE] = 0x212b32, [TAG_PURPLE] = 0x35206b, [TAG_AQUA] = 0x004c4f };

	return RGB(ink[c < countof(ink) ? c : TAG_GREY]);
}

struct rgb
pdf_mark_fill(enum tag_colour c)
{
	static const uint32_t fill[] = { [TAG_BLUE] = 0xccdff1, [TAG_GREEN] = 0xcce8d8, [TAG_YELLOW] = 0xfff4b8, [TAG_ORANGE] = 0xffdfb8,
		[TAG_RED] = 0xf7cfcb, [TAG_GREY] = 0xe8edee, [TAG_WHITE] = 0xffffff, [TAG_PURPLE] = 0xded7f1, [TAG_AQUA] = 0xcdeced };

	return RGB(fill[c < countof(fill) ? c : TAG_GREY]);
}

/* Whatever people typed: control characters become spaces, so that none is drawn as a box; what Unicode says is no character,
 * and cairo therefore refuses together with the whole document, becomes the sign for that. */
struct str
pdf_printable(struct arena *a, struct str s)
{
	char *p = arena_alloc_array(a, 1, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char *u = (const unsigned char *)s.p + i;
		bool low = (u[0] < 0x20 && u[0] != '\n' && u[0] != '\t') || u[0] == 0x7f;
		p[i] = low ? ' ' : (char)u[0];
		if (s.n - i < 3)
			continue;
		bool last = u[0] == 0xef && u[1] == 0xbf && (u[2] == 0xbe || u[2] == 0xbf), block = u[0] == 0xef && u[1] == 0xb7 && u[2] >= 0x90 && u[2] <= 0xaf;
		bool plane = s.n - i >= 4 && u[0] >= 0xf0 && (u[1] & 0x0f) == 0x0f && u[2] == 0xbf && (u[3] == 0xbe || u[3] == 0xbf);
		if (!last && !block && !plane)
			continue;
		memcpy(p + i, plane ? "\xef\xbf\xbd " : "\xef\xbf\xbd", plane ? 4 : 3);
		i += plane ? 3 : 2;
	}
	return (struct str){ p, s.n };
}

/* At the end of a line pango takes the space away, and words of two lines would be read as one: it is put back, without width. */
static void
keep_spaces(const struct text_cell *c, PangoLayoutLine *line)
{
	const char *text = pango_layout_get_text(c->layout);

	for (GSList *l = line->runs; l != NULL; l = l->next) {
		PangoGlyphItem *run = l->data;
		for (int i = 0; i < run->glyphs->num_glyphs; i++) {
			PangoGlyphInfo *g = &run->glyphs->glyphs[i];
			if (g->glyph == PANGO_GLYPH_EMPTY && g->geometry.width == 0 && text[run->item->offset + run->glyphs->log_clusters[i]] == ' ')
				g->glyph = pango_fc_font_get_glyph(PANGO_FC_FONT(run->item->analysis.font), ' ');
		}
	}
}

static void
cut_lines(struct pdf *p, struct text_cell *c)
{
	PangoLayoutIter *it = pango_layout_get_iter(c->layout);
	size_t i = 0;

	c->n_lines = (size_t)pango_layout_get_line_count(c->layout);
	c->lines = arena_array(p->mem, struct line, c->n_lines + 1);
	do {
		PangoRectangle at;
		int top, bottom;
		pango_layout_iter_get_line_extents(it, NULL, &at);
		pango_layout_iter_get_line_yrange(it, &top, &bottom);
		PangoLayoutLine *line = pango_layout_iter_get_line(it);
		keep_spaces(c, line);
		c->lines[i++] = (struct line){ line, (double)top / PANGO_SCALE, (double)bottom / PANGO_SCALE,
			(double)pango_layout_iter_get_baseline(it) / PANGO_SCALE, (double)at.x / PANGO_SCALE };
	} while (i < c->n_lines && pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	c->n_lines = i;
	c->h = c->lines[i - 1].bottom;
}

static void
attribute(PangoAttrList *l, PangoAttribute *at, size_t from, size_t to)
{
	at->start_index = (guint)from;
	at->end_index = (guint)to;
	pango_attr_list_insert(l, at);
}

void
pdf_cell(struct pdf *p, struct text_cell *c, const struct text_style *s, struct str text, size_t bold_to, size_t small_from)
{
	PangoFontDescription *font = pango_font_description_new();
	PangoAttrList *attrs = pango_attr_list_new();

	text = pdf_printable(p->mem, text);
	pango_font_description_set_family_static(font, "Liberation Sans,DejaVu Sans");
	pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
	pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	attribute(attrs, pango_attr_insert_hyphens_new(FALSE), 0, text.n);
	if (bold_to > 0)
		attribute(attrs, pango_attr_weight_new(PANGO_WEIGHT_BOLD), 0, bold_to);
	if (small_from > 0 && small_from < text.n)
		attribute(attrs, pango_attr_size_new_absolute((int)(small.size * PANGO_SCALE)), small_from, text.n);
	c->layout = pango_layout_new(p->pango);
	pango_layout_set_font_description(c->layout, font);
	pango_layout_set_attributes(c->layout, attrs);
	pango_layout_set_width(c->layout, (int)(c->w * PANGO_SCALE));
	pango_layout_set_wrap(c->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(c->layout, s->align);
	pango_layout_set_line_spacing(c->layout, (float)s->spacing);
	pango_layout_set_text(c->layout, text.p, (int)text.n);
	c->ink = s->ink;
	pango_attr_list_unref(attrs);
	pango_font_description_free(font);
	cut_lines(p, c);
}

/* ---- making rows ---- */

static struct op *
op(struct pdf *p, enum op_kind kind, const char *tag)
{
	void *all;
	struct op *o = pdf_more(p->mem, p->ops, sizeof *o, p->n_ops, &p->ops_room, &all);

	p->ops = all;
	p->n_ops++;
	*o = (struct op){ .kind = kind, .tag = tag };
	return o;
}

static struct row *
row(struct pdf *p, size_t cells, double before)
{
	struct row *r = arena_new(p->mem, struct row);

	*r = (struct row){ .cells = arena_array(p->mem, struct text_cell, cells + 1), .n = cells, .before = before };
	op(p, OP_ROW, NULL)->row = r;
	return r;
}

static void
row_close(struct row *r)
{
	for (size_t i = 0; i < r->n; i++)
		r->h = r->cells[i].h > r->h ? r->cells[i].h : r->h;
	r->h += 2 * r->pad;
}

static struct row *
text_row(struct pdf *p, const char *tag, const struct text_style *s, struct str text, double before)
{
	struct row *r = row(p, 1, before);

	r->cells[0] = (struct text_cell){ .x = 0, .w = TEXT_W, .tag = tag };
	pdf_cell(p, &r->cells[0], s, text, 0, 0);
	r->splits = true;
	row_close(r);
	return r;
}

static struct str
mark_words(struct pdf *p, const struct doc_mark *m)
{
	return m->sign.n == 0 ? m->word : arena_printf(p->mem, "%.*s %.*s", (int)m->sign.n, m->sign.p, (int)m->word.n, m->word.p);
}

static void
mark_box(struct text_cell *c, const struct doc_mark *m)
{
	c->boxed = true;
	c->box = m->colour;
	c->dashed = m->is_rating && (m->colour == TAG_WHITE || m->colour == TAG_GREY);
	c->x += MARK_IN;
	c->w -= 2 * MARK_IN;
}

/* A mark, then the text on the lines below it. */
static void
marked_cell(struct pdf *p, struct text_cell *c, const struct text_style *s, const struct doc_cell *x)
{
	if (x->mark.word.n == 0) {
		pdf_cell(p, c, s, x->text, 0, 0);
		return;
	}
	struct str words = mark_words(p, &x->mark);
	struct text_style t = *s;
	mark_box(c, &x->mark);
	t.align = PANGO_ALIGN_LEFT;
	t.spacing = 1.5;
	pdf_cell(p, c, &t, x->text.n == 0 ? words : arena_printf(p->mem, "%.*s\n%.*s", (int)words.n, words.p, (int)x->text.n, x->text.p), words.n, 0);
	if (x->text.n == 0)
		c->ink = pdf_mark_ink(x->mark.colour);
}

static void
rows_heading(struct pdf *p, const struct doc_block *b)
{
	static const char *const tags[] = { "H2", "H3", "H4", "H5" };
	static const double sizes[] = { 18, 13.5, 11, 10.5 }, before[] = { 26, 20, 12, 10 };
	int k = b->level - 2 < 0 || b->level > 5 ? 3 : b->level - 2;
	struct text_style s = { sizes[k], true, k == 0 ? RGB(0x003087) : INK, PANGO_ALIGN_LEFT, 1.2 };
	struct row *r = text_row(p, tags[k], &s, b->text, before[k]);

	r->keep = true;
	r->splits = false;
	if (b->level <= 3) {
		r->bookmark = b->text;
		r->level = b->level;
	}
}

static void
rows_note(struct pdf *p, struct str text)
{
	struct row *r = row(p, 1, 10);

	r->cells[0] = (struct text_cell){ .x = 16, .w = TEXT_W - 32, .tag = "P" };
	pdf_cell(p, &r->cells[0], &strong, text, 0, 0);
	r->pad = 8;
	r->note = true;
	r->splits = true;
	row_close(r);
}

static void
list_item(struct pdf *p, const struct doc_item *x, double lead_w, bool marked, bool first)
{
	struct row *r = row(p, 2, first ? 8 : marked ? 7 : 3);
	struct buf b;

	r->tag = "LI";
	r->splits = true;
	r->cells[0] = (struct text_cell){ .x = 0, .w = lead_w - 8, .tag = "Lbl" };
	if (x->mark.word.n > 0)
		marked_cell(p, &r->cells[0], &in_table, &(struct doc_cell){ .mark = x->mark });
	else
		pdf_cell(p, &r->cells[0], &body, marked ? S("") : S("•"), 0, 0);
	buf_init(&b, (size_t)8 << 20);
	if (x->lead.n > 0)
		buf_printf(&b, "%.*s ", (int)x->lead.n, x->lead.p);
	buf_str(&b, x->text);
	size_t main_n = b.n;
	for (size_t i = 0; i < x->n_lines; i++)
		buf_printf(&b, "\n%.*s", (int)x->lines[i].n, x->lines[i].p);
	r->cells[1] = (struct text_cell){ .x = lead_w, .w = TEXT_W - lead_w, .tag = "LBody" };
	pdf_cell(p, &r->cells[1], &body, arena_copy(p->mem, buf_view(&b)), x->lead.n, x->n_lines > 0 ? main_n : 0);
	buf_free(&b);
	row_close(r);
}

static void
rows_list(struct pdf *p, const struct doc_block *b)
{
	bool marked = false;

	for (size_t i = 0; i < b->n_items; i++)
		marked = marked || b->items[i].mark.word.n > 0;
	op(p, OP_OPEN, "L");
	for (size_t i = 0; i < b->n_items; i++)
		list_item(p, &b->items[i], marked ? 88 : 16, marked, i == 0);
	op(p, OP_CLOSE, "L");
}

static void
rows_facts(struct pdf *p, const struct doc_cell *cells, size_t n, double before)
{
	op(p, OP_OPEN, "L");
	for (size_t i = 0; i < n; i++) {
		struct row *r = row(p, 2, i == 0 ? before : 0);
		r->tag = "LI";
		r->pad = 5;
		r->rule = true;
		r->splits = true;
		r->cells[0] = (struct text_cell){ .x = 0, .w = 128, .tag = "Lbl" };
		pdf_cell(p, &r->cells[0], &strong, cells[2 * i].text, 0, 0);
		r->cells[1] = (struct text_cell){ .x = 140, .w = TEXT_W - 140, .tag = "LBody" };
		marked_cell(p, &r->cells[1], &body, &cells[2 * i + 1]);
		row_close(r);
	}
	op(p, OP_CLOSE, "L");
}

static void
rows_marks(struct pdf *p, const struct doc_block *b)
{
	op(p, OP_OPEN, "L");
	struct row *r = NULL;
	double x = 0;
	for (size_t i = 0; i < b->n_marks; i++) {
		struct text_cell c = { .x = x, .w = TEXT_W, .tag = "LBody" };
		marked_cell(p, &c, &in_table, &(struct doc_cell){ .mark = b->marks[i] });
		int w, h;
		pango_layout_get_size(c.layout, &w, &h);
		double wide = (double)w / PANGO_SCALE + 2 * MARK_IN + 8;
		if (r == NULL || (x > 0 && x + wide > TEXT_W)) {
			if (r != NULL)
				row_close(r);
			r = row(p, 0, 9);
			r->cells = arena_array(p->mem, struct text_cell, b->n_marks + 1);
			r->tag = "LI";
			r->keep = true;
			x = 0;
		}
		c.x = x + MARK_IN;
		r->cells[r->n++] = c;
		x += wide;
	}
	row_close(r);
	op(p, OP_CLOSE, "L");
}

static struct row *
table_row(struct pdf *p, const struct doc_block *b, const struct doc_cell *cells, int shares, bool head)
{
	struct row *r = row(p, b->n_columns, 0);
	double x = 0;

	r->tag = "TR";
	r->pad = 5;
	r->rule = true;
	r->is_head = head;
	r->splits = !head;
	for (size_t k = 0; k < b->n_columns; k++) {
		double w = TEXT_W * (b->columns[k].share > 0 ? b->columns[k].share : 1) / shares;
		struct text_style s = in_table;
		r->cells[k] = (struct text_cell){ .x = x + 2, .w = w - 8, .tag = head || k == 0 ? "TH" : "TD", .row_scope = !head };
		s.align = b->columns[k].numeric ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
		s.bold = head;
		if (head)
			pdf_cell(p, &r->cells[k], &s, b->columns[k].label, 0, 0);
		else
			marked_cell(p, &r->cells[k], &s, &cells[k]);
		x += w;
	}
	row_close(r);
	return r;
}

static void
rows_table(struct pdf *p, const struct doc_block *b)
{
	int shares = 0;

	for (size_t k = 0; k < b->n_columns; k++)
		shares += b->columns[k].share > 0 ? b->columns[k].share : 1;
	op(p, OP_OPEN, "Table");
	if (b->text.n > 0) {
		struct row *caption = text_row(p, "Caption", &strong, b->text, 14);
		caption->keep = true;
		caption->splits = false;
	}
	struct row *head = table_row(p, b, NULL, shares, true);
	head->keep = true;
	for (size_t i = 0; i < b->n_rows; i++)
		table_row(p, b, &b->cells[i * b->n_columns], shares, false)->head = head;
	op(p, OP_CLOSE, "Table");
}

static void
rows_chart(struct pdf *p, const struct doc_block *b)
{
	struct plot *plot = arena_new(p->mem, struct plot);
	struct text_style s = strong;
	struct row *r = text_row(p, "P", &s, b->text, 12);

	r->keep = true;
	plot_make(p->mem, b->chart, b->points, b->n_points, plot);
	r = row(p, 0, 4);
	r->plot = plot;
	r->alt = b->alt.n > 0 ? b->alt : b->text;
	r->h = plot->height * TEXT_W / plot->width;
	r->keep = true;		/* the figures below belong to it */
}

static void
rows_block(struct pdf *p, const struct doc_block *b, bool *page)
{
	size_t first = p->n_ops;

	switch (b->kind) {
	case DOC_HEADING: rows_heading(p, b); break;
	case DOC_TEXT: text_row(p, "P", b->tone == DOC_SMALL ? &small : &body, b->text, 8); break;
	case DOC_NOTE: rows_note(p, b->text); break;
	case DOC_LIST: rows_list(p, b); break;
	case DOC_FACTS: rows_facts(p, b->cells, b->n_rows, 8); break;
	case DOC_TABLE: rows_table(p, b); break;
	case DOC_MARKS: rows_marks(p, b); break;
	case DOC_CHART: rows_chart(p, b); break;
	case DOC_PAGE: *page = true; return;
	}
	for (size_t i = first; *page && i < p->n_ops; i++)
		if (p->ops[i].kind == OP_ROW) {
			p->ops[i].row->new_page = true;
			*page = false;
		}
}

static void
rows_cover(struct pdf *p)
{
	const struct doc *d = p->doc;
	struct text_style caption = { 13, false, WHITE, PANGO_ALIGN_LEFT, 1.2 }, title = { d->title.n > 120 ? 17 : 27, true, WHITE, PANGO_ALIGN_LEFT, 1.15 };

	if (d->caption.n > 0) {
		struct row *r = text_row(p, "P", &caption, d->caption, 0);
		r->cover = true;
		p->cover_h += r->h;
	}
	struct row *r = text_row(p, "H1", &title, d->title, 8);
	r->cover = true;
	p->cover_h += r->h + r->before;
	size_t first = p->n_ops;
	if (d->note.n > 0)
		rows_note(p, d->note);
	rows_facts(p, d->facts, d->n_facts, 10);
	for (size_t i = first; i < p->n_ops; i++)
		if (p->ops[i].kind == OP_ROW) {
			p->ops[i].row->before = 52;	/* below the band */
			break;
		}
}

void
pdf_rows(struct pdf *p)
{
	bool page = true;

	op(p, OP_OPEN, "Document");
	rows_cover(p);
	for (size_t i = 0; i < p->doc->n; i++)
		rows_block(p, &p->doc->blocks[i], &page);
	op(p, OP_CLOSE, "Document");
}
