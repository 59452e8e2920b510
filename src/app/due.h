/* SPDX-License-Identifier: MIT */
#ifndef APP_DUE_H
#define APP_DUE_H
#include "app/ctx.h"
/* Everything that waits for this person in this organisation, soonest first. */
enum status due_collect(struct ctx *c, struct due_list *ret) MUST_CHECK;
/* "due today", "in 5 days", "2 days late". */
struct str due_words(struct ctx *c, struct date due);
#endif
