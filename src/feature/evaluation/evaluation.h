/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVALUATION_EVALUATION_H
#define FEATURE_EVALUATION_EVALUATION_H
#include "app/ctx.h"
#include "feature/framework/model.h"

/* Evaluations of arrangements and their improvements (EVL), as other folders see them. */

/* The same values as enum eval_strength, eval_finding and eval_changes in review/judge.h, in the same order. */
enum evaluation_strength { EVALUATION_STRENGTH_UNSAID = 0, EVALUATION_WEAK, EVALUATION_SOUND };
enum evaluation_finding { EVALUATION_FINDING_UNSAID = 0, EVALUATION_BETTER, EVALUATION_SAME, EVALUATION_WORSE, EVALUATION_UNCLEAR };
enum evaluation_changes { EVALUATION_CHANGES_UNSAID = 0, EVALUATION_CHANGES_OPEN, EVALUATION_CHANGES_DONE, EVALUATION_CHANGES_NOT_NEEDED };

struct evaluation_said {
	int64_t id;
	struct str title;
	enum fw_arrangement arrangement;
	struct date started, finished, data_to, next;	/* may be unset */
	enum evaluation_strength strength;
	enum evaluation_finding finding;
	enum evaluation_changes changes;
	bool complete;		/* finished with a finding, and its improvements done or none needed: evidence by itself */
	bool old;		/* finished longer ago than the organisation's limit, on as_of */
	bool data_old;		/* its data too, on as_of */
	struct str weak;	/* why it is weak, as a sentence in c->lang; no value when it is not */
	struct url to;
};
/* The organisation's own limits, for judge_limits; the product's defaults where nothing is set. */
struct evaluation_limits { int age_months, data_months, answers; bool compare; bool own; };
enum status evaluation_limits_get(struct ctx *c, struct evaluation_limits *ret) MUST_CHECK;
/* Evaluations of one arrangement that were finished by as_of, last one first; ARRANGEMENT_NONE gives none. */
enum status evaluation_for(struct ctx *c, enum fw_arrangement arrangement, struct date as_of, struct evaluation_said **ret,
    size_t *ret_n) MUST_CHECK;
/* The newest of each arrangement that had begun by as_of, unfinished ones too, last begun first: for a page that shows
 * many standards.  only: of that arrangement (ARRANGEMENT_NONE: of all).  Not to be changed: others are given the same. */
enum status evaluation_every(struct ctx *c, enum fw_arrangement only, struct date as_of, struct evaluation_said **ret, size_t *ret_n) MUST_CHECK;
/* The last finished one of an arrangement among those; NULL: none. */
const struct evaluation_said *evaluation_last(const struct evaluation_said *e, size_t n, enum fw_arrangement arrangement);
/* "The last evaluation of awareness is older than 12 months." or no value: what stands beside a rating. */
struct str evaluation_concern(struct ctx *c, enum fw_arrangement arrangement, const struct evaluation_said *last,
    const struct evaluation_limits *limits);
/* "Awareness programme". */
const char *arrangement_name(enum fw_arrangement a);
#endif
