/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <string.h>
#include <strings.h>

/* What an expression is and whether it may be NULL.  In doubt it may. */

struct ctx { struct parsed *p; struct arm *a; const struct field *in; size_t n_in; };

static const struct value unknown = { .type = TY_NONE, .nullable = true };

static struct value value_of(const struct ctx *c, size_t b, size_t e);

static bool
is(const struct ctx *c, size_t i, const char *w)
{
	return tok_is(&c->p->k.t[i], w);
}

static size_t
step(const struct ctx *c, size_t i)
{
	return is(c, i, "(") ? c->p->k.t[i].match + 1 : i + 1;
}

bool
query_has_name(const struct query *q, const char *name, size_t *ret_k)
{
	for (size_t i = 0; i < q->n_name; i++)
		if (strcmp(q->name[i], name) == 0) {
			*ret_k = i;
			return true;
		}
	for (size_t i = 0; q->n_name == 0 && q->n_arm > 0 && i < q->arm[0]->n_col; i++)
		if (q->arm[0]->col[i].alias != NULL && strcmp(q->arm[0]->col[i].alias, name) == 0) {
			*ret_k = i;
			return true;
		}
	return false;
}

/* NULL in any part makes the column nullable; its type and class are those of the first that has one. */
struct value
query_column(struct parsed *p, struct query *q, size_t k, const struct field *in, size_t n_in)
{
	struct value all = { .plain = q->n_arm == 1 };

	if (q->busy)
		return (struct value){ .type = TY_NULL };	/* WITH RECURSIVE: by its other parts */
	q->busy = true;
	for (size_t i = 0; i < q->n_arm; i++) {
		struct value v = k < q->arm[i]->n_col ? expr_value(p, q->arm[i], q->arm[i]->col[k].b, q->arm[i]->col[k].e, in, n_in) : unknown;
		if (all.type == TY_NONE || all.type == TY_NULL)
			all.type = v.type;
		if (v.cls > all.cls)
			all.cls = v.cls;
		all.nullable |= v.nullable;
		all.plain &= v.plain;
		all.boolean |= v.boolean;
	}
	q->busy = false;
	return all;
}

static bool
from_value(struct parsed *p, const struct from *f, const char *name, struct value *ret)
{
	if (f->t != NULL) {
		const struct column *c = column_find(f->t, name);
		if (c == NULL)
			return false;
		*ret = (struct value){ .type = c->type, .cls = c->cls, .nullable = !c->not_null || f->left, .plain = true };
		return true;
	}
	if (f->sub != NULL) {
		size_t k;
		if (!query_has_name(f->sub, name, &k))
			return false;
		*ret = query_column(p, f->sub, k, NULL, 0);
		ret->nullable |= f->left;
		return true;
	}
	return false;
}

bool
column_value(struct parsed *p, struct arm *a, const char *alias, const char *name, struct value *ret)
{
	for (; a != NULL; a = a->of->outer)
		for (size_t i = 0; i < a->n_from; i++) {
			if (alias != NULL && strcmp(a->from[i]->alias, alias) != 0)
				continue;
			if (from_value(p, a->from[i], name, ret))
				return true;
			if (alias != NULL)
				return false;
		}
	return false;
}

static void
join(struct value *all, struct value v)
{
	if (all->type == TY_NONE || all->type == TY_NULL)
		all->type = v.type;
	if (v.cls > all->cls)
		all->cls = v.cls;
}

/* COALESCE(a, b, …): NULL only when all are. */
static struct value
coalesce(const struct ctx *c, size_t open)
{
	size_t end = c->p->k.t[open].match;
	struct value all = { .nullable = true };

	for (size_t b = open + 1, i = b; i <= end; i = step(c, i)) {
		if (i < end && !is(c, i, ","))
			continue;
		struct value v = value_of(c, b, i);
		join(&all, v);
		all.nullable &= v.nullable;
		b = i + 1;
	}
	return all;
}

static struct value
cast(const struct ctx *c, size_t open)
{
	size_t end = c->p->k.t[open].match;
	struct value v = value_of(c, open + 1, end > open + 3 ? end - 2 : open + 1);

	v.plain = v.boolean = false;
	v.type = tok_is(&c->p->k.t[end - 1], "text") ? TY_TEXT : TY_I64;
	return v;
}

/* Any argument that may be NULL makes the result so. */
static struct value
of_arguments(const struct ctx *c, size_t open, enum type type, bool keeps_text)
{
	size_t end = c->p->k.t[open].match;
	struct value all = { .type = TY_NONE };

	for (size_t b = open + 1, i = b; i <= end; i = step(c, i)) {
		if (i < end && !is(c, i, ","))
			continue;
		struct value v = value_of(c, b, i);
		join(&all, v);
		all.nullable |= v.nullable;
		b = i + 1;
	}
	if (!keeps_text)
		all.cls = CLS_NONE;
	if (type != TY_NONE)
		all.type = type;
	all.plain = false;
	return all;
}

static struct value
call(const struct ctx *c, size_t i)
{
	struct value v;

	if (is(c, i, "count") || is(c, i, "row_number"))
		return (struct value){ .type = TY_I64 };
	if (is(c, i, "exists"))
		return (struct value){ .type = TY_BOOL, .boolean = true };
	if (is(c, i, "coalesce"))
		return coalesce(c, i + 1);
	if (is(c, i, "cast"))
		return cast(c, i + 1);
	if (is(c, i, "length") || is(c, i, "abs"))
		return of_arguments(c, i + 1, TY_I64, false);
	if (is(c, i, "substr") || is(c, i, "trim") || is(c, i, "replace"))
		return of_arguments(c, i + 1, TY_TEXT, true);
	if (!is(c, i, "min") && !is(c, i, "max") && !is(c, i, "sum") && !is(c, i, "nullif"))
		return unknown;
	v = of_arguments(c, i + 1, TY_NONE, true);
	v.nullable = true;	/* of no rows there is no sum */
	return v;
}

/* CASE … END at i: NULL without ELSE, or where a branch may be. */
static struct value
case_value(const struct ctx *c, size_t i, size_t *ret_end)
{
	struct value all = { .type = TY_NONE };
	bool has_else = false;
	size_t depth = 0, b = 0;

	for (size_t j = i + 1;; j = step(c, j)) {
		if (c->p->k.t[j].kind == T_END)
			return *ret_end = j, unknown;
		if (is(c, j, "CASE"))
			depth++;
		else if (is(c, j, "END") && depth > 0) {
			depth--;
			continue;
		}
		if (depth > 0)
			continue;
		if (is(c, j, "WHEN") || is(c, j, "ELSE") || is(c, j, "END")) {
			if (b > 0) {
				struct value v = value_of(c, b, j);
				join(&all, v);
				all.nullable |= v.nullable;
			}
			b = is(c, j, "ELSE") ? j + 1 : 0;
			has_else |= is(c, j, "ELSE");
		}
		if (is(c, j, "THEN"))
			b = j + 1;
		if (is(c, j, "END")) {
			*ret_end = j + 1;
			all.nullable |= !has_else;
			return all;
		}
	}
}

static struct value
parameter(const struct ctx *c, const char *name)
{
	for (size_t i = 0; i < c->n_in; i++)
		if (strcmp(c->in[i].name, name) == 0)
			return (struct value){ .type = c->in[i].type, .nullable = c->in[i].null };
	return unknown;
}

/* One operand at i and where it ends. */
static struct value
atom(const struct ctx *c, size_t i, size_t *ret_end)
{
	const struct tok *t = &c->p->k.t[i];
	struct value v = unknown;

	*ret_end = i + 1;
	if (t->kind == T_NUMBER)
		return (struct value){ .type = TY_I64 };
	if (t->kind == T_STRING)
		return (struct value){ .type = TY_TEXT };
	if (t->kind == T_PARAM)
		return parameter(c, t->s);
	if (t->kind == T_AT) {
		if (is(c, i + 1, "("))
			*ret_end = step(c, i + 1);
		return (struct value){ .type = TY_ID };
	}
	if (is(c, i, "NULL"))
		return (struct value){ .type = TY_NULL, .nullable = true };
	if (is(c, i, "CASE"))
		return case_value(c, i, ret_end);
	if (is(c, i, "(")) {
		*ret_end = step(c, i);
		return value_of(c, i + 1, *ret_end - 1);
	}
	if (t->kind == T_WORD && is(c, i + 1, "(")) {
		*ret_end = step(c, i + 1);
		v = call(c, i);
		while (is(c, *ret_end, "OVER") || is(c, *ret_end, "FILTER"))
			*ret_end = step(c, *ret_end + 1);
		return v;
	}
	if (t->kind == T_WORD && is(c, i + 1, ".")) {
		*ret_end = i + 3;
		return column_value(c->p, c->a, t->s, c->p->k.t[i + 2].s, &v) ? v : unknown;
	}
	return t->kind == T_WORD && column_value(c->p, c->a, NULL, t->s, &v) ? v : unknown;
}

/* (SELECT …) as a value: no row is NULL, but counting always gives one. */
static struct value
scalar(const struct ctx *c, size_t b)
{
	struct value v = unknown;

	for (size_t i = 0; i < c->p->n_all; i++) {
		struct query *q = c->p->all[i];
		if (q->n_arm == 0 || q->arm[0]->n_col != 1 || c->p->arm_of[q->arm[0]->col[0].b] != c->p->arm_of[b + 1])
			continue;
		v = query_column(c->p, q, 0, c->in, c->n_in);
		v.plain = false;
		if (q->n_arm > 1 || q->arm[0]->n_group > 0 || !(is(c, q->arm[0]->col[0].b, "count") || is(c, q->arm[0]->col[0].b, "coalesce")))
			v.nullable = true;
		else if (is(c, q->arm[0]->col[0].b, "coalesce"))
			v.nullable |= !(is(c, q->arm[0]->col[0].b + 2, "sum") || is(c, q->arm[0]->col[0].b + 2, "max") || is(c, q->arm[0]->col[0].b + 2, "min"));
		return v;
	}
	return v;
}

static bool
logical(const struct ctx *c, size_t i)
{
	static const char *const w[] = { "AND", "OR", "NOT", "=", "<", ">", "<=", ">=", "<>", "!=", "IN", "BETWEEN", "IS" };

	for (size_t j = 0; j < countof(w); j++)
		if (is(c, i, w[j]))
			return true;
	return false;
}

static struct value
value_of(const struct ctx *c, size_t b, size_t e)
{
	struct value all = { .type = TY_NONE }, v = unknown;
	size_t n = 0, next;
	bool text = false;

	if (b >= e)
		return unknown;
	if (is(c, b, "SELECT"))
		return scalar(c, b);
	if (is(c, b, "WITH"))
		return unknown;
	for (size_t i = b; i < e; i = next) {
		next = i + 1;
		if (is(c, i, "IS")) {		/* x may be NULL, the answer is not */
			all.boolean = true;
			next += is(c, next, "NOT");
			if (is(c, next, "NULL"))
				next++;
			continue;
		}
		if (logical(c, i)) {
			all.boolean = true;
			continue;
		}
		if (c->p->k.t[i].kind == T_PUNCT && !is(c, i, "(")) {
			text |= is(c, i, "||");
			all.nullable |= is(c, i, "/") || is(c, i, "%");
			n += !is(c, i, "+") && !is(c, i, "-");
			continue;
		}
		if (is(c, i, "FROM") || is(c, i, "DISTINCT"))
			continue;
		v = atom(c, i, &next);
		join(&all, v);
		/* "x IS NULL" leaves x out, but only x */
		if (!is(c, next, "IS"))
			all.nullable |= v.nullable;
		n++;
	}
	if (n == 1 && !all.boolean && next == e && !is(c, b, "+") && !is(c, b, "-"))
		return v;
	all.plain = false;
	if (all.boolean) {
		all.type = TY_BOOL;
		all.cls = CLS_NONE;
	} else if (text) {
		all.type = TY_TEXT;
	} else if (all.type == TY_NULL) {
		all.type = TY_NONE;
	}
	return all;
}

struct value
expr_value(struct parsed *p, struct arm *a, size_t b, size_t e, const struct field *in, size_t n_in)
{
	const struct ctx c = { p, a, in, n_in };

	return value_of(&c, b, e);
}
