/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "tests/harness.h"

static struct date
day(const char *iso)
{
	struct date d = { 0 };

	if (iso != NULL && !date_parse(str_c(iso), &d))
		test_fail(__FILE__, __LINE__, "no day: %s", iso);
	return d;
}

TEST(clock_rules_to_the_day)
{
	static const struct {
		enum clock_rule rule;
		const char *start, *given, *from, *due, *act_by;
		int amount;
	} rows[] = {
		{ CLOCK_SELF_REVIEW, NULL, "2026-06-30", NULL, "2026-06-30", "2026-06-30", 0 },
		/* half-years, April and October */
		{ CLOCK_VIOLENCE_REVIEW, "2026-04-01", NULL, "2026-04-01", "2026-09-30", "2026-09-30", 0 },
		{ CLOCK_VIOLENCE_REVIEW, "2026-09-30", NULL, "2026-04-01", "2026-09-30", "2026-09-30", 0 },
		{ CLOCK_VIOLENCE_REVIEW, "2026-10-01", NULL, "2026-10-01", "2027-03-31", "2027-03-31", 0 },
		{ CLOCK_BOARD_ASSURANCE, "2028-02-29", NULL, "2027-10-01", "2028-03-31", "2028-03-31", 0 },
		{ CLOCK_COMPLIANCE_CHECK, "2026-08-15", NULL, "2026-04-01", "2026-09-30", "2026-09-30", 0 },
		/* years: a leap day has its anniversary on the 28th */
		{ CLOCK_ANNUAL_REPORT, "2024-02-29", NULL, NULL, "2025-02-28", "2025-02-28", 0 },
		{ CLOCK_ANNUAL_REPORT, "2027-02-28", NULL, NULL, "2028-02-28", "2028-02-28", 0 },
		{ CLOCK_WORK_PLAN, "2026-04-01", NULL, NULL, "2026-04-01", "2026-04-01", 0 },
		{ CLOCK_PLAN_REVIEW, "2025-11-30", NULL, NULL, "2026-02-28", "2026-02-27", 0 },
		{ CLOCK_PLAN_REVIEW, "2025-11-30", NULL, NULL, "2025-12-30", "2025-12-30", 1 },
		{ CLOCK_STRATEGY, "2022-06-01", NULL, NULL, "2025-05-31", "2025-05-30", 0 },
		{ CLOCK_STRATEGY, "2022-06-01", "2024-12-31", NULL, "2024-12-31", "2024-12-31", 0 },
		/* a local setting does not soften a fixed clock */
		{ CLOCK_STRATEGY, "2022-06-01", NULL, NULL, "2025-05-31", "2025-05-30", 60 },
		{ CLOCK_RISK_COMMITTEE, "2026-08-31", NULL, NULL, "2027-02-28", "2027-02-26", 0 },
		/* a visit: four weeks are 28 days whatever lies in between */
		{ CLOCK_VISIT_NOTICE, "2026-04-14", NULL, NULL, "2026-03-17", "2026-03-17", 0 },	/* over the clock change */
		{ CLOCK_VISIT_NOTICE, "2028-03-14", NULL, NULL, "2028-02-15", "2028-02-15", 0 },	/* over a leap day */
		{ CLOCK_VISIT_NOTICE, "2027-01-25", NULL, NULL, "2026-12-28", "2026-12-24", 0 },	/* a substitute bank holiday */
		{ CLOCK_VISIT_EARLIEST, "2026-03-17", NULL, "2026-04-14", NULL, NULL, 0 },
		{ CLOCK_VISIT_PAPERS, NULL, "2026-05-02", NULL, "2026-05-02", "2026-05-01", 0 },
		{ CLOCK_CLOSING_MEETING, "2026-05-13", NULL, NULL, "2026-05-13", "2026-05-13", 0 },
		{ CLOCK_REPORT, "2026-05-09", NULL, NULL, "2026-06-06", "2026-06-05", 0 },	/* a Saturday stays the due day */
		{ CLOCK_REPORT, "2026-05-09", NULL, NULL, "2026-06-06", "2026-06-05", 90 },
		{ CLOCK_REPORT_WARNING, "2026-05-05", NULL, NULL, "2026-06-02", "2026-06-02", 0 },
		{ CLOCK_ACTION_PLAN, "2026-10-10", NULL, NULL, "2026-11-07", "2026-11-06", 0 },	/* over the clock change */
		{ CLOCK_PROGRESS, NULL, "2027-01-01", NULL, "2027-01-01", "2026-12-31", 0 },
		{ CLOCK_REVIEW_VISIT, "2025-05-31", NULL, "2026-02-28", "2026-05-31", "2026-05-29", 0 },
		{ CLOCK_REVIEW_VISIT, "2027-05-31", NULL, "2028-02-29", "2028-05-31", "2028-05-31", 0 },
		{ CLOCK_LOOK_BACK, "2028-02-29", NULL, "2026-02-28", "2028-02-29", "2028-02-29", 0 },
		{ CLOCK_LOOK_BACK, "2026-11-22", NULL, "2024-11-22", "2026-11-22", "2026-11-20", 0 },
		{ CLOCK_REVIEW_PERIOD, "2026-03-31", NULL, "2025-04-01", "2026-03-31", "2026-03-31", 0 },
		{ CLOCK_REVIEW_PERIOD, "2028-02-29", NULL, "2027-03-01", "2028-02-29", "2028-02-29", 0 },
		{ CLOCK_REVIEW_PERIOD, "2027-02-28", NULL, "2026-03-01", "2027-02-28", "2027-02-26", 0 },
		{ CLOCK_REQUEST, NULL, "2026-07-01", NULL, "2026-07-01", "2026-07-01", 0 },
		{ CLOCK_GUIDANCE, "2026-01-31", NULL, NULL, "2026-07-31", "2026-07-31", 0 },
		{ CLOCK_GUIDANCE, "2026-01-31", "2026-03-01", NULL, "2026-03-01", "2026-02-27", 0 },
		{ CLOCK_ALERT_SEND, "2026-04-02", NULL, NULL, "2026-04-07", "2026-04-07", 0 },	/* over Easter */
		{ CLOCK_ALERT_SEND, "2026-11-20", NULL, NULL, "2026-11-23", "2026-11-23", 0 },	/* over a weekend */
		{ CLOCK_ALERT_EXPIRY, NULL, "2026-12-25", NULL, "2026-12-25", "2026-12-24", 0 },
		{ CLOCK_RISK_MEANS, "2026-01-01", NULL, NULL, "2026-04-01", "2026-04-01", 0 },
		{ CLOCK_INVESTIGATION_START, "2026-11-20", NULL, NULL, "2026-11-27", "2026-11-27", 0 },
		{ CLOCK_INVESTIGATION_START, "2026-11-20", NULL, NULL, "2026-11-24", "2026-11-24", 2 },
		{ CLOCK_INVESTIGATION_END, "2026-11-30", NULL, NULL, "2027-02-28", "2027-02-26", 0 },
		{ CLOCK_EVALUATION, "2025-08-06", NULL, NULL, "2026-08-06", "2026-08-06", 0 },
		{ CLOCK_EVALUATION, "2025-08-06", "2026-01-05", NULL, "2026-01-05", "2026-01-05", 0 },
		{ CLOCK_LONE_CONTROLS, "2026-03-31", NULL, NULL, "2026-06-30", "2026-06-30", 0 },
		{ CLOCK_DEVELOPMENT, "2026-07-09", NULL, "2026-04-01", "2027-03-31", "2027-03-31", 0 },
		{ CLOCK_RIDDOR_TEN, "2028-02-20", NULL, NULL, "2028-03-01", "2028-03-01", 0 },	/* a leap year */
		{ CLOCK_RIDDOR_FIFTEEN, "2026-10-17", NULL, NULL, "2026-11-01", "2026-10-30", 0 },	/* the clocks change, and it ends on a Sunday */
		{ CLOCK_NOMINATION, NULL, "2026-08-31", NULL, "2026-08-31", "2026-08-28", 0 },
		{ CLOCK_ACCREDITATION, NULL, "2026-08-30", NULL, "2026-08-30", "2026-08-28", 0 },
		{ CLOCK_AGREEMENT, NULL, "2026-05-25", NULL, "2026-05-25", "2026-05-22", 0 },
	};
	bool tried[CLOCK__MAX] = { false };

	for (size_t i = 0; i < countof(rows); i++) {
		struct clock_in in = { .start = day(rows[i].start), .given = day(rows[i].given), .amount = rows[i].amount };
		struct clock_due d = clock_due(rows[i].rule, &in);
		struct arena *a = test_arena();

		CHECK(d.known);
		CHECK_STR_EQ(date_iso(a, d.from), str_c(rows[i].from));
		CHECK_STR_EQ(date_iso(a, d.due), str_c(rows[i].due));
		CHECK_STR_EQ(date_iso(a, d.act_by), str_c(rows[i].act_by));
		tried[rows[i].rule] = true;
	}
	for (int i = 1; i < CLOCK__MAX; i++)
		CHECK_MSG(tried[i], "no row for %s", clock_about((enum clock_rule)i)->name);
}

TEST(clock_names)
{
	for (int i = 1; i < CLOCK__MAX; i++) {
		const struct clock_about *r = clock_about((enum clock_rule)i);

		CHECK(r->name != NULL && r->title != NULL && r->firmness != 0 && r->unit != 0);
		CHECK_EQ_I(clock_find(str_c(r->name)), i);
	}
	CHECK_EQ_I(clock_find(S("lunch")), 0);
	CHECK_EQ_I(clock_find(S("")), 0);
	CHECK(clock_about((enum clock_rule)0) == NULL && clock_about(CLOCK__MAX) == NULL);
}

TEST(clock_concern_makes_quarters)
{
	struct clock_in in = { .start = day("2026-08-15"), .concern = true };
	struct clock_due d = clock_due(CLOCK_COMPLIANCE_CHECK, &in);

	CHECK_STR(date_iso(test_arena(), d.from), "2026-07-01");
	CHECK_STR(date_iso(test_arena(), d.due), "2026-09-30");
	d = clock_due(CLOCK_VIOLENCE_REVIEW, &in);	/* only the commissioner's check gets closer */
	CHECK_STR(date_iso(test_arena(), d.from), "2026-04-01");
}

TEST(clock_periods_cover_every_day_once)
{
	static const int lengths[] = { 1, 3, 6, 12 };

	for (int first = 1; first <= 12; first++)
		for (size_t k = 0; k < countof(lengths); k++) {
			struct date d = date_of(2023, 12, 1);
			struct clock_span now = clock_period(d, lengths[k], first);

			for (; d.day < date_of(2028, 4, 1).day; d = date_add_days(d, 1)) {
				struct clock_span s = clock_period(d, lengths[k], first);

				CHECK(s.from.day <= d.day && d.day <= s.to.day);
				if (s.from.day != now.from.day)
					CHECK_EQ_I(s.from.day, now.to.day + 1);
				now = s;
			}
		}
	CHECK_EQ_I(clock_period((struct date){ 0 }, 6, 4).from.day, 0);
	CHECK_EQ_I(clock_period(date_of(2026, 1, 1), 0, 4).from.day, 0);
}

TEST(clock_without_dates_is_unknown)
{
	for (int i = 1; i < CLOCK__MAX; i++) {
		struct clock_in in = { 0 };
		struct clock_due d = clock_due((enum clock_rule)i, &in);

		CHECK(!d.known && d.due.day == 0 && d.from.day == 0);
		CHECK_EQ_I(clock_left(&d, (struct date){ 0 }, day("2026-11-22")).state, CLOCK_UNKNOWN);
		CHECK(!clock_is_late(&d, when_of_date(day("2199-12-31"), 12, 0)));
	}
	struct clock_in nothing = { .start = day("2026-01-01") };
	CHECK(!clock_due((enum clock_rule)0, &nothing).known);
	CHECK(!clock_due(CLOCK__MAX, &nothing).known);
}

TEST(clock_days_in_words)
{
	static const struct {
		const char *from, *due, *done, *today;
		enum clock_state state;
		int days;
		const char *words;
	} rows[] = {
		{ NULL, "2026-11-27", NULL, "2026-11-22", CLOCK_RUNNING, 5, "due in 5 days" },
		{ NULL, "2026-11-23", NULL, "2026-11-22", CLOCK_RUNNING, 1, "due in 1 day" },
		{ NULL, "2026-11-22", NULL, "2026-11-22", CLOCK_TODAY, 0, "due today" },
		{ NULL, "2026-11-21", NULL, "2026-11-22", CLOCK_LATE, 1, "1 day late" },
		{ NULL, "2026-11-20", NULL, "2026-11-22", CLOCK_LATE, 2, "2 days late" },
		{ NULL, "2026-10-25", NULL, "2026-10-24", CLOCK_RUNNING, 1, "due in 1 day" },	/* a day of 25 hours */
		{ NULL, "2026-03-30", NULL, "2026-03-29", CLOCK_RUNNING, 1, "due in 1 day" },	/* a day of 23 hours */
		{ NULL, "2028-03-01", NULL, "2028-02-28", CLOCK_RUNNING, 2, "due in 2 days" },
		{ "2026-12-01", "2026-12-31", NULL, "2026-11-22", CLOCK_NOT_OPEN, 9, "opens in 9 days" },
		{ "2026-11-22", "2026-12-31", NULL, "2026-11-22", CLOCK_RUNNING, 39, "due in 39 days" },
		{ "2026-11-01", NULL, NULL, "2026-11-22", CLOCK_RUNNING, 0, "open" },
		{ NULL, "2026-11-20", "2026-11-20", "2026-11-22", CLOCK_DONE, 0, "done in time" },
		{ NULL, "2026-11-20", "2026-11-21", "2026-11-22", CLOCK_DONE_LATE, 1, "done 1 day late" },
	};

	for (size_t i = 0; i < countof(rows); i++) {
		struct clock_due d = { .known = true, .from = day(rows[i].from), .due = day(rows[i].due) };
		struct clock_left l = clock_left(&d, day(rows[i].done), day(rows[i].today));

		CHECK_EQ_I(l.state, rows[i].state);
		CHECK_EQ_I(l.days, rows[i].days);
		CHECK_STR_EQ(message_english(test_arena(), &l.words), str_c(rows[i].words));
	}
}

TEST(clock_day_ends_at_midnight_here)
{
	static const struct { const char *due, *moment; bool late; } rows[] = {
		{ "2026-06-30", "2026-06-30T22:59:59.999Z", false },	/* a second before midnight, summer time */
		{ "2026-06-30", "2026-06-30T23:00:00Z", true },		/* midnight here is 23:00 in Greenwich */
		{ "2026-12-31", "2026-12-31T23:59:59Z", false },
		{ "2026-12-31", "2027-01-01T00:00:00Z", true },
		{ "2026-03-29", "2026-03-29T22:59:59Z", false },	/* clocks went forward this morning */
		{ "2026-03-29", "2026-03-29T23:00:00Z", true },
		{ "2026-10-25", "2026-10-25T23:59:59Z", false },	/* clocks went back this morning */
		{ "2026-10-25", "2026-10-26T00:00:00Z", true },
		{ "2026-10-24", "2026-10-24T23:00:00Z", true },
	};

	for (size_t i = 0; i < countof(rows); i++) {
		struct clock_due d = { .known = true, .due = day(rows[i].due) };
		struct when t;

		CHECK(when_parse(str_c(rows[i].moment), &t));
		CHECK_MSG(clock_is_late(&d, t) == rows[i].late, "%s", rows[i].moment);
	}
}

TEST(message_english_fills_places)
{
	struct arena *a = test_arena();
	struct message m = { .text = "{a} and {b}, {c}; {x}{a", .words = { WORD_STR("a", S("{b}")), WORD_INT("b", -3),
		WORD_DAY("c", date_of(2026, 8, 6)) } };

	/* What a place is filled with is never read again for places. */
	CHECK_STR(message_english(a, &m), "{b} and -3, 6 August 2026; {b}");
	CHECK_STR(message_english(a, &(struct message){ 0 }), "");
}
