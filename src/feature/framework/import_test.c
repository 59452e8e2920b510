/* SPDX-License-Identifier: MIT */
/* A foreign framework on its way in, through the actions, until an organisation reviews itself against it. */
#include "app/dispatch.h"
#include "feature/framework/foreign_test.h"
#include "tests/testworld.h"

struct set { struct test_world *w; struct who programme, ours, lead; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t national = test_world_org(s.w, "National body", "national"), ours = test_world_org(s.w, "Northmoor", "commissioner");

	s.programme = test_who(s.w, national, "national", ROLE(PROGRAMME), 701);
	s.ours = test_who(s.w, ours, "commissioner", ROLE(SPECIALIST), 702);
	s.lead = test_who(s.w, ours, "commissioner", ROLE(LEAD), 703);
	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));	/* the scoring profile too */
	return s;
}

/* As a file, the way a page or an API call brings it. */
static struct outcome
upload(struct set *s, struct who who, const char *action, struct str bytes, const char *name, const char *depth)
{
	struct who *keep = arena_new(test_arena(), struct who);
	struct http_part part = { .name = S("file"), .file_name = str_c(name), .body = bytes };
	struct pair pairs[] = { { .name = S("depth"), .value = str_c(depth) } };
	struct outcome out;

	*keep = who;
	dispatch_call(&(struct call){ .app = s->w->app, .db = s->w->db, .who = keep, .face = FACE_API, .action = action_find(str_c(action)),
	    .pairs = pairs, .n_pairs = depth[0] != 0, .files = &part, .n_files = 1, .mem = test_arena() }, &out);
	return out;
}

static size_t
standards_of(struct set *s, struct str id)
{
	struct outcome o = test_call(s->w, s->programme, "framework.view", "id", id, NULL);
	size_t n = 0;

	CHECK_DONE(o);
	for (size_t i = 0; i < test_count(o, "areas"); i++)
		n += test_count(o, arena_printf(test_arena(), "areas.%zu.standards", i).p);
	return n;
}

/* Opens a review of it, rates every standard and reads the result. */
static void
review_it(struct set *s, struct str framework, size_t standards)
{
	struct outcome o = test_call(s->w, s->ours, "review.create", "framework", framework, NULL);

	CHECK_DONE(o);
	struct str review = test_field(o, "id");
	o = test_call(s->w, s->ours, "review.view", "id", review, NULL);
	CHECK_EQ_I(test_count(o, "answers"), standards);
	for (size_t i = 0; i < standards && i < 5; i++) {
		struct str answer = test_field(o, arena_printf(test_arena(), "answers.%zu.id", i).p);
		struct outcome one = test_call(s->w, s->ours, "answer.rate", "id", answer, "rating", S("amber"), "comment", S("Half of it is there."),
		    "reason", S("Not all."), "corrective_action", S("The rest, by March."), "ticks.0.id", S("N1"), "ticks.1.id", S("G1"), NULL);
		CHECK_DONE(one);
		CHECK_STR(test_field(one, "rating"), "amber");
	}
	o = test_call(s->w, s->lead, "review.result", "id", review, NULL);
	CHECK_DONE(o);
}

TEST(foreign_framework_is_looked_at_lifted_and_reviewed)
{
	struct set s = set_up();
	struct outcome o = upload(&s, s.programme, "framework.import", foreign_file(FIXTURES "boathouse-library.yaml"), "boathouse-library.yaml", "");
	struct str id = test_field(o, "framework");

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "form"), "CISO Assistant library");
	CHECK_STR(test_field(o, "depth"), "3");
	CHECK_EQ_I(test_count(o, "levels"), 5);
	CHECK_STR(test_field(o, "levels.2.chosen"), "true");
	CHECK_STR(test_field(o, "left.0.what"), "Implementation groups");
	CHECK_EQ_I(standards_of(&s, id), 2);
	/* The preview stays with it, for whoever decides. */
	o = test_call(s.w, s.programme, "framework.view", "id", id, NULL);
	CHECK_EQ_I(test_count(o, "levels"), 5);
	/* Only the programme chooses, only a depth that there is, and nothing is lost by a wrong one. */
	CHECK_ST(test_call(s.w, s.ours, "framework.lift", "id", id, "depth", S("4"), NULL).st, ST_FORBIDDEN);
	o = test_call(s.w, s.programme, "framework.lift", "id", id, "depth", S("9"), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_find(o.message, S("expected a depth from 1 to 5")) > 0, "%.*s", (int)o.message.n, o.message.p);
	CHECK_EQ_I(standards_of(&s, id), 2);
	o = test_call(s.w, s.programme, "framework.lift", "id", id, "depth", S("4"), "edition", S("3, fine"), NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "edition"), "3, fine");
	CHECK_EQ_I(standards_of(&s, id), 5);
	CHECK_DONE(test_call(s.w, s.programme, "framework.lift", "id", id, "depth", S("3"), NULL));
	CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
	CHECK_ST(test_call(s.w, s.programme, "framework.lift", "id", id, "depth", S("4"), NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.programme, "framework.publish", "id", id, NULL));
	review_it(&s, id, 2);
	/* The same file at another depth is another edition. */
	o = upload(&s, s.programme, "framework.import", foreign_file(FIXTURES "boathouse-library.yaml"), "x.yaml", "4");
	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, s.programme, "framework.lift", "id", test_field(o, "framework"), "depth", S("3"), "edition", S("3, fine"), NULL).st, ST_CONFLICT);
}

TEST(foreign_framework_accepted_is_what_was_looked_at)
{
	struct set s = set_up();
	struct outcome o = upload(&s, s.programme, "framework.import", foreign_file(FIXTURES "bakery-catalog.json"), "bakery.json", "");

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "form"), "OSCAL catalog");
	CHECK_STR(test_field(o, "standards"), "4");
	struct str id = test_field(o, "framework");
	test_world_pass(s.w, 8 * 24 * 60 * 60);
	/* After a week an offer goes by itself, with the next one. */
	CHECK_DONE(upload(&s, s.programme, "framework.import", foreign_file(FIXTURES "bakery-catalog.json"), "bakery.json", ""));
	CHECK_ST(test_call(s.w, s.programme, "framework.accept", "id", id, NULL).st, ST_NOT_FOUND);
}

TEST(foreign_framework_refusal_names_file_and_place_and_leaves_nothing)
{
	struct set s = set_up();
	struct outcome o = upload(&s, s.programme, "framework.import", S("objects:\n  framework: 7\n"), "odd.yaml", "");

	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_find(o.message, S("odd.yaml: line 2: ")) > 0, "%.*s", (int)o.message.n, o.message.p);
	/* Bytes that are no text at all are the file's fault too, not a kind of file that is not allowed. */
	o = upload(&s, s.programme, "framework.import", S("objects:\n  framework: \"\xff\"\n"), "odd.yaml", "");
	CHECK_MSG(str_find(o.message, S("odd.yaml: line 2: expected plain UTF-8 text")) > 0, "%.*s", (int)o.message.n, o.message.p);
	o = upload(&s, test_operator(), "framework.take", S("{\"catalog\":{}}"), "odd.json", "");
	CHECK_MSG(str_find(o.message, S("catalog.metadata: expected")) > 0, "%.*s", (int)o.message.n, o.message.p);
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 6);
}

TEST(foreign_framework_preview_writes_nothing)
{
	struct set s = set_up();
	struct outcome o = upload(&s, test_operator(), "framework.preview", foreign_file(FIXTURES "boathouse-library.yaml"), "b.yaml", "2");

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "depth"), "2");
	CHECK_STR(test_field(o, "standards"), "2");
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 6);
	CHECK_ST(upload(&s, s.programme, "framework.preview", S("x"), "b.yaml", "").st, ST_FORBIDDEN);
}

TEST(framework_goes_out_as_oscal_and_comes_back)
{
	struct set s = set_up(), t;
	struct outcome o;

	o = test_call(s.w, s.ours, "framework.export", "key", S("commissioner-security"), "edition", S("2017-18"), "form", S("oscal"), NULL);
	CHECK_DONE(o);
	struct str yaml = test_call(s.w, s.ours, "framework.export", "key", S("commissioner-security"), "edition", S("2017-18"), NULL).json;
	t = set_up();
	/* Published there already, so under another name. */
	struct str other = arena_printf(test_arena(), "%.*s", (int)o.json.n, o.json.p);
	CHECK_ST(upload(&t, test_operator(), "framework.take", other, "c.json", "").st, ST_CONFLICT);
	struct framework_reading r = foreign_read(o.json, 0);
	CHECK_STR_EQ(foreign_yaml(r.f), yaml);
}

TEST(published_frameworks_are_reviewed_against)
{
	static const struct { const char *name; size_t standards; } files[] = { { "ncsc-caf-4.0.yaml", 41 }, { "cyber_essentials.yaml", 8 },
		{ "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json", 149 } };
	struct set s = set_up();

	for (size_t i = 0; i < countof(files); i++) {
		struct str bytes;
		if (!foreign_published(files[i].name, &bytes))
			continue;
		struct outcome o = upload(&s, s.programme, "framework.import", bytes, files[i].name, "");
		CHECK_DONE(o);
		struct str id = test_field(o, "framework");
		CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
		CHECK_DONE(test_call(s.w, s.programme, "framework.publish", "id", id, NULL));
		review_it(&s, id, files[i].standards);
	}
}
