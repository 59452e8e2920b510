/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "arena.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct pair *pairs;
	size_t n_pairs, all = 0;
	if (http_parse_pairs(fuzz_arena(), text, 100, &pairs, &n_pairs) == ST_OK) {
		for (size_t i = 0; i < n_pairs; i++) {
			all += pairs[i].name.n + pairs[i].value.n;
			if (pairs[i].value.n > 0 && memchr(pairs[i].value.p, 0, pairs[i].value.n) != NULL)
				abort();
		}
		if (n_pairs > 100 || all > n)
			abort();
	}
	struct str cookie = http_cookie(text, "sid");
	if (cookie.n > n)
		abort();
	return 0;
}
