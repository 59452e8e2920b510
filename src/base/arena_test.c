/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <string.h>

static char order[8];

static void
note(void *arg)
{
	size_t n = strlen(order);
	order[n] = *(const char *)arg;
}

TEST(arena_zeroes_and_aligns)
{
	struct arena a;
	CHECK(arena_open(&a, 1 << 16));
	char *dirty = arena_alloc(&a, 100, 1);
	memset(dirty, 0xff, 100);
	arena_reset(&a);
	char *c = arena_alloc(&a, 1, 1);
	int64_t *i = arena_new(&a, int64_t);
	CHECK_EQ_I(*c, 0);
	CHECK_EQ_I(*i, 0);
	CHECK_EQ_I((uintptr_t)i % _Alignof(int64_t), 0);
	struct str s = arena_copy(&a, S("tea"));
	CHECK_EQ_I(s.p[3], 0);
	CHECK(arena_copy(&a, (struct str){ NULL, 0 }).p == NULL);
	CHECK_STR(arena_printf(&a, "%d-%s", 7, "x"), "7-x");
	arena_close(&a);
}

TEST(arena_defers_run_last_first)
{
	struct arena a;
	CHECK(arena_open(&a, 1 << 16));
	memset(order, 0, sizeof order);
	static char one = '1', two = '2';
	arena_defer(&a, note, &one);
	arena_defer(&a, note, &two);
	arena_reset(&a);
	CHECK_STR(str_c(order), "21");
	arena_reset(&a);
	CHECK_STR(str_c(order), "21");
	arena_close(&a);
}

TEST(arena_over_cap_jumps)
{
	struct arena a;
	CHECK(arena_open(&a, 1 << 16));
	jmp_buf over;
	a.over = &over;
	volatile int jumped = 0;
	if (setjmp(over) == 0) {
		for (;;)
			(void)arena_alloc(&a, 1000, 8);
	} else {
		jumped = 1;
	}
	CHECK_EQ_I(jumped, 1);
	arena_reset(&a);
	/* Products and sizes that wrap round are over the cap too. */
	if (setjmp(over) == 0) {
		(void)arena_alloc_array(&a, SIZE_MAX / 2, 3, 8);
		jumped = 0;
	} else {
		jumped++;
	}
	CHECK_EQ_I(jumped, 2);
	CHECK(arena_alloc(&a, 60000, 1) != NULL);
	arena_close(&a);
}

TEST(arena_rewinds_scratch)
{
	struct arena *a = test_arena();
	struct str kept = arena_copy(a, S("kept"));
	size_t mark = arena_mark(a);
	for (int i = 0; i < 10000; i++) {
		(void)arena_alloc(a, 100000, 1);
		arena_rewind(a, mark);
	}
	CHECK_STR(kept, "kept");
	CHECK_EQ_I(arena_mark(a), mark);
}

TEST(arena_gives_large_pages_back_and_zeroed)
{
	struct arena a;
	CHECK(arena_open(&a, 8 << 20));
	for (int round = 0; round < 3; round++) {
		char *p = arena_alloc(&a, 6 << 20, 1);
		for (size_t i = 0; i < 6 << 20; i += 4096)
			CHECK_EQ_I(p[i], 0);
		memset(p, 1, 6 << 20);
		arena_reset(&a);
	}
	arena_close(&a);
}

TEST(buf_ceiling_sticks)
{
	struct buf b;
	buf_init(&b, 10);
	buf_lit(&b, "12345");
	buf_i64(&b, 67890);
	CHECK(!b.failed);
	CHECK_STR(buf_view(&b), "1234567890");
	buf_char(&b, 'x');
	CHECK(b.failed);
	buf_str(&b, S(""));
	buf_printf(&b, "%s", "y");
	CHECK_STR(buf_view(&b), "1234567890");
	buf_free(&b);
	CHECK(!b.failed);
	buf_printf(&b, "%s", "0123456789");
	CHECK(!b.failed);
	buf_printf(&b, "%d", 1);
	CHECK(b.failed);
	buf_free(&b);
}

TEST(buf_grows)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "%04d,", i % 10000);
	CHECK_EQ_I(buf_view(&b).n, 50000);
	CHECK(str_ends(buf_view(&b), S("9998,9999,")));
	buf_free(&b);
	CHECK_STR(buf_view(&b), "");
	buf_i64(&b, INT64_MIN);
	CHECK_STR(buf_view(&b), "-9223372036854775808");
	buf_free(&b);
}

TEST(str_basics)
{
	struct str rest, s = S("a.b.c");
	CHECK_STR(str_cut(s, '.', &rest), "a");
	CHECK_STR(rest, "b.c");
	CHECK_STR(str_cut(S("abc"), '.', &rest), "abc");
	CHECK(rest.p == NULL);
	(void)str_cut(S("abc."), '.', &rest);
	CHECK(rest.p != NULL && rest.n == 0);
	CHECK_STR(str_trim(S(" \t\r\n x y \n")), "x y");
	CHECK(str_empty(S(" \n\t ")) && !str_empty(S(" .")));
	CHECK(str_starts(S("wardkeep"), S("ward")) && !str_starts(S("wa"), S("ward")));
	CHECK(str_ends(S("wardkeep"), S("keep")) && !str_ends(S("ep"), S("keep")));
	CHECK_EQ_I(str_find(S("hello"), S("lo")), 3);
	CHECK_EQ_I(str_find(S("hello"), S("xx")), -1);
	CHECK_EQ_I(str_find((struct str){ NULL, 0 }, S("x")), -1);
	CHECK_EQ_I(str_cmp(S("a"), S("B")), 1);
	CHECK_EQ_I(str_cmp(S("a"), S("ab")), -1);
	CHECK(str_eq((struct str){ NULL, 0 }, S("")));
	CHECK(str_is(S("abc"), "abc") && !str_is(S("abc"), "ab"));
}

TEST(str_numbers)
{
	int64_t v = 1;
	CHECK(str_i64(S("-9223372036854775808"), &v) && v == INT64_MIN);
	CHECK(str_i64(S("9223372036854775807"), &v) && v == INT64_MAX);
	CHECK(str_i64(S("+7"), &v) && v == 7);
	v = 5;
	CHECK(!str_i64(S("9223372036854775808"), &v));
	CHECK(!str_i64(S("-9223372036854775809"), &v));
	CHECK(!str_i64(S(""), &v) && !str_i64(S("-"), &v) && !str_i64(S("1 "), &v));
	CHECK(!str_i64(S("1.0"), &v) && !str_i64(S("0x10"), &v) && !str_i64(S("\xd9\xa1"), &v));
	CHECK_EQ_I(v, 5);
}
