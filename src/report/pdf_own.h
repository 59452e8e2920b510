/* SPDX-License-Identifier: MIT */
#ifndef REPORT_PDF_OWN_H
#define REPORT_PDF_OWN_H
#include <pango/pangocairo.h>
#include "report/doc.h"

/* Inside the PDF back end: blocks become rows of laid out text (pdf_rows.c), rows find their pages (pdf_pages.c), pages are
 * drawn with their tags (pdf_draw.c), and what cairo cannot say is added afterwards (pdf_tags.c).  Lengths are points. */
#define PAGE_W 595.28
#define PAGE_H 841.89
#define MARGIN 57.0
#define TOP_Y 68.0
#define BOTTOM_Y (PAGE_H - 66.0)
#define TEXT_W (PAGE_W - 2 * MARGIN)

struct rgb { double r, g, b; };
#define RGB(hex) ((struct rgb){ ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0 })

struct line { PangoLayoutLine *line; double top, bottom, base, x; };	/* in its cell */
struct text_cell {
	double x, w, h;			/* x from the left margin */
	PangoLayout *layout;
	struct line *lines; size_t n_lines;
	const char *tag;		/* "P", "H2", "LBody", "TH" … */
	struct rgb ink;
	bool boxed;			/* its first line is a mark */
	enum tag_colour box;
	bool dashed;
	bool row_scope;			/* a TH that heads its row, not its column */
};
struct row {
	struct text_cell *cells; size_t n;
	double before, pad, h;		/* h with both pads */
	const char *tag;		/* around the cells: "TR", "LI"; NULL: none */
	const struct row *head;		/* of a table: repeated on each new page */
	const struct plot *plot;	/* a figure instead of cells */
	struct str alt, bookmark;
	int level;			/* of the bookmark */
	bool keep;			/* not without the next row */
	bool splits;			/* may be cut between lines */
	bool is_head, rule, note, cover, new_page;
};
enum op_kind { OP_OPEN = 1, OP_CLOSE, OP_ROW };
struct op { enum op_kind kind; const char *tag; struct row *row; };
/* A row, or a part of it, at its place.  Lines from[i] up to to[i] of cell i. */
struct frag { const struct row *row; int page; double y, h; const size_t *from, *to; bool repeated; };

struct pdf {
	struct arena *mem;
	const struct doc *doc;
	PangoContext *pango;
	struct op *ops; size_t n_ops, ops_room;
	struct frag *frags; size_t n_frags, frags_room;
	int pages;
	double cover_h;			/* of the band on the cover */
	/* in the order of the structure tree, for pdf_tags.c */
	struct str *alts; size_t n_alts;
	bool *row_scopes; size_t n_scopes;
};
/* Growing lists in the arena: gives the place of a new last item. */
void *pdf_more(struct arena *a, void *items, size_t size, size_t n, size_t *room, void **ret_items);
bool pdf_fonts(struct pdf *p, struct str *ret_why) MUST_CHECK;
struct text_style { double size; bool bold; struct rgb ink; PangoAlignment align; double spacing; };
/* Lays text out; small_from: from that byte on the text is small (0: none), bold_to: up to that byte it is bold. */
void pdf_cell(struct pdf *p, struct text_cell *c, const struct text_style *s, struct str text, size_t bold_to, size_t small_from);
struct str pdf_printable(struct arena *a, struct str s);
void pdf_rows(struct pdf *p);
void pdf_paginate(struct pdf *p);
/* Writes it all; false when cairo failed. */
bool pdf_draw(struct pdf *p, struct buf *out);
bool pdf_tags(const struct pdf *p, struct str bytes, struct buf *out);
struct rgb pdf_mark_ink(enum tag_colour c);
struct rgb pdf_mark_fill(enum tag_colour c);
#endif
