/* SPDX-License-Identifier: MIT */
#ifndef APP_DUE_H
#define APP_DUE_H
#include "app/ctx.h"
/* Everything that waits for this person in this organisation, soonest first. */
enum status due_collect(struct ctx *c, struct due_list *ret) MUST_CHECK;
/* What waits for that account in that organisation, over every branch where it acts today, for what leaves the
 * program (mail, calendar): nothing that is kept to a few or kept from that person.  *ret_acts false: no account that is
 * open and holds a role there.  c is as it was afterwards. */
enum status due_outside(struct ctx *c, int64_t org, int64_t account, struct due_list *ret, bool *ret_acts) MUST_CHECK;
struct due_list due_none(struct ctx *c);	/* an empty one, to add to */
/* Adds what waits for that account on that branch (0: in the whole organisation) of the viewer's organisation, of which the viewer may
 * open the page and see the record. */
enum status due_of_member(struct ctx *c, int64_t account, int64_t unit, struct due_list *ret) MUST_CHECK;
/* "due today", "in 5 days", "2 days late". */
struct str due_words(struct ctx *c, struct date due);
#endif
