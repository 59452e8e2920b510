/* SPDX-License-Identifier: MIT */
#ifndef APP_DRAFT_H
#define APP_DRAFT_H
#include "app/app.h"

/* What was being typed when a session had run out: kept encrypted for 24 hours, for that account and that
 * path alone, and shown again after signing in. */
#define DRAFT_KEEP_MS (24 * 60 * 60 * 1000ll)
#define DRAFT_MAX (256u * 1024)

/* May input of this shape be kept?  Never where a password or a code is asked for. */
bool draft_allowed(const struct shape *in);
/* Inside a write: one draft per account and path, the newest stays.  path is that of the GET page which shows
 * the form, with its query; body the urlencoded fields without tokens.  Larger than DRAFT_MAX: ST_TOO_LARGE. */
enum status draft_keep(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path,
    struct str body, struct when now) MUST_CHECK;
/* In a read: the body kept for this page, ST_NOT_FOUND when there is none.  It stays until draft_drop. */
enum status draft_take(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path,
    struct when now, struct str *ret_body) MUST_CHECK;
/* Inside a write: after the form of that page has been accepted. */
enum status draft_drop(struct app *app, struct db *db, int64_t account, struct str path) MUST_CHECK;
#endif
