/* SPDX-License-Identifier: MIT */
/* The measures over incidents: each is defined here and nowhere else. */
#include "base/time.h"
#include "feature/figures/own.h"
#include "sql/figures.h"

enum which { ASSAULTS, VIOLENCE, REPORTED, NEAR_MISSES, HARMED, TRIAGE, CONTACT, START, RIDDOR, LOSSES, RECOVERED, SUBSTANTIATED, WHICH__MAX };
/* What figures_records calls those behind each of them. */
static const char *const whats[WHICH__MAX] = { "assault", "violence", "all", "near_miss", "harmed", "triaged", "contacted", "started", "riddor", "loss", "loss", "substantiated" };

#define INCIDENTS M("Register of incidents")
#define SEE .source = INCIDENTS, .see = "incident.list"
static const struct measure_def defs[] = {
	[ASSAULTS] = { .name = "incident.assaults", .title = M("Physical assaults for each 1,000 staff"), .part = M("Incidents of the type physical assault, by the day they happened"),
		.about = M("How often force was used against somebody, for every 1,000 people who work here. Attempts, near misses and concerns do not count."),
		.form = MEASURE_RATE, .better = SPC_LOWER, .evidence = "assault_figures", SEE },
	[VIOLENCE] = { .name = "incident.violence", .title = M("Violence and abuse for each 1,000 staff"), .part = M("Incidents of all violent types, threats and verbal abuse included"),
		.about = M("All violence, threats, abuse and harassment, for every 1,000 people who work here. More reports can also mean that more dare to report."),
		.form = MEASURE_RATE, .better = SPC_LOWER, .evidence = "assault_figures", SEE },
	[REPORTED] = { .name = "incident.reported", .title = M("Incidents reported"), .part = M("Incidents of all types, by the day they happened"),
		.about = M("All incidents. More of them is neither good nor bad by itself: people may be reporting more, or more may be happening."),
		.form = MEASURE_COUNT, .better = SPC_NEITHER, .evidence = "incident_follow_up", SEE },
	[NEAR_MISSES] = { .name = "incident.near_misses", .title = M("Near misses reported"), .part = M("Reports of something that nearly happened"),
		.about = M("What was noticed in time. Many reports of near misses are a sign that people watch and speak up."), .form = MEASURE_COUNT, .better = SPC_HIGHER,
		.evidence = "incident_follow_up", SEE },
	[HARMED] = { .name = "incident.harmed", .title = M("Incidents in which somebody was hurt"), .part = M("Incidents in which somebody was hurt in body or mind"), .whole = M("All incidents"),
		.about = M("The share of incidents in which somebody was hurt, frightened or upset."), .form = MEASURE_SHARE, .better = SPC_LOWER, .evidence = "assault_figures", SEE },
	[TRIAGE] = { .name = "incident.triage_in_time", .title = M("First look in time"), .part = M("Incidents first looked at within the time your organisation set"),
		.whole = M("Incidents that were looked at"), .about = M("The share of reports that the security team looked at in time."), .form = MEASURE_SHARE, .better = SPC_HIGHER, .target = 90,
		.evidence = "incident_follow_up", SEE },
	[CONTACT] = { .name = "incident.contact_in_time", .title = M("Contact with the person harmed in time"), .part = M("Incidents with contact within the time your organisation set"),
		.whole = M("Incidents with contact"), .about = M("The share of incidents after which somebody spoke with the person harmed in time."), .form = MEASURE_SHARE, .better = SPC_HIGHER, .target = 90,
		.evidence = "incident_follow_up", SEE },
	[START] = { .name = "incident.started_in_time", .title = M("Investigation begun in time"), .part = M("Investigations begun within the time your organisation set"),
		.whole = M("Investigations begun"), .about = M("The share of investigations that began in time."), .form = MEASURE_SHARE, .better = SPC_HIGHER, .target = 90,
		.evidence = "incident_follow_up", SEE },
	[RIDDOR] = { .name = "incident.riddor_in_time", .title = M("RIDDOR reports in time"), .part = M("Reports sent by the day they were due"), .whole = M("Reports that were due"),
		.about = M("The share of reports under RIDDOR 2013 that reached the Health and Safety Executive in time. One that was not sent counts as late."),
		.form = MEASURE_SHARE, .better = SPC_HIGHER, .target = 100, .evidence = "incident_follow_up", SEE },
	[LOSSES] = { .name = "incident.losses", .title = M("Value lost"), .part = M("Value of what was taken or lost in incidents"), .about = M("What was lost in incidents of the month, in pounds. Damage is not in it."),
		.form = MEASURE_MONEY, .better = SPC_LOWER, .evidence = "redress", SEE },
	[RECOVERED] = { .name = "incident.recovered", .title = M("Recovered of what was lost"), .part = M("Value recovered so far"), .whole = M("Value lost"),
		.about = M("How much of what was lost in incidents of the month has been recovered since. The latest months rise as claims come in."),
		.form = MEASURE_SHARE, .better = SPC_HIGHER, .evidence = "redress", SEE },
	[SUBSTANTIATED] = { .name = "incident.substantiated", .title = M("Incidents found to have happened as reported"), .part = M("Incidents with the finding that they happened, in whole or in part"),
		.whole = M("All incidents"), .about = M("The share of incidents that an investigation bore out. The latest months rise as investigations end."),
		.form = MEASURE_SHARE, .better = SPC_NEITHER, .evidence = "closure_report", SEE },
	[WHICH__MAX] = { .name = NULL },
};

static void
add(struct measure_month *m, int64_t part, int64_t whole)
{
	m->part += part;
	m->whole += whole;
}

static void
add_incidents(struct measure_month *const *ret, size_t at, const struct incident_month_figures *r)
{
	const struct incident_figures *f = &r->f;

	if (str_is(r->kind, "near_miss"))
		add(&ret[NEAR_MISSES][at], f->n, 0);
	if (!str_is(r->kind, "incident"))
		return;
	if (str_is(r->type, "physical_assault"))
		add(&ret[ASSAULTS][at], f->n, 0);
	if (incident_is_violent(r->type))
		add(&ret[VIOLENCE][at], f->n, 0);
	add(&ret[REPORTED][at], f->n, 0);
	add(&ret[HARMED][at], f->harmed, f->n);
	add(&ret[TRIAGE][at], f->triaged_ok, f->triaged);
	add(&ret[CONTACT][at], f->contacted_ok, f->contacted);
	add(&ret[START][at], f->started_ok, f->started);
	add(&ret[LOSSES][at], f->loss, 0);
	add(&ret[RECOVERED][at], f->recovered, f->loss);
	add(&ret[SUBSTANTIATED][at], f->substantiated, f->n);
}

enum status
figures_count(struct ctx *c, const struct measure_span *s, struct measure_month *const *ret)
{
	struct incident_month_figures *r;
	struct figures_riddor_row *due;
	size_t n;

	TRY(incident_by_month(c, &(struct incident_span){ .from = s->from, .to = s->to, .kind = S(""), .type = S(""), .unit = s->unit }, false, &r, &n));
	for (size_t i = 0; i < n; i++)
		add_incidents(ret, (size_t)(r[i].month - s->from), &r[i]);
	/* The report falls due at most 15 days after the incident. */
	TRY(figures_riddor(c->db, c->scope, c->mem, measure_month_start(s->from), date_add_days(measure_month_start(s->to + 1), 31), s->unit, &due, &n));
	for (size_t i = 0; i < n; i++)
		if (due[i].month >= s->from && due[i].month <= s->to)
			add(&ret[RIDDOR][due[i].month - s->from], due[i].sent_ok, due[i].due);
	return ST_OK;
}

struct url
figures_records_url(struct ctx *c, const char *what, const struct measure_span *s)
{
	struct url u = url_with(c->mem, URL(c->mem, "/incident-figures/records"), "what", str_c(what));

	u = url_with(c->mem, u, "from", arena_printf(c->mem, "%04lld-%02lld", (long long)(s->from / 12), (long long)(s->from % 12 + 1)));
	u = url_with(c->mem, u, "to", arena_printf(c->mem, "%04lld-%02lld", (long long)(s->to / 12), (long long)(s->to % 12 + 1)));
	return url_with(c->mem, u, "unit", s->unit == 0 ? S("") : arena_printf(c->mem, "%lld", (long long)s->unit));
}

static struct url
records(struct ctx *c, const struct measure_def *m, const struct measure_span *s)
{
	return figures_records_url(c, whats[m - defs], s);
}

const struct measure_source figures_source = { .defs = defs, .count = figures_count, .records = records };
