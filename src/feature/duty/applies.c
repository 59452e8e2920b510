/* SPDX-License-Identifier: MIT */
/* STD-9: which standards apply follows from the organisation's kind, its contracts, and what was delegated. */
#include "feature/duty/duty.h"
#include "app/fact.h"
#include "feature/delegation/delegation.h"
#include "feature/organisation/organisation.h"

/* Facts that state a ground are counts or a yes: more than none, or none. */
static enum applies
from_fact(const struct live_fact *f, enum fw_test test)
{
	bool any = f->state != LIVE_NONE_AROSE && f->value > 0, yes = f->state == LIVE_FOR;

	if (f->state == LIVE_UNKNOWN)
		return APPLIES_UNKNOWN;
	if (test == TEST_ANY || test == TEST_NONE)
		return any == (test == TEST_ANY) ? APPLIES_YES : APPLIES_NO;
	if (test == TEST_YES || test == TEST_NO)
		return yes == (test == TEST_YES) ? APPLIES_YES : APPLIES_NO;
	return APPLIES_UNKNOWN;
}

enum status
duty_condition_applies(struct ctx *c, const struct framework *f, struct str condition, struct date from, struct date to,
    struct applicability *ret)
{
	const struct fw_condition *k = framework_condition(f, condition);
	struct live_fact fact;

	*ret = (struct applicability){ .why = S(""), .delegated = S("") };
	if (k == NULL)
		return fail(c, ST_NOT_FOUND, M("This framework has no such condition."), NULL);
	if (k->fact.fact.n == 0) {
		ret->why = lang_text(c->lang, c->mem, M("Somebody has to say whether it arose."));
		return ST_OK;
	}
	TRY(fact_get(c, str_z(c->mem, k->fact.fact), from, to, &fact));
	ret->applies = from_fact(&fact, k->fact.test);
	ret->to = fact.to;
	switch (ret->applies) {
	case APPLIES_YES:
		ret->why = k->words;
		break;
	case APPLIES_NO:
		ret->why = k->otherwise;
		break;
	case APPLIES_UNKNOWN:
		ret->why = fact.words;
		break;
	}
	return ST_OK;
}

enum status
duty_standard_applies(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct date from, struct date to,
    struct applicability *ret)
{
	const char *duty = s->evaluation != ARRANGEMENT_NONE ? delegation_duty_of(str_c(fw_arrangement_word(s->evaluation))) : NULL;
	struct delegation_state d = { .words = S("") };
	struct organisation us;

	TRY(organisation_get(c, c->scope->org, &us));
	*ret = (struct applicability){ .applies = APPLIES_YES, .why = S(""), .delegated = S("") };
	if (!framework_is_for(f, us.kind)) {
		ret->applies = APPLIES_NO;
		ret->why = lang_text(c->lang, c->mem, M("This framework is not for organisations of this kind."));
	} else if (s->applies_if.n > 0) {
		TRY(duty_condition_applies(c, f, s->applies_if, from, to, ret));
	}
	if (duty != NULL)
		TRY(delegation_state(c, duty, from, to, &d));
	ret->delegated = d.words;
	if (d.given || d.taken)
		ret->to = d.url;
	return ST_OK;
}
