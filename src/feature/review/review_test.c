/* SPDX-License-Identifier: MIT */
#include "feature/review/review.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/framework/framework.h"
#include "feature/framework/scoring_bench_test.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set {
	struct test_world *w;
	int64_t ours, theirs;
	struct who specialist, lead, contributor, auditor, administrator, stranger;
	struct str standards, example;		/* editions of 2017-18 and the example edition after it */
};

static struct str
edition(struct set *s, const char *key, const char *name)
{
	struct outcome o = test_call(s->w, s->specialist, "framework.list", NULL);

	for (size_t i = 0; i < test_count(o, "items"); i++) {
		struct arena *a = test_arena();
		if (str_is(test_field(o, arena_printf(a, "items.%zu.key", i).p), key) &&
		    str_is(test_field(o, arena_printf(a, "items.%zu.edition", i).p), name))
			return test_field(o, arena_printf(a, "items.%zu.framework", i).p);
	}
	test_fail(__FILE__, __LINE__, "no edition %s of %s", name, key);
}

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.ours = test_world_org(s.w, "Northmoor", "commissioner");
	s.theirs = test_world_org(s.w, "Southfell", "commissioner");
	s.specialist = test_who(s.w, s.ours, "commissioner", ROLE(SPECIALIST), 601);
	s.lead = test_who(s.w, s.ours, "commissioner", ROLE(LEAD), 602);
	s.contributor = test_who(s.w, s.ours, "commissioner", ROLE(CONTRIBUTOR), 603);
	s.auditor = test_who(s.w, s.ours, "commissioner", ROLE(AUDITOR), 604);
	s.administrator = test_who(s.w, s.ours, "commissioner", ROLE(ADMINISTRATOR), 605);
	s.stranger = test_who(s.w, s.theirs, "commissioner", ROLE(SPECIALIST) | ROLE(LEAD) | ROLE(AUDITOR), 606);
	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", "examples", S("true"), NULL));
	s.standards = edition(&s, "commissioner-security", "2017-18");
	s.example = edition(&s, "commissioner-security", "2018-19-example");
	return s;
}

static struct str
open_review(struct set *s, struct str framework)
{
	struct outcome o = test_call(s->w, s->specialist, "review.create", "framework", framework, NULL);

	CHECK_DONE(o);
	return test_field(o, "id");
}

/* A field of one answer of a review. */
static struct str
answer(struct set *s, struct str review, const char *standard, const char *field)
{
	struct outcome o = test_call(s->w, s->specialist, "review.view", "id", review, NULL);

	CHECK_DONE(o);
	for (size_t i = 0; i < test_count(o, "answers"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "answers.%zu.standard", i).p), standard))
			return test_field(o, arena_printf(test_arena(), "answers.%zu.%s", i, field).p);
	test_fail(__FILE__, __LINE__, "no answer to %s", standard);
}

static struct str
view(struct set *s, struct str review, const char *field)
{
	return test_field(test_call(s->w, s->specialist, "review.view", "id", review, NULL), field);
}

static bool
found(struct outcome o, const char *finding)
{
	for (size_t i = 0; i < test_count(o, "findings"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "findings.%zu.id", i).p), finding))
			return true;
	return false;
}

TEST(review_opens_with_an_answer_for_each_standard)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.specialist, "review.create", "framework", s.standards, NULL);

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "answers"), "14");
	CHECK_STR(test_field(o, "period_from"), "2026-04-01");
	CHECK_STR(test_field(o, "period_to"), "2027-03-31");
	struct str id = test_field(o, "id");
	CHECK_STR(view(&s, id, "state"), "draft");
	CHECK_STR(view(&s, id, "rated"), "0");
	CHECK_STR(view(&s, id, "blocks"), "14 standards are not rated yet.");
	/* One for each edition and period. */
	o = test_call(s.w, s.specialist, "review.create", "framework", s.standards, NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "There is a self-review against this edition for 1 April 2026 to 31 March 2027 already.");
	CHECK_ST(test_call(s.w, s.specialist, "review.create", "framework", s.standards, "period_from", S("2025-05-01"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.specialist, "review.create", "framework", S("77"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.specialist, "review.create", "framework", edition(&s, "provider-security", "1"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.lead, "review.create", "framework", s.standards, NULL).st, ST_FORBIDDEN);
	/* Opened by mistake: the period can be opened again. */
	CHECK_DONE(test_call(s.w, s.specialist, "review.withdraw", "id", id, "version", S("1"), "why", S("Too early"), NULL));
	CHECK_ST(test_call(s.w, s.specialist, "review.view", "id", id, NULL).st, ST_NOT_FOUND);
	open_review(&s, s.standards);
	CHECK_EQ_I(test_count(test_call(s.w, s.specialist, "review.list", NULL), "items"), 1);
	CHECK_EQ_I(test_count(test_call(s.w, s.specialist, "review.history", "id", id, NULL), "changes"), 2);
}

TEST(review_twice_a_year_for_violence)
{
	struct set s = set_up();
	struct str f = edition(&s, "violence-prevention", "2024");
	struct outcome o = test_call(s.w, s.specialist, "review.create", "framework", f, NULL);

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "period_from"), "2026-04-01");
	CHECK_STR(test_field(o, "period_to"), "2026-09-30");
	CHECK_STR(test_field(o, "due_on"), "2026-09-30");
	CHECK_DONE(test_call(s.w, s.specialist, "review.create", "framework", f, "period_from", S("2026-10-01"), NULL));
}

TEST(review_standards_of_all_reviews_in_one_list)
{
	struct set s = set_up();
	struct str f = edition(&s, "violence-prevention", "2024"), review = open_review(&s, s.standards);

	open_review(&s, f);
	CHECK_DONE(test_call(s.w, s.specialist, "review.create", "framework", f, "period_from", S("2026-10-01"), NULL));
	struct outcome o = test_call(s.w, s.lead, "answer.list", NULL);
	CHECK_DONE(o);
	CHECK_EQ_I(test_count(o, "items"), 50);
	struct str last = test_field(o, "items.49.id"), next = test_field(o, "next");
	o = test_call(s.w, s.lead, "answer.list", "after", next, NULL);
	CHECK_EQ_I(test_count(o, "items"), 14 + 2 * 29 - 50);
	CHECK(!str_eq(test_field(o, "items.0.id"), last));
	CHECK_STR(test_field(o, "next"), "");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer(&s, review, "1.1", "id"), "rating", S("red"), NULL));
	o = test_call(s.w, s.lead, "answer.list", "rating", S("red"), NULL);
	CHECK_EQ_I(test_count(o, "items"), 1);
	CHECK_STR(test_field(o, "items.0.standard"), "1.1");
	CHECK_EQ_I(test_count(test_call(s.w, s.lead, "answer.list", "rating", S("none"), "after", test_field(test_call(s.w, s.lead,
	    "answer.list", "rating", S("none"), NULL), "next"), NULL), "items"), 14 + 2 * 29 - 50 - 1);
	CHECK_ST(test_call(s.w, s.lead, "answer.list", "after", S("nonsense"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.lead, "answer.list", "rating", S("blue"), NULL).st, ST_INVALID);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "answer.list", NULL), "items"), 0);
	/* Of one that was taken away nothing is left in it. */
	CHECK_DONE(test_call(s.w, s.specialist, "review.withdraw", "id", review, "version", S("1"), "why", S("Too early"), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.lead, "answer.list", "rating", S("red"), NULL), "items"), 0);
}

TEST(review_amber_refused_where_there_is_none_by_form_and_json)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "1.1", "id");
	struct outcome o = test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("amber"), NULL);
	struct json_node *j;
	struct str why;

	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_starts(o.message, S("Standard 1.1 has no amber: it is met or it is not. The source knows only red and green here")),
	    "said: %.*s", (int)o.message.n, o.message.p);
	struct str said = o.message;
	CHECK_ST(json_parse(test_arena(), S("{\"rating\":\"amber\"}"), &j, &why), ST_OK);
	struct pair beside[] = { { S("id"), a, 0 } };
	dispatch_call(&(struct call){ .app = s.w->app, .db = s.w->db, .who = &s.specialist, .face = FACE_API, .action = action_find(S("answer.rate")),
		.json = j, .pairs = beside, .n_pairs = 1, .mem = test_arena() }, &o);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR_EQ(o.message, said);
	CHECK_STR(answer(&s, id, "1.1", "rating"), "");
	/* Neither can "not applicable" be chosen, nor a criterion of another standard ticked. */
	CHECK_ST(test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("na"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.specialist, "answer.rate", "id", a, "ticks.0.id", S("N9"), NULL).st, ST_INVALID);
}

TEST(review_says_at_once_what_does_not_bear_out_a_rating)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "2.2", "id");
	struct outcome o = test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("green"), "ticks.0.id", S("N1"), NULL);

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "supported"), "false");
	CHECK(found(o, "no-comment"));
	CHECK(found(o, "no-output"));
	CHECK(found(o, "evaluation-missing"));
	CHECK_STR(view(&s, id, "unsupported"), "1");
	/* Amber with all needs ticked, a comment, a reason, an action and evidence of the period. */
	CHECK_DONE(test_call(s.w, s.specialist, "evidence.create", "title", S("Minutes of May"), "kind", S("board_minutes"), "class", S("output"),
	    "held", S("note"), "note", S("In the archive"), "period_from", S("2026-05-01"), "framework", S("commissioner-security"), "standard", S("2.2"), NULL));
	o = test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("amber"), "ticks.0.id", S("N1"), "ticks.1.id", S("N2"), "ticks.2.id", S("S1"),
	    "comment", S("Done, not evaluated"), "reason", S("No evaluation"), "corrective_action", S("Evaluate by March"), NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "position"), "amber");
	CHECK(!found(o, "no-output"));
	CHECK(!found(o, "no-comment"));
	CHECK_STR(view(&s, id, "unsupported"), "0");
	CHECK_STR(view(&s, id, "rated"), "1");
	/* What is left out of a call stays as it was. */
	o = test_call(s.w, s.specialist, "answer.rate", "id", a, "comment", S("Done"), NULL);
	CHECK_STR(test_field(o, "rating"), "amber");
	CHECK_EQ_I(test_count(o, "ticks"), 3);
}

static void
rate_all(struct set *s, struct str id, const char *rating)
{
	struct outcome o = test_call(s->w, s->specialist, "review.view", "id", id, NULL);

	for (size_t i = 0; i < test_count(o, "answers"); i++) {
		struct str a = test_field(o, arena_printf(test_arena(), "answers.%zu.id", i).p);
		struct str now = test_field(o, arena_printf(test_arena(), "answers.%zu.rating", i).p);
		if (now.n == 0 || str_is(test_field(o, arena_printf(test_arena(), "answers.%zu.fresh_look", i).p), "true"))
			CHECK_DONE(test_call(s->w, s->specialist, "answer.rate", "id", a, "rating", str_c(rating), "comment", S("As seen"),
			    "reason", S("Short of hands"), "corrective_action", S("Next year"), NULL));
	}
}

static struct ctx *
reading(struct set *s, const struct who *who)
{
	struct ctx *c = ctx_make(s->w->app, test_arena(), who, action_find(S("review.view")), FACE_API);

	CHECK_ST(db_begin_read(s->w->db), ST_OK);
	c->db = s->w->db;
	return c;
}

TEST(review_result_and_what_keeps_it_from_being_signed)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), why, body;
	struct review_summary sum;
	int64_t n;

	CHECK(str_i64(id, &n));
	struct ctx *c = reading(&s, &s.lead);
	CHECK_ST(review_sign_ready(c, n, &why), ST_OK);
	CHECK_STR(why, "14 standards are not rated yet.");
	db_end_read(s.w->db);
	CHECK_STR(test_field(test_call(s.w, s.lead, "review.result", "id", id, NULL), "level"), "");
	rate_all(&s, id, "green");
	CHECK_STR(view(&s, id, "blocks"), "");
	struct outcome o = test_call(s.w, s.lead, "review.result", "id", id, NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "level"), "green");
	CHECK_EQ_I(test_count(o, "areas"), 4);
	CHECK_STR(test_field(o, "unsupported"), "14");
	/* No activity on a weighted standard changes its key area and the whole. */
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer(&s, id, "3.1", "id"), "rating", S("red"), NULL));
	o = test_call(s.w, s.lead, "review.result", "id", id, NULL);
	CHECK_STR(test_field(o, "areas.2.level"), "red");
	CHECK_STR(test_field(o, "level"), "amber");
	c = reading(&s, &s.lead);
	CHECK_ST(review_sign_ready(c, n, &why), ST_OK);
	CHECK_EQ_I(why.n, 0);
	CHECK_ST(review_document_body(c, n, &body), ST_OK);
	CHECK(review_summary_of(c, body, &sum));
	CHECK_STR(sum.organisation, "Northmoor");
	CHECK_STR(sum.level, "amber");
	CHECK_EQ_I(sum.n_standards, 14);
	CHECK_EQ_I(sum.n_red, 1);
	CHECK(!review_summary_of(c, S("{\"format\":\"other\"}"), &sum));
	db_end_read(s.w->db);
	CHECK_DONE(test_call(s.w, s.auditor, "review.print", "id", id, NULL));
	CHECK_STR(test_field(test_call(s.w, s.lead, "review.today", NULL), "today"), "amber");
	CHECK_EQ_I(test_count(test_call(s.w, s.lead, "review.trend", NULL), "standards"), 14);
	/* As a page: nothing of people's text is taken for markup. */
	struct buf out;
	buf_init(&out, 4u << 20);
	struct html h = { .out = &out, .mem = test_arena(), .lang = lang_english() };
	review_html_from_document(&h, c, body, S(""));
	CHECK(str_find(buf_view(&out), S("Means follow risks")) >= 0);
	buf_free(&out);
}

/* A step of another folder, as it would run in its store part. */
struct step { struct ctx *c; int64_t review; struct str state; };
static enum status
step_run(void *arg, struct db *db)
{
	struct step *t = arg;

	t->c->db = db;
	return review_set_state(t->c, t->review, t->state, 0, S("Say more about 1.4"));
}

static enum status
become(struct set *s, struct str id, const char *state)
{
	struct step t = { .c = ctx_make(s->w->app, test_arena(), &s->lead, action_find(S("review.create")), FACE_JOB), .state = str_c(state) };

	CHECK(str_i64(id, &t.review));
	return app_write(s->w->app, s->w->db, t.c, step_run, &t);
}

TEST(review_signed_is_closed_and_returned_is_open_again)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "1.4", "id");

	rate_all(&s, id, "red");
	CHECK_ST(become(&s, id, "submitted"), ST_INVALID);
	CHECK_ST(become(&s, id, "signed"), ST_OK);
	struct outcome o = test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("green"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "This review is Signed: nothing in it can be changed any more.");
	CHECK_ST(become(&s, id, "submitted"), ST_OK);
	CHECK_ST(become(&s, id, "returned"), ST_OK);
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", a, "rating", S("amber"), NULL));
	CHECK_ST(become(&s, id, "signed"), ST_OK);
}

/* The version that was signed stands, whatever is published later; what is not signed adds up by that of its period. */
TEST(review_keeps_the_scoring_that_it_was_signed_with)
{
	struct set s = set_up();
	struct who programme = test_who(s.w, test_world_org(s.w, "National body", "national"), "national", ROLE(PROGRAMME), 610);
	struct str signed_one = open_review(&s, s.standards), open_one = open_review(&s, s.example), first, body;
	int64_t n;

	rate_all(&s, signed_one, "green");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer(&s, signed_one, "4.1", "id"), "rating", S("red"), NULL));
	CHECK_STR(test_field(test_call(s.w, s.lead, "review.result", "id", signed_one, NULL), "areas.3.level"), "red");
	CHECK_STR(view(&s, signed_one, "new_rule"), "");
	CHECK_ST(become(&s, signed_one, "signed"), ST_OK);
	CHECK_ST(become(&s, signed_one, "submitted"), ST_OK);
	first = test_field(test_call(s.w, s.lead, "review.result", "id", signed_one, NULL), "profile");
	test_world_pass(s.w, 60);
	struct str next = test_scoring_publish(s.w, programme, test_scoring_text(1, date_of(2026, 11, 1), "4.1", 9));
	/* The one under way is touched by it and says so, on the page and the result. */
	CHECK(str_eq(test_field(test_call(s.w, s.lead, "review.result", "id", open_one, NULL), "profile"), next));
	CHECK_STR(view(&s, open_one, "new_rule"), "This review adds up by a version of the rule that applies from 1 November 2026: National profile, version 1.");
	CHECK_STR(view(&s, signed_one, "new_rule"), "");
	CHECK(str_eq(test_field(test_call(s.w, s.lead, "review.result", "id", signed_one, NULL), "profile"), first));
	/* Returned for correction it is still reckoned as it was. */
	CHECK_ST(become(&s, signed_one, "returned"), ST_OK);
	CHECK(str_eq(test_field(test_call(s.w, s.lead, "review.result", "id", signed_one, NULL), "profile"), first));
	CHECK_STR(view(&s, signed_one, "new_rule"), "");
	CHECK_ST(become(&s, signed_one, "signed"), ST_OK);
	CHECK_ST(become(&s, signed_one, "draft"), ST_OK);
	CHECK(str_i64(signed_one, &n));
	struct ctx *c = reading(&s, &s.lead);
	CHECK_ST(review_document_body(c, n, &body), ST_OK);
	CHECK(str_find(body, S("\"profile\":\"default\"")) >= 0);
	db_end_read(s.w->db);
}

/* Key areas over the years by the profile of each review; and what a predecessor handed in, for its successor alone. */
TEST(review_trend_has_areas_and_what_a_predecessor_handed_in)
{
	struct set s = set_up(), other = s;
	int64_t national = test_world_org(s.w, "National body", "national");
	struct who programme = test_who(s.w, national, "national", ROLE(PROGRAMME), 611), reader = s.stranger;

	other.specialist = s.stranger;
	other.lead = s.stranger;
	struct str theirs = open_review(&other, s.standards), again = open_review(&other, s.example), ours = open_review(&s, s.standards);
	rate_all(&other, theirs, "red");
	rate_all(&other, again, "green");		/* never handed in */
	CHECK_ST(become(&other, theirs, "signed"), ST_OK);
	CHECK_ST(become(&other, theirs, "submitted"), ST_OK);
	rate_all(&s, ours, "green");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer(&s, ours, "3.1", "id"), "rating", S("red"), NULL));
	struct outcome o = test_call(s.w, s.lead, "review.trend", NULL);
	CHECK_DONE(o);
	CHECK_EQ_I(test_count(o, "areas"), 5);		/* the whole and four */
	CHECK_STR(test_field(o, "areas.0.years.0.rating"), "amber");
	CHECK_STR(test_field(o, "areas.0.years.0.period"), "2026-27");
	CHECK_STR(test_field(o, "areas.1.years.0.rating"), "green");
	CHECK_STR(test_field(o, "areas.3.years.0.rating"), "red");
	CHECK_EQ_I(test_count(o, "predecessors"), 0);	/* not merged: another organisation */
	CHECK_DONE(test_call(s.w, programme, "organisation.edit", "id", test_id(s.theirs), "ods_code", S("RNM"), NULL));
	CHECK_DONE(test_call(s.w, programme, "organisation.merge", "id", test_id(s.theirs), "successor", test_id(s.ours), "on", S("2026-09-01"), NULL));
	o = test_call(s.w, s.lead, "review.trend", NULL);
	CHECK_EQ_I(test_count(o, "predecessors"), 1);
	CHECK_STR(test_field(o, "predecessors.0.organisation"), "Southfell");
	CHECK_STR(test_field(o, "predecessors.0.areas.0.years.0.rating"), "red");
	CHECK_STR(test_field(o, "predecessors.0.areas.0.years.1.rating"), "");	/* what it did not hand in stays closed */
	CHECK_STR(test_field(o, "predecessors.0.standards.0.years.0.rating"), "red");
	CHECK_STR(test_field(o, "areas.0.years.0.rating"), "amber");
	/* Only for those who may read a predecessor's records, and in one direction. */
	CHECK_EQ_I(test_count(test_call(s.w, s.contributor, "review.trend", NULL), "predecessors"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, reader, "review.trend", NULL), "predecessors"), 0);
}

TEST(review_two_people_save_the_same_standard)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "1.4", "id");

	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", a, "version", S("1"), "comment", S("First"), "ticks.0.id", S("N1"), NULL));
	struct outcome o = test_call(s.w, s.specialist, "answer.rate", "id", a, "version", S("1"), "comment", S("Second"), "ticks.0.id", S("N2"), NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	/* What is stored and what was typed are both there. */
	CHECK(o.ctx->conflict != NULL);
	CHECK_STR(o.ctx->form->typed[shape_index(o.ctx->form->shape, "comment")], "Second");
	CHECK_STR(answer(&s, id, "1.4", "comment"), "First");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", a, "version", S("2"), "comment", S("Both"), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.auditor, "answer.history", "id", a, NULL), "changes"), 3);
}

TEST(review_of_another_organisation_is_not_there)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "1.4", "id");
	static const char *const on_review[] = { "review.view", "review.result", "review.print", "review.history" };
	static const char *const on_answer[] = { "answer.view", "answer.history" };

	for (size_t i = 0; i < countof(on_review); i++)
		CHECK_ST(test_call(s.w, s.stranger, on_review[i], "id", id, NULL).st, ST_NOT_FOUND);
	for (size_t i = 0; i < countof(on_answer); i++)
		CHECK_ST(test_call(s.w, s.stranger, on_answer[i], "id", a, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.stranger, "review.withdraw", "id", id, "version", S("1"), "why", S("x"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.stranger, "answer.rate", "id", a, "rating", S("red"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.stranger, "answer.assign", "id", a, NULL).st, ST_NOT_FOUND);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "review.list", NULL), "items"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "review.today", "key", S("commissioner-security"), NULL), "standards"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "review.trend", "key", S("commissioner-security"), NULL), "standards"), 0);
	CHECK_EQ_I(test_count(test_call(s.w, s.stranger, "home.search", "q", S("Means"), NULL), "items"), 0);
	/* An administrator of the same organisation reads no casework. */
	CHECK_ST(test_call(s.w, s.administrator, "review.view", "id", id, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.auditor, "answer.rate", "id", a, "rating", S("red"), NULL).st, ST_FORBIDDEN);
}

TEST(review_contributors_rate_what_they_are_responsible_for)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "1.4", "id"), b = answer(&s, id, "2.1", "id");
	struct outcome o = test_call(s.w, s.specialist, "person.create", "name", S("A. Warden"), "job_title", S("Ward manager"), NULL);

	CHECK_DONE(o);
	struct str person = test_field(o, "id");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.assign", "id", a, "responsible", person, NULL));
	CHECK_ST(test_call(s.w, s.specialist, "answer.assign", "id", a, "responsible", S("77"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.contributor, "answer.rate", "id", a, "rating", S("red"), NULL).st, ST_FORBIDDEN);
	CHECK(str_i64(person, &s.contributor.person));
	CHECK_DONE(test_call(s.w, s.contributor, "answer.rate", "id", a, "comment", S("Begun"), NULL));
	o = test_call(s.w, s.contributor, "answer.rate", "id", b, "rating", S("red"), NULL);
	CHECK_ST(o.st, ST_FORBIDDEN);
	CHECK_STR(o.message, "You can rate the standards that you or your unit are responsible for. Somebody else is responsible for this one.");
	o = test_call(s.w, s.contributor, "home.due", NULL);
	CHECK_EQ_I(test_count(o, "items"), 1);
	CHECK_STR(test_field(o, "items.0.title"), "Rate standard 1.4 Means follow risks");
	CHECK_DONE(test_call(s.w, s.contributor, "answer.rate", "id", a, "rating", S("red"), NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.contributor, "home.due", NULL), "items"), 0);
}

TEST(review_of_a_newer_edition_brings_answers_over)
{
	struct set s = set_up();
	struct str old = open_review(&s, s.standards);

	rate_all(&s, old, "green");
	test_world_pass(s.w, 365 * 86400ll);
	struct outcome o = test_call(s.w, s.specialist, "review.create", "framework", s.example, NULL);
	CHECK_DONE(o);
	struct str id = test_field(o, "id");
	CHECK_STR_EQ(view(&s, id, "previous"), old);
	/* Unchanged: as it was. */
	CHECK_STR(answer(&s, id, "1.1", "rating"), "green");
	CHECK_STR(answer(&s, id, "1.1", "fresh_look"), "false");
	/* Ratings touched: the words come over, the rating does not. */
	CHECK_STR(answer(&s, id, "1.4", "rating"), "");
	CHECK_STR(answer(&s, id, "1.4", "comment"), "As seen");
	CHECK_STR(answer(&s, id, "1.4", "fresh_look"), "true");
	/* Two became one: both comments are there. */
	CHECK_STR(answer(&s, id, "1.6", "comment"), "1.6: As seen\n\n1.7: As seen");
	struct outcome v = test_call(s.w, s.specialist, "answer.view", "id", answer(&s, id, "1.4", "id"), NULL);
	CHECK_STR(test_field(v, "fresh_why"), "Amber and green now ask that each objective names its risk, and green sets a time for extra means.");
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer(&s, id, "1.4", "id"), "rating", S("amber"), NULL));
	CHECK_STR(answer(&s, id, "1.4", "fresh_look"), "false");
	/* The same edition again starts empty unless asked otherwise. */
	test_world_pass(s.w, 365 * 86400ll);
	id = open_review(&s, s.example);
	CHECK_STR(answer(&s, id, "1.1", "rating"), "");
}

TEST(review_says_who_does_what_was_passed_on)
{
	struct set s = set_up();
	struct str id = open_review(&s, s.standards), a = answer(&s, id, "3.3", "id");

	CHECK_STR(test_field(test_call(s.w, s.specialist, "answer.view", "id", a, NULL), "delegated"), "");
	CHECK_DONE(test_call(s.w, s.specialist, "delegation.create", "title", S("Alerts"), "duty", S("alerts"), "receiver",
	    arena_printf(test_arena(), "%lld", (long long)s.theirs), "subject", S("To contractors"), "starts_on", S("2026-05-01"), NULL));
	CHECK_STR(test_field(test_call(s.w, s.specialist, "answer.view", "id", a, NULL), "delegated"), "Passed to Southfell");
	CHECK_STR(test_field(test_call(s.w, s.specialist, "answer.view", "id", answer(&s, id, "2.1", "id"), NULL), "delegated"), "");
}

TEST(review_is_due_by_the_round_that_asks_for_it)
{
	struct set s = set_up();
	int64_t national = test_world_org(s.w, "National body", "national");
	struct who programme = test_who(s.w, national, "national", ROLE(PROGRAMME), 607);
	struct str id = open_review(&s, s.standards);

	CHECK_STR(view(&s, id, "due_on"), "2027-03-31");
	/* Opened by the national body after the review was begun. */
	CHECK_DONE(test_call(s.w, programme, "round.create", "title", S("Commissioners"), "framework", s.standards, "period_from", S("2026-04-01"),
	    "period_to", S("2027-03-31"), "opens_on", S("2026-04-01"), "due_on", S("2027-01-15"), "asks", S("All of it"), NULL));
	CHECK_STR(view(&s, id, "due_on"), "2027-01-15");
	CHECK_STR(test_field(test_call(s.w, s.specialist, "review.list", NULL), "items.0.due_on"), "2027-01-15");
	/* Another period is not asked for. */
	struct outcome o = test_call(s.w, s.specialist, "review.create", "framework", s.standards, "period_from", S("2025-04-01"), NULL);
	CHECK_DONE(o);
	CHECK_STR(view(&s, test_field(o, "id"), "due_on"), "2026-03-31");
}
