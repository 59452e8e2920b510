/* SPDX-License-Identifier: MIT */
/* MEA-6: what the register of incidents says for or against criteria of the standards. */
#include <string.h>
#include "app/access.h"
#include "base/time.h"
#include "feature/figures/own.h"
#include "feature/measure/measure.h"
#include "sql/figures.h"

/* A preset of ours: no standard says how many must be in time. */
#define IN_TIME_WANTED 90

struct sums { struct incident_figures all, violent, assaults; bool used; int64_t staff; };

static void
add(struct incident_figures *to, const struct incident_figures *f)
{
	to->n += f->n;
	to->triaged += f->triaged;
	to->triaged_ok += f->triaged_ok;
	to->contacted += f->contacted;
	to->contacted_ok += f->contacted_ok;
	to->medical += f->medical;
}

static enum status
sums_read(struct ctx *c, int64_t from, int64_t to, struct sums *ret)
{
	struct incident_month_figures *r;
	struct figures_used_row used;
	size_t n;

	*ret = (struct sums){ .used = false };
	TRY(figures_used(c->db, c->scope, c->mem, &used));
	ret->used = used.n > 0;
	struct scope_eyes eyes = scope_as_nobody(c);
	enum status st = incident_by_month(c, &(struct incident_span){ .from = from, .to = to, .kind = S("incident"), .type = S("") }, false, &r, &n);
	scope_back(c, eyes);
	TRY(st);
	for (size_t i = 0; i < n; i++) {
		add(&ret->all, &r[i].f);
		if (incident_is_violent(r[i].type))
			add(&ret->violent, &r[i].f);
		if (str_is(r[i].type, "physical_assault"))
			add(&ret->assaults, &r[i].f);
	}
	return measure_staff(c, &(struct measure_span){ from, to, 0 }, &ret->staff);
}

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

static void
say(struct ctx *c, struct live_fact *ret, enum live_state state, int64_t value, const char *words, int64_t n, int64_t of)
{
	struct msg_arg args[] = { { "n", number(c, n) }, { "of", number(c, of) } };

	ret->state = state;
	ret->value = value;
	ret->words = lang_format(c->lang, c->mem, words, args, 2);
}

static void
counted(struct ctx *c, struct live_fact *ret, int64_t n, const char *words)
{
	say(c, ret, n > 0 ? LIVE_FOR : LIVE_NONE_AROSE, n, words, n, 0);
}

static void
in_time(struct ctx *c, struct live_fact *ret, int64_t ok, int64_t of, const char *words)
{
	if (of == 0)
		say(c, ret, LIVE_NONE_AROSE, 0, M("There was none in the period to be in time with"), 0, 0);
	else
		say(c, ret, ok * 100 >= of * IN_TIME_WANTED ? LIVE_FOR : LIVE_AGAINST, ok * 100 / of, words, ok, of);
}

/* Per 1,000 staff, this period against as many months before. */
static void
against_before(struct ctx *c, struct live_fact *ret, int64_t now, int64_t staff, int64_t before, int64_t staff_before)
{
	if (staff == 0 || staff_before == 0 || (before == 0 && now == 0))
		return;
	spc_num is = spc_ratio(now, staff, 1000), was = spc_ratio(before, staff_before, 1000);
	struct msg_arg args[] = { { "is", spc_num_text(c->mem, is, 1) }, { "was", spc_num_text(c->mem, was, 1) } };
	ret->state = is < was ? LIVE_FOR : LIVE_AGAINST;
	ret->value = now;
	ret->words = lang_format(c->lang, c->mem, M("For each 1,000 staff: {is}, and {was} in as many months before"), args, 2);
}

static void
judge(struct ctx *c, struct live_fact *ret, const struct sums *is, const struct sums *was)
{
	struct str name = str_c(ret->name);

	if (str_is(name, "incident.n"))
		counted(c, ret, is->all.n, M("Security incidents reported in the period: {n}"));
	else if (str_is(name, "incident.violence"))
		counted(c, ret, is->violent.n, M("Incidents of violence reported in the period: {n}"));
	else if (str_is(name, "incident.triaged"))
		in_time(c, ret, is->all.triaged_ok, is->all.triaged, M("Reports first looked at in time: {n} of {of}"));
	else if (str_is(name, "victim.contact"))
		in_time(c, ret, is->all.contacted_ok, is->all.contacted, M("People harmed whom somebody spoke with in time: {n} of {of}"));
	else if (str_is(name, "violence.rate"))
		against_before(c, ret, is->violent.n, is->staff, was->violent.n, was->staff);
	else if (str_is(name, "assault.clinical"))
		against_before(c, ret, is->assaults.medical, is->staff, was->assaults.medical, was->staff);
	else if (str_is(name, "violence.figures"))
		say(c, ret, is->all.n > 0 ? LIVE_FOR : LIVE_AGAINST, is->violent.n, M("Violence by place, time and kind is worked out from {n} incidents of the period"), is->violent.n, 0);
}

enum status
figures_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	int64_t first = measure_month_of(from), last = measure_month_of(date_min(to, c->today)), months = last - first + 1;
	struct sums is, was = { .used = false };

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/measures"), .words = lang_text(c->lang, c->mem, M("Not known: no incident has been entered yet")) };
	if (months <= 0)
		return ST_OK;
	TRY(sums_read(c, first, last, &is));
	if (!is.used)
		return ST_OK;
	ret->words = lang_text(c->lang, c->mem, M("Not known: it needs incidents of both periods and the number of staff"));
	if (strcmp(name, "violence.rate") == 0 || strcmp(name, "assault.clinical") == 0)
		TRY(sums_read(c, first - months, first - 1, &was));
	judge(c, ret, &is, &was);
	return ST_OK;
}
