/* SPDX-License-Identifier: MIT */
#include "report/spc_page.h"
#include "report/spc_parts.h"
#include "tpl/report/spc.h"

static struct safe_html
picture(struct html *o, const struct spc_view *v)
{
	struct spc_chart chart;
	struct buf b;

	spc_chart_make(o->mem, o->lang, v->chart, v->unit, false, &chart);
	buf_init(&b, 8u << 20);
	spc_chart_put(&b, o->mem, &chart, v->title, spc_about(o->mem, o->lang, v->chart), arena_printf(o->mem, "chart-%d", ++o->ids));
	struct safe_html r = { b.failed ? S("") : arena_copy(o->mem, buf_view(&b)) };
	buf_free(&b);
	return r;
}

/* "Part of a shift, low: improving" */
static struct str
shown(struct html *o, const struct spc *c, const struct spc_point *p)
{
	struct str what = lang_text(o->lang, o->mem, spc_kind_words(p->kind));
	bool better = p->high == (c->options.better == SPC_HIGHER);

	if (p->kind == SPC_COMMON)
		return what;
	struct msg_arg arg = { "what", what };
	if (c->options.better == SPC_NEITHER)
		return lang_format(o->lang, o->mem, p->high ? M("{what}, high") : M("{what}, low"), &arg, 1);
	return lang_format(o->lang, o->mem, p->high ? (better ? M("{what}, high: improving") : M("{what}, high: of concern"))
	    : better ? M("{what}, low: improving") : M("{what}, low: of concern"), &arg, 1);
}

static const struct cell *
cells_of(struct html *o, const struct spc_view *v)
{
	const struct spc *c = v->chart;
	struct cell *cells = arena_array(o->mem, struct cell, c->n * 4 + 1);

	/* The newest first: it is the one that people look for. */
	for (size_t i = 0; i < c->n; i++) {
		const struct spc_point *p = &c->points[c->n - 1 - i];
		const struct spc_row *r = &v->rows[c->n - 1 - i];
		struct cell *at = cells + i * 4;
		at[0].text = r->label;
		at[1].text = r->value;
		at[1].to = r->to;
		at[2].text = shown(o, c, p);
		at[3].text = r->note;
	}
	return cells;
}

void
html_spc(struct html *o, const struct spc_view *v)
{
	const struct column columns[] = { { .label = v->column }, { .label = M("Value"), .numeric = true }, { .label = M("What it shows") }, { .label = M("Note") } };
	struct message rules[SPC_RULES];
	bool notes = false;

	spc_rules(v->chart, rules);
	for (size_t i = 0; i < v->chart->n; i++)
		notes = notes || v->rows[i].note.n > 0;
	const struct cell *cells = cells_of(o, v);
	struct cell *three = arena_array(o->mem, struct cell, v->chart->n * 3 + 1);
	for (size_t i = 0; i < v->chart->n * 3; i++)
		three[i] = cells[i / 3 * 4 + i % 3];
	spc_page_html(o, &(struct spc_parts){ .title = v->title, .picture = picture(o, v), .columns = columns, .n_columns = notes ? 4 : 3,
	    .cells = notes ? cells : three, .n_rows = v->chart->n, .rules = rules, .n_rules = SPC_RULES,
	    .few = spc_last(v->chart)->trial ? spc_few(o->mem, o->lang, v->chart) : S("") });
}

void
html_spc_icons(struct html *o, const struct spc *c)
{
	static const enum tag_colour varies[] = { TAG_GREY, TAG_BLUE, TAG_ORANGE, TAG_PURPLE };
	static const enum tag_colour assured[] = { TAG_GREY, TAG_BLUE, TAG_ORANGE, TAG_GREY };

	html_tag(o, lang_text(o->lang, o->mem, spc_variation_words(c)), varies[c->variation]);
	if (c->assurance == SPC_NOT_ASSURED)
		return;
	buf_char(o->out, ' ');
	html_tag(o, lang_text(o->lang, o->mem, spc_assurance_words(c->assurance)), assured[c->assurance]);
}
