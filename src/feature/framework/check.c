/* SPDX-License-Identifier: MIT */
#include "feature/framework/schema.h"
#include "base/time.h"

/* What holds between the parts of a file: ids that are unique, names that lead somewhere,
 * criteria that make sense together. */

#define STR_ARG(s) (int)(s).n, (s).p

const struct fw_standard *
framework_standard(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++)
			if (str_eq(f->areas.at[i].standards.at[k].id, id))
				return &f->areas.at[i].standards.at[k];
	return NULL;
}

const struct fw_condition *
framework_condition(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->conditions.n; i++)
		if (str_eq(f->conditions.at[i].id, id))
			return &f->conditions.at[i];
	return NULL;
}

const struct fw_criterion *
standard_criterion(const struct fw_standard *s, struct str id)
{
	for (size_t i = 0; i < s->criteria.n; i++)
		if (str_eq(s->criteria.at[i].id, id))
			return &s->criteria.at[i];
	return NULL;
}

const struct fw_change *
framework_change_to(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->changes.n; i++)
		for (size_t k = 0; k < f->changes.at[i].to.n; k++)
			if (str_eq(f->changes.at[i].to.at[k], id))
				return &f->changes.at[i];
	return NULL;
}

bool
change_needs_fresh_look(const struct fw_change *c)
{
	return (c->kinds.bits & (FW_BIT(CHANGE_MERGED) | FW_BIT(CHANGE_NEW))) != 0 ||
	    (c->parts.bits & (FW_BIT(PART_HEADLINE) | FW_BIT(PART_RATINGS))) != 0;
}

static bool
has_reference(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->references.n; i++)
		if (str_eq(f->references.at[i].id, id))
			return true;
	return false;
}

static enum status
twice(struct fw_reader *r, int line, const char *what, struct str id, int other)
{
	struct str place = fw_place(r, other);

	return fw_fail(r, line, r->places == NULL ? "expected each %s once, but '%.*s' stands in %.*s too" :
	    "expected each %s once, but '%.*s' stands at %.*s too", what, STR_ARG(id), STR_ARG(place));
}

static enum status
want_condition(struct fw_reader *r, const struct framework *f, int line, struct str id)
{
	if (id.n && !framework_condition(f, id))
		return fw_fail(r, line, "expected a condition of this file, but '%.*s' is none", STR_ARG(id));
	return ST_OK;
}

static char
letter_of(enum fw_kind kind)
{
	switch (kind) {
	case KIND_FAILING:
		return 'R';
	case KIND_NEED:
		return 'N';
	case KIND_SHORTFALL:
		return 'S';
	case KIND_WANTED:
		return 'G';
	case KIND_ROUTE:
		return 'A';
	}
	return '?';
}

static enum status
check_negates(struct fw_reader *r, const struct fw_standard *s, const struct fw_criterion *c)
{
	if (c->negates.n && c->kind != KIND_SHORTFALL)
		return fw_fail(r, c->line, "expected 'negates' only where the kind is shortfall");
	for (size_t i = 0; i < c->negates.n; i++) {
		const struct fw_criterion *g = standard_criterion(s, c->negates.at[i]);
		if (!g || g->kind != KIND_WANTED)
			return fw_fail(r, c->line,
			    "expected 'negates' to name criteria of the kind wanted, but '%.*s' is none",
			    STR_ARG(c->negates.at[i]));
	}
	return ST_OK;
}

static enum status
check_criterion(struct fw_reader *r, const struct framework *f, const struct fw_standard *s, size_t i)
{
	const struct fw_criterion *c = &s->criteria.at[i];
	int64_t number;

	if (c->id.p[0] != letter_of(c->kind) ||
	    !str_i64((struct str){ c->id.p + 1, c->id.n - 1 }, &number) || number < 0)
		return fw_fail(r, c->line, "expected an id such as %c1 for a criterion of the kind %s",
		    letter_of(c->kind), fw_kind_word(c->kind));
	for (size_t k = 0; k < i; k++)
		if (str_eq(s->criteria.at[k].id, c->id))
			return twice(r, c->line, "criterion of a standard", c->id, s->criteria.at[k].line);
	if (!s->amber && (c->kind == KIND_NEED || c->kind == KIND_SHORTFALL || c->kind == KIND_ROUTE))
		return fw_fail(r, c->line, "expected only failing and wanted criteria where amber is false");
	if (c->kind == KIND_ROUTE && !c->route)
		return fw_fail(r, c->line, "expected 'route' for a criterion of the kind route");
	TRY(want_condition(r, f, c->line, c->condition));
	return check_negates(r, s, c);
}

static size_t
criteria_of(const struct fw_standard *s, enum fw_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < s->criteria.n; i++)
		n += s->criteria.at[i].kind == kind;
	return n;
}

static enum status
check_bands(struct fw_reader *r, const struct fw_standard *s)
{
	if (s->amber && s->why_no_amber.n)
		return fw_fail(r, s->line, "expected 'why_no_amber' only where amber is false");
	if (!s->amber && !s->why_no_amber.n)
		return fw_fail(r, s->line, "expected 'why_no_amber', because amber is false");
	if (!criteria_of(s, KIND_FAILING))
		return fw_fail(r, s->line, "expected at least one criterion of the kind failing");
	if (!criteria_of(s, KIND_WANTED))
		return fw_fail(r, s->line, "expected at least one criterion of the kind wanted");
	if (s->amber && !criteria_of(s, KIND_NEED))
		return fw_fail(r, s->line, "expected at least one criterion of the kind need, because amber is true");
	return ST_OK;
}

static enum status
check_test(struct fw_reader *r, const struct fw_standard *s)
{
	bool wants = s->outcome_test == OUTCOME_EVALUATION || s->outcome_test == OUTCOME_USE ||
	    s->outcome_test == OUTCOME_EFFECT;

	if (wants && (s->evaluation == ARRANGEMENT_NONE || !s->evaluation_months))
		return fw_fail(r, s->line,
		    "expected 'evaluation' and 'evaluation_months', because of this outcome_test");
	if (!wants && (s->evaluation != ARRANGEMENT_NONE || s->evaluation_months))
		return fw_fail(r, s->line, "expected no 'evaluation', because of this outcome_test");
	if ((s->weight > 1) != (s->weight_reason.n > 0))
		return fw_fail(r, s->line, "expected 'weight_reason' exactly where the weight is above 1");
	return ST_OK;
}

static enum status
check_rules(struct fw_reader *r, const struct framework *f, const struct fw_standard *s)
{
	for (size_t i = 0; i < s->rules.n; i++) {
		const struct fw_rule *x = &s->rules.at[i];
		TRY(want_condition(r, f, x->line, x->condition));
		if ((x->kind == RULE_COMMENT) != (x->rating == 0))
			return fw_fail(r, x->line, "expected 'rating' for cap and suggest, and none for comment");
		if (x->rating == RATING_AMBER && !s->amber)
			return fw_fail(r, x->line, "expected another rating, because this standard has no amber");
	}
	return ST_OK;
}

static enum status
check_standard(struct fw_reader *r, const struct framework *f, const struct fw_standard *s)
{
	const struct fw_standard *first = framework_standard(f, s->id);

	if (first != s)
		return twice(r, s->line, "standard", s->id, first->line);
	TRY(check_bands(r, s));
	TRY(check_test(r, s));
	TRY(want_condition(r, f, s->line, s->applies_if));
	TRY(check_rules(r, f, s));
	for (size_t i = 0; i < s->criteria.n; i++)
		TRY(check_criterion(r, f, s, i));
	for (size_t i = 0; i < s->references.n; i++)
		if (!has_reference(f, s->references.at[i]))
			return fw_fail(r, s->line, "expected a reference of this file, but '%.*s' is none",
			    STR_ARG(s->references.at[i]));
	return ST_OK;
}

static enum status
check_setting(struct fw_reader *r, const struct fw_setting *s)
{
	struct date d;
	int64_t v = 0;
	bool good = true;

	if (!s->preset.n)
		return ST_OK;
	switch (s->type) {
	case SETTING_NUMBER:
		good = str_i64(s->preset, &v) && v >= 0;
		break;
	case SETTING_PERCENT:
		good = str_i64(s->preset, &v) && v >= 0 && v <= 100;
		break;
	case SETTING_DATE:
		good = date_parse(s->preset, &d);
		break;
	case SETTING_YES_NO:
		good = str_is(s->preset, "yes") || str_is(s->preset, "no");
		break;
	}
	return good ? ST_OK : fw_fail(r, s->line, "expected 'default' to be of the setting's type");
}

/* The id behind `int line`, which every list item of the model begins with. */
struct with_id { int line; struct str id; };

static enum status
check_unique(struct fw_reader *r, const void *at, size_t n, size_t size, const char *what)
{
	for (size_t i = 0; i < n; i++) {
		const struct with_id *x = (const void *)((const char *)at + i * size);
		for (size_t k = 0; k < i; k++) {
			const struct with_id *y = (const void *)((const char *)at + k * size);
			if (str_eq(x->id, y->id))
				return twice(r, x->line, what, x->id, y->line);
		}
	}
	return ST_OK;
}
#define CHECK_UNIQUE(r, list, what) check_unique((r), (list).at, (list).n, sizeof *(list).at, (what))

static enum status
check_change_shape(struct fw_reader *r, const struct fw_change *c)
{
	uint64_t k = c->kinds.bits;
	bool amended = k & FW_BIT(CHANGE_AMENDED), merged = k & FW_BIT(CHANGE_MERGED);
	bool renumbered = k & FW_BIT(CHANGE_RENUMBERED);

	if ((k & FW_BIT(CHANGE_NEW)) && (k != FW_BIT(CHANGE_NEW) || c->from.n || c->to.n != 1))
		return fw_fail(r, c->line, "expected a new standard to have one 'to', no 'from' and no other kind");
	if ((k & FW_BIT(CHANGE_DELETED)) && (k != FW_BIT(CHANGE_DELETED) || c->from.n != 1 || c->to.n))
		return fw_fail(r, c->line, "expected a deleted standard to have one 'from', no 'to' and no other kind");
	if ((k & FW_BIT(CHANGE_UNCHANGED)) && (k != FW_BIT(CHANGE_UNCHANGED) || c->from.n != 1 ||
	    c->to.n != 1 || !str_eq(c->from.at[0], c->to.at[0])))
		return fw_fail(r, c->line, "expected an unchanged standard to keep its number and have no other kind");
	if (merged && (c->from.n < 2 || c->to.n != 1))
		return fw_fail(r, c->line, "expected merged standards to have two or more 'from' and one 'to'");
	if (!merged && (amended || renumbered) && (c->from.n != 1 || c->to.n != 1))
		return fw_fail(r, c->line, "expected one 'from' and one 'to'");
	if (!merged && (amended || renumbered) && renumbered == str_eq(c->from.at[0], c->to.at[0]))
		return fw_fail(r, c->line, "expected 'renumbered' exactly where the number differs");
	if (amended != (c->parts.bits != 0))
		return fw_fail(r, c->line, "expected 'parts' exactly where the kind is amended");
	return ST_OK;
}

static bool
names_hold(const struct fw_names *n, struct str id)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->at[i], id))
			return true;
	return false;
}

static enum status
check_changes(struct fw_reader *r, const struct framework *f)
{
	if (!f->changes_from.key.n)
		return f->changes.n == 0 ? ST_OK :
		    fw_fail(r, f->changes.at[0].line, "expected 'changes_from' before 'changes'");
	for (size_t i = 0; i < f->changes.n; i++) {
		const struct fw_change *c = &f->changes.at[i];
		TRY(check_change_shape(r, c));
		for (size_t k = 0; k < c->to.n; k++) {
			const struct fw_change *first = framework_change_to(f, c->to.at[k]);
			if (!framework_standard(f, c->to.at[k]))
				return fw_fail(r, c->line, "expected a standard of this file, but '%.*s' is none",
				    STR_ARG(c->to.at[k]));
			if (first != c)
				return twice(r, c->line, "standard in the change map", c->to.at[k], first->line);
		}
		for (size_t k = 0; k < c->from.n; k++)
			for (size_t m = 0; m < i; m++)
				if (names_hold(&f->changes.at[m].from, c->from.at[k]))
					return twice(r, c->line, "former standard in the change map",
					    c->from.at[k], f->changes.at[m].line);
	}
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++) {
			const struct fw_standard *s = &f->areas.at[i].standards.at[k];
			if (!framework_change_to(f, s->id))
				return fw_fail(r, s->line, "expected standard %.*s in the change map", STR_ARG(s->id));
		}
	return ST_OK;
}

enum status
fw_check_framework(struct fw_reader *r, const struct framework *f)
{
	TRY(CHECK_UNIQUE(r, f->settings, "setting"));
	TRY(CHECK_UNIQUE(r, f->conditions, "condition"));
	TRY(CHECK_UNIQUE(r, f->references, "reference"));
	TRY(CHECK_UNIQUE(r, f->areas, "key area"));
	size_t n = 0;
	for (size_t i = 0; i < f->areas.n; i++)
		n += f->areas.at[i].standards.n;
	if (n > FRAMEWORK_STANDARDS)
		return fw_fail(r, f->line, "expected at most %d standards in all, but there are %zu", FRAMEWORK_STANDARDS, n);
	if (f->in_force_from.day && f->in_force_until.day && f->in_force_until.day < f->in_force_from.day)
		return fw_fail(r, f->line, "expected 'in_force_until' after 'in_force_from'");
	for (size_t i = 0; i < f->settings.n; i++)
		TRY(check_setting(r, &f->settings.at[i]));
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++)
			TRY(check_standard(r, f, &f->areas.at[i].standards.at[k]));
	return check_changes(r, f);
}

enum status
fw_check_kinds(struct fw_reader *r, const struct evidence_kinds *k)
{
	return CHECK_UNIQUE(r, k->kinds, "kind of evidence");
}

enum status
fw_check_facts(struct fw_reader *r, const struct live_facts *f)
{
	return CHECK_UNIQUE(r, f->facts, "live fact");
}

enum status
fw_check_range(struct fw_reader *r, const struct sanction_range *s)
{
	TRY(CHECK_UNIQUE(r, s->options, "sanction"));
	TRY(CHECK_UNIQUE(r, s->letters, "letter"));
	for (size_t i = 0; i < s->options.n; i++)
		if (s->options.at[i].from.day != 0 && s->options.at[i].until.day != 0 && s->options.at[i].until.day < s->options.at[i].from.day)
			return fw_fail(r, s->options.at[i].line, "expected 'until' after 'from'");
	for (size_t i = 0; i < s->letters.n; i++) {
		size_t k = 0;
		while (k < s->options.n && !str_eq(s->options.at[k].id, s->letters.at[i].id))
			k++;
		if (k == s->options.n)
			return fw_fail(r, s->letters.at[i].line, "expected the id of a sanction as the id of its letter");
	}
	return ST_OK;
}

static bool
thresholds_sound(const struct fw_thresholds *t, const char **ret_why)
{
	*ret_why = "'green_share' between 1 and 100 per cent";
	if (t->green_share < 1 || t->green_share > 100)
		return false;
	*ret_why = "'red_share' between 0 (not used) and 100 per cent";
	if (t->red_share < 0 || t->red_share > 100)
		return false;
	*ret_why = "red or amber for 'weighted_red': no activity on a weighted standard must be able to change the result";
	if (t->weighted_red != RATING_RED && t->weighted_red != RATING_AMBER)
		return false;
	/* Else turning a weighted red into amber could lower the result. */
	*ret_why = "'weighted_amber' no worse than 'weighted_red': amber on a weighted standard may not count for less than red on it";
	if (t->weighted_amber != 0 && t->weighted_amber < t->weighted_red)
		return false;
	*ret_why = "'red_areas' of 0 or more";
	return t->red_areas >= 0;
}

bool
scoring_sound(const struct scoring *p, int *ret_line, const char **ret_why)
{
	*ret_line = p->line;
	*ret_why = "'weighted_from' of 2 or more: a standard that counts once is no weighted standard";
	if (p->weighted_from < 2)
		return false;
	*ret_line = p->area.line;
	if (!thresholds_sound(&p->area, ret_why))
		return false;
	*ret_line = p->overall.line;
	if (!thresholds_sound(&p->overall, ret_why))
		return false;
	*ret_why = "every weight above 1 to reach 'weighted_from': no activity on a standard that counts more must be able to change the result";
	for (size_t i = 0; i < p->weights.n; i++) {
		*ret_line = p->weights.at[i].line;
		if (p->weights.at[i].weight > 1 && p->weights.at[i].weight < p->weighted_from)
			return false;
	}
	*ret_why = NULL;
	return true;
}

enum status
fw_check_scoring(struct fw_reader *r, const struct scoring *s)
{
	const char *why;
	int line;

	if (!scoring_sound(s, &line, &why))
		return fw_fail(r, line, "expected %s", why);
	if (!s->overall.red_areas || s->area.red_areas)
		return fw_fail(r, s->line, "expected 'red_areas' in 'overall' and only there");
	for (size_t i = 0; i < s->weights.n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct fw_weight *x = &s->weights.at[i], *y = &s->weights.at[k];
			if (str_eq(x->key, y->key) && str_eq(x->edition, y->edition) &&
			    str_eq(x->standard, y->standard))
				return twice(r, x->line, "weight of a standard", x->standard, y->line);
		}
	return ST_OK;
}

enum status
fw_check_duties(struct fw_reader *r, const struct duties *d)
{
	TRY(CHECK_UNIQUE(r, d->services, "service"));
	TRY(CHECK_UNIQUE(r, d->duties, "duty"));
	for (size_t i = 0; i < d->duties.n; i++) {
		const struct fw_duty *x = &d->duties.at[i];
		if (x->until.day && x->until.day < x->from.day)
			return fw_fail(r, x->line, "expected 'until' after 'from'");
		for (size_t k = 0; k < x->services.n; k++) {
			size_t m = 0;
			while (m < d->services.n && !str_eq(d->services.at[m].id, x->services.at[k]))
				m++;
			if (m == d->services.n)
				return fw_fail(r, x->line, "expected a service of this file, but '%.*s' is none",
				    STR_ARG(x->services.at[k]));
		}
	}
	return ST_OK;
}

static enum status
check_facts_known(struct fw_reader *r, const struct live_facts *facts, int line, const struct fw_facts *x)
{
	for (size_t i = 0; i < x->n; i++) {
		size_t k = 0;
		while (k < facts->facts.n && !str_eq(facts->facts.at[k].id, x->at[i].fact))
			k++;
		if (k == facts->facts.n)
			return fw_fail(r, line, "expected a live fact that exists, but '%.*s' is none",
			    STR_ARG(x->at[i].fact));
	}
	return ST_OK;
}

static enum status
check_kinds_known(struct fw_reader *r, const struct evidence_kinds *kinds, int line, const struct fw_names *x)
{
	for (size_t i = 0; i < x->n; i++) {
		size_t k = 0;
		while (k < kinds->kinds.n && !str_eq(kinds->kinds.at[k].id, x->at[i]))
			k++;
		if (k == kinds->kinds.n)
			return fw_fail(r, line, "expected a kind of evidence that exists, but '%.*s' is none",
			    STR_ARG(x->at[i]));
	}
	return ST_OK;
}

static enum status
check_standard_names(struct fw_reader *r, const struct fw_standard *s, const struct evidence_kinds *kinds,
    const struct live_facts *facts)
{
	for (size_t i = 0; i < s->criteria.n; i++) {
		const struct fw_criterion *c = &s->criteria.at[i];
		TRY(check_facts_known(r, facts, c->line, &c->speaks_for));
		TRY(check_facts_known(r, facts, c->line, &c->speaks_against));
	}
	TRY(check_kinds_known(r, kinds, s->line, &s->evidence.output));
	return check_kinds_known(r, kinds, s->line, &s->evidence.outcome);
}

enum status
framework_check_names(struct arena *a, const struct framework *f, const struct evidence_kinds *kinds,
    const struct live_facts *facts, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	enum status st = ST_OK;

	for (size_t i = 0; i < f->conditions.n && st == ST_OK; i++) {
		struct fw_fact *x = &f->conditions.at[i].fact;
		struct fw_facts one = { x, x->fact.n > 0 };
		st = check_facts_known(&r, facts, f->conditions.at[i].line, &one);
	}
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n && st == ST_OK; k++)
			st = check_standard_names(&r, &f->areas.at[i].standards.at[k], kinds, facts);
	*ret_why = r.why;
	return st;
}

static bool
change_leads_from(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->changes.n; i++)
		if (names_hold(&f->changes.at[i].from, id))
			return true;
	return false;
}

enum status
framework_check_changes(struct arena *a, const struct framework *before, const struct framework *next,
    struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	enum status st = ST_OK;

	if (!str_eq(next->changes_from.key, before->key) || !str_eq(next->changes_from.edition, before->edition))
		st = fw_fail(&r, next->changes_from.line, "expected a change map from %.*s %.*s",
		    STR_ARG(before->key), STR_ARG(before->edition));
	for (size_t i = 0; i < before->areas.n; i++)
		for (size_t k = 0; k < before->areas.at[i].standards.n && st == ST_OK; k++) {
			struct str id = before->areas.at[i].standards.at[k].id;
			if (!change_leads_from(next, id))
				st = fw_fail(&r, next->changes_from.line,
				    "expected the former standard %.*s in the change map", STR_ARG(id));
		}
	for (size_t i = 0; i < next->changes.n; i++)
		for (size_t k = 0; k < next->changes.at[i].from.n && st == ST_OK; k++)
			if (!framework_standard(before, next->changes.at[i].from.at[k]))
				st = fw_fail(&r, next->changes.at[i].line,
				    "expected a standard of the edition before, but '%.*s' is none",
				    STR_ARG(next->changes.at[i].from.at[k]));
	*ret_why = r.why;
	return st;
}
