/* SPDX-License-Identifier: MIT */
/* From live facts to what they say about criteria and cases.  A fact that is not known is in no state at all. */
#include "feature/review/own.h"

enum status
review_fact_get(struct ctx *c, struct review_all *r, struct str name, const struct review_fact **ret)
{
	const struct live_facts *known = shipped_live_facts();
	struct review_facts *l = &r->facts;

	for (size_t i = 0; i < l->n; i++)
		if (str_is(name, l->at[i].live.name)) {
			*ret = &l->at[i];
			return ST_OK;
		}
	if (l->n == l->room) {
		struct review_fact *more = arena_array(c->mem, struct review_fact, l->room * 2 + 64);
		for (size_t i = 0; i < l->n; i++)
			more[i] = l->at[i];
		l->at = more;
		l->room = l->room * 2 + 64;
	}
	struct review_fact *f = &l->at[l->n];
	*f = (struct review_fact){ .about = NULL };
	for (size_t i = 0; i < known->facts.n && f->about == NULL; i++)
		if (str_eq(known->facts.at[i].id, name))
			f->about = &known->facts.at[i];
	TRY(fact_get(c, str_z(c->mem, arena_copy(c->mem, name)), r->review.period_from, r->as_of, &f->live));
	l->n++;
	*ret = f;
	return ST_OK;
}

/* Of a pair of opposite states: does the fact stand on the second side?  Numbers decide where the pair is about numbers. */
static enum known
on_second_side(const struct review_fact *f, enum fw_test second)
{
	bool good = f->live.state == LIVE_FOR;

	if (f->live.state == LIVE_UNKNOWN)
		return KNOWN_NOT;
	if (second == TEST_ANY)
		return f->live.state != LIVE_NONE_AROSE && f->live.value > 0 ? KNOWN_YES : KNOWN_NO;
	if (f->live.state == LIVE_NONE_AROSE)
		return KNOWN_NOT;
	if (second == TEST_HIGH && f->about != NULL && f->about->threshold.has)
		return f->live.value >= f->about->threshold.v ? KNOWN_YES : KNOWN_NO;
	return good ? KNOWN_YES : KNOWN_NO;
}

static enum known
not(enum known k)
{
	return k == KNOWN_NOT ? KNOWN_NOT : k == KNOWN_YES ? KNOWN_NO : KNOWN_YES;
}

enum known
review_fact_holds(const struct review_fact *f, enum fw_test test)
{
	switch (test) {
	case TEST_ANY: case TEST_HIGH: case TEST_ALL: case TEST_YES: case TEST_RECENT: case TEST_BETTER: case TEST_SOUND:
	case TEST_DONE: case TEST_IN_TIME: case TEST_CONFIRMED: case TEST_FALLING:
		return on_second_side(f, test);
	case TEST_NONE: case TEST_LOW: case TEST_NOT_ALL: case TEST_NO: case TEST_OLD: case TEST_NOT_BETTER: case TEST_WEAK:
	case TEST_OPEN: case TEST_LATE: case TEST_UNCONFIRMED: case TEST_NOT_FALLING:
		return not(on_second_side(f, (enum fw_test)(test + 1)));
	}
	return KNOWN_NOT;
}

/* ---- cases ---- */

static bool
contrary(const struct fw_condition *a, const struct fw_condition *b)
{
	int low = (int)a->fact.test < (int)b->fact.test ? (int)a->fact.test : (int)b->fact.test;

	if (a == b || a->fact.fact.n == 0 || !str_eq(a->fact.fact, b->fact.fact))
		return false;
	return low % 2 == 1 && (int)a->fact.test + (int)b->fact.test == 2 * low + 1;	/* pairs begin at odd numbers */
}

static const struct fw_condition *
contrary_of(const struct framework *f, const struct fw_condition *of)
{
	for (size_t i = 0; i < f->conditions.n; i++)
		if (contrary(of, &f->conditions.at[i]))
			return &f->conditions.at[i];
	return NULL;
}

static void
case_add(struct review_item *i, const struct framework *f, struct str id)
{
	const struct fw_condition *k = framework_condition(f, id), *other;

	if (k == NULL)
		return;
	for (size_t n = 0; n < i->n_cases; n++)
		if (i->cases[n].condition == k)
			return;
	struct review_case *x = &i->cases[i->n_cases++];
	*x = (struct review_case){ .condition = k, .asked = true };
	if ((other = contrary_of(f, k)) == NULL)
		return;
	x->opposite = other->id;
	for (size_t n = 0; n + 1 < i->n_cases; n++)
		if (i->cases[n].condition == other)
			x->asked = false;
}

/* What a person said, under its own name or that of its contrary. */
static enum known
case_said(const struct review_item *i, const struct review_case *x)
{
	enum known k = cases_get(i->answer.cases, x->condition->id);

	return k != KNOWN_NOT || x->opposite.n == 0 ? k : not(cases_get(i->answer.cases, x->opposite));
}

static enum status
item_cases(struct ctx *c, struct review_all *r, struct review_item *i)
{
	const struct fw_standard *s = i->standard;
	const struct review_fact *f;

	i->cases = arena_array(c->mem, struct review_case, s->criteria.n + s->rules.n + 2);
	i->states = arena_array(c->mem, struct case_state, 2 * (s->criteria.n + s->rules.n + 2));
	i->n_cases = i->n_states = 0;
	case_add(i, r->framework, s->applies_if);
	for (size_t k = 0; k < s->criteria.n; k++)
		case_add(i, r->framework, s->criteria.at[k].condition);
	for (size_t k = 0; k < s->rules.n; k++)
		case_add(i, r->framework, s->rules.at[k].condition);
	for (size_t k = 0; k < i->n_cases; k++) {
		struct review_case *x = &i->cases[k];
		if (x->condition->fact.fact.n > 0) {
			TRY(review_fact_get(c, r, x->condition->fact.fact, &f));
			x->arose = review_fact_holds(f, x->condition->fact.test);
			x->by_fact = x->arose != KNOWN_NOT;
		}
		if (!x->by_fact)
			x->arose = case_said(i, x);
		x->asked = x->asked && !x->by_fact;
		i->states[i->n_states++] = (struct case_state){ x->condition->id, x->arose };
		if (x->opposite.n > 0)
			i->states[i->n_states++] = (struct case_state){ x->opposite, not(x->arose) };
	}
	return ST_OK;
}

/* ---- facts about criteria ---- */

static void
say(struct review_item *i, const struct fw_criterion *k, const struct review_fact *f, enum fact_state state)
{
	i->facts[i->n_facts++] = (struct fact){ .name = str_c(f->live.name), .criterion = k->id, .state = state, .words = f->live.words };
}

/* A fact named on both sides says one thing: what its state comes to. */
static bool
named_before(const struct review_item *i, size_t from, struct str fact)
{
	for (size_t n = from; n < i->n_facts; n++)
		if (str_eq(i->facts[n].name, fact))
			return true;
	return false;
}

static enum status
criterion_facts(struct ctx *c, struct review_all *r, struct review_item *i, const struct fw_criterion *k)
{
	const struct review_fact *f;
	size_t from = i->n_facts;

	for (size_t n = 0; n < k->speaks_for.n; n++) {
		TRY(review_fact_get(c, r, k->speaks_for.at[n].fact, &f));
		enum known holds = review_fact_holds(f, k->speaks_for.at[n].test);
		/* In no state of its own: the other side decides. */
		if (holds == KNOWN_YES || f->live.state == LIVE_UNKNOWN)
			say(i, k, f, holds == KNOWN_YES ? FACT_CONFIRMS : FACT_UNKNOWN);
	}
	for (size_t n = 0; n < k->speaks_against.n; n++) {
		TRY(review_fact_get(c, r, k->speaks_against.at[n].fact, &f));
		if (named_before(i, from, k->speaks_against.at[n].fact))
			continue;
		if (f->live.state == LIVE_UNKNOWN)
			say(i, k, f, FACT_UNKNOWN);
		else if (review_fact_holds(f, k->speaks_against.at[n].test) == KNOWN_YES)
			say(i, k, f, FACT_CONTRADICTS);
	}
	return ST_OK;
}

enum status
review_item_facts(struct ctx *c, struct review_all *r, struct review_item *i)
{
	const struct fw_standard *s = i->standard;
	size_t room = 0;

	TRY(item_cases(c, r, i));
	for (size_t k = 0; k < s->criteria.n; k++)
		room += s->criteria.at[k].speaks_for.n + s->criteria.at[k].speaks_against.n;
	i->facts = arena_array(c->mem, struct fact, room + 1);
	i->n_facts = 0;
	for (size_t k = 0; k < s->criteria.n; k++)
		TRY(criterion_facts(c, r, i, &s->criteria.at[k]));
	return ST_OK;
}
