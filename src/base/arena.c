/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#endif
/* Under the address sanitizer what is not handed out is poisoned, with a gap behind each block. */
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16u
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP 0u
#endif

/* Touched at once, so that an ordinary request takes no page fault. */
#define READY ((size_t)256 << 10)
/* A request that needed more gives the pages behind this back at reset. */
#define KEEP ((size_t)1 << 20)

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *);
	void *arg;
};

bool
arena_open(struct arena *a, size_t cap)
{
	cap = (cap + 4095) & ~(size_t)4095;
	void *p = mmap(NULL, cap, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return false;
#ifdef MADV_POPULATE_WRITE
	/* Older kernels refuse this; the pages then come one by one. */
	(void)madvise(p, cap < READY ? cap : READY, MADV_POPULATE_WRITE);
#endif
	*a = (struct arena){ .base = p, .cap = cap, .mapped = true };
	POISON(a->base, a->cap);
	return true;
}

void
arena_close(struct arena *a)
{
	if (a->base == NULL)
		return;
	arena_reset(a);
	UNPOISON(a->base, a->cap);
	if (a->mapped)
		(void)munmap(a->base, a->cap);
	*a = (struct arena){ 0 };
}

void
arena_exceeded(struct arena *a)
{
	if (a->over != NULL)
		longjmp(*a->over, 1);
	fprintf(stderr, "arena of %zu bytes is full\n", a->cap);
	abort();
}

void *
arena_alloc(struct arena *a, size_t size, size_t align)
{
	uintptr_t at = (uintptr_t)a->base + a->used;
	size_t pad = (size_t)(-at & (align - 1));
	size_t room = a->cap - a->used;
	size_t need;
	if (__builtin_add_overflow(size, pad + GAP, &need) || need > room)
		arena_exceeded(a);
	char *p = a->base + a->used + pad;
	a->used += need;
	UNPOISON(p, size);
	memset(p, 0, size);
	return p;
}

void *
arena_alloc_array(struct arena *a, size_t size, size_t n, size_t align)
{
	size_t all;
	if (__builtin_mul_overflow(size, n, &all))
		arena_exceeded(a);
	return arena_alloc(a, all, align);
}

struct str
arena_copy(struct arena *a, struct str s)
{
	if (s.p == NULL)
		return s;
	if (s.n == SIZE_MAX)
		arena_exceeded(a);
	char *p = arena_alloc(a, s.n + 1, 1);
	memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		va_end(again);
		return (struct str){ "", 0 };
	}
	char *p = arena_alloc(a, (size_t)n + 1, 1);
	(void)vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct arena_defer *d = arena_new(a, struct arena_defer);
	*d = (struct arena_defer){ .next = a->defers, .fn = fn, .arg = arg };
	a->defers = d;
}

void
arena_reset(struct arena *a)
{
	while (a->defers != NULL) {
		struct arena_defer *d = a->defers;
		a->defers = d->next;
		d->fn(d->arg);
	}
	if (a->mapped && a->used > KEEP) {
		UNPOISON(a->base + KEEP, a->cap - KEEP);
		size_t end = (a->used + 4095) & ~(size_t)4095;
		(void)madvise(a->base + KEEP, end - KEEP, MADV_DONTNEED);
	}
	a->used = 0;
	POISON(a->base, a->cap);
}

size_t
arena_mark(const struct arena *a)
{
	return a->used;
}

void
arena_rewind(struct arena *a, size_t mark)
{
	if (mark > a->used || (a->defers != NULL && (size_t)((char *)a->defers - a->base) >= mark)) {
		fputs("arena: rewound over a defer, or forwards\n", stderr);
		abort();
	}
	POISON(a->base + mark, a->used - mark);
	a->used = mark;
}
