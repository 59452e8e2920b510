/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
inside(struct str part, struct str whole)
{
	if (part.p != NULL && part.n > 0 && (part.p < whole.p || part.p + part.n > whole.p + whole.n))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str raw = { (const char *)data, n };
	struct head h;
	const char *reason;
	int status = 0, early = 0;
	ptrdiff_t end = head_end(raw, 0, &early, &reason);
	if ((end < 0) != (early != 0) || end > (ptrdiff_t)n)
		abort();
	/* Found in pieces, the end must be the same. */
	for (size_t k = 1; end > 0 && k < (size_t)end; k++)
		if (head_end((struct str){ raw.p, k }, k - 1, &early, &reason) != 0)
			abort();
	if (end > 0)
		raw.n = (size_t)end;
	status = head_parse(raw, "sid", &h, &reason);
	if (status != 0)
		return status < 400 || reason[0] == 0 ? (abort(), 0) : 0;
	if (end <= 0 || h.line.method == METHOD_NONE || h.line.path.n == 0 || h.line.path.p[0] != '/'
	    || h.line.length < 0 || memchr(raw.p, 0, raw.n) != NULL)
		abort();
	inside(h.line.path, raw);
	inside(h.query, raw);
	for (size_t i = 0; i < FIELD__MAX; i++)
		if (i != FIELD_CONNECTION)
			inside(h.field[i], raw);
	return 0;
}
