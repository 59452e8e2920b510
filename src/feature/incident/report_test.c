/* SPDX-License-Identifier: MIT */
/* The way of a report: six questions, the receipt, the first look, the police, the end and back, and two people at once. */
#include "tests/testapp.h"

#include <string.h>

#include "base/time.h"
#include "feature/incident/own.h"
#include "tests/harness.h"

struct ward { struct test_app *t; int64_t org, unit, nurse, specialist, second; struct str s_nurse, s_specialist; struct who w_nurse, w_specialist, w_second; };

static struct ward *
ward(void)
{
	struct ward *w = arena_new(test_arena(), struct ward);

	w->t = test_app();
	w->org = test_app_org(w->t, "Northmoor", "provider");
	w->unit = test_app_unit(w->t, w->org, "Ward 7", 0);
	w->nurse = test_app_account(w->t, "nan@trust.example", w->org, "reporter", 0);
	w->specialist = test_app_account(w->t, "sam@trust.example", w->org, "specialist", 0);
	w->second = test_app_account(w->t, "sue@trust.example", w->org, "specialist", 0);
	w->s_nurse = test_app_session(w->t, w->nurse);
	w->s_specialist = test_app_session(w->t, w->specialist);
	w->w_nurse = test_app_who(w->t, w->s_nurse);
	w->w_specialist = test_app_who(w->t, w->s_specialist);
	w->w_second = test_app_who(w->t, test_app_session(w->t, w->second));
	return w;
}

static const char *
num(int64_t n)
{
	return test_fmt("%lld", (long long)n);
}

static const char *
z(struct str s)
{
	return test_fmt("%.*s", (int)s.n, s.p);
}

static const char *
next(struct test_reply r)
{
	CHECK_MSG(r.status == 303, "answered %d: %.*s", r.status, 400, r.body.p != NULL ? r.body.p : "");
	return z(test_header(&r, "Location"));
}

/* Through all questions; gives the address of the check. */
static const char *
answers(struct ward *w, struct str session, const char *at)
{
	at = next(test_post(w->t, session, at, NULL, NULL));
	CHECK(test_has(test_get(w->t, session, at).body, "Question 1 of 6"));
	at = next(test_post(w->t, session, at, "danger", "yes", NULL));
	CHECK(test_has(test_get(w->t, session, at).body, "Do this first"));
	at = next(test_post(w->t, session, at, "kind", "incident", "type", "physical_assault", "summary", "He threw a chair", NULL));
	/* A wrong answer is shown again, with what was typed. */
	struct test_reply wrong = test_post(w->t, session, at, "happened_on-day", "1", "happened_on-month", "9", "happened_on-year", "2026", "happened_time", "25:00", NULL);
	CHECK_EQ_I(wrong.status, 422);
	CHECK(test_has(wrong.body, "25:00"));
	at = next(test_post(w->t, session, at, "happened_on-day", "1", "happened_on-month", "9", "happened_on-year", "2026", "happened_time", "2.30", NULL));
	at = next(test_post(w->t, session, at, "unit", num(w->unit), "place_kind", "ward", "place", "Bay 3", NULL));
	at = next(test_post(w->t, session, at, "hurt", "body", "hurt_who", "employee", "hurt_name", "Nancy Kestrel", NULL));
	return next(test_post(w->t, session, at, "by_kind", "patient", "by_name", "Robin Thrush", NULL));
}

TEST(report_goes_from_six_questions_to_a_receipt)
{
	struct ward *w = ward();
	const char *check = answers(w, w->s_nurse, "/report");

	struct test_reply r = test_get(w->t, w->s_nurse, check);
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "He threw a chair") && test_has(r.body, "Ward 7") && test_has(r.body, "02:30"));
	/* Nobody else's account opens the draft, and the draft does not lie open in the database. */
	CHECK_EQ_I(test_get(w->t, w->s_specialist, check).status, 404);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident"), 0);
	const char *send = test_fmt("%.*ssend", (int)(strlen(check) - 5), check);
	const char *receipt = next(test_post(w->t, w->s_nurse, send, NULL, NULL));
	CHECK(strcmp(next(test_post(w->t, w->s_nurse, send, NULL, NULL)), receipt) == 0);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident"), 1);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident_person"), 2);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident_draft"), 0);
	CHECK_EQ_I(test_sql(w->t, "SELECT hour FROM incident"), 2);
	/* Without signing in, and with nothing of the incident itself. */
	r = test_get(w->t, S(""), receipt);
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Thank you") && !test_has(r.body, "chair") && !test_has(r.body, "Thrush") && !test_has(r.body, "INC-"));
	CHECK_EQ_I(test_get(w->t, S(""), "/reported/00000-00000-00000-00000-00000").status, 404);
	CHECK(test_has(test_get(w->t, w->s_nurse, "/report/mine").body, "INC-26-0001"));
	CHECK_EQ_I(test_get(w->t, w->s_nurse, "/incidents").status, 403);
}

TEST(report_outlives_the_session)
{
	struct ward *w = ward();
	const char *at = next(test_post(w->t, w->s_nurse, "/report", NULL, NULL));

	at = next(test_post(w->t, w->s_nurse, at, "danger", "no", NULL));
	w->t->app->fixed_now.ms += 40 * 60 * 1000;	/* the session runs out while somebody types */
	struct test_reply r = test_post(w->t, w->s_nurse, at, "kind", "incident", "type", "theft", "summary", "The drug cupboard", NULL);
	CHECK_EQ_I(r.status, 303);
	struct str again = test_app_session(w->t, w->nurse);
	r = test_get(w->t, again, at);
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "The drug cupboard"));
}

TEST(report_without_an_account_where_it_is_allowed)
{
	struct ward *w = ward();

	CHECK_EQ_I(test_get(w->t, S(""), "/report/at/abcdefghijklmnopqrstuvwxyz").status, 404);
	struct test_reply r = test_post(w->t, w->s_specialist, "/incidents/settings", "anonymous", "true", "triage_hours", "24", "contact_hours", "48", "start_hours", "168",
	    "moderate_from", "4", "high_from", "8", "extreme_from", "15", "danger_words", "Call 2222", NULL);
	CHECK_EQ_I(r.status, 303);
	const char *link = test_fmt("/report/at/%s", z(test_sql_text(w->t, "SELECT link FROM incident_setting")));
	r = test_get(w->t, S(""), link);
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Northmoor") && test_has(r.body, "Call 2222"));
	const char *check = answers(w, S(""), link);
	const char *receipt = next(test_post(w->t, S(""), test_fmt("%.*ssend", (int)(strlen(check) - 5), check), NULL, NULL));
	CHECK_EQ_I(test_get(w->t, S(""), receipt).status, 200);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident WHERE reported_by IS NULL"), 1);
	/* From another page nothing is taken. */
	CHECK_EQ_I(test_send(w->t, &(struct test_request){ .method = POST, .path = link, .body = S(""), .type = "application/x-www-form-urlencoded",
		.origin = "https://elsewhere.example", .site = "cross-site" }).status, 403);
	/* Taken back, the link is dead. */
	r = test_post(w->t, w->s_specialist, "/incidents/settings", "anonymous", "", "triage_hours", "24", "contact_hours", "48", "start_hours", "168",
	    "moderate_from", "4", "high_from", "8", "extreme_from", "15", NULL);
	CHECK_EQ_I(r.status, 303);
	CHECK_EQ_I(test_get(w->t, S(""), link).status, 404);
}

/* A ward's screen, where somebody is signed in: of this organisation, or of another. */
TEST(report_through_the_link_says_nobody_while_somebody_is_signed_in)
{
	struct ward *w = ward();
	int64_t other = test_app_org(w->t, "Southfell", "provider");
	int64_t far = test_app_account(w->t, "far@other.example", other, "reporter", 0);
	struct str sessions[] = { w->s_nurse, test_app_session(w->t, far) };

	CHECK_EQ_I(test_post(w->t, w->s_specialist, "/incidents/settings", "anonymous", "true", "triage_hours", "24", "contact_hours", "48", "start_hours", "168",
	    "moderate_from", "4", "high_from", "8", "extreme_from", "15", NULL).status, 303);
	const char *link = test_fmt("/report/at/%s", z(test_sql_text(w->t, "SELECT link FROM incident_setting")));
	for (int k = 0; k < 2; k++) {
		const char *mine = test_fmt("SELECT COUNT(*) FROM audit_entry WHERE org = %lld OR account IN (%lld, %lld)", (long long)other, (long long)w->nurse, (long long)far);
		int64_t before = test_sql(w->t, mine);
		const char *at = next(test_post(w->t, sessions[k], link, NULL, NULL));
		at = next(test_post(w->t, sessions[k], at, "danger", "no", NULL));
		at = next(test_post(w->t, sessions[k], at, "kind", "incident", "type", "physical_assault", NULL));
		at = next(test_post(w->t, sessions[k], at, "happened_on-day", "1", "happened_on-month", "9", "happened_on-year", "2026", NULL));
		at = next(test_post(w->t, sessions[k], at, "unit", num(w->unit), "place_kind", "ward", NULL));
		at = next(test_post(w->t, sessions[k], at, "hurt", "body", "hurt_who", "me", NULL));
		at = next(test_post(w->t, sessions[k], at, "by_kind", "patient", NULL));
		const char *send = test_fmt("%.*ssend", (int)(strlen(at) - 5), at);
		CHECK(strcmp(next(test_post(w->t, sessions[k], send, NULL, NULL)), next(test_post(w->t, sessions[k], send, NULL, NULL))) == 0);
		CHECK_EQ_I(test_sql(w->t, mine), before);
	}
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT COUNT(*) FROM incident WHERE org = %lld", (long long)w->org)), 2);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident WHERE reported_by IS NOT NULL OR created_by <> 0"), 0);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident_person WHERE account IS NOT NULL OR created_by <> 0 OR name LIKE '%@%'"), 0);
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT COUNT(*) FROM change_row WHERE made_by IN (%lld, %lld)", (long long)w->nurse, (long long)far)), 0);
}

TEST(report_with_the_same_code_makes_one_incident)
{
	struct ward *w = ward();

	for (int i = 0; i < 3; i++)
		CHECK_ST(test_app_call(w->t, &w->w_nurse, "report.all", "kind", "concern", "type", "suspicious", "happened_on", "2026-09-01", "place_kind", "car_park",
		    "hurt", "no", "code", "abcdefghjkmnpqrstvwxyz0123", NULL).st, ST_OK);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident"), 1);
	CHECK_EQ_I(test_get(w->t, S(""), "/reported/ABCDE-FGHJK-MNPQR-STVWX-YZ0123").status, 200);
	CHECK_ST(test_app_call(w->t, &w->w_nurse, "report.all", "kind", "concern", "type", "suspicious", "happened_on", "2026-09-01", "place_kind", "car_park",
	    "hurt", "no", "code", "short", NULL).st, ST_INVALID);
	/* Dashes hide nothing, and a code that another organisation's report has swallows none here. */
	CHECK_ST(test_app_call(w->t, &w->w_nurse, "report.all", "kind", "concern", "type", "suspicious", "happened_on", "2026-09-01", "place_kind", "car_park",
	    "hurt", "no", "code", "a-----------------------1", NULL).st, ST_INVALID);
	int64_t other = test_app_org(w->t, "Southfell", "provider");
	struct who far = test_app_who(w->t, test_app_session(w->t, test_app_account(w->t, "far@other.example", other, "reporter", 0)));
	CHECK_ST(test_app_call(w->t, &far, "report.all", "kind", "concern", "type", "suspicious", "happened_on", "2026-09-01", "place_kind", "car_park",
	    "hurt", "no", "code", "abcdefghjkmnpqrstvwxyz0123", NULL).st, ST_INVALID);
	CHECK_EQ_I(test_sql(w->t, "SELECT COUNT(*) FROM incident"), 1);
}

/* ---- what is done with it ---- */

static int64_t
one(struct ward *w, const char *type, const char *day)
{
	struct outcome o = test_app_call(w->t, &w->w_specialist, "incident.create", "kind", "incident", "type", type, "happened_on", day, "unit", num(w->unit),
	    "place_kind", "ward", "hurt", "body", NULL);

	CHECK_ST(o.st, ST_OK);
	return ((const struct incident *)o.out)->id;
}

#define DO(w, action, id, ...) test_app_call((w)->t, &(w)->w_specialist, action, "id", num(id), __VA_ARGS__, NULL)
#define NO_SANCTION(w, id) DO(w, "incident.decide", id, "rest", "true", "aside", "Small", "advice", "Let it be", "reasons", "It was settled", "state", "decided")
#define TRIAGE(w, id) DO(w, "incident.triage", id, "owner", num((w)->specialist), "type", "physical_assault", "consequence", "3", "likelihood", "4")

static struct str
state(struct ward *w, int64_t id)
{
	return test_sql_text(w->t, test_fmt("SELECT state FROM incident WHERE id = %lld", (long long)id));
}

TEST(incident_goes_from_report_to_word_and_back)
{
	struct ward *w = ward();

	CHECK_ST(test_app_call(w->t, &w->w_nurse, "report.all", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01", "place_kind", "ward",
	    "hurt", "body", "by_kind", "patient", "by_name", "Robin Thrush", "code", "abcdefghjkmnpqrstvwxyz0123", NULL).st, ST_OK);
	int64_t id = test_sql(w->t, "SELECT id FROM incident");
	CHECK(test_has(test_get(w->t, w->s_specialist, "/incidents/new-reports").body, "INC-26-0001"));
	CHECK_ST(DO(w, "incident.close", id, "finding", "substantiated", "outcome", "action", "word", "Done").st, ST_CONFLICT);
	CHECK_ST(DO(w, "incident.triage", id, "owner", num(w->nurse), "type", "theft", "consequence", "3", "likelihood", "4").st, ST_INVALID);
	CHECK_ST(TRIAGE(w, id).st, ST_OK);
	CHECK_EQ_I(test_sql(w->t, "SELECT grade FROM incident"), 12);
	CHECK_ST(DO(w, "incident.contact", id, "body", "Offered counselling").st, ST_OK);
	CHECK_ST(DO(w, "incident.start", id, "body", "Who let him in").st, ST_OK);
	/* What was found is known before it is closed, and the form to close begins with it. */
	CHECK_ST(DO(w, "incident.finding", id, "finding", "substantiated").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.finding", id, "finding", "substantiated", "body", "The camera shows it").st, ST_OK);
	CHECK(test_has(test_get(w->t, w->s_specialist, test_fmt("/incidents/%s/close", num(id))).body, "value=\"substantiated\" checked"));
	CHECK_EQ_I(test_sql(w->t, "SELECT MAX(substantiated) FROM incident_roll"), 1);
	/* Not without a decision on the police, nor with a name in the word. */
	CHECK_ST(DO(w, "incident.close", id, "finding", "substantiated", "outcome", "action", "word", "Done").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.police", id, "police", "asked", "on", "2026-09-02", "why", "The nurse wants it").st, ST_OK);
	CHECK_ST(DO(w, "incident.close", id, "finding", "substantiated", "outcome", "action", "word", "We spoke with Robin Thrush").st, ST_INVALID);
	CHECK_ST(NO_SANCTION(w, id).st, ST_OK);
	CHECK_ST(DO(w, "incident.close", id, "finding", "substantiated", "outcome", "action", "word", "The ward has a second guard now").st, ST_OK);
	CHECK(test_has(test_get(w->t, S(""), "/reported/abcdefghjkmnpqrstvwxyz0123").body, "a second guard"));
	/* What the police make of it comes late. */
	CHECK_ST(DO(w, "incident.police_result", id, "crime_number", "NM/1234/26", "outcome", "charge", "on", "2026-09-20").st, ST_OK);
	CHECK_ST(DO(w, "incident.reopen", id, "body", "A witness came forward").st, ST_OK);
	CHECK_STR(state(w, id), "investigating");
	struct test_reply r = test_get(w->t, w->s_specialist, test_fmt("/incidents/%s", num(id)));
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "A witness came forward") && test_has(r.body, "NM/1234/26") && test_has(r.body, "In time"));
}

TEST(incident_duplicates_are_put_together_and_taken_apart)
{
	struct ward *w = ward();
	int64_t a = one(w, "theft", "2026-09-01"), b = one(w, "theft", "2026-09-02");

	CHECK(test_has(test_get(w->t, w->s_specialist, test_fmt("/incidents/%s", num(b))).body, "Same place, near in time"));
	CHECK_ST(DO(w, "incident.merge", b, "into", "INC-26-0002").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.merge", b, "into", "INC-26-0001").st, ST_OK);
	CHECK_STR(state(w, b), "merged");
	CHECK_EQ_I(test_sql(w->t, "SELECT MAX(n) FROM incident_roll"), 1);
	/* It is changed where it stands now, and nowhere else. */
	CHECK_ST(DO(w, "incident.edit", b, "type", "other").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.person", b, "part", "witness", "name", "Wren Dale").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.merge", a, "into", "INC-26-0002").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.unmerge", b, "body", "Two thefts").st, ST_OK);
	CHECK_STR(state(w, b), "reported");
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT COUNT(*) FROM change_row WHERE record = %lld", (long long)b)), 3);
}

TEST(incident_repeats_are_found_by_person_and_asset)
{
	struct ward *w = ward();
	int64_t a = one(w, "theft", "2026-01-01"), b = one(w, "theft", "2026-09-02");

	CHECK_ST(DO(w, "incident.person", a, "part", "alleged", "name", "Robin Thrush").st, ST_OK);
	CHECK_ST(DO(w, "incident.person", b, "part", "alleged", "name", "ROBIN THRUSH").st, ST_OK);
	CHECK_ST(DO(w, "incident.property", a, "whose", "organisation", "what", "Laptop", "asset", "AB 12", "fate", "stolen", "value", "800").st, ST_OK);
	CHECK(test_has(test_get(w->t, w->s_specialist, test_fmt("/incidents/%s", num(b))).body, "Same person"));
	int64_t c = one(w, "theft", "2026-05-02");
	CHECK_ST(DO(w, "incident.property", c, "whose", "organisation", "what", "Laptop", "asset", "ab 12", "fate", "damaged", "value", "100", "recovered", "40").st, ST_OK);
	CHECK(test_has(test_get(w->t, w->s_specialist, test_fmt("/incidents/%s", num(c))).body, "Same asset"));
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT loss FROM incident WHERE id = %lld", (long long)a)), 80000);
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT damage * 1000000 + recovered FROM incident WHERE id = %lld", (long long)c)), 10000004000);
	CHECK_ST(DO(w, "incident.handover", a, "team", "counter_fraud", "what", "A laptop", "sent_on", "2026-09-02", "answer_by", "2026-09-16").st, ST_OK);
	int64_t h = test_sql(w->t, "SELECT id FROM incident_handover");
	CHECK_ST(DO(w, "incident_handover.edit", h, "received_on", "2026-09-03", "received_by", "Wren Dale", "outcome", "A case was opened").st, ST_INVALID);
	CHECK_ST(DO(w, "incident_handover.edit", h, "received_on", "2026-09-03", "received_by", "Wren Dale", "outcome", "A case was opened", "outcome_on", "2026-09-10").st, ST_OK);
	int64_t p = test_sql(w->t, test_fmt("SELECT id FROM incident_property WHERE incident = %lld", (long long)a));
	CHECK_ST(DO(w, "incident_property.edit", p, "recovered", "900").st, ST_INVALID);
	int64_t who = test_sql(w->t, test_fmt("SELECT id FROM incident_person WHERE incident = %lld", (long long)b));
	CHECK_ST(DO(w, "incident_person.withdraw", who, "version", "1", "why", "entered by mistake").st, ST_OK);
	CHECK(!test_has(test_get(w->t, w->s_specialist, test_fmt("/incidents/%s", num(b))).body, "Same person"));
}

/* The second one is told, whoever it is, and nothing of the first is lost. */
TEST(incident_two_at_once_are_told)
{
	struct ward *w = ward();
	int64_t a = one(w, "theft", "2026-09-01"), b = one(w, "theft", "2026-09-02");

	/* Two look at one report. */
	CHECK_ST(DO(w, "incident.triage", a, "version", "1", "owner", num(w->specialist), "type", "theft", "consequence", "1", "likelihood", "1").st, ST_OK);
	CHECK_ST(test_app_call(w->t, &w->w_second, "incident.triage", "id", num(a), "version", "1", "owner", num(w->second), "type", "theft", "consequence", "5", "likelihood", "5", NULL).st, ST_CONFLICT);
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT owner FROM incident WHERE id = %lld", (long long)a)), w->specialist);
	/* One puts together what another changes. */
	CHECK_ST(test_app_call(w->t, &w->w_second, "incident.edit", "id", num(b), "version", "1", "place", "Bay 2", NULL).st, ST_OK);
	CHECK_ST(DO(w, "incident.merge", b, "version", "1", "into", "INC-26-0001").st, ST_CONFLICT);
	CHECK_ST(DO(w, "incident.merge", b, "version", "2", "into", "INC-26-0001").st, ST_OK);
	CHECK_ST(test_app_call(w->t, &w->w_second, "incident.edit", "id", num(b), "version", "2", "place", "Bay 9", NULL).st, ST_CONFLICT);
	/* One closes while another adds what makes a report to the regulator due. */
	CHECK_ST(DO(w, "incident.police", a, "police", "not_asked", "on", "2026-09-02", "why", "Small").st, ST_OK);
	int64_t version = test_sql(w->t, test_fmt("SELECT version FROM incident WHERE id = %lld", (long long)a));
	CHECK_ST(test_app_call(w->t, &w->w_second, "incident.person", "id", num(a), "part", "victim", "name", "Wren Dale", "at_work", "true", "injury", "fracture", NULL).st, ST_OK);
	CHECK_ST(DO(w, "incident.close", a, "version", num(version), "finding", "substantiated", "outcome", "action", "word", "Done").st, ST_CONFLICT);
	CHECK_ST(DO(w, "incident.close", a, "finding", "substantiated", "outcome", "action", "word", "Done").st, ST_INVALID);
	CHECK_ST(DO(w, "incident.riddor", a, "sent_on", "2026-09-03", "ref", "F2508").st, ST_OK);
	CHECK_ST(NO_SANCTION(w, a).st, ST_OK);
	CHECK_ST(DO(w, "incident.close", a, "finding", "substantiated", "outcome", "action", "word", "Done").st, ST_OK);
}

/* What is promised stands in the list of what is due, until it is done. */
TEST(incident_promises_are_due_until_kept)
{
	struct ward *w = ward();
	int64_t a = one(w, "physical_assault", "2026-09-20");

	struct test_reply r = test_get(w->t, w->s_specialist, "/due");
	CHECK(test_has(r.body, "First look at a report") && test_has(r.body, "Contact with a person harmed") && test_has(r.body, "INC-26-0001"));
	CHECK(!test_has(test_get(w->t, w->s_nurse, "/due").body, "INC-26-0001"));
	CHECK_ST(TRIAGE(w, a).st, ST_OK);
	CHECK_ST(DO(w, "incident.contact", a, "body", "Offered counselling").st, ST_OK);
	CHECK_ST(DO(w, "incident.person", a, "part", "victim", "name", "Wren Dale", "at_work", "true", "injury", "fracture").st, ST_OK);
	r = test_get(w->t, w->s_specialist, "/due");
	CHECK(!test_has(r.body, "First look at a report") && !test_has(r.body, "Contact with a person harmed"));
	CHECK(test_has(r.body, "Investigation to start") && test_has(r.body, "Report to the safety regulator"));
	CHECK_ST(DO(w, "incident.riddor", a, "sent_on", "2026-09-21").st, ST_OK);
	CHECK(!test_has(test_get(w->t, w->s_specialist, "/due").body, "Report to the safety regulator"));
}

/* ---- RIDDOR ---- */

static void
duty(const char *happened, const char *injury, const char *off, const char *back, const char *today, enum riddor want, const char *due)
{
	struct riddor_in in = { .at_work = true, .injury = str_c(injury) };

	CHECK(date_parse(str_c(happened), &in.happened) && date_parse(str_c(today), &in.today));
	if (off != NULL)
		CHECK(date_parse(str_c(off), &in.first_off));
	if (back != NULL)
		CHECK(date_parse(str_c(back), &in.back_on));
	struct riddor_out r = riddor_judge(&in);
	CHECK_MSG(r.duty == want, "%s, %s, %s to %s: duty %d, not %d", happened, injury, off, back, (int)r.duty, (int)want);
	CHECK_MSG(str_is(date_iso(test_arena(), r.due), due), "%s, %s: not due on %s", happened, injury, due);
}

TEST(riddor_duty_and_day)
{
	/* The day itself does not count: seven whole days are recorded, eight are reported. */
	duty("2026-09-01", "minor", "2026-09-02", "2026-09-09", "2026-09-20", RIDDOR_RECORD, "");
	duty("2026-09-01", "minor", "2026-09-02", "2026-09-10", "2026-09-20", RIDDOR_FIFTEEN, "2026-09-16");
	duty("2026-09-01", "minor", "2026-09-01", "2026-09-09", "2026-09-20", RIDDOR_RECORD, "");
	duty("2026-09-01", "minor", "2026-09-01", "2026-09-10", "2026-09-20", RIDDOR_FIFTEEN, "2026-09-16");
	/* Three are nothing, four are recorded. */
	duty("2026-09-01", "minor", "2026-09-02", "2026-09-05", "2026-09-20", RIDDOR_NONE, "");
	duty("2026-09-01", "minor", "2026-09-02", "2026-09-06", "2026-09-20", RIDDOR_RECORD, "");
	/* Still away. */
	duty("2026-09-01", "minor", "2026-09-02", NULL, "2026-09-04", RIDDOR_WATCH, "2026-09-16");
	duty("2026-09-01", "minor", "2026-09-02", NULL, "2026-09-09", RIDDOR_FIFTEEN, "2026-09-16");
	/* Over a month's end, a leap day, the change of clocks and a weekend: calendar days. */
	duty("2028-02-20", "fracture", NULL, NULL, "2028-02-20", RIDDOR_TEN, "2028-03-01");
	duty("2026-02-20", "fracture", NULL, NULL, "2026-02-20", RIDDOR_TEN, "2026-03-02");
	duty("2026-10-20", "burn", NULL, NULL, "2026-10-20", RIDDOR_TEN, "2026-10-30");
	duty("2026-12-25", "minor", "2026-12-26", NULL, "2027-01-10", RIDDOR_FIFTEEN, "2027-01-09");
	duty("2026-09-01", "death", NULL, NULL, "2026-09-01", RIDDOR_TEN, "2026-09-11");
	/* Not at work: taken to hospital from there, or a specified injury on hospital premises. */
	struct riddor_in in = { .injury = S("fracture"), .happened = date_of(2026, 9, 1), .today = date_of(2026, 9, 1) };
	CHECK_EQ_I(riddor_judge(&in).duty, RIDDOR_NONE);
	in.on_hospital = true;
	CHECK_EQ_I(riddor_judge(&in).duty, RIDDOR_TEN);
	in = (struct riddor_in){ .injury = S("minor"), .to_hospital = true, .happened = date_of(2026, 9, 1), .today = date_of(2026, 9, 1) };
	CHECK_EQ_I(riddor_judge(&in).duty, RIDDOR_TEN);
	in.at_work = true;	/* somebody at work: only the injury and the absence count */
	CHECK_EQ_I(riddor_judge(&in).duty, RIDDOR_NONE);
}
