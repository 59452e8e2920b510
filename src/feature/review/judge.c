/* SPDX-License-Identifier: MIT */
#include "feature/review/judge.h"

static const char *const rating_names[] = { "none", "red", "amber", "green", "not-applicable" };

static bool
name_parse(const char *const *names, size_t n, struct str name, size_t *ret)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] != NULL && str_is(name, names[i])) {
			*ret = i;
			return true;
		}
	return false;
}

const char *
rating_name(enum rating r)
{
	return rating_names[r];
}

const char *
rating_label(enum rating r)
{
	switch (r) {
	case RATING_NONE:
		return M("Not rated");
	case RATING_RED:
		return M("Red");
	case RATING_AMBER:
		return M("Amber");
	case RATING_GREEN:
		return M("Green");
	case RATING_NOT_APPLICABLE:
		return M("Not applicable");
	}
	return "";
}

bool
rating_parse(struct str name, enum rating *ret)
{
	size_t i;

	if (!name_parse(rating_names, countof(rating_names), name, &i))
		return false;
	*ret = (enum rating)i;
	return true;
}

static const char *const test_names[] = { NULL, "none", "monitoring", "evaluation", "use", "effect" };

const char *
outcome_test_name(enum outcome_test t)
{
	return test_names[t];
}

bool
outcome_test_parse(struct str name, enum outcome_test *ret)
{
	size_t i;

	if (!name_parse(test_names, countof(test_names), name, &i))
		return false;
	*ret = (enum outcome_test)i;
	return true;
}

static const char *const effect_names[] = { "nothing", "comment", "suggest-amber", "cap-amber", "not-applicable" };

const char *
case_effect_name(enum case_effect e)
{
	return effect_names[e];
}

bool
case_effect_parse(struct str name, enum case_effect *ret)
{
	size_t i;

	if (!name_parse(effect_names, countof(effect_names), name, &i))
		return false;
	*ret = (enum case_effect)i;
	return true;
}

static const struct {
	const char *ref;
	struct case_rule rule;
} shipped[] = {
	{ "1.1", { STR_INIT("request"), CASE_NOTHING, STR_INIT("No request was received in the period.") } },
	{ "1.2", { STR_INIT("assessment"), CASE_NOTHING, STR_INIT("No assessment was carried out in the period.") } },
	{ "1.2", { STR_INIT("request"), CASE_NOTHING, STR_INIT("No request was received in the period.") } },
	{ "1.3", { STR_INIT("forum"), CASE_NOTHING, STR_INIT("No regional forum was held in the period.") } },
	{ "1.4", { STR_INIT("new-risk"), CASE_NOTHING, STR_INIT("No new risk arose in the period.") } },
	{ "1.5", { STR_INIT("assessment"), CASE_NOTHING, STR_INIT("No assessment was carried out in the period.") } },
	{ "1.6", { STR_INIT("contract-started"), CASE_COMMENT, STR_INIT("No contract in scope started in the period.") } },
	{ "1.7", { STR_INIT("coordinates"), CASE_NOT_APPLICABLE,
	    STR_INIT("The organisation coordinates no contract in scope.") } },
	{ "1.7", { STR_INIT("limited-provider"), CASE_NOTHING, STR_INIT("No provider gave limited assurance in the period.") } },
	{ "2.1", { STR_INIT("communications-advice"), CASE_NOTHING,
	    STR_INIT("Advice from communications staff was not called for.") } },
	{ "2.1", { STR_INIT("national-advice"), CASE_NOTHING, STR_INIT("No national body gives such advice.") } },
	{ "3.3", { STR_INIT("alert"), CASE_NOTHING, STR_INIT("No relevant alert was received in the period.") } },
	{ "4.1", { STR_INIT("incident"), CASE_CAP_AMBER, STR_INIT("No security incident was reported in the period.") } },
	{ "4.2", { STR_INIT("offender"), CASE_SUGGEST_AMBER,
	    STR_INIT("No incident with a known offender was reported in the period.") } },
	{ "4.2", { STR_INIT("legal-advice"), CASE_NOTHING, STR_INIT("Legal advice was not called for.") } },
};

size_t
case_rules_shipped(struct str ref, struct case_rule ret[CASE_RULES_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < countof(shipped) && n < CASE_RULES_MOST; i++)
		if (str_is(ref, shipped[i].ref))
			ret[n++] = shipped[i].rule;
	return n;
}

bool
judge_exists(const struct standard *s, enum rating r, struct message *ret_why)
{
	*ret_why = (struct message){ 0 };
	if (r == RATING_NOT_APPLICABLE) {
		ret_why->text = M("Not applicable follows from the organisation's own data and cannot be chosen.");
		return false;
	}
	if (r == RATING_AMBER && !s->amber) {
		*ret_why = (struct message){
			.text = M("Standard {standard} has no amber: it is met or it is not."),
			.words = { WORD_STR("standard", s->ref) } };
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
criterion_arose(const struct judge_in *in, const struct criterion *c)
{
	struct str condition = c->condition;
	bool denied;

	if (condition.n == 0)
		return AROSE_ALWAYS;
	denied = condition.p[0] == '!';
	if (denied)
		condition = (struct str){ condition.p + 1, condition.n - 1 };
	switch (case_arose(in, condition)) {
	case KNOWN_NOT:
		return AROSE_UNKNOWN;
	case KNOWN_NO:
		return denied ? AROSE_YES : AROSE_NO;
	case KNOWN_YES:
		return denied ? AROSE_NO : AROSE_YES;
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
judge_words(const struct criterion *c)
{
	return str_empty(c->text) ? c->id : c->text;
}

/* ---- position ---- */

/* How many criteria of one kind that count stand at t, and the first of them. */
struct tally { size_t n; size_t first; };

static struct tally
count(const struct judge_job *j, enum criterion_kind kind, enum tick t)
{
	const struct standard *s = &j->in->standard;
	struct tally ret = { 0, 0 };

	for (size_t i = 0; i < s->n_criteria; i++)
		if (s->criteria[i].kind == kind && judge_counts(j, i) && judge_tick(j, i) == t && ret.n++ == 0)
			ret.first = i;
	return ret;
}

static size_t
count_all(const struct judge_job *j, enum criterion_kind kind)
{
	return count(j, kind, TICK_TRUE).n + count(j, kind, TICK_FALSE).n + count(j, kind, TICK_OPEN).n;
}

/* A shortfall that denies nothing in particular still keeps the rating at amber. */
static struct tally
count_bare_shortfalls(const struct judge_job *j)
{
	const struct standard *s = &j->in->standard;
	struct tally ret = { 0, 0 };

	for (size_t i = 0; i < s->n_criteria; i++)
		if (s->criteria[i].kind == CRITERION_SHORTFALL && s->criteria[i].n_negates == 0 && judge_counts(j, i) &&
		    judge_tick(j, i) == TICK_TRUE && ret.n++ == 0)
			ret.first = i;
	return ret;
}

static void
settle(struct judge_job *j, enum rating r, const char *text, size_t criterion)
{
	const struct standard *s = &j->in->standard;

	j->out->position = r;
	j->out->why = (struct message){ .text = text };
	if (criterion < s->n_criteria)
		j->out->why.words[0] = (struct word)WORD_STR("criterion", judge_words(&s->criteria[criterion]));
}

static void
settle_open(struct judge_job *j, size_t n)
{
	static const char *const forms[6] = { [1] = M("{n} criterion is still to be answered."),
		[5] = M("{n} criteria are still to be answered.") };

	j->out->position = RATING_NONE;
	j->out->why = (struct message){ .forms = forms, .n = (int64_t)n };
}

/* Needs are in order (or taken by a route of their own): is it green, or what keeps it from green? */
static void
settle_wanted(struct judge_job *j)
{
	struct tally unmet = count(j, CRITERION_WANTED, TICK_FALSE), open = count(j, CRITERION_WANTED, TICK_OPEN);
	struct tally kept = count(j, CRITERION_SHORTFALL, TICK_TRUE), bare = count_bare_shortfalls(j);
	bool short_of = unmet.n > 0 || bare.n > 0 || (kept.n > 0 && open.n > 0);
	size_t which = unmet.n > 0 ? unmet.first : bare.n > 0 ? bare.first : kept.first;

	if (short_of && !j->in->standard.amber)
		settle(j, RATING_RED, M("Red: there is no amber here, and green is missed by this: {criterion}"), which);
	else if (short_of && unmet.n > 0)
		settle(j, RATING_AMBER, M("Amber: the needs are met; green also wants this: {criterion}"), which);
	else if (short_of)
		settle(j, RATING_AMBER, M("Amber: the needs are met; this keeps it from green: {criterion}"), which);
	else if (open.n > 0)
		settle_open(j, open.n);
	else
		settle(j, RATING_GREEN, M("Green: every need is met, and everything that green wants on top."), SIZE_MAX);
}

static void
position_from_ticks(struct judge_job *j)
{
	struct tally failing = count(j, CRITERION_FAILING, TICK_TRUE), unmet = count(j, CRITERION_NEED, TICK_FALSE);
	struct tally open = count(j, CRITERION_NEED, TICK_OPEN), route = count(j, CRITERION_ROUTE, TICK_TRUE);
	size_t routes_open = count(j, CRITERION_ROUTE, TICK_OPEN).n, needs = count_all(j, CRITERION_NEED);

	if (failing.n > 0)
		settle(j, RATING_RED, M("Red, because this failing is ticked: {criterion}"), failing.first);
	else if (route.n > 0 && j->in->standard.amber)
		settle(j, RATING_AMBER, M("Amber, by a route of its own: {criterion}"), route.first);
	else if (unmet.n > 0)
		settle(j, RATING_RED, M("Red, because this need is not met: {criterion}"), unmet.first);
	else if (needs == 0 && routes_open > 0)
		settle_open(j, routes_open);
	else if (needs == 0 && count(j, CRITERION_ROUTE, TICK_FALSE).n > 0)
		settle(j, RATING_RED, M("Red, because this need is not met: {criterion}"), count(j, CRITERION_ROUTE, TICK_FALSE).first);
	else if (open.n > 0)
		settle_open(j, open.n + count(j, CRITERION_WANTED, TICK_OPEN).n);
	else if (needs == 0 && count_all(j, CRITERION_WANTED) == 0)
		settle(j, RATING_NONE, M("None of its criteria arose in the period."), SIZE_MAX);
	else
		settle_wanted(j);
}

static enum rating
best_left(const struct judge_job *j)
{
	const struct judgement *out = j->out;

	if (out->position != RATING_NONE)
		return out->position;
	if (count(j, CRITERION_WANTED, TICK_FALSE).n > 0 || count(j, CRITERION_SHORTFALL, TICK_TRUE).n > 0)
		return j->in->standard.amber ? RATING_AMBER : RATING_RED;
	/* Only the route is left to answer: it leads to amber and no further. */
	if (count_all(j, CRITERION_NEED) == 0 && count(j, CRITERION_ROUTE, TICK_OPEN).n > 0)
		return RATING_AMBER;
	return RATING_GREEN;
}

static const struct case_rule *
case_of(const struct judge_in *in, enum case_effect effect)
{
	for (size_t i = 0; i < in->standard.n_cases; i++)
		if (in->standard.cases[i].effect == effect &&
		    case_arose(in, in->standard.cases[i].condition) == KNOWN_NO)
			return &in->standard.cases[i];
	return NULL;
}

static void
cap_and_suggest(struct judge_job *j)
{
	struct judgement *out = j->out;

	out->at_best = best_left(j);
	if (j->in->standard.amber) {
		out->cap = case_of(j->in, CASE_CAP_AMBER);
		out->suggests = case_of(j->in, CASE_SUGGEST_AMBER);
	}
	if (out->cap != NULL && out->at_best == RATING_GREEN)
		out->at_best = RATING_AMBER;
	if (out->cap != NULL && out->position == RATING_GREEN) {
		out->position = RATING_AMBER;
		out->why = (struct message){ .text = M("{case} Amber is the most that can be shown."),
			.words = { WORD_STR("case", out->cap->words) } };
	}
	out->ticks = out->position;
	if (out->suggests != NULL && out->position == RATING_GREEN) {
		out->position = RATING_AMBER;
		out->why = (struct message){ .text = M("{case} Amber is suggested: green has nothing to rest on."),
			.words = { WORD_STR("case", out->suggests->words) } };
	}
}

/* ---- contradictions among the ticks ---- */

static void
contradict(struct judge_job *j, struct contradiction *list, enum contradiction_id id, size_t a, int b, const char *text)
{
	const struct criterion *c = j->in->standard.criteria;
	struct contradiction *x = &list[j->out->n_contradictions++];

	*x = (struct contradiction){ .id = id, .a = (int)a, .b = b,
		.message = { .text = text, .words = { WORD_STR("criterion", judge_words(&c[a])) } } };
	if (b >= 0)
		x->message.words[1] = (struct word)WORD_STR("other", judge_words(&c[b]));
}

static bool
all_denied_ticked(const struct judge_job *j, const struct criterion *c)
{
	for (size_t i = 0; i < c->n_negates; i++)
		if (!judge_counts(j, c->negates[i]) || judge_tick(j, c->negates[i]) != TICK_TRUE)
			return false;
	return c->n_negates > 0;
}

/* A need that belongs to another route than the one that is ticked. */
static int
need_of_other_route(const struct judge_job *j, int route)
{
	const struct standard *s = &j->in->standard;

	for (size_t i = 0; i < s->n_criteria; i++)
		if (s->criteria[i].kind == CRITERION_NEED && s->criteria[i].route != 0 && s->criteria[i].route != route &&
		    judge_tick(j, i) == TICK_TRUE)
			return (int)i;
	return -1;
}

static void
find_contradictions(struct judge_job *j)
{
	const struct standard *s = &j->in->standard;
	struct contradiction *list = arena_array(j->mem, struct contradiction, s->n_criteria + 1);
	/* Where a standard has no needs of its own, everything wanted for green takes their place. */
	enum criterion_kind good = count_all(j, CRITERION_NEED) > 0 ? CRITERION_NEED : CRITERION_WANTED;
	bool all_good = count(j, good, TICK_TRUE).n > 0 && count(j, good, TICK_TRUE).n == count_all(j, good);
	int other;

	j->out->contradictions = list;
	for (size_t i = 0; i < s->n_criteria; i++) {
		const struct criterion *c = &s->criteria[i];

		if (!judge_counts(j, i) || judge_tick(j, i) != TICK_TRUE)
			continue;
		if (c->kind == CRITERION_FAILING && all_good)
			contradict(j, list, CONTRA_FAILING_NEEDS, i, -1,
			    M("This failing is ticked, and so is everything that would rule it out: {criterion}"));
		if (c->kind == CRITERION_SHORTFALL && all_denied_ticked(j, c))
			contradict(j, list, CONTRA_SHORTFALL_WANTED, i, c->negates[0],
			    M("Both cannot hold: \"{criterion}\" and \"{other}\""));
		if (c->kind == CRITERION_ROUTE && (other = need_of_other_route(j, c->route)) >= 0)
			contradict(j, list, CONTRA_ROUTE_NEED, i, other, M("Both cannot hold: \"{criterion}\" and \"{other}\""));
	}
}

/* ---- the whole ---- */

static void
count_open(struct judge_job *j)
{
	const struct standard *s = &j->in->standard;

	j->out->arose = arena_array(j->mem, enum arose, s->n_criteria + 1);
	for (size_t i = 0; i < s->n_criteria; i++)
		j->out->arose[i] = criterion_arose(j->in, &s->criteria[i]);
	/* A failing or shortfall that nobody ticked is no gap: its opposite is asked for too. */
	j->out->n_open_needs = count(j, CRITERION_NEED, TICK_OPEN).n;
	j->out->n_open = j->out->n_open_needs + count(j, CRITERION_WANTED, TICK_OPEN).n;
}

void
judge(struct arena *a, const struct judge_in *in, struct judgement *ret)
{
	struct judge_job j = { .mem = a, .in = in, .out = ret };
	const struct case_rule *away = case_of(in, CASE_NOT_APPLICABLE);
	bool findings = false;

	*ret = (struct judgement){ .position = RATING_NONE };
	count_open(&j);
	if (away != NULL) {
		ret->position = ret->ticks = ret->at_best = RATING_NOT_APPLICABLE;
		ret->why = (struct message){ .text = M("Not applicable. {case}"), .words = { WORD_STR("case", away->words) } };
	} else {
		position_from_ticks(&j);
		cap_and_suggest(&j);
		find_contradictions(&j);
	}
	if (!(away != NULL && in->chosen == RATING_NOT_APPLICABLE))
		ret->refused = !judge_exists(&in->standard, in->chosen, &ret->refusal);
	support_find(&j);
	ret->findings = j.findings;
	ret->n_findings = j.n_findings;
	for (size_t i = 0; i < j.n_findings; i++)
		findings = findings || j.findings[i].severity == SEVERITY_FINDING;
	ret->supported = in->chosen != RATING_NONE && !ret->refused && !findings && ret->n_contradictions == 0;
}

/* ---- the position today ---- */

void
judge_ticks_from_facts(const struct standard *s, const struct fact *facts, size_t n, enum tick *ret)
{
	for (size_t i = 0; i < s->n_criteria; i++) {
		size_t of_it = 0, confirm = 0, against = 0;
		bool good = s->criteria[i].kind == CRITERION_NEED || s->criteria[i].kind == CRITERION_WANTED;

		for (size_t k = 0; k < n; k++) {
			if (!str_eq(facts[k].criterion, s->criteria[i].id))
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
