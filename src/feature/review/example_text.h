/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_EXAMPLE_TEXT_H
#define FEATURE_REVIEW_EXAMPLE_TEXT_H
#include <stddef.h>

/* What organisations of the example region write.  standard: ids with spaces between; {n} is a share in a hundred, {k} a
 * small number.  done and effect make a green comment, done and lacks an amber one, red stands alone. */
struct example_answer { const char *key, *standard, *done, *effect, *lacks, *red, *action; };
extern const struct example_answer example_answers[];
extern const size_t example_answer_count;
#endif
