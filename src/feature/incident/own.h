/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INCIDENT_OWN_H
#define FEATURE_INCIDENT_OWN_H
#include "app/part.h"
#include "app/register.h"
#include "feature/incident/incident.h"

/* ---- lists.c ---- */
extern const struct choice_list incident_hurts, incident_physical, incident_mental, incident_yes_no, incident_consequences,
	incident_likelihoods, incident_staff_groups, incident_injuries, incident_supports,
	incident_restraints, incident_ages, incident_sexes, incident_ethnicities, incident_owners, incident_fates, incident_cares,
	incident_teams, incident_notes;
/* The label of a value, or the value itself. */
struct str incident_label(struct ctx *c, const struct choice_list *l, struct str value);

/* ---- setting.c: how this organisation takes reports; its own or the product's ---- */
extern const struct record_type incident_setting_record, incident_type_record;
enum status incident_settings(struct ctx *c, struct incident_setting *ret) MUST_CHECK;
extern const struct register_def incident_type_register;
extern const struct action incident_settings_action;
enum status incident_settings_form_load(struct ctx *c);
void incident_settings_page(struct html *o, struct ctx *c, const void *out);

/* ---- incident.c ---- */
extern const struct register_def incident_register;
extern const struct shape incident_shape;
/* Clocks from the organisation's settings, and what follows from what was entered: title, month, hour, grade. */
enum status incident_begin(struct ctx *c, struct incident *i) MUST_CHECK;
/* When it happened, in words: "4 November 2026, 5:47pm", without the time where that is not known. */
struct str incident_when(struct ctx *c, struct date on, struct str time);
/* Names of those who may deal with incidents here. */
enum status incident_handlers(struct ctx *c, struct option **ret, size_t *ret_n) MUST_CHECK;

/* ---- import.c ---- */
extern const struct import_extra incident_import;

/* ---- due.c, example.c ---- */
enum status incident_due(struct ctx *c, struct due_list *due);
extern const struct example_part incident_example[];

/* ---- roll.c ---- */
enum status incident_kept(struct ctx *c, const void *before, const void *after);
extern const struct verify_def incident_verify[];

/* ---- receipt.c: the code that a reporter gets, and what stands behind it ---- */
/* Makes a code for i, which is not stored yet; *ret is what the reporter is shown. */
struct str receipt_hash(struct arena *a, struct str code);
enum status receipt_make(struct ctx *c, struct incident *i, struct str *ret_code) MUST_CHECK;
enum status receipt_keep(struct ctx *c, const struct incident *before, const struct incident *after) MUST_CHECK;

/* ---- riddor.c: the duty to report to the safety regulator, worked out and explained ---- */
enum riddor { RIDDOR_NONE, RIDDOR_RECORD, RIDDOR_WATCH, RIDDOR_FIFTEEN, RIDDOR_TEN };
struct riddor_in { bool at_work, to_hospital, on_hospital; struct str injury; struct date happened, first_off, back_on, today; };
struct riddor_out { enum riddor duty; struct date due; int days; const char *why /* message */, *source; };
struct riddor_out riddor_judge(const struct riddor_in *in);
extern const char *const riddor_names[];
/* The gravest of all people in it, set on the incident. */
enum status riddor_set(struct ctx *c, struct incident *i) MUST_CHECK;
/* What is due by when and why, in words; empty: nothing. */
enum status riddor_explain(struct ctx *c, const struct incident *i, struct str *ret_duty, struct str *ret_why) MUST_CHECK;

/* ---- triage.c, view.c, parts.c ---- */
extern const struct action incident_triage, incident_start, incident_contact, incident_note_add, incident_police_decide, incident_police_result,
	incident_riddor_sent, incident_finding, incident_close, incident_reopen, incident_merge, incident_unmerge, incident_new;
extern const struct part_def incident_person_part, incident_property_part, incident_handover_part;
enum status incident_act_load(struct ctx *c);
void incident_new_page(struct html *o, struct ctx *c, const void *out);
enum status incident_view_load(struct ctx *c, const void *rec, void **ret_data);
void incident_view_page(struct html *o, struct ctx *c, const void *out);
/* The value as far as the caller may see that class. */
struct str incident_masked(struct ctx *c, enum privacy p, struct str value);
/* A note that goes with the incident. */
enum status incident_say(struct ctx *c, int64_t incident, const char *kind, struct str body) MUST_CHECK;

/* ---- people.c ---- */
extern const struct shape incident_person_shape, incident_property_shape, incident_handover_shape;
/* A key by which the same name is found again, without the name itself. */
struct str incident_name_key(struct ctx *c, struct str name);

/* ---- restrict.c: restricted incidents ---- */
extern const struct restrict_def incident_restriction;
#endif
