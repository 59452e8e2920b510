/* SPDX-License-Identifier: MIT */
#include "app/account.h"
#include "tests/harness.h"
#include "tests/testworld.h"

#define PASSWORD "plinth osprey kettle marsh"

struct set {
	struct test_world *w;
	int64_t national, buyer_org, trust, other_trust;
	int64_t reader;
	struct str secret;		/* of the reader's session */
	struct who asker, opener, stranger;
};

static int64_t
person(struct set *s, const char *email, const char *name, const char *org, const char *role)
{
	struct account a;
	struct outcome o = test_call(s->w, test_operator(), "user.add", "email", str_c(email), "name", str_c(name), "org", str_c(org),
	    "role", str_c(role), "password", S(PASSWORD), NULL);

	CHECK_DONE(o);
	CHECK_ST(db_begin_read(s->w->db), ST_OK);
	enum status st = account_find(s->w->app, s->w->db, test_arena(), str_c(email), &a);
	db_end_read(s->w->db);
	CHECK_ST(st, ST_OK);
	return a.id;
}

/* Who the session is now: asked anew before every call, as the HTTP face does. */
static struct who
now(struct set *s, struct str secret)
{
	enum session_state state;
	struct who who;
	bool touch;

	CHECK_ST(db_begin_read(s->w->db), ST_OK);
	enum status st = session_resolve(s->w->app, s->w->db, test_arena(), secret, s->w->app->fixed_now, &who, &state, &touch);
	db_end_read(s->w->db);
	CHECK_ST(st, ST_OK);
	return who;
}

static struct str
sign_in(struct set *s, const char *email)
{
	struct outcome o = test_call(s->w, (struct who){ .account = 0 }, "account.sign_in", "email", str_c(email), "password", S(PASSWORD), NULL);
	struct account a;

	CHECK_DONE(o);
	struct who half = now(s, o.ctx->session_secret);
	CHECK_ST(db_begin_read(s->w->db), ST_OK);
	enum status st = account_find(s->w->app, s->w->db, test_arena(), str_c(email), &a);
	db_end_read(s->w->db);
	CHECK_ST(st, ST_OK);
	o = test_call(s->w, half, "account.set_up", "code", totp_now(test_arena(), a.secret, s->w->app->fixed_now), NULL);
	CHECK_DONE(o);
	return o.ctx->session_secret;
}

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.national = test_world_org(s.w, "National body", "national");
	s.buyer_org = test_world_org(s.w, "Southfell", "commissioner");
	s.trust = test_world_org(s.w, "Northmoor", "provider");
	s.other_trust = test_world_org(s.w, "Eastvale", "provider");
	s.reader = person(&s, "sol@south.example", "Sol Fell", "Southfell", "specialist");
	s.secret = sign_in(&s, "sol@south.example");
	s.asker = now(&s, s.secret);
	s.opener = test_who(s.w, s.trust, "provider", ROLE(SPECIALIST), 301);
	s.stranger = test_who(s.w, s.other_trust, "provider", ROLE(SPECIALIST) | ROLE(LEAD) | ROLE(ADMINISTRATOR), 302);
	CHECK_DONE(test_call(s.w, s.asker, "contract.create", "title", S("Acute care"), "provider", test_id(s.trust), "starts_on", S("2026-04-01"),
	    "ends_on", S("2027-03-31"), "provider_status", S("nhs_trust"), NULL));
	CHECK_DONE(test_call(s.w, s.opener, "agreement.create", "title", S("Protocol with the police"), "kind", S("protocol"), "partner_kind", S("police"),
	    "partner", S("Moor Police"), "review_on", S("2027-01-01"), NULL));
	return s;
}

static struct outcome
ask(struct set s, struct str provider, const char *from, const char *to)
{
	return test_call(s.w, s.asker, "reading_request.create", "provider", provider, "capacity", S("specialist"), "reader", test_id(s.reader),
	    "starts_on", str_c(from), "ends_on", str_c(to), "subject", S("Arrangements against violence"), NULL);
}

static struct str
opened(struct set s)
{
	struct outcome o = ask(s, test_id(s.trust), "2026-09-21", "2026-09-30");

	CHECK_DONE(o);
	o = test_call(s.w, s.opener, "reading_grant.open", "request", test_field(o, "id"), NULL);
	CHECK_DONE(o);
	return test_field(o, "id");
}

TEST(grant_asking_has_its_rules)
{
	struct set s = set_up();

	CHECK_ST(ask(s, test_id(s.other_trust), "2026-09-21", "2026-09-30").st, ST_INVALID);	/* no contract */
	CHECK_ST(ask(s, test_id(s.national), "2026-09-21", "2026-09-30").st, ST_INVALID);
	CHECK_ST(ask(s, test_id(s.trust), "2026-09-21", "2026-09-20").st, ST_INVALID);
	CHECK_ST(ask(s, test_id(s.trust), "2026-09-21", "2027-09-30").st, ST_INVALID);
	CHECK_ST(ask(s, test_id(s.trust), "2027-04-21", "2027-04-30").st, ST_INVALID);		/* the contract is over by then */
	struct outcome o = test_call(s.w, s.asker, "reading_request.create", "provider", test_id(s.trust), "capacity", S("stead"), "reader", test_id(s.reader),
	    "starts_on", S("2026-09-21"), "ends_on", S("2026-09-30"), "subject", S("All"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Say who nominated this person");
	o = test_call(s.w, s.asker, "reading_request.create", "provider", test_id(s.trust), "capacity", S("national"), "reader", test_id(s.reader),
	    "nominated_by", S("X"), "nominated_on", S("2026-09-01"), "starts_on", S("2026-09-21"), "ends_on", S("2026-09-30"), "subject", S("All"), NULL);
	CHECK_STR(o.message, "Only the national body can nominate in its name");
	/* Nobody from elsewhere is sent. */
	int64_t outsider = person(&s, "nora@north.example", "Nora Moor", "Northmoor", "specialist");
	o = test_call(s.w, s.asker, "reading_request.create", "provider", test_id(s.trust), "capacity", S("specialist"), "reader", test_id(outsider),
	    "starts_on", S("2026-09-21"), "ends_on", S("2026-09-30"), "subject", S("All"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(str_find(o.json, S("Nora")) < 0);
}

TEST(grant_only_the_provider_answers)
{
	struct set s = set_up();
	struct outcome o = ask(s, test_id(s.trust), "2026-09-21", "2026-09-30");
	struct str id = test_field(o, "id");

	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, s.stranger, "reading_grant.open", "request", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.asker, "reading_grant.open", "request", id, NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "grant.board", NULL), "asked"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.opener, "grant.board", NULL), "asked"), 1);
	CHECK_EQ_I(test_count(test_call(s.w, s.opener, "home.due", NULL), "items"), 1);
	CHECK_ST(test_call(s.w, s.opener, "reading_grant.open", "request", id, "ends_on", S("2026-12-01"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.opener, "reading_grant.refuse", "request", id, NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.opener, "reading_grant.refuse", "request", id, "reason", S("Not this month"), NULL));
	CHECK_ST(test_call(s.w, s.opener, "reading_grant.open", "request", id, NULL).st, ST_CONFLICT);
	/* The asker learns the answer, and a refusal opens nothing. */
	o = test_call(s.w, s.asker, "grant.board", NULL);
	CHECK_STR(test_field(o, "answers.0.state"), "Refused");
	CHECK_STR(test_field(o, "answers.0.reason"), "Not this month");
	CHECK_ST(test_call(s.w, s.asker, "grant.enter", "grant", test_field(o, "answers.0.id"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.asker, "reading_request.edit", "id", id, "version", S("1"), "subject", S("More"), NULL).st, ST_INVALID);
}

TEST(grant_reads_and_nothing_else)
{
	struct set s = set_up();
	struct str id = opened(s);

	CHECK_ST(test_call(s.w, s.asker, "agreement.list", NULL).st, ST_OK);
	CHECK_EQ_I(test_count(test_call(s.w, s.asker, "agreement.list", NULL), "items"), 0);
	CHECK_DONE(test_call(s.w, now(&s, s.secret), "grant.enter", "grant", id, NULL));
	struct who inside = now(&s, s.secret);
	CHECK_EQ_I(inside.org, s.trust);
	CHECK(inside.grant != 0 && inside.home_org == s.buyer_org);
	struct outcome o = test_call(s.w, inside, "agreement.list", NULL);
	CHECK_EQ_I(test_count(o, "items"), 1);
	struct str agreement = test_field(o, "items.0.id");
	CHECK_DONE(test_call(s.w, inside, "agreement.view", "id", agreement, NULL));
	/* No writing, no people with access, no grants, no going further. */
	CHECK_ST(test_call(s.w, inside, "agreement.edit", "id", agreement, "version", S("1"), "title", S("X"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, inside, "agreement.create", "title", S("X"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, inside, "access.list", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, inside, "reading_grant.view", "id", id, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, inside, "contract.held", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, inside, "grant.enter", "grant", id, NULL).st, ST_INVALID);
	/* The provider sees what was opened, down to the record. */
	o = test_call(s.w, s.opener, "reading_grant.view", "id", id, NULL);
	CHECK_DONE(o);
	CHECK(str_find(o.json, S("agreement.view")) >= 0);
	CHECK(str_find(o.json, agreement) >= 0);
	CHECK_ST(test_call(s.w, s.stranger, "reading_grant.view", "id", id, NULL).st, ST_NOT_FOUND);
	/* Leaving leads home. */
	CHECK_DONE(test_call(s.w, inside, "grant.leave", NULL));
	CHECK_EQ_I(now(&s, s.secret).org, s.buyer_org);
	CHECK_EQ_I(now(&s, s.secret).grant, 0);
}

TEST(grant_ends_by_time_and_at_once)
{
	struct set s = set_up();
	struct str id = opened(s);
	struct who colleague = s.asker;

	/* For the named person only. */
	colleague.account = person(&s, "sid@south.example", "Sid Fell", "Southfell", "specialist");
	CHECK_ST(test_call(s.w, colleague, "grant.enter", "grant", id, NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_call(s.w, now(&s, s.secret), "grant.enter", "grant", id, NULL));
	CHECK_EQ_I(now(&s, s.secret).org, s.trust);
	/* Withdrawn while the reader is inside. */
	CHECK_DONE(test_call(s.w, s.opener, "reading_grant.withdraw", "id", id, "version", S("1"), "why", S("Visit is over"), NULL));
	CHECK_EQ_I(now(&s, s.secret).org, s.buyer_org);
	CHECK_EQ_I(test_count(test_call(s.w, now(&s, s.secret), "agreement.list", NULL), "items"), 0);
	CHECK_ST(test_call(s.w, now(&s, s.secret), "grant.enter", "grant", id, NULL).st, ST_NOT_FOUND);
	CHECK_STR(test_field(test_call(s.w, s.asker, "grant.board", NULL), "answers.0.state"), "Withdrawn");
	/* Over at midnight: inside one minute before, outside one minute after. */
	id = test_field(test_call(s.w, s.opener, "reading_grant.open", "request", test_field(ask(s, test_id(s.trust), "2026-09-21", "2026-09-21"), "id"), NULL), "id");
	test_world_pass(s.w, 11 * 3600 + 30 * 60);
	struct str late = s.secret;
	struct who w = now(&s, late);
	if (w.org == 0) {	/* the session has run out meanwhile: sign in again */
		struct outcome o = test_call(s.w, (struct who){ .account = 0 }, "account.sign_in", "email", S("sol@south.example"), "password", S(PASSWORD), NULL);
		struct account a;
		CHECK_DONE(o);
		CHECK_ST(db_begin_read(s.w->db), ST_OK);
		enum status st = account_find(s.w->app, s.w->db, test_arena(), S("sol@south.example"), &a);
		db_end_read(s.w->db);
		CHECK_ST(st, ST_OK);
		o = test_call(s.w, now(&s, o.ctx->session_secret), "account.code", "code", totp_now(test_arena(), a.secret, s.w->app->fixed_now), NULL);
		CHECK_DONE(o);
		late = o.ctx->session_secret;
	}
	CHECK_DONE(test_call(s.w, now(&s, late), "grant.enter", "grant", id, NULL));
	test_world_pass(s.w, 29 * 60);
	CHECK_EQ_I(now(&s, late).org, s.trust);
	test_world_pass(s.w, 60);
	w = now(&s, late);
	CHECK(w.org != s.trust);
	CHECK_EQ_I(w.grant, 0);
}

TEST(grant_not_yet_begun_opens_nothing)
{
	struct set s = set_up();
	struct outcome o = ask(s, test_id(s.trust), "2026-09-22", "2026-09-30");

	CHECK_DONE(o);
	o = test_call(s.w, s.opener, "reading_grant.open", "request", test_field(o, "id"), NULL);
	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, s.asker, "grant.enter", "grant", test_field(o, "id"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.asker, "grant.enter", "grant", S("5"), NULL).st, ST_NOT_FOUND);
}

TEST(grant_successor_reads_predecessor)
{
	struct set s = set_up();
	struct who programme = test_who(s.w, s.national, "national", ROLE(PROGRAMME), 303);
	int64_t heir = person(&s, "eve@east.example", "Eve Vale", "Eastvale", "specialist");
	struct str secret = sign_in(&s, "eve@east.example");

	(void)heir;
	CHECK_ST(test_call(s.w, now(&s, secret), "grant.predecessor", "organisation", test_id(s.trust), NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_call(s.w, programme, "organisation.edit", "id", test_id(s.trust), "ods_code", S("RNM"), NULL));
	CHECK_DONE(test_call(s.w, programme, "organisation.merge", "id", test_id(s.trust), "successor", test_id(s.other_trust), "on", S("2026-09-01"), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, now(&s, secret), "grant.board", NULL), "predecessors"), 1);
	CHECK_DONE(test_call(s.w, now(&s, secret), "grant.predecessor", "organisation", test_id(s.trust), NULL));
	struct who inside = now(&s, secret);
	CHECK_EQ_I(test_count(test_call(s.w, inside, "agreement.list", NULL), "items"), 1);
	CHECK_ST(test_call(s.w, inside, "agreement.create", "title", S("X"), NULL).st, ST_FORBIDDEN);
	/* The commissioner is no successor; and taking the merger back ends it at once. */
	CHECK_ST(test_call(s.w, now(&s, s.secret), "grant.predecessor", "organisation", test_id(s.trust), NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_call(s.w, programme, "organisation.reopen", "id", test_id(s.trust), NULL));
	CHECK_EQ_I(now(&s, secret).org, s.other_trust);
}
