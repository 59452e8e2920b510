/* SPDX-License-Identifier: MIT */
#include "feature/person/person.h"
#include "base/json.h"
#include "sql/person.h"
#include "tests/harness.h"

TEST(person_is_masked_without_sight)
{
	struct person p = { .name = { S("Ada Moor"), PRIV_IDENTITY }, .job_title = S("Head of security"),
		.email = { S("ada@north.example"), PRIV_IDENTITY }, .telephone = { S("01632 960001"), PRIV_IDENTITY } };
	struct buf b;
	struct json j;

	buf_init(&b, 1 << 16);
	json_init(&j, &b);
	shape_json(&j, person_type.shape, &p, SIGHT_NONE);
	struct str out = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	CHECK(str_find(out, S("Head of security")) >= 0);
	CHECK(str_find(out, S("Ada")) < 0 && str_find(out, S("north.example")) < 0 && str_find(out, S("960001")) < 0);
}
