/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_OPEN_H
#define FEATURE_REVIEW_OPEN_H
#include "html/component.h"

/* Between open.c and its template. */
struct open_choice {
	struct str framework, edition, note, period, due, before, version, from, whole, round;	/* version, from: values of the form */
	struct url exists;		/* set: it is open already */
	bool again;			/* same edition as the review before: last answers only when wanted */
	bool carries;			/* there is a review before */
	bool current;
};
struct open_view { const struct open_choice *choices; size_t n, n_now; const struct open_choice *rest; size_t n_rest; struct str others; struct url action; struct form *form; };
#endif
