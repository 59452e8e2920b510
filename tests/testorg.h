/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TESTORG_H
#define TESTS_TESTORG_H
#include "store/store.h"

/* An organisation for tests that are not about organisations; its ODS code is its name.  A write_fn: arg is struct test_org. */
struct test_org { int64_t id; const char *name, *kind; };
enum status test_org_insert(void *arg, struct db *db) MUST_CHECK;
#endif
