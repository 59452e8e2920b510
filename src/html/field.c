/* SPDX-License-Identifier: MIT */
/* Fields of a form: from what a shape declares and a person typed to the control that fits. */
#include "html/field.h"
#include "html/parts.h"
#include "tpl/html/component/form.h"
#include <string.h>

enum { RADIOS_AT_MOST = 7, COUNT_AT_MOST = 4000 };

static struct str
msg(struct html *o, const char *m)
{
	return m == NULL ? (struct str){ NULL, 0 } : lang_text(o->lang, o->mem, m);
}

static struct str
join(struct arena *a, struct str x, const char *between, struct str y)
{
	if (x.n == 0 || y.n == 0)
		return x.n == 0 ? y : x;
	return arena_printf(a, "%.*s%s%.*s", (int)x.n, x.p, between, (int)y.n, y.p);
}

static struct str
glue(struct arena *a, struct str x, const char *tail)
{
	return arena_printf(a, "%.*s%s", (int)x.n, x.p, tail);
}

struct str
form_error_text(const struct lang *l, struct arena *a, const struct field_error *e)
{
	return field_error_text(a, e, lang_text(l, a, e->message), e->f != NULL ? lang_text(l, a, e->f->label) : S(""));
}

struct str
field_message(struct html *o, const struct field_error *e)
{
	return form_error_text(o->lang, o->mem, e);
}

static const struct field_error *
field_error_of(const struct form *form, const struct field *f)
{
	for (size_t i = 0; i < form->n_errors; i++)
		if (form->errors[i].f == f && form->errors[i].item == SIZE_MAX)
			return &form->errors[i];
	return NULL;
}

static struct str
field_name(struct arena *a, const struct field *f, struct str prefix)
{
	return arena_printf(a, "%.*s%s", (int)prefix.n, prefix.p, f->name);
}

/* ---- dates: three words ---- */

static struct str
date_word(struct str typed, int nth)
{
	struct str rest = typed, word = { NULL, 0 };
	for (int i = 0; i <= nth; i++)
		word = str_cut(rest, ' ', &rest);
	return word;
}

static bool
number_within(struct str s, int64_t least, int64_t most)
{
	int64_t v;
	return str_i64(s, &v) && v >= least && v <= most;
}

/* Which of day, month, year and time are at fault: those missing or impossible; else all. */
static void
date_wrong(struct str typed, size_t n, bool ret[4])
{
	ret[0] = !number_within(date_word(typed, 0), 1, 31);
	ret[1] = !number_within(date_word(typed, 1), 1, 12);
	ret[2] = !number_within(date_word(typed, 2), 1990, 2199);
	ret[3] = n == 4 && date_word(typed, 3).n == 0;
	if (!ret[0] && !ret[1] && !ret[2] && !ret[3])
		ret[0] = ret[1] = ret[2] = ret[3] = true;
}

static const char *const part_names[4] = { "-day", "-month", "-year", "-time" };

static void
date_parts(struct html *o, struct field_view *v, const struct field *f)
{
	static const char *const labels[4] = { M("Day"), M("Month"), M("Year"), M("Time") };
	bool wrong[4] = { false, false, false, false };
	bool birthday = f->autocomplete != NULL && strcmp(f->autocomplete, "bday") == 0;
	struct str typed = v->value;
	v->n_parts = f->type == F_TIME ? 4 : 3;
	if (v->wrong)
		date_wrong(typed, v->n_parts, wrong);
	for (int i = 0; i < (int)v->n_parts; i++)
		v->parts[i] = (struct field_part){ .id = glue(o->mem, v->id, part_names[i]),
			.name = glue(o->mem, v->name, part_names[i]), .label = msg(o, labels[i]),
			.value = date_word(typed, i), .wrong = wrong[i], .year = i == 2, .time = i == 3,
			.autocomplete = birthday ? glue(o->mem, S("bday"), part_names[i]) : S("") };
}

/* ---- choices ---- */

static struct str
item_id(struct arena *a, struct str id, size_t i)
{
	return i == 0 ? id : arena_printf(a, "%.*s-%zu", (int)id.n, id.p, i + 1);
}

/* typed holds the chosen values, one a line or parted by spaces. */
static bool
chosen(struct str typed, struct str value, bool many)
{
	if (!many)
		return str_eq(typed, value);
	for (size_t i = 0; i < typed.n;) {
		size_t end = i;
		while (end < typed.n && typed.p[end] != ' ' && typed.p[end] != '\n' && typed.p[end] != ',')
			end++;
		if (str_eq((struct str){ typed.p + i, end - i }, value))
			return true;
		i = end + 1;
	}
	return false;
}

static void
choice_items(struct html *o, struct field_view *v, const struct field *f, bool blank, const char *blank_label)
{
	size_t n = f->choices->n, k = 0;
	bool many = f->type == F_CHOICES, after = blank && n <= RADIOS_AT_MOST;
	struct field_item *items = arena_array(o->mem, struct field_item, n + 2);
	if (blank && !after)
		items[k++] = (struct field_item){ .label = msg(o, blank_label), .checked = v->value.n == 0 };
	for (size_t i = 0; i < n; i++, k++) {
		const struct choice *c = &f->choices->c[i];
		items[k] = (struct field_item){ .id = item_id(o->mem, v->id, k), .value = str_c(c->value),
			.label = msg(o, c->label), .hint = msg(o, c->hint), .checked = chosen(v->value, str_c(c->value), many) };
	}
	if (after) {
		items[k] = (struct field_item){ .id = item_id(o->mem, v->id, k), .label = msg(o, blank_label),
			.checked = v->value.n == 0 };
		k++;
	}
	v->items = items;
	v->n_items = k;
}

static void
choice_show(struct html *o, struct field_view *v, const struct field *f)
{
	if (f->choices->n <= RADIOS_AT_MOST) {
		choice_items(o, v, f, !f->must, M("Not set"));
		field_radios_html(o, v);
	} else {
		choice_items(o, v, f, true, f->must ? M("Choose from the list") : M("Not set"));
		field_select_html(o, v);
	}
}

/* A reference: radios when something must be chosen of a few, else a list. */
static void
option_show(struct html *o, struct field_view *v, const struct field *f, const struct option *options, size_t n)
{
	bool radios = f->must && n > 0 && n <= RADIOS_AT_MOST;
	struct field_item *items = arena_array(o->mem, struct field_item, n + 1);
	size_t k = 0;
	if (!radios)
		items[k++] = (struct field_item){ .label = f->must ? msg(o, M("Choose from the list")) : msg(o, M("Not set")),
			.checked = v->value.n == 0 };
	for (size_t i = 0; i < n; i++, k++)
		items[k] = (struct field_item){ .id = item_id(o->mem, v->id, i), .value = options[i].value,
			.label = options[i].label, .checked = str_eq(v->value, options[i].value) };
	v->items = items;
	v->n_items = k;
	if (radios)
		field_radios_html(o, v);
	else
		field_select_html(o, v);
}

/* A box that is not ticked sends nothing, which would mean "leave it": so an empty value goes before. */
static void
unticked(struct html *o, const struct field_view *v)
{
	nhs_hidden(o, v->name, S(""));
}

static void
bool_show(struct html *o, struct field_view *v, const struct field *f)
{
	struct field_item *items = arena_array(o->mem, struct field_item, 2);
	bool yes = str_is(v->value, "true") || str_is(v->value, "yes") || str_is(v->value, "1") || str_is(v->value, "on");
	items[0] = (struct field_item){ .id = v->id, .value = S("true"), .label = v->label, .checked = yes };
	v->items = items;
	v->n_items = 1;
	if (!f->must) {
		unticked(o, v);
		v->label = S("");
		field_checkbox_html(o, v);
		return;
	}
	items[0].label = msg(o, M("Yes"));
	items[1] = (struct field_item){ .id = item_id(o->mem, v->id, 1), .value = S("false"), .label = msg(o, M("No")),
		.checked = v->value.n > 0 && !yes };
	v->n_items = 2;
	field_radios_html(o, v);
}

/* ---- text and numbers ---- */

static void
text_show(struct html *o, struct field_view *v, const struct field *f)
{
	const char *ac = f->autocomplete == NULL ? "" : f->autocomplete;
	v->autocomplete = str_c(ac);
	v->type = S("text");
	if (strcmp(ac, "current-password") == 0 || strcmp(ac, "new-password") == 0) {
		v->value = S("");
		field_password_html(o, v);
		return;
	}
	if (strcmp(ac, "one-time-code") == 0) {
		v->inputmode = S("numeric");
		v->width = S("nhsuk-input--width-10");
		v->spellcheck_off = true;
		v->value = S("");
	} else if (strcmp(ac, "email") == 0 || strcmp(ac, "username") == 0) {
		v->type = strcmp(ac, "email") == 0 ? S("email") : S("text");
		v->spellcheck_off = true;
	} else if (strcmp(ac, "tel") == 0) {
		v->type = S("tel");
	}
	size_t max = field_max(f);
	if (v->width.n == 0 && max <= 10)
		v->width = S("nhsuk-input--width-10");
	else if (v->width.n == 0 && max <= 20)
		v->width = S("nhsuk-input--width-20");
	field_input_html(o, v);
}

static void
lines_show(struct html *o, struct field_view *v, const struct field *f)
{
	size_t max = field_max(f);
	v->autocomplete = str_c(f->autocomplete);
	v->rows = max > 2000 ? 8 : 5;
	if (max <= COUNT_AT_MOST) {
		v->count = max;
		v->described = join(o->mem, glue(o->mem, v->id, "-info"), " ", v->described);
	}
	field_textarea_html(o, v);
}

static void
number_show(struct html *o, struct field_view *v, const struct field *f)
{
	v->type = S("text");
	v->inputmode = f->type == F_MONEY ? S("decimal") : S("numeric");
	v->width = f->type == F_MONEY ? S("nhsuk-input--width-10") : S("nhsuk-input--width-5");
	if (f->type == F_MONEY)
		v->prefix = S("£");
	field_input_html(o, v);
}

/* ---- lists of parts: what is there and one more ---- */

static void
list_show(struct html *o, const struct field_view *v, const struct form *form, size_t i)
{
	const struct field *f = &form->shape->f[i];
	size_t have = form->n_items[i], n = have;
	struct form spare;
	unticked(o, v);
	if (v->error.n > 0)
		nhs_list_error(o, glue(o->mem, v->id, "-error"), v->error);
	if (have < field_max(f))
		n++;
	for (size_t k = 0; k < n; k++) {
		const struct form *part = k < have ? &form->items[i][k] : &spare;
		struct str id = arena_printf(o->mem, "%.*s.%zu", (int)v->name.n, v->name.p, k);
		if (k == have) {
			form_new(o->mem, f->of, &spare);
			if (have > 0) {
				spare.options = form->items[i][0].options;
				spare.n_options = form->items[i][0].n_options;
			}
		}
		nhs_list_item_begin(o, msg(o, f->label), k + 1, k == 0 ? v->id : id);
		for (size_t j = 0; j < f->of->n; j++)
			field_show(o, part, j, glue(o->mem, id, "."), false);
		nhs_list_item_end(o);
	}
}

static void
control_show(struct html *o, struct field_view *v, const struct form *form, size_t i)
{
	const struct field *f = &form->shape->f[i];
	switch (f->type) {
	case F_TEXT: text_show(o, v, f); break;
	case F_LONG: lines_show(o, v, f); break;
	case F_PERSONAL:
		if (f->lines)
			lines_show(o, v, f);
		else
			text_show(o, v, f);
		break;
	case F_I64: case F_NUMBER: case F_MONEY: number_show(o, v, f); break;
	case F_ID:
		option_show(o, v, f, form->options != NULL ? form->options[i] : NULL,
		    form->options != NULL && form->options[i] != NULL ? form->n_options[i] : 0);
		break;
	case F_BOOL: bool_show(o, v, f); break;
	case F_DATE: case F_TIME:
		date_parts(o, v, f);
		field_date_html(o, v);
		break;
	case F_CHOICE: choice_show(o, v, f); break;
	case F_CHOICES:
		unticked(o, v);
		choice_items(o, v, f, false, NULL);
		field_checkboxes_html(o, v);
		break;
	case F_FILE:
		/* The one already there is kept beside an empty box. */
		if (v->value.n > 0)
			nhs_hidden(o, v->name, v->value);
		field_file_html(o, v);
		break;
	case F_LIST: list_show(o, v, form, i); break;
	}
}

static struct str
hint_of(struct html *o, const struct field *f)
{
	if (f->hint != NULL)
		return msg(o, f->hint);
	if (f->type == F_DATE)
		return msg(o, M("For example, 31 3 2026"));
	if (f->type == F_TIME)
		return msg(o, M("For example, 31 3 2026 and 2:30pm"));
	return S("");
}

void
field_show(struct html *o, const struct form *form, size_t i, struct str prefix, bool heading)
{
	const struct field *f = &form->shape->f[i];
	const struct field_error *e = field_error_of(form, f);
	struct field_view v = { .name = field_name(o->mem, f, prefix), .label = msg(o, f->label), .heading = heading };
	if (f->read_only)
		return;
	v.id = v.name;
	if (field_masked(f, o->sight)) {
		field_hidden_value_html(o, &v);
		return;
	}
	v.value = form->typed[i];
	v.hint = hint_of(o, f);
	v.wrong = e != NULL;
	if (e != NULL)
		v.error = field_message(o, e);
	if (!f->must && f->type != F_BOOL && f->type != F_CHOICES && f->type != F_LIST) {
		struct msg_arg label = { "label", v.label };
		v.label = lang_format(o->lang, o->mem, M("{label} (optional)"), &label, 1);
	}
	if (v.hint.n > 0)
		v.described = glue(o->mem, v.id, "-hint");
	if (e != NULL)
		v.described = join(o->mem, v.described, " ", glue(o->mem, v.id, "-error"));
	control_show(o, &v, form, i);
}

/* The id of the control that a link to a faulty field goes to. */
struct str
field_id(struct arena *a, const struct form *form, size_t i, struct str prefix)
{
	const struct field *f = &form->shape->f[i];
	struct str id = field_name(a, f, prefix);
	bool wrong[4];
	int k = 0;
	if (f->type != F_DATE && f->type != F_TIME)
		return id;
	date_wrong(form->typed[i], f->type == F_TIME ? 4 : 3, wrong);
	while (k < 3 && !wrong[k])
		k++;
	return glue(a, id, part_names[k]);
}

void
html_field(struct html *o, const struct form *f, const char *name)
{
	size_t i = shape_index(f->shape, name);
	if (i != SIZE_MAX)
		field_show(o, f, i, S(""), false);
}

void
html_field_heading(struct html *o, const struct form *f, const char *name)
{
	size_t i = shape_index(f->shape, name);
	if (i != SIZE_MAX)
		field_show(o, f, i, S(""), true);
}

void
html_fields(struct html *o, const struct form *f)
{
	for (size_t i = 0; i < f->shape->n; i++)
		field_show(o, f, i, S(""), false);
}

/* ---- the summary: the same words, linked ---- */

/* An error stands on a field of the form itself, or on a field of an item of one of its lists. */
static struct url
error_link(struct html *o, const struct form *form, const struct field_error *e)
{
	const struct shape *s = form->shape;
	for (size_t i = 0; i < s->n; i++)
		if (e->f == &s->f[i])
			return url_fragment(o->mem, field_id(o->mem, form, i, S("")));
	for (size_t i = 0; i < s->n; i++) {
		const struct shape *of = s->f[i].of;
		for (size_t j = 0; s->f[i].type == F_LIST && j < of->n; j++) {
			if (e->f != &of->f[j] || e->item >= form->n_items[i])
				continue;
			struct str prefix = arena_printf(o->mem, "%s.%zu.", s->f[i].name, e->item);
			return url_fragment(o->mem, field_id(o->mem, &form->items[i][e->item], j, prefix));
		}
	}
	return (struct url){ { NULL, 0 } };
}

void
html_error_summary(struct html *o, const struct form *f)
{
	struct error_line *lines = arena_array(o->mem, struct error_line, f->n_errors + 1);
	size_t n = 0;
	if (f->problem.n > 0)
		lines[n++] = (struct error_line){ .text = f->problem };
	for (size_t i = 0; i < f->n_errors; i++)
		lines[n++] = (struct error_line){ field_message(o, &f->errors[i]), error_link(o, f, &f->errors[i]) };
	if (n == 0)
		return;
	o->summary = true;
	nhs_error_summary(o, lines, n);
}
