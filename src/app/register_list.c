/* SPDX-License-Identifier: MIT */
/* The list of a plain register: as a page, as an answer to a call, and all its rows as a spreadsheet. */
#include "app/register_list.h"
#include <string.h>
#include "app/pages.h"
#include "app/sheet.h"
#include "base/ids.h"
#include "tpl/app/reg_list.h"

#define PAGE_ROWS 25
#define MANY_ROWS 200

const struct register_def *
register_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->reg;
}

bool
register_may(struct ctx *c, const struct register_def *r, const char *verb)
{
	return may(c, str_z(c->mem, arena_printf(c->mem, "%s.%s", r->type->ops->kind, verb)));
}

static enum status
query_make(struct ctx *c, const struct record_ops *o, const struct list_in *in, struct record_query *q)
{
	*q = (struct record_query){ .withdrawn = in->withdrawn, .branch = in->branch, .limit = PAGE_ROWS + 1 };
	for (size_t i = 0; i < o->n_sorts; i++)
		if (str_is(in->sort, o->sorts[i].name))
			q->sort = i;
	for (size_t i = 0; i < o->n_filters && i < countof(q->filter); i++) {
		int64_t v;
		if (in->filter[i].n == 0)
			continue;
		if (o->filters[i].type == 't')
			q->filter[i] = (struct db_value){ .kind = DB_TEXT, .s = in->filter[i] };
		else if (str_i64(in->filter[i], &v))
			q->filter[i] = (struct db_value){ .kind = DB_INT, .i = v };
		else
			return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	}
	if (in->after.n > 0) {
		/* "value~id": the value may hold ~ itself, the id does not. */
		size_t at = in->after.n;
		while (at > 0 && in->after.p[at - 1] != '~')
			at--;
		struct str value = { in->after.p, at > 0 ? at - 1 : 0 };
		if (at == 0 || !id_parse((struct str){ in->after.p + at, in->after.n - at }, &q->after_id))
			return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
		if (o->sorts[q->sort].type == 't')
			q->after = (struct db_value){ .kind = DB_TEXT, .s = value };
		else if (str_i64(value, &q->after.i))
			q->after.kind = DB_INT;
		else
			return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	}
	return ST_OK;
}

static struct str
cursor_of(struct ctx *c, const struct record_ops *o, size_t sort, const char *row)
{
	int64_t id, v;
	struct str s;

	memcpy(&id, row + o->at_id, sizeof id);
	if (o->sorts[sort].type == 't') {
		memcpy(&s, row + o->sorts[sort].at, sizeof s);
		return arena_printf(c->mem, "%.*s~%lld", (int)s.n, s.p, (long long)id);
	}
	if (o->sorts[sort].wide) {
		memcpy(&v, row + o->sorts[sort].at, sizeof v);
	} else {		/* struct date holds 32 bits */
		int32_t d;
		memcpy(&d, row + o->sorts[sort].at, sizeof d);
		v = d;
	}
	return arena_printf(c->mem, "%lld~%lld", (long long)v, (long long)id);
}

/* How many there are, or MANY_ROWS + 1.  No index leads to a branch: where it is small, counting would go through the whole register. */
static enum status
rows_counted(struct ctx *c, const struct record_ops *o, const struct record_query *q, int64_t *ret)
{
	*ret = MANY_ROWS + 1;
	return q->branch != 0 ? ST_OK : o->count(c->db, c->scope, c->mem, q, ret);
}

enum status
register_list_load(struct ctx *c, void *in_, void *out_)
{
	const struct register_def *r = register_of(c);
	const struct record_ops *o = r->type->ops;
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct record_query q;
	void *rows;

	TRY(query_make(c, o, in, &q));
	TRY(o->list(c->db, c->scope, c->mem, &q, &rows, &out->n));
	out->total = (int64_t)out->n;
	if (out->n > PAGE_ROWS || in->after.n > 0)
		TRY(rows_counted(c, o, &q, &out->total));
	if (out->n > PAGE_ROWS) {
		out->n = PAGE_ROWS;
		out->next = cursor_of(c, o, q.sort, (const char *)rows + (PAGE_ROWS - 1) * o->size);
	}
	out->rows = rows;
	out->items = (struct list){ rows, out->n };
	out->first = in->after;
	c->data = in_;
	return ST_OK;
}

/* Names of what a column points to, read once for the whole page. */
struct names { struct option *o; size_t n; };

static struct str
name_in(struct ctx *c, const struct names *names, const struct field *f, const void *row)
{
	int64_t id;

	memcpy(&id, (const char *)row + f->at, sizeof id);
	if (id == 0)
		return S("");
	struct str text = id_text(c->mem, id);
	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->o[i].value, text))
			return names->o[i].label;
	return record_name(c, f->ref, id);
}

static struct cell *
list_cells(struct ctx *c, const struct register_def *r, const struct list_out *out, struct column **ret_columns, size_t *ret_n)
{
	const struct shape *s = r->type->shape;
	const struct record_ops *o = r->type->ops;
	size_t n = 0, at[32];
	struct names names[32] = { 0 };
	bool ref = o->has_ref;

	for (size_t i = 0; i < s->n && n < 31; i++)
		if (s->f[i].in_list) {
			if (s->f[i].type == F_ID && record_options(c, s->f[i].ref, &names[n].o, &names[n].n) != ST_OK)
				names[n].n = 0;
			at[n++] = i;
		}
	*ret_n = n + ref;
	*ret_columns = arena_array(c->mem, struct column, n + 1);
	if (ref)
		(*ret_columns)[0] = (struct column){ .label = M("Reference") };
	for (size_t k = 0; k < n; k++) {
		const struct field *f = &s->f[at[k]];
		(*ret_columns)[k + ref] = (struct column){ .label = f->label, .numeric = f->type == F_I64 || f->type == F_NUMBER || f->type == F_MONEY };
	}
	struct cell *cells = arena_array(c->mem, struct cell, out->n * (n + 1) + 1);
	for (size_t i = 0; i < out->n; i++) {
		const char *row = (const char *)out->rows + i * o->size;
		struct cell *line = &cells[i * (n + ref)];
		int64_t id;
		memcpy(&id, row + o->at_id, sizeof id);
		if (ref)
			memcpy(&line[0].text, row + o->at_ref, sizeof line[0].text);
		for (size_t k = 0; k < n; k++) {
			const struct field *f = &s->f[at[k]];
			line[k + ref].text = f->type == F_ID ? name_in(c, &names[k], f, row) : field_shown(c->mem, f, row, c->sight);
		}
		line[0].to = record_url(c, r->type, id);
	}
	return cells;
}

static struct url
list_url(struct ctx *c, const struct register_def *r, struct str after, bool withdrawn)
{
	const struct list_in *in = c->data;
	const struct record_ops *o = r->type->ops;
	struct url u = URL(c->mem, r->path);

	for (size_t i = 0; i < o->n_filters; i++)
		u = url_with(c->mem, u, o->filters[i].name, in->filter[i]);
	u = url_with(c->mem, u, "sort", in->sort);
	if (in->branch != 0)
		u = url_with(c->mem, u, "branch", id_text(c->mem, in->branch));
	u = url_with(c->mem, u, "withdrawn", withdrawn ? S("true") : S(""));
	return url_with(c->mem, u, "after", after);
}

/* The units to cut the list to; false where there is nothing to choose. */
static bool
branches_fill(struct ctx *c, const struct record_ops *ops, const struct list_in *in, struct reg_list_view *v)
{
	struct option *o;

	if (!ops->has_unit || record_options(c, "unit", &o, &v->n_units) != ST_OK || v->n_units == 0)
		return false;
	struct reg_unit *u = arena_array(c->mem, struct reg_unit, v->n_units);
	struct str chosen = in->branch != 0 ? id_text(c->mem, in->branch) : S("");
	for (size_t i = 0; i < v->n_units; i++)
		u[i] = (struct reg_unit){ o[i].value, o[i].label, str_eq(o[i].value, chosen) };
	v->units = u;
	v->cut = in->branch != 0;
	return true;
}

/* The rest of the address goes along with the form. */
static const struct reg_kept *
kept_fields(struct ctx *c, const struct record_ops *o, const struct list_in *in, size_t *ret_n)
{
	struct reg_kept *k = arena_array(c->mem, struct reg_kept, o->n_filters + 2);

	*ret_n = 0;
	for (size_t i = 0; i < o->n_filters; i++)
		if (in->filter[i].n > 0)
			k[(*ret_n)++] = (struct reg_kept){ str_c(o->filters[i].name), in->filter[i] };
	if (in->sort.n > 0)
		k[(*ret_n)++] = (struct reg_kept){ S("sort"), in->sort };
	if (in->withdrawn)
		k[(*ret_n)++] = (struct reg_kept){ S("withdrawn"), S("true") };
	return k;
}

void
register_list_html(struct html *o, struct ctx *c, const void *out_)
{
	const struct register_def *r = register_of(c);
	const struct list_out *out = out_;
	const struct list_in *in = c->data;
	struct column *columns;
	struct str kinds = lang_text(c->lang, c->mem, r->type->many);
	struct reg_list_view v = {
		.about = lang_text(c->lang, c->mem, r->about), .add_label = lang_text(c->lang, c->mem, r->add),
		.add = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/new", r->path))),
		.showing_withdrawn = in->withdrawn, .none = out->n == 0, .n_rows = out->n,
		.withdrawn = list_url(c, r, S(""), true), .live = list_url(c, r, S(""), false),
		.may_add = register_may(c, r, "create"), .may_import = register_may(c, r, "import"),
		.import = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/import", r->path))),
		.caption = lang_text(c->lang, c->mem, r->title),
	};

	if (branches_fill(c, r->type->ops, in, &v)) {
		v.here = URL(c->mem, r->path);
		v.kept = kept_fields(c, r->type->ops, in, &v.n_kept);
	}
	v.cells = list_cells(c, r, out, &columns, &v.n_columns);
	v.columns = columns;
	if (out->next.n > 0)
		v.next = list_url(c, r, out->next, in->withdrawn);
	if (in->after.n > 0)
		v.previous = list_url(c, r, S(""), in->withdrawn);
	int64_t many = in->branch != 0 ? PAGE_ROWS : MANY_ROWS;
	v.count = out->total > MANY_ROWS
	    ? lang_format(c->lang, c->mem, M("More than {n} {kinds}"), (struct msg_arg[]){ { "n", id_text(c->mem, many) }, { "kinds", kinds } }, 2)
	    : arena_printf(c->mem, "%lld %.*s", (long long)out->total,
		(int)(out->total == 1 ? lang_text(c->lang, c->mem, r->type->one) : kinds).n,
		(out->total == 1 ? lang_text(c->lang, c->mem, r->type->one) : kinds).p);
	app_reg_list_html(o, &v);
}
/* ---- all its rows ---- */

/* Id, version and reference lead, so that the file can be sent back. */
static enum status
export_begin(struct sheet_run *r, const struct record_type *t)
{
	struct ctx *c = r->c;
	struct table_column *k = arena_array(c->mem, struct table_column, t->shape->n + 3);
	size_t n = 0;

	k[n++] = (struct table_column){ .label = lang_text(c->lang, c->mem, M("Id")), .width = 22 };
	k[n++] = (struct table_column){ .label = lang_text(c->lang, c->mem, M("Version")), .width = 9 };
	if (t->ops->has_ref)
		k[n++] = (struct table_column){ .label = lang_text(c->lang, c->mem, M("Reference")) };
	for (size_t i = 0; i < t->shape->n; i++) {
		const struct field *f = &t->shape->f[i];
		k[n] = sheet_column(c, f);
		if (f->type == F_ID && !f->read_only) {
			k[n].n_choices = sheet_name_choices(c, r->names, f->ref, &k[n].choices);
		} else if (f->type == F_CHOICE && !f->read_only) {
			struct str *labels = arena_array(c->mem, struct str, f->choices->n);
			for (size_t j = 0; j < f->choices->n; j++)
				labels[j] = lang_text(c->lang, c->mem, f->choices->c[j].label);
			k[n].choices = labels;
			k[n].n_choices = f->choices->n;
		}
		n++;
	}
	return sheet_begin(r, k, n);
}

void
register_row(struct ctx *c, const struct record_type *t, const void *row, struct sheet_names *names, struct sheet_value *ret)
{
	struct record_header h = record_head(t, row);
	struct str ref;
	size_t n = 0;

	ret[n++] = sheet_text(id_text(c->mem, h.id));
	ret[n++] = sheet_number(h.version);
	if (t->ops->has_ref) {
		memcpy(&ref, (const char *)row + t->ops->at_ref, sizeof ref);
		ret[n++] = sheet_text(ref);
	}
	for (size_t i = 0; i < t->shape->n; i++)
		ret[n++] = sheet_field(c, names, &t->shape->f[i], row);
}

/* A few hundred at a time, each time in the same memory. */
enum status
register_rows(struct sheet_run *r, const struct register_def *reg, const void *in)
{
	const struct record_type *t = reg->type;
	struct ctx *c = r->c;
	struct list_in next = *(const struct list_in *)in;
	struct record_query q;
	size_t columns = t->shape->n + 2 + t->ops->has_ref;
	struct sheet_value *cells = arena_array(c->mem, struct sheet_value, columns);
	char *cursor = arena_alloc(c->mem, 4096, 1);

	TRY(query_make(c, t->ops, &next, &q));
	TRY(export_begin(r, t));
	for (size_t n = 500; n == 500 && !r->more;) {
		size_t mark = arena_mark(c->mem);
		void *rows;
		q.limit = 500;
		TRY(t->ops->list(c->db, c->scope, c->mem, &q, &rows, &n));
		for (size_t i = 0; i < n && sheet_room(r); i++) {
			register_row(c, t, (const char *)rows + i * t->ops->size, r->names, cells);
			for (size_t k = 0; k < columns; k++)
				table_put(r->table, cells[k]);
			table_row_end(r->table);
		}
		if (n == 500) {
			next.after = cursor_of(c, t->ops, q.sort, (const char *)rows + (n - 1) * t->ops->size);
			if (next.after.n > 4096)
				return fail(c, ST_TOO_LARGE, M("This is too much for one file. Narrow the list down first."), NULL);
			memcpy(cursor, next.after.p, next.after.n);
			next.after.p = cursor;
		}
		arena_rewind(c->mem, mark);
		if (n == 500)
			TRY(query_make(c, t->ops, &next, &q));
	}
	return ST_OK;
}
