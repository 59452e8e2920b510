/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include "base/time.h"

static struct when
utc(const char *iso)
{
	struct when t = { 0 };
	if (!when_parse(str_c(iso), &t))
		test_fail(__FILE__, __LINE__, "not a moment: %s", iso);
	return t;
}

TEST(time_clocks_change_in_march)
{
	struct arena *a = test_arena();
	CHECK_STR(when_long(a, utc("2026-03-29T00:59:59Z")), "29 March 2026, 12:59am");
	CHECK_STR(when_long(a, utc("2026-03-29T01:00:00Z")), "29 March 2026, 2:00am");
	/* 01:30 does not exist that night: the moment after the gap. */
	CHECK_STR(when_iso(a, when_of_date(date_of(2026, 3, 29), 1, 30)), "2026-03-29T01:30:00.000Z");
	CHECK_STR(when_iso(a, when_of_date(date_of(2026, 3, 29), 0, 59)), "2026-03-29T00:59:00.000Z");
	CHECK_STR(when_iso(a, when_of_date(date_of(2026, 3, 29), 2, 0)), "2026-03-29T01:00:00.000Z");
}

TEST(time_clocks_change_in_october)
{
	struct arena *a = test_arena();
	CHECK_STR(when_long(a, utc("2026-10-25T00:59:59Z")), "25 October 2026, 1:59am");
	CHECK_STR(when_long(a, utc("2026-10-25T01:00:00Z")), "25 October 2026, 1:00am");
	/* 01:30 comes twice: the first. */
	CHECK_STR(when_iso(a, when_of_date(date_of(2026, 10, 25), 1, 30)), "2026-10-25T00:30:00.000Z");
	CHECK_STR(when_iso(a, when_of_date(date_of(2026, 10, 25), 2, 0)), "2026-10-25T02:00:00.000Z");
}

TEST(time_summer_midnight_is_the_next_day)
{
	CHECK_EQ_I(when_date(utc("2026-07-31T23:30:00Z")).day, date_of(2026, 8, 1).day);
	CHECK_EQ_I(when_date(utc("2026-12-31T23:59:59.999Z")).day, date_of(2026, 12, 31).day);
	CHECK_EQ_I(when_date((struct when){ 0 }).day, 0);
	struct civil c = when_civil(utc("2026-08-06T13:05:09.123Z"));
	CHECK_EQ_I(c.hour, 14);
	CHECK_EQ_I(c.minute, 5);
	CHECK_EQ_I(c.ms, 123);
	CHECK_EQ_I(c.weekday, 3);
}

TEST(time_twelve_hour_clock)
{
	struct arena *a = test_arena();
	CHECK_STR(when_long(a, utc("2026-01-06T14:05:00Z")), "6 January 2026, 2:05pm");
	CHECK_STR(when_long(a, utc("2026-01-06T12:00:00Z")), "6 January 2026, 12:00pm");
	CHECK_STR(when_long(a, utc("2026-01-06T00:00:00Z")), "6 January 2026, 12:00am");
	CHECK_STR(when_long(a, (struct when){ 0 }), "");
}

TEST(time_every_hour_of_a_year_comes_back)
{
	int64_t start = utc("2025-01-01T00:00:00Z").ms;
	for (int h = 0; h < 366 * 24; h++) {
		struct when t = { start + h * INT64_C(3600000) };
		struct civil c = when_civil(t);
		struct when back = when_of_date(when_date(t), c.hour, c.minute);
		/* The second of the two equal hours in October comes back as the first. */
		CHECK(back.ms == t.ms || (back.ms == t.ms - 3600000 && c.month == 10 && c.hour == 1));
	}
}

TEST(time_parse_refuses)
{
	static const char *const bad[] = { "", "2026-08-06", "2026-08-06T14:05:00", "2026-08-06 14:05:00Z",
		"2026-08-06T24:00:00Z", "2026-08-06T14:60:00Z", "2026-08-06T14:05:60Z", "2026-02-29T00:00:00Z",
		"2026-08-06T14:05:00z", "2026-08-06T14:05:00.1Z", "2026-08-06T14:05:00+1:00",
		"2026-08-06T14:05:00+01:00x", "2026-08-06T14:05:00.", "1989-08-06T14:05:00Z",
		"2026-08-06T14:05:00Z ", "-026-08-06T14:05:00Z", "2026-08-06T14:05:00.12345Z" };
	struct when t;
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!when_parse(str_c(bad[i]), &t), "taken: %s", bad[i]);
	CHECK_EQ_I(utc("2026-08-06T14:05:00+01:00").ms, utc("2026-08-06T13:05:00Z").ms);
	CHECK_EQ_I(utc("2026-08-06T14:05:00.250-00:30").ms, utc("2026-08-06T14:35:00.250Z").ms);
}

TEST(date_parse_and_print)
{
	struct arena *a = test_arena();
	struct date d;
	CHECK(date_parse(S("2026-08-06"), &d));
	CHECK_STR(date_iso(a, d), "2026-08-06");
	CHECK_STR(date_long(a, d), "6 August 2026");
	CHECK_STR(date_iso(a, (struct date){ 0 }), "");
	static const char *const bad[] = { "", "2026-8-6", "2026-08-6x", "2025-02-29", "2100-02-29",
		"2026-13-01", "2026-00-10", "2026-04-31", "1989-12-31", "2200-01-01", "2026/08/06",
		" 2026-08-0", "2026-08-06 ", "0000-00-00", "2026-0a-01" };
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!date_parse(str_c(bad[i]), &d), "taken: %s", bad[i]);
	CHECK(date_parse(S("2000-02-29"), &d) && date_parse(S("2024-02-29"), &d));
	CHECK(date_parse(S("1990-01-01"), &d) && date_parse(S("2199-12-31"), &d));
	CHECK_EQ_I(date_of(2026, 2, 30).day, 0);
}

TEST(date_days_run_without_gap)
{
	int y = 1990, m = 1, day = 1;
	int32_t first = date_of(1990, 1, 1).day, last = date_of(2199, 12, 31).day;
	CHECK_EQ_I(date_weekday((struct date){ first }), 0);
	for (int32_t n = first; n <= last; n++) {
		int cy, cm, cd;
		date_civil((struct date){ n }, &cy, &cm, &cd);
		CHECK(cy == y && cm == m && cd == day);
		CHECK_EQ_I(date_of(y, m, day).day, n);
		if (date_of(y, m, day + 1).day != 0) {
			day++;
		} else {
			day = 1;
			m = m % 12 + 1;
			y += m == 1;
		}
	}
}

TEST(date_month_ends)
{
	struct arena *a = test_arena();
	CHECK_STR(date_iso(a, date_add_months(date_of(2026, 1, 31), 1)), "2026-02-28");
	CHECK_STR(date_iso(a, date_add_months(date_of(2024, 1, 31), 1)), "2024-02-29");
	CHECK_STR(date_iso(a, date_add_months(date_of(2024, 2, 29), 12)), "2025-02-28");
	CHECK_STR(date_iso(a, date_add_months(date_of(2026, 3, 31), -1)), "2026-02-28");
	CHECK_STR(date_iso(a, date_add_months(date_of(2026, 1, 15), -1)), "2025-12-15");
	CHECK_STR(date_iso(a, date_add_months(date_of(2026, 12, 31), 2)), "2027-02-28");
	CHECK_STR(date_iso(a, date_add_months(date_of(2026, 6, 30), -18)), "2024-12-30");
	CHECK_EQ_I(date_add_months((struct date){ 0 }, 3).day, 0);
	CHECK_EQ_I(date_add_days((struct date){ 0 }, 3).day, 0);
	CHECK_EQ_I(date_min((struct date){ 0 }, date_of(2026, 1, 1)).day, date_of(2026, 1, 1).day);
	CHECK_EQ_I(date_financial_year(date_of(2026, 3, 31)), 2025);
	CHECK_EQ_I(date_financial_year(date_of(2026, 4, 1)), 2026);
}

TEST(date_easter_monday_of_known_years)
{
	/* Easter Sundays: month and day, one per year, as printed in almanacs. */
	static const struct { int year, month, day; } known[] = {
		{ 1990, 4, 15 }, { 1991, 3, 31 }, { 1992, 4, 19 }, { 1993, 4, 11 }, { 1994, 4, 3 },
		{ 1995, 4, 16 }, { 1996, 4, 7 }, { 1997, 3, 30 }, { 1998, 4, 12 }, { 1999, 4, 4 },
		{ 2000, 4, 23 }, { 2001, 4, 15 }, { 2002, 3, 31 }, { 2003, 4, 20 }, { 2004, 4, 11 },
		{ 2005, 3, 27 }, { 2006, 4, 16 }, { 2007, 4, 8 }, { 2008, 3, 23 }, { 2009, 4, 12 },
		{ 2010, 4, 4 }, { 2011, 4, 24 }, { 2012, 4, 8 }, { 2013, 3, 31 }, { 2014, 4, 20 },
		{ 2015, 4, 5 }, { 2016, 3, 27 }, { 2017, 4, 16 }, { 2018, 4, 1 }, { 2019, 4, 21 },
		{ 2020, 4, 12 }, { 2021, 4, 4 }, { 2022, 4, 17 }, { 2023, 4, 9 }, { 2024, 3, 31 },
		{ 2025, 4, 20 }, { 2026, 4, 5 }, { 2027, 3, 28 }, { 2028, 4, 16 }, { 2029, 4, 1 },
		{ 2030, 4, 21 }, { 2035, 3, 25 }, { 2038, 4, 25 }, { 2049, 4, 18 }, { 2076, 4, 19 },
		{ 2100, 3, 28 } };
	for (size_t i = 0; i < countof(known); i++) {
		struct date e = date_of(known[i].year, known[i].month, known[i].day);
		CHECK_MSG(date_is_bank_holiday(date_add_days(e, 1)) && date_is_bank_holiday(date_add_days(e, -2)) &&
		    !date_is_bank_holiday(e), "Easter %d", known[i].year);
	}
}

TEST(date_easter_by_another_rule)
{
	/* Between 1900 and 2199 a shorter rule gives the same Sundays: Gauss with the century's constants. */
	for (int y = 1990; y <= 2199; y++) {
		int M = 24, N = y >= 2100 ? 6 : 5;
		int d = (19 * (y % 19) + M) % 30;
		int e = (2 * (y % 4) + 4 * (y % 7) + 6 * d + N) % 7;
		int day = 22 + d + e;
		if (day == 57 || (d == 28 && e == 6 && (11 * M + 11) % 30 < 19))
			day -= 7;
		struct date sunday = day <= 31 ? date_of(y, 3, day) : date_of(y, 4, day - 31);
		CHECK_MSG(date_is_bank_holiday(date_add_days(sunday, 1)), "Easter %d", y);
	}
}

static void
check_holidays(int year, const char *want)
{
	struct arena *a = test_arena();
	struct buf b;
	buf_init(&b, 400);
	for (struct date d = date_of(year, 1, 1); d.day <= date_of(year, 12, 31).day; d.day++) {
		if (date_is_bank_holiday(d)) {
			struct str s = date_iso(a, d);
			buf_put(&b, s.p + 5, 5);
			buf_char(&b, ' ');
		}
	}
	struct str have = arena_copy(a, buf_view(&b));
	buf_free(&b);
	CHECK_STR_EQ(have, str_c(want));
}

TEST(date_bank_holidays_with_substitutes)
{
	check_holidays(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26 ");
	check_holidays(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28 ");
	check_holidays(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28 ");
	check_holidays(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26 ");
	check_holidays(2033, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27 ");
}

TEST(date_working_days)
{
	struct arena *a = test_arena();
	/* Christmas 2026: Friday, then a weekend, then the substitute for Boxing Day. */
	CHECK_STR(date_iso(a, date_next_working_day(date_of(2026, 12, 25))), "2026-12-29");
	CHECK_STR(date_iso(a, date_add_working_days(date_of(2026, 12, 24), 1)), "2026-12-29");
	CHECK_STR(date_iso(a, date_add_working_days(date_of(2026, 12, 29), -1)), "2026-12-24");
	CHECK_STR(date_iso(a, date_add_working_days(date_of(2026, 4, 2), 5)), "2026-04-13");
	CHECK_STR(date_iso(a, date_add_working_days(date_of(2026, 8, 8), 0)), "2026-08-08");
	CHECK_STR(date_iso(a, date_next_working_day(date_of(2026, 8, 6))), "2026-08-06");
	CHECK_EQ_I(date_next_working_day((struct date){ 0 }).day, 0);
}
