/* SPDX-License-Identifier: MIT */
#include "report/pdf.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>
#include <unistd.h>
#include "report/pdf_own.h"

void *
pdf_more(struct arena *a, void *items, size_t size, size_t n, size_t *room, void **ret)
{
	if (n == *room) {
		size_t more = *room == 0 ? 128 : *room * 2;
		char *p = arena_alloc_array(a, size, more, _Alignof(max_align_t));
		if (n > 0)
			memcpy(p, items, n * size);
		items = p;
		*room = more;
	}
	*ret = items;
	return (char *)items + n * size;
}

/* The fonts of two Debian packages and no others, so that a document is the same on every machine.  Liberation Sans has the
 * measures of Arial, which the NHS uses where Frutiger is not to be had; DejaVu Sans has what it lacks. */
bool
pdf_fonts(struct pdf *p, struct str *ret_why)
{
	static const char *const files[] = {
		"/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
		"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
	};
	FcConfig *config = FcConfigCreate();
	size_t found = 0;

	for (size_t i = 0; i < countof(files); i++)
		if (access(files[i], R_OK) == 0 && FcConfigAppFontAddFile(config, (const FcChar8 *)files[i]))
			found++;
	if (found == 0 || !FcConfigSetCurrent(config)) {
		*ret_why = str_c(M("Documents need fonts that are not installed. Whoever runs the service installs fonts-liberation2 and fonts-dejavu-core."));
		return false;
	}
	PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
	p->pango = pango_font_map_create_context(map);
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(p->pango, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(p->pango, FALSE);
	pango_context_set_language(p->pango, pango_language_from_string(str_z(p->mem, p->doc->lang)));
	return true;
}

enum status
pdf_job(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	struct doc d;
	struct pdf p = { .mem = a, .doc = &d };
	struct buf plain;

	if (!doc_read(a, in, &d)) {
		*ret_why = S("the document cannot be read");
		return ST_INTERNAL;
	}
	if (!pdf_fonts(&p, ret_why))
		return ST_UNAVAILABLE;
	pdf_rows(&p);
	pdf_paginate(&p);
	buf_init(&plain, (size_t)64 << 20);
	if (!pdf_draw(&p, &plain) || plain.failed) {
		*ret_why = S("cairo");
		return ST_INTERNAL;
	}
	if (!pdf_tags(&p, buf_view(&plain), out)) {
		*ret_why = S("qpdf");
		return ST_INTERNAL;
	}
	buf_free(&plain);
	return ST_OK;
}

enum status
pdf_make(struct arena *a, const struct doc *d, struct str *ret, struct str *ret_why)
{
	/* 1,000 standards want about the usual 512 MB.  Waiting for a place and drawing stay within one step of long work. */
	struct worker_limits limits = d->large ? (struct worker_limits){ .memory = (size_t)2 << 30, .seconds = 25 } : (struct worker_limits){ 0 };
	struct buf b;

	buf_init(&b, (size_t)32 << 20);
	doc_json(&b, d);
	enum status st = ST_TOO_LARGE;
	*ret_why = str_c(M("This document is too long to be made."));
	if (!b.failed)
		st = worker_run(a, "pdf", buf_view(&b), limits, ret, ret_why);
	buf_free(&b);
	return st;
}
