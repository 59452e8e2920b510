/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SPC_CHART_H
#define REPORT_SPC_CHART_H
#include "html/html.h"
#include "report/spc.h"

/* An XmR chart for people: as a list of shapes that a page draws as SVG and a document as it likes, as an SVG file of its
 * own, and as plain text.  Each kind of signal has its own shape, so nothing rests on colour alone. */
enum spc_ink { INK_TEXT = 0, INK_GRID, INK_LINE, INK_MEAN, INK_LIMIT, INK_TARGET, INK_REBASE, INK_COMMON, INK_IMPROVING, INK_CONCERNING, INK_CHANGING, INK__MAX };
enum spc_draw { DRAW_LINE = 1, DRAW_FIELD /* closed and filled */, DRAW_RING /* circle, filled white */, DRAW_DOT, DRAW_TEXT };
enum spc_anchor { AT_START = 0, AT_MIDDLE, AT_END };
struct spc_at { int x, y; };		/* in tenths of a unit */
struct spc_shape {
	enum spc_draw draw;
	enum spc_ink ink;
	enum spc_anchor anchor;
	int size;			/* of text in units, of dot and ring their radius in tenths */
	const struct spc_at *at;
	size_t n;
	struct str text;
};
struct spc_chart { int width, height; struct spc_shape *shapes; size_t n, room; };
/* values: what is measured, a message or the user's own words, or nothing.  rules: print the rule set below, for a picture
 * that stands by itself. */
void spc_chart_make(struct arena *a, const struct lang *l, const struct spc *c, struct str values, bool rules, struct spc_chart *ret);
/* What the chart shows, in sentences: its description for who cannot see it. */
struct str spc_about(struct arena *a, const struct lang *l, const struct spc *c);
/* That a segment of few points has trial limits, or none: words for the last one. */
struct str spc_few(struct arena *a, const struct lang *l, const struct spc *c);
/* <svg …> with title and description; id makes them unique on a page. */
void spc_chart_put(struct buf *o, struct arena *a, const struct spc_chart *chart, struct str title, struct str about, struct str id);
void spc_chart_svg(struct buf *o, struct arena *a, const struct spc *c, struct str title);
/* Summary, rule set and a line a point. */
void spc_text(struct buf *o, struct arena *a, const struct spc *c);
/* A value for people: "1,234.5". */
struct str spc_shown(struct arena *a, spc_num v, int decimals);
int spc_limit_decimals(const struct spc *c);	/* for mean and limits: one more than the values have, at most 4 */
#endif
