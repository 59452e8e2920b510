/* SPDX-License-Identifier: MIT */
#ifndef APP_TRAIL_READ_H
#define APP_TRAIL_READ_H
#include "app/record.h"
/* Entries of the audit trail of c->scope's organisation, newest first. */
struct trail_entry { struct when at; struct personal who; struct str action, face, outcome, kind, records; };
enum status trail_read(struct ctx *c, struct when before, int64_t most, struct trail_entry **ret, size_t *ret_n) MUST_CHECK;
#endif
