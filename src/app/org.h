/* SPDX-License-Identifier: MIT */
#ifndef APP_ORG_H
#define APP_ORG_H
#include "app/ctx.h"
/* An organisation of the directory by ODS code or id; false: there is none. */
bool org_find(struct db *db, struct arena *a, struct str code_or_id, int64_t *ret);
#endif
