/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include "base/message.h"
#include "base/time.h"

/* Every duty that runs against the calendar, as one rule in one place.  The clocks of a lone
 * worker's session run in minutes and are not here.
 * A week is seven days and a month goes to the same day of the month, or to the last one there is;
 * a due day counts to its end in the United Kingdom, at weekends and on bank holidays too. */
enum clock_rule {
	/* the organisation's own year */
	CLOCK_SELF_REVIEW = 1,		/* given: the round's deadline */
	CLOCK_VIOLENCE_REVIEW,		/* start: a day in the half-year; due on its last day */
	CLOCK_BOARD_ASSURANCE,		/* the same, for the paper to the board */
	CLOCK_COMPLIANCE_CHECK,		/* the same; quarters when in->concern */
	CLOCK_ANNUAL_REPORT,		/* start: last one approved, or given */
	CLOCK_WORK_PLAN,		/* start: first day of the plan's year; agreed by then */
	CLOCK_PLAN_REVIEW,		/* start: last senior review */
	CLOCK_STRATEGY,			/* start: first day; given: its own end date */
	CLOCK_RISK_COMMITTEE,		/* start: last time the audit committee saw the risks */
	/* a visit and what follows */
	CLOCK_VISIT_NOTICE,		/* start: day of the visit; due: last day to give notice */
	CLOCK_VISIT_EARLIEST,		/* start: notice given; from: first day a visit may be */
	CLOCK_VISIT_PAPERS,		/* given: set by the inspector */
	CLOCK_CLOSING_MEETING,		/* start: end of the visit; an aim */
	CLOCK_REPORT,			/* start: closing meeting */
	CLOCK_REPORT_WARNING,		/* start: end of the visit; the stricter of the sources' two, so a warning */
	CLOCK_ACTION_PLAN,		/* start: report received */
	CLOCK_PROGRESS,			/* given: told at the closing meeting */
	CLOCK_REVIEW_VISIT,		/* start: the original visit; a window */
	CLOCK_LOOK_BACK,		/* start: the assessment; from … due is what it looks at */
	CLOCK_REVIEW_PERIOD,		/* start: last day of a review's twelve months; from … due */
	/* to others */
	CLOCK_REQUEST,			/* given: by the one who asks */
	CLOCK_GUIDANCE,			/* start: issued; given: embed by */
	CLOCK_ALERT_SEND,		/* start: received, or given */
	CLOCK_ALERT_EXPIRY,		/* given: on the alert */
	/* local "regular", "timely", "reasonable": a setting with a default that is ours */
	CLOCK_RISK_MEANS,		/* start: risk found */
	CLOCK_INVESTIGATION_START,	/* start: incident reported; working days */
	CLOCK_INVESTIGATION_END,	/* start: investigation begun */
	CLOCK_EVALUATION,		/* start: last one finished; given: next date agreed */
	CLOCK_LONE_CONTROLS,		/* start: line manager's last check */
	CLOCK_DEVELOPMENT,		/* start: first day of the year counted; due on its last */
	/* the Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013; start: day of the accident */
	CLOCK_RIDDOR_TEN,		/* specified injury, death, somebody taken to hospital */
	CLOCK_RIDDOR_FIFTEEN,		/* more than seven days unfit for their work */
	/* dates that stand on the record */
	CLOCK_NOMINATION,		/* given: confirmation runs out */
	CLOCK_ACCREDITATION,		/* given: accreditation runs out */
	CLOCK_AGREEMENT,		/* given: review date */
	CLOCK__MAX
};
enum clock_firmness { CLOCK_FIXED = 1, CLOCK_LEAST, CLOCK_AIM, CLOCK_LOCAL };
enum clock_unit { CLOCK_GIVEN = 1, CLOCK_DAYS, CLOCK_WORKING_DAYS, CLOCK_MONTHS, CLOCK_PERIOD, CLOCK_BACK_DAYS,
	CLOCK_BACK_MONTHS, CLOCK_WINDOW };
struct clock_about {
	const char *name;	/* "visit-notice": for settings and addresses */
	const char *title;	/* in the catalogue */
	const char *source;	/* "P3.28", empty: ours */
	enum clock_firmness firmness;
	enum clock_unit unit;
	int amount, until;	/* until: end of a window, months of a period under concern */
};
const struct clock_about *clock_about(enum clock_rule rule);
enum clock_rule clock_find(struct str name);	/* 0: none */

struct clock_in {
	struct date start;
	struct date given;	/* a date that somebody set goes before what is worked out */
	int amount;		/* a local setting in the rule's unit, 0: its default; only where the rule is local */
	int first_month;	/* of periods, 0: April */
	bool concern;
};
struct clock_due {
	bool known;		/* false: start or given date missing */
	struct date from;	/* first day that counts; not set where there is none */
	struct date due;	/* last day that is in time; not set for "not before" */
	struct date act_by;	/* last working day up to due: what reminders aim at */
};
struct clock_due clock_due(enum clock_rule rule, const struct clock_in *in);

/* The period of months (6, 3, 12) that d lies in, where periods begin in first_month (0: April). */
struct clock_span { struct date from, to; };
struct clock_span clock_period(struct date d, int months, int first_month);

enum clock_state { CLOCK_UNKNOWN = 0, CLOCK_NOT_OPEN, CLOCK_RUNNING, CLOCK_TODAY, CLOCK_LATE, CLOCK_DONE, CLOCK_DONE_LATE };
struct clock_left {
	enum clock_state state;
	int64_t days;		/* to due when running, since due when late, to from when not open */
	struct message words;	/* "due in 5 days", "2 days late", "due today" */
};
/* done: the day it was done, not set while it is not. */
struct clock_left clock_left(const struct clock_due *due, struct date done, struct date today);
/* Was a moment after the end of the due day in the United Kingdom?  Not with an unknown due day. */
bool clock_is_late(const struct clock_due *due, struct when done);
#endif
