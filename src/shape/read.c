/* SPDX-License-Identifier: MIT */
#include "shape/read.h"

#include <string.h>

#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"

bool
choice_index(const struct choice_list *list, struct str value, size_t *ret)
{
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		if (str_is(value, list->c[i].value)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* "1,200" is 1200; a comma anywhere but before three digits is a slip. */
static bool
without_commas(struct reading const *r, struct str s, struct str *ret)
{
	char *out = arena_alloc(r->a, s.n + 1, 1);
	size_t n = 0, since = 0;
	bool grouped = false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != ',') {
			out[n++] = s.p[i];
			since++;
			continue;
		}
		size_t sign = s.p[0] == '-' || s.p[0] == '+';
		if (grouped ? since != 3 : since <= sign || since > 3 + sign)
			return false;
		grouped = true;
		since = 0;
	}
	*ret = (struct str){ out, n };
	return !grouped || since == 3;
}

const char *
check_number(const struct reading *r, const struct field *f, int64_t v, struct str *ret_value)
{
	if (f->most <= f->least || (v >= f->least && v <= f->most))
		return NULL;
	int64_t limit = v < f->least ? f->least : f->most;
	const char *pounds = "";
	if (f->type == F_MONEY) {
		pounds = "\xc2\xa3";
		limit /= 100;
	}
	*ret_value = arena_printf(r->a, "%s%lld", pounds, (long long)limit);
	return v < f->least ? M("{label} must be {value} or more") : M("{label} must be {value} or less");
}

static const char *
read_number(const struct reading *r, const struct field *f, struct str s, int64_t *ret, struct str *ret_value)
{
	int64_t v;
	struct str plain;
	if (!without_commas(r, s, &plain) || !str_i64(plain, &v))
		return M("{label} must be a whole number");
	const char *wrong = check_number(r, f, v, ret_value);
	if (wrong == NULL)
		*ret = v;
	return wrong;
}

/* Pounds as people write them: "1200", "1,200.50", "£1,200", "-3.5". */
static const char *
read_money(const struct reading *r, const struct field *f, struct str s, struct money *ret, struct str *ret_value)
{
	static const char *const wrong = M("{label} must be an amount in pounds, like 1,200 or 1,200.50");
	bool minus = str_starts(s, S("-"));
	if (minus)
		s = (struct str){ s.p + 1, s.n - 1 };
	if (str_starts(s, S("\xc2\xa3")))
		s = str_trim((struct str){ s.p + 2, s.n - 2 });
	struct str pence, plain, pounds = str_cut(s, '.', &pence);
	int64_t whole, part = 0, v;
	if (pounds.n == 0 || pounds.p[0] < '0' || pounds.p[0] > '9' || !without_commas(r, pounds, &plain) ||
	    !str_i64(plain, &whole))
		return wrong;
	if (pence.p != NULL) {
		if (pence.n < 1 || pence.n > 2 || pence.p[0] < '0' || pence.p[0] > '9' || !str_i64(pence, &part))
			return wrong;
		part *= pence.n == 1 ? 10 : 1;
	}
	if (__builtin_mul_overflow(whole, 100, &v) || __builtin_add_overflow(v, part, &v))
		return wrong;
	v = minus ? -v : v;
	if (v < 0 && f->least >= 0) {
		*ret_value = S("\xc2\xa3" "0");
		return M("{label} must be {value} or more");
	}
	const char *limit = check_number(r, f, v, ret_value);
	if (limit == NULL)
		*ret = (struct money){ v, true };
	return limit;
}

/* ---- dates ---- */

static bool
read_month(struct str s, int *ret)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december" };
	char low[12];
	if (s.n < 3 || s.n > 9)
		return false;
	for (size_t i = 0; i < s.n; i++)
		low[i] = (char)(s.p[i] | 0x20);
	for (int m = 0; m < 12; m++) {
		if ((s.n == 3 || s.n == strlen(names[m])) && memcmp(low, names[m], s.n) == 0) {
			*ret = m + 1;
			return true;
		}
	}
	return false;
}

static bool
read_small(struct str s, size_t most_digits, int *ret)
{
	int64_t v;
	if (s.n == 0 || s.n > most_digits || s.p[0] == '-' || s.p[0] == '+' || !str_i64(s, &v))
		return false;
	*ret = (int)v;
	return true;
}

const char *
check_date(const struct reading *r, const struct field *f, struct date d)
{
	int y, m, day;
	date_civil(d, &y, &m, &day);
	if (y < 1990 || y > 2199)
		return M("{label} must be between 1990 and 2199");
	if (f->past_only && d.day > r->today.day)
		return M("{label} must be today or in the past");
	return NULL;
}

const char *
read_date_words(const struct reading *r, const struct field *f, const struct str part[3], struct date *ret)
{
	int y, m, day;
	switch ((part[0].n == 0) | (part[1].n == 0) << 1 | (part[2].n == 0) << 2) {
	case 1: return M("{label} must include a day");
	case 2: return M("{label} must include a month");
	case 3: return M("{label} must include a day and month");
	case 4: return M("{label} must include a year");
	case 5: return M("{label} must include a day and year");
	case 6: return M("{label} must include a month and year");
	default: break;
	}
	if (!read_small(part[0], 2, &day) || (!read_small(part[1], 2, &m) && !read_month(part[1], &m)) ||
	    !read_small(part[2], 9, &y))
		return M("{label} must be a real date");
	if (part[2].n != 4)
		return M("The year of {label} must have 4 numbers");
	struct date d = date_of(y, m, day);
	if (d.day == 0)
		return M("{label} must be a real date");
	const char *wrong = check_date(r, f, d);
	if (wrong == NULL)
		*ret = d;
	return wrong;
}

/* "14:05", "14.05", "2:05pm", "2pm". */
const char *
read_clock(struct str s, int *hour, int *minute)
{
	static const char *const wrong = M("{label} must include a real time, like 14:05 or 2:05pm");
	bool am = str_ends(s, S("am")), pm = str_ends(s, S("pm"));
	if (am || pm)
		s = str_trim((struct str){ s.p, s.n - 2 });
	struct str rest, h = str_cut(s, ':', &rest);
	if (rest.p == NULL)
		h = str_cut(s, '.', &rest);
	*minute = 0;
	if (!read_small(h, 2, hour) || (rest.p == NULL && !am && !pm) ||
	    (rest.p != NULL && (rest.n != 2 || !read_small(rest, 2, minute))) || *minute > 59 || *hour > 23)
		return wrong;
	if (am || pm) {
		if (*hour < 1 || *hour > 12)
			return wrong;
		*hour = *hour % 12 + (pm ? 12 : 0);
	}
	return NULL;
}

static const char *
read_time(const struct reading *r, const struct field *f, struct str s, struct when *ret)
{
	struct when t;
	if (!when_parse(s, &t))
		return M("{label} must be a real date and time, like 2026-08-06T14:05:00Z");
	const char *wrong = check_date(r, f, when_date(t));
	if (wrong == NULL)
		*ret = t;
	return wrong;
}

static const char *
read_iso_date(const struct reading *r, const struct field *f, struct str s, struct date *ret)
{
	struct date d;
	if (!date_parse(s, &d))
		return M("{label} must be a real date, like 2026-08-06");
	const char *wrong = check_date(r, f, d);
	if (wrong == NULL)
		*ret = d;
	return wrong;
}

/* ---- words ---- */

static const char *
read_text(const struct field *f, struct str s, struct str *ret)
{
	if (text_length(s) > field_max(f))
		return M("{label} must be {max} characters or fewer");
	*ret = s;
	return NULL;
}

static const char *
read_choice(const struct field *f, struct str s, struct str *ret)
{
	size_t k;
	if (!choice_index(f->choices, s, &k))
		return M("Select {label} from the list");
	*ret = str_c(f->choices->c[k].value);
	return NULL;
}

static const char *
read_choices(const struct field *f, struct str s, struct choices *ret)
{
	struct choices c = { 0 };
	while (s.n > 0) {
		size_t k;
		struct str rest, one = str_cut(s, ' ', &rest);
		s = rest;
		if (one.n == 0)
			continue;
		if (!choice_index(f->choices, one, &k) || k > 63)
			return M("Select {label} from the list");
		c.bits |= UINT64_C(1) << k;
	}
	*ret = c;
	return NULL;
}

static const char *
read_id(struct str s, int64_t *ret)
{
	return id_parse(s, ret) ? NULL : M("Select {label} from the list");
}

static const char *
read_bool(struct str s, bool *ret)
{
	if (str_is(s, "true") || str_is(s, "yes") || str_is(s, "on") || str_is(s, "1"))
		*ret = true;
	else if (str_is(s, "false") || str_is(s, "no") || str_is(s, "0"))
		*ret = false;
	else
		return M("Select yes or no for {label}");
	return NULL;
}

const char *
read_word(const struct reading *r, const struct field *f, struct str s, void *rec, struct str *ret_value)
{
	const char *wrong = NULL;
	switch (f->type) {
	case F_TEXT:
	case F_LONG: return read_text(f, s, AT(struct str, f, rec));
	case F_PERSONAL:
		wrong = read_text(f, s, &AT(struct personal, f, rec)->text);
		if (wrong == NULL)
			AT(struct personal, f, rec)->cls = f->privacy;
		return wrong;
	case F_I64: return read_number(r, f, s, AT(int64_t, f, rec), ret_value);
	case F_NUMBER:
		wrong = read_number(r, f, s, &AT(struct opt_i64, f, rec)->v, ret_value);
		if (wrong == NULL)
			AT(struct opt_i64, f, rec)->has = true;
		return wrong;
	case F_ID: return read_id(s, AT(int64_t, f, rec));
	case F_FILE: return read_id(s, &AT(struct file_ref, f, rec)->id);
	case F_BOOL: return read_bool(s, AT(bool, f, rec));
	case F_DATE: return read_iso_date(r, f, s, AT(struct date, f, rec));
	case F_TIME: return read_time(r, f, s, AT(struct when, f, rec));
	case F_MONEY: return read_money(r, f, s, AT(struct money, f, rec), ret_value);
	case F_CHOICE: return read_choice(f, s, AT(struct str, f, rec));
	case F_CHOICES: return read_choices(f, s, AT(struct choices, f, rec));
	case F_LIST: return M("{label} must be a list");
	}
	return wrong;
}
