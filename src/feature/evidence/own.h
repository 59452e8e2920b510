/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVIDENCE_OWN_H
#define FEATURE_EVIDENCE_OWN_H
#include "app/register.h"
#include "feature/evidence/evidence.h"
#include "html/component.h"

/* Between the files of this folder and their templates. */
extern struct choice_list evidence_kind_choices;	/* of the shipped list, by name */
extern const struct choice_list evidence_classes, evidence_helds, evidence_changes;
const struct fw_evidence_kind *evidence_kind(struct str id);	/* NULL: none */
struct str evidence_kind_name(struct ctx *c, struct str id);
struct str evidence_class_label(struct ctx *c, bool outcome);

extern const struct record_type evidence_type;
extern const struct shape evidence_shape, evidence_add_shape;
extern const struct register_def evidence_sheets;	/* import.c */

/* A standard by framework key and id in any published edition; NULL: there is none. */
enum status evidence_standard_find(struct ctx *c, struct str key, struct str id, const struct framework **ret_f, const struct fw_standard **ret) MUST_CHECK;
struct str evidence_standard_words(struct ctx *c, const struct framework *f, const struct fw_standard *s);	/* "1.4 Means follow risks" */

struct kind_option { struct str value, label; bool chosen; };
struct kind_group { struct str label; const struct kind_option *options; size_t n; };
struct kind_view { struct form *form; const struct kind_group *groups; size_t n; struct str framework, standard, answer, of;
	const struct kind_option *helds; size_t n_helds; bool missing; };
struct form_view {
	struct form *form;
	struct url action, cancel;
	struct str of;			/* the standard it is added for */
	struct str kind, kind_name, held_name, proposal;
	struct url other_kind;
	struct str held, class;		/* what is ticked */
	struct str class_error;
	struct str framework, standard, answer;
	int64_t version;
	bool edit;
};
struct list_row { struct str title, ref, kind, period, added; struct url to; bool outcome; struct str class; };
struct list_view {
	const struct list_row *rows; size_t n;
	struct str count;
	struct url add, next, first, withdrawn, live;
	bool may_add, may_import, filtered, showing_withdrawn;
	const struct kind_option *kinds; size_t n_kinds;
	const struct kind_option *classes; size_t n_classes;
	const struct kind_option *units; size_t n_units;
};
struct link_row { struct str standard, framework, linked, framework_key, id; struct personal by; bool may_unlink; };
struct file_row { struct str words; struct url to; };
struct view_view {
	struct str title, ref, class, withdrawn, hash, file, link_text, shut, shut_name;	/* shut: why its file cannot be opened */
	struct personal by;
	bool outcome, is_file, is_link;
	struct url download, link;
	const struct summary_row *rows; size_t n_rows;
	const struct link_row *links; size_t n_links;
	const struct file_row *files; size_t n_files;
	struct url edit, withdraw, restore, history, add_link, unlink;
	bool may_edit, may_withdraw, may_restore, may_link, may_history;
	int64_t version;
};
struct standard_view { struct form *form; struct url action, cancel; struct str title; const struct kind_group *groups; size_t n; };
struct withdraw_view { struct form *form; struct url action, cancel; int64_t version; struct str title; };
struct history_view { const struct change *changes; size_t n; };

extern const struct action evidence_list, evidence_view, evidence_history, evidence_download, evidence_create, evidence_edit, evidence_link,
    evidence_unlink, evidence_withdraw, evidence_restore;
page_fn evidence_list_page, evidence_view_page, evidence_history_page, evidence_new_page, evidence_edit_page, evidence_link_page, evidence_withdraw_page;
enum status evidence_new_load(struct ctx *c), evidence_edit_load(struct ctx *c), evidence_link_load(struct ctx *c);
void evidence_crumbs(struct ctx *c, bool at_one);
struct str evidence_record_shown(struct ctx *c, const char *kind, int64_t id);
/* The choices of a standard, by framework. */
enum status evidence_standard_groups(struct ctx *c, struct str chosen, const struct kind_group **ret, size_t *ret_n) MUST_CHECK;
extern const struct example_part evidence_example[], evidence_scale[];	/* example.c */
#endif
