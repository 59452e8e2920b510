/* SPDX-License-Identifier: MIT */
#include "scope.h"

#include <stdlib.h>
#include <string.h>

/* Whose rows a statement may touch: every owned table has its @visible, where it cannot be argued away. */

static bool
is(const struct parsed *p, size_t i, const char *w)
{
	return tok_is(&p->k.t[i], w);
}

static size_t
step(const struct parsed *p, size_t i)
{
	return is(p, i, "(") ? p->k.t[i].match + 1 : i + 1;
}

static bool
is_visible(const struct parsed *p, size_t i)
{
	return p->k.t[i].kind == T_AT && strcmp(p->k.t[i].s, "visible") == 0;
}

static struct from *
find_alias(const struct arm *a, const char *alias)
{
	for (size_t i = 0; i < a->n_from; i++)
		if (strcmp(a->from[i]->alias, alias) == 0)
			return a->from[i];
	return NULL;
}

static bool
has_circle(const struct table *t)
{
	return t->owner != OWN_NOID && column_find(t, "circle") != NULL;
}

/* Who may know of a row stands in tables of the application. */
static void
need_guard(const struct parsed *p, const struct table *t, int line)
{
	static const char *const own[] = { "circle_member", "barred", "guarded" };

	for (; t != NULL; t = column_within(t) != NULL ? column_within(t)->within : NULL)
		for (size_t i = 0; (has_circle(t) || t->guard != NULL) && i < countof(own); i++)
			if (table_find(own[i]) == NULL)
				die(p->k.file, line, "%s: not everybody may know of %s, but no migration makes %s", p->what, t->name, own[i]);
}

/* "@visible(a)" or "@visible(a, party)" at i, standing in arm a. */
static void
take_visible(struct parsed *p, size_t i, struct arm *a, struct from *only)
{
	int line = p->k.t[i].line;
	const char *alias = p->k.t[i + 2].s, *party = NULL;
	size_t close;
	struct from *f;

	if (!is(p, i + 1, "("))
		die(p->k.file, line, "%s: write @visible(table's name here)", p->what);
	close = p->k.t[i + 1].match;
	f = find_alias(a, alias);
	if (close == i + 5 && is(p, i + 3, ","))
		party = p->k.t[i + 4].s;
	else if (close != i + 3)
		die(p->k.file, line, "%s: write @visible(name) or @visible(name, column)", p->what);
	if (f == NULL)
		die(p->k.file, line, "%s: @visible(%s): no table of this SELECT is called %s here", p->what, alias, alias);
	if (f->t == NULL)
		die(p->k.file, line, "%s: @visible(%s): %s is no table of a migration; say it where the table is read", p->what, alias, alias);
	if (!table_owned(f->t))
		die(p->k.file, line, "%s: @visible(%s): %s is SHARED, it has no owner", p->what, alias, f->t->name);
	if (party != NULL && (column_find(f->t, party) == NULL || !column_find(f->t, party)->party))
		die(p->k.file, line, "%s: @visible(%s, %s): %s.%s is not marked REFERENCES organisation PARTY", p->what, alias, party, f->t->name, party);
	if (column_find(f->t, "unit") != NULL && table_find("unit_under") == NULL)
		die(p->k.file, line, "%s: %s has units, but no migration makes unit_under (org, ancestor, unit)", p->what, f->t->name);
	need_guard(p, f->t, line);
	if (party != NULL && (column_within(f->t) != NULL || f->t->guard != NULL || has_circle(f->t)))
		die(p->k.file, line, "%s: %s goes with a record that only its own organisation knows: a party does not read it", p->what, f->t->name);
	if (only == NULL || only == f)
		f->covered = true;
}

/* An @visible counts only as a part that must hold: WHERE a AND @visible(x) AND b, no OR beside it. */
static void
cover_clause(struct parsed *p, struct arm *a, const struct clause *c)
{
	bool between = false, has_or = false, must = true;

	for (size_t i = c->b; i < c->e; i = step(p, i))
		has_or |= is(p, i, "OR");
	for (size_t i = c->b; i < c->e; i = step(p, i)) {
		if (is_visible(p, i)) {
			size_t next = step(p, i + 1);
			if (!must || has_or || (next < c->e && !is(p, next, "AND")))
				die(p->k.file, p->k.t[i].line, "%s: @visible must stand by itself: WHERE @visible(a) AND …, with any OR in parentheses",
				    p->what);
			take_visible(p, i, a, c->only);
		}
		if (is(p, i, "BETWEEN"))
			between = true;
		must = is(p, i, "AND") && !between;
		if (is(p, i, "AND"))
			between = false;
	}
}

static void
cover_query(struct parsed *p, struct query *q)
{
	for (size_t i = 0; i < q->n_arm; i++)
		for (size_t j = 0; j < q->arm[i]->n_cond; j++)
			cover_clause(p, q->arm[i], &q->arm[i]->cond[j]);
}

/* Every @visible must have been met in such a place. */
static void
refuse_strays(struct parsed *p)
{
	for (size_t i = 0; i < p->k.n; i++) {
		const struct arm *a = p->arm_of[i];
		bool met = false;

		if (p->k.t[i].kind != T_AT)
			continue;
		if (strcmp(p->k.t[i].s, "org") == 0 || strcmp(p->k.t[i].s, "person") == 0)
			continue;
		if (!is_visible(p, i))
			die(p->k.file, p->k.t[i].line, "%s: @%s is not known: @visible(a), @org, @person", p->what, p->k.t[i].s);
		for (size_t j = 0; a != NULL && j < a->n_cond; j++)
			for (size_t k = a->cond[j].b; k < a->cond[j].e; k = step(p, k))
				met |= k == i;
		if (!met)
			die(p->k.file, p->k.t[i].line, "%s: @visible must stand by itself: WHERE @visible(a) AND …, with any OR in parentheses", p->what);
	}
}

static struct expr *
insert_value(struct parsed *p, const char *col, size_t arm)
{
	for (size_t i = 0; i < p->n_ins_col; i++)
		if (strcmp(p->ins_col[i], col) == 0)
			return i < p->ins_from->arm[arm]->n_col ? &p->ins_from->arm[arm]->col[i] : NULL;
	return NULL;
}

static void
insert_scope(struct parsed *p, bool unscoped)
{
	const struct table *t = p->target->t;

	for (size_t i = 0; i < p->ins_from->n_arm; i++) {
		struct expr *x = insert_value(p, "org", i);
		bool org = x != NULL && x->e == x->b + 1 && p->k.t[x->b].kind == T_AT && strcmp(p->k.t[x->b].s, "org") == 0;
		if (!org && !unscoped)
			die(p->k.file, p->target->line, "%s: %s belongs to organisations: its column org takes @org", p->what, t->name);
	}
	if (p->conflict_e > p->conflict_b && is(p, p->conflict_b + 2, "(")) {
		bool org = false;
		for (size_t i = p->conflict_b + 3; i < p->k.t[p->conflict_b + 2].match; i++)
			org |= is(p, i, "org");
		if (!org && !unscoped)
			die(p->k.file, p->k.t[p->conflict_b].line, "%s: ON CONFLICT of an owned table names org first, or it may change another's row", p->what);
	} else if (p->conflict_e > p->conflict_b && !unscoped) {
		for (size_t i = p->conflict_b; i < p->conflict_e; i++)
			if (is(p, i, "UPDATE"))
				die(p->k.file, p->k.t[i].line, "%s: ON CONFLICT of an owned table names org first, or it may change another's row", p->what);
	}
	p->target->covered = true;
}

/* SET org = …, SET id = … */
static void
refuse_moves(struct parsed *p)
{
	for (size_t i = 0; i + 1 < p->k.n; i++) {
		bool set = is(p, i, "SET") || (is(p, i, ",") && p->arm_of[i] == p->top->arm[0]);
		if (set && (is(p, i + 1, "org") || is(p, i + 1, "id")) && is(p, i + 2, "="))
			die(p->k.file, p->k.t[i + 1].line, "%s: %s of an owned row never changes", p->what, p->k.t[i + 1].s);
	}
}

static void
check_target(struct parsed *p, const struct stmt *s, bool unscoped)
{
	const struct table *t = p->target->t;

	if (t == NULL || !table_owned(t))
		return;
	if (t->owner == OWN_RECORD && !s->made)
		die(p->k.file, p->target->line, "%s: %s is a RECORD: only app/record.c writes it (record_create, record_update, record_withdraw)",
		    p->what, t->name);
	if (p->verb == V_INSERT)
		insert_scope(p, unscoped || s->made);
	if (!s->made)
		refuse_moves(p);
}

/* One made by a migration's SQLITE words. */
static bool
table_exists(const char *name)
{
	return sqlite3_table_column_metadata(schema.db, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool
check_from(struct parsed *p, const struct from *f, const struct stmt *s)
{
	if (f->sub != NULL || f->covered)
		return false;
	if (f->t != NULL && !table_owned(f->t))
		return false;
	if (f->t == NULL && s->pg_body == NULL && !table_exists(f->table))
		die(p->k.file, f->line, "%s: there is no table %s; no migration of any folder makes it", p->what, f->table);
	if (s->unscoped != NULL)
		return true;
	if (s->made && strcmp(f->table, "unit_under") == 0)	/* whose branch it is, with @org */
		return false;
	if (f->t == NULL)
		die(p->k.file, f->line, "%s: %s is no TABLE of a migration: whose rows it gives is not known; '-- unscoped: reason' where that is allowed",
		    p->what, f->table);
	die(p->k.file, f->line, "%s: %s belongs to organisations: say @visible(%s) in WHERE, or in its own ON", p->what, f->t->name, f->alias);
}

void
scope_check(struct parsed *p, struct stmt *s)
{
	bool needed = false;

	for (size_t i = 0; i < p->n_all; i++)
		cover_query(p, p->all[i]);
	refuse_strays(p);
	if (p->target != NULL)
		check_target(p, s, s->unscoped != NULL);
	for (size_t i = 0; i < p->n_all; i++)
		for (size_t j = 0; j < p->all[i]->n_arm; j++)
			for (size_t k = 0; k < p->all[i]->arm[j]->n_from; k++)
				needed |= check_from(p, p->all[i]->arm[j]->from[k], s);
	if (s->unscoped != NULL && !needed && (p->target == NULL || p->verb != V_INSERT))
		die(s->file, s->line, "%s: '-- unscoped:' is not needed here, take it away", s->name);
}

/* ---- what @visible stands for ---- */

/* Circles of the few who may know of a row, and those whom a row is kept from. */
static const char members[] = "(SELECT m_.circle FROM circle_member m_ WHERE m_.org = :scope_org AND m_.account = :scope_person)";
static const char kept_from[] = "(SELECT b_.record FROM barred b_ WHERE b_.org = :scope_org AND b_.account = :scope_person)";

/* A circle that is NULL ends the question at once, and both lists are read once a statement. */
static void
put_circle(struct text *o, const struct table *t, const char *a)
{
	if (has_circle(t))
		put(o, " AND (%s.circle IS NULL OR %s.circle IN %s) AND %s.id NOT IN %s", a, a, members, a, kept_from);
	if (t->guard != NULL)
		put(o, " AND NOT EXISTS (SELECT 1 FROM guarded g_ WHERE g_.org = :scope_org AND g_.record = %s.%s AND g_.circle NOT IN %s)"
		    " AND %s.%s NOT IN %s", a, t->guard, members, a, t->guard, kept_from);
}

static void
put_row(struct text *o, const struct table *t, const char *a, const char *party, bool target, int depth)
{
	const struct column *in = column_within(t);

	put(o, "(%s.%s = :scope_org", a, party != NULL ? party : "org");
	if (column_find(t, "unit") != NULL && party != NULL)
		put(o, " AND :scope_branch = 0");	/* units are the owner's, a branch is the reader's */
	else if (column_find(t, "unit") != NULL)
		put(o, " AND (:scope_branch = 0 OR %s%s%s.unit IN (SELECT u_.unit FROM unit_under u_ "
		    "WHERE u_.org = :scope_org AND u_.ancestor = :scope_branch))",
		    target ? "" : a, target ? "" : ".unit IS NULL OR ", a);
	if (column_find(t, "tier") != NULL)
		put(o, " AND %s.tier <= :scope_tier", a);
	put_circle(o, t, a);
	if (in != NULL) {	/* a part of another record goes where that goes */
		char *w = format("w%d_", depth);
		if (!in->not_null)
			put(o, " AND (%s.%s IS NULL OR EXISTS", a, in->name);
		else
			put(o, " AND EXISTS");
		put(o, " (SELECT 1 FROM %s %s WHERE %s.org = %s.org AND %s.id = %s.%s AND ", in->within->name, w, w, a, w, a, in->name);
		put_row(o, in->within, w, NULL, false, depth + 1);
		put(o, in->not_null ? ")" : "))");
	}
	put(o, ")");
}

/* What @visible at i stands for. */
char *
scope_expand(struct parsed *p, size_t i)
{
	struct from *f = find_alias(p->arm_of[i], p->k.t[i + 2].s);
	struct text o = { 0 };

	put_row(&o, f->t, f->alias, is(p, i + 3, ",") ? p->k.t[i + 4].s : NULL, f->target, 1);
	return o.p;
}

/* Tables that an @visible reads besides the one it names. */
bool
scope_reads(const struct parsed *p, const char *table)
{
	static const char *const own[] = { "unit_under", "circle_member", "barred", "guarded" };

	for (size_t i = 0; i < countof(own); i++)
		if (strcmp(table, own[i]) == 0)
			return true;
	for (size_t i = 0; i < p->n_all; i++)
		for (size_t j = 0; j < p->all[i]->n_arm; j++)
			for (size_t k = 0; k < p->all[i]->arm[j]->n_from; k++) {
				const struct table *t = p->all[i]->arm[j]->from[k]->t;
				for (const struct column *c = t != NULL ? column_within(t) : NULL; c != NULL; c = column_within(c->within))
					if (strcmp(c->within->name, table) == 0)
						return true;
			}
	return false;
}
