/* SPDX-License-Identifier: MIT */
/* What the page of an incident shows of sanctions. */
#include "feature/sanction/own.h"

#include <string.h>

#include "base/time.h"
#include "feature/sanction/view.h"
#include "tpl/feature/sanction/panel.h"

static struct str
verdict_words(struct ctx *c, struct str v)
{
	if (str_starts(v, S("asked_"))) {
		struct msg_arg args[] = { { "body", sanction_label(c, &sanction_bodies, (struct str){ v.p + 6, v.n - 6 }) } };
		return lang_format(c->lang, c->mem, M("Asked of: {body}"), args, 1);
	}
	return lang_text(c->lang, c->mem, str_is(v, "chosen") ? M("Chosen") : str_is(v, "aside") ? M("Set aside") : M("Unavailable"));
}

static struct str
word_on(struct str words, struct str key)
{
	while (words.n > 0) {
		struct str rest, value, line = str_cut(words, '\n', &rest), k = str_cut(line, ' ', &value);
		if (str_eq(k, key) && value.p != NULL)
			return value;
		words = rest;
	}
	return S("");
}

/* What is sought first, then the others. */
static void
verdicts(struct ctx *c, struct sanction_panel *p, const struct sanction_decision *d)
{
	p->lines = arena_array(c->mem, struct verdict_line, sanction_choices.n + 1);
	for (int sought = 1; sought >= 0; sought--)
		for (struct str left = d->weighed, rest; left.n > 0; left = rest) {
			struct str v, key = str_cut(str_cut(left, '\n', &rest), ' ', &v);
			bool is = str_is(v, "chosen") || str_starts(v, S("asked_"));
			if (v.p == NULL || is != (sought == 1) || p->n == sanction_choices.n)
				continue;
			p->lines[p->n++] = (struct verdict_line){ sanction_name(c, key), verdict_words(c, v), { word_on(d->words.text, key), PRIV_FREE_TEXT } };
			p->sought += is;
		}
	p->others = p->lines + p->sought;
	p->n_others = p->n - p->sought;
}

static void
row(struct ctx *c, struct sanction_panel *p, const char *key, struct str value)
{
	if (value.n > 0)
		p->rows[p->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, key), .value = value };
}

static void
row_who(struct ctx *c, struct sanction_panel *p, const char *key, struct personal who)
{
	if (who.text.n > 0)
		p->rows[p->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, key), .who = who };
}

static struct str
choice_words(struct ctx *c, const struct sanction_decision *d, const char *name)
{
	const struct field *f = shape_field(sanction_decision_record.shape, name);

	return field_masked(f, c->sight) && !field_is_empty(f, d) ? S(PERSONAL_HIDDEN) : field_shown(c->mem, f, d, c->sight);
}

static enum status
panel_load(struct ctx *c, const void *rec, void **ret_data)
{
	const struct incident *i = rec;
	struct sanction_panel *p = arena_new(c->mem, struct sanction_panel);
	struct sanction_decision d;
	bool live = i->withdrawn_at.ms == 0 && str_is(i->kind, "incident") && !str_is(i->state, "merged");

	*ret_data = p;
	TRY(sanction_decision_get(c, i->id, &d));
	p->any = d.id != 0;
	p->may_decide = live && !str_is(i->state, "reported") && may(c, "incident.decide");
	p->decide = URL_ID(c->mem, "/incidents/{}/decide", i->id);
	p->needed = live && !str_is(d.state, "decided") && (str_is(i->finding, "substantiated") || str_is(i->finding, "partly"));
	p->rows = arena_array(c->mem, struct summary_row, 10);
	TRY(part_block(c, &sanction_part, i, &p->parts[0]));
	TRY(part_block(c, &redress_part, i, &p->parts[1]));
	TRY(part_block(c, &legal_advice_part, i, &p->parts[2]));
	TRY(part_block(c, &marker_part, i, &p->parts[3]));
	if (!p->any)
		return ST_OK;
	row(c, p, M("Decision"), d.outcome.n > 0 ? choice_words(c, &d, "outcome") : lang_text(c->lang, c->mem, M("Not decided yet")));
	if (d.decided_on.day != 0)
		row(c, p, M("Decided"), arena_printf(c->mem, "%.*s, %.*s", (int)date_long(c->mem, d.decided_on).n, date_long(c->mem, d.decided_on).p,
		    (int)record_name(c, "account", d.decided_by).n, record_name(c, "account", d.decided_by).p));
	row(c, p, M("Did the person know what they were doing?"), choice_words(c, &d, "capacity"));
	row_who(c, p, M("Clinical factors"), d.clinical);
	row_who(c, p, M("Clinical input from"), d.clinical_by);
	row_who(c, p, M("The person's own side"), d.said);
	row(c, p, M("Advice from"), choice_words(c, &d, "advice_from"));
	row_who(c, p, M("Advice taken"), d.advice);
	row_who(c, p, M("Reasons"), d.reasons);
	verdicts(c, p, &d);
	return ST_OK;
}

static void
panel_html(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	sanction_panel_html(o, data);
}

const struct panel sanction_panels[] = { { "incident", 20, "incident.view", panel_load, panel_html }, { NULL, 0, NULL, NULL, NULL } };
