/* SPDX-License-Identifier: MIT */
#include "app/dispatch.h"
#include "app/due.h"
#include "app/job.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/reminder/own.h"
#include "tests/harness.h"
#include "tests/testapp.h"

struct scene { struct test_app *t; int64_t org, account; struct who who; struct str session; };

static struct scene
set_up(void)
{
	struct scene s = { .t = test_app() };

	s.org = test_app_org(s.t, "Southfell", "commissioner");
	s.account = test_app_account(s.t, "ada@southfell.example", s.org, "specialist", 0);
	s.session = test_app_session(s.t, s.account);
	s.who = test_app_who(s.t, s.session);
	s.t->app->mail = "smtp://127.0.0.1:1";
	s.t->app->mail_from = "wardkeep@southfell.example";
	return s;
}

static void
agreement(struct scene *s, const char *title)
{
	struct str day = date_iso(test_arena(), date_add_days(when_date(s->t->app->fixed_now), 5));

	CHECK_ST(test_app_call(s->t, &s->who, "agreement.create", "title", title, "kind", "protocol", "partner_kind", "police", "partner", "Marjoram",
	    "review_on", str_z(test_arena(), day), "contact", "Quillfeather", NULL).st, ST_OK);
}

static void
plan(struct scene *s)
{
	int ran;

	CHECK_ST(job_run_due(s->t->app, s->t->db, 50, &ran), ST_OK);
	test_sql_write(s->t, "UPDATE job SET due_at = 1 WHERE name = 'reminder.plan'");
	CHECK_ST(job_run_due(s->t->app, s->t->db, 50, &ran), ST_OK);
}

static int64_t
mails(struct scene *s)
{
	return test_sql(s->t, "SELECT COUNT(*) AS n FROM mail");
}

TEST(reminder_is_asked_for_once_in_a_period)
{
	struct scene s = set_up();

	plan(&s);
	CHECK_EQ_I(mails(&s), 0);		/* nobody is sent what they did not choose */
	CHECK_ST(test_app_call(&*s.t, &s.who, "reminder.choose", "often", "hourly", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "daily", NULL).st, ST_OK);
	plan(&s);
	plan(&s);
	CHECK_EQ_I(mails(&s), 1);
	s.t->app->fixed_now.ms += 86400000;
	plan(&s);
	CHECK_EQ_I(mails(&s), 2);
	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "never", NULL).st, ST_OK);
	s.t->app->fixed_now.ms += 86400000;
	plan(&s);
	CHECK_EQ_I(mails(&s), 2);
}

TEST(reminder_by_the_week_comes_once_in_seven_days)
{
	struct scene s = set_up();

	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "weekly", NULL).st, ST_OK);
	for (int i = 0; i < 14; i++, s.t->app->fixed_now.ms += 86400000)
		plan(&s);
	CHECK(mails(&s) == 2 || mails(&s) == 3);
}

TEST(reminder_of_an_example_asks_for_nothing)
{
	struct scene s = set_up();

	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "daily", NULL).st, ST_OK);
	s.t->app->example = true;
	plan(&s);
	CHECK_EQ_I(mails(&s), 0);
	s.t->app->example = false;
	s.t->app->mail = NULL;
	plan(&s);
	CHECK_EQ_I(mails(&s), 0);
}

TEST(mail_that_cannot_go_waits_longer_each_time_and_is_given_up)
{
	struct scene s = set_up();
	int ran;

	agreement(&s, "Pimpernel");
	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "daily", NULL).st, ST_OK);
	plan(&s);
	for (int i = 0; i < 12; i++) {
		CHECK_ST(mail_run_due(s.t->app, s.t->db, 5, &ran), ST_OK);
		CHECK_EQ_I(ran, i < 8 ? 1 : 0);
		CHECK_ST(mail_run_due(s.t->app, s.t->db, 5, &ran), ST_OK);
		CHECK_EQ_I(ran, 0);
		s.t->app->fixed_now.ms += 60000ll << (i < 8 ? i : 8);
	}
	CHECK_STR(test_sql_text(s.t, "SELECT state FROM mail"), "failed");
	/* Whoever runs the service sees it. */
	struct test_reply r = test_get(s.t, S(""), "/metrics");
	CHECK(str_find(r.body, S("wardkeep_mail{state=\"failed\"} 1")) >= 0);
}

TEST(mail_that_was_being_sent_when_the_program_stopped_is_not_sent_again)
{
	struct scene s = set_up();
	int ran;

	agreement(&s, "Pimpernel");
	CHECK_ST(test_app_call(s.t, &s.who, "reminder.choose", "often", "daily", NULL).st, ST_OK);
	plan(&s);
	test_sql_write(s.t, test_fmt("UPDATE mail SET state = 'sending', due_at = %lld", (long long)s.t->app->fixed_now.ms));
	CHECK_ST(mail_run_due(s.t->app, s.t->db, 5, &ran), ST_OK);
	CHECK_STR(test_sql_text(s.t, "SELECT state FROM mail"), "sending");	/* another copy of the program may be at it */
	s.t->app->fixed_now.ms += 600000;
	CHECK_ST(mail_run_due(s.t->app, s.t->db, 5, &ran), ST_OK);
	CHECK_EQ_I(ran, 0);
	CHECK_STR(test_sql_text(s.t, "SELECT state FROM mail"), "unknown");
}

static struct str
address_of(struct scene *s)
{
	struct outcome o = test_app_call(s->t, &s->who, "reminder.feed", NULL);
	struct reminder_view *v = o.out;

	CHECK_ST(o.st, ST_OK);
	int64_t at = str_find(v->address, S("/calendar/"));
	CHECK(at >= 0);
	return (struct str){ v->address.p + at, v->address.n - (size_t)at };
}

static struct test_reply
fetch(struct scene *s, struct str path)
{
	return test_get(s->t, S(""), str_z(test_arena(), path));
}

TEST(calendar_says_kinds_and_days_and_nothing_else)
{
	struct scene s = set_up();
	static const char *const marks[] = { "Pimpernel", "Quillfeather", "Marjoram", "ada@", "Southfell", NULL };

	agreement(&s, "Pimpernel");
	struct str path = address_of(&s);
	struct test_reply r = fetch(&s, path);
	CHECK_EQ_I(r.status, 200);
	CHECK_STR(test_header(&r, "Content-Type"), "text/calendar; charset=utf-8");
	CHECK(str_starts(r.body, S("BEGIN:VCALENDAR\r\n")) && str_find(r.body, S("SUMMARY:Agreement to review AGR-")) >= 0);
	test_no_trace("the calendar", r, marks);
	/* The database does not hold the address. */
	CHECK_EQ_I(test_sql(s.t, test_fmt("SELECT COUNT(*) AS n FROM reminder WHERE feed = '%.26s'", path.p + 10)), 0);
	/* It is shown once on one's page, and a new one ends the old. */
	struct str second = address_of(&s);
	CHECK(!str_eq(second, path));
	CHECK_EQ_I(fetch(&s, path).status, 404);
	CHECK_EQ_I(fetch(&s, second).status, 200);
	CHECK_ST(test_app_call(s.t, &s.who, "reminder.feed_end", NULL).st, ST_OK);
	CHECK_EQ_I(fetch(&s, second).status, 404);
	CHECK_EQ_I(fetch(&s, S("/calendar/aaaaaaaaaaaaaaaaaaaaaaaaaa/due.ics")).status, 404);
	CHECK_EQ_I(fetch(&s, S("/calendar/x/due.ics")).status, 404);
}

TEST(calendar_ends_with_the_rights_and_is_not_asked_too_often)
{
	struct scene s = set_up();
	struct str path = address_of(&s);

	for (int i = 0; i < 20; i++)
		CHECK_EQ_I(fetch(&s, path).status, 200);
	CHECK_EQ_I(fetch(&s, path).status, 429);
	s.t->app->fixed_now.ms += 60000;
	CHECK_EQ_I(fetch(&s, path).status, 200);
	test_sql_write(s.t, "UPDATE membership SET ends_on = starts_on - 1");
	CHECK_EQ_I(fetch(&s, path).status, 404);
	test_sql_write(s.t, "UPDATE membership SET ends_on = NULL");
	CHECK_EQ_I(fetch(&s, path).status, 200);
	test_sql_write(s.t, "UPDATE account SET status = 'closed'");
	CHECK_EQ_I(fetch(&s, path).status, 404);
}

static struct mail_text
digest(struct scene *s, int64_t account)
{
	static const struct action none = { .name = "test.none", .title = "", .access = ACCESS_OPERATOR, .mode = MODE_READ };
	struct who who = { .org = s->org, .operator = true };
	struct ctx *c = ctx_make(s->t->app, test_arena(), &who, &none, FACE_JOB);
	struct mail_text ret = { .none = false };

	CHECK_ST(db_begin_read(s->t->db), ST_OK);
	c->db = s->t->db;
	CHECK_ST(reminder_digest(c, account, &ret), ST_OK);
	CHECK(c->who == &who);
	db_end_read(s->t->db);
	return ret;
}

TEST(reminder_leaves_out_what_only_a_team_may_know_of)
{
	static const char *const both[] = { "quokka", "Hartley", NULL };
	struct scene s = set_up();
	int64_t other = test_app_account(s.t, "bea@southfell.example", s.org, "specialist", 0);
	struct str path = address_of(&s), id[2];

	for (int i = 0; i < 2; i++) {
		struct outcome o = test_app_call(s.t, &s.who, "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01", "happened_time", "14:30",
		    "place_kind", "ward", "place", "quokka", "summary", "Hartley quokka", "hurt", "no", NULL);
		CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.json.n, o.json.p);
		id[i] = id_text(test_arena(), test_sql(s.t, "SELECT MAX(id) FROM incident"));
	}
	struct mail_text m = digest(&s, s.account);
	CHECK(!m.none && str_find(m.plain, S("INC-26-0001")) >= 0 && str_find(m.plain, S("INC-26-0002")) >= 0);
	CHECK(str_find(m.subject, S("2 things")) >= 0);
	CHECK_ST(test_app_call(s.t, &s.who, "incident.restrict", "id", str_z(test_arena(), id[1]), "why", "because", NULL).st, ST_OK);
	/* Not to its team, not to anybody: what leaves the program is not in anybody's hand. */
	for (int i = 0; i < 2; i++) {
		m = digest(&s, i == 0 ? s.account : other);
		CHECK(str_find(m.plain, S("INC-26-0001")) >= 0 && str_find(m.plain, S("INC-26-0002")) < 0);
		CHECK(str_find(m.html, S("INC-26-0002")) < 0 && str_find(m.html, id[1]) < 0 && str_find(m.plain, id[1]) < 0);
		CHECK(str_find(m.subject, S("1 thing ")) >= 0);
		for (size_t k = 0; both[k] != NULL; k++)
			CHECK(str_find(m.plain, str_c(both[k])) < 0 && str_find(m.html, str_c(both[k])) < 0);
	}
	struct test_reply r = fetch(&s, path);
	CHECK(str_find(r.body, S("INC-26-0001")) >= 0 && str_find(r.body, S("INC-26-0002")) < 0);
	/* And whom it accuses does not read of it here either. */
	CHECK_ST(test_app_call(s.t, &s.who, "incident.keep_from", "id", str_z(test_arena(), id[0]), "account", str_z(test_arena(), id_text(test_arena(), other)), NULL).st, ST_OK);
	CHECK(digest(&s, other).none);
	CHECK(!digest(&s, s.account).none);
}

TEST(reminder_goes_to_who_acts_there_today)
{
	struct scene s = set_up();

	agreement(&s, "Pimpernel");
	CHECK(!digest(&s, s.account).none);
	test_sql_write(s.t, "UPDATE membership SET role = 'reporter'");
	CHECK(digest(&s, s.account).none);
	test_sql_write(s.t, "UPDATE membership SET role = 'specialist'");
	test_sql_write(s.t, "UPDATE account SET status = 'closed'");
	CHECK(digest(&s, s.account).none);
}
