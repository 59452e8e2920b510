/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_SCORING_BENCH_TEST_H
#define FEATURE_FRAMEWORK_SCORING_BENCH_TEST_H
#include "feature/framework/framework.h"
#include "tests/testworld.h"

/* The shipped scoring profile as version n of "national" that applies from that day, with the weight of one standard of
 * commissioner-security 2017-18 changed (standard NULL: none). */
struct str test_scoring_text(int version, struct date from, const char *standard, int weight);
/* Brings it in and publishes it; the id of the profile. */
struct str test_scoring_publish(struct test_world *w, struct who programme, struct str text);
#endif
