/* SPDX-License-Identifier: MIT */
/* REV-2, REV-3, REV-13: one standard being rated, with everything that speaks for or against it on one page. */
#include <string.h>
#include "base/ids.h"
#include "base/time.h"
#include "feature/delegation/delegation.h"
#include "feature/evidence/evidence.h"
#include "feature/review/pages.h"
#include "feature/review/sheet.h"
#include "feature/round/round.h"
#include "html/field.h"
#include "html/message.h"
#include "tpl/feature/review/answer.h"

CHOICES(ratings, { "red", M("Red"), NULL }, { "amber", M("Amber"), NULL }, { "green", M("Green"), NULL });
CHOICES(arose, { "yes", M("Yes"), NULL }, { "no", M("No"), NULL });
CHOICES(goes, { "stay", M("Save"), NULL }, { "next", M("Save and go to the next standard"), NULL });

struct tick_in { struct str id; };
struct case_in { struct str id, arose; };
struct rate_in { struct list ticks, cases; struct str rating, comment, reason, corrective_action, go; };
SHAPE(review_tick_shape, tick_in, FIELD(struct tick_in, id, .label = M("Criterion"), .max = 24, .must = true));
SHAPE(review_case_shape, case_in,
	FIELD(struct case_in, id, .label = M("Case"), .max = 40, .must = true),
	FIELD_CHOICE(struct case_in, arose, arose, .label = M("Did it arise?")));
SHAPE(review_rate_shape, rate_in,
	FIELD(struct rate_in, ticks, .label = M("Criteria that are true"), .of = &review_tick_shape, .max = FRAMEWORK_CRITERIA),
	FIELD(struct rate_in, cases, .label = M("What arose"), .of = &review_case_shape, .max = 60),
	FIELD_CHOICE(struct rate_in, rating, ratings, .label = M("Rating")),
	FIELD_LONG(struct rate_in, comment, .label = M("Comment"), .max = 8000,
	    .hint = M("What the rating rests on: what was done, what it changed, where that can be seen")),
	FIELD_LONG(struct rate_in, reason, .label = M("Reason, where it falls short"), .max = 4000,
	    .hint = M("For red and amber: why the standard is not met in full")),
	FIELD_LONG(struct rate_in, corrective_action, .label = M("Corrective action"), .max = 4000,
	    .hint = M("For red and amber: what will be done, by whom and by when")),
	FIELD_CHOICE(struct rate_in, go, goes, .label = M("Then")));

struct finding_out { struct str id, kind, criterion, message; };
struct answer_out {
	int64_t id, version, review; struct str standard, area, title, rating, comment, reason, corrective_action; struct list ticks, cases;
	struct str position, why; bool supported; struct list findings; bool fresh_look; struct str fresh_why, na_ground, delegated, round_note;
	int64_t responsible_unit, responsible;
};
SHAPE(review_finding_shape, finding_out,
	FIELD(struct finding_out, id, .label = M("Finding")),
	FIELD(struct finding_out, kind, .label = M("Kind")),
	FIELD(struct finding_out, criterion, .label = M("Criterion")),
	FIELD(struct finding_out, message, .label = M("Message")));
SHAPE(review_answer_out_shape, answer_out,
	FIELD_REF(struct answer_out, id, "answer", .label = M("Id")),
	FIELD(struct answer_out, version, .label = M("Version")),
	FIELD_REF(struct answer_out, review, "review", .label = M("Review")),
	FIELD(struct answer_out, standard, .label = M("Standard")),
	FIELD(struct answer_out, area, .label = M("Key area")),
	FIELD(struct answer_out, title, .label = M("Title")),
	FIELD(struct answer_out, rating, .label = M("Rating")),
	FIELD(struct answer_out, comment, .label = M("Comment")),
	FIELD(struct answer_out, reason, .label = M("Reason")),
	FIELD(struct answer_out, corrective_action, .label = M("Corrective action")),
	FIELD(struct answer_out, ticks, .label = M("Criteria that are true"), .of = &review_tick_shape),
	FIELD(struct answer_out, cases, .label = M("What arose"), .of = &review_case_shape),
	FIELD(struct answer_out, position, .label = M("What the criteria come to")),
	FIELD(struct answer_out, why, .label = M("Why")),
	FIELD(struct answer_out, supported, .label = M("Supported")),
	FIELD(struct answer_out, findings, .label = M("Findings"), .of = &review_finding_shape),
	FIELD(struct answer_out, fresh_look, .label = M("Needs a fresh look")),
	FIELD(struct answer_out, fresh_why, .label = M("Why it needs a fresh look")),
	FIELD(struct answer_out, na_ground, .label = M("Why it does not apply")),
	FIELD(struct answer_out, round_note, .label = M("Note of the national round")),
	FIELD(struct answer_out, delegated, .label = M("Who does it")),
	FIELD_REF(struct answer_out, responsible_unit, "unit", .label = M("Responsible unit")),
	FIELD_REF(struct answer_out, responsible, "person", .label = M("Responsible person")));

/* ---- what comes out ---- */

static void
out_lists(struct ctx *c, const struct review_item *i, struct answer_out *out)
{
	const struct fw_standard *s = i->standard;
	struct tick_in *t = arena_array(c->mem, struct tick_in, s->criteria.n + 1);
	struct case_in *k = arena_array(c->mem, struct case_in, i->n_cases + 1);
	size_t n = 0;

	for (size_t x = 0; x < s->criteria.n; x++)
		if (ids_have(i->answer.ticks, s->criteria.at[x].id))
			t[n++].id = s->criteria.at[x].id;
	out->ticks = (struct list){ t, n };
	n = 0;
	for (size_t x = 0; x < i->n_cases; x++)
		if (i->cases[x].arose != KNOWN_NOT)
			k[n++] = (struct case_in){ i->cases[x].condition->id, i->cases[x].arose == KNOWN_YES ? S("yes") : S("no") };
	out->cases = (struct list){ k, n };
}

static void
out_make(struct ctx *c, const struct review_item *i, struct answer_out *out)
{
	const struct judgement *j = &i->judged;
	const struct answer *a = &i->answer;
	struct finding_out *f = arena_array(c->mem, struct finding_out, j->n_findings + j->n_contradictions + 1);
	size_t n = 0;

	*out = (struct answer_out){ .id = a->id, .version = a->version, .review = a->review, .standard = a->standard, .area = a->area,
		.title = i->standard->title, .rating = rating_mark(i->rating), .comment = a->comment, .reason = a->reason,
		.corrective_action = a->corrective_action, .position = rating_mark(j->position), .why = lang_message(c->lang, c->mem, &j->why),
		.supported = j->supported, .fresh_look = a->fresh_look, .fresh_why = a->fresh_why, .na_ground = i->ground, .delegated = i->delegated,
		.responsible_unit = a->responsible_unit, .responsible = a->responsible };
	for (size_t k = 0; k < j->n_contradictions; k++)
		f[n++] = (struct finding_out){ S("contradiction"), S("finding"), i->standard->criteria.at[j->contradictions[k].a].id,
			lang_message(c->lang, c->mem, &j->contradictions[k].message) };
	for (size_t k = 0; k < j->n_findings; k++) {
		const struct finding *x = &j->findings[k];
		f[n++] = (struct finding_out){ str_c(finding_name(x->id)), x->severity == SEVERITY_FINDING ? S("finding") : S("hint"),
			x->criterion >= 0 ? i->standard->criteria.at[x->criterion].id : S(""), lang_message(c->lang, c->mem, &x->message) };
	}
	out->findings = (struct list){ f, n };
	out_lists(c, i, out);
}

/* ---- rating ---- */

static bool
given(const struct ctx *c, const char *field)
{
	size_t i = shape_index(&review_rate_shape, field);

	return c->form->presence[i] != ABSENT;
}

static void
ids_check(struct ctx *c, const struct review_all *all, const struct fw_standard *s, const struct rate_in *in)
{
	const struct tick_in *t = in->ticks.items;
	const struct case_in *k = in->cases.items;

	for (size_t i = 0; i < in->ticks.n; i++)
		if (standard_criterion(s, t[i].id) == NULL)
			field_error(c, "ticks", M("This standard has no criterion {value}"), t[i].id);
	for (size_t i = 0; i < in->cases.n; i++)
		if (framework_condition(all->framework, k[i].id) == NULL)
			field_error(c, "cases", M("This framework has no case {value}"), k[i].id);
}

static size_t
item_of(const struct review_all *all, int64_t answer)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].answer.id == answer)
			return i;
	return SIZE_MAX;
}

static enum status
rate_load(struct ctx *c, void *in, void *out)
{
	const struct answer *a = c->record;
	struct review_all *all = arena_new(c->mem, struct review_all);
	struct str why;
	bool may_rate;

	(void)out;
	TRY(answer_may_rate(c, a, &may_rate, &why));
	if (!may_rate)
		return fail(c, ST_FORBIDDEN, M("{why}"), "why", why, NULL);
	TRY(rate_open(c, a));
	TRY(review_all_by_id(c, a->review, all));
	size_t at = item_of(all, a->id);
	if (at == SIZE_MAX)
		return fail(c, ST_NOT_FOUND, M("This standard is no longer part of the framework."), NULL);
	struct str refused = rate_refused(c, all->items[at].standard, ((const struct rate_in *)in)->rating);
	if (refused.n > 0)
		field_error(c, "rating", M("{value}"), refused);
	ids_check(c, all, all->items[at].standard, in);
	c->data = all;
	return errors(c);
}

/* In the order of the standard's criteria, so that equal ticks are equal text. */
static struct str
ticks_text(struct ctx *c, const struct fw_standard *s, const struct list *ticks)
{
	const struct tick_in *t = ticks->items;
	struct str r = S("");

	for (size_t i = 0; i < s->criteria.n; i++) {
		bool is = false;
		for (size_t k = 0; k < ticks->n && !is; k++)
			is = str_eq(t[k].id, s->criteria.at[i].id);
		if (is)
			r = arena_printf(c->mem, "%.*s%s%.*s", (int)r.n, r.p, r.n > 0 ? " " : "", (int)s->criteria.at[i].id.n, s->criteria.at[i].id.p);
	}
	return r;
}

static struct str
cases_text(struct ctx *c, const struct framework *f, const struct list *cases)
{
	const struct case_in *k = cases->items;
	struct str r = S("");

	for (size_t i = 0; i < f->conditions.n; i++)
		for (size_t n = 0; n < cases->n; n++)
			if (str_eq(k[n].id, f->conditions.at[i].id) && k[n].arose.n > 0)
				r = arena_printf(c->mem, "%.*s%s%.*s:%.*s", (int)r.n, r.p, r.n > 0 ? " " : "", (int)k[n].id.n, k[n].id.p,
				    (int)k[n].arose.n, k[n].arose.p);
	return r;
}

/* Where "save and next" leads: the next standard of the review, after the last one the list. */
static struct str
next_page(struct ctx *c, const struct review_all *all, size_t at)
{
	return at + 1 < all->n ? URL_ID(c->mem, "/reviews/standards/{}", all->items[at + 1].answer.id).s
	    : URL_ID(c->mem, "/reviews/{}", all->review.id).s;
}

static enum status
rate_store(struct ctx *c, void *in_, void *out)
{
	const struct rate_in *in = in_;
	struct review_all *all = c->data;
	size_t at = item_of(all, c->id);
	struct answer a = *(const struct answer *)c->record;

	TRY(rate_open(c, &a));
	if (c->version != 0)
		a.version = c->version;
	struct rate_change change = { .given = { given(c, "rating"), given(c, "comment"), given(c, "reason"), given(c, "corrective_action"),
		given(c, "ticks"), given(c, "cases") }, .value = { in->rating, in->comment, in->reason, in->corrective_action } };
	if (change.given[RATE_TICKS])
		change.value[RATE_TICKS] = ticks_text(c, all->items[at].standard, &in->ticks);
	if (change.given[RATE_CASES])
		change.value[RATE_CASES] = cases_text(c, all->framework, &in->cases);
	TRY(rate_write(c, all, &change, &a));
	if (str_is(in->go, "next"))
		c->goes_to = next_page(c, all, at);
	if (c->face == FACE_PAGE) {
		struct answer_out *o = out;
		o->id = a.id;
		o->version = a.version;
		return ST_OK;
	}
	struct review_all now;
	TRY(review_all_by_id(c, a.review, &now));
	TRY(review_all_judge(c, &now, item_of(&now, a.id)));
	out_make(c, &now.items[item_of(&now, a.id)], out);
	return ST_OK;
}

/* ---- the page ---- */

static bool
typed_tick(const struct ctx *c, const struct answer_data *v, struct str id)
{
	const struct form *f = c->form;
	size_t i = shape_index(&review_rate_shape, "ticks");

	if (f == NULL || f->shape != &review_rate_shape || f->presence[i] == ABSENT)
		return ids_have(v->item->answer.ticks, id);
	for (size_t k = 0; f->n_items != NULL && k < f->n_items[i]; k++)
		if (str_eq(f->items[i][k].typed[0], id))
			return true;
	return false;
}

static struct str
typed_case(const struct ctx *c, const struct answer_data *v, const struct review_case *x)
{
	const struct form *f = c->form;
	size_t i = shape_index(&review_rate_shape, "cases");

	if (f == NULL || f->shape != &review_rate_shape || f->presence[i] == ABSENT)
		return x->arose == KNOWN_YES ? S("yes") : x->arose == KNOWN_NO ? S("no") : S("");
	(void)v;
	for (size_t k = 0; f->n_items != NULL && k < f->n_items[i]; k++)
		if (str_eq(f->items[i][k].typed[0], x->condition->id))
			return f->items[i][k].typed[1];
	return S("");
}

static void
tick_facts(struct ctx *c, const struct review_item *i, struct tick_line *t)
{
	struct str *yes = arena_array(c->mem, struct str, i->n_facts + 1), *no = arena_array(c->mem, struct str, i->n_facts + 1);

	for (size_t k = 0; k < i->n_facts; k++) {
		const struct fact *f = &i->facts[k];
		if (!str_eq(f->criterion, t->id))
			continue;
		if (f->state == FACT_CONFIRMS)
			yes[t->n_for++] = f->words;
		else if (f->state == FACT_CONTRADICTS)
			no[t->n_against++] = f->words;
	}
	t->facts_for = yes;
	t->facts_against = no;
}

static struct str
mark_note(struct ctx *c, enum fw_mark m)
{
	switch (m) {
	case MARK_TEXT:
		return S("");
	case MARK_HEADLINE:
		return lang_text(c->lang, c->mem, M("From the headline of the standard"));
	case MARK_EVIDENCE:
		return lang_text(c->lang, c->mem, M("From the list of evidence"));
	case MARK_OWN:
		return lang_text(c->lang, c->mem, M("Our own reading"));
	}
	return S("");
}

static struct tick_line
tick_of(struct ctx *c, const struct answer_data *v, size_t at)
{
	const struct review_item *i = v->item;
	const struct fw_criterion *k = &i->standard->criteria.at[at];
	const struct fw_condition *cond = k->condition.n > 0 ? framework_condition(v->all.framework, k->condition) : NULL;
	const struct answer *theirs = c->conflict;
	struct tick_line t = { .id = k->id, .words = k->words, .kind = k->kind, .mark_note = mark_note(c, k->mark),
		.field = arena_printf(c->mem, "ticks.%zu.id", at), .box = arena_printf(c->mem, "tick-%.*s", (int)k->id.n, k->id.p),
		.ticked = typed_tick(c, v, k->id), .not_arisen = i->judged.arose[at] == AROSE_NO };

	if (cond != NULL)
		t.condition = t.not_arisen ? cond->otherwise : cond->words;
	if (theirs != NULL) {
		t.theirs = ids_have(theirs->ticks, k->id);
		t.theirs_differs = t.theirs != t.ticked;
	}
	tick_facts(c, i, &t);
	return t;
}

static void
ticks_make(struct ctx *c, struct answer_data *v)
{
	const struct fw_standard *s = v->item->standard;
	struct tick_line *l[4];

	for (size_t k = 0; k < 4; k++)
		l[k] = arena_array(c->mem, struct tick_line, s->criteria.n + 1);
	for (size_t k = 0; k < s->criteria.n; k++)
		switch (s->criteria.at[k].kind) {
		case KIND_FAILING:
			l[0][v->n_red++] = tick_of(c, v, k);
			break;
		case KIND_NEED:
		case KIND_ROUTE:
			l[1][v->n_needs++] = tick_of(c, v, k);
			break;
		case KIND_SHORTFALL:
			l[2][v->n_shortfalls++] = tick_of(c, v, k);
			break;
		case KIND_WANTED:
			l[3][v->n_wanted++] = tick_of(c, v, k);
			break;
		}
	v->red = l[0];
	v->needs = l[1];
	v->shortfalls = l[2];
	v->wanted = l[3];
}

static void
cases_make(struct ctx *c, struct answer_data *v)
{
	struct case_line *l = arena_array(c->mem, struct case_line, v->item->n_cases + 1);

	for (size_t k = 0; k < v->item->n_cases; k++) {
		const struct review_case *x = &v->item->cases[k];
		if (!x->asked && !x->by_fact)
			continue;
		struct str said = typed_case(c, v, x);
		l[v->n_cases] = (struct case_line){ .id = x->condition->id, .asked = x->asked, .words = x->condition->words,
			.field = arena_printf(c->mem, "cases.%zu.id", v->n_cases), .name = arena_printf(c->mem, "cases.%zu.arose", v->n_cases),
			.yes = str_is(said, "yes"), .no = str_is(said, "no"),
			.said = x->arose == KNOWN_YES ? x->condition->words : x->condition->otherwise };
		v->n_cases++;
	}
	v->cases = l;
}

static void
findings_make(struct ctx *c, struct answer_data *v)
{
	const struct judgement *j = &v->item->judged;
	struct finding_line *l = arena_array(c->mem, struct finding_line, j->n_findings + j->n_contradictions + 1);
	size_t n = 0;

	for (size_t k = 0; k < j->n_contradictions; k++)
		l[n++] = (struct finding_line){ lang_message(c->lang, c->mem, &j->contradictions[k].message), false };
	for (int turn = 0; turn < 2; turn++)
		for (size_t k = 0; k < j->n_findings; k++)
			if ((j->findings[k].severity == SEVERITY_HINT) == (turn == 1))
				l[n++] = (struct finding_line){ lang_message(c->lang, c->mem, &j->findings[k].message), turn == 1 };
	for (size_t k = 0; k < n; k++)
		v->n_hints += l[k].hint;
	v->findings = l;
	v->n_findings = n - v->n_hints;
}

static struct str
outcome_words(struct ctx *c, enum fw_outcome_test t)
{
	const char *w = "";

	switch (t) {
	case OUTCOME_NONE:
		w = M("Green rests on facts alone; evidence of effect is welcome but decides nothing.");
		break;
	case OUTCOME_MONITORING:
		w = M("Green also needs senior people who follow the work, and means that suffice.");
		break;
	case OUTCOME_EVALUATION:
		w = M("Green also needs a finished evaluation, with its improvements made or “none needed” in writing.");
		break;
	case OUTCOME_USE:
		w = M("Green also needs a finished evaluation with its improvements, and measured use or awareness.");
		break;
	case OUTCOME_EFFECT:
		w = M("Green also needs an evaluation that found an effect. One that found none bears out amber only.");
		break;
	}
	return lang_text(c->lang, c->mem, w);
}

static void
ratings_make(struct ctx *c, struct answer_data *v)
{
	struct rating_choice *r = arena_array(c->mem, struct rating_choice, 3);
	size_t at = shape_index(&review_rate_shape, "rating");
	struct str now = rating_mark(rating_of(v->item->answer.rating));

	if (c->form != NULL && c->form->shape == &review_rate_shape && c->form->presence[at] != ABSENT)
		now = c->form->typed[at];
	for (size_t i = 0; i < ratings.n; i++)
		if (v->has_amber || !str_is(str_c(ratings.c[i].value), "amber"))
			r[v->n_ratings++] = (struct rating_choice){ str_c(ratings.c[i].value), lang_text(c->lang, c->mem, ratings.c[i].label),
				str_is(now, ratings.c[i].value) };
	v->ratings = r;
	for (size_t i = 0; c->form != NULL && i < c->form->n_errors; i++)
		if (c->form->errors[i].f == &review_rate_shape.f[at])
			v->rating_error = form_error_text(c->lang, c->mem, &c->form->errors[i]);
}

/* ---- the answer of the review before ---- */

static struct str
beside(struct ctx *c, struct str so_far, struct str standard, struct str text, bool many)
{
	if (text.n == 0)
		return so_far;
	struct str one = many ? arena_printf(c->mem, "%.*s: %.*s", (int)standard.n, standard.p, (int)text.n, text.p) : text;
	return so_far.n == 0 ? one : arena_printf(c->mem, "%.*s\n%.*s", (int)so_far.n, so_far.p, (int)one.n, one.p);
}

static enum status
before_load(struct ctx *c, struct answer_data *v)
{
	struct review_all was;
	struct fw_carry k;

	if (v->all.review.previous == 0)
		return ST_OK;
	TRY(review_all_by_id(c, v->all.review.previous, &was));
	review_all_stored(c, &was);
	if (!framework_carry(was.framework, v->all.framework, v->item->standard->id, &k))
		k = (struct fw_carry){ .from = { &v->item->answer.standard, 1 } };
	for (size_t i = 0; i < k.from.n; i++) {
		size_t at = review_item_find(&was, k.from.at[i]);
		if (at == SIZE_MAX)
			continue;
		const struct review_item *x = &was.items[at];
		bool many = k.from.n > 1;
		v->before.any = true;
		v->before.mark = many ? v->before.mark : rating_mark(x->rating);
		v->before.comment = beside(c, v->before.comment, x->standard->id, many && x->rating != RATED_NONE
		    ? lang_format(c->lang, c->mem, M("{rating}. {comment}"), (struct msg_arg[]){ { "rating", lang_text(c->lang, c->mem,
		    rating_label(x->rating)) }, { "comment", x->answer.comment } }, 2) : x->answer.comment, many);
		v->before.reason = beside(c, v->before.reason, x->standard->id, x->answer.reason, many);
		v->before.action = beside(c, v->before.action, x->standard->id, x->answer.corrective_action, many);
	}
	v->before.title = was.review.title;
	return ST_OK;
}

static void
rules_make(struct ctx *c, struct answer_data *v)
{
	const struct judgement *j = &v->item->judged;

	(void)c;
	if (j->cap != NULL)
		v->rules[v->n_rules++] = j->cap->words;
	if (j->suggests != NULL)
		v->rules[v->n_rules++] = j->suggests->words;
}

static void
addresses_make(struct ctx *c, struct answer_data *v, size_t at)
{
	const struct answer *a = &v->item->answer;

	v->action = URL_ID(c->mem, "/reviews/standards/{}", a->id);
	v->assign = URL_ID(c->mem, "/reviews/standards/{}/responsible", a->id);
	v->review = URL_ID(c->mem, "/reviews/{}", a->review);
	if (may(c, "answer.history"))
		v->history = URL_ID(c->mem, "/reviews/standards/{}/history", a->id);
	if (at + 1 < v->all.n)
		v->next = URL_ID(c->mem, "/reviews/standards/{}", v->all.items[at + 1].answer.id);
	if (at > 0)
		v->previous = URL_ID(c->mem, "/reviews/standards/{}", v->all.items[at - 1].answer.id);
	v->may_assign = v->open && may(c, "answer.assign");
	v->may_evidence = !v->item->local && may(c, "evidence.create");
	v->evidence_add = evidence_add_url(c, v->all.framework->key, v->item->standard->id, S(""), a->id);
}

static void
texts_make(struct ctx *c, struct answer_data *v)
{
	const struct review_item *i = v->item;

	v->title = standard_name(c, i->standard);
	v->caption = v->all.areas[i->area];
	v->na = i->rating == RATED_NOT_APPLICABLE;
	v->rated = i->rating != RATED_NONE && !v->na;
	v->ground = i->ground;
	v->fresh = i->answer.fresh_look;
	v->fresh_why = i->answer.fresh_why;
	v->has_amber = i->standard->amber;
	v->no_amber = i->standard->why_no_amber;
	v->position_mark = rating_mark(i->judged.position);
	v->why = lang_message(c->lang, c->mem, &i->judged.why);
	v->supported = v->rated && i->n_findings == 0;
	v->outcome_test = i->local ? lang_text(c->lang, c->mem, M("A standard of your own weighs nothing in the result.")) : outcome_words(c, i->standard->outcome_test);
	v->unit = record_name(c, "unit", i->answer.responsible_unit);
	v->person = record_name(c, "person", i->answer.responsible);
	v->version = i->answer.version;
	v->mark = rating_mark(i->rating);
	v->stay = S("stay");
	v->go = S("next");
	v->hints_title = lang_text(c->lang, c->mem, M("Hints that do not decide anything"));
	v->suggested_title = lang_text(c->lang, c->mem, M("Evidence that this standard suggests and that is missing"));
	v->evaluates = i->standard->evaluation != ARRANGEMENT_NONE;
}

/* A responsibility passed to another organisation, or taken over from one, shows where the standard is rated. */
static enum status
item_delegated(struct ctx *c, const struct review_all *r, struct review_item *i)
{
	const char *duty = i->standard->evaluation != ARRANGEMENT_NONE ?
	    delegation_duty_of(str_c(fw_arrangement_word(i->standard->evaluation))) : NULL;
	struct delegation_state d;

	if (duty == NULL)
		return ST_OK;
	TRY(delegation_state(c, duty, r->review.period_from, r->as_of, &d));
	i->delegated = d.words;
	i->delegations = d.url;
	return ST_OK;
}

/* Standards on overseeing providers are read by the framework that each contract names. */
static enum status
contracts_fill(struct ctx *c, struct answer_data *v)
{
	struct contract_goes_by *g;

	v->oversees = v->item->standard->overseeing_providers && may(c, "contract.list");
	if (!v->oversees)
		return ST_OK;
	TRY(contract_frameworks(c, v->all.review.period_from, v->all.review.period_to, &g, &v->n_contracts));
	v->contracts = g;
	return ST_OK;
}

/* What the round that asks for this review says of the standard. */
static enum status
note_fill(struct ctx *c, struct answer_data *v, struct answer_out *out)
{
	struct round_place p;

	v->round_note = S("");
	if (!v->open)
		return ST_OK;
	TRY(round_place_find(c, v->all.review.framework, v->all.review.period_from, &p));
	if (p.round != 0)
		v->round_note = round_note_on(p.notes, v->item->standard->id);
	out->round_note = v->round_note;
	return ST_OK;
}

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct answer *a = c->record;
	struct answer_data *v = arena_new(c->mem, struct answer_data);

	(void)in;
	TRY(review_all_by_id(c, a->review, &v->all));
	size_t at = item_of(&v->all, a->id);
	if (at == SIZE_MAX || v->all.review.withdrawn_at.ms != 0)
		return fail(c, ST_NOT_FOUND, M("This standard is no longer part of the framework."), NULL);
	TRY(review_all_judge(c, &v->all, at));
	v->item = &v->all.items[at];
	v->open = review_is_open(v->all.review.state);
	TRY(item_delegated(c, &v->all, v->item));
	out_make(c, v->item, out);
	TRY(note_fill(c, v, out));
	if (c->face != FACE_PAGE)
		return ST_OK;
	TRY(answer_may_rate(c, a, &v->may_rate, &v->may_not));
	texts_make(c, v);
	v->may_rate = v->may_rate && v->open && !v->na;
	v->conflict = c->conflict != NULL;
	TRY(before_load(c, v));
	TRY(contracts_fill(c, v));
	ticks_make(c, v);
	cases_make(c, v);
	findings_make(c, v);
	ratings_make(c, v);
	rules_make(c, v);
	addresses_make(c, v, at);
	c->data = v;
	return ST_OK;
}

/* Not said to be optional: leaving one empty is a finding. */
static void
boxes_make(struct ctx *c, struct answer_data *v)
{
	static const char *const names[] = { "comment", "reason", "corrective_action" };

	for (size_t i = 0; i < countof(names); i++) {
		size_t at = shape_index(&review_rate_shape, names[i]);
		const struct field *f = &review_rate_shape.f[at];
		struct text_box *b = &v->boxes[v->n_boxes++];
		*b = (struct text_box){ .id = field_id(c->mem, v->form, at, S("")), .name = str_c(names[i]), .label = lang_text(c->lang, c->mem, f->label),
			.hint = lang_text(c->lang, c->mem, f->hint), .value = v->form->typed[at], .rows = i == 0 ? 8 : 4 };
		for (size_t k = 0; k < v->form->n_errors; k++)
			if (v->form->errors[k].f == f)
				b->error = form_error_text(c->lang, c->mem, &v->form->errors[k]);
	}
}

void
answer_view_page(struct html *o, struct ctx *c, const void *out)
{
	struct answer_data *v = c->data;
	const struct answer *a = &v->item->answer;
	struct rate_in now = { .rating = a->rating, .comment = a->comment, .reason = a->reason, .corrective_action = a->corrective_action };

	(void)out;
	v->form = page_form(c, &review_rate_shape, &now);
	boxes_make(c, v);
	page_title(c, a->title);
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, v->all.review.title, v->review);
	review_answer_html(o, v);
}

const struct action answer_view_action = { .name = "answer.view", .title = M("A standard of a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &review_answer_out_shape, .record = &answer_type, .load = view_load };
const struct action answer_rate_action = { .name = "answer.rate", .title = M("Rate a standard"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &review_rate_shape, .out = &review_answer_out_shape, .record = &answer_type, .load = rate_load, .store = rate_store,
	.body = 256u << 10 };
