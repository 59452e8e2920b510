/* SPDX-License-Identifier: MIT */
/* REV-4: the result of a review and how it came about; and the whole review on one page. */
#include "base/time.h"
#include "feature/review/pages.h"
#include "html/message.h"
#include "tpl/feature/review/result.h"

struct text_out { struct str text; };
struct level_out { struct str area, title, level, before; struct list explanation; };
struct result_out { int64_t id; struct str level, before; struct list areas, explanation, rule; int64_t profile, unsupported, findings; };
SHAPE(review_text_shape, text_out, FIELD(struct text_out, text, .label = M("Text")));
SHAPE(review_level_shape, level_out,
	FIELD(struct level_out, area, .label = M("Key area")), FIELD(struct level_out, title, .label = M("Title")),
	FIELD(struct level_out, level, .label = M("Result")), FIELD(struct level_out, before, .label = M("Result of the review before")),
	FIELD(struct level_out, explanation, .label = M("How it came about"), .of = &review_text_shape));
SHAPE(review_result_shape, result_out,
	FIELD_REF(struct result_out, id, "review", .label = M("Id")),
	FIELD(struct result_out, level, .label = M("Result")), FIELD(struct result_out, before, .label = M("Result of the review before")),
	FIELD(struct result_out, areas, .label = M("Key areas"), .of = &review_level_shape),
	FIELD(struct result_out, explanation, .label = M("How it came about"), .of = &review_text_shape),
	FIELD(struct result_out, rule, .label = M("The rule"), .of = &review_text_shape),
	FIELD_REF(struct result_out, profile, "scoring_profile", .label = M("Scoring profile")),
	FIELD(struct result_out, unsupported, .label = M("Ratings that are not supported")),
	FIELD(struct result_out, findings, .label = M("Findings")));

static struct result_level
level_of(struct ctx *c, const struct roll_result *l, struct str title, struct str id)
{
	struct roll_step *s = arena_array(c->mem, struct roll_step, l->n_lines + 1);
	struct result_level r = { .title = title, .id = id, .mark = rating_mark(l->level), .green = l->n_green, .amber = l->n_amber, .red = l->n_red,
		.unrated = l->n_unrated, .na = l->n_not_applicable, .steps = s };

	for (size_t i = 0; i < l->n_lines; i++) {
		bool standard = l->lines[i].kind == ROLL_STANDARD;
		s[r.n++] = (struct roll_step){ .standard = standard ? l->lines[i].standard : S(""), .mark = rating_mark(l->lines[i].rating),
			.text = lang_message(c->lang, c->mem, &l->lines[i].effect), .is_standard = standard };
	}
	return r;
}

static enum status
before_add(struct ctx *c, struct result_data *v)
{
	struct review_all was;
	struct fw_carry k;

	if (v->all.review.previous == 0)
		return ST_OK;
	TRY(review_all_by_id(c, v->all.review.previous, &was));
	review_all_stored(c, &was);
	review_all_roll(c, &was, UNRATED_RED);
	v->has_before = true;
	v->before_title = was.review.title;
	v->whole.before = rating_mark(was.roll.whole.level);
	for (size_t i = 0; i < v->n_areas; i++)
		for (size_t n = 0; n < was.n_areas; n++)
			if (str_eq(was.framework->areas.at[n].id, v->areas[i].id))
				v->areas[i].before = rating_mark(was.roll.areas[n].level);
	for (size_t i = 0; i < v->n; i++) {
		size_t at = SIZE_MAX;
		if (framework_carry(was.framework, v->all.framework, v->all.items[i].standard->id, &k) && k.from.n == 1)
			at = review_item_find(&was, k.from.at[0]);
		if (at != SIZE_MAX)
			v->standards[i].before = rating_mark(was.items[at].rating);
	}
	return ST_OK;
}

static void
rule_make(struct ctx *c, struct result_data *v)
{
	struct roll_standard *s = arena_array(c->mem, struct roll_standard, v->all.n + 1);
	const struct message *m;
	size_t n = 0;

	for (size_t k = 0; k < v->all.n; k++)
		if (!v->all.items[k].local)
			s[n++] = (struct roll_standard){ .ref = v->all.items[k].standard->id, .weight = roll_weight(v->all.profile, v->all.framework->key,
			    v->all.framework->edition, v->all.items[k].standard->id, v->all.items[k].standard->weight, v->all.review.period_to) };
	v->n_rule = roll_rule(c->mem, v->all.profile, v->unrated, s, n, &m);
	struct str *rule = arena_array(c->mem, struct str, v->n_rule + 1);
	for (size_t k = 0; k < v->n_rule; k++)
		rule[k] = lang_message(c->lang, c->mem, &m[k]);
	v->rule = rule;
}

static void
standards_make(struct ctx *c, struct result_data *v)
{
	struct result_standard *s = arena_array(c->mem, struct result_standard, v->all.n + 1);

	for (size_t k = 0; k < v->all.n; k++) {
		const struct review_item *i = &v->all.items[k];
		s[k] = (struct result_standard){ .title = standard_name(c, i->standard), .mark = rating_mark(i->rating),
			.n_findings = i->rating == RATED_NONE || i->rating == RATED_NOT_APPLICABLE ? 0 : i->n_findings,
			.to = URL_ID(c->mem, "/reviews/standards/{}", i->answer.id), .area = i->area };
	}
	v->standards = s;
	v->n = v->all.n;
}

static struct list
texts_of(struct ctx *c, const struct roll_step *s, size_t n)
{
	struct text_out *t = arena_array(c->mem, struct text_out, n + 1);

	for (size_t i = 0; i < n; i++)
		t[i].text = s[i].is_standard ? arena_printf(c->mem, "%.*s: %.*s", (int)s[i].standard.n, s[i].standard.p, (int)s[i].text.n, s[i].text.p) : s[i].text;
	return (struct list){ t, n };
}

static void
out_make(struct ctx *c, const struct result_data *v, struct result_out *out)
{
	struct level_out *l = arena_array(c->mem, struct level_out, v->n_areas + 1);
	struct text_out *rule = arena_array(c->mem, struct text_out, v->n_rule + 1);

	for (size_t i = 0; i < v->n_areas; i++)
		l[i] = (struct level_out){ v->areas[i].id, v->areas[i].title, v->areas[i].mark, v->areas[i].before,
			texts_of(c, v->areas[i].steps, v->areas[i].n) };
	for (size_t i = 0; i < v->n_rule; i++)
		rule[i].text = v->rule[i];
	*out = (struct result_out){ v->all.review.id, v->whole.mark, v->whole.before, { l, v->n_areas }, texts_of(c, v->whole.steps, v->whole.n),
		{ rule, v->n_rule }, v->all.profile_id, (int64_t)v->all.n_unsupported, (int64_t)v->all.n_findings };
}

static enum status
result_load(struct ctx *c, void *in, void *out)
{
	const struct review *r = c->record;
	struct result_data *v = arena_new(c->mem, struct result_data);

	(void)in;
	TRY(review_all_load(c, r, &v->all));
	TRY(review_all_judge(c, &v->all, SIZE_MAX));
	v->unrated = review_is_open(r->state) ? UNRATED_WAIT : UNRATED_RED;
	review_all_roll(c, &v->all, v->unrated);
	v->heading = r->title;
	v->back = URL_ID(c->mem, "/reviews/{}", r->id);
	v->file = may(c, "review.file") ? URL_ID(c->mem, "/reviews/{}/file", r->id) : (struct url){ S("") };
	v->n_areas = v->all.n_areas;
	v->areas = arena_array(c->mem, struct result_level, v->n_areas + 1);
	for (size_t i = 0; i < v->n_areas; i++)
		v->areas[i] = level_of(c, &v->all.roll.areas[i], v->all.areas[i], v->all.framework->areas.at[i].id);
	v->whole = level_of(c, &v->all.roll.whole, lang_text(c->lang, c->mem, M("The organisation as a whole")), S("whole"));
	v->waits = v->whole.unrated > 0;
	v->new_rule = review_new_rule(c, &v->all);
	v->profile = scoring_url(c, v->all.profile_id);
	v->explain = lang_text(c->lang, c->mem, M("How this came about"));
	standards_make(c, v);
	TRY(before_add(c, v));
	rule_make(c, v);
	out_make(c, v, out);
	c->data = v;
	return ST_OK;
}

void
review_result_page(struct html *o, struct ctx *c, const void *out)
{
	struct result_data *v = c->data;

	(void)out;
	page_title(c, lang_text(c->lang, c->mem, M("Result")));
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, v->heading, v->back);
	review_result_html(o, v);
}

/* ---- on one page ---- */

struct print_out { struct str document; };
SHAPE(review_print_shape, print_out, FIELD_LONG(struct print_out, document, .label = M("The whole review as JSON")));

static enum status
print_load(struct ctx *c, void *in, void *out_)
{
	struct print_out *out = out_;

	(void)in;
	return review_text(c, c->record, &out->document);
}

void
review_print_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct print_out *out = out_;
	const struct review *r = c->record;
	struct print_view v = { .title = r->title, .file = may(c, "review.file") ? URL_ID(c->mem, "/reviews/{}/file", r->id) : (struct url){ S("") } };

	page_title(c, r->title);
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, r->title, URL_ID(c->mem, "/reviews/{}", r->id));
	review_print_html(o, &v);
	review_html_from_document(o, c, out->document, review_is_open(r->state) ? lang_text(c->lang, c->mem, review_draft_note) : S(""));
}

const struct action review_result_action = { .name = "review.result", .title = M("Result of a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &review_result_shape, .record = &review_type, .load = result_load };
const struct action review_print_action = { .name = "review.print", .title = M("A self-review on one page"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &review_print_shape, .record = &review_type, .load = print_load };
