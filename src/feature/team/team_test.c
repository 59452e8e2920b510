/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/audit.h"
#include "base/ids.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testapp.h"

struct scene { struct test_app *t; int64_t org, east, west; int64_t spe, man, wes; struct who who_spe, who_man, who_wes; };

static struct who
person(struct scene *s, const char *email, const char *role, int64_t unit, int64_t *ret)
{
	*ret = test_app_account(s->t, email, s->org, role, unit);
	return test_app_who(s->t, test_app_session(s->t, *ret));
}

static struct scene
set_up(void)
{
	struct scene s = { .t = test_app() };

	s.org = test_app_org(s.t, "Southfell", "provider");
	s.east = test_app_unit(s.t, s.org, "East", 0);
	s.west = test_app_unit(s.t, s.org, "West", 0);
	s.who_spe = person(&s, "spe@southfell.example", "specialist", 0, &s.spe);
	s.who_man = person(&s, "man@southfell.example", "manager", s.east, &s.man);
	s.who_wes = person(&s, "wes@southfell.example", "manager", s.west, &s.wes);
	return s;
}

static const char *
num(int64_t n)
{
	return str_z(test_arena(), id_text(test_arena(), n));
}

static int64_t
incident(struct scene *s, int64_t unit)
{
	struct outcome o = test_app_call(s->t, &s->who_spe, "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01",
	    "happened_time", "14:30", "unit", num(unit), "place_kind", "ward", "place", "Hall", "summary", "Shouting", "hurt", "body", NULL);

	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.json.n, o.json.p);
	return test_sql(s->t, "SELECT MAX(id) FROM incident");
}

static void
agreement(struct scene *s, const char *title, int64_t unit)
{
	struct str day = date_iso(test_arena(), date_add_days(when_date(s->t->app->fixed_now), 5));
	struct outcome o = test_app_call(s->t, &s->who_spe, "agreement.create", "title", title, "kind", "protocol", "partner_kind", "police", "partner", "Police",
	    "review_on", str_z(test_arena(), day), "unit", unit != 0 ? num(unit) : "", NULL);

	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.json.n, o.json.p);
}

TEST(team_shows_what_both_may_see)
{
	struct scene s = set_up();
	int64_t lea;
	struct who lead = person(&s, "lea@southfell.example", "lead", 0, &lea);
	int64_t open = incident(&s, s.east), shut = incident(&s, s.west);

	agreement(&s, "Eastern talks", s.east);
	agreement(&s, "Western talks", s.west);
	(void)open;
	/* The lead sees what waits for the specialist: incidents of both branches. */
	struct outcome o = test_app_call(s.t, &lead, "team.view", "id", num(s.spe), NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(test_has(o.json, "INC-26-0001") && test_has(o.json, "INC-26-0002"));
	/* Kept to a team that the lead is not in: not here either, by no number. */
	CHECK_ST(test_app_call(s.t, &s.who_spe, "incident.restrict", "id", num(shut), "why", "because", NULL).st, ST_OK);
	o = test_app_call(s.t, &lead, "team.view", "id", num(s.spe), NULL);
	CHECK(test_has(o.json, "INC-26-0001") && !test_has(o.json, "INC-26-0002"));
	o = test_app_call(s.t, &lead, "team.list", NULL);
	CHECK_MSG(test_has(o.json, "\"kind\":\"First look at a report\",\"due\":1,"), "%.*s", (int)o.json.n, o.json.p);
	/* Of a branch only its own people and records. */
	o = test_app_call(s.t, &s.who_man, "team.list", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(!test_has(o.json, num(s.spe)) && !test_has(o.json, num(s.wes)) && !test_has(o.json, num(lea)) && test_has(o.json, num(s.man)));
	o = test_app_call(s.t, &s.who_man, "team.view", "id", num(s.man), NULL);
	CHECK(test_has(o.json, "Eastern talks") && !test_has(o.json, "Western talks"));
	CHECK_ST(test_app_call(s.t, &s.who_man, "team.view", "id", num(s.wes), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(s.t, &s.who_man, "team.view", "id", num(s.spe), NULL).st, ST_NOT_FOUND);
}

TEST(team_of_others_is_not_there)
{
	struct scene s = set_up();
	int64_t org = test_app_org(s.t, "Westfell", "provider");
	int64_t a = test_app_account(s.t, "other@westfell.example", org, "lead", 0);
	struct who other = test_app_who(s.t, test_app_session(s.t, a));

	agreement(&s, "Talks", 0);
	CHECK_ST(test_app_call(s.t, &other, "team.view", "id", num(s.spe), NULL).st, ST_NOT_FOUND);
	struct outcome o = test_app_call(s.t, &other, "team.list", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(!test_has(o.json, "southfell") && !test_has(o.json, num(s.spe)));
	/* Nobody's who has left, and of nobody whose account is closed. */
	test_sql_write(s.t, test_fmt("UPDATE membership SET ends_on = starts_on - 1 WHERE account = %lld", (long long)s.man));
	test_sql_write(s.t, test_fmt("UPDATE account SET status = 'closed' WHERE id = %lld", (long long)s.wes));
	CHECK_ST(test_app_call(s.t, &s.who_spe, "team.view", "id", num(s.man), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(s.t, &s.who_spe, "team.view", "id", num(s.wes), NULL).st, ST_NOT_FOUND);
}
