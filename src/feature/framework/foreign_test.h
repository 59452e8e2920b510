/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_FOREIGN_TEST_H
#define FRAMEWORK_FOREIGN_TEST_H
#include "feature/framework/read.h"
#include "tests/harness.h"

/* Files of other programs for the tests: our own inventions in tests/frameworks, and, where they are at hand, files that
 * others publish: in the folder that WARDKEEP_DATA names, else in ../shared/data. */
#define FIXTURES "tests/frameworks/"
struct str foreign_file(const char *path);			/* must be there */
bool foreign_published(const char *name, struct str *ret);	/* false: not at hand */
struct framework_reading foreign_read(struct str bytes, int depth);
struct str foreign_yaml(const struct framework *f);
struct str foreign_oscal(const struct framework *f);
struct str foreign_book(const struct framework *f);
/* Reads back equal in every form in which it goes out. */
void foreign_round_trip(const struct framework *f, const char *what);
/* An invented framework, another for every seed, with everything that the format has. */
struct framework *foreign_generated(uint64_t seed, size_t standards);
#endif
