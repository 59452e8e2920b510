/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <string.h>

#include "base/json.h"
#include "base/time.h"

TEST(json_is_written_canonically)
{
	struct buf b;
	struct json j;
	buf_init(&b, 10000);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "a");
	json_array(&j);
	json_i64(&j, INT64_MIN);
	json_str(&j, S("q\" b\\ n\n t\t \x01 \x1f / \xc3\xa9 \x7f"));
	json_str(&j, (struct str){ NULL, 0 });
	json_object(&j);
	json_end(&j, '}');
	json_array(&j);
	json_end(&j, ']');
	json_end(&j, ']');
	json_key(&j, "id");
	json_id(&j, INT64_MAX);
	json_key(&j, "none");
	json_id(&j, 0);
	json_key(&j, "day");
	json_date(&j, date_of(2026, 8, 6));
	json_key(&j, "no_day");
	json_date(&j, (struct date){ 0 });
	json_key(&j, "at");
	json_when(&j, when_of_date(date_of(2026, 8, 6), 14, 5));
	json_key(&j, "b");
	json_bool(&j, true);
	json_key_str(&j, S("ra\"w"));
	json_raw(&j, S("[1,2]"));
	json_end(&j, '}');
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	CHECK_STR(s, "{\"a\":[-9223372036854775808,\"q\\\" b\\\\ n\\n t\\t \\u0001 \\u001f / \xc3\xa9 \x7f\",\"\",{},[]],"
	    "\"id\":\"9223372036854775807\",\"none\":null,\"day\":\"2026-08-06\",\"no_day\":null,"
	    "\"at\":\"2026-08-06T13:05:00.000Z\",\"b\":true,\"ra\\\"w\":[1,2]}");
}

TEST(json_is_read)
{
	struct arena *a = test_arena();
	struct json_node *n;
	struct str why;
	CHECK_ST(json_parse(a, S("{\"z\":[1,-2,true,null,\"\\u00e9\\ud83c\\udfe5\"],\"a\":{\"b\":1.5},\"s\":\"x\"}"), &n, &why),
	    ST_OK);
	CHECK_STR(n->keys[0], "z");
	CHECK_STR(n->keys[1], "a");
	const struct json_node *z = json_get(n, "z");
	CHECK(z->type == JSON_ARRAY && z->n == 5);
	CHECK_EQ_I(z->items[1]->i, -2);
	CHECK(z->items[2]->type == JSON_BOOL && z->items[2]->b && z->items[3]->type == JSON_NULL);
	CHECK_STR(z->items[4]->s, "\xc3\xa9\xf0\x9f\x8f\xa5");
	CHECK(json_get(json_get(n, "a"), "b")->type == JSON_REAL);
	CHECK_STR(json_get_str(n, "s"), "x");
	CHECK(json_get_str(n, "z").p == NULL && json_get(n, "nope") == NULL && json_get(z, "x") == NULL);
	CHECK_EQ_I(json_get_i64(n, "s", 7), 7);
	CHECK_ST(json_parse(a, S(" [9223372036854775807] "), &n, &why), ST_OK);
	CHECK_EQ_I(n->items[0]->i, INT64_MAX);
}

TEST(json_hostile_input_is_refused)
{
	static const struct str bad[] = { STR_INIT(""), STR_INIT(" "), STR_INIT("{"), STR_INIT("{\"a\":1,\"a\":2}"),
		STR_INIT("{\"a\":1,\"\\u0061\":2}"), STR_INIT("{} x"), STR_INIT("{}{}"), STR_INIT("[1,]"), STR_INIT("{\"a\":1,}"),
		STR_INIT("[\"\\ud800\"]"), STR_INIT("[\"\\udc00\\ud800\"]"), STR_INIT("[\"\\ud800x\"]"),
		STR_INIT("[9223372036854775808]"), STR_INIT("[99999999999999999999999999]"), STR_INIT("[1e400]"),
		STR_INIT("[NaN]"), STR_INIT("[Infinity]"), STR_INIT("[01]"), STR_INIT("[.5]"), STR_INIT("[+1]"),
		STR_INIT("['a']"), STR_INIT("{a:1}"), STR_INIT("[1] // x"), STR_INIT("/**/[1]"), STR_INIT("[\"a\nb\"]"),
		STR_INIT("[\"\xff\"]"), STR_INIT("[\"\xc0\xaf\"]"), STR_INIT("[\"\xed\xa0\x80\"]"), STR_INIT("[\"\\u0000\"]"),
		STR_INIT("[\"a\0b\"]"), STR_INIT("{\"a\\u0000\":1}"), STR_INIT("[1]\0"), STR_INIT("\xef\xbb\xbf[1]"),
		STR_INIT("[\"\\x41\"]"), STR_INIT("[tru]"), STR_INIT("]"), STR_INIT("[}") };
	for (size_t i = 0; i < countof(bad); i++) {
		struct json_node *n;
		struct str why = { NULL, 0 };
		CHECK_MSG(json_parse(test_arena(), bad[i], &n, &why) == ST_INVALID, "taken: %.*s", (int)bad[i].n, bad[i].p);
		CHECK_MSG(why.n > 0, "no reason for %.*s", (int)bad[i].n, bad[i].p);
	}
}

TEST(json_says_which_line)
{
	struct json_node *n;
	struct str why;
	CHECK_ST(json_parse(test_arena(), S("{\n\"title\": \"secret\",\n\"title\": 2}"), &n, &why), ST_INVALID);
	CHECK_STR(why, "line 3: \"title\" is given twice");
	CHECK_ST(json_parse(test_arena(), S("{\"a\\\"b\": 1, \"a\\\"b\": \"secret\"}"), &n, &why), ST_INVALID);
	CHECK_STR(why, "line 1: \"a\\\"b\" is given twice");
	CHECK_EQ_I(str_find(why, S("secret")), -1);
}

static enum status
parse_nested(size_t depth, char open, char close)
{
	struct arena *a = test_arena();
	char *p = arena_alloc(a, 2 * depth + 1, 1);
	memset(p, open, depth);
	memset(p + depth, close, depth);
	struct json_node *n;
	struct str why;
	return json_parse(a, (struct str){ p, 2 * depth }, &n, &why);
}

TEST(json_depth_and_count_have_ends)
{
	CHECK_ST(parse_nested(64, '[', ']'), ST_OK);
	CHECK_ST(parse_nested(65, '[', ']'), ST_INVALID);
	CHECK_ST(parse_nested(1000000, '[', ']'), ST_INVALID);
	CHECK_ST(parse_nested(200000, '{', '}'), ST_INVALID);
	struct arena *a = test_arena();
	size_t count = 1100000;
	char *p = arena_alloc(a, 2 * count + 2, 1);
	p[0] = '[';
	for (size_t i = 0; i < count; i++)
		memcpy(p + 1 + 2 * i, i + 1 < count ? "1," : "1]", 2);
	struct json_node *n;
	struct str why;
	CHECK_ST(json_parse(a, (struct str){ p, 2 * count + 1 }, &n, &why), ST_INVALID);
	CHECK_STR(why, "line 1: too many values");
	/* Braces in texts do not count. */
	CHECK_ST(json_parse(a, S("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"]"), &n, &why),
	    ST_OK);
}

TEST(json_too_large_for_the_arena_ends_the_request)
{
	struct arena small;
	CHECK(arena_open(&small, 4096));
	jmp_buf over;
	volatile bool jumped = false;
	small.over = &over;
	if (setjmp(over) == 0) {
		char text[2002];
		memset(text, '1', sizeof text);
		text[0] = '[';
		for (size_t i = 2; i < 2000; i += 2)
			text[i] = ',';
		text[2001] = ']';
		struct json_node *n;
		struct str why;
		(void)!json_parse(&small, (struct str){ text, sizeof text }, &n, &why);
	} else {
		jumped = true;
	}
	CHECK(jumped);
	CHECK(small.over == &over);
	arena_close(&small);
}
