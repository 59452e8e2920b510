/* SPDX-License-Identifier: MIT */
#include "report/apart.h"
#include <string.h>
#include "report/xlsx.h"

#define MEMORY ((size_t)1 << 30)
#define SECONDS 30

/* The limits in front of the bytes: both sides are the same program. */
enum status
sheets_job(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	struct sheet_limits limits;
	struct message why;
	struct sheet_file *f;

	(void)ret_why;
	if (in.n < sizeof limits)
		return ST_INTERNAL;
	memcpy(&limits, in.p, sizeof limits);
	enum status st = sheet_open(a, (struct str){ in.p + sizeof limits, in.n - sizeof limits }, &limits, &f, &why);
	if (st == ST_OK)
		st = packed_make(f, out);
	else if (st == ST_INVALID)
		packed_refusal(out, &why);
	return st == ST_INVALID ? ST_OK : st;
}

enum status
sheets_apart(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct str *ret_packed, struct message *ret_why)
{
	struct str why;
	struct buf in;

	buf_init(&in, sizeof *limits + bytes.n + 1);
	buf_put(&in, limits, sizeof *limits);
	buf_str(&in, bytes);
	enum status st = in.failed ? ST_UNAVAILABLE : worker_run(a, "sheets", buf_view(&in), (struct worker_limits){ .memory = MEMORY, .seconds = SECONDS }, ret_packed, &why);
	buf_free(&in);
	if (st == ST_OK)
		return ST_OK;
	*ret_why = st == ST_TOO_LARGE ? (struct message){ .text = M("This workbook takes more memory or time to read than one file may. Save the sheet that you need as CSV, or send it in parts.") }
	    : (struct message){ .text = M("Workbooks cannot be read at this moment. Try again in a minute, or save the sheet as CSV.") };
	return ST_INVALID;
}
