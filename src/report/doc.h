/* SPDX-License-Identifier: MIT */
#ifndef REPORT_DOC_H
#define REPORT_DOC_H
#include "html/plot.h"

/* A document as data: a cover and blocks in reading order.  What it says is said once, here; a page, a PDF, an editable
 * text and a spreadsheet are only ways to show it (doc_html, report/file.h), so their words and figures cannot differ.
 * All text is as the reader shall see it: translated, and masked by the reader's rights. */
enum doc_kind {
	DOC_HEADING = 1,	/* level 2 to 5; the title is the one of level 1 */
	DOC_TEXT,		/* a paragraph; its line ends are kept */
	DOC_LIST,		/* items: with a mark in front of each, with a lead word, or plain */
	DOC_FACTS,		/* pairs: two cells a row, what and which; no header */
	DOC_TABLE,		/* header row, and the first cell of each row heads its row */
	DOC_MARKS,		/* ratings and tags side by side */
	DOC_CHART,		/* with its alternative text; put a table with the same figures below */
	DOC_NOTE,		/* a paragraph that must not be overlooked */
	DOC_PAGE,		/* a new page begins where there are pages */
};
enum doc_tone { DOC_PLAIN = 0, DOC_SMALL };
/* A tag or a rating: a word on a colour, ratings with their sign too.  rating is what html_rag takes. */
struct doc_mark { struct str word, sign, rating; enum tag_colour colour; bool is_rating; };
struct doc_cell { struct str text; struct doc_mark mark; };		/* mark: where its word is set, before the text */
struct doc_column { struct str label; int share; bool numeric; };	/* share of the width; 0: 1 */
struct doc_item { struct doc_mark mark; struct str lead, text; const struct str *lines; size_t n_lines; };
struct doc_block {
	enum doc_kind kind;
	int level;
	enum doc_tone tone;
	struct str text;				/* also a table's caption, a chart's title */
	const struct doc_item *items; size_t n_items;	/* list */
	const struct doc_mark *marks; size_t n_marks;
	const struct doc_column *columns; size_t n_columns;	/* table */
	const struct doc_cell *cells; size_t n_rows;	/* table: n_columns a row; facts: 2 */
	enum plot_kind chart;
	struct str alt;
	const struct rag_point *points; size_t n_points;
};
/* A table for a spreadsheet alone: all of one kind in one place, to be sorted and counted. */
struct doc_sheet { struct str name; const struct doc_column *columns; size_t n_columns; const struct doc_cell *cells; size_t n_rows; };

struct doc {
	struct arena *mem;
	struct str lang;		/* "en-GB" */
	struct str title, caption;	/* caption: what kind of document, above the title */
	struct str organisation;	/* head of each page */
	struct str classification;	/* line at head and foot of each page; empty: none */
	struct str reference;
	struct str note;		/* "This is a draft …"; empty: none */
	struct date date;		/* the day it speaks of; with it the same input gives the same bytes */
	struct str made;		/* "Made on 6 August 2026" at the foot */
	struct str page_words;		/* "Page {page} of {pages}" */
	struct str contents_words;	/* title of the spreadsheet's first sheet */
	const struct doc_cell *facts; size_t n_facts;	/* on the cover, 2 cells each */
	struct doc_block *blocks; size_t n, room;
	struct doc_sheet *sheets; size_t n_sheets;
	bool large;			/* nobody waits on a page: the worker gets more memory for it */
};
struct doc *doc_new(struct arena *a, const struct lang *l, struct date day);
/* Each adds a block; what it points to must outlive the document.  Empty texts, lists and tables add nothing. */
void doc_heading(struct doc *d, int level, struct str text);
void doc_text(struct doc *d, enum doc_tone tone, struct str text);
void doc_note(struct doc *d, struct str text);
void doc_list(struct doc *d, const struct doc_item *items, size_t n);
void doc_lines(struct doc *d, const struct str *lines, size_t n);
void doc_facts(struct doc *d, const struct doc_cell *cells, size_t rows);
void doc_table(struct doc *d, struct str caption, const struct doc_column *c, size_t n_columns, const struct doc_cell *cells, size_t rows);
void doc_marks(struct doc *d, const struct doc_mark *marks, size_t n);
void doc_chart(struct doc *d, enum plot_kind kind, struct str title, struct str alt, const struct rag_point *p, size_t n);
void doc_page(struct doc *d);
struct doc_mark doc_rating(struct arena *a, const struct lang *l, struct str rating);
struct doc_mark doc_tag(struct str word, enum tag_colour colour);

/* On a page of the program: everything but the title, which is the page's own heading. */
void doc_html(struct html *o, const struct doc *d);

/* Between the program and its worker.  Reading gives false for anything that doc_json did not write. */
void doc_json(struct buf *o, const struct doc *d);
bool doc_read(struct arena *a, struct str json, struct doc *ret);
#endif
