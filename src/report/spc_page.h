/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SPC_PAGE_H
#define REPORT_SPC_PAGE_H
#include "html/component.h"
#include "report/spc_chart.h"

/* A chart as part of a page: what it says in words, the picture, its rules, and the same as a table. */
struct spc_row { struct str label, value, note; struct url to; };	/* of one point, in the chart's order */
struct spc_view {
	struct str title;
	struct str unit;		/* "for each 1,000 staff" */
	const char *column;		/* message: heading of the labels, "Month" */
	const struct spc *chart;
	const struct spc_row *rows;	/* chart->n of them */
};
void html_spc(struct html *o, const struct spc_view *v);
/* The two icons in words, as tags. */
void html_spc_icons(struct html *o, const struct spc *c);
#endif
