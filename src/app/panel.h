/* SPDX-License-Identifier: MIT */
#ifndef APP_PANEL_H
#define APP_PANEL_H
#include "app/ctx.h"

/* The parts that other folders add to the page of one record: feature.panels.  A folder whose records hang on another's says
 * there what it shows, and that one need not know of it. */
struct panel_shown { const struct panel *panel; const void *data; };
enum status panels_load(struct ctx *c, const char *kind, const void *rec, struct panel_shown **ret, size_t *ret_n) MUST_CHECK;
void panels_html(struct html *o, struct ctx *c, const struct panel_shown *p, size_t n);
#endif
