/* SPDX-License-Identifier: MIT */
/* REV-4: versions of the scoring profile that a national body brings in. */
#include "feature/framework/scoring_bench_test.h"
#include "app/dispatch.h"
#include "base/time.h"
#include "tests/harness.h"

struct str
test_scoring_text(int version, struct date from, const char *standard, int weight)
{
	struct scoring *s;
	struct str why = { NULL, 0 };
	struct buf b;

	CHECK_ST(scoring_parse(test_arena(), shipped_text("scoring.yaml"), &s, &why), ST_OK);
	struct fw_weight *w = arena_array(test_arena(), struct fw_weight, s->weights.n + 1);
	struct fw_weight x = { .key = S("commissioner-security"), .edition = S("2017-18"), .standard = standard != NULL ? str_c(standard) : S(""),
		.weight = weight, .reason = S("It matters more now."), .from = from };
	bool there = false;
	for (size_t i = 0; i < s->weights.n; i++) {
		w[i] = s->weights.at[i];
		if (str_eq(w[i].key, x.key) && str_eq(w[i].edition, x.edition) && str_eq(w[i].standard, x.standard)) {
			w[i] = x;
			there = true;
		}
	}
	w[s->weights.n] = x;
	s->weights.n += standard != NULL && !there;
	s->weights.at = w;
	s->key = S("national");
	s->version = version;
	s->title = S("National profile");
	s->from = from;
	buf_init(&b, 1 << 20);
	scoring_write_yaml(s, &b);
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

struct str
test_scoring_publish(struct test_world *w, struct who programme, struct str text)
{
	struct outcome o = test_call(w, programme, "scoring.import", "text", text, NULL);

	CHECK_DONE(o);
	struct str id = test_field(o, "profile");
	CHECK_DONE(test_call(w, programme, "scoring.publish", "id", id, NULL));
	return id;
}

struct set { struct test_world *w; struct who programme, specialist, contributor, auditor; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t national = test_world_org(s.w, "National body", "national"), ours = test_world_org(s.w, "Northmoor", "commissioner");

	s.programme = test_who(s.w, national, "national", ROLE(PROGRAMME), 101);
	s.specialist = test_who(s.w, ours, "commissioner", ROLE(SPECIALIST), 102);
	s.contributor = test_who(s.w, ours, "commissioner", ROLE(CONTRIBUTOR), 103);
	s.auditor = test_who(s.w, ours, "commissioner", ROLE(AUDITOR), 104);
	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));
	return s;
}

static bool
is_due(struct set *s, struct who who, const char *words)
{
	struct outcome o = test_call(s->w, who, "home.due", NULL);

	CHECK_DONE(o);
	for (size_t i = 0; i < test_count(o, "items"); i++)
		if (str_find(test_field(o, arena_printf(test_arena(), "items.%zu.title", i).p), str_c(words)) >= 0)
			return true;
	return false;
}

TEST(scoring_version_is_announced_before_it_applies)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.programme, "scoring.import", "text", test_scoring_text(1, date_of(2026, 11, 1), "4.1", 2), NULL);
	struct str id = test_field(o, "profile");

	CHECK_DONE(o);
	CHECK_STR(test_field(o, "status"), "draft");
	/* Nobody else sees it, and nothing goes by it, before it is published. */
	CHECK_ST(test_call(s.w, s.specialist, "scoring.view", "profile", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.specialist, "scoring.export", "profile", id, NULL).st, ST_NOT_FOUND);
	CHECK(!is_due(&s, s.specialist, "National profile"));
	CHECK_DONE(test_call(s.w, s.programme, "scoring.view", "profile", id, NULL));
	/* Brought in again it takes the place of the first. */
	o = test_call(s.w, s.programme, "scoring.import", "text", test_scoring_text(1, date_of(2026, 11, 1), "4.1", 3), NULL);
	CHECK_ST(test_call(s.w, s.programme, "scoring.publish", "id", id, NULL).st, ST_NOT_FOUND);
	id = test_field(o, "profile");
	CHECK_DONE(test_call(s.w, s.programme, "scoring.publish", "id", id, NULL));
	CHECK(is_due(&s, s.specialist, "Ratings add up by a new rule: National profile, version 1"));
	CHECK(!is_due(&s, s.auditor, "National profile"));
	/* The one that applies is still the old one; the new one says what it changes. */
	CHECK_STR(test_field(test_call(s.w, s.specialist, "scoring.view", NULL), "key"), "default");
	o = test_call(s.w, s.specialist, "scoring.view", "profile", id, NULL);
	CHECK_EQ_I(test_count(o, "changed_weights"), 1);
	CHECK_STR(test_field(o, "changed_weights.0.standard"), "4.1");
	CHECK_STR(test_field(o, "changed_weights.0.before"), "1");
	CHECK_STR(test_field(o, "changed_weights.0.weight"), "3");
	CHECK_STR(test_field(o, "applies_from"), "2026-11-01");
	CHECK_STR(test_field(o, "announced_on"), "2026-09-21");
	/* From its day on it is what applies, and nobody is told any more. */
	test_world_pass(s.w, 60 * 24 * 3600);
	CHECK_STR(test_field(test_call(s.w, s.specialist, "scoring.view", NULL), "key"), "national");
	CHECK(!is_due(&s, s.specialist, "National profile"));
}

static void
refused(struct set *s, struct str text, const char *why)
{
	struct outcome o = test_call(s->w, s->programme, "scoring.import", "text", text, NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_find(o.message, str_c(why)) >= 0, "instead of \"%s\": %.*s", why, (int)o.message.n, o.message.p);
}

static struct str
with(struct str text, const char *what, const char *instead)
{
	int64_t at = str_find(text, str_c(what));

	CHECK(at >= 0);
	struct str rest = { text.p + at + str_c(what).n, text.n - (size_t)at - str_c(what).n };
	return arena_printf(test_arena(), "%.*s%s%.*s", (int)at, text.p, instead, (int)rest.n, rest.p);
}

TEST(scoring_refused_says_why)
{
	struct set s = set_up();
	struct date from = date_of(2026, 11, 1);
	struct str good = test_scoring_text(1, from, "4.1", 2);

	refused(&s, S(" "), "Choose a file, or put in the text");
	refused(&s, S("format: something"), "line 1: ");
	refused(&s, with(good, "weighted_red: red", "weighted_red: green"), "no activity on a weighted standard must be able to change the result");
	refused(&s, with(good, "weighted_from: 2", "weighted_from: 3"), "no activity on a standard that counts more must be able to change the result");
	refused(&s, with(good, "weighted_from: 2", "weighted_from: 1"), "'weighted_from' of 2 or more");
	refused(&s, with(good, "green_share: 75", "green_share: 0"), "green_share");
	refused(&s, test_scoring_text(1, date_of(2026, 9, 21), "4.1", 2), "It would apply from 21 September 2026.");
	refused(&s, test_scoring_text(1, from, "9.9", 2), "commissioner-security 2017-18 has no standard 9.9");
	refused(&s, with(good, "key: commissioner-security", "key: unheard-of"), "there is no framework unheard-of 2017-18 here");
	refused(&s, with(test_scoring_text(1, from, "1.1", 3), "from: \"2026-11-01\"\nreason", "from: \"2026-10-15\"\nreason"), "starts on 1 November 2026, after the version itself");
	CHECK_EQ_I(test_count(test_call(s.w, s.programme, "scoring.view", NULL), "rule") > 0, 1);
	/* Published versions stand: not again, not before the newest. */
	struct str id = test_scoring_publish(s.w, s.programme, good);
	CHECK_ST(test_call(s.w, s.programme, "scoring.import", "text", good, NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, s.programme, "scoring.publish", "id", id, NULL).st, ST_CONFLICT);
	CHECK_ST(test_call(s.w, s.programme, "scoring.discard", "id", id, NULL).st, ST_CONFLICT);
	refused(&s, test_scoring_text(2, date_of(2026, 10, 1), "4.1", 2), "before the newest published version, which applies from 1 November 2026");
	/* A draft that waited too long is not published; it can be discarded. */
	struct outcome o = test_call(s.w, s.programme, "scoring.import", "text", test_scoring_text(2, from, "4.1", 4), NULL);
	CHECK_DONE(o);
	test_world_pass(s.w, 60 * 24 * 3600);
	s.programme.fresh_at.ms += 60 * 24 * 3600 * 1000ll;
	struct str draft = test_field(o, "profile");
	o = test_call(s.w, s.programme, "scoring.publish", "id", draft, NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.programme, "scoring.discard", "id", draft, NULL));
	CHECK_ST(test_call(s.w, s.programme, "scoring.discard", "id", draft, NULL).st, ST_NOT_FOUND);
}

TEST(scoring_is_brought_in_by_the_programme_alone)
{
	struct set s = set_up();
	struct str text = test_scoring_text(1, date_of(2026, 11, 1), NULL, 0);
	int64_t ours = s.specialist.org;

	CHECK_ST(test_call(s.w, s.specialist, "scoring.import", "text", text, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, test_who(s.w, ours, "commissioner", ROLE(PROGRAMME), 109), "scoring.import", "text", text, NULL).st, ST_FORBIDDEN);
	struct outcome o = test_call(s.w, s.programme, "scoring.import", "text", text, NULL);
	CHECK_DONE(o);
	struct str id = test_field(o, "profile");
	CHECK_ST(test_call(s.w, s.specialist, "scoring.publish", "id", id, NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.specialist, "scoring.discard", "id", id, NULL).st, ST_FORBIDDEN);
	/* Publishing is for good: it wants password and code again. */
	struct who stale = s.programme;
	stale.fresh_at = (struct when){ 0 };
	CHECK_ST(test_call(s.w, stale, "scoring.publish", "id", id, NULL).st, ST_SIGN_IN);
}
