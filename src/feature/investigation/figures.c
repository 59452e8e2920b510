/* SPDX-License-Identifier: MIT */
/* INV-4: how long cases take and what they find, as measures, and what the register says for the standard on investigation. */
#include "feature/investigation/own.h"

#include <string.h>

#include "app/fact.h"
#include "app/measure.h"
#include "base/time.h"

#define WANTED 90	/* per cent: threshold of the facts, data/frameworks/facts.yaml */

enum which { OPENED, IN_TIME, SUBSTANTIATED, WHICH__MAX };
#define SOURCE .source = M("Investigations"), .see = "investigation.list"
static const struct measure_def defs[] = {
	[OPENED] = { .name = "investigation.opened", .title = M("Cases opened"), .part = M("Cases by the day they were opened"), .form = MEASURE_COUNT, .better = SPC_NEITHER,
		.about = M("How many cases were opened. More of them is neither good nor bad by itself."), .evidence = "investigation_report", SOURCE },
	[IN_TIME] = { .name = "investigation.found_in_time", .title = M("Findings in time"), .part = M("Cases with a finding by the day it was due"), .whole = M("Cases with a finding"),
		.about = M("The share of cases whose finding came in time, by the month of the finding."), .form = MEASURE_SHARE, .better = SPC_HIGHER, .target = 90, .evidence = "investigation_report", SOURCE },
	[SUBSTANTIATED] = { .name = "investigation.substantiated", .title = M("Cases found to have happened as reported"), .part = M("Cases with the finding that it happened, in whole or in part"),
		.whole = M("Cases with a finding"), .about = M("The share of cases that bore the report out, by the month of the finding."), .form = MEASURE_SHARE, .better = SPC_NEITHER,
		.evidence = "closure_report", SOURCE },
	[WHICH__MAX] = { .name = NULL },
};

static void
add(struct measure_month *const *ret, enum which w, const struct measure_span *s, struct date on, bool part, bool whole)
{
	int64_t month = measure_month_of(on);

	if (on.day == 0 || month < s->from || month > s->to)
		return;
	ret[w][month - s->from].part += part;
	ret[w][month - s->from].whole += whole;
}

static enum status
count(struct ctx *c, const struct measure_span *s, struct measure_month *const *ret)
{
	struct investigation_times_row *r;
	size_t n;

	TRY(investigation_times(c->db, c->scope, c->mem, measure_month_start(s->from), date_add_days(measure_month_start(s->to + 1), -1), s->unit, &r, &n));
	for (size_t i = 0; i < n; i++) {
		add(ret, OPENED, s, r[i].opened_on, true, false);
		add(ret, IN_TIME, s, r[i].found_on, r[i].found_on.day <= r[i].due_on.day, true);
		add(ret, SUBSTANTIATED, s, r[i].found_on, str_is(r[i].finding, "substantiated") || str_is(r[i].finding, "partly"), true);
	}
	return ST_OK;
}

static struct url
records(struct ctx *c, const struct measure_def *m, const struct measure_span *s)
{
	(void)m;
	(void)s;
	return URL(c->mem, "/investigations");
}

const struct measure_source investigation_measures = { .defs = defs, .count = count, .records = records };

/* ---- facts ---- */

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

static void
share(struct ctx *c, struct live_fact *ret, int64_t part, int64_t whole, const char *words)
{
	if (whole == 0) {
		ret->state = LIVE_NONE_AROSE;
		ret->words = lang_text(c->lang, c->mem, M("None arose in the period"));
		return;
	}
	ret->state = part * 100 >= whole * WANTED ? LIVE_FOR : LIVE_AGAINST;
	ret->value = part * 100 / whole;
	ret->words = lang_format(c->lang, c->mem, words, (struct msg_arg[]){ { "n", number(c, part) }, { "of", number(c, whole) } }, 2);
}

static enum status
time_fact(struct ctx *c, struct date from, struct date to, struct live_fact *ret)
{
	struct investigation_times_row *r;
	int64_t start = 0, found = 0, days = 0, in_time = 0;
	size_t n;

	TRY(investigation_times(c->db, c->scope, c->mem, from, to, 0, &r, &n));
	for (size_t i = 0; i < n; i++) {
		if (r[i].found_on.day < from.day || r[i].found_on.day > to.day)
			continue;
		found++;
		start += r[i].opened_on.day - r[i].reported_on.day;
		days += r[i].found_on.day - r[i].opened_on.day;
		in_time += r[i].found_on.day <= r[i].due_on.day;
	}
	share(c, ret, in_time, found, "");
	if (found == 0)
		return ST_OK;
	ret->value = days / found;
	ret->words = lang_format(c->lang, c->mem, M("On average {start} days from report to case and {days} from case to finding; {n} of {of} findings in time"),
	    (struct msg_arg[]){ { "start", number(c, start / found) }, { "days", number(c, days / found) }, { "n", number(c, in_time) }, { "of", number(c, found) } }, 4);
	return ST_OK;
}

static enum status
compute(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct investigation_used_row used;
	struct investigation_proper_row p;
	struct investigation_lessons_row l;
	struct incident_figures f;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/investigations"), .words = lang_text(c->lang, c->mem, M("Not known: no case has been opened yet")) };
	TRY(investigation_used(c->db, c->scope, c->mem, &used));
	if (used.n == 0)
		return ST_OK;
	if (strcmp(name, "case.proper") == 0) {
		TRY(investigation_proper(c->db, c->scope, c->mem, from, to, &p));
		share(c, ret, p.proper, p.n, M("Cases with a plan, law and guidance ticked and an accredited lead: {n} of {of}"));
	} else if (strcmp(name, "case.lessons") == 0) {
		TRY(investigation_lessons(c->db, c->scope, c->mem, from, to, &l));
		share(c, ret, l.settled, l.n, M("Lessons with a changed document or a reason for none: {n} of {of}"));
	} else if (strcmp(name, "case.police") == 0) {
		TRY(incident_count(c, &(struct incident_span){ .from = incident_month(from), .to = incident_month(to), .kind = S("incident"), .type = S("") }, &f));
		share(c, ret, f.decided, f.n, M("Incidents with a decision whether to ask the police: {n} of {of}"));
		ret->to = URL(c->mem, "/incidents");
	} else {
		return time_fact(c, from, to, ret);
	}
	return ST_OK;
}

const struct fact_def investigation_facts[] = {
	{ "case.proper", M("Cases with a plan, law and guidance ticked and an accredited lead"), compute },
	{ "case.lessons", M("Lessons with a changed document or a reason for none"), compute },
	{ "case.police", M("Incidents with a decision whether to ask the police"), compute },
	{ "case.time", M("Days from report to case, and from case to finding"), compute },
	{ NULL, NULL, NULL },
};
