/* SPDX-License-Identifier: MIT */
/* One standard, as a specialist reads it while rating. */
#include "base/time.h"
#include "feature/framework/pages.h"
#include "sql/framework.h"
#include "tpl/feature/framework/standard.h"

struct standard_in { struct str standard; };
struct criterion_out { struct str id, kind, words, condition, mark; int64_t route; };
struct kind_out { struct str kind, name, class_; };
struct reference_out { struct str title, standing, today; };
struct one_out {
	struct str id, title, area, headline, text, rationale, meant, law, weight_reason, why_no_amber, evaluation;
	int64_t weight;
	bool amber, overseeing_providers;
	struct list criteria, evidence, references;
};
SHAPE(standard_in_shape, standard_in, FIELD(struct standard_in, standard, .label = M("Number of the standard"), .must = true, .max = 24));
SHAPE(framework_criterion_shape, criterion_out, FIELD(struct criterion_out, id, .label = M("Number")), FIELD(struct criterion_out, kind, .label = M("Kind")),
    FIELD(struct criterion_out, words, .label = M("Words")), FIELD(struct criterion_out, condition, .label = M("Only where")),
    FIELD(struct criterion_out, route, .label = M("Route")));
SHAPE(framework_kind_shape, kind_out, FIELD(struct kind_out, kind, .label = M("Kind")), FIELD(struct kind_out, name, .label = M("Name")),
    FIELD(struct kind_out, class_, .label = M("Suggested as")));
SHAPE(framework_reference_shape, reference_out, FIELD(struct reference_out, title, .label = M("Title")),
    FIELD(struct reference_out, standing, .label = M("Standing")), FIELD(struct reference_out, today, .label = M("Today")));
SHAPE(framework_standard_shape, one_out, FIELD(struct one_out, id, .label = M("Number")), FIELD(struct one_out, title, .label = M("Title")),
    FIELD(struct one_out, area, .label = M("Key area")), FIELD(struct one_out, headline, .label = M("Headline")),
    FIELD_LONG(struct one_out, text, .label = M("The source's words in full")),
    FIELD_LONG(struct one_out, rationale, .label = M("Why it matters")), FIELD_LONG(struct one_out, meant, .label = M("Who and what is meant")),
    FIELD(struct one_out, law, .label = M("In the law")), FIELD(struct one_out, weight, .label = M("Weight")),
    FIELD(struct one_out, weight_reason, .label = M("Why it counts more")), FIELD(struct one_out, amber, .label = M("Has amber")),
    FIELD(struct one_out, why_no_amber, .label = M("Why there is no amber")),
    FIELD(struct one_out, overseeing_providers, .label = M("On overseeing providers")),
    FIELD(struct one_out, evaluation, .label = M("To be evaluated")),
    FIELD(struct one_out, criteria, .label = M("Criteria"), .of = &framework_criterion_shape),
    FIELD(struct one_out, evidence, .label = M("Suggested evidence"), .of = &framework_kind_shape),
    FIELD(struct one_out, references, .label = M("Guidance and law"), .of = &framework_reference_shape));

/* ---- words ---- */

static const char *
standing_text(enum fw_standing s, enum tag_colour *ret_colour)
{
	switch (s) {
	case STANDING_IN_FORCE: *ret_colour = TAG_GREEN; return M("In force");
	case STANDING_CURRENT_EDITION: *ret_colour = TAG_GREEN; return M("Current edition");
	case STANDING_YEARLY: *ret_colour = TAG_GREEN; return M("New every year");
	case STANDING_GOOD_PRACTICE: *ret_colour = TAG_BLUE; return M("Good practice");
	case STANDING_HISTORIC: *ret_colour = TAG_GREY; return M("Historic");
	case STANDING_REPLACED: *ret_colour = TAG_GREY; return M("Replaced");
	case STANDING_WITHDRAWN: *ret_colour = TAG_GREY; return M("Withdrawn");
	case STANDING_UNCONFIRMED: *ret_colour = TAG_YELLOW; return M("Not confirmed");
	}
	return "";
}

static const char *
outcome_text(enum fw_outcome_test t)
{
	switch (t) {
	case OUTCOME_NONE: return M("Green is borne out by facts alone.");
	case OUTCOME_MONITORING: return M("Green is borne out by senior people who follow the work, and by means that suffice.");
	case OUTCOME_EVALUATION: return M("Green is borne out by a finished evaluation and the improvements that followed.");
	case OUTCOME_USE: return M("Green is borne out by a finished evaluation, its improvements, and measured use or awareness.");
	case OUTCOME_EFFECT: return M("Green is borne out by an evaluation that found an effect. One that found none bears out amber only.");
	}
	return "";
}

static const char *
arrangement_text(enum fw_arrangement a)
{
	switch (a) {
	case ARRANGEMENT_NONE: return "";
	case ARRANGEMENT_LEADERSHIP: return M("leadership");
	case ARRANGEMENT_PRECONTRACT: return M("assurance before a contract");
	case ARRANGEMENT_MONITORING: return M("monitoring of providers");
	case ARRANGEMENT_AWARENESS: return M("awareness of staff");
	case ARRANGEMENT_COMMUNICATION: return M("communication");
	case ARRANGEMENT_TRAINING: return M("training");
	case ARRANGEMENT_LONE_WORKING: return M("protection of lone workers");
	case ARRANGEMENT_ALERTS: return M("alerts");
	case ARRANGEMENT_INVESTIGATION: return M("investigation");
	case ARRANGEMENT_SANCTIONS: return M("sanctions");
	case ARRANGEMENT_VIOLENCE: return M("prevention of violence");
	}
	return "";
}

static struct str
said(struct ctx *c, const char *message, const char *name, struct str value)
{
	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { name, value } }, 1);
}

/* ---- the page ---- */

static struct criteria
criteria_of(struct ctx *c, const struct framework *f, const struct fw_standard *s, enum fw_kind kind)
{
	struct criteria r = { arena_array(c->mem, struct criterion_line, s->criteria.n + 1), 0 };

	for (size_t i = 0; i < s->criteria.n; i++) {
		const struct fw_criterion *x = &s->criteria.at[i];
		if (x->kind != kind)
			continue;
		const struct fw_condition *k = x->condition.n > 0 ? framework_condition(f, x->condition) : NULL;
		r.at[r.n++] = (struct criterion_line){ .id = x->id, .words = x->words, .condition = k != NULL ? k->words : S(""),
			.own = x->mark == MARK_OWN && f->origin == ORIGIN_RETOLD };
	}
	return r;
}

static struct str
kind_name(struct str id)
{
	const struct evidence_kinds *k = shipped_evidence_kinds();

	for (size_t i = 0; i < k->kinds.n; i++)
		if (str_eq(k->kinds.at[i].id, id))
			return k->kinds.at[i].name;
	return id;
}

static size_t
kinds_of(struct ctx *c, const struct fw_names *ids, const char *as, struct kind_line **ret, struct kind_out *out)
{
	*ret = arena_array(c->mem, struct kind_line, ids->n + 1);
	for (size_t i = 0; i < ids->n; i++) {
		(*ret)[i].name = kind_name(ids->at[i]);
		out[i] = (struct kind_out){ ids->at[i], (*ret)[i].name, str_c(as) };
	}
	return ids->n;
}

static void
references_of(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct standard_view *v, struct one_out *out)
{
	struct reference_out *items = arena_array(c->mem, struct reference_out, s->references.n + 1);

	v->references = arena_array(c->mem, struct reference_line, s->references.n + 1);
	for (size_t i = 0; i < s->references.n; i++)
		for (size_t k = 0; k < f->references.n; k++) {
			const struct fw_reference *r = &f->references.at[k];
			if (!str_eq(r->id, s->references.at[i]))
				continue;
			struct reference_line *l = &v->references[v->n_references];
			l->standing = lang_text(c->lang, c->mem, standing_text(r->standing, &l->colour));
			l->title = r->title;
			l->today = r->today;
			items[v->n_references++] = (struct reference_out){ r->title, l->standing, r->today };
		}
	out->references = (struct list){ items, v->n_references };
}

static void
neighbours(struct ctx *c, const struct framework *f, struct str standard, struct standard_view *v)
{
	struct url u = URL_ID(c->mem, "/frameworks/{}/standards", c->id);
	bool found = false;

	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++) {
			const struct fw_standard *s = &f->areas.at[i].standards.at[k];
			struct url to = { arena_printf(c->mem, "%.*s/%.*s", (int)u.s.n, u.s.p, (int)s->id.n, s->id.p) };
			struct str title = arena_printf(c->mem, "%.*s %.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p);
			if (found) {
				v->next = to;
				v->next_title = title;
				return;
			}
			found = str_eq(s->id, standard);
			if (!found) {
				v->previous = to;
				v->previous_title = title;
			}
		}
}

static void
rules_of(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct standard_view *v)
{
	v->rules = arena_array(c->mem, struct str, s->rules.n + 1);
	for (size_t i = 0; i < s->rules.n; i++) {
		const struct fw_rule *r = &s->rules.at[i];
		const struct fw_condition *k = framework_condition(f, r->condition);
		struct str words = k != NULL ? k->words : S("");
		v->rules[v->n_rules++] = arena_printf(c->mem, "%.*s %.*s", (int)words.n, words.p, (int)r->words.n, r->words.p);
	}
}

static void
words_of(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct standard_view *v)
{
	const struct fw_condition *k = s->applies_if.n > 0 ? framework_condition(f, s->applies_if) : NULL;
	const struct fw_change *change = framework_change_to(f, s->id);
	const struct framework_version *r = c->record;

	v->title = arena_printf(c->mem, "%.*s %.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p);
	if (s->weight > 1)
		v->weight = said(c, M("Weight {n}"), "n", arena_printf(c->mem, "%d", s->weight));
	v->whole = lang_text(c->lang, c->mem, M("The source's words in full"));
	v->outcome = lang_text(c->lang, c->mem, outcome_text(s->outcome_test));
	if (s->evaluation != ARRANGEMENT_NONE)
		v->evaluation = lang_format(c->lang, c->mem, M("To be evaluated: {what}. An evaluation counts for {n} months."), (struct msg_arg[]){
		    { "what", lang_text(c->lang, c->mem, arrangement_text(s->evaluation)) },
		    { "n", arena_printf(c->mem, "%d", s->evaluation_months) } }, 2);
	if (k != NULL)
		v->applies = said(c, M("It applies where this is so: {words}"), "words", k->words);
	if (change != NULL && r->supersedes != 0) {
		v->change = change_kinds_text(c, change->kinds);
		v->change_words = change->words;
		v->changes = URL_ID(c->mem, "/frameworks/{}/changes", c->id);
	}
}

static void
criteria_out(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct one_out *out)
{
	struct criterion_out *items = arena_array(c->mem, struct criterion_out, s->criteria.n + 1);

	for (size_t i = 0; i < s->criteria.n; i++) {
		const struct fw_criterion *x = &s->criteria.at[i];
		const struct fw_condition *k = x->condition.n > 0 ? framework_condition(f, x->condition) : NULL;
		items[i] = (struct criterion_out){ .id = x->id, .kind = str_c(fw_kind_word(x->kind)), .words = x->words,
			.condition = k != NULL ? k->words : S(""), .route = x->route };
	}
	out->criteria = (struct list){ items, s->criteria.n };
}

static enum status
standard_load(struct ctx *c, void *in_, void *out_)
{
	const struct standard_in *in = in_;
	struct one_out *out = out_;
	struct standard_view *v = arena_new(c->mem, struct standard_view);
	const struct framework *f;

	TRY(framework_open(c, c->record, &f));
	const struct fw_standard *s = framework_standard(f, in->standard);
	if (s == NULL)
		return fail(c, ST_NOT_FOUND, M("This framework has no standard of that number."), NULL);
	v->s = s;
	TRY(framework_area_name(c, f, framework_area_of(f, s->id)->id, &v->area));
	words_of(c, f, s, v);
	v->failing = criteria_of(c, f, s, KIND_FAILING);
	v->needs = criteria_of(c, f, s, KIND_NEED);
	v->routes = criteria_of(c, f, s, KIND_ROUTE);
	v->shortfalls = criteria_of(c, f, s, KIND_SHORTFALL);
	v->wanted = criteria_of(c, f, s, KIND_WANTED);
	rules_of(c, f, s, v);
	neighbours(c, f, s->id, v);
	*out = (struct one_out){ .id = s->id, .title = s->title, .area = v->area, .headline = s->headline, .text = s->text, .rationale = s->rationale,
		.meant = s->meant, .law = s->law, .weight = s->weight, .weight_reason = s->weight_reason, .amber = s->amber,
		.why_no_amber = s->why_no_amber, .overseeing_providers = s->overseeing_providers,
		.evaluation = str_c(s->evaluation != ARRANGEMENT_NONE ? fw_arrangement_word(s->evaluation) : "") };
	struct kind_out *kinds = arena_array(c->mem, struct kind_out, s->evidence.output.n + s->evidence.outcome.n + 1);
	v->n_output = kinds_of(c, &s->evidence.output, "output", &v->output, kinds);
	v->n_outcome = kinds_of(c, &s->evidence.outcome, "outcome", &v->outcome_kinds, kinds + v->n_output);
	out->evidence = (struct list){ kinds, v->n_output + v->n_outcome };
	references_of(c, f, s, v, out);
	criteria_out(c, f, s, out);
	c->data = v;
	return ST_OK;
}

void
framework_standard_page(struct html *o, struct ctx *c, const void *out)
{
	const struct framework_version *r = c->record;
	const struct standard_view *v = c->data;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Standards")), URL(c->mem, "/frameworks"));
	page_crumb(c, r->title, URL_ID(c->mem, "/frameworks/{}", c->id));
	page_title(c, v->title);
	framework_standard_html(o, v);
}

const struct action framework_standard_action = { .name = "framework.standard", .title = M("Look at a standard"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &standard_in_shape, .out = &framework_standard_shape, .record = &framework_type, .load = standard_load };
