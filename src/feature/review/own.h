/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_OWN_H
#define FEATURE_REVIEW_OWN_H
#include "app/fact.h"
#include "app/register.h"
#include "base/clock.h"
#include "feature/framework/framework.h"
#include "feature/review/judge.h"
#include "feature/review/review.h"
#include "feature/review/roll.h"
#include "sql/review.h"

/* Inside this folder only. */
#define MOST_STANDARDS (FRAMEWORK_STANDARDS + 200)	/* with the organisation's own */
#define LOCAL_PREFIX "local-"

/* ---- what is known about a review, gathered for a page (load.c, gather.c) ---- */
struct review_fact { struct live_fact live; const struct fw_live_fact *about; };
struct review_facts { struct review_fact *at; size_t n, room; };

struct review_case {
	const struct fw_condition *condition;
	struct str opposite;		/* id of the condition that says the contrary; no value: none */
	enum known arose;
	bool by_fact;			/* found out by the program: nobody is asked */
	bool asked;			/* on the page: neither by fact nor the contrary of one that is asked */
};
struct review_evidence {
	int64_t id;
	struct str title, kind, file_name, file_hash;
	bool outcome, fresh, evaluation;
	struct date from, to;
	struct url to_page;
};
struct review_suggestion { struct str name; bool outcome, stale; struct url add; };	/* what is there is not repeated */
struct review_evaluation { int64_t id; struct str title, words; struct evaluation e; struct url to_page; };

struct review_item {
	const struct fw_standard *standard;
	size_t area;
	bool local;			/* set by the organisation itself: weighs nothing */
	struct answer answer;
	enum rating rating;		/* as it counts: not applicable goes before what was chosen */
	struct str ground;		/* why it does not apply */
	struct str delegated;		/* who does it for whom, on the page of one standard; else empty */
	struct url delegations;
	const enum tick *ticks;
	struct review_case *cases; size_t n_cases;
	struct case_state *states; size_t n_states;
	struct fact *facts; size_t n_facts;
	struct review_evidence *evidence; size_t n_evidence;
	struct review_suggestion *suggested; size_t n_suggested;
	struct review_evaluation *evaluations; size_t n_evaluations;
	struct judge_in in;
	struct judgement judged;
	size_t n_findings;		/* those that make it unsupported */
};
/* due.c: the rounds that ask this organisation, read once for all its reviews. */
struct round_place;
struct review_dues { struct round_place *places; size_t n; };
enum status review_dues_load(struct ctx *c, struct review_dues *ret) MUST_CHECK;
struct date review_due_on(const struct review_dues *d, int64_t framework, struct date period_from, struct date own);

struct review_all {
	struct review review;
	const struct framework *framework;
	int64_t profile_id;
	const struct scoring *profile;
	struct str *areas; size_t n_areas;	/* as the organisation calls them */
	struct review_item *items; size_t n;
	struct review_facts facts;
	struct date as_of;
	struct roll roll;
	size_t n_rated, n_applicable, n_unsupported, n_fresh, n_findings;
};
/* The review with its answers, in the framework's order; nothing judged yet. */
enum status review_all_load(struct ctx *c, const struct review *r, struct review_all *ret) MUST_CHECK;
enum status review_all_by_id(struct ctx *c, int64_t id, struct review_all *ret) MUST_CHECK;
enum status review_profile(struct ctx *c, const struct review *r, int64_t *ret) MUST_CHECK;
/* In words, where an open review adds up by a version that did not apply yet when its period began; else empty. */
struct str review_new_rule(struct ctx *c, const struct review_all *r);
/* Facts, evidence and evaluations of one standard (SIZE_MAX: of all), and what the rules say of it. */
enum status review_all_judge(struct ctx *c, struct review_all *r, size_t only) MUST_CHECK;
/* Only which standards apply. */
enum status review_all_apply(struct ctx *c, struct review_all *r) MUST_CHECK;
/* Key areas and the whole; needs all judged. */
void review_all_roll(struct ctx *c, struct review_all *r, enum unrated unrated);
/* Ratings as stored, without judging: for reviews of the past. */
void review_all_stored(struct ctx *c, struct review_all *r);
size_t review_item_find(const struct review_all *r, struct str standard);	/* SIZE_MAX: none */
/* What keeps it from being signed, as a sentence; no value: nothing.  Needs all judged. */
void review_blocks(struct ctx *c, const struct review_all *r, struct str *ret_why);
enum status review_text(struct ctx *c, const struct review *r, struct str *ret_json) MUST_CHECK;	/* file.c */
extern const char *const review_draft_note;
/* In load, for an action whose work is review_file_work: that document as "pdf", "odt" or "xlsx". */
struct doc;
enum status review_doc_file(struct ctx *c, struct doc *d, struct str format, struct str name, size_t standards) MUST_CHECK;
bool review_is_open(struct str state);		/* may be worked on */

/* ---- facts (facts.c) ---- */
enum status review_fact_get(struct ctx *c, struct review_all *r, struct str name, const struct review_fact **ret) MUST_CHECK;
enum known review_fact_holds(const struct review_fact *f, enum fw_test test);
/* Cases and facts of one standard. */
enum status review_item_facts(struct ctx *c, struct review_all *r, struct review_item *i) MUST_CHECK;

/* ---- evidence and evaluations (sources.c) ---- */
enum status review_sources(struct ctx *c, struct review_all *r, size_t only) MUST_CHECK;

/* ---- texts of a row (record.c) ---- */
bool ids_have(struct str list, struct str id);		/* "N1 N2" has "N2" */
/* "flood:yes new_risk:no" */
enum known cases_get(struct str cases, struct str id);
struct str review_state_label(struct ctx *c, struct str state);
enum tag_colour review_state_colour(struct str state);
enum rating rating_of(struct str stored);		/* '' red amber green na */
struct str rating_mark(enum rating r);			/* as html_rag takes it */
struct str standard_name(struct ctx *c, const struct fw_standard *s);	/* "1.4 Means follow risks" */
struct str standard_shown(struct ctx *c, struct str id);	/* "1.4"; "Own" for a local one */
/* May this person rate this answer?  Else *ret_why says why not. */
enum status answer_may_rate(struct ctx *c, const struct answer *a, bool *ret, struct str *ret_why) MUST_CHECK;

extern const struct shape review_shape, answer_shape;
extern const struct action review_list_action, review_create_action, review_view_action, review_withdraw_action,
    review_result_action, review_print_action, review_file_action, review_sheet_action, review_template_action, review_upload_action, review_compare_action,
    review_accept_action, review_today_action, review_trend_action, review_trend_file_action, review_history_action,
    answer_list_action, answer_view_action, answer_rate_action, answer_assign_action, answer_history_action;
page_fn review_upload_page, review_compare_page, review_list_page, review_create_page, review_view_page, review_withdraw_page, review_result_page, review_print_page,
    review_today_page, review_trend_page, review_history_page, answer_list_page, answer_view_page, answer_assign_page, answer_history_page;
enum status review_create_form_load(struct ctx *c) MUST_CHECK;
enum status answer_assign_form_load(struct ctx *c) MUST_CHECK;
due_fn review_due;
extern const struct home_part review_home[];
extern const struct example_part review_example[], review_scale[];	/* example.c */
#endif
