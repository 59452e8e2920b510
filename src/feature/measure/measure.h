/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_MEASURE_MEASURE_H
#define FEATURE_MEASURE_MEASURE_H
#include "app/measure.h"

/* How many people worked here in the middle of that span, of the organisation (unit 0) or a unit; 0: nobody said. */
enum status measure_staff(struct ctx *c, const struct measure_span *s, int64_t *ret) MUST_CHECK;

#endif
