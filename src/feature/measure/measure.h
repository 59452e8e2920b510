/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_MEASURE_MEASURE_H
#define FEATURE_MEASURE_MEASURE_H
#include "app/measure.h"

/* How many people worked here in the middle of that span, of the organisation (unit 0) or a unit; 0: nobody said. */
enum status measure_staff(struct ctx *c, const struct measure_span *s, int64_t *ret) MUST_CHECK;

/* A figure that is kept, or said to many, is counted as nobody's: without what the caller's circles let them know, and
 * with what is kept from them alone.  Between the two c looks so; the branch and the organisation stay. */
struct measure_eyes { const struct who *who; const struct scope *scope; };
struct measure_eyes measure_shut(struct ctx *c);
void measure_open(struct ctx *c, struct measure_eyes eyes);
#endif
