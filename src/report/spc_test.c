/* SPDX-License-Identifier: MIT */
/* Series counted by hand, each rule at its edges, and a second, slow reading of the rules for random series. */
#include <stdlib.h>
#include <string.h>
#include "base/json.h"
#include "base/time.h"
#include "html/html.h"
#include "report/spc_chart.h"
#include "tests/harness.h"

static struct date
day(size_t i)
{
	return date_add_days(date_of(2024, 1, 1), (int)i);
}

/* Values in units of 1/per. */
static struct spc
made(const int *v, size_t n, int per, struct spc_options o)
{
	struct spc_sample *s = arena_array(test_arena(), struct spc_sample, n + 1);
	struct message why;
	struct spc c;

	for (size_t i = 0; i < n; i++)
		s[i] = (struct spc_sample){ day(i), v[i] * SPC_ONE / per };
	CHECK_ST(spc_make(test_arena(), s, n, &o, &c, &why), ST_OK);
	return c;
}

/* "..OO..t": a letter a point; large: upwards. */
static struct str
kinds(const struct spc *c)
{
	char *text = arena_alloc(test_arena(), c->n + 1, 1);

	for (size_t i = 0; i < c->n; i++)
		text[i] = (c->points[i].high ? ".OTWS" : ".otws")[c->points[i].kind];
	return (struct str){ text, c->n };
}

#define RUN(...) kinds_of((const int[]){ __VA_ARGS__ }, sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))
static struct str
kinds_of(const int *v, size_t n)
{
	struct spc c = made(v, n, 1, (struct spc_options){ .screen = false });
	return kinds(&c);
}

static struct str
number(spc_num v)
{
	return spc_num_text(test_arena(), v, 12);
}

TEST(spc_limits_by_hand)
{
	static const int v[] = { 1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1 };
	struct spc c = made(v, countof(v), 1, (struct spc_options){ .screen = false });
	const struct spc_segment *s = spc_last(&c);

	/* 35 / 18; moving ranges 32 / 17 */
	CHECK_STR(number(s->mean), "1.944444444444");
	CHECK_STR(number(s->upper), "6.951503267974");
	CHECK_STR(number(s->lower), "-3.062614379085");
	CHECK(s->limits && !s->trial);
	CHECK_STR(kinds(&c), "....O.............");
	/* Screened: 8 and 9 reach 3.267 * 32 / 17 = 6.15; 15 ranges of 1 stay. */
	c = made(v, countof(v), 1, (struct spc_options){ .screen = true });
	CHECK_STR(number(spc_last(&c)->mean), "1.944444444444");
	CHECK_STR(number(spc_last(&c)->upper), "4.604444444444");
	CHECK_STR(number(spc_last(&c)->lower), "-0.715555555556");
	c = made(v, countof(v), 1, (struct spc_options){ .screen = true, .not_negative = true });
	CHECK_STR(number(spc_last(&c)->lower), "0");
	/* Nothing varies: the limits are the mean, and screening leaves it so. */
	static const int flat[] = { 4, 4, 4, 4, 4, 4, 4, 4 };
	c = made(flat, countof(flat), 1, (struct spc_options){ .screen = true });
	CHECK_STR(number(spc_last(&c)->upper), "4");
	CHECK_STR(number(spc_last(&c)->lower), "4");
	CHECK_STR(kinds(&c), "........");
}

TEST(spc_outside_is_beyond_the_limit)
{
	/* Mean 5.5, mean moving range 75/7: the limit is 5.5 + 28.5 = 34, and 34 lies on it. */
	static const int on[] = { 0, 3, 2, 1, 1, 34, 0, 3 };
	struct spc c = made(on, countof(on), 1, (struct spc_options){ .screen = false });
	CHECK_STR(number(spc_last(&c)->upper), "34");
	CHECK_STR(kinds(&c), "........");
	/* Where binary fractions round, ours do not: a tenth of it is on the limit too. */
	c = made(on, countof(on), 10, (struct spc_options){ .screen = false });
	CHECK_STR(number(spc_last(&c)->upper), "3.4");
	CHECK_STR(kinds(&c), "........");
	CHECK_STR(RUN(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, -2, 10, 12), "...........o..");
}

TEST(spc_trend_is_seven_points)
{
	CHECK_STR(RUN(4, 8, 1, 9, 1, 2, 3, 4, 5, 6, 1, 9), "............");
	CHECK_STR(RUN(4, 8, 1, 9, 1, 2, 3, 4, 5, 6, 7, 1), "....TTTTTTT.");
	CHECK_STR(RUN(4, 8, 1, 9, 7, 6, 5, 4, 3, 2, 9, 8), "...ttttttt..");
	/* Two that are equal end it. */
	CHECK_STR(RUN(4, 8, 1, 9, 1, 2, 3, 4, 4, 5, 6, 7, 1), ".............");
	/* The turning point belongs to the first; longer runs are marked from end to end. */
	CHECK_STR(RUN(1, 9, 1, 9, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 9, 1, 9), "....TTTTTTTTtttttt...");
}

TEST(spc_shift_is_seven_points)
{
	CHECK_STR(RUN(4, 4, 4, 4, 4, 4, 6, 6, 4, 6, 6, 6, 4, 6), "..............");
	/* Mean 5: seven below, and six below with one on the mean. */
	CHECK_STR(RUN(3, 2, 3, 4, 3, 4, 4, 8, 2, 6, 9, 7, 3, 12), "sssssss.......");
	CHECK_STR(RUN(3, 2, 3, 5, 3, 4, 4, 4, 8, 6, 9, 7, 3, 9), "..............");
}

TEST(spc_two_of_three_lie_near_a_limit)
{
	/* Mean 89/15, two thirds of the way 11, limit 13.53: of 10 12 11 only 12 lies beyond 11. */
	CHECK_STR(RUN(4, 0, 1, 2, 10, 12, 11, 1, 3, 6, 6, 5, 7, 11, 10), "...............");
	/* Mean 7, from 13.61 to 16.91: 14 and 15 of 14 11 15, but not the 11 between them. */
	CHECK_STR(RUN(4, 3, 5, 6, 9, 4, 6, 14, 11, 15, 4, 3), ".......W.W..");
	/* From 13.07 to 15.73: 16 is beyond the limit and no second one beside 14. */
	CHECK_STR(RUN(3, 4, 5, 9, 7, 6, 6, 14, 13, 16, 6, 4), ".........O..");
	/* From 12.77 to 16.16, mean 6: the 4 between 13 and 13 lies on the other side. */
	CHECK_STR(RUN(7, 5, 3, 4, 4, 4, 6, 13, 4, 13, 4, 5), "............");
}

TEST(spc_kinds_in_order)
{
	/* The seventh rising point is outside: it is that, the others a trend; all lie below or above the mean too. */
	static const int v[] = { 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 12, 13, 14, 15, 16, 30 };
	struct spc c = made(v, countof(v), 1, (struct spc_options){ .better = SPC_LOWER });
	CHECK_STR(kinds(&c), "ssssssssssssssssTTTTTTTO");
	CHECK_EQ_I(c.variation, SPC_CONCERNING);
	c = made(v, countof(v), 1, (struct spc_options){ .better = SPC_HIGHER });
	CHECK_EQ_I(c.variation, SPC_IMPROVING);
	c = made(v, countof(v), 1, (struct spc_options){ .better = SPC_NEITHER });
	CHECK_EQ_I(c.variation, SPC_CHANGING);
	CHECK(c.high);
}

TEST(spc_rebase_begins_anew)
{
	static const int v[] = { 10, 14, 10, 14, 10, 14, 10, 20, 24, 20, 24, 20, 24, 20 };
	struct date at[] = { day(7) }, late[] = { day(14) }, early[] = { day(0) }, many[] = { day(7), day(3), day(7) };
	struct spc_options o = { .rebase = at, .n_rebase = 1 };
	struct spc c = made(v, countof(v), 1, o);
	struct spc_sample s[2] = { { day(0), SPC_ONE }, { day(5), SPC_ONE } };
	struct message why;

	CHECK_STR(kinds(&c), "..............");
	CHECK_EQ_I(c.n_segments, 2);
	CHECK_STR(number(c.segments[0].mean), "11.714285714286");
	CHECK_STR(number(spc_last(&c)->mean), "21.714285714286");
	CHECK_STR(number(spc_last(&c)->upper), "32.354285714286");
	CHECK(spc_last(&c)->trial);
	o.n_rebase = 0;
	c = made(v, countof(v), 1, o);
	CHECK_STR(kinds(&c), "sssssssSSSSSSS");
	c = made(v, countof(v), 1, (struct spc_options){ .rebase = many, .n_rebase = 3 });
	CHECK_EQ_I(c.n_segments, 3);
	CHECK_EQ_I(c.segments[1].from, 3);
	CHECK_EQ_I(c.segments[1].n, 4);
	/* Without a point before it or from it on there is nothing to begin. */
	o = (struct spc_options){ .rebase = early, .n_rebase = 1 };
	CHECK_ST(spc_make(test_arena(), s, 2, &o, &c, &why), ST_INVALID);
	CHECK_STR(message_english(test_arena(), &why), "There is no point before the rebase date 1 January 2024.");
	o.rebase = late;
	CHECK_ST(spc_make(test_arena(), s, 2, &o, &c, &why), ST_INVALID);
	CHECK_STR(message_english(test_arena(), &why), "There is no point from the rebase date 15 January 2024 on.");
	/* A date between two points begins with the next one. */
	o.rebase = (struct date[]){ day(2) };
	CHECK_ST(spc_make(test_arena(), s, 2, &o, &c, &why), ST_OK);
	CHECK_EQ_I(c.segments[1].from, 1);
	CHECK(!c.segments[1].limits);
}

static enum spc_assurance
assured(int target, enum spc_better better)
{
	static const int v[] = { 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11 };	/* 10.5 +/- 2.66 */
	struct spc c = made(v, countof(v), 1, (struct spc_options){ .better = better, .has_target = true, .target = target * SPC_ONE / 100 });
	return c.assurance;
}

TEST(spc_target_gives_assurance)
{
	CHECK_EQ_I(assured(1316, SPC_LOWER), SPC_HIT_OR_MISS);	/* on the limit: not beyond it */
	CHECK_EQ_I(assured(1317, SPC_LOWER), SPC_PASSING);
	CHECK_EQ_I(assured(1317, SPC_HIGHER), SPC_FAILING);
	CHECK_EQ_I(assured(783, SPC_LOWER), SPC_FAILING);
	CHECK_EQ_I(assured(783, SPC_HIGHER), SPC_PASSING);
	CHECK_EQ_I(assured(784, SPC_HIGHER), SPC_HIT_OR_MISS);
	CHECK_EQ_I(assured(1000, SPC_NEITHER), SPC_HIT_OR_MISS);
	CHECK_EQ_I(assured(1400, SPC_NEITHER), SPC_NOT_ASSURED);
}

/* ---- the rules read once more, window by window and with fractions kept whole in another way ---- */

struct slow { const int *v; int n; long sum, ranges; };

static bool
slow_outer(const struct slow *s, int i, long thirds)
{
	/* |v - sum/n| > thirds/3 * 2.66 * ranges/(n-1) */
	return labs((long)s->v[i] * s->n - s->sum) * 300 * (s->n - 1) > thirds * 266 * s->ranges * s->n;
}

static int
slow_side(const struct slow *s, int i)
{
	long d = (long)s->v[i] * s->n - s->sum;
	return (d > 0) - (d < 0);
}

static bool
slow_trend(const struct slow *s, int i)
{
	for (int from = i - 6; from <= i; from++) {
		if (from < 0 || from + 6 >= s->n)
			continue;
		int up = 0, down = 0;
		for (int k = from; k < from + 6; k++) {
			up += s->v[k + 1] > s->v[k];
			down += s->v[k + 1] < s->v[k];
		}
		if (up == 6 || down == 6)
			return true;
	}
	return false;
}

static bool
slow_two(const struct slow *s, int i)
{
	if (!slow_outer(s, i, 2) || slow_outer(s, i, 3))
		return false;
	for (int from = i - 2; from <= i; from++) {
		if (from < 0 || from + 2 >= s->n)
			continue;
		int sides = 0, outer = 0;
		for (int k = from; k < from + 3; k++) {
			sides += slow_side(s, k);
			outer += slow_outer(s, k, 2) && !slow_outer(s, k, 3);
		}
		if (abs(sides) == 3 && outer >= 2)
			return true;
	}
	return false;
}

static bool
slow_shift(const struct slow *s, int i)
{
	for (int from = i - 6; from <= i; from++) {
		int sides = 0;
		for (int k = from; from >= 0 && from + 6 < s->n && k < from + 7; k++)
			sides += slow_side(s, k);
		if (abs(sides) == 7)
			return true;
	}
	return false;
}

static enum spc_kind
slow_kind(const struct slow *s, int i)
{
	return slow_outer(s, i, 3) ? SPC_OUTSIDE : slow_trend(s, i) ? SPC_TREND : slow_two(s, i) ? SPC_TWO_OF_THREE : slow_shift(s, i) ? SPC_SHIFT : SPC_COMMON;
}

static unsigned
dice(unsigned *seed, unsigned sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % sides;
}

TEST(spc_agrees_with_the_rules_read_slowly)
{
	unsigned seed = 7, seen[5] = { 0 };

	for (int round = 0; round < 3000; round++) {
		int v[40], other[40], n = 2 + (int)dice(&seed, 39), level = 20, spread = 1 + (int)dice(&seed, 12), slope = (int)dice(&seed, 12) / 10 * 2;
		size_t mark_at = arena_mark(test_arena());
		for (int i = 0; i < n; i++) {
			level += dice(&seed, 9) == 0 ? (int)dice(&seed, 7) - 3 : 0;
			v[i] = level + slope * i + (int)dice(&seed, (unsigned)spread);
			other[i] = 1000 - 10 * v[i];
		}
		struct slow s = { .v = v, .n = n };
		for (int i = 0; i < n; i++)
			s.sum += v[i];
		for (int i = 1; i < n; i++)
			s.ranges += labs(v[i] - v[i - 1]);
		struct spc c = made(v, (size_t)n, 1, (struct spc_options){ .screen = false });
		/* Turned over, ten times as large and moved: the same signals, the other way up. */
		struct spc turned = made(other, (size_t)n, 8, (struct spc_options){ .screen = false });
		for (int i = 0; i < n; i++) {
			CHECK_EQ_I(c.points[i].kind, slow_kind(&s, i));
			CHECK_EQ_I(turned.points[i].kind, c.points[i].kind);
			CHECK(c.points[i].kind == SPC_COMMON || c.points[i].high != turned.points[i].high);
			seen[c.points[i].kind]++;
		}
		arena_rewind(test_arena(), mark_at);
	}
	for (size_t k = 0; k < countof(seen); k++)
		CHECK_MSG(seen[k] > 20, "kind %zu was hardly seen", k);
}

/* ---- numbers ---- */

TEST(spc_numbers)
{
	static const struct { const char *in, *out; } good[] = { { "0", "0" }, { "-0", "0" }, { "12", "12" }, { "+1.50", "1.5" }, { ".5", "0.5" }, { "3.", "3" },
		{ "-2.25", "-2.25" }, { "1e3", "1000" }, { "1.5E-3", "0.0015" }, { "33.333333333333336", "33.333333333333" }, { "0.0000000000005", "0.000000000001" },
		{ "0.00000000000049", "0" }, { "999999999999.999999999999", "999999999999.999999999999" }, { "0000000000000000000000000000000000000000001", "1" },
		{ "1e-999999999", "0" }, { "0e999999", "0" }, { "0.99999999999999999999999999999999", "1" }, { "12345678901234567890e-10", "1234567890.123456789" } };
	static const char *const bad[] = { "", "-", ".", "1,000", "1 000", "12%", "£5", "1e", "e5", "1e+", "nan", "inf", "0x10", "1.2.3", "--1", "1000000000000", "1e12",
		"-1e12", "1e400", "99999999999999999999999999999999999999999999", "999999999999.9999999999999", "１" };
	spc_num v;

	for (size_t i = 0; i < countof(good); i++) {
		CHECK_MSG(spc_num_parse(str_c(good[i].in), &v), "%s is a number", good[i].in);
		CHECK_STR_EQ(number(v), str_c(good[i].out));
	}
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!spc_num_parse(str_c(bad[i]), &v), "%s is no number", bad[i]);
	CHECK_STR(spc_shown(test_arena(), -1234567 * SPC_ONE / 10, 2), "-123,456.7");
	CHECK_STR(spc_shown(test_arena(), -123 * SPC_ONE, 0), "-123");
	CHECK_STR(spc_shown(test_arena(), SPC_ONE * 2 / 3, 2), "0.67");
	CHECK_STR(spc_num_text(test_arena(), -SPC_ONE / 1000, 2), "0");
	CHECK_STR(number(spc_ratio(2, 3, 1000)), "666.666666666667");
}

/* ---- files ---- */

static struct str
refusal(struct str csv)
{
	struct spc_sample *s;
	struct str why = { NULL, 0 };
	size_t n;

	CHECK_ST(spc_read(test_arena(), csv, &s, &n, &why), ST_INVALID);
	return why;
}

static size_t
rows(struct str csv)
{
	struct spc_sample *s;
	struct str why = { NULL, 0 };
	size_t n = 0;

	CHECK_MSG(spc_read(test_arena(), csv, &s, &n, &why) == ST_OK, "%.*s", (int)why.n, why.p);
	for (size_t i = 1; i < n; i++)
		CHECK(s[i - 1].at.day < s[i].at.day);
	return n;
}

TEST(spc_reads_csv)
{
	CHECK_EQ_I(rows(S("date,value\n2024-01-01,5\n2024-02-01,6\n")), 2);
	CHECK_EQ_I(rows(S("2024-02-01,5\r\n2024-01-01,6")), 2);
	CHECK_EQ_I(rows(S("\xef\xbb\xbf\"Date\",\"Value\"\r\n\"2024-01-01\",\"5\"\r\n\r\n")), 1);
	CHECK_EQ_I(rows(S("Ward,VALUE,Note,date\nA,5,\"one, \"\"two\"\"\nthree\",01/02/2024\nA,6,,2024-03-01\n")), 2);
	CHECK_EQ_I(rows(S("Month,Assaults\n1/2/2024,5\n")), 1);
	CHECK_EQ_I(rows(S("date;value\n2024-01-01;5\n")), 1);
	CHECK_EQ_I(rows(S("date,value\n")), 0);
	CHECK_EQ_I(rows(S("")), 0);
	CHECK_STR(refusal(S("date,value\n2024-01-01,5\n2024-02-30,6\n")), "Line 3: \"2024-02-30\" is no date. Write it as 2026-08-06 or 06/08/2026, from 1990 on.");
	CHECK_STR(refusal(S("date,value\n31/04/2024,5\n")), "Line 2: \"31/04/2024\" is no date. Write it as 2026-08-06 or 06/08/2026, from 1990 on.");
	CHECK_STR(refusal(S("date,value\n\n2024-01-01,five\n")), "Line 3: \"five\" is no number below 1,000,000,000,000. Write it as 1234.5, without commas and signs.");
	CHECK_STR(refusal(S("date,value\n2024-01-01\n")), "Line 2: nothing is no number below 1,000,000,000,000. Write it as 1234.5, without commas and signs.");
	CHECK_STR(refusal(S("2024-01-03,1\n2024-01-02,1\n2024-01-03,2\n")), "Lines 1 and 3 have the same date, 2024-01-03.");
	CHECK_STR(refusal(S("ward,date,number\nA,2024-01-01,1\n")), "Line 1 holds neither a date and a value nor the names of the columns, date and value.");
	CHECK(refusal(S("date,value\n2024-01-01,\"5\n")).n > 0);
	CHECK(refusal(S("date,value\n2024-01-01,5\xff\n")).n > 0);
	CHECK(refusal((struct str){ "date,value\n2024-01-01,5\0\n", 25 }).n > 0);
}

/* ---- what comes out ---- */

static struct str
view(struct buf *b)
{
	struct str s = arena_copy(test_arena(), buf_view(b));

	CHECK(!b->failed);
	buf_free(b);
	return s;
}

TEST(spc_json_of_a_series)
{
	static const int v[] = { 15, 10, 20 };
	struct spc c = made(v, 3, 10, (struct spc_options){ .has_target = true, .target = 9 * SPC_ONE, .better = SPC_HIGHER });
	struct json_node *tree;
	struct str why;
	struct buf b;

	buf_init(&b, 1u << 20);
	spc_json(&b, &c);
	struct str text = view(&b);
	CHECK_ST(json_parse(test_arena(), text, &tree, &why), ST_OK);
	CHECK(str_starts(text, S("{\"mean\":1.5,\"upper\":3.495,\"lower\":-0.495,\"target\":9,\"better\":\"higher\",\"screened\":false,")));
	CHECK_STR(json_get_str(tree, "assurance"), "failing");
	CHECK_STR(json_get_str(tree, "variation"), "common");
	const struct json_node *points = json_get(tree, "points");
	CHECK_EQ_I(points->n, 3);
	CHECK_STR(json_get_str(points->items[2], "date"), "2024-01-03");
	CHECK_STR(json_get_str(points->items[2], "kind"), "common");
	CHECK_EQ_I(json_get(tree, "segments")->n, 1);
	/* One point: a mean and no limits. */
	c = made(v, 1, 10, (struct spc_options){ .screen = true });
	buf_init(&b, 1u << 20);
	spc_json(&b, &c);
	CHECK(str_starts(view(&b), S("{\"mean\":1.5,\"upper\":null,\"lower\":null,\"target\":null,")));
}

TEST(spc_svg_says_what_it_shows)
{
	static const int v[] = { 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 12, 13, 14, 15, 16, 30 };
	struct spc_options o = { .better = SPC_LOWER, .rebase = (struct date[]){ day(3) }, .n_rebase = 1, .has_target = true };
	struct spc c = made(v, countof(v), 1, o);
	struct buf b;

	buf_init(&b, 1u << 20);
	spc_chart_svg(&b, test_arena(), &c, S("A&E <script>alert(1)</script>"));
	struct str svg = view(&b);
	static const char *const there[] = { "<title id=\"xmr-title\">A&amp;E &lt;script&gt;", "<desc id=\"xmr-text\">Of concern: higher than before.", "New limits from 4 January 2024",
		"Outside the limits", "Part of a trend", "Upper limit ", "Target 0", "Rules of this chart", "7 or more points in a row", ">H</text>", "Consistently failing the target" };
	for (size_t i = 0; i < countof(there); i++)
		CHECK_MSG(str_find(svg, str_c(there[i])) >= 0, "%s is not in the picture", there[i]);
	CHECK(str_find(svg, S("<script")) < 0);
	CHECK(str_find(svg, S("style=")) < 0);
	/* One point, all the same, very large and very small: still a picture. */
	static const int flat[] = { 0, 0, 0 };
	for (size_t n = 1; n <= 3; n += 2) {
		c = made(flat, n, 1, (struct spc_options){ .screen = true });
		buf_init(&b, 1u << 20);
		spc_chart_svg(&b, test_arena(), &c, S("x"));
		CHECK(str_find(view(&b), S("nan")) < 0);
	}
	struct spc_sample far[] = { { day(0), SPC_ONE * SPC_ONE - 1 }, { day(60000), 1 - SPC_ONE * SPC_ONE }, { day(9), 1 } };
	struct message why;
	CHECK_ST(spc_make(test_arena(), far, 3, &(struct spc_options){ .screen = true }, &c, &why), ST_OK);
	buf_init(&b, 1u << 20);
	spc_chart_svg(&b, test_arena(), &c, S("x"));
	CHECK(str_find(view(&b), S("-9223372036854775808")) < 0);
	far[0].value++;
	CHECK_ST(spc_make(test_arena(), far, 3, &(struct spc_options){ .screen = true }, &c, &why), ST_INVALID);
	far[0].value = 0;
	far[1].at = far[0].at;
	CHECK_ST(spc_make(test_arena(), far, 3, &(struct spc_options){ .screen = true }, &c, &why), ST_INVALID);
	CHECK_STR(message_english(test_arena(), &why), "There are two values for 1 January 2024.");
	CHECK_ST(spc_make(test_arena(), far, 0, &(struct spc_options){ .screen = true }, &c, &why), ST_INVALID);
}
