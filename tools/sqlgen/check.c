/* SPDX-License-Identifier: MIT */
#include "scope.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What is asked of one statement: prepared by SQLite against the migrations, and then by our own reading. */

struct edit { const char *before[2], *after[2], *instead[2]; };	/* [0] SQLite, [1] PostgreSQL */

static bool
is(const struct parsed *p, size_t i, const char *w)
{
	return tok_is(&p->k.t[i], w);
}

static struct field *
find_field(struct field *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(f[i].name, name) == 0)
			return &f[i];
	return NULL;
}

/* ---- which tables SQLite says it reads ---- */

struct seen { const struct parsed *p; const struct stmt *s; };

static bool
in_parsed(const struct parsed *p, const char *table)
{
	for (size_t i = 0; i < p->n_all; i++)
		for (size_t j = 0; j < p->all[i]->n_arm; j++)
			for (size_t k = 0; k < p->all[i]->arm[j]->n_from; k++) {
				const struct from *f = p->all[i]->arm[j]->from[k];
				if (f->table != NULL && strcmp(f->table, table) == 0)
					return true;
			}
	return false;
}

static int
authorizer(void *arg, int what, const char *a, const char *b, const char *db, const char *by)
{
	const struct seen *s = arg;

	(void)b;
	(void)db;
	(void)by;
	if (what != SQLITE_READ && what != SQLITE_INSERT && what != SQLITE_UPDATE && what != SQLITE_DELETE)
		return SQLITE_OK;
	if (scope_reads(s->p, a) || in_parsed(s->p, a))
		return SQLITE_OK;
	const struct table *t = table_find(a);
	if (t == NULL && what == SQLITE_READ)	/* a WITH or a query in FROM */
		return SQLITE_OK;
	die(s->s->file, s->s->line, "%s: SQLite touches %s, but this tool does not see where: write it more simply", s->s->name, a);
	return SQLITE_DENY;
}

/* ---- parameters ---- */

static const char *const scope_names[] = { "scope_org", "scope_branch", "scope_tier", "scope_person" };

static size_t
number_of(struct stmt *s, const char *name)
{
	for (size_t i = 0; i < s->n_in; i++)
		if (strcmp(s->in[i].name, name) == 0)
			return i + 1;
	for (size_t i = 0; i < s->n_scope; i++)
		if (strcmp(s->scope_param[i], name) == 0)
			return s->n_in + i + 1;
	for (size_t i = 0; i < countof(scope_names); i++)
		if (strcmp(scope_names[i], name) == 0) {
			s->scope_param[s->n_scope] = scope_names[i];
			s->scope = true;
			return s->n_in + ++s->n_scope;
		}
	return 0;
}

static void
put_param(struct stmt *s, struct text *o, const char *name, bool pg)
{
	const struct field *f = find_field(s->in, s->n_in, name);
	char l = f != NULL ? type_letter(f->type) : 'i';
	size_t n = number_of(s, name);

	put(o, pg ? "$%zu::%s" : "?%zu", n, l == 't' ? "text" : l == 'b' ? "bytea" : "bigint");
}

/* The text of an @visible, whose parameters are all of the scope. */
static void
put_expanded(struct stmt *s, struct text *o, const char *text, bool pg)
{
	for (const char *c = text; *c != 0;) {
		const char *hit = strstr(c, ":scope_");
		size_t n;

		if (hit == NULL) {
			put(o, "%s", c);
			return;
		}
		put_n(o, c, (size_t)(hit - c));
		n = strspn(hit + 1, "abcdefghijklmnopqrstuvwxyz_");
		put_param(s, o, copy_n(hit + 1, n), pg);
		c = hit + 1 + n;
	}
}

static void
use_params(struct parsed *p, struct stmt *s)
{
	for (size_t i = 0; i < s->n_in; i++)
		s->in[i].used = false;
	for (size_t i = 0; i < p->k.n; i++) {
		struct tok *t = &p->k.t[i];
		struct field *f = find_field(s->in, s->n_in, t->s);

		if (t->kind != T_PARAM)
			continue;
		if (starts(t->s, "scope_") && s->made)
			continue;
		if (f == NULL)
			die(p->k.file, t->line, "%s: :%s is used but not declared in '-- in:'", s->name, t->s);
		f->used = true;
	}
	for (size_t i = 0; i < s->n_in; i++)
		if (!s->in[i].used)
			die(s->file, s->in[i].line > 0 ? s->in[i].line : s->line, "%s: :%s is declared but not used%s", s->name, s->in[i].name,
			    s->pg_body != NULL ? " in each body" : "");
}

/* ---- writing the text again, for each database ---- */

static void
put_tokens(struct parsed *p, struct stmt *s, const struct edit *ed, struct text *o, int pg)
{
	for (size_t i = 0; i < p->k.n; i++) {
		const struct tok *t = &p->k.t[i];

		if (i > 0 && t->spaced)
			put(o, " ");
		if (ed[i].before[pg] != NULL)
			put(o, "%s", ed[i].before[pg]);
		if (t->kind == T_PARAM)
			put_param(s, o, t->s, pg == 1);
		else if (t->kind == T_AT && strcmp(t->s, "visible") == 0) {
			put_expanded(s, o, scope_expand(p, i), pg == 1);
			i = p->k.t[i + 1].match;
		} else if (t->kind == T_AT)
			put_param(s, o, format("scope_%s", t->s), pg == 1);
		else
			put(o, "%s", ed[i].instead[pg] != NULL ? ed[i].instead[pg] : t->s);
		if (ed[i].after[pg] != NULL)
			put(o, "%s", ed[i].after[pg]);
	}
}

/* CAST(x AS bigint) or AS one of our own types; both databases get the word that is theirs. */
static void
edit_casts(struct parsed *p, struct stmt *s, struct edit *ed)
{
	for (size_t i = 0; i + 1 < p->k.n; i++) {
		size_t e;
		enum type t;

		if (!is(p, i, "CAST") || !is(p, i + 1, "("))
			continue;
		e = p->k.t[i + 1].match - 1;
		t = is(p, e, "bigint") ? TY_I64 : type_of_name(p->k.t[e].s);
		if (t == TY_NONE || t == TY_BLOB || t == TY_PERSONAL || !is(p, e - 1, "AS"))
			die(p->k.file, p->k.t[i].line, "%s: CAST is to bigint, text, or one of our types, not to %s", s->name, p->k.t[e].s);
		ed[e].instead[0] = type_letter(t) == 't' ? "TEXT" : "INTEGER";
		ed[e].instead[1] = type_letter(t) == 't' ? "text" : "bigint";
	}
}

/* A sum of bigint is numeric in PostgreSQL, and then a half where SQLite's is whole. */
static void
edit_sums(struct parsed *p, struct edit *ed)
{
	for (size_t i = 0; i + 1 < p->k.n; i++) {
		size_t e;

		if (!is(p, i, "sum") || !is(p, i + 1, "("))
			continue;
		e = p->k.t[i + 1].match;
		while ((is(p, e + 1, "FILTER") || is(p, e + 1, "OVER")) && is(p, e + 2, "("))
			e = p->k.t[e + 2].match;
		ed[e].instead[1] = ")::bigint";
	}
}

/* PostgreSQL gives boolean for a comparison, numeric for a sum, int4 for 1: the columns that come out are bigint and text. */
static void
edit_columns(struct parsed *p, struct stmt *s, struct edit *ed)
{
	for (size_t i = 0; i < p->top->n_arm; i++)
		for (size_t k = 0; k < p->top->arm[i]->n_col && k < s->n_out; k++) {
			const struct expr *x = &p->top->arm[i]->col[k];
			struct value v = expr_value(p, p->top->arm[i], x->b, x->e, s->in, s->n_in);
			char l = type_letter(s->out[k].type);

			if (v.plain || l == 'b' || (p->top->n_arm > 1 && p->top->arm[i]->n_from == 0 && v.type == TY_NULL))
				continue;
			ed[x->b].before[1] = "(";
			ed[x->e - 1].after[1] = l == 't' ? ")::text" : v.boolean ? ")::int::bigint" : ")::bigint";
			if (x->e - x->b > 1 && x->alias == NULL)
				die(p->k.file, p->k.t[x->b].line, "%s: column %zu needs AS %s", s->name, k + 1, s->out[k].name);
		}
}

/* ---- ORDER BY: the last word must decide ---- */

static const char *
term_name(const struct parsed *p, const struct expr *x, const char **ret_alias)
{
	size_t e = x->e;

	*ret_alias = NULL;
	while (e > x->b && (is(p, e - 1, "ASC") || is(p, e - 1, "DESC") || is(p, e - 1, "FIRST") || is(p, e - 1, "LAST") || is(p, e - 1, "NULLS")))
		e--;
	if (e == x->b + 1 && p->k.t[x->b].kind == T_WORD)
		return p->k.t[x->b].s;
	if (e == x->b + 3 && is(p, x->b + 1, ".")) {
		*ret_alias = p->k.t[x->b].s;
		return p->k.t[x->b + 2].s;
	}
	return NULL;
}

static bool
has_term(const struct parsed *p, const struct expr *t, size_t n, const char *name)
{
	const char *alias;

	for (size_t i = 0; i < n; i++) {
		const char *s = term_name(p, &t[i], &alias);
		if (s != NULL && strcmp(s, name) == 0)
			return true;
	}
	return false;
}

/* All of a key's columns (org aside, which is one and the same), the last term among them. */
static bool
covers_key(const struct parsed *p, const struct from *f, const struct expr *t, size_t n, const char *last)
{
	for (size_t k = 0; k < f->t->n_key; k++) {
		const struct key *key = &f->t->key[k];
		bool all = true, has_last = false;

		for (size_t c = 0; c < key->n; c++) {
			all &= strcmp(key->col[c], "org") == 0 || has_term(p, t, n, key->col[c]);
			has_last |= strcmp(key->col[c], last) == 0;
		}
		if (all && has_last)
			return true;
	}
	return false;
}

static bool
covers_list(const struct parsed *p, const struct expr *list, size_t n_list, const struct expr *t, size_t n, bool names)
{
	const char *alias;

	for (size_t i = 0; i < n_list; i++) {
		const char *s = names ? list[i].alias : term_name(p, &list[i], &alias);
		if (s == NULL || !has_term(p, t, n, s))
			return false;
	}
	return n_list > 0;
}

static bool
order_decides(const struct parsed *p, const struct query *q, const struct expr *t, size_t n)
{
	const struct arm *a = q->arm[0];
	const char *alias, *last = term_name(p, &t[n - 1], &alias);

	if (q->n_arm > 1)
		return covers_list(p, a->col, a->n_col, t, n, true) || (last != NULL && strcmp(last, "id") == 0);
	if (a->n_group > 0 && covers_list(p, a->group, a->n_group, t, n, false))
		return true;
	if (a->distinct && covers_list(p, a->col, a->n_col, t, n, true))
		return true;
	if (last == NULL)
		return false;
	if (strcmp(last, "id") == 0)
		return true;
	for (size_t i = 0; i < a->n_from; i++)
		if ((alias == NULL || strcmp(alias, a->from[i]->alias) == 0) && a->from[i]->t != NULL && covers_key(p, a->from[i], t, n, last))
			return true;
	return false;
}

static struct expr *
order_terms(const struct parsed *p, const struct query *q, size_t *ret_n)
{
	struct expr *list = NULL;
	size_t n = 0;

	for (size_t i = q->order_b, b = i; i <= q->order_e; i = is(p, i, "(") ? p->k.t[i].match + 1 : i + 1) {
		if (i < q->order_e && !is(p, i, ","))
			continue;
		list = more(list, n, sizeof *list);
		list[n++] = (struct expr){ .b = b, .e = i };
		b = i + 1;
	}
	*ret_n = n;
	return list;
}

static void
check_order(struct parsed *p, struct stmt *s)
{
	for (size_t i = 0; i < p->n_all; i++) {
		const struct query *q = p->all[i];
		size_t n;
		struct expr *t;

		if (q->order_b == q->order_e)
			continue;
		t = order_terms(p, q, &n);
		for (size_t k = 0; k < n; k++)
			if (t[k].e == t[k].b + 1 && p->k.t[t[k].b].kind == T_NUMBER)
				die(p->k.file, p->k.t[t[k].b].line, "%s: ORDER BY names columns, it does not count them", s->name);
		if (s->pg_body != NULL)		/* rank and rowid: each its own */
			continue;
		if (!order_decides(p, q, t, n))
			die(p->k.file, p->k.t[q->order_b].line, "%s: ORDER BY must end with a unique column (id or the last of a key), "
			    "or rows change places between pages", s->name);
	}
	if (s->kind == 'm' && p->verb == V_SELECT && p->top->order_b == p->top->order_e && p->top->n_arm > 0 && p->top->arm[0]->n_from > 0)
		die(s->file, s->line, "%s: :many needs ORDER BY, or the databases give different orders", s->name);
}

/* ---- types on both sides of a comparison ---- */

static bool
operand(struct parsed *p, struct stmt *s, size_t i, bool back, struct value *ret, const char **ret_name)
{
	struct tok *t = &p->k.t[i];
	static const char *const binds[] = { "+", "-", "*", "/", "%", "||", "(", "->" };
	size_t next;

	if (t->kind == T_PARAM) {
		const struct field *f = find_field(s->in, s->n_in, t->s);
		if (f == NULL)
			return false;
		*ret = (struct value){ .type = f->type, .nullable = f->null };
		*ret_name = format(":%s", t->s);
		next = back ? i - 1 : i + 1;
	} else if (t->kind == T_WORD) {
		size_t b = back && i >= 2 && is(p, i - 1, ".") ? i - 2 : i, c = !back && is(p, i + 1, ".") ? i + 2 : i;
		const char *alias = b < i ? p->k.t[b].s : c > i ? t->s : NULL;
		if (!column_value(p, p->arm_of[i], alias, p->k.t[c].s, ret))
			return false;
		*ret_name = format("%s%s%s", alias != NULL ? alias : "", alias != NULL ? "." : "", p->k.t[c].s);
		next = back ? b - 1 : c + 1;
	} else {
		return false;
	}
	for (size_t j = 0; j < countof(binds); j++)
		if (next < p->k.n && is(p, next, binds[j]) && !(back && strcmp(binds[j], "(") == 0))
			return false;
	return true;
}

static bool
comparable(enum type a, enum type b)
{
	bool special_a = a == TY_DATE || a == TY_TIME || a == TY_MONEY || a == TY_ID || a == TY_CHOICES;
	bool special_b = b == TY_DATE || b == TY_TIME || b == TY_MONEY || b == TY_ID || b == TY_CHOICES;

	if (a == TY_NONE || b == TY_NONE || a == TY_NULL || b == TY_NULL)
		return true;
	if (type_letter(a) != type_letter(b))
		return false;
	return !special_a || !special_b || a == b;
}

static void
check_comparisons(struct parsed *p, struct stmt *s)
{
	static const char *const ops[] = { "=", "<", ">", "<=", ">=", "<>", "!=" };

	for (size_t i = 1; i + 1 < p->k.n; i++) {
		struct value a, b;
		const char *an, *bn;
		bool op = false;

		for (size_t j = 0; j < countof(ops); j++)
			op |= is(p, i, ops[j]);
		if (!op || p->arm_of[i] == NULL || !operand(p, s, i - 1, true, &a, &an) || !operand(p, s, i + 1, false, &b, &bn))
			continue;
		if (!comparable(a.type, b.type))
			die(p->k.file, p->k.t[i].line, "%s: %s is %s, %s is %s", s->name, an, type_name(a.type), bn, type_name(b.type));
	}
}

/* ---- what an INSERT or SET stores ---- */

static void
check_stored(struct parsed *p, struct stmt *s, const struct column *c, size_t b, size_t e, struct arm *a)
{
	struct value v = expr_value(p, a, b, e, s->in, s->n_in);

	if (is(p, b, "DEFAULT") || p->k.t[b].kind == T_AT)
		return;
	if (!comparable(v.type, c->type))
		die(p->k.file, p->k.t[b].line, "%s: column %s is %s, what is stored is %s", s->name, c->name, type_name(c->type), type_name(v.type));
	if (c->not_null && (v.type == TY_NULL || (v.nullable && e == b + 1 && p->k.t[b].kind == T_PARAM)))
		die(p->k.file, p->k.t[b].line, "%s: column %s is NOT NULL, what is stored may be NULL", s->name, c->name);
}

static void
check_insert(struct parsed *p, struct stmt *s)
{
	const struct table *t = p->target->t;

	for (size_t i = 0; i < p->n_ins_col; i++) {
		const struct column *c = column_find(t, p->ins_col[i]);
		if (c == NULL)
			die(p->k.file, p->target->line, "%s: %s has no column %s", s->name, t->name, p->ins_col[i]);
		for (size_t k = 0; k < p->ins_from->n_arm; k++) {
			struct arm *a = p->ins_from->arm[k];
			if (a->n_col != p->n_ins_col)
				die(p->k.file, p->target->line, "%s: %zu columns, %zu values", s->name, p->n_ins_col, a->n_col);
			check_stored(p, s, c, a->col[i].b, a->col[i].e, a);
		}
	}
	for (size_t i = 0; i < t->n; i++) {
		bool named = !t->col[i].not_null || t->col[i].has_default;
		for (size_t k = 0; k < p->n_ins_col; k++)
			named |= strcmp(p->ins_col[k], t->col[i].name) == 0;
		if (!named)
			die(p->k.file, p->target->line, "%s: %s.%s is NOT NULL without a DEFAULT: it must be given", s->name, t->name, t->col[i].name);
	}
}

/* "col = value" behind SET. */
static void
check_set(struct parsed *p, struct stmt *s)
{
	bool on = false;

	for (size_t i = 0; i + 2 < p->k.n; i = is(p, i, "(") ? p->k.t[i].match + 1 : i + 1) {
		size_t e;
		const struct column *c;

		if (is(p, i, "WHERE") || is(p, i, "FROM") || is(p, i, "RETURNING"))
			on = false;
		if (is(p, i, "SET"))
			on = true;
		if (!on || (!is(p, i, "SET") && !is(p, i, ",")) || !is(p, i + 2, "="))
			continue;
		c = column_find(p->target->t, p->k.t[i + 1].s);
		if (c == NULL)
			continue;
		for (e = i + 3; e < p->k.n && !is(p, e, ",") && !is(p, e, "WHERE") && !is(p, e, "FROM") && !is(p, e, "RETURNING");)
			e = is(p, e, "(") ? p->k.t[e].match + 1 : e + 1;
		check_stored(p, s, c, i + 3, e, p->top->arm[0]);
	}
}

/* ---- columns that come out ---- */

static void
check_out_type(struct parsed *p, struct stmt *s, struct field *f, struct value v, int line)
{
	const char *n = f->name;

	if (v.cls != CLS_NONE && (v.type == TY_TEXT || v.type == TY_PERSONAL) && f->type != TY_PERSONAL)
		die(p->k.file, line, "%s: %s is personal text; declare it personal, so that it is not printed to everybody", s->name, n);
	if (f->type == TY_PERSONAL && v.cls == CLS_NONE)
		die(p->k.file, line, "%s: %s is not personal; declare it text", s->name, n);
	if (f->cls != CLS_NONE && f->cls != v.cls)
		die(p->k.file, line, "%s: %s is personal %s, declared %s", s->name, n, cls_names[v.cls], cls_names[f->cls]);
	f->cls = v.cls;
	if (f->type == TY_PERSONAL)
		return;
	if (v.plain && v.type != TY_NONE && v.type != f->type)
		die(p->k.file, line, "%s: %s is %s, declared %s", s->name, n, type_name(v.type), type_name(f->type));
	if (v.type != TY_NONE && v.type != TY_NULL && type_letter(v.type) != type_letter(f->type))
		die(p->k.file, line, "%s: %s is %s, declared %s", s->name, n, type_name(v.type), type_name(f->type));
	if (v.type == TY_NONE && s->pg_body == NULL)
		die(p->k.file, line, "%s: what %s is cannot be seen; write CAST(… AS bigint) or AS text", s->name, n);
	if (v.type == TY_DATE || v.type == TY_TIME || v.type == TY_MONEY)
		if (f->type != v.type && f->type != TY_I64)
			die(p->k.file, line, "%s: %s is %s, declared %s", s->name, n, type_name(v.type), type_name(f->type));
}

static void
check_columns(struct parsed *p, struct stmt *s, sqlite3_stmt *st)
{
	int n = sqlite3_column_count(st);

	if (n != (int)s->n_out)
		die(s->file, s->line, "%s: selects %d columns, '-- out:' declares %zu", s->name, n, s->n_out);
	for (size_t k = 0; k < s->n_out; k++) {
		struct field *f = &s->out[k];
		const char *name = sqlite3_column_name(st, (int)k);
		int line = p->k.t[p->top->arm[0]->col[k].b].line;
		struct value v;

		if (strcmp(name, f->name) != 0)
			die(p->k.file, line, "%s: column %zu is %s, declared %s", s->name, k + 1, name, f->name);
		v = query_column(p, p->top, k, s->in, s->n_in);
		check_out_type(p, s, f, v, line);
		if (v.type == TY_NONE && s->pg_body != NULL)
			continue;	/* of a table in the databases' own words: judged when it is read */
		if (v.nullable && !f->null)
			die(p->k.file, line, "%s: %s may be NULL; declare it %s?, or COALESCE it", s->name, f->name, type_name(f->type));
	}
}

static void
check_kind(const struct parsed *p, const struct stmt *s, sqlite3_stmt *st)
{
	bool rows = sqlite3_column_count(st) > 0;

	if (rows && s->kind == 'x')
		die(s->file, s->line, "%s: :exec gives no rows; make it :one or :many", s->name);
	if (!rows && s->kind != 'x')
		die(s->file, s->line, "%s: there are no rows without RETURNING; make it :exec", s->name);
	if (s->kind == 'x' && p->verb == V_SELECT)
		die(s->file, s->line, "%s: a SELECT is :one or :many", s->name);
	if (s->kind == 'x' && s->n_out > 0)
		die(s->file, s->line, "%s: :exec has no '-- out:'", s->name);
}

static struct parsed *
parse_body(struct stmt *s, const char *body, int line, bool two)
{
	struct toks k = lex(s->file, line, body);

	while (k.n > 0 && tok_is(&k.t[k.n - 1], ";"))
		k.t[--k.n].kind = T_END;
	for (size_t i = 0; i < k.n; i++)
		if (tok_is(&k.t[i], ";"))
			die(s->file, k.t[i].line, "%s: more than one statement", s->name);
	words_check(&k, s->name, two);
	return query_parse(k, s->name);
}

static sqlite3_stmt *
prepare(struct parsed *p, struct stmt *s)
{
	struct seen seen = { p, s };
	sqlite3_stmt *st = NULL;
	int rc;

	sqlite3_set_authorizer(schema.db, authorizer, &seen);
	rc = sqlite3_prepare_v2(schema.db, s->sqlite.p, -1, &st, NULL);
	sqlite3_set_authorizer(schema.db, NULL, NULL);
	if (rc != SQLITE_OK)
		die(s->file, s->body_line, "%s: SQLite: %s", s->name, sqlite3_errmsg(schema.db));
	return st;
}

/* The body for PostgreSQL cannot be prepared here; whose rows it touches is judged all the same. */
static void
check_pg_body(struct stmt *s)
{
	struct parsed *p = parse_body(s, s->pg_body, s->pg_line, true);
	struct edit *ed = calloc(p->k.n + 1, sizeof *ed);
	size_t n = s->n_scope;

	use_params(p, s);
	if (p->verb == V_SELECT ? s->writes : !s->writes)
		die(s->file, s->pg_line, "%s: one body reads, the other writes", s->name);
	scope_check(p, s);
	edit_columns(p, s, ed);
	put_tokens(p, s, ed, &s->pg, 1);
	if (s->n_scope != n)
		die(s->file, s->pg_line, "%s: both bodies use the same of @visible, @org and @person", s->name);
	for (size_t i = 0; i < s->n_scope; i++)
		if (strstr(s->pg.p, format("$%zu::", s->n_in + i + 1)) == NULL)
			die(s->file, s->pg_line, "%s: both bodies use the same of @visible, @org and @person", s->name);
}

void
stmt_check(struct stmt *s, bool may_unscope)
{
	struct parsed *p;
	struct edit *ed;
	sqlite3_stmt *st;

	if (s->unscoped != NULL && !may_unscope)
		die(s->file, s->line, "%s: '-- unscoped:' is for src/app and the folders in tools/sqlgen/unscoped.txt", s->name);
	p = parse_body(s, s->body, s->body_line, s->pg_body != NULL);
	ed = calloc(p->k.n + 1, sizeof *ed);
	use_params(p, s);
	s->writes = p->verb != V_SELECT;
	scope_check(p, s);
	edit_casts(p, s, ed);
	edit_sums(p, ed);
	edit_columns(p, s, ed);
	put_tokens(p, s, ed, &s->sqlite, 0);
	st = prepare(p, s);
	check_kind(p, s, st);
	check_columns(p, s, st);
	if (s->pg_body == NULL)
		check_comparisons(p, s);
	if (p->verb == V_INSERT && p->target->t != NULL)
		check_insert(p, s);
	if (p->verb != V_DELETE && p->target != NULL && p->target->t != NULL)
		check_set(p, s);
	check_order(p, s);
	if ((sqlite3_stmt_readonly(st) == 0) != s->writes)
		die(s->file, s->line, "%s: SQLite and this tool disagree whether it writes", s->name);
	sqlite3_finalize(st);
	if (s->pg_body != NULL)
		check_pg_body(s);
	else
		put_tokens(p, s, ed, &s->pg, 1);
}
