/* SPDX-License-Identifier: MIT */
/* Evidence from a spreadsheet, with the standards that it is for. */
#include "app/dispatch.h"
#include "app/import.h"
#include "feature/evidence/own.h"
#include "tests/harness.h"
#include "tests/testapp.h"

static struct str said;

static void
trouble(const struct import_trouble *t)
{
	said = arena_printf(test_arena(), "%.*s%.*s: %.*s\n", (int)said.n, said.n > 0 ? said.p : "", (int)t->place.n, t->place.p, (int)t->what.n, t->what.p);
}

static struct import_alone
brought(struct test_app *t, const struct who *who, struct str bytes)
{
	const struct known_action *k = registry_action(S("evidence.import"));
	struct import_alone run = { .reg = k->reg, .action = k->action, .bytes = bytes, .trouble = trouble };

	said = S("");
	CHECK_ST(import_alone(t->app, t->db, test_arena(), who, &run), ST_OK);
	return run;
}

TEST(evidence_comes_in_with_its_standards_and_goes_out_the_same)
{
	struct test_app *t = test_app();
	int64_t org = test_app_org(t, "Northmoor", "commissioner");
	struct who who = test_app_who(t, test_app_session(t, test_app_account(t, "kit@northmoor.example", org, "specialist", 0)));
	struct who operator = { .operator = true };
	struct outcome o = test_app_call(t, &operator, "framework.load_shipped", NULL);

	CHECK_ST(o.st, ST_OK);
	struct import_alone run = brought(t, &who, S("Title,Kind of evidence,Output or outcome?,What is it?,Where it is kept,First day that it speaks for,Standards\r\n"
	    "Minutes of May,board_minutes,output,note,In the archive,01/05/2026,commissioner-security/1.1; commissioner-security/1.2\r\n"
	    "Minutes of June,board_minutes,output,note,In the archive,01/06/2026,commissioner-security/99.9\r\n"
	    "Minutes of July,board_minutes,output,file,,01/07/2026,\r\n"));
	CHECK_MSG(run.n[IMPORT_NEW] == 1 && run.n[IMPORT_REFUSED] == 2, "%.*s", (int)said.n, said.p);
	CHECK_MSG(test_has(said, "line 3, column 7: There is no standard 99.9 in that framework") && test_has(said, "Choose a file"), "%.*s", (int)said.n, said.p);
	CHECK_EQ_I(test_sql(t, "SELECT count(*) FROM evidence_link"), 2);
	o = test_app_call(t, &who, "evidence.export", NULL);
	CHECK_ST(o.st, ST_OK);
	run = brought(t, &who, o.ctx->download);
	CHECK_MSG(run.n[IMPORT_SAME] == 1 && run.n[IMPORT_NEW] + run.n[IMPORT_CHANGED] + run.n[IMPORT_REFUSED] == 0, "%.*s", (int)said.n, said.p);
	CHECK(test_has(o.ctx->download, "Minutes of May"));
}
