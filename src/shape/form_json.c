/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "shape/read.h"

static void read_object(const struct reading *r, const struct json_node *j, struct form *form, void *rec,
    const void *old);

static void
wrong(const struct reading *r, struct form *form, size_t i, const char *message, struct str value)
{
	form->presence[i] = VALUE;
	form_add(r->a, form, &form->shape->f[i], SIZE_MAX, message, value);
}

static void
clear(struct form *form, size_t i, void *rec)
{
	form->presence[i] = EMPTY;
	field_clear(&form->shape->f[i], rec);
}

/* What a text value has to be for the field to take it; NULL: it may be text. */
static const char *
refuse_text(enum field_type t)
{
	switch (t) {
	case F_I64:
	case F_NUMBER: return M("{label} must be a whole number");
	case F_MONEY: return M("{label} must be a whole number of pence");
	case F_BOOL: return M("{label} must be true or false");
	case F_CHOICES:
	case F_LIST: return M("{label} must be a list");
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_ID:
	case F_DATE:
	case F_TIME:
	case F_CHOICE:
	case F_FILE: break;
	}
	return NULL;
}

static void
read_text_value(const struct reading *r, struct str raw, struct form *form, size_t i, void *rec, const void *old)
{
	const struct field *f = &form->shape->f[i];
	struct str s, value = { NULL, 0 };
	if (text_clean(r->a, raw, f->lines, &s) != ST_OK) {
		wrong(r, form, i, M("{label} must only include characters that can be shown"), value);
		return;
	}
	s = str_trim(s);
	if (s.n == 0) {
		clear(form, i, rec);
		return;
	}
	if (f->privacy != PRIV_NONE && str_is(s, PERSONAL_HIDDEN)) {
		/* An item of a list begins empty: what is hidden comes over from its place. */
		if (f->type == F_PERSONAL && old != NULL && old != rec)
			*AT(struct personal, f, rec) = *AT_CONST(struct personal, f, old);
		return;
	}
	form->typed[i] = s;
	form->presence[i] = VALUE;
	const char *message = refuse_text(f->type);
	if (message == NULL)
		message = read_word(r, f, s, rec, &value);
	if (message != NULL)
		wrong(r, form, i, message, value);
}

static void
read_int(const struct reading *r, int64_t v, struct form *form, size_t i, void *rec)
{
	const struct field *f = &form->shape->f[i];
	struct str value = { NULL, 0 };
	const char *message = NULL;
	form->presence[i] = VALUE;
	form->typed[i] = arena_printf(r->a, "%lld", (long long)v);
	if (f->type == F_ID || f->type == F_FILE)
		message = M("{label} must be text in quotes, because a number of that size loses digits");
	else if (f->type != F_I64 && f->type != F_NUMBER && f->type != F_MONEY)
		message = M("{label} must not be a number");
	else if (f->type == F_MONEY && v < 0 && f->least >= 0) {
		value = S("\xc2\xa3" "0");
		message = M("{label} must be {value} or more");
	} else
		message = check_number(r, f, v, &value);
	if (message != NULL)
		wrong(r, form, i, message, value);
	else if (f->type == F_I64)
		*AT(int64_t, f, rec) = v;
	else if (f->type == F_NUMBER)
		*AT(struct opt_i64, f, rec) = (struct opt_i64){ v, true };
	else
		*AT(struct money, f, rec) = (struct money){ v, true };
}

static void
read_choice_array(const struct reading *r, const struct json_node *j, struct form *form, size_t i, void *rec)
{
	const struct field *f = &form->shape->f[i];
	struct choices c = { 0 };
	struct str all = { "", 0 };
	for (size_t k = 0; k < j->n; k++) {
		size_t at;
		if (j->items[k]->type != JSON_STR || !choice_index(f->choices, j->items[k]->s, &at) || at > 63) {
			wrong(r, form, i, M("Select {label} from the list"), (struct str){ NULL, 0 });
			return;
		}
		/* Said twice is said once, and keeps typed no longer than the list. */
		if (!(c.bits >> at & 1))
			all = arena_printf(r->a, "%.*s%s%s", (int)all.n, all.p, all.n == 0 ? "" : " ",
			    f->choices->c[at].value);
		c.bits |= UINT64_C(1) << at;
	}
	*AT(struct choices, f, rec) = c;
	form->typed[i] = all;
	form->presence[i] = c.bits == 0 ? EMPTY : VALUE;
}

static void
read_array(const struct reading *r, const struct json_node *j, struct form *form, size_t i, void *rec,
    const void *old_rec)
{
	const struct field *f = &form->shape->f[i];
	if (j->n > field_max(f) || r->depth >= LIST_DEPTH) {
		wrong(r, form, i, M("{label} must have {max} entries or fewer"), (struct str){ NULL, 0 });
		return;
	}
	const struct list old = old_rec == NULL ? (struct list){ 0 } : *AT_CONST(struct list, f, old_rec);
	const struct reading deeper = { r->a, r->today, r->depth + 1 };
	struct list l = { arena_alloc_array(r->a, f->of->size, j->n, _Alignof(max_align_t)), j->n };
	form->items[i] = arena_array(r->a, struct form, j->n);
	form->n_items[i] = j->n;
	for (size_t k = 0; k < j->n; k++) {
		const void *was = k < old.n ? (const char *)old.items + k * f->of->size : NULL;
		form_new(r->a, f->of, &form->items[i][k]);
		if (j->items[k]->type == JSON_OBJECT)
			read_object(&deeper, j->items[k], &form->items[i][k], (char *)l.items + k * f->of->size, was);
		else
			form_add(r->a, form, f, k, M("{label} must be a list of objects"), (struct str){ NULL, 0 });
	}
	*AT(struct list, f, rec) = l;
	form->presence[i] = j->n == 0 ? EMPTY : VALUE;
	form_lift(r->a, form, i);
}

static void
read_value(const struct reading *r, const struct json_node *j, struct form *form, size_t i, void *rec, const void *old)
{
	const struct field *f = &form->shape->f[i];
	switch (j->type) {
	case JSON_NULL: clear(form, i, rec); break;
	case JSON_STR: read_text_value(r, j->s, form, i, rec, old); break;
	case JSON_INT: read_int(r, j->i, form, i, rec); break;
	case JSON_BOOL:
		if (f->type != F_BOOL) {
			wrong(r, form, i, M("{label} must not be true or false"), (struct str){ NULL, 0 });
			break;
		}
		*AT(bool, f, rec) = j->b;
		form->typed[i] = j->b ? S("true") : S("false");
		form->presence[i] = VALUE;
		break;
	case JSON_ARRAY:
		if (f->type == F_CHOICES)
			read_choice_array(r, j, form, i, rec);
		else if (f->type == F_LIST)
			read_array(r, j, form, i, rec, old);
		else
			wrong(r, form, i, M("{label} must not be a list"), (struct str){ NULL, 0 });
		break;
	case JSON_REAL:
		wrong(r, form, i, f->type == F_MONEY ? M("{label} must be a whole number of pence") :
		    M("{label} must not have decimal places"), (struct str){ NULL, 0 });
		break;
	case JSON_OBJECT:
		wrong(r, form, i, M("{label} must not be an object"), (struct str){ NULL, 0 });
		break;
	}
}

/* What only comes out may come back as it was, so that what was read can be sent again. */
static void
read_same(const struct reading *r, const struct json_node *j, struct form *form, size_t i, const void *rec)
{
	struct form spare;
	const struct field *f = &form->shape->f[i];
	void *copy = arena_alloc(r->a, form->shape->size, _Alignof(max_align_t));
	memcpy(copy, rec, form->shape->size);
	form_new(r->a, form->shape, &spare);
	read_value(r, j, &spare, i, copy, rec);
	if (spare.n_errors > 0 || !field_equal(f, copy, rec))
		wrong(r, form, i, M("{label} cannot be changed here"), (struct str){ NULL, 0 });
}

static void
read_object(const struct reading *r, const struct json_node *j, struct form *form, void *rec, const void *old)
{
	const struct shape *s = form->shape;
	for (size_t i = 0; i < s->n; i++) {
		const struct json_node *v = json_get(j, s->f[i].name);
		if (v != NULL && s->f[i].read_only)
			read_same(r, v, form, i, old == NULL ? rec : old);
		else if (v != NULL)
			read_value(r, v, form, i, rec, old);
		form_check_must(r->a, form, i, rec);
	}
	for (size_t k = 0; k < j->n; k++) {
		size_t i = 0;
		while (i < s->n && !str_is(j->keys[k], s->f[i].name))
			i++;
		if (i == s->n)
			form_unknown(r->a, form, j->keys[k]);
	}
}

enum status
form_read_json(struct arena *a, const struct shape *s, const struct json_node *j, struct date today,
    struct form *form, void *rec)
{
	const struct reading r = { a, today, 0 };
	form_new(a, s, form);
	if (j == NULL || j->type != JSON_OBJECT) {
		form->problem = str_c(M("What is sent must be a JSON object"));
		return ST_INVALID;
	}
	read_object(&r, j, form, rec, rec);
	return form->n_errors > 0 || form->problem.n > 0 ? ST_INVALID : ST_OK;
}
