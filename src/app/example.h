/* SPDX-License-Identifier: MIT */
#ifndef APP_EXAMPLE_H
#define APP_EXAMPLE_H
#include "app/app.h"

/* The example region: made through the same actions as people use, from a seed and with a set clock, so that it is
 * the same everywhere.  Invented names only. */
enum example_place {
	EX_NATIONAL,		/* the national body */
	EX_OVERSEER,		/* the national commissioner, with its two region offices */
	EX_FELLMOOR, EX_SALTMARSH, EX_KINGSMERE,				/* commissioners */
	EX_TEACHING, EX_DALES, EX_BLACKMERE, EX_MOORS_AMBULANCE,		/* providers to Fellmoor */
	EX_GENERAL, EX_WOLDS, EX_EASTHOLME, EX_VILLAGES,			/* to Saltmarsh; the last was merged into Wolds */
	EX_UNIVERSITY, EX_AVONVALE, EX_CHALK_AMBULANCE, EX_QUEENSMEAD,		/* to Kingsmere */
	EX__MAX
};
#define EXAMPLE_UNITS 5		/* of each organisation: two directorates, a department, two sites */
struct example {
	struct app *app;
	struct db *db;
	struct arena *mem;		/* reset between steps: what must last is in keep */
	struct arena *keep;
	struct date today;		/* the day on which the example stands; all else is counted from it */
	struct when now;		/* what the clock shows; example_at sets it */
	uint64_t seed;
	/* Organisations in the order of enum example_place. */
	struct example_org { int64_t id, unit[EXAMPLE_UNITS]; struct str name, ods, kind; } org[EX__MAX];
	size_t n_org;
	/* One entry for each role of somebody; account 0: has none. */
	struct example_person { int64_t account, person; struct str email, name, job; size_t org; int role; bool board; } person[120];
	size_t n_person;
	/* The large data set: org has the national body and the first of these, whose people sign in. */
	int64_t scale;			/* how many bodies, each with one review; 0: this is the example region */
	struct example_org *many;
	struct http_part *file;		/* goes with the next action, once: example_file */
	struct str why;			/* of the step that was refused */
};
/* The clock for what follows; days before today are how three years of work come about. */
void example_at(struct example *e, struct date d, int hour, int minute);
/* The financial year that is reviewed now, the one before the present; back counts years. */
struct date example_from(const struct example *e, int back);
struct date example_to(const struct example *e, int back);
struct date example_start(const struct example *e);	/* when the installation began: before all that is recorded */
/* Deadlines: of providers some weeks before today, of commissioners at the end of this month; so in each year. */
struct date example_left(const struct example *e);	/* last day of the specialist whose post is vacant */
struct date example_provider_due(const struct example *e, int back);
struct date example_commissioner_due(const struct example *e, int back);
/* Somebody's place in e->person; SIZE_MAX: nobody there holds that role. */
size_t example_who(const struct example *e, size_t org, int role);
/* Runs an action as somebody of that role in org (SIZE_MAX role: the operator), with name=value pairs ended by NULL:
 * example_do(e, org, ROLE_SPECIALIST, "agreement.create", out, "title", "…", NULL).  out (or NULL) gets the JSON.
 * The first refusal stops the making. */
enum status example_do(struct example *e, size_t org, int role, const char *action, struct json_node **ret_json, ...) MUST_CHECK;
/* The same on a record. */
enum status example_on(struct example *e, size_t org, int role, const char *action, int64_t id, struct json_node **ret_json, ...) MUST_CHECK;
/* The same with its input as JSON, for what names and values cannot say; id 0: on no record. */
enum status example_json(struct example *e, size_t org, int role, const char *action, int64_t id, struct str json, struct json_node **ret_json) MUST_CHECK;
/* A file to upload with the next action, in that field. */
void example_file(struct example *e, const char *field, struct str name, struct str bytes);
int64_t example_id(const struct json_node *j);		/* its "id" */
struct str example_text(struct example *e, int64_t n);	/* a number as text, for pairs */
struct str example_date(struct example *e, struct date d);
/* Same sequence everywhere. */
uint64_t example_random(struct example *e, uint64_t below);
/* Makes everything, calling each folder's example_part in order, as it stands on that day; line() gets the counts.
 * ST_CONFLICT where there is an example already, ST_INVALID where the database holds something else. */
enum status example_make(struct app *app, struct db *db, struct date today, void (*line)(const char *what, int64_t n), struct str *ret_why) MUST_CHECK;
/* The large data set, for measuring: bodies with a review of 200 standards each, rated, and ten pieces of evidence. */
enum { EXAMPLE_SCALE = 1000, EXAMPLE_SCALE_STANDARDS = 200, EXAMPLE_SCALE_EVIDENCE = 10 };
enum status example_scale(struct app *app, struct db *db, struct date today, int64_t bodies, void (*line)(const char *what, int64_t n), struct str *ret_why) MUST_CHECK;
/* Writes records without an action of their own for each: fn runs in one transaction as the system in that body (or, in
 * the first, as its specialist), under that action's name. */
enum status example_write(struct example *e, const struct example_org *org, const char *action,
    enum status (*fn)(struct ctx *c, struct example *e, const struct example_org *org)) MUST_CHECK;
/* The counts of an example that is there. */
enum status example_count(struct app *app, struct db *db, void (*line)(const char *what, int64_t n)) MUST_CHECK;
/* A set clock for the example and for tests. */
struct when example_clock(struct app *app);
#endif
