/* SPDX-License-Identifier: MIT */
#include "app/sheet.h"
#include <string.h>
#include "report/read.h"
#include "tests/harness.h"
#include "tests/testapp.h"

struct place { struct test_app *t; int64_t org, unit, under; struct str specialist, contributor; struct who who; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.org = test_app_org(p.t, "Southfell", "provider");
	p.unit = test_app_unit(p.t, p.org, "Ward 7", 0);
	p.under = test_app_unit(p.t, p.org, "Bay =2", p.unit);
	p.specialist = test_app_session(p.t, test_app_account(p.t, "kit@southfell.example", p.org, "specialist", 0));
	p.contributor = test_app_session(p.t, test_app_account(p.t, "ash@southfell.example", p.org, "contributor", 0));
	p.who = test_app_who(p.t, p.specialist);
	return p;
}

static void
add(struct place *p, const char *title, const char *kind, const char *unit)
{
	struct outcome o = test_app_call(p->t, &p->who, "agreement.create", "title", title, "kind", kind, "partner_kind", "human_resources", "partner", "=Police, \"North\"",
	    "contact", "Kit Rowan", "review_on", "2027-05-06", "unit", unit, NULL);
	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
}

/* All cells of a file with | between and / behind each row. */
static struct str
flat(struct str bytes)
{
	struct arena *a = test_arena();
	struct message why;
	struct sheet_file *f;
	struct sheet_row row;
	struct buf b;
	enum status st = sheet_open(a, bytes, &sheet_limits_usual, &f, &why);

	CHECK_MSG(st == ST_OK, "no spreadsheet: %.*s", (int)(bytes.n > 300 ? 300 : bytes.n), bytes.p);
	buf_init(&b, 1 << 20);
	CHECK_ST(sheet_start(f, 0, &why), ST_OK);
	while (sheet_next(f, &row, &why) == ST_OK) {
		for (size_t i = 0; i < row.n; i++)
			buf_printf(&b, "%s%.*s", i > 0 ? "|" : "", (int)row.cells[i].text.n, row.cells[i].text.p);
		buf_char(&b, '/');
	}
	sheet_close(f);
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

TEST(sheet_of_a_register_is_what_its_list_shows)
{
	struct place p = place();

	add(&p, "=Alarm", "protocol", test_fmt("%lld", (long long)p.under));
	add(&p, "Beta", "agreement", "");
	struct test_reply page = test_get(p.t, p.specialist, "/agreements?kind=protocol");
	CHECK(test_has(page.body, "/agreements/export?kind=protocol&amp;format=xlsx"));
	struct str csv = flat(test_get(p.t, p.specialist, "/agreements/export").body), xlsx = flat(test_get(p.t, p.specialist, "/agreements/export?format=xlsx").body);
	CHECK_STR_EQ(csv, xlsx);
	CHECK(str_starts(csv, S("Id|Version|Reference|Title|")));
	CHECK(test_has(csv, "|=Alarm|") && test_has(csv, "|=Police, \"North\"|") && test_has(csv, "|Bay =2") && test_has(csv, "|2027-05-06"));
	struct str part = flat(test_get(p.t, p.specialist, "/agreements/export?kind=protocol").body);
	CHECK(test_has(part, "=Alarm") && !test_has(part, "Beta"));
	CHECK_EQ_I(test_get(p.t, p.specialist, "/agreements/export?format=pdf").status, 422);
	CHECK_EQ_I(test_get(p.t, p.contributor, "/agreements/export").status, 403);
	CHECK(!test_has(test_get(p.t, p.contributor, "/agreements").body, "/agreements/export"));
}

/* Every list of the program, as whoever may see it: both formats hold the same. */
TEST(sheet_of_every_list_comes_in_both_formats)
{
	struct place p = place();
	const struct registry *r = registry();
	struct str manager = test_app_session(p.t, test_app_account(p.t, "admin@southfell.example", p.org, "administrator", 0));
	size_t n = 0;

	for (size_t i = 0; i < r->n_pages; i++) {
		const struct page *pg = r->pages[i].page;
		if (pg->action->load != sheet_export_load || pg->action->national)
			continue;
		struct str who = role_may(UINT64_C(1) << ROLE_SPECIALIST, pg->action->name) || pg->action->access == ACCESS_SIGNED_IN ? p.specialist : manager;
		struct test_reply csv = test_get(p.t, who, pg->path), xlsx = test_get(p.t, who, test_fmt("%s?format=xlsx", pg->path));
		if (csv.status == 403)
			continue;
		CHECK_MSG(csv.status == 200 && xlsx.status == 200, "%s: %d and %d", pg->path, csv.status, xlsx.status);
		CHECK(str_starts(test_header(&csv, "Content-Disposition"), S("attachment")));
		if (strcmp(pg->action->name, "trail.export") != 0)	/* which has the one look more */
			CHECK_STR_EQ(flat(csv.body), flat(xlsx.body));
		n++;
	}
	CHECK_MSG(n > 20, "only %zu lists", n);
}

TEST(sheet_hides_what_the_viewer_may_not_see_and_is_recorded)
{
	struct place p = place();
	int64_t before = test_sql(p.t, "SELECT count(*) FROM audit_entry WHERE action = 'trail.export'");

	add(&p, "Alarm", "protocol", "");
	struct str all = flat(test_get(p.t, p.specialist, "/trail/export?format=xlsx").body);
	CHECK(test_has(all, "agreement.create"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) FROM audit_entry WHERE action = 'trail.export'"), before + 1);
	/* Who sees names sees them; who does not gets the word for it. */
	struct sheet_value v = sheet_field(&(struct ctx){ .mem = test_arena(), .lang = lang_english(), .sight = SIGHT_NONE }, NULL,
	    &(struct field){ .name = "who", .type = F_PERSONAL, .privacy = PRIV_IDENTITY }, &(struct personal){ S("Kit Rowan"), PRIV_IDENTITY });
	CHECK_STR(v.text, "Hidden");
}

/* More than comes at once is asked for, made behind the pages, and waits. */
TEST(sheet_of_many_rows_is_long_work)
{
	struct place p = place();
	int ran;

	add(&p, "Seed", "protocol", "");
	/* The trail has as many rows as one likes. */
	test_sql_write(p.t, "INSERT INTO audit_entry (lane, seq, at, org, account, action, face, outcome, request, kind, records, commits, previous, hash) "
	    "SELECT 7, s.n, 1700000000000 + s.n * 1000, e.org, e.account, e.action, e.face, e.outcome, e.request, e.kind, e.records, e.commits, e.previous, e.hash "
	    "FROM (SELECT * FROM audit_entry ORDER BY lane, seq LIMIT 1) e, (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5100) SELECT n FROM t) s");
	test_sql_write(p.t, test_fmt("UPDATE audit_entry SET org = %lld WHERE lane = 7", (long long)p.org));
	struct test_reply page = test_get(p.t, p.specialist, "/trail/export?format=xlsx");
	CHECK(test_has(page.body, "This is a large download") && test_has(page.body, "trail.export"));
	CHECK_ST(test_app_call(p.t, &p.who, "trail.export", NULL).st, ST_TOO_LARGE);
	CHECK_ST(test_app_call(p.t, &p.who, "work.export", "action", "agreement.create", "format", "csv", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_app_call(p.t, &p.who, "work.export", "action", "trail.export", "format", "doc", NULL).st, ST_INVALID);
	struct test_reply asked = test_post(p.t, p.specialist, "/work/export", "action", "trail.export", "format", "xlsx", NULL);
	CHECK_EQ_I(asked.status, 303);
	struct str to = test_header(&asked, "Location");
	CHECK_ST(long_run_due(p.t->app, p.t->db, 10, &ran), ST_OK);
	page = test_get(p.t, p.specialist, test_fmt("%.*s/file", (int)to.n, to.p));
	CHECK_EQ_I(page.status, 200);
	struct str rows = flat(page.body);
	size_t n = 0;
	for (size_t i = 0; i < rows.n; i++)
		n += rows.p[i] == '/';
	CHECK_MSG(n > 5100, "%zu rows", n);
}

/* ORG-2: a list is cut to a branch, on the page, in the call and in the file. */
TEST(register_lists_are_cut_to_a_branch)
{
	struct place p = place();
	const char *unit = test_fmt("%lld", (long long)p.unit), *under = test_fmt("%lld", (long long)p.under);

	add(&p, "Above", "protocol", unit);
	add(&p, "Below", "agreement", under);
	add(&p, "Whole", "protocol", "");
	struct str page = test_get(p.t, p.specialist, test_fmt("/agreements?branch=%s", unit)).body;
	CHECK(test_has(page, "Above") && test_has(page, "Below") && !test_has(page, ">Whole<") && test_has(page, "2 agreements"));
	CHECK(test_has(page, test_fmt("branch=%s&amp;format=xlsx", unit)));
	page = test_get(p.t, p.specialist, test_fmt("/agreements?branch=%s&kind=protocol", under)).body;
	CHECK(test_has(page, "There is nothing in this unit or under it.") && test_has(page, "name=\"kind\" value=\"protocol\""));
	struct str file = flat(test_get(p.t, p.specialist, test_fmt("/agreements/export?branch=%s", under)).body);
	CHECK(test_has(file, "|Below|") && !test_has(file, "|Above|") && !test_has(file, "|Whole|"));
	struct outcome o = test_app_call(p.t, &p.who, "agreement.list", "branch", under, NULL);
	CHECK(test_has(o.json, "Below") && !test_has(o.json, "Above") && test_has(o.json, "\"total\":1"));
	CHECK_ST(test_app_call(p.t, &p.who, "agreement.list", "branch", "x", NULL).st, ST_INVALID);
	/* Who sees a branch only sees no more by asking for another. */
	struct str east = test_app_session(p.t, test_app_account(p.t, "east@southfell.example", p.org, "specialist", p.under));
	page = test_get(p.t, east, test_fmt("/agreements?branch=%s", unit)).body;
	CHECK(test_has(page, "Below") && !test_has(page, "Above"));
}
