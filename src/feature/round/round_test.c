/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"
#include "app/due.h"
#include "app/job.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/round/own.h"
#include "tests/testapp.h"

struct rounds { struct test_app *t; int64_t national, moor, fell, trust, framework; struct who programme, specialist, fell_specialist, stranger, operator; struct date today; };

static struct who
member(struct test_app *t, const char *email, int64_t org, const char *role)
{
	return test_app_who(t, test_app_session(t, test_app_account(t, email, org, role, 0)));
}

static struct rounds *
rounds(void)
{
	struct rounds *s = arena_new(test_arena(), struct rounds);
	struct test_app *t = s->t = test_app();

	s->national = test_app_org(t, "Crown Security", "national");
	s->moor = test_app_org(t, "Moor Commissioner", "commissioner");
	s->fell = test_app_org(t, "Fell Commissioner", "commissioner");
	s->trust = test_app_org(t, "Dale Trust", "provider");
	s->programme = member(t, "programme@example.org", s->national, "programme");
	s->specialist = member(t, "specialist@example.org", s->moor, "specialist");
	s->fell_specialist = member(t, "fell@example.org", s->fell, "specialist");
	s->stranger = member(t, "stranger@example.org", s->trust, "specialist");
	s->operator = (struct who){ .operator = true };
	s->today = when_date(app_now(t->app));
	CHECK_ST(test_app_call(t, &s->operator, "framework.load_shipped", NULL).st, ST_OK);
	s->framework = test_sql(t, "SELECT id FROM framework_version WHERE key = 'commissioner-security' AND status = 'published' ORDER BY in_force_from LIMIT 1");
	return s;
}

static const char *
day(struct rounds *s, int days)
{
	return str_z(test_arena(), date_iso(test_arena(), date_add_days(s->today, days)));
}

static const char *
number(int64_t n)
{
	return test_fmt("%lld", (long long)n);
}

static struct outcome
create(struct rounds *s, const struct who *who, const char *codes, int opens, int due)
{
	return test_app_call(s->t, who, "round.create", "title", "Commissioners this year", "framework", number(s->framework), "period_from", "2025-10-01",
	    "period_to", "2026-09-30", "opens_on", day(s, opens), "due_on", day(s, due), "asks", "Rate every standard", "kind", "", "codes", codes, NULL);
}

static int64_t
opened(struct rounds *s, int opens, int due)
{
	struct outcome o = create(s, &s->programme, "", opens, due);

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	return test_sql(s->t, "SELECT MAX(id) FROM review_round");
}

struct noting { int64_t framework; enum round_word word; };

static enum status
note_write(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	return round_note(c, n->framework, date_of(2025, 10, 1), n->word);
}

static void
note(struct rounds *s, const struct who *who, enum round_word word)
{
	struct noting n = { s->framework, word };

	CHECK_ST(test_app_write(s->t, who, note_write, &n), ST_OK);
}

static struct str
state_of(struct rounds *s, int64_t org)
{
	return test_sql_text(s->t, test_fmt("SELECT state FROM round_member WHERE member = %lld", (long long)org));
}

TEST(round_asks_whom_the_framework_is_for)
{
	struct rounds *s = rounds();

	CHECK(create(s, &s->specialist, "", 0, 30).st == ST_FORBIDDEN);
	CHECK(create(s, &s->programme, "", 0, -1).st == ST_INVALID);
	CHECK(create(s, &s->programme, "No Such Code", 0, 30).st == ST_INVALID);
	CHECK(create(s, &s->programme, "Dale Trust", 0, 30).st == ST_INVALID);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM review_round"), 0);
	(void)opened(s, 0, 30);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM round_member"), 2);
	CHECK_ST(create(s, &s->programme, "Moor Commissioner\n", 0, 30).st, ST_OK);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM round_member"), 3);
}

TEST(round_shows_one_word_and_only_to_those_concerned)
{
	struct rounds *s = rounds();
	int64_t round = opened(s, 0, 30);

	note(s, &s->specialist, ROUND_OPENED);
	note(s, &s->specialist, ROUND_DRAFTED);
	note(s, &s->specialist, ROUND_OPENED);
	CHECK_STR(state_of(s, s->moor), "drafted");
	CHECK_STR(state_of(s, s->fell), "asked");
	note(s, &s->stranger, ROUND_OPENED);
	struct outcome o = test_app_call(s->t, &s->programme, "round.view", "id", number(round), NULL);
	CHECK(test_has(o.json, "\"state\":\"drafted\""));
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.view", "id", number(round), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.list", NULL).st, ST_FORBIDDEN);
	o = test_app_call(s->t, &s->fell_specialist, "round.ours", NULL);
	CHECK(test_has(o.json, "\"state\":\"asked\"") && !test_has(o.json, "drafted"));
	CHECK(test_has(test_app_call(s->t, &s->stranger, "round.ours", NULL).json, "\"items\":[]"));
	note(s, &s->specialist, ROUND_SENT);
	CHECK_STR(state_of(s, s->moor), "sent");
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM round_member WHERE sent_at IS NOT NULL AND late = 0"), 1);
}

TEST(round_is_not_told_before_it_opens)
{
	struct rounds *s = rounds();

	(void)opened(s, 3, 30);
	CHECK(test_has(test_app_call(s->t, &s->specialist, "round.ours", NULL).json, "\"items\":[]"));
	note(s, &s->specialist, ROUND_OPENED);
	CHECK_STR(state_of(s, s->moor), "asked");
}

TEST(round_more_time_is_asked_and_given)
{
	struct rounds *s = rounds();
	int64_t round = opened(s, 0, 30);
	const char *place = number(test_sql(s->t, test_fmt("SELECT id FROM round_member WHERE member = %lld", (long long)s->moor)));

	CHECK_ST(test_app_call(s->t, &s->fell_specialist, "round.ask", "id", place, "until", day(s, 40), "why", "Not ours", NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", place, "until", day(s, 20), "why", "Earlier", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", place, "until", day(s, 40), NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", place, "until", day(s, 40), "why", "The lead is away", NULL).st, ST_OK);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", place, "until", day(s, 41), "why", "Twice", NULL).st, ST_CONFLICT);
	CHECK(test_has(test_app_call(s->t, &s->programme, "round.view", "id", number(round), NULL).json, "The lead is away"));
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.answer", "id", place, "answer", "given", "until", day(s, 90), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.answer", "id", place, "answer", "refused", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.answer", "id", place, "answer", "given", "until", day(s, 35), NULL).st, ST_OK);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.answer", "id", place, "answer", "given", "until", day(s, 36), NULL).st, ST_CONFLICT);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT due_on FROM round_member WHERE id = %s", place)), s->today.day + 35);
	/* Late is judged by the day that holds for this organisation. */
	s->t->app->fixed_now = when_of_date(date_add_days(s->today, 33), 12, 0);
	note(s, &s->specialist, ROUND_SENT);
	note(s, &s->fell_specialist, ROUND_SENT);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT late FROM round_member WHERE id = %s", place)), 0);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT late FROM round_member WHERE member = %lld", (long long)s->fell)), 1);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", place, "until", day(s, 90), "why", "After sending", NULL).st, ST_CONFLICT);
}

TEST(round_reminds_and_closes)
{
	struct rounds *s = rounds();
	int64_t round = opened(s, 0, 30);

	note(s, &s->fell_specialist, ROUND_SENT);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.remind", "id", number(round), NULL).st, ST_OK);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM round_member WHERE reminded_at IS NOT NULL"), 1);
	CHECK(test_has(test_app_call(s->t, &s->specialist, "home.due", NULL).json, "Reminder"));
	CHECK(!test_has(test_app_call(s->t, &s->fell_specialist, "home.due", NULL).json, "Commissioners this year"));
	CHECK_ST(test_app_call(s->t, &s->programme, "round.close", "id", number(round), NULL).st, ST_OK);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.close", "id", number(round), NULL).st, ST_CONFLICT);
	CHECK_ST(test_app_call(s->t, &s->programme, "round.remind", "id", number(round), NULL).st, ST_CONFLICT);
	CHECK(!test_has(test_app_call(s->t, &s->specialist, "home.due", NULL).json, "Commissioners this year"));
}

/* Guidance and notes: wrong ones are refused with the line; right ones stand in the template and beside the standard. */
TEST(round_template_guides_and_notes)
{
	struct rounds *s = rounds();
	struct who contributor = member(s->t, "contributor@example.org", s->moor, "contributor");
	const char *notes = "1.4: Say which risks moved <money>.\n\n 2.1 : Count sessions.";
	struct outcome o;

#define NEW(n) test_app_call(s->t, &s->programme, "round.create", "title", "Commissioners", "framework", number(s->framework), "period_from", "2026-04-01", \
	    "period_to", "2027-03-31", "opens_on", day(s, 0), "due_on", day(s, 30), "asks", "Rate every standard", "guidance", "Name the day of each figure.", \
	    "notes", (n), "kind", "", "codes", "", NULL)
	o = NEW("9.9: There is none");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "9.9: There is none"));
	CHECK_ST(NEW("1.4 without a colon").st, ST_INVALID);
	CHECK_ST(NEW("1.4:").st, ST_INVALID);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM round_member"), 0);
	CHECK_ST(NEW(notes).st, ST_OK);
	int64_t place = test_sql(s->t, test_fmt("SELECT id FROM round_member WHERE member = %lld", (long long)s->moor));
	struct str secret = test_app_session(s->t, s->specialist.account);
	struct test_reply r = test_get(s->t, secret, test_fmt("/rounds/ours/%lld/template", (long long)place));
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Name the day of each figure."));
	CHECK(test_has(r.body, "Say which risks moved &lt;money&gt;."));
	CHECK(test_has(r.body, "Count sessions."));
	CHECK_ST(test_app_call(s->t, &contributor, "round.template", "id", number(place), NULL).st, ST_OK);
	CHECK_ST(test_app_call(s->t, &s->fell_specialist, "round.template", "id", number(place), NULL).st, ST_NOT_FOUND);
	CHECK(test_has(test_get(s->t, secret, "/rounds/ours").body, "Template to print and fill in"));
	/* While reviewing: guidance on the review, the note beside its standard and nowhere else. */
	CHECK_ST(test_app_call(s->t, &s->specialist, "review.create", "framework", number(s->framework), NULL).st, ST_OK);
	int64_t review = test_sql(s->t, "SELECT id FROM review"), with = test_sql(s->t, "SELECT id FROM answer WHERE standard = '1.4'"),
	    without = test_sql(s->t, "SELECT id FROM answer WHERE standard = '1.5'");
	CHECK(test_has(test_get(s->t, secret, test_fmt("/reviews/%lld", (long long)review)).body, "Name the day of each figure."));
	CHECK(test_has(test_get(s->t, secret, test_fmt("/reviews/standards/%lld", (long long)with)).body, "Say which risks moved"));
	CHECK(!test_has(test_get(s->t, secret, test_fmt("/reviews/standards/%lld", (long long)without)).body, "The national body asks in this round"));
}

TEST(round_pages_are_drawn)
{
	struct rounds *s = rounds();
	int64_t round = opened(s, 0, 30);
	struct str programme = test_app_session(s->t, s->programme.account), specialist = test_app_session(s->t, s->specialist.account);
	int64_t place = test_sql(s->t, test_fmt("SELECT id FROM round_member WHERE member = %lld", (long long)s->moor));

	CHECK(test_has(test_get(s->t, programme, "/rounds").body, "Commissioners this year"));
	CHECK_EQ_I(test_get(s->t, programme, "/rounds/new").status, 200);
	CHECK(test_has(test_get(s->t, programme, test_fmt("/rounds/%lld", (long long)round)).body, "Not opened"));
	CHECK(test_has(test_get(s->t, specialist, "/rounds/ours").body, "Ask for more time"));
	CHECK_EQ_I(test_get(s->t, specialist, test_fmt("/rounds/ours/%lld/more", (long long)place)).status, 200);
	CHECK_ST(test_app_call(s->t, &s->specialist, "round.ask", "id", number(place), "until", day(s, 40), "why", "The lead is away", NULL).st, ST_OK);
	CHECK(test_has(test_get(s->t, programme, test_fmt("/rounds/places/%lld/answer", (long long)place)).body, "The lead is away"));
}
