/* SPDX-License-Identifier: MIT */
#include "feature/framework/schema.h"
#include <string.h>
#include "base/text.h"
#include "base/time.h"

/* From the tree to structs, by the tables of schema.c. */

static enum status
want_scalar(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n)
{
	if (n->type == NODE_SCALAR)
		return ST_OK;
	return fw_fail(r, n->line, "expected one value for '%s', not %s", f->key,
	    n->type == NODE_LIST ? "a list" : "further keys");
}

static bool
id_char(char c, bool first, bool number)
{
	bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';

	if (number)
		return letter || digit || (c >= 'A' && c <= 'Z') || (!first && (c == '.' || c == '-' || c == '_'));
	return letter || (!first && (digit || c == '_' || c == '-' || c == '.'));
}

bool
fw_id_valid(struct str s, bool number)
{
	size_t max = number ? NUMBER_MAX : 40;

	if (s.n == 0 || s.n > max || s.p[s.n - 1] == '.')
		return false;
	if (number && str_starts(s, S("local-")))	/* those are an organisation's own */
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!id_char(s.p[i], i == 0, number))
			return false;
	return true;
}

static enum status
read_id(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, bool number, struct str *ret)
{
	TRY(want_scalar(r, f, n));
	if (!fw_id_valid(n->s, number))
		return fw_fail(r, n->line, number ?
		    "expected '%s' as at most 24 letters, digits, '.', '_' and '-', such as 1.4 or N2" :
		    "expected '%s' as at most 40 small letters, digits, '.', '_' and '-', a letter first", f->key);
	*ret = n->s;
	return ST_OK;
}

static enum status
read_text(struct fw_reader *r, const char *key, const struct fw_node *n, int max, bool lines, struct str *ret)
{
	struct str s;

	if (n->type != NODE_SCALAR)
		return fw_fail(r, n->line, "expected text for '%s'", key);
	s = str_trim(n->s);
	if (str_empty(s))
		return fw_fail(r, n->line, "expected text for '%s', but it is empty", key);
	if (!lines && memchr(s.p, '\n', s.n))
		return fw_fail(r, n->line, "expected '%s' in one line (use >- to fold a long one)", key);
	if (text_length(s) > (size_t)max)
		return fw_fail(r, n->line, "expected at most %d characters for '%s'", max, key);
	*ret = s;
	return ST_OK;
}

static enum status
read_int(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, int64_t *ret)
{
	TRY(want_scalar(r, f, n));
	if (!n->plain || !str_i64(n->s, ret) || *ret < f->min || *ret > f->max)
		return fw_fail(r, n->line, "expected '%s' as a whole number from %d to %d", f->key, f->min, f->max);
	return ST_OK;
}

static enum status
read_bool(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, bool *ret)
{
	TRY(want_scalar(r, f, n));
	*ret = str_is(n->s, "true");
	if (!n->plain || (!*ret && !str_is(n->s, "false")))
		return fw_fail(r, n->line, "expected true or false for '%s'", f->key);
	return ST_OK;
}

static enum status
read_word(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, int *ret)
{
	TRY(want_scalar(r, f, n));
	if (words_value(f->words, n->s, ret))
		return ST_OK;
	struct str list = words_list(r->a, f->words);
	return fw_fail(r, n->line, "expected %.*s for '%s'", (int)list.n, list.p, f->key);
}

static enum status
read_fact(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, struct fw_fact *ret)
{
	struct str test;
	int value;

	TRY(want_scalar(r, f, n));
	ret->fact = str_cut(n->s, ' ', &test);
	if (!fw_id_valid(ret->fact, false) || !words_value(&fw_tests, test, &value))
		return fw_fail(r, n->line,
		    "expected a live fact and its state for '%s', such as 'board.items high'", f->key);
	ret->test = (enum fw_test)value;
	return ST_OK;
}

static enum status
want_list(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n)
{
	if (n->type != NODE_LIST)
		return fw_fail(r, n->line, "expected a list for '%s', one '- item' a line", f->key);
	if (n->n > (size_t)f->max)
		return fw_fail(r, n->line, "expected at most %d items for '%s'", f->max, f->key);
	return ST_OK;
}

static enum status
read_set(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, struct choices *ret)
{
	TRY(want_list(r, f, n));
	for (const struct fw_node *i = n->first; i; i = i->next) {
		int value;
		TRY(read_word(r, f, i, &value));
		if (ret->bits & FW_BIT(value))
			return fw_fail(r, i->line, "expected each word of '%s' once", f->key);
		ret->bits |= FW_BIT(value);
	}
	return ST_OK;
}

static enum status
read_names(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, struct fw_names *ret)
{
	TRY(want_list(r, f, n));
	ret->at = arena_array(r->a, struct str, n->n);
	for (const struct fw_node *i = n->first; i; i = i->next) {
		struct str *s = &ret->at[ret->n];
		if (f->type == T_TEXTS)
			TRY(read_text(r, f->key, i, 10000, true, s));
		else
			TRY(read_id(r, f, i, f->type == T_NUMBER_IDS, s));
		for (size_t k = 0; k < ret->n; k++)
			if (str_eq(ret->at[k], *s))
				return fw_fail(r, i->line, "expected each item of '%s' once", f->key);
		ret->n++;
	}
	return ST_OK;
}

static enum status
read_facts(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, struct fw_facts *ret)
{
	TRY(want_list(r, f, n));
	ret->at = arena_array(r->a, struct fw_fact, n->n);
	for (const struct fw_node *i = n->first; i; i = i->next)
		TRY(read_fact(r, f, i, &ret->at[ret->n++]));
	return ST_OK;
}

static enum status
read_list(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, void *out)
{
	struct fw_any_list list = { NULL, 0 };

	TRY(want_list(r, f, n));
	list.at = arena_alloc_array(r->a, f->sub->size, n->n, _Alignof(max_align_t));
	for (const struct fw_node *i = n->first; i; i = i->next)
		TRY(fw_bind(r, f->sub, i, (char *)list.at + f->sub->size * list.n++));
	memcpy(out, &list, sizeof list);
	return ST_OK;
}

static enum status
read_field(struct fw_reader *r, const struct fw_field *f, const struct fw_node *n, char *at)
{
	int64_t i = 0;
	int word = 0;

	switch (f->type) {
	case T_ID:
	case T_NUMBER_ID:
		return read_id(r, f, n, f->type == T_NUMBER_ID, (struct str *)(void *)at);
	case T_LINE:
	case T_TEXT:
		return read_text(r, f->key, n, f->max, f->type == T_TEXT, (struct str *)(void *)at);
	case T_INT:
		TRY(read_int(r, f, n, &i));
		*(int *)(void *)at = (int)i;
		return ST_OK;
	case T_OPT_INT:
		TRY(read_int(r, f, n, &i));
		*(struct opt_i64 *)(void *)at = (struct opt_i64){ .v = i, .has = true };
		return ST_OK;
	case T_BOOL:
		return read_bool(r, f, n, (bool *)(void *)at);
	case T_DATE:
		TRY(want_scalar(r, f, n));
		if (!date_parse(n->s, (struct date *)(void *)at))
			return fw_fail(r, n->line, "expected a day such as 2026-04-01 for '%s'", f->key);
		return ST_OK;
	case T_WORD:	/* every enum of the model has the size of an int */
		TRY(read_word(r, f, n, &word));
		memcpy(at, &word, sizeof word);
		return ST_OK;
	case T_SET:
		return read_set(r, f, n, (struct choices *)(void *)at);
	case T_IDS:
	case T_NUMBER_IDS:
	case T_TEXTS:
		return read_names(r, f, n, (struct fw_names *)(void *)at);
	case T_FACT:
		return read_fact(r, f, n, (struct fw_fact *)(void *)at);
	case T_FACTS:
		return read_facts(r, f, n, (struct fw_facts *)(void *)at);
	case T_ONE:
		return fw_bind(r, f->sub, n, at);
	case T_LIST:
		return read_list(r, f, n, at);
	}
	return ST_INTERNAL;
}

static enum status
unknown_key(struct fw_reader *r, const struct fw_schema *s, const struct fw_node *n, size_t next)
{
	for (size_t i = 0; i < next; i++)
		if (str_is(n->key, s->f[i].key))
			return fw_fail(r, n->key_line, "expected '%s' earlier: the keys of %s have a fixed order",
			    s->f[i].key, s->what);
	return fw_fail(r, n->key_line, "expected a key of %s, but '%.*s' is none", s->what,
	    (int)n->key.n, n->key.p);
}

static size_t
field_index(const struct fw_schema *s, struct str key, size_t from)
{
	size_t i = from;

	while (i < s->n && !str_is(key, s->f[i].key))
		i++;
	return i;
}

/* Every struct of the model that a map fills begins with `int line`. */
enum status
fw_bind(struct fw_reader *r, const struct fw_schema *s, const struct fw_node *n, void *object)
{
	size_t next = 0;

	if (n->type != NODE_MAP)
		return fw_fail(r, n->line, "expected %s with its keys", s->what);
	*(int *)object = n->line;
	for (const struct fw_node *i = n->first; i; i = i->next) {
		size_t at = field_index(s, i->key, next);
		if (at == s->n)
			return unknown_key(r, s, i, next);
		for (; next < at; next++)
			if (s->f[next].required)
				return fw_fail(r, i->key_line, "expected '%s' before '%s' in %s",
				    s->f[next].key, s->f[at].key, s->what);
		TRY(read_field(r, &s->f[at], i, (char *)object + s->f[at].off));
		next = at + 1;
	}
	for (; next < s->n; next++)
		if (s->f[next].required)
			return fw_fail(r, n->line, "expected '%s' in %s", s->f[next].key, s->what);
	return ST_OK;
}
