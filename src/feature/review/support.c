/* SPDX-License-Identifier: MIT */
#include "base/time.h"
#include "feature/review/judge.h"

/* Is the chosen rating borne out?  Each standard's own test decides what is a finding; where the
 * general definition of the levels (P3.37) asks for more than the standard itself, a hint says so. */

static const char *const names[FIND__MAX] = {
	[FIND_TICKS_ABOVE] = "above-ticks",
	[FIND_TICKS_BELOW] = "below-ticks",
	[FIND_TICKS_OPEN] = "ticks-open",
	[FIND_CAPPED] = "capped",
	[FIND_SUGGESTED] = "amber-suggested",
	[FIND_RULE_COMMENT] = "comment-wanted",
	[FIND_NOT_APPLICABLE] = "not-applicable",
	[FIND_NO_COMMENT] = "no-comment",
	[FIND_NO_REASON] = "no-reason",
	[FIND_NO_ACTION] = "no-action",
	[FIND_NO_OUTPUT] = "no-output",
	[FIND_OUTPUT_STALE] = "output-stale",
	[FIND_NO_OUTCOME] = "no-outcome",
	[FIND_EVAL_MISSING] = "evaluation-missing",
	[FIND_EVAL_STALE] = "evaluation-stale",
	[FIND_EVAL_DATA_OLD] = "evaluation-data-old",
	[FIND_EVAL_WEAK] = "evaluation-weak",
	[FIND_EVAL_UNCLEAR] = "evaluation-unclear",
	[FIND_EVAL_NO_EFFECT] = "evaluation-no-effect",
	[FIND_EVAL_CHANGES_OPEN] = "improvements-open",
	[FIND_EVAL_CHANGES_UNSAID] = "improvements-unsaid",
	[FIND_NOT_FOLLOWED] = "plan-not-followed",
	[FIND_MEANS_SHORT] = "means-short",
	[FIND_USE_UNMEASURED] = "use-unmeasured",
	[FIND_STRICTER_EFFECT] = "stricter-effect",
	[FIND_STRICTER_RISK] = "stricter-risk",
	[FIND_FACT_AGAINST] = "fact-against",
	[FIND_FACT_AGAINST_TICK] = "fact-against-tick",
	[FIND_FACTS_UNKNOWN] = "facts-unknown",
};

const char *
finding_name(enum finding_id id)
{
	return id > 0 && id < FIND__MAX ? names[id] : "";
}

static struct finding *
find(struct judge_job *j, enum finding_id id, enum severity severity, const char *text)
{
	struct finding *f = &j->findings[j->n_findings++];

	*f = (struct finding){ .id = id, .severity = severity, .criterion = -1, .message = { .text = text } };
	return f;
}

static struct finding *
find_plural(struct judge_job *j, enum finding_id id, enum severity severity, const char *const forms[6], int64_t n)
{
	struct finding *f = find(j, id, severity, NULL);

	f->message.forms = forms;
	f->message.n = n;
	return f;
}

/* ---- what was ticked, and what did not arise ---- */

static void
find_ticks(struct judge_job *j)
{
	static const char *const open[6] = { [1] = M("{rating} is chosen, but {n} criterion is not answered."),
		[5] = M("{rating} is chosen, but {n} criteria are not answered.") };
	enum rating chosen = j->in->chosen, ticks = j->out->ticks;
	struct word rating = WORD_MSG("rating", rating_label(chosen));
	struct word ticked = WORD_MSG("position", rating_label(ticks));
	struct finding *f;

	if (j->out->cap != NULL && chosen > (enum rating)j->out->cap->rating) {
		f = find(j, FIND_CAPPED, SEVERITY_FINDING, M("{rating} is not borne out. {case}"));
		f->message.words[0] = rating;
		f->message.words[1] = (struct word)WORD_STR("case", j->out->cap->words);
	} else if (ticks == RATED_NONE && chosen > RATED_RED && j->out->at_best >= chosen && j->out->n_open > 0)
		find_plural(j, FIND_TICKS_OPEN,
		    chosen == RATED_AMBER && j->out->n_open_needs == 0 ? SEVERITY_HINT : SEVERITY_FINDING, open,
		    (int64_t)j->out->n_open)->message.words[0] = rating;
	else if (chosen > (ticks != RATED_NONE ? ticks : j->out->at_best)) {
		f = find(j, FIND_TICKS_ABOVE, SEVERITY_FINDING,
		    M("{rating} is chosen, but the ticked criteria come to {position} at most."));
		f->message.words[0] = rating;
		f->message.words[1] = (struct word)WORD_MSG("position",
		    rating_label(ticks != RATED_NONE ? ticks : j->out->at_best));
	} else if (chosen < ticks && !(j->out->suggests != NULL && chosen == j->out->position)) {
		f = find(j, FIND_TICKS_BELOW, SEVERITY_FINDING, M("{rating} is chosen, but the ticked criteria come to {position}."));
		f->message.words[0] = rating;
		f->message.words[1] = ticked;
	}
	if (j->out->suggests != NULL && chosen > j->out->position) {
		f = find(j, FIND_SUGGESTED, SEVERITY_HINT, M("{rating} is chosen, {position} is suggested. {case}"));
		f->message.words[0] = rating;
		f->message.words[1] = (struct word)WORD_MSG("position", rating_label(j->out->position));
		f->message.words[2] = (struct word)WORD_STR("case", j->out->suggests->words);
	}
}

/* Rules that ask the comment to speak of what did not arise. */
static void
find_rules(struct judge_job *j)
{
	const struct judge_in *in = j->in;

	if (!str_empty(in->comment))
		return;
	for (size_t i = 0; i < in->standard->rules.n; i++) {
		const struct fw_rule *r = &in->standard->rules.at[i];

		for (size_t k = 0; r->kind == RULE_COMMENT && k < in->n_cases; k++)
			if (str_eq(in->cases[k].condition, r->condition) && in->cases[k].arose == KNOWN_YES)
				find(j, FIND_RULE_COMMENT, SEVERITY_HINT, M("{case}"))->message.words[0] =
				    (struct word)WORD_STR("case", r->words);
	}
}

static void
find_words(struct judge_job *j)
{
	const struct judge_in *in = j->in;
	struct word rating = WORD_MSG("rating", rating_label(in->chosen));

	if (str_empty(in->comment))
		find(j, FIND_NO_COMMENT, SEVERITY_FINDING, M("{rating} has no comment that says what it rests on."))
		    ->message.words[0] = rating;
	if (in->chosen == RATED_GREEN)
		return;
	if (str_empty(in->reason))
		find(j, FIND_NO_REASON, SEVERITY_FINDING, M("{rating} falls short of the standard, and no reason is given."))
		    ->message.words[0] = rating;
	if (str_empty(in->action))
		find(j, FIND_NO_ACTION, SEVERITY_FINDING,
		    M("{rating} falls short of the standard, and no corrective action is named."))->message.words[0] = rating;
}

/* ---- evidence ---- */

static void
find_output(struct judge_job *j)
{
	static const char *const stale[6] = {
		[1] = M("{rating} needs evidence of work done in the period; the {n} item attached is older."),
		[5] = M("{rating} needs evidence of work done in the period; all {n} items attached are older.") };
	const struct evidence_sum *e = &j->in->evidence;
	/* Where there is no amber, evidence is not what separates the levels. */
	enum severity severity = j->in->standard->amber ? SEVERITY_FINDING : SEVERITY_HINT;
	struct finding *f;

	if (e->output_fresh > 0)
		return;
	if (e->output_stale > 0)
		f = find_plural(j, FIND_OUTPUT_STALE, severity, stale, e->output_stale);
	else
		f = find(j, FIND_NO_OUTPUT, severity, M("{rating} needs evidence of work done in the period; none is attached."));
	f->message.words[0] = (struct word)WORD_MSG("rating", rating_label(j->in->chosen));
}

static const struct evaluation *
last_evaluation(const struct judge_in *in)
{
	const struct evaluation *last = NULL;

	for (size_t i = 0; i < in->n_evaluations; i++) {
		const struct evaluation *e = &in->evaluations[i];

		if (e->finished.day == 0 || e->finished.day > in->as_of.day)
			continue;
		if (last == NULL || e->finished.day > last->finished.day)
			last = e;
	}
	return last;
}

static bool
older(struct date d, struct date as_of, int months)
{
	return d.day < date_add_months(as_of, -months).day;
}

static const char *const stale_effect[6] = {
	[1] = M("Green needs an evaluation that shows effect; the last one is from {date}, older than {n} month."),
	[5] = M("Green needs an evaluation that shows effect; the last one is from {date}, older than {n} months.") };
static const char *const stale_changes[6] = {
	[1] = M("Green needs an evaluation with its improvements; the last one is from {date}, older than {n} month."),
	[5] = M("Green needs an evaluation with its improvements; the last one is from {date}, older than {n} months.") };
static const char *const old_data[6] = {
	[1] = M("The evaluation of {date} rests on data up to {data}, older than {n} month."),
	[5] = M("The evaluation of {date} rests on data up to {data}, older than {n} months.") };

/* False when there is no evaluation that could bear anything. */
static bool
find_evaluation_age(struct judge_job *j, const struct evaluation *e, bool effect)
{
	int own = j->in->standard->evaluation_months > 0 ? j->in->standard->evaluation_months : 12;
	int months = j->in->limits.evaluation_months > 0 ? j->in->limits.evaluation_months : own;

	if (e == NULL) {
		find(j, FIND_EVAL_MISSING, SEVERITY_FINDING, effect ?
		    M("Green needs an evaluation that shows effect; none has been finished.") :
		    M("Green needs an evaluation with its improvements; none has been finished."));
		return false;
	}
	if (older(e->finished, j->in->as_of, months))
		find_plural(j, FIND_EVAL_STALE, SEVERITY_FINDING, effect ? stale_effect : stale_changes, months)
		    ->message.words[0] = (struct word)WORD_DAY("date", e->finished);
	return true;
}

/* How good it is.  Decisive where effect has to be shown, otherwise worth a hint when known to be bad. */
static void
find_evaluation_worth(struct judge_job *j, const struct evaluation *e, bool effect)
{
	enum severity severity = effect ? SEVERITY_FINDING : SEVERITY_HINT;
	struct word date = WORD_DAY("date", e->finished);
	int months = j->in->limits.data_months > 0 ? j->in->limits.data_months : 18;
	struct finding *f;

	if (e->data_to.day != 0 && older(e->data_to, j->in->as_of, months)) {
		f = find_plural(j, FIND_EVAL_DATA_OLD, severity, old_data, months);
		f->message.words[0] = date;
		f->message.words[1] = (struct word)WORD_DAY("data", e->data_to);
	} else if (e->data_to.day == 0 && effect)
		find(j, FIND_EVAL_DATA_OLD, severity, M("The evaluation of {date} does not say from when its data are."))
		    ->message.words[0] = date;
	if (e->strength == EVAL_WEAK)
		find(j, FIND_EVAL_WEAK, severity, M("The evaluation of {date} is too weak to show a good effect."))
		    ->message.words[0] = date;
	else if (e->strength == EVAL_STRENGTH_UNSAID && effect)
		find(j, FIND_EVAL_WEAK, severity, M("Nobody has said whether the evaluation of {date} is strong enough to show effect."))
		    ->message.words[0] = date;
	switch (e->finding) {
	case EVAL_BETTER:
		break;
	case EVAL_SAME:
	case EVAL_WORSE:
		find(j, FIND_EVAL_NO_EFFECT, severity, effect ?
		    M("The evaluation of {date} found no improvement: that bears amber, not green.") :
		    M("The evaluation of {date} found no improvement; the standard's own test does not ask for one."))
		    ->message.words[0] = date;
		break;
	case EVAL_UNCLEAR:
		find(j, FIND_EVAL_UNCLEAR, severity, M("The evaluation of {date} does not come to a clear finding."))
		    ->message.words[0] = date;
		break;
	case EVAL_UNSAID:
		if (effect)
			find(j, FIND_EVAL_UNCLEAR, severity, M("The evaluation of {date} has no finding on record."))
			    ->message.words[0] = date;
		break;
	}
}

static void
find_improvements(struct judge_job *j, const struct evaluation *e, bool effect)
{
	enum severity severity = effect ? SEVERITY_HINT : SEVERITY_FINDING;
	struct word date = WORD_DAY("date", e->finished);

	switch (e->changes) {
	case EVAL_CHANGES_OPEN:
		find(j, FIND_EVAL_CHANGES_OPEN, severity, M("Improvements that the evaluation of {date} asks for are not done."))
		    ->message.words[0] = date;
		break;
	case EVAL_CHANGES_UNSAID:
		find(j, FIND_EVAL_CHANGES_UNSAID, severity,
		    M("The evaluation of {date} says neither what was improved nor that nothing had to be."))
		    ->message.words[0] = date;
		break;
	case EVAL_CHANGES_DONE:
	case EVAL_CHANGES_NOT_NEEDED:
		break;
	}
}

static void
find_evaluation(struct judge_job *j, bool effect)
{
	const struct evaluation *e = last_evaluation(j->in);

	if (!find_evaluation_age(j, e, effect))
		return;
	find_evaluation_worth(j, e, effect);
	find_improvements(j, e, effect);
}

static void
find_monitoring(struct judge_job *j)
{
	if (j->in->followed != KNOWN_YES)
		find(j, FIND_NOT_FOLLOWED, SEVERITY_FINDING, j->in->followed == KNOWN_NO ?
		    M("Green needs seniors who regularly follow the plan; reviews that were due were not held.") :
		    M("Green needs seniors who regularly follow the plan; nothing on record shows it."));
	if (j->in->means != KNOWN_YES)
		find(j, FIND_MEANS_SHORT, SEVERITY_FINDING, j->in->means == KNOWN_NO ?
		    M("Green needs means enough to lower the risks; they fall short.") :
		    M("Green needs means enough to lower the risks; nothing on record shows it."));
}

static void
find_outcome(struct judge_job *j)
{
	bool effect = j->in->standard->outcome_test == OUTCOME_EFFECT;

	if (j->in->evidence.outcome_fresh > 0 || j->in->effect == KNOWN_YES)
		return;
	find(j, FIND_NO_OUTCOME, effect ? SEVERITY_FINDING : SEVERITY_HINT, effect ?
	    M("Green needs outcomes: no evidence of effect in the period is attached.") :
	    M("No evidence of effect in the period is attached; this standard's own test does not ask for it."));
}

/* Said for every green: the general definition wants the effect measured and the risk lower. */
static void
find_stricter(struct judge_job *j)
{
	if (j->in->effect != KNOWN_YES && j->in->standard->outcome_test != OUTCOME_EFFECT)
		find(j, FIND_STRICTER_EFFECT, SEVERITY_HINT,
		    M("The general definition of green (P3.37) also wants the effect measured; no measurement is on record."));
	if (j->in->risk_lower != KNOWN_YES)
		find(j, FIND_STRICTER_RISK, SEVERITY_HINT, j->in->risk_lower == KNOWN_NO ?
		    M("The general definition of green (P3.37) also wants the risk mitigated or clearly falling; it is not.") :
		    M("The general definition of green (P3.37) also wants the risk mitigated or clearly falling; that is not known."));
}

static void
find_green(struct judge_job *j)
{
	switch (j->in->standard->outcome_test) {
	case OUTCOME_NONE:
		break;
	case OUTCOME_MONITORING:
		find_monitoring(j);
		break;
	case OUTCOME_USE:
		if (j->in->use != KNOWN_YES)
			find(j, FIND_USE_UNMEASURED, SEVERITY_FINDING,
			    M("Green needs to have measured that people keep to it or know of it; no measurement is on record."));
		find_evaluation(j, false);
		break;
	case OUTCOME_EVALUATION:
		find_evaluation(j, false);
		break;
	case OUTCOME_EFFECT:
		find_evaluation(j, true);
		break;
	}
	find_outcome(j);
	find_stricter(j);
}

/* ---- live facts ---- */

static int
criterion_index(const struct fw_standard *s, struct str id)
{
	for (size_t i = 0; i < s->criteria.n; i++)
		if (str_eq(s->criteria.at[i].id, id))
			return (int)i;
	return -1;
}

/* Does this fact tell against the chosen rating? */
static bool
fact_against(const struct judge_job *j, const struct fact *f, int at)
{
	enum rating chosen = j->in->chosen;

	if (chosen <= RATED_RED || chosen == RATED_NOT_APPLICABLE)
		return false;
	if (at < 0)
		return f->state == FACT_CONTRADICTS;
	switch (j->in->standard->criteria.at[at].kind) {
	case KIND_FAILING:
		return f->state == FACT_CONFIRMS;
	case KIND_NEED:
		return f->state == FACT_CONTRADICTS;
	case KIND_SHORTFALL:
		return f->state == FACT_CONFIRMS && chosen == RATED_GREEN;
	case KIND_WANTED:
		return f->state == FACT_CONTRADICTS && chosen == RATED_GREEN;
	case KIND_ROUTE:
		return f->state == FACT_CONTRADICTS && judge_tick(j, (size_t)at) == TICK_TRUE;
	}
	return false;
}

static void
find_fact(struct judge_job *j, const struct fact *f, int at)
{
	enum tick t = at < 0 ? TICK_OPEN : judge_tick(j, (size_t)at);
	struct finding *x;

	if (fact_against(j, f, at)) {
		x = find(j, FIND_FACT_AGAINST, SEVERITY_FINDING, M("{rating} is chosen, but the records say: {words}"));
		x->message.words[0] = (struct word)WORD_MSG("rating", rating_label(j->in->chosen));
	} else if ((t == TICK_TRUE && f->state == FACT_CONTRADICTS) || (t == TICK_FALSE && f->state == FACT_CONFIRMS)) {
		x = find(j, FIND_FACT_AGAINST_TICK, SEVERITY_HINT, t == TICK_TRUE ?
		    M("\"{criterion}\" is ticked, but the records say: {words}") :
		    M("\"{criterion}\" is answered no, but the records say: {words}"));
		x->message.words[0] = (struct word)WORD_STR("criterion", judge_words(&j->in->standard->criteria.at[at]));
	} else
		return;
	x->criterion = at;
	x->fact = f->name;
	x->message.words[1] = (struct word)WORD_STR("words", str_empty(f->words) ? f->name : f->words);
}

static void
find_facts(struct judge_job *j)
{
	static const char *const unknown[6] = {
		[1] = M("{n} fact could not be worked out from the records; it does not count as met."),
		[5] = M("{n} facts could not be worked out from the records; they do not count as met.") };
	int64_t missing = 0;

	for (size_t i = 0; i < j->in->n_facts; i++) {
		const struct fact *f = &j->in->facts[i];
		int at = criterion_index(j->in->standard, f->criterion);

		/* A fact about a criterion that is not there, or did not arise, says nothing here. */
		if ((at < 0 && !str_empty(f->criterion)) || (at >= 0 && !judge_counts(j, (size_t)at)))
			continue;
		if (f->state == FACT_UNKNOWN)
			missing++;
		else
			find_fact(j, f, at);
	}
	if (missing > 0)
		find_plural(j, FIND_FACTS_UNKNOWN, SEVERITY_HINT, unknown, missing);
}

void
support_find(struct judge_job *j)
{
	const struct judge_in *in = j->in;

	/* Each rule below speaks at most once, apart from facts and cases. */
	j->findings = arena_array(j->mem, struct finding, FIND__MAX + in->n_facts + in->standard->rules.n * (in->n_cases + 1));
	if (j->out->position == RATED_NOT_APPLICABLE) {
		if (in->chosen != RATED_NONE && in->chosen != RATED_NOT_APPLICABLE)
			find(j, FIND_NOT_APPLICABLE, SEVERITY_FINDING, M("{rating} is chosen for a standard that does not apply."))
			    ->message.words[0] = (struct word)WORD_MSG("rating", rating_label(in->chosen));
		return;
	}
	find_rules(j);
	find_facts(j);
	if (in->chosen == RATED_NONE || j->out->refused)
		return;
	find_ticks(j);
	find_words(j);
	if (in->chosen > RATED_RED)
		find_output(j);
	if (in->chosen == RATED_GREEN)
		find_green(j);
}
