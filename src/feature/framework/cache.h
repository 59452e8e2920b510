/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_CACHE_H
#define FEATURE_FRAMEWORK_CACHE_H
#include "feature/framework/model.h"

/* Parsed texts for the program's life, found by their hash: the same text is the same framework, whichever database
 * it came from.  Inside this folder only. */
enum kept_kind { KEPT_FRAMEWORK = 1, KEPT_SCORING };
const void *cache_find(enum kept_kind kind, struct str hash);	/* NULL: not yet */
/* Parses and keeps; once there are very many, what it returns lives in a only.  ST_INTERNAL where the text does not
 * have that hash or cannot be read. */
enum status cache_keep(struct arena *a, enum kept_kind kind, struct str hash, struct str yaml, const void **ret) MUST_CHECK;
#endif
