/* SPDX-License-Identifier: MIT */
/* REV-2: how an answer is changed, whether by its form, the API or a workbook. */
#include "feature/review/sheet.h"
#include "feature/round/round.h"
#include "html/message.h"

const char *const rate_field_labels[RATE__MAX] = { M("Rating"), M("Comment"), M("Reason, where it falls short"), M("Corrective action"),
	M("Criteria that are true"), M("What arose") };

static struct str *
value_at(struct answer *a, enum rate_field f)
{
	switch (f) {
	case RATE_RATING: return &a->rating;
	case RATE_COMMENT: return &a->comment;
	case RATE_REASON: return &a->reason;
	case RATE_ACTION: return &a->corrective_action;
	case RATE_TICKS: return &a->ticks;
	case RATE_CASES: return &a->cases;
	case RATE__MAX: break;
	}
	return NULL;
}

struct str
rate_value(const struct answer *a, enum rate_field f)
{
	struct answer copy = *a;

	return *value_at(&copy, f);
}

struct str
rate_refused(struct ctx *c, const struct fw_standard *s, struct str rating)
{
	struct message why;

	if (rating.n == 0 || judge_exists(s, rating_of(rating), &why))
		return (struct str){ NULL, 0 };
	struct str text = lang_message(c->lang, c->mem, &why);
	return s->why_no_amber.n == 0 ? text :
	    arena_printf(c->mem, "%.*s %.*s", (int)text.n, text.p, (int)s->why_no_amber.n, s->why_no_amber.p);
}

enum status
rate_open(struct ctx *c, const struct answer *a)
{
	struct review r;

	TRY(record_get(c, &review_type, a->review, &r));
	if (r.withdrawn_at.ms != 0 || !review_is_open(r.state))
		return fail(c, ST_INVALID, M("This review is {state}: nothing in it can be changed any more."), "state",
		    review_state_label(c, r.state), NULL);
	return ST_OK;
}

enum status
rate_write(struct ctx *c, const struct review_all *all, const struct rate_change *change, struct answer *a)
{
	for (enum rate_field f = 0; f < RATE__MAX; f++)
		if (change->given[f])
			*value_at(a, f) = change->value[f];
	if (!change->given[RATE_RATING] && str_is(a->rating, "na"))
		a->rating = S("");
	if (a->rating.n > 0) {	/* somebody has looked */
		a->fresh_look = false;
		a->fresh_why = S("");
	}
	TRY(record_update(c, &answer_type, a));
	return a->rating.n > 0 ? round_note(c, all->review.framework, all->review.period_from, ROUND_DRAFTED) : ST_OK;
}
