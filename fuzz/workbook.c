/* SPDX-License-Identifier: MIT */
#include "read.h"
#include "report/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str input;

static enum status
given(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct str *ret_packed, struct message *ret_why)
{
	(void)a, (void)bytes, (void)limits, (void)ret_why;
	*ret_packed = input;
	return ST_OK;
}

/* What comes back from the worker for a workbook, read as a framework. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	sheet_apart = given;
	input = (struct str){ (const char *)data, n };
	fuzz_read(fuzz_arena(), (struct str){ "PK\3\4", 4 }, 0);
	return 0;
}
