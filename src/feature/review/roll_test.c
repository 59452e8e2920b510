/* SPDX-License-Identifier: MIT */
#include "base/time.h"
#include "feature/review/judge_bench_test.h"
#include "feature/review/roll.h"
#include "tests/harness.h"

enum { N = 14, AREAS = 4 };
static const size_t area_of[N] = { 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3 };
static const struct scoring strict = {
	.version = 1, .title = STR_INIT("Shares and limits"), .origin_note = STR_INIT("The product's own arithmetic."),
	.weighted_from = 2,
	.area = { .green_share = 75, .red_share = 50, .any_red = RATING_AMBER, .weighted_red = RATING_RED,
	    .weighted_amber = RATING_AMBER },
	.overall = { .green_share = 75, .red_share = 40, .any_red = RATING_GREEN, .weighted_red = RATING_AMBER, .red_areas = 2 },
};
static uint32_t seed;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 10) % n;
}

static void
all_at(struct roll_standard *s, enum rating r)
{
	static const char *const refs[N] = { "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.1", "2.2", "3.1", "3.2", "3.3",
		"4.1", "4.2" };

	for (size_t i = 0; i < N; i++)
		s[i] = (struct roll_standard){ str_c(refs[i]), area_of[i], r, 1 };
	s[0].weight = s[2].weight = s[9].weight = 2;
}

static struct roll
roll(const struct scoring *p, enum unrated u, const struct roll_standard *s)
{
	struct roll ret;

	roll_up(test_arena(), p, u, s, N, AREAS, &ret);
	return ret;
}

static struct str
line_said(const struct roll_result *r, size_t i)
{
	return message_english(test_arena(), &r->lines[i].effect);
}

TEST(roll_plain_cases)
{
	static const enum rating levels[] = { RATED_RED, RATED_AMBER, RATED_GREEN };
	struct roll_standard s[N];

	for (size_t i = 0; i < countof(levels); i++) {
		all_at(s, levels[i]);
		struct roll r = roll(&strict, UNRATED_RED, s);

		CHECK_EQ_I(r.whole.level, levels[i]);
		for (size_t k = 0; k < AREAS; k++)
			CHECK_EQ_I(r.areas[k].level, levels[i]);
	}
}

TEST(roll_explains_itself)
{
	struct roll_standard s[N];
	struct roll r;

	all_at(s, RATED_GREEN);
	s[9].rating = RATED_RED;	/* 3.1, weighted: 2 of 4 in its area */
	s[8].rating = RATED_NOT_APPLICABLE;
	r = roll(&strict, UNRATED_RED, s);
	CHECK_EQ_I(r.areas[2].level, RATED_RED);
	CHECK_EQ_I(r.areas[2].n_lines, 5);
	CHECK_STR(line_said(&r.areas[2], 0), "Weighs 2 towards red, and as a weighted standard limits the result.");
	CHECK_STR(line_said(&r.areas[2], 1), "Weighs 1 towards green.");
	CHECK_STR(line_said(&r.areas[2], 3), "50 per cent of the weight is green, 50 per cent red: Red.");
	CHECK_STR(line_said(&r.areas[2], 4), "Result: Red.");
	CHECK_STR(line_said(&r.areas[1], 1), "Not applicable: left out.");
	CHECK_EQ_I(r.areas[1].level, RATED_GREEN);
	CHECK_EQ_I(r.whole.level, RATED_AMBER);
	CHECK_EQ_I(r.whole.of, 16);
	CHECK_STR(line_said(&r.whole, N), "87 per cent of the weight is green, 12 per cent red: Green.");
	CHECK_STR(line_said(&r.whole, N + 1), "No activity on a weighted standard: Amber at most.");
	CHECK_STR(line_said(&r.whole, N + 2), "Result: Amber.");
}

TEST(roll_unrated_and_not_applicable)
{
	struct roll_standard s[N];

	all_at(s, RATED_GREEN);
	s[0].rating = RATED_NONE;
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).areas[0].level, RATED_RED);
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).whole.level, RATED_AMBER);
	CHECK_EQ_I(roll(&strict, UNRATED_OUT, s).whole.level, RATED_GREEN);
	CHECK_EQ_I(roll(&strict, UNRATED_WAIT, s).areas[0].level, RATED_NONE);
	CHECK_EQ_I(roll(&strict, UNRATED_WAIT, s).areas[1].level, RATED_GREEN);
	CHECK_EQ_I(roll(&strict, UNRATED_WAIT, s).whole.level, RATED_NONE);
	all_at(s, RATED_NONE);
	CHECK_EQ_I(roll(&strict, UNRATED_OUT, s).whole.level, RATED_NONE);
	all_at(s, RATED_NOT_APPLICABLE);
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).whole.level, RATED_NOT_APPLICABLE);
	all_at(s, RATED_GREEN);
	s[7].rating = s[8].rating = RATED_NOT_APPLICABLE;
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).areas[1].level, RATED_NOT_APPLICABLE);
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).whole.level, RATED_GREEN);
	s[12].rating = RATED_RED;
	s[12].weight = 0;
	CHECK_EQ_I(roll(&strict, UNRATED_RED, s).areas[3].level, RATED_GREEN);
}

TEST(roll_red_areas_and_empty)
{
	struct roll_standard s[N];
	struct roll r;

	all_at(s, RATED_GREEN);
	s[7].rating = s[12].rating = RATED_RED;	/* half of two small areas */
	r = roll(&strict, UNRATED_RED, s);
	CHECK_EQ_I(r.areas[1].level, RATED_RED);
	CHECK_EQ_I(r.areas[3].level, RATED_RED);
	CHECK_EQ_I(r.whole.level, RATED_RED);
	roll_up(test_arena(), &strict, UNRATED_RED, NULL, 0, 0, &r);
	CHECK_EQ_I(r.whole.level, RATED_NOT_APPLICABLE);
}

TEST(roll_one_area_is_the_whole)
{
	struct roll_standard s[N];
	struct roll r;

	all_at(s, RATED_GREEN);
	for (size_t i = 0; i < N; i++)
		s[i].area = 0;
	s[0].rating = RATED_RED;	/* weighted: an area may not even be amber, the whole of many might */
	roll_up(test_arena(), &strict, UNRATED_RED, s, N, 1, &r);
	CHECK_EQ_I(r.areas[0].level, RATED_RED);
	CHECK_EQ_I(r.whole.level, RATED_RED);
}

/* The shipped profile, and what it says of itself. */
TEST(roll_shipped_profile)
{
	struct str text = bench_file("data/frameworks/scoring.yaml"), why;
	struct roll_standard s[N];
	const char *wrong;
	int line;
	struct scoring *p;
	struct roll r;

	CHECK_ST(scoring_parse(test_arena(), text, &p, &why), ST_OK);
	CHECK(scoring_sound(p, &line, &wrong));
	all_at(s, RATED_GREEN);
	for (size_t i = 0; i < N; i++)
		s[i].weight = roll_weight(p, S("commissioner-security"), S("2017-18"), s[i].ref, 1, date_of(2018, 3, 31));
	for (size_t i = 0; i < N; i++) {
		bool weighted = s[i].weight >= p->weighted_from;

		s[i].rating = RATED_RED;
		r = roll(p, UNRATED_RED, s);
		CHECK(r.areas[s[i].area].level < RATED_GREEN);
		if (weighted) {
			CHECK_EQ_I(r.areas[s[i].area].level, RATED_RED);
			CHECK_EQ_I(r.whole.level, RATED_AMBER);
		}
		s[i].rating = RATED_GREEN;
	}
	s[7].rating = RATED_RED;	/* half of a small area, so the area is red and the whole not green */
	r = roll(p, UNRATED_RED, s);
	CHECK_EQ_I(r.areas[1].level, RATED_RED);
	CHECK_EQ_I(r.whole.level, RATED_AMBER);
	s[13].rating = RATED_RED;	/* and a second */
	r = roll(p, UNRATED_RED, s);
	CHECK_EQ_I(r.whole.level, RATED_RED);
}

/* Any profile that scoring_sound lets through. */
static struct scoring
random_profile(void)
{
	const char *why;
	int line;

	for (;;) {
		struct scoring p = { .weighted_from = 2 + (int)random_below(2) };
		struct fw_thresholds *t[2] = { &p.area, &p.overall };

		for (size_t i = 0; i < 2; i++)
			*t[i] = (struct fw_thresholds){ .green_share = (int)random_below(102), .red_share = (int)random_below(102),
				.any_red = (enum fw_rating)random_below(4), .weighted_red = (enum fw_rating)random_below(4),
				.weighted_amber = (enum fw_rating)random_below(4), .red_areas = (int)random_below(4) };
		if (scoring_sound(&p, &line, &why))
			return p;
	}
}

static void
random_standards(struct roll_standard *s)
{
	all_at(s, RATED_GREEN);
	for (size_t i = 0; i < N; i++) {
		s[i].rating = (enum rating)random_below(5);
		if (random_below(2) == 0)
			s[i].rating = RATED_GREEN;
		s[i].weight = (int)random_below(4);
	}
}

TEST(roll_raising_one_never_lowers)
{
	seed = 7;
	for (int round = 0; round < 5000; round++) {
		size_t mark = arena_mark(test_arena()), i = random_below(N);
		struct scoring p = random_profile();
		struct roll_standard s[N];
		struct roll before, after;

		random_standards(s);
		if (s[i].rating == RATED_RED || s[i].rating == RATED_AMBER) {
			before = roll(&p, UNRATED_RED, s);
			s[i].rating = (enum rating)(s[i].rating + 1);
			after = roll(&p, UNRATED_RED, s);
			CHECK(after.whole.level >= before.whole.level);
			for (size_t k = 0; k < AREAS; k++)
				CHECK(after.areas[k].level >= before.areas[k].level);
		}
		arena_rewind(test_arena(), mark);
	}
}

TEST(roll_order_does_not_matter)
{
	seed = 11;
	for (int round = 0; round < 2000; round++) {
		size_t mark = arena_mark(test_arena());
		struct scoring p = random_profile();
		enum unrated u = (enum unrated)(1 + random_below(3));
		struct roll_standard s[N];
		struct roll before, after;

		random_standards(s);
		before = roll(&p, u, s);
		for (size_t i = N - 1; i > 0; i--) {
			size_t k = random_below((uint32_t)i + 1);
			struct roll_standard x = s[i];

			s[i] = s[k];
			s[k] = x;
		}
		after = roll(&p, u, s);
		CHECK_EQ_I(after.whole.level, before.whole.level);
		CHECK_EQ_I(after.whole.of, before.whole.of);
		for (size_t k = 0; k < AREAS; k++)
			CHECK_EQ_I(after.areas[k].level, before.areas[k].level);
		arena_rewind(test_arena(), mark);
	}
}

/* No activity on a weighted standard, rated or simply left blank: never green, and what was green falls. */
TEST(roll_weighted_red_changes_the_result)
{
	seed = 13;
	for (int round = 0; round < 3000; round++) {
		size_t mark = arena_mark(test_arena()), i = random_below(N);
		struct scoring p = random_profile();
		struct roll_standard s[N];
		struct roll good, bad;

		random_standards(s);
		s[i].weight = p.weighted_from;
		s[i].rating = RATED_GREEN;
		good = roll(&p, UNRATED_RED, s);
		s[i].rating = random_below(2) == 0 ? RATED_RED : RATED_NONE;
		bad = roll(&p, UNRATED_RED, s);
		CHECK(bad.whole.level < RATED_GREEN && bad.areas[s[i].area].level < RATED_GREEN);
		CHECK(good.whole.level != RATED_GREEN || bad.whole.level < good.whole.level);
		if (p.overall.weighted_red == RATING_RED)
			CHECK_EQ_I(bad.whole.level, RATED_RED);
		arena_rewind(test_arena(), mark);
	}
}

TEST(scoring_refuses_what_breaks_the_promise)
{
	const char *why;
	int line;
	struct scoring p = strict;

	CHECK(scoring_sound(&p, &line, &why));
	p.area.weighted_red = RATING_GREEN;
	CHECK(!scoring_sound(&p, &line, &why));
	CHECK(str_find(str_c(why), S("no activity on a weighted standard")) >= 0);
	p = strict;
	p.overall.weighted_red = 0;
	CHECK(!scoring_sound(&p, &line, &why));
	p = strict;
	p.overall.weighted_amber = RATING_RED;
	CHECK(!scoring_sound(&p, &line, &why));
	p = strict;
	p.area.green_share = 0;
	CHECK(!scoring_sound(&p, &line, &why));
	p = strict;
	p.area.red_share = 101;
	CHECK(!scoring_sound(&p, &line, &why));
	p = strict;
	p.weighted_from = 1;
	CHECK(!scoring_sound(&p, &line, &why));
}

TEST(roll_weight_by_date)
{
	struct fw_weight w[] = {
		{ .key = S("k"), .edition = S("e"), .standard = S("1.3"), .weight = 2, .from = date_of(2026, 4, 1) },
		{ .key = S("k"), .edition = S("e"), .standard = S("1.3"), .weight = 3, .from = date_of(2027, 4, 1) },
		{ .key = S("k"), .edition = S("other"), .standard = S("1.3"), .weight = 9, .from = date_of(2020, 4, 1) },
	};
	struct scoring p = { .weights = { w, countof(w) } };

	CHECK_EQ_I(roll_weight(&p, S("k"), S("e"), S("1.3"), 1, date_of(2026, 3, 31)), 1);
	CHECK_EQ_I(roll_weight(&p, S("k"), S("e"), S("1.3"), 1, date_of(2026, 4, 1)), 2);
	CHECK_EQ_I(roll_weight(&p, S("k"), S("e"), S("1.3"), 1, date_of(2028, 3, 31)), 3);
	CHECK_EQ_I(roll_weight(&p, S("k"), S("e"), S("1.4"), 5, date_of(2028, 3, 31)), 5);
}

TEST(roll_rule_follows_the_profile)
{
	static const char *const want[] = {
		"Shares and limits, version 1, from 1 April 2026.",
		"The product's own arithmetic.",
		"A key area is red from 50 per cent of its weight at red.",
		"Otherwise a key area is green from 75 per cent of its weight at green, else amber.",
		"With any standard at red a key area is Amber at most.",
		"With a weighted standard at red a key area is Red at most.",
		"With a weighted standard at amber a key area is Amber at most.",
		"The whole is red from 40 per cent of the weight at red.",
		"Otherwise the whole is green from 75 per cent of the weight at green, else amber.",
		"With a weighted standard at red the whole is Amber at most.",
		"While a key area is red the whole is amber at most.",
		"With 2 key areas at red the whole is red.",
		"A framework with one key area has the result of that area.",
		"A standard that does not apply is left out.",
		"A standard that applies and is not rated counts as no activity, that is as red.",
		"A standard is weighted when it weighs 2 or more.",
		"Standard 1.1 weighs 2.",
		"Standard 1.3 weighs 2.",
		"Standard 3.1 weighs 2.",
		"Every other standard weighs 1.",
	};
	struct roll_standard s[N];
	struct scoring p = strict;
	const struct message *m;

	p.from = date_of(2026, 4, 1);
	all_at(s, RATED_GREEN);
	CHECK_EQ_I(roll_rule(test_arena(), &p, UNRATED_RED, s, N, &m), countof(want));
	for (size_t i = 0; i < countof(want); i++)
		CHECK_STR_EQ(message_english(test_arena(), &m[i]), str_c(want[i]));
}
