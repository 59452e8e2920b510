/* SPDX-License-Identifier: MIT */
#ifndef APP_CIRCLE_H
#define APP_CIRCLE_H
#include "app/record.h"

/* Records that only a named few may know of, and people from whom a record is kept (INV-5, IGV-1).
 *
 * A table with a column "circle id" is such a kind: where the column is set, @visible gives the row to the members of
 * that circle alone, whatever their role, administrators included, and what is kept beside the record (history, search,
 * the trail) goes with it.  Several records may share a circle: a case and its incidents.  A part of a record says
 * REFERENCES parent WITHIN in its migration and is seen exactly where its parent is.
 *
 * All of these are called within a store part, with the record loaded in the caller's own scope before. */

/* A new circle for that record, with the caller in it.  The caller then sets the record's circle and updates it. */
enum status circle_make(struct ctx *c, const char *kind, int64_t record, int64_t *ret_circle) MUST_CHECK;
/* ST_INVALID for an account that holds no role here, or that the record is kept from. */
enum status circle_add(struct ctx *c, int64_t circle, int64_t record, int64_t account) MUST_CHECK;
/* ST_INVALID for the last one: nobody could find the record again. */
enum status circle_remove(struct ctx *c, int64_t circle, int64_t account) MUST_CHECK;
struct circle_person { int64_t account; struct personal name; struct when since; };
enum status circle_people(struct ctx *c, int64_t circle, struct circle_person **ret, size_t *ret_n) MUST_CHECK;
bool circle_has(struct ctx *c, int64_t circle, int64_t account);

/* From now on that account does not know of the record.  source: what it rests on (the row that names the person, or the
 * record itself for a conflict of interest); the bar stands until each of its sources is taken away. */
enum status bar_set(struct ctx *c, int64_t record, int64_t account, const char *why /* alleged, conflict */, int64_t source) MUST_CHECK;
enum status bar_clear(struct ctx *c, int64_t record, int64_t source) MUST_CHECK;
/* All sources at once: somebody of that name is not that person. */
enum status bar_lift(struct ctx *c, int64_t record, int64_t account) MUST_CHECK;
/* Everybody of this organisation who signs in by that very name, without regard to case and accents. */
enum status bar_by_name(struct ctx *c, int64_t record, struct str name, int64_t source) MUST_CHECK;
/* Whoever is kept from record, now or later, is kept from follower too, which tells of it: for as long as that rests on
 * record and they are not taken apart. */
enum status bar_share(struct ctx *c, int64_t record, int64_t follower) MUST_CHECK;
enum status bar_unshare(struct ctx *c, int64_t record, int64_t follower) MUST_CHECK;
struct barred_person { int64_t account; struct personal name; struct str why; };
enum status barred_people(struct ctx *c, int64_t record, struct barred_person **ret, size_t *ret_n) MUST_CHECK;

/* Called by app/record.c: keeps the list of guarded records in step with the column. */
enum status circle_note(struct ctx *c, const struct record_type *t, const void *before, const void *after) MUST_CHECK;
/* Of these records, those that the caller may not know of; sorted. */
enum status circle_hidden(struct ctx *c, const int64_t *records, size_t n, int64_t **ret, size_t *ret_n) MUST_CHECK;
#endif
