/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_OWN_H
#define FEATURE_FRAMEWORK_OWN_H
#include "app/record.h"
#include "app/register.h"
#include "feature/framework/framework.h"

/* Shared between the files of this folder. */
#define MOST_VERSIONS 500
#define YAML_MAX (2u << 20)	/* of a scoring profile */

/* An edition as the dispatcher loads it. */
struct framework_version {
	int64_t org, id, version;
	struct str key, edition, title, summary, origin, status, source;
	struct date in_force_from, in_force_until;
	struct str yaml, hash;
	struct when imported_at, published_at, changed_at, withdrawn_at;
	int64_t imported_by, supersedes, source_file;
	struct str report;			/* on a foreign file, see import.h */
};
/* A version of the scoring profile; number is its own. */
struct scoring_profile {
	int64_t org, id, version;
	struct str name, title, status, yaml;
	int64_t number;
	struct date announced_on, applies_from;
	struct when imported_at, changed_at, withdrawn_at;
	int64_t imported_by;
};
extern const struct record_type framework_type, scoring_type;
/* Its parsed text: kept where it is published, else for this request.  ST_NOT_FOUND where it is not published and this
 * person may not see drafts. */
enum status framework_open(struct ctx *c, const struct framework_version *v, const struct framework **ret) MUST_CHECK;
bool framework_sees_drafts(const struct ctx *c);

struct framework_counts { size_t areas, standards, criteria; };
struct framework_counts framework_count(const struct framework *f);

extern const struct action framework_import_action, framework_take_action, framework_preview_action, framework_lift_action, framework_accept_action, framework_discard_action,
    framework_publish_action, framework_export_action, framework_load_shipped_action;
extern const struct action framework_list_action, framework_view_action, framework_standard_action, framework_changes_action,
    scoring_view_action, scoring_export_action, scoring_import_action, scoring_publish_action, scoring_discard_action;
/* The profile's weight for the same standard; NULL: it names none. */
const struct fw_weight *scoring_weight(const struct scoring *s, const struct fw_weight *like);
/* The bytes of the file that came in that field; no value where none did. */
struct str upload_text(struct ctx *c, const char *field);
/* The form of a page that asks one question. */
const struct form *confirm_form(struct ctx *c, const struct shape *s);
page_fn scoring_import_page, scoring_publish_page, scoring_discard_page;
due_fn scoring_due;
page_fn framework_import_page, framework_publish_page, framework_discard_page;
page_fn framework_list_page, framework_view_page, framework_standard_page, framework_changes_page, scoring_view_page;
enum status framework_publish_load(struct ctx *c) MUST_CHECK;
extern const struct register_def area_name_register, local_standard_register;
extern const struct example_part framework_example[], framework_scale[];	/* example.c */
#endif
