/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_ARENA_H
#define FUZZ_ARENA_H
#include <stdlib.h>

#include "base/base.h"

#ifndef FUZZ_MEMORY
#define FUZZ_MEMORY ((size_t)1 << 20)
#endif

/* One arena for all inputs of a fuzzer; each input starts with it empty. */
static inline struct arena *
fuzz_arena(void)
{
	static struct arena a;
	if (a.base == NULL && !arena_open(&a, FUZZ_MEMORY))
		abort();
	arena_reset(&a);
	return &a;
}
#endif
