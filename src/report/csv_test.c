/* SPDX-License-Identifier: MIT */
#include "report/csv.h"
#include "tests/harness.h"

TEST(csv_guards_formulas)
{
	static const struct { const char *in, *out; } cells[] = {
		{ "plain", "plain," }, { "", "," }, { "a,b", "\"a,b\"," }, { "a\"b", "\"a\"\"b\"," },
		{ "a\nb", "\"a\nb\"," }, { "=1+1", "'=1+1," }, { "+44 20", "'+44 20," }, { "-5", "-5," },
		{ "-5.25", "-5.25," }, { "-1+cmd", "'-1+cmd," }, { "@SUM(A1)", "'@SUM(A1)," }, { "\t=1", "\"'\t=1\"," },
		{ " =1", "\"' =1\"," }, { "\r=1", "\"'\r=1\"," }, { "\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1," },
		{ "=a,\"b\"", "\"'=a,\"\"b\"\"\"," }, { "-", "'-," }, { "'=1", "''=1," }, { "'tis", "'tis," } };

	for (size_t i = 0; i < countof(cells); i++) {
		struct buf b;
		buf_init(&b, 1000);
		csv_cell(&b, str_c(cells[i].in), false);
		struct str have = arena_copy(test_arena(), buf_view(&b));
		buf_free(&b);
		CHECK_STR_EQ(have, str_c(cells[i].out));
	}
}

/* All cells with "|" between and "/" behind each row, or the refusal. */
static struct str
read_all(struct str bytes)
{
	struct message why = { .text = NULL };
	struct csv r;
	struct buf b;
	enum status st = csv_open(test_arena(), bytes, 8, 100, &r, &why);

	buf_init(&b, 100000);
	while (st == ST_OK && (st = csv_next(&r, &why)) == ST_OK) {
		for (size_t i = 0; i < r.n; i++) {
			buf_str(&b, i > 0 ? S("|") : S(""));
			buf_str(&b, r.cells[i]);
		}
		buf_char(&b, '/');
	}
	if (st == ST_INVALID)
		buf_str(&b, message_english(test_arena(), &why));
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	csv_close(&r);
	return s;
}

TEST(csv_reads_what_people_send)
{
	CHECK_STR(read_all(S("a,b\r\n1,2\r\n")), "a|b/1|2/");
	CHECK_STR(read_all(S("\xef\xbb\xbf" "a,b\n1,2")), "a|b/1|2/");
	CHECK_STR(read_all(S("a;b\r1;2,5\r")), "a|b/1|2,5/");
	CHECK_STR(read_all(S("sep=;\r\na;b,c,d\r\n")), "a|b,c,d/");
	CHECK_STR(read_all(S("a\tb\n,\t2\n")), "a|b/,|2/");
	CHECK_STR(read_all(S("\"x,\"\"y\"\"\",\"l1\nl2\"\n\n\nlast,\n")), "x,\"y\"|l1\nl2/last|/");
	CHECK_STR(read_all(S("5\" pipe,b\n")), "5\" pipe|b/");
	CHECK_STR(read_all(S("'=1,'tis,''@a,'\n")), "=1|'tis|'@a|'/");
	CHECK_STR(read_all(S("\n\r\n")), "");
}

TEST(csv_names_the_line_that_is_wrong)
{
	CHECK_STR(read_all(S("a,b\n1,\"2")), "a|b/Line 2: a cell opens with a quote that is never closed. The file may be cut short.");
	CHECK_STR(read_all(S("a\n\"x\ny\" z\n")), "a/Line 3: a cell in quotes goes on behind its closing quote. Write a quote inside a cell twice.");
	CHECK_STR(read_all(S("a\nb\ncaf\xe9\n")), "Line 3 is not UTF-8; it looks like Windows-1252. Save the file as “CSV UTF-8” and send it again.");
	CHECK_STR(read_all(S("a\r\n\xff\x81\x02\r\n")), "Line 2 is not UTF-8. Save the file as “CSV UTF-8” and send it again.");
	CHECK(str_starts(read_all(S("a,b\nx\0y,z\n")), S("Line 2 holds a byte that no text has.")));
	CHECK(str_starts(read_all(S("\xff\xfe" "a\0b\0")), S("Line 1 is UTF-16")));
	CHECK_STR(read_all(S("1,2,3,4,5,6,7,8,9\n")), "Line 1 has more than 8 columns.");
	CHECK(str_find(read_all(S("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x\n")),
	    S("Line 1 has a cell with more than 100 characters.")) == 0);
	/* Overlong, a surrogate, beyond the last: none of them is UTF-8. */
	CHECK(str_starts(read_all(S("\xc0\xaf")), S("Line 1 is not UTF-8")));
	CHECK(str_starts(read_all(S("\xed\xa0\x80")), S("Line 1 is not UTF-8")));
	CHECK(str_starts(read_all(S("\xf4\x90\x80\x80")), S("Line 1 is not UTF-8")));
}
