/* SPDX-License-Identifier: MIT */
#include "feature/duty/duty.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t national, trust, buyer; struct who programme, trust_who, buyer_who; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.national = test_world_org(s.w, "National body", "national");
	s.trust = test_world_org(s.w, "Northmoor", "provider");
	s.buyer = test_world_org(s.w, "Southfell", "commissioner");
	s.programme = test_who(s.w, s.national, "national", ROLE(PROGRAMME), 501);
	s.trust_who = test_who(s.w, s.trust, "provider", ROLE(SPECIALIST), 502);
	s.buyer_who = test_who(s.w, s.buyer, "commissioner", ROLE(SPECIALIST), 503);
	return s;
}

static bool
has(struct outcome o, const char *key)
{
	for (size_t i = 0; i < test_count(o, "duties"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "duties.%zu.key", i).p), key))
			return true;
	return false;
}

TEST(duty_follows_year_kind_and_service)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.trust_who, "duty.list", "year", S("2017"), NULL);

	CHECK_DONE(o);
	CHECK(has(o, "provider_security_2017") && !has(o, "commissioner_security_2017") && !has(o, "violence_2021"));
	CHECK(has(test_call(s.w, s.buyer_who, "duty.list", "year", S("2017"), NULL), "commissioner_security_2017"));
	CHECK(!has(test_call(s.w, s.trust_who, "duty.list", "year", S("2017"), "service", S("primary_care"), NULL), "provider_security_2017"));
	CHECK(has(test_call(s.w, s.trust_who, "duty.list", "year", S("2017"), "service", S("acute"), NULL), "provider_security_2017"));
	/* This year's, when nothing is said; one that is not confirmed says so. */
	o = test_call(s.w, s.trust_who, "duty.list", NULL);
	CHECK_STR(test_field(o, "year"), "2026");
	CHECK(has(o, "violence_2026"));
	for (size_t i = 0; i < test_count(o, "duties"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "duties.%zu.key", i).p), "violence_2026"))
			CHECK_STR(test_field(o, arena_printf(test_arena(), "duties.%zu.confirmed", i).p), "false");
	CHECK_ST(test_call(s.w, s.trust_who, "duty.list", "year", S("1066"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.trust_who, "duty.list", "service", S("falconry"), NULL).st, ST_INVALID);
}

static const char list[] =
"format: wardkeep-duties/1\nabout: Another list.\nservices:\n  - id: acute\n    name: Acute services\nduties:\n"
"  - id: doors_2026\n    years: \"2026-27\"\n    from: \"2026-04-01\"\n    clause: Clause 1\n    words: Doors are shut at night.\n"
"    strength: comply\n    organisations:\n      - provider\n    services:\n      - acute\n    frameworks:\n      - provider-security\n"
"    confirmed: true\n    basis: Made up for a test.\n";

TEST(duty_import_is_whole_or_nothing)
{
	struct set s = set_up();
	struct str text = str_c(list), bad = arena_printf(test_arena(), "%s  - id: half\n", list);
	struct outcome o = test_call(s.w, s.programme, "duty.import", "text", bad, NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK(str_find(o.message, S("line ")) >= 0);
	CHECK(has(test_call(s.w, s.trust_who, "duty.list", NULL), "violence_2026"));
	CHECK_ST(test_call(s.w, s.programme, "duty.import", NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.trust_who, "duty.import", "text", text, NULL).st, ST_FORBIDDEN);
	o = test_call(s.w, s.programme, "duty.import", "text", text, NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "duties"), "1");
	o = test_call(s.w, s.trust_who, "duty.list", NULL);
	CHECK_EQ_I(test_count(o, "duties"), 1);
	CHECK(has(o, "doors_2026"));
	CHECK_ST(test_call(s.w, s.programme, "duty.import", "text", text, NULL).st, ST_CONFLICT);
	CHECK_DONE(test_call(s.w, test_operator(), "duty.import", "shipped", S("true"), NULL));
	CHECK(has(test_call(s.w, s.trust_who, "duty.list", NULL), "violence_2026"));
}

/* ---- which standards apply ---- */

static struct applicability
standard_of(struct set s, struct who who, const struct framework *f, const char *standard)
{
	struct who *keep = arena_new(test_arena(), struct who);
	struct applicability a;
	struct outcome o;

	*keep = who;
	dispatch_call(&(struct call){ .app = s.w->app, .db = s.w->db, .who = keep, .face = FACE_API, .action = action_find(S("organisation.own")),
	    .mem = test_arena() }, &o);
	CHECK_DONE(o);
	o.ctx->db = s.w->db;
	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	enum status st = duty_standard_applies(o.ctx, f, framework_standard(f, str_c(standard)), (struct date){ 20544 }, (struct date){ 20908 }, &a);
	db_end_read(s.w->db);
	CHECK_ST(st, ST_OK);
	return a;
}

TEST(duty_standards_apply_by_contract_and_kind)
{
	struct set s = set_up();
	struct framework *f;
	struct str why;

	CHECK_ST(framework_parse(test_arena(), shipped_text("commissioner-security-2017.yaml"), &f, &why), ST_OK);
	/* No contract recorded at all: not known, so nothing is left out. */
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "1.6").applies, APPLIES_UNKNOWN);
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "1.1").applies, APPLIES_YES);
	CHECK_EQ_I(standard_of(s, s.trust_who, f, "1.1").applies, APPLIES_NO);
	/* Out of scope: not applicable, with the ground; it returns with a contract in scope. */
	CHECK_DONE(test_call(s.w, s.buyer_who, "contract.create", "title", S("Laundry"), "provider", test_id(s.trust), "starts_on", S("2026-05-01"),
	    "ends_on", S("2027-10-01"), "provider_status", S("neither"), NULL));
	struct applicability a = standard_of(s, s.buyer_who, f, "1.6");
	CHECK_EQ_I(a.applies, APPLIES_NO);
	CHECK_STR(a.why, "The organisation holds no contract of that kind, so this does not apply.");
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "1.7").applies, APPLIES_NO);
	CHECK_DONE(test_call(s.w, s.buyer_who, "contract.create", "title", S("Acute care"), "provider", test_id(s.trust), "starts_on", S("2026-05-01"),
	    "ends_on", S("2027-10-01"), "standard", S("true"), "provider_status", S("nhs_trust"), NULL));
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "1.6").applies, APPLIES_YES);
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "1.7").applies, APPLIES_YES);
	/* What was passed on says so on both sides. */
	CHECK_DONE(test_call(s.w, s.buyer_who, "delegation.create", "title", S("Alerts"), "duty", S("alerts"), "receiver", test_id(s.trust),
	    "subject", S("All"), "starts_on", S("2026-05-01"), NULL));
	CHECK_STR(standard_of(s, s.buyer_who, f, "3.3").delegated, "Passed to Northmoor");
	CHECK_STR(standard_of(s, s.trust_who, f, "3.3").delegated, "Done for Southfell");
	CHECK_EQ_I(standard_of(s, s.buyer_who, f, "2.1").delegated.n, 0);
}
