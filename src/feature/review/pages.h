/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_PAGES_H
#define FEATURE_REVIEW_PAGES_H
#include "app/pages.h"
#include "feature/contract/contract.h"
#include "feature/review/own.h"
#include "html/component.h"

/* What the templates of this folder are given. */
struct review_line { struct str title, period, progress, due, state; enum tag_colour colour; struct url to; bool late; struct str level; };
struct review_list_view { const struct review_line *now; size_t n_now; const struct review_line *past; size_t n_past; struct url add, today, trend, standards; bool may_add; };

/* A workbook that came back. */
struct compare_line { struct str standard, field, before, after, may_not, value; struct url to; bool first, moved; };
struct compare_view { struct compare_line *lines; size_t n; int64_t total, n_shown, n_moved, n_may, file; struct url action, back, again; const struct form *form; };

/* Standards of all reviews. */
struct rating_option { struct str label; struct url to; bool current; };
struct answers_line { struct str number, title, review, mark; struct url to; };
struct answers_view { const struct answers_line *lines; size_t n; const struct rating_option *choices; size_t n_choices; struct url first, next; bool filtered; };

struct task_line {
	struct str title, hint, mark, status;	/* mark: html_rag's; status: a tag beside it */
	enum tag_colour colour;
	bool rated, na, tagged, unsupported, fresh;
	struct url to;
};
struct task_area { struct str title, level; const struct task_line *lines; size_t n; };
struct review_view_data {
	struct url sheet, upload;
	struct review_all all;
	struct str heading, framework, period, due, state, document_note, blocks, returned, broken, new_rule;
	struct url rule;
	struct str round, asks, guidance;	/* of the round that asks for it */
	struct url blank;
	enum tag_colour colour;
	bool late, open, may_sign, may_withdraw, origin_own;
	const struct task_area *areas; size_t n_areas;
	struct url result, today, print, file, trend, history, sign, send, sent, document, withdraw;
	int64_t left;
	int64_t version;
};

struct roll_step { struct str standard, mark, text; bool is_standard; };
struct result_level { struct str title, id, mark, before; const struct roll_step *steps; size_t n; size_t green, amber, red, unrated, na; struct str conclusion; };
struct result_standard { struct str title, mark, before; size_t n_findings, area; struct url to; };
struct result_data {
	struct review_all all;
	struct str heading, before_title, explain, new_rule;
	struct url profile;
	enum unrated unrated;
	bool has_before, waits;
	struct result_level whole;
	struct result_level *areas; size_t n_areas;
	struct result_standard *standards; size_t n;
	const struct str *rule; size_t n_rule;
	struct url back, file;
};

struct print_view { struct str title, note; struct url file; };

struct key_choice { struct str key, title; int64_t framework; struct url to; bool current; };
struct today_line { struct str number, title, sent, today, why; bool from_records; struct url to; };
struct today_area { struct str title, today, sent, known; const struct today_line *lines; size_t n; };
struct today_data {
	struct str title, sent_title, review_title, whole, whole_sent, known;
	bool any, has_sent, has_open;
	const struct today_area *areas; size_t n_areas;
	const struct today_line *unsupported; size_t n_unsupported;	/* what is chosen and not borne out */
	struct url review, page;
	const struct key_choice *choices; size_t n_choices;
};
struct home_data { struct today_data *parts; size_t n; bool may_open; struct url open; };

#define TREND_YEARS 8
struct trend_year { struct str label, state; struct url to; };
struct trend_row { struct str number, title; struct str marks[TREND_YEARS]; bool there[TREND_YEARS]; };
struct trend_area { struct str id, title, summary; struct trend_row row; struct rag_point points[TREND_YEARS]; };
/* One organisation's reviews of a framework over the years: our own, and those of each predecessor. */
struct trend_part {
	struct str organisation, note;		/* of a predecessor; else empty */
	struct trend_year years[TREND_YEARS]; size_t n_years;
	struct trend_row whole;
	struct trend_area *areas; size_t n_areas;
	struct trend_row *rows; size_t n;
	struct rag_point points[TREND_YEARS];
	struct str strip_title;
};
struct trend_data {
	struct trend_part *parts; size_t n;	/* [0]: our own */
	bool any;
	struct str key, title;			/* the framework */
	struct url compare, file;		/* no value: not for this person */
	const struct key_choice *choices; size_t n_choices;
};
enum status trend_read(struct ctx *c, struct str key, struct trend_data *ret) MUST_CHECK;
/* Which frameworks the organisation has reviews of, with their names. */
struct key_choice *review_keys(struct ctx *c, const struct review_rows_row *r, size_t n, const char *path, struct str chosen, size_t *ret_n);
enum status review_keys_name(struct ctx *c, struct key_choice *k, size_t n) MUST_CHECK;
/* "2025-26"; "Apr–Sep 2026" where it is shorter than a year. */
struct str review_period_short(struct ctx *c, struct date from, struct date to);

/* A criterion on the rating page. */
struct tick_line {
	struct str id, field, box, words, condition, mark_note;
	const struct str *facts_for; size_t n_for;
	const struct str *facts_against; size_t n_against;
	bool ticked, not_arisen, theirs_differs, theirs;
	enum fw_kind kind;
};
struct case_line { struct str id, field, name, words, said; bool asked, yes, no; };
struct finding_line { struct str text; bool hint; };
struct rating_choice { struct str value, label; bool checked; };
struct text_box { struct str id, name, label, hint, value, error; int rows; };
struct before_view { bool any; struct str title, mark, comment, reason, action; };
struct answer_data {
	struct review_all all;
	struct review_item *item;
	struct str title, caption;
	bool may_rate, open, na, rated, fresh, conflict, has_amber;
	struct str may_not, ground, fresh_why, position, position_mark, why, no_amber, outcome_test;
	const struct tick_line *red; size_t n_red;
	const struct tick_line *needs; size_t n_needs;
	const struct tick_line *shortfalls; size_t n_shortfalls;
	const struct tick_line *wanted; size_t n_wanted;
	const struct case_line *cases; size_t n_cases;
	const struct finding_line *findings; size_t n_findings; size_t n_hints;
	const struct rating_choice *ratings; size_t n_ratings;
	struct before_view before;
	struct form *form;
	struct str rating_error;
	struct str unit, person, round_note;
	bool oversees;				/* contracts stand beside it */
	const struct contract_goes_by *contracts; size_t n_contracts;
	struct url action, assign, history, review, evidence_add, next, previous;
	bool may_assign, may_evidence, supported;
	int64_t version;
	struct str rules[8]; size_t n_rules;
	struct str mark, stay, go, hints_title, suggested_title;
	bool evaluates;
	struct text_box boxes[3]; size_t n_boxes;
};
struct assign_view { struct form *form; struct url action, cancel; int64_t version; struct str title; };
struct history_view { struct str title; const struct change *changes; size_t n; };
struct withdraw_view { struct form *form; struct url action, cancel; int64_t version; struct str title; };
#endif
