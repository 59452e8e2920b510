/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/ctx.h"
#include "store/store.h"

struct memo {
	struct memo *next;
	const struct db *db;
	int64_t snapshot;
	const char *what;
	const struct scope *scope;
	int64_t a, b;
	const void *value;
};

const void *
memo_find(const struct ctx *c, const char *what, int64_t a, int64_t b)
{
	int64_t snapshot = c->db != NULL ? db_snapshot(c->db) : 0;

	for (const struct memo *m = c->memo; m != NULL && snapshot != 0; m = m->next)
		if (m->a == a && m->b == b && m->scope == c->scope && m->db == c->db && m->snapshot == snapshot && strcmp(m->what, what) == 0)
			return m->value;
	return NULL;
}

void
memo_keep(struct ctx *c, const char *what, int64_t a, int64_t b, const void *value)
{
	int64_t snapshot = c->db != NULL ? db_snapshot(c->db) : 0;

	if (snapshot == 0)
		return;
	struct memo *m = arena_new(c->mem, struct memo);
	*m = (struct memo){ c->memo, c->db, snapshot, what, c->scope, a, b, value };
	c->memo = m;
}
