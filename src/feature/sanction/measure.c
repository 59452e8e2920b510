/* SPDX-License-Identifier: MIT */
/* MEA-6: measures over sanctions and redress, and what they say for or against standard 4.2. */
#include <string.h>

#include "app/access.h"
#include "app/fact.h"
#include "app/measure.h"
#include "base/time.h"
#include "feature/sanction/own.h"

enum { SANCTIONED, SOON, WHICH__MAX };
#define SEE .source = M("Register of sanctions"), .see = "sanction.list", .form = MEASURE_SHARE, .better = SPC_HIGHER
static const struct measure_def defs[] = {
	[SANCTIONED] = { .name = "sanction.obtained", .title = M("Incidents that led to a sanction"), .part = M("Incidents with at least one sanction obtained"),
		.whole = M("Incidents found to have happened as reported"), .evidence = "sanction_warning",
		.about = M("The share of incidents that were borne out and led to a sanction, by the day they happened. The latest months rise as cases end."), SEE },
	[SOON] = { .name = "sanction.soon", .title = M("Sanctions within 90 days of the incident"), .part = M("Sanctions obtained within 90 days"), .whole = M("Sanctions obtained"),
		.evidence = "sanction_warning", .about = M("How soon after an incident a sanction follows. 90 days are a preset of ours."), SEE },
	[WHICH__MAX] = { .name = NULL },
};

static enum status
count(struct ctx *c, const struct measure_span *s, struct measure_month *const *ret)
{
	struct sanction_months_row *r;
	size_t n;

	TRY(sanction_months(c->db, c->scope, c->mem, s->from, s->to, s->unit, &r, &n));
	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)(r[i].month - s->from);
		ret[SANCTIONED][at] = (struct measure_month){ r[i].sanctioned, r[i].borne_out };
		ret[SOON][at] = (struct measure_month){ r[i].soon, r[i].obtained };
	}
	return ST_OK;
}

static struct url
records(struct ctx *c, const struct measure_def *m, const struct measure_span *s)
{
	(void)m;
	return url_with(c->mem, URL(c->mem, "/sanctions"), "year", arena_printf(c->mem, "%d", date_financial_year(measure_month_start(s->to))));
}
const struct measure_source sanction_measures = { .defs = defs, .count = count, .records = records };

/* ---- facts ---- */

static void
say(struct ctx *c, struct live_fact *ret, enum live_state state, int64_t value, const char *words, int64_t n, int64_t of)
{
	struct msg_arg args[] = { { "n", arena_printf(c->mem, "%lld", (long long)n) }, { "of", arena_printf(c->mem, "%lld", (long long)of) } };

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
share(struct ctx *c, struct live_fact *ret, int64_t n, int64_t of, const char *words)
{
	if (of == 0)
		say(c, ret, LIVE_NONE_AROSE, 0, M("None arose in the period"), 0, 0);
	else
		say(c, ret, n == of ? LIVE_FOR : LIVE_AGAINST, n * 100 / of, words, n, of);
}

enum status
sanction_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct sanction_facts_row r;
	struct str f = str_c(name);

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/sanctions"), .words = lang_text(c->lang, c->mem, M("Not known: no decision on sanctions has been entered yet")) };
	/* What is said to all who read a review counts nothing that is restricted. */
	struct scope_eyes eyes = scope_as_nobody(c);
	enum status st = sanction_facts(c->db, c->scope, c->mem, from, to, &r);
	scope_back(c, eyes);
	TRY(st);
	if (r.used == 0)
		return ST_OK;
	if (str_is(f, "sanction.decided"))
		share(c, ret, r.decided, r.borne_out, M("Incidents that were borne out, with a decision on sanctions: {n} of {of}"));
	else if (str_is(f, "sanction.range"))
		share(c, ret, r.whole, r.borne_out, M("Incidents that were borne out, for which the full range was gone through: {n} of {of}"));
	else if (str_is(f, "sanction.none"))
		share(c, ret, r.explained, r.declined, M("Decisions against a sanction with advice and reasons: {n} of {of}"));
	else if (str_is(f, "sanction.public"))
		share(c, ret, r.public, r.obtained, M("Sanctions obtained with a decision on publicity: {n} of {of}"));
	else if (str_is(f, "sanction.legal"))
		share(c, ret, r.answered, r.legal, M("Requests for legal advice that were answered: {n} of {of}"));
	else if (str_is(f, "loss.considered"))
		share(c, ret, r.considered, r.losses, M("Losses for which recovery was considered: {n} of {of}"));
	else if (str_is(f, "loss.followed"))
		share(c, ret, r.followed, r.claims, M("Claims whose result is recorded: {n} of {of}"));
	else if (str_is(f, "sanction.due"))
		counted(c, ret, r.known, M("Incidents that were borne out, with a known offender: {n}"));
	else if (str_is(f, "sanction.declined"))
		counted(c, ret, r.declined, M("Decisions not to seek a sanction: {n}"));
	else if (str_is(f, "sanction.obtained"))
		counted(c, ret, r.obtained, M("Sanctions obtained in the period: {n}"));
	else if (str_is(f, "sanction.legal_due"))
		counted(c, ret, r.legal, M("Cases in which legal advice was asked for: {n}"));
	else if (str_is(f, "loss.n"))
		counted(c, ret, r.losses, M("Losses to crime in the period: {n}"));
	return ST_OK;
}

enum status
sanction_return(struct ctx *c, struct date from, struct date to, int64_t *ret_criminal, int64_t *ret_civil)
{
	struct sanction_return_all_row r;

	TRY(sanction_return_all(c->db, c->mem, c->scope->org, from, to, &r));
	*ret_criminal = r.criminal;
	*ret_civil = r.civil;
	return ST_OK;
}
