/* SPDX-License-Identifier: MIT */
#include "html/plot.h"

enum { WIDTH = 720, LABELS = 240, BARS = 480, LABEL_MOST = 30, ROW = 40, LEFT = 48, RIGHT = 600, TOP = 16, BOTTOM = 256, HEIGHT = 292 };

static const struct str signs[4] = { STR_INIT("▲"), STR_INIT("◆"), STR_INIT("●"), STR_INIT("○") };

static struct plot_shape *
add(struct plot *p, enum plot_shape_kind kind, enum plot_tone tone)
{
	struct plot_shape *s = &p->shapes[p->n++];

	*s = (struct plot_shape){ .kind = kind, .tone = tone };
	return s;
}

static void
add_text(struct plot *p, int x, int y, enum plot_anchor anchor, enum plot_tone tone, struct str text)
{
	struct plot_shape *s = add(p, SHAPE_TEXT, tone);

	s->x = x;
	s->y = y;
	s->anchor = anchor;
	s->text = text;
}

static void
counts_of(const struct rag_point *p, int64_t ret[4])
{
	const int64_t c[4] = { p->red, p->amber, p->green, p->none };

	for (int k = 0; k < 4; k++)
		ret[k] = c[k] > 0 ? c[k] : 0;
}

/* ---- strips ---- */

/* What fits in front of a bar. */
static struct str
label_cut(struct arena *a, struct str s)
{
	size_t at = 0;

	for (int n = 0; at < s.n; n++) {
		if (n == LABEL_MOST)
			return arena_printf(a, "%.*s…", (int)at, s.p);
		for (at++; at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80; at++)
			continue;
	}
	return s;
}

static void
strip_row(struct arena *a, struct plot *plot, const struct rag_point *p, int y)
{
	int64_t counts[4], all = 0, before = 0;

	counts_of(p, counts);
	for (int k = 0; k < 4; k++)
		all += counts[k];
	add_text(plot, 0, y + 20, ANCHOR_START, TONE_AXIS, label_cut(a, p->label));
	for (int k = 0; k < 4; k++) {
		int from = all == 0 ? 0 : (int)(before * BARS / all), to = all == 0 ? 0 : (int)((before + counts[k]) * BARS / all);
		before += counts[k];
		if (counts[k] == 0)
			continue;
		struct plot_shape *box = add(plot, SHAPE_BOX, (enum plot_tone)k);
		box->x = LABELS + from;
		box->y = y;
		box->w = to - from;
		box->h = 28;
		if (to - from < 44)	/* no room for the words: the table has the number */
			continue;
		add_text(plot, LABELS + (from + to) / 2, y + 20, ANCHOR_MIDDLE, (enum plot_tone)k,
		    arena_printf(a, "%.*s %lld", (int)signs[k].n, signs[k].p, (long long)counts[k]));
		plot->shapes[plot->n - 1].on_tone = true;
	}
}

/* ---- over time ---- */

static int
across(size_t i, size_t n)
{
	return n < 2 ? (LEFT + RIGHT) / 2 : LEFT + (int)(i * (RIGHT - LEFT) / (n - 1));
}

static int
up(int64_t v, int64_t most)
{
	return BOTTOM - (int)(v * (BOTTOM - TOP) / most);
}

/* A scale of at most five steps that ends on or above most. */
static int64_t
step_for(int64_t most)
{
	static const int64_t nice[] = { 1, 2, 5 };

	for (int64_t ten = 1; ten <= INT64_C(1000000000000); ten *= 10)
		for (size_t k = 0; k < countof(nice); k++)
			if (nice[k] * ten * 5 >= most)
				return nice[k] * ten;
	return most / 5 + 1;
}

static void
axes(struct arena *a, struct plot *plot, const struct rag_point *p, size_t n, int64_t step, int64_t top)
{
	for (int64_t v = 0; v <= top; v += step) {
		struct plot_point *at = arena_array(a, struct plot_point, 2);
		at[0] = (struct plot_point){ LEFT, up(v, top) };
		at[1] = (struct plot_point){ RIGHT, up(v, top) };
		struct plot_shape *s = add(plot, SHAPE_LINE, TONE_AXIS);
		s->points = at;
		s->n_points = 2;
		add_text(plot, LEFT - 8, up(v, top) + 5, ANCHOR_END, TONE_AXIS, arena_printf(a, "%lld", (long long)v));
	}
	for (size_t i = 0; i < n; i++)
		add_text(plot, across(i, n), BOTTOM + 24, ANCHOR_MIDDLE, TONE_AXIS, p[i].label);
}

/* One band of the stack: its upper edge from left to right, its lower one back. */
static void
area_band(struct arena *a, struct plot *plot, const struct rag_point *p, size_t n, int k, int64_t *below, int64_t top)
{
	struct plot_point *at = arena_array(a, struct plot_point, 4 * n + 4);
	int64_t c[4];
	size_t m = n == 1 ? 2 : n;	/* a single year is a band too */

	for (size_t i = 0; i < m; i++) {
		size_t from = n == 1 ? 0 : i;
		int x = n == 1 ? (i == 0 ? LEFT : RIGHT) : across(i, n);
		counts_of(&p[from], c);
		at[i] = (struct plot_point){ x, up(below[from] + c[k], top) };
		at[2 * m - 1 - i] = (struct plot_point){ x, up(below[from], top) };
	}
	struct plot_shape *s = add(plot, SHAPE_FIELD, (enum plot_tone)k);
	s->points = at;
	s->n_points = 2 * m;
	for (size_t i = 0; i < n; i++) {
		counts_of(&p[i], c);
		below[i] += c[k];
	}
}

static void
area(struct arena *a, struct plot *plot, const struct rag_point *p, size_t n, int64_t top)
{
	static const int order[4] = { 2, 1, 0, 3 };	/* what is good carries the rest */
	int64_t *below = arena_array(a, int64_t, n + 1), c[4];

	for (int q = 0; q < 4; q++) {
		int k = order[q];
		int64_t base = below[n - 1];
		area_band(a, plot, p, n, k, below, top);
		counts_of(&p[n - 1], c);
		if (c[k] > 0)
			add_text(plot, RIGHT + 10, (up(base, top) + up(base + c[k], top)) / 2 + 5, ANCHOR_START, TONE_AXIS,
			    arena_printf(a, "%.*s %lld", (int)signs[k].n, signs[k].p, (long long)c[k]));
	}
}

static void
trend(struct arena *a, struct plot *plot, const struct rag_point *p, size_t n, int64_t top)
{
	int taken[4] = { 0 };

	for (int k = 0; k < 4; k++) {
		struct plot_point *at = arena_array(a, struct plot_point, n);
		int64_t c[4], any = 0;
		for (size_t i = 0; i < n; i++) {
			counts_of(&p[i], c);
			any += c[k];
			at[i] = (struct plot_point){ across(i, n), up(c[k], top) };
		}
		if (any == 0)
			continue;
		struct plot_shape *s = add(plot, SHAPE_LINE, (enum plot_tone)k);
		s->points = at;
		s->n_points = n;
		s->strong = true;
		for (size_t i = 0; i < n; i++)
			add_text(plot, at[i].x, at[i].y + 6, ANCHOR_MIDDLE, (enum plot_tone)k, signs[k]);
		counts_of(&p[n - 1], c);
		int y = at[n - 1].y + 5;
		for (int q = 0; q < k; q++)	/* labels of lines that end together stand one below the other */
			while (taken[q] != 0 && y - taken[q] < 18 && taken[q] - y < 18)
				y = taken[q] + 18;
		taken[k] = y;
		add_text(plot, RIGHT + 16, y, ANCHOR_START, TONE_AXIS, arena_printf(a, "%.*s %lld", (int)signs[k].n, signs[k].p, (long long)c[k]));
	}
}

void
plot_make(struct arena *a, enum plot_kind kind, const struct rag_point *p, size_t n, struct plot *ret)
{
	int64_t most = 1, c[4];

	*ret = (struct plot){ .width = WIDTH, .shapes = arena_array(a, struct plot_shape, 16 * n + 48) };
	if (kind == PLOT_STRIP || n == 0) {
		ret->height = (int)n * ROW + 8;
		for (size_t i = 0; i < n; i++)
			strip_row(a, ret, &p[i], (int)i * ROW + 4);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		counts_of(&p[i], c);
		int64_t v = c[0] + c[1] + c[2] + c[3];
		most = v > most ? v : most;
	}
	int64_t step = step_for(most), top = (most + step - 1) / step * step;
	ret->height = HEIGHT;
	if (kind == PLOT_AREA)
		area(a, ret, p, n, top);
	axes(a, ret, p, n, step, top);
	if (kind == PLOT_TREND)
		trend(a, ret, p, n, top);
}

/* ---- as SVG ---- */

static void
svg_points(struct buf *b, const struct plot_shape *s)
{
	for (size_t i = 0; i < s->n_points; i++)
		buf_printf(b, "%s%d,%d", i > 0 ? " " : "", s->points[i].x, s->points[i].y);
}

static void
svg_shape(struct html *o, const struct plot_shape *s)
{
	static const char *const anchors[] = { "start", "middle", "end" };
	struct buf *b = o->out;

	switch (s->kind) {
	case SHAPE_BOX:
		buf_printf(b, "<rect class=\"app-plot app-plot--%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", (int)s->tone, s->x, s->y, s->w, s->h);
		return;
	case SHAPE_FIELD:
		buf_printf(b, "<polygon class=\"app-plot app-plot--%d\" points=\"", (int)s->tone);
		svg_points(b, s);
		buf_lit(b, "\"/>");
		return;
	case SHAPE_LINE:
		buf_printf(b, "<polyline class=\"app-plot__line app-plot__line--%d\" points=\"", (int)s->tone);
		svg_points(b, s);
		buf_lit(b, "\"/>");
		return;
	case SHAPE_TEXT:
		buf_printf(b, "<text class=\"app-plot__text app-plot__text--%d%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", (int)s->tone,
		    s->on_tone ? " app-plot__text--on" : "", s->x, s->y, anchors[s->anchor]);
		html_put_str(o, s->text);
		buf_lit(b, "</text>");
		return;
	}
}

struct safe_html
plot_svg(struct html *o, const struct plot *p)
{
	struct html h = *o;
	struct buf b;

	buf_init(&b, 4u << 20);
	h.out = &b;
	for (size_t i = 0; i < p->n; i++)
		svg_shape(&h, &p->shapes[i]);
	struct safe_html r = { arena_copy(o->mem, buf_view(&b)) };
	buf_free(&b);
	return r;
}
