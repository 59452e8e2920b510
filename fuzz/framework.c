/* SPDX-License-Identifier: MIT */
#include "arena.h"
#include "feature/framework/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What is taken must be written so that it reads back equal; what is refused says where and why. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = fuzz_arena();
	struct framework *f, *again;
	struct str why;
	struct buf b;

	if (framework_parse(a, (struct str){ (const char *)data, n }, &f, &why) != ST_OK) {
		if (f != NULL || !str_starts(why, S("line ")))
			abort();
		return 0;
	}
	buf_init(&b, 16 << 20);
	framework_write_yaml(f, &b);
	if (b.failed || framework_parse(a, buf_view(&b), &again, &why) != ST_OK || !framework_equal(f, again))
		abort();
	buf_free(&b);
	return 0;
}
