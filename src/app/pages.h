/* SPDX-License-Identifier: MIT */
#ifndef APP_PAGES_H
#define APP_PAGES_H
#include "app/circle.h"
#include "app/record.h"

/* What the application's own templates are given. */
struct error_view { struct str title, text; int64_t request; bool ours; struct url back; };
struct conflict_row { struct str label, theirs, mine; };
struct conflict_view { struct conflict_row *rows; size_t n; };

/* Plain registers. */
struct reg_unit { struct str id, name; bool chosen; };
struct reg_kept { struct str name, value; };
struct reg_list_view {
	struct str about, add_label, empty;
	struct url add, import, withdrawn, live, previous, next;
	bool may_add, may_import, showing_withdrawn, none;
	struct str count;			/* "12 agreements", "More than 200 agreements" */
	const struct column *columns; size_t n_columns;
	const struct cell *cells; size_t n_rows;
	struct str caption;
	/* Cutting to a branch of the tree; n_units 0: there is none. */
	const struct reg_unit *units; size_t n_units;
	const struct reg_kept *kept; size_t n_kept;
	struct url here;
	bool cut;
};
struct reg_view {
	const struct summary_row *rows; size_t n_rows;
	struct str title, reference, withdrawn;	/* sentence when withdrawn */
	struct url edit, withdraw, restore, history;
	bool may_edit, may_withdraw, may_restore, may_history;
	int64_t version;
	page_fn *more; const void *more_data;
};
struct reg_form_view { struct url action; int64_t version; struct form *form; bool files; struct url cancel; };
struct reg_import_view { struct str mappings; struct form *form; struct url action, cancel, export; bool may_export; };
struct reg_accept_view { struct str summary; struct form *form; struct url action, cancel, again, rows, match; };
struct reg_match_column { size_t n; struct str heading, field; };
struct reg_match_list { const struct field *f; struct str label; const struct option *options; size_t n; bool select; };
struct reg_match_word { size_t n; struct str field, label, word, value; const struct reg_match_list *list; };
struct reg_match_view {
	struct form *form;
	struct url action, cancel;
	const struct option *options; size_t n_options;
	struct reg_match_column *columns; size_t n_columns;
	struct reg_match_word *words; size_t n_words;
};
struct reg_withdraw_view { struct url action, cancel; int64_t version; struct form *form; struct str title; };
/* Who may see one record, app/restrict.c. */
struct restrict_view {
	bool restricted;
	struct str kind, title;
	int64_t version;
	struct circle_person *team; size_t n_team;
	struct barred_person *barred; size_t n_barred;
	struct form *why, *add, *keep;
	struct url action_restrict, action_open, action_add, action_remove, action_keep, action_lift;
};
/* A form of its own behind a button on a record's page: c->data is a struct form_page, cancel leads back. */
page_fn form_page_html;
struct form_page { struct url action, cancel; int64_t version; struct form *form; bool files, warn; const char *button; struct str of; };
/* A part of a record. */
struct part_view {
	const struct summary_row *rows; size_t n_rows;
	struct str of, title, withdrawn;
	struct url file, edit, take, restore;
	const char *take_label;
	int64_t version;
	page_fn *more; const void *more_data;
};
struct reg_history_view { const struct change *changes; size_t n; };
#endif
