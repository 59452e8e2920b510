/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>
#include "base/time.h"
#include "html/message.h"
#include "report/spc_chart.h"

/* In tenths of a unit; the plot lies between LEFT and RIGHT, TOP and BOTTOM. */
enum { WIDTH = 7200, LEFT = 620, RIGHT = 5900, TOP = 1000, BOTTOM = 3700, LEGEND = 4240, LINE = 170, LONGEST = 104 };

struct scale { double least, most, step; int decimals; int32_t first, last; };
struct pen { struct arena *mem; const struct lang *lang; const struct spc *c; struct scale s; struct spc_chart *out; };

static struct spc_shape *
add(struct pen *p, enum spc_draw draw, enum spc_ink ink, const struct spc_at *at, size_t n)
{
	struct spc_chart *o = p->out;

	if (o->n == o->room) {
		struct spc_shape *more = arena_array(p->mem, struct spc_shape, 2 * o->room + 64);
		if (o->n > 0)
			memcpy(more, o->shapes, o->n * sizeof *more);
		o->shapes = more;
		o->room = 2 * o->room + 64;
	}
	struct spc_at *copy = arena_array(p->mem, struct spc_at, n + 1);
	memcpy(copy, at, n * sizeof *at);
	struct spc_shape *s = &o->shapes[o->n++];
	*s = (struct spc_shape){ .draw = draw, .ink = ink, .at = copy, .n = n };
	return s;
}

static void
add_line(struct pen *p, enum spc_ink ink, int x1, int y1, int x2, int y2)
{
	add(p, DRAW_LINE, ink, (struct spc_at[]){ { x1, y1 }, { x2, y2 } }, 2);
}

static void
add_text(struct pen *p, int x, int y, enum spc_anchor anchor, int size, struct str text)
{
	struct spc_shape *s = add(p, DRAW_TEXT, INK_TEXT, (struct spc_at[]){ { x, y } }, 1);

	s->anchor = anchor;
	s->size = size;
	s->text = text;
}

static struct str
words(const struct pen *p, const char *message)
{
	return lang_text(p->lang, p->mem, message);
}

static double
real(spc_num v)
{
	return (double)v / 1e12;
}

struct str
spc_shown(struct arena *a, spc_num v, int decimals)
{
	struct str rest, whole = str_cut(spc_num_text(a, v, decimals), '.', &rest);
	char text[64];
	size_t n = 0;

	for (size_t i = 0; i < whole.n; i++) {
		if (i > 0 && (whole.n - i) % 3 == 0 && whole.p[i - 1] != '-')
			text[n++] = ',';
		text[n++] = whole.p[i];
	}
	return rest.p == NULL ? arena_copy(a, (struct str){ text, n }) : arena_printf(a, "%.*s.%.*s", (int)n, text, (int)rest.n, rest.p);
}

int
spc_limit_decimals(const struct spc *c)
{
	return c->decimals >= 3 ? 4 : c->decimals + 1;
}

/* ---- scale ---- */

static void
take(struct scale *s, double v)
{
	s->least = v < s->least ? v : s->least;
	s->most = v > s->most ? v : s->most;
}

/* Four to eight lines at round numbers; from nought where the values come near it. */
static struct scale
scale_of(const struct spc *c)
{
	struct scale s = { .least = real(c->points[0].value), .most = real(c->points[0].value),
		.first = c->points[0].at.day, .last = c->points[c->n - 1].at.day };

	for (size_t i = 1; i < c->n; i++)
		take(&s, real(c->points[i].value));
	for (size_t k = 0; k < c->n_segments; k++) {
		take(&s, real(c->segments[k].limits ? c->segments[k].upper : c->segments[k].mean));
		take(&s, real(c->segments[k].limits ? c->segments[k].lower : c->segments[k].mean));
	}
	if (c->options.has_target)
		take(&s, real(c->options.target));
	if (s.least > 0 && s.least < s.most / 2)
		s.least = 0;
	if (s.most - s.least < 1e-9 * fmax(1, fabs(s.most))) {
		double wide = fmax(fabs(s.most) / 10, 1e-6);
		s.most += wide;
		s.least -= wide;
	}
	double rough = (s.most - s.least) / 5, ten = pow(10, floor(log10(rough)));
	s.step = rough <= ten ? ten : rough <= 2 * ten ? 2 * ten : rough <= 5 * ten ? 5 * ten : 10 * ten;
	s.decimals = s.step >= 1 ? 0 : (int)ceil(-log10(s.step) - 1e-9);
	s.least = floor(s.least / s.step + 1e-9) * s.step;
	s.most = ceil(s.most / s.step - 1e-9) * s.step;
	return s;
}

static int
y_of(const struct pen *p, double v)
{
	return BOTTOM - (int)lround((v - p->s.least) / (p->s.most - p->s.least) * (BOTTOM - TOP));
}

static int
x_of_day(const struct pen *p, int32_t day)
{
	return p->s.last == p->s.first ? (LEFT + RIGHT) / 2 :
	    LEFT + 120 + (int)((int64_t)(day - p->s.first) * (RIGHT - LEFT - 240) / (p->s.last - p->s.first));
}

/* ---- the parts ---- */

/* As many dates as stand apart far enough to be read, at most five, the first and the last among them. */
static void
dates_below(struct pen *p)
{
	const struct spc_point *at = p->c->points;
	struct html o = { .mem = p->mem, .lang = p->lang };
	size_t n = p->c->n < 5 ? p->c->n : 5;

	for (bool apart = false; !apart && n > 2; n -= !apart) {
		apart = true;
		for (size_t k = 1; k < n; k++)
			apart = apart && x_of_day(p, at[k * (p->c->n - 1) / (n - 1)].at.day) - x_of_day(p, at[(k - 1) * (p->c->n - 1) / (n - 1)].at.day) >= 1080;
	}
	for (size_t k = 0; k < n; k++) {
		const struct spc_point *pt = &at[n == 1 ? 0 : k * (p->c->n - 1) / (n - 1)];
		int x = x_of_day(p, pt->at.day);
		add_line(p, INK_GRID, x, BOTTOM, x, BOTTOM + 60);
		add_text(p, x, BOTTOM + 210, AT_MIDDLE, 12, html_str_date(&o, pt->at));
	}
}

static void
axes(struct pen *p)
{
	int steps = (int)lround((p->s.most - p->s.least) / p->s.step);

	for (int i = 0; i <= steps; i++) {
		double v = p->s.least + i * p->s.step;
		int y = y_of(p, v);
		add_line(p, INK_GRID, LEFT, y, RIGHT, y);
		add_text(p, LEFT - 80, y + 45, AT_END, 13, spc_shown(p->mem, (spc_num)llround(v * 1e6) * (SPC_ONE / 1000000), p->s.decimals));
	}
	dates_below(p);
}

/* From half way to the segment before to half way to the one behind. */
static void
segment_ends(const struct pen *p, const struct spc_segment *s, int *ret_from, int *ret_to)
{
	const struct spc_point *at = p->c->points;
	size_t end = s->from + s->n;

	*ret_from = s->from == 0 ? LEFT : (x_of_day(p, at[s->from - 1].at.day) + x_of_day(p, at[s->from].at.day)) / 2;
	*ret_to = end == p->c->n ? RIGHT : (x_of_day(p, at[end - 1].at.day) + x_of_day(p, at[end].at.day)) / 2;
}

static void
segment_lines(struct pen *p, size_t k)
{
	const struct spc_segment *s = &p->c->segments[k];
	int from, to;

	segment_ends(p, s, &from, &to);
	add_line(p, INK_MEAN, from, y_of(p, real(s->mean)), to, y_of(p, real(s->mean)));
	if (s->limits) {
		add_line(p, INK_LIMIT, from, y_of(p, real(s->upper)), to, y_of(p, real(s->upper)));
		add_line(p, INK_LIMIT, from, y_of(p, real(s->lower)), to, y_of(p, real(s->lower)));
	}
	if (k == 0)
		return;
	struct html o = { .mem = p->mem, .lang = p->lang };
	struct msg_arg arg = { "date", html_str_date(&o, p->c->points[s->from].at) };
	add_line(p, INK_REBASE, from, TOP - 60, from, BOTTOM);
	add_text(p, from, TOP - 120 - (k % 2 == 0 ? 150 : 0), from > (LEFT + RIGHT) / 2 ? AT_END : AT_START, 12,
	    lang_format(p->lang, p->mem, M("New limits from {date}"), &arg, 1));
}

static enum spc_ink
ink_of(const struct spc *c, const struct spc_point *pt)
{
	if (pt->kind == SPC_COMMON)
		return INK_COMMON;
	if (c->options.better == SPC_NEITHER)
		return INK_CHANGING;
	return pt->high == (c->options.better == SPC_HIGHER) ? INK_IMPROVING : INK_CONCERNING;
}

/* A shape for each kind of signal: diamond, triangle, square, ring; the ordinary point is a small dot. */
static void
mark(struct pen *p, int x, int y, enum spc_kind kind, bool high, enum spc_ink ink)
{
	int up = high ? -1 : 1;

	switch (kind) {
	case SPC_COMMON:
		add(p, DRAW_DOT, ink, (struct spc_at[]){ { x, y } }, 1)->size = 35;
		return;
	case SPC_OUTSIDE:
		add(p, DRAW_FIELD, ink, (struct spc_at[]){ { x, y - 80 }, { x + 80, y }, { x, y + 80 }, { x - 80, y } }, 4);
		return;
	case SPC_TREND:
		add(p, DRAW_FIELD, ink, (struct spc_at[]){ { x, y + 70 * up }, { x + 70, y - 55 * up }, { x - 70, y - 55 * up } }, 3);
		return;
	case SPC_TWO_OF_THREE:
		add(p, DRAW_FIELD, ink, (struct spc_at[]){ { x - 55, y - 55 }, { x + 55, y - 55 }, { x + 55, y + 55 }, { x - 55, y + 55 } }, 4);
		return;
	case SPC_SHIFT:
		add(p, DRAW_RING, ink, (struct spc_at[]){ { x, y } }, 1)->size = 55;
		return;
	}
}

static void
series(struct pen *p)
{
	const struct spc *c = p->c;
	struct spc_at *at = arena_array(p->mem, struct spc_at, c->n);

	for (size_t i = 0; i < c->n; i++)
		at[i] = (struct spc_at){ x_of_day(p, c->points[i].at.day), y_of(p, real(c->points[i].value)) };
	for (size_t k = 0; k < c->n_segments; k++)
		add(p, DRAW_LINE, INK_LINE, at + c->segments[k].from, c->segments[k].n);
	for (size_t i = 0; i < c->n; i++)
		mark(p, at[i].x, at[i].y, c->points[i].kind, c->points[i].high, ink_of(c, &c->points[i]));
}

/* At the right end: what each line is; one that would cover another moves down. */
static void
line_names(struct pen *p)
{
	const struct spc_segment *s = spc_last(p->c);
	struct { const char *name; bool there; spc_num v; } lines[] = { { M("Upper limit {value}"), s->limits, s->upper }, { M("Mean {value}"), true, s->mean },
		{ M("Lower limit {value}"), s->limits, s->lower }, { M("Target {value}"), p->c->options.has_target, p->c->options.target } };
	int taken[4], n = 0;

	for (size_t i = 0; i < countof(lines); i++) {
		if (!lines[i].there)
			continue;
		int y = y_of(p, real(lines[i].v)) + 45;
		for (int k = 0; k < n; k++)
			for (int q = 0; q < n; q++)
				if (y - taken[q] < 160 && taken[q] - y < 160)
					y = taken[q] + 160;
		taken[n++] = y;
		struct msg_arg arg = { "value", spc_shown(p->mem, lines[i].v, spc_limit_decimals(p->c)) };
		add_text(p, RIGHT + 60, y, AT_START, 13, lang_format(p->lang, p->mem, lines[i].name, &arg, 1));
	}
	if (p->c->options.has_target)
		add_line(p, INK_TARGET, LEFT, y_of(p, real(p->c->options.target)), RIGHT, y_of(p, real(p->c->options.target)));
}

/* A ring with a letter or a wave, and its meaning in words beside it. */
static void
icon(struct pen *p, int x, const char *letter, enum spc_ink ink, const char *text)
{
	enum { Y = 330, R = 220 };

	add(p, DRAW_RING, ink, (struct spc_at[]){ { x, Y } }, 1)->size = R;
	if (letter != NULL)
		add_text(p, x, Y + 85, AT_MIDDLE, 24, str_c(letter));
	else
		add(p, DRAW_LINE, INK_LINE, (struct spc_at[]){ { x - 130, Y + 40 }, { x - 80, Y - 60 }, { x - 20, Y + 60 }, { x + 40, Y - 60 }, { x + 90, Y + 50 }, { x + 130, Y - 20 } }, 6);
	add_text(p, x + 300, Y + 50, AT_START, 14, words(p, text));
}

static void
icons(struct pen *p)
{
	static const enum spc_ink inks[] = { INK_COMMON, INK_IMPROVING, INK_CONCERNING, INK_CHANGING };
	static const enum spc_ink assured[] = { INK_COMMON, INK_IMPROVING, INK_CONCERNING, INK_COMMON };
	static const char *const letters[] = { NULL, "P", "F", "?" };
	const struct spc *c = p->c;

	icon(p, 300, c->variation == SPC_VARIES_COMMON ? NULL : c->high ? "H" : "L", inks[c->variation], spc_variation_words(c));
	if (c->assurance != SPC_NOT_ASSURED)
		icon(p, 3700, letters[c->assurance], assured[c->assurance], spc_assurance_words(c->assurance));
}

/* The shapes that there are, and what they mean. */
static int
legend(struct pen *p)
{
	bool there[5] = { false }, high[5] = { false };
	int x = LEFT, y = LEGEND;

	for (size_t i = 0; i < p->c->n; i++) {
		there[p->c->points[i].kind] = true;
		high[p->c->points[i].kind] = p->c->points[i].high;
	}
	for (int k = 0; k < 5; k++) {
		if (!there[k])
			continue;
		if (x > LEFT + 4700) {
			x = LEFT;
			y += LINE + 30;
		}
		mark(p, x, y - 45, (enum spc_kind)k, high[k], INK_LINE);
		add_text(p, x + 120, y, AT_START, 13, words(p, spc_kind_words((enum spc_kind)k)));
		x += 2350;
	}
	return y;
}

/* Cut at spaces into lines of at most LONGEST bytes. */
static int
wrapped(struct pen *p, int y, struct str s)
{
	while (s.n > 0) {
		size_t n = s.n;
		if (n > LONGEST)
			for (n = LONGEST; n > 1 && s.p[n] != ' '; n--)
				;
		add_text(p, LEFT, y += LINE, AT_START, 12, (struct str){ s.p, n });
		s = str_trim((struct str){ s.p + n, s.n - n });
	}
	return y;
}

static int
rules_below(struct pen *p, int y)
{
	struct message rules[SPC_RULES];

	spc_rules(p->c, rules);
	add_text(p, LEFT, y += LINE + 100, AT_START, 13, words(p, M("Rules of this chart")));
	for (size_t i = 0; i < SPC_RULES; i++)
		y = wrapped(p, y, lang_message(p->lang, p->mem, &rules[i]));
	if (spc_last(p->c)->trial)
		y = wrapped(p, y, spc_few(p->mem, p->lang, p->c));
	return y;
}

void
spc_chart_make(struct arena *a, const struct lang *l, const struct spc *c, struct str values, bool rules, struct spc_chart *ret)
{
	struct pen p = { .mem = a, .lang = l, .c = c, .s = scale_of(c), .out = ret };

	*ret = (struct spc_chart){ .width = WIDTH / 10 };
	icons(&p);
	if (values.n > 0)
		add_text(&p, LEFT - 560, TOP - 200, AT_START, 13, values);
	axes(&p);
	for (size_t k = 0; k < c->n_segments; k++)
		segment_lines(&p, k);
	line_names(&p);
	series(&p);
	int y = legend(&p);
	if (rules)
		y = rules_below(&p, y);
	ret->height = y / 10 + 16;
}
