/* SPDX-License-Identifier: MIT */
/* Our components beside the design system's own examples: what an example says (labels, hints, items)
 * is read out of its HTML, drawn with our templates, and the two trees must be the same. */
#include "base/json.h"
#include "html/field.h"
#include "html/golden_tree_test.h"
#include "html/parts.h"
#include "tests/harness.h"
#include "tpl/html/component/form.h"
#include "tpl/html/component/parts.h"
#include "tpl/html/frame.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading an example ---- */

static struct str
class_beside(const struct node *n, const char *const *known)
{
	struct str rest = attr(n, "class"), got = { NULL, 0 };
	while (rest.n > 0) {
		struct str w = str_cut(rest, ' ', &rest);
		bool skip = false;
		for (const char *const *k = known; *k != NULL; k++)
			skip = skip || str_is(w, *k);
		if (!skip)
			got = got.n == 0 ? w : arena_printf(test_arena(), "%.*s %.*s", (int)got.n, got.p, (int)w.n, w.p);
	}
	return got;
}

static struct str
error_text(struct node *n)
{
	struct node *e = find(n, "nhsuk-error-message", false);
	return e != NULL && e->n_kids > 1 ? e->kids[e->n_kids - 1]->text : (struct str){ NULL, 0 };
}

static struct field_view
view_of(struct node *ex, const char *control)
{
	struct node *c = find(ex, control, false), *hint = find(ex, "nhsuk-hint", false);
	struct node *label = find(ex, "nhsuk-fieldset__legend", false);
	static const char *const known[] = { "nhsuk-input", "nhsuk-input--error", NULL };
	if (label == NULL)
		label = find(ex, "nhsuk-label", false);
	struct field_view v = { .id = attr(c, "id"), .name = attr(c, "name"), .label = text_of(label),
		.error = error_text(ex), .value = attr(c, "value"), .described = attr(c, "aria-describedby"),
		.autocomplete = attr(c, "autocomplete"), .inputmode = attr(c, "inputmode"), .type = attr(c, "type"),
		.heading = find(ex, "h1", true) != NULL, .wrong = find(ex, "nhsuk-form-group--error", false) != NULL,
		.spellcheck_off = has_attr(c, "spellcheck"), .width = class_beside(c, known),
		.prefix = text_of(find(ex, "nhsuk-input-wrapper__prefix", false)), .rows = 5 };
	if (hint != NULL && !has_class(hint, "nhsuk-character-count__message") && !has_class(hint, "nhsuk-radios__hint") &&
	    !has_class(hint, "nhsuk-checkboxes__hint"))
		v.hint = text_of(hint);
	return v;
}

static void
read_items(struct node *ex, struct field_view *v, const char *item, const char *input, const char *hint)
{
	struct node *all[40];
	size_t n = find_all(ex, item, all, countof(all));
	struct field_item *items = arena_array(test_arena(), struct field_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct node *in = str_is(all[i]->tag, "option") ? all[i] : find(all[i], input, false);
		items[i] = (struct field_item){ .id = attr(in, "id"), .value = attr(in, "value"),
			.label = str_is(all[i]->tag, "option") ? text_of(all[i]) : text_of(find(all[i], "nhsuk-label", false)),
			.hint = text_of(find(all[i], hint, false)), .checked = has_attr(in, "checked") };
	}
	v->items = items;
	v->n_items = n;
	v->described = attr(find(ex, "fieldset", true), "aria-describedby");
}

typedef void draw_fn(struct html *o, struct node *ex);

static void
draw_input(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-input");
	field_input_html(o, &v);
}

static void
draw_password(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-input");
	field_password_html(o, &v);
}

static void
draw_textarea(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-textarea");
	int64_t count = 0;
	v.value = text_of(find(ex, "nhsuk-textarea", false));
	if (str_i64(attr(find(ex, "nhsuk-textarea", false), "rows"), &count))
		v.rows = (int)count;
	if (str_i64(attr(find(ex, "nhsuk-form-group", false), "data-maxlength"), &count))
		v.count = (size_t)count;
	field_textarea_html(o, &v);
}

static void
draw_file(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-file-upload__input");
	field_file_html(o, &v);
}

static void
draw_radios(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-radios__input");
	read_items(ex, &v, "nhsuk-radios__item", "nhsuk-radios__input", "nhsuk-radios__hint");
	field_radios_html(o, &v);
}

static void
draw_checkboxes(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-checkboxes__input");
	read_items(ex, &v, "nhsuk-checkboxes__item", "nhsuk-checkboxes__input", "nhsuk-checkboxes__hint");
	field_checkboxes_html(o, &v);
}

static void
draw_select(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-select");
	struct node *s = find(ex, "nhsuk-select", false);
	struct field_item *items = arena_array(test_arena(), struct field_item, s->n_kids + 1);
	for (size_t i = 0; i < s->n_kids; i++)
		items[i] = (struct field_item){ .value = attr(s->kids[i], "value"), .label = text_of(s->kids[i]),
			.checked = has_attr(s->kids[i], "selected") };
	v.items = items;
	v.n_items = s->n_kids;
	field_select_html(o, &v);
}

static void
draw_date(struct html *o, struct node *ex)
{
	struct field_view v = view_of(ex, "nhsuk-date-input");
	struct node *all[8];
	v.n_parts = find_all(ex, "nhsuk-date-input__item", all, 3);
	v.described = attr(find(ex, "fieldset", true), "aria-describedby");
	for (size_t i = 0; i < v.n_parts; i++) {
		struct node *in = find(all[i], "nhsuk-input", false);
		v.parts[i] = (struct field_part){ .id = attr(in, "id"), .name = attr(in, "name"),
			.label = text_of(find(all[i], "nhsuk-label", false)), .value = attr(in, "value"),
			.autocomplete = attr(in, "autocomplete"), .wrong = has_class(in, "nhsuk-input--error"), .year = has_class(in, "nhsuk-input--width-4") };
	}
	field_date_html(o, &v);
}

static void
draw_button(struct html *o, struct node *ex)
{
	struct node *b = ex->kids[0];
	enum button_kind k = has_class(b, "nhsuk-button--secondary") ? BUTTON_SECONDARY :
	    has_class(b, "nhsuk-button--warning") ? BUTTON_WARNING : BUTTON_PRIMARY;
	if (str_is(b->tag, "a"))
		nhs_link_button(o, text_of(b), (struct url){ attr(b, "href") }, k);
	else
		nhs_button(o, text_of(b), k, attr(b, "name"), attr(b, "value"));
}

static void
draw_tag(struct html *o, struct node *ex)
{
	static const char *const known[] = { "nhsuk-tag", NULL };
	struct node *t = ex->kids[0];
	nhs_tag(o, text_of(t), class_beside(t, known));
}

static void
draw_error_summary(struct html *o, struct node *ex)
{
	struct node *list = find(ex, "nhsuk-error-summary__list", false);
	struct error_line lines[20];
	size_t n = list == NULL ? 0 : list->n_kids;
	for (size_t i = 0; i < n; i++)
		lines[i] = (struct error_line){ text_of(list->kids[i]), { attr(find(list->kids[i], "a", true), "href") } };
	nhs_error_summary(o, lines, n);
}

static void
draw_summary_list(struct html *o, struct node *ex)
{
	struct node *all[20];
	struct summary_line rows[20];
	size_t n = find_all(ex, "nhsuk-summary-list__row", all, countof(all));
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		struct node *a = find(all[i], "a", true), *v = find(all[i], "nhsuk-summary-list__value", false);
		rows[i] = (struct summary_line){ .key = text_of(find(all[i], "nhsuk-summary-list__key", false)),
			.value = text_of(v), .change = { attr(a, "href") }, .what = text_of(find(a, "nhsuk-u-visually-hidden", false)) };
		any = any || a != NULL;
		struct buf b;
		buf_init(&b, 4096);
		struct html h = { .out = &b, .mem = o->mem };
		for (size_t k = 0; k < v->n_kids && v->n_kids > 1; k++) {
			const struct node *c = v->kids[k];
			if (c->tag.n > 0 && is_void(c->tag))
				buf_printf(&b, "<%.*s>", (int)c->tag.n, c->tag.p);
			else if (c->tag.n > 0)
				buf_printf(&b, "<%.*s>", (int)c->tag.n, c->tag.p);
			html_put_str(&h, text_of(c));
			if (c->tag.n > 0 && !is_void(c->tag))
				buf_printf(&b, "</%.*s>", (int)c->tag.n, c->tag.p);
		}
		rows[i].rich.s = arena_copy(o->mem, buf_view(&b));
		buf_free(&b);
	}
	nhs_summary_list(o, rows, n, any);
}

static void
draw_task_list(struct html *o, struct node *ex)
{
	struct node *all[20];
	size_t n = find_all(ex, "nhsuk-task-list__item", all, countof(all));
	nhs_task_list_begin(o);
	for (size_t i = 0; i < n; i++) {
		struct node *a = find(all[i], "a", true), *s = find(all[i], "nhsuk-task-list__status", false);
		struct node *hint = find(all[i], "nhsuk-task-list__hint", false), *name = find(all[i], "nhsuk-task-list__name-and-hint", false);
		struct str id = attr(s, "id");
		struct task_item t = { .title = text_of(name->kids[0]), .hint = text_of(hint), .to = { attr(a, "href") },
			.status = text_of(s), .tagged = !has_class(s->kids[0], "nhsuk-tag--no-colour"), .colour = TAG_BLUE };
		nhs_task(o, &t, (struct str){ id.p, id.n > 7 ? id.n - 7 : 0 });
	}
	nhs_task_list_end(o);
}

static void
draw_pagination(struct html *o, struct node *ex)
{
	html_pagination(o, (struct url){ attr(find(ex, "nhsuk-pagination__link--prev", false), "href") },
	    (struct url){ attr(find(ex, "nhsuk-pagination__link--next", false), "href") });
}

static void
draw_panel(struct html *o, struct node *ex)
{
	html_panel(o, text_of(find(ex, "nhsuk-panel__heading", false)), text_of(find(ex, "nhsuk-panel__body", false)));
}

/* What a caller writes between a beginning and an end. */
static void
put_inside(struct html *o, const struct node *n)
{
	for (size_t i = 0; i < n->n_kids; i++) {
		const struct node *k = n->kids[i];
		if (k->tag.n == 0) {
			html_put_str(o, k->text);
			continue;
		}
		buf_printf(o->out, "<%.*s", (int)k->tag.n, k->tag.p);
		for (size_t x = 0; x < k->n_attrs; x++)
			buf_printf(o->out, " %.*s=\"%.*s\"", (int)k->attrs[x].name.n, k->attrs[x].name.p, (int)k->attrs[x].value.n, k->attrs[x].value.p);
		buf_lit(o->out, ">");
		put_inside(o, k);
		if (!is_void(k->tag))
			buf_printf(o->out, "</%.*s>", (int)k->tag.n, k->tag.p);
	}
}

static void
draw_details(struct html *o, struct node *ex)
{
	html_details_begin(o, text_of(find(ex, "nhsuk-details__summary-text", false)));
	put_inside(o, find(ex, "nhsuk-details__text", false));
	html_details_end(o);
}

static void
draw_inset(struct html *o, struct node *ex)
{
	html_inset(o, text_of(find(ex, "p", true)));
}

static void
draw_warning(struct html *o, struct node *ex)
{
	nhs_warning_callout(o, text_of(find(ex, "nhsuk-card__heading", false)), text_of(find(ex, "nhsuk-card__description", false)));
}

static void
draw_way_back(struct html *o, struct node *ex)
{
	struct node *all[20];
	struct crumb crumbs[20];
	struct frame f = { .title = S("x"), .service = S("x") };
	f.crumbs = crumbs;
	f.n_crumbs = find_all(ex, "nhsuk-breadcrumb__link", all, countof(all));
	for (size_t i = 0; i < f.n_crumbs; i++)
		crumbs[i] = (struct crumb){ text_of(all[i]), { attr(all[i], "href") } };
	if (f.n_crumbs == 0)
		f.back.s = attr(find(ex, "nhsuk-back-link", false), "href");
	html_frame_begin(o, &f);
}

static void
draw_table(struct html *o, struct node *ex)
{
	struct node *heads = find(ex, "thead", true), *body = find(ex, "tbody", true);
	struct table_column columns[24] = { { .numeric = false } };
	struct table_cell *cells = arena_array(test_arena(), struct table_cell, 24 * 80);
	struct node *caption = find(ex, "caption", true), *row = heads == NULL ? NULL : heads->kids[0];
	struct table_view v = { .caption = caption != NULL && caption->n_kids > 0 ? caption->kids[0]->text : S(""), .columns = columns,
		.cells = cells, .id = attr(caption, "id"), .sortable = find(ex, "nhsuk-table--sortable", false) != NULL };
	for (size_t i = 0; row != NULL && i < row->n_kids && i < countof(columns); i++) {
		struct node *h = row->kids[i];
		columns[v.n_columns++] = (struct table_column){ .label = text_of(h), .numeric = has_class(h, "nhsuk-table__header--numeric"),
			.sortable = has_attr(h, "data-sort"), .sort = { attr(find(h, "a", true), "href") }, .sorted = attr(h, "aria-sort") };
	}
	for (size_t i = 0; body != NULL && i < body->n_kids && row != NULL; i++, v.n_rows++)
		for (size_t k = 0; k < v.n_columns && k < body->kids[i]->n_kids; k++) {
			struct node *c = body->kids[i]->kids[k], *tag = find(c, "nhsuk-tag", false);
			static const char *const known[] = { "nhsuk-tag", NULL };
			cells[v.n_rows * v.n_columns + k] = (struct table_cell){ .text = text_of(c), .tag = text_of(tag),
				.tag_class = tag == NULL ? S("") : class_beside(tag, known), .to = { attr(find(c, "a", true), "href") } };
		}
	nhs_table(o, &v);
}

static const struct component {
	const char *name, *part;	/* part: only that of what we draw is compared */
	draw_fn *draw;
} components[] = {
	{ "button", NULL, draw_button },
	{ "tag", NULL, draw_tag },
	{ "error-summary", NULL, draw_error_summary },
	{ "input", NULL, draw_input },
	{ "textarea", NULL, draw_textarea },
	{ "character-count", NULL, draw_textarea },
	{ "radios", NULL, draw_radios },
	{ "checkboxes", NULL, draw_checkboxes },
	{ "date-input", NULL, draw_date },
	{ "select", NULL, draw_select },
	{ "password-input", NULL, draw_password },
	{ "file-upload", NULL, draw_file },
	{ "summary-list", NULL, draw_summary_list },
	{ "task-list", NULL, draw_task_list },
	{ "pagination", NULL, draw_pagination },
	{ "panel", NULL, draw_panel },
	{ "details", NULL, draw_details },
	{ "inset-text", NULL, draw_inset },
	{ "warning-callout", NULL, draw_warning },
	{ "breadcrumb", "nhsuk-breadcrumb", draw_way_back },
	{ "back-link", "nhsuk-back-link", draw_way_back },
	{ "tables", NULL, draw_table },
};

static struct str
file_text(const char *path)
{
	struct buf b;
	char block[8192];
	size_t n;
	FILE *f = fopen(path, "rb");
	CHECK_MSG(f != NULL, "%s: not there", path);
	buf_init(&b, 16u << 20);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(&b, block, n);
	fclose(f);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static bool
variant_same(const struct component *c, struct str want_html, const char *show)
{
	struct buf b;
	struct arena *a = test_arena();
	struct node *want = tree(want_html);
	buf_init(&b, 4u << 20);
	struct html o = { .out = &b, .mem = a, .lang = lang_english(), .sight = SIGHT_ALL };
	c->draw(&o, want);
	struct node *have = tree(arena_copy(a, buf_view(&b)));
	buf_free(&b);
	if (c->part != NULL)
		have = find(have, c->part, false);
	else if (str_is(want->kids[0]->tag, "table"))
		have = find(have, "table", true);
	else
		have = have->n_kids > 0 ? have->kids[0] : NULL;
	if (have != NULL && str_is(have->tag, "table") && find(want, "caption", true) != NULL && !has_attr(find(want, "caption", true), "id")) {
		struct node *caption = find(have, "caption", true);
		if (caption != NULL && caption->n_attrs > 1)
			caption->n_attrs--;	/* id stands last */
	}
	struct str x = canonical_text(want->kids[0]), y = have == NULL ? S("") : canonical_text(have);
	if (show != NULL && !str_eq(x, y))
		fprintf(stderr, "---- %s\n%.*s---- ours\n%.*s\n", show, (int)x.n, x.p, (int)y.n, y.p);
	return want->n_kids == 1 && str_eq(x, y);
}

/* The examples that we do not draw stand in golden_rest.txt: "reason:", then "component number name" for each below it. */
static bool
is_listed(struct str list, const char *component, size_t number, struct str name)
{
	struct str line = arena_printf(test_arena(), "\n\t%s %zu %.*s\n", component, number, (int)name.n, name.p);
	return str_find(list, line) >= 0;
}

TEST(components_are_as_the_design_system_draws_them_or_say_why_not)
{
	struct arena *a = test_arena();
	struct str list = file_text("src/html/golden_rest.txt");
	const char *said = getenv("GOLDEN");
	size_t same = 0, of = 0, listed = 0;
	for (size_t i = 0; i < list.n; i++)
		listed += i > 0 && list.p[i - 1] == '\n' && list.p[i] == '\t';
	for (size_t i = 0; i < countof(components); i++) {
		const struct component *c = &components[i];
		struct json_node *j;
		struct str why;
		size_t mark = arena_mark(a);
		struct str path = arena_printf(a, "node_modules/nhsuk-frontend/dist/nhsuk/components/%s/fixtures.json", c->name);
		CHECK(json_parse(a, file_text(str_z(a, path)), &j, &why) == ST_OK);
		const struct json_node *all = json_get(j, "fixtures");
		for (size_t k = 0; k < all->n; k++) {
			size_t here = arena_mark(a);
			struct str name = json_get_str(all->items[k], "name");
			const char *show = said != NULL && strcmp(said, c->name) == 0 ? str_z(a, arena_printf(a, "%s %zu %.*s", c->name, k + 1, (int)name.n, name.p)) : NULL;
			bool equal = variant_same(c, json_get_str(all->items[k], "html"), show);
			bool excused = is_listed(list, c->name, k + 1, name);
			CHECK_MSG(equal != excused, "%s %zu %.*s: %s", c->name, k + 1, (int)name.n, name.p,
			    equal ? "is the same; take it out of golden_rest.txt" : "is not the same, and golden_rest.txt does not say why");
			same += equal;
			arena_rewind(a, here);
		}
		of += all->n;
		arena_rewind(a, mark);
	}
	CHECK_MSG(same + listed == of && of == 637, "%zu the same, %zu listed, %zu in all: the list names what is not there", same, listed, of);
}
