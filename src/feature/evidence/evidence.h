/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVIDENCE_EVIDENCE_H
#define FEATURE_EVIDENCE_EVIDENCE_H
#include "app/ctx.h"
#include "feature/framework/framework.h"

/* Evidence as other folders see it. */

struct evidence_item {
	int64_t id;			/* of the evidence, or of the evaluation or nomination that counts by itself */
	struct str standard;
	struct str title, kind, kind_name;	/* "board_minutes", "Minutes of the board …" */
	struct str file_name, file_hash;	/* where it is a file */
	bool outcome;			/* else output */
	bool fresh;			/* it speaks for the period that was asked for */
	bool evaluation;		/* an evaluation with its improvements, not a piece of evidence */
	bool nomination;		/* a nomination that the national body has confirmed (ORG-9) */
	struct date from, to;		/* to may be unset: it still holds */
	struct url page;
};
struct evidence_set { const struct framework *framework; struct date from, to; struct evidence_item *items; size_t n;
	struct evidence_item *evaluations; size_t n_evaluations; enum fw_arrangement *arrangements;
	struct evidence_item *nominations; size_t n_nominations; };

/* Evidence that is linked to standards of this framework, in any edition, judged by a period with both days included:
 * the newest EVIDENCE_EACH of each standard, or of only one.  As many short statements as there are standards. */
enum { EVIDENCE_EACH = 40 };
enum status evidence_load(struct ctx *c, const struct framework *f, const struct fw_standard *only, struct date from, struct date to,
    struct evidence_set *ret) MUST_CHECK;
/* That of one standard, newest first; behind it what counts by itself: finished evaluations with their improvements (EVL-3:
 * outcome where the standard asks for an evaluation, output everywhere else), and confirmed nominations where the standard
 * suggests that confirmation. */
void evidence_for(struct ctx *c, const struct evidence_set *set, const struct fw_standard *s, struct evidence_item **ret, size_t *ret_n);
struct evidence_count { int output_fresh, output_stale, outcome_fresh, outcome_stale; };
struct evidence_count evidence_counts(const struct evidence_item *items, size_t n);

enum evidence_state { EVIDENCE_MISSING = 1, EVIDENCE_STALE, EVIDENCE_THERE };
const char *evidence_state_word(enum evidence_state s);	/* "missing" "stale" "there" */
struct evidence_suggestion {
	struct str kind, name;
	bool outcome;			/* what the standard suggests it as */
	enum evidence_state state;
	size_t n;			/* how many there are, stale ones too */
	struct url add;			/* form that adds one for this standard; none where the person may not */
};
/* EVI-3: what the standard suggests, output before outcome.  answer: the answer of a review to come back to, or 0. */
void evidence_suggested(struct ctx *c, const struct evidence_set *set, const struct fw_standard *s, const struct evidence_item *items,
    size_t n, int64_t answer, struct evidence_suggestion **ret, size_t *ret_n);
/* The form that adds evidence for a standard, and comes back to the answer. */
struct url evidence_add_url(struct ctx *c, struct str framework_key, struct str standard, struct str kind, int64_t answer);
#endif
