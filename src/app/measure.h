/* SPDX-License-Identifier: MIT */
#ifndef APP_MEASURE_H
#define APP_MEASURE_H
#include "app/ctx.h"
#include "report/spc.h"

/* Measures (MEA-1): defined once, by the folder that keeps the register, and used on screens, as evidence, as facts and in
 * reports.  A folder contributes feature.measures; src/feature/measure shows them. */
enum measure_form {
	MEASURE_COUNT = 1,	/* part */
	MEASURE_RATE,		/* part for each 1,000 staff; who shows it adds the staff */
	MEASURE_SHARE,		/* part of whole, in per cent */
	MEASURE_MONEY		/* part, in pence */
};
struct measure_def {
	const char *name;		/* "incident.assaults": for ever, pinned evidence names it */
	const char *title, *about;	/* messages: what it is, in a sentence or two */
	const char *part, *whole;	/* messages: what is counted, and of what (NULL for a count) */
	const char *source;		/* message: the register it is taken from */
	enum measure_form form;
	enum spc_better better;
	int64_t target;			/* that we suggest, in the form's own unit; 0: none */
	const char *evidence;		/* kind of evidence that a figure of it is */
	const char *see;		/* who may do this action opens the records behind it */
};
struct measure_month { int64_t part, whole; };
/* Months are year * 12 + month - 1, both included; unit 0: all. */
struct measure_span { int64_t from, to, unit; };
/* All measures of one register at once: ret[d][m] for its d-th definition and the m-th month.  As the caller may know of
 * the records. */
typedef enum status measure_count_fn(struct ctx *c, const struct measure_span *s, struct measure_month *const *ret);
struct measure_source {
	const struct measure_def *defs;	/* ends with a NULL name */
	measure_count_fn *count;
	/* The list of the records behind one figure; an empty url where there is none. */
	struct url (*records)(struct ctx *c, const struct measure_def *m, const struct measure_span *s);
};

struct measure_ref { const struct measure_source *source; const struct measure_def *def; size_t at; /* in the source */ };
/* False: there is none of that name. */
bool measure_find(struct str name, struct measure_ref *ret);
/* The months of one measure, in c's sight; *ret has to - from + 1. */
enum status measure_months(struct ctx *c, const struct measure_ref *m, const struct measure_span *s, struct measure_month **ret) MUST_CHECK;
int64_t measure_month_of(struct date d);
struct date measure_month_start(int64_t month);
#endif
