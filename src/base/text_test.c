/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include "base/text.h"

static struct str
cleaned(struct str raw, bool lines)
{
	struct str s = { NULL, 0 };
	if (text_clean(test_arena(), raw, lines, &s) != ST_OK)
		test_fail(__FILE__, __LINE__, "refused: %.*s", (int)raw.n, raw.p);
	return s;
}

TEST(text_becomes_nfc)
{
	CHECK_STR(cleaned(S("Caf\x65\xcc\x81"), false), "Caf\xc3\xa9");
	CHECK_STR(cleaned(S("T\xcc\x82\xc5\xb5r"), false), "T\xcc\x82\xc5\xb5r");
	/* Two marks in either order are one text. */
	CHECK_STR_EQ(cleaned(S("q\xcc\x87\xcc\xa3"), false), cleaned(S("q\xcc\xa3\xcc\x87"), false));
	/* Angstrom sign is the letter; compatibility forms stay. */
	CHECK_STR(cleaned(S("\xe2\x84\xab"), false), "\xc3\x85");
	CHECK_STR(cleaned(S("\xef\xac\x81"), false), "\xef\xac\x81");
	struct str none = cleaned((struct str){ NULL, 0 }, false);
	CHECK(none.p == NULL && none.n == 0);
}

TEST(text_loses_controls_and_bidi_marks)
{
	CHECK_STR(cleaned(S("a\x07" "b\x1b[0m\x7f\xc2\x9b" "c"), false), "ab[0mc");
	CHECK_STR(cleaned(S("gpj.\xe2\x80\xae" "exe\xe2\x80\xac"), false), "gpj.exe");
	CHECK_STR(cleaned(S("a\xe2\x81\xa6" "b\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c"), false), "ab");
	CHECK_STR(cleaned(S("\xef\xbb\xbf" "a\xef\xbf\xbe"), false), "a");
	/* What joins an emoji of several stays. */
	CHECK_STR(cleaned(S("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x92"), false),
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x92");
}

TEST(text_line_ends)
{
	CHECK_STR(cleaned(S("a\r\nb\rc\nd\xe2\x80\xa8" "e\xc2\x85"), true), "a\nb\nc\nd\ne\n");
	CHECK_STR(cleaned(S("a\r\nb\tc"), false), "a b c");
	CHECK_STR(cleaned(S("a\tb\v\f"), true), "a b");
}

TEST(text_refuses_what_is_not_utf8)
{
	static const struct str bad[] = { STR_INIT("\xff"), STR_INIT("a\x80"), STR_INIT("\xc3"),
		STR_INIT("\xc0\x80"), STR_INIT("\xc0\xaf"), STR_INIT("\xe0\x80\xaf"), STR_INIT("\xf0\x80\x80\xaf"),
		STR_INIT("\xed\xa0\x80"), STR_INIT("\xed\xbf\xbf"), STR_INIT("\xf4\x90\x80\x80"),
		STR_INIT("\xf8\x88\x80\x80\x80"), STR_INIT("a\0b"), STR_INIT("\0"), STR_INIT("\xe2\x82"),
		STR_INIT("ok\xe2\x82") };
	for (size_t i = 0; i < countof(bad); i++) {
		struct str s = S("kept");
		CHECK_MSG(text_clean(test_arena(), bad[i], true, &s) == ST_INVALID, "taken: number %zu", i);
		CHECK_STR(s, "kept");
	}
}

TEST(text_lengths_are_code_points)
{
	CHECK_EQ_I(text_length(S("")), 0);
	CHECK_EQ_I(text_length(S("d\xc5\xb5r")), 3);
	CHECK_EQ_I(text_length(S("\xf0\x9f\x8f\xa5")), 1);
}

TEST(text_folds_case_and_accents)
{
	struct arena *a = test_arena();
	CHECK_STR(text_fold(a, S("LLANFAIR \xc5\xb4yn \xc3\x89" "cole")), "llanfair wyn ecole");
	CHECK_STR(text_fold(a, S("Stra\xc3\x9f" "e")), "strasse");
	CHECK_STR_EQ(text_fold(a, S("O\xcc\x88")), text_fold(a, S("\xc3\x96")));
	CHECK_STR(text_fold(a, S("")), "");
}

TEST(text_sorts_numbers_and_accents)
{
	struct arena *a = test_arena();
	static const char *const order[] = { "Ward 2", "ward 10", "Ward 010b", "Ward A", "ward c", "\xc5\xb4rd B", "x" };
	for (size_t i = 0; i + 1 < countof(order); i++)
		CHECK_MSG(str_cmp(text_sort(a, str_c(order[i])), text_sort(a, str_c(order[i + 1]))) < 0,
		    "%s does not come before %s", order[i], order[i + 1]);
	CHECK_STR_EQ(text_sort(a, S("Ward 007")), text_sort(a, S(" ward 7 ")));
	CHECK(str_cmp(text_sort(a, S("0")), text_sort(a, S("1"))) < 0);
}

TEST(text_is_cut_at_words)
{
	struct arena *a = test_arena();
	CHECK_STR(text_shorten(a, S("short"), 5), "short");
	CHECK_STR(text_shorten(a, S("the quick brown fox"), 11), "the quick\xe2\x80\xa6");
	CHECK_STR(text_shorten(a, S("Llanfairpwllgwyngyll"), 6), "Llanf\xe2\x80\xa6");
	CHECK_STR(text_shorten(a, S("\xc5\xb5\xc5\xb5\xc5\xb5\xc5\xb5"), 3), "\xc5\xb5\xc5\xb5\xe2\x80\xa6");
	CHECK_STR(text_shorten(a, S("abc"), 0), "");
	for (size_t n = 1; n < 20; n++)
		CHECK(text_length(text_shorten(a, S("d\xc5\xb5r a bara, \xe2\x82\xac 5 y pen"), n)) <= n);
}
