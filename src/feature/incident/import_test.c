/* SPDX-License-Identifier: MIT */
/* INC-7: incidents from another system's file, in both ways that there are. */
#include "app/audit.h"
#include "app/import.h"
#include "app/session.h"
#include "feature/incident/own.h"
#include "tests/harness.h"
#include "tests/testapp.h"

struct place { struct test_app *t; int64_t org; struct who who; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.org = test_app_org(p.t, "Southfell", "provider");
	(void)test_app_unit(p.t, p.org, "Ward 7", 0);
	p.who = test_app_who(p.t, test_app_session(p.t, test_app_account(p.t, "kit@southfell.example", p.org, "specialist", 0)));
	return p;
}

static const char head[] = "their_ref,Did it happen?,Type,Date and time,unit,Kind of place,Was anybody hurt?,What happened,Reported on,Closed on,victim,victim_kind,alleged,alleged_kind,crime_number\r\n";

static struct str
rows(int from, int to)
{
	struct str s = str_c(head);

	for (int i = from; i < to; i++)
		s = arena_printf(test_arena(), "%.*sW%d,,Theft,%02d/03/2025 14:%02d,,Ward,No,quokka %d,%02d/03/2025,28/03/2025,Vic Tim %d,Employee,Ola Dread,Patient or service user,CR%d\r\n",
		    (int)s.n, s.p, i, 1 + i % 27, i % 60, i, 1 + i % 27, i, i);
	return s;
}

static void
trouble(const struct import_trouble *t)
{
	(void)t;
}

static struct import_alone
alone(struct place *p, struct str bytes, bool update, bool dry)
{
	const struct known_action *k = registry_action(S("incident.import"));
	struct import_alone run = { .reg = k->reg, .action = k->action, .bytes = bytes, .wish = { .update = update }, .dry = dry, .trouble = trouble };

	CHECK_ST(import_alone(p->t->app, p->t->db, test_arena(), &p->who, &run), ST_OK);
	return run;
}

/* By the API: checked, accepted; what came of the second. */
static struct str
beside(struct place *p, struct str bytes, const char *update, bool accept)
{
	struct arena *a = test_arena();
	struct outcome o;
	int ran;

	dispatch_call(&(struct call){ .app = p->t->app, .db = p->t->db, .who = &p->who, .face = FACE_API, .action = action_find(S("incident.import")), .mem = a,
	    .pairs = &(struct pair){ .name = S("update"), .value = str_c(update) }, .n_pairs = 1,
	    .files = &(struct http_part){ .name = S("file"), .file_name = S("datix.csv"), .body = bytes }, .n_files = 1 }, &o);
	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
	int64_t work = *(int64_t *)o.out;
	for (int i = 0; i < (accept ? 2 : 1); i++) {
		CHECK_ST(long_run_due(p->t->app, p->t->db, 1000, &ran), ST_OK);
		if (i == 0 && accept) {
			o = test_app_call(p->t, &p->who, "incident.accept", "work", test_fmt("%lld", (long long)work), NULL);
			CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
			work = *(int64_t *)o.out;
		}
	}
	CHECK_ST(long_run_due(p->t->app, p->t->db, 1000, &ran), ST_OK);
	return test_sql_text(p->t, test_fmt("SELECT summary FROM long_work WHERE id = %lld", (long long)work));
}

static enum status
sums(struct ctx *c, void *bad)
{
	return incident_verify[0].run(c->app, c->db, c->mem, bad);
}

/* The trail, the history and the sums are whole. */
static void
all_is_well(struct place *p)
{
	struct buf bad;
	int64_t n;

	buf_init(&bad, 1 << 20);
	CHECK_ST(audit_verify(p->t->app, p->t->db, test_arena(), &bad, &n), ST_OK);
	CHECK_ST(test_app_write(p->t, &p->who, sums, &bad), ST_OK);
	CHECK_MSG(bad.n == 0, "%.*s", (int)bad.n, bad.p);
	buf_free(&bad);
}

TEST(incident_import_takes_another_systems_rows_in_once)
{
	struct place p = place();

	CHECK(test_has(beside(&p, rows(0, 30), "false", false), "New: 30. Changed: 0. Unchanged: 0. Refused: 0."));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident"), 0);
	struct str said = beside(&p, rows(0, 30), "false", true);
	CHECK_MSG(test_has(said, "Saved: 30 new"), "%.*s", (int)said.n, said.p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident WHERE state = 'closed' AND type = 'theft' AND hour = 14 AND kind = 'incident'"), 30);
	/* Names stand in the column of their class, and the words of all are found. */
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident_person WHERE part = 'alleged' AND alleged = 'Ola Dread' AND name = ''"), 30);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident_person WHERE part = 'victim' AND name = 'Vic Tim 3' AND at_work = 1"), 1);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM search_entry WHERE kind = 'incident'"), 30);
	all_is_well(&p);
	/* Again, and with more: what came before changes nothing. */
	CHECK(test_has(beside(&p, rows(0, 40), "false", true), "Saved: 10 new and 0 changed. Unchanged: 30."));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident_person"), 80);
	/* A row that has changed there is named, and taken over only where that is said. */
	struct str changed = S("their_ref,Type\r\nW1,Break-in\r\n");
	said = beside(&p, changed, "false", false);
	CHECK_MSG(test_has(said, "left as they are here: 1."), "%.*s", (int)said.n, said.p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident WHERE type = 'burglary'"), 0);
	CHECK(test_has(beside(&p, changed, "true", true), "Saved: 0 new and 1 changed."));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident WHERE type = 'burglary' AND version = 2"), 1);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident_person"), 80);
	all_is_well(&p);
}

TEST(incident_import_names_bad_rows_and_takes_the_others)
{
	struct place p = place();
	struct str said = beside(&p, arena_printf(test_arena(), "%sA1,,Theft,31/02/2025 10:00,,Ward,No,x,,,,,,,\r\nA2,,Kerfuffle,01/02/2025 10:00,,Ward,No,x,,,,,,,\r\n"
	    "A3,,Theft,1 Feb 2025 2:05 pm,,Ward,No,x,,,,,,,\r\nA4,,Theft,01/02/2099,,Ward,No,x,,,,,,,\r\nA3,,Theft,01/02/2025,,Ward,No,x,,,,,,,\r\n", head), "false", true);

	CHECK_MSG(test_has(said, "Saved: 1 new and 0 changed. Unchanged: 0. Refused: 4."), "%.*s", (int)said.n, said.p);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident WHERE happened_time = '14:05' AND state = 'reported'"), 1);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM long_problem WHERE place = 'line 2, column 4'"), 2);
	/* The word that stands for nothing waits to be explained. */
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM import_word WHERE field = 'type' AND word = 'Kerfuffle'"), 1);
}

/* With the database to itself: the same rows, the same trail, and a rerun goes on where the first ended. */
TEST(incident_import_alone_is_whole_and_goes_on)
{
	struct place p = place();

	CHECK_EQ_I(alone(&p, rows(0, 1200), false, true).n[IMPORT_NEW], 1200);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident"), 0);
	struct import_alone run = alone(&p, rows(0, 1200), false, false);
	CHECK_EQ_I(run.n[IMPORT_NEW], 1200);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM incident"), 1200);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM audit_entry WHERE action = 'incident.import'"), 2);
	run = alone(&p, rows(600, 1300), false, false);
	CHECK_EQ_I(run.n[IMPORT_NEW], 100);
	CHECK_EQ_I(run.n[IMPORT_SAME], 600);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(DISTINCT ref) FROM incident"), 1300);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM search_entry WHERE kind = 'incident'"), 1300);
	all_is_well(&p);
}
