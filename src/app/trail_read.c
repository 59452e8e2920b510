/* SPDX-License-Identifier: MIT */
#include "app/trail_read.h"
#include "sql/app.h"

enum status
trail_read(struct ctx *c, struct when before, int64_t most, struct trail_entry **ret, size_t *ret_n)
{
	struct audit_page_row *r;

	TRY(audit_page(c->db, c->mem, c->scope->org, before, most, &r, ret_n));
	*ret = arena_array(c->mem, struct trail_entry, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct trail_entry){ r[i].at, r[i].by_name, r[i].action, r[i].face, r[i].outcome, r[i].kind, r[i].records };
	return ST_OK;
}
