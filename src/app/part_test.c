/* SPDX-License-Identifier: MIT */
/* Parts of a record, tried with the people in an incident: made, changed by two at once, taken out, found, told and hidden as the whole. */
#include "tests/testapp.h"

#include "base/json.h"
#include "tests/harness.h"

enum { SPECIALIST, LEAD, MANAGER, ADMIN, OTHER, PEOPLE };

struct yard { struct test_app *t; int64_t org, other, incident, person; struct str session[PEOPLE], token[PEOPLE]; struct who who[PEOPLE]; };

static int64_t
id_of(struct test_reply r)
{
	int64_t id = 0;
	struct str s = test_json(&r, "id");

	CHECK_MSG(r.status == 200 || r.status == 201, "answered %d: %.*s", r.status, (int)r.body.n, r.body.p);
	CHECK(str_i64(s, &id) && id != 0);
	return id;
}

static struct yard *
yard(void)
{
	static const char *const roles[PEOPLE] = { "specialist", "lead", "manager", "administrator", "specialist" };
	struct yard *y = arena_new(test_arena(), struct yard);

	y->t = test_app();
	y->org = test_app_org(y->t, "Northmoor", "provider");
	y->other = test_app_org(y->t, "Southfell", "provider");
	for (int k = 0; k < PEOPLE; k++) {
		int64_t org = k == OTHER ? y->other : y->org, account = test_app_account(y->t, test_fmt("%s%d@yard.example", roles[k], k), org, roles[k], 0);
		y->session[k] = test_app_session(y->t, account);
		y->who[k] = test_app_who(y->t, y->session[k]);
		y->token[k] = test_app_token(y->t, account, org, "");
	}
	y->incident = id_of(test_api(y->t, y->token[SPECIALIST], POST, "/api/v1/incident",
	    "{\"kind\":\"incident\",\"type\":\"physical_assault\",\"happened_on\":\"2026-09-01\"}", NULL, NULL));
	y->person = id_of(test_api(y->t, y->token[SPECIALIST], POST, test_fmt("/api/v1/incident/%lld/person", (long long)y->incident),
	    "{\"part\":\"witness\",\"name\":\"Quill Marsh\",\"contact\":\"bay four\"}", NULL, NULL));
	return y;
}

static const char *
at(const char *fmt, int64_t id)
{
	struct str tail, head = str_cut(str_c(fmt), '#', &tail);

	return test_fmt("%.*s%lld%.*s", (int)head.n, head.p, (long long)id, (int)tail.n, tail.n > 0 ? tail.p : "");
}

TEST(part_is_added_shown_changed_and_taken_out)
{
	struct yard *y = yard();
	struct str s = y->session[SPECIALIST];
	struct test_reply r = test_post(y->t, s, at("/incidents/#/person", y->incident), "part", "victim", "name", "Wren Dale", NULL);

	CHECK_EQ_I(r.status, 303);
	CHECK(test_has(test_header(&r, "Location"), at("/incidents/#", y->incident)));
	/* Nothing typed is lost where a part is refused. */
	r = test_post(y->t, s, at("/incidents/#/person", y->incident), "name", "Teal Moss", NULL);
	CHECK_EQ_I(r.status, 422);
	CHECK(test_has(r.body, "Teal Moss") && test_has(r.body, "Select part in it"));
	r = test_get(y->t, s, at("/incidents/#", y->incident));
	CHECK(test_has(r.body, "Wren Dale") && test_has(r.body, "Quill Marsh") && test_has(r.body, at("/incident-people/#", y->person)));
	r = test_get(y->t, s, at("/incident-people/#", y->person));
	CHECK(test_has(r.body, "Quill Marsh") && test_has(r.body, "bay four") && test_has(r.body, at("href=\"/incidents/#\"", y->incident)));
	CHECK_EQ_I(test_post(y->t, s, at("/incident-people/#/edit", y->person), "version", "1", "job", "Porter", NULL).status, 303);
	CHECK_STR(test_sql_text(y->t, at("SELECT name FROM incident_person WHERE id = #", y->person)), "Quill Marsh");
	/* Taken out with a reason, and put back. */
	CHECK_EQ_I(test_post(y->t, s, at("/incident-people/#/withdraw", y->person), "version", "2", "why", "", NULL).status, 422);
	CHECK_EQ_I(test_post(y->t, s, at("/incident-people/#/withdraw", y->person), "version", "2", "why", "somebody else", NULL).status, 303);
	CHECK(!test_has(test_get(y->t, s, at("/incidents/#", y->incident)).body, "Quill Marsh"));
	CHECK(test_has(test_get(y->t, s, at("/incident-people/#", y->person)).body, "Withdrawn: somebody else"));
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident_person.edit", "id", at("#", y->person), "job", "Nurse", NULL).st, ST_INVALID);
	CHECK_EQ_I(test_post(y->t, s, at("/incident-people/#/restore", y->person), "version", "3", NULL).status, 303);
	CHECK(test_has(test_get(y->t, s, at("/incidents/#", y->incident)).body, "Quill Marsh"));
	/* The whole tells of all of it. */
	r = test_get(y->t, s, at("/incidents/#/history", y->incident));
	CHECK(test_has(r.body, "Add a person (person in an incident)") && test_has(r.body, "Porter") && test_has(r.body, "somebody else") && test_has(r.body, "Put back"));
}

TEST(part_that_two_change_shows_both)
{
	struct yard *y = yard();
	const char *path = at("/incident-people/#/edit", y->person);

	CHECK_EQ_I(test_post(y->t, y->session[MANAGER], path, "version", "1", "staff_group", "nursing", NULL).status, 303);
	struct test_reply r = test_post(y->t, y->session[SPECIALIST], path, "version", "1", "contact", "by the stairs", NULL);
	CHECK_EQ_I(r.status, 409);
	CHECK(test_has(r.body, "Two people changed this") && test_has(r.body, "by the stairs") && test_has(r.body, "bay four"));
	r = test_api(y->t, y->token[SPECIALIST], PATCH, at("/api/v1/incident_person/#", y->person), "{\"contact\":\"by the stairs\"}", "\"1\"", NULL);
	CHECK_EQ_I(r.status, 409);
}

TEST(part_is_listed_for_programs)
{
	struct yard *y = yard();
	struct test_reply r = test_api(y->t, y->token[SPECIALIST], GET, at("/api/v1/incident/#/person_list", y->incident), NULL, NULL, NULL);

	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Quill Marsh") && test_has(r.body, at("\"incident\":\"#\"", y->incident)));
	CHECK(!test_has(test_api(y->t, y->token[LEAD], GET, at("/api/v1/incident/#/person_list", y->incident), NULL, NULL, NULL).body, "Quill"));
	CHECK_EQ_I(test_api(y->t, y->token[ADMIN], GET, at("/api/v1/incident/#/person_list", y->incident), NULL, NULL, NULL).status, 403);
	CHECK_EQ_I(test_api(y->t, y->token[OTHER], GET, at("/api/v1/incident/#/person_list", y->incident), NULL, NULL, NULL).status, 404);
	CHECK_EQ_I(test_api(y->t, y->token[OTHER], POST, at("/api/v1/incident/#/person", y->incident), "{\"part\":\"witness\"}", NULL, NULL).status, 404);
	/* A part stays where it was put. */
	CHECK_EQ_I(test_api(y->t, y->token[SPECIALIST], PATCH, at("/api/v1/incident_person/#", y->person), "{\"incident\":\"4711\"}", "\"1\"", NULL).status, 422);
}

/* Names are found by those who may see them, and lead to the whole. */
TEST(part_is_found_by_who_may_see_it)
{
	struct yard *y = yard();

	struct test_reply r = test_get(y->t, y->session[SPECIALIST], "/search?q=quill");
	CHECK(test_has(r.body, at("href=\"/incidents/#\"", y->incident)) && test_has(r.body, "INC-26-0001"));
	for (int k = LEAD; k < PEOPLE; k++)
		CHECK(!test_has(test_get(y->t, y->session[k], "/search?q=quill").body, at("/incidents/#", y->incident)));
	CHECK(test_has(test_get(y->t, y->session[LEAD], at("/incident-people/#", y->person)).body, "Hidden"));
	CHECK(!test_has(test_get(y->t, y->session[LEAD], at("/incident-people/#", y->person)).body, "Quill"));
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident_person.withdraw", "id", at("#", y->person), "why", "somebody else", NULL).st, ST_OK);
	CHECK(!test_has(test_get(y->t, y->session[SPECIALIST], "/search?q=quill").body, at("/incidents/#", y->incident)));
}

TEST(part_is_hidden_with_its_whole)
{
	struct yard *y = yard();
	int64_t second = test_app_account(y->t, "sue@yard.example", y->org, "specialist", 0);
	struct str secret = test_app_session(y->t, second);
	struct who who = test_app_who(y->t, secret);

	CHECK(test_has(test_get(y->t, secret, "/search?q=quill").body, at("/incidents/#", y->incident)));
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident.restrict", "id", at("#", y->incident), "why", "a colleague", NULL).st, ST_OK);
	CHECK(!test_has(test_get(y->t, secret, "/search?q=quill").body, at("/incidents/#", y->incident)));
	CHECK_EQ_I(test_get(y->t, secret, at("/incident-people/#", y->person)).status, 404);
	CHECK_EQ_I(test_get(y->t, secret, at("/incident-people/#/edit", y->person)).status, 404);
	CHECK_EQ_I(test_post(y->t, secret, at("/incident-people/#/withdraw", y->person), "why", "because", NULL).status, 404);
	CHECK_ST(test_app_call(y->t, &who, "incident_person.edit", "id", at("#", y->person), "job", "x", NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(y->t, &who, "incident.person", "id", at("#", y->incident), "part", "witness", NULL).st, ST_NOT_FOUND);
	CHECK(test_has(test_get(y->t, y->session[SPECIALIST], "/search?q=quill").body, at("/incidents/#", y->incident)));
	/* A bar hides it too. */
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident.person", "id", at("#", y->incident), "part", "alleged", "name", "specialist0@yard.example", NULL).st, ST_OK);
	CHECK(!test_has(test_get(y->t, y->session[SPECIALIST], "/search?q=quill").body, at("/incidents/#", y->incident)));
	CHECK_EQ_I(test_get(y->t, y->session[SPECIALIST], at("/incident-people/#", y->person)).status, 404);
}

TEST(part_is_not_written_into_a_closed_whole)
{
	struct yard *y = yard();

	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident.withdraw", "id", at("#", y->incident), "why", "entered twice", NULL).st, ST_OK);
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident.person", "id", at("#", y->incident), "part", "witness", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident_person.edit", "id", at("#", y->person), "job", "x", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(y->t, &y->who[SPECIALIST], "incident_person.withdraw", "id", at("#", y->person), "why", "x", NULL).st, ST_INVALID);
	struct test_reply r = test_get(y->t, y->session[SPECIALIST], at("/incident-people/#", y->person));
	CHECK_EQ_I(r.status, 200);
	CHECK(!test_has(r.body, "Take out"));
}
