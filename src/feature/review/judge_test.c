/* SPDX-License-Identifier: MIT */
#include "feature/review/judge_bench_test.h"

/* ---- every standard at every level ---- */

TEST(judge_every_standard_green)
{
	for (size_t i = 0; i < BENCH_STANDARDS; i++) {
		struct bench *b = bench_of(bench_refs[i]);

		bench_run(b);
		CHECK_MSG(b->out.position == RATED_GREEN, "%s comes to %s", bench_refs[i], rating_name(b->out.position));
		CHECK_MSG(b->out.supported, "%s: green not borne out", bench_refs[i]);
		CHECK_MSG(b->out.n_findings == 0, "%s: %s", bench_refs[i], finding_name(b->out.findings[0].id));
	}
}

TEST(judge_every_failing_is_red)
{
	for (size_t i = 0; i < BENCH_STANDARDS; i++) {
		size_t n = bench_of(bench_refs[i])->standard.criteria.n;

		for (size_t k = 0; k < n; k++) {
			struct bench *b = bench_of(bench_refs[i]);

			if (b->criteria[k].kind != KIND_FAILING)
				continue;
			b->ticks[k] = TICK_TRUE;
			bench_run(b);
			CHECK_EQ_I(b->out.position, RATED_RED);
			CHECK(bench_has_finding(b, FIND_TICKS_ABOVE));
			/* With all needs ticked besides, the ticks contradict each other. */
			CHECK_EQ_I(b->out.n_contradictions, 1);
			CHECK_EQ_I(b->out.contradictions[0].id, CONTRA_FAILING_NEEDS);
		}
	}
}

TEST(judge_every_unmet_need_is_red_and_unmet_wanted_amber)
{
	for (size_t i = 0; i < BENCH_STANDARDS; i++) {
		size_t n = bench_of(bench_refs[i])->standard.criteria.n;

		for (size_t k = 0; k < n; k++) {
			struct bench *b = bench_of(bench_refs[i]);
			enum rating want = b->standard.amber ? RATED_AMBER : RATED_RED;

			if (b->criteria[k].kind == KIND_NEED)
				want = RATED_RED;
			else if (b->criteria[k].kind != KIND_WANTED)
				continue;
			b->ticks[k] = TICK_FALSE;
			bench_run(b);
			CHECK_EQ_I(b->out.position, want);
			CHECK(bench_has_finding(b, FIND_TICKS_ABOVE));
			CHECK_EQ_I(b->out.n_contradictions, 0);
			b->in.chosen = want;
			bench_run(b);
			CHECK(bench_found(b, FIND_TICKS_ABOVE) == NULL && bench_found(b, FIND_TICKS_BELOW) == NULL);
			CHECK(b->out.supported);
		}
	}
}

TEST(judge_amber_refused_where_there_is_none)
{
	static const char *const without[] = { "1.1", "1.3", "1.5" };

	for (size_t i = 0; i < countof(without); i++) {
		struct bench *b = bench_of(without[i]);

		b->in.chosen = RATED_AMBER;
		bench_run(b);
		CHECK(b->out.refused && !b->out.supported);
	}
	struct bench *b = bench_of("1.3");
	b->in.chosen = RATED_AMBER;
	bench_run(b);
	CHECK_STR(message_english(b->mem, &b->out.refusal), "Standard 1.3 has no amber: it is met or it is not.");
	b->in.chosen = RATED_NOT_APPLICABLE;
	bench_run(b);
	CHECK(b->out.refused);
}

TEST(judge_green_where_amber_is_due)
{
	/* The wrong level and the words that name it: done, but the standard's own test for green is not passed. */
	static const struct { const char *ref; enum finding_id id; const char *words; } rows[] = {
		{ "1.2", FIND_EVAL_MISSING, "Green needs an evaluation that shows effect; none has been finished." },
		{ "1.4", FIND_NOT_FOLLOWED, "Green needs seniors who regularly follow the plan; nothing on record shows it." },
		{ "1.6", FIND_EVAL_MISSING, "Green needs an evaluation with its improvements; none has been finished." },
		{ "1.7", FIND_EVAL_MISSING, "Green needs an evaluation with its improvements; none has been finished." },
		{ "2.1", FIND_EVAL_MISSING, "Green needs an evaluation that shows effect; none has been finished." },
		{ "2.2", FIND_EVAL_MISSING, "Green needs an evaluation with its improvements; none has been finished." },
		{ "3.1", FIND_EVAL_MISSING, "Green needs an evaluation that shows effect; none has been finished." },
		{ "3.2", FIND_USE_UNMEASURED,
		    "Green needs to have measured that people keep to it or know of it; no measurement is on record." },
		{ "3.3", FIND_USE_UNMEASURED,
		    "Green needs to have measured that people keep to it or know of it; no measurement is on record." },
		{ "4.1", FIND_EVAL_MISSING, "Green needs an evaluation with its improvements; none has been finished." },
		{ "4.2", FIND_EVAL_MISSING, "Green needs an evaluation with its improvements; none has been finished." },
	};

	for (size_t i = 0; i < countof(rows); i++) {
		struct bench *b = bench_of(rows[i].ref);

		b->in.n_evaluations = 0;
		b->in.followed = b->in.means = b->in.use = b->in.effect = b->in.risk_lower = KNOWN_NOT;
		b->in.evidence.outcome_fresh = 0;
		bench_run(b);
		CHECK(bench_has_finding(b, rows[i].id));
		CHECK_STR_EQ(bench_said(b, rows[i].id), str_c(rows[i].words));
		CHECK(!b->out.supported);
		b->in.chosen = RATED_AMBER;
		bench_tick(b, "G1", TICK_FALSE);
		bench_run(b);
		CHECK(b->out.supported);
	}
}

TEST(judge_facts_only_green_needs_no_outcome)
{
	static const char *const facts_only[] = { "1.1", "1.3", "1.5" };

	for (size_t i = 0; i < countof(facts_only); i++) {
		struct bench *b = bench_of(facts_only[i]);

		b->in.n_evaluations = 0;
		b->in.evidence = (struct evidence_sum){ 0, 0, 0, 0 };
		b->in.effect = b->in.risk_lower = KNOWN_NOT;
		bench_run(b);
		CHECK(b->out.supported);
		CHECK(bench_has_hint(b, FIND_NO_OUTCOME));
		CHECK(bench_has_hint(b, FIND_NO_OUTPUT));
		CHECK(bench_has_hint(b, FIND_STRICTER_EFFECT));
		CHECK(bench_has_hint(b, FIND_STRICTER_RISK));
	}
}

/* ---- evaluations ---- */

TEST(judge_evaluation_age_to_the_day)
{
	struct bench *b = bench_of("2.2");

	b->evaluation.finished = date_of(2025, 3, 31);	/* twelve months to the day still counts */
	bench_run(b);
	CHECK(b->out.supported);
	b->evaluation.finished = date_of(2025, 3, 30);
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_STALE));
	b->evaluation.finished = date_of(2024, 8, 6);
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_EVAL_STALE),
	    "Green needs an evaluation with its improvements; the last one is from 6 August 2024, older than 12 months.");
	b->in.limits.evaluation_months = 24;
	bench_run(b);
	CHECK(b->out.supported);
	b->in.limits.evaluation_months = 1;
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_EVAL_STALE),
	    "Green needs an evaluation with its improvements; the last one is from 6 August 2024, older than 1 month.");
	b->evaluation.finished = date_of(2026, 4, 1);	/* finished after the period */
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_MISSING));
	b->evaluation.finished = (struct date){ 0 };	/* not finished */
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_MISSING));
}

TEST(judge_latest_evaluation_counts)
{
	struct bench *b = bench_of("3.1");
	struct evaluation two[2] = { b->evaluation, b->evaluation };

	two[1].finished = date_of(2026, 2, 1);
	two[1].finding = EVAL_WORSE;
	b->in.evaluations = two;
	b->in.n_evaluations = 2;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_NO_EFFECT));
}

TEST(judge_evaluation_without_effect)
{
	/* Decisive only where effect has to be shown; elsewhere the standard's own test does not ask for it. */
	static const struct { const char *ref; bool decisive; } rows[] = { { "1.2", true }, { "2.1", true }, { "3.1", true },
		{ "1.6", false }, { "1.7", false }, { "2.2", false }, { "3.2", false }, { "3.3", false }, { "4.1", false },
		{ "4.2", false } };
	static const enum eval_finding none[] = { EVAL_SAME, EVAL_WORSE };

	for (size_t i = 0; i < countof(rows); i++)
		for (size_t k = 0; k < countof(none); k++) {
			struct bench *b = bench_of(rows[i].ref);

			b->evaluation.finding = none[k];
			bench_run(b);
			CHECK_EQ_I(bench_has_finding(b, FIND_EVAL_NO_EFFECT), rows[i].decisive);
			CHECK_EQ_I(bench_has_hint(b, FIND_EVAL_NO_EFFECT), !rows[i].decisive);
			CHECK_EQ_I(b->out.supported, !rows[i].decisive);
			b->in.chosen = RATED_AMBER;
			bench_tick(b, "G1", TICK_FALSE);
			bench_run(b);
			CHECK(b->out.supported);
		}
}

TEST(judge_evaluation_too_weak_for_awareness)
{
	struct bench *b = bench_of("2.1");

	b->evaluation.strength = EVAL_WEAK;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_WEAK));
	b = bench_of("2.1");
	b->evaluation.data_to = date_of(2024, 9, 29);
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_EVAL_DATA_OLD),
	    "The evaluation of 3 November 2025 rests on data up to 29 September 2024, older than 18 months.");
	b->evaluation.data_to = date_of(2024, 9, 30);
	bench_run(b);
	CHECK(b->out.supported);
	b->evaluation = (struct evaluation){ .finished = date_of(2025, 11, 3) };	/* nobody has said anything more */
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_EVAL_DATA_OLD) && bench_has_finding(b, FIND_EVAL_WEAK));
	CHECK(bench_has_finding(b, FIND_EVAL_UNCLEAR));
	b = bench_of("4.1");
	b->evaluation.strength = EVAL_WEAK;
	bench_run(b);
	CHECK(b->out.supported && bench_has_hint(b, FIND_EVAL_WEAK));
}

TEST(judge_improvements_must_be_made)
{
	static const struct { enum eval_changes changes; enum finding_id id; } rows[] = {
		{ EVAL_CHANGES_OPEN, FIND_EVAL_CHANGES_OPEN }, { EVAL_CHANGES_UNSAID, FIND_EVAL_CHANGES_UNSAID } };

	for (size_t i = 0; i < countof(rows); i++) {
		struct bench *b = bench_of("1.7");

		b->evaluation.changes = rows[i].changes;
		bench_run(b);
		CHECK(bench_has_finding(b, rows[i].id) && !b->out.supported);
		b = bench_of("1.2");	/* what effect has to be shown stands by its effect */
		b->evaluation.changes = rows[i].changes;
		bench_run(b);
		CHECK(bench_has_hint(b, rows[i].id) && b->out.supported);
	}
	struct bench *b = bench_of("1.7");
	b->evaluation.changes = EVAL_CHANGES_NOT_NEEDED;
	bench_run(b);
	CHECK(b->out.supported);
}

TEST(judge_means_that_fall_short)
{
	struct bench *b = bench_of("1.4");

	b->in.means = KNOWN_NO;
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_MEANS_SHORT), "Green needs means enough to lower the risks; they fall short.");
	CHECK(!b->out.supported);
}

TEST(judge_effect_without_outcome_evidence)
{
	struct bench *b = bench_of("1.2");

	b->in.evidence.outcome_fresh = 0;
	b->in.evidence.outcome_stale = 4;
	b->in.effect = KNOWN_NOT;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_NO_OUTCOME));
}

/* ---- evidence, comment, reason ---- */

TEST(judge_amber_without_output)
{
	struct bench *b = bench_of("3.2");

	bench_tick(b, "G4", TICK_FALSE);
	b->in.chosen = RATED_AMBER;
	b->in.evidence = (struct evidence_sum){ 0, 0, 2, 0 };
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_NO_OUTPUT), "Amber needs evidence of work done in the period; none is attached.");
	CHECK(!b->out.supported);
	b->in.evidence.output_stale = 1;
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_OUTPUT_STALE),
	    "Amber needs evidence of work done in the period; the 1 item attached is older.");
	b->in.evidence.output_fresh = 1;
	bench_run(b);
	CHECK(b->out.supported);
	b->in.chosen = RATED_RED;	/* red needs no evidence */
	bench_tick(b, "N1", TICK_FALSE);
	b->in.evidence = (struct evidence_sum){ 0, 0, 0, 0 };
	bench_run(b);
	CHECK(b->out.supported);
}

TEST(judge_words_that_are_missing)
{
	struct bench *b = bench_of("2.2");

	b->in.comment = S("  \n ");
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_NO_COMMENT));
	CHECK(bench_found(b, FIND_NO_REASON) == NULL && bench_found(b, FIND_NO_ACTION) == NULL);
	b->in.reason = b->in.action = S("");
	bench_tick(b, "G2", TICK_FALSE);
	b->in.chosen = RATED_AMBER;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_NO_REASON) && bench_has_finding(b, FIND_NO_ACTION));
	b->in.chosen = RATED_RED;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_NO_REASON) && bench_has_finding(b, FIND_NO_ACTION));
	CHECK(bench_has_finding(b, FIND_TICKS_BELOW));
}
