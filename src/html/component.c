/* SPDX-License-Identifier: MIT */
#include "html/component.h"
#include "html/parts.h"
#include "tpl/html/component/form.h"
#include "tpl/html/component/parts.h"

static struct str
msg(struct html *o, const char *m)
{
	return m == NULL ? (struct str){ NULL, 0 } : lang_text(o->lang, o->mem, m);
}

void
html_hidden(struct html *o, const char *name, struct str value)
{
	nhs_hidden(o, str_c(name), value);
}

void
html_button(struct html *o, const char *label, enum button_kind kind)
{
	nhs_button(o, msg(o, label), kind, S(""), S(""));
}

void
html_button_value(struct html *o, const char *label, enum button_kind kind, const char *name, struct str value)
{
	nhs_button(o, msg(o, label), kind, str_c(name), value);
}

void
html_link_button(struct html *o, const char *label, struct url to, enum button_kind kind)
{
	nhs_link_button(o, msg(o, label), to, kind);
}

struct str
nhs_tag_class(enum tag_colour c)
{
	switch (c) {
	case TAG_BLUE: return S("nhsuk-tag--blue");
	case TAG_GREEN: return S("nhsuk-tag--green");
	case TAG_YELLOW: return S("nhsuk-tag--yellow");
	case TAG_ORANGE: return S("nhsuk-tag--orange");
	case TAG_RED: return S("nhsuk-tag--red");
	case TAG_GREY: return S("nhsuk-tag--grey");
	case TAG_WHITE: return S("nhsuk-tag--white");
	case TAG_PURPLE: return S("nhsuk-tag--purple");
	case TAG_AQUA: return S("nhsuk-tag--aqua-green");
	}
	return S("");
}

void
html_tag(struct html *o, struct str text, enum tag_colour c)
{
	nhs_tag(o, text, nhs_tag_class(c));
}

struct safe_html
html_lines(struct html *o, struct str s)
{
	struct buf b;
	struct html h = *o;
	buf_init(&b, 4u << 20);
	h.out = &b;
	while (s.n > 0) {
		struct str rest, line = str_cut(s, '\n', &rest);
		html_put_str(&h, line);
		if (rest.p != NULL)
			buf_lit(&b, "<br>\n");
		s = rest;
	}
	struct safe_html r = { arena_copy(o->mem, buf_view(&b)) };
	buf_free(&b);
	return r;
}

void
html_summary_list(struct html *o, const struct summary_row *rows, size_t n)
{
	struct summary_line *lines = arena_array(o->mem, struct summary_line, n + 1);
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		const struct summary_row *r = &rows[i];
		lines[i] = (struct summary_line){ .key = r->key, .value = r->value, .rich = r->rich, .change = r->change,
			.what = r->change_what };
		if (r->who.text.n > 0)
			lines[i].value = html_str_personal(o, r->who);
		if (str_empty(lines[i].value) && r->rich.s.n == 0)
			lines[i].value = msg(o, M("Not provided"));
		if (lines[i].what.n == 0)
			lines[i].what = r->key;
		any = any || r->change.s.n > 0;
	}
	nhs_summary_list(o, lines, n, any);
}

void
html_task_list(struct html *o, const struct task_item *items, size_t n)
{
	nhs_task_list_begin(o);
	for (size_t i = 0; i < n; i++)
		nhs_task(o, &items[i], arena_printf(o->mem, "task-%d", ++o->ids));
	nhs_task_list_end(o);
}

void
html_table(struct html *o, struct str caption, const struct column *c, size_t nc, const struct cell *cells, size_t rows)
{
	struct table_column *columns = arena_array(o->mem, struct table_column, nc + 1);
	struct table_cell *shown = arena_array(o->mem, struct table_cell, nc * rows + 1);
	struct table_view v = { .caption = caption, .id = arena_printf(o->mem, "table-%d", ++o->ids), .columns = columns,
		.n_columns = nc, .cells = shown, .n_rows = rows };
	for (size_t i = 0; i < nc; i++) {
		columns[i] = (struct table_column){ .label = msg(o, c[i].label), .numeric = c[i].numeric, .sort = c[i].sort,
			.sortable = c[i].sort.s.n > 0 };
		if (c[i].sorted != 0)
			columns[i].sorted = c[i].sorted == 'd' ? S("descending") : S("ascending");
		v.sortable = v.sortable || columns[i].sortable;
	}
	for (size_t i = 0; i < nc * rows; i++) {
		shown[i] = (struct table_cell){ .text = cells[i].text, .to = cells[i].to, .tag = cells[i].tag,
			.tag_class = nhs_tag_class(cells[i].colour) };
		if (cells[i].who.text.n > 0)
			shown[i].text = html_str_personal(o, cells[i].who);
	}
	nhs_table(o, &v);
}

void
html_warning_callout(struct html *o, const char *heading, struct str text)
{
	nhs_warning_callout(o, msg(o, heading), text);
}

struct rag_look
rag_look(struct str rating)
{
	if (str_is(rating, "red"))
		return (struct rag_look){ M("Red"), S("▲"), S("red"), TAG_RED };
	if (str_is(rating, "amber"))
		return (struct rag_look){ M("Amber"), S("◆"), S("amber"), TAG_ORANGE };
	if (str_is(rating, "green"))
		return (struct rag_look){ M("Green"), S("●"), S("green"), TAG_GREEN };
	if (str_is(rating, "na"))
		return (struct rag_look){ M("Not applicable"), S("–"), S("na"), TAG_WHITE };
	return (struct rag_look){ M("Not rated"), S("○"), S("none"), TAG_GREY };
}

void
html_rag(struct html *o, struct str rating)
{
	struct rag_look r = rag_look(rating);

	nhs_rag(o, msg(o, r.word), r.sign, nhs_tag_class(r.colour), r.kind);
}
