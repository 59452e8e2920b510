/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

static bool
failed(struct buf *b)
{
	b->failed = true;
	b->room = b->n;
	return false;
}

static bool
grow(struct buf *b, size_t room)
{
	char *p = realloc(b->p, room);

	if (p == NULL)
		return false;
	b->p = p;
	b->room = room;
	return true;
}

/* Room for n more bytes and, where the ceiling leaves it, one for vsnprintf's NUL. */
static bool
buf_reserve(struct buf *b, size_t n)
{
	if (b->failed)
		return false;
	if (b->n > b->max || n > b->max - b->n)
		return failed(b);
	if (n < b->room - b->n)
		return true;
	size_t room = b->room < 512 ? 1024 : b->room * 2;
	if (room > b->max + 1)
		room = b->max + 1;
	if (room < b->n + n + 1)
		room = b->n + n + 1;
	return grow(b, room) || failed(b);
}

void
buf_ready(struct buf *b, size_t n)
{
	if (!b->failed && n < b->max && b->n < b->max - n && b->room - b->n <= n)
		(void)grow(b, b->n + n + 1);
}

void
buf_put_more(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !buf_reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

char *
i64_write(char *to, int64_t v)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	do {
		digits[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (v < 0)
		digits[--at] = '-';
	memcpy(to, digits + at, sizeof digits - at);
	return to + (sizeof digits - at);
}

void
buf_i64(struct buf *b, int64_t v)
{
	char digits[20];

	buf_put(b, digits, (size_t)(i64_write(digits, v) - digits));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		(void)failed(b);
	if (n > 0 && buf_reserve(b, (size_t)n)) {
		(void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str
buf_view(const struct buf *b)
{
	return (struct str){ b->p == NULL ? "" : b->p, b->n };
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

struct str
buf_end(struct buf *b, struct arena *a)
{
	if (b->failed) {
		buf_free(b);
		arena_exceeded(a);
	}
	struct str s = arena_copy(a, buf_view(b));
	buf_free(b);
	return s;
}
