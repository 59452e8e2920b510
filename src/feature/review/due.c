/* SPDX-License-Identifier: MIT */
/* When a review is due: by the deadline of the national round that asks for it, also where that round was opened or gave
 * more time after the review was begun; else by its own day. */
#include "feature/review/own.h"
#include "feature/round/round.h"

enum status
review_dues_load(struct ctx *c, struct review_dues *ret)
{
	return round_places(c, &ret->places, &ret->n);
}

struct date
review_due_on(const struct review_dues *d, int64_t framework, struct date period_from, struct date own)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->places[i].framework == framework && d->places[i].period_from.day == period_from.day)
			return d->places[i].due_on;
	return own;
}
