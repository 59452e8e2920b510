/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_ROUND_ROUND_H
#define FEATURE_ROUND_ROUND_H
#include "app/ctx.h"

/* Rounds of self-reviews that the national body opens.  An organisation sees its own place in a round; the national
 * body sees of each place one word, and nothing of the review behind it before that is submitted. */

/* The acting organisation's place in the open round that asks for this framework edition and period; round 0: none does. */
struct round_place {
	int64_t place, round, framework;
	struct date period_from, period_to, due_on;	/* due_on: with more time where that was given */
	struct str title, about, state;
	struct str guidance, notes;	/* of the round's template: by round_place_find only */
};
/* What the round's template says of one standard; empty: nothing. */
struct str round_note_on(struct str notes, struct str standard);
enum status round_place_find(struct ctx *c, int64_t framework, struct date period_from, struct round_place *ret) MUST_CHECK;
/* All open rounds that ask the acting organisation for a review. */
enum status round_places(struct ctx *c, struct round_place **ret, size_t *ret_n) MUST_CHECK;

/* In store: how far the acting organisation's review is; one of round_words.  No round that asks for it: nothing happens.
 * Called whenever a review of that framework edition and period is begun, rated for the first time, signed, sent, returned. */
enum round_word { ROUND_ASKED = 0, ROUND_OPENED, ROUND_DRAFTED, ROUND_SIGNED, ROUND_SENT, ROUND_RETURNED, ROUND_ACCEPTED };
enum status round_note(struct ctx *c, int64_t framework, struct date period_from, enum round_word word) MUST_CHECK;
/* The same at the national body, for an organisation whose review came by file; *ret its place, round 0: none. */
enum status round_note_of(struct ctx *c, int64_t org, int64_t framework, struct date period_from, enum round_word word, struct round_place *ret) MUST_CHECK;
#endif
