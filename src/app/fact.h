/* SPDX-License-Identifier: MIT */
#ifndef APP_FACT_H
#define APP_FACT_H
#include "app/ctx.h"

/* Live facts: what the registers say for or against a criterion ("lead.days_vacant").  Facts confirm or contradict;
 * they never rate.  One whose register is not in use is unknown, and unknown is never met. */
enum live_state { LIVE_UNKNOWN = 0, LIVE_NONE_AROSE, LIVE_FOR, LIVE_AGAINST };
struct live_fact {
	const char *name;
	enum live_state state;
	struct str words;	/* "No board-level lead for 41 days of the period", in c->lang */
	int64_t value;		/* the number behind it, where there is one */
	struct url to;		/* the records behind it */
};
/* Computes a fact of c->scope's organisation for a period, both days included. */
typedef enum status fact_fn(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret);
struct fact_def { const char *name; const char *about; /* message: what is counted */ fact_fn *compute; };
/* Folders contribute: feature.facts, ends with a NULL name.  An undeclared name gives LIVE_UNKNOWN. */
enum status fact_get(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret) MUST_CHECK;
#endif
