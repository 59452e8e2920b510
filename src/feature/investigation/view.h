/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INVESTIGATION_VIEW_H
#define FEATURE_INVESTIGATION_VIEW_H
#include "app/panel.h"
#include "app/part.h"
#include "report/doc.h"
#include "feature/investigation/own.h"

struct incident_panel { struct str name, state; struct url to, open; bool may_open; };

struct report_view { struct doc *doc; struct url pdf, odt, back; };
struct chain_row { struct str when, act, place, seal, by; struct personal holder, why; };
struct chain_view { struct chain_row *rows; size_t n; };
struct case_link { const char *label; struct url to; bool current; };
struct timeline_view { struct timeline_item *items; size_t n; struct case_link *filters; size_t n_filters; struct str of; };
struct case_view {
	struct str ref, title, state, kind, withdrawn, flag, wanting; enum tag_colour state_colour;
	bool restricted, may_history, may_access, may_edit;
	struct case_link primary, *acts; size_t n_acts;
	struct summary_row *rows; size_t n_rows;
	struct summary_row *found; size_t n_found;
	struct summary_row *beside; size_t n_beside;
	struct part_block *blocks; size_t n_blocks;
	struct url edit, history, access, add_entry, print;
	struct str law;
	bool may_add;
	struct timeline_view line;
	struct ctx *c; struct panel_shown *panels; size_t n_panels;
};
#endif
