/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INCIDENT_VIEW_H
#define FEATURE_INCIDENT_VIEW_H
#include "app/circle.h"
#include "app/panel.h"
#include "app/part.h"


struct clock_line { struct str what, words; struct str tag; enum tag_colour colour; };
struct alike_line { struct str ref, title, state, why; struct date on; struct url to; };
struct note_line { struct str kind, when, who; struct personal body; };
struct act_link { const char *label; struct url to; };
struct incident_view {
	struct str ref, title, state, kind, risk, owner; enum tag_colour state_colour, risk_colour;
	bool restricted, withdrawn, danger;
	struct str withdrawn_why;
	struct act_link primary, *acts; size_t n_acts;
	struct clock_line *clocks; size_t n_clocks;
	struct summary_row *what; size_t n_what;
	struct summary_row *police; size_t n_police;
	struct part_block people, property, handed;
	struct alike_line *alike; size_t n_alike;
	struct note_line *notes; size_t n_notes;
	struct str riddor, riddor_why; struct date riddor_due, riddor_sent; struct str riddor_ref;
	struct str whole; struct url whole_to;
	struct url edit, history, access, police_act, result_act, riddor_act;
	bool may_edit, may_history, may_access, may_act;
	struct str loss;
	struct ctx *c; struct panel_shown *panels; size_t n_panels;
};
struct setting_view { struct form *form; struct url action, link; struct safe_html qr; };
struct new_line { struct str ref, title, when, due, alike; bool late, danger, hurt; struct url to; };
struct new_view { struct new_line *rows; size_t n; struct url all; };
#endif
