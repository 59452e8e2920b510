/* SPDX-License-Identifier: MIT */
/* INC-5: the Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013 (S.I. 2013/1471), as far as violence and
 * accidents to people go.  By regulation 2 violence done to somebody at work is an accident.  The rules stand here and nowhere
 * else; how many days there are stands in base/clock.c. */
#include "feature/incident/own.h"

#include <string.h>

#include "base/clock.h"

const char *const riddor_names[] = { [RIDDOR_NONE] = "", [RIDDOR_RECORD] = "record", [RIDDOR_WATCH] = "watch", [RIDDOR_FIFTEEN] = "report_15", [RIDDOR_TEN] = "report_10" };

/* Regulation 4(1)(a) to (h). */
static bool
is_specified(struct str injury)
{
	static const char *const all[] = { "fracture", "amputation", "sight", "crush", "burn", "scalping", "unconscious", "enclosed" };

	for (size_t i = 0; i < countof(all); i++)
		if (str_is(injury, all[i]))
			return true;
	return false;
}

/* Whole days away, weekends and rest days included, the day of the accident not (regulation 4(2)). */
static int
days_away(const struct riddor_in *in)
{
	if (in->first_off.day == 0)
		return 0;
	int from = in->first_off.day > in->happened.day ? in->first_off.day : in->happened.day + 1;
	int to = in->back_on.day != 0 ? in->back_on.day : in->today.day + 1;	/* today is not over, but nobody comes back in it */
	return to > from ? to - from : 0;
}

static struct date
due(enum clock_rule rule, struct date happened)
{
	return clock_due(rule, &(struct clock_in){ .start = happened }).due;
}

static struct riddor_out
within_ten(const struct riddor_in *in, const char *why, const char *source)
{
	return (struct riddor_out){ RIDDOR_TEN, due(CLOCK_RIDDOR_TEN, in->happened), 0, why, source };
}

static struct riddor_out
by_absence(const struct riddor_in *in)
{
	int days = days_away(in);
	bool still = in->first_off.day != 0 && in->back_on.day == 0;

	if (days > 7)
		return (struct riddor_out){ RIDDOR_FIFTEEN, due(CLOCK_RIDDOR_FIFTEEN, in->happened), days,
			M("Somebody was unfit for their usual work for more than seven days in a row, the day itself not counted."), "RIDDOR 2013, regulation 4(2)" };
	if (still)
		return (struct riddor_out){ RIDDOR_WATCH, due(CLOCK_RIDDOR_FIFTEEN, in->happened), days,
			M("Somebody is still away from their work. If it comes to more than seven days in a row, a report is due."), "RIDDOR 2013, regulation 4(2)" };
	if (days > 3)
		return (struct riddor_out){ RIDDOR_RECORD, { 0 }, days,
			M("Somebody was unfit for their usual work for more than three days in a row. It is recorded here, and no report is due. Keep the record for three years."),
			"RIDDOR 2013, regulation 12(1)(b)" };
	return (struct riddor_out){ .days = days, .why = M("Nothing that was entered has to be reported to the safety regulator."), .source = "RIDDOR 2013" };
}

struct riddor_out
riddor_judge(const struct riddor_in *in)
{
	if (str_is(in->injury, "death"))
		return within_ten(in, M("Somebody died. Tell the regulator without delay, and report within ten days."), "RIDDOR 2013, regulation 6 and Schedule 1");
	if (in->at_work && is_specified(in->injury))
		return within_ten(in, M("Somebody at work suffered one of the specified injuries. Tell the regulator without delay, and report within ten days."),
		    "RIDDOR 2013, regulation 4(1) and Schedule 1");
	if (in->at_work)
		return by_absence(in);
	if (in->to_hospital)
		return within_ten(in, M("Somebody who was not at work was taken from there to hospital for treatment. Tell the regulator without delay, and report within ten days."),
		    "RIDDOR 2013, regulation 5(a) and Schedule 1");
	if (in->on_hospital && is_specified(in->injury))
		return within_ten(in, M("Somebody who was not at work suffered one of the specified injuries on hospital premises. Tell the regulator without delay, and report within ten days."),
		    "RIDDOR 2013, regulation 5(b) and Schedule 1");
	return (struct riddor_out){ .why = M("Nothing that was entered has to be reported to the safety regulator."), .source = "RIDDOR 2013" };
}

static enum status
gravest(struct ctx *c, const struct incident *i, struct riddor_out *ret)
{
	const struct incident_person *p;
	void *rows;
	size_t n;

	*ret = (struct riddor_out){ .why = M("Nothing that was entered has to be reported to the safety regulator."), .source = "RIDDOR 2013" };
	TRY(part_rows(c, &incident_person_record, i->id, &rows, &n));
	p = rows;
	for (size_t k = 0; k < n; k++) {
		struct riddor_out one = riddor_judge(&(struct riddor_in){ .at_work = p[k].at_work, .to_hospital = p[k].to_hospital, .on_hospital = p[k].on_hospital,
			.injury = p[k].injury, .happened = i->happened_on, .first_off = p[k].first_off, .back_on = p[k].back_on, .today = c->today });
		if (one.duty > ret->duty)
			*ret = one;
	}
	return ST_OK;
}

enum status
riddor_set(struct ctx *c, struct incident *i)
{
	struct riddor_out r;

	TRY(gravest(c, i, &r));
	i->riddor = str_c(riddor_names[r.duty]);
	i->riddor_due = r.due;
	return ST_OK;
}

enum status
riddor_explain(struct ctx *c, const struct incident *i, struct str *ret_duty, struct str *ret_why)
{
	static const char *const words[] = { [RIDDOR_NONE] = M("No report is due"), [RIDDOR_RECORD] = M("Record only"), [RIDDOR_WATCH] = M("Watch: may become due"),
		[RIDDOR_FIFTEEN] = M("Report within 15 days"), [RIDDOR_TEN] = M("Report within 10 days") };
	struct riddor_out r;

	TRY(gravest(c, i, &r));
	*ret_duty = lang_text(c->lang, c->mem, words[r.duty]);
	*ret_why = arena_printf(c->mem, "%.*s (%s)", (int)lang_text(c->lang, c->mem, r.why).n, lang_text(c->lang, c->mem, r.why).p, r.source);
	return ST_OK;
}
