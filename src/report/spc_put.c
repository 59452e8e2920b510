/* SPDX-License-Identifier: MIT */
#include "base/time.h"
#include "html/message.h"
#include "report/spc_chart.h"

/* ---- as SVG: attributes only, so that the picture needs no style sheet and no policy forbids it ---- */

static const struct ink { const char *colour; int width /* tenths */; const char *dash; } inks[INK__MAX] = {
	[INK_TEXT] = { "#212b32", 0, NULL }, [INK_GRID] = { "#d8dde0", 10, NULL }, [INK_LINE] = { "#4c6272", 15, NULL },
	[INK_MEAN] = { "#212b32", 15, NULL }, [INK_LIMIT] = { "#4c6272", 15, "6 4" }, [INK_TARGET] = { "#b71c1c", 20, "12 3 2 3" },
	[INK_REBASE] = { "#4c6272", 10, "2 4" }, [INK_COMMON] = { "#4c6272", 20, NULL }, [INK_IMPROVING] = { "#005eb8", 20, NULL },
	[INK_CONCERNING] = { "#b35000", 20, NULL }, [INK_CHANGING] = { "#490092", 20, NULL },
};

static void
put_tenths(struct buf *o, int v)
{
	buf_printf(o, v % 10 == 0 ? "%s%d" : "%s%d.%d", v < 0 ? "-" : "", (v < 0 ? -v : v) / 10, (v < 0 ? -v : v) % 10);
}

static void
put_number(struct buf *o, const char *name, int v)
{
	buf_printf(o, " %s=\"", name);
	put_tenths(o, v);
	buf_char(o, '"');
}

static void
put_points(struct buf *o, const struct spc_shape *s)
{
	buf_lit(o, " points=\"");
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			buf_char(o, ' ');
		put_tenths(o, s->at[i].x);
		buf_char(o, ',');
		put_tenths(o, s->at[i].y);
	}
	buf_char(o, '"');
}

static void
put_stroke(struct buf *o, const struct ink *k)
{
	buf_printf(o, " stroke=\"%s\"", k->colour);
	put_number(o, "stroke-width", k->width);
	if (k->dash != NULL)
		buf_printf(o, " stroke-dasharray=\"%s\"", k->dash);
}

static void
put_shape(struct html *h, const struct spc_shape *s)
{
	static const char *const anchors[] = { "start", "middle", "end" };
	const struct ink *k = &inks[s->ink];
	struct buf *o = h->out;

	switch (s->draw) {
	case DRAW_LINE:
		buf_lit(o, "<polyline fill=\"none\"");
		put_stroke(o, k);
		put_points(o, s);
		buf_lit(o, "/>\n");
		return;
	case DRAW_FIELD:
		buf_printf(o, "<polygon fill=\"%s\"", k->colour);
		put_points(o, s);
		buf_lit(o, "/>\n");
		return;
	case DRAW_DOT:
	case DRAW_RING:
		buf_printf(o, "<circle fill=\"%s\"", s->draw == DRAW_DOT ? k->colour : "#ffffff");
		put_stroke(o, k);
		put_number(o, "cx", s->at[0].x);
		put_number(o, "cy", s->at[0].y);
		put_number(o, "r", s->size);
		buf_lit(o, "/>\n");
		return;
	case DRAW_TEXT:
		buf_printf(o, "<text fill=\"%s\" font-size=\"%d\" text-anchor=\"%s\"", k->colour, s->size, anchors[s->anchor]);
		put_number(o, "x", s->at[0].x);
		put_number(o, "y", s->at[0].y);
		buf_char(o, '>');
		html_put_str(h, s->text);
		buf_lit(o, "</text>\n");
		return;
	}
}

void
spc_chart_put(struct buf *o, struct arena *a, const struct spc_chart *chart, struct str title, struct str about, struct str id)
{
	struct html h = { .out = o, .mem = a };

	buf_printf(o, "<svg class=\"app-chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"Arial, sans-serif\" role=\"img\" aria-labelledby=\"%.*s-title %.*s-text\" focusable=\"false\">\n<title id=\"%.*s-title\">",
	    chart->width, chart->height, (int)id.n, id.p, (int)id.n, id.p, (int)id.n, id.p);
	html_put_str(&h, title);
	buf_printf(o, "</title>\n<desc id=\"%.*s-text\">", (int)id.n, id.p);
	html_put_str(&h, about);
	buf_printf(o, "</desc>\n<rect fill=\"#ffffff\" width=\"%d\" height=\"%d\"/>\n", chart->width, chart->height);
	for (size_t i = 0; i < chart->n; i++)
		put_shape(&h, &chart->shapes[i]);
	buf_lit(o, "</svg>\n");
}

void
spc_chart_svg(struct buf *o, struct arena *a, const struct spc *c, struct str title)
{
	const struct lang *l = lang_english();
	struct spc_chart chart;

	spc_chart_make(a, l, c, S(""), true, &chart);
	buf_lit(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	spc_chart_put(o, a, &chart, title, spc_about(a, l, c), S("xmr"));
}

/* ---- in words ---- */

struct str
spc_few(struct arena *a, const struct lang *l, const struct spc *c)
{
	const struct spc_segment *s = spc_last(c);
	struct msg_arg args[] = { { "n", arena_printf(a, "%zu", s->n) }, { "few", arena_printf(a, "%d", SPC_FEW) } };

	return s->limits ? lang_format(l, a, M("There are only {n} points: these are trial limits. Limits are firm from {few} points on."), args, countof(args)) :
	    lang_text(l, a, M("There is one point only. Limits need two at least."));
}

static void
about_segment(struct buf *b, struct arena *a, const struct lang *l, const struct spc *c, const struct spc_segment *s)
{
	struct html o = { .mem = a, .lang = l };
	struct msg_arg args[] = { { "from", html_str_date(&o, c->points[s->from].at) }, { "to", html_str_date(&o, c->points[s->from + s->n - 1].at) },
		{ "mean", spc_shown(a, s->mean, spc_limit_decimals(c)) }, { "lower", spc_shown(a, s->lower, spc_limit_decimals(c)) },
		{ "upper", spc_shown(a, s->upper, spc_limit_decimals(c)) } };

	buf_str(b, lang_format(l, a, s->limits ? M("{from} to {to}: mean {mean}, limits {lower} to {upper}.") : M("{from} to {to}: mean {mean}, no limits."), args, countof(args)));
}

static void
about_judgement(struct buf *b, struct arena *a, const struct lang *l, const struct spc *c, const char *between)
{
	buf_str(b, lang_text(l, a, spc_variation_words(c)));
	if (c->assurance != SPC_NOT_ASSURED) {
		buf_str(b, str_c(between));
		buf_str(b, lang_text(l, a, spc_assurance_words(c->assurance)));
	}
}

struct str
spc_about(struct arena *a, const struct lang *l, const struct spc *c)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	about_judgement(&b, a, l, c, ". ");
	buf_lit(&b, ".");
	for (size_t k = 0; k < c->n_segments; k++) {
		buf_char(&b, ' ');
		about_segment(&b, a, l, c, &c->segments[k]);
	}
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

void
spc_text(struct buf *o, struct arena *a, const struct spc *c)
{
	const struct lang *l = lang_english();
	struct message rules[SPC_RULES];
	struct html h = { .mem = a, .lang = l };

	about_judgement(o, a, l, c, "\n");
	buf_lit(o, "\n\n");
	for (size_t k = 0; k < c->n_segments; k++) {
		about_segment(o, a, l, c, &c->segments[k]);
		buf_char(o, '\n');
	}
	if (spc_last(c)->trial) {
		buf_str(o, spc_few(a, l, c));
		buf_char(o, '\n');
	}
	buf_lit(o, "\nDate                      Value  What it shows\n");
	for (size_t i = 0; i < c->n; i++) {
		const struct spc_point *p = &c->points[i];
		struct str day = html_str_date(&h, p->at), v = spc_shown(a, p->value, c->decimals), w = lang_text(l, a, spc_kind_words(p->kind));
		buf_printf(o, "%-18.*s %12.*s  %.*s%s\n", (int)day.n, day.p, (int)v.n, v.p, (int)w.n, w.p, p->kind == SPC_COMMON ? "" : p->high ? ", high" : ", low");
	}
	buf_lit(o, "\nRules of this chart\n");
	spc_rules(c, rules);
	for (size_t i = 0; i < SPC_RULES; i++) {
		struct str s = lang_message(l, a, &rules[i]);
		buf_printf(o, "- %.*s\n", (int)s.n, s.p);
	}
}
