/* SPDX-License-Identifier: MIT */
/* Cases: opened by rule, hidden with their incidents, kept from whom they accuse, closed only when nothing is left. */
#include "tests/testapp.h"

#include "app/circle.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/investigation/own.h"
#include "tests/harness.h"

#define CHECK_DONE(o) do { struct outcome o_ = (o); CHECK_MSG(o_.st == ST_OK, "refused: %.*s %.*s", (int)o_.message.n, o_.message.p, (int)o_.json.n, o_.json.p); } while (0)
#define DO(w, k, action, id, ...) test_app_call((w)->t, &(w)->who[k], action, "id", num(id), __VA_ARGS__, NULL)
#define SEE(w, k, action, id) test_app_call((w)->t, &(w)->who[k], action, "id", num(id), NULL)

enum { ADMIN, SPECIALIST, SECOND, LEAD, MANAGER, AUDITOR, OTHER, PEOPLE };

struct yard { struct test_app *t; int64_t org, other, unit, account[PEOPLE]; struct str session[PEOPLE], token[PEOPLE]; struct who who[PEOPLE]; };

static const char *
num(int64_t n)
{
	return test_fmt("%lld", (long long)n);
}

static struct yard *
yard(void)
{
	static const struct { const char *email, *role; } people[PEOPLE] = { { "ada@yard.example", "administrator" }, { "sam@yard.example", "specialist" },
		{ "sue@yard.example", "specialist" }, { "lea@yard.example", "lead" }, { "max@yard.example", "manager" }, { "aud@yard.example", "auditor" },
		{ "far@other.example", "specialist" } };
	struct yard *w = arena_new(test_arena(), struct yard);

	w->t = test_app();
	w->org = test_app_org(w->t, "Northmoor", "provider");
	w->other = test_app_org(w->t, "Southfell", "provider");
	w->unit = test_app_unit(w->t, w->org, "West", 0);
	for (int k = 0; k < PEOPLE; k++) {
		int64_t org = k == OTHER ? w->other : w->org;
		w->account[k] = test_app_account(w->t, people[k].email, org, people[k].role, 0);
		w->session[k] = test_app_session(w->t, w->account[k]);
		w->who[k] = test_app_who(w->t, w->session[k]);
		w->token[k] = test_app_token(w->t, w->account[k], org, "");
	}
	return w;
}

static int64_t
incident(struct yard *w, const char *word)
{
	struct outcome o = test_app_call(w->t, &w->who[SPECIALIST], "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01",
	    "happened_time", "14:30", "unit", num(w->unit), "summary", word, NULL);

	CHECK_DONE(o);
	int64_t id = ((const struct incident *)o.out)->id;
	CHECK_DONE(DO(w, SPECIALIST, "incident.triage", id, "owner", num(w->account[SPECIALIST]), "type", "physical_assault", "consequence", "4", "likelihood", "4"));
	return id;
}

/* Opened by the specialist, who leads it. */
static int64_t
opened(struct yard *w, int64_t incident, const char *title)
{
	struct outcome o = DO(w, SPECIALIST, "incident.investigation", incident, "title", title, "kind", "internal", "lead", num(w->account[SPECIALIST]), "due_on", "2026-12-31",
	    "remit", "All of it");

	CHECK_DONE(o);
	return test_sql(w->t, test_fmt("SELECT investigation FROM investigation_incident WHERE incident = %lld AND withdrawn_at IS NULL", (long long)incident));
}

TEST(investigation_is_opened_from_an_incident)
{
	struct yard *w = yard();
	int64_t one = incident(w, "one"), two = incident(w, "two");
	struct outcome o = test_app_call(w->t, &w->who[SPECIALIST], "incident.create", "kind", "incident", "type", "theft", "happened_on", "2026-09-01", NULL);
	int64_t fresh = ((const struct incident *)o.out)->id;

	/* Not before somebody has looked at it. */
	CHECK_ST(DO(w, SPECIALIST, "incident.investigation", fresh, "title", "x", "kind", "internal", "lead", num(w->account[SPECIALIST]), "due_on", "2026-12-31", "remit", "x").st, ST_INVALID);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(one))).body, "Open a case"));
	struct test_reply r = test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s/investigation", num(one)));
	CHECK_EQ_I(r.status, 200);
	int64_t id = opened(w, one, "The night of the first");
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT state FROM incident WHERE id = %s", num(one))), "investigating");
	CHECK(test_sql(w->t, test_fmt("SELECT COALESCE(started_at, 0) FROM incident WHERE id = %s", num(one))) > 0);
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s", num(one)));
	CHECK(test_has(r.body, "INV-26-0001") && test_has(r.body, "The night of the first"));
	/* An incident has one case. */
	o = DO(w, SECOND, "incident.investigation", one, "title", "again", "kind", "internal", "lead", num(w->account[SECOND]), "due_on", "2026-12-31", "remit", "x");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "has a case already"));
	CHECK_EQ_I(test_sql(w->t, "SELECT count(*) FROM investigation"), 1);
	/* Another incident joins it, and stands in its timeline. */
	CHECK_DONE(DO(w, SPECIALIST, "investigation.incident", id, "incident", num(two)));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.entry", id, "kind", "event", "at", "2026-09-01T13:00:00.000Z", "what", "The door stood open"));
	CHECK_ST(DO(w, SPECIALIST, "investigation.entry", id, "kind", "event", "at", "2036-09-01T13:00:00.000Z", "what", "Later").st, ST_INVALID);
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s", num(id)));
	CHECK(test_has(r.body, "INC-26-0001") && test_has(r.body, "INC-26-0002") && test_has(r.body, "The door stood open") && test_has(r.body, "Opened. Led by"));
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s?kind=event", num(id)));
	CHECK(test_has(r.body, "The door stood open") && !test_has(r.body, "Opened. Led by"));
	r = test_api(w->t, w->token[SPECIALIST], GET, test_fmt("/api/v1/investigation/%s/timeline?kind=decision", num(id)), NULL, NULL, NULL);
	CHECK(!test_has(r.body, "The door stood open") && test_has(r.body, "Opened. Led by"));
	/* What the program wrote stays. */
	int64_t own = test_sql(w->t, "SELECT id FROM investigation_entry WHERE own = 1");
	CHECK_ST(DO(w, SPECIALIST, "investigation_entry.edit", own, "what", "nothing").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "investigation_entry.withdraw", own, "why", "nothing").st, ST_INVALID);
	/* Opened by mistake: the incidents go out first, and may have another. */
	CHECK_ST(DO(w, SPECIALIST, "investigation.withdraw", id, "why", "mistake").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation_incident.withdraw", test_sql(w->t, test_fmt("SELECT id FROM investigation_incident WHERE incident = %s", num(one))), "why", "mistake"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation_incident.withdraw", test_sql(w->t, test_fmt("SELECT id FROM investigation_incident WHERE incident = %s", num(two))), "why", "mistake"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.withdraw", id, "why", "mistake"));
	(void)opened(w, one, "Again");
}

TEST(investigation_is_led_by_rule)
{
	struct yard *w = yard();
	int64_t one = incident(w, "one");

	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "investigation_rule.create", "title", "All", "grade_from", "0", "kind", "internal", "lead_role", "manager", "days", "10", NULL));
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "investigation_rule.create", "title", "Grave violence", "type", "violence", "grade_from", "12", "kind", "internal", "lead_role", "specialist", "days", "40", NULL));
	struct test_reply r = test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s/investigation", num(one)));
	CHECK(test_has(r.body, "Grave violence") && test_has(r.body, "All incidents") == false);
	struct outcome o = DO(w, SPECIALIST, "incident.investigation", one, "title", "x", "kind", "internal", "lead", num(w->account[MANAGER]), "due_on", "2026-12-31", "remit", "x");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.json, "lead_why"));
	CHECK_ST(DO(w, SPECIALIST, "incident.investigation", one, "title", "x", "kind", "internal", "lead", num(w->account[AUDITOR]), "due_on", "2026-12-31", "remit", "x").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "incident.investigation", one, "title", "x", "kind", "internal", "lead", num(w->account[MANAGER]), "lead_why", "The specialist is away", "due_on", "2026-12-31", "remit", "x"));
	int64_t id = test_sql(w->t, "SELECT id FROM investigation");
	r = test_get(w->t, w->session[MANAGER], test_fmt("/investigations/%s", num(id)));
	CHECK(test_has(r.body, "No accreditation is recorded for the lead") && test_has(r.body, "Grave violence"));
	CHECK_EQ_I(test_sql(w->t, "SELECT accredited FROM investigation"), 0);
	/* Changing the lead is judged the same. */
	CHECK_ST(DO(w, SPECIALIST, "investigation.edit", id, "lead", num(w->account[AUDITOR])).st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.edit", id, "lead", num(w->account[SECOND])));
}

TEST(investigation_restricted_leaves_no_trace)
{
	struct yard *w = yard();
	int64_t one = incident(w, "quokka"), two = incident(w, "numbat"), id = opened(w, one, "Marzipan");

	CHECK_DONE(DO(w, SPECIALIST, "investigation.incident", id, "incident", num(two)));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.entry", id, "kind", "event", "at", "2026-09-01T13:00:00.000Z", "what", "Zanzibar"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.member", id, "account", num(w->account[MANAGER])));
	/* Before, colleagues see the case. */
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_OK);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.restrict", id, "why", "Pimpernel"));
	int64_t entry = test_sql(w->t, "SELECT id FROM investigation_entry WHERE own = 0");
	const char *marks[] = { "quokka", "numbat", "Marzipan", "Zanzibar", "Pimpernel", "INV-26-0001", "INC-26-0001", NULL };
	for (int k = 0; k < PEOPLE; k++) {
		if (k == SPECIALIST || k == MANAGER)
			continue;
		test_sweep(w->t, w->session[k], id, marks);
		test_sweep(w->t, w->session[k], entry, marks);
		for (size_t i = 0; marks[i] != NULL; i++) {
			struct test_reply r = test_get(w->t, w->session[k], test_fmt("/search?q=%s", marks[i]));
			CHECK(!test_has(r.body, test_fmt("/investigations/%s", num(id))) && !test_has(r.body, test_fmt("/incidents/%s", num(one))));
		}
		test_no_trace("list", test_api(w->t, w->token[k], GET, "/api/v1/investigation", NULL, NULL, NULL), marks);
		test_no_trace("export", test_get(w->t, w->session[k], "/investigations/export"), marks);
		if (k != OTHER) {
			const char *ids[] = { num(id), num(one), num(entry), NULL };
			test_no_trace("trail", test_get(w->t, w->session[k], "/trail"), ids);
		}
	}
	for (int k = SECOND; k <= LEAD; k++) {
		CHECK_ST(SEE(w, k, "investigation.view", id).st, ST_NOT_FOUND);
		CHECK_ST(SEE(w, k, "investigation.timeline", id).st, ST_NOT_FOUND);
		CHECK_ST(SEE(w, k, "investigation_entry.view", entry).st, ST_NOT_FOUND);
		CHECK_ST(SEE(w, k, "incident.view", one).st, ST_NOT_FOUND);
	}
	CHECK_ST(DO(w, SECOND, "investigation.entry", id, "kind", "event", "at", "2026-09-01T13:00:00.000Z", "what", "x").st, ST_NOT_FOUND);
	CHECK_ST(DO(w, SECOND, "investigation_entry.edit", entry, "what", "x").st, ST_NOT_FOUND);
	/* The team sees it, and each look is in the trail. */
	int64_t looks = test_sql(w->t, test_fmt("SELECT count(*) FROM audit_entry WHERE action = 'investigation.view' AND records LIKE '%%%s%%'", num(id)));
	CHECK(test_has(test_get(w->t, w->session[MANAGER], test_fmt("/investigations/%s", num(id))).body, "Zanzibar"));
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT count(*) FROM audit_entry WHERE action = 'investigation.view' AND records LIKE '%%%s%%'", num(id))), looks + 1);
	/* Whoever is taken out of the team no longer sees it; opened up, everybody does again, and its incidents too. */
	CHECK_DONE(DO(w, SPECIALIST, "investigation_member.withdraw", test_sql(w->t, "SELECT id FROM investigation_member"), "why", "left"));
	CHECK_ST(SEE(w, MANAGER, "investigation.view", id).st, ST_NOT_FOUND);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.open_up", id, "why", "done"));
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_OK);
	CHECK_ST(SEE(w, SECOND, "incident.view", two).st, ST_OK);
	/* And the other way: from the incident. */
	CHECK_DONE(DO(w, SPECIALIST, "incident.restrict", two, "why", "a colleague"));
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_NOT_FOUND);
	CHECK_ST(SEE(w, SECOND, "incident.view", one).st, ST_NOT_FOUND);
	/* What only some may know of is not mixed with what all may. */
	int64_t three = incident(w, "three");
	CHECK_ST(DO(w, SPECIALIST, "investigation.incident", id, "incident", num(three)).st, ST_INVALID);
	int64_t open = opened(w, three, "Another"), link = test_sql(w->t, "SELECT MAX(id) FROM investigation_incident");
	CHECK_DONE(DO(w, SPECIALIST, "investigation_incident.withdraw", link, "why", "not of it"));
	CHECK_DONE(DO(w, SPECIALIST, "incident.restrict", three, "why", "a colleague"));
	CHECK_ST(SEE(w, SPECIALIST, "investigation_incident.restore", link).st, ST_INVALID);
	CHECK_ST(SEE(w, SECOND, "investigation.view", open).st, ST_OK);
}

/* Test accounts are called by their address. */
TEST(investigation_is_kept_from_whom_an_incident_accuses)
{
	struct yard *w = yard();
	int64_t one = incident(w, "one"), two = incident(w, "two"), id = opened(w, one, "Marzipan");
	const char *marks[] = { "Marzipan", "INV-26-0001", NULL };

	CHECK_ST(SEE(w, LEAD, "investigation.view", id).st, ST_OK);
	CHECK_DONE(DO(w, SPECIALIST, "incident.person", two, "part", "alleged", "name", "LEA@yard.example"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.incident", id, "incident", num(two)));
	CHECK_ST(SEE(w, LEAD, "investigation.view", id).st, ST_NOT_FOUND);
	test_sweep(w->t, w->session[LEAD], id, marks);
	/* Named later, and taken out again. */
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_OK);
	CHECK_DONE(DO(w, SPECIALIST, "incident.person", one, "part", "alleged", "name", "sue@yard.example"));
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_NOT_FOUND);
	CHECK_DONE(DO(w, SPECIALIST, "incident_person.withdraw", test_sql(w->t, "SELECT MAX(id) FROM incident_person"), "why", "somebody else"));
	CHECK_ST(SEE(w, SECOND, "investigation.view", id).st, ST_OK);
	/* Lifted on the incident; the incident taken out of the case. */
	CHECK_DONE(DO(w, SPECIALIST, "incident.lift", two, "account", num(w->account[LEAD])));
	CHECK_ST(SEE(w, LEAD, "investigation.view", id).st, ST_OK);
	CHECK_DONE(DO(w, SPECIALIST, "incident.keep_from", two, "account", num(w->account[LEAD])));
	CHECK_ST(SEE(w, LEAD, "investigation.view", id).st, ST_NOT_FOUND);
	CHECK_DONE(DO(w, SPECIALIST, "investigation_incident.withdraw", test_sql(w->t, test_fmt("SELECT id FROM investigation_incident WHERE incident = %s", num(two))), "why", "not of it"));
	CHECK_ST(SEE(w, LEAD, "investigation.view", id).st, ST_OK);
	/* An administrator gains nothing by another role. */
	CHECK_DONE(DO(w, SPECIALIST, "incident.person", one, "part", "alleged", "name", "ada@yard.example"));
	int64_t both = test_app_account(w->t, "ada@yard.example", w->org, "specialist", 0);
	struct who who = test_app_who(w->t, test_app_session(w->t, both));
	CHECK_ST(test_app_call(w->t, &who, "investigation.view", "id", num(id), NULL).st, ST_NOT_FOUND);
}

/* ---- evidence ---- */

static const char *
last(struct yard *w, const char *table)
{
	return num(test_sql(w->t, test_fmt("SELECT MAX(id) FROM %s", table)));
}

/* A form with a file, as the browser sends it. */
static struct test_reply
upload(struct yard *w, int k, const char *path, const char *fields, const char *bytes)
{
	struct test_reply page = test_get(w->t, w->session[k], path);
	struct str mark = S("name=\"csrf\" value=\""), csrf = { "", 0 };
	ptrdiff_t at = str_find(page.body, mark);

	CHECK(at >= 0);
	csrf.p = page.body.p + at + mark.n;
	while (csrf.p[csrf.n] != '"')
		csrf.n++;
	return test_send(w->t, &(struct test_request){ .method = POST, .path = path, .secret = w->session[k], .type = "multipart/form-data; boundary=b0",
	    .body = str_c(test_fmt("--b0\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%.*s\r\n%s--b0\r\nContent-Disposition: form-data; name=\"document\"; filename=\"note.txt\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--b0--\r\n",
	    (int)csrf.n, csrf.p, fields, bytes)) });
}

#define PAIR(name, value) "--b0\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

TEST(investigation_custody_is_added_and_never_changed)
{
	struct yard *w = yard();
	int64_t id = opened(w, incident(w, "one"), "x"), other = opened(w, incident(w, "two"), "y");
	struct test_reply r = upload(w, SPECIALIST, test_fmt("/investigations/%s/exhibit", num(id)), PAIR("label", "MC/1") PAIR("kind", "digital") PAIR("what", "A message")
	    PAIR("found_at", "2026-09-02T08:00:00.000Z"), "I did it");

	CHECK_MSG(r.status == 303, "%d %.*s", r.status, (int)r.body.n, r.body.p);
	int64_t e = test_sql(w->t, "SELECT id FROM investigation_exhibit");
	CHECK_STR(test_sql_text(w->t, "SELECT hash FROM investigation_exhibit"), "cbc36c786b8e9f1c1f9e53116d7ded12f57872f6f696e925eb136acc6f43f98f");
	/* The file is evidence: not exchanged, and only read by who may see all. */
	r = upload(w, SPECIALIST, test_fmt("/investigation-exhibits/%s/edit", num(e)), PAIR("version", "1") PAIR("label", "MC/1"), "I did not");
	CHECK_EQ_I(r.status, 422);
	CHECK(test_has(r.body, "is not exchanged"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigation-exhibits/%s/download", num(e))).body, "I did it"));
	CHECK_EQ_I(test_get(w->t, w->session[LEAD], test_fmt("/investigation-exhibits/%s/download", num(e))).status, 404);
	/* Moves: from when, by whom, and only of this case. */
	CHECK_ST(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", num(e), "act", "taken", "at", "2026-09-01T08:00:00.000Z", "holder", "Moss").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", num(e), "act", "taken", "at", "2036-09-01T08:00:00.000Z", "holder", "Moss").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "investigation.custody", other, "exhibit", num(e), "act", "taken", "at", "2026-09-02T09:00:00.000Z", "holder", "Moss").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", num(e), "act", "destroyed", "at", "2026-09-02T09:00:00.000Z", "holder", "Moss").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", num(e), "act", "taken", "at", "2026-09-02T09:00:00.000Z", "holder", "Rowan Moss", "seal", "A 17"));
	CHECK_DONE(DO(w, MANAGER, "investigation.custody", id, "exhibit", num(e), "act", "moved", "at", "2026-09-03T09:00:00.000Z", "holder", "Fen Heath"));
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigation-exhibits/%s", num(e)));
	CHECK(test_has(r.body, "Rowan Moss") && test_has(r.body, "Fen Heath") && test_has(r.body, "A 17") && test_has(r.body, "max@yard.example") && test_has(r.body, "cbc36c78"));
	/* No way changes or removes one. */
	const char *m = last(w, "investigation_custody");
	CHECK(test_api(w->t, w->token[SPECIALIST], PATCH, test_fmt("/api/v1/investigation_custody/%s", m), "{\"holder\":\"Nobody\"}", "\"1\"", NULL).status == 404);
	CHECK_EQ_I(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigation-custody/%s/edit", m)).status, 404);
	CHECK_EQ_I(test_post(w->t, w->session[SPECIALIST], test_fmt("/investigation-custody/%s/edit", m), "version", "1", "holder", "Nobody", NULL).status, 404);
	CHECK_EQ_I(test_post(w->t, w->session[SPECIALIST], test_fmt("/investigation-custody/%s/withdraw", m), "version", "1", "why", "x", NULL).status, 404);
	CHECK_EQ_I(test_sql(w->t, "SELECT count(*) FROM investigation_custody WHERE version = 1 AND withdrawn_at IS NULL"), 2);
	/* The history of the case tells of it. */
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/history", num(id))).body, "Fen Heath"));
}

TEST(investigation_recordings_are_due_before_they_are_overwritten)
{
	struct yard *w = yard();
	int64_t id = opened(w, incident(w, "one"), "x");
	struct date today = when_date(w->t->app->fixed_now);
	struct str soon = date_iso(test_arena(), date_add_days(today, 2));

	CHECK_ST(DO(w, SPECIALIST, "investigation.cctv", id, "camera", "Door 3", "from_at", "2026-09-01T13:00:00.000Z", "to_at", "2026-09-01T12:00:00.000Z", "asked_on", "2026-09-02",
	    "overwritten_on", test_fmt("%.*s", (int)soon.n, soon.p)).st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.cctv", id, "camera", "Door 3", "from_at", "2026-09-01T13:00:00.000Z", "to_at", "2026-09-01T14:00:00.000Z", "asked_on", "2026-09-02",
	    "overwritten_on", test_fmt("%.*s", (int)soon.n, soon.p)));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/due").body, "Recording to secure before it is overwritten"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s", num(id))).body, "Secure it now"));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "investigation_cctv.edit", "id", last(w, "investigation_cctv"), "outcome", "secured", NULL).st, ST_INVALID);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "investigation_cctv.edit", "id", last(w, "investigation_cctv"), "outcome", "secured", "outcome_on", "2026-09-03", NULL));
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/due").body, "Recording to secure"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.statement", id, "name", "Rowan Moss", "part", "witness", "taken_on", "2026-09-02", "what", "Saw the door"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.conference", id, "held_at", "2026-09-03T09:00:00.000Z", "people", "Fen Heath", "decided", "Ask the neighbours"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.contact", id, "kind", "hr", "at", "2026-09-03T10:00:00.000Z", "what", "Rotas handed over"));
	struct test_reply r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/timeline", num(id)));
	CHECK(test_has(r.body, "Rowan Moss") && test_has(r.body, "Ask the neighbours") && test_has(r.body, "Rotas handed over") && test_has(r.body, "Recording asked for"));
	/* The statement is found by name by who may see names. */
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/search?q=rowan").body, test_fmt("/investigations/%s", num(id))));
	CHECK(!test_has(test_get(w->t, w->session[LEAD], "/search?q=rowan").body, test_fmt("/investigations/%s", num(id))));
	CHECK(!test_has(test_get(w->t, w->session[LEAD], test_fmt("/investigations/%s", num(id))).body, "Rowan"));
}

/* ---- the end ---- */

#define FOUND(w, id) DO(w, SPECIALIST, "investigation.finding", id, "finding", "partly", "found_on", "2026-09-20", "words", "The camera shows it", "causes", "access")
#define CLOSED(w, id) DO(w, SPECIALIST, "investigation.close", id, "partnership", "The police came at once", "summary", "A door was left open")

static int64_t
found(struct yard *w, const char *word)
{
	w->t->app->fixed_now = when_of_date(date_of(2026, 9, 21), 12, 0);
	int64_t id = opened(w, incident(w, word), word);

	CHECK_DONE(DO(w, SPECIALIST, "investigation.finding", id, "finding", "partly", "found_on", "2026-09-21", "words", "The camera shows it", "causes", "access"));
	return id;
}

TEST(investigation_closes_only_when_nothing_is_left)
{
	struct yard *w = yard();
	int64_t id = opened(w, incident(w, "one"), "One");
	struct outcome o = CLOSED(w, id);

	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "no finding"));
	CHECK_ST(FOUND(w, id).st, ST_INVALID);	/* from before it was opened */
	id = found(w, "Two");
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT i.finding FROM incident i JOIN investigation_incident l ON l.incident = i.id WHERE l.investigation = %s", num(id))), "partly");
	/* A lesson leads to a change or has a reason. */
	CHECK_DONE(DO(w, SPECIALIST, "investigation.lesson", id, "what", "Close doors"));
	o = CLOSED(w, id);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "lesson"));
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s", num(id))).body, "The case cannot be closed yet"));
	const char *lesson = last(w, "investigation_lesson");
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "investigation_lesson.edit", "id", lesson, "kind", "none", NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "investigation_lesson.edit", "id", lesson, "kind", "policy", "document", "Locking up", "changed_on", "2026-09-20", NULL).st, ST_INVALID);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "investigation_lesson.edit", "id", lesson, "kind", "policy", "document", "Locking up", "edition", "3", "changed_on", "2026-09-20", NULL));
	/* An exhibit has an end, or a reason to be kept. */
	CHECK_DONE(DO(w, SPECIALIST, "investigation.exhibit", id, "label", "A/1", "kind", "object", "what", "A lock", "found_at", "2026-09-20T08:00:00.000Z"));
	const char *e = last(w, "investigation_exhibit");
	CHECK_DONE(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", e, "act", "taken", "at", "2026-09-20T09:00:00.000Z", "holder", "Moss"));
	o = CLOSED(w, id);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "A/1"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.custody", id, "exhibit", e, "act", "kept", "at", "2026-09-20T10:00:00.000Z", "holder", "Moss", "why", "Until the appeal"));
	/* What committees read names nobody. */
	CHECK_DONE(DO(w, SPECIALIST, "investigation.statement", id, "name", "Rowan Moss", "part", "witness", "taken_on", "2026-09-20"));
	CHECK_ST(DO(w, SPECIALIST, "investigation.close", id, "partnership", "Good", "summary", "Rowan Moss saw it").st, ST_INVALID);
	CHECK_DONE(CLOSED(w, id));
	/* Closed, nothing is written into it; opened again with a reason, it is. */
	CHECK_ST(DO(w, SPECIALIST, "investigation.step", id, "what", "x", "due_on", "2026-10-01").st, ST_INVALID);
	CHECK_ST(DO(w, SPECIALIST, "investigation.edit", id, "title", "y").st, ST_INVALID);
	CHECK_ST(CLOSED(w, id).st, ST_INVALID);
	/* What HR does may end later. */
	CHECK_ST(DO(w, SPECIALIST, "investigation.discipline", id, "hr", "ended").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.discipline", id, "hr", "ended", "hr_on", "2026-09-19", "hr_ended_on", "2026-09-21", "hr_outcome", "Warning"));
	CHECK(!test_has(test_get(w->t, w->session[LEAD], test_fmt("/investigations/%s", num(id))).body, "Warning"));
	CHECK_ST(DO(w, SPECIALIST, "investigation.reopen", id, "why", "").st, ST_INVALID);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.reopen", id, "why", "A witness came"));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.step", id, "what", "x", "due_on", "2026-10-01"));
}

/* Somebody adds while somebody closes: whichever comes second is told, and keeps what was typed. */
TEST(investigation_closing_and_adding_do_not_pass_each_other)
{
	struct yard *w = yard();
	int64_t one = found(w, "One"), two = found(w, "Two");

	CHECK_EQ_I(test_get(w->t, w->session[SECOND], test_fmt("/investigations/%s/lesson", num(one))).status, 200);
	CHECK_DONE(CLOSED(w, one));
	struct test_reply r = test_post(w->t, w->session[SECOND], test_fmt("/investigations/%s/lesson", num(one)), "what", "Numbats need light", NULL);
	CHECK_EQ_I(r.status, 422);
	CHECK(test_has(r.body, "Numbats need light") && test_has(r.body, "This case is closed"));
	CHECK_EQ_I(test_sql(w->t, "SELECT count(*) FROM investigation_lesson"), 0);
	int64_t version = test_sql(w->t, test_fmt("SELECT version FROM investigation WHERE id = %s", num(two)));
	CHECK_DONE(DO(w, SECOND, "investigation.exhibit", two, "label", "B/1", "kind", "object", "what", "A lock", "found_at", "2026-09-20T08:00:00.000Z"));
	r = test_post(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/close", num(two)), "version", num(version), "partnership", "Fine", "summary", "Typed at length", NULL);
	CHECK_EQ_I(r.status, 422);
	CHECK(test_has(r.body, "B/1") && test_has(r.body, "Typed at length"));
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT state FROM investigation WHERE id = %s", num(two))), "found");
	/* Two who record a finding: the second sees both. */
	CHECK_DONE(DO(w, SECOND, "investigation.finding", two, "finding", "substantiated", "found_on", "2026-09-21", "words", "Mine", "causes", "access"));
	r = test_post(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/finding", num(two)), "version", num(version), "finding", "not_established", "found_on", "2026-09-21", "words", "Other", "causes", "intent", NULL);
	CHECK_EQ_I(r.status, 409);
	CHECK(test_has(r.body, "Other"));
}

TEST(investigation_reports_name_nobody_to_committees)
{
	struct yard *w = yard();
	int64_t one = found(w, "Quokka"), two = found(w, "Marzipan");

	CHECK_DONE(CLOSED(w, one));
	CHECK_DONE(CLOSED(w, two));
	CHECK_DONE(DO(w, SPECIALIST, "investigation.restrict", two, "why", "a colleague"));
	struct test_reply r = test_get(w->t, w->session[AUDITOR], "/investigations/summary");
	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Quokka") && !test_has(r.body, "Marzipan") && test_has(r.body, "A door was left open"));
	/* Nor does the team's own reader hand it round. */
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/investigations/summary").body, "Marzipan"));
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/report", num(one)));
	CHECK(test_has(r.body, "The camera shows it") && test_has(r.body, "Access to the place was not controlled"));
	CHECK(!test_has(test_get(w->t, w->session[MANAGER], test_fmt("/investigations/%s/report", num(one))).body, "The camera shows it"));
	CHECK_EQ_I(test_get(w->t, w->session[SECOND], test_fmt("/investigations/%s/report", num(two))).status, 404);
	r = test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/report/file?format=pdf", num(one)));
	CHECK_EQ_I(r.status, 200);
	CHECK(str_starts(r.body, S("%PDF")));
	CHECK_EQ_I(test_get(w->t, w->session[SECOND], test_fmt("/investigations/%s/report/file?format=pdf", num(two))).status, 404);
	CHECK_EQ_I(test_get(w->t, w->session[SPECIALIST], test_fmt("/investigations/%s/report/file?format=doc", num(one))).status, 422);
}

struct asked { const char *name; struct live_fact f; };

static enum status
ask(struct ctx *c, void *arg)
{
	struct asked *a = arg;

	return fact_get(c, a->name, date_of(2026, 4, 1), date_of(2027, 3, 31), &a->f);
}

TEST(investigation_says_how_cases_stand)
{
	struct yard *w = yard();
	struct asked a = { .name = "case.lessons" };

	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_UNKNOWN);
	int64_t id = found(w, "One");
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_NONE_AROSE);
	CHECK_DONE(DO(w, SPECIALIST, "investigation.lesson", id, "what", "Close doors"));
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_AGAINST);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "investigation_lesson.edit", "id", last(w, "investigation_lesson"), "kind", "none", "none_why", "They are", NULL));
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_FOR);
	a.name = "case.time";
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_FOR);
	a.name = "case.proper";	/* no plan, nothing ticked, not accredited */
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_AGAINST);
	a.name = "case.police";
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], ask, &a), ST_OK);
	CHECK_EQ_I(a.f.state, LIVE_AGAINST);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/measures").body, "Findings in time"));
}
