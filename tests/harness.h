/* SPDX-License-Identifier: MIT */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H
#include "base/base.h"

/* TEST(name) { … } in any *_test.c; tools/tests.sh finds it by the line's beginning.
 * A check that fails says where and what, and leaves the test: only from the test's own thread. */
#define TEST(name)                                                             \
	void test_##name(void);                                                \
	void test_##name(void)

#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond))                                                   \
			test_fail(__FILE__, __LINE__, "not so: %s", #cond);    \
	} while (0)
#define CHECK_MSG(cond, ...)                                                   \
	do {                                                                   \
		if (!(cond))                                                   \
			test_fail(__FILE__, __LINE__, __VA_ARGS__);            \
	} while (0)
#define CHECK_EQ_I(a, b) test_eq_i(__FILE__, __LINE__, #a, (int64_t)(a), (int64_t)(b))
#define CHECK_STR(s, lit) test_eq_str(__FILE__, __LINE__, #s, (s), S(lit))
#define CHECK_STR_EQ(s, t) test_eq_str(__FILE__, __LINE__, #s, (s), (t))
#define CHECK_ST(expr, want) test_eq_st(__FILE__, __LINE__, #expr, (expr), (want))

_Noreturn void test_fail(const char *file, int line, const char *fmt, ...) PRINTF(3, 4);
void test_eq_i(const char *file, int line, const char *what, int64_t have, int64_t want);
void test_eq_str(const char *file, int line, const char *what, struct str have, struct str want);
void test_eq_st(const char *file, int line, const char *what, enum status have, enum status want);

/* Of this test alone, empty when it begins; its defers run when it ends. */
struct arena *test_arena(void);
/* A folder of this test alone, gone when it ends; and one for the whole run. */
const char *test_tmp_dir(void);
const char *test_run_dir(void);
/* From --db: "sqlite" (also when nothing is said) or "pg:ADDRESS".  A test may say "sqlite" for what it opens from there on. */
extern const char *test_db_address;
/* fn runs once after the last test, when no --filter was given: "every action was executed".
 * It prints what is wrong and returns how many failures that is. */
void test_at_end(const char *name, int (*fn)(void));

struct test_entry { const char *name; void (*fn)(void); };
extern const struct test_entry tests[];		/* made by tools/tests.sh; ends with { 0, 0 } */
#endif
