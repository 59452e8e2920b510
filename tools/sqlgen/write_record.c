/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <string.h>

void
write_record_header(struct text *h, const struct record *r)
{
	put(h, "struct %s {\n", r->name);
	for (size_t i = 0; i < r->t->n; i++) {
		const struct column *c = &r->t->col[i];
		put(h, "\t%s%s;\n", c_type(c->type, !c->not_null), c->name);
	}
	put(h, "};\nextern const struct record_ops %s_ops;\n\n", r->name);
}

static void
put_reader(struct text *c, const struct record *r)
{
	put(c, "static enum status\n%s_read_made_(struct db_cursor *cur_, struct arena *mem_, struct %s *ret_)\n{\n\t*ret_ = (struct %s){ 0 };\n",
	    r->name, r->name, r->name);
	for (size_t i = 0; i < r->get->n_out; i++) {
		struct field f = r->get->out[i];
		f.cls = r->t->col[i].cls;
		write_get(c, &f, i, format("ret_->%s", f.name));
	}
	put(c, "\treturn ST_OK;\n}\n\n");
}

static void
put_scope(struct text *c, const struct stmt *s)
{
	for (size_t i = 0; i < s->n_scope; i++)
		put(c, "\t\t{ .kind = DB_INT, .i = scope_->%s },\n", s->scope_param[i] + strlen("scope_"));
}

static void
put_get(struct text *c, const struct record *r, const struct stmt *s, bool find)
{
	const char *sym = stmt_symbol(s);

	put(c, "static enum status\n%s_%s_made_(struct db *db_, const struct scope *scope_, struct arena *mem_, %s, void *ret_)\n{\n"
	    "\tconst struct db_value in_[] = {\n\t\t{ %s },\n", r->name, find ? "find" : "get", find ? "struct str ref" : "int64_t id",
	    find ? ".kind = DB_TEXT, .s = ref" : ".kind = DB_INT, .i = id");
	put_scope(c, s);
	put(c, "\t};\n\tstruct db_cursor cur_;\n\tenum status got_;\n\n"
	    "\tTRY(db_open(db_, &%s, in_, countof(in_), &cur_));\n\tdb_note_run(&%s);\n"
	    "\tgot_ = db_step(&cur_);\n\tif (got_ == ST_OK)\n\t\tgot_ = %s_read_made_(&cur_, mem_, ret_);\n"
	    "\tdb_close(&cur_);\n\treturn got_;\n}\n\n", sym, sym, r->name);
}

/* Insert and update bind members of the row; the rest is the same but for what is told back. */
static void
put_write(struct text *c, const struct record *r, const struct stmt *s, bool insert)
{
	const char *sym = stmt_symbol(s);

	put(c, "static enum status\n%s_%s_made_(struct db *db_, const struct scope *scope_, const void *row%s)\n{\n"
	    "\tconst struct %s *row_ = row;\n\tconst struct db_value in_[] = {\n", r->name, insert ? "insert" : "update",
	    insert ? "" : ", int64_t *ret_changed_", r->name);
	for (size_t i = 0; i < s->n_in; i++) {
		const struct column *col = column_find(r->t, s->in[i].name);
		put(c, "\t\t");
		write_bind(c, col->type, !col->not_null, format("row_->%s", col->name));
		put(c, ",\n");
	}
	put_scope(c, s);
	put(c, "\t};\n\tstruct db_cursor cur_;\n\tenum status got_;\n\n"
	    "\tif (scope_->read_only || row_->org != scope_->org)\n\t\treturn ST_FORBIDDEN;\n");
	if (insert && r->plain != NULL)	/* the branch is its last parameter */
		put(c, "\tconst struct db_stmt *stmt_ = scope_->branch == 0 ? &%s : &%s;\n"
		    "\tTRY(db_open(db_, stmt_, in_, countof(in_) - (scope_->branch == 0), &cur_));\n\tdb_note_run(stmt_);\n", stmt_symbol(r->plain), sym);
	else
		put(c, "\tTRY(db_open(db_, &%s, in_, countof(in_), &cur_));\n\tdb_note_run(&%s);\n", sym, sym);
	put(c, "\twhile ((got_ = db_step(&cur_)) == ST_OK)\n\t\t;\n\tif (got_ == ST_NOT_FOUND) {\n\t\tgot_ = ST_OK;\n");
	if (insert)	/* nothing written: a unit outside the writer's branch */
		put(c, "\t\tif (cur_.changed != 1)\n\t\t\tgot_ = ST_FORBIDDEN;\n");
	else
		put(c, "\t\t*ret_changed_ = cur_.changed;\n");
	put(c, "\t}\n\tdb_close(&cur_);\n\treturn got_;\n}\n\n");
}

/* Which statement: the one of the first indexed filter that is set. */
static void
put_lead(struct text *c, const struct record *r)
{
	size_t l = 1;

	put(c, "static size_t\n%s_way_made_(const struct record_query *q)\n{\n\tif (q->withdrawn)\n\t\treturn %zu;\n", r->name, r->n_lead - 1);
	for (size_t i = 0; i < r->n_filter; i++)
		if (r->filter[i].indexed)
			put(c, "\tif (q->filter[%zu].kind != DB_NULL)\n\t\treturn %zu;\n", i, l++);
	put(c, "\treturn 0;\n}\n\n");
	if (r->n_filter == 0)
		return;
	put(c, "static bool\n%s_filters_made_(const struct record_query *q)\n{\n", r->name);
	for (size_t i = 0; i < r->n_filter; i++)
		put(c, "\tif (q->filter[%zu].kind != DB_NULL && q->filter[%zu].kind != %s)\n\t\treturn false;\n", i, i,
		    type_letter(r->filter[i].col->type) == 't' ? "DB_TEXT" : "DB_INT");
	put(c, "\treturn true;\n}\n\n");
}

static void
put_after(struct text *c, const struct record *r)
{
	put(c, "/* From the start is behind a value that stands before all others. */\n"
	    "static bool\n%s_after_made_(const struct record_query *q, struct db_value *value, struct db_value *id)\n{\n"
	    "\tstatic const struct { enum db_kind kind; bool descending; } by[] = {\n", r->name);
	for (size_t i = 0; i < r->n_sort; i++)
		put(c, "\t\t{ %s, %s },\n", type_letter(r->sort[i].col->type) == 't' ? "DB_TEXT" : "DB_INT", r->sort[i].descending ? "true" : "false");
	put(c, "\t};\n\n"
	    "\tif (q->sort >= countof(by))\n\t\treturn false;\n"
	    "\t*id = (struct db_value){ .kind = DB_INT, .i = q->after_id };\n"
	    "\tif (q->after_id != 0) {\n\t\t*value = q->after;\n\t\treturn q->after.kind == by[q->sort].kind;\n\t}\n"
	    "\tid->i = by[q->sort].descending ? INT64_MAX : 0;\n"
	    "\t*value = (struct db_value){ .kind = by[q->sort].kind, .i = by[q->sort].descending ? INT64_MAX : INT64_MIN, .s = S(\"\") };\n"
	    "\tif (by[q->sort].descending)\t/* the last code point of all, four times */\n"
	    "\t\tvalue->s = S(\"\\xf4\\x8f\\xbf\\xbf\\xf4\\x8f\\xbf\\xbf\\xf4\\x8f\\xbf\\xbf\\xf4\\x8f\\xbf\\xbf\");\n"
	    "\treturn true;\n}\n\n");
}

static void
put_filters(struct text *c, const struct record *r)
{
	for (size_t i = 0; i < r->n_filter; i++)
		put(c, "\t\tq->filter[%zu],\n", i);
	if (column_find(r->t, "unit") != NULL)
		put(c, "\t\t{ .kind = DB_INT, .i = q->branch },\n");
}

static void
put_list(struct text *c, const struct record *r)
{
	put(c, "static enum status\n%s_list_made_(struct db *db_, const struct scope *scope_, struct arena *mem_, const struct record_query *q, "
	    "void **ret_, size_t *ret_n_)\n{\n\tstatic const struct db_stmt *const by[][%zu] = {\n", r->name, r->n_lead);
	for (size_t k = 0; k < r->n_sort; k++) {
		put(c, "\t\t{\n");
		for (size_t l = 0; l < r->n_lead; l++)
			put(c, "\t\t\t&%s,\n", stmt_symbol(r->list[k * r->n_lead + l]));
		put(c, "\t\t},\n");
	}
	put(c, "\t};\n\tstruct db_value after, after_id;\n\n\tif (!%s_after_made_(q, &after, &after_id))\n\t\treturn ST_INVALID;\n", r->name);
	if (r->n_filter > 0)
		put(c, "\tif (!%s_filters_made_(q))\n\t\treturn ST_INVALID;\n", r->name);
	put(c, "\tconst struct db_value in_[] = {\n");
	put_filters(c, r);
	put(c, "\t\tafter,\n\t\tafter_id,\n\t\t{ .kind = DB_INT, .i = q->limit },\n");
	put_scope(c, r->list[0]);
	put(c, "\t};\n\tconst struct db_stmt *stmt_ = by[q->sort][%s_way_made_(q)];\n"
	    "\tstruct db_cursor cur_;\n\tenum status got_;\n\tstruct %s *rows_ = NULL;\n\tsize_t n_ = 0, room_ = 0;\n\n"
	    "\tTRY(db_open(db_, stmt_, in_, countof(in_), &cur_));\n\tdb_note_run(stmt_);\n"
	    "\twhile ((got_ = db_step(&cur_)) == ST_OK) {\n"
	    "\t\tif (n_ == room_) {\n\t\t\tstruct %s *wider_;\n\t\t\troom_ = room_ > 0 ? room_ * 2 : 16;\n"
	    "\t\t\twider_ = arena_array(mem_, struct %s, room_);\n"
	    "\t\t\tfor (size_t i_ = 0; i_ < n_; i_++)\n\t\t\t\twider_[i_] = rows_[i_];\n\t\t\trows_ = wider_;\n\t\t}\n"
	    "\t\tgot_ = %s_read_made_(&cur_, mem_, &rows_[n_]);\n\t\tif (got_ != ST_OK)\n\t\t\tbreak;\n\t\tn_++;\n\t}\n"
	    "\tif (got_ == ST_NOT_FOUND) {\n\t\tgot_ = ST_OK;\n\t\t*ret_ = rows_;\n\t\t*ret_n_ = n_;\n\t}\n"
	    "\tdb_close(&cur_);\n\treturn got_;\n}\n\n", r->name, r->name, r->name, r->name, r->name);
}

static void
put_count(struct text *c, const struct record *r)
{
	put(c, "static enum status\n%s_count_made_(struct db *db_, const struct scope *scope_, struct arena *mem_, const struct record_query *q, "
	    "int64_t *ret_)\n{\n\tstatic const struct db_stmt *const by[] = {\n", r->name);
	for (size_t l = 0; l < r->n_lead; l++)
		put(c, "\t\t&%s,\n", stmt_symbol(r->count[l]));
	put(c, "\t};\n\tconst struct db_value in_[] = {\n");
	put_filters(c, r);
	put_scope(c, r->count[0]);
	put(c, "\t};\n\tconst struct db_stmt *stmt_ = by[%s_way_made_(q)];\n\tstruct db_cursor cur_;\n\tenum status got_;\n\n\t(void)mem_;\n", r->name);
	if (r->n_filter > 0)
		put(c, "\tif (!%s_filters_made_(q))\n\t\treturn ST_INVALID;\n", r->name);
	put(c, "\tTRY(db_open(db_, stmt_, in_, countof(in_), &cur_));\n\tdb_note_run(stmt_);\n"
	    "\tgot_ = db_step(&cur_);\n\tif (got_ == ST_OK)\n\t\t*ret_ = db_int(&cur_, 0);\n"
	    "\telse if (got_ == ST_NOT_FOUND)\n\t\tgot_ = ST_INTERNAL;\n\tdb_close(&cur_);\n\treturn got_;\n}\n\n");
}

/* X_sort and X_fold beside a text X follow it: the application fills them. */
static const struct column *
derived_from(const struct table *t, const struct column *c)
{
	static const char *const tails[] = { "_sort", "_fold" };
	size_t n = strlen(c->name);

	for (size_t i = 0; i < countof(tails); i++)
		if (n > strlen(tails[i]) && strcmp(c->name + n - strlen(tails[i]), tails[i]) == 0) {
			const struct column *from = column_find(t, format("%.*s", (int)(n - strlen(tails[i])), c->name));
			return from != NULL && type_letter(from->type) == 't' ? from : NULL;
		}
	return NULL;
}

static bool
standard_column(const char *name)
{
	static const char *const all[] = { "org", "id", "version", "created_at", "created_by", "changed_at", "changed_by",
		"withdrawn_at", "withdrawn_by", "withdrawn_why" };

	for (size_t i = 0; i < countof(all); i++)
		if (strcmp(name, all[i]) == 0)
			return true;
	return false;
}

static void
put_columns(struct text *c, const struct record *r)
{
	put(c, "static const struct record_derived %s_derived_made_[] = {\n", r->name);
	for (size_t i = 0; i < r->t->n; i++) {
		const struct column *col = &r->t->col[i], *from = derived_from(r->t, col);
		if (from != NULL)
			put(c, "\t{ offsetof(struct %s, %s), offsetof(struct %s, %s), %s, %s },\n", r->name, from->name, r->name, col->name,
			    strstr(col->name, "_sort") != NULL ? "true" : "false", from->type == TY_PERSONAL ? "true" : "false");
	}
	put(c, "\t{ 0, 0, false, false },\n};\nstatic const char *const %s_columns_made_[] = {\n", r->name);
	for (size_t i = 0; i < r->t->n; i++) {
		const struct column *col = &r->t->col[i];
		if (!standard_column(col->name) && derived_from(r->t, col) == NULL && strcmp(col->name, "ref") != 0)
			put(c, "\t\"%s\",\n", col->name);
	}
	put(c, "\tNULL,\n};\n");
}

static void
put_ops(struct text *c, const struct record *r)
{
	static const char *const at[] = { "org", "id", "version", "created_at", "created_by", "changed_at", "changed_by",
		"withdrawn_at", "withdrawn_by", "withdrawn_why" };

	put(c, "static const struct record_sort %s_sorts_made_[] = {\n", r->name);
	for (size_t i = 0; i < r->n_sort; i++)
		put(c, "\t{ .name = \"%s\", .type = '%c', .descending = %s, .at = offsetof(struct %s, %s), .wide = %s },\n", r->sort[i].name,
		    type_letter(r->sort[i].col->type), r->sort[i].descending ? "true" : "false", r->name, r->sort[i].col->name,
		    r->sort[i].col->type == TY_DATE ? "false" : "true");
	put(c, "};\n");
	put_columns(c, r);
	if (r->n_filter > 0)
		put(c, "static const struct record_filter %s_filter_list_made_[] = {\n", r->name);
	for (size_t i = 0; i < r->n_filter; i++)
		put(c, "\t{ .name = \"%s\", .type = '%c', .indexed = %s },\n", r->filter[i].name, type_letter(r->filter[i].col->type),
		    r->filter[i].indexed ? "true" : "false");
	put(c, "%sconst struct record_ops %s_ops = {\n\t.kind = \"%s\",\n\t.size = sizeof(struct %s),\n", r->n_filter > 0 ? "};\n" : "",
	    r->name, r->name, r->name);
	for (size_t i = 0; i < countof(at); i++)
		put(c, "\t.at_%s = offsetof(struct %s, %s),\n", at[i], r->name, at[i]);
	if (column_find(r->t, "ref") != NULL)
		put(c, "\t.at_ref = offsetof(struct %s, ref),\n\t.has_ref = true,\n", r->name);
	if (column_find(r->t, "unit") != NULL)
		put(c, "\t.has_unit = true,\n");
	if (column_find(r->t, "circle") != NULL)
		put(c, "\t.at_circle = offsetof(struct %s, circle),\n\t.has_circle = true,\n", r->name);
	if (column_within(r->t) != NULL)
		put(c, "\t.within = \"%s\",\n\t.at_within = offsetof(struct %s, %s),\n", column_within(r->t)->within->name, r->name,
		    column_within(r->t)->name);
	put(c, "\t.derived = %s_derived_made_,\n\t.n_derived = countof(%s_derived_made_) - 1,\n"
	    "\t.columns = %s_columns_made_,\n\t.n_columns = countof(%s_columns_made_) - 1,\n", r->name, r->name, r->name, r->name);
	for (size_t i = 0; i < 5; i++) {
		static const char *const fn[] = { "get", "insert", "update", "list", "count" };
		put(c, "\t.%s = %s_%s_made_,\n", fn[i], r->name, fn[i]);
	}
	if (r->find != NULL)
		put(c, "\t.find = %s_find_made_,\n", r->name);
	put(c, "\t.sorts = %s_sorts_made_,\n\t.n_sorts = %zu,\n", r->name, r->n_sort);
	if (r->n_filter > 0)
		put(c, "\t.filters = %s_filter_list_made_,\n", r->name);
	put(c, "\t.n_filters = %zu,\n};\n\n", r->n_filter);
}

void
write_record_code(struct text *c, const struct record *r)
{
	write_stmt_data(c, r->get);
	if (r->find != NULL)
		write_stmt_data(c, r->find);
	write_stmt_data(c, r->insert);
	if (r->plain != NULL)
		write_stmt_data(c, r->plain);
	write_stmt_data(c, r->update);
	for (size_t l = 0; l < r->n_sort * r->n_lead; l++)
		write_stmt_data(c, r->list[l]);
	for (size_t l = 0; l < r->n_lead; l++)
		write_stmt_data(c, r->count[l]);
	put_reader(c, r);
	put_get(c, r, r->get, false);
	if (r->find != NULL)
		put_get(c, r, r->find, true);
	put_write(c, r, r->insert, true);
	put_write(c, r, r->update, false);
	put_lead(c, r);
	put_after(c, r);
	put_list(c, r);
	put_count(c, r);
	put_ops(c, r);
}
