/* SPDX-License-Identifier: MIT */
#ifndef HTML_PLOT_H
#define HTML_PLOT_H
#include "html/component.h"

/* The geometry of charts, once: a list of shapes on a canvas 720 wide.  The page draws them as SVG, a document with
 * cairo, so that both show the same.  No tone stands alone: each series has its sign, and the figures stand beside it. */
enum plot_kind {
	PLOT_STRIP = 1,		/* a bar a row, its parts as long as their share */
	PLOT_AREA,		/* parts one above the other, over time */
	PLOT_TREND,		/* a line a series, over time */
};
enum plot_tone { TONE_RED = 0, TONE_AMBER, TONE_GREEN, TONE_NONE, TONE_AXIS, TONE__MAX };
enum plot_shape_kind { SHAPE_BOX = 1, SHAPE_TEXT, SHAPE_LINE, SHAPE_FIELD };
enum plot_anchor { ANCHOR_START = 0, ANCHOR_MIDDLE, ANCHOR_END };
struct plot_point { int x, y; };
struct plot_shape {
	enum plot_shape_kind kind;
	enum plot_tone tone;
	enum plot_anchor anchor;
	bool on_tone;			/* a text that stands on a box of its tone */
	bool strong;
	int x, y, w, h;			/* of a box; x and y of a text's anchor on its base line */
	struct str text;
	const struct plot_point *points; size_t n_points;	/* of a line or a field */
};
struct plot { int width, height; struct plot_shape *shapes; size_t n; };
/* Never fails: points with negative numbers count as 0, no points give an empty canvas. */
void plot_make(struct arena *a, enum plot_kind kind, const struct rag_point *p, size_t n, struct plot *ret);
/* The chart as a figure of the page, with title and description; whoever calls it puts the table below. */
void html_plot(struct html *o, enum plot_kind kind, struct str title, const struct rag_point *p, size_t n);
/* As SVG: colours are classes of the style sheet. */
struct safe_html plot_svg(struct html *o, const struct plot *p);
#endif
