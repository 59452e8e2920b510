/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"
#include "tests/testworld.h"

TEST(file_upload_wants_a_file_and_somebody)
{
	struct test_world *w = test_world();
	struct who who = test_who(w, test_world_org(w, "Southfell", "provider"), "provider", ROLE(CONTRIBUTOR), 501);
	struct who nobody = { .account = 0 };

	CHECK_ST(test_call(w, who, "file.upload", NULL).st, ST_INVALID);
	CHECK_ST(test_call(w, nobody, "file.upload", NULL).st, ST_SIGN_IN);
}
