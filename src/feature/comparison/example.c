/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "base/time.h"
#include "feature/comparison/own.h"

static enum status
limit_set(struct example *e)
{
	example_at(e, date_add_days(e->today, -30), 11, 0);
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "comparison.limit", NULL, "least", "4",
	    "reason", "The region is small. Four others keep single trusts from being worked out, and a lower number was advised against.", NULL);
}

const struct example_part comparison_example[] = { { 96, "comparisons", limit_set }, { 0, NULL, NULL } };
