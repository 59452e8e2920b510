/* SPDX-License-Identifier: MIT */
/* STD-3: what was left out of a foreign framework, what had to be made up, and what rating at each depth would mean. */
#include "base/json.h"
#include "feature/framework/import.h"

SHAPE(framework_level_shape, level_out, FIELD(struct level_out, depth, .label = M("Depth")), FIELD(struct level_out, areas, .label = M("Key areas")),
    FIELD(struct level_out, standards, .label = M("Standards")), FIELD(struct level_out, criteria, .label = M("Criteria")),
    FIELD(struct level_out, first, .label = M("First standard"), .max = 400), FIELD(struct level_out, last, .label = M("Last standard"), .max = 400),
    FIELD(struct level_out, fits, .label = M("It fits")), FIELD(struct level_out, chosen, .label = M("Chosen")));
SHAPE(framework_said_shape, said_out, FIELD(struct said_out, what, .label = M("What")), FIELD(struct said_out, why, .label = M("Why"), .max = 400),
    FIELD(struct said_out, n, .label = M("How often")));
SHAPE(framework_report_shape, report, FIELD(struct report, form, .label = M("Form of the file")),
    FIELD(struct report, which, .label = M("Which framework of the file")), FIELD(struct report, depth, .label = M("Depth")),
    FIELD(struct report, levels, .label = M("Depths"), .of = &framework_level_shape, .max = 40),
    FIELD(struct report, left, .label = M("Left out"), .of = &framework_said_shape, .max = 40),
    FIELD(struct report, made, .label = M("Made up"), .of = &framework_said_shape, .max = 40));

static struct list
said(struct arena *a, const struct src_list *l)
{
	struct said_out *s = arena_array(a, struct said_out, l->n + 1);

	for (size_t i = 0; i < l->n; i++)
		s[i] = (struct said_out){ str_c(l->at[i].what), str_c(l->at[i].why), l->at[i].n };
	return (struct list){ s, l->n };
}

struct str
report_write(struct arena *a, const struct framework_reading *r, struct str which)
{
	struct level_out *l = arena_array(a, struct level_out, r->n_levels + 1);
	struct report out = { .form = str_c(r->format), .which = which, .depth = r->depth, .levels = { l, r->n_levels }, .left = said(a, &r->left),
		.made = said(a, &r->made) };
	struct json j;
	struct buf b;

	if (!r->foreign)
		return S("");
	for (size_t i = 0; i < r->n_levels; i++) {
		const struct src_level *x = &r->levels[i];
		l[i] = (struct level_out){ x->depth, (int64_t)x->areas, (int64_t)x->standards, (int64_t)x->criteria, x->first, x->last, x->fits,
			x->depth == r->depth };
	}
	buf_init(&b, 1 << 20);
	json_init(&j, &b);
	shape_json(&j, &framework_report_shape, &out, SIGHT_ALL);
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

static void
in_language(struct ctx *c, struct list *l)
{
	struct said_out *s = l->items;

	for (size_t i = 0; i < l->n; i++) {
		s[i].what = lang_text(c->lang, c->mem, str_z(c->mem, s[i].what));
		s[i].why = lang_text(c->lang, c->mem, str_z(c->mem, s[i].why));
	}
}

void
report_read(struct ctx *c, struct str kept, struct report *ret)
{
	struct json_node *j;
	struct form f;
	struct str why;

	*ret = (struct report){ 0 };
	if (kept.n == 0 || json_parse(c->mem, kept, &j, &why) != ST_OK ||
	    form_read_json(c->mem, &framework_report_shape, j, c->today, &f, ret) != ST_OK)
		return;
	ret->form = lang_text(c->lang, c->mem, str_z(c->mem, ret->form));
	in_language(c, &ret->left);
	in_language(c, &ret->made);
}
