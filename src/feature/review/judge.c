/* SPDX-License-Identifier: MIT */
#include "feature/review/judge.h"

static const char *const rating_names[] = { "none", "red", "amber", "green", "not-applicable" };

const char *
rating_name(enum rating r)
{
	return rating_names[r];
}

const char *
rating_label(enum rating r)
{
	switch (r) {
	case RATED_NONE:
		return M("Not rated");
	case RATED_RED:
		return M("Red");
	case RATED_AMBER:
		return M("Amber");
	case RATED_GREEN:
		return M("Green");
	case RATED_NOT_APPLICABLE:
		return M("Not applicable");
	}
	return "";
}

bool
rating_parse(struct str name, enum rating *ret)
{
	for (size_t i = 0; i < countof(rating_names); i++)
		if (str_is(name, rating_names[i])) {
			*ret = (enum rating)i;
			return true;
		}
	return false;
}

bool
judge_exists(const struct fw_standard *s, enum rating r, struct message *ret_why)
{
	*ret_why = (struct message){ 0 };
	if (r == RATED_NOT_APPLICABLE) {
		ret_why->text = M("Not applicable follows from the organisation's own data and cannot be chosen.");
		return false;
	}
	if (r == RATED_AMBER && !s->amber) {
		*ret_why = (struct message){
			.text = M("Standard {standard} has no amber: it is met or it is not."),
			.words = { WORD_STR("standard", s->id) } };
		return false;
	}
	return true;
}

/* ---- which criteria count ---- */

static enum known
case_arose(const struct judge_in *in, struct str condition)
{
	for (size_t i = 0; i < in->n_cases; i++)
		if (str_eq(in->cases[i].condition, condition))
			return in->cases[i].arose;
	return KNOWN_NOT;
}

static enum arose
criterion_arose(const struct judge_in *in, const struct fw_criterion *c)
{
	if (c->condition.n == 0)
		return AROSE_ALWAYS;
	switch (case_arose(in, c->condition)) {
	case KNOWN_NOT:
		return AROSE_UNKNOWN;
	case KNOWN_NO:
		return AROSE_NO;
	case KNOWN_YES:
		return AROSE_YES;
	}
	return AROSE_UNKNOWN;
}

enum tick
judge_tick(const struct judge_job *j, size_t criterion)
{
	return j->in->ticks == NULL ? TICK_OPEN : j->in->ticks[criterion];
}

bool
judge_counts(const struct judge_job *j, size_t criterion)
{
	return j->out->arose[criterion] != AROSE_NO;
}

struct str
judge_words(const struct fw_criterion *c)
{
	return str_empty(c->words) ? c->id : c->words;
}

/* ---- position ---- */

/* How many criteria of one kind that count stand at t, and the first of them. */
struct tally { size_t n; size_t first; };

static struct tally
count(const struct judge_job *j, enum fw_kind kind, enum tick t)
{
	const struct fw_standard *s = j->in->standard;
	struct tally ret = { 0, 0 };

	for (size_t i = 0; i < s->criteria.n; i++)
		if (s->criteria.at[i].kind == kind && judge_counts(j, i) && judge_tick(j, i) == t && ret.n++ == 0)
			ret.first = i;
	return ret;
}

static size_t
count_all(const struct judge_job *j, enum fw_kind kind)
{
	return count(j, kind, TICK_TRUE).n + count(j, kind, TICK_FALSE).n + count(j, kind, TICK_OPEN).n;
}

/* A shortfall that denies nothing in particular still keeps the rating at amber. */
static struct tally
count_bare_shortfalls(const struct judge_job *j)
{
	const struct fw_standard *s = j->in->standard;
	struct tally ret = { 0, 0 };

	for (size_t i = 0; i < s->criteria.n; i++)
		if (s->criteria.at[i].kind == KIND_SHORTFALL && s->criteria.at[i].negates.n == 0 && judge_counts(j, i) &&
		    judge_tick(j, i) == TICK_TRUE && ret.n++ == 0)
			ret.first = i;
	return ret;
}

static void
settle(struct judge_job *j, enum rating r, const char *text, size_t criterion)
{
	const struct fw_standard *s = j->in->standard;

	j->out->position = r;
	j->out->why = (struct message){ .text = text };
	if (criterion < s->criteria.n)
		j->out->why.words[0] = (struct word)WORD_STR("criterion", judge_words(&s->criteria.at[criterion]));
}

static void
settle_open(struct judge_job *j, size_t n)
{
	static const char *const forms[6] = { [1] = M("{n} criterion is still to be answered."),
		[5] = M("{n} criteria are still to be answered.") };

	j->out->position = RATED_NONE;
	j->out->why = (struct message){ .forms = forms, .n = (int64_t)n };
}

/* Needs are in order (or taken by a route of their own): is it green, or what keeps it from green? */
static void
settle_wanted(struct judge_job *j)
{
	struct tally unmet = count(j, KIND_WANTED, TICK_FALSE), open = count(j, KIND_WANTED, TICK_OPEN);
	struct tally kept = count(j, KIND_SHORTFALL, TICK_TRUE), bare = count_bare_shortfalls(j);
	bool short_of = unmet.n > 0 || bare.n > 0 || (kept.n > 0 && open.n > 0);
	size_t which = unmet.n > 0 ? unmet.first : bare.n > 0 ? bare.first : kept.first;

	if (short_of && !j->in->standard->amber)
		settle(j, RATED_RED, M("Red: there is no amber here, and green is missed by this: {criterion}"), which);
	else if (short_of && unmet.n > 0)
		settle(j, RATED_AMBER, M("Amber: the needs are met; green also wants this: {criterion}"), which);
	else if (short_of)
		settle(j, RATED_AMBER, M("Amber: the needs are met; this keeps it from green: {criterion}"), which);
	else if (open.n > 0)
		settle_open(j, open.n);
	else
		settle(j, RATED_GREEN, M("Green: every need is met, and everything that green wants on top."), SIZE_MAX);
}

static void
position_from_ticks(struct judge_job *j)
{
	struct tally failing = count(j, KIND_FAILING, TICK_TRUE), unmet = count(j, KIND_NEED, TICK_FALSE);
	struct tally open = count(j, KIND_NEED, TICK_OPEN), route = count(j, KIND_ROUTE, TICK_TRUE);
	size_t routes_open = count(j, KIND_ROUTE, TICK_OPEN).n, needs = count_all(j, KIND_NEED);

	if (failing.n > 0)
		settle(j, RATED_RED, M("Red, because this failing is ticked: {criterion}"), failing.first);
	else if (route.n > 0 && j->in->standard->amber)
		settle(j, RATED_AMBER, M("Amber, by a route of its own: {criterion}"), route.first);
	else if (unmet.n > 0)
		settle(j, RATED_RED, M("Red, because this need is not met: {criterion}"), unmet.first);
	else if (needs == 0 && routes_open > 0)
		settle_open(j, routes_open);
	else if (needs == 0 && count(j, KIND_ROUTE, TICK_FALSE).n > 0)
		settle(j, RATED_RED, M("Red, because this need is not met: {criterion}"), count(j, KIND_ROUTE, TICK_FALSE).first);
	else if (open.n > 0)
		settle_open(j, open.n + count(j, KIND_WANTED, TICK_OPEN).n);
	else if (needs == 0 && count_all(j, KIND_WANTED) == 0)
		settle(j, RATED_NONE, M("None of its criteria arose in the period."), SIZE_MAX);
	else
		settle_wanted(j);
}

static enum rating
best_left(const struct judge_job *j)
{
	const struct judgement *out = j->out;

	if (out->position != RATED_NONE)
		return out->position;
	if (count(j, KIND_WANTED, TICK_FALSE).n > 0 || count(j, KIND_SHORTFALL, TICK_TRUE).n > 0)
		return j->in->standard->amber ? RATED_AMBER : RATED_RED;
	/* Only the route is left to answer: it leads to amber and no further. */
	if (count_all(j, KIND_NEED) == 0 && count(j, KIND_ROUTE, TICK_OPEN).n > 0)
		return RATED_AMBER;
	return RATED_GREEN;
}

/* The rule of that kind whose case is so; of two, the stricter. */
static const struct fw_rule *
rule_of(const struct judge_in *in, enum fw_rule_kind kind)
{
	const struct fw_rule *ret = NULL;

	for (size_t i = 0; i < in->standard->rules.n; i++) {
		const struct fw_rule *r = &in->standard->rules.at[i];

		if (r->kind != kind || case_arose(in, r->condition) != KNOWN_YES)
			continue;
		if ((enum rating)r->rating == RATED_AMBER && !in->standard->amber)
			continue;
		if (ret == NULL || r->rating < ret->rating)
			ret = r;
	}
	return ret;
}

static void
cap_and_suggest(struct judge_job *j)
{
	struct judgement *out = j->out;

	out->at_best = best_left(j);
	out->cap = rule_of(j->in, RULE_CAP);
	out->suggests = rule_of(j->in, RULE_SUGGEST);
	if (out->cap != NULL && out->at_best > (enum rating)out->cap->rating)
		out->at_best = (enum rating)out->cap->rating;
	if (out->cap != NULL && out->position > (enum rating)out->cap->rating) {
		out->position = (enum rating)out->cap->rating;
		out->why = (struct message){ .text = M("{level} at most. {case}"),
			.words = { WORD_MSG("level", rating_label(out->position)), WORD_STR("case", out->cap->words) } };
	}
	out->ticks = out->position;
	if (out->suggests != NULL && out->position > (enum rating)out->suggests->rating) {
		out->position = (enum rating)out->suggests->rating;
		out->why = (struct message){ .text = M("{level} is suggested. {case}"),
			.words = { WORD_MSG("level", rating_label(out->position)), WORD_STR("case", out->suggests->words) } };
	} else
		out->suggests = NULL;
}

/* ---- contradictions among the ticks ---- */

static void
contradict(struct judge_job *j, struct contradiction *list, enum contradiction_id id, size_t a, int b, const char *text)
{
	const struct fw_criterion *c = j->in->standard->criteria.at;
	struct contradiction *x = &list[j->out->n_contradictions++];

	*x = (struct contradiction){ .id = id, .a = (int)a, .b = b,
		.message = { .text = text, .words = { WORD_STR("criterion", judge_words(&c[a])) } } };
	if (b >= 0)
		x->message.words[1] = (struct word)WORD_STR("other", judge_words(&c[b]));
}

static int
criterion_at(const struct fw_standard *s, struct str id)
{
	for (size_t i = 0; i < s->criteria.n; i++)
		if (str_eq(s->criteria.at[i].id, id))
			return (int)i;
	return -1;
}

static bool
all_denied_ticked(const struct judge_job *j, const struct fw_criterion *c)
{
	for (size_t i = 0; i < c->negates.n; i++) {
		int at = criterion_at(j->in->standard, c->negates.at[i]);

		if (at < 0 || !judge_counts(j, (size_t)at) || judge_tick(j, (size_t)at) != TICK_TRUE)
			return false;
	}
	return c->negates.n > 0;
}

/* A need that belongs to another route than the one that is ticked. */
static int
need_of_other_route(const struct judge_job *j, int route)
{
	const struct fw_standard *s = j->in->standard;

	for (size_t i = 0; i < s->criteria.n; i++)
		if (s->criteria.at[i].kind == KIND_NEED && s->criteria.at[i].route != 0 && s->criteria.at[i].route != route &&
		    judge_tick(j, i) == TICK_TRUE)
			return (int)i;
	return -1;
}

static void
find_contradictions(struct judge_job *j)
{
	const struct fw_standard *s = j->in->standard;
	struct contradiction *list = arena_array(j->mem, struct contradiction, s->criteria.n + 1);
	/* Where a standard has no needs of its own, everything wanted for green takes their place. */
	enum fw_kind good = count_all(j, KIND_NEED) > 0 ? KIND_NEED : KIND_WANTED;
	bool all_good = count(j, good, TICK_TRUE).n > 0 && count(j, good, TICK_TRUE).n == count_all(j, good);
	int other;

	j->out->contradictions = list;
	for (size_t i = 0; i < s->criteria.n; i++) {
		const struct fw_criterion *c = &s->criteria.at[i];

		if (!judge_counts(j, i) || judge_tick(j, i) != TICK_TRUE)
			continue;
		if (c->kind == KIND_FAILING && all_good)
			contradict(j, list, CONTRA_FAILING_NEEDS, i, -1,
			    M("This failing is ticked, and so is everything that would rule it out: {criterion}"));
		if (c->kind == KIND_SHORTFALL && all_denied_ticked(j, c))
			contradict(j, list, CONTRA_SHORTFALL_WANTED, i, criterion_at(s, c->negates.at[0]),
			    M("Both cannot hold: \"{criterion}\" and \"{other}\""));
		if (c->kind == KIND_ROUTE && (other = need_of_other_route(j, c->route)) >= 0)
			contradict(j, list, CONTRA_ROUTE_NEED, i, other, M("Both cannot hold: \"{criterion}\" and \"{other}\""));
	}
}

/* ---- the whole ---- */

static void
count_open(struct judge_job *j)
{
	const struct fw_standard *s = j->in->standard;

	j->out->arose = arena_array(j->mem, enum arose, s->criteria.n + 1);
	for (size_t i = 0; i < s->criteria.n; i++)
		j->out->arose[i] = criterion_arose(j->in, &s->criteria.at[i]);
	/* A failing or shortfall that nobody ticked is no gap: its opposite is asked for too. */
	j->out->n_open_needs = count(j, KIND_NEED, TICK_OPEN).n;
	j->out->n_open = j->out->n_open_needs + count(j, KIND_WANTED, TICK_OPEN).n;
}

static struct str
ground(const struct judge_in *in)
{
	for (size_t i = 0; in->conditions != NULL && i < in->conditions->n; i++)
		if (str_eq(in->conditions->at[i].id, in->standard->applies_if))
			return in->conditions->at[i].otherwise;
	return in->standard->applies_if;
}

void
judge(struct arena *a, const struct judge_in *in, struct judgement *ret)
{
	struct judge_job j = { .mem = a, .in = in, .out = ret };
	bool away = !str_empty(in->standard->applies_if) && case_arose(in, in->standard->applies_if) == KNOWN_NO;
	bool findings = false;

	*ret = (struct judgement){ .position = RATED_NONE };
	count_open(&j);
	if (away) {
		ret->position = ret->ticks = ret->at_best = RATED_NOT_APPLICABLE;
		ret->why = (struct message){ .text = M("Not applicable. {case}"), .words = { WORD_STR("case", ground(in)) } };
	} else {
		position_from_ticks(&j);
		cap_and_suggest(&j);
		find_contradictions(&j);
	}
	if (!(away && in->chosen == RATED_NOT_APPLICABLE))
		ret->refused = !judge_exists(in->standard, in->chosen, &ret->refusal);
	support_find(&j);
	ret->findings = j.findings;
	ret->n_findings = j.n_findings;
	for (size_t i = 0; i < j.n_findings; i++)
		findings = findings || j.findings[i].severity == SEVERITY_FINDING;
	ret->supported = in->chosen != RATED_NONE && !ret->refused && !findings && ret->n_contradictions == 0;
}

/* ---- the position today ---- */

void
judge_ticks_from_facts(const struct fw_standard *s, const struct fact *facts, size_t n, enum tick *ret)
{
	for (size_t i = 0; i < s->criteria.n; i++) {
		size_t of_it = 0, confirm = 0, against = 0;
		bool good = s->criteria.at[i].kind == KIND_NEED || s->criteria.at[i].kind == KIND_WANTED;

		for (size_t k = 0; k < n; k++) {
			if (!str_eq(facts[k].criterion, s->criteria.at[i].id))
				continue;
			of_it++;
			confirm += facts[k].state == FACT_CONFIRMS;
			against += facts[k].state == FACT_CONTRADICTS;
		}
		ret[i] = TICK_OPEN;
		if (of_it > 0 && confirm == of_it)
			ret[i] = TICK_TRUE;
		else if (of_it > 0 && (against == of_it || (good && against > 0)))
			ret[i] = TICK_FALSE;
	}
}
