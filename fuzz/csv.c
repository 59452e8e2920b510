/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "arena.h"
#include "report/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Reads all rows; writes them to out, where there is one, and all cells one after another to flat. */
static bool
read_rows(struct arena *a, struct str bytes, struct buf *out, struct buf *flat)
{
	struct message why = { .text = NULL };
	struct csv r;
	enum status st = csv_open(a, bytes, 40, 4000, &r, &why);

	while (st == ST_OK && (st = csv_next(&r, &why)) == ST_OK) {
		for (size_t i = 0; i < r.n; i++) {
			if (out != NULL && r.n == 1 && r.cells[0].n == 0)
				buf_lit(out, "\"\"\r\n");
			else if (out != NULL)
				csv_cell(out, r.cells[i], i + 1 == r.n);
			buf_put(flat, r.cells[i].p, r.cells[i].n);
			buf_char(flat, 0);
		}
		buf_char(flat, 1);
	}
	if (st == ST_INVALID && why.text == NULL)
		abort();
	csv_close(&r);
	return st == ST_NOT_FOUND;
}

/* What is taken must be written so that it reads back equal; what is refused says why. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = fuzz_arena();
	struct buf out, once, again;

	buf_init(&out, 16 << 20);
	buf_init(&once, 16 << 20);
	buf_init(&again, 16 << 20);
	/* A heading, so that the separator is the same both times. */
	buf_lit(&out, "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,a,b,c,d,e,f,g,h,i,j,k,l,m,n\r\n");
	if (read_rows(a, (struct str){ (const char *)data, n }, &out, &once)) {
		if (!read_rows(a, buf_view(&out), NULL, &again))
			abort();
		size_t head = 40 * 2 + 1;
		if (again.n - head != once.n || (once.n > 0 && memcmp(again.p + head, once.p, once.n) != 0))
			abort();
	}
	buf_free(&out);
	buf_free(&once);
	buf_free(&again);
	return 0;
}
