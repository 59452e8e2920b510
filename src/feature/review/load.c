/* SPDX-License-Identifier: MIT */
/* A review with all that is known about it, in a handful of statements however many standards it has. */
#include "feature/review/own.h"
#include "base/time.h"

/* ---- the organisation's own standards, in the form of any other ---- */

static struct fw_standard *
local_standard(struct ctx *c, const struct framework_local *l)
{
	struct fw_standard *s = arena_new(c->mem, struct fw_standard);
	struct fw_criterion *k = arena_array(c->mem, struct fw_criterion, 3);
	size_t n = 0;

	k[n++] = (struct fw_criterion){ .id = S("R1"), .kind = KIND_FAILING, .words = l->red, .mark = MARK_OWN };
	if (l->amber.n > 0)
		k[n++] = (struct fw_criterion){ .id = S("N1"), .kind = KIND_NEED, .words = l->amber, .mark = MARK_OWN };
	k[n++] = (struct fw_criterion){ .id = S("G1"), .kind = KIND_WANTED, .words = l->green, .mark = MARK_OWN };
	*s = (struct fw_standard){ .id = arena_printf(c->mem, LOCAL_PREFIX "%lld", (long long)l->id), .title = l->title,
		.headline = l->green, .rationale = l->rationale, .weight = 1, .amber = l->amber.n > 0,
		.why_no_amber = S("The organisation has set no amber for this standard of its own."),
		.outcome_test = OUTCOME_NONE, .criteria = { k, n } };
	return s;
}

static size_t
area_index(const struct framework *f, struct str area)
{
	for (size_t i = 0; i < f->areas.n; i++)
		if (str_eq(f->areas.at[i].id, area))
			return i;
	return f->areas.n - 1;
}

/* ---- rows and standards together ---- */

/* Both lie in nearly the same order: the search goes on where it ended. */
static const struct answer *
answer_of(const struct answer *a, size_t n, size_t *at, struct str standard)
{
	for (size_t i = 0; i < n; i++, *at = *at + 1 < n ? *at + 1 : 0)
		if (str_eq(a[*at].standard, standard))
			return &a[*at];
	return NULL;
}

static void
item_add(struct review_all *r, const struct fw_standard *s, size_t area, const struct answer *a, bool local)
{
	if (a != NULL)
		r->items[r->n++] = (struct review_item){ .standard = s, .area = area, .local = local, .answer = *a };
}

static enum status
answers_read(struct ctx *c, int64_t review, struct answer **ret, size_t *ret_n)
{
	struct record_query q = { .limit = MOST_STANDARDS };
	void *rows;

	q.filter[0] = (struct db_value){ .kind = DB_INT, .i = review };
	TRY(answer_ops.list(c->db, c->scope, c->mem, &q, &rows, ret_n));
	*ret = rows;
	return ST_OK;
}

/* What is signed keeps its version, also when it comes back for correction.  Reviews that were signed before the version
 * was written down have the one that was known then. */
enum status
review_profile(struct ctx *c, const struct review *r, int64_t *ret)
{
	*ret = r->profile;
	return *ret != 0 ? ST_OK : scoring_id_on(c, r->period_to, review_is_open(r->state) ? c->now : r->changed_at, ret);
}

struct str
review_new_rule(struct ctx *c, const struct review_all *r)
{
	bool later = r->profile->from.day > c->today.day;

	if (!review_is_open(r->review.state) || r->profile->from.day <= r->review.period_from.day)
		return S("");
	return lang_format(c->lang, c->mem, later ? M("This review adds up by a version of the rule that applies from {from}: {title}, version {version}.")
	    : M("This review adds up by a version of the rule that began to apply on {from}: {title}, version {version}."),
	    (struct msg_arg[]){ { "from", date_long(c->mem, r->profile->from) }, { "title", r->profile->title },
	    { "version", arena_printf(c->mem, "%d", r->profile->version) } }, 3);
}

enum status
review_all_load(struct ctx *c, const struct review *review, struct review_all *r)
{
	struct framework_local *locals;
	struct answer *a;
	size_t n, n_locals, at = 0;

	*r = (struct review_all){ .review = *review, .as_of = date_min(c->today, review->period_to) };
	if (r->as_of.day < review->period_from.day)
		r->as_of = review->period_from;
	TRY(framework_get(c, review->framework, &r->framework));
	TRY(review_profile(c, review, &r->profile_id));
	TRY(scoring_get(c, r->profile_id, &r->profile));
	TRY(framework_area_names(c, r->framework, &r->areas));
	r->n_areas = r->framework->areas.n;
	TRY(framework_locals(c, r->framework, &locals, &n_locals));
	TRY(answers_read(c, review->id, &a, &n));
	r->items = arena_array(c->mem, struct review_item, n + 1);
	for (size_t i = 0; i < r->n_areas; i++) {
		const struct fw_area *area = &r->framework->areas.at[i];
		for (size_t k = 0; k < area->standards.n; k++)
			item_add(r, &area->standards.at[k], i, answer_of(a, n, &at, area->standards.at[k].id), false);
		for (size_t k = 0; k < n_locals; k++)
			if (area_index(r->framework, locals[k].area) == i) {
				const struct fw_standard *s = local_standard(c, &locals[k]);
				item_add(r, s, i, answer_of(a, n, &at, s->id), true);
			}
	}
	return ST_OK;
}

enum status
review_all_by_id(struct ctx *c, int64_t id, struct review_all *ret)
{
	struct review r;

	TRY(record_get(c, &review_type, id, &r));
	return review_all_load(c, &r, ret);
}

size_t
review_item_find(const struct review_all *r, struct str standard)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->items[i].standard->id, standard))
			return i;
	return SIZE_MAX;
}

/* ---- what the rules say ---- */

static enum known
case_state_of(const struct review_item *i, struct str condition)
{
	for (size_t k = 0; k < i->n_states; k++)
		if (str_eq(i->states[k].condition, condition))
			return i->states[k].arose;
	return KNOWN_NOT;
}

/* What is ticked is true.  With a rating chosen, what is not ticked is not so, unless nobody knows whether its case arose. */
static void
ticks_read(struct ctx *c, struct review_item *i, bool chosen)
{
	const struct fw_standard *s = i->standard;
	enum tick *t = arena_array(c->mem, enum tick, s->criteria.n + 1);

	for (size_t k = 0; k < s->criteria.n; k++) {
		const struct fw_criterion *x = &s->criteria.at[k];
		bool asked = x->condition.n == 0 || case_state_of(i, x->condition) != KNOWN_NOT;
		t[k] = ids_have(i->answer.ticks, x->id) ? TICK_TRUE : chosen && asked ? TICK_FALSE : TICK_OPEN;
	}
	i->ticks = t;
}

static void
evidence_sum(struct review_item *i)
{
	struct evidence_sum *e = &i->in.evidence;

	for (size_t k = 0; k < i->n_evidence; k++) {
		const struct review_evidence *x = &i->evidence[k];
		int *n = x->outcome ? (x->fresh ? &e->outcome_fresh : &e->outcome_stale) : x->fresh ? &e->output_fresh : &e->output_stale;
		(*n)++;
	}
}

static bool
all_wanted(const struct review_item *i)
{
	for (size_t k = 0; k < i->standard->criteria.n; k++) {
		const struct fw_criterion *x = &i->standard->criteria.at[k];
		if (x->kind == KIND_WANTED && i->ticks[k] != TICK_TRUE && (x->condition.n == 0 || case_state_of(i, x->condition) != KNOWN_NO))
			return false;
	}
	return true;
}

/* Monitoring and use have no register of their own yet: everything that green wants must be ticked and borne out by evidence
 * of the period, and no known fact may say otherwise. */
static void
item_borne_out(struct review_item *i)
{
	bool against = false;

	for (size_t k = 0; k < i->n_facts; k++) {
		const struct fw_criterion *x = standard_criterion(i->standard, i->facts[k].criterion);
		against = against || (x != NULL && x->kind == KIND_WANTED && i->facts[k].state == FACT_CONTRADICTS);
	}
	enum known shown = against ? KNOWN_NO : all_wanted(i) && i->in.evidence.output_fresh + i->in.evidence.outcome_fresh > 0
	    ? KNOWN_YES : KNOWN_NOT;
	i->in.followed = i->in.means = shown;
	i->in.use = i->in.evidence.outcome_fresh > 0 ? shown : KNOWN_NOT;
	i->in.effect = i->in.evidence.outcome_fresh > 0 ? KNOWN_YES : KNOWN_NOT;
}

/* Does it apply?  While the review is open the facts of the day decide, and not what was written down. */
static void
item_apply(const struct review_all *r, struct review_item *i)
{
	bool open = review_is_open(r->review.state);

	i->rating = rating_of(i->answer.rating);
	i->ground = i->answer.na_ground;
	if (open && i->rating == RATED_NOT_APPLICABLE)
		i->rating = RATED_NONE;
	if (open && i->standard->applies_if.n > 0 && case_state_of(i, i->standard->applies_if) == KNOWN_NO) {
		i->rating = RATED_NOT_APPLICABLE;
		i->ground = framework_condition(r->framework, i->standard->applies_if)->otherwise;
	}
}

enum status
review_all_apply(struct ctx *c, struct review_all *r)
{
	for (size_t k = 0; k < r->n; k++) {
		if (r->items[k].standard->applies_if.n > 0)
			TRY(review_item_facts(c, r, &r->items[k]));
		item_apply(r, &r->items[k]);
	}
	return ST_OK;
}

static enum status
item_judge(struct ctx *c, struct review_all *r, struct review_item *i)
{
	struct evaluation *e;
	const struct review_fact *risk;

	TRY(review_item_facts(c, r, i));
	item_apply(r, i);
	ticks_read(c, i, i->rating != RATED_NONE);
	i->in = (struct judge_in){ .standard = i->standard, .conditions = &r->framework->conditions, .ticks = i->ticks,
		.cases = i->states, .n_cases = i->n_states, .facts = i->facts, .n_facts = i->n_facts, .chosen = i->rating,
		.comment = i->answer.comment, .reason = i->answer.reason, .action = i->answer.corrective_action, .as_of = r->as_of,
		.limits = i->in.limits };
	e = arena_array(c->mem, struct evaluation, i->n_evaluations + 1);
	for (size_t k = 0; k < i->n_evaluations; k++)
		e[k] = i->evaluations[k].e;
	i->in.evaluations = e;
	i->in.n_evaluations = i->n_evaluations;
	evidence_sum(i);
	item_borne_out(i);
	TRY(review_fact_get(c, r, S("risk.moved"), &risk));
	i->in.risk_lower = review_fact_holds(risk, TEST_FALLING);
	judge(c->mem, &i->in, &i->judged);
	i->n_findings = i->judged.n_contradictions;
	for (size_t k = 0; k < i->judged.n_findings; k++)
		i->n_findings += i->judged.findings[k].severity == SEVERITY_FINDING;
	return ST_OK;
}

static void
count_all(struct review_all *r)
{
	r->n_rated = r->n_applicable = r->n_unsupported = r->n_fresh = r->n_findings = 0;
	for (size_t k = 0; k < r->n; k++) {
		const struct review_item *i = &r->items[k];
		if (i->rating == RATED_NOT_APPLICABLE)
			continue;
		r->n_applicable++;
		r->n_rated += i->rating != RATED_NONE;
		r->n_fresh += i->answer.fresh_look;
		r->n_unsupported += i->rating != RATED_NONE && i->n_findings > 0;
		r->n_findings += i->rating != RATED_NONE ? i->n_findings : 0;
	}
}

enum status
review_all_judge(struct ctx *c, struct review_all *r, size_t only)
{
	TRY(review_sources(c, r, only));
	for (size_t k = 0; k < r->n; k++)
		if (only == SIZE_MAX || only == k)
			TRY(item_judge(c, r, &r->items[k]));
	count_all(r);
	return ST_OK;
}

void
review_all_stored(struct ctx *c, struct review_all *r)
{
	(void)c;
	for (size_t k = 0; k < r->n; k++) {
		r->items[k].rating = rating_of(r->items[k].answer.rating);
		r->items[k].ground = r->items[k].answer.na_ground;
	}
	count_all(r);
}

void
review_all_roll(struct ctx *c, struct review_all *r, enum unrated unrated)
{
	struct roll_standard *s = arena_array(c->mem, struct roll_standard, r->n + 1);

	for (size_t k = 0; k < r->n; k++) {
		const struct review_item *i = &r->items[k];
		s[k] = (struct roll_standard){ .ref = standard_shown(c, i->standard->id), .area = i->area, .rating = i->rating,
			.weight = i->local ? 0 : roll_weight(r->profile, r->framework->key, r->framework->edition, i->standard->id,
			    i->standard->weight, r->review.period_to) };
	}
	roll_up(c->mem, r->profile, unrated, s, r->n, r->n_areas, &r->roll);
}
