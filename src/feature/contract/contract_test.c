/* SPDX-License-Identifier: MIT */
#include "feature/contract/contract.h"
#include "app/fact.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t ours, trust, rival; struct who buyer, trust_who, rival_who; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.ours = test_world_org(s.w, "Southfell", "commissioner");
	s.rival = test_world_org(s.w, "Westfell", "commissioner");
	s.trust = test_world_org(s.w, "Northmoor", "provider");
	s.buyer = test_who(s.w, s.ours, "commissioner", ROLE(SPECIALIST), 201);
	s.rival_who = test_who(s.w, s.rival, "commissioner", ROLE(SPECIALIST) | ROLE(LEAD), 202);
	s.trust_who = test_who(s.w, s.trust, "provider", ROLE(SPECIALIST) | ROLE(LEAD), 203);
	return s;
}

static struct outcome
contract_make(struct set s, const char *title, const char *from, const char *to)
{
	return test_call(s.w, s.buyer, "contract.create", "title", str_c(title), "provider", test_id(s.trust), "starts_on", str_c(from),
	    "ends_on", str_c(to), "standard", S("true"), "provider_status", S("nhs_trust"), NULL);
}

static struct outcome
assure(struct set s, struct str contract, const char *day, const char *conclusion, const char *rests)
{
	return test_call(s.w, s.buyer, "assurance.create", "contract", contract, "title", S("Review of the tender"), "given_on", str_c(day),
	    "asked", S("How are wards secured?"), "shown", S("Their last review"), "conclusion", str_c(conclusion), "rests", str_c(rests), NULL);
}

TEST(contract_is_not_signed_without_assurance)
{
	struct set s = set_up();
	struct outcome o = contract_make(s, "Acute care", "2026-10-01", "2028-09-30");

	CHECK_DONE(o);
	struct str id = test_field(o, "id");
	CHECK_STR(test_field(o, "ref"), "CON-26-0001");
	o = test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "signed_on", S("2026-09-20"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "There is no assurance from before the signature: say who decided to go ahead");
	/* Dated after the signature it does not help; limited wants a name and a reason. */
	CHECK_DONE(assure(s, id, "2026-09-21", "full", "yes"));
	CHECK_ST(test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "signed_on", S("2026-09-20"), NULL).st, ST_INVALID);
	CHECK_DONE(assure(s, id, "2026-09-10", "limited", "partly"));
	o = test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "signed_on", S("2026-09-20"), "ahead_by", S("A. Finance"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Say why it was decided to go ahead");
	CHECK_DONE(test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "signed_on", S("2026-09-20"), "ahead_by", S("A. Finance"),
	    "ahead_why", S("Winter pressure"), NULL));
	/* Full assurance in time needs neither. */
	id = test_field(contract_make(s, "Community care", "2026-10-01", "2028-09-30"), "id");
	CHECK_DONE(assure(s, id, "2026-09-20", "full", "yes"));
	CHECK_DONE(test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "signed_on", S("2026-09-20"), NULL));
	/* Out of scope neither. */
	CHECK_DONE(test_call(s.w, s.buyer, "contract.create", "title", S("Laundry"), "provider", test_id(s.trust), "starts_on", S("2026-10-01"),
	    "ends_on", S("2027-10-01"), "provider_status", S("neither"), "signed_on", S("2026-09-20"), NULL));
}

TEST(contract_marks_only_old_ones_as_old)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.buyer, "contract.create", "title", S("Old"), "provider", test_id(s.trust), "starts_on", S("2024-04-01"),
	    "ends_on", S("2027-03-31"), "standard", S("true"), "provider_status", S("nhs_trust"), "signed_on", S("2024-03-01"), "before_use", S("true"), NULL);

	CHECK_DONE(o);
	test_world_pass(s.w, 100 * 86400);
	o = test_call(s.w, s.buyer, "contract.create", "title", S("New"), "provider", test_id(s.trust), "starts_on", S("2026-11-01"),
	    "ends_on", S("2027-03-31"), "standard", S("true"), "provider_status", S("nhs_trust"), "before_use", S("true"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Contracts have been kept here since 21 September 2026, and this one begins later");
}

TEST(contract_bad_input)
{
	struct set s = set_up();

	CHECK_ST(contract_make(s, "Backwards", "2026-10-01", "2026-09-30").st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.buyer, "contract.create", "title", S("Self"), "provider", test_id(s.ours), "starts_on", S("2026-10-01"),
	    "ends_on", S("2027-10-01"), "provider_status", S("neither"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.buyer, "contract.create", "title", S("Nobody"), "provider", S("5"), "starts_on", S("2026-10-01"),
	    "ends_on", S("2027-10-01"), "provider_status", S("neither"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.buyer, "contract.create", "title", S("Led by a trust"), "provider", test_id(s.trust), "coordinator", test_id(s.trust),
	    "starts_on", S("2026-10-01"), "ends_on", S("2027-10-01"), "provider_status", S("neither"), NULL).st, ST_INVALID);
	CHECK_ST(assure(s, S("77"), "2026-09-01", "full", "yes").st, ST_INVALID);
}

TEST(contract_parties_see_their_part_only)
{
	struct set s = set_up();
	struct str id = test_field(contract_make(s, "Quarantine unit", "2026-10-01", "2028-09-30"), "id");

	CHECK_DONE(assure(s, id, "2026-09-01", "none", "no"));
	/* The provider: on its own page, without what was noted about it. */
	struct outcome o = test_call(s.w, s.trust_who, "contract.held", NULL);
	CHECK_DONE(o);
	CHECK_EQ_I(test_count(o, "contracts"), 1);
	CHECK_STR(test_field(o, "contracts.0.commissioner"), "Southfell");
	CHECK(str_find(o.json, S("conclusion")) < 0);
	CHECK_ST(test_call(s.w, s.trust_who, "contract.view", "id", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.trust_who, "contract.edit", "id", id, "version", S("1"), "title", S("Mine"), NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(test_count(test_call(s.w, s.trust_who, "assurance.list", NULL), "items"), 0);
	/* Another commissioner: nothing at all, by any way. */
	CHECK_EQ_I(test_count(test_call(s.w, s.rival_who, "contract.held", NULL), "contracts"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.rival_who, "contract.list", NULL), "items"), 0);
	CHECK_STR(test_field(test_call(s.w, s.rival_who, "contract.list", NULL), "total"), "0");
	CHECK_EQ_I(test_count(test_call(s.w, s.rival_who, "home.search", "q", S("quarantine"), NULL), "items"), 0);
	CHECK_ST(test_call(s.w, s.rival_who, "contract.view", "id", id, NULL).st, ST_NOT_FOUND);
	o = test_call(s.w, s.rival_who, "assurance.create", "contract", id, "title", S("Spy"), "given_on", S("2026-09-01"), "asked", S("x"),
	    "shown", S("y"), "conclusion", S("full"), "rests", S("yes"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(str_find(o.json, S("Quarantine")) < 0);
	/* Named as coordinator it sees it; withdrawn, nobody does. */
	CHECK_DONE(test_call(s.w, s.buyer, "contract.edit", "id", id, "version", S("1"), "coordinator", test_id(s.rival), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.rival_who, "contract.held", NULL), "contracts"), 1);
	CHECK_DONE(test_call(s.w, s.buyer, "contract.withdraw", "id", id, "version", S("2"), "why", S("never signed"), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.rival_who, "contract.held", NULL), "contracts"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.trust_who, "contract.held", NULL), "contracts"), 0);
}

/* ---- facts ---- */

static struct live_fact
fact_of(struct set s, struct who who, const char *name)
{
	struct who *keep = arena_new(test_arena(), struct who);
	struct ctx *c;
	struct live_fact f;
	struct outcome o;

	*keep = who;
	dispatch_call(&(struct call){ .app = s.w->app, .db = s.w->db, .who = keep, .face = FACE_API, .action = action_find(S("organisation.own")),
	    .mem = test_arena() }, &o);
	CHECK_DONE(o);
	c = o.ctx;
	c->db = s.w->db;
	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	enum status st = fact_get(c, name, (struct date){ 20544 }, (struct date){ 20908 }, &f);	/* 1 April 2026 to 31 March 2027 */
	db_end_read(s.w->db);
	CHECK_ST(st, ST_OK);
	return f;
}

TEST(contract_facts_of_a_year)
{
	struct set s = set_up();

	CHECK_EQ_I(fact_of(s, s.buyer, "contract.in_scope").state, LIVE_UNKNOWN);
	struct str a = test_field(contract_make(s, "A", "2026-10-01", "2028-09-30"), "id");
	struct str b = test_field(contract_make(s, "B", "2026-10-01", "2028-09-30"), "id");
	CHECK_DONE(contract_make(s, "C, of another year", "2027-10-01", "2028-09-30"));
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.in_scope").value, 2);
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.started").value, 2);
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.coordinated").value, 2);
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.assured").state, LIVE_AGAINST);
	CHECK_DONE(assure(s, a, "2026-09-01", "full", "yes"));
	CHECK_DONE(assure(s, b, "2026-09-01", "limited", "no"));
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.assured").value, 50);
	CHECK_STR(fact_of(s, s.buyer, "contract.assured").words, "Full assurance before signature in 1 of 2 contracts that began; limited in 1");
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.basis").value, 50);
	CHECK_DONE(assure(s, b, "2026-09-15", "full", "yes"));
	CHECK_EQ_I(fact_of(s, s.buyer, "contract.assured").state, LIVE_FOR);
	CHECK_EQ_I(fact_of(s, s.trust_who, "contract.held").value, 2);
	CHECK_EQ_I(fact_of(s, s.rival_who, "contract.held").state, LIVE_NONE_AROSE);
	CHECK_EQ_I(fact_of(s, s.rival_who, "contract.in_scope").state, LIVE_UNKNOWN);
}

TEST(contract_that_ends_is_due)
{
	struct set s = set_up();

	CHECK_DONE(contract_make(s, "Ends soon", "2026-01-01", "2026-12-01"));
	CHECK_DONE(contract_make(s, "Ends later", "2026-01-01", "2027-12-01"));
	CHECK_DONE(contract_make(s, "Starts soon", "2026-10-10", "2028-12-01"));
	struct outcome o = test_call(s.w, s.buyer, "home.due", NULL);
	CHECK_EQ_I(test_count(o, "items"), 2);
	CHECK_STR(test_field(o, "items.0.title"), "Starts soon");
	CHECK_STR(test_field(o, "items.1.title"), "Ends soon");
	CHECK_EQ_I(test_count(test_call(s.w, s.trust_who, "home.due", NULL), "items"), 0);
}

/* STD-10: a contract names a published framework for providers, or says it in its own words. */
TEST(contract_names_a_provider_framework)
{
	struct set s = set_up();
	struct live_fact f;

	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));
	struct outcome o = test_call(s.w, s.buyer, "framework.list", NULL);
	struct str provider = S(""), commissioner = S("");
	for (size_t i = 0; i < test_count(o, "items"); i++) {
		struct str key = test_field(o, arena_printf(test_arena(), "items.%zu.key", i).p), id = test_field(o, arena_printf(test_arena(), "items.%zu.framework", i).p);
		if (str_is(key, "provider-security"))
			provider = id;
		if (str_is(key, "commissioner-security"))
			commissioner = id;
	}
#define NAMED(title_, goes_by_, words_) test_call(s.w, s.buyer, "contract.create", "title", S(title_), "provider", test_id(s.trust), "starts_on", S("2026-10-01"), \
	    "ends_on", S("2028-09-30"), "standard", S("true"), "provider_status", S("nhs_trust"), "goes_by", goes_by_, "framework", words_, NULL)
	o = NAMED("Acute care", commissioner, S(""));
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Choose a published framework that is for providers");
	CHECK_ST(NAMED("Acute care", S("77"), S("")).st, ST_INVALID);
	CHECK_DONE(NAMED("Acute care", provider, S("")));
	CHECK_DONE(NAMED("Community care", S(""), S("Our own schedule")));
	CHECK_DONE(NAMED("Dental care", S(""), S("provider-security")));
	/* On the review's page of a standard on overseeing providers; nothing was delivered, and it says so. */
	o = test_call(s.w, s.buyer, "review.create", "framework", commissioner, NULL);
	CHECK_DONE(o);
	f = fact_of(s, s.buyer, "provider.papers");
	CHECK_EQ_I(f.state, LIVE_UNKNOWN);
	CHECK(str_find(f.words, S("No self-review under a framework that a contract names has been delivered here")) >= 0);
}
