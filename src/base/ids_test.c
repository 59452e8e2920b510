/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/ids.h"
#include "base/time.h"

enum { THREADS = 8, EACH = 20000 };

static int64_t made[THREADS][EACH];

static void *
make_many(void *arg)
{
	int64_t *into = arg;
	for (size_t i = 0; i < EACH; i++)
		into[i] = id_new();
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

TEST(ids_never_repeat_across_threads)
{
	pthread_t t[THREADS];
	for (size_t i = 0; i < THREADS; i++)
		CHECK(pthread_create(&t[i], NULL, make_many, made[i]) == 0);
	for (size_t i = 0; i < THREADS; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	for (size_t i = 0; i < THREADS; i++)
		for (size_t k = 1; k < EACH; k++)
			CHECK(made[i][k] > made[i][k - 1] && made[i][k - 1] > 0);
	int64_t *all = &made[0][0];
	qsort(all, (size_t)THREADS * EACH, sizeof *all, by_size);
	for (size_t i = 1; i < (size_t)THREADS * EACH; i++)
		CHECK(all[i] != all[i - 1]);
}

TEST(ids_go_on_when_the_clock_goes_back)
{
	struct when now;
	CHECK(when_parse(S("2026-11-22T10:00:00Z"), &now));
	int64_t last = 0;
	for (int64_t step = 0; step < 100000; step++) {
		/* Forwards, an hour back, to 1970, then stopped. */
		struct when t = { step < 1000 ? now.ms + step : step < 2000 ? now.ms - 3600000 : step < 3000 ? 0 : now.ms };
		int64_t id = id_after(last, t, UINT32_MAX);
		CHECK(id > last);
		last = id;
	}
	CHECK(when_parse(S("2088-12-31T23:59:59Z"), &now));
	CHECK(id_after(last, now, UINT32_MAX) > last);
	/* In one millisecond more than the lower bits hold runs on into the next. */
	CHECK_EQ_I(id_after(last | 0x3fffff, (struct when){ 0 }, 0), (last | 0x3fffff) + 1);
}

TEST(ids_as_text)
{
	struct arena *a = test_arena();
	int64_t id = 5;
	CHECK(id_parse(S("9223372036854775807"), &id) && id == INT64_MAX);
	CHECK_STR(id_text(a, id), "9223372036854775807");
	static const char *const bad[] = { "", "0", "-1", "+1", "01", " 1", "1 ", "1x", "9223372036854775808",
		"99999999999999999999", "1.0", "0x1" };
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!id_parse(str_c(bad[i]), &id), "taken: %s", bad[i]);
}

TEST(ids_secrets_are_random_and_seeded_alike)
{
	struct arena *a = test_arena();
	struct str one = secret_text(a), two = secret_text(a);
	CHECK(!str_eq(one, two));
	CHECK_EQ_I(one.n, 26);
	for (size_t i = 0; i < one.n; i++)
		CHECK(str_find(S("0123456789abcdefghjkmnpqrstvwxyz"), (struct str){ one.p + i, 1 }) >= 0);
	ids_seed(42);
	int64_t id = id_new();
	one = secret_text(a);
	two = secret_text(a);
	CHECK(!str_eq(one, two));
	ids_seed(43);
	CHECK(id_new() != id && !str_eq(secret_text(a), one));
	ids_seed(42);
	CHECK_EQ_I(id_new(), id);
	CHECK_STR_EQ(secret_text(a), one);
	CHECK_STR_EQ(secret_text(a), two);
	ids_seed(0);
	CHECK(id_new() > id && !str_eq(secret_text(a), one));
}
