/* SPDX-License-Identifier: MIT */
#ifndef APP_SEARCH_H
#define APP_SEARCH_H
#include "app/record.h"

/* One search box over all records of the organisation, within one's rights.  Fields marked .search in a shape are
 * indexed, personal ones in a column of their class.  Words are folded and matched by their beginning, newest first. */
enum status search_put(struct ctx *c, const struct record_type *t, int64_t id, const void *rec, bool fresh) MUST_CHECK;
/* Who writes many records in one transaction sets c->held_words, and puts their words into the index in the end: SQLite writes
 * out what the index has gathered before each statement that might be taken back. */
struct search_words { int64_t id; const char *kind; struct str title, text[PRIV__MAX]; bool fresh; };
struct search_held { struct arena *mem; struct search_words *w; size_t n, room; };
enum status search_flush(struct ctx *c) MUST_CHECK;
/* A part of a record is called by its whole, and leads there. */
struct search_hit { int64_t id; const struct record_type *type; struct str title; struct when at; struct url to; };
/* At most most hits; empty for a query without words. */
enum status search_query(struct ctx *c, struct str query, int64_t most, struct search_hit **ret, size_t *ret_n) MUST_CHECK;
#endif
