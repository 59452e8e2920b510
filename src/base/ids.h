/* SPDX-License-Identifier: MIT */
#ifndef BASE_IDS_H
#define BASE_IDS_H
#include "base/base.h"

/* A fresh 63-bit id, > 0: milliseconds in the upper 41 bits, in each millisecond a random start
 * and then +1.  In one process ids never repeat and never go back, whatever the clock does.
 * Any thread.  An id is no secret. */
int64_t id_new(void);
/* The rule behind it: the id that follows last at that moment. */
int64_t id_after(int64_t last, struct when now, uint32_t noise);
/* Outside, ids are text: 1 to 19 digits. */
struct str id_text(struct arena *a, int64_t id);
bool id_parse(struct str s, int64_t *ret);
/* 128 random bits as 26 letters and digits (base 32, no look-alikes): links, receipt codes, tokens. */
struct str secret_text(struct arena *a);
void random_bytes(void *p, size_t n);
/* Tests and the example region make ids and secrets from a seed, so that two runs are equal;
 * 0 goes back to the clock and the system's randomness. */
void ids_seed(uint64_t seed);
#endif
