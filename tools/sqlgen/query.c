/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Not all of SQL: what our statements are written in.  Whatever it does not know is refused, so that
 * no table can stand where nobody looks for its @visible. */

struct env { const char *name; struct query *q; const struct env *next; };

static struct query *parse_query(struct parsed *p, size_t *i, size_t end, struct arm *outer, const struct env *env);

static struct tok *
at(struct parsed *p, size_t i)
{
	return &p->k.t[i];
}

static bool
is(struct parsed *p, size_t i, const char *w)
{
	return tok_is(&p->k.t[i], w);
}

#define refuse(p, i, ...) die((p)->k.file, (p)->k.t[i].line, "%s: %s", (p)->what, format(__VA_ARGS__))

/* Behind one token, or behind the parenthesis it opens. */
static size_t
step(struct parsed *p, size_t i)
{
	return is(p, i, "(") ? at(p, i)->match + 1 : i + 1;
}

static bool
any_of(struct parsed *p, size_t i, const char *const *w, size_t n)
{
	for (size_t j = 0; j < n; j++)
		if (is(p, i, w[j]))
			return true;
	return false;
}

static bool
begins_query(struct parsed *p, size_t i)
{
	return is(p, i, "SELECT") || is(p, i, "WITH") || is(p, i, "VALUES");
}

static const char *const clause_words[] = {
	"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "UNION", "INTERSECT", "EXCEPT",
	"RETURNING", "SET",
};

/* The end of the clause that i stands in: the next clause's word at this depth. */
static size_t
clause_end(struct parsed *p, size_t i, size_t end)
{
	for (; i < end; i = step(p, i)) {
		if (is(p, i, "FROM") && i > 0 && is(p, i - 1, "DISTINCT"))
			continue;	/* IS DISTINCT FROM */
		if (any_of(p, i, clause_words, countof(clause_words)))
			return i;
		if (is(p, i, "ON") && is(p, i + 1, "CONFLICT"))
			return i;
	}
	return end;
}

/* Queries inside expressions. */
static void
parse_inner(struct parsed *p, size_t b, size_t e, struct arm *a, const struct env *env)
{
	for (size_t i = b; i < e; i++) {
		size_t j = i + 1, end;

		if (!is(p, i, "(") || !begins_query(p, j))
			continue;
		end = at(p, i)->match;
		parse_query(p, &j, end, a, env);
		if (j != end)
			refuse(p, j, "'%s' is not understood here", at(p, j)->s);
		i = end;
	}
}

static void
add_cond(struct arm *a, struct clause c)
{
	a->cond = more(a->cond, a->n_cond, sizeof *a->cond);
	a->cond[a->n_cond++] = c;
}

/* Comma-separated expressions b to e, with AS names where as is true. */
static struct expr *
parse_list(struct parsed *p, size_t b, size_t e, bool as, size_t *ret_n)
{
	struct expr *list = NULL;
	size_t n = 0;

	for (size_t i = b; i < e;) {
		struct expr x = { .b = i };

		while (i < e && !is(p, i, ","))
			i = step(p, i);
		x.e = i;
		if (x.b == x.e)
			refuse(p, i, "expected a value before '%s'", at(p, i)->s);
		if (as && x.e - x.b > 2 && is(p, x.e - 2, "AS")) {
			x.alias = at(p, x.e - 1)->s;
			x.e -= 2;
		} else if (as && at(p, x.e - 1)->kind == T_WORD && !is(p, x.e - 1, "END") && !is(p, x.e - 1, "NULL")
		    && (x.e - x.b == 1 || is(p, x.e - 2, "."))) {
			x.alias = at(p, x.e - 1)->s;
		}
		if (as && is(p, x.e - 1, "*") && (x.e - x.b == 1 || is(p, x.e - 2, ".")))
			refuse(p, x.b, "name the columns instead of *");
		list = more(list, n, sizeof *list);
		list[n++] = x;
		i += i < e;
		if (i == e && is(p, i - 1, ","))
			refuse(p, i - 1, "a comma with nothing behind it");
	}
	*ret_n = n;
	return list;
}

static const struct env *
env_find(const struct env *env, const char *name)
{
	for (; env != NULL; env = env->next)
		if (strcmp(env->name, name) == 0)
			return env;
	return NULL;
}

static struct from *
add_from(struct parsed *p, struct arm *a, struct from f, size_t i)
{
	struct from *x = malloc(sizeof *x);

	for (size_t j = 0; j < a->n_from; j++)
		if (strcmp(a->from[j]->alias, f.alias) == 0)
			refuse(p, i, "two tables are called %s", f.alias);
	if (x == NULL)
		abort();
	*x = f;
	a->from = more(a->from, a->n_from, sizeof *a->from);
	a->from[a->n_from++] = x;
	return x;
}

static const char *const join_words[] = { "JOIN", "INNER", "LEFT", "CROSS", ",", "ON", "USING", "OUTER" };

/* [AS] alias, where one stands. */
static const char *
take_alias(struct parsed *p, size_t *i, size_t end)
{
	bool as = *i < end && is(p, *i, "AS");

	*i += as;
	if (*i < end && at(p, *i)->kind == T_WORD && !any_of(p, *i, join_words, countof(join_words))
	    && !any_of(p, *i, clause_words, countof(clause_words)) && !is(p, *i, "VALUES") && !is(p, *i, "SELECT")) {
		if (!name_ok(at(p, *i)->s))
			refuse(p, *i, "'%s' cannot name a table here", at(p, *i)->s);
		return at(p, (*i)++)->s;
	}
	if (as)
		refuse(p, *i, "expected a name behind AS");
	return NULL;
}

static struct from *
parse_from_item(struct parsed *p, size_t *i, size_t end, struct arm *a, const struct env *env, bool left)
{
	size_t b = *i;
	struct from f = { .line = at(p, b)->line, .left = left };

	if (is(p, b, "(")) {
		size_t j = b + 1, close = at(p, b)->match;
		if (!begins_query(p, j))
			refuse(p, b, "no parentheses around joins");
		f.sub = parse_query(p, &j, close, NULL, env);
		if (j != close)
			refuse(p, j, "'%s' is not understood here", at(p, j)->s);
		*i = close + 1;
		f.alias = take_alias(p, i, end);
		if (f.alias == NULL)
			refuse(p, b, "a query in FROM needs a name: (…) AS name");
		return add_from(p, a, f, b);
	}
	if (at(p, b)->kind != T_WORD || is(p, b, "LATERAL"))
		refuse(p, b, "expected a table, found '%s'", at(p, b)->s);
	if (is(p, b + 1, "(") || is(p, b + 1, "."))
		refuse(p, b, "'%s': tables only, no functions and no schemas", at(p, b)->s);
	f.table = at(p, b)->s;
	*i = b + 1;
	f.alias = take_alias(p, i, end);
	if (f.alias == NULL)
		f.alias = f.table;
	if (env_find(env, f.table) != NULL)
		f.sub = env_find(env, f.table)->q;
	else
		f.t = table_find(f.table);
	return add_from(p, a, f, b);
}

static void
parse_from(struct parsed *p, size_t i, size_t end, struct arm *a, const struct env *env)
{
	bool left = false;

	for (;;) {
		struct from *f = parse_from_item(p, &i, end, a, env, left);

		if (i < end && is(p, i, "ON")) {
			size_t b = ++i;
			while (i < end && !(any_of(p, i, join_words, 5)))
				i = step(p, i);
			add_cond(a, (struct clause){ .b = b, .e = i, .only = left ? f : NULL });
			parse_inner(p, b, i, a, env);
		}
		if (i >= end)
			return;
		left = is(p, i, "LEFT");
		if (left)
			i += is(p, i + 1, "OUTER") ? 2 : 1;
		else if (is(p, i, "INNER") || is(p, i, "CROSS"))
			i++;
		else if (is(p, i, ",")) {
			i++;
			continue;
		}
		if (!is(p, i, "JOIN"))
			refuse(p, i, "expected JOIN, found '%s'", at(p, i)->s);
		i++;
	}
}

static void
claim(struct parsed *p, size_t b, size_t e, struct arm *a)
{
	for (size_t i = b; i < e; i++)
		p->arm_of[i] = a;
}

static struct arm *
add_arm(struct parsed *p, struct query *q, size_t b, size_t e)
{
	struct arm *a = calloc(1, sizeof *a);

	if (a == NULL)
		abort();
	a->of = q;
	q->arm = more(q->arm, q->n_arm, sizeof *q->arm);
	q->arm[q->n_arm++] = a;
	claim(p, b, e, a);
	return a;
}

/* Each row of VALUES is an arm without FROM. */
static size_t
parse_values(struct parsed *p, size_t i, size_t end, struct query *q, const struct env *env)
{
	for (;;) {
		struct arm *a;
		size_t close;

		if (!is(p, i, "("))
			refuse(p, i, "expected ( behind VALUES");
		close = at(p, i)->match;
		a = add_arm(p, q, i, close);
		a->col = parse_list(p, i + 1, close, false, &a->n_col);
		parse_inner(p, i + 1, close, a, env);
		i = close + 1;
		if (i >= end || !is(p, i, ","))
			return i;
		i++;
	}
}

static size_t
parse_arm(struct parsed *p, size_t i, size_t end, struct query *q, const struct env *env)
{
	struct arm *a;
	size_t b, e;

	if (is(p, i, "VALUES"))
		return parse_values(p, i + 1, end, q, env);
	if (!is(p, i, "SELECT"))
		refuse(p, i, "expected SELECT, found '%s'", at(p, i)->s);
	for (e = i + 1; e < end && !is(p, e, "UNION") && !is(p, e, "INTERSECT") && !is(p, e, "EXCEPT");)
		e = step(p, e);
	a = add_arm(p, q, i, e);
	i++;
	a->distinct = is(p, i, "DISTINCT");
	i += a->distinct || is(p, i, "ALL");
	b = i;
	i = clause_end(p, b, end);
	a->col = parse_list(p, b, i, true, &a->n_col);
	size_t cols_e = i;
	if (i < end && is(p, i, "FROM")) {
		size_t f = i + 1;
		i = clause_end(p, f, end);
		parse_from(p, f, i, a, env);
	}
	parse_inner(p, b, cols_e, a, env);
	if (i < end && is(p, i, "WHERE")) {
		b = i + 1;
		i = clause_end(p, b, end);
		add_cond(a, (struct clause){ .b = b, .e = i });
		parse_inner(p, b, i, a, env);
	}
	if (i < end && is(p, i, "GROUP")) {
		b = i + 2;
		i = clause_end(p, b, end);
		a->group = parse_list(p, b, i, false, &a->n_group);
		parse_inner(p, b, i, a, env);
	}
	if (i < end && is(p, i, "HAVING")) {
		b = i + 1;
		i = clause_end(p, b, end);
		parse_inner(p, b, i, a, env);
	}
	if (i < end && is(p, i, "WINDOW"))
		refuse(p, i, "write the window behind OVER");
	return i;
}

static const struct env *
parse_with(struct parsed *p, size_t *i, size_t end, struct arm *outer, const struct env *env)
{
	bool recursive = is(p, *i + 1, "RECURSIVE");

	*i += recursive ? 2 : 1;
	for (;;) {
		struct env *v = calloc(1, sizeof *v), self;
		struct query *q;
		const char *name = at(p, *i)->s, **cols = NULL;
		size_t n = 0, j, close;

		if (!name_ok(name) || table_find(name) != NULL)
			refuse(p, *i, "WITH %s: choose another name, not a table's and no word of SQL", name);
		if (is(p, ++*i, "(")) {
			for (j = *i + 1; j < at(p, *i)->match; j += 2) {
				cols = more(cols, n, sizeof *cols);
				cols[n++] = at(p, j)->s;
			}
			*i = at(p, *i)->match + 1;
		}
		if (!is(p, *i, "AS") || !is(p, *i + 1, "("))
			refuse(p, *i, "expected AS ( behind WITH %s", name);
		j = *i + 2;
		close = at(p, *i + 1)->match;
		q = calloc(1, sizeof *q);
		if (q == NULL || v == NULL)
			abort();
		self = (struct env){ name, q, env };
		q->name = cols;
		q->n_name = n;
		/* parsed into a query of its own, which then becomes the one that it names within itself */
		struct query *body = parse_query(p, &j, close, outer, recursive ? &self : env);
		if (j != close)
			refuse(p, j, "'%s' is not understood here", at(p, j)->s);
		body->name = cols;
		body->n_name = n;
		for (size_t k = 0; k < body->n_arm; k++)
			body->arm[k]->of = q;
		*q = *body;
		*v = (struct env){ name, q, env };
		env = v;
		*i = close + 1;
		if (*i >= end || !is(p, *i, ","))
			return env;
		++*i;
	}
}

static size_t
parse_order(struct parsed *p, size_t i, size_t end, struct query *q, const struct env *env)
{
	if (!is(p, i + 1, "BY"))
		refuse(p, i, "expected BY behind ORDER");
	q->order_b = i + 2;
	q->order_e = clause_end(p, i + 2, end);
	claim(p, q->order_b, q->order_e, q->arm[0]);
	parse_inner(p, q->order_b, q->order_e, q->arm[0], env);
	return q->order_e;
}

static struct query *
parse_query(struct parsed *p, size_t *i, size_t end, struct arm *outer, const struct env *env)
{
	struct query *q = calloc(1, sizeof *q);

	if (q == NULL)
		abort();
	q->outer = outer;
	if (is(p, *i, "WITH"))
		env = parse_with(p, i, end, outer, env);
	for (;;) {
		*i = parse_arm(p, *i, end, q, env);
		if (*i >= end || (!is(p, *i, "UNION") && !is(p, *i, "INTERSECT") && !is(p, *i, "EXCEPT")))
			break;
		*i += is(p, *i + 1, "ALL") ? 2 : 1;
	}
	for (size_t k = 1; k < q->n_arm; k++)
		if (q->arm[k]->n_col != q->arm[0]->n_col)
			refuse(p, *i > 0 ? *i - 1 : 0, "the parts of this query have %zu and %zu columns", q->arm[0]->n_col, q->arm[k]->n_col);
	p->all = more(p->all, p->n_all, sizeof *p->all);
	p->all[p->n_all++] = q;
	if (*i < end && is(p, *i, "ORDER"))
		*i = parse_order(p, *i, end, q, env);
	while (*i < end && (is(p, *i, "LIMIT") || is(p, *i, "OFFSET"))) {
		size_t b = *i + 1, n;
		*i = clause_end(p, b, end);
		parse_list(p, b, *i, false, &n);
		if (n != 1)
			refuse(p, b, "LIMIT a, b reads differently; write LIMIT a OFFSET b");
		parse_inner(p, b, *i, q->arm[0], env);
	}
	if (*i < end && is(p, *i, "FOR"))	/* FOR UPDATE SKIP LOCKED, in a body for PostgreSQL */
		*i = end;
	return q;
}

/* ---- writes ---- */

static struct arm *
write_target(struct parsed *p, size_t *i, size_t end)
{
	struct arm *a = add_arm(p, p->top, *i, p->k.n);
	struct from f = { .target = true, .line = at(p, *i)->line, .table = at(p, *i)->s };

	if (at(p, *i)->kind != T_WORD || is(p, *i + 1, "."))
		refuse(p, *i, "expected a table, found '%s'", at(p, *i)->s);
	++*i;
	f.t = table_find(f.table);
	f.alias = *i < end ? take_alias(p, i, end) : NULL;
	if (f.alias == NULL)
		f.alias = f.table;
	p->target = add_from(p, a, f, *i - 1);
	return a;
}

static void
parse_returning(struct parsed *p, size_t i, struct arm *a, const struct env *env)
{
	if (i < p->k.n && is(p, i, "RETURNING")) {
		a->col = parse_list(p, i + 1, p->k.n, true, &a->n_col);
		parse_inner(p, i + 1, p->k.n, a, env);
		return;
	}
	if (i < p->k.n)
		refuse(p, i, "'%s' is not understood here", at(p, i)->s);
}

static void
parse_insert(struct parsed *p, size_t i, const struct env *env)
{
	struct arm *a;
	size_t end = p->k.n, close;

	if (!is(p, i, "INTO"))
		refuse(p, i, "expected INTO");
	i++;
	a = write_target(p, &i, end);
	if (!is(p, i, "("))
		refuse(p, i, "name the columns: INSERT INTO %s (…)", p->target->table);
	close = at(p, i)->match;
	for (size_t j = i + 1; j < close; j += 2) {
		p->ins_col = more(p->ins_col, p->n_ins_col, sizeof *p->ins_col);
		p->ins_col[p->n_ins_col++] = at(p, j)->s;
	}
	i = close + 1;
	p->ins_from = parse_query(p, &i, end, NULL, env);
	if (i < end && is(p, i, "ON")) {
		p->conflict_b = i;
		while (i < end && !is(p, i, "RETURNING"))
			i = step(p, i);
		p->conflict_e = i;
		claim(p, p->conflict_b, i, a);
		parse_inner(p, p->conflict_b, i, a, env);
	}
	parse_returning(p, i, a, env);
}

static void
parse_update(struct parsed *p, size_t i, const struct env *env)
{
	struct arm *a;
	size_t end = p->k.n, b;
	bool del = p->verb == V_DELETE;

	if (del && !is(p, i, "FROM"))
		refuse(p, i, "expected FROM");
	i += del;
	a = write_target(p, &i, end);
	size_t set_b = i, set_e = i;
	if (!del) {
		if (!is(p, i, "SET"))
			refuse(p, i, "expected SET, found '%s'", at(p, i)->s);
		set_b = i + 1;
		i = set_e = clause_end(p, i + 1, end);
	}
	if (!del && i < end && is(p, i, "FROM")) {
		b = i + 1;
		i = clause_end(p, b, end);
		parse_from(p, b, i, a, env);
	}
	parse_inner(p, set_b, set_e, a, env);
	if (i < end && is(p, i, "WHERE")) {
		b = i + 1;
		i = clause_end(p, b, end);
		add_cond(a, (struct clause){ .b = b, .e = i });
		parse_inner(p, b, i, a, env);
	}
	parse_returning(p, i, a, env);
}

struct parsed *
query_parse(struct toks k, const char *what)
{
	struct parsed *p = calloc(1, sizeof *p);
	const struct env *env = NULL;
	size_t i = 0;

	if (p == NULL)
		abort();
	*p = (struct parsed){ .k = k, .what = what, .arm_of = calloc(k.n + 1, sizeof *p->arm_of) };
	if (k.n == 0)
		die(k.file, k.t[0].line, "%s: there is no statement", what);
	/* WITH belongs to the query it precedes, or to the write */
	for (size_t j = 0; j < k.n; j = step(p, j)) {
		static const char *const w[] = { "SELECT", "INSERT", "UPDATE", "DELETE" };
		if (!any_of(p, j, w, countof(w)))
			continue;
		p->verb = is(p, j, "SELECT") ? V_SELECT : is(p, j, "INSERT") ? V_INSERT : is(p, j, "UPDATE") ? V_UPDATE : V_DELETE;
		break;
	}
	if (p->verb == V_SELECT) {
		if (!begins_query(p, 0))
			refuse(p, 0, "expected SELECT, WITH, INSERT, UPDATE or DELETE, found '%s'", at(p, 0)->s);
		p->top = parse_query(p, &i, k.n, NULL, NULL);
		if (i < k.n)
			refuse(p, i, "'%s' is not understood here", at(p, i)->s);
		return p;
	}
	p->top = calloc(1, sizeof *p->top);
	if (is(p, 0, "WITH"))
		env = parse_with(p, &i, k.n, NULL, NULL);
	if (p->top == NULL || (!is(p, i, "INSERT") && !is(p, i, "UPDATE") && !is(p, i, "DELETE")))
		refuse(p, i, "expected SELECT, WITH, INSERT, UPDATE or DELETE, found '%s'", at(p, i)->s);
	if (p->verb == V_INSERT)
		parse_insert(p, i + 1, env);
	else
		parse_update(p, i + 1, env);
	p->all = more(p->all, p->n_all, sizeof *p->all);
	p->all[p->n_all++] = p->top;
	return p;
}
