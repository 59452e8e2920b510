/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <stdlib.h>
#include <string.h>

/* The statements of a record: get, insert, update, and a list and a count for each way in. */

static struct stmt *
new_stmt(const struct record *r, char kind, char *name)
{
	struct stmt *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	*s = (struct stmt){ .folder = r->folder, .file = r->file, .name = name, .line = r->line, .body_line = r->line, .kind = kind, .made = true };
	return s;
}

static void
add_in(struct stmt *s, const char *name, enum type type, bool null)
{
	s->in = more(s->in, s->n_in, sizeof *s->in);
	s->in[s->n_in++] = (struct field){ .name = name, .type = type == TY_PERSONAL ? TY_TEXT : type, .null = null };
}

static void
add_out(struct stmt *s, const char *name, enum type type, bool null)
{
	s->out = more(s->out, s->n_out, sizeof *s->out);
	s->out[s->n_out++] = (struct field){ .name = name, .type = type, .null = null };
}

static void
out_columns(struct stmt *s, struct text *o, const struct table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		put(o, "%sa.%s", i > 0 ? ", " : "", t->col[i].name);
		add_out(s, t->col[i].name, t->col[i].type, !t->col[i].not_null);
	}
}

/* A writer under a branch may not put a row outside it. */
static void
put_unit(struct text *o, const struct table *t, const char *and)
{
	if (column_find(t, "unit") != NULL)
		put(o, " %s (:scope_branch = 0 OR :unit IN (SELECT uu.unit FROM unit_under uu "
		    "WHERE uu.org = @org AND uu.ancestor = :scope_branch))", and);
}

/* A part of another record is put only into one that its writer sees. */
static void
put_within(struct text *o, const struct table *t, const char *and)
{
	const struct column *c = column_within(t);

	if (c != NULL)
		put(o, " %s %s%s%sEXISTS (SELECT 1 FROM %s ww WHERE ww.id = :%s AND @visible(ww))%s", and, c->not_null ? "" : "(:",
		    c->not_null ? "" : c->name, c->not_null ? "" : " IS NULL OR ", c->within->name, c->name, c->not_null ? "" : ")");
}

/* By its id, or by the reference that people see. */
static struct stmt *
make_get(const struct record *r, const char *by, enum type type)
{
	bool id = type == TY_ID;
	struct stmt *s = new_stmt(r, 'o', format(id ? "%s.get" : "%s.find", r->name));
	struct text o = { 0 };

	put(&o, "SELECT ");
	out_columns(s, &o, r->t);
	put(&o, " FROM %s a WHERE a.%s = :%s AND @visible(a)", r->t->name, by, by);
	add_in(s, by, type, false);
	s->body = o.p;
	return s;
}

/* SQLite keeps a journal of its own for each INSERT that selects: where nothing is to be asked, the plain one is used. */
static struct stmt *
make_insert(const struct record *r, bool plain)
{
	struct stmt *s = new_stmt(r, 'x', format(plain ? "%s.insert_plain" : "%s.insert", r->name));
	struct text o = { 0 }, v = { 0 };

	put(&o, "INSERT INTO %s (org", r->t->name);
	for (size_t i = 1; i < r->t->n; i++) {
		const struct column *c = &r->t->col[i];
		put(&o, ", %s", c->name);
		put(&v, ", :%s", c->name);
		add_in(s, c->name, c->type, !c->not_null);
	}
	put(&o, plain ? ") VALUES (@org%s)" : ") SELECT @org%s", v.p);
	if (!plain)
		put_unit(&o, r->t, "WHERE");
	put_within(&o, r->t, column_find(r->t, "unit") != NULL ? "AND" : "WHERE");
	s->body = o.p;
	return s;
}

static struct stmt *
make_update(const struct record *r)
{
	struct stmt *s = new_stmt(r, 'x', format("%s.update", r->name));
	struct text o = { 0 };

	put(&o, "UPDATE %s AS a SET version = :version + 1", r->t->name);
	add_in(s, "id", TY_ID, false);
	for (size_t i = 2; i < r->t->n; i++) {
		const struct column *c = &r->t->col[i];
		if (strcmp(c->name, "created_at") == 0 || strcmp(c->name, "created_by") == 0)
			continue;
		add_in(s, c->name, c->type, !c->not_null);
		if (strcmp(c->name, "version") != 0)
			put(&o, ", %s = :%s", c->name, c->name);
	}
	put(&o, " WHERE a.id = :id AND a.version = :version AND @visible(a)");
	put_unit(&o, r->t, "AND");
	put_within(&o, r->t, "AND");
	s->body = o.p;
	return s;
}

/* FROM and WHERE of one way in: no filter, one that leads, or what is withdrawn. */
static void
put_where(struct stmt *s, struct text *o, const struct record *r, const struct filter *lead, bool withdrawn)
{
	put(o, " FROM %s a WHERE @visible(a) AND a.withdrawn_at IS %sNULL", r->t->name, withdrawn ? "NOT " : "");
	for (size_t i = 0; i < r->n_filter; i++) {
		const struct filter *f = &r->filter[i];
		if (f == lead)
			put(o, " AND a.%s = :f_%s", f->name, f->name);
		else
			put(o, " AND (:f_%s IS NULL OR a.%s = :f_%s)", f->name, f->name, f->name);
		add_in(s, format("f_%s", f->name), f->col->type, f != lead);
	}
	/* Cut to a branch of the tree; what belongs to the organisation as a whole is in none. */
	if (column_find(r->t, "unit") != NULL) {
		put(o, " AND (:branch = 0 OR a.unit IN (SELECT bu.unit FROM unit_under bu WHERE bu.org = @org AND bu.ancestor = :branch))");
		add_in(s, "branch", TY_ID, false);
	}
}

static char *
way_name(const struct record *r, const char *what, const char *sort, const struct filter *lead, bool withdrawn)
{
	return format("%s.%s%s%s%s%s%s", r->name, what, sort != NULL ? "." : "", sort != NULL ? sort : "",
	    lead != NULL ? ".of_" : "", lead != NULL ? lead->name : "", withdrawn ? ".withdrawn" : "");
}

static struct stmt *
make_list(const struct record *r, const struct sort *by, const struct filter *lead, bool withdrawn)
{
	struct stmt *s = new_stmt(r, 'm', way_name(r, "list", by->name, lead, withdrawn));
	const char *desc = by->descending ? " DESC" : "";
	struct text o = { 0 };

	put(&o, "SELECT ");
	out_columns(s, &o, r->t);
	put_where(s, &o, r, lead, withdrawn);
	put(&o, " AND (a.%s, a.id) %s (:after, :after_id) ORDER BY a.%s%s, a.id%s LIMIT :most", by->name, by->descending ? "<" : ">",
	    by->name, desc, desc);
	add_in(s, "after", by->col->type, false);
	add_in(s, "after_id", TY_ID, false);
	add_in(s, "most", TY_I64, false);
	s->body = o.p;
	return s;
}

static struct stmt *
make_count(const struct record *r, const struct filter *lead, bool withdrawn)
{
	struct stmt *s = new_stmt(r, 'o', way_name(r, "count", NULL, lead, withdrawn));
	struct text o = { 0 };

	put(&o, "SELECT count(*) AS n FROM (SELECT 1 AS one");
	put_where(s, &o, r, lead, withdrawn);
	put(&o, " LIMIT 201) AS c");	/* each row is looked at; app/register_list.c says more than 200 */
	add_out(s, "n", TY_I64, false);
	s->body = o.p;
	return s;
}

/* ---- plans ---- */

static void __attribute__((noreturn))
no_index(const struct record *r, const struct sort *by, const struct filter *lead, const char *plan)
{
	die(r->file, r->line, "record %s: the list by %s%s%s has no index; add INDEX %s_by_%s%s%s ON %s (org, %s%s%s, id) WHERE withdrawn_at IS NULL; "
	    "(SQLite would: %s)", r->name, by->name, lead != NULL ? " with filter " : "", lead != NULL ? lead->name : "", r->name,
	    lead != NULL ? lead->name : "", lead != NULL ? "_" : "", by->name, r->name, lead != NULL ? lead->name : "", lead != NULL ? ", " : "",
	    by->name, plan);
}

static void
check_plan(const struct record *r, const struct stmt *s, const struct sort *by, const struct filter *lead)
{
	sqlite3_stmt *st;
	bool met = false;

	if (sqlite3_prepare_v2(schema.db, format("EXPLAIN QUERY PLAN %s", s->sqlite.p), -1, &st, NULL) != SQLITE_OK)
		die(r->file, r->line, "%s: SQLite: %s", s->name, sqlite3_errmsg(schema.db));
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *d = (const char *)sqlite3_column_text(st, 3);

		if (strstr(d, "USE TEMP B-TREE") != NULL || strstr(d, "SCAN a") == d)
			no_index(r, by, lead, d);
		if (!starts(d, "SEARCH a "))
			continue;
		met = true;
		if (strstr(d, "org=?") == NULL || (lead != NULL && strstr(d, format("%s=?", lead->name)) == NULL))
			no_index(r, by, lead, d);
		if ((lead == NULL || strcmp(lead->name, by->name) != 0) && strstr(d, format("%s,id)", by->name)) == NULL)
			no_index(r, by, lead, d);
	}
	if (!met)
		no_index(r, by, lead, "something else");
	sqlite3_finalize(st);
}

static void
make_ways(struct record *r)
{
	const struct filter **lead = calloc(r->n_filter + 2, sizeof *lead);
	size_t n = 1;

	for (size_t i = 0; i < r->n_filter; i++)
		if (r->filter[i].indexed)
			lead[n++] = &r->filter[i];
	r->n_lead = n + 1;
	r->list = calloc(r->n_sort * r->n_lead, sizeof(struct stmt *));
	r->count = calloc(r->n_lead, sizeof(struct stmt *));
	for (size_t l = 0; l < r->n_lead; l++) {
		for (size_t k = 0; k < r->n_sort; k++) {
			struct stmt *s = make_list(r, &r->sort[k], l < n ? lead[l] : NULL, l == n);
			stmt_check(s, false);
			if (l < n)
				check_plan(r, s, &r->sort[k], lead[l]);
			r->list[k * r->n_lead + l] = s;
		}
		r->count[l] = make_count(r, l < n ? lead[l] : NULL, l == n);
		stmt_check(r->count[l], false);
	}
}

void
record_build(struct record *r)
{
	if (r->n_sort == 0)
		die(r->file, r->line, "record %s: expected '-- sorts: …', the first one is the usual order", r->name);
	for (size_t i = 0; i < r->n_sort; i++)
		if (strcmp(r->sort[i].name, "id") == 0)
			die(r->file, r->line, "record %s: sort by created_at instead of id", r->name);
	r->get = make_get(r, "id", TY_ID);
	r->find = column_find(r->t, "ref") != NULL ? make_get(r, "ref", TY_TEXT) : NULL;
	r->insert = make_insert(r, false);
	r->plain = column_find(r->t, "unit") != NULL && column_within(r->t) == NULL ? make_insert(r, true) : NULL;
	r->update = make_update(r);
	stmt_check(r->get, false);
	if (r->find != NULL)
		stmt_check(r->find, false);
	stmt_check(r->insert, false);
	if (r->plain != NULL)
		stmt_check(r->plain, false);
	stmt_check(r->update, false);
	make_ways(r);
}
