/* SPDX-License-Identifier: MIT */
#include "feature/framework/framework.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "base/time.h"
#include "feature/framework/own.h"
#include "sql/framework.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; int64_t national, ours, theirs; struct who programme, ours_who, theirs_who, lead; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };

	s.national = test_world_org(s.w, "National body", "national");
	s.ours = test_world_org(s.w, "Northmoor", "commissioner");
	s.theirs = test_world_org(s.w, "Southfell", "commissioner");
	s.programme = test_who(s.w, s.national, "national", ROLE(PROGRAMME), 101);
	s.ours_who = test_who(s.w, s.ours, "commissioner", ROLE(SPECIALIST), 102);
	s.theirs_who = test_who(s.w, s.theirs, "commissioner", ROLE(SPECIALIST), 103);
	s.lead = test_who(s.w, s.ours, "commissioner", ROLE(LEAD), 104);
	return s;
}

static const char *
standard(const char *id, const char *title)
{
	return arena_printf(test_arena(), "      - id: \"%s\"\n        title: %s\n        headline: It is so.\n        rationale: It matters.\n"
	    "        weight: 1\n        amber: false\n        why_no_amber: It is so or it is not.\n        outcome_test: none\n"
	    "        criteria:\n          - id: R1\n            kind: failing\n            words: It is not so.\n            mark: own\n"
	    "          - id: G1\n            kind: wanted\n            words: It is so.\n            mark: own\n", id, title).p;
}

/* standards and changes: text of the file. */
static struct str
doors(const char *edition, const char *standards, const char *changes)
{
	return arena_printf(test_arena(), "format: wardkeep-framework/1\nkey: doors\nedition: \"%s\"\ntitle: Doors\norigin: own\norigin_note: Made up.\n"
	    "about: Doors.\norganisations:\n  - commissioner\nfrequency: yearly\nlook_back_months: 12\nsignatory: lead\naddressees:\n  - board\n"
	    "areas:\n  - id: \"1\"\n    title: Doors\n    standards:\n%s%s", edition, standards, changes);
}

static struct framework *
parsed(struct str text)
{
	struct framework *f;
	struct str why = { NULL, 0 };

	CHECK_MSG(framework_parse(test_arena(), text, &f, &why) == ST_OK, "%.*s", (int)why.n, why.p);
	return f;
}

static struct str
publish(struct set s, struct str text)
{
	struct outcome o = test_call(s.w, s.programme, "framework.import", "text", text, NULL);

	CHECK_DONE(o);
	struct str id = test_field(o, "framework");
	CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
	CHECK_DONE(test_call(s.w, s.programme, "framework.publish", "id", id, NULL));
	return id;
}

/* ---- coming in ---- */

TEST(framework_comes_in_by_steps)
{
	struct set s = set_up();
	struct str text = doors("1", standard("1.1", "Locks"), "");
	struct outcome o = test_call(s.w, s.programme, "framework.import", "text", text, NULL);
	struct str id = test_field(o, "framework");

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "status"), "offered");
	CHECK_STR(test_field(o, "areas"), "1");
	CHECK_STR(test_field(o, "standards"), "1");
	CHECK_STR(test_field(o, "criteria"), "2");
	/* Only whoever imports sees it, and it cannot be published before it is taken. */
	CHECK_ST(test_call(s.w, s.ours_who, "framework.view", "id", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.ours_who, "framework.export", "framework", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.ours_who, "framework.standard", "id", id, "standard", S("1.1"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.programme, "framework.publish", "id", id, NULL).st, ST_CONFLICT);
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 0);
	CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 1);
	CHECK_EQ_I(test_count(test_call(s.w, s.ours_who, "framework.list", NULL), "items"), 0);
	CHECK_DONE(test_call(s.w, s.programme, "framework.publish", "id", id, NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.ours_who, "framework.list", NULL), "items"), 1);
	CHECK_STR(test_field(test_call(s.w, s.ours_who, "framework.view", "id", id, NULL), "areas.0.standards.0.title"), "Locks");
}

TEST(framework_refusals_name_the_line_and_leave_nothing)
{
	struct set s = set_up();
	struct str bad = doors("1", "      - id: \"1.1\"\n        titel: Locks\n", "");
	struct outcome o = test_call(s.w, s.programme, "framework.import", "text", bad, NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_find(o.message, S("line 20: ")) >= 0, "no line in: %.*s", (int)o.message.n, o.message.p);
	o = test_call(s.w, test_operator(), "framework.take", "text", bad, "source", S("doors.yaml"), NULL);
	CHECK_MSG(str_find(o.message, S("doors.yaml: line 20: ")) >= 0, "no file in: %.*s", (int)o.message.n, o.message.p);
	CHECK_ST(test_call(s.w, s.programme, "framework.import", "text", S("  "), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.programme, "framework.import", "text", S("format: something"), NULL).st, ST_INVALID);
	/* A name that does not exist is found too, in the second standard of two. */
	struct str twice = arena_printf(test_arena(), "%s%s        references:\n          - nothing\n", standard("1.1", "Locks"), standard("1.2", "Keys"));
	CHECK_ST(test_call(s.w, s.programme, "framework.import", "text", doors("1", twice.p, ""), NULL).st, ST_INVALID);
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 0);
}

TEST(framework_import_is_for_the_programme)
{
	struct set s = set_up();
	struct str text = doors("1", standard("1.1", "Locks"), "");
	struct who elsewhere = test_who(s.w, s.ours, "commissioner", ROLE(PROGRAMME), 105);

	CHECK_ST(test_call(s.w, s.ours_who, "framework.import", "text", text, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, elsewhere, "framework.import", "text", text, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, elsewhere, "framework.load_shipped", NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.programme, "framework.take", "text", text, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, (struct who){ .account = 0 }, "framework.list", NULL).st, ST_SIGN_IN);
	/* Publishing wants the password and code again. */
	struct str id = test_field(test_call(s.w, s.programme, "framework.import", "text", text, NULL), "framework");
	CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
	test_world_pass(s.w, 11 * 60);
	CHECK_ST(test_call(s.w, s.programme, "framework.publish", "id", id, NULL).st, ST_SIGN_IN);
}

struct attack { int64_t id; int64_t published, accepted, discarded; };

static enum status
attack_write(void *arg, struct db *db)
{
	struct attack *a = arg;

	TRY(version_publish(db, a->id, (struct when){ 1 }, 9, 0, &a->published));
	TRY(version_accept(db, a->id, 0, &a->accepted));
	return version_discard(db, a->id, &a->discarded);
}

TEST(framework_published_never_changes)
{
	struct set s = set_up();
	struct str id = publish(s, doors("1", standard("1.1", "Locks"), ""));
	struct attack a = { .published = -1 };

	CHECK_ST(test_call(s.w, s.programme, "framework.import", "text", doors("1", standard("1.1", "Other"), ""), NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, test_operator(), "framework.take", "text", doors("1", standard("1.1", "Other"), ""), NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, s.programme, "framework.accept", "id", id, NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, s.programme, "framework.publish", "id", id, NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, s.programme, "framework.discard", "id", id, NULL).st, ST_CONFLICT);
	CHECK(str_i64(id, &a.id));
	CHECK_ST(app_write(s.w->app, s.w->db, NULL, attack_write, &a), ST_OK);
	CHECK_EQ_I(a.published + a.accepted + a.discarded, 0);
	CHECK_STR(test_field(test_call(s.w, s.ours_who, "framework.view", "id", id, NULL), "areas.0.standards.0.title"), "Locks");
}

TEST(framework_draft_gives_way_to_a_newer_one)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, test_operator(), "framework.take", "text", doors("1", standard("1.1", "Locks"), ""), NULL);

	CHECK_DONE(o);
	o = test_call(s.w, s.programme, "framework.import", "text", doors("1", standard("1.1", "Better locks"), ""), NULL);
	CHECK_DONE(o);
	struct str id = test_field(o, "framework");
	CHECK_DONE(test_call(s.w, s.programme, "framework.accept", "id", id, NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 1);
	CHECK_DONE(test_call(s.w, s.programme, "framework.discard", "id", id, NULL));
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "framework.list", NULL), "items"), 0);
}

TEST(framework_goes_out_as_it_came_in)
{
	struct set s = set_up();

	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));
	struct outcome o = test_call(s.w, s.ours_who, "framework.export", "key", S("commissioner-security"), "edition", S("2017-18"), NULL);
	CHECK_DONE(o);
	struct framework *first = parsed(shipped_text("commissioner-security-2017.yaml")), *back = parsed(o.json);
	CHECK(framework_equal(first, back));
	/* Into another installation, and out again: the same bytes. */
	struct set t = set_up();
	CHECK_DONE(test_call(t.w, test_operator(), "framework.take", "text", o.json, "publish", S("true"), NULL));
	struct outcome p = test_call(t.w, t.ours_who, "framework.export", "key", S("commissioner-security"), "edition", S("2017-18"), NULL);
	CHECK_DONE(p);
	CHECK_STR_EQ(p.json, o.json);
}

TEST(framework_shipped_ones_load_once)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, test_operator(), "framework.load_shipped", NULL);

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "frameworks"), "6");
	CHECK_STR(test_field(o, "profiles"), "1");
	CHECK_EQ_I(test_count(test_call(s.w, s.ours_who, "framework.list", NULL), "items"), 5);	/* the example edition is a draft */
	o = test_call(s.w, s.programme, "framework.load_shipped", NULL);
	CHECK_STR(test_field(o, "frameworks"), "0");
	o = test_call(s.w, test_operator(), "framework.load_shipped", "examples", S("true"), NULL);
	CHECK_STR(test_field(o, "frameworks"), "1");
	CHECK_EQ_I(test_count(test_call(s.w, s.ours_who, "framework.list", NULL), "items"), 6);
	o = test_call(s.w, s.ours_who, "scoring.view", NULL);
	CHECK_DONE(o);
	CHECK(test_count(o, "rule") > 5);
	CHECK_STR(test_field(o, "weights.0.standard"), "1.1");
}

/* ---- reading ---- */

struct reading { struct str key; struct date day; int64_t version; const struct framework *f, *again; enum status st; };

/* Features read inside an action: the same ctx, without one. */
static void
read_in(struct set s, struct reading *r)
{
	static const struct action reader = { .name = "test.read", .title = "", .access = ACCESS_SIGNED_IN, .mode = MODE_READ };
	struct ctx *c = ctx_make(s.w->app, test_arena(), &s.ours_who, &reader, FACE_JOB);

	CHECK_ST(db_begin_read(s.w->db), ST_OK);
	c->db = s.w->db;
	r->st = framework_in_force(c, r->key, r->day, &r->version);
	if (r->st == ST_OK)
		r->st = framework_get(c, r->version, &r->f);
	if (r->st == ST_OK)
		r->st = framework_get(c, r->version, &r->again);
	db_end_read(s.w->db);
}

TEST(framework_in_force_is_the_latest_on_that_day)
{
	struct set s = set_up();
	struct reading r = { .key = S("commissioner-security"), .day = date_of(2018, 3, 31) };

	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", "examples", S("true"), NULL));
	read_in(s, &r);
	CHECK_ST(r.st, ST_OK);
	CHECK_STR(r.f->edition, "2017-18");
	CHECK(r.f == r.again);		/* parsed once */
	CHECK(framework_is_for(r.f, S("commissioner")));
	CHECK(!framework_is_for(r.f, S("provider")));
	CHECK_EQ_I(framework_standard_count(r.f), 14);
	CHECK_STR(framework_area_of(r.f, S("2.1"))->id, "2");
	r.day = date_of(2018, 4, 1);
	read_in(s, &r);
	CHECK_STR(r.f->edition, "2018-19-example");
	r.day = date_of(2017, 3, 31);
	read_in(s, &r);
	CHECK_ST(r.st, ST_NOT_FOUND);
}

TEST(framework_standard_and_changes_are_shown)
{
	struct set s = set_up();
	struct outcome o;

	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", "examples", S("true"), NULL));
	struct outcome list = test_call(s.w, s.ours_who, "framework.list", NULL);
	for (size_t i = 0; i < test_count(list, "items"); i++) {
		struct str edition = test_field(list, arena_printf(test_arena(), "items.%zu.edition", i).p);
		struct str id = test_field(list, arena_printf(test_arena(), "items.%zu.framework", i).p);
		if (str_is(edition, "2017-18")) {
			o = test_call(s.w, s.ours_who, "framework.standard", "id", id, "standard", S("1.1"), NULL);
			CHECK_DONE(o);
			CHECK_STR(test_field(o, "amber"), "false");
			CHECK(test_field(o, "why_no_amber").n > 0);
			CHECK(test_count(o, "evidence") > 0);
			CHECK(test_count(o, "references") > 0);
			CHECK_ST(test_call(s.w, s.ours_who, "framework.standard", "id", id, "standard", S("9.9"), NULL).st, ST_NOT_FOUND);
			CHECK_ST(test_call(s.w, s.ours_who, "framework.changes", "id", id, NULL).st, ST_NOT_FOUND);
		} else if (str_is(edition, "2018-19-example")) {
			o = test_call(s.w, s.ours_who, "framework.changes", "id", id, NULL);
			CHECK_DONE(o);
			CHECK_STR(test_field(o, "before"), "2017-18");
			CHECK(test_count(o, "items") > 10);
		}
	}
}

/* ---- from one edition to the next ---- */

TEST(framework_answers_carry_along_the_map)
{
	struct framework *from = parsed(shipped_text("commissioner-security-2017.yaml")), *to = parsed(shipped_text("commissioner-security-2018.yaml"));
	struct fw_carry c, *all;
	const struct fw_standard **left;

	CHECK(framework_carry(from, to, S("2.1"), &c));		/* only the rationale */
	CHECK(!c.fresh_look);
	CHECK_STR(c.from.at[0], "2.1");
	CHECK(framework_carry(from, to, S("1.4"), &c));		/* ratings */
	CHECK(c.fresh_look);
	CHECK(framework_carry(from, to, S("1.6"), &c));		/* merged */
	CHECK(c.fresh_look);
	CHECK_EQ_I(c.from.n, 2);
	CHECK(framework_carry(from, to, S("2.2"), &c));		/* renumbered: the map says which, not the number */
	CHECK(!c.fresh_look);
	CHECK_STR(c.from.at[0], "3.3");
	CHECK(framework_carry(from, to, S("3.3"), &c));		/* new, under a number that was used before */
	CHECK_EQ_I(c.from.n, 0);
	CHECK(c.fresh_look);
	CHECK(!framework_carry(from, to, S("1.7"), &c));
	CHECK_EQ_I(framework_carry_all(test_arena(), from, to, &all), framework_standard_count(to));
	CHECK_EQ_I(framework_carry_left(test_arena(), from, to, &left), 1);
	CHECK_STR(left[0]->id, "2.2");
}

TEST(framework_carries_without_a_map)
{
	struct framework *from = parsed(shipped_text("commissioner-security-2017.yaml")), *other = parsed(shipped_text("provider-security.yaml"));
	struct fw_carry c;

	CHECK(framework_carry(from, from, S("1.4"), &c));	/* the same edition again */
	CHECK(!c.fresh_look);
	CHECK_STR(c.from.at[0], "1.4");
	CHECK(framework_carry(from, other, S("1.1"), &c));	/* another text under the same number */
	CHECK(c.fresh_look);
}

TEST(framework_change_map_must_hold)
{
	struct set s = set_up();
	struct str two = arena_printf(test_arena(), "%s%s", standard("1.1", "Locks"), standard("1.2", "Keys"));
	static const char part[] = "changes_from:\n  key: doors\n  edition: \"1\"\nchanges:\n  - kinds:\n      - unchanged\n    from:\n      - \"1.1\"\n    to:\n      - \"1.1\"\n    words: Nothing has changed.\n";

	(void)publish(s, doors("1", two.p, ""));
	/* It forgets what became of 1.2. */
	struct outcome o = test_call(s.w, s.programme, "framework.import", "text", doors("2", standard("1.1", "Locks"), part), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(str_find(o.message, S("1.2")) >= 0);
	struct str whole = arena_printf(test_arena(), "%s  - kinds:\n      - deleted\n    from:\n      - \"1.2\"\n    words: Gone.\n", part);
	struct str id = publish(s, doors("2", standard("1.1", "Locks"), whole.p));
	o = test_call(s.w, s.ours_who, "framework.changes", "id", id, NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "items.1.kinds"), "deleted");
}

/* ---- an organisation's own ---- */

TEST(framework_own_names_and_standards_stay_inside)
{
	struct set s = set_up();
	struct str id = publish(s, doors("1", standard("1.1", "Locks"), ""));
	struct outcome o = test_call(s.w, s.ours_who, "area_name.create", "framework", id, "area", S("1"), "name", S("Our ways in"), NULL);

	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, s.ours_who, "area_name.create", "framework", id, "area", S("1"), "name", S("Twice"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.ours_who, "area_name.create", "framework", id, "area", S("7"), "name", S("None"), NULL).st, ST_INVALID);
	struct outcome l = test_call(s.w, s.ours_who, "local_standard.create", "framework", id, "area", S("1"), "title", S("Bicycle sheds"),
	    "red", S("It stands open."), "green", S("It is locked."), NULL);
	CHECK_DONE(l);
	CHECK_STR(test_field(test_call(s.w, s.lead, "framework.view", "id", id, NULL), "areas.0.own_title"), "Our ways in");
	CHECK_STR(test_field(test_call(s.w, s.theirs_who, "framework.view", "id", id, NULL), "areas.0.own_title"), "");
	CHECK_EQ_I(test_count(test_call(s.w, s.theirs_who, "local_standard.list", NULL), "items"), 0);
	CHECK_ST(test_call(s.w, s.theirs_who, "local_standard.view", "id", test_field(l, "id"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.theirs_who, "area_name.view", "id", test_field(o, "id"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.lead, "local_standard.create", "framework", id, "area", S("1"), "title", S("No"), "red", S("r"),
	    "green", S("g"), NULL).st, ST_FORBIDDEN);
	/* The name holds for the next edition too. */
	static const char map[] = "changes_from:\n  key: doors\n  edition: \"1\"\nchanges:\n  - kinds:\n      - unchanged\n    from:\n      - \"1.1\"\n    to:\n      - \"1.1\"\n    words: Nothing has changed.\n";
	struct str next = publish(s, doors("2", standard("1.1", "Locks"), map));
	CHECK_STR(test_field(test_call(s.w, s.ours_who, "framework.view", "id", next, NULL), "areas.0.own_title"), "Our ways in");
}
