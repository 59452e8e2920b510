/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DEVELOPMENT_DEVELOPMENT_H
#define FEATURE_DEVELOPMENT_DEVELOPMENT_H
#include "app/fact.h"

/* ORG-5: what each security management specialist did to keep up, and which forums. */

/* What is wanted in a year; presets are ours and each organisation may set its own. */
struct development_wanted { int64_t id, version, hours, forum_share; bool own; };
enum status development_wanted(struct ctx *c, struct development_wanted *ret) MUST_CHECK;

/* One who was specialist on some day of the period.  Forums count from the first to the last day in the post. */
struct development_figure {
	int64_t person, holding;
	struct personal name;
	struct str job_title;
	bool now;			/* in post on the last day of the period, or today while it runs */
	int64_t hours, entries, courses_done, courses, attended, held;
};
/* used: anything at all has been entered about holders of posts. */
struct development_figures { struct development_figure *f; size_t n; int64_t forums; bool used, entered; struct date to; };
enum status development_count(struct ctx *c, struct date from, struct date to, struct development_figures *ret) MUST_CHECK;
#endif
