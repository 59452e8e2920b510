/* SPDX-License-Identifier: MIT */
/* What evidence there is for a standard, whether it speaks for a period, and what is still missing (EVI-3, EVL-3). */
#include "base/ids.h"
#include "base/time.h"
#include "feature/evaluation/evaluation.h"
#include "feature/evidence/own.h"
#include "feature/evidence/shape.h"
#include "feature/nomination/nomination.h"

enum { EVALUATION_MONTHS = 12 };

/* One day in common is enough: what speaks for a part of the period speaks for it. */
static bool
overlaps(struct date from, struct date to, struct date period_from, struct date period_to)
{
	return from.day <= period_to.day && (to.day == 0 || to.day >= period_from.day);
}

static enum status
evaluations_load(struct ctx *c, const struct fw_standard *only, struct evidence_set *set)
{
	struct evaluation_said *e = NULL;
	size_t n = 0;

	if (only == NULL || only->evaluation != ARRANGEMENT_NONE)
		TRY(evaluation_every(c, only != NULL ? only->evaluation : ARRANGEMENT_NONE, set->to, &e, &n));
	set->evaluations = arena_array(c->mem, struct evidence_item, n + 1);
	set->arrangements = arena_array(c->mem, enum fw_arrangement, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!e[i].complete)
			continue;
		set->arrangements[set->n_evaluations] = e[i].arrangement;
		set->evaluations[set->n_evaluations++] = (struct evidence_item){ .id = e[i].id, .title = e[i].title, .kind = S("arrangement_evaluation"),
			.kind_name = evidence_kind_name(c, S("arrangement_evaluation")), .evaluation = true, .from = e[i].started,
			.to = e[i].finished, .page = e[i].to };
	}
	return ST_OK;
}

/* The kind of evidence that the confirmation of a post is; no value: none. */
static struct str
nomination_kind(struct str post)
{
	return str_is(post, "board_lead") ? S("nomination_lead") : str_is(post, "specialist") ? S("nomination_specialist") : S("");
}

static enum status
nominations_load(struct ctx *c, struct evidence_set *set)
{
	struct nomination_proof *p;
	size_t n;

	TRY(nomination_proofs(c, set->from, set->to, &p, &n));
	set->nominations = arena_array(c->mem, struct evidence_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str kind = nomination_kind(p[i].post);
		if (kind.n > 0)
			set->nominations[set->n_nominations++] = (struct evidence_item){ .id = p[i].id, .title = p[i].title, .kind = kind,
				.kind_name = evidence_kind_name(c, kind), .nomination = true, .fresh = true, .from = p[i].from, .to = p[i].until,
				.page = p[i].to };
	}
	return ST_OK;
}

static bool
suggests(const struct fw_names *names, struct str kind)
{
	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->at[i], kind))
			return true;
	return false;
}

static enum status
standard_load(struct ctx *c, const struct fw_standard *s, struct evidence_set *set)
{
	struct evidence_of_standard_row *r;
	size_t n;

	TRY(evidence_of_standard(c->db, c->scope, c->mem, set->framework->key, s->id, EVIDENCE_EACH, &r, &n));
	for (size_t i = 0; i < n; i++)
		set->items[set->n++] = (struct evidence_item){ .id = r[i].id, .standard = s->id, .title = r[i].title, .kind = r[i].kind,
			.kind_name = evidence_kind_name(c, r[i].kind), .file_name = r[i].file_name, .file_hash = r[i].file_hash,
			.outcome = str_is(r[i].class, "outcome"), .from = r[i].period_from, .to = r[i].period_to,
			.fresh = overlaps(r[i].period_from, r[i].period_to, set->from, set->to), .page = URL_ID(c->mem, "/evidence/{}", r[i].id) };
	return ST_OK;
}

enum status
evidence_load(struct ctx *c, const struct framework *f, const struct fw_standard *only, struct date from, struct date to, struct evidence_set *ret)
{
	size_t standards = 0;

	for (size_t a = 0; a < f->areas.n; a++)
		standards += f->areas.at[a].standards.n;
	*ret = (struct evidence_set){ .framework = f, .from = from, .to = to };
	ret->items = arena_array(c->mem, struct evidence_item, (only != NULL ? 1 : standards) * EVIDENCE_EACH + 1);
	if (only != NULL)
		TRY(standard_load(c, only, ret));
	for (size_t a = 0; only == NULL && a < f->areas.n; a++)
		for (size_t i = 0; i < f->areas.at[a].standards.n; i++)
			TRY(standard_load(c, &f->areas.at[a].standards.at[i], ret));
	TRY(evaluations_load(c, only, ret));
	return nominations_load(c, ret);
}

void
evidence_for(struct ctx *c, const struct evidence_set *set, const struct fw_standard *s, struct evidence_item **ret, size_t *ret_n)
{
	struct evidence_item *items = arena_array(c->mem, struct evidence_item, set->n + set->n_evaluations + set->n_nominations + 1);
	int months = s->evaluation_months > 0 ? s->evaluation_months : EVALUATION_MONTHS;
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++)
		if (str_eq(set->items[i].standard, s->id))
			items[n++] = set->items[i];
	for (size_t i = 0; i < set->n_evaluations; i++) {
		if (s->evaluation == ARRANGEMENT_NONE || set->arrangements[i] != s->evaluation)
			continue;
		items[n] = set->evaluations[i];
		items[n].standard = s->id;
		items[n].outcome = s->outcome_test == OUTCOME_EVALUATION;
		items[n].fresh = items[n].to.day >= date_add_months(set->to, -months).day;
		n++;
	}
	for (size_t i = 0; i < set->n_nominations; i++) {
		bool outcome = suggests(&s->evidence.outcome, set->nominations[i].kind);
		if (!outcome && !suggests(&s->evidence.output, set->nominations[i].kind))
			continue;
		items[n] = set->nominations[i];
		items[n].standard = s->id;
		items[n++].outcome = outcome;
	}
	*ret = items;
	*ret_n = n;
}

struct evidence_count
evidence_counts(const struct evidence_item *items, size_t n)
{
	struct evidence_count k = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (items[i].outcome)
			*(items[i].fresh ? &k.outcome_fresh : &k.outcome_stale) += 1;
		else
			*(items[i].fresh ? &k.output_fresh : &k.output_stale) += 1;
	}
	return k;
}

const char *
evidence_state_word(enum evidence_state s)
{
	switch (s) {
	case EVIDENCE_MISSING: return "missing";
	case EVIDENCE_STALE: return "stale";
	case EVIDENCE_THERE: return "there";
	}
	return "";
}

struct url
evidence_add_url(struct ctx *c, struct str framework_key, struct str standard, struct str kind, int64_t answer)
{
	struct url u = url_with(c->mem, URL(c->mem, "/evidence/new"), "framework", framework_key);

	u = url_with(c->mem, u, "standard", standard);
	u = url_with(c->mem, u, "kind", kind);
	return url_with(c->mem, u, "answer", answer != 0 ? id_text(c->mem, answer) : S(""));
}

static struct url
add_url(struct ctx *c, const struct evidence_set *set, const struct fw_standard *s, struct str kind, int64_t answer)
{
	if (str_is(kind, "arrangement_evaluation") && s->evaluation != ARRANGEMENT_NONE)
		return may(c, "evaluation.create") ? url_with(c->mem, URL(c->mem, "/evaluations/all/new"), "arrangement",
		    str_c(fw_arrangement_word(s->evaluation))) : (struct url){ { NULL, 0 } };
	return may(c, "evidence.create") ? evidence_add_url(c, set->framework->key, s->id, kind, answer) : (struct url){ { NULL, 0 } };
}

void
evidence_suggested(struct ctx *c, const struct evidence_set *set, const struct fw_standard *s, const struct evidence_item *items,
    size_t n, int64_t answer, struct evidence_suggestion **ret, size_t *ret_n)
{
	struct evidence_suggestion *all = arena_array(c->mem, struct evidence_suggestion, s->evidence.output.n + s->evidence.outcome.n + 1);
	size_t k = 0;

	for (int outcome = 0; outcome < 2; outcome++) {
		const struct fw_names *names = outcome ? &s->evidence.outcome : &s->evidence.output;
		for (size_t i = 0; i < names->n; i++) {
			struct evidence_suggestion *x = &all[k++];
			*x = (struct evidence_suggestion){ .kind = names->at[i], .name = evidence_kind_name(c, names->at[i]), .outcome = outcome == 1,
				.state = EVIDENCE_MISSING, .add = add_url(c, set, s, names->at[i], answer) };
			for (size_t q = 0; q < n; q++) {
				if (!str_eq(items[q].kind, x->kind))
					continue;
				x->n++;
				if (x->state != EVIDENCE_THERE)
					x->state = items[q].fresh ? EVIDENCE_THERE : EVIDENCE_STALE;
			}
		}
	}
	*ret = all;
	*ret_n = k;
}
