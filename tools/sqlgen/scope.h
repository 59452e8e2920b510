/* SPDX-License-Identifier: MIT */
#ifndef SQLGEN_SCOPE_H
#define SQLGEN_SCOPE_H
#include "sqlgen.h"
void scope_check(struct parsed *p, struct stmt *s);
char *scope_expand(struct parsed *p, size_t i);
bool scope_reads(const struct parsed *p, const char *table);
#endif
