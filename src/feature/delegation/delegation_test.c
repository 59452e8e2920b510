/* SPDX-License-Identifier: MIT */
#include "feature/delegation/delegation.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t ours, taker, third; struct who giver, receiver, stranger; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.ours = test_world_org(s.w, "Southfell", "commissioner");
	s.taker = test_world_org(s.w, "Northmoor", "provider");
	s.third = test_world_org(s.w, "Eastvale", "provider");
	s.giver = test_who(s.w, s.ours, "commissioner", ROLE(SPECIALIST), 401);
	s.receiver = test_who(s.w, s.taker, "provider", ROLE(SPECIALIST), 402);
	s.stranger = test_who(s.w, s.third, "provider", ROLE(SPECIALIST) | ROLE(LEAD), 403);
	return s;
}

static struct outcome
pass_on(struct set s, struct str to, const char *from, const char *until)
{
	return test_call(s.w, s.giver, "delegation.create", "title", S("Alerts in the valley"), "duty", S("alerts"), "receiver", to,
	    "subject", S("All alerts to practices"), "starts_on", str_c(from), "ends_on", str_c(until), "note", S("Quarantine"), NULL);
}

static struct delegation_state
state(struct set s, struct who who, struct date from, struct date to)
{
	struct who *keep = arena_new(test_arena(), struct who);
	struct delegation_state d;
	struct outcome o;

	*keep = who;
	dispatch_call(&(struct call){ .app = s.w->app, .db = s.w->db, .who = keep, .face = FACE_API, .action = action_find(S("organisation.own")),
	    .mem = test_arena() }, &o);
	CHECK_DONE(o);
	o.ctx->db = s.w->db;
	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	enum status st = delegation_state(o.ctx, "alerts", from, to, &d);
	db_end_read(s.w->db);
	CHECK_ST(st, ST_OK);
	return d;
}

TEST(delegation_moves_the_duty_on_both_sides)
{
	struct set s = set_up();
	struct date today = { 20717 }, later = { 20800 }, after = { 21000 };	/* 21 September 2026 … */

	CHECK(!state(s, s.giver, today, later).given);
	CHECK_DONE(pass_on(s, test_id(s.taker), "2026-09-01", "2027-03-31"));
	CHECK(state(s, s.giver, today, later).given);
	CHECK_STR(state(s, s.giver, today, later).words, "Passed to Northmoor");
	CHECK_STR(state(s, s.receiver, today, later).words, "Done for Southfell");
	CHECK(!state(s, s.giver, after, after).given);
	CHECK(!state(s, s.stranger, today, later).taken && !state(s, s.stranger, today, later).given);
	struct outcome o = test_call(s.w, s.receiver, "delegation.received", NULL);
	CHECK_EQ_I(test_count(o, "delegations"), 1);
	CHECK_STR(test_field(o, "delegations.0.giver"), "Southfell");
	/* Not the giver's own note, nor the record itself. */
	CHECK(str_find(o.json, S("Quarantine")) < 0);
	CHECK_ST(test_call(s.w, s.receiver, "delegation.view", "id", test_field(o, "delegations.0.id"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.receiver, "delegation.withdraw", "id", test_field(o, "delegations.0.id"), "version", S("1"), "why", S("x"), NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "delegation.received", NULL), "delegations"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "delegation.list", NULL), "items"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "home.search", "q", S("valley"), NULL), "items"), 0);
	CHECK_DONE(test_call(s.w, s.giver, "delegation.withdraw", "id", test_field(o, "delegations.0.id"), "version", S("1"), "why", S("taken back"), NULL));
	CHECK(!state(s, s.receiver, today, later).taken);
}

TEST(delegation_bad_input)
{
	struct set s = set_up();

	CHECK_ST(pass_on(s, test_id(s.ours), "2026-09-01", "").st, ST_INVALID);
	CHECK_ST(pass_on(s, S("12"), "2026-09-01", "").st, ST_INVALID);
	CHECK_ST(pass_on(s, test_id(s.taker), "2026-09-01", "2026-08-01").st, ST_INVALID);
	CHECK_DONE(pass_on(s, test_id(s.taker), "2026-09-01", ""));
	CHECK_STR(str_c(delegation_duty_of(S("alerts"))), "alerts");
	CHECK(delegation_duty_of(S("leadership")) == NULL && delegation_duty_of(S("other")) == NULL);
}
