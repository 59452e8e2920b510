/* SPDX-License-Identifier: MIT */
/* Who may know of an incident: what a circle hides, whom a name bars, what is masked. */
#include "tests/testapp.h"

#include <stdio.h>

#include "app/long.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/incident/own.h"
#include "tests/harness.h"

#define CHECK_DONE(o) do { struct outcome o_ = (o); CHECK_MSG(o_.st == ST_OK, "refused: %.*s %.*s", (int)o_.message.n, o_.message.p, (int)o_.json.n, o_.json.p); } while (0)

enum { ADMIN, SPECIALIST, LEAD, MANAGER, WEST, AUDITOR, OTHER, PEOPLE };

struct trust {
	struct test_app *t;
	int64_t org, other, east, west, account[PEOPLE];
	struct str session[PEOPLE], token[PEOPLE];
	struct who who[PEOPLE];
};

static struct trust *
trust(void)
{
	static const struct { const char *email, *role; } people[PEOPLE] = { [ADMIN] = { "ada@trust.example", "administrator" },
		[SPECIALIST] = { "sam@trust.example", "specialist" }, [LEAD] = { "lea@trust.example", "lead" },
		[MANAGER] = { "max@trust.example", "manager" }, [WEST] = { "wes@trust.example", "manager" }, [AUDITOR] = { "aud@trust.example", "auditor" },
		[OTHER] = { "far@other.example", "specialist" } };
	struct trust *w = arena_new(test_arena(), struct trust);

	w->t = test_app();
	w->org = test_app_org(w->t, "Northmoor", "provider");
	w->other = test_app_org(w->t, "Southfell", "provider");
	w->east = test_app_unit(w->t, w->org, "East", 0);
	w->west = test_app_unit(w->t, w->org, "West", 0);
	for (int k = 0; k < PEOPLE; k++) {
		int64_t org = k == OTHER ? w->other : w->org;
		w->account[k] = test_app_account(w->t, people[k].email, org, people[k].role, k == WEST ? w->west : 0);
		w->session[k] = test_app_session(w->t, w->account[k]);
		w->who[k] = test_app_who(w->t, w->session[k]);
		w->token[k] = test_app_token(w->t, w->account[k], org, "");
	}
	return w;
}

static const char *
num(int64_t n)
{
	return test_fmt("%lld", (long long)n);
}

/* An incident with a word that stands nowhere else. */
static int64_t
incident(struct trust *w, int64_t unit, const char *word)
{
	struct outcome o = test_app_call(w->t, &w->who[SPECIALIST], "incident.create", "kind", "incident", "type", "physical_assault", "happened_on", "2026-09-01",
	    "happened_time", "14:30", "unit", num(unit), "place_kind", "ward", "place", word, "summary", word, "hurt", "body", NULL);

	CHECK_MSG(o.st == ST_OK, "%.*s %.*s", (int)o.message.n, o.message.p, (int)o.json.n, o.json.p);
	return ((const struct incident *)o.out)->id;
}

struct named { int64_t incident; const char *part, *name; int64_t id; };

static enum status
person_write(struct ctx *c, void *arg)
{
	struct named *n = arg;
	struct incident_person p = { .incident = n->incident, .part = str_c(n->part), .name = { str_c(n->name), PRIV_IDENTITY } };

	TRY(record_create(c, &incident_person_record, &p));
	n->id = p.id;
	return ST_OK;
}

static int64_t
person(struct trust *w, int64_t incident, const char *part, const char *name)
{
	struct named n = { incident, part, name, 0 };

	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], person_write, &n), ST_OK);
	return n.id;
}

static void
no_trace(int k, const char *where, struct test_reply r, const char *const *marks)
{
	test_no_trace(test_fmt("%s by person %d", where, k), r, marks);
}

static void
sweep(struct trust *w, int k, int64_t id, const char *const *marks)
{
	test_sweep(w->t, w->session[k], id, marks);
	for (const char *const *m = marks; *m != NULL; m++) {
		struct test_reply r = test_get(w->t, w->session[k], test_fmt("/search?q=%s", *m));
		CHECK_MSG(!test_has(r.body, test_fmt("/incidents/%lld", (long long)id)), "search for %s finds something for person %d", *m, k);
	}
}

static int64_t
counted(struct trust *w, int k)
{
	struct outcome o = test_app_call(w->t, &w->who[k], "incident.list", NULL, NULL);
	struct json_node *j;
	struct str why;

	CHECK_ST(o.st, ST_OK);
	CHECK_ST(json_parse(test_arena(), o.json, &j, &why), ST_OK);
	return json_get_i64(j, "total", -1);
}

TEST(incident_restricted_leaves_no_trace)
{
	struct trust *w = trust();
	int64_t open = incident(w, w->east, "zanzibar"), shut = incident(w, w->west, "quokka");

	(void)person(w, shut, "victim", "Wombat Hartley");
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.restrict", "id", num(shut), "why", "marzipan", NULL));
	const char *marks[] = { "quokka", "Wombat", "marzipan", "INC-26-0002", num(shut), NULL };
	for (int k = 0; k < PEOPLE; k++) {
		if (k == SPECIALIST)
			continue;
		/* The number that is asked for comes back in some addresses: those pages are asked without it. */
		marks[4] = NULL;
		sweep(w, k, shut, marks);
		marks[4] = k != OTHER ? num(shut) : NULL;	/* whoever asks elsewhere finds the own question in the own trail */
		no_trace(k, "/incidents", test_get(w->t, w->session[k], "/incidents"), marks);
		no_trace(k, "/trail", test_get(w->t, w->session[k], "/trail"), marks);
		no_trace(k, "/api/v1/incident", test_api(w->t, w->token[k], GET, "/api/v1/incident", NULL, NULL, NULL), marks);
		no_trace(k, "/incidents/export", test_get(w->t, w->session[k], "/incidents/export"), marks);
		no_trace(k, "/api/v1/trail", test_api(w->t, w->token[k], GET, "/api/v1/trail", NULL, NULL, NULL), marks);
		CHECK_ST(test_app_call(w->t, &w->who[k], "incident.view", "id", num(shut), NULL).st, k == ADMIN || k == AUDITOR ? ST_FORBIDDEN : ST_NOT_FOUND);
	}
	CHECK_EQ_I(counted(w, LEAD), 1);
	CHECK_EQ_I(counted(w, SPECIALIST), 2);
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], "/search?q=quokka").body, test_fmt("/incidents/%s", num(shut))));
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(open), NULL).st, ST_OK);
	/* Once on the team, the manager sees all of it. */
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_add", "id", num(shut), "account", num(w->account[MANAGER]), NULL));
	struct outcome o = test_app_call(w->t, &w->who[MANAGER], "incident.view", "id", num(shut), NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(test_has(o.json, "quokka"));
	CHECK_EQ_I(counted(w, MANAGER), 2);
	/* And lifted, everybody does again. */
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.open_up", "id", num(shut), "why", "done", NULL));
	CHECK_EQ_I(counted(w, LEAD), 2);
}

TEST(incident_last_of_a_team_cannot_leave)
{
	struct trust *w = trust();
	int64_t shut = incident(w, w->west, "quokka");

	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.restrict", "id", num(shut), "why", "because", NULL));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_remove", "id", num(shut), "account", num(w->account[SPECIALIST]), NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_add", "id", num(shut), "account", num(w->account[OTHER]), NULL).st, ST_INVALID);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_add", "id", num(shut), "account", num(w->account[LEAD]), NULL));
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_remove", "id", num(shut), "account", num(w->account[SPECIALIST]), NULL));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.view", "id", num(shut), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(shut), NULL).st, ST_OK);
}

/* Test accounts are called by their address. */
TEST(incident_is_kept_from_whom_it_accuses)
{
	struct trust *w = trust();
	int64_t one = incident(w, w->west, "quokka");
	const char *marks[] = { "quokka", "INC-26-0001", NULL };

	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(one), NULL).st, ST_OK);
	int64_t p = person(w, one, "alleged", "LEA@trust.example");
	sweep(w, LEAD, one, marks);
	CHECK_EQ_I(counted(w, LEAD), 0);
	CHECK_EQ_I(counted(w, MANAGER), 1);
	/* Not the team either. */
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.restrict", "id", num(one), "why", "because", NULL));
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.team_add", "id", num(one), "account", num(w->account[LEAD]), NULL).st, ST_INVALID);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.open_up", "id", num(one), "why", "done", NULL));
	/* Somebody else of that name. */
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.lift", "id", num(one), "account", num(w->account[LEAD]), NULL));
	CHECK_EQ_I(counted(w, LEAD), 1);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.keep_from", "id", num(one), "account", num(w->account[LEAD]), NULL));
	CHECK_EQ_I(counted(w, LEAD), 0);
	/* The name of whom somebody accuses lies in the column of its class. */
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT alleged FROM incident_person WHERE id = %lld", (long long)p)), "LEA@trust.example");
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT name FROM incident_person WHERE id = %lld", (long long)p)), "");
}

TEST(incident_words_are_hidden_and_never_saved_back)
{
	struct trust *w = trust();
	int64_t one = incident(w, w->west, "quokka");

	CHECK(test_has(test_app_call(w->t, &w->who[SPECIALIST], "incident.view", "id", num(one), NULL).json, "quokka"));
	CHECK(test_has(test_app_call(w->t, &w->who[WEST], "incident.view", "id", num(one), NULL).json, "quokka"));	/* acts there */
	struct outcome o = test_app_call(w->t, &w->who[MANAGER], "incident.view", "id", num(one), NULL);
	CHECK(!test_has(o.json, "quokka") && test_has(o.json, PERSONAL_HIDDEN));
	CHECK(!test_has(test_app_call(w->t, &w->who[LEAD], "incident.list", NULL, NULL).json, "quokka"));
	CHECK(!test_has(test_get(w->t, w->session[SPECIALIST], "/incidents/export").body, "quokka"));
	CHECK(!test_has(test_get(w->t, w->session[LEAD], "/search?q=quokka").body, test_fmt("/incidents/%s", num(one))));
	CHECK_DONE(test_app_call(w->t, &w->who[MANAGER], "incident.edit", "id", num(one), "summary", PERSONAL_HIDDEN, "medical", PERSONAL_HIDDEN,
	    "consequence", "3", "likelihood", "2", NULL));
	CHECK_STR(test_sql_text(w->t, test_fmt("SELECT summary FROM incident WHERE id = %lld", (long long)one)), "quokka");
	CHECK_EQ_I(test_sql(w->t, test_fmt("SELECT grade FROM incident WHERE id = %lld", (long long)one)), 6);
}

/* The same list made behind the pages hides the same. */
TEST(incident_export_hides_the_same_as_long_work)
{
	struct trust *w = trust();
	int ran;

	(void)incident(w, w->east, "quokka");
	for (int k = SPECIALIST; k <= LEAD; k++) {
		struct str at_once = test_get(w->t, w->session[k], "/incidents/export?format=csv").body;
		struct test_reply asked = test_post(w->t, w->session[k], "/work/export", "action", "incident.export", "format", "csv", NULL);
		CHECK_EQ_I(asked.status, 303);
		struct str to = test_header(&asked, "Location");
		CHECK_ST(long_run_due(w->t->app, w->t->db, 10, &ran), ST_OK);
		struct test_reply file = test_get(w->t, w->session[k], test_fmt("%.*s/file", (int)to.n, to.p));
		CHECK_EQ_I(file.status, 200);
		CHECK(test_has(file.body, PERSONAL_HIDDEN) && !test_has(file.body, "quokka"));
		CHECK_STR_EQ(file.body, at_once);
	}
}

static enum status
verify_run(struct ctx *c, void *arg)
{
	struct buf *bad = arg;

	return incident_verify[0].run(c->app, c->db, c->mem, bad);
}

static struct str
verified(struct trust *w)
{
	struct buf bad;

	buf_init(&bad, 1 << 16);
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], verify_run, &bad), ST_OK);
	struct str s = arena_copy(test_arena(), buf_view(&bad));
	buf_free(&bad);
	return s;
}

TEST(incident_sums_are_those_of_a_recount)
{
	static const char *const types[] = { "theft", "physical_assault", "weapon", "other" }, *const kinds[] = { "incident", "concern", "near_miss" };
	struct trust *w = trust();
	int64_t id[30];

	for (int i = 0; i < 30; i++) {
		struct outcome o = test_app_call(w->t, &w->who[SPECIALIST], "incident.create", "kind", kinds[i % 3], "type", types[i % 4], "happened_on",
		    test_fmt("2026-0%d-1%d", 1 + i % 8, i % 9), "happened_time", i % 5 == 0 ? "" : test_fmt("%d:05", i % 24), "unit",
		    i % 3 == 0 ? "" : num(i % 2 ? w->east : w->west), "place_kind", i % 2 ? "ward" : "car_park", "hurt", i % 4 ? "body" : "no", NULL);
		CHECK_ST(o.st, ST_OK);
		id[i] = ((const struct incident *)o.out)->id;
	}
	CHECK_STR(verified(w), "");
	for (int i = 0; i < 30; i += 4)
		CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.edit", "id", num(id[i]), "type", "arson", "happened_on", "2025-12-31", "hurt", "mind", NULL).st, ST_OK);
	for (int i = 1; i < 30; i += 5)
		CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.restrict", "id", num(id[i]), "why", "because", NULL).st, ST_OK);
	for (int i = 2; i < 30; i += 7)
		CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.withdraw", "id", num(id[i]), "why", "entered twice", NULL).st, ST_OK);
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.restore", "id", num(id[2]), NULL).st, ST_OK);
	CHECK_STR(verified(w), "");
	CHECK(test_sql(w->t, "SELECT COUNT(*) FROM incident_roll WHERE restricted = 1 AND n > 0") > 0);
	test_sql_write(w->t, "UPDATE incident_roll SET n = n + 1 WHERE restricted = 0 AND type = 'weapon'");
	CHECK(test_has(verified(w), "are not those of the incidents"));
	test_sql_write(w->t, "UPDATE incident_roll SET n = n - 1 WHERE restricted = 0 AND type = 'weapon'");
	test_sql_write(w->t, "UPDATE incident_roll SET loss = loss + 1 WHERE unit = -1 AND type = 'weapon'");
	CHECK(test_has(verified(w), "of the whole are not those of its units"));
	test_sql_write(w->t, "UPDATE incident_roll SET loss = loss - 1 WHERE unit = -1 AND type = 'weapon'");
	test_sql_write(w->t, "UPDATE incident_spot SET weekday = 1 - weekday WHERE weekday IN (0, 1)");
	CHECK(test_has(verified(w), "by place and hour"));
}

struct counting { struct incident_figures all, mine; };

static enum status
count_run(struct ctx *c, void *arg)
{
	struct counting *n = arg;
	struct incident_span s = { .from = incident_month(date_of(2026, 1, 1)), .to = incident_month(date_of(2026, 12, 1)) };

	TRY(incident_count_all(c, &s, &n->all));
	return incident_count(c, &s, &n->mine);
}

/* A figure that counts what somebody may not know of would tell that there is something. */
TEST(incident_figures_are_those_of_the_list)
{
	struct trust *w = trust();
	int64_t a = incident(w, w->east, "one"), b = incident(w, w->west, "two");
	struct counting lead, specialist;

	(void)incident(w, w->west, "three");
	CHECK_ST(test_app_call(w->t, &w->who[SPECIALIST], "incident.restrict", "id", num(a), "why", "because", NULL).st, ST_OK);
	(void)person(w, b, "alleged", "lea@trust.example");
	CHECK_ST(test_app_write(w->t, &w->who[LEAD], count_run, &lead), ST_OK);
	CHECK_ST(test_app_write(w->t, &w->who[SPECIALIST], count_run, &specialist), ST_OK);
	CHECK_EQ_I(lead.mine.n, counted(w, LEAD));
	CHECK_EQ_I(lead.mine.n, 1);
	CHECK_EQ_I(lead.mine.harmed, 1);
	CHECK_EQ_I(specialist.mine.n, 3);
	CHECK_EQ_I(lead.all.n, 3);
	CHECK_EQ_I(specialist.all.harmed, 3);
}

/* What is taken off the sums of a branch lies in that branch. */
TEST(incident_figures_of_a_branch_take_off_what_it_counts)
{
	struct trust *w = trust();
	int64_t east = incident(w, w->east, "one"), west = incident(w, w->west, "two");
	struct counting n;

	(void)incident(w, w->west, "three");
	(void)person(w, east, "alleged", "wes@trust.example");
	CHECK_ST(test_app_write(w->t, &w->who[WEST], count_run, &n), ST_OK);
	CHECK_EQ_I(n.mine.n, 2);
	(void)person(w, west, "alleged", "wes@trust.example");
	CHECK_ST(test_app_write(w->t, &w->who[WEST], count_run, &n), ST_OK);
	CHECK_EQ_I(n.mine.n, 1);
}

TEST(incident_put_together_stays_kept_from_whom_a_part_is)
{
	struct trust *w = trust();
	int64_t whole = incident(w, w->west, "one"), part = incident(w, w->west, "quokka");

	(void)person(w, part, "alleged", "lea@trust.example");
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(whole), NULL).st, ST_OK);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.merge", "id", num(part), "into", "INC-26-0001", NULL));
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(whole), NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.unmerge", "id", num(part), "body", "Two things", NULL));
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(whole), NULL).st, ST_OK);
	CHECK_ST(test_app_call(w->t, &w->who[LEAD], "incident.view", "id", num(part), NULL).st, ST_NOT_FOUND);
}

/* A manager of elsewhere may deal with it, and reads no words and no health of it. */
TEST(incident_masked_answers_are_neither_shown_nor_wiped)
{
	struct trust *w = trust();
	int64_t one = incident(w, w->west, "one");

	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.triage", "id", num(one), "owner", num(w->account[SPECIALIST]), "type", "physical_assault",
	    "medical", "yes", "consequence", "3", "likelihood", "4", NULL));
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.police", "id", num(one), "police", "asked", "on", "2026-09-02", "why", "quokka", NULL));
	CHECK_DONE(test_app_call(w->t, &w->who[SPECIALIST], "incident.police_result", "id", num(one), "crime_number", "NM/1234/26", "outcome", "charge", "on", "2026-09-20", NULL));
	CHECK_DONE(test_app_call(w->t, &w->who[MANAGER], "incident.triage", "id", num(one), "owner", num(w->account[SPECIALIST]), "type", "physical_assault",
	    "consequence", "2", "likelihood", "2", NULL));
	CHECK_STR(test_sql_text(w->t, "SELECT medical FROM incident"), "yes");
	CHECK(test_has(test_get(w->t, w->session[SPECIALIST], test_fmt("/incidents/%s/police", num(one))).body, "quokka"));
	CHECK(!test_has(test_get(w->t, w->session[MANAGER], test_fmt("/incidents/%s/police", num(one))).body, "quokka"));
	CHECK_ST(test_app_call(w->t, &w->who[MANAGER], "incident.police", "id", num(one), "police", "not_asked", "on", "2026-09-03", "why", "mine", NULL).st, ST_INVALID);
	CHECK_STR(test_sql_text(w->t, "SELECT police_why FROM incident"), "quokka");
	CHECK_ST(test_app_call(w->t, &w->who[MANAGER], "incident.police_result", "id", num(one), NULL).st, ST_INVALID);
	CHECK_STR(test_sql_text(w->t, "SELECT crime_number FROM incident"), "NM/1234/26");
}
