/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TESTDB_H
#define TESTS_TESTDB_H
#include "store/store.h"

/* Databases of one test: closed and gone when it ends. */

/* With all migrations of the program run: a copy of one that is migrated once a run. */
struct store *test_store(void);
/* The address of such a copy, for whoever opens it otherwise. */
const char *test_migrated(void);
/* The address of an empty database on what --db says (for SQLite: of a file that is not there yet). */
const char *test_address(void);
bool test_on_pg(void);
#endif
