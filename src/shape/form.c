/* SPDX-License-Identifier: MIT */
#include "shape/shape.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "shape/read.h"

void
form_new(struct arena *a, const struct shape *s, struct form *ret)
{
	*ret = (struct form){
		.shape = s,
		.typed = arena_array(a, struct str, s->n),
		.presence = arena_array(a, enum presence, s->n),
		.items = arena_array(a, struct form *, s->n),
		.n_items = arena_array(a, size_t, s->n),
		.options = arena_array(a, struct option *, s->n),
		.n_options = arena_array(a, size_t, s->n),
	};
}

/* ---- errors ---- */

/* Where an error of f stands among the fields: for a field of an item, where its list stands. */
static size_t
place_of(const struct form *form, const struct field *f)
{
	const struct shape *s = form->shape;
	if (f >= s->f && f < s->f + s->n)
		return (size_t)(f - s->f);
	const struct field_error e = { .f = f };
	const struct field *list = form_error_list(form, &e);
	return list == NULL ? s->n : (size_t)(list - s->f);
}

/* Does f stand in this shape or in a list below it? */
static bool
holds(const struct shape *s, const struct field *f, int depth)
{
	if (f >= s->f && f < s->f + s->n)
		return true;
	for (size_t i = 0; i < s->n && depth < LIST_DEPTH; i++)
		if (s->f[i].type == F_LIST && holds(s->f[i].of, f, depth + 1))
			return true;
	return false;
}

const struct field *
form_error_list(const struct form *form, const struct field_error *e)
{
	const struct shape *s = form->shape;
	if (e->f >= s->f && e->f < s->f + s->n)
		return e->item == SIZE_MAX ? NULL : e->f;
	for (size_t i = 0; i < s->n; i++)
		if (s->f[i].type == F_LIST && holds(s->f[i].of, e->f, 1))
			return &s->f[i];
	return NULL;
}

void
form_add(struct arena *a, struct form *form, const struct field *f, size_t item,
    const char *message, struct str value)
{
	size_t place = place_of(form, f), at = form->n_errors;
	while (at > 0 && place_of(form, form->errors[at - 1].f) > place)
		at--;
	struct field_error *all = arena_array(a, struct field_error, form->n_errors + 1);
	if (at > 0)
		memcpy(all, form->errors, at * sizeof *all);
	all[at] = (struct field_error){ .f = f, .item = item, .message = message, .value = value };
	if (at < form->n_errors)
		memcpy(all + at + 1, form->errors + at, (form->n_errors - at) * sizeof *all);
	form->errors = all;
	form->n_errors++;
}

void
form_lift(struct arena *a, struct form *form, size_t i)
{
	for (size_t k = 0; k < form->n_items[i]; k++) {
		const struct form *item = &form->items[i][k];
		for (size_t e = 0; e < item->n_errors; e++)
			form_add(a, form, item->errors[e].f, k, item->errors[e].message, item->errors[e].value);
		if (item->problem.n > 0)
			form->problem = item->problem;
	}
}

bool
form_has_error(const struct form *form, const struct field *f)
{
	for (size_t e = 0; e < form->n_errors; e++)
		if (form->errors[e].f == f && form->errors[e].item == SIZE_MAX)
			return true;
	return false;
}

/* "rows.2.title" in the form: the form that holds the last part, and that part. */
static struct form *
find_item(struct form *form, const char *name, const char **ret_last)
{
	const char *dot;
	while ((dot = strchr(name, '.')) != NULL) {
		struct str rest, number = str_cut(str_c(dot + 1), '.', &rest);
		int64_t k;
		size_t i = 0;
		while (i < form->shape->n && !str_is((struct str){ name, (size_t)(dot - name) }, form->shape->f[i].name))
			i++;
		if (i == form->shape->n || rest.p == NULL || !str_i64(number, &k) || k < 0 ||
		    (uint64_t)k >= form->n_items[i])
			return NULL;
		form = &form->items[i][k];
		name = rest.p;
	}
	*ret_last = name;
	return form;
}

/* The same error again in every form around the one that has it. */
static bool
add_around(struct arena *a, struct form *form, const struct form *inner, const struct field_error *e)
{
	if (form == inner)
		return true;
	for (size_t i = 0; i < form->shape->n; i++)
		for (size_t k = 0; k < form->n_items[i]; k++)
			if (add_around(a, &form->items[i][k], inner, e)) {
				form_add(a, form, e->f, k, e->message, e->value);
				return true;
			}
	return false;
}

void
form_error(struct arena *a, struct form *form, const char *field, const char *message, struct str value)
{
	const char *last = NULL;
	struct form *inner = field == NULL ? NULL : find_item(form, field, &last);
	const struct field *f = inner == NULL ? NULL : shape_field(inner->shape, last);
	if (f == NULL) {
		const struct field_error e = { .message = message, .value = value };
		form->problem = field_error_text(a, &e, str_c(message), (struct str){ NULL, 0 });
		return;
	}
	const struct field_error e = { .f = f, .item = SIZE_MAX, .message = message, .value = value };
	form_add(a, inner, f, SIZE_MAX, message, value);
	(void)add_around(a, form, inner, &e);
}

/* ---- errors as sentences ---- */

static bool
is_upper(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z';
}

static void
put_label(struct buf *b, struct str label)
{
	/* "NHS number" and "I agree" stay; "Review date" does not. */
	bool keep = b->n == 0 || !is_upper(label, 0) || is_upper(label, 1) || (label.n > 1 && label.p[1] == ' ');
	if (keep) {
		buf_str(b, label);
		return;
	}
	buf_char(b, (char)(label.p[0] | 0x20));
	buf_put(b, label.p + 1, label.n - 1);
}

struct str
field_error_text(struct arena *a, const struct field_error *e, struct str message, struct str label)
{
	struct buf b;
	buf_init(&b, (size_t)16 << 10);
	while (message.n > 0) {
		struct str rest, name, before = str_cut(message, '{', &rest);
		buf_str(&b, before);
		if (rest.p == NULL)
			break;
		name = str_cut(rest, '}', &message);
		if (str_is(name, "label"))
			put_label(&b, label);
		else if (str_is(name, "max") && e->f != NULL)
			buf_i64(&b, (int64_t)field_max(e->f));
		else if (str_is(name, "value"))
			buf_str(&b, e->value);
	}
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

/* ---- what both ways of reading share ---- */

void
form_check_must(struct arena *a, struct form *form, size_t i, const void *rec)
{
	const struct field *f = &form->shape->f[i];
	if (!f->must || f->read_only || form_has_error(form, f))
		return;
	bool missing = form->presence[i] == EMPTY || field_is_empty(f, rec);
	if (f->type == F_I64 && form->presence[i] == ABSENT)
		missing = *AT_CONST(int64_t, f, rec) == 0;
	if (!missing)
		return;
	bool select = f->type == F_CHOICE || f->type == F_CHOICES || f->type == F_ID || f->type == F_BOOL ||
	    f->type == F_FILE;
	form_add(a, form, f, SIZE_MAX, f->type == F_LIST ? M("Add at least one entry to {label}") :
	    select ? M("Select {label}") : M("Enter {label}"), (struct str){ NULL, 0 });
}

/* A name as it may be shown: clean and short. */
static struct str
name_shown(struct arena *a, struct str name)
{
	struct str clean;
	if (text_clean(a, name, false, &clean) != ST_OK)
		return S("?");
	clean = text_shorten(a, clean, 60);
	return clean.p == NULL ? S("") : clean;
}

void
form_unknown(struct arena *a, struct form *form, struct str name)
{
	struct str shown = name_shown(a, name);
	if (form->problem.n == 0)
		form->problem = arena_printf(a, "There is no field \"%.*s\" here that can be filled in", (int)shown.n, shown.p);
}

void
form_twice(struct arena *a, struct form *form, struct str name)
{
	struct str shown = name_shown(a, name);
	if (form->problem.n == 0)
		form->problem = arena_printf(a, "The field \"%.*s\" was given twice: give it once", (int)shown.n, shown.p);
}

/* ---- from a record, to show it for editing ---- */

static struct str
pounds(struct arena *a, struct money m)
{
	uint64_t pence = m.pence < 0 ? -(uint64_t)m.pence : (uint64_t)m.pence;
	const char *sign = m.pence < 0 ? "-" : "";
	if (pence % 100 == 0)
		return arena_printf(a, "%s%llu", sign, (unsigned long long)(pence / 100));
	return arena_printf(a, "%s%llu.%02d", sign, (unsigned long long)(pence / 100), (int)(pence % 100));
}

static struct str
typed_of(struct arena *a, const struct field *f, const void *rec)
{
	int y, m, day;
	switch (f->type) {
	case F_DATE:
		date_civil(*AT_CONST(struct date, f, rec), &y, &m, &day);
		return arena_printf(a, "%d %d %d", day, m, y);
	case F_TIME: {
		struct civil c = when_civil(*AT_CONST(struct when, f, rec));
		return arena_printf(a, "%d %d %d %02d:%02d", c.day, c.month, c.year, c.hour, c.minute);
	}
	case F_MONEY: return pounds(a, *AT_CONST(struct money, f, rec));
	case F_LIST: return (struct str){ NULL, 0 };
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_I64:
	case F_NUMBER:
	case F_ID:
	case F_BOOL:
	case F_CHOICE:
	case F_CHOICES:
	case F_FILE: break;
	}
	return field_value(a, f, rec);
}

void
form_fill(struct arena *a, const struct shape *s, const void *rec, struct form *form)
{
	form_new(a, s, form);
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->f[i];
		form->presence[i] = field_is_empty(f, rec) ? EMPTY : VALUE;
		if (form->presence[i] == EMPTY)
			continue;
		form->typed[i] = typed_of(a, f, rec);
		if (f->type != F_LIST)
			continue;
		const struct list *l = AT_CONST(struct list, f, rec);
		form->items[i] = arena_array(a, struct form, l->n);
		form->n_items[i] = l->n;
		for (size_t k = 0; k < l->n; k++)
			form_fill(a, f->of, (const char *)l->items + k * f->of->size, &form->items[i][k]);
	}
}
