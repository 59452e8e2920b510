/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

static const struct clock_about rules[CLOCK__MAX] = {
	[CLOCK_SELF_REVIEW] = { "self-review", M("Self-review submitted"), "P3.9-P3.10", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_VIOLENCE_REVIEW] = { "violence-review", M("Violence prevention review"), "T 2.1", CLOCK_FIXED, CLOCK_PERIOD, 6, 0 },
	[CLOCK_BOARD_ASSURANCE] = { "board-assurance", M("Violence prevention assurance to the board"), "T 2.1", CLOCK_FIXED,
	    CLOCK_PERIOD, 6, 0 },
	[CLOCK_COMPLIANCE_CHECK] = { "compliance-check", M("Commissioner's compliance check"), "T 2.4", CLOCK_LEAST, CLOCK_PERIOD,
	    6, 3 },
	[CLOCK_ANNUAL_REPORT] = { "annual-report", M("Annual report to the board"), "S1.5", CLOCK_FIXED, CLOCK_MONTHS, 12, 0 },
	[CLOCK_WORK_PLAN] = { "work-plan", M("Work plan agreed"), "T 4.4", CLOCK_FIXED, CLOCK_DAYS, 0, 0 },
	[CLOCK_PLAN_REVIEW] = { "plan-review", M("Senior review of the work plan"), "S1.4", CLOCK_LOCAL, CLOCK_MONTHS, 3, 0 },
	[CLOCK_STRATEGY] = { "strategy", M("Strategy in force"), "T title", CLOCK_FIXED, CLOCK_MONTHS, 36, 0 },
	[CLOCK_RISK_COMMITTEE] = { "risk-committee", M("Audit committee's look at the security risks"), "T 4.5", CLOCK_LOCAL,
	    CLOCK_MONTHS, 6, 0 },
	[CLOCK_VISIT_NOTICE] = { "visit-notice", M("Notice of the visit"), "P3.28", CLOCK_LEAST, CLOCK_BACK_DAYS, 28, 0 },
	[CLOCK_VISIT_EARLIEST] = { "visit-earliest", M("Earliest day of the visit"), "P3.28", CLOCK_LEAST, CLOCK_WINDOW, 0, 0 },
	[CLOCK_VISIT_PAPERS] = { "visit-papers", M("Contact, arrangements and advance evidence"), "P3.28-P3.30", CLOCK_FIXED,
	    CLOCK_GIVEN, 0, 0 },
	[CLOCK_CLOSING_MEETING] = { "closing-meeting", M("Closing meeting"), "P3.31", CLOCK_AIM, CLOCK_DAYS, 0, 0 },
	[CLOCK_REPORT] = { "report", M("Assessment report"), "P3.32", CLOCK_FIXED, CLOCK_DAYS, 28, 0 },
	[CLOCK_REPORT_WARNING] = { "report-warning", M("Assessment report, counted from the visit's end"), "App. 1", CLOCK_AIM,
	    CLOCK_DAYS, 28, 0 },
	[CLOCK_ACTION_PLAN] = { "action-plan", M("Action plan"), "P3.32", CLOCK_FIXED, CLOCK_DAYS, 28, 0 },
	[CLOCK_PROGRESS] = { "progress", M("Progress report"), "P3.33", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_REVIEW_VISIT] = { "review-visit", M("Review visit"), "P3.34", CLOCK_FIXED, CLOCK_WINDOW, 9, 12 },
	[CLOCK_LOOK_BACK] = { "look-back", M("What an assessment looks back on"), "P3.14", CLOCK_FIXED, CLOCK_BACK_MONTHS, 24, 0 },
	[CLOCK_REVIEW_PERIOD] = { "review-period", M("What a self-review looks back on"), "P3.10", CLOCK_FIXED, CLOCK_BACK_MONTHS,
	    12, 0 },
	[CLOCK_REQUEST] = { "request", M("Answer to a request"), "S1.1", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_GUIDANCE] = { "guidance", M("New guidance taken up"), "P3.21", CLOCK_LOCAL, CLOCK_MONTHS, 6, 0 },
	[CLOCK_ALERT_SEND] = { "alert-send", M("Alert sent on"), "S3.3", CLOCK_LOCAL, CLOCK_WORKING_DAYS, 1, 0 },
	[CLOCK_ALERT_EXPIRY] = { "alert-expiry", M("Alert runs out"), "S3.3", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_RISK_MEANS] = { "risk-means", M("Means set against a risk"), "S1.4", CLOCK_LOCAL, CLOCK_DAYS, 90, 0 },
	[CLOCK_INVESTIGATION_START] = { "investigation-start", M("Investigation begun"), "S4.1", CLOCK_LOCAL, CLOCK_WORKING_DAYS,
	    5, 0 },
	[CLOCK_INVESTIGATION_END] = { "investigation-end", M("Investigation finished"), "S4.1", CLOCK_LOCAL, CLOCK_MONTHS, 3, 0 },
	[CLOCK_EVALUATION] = { "evaluation", M("Evaluation"), "S1.6-S4.2", CLOCK_LOCAL, CLOCK_MONTHS, 12, 0 },
	[CLOCK_LONE_CONTROLS] = { "lone-controls", M("Lone-working controls checked"), "T 7.1", CLOCK_LOCAL, CLOCK_MONTHS, 3, 0 },
	[CLOCK_DEVELOPMENT] = { "development", M("Forums, courses and development of the year"), "S1.3", CLOCK_FIXED, CLOCK_PERIOD,
	    12, 0 },
	[CLOCK_RIDDOR_TEN] = { "riddor-ten", M("Report of a grave injury to the safety regulator"), "RIDDOR 2013 Sch. 1 para. 1", CLOCK_FIXED, CLOCK_DAYS, 10, 0 },
	[CLOCK_RIDDOR_FIFTEEN] = { "riddor-fifteen", M("Report of a long absence to the safety regulator"), "RIDDOR 2013 reg. 4(2)", CLOCK_FIXED,
	    CLOCK_DAYS, 15, 0 },
	[CLOCK_NOMINATION] = { "nomination", M("Nomination runs out"), "S1.3", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_ACCREDITATION] = { "accreditation", M("Accreditation runs out"), "S1.3", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
	[CLOCK_AGREEMENT] = { "agreement", M("Agreement reviewed"), "S2.2", CLOCK_FIXED, CLOCK_GIVEN, 0, 0 },
};

const struct clock_about *
clock_about(enum clock_rule rule)
{
	if (rule <= 0 || rule >= CLOCK__MAX)
		return NULL;
	return &rules[rule];
}

enum clock_rule
clock_find(struct str name)
{
	for (int i = 1; i < CLOCK__MAX; i++)
		if (str_is(name, rules[i].name))
			return (enum clock_rule)i;
	return (enum clock_rule)0;
}

struct clock_span
clock_period(struct date d, int months, int first_month)
{
	int year, month, day, into;
	struct date from;

	if (d.day == 0 || months <= 0)
		return (struct clock_span){ 0 };
	date_civil(d, &year, &month, &day);
	into = (month - (first_month > 0 ? first_month : 4) + 24) % 12 % months;
	from = date_add_months(date_of(year, month, 1), -into);
	return (struct clock_span){ from, date_add_days(date_add_months(from, months), -1) };
}

static struct date
last_working_day(struct date d)
{
	while (!date_is_working_day(d))
		d = date_add_days(d, -1);
	return d;
}

/* A span of months that ends on the day itself: twelve months to 31 March begin on 1 April.  Counted
 * from the day after, so that the last day of February has a whole year too. */
static struct date
span_start(struct date last, int months)
{
	return date_add_months(date_add_days(last, 1), -months);
}

static void
reckon(enum clock_rule rule, const struct clock_about *r, const struct clock_in *in, int amount, struct clock_due *ret)
{
	struct clock_span span;

	switch (r->unit) {
	case CLOCK_GIVEN:
		break;
	case CLOCK_DAYS:
		ret->due = date_add_days(in->start, amount);
		break;
	case CLOCK_WORKING_DAYS:
		ret->due = date_add_working_days(in->start, amount);
		break;
	case CLOCK_MONTHS:
		ret->due = date_add_months(in->start, amount);
		/* A strategy is in force to the day before its anniversary. */
		if (rule == CLOCK_STRATEGY)
			ret->due = date_add_days(ret->due, -1);
		break;
	case CLOCK_PERIOD:
		span = clock_period(in->start, in->concern && r->until > 0 ? r->until : amount, in->first_month);
		ret->from = span.from;
		ret->due = span.to;
		break;
	case CLOCK_BACK_DAYS:
		ret->due = date_add_days(in->start, -amount);
		break;
	case CLOCK_BACK_MONTHS:
		ret->due = in->start;
		ret->from = rule == CLOCK_REVIEW_PERIOD ? span_start(in->start, amount) : date_add_months(in->start, -amount);
		break;
	case CLOCK_WINDOW:
		if (rule == CLOCK_VISIT_EARLIEST) {
			ret->from = date_add_days(in->start, rules[CLOCK_VISIT_NOTICE].amount);
			break;
		}
		ret->from = date_add_months(in->start, amount);
		ret->due = date_add_months(in->start, r->until);
		break;
	}
}

struct clock_due
clock_due(enum clock_rule rule, const struct clock_in *in)
{
	const struct clock_about *r = clock_about(rule);
	struct clock_due ret = { 0 };
	int amount;

	if (r == NULL)
		return ret;
	amount = r->firmness == CLOCK_LOCAL && in->amount > 0 ? in->amount : r->amount;
	if (in->given.day != 0)
		ret.due = in->given;
	else if (in->start.day != 0)
		reckon(rule, r, in, amount, &ret);
	ret.known = ret.due.day != 0 || ret.from.day != 0;
	if (ret.due.day != 0)
		ret.act_by = last_working_day(ret.due);
	return ret;
}

static const char *const opens_in[6] = { [1] = M("opens in {n} day"), [5] = M("opens in {n} days") };
static const char *const due_in[6] = { [1] = M("due in {n} day"), [5] = M("due in {n} days") };
static const char *const days_late[6] = { [1] = M("{n} day late"), [5] = M("{n} days late") };
static const char *const done_late[6] = { [1] = M("done {n} day late"), [5] = M("done {n} days late") };

static struct clock_left
left(enum clock_state state, int64_t days, const char *text, const char *const *forms)
{
	return (struct clock_left){ .state = state, .days = days, .words = { .text = text, .forms = forms, .n = days } };
}

struct clock_left
clock_left(const struct clock_due *due, struct date done, struct date today)
{
	int64_t days = (int64_t)due->due.day - (done.day != 0 ? done.day : today.day);

	if (!due->known)
		return left(CLOCK_UNKNOWN, 0, M("no date yet"), NULL);
	if (done.day != 0 && due->due.day != 0 && days < 0)
		return left(CLOCK_DONE_LATE, -days, NULL, done_late);
	if (done.day != 0)
		return left(CLOCK_DONE, 0, M("done in time"), NULL);
	if (due->from.day > today.day)
		return left(CLOCK_NOT_OPEN, due->from.day - today.day, NULL, opens_in);
	if (due->due.day == 0)
		return left(CLOCK_RUNNING, 0, M("open"), NULL);
	if (days == 0)
		return left(CLOCK_TODAY, 0, M("due today"), NULL);
	if (days > 0)
		return left(CLOCK_RUNNING, days, NULL, due_in);
	return left(CLOCK_LATE, -days, NULL, days_late);
}

bool
clock_is_late(const struct clock_due *due, struct when done)
{
	return due->known && due->due.day != 0 && when_date(done).day > due->due.day;
}
