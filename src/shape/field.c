/* SPDX-License-Identifier: MIT */
#include "shape/shape.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "shape/read.h"

const struct field *
shape_field(const struct shape *s, const char *name)
{
	size_t i = shape_index(s, name);
	return i == SIZE_MAX ? NULL : &s->f[i];
}

size_t
shape_index(const struct shape *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->f[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

size_t
field_max(const struct field *f)
{
	if (f->max > 0)
		return f->max;
	return f->type == F_LIST ? LIST_ITEMS : f->lines ? 10000 : 200;
}

static const void *
item_at(const struct field *f, const struct list *l, size_t i)
{
	return (const char *)l->items + i * f->of->size;
}

bool
field_is_empty(const struct field *f, const void *rec)
{
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_CHOICE: return AT_CONST(struct str, f, rec)->n == 0;
	case F_PERSONAL: return AT_CONST(struct personal, f, rec)->text.n == 0;
	case F_I64:
	case F_BOOL: return false;
	case F_NUMBER: return !AT_CONST(struct opt_i64, f, rec)->has;
	case F_ID: return *AT_CONST(int64_t, f, rec) == 0;
	case F_DATE: return AT_CONST(struct date, f, rec)->day == 0;
	case F_TIME: return AT_CONST(struct when, f, rec)->ms == 0;
	case F_MONEY: return !AT_CONST(struct money, f, rec)->has;
	case F_CHOICES: return AT_CONST(struct choices, f, rec)->bits == 0;
	case F_FILE: return AT_CONST(struct file_ref, f, rec)->id == 0;
	case F_LIST: return AT_CONST(struct list, f, rec)->n == 0;
	}
	return true;
}

void
field_clear(const struct field *f, void *rec)
{
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_CHOICE: *AT(struct str, f, rec) = (struct str){ NULL, 0 }; break;
	case F_PERSONAL: *AT(struct personal, f, rec) = (struct personal){ .cls = f->privacy }; break;
	case F_I64:
	case F_ID: *AT(int64_t, f, rec) = 0; break;
	case F_NUMBER: *AT(struct opt_i64, f, rec) = (struct opt_i64){ 0 }; break;
	case F_BOOL: *AT(bool, f, rec) = false; break;
	case F_DATE: *AT(struct date, f, rec) = (struct date){ 0 }; break;
	case F_TIME: *AT(struct when, f, rec) = (struct when){ 0 }; break;
	case F_MONEY: *AT(struct money, f, rec) = (struct money){ 0 }; break;
	case F_CHOICES: *AT(struct choices, f, rec) = (struct choices){ 0 }; break;
	case F_FILE: *AT(struct file_ref, f, rec) = (struct file_ref){ 0 }; break;
	case F_LIST: *AT(struct list, f, rec) = (struct list){ 0 }; break;
	}
}

static bool
lists_equal(const struct field *f, const struct list *a, const struct list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < f->of->n; k++)
			if (!field_equal(&f->of->f[k], item_at(f, a, i), item_at(f, b, i)))
				return false;
	return true;
}

bool
field_equal(const struct field *f, const void *a, const void *b)
{
#define SAME(T, m) (AT_CONST(T, f, a)->m == AT_CONST(T, f, b)->m)
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_CHOICE: return str_eq(*AT_CONST(struct str, f, a), *AT_CONST(struct str, f, b));
	case F_PERSONAL:
		return str_eq(AT_CONST(struct personal, f, a)->text, AT_CONST(struct personal, f, b)->text);
	case F_I64:
	case F_ID: return *AT_CONST(int64_t, f, a) == *AT_CONST(int64_t, f, b);
	case F_NUMBER: return SAME(struct opt_i64, has) && (!AT_CONST(struct opt_i64, f, a)->has || SAME(struct opt_i64, v));
	case F_BOOL: return *AT_CONST(bool, f, a) == *AT_CONST(bool, f, b);
	case F_DATE: return SAME(struct date, day);
	case F_TIME: return SAME(struct when, ms);
	case F_MONEY: return SAME(struct money, has) && (!AT_CONST(struct money, f, a)->has || SAME(struct money, pence));
	case F_CHOICES: return SAME(struct choices, bits);
	case F_FILE: return SAME(struct file_ref, id);
	case F_LIST: return lists_equal(f, AT_CONST(struct list, f, a), AT_CONST(struct list, f, b));
	}
#undef SAME
	return false;
}

void
shape_copy(struct arena *a, const struct shape *s, const void *from, void *to)
{
	if (to != from)
		memcpy(to, from, s->size);
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->f[i];
		if (f->type == F_TEXT || f->type == F_LONG || f->type == F_CHOICE) {
			struct str *t = AT(struct str, f, to);
			*t = arena_copy(a, *t);
		} else if (f->type == F_PERSONAL) {
			struct personal *p = AT(struct personal, f, to);
			p->text = arena_copy(a, p->text);
		} else if (f->type == F_LIST) {
			struct list *l = AT(struct list, f, to);
			const struct list old = *l;
			l->items = arena_alloc_array(a, f->of->size, old.n, _Alignof(max_align_t));
			for (size_t k = 0; k < old.n; k++)
				shape_copy(a, f->of, item_at(f, &old, k), (char *)l->items + k * f->of->size);
		}
	}
}

/* ---- one field as text ---- */

static struct str
take_buf(struct arena *a, struct buf *b)
{
	struct str s = arena_copy(a, buf_view(b));
	buf_free(b);
	return s;
}

/* Labels with a comma between, or values with a space. */
static struct str
choices_text(struct arena *a, const struct field *f, struct choices c, bool labels)
{
	struct buf b;
	buf_init(&b, (size_t)64 << 10);
	for (size_t k = 0; k < f->choices->n && k < 64; k++) {
		if (!(c.bits >> k & 1))
			continue;
		if (b.n > 0)
			buf_str(&b, labels ? S(", ") : S(" "));
		buf_str(&b, str_c(labels ? f->choices->c[k].label : f->choices->c[k].value));
	}
	return take_buf(a, &b);
}

/* "1,200" */
static struct str
grouped(struct arena *a, uint64_t v)
{
	char digits[28];
	size_t at = sizeof digits;
	for (int n = 0; n == 0 || v > 0; n++, v /= 10) {
		if (n > 0 && n % 3 == 0)
			digits[--at] = ',';
		digits[--at] = (char)('0' + v % 10);
	}
	return arena_copy(a, (struct str){ digits + at, sizeof digits - at });
}

static struct str
money_shown(struct arena *a, struct money m)
{
	if (!m.has)
		return (struct str){ "", 0 };
	uint64_t pence = m.pence < 0 ? -(uint64_t)m.pence : (uint64_t)m.pence;
	struct str pounds = grouped(a, pence / 100);
	const char *sign = m.pence < 0 ? "\xe2\x88\x92" : "";
	if (pence % 100 == 0)
		return arena_printf(a, "%s\xc2\xa3%.*s", sign, (int)pounds.n, pounds.p);
	return arena_printf(a, "%s\xc2\xa3%.*s.%02d", sign, (int)pounds.n, pounds.p, (int)(pence % 100));
}

/* Fields with a comma between, items with a semicolon. */
static struct str
list_shown(struct arena *a, const struct field *f, const struct list *l, struct sight sight)
{
	struct buf b;
	buf_init(&b, (size_t)1 << 20);
	for (size_t i = 0; i < l->n; i++) {
		bool first = true;
		for (size_t k = 0; k < f->of->n; k++) {
			struct str s = field_shown(a, &f->of->f[k], item_at(f, l, i), sight);
			if (s.n == 0)
				continue;
			buf_str(&b, !first ? S(", ") : i > 0 ? S("; ") : S(""));
			buf_str(&b, s);
			first = false;
		}
	}
	return take_buf(a, &b);
}

static struct str
number_text(struct arena *a, int64_t v)
{
	return arena_printf(a, "%lld", (long long)v);
}

static struct personal
personal_of(const struct field *f, const void *rec)
{
	struct personal p = *AT_CONST(struct personal, f, rec);
	/* A record made by hand may not say it: the declaration does. */
	if (p.cls == PRIV_NONE)
		p.cls = f->privacy;
	return p;
}

bool
sight_allows(struct sight s, enum privacy p)
{
	return p == PRIV_NONE || (p < PRIV__MAX && (s.classes >> p & 1) != 0);
}

bool
field_masked(const struct field *f, struct sight s)
{
	return f->privacy != PRIV_NONE && !sight_allows(s, f->privacy);
}

struct str
personal_shown(struct personal p, struct sight s)
{
	/* Whether there is a text at all is not told either. */
	return sight_allows(s, p.cls) ? p.text : S(PERSONAL_HIDDEN);
}

struct str
field_shown(struct arena *a, const struct field *f, const void *rec, struct sight sight)
{
	if (field_masked(f, sight))
		return S(PERSONAL_HIDDEN);
	switch (f->type) {
	case F_TEXT:
	case F_LONG: return *AT_CONST(struct str, f, rec);
	case F_PERSONAL: return personal_shown(personal_of(f, rec), sight);
	case F_I64: return number_text(a, *AT_CONST(int64_t, f, rec));
	case F_NUMBER:
		if (!AT_CONST(struct opt_i64, f, rec)->has)
			break;
		return number_text(a, AT_CONST(struct opt_i64, f, rec)->v);
	case F_ID:
	case F_FILE: break;
	case F_BOOL: return *AT_CONST(bool, f, rec) ? str_c(M("Yes")) : str_c(M("No"));
	case F_DATE: return date_long(a, *AT_CONST(struct date, f, rec));
	case F_TIME: return when_long(a, *AT_CONST(struct when, f, rec));
	case F_MONEY: return money_shown(a, *AT_CONST(struct money, f, rec));
	case F_CHOICE: {
		size_t k;
		struct str v = *AT_CONST(struct str, f, rec);
		return choice_index(f->choices, v, &k) ? str_c(f->choices->c[k].label) : v;
	}
	case F_CHOICES: return choices_text(a, f, *AT_CONST(struct choices, f, rec), true);
	case F_LIST: return list_shown(a, f, AT_CONST(struct list, f, rec), sight);
	}
	return (struct str){ "", 0 };
}

static struct str
list_value(struct arena *a, const struct field *f, const struct list *l)
{
	struct buf b;
	struct json j;
	buf_init(&b, (size_t)4 << 20);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < l->n; i++)
		shape_json(&j, f->of, item_at(f, l, i), SIGHT_ALL);
	json_end(&j, ']');
	return take_buf(a, &b);
}

struct str
field_value(struct arena *a, const struct field *f, const void *rec)
{
	if (field_is_empty(f, rec))
		return (struct str){ "", 0 };
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_CHOICE: return *AT_CONST(struct str, f, rec);
	case F_PERSONAL: return AT_CONST(struct personal, f, rec)->text;
	case F_I64:
	case F_ID: return number_text(a, *AT_CONST(int64_t, f, rec));
	case F_NUMBER: return number_text(a, AT_CONST(struct opt_i64, f, rec)->v);
	case F_FILE: return number_text(a, AT_CONST(struct file_ref, f, rec)->id);
	case F_BOOL: return *AT_CONST(bool, f, rec) ? S("true") : S("false");
	case F_DATE: return date_iso(a, *AT_CONST(struct date, f, rec));
	case F_TIME: return when_iso(a, *AT_CONST(struct when, f, rec));
	case F_MONEY: return number_text(a, AT_CONST(struct money, f, rec)->pence);
	case F_CHOICES: return choices_text(a, f, *AT_CONST(struct choices, f, rec), false);
	case F_LIST: return list_value(a, f, AT_CONST(struct list, f, rec));
	}
	return (struct str){ "", 0 };
}
