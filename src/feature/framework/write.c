/* SPDX-License-Identifier: MIT */
#include "feature/framework/schema.h"
#include <string.h>
#include "base/time.h"

/* The canonical file: keys in the order of the tables, what is not set left out, short text in
 * quotes only where YAML would read it as something else, long text folded at a fixed width. */

enum { WIDTH = 96 };

static bool
looks_like_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789+-.:eE_xXoO", s.p[i]))
			return false;
	return true;
}

static bool
is_plain(struct str s)
{
	static const char *const taken[] = {
		"true", "false", "null", "yes", "no", "on", "off", "True", "False", "Null", "Yes", "No",
		"On", "Off", "TRUE", "FALSE", "NULL", "YES", "NO", "ON", "OFF", "y", "n", "Y", "N",
	};

	for (size_t i = 0; i < countof(taken); i++)
		if (str_is(s, taken[i]))
			return false;
	if (s.n == 0 || looks_like_number(s) || strchr("-+.?:,[]{}#&*!|>'\"%@`~=< 0123456789", s.p[0]) ||
	    s.p[s.n - 1] == ':' || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (strchr("\"\\\n", s.p[i]) || (s.p[i] == '#' && s.p[i - 1] == ' ') ||
		    (s.p[i] == ':' && s.p[i + 1] == ' '))
			return false;
	return true;
}

/* Folding is safe where every break can be a single space between two words. */
static bool
is_foldable(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			return false;
		if (s.p[i] == ' ' && (i == 0 || i + 1 == s.n || s.p[i + 1] == ' '))
			return false;
	}
	return s.n > 0;
}

static void
put_indent(struct buf *o, size_t n)
{
	while (n--)
		buf_char(o, ' ');
}

static void
put_quoted(struct buf *o, struct str s)
{
	buf_char(o, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(o, '\\');
		if (s.p[i] == '\n')
			buf_lit(o, "\\n");
		else
			buf_char(o, s.p[i]);
	}
	buf_lit(o, "\"\n");
}

static void
put_folded(struct buf *o, struct str s, size_t indent)
{
	size_t column = 0;

	buf_lit(o, ">-");
	while (s.n) {
		struct str rest, word = str_cut(s, ' ', &rest);
		if (column == 0 || column + 1 + word.n > WIDTH) {
			buf_char(o, '\n');
			put_indent(o, indent);
			column = indent;
		} else {
			buf_char(o, ' ');
			column++;
		}
		buf_str(o, word);
		column += word.n;
		s = rest;
	}
	buf_char(o, '\n');
}

/* used: columns that the line has already. */
static void
put_text(struct buf *o, struct str s, size_t used, size_t indent)
{
	if (used + s.n + 2 > WIDTH && is_foldable(s))
		put_folded(o, s, indent);
	else if (is_plain(s)) {
		buf_str(o, s);
		buf_char(o, '\n');
	} else
		put_quoted(o, s);
}

static const struct fw_any_list *
list_at(const void *p)
{
	return p;
}

bool
fw_is_set(const struct fw_field *f, const void *p)
{
	int word;

	switch (f->type) {
	case T_ID: case T_NUMBER_ID: case T_LINE: case T_TEXT:
		return ((const struct str *)p)->n > 0;
	case T_INT:
		return *(const int *)p != 0;
	case T_OPT_INT:
		return ((const struct opt_i64 *)p)->has;
	case T_BOOL:
		return f->required || *(const bool *)p;
	case T_DATE:
		return ((const struct date *)p)->day != 0;
	case T_WORD:
		memcpy(&word, p, sizeof word);
		return words_find(f->words, word) != NULL;
	case T_SET:
		return ((const struct choices *)p)->bits != 0;
	case T_FACT:
		return ((const struct fw_fact *)p)->fact.n > 0;
	case T_IDS: case T_NUMBER_IDS: case T_TEXTS: case T_FACTS: case T_LIST:
		return list_at(p)->n > 0;
	case T_ONE:
		for (size_t i = 0; i < f->sub->n; i++)
			if (fw_is_set(&f->sub->f[i], (const char *)p + f->sub->f[i].off))
				return true;
		return false;
	}
	return false;
}

/* In the words of the file, one for each value. */
void
fw_values(struct arena *a, const struct fw_field *f, const void *p, struct fw_names *ret)
{
	const struct choices *set = p;
	const struct fw_facts *facts = p;
	const struct fw_fact *fact = p;
	int y, m, d, word;

	*ret = (struct fw_names){ arena_array(a, struct str, 1), 1 };
	switch (f->type) {
	case T_ID: case T_NUMBER_ID: case T_LINE: case T_TEXT:
		ret->at[0] = *(const struct str *)p;
		return;
	case T_INT:
		ret->at[0] = arena_printf(a, "%d", *(const int *)p);
		return;
	case T_OPT_INT:
		ret->at[0] = arena_printf(a, "%lld", (long long)((const struct opt_i64 *)p)->v);
		return;
	case T_BOOL:
		ret->at[0] = *(const bool *)p ? S("true") : S("false");
		return;
	case T_DATE:
		date_civil(*(const struct date *)p, &y, &m, &d);
		ret->at[0] = arena_printf(a, "%04d-%02d-%02d", y, m, d);
		return;
	case T_WORD:
		memcpy(&word, p, sizeof word);
		ret->at[0] = str_c(words_find(f->words, word));
		return;
	case T_FACT:
		ret->at[0] = arena_printf(a, "%.*s %s", (int)fact->fact.n, fact->fact.p, fw_test_word(fact->test));
		return;
	case T_SET:
		*ret = (struct fw_names){ arena_array(a, struct str, f->words->n), 0 };
		for (size_t i = 0; i < f->words->n; i++)
			if (set->bits & FW_BIT(f->words->w[i].value))
				ret->at[ret->n++] = str_c(f->words->w[i].word);
		return;
	case T_FACTS:
		*ret = (struct fw_names){ arena_array(a, struct str, facts->n + 1), facts->n };
		for (size_t i = 0; i < facts->n; i++)
			ret->at[i] = arena_printf(a, "%.*s %s", (int)facts->at[i].fact.n, facts->at[i].fact.p, fw_test_word(facts->at[i].test));
		return;
	case T_IDS: case T_NUMBER_IDS: case T_TEXTS:
		*ret = *(const struct fw_names *)p;
		return;
	case T_ONE: case T_LIST:
		ret->n = 0;
		return;
	}
}

static void
put_fact(struct buf *o, const struct fw_fact *x)
{
	buf_str(o, x->fact);
	buf_char(o, ' ');
	buf_str(o, str_c(fw_test_word(x->test)));
	buf_char(o, '\n');
}

static void
put_date(struct buf *o, struct date d)
{
	int year, month, day;

	date_civil(d, &year, &month, &day);
	buf_printf(o, "\"%04d-%02d-%02d\"\n", year, month, day);
}

static void
put_items(struct buf *o, const struct fw_field *f, const void *p, size_t indent)
{
	const struct choices *set = p;
	const struct fw_names *names = p;
	const struct fw_facts *facts = p;

	if (f->type == T_SET) {
		for (size_t i = 0; i < f->words->n; i++)
			if (set->bits & FW_BIT(f->words->w[i].value)) {
				put_indent(o, indent);
				buf_printf(o, "- %s\n", f->words->w[i].word);
			}
	} else if (f->type == T_FACTS) {
		for (size_t i = 0; i < facts->n; i++) {
			put_indent(o, indent);
			buf_lit(o, "- ");
			put_fact(o, &facts->at[i]);
		}
	} else {
		for (size_t i = 0; i < names->n; i++) {
			put_indent(o, indent);
			buf_lit(o, "- ");
			put_text(o, names->at[i], indent + 2, indent + 2);
		}
	}
}

static void put_object(struct buf *o, const struct fw_schema *s, const void *object, size_t indent,
    bool in_list);

static void
put_field(struct buf *o, const struct fw_field *f, const void *p, size_t indent)
{
	size_t used = indent + strlen(f->key) + 2;
	int word;

	buf_printf(o, "%s:", f->key);
	switch (f->type) {
	case T_ID: case T_NUMBER_ID: case T_LINE: case T_TEXT:
		buf_char(o, ' ');
		put_text(o, *(const struct str *)p, used, indent + 2);
		return;
	case T_INT:
		buf_printf(o, " %d\n", *(const int *)p);
		return;
	case T_OPT_INT:
		buf_char(o, ' ');
		buf_i64(o, ((const struct opt_i64 *)p)->v);
		buf_char(o, '\n');
		return;
	case T_BOOL:
		buf_printf(o, " %s\n", *(const bool *)p ? "true" : "false");
		return;
	case T_DATE:
		buf_char(o, ' ');
		put_date(o, *(const struct date *)p);
		return;
	case T_WORD:
		memcpy(&word, p, sizeof word);
		buf_char(o, ' ');
		put_text(o, str_c(words_find(f->words, word)), used, indent + 2);
		return;
	case T_FACT:
		buf_char(o, ' ');
		put_fact(o, p);
		return;
	case T_SET: case T_IDS: case T_NUMBER_IDS: case T_TEXTS: case T_FACTS:
		buf_char(o, '\n');
		put_items(o, f, p, indent + 2);
		return;
	case T_ONE:
		buf_char(o, '\n');
		put_object(o, f->sub, p, indent + 2, false);
		return;
	case T_LIST:
		buf_char(o, '\n');
		for (size_t i = 0; i < list_at(p)->n; i++) {
			put_indent(o, indent + 2);
			buf_lit(o, "- ");
			put_object(o, f->sub, (const char *)list_at(p)->at + f->sub->size * i, indent + 4, true);
		}
		return;
	}
}

/* in_list: "- " is written already and stands for the first key's indent. */
static void
put_object(struct buf *o, const struct fw_schema *s, const void *object, size_t indent, bool in_list)
{
	bool first = in_list;

	for (size_t i = 0; i < s->n; i++) {
		const void *p = (const char *)object + s->f[i].off;
		if (!fw_is_set(&s->f[i], p))
			continue;
		if (!first)
			put_indent(o, indent);
		first = false;
		put_field(o, &s->f[i], p, indent);
	}
}

void
framework_write_yaml(const struct framework *f, struct buf *out)
{
	put_object(out, &framework_schema, f, 0, false);
}

void
scoring_write_yaml(const struct scoring *p, struct buf *out)
{
	put_object(out, &scoring_schema, p, 0, false);
}

static bool equal(const struct fw_schema *s, const void *a, const void *b);

static bool
names_equal(const struct fw_names *a, const struct fw_names *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->at[i], b->at[i]))
			return false;
	return true;
}

static bool
facts_equal(const struct fw_facts *a, const struct fw_facts *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->at[i].fact, b->at[i].fact) || a->at[i].test != b->at[i].test)
			return false;
	return true;
}

static bool
field_equal(const struct fw_field *f, const void *a, const void *b)
{
	const struct fw_any_list *x = a, *y = b;
	const struct fw_fact *p = a, *q = b;

	switch (f->type) {
	case T_ID: case T_NUMBER_ID: case T_LINE: case T_TEXT:
		return str_eq(*(const struct str *)a, *(const struct str *)b);
	case T_INT: case T_WORD:
		return memcmp(a, b, sizeof(int)) == 0;
	case T_OPT_INT:
		return ((const struct opt_i64 *)a)->has == ((const struct opt_i64 *)b)->has &&
		    ((const struct opt_i64 *)a)->v == ((const struct opt_i64 *)b)->v;
	case T_BOOL:
		return *(const bool *)a == *(const bool *)b;
	case T_DATE:
		return ((const struct date *)a)->day == ((const struct date *)b)->day;
	case T_SET:
		return ((const struct choices *)a)->bits == ((const struct choices *)b)->bits;
	case T_IDS: case T_NUMBER_IDS: case T_TEXTS:
		return names_equal(a, b);
	case T_FACT:
		return str_eq(p->fact, q->fact) && p->test == q->test;
	case T_FACTS:
		return facts_equal(a, b);
	case T_ONE:
		return equal(f->sub, a, b);
	case T_LIST:
		for (size_t i = 0; x->n == y->n && i < x->n; i++)
			if (!equal(f->sub, (const char *)x->at + f->sub->size * i,
			    (const char *)y->at + f->sub->size * i))
				return false;
		return x->n == y->n;
	}
	return false;
}

static bool
equal(const struct fw_schema *s, const void *a, const void *b)
{
	for (size_t i = 0; i < s->n; i++)
		if (!field_equal(&s->f[i], (const char *)a + s->f[i].off, (const char *)b + s->f[i].off))
			return false;
	return true;
}

bool
framework_equal(const struct framework *a, const struct framework *b)
{
	return equal(&framework_schema, a, b);
}
