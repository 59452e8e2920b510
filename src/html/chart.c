/* SPDX-License-Identifier: MIT */
#include "html/component.h"
#include "html/parts.h"
#include "html/plot.h"
#include "tpl/html/component/parts.h"
#include <errno.h>
#include <qrencode.h>
#include <string.h>

static void
strip_table(struct html *o, const struct rag_point *p, size_t n)
{
	static const struct column columns[] = { { .label = M("Period") }, { .label = M("Red"), .numeric = true },
		{ .label = M("Amber"), .numeric = true }, { .label = M("Green"), .numeric = true },
		{ .label = M("Not rated"), .numeric = true } };
	struct cell *cells = arena_array(o->mem, struct cell, n * countof(columns) + 1);
	for (size_t i = 0; i < n; i++) {
		struct cell *c = cells + i * countof(columns);
		c[0].text = p[i].label;
		c[1].text = html_str_i64(o, p[i].red);
		c[2].text = html_str_i64(o, p[i].amber);
		c[3].text = html_str_i64(o, p[i].green);
		c[4].text = html_str_i64(o, p[i].none);
	}
	html_table(o, lang_text(o->lang, o->mem, M("The same in numbers")), columns, countof(columns), cells, n);
}

void
html_plot(struct html *o, enum plot_kind kind, struct str title, const struct rag_point *p, size_t n)
{
	static const char *const about[] = {
		[PLOT_STRIP] = M("Bars of red, amber, green and not rated, from left to right. The table below has the same numbers."),
		[PLOT_AREA] = M("Green, amber, red and not rated one above the other, over time. The table below has the same numbers."),
		[PLOT_TREND] = M("Lines for red, amber, green and not rated, over time. The table below has the same numbers."),
	};
	struct str id = arena_printf(o->mem, "chart-%d", ++o->ids);
	struct plot plot;

	plot_make(o->mem, kind, p, n, &plot);
	nhs_plot(o, title, lang_text(o->lang, o->mem, about[kind]), id, plot_svg(o, &plot), plot.height);
}

void
html_rag_strip(struct html *o, struct str title, const struct rag_point *p, size_t n)
{
	html_plot(o, PLOT_STRIP, title, p, n);
	strip_table(o, p, n);
}

/* One path of squares, with the quiet zone of four that readers want. */
struct safe_html
html_qr(struct arena *a, struct str text, struct str title)
{
	struct safe_html r = { { NULL, 0 } };
	struct buf b;
	struct html h = { .out = &b, .mem = a };
	QRcode *q = QRcode_encodeData((int)(text.n > 2900 ? 2900 : text.n), (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (q == NULL)
		return r;
	buf_init(&b, 1u << 20);
	int side = q->width + 8;
	buf_printf(&b, "<svg class=\"app-qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"240\" height=\"240\" "
	    "role=\"img\" shape-rendering=\"crispEdges\" focusable=\"false\"><title>", side, side);
	html_put_str(&h, title);
	buf_printf(&b, "</title><rect fill=\"#ffffff\" width=\"%d\" height=\"%d\"/><path fill=\"#000000\" d=\"", side, side);
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++)
			if (q->data[y * q->width + x] & 1)
				buf_printf(&b, "M%d %dh1v1h-1z", x + 4, y + 4);
	buf_lit(&b, "\"/></svg>");
	QRcode_free(q);
	if (!b.failed)
		r.s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return r;
}
