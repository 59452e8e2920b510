/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_PERSON_PERSON_H
#define FEATURE_PERSON_PERSON_H
#include "app/record.h"

/* Who is named by the registers of an organisation. */
extern const struct record_type person_type;
/* The person behind an account in c->scope's organisation; 0: none is linked. */
enum status person_behind(struct ctx *c, int64_t account, int64_t *ret) MUST_CHECK;
#endif
