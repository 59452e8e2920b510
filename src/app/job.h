/* SPDX-License-Identifier: MIT */
#ifndef APP_JOB_H
#define APP_JOB_H
#include "app/app.h"

/* A job is an action whose store may say more (c->more): it is called again with its cursor, one transaction a step;
 * effect, cursor and lease are in that transaction.  Repeating jobs run once for each organisation that is due. */
struct job_def {
	const char *name;		/* "agreement.remind" */
	const struct action *action;	/* ACCESS_OPERATOR; in is struct job_in, out struct job_out */
	int every_minutes;		/* 0: only when asked for by job_ask */
};
struct job_in { struct str cursor; };
struct job_out { struct str cursor; };
extern const struct shape job_in_shape, job_out_shape;
/* In store: run this as soon as possible, in the organisation of c->scope. */
enum status job_ask(struct ctx *c, const char *name, struct str cursor) MUST_CHECK;
/* The same in another organisation: what reaches it takes effect there, under its own name and in its own trail. */
enum status job_ask_of(struct ctx *c, int64_t org, const char *name, struct str cursor) MUST_CHECK;
/* Runs what is due, at most most steps; *ret_ran how many.  Called by the server's own thread, commands and tests. */
enum status job_run_due(struct app *app, struct db *mine, int most, int *ret_ran) MUST_CHECK;
#endif
