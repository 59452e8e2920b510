/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_PAGES_H
#define FEATURE_FRAMEWORK_PAGES_H
#include "feature/framework/import.h"
#include "html/component.h"

/* What this folder's templates are given. */
struct list_line { struct str title, edition, summary, in_force, status; struct url to; bool published, example; };
struct list_view { struct list_line *lines; size_t n; bool may_import, may_load; struct url scoring; };

struct standard_line { struct str id, title, headline, weight; struct url to; int64_t criteria; bool weighted, providers, no_amber, local; };
struct area_view { struct str id, title, own_title, about; struct standard_line *standards, *locals; size_t n, n_locals; };
struct depth_line { int64_t depth, areas, standards, criteria; struct str first, last; bool chosen, fits, one; };
struct fw_view {
	struct str title, edition, key, about, origin_note, status, counts, map_missing;
	const struct summary_row *rows; size_t n_rows;
	struct area_view *areas; size_t n_areas;
	const struct report *report;
	struct depth_line *depths; size_t n_depths;
	struct said_out *left, *made; size_t n_left, n_made;
	bool may_lift;
	struct url blank, export_book, export_oscal, lift, changes, export, accept, discard, publish, names, locals;
	bool has_changes, may_names, may_locals, published, offered, draft, may_accept, may_publish, may_discard;
};

struct criterion_line { struct str id, words, condition, mark; bool own; };
struct criteria { struct criterion_line *at; size_t n; };
struct route_view { struct str title; struct criteria needs; };
struct reference_line { struct str title, standing, today; enum tag_colour colour; };
struct kind_line { struct str name, usual; };
struct fact_line { struct str words, standard; };
struct standard_view {
	const struct fw_standard *s;
	struct str title, area, weight, evaluation, outcome, applies, counts, whole;
	struct criteria failing, needs, routes, shortfalls, wanted;
	struct kind_line *output, *outcome_kinds; size_t n_output, n_outcome;
	struct reference_line *references; size_t n_references;
	struct str *rules; size_t n_rules;
	struct url previous, next;
	struct str previous_title, next_title, change, change_words;
	struct url changes;
};

struct change_line { struct str from, to, from_title, to_title, kinds, parts, words, answer; bool fresh, gone; struct url from_url, to_url; };
struct changes_view { struct str before, now; struct url before_url, now_url; struct change_line *lines; size_t n, n_fresh; };

struct weight_line { struct str framework, standard, reason, from, weight, before; };
struct weight_group { struct str title; const struct weight_line *lines; size_t n; };
struct limit_line { struct str what, area, overall, area_before, overall_before; bool changed; };
struct profile_line { struct str title, from, announced; struct url to; bool shown, now, draft, coming; };
struct scoring_page_view {
	const struct scoring *s;
	struct str title, from, announced;
	struct str coming, coming_from;		/* the next version, where another is shown */
	struct url coming_to, export, publish, discard;
	bool draft, later, has_before, may_import, may_publish, may_discard;
	struct limit_line *limits; size_t n_limits, n_changed_limits;
	struct weight_group *weights; size_t n_weights;	/* a framework each */
	struct weight_line *changed; size_t n_changed;
	struct profile_line *profiles; size_t n_profiles;
};
#endif
