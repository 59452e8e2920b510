/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_SHEET_H
#define FEATURE_REVIEW_SHEET_H
#include "feature/review/own.h"
#include "report/book.h"
#include "report/read.h"

/* REV-11: a review as a workbook, filled in elsewhere and read back.  Inside this folder only. */
#define SHEET_FORM "wardkeep-review/1"
enum { SHEET_TAKE = 100, SHEET_SHOWN = 400, SHEET_ERRORS = 20 };

/* Columns of the sheets, from 0; the first row of values. */
enum { ANSWER_STANDARD, ANSWER_AREA, ANSWER_TITLE, ANSWER_HEADLINE, ANSWER_RATING, ANSWER_COMMENT, ANSWER_REASON, ANSWER_ACTION, ANSWER_VERSION, ANSWER__MAX };
enum { POINT_STANDARD, POINT_ID, POINT_KIND, POINT_WORDS, POINT_TRUE, POINT__MAX };
enum { CASE_STANDARD, CASE_ID, CASE_WORDS, CASE_AROSE, CASE__MAX };
#define SHEET_FIRST 3

/* Of a framework alone: answers NULL, a blank form. */
struct sheet_form { const struct framework *framework; struct str *areas; struct review_item *items; size_t n; const struct review *review; };
void sheet_write(struct ctx *c, const struct sheet_form *f, struct book *b);
/* Cases that somebody is asked about in this standard: those that no fact answers. */
size_t sheet_cases(struct ctx *c, const struct framework *f, const struct fw_standard *s, const struct fw_condition ***ret);

/* ---- one way to change an answer, for the form and for the sheet (rate.c) ---- */
enum rate_field { RATE_RATING, RATE_COMMENT, RATE_REASON, RATE_ACTION, RATE_TICKS, RATE_CASES, RATE__MAX };
struct rate_change { bool given[RATE__MAX]; struct str value[RATE__MAX]; };	/* as the columns of the answer hold them */
extern const char *const rate_field_labels[RATE__MAX];			/* messages */
struct str rate_value(const struct answer *a, enum rate_field f);
/* Why the standard has no such rating; no value: it has. */
struct str rate_refused(struct ctx *c, const struct fw_standard *s, struct str rating);
enum status rate_open(struct ctx *c, const struct answer *a) MUST_CHECK;	/* may the review be worked on? */
/* In store: a holds the version that the change is based on. */
enum status rate_write(struct ctx *c, const struct review_all *all, const struct rate_change *change, struct answer *a) MUST_CHECK;

/* ---- reading ---- */
struct sheet_answer { size_t item; int64_t version; struct rate_change change; };	/* version 0: the form did not say */
struct sheet_reading { struct sheet_answer *at; size_t n; struct str errors[SHEET_ERRORS]; size_t n_errors; };
/* What the workbook says about the standards of this review.  Errors name sheet and cell; then nothing of it counts. */
void sheet_read(struct ctx *c, struct str bytes, const struct review_all *all, struct sheet_reading *ret);

struct sheet_difference {
	size_t item;
	enum rate_field field;
	struct str before, after;		/* as stored */
	struct str before_shown, after_shown;
	bool moved;				/* the answer was changed here after the workbook was made */
	struct str may_not;			/* why this person cannot take it; no value: they can */
};
enum status sheet_differences(struct ctx *c, const struct review_all *all, const struct sheet_reading *r, struct sheet_difference **ret, size_t *ret_n) MUST_CHECK;
#endif
