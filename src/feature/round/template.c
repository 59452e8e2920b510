/* SPDX-License-Identifier: MIT */
/* QAP-8: the template of a round: what is asked, its guidance, and every standard with its note and room for an answer. */
#include "base/ids.h"
#include "feature/framework/framework.h"
#include "feature/round/own.h"
#include "tpl/feature/round/template.h"

/* ---- notes on single standards: one a line, "1.4: what is looked at" ---- */

static struct str
note_of(struct str line, struct str *ret_standard)
{
	struct str text;

	*ret_standard = str_trim(str_cut(line, ':', &text));
	return str_trim(text);
}

struct str
round_note_on(struct str notes, struct str standard)
{
	while (notes.n > 0) {
		struct str id, text = note_of(str_cut(notes, '\n', &notes), &id);
		if (str_eq(id, standard))
			return text;
	}
	return S("");
}

void
round_notes_check(struct ctx *c, struct str notes, const struct framework *f)
{
	while (notes.n > 0) {
		struct str line = str_cut(notes, '\n', &notes), id, text = note_of(line, &id);
		if (str_empty(str_trim(line)))
			continue;
		if (framework_standard(f, id) == NULL || text.n == 0) {
			field_error(c, "notes", M("Begin each line with the number of a standard of this framework and a colon, then the note. This line does not: {value}"),
			    str_trim(line));
			return;
		}
	}
}

/* ---- the page ---- */

struct note_out { struct str standard, area, title, note; };
struct template_out { struct str title, asks, guidance; struct date period_from, period_to, due_on; struct list standards; };
SHAPE(round_template_note_shape, note_out, FIELD(struct note_out, standard, .label = M("Standard")), FIELD(struct note_out, area, .label = M("Key area")),
    FIELD(struct note_out, title, .label = M("Title")), FIELD_LONG(struct note_out, note, .label = M("Note for this round")));
SHAPE(round_template_out_shape, template_out, FIELD(struct template_out, title, .label = M("Round")),
    FIELD_LONG(struct template_out, asks, .label = M("What is asked")), FIELD_LONG(struct template_out, guidance, .label = M("Guidance")),
    FIELD(struct template_out, period_from, .label = M("From")), FIELD(struct template_out, period_to, .label = M("To")),
    FIELD(struct template_out, due_on, .label = M("Deadline")),
    FIELD(struct template_out, standards, .label = M("Standards"), .of = &round_template_note_shape));

static struct template_criteria
criteria_of(struct ctx *c, const struct fw_standard *s, enum fw_kind kind, const char *title)
{
	struct template_criteria k = { .title = lang_text(c->lang, c->mem, title), .at = arena_array(c->mem, struct str, s->criteria.n + 1) };

	for (size_t i = 0; i < s->criteria.n; i++)
		if (s->criteria.at[i].kind == kind)
			k.at[k.n++] = s->criteria.at[i].words;
	return k;
}

static struct template_standard
standard_of(struct ctx *c, const struct fw_standard *s, struct str notes)
{
	struct template_standard t = { .title = arena_printf(c->mem, "%.*s %.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p),
		.headline = s->headline, .note = round_note_on(notes, s->id), .amber = s->amber };

	t.criteria[0] = criteria_of(c, s, KIND_FAILING, M("Red, if any of these is so"));
	t.criteria[1] = criteria_of(c, s, KIND_NEED, M("Amber and green need"));
	t.criteria[2] = criteria_of(c, s, KIND_ROUTE, M("Or, as another way to amber"));
	t.criteria[3] = criteria_of(c, s, KIND_SHORTFALL, M("Amber and no better, if any of these is so"));
	t.criteria[4] = criteria_of(c, s, KIND_WANTED, M("Green needs too"));
	return t;
}

static enum status
template_load(struct ctx *c, void *in, void *out_)
{
	struct template_out *out = out_;
	struct template_view *v = arena_new(c->mem, struct template_view);
	struct round_our_get_row r;
	const struct framework *f;
	size_t n = 0;

	(void)in;
	if (round_our_get(c->db, c->scope, c->mem, c->id, &r) != ST_OK || r.opens_on.day > c->today.day)
		return fail(c, ST_NOT_FOUND, M("There is no such round, or it does not ask your organisation."), NULL);
	TRY(framework_get(c, r.framework, &f));
	*v = (struct template_view){ .title = r.title, .framework = f->title, .asks = r.asks, .guidance = r.guidance, .from = r.period_from,
		.to = r.period_to, .due = r.due_on, .areas = arena_array(c->mem, struct template_area, f->areas.n + 1), .n_areas = f->areas.n };
	struct note_out *items = arena_array(c->mem, struct note_out, framework_standard_count(f) + 1);
	for (size_t i = 0; i < f->areas.n; i++) {
		const struct fw_area *a = &f->areas.at[i];
		v->areas[i] = (struct template_area){ .title = a->title, .standards = arena_array(c->mem, struct template_standard, a->standards.n + 1),
			.n = a->standards.n };
		for (size_t k = 0; k < a->standards.n; k++) {
			v->areas[i].standards[k] = standard_of(c, &a->standards.at[k], r.notes);
			items[n++] = (struct note_out){ a->standards.at[k].id, a->title, a->standards.at[k].title, v->areas[i].standards[k].note };
		}
	}
	*out = (struct template_out){ r.title, r.asks, r.guidance, r.period_from, r.period_to, r.due_on, { items, n } };
	c->data = v;
	return ST_OK;
}

void
round_template_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("What the national body asks for")), URL(c->mem, "/rounds/ours"));
	round_template_html(o, c->data);
}

const struct action round_template_action = { .name = "round.template", .title = M("Template of a round"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &round_template_out_shape, .load = template_load };
