/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_JUDGE_BENCH_TEST_H
#define FEATURE_REVIEW_JUDGE_BENCH_TEST_H
#include "base/time.h"
#include "feature/review/judge.h"
#include "tests/harness.h"

/* The rating rules are tried on the shipped standards themselves; tests run where data/ lies. */
enum { BENCH_STANDARDS = 14 };
struct str bench_file(const char *path);	/* in the test's arena; fails the test when it is not there */
extern const char *const bench_refs[BENCH_STANDARDS];

/* A case under test; the ticks are set by their names. */
struct bench {
	struct arena *mem;
	struct judge_in in;
	struct fw_standard standard;
	struct fw_criterion *criteria;
	enum tick ticks[24];
	struct case_state cases[32];
	struct evaluation evaluation;
	struct judgement out;
};

/* Everything in order: needs and wanted ticked, every case arose, evidence fresh, evaluation sound, green chosen. */
struct bench *bench_of(const char *ref);
int bench_index(const struct bench *b, struct str criterion);	/* -1: none */
void bench_case(struct bench *b, const char *condition, enum known arose);
void bench_tick(struct bench *b, const char *criteria, enum tick t);	/* "N1 G2" */
void bench_run(struct bench *b);
const struct finding *bench_found(const struct bench *b, enum finding_id id);	/* NULL: none */
bool bench_has_finding(const struct bench *b, enum finding_id id);
bool bench_has_hint(const struct bench *b, enum finding_id id);
struct str bench_said(const struct bench *b, enum finding_id id);
#endif
