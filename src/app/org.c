/* SPDX-License-Identifier: MIT */
#include "app/org.h"
#include "base/ids.h"
#include "sql/app.h"

bool
org_find(struct db *db, struct arena *a, struct str text, int64_t *ret)
{
	struct org_by_code_row by_code;
	struct org_exists_row by_id;
	int64_t id;

	if (org_by_code(db, a, text, &by_code) == ST_OK) {
		*ret = by_code.id;
		return true;
	}
	if (!id_parse(text, &id) || org_exists(db, a, id, &by_id) != ST_OK)
		return false;
	*ret = by_id.id;
	return true;
}
