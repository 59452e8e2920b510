/* SPDX-License-Identifier: MIT */
#include "app/register.h"
#include <string.h>
#include "app/file.h"
#include "app/import.h"
#include "app/pages.h"
#include "app/sheet.h"
#include "base/ids.h"
#include "tpl/app/reg_accept.h"
#include "tpl/app/reg_form.h"
#include "tpl/app/reg_history.h"
#include "tpl/app/reg_import.h"
#include "tpl/app/reg_list.h"
#include "tpl/app/reg_view.h"
#include "tpl/app/reg_withdraw.h"

#define PAGE_ROWS 25

struct list_in { struct str sort, after, format; int64_t branch; bool withdrawn; struct str filter[8]; };
struct list_out {
	struct list items;
	struct str next;
	int64_t total;		/* 1,001 means more than 1,000 */
	const void *rows; size_t n;
	struct str first;
};
struct why_in { struct str why; };

SHAPE(why_shape, why_in, FIELD(struct why_in, why, .label = M("Why is it withdrawn?"), .hint = M("The record stays readable, with this reason. It can be restored."), .must = true, .max = 500));

static const struct register_def *
reg_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->reg;
}

/* ---- list ---- */

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

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct register_def *r = reg_of(c);
	const struct record_ops *o = r->type->ops;
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct record_query q;
	void *rows;

	TRY(query_make(c, o, in, &q));
	TRY(o->list(c->db, c->scope, c->mem, &q, &rows, &out->n));
	TRY(o->count(c->db, c->scope, c->mem, &q, &out->total));
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

static bool
may_verb(struct ctx *c, const struct register_def *r, const char *verb)
{
	return may(c, str_z(c->mem, arena_printf(c->mem, "%s.%s", r->type->ops->kind, verb)));
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

static void
list_html(struct html *o, struct ctx *c, const void *out_)
{
	const struct register_def *r = reg_of(c);
	const struct list_out *out = out_;
	const struct list_in *in = c->data;
	struct column *columns;
	struct str kinds = lang_text(c->lang, c->mem, r->type->many);
	struct reg_list_view v = {
		.about = lang_text(c->lang, c->mem, r->about), .add_label = lang_text(c->lang, c->mem, r->add),
		.add = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/new", r->path))),
		.showing_withdrawn = in->withdrawn, .none = out->n == 0, .n_rows = out->n,
		.withdrawn = list_url(c, r, S(""), true), .live = list_url(c, r, S(""), false),
		.may_add = may_verb(c, r, "create"), .may_import = may_verb(c, r, "import"),
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
	v.count = out->total > 1000
	    ? lang_format(c->lang, c->mem, M("More than 1,000 {kinds}"), (struct msg_arg[]){ { "kinds", kinds } }, 1)
	    : arena_printf(c->mem, "%lld %.*s", (long long)out->total,
		(int)(out->total == 1 ? lang_text(c->lang, c->mem, r->type->one) : kinds).n,
		(out->total == 1 ? lang_text(c->lang, c->mem, r->type->one) : kinds).p);
	app_reg_list_html(o, &v);
}

/* ---- one record ---- */

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct register_def *r = reg_of(c);

	(void)in;
	memcpy(out, c->record, r->type->ops->size);
	if (r->view_load != NULL && c->face == FACE_PAGE)
		TRY(r->view_load(c, c->record, &c->data));
	return ST_OK;
}

static struct url
at_record(struct ctx *c, const struct register_def *r, const char *verb)
{
	struct url u = record_url(c, r->type, c->id);

	return (struct url){ arena_printf(c->mem, "%.*s/%s", (int)u.s.n, u.s.p, verb) };
}

static void
crumbs(struct ctx *c, const struct register_def *r, bool at_one)
{
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, r->title), URL(c->mem, r->path));
	if (at_one && c->record != NULL)
		page_crumb(c, record_label(c, r->type, c->record), record_url(c, r->type, c->id));
}

static struct str
file_name(struct ctx *c, struct file_ref file)
{
	struct file_info info;

	return file.id != 0 && file_about(c, file.id, &info) == ST_OK ? info.name : S("");
}

static void
view_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = reg_of(c);
	const struct record_type *t = r->type;
	struct record_header h = record_head(t, out);
	struct summary_row *rows = arena_array(c->mem, struct summary_row, t->shape->n + 1);
	struct reg_view v = { .rows = rows, .title = record_label(c, t, out), .version = h.version,
		.edit = at_record(c, r, "edit"), .withdraw = at_record(c, r, "withdraw"), .restore = at_record(c, r, "restore"),
		.history = at_record(c, r, "history"), .may_history = may_verb(c, r, "history"), .more = r->view_html, .more_data = c->data };
	bool live = h.withdrawn_at.ms == 0;

	if (t->ops->has_ref)
		memcpy(&v.reference, (const char *)out + t->ops->at_ref, sizeof v.reference);
	for (size_t i = 0; i < t->shape->n; i++) {
		const struct field *f = &t->shape->f[i];
		struct summary_row *row = &rows[v.n_rows++];
		row->key = lang_text(c->lang, c->mem, f->label);
		if (f->type == F_ID)
			row->value = record_name(c, f->ref, *(const int64_t *)(const void *)((const char *)out + f->at));
		else if (f->type == F_FILE)
			row->value = file_name(c, *(const struct file_ref *)(const void *)((const char *)out + f->at));
		else if (f->type == F_PERSONAL)
			memcpy(&row->who, (const char *)out + f->at, sizeof row->who);
		else
			row->value = field_shown(c->mem, f, out, c->sight);
		if (row->value.n == 0 && row->who.text.n == 0)
			row->value = lang_text(c->lang, c->mem, M("Not provided"));
	}
	v.may_edit = live && may_verb(c, r, "edit");
	v.may_withdraw = live && may_verb(c, r, "withdraw");
	v.may_restore = !live && may_verb(c, r, "restore");
	if (!live) {
		struct str why;
		memcpy(&why, (const char *)out + t->ops->at_withdrawn_why, sizeof why);
		v.withdrawn = lang_format(c->lang, c->mem, M("Withdrawn: {why}"), (struct msg_arg[]){ { "why", why } }, 1);
	}
	crumbs(c, r, false);
	page_title(c, v.title);
	if (r->view_page != NULL)
		r->view_page(o, c, out);
	else
		app_reg_view_html(o, c, &v);
}

/* ---- forms ---- */

static void
ref_options(struct ctx *c, struct form *f)
{
	for (size_t i = 0; i < f->shape->n; i++) {
		const struct field *fd = &f->shape->f[i];
		struct option *o;
		size_t n;
		if (fd->type == F_ID && !fd->read_only && record_options(c, fd->ref, &o, &n) == ST_OK)
			form_options(c, f, fd->name, o, n);
	}
}

static bool
has_files(const struct shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->f[i].type == F_FILE)
			return true;
	return false;
}

static void
form_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = reg_of(c);
	const struct record_type *t = r->type;
	bool edit = c->record != NULL;
	void *rec = c->record;
	struct reg_form_view v = { .files = has_files(t->shape) };

	(void)out;
	if (!edit) {
		rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
		if (r->start != NULL)
			r->start(c, rec);
	}
	v.form = page_form(c, t->shape, rec);
	ref_options(c, v.form);
	v.version = edit ? record_head(t, rec).version : 0;
	v.action = edit ? at_record(c, r, "edit") : URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/new", r->path)));
	v.cancel = edit ? record_url(c, t, c->id) : URL(c->mem, r->path);
	crumbs(c, r, true);
	page_title(c, lang_text(c->lang, c->mem, c->action->title));
	app_reg_form_html(o, c, &v);
}

static void
withdraw_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = reg_of(c);
	struct reg_withdraw_view v = { .action = at_record(c, r, "withdraw"), .cancel = record_url(c, r->type, c->id),
		.version = record_head(r->type, c->record).version, .form = page_form(c, &why_shape, NULL),
		.title = record_label(c, r->type, c->record) };

	(void)out;
	crumbs(c, r, true);
	app_reg_withdraw_html(o, c, &v);
}

/* ---- store parts ---- */

static enum status
create_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = reg_of(c)->type;

	TRY(record_create(c, t, in));
	memcpy(out, in, t->ops->size);
	c->id = record_head(t, in).id;
	return ST_OK;
}

static enum status
edit_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = reg_of(c)->type;

	TRY(record_update(c, t, in));
	memcpy(out, in, t->ops->size);
	return ST_OK;
}

static enum status
withdraw_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = reg_of(c)->type;
	const struct why_in *w = in;

	TRY(record_withdraw(c, t, c->id, c->version, w->why));
	return record_get(c, t, c->id, out);
}

static enum status
restore_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = reg_of(c)->type;

	(void)in;
	TRY(record_restore(c, t, c->id, c->version));
	return record_get(c, t, c->id, out);
}

/* ---- history and export ---- */

struct history_out { struct list changes; };
struct change_out { int64_t version; struct when at; struct str by, what, fields; };
SHAPE(change_shape, change_out, FIELD(struct change_out, version, .label = M("Version")), FIELD(struct change_out, at, .label = M("When")),
    FIELD(struct change_out, by, .label = M("By")), FIELD(struct change_out, what, .label = M("What")),
    FIELD(struct change_out, fields, .label = M("Changes")));
SHAPE(history_shape, history_out, FIELD(struct history_out, changes, .label = M("Changes"), .of = &change_shape));

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct history_out *out = out_;
	struct change *ch;
	size_t n;

	(void)in;
	TRY(record_history(c, reg_of(c)->type, c->id, &ch, &n));
	struct reg_history_view *v = arena_new(c->mem, struct reg_history_view);
	*v = (struct reg_history_view){ ch, n };
	c->data = v;
	struct change_out *co = arena_array(c->mem, struct change_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, 1 << 16);
		for (size_t k = 0; k < ch[i].n; k++)
			buf_printf(&b, "%s%.*s: %.*s → %.*s", k > 0 ? "; " : "", (int)ch[i].fields[k].label.n, ch[i].fields[k].label.p,
			    (int)ch[i].fields[k].before.n, ch[i].fields[k].before.p, (int)ch[i].fields[k].after.n, ch[i].fields[k].after.p);
		co[i] = (struct change_out){ ch[i].version, ch[i].at, ch[i].by_name, ch[i].what, arena_copy(c->mem, buf_view(&b)) };
		buf_free(&b);
	}
	out->changes = (struct list){ co, n };
	return ST_OK;
}

static void
history_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	crumbs(c, reg_of(c), true);
	page_title(c, lang_text(c->lang, c->mem, M("History")));
	app_reg_history_html(o, c->data);
}

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

/* ---- bringing a file in ---- */

struct import_in { struct file_ref file; struct str columns; };
struct import_out { int64_t work; };
struct accept_in { struct str work; };
SHAPE(import_in_shape, import_in,
	FIELD(struct import_in, file, .label = M("Spreadsheet"), .hint = M("A CSV or XLSX file such as the download of this list gives"), .must = true),
	FIELD_LONG(struct import_in, columns, .label = M("Headings that are called otherwise in your file"),
	    .hint = M("One a line: the heading in your file, =, and the name of the field here"), .max = 4000));
SHAPE(accept_in_shape, accept_in, FIELD(struct accept_in, work, .label = M("Id of the check"), .must = true, .max = 20));
SHAPE(import_out_shape, import_out, FIELD_REF(struct import_out, work, "work", .label = M("Id of the long work")));

static enum status
import_store(struct ctx *c, void *in_, void *out_)
{
	const struct import_in *in = in_;
	struct import_out *out = out_;

	TRY(import_check_ask(c, reg_of(c), in->file.id, in->columns, &out->work));
	return ST_OK;
}

static enum status
accept_store(struct ctx *c, void *in_, void *out_)
{
	const struct accept_in *in = in_;
	struct import_out *out = out_;
	int64_t check = 0;

	(void)id_parse(in->work, &check);
	return import_accept_ask(c, reg_of(c), check, &out->work);
}

static void
import_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = reg_of(c);
	struct reg_import_view v = { .form = page_form(c, &import_in_shape, arena_new(c->mem, struct import_in)), .cancel = URL(c->mem, r->path),
		.action = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/import", r->path))), .may_export = may_verb(c, r, "export"),
		.export = url_with(c->mem, URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/export", r->path))), "format", S("xlsx")) };

	(void)out;
	crumbs(c, r, false);
	app_reg_import_html(o, c, &v);
}

static enum status
accept_load(struct ctx *c)
{
	struct str id = { NULL, 0 };
	struct long_about *w = arena_new(c->mem, struct long_about);
	struct import_source from;

	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "work"))
			id = c->path_pairs[i].value;
	TRY(import_source(c, id, &from));
	int64_t n = 0;
	(void)id_parse(id, &n);
	TRY(long_read(c, n, w));
	c->data = w;
	return ST_OK;
}

static void
accept_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = reg_of(c);
	const struct long_about *w = c->data;
	struct reg_accept_view v = { .summary = w->summary, .cancel = URL(c->mem, r->path), .again = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/import", r->path))),
		.form = page_form(c, &accept_in_shape, arena_new(c->mem, struct accept_in)),
		.action = { arena_printf(c->mem, "%s/accept/%lld", r->path, (long long)w->id) } };

	(void)out;
	if (w->problems > 0)
		v.rows = URL_ID(c->mem, "/work/{}/problems", w->id);
	crumbs(c, r, false);
	app_reg_accept_html(o, c, &v);
}

/* ---- making the actions and pages of one register ---- */

struct maker {
	struct arena *a;
	const struct register_def *r;
	const struct action **actions; size_t n;
	struct page *pages; size_t n_pages;
	struct shape *whole, *list_in, *export_in, *list_out;
};

static const char *
joined(struct maker *m, const char *fmt, const char *tail)
{
	(void)fmt;
	return str_z(m->a, arena_printf(m->a, "%s%s", fmt, tail));
}

static const struct action *
act(struct maker *m, const char *verb, const struct action *like)
{
	struct action *x = arena_new(m->a, struct action);

	*x = *like;
	x->name = str_z(m->a, arena_printf(m->a, "%s.%s", m->r->type->ops->kind, verb));
	x->access = ACCESS_ROLE;
	x->personal = m->r->type->personal && like->mode == MODE_READ;
	m->actions[m->n++] = x;
	return x;
}

static void
pg(struct maker *m, enum method method, const char *path, const struct action *x, struct page like)
{
	like.method = method;
	like.path = path;
	like.action = x;
	m->pages[m->n_pages++] = like;
}

/* id, version and reference beside the record's own fields, for JSON. */
static struct shape *
whole_shape(struct maker *m)
{
	const struct record_type *t = m->r->type;
	struct shape *s = arena_new(m->a, struct shape);
	struct field *f = arena_array(m->a, struct field, t->shape->n + 3);
	size_t n = 0;

	f[n++] = (struct field){ .name = "id", .at = t->ops->at_id, .type = F_ID, .ref = t->ops->kind, .label = M("Id"), .read_only = true };
	f[n++] = (struct field){ .name = "version", .at = t->ops->at_version, .type = F_I64, .label = M("Version"), .read_only = true };
	if (t->ops->has_ref)
		f[n++] = (struct field){ .name = "ref", .at = t->ops->at_ref, .type = F_TEXT, .label = M("Reference"), .read_only = true };
	memcpy(f + n, t->shape->f, t->shape->n * sizeof *f);
	*s = (struct shape){ t->shape->name, f, n + t->shape->n, t->ops->size };
	return s;
}

static void
list_shapes(struct maker *m)
{
	const struct record_ops *o = m->r->type->ops;
	struct field *f = arena_array(m->a, struct field, 6 + o->n_filters);
	size_t n = 0;

	f[n++] = (struct field)FIELD(struct list_in, sort, .label = M("Sort by"));
	f[n++] = (struct field)FIELD(struct list_in, after, .label = M("After"), .max = 500);
	f[n++] = (struct field)FIELD(struct list_in, withdrawn, .label = M("Withdrawn"));
	for (size_t i = 0; i < o->n_filters; i++) {
		const struct field *of = shape_field(m->r->type->shape, o->filters[i].name);
		f[n++] = (struct field){ .name = o->filters[i].name, .at = offsetof(struct list_in, filter) + i * sizeof(struct str),
			.type = F_TEXT, .label = of != NULL ? of->label : M("Filter") };
	}
	m->list_in = arena_new(m->a, struct shape);
	if (o->has_unit)
		f[n++] = (struct field)FIELD_REF(struct list_in, branch, "unit", .label = M("Unit, with all under it"));
	*m->list_in = (struct shape){ "list", f, n, sizeof(struct list_in) };
	m->export_in = arena_new(m->a, struct shape);
	f[n] = (struct field)FIELD(struct list_in, format, .label = M("Format: csv or xlsx"));
	*m->export_in = (struct shape){ "export", f, n + 1, sizeof(struct list_in) };
	f = arena_array(m->a, struct field, 3);
	f[0] = (struct field)FIELD(struct list_out, items, .label = M("Items"), .of = m->whole);
	f[1] = (struct field)FIELD(struct list_out, next, .label = M("Next"), .max = 500);
	f[2] = (struct field)FIELD(struct list_out, total, .label = M("Total"));
	m->list_out = arena_new(m->a, struct shape);
	*m->list_out = (struct shape){ "list_out", f, 3, sizeof(struct list_out) };
}

void
register_make(struct arena *a, const struct register_def *r, const struct action **ret_actions, size_t *ret_n_actions,
    struct page *ret_pages, size_t *ret_n_pages)
{
	struct maker m = { .a = a, .r = r, .actions = ret_actions, .pages = ret_pages };
	const struct record_type *t = r->type;
	const char *new_path = joined(&m, r->path, "/new"), *export_path = joined(&m, r->path, "/export");
	const char *edit_path = joined(&m, t->path, "/edit"), *withdraw_path = joined(&m, t->path, "/withdraw");
	size_t body = has_files(t->shape) ? (21u << 20) : (128u << 10);

	m.whole = whole_shape(&m);
	list_shapes(&m);
	const struct action *x = act(&m, "list", &(struct action){ .title = r->title, .mode = MODE_READ, .in = m.list_in, .out = m.list_out, .load = list_load });
	pg(&m, GET, r->path, x, (struct page){ .html = list_html, .title = r->title, .wide = true });
	x = act(&m, "export", &(struct action){ .title = M("Download as a spreadsheet"), .mode = MODE_READ, .in = m.export_in, .load = sheet_export_load });
	pg(&m, GET, export_path, x, (struct page){ .html = sheet_export_html, .title = r->title });
	x = act(&m, "view", &(struct action){ .title = t->one, .mode = MODE_READ, .out = m.whole, .record = t, .load = view_load });
	pg(&m, GET, t->path, x, (struct page){ .html = view_html, .title = t->one });
	x = act(&m, "create", &(struct action){ .title = r->add, .mode = MODE_WRITE, .in = t->shape, .out = m.whole, .store = create_store, .body = body });
	pg(&m, GET, new_path, x, (struct page){ .html = form_html, .title = r->add, .form = true });
	pg(&m, POST, new_path, x, (struct page){ .on_error = new_path, .then = t->path, .notice = M("Saved") });
	x = act(&m, "edit", &(struct action){ .title = M("Change"), .mode = MODE_WRITE, .in = t->shape, .out = m.whole, .record = t, .store = edit_store, .body = body });
	pg(&m, GET, edit_path, x, (struct page){ .html = form_html, .title = M("Change"), .form = true });
	pg(&m, POST, edit_path, x, (struct page){ .on_error = edit_path, .then = t->path, .notice = M("Saved") });
	x = act(&m, "withdraw", &(struct action){ .title = M("Withdraw"), .mode = MODE_WRITE, .in = &why_shape, .out = m.whole, .record = t, .store = withdraw_store });
	pg(&m, GET, withdraw_path, x, (struct page){ .html = withdraw_html, .title = M("Withdraw"), .form = true });
	pg(&m, POST, withdraw_path, x, (struct page){ .on_error = withdraw_path, .then = t->path, .notice = M("Withdrawn") });
	x = act(&m, "restore", &(struct action){ .title = M("Restore"), .mode = MODE_WRITE, .out = m.whole, .record = t, .store = restore_store });
	pg(&m, POST, joined(&m, t->path, "/restore"), x, (struct page){ .on_error = t->path, .then = t->path, .notice = M("Restored") });
	x = act(&m, "history", &(struct action){ .title = M("History"), .mode = MODE_READ, .out = &history_shape, .record = t, .load = history_load });
	pg(&m, GET, joined(&m, t->path, "/history"), x, (struct page){ .html = history_html, .title = M("History") });
	const char *import_path = joined(&m, r->path, "/import"), *accept_path = joined(&m, r->path, "/accept/{work}");
	x = act(&m, "import", &(struct action){ .title = M("Bring in a spreadsheet"), .mode = MODE_WRITE, .in = &import_in_shape, .out = &import_out_shape, .store = import_store, .body = 21u << 20, .rate = 60 });
	pg(&m, GET, import_path, x, (struct page){ .html = import_html, .title = M("Bring in a spreadsheet"), .form = true });
	pg(&m, POST, import_path, x, (struct page){ .on_error = import_path, .then = "/work/{work}" });
	x = act(&m, "accept", &(struct action){ .title = M("Save what was checked"), .mode = MODE_WRITE, .in = &accept_in_shape, .out = &import_out_shape, .store = accept_store });
	pg(&m, GET, accept_path, x, (struct page){ .html = accept_html, .title = M("Save what was checked"), .form = true, .form_load = accept_load });
	pg(&m, POST, accept_path, x, (struct page){ .on_error = accept_path, .then = "/work/{work}" });
	*ret_n_actions = m.n;
	*ret_n_pages = m.n_pages;
}
