/* SPDX-License-Identifier: MIT */
#ifndef APP_RECORD_PAGE_H
#define APP_RECORD_PAGE_H
#include "app/pages.h"

/* What the pages and answers of one record are made of, whether it stands in a register or within another record. */

/* id, version and reference beside the record's own fields, for JSON. */
const struct shape *record_whole_shape(struct arena *a, const struct record_type *t);
bool record_has_files(const struct record_type *t);
/* Limit of the body that a form of such a record may have. */
size_t record_body(const struct record_type *t);
/* All fields with their labels, as far as the caller may see them. */
const struct summary_row *record_rows(struct ctx *c, const struct record_type *t, const void *rec, size_t *ret_n);
/* "Withdrawn: entered twice"; empty for a live one. */
struct str record_withdrawn_words(struct ctx *c, const struct record_type *t, const void *rec);
/* Fills what the reference fields of a form may choose from, where nothing stands there yet. */
void record_form_options(struct ctx *c, struct form *f);
/* An address below that of the record: "/agreements/4711/edit". */
struct url record_url_verb(struct ctx *c, const struct record_type *t, int64_t id, const char *verb);
#endif
