/* SPDX-License-Identifier: MIT */
#include "app/action.h"
#include "app/ctx.h"
#include "app/dispatch.h"
#include "app/fact.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; struct who ours, board, theirs; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t a = test_world_org(s.w, "Southfell", "commissioner"), b = test_world_org(s.w, "Westfell", "commissioner");

	s.ours = test_who(s.w, a, "commissioner", ROLE(SPECIALIST), 301);
	s.board = test_who(s.w, a, "commissioner", ROLE(LEAD), 302);
	s.theirs = test_who(s.w, b, "commissioner", ROLE(SPECIALIST) | ROLE(LEAD) | ROLE(AUDITOR), 303);
	return s;
}

static struct outcome
agreement_make(struct set s, const char *title, const char *partner, const char *review)
{
	return test_call(s.w, s.ours, "agreement.create", "title", str_c(title), "kind", S("protocol"), "partner_kind", S("police"),
	    "partner", str_c(partner), "review_on", str_c(review), "contact", S("Inspector Vale"), NULL);
}

TEST(agreement_wants_a_partner_and_a_sensible_review)
{
	struct set s = set_up();
	struct outcome o = agreement_make(s, "Sharing of reports", "", "2027-03-01");

	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Enter the name of the partner, or choose one from the directory");
	o = test_call(s.w, s.ours, "agreement.create", "title", S("Sharing"), "kind", S("protocol"), "partner_kind", S("police"),
	    "partner", S("Southfell Police"), "signed_on", S("2026-05-01"), "review_on", S("2026-04-01"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Review date must be after the day it was signed");
	CHECK_DONE(agreement_make(s, "Sharing of reports", "Southfell Police", "2027-03-01"));
}

TEST(agreement_is_due_before_its_review)
{
	struct set s = set_up();

	CHECK_DONE(agreement_make(s, "Sharing of reports", "Southfell Police", "2026-11-10"));
	CHECK_DONE(agreement_make(s, "Lockdown drill", "Southfell Police", "2029-01-01"));
	struct outcome o = test_call(s.w, s.ours, "home.due", NULL);
	CHECK_DONE(o);
	CHECK(str_find(o.json, S("Sharing of reports")) >= 0);
	CHECK(str_find(o.json, S("Lockdown drill")) < 0);
	/* Who cannot act on it is not reminded. */
	o = test_call(s.w, s.board, "home.due", NULL);
	CHECK(str_find(o.json, S("Sharing of reports")) < 0);
}

TEST(agreement_of_others_is_not_there)
{
	struct set s = set_up();
	struct outcome o = agreement_make(s, "Sharing of reports", "Southfell Police", "2026-12-20");
	struct str id = test_field(o, "id");
	static const char *const on_one[] = { "agreement.view", "agreement.history", "agreement.edit", "agreement.withdraw", "agreement.restore" };

	CHECK_DONE(o);
	for (size_t i = 0; i < countof(on_one); i++) {
		struct outcome x = test_call(s.w, s.theirs, on_one[i], "id", id, "version", S("1"), "why", S("x"), NULL);
		CHECK(x.st == ST_NOT_FOUND || x.st == ST_FORBIDDEN);
		CHECK(str_find(x.json, S("Sharing")) < 0);
	}
	static const char *const lists[] = { "agreement.list", "agreement.export", "home.due" };
	for (size_t i = 0; i < countof(lists); i++)
		CHECK(str_find(test_call(s.w, s.theirs, lists[i], NULL).json, S("Sharing")) < 0);
	CHECK(str_find(test_call(s.w, s.theirs, "home.search", "q", S("sharing"), NULL).json, S("Sharing")) < 0);
	CHECK(str_find(test_call(s.w, s.ours, "home.search", "q", S("shar"), NULL).json, S("Sharing")) >= 0);
}

TEST(agreement_keeps_its_history_and_comes_back)
{
	struct set s = set_up();
	struct outcome o = agreement_make(s, "Sharing of reports", "Southfell Police", "2026-12-20");
	struct str id = test_field(o, "id");

	CHECK_DONE(test_call(s.w, s.ours, "agreement.edit", "id", id, "version", S("1"), "review_on", S("2027-12-20"), NULL));
	o = test_call(s.w, s.ours, "agreement.edit", "id", id, "version", S("1"), "title", S("Other"), NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	CHECK_DONE(test_call(s.w, s.ours, "agreement.withdraw", "id", id, "version", S("2"), "why", S("Replaced"), NULL));
	CHECK(str_find(test_call(s.w, s.ours, "agreement.list", NULL).json, S("Sharing")) < 0);
	CHECK_ST(test_call(s.w, s.ours, "agreement.edit", "id", id, "version", S("3"), "title", S("Other"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.ours, "agreement.restore", "id", id, "version", S("3"), NULL));
	o = test_call(s.w, s.ours, "agreement.history", "id", id, NULL);
	CHECK(str_find(o.json, S("20 December 2026")) >= 0 && str_find(o.json, S("20 December 2027")) >= 0);
	CHECK(str_find(o.json, S("Replaced")) >= 0);
}

/* The message is the same whether it is another organisation's or none at all. */
TEST(agreement_refuses_a_unit_of_others_by_name)
{
	struct set s = set_up();
	struct who theirs = test_who(s.w, s.theirs.org, "commissioner", ROLE(ADMINISTRATOR), 304);
	struct outcome o = test_call(s.w, theirs, "unit.create", "name", S("Westfell House"), "kind", S("site"), NULL);
	struct str foreign = test_field(o, "id");

	CHECK_DONE(o);
	for (int i = 0; i < 2; i++) {
		o = test_call(s.w, s.ours, "agreement.create", "title", S("Sharing"), "kind", S("protocol"), "partner_kind", S("police"),
		    "partner", S("Southfell Police"), "review_on", S("2027-03-01"), "unit", i == 0 ? foreign : S("4711"), NULL);
		CHECK_ST(o.st, ST_INVALID);
		CHECK_STR(o.message, "Select responsible unit from the list");
		CHECK(str_find(o.json, S("Westfell")) < 0);
	}
	o = agreement_make(s, "Sharing", "Southfell Police", "2027-03-01");
	CHECK_DONE(o);
	o = test_call(s.w, s.ours, "agreement.edit", "id", test_field(o, "id"), "version", S("1"), "unit", foreign, NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Select responsible unit from the list");
}

TEST(agreement_each_look_at_a_contact_is_recorded)
{
	struct set s = set_up();
	struct str id = test_field(agreement_make(s, "Sharing of reports", "Southfell Police", "2026-12-20"), "id");

	CHECK(str_find(test_call(s.w, s.board, "trail.list", NULL).json, S("\"agreement.view\"")) < 0);
	CHECK_DONE(test_call(s.w, s.ours, "agreement.view", "id", id, NULL));
	struct outcome o = test_call(s.w, s.board, "trail.list", NULL);
	CHECK_DONE(o);
	CHECK(str_find(o.json, S("\"agreement.view\"")) >= 0);
}

static struct live_fact
agreements_at(struct set s, const struct who *who, struct date from, struct date to)
{
	struct ctx *c = ctx_make(s.w->app, test_arena(), who, action_find(S("agreement.list")), FACE_API);
	struct live_fact f = { .name = "" };

	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	c->db = s.w->db;
	CHECK_ST(fact_get(c, "agreement.current", from, to, &f), ST_OK);
	db_end_read(s.w->db);
	return f;
}

TEST(agreement_fact_counts_those_within_their_date)
{
	struct set s = set_up();
	struct date from = date_of(2026, 1, 1), to = date_of(2026, 12, 31);

	CHECK_EQ_I(agreements_at(s, &s.ours, from, to).state, LIVE_UNKNOWN);
	CHECK_DONE(agreement_make(s, "Sharing of reports", "Southfell Police", "2028-03-01"));
	CHECK_EQ_I(agreements_at(s, &s.ours, from, to).state, LIVE_FOR);
	CHECK_DONE(agreement_make(s, "Lockdown drill", "Southfell Police", "2026-02-01"));
	struct live_fact f = agreements_at(s, &s.ours, from, to);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	CHECK_EQ_I(f.value, 50);
	CHECK_STR(f.words, "Agreements within their review date: 1 of 2");
	CHECK_EQ_I(agreements_at(s, &s.theirs, from, to).state, LIVE_UNKNOWN);
}
