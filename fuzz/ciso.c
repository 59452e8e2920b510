/* SPDX-License-Identifier: MIT */
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Libraries of CISO Assistant. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	fuzz_read(fuzz_arena(), (struct str){ (const char *)data, n }, 0);
	return 0;
}
