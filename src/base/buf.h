/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/base.h"
#include <string.h>

/* Growable output with a ceiling; the first failure sticks and later puts do nothing. */
struct buf { char *p; size_t n, room, max; bool failed; /* then room is n: nothing fits */ };
void buf_init(struct buf *b, size_t max);
void buf_put_more(struct buf *b, const void *p, size_t n);	/* buf_put, where there may be no room yet */
void buf_ready(struct buf *b, size_t n);	/* makes room for about n more at once; no failure */
void buf_i64(struct buf *b, int64_t v);
char *i64_write(char *to, int64_t v);		/* its digits, at most 20; where they end */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
#define buf_lit(b, lit) buf_put((b), "" lit, sizeof(lit) - 1)
/* Pages are made of thousands of these: where there is room, it is a copy and no call. */
static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n >= b->room - b->n) {
		buf_put_more(b, p, n);
		return;
	}
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void
buf_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

static inline void
buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

struct str buf_view(const struct buf *b);	/* valid until the next put */
/* The whole as text in the arena, and b is empty.  A text that did not fit is never taken for whole: that is like a full arena. */
struct str buf_end(struct buf *b, struct arena *a);
void buf_free(struct buf *b);			/* empties; keeps max */
#endif
