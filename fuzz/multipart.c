/* SPDX-License-Identifier: MIT */
#include "arena.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The first line is the content type, the rest the body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str body, type = str_cut((struct str){ (const char *)data, n }, '\n', &body), why;
	struct http_part *parts;
	size_t n_parts;
	enum status st = http_parse_multipart(fuzz_arena(), type, body, 20, &parts, &n_parts, &why);
	if ((st == ST_OK) != (why.p == NULL) || n_parts > 20)
		abort();
	for (size_t i = 0; i < n_parts; i++)
		if (parts[i].name.n == 0 || parts[i].body.p < body.p
		    || parts[i].body.p + parts[i].body.n > body.p + body.n)
			abort();
	return 0;
}
