/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/base.h"

/* Growable output with a ceiling; the first failure sticks and later puts do nothing. */
struct buf { char *p; size_t n, room, max; bool failed; };
void buf_init(struct buf *b, size_t max);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_char(struct buf *b, char c);
void buf_i64(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
#define buf_lit(b, lit) buf_put((b), "" lit, sizeof(lit) - 1)
struct str buf_view(const struct buf *b);	/* valid until the next put */
void buf_free(struct buf *b);			/* empties; keeps max */
#endif
