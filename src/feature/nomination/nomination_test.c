/* SPDX-License-Identifier: MIT */
#include "feature/nomination/nomination.h"
#include <string.h>
#include "app/dispatch.h"
#include "app/due.h"
#include "base/ids.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct world { struct test_world *t; struct app *app; struct db *db; int64_t trust, other, body; };
#define call(w, ...) test_call((w)->t, __VA_ARGS__)
#define good CHECK_DONE

static void
on_day(struct world *w, int year, int month, int day)
{
	w->app->fixed_now = when_of_date(date_of(year, month, day), 10, 0);
}

static struct world *
world(void)
{
	struct world *w = arena_new(test_arena(), struct world);

	w->t = test_world();
	w->app = w->t->app;
	w->db = w->t->db;
	on_day(w, 2026, 9, 1);
	w->trust = test_world_org(w->t, "Northmoor", "provider");
	w->other = test_world_org(w->t, "Southfell", "provider");
	w->body = test_world_org(w->t, "National body", "national");
	return w;
}

static struct who
as(struct world *w, int64_t in, uint64_t roles, const char *kind)
{
	return test_who(w->t, in, kind, roles, id_new());
}

static struct who
specialist(struct world *w)
{
	return as(w, w->trust, ROLE(SPECIALIST), "provider");
}

static struct who
programme(struct world *w)
{
	return as(w, w->body, ROLE(PROGRAMME), "national");
}

static bool
says(struct outcome o, const char *words)
{
	return str_find(o.json, str_c(words)) >= 0;
}

static struct str
person(struct world *w, struct who who, const char *name)
{
	struct outcome o = call(w, who, "person.create", "name", str_c(name), "job_title", S("Head of security"), "email", S("x@north.example"), NULL);

	good(o);
	return test_id(o.ctx->id);
}

static struct str
holder(struct world *w, struct who who, const char *post, struct str person_id, const char *from)
{
	struct outcome o = call(w, who, "post_holding.create", "post", str_c(post), "person", person_id, "from_on", str_c(from),
	    "board_level", S("true"), "accreditation", S("A-1234"), "accredited_until", S("2027-01-31"), NULL);

	good(o);
	return test_id(o.ctx->id);
}

static struct str
nominated(struct world *w, struct who who, struct str holding)
{
	struct outcome o = call(w, who, "post_holding.nominate", "id", holding, NULL);

	good(o);
	return test_id(((const int64_t *)o.out)[1]);
}

static struct live_fact
fact(struct world *w, const char *name, struct date from, struct date to)
{
	struct who *who = arena_new(test_arena(), struct who);
	struct live_fact f;

	*who = specialist(w);
	struct ctx *c = ctx_make(w->app, test_arena(), who, action_find(S("nomination.list")), FACE_PAGE);
	CHECK_ST(db_begin_read(w->db), ST_OK);
	c->db = w->db;
	enum status st = fact_get(c, name, from, to, &f);
	db_end_read(w->db);
	CHECK_ST(st, ST_OK);
	return f;
}

static struct due_list
due_of(struct world *w, struct who whom)
{
	struct who *who = arena_new(test_arena(), struct who);
	struct due_list due;

	*who = whom;
	struct ctx *c = ctx_make(w->app, test_arena(), who, action_find(S("home.due")), FACE_PAGE);
	CHECK_ST(db_begin_read(w->db), ST_OK);
	c->db = w->db;
	enum status st = due_collect(c, &due);
	db_end_read(w->db);
	CHECK_ST(st, ST_OK);
	return due;
}

static size_t
due_count(const struct due_list *l, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += strcmp(l->items[i].kind, kind) == 0;
	return n;
}

TEST(nomination_days_at_the_edges_of_a_period)
{
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	struct clock_span whole = { from, to }, open = { from, { 0 } }, before = { date_of(2020, 1, 1), date_of(2026, 3, 31) };
	struct clock_span first = { from, from }, last = { to, { 0 } }, after = { date_of(2027, 4, 1), { 0 } };
	struct clock_span two[3] = { { date_of(2025, 1, 1), date_of(2026, 6, 30) }, { date_of(2026, 6, 1), date_of(2026, 6, 10) }, { date_of(2026, 7, 11), { 0 } } };

	CHECK_EQ_I(nomination_days_uncovered(NULL, 0, from, to), 365);
	CHECK_EQ_I(nomination_days_uncovered(&whole, 1, from, to), 0);
	CHECK_EQ_I(nomination_days_uncovered(&open, 1, from, to), 0);
	CHECK_EQ_I(nomination_days_uncovered(&before, 1, from, to), 365);
	CHECK_EQ_I(nomination_days_uncovered(&first, 1, from, to), 364);
	CHECK_EQ_I(nomination_days_uncovered(&last, 1, from, to), 364);
	CHECK_EQ_I(nomination_days_uncovered(&after, 1, from, to), 365);
	CHECK_EQ_I(nomination_days_uncovered(two, 3, from, to), 10);
	CHECK_EQ_I(nomination_days_uncovered(&open, 1, from, from), 0);
}

TEST(nomination_facts_count_vacancy_and_lapse)
{
	struct world *w = world();
	struct who us = specialist(w);
	struct date from = date_of(2025, 10, 1), to = date_of(2026, 9, 30);

	CHECK_EQ_I(fact(w, "lead.days_vacant", from, to).state, LIVE_UNKNOWN);
	struct str lead = holder(w, us, "board_lead", person(w, us, "Ada Moor"), "2025-10-11");
	struct live_fact f = fact(w, "lead.days_vacant", from, to);
	CHECK_EQ_I(f.value, 10);
	CHECK_EQ_I(f.state, LIVE_FOR);
	CHECK_STR(f.words, "No board-level lead for 10 days of the period");
	good(call(w, us, "post_holding.end", "id", lead, "ended_on", S("2026-08-31"), "ended_why", S("Retired"), NULL));
	f = fact(w, "lead.days_vacant", from, to);		/* today, 1 September, is vacant */
	CHECK_EQ_I(f.value, 11);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	CHECK_EQ_I(fact(w, "lead.board_level", from, to).state, LIVE_AGAINST);
	CHECK_EQ_I(fact(w, "lead.days_vacant", date_of(2026, 1, 1), date_of(2026, 8, 31)).value, 0);
	CHECK_EQ_I(fact(w, "lead.days_vacant", date_of(2026, 10, 1), date_of(2027, 9, 30)).state, LIVE_UNKNOWN);
	/* Nobody at all in a register that is in use: every day. */
	CHECK_EQ_I(fact(w, "specialist.days_uncovered", date_of(2026, 8, 1), date_of(2026, 8, 31)).value, 31);
	holder(w, us, "specialist", person(w, us, "Bo Fell"), "2025-01-01");
	CHECK_EQ_I(fact(w, "specialist.days_uncovered", from, to).value, 0);
	on_day(w, 2027, 2, 10);		/* accredited until 31 January */
	f = fact(w, "specialist.days_uncovered", date_of(2027, 1, 1), date_of(2027, 12, 31));
	CHECK_EQ_I(f.value, 10);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	struct outcome o = call(w, us, "nomination.list", NULL);
	good(o);
	CHECK(says(o, "the accreditation lapsed on 31 January 2027"));
	CHECK(says(o, "Board-level executive lead: nobody has held this post since 31 August 2026"));
	CHECK(says(o, "no development is recorded for the last twelve months"));
}

TEST(nomination_is_sent_confirmed_and_ends)
{
	struct world *w = world();
	struct who us = specialist(w), them = programme(w);
	struct date from = date_of(2026, 1, 1), to = date_of(2026, 12, 31);
	struct str h = holder(w, us, "board_lead", person(w, us, "Ada Moor"), "2026-01-01");

	CHECK(!says(call(w, them, "nomination.received", NULL), "Ada Moor"));
	CHECK_EQ_I(fact(w, "lead.nomination", from, to).value, NOMINATION_NONE);
	struct str id = nominated(w, us, h);
	struct live_fact f = fact(w, "lead.nomination", from, to);
	CHECK_EQ_I(f.value, NOMINATION_SENT);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	struct due_list due = due_of(w, them), ours = due_of(w, us);
	CHECK_EQ_I(due_count(&due, "Nomination to answer"), 1);
	CHECK_EQ_I(due_count(&ours, "Nomination waiting for an answer"), 1);
	struct outcome o = call(w, them, "nomination.received", NULL);
	CHECK(says(o, "Ada Moor") && says(o, "Northmoor"));
	good(call(w, them, "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL));
	f = fact(w, "lead.nomination", from, to);
	CHECK_EQ_I(f.value, NOMINATION_CONFIRMED);
	CHECK_EQ_I(f.state, LIVE_FOR);
	CHECK_STR(f.words, "Board-level executive lead: nomination of the present holder confirmed on 1 September 2026");
	CHECK_EQ_I(fact(w, "lead.nomination", from, date_of(2026, 8, 31)).value, NOMINATION_NONE);	/* not yet on that day */
	CHECK_ST(call(w, them, "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_CONFLICT);
	CHECK_ST(call(w, us, "nomination.withdraw", "id", id, "why", S("By mistake"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "post_holding.nominate", "id", h, NULL).st, ST_INVALID);
	on_day(w, 2026, 9, 20);
	good(call(w, us, "post_holding.end", "id", h, "ended_on", S("2026-09-15"), NULL));
	o = call(w, them, "nomination.read", "nomination", id, NULL);
	good(o);
	o = call(w, us, "nomination.view", "id", id, NULL);
	CHECK(says(o, "\"ended\"") && says(o, "2026-09-15"));
	/* The successor starts without one. */
	holder(w, us, "board_lead", person(w, us, "Bo Fell"), "2026-09-16");
	f = fact(w, "lead.nomination", from, to);
	CHECK_EQ_I(f.value, NOMINATION_NONE);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	o = call(w, us, "post_holding.history", "id", h, NULL);
	CHECK(says(o, "Last day in the post"));
}

TEST(nomination_refused_needs_a_reason_and_a_new_one)
{
	struct world *w = world();
	struct who us = specialist(w), them = programme(w);
	struct str h = holder(w, us, "specialist", person(w, us, "Bo Fell"), "2026-01-01"), id = nominated(w, us, h);

	CHECK_ST(call(w, them, "nomination.answer", "nomination", id, "decision", S("refused"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, them, "nomination.answer", "nomination", id, "decision", S("perhaps"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, them, "nomination.answer", "nomination", id, "decision", S("confirmed"), "confirmed_until", S("2026-08-31"), NULL).st, ST_INVALID);
	good(call(w, them, "nomination.answer", "nomination", id, "decision", S("refused"), "reason", S("Course not finished"), NULL));
	struct outcome o = call(w, us, "nomination.view", "id", id, NULL);
	CHECK(says(o, "refused") && says(o, "Course not finished"));
	/* An administrator reads who it is, and no free text about the person. */
	o = call(w, as(w, w->trust, ROLE(ADMINISTRATOR), "provider"), "nomination.view", "id", id, NULL);
	good(o);
	CHECK(says(o, "Bo Fell") && !says(o, "Course not finished") && says(o, PERSONAL_HIDDEN));
	on_day(w, 2026, 9, 10);
	struct str again = nominated(w, us, h);
	good(call(w, them, "nomination.answer", "nomination", again, "decision", S("confirmed"), "confirmed_until", S("2026-10-01"), NULL));
	struct due_list due = due_of(w, us);
	CHECK_EQ_I(due_count(&due, "Nomination to renew"), 1);
	/* A confirmation holds while its renewal waits, and not a day longer. */
	nominated(w, us, h);
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	CHECK_EQ_I(fact(w, "specialist.nomination", from, to).state, LIVE_FOR);
	on_day(w, 2026, 10, 1);
	CHECK_EQ_I(fact(w, "specialist.nomination", from, to).state, LIVE_FOR);
	on_day(w, 2026, 10, 2);
	CHECK_EQ_I(fact(w, "specialist.nomination", from, to).state, LIVE_AGAINST);
}

TEST(nomination_only_the_right_people_answer)
{
	struct world *w = world();
	struct who us = specialist(w);
	struct str h = holder(w, us, "manager", person(w, us, "Ada Moor"), "2026-01-01"), id = nominated(w, us, h);
	int64_t elsewhere = test_world_org(w->t, "Another national body", "national");

	CHECK_ST(call(w, as(w, w->body, ROLE(INSPECTOR), "national"), "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, us, "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, as(w, w->trust, ROLE(PROGRAMME), "provider"), "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(call(w, as(w, elsewhere, ROLE(PROGRAMME), "national"), "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_NOT_FOUND);
	CHECK(!says(call(w, as(w, elsewhere, ROLE(PROGRAMME), "national"), "nomination.received", NULL), "Ada Moor"));
	CHECK_ST(call(w, as(w, elsewhere, ROLE(PROGRAMME), "national"), "nomination.read", "nomination", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, (struct who){ .account = 0 }, "nomination.received", NULL).st, ST_SIGN_IN);
	/* Two national bodies now: one has to be chosen. */
	struct str h2 = holder(w, us, "violence_lead", person(w, us, "Bo Fell"), "2026-01-01");
	CHECK_ST(call(w, us, "post_holding.nominate", "id", h2, NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "post_holding.nominate", "id", h2, "sent_to", test_id(w->other), NULL).st, ST_INVALID);
	good(call(w, us, "post_holding.nominate", "id", h2, "sent_to", test_id(elsewhere), NULL));
	CHECK(!says(call(w, programme(w), "nomination.received", NULL), "Bo Fell"));
}

TEST(nomination_another_organisation_sees_nobody)
{
	struct world *w = world();
	struct who us = specialist(w), stranger = as(w, w->other, ROLE(SPECIALIST), "provider");
	struct str p = person(w, us, "Ada Moor"), h = holder(w, us, "manager", p, "2026-01-01"), id = nominated(w, us, h);

	CHECK(!says(call(w, stranger, "person.list", NULL), "Ada Moor"));
	CHECK(!says(call(w, stranger, "nomination.list", NULL), "Ada Moor"));
	CHECK(!says(call(w, stranger, "post_holding.export", NULL), "A-1234"));
	CHECK_ST(call(w, stranger, "person.view", "id", p, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "nomination.view", "id", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "post_holding.nominate", "id", h, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "nomination.withdraw", "id", id, "why", S("x"), NULL).st, ST_NOT_FOUND);
	/* Nor can one of ours be put into a post of theirs. */
	CHECK_ST(call(w, stranger, "post_holding.create", "post", S("manager"), "person", p, "from_on", S("2026-01-01"), NULL).st, ST_INVALID);
	/* The national body sees the letter, never the register behind it. */
	CHECK_ST(call(w, as(w, w->body, ROLE(SPECIALIST), "national"), "person.view", "id", p, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, as(w, w->body, ROLE(SPECIALIST), "national"), "nomination.view", "id", id, NULL).st, ST_NOT_FOUND);
}

TEST(nomination_taken_back_is_gone_for_the_national_body)
{
	struct world *w = world();
	struct who us = specialist(w), them = programme(w);
	struct str h = holder(w, us, "manager", person(w, us, "Ada Moor"), "2026-01-01"), id = nominated(w, us, h);

	CHECK_ST(call(w, us, "post_holding.withdraw", "id", h, "why", S("Wrong"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "nomination.withdraw", "id", id, NULL).st, ST_INVALID);
	good(call(w, us, "nomination.withdraw", "id", id, "why", S("Sent too early"), NULL));
	CHECK(!says(call(w, them, "nomination.received", NULL), "Ada Moor"));
	CHECK_ST(call(w, them, "nomination.answer", "nomination", id, "decision", S("confirmed"), NULL).st, ST_NOT_FOUND);
	struct outcome o = call(w, us, "nomination.view", "id", id, NULL);
	CHECK(says(o, "taken_back"));
	good(call(w, us, "post_holding.withdraw", "id", h, "why", S("Wrong"), NULL));
}

TEST(nomination_rules_of_a_post)
{
	struct world *w = world();
	struct who us = specialist(w);
	struct str p = person(w, us, "Ada Moor"), q = person(w, us, "Bo Fell"), h = holder(w, us, "specialist", p, "2026-01-01");

	CHECK_ST(call(w, us, "post_holding.create", "post", S("specialist"), "person", p, "from_on", S("2026-05-01"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "post_holding.create", "post", S("king"), "person", p, "from_on", S("2026-05-01"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "post_holding.end", "id", h, "ended_on", S("2025-12-31"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "person.withdraw", "id", p, "why", S("x"), NULL).st, ST_INVALID);
	nominated(w, us, h);
	CHECK_ST(call(w, us, "post_holding.edit", "id", h, "person", q, NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "post_holding.nominate", "id", h, NULL).st, ST_INVALID);
	struct str chair = holder(w, us, "audit_chair", q, "2026-01-01");
	CHECK_ST(call(w, us, "post_holding.nominate", "id", chair, NULL).st, ST_INVALID);
	CHECK_ST(call(w, us, "person.create", "name", S("Cy Dale"), "job_title", S("Clerk"), "email", S("no address"), NULL).st, ST_INVALID);
	CHECK_ST(call(w, as(w, w->trust, ROLE(CONTRIBUTOR), "provider"), "person.list", NULL).st, ST_FORBIDDEN);
}
