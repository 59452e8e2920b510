/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SIGNATORY_SIGNATORY_H
#define FEATURE_SIGNATORY_SIGNATORY_H
#include "app/ctx.h"

/* REV-6, SEC-5: who signs a self-review.  The person whom the organisation has named for the framework, else any
 * board-level lead; never for a branch.  Whom a framework itself wants (the lead for violence prevention, for example) can be
 * named without being a board-level lead; where the register of posts keeps that post, they must hold it. */
struct signatory_right {
	struct str why;		/* a sentence that says why this person may not; empty: they may */
	bool as_named;		/* as the one whom the framework wants, else as board-level lead */
	struct str post;	/* whom the framework wants, in words: "The executive lead for violence prevention" */
};
/* May the person of c sign for that published edition, today?  In load and store. */
enum status signatory_may(struct ctx *c, int64_t framework, struct signatory_right *ret) MUST_CHECK;
enum status signatory_allows(struct ctx *c, int64_t framework, bool *ret) MUST_CHECK;	/* the same as yes or no, for buttons */
#endif
