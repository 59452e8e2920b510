/* SPDX-License-Identifier: MIT */
#include "app/import.h"
#include "app/session.h"
#include <string.h>
#include "tests/harness.h"
#include "tests/testapp.h"

struct place { struct test_app *t; int64_t org; struct str specialist, contributor; struct who who; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.org = test_app_org(p.t, "Southfell", "provider");
	(void)test_app_unit(p.t, p.org, "Ward 7", 0);
	p.specialist = test_app_session(p.t, test_app_account(p.t, "kit@southfell.example", p.org, "specialist", 0));
	p.contributor = test_app_session(p.t, test_app_account(p.t, "ash@southfell.example", p.org, "contributor", 0));
	p.who = test_app_who(p.t, p.specialist);
	return p;
}

static const char head[] = "Title,Kind,With whom,Name of the partner,Review date,Responsible unit\r\n";

static const char *
path_of(struct test_reply r)
{
	CHECK_MSG(r.status == 303, "%d: %.*s", r.status, (int)(r.body.n > 4000 ? 4000 : r.body.n), r.body.p);
	return str_z(test_arena(), test_header(&r, "Location"));
}

static void
run(struct place *p)
{
	int ran;

	CHECK_ST(long_run_due(p->t->app, p->t->db, 1000, &ran), ST_OK);
}

/* Sends a file as the form does, and lets the check run: the page of that work. */
static const char *
check_at(struct place *p, const char *path, struct str file, const char *name, const char *columns)
{
	struct arena *a = test_arena();
	struct str csrf = session_csrf(p->t->app, a, test_app_who(p->t, p->specialist).session);
	struct str body = arena_printf(a, "--b0\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%.*s\r\n--b0\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n%s\r\n"
	    "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n", (int)csrf.n, csrf.p, columns, name);
	struct buf b;
	buf_init(&b, 64u << 20);
	buf_str(&b, body);
	buf_str(&b, file);
	buf_lit(&b, "\r\n--b0--\r\n");
	struct test_reply r = test_send(p->t, &(struct test_request){ .method = POST, .path = path, .secret = p->specialist, .body = buf_view(&b),
	    .type = "multipart/form-data; boundary=b0" });
	const char *to = path_of(r);
	buf_free(&b);
	run(p);
	return to;
}

static const char *
check(struct place *p, struct str file, const char *name, const char *columns)
{
	return check_at(p, "/agreements/import", file, name, columns);
}

static struct str
page(struct place *p, const char *path)
{
	return test_get(p->t, p->specialist, path).body;
}

static void
accept(struct place *p, const char *work)
{
	const char *to = path_of(test_post(p->t, p->specialist, test_fmt("/agreements/accept/%s", work + strlen("/work/")), NULL));

	run(p);
	CHECK_MSG(test_has(page(p, to), "Ready"), "%.*s", (int)page(p, to).n, page(p, to).p);
}

TEST(import_is_looked_through_then_saved_once)
{
	struct place p = place();
	struct str file = arena_printf(test_arena(), "%sAlarm,Protocol,Human resources,Police,2027-05-06,Ward 7\r\n'=Beta,Agreement,Internal audit,Police,6/8/2027,\r\n", head);
	const char *work = check(&p, file, "a.csv", "");

	CHECK_MSG(test_has(page(&p, work), "New: 2. Changed: 0. Unchanged: 0. Refused: 0."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 0);
	CHECK(test_has(page(&p, test_fmt("/agreements/accept/%s", work + 6)), "Save the rows that are right"));
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 2);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = '=Beta' AND review_on = 21036"), 1);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = 'Alarm' AND unit IS NOT NULL"), 1);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM change_row WHERE kind = 'agreement'"), 2);
	/* What went out and comes in again changes nothing, in either format. */
	for (int i = 0; i < 2; i++) {
		struct str out = test_get(p.t, p.specialist, i == 0 ? "/agreements/export" : "/agreements/export?format=xlsx").body;
		work = check(&p, out, i == 0 ? "a.csv" : "a.xlsx", "");
		CHECK_MSG(test_has(page(&p, work), "New: 0. Changed: 0. Unchanged: 2. Refused: 0."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
		CHECK(!test_has(page(&p, work), "Go to the result"));
	}
}

TEST(import_changes_by_id_and_names_conflicts)
{
	struct place p = place();
	const char *work = check(&p, arena_printf(test_arena(), "%sAlarm,Protocol,Human resources,Police,2027-05-06,\r\n", head), "a.csv", "");

	accept(&p, work);
	const char *id = str_z(test_arena(), test_sql_text(p.t, "SELECT CAST(id AS text) FROM agreement"));
	work = check(&p, str_c(test_fmt("Id,Version,Title\r\n%s,1,Alarms\r\n%s,1,Twice\r\n99,1,None\r\n7.4E+18,1,Rounded\r\nx,,No id\r\n", id, id)), "a.csv", "");
	CHECK(test_has(page(&p, work), "New: 0. Changed: 1. Unchanged: 0. Refused: 4."));
	struct str rows = page(&p, test_fmt("%s/problems", work));
	CHECK(test_has(rows, "Changes: Title, from “Alarm” to “Alarms”") && test_has(rows, "line 3, column 1") && test_has(rows, "stands in an earlier row as well"));
	CHECK(test_has(rows, "There is no record with the id 99") && test_has(rows, "has rounded") && test_has(rows, "“x” is no id"));
	/* Somebody is faster: the row says so, at the check and at the saving. */
	CHECK_ST(test_app_call(p.t, &p.who, "agreement.edit", "id", id, "version", "1", "title", "Alarm bell", NULL).st, ST_OK);
	accept(&p, work);
	CHECK_STR(test_sql_text(p.t, "SELECT title FROM agreement"), "Alarm bell");
	work = check(&p, str_c(test_fmt("Id,Version,Title\r\n%s,1,Alarms\r\n", id)), "a.csv", "");
	CHECK(test_has(page(&p, test_fmt("%s/problems", work)), "it is version 2 by now, the file has 1"));
	work = check(&p, str_c(test_fmt("Id,Version,Title\r\n%s,2,Alarms\r\n", id)), "a.csv", "");
	accept(&p, work);
	CHECK_STR(test_sql_text(p.t, "SELECT title FROM agreement"), "Alarms");
}

TEST(import_names_the_cell_and_what_was_expected)
{
	struct place p = place();
	struct str file = arena_printf(test_arena(), "%s,Protocol,Human resources,Police,2027-05-06,\r\nA,Treaty,Human resources,Police,2027-05-06,\r\nB,Protocol,Human resources,Police,31/2/2027,\r\n"
	    "C,Protocol,Human resources,Police,2027-05-06,Nowhere\r\nD,Protocol,Human resources,Police,2027-05-06,\r\n", head);
	const char *work = check(&p, file, "a.csv", "");
	struct str rows = page(&p, test_fmt("%s/problems", work));

	CHECK(test_has(page(&p, work), "New: 1. Changed: 0. Unchanged: 0. Refused: 4."));
	CHECK_MSG(test_has(rows, "line 2, column 1") && test_has(rows, "Enter title"), "%.*s", (int)rows.n, rows.p);
	CHECK(test_has(rows, "line 3, column 2") && test_has(rows, "line 4, column 5") && test_has(rows, "line 5, column 6"));
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 1);
	/* Names of 300 characters, marks that turn the text round. */
	char *long_name = arena_alloc(test_arena(), 301, 1);
	memset(long_name, 'x', 300);
	work = check(&p, arena_printf(test_arena(), "%s%s,Protocol,Human resources,Police,2027-05-06,\r\n\xe2\x80\xae" "abc,Protocol,Human resources,Police,2027-05-06,\r\n", head, long_name), "a.csv", "");
	CHECK(test_has(page(&p, work), "New: 1. Changed: 0. Unchanged: 0. Refused: 1."));
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = 'abc'"), 1);
}

TEST(import_refuses_what_is_no_list)
{
	struct place p = place();
	static const struct { const char *bytes; const char *says; } bad[] = {
		{ "Title,title\r\n1,2\r\n", "line 1, column 2: the column title stands there twice." },
		{ "Title\r\n\"open\r\n", "Line 2: a cell opens with a quote that is never closed." },
	};

	for (size_t i = 0; i < countof(bad); i++) {
		const char *work = check(&p, str_c(bad[i].bytes), "a.csv", "");
		struct str said = page(&p, work);
		CHECK_MSG(test_has(said, "Not done") && test_has(said, bad[i].says), "%zu: %.*s", i, (int)said.n, said.p);
	}
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 0);
	CHECK_EQ_I(test_get(p.t, p.contributor, "/agreements/import").status, 403);
	CHECK_EQ_I(test_get(p.t, p.specialist, "/agreements/accept/1").status, 404);
	CHECK(test_has(page(&p, "/agreements/import"), "Check the file"));
}

/* Said once on a page, kept by a name, and used by itself when the same headings come again. */
TEST(import_reads_headings_and_words_of_another_system)
{
	struct place p = place();
	const char *text = "Name of it,Sort,Partner kind,partner,Review by,Colour\r\nAlarm,Contract paper,human_resources,Police,6 Aug 2027,red\r\nDoor,Contract paper,human_resources,Police,07/08/2027 00:00,red\r\n";
	const char *work = check(&p, str_c(text), "a.csv", "");
	const char *match = test_fmt("/agreements/match/%s", work + 6);
	struct str form = page(&p, match);

	CHECK(test_has(page(&p, work), "Name of the partner") || test_has(page(&p, work), "Columns that are not read: Name of it"));
	CHECK_MSG(test_has(form, "Name of it") && test_has(form, "<option value=\"review_on\""), "%.*s", (int)form.n, form.p);
	/* A name is wanted, and what was chosen is not lost. */
	struct test_reply r = test_post(p.t, p.specialist, match, "name", "", "fields.0.heading", "Name of it", "fields.0.field", "title", NULL);
	CHECK(r.status == 422 || test_has(r.body, "Enter name of the mapping"));
	CHECK(test_has(r.body, "<option value=\"title\" selected"));
	work = path_of(test_post(p.t, p.specialist, match, "name", "Old register", "fields.0.heading", "Name of it", "fields.0.field", "title",
	    "fields.1.heading", "Sort", "fields.1.field", "kind", "fields.2.heading", "Partner kind", "fields.2.field", "partner_kind",
	    "fields.3.heading", "Review by", "fields.3.field", "review_on", "fields.4.heading", "Colour", "fields.4.field", "", NULL));
	run(&p);
	CHECK_MSG(test_has(page(&p, work), "Refused: 2.") && test_has(page(&p, work), "Read by the mapping Old register."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	match = test_fmt("/agreements/match/%s", work + 6);
	form = page(&p, match);
	CHECK_MSG(test_has(form, "Contract paper") && test_has(form, "<option value=\"review_on\" selected"), "%.*s", (int)form.n, form.p);
	work = path_of(test_post(p.t, p.specialist, match, "name", "Old register", "fields.0.heading", "Name of it", "fields.0.field", "title",
	    "fields.1.heading", "Sort", "fields.1.field", "kind", "fields.2.heading", "Partner kind", "fields.2.field", "partner_kind",
	    "fields.3.heading", "Review by", "fields.3.field", "review_on", "words.0.field", "kind", "words.0.word", "Contract paper", "words.0.value", "protocol", NULL));
	run(&p);
	CHECK_MSG(test_has(page(&p, work), "New: 2."), "%.*s", (int)page(&p, test_fmt("%s/problems", work)).n, page(&p, test_fmt("%s/problems", work)).p);
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE kind = 'protocol'"), 2);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = 'Alarm' AND review_on = 21036"), 1);
	/* The same headings in another order: nothing is to be said again, and by name it is found as well. */
	work = check(&p, S("Sort,Name of it,Partner kind,partner,Review by,colour\r\nContract paper,Gate,human_resources,Police,2027-08-06,red\r\n"), "b.csv", "");
	CHECK(test_has(page(&p, work), "New: 1."));
	work = check(&p, S("Sort,Name of it,Partner kind,partner,Review by\r\nContract paper,Gate,human_resources,Police,2027-08-06\r\n"), "b.csv", "old register");
	CHECK(test_has(page(&p, work), "New: 1."));
	/* Changed since the check: that is said, and nothing is saved. */
	test_sql_write(p.t, "UPDATE import_map SET changed_at = changed_at + 100000000");
	const char *to = path_of(test_post(p.t, p.specialist, test_fmt("/agreements/accept/%s", work + 6), NULL));
	run(&p);
	CHECK(test_has(page(&p, to), "has been changed since the file was checked"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 2);
	/* Two columns for one field, a field that is none. */
	r = test_post(p.t, p.specialist, match, "name", "x", "fields.0.heading", "Name of it", "fields.0.field", "title",
	    "fields.1.heading", "Sort", "fields.1.field", "title", "fields.2.heading", "Colour", "fields.2.field", "colour", NULL);
	CHECK_MSG(test_has(r.body, "Two columns cannot stand for the same field") && test_has(r.body, "There is no field called colour here"), "%.*s", (int)r.body.n, r.body.p);
	CHECK_EQ_I(test_get(p.t, p.contributor, match).status, 403);
}

/* A row is found by our reference as well, and by another system's it goes in once. */
TEST(import_finds_a_row_by_reference_and_takes_it_in_once)
{
	struct place p = place();
	const char *their = "Reference in the other system,Title,Kind,With whom,Name of the partner,Review date\r\nW1,Alarm,Protocol,Human resources,Police,2027-05-06\r\n"
	    "W2,Door,Protocol,Human resources,Police,2027-05-06\r\nW1,Again,Protocol,Human resources,Police,2027-05-06\r\n";
	const char *work = check(&p, str_c(their), "a.csv", "");

	CHECK_MSG(test_has(page(&p, work), "New: 2. Changed: 0. Unchanged: 0. Refused: 1."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	accept(&p, work);
	/* Accepted twice, as by two people at once: nothing comes of it. */
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 2);
	work = check(&p, str_c(their), "a.csv", "");
	CHECK(test_has(page(&p, work), "New: 0. Changed: 0. Unchanged: 2. Refused: 1."));
	/* Changed there: named, and changed here only if somebody says so. */
	struct str changed = S("Reference in the other system,Title\r\nW1,Alarm bell\r\n");
	work = check(&p, changed, "a.csv", "");
	CHECK_MSG(test_has(page(&p, work), "left as they are here: 1."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	work = check_at(&p, "/agreements/import", changed, "a.csv", "\r\n--b0\r\nContent-Disposition: form-data; name=\"update\"\r\n\r\ntrue");
	CHECK_MSG(test_has(page(&p, work), "Changed: 1."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = 'Alarm bell'"), 1);
	const char *ref = str_z(test_arena(), test_sql_text(p.t, "SELECT ref FROM agreement WHERE title = 'Door'"));
	work = check(&p, str_c(test_fmt("Reference,Title\r\n%s,Doors\r\nAGR-26-9999,None\r\n", ref)), "a.csv", "");
	CHECK_MSG(test_has(page(&p, work), "Changed: 1. Unchanged: 0. Refused: 1."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	CHECK(test_has(page(&p, test_fmt("%s/problems", work)), "There is no record with the reference AGR-26-9999"));
	accept(&p, work);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement WHERE title = 'Doors'"), 1);
}

/* What an export does not say is not told by a check either, nor wiped by bringing that export in again. */
TEST(import_neither_tells_nor_wipes_what_is_hidden)
{
	struct place p = place();
	const char *unit = str_z(test_arena(), test_sql_text(p.t, "SELECT CAST(id AS text) FROM unit"));
	struct outcome o = test_app_call(p.t, &p.who, "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01",
	    "happened_time", "14:30", "unit", unit, "place_kind", "ward", "place", "quokka", "summary", "quokka", "hurt", "body", "medical", "yes", NULL);

	CHECK_MSG(o.st == ST_OK, "%.*s %.*s", (int)o.message.n, o.message.p, (int)o.json.n, o.json.p);
	const char *id = str_z(test_arena(), test_sql_text(p.t, "SELECT CAST(id AS text) FROM incident"));
	const char *work = check_at(&p, "/incidents/import", str_c(test_fmt("Id,What happened,medical\r\n%s,guess,no\r\n", id)), "a.csv", "");
	struct str rows = page(&p, test_fmt("%s/problems", work));
	CHECK_MSG(test_has(page(&p, work), "Changed: 0. Unchanged: 0. Refused: 1."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	CHECK_MSG(test_has(rows, "What happened cannot be changed here.") && !test_has(rows, "quokka") && !test_has(rows, "from “Yes”"), "%.*s", (int)rows.n, rows.p);
	/* Right or wrong, a guess gets the same answer. */
	work = check_at(&p, "/incidents/import", str_c(test_fmt("Id,medical\r\n%s,Yes\r\n", id)), "a.csv", "");
	CHECK(test_has(page(&p, work), "Changed: 0. Unchanged: 0. Refused: 1."));
	work = check_at(&p, "/incidents/import", str_c(test_fmt("Id,What happened,medical,Where exactly\r\n%s,,Hidden,Hidden\r\n", id)), "a.csv", "");
	CHECK_MSG(test_has(page(&p, work), "Changed: 0. Unchanged: 1. Refused: 0."), "%.*s", (int)page(&p, work).n, page(&p, work).p);
	CHECK_STR(test_sql_text(p.t, "SELECT summary FROM incident"), "quokka");
}

/* A restart in the middle: each row is saved once. */
TEST(import_goes_on_after_a_restart_and_saves_each_row_once)
{
	struct place p = place();
	struct buf b;
	int ran;

	buf_init(&b, 1 << 20);
	buf_str(&b, str_c(head));
	for (int i = 0; i < 600; i++)
		buf_printf(&b, "Row %d,Protocol,Human resources,Police,2027-05-06,\r\n", i);
	const char *work = check(&p, buf_view(&b), "a.csv", "");
	buf_free(&b);
	(void)path_of(test_post(p.t, p.specialist, test_fmt("/agreements/accept/%s", work + 6), NULL));
	CHECK_ST(long_run_due(p.t->app, p.t->db, 2, &ran), ST_OK);
	CHECK(test_sql(p.t, "SELECT count(*) FROM agreement") < 600);
	test_app_again(p.t);
	run(&p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 600);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(DISTINCT title) FROM agreement"), 600);
}

/* What may stand in one record only makes a row that is refused, and stops nobody else's. */
TEST(import_refuses_a_row_whose_key_is_taken)
{
	struct place p = place();

	test_sql_write(p.t, "CREATE UNIQUE INDEX only_title ON agreement (org, title)");
	const char *work = check(&p, arena_printf(test_arena(), "%sA,Protocol,Human resources,Police,2027-05-06,\r\nB,Protocol,Human resources,Police,2027-05-06,\r\n"
	    "A,Protocol,Human resources,Police,2027-05-06,\r\nC,Protocol,Human resources,Police,2027-05-06,\r\nB,Protocol,Human resources,Police,2027-05-06,\r\n", head), "a.csv", "");
	CHECK(test_has(page(&p, work), "New: 5."));
	const char *to = path_of(test_post(p.t, p.specialist, test_fmt("/agreements/accept/%s", work + 6), NULL));
	run(&p);
	CHECK_MSG(test_has(page(&p, to), "Saved: 3 new and 0 changed. Unchanged: 0. Refused: 2."), "%.*s", (int)page(&p, to).n, page(&p, to).p);
	struct str rows = page(&p, test_fmt("%s/problems", to));
	CHECK_MSG(test_has(rows, "line 4, column 1") && test_has(rows, "line 6, column 1") && test_has(rows, "another record has it already"), "%.*s", (int)rows.n, rows.p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM agreement"), 3);
}
