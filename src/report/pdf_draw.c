/* SPDX-License-Identifier: MIT */
/* Pages with their tags.  Each page first gets what belongs to no reading order (head, foot, rules, boxes, repeated table
 * heads), marked so that pdf_tags.c makes artifacts of it; then its text, in the order of the document. */
#include <cairo-pdf.h>
#include <string.h>
#include "base/time.h"
#include "report/pdf_own.h"

#define FURNITURE "NonStruct"
#define MOST_BOOKMARKS 2000

struct bookmark { struct str text; int level, page; double y; };
struct drawing {
	struct pdf *p;
	cairo_t *cr;
	cairo_surface_t *surface;
	int page;
	struct bookmark *marks; size_t n_marks;
};

static void
ink(cairo_t *cr, struct rgb c)
{
	cairo_set_source_rgb(cr, c.r, c.g, c.b);
}

static void
draw_lines(struct drawing *d, const struct text_cell *c, double y, size_t from, size_t to)
{
	ink(d->cr, c->ink);
	for (size_t i = from; i < to; i++) {
		cairo_move_to(d->cr, MARGIN + c->x + c->lines[i].x, y + c->lines[i].base - c->lines[from].top);
		pango_cairo_show_layout_line(d->cr, c->lines[i].line);
	}
}

static void
rule(struct drawing *d, double y, struct rgb c)
{
	ink(d->cr, c);
	cairo_set_line_width(d->cr, 0.75);
	cairo_move_to(d->cr, MARGIN, y);
	cairo_line_to(d->cr, PAGE_W - MARGIN, y);
	cairo_stroke(d->cr);
}

static void
box(struct drawing *d, const struct text_cell *c, double y)
{
	static const double dashes[] = { 2, 1.5 };
	PangoRectangle at;
	PangoRectangle inked;

	pango_layout_line_get_extents(c->lines[0].line, &inked, &at);
	double w = (double)at.width / PANGO_SCALE + 10, x = MARGIN + c->x - 5, mid = y + c->lines[0].base - 3.4, h = 15;
	cairo_rectangle(d->cr, x, mid - h / 2, w, h);
	ink(d->cr, pdf_mark_fill(c->box));
	cairo_fill_preserve(d->cr);
	ink(d->cr, pdf_mark_ink(c->box));
	cairo_set_line_width(d->cr, 0.6);
	cairo_set_dash(d->cr, dashes, c->dashed ? 2 : 0, 0);
	cairo_stroke(d->cr);
	cairo_set_dash(d->cr, NULL, 0, 0);
}

static void
decorate(struct drawing *d, const struct frag *f)
{
	const struct row *r = f->row;

	if (r->is_head) {
		ink(d->cr, RGB(0xe8edee));
		cairo_rectangle(d->cr, MARGIN, f->y, TEXT_W, f->h);
		cairo_fill(d->cr);
	}
	if (r->note) {
		ink(d->cr, RGB(0x005eb8));
		cairo_rectangle(d->cr, MARGIN, f->y, 5, f->h);
		cairo_fill(d->cr);
	}
	if (r->rule)
		rule(d, f->y + f->h, RGB(0xd8dde0));
	for (size_t i = 0; i < r->n; i++)
		if (r->cells[i].boxed && f->from[i] == 0 && f->to[i] > 0)
			box(d, &r->cells[i], f->y + r->pad);
	if (f->repeated)
		for (size_t i = 0; i < r->n; i++)
			draw_lines(d, &r->cells[i], f->y + r->pad, f->from[i], f->to[i]);
}

static void
small_text(struct drawing *d, struct str text, PangoAlignment align, double x, double w, double y, bool bold, struct rgb colour)
{
	struct text_style s = { 8.5, bold, colour, align, 1.0 };
	struct text_cell c = { .x = x - MARGIN, .w = w };

	if (text.n == 0)
		return;
	pdf_cell(d->p, &c, &s, text, 0, 0);
	pango_layout_set_height(c.layout, 0);	/* one line, with an ellipsis where it is too long */
	pango_layout_set_ellipsize(c.layout, PANGO_ELLIPSIZE_END);
	ink(d->cr, colour);
	cairo_move_to(d->cr, x, y);
	pango_cairo_show_layout(d->cr, c.layout);
}

static void
furniture(struct drawing *d)
{
	const struct doc *doc = d->p->doc;
	struct rgb grey = RGB(0x4c6272), white = RGB(0xffffff), dark = RGB(0x212b32);
	bool cover = d->page == 0;
	double half = TEXT_W / 2 - 60;
	struct msg_arg args[] = { { "page", arena_printf(d->p->mem, "%d", d->page + 1) }, { "pages", arena_printf(d->p->mem, "%d", d->p->pages) } };

	if (cover) {
		ink(d->cr, RGB(0x005eb8));
		cairo_rectangle(d->cr, 0, 0, PAGE_W, d->p->cover_h);
		cairo_fill(d->cr);
		small_text(d, doc->organisation, PANGO_ALIGN_LEFT, MARGIN, TEXT_W, 74, true, white);
	} else {
		small_text(d, doc->organisation, PANGO_ALIGN_LEFT, MARGIN, TEXT_W * 0.46, 32, false, grey);
		small_text(d, doc->title, PANGO_ALIGN_RIGHT, MARGIN + TEXT_W * 0.48, TEXT_W * 0.52, 32, false, grey);
		rule(d, 48, RGB(0xd8dde0));
		small_text(d, lang_fill(d->p->mem, doc->page_words, args, 2), PANGO_ALIGN_RIGHT, PAGE_W - MARGIN - half, half, PAGE_H - 44, false, grey);
	}
	small_text(d, doc->classification, PANGO_ALIGN_CENTER, MARGIN, TEXT_W, 18, true, cover ? white : dark);
	small_text(d, doc->classification, PANGO_ALIGN_CENTER, MARGIN, TEXT_W, PAGE_H - 28, true, dark);
	small_text(d, doc->made, PANGO_ALIGN_LEFT, MARGIN, half, PAGE_H - 44, false, grey);
}

static void
page_begin(struct drawing *d, int page)
{
	if (d->page >= 0)
		cairo_show_page(d->cr);
	d->page = page;
	cairo_tag_begin(d->cr, FURNITURE, NULL);
	furniture(d);
	for (size_t i = 0; i < d->p->n_frags; i++)
		if (d->p->frags[i].page == page)
			decorate(d, &d->p->frags[i]);
	cairo_tag_end(d->cr, FURNITURE);
}

/* ---- figures ---- */

static struct rgb
tone_ink(const struct plot_shape *s)
{
	static const uint32_t fill[TONE__MAX] = { [TONE_RED] = 0xb71c1c, [TONE_AMBER] = 0xffb81c, [TONE_GREEN] = 0x00703c, [TONE_NONE] = 0xd8dde0, [TONE_AXIS] = 0xaeb7bd };
	static const uint32_t lines[TONE__MAX] = { [TONE_RED] = 0xb71c1c, [TONE_AMBER] = 0x8f6400, [TONE_GREEN] = 0x00703c, [TONE_NONE] = 0x4c6272, [TONE_AXIS] = 0xaeb7bd };

	if (s->kind == SHAPE_BOX || s->kind == SHAPE_FIELD)
		return RGB(fill[s->tone]);
	if (s->kind == SHAPE_LINE)
		return RGB(lines[s->tone]);
	if (s->on_tone)
		return s->tone == TONE_RED || s->tone == TONE_GREEN ? RGB(0xffffff) : RGB(0x212b32);
	return s->tone == TONE_AXIS ? RGB(0x212b32) : RGB(lines[s->tone]);
}

static void
shape_text(struct drawing *d, const struct plot_shape *s, double k, double y)
{
	struct text_style style = { (s->on_tone ? 15 : 16) * k, s->on_tone, tone_ink(s), PANGO_ALIGN_LEFT, 1.0 };
	struct text_cell c = { .w = s->anchor == ANCHOR_START && s->x == 0 ? 234 * k : TEXT_W };
	int w, h;

	pdf_cell(d->p, &c, &style, s->text, 0, 0);
	pango_layout_set_height(c.layout, 0);
	pango_layout_set_ellipsize(c.layout, PANGO_ELLIPSIZE_END);
	pango_layout_get_size(c.layout, &w, &h);
	double wide = (double)w / PANGO_SCALE, x = MARGIN + s->x * k - (s->anchor == ANCHOR_MIDDLE ? wide / 2 : s->anchor == ANCHOR_END ? wide : 0);
	ink(d->cr, style.ink);
	cairo_move_to(d->cr, x, y + s->y * k - (double)pango_layout_get_baseline(c.layout) / PANGO_SCALE);
	pango_cairo_show_layout(d->cr, c.layout);
}

static void
shape_path(struct drawing *d, const struct plot_shape *s, double k, double y)
{
	static const double dash[TONE__MAX][2] = { [TONE_RED] = { 0, 0 }, [TONE_AMBER] = { 8, 4 }, [TONE_GREEN] = { 2, 3 }, [TONE_NONE] = { 1, 4 } };

	cairo_new_path(d->cr);	/* text leaves its point behind */
	for (size_t i = 0; i < s->n_points; i++)
		cairo_line_to(d->cr, MARGIN + s->points[i].x * k, y + s->points[i].y * k);
	ink(d->cr, tone_ink(s));
	if (s->kind == SHAPE_FIELD) {
		cairo_close_path(d->cr);
		cairo_fill_preserve(d->cr);
		ink(d->cr, RGB(0xffffff));
		cairo_set_line_width(d->cr, 1.2);
	} else {
		cairo_set_line_width(d->cr, s->strong ? 2.2 : 0.6);
		if (s->strong && dash[s->tone][0] > 0)
			cairo_set_dash(d->cr, dash[s->tone], 2, 0);
	}
	cairo_stroke(d->cr);
	cairo_set_dash(d->cr, NULL, 0, 0);
}

static void
draw_plot(struct drawing *d, const struct plot *plot, double y)
{
	double k = TEXT_W / plot->width;

	for (size_t i = 0; i < plot->n; i++) {
		const struct plot_shape *s = &plot->shapes[i];
		switch (s->kind) {
		case SHAPE_BOX:
			cairo_rectangle(d->cr, MARGIN + s->x * k, y + s->y * k, s->w * k, s->h * k);
			ink(d->cr, tone_ink(s));
			cairo_fill_preserve(d->cr);
			ink(d->cr, RGB(0xffffff));
			cairo_set_line_width(d->cr, 1.2);
			cairo_stroke(d->cr);
			break;
		case SHAPE_TEXT:
			shape_text(d, s, k, y);
			break;
		case SHAPE_LINE:
		case SHAPE_FIELD:
			shape_path(d, s, k, y);
			break;
		}
	}
}

/* ---- text ---- */

static void
draw_frag(struct drawing *d, const struct frag *f)
{
	const struct row *r = f->row;
	struct pdf *p = d->p;

	if (f->page != d->page)
		page_begin(d, f->page);
	if (r->bookmark.n > 0 && f->from[0] == 0 && d->n_marks < MOST_BOOKMARKS)
		d->marks[d->n_marks++] = (struct bookmark){ r->bookmark, r->level, f->page, f->y };
	if (r->plot != NULL) {
		cairo_tag_begin(d->cr, "Figure", NULL);
		p->alts[p->n_alts++] = r->alt;
		draw_plot(d, r->plot, f->y);
		cairo_tag_end(d->cr, "Figure");
		return;
	}
	if (r->tag != NULL)
		cairo_tag_begin(d->cr, r->tag, NULL);
	for (size_t i = 0; i < r->n; i++) {
		const struct text_cell *c = &r->cells[i];
		/* An empty cell keeps its place in the table; an empty label is nothing. */
		bool table = c->tag[0] == 'T';
		if (f->to[i] == f->from[i] && !table)
			continue;
		if (strcmp(c->tag, "TH") == 0)
			p->row_scopes[p->n_scopes++] = c->row_scope;
		cairo_tag_begin(d->cr, c->tag, NULL);
		draw_lines(d, c, f->y + r->pad, f->from[i], f->to[i]);
		cairo_tag_end(d->cr, c->tag);
	}
	if (r->tag != NULL)
		cairo_tag_end(d->cr, r->tag);
}

static const char *
plain_z(const struct pdf *p, struct str s)
{
	return str_z(p->mem, pdf_printable(p->mem, s));
}

static void
outline(struct drawing *d)
{
	int parent = CAIRO_PDF_OUTLINE_ROOT, above = CAIRO_PDF_OUTLINE_ROOT;

	for (size_t i = 0; i < d->n_marks; i++) {
		const struct bookmark *m = &d->marks[i];
		struct str to = arena_printf(d->p->mem, "page=%d pos=[%.2f %.2f]", m->page + 1, MARGIN, m->y);
		parent = m->level <= 2 ? CAIRO_PDF_OUTLINE_ROOT : above;
		int id = cairo_pdf_surface_add_outline(d->surface, parent, plain_z(d->p, m->text), to.p,
		    m->level <= 2 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
		if (m->level <= 2)
			above = id;
	}
}

static cairo_status_t
take(void *to, const unsigned char *bytes, unsigned int n)
{
	struct buf *b = to;

	buf_put(b, bytes, n);
	return b->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void
metadata(struct drawing *d)
{
	const struct doc *doc = d->p->doc;
	struct str day = arena_printf(d->p->mem, "%.*sT12:00:00Z", (int)date_iso(d->p->mem, doc->date).n, date_iso(d->p->mem, doc->date).p);

	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE, plain_z(d->p, doc->title));
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR, plain_z(d->p, doc->organisation));
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_SUBJECT, plain_z(d->p, doc->caption));
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATOR, "Wardkeep");
	cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE, day.p);
}

bool
pdf_draw(struct pdf *p, struct buf *out)
{
	struct drawing d = { .p = p, .page = -1, .marks = arena_array(p->mem, struct bookmark, MOST_BOOKMARKS) };
	size_t cells = 1, at = 0;

	for (size_t i = 0; i < p->n_frags; i++)
		cells += p->frags[i].row->n + 1;
	p->alts = arena_array(p->mem, struct str, cells);
	p->row_scopes = arena_array(p->mem, bool, cells);
	d.surface = cairo_pdf_surface_create_for_stream(take, out, PAGE_W, PAGE_H);
	metadata(&d);
	d.cr = cairo_create(d.surface);
	for (size_t i = 0; i < p->n_ops; i++) {
		const struct op *o = &p->ops[i];
		if (o->kind == OP_OPEN)
			cairo_tag_begin(d.cr, o->tag, NULL);
		else if (o->kind == OP_CLOSE)
			cairo_tag_end(d.cr, o->tag);
		else
			for (; at < p->n_frags && (p->frags[at].row == o->row || p->frags[at].repeated); at++)
				if (!p->frags[at].repeated)
					draw_frag(&d, &p->frags[at]);
	}
	outline(&d);
	cairo_show_page(d.cr);
	cairo_status_t st = cairo_status(d.cr);
	cairo_destroy(d.cr);
	cairo_surface_finish(d.surface);
	if (st == CAIRO_STATUS_SUCCESS)
		st = cairo_surface_status(d.surface);
	cairo_surface_destroy(d.surface);
	return st == CAIRO_STATUS_SUCCESS;
}
