/* SPDX-License-Identifier: MIT */
/* What agreements say for or against a rating: are they within their review date? */
#include "base/time.h"
#include "feature/agreement/own.h"
#include "sql/agreement.h"

/* A page asks for this, so it does not count a register of any size: the longest overdue come first, and decide. */
enum { MOST = 1000 };

/* Those that stood by the end of the period, or stand today where it still runs.  value: per cent, rounded down, so that
 * only all of them come to 100. */
enum status
agreement_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct date day = date_min(to, c->today);
	struct agreement_current_row r;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/agreements"),
		.words = lang_text(c->lang, c->mem, M("Not known: no agreement is recorded here")) };
	if (day.day < from.day)
		return ST_OK;
	TRY(agreement_current(c->db, c->scope, c->mem, day, MOST, &r));
	if (r.n == 0)
		return ST_OK;
	ret->value = r.in_date * 100 / r.n;
	ret->state = r.in_date == r.n ? LIVE_FOR : LIVE_AGAINST;
	ret->words = lang_format(c->lang, c->mem, r.n < MOST ? M("Agreements within their review date: {n} of {of}")
	    : M("Agreements within their review date, of those due first: {n} of {of}"), (struct msg_arg[]){
		{ "n", arena_printf(c->mem, "%lld", (long long)r.in_date) }, { "of", arena_printf(c->mem, "%lld", (long long)r.n) } }, 2);
	return ST_OK;
}
