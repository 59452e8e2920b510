/* SPDX-License-Identifier: MIT */
#include "tests/testorg.h"

#define INSERT "INSERT INTO organisation (id, version, name, name_sort, ods_code, kind, status, changed_at) VALUES "

enum status
test_org_insert(void *arg, struct db *db)
{
	static const struct db_stmt st = { .name = "test_org", .in = "ittt", .out = "", .writes = true,
		.sqlite = INSERT "(?1, 1, ?2, ?2, ?3, ?4, 'active', 1)",
		.pg = INSERT "($1::bigint, 1, $2::text, $2::text, $3::text, $4::text, 'active', 1)" };
	const struct test_org *o = arg;
	struct db_value in[4] = { { .kind = DB_INT, .i = o->id }, { .kind = DB_TEXT, .s = str_c(o->name) },
		{ .kind = DB_TEXT, .s = str_c(o->name) }, { .kind = DB_TEXT, .s = str_c(o->kind) } };
	struct db_cursor cur;

	TRY(db_open(db, &st, in, 4, &cur));
	enum status end = db_step(&cur);
	db_close(&cur);
	return end == ST_NOT_FOUND ? ST_OK : end;
}
