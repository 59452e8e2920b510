/* SPDX-License-Identifier: MIT */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "base/base.h"

struct str str_c(const char *z);		/* NULL gives no value */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z);
int str_cmp(struct str a, struct str b);	/* by bytes, as both databases sort */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_trim(struct str s);		/* spaces, tabs, line ends */
bool str_empty(struct str s);			/* nothing but white space */
/* Cuts s at the first c: returns what stands before, *rest what stands after ({NULL,0} if c is not there). */
struct str str_cut(struct str s, char c, struct str *rest);
ptrdiff_t str_find(struct str s, struct str what);	/* -1: not there */
/* Decimal, optional sign, nothing else; false on overflow or any other byte. */
bool str_i64(struct str s, int64_t *ret);
/* A C string in the arena, for libraries. */
const char *str_z(struct arena *a, struct str s);
#endif
