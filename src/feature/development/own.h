/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DEVELOPMENT_OWN_H
#define FEATURE_DEVELOPMENT_OWN_H
#include "app/register.h"
#include "feature/development/development.h"
#include "html/component.h"

/* Shared by the files of this folder. */
struct forum {
	int64_t org, id, version, created_by, changed_by;
	struct str title, region, place;
	struct date held_on;
	bool cancelled;
	struct when created_at, changed_at, withdrawn_at;
	struct str held_by;
};
extern const struct record_type forum_type;
extern const struct action forum_list, forum_view, forum_create, forum_edit;
page_fn forum_list_page, forum_view_page, forum_create_page, forum_edit_page;
fact_fn development_fact;
extern const struct example_part development_example[];

/* ---- what the templates are given ---- */
struct totals_row { struct personal name; struct str job_title, hours, courses, forums; struct url entries; bool short_hours, short_courses, short_forums; };
struct totals_view {
	const struct totals_row *rows; size_t n;
	struct str period, wanted;
	struct url earlier, later, entries, courses, attendance, forums, settings;
	bool ours, may_set;
};
struct development_form_view { struct form *form; struct url action, cancel; int64_t version; const char *title, *about; };
struct courses_view { bool may_suggest; struct url suggest; };
struct forum_row { struct str title, region, place, held_by; struct date held_on; bool cancelled; struct url to; };
struct forums_view { const struct forum_row *rows; size_t n; struct url older, add, attendance; bool may_add; };
struct forum_view_data { struct str title, region, place, held_by; struct date held_on; bool cancelled, may_edit, may_attend; struct url edit, attend; };
#endif
