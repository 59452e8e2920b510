/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVALUATION_OWN_H
#define FEATURE_EVALUATION_OWN_H
#include "app/register.h"
#include "feature/evaluation/evaluation.h"
#include "html/component.h"

/* Between the files of this folder and their templates. */
enum { EVALUATIONS_MOST = 20, DUE_DAYS = 60 };	/* of one arrangement, for what is judged by its last ones */
extern const struct choice_list evaluation_arrangements;
extern const struct shape improvement_shape;
extern const struct record_type evaluation_type, improvement_type, evaluation_limit_type;

struct arrangement_row {
	struct str name, title, finished, age, next, todo;
	struct str state; enum tag_colour colour;
	struct str concern;		/* what is old or weak about it */
	struct url to, add, all;
	bool any, late, may_add;
};
struct overview_view {
	const struct arrangement_row *rows; size_t n;
	struct str limits;
	struct url thresholds;
	bool own, may_set;
};
struct improvement_line {
	struct str what, owner, due, done, proof, late;
	struct url to;
	bool open, may_edit;
};
struct improvements_view {
	const struct improvement_line *rows; size_t n;
	struct str verdict; enum tag_colour colour;
	struct str explain, weak, old, report_name;
	struct url add, report;
	bool may_add, unsaid;
};
struct improvement_form_view { struct form *form; struct url action, cancel; int64_t version; struct str of; struct url withdraw; bool edit; };
struct limits_form_view { struct form *form; int64_t version; bool own; };

enum evaluation_strength evaluation_strength_of(const struct evaluation_limits *l, struct date finished, struct date data_to,
    struct opt_i64 answers, struct str comparison);
struct str evaluation_weak_words(struct ctx *c, const struct evaluation_limits *l, struct date finished, struct date data_to,
    struct opt_i64 answers, struct str comparison);

extern const struct action evaluation_overview, evaluation_report, evaluation_limits_action, improvement_add, improvement_edit, improvement_withdraw;
void evaluation_overview_page(struct html *o, struct ctx *c, const void *out);
void evaluation_limits_page(struct html *o, struct ctx *c, const void *out);
enum status evaluation_limits_form_load(struct ctx *c);
void improvement_add_page(struct html *o, struct ctx *c, const void *out);
void improvement_edit_page(struct html *o, struct ctx *c, const void *out);
enum status improvement_edit_load(struct ctx *c);
enum status evaluation_improvements_load(struct ctx *c, const void *rec, void **ret_data);
void evaluation_improvements_below(struct html *o, struct ctx *c, const void *data);
extern const struct example_part evaluation_example[];	/* example.c */
#endif
