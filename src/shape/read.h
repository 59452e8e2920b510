/* SPDX-License-Identifier: MIT */
#ifndef SHAPE_READ_H
#define SHAPE_READ_H
#include "shape/shape.h"

/* Between the files of this folder: reading pairs and reading JSON share the rules on values. */

/* Marks a message for the catalogue. */
#define M(text) ("" text)

enum { LIST_DEPTH = 3, LIST_ITEMS = 100 };

struct reading { struct arena *a; struct date today; int depth; };

/* Where a field lies in its record. */
#define AT(T, f, rec) ((T *)(void *)((char *)(rec) + (f)->at))
#define AT_CONST(T, f, rec) ((const T *)(const void *)((const char *)(rec) + (f)->at))

void form_add(struct arena *a, struct form *form, const struct field *f, size_t item,
    const char *message, struct str value);
/* Into the summary of the form around it: the errors of items in the list of field i. */
void form_lift(struct arena *a, struct form *form, size_t i);
bool form_has_error(const struct form *form, const struct field *f);
/* What is missing though it must be there. */
void form_check_must(struct arena *a, struct form *form, size_t i, const void *rec);
/* What came that cannot be taken; the first such word stays. */
void form_unknown(struct arena *a, struct form *form, struct str name);
void form_twice(struct arena *a, struct form *form, struct str name);
void field_clear(const struct field *f, void *rec);

/* Each takes text that is not empty; NULL when the value is in the record, else the message. */
const char *read_word(const struct reading *r, const struct field *f, struct str text, void *rec,
    struct str *ret_value);
const char *read_date_words(const struct reading *r, const struct field *f, const struct str part[3],
    struct date *ret);
const char *read_clock(struct str text, int *hour, int *minute);
const char *check_date(const struct reading *r, const struct field *f, struct date d);
const char *check_number(const struct reading *r, const struct field *f, int64_t v, struct str *ret_value);
bool choice_index(const struct choice_list *list, struct str value, size_t *ret);
#endif
