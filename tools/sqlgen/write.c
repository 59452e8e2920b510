/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <ctype.h>
#include <string.h>

const char *
c_type(enum type t, bool null)
{
	switch (t) {
	case TY_ID: return "int64_t ";
	case TY_I64: return null ? "struct opt_i64 " : "int64_t ";
	case TY_BOOL: return "bool ";
	case TY_TEXT:
	case TY_BLOB: return "struct str ";
	case TY_TIME: return "struct when ";
	case TY_DATE: return "struct date ";
	case TY_MONEY: return "struct money ";
	case TY_FILE: return "struct file_ref ";
	case TY_CHOICES: return "struct choices ";
	case TY_PERSONAL: return "struct personal ";
	case TY_NONE:
	case TY_NULL: break;
	}
	return "";
}

/* A number: what says that it is there, and where it lies. */
static void
bind_number(struct text *c, bool null, const char *e, const char *has, const char *value)
{
	if (null)
		put(c, "{ .kind = %s%s ? DB_INT : DB_NULL, .i = %s%s }", e, has, e, value);
	else
		put(c, "{ .kind = DB_INT, .i = %s%s }", e, value);
}

static void
bind_text(struct text *c, bool null, const char *e, const char *kind)
{
	if (null)
		put(c, "{ .kind = %s.p != NULL ? %s : DB_NULL, .s = %s }", e, kind, e);
	else
		put(c, "{ .kind = %s, .s = %s.p != NULL ? %s : S(\"\") }", kind, e, e);
}

void
write_bind(struct text *c, enum type t, bool null, const char *e)
{
	switch (t) {
	case TY_ID: bind_number(c, null, e, " != 0", ""); break;
	case TY_I64: bind_number(c, null, e, ".has", null ? ".v" : ""); break;
	case TY_BOOL: bind_number(c, false, e, "", ""); break;
	case TY_TIME: bind_number(c, null, e, ".ms != 0", ".ms"); break;
	case TY_DATE: bind_number(c, null, e, ".day != 0", ".day"); break;
	case TY_MONEY: bind_number(c, null, e, ".has", ".pence"); break;
	case TY_FILE: bind_number(c, null, e, ".id != 0", ".id"); break;
	case TY_CHOICES: put(c, "{ .kind = DB_INT, .i = (int64_t)%s.bits }", e); break;
	case TY_TEXT: bind_text(c, null, e, "DB_TEXT"); break;
	case TY_BLOB: bind_text(c, null, e, "DB_BLOB"); break;
	case TY_PERSONAL: bind_text(c, null, format("%s.text", e), "DB_TEXT"); break;
	case TY_NONE:
	case TY_NULL: break;
	}
}

/* Column k of the row the cursor stands on; a NULL that was not declared is our fault, never a default. */
void
write_get(struct text *c, const struct field *f, size_t k, const char *to)
{
	char *i = format("db_int(cur_, %zu)", k), *s = format("db_text(cur_, %zu, mem_)", k), *v = NULL;

	switch (f->type) {
	case TY_ID: v = i; break;
	case TY_I64: v = f->null ? format("(struct opt_i64){ %s, true }", i) : i; break;
	case TY_BOOL: v = format("%s != 0", i); break;
	case TY_TEXT:
	case TY_BLOB: v = s; break;
	case TY_TIME: v = format("(struct when){ %s }", i); break;
	case TY_DATE: v = format("(struct date){ (int32_t)%s }", i); break;
	case TY_MONEY: v = format("(struct money){ %s, true }", i); break;
	case TY_FILE: v = format("(struct file_ref){ %s }", i); break;
	case TY_CHOICES: v = format("(struct choices){ (uint64_t)%s }", i); break;
	case TY_PERSONAL: v = format("(struct personal){ %s, %s }", s, cls_c[f->cls]); break;
	case TY_NONE:
	case TY_NULL: break;
	}
	if (f->null) {
		if (f->type == TY_PERSONAL)
			put(c, "\t%s.cls = %s;\n", to, cls_c[f->cls]);
		put(c, "\tif (!db_is_null(cur_, %zu))\n\t\t%s = %s;\n", k, to, v);
	} else {
		put(c, "\tif (db_is_null(cur_, %zu))\n\t\treturn ST_INTERNAL;\n\t%s = %s;\n", k, to, v);
	}
}

/* "agreement.list.title_sort" → agreement_list_title_sort_made_; hand-written names keep theirs. */
const char *
stmt_symbol(const struct stmt *s)
{
	char *n = format("%s%s_stmt_", s->name, s->made ? "_made" : "");

	for (char *p = n; *p != 0; p++)
		if (*p == '.')
			*p = '_';
	return n;
}

static void
put_letters(struct text *c, const struct field *f, size_t n, size_t scope)
{
	put(c, "\"");
	for (size_t i = 0; i < n; i++)
		put(c, "%c", type_letter(f[i].type));
	for (size_t i = 0; i < scope; i++)
		put(c, "i");
	put(c, "\"");
}

void
write_stmt_data(struct text *c, const struct stmt *s)
{
	put(c, "extern const struct db_stmt %s;\nconst struct db_stmt %s = {\n\t.name = \"%s\",\n\t.sqlite = ", stmt_symbol(s), stmt_symbol(s), s->name);
	put_c_string(c, s->sqlite.p);
	put(c, ",\n\t.pg = ");
	put_c_string(c, s->pg.p);
	put(c, ",\n\t.in = ");
	put_letters(c, s->in, s->n_in, s->n_scope);
	put(c, ",\n\t.out = ");
	put_letters(c, s->out, s->n_out, 0);
	put(c, ",\n\t.writes = %s,\n};\n\n", s->writes ? "true" : "false");
}

static void
put_signature(struct text *o, const struct stmt *s, bool head)
{
	put(o, "enum status%s%s(struct db *db_", head ? " " : "\n", s->name);
	if (s->scope)
		put(o, ", const struct scope *scope_");
	if (s->n_out > 0)
		put(o, ", struct arena *mem_");
	for (size_t i = 0; i < s->n_in; i++)
		put(o, ", %s%s", c_type(s->in[i].type, s->in[i].null), s->in[i].name);
	if (s->kind == 'o')
		put(o, ", struct %s_row *ret_", s->name);
	else if (s->kind == 'm')
		put(o, ", struct %s_row **ret_, size_t *ret_n_", s->name);
	else
		put(o, ", int64_t *ret_changed_");
	put(o, ")%s\n", head ? " MUST_CHECK;" : "");
}

static void
put_row_struct(struct text *h, const struct stmt *s)
{
	if (s->n_out == 0)
		return;
	put(h, "struct %s_row {\n", s->name);
	for (size_t i = 0; i < s->n_out; i++)
		put(h, "\t%s%s;\n", c_type(s->out[i].type, s->out[i].null), s->out[i].name);
	put(h, "};\n");
}

static bool
needs_mem(const struct stmt *s)
{
	for (size_t i = 0; i < s->n_out; i++)
		if (type_letter(s->out[i].type) != 'i')
			return true;
	return false;
}

static void
put_reader(struct text *c, const struct stmt *s)
{
	put(c, "static enum status\n%s_read_(struct db_cursor *cur_, struct arena *mem_, struct %s_row *ret_)\n{\n", s->name, s->name);
	if (!needs_mem(s))
		put(c, "\t(void)mem_;\n");
	put(c, "\t*ret_ = (struct %s_row){ 0 };\n", s->name);
	for (size_t i = 0; i < s->n_out; i++)
		write_get(c, &s->out[i], i, format("ret_->%s", s->out[i].name));
	put(c, "\treturn ST_OK;\n}\n\n");
}

static void
put_open(struct text *c, const struct stmt *s)
{
	const char *sym = stmt_symbol(s);
	size_t n = s->n_in + s->n_scope;

	if (n > 0) {
		put(c, "\tconst struct db_value in_[] = {\n");
		for (size_t i = 0; i < s->n_in; i++) {
			put(c, "\t\t");
			write_bind(c, s->in[i].type, s->in[i].null, s->in[i].name);
			put(c, ",\n");
		}
		for (size_t i = 0; i < s->n_scope; i++)
			put(c, "\t\t{ .kind = DB_INT, .i = scope_->%s },\n", s->scope_param[i] + strlen("scope_"));
		put(c, "\t};\n");
	}
	put(c, "\tstruct db_cursor cur_;\n\tenum status got_;\n");
	if (s->kind == 'm')
		put(c, "\tstruct %s_row *rows_ = NULL;\n\tsize_t n_ = 0, room_ = 0;\n", s->name);
	put(c, "\n");
	if (s->writes && s->scope)
		put(c, "\tif (scope_->read_only)\n\t\treturn ST_FORBIDDEN;\n");
	put(c, "\tTRY(db_open(db_, &%s, %s, %zu, &cur_));\n\tdb_note_run(&%s);\n", sym, n > 0 ? "in_" : "NULL", n, sym);
}

static void
put_function(struct text *c, const struct stmt *s)
{
	if (s->n_out > 0)
		put_reader(c, s);
	put_signature(c, s, false);
	put(c, "{\n");
	put_open(c, s);
	if (s->kind == 'o') {
		put(c, "\tgot_ = db_step(&cur_);\n\tif (got_ == ST_OK)\n\t\tgot_ = %s_read_(&cur_, mem_, ret_);\n", s->name);
		if (s->writes)	/* what is written is whole only at the end */
			put(c, "\tif (got_ == ST_OK) {\n\t\twhile ((got_ = db_step(&cur_)) == ST_OK)\n\t\t\t;\n"
			    "\t\tif (got_ == ST_NOT_FOUND)\n\t\t\tgot_ = ST_OK;\n\t}\n");
	} else if (s->kind == 'm') {
		put(c, "\twhile ((got_ = db_step(&cur_)) == ST_OK) {\n"
		    "\t\tif (n_ == room_) {\n"
		    "\t\t\tstruct %s_row *wider_;\n"
		    "\t\t\troom_ = room_ > 0 ? room_ * 2 : 16;\n"
		    "\t\t\twider_ = arena_array(mem_, struct %s_row, room_);\n"
		    "\t\t\tfor (size_t i_ = 0; i_ < n_; i_++)\n\t\t\t\twider_[i_] = rows_[i_];\n"
		    "\t\t\trows_ = wider_;\n\t\t}\n"
		    "\t\tgot_ = %s_read_(&cur_, mem_, &rows_[n_]);\n\t\tif (got_ != ST_OK)\n\t\t\tbreak;\n\t\tn_++;\n\t}\n", s->name, s->name, s->name);
		put(c, "\tif (got_ == ST_NOT_FOUND) {\n\t\tgot_ = ST_OK;\n\t\t*ret_ = rows_;\n\t\t*ret_n_ = n_;\n\t}\n");
	} else {
		put(c, "\twhile ((got_ = db_step(&cur_)) == ST_OK)\n\t\t;\n"
		    "\tif (got_ == ST_NOT_FOUND) {\n\t\tgot_ = ST_OK;\n\t\tif (ret_changed_ != NULL)\n\t\t\t*ret_changed_ = cur_.changed;\n\t}\n");
	}
	put(c, "\tdb_close(&cur_);\n\treturn got_;\n}\n\n");
}

static const char quiet[] = "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n";

void
write_folder(const char *dir, const struct folder *f)
{
	struct text h = { 0 }, c = { 0 };

	if (f->n_stmt == 0 && f->n_record == 0)
		return;
	put(&h, "#ifndef SQL_%s_H\n#define SQL_%s_H\n#include \"store/db.h\"\n\n", f->name, f->name);
	put(&c, "#include \"sql/%s.h\"\n%s", f->name, quiet);
	for (size_t i = 0; i < f->n_record; i++) {
		write_record_header(&h, f->record[i]);
		write_record_code(&c, f->record[i]);
	}
	for (size_t i = 0; i < f->n_stmt; i++) {
		put_row_struct(&h, f->stmt[i]);
		put_signature(&h, f->stmt[i], true);
		put(&h, "\n");
		write_stmt_data(&c, f->stmt[i]);
		put_function(&c, f->stmt[i]);
	}
	put(&h, "#endif\n");
	write_if_new(dir, format("%s.h", f->name), &h);
	write_if_new(dir, format("%s.c", f->name), &c);
}

void
write_migrations(const char *dir)
{
	struct text c = { 0 };

	put(&c, "#include \"store/store.h\"\n%sconst struct migration store_migrations[] = {\n", quiet);
	for (size_t i = 0; i < schema.n_step; i++) {
		const struct migration *m = &schema.step[i];
		put(&c, "\t{ .stamp = \"%s\", .name = \"%s\",\n\t  .sqlite = ", m->stamp, m->name);
		put_c_string(&c, m->sqlite.n > 0 ? m->sqlite.p : "");
		put(&c, ",\n\t  .pg = ");
		put_c_string(&c, m->pg.n > 0 ? m->pg.p : "");
		put(&c, ",\n\t  .checksum = \"%s\" },\n", m->checksum);
	}
	put(&c, "\t{ .stamp = NULL },\n};\nconst size_t store_migration_count = %zu;\n", schema.n_step);
	write_if_new(dir, "migrations.gen.c", &c);
}

static void
put_pointer(struct text *decl, struct text *list, const struct stmt *s, size_t *n)
{
	put(decl, "extern const struct db_stmt %s;\n", stmt_symbol(s));
	put(list, "\t&%s,\n", stmt_symbol(s));
	++*n;
}

void
write_statements(const char *dir, const struct folder *f, size_t n)
{
	struct text decl = { 0 }, list = { 0 }, c = { 0 };
	size_t count = 0;

	put_n(&decl, "", 0);
	put_n(&list, "", 0);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < f[i].n_record; k++) {
			const struct record *r = f[i].record[k];
			put_pointer(&decl, &list, r->get, &count);
			if (r->find != NULL)
				put_pointer(&decl, &list, r->find, &count);
			put_pointer(&decl, &list, r->insert, &count);
			if (r->plain != NULL)
				put_pointer(&decl, &list, r->plain, &count);
			put_pointer(&decl, &list, r->update, &count);
			for (size_t l = 0; l < r->n_sort * r->n_lead; l++)
				put_pointer(&decl, &list, r->list[l], &count);
			for (size_t l = 0; l < r->n_lead; l++)
				put_pointer(&decl, &list, r->count[l], &count);
		}
		for (size_t k = 0; k < f[i].n_stmt; k++)
			put_pointer(&decl, &list, f[i].stmt[k], &count);
	}
	put(&c, "#include \"store/store.h\"\n\n%s\nconst struct db_stmt *const store_statements[] = {\n%s\tNULL,\n};\n"
	    "const size_t store_statement_count = %zu;\n", decl.p, list.p, count);
	write_if_new(dir, "statements.gen.c", &c);
}
