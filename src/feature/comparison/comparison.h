/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_COMPARISON_COMPARISON_H
#define FEATURE_COMPARISON_COMPARISON_H
#include "app/ctx.h"

/* REV-9: figures of delivered self-reviews.  Only what was handed in stands here; a draft never does. */
struct json_node;

/* In store, with the delivery of a submission: keeps its figures for the recipient.  review: the object that
 * review_document_body() wrote; one that is none leaves nothing. */
enum status comparison_keep(struct ctx *c, int64_t recipient, int64_t delivery, int64_t from, const struct json_node *review) MUST_CHECK;

/* Self-reviews delivered to the acting organisation that speak for some day of the period, the newest first. */
struct comparison_received { int64_t from; struct str framework_key, level; struct date period_from, period_to; };
enum status comparison_received(struct ctx *c, struct date from, struct date to, struct comparison_received **ret, size_t *ret_n) MUST_CHECK;

/* May a group of that many others be shown beside one of all?  Neither it nor what is left of all when it is taken away may
 * be fewer than least: else the difference of two tables would give a single organisation away.  Pure. */
bool comparison_shown(int64_t all, int64_t group, int64_t least);
#endif
