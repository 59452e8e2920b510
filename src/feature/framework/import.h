/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_IMPORT_H
#define FRAMEWORK_IMPORT_H
#include "feature/framework/own.h"
#include "feature/framework/read.h"

/* STD-3: what a file became, ready to be written.  Inside this folder only. */
struct framework_taken { struct framework_reading reading; struct str yaml, hash, report; };
/* In work: reads, checks all names and writes the one text that is kept.  Refused: the field's error, with the file's name
 * and the place. */
enum status framework_take(struct ctx *c, struct str bytes, const struct framework_wish *w, const char *field, struct str source,
    struct framework_taken *ret) MUST_CHECK;
/* In store. */
enum status framework_insert(struct ctx *c, const struct framework_taken *t, struct str source, const char *status, int64_t *ret_id) MUST_CHECK;
/* The edition before, 0 where it is not here; its change map must account for all of it. */
enum status framework_predecessor(struct ctx *c, const struct framework *f, int64_t *ret) MUST_CHECK;
/* ST_CONFLICT where that edition is published; *ret_draft: the draft of it, 0: none. */
enum status framework_not_published(struct ctx *c, struct str key, struct str edition, int64_t *ret_draft) MUST_CHECK;

/* ---- the report on a foreign file (report.c) ---- */
struct level_out { int64_t depth, areas, standards, criteria; struct str first, last; bool fits, chosen; };
struct said_out { struct str what, why; int64_t n; };
struct report { struct str form, which; int64_t depth; struct list levels, left, made; };
extern const struct shape framework_level_shape, framework_said_shape, framework_report_shape;
/* The fields of a struct that has its report in a member of that name. */
#define REPORT_FIELDS(T) \
    { .name = "form", .at = offsetof(T, report.form), .type = F_TEXT, .label = M("Form of the file") }, \
    { .name = "depth", .at = offsetof(T, report.depth), .type = F_I64, .label = M("Depth") }, \
    { .name = "levels", .at = offsetof(T, report.levels), .type = F_LIST, .label = M("Depths"), .of = &framework_level_shape }, \
    { .name = "left", .at = offsetof(T, report.left), .type = F_LIST, .label = M("Left out"), .of = &framework_said_shape }, \
    { .name = "made", .at = offsetof(T, report.made), .type = F_LIST, .label = M("Made up"), .of = &framework_said_shape }
/* As it is kept with the edition, in English; empty for our own formats. */
struct str report_write(struct arena *a, const struct framework_reading *r, struct str which);
/* In the reader's language; all empty where there is none. */
void report_read(struct ctx *c, struct str kept, struct report *ret);
#endif
