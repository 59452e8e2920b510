/* SPDX-License-Identifier: MIT */
/* Where evidence and evaluations of a review's standards come from: read once for all of them. */
#include "feature/evaluation/evaluation.h"
#include "feature/evidence/evidence.h"
#include "feature/review/own.h"

/* The rules take the values as they stand on the evaluation; their enums agree by order. */
_Static_assert((int)EVAL_SOUND == (int)EVALUATION_SOUND && (int)EVAL_UNCLEAR == (int)EVALUATION_UNCLEAR &&
    (int)EVAL_CHANGES_NOT_NEEDED == (int)EVALUATION_CHANGES_NOT_NEEDED, "evaluation.h and judge.h agree");

static struct str
evaluation_words(struct ctx *c, const struct evaluation_said *e, const struct evaluation_said *last, const struct evaluation_limits *l)
{
	if (e->finished.day == 0)
		return lang_text(c->lang, c->mem, M("Not finished yet"));
	if (e == last) {
		struct str w = evaluation_concern(c, e->arrangement, e, l);
		if (w.n > 0)
			return w;
	}
	return e->weak;
}

static void
item_evaluations(struct ctx *c, struct review_item *i, const struct evaluation_said *e, size_t n, const struct evaluation_limits *l)
{
	const struct evaluation_said *last = evaluation_last(e, n, i->standard->evaluation);

	i->evaluations = arena_array(c->mem, struct review_evaluation, n + 1);
	for (size_t k = 0; k < n; k++)
		if (e[k].arrangement == i->standard->evaluation)
			i->evaluations[i->n_evaluations++] = (struct review_evaluation){ .id = e[k].id, .title = e[k].title, .to_page = e[k].to,
				.words = evaluation_words(c, &e[k], last, l),
				.e = { .finished = e[k].finished, .data_to = e[k].data_to, .strength = (enum eval_strength)e[k].strength,
				    .finding = (enum eval_finding)e[k].finding, .changes = (enum eval_changes)e[k].changes } };
}

static void
item_evidence(struct ctx *c, struct review_item *i, const struct evidence_set *set)
{
	struct evidence_item *e;
	struct evidence_suggestion *s;
	size_t n, n_s;

	evidence_for(c, set, i->standard, &e, &n);
	i->evidence = arena_array(c->mem, struct review_evidence, n + 1);
	for (size_t k = 0; k < n; k++)
		i->evidence[k] = (struct review_evidence){ .id = e[k].id, .title = e[k].title, .kind = e[k].kind_name, .file_name = e[k].file_name,
			.file_hash = e[k].file_hash, .outcome = e[k].outcome, .fresh = e[k].fresh, .from = e[k].from, .to = e[k].to,
			.evaluation = e[k].evaluation, .to_page = e[k].page };
	i->n_evidence = n;
	evidence_suggested(c, set, i->standard, e, n, i->answer.id, &s, &n_s);
	i->suggested = arena_array(c->mem, struct review_suggestion, n_s + 1);
	for (size_t k = 0; k < n_s; k++)
		if (s[k].state != EVIDENCE_THERE)
			i->suggested[i->n_suggested++] = (struct review_suggestion){ .name = s[k].name, .outcome = s[k].outcome, .add = s[k].add,
				.stale = s[k].state == EVIDENCE_STALE };
}

enum status
review_sources(struct ctx *c, struct review_all *r, size_t only)
{
	struct evaluation_limits limits;
	struct evaluation_said *e;
	struct evidence_set set;
	size_t n;

	TRY(evaluation_limits_get(c, &limits));
	enum fw_arrangement asked = only != SIZE_MAX ? r->items[only].standard->evaluation : ARRANGEMENT_NONE;
	e = NULL;
	n = 0;
	if (only == SIZE_MAX || asked != ARRANGEMENT_NONE)
		TRY(evaluation_every(c, asked, r->as_of, &e, &n));
	TRY(evidence_load(c, r->framework, only != SIZE_MAX ? r->items[only].standard : NULL, r->review.period_from, r->review.period_to, &set));
	for (size_t k = 0; k < r->n; k++) {
		if (only != SIZE_MAX && only != k)
			continue;
		if (r->items[k].standard->evaluation != ARRANGEMENT_NONE)
			item_evaluations(c, &r->items[k], e, n, &limits);
		if (!r->items[k].local)
			item_evidence(c, &r->items[k], &set);
		if (limits.own)
			r->items[k].in.limits = (struct judge_limits){ limits.age_months, limits.data_months };
	}
	return ST_OK;
}
