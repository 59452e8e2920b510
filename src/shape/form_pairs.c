/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "shape/read.h"

/* The pairs of one form, and which of them some field has taken. */
struct pairs { const struct pair *p; size_t n; bool *taken; };

static enum status read_fields(const struct reading *r, struct pairs *in, struct str prefix,
    struct form *form, void *rec);

/* Is name = prefix + field + suffix? */
static bool
is_named(struct str name, struct str prefix, const char *field, const char *suffix)
{
	struct str f = str_c(field), s = str_c(suffix);
	return name.n == prefix.n + f.n + s.n && str_starts(name, prefix) && str_ends(name, s) &&
	    memcmp(name.p + prefix.n, f.p, f.n) == 0;
}

/* The first pair of that name that nobody took yet. */
static const struct pair *
take(struct pairs *in, struct str prefix, const struct field *f, const char *suffix)
{
	for (size_t i = 0; i < in->n; i++) {
		if (!in->taken[i] && is_named(in->p[i].name, prefix, f->name, suffix)) {
			in->taken[i] = true;
			return &in->p[i];
		}
	}
	return NULL;
}

/* Clean and trimmed; false, with an error, when it is no text. */
static bool
clean(const struct reading *r, struct form *form, const struct field *f, struct str raw, struct str *ret)
{
	struct str s;
	if (text_clean(r->a, raw, f->lines, &s) != ST_OK) {
		form_add(r->a, form, f, SIZE_MAX, M("{label} must only include characters that can be shown"),
		    (struct str){ NULL, 0 });
		return false;
	}
	*ret = str_trim(s);
	return true;
}

/* One word for one field: empty clears, anything else goes through the type's rule. */
static void
put_word(const struct reading *r, struct form *form, size_t i, struct str word, void *rec)
{
	const struct field *f = &form->shape->f[i];
	form->typed[i] = word;
	form->presence[i] = word.n == 0 ? EMPTY : VALUE;
	if (word.n == 0) {
		field_clear(f, rec);
		return;
	}
	struct str value = { NULL, 0 };
	const char *wrong = read_word(r, f, word, rec, &value);
	if (wrong != NULL)
		form_add(r->a, form, f, SIZE_MAX, wrong, value);
}

static void
read_single(const struct reading *r, struct form *form, size_t i, const struct pair *p, void *rec)
{
	const struct field *f = &form->shape->f[i];
	struct str word;
	if (p == NULL)
		return;
	if (!clean(r, form, f, p->value, &word)) {
		form->presence[i] = VALUE;
		return;
	}
	if (f->privacy != PRIV_NONE && str_is(word, PERSONAL_HIDDEN))
		return;
	put_word(r, form, i, word, rec);
}

/* A tick box comes with an empty value in front, so the last one counts. */
static void
read_tick(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	const struct pair *last = NULL, *p;
	while ((p = take(in, prefix, &form->shape->f[i], "")) != NULL)
		last = p;
	read_single(r, form, i, last, rec);
}

static void
read_many(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	const struct field *f = &form->shape->f[i];
	const struct pair *p;
	struct str all = { NULL, 0 }, word;
	bool any = false, good = true;
	while ((p = take(in, prefix, f, "")) != NULL) {
		any = true;
		if (!clean(r, form, f, p->value, &word)) {
			good = false;
			continue;
		}
		if (word.n > 0)
			all = arena_printf(r->a, "%.*s%s%.*s", (int)all.n, all.n == 0 ? "" : all.p,
			    all.n == 0 ? "" : " ", (int)word.n, word.p);
	}
	if (any && good)
		put_word(r, form, i, all, rec);
}

static void
read_file_field(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	const struct field *f = &form->shape->f[i];
	const struct pair *p;
	while ((p = take(in, prefix, f, "")) != NULL) {
		if (p->file != 0) {
			AT(struct file_ref, f, rec)->id = p->file;
			form->typed[i] = arena_printf(r->a, "%lld", (long long)p->file);
			form->presence[i] = VALUE;
		} else if (p->value.n > 0) {
			/* One that came earlier and is kept beside an empty file box. */
			read_single(r, form, i, p, rec);
		}
	}
}

/* ---- dates and moments ---- */

/* One part, without white space inside, so that the parts stay apart in typed. */
static struct str
squeeze(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ')
			out[n++] = s.p[i];
	return (struct str){ out, n };
}

static void
put_moment(const struct reading *r, struct form *form, size_t i, const struct str part[4], void *rec)
{
	const struct field *f = &form->shape->f[i];
	struct date d;
	int hour, minute;
	const char *wrong = read_date_words(r, f, part, &d);
	if (wrong == NULL && part[3].n == 0)
		wrong = M("{label} must include a time");
	if (wrong == NULL)
		wrong = read_clock(part[3], &hour, &minute);
	if (wrong != NULL)
		form_add(r->a, form, f, SIZE_MAX, wrong, (struct str){ NULL, 0 });
	else
		*AT(struct when, f, rec) = when_of_date(d, hour, minute);
}

static void
put_date(const struct reading *r, struct form *form, size_t i, const struct str part[4], void *rec)
{
	const struct field *f = &form->shape->f[i];
	const char *wrong = read_date_words(r, f, part, AT(struct date, f, rec));
	if (wrong != NULL)
		form_add(r->a, form, f, SIZE_MAX, wrong, (struct str){ NULL, 0 });
}

/* "6 8 2026", with " 14:05" behind for a moment. */
static struct str
join(struct arena *a, const struct str part[4], size_t words)
{
	struct str s = arena_printf(a, "%.*s %.*s %.*s", (int)part[0].n, part[0].p, (int)part[1].n, part[1].p,
	    (int)part[2].n, part[2].p);
	return words == 3 ? s : arena_printf(a, "%.*s %.*s", (int)s.n, s.p, (int)part[3].n, part[3].p);
}

static void
read_date_field(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	static const char *const suffix[] = { "-day", "-month", "-year", "-time" };
	const struct field *f = &form->shape->f[i];
	size_t words = f->type == F_TIME ? 4 : 3;
	struct str part[4] = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };
	bool any = false, empty = true;
	const struct pair *whole = take(in, prefix, f, "");
	for (size_t k = 0; k < words; k++) {
		const struct pair *p = take(in, prefix, f, suffix[k]);
		any = any || p != NULL;
		if (p != NULL && clean(r, form, f, p->value, &part[k]))
			part[k] = squeeze(r->a, part[k]);
		empty = empty && part[k].n == 0;
	}
	if (!any) {
		read_single(r, form, i, whole, rec);
		return;
	}
	form->typed[i] = join(r->a, part, words);
	form->presence[i] = empty ? EMPTY : VALUE;
	if (form_has_error(form, f))
		return;
	if (empty)
		field_clear(f, rec);
	else if (words == 4)
		put_moment(r, form, i, part, rec);
	else
		put_date(r, form, i, part, rec);
}

/* ---- lists ---- */

/* The number behind "rows." in a name, when it is one that an item of this list can have. */
static bool
item_number(struct str name, struct str prefix, const struct field *f, size_t *ret)
{
	struct str list = str_c(f->name), rest, number;
	int64_t k;
	if (!str_starts(name, prefix))
		return false;
	name = (struct str){ name.p + prefix.n, name.n - prefix.n };
	if (!str_starts(name, list) || name.n <= list.n || name.p[list.n] != '.')
		return false;
	number = str_cut((struct str){ name.p + list.n + 1, name.n - list.n - 1 }, '.', &rest);
	if (rest.p == NULL || number.n == 0 || number.n > 4 || (number.n > 1 && number.p[0] == '0') ||
	    number.p[0] < '0' || number.p[0] > '9' || !str_i64(number, &k))
		return false;
	/* One more than may be there is read, so that the list's own message can say so. */
	*ret = (size_t)k;
	return *ret <= field_max(f);
}

/* known: the line is one that the record has; what is not sent of it, as masked text, is not blank. */
static bool
is_blank(const struct form *form, bool known)
{
	for (size_t i = 0; i < form->shape->n; i++) {
		if (known && form->presence[i] == ABSENT && !form->shape->f[i].read_only)
			return false;
		/* An unticked box is what a blank line has too. */
		if (form->presence[i] == VALUE && form->shape->f[i].type != F_BOOL)
			return false;
		if (form->presence[i] == VALUE && str_is(form->typed[i], "true"))
			return false;
	}
	return form->problem.n == 0;
}

static void
read_item(const struct reading *r, struct pairs *in, struct str prefix, const struct field *f, size_t k,
    const struct list *old, struct form *ret_form, void *ret_item)
{
	struct reading deeper = { r->a, r->today, r->depth + 1 };
	struct str inner = arena_printf(r->a, "%.*s%s.%zu.", (int)prefix.n, prefix.p, f->name, k);
	form_new(r->a, f->of, ret_form);
	/* What the line does not send, masked text above all, stays as it was in that place. */
	if (k < old->n)
		memcpy(ret_item, (const char *)old->items + k * f->of->size, f->of->size);
	(void)read_fields(&deeper, in, inner, ret_form, ret_item);
}

static void
read_list(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	const struct field *f = &form->shape->f[i];
	size_t most = field_max(f) + 1, n = 0, k;
	bool *have = arena_array(r->a, bool, most), any = take(in, prefix, f, "") != NULL;
	for (size_t p = 0; p < in->n && r->depth < LIST_DEPTH; p++)
		if (item_number(in->p[p].name, prefix, f, &k))
			any = have[k] = true;
	if (!any)
		return;
	const struct list old = *AT(struct list, f, rec);
	struct list l = { .items = arena_alloc_array(r->a, f->of->size, most, _Alignof(max_align_t)) };
	form->items[i] = arena_array(r->a, struct form, most);
	for (k = 0; k < most; k++) {
		if (!have[k])
			continue;
		char *item = (char *)l.items + n * f->of->size;
		read_item(r, in, prefix, f, k, &old, &form->items[i][n], item);
		if (is_blank(&form->items[i][n], k < old.n))
			memset(item, 0, f->of->size);
		else
			n++;
	}
	l.n = form->n_items[i] = n;
	form->presence[i] = n == 0 ? EMPTY : VALUE;
	*AT(struct list, f, rec) = l;
	if (n > field_max(f))
		form_add(r->a, form, f, SIZE_MAX, M("{label} must have {max} entries or fewer"), (struct str){ NULL, 0 });
	form_lift(r->a, form, i);
}

/* ---- all ---- */

static void
read_field(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, size_t i, void *rec)
{
	switch (form->shape->f[i].type) {
	case F_DATE:
	case F_TIME: read_date_field(r, in, prefix, form, i, rec); break;
	case F_BOOL: read_tick(r, in, prefix, form, i, rec); break;
	case F_CHOICES: read_many(r, in, prefix, form, i, rec); break;
	case F_FILE: read_file_field(r, in, prefix, form, i, rec); break;
	case F_LIST: read_list(r, in, prefix, form, i, rec); break;
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_I64:
	case F_NUMBER:
	case F_ID:
	case F_MONEY:
	case F_CHOICE:
		read_single(r, form, i, take(in, prefix, &form->shape->f[i], ""), rec);
		break;
	}
}

static enum status
read_fields(const struct reading *r, struct pairs *in, struct str prefix, struct form *form, void *rec)
{
	for (size_t i = 0; i < form->shape->n; i++) {
		if (form->shape->f[i].read_only)
			continue;
		read_field(r, in, prefix, form, i, rec);
		form_check_must(r->a, form, i, rec);
	}
	return form->n_errors > 0 ? ST_INVALID : ST_OK;
}

static bool
is_allowed(const char *const *allow, struct str name)
{
	for (; allow != NULL && *allow != NULL; allow++)
		if (str_is(name, *allow))
			return true;
	return false;
}

static bool
is_taken(const struct pairs *in, struct str name)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->taken[i] && str_eq(in->p[i].name, name))
			return true;
	return false;
}

enum status
form_read(struct arena *a, const struct shape *s, const struct pair *pairs, size_t n,
    const char *const *allow, struct date today, struct form *form, void *rec)
{
	const struct reading r = { a, today, 0 };
	struct pairs in = { pairs, n, arena_array(a, bool, n) };
	form_new(a, s, form);
	enum status st = read_fields(&r, &in, S(""), form, rec);
	for (size_t i = 0; i < n; i++) {
		if (in.taken[i] || is_allowed(allow, pairs[i].name))
			continue;
		if (is_taken(&in, pairs[i].name))
			form_twice(a, form, pairs[i].name);
		else
			form_unknown(a, form, pairs[i].name);
		st = ST_INVALID;
	}
	return st;
}
