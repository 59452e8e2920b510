/* SPDX-License-Identifier: MIT */
/* Measures over incidents: counted once, charted, kept as evidence, given out without small numbers. */
#include "app/dispatch.h"
#include "app/fact.h"
#include "base/time.h"
#include "feature/figures/own.h"
#include "tests/harness.h"
#include "tests/testapp.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t org; struct who us, lead, audit, admin, them; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t other;

	s.org = test_world_org(s.w, "Northmoor", "provider");
	other = test_world_org(s.w, "Southmoor", "provider");
	s.us = test_who(s.w, s.org, "provider", ROLE(SPECIALIST), 401);
	s.lead = test_who(s.w, s.org, "provider", ROLE(LEAD), 402);
	s.audit = test_who(s.w, s.org, "provider", ROLE(AUDITOR), 403);
	s.admin = test_who(s.w, s.org, "provider", ROLE(ADMINISTRATOR), 404);
	s.them = test_who(s.w, other, "provider", ROLE(SPECIALIST) | ROLE(LEAD), 405);
	return s;
}

static int64_t
incident_on(struct set s, const char *day, const char *kind, const char *type, const char *place, const char *medical)
{
	struct outcome o = test_call(s.w, s.us, "incident.create", "kind", str_c(kind), "type", str_c(type), "happened_on", str_c(day), "happened_time", S("22:15"),
	    "place_kind", str_c(place), "summary", S("Told at length"), "hurt", S("body"), "medical", str_c(medical), NULL);

	CHECK_DONE(o);
	return ((const struct incident *)o.out)->id;
}

static void
staff(struct set s, const char *from, const char *n)
{
	CHECK_DONE(test_call(s.w, s.admin, "headcount.create", "from_on", str_c(from), "staff", str_c(n), NULL));
}

static struct outcome
measure(struct set s, struct who who, const char *name)
{
	return test_call(s.w, who, "measure.view", "name", str_c(name), NULL);
}

/* The item of a month: "items.K.field"; the last month is the 36th. */
static struct str
month(struct outcome o, int back, const char *field)
{
	char path[64];
	struct buf b;

	buf_init(&b, sizeof path);
	buf_printf(&b, "items.%d.%s", 35 - back, field);
	struct str r = test_field(o, str_z(test_arena(), buf_view(&b)));
	buf_free(&b);
	return r;
}

/* It is 21 September 2026; the last whole month is August. */
TEST(measure_counts_what_it_says)
{
	struct set s = set_up();

	staff(s, "2020-01-01", "4000");
	staff(s, "2026-08-15", "2000");
	incident_on(s, "2026-07-03", "incident", "physical_assault", "ward", "yes");
	incident_on(s, "2026-07-04", "incident", "physical_assault", "ward", "no");
	incident_on(s, "2026-08-31", "incident", "physical_assault", "ward", "no");
	incident_on(s, "2026-08-01", "incident", "non_physical_assault", "ward", "no");
	incident_on(s, "2026-08-01", "near_miss", "physical_assault", "ward", "no");
	incident_on(s, "2026-08-01", "concern", "physical_assault", "ward", "no");
	incident_on(s, "2026-09-01", "incident", "physical_assault", "ward", "no");
	struct outcome o = measure(s, s.us, "incident.assaults");
	CHECK_DONE(o);
	CHECK_STR(month(o, 0, "month"), "2026-08-01");
	CHECK_STR(month(o, 0, "part"), "1");
	CHECK_STR(month(o, 0, "value"), "0.5");
	CHECK_STR(month(o, 1, "value"), "0.5");
	CHECK_STR(month(o, 1, "whole"), "4000");
	CHECK_STR(month(o, 2, "value"), "");
	o = measure(s, s.audit, "incident.violence");
	CHECK_STR(month(o, 0, "part"), "2");
	o = measure(s, s.lead, "incident.near_misses");
	CHECK_STR(month(o, 0, "part"), "1");
	o = measure(s, s.lead, "incident.harmed");
	CHECK_STR(month(o, 0, "value"), "100");
	CHECK_STR(test_field(o, "mean"), "100");
	/* Nothing of another organisation, and nothing for those whose role does not have it. */
	CHECK_STR(month(measure(s, s.them, "incident.reported"), 0, "part"), "0");
	CHECK_ST(measure(s, s.admin, "incident.reported").st, ST_FORBIDDEN);
	CHECK_ST(measure(s, s.us, "incident.nothing").st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.us, "measure.view", "name", S("incident.assaults"), "to", S("2026-13"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.us, "measure.view", "name", S("incident.assaults"), "unit", S("4711"), NULL).st, ST_NOT_FOUND);
	o = test_call(s.w, s.us, "measure.list", NULL);
	CHECK_DONE(o);
	CHECK(test_count(o, "items") >= 12);
	CHECK_STR(test_field(o, "items.0.name"), "incident.assaults");
	CHECK(str_find(test_field(o, "items.0.value"), S("0.5")) >= 0);
}

TEST(measure_target_and_limits_keep_their_reason)
{
	struct set s = set_up();

	for (int m = 1; m <= 8; m++)
		incident_on(s, str_z(test_arena(), arena_printf(test_arena(), "2026-%02d-10", m)), "incident", "theft", "ward", "no");
	struct outcome o = measure(s, s.us, "incident.triage_in_time");
	CHECK_STR(test_field(o, "target"), "90");
	CHECK_ST(test_call(s.w, s.us, "measure.target", "name", S("incident.reported"), "target", S("12"), NULL).st, ST_INVALID);
	o = test_call(s.w, s.us, "measure.target", "name", S("incident.reported"), "target", S("a dozen"), "why", S("Board, 3 May"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Enter the target as a number such as 12 or 12.5, or leave it empty");
	CHECK_DONE(test_call(s.w, s.us, "measure.target", "name", S("incident.reported"), "target", S("12"), "why", S("Board, 3 May"), NULL));
	CHECK_DONE(test_call(s.w, s.lead, "measure.target", "name", S("incident.reported"), "target", S("2.5"), "screen", S("true"), "why", S("Board, 3 June"), NULL));
	o = measure(s, s.us, "incident.reported");
	CHECK_STR(test_field(o, "target"), "2.5");
	CHECK_STR(test_field(o, "screened"), "true");
	CHECK_ST(test_call(s.w, s.audit, "measure.target", "name", S("incident.reported"), "target", S("1"), "why", S("x"), NULL).st, ST_FORBIDDEN);
	/* New limits go by months, once each, and can be taken back. */
	o = test_call(s.w, s.us, "measure.rebase", "name", S("incident.reported"), "from_on", S("2026-05-20"), "why", S("New ward"), NULL);
	CHECK_DONE(o);
	CHECK_STR(test_call(s.w, s.us, "measure.rebase", "name", S("incident.reported"), "from_on", S("2026-05-02"), "why", S("New ward"), NULL).message,
	    "There are new limits from this month already");
	CHECK_STR(test_field(measure(s, s.us, "incident.reported"), "name"), "incident.reported");
	CHECK_ST(test_call(s.w, s.them, "measure.rebase_end", "id", S("4711"), NULL).st, ST_NOT_FOUND);
}

TEST(measure_is_shown_before_and_after)
{
	struct set s = set_up();

	for (int m = 1; m <= 8; m++)
		for (int k = 0; k < (m < 5 ? 4 : 2); k++)
			incident_on(s, str_z(test_arena(), arena_printf(test_arena(), "2026-%02d-1%d", m, k)), "incident", "theft", "ward", "no");
	struct outcome o = test_call(s.w, s.us, "intervention.create", "title", S("Second receptionist"), "started_on", S("2026-05-01"), NULL);
	CHECK_DONE(o);
	struct str id = test_field(o, "id");
	CHECK_STR(test_field(measure(s, s.us, "incident.reported"), "mean"), "3");
	o = test_call(s.w, s.us, "measure.view", "name", S("incident.reported"), "intervention", id, NULL);
	CHECK_STR(test_field(o, "mean"), "2");
	CHECK_ST(test_call(s.w, s.them, "measure.view", "name", S("incident.reported"), "intervention", id, NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_call(s.w, s.audit, "intervention.view", "id", id, NULL));
}

TEST(measure_figure_is_kept_and_worked_out_again)
{
	struct set s = set_up();

	incident_on(s, "2026-06-03", "incident", "theft", "ward", "no");
	incident_on(s, "2026-08-03", "incident", "theft", "ward", "no");
	struct outcome o = test_call(s.w, s.us, "measure.pin", "name", S("incident.near_misses"), "from", S("2026-07"), "to", S("2026-09"), NULL);
	CHECK_STR(o.message, "The last month must be over");
	CHECK_ST(test_call(s.w, s.us, "measure.pin", "name", S("incident.near_misses"), "from", S("2026-08"), "to", S("2026-07"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.us, "measure.pin", "name", S("incident.assaults"), "from", S("2026-07"), "to", S("2026-08"), NULL).st, ST_INVALID);
	o = test_call(s.w, s.us, "measure.pin", "name", S("incident.near_misses"), "from", S("2026-07"), "to", S("2026-08"), NULL);
	CHECK_DONE(o);
	struct str id = test_field(o, "id"), evidence = test_field(o, "evidence");
	CHECK_STR(test_field(o, "value"), "0");
	o = test_call(s.w, s.us, "evidence.view", "id", evidence, NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "record_kind"), "measure_pin");
	o = test_call(s.w, s.audit, "measure_pin.view", "id", id, NULL);
	CHECK_STR(test_field(o, "same"), "true");
	incident_on(s, "2026-08-04", "near_miss", "theft", "ward", "no");
	o = test_call(s.w, s.audit, "measure_pin.view", "id", id, NULL);
	CHECK_STR(test_field(o, "same"), "false");
	CHECK_STR(test_field(o, "value"), "0");
	CHECK_STR(test_field(o, "part_now"), "1");
	CHECK_ST(test_call(s.w, s.them, "measure_pin.view", "id", id, NULL).st, ST_NOT_FOUND);
	/* With months before, it is an outcome that became better or worse. */
	o = test_call(s.w, s.us, "measure.pin", "name", S("incident.harmed"), "from", S("2026-08"), "to", S("2026-08"), NULL);
	CHECK_DONE(o);
}

TEST(figures_open_the_records_behind_them)
{
	struct set s = set_up();

	incident_on(s, "2026-08-03", "incident", "physical_assault", "ward", "no");
	incident_on(s, "2026-08-04", "incident", "theft", "ward", "no");
	incident_on(s, "2026-08-05", "near_miss", "physical_assault", "ward", "no");
	incident_on(s, "2026-07-05", "incident", "physical_assault", "ward", "no");
	struct outcome o = test_call(s.w, s.us, "figures.records", "what", S("assault"), "from", S("2026-08"), "to", S("2026-08"), NULL);
	CHECK_DONE(o);
	CHECK_EQ_I(test_count(o, "items"), 1);
	CHECK_STR(test_field(o, "items.0.happened_on"), "2026-08-03");
	CHECK_EQ_I(test_count(test_call(s.w, s.us, "figures.records", "what", S("all"), "from", S("2026-07"), "to", S("2026-08"), NULL), "items"), 3);
	CHECK_EQ_I(test_count(test_call(s.w, s.us, "figures.records", "what", S("near_miss"), "from", S("2026-07"), "to", S("2026-08"), NULL), "items"), 1);
	CHECK_EQ_I(test_count(test_call(s.w, s.them, "figures.records", "what", S("all"), "from", S("2026-07"), "to", S("2026-08"), NULL), "items"), 0);
	CHECK_ST(test_call(s.w, s.audit, "figures.records", "what", S("all"), "from", S("2026-07"), "to", S("2026-08"), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.us, "figures.records", "what", S("all"), "from", S("July"), "to", S("2026-08"), NULL).st, ST_INVALID);
	/* The list of violent types in SQL is that of the register. */
	for (size_t i = 0; i < incident_types.n; i++)
		incident_on(s, "2026-06-05", "incident", incident_types.c[i].value, "ward", "no");
	int64_t violent = 0;
	for (size_t i = 0; i < incident_types.n; i++)
		violent += incident_is_violent(str_c(incident_types.c[i].value));
	CHECK_EQ_I(test_count(test_call(s.w, s.us, "figures.records", "what", S("violence"), "from", S("2026-06"), "to", S("2026-06"), NULL), "items"), violent);
}

TEST(figures_show_hot_spots)
{
	struct set s = set_up();

	incident_on(s, "2026-09-18", "incident", "theft", "car_park", "no");		/* a Friday */
	incident_on(s, "2026-09-11", "incident", "physical_assault", "emergency", "no");
	incident_on(s, "2026-09-11", "incident", "physical_assault", "emergency", "no");
	struct outcome o = test_call(s.w, s.audit, "figures.spots", NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "total"), "3");
	CHECK_STR(test_field(o, "places.0.place"), "emergency");
	CHECK_STR(test_field(o, "places.0.n"), "2");
	/* Friday is 4, the hour 22: 4 * 25 + 22. */
	CHECK_STR(test_field(o, "hours.122.n"), "3");
	CHECK_STR(test_field(test_call(s.w, s.us, "figures.spots", "violence", S("true"), "months", S("3"), NULL), "total"), "2");
	CHECK_STR(test_field(test_call(s.w, s.them, "figures.spots", NULL), "total"), "0");
}

/* The year from April 2025 to March 2026: 3 thefts and 8 assaults in its first quarter. */
static void
year_fill(struct set s)
{
	static const char *const quarters[] = { "2025-05-0", "2025-08-0", "2025-11-0", "2026-02-0" };

	for (int q = 0; q < 4; q++)
		for (int k = 1; k <= 8; k++)
			incident_on(s, str_z(test_arena(), arena_printf(test_arena(), "%s%d", quarters[q], k)), "incident", "physical_assault", "ward", k % 2 == 0 ? "yes" : "no");
	for (int k = 1; k <= 3; k++)
		incident_on(s, str_z(test_arena(), arena_printf(test_arena(), "2025-05-1%d", k)), "incident", "theft", "ward", "no");
}

static struct str
row_of(struct outcome o, const char *label, const char *field)
{
	for (int i = 0; i < 30; i++)
		if (str_is(test_field(o, str_z(test_arena(), arena_printf(test_arena(), "items.%d.label", i))), label))
			return test_field(o, str_z(test_arena(), arena_printf(test_arena(), "items.%d.%s", i, field)));
	return S("no such row");
}

TEST(figures_that_leave_hide_small_numbers)
{
	struct set s = set_up();

	year_fill(s);
	struct outcome o = test_call(s.w, s.us, "figures.release", "by", S("type"), "year", S("2025"), NULL);
	CHECK_DONE(o);
	CHECK_STR(row_of(o, "Theft", "quarter1"), "*");
	CHECK_STR(row_of(o, "Physical assault", "quarter1"), "*");	/* or 11 - 8 would give it away */
	CHECK_STR(row_of(o, "Physical assault", "quarter2"), "8");
	CHECK_STR(row_of(o, "Arson", "quarter1"), "no such row");
	CHECK_STR(row_of(o, "Fire set on purpose", "quarter1"), "0");
	CHECK_STR(row_of(o, "All", "quarter1"), "11");
	CHECK_STR(row_of(o, "Theft", "year"), "*");
	CHECK_STR(row_of(o, "Physical assault", "year"), "*");
	CHECK_STR(row_of(o, "All", "year"), "35");
	/* The yearly return would give the hidden total: it hides it too. */
	staff(s, "2020-01-01", "1000");
	o = test_call(s.w, s.us, "figures.assaults", "year", S("2025"), NULL);
	CHECK_STR(row_of(o, "Physical assaults", "issued"), "*");
	CHECK_STR(row_of(o, "For each 1,000 staff", "issued"), "*");
	for (int k = 1; k <= 3; k++)
		incident_on(s, str_z(test_arena(), arena_printf(test_arena(), "2025-05-2%d", k)), "incident", "theft", "ward", "no");
	o = test_call(s.w, s.us, "figures.assaults", "year", S("2025"), NULL);
	CHECK_STR(row_of(o, "Physical assaults", "issued"), "32");
	CHECK_STR(row_of(o, "With clinical factors", "issued"), "16");
	CHECK_STR(row_of(o, "With clinical factors, for each 1,000 staff", "issued"), "16");
	/* By unit: none was said, so all stands in one row and nothing is small. */
	o = test_call(s.w, s.lead, "figures.release", "by", S("unit"), "year", S("2025"), NULL);
	CHECK_STR(row_of(o, "Not said", "year"), "38");
	/* A branch would give a table that is not whole. */
	struct who branch = s.us;
	branch.branch = 77;
	CHECK_ST(test_call(s.w, branch, "figures.release", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, branch, "figures.assaults", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.audit, "figures.release", NULL).st, ST_FORBIDDEN);
	/* This year: two quarters are not over. */
	o = test_call(s.w, s.us, "figures.release", "year", S("2026"), NULL);
	CHECK_STR(row_of(o, "All", "quarter1"), "0");
	CHECK_STR(row_of(o, "All", "quarter2"), "");
	CHECK_STR(row_of(o, "All", "year"), "");
}

TEST(figures_threshold_and_files)
{
	struct set s = set_up();

	year_fill(s);
	CHECK_ST(test_call(s.w, s.us, "figures.setting", "least", S("2"), "why", S("x"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.us, "figures.setting", "least", S("9"), "why", S("Agreed"), NULL));
	struct outcome o = test_call(s.w, s.us, "figures.release", "year", S("2025"), NULL);
	CHECK_STR(row_of(o, "Physical assault", "quarter2"), "*");
	CHECK_DONE(test_call(s.w, s.us, "figures.setting", "least", S("3"), "why", S("Agreed"), NULL));
	o = test_call(s.w, s.us, "figures.download", "by", S("type"), "year", S("2025"), "format", S("csv"), NULL);
	CHECK_DONE(o);
	CHECK(str_find(o.ctx->download, S("Theft,3,0,0,0,3")) >= 0);
	CHECK(str_find(o.ctx->download, S("including those that only a few")) >= 0);
	o = test_call(s.w, s.us, "figures.download", "by", S("unit"), "year", S("2025"), "format", S("xlsx"), NULL);
	CHECK(str_starts(o.ctx->download, S("PK")));
	o = test_call(s.w, s.us, "figures.assaults_download", "year", S("2025"), NULL);
	CHECK(str_find(o.ctx->download, S("With clinical factors,16")) >= 0);
}

static struct live_fact
fact(struct set s, const struct who *who, const char *name)
{
	struct ctx *c = ctx_make(s.w->app, test_arena(), who, action_find(S("measure.list")), FACE_API);
	struct live_fact f = { .name = "" };

	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	c->db = s.w->db;
	CHECK_ST(fact_get(c, name, date_of(2026, 4, 1), date_of(2027, 3, 31), &f), ST_OK);
	db_end_read(s.w->db);
	return f;
}

TEST(figures_facts_of_the_period)
{
	struct set s = set_up();

	CHECK_EQ_I(fact(s, &s.us, "incident.n").state, LIVE_UNKNOWN);
	incident_on(s, "2025-12-03", "incident", "physical_assault", "ward", "yes");
	struct live_fact f = fact(s, &s.us, "incident.n");
	CHECK_EQ_I(f.state, LIVE_NONE_AROSE);
	CHECK_EQ_I(f.value, 0);
	incident_on(s, "2026-05-03", "incident", "physical_assault", "ward", "no");
	f = fact(s, &s.us, "incident.n");
	CHECK_EQ_I(f.state, LIVE_FOR);
	CHECK_EQ_I(f.value, 1);
	CHECK_STR(f.words, "Security incidents reported in the period: 1");
	CHECK_EQ_I(fact(s, &s.us, "incident.violence").value, 1);
	CHECK_EQ_I(fact(s, &s.us, "violence.rate").state, LIVE_UNKNOWN);
	CHECK_EQ_I(fact(s, &s.us, "incident.triaged").state, LIVE_NONE_AROSE);
	CHECK_EQ_I(fact(s, &s.us, "victim.contact").state, LIVE_NONE_AROSE);
	staff(s, "2020-01-01", "1000");
	CHECK_EQ_I(fact(s, &s.us, "violence.rate").state, LIVE_AGAINST);
	f = fact(s, &s.us, "assault.clinical");
	CHECK_EQ_I(f.state, LIVE_FOR);
	CHECK_STR(f.words, "For each 1,000 staff: 0, and 1 in as many months before");
	CHECK_EQ_I(fact(s, &s.us, "violence.figures").state, LIVE_FOR);
	CHECK_EQ_I(fact(s, &s.them, "incident.n").state, LIVE_UNKNOWN);
}

/* Two specialists of one trust with accounts of their own, and a manager of one branch. */
struct trust { struct test_app *t; int64_t org, unit, other; struct who ann, bob, branch; };

static struct trust
trust(void)
{
	struct trust w = { .t = test_app() };

	w.org = test_app_org(w.t, "Northmoor", "provider");
	w.unit = test_app_unit(w.t, w.org, "East", 0);
	w.other = test_app_unit(w.t, w.org, "West", 0);
	w.ann = test_app_who(w.t, test_app_session(w.t, test_app_account(w.t, "ann@trust.example", w.org, "specialist", 0)));
	w.bob = test_app_who(w.t, test_app_session(w.t, test_app_account(w.t, "bob@trust.example", w.org, "specialist", 0)));
	w.branch = test_app_who(w.t, test_app_session(w.t, test_app_account(w.t, "eve@trust.example", w.org, "manager", w.unit)));
	return w;
}

static int64_t
counted(struct trust *w, const struct who *who, int64_t unit)
{
	struct outcome o = test_app_call(w->t, who, "measure.view", "name", "incident.reported", "to", "2025-06", "unit", unit == 0 ? "" : test_fmt("%lld", (long long)unit), NULL);
	int64_t n = -1;

	CHECK_DONE(o);
	CHECK(str_i64(test_field(o, "items.35.part"), &n));
	return n;
}

TEST(figures_count_restricted_ones_only_where_they_leave)
{
	struct trust w = trust();
	int64_t last = 0;

	for (int k = 0; k < 8; k++) {
		struct outcome o = test_app_call(w.t, &w.ann, "incident.create", "kind", "incident", "type", "theft", "happened_on", "2025-06-05",
		    "unit", test_fmt("%lld", (long long)(k < 3 ? w.other : w.unit)), "place_kind", "ward", "summary", "Gone", "hurt", "no", NULL);
		CHECK_DONE(o);
		last = ((const struct incident *)o.out)->id;
	}
	CHECK_DONE(test_app_call(w.t, &w.ann, "incident.restrict", "id", test_fmt("%lld", (long long)last), "why", "because", NULL));
	CHECK_EQ_I(counted(&w, &w.ann, 0), 8);
	CHECK_EQ_I(counted(&w, &w.bob, 0), 7);
	CHECK_EQ_I(counted(&w, &w.bob, w.unit), 4);
	CHECK_EQ_I(counted(&w, &w.branch, 0), 4);
	struct outcome o = test_app_call(w.t, &w.bob, "figures.records", "what", "all", "from", "2025-06", "to", "2025-06", NULL);
	CHECK_EQ_I(test_count(o, "items"), 7);
	CHECK_STR(test_field(test_app_call(w.t, &w.bob, "figures.spots", "months", "60", NULL), "total"), "7");
	o = test_app_call(w.t, &w.bob, "figures.release", "by", "type", "year", "2025", NULL);
	CHECK_STR(row_of(o, "Theft", "quarter1"), "8");
	o = test_app_call(w.t, &w.bob, "figures.release", "by", "unit", "year", "2025", NULL);
	CHECK_STR(row_of(o, "East", "quarter1"), "*");
	CHECK_STR(row_of(o, "All", "quarter1"), "8");
}

TEST(figures_of_hot_spots_leave_out_what_is_kept_from_the_reader)
{
	struct trust w = trust();
	int64_t last = 0;

	for (int k = 0; k < 3; k++) {
		struct outcome o = test_app_call(w.t, &w.ann, "incident.create", "kind", k == 0 ? "concern" : "incident", "type", "physical_assault", "happened_on", "2026-06-05",
		    "unit", test_fmt("%lld", (long long)(k < 2 ? w.other : w.unit)), "place_kind", k < 2 ? "ward" : "car_park", "hurt", "no", NULL);
		CHECK_DONE(o);
		last = ((const struct incident *)o.out)->id;
		if (k != 1)
			CHECK_DONE(test_app_call(w.t, &w.ann, "incident.keep_from", "id", test_fmt("%lld", (long long)last), "account", test_fmt("%lld", (long long)w.bob.account), NULL));
	}
	for (int k = 0; k < 2; k++) {
		struct outcome ann = test_app_call(w.t, &w.ann, "figures.spots", "violence", k ? "true" : "", NULL), bob = test_app_call(w.t, &w.bob, "figures.spots", "violence", k ? "true" : "", NULL);
		CHECK_STR(test_field(ann, "total"), "2");
		CHECK_EQ_I(test_count(ann, "places"), 2);
		CHECK_STR(test_field(bob, "total"), "1");
		CHECK_EQ_I(test_count(bob, "places"), 1);
		CHECK_EQ_I(test_count(bob, "units"), 1);
		CHECK(!test_has(bob.json, "car_park") && !test_has(bob.json, "East"));
	}
}

/* What one of them alone knows of is in no figure that stays. */
TEST(figures_that_are_kept_are_the_same_whoever_takes_them)
{
	struct trust w = trust();
	const struct who *who[] = { &w.ann, &w.bob };

	for (int k = 0; k < 3; k++) {
		struct outcome o = test_app_call(w.t, &w.ann, "incident.create", "kind", "incident", "type", "theft", "happened_on", "2026-06-05",
		    "unit", test_fmt("%lld", (long long)w.unit), "place_kind", "ward", "hurt", "no", NULL);
		CHECK_DONE(o);
		const char *id = test_fmt("%lld", (long long)((const struct incident *)o.out)->id);
		if (k == 0)
			CHECK_DONE(test_app_call(w.t, &w.ann, "incident.restrict", "id", id, "why", "because", NULL));
		if (k == 1)
			CHECK_DONE(test_app_call(w.t, &w.ann, "incident.keep_from", "id", id, "account", test_fmt("%lld", (long long)w.bob.account), NULL));
	}
	for (int k = 0; k < 2; k++) {
		struct outcome o = test_app_call(w.t, who[k], "measure.pin", "name", "incident.reported", "from", "2026-06", "to", "2026-06", NULL);
		CHECK_DONE(o);
		CHECK_STR(test_field(o, "value"), "2");
		CHECK_STR(test_field(test_app_call(w.t, who[1 - k], "measure_pin.view", "id", test_fmt("%.*s", (int)test_field(o, "id").n, test_field(o, "id").p), NULL), "same"), "true");
	}
}
