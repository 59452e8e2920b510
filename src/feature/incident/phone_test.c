/* SPDX-License-Identifier: MIT */
/* What a telephone keeps, and how it sends later: nothing of anybody in what is kept, one report however often it is sent, in
 * nobody else's name. */
#include "tests/testapp.h"

#include "app/session.h"
#include "html/frame.h"
#include "tests/harness.h"

static struct test_app *
place(int64_t *ret_org)
{
	struct test_app *t = test_app();

	*ret_org = test_app_org(t, "Northmoor", "provider");
	test_app_unit(t, *ret_org, "Ward 7", 0);
	return t;
}

/* As the telephone's script sends it; token empty: none goes along. */
static struct test_reply
sends(struct test_app *t, struct str session, const char *path, struct str token, const char *type)
{
	const char *body = test_fmt("kind=incident&type=%s&happened_on-day=1&happened_on-month=9&happened_on-year=2026&place_kind=ward&hurt=no&danger=no"
	    "&code=abcde-fghjk-mnpqr-stvwx-yz012&once=abcde-fghjk-mnpqr-stvwx-yz012&csrf=%.*s", type, (int)token.n, token.p != NULL ? token.p : "");

	return test_send(t, &(struct test_request){ .method = POST, .path = path, .secret = session, .body = str_c(body),
		.type = "application/x-www-form-urlencoded", .accept = "application/json" });
}

TEST(report_kept_on_a_telephone_names_nobody)
{
	int64_t org;
	struct test_app *t = place(&org);
	struct str nurse = test_app_session(t, test_app_account(t, "nan@trust.example", org, "reporter", 0));
	struct str second = test_app_session(t, test_app_account(t, "sam@trust.example", org, "reporter", 0));

	struct test_reply r = test_get(t, nurse, "/report/offline");
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Northmoor") && test_has(r.body, "Ward 7") && test_has(r.body, "Was anybody hurt or upset?"));
	CHECK(!test_has(r.body, "nan@trust.example") && !test_has(r.body, "Sign out") && !test_has(r.body, "name=\"csrf\"") && !test_has(r.body, "name=\"once\"") && !test_has(r.body, "/report/mine"));
	struct str token = session_csrf(t->app, test_arena(), test_app_who(t, nurse).session);
	CHECK(!test_has(r.body, test_fmt("%.*s", (int)token.n, token.p)));
	CHECK_EQ_I(test_get(t, S(""), "/report/offline").status, 303);
	/* Two people's telephones differ, and nobody's says nothing. */
	struct test_reply mine = test_get(t, nurse, "/report/ready"), other = test_get(t, second, "/report/ready"), nobody = test_get(t, S(""), "/report/ready");
	CHECK(str_eq(test_json(&mine, "token"), token));
	CHECK_EQ_I((int64_t)test_json(&mine, "owner").n, 32);
	CHECK(!str_eq(test_json(&mine, "owner"), test_json(&other, "owner")));
	CHECK(test_has(r.body, test_fmt("%.*s", 32, test_json(&mine, "owner").p)));
	CHECK_EQ_I((int64_t)test_json(&nobody, "owner").n, 0);
	CHECK_EQ_I((int64_t)test_json(&nobody, "token").n, 0);
}

TEST(report_sent_later_counts_once_and_says_why_not)
{
	int64_t org;
	struct test_app *t = place(&org);
	int64_t account = test_app_account(t, "nan@trust.example", org, "reporter", 0);
	struct str nurse = test_app_session(t, account), token = session_csrf(t->app, test_arena(), test_app_who(t, nurse).session);

	/* Refused with the field and its words, and nothing stored. */
	struct test_reply r = sends(t, nurse, "/report/all", token, "nonsense");
	CHECK_EQ_I(r.status, 422);
	CHECK(test_has(r.body, "\"field\":\"type\"") && test_has(r.body, "\"message\":\""));
	CHECK_EQ_I(test_sql(t, "SELECT COUNT(*) FROM incident"), 0);
	/* No token, no report: another site cannot send in her name. */
	CHECK_EQ_I(sends(t, nurse, "/report/all", S(""), "theft").status, 403);
	for (int i = 0; i < 2; i++) {
		r = sends(t, nurse, "/report/all", token, "theft");
		CHECK_EQ_I(r.status, 200);
		CHECK_STR(test_json(&r, "code"), "abcde-fghjk-mnpqr-stvwx-yz012");
	}
	CHECK_EQ_I(test_sql(t, "SELECT COUNT(*) FROM incident"), 1);
	/* Changed since, under the same code: said, not swallowed. */
	CHECK_EQ_I(sends(t, nurse, "/report/all", token, "arson").status, 422);
	/* The session has run out: asked to sign in, and nothing of it is left on the server. */
	t->app->fixed_now.ms += 40 * 60 * 1000;
	CHECK_EQ_I(sends(t, nurse, "/report/all", token, "arson").status, 401);
	CHECK_EQ_I(test_sql(t, "SELECT COUNT(*) FROM draft"), 0);
	CHECK_EQ_I(test_sql(t, "SELECT COUNT(*) FROM incident"), 1);
}

TEST(report_sent_later_through_a_link_is_nobodys)
{
	int64_t org;
	struct test_app *t = place(&org);
	struct str boss = test_app_session(t, test_app_account(t, "sam@trust.example", org, "specialist", 0));

	CHECK_EQ_I(test_get(t, S(""), "/report/at/abcdefghjkmnpqrstvwxyz0123/offline").status, 404);
	CHECK_EQ_I(sends(t, S(""), "/report/at/abcdefghjkmnpqrstvwxyz0123/all", S(""), "theft").status, 404);
	CHECK_EQ_I(test_post(t, boss, "/incidents/settings", "anonymous", "true", "triage_hours", "24", "contact_hours", "48", "start_hours", "168",
	    "moderate_from", "4", "high_from", "8", "extreme_from", "15", NULL).status, 303);
	struct str link = test_sql_text(t, "SELECT link FROM incident_setting");
	const char *at = test_fmt("/report/at/%.*s", (int)link.n, link.p);
	struct test_reply r = test_get(t, boss, test_fmt("%s/offline", at));
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Northmoor") && !test_has(r.body, "sam@trust.example") && test_has(r.body, "data-owner=\"\""));
	for (int i = 0; i < 2; i++) {
		r = sends(t, S(""), test_fmt("%s/all", at), S(""), "theft");
		CHECK_EQ_I(r.status, 200);
		CHECK_STR(test_json(&r, "code"), "abcde-fghjk-mnpqr-stvwx-yz012");
	}
	CHECK_EQ_I(test_sql(t, "SELECT COUNT(*) FROM incident WHERE reported_by IS NULL"), 1);
}

/* The worker answers for the journey and for nothing else. */
TEST(report_worker_is_held_to_the_journey)
{
	int64_t org;
	struct test_app *t = place(&org);
	struct test_reply r = test_get(t, S(""), asset_path("report-worker.js"));

	CHECK_EQ_I(r.status, 200);
	CHECK_STR(test_header(&r, "Service-Worker-Allowed"), "/report");
	CHECK(test_has(test_header(&r, "Content-Security-Policy"), "default-src 'none'"));
	r = test_get(t, S(""), asset_path("app.js"));
	CHECK_EQ_I((int64_t)test_header(&r, "Service-Worker-Allowed").n, 0);
}
