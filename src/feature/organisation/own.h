/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_ORGANISATION_OWN_H
#define FEATURE_ORGANISATION_OWN_H
#include "feature/organisation/organisation.h"
#include "app/register.h"
#include "html/component.h"

/* Inside this folder only. */
struct organisation_list_in { struct str name, kind, region, after; bool ended; };
struct organisation_row { int64_t id; struct str name, ods_code, kind, region, status; struct opt_i64 headcount; int64_t version; };
struct organisation_list_out { struct list items; struct str next; };
struct organisation_list_view {
	struct form *form;
	const struct column *columns; size_t n_columns;
	const struct cell *cells; size_t n_rows;
	struct url previous, next, add;
	bool may_add;
};
struct organisation_merge_in { int64_t successor; struct date on; };
struct organisation_close_in { struct date on; };
struct organisation_settings { struct str short_name, region; struct opt_i64 headcount; struct str document_line; struct choices services; };

struct organisation_table { const char *title; const struct column *columns; size_t n_columns; const struct cell *cells; size_t n; };
struct organisation_view {
	struct str title, kind, hint;
	const struct summary_row *rows; size_t n_rows;
	struct organisation_table tables[3]; size_t n_tables;
	struct url edit, merge, close, reopen, settings;
	bool may_edit, may_merge, may_reopen, may_settings, own, ended;
	int64_t version;
	const struct task_item *links; size_t n_links;
};
struct organisation_form_view {
	struct form *form;
	struct str title, about;
	struct url action, cancel;
	const char *button;
	int64_t version;
};
struct unit_node { struct str name, kind; struct url to; bool withdrawn; const struct unit_node *const *under; size_t n; };
struct unit_tree { const struct unit_node *const *top; size_t n; bool more, may_add, may_list; };

extern const struct action organisation_list_action, organisation_view_action, organisation_own_action,
    organisation_create_action, organisation_edit_action, organisation_merge_action, organisation_close_action,
    organisation_reopen_action, organisation_settings_action, organisation_history_action, unit_tree_action;
extern const struct shape organisation_shape;
extern const struct register_def unit_register, service_taken_register;

page_fn organisation_list_page, organisation_view_page, organisation_own_page, organisation_create_page,
    organisation_edit_page, organisation_merge_page, organisation_close_page, organisation_settings_page, organisation_history_page, unit_tree_page;
enum status organisation_settings_load(struct ctx *c);
/* The form's choices of successor. */
enum status organisation_merge_load(struct ctx *c);
extern const struct example_part organisation_example[], organisation_scale[];	/* example.c */
/* Reads and writes one entry within c->db; ST_CONFLICT as record_update. */
enum status organisation_save(struct ctx *c, struct organisation *o) MUST_CHECK;
#endif
