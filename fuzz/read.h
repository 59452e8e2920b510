/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_READ_H
#define FUZZ_READ_H
#include <stdlib.h>
#define FUZZ_MEMORY ((size_t)256 << 20)	/* of addresses: a tree is read, lifted and written several times over */
#include "arena.h"
#include "feature/framework/read.h"

/* A file of any form: what is taken must be a whole framework, which reads back equal from our YAML and from OSCAL, at each
 * depth; what is refused says where and why. */
static inline void
fuzz_read(struct arena *a, struct str bytes, int depth)
{
	const struct framework_wish wish = { .depth = depth };
	struct framework_reading r, again;
	struct str why = { NULL, 0 };
	struct buf b;

	if (framework_read(a, bytes, &wish, &r, &why) != ST_OK) {
		if (r.f != NULL || why.n == 0)
			abort();
		return;
	}
	buf_init(&b, 64 << 20);
	framework_write_yaml(r.f, &b);
	if (b.failed || framework_read(a, buf_view(&b), &(struct framework_wish){ 0 }, &again, &why) != ST_OK || !framework_equal(r.f, again.f))
		abort();
	buf_free(&b);
	framework_write_oscal(a, r.f, (struct when){ 1 }, &b);
	if (b.failed || framework_read(a, buf_view(&b), &(struct framework_wish){ 0 }, &again, &why) != ST_OK || !framework_equal(r.f, again.f))
		abort();
	buf_free(&b);
	if (depth == 0 && r.foreign)
		for (size_t i = 0; i < r.n_levels && i < 4; i++)
			fuzz_read(a, bytes, r.levels[i].depth);
}
#endif
