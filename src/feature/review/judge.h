/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_JUDGE_H
#define FEATURE_REVIEW_JUDGE_H
#include "base/message.h"
#include "feature/framework/model.h"

/* The rating rules: what the ticked criteria come to, and whether a chosen rating is borne out.
 * Knows no database and no page; everything it needs comes in, everything it says is a message.
 * Nothing here rates anybody: the person chooses, the choice is explained and counted. */
enum rating { RATED_NONE = 0, RATED_RED = RATING_RED, RATED_AMBER = RATING_AMBER, RATED_GREEN = RATING_GREEN,
	RATED_NOT_APPLICABLE };
const char *rating_name(enum rating r);		/* "red", "none", "not-applicable": for records */
const char *rating_label(enum rating r);	/* in the catalogue: "Red" */
bool rating_parse(struct str name, enum rating *ret);

enum known { KNOWN_NOT = 0, KNOWN_NO, KNOWN_YES };	/* what nobody has said never counts as met */

enum arose { AROSE_ALWAYS = 0, AROSE_YES, AROSE_NO, AROSE_UNKNOWN };
enum tick { TICK_OPEN = 0, TICK_TRUE, TICK_FALSE };

/* ---- what is known about it ---- */
/* Of a framework's condition: did it arise in the period?  One that is missing is not known.  Opposites
 * ("incident_reported", "no_incident") are said both. */
struct case_state { struct str condition; enum known arose; };
struct evidence_sum { int output_fresh, output_stale, outcome_fresh, outcome_stale; };
enum eval_strength { EVAL_STRENGTH_UNSAID = 0, EVAL_WEAK, EVAL_SOUND };
enum eval_finding { EVAL_UNSAID = 0, EVAL_BETTER, EVAL_SAME, EVAL_WORSE, EVAL_UNCLEAR };
enum eval_changes { EVAL_CHANGES_UNSAID = 0, EVAL_CHANGES_OPEN, EVAL_CHANGES_DONE, EVAL_CHANGES_NOT_NEEDED };
struct evaluation {
	struct date finished;	/* not set, or after as_of: does not count */
	struct date data_to;	/* last day of the data it rests on */
	enum eval_strength strength;
	enum eval_finding finding;
	enum eval_changes changes;
};
/* A fact of the registers speaks for or against one criterion being true (so CONFIRMS on a failing is
 * bad news), or, with no criterion, CONTRADICTS speaks against every rating but red. */
enum fact_state { FACT_UNKNOWN = 0, FACT_CONFIRMS, FACT_CONTRADICTS };
struct fact {
	struct str name;	/* "specialist.nomination" */
	struct str criterion;	/* "R2", or none */
	enum fact_state state;
	struct str words;	/* "The nomination names a predecessor." */
};
/* The organisation's own settings.  0: the standard's own age (or 12), and 18. */
struct judge_limits { int evaluation_months, data_months; };

struct judge_in {
	const struct fw_standard *standard;
	const struct fw_conditions *conditions;	/* the framework's, for words; may be NULL */
	const enum tick *ticks;			/* standard->criteria.n of them; NULL: all open */
	const struct case_state *cases;
	size_t n_cases;
	struct evidence_sum evidence;
	const struct evaluation *evaluations;
	size_t n_evaluations;
	enum known followed, means;		/* seniors follow the plan; the means suffice */
	enum known use;				/* adherence or awareness measured in the period */
	enum known effect, risk_lower;		/* effect measured; risk mitigated or clearly falling */
	const struct fact *facts;
	size_t n_facts;
	enum rating chosen;			/* RATED_NONE: not yet */
	struct str comment, reason, action;	/* reason and corrective action where it falls short */
	struct date as_of;			/* end of the period, or today while it runs */
	struct judge_limits limits;
};

/* ---- what follows ---- */
enum finding_id {
	FIND_TICKS_ABOVE = 1, FIND_TICKS_BELOW, FIND_TICKS_OPEN, FIND_CAPPED, FIND_SUGGESTED, FIND_RULE_COMMENT,
	FIND_NOT_APPLICABLE,
	FIND_NO_COMMENT, FIND_NO_REASON, FIND_NO_ACTION,
	FIND_NO_OUTPUT, FIND_OUTPUT_STALE, FIND_NO_OUTCOME,
	FIND_EVAL_MISSING, FIND_EVAL_STALE, FIND_EVAL_DATA_OLD, FIND_EVAL_WEAK, FIND_EVAL_UNCLEAR, FIND_EVAL_NO_EFFECT,
	FIND_EVAL_CHANGES_OPEN, FIND_EVAL_CHANGES_UNSAID, FIND_NOT_FOLLOWED, FIND_MEANS_SHORT, FIND_USE_UNMEASURED,
	FIND_STRICTER_EFFECT, FIND_STRICTER_RISK, FIND_FACT_AGAINST, FIND_FACT_AGAINST_TICK, FIND_FACTS_UNKNOWN,
	FIND__MAX
};
const char *finding_name(enum finding_id id);	/* "evaluation-stale": stable, for records and counts */
enum severity { SEVERITY_HINT = 1, SEVERITY_FINDING };	/* only findings make a rating unsupported */
struct finding {
	enum finding_id id;
	enum severity severity;
	int criterion;		/* index, -1: the standard */
	struct str fact;	/* its name, where one is behind it */
	struct message message;
};
enum contradiction_id { CONTRA_FAILING_NEEDS = 1, CONTRA_SHORTFALL_WANTED, CONTRA_ROUTE_NEED };
struct contradiction { enum contradiction_id id; int a, b; /* criteria; b -1: all needs */ struct message message; };

struct judgement {
	enum rating position;		/* what the ticks come to; NONE: not told yet */
	struct message why;
	enum rating at_best;		/* with every open criterion answered well */
	size_t n_open, n_open_needs;	/* needs and wanted ones that count and are not answered; needs of them */
	enum arose *arose;		/* per criterion */
	enum rating ticks;		/* the same before a rule proposes another */
	const struct fw_rule *cap;	/* the rule that caps the rating, or NULL */
	const struct fw_rule *suggests;	/* the rule that proposes another rating, or NULL */
	bool refused;			/* the chosen rating does not exist for this standard: not to be saved */
	struct message refusal;
	const struct contradiction *contradictions;
	size_t n_contradictions;
	const struct finding *findings;
	size_t n_findings;
	bool supported;			/* chosen, not refused, nothing of SEVERITY_FINDING, no contradiction */
};
void judge(struct arena *a, const struct judge_in *in, struct judgement *ret);
/* May this rating be saved for it at all? */
bool judge_exists(const struct fw_standard *s, enum rating r, struct message *ret_why);
/* The position today: ticks as the facts alone would set them.  Needs and wanted ones become true only
 * when all their facts are known and confirm; one against makes them false; all else stays open. */
void judge_ticks_from_facts(const struct fw_standard *s, const struct fact *facts, size_t n, enum tick *ret);

/* Shared by judge.c and support.c. */
struct judge_job {
	struct arena *mem;
	const struct judge_in *in;
	struct judgement *out;
	struct finding *findings;
	size_t n_findings;
};
void support_find(struct judge_job *j);
bool judge_counts(const struct judge_job *j, size_t criterion);	/* its condition arose, or nobody knows */
enum tick judge_tick(const struct judge_job *j, size_t criterion);
struct str judge_words(const struct fw_criterion *c);
#endif
