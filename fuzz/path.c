/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "arena.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str path;
	if (!http_decode_path(fuzz_arena(), (struct str){ (const char *)data, n }, &path))
		return 0;
	if (path.n == 0 || path.n > n || path.p[0] != '/' || memchr(path.p, 0, path.n) != NULL
	    || memchr(path.p, '\\', path.n) != NULL || memmem(path.p, path.n, "//", 2) != NULL
	    || memmem(path.p, path.n, "/../", 4) != NULL || str_ends(path, S("/..")) || str_ends(path, S("/.")))
		abort();
	return 0;
}
