/* SPDX-License-Identifier: MIT */
#include "feature/evidence/evidence.h"
#include <string.h>
#include "app/dispatch.h"
#include "app/file.h"
#include "base/ids.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testworld.h"

#define KEY S("commissioner-security")
#define PDF "%PDF-1.7 minutes"

struct here { struct test_world *w; int64_t ours, theirs; struct who me, them; };

static struct here
here(void)
{
	struct here h = { .w = test_world() };

	h.ours = test_world_org(h.w, "Northmoor", "commissioner");
	h.theirs = test_world_org(h.w, "Southfell", "commissioner");
	h.me = test_who(h.w, h.ours, "commissioner", ROLE(SPECIALIST), 701);
	h.them = test_who(h.w, h.theirs, "commissioner", ROLE(SPECIALIST), 702);
	struct outcome o = test_call(h.w, test_operator(), "framework.load_shipped", NULL);
	CHECK_DONE(o);
	return h;
}

static struct str
upload(struct here *h, const struct who *who, const char *bytes)
{
	int64_t id;

	CHECK_ST(file_keep(h->w->app, h->w->db, test_arena(), scope_for(test_arena(), who), who->account, h->w->app->fixed_now,
	    S("minutes.pdf"), S("application/pdf"), str_c(bytes), &id), ST_OK);
	return test_id(id);
}

static struct outcome
note(struct here *h, struct str from, struct str to, struct str standard)
{
	return test_call(h->w, h->me, "evidence.create", "title", S("Minutes of May"), "kind", S("board_minutes"), "class", S("output"),
	    "held", S("note"), "note", S("In the board's archive"), "period_from", from, "period_to", to, "framework", KEY, "standard", standard, NULL);
}

/* A browser's post with one file. */
static struct outcome
post_file(struct here *h, struct str name, struct str bytes)
{
	static const char *const names[] = { "title", "kind", "class", "held", "period_from" };
	static const char *const values[] = { "Minutes", "board_minutes", "output", "file", "2026-05-01" };
	struct pair pairs[countof(names)];
	struct http_part part = { .name = S("document"), .file_name = name, .body = bytes };
	struct ctx *c = ctx_make(h->w->app, test_arena(), &h->me, action_find(S("evidence.create")), FACE_API);
	struct run r = { .c = c, .db = h->w->db, .pairs = pairs, .n_pairs = countof(names) };

	for (size_t i = 0; i < countof(names); i++)
		pairs[i] = (struct pair){ .name = str_c(names[i]), .value = str_c(values[i]) };
	c->files = &part;
	c->n_files = 1;
	struct outcome o = { .st = dispatch_run(&r), .ctx = c, .out = r.out };
	o.message = c->form->n_errors > 0 ? form_error_text(c->lang, c->mem, &c->form->errors[0]) : failure_text(c);
	return o;
}

static struct evidence_item *
items(struct here *h, const struct who *who, struct str standard, struct date from, struct date to, size_t *ret_n,
    struct evidence_suggestion **ret_s, size_t *ret_ns)
{
	struct ctx *c = ctx_make(h->w->app, test_arena(), who, action_find(S("evidence.list")), FACE_API);
	struct evidence_set set;
	struct evidence_item *e;
	const struct framework *f;
	int64_t version;

	CHECK_ST(db_begin_read(h->w->db), ST_OK);
	c->db = h->w->db;
	CHECK_ST(framework_in_force(c, KEY, c->today, &version), ST_OK);
	CHECK_ST(framework_get(c, version, &f), ST_OK);
	CHECK_ST(evidence_load(c, f, NULL, from, to, &set), ST_OK);
	evidence_for(c, &set, framework_standard(f, standard), &e, ret_n);
	if (ret_s != NULL)
		evidence_suggested(c, &set, framework_standard(f, standard), e, *ret_n, 0, ret_s, ret_ns);
	db_end_read(h->w->db);
	return e;
}

TEST(evidence_outcome_must_say_what_was_measured)
{
	struct here h = here();
	struct outcome o = test_call(h.w, h.me, "evidence.create", "title", S("Survey"), "kind", S("staff_survey"), "class", S("outcome"),
	    "held", S("note"), "note", S("With the survey team"), "period_from", S("2026-04-01"), NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK_EQ_I(o.ctx->form->n_errors, 5);
	CHECK_STR(o.message, "Enter what was measured. Evidence without a measurement is an output");
	o = test_call(h.w, h.me, "evidence.create", "title", S("Survey"), "kind", S("staff_survey"), "class", S("outcome"), "held", S("note"),
	    "note", S("With the survey team"), "period_from", S("2026-04-01"), "measured", S("Staff who know how to report"),
	    "measured_before", S("61 %"), "measured_after", S("78 %"), "measured_on", S("2026-06-01"), "change", S("better"), NULL);
	CHECK_DONE(o);
	/* As an output it keeps no measurement. */
	struct str id = test_field(o, "id");
	CHECK_DONE(test_call(h.w, h.me, "evidence.edit", "id", id, "class", S("output"), NULL));
	CHECK_STR(test_field(test_call(h.w, h.me, "evidence.view", "id", id, NULL), "measured"), "");
}

TEST(evidence_files_are_judged_by_content)
{
	struct here h = here();
	char *big = arena_alloc(test_arena(), FILE_MAX + 2, 1);

	CHECK_STR(post_file(&h, S("minutes.pdf"), S("")).message, "The selected file is empty");
	CHECK_STR(post_file(&h, S("minutes.pdf"), S("<html><script>alert(1)</script>")).message,
	    "The selected file must be a PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, plain text or CSV file");
	memcpy(big, PDF, strlen(PDF));
	CHECK_STR(post_file(&h, S("minutes.pdf"), (struct str){ big, FILE_MAX + 1 }).message, "The selected file must be smaller than 20 MB");
	struct outcome o = post_file(&h, S("minutes.pdf"), S(PDF));
	CHECK_ST(o.st, ST_OK);
	struct str id = test_id(*(const int64_t *)o.out);
	o = test_call(h.w, h.me, "evidence.download", "id", id, NULL);
	CHECK_DONE(o);
	CHECK_STR(o.ctx->download, PDF);
	CHECK_STR(o.ctx->download_type, "application/pdf");
	/* No file at all. */
	o = test_call(h.w, h.me, "evidence.create", "title", S("M"), "kind", S("contract"), "class", S("output"), "held", S("file"),
	    "period_from", S("2026-04-01"), NULL);
	CHECK_STR(o.message, "Choose a file");
}

TEST(evidence_new_file_keeps_the_old_one)
{
	struct here h = here();
	struct outcome o = post_file(&h, S("one.pdf"), S(PDF));
	struct str id = test_id(*(const int64_t *)o.out), first, second = upload(&h, &h.me, PDF " corrected");

	o = test_call(h.w, h.me, "evidence.view", "id", id, NULL);
	first = test_field(o, "document");
	CHECK_EQ_I(test_field(o, "file_hash").n, 64);
	CHECK_DONE(test_call(h.w, h.me, "evidence.edit", "id", id, "document", second, NULL));
	o = test_call(h.w, h.me, "evidence.download", "id", id, NULL);
	CHECK_STR(o.ctx->download, PDF " corrected");
	o = test_call(h.w, h.me, "evidence.download", "id", id, "file", first, NULL);
	CHECK_DONE(o);
	CHECK_STR(o.ctx->download, PDF);
	CHECK(str_find(test_call(h.w, h.me, "evidence.history", "id", id, NULL).json, S("minutes.pdf")) >= 0);
	/* Nothing sweeps what a record has or had. */
	int64_t gone;
	test_world_pass(h.w, 3 * 24 * 3600);
	CHECK_ST(file_sweep(h.w->app, h.w->db, h.w->app->fixed_now, &gone), ST_OK);
	CHECK_EQ_I(gone, 0);
	CHECK_DONE(test_call(h.w, h.me, "evidence.download", "id", id, "file", first, NULL));
}

TEST(evidence_files_cannot_be_had_by_their_number)
{
	struct here h = here();
	struct outcome o = post_file(&h, S("one.pdf"), S(PDF));
	struct str mine = test_id(*(const int64_t *)o.out), file = test_field(test_call(h.w, h.me, "evidence.view", "id", mine, NULL), "document");
	struct who colleague = test_who(h.w, h.ours, "commissioner", ROLE(CONTRIBUTOR), 703);
	struct str fresh = upload(&h, &h.me, PDF " not saved yet");
	struct who who[] = { h.them, colleague, colleague, h.them };
	struct str which[] = { file, file, fresh, fresh };

	for (size_t i = 0; i < countof(who); i++) {
		o = test_call(h.w, who[i], "evidence.create", "title", S("Taken"), "kind", S("contract"), "class", S("output"), "held", S("file"),
		    "document", which[i], "period_from", S("2026-04-01"), NULL);
		CHECK_ST(o.st, ST_INVALID);
		CHECK_STR(o.message, "The uploaded file is no longer there. Choose it again.");
	}
	/* Through a record of their own neither. */
	o = test_call(h.w, h.them, "evidence.create", "title", S("Theirs"), "kind", S("contract"), "class", S("output"), "held", S("file"),
	    "document", upload(&h, &h.them, PDF), "period_from", S("2026-04-01"), NULL);
	CHECK_DONE(o);
	CHECK_ST(test_call(h.w, h.them, "evidence.download", "id", test_field(o, "id"), "file", file, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(h.w, h.me, "evidence.download", "id", mine, "file", fresh, NULL).st, ST_NOT_FOUND);
}

TEST(evidence_of_others_does_not_exist)
{
	struct here h = here();
	struct outcome o = post_file(&h, S("one.pdf"), S(PDF));
	struct str id = test_id(*(const int64_t *)o.out);
	static const char *const on_one[] = { "evidence.view", "evidence.history", "evidence.download", "evidence.edit", "evidence.restore" };
	size_t n;

	for (size_t i = 0; i < countof(on_one); i++)
		CHECK_ST(test_call(h.w, h.them, on_one[i], "id", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(h.w, h.them, "evidence.withdraw", "id", id, "why", S("x"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(h.w, h.them, "evidence.link", "id", id, "framework", KEY, "standard", S("1.4"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(h.w, h.them, "evidence.unlink", "id", id, "framework", KEY, "standard", S("1.4"), NULL).st, ST_NOT_FOUND);
	CHECK_DONE(test_call(h.w, h.me, "evidence.link", "id", id, "framework", KEY, "standard", S("1.4"), NULL));
	CHECK_EQ_I(test_count(test_call(h.w, h.them, "evidence.list", NULL), "items"), 0);
	(void)items(&h, &h.them, S("1.4"), date_of(2026, 4, 1), date_of(2027, 3, 31), &n, NULL, NULL);
	CHECK_EQ_I(n, 0);
	(void)items(&h, &h.me, S("1.4"), date_of(2026, 4, 1), date_of(2027, 3, 31), &n, NULL, NULL);
	CHECK_EQ_I(n, 1);
	/* A record of theirs is no evidence here. */
	struct outcome theirs = test_call(h.w, h.them, "evaluation.create", "title", S("Theirs"), "arrangement", S("alerts"), "started_on", S("2026-05-01"), NULL);
	struct str address = arena_printf(test_arena(), "/evaluations/%.*s", (int)test_field(theirs, "id").n, test_field(theirs, "id").p);
	o = test_call(h.w, h.me, "evidence.create", "title", S("T"), "kind", S("contract"), "class", S("output"), "held", S("record"),
	    "link", address, "period_from", S("2026-04-01"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	o = test_call(h.w, h.them, "evidence.create", "title", S("T"), "kind", S("contract"), "class", S("output"), "held", S("record"),
	    "link", address, "period_from", S("2026-04-01"), NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(test_call(h.w, h.them, "evidence.view", "id", test_field(o, "id"), NULL), "record_kind"), "evaluation");
}

TEST(evidence_links_only_to_standards_that_exist)
{
	struct here h = here();
	struct outcome o = note(&h, S("2026-04-01"), S(""), S("9.9"));
	size_t n;

	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "There is no standard 9.9 in that framework");
	o = note(&h, S("2026-04-01"), S(""), S("1.4"));
	CHECK_DONE(o);
	struct str id = test_field(o, "id");
	CHECK_ST(test_call(h.w, h.me, "evidence.link", "id", id, "framework", S("no-such"), "standard", S("1.4"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(h.w, h.me, "evidence.link", "id", id, "standard", S("commissioner-security/1.5"), NULL));
	CHECK_DONE(test_call(h.w, h.me, "evidence.link", "id", id, "standard", S("commissioner-security/1.5"), NULL));
	o = test_call(h.w, h.me, "evidence.view", "id", id, NULL);
	CHECK_EQ_I(test_count(o, "standards"), 2);
	(void)items(&h, &h.me, S("1.5"), date_of(2026, 4, 1), date_of(2027, 3, 31), &n, NULL, NULL);
	CHECK_EQ_I(n, 1);
	CHECK_DONE(test_call(h.w, h.me, "evidence.unlink", "id", id, "framework", KEY, "standard", S("1.5"), NULL));
	CHECK_ST(test_call(h.w, h.me, "evidence.unlink", "id", id, "framework", KEY, "standard", S("1.5"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(h.w, test_who(h.w, h.ours, "commissioner", ROLE(AUDITOR), 9), "evidence.link", "id", id, "framework", KEY,
	    "standard", S("1.5"), NULL).st, ST_FORBIDDEN);
}

TEST(evidence_is_fresh_by_one_day_in_common)
{
	struct here h = here();
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	static const struct { const char *from, *to; bool fresh; } cases[] = {
		{ "2025-04-01", "2026-03-31", false }, { "2025-04-01", "2026-04-01", true }, { "2027-03-31", "2028-01-01", true },
		{ "2027-04-01", "2028-01-01", false }, { "2010-01-01", "", true }, { "2027-04-01", "", false },
	};
	size_t n;

	for (size_t i = 0; i < countof(cases); i++) {
		struct outcome o = note(&h, str_c(cases[i].from), str_c(cases[i].to), S("1.4"));
		CHECK_DONE(o);
		struct evidence_item *e = items(&h, &h.me, S("1.4"), from, to, &n, NULL, NULL);
		CHECK_EQ_I(n, 1);
		CHECK_MSG(e->fresh == cases[i].fresh, "%s to %s", cases[i].from, cases[i].to);
		struct evidence_count k = evidence_counts(e, n);
		CHECK_EQ_I(k.output_fresh, cases[i].fresh);
		CHECK_EQ_I(k.output_stale, !cases[i].fresh);
		CHECK_DONE(test_call(h.w, h.me, "evidence.withdraw", "id", test_field(o, "id"), "version", S("1"), "why", S("Next case"), NULL));
	}
	CHECK_ST(note(&h, S("2026-04-02"), S("2026-04-01"), S("1.4")).st, ST_INVALID);
}

TEST(evidence_suggested_is_there_stale_or_missing)
{
	struct here h = here();
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	struct evidence_suggestion *s;
	size_t n, ns;
	int seen = 0;

	CHECK_DONE(note(&h, S("2020-04-01"), S("2021-03-31"), S("1.2")));
	for (int round = 0; round < 2; round++) {
		(void)items(&h, &h.me, S("1.2"), from, to, &n, &s, &ns);
		CHECK(ns > 4);
		for (size_t i = 0; i < ns; i++) {
			bool it = str_is(s[i].kind, "board_minutes");
			seen += it;
			CHECK_EQ_I(s[i].state, !it ? EVIDENCE_MISSING : round == 0 ? EVIDENCE_STALE : EVIDENCE_THERE);
			CHECK(s[i].add.s.n > 0);
		}
		CHECK_DONE(note(&h, S("2026-05-01"), S("2026-05-31"), S("1.2")));
	}
	CHECK_EQ_I(seen, 2);
}

TEST(evidence_counts_a_finished_pair_by_the_standards_own_test)
{
	struct here h = here();
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	static const struct { const char *arrangement, *standard; bool outcome; } cases[] = {
		{ "communication", "2.2", true },	/* asks for an evaluation */
		{ "awareness", "2.1", false },		/* asks for effect */
	};
	size_t n;

	for (size_t i = 0; i < countof(cases); i++) {
		struct outcome o = test_call(h.w, h.me, "evaluation.create", "title", S("Looked at"), "arrangement", str_c(cases[i].arrangement),
		    "started_on", S("2026-05-01"), "finished_on", S("2026-06-01"), "finding", S("same"), "rests_on", S("Interviews"), NULL);
		CHECK_DONE(o);
		(void)items(&h, &h.me, str_c(cases[i].standard), from, to, &n, NULL, NULL);
		CHECK_EQ_I(n, 0);
		CHECK_DONE(test_call(h.w, h.me, "evaluation.edit", "id", test_field(o, "id"), "none_needed", S("It works"), NULL));
		struct evidence_item *e = items(&h, &h.me, str_c(cases[i].standard), from, to, &n, NULL, NULL);
		CHECK_EQ_I(n, 1);
		CHECK(e->evaluation && e->fresh);
		CHECK_EQ_I(e->outcome, cases[i].outcome);
	}
}

static size_t
nominations_for(struct here *h, const char *standard, struct date from, struct date to)
{
	const struct framework *f;
	struct evidence_set set;
	struct evidence_item *e;
	int64_t version;
	size_t n, found = 0;
	struct ctx *c = ctx_make(h->w->app, test_arena(), &h->me, action_find(S("evidence.list")), FACE_PAGE);

	CHECK_ST(db_begin_read(h->w->db), ST_OK);
	c->db = h->w->db;
	CHECK_ST(framework_find(c, KEY, S("2017-18"), &version), ST_OK);
	CHECK_ST(framework_get(c, version, &f), ST_OK);
	CHECK_ST(evidence_load(c, f, NULL, from, to, &set), ST_OK);
	evidence_for(c, &set, framework_standard(f, str_c(standard)), &e, &n);
	for (size_t i = 0; i < n; i++)
		found += e[i].nomination && e[i].fresh && !e[i].outcome;
	db_end_read(h->w->db);
	return found;
}

/* ORG-9: a confirmation is listed by itself, for the standards that suggest it, and for the time that it holds. */
TEST(evidence_lists_a_confirmed_nomination_by_itself)
{
	struct here h = here();
	struct who programme = test_who(h.w, test_world_org(h.w, "National body", "national"), "national", ROLE(PROGRAMME), 709);
	struct date from = date_of(2026, 4, 1), to = date_of(2027, 3, 31);
	struct outcome o = test_call(h.w, h.me, "person.create", "name", S("Ada Kestrel"), "job_title", S("Head of security"), NULL);

	o = test_call(h.w, test_who(h.w, h.ours, "commissioner", ROLE(ADMINISTRATOR), 708), "post_holding.create", "post", S("specialist"),
	    "person", test_id(o.ctx->id), "from_on", S("2026-05-01"), "accreditation", S("A-1234"), "accredited_until", S("2027-12-31"), NULL);
	CHECK_DONE(o);
	struct str post = test_id(o.ctx->id);
	o = test_call(h.w, h.me, "post_holding.nominate", "id", post, NULL);
	CHECK_DONE(o);
	struct str nomination = test_id(((const int64_t *)o.out)[1]);
	CHECK_EQ_I(nominations_for(&h, "1.3", from, to), 0);		/* sent, not confirmed */
	CHECK_DONE(test_call(h.w, programme, "nomination.answer", "nomination", nomination, "decision", S("confirmed"), NULL));
	CHECK_EQ_I(nominations_for(&h, "1.3", from, to), 1);
	CHECK_EQ_I(nominations_for(&h, "1.1", from, to), 0);		/* that is the lead's */
	CHECK_EQ_I(nominations_for(&h, "1.4", from, to), 0);
	CHECK_EQ_I(nominations_for(&h, "1.3", date_of(2025, 4, 1), date_of(2026, 3, 31)), 0);
	CHECK_DONE(test_call(h.w, test_who(h.w, h.ours, "commissioner", ROLE(ADMINISTRATOR), 708), "post_holding.end", "id", post, "ended_on", S("2026-09-20"), NULL));
	CHECK_EQ_I(nominations_for(&h, "1.3", from, to), 1);		/* it held for a part of the period */
	CHECK_EQ_I(nominations_for(&h, "1.3", date_of(2026, 9, 21), to), 0);
}

TEST(evidence_two_editors_links_and_paging)
{
	struct here h = here();
	struct outcome o = note(&h, S("2026-04-01"), S(""), S("1.4"));
	struct str id = test_field(o, "id");

	CHECK_DONE(test_call(h.w, h.me, "evidence.edit", "id", id, "version", S("1"), "title", S("First"), NULL));
	o = test_call(h.w, h.me, "evidence.edit", "id", id, "version", S("1"), "title", S("Second"), NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	CHECK(o.ctx->conflict != NULL);
	o = test_call(h.w, h.me, "evidence.edit", "id", id, "held", S("link"), "link", S("http://example.test/"), NULL);
	CHECK_STR(o.message, "Enter a web address that begins with https://");
	o = test_call(h.w, h.me, "evidence.edit", "id", id, "held", S("link"), "link", S("javascript:alert(1)"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_ST(test_call(h.w, h.me, "evidence.edit", "id", id, "kind", S("rumour"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(h.w, h.me, "evidence.edit", "id", id, "held", S("link"), "link", S("https://example.test/a?b=c"), NULL));
	for (int i = 0; i < 26; i++) {
		test_world_pass(h.w, 60);
		CHECK_DONE(note(&h, S("2026-04-01"), S(""), S("1.4")));
	}
	o = test_call(h.w, h.me, "evidence.list", "class", S("output"), NULL);
	CHECK_EQ_I(test_count(o, "items"), 25);
	CHECK_STR(test_field(o, "total"), "27");
	o = test_call(h.w, h.me, "evidence.list", "class", S("output"), "after", test_field(o, "next"), NULL);
	CHECK_EQ_I(test_count(o, "items"), 2);
	CHECK_STR(test_field(o, "items.1.title"), "First");
	CHECK_EQ_I(test_count(test_call(h.w, h.me, "evidence.list", "class", S("outcome"), NULL), "items"), 0);
	CHECK_ST(test_call(h.w, h.me, "evidence.list", "after", S("x~y"), NULL).st, ST_INVALID);
}

static struct str
unit_make(struct here *h, const char *name, struct str parent)
{
	struct outcome o = test_call(h->w, test_who(h->w, h->ours, "commissioner", ROLE(ADMINISTRATOR), 703), "unit.create",
	    "name", str_c(name), "kind", S("department"), "parent", parent, NULL);

	CHECK_DONE(o);
	return test_field(o, "id");
}

/* ORG-2: the list is cut to a unit with all under it. */
TEST(evidence_list_is_cut_to_a_branch)
{
	struct here h = here();
	struct str top = unit_make(&h, "Operations", S("")), under = unit_make(&h, "Site team", top), other = unit_make(&h, "Finance", S(""));
	const struct { struct str branch, total; } cases[] = { { top, S("1") }, { under, S("1") }, { other, S("0") }, { S(""), S("2") } };

	CHECK_DONE(note(&h, S("2026-05-01"), S("2026-05-31"), S("1.1")));
	CHECK_DONE(test_call(h.w, h.me, "evidence.create", "title", S("Patrol book"), "kind", S("board_minutes"), "class", S("output"),
	    "held", S("note"), "note", S("In the office"), "period_from", S("2026-05-01"), "unit", under, NULL));
	for (size_t i = 0; i < countof(cases); i++)
		CHECK_STR_EQ(test_field(test_call(h.w, h.me, "evidence.list", "branch", cases[i].branch, NULL), "total"), cases[i].total);
	CHECK_STR_EQ(test_field(test_call(h.w, h.me, "evidence.list", "branch", top, NULL), "items.0.title"), S("Patrol book"));
}
