/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <setjmp.h>
#include "base/base.h"

/* Memory that lives as long as the program, one request (or job step), or one turn of a
 * loop.  The address space is reserved whole at start, so growth cannot fail within it;
 * going over the cap jumps to over (set by the dispatcher) or, where nobody set it, aborts. */
struct arena_defer;
struct arena {
	char *base;
	size_t used, cap;
	struct arena_defer *defers;
	jmp_buf *over;
	bool mapped;		/* base came from mmap: unmapped by arena_close */
};

/* Reserves cap bytes of pages; false when the system has none. */
bool arena_open(struct arena *a, size_t cap) MUST_CHECK;
void arena_close(struct arena *a);
/* Zeroed; never NULL. */
void *arena_alloc(struct arena *a, size_t size, size_t align)
    __attribute__((alloc_size(2), returns_nonnull));
#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc_array((a), sizeof(T), (n), _Alignof(T)))
void *arena_alloc_array(struct arena *a, size_t size, size_t n, size_t align);
/* A copy, NUL-terminated behind its n bytes. */
struct str arena_copy(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
/* fn(arg) runs at reset, last one first: finalise, close, unlock. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);
void arena_reset(struct arena *a);
/* What going over the cap does; called by whoever had to release something of a library first. */
_Noreturn void arena_exceeded(struct arena *a);
/* Scratch inside a loop: everything allocated since mark goes; no defers may lie between. */
size_t arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, size_t mark);
#endif
