/* SPDX-License-Identifier: MIT */
#include "feature/organisation/organisation.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t national, ours, theirs; struct who programme, admin, other; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.national = test_world_org(s.w, "National body", "national");
	s.ours = test_world_org(s.w, "Northmoor", "provider");
	s.theirs = test_world_org(s.w, "Southfell", "provider");
	s.programme = test_who(s.w, s.national, "national", ROLE(PROGRAMME), 101);
	s.admin = test_who(s.w, s.ours, "provider", ROLE(ADMINISTRATOR), 102);
	s.other = test_who(s.w, s.theirs, "provider", ROLE(ADMINISTRATOR) | ROLE(SPECIALIST), 103);
	return s;
}

static struct str
unit_make(struct set s, struct who who, const char *name, struct str parent)
{
	struct outcome o = test_call(s.w, who, "unit.create", "name", str_c(name), "kind", S("department"), "parent", parent, NULL);

	CHECK_DONE(o);
	return test_field(o, "id");
}

/* ---- the directory ---- */

TEST(organisation_directory_is_open_and_paged)
{
	struct set s = set_up();

	for (int i = 0; i < 55; i++)
		CHECK_DONE(test_call(s.w, s.programme, "organisation.create", "name", arena_printf(test_arena(), "Trust %d", i),
		    "kind", S("provider"), "ods_code", arena_printf(test_arena(), "R%02d", i), "region", i % 2 ? S("North") : S("South"), NULL));
	struct outcome first = test_call(s.w, s.admin, "organisation.list", NULL);
	CHECK_DONE(first);
	CHECK_EQ_I(test_count(first, "items"), 50);
	struct outcome rest = test_call(s.w, s.admin, "organisation.list", "after", test_field(first, "next"), NULL);
	CHECK_EQ_I(test_count(rest, "items"), 8);
	CHECK_EQ_I(test_field(rest, "next").n, 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "organisation.list", "region", S("North"), NULL), "items"), 27);
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "organisation.list", "kind", S("national"), NULL), "items"), 1);
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "organisation.list", "name", S("trust 5"), NULL), "items"), 1);
	/* Numbers sort as numbers. */
	CHECK_STR(test_field(test_call(s.w, s.admin, "organisation.list", "name", S("trust"), NULL), "items.2.name"), "Trust 2");
	CHECK_ST(test_call(s.w, s.admin, "organisation.list", "after", S("x~y"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, (struct who){ .account = 0 }, "organisation.list", NULL).st, ST_SIGN_IN);
}

TEST(organisation_entry_rules)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.programme, "organisation.create", "name", S("Eastvale"), "kind", S("provider"),
	    "ods_code", S("rh8"), NULL);

	CHECK_DONE(o);
	CHECK_STR(test_field(test_call(s.w, s.admin, "organisation.view", "id", test_field(o, "id"), NULL), "ods_code"), "RH8");
	/* The same code again, a code that is none, none where one is needed. */
	o = test_call(s.w, s.programme, "organisation.create", "name", S("Westvale"), "kind", S("provider"), "ods_code", S("RH8"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Another organisation has this ODS code: Eastvale");
	CHECK_ST(test_call(s.w, s.programme, "organisation.create", "name", S("Westvale"), "kind", S("provider"), "ods_code", S("R!8"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "organisation.create", "name", S("Westvale"), "kind", S("provider"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "organisation.create", "name", S("Westvale"), "kind", S("castle"), "ods_code", S("RH9"), NULL).st, ST_INVALID);
	/* Two partners without a code. */
	CHECK_DONE(test_call(s.w, s.programme, "organisation.create", "name", S("Police A"), "kind", S("partner"), NULL));
	CHECK_DONE(test_call(s.w, s.programme, "organisation.create", "name", S("Police B"), "kind", S("partner"), NULL));
	/* An unusual shape is a hint, not a refusal. */
	CHECK(!organisation_code_usual(S("provider"), S("ROB")) && organisation_code_usual(S("provider"), S("RH8")));
	CHECK(organisation_code_usual(S("commissioner"), S("QJK")) && !organisation_code_usual(S("commissioner"), S("RH8")));
	CHECK_DONE(test_call(s.w, s.programme, "organisation.create", "name", S("Odd"), "kind", S("provider"), "ods_code", S("A1B2C"), NULL));
	/* Only the national body's programme writes. */
	CHECK_ST(test_call(s.w, s.admin, "organisation.create", "name", S("X"), "kind", S("partner"), NULL).st, ST_FORBIDDEN);
	struct who pretender = test_who(s.w, s.ours, "provider", ROLE(PROGRAMME), 104);
	CHECK_ST(test_call(s.w, pretender, "organisation.create", "name", S("X"), "kind", S("partner"), NULL).st, ST_FORBIDDEN);
}

TEST(organisation_two_change_one_entry)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.programme, "organisation.edit", "id", test_id(s.ours), "version", S("1"), "ods_code", S("RNM"),
	    "region", S("North"), NULL);

	CHECK_DONE(o);
	o = test_call(s.w, s.programme, "organisation.edit", "id", test_id(s.ours), "version", S("1"), "ods_code", S("RNM"), "region", S("South"), NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	CHECK(o.ctx->conflict != NULL);
	CHECK_STR(((const struct organisation *)o.ctx->conflict)->region, "North");
	/* What is not sent stays as it is. */
	CHECK_DONE(test_call(s.w, s.programme, "organisation.edit", "id", test_id(s.ours), "version", S("2"), "headcount", S("4200"), NULL));
	o = test_call(s.w, s.admin, "organisation.view", "id", test_id(s.ours), NULL);
	CHECK_STR(test_field(o, "region"), "North");
	CHECK_STR(test_field(o, "headcount"), "4200");
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "organisation.history", "id", test_id(s.ours), NULL), "changes"), 2);
	CHECK_ST(test_call(s.w, s.admin, "organisation.view", "id", S("12345"), NULL).st, ST_NOT_FOUND);
}

TEST(organisation_describes_itself_only)
{
	struct set s = set_up();

	CHECK_DONE(test_call(s.w, s.admin, "organisation.settings", "headcount", S("900"), "services", S("acute"), "services", S("community"), NULL));
	struct outcome o = test_call(s.w, s.other, "organisation.view", "id", test_id(s.ours), NULL);
	CHECK_STR(test_field(o, "headcount"), "900");
	CHECK_EQ_I(test_count(o, "services"), 2);
	CHECK_STR(test_field(test_call(s.w, s.other, "organisation.view", "id", test_id(s.theirs), NULL), "headcount"), "");
	/* Neither name nor code, nor without the role, nor from a branch. */
	CHECK_ST(test_call(s.w, s.admin, "organisation.settings", "name", S("Grander"), NULL).st, ST_INVALID);
	struct who reader = test_who(s.w, s.ours, "provider", ROLE(AUDITOR), 105);
	CHECK_ST(test_call(s.w, reader, "organisation.settings", "headcount", S("1"), NULL).st, ST_FORBIDDEN);
	struct who branch = s.admin;
	branch.branch = 77;
	CHECK_ST(test_call(s.w, branch, "organisation.settings", "headcount", S("1"), NULL).st, ST_FORBIDDEN);
}

TEST(organisation_merges_and_opens_again)
{
	struct set s = set_up();

	CHECK_ST(test_call(s.w, s.programme, "organisation.merge", "id", test_id(s.ours), "successor", test_id(s.ours), "on", S("2026-04-01"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "organisation.merge", "id", test_id(s.ours), "successor", S("9"), "on", S("2026-04-01"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.admin, "organisation.merge", "id", test_id(s.ours), "successor", test_id(s.theirs), "on", S("2026-04-01"), NULL).st, ST_FORBIDDEN);
	CHECK_DONE(test_call(s.w, s.programme, "organisation.edit", "id", test_id(s.ours), "ods_code", S("RNM"), NULL));
	CHECK_DONE(test_call(s.w, s.programme, "organisation.merge", "id", test_id(s.ours), "successor", test_id(s.theirs), "on", S("2026-04-01"), NULL));
	struct outcome o = test_call(s.w, s.other, "organisation.view", "id", test_id(s.ours), NULL);
	CHECK_STR(test_field(o, "status"), "merged");
	CHECK_STR_EQ(test_field(o, "successor"), test_id(s.theirs));
	/* Ended ones are neither listed nor successors. */
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "organisation.list", NULL), "items"), 2);
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "organisation.list", "ended", S("true"), NULL), "items"), 3);
	CHECK_ST(test_call(s.w, s.programme, "organisation.merge", "id", test_id(s.theirs), "successor", test_id(s.ours), "on", S("2026-04-01"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "organisation.merge", "id", test_id(s.ours), "successor", test_id(s.theirs), "on", S("2026-04-01"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.programme, "organisation.reopen", "id", test_id(s.ours), NULL));
	CHECK_STR(test_field(test_call(s.w, s.other, "organisation.view", "id", test_id(s.ours), NULL), "status"), "active");
	CHECK_ST(test_call(s.w, s.programme, "organisation.close", "id", test_id(s.national), "on", S("2026-04-01"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.programme, "organisation.close", "id", test_id(s.ours), "on", S("2026-04-01"), NULL));
}

/* ---- the tree ---- */

static int64_t
depth_of(struct set s, const char *name)
{
	struct outcome o = test_call(s.w, s.admin, "unit.tree", NULL);
	int64_t depth;

	CHECK_DONE(o);
	for (size_t i = 0; i < test_count(o, "units"); i++) {
		struct str n = test_field(o, arena_printf(test_arena(), "units.%zu.name", i).p);
		if (str_is(n, name) && str_i64(test_field(o, arena_printf(test_arena(), "units.%zu.depth", i).p), &depth))
			return depth;
	}
	return -1;
}

static size_t
seen_from(struct set s, struct str branch)
{
	struct who who = test_who(s.w, s.ours, "provider", ROLE(ADMINISTRATOR), 106);

	CHECK(str_i64(branch, &who.branch));
	return test_count(test_call(s.w, who, "service_taken.list", NULL), "items");
}

TEST(organisation_unit_tree_moves)
{
	struct set s = set_up();
	struct str north = unit_make(s, s.admin, "North", S("")), south = unit_make(s, s.admin, "South", S(""));
	struct str wards = unit_make(s, s.admin, "Wards", north), ward = unit_make(s, s.admin, "Ward 1", wards);

	CHECK_DONE(test_call(s.w, s.admin, "service_taken.create", "title", S("Clinic"), "taken_on", S("2026-04-01"), "unit", ward, NULL));
	CHECK_EQ_I(depth_of(s, "Ward 1"), 2);
	CHECK_EQ_I(seen_from(s, north), 1);
	CHECK_EQ_I(seen_from(s, ward), 1);
	CHECK_EQ_I(seen_from(s, south), 0);
	/* What hangs below moves along, and with it what a branch may see. */
	CHECK_DONE(test_call(s.w, s.admin, "unit.edit", "id", wards, "version", S("1"), "parent", south, NULL));
	CHECK_EQ_I(depth_of(s, "Ward 1"), 2);
	CHECK_EQ_I(seen_from(s, north), 0);
	CHECK_EQ_I(seen_from(s, south), 1);
	CHECK_EQ_I(seen_from(s, wards), 1);
	/* To the top. */
	CHECK_DONE(test_call(s.w, s.admin, "unit.edit", "id", wards, "version", S("2"), "parent", S(""), NULL));
	CHECK_EQ_I(seen_from(s, south), 0);
	CHECK_EQ_I(depth_of(s, "Ward 1"), 1);
}

TEST(organisation_unit_circle_is_refused)
{
	struct set s = set_up();
	struct str top = unit_make(s, s.admin, "Top", S("")), mid = unit_make(s, s.admin, "Middle", top), low = unit_make(s, s.admin, "Low", mid);
	struct outcome o = test_call(s.w, s.admin, "unit.edit", "id", top, "version", S("1"), "parent", low, NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Low lies below this unit: it cannot stand above it as well");
	CHECK_ST(test_call(s.w, s.admin, "unit.edit", "id", top, "version", S("1"), "parent", top, NULL).st, ST_INVALID);
	CHECK_EQ_I(depth_of(s, "Low"), 2);
	/* Two people at once: the second sees both. */
	CHECK_DONE(test_call(s.w, s.admin, "unit.edit", "id", low, "version", S("1"), "name", S("Lower"), NULL));
	CHECK_ST(test_call(s.w, s.admin, "unit.edit", "id", low, "version", S("1"), "name", S("Lowest"), NULL).st, ST_CONFLICT);
	/* A withdrawn unit takes nothing in. */
	CHECK_DONE(test_call(s.w, s.admin, "unit.withdraw", "id", top, "version", S("1"), "why", S("gone"), NULL));
	CHECK_ST(test_call(s.w, s.admin, "unit.create", "name", S("New"), "kind", S("team"), "parent", top, NULL).st, ST_INVALID);
}

TEST(organisation_units_stay_at_home)
{
	struct set s = set_up();
	struct str ours = unit_make(s, s.admin, "Quarantine", S(""));

	CHECK_ST(test_call(s.w, s.other, "unit.view", "id", ours, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.other, "unit.edit", "id", ours, "version", S("1"), "name", S("Mine"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.other, "unit.history", "id", ours, NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(test_count(test_call(s.w, s.other, "unit.list", NULL), "items"), 0);
	CHECK_STR(test_field(test_call(s.w, s.other, "unit.list", NULL), "total"), "0");
	CHECK_EQ_I(test_count(test_call(s.w, s.other, "unit.tree", NULL), "units"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.other, "home.search", "q", S("quarantine"), NULL), "items"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.admin, "home.search", "q", S("quarantine"), NULL), "items"), 1);
	/* Nor does a foreign unit serve as parent, or its name come out in a refusal. */
	struct outcome o = test_call(s.w, s.other, "unit.create", "name", S("Spy"), "kind", S("team"), "parent", ours, NULL);
	CHECK(o.st != ST_OK);
	CHECK(str_find(o.json, S("Quarantine")) < 0);
	CHECK(str_find(test_call(s.w, s.other, "unit.export", NULL).json, S("Quarantine")) < 0);
}
