/* SPDX-License-Identifier: MIT */
/* The words of a cell as the value that a form takes. */
#include <string.h>
#include "app/import.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"

/* A column says the same few words again and again: each is worked out once. */
#define SLOTS 2048
struct slot { struct str cell, value; bool known, set; };
struct import_words { struct slot *slots; size_t n; struct str said; struct arena *mem; };

struct import_words *
import_words_make(struct arena *mem, const struct field *f, struct str words)
{
	struct import_words *w = arena_new(mem, struct import_words);

	*w = (struct import_words){ .mem = mem };
	switch (f->type) {
	case F_CHOICE:
	case F_CHOICES:
	case F_BOOL:
	case F_DATE:
	case F_ID:
		w->slots = arena_array(mem, struct slot, SLOTS);
		break;
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_I64:
	case F_NUMBER:
	case F_TIME:
	case F_MONEY:
	case F_FILE:
	case F_LIST:
		return w;
	}
	while (words.n > 0) {	/* "field: Word = value" */
		struct str rest, line = str_cut(words, '\n', &words), field = str_cut(line, ':', &rest);
		if (str_is(str_trim(field), f->name))
			w->said = arena_printf(mem, "%.*s%.*s\n", (int)w->said.n, w->said.n > 0 ? w->said.p : "", (int)rest.n, rest.p);
	}
	return w;
}

bool
import_same(struct ctx *c, struct str a, struct str b)
{
	return str_eq(text_fold(c->mem, str_trim(a)), text_fold(c->mem, str_trim(b)));
}

static uint64_t
hash_text(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

/* ---- dates ---- */

static int64_t
month_of(struct str s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	int64_t n;

	if (str_i64(s, &n))
		return n;
	for (int64_t m = 0; s.n >= 3 && m < 12; m++) {
		bool is = true;
		for (int k = 0; k < 3; k++)
			is = is && (s.p[k] | 0x20) == names[3 * m + k];
		if (is)
			return m + 1;
	}
	return 0;
}

/* "6/8/2026", "06-08-26", "6.8.2026", "6 Aug 2026", "06-Aug-2026": as programs of this country write a day; ISO stays.  *rest: what stands behind. */
static struct str
day_value(struct ctx *c, struct str s, struct str *rest)
{
	struct str part[3] = { { "", 0 }, { "", 0 }, { "", 0 } };
	size_t at = 0, n = 0;
	int64_t day, year;

	*rest = S("");
	if (s.n >= 10 && s.p[4] == '-' && s.p[7] == '-') {
		*rest = (struct str){ s.p + 10, s.n - 10 };
		return (struct str){ s.p, 10 };
	}
	while (n < 3 && at < s.n) {
		size_t from = at;
		while (at < s.n && s.p[at] != '/' && s.p[at] != '-' && s.p[at] != '.' && s.p[at] != ' ' && s.p[at] != ',')
			at++;
		part[n++] = (struct str){ s.p + from, at - from };
		if (n < 3)
			at++;
	}
	*rest = at < s.n ? (struct str){ s.p + at, s.n - at } : S("");
	int64_t month = month_of(part[1]);
	if (n < 3 || !str_i64(part[0], &day) || !str_i64(part[2], &year) || day < 1 || day > 31 || month < 1 || month > 12)
		return s;
	if (part[2].n == 2)
		year += 2000;
	else if (part[2].n != 4)
		return s;
	return arena_printf(c->mem, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

/* "14:05", "14:05:00", "2:05 pm", "1405", "14.05"; false: it is no time.  Nothing is midnight. */
static bool
time_read(struct str s, int64_t *hour, int64_t *minute)
{
	char digits[8];
	size_t n = 0, i = 0, before = 0;
	bool pm = false, am = false, point = false;

	s = str_trim(s);
	if (s.n > 0 && (s.p[0] == 'T' || s.p[0] == ','))
		s = str_trim((struct str){ s.p + 1, s.n - 1 });
	if (s.n > 1 && (s.p[s.n - 1] | 0x20) == 'm') {
		pm = (s.p[s.n - 2] | 0x20) == 'p';
		am = (s.p[s.n - 2] | 0x20) == 'a';
		s = pm || am ? str_trim((struct str){ s.p, s.n - 2 }) : s;
	}
	for (; i < s.n && n < 4; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits[n++] = s.p[i];
		else if ((s.p[i] == ':' || s.p[i] == '.') && !point && n > 0)
			point = true, before = n;
		else
			return false;
		if (point && n - before == 2)
			break;
	}
	if (s.n == 0)
		*hour = *minute = 0;
	else if (point && n - before == 2 && before <= 2)
		*hour = before == 2 ? (digits[0] - '0') * 10 + digits[1] - '0' : digits[0] - '0', *minute = (digits[before] - '0') * 10 + digits[before + 1] - '0';
	else if (!point && n == 4 && i == s.n)
		*hour = (digits[0] - '0') * 10 + digits[1] - '0', *minute = (digits[2] - '0') * 10 + digits[3] - '0';
	else
		return false;
	if ((pm || am) && (*hour < 1 || *hour > 12))
		return false;
	*hour = pm && *hour < 12 ? *hour + 12 : am && *hour == 12 ? 0 : *hour;
	return *hour < 24 && *minute < 60;
}

struct str
import_clock(struct arena *a, struct str s)
{
	int64_t h, mi;

	return s.n > 0 && time_read(s, &h, &mi) ? arena_printf(a, "%02d:%02d", (int)h, (int)mi) : s;
}

static struct str
moment_value(struct ctx *c, struct str s)
{
	struct str rest, day = day_value(c, s, &rest);
	struct date d;
	int64_t h, mi;

	if (rest.n > 0 && (rest.p[rest.n - 1] == 'Z' || str_find(rest, S("+")) >= 0))
		return s;		/* with an offset: as machines write it */
	if (date_parse(day, &d) && time_read(rest, &h, &mi))
		return when_iso(c->mem, when_of_date(d, (int)h, (int)mi));
	return s;
}

/* A day with the time of the day behind it is that day. */
static struct str
date_value(struct ctx *c, struct str s)
{
	struct str rest, day = day_value(c, s, &rest);
	int64_t h, mi;

	return time_read(rest, &h, &mi) ? day : s;
}

/* ---- words ---- */

/* What the mapping says of this word. */
static bool
said_of(struct ctx *c, const struct import_words *w, struct str cell, struct str *ret)
{
	struct str all = w->said;

	while (all.n > 0) {
		struct str line = str_cut(all, '\n', &all);
		size_t at = line.n;
		while (at > 0 && line.p[at - 1] != '=')
			at--;
		if (at == 0 || !import_same(c, (struct str){ line.p, at - 1 }, cell))
			continue;
		*ret = str_trim((struct str){ line.p + at, line.n - at });
		return true;
	}
	return false;
}

/* As the label or the value of a choice; what is none of them goes on as it is, for the form to say so. */
static bool
choice_value(struct ctx *c, const struct import_words *w, const struct field *f, struct str s, struct str *ret)
{
	*ret = s;
	if (s.n == 0)
		return true;
	(void)said_of(c, w, s, ret);
	for (size_t k = 0; k < f->choices->n; k++)
		if (import_same(c, *ret, lang_text(c->lang, c->mem, f->choices->c[k].label)) || str_is(*ret, f->choices->c[k].value)) {
			*ret = str_c(f->choices->c[k].value);
			return true;
		}
	*ret = s;
	return false;
}

static bool
choices_value(struct ctx *c, const struct import_words *w, const struct field *f, struct str s, struct str *ret)
{
	struct str all = S(""), one;
	bool known = true;

	while (s.n > 0) {
		struct str word = str_trim(str_cut(s, ';', &s));
		known = choice_value(c, w, f, word, &one) && known;
		all = arena_printf(c->mem, "%.*s%s%.*s", (int)all.n, all.p, all.n > 0 ? " " : "", (int)one.n, one.p);
	}
	*ret = all;
	return known;
}

static bool
bool_value(struct ctx *c, const struct import_words *w, struct str s, struct str *ret)
{
	*ret = s;
	(void)said_of(c, w, s, ret);
	bool yes = import_same(c, *ret, lang_text(c->lang, c->mem, M("Yes"))) || import_same(c, *ret, S("yes")) || import_same(c, *ret, S("y")) || str_is(*ret, "true") || str_is(*ret, "1");
	bool no = import_same(c, *ret, lang_text(c->lang, c->mem, M("No"))) || import_same(c, *ret, S("no")) || import_same(c, *ret, S("n")) || str_is(*ret, "false") || str_is(*ret, "0") || s.n == 0;

	*ret = yes ? S("true") : no && s.n > 0 ? S("false") : s;
	return yes || no;
}

static bool
id_value(struct ctx *c, struct import *m, const struct import_words *w, const struct field *f, struct str s, struct str *ret)
{
	int64_t id;

	*ret = s;
	if (s.n == 0)
		return true;
	(void)said_of(c, w, s, ret);
	bool found = sheet_name_find(c, m->names, f->ref, *ret, &id) || id_parse(*ret, &id);
	*ret = found ? id_text(c->mem, id) : s;
	return found;
}

static bool
value_make(struct ctx *c, struct import *m, const struct import_column *k, struct str s, struct str *ret)
{
	*ret = s;
	switch (k->f->type) {
	case F_CHOICE: return choice_value(c, k->words, k->f, s, ret);
	case F_CHOICES: return choices_value(c, k->words, k->f, s, ret);
	case F_BOOL: return bool_value(c, k->words, s, ret);
	case F_ID: return id_value(c, m, k->words, k->f, s, ret);
	case F_DATE: *ret = date_value(c, s); return true;
	case F_TIME: *ret = moment_value(c, s); return true;
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_I64:
	case F_NUMBER:
	case F_MONEY:
	case F_FILE:
	case F_LIST: break;
	}
	return true;
}

bool
import_value(struct ctx *c, struct import *m, const struct import_column *k, struct str cell, struct str *ret)
{
	struct import_words *w = k->words;

	if (w->slots == NULL)
		return value_make(c, m, k, cell, ret);
	size_t at = hash_text(cell) % SLOTS;
	while (w->slots[at].set && !str_eq(w->slots[at].cell, cell))
		at = (at + 1) % SLOTS;
	struct slot *s = &w->slots[at];
	if (s->set) {
		*ret = s->value;
		return s->known;
	}
	bool known = value_make(c, m, k, cell, ret);
	if (w->n < SLOTS / 2 && cell.n < 400) {
		w->n++;
		*s = (struct slot){ arena_copy(w->mem, cell), arena_copy(w->mem, *ret), known, true };
	}
	return known;
}
