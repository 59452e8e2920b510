/* SPDX-License-Identifier: MIT */
#ifndef BASE_TIME_H
#define BASE_TIME_H
#include "base/base.h"

/* Civil time in the United Kingdom, worked out here: no TZ variable, no locale, thread-safe.
 * BST runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October. */
struct civil { int year, month, day, hour, minute, second, ms, weekday; /* 0 = Monday */ };

struct date date_of(int year, int month, int day);	/* day 0 when there is no such day */
void date_civil(struct date d, int *year, int *month, int *day);
int date_weekday(struct date d);			/* 0 = Monday */
struct date date_add_days(struct date d, int days);
/* Same day of the month; where the month is shorter, its last day. */
struct date date_add_months(struct date d, int months);
struct date date_min(struct date a, struct date b);
/* "2026-08-06"; false for anything else or a day that does not exist or lies outside 1990-2199. */
bool date_parse(struct str iso, struct date *ret);
struct str date_iso(struct arena *a, struct date d);	/* "" when not set */
struct str date_long(struct arena *a, struct date d);	/* "6 August 2026" */
/* Bank holidays of England and Wales are worked out by rule (Easter included). */
bool date_is_bank_holiday(struct date d);
bool date_is_working_day(struct date d);
struct date date_next_working_day(struct date d);	/* d itself when it is one */
struct date date_add_working_days(struct date d, int n);

struct when when_now(void);				/* the system's clock; only dispatch and jobs call it */
struct date when_date(struct when t);			/* the day in the United Kingdom */
struct civil when_civil(struct when t);			/* in the United Kingdom */
struct when when_of_date(struct date d, int hour, int minute);	/* local time; the first of two, after a gap */
bool when_parse(struct str iso, struct when *ret);	/* "2026-08-06T14:05:00Z" with optional .mmm, or offset */
struct str when_iso(struct arena *a, struct when t);	/* "2026-08-06T14:05:00.123Z" */
struct str when_long(struct arena *a, struct when t);	/* "6 August 2026, 2:05pm", local */
/* The British financial year that a day lies in: 2026 for 2026-04-01 to 2027-03-31. */
int date_financial_year(struct date d);
#endif
