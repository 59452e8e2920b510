/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SANCTION_VIEW_H
#define FEATURE_SANCTION_VIEW_H
#include "app/part.h"
#include "html/component.h"

struct range_view { const struct column *columns; size_t n_columns, n; const struct cell *cells; struct str about; struct url settings; bool may_set; };
/* One option while the range is gone through. */
struct pick { struct str value, label; bool chosen; };
struct option_line { struct str key, verdict, word, name, about, prefix, error; bool clinical; struct pick *picks; size_t n_picks; };
struct decide_view { struct form *form; struct url action, cancel; struct str of, seen; struct option_line *lines; size_t n; bool words; };
struct waiting_line { struct str ref, title, why; struct date on; struct url to, decide; bool begun, late; };
struct waiting_view { struct waiting_line *rows; size_t n; };
struct list_view { const struct column *columns; size_t n_columns, n; const struct cell *cells; struct str caption; struct url earlier, later, range, totals; };
struct marker_row { struct str ref; struct date review, expires; struct url to; };
struct marker_view { struct marker_row *rows; size_t n; };
struct verdict_line { struct str name, verdict; struct personal word; };
struct sanction_panel {
	bool any, may_decide, needed; struct url decide; struct str state;
	struct summary_row *rows; size_t n_rows;
	struct verdict_line *lines, *others; size_t n, sought, n_others;
	struct str rest;
	struct part_block parts[4];
};
#endif
