/* SPDX-License-Identifier: MIT */
#include "feature/review/judge_bench_test.h"

#include <string.h>

/* ---- ticks ---- */

TEST(judge_shortfall_against_wanted)
{
	/* Every shortfall of every standard contradicts what it denies, and only that. */
	for (size_t i = 0; i < BENCH_STANDARDS; i++) {
		size_t n = bench_of(bench_refs[i])->standard.criteria.n;

		for (size_t k = 0; k < n; k++) {
			struct bench *b = bench_of(bench_refs[i]);

			if (b->criteria[k].kind != KIND_SHORTFALL)
				continue;
			CHECK(b->criteria[k].negates.n == 1);
			int denied = bench_index(b, b->criteria[k].negates.at[0]);
			b->ticks[k] = TICK_TRUE;
			bench_run(b);
			CHECK_EQ_I(b->out.n_contradictions, 1);
			CHECK_EQ_I(b->out.contradictions[0].id, CONTRA_SHORTFALL_WANTED);
			CHECK_EQ_I(b->out.contradictions[0].b, denied);
			CHECK(!b->out.supported);
			b->ticks[denied] = TICK_FALSE;
			b->in.chosen = RATED_AMBER;
			bench_run(b);
			CHECK_EQ_I(b->out.n_contradictions, 0);
			CHECK_EQ_I(b->out.position, RATED_AMBER);
			b->ticks[denied] = TICK_OPEN;
			bench_run(b);
			CHECK_EQ_I(b->out.position, RATED_AMBER);
		}
	}
}

TEST(judge_open_criteria)
{
	struct bench *b = bench_of("2.2");

	b->in.ticks = NULL;
	b->in.chosen = RATED_NONE;
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
	CHECK_EQ_I(b->out.at_best, RATED_GREEN);
	CHECK_EQ_I(b->out.n_open, 4);
	CHECK_STR(message_english(b->mem, &b->out.why), "4 criteria are still to be answered.");
	CHECK(!b->out.supported);
	b->in.ticks = b->ticks;
	bench_tick(b, "N2", TICK_OPEN);
	b->in.chosen = RATED_GREEN;
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_TICKS_OPEN), "Green is chosen, but 1 criterion is not answered.");
	CHECK(!b->out.supported);
	bench_tick(b, "G2", TICK_FALSE);	/* green is out of reach whatever the answer */
	bench_run(b);
	CHECK_EQ_I(b->out.at_best, RATED_AMBER);
	CHECK_STR(bench_said(b, FIND_TICKS_ABOVE), "Green is chosen, but the ticked criteria come to Amber at most.");
	b = bench_of("2.2");		/* needs answered: amber is safe, green is open */
	bench_tick(b, "G1", TICK_OPEN);
	b->in.chosen = RATED_AMBER;
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
	CHECK(bench_has_hint(b, FIND_TICKS_OPEN) && b->out.supported);
	b = bench_of("2.2");		/* a failing that nobody ticked is no gap */
	bench_tick(b, "R1 R2 S1", TICK_OPEN);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_GREEN);
	CHECK_EQ_I(b->out.n_open, 0);
}

TEST(judge_why_names_the_criterion)
{
	struct bench *b = bench_of("1.4");

	b->criteria[bench_index(b, S("N5"))].words = S("objectives are clear and measurable");
	bench_tick(b, "N5", TICK_FALSE);
	bench_run(b);
	CHECK_STR(message_english(b->mem, &b->out.why),
	    "Red, because this need is not met: objectives are clear and measurable");
}

/* The hole in the printed texts of 1.4: plan followed by seniors, no extra means for a new risk. */
TEST(judge_no_hole_between_amber_and_green)
{
	struct bench *b = bench_of("1.4");

	bench_tick(b, "G2", TICK_FALSE);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_AMBER);
	bench_case(b, "new_risk", KNOWN_NO);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_GREEN);
}

/* ---- nothing arose in the period ---- */

TEST(judge_no_incident_caps_investigation)
{
	struct bench *b = bench_of("4.1");

	bench_case(b, "incident_reported", KNOWN_NO);
	bench_case(b, "no_incident", KNOWN_YES);
	bench_tick(b, "N1 N2 N3 G1 G2", TICK_OPEN);
	bench_tick(b, "A0", TICK_TRUE);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_AMBER);
	CHECK_EQ_I(b->out.at_best, RATED_AMBER);
	CHECK_EQ_I(b->out.n_contradictions, 0);
	CHECK(bench_has_finding(b, FIND_CAPPED) && bench_found(b, FIND_TICKS_ABOVE) == NULL);
	CHECK(str_starts(bench_said(b, FIND_CAPPED), S("Green is not borne out. No incident was reported in the period")));
	b->in.chosen = RATED_AMBER;
	bench_run(b);
	CHECK(b->out.supported);
	bench_tick(b, "A0", TICK_FALSE);	/* no arrangements either */
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_RED);
	bench_tick(b, "A0", TICK_OPEN);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
	CHECK_EQ_I(b->out.at_best, RATED_AMBER);
	bench_tick(b, "A0 R1", TICK_TRUE);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_RED);
}

TEST(judge_incidents_close_the_route_without)
{
	struct bench *b = bench_of("4.1");

	bench_tick(b, "A0", TICK_TRUE);	/* ticked once, before the first incident */
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_GREEN);
	bench_case(b, "no_incident", KNOWN_NOT);
	bench_run(b);
	CHECK_EQ_I(b->out.n_contradictions, 1);
	CHECK_EQ_I(b->out.contradictions[0].id, CONTRA_ROUTE_NEED);
}

TEST(judge_period_table)
{
	static const struct {
		const char *ref, *condition, *opposite, *gone;
		enum rating position;
		enum finding_id with, without;
	} rows[] = {
		{ "4.2", "offender_known", "no_offender_known", "R2 N3", RATED_AMBER, FIND_SUGGESTED, FIND_RULE_COMMENT },
		{ "4.2", "decision_against", NULL, "N5", RATED_GREEN, 0, 0 },
		{ "4.2", "sanction_obtained", NULL, "G1", RATED_GREEN, 0, 0 },
		{ "1.6", "contract_started", "no_contract_started", "R1 R2 N1 N2", RATED_GREEN, 0, FIND_RULE_COMMENT },
		{ "3.3", "alert_received", NULL, "R1 R3 R4 N1 N2 S2 G3 G4", RATED_GREEN, 0, 0 },
		{ "1.1", "request_received", NULL, "R3 G4", RATED_GREEN, 0, 0 },
		{ "1.2", "request_received", NULL, "R6", RATED_GREEN, 0, 0 },
		{ "1.2", "assessment_done", NULL, "R5", RATED_GREEN, 0, 0 },
		{ "1.3", "forum_held", NULL, "R4 G4", RATED_GREEN, 0, 0 },
		{ "1.5", "assessment_done", NULL, "R4 G3", RATED_GREEN, 0, 0 },
		{ "1.7", "limited_assurance", NULL, "R4 N4", RATED_GREEN, 0, 0 },
	};

	for (size_t i = 0; i < countof(rows); i++) {
		struct bench *b = bench_of(rows[i].ref);
		size_t gone = 0;

		bench_case(b, rows[i].condition, KNOWN_NO);
		if (rows[i].opposite != NULL)
			bench_case(b, rows[i].opposite, KNOWN_YES);
		bench_tick(b, rows[i].gone, TICK_FALSE);	/* neither met nor unmet: whatever stands there */
		bench_run(b);
		CHECK_EQ_I(b->out.position, rows[i].position);
		CHECK(b->out.supported);
		CHECK(rows[i].with == 0 || bench_has_hint(b, rows[i].with));
		bench_tick(b, rows[i].gone, TICK_TRUE);
		bench_run(b);
		CHECK_EQ_I(b->out.position, rows[i].position);
		for (size_t k = 0; k < b->standard.criteria.n; k++)
			gone += b->out.arose[k] == AROSE_NO;
		CHECK_EQ_I(gone, (strlen(rows[i].gone) + 1) / 3);
		b->in.comment = S("");
		bench_run(b);
		CHECK(rows[i].without == 0 || bench_has_hint(b, rows[i].without));
		CHECK(bench_has_finding(b, FIND_NO_COMMENT));
	}
}

TEST(judge_suggested_amber_may_be_taken)
{
	struct bench *b = bench_of("4.2");

	bench_case(b, "no_offender_known", KNOWN_YES);
	b->in.chosen = RATED_AMBER;
	bench_run(b);
	CHECK(b->out.supported);
	CHECK_EQ_I(b->out.ticks, RATED_GREEN);
}

TEST(judge_not_applicable_comes_from_the_contracts)
{
	struct bench *b = bench_of("1.7");

	bench_case(b, "coordinates_contract", KNOWN_NO);
	b->in.chosen = RATED_NONE;
	bench_tick(b, "R1", TICK_TRUE);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NOT_APPLICABLE);
	CHECK_EQ_I(b->out.n_findings, 0);
	CHECK_EQ_I(b->out.n_contradictions, 0);
	CHECK_STR(message_english(b->mem, &b->out.why),
	    "Not applicable. The organisation coordinates no such contract, so this does not apply.");
	b->in.chosen = RATED_NOT_APPLICABLE;
	bench_run(b);
	CHECK(b->out.supported && !b->out.refused);
	b->in.chosen = RATED_RED;
	bench_run(b);
	CHECK(bench_has_finding(b, FIND_NOT_APPLICABLE));
	bench_case(b, "coordinates_contract", KNOWN_NOT);	/* nobody knows: it stays in */
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_RED);
}

TEST(judge_unknown_condition_stays_open)
{
	struct bench *b = bench_of("3.3");

	b->in.n_cases = 0;
	bench_tick(b, "N1 N2 G3 G4", TICK_OPEN);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
	CHECK_EQ_I(b->out.n_open, 4);
	CHECK(!b->out.supported);
}

/* ---- live facts ---- */

TEST(judge_facts_against_the_rating)
{
	static const struct { const char *ref, *criterion; enum fact_state state; enum rating chosen; bool against; } rows[] = {
		{ "1.3", "", FACT_CONTRADICTS, RATED_GREEN, true },	/* lapsed: any rating but red */
		{ "1.3", "", FACT_CONTRADICTS, RATED_RED, false },
		{ "1.3", "", FACT_CONFIRMS, RATED_GREEN, false },
		{ "1.1", "R2", FACT_CONFIRMS, RATED_GREEN, true },
		{ "1.1", "R2", FACT_CONTRADICTS, RATED_GREEN, false },
		{ "1.1", "G3", FACT_CONTRADICTS, RATED_GREEN, true },
		{ "1.2", "N4", FACT_CONTRADICTS, RATED_AMBER, true },
		{ "1.2", "S1", FACT_CONFIRMS, RATED_GREEN, true },
		{ "1.2", "S1", FACT_CONFIRMS, RATED_AMBER, false },
		{ "3.2", "G4", FACT_CONTRADICTS, RATED_AMBER, false },
		{ "3.2", "G4", FACT_CONTRADICTS, RATED_GREEN, true },
		{ "3.2", "G4", FACT_UNKNOWN, RATED_GREEN, false },
		{ "3.2", "G9", FACT_CONTRADICTS, RATED_GREEN, false },	/* a criterion of another edition */
	};

	for (size_t i = 0; i < countof(rows); i++) {
		struct bench *b = bench_of(rows[i].ref);
		struct fact f = { S("some.fact"), str_c(rows[i].criterion), rows[i].state, S("it is otherwise.") };

		b->in.facts = &f;
		b->in.n_facts = 1;
		b->in.chosen = rows[i].chosen;
		bench_run(b);
		CHECK_EQ_I(bench_has_finding(b, FIND_FACT_AGAINST), rows[i].against);
		if (rows[i].against)
			CHECK(!b->out.supported);
	}
}

TEST(judge_fact_words)
{
	struct bench *b = bench_of("1.3");
	struct fact f[3] = {
		{ S("specialist.nomination"), S("G2"), FACT_CONTRADICTS, S("the nomination names a predecessor.") },
		{ S("specialist.cpd"), S("G3"), FACT_UNKNOWN, S("") },
		{ S("forum.attended"), S("G4"), FACT_CONTRADICTS, S("no forum was attended.") },
	};

	b->in.facts = f;
	b->in.n_facts = 3;
	bench_case(b, "forum_held", KNOWN_NO);	/* so the last says nothing */
	bench_run(b);
	CHECK_STR(bench_said(b, FIND_FACT_AGAINST), "Green is chosen, but the records say: the nomination names a predecessor.");
	CHECK_STR(bench_found(b, FIND_FACT_AGAINST)->fact, "specialist.nomination");
	CHECK_STR(bench_said(b, FIND_FACTS_UNKNOWN),
	    "1 fact could not be worked out from the records; it does not count as met.");
	CHECK_EQ_I(b->out.n_findings, 2);
	b->in.chosen = RATED_RED;
	bench_run(b);
	CHECK(bench_has_hint(b, FIND_FACT_AGAINST_TICK) && !bench_has_finding(b, FIND_FACT_AGAINST));
}

TEST(judge_position_today_from_facts)
{
	struct bench *b = bench_of("2.2");
	struct fact f[] = {
		{ S("comms.in"), S("N1"), FACT_CONFIRMS, S("") }, { S("agreement.current"), S("N1"), FACT_CONFIRMS, S("") },
		{ S("meeting.attended"), S("N2"), FACT_CONFIRMS, S("") }, { S("doc.read"), S("N2"), FACT_UNKNOWN, S("") },
		{ S("comms.in"), S("R1"), FACT_CONTRADICTS, S("") }, { S("comms.out"), S("R2"), FACT_CONFIRMS, S("") },
		{ S("x"), S("R2"), FACT_UNKNOWN, S("") },
		{ S("eval.communication"), S("G1"), FACT_CONFIRMS, S("") }, { S("eval.changes"), S("G2"), FACT_CONFIRMS, S("") },
	};

	judge_ticks_from_facts(&b->standard, f, countof(f), b->ticks);
	CHECK_EQ_I(b->ticks[bench_index(b, S("N1"))], TICK_TRUE);
	CHECK_EQ_I(b->ticks[bench_index(b, S("N2"))], TICK_OPEN);	/* one is unknown: not met */
	CHECK_EQ_I(b->ticks[bench_index(b, S("R1"))], TICK_FALSE);
	CHECK_EQ_I(b->ticks[bench_index(b, S("R2"))], TICK_OPEN);
	CHECK_EQ_I(b->ticks[bench_index(b, S("S1"))], TICK_OPEN);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
	f[3].state = FACT_CONTRADICTS;
	judge_ticks_from_facts(&b->standard, f, countof(f), b->ticks);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_RED);
	judge_ticks_from_facts(&b->standard, NULL, 0, b->ticks);
	bench_run(b);
	CHECK_EQ_I(b->out.position, RATED_NONE);
}

TEST(judge_names_are_stable_and_parse)
{
	enum rating r;

	for (int i = 1; i < FIND__MAX; i++) {
		CHECK(finding_name((enum finding_id)i) != NULL && finding_name((enum finding_id)i)[0] != '\0');
		for (int k = 1; k < i; k++)
			CHECK(!str_is(str_c(finding_name((enum finding_id)i)), finding_name((enum finding_id)k)));
	}
	CHECK(rating_parse(S("amber"), &r) && r == RATED_AMBER);
	CHECK(!rating_parse(S("Amber"), &r) && !rating_parse(S(""), &r) && !rating_parse(S("yellow"), &r));
}

/* Whatever is ticked: the judge holds, more needs met never lowers the position, more failings never raise it. */
TEST(judge_random_ticks_are_monotone)
{
	uint32_t x = 12345;

	for (int round = 0; round < 4000; round++) {
		struct bench *b;
		size_t k;
		enum rating before;
		size_t mark = arena_mark(test_arena());

		x = x * 1664525u + 1013904223u;
		b = bench_of(bench_refs[(x >> 8) % BENCH_STANDARDS]);
		for (size_t i = 0; i < b->standard.criteria.n; i++) {
			x = x * 1664525u + 1013904223u;
			b->ticks[i] = (x >> 16) % 3 == 0 ? TICK_FALSE : TICK_TRUE;
			if (b->criteria[i].kind == KIND_FAILING && (x >> 20) % 4 != 0)
				b->ticks[i] = TICK_FALSE;
		}
		bench_run(b);
		before = b->out.position;
		k = (x >> 3) % b->standard.criteria.n;
		b->ticks[k] = b->criteria[k].kind == KIND_FAILING || b->criteria[k].kind == KIND_SHORTFALL ?
		    TICK_FALSE : TICK_TRUE;
		bench_run(b);
		CHECK(b->out.position >= before);
		CHECK(b->out.position != RATED_AMBER || b->standard.amber);
		arena_rewind(test_arena(), mark);
	}
}

/* All that ships, whatever its edition: everything met is green, one need unmet is red. */
TEST(judge_every_shipped_framework)
{
	static const char *const files[] = { "data/frameworks/commissioner-security-2018.yaml",
		"data/frameworks/provider-security.yaml", "data/frameworks/vpr-2020.yaml", "data/frameworks/vpr-2024.yaml",
		"data/frameworks/martyns-law.yaml" };

	for (size_t i = 0; i < countof(files); i++) {
		struct framework *f;
		struct str why;

		CHECK_ST(framework_parse(test_arena(), bench_file(files[i]), &f, &why), ST_OK);
		for (size_t k = 0; k < f->areas.n; k++)
			for (size_t m = 0; m < f->areas.at[k].standards.n; m++) {
				const struct fw_standard *s = &f->areas.at[k].standards.at[m];
				enum tick *ticks = arena_array(test_arena(), enum tick, s->criteria.n);
				struct judge_in in = { .standard = s, .conditions = &f->conditions, .ticks = ticks };
				struct judgement out;
				size_t need = SIZE_MAX;

				for (size_t n = 0; n < s->criteria.n; n++) {
					enum fw_kind kind = s->criteria.at[n].kind;

					ticks[n] = kind == KIND_NEED || kind == KIND_WANTED ? TICK_TRUE : TICK_FALSE;
					need = kind == KIND_NEED ? n : need;
				}
				judge(test_arena(), &in, &out);
				CHECK_MSG(out.position == RATED_GREEN, "%s %.*s", files[i], (int)s->id.n, s->id.p);
				CHECK_EQ_I(out.n_contradictions, 0);
				if (need == SIZE_MAX)
					continue;
				ticks[need] = TICK_FALSE;
				judge(test_arena(), &in, &out);
				CHECK_EQ_I(out.position, RATED_RED);
			}
	}
}
