/* SPDX-License-Identifier: MIT */
#include "app/trail_read.h"
#include "app/circle.h"
#include "base/ids.h"
#include "sql/app.h"

/* All records that these entries speak of. */
static int64_t *
spoken_of(struct ctx *c, const struct audit_page_row *r, size_t n, size_t *ret_n)
{
	size_t room = 0;

	for (size_t i = 0; i < n; i++)
		room += r[i].records.n / 2 + 1;
	int64_t *ids = arena_array(c->mem, int64_t, room + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		for (struct str rest = r[i].records; rest.n > 0;)
			*ret_n += id_parse(str_cut(rest, ' ', &rest), &ids[*ret_n]);
	return ids;
}

static bool
speaks_of(struct str records, const int64_t *hidden, size_t n)
{
	int64_t id;

	while (records.n > 0)
		if (id_parse(str_cut(records, ' ', &records), &id))
			for (size_t i = 0; i < n; i++)
				if (hidden[i] == id)
					return true;
	return false;
}

/* Entries about a record that the reader may not know of are left out whole, and others stand in their place. */
enum status
trail_read(struct ctx *c, struct when before, int64_t most, struct trail_entry **ret, size_t *ret_n)
{
	struct audit_page_row *r;
	size_t n, n_ids, n_hidden;
	int64_t *hidden;

	*ret_n = 0;
	*ret = arena_array(c->mem, struct trail_entry, (size_t)most + 1);
	for (int page = 0; page < 20 && *ret_n < (size_t)most; page++) {
		TRY(audit_page(c->db, c->mem, c->scope->org, before, most, &r, &n));
		const int64_t *ids = spoken_of(c, r, n, &n_ids);
		TRY(circle_hidden(c, ids, n_ids, &hidden, &n_hidden));
		for (size_t i = 0; i < n && *ret_n < (size_t)most; i++)
			if (!speaks_of(r[i].records, hidden, n_hidden))
				(*ret)[(*ret_n)++] = (struct trail_entry){ r[i].at, r[i].by_name, r[i].action, r[i].face, r[i].outcome, r[i].kind, r[i].records };
		if (n < (size_t)most)
			break;
		before = r[n - 1].at;
	}
	return ST_OK;
}
