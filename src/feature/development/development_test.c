/* SPDX-License-Identifier: MIT */
#include "feature/development/development.h"
#include "app/dispatch.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t national, ours; struct who programme, us, other; struct str bo; };

static void
on_day(struct set *s, int year, int month, int day)
{
	s->w->app->fixed_now = when_of_date(date_of(year, month, day), 10, 0);
}

static struct str
person(struct set *s, struct who who, const char *name)
{
	struct outcome o = test_call(s->w, who, "person.create", "name", str_c(name), "job_title", S("Specialist"), NULL);

	CHECK_DONE(o);
	return test_field(o, "id");
}

/* One specialist since 1 July 2025. */
static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	on_day(&s, 2026, 9, 21);
	s.national = test_world_org(s.w, "National body", "national");
	s.ours = test_world_org(s.w, "Northmoor", "provider");
	s.programme = test_who(s.w, s.national, "national", ROLE(PROGRAMME), 101);
	s.us = test_who(s.w, s.ours, "provider", ROLE(SPECIALIST) | ROLE(ADMINISTRATOR), 102);
	s.other = test_who(s.w, test_world_org(s.w, "Southfell", "provider"), "provider", ROLE(SPECIALIST) | ROLE(ADMINISTRATOR), 103);
	CHECK_DONE(test_call(s.w, s.us, "organisation.settings", "region", S("North"), NULL));
	CHECK_DONE(test_call(s.w, s.other, "organisation.settings", "region", S("South"), NULL));
	s.bo = person(&s, s.us, "Bo Fell");
	CHECK_DONE(test_call(s.w, s.us, "post_holding.create", "post", S("specialist"), "person", s.bo, "from_on", S("2025-07-01"),
	    "accreditation", S("A-1"), NULL));
	return s;
}

static struct str
forum(struct set *s, const char *day, const char *region)
{
	struct outcome o = test_call(s->w, s->programme, "forum.create", "title", S("Regional forum"), "held_on", str_c(day), "region", str_c(region), NULL);

	CHECK_DONE(o);
	return test_field(o, "id");
}

static enum status
attended(struct set *s, struct str forum_id)
{
	return test_call(s->w, s->us, "attendance.create", "person", s->bo, "forum", forum_id, NULL).st;
}

static enum status
did(struct set *s, const char *day, const char *hours)
{
	return test_call(s->w, s->us, "development.create", "person", s->bo, "kind", S("course"), "title", S("A course"), "done_on", str_c(day),
	    "hours", str_c(hours), NULL).st;
}

static struct live_fact
fact(struct set *s, const char *name, struct date from, struct date to)
{
	struct who *who = arena_new(test_arena(), struct who);
	struct live_fact f;

	*who = s->us;
	struct ctx *c = ctx_make(s->w->app, test_arena(), who, action_find(S("development.totals")), FACE_PAGE);
	CHECK_ST(db_begin_read(s->w->db), ST_OK);
	c->db = s->w->db;
	enum status st = fact_get(c, name, from, to, &f);
	db_end_read(s->w->db);
	CHECK_ST(st, ST_OK);
	return f;
}

TEST(development_forums_are_the_denominator)
{
	struct set s = set_up();
	struct date from = date_of(2025, 4, 1), to = date_of(2026, 3, 31);

	CHECK_EQ_I(fact(&s, "forum.attended", from, to).state, LIVE_NONE_AROSE);
	CHECK_EQ_I(fact(&s, "forum.held", from, to).state, LIVE_NONE_AROSE);
	forum(&s, "2025-06-30", "North");		/* the day before the specialist began */
	forum(&s, "2025-10-01", "South");		/* not our region */
	struct str all = forum(&s, "2025-10-02", ""), north = forum(&s, "2026-03-31", "North"), off = forum(&s, "2026-01-10", "North");
	forum(&s, "2026-04-01", "North");		/* the next year's */
	CHECK_DONE(test_call(s.w, s.programme, "forum.edit", "id", off, "version", S("1"), "cancelled", S("true"), NULL));
	CHECK_EQ_I(fact(&s, "forum.held", from, to).value, 3);
	struct live_fact f = fact(&s, "forum.attended", from, to);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	CHECK_STR(f.words, "Forums attended by the specialist with the fewest: 0 of 2 held");
	CHECK_ST(attended(&s, north), ST_OK);
	f = fact(&s, "forum.attended", from, to);
	CHECK_EQ_I(f.value, 50);
	CHECK_EQ_I(f.state, LIVE_FOR);
	CHECK_ST(attended(&s, north), ST_CONFLICT);
	CHECK_ST(attended(&s, off), ST_INVALID);
	CHECK_ST(attended(&s, forum(&s, "2026-09-22", "")), ST_INVALID);
	CHECK_ST(attended(&s, S("12345")), ST_INVALID);
	CHECK_ST(attended(&s, all), ST_OK);
	CHECK_EQ_I(fact(&s, "forum.attended", from, to).value, 100);
}

TEST(development_hours_and_courses_of_a_year)
{
	struct set s = set_up();
	struct date from = date_of(2025, 4, 1), to = date_of(2026, 3, 31);

	CHECK_EQ_I(fact(&s, "specialist.cpd", from, to).state, LIVE_UNKNOWN);
	CHECK_EQ_I(fact(&s, "specialist.courses", from, to).state, LIVE_UNKNOWN);
	CHECK_ST(did(&s, "2025-03-31", "100"), ST_OK);
	CHECK_ST(did(&s, "2025-04-01", "7"), ST_OK);
	CHECK_ST(did(&s, "2026-03-31", "7"), ST_OK);
	CHECK_ST(did(&s, "2026-04-01", "100"), ST_OK);
	CHECK_ST(did(&s, "2026-09-22", "1"), ST_INVALID);
	CHECK_ST(did(&s, "2026-09-20", "401"), ST_INVALID);
	struct live_fact f = fact(&s, "specialist.cpd", from, to);
	CHECK_EQ_I(f.value, 14);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	CHECK_DONE(test_call(s.w, s.us, "development.settings", "hours", S("14"), "forum_share", S("100"), NULL));
	CHECK_EQ_I(fact(&s, "specialist.cpd", from, to).state, LIVE_FOR);
	CHECK_DONE(test_call(s.w, s.us, "required_course.suggest", NULL));
	CHECK_ST(test_call(s.w, s.us, "required_course.suggest", NULL).st, ST_INVALID);
	CHECK_EQ_I(fact(&s, "specialist.courses", from, to).value, 0);
	struct str course = test_field(test_call(s.w, s.us, "required_course.list", NULL), "items.1.id");	/* every 12 months */
	CHECK_ST(test_call(s.w, s.us, "development.create", "person", s.bo, "kind", S("required"), "title", S("x"), "done_on", S("2025-03-31"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.us, "development.create", "person", s.bo, "kind", S("other"), "course", course, "title", S("x"), "done_on", S("2025-03-31"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.us, "development.create", "person", s.bo, "kind", S("required"), "course", course, "title", S("Confidentiality"), "done_on", S("2025-03-31"), NULL));
	CHECK_EQ_I(fact(&s, "specialist.courses", from, to).value, 33);			/* twelve months to the day */
	CHECK_EQ_I(fact(&s, "specialist.courses", from, date_of(2026, 4, 1)).value, 0);
	struct outcome o = test_call(s.w, s.us, "development.totals", "year", S("2025"), NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "items.0.hours"), "14");
	CHECK_STR(test_field(o, "items.0.name"), "Bo Fell");
	CHECK_EQ_I(test_count(test_call(s.w, s.other, "development.totals", "year", S("2025"), NULL), "items"), 0);
}

TEST(development_forum_belongs_to_its_body)
{
	struct set s = set_up();
	int64_t elsewhere = test_world_org(s.w, "Another national body", "national");
	struct str f = forum(&s, "2026-09-01", "North");

	CHECK_ST(test_call(s.w, s.us, "forum.create", "title", S("Ours"), "held_on", S("2026-09-01"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, test_who(s.w, elsewhere, "national", ROLE(PROGRAMME), 104), "forum.edit", "id", f, "title", S("Theirs"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, test_who(s.w, s.national, "national", ROLE(INSPECTOR), 105), "forum.edit", "id", f, "title", S("x"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.programme, "forum.create", "title", S("x"), "held_on", S("2026-09-01"), "region", S("Nowhere"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "forum.edit", "id", f, "version", S("7"), "title", S("x"), NULL).st, ST_CONFLICT);
	CHECK_DONE(test_call(s.w, s.programme, "forum.edit", "id", f, "version", S("1"), "title", S("Autumn forum"), NULL));
	CHECK_STR(test_field(test_call(s.w, s.other, "forum.view", "id", f, NULL), "title"), "Autumn forum");
	CHECK_STR(test_field(test_call(s.w, s.other, "forum.list", NULL), "items.0.title"), "Autumn forum");
	/* Who went there is nobody else's business. */
	CHECK_ST(attended(&s, f), ST_OK);
	CHECK_EQ_I(test_count(test_call(s.w, s.other, "attendance.list", NULL), "items"), 0);
	/* One of ours cannot be entered by another organisation. */
	CHECK_ST(test_call(s.w, s.other, "attendance.create", "person", s.bo, "forum", f, NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.other, "development.create", "person", s.bo, "kind", S("course"), "title", S("x"), "done_on", S("2026-01-01"), NULL).st, ST_INVALID);
}
