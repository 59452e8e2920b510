/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DELEGATION_DELEGATION_H
#define FEATURE_DELEGATION_DELEGATION_H
#include "app/record.h"

/* Responsibilities that organisations pass to one another.  The duty moves in both: the giver's page says who does it
 * now, the receiver's that it is theirs. */
extern const struct choice_list delegation_duties;	/* "alerts", "training" … */

struct delegation_state {
	bool given, taken;		/* at any time in the period */
	struct str to, from;		/* names, with commas between */
	struct str words;		/* both as a sentence in c->lang; empty where neither */
	struct url url;			/* the records behind it */
};
/* How a duty stands for the acting organisation in a period, both days included. */
enum status delegation_state(struct ctx *c, const char *duty, struct date from, struct date to, struct delegation_state *ret) MUST_CHECK;
/* The duty behind an arrangement that standards want evaluated ("alerts", "training"); NULL: none that can be passed on. */
const char *delegation_duty_of(struct str arrangement);
#endif
