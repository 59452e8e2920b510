/* SPDX-License-Identifier: MIT */
#include "base/time.h"

#include <time.h>

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)

static const char *const month_names[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a day of the Gregorian calendar, in 400-year eras that begin in March. */
static int32_t
days_of(int year, int month, int day)
{
	year -= month <= 2;
	int era = (int)floor_div(year, 400);
	int yoe = year - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static void
civil_of(int64_t days, int *year, int *month, int *day)
{
	days += 719468;
	int64_t era = floor_div(days, 146097);
	int doe = (int)(days - era * 146097);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + (int)era * 400 + (*month <= 2);
}

static int
month_length(int year, int month)
{
	if (month == 2)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static int
weekday_of(int64_t days)
{
	int64_t w = (days + 3) % 7;
	return (int)(w < 0 ? w + 7 : w);
}

struct date
date_of(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
		return (struct date){ 0 };
	return (struct date){ days_of(year, month, day) };
}

void
date_civil(struct date d, int *year, int *month, int *day)
{
	civil_of(d.day, year, month, day);
}

int
date_weekday(struct date d)
{
	return weekday_of(d.day);
}

struct date
date_add_days(struct date d, int days)
{
	return d.day == 0 ? d : (struct date){ d.day + days };
}

struct date
date_add_months(struct date d, int months)
{
	if (d.day == 0)
		return d;
	int y, m, day;
	date_civil(d, &y, &m, &day);
	int64_t count = (int64_t)y * 12 + m - 1 + months;
	y = (int)floor_div(count, 12);
	m = (int)(count - (int64_t)y * 12) + 1;
	int last = month_length(y, m);
	return date_of(y, m, day < last ? day : last);
}

struct date
date_min(struct date a, struct date b)
{
	if (a.day == 0 || b.day == 0)
		return a.day == 0 ? b : a;
	return a.day < b.day ? a : b;
}

/* n decimal digits at p, or -1. */
static int
digits(const char *p, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

bool
date_parse(struct str iso, struct date *ret)
{
	if (iso.n != 10 || iso.p[4] != '-' || iso.p[7] != '-')
		return false;
	int year = digits(iso.p, 4);
	struct date d = date_of(year, digits(iso.p + 5, 2), digits(iso.p + 8, 2));
	if (d.day == 0 || year < 1990 || year > 2199)
		return false;
	*ret = d;
	return true;
}

struct str
date_iso(struct arena *a, struct date d)
{
	if (d.day == 0)
		return (struct str){ "", 0 };
	int y, m, day;
	date_civil(d, &y, &m, &day);
	return arena_printf(a, "%04d-%02d-%02d", y, m, day);
}

struct str
date_long(struct arena *a, struct date d)
{
	if (d.day == 0)
		return (struct str){ "", 0 };
	int y, m, day;
	date_civil(d, &y, &m, &day);
	return arena_printf(a, "%d %s %d", day, month_names[m - 1], y);
}

/* Gauss's rule for the Gregorian calendar in its anonymous form: days since 1970 of Easter Sunday. */
static int32_t
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;
	return days_of(year, n / 31, n % 31 + 1);
}

/* A holiday on a weekend is moved to the next weekday that is not one itself; the weekend day
 * itself is then an ordinary Saturday or Sunday, as in the published lists. */
static bool
is_christmas_holiday(int day, int weekday)
{
	if (weekday > 4)
		return false;
	return day == 25 || day == 26 || (day == 27 && weekday <= 1) || (day == 28 && weekday <= 1);
}

bool
date_is_bank_holiday(struct date d)
{
	int y, m, day, w = date_weekday(d);
	date_civil(d, &y, &m, &day);
	switch (m) {
	case 1:
		return (day == 1 && w <= 4) || (w == 0 && (day == 2 || day == 3));
	case 3:
	case 4:
		return d.day == easter(y) - 2 || d.day == easter(y) + 1;
	case 5:
		return w == 0 && (day <= 7 || day >= 25);
	case 8:
		return w == 0 && day >= 25;
	case 12:
		return is_christmas_holiday(day, w);
	default:
		return false;
	}
}

bool
date_is_working_day(struct date d)
{
	return date_weekday(d) <= 4 && !date_is_bank_holiday(d);
}

struct date
date_next_working_day(struct date d)
{
	while (d.day != 0 && !date_is_working_day(d))
		d.day++;
	return d;
}

struct date
date_add_working_days(struct date d, int n)
{
	int step = n < 0 ? -1 : 1;
	while (n != 0 && d.day != 0) {
		d.day += step;
		if (date_is_working_day(d))
			n -= step;
	}
	return d;
}

/* ---- moments ---- */

struct when
when_now(void)
{
	struct timespec ts;
	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (struct when){ (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000 };
}

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t
clock_change(int year, int month)
{
	int32_t last = days_of(year, month, 31);
	return (int64_t)(last - (weekday_of(last) + 1) % 7) * DAY_MS + HOUR_MS;
}

static bool
is_summer_time(int64_t ms)
{
	int y, m, day;
	civil_of(floor_div(ms, DAY_MS), &y, &m, &day);
	return ms >= clock_change(y, 3) && ms < clock_change(y, 10);
}

static int64_t
local_ms(struct when t)
{
	return t.ms + (is_summer_time(t.ms) ? HOUR_MS : 0);
}

struct date
when_date(struct when t)
{
	if (t.ms == 0)
		return (struct date){ 0 };
	return (struct date){ (int32_t)floor_div(local_ms(t), DAY_MS) };
}

static struct civil
civil_of_ms(int64_t ms)
{
	int64_t days = floor_div(ms, DAY_MS);
	int64_t rest = ms - days * DAY_MS;
	struct civil c = {
		.hour = (int)(rest / HOUR_MS), .minute = (int)(rest / MINUTE_MS % 60),
		.second = (int)(rest / 1000 % 60), .ms = (int)(rest % 1000), .weekday = weekday_of(days),
	};
	civil_of(days, &c.year, &c.month, &c.day);
	return c;
}

struct civil
when_civil(struct when t)
{
	return civil_of_ms(local_ms(t));
}

struct when
when_of_date(struct date d, int hour, int minute)
{
	if (d.day == 0)
		return (struct when){ 0 };
	int64_t local = (int64_t)d.day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
	return (struct when){ is_summer_time(local - HOUR_MS) ? local - HOUR_MS : local };
}

/* "Z", "+01:00": minutes ahead of UTC. */
static bool
parse_offset(struct str s, int *ret)
{
	if (s.n == 1 && s.p[0] == 'Z') {
		*ret = 0;
		return true;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return false;
	int h = digits(s.p + 1, 2), m = digits(s.p + 4, 2);
	if (h < 0 || h > 14 || m < 0 || m > 59)
		return false;
	*ret = (s.p[0] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

bool
when_parse(struct str iso, struct when *ret)
{
	struct date d;
	if (iso.n < 20 || iso.p[10] != 'T' || iso.p[13] != ':' || iso.p[16] != ':' ||
	    !date_parse((struct str){ iso.p, 10 }, &d))
		return false;
	int h = digits(iso.p + 11, 2), m = digits(iso.p + 14, 2), s = digits(iso.p + 17, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59)
		return false;
	size_t at = 19;
	int ms = 0;
	if (iso.p[at] == '.') {
		if (iso.n < 24 || (ms = digits(iso.p + 20, 3)) < 0)
			return false;
		at = 23;
	}
	int offset;
	if (!parse_offset((struct str){ iso.p + at, iso.n - at }, &offset))
		return false;
	ret->ms = (int64_t)d.day * DAY_MS + h * HOUR_MS + (m - offset) * MINUTE_MS + s * 1000 + ms;
	return true;
}

struct str
when_iso(struct arena *a, struct when t)
{
	if (t.ms == 0)
		return (struct str){ "", 0 };
	struct civil c = civil_of_ms(t.ms);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day, c.hour,
	    c.minute, c.second, c.ms);
}

struct str
when_long(struct arena *a, struct when t)
{
	if (t.ms == 0)
		return (struct str){ "", 0 };
	struct civil c = when_civil(t);
	return arena_printf(a, "%d %s %d, %d:%02d%s", c.day, month_names[c.month - 1], c.year,
	    (c.hour + 11) % 12 + 1, c.minute, c.hour < 12 ? "am" : "pm");
}

int
date_financial_year(struct date d)
{
	int y, m, day;
	date_civil(d, &y, &m, &day);
	return m < 4 ? y - 1 : y;
}
