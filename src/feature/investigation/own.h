/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INVESTIGATION_OWN_H
#define FEATURE_INVESTIGATION_OWN_H
#include "app/example.h"
#include "app/fact.h"
#include "app/part.h"
#include "app/register.h"
#include "app/restrict.h"
#include "feature/incident/incident.h"
#include "feature/investigation/investigation.h"

/* ---- lists.c ---- */
extern const struct choice_list investigation_kinds, investigation_states, investigation_roles, investigation_laws, investigation_causes,
	investigation_entries, investigation_discipline_states, investigation_regulators, investigation_types, investigation_exhibits, investigation_acts,
	investigation_recordings, investigation_contacts, investigation_changes;
struct str investigation_label(struct ctx *c, const struct choice_list *l, struct str value);
struct str investigation_labels(struct ctx *c, const struct choice_list *l, struct choices set);	/* all of them, in one line */

/* ---- investigation.c ---- */
extern const struct register_def investigation_register, investigation_rule_register;
extern const struct restrict_def investigation_restriction;
extern const struct record_type investigation_rule_record;
/* Keeps the word of a decision in the timeline. */
enum status investigation_say(struct ctx *c, int64_t investigation, struct str words) MUST_CHECK;
/* Why parts of it may not be changed now (message), NULL where they may. */
const char *investigation_shut(const void *whole);
/* The case as it is stored, to be changed on the version that the caller saw. */
enum status investigation_take(struct ctx *c, struct investigation *v) MUST_CHECK;

/* ---- lead.c: who leads by rule, and whether the lead is accredited and in date ---- */
struct lead_flag { bool accredited, in_date; struct str words; /* what is wrong; empty: nothing */ };
enum status lead_flag(struct ctx *c, int64_t account, struct lead_flag *ret) MUST_CHECK;
/* The rule that fits best; id 0: none. */
enum status lead_rule(struct ctx *c, const struct incident *i, struct investigation_rule *ret) MUST_CHECK;
enum status lead_options(struct ctx *c, struct option **ret, size_t *ret_n) MUST_CHECK;
/* May this account lead at all, and by that rule (id 0: none asks for more)? */
enum status lead_fits(struct ctx *c, int64_t account, int64_t rule, bool *ret_may, bool *ret_by_rule) MUST_CHECK;

/* ---- open.c: from an incident to its case ---- */
extern const struct action investigation_open;
enum status investigation_open_load(struct ctx *c);
extern const struct part_def investigation_incident_part;
/* A case and its incidents are known to the same people: called after the circle of one of them was changed. */
enum status investigation_gate(struct ctx *c, const char *step, const void *rec) MUST_CHECK;
enum status investigation_same_circle(struct ctx *c, const struct investigation *v) MUST_CHECK;
extern const struct panel investigation_panels[];

/* ---- acts.c: steps in its life, each with a form of its own ---- */
extern const struct action investigation_law, investigation_finding, investigation_close, investigation_reopen, investigation_discipline;
/* What is still wanting before it can be closed, in words; empty: nothing. */
enum status investigation_wanting(struct ctx *c, const struct investigation *v, struct str *ret) MUST_CHECK;

/* ---- report.c, figures.c ---- */
extern const struct action investigation_report, investigation_report_file, investigation_summary, investigation_summary_file;
page_fn investigation_report_page;
extern const struct measure_source investigation_measures;
extern const struct fact_def investigation_facts[];

enum status investigation_act_load(struct ctx *c);

/* ---- parts.c ---- */
extern const struct part_def investigation_member_part, investigation_step_part, investigation_entry_part;

/* ---- evidence.c, liaison.c ---- */
extern const struct part_def investigation_statement_part, investigation_exhibit_part, investigation_custody_part, investigation_cctv_part,
	investigation_conference_part, investigation_contact_part, investigation_lesson_part;
/* Is it known where it ended, or kept with a reason? */
enum status exhibit_settled(struct ctx *c, int64_t exhibit, bool *ret) MUST_CHECK;
bool lesson_settled(const struct investigation_lesson *l);

/* ---- timeline.c ---- */
struct timeline_item { struct when at; bool day_only; struct str kind, label, when; struct str head; struct personal words; struct url to; int64_t id; };
/* Everything that happened, in the order in which it did; kind empty: all. */
enum status investigation_timeline(struct ctx *c, const struct investigation *v, struct str kind, struct timeline_item **ret, size_t *ret_n) MUST_CHECK;
extern const struct choice_list investigation_timeline_kinds;
extern const struct action investigation_timeline_action;
page_fn investigation_timeline_page;
struct timeline_view;
void investigation_filters(struct ctx *c, const struct investigation *v, const char *path, struct str kind, struct timeline_view *ret);

/* ---- view.c ---- */
enum status investigation_view_load(struct ctx *c, const void *rec, void **ret_data);
page_fn investigation_view_page;
due_fn investigation_due;
extern const struct example_part investigation_example[];
#endif
