/* SPDX-License-Identifier: MIT */
/* Sanctions: who may apply, what is decided on an incident before it is closed, and who may know of it. */
#include "tests/testapp.h"

#include "base/time.h"
#include "feature/sanction/own.h"
#include "tests/harness.h"

#define CHECK_DONE(o) do { struct outcome o_ = (o); CHECK_MSG(o_.st == ST_OK, "refused: %.*s %.*s", (int)o_.message.n, o_.message.p, (int)o_.json.n, o_.json.p); } while (0)
#define DO(w, k, action, id, ...) test_app_call((w)->t, &(w)->who[k], action, "id", num(id), __VA_ARGS__, NULL)

enum { SPECIALIST, SECOND, MANAGER, OTHER, NATIONAL, PEOPLE };

struct court { struct test_app *t; int64_t org, other, national, account[PEOPLE]; struct str session[PEOPLE], token[PEOPLE]; struct who who[PEOPLE]; };

static const char *
num(int64_t n)
{
	return test_fmt("%lld", (long long)n);
}

static struct court *
court(void)
{
	static const struct { const char *email, *role; } people[PEOPLE] = { { "sam@trust.example", "specialist" }, { "sue@trust.example", "specialist" },
		{ "max@trust.example", "manager" }, { "far@other.example", "specialist" }, { "nat@national.example", "programme" } };
	struct court *w = arena_new(test_arena(), struct court);

	w->t = test_app();
	w->org = test_app_org(w->t, "Northmoor", "provider");
	w->other = test_app_org(w->t, "Southfell", "provider");
	w->national = test_app_org(w->t, "National", "national");
	for (int k = 0; k < PEOPLE; k++) {
		int64_t org = k == OTHER ? w->other : k == NATIONAL ? w->national : w->org;
		w->account[k] = test_app_account(w->t, people[k].email, org, people[k].role, 0);
		w->session[k] = test_app_session(w->t, w->account[k]);
		w->who[k] = test_app_who(w->t, w->session[k]);
		w->token[k] = test_app_token(w->t, w->account[k], org, "");
	}
	return w;
}

static int64_t
incident(struct court *w)
{
	struct outcome o = test_app_call(w->t, &w->who[SPECIALIST], "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01", NULL);

	CHECK_DONE(o);
	int64_t id = ((const struct incident *)o.out)->id;
	CHECK_DONE(DO(w, SPECIALIST, "incident.triage", id, "owner", num(w->account[SPECIALIST]), "type", "physical_assault", "consequence", "3", "likelihood", "3"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.police", id, "police", "asked", "on", "2026-09-02", "why", "Somebody was hurt"));
	return id;
}

/* The whole range set aside, but what is said of one: as JSON. */
static const char *
range(const char *option, const char *verdict, const char *rest)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_printf(&b, "{\"options\":[");
	for (size_t i = 0; i < sanction_choices.n; i++) {
		const char *id = sanction_choices.c[i].value, *v = "aside";
		if (str_is(str_c(id), "asbo") || str_is(str_c(id), "respect_order"))
			v = "unavailable";
		if (str_is(str_c(id), option))
			v = verdict;
		buf_printf(&b, "%s{\"option\":\"%s\",\"verdict\":\"%s\",\"word\":\"%s\"}", i > 0 ? "," : "", id, v, str_is(str_c(v), "unavailable") ? "Not in force" : "");
	}
	buf_printf(&b, "],\"aside\":\"Not in proportion\"%s}", rest);
	const char *r = test_fmt("%.*s", (int)buf_view(&b).n, buf_view(&b).p);
	buf_free(&b);
	return r;
}

static struct test_reply
decide(struct court *w, int k, int64_t id, const char *json)
{
	return test_api(w->t, w->token[k], POST, test_fmt("/api/v1/incident/%s/decide", num(id)), json, NULL, NULL);
}

static void
range_refused(const char *entry, const char *why)
{
	struct sanction_range *r;
	struct str text = str_c(test_fmt("format: wardkeep-sanctions/1\nabout: A try\noptions:\n%s", entry)), said = S("");

	CHECK_ST(sanction_range_parse(test_arena(), text, &r, &said), ST_INVALID);
	CHECK_MSG(str_find(said, str_c(why)) >= 0, "%.*s", (int)said.n, said.p);
}

/* An NHS trust is not on the closed list of section 5 of the Act of 2014; what was repealed keeps its end. */
TEST(sanction_range_says_who_may_apply_and_when)
{
	const struct sanction_range *r = shipped_sanctions();
	uint64_t families = 0;
	bool nuisance = false, asbo = false;

	for (size_t i = 0; i < r->options.n; i++) {
		const struct fw_sanction *o = &r->options.at[i];
		families |= FW_BIT(o->family);
		if (str_is(o->id, "nuisance_injunction")) {
			nuisance = true;
			CHECK(!(o->applicants.bits & FW_BIT(APPLICANT_HEALTH)) && (o->applicants.bits & FW_BIT(APPLICANT_NATIONAL_BODY)));
			CHECK_EQ_I(o->from.day, date_of(2015, 3, 23).day);
		}
		if (str_is(o->id, "asbo")) {
			asbo = true;
			CHECK_EQ_I(o->until.day, date_of(2015, 3, 22).day);
		}
	}
	CHECK(nuisance && asbo);
	CHECK_EQ_I((int64_t)families, (int64_t)(FW_BIT(FAMILY_REPAYMENT + 1) - FW_BIT(FAMILY_WARNING)));
#define ONE "  - id: letter\n    name: A letter\n    family: %s\n    about: Written\n    applicants:\n      - %s\n%s    confirmed: true\n    basis: Ours\n"
	range_refused(test_fmt(ONE, "curse", "police", ""), "line 6");
	range_refused(test_fmt(ONE, "warning", "mayor", ""), "line 9");
	range_refused(test_fmt(ONE, "warning", "police", "    from: \"2020-01-01\"\n    until: \"2019-01-01\"\n"), "'until' after 'from'");
	range_refused(test_fmt("%s%s", test_fmt(ONE, "warning", "police", ""), "letters:\n  - id: other\n    name: X\n    text: Y\n"), "id of a sanction");
}

TEST(sanction_decision_comes_before_closing)
{
	struct court *w = court();
	int64_t id = incident(w);

	struct outcome o = DO(w, SPECIALIST, "incident.close", id, "finding", "substantiated", "outcome", "spoken", "word", "Done");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "nothing is decided on sanctions"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s/decide", num(id))).body, "In force only until 22 March 2015"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.finding", id, "finding", "substantiated", "body", "The camera shows it"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/sanctions/waiting").body, "INC-26-0001"));
	/* What cannot be had is refused in words: by us, by anybody, today. */
	struct test_reply r = decide(w, SPECIALIST, id, range("nuisance_injunction", "chosen", ",\"state\":\"decided\",\"capacity\":\"yes\""));
	CHECK_EQ_I(r.status, 422);
	CHECK_MSG(test_has(r.body, "your organisation cannot apply for it itself") && test_has(r.body, "Police"), "%.*s", (int)r.body.n, r.body.p);
	CHECK(test_has(decide(w, SPECIALIST, id, range("asbo", "asked_police", ",\"state\":\"decided\"")).body, "In force only until 22 March 2015"));
	CHECK(test_has(decide(w, SPECIALIST, id, range("nuisance_injunction", "asked_employer", ",\"state\":\"decided\"")).body, "only these can apply"));
	/* None at all: advice and reasons; not the half of it. */
	r = decide(w, SPECIALIST, id, range("", "", ",\"state\":\"decided\""));
	CHECK(test_has(r.body, "enter the advice") && test_has(r.body, "enter the reasons"));
	CHECK(test_has(decide(w, SPECIALIST, id, "{\"options\":[{\"option\":\"exclusion\",\"verdict\":\"chosen\"}],\"state\":\"decided\",\"capacity\":\"yes\"}").body, "whole range"));
	CHECK_EQ_I(test_sql(w->t, "SELECT count(*) FROM sanction_decision"), 0);
	/* What wants clinical input, without it. */
	CHECK(test_has(decide(w, SPECIALIST, id, range("exclusion", "chosen", ",\"state\":\"decided\"")).body, "clinical input"));
	r = decide(w, SPECIALIST, id, range("nuisance_injunction", "asked_police", ",\"state\":\"decided\",\"clinical\":\"Knew it well\",\"seen\":0"));
	CHECK_MSG(r.status == 200, "%.*s", (int)r.body.n, r.body.p);
	CHECK_STR(test_sql_text(w->t, "SELECT outcome FROM sanction_decision"), "sanctions");
	CHECK_EQ_I(test_sql(w->t, "SELECT whole FROM sanction_decision"), 1);
	/* Two at once: the second is told, and nothing of the first is lost. */
	CHECK_EQ_I(decide(w, SECOND, id, range("", "", ",\"state\":\"decided\",\"advice\":\"x\",\"reasons\":\"y\",\"seen\":0")).status, 409);
	CHECK_STR(test_sql_text(w->t, "SELECT outcome FROM sanction_decision"), "sanctions");
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(id)));
	CHECK(test_has(r.body, "Asked of: Police") && test_has(r.body, "Knew it well") && test_has(r.body, "Not in proportion"));
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/sanctions/waiting").body, "INC-26-0001"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.close", id, "finding", "substantiated", "outcome", "spoken", "word", "Done"));
	/* Closed on that decision: it is not taken back under it. */
	CHECK_EQ_I(decide(w, SPECIALIST, id, range("", "", ",\"state\":\"open\"")).status, 422);
}

/* For programs: what is not named is set aside with one word, or says why it cannot be had. */
TEST(sanction_rest_of_the_range_takes_one_word)
{
	struct court *w = court();
	int64_t id = incident(w);
	const char *none = "\"advice\":\"x\",\"reasons\":\"y\",\"state\":\"decided\"";

	CHECK(test_has(decide(w, SPECIALIST, id, test_fmt("{\"options\":[],\"rest\":true,%s}", none)).body, "why the others are set aside"));
	CHECK_EQ_I(decide(w, SPECIALIST, id, test_fmt("{\"options\":[],\"rest\":true,\"aside\":\"Small\",%s}", none)).status, 200);
	CHECK(test_has(test_sql_text(w->t, "SELECT weighed FROM sanction_decision"), "asbo unavailable"));
	CHECK_EQ_I(test_sql(w->t, "SELECT whole FROM sanction_decision"), 1);
}

TEST(sanction_decision_stays_with_its_incident)
{
	struct court *w = court();
	int64_t id = incident(w);

	CHECK_EQ_I(decide(w, SPECIALIST, id, range("", "", ",\"state\":\"decided\",\"advice\":\"Heron\",\"reasons\":\"Plover\",\"clinical\":\"Dunlin\"")).status, 200);
	CHECK_EQ_I(decide(w, OTHER, id, range("", "", ",\"state\":\"open\"")).status, 404);
	/* Who may not read what is recorded does not wipe it by saving. */
	CHECK(!test_has(test_get(w->t, w->session[MANAGER], test_fmt("/incidents/%s", num(id))).body, "Dunlin"));
	CHECK_EQ_I(decide(w, MANAGER, id, range("", "", ",\"state\":\"decided\"")).status, 200);
	CHECK_STR(test_sql_text(w->t, "SELECT clinical FROM sanction_decision"), "Dunlin");
	CHECK_STR(test_sql_text(w->t, "SELECT reasons FROM sanction_decision"), "Plover");
	CHECK_DONE(DO(w, SPECIALIST, "incident.restrict", id, "why", "A colleague"));
	CHECK_EQ_I(decide(w, SECOND, id, range("", "", ",\"state\":\"open\"")).status, 404);
	CHECK(!test_has(test_get(w->t, w->session[SECOND], "/sanctions/waiting").body, "INC-26-0001"));
}

TEST(sanction_range_is_set_here_and_for_all)
{
	struct court *w = court();

	CHECK_DONE(test_app_call(w->t, &w->who[NATIONAL], "sanction_option.create", "option", "respect_order", "from_on", "2026-07-01", NULL));
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/sanctions/range").body, "no day of commencement"));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "sanction_option.create", "option", "other_place", "unused", "true", NULL).st, ST_INVALID);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "sanction_option.create", "option", "other_place", "unused", "true", "why", "There is no other place", NULL));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "sanction_option.create", "option", "other_place", "rank", "3", NULL).st, ST_INVALID);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/sanctions/range").body, "There is no other place"));
	/* What one organisation sets holds there alone. */
	CHECK(!test_has(test_get(w->t, w->session[OTHER], "/sanctions/range").body, "There is no other place"));
}

/* ---- sanctions, redress, advice ---- */

static int64_t
decided(struct court *w)
{
	int64_t id = incident(w);

	CHECK_DONE(DO(w, SPECIALIST, "incident.person", id, "part", "alleged", "name", "Robin Thrush"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.finding", id, "finding", "substantiated", "body", "Seen"));
	CHECK_EQ_I(decide(w, SPECIALIST, id, range("first_warning", "chosen", ",\"state\":\"decided\",\"capacity\":\"yes\"")).status, 200);
	return id;
}

TEST(sanction_lives_from_being_sought_to_lapsing)
{
	struct court *w = court();
	int64_t id = decided(w), other = incident(w);
	int64_t person = test_sql(w->t, "SELECT id FROM incident_person");

	/* What cannot be had on its day, or not by us; somebody of another incident. */
	struct outcome o = DO(w, SPECIALIST, "incident.sanction", id, "option", "nuisance_injunction", "state", "sought", "sought_on", "2026-09-10");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.json, "cannot apply for it itself"));
	CHECK(test_has(DO(w, SPECIALIST, "incident.sanction", id, "option", "asbo", "state", "sought", "sought_on", "2026-09-10", "asked_of", "police").json, "only until 22 March 2015"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "nuisance_injunction", "state", "sought", "sought_on", "2026-09-10", "asked_of", "police"));
	CHECK_ST(DO(w, SPECIALIST, "incident.sanction", other, "option", "first_warning", "state", "sought", "sought_on", "2026-09-10", "person", num(person)).st, ST_INVALID);
	/* Its periods are those of the range. */
	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "first_warning", "state", "obtained", "sought_on", "2025-01-10", "obtained_on", "2025-01-10", "person", num(person)));
	int64_t s = test_sql(w->t, "SELECT id FROM sanction WHERE option = 'first_warning'");
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT expires_on FROM sanction WHERE id = %s", num(s))), date_of(2026, 1, 10).day);
	struct test_reply r = test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(id)));
	CHECK(test_has(r.body, "Lapsed after 10 January 2026"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/sanctions?year=2024").body, "Lapsed after 10 January 2026"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/due").body, "Publicity to decide"));
	CHECK_ST(DO(w, SPECIALIST, "sanction.edit", s, "publicity", "published").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "sanction.edit", s, "publicity", "not_published", "publicity_why", "A warning is no news"));
	/* An appeal that is won ends it. */
	CHECK_ST(DO(w, SPECIALIST, "sanction.edit", s, "appeal_decided_on", "2025-02-01", "appeal_outcome", "won").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "sanction.edit", s, "appealed_on", "2025-01-20"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/due").body, "Appeal to decide"));
	CHECK_DONE(DO(w, SPECIALIST, "sanction.edit", s, "appeal_decided_on", "2025-02-01", "appeal_outcome", "won"));
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT state FROM sanction WHERE id = %s", num(s))), "ended");
	/* A decision for none does not stand beside a sanction, whichever comes first. */
	CHECK(test_has(decide(w, SECOND, id, range("", "", ",\"state\":\"decided\",\"advice\":\"x\",\"reasons\":\"y\"")).body, "sanction is entered"));
	CHECK_EQ_I(decide(w, SPECIALIST, other, range("", "", ",\"state\":\"decided\",\"advice\":\"x\",\"reasons\":\"y\"")).status, 200);
	CHECK_DONE(DO(w, SPECIALIST, "incident.close", other, "finding", "substantiated", "outcome", "noted", "word", "Done"));
	CHECK_ST(DO(w, SECOND, "incident.sanction", other, "option", "first_warning", "state", "sought", "sought_on", "2026-09-10").st, ST_INVALID);
	/* It goes with its incident. */
	CHECK_DONE(DO(w, SPECIALIST, "incident.restrict", id, "why", "A colleague"));
	CHECK_EQ_I(test_get(w->t, w->session[SECOND], test_fmt("/sanctions/%s", num(s))).status, 404);
	CHECK(!test_has(test_get(w->t, w->session[SECOND], "/sanctions?year=2024").body, "First written warning"));
	CHECK_EQ_I(test_get(w->t, w->session[OTHER], test_fmt("/sanctions/%s", num(s))).status, 404);
}

TEST(redress_and_advice_are_followed)
{
	struct court *w = court();
	int64_t id = decided(w);

	CHECK_DONE(DO(w, SPECIALIST, "incident.claim", id, "way", "civil", "claimed", "800", "claimed_on", "2026-09-10"));
	int64_t r = test_sql(w->t, "SELECT id FROM redress");
	CHECK_ST(DO(w, SPECIALIST, "redress.edit", r, "recovered", "900", "recovered_on", "2026-09-12").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "redress.edit", r, "recovered", "300").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "redress.edit", r, "recovered", "300", "recovered_on", "2026-09-12"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(id))).body, "outstanding £500"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/redress-totals?year=2026").body, "£500"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.advice", id, "asked_of", "solicitor", "asked_on", "2026-09-10", "question", "Is it worth it?"));
	int64_t a = test_sql(w->t, "SELECT id FROM legal_advice");
	CHECK_ST(DO(w, SPECIALIST, "legal_advice.edit", a, "answered_on", "2026-09-12", "answer", "Sue", "followed", "no").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "legal_advice.edit", a, "answered_on", "2026-09-12", "answer", "Sue", "followed", "no", "why", "It would cost more"));
}

static enum status
fact(struct ctx *c, void *arg)
{
	struct live_fact *f = arg;

	return fact_get(c, f->name, date_of(2026, 4, 1), date_of(2027, 3, 31), f);
}

TEST(sanction_facts_contradict_what_is_not_so)
{
	struct court *w = court();
	struct live_fact f = { .name = "sanction.decided" };

	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], fact, &f), ST_OK);
	CHECK_EQ_I(f.state, LIVE_UNKNOWN);
	int64_t id = decided(w), two = incident(w);
	CHECK_DONE(DO(w, SPECIALIST, "incident.finding", two, "finding", "partly", "body", "Seen"));
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], fact, &f), ST_OK);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
	CHECK_EQ_I(decide(w, SPECIALIST, two, range("", "", ",\"state\":\"decided\",\"advice\":\"x\",\"reasons\":\"y\"")).status, 200);
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], fact, &f), ST_OK);
	CHECK_EQ_I(f.state, LIVE_FOR);
	f.name = "sanction.public";
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], fact, &f), ST_OK);
	CHECK_EQ_I(f.state, LIVE_NONE_AROSE);
	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "first_warning", "state", "obtained", "sought_on", "2026-09-10", "obtained_on", "2026-09-10"));
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], fact, &f), ST_OK);
	CHECK_EQ_I(f.state, LIVE_AGAINST);
}

static enum status
returned(struct ctx *c, void *arg)
{
	int64_t *n = arg;

	return sanction_return(c, date_of(2026, 4, 1), date_of(2027, 3, 31), &n[0], &n[1]);
}

/* What leaves the organisation counts what few may read, and nobody else's. */
TEST(sanction_return_counts_all)
{
	struct court *w = court();
	int64_t id = decided(w), n[2];

	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "first_warning", "state", "obtained", "sought_on", "2026-09-10", "obtained_on", "2026-09-10"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "caution", "asked_of", "police", "state", "obtained", "sought_on", "2026-09-10", "obtained_on", "2026-09-11"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.sanction", id, "option", "prosecution", "state", "sought", "sought_on", "2026-09-10"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.restrict", id, "why", "A colleague"));
	CHECK_ST(test_app_write(w->t, &w->who[SECOND], returned, n), ST_OK);
	CHECK_EQ_I(n[0], 1);
	CHECK_EQ_I(n[1], 1);
	CHECK_ST(test_app_write(w->t, &w->who[OTHER], returned, n), ST_OK);
	CHECK_EQ_I(n[0] + n[1], 0);
}

TEST(marker_is_known_to_few_and_lapses)
{
	struct court *w = court();
	int64_t id = decided(w), person = test_sql(w->t, "SELECT id FROM incident_person");

#define MARK(k, ...) DO(w, k, "incident.marker", id, "person", num(person), "basis", "Heron", "decided_by", "Director of security", __VA_ARGS__)
	CHECK_ST(MARK(SPECIALIST, "decided_on", "2026-09-01", "told", "not_told").st, ST_INVALID);
	CHECK_ST(MARK(SPECIALIST, "decided_on", "2026-09-01", "told", "told").st, ST_INVALID);
	CHECK_ST(MARK(MANAGER, "decided_on", "2026-09-01", "told", "told", "told_on", "2026-09-02").st, ST_FORBIDDEN);
	CHECK_DONE(MARK(SPECIALIST, "decided_on", "2026-09-01", "told", "not_told", "told_why", "It would put staff at risk"));
	int64_t m = test_sql(w->t, "SELECT id FROM marker");
	CHECK_EQ_I(test_sql(w->t, "SELECT expires_on FROM marker"), date_of(2027, 9, 1).day);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(id))).body, "In use until 1 September 2027"));
	int64_t looks = test_sql(w->t, "SELECT count(*) FROM audit_entry");
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/markers/%s", num(m))).body, "Heron"));
	CHECK(test_sql(w->t, "SELECT count(*) FROM audit_entry") > looks);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/markers").body, "INC-26-0001"));
	/* Who may not read whom somebody accuses reads neither name nor basis; nor does whoever is kept from the incident. */
	CHECK(!test_has(test_get(w->t, w->session[MANAGER], test_fmt("/markers/%s", num(m))).body, "Heron"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.keep_from", id, "account", num(w->account[SECOND])));
	CHECK_EQ_I(test_get(w->t, w->session[SECOND], test_fmt("/markers/%s", num(m))).status, 404);
	CHECK(!test_has(test_get(w->t, w->session[SECOND], "/markers").body, "INC-26-0001"));
	/* It lapses by itself, and says so. */
	CHECK_DONE(DO(w, SPECIALIST, "marker.edit", m, "decided_on", "2024-09-01", "review_on", "2025-03-01", "expires_on", "2025-09-01"));
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/markers").body, "INC-26-0001"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(id))).body, "Lapsed after 1 September 2025"));
	CHECK_ST(DO(w, SPECIALIST, "marker.edit", m, "removed_on", "2026-01-01").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "marker.edit", m, "removed_on", "2026-01-01", "removed_why", "No longer needed"));
}
