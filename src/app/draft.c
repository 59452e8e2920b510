/* SPDX-License-Identifier: MIT */
#include "app/draft.h"
#include <string.h>
#include "base/hash.h"
#include "sql/app.h"

bool
draft_allowed(const struct shape *in)
{
	static const char *const never[] = { "current-password", "new-password", "one-time-code" };

	for (size_t i = 0; in != NULL && i < in->n; i++)
		for (size_t k = 0; k < countof(never); k++)
			if (in->f[i].autocomplete != NULL && strcmp(in->f[i].autocomplete, never[k]) == 0)
				return false;
	return true;
}

/* Account and path stand inside the box too: moved to another row it does not open as that one's. */
static struct str
label(struct arena *a, int64_t account, struct str path)
{
	return arena_printf(a, "%lld %.*s\n", (long long)account, (int)path.n, path.p);
}

enum status
draft_keep(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path, struct str body, struct when now)
{
	struct str l = label(a, account, path);
	int64_t n;

	if (body.n > DRAFT_MAX || path.n > 2000)
		return ST_TOO_LARGE;
	TRY(draft_purge(db, (struct when){ now.ms - DRAFT_KEEP_MS }, &n));
	return draft_put(db, account, path, secret_box(a, app->secret_key,
	    arena_printf(a, "%.*s%.*s", (int)l.n, l.p, (int)body.n, body.p)), now, &n);
}

enum status
draft_take(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path, struct when now, struct str *ret_body)
{
	struct str plain, l = label(a, account, path);
	struct draft_get_row row;

	TRY(draft_get(db, a, account, path, &row));
	if (row.at.ms + DRAFT_KEEP_MS <= now.ms || !secret_unbox(a, app->secret_key, row.body, &plain) || !str_starts(plain, l))
		return ST_NOT_FOUND;
	*ret_body = (struct str){ plain.p + l.n, plain.n - l.n };
	return ST_OK;
}

enum status
draft_drop(struct app *app, struct db *db, int64_t account, struct str path)
{
	int64_t n;

	(void)app;
	return draft_delete(db, account, path, &n);
}
