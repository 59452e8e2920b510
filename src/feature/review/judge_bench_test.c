/* SPDX-License-Identifier: MIT */
#include "feature/review/judge_bench_test.h"

#include <stdio.h>

const char *const bench_refs[BENCH_STANDARDS] = { "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.1", "2.2", "3.1", "3.2",
	"3.3", "4.1", "4.2" };

struct str
bench_file(const char *path)
{
	enum { MOST = 400000 };
	char *text = arena_alloc(test_arena(), MOST, 1);
	FILE *in = fopen(path, "rb");
	size_t n;

	if (in == NULL)
		test_fail(__FILE__, __LINE__, "%s is not there", path);
	n = fread(text, 1, MOST, in);
	fclose(in);
	return (struct str){ text, n };
}

static const struct framework *
shipped(void)
{
	static struct arena keep;	/* read once for all tests */
	static struct framework *f;
	struct str why, text;

	if (f != NULL)
		return f;
	if (!arena_open(&keep, (size_t)64 << 20))
		test_fail(__FILE__, __LINE__, "no memory");
	text = arena_copy(&keep, bench_file("data/frameworks/commissioner-security-2017.yaml"));
	if (framework_parse(&keep, text, &f, &why) != ST_OK)
		test_fail(__FILE__, __LINE__, "%.*s", (int)why.n, why.p);
	return f;
}

int
bench_index(const struct bench *b, struct str id)
{
	for (size_t i = 0; i < b->standard.criteria.n; i++)
		if (str_eq(b->criteria[i].id, id))
			return (int)i;
	return -1;
}

void
bench_case(struct bench *b, const char *condition, enum known arose)
{
	for (size_t i = 0; i < b->in.n_cases; i++)
		if (str_is(b->cases[i].condition, condition)) {
			b->cases[i].arose = arose;
			return;
		}
	test_fail(__FILE__, __LINE__, "no condition %s", condition);
}

struct bench *
bench_of(const char *ref)
{
	const struct framework *fw = shipped();
	struct arena *a = test_arena();
	struct bench *b = arena_new(a, struct bench);
	const struct fw_standard *s = framework_standard(fw, str_c(ref));

	CHECK(s != NULL && s->criteria.n <= countof(b->ticks) && fw->conditions.n <= countof(b->cases));
	b->mem = a;
	b->standard = *s;
	b->criteria = arena_array(a, struct fw_criterion, s->criteria.n);
	for (size_t i = 0; i < s->criteria.n; i++) {
		b->criteria[i] = s->criteria.at[i];
		b->ticks[i] = s->criteria.at[i].kind == KIND_NEED || s->criteria.at[i].kind == KIND_WANTED ? TICK_TRUE : TICK_FALSE;
	}
	b->standard.criteria.at = b->criteria;
	for (size_t i = 0; i < fw->conditions.n; i++)
		b->cases[b->in.n_cases++] = (struct case_state){ fw->conditions.at[i].id,
			str_starts(fw->conditions.at[i].id, S("no_")) ? KNOWN_NO : KNOWN_YES };
	b->in.standard = &b->standard;
	b->in.conditions = &fw->conditions;
	b->in.ticks = b->ticks;
	b->in.cases = b->cases;
	b->evaluation = (struct evaluation){ date_of(2025, 11, 3), date_of(2025, 9, 30), EVAL_SOUND, EVAL_BETTER,
		EVAL_CHANGES_DONE };
	b->in.evaluations = &b->evaluation;
	b->in.n_evaluations = 1;
	b->in.evidence = (struct evidence_sum){ 3, 0, 1, 0 };
	b->in.followed = b->in.means = b->in.use = b->in.effect = b->in.risk_lower = KNOWN_YES;
	b->in.chosen = RATED_GREEN;
	b->in.comment = b->in.reason = b->in.action = S("As the minutes show.");
	b->in.as_of = date_of(2026, 3, 31);
	return b;
}

void
bench_tick(struct bench *b, const char *ids, enum tick t)
{
	struct str rest = str_c(ids);

	while (rest.n > 0) {
		int i = bench_index(b, str_cut(rest, ' ', &rest));

		CHECK(i >= 0);
		b->ticks[i] = t;
	}
}

void
bench_run(struct bench *b)
{
	judge(b->mem, &b->in, &b->out);
}

const struct finding *
bench_found(const struct bench *b, enum finding_id id)
{
	for (size_t i = 0; i < b->out.n_findings; i++)
		if (b->out.findings[i].id == id)
			return &b->out.findings[i];
	return NULL;
}

bool
bench_has_finding(const struct bench *b, enum finding_id id)
{
	return bench_found(b, id) != NULL && bench_found(b, id)->severity == SEVERITY_FINDING;
}

bool
bench_has_hint(const struct bench *b, enum finding_id id)
{
	return bench_found(b, id) != NULL && bench_found(b, id)->severity == SEVERITY_HINT;
}

struct str
bench_said(const struct bench *b, enum finding_id id)
{
	return bench_found(b, id) == NULL ? S("nothing") : message_english(b->mem, &bench_found(b, id)->message);
}
