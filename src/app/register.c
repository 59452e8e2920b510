/* SPDX-License-Identifier: MIT */
#include "app/register.h"
#include <string.h>
#include "app/import.h"
#include "app/large.h"
#include "app/record_page.h"
#include "app/register_list.h"
#include "app/sheet.h"
#include "base/ids.h"
#include "tpl/app/reg_accept.h"
#include "tpl/app/reg_form.h"
#include "tpl/app/reg_history.h"
#include "tpl/app/reg_import.h"
#include "tpl/app/reg_view.h"
#include "tpl/app/reg_withdraw.h"

struct why_in { struct str why; };

SHAPE(why_shape, why_in, FIELD(struct why_in, why, .label = M("Why is it withdrawn?"), .hint = M("The record stays readable, with this reason. It can be restored."), .must = true, .max = 500));

/* ---- one record ---- */

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct register_def *r = register_of(c);

	(void)in;
	memcpy(out, c->record, r->type->ops->size);
	if (r->view_load != NULL && c->face == FACE_PAGE)
		TRY(r->view_load(c, c->record, &c->data));
	return ST_OK;
}

static struct url
at_record(struct ctx *c, const struct register_def *r, const char *verb)
{
	return record_url_verb(c, r->type, c->id, verb);
}

static void
crumbs(struct ctx *c, const struct register_def *r, bool at_one)
{
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, r->title), URL(c->mem, r->path));
	if (at_one && c->record != NULL)
		page_crumb(c, record_label(c, r->type, c->record), record_url(c, r->type, c->id));
}

static void
view_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = register_of(c);
	const struct record_type *t = r->type;
	struct record_header h = record_head(t, out);
	struct reg_view v = { .title = record_label(c, t, out), .version = h.version, .withdrawn = record_withdrawn_words(c, t, out),
		.edit = at_record(c, r, "edit"), .withdraw = at_record(c, r, "withdraw"), .restore = at_record(c, r, "restore"),
		.history = at_record(c, r, "history"), .may_history = register_may(c, r, "history"), .more = r->view_html, .more_data = c->data };
	bool live = h.withdrawn_at.ms == 0;

	if (t->ops->has_ref)
		memcpy(&v.reference, (const char *)out + t->ops->at_ref, sizeof v.reference);
	v.rows = record_rows(c, t, out, &v.n_rows);
	v.may_edit = live && register_may(c, r, "edit");
	v.may_withdraw = live && register_may(c, r, "withdraw");
	v.may_restore = !live && register_may(c, r, "restore");
	crumbs(c, r, false);
	page_title(c, v.title);
	if (r->view_page != NULL)
		r->view_page(o, c, out);
	else
		app_reg_view_html(o, c, &v);
}

/* ---- forms ---- */

static void
form_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = register_of(c);
	const struct record_type *t = r->type;
	bool edit = c->record != NULL;
	void *rec = c->record;
	struct reg_form_view v = { .files = record_has_files(t) };

	(void)out;
	if (!edit) {
		rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
		if (r->start != NULL)
			r->start(c, rec);
	}
	v.form = page_form(c, t->shape, rec);
	if (r->form_ready != NULL)
		r->form_ready(c, v.form);
	record_form_options(c, v.form);
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
	const struct register_def *r = register_of(c);
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
	const struct record_type *t = register_of(c)->type;

	TRY(record_create(c, t, in));
	memcpy(out, in, t->ops->size);
	c->id = record_head(t, in).id;
	return ST_OK;
}

static enum status
edit_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = register_of(c)->type;

	TRY(record_update(c, t, in));
	memcpy(out, in, t->ops->size);
	return ST_OK;
}

static enum status
withdraw_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = register_of(c)->type;
	const struct why_in *w = in;

	TRY(record_withdraw(c, t, c->id, c->version, w->why));
	return record_get(c, t, c->id, out);
}

static enum status
restore_store(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = register_of(c)->type;

	(void)in;
	TRY(record_restore(c, t, c->id, c->version));
	return record_get(c, t, c->id, out);
}

/* ---- history ---- */

struct history_out { struct list changes; };
struct change_out { int64_t version; struct when at; struct str by, what, part, fields; };
SHAPE(change_shape, change_out, FIELD(struct change_out, version, .label = M("Version")), FIELD(struct change_out, at, .label = M("When")),
    FIELD(struct change_out, by, .label = M("By")), FIELD(struct change_out, what, .label = M("What")),
    FIELD(struct change_out, part, .label = M("Part of the record")), FIELD(struct change_out, fields, .label = M("Changes")));
SHAPE(history_shape, history_out, FIELD(struct history_out, changes, .label = M("Changes"), .of = &change_shape));

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct history_out *out = out_;
	struct change *ch;
	size_t n;

	(void)in;
	TRY(record_history(c, register_of(c)->type, c->id, &ch, &n));
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
		co[i] = (struct change_out){ ch[i].version, ch[i].at, ch[i].by_name, ch[i].what, ch[i].part, arena_copy(c->mem, buf_view(&b)) };
		buf_free(&b);
	}
	out->changes = (struct list){ co, n };
	return ST_OK;
}

static void
history_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	crumbs(c, register_of(c), true);
	page_title(c, lang_text(c->lang, c->mem, M("History")));
	app_reg_history_html(o, c->data);
}

/* ---- bringing a file in ---- */

struct import_in { struct file_ref file; struct str mapping; bool update; };
struct import_out { int64_t work; };
struct accept_in { struct str work; };
SHAPE(import_in_shape, import_in,
	FIELD(struct import_in, file, .label = M("Spreadsheet"), .hint = M("A CSV or XLSX file such as the download of this list gives"), .must = true),
	FIELD(struct import_in, mapping, .label = M("Mapping of columns"),
	    .hint = M("The name of one that was saved for this list. If you leave it empty, the one for the file's headings is taken by itself."), .max = 100),
	FIELD(struct import_in, update, .label = M("Change records here where a row has changed in the other system"),
	    .hint = M("Only for files from another system, with its own references.")));
SHAPE(accept_in_shape, accept_in, FIELD(struct accept_in, work, .label = M("Id of the check"), .must = true, .max = 20));
SHAPE(import_out_shape, import_out, FIELD_REF(struct import_out, work, "work", .label = M("Id of the long work")));

static enum status
import_store(struct ctx *c, void *in_, void *out_)
{
	const struct import_in *in = in_;
	struct import_out *out = out_;

	struct import_wish wish = { .update = in->update };

	TRY(import_map_find(c, register_of(c)->type, in->mapping, &wish.map));
	return import_check_ask(c, register_of(c), in->file.id, &wish, false, &out->work);
}

static enum status
accept_store(struct ctx *c, void *in_, void *out_)
{
	const struct accept_in *in = in_;
	struct import_out *out = out_;
	int64_t check = 0;

	(void)id_parse(in->work, &check);
	return import_accept_ask(c, register_of(c), check, &out->work);
}

static enum status
import_form_load(struct ctx *c)
{
	struct str *names = arena_new(c->mem, struct str);

	TRY(import_map_names_text(c, register_of(c)->type, names));
	c->data = names;
	return ST_OK;
}

static void
import_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *r = register_of(c);
	struct reg_import_view v = { .mappings = *(const struct str *)c->data, .form = page_form(c, &import_in_shape, arena_new(c->mem, struct import_in)), .cancel = URL(c->mem, r->path),
		.action = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/import", r->path))), .may_export = register_may(c, r, "export"),
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
	const struct register_def *r = register_of(c);
	const struct long_about *w = c->data;
	struct reg_accept_view v = { .summary = w->summary, .cancel = URL(c->mem, r->path), .again = URL(c->mem, str_z(c->mem, arena_printf(c->mem, "%s/import", r->path))),
		.form = page_form(c, &accept_in_shape, arena_new(c->mem, struct accept_in)),
		.action = { arena_printf(c->mem, "%s/accept/%lld", r->path, (long long)w->id) } };

	(void)out;
	v.match = (struct url){ arena_printf(c->mem, "%s/match/%lld", r->path, (long long)w->id) };
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
	const struct shape *whole;
	struct shape *list_in, *export_in, *list_out;
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

static void
import_make(struct maker *m)
{
	const char *import_path = joined(m, m->r->path, "/import"), *accept_path = joined(m, m->r->path, "/accept/{work}");
	const struct action *x = act(m, "import", &(struct action){ .title = M("Bring in a spreadsheet"), .mode = MODE_WRITE, .in = &import_in_shape, .out = &import_out_shape, .store = import_store, .body = 21u << 20, .rate = 60 });
	pg(m, GET, import_path, x, (struct page){ .html = import_html, .title = M("Bring in a spreadsheet"), .form = true, .form_load = import_form_load });
	pg(m, POST, import_path, x, (struct page){ .on_error = import_path, .then = "/work/{work}" });
	const char *match_path = joined(m, m->r->path, "/match/{work}");
	x = act(m, "match", &(struct action){ .title = M("Say what columns and words stand for"), .mode = MODE_WRITE, .in = &import_match_shape, .out = &import_out_shape,
	    .load = import_match_load, .store = import_match_store, .body = 1u << 20 });
	pg(m, GET, match_path, x, (struct page){ .html = import_match_html, .title = M("Say what columns and words stand for"), .form = true, .form_load = import_match_form_load });
	pg(m, POST, match_path, x, (struct page){ .on_error = match_path, .then = "/work/{work}" });
	x = act(m, "accept", &(struct action){ .title = M("Save what was checked"), .mode = MODE_WRITE, .in = &accept_in_shape, .out = &import_out_shape, .store = accept_store });
	pg(m, GET, accept_path, x, (struct page){ .html = accept_html, .title = M("Save what was checked"), .form = true, .form_load = accept_load });
	pg(m, POST, accept_path, x, (struct page){ .on_error = accept_path, .then = "/work/{work}" });
}

void
register_make(struct arena *a, const struct register_def *r, const struct action **ret_actions, size_t *ret_n_actions,
    struct page *ret_pages, size_t *ret_n_pages)
{
	struct maker m = { .a = a, .r = r, .actions = ret_actions, .pages = ret_pages };
	const struct record_type *t = r->type;
	const char *new_path = joined(&m, r->path, "/new"), *export_path = joined(&m, r->path, "/export");
	const char *edit_path = joined(&m, t->path, "/edit"), *withdraw_path = joined(&m, t->path, "/withdraw");
	size_t body = record_body(t);

	m.whole = record_whole_shape(a, t);
	list_shapes(&m);
	const struct action *x = act(&m, "export", &(struct action){ .title = M("Download as a spreadsheet"), .mode = MODE_READ, .in = m.export_in, .load = sheet_export_load });
	pg(&m, GET, export_path, x, (struct page){ .html = large_html, .title = r->title });
	if (!r->opened)
		import_make(&m);
	*ret_n_actions = m.n;
	*ret_n_pages = m.n_pages;
	if (r->sheets_only)
		return;
	x = act(&m, "list", &(struct action){ .title = r->title, .mode = MODE_READ, .in = m.list_in, .out = m.list_out, .load = register_list_load });
	pg(&m, GET, r->path, x, (struct page){ .html = register_list_html, .title = r->title, .wide = true });
	x = act(&m, "view", &(struct action){ .title = t->one, .mode = MODE_READ, .out = m.whole, .record = t, .load = view_load });
	pg(&m, GET, t->path, x, (struct page){ .html = view_html, .title = t->one });
	if (!r->opened) {
		x = act(&m, "create", &(struct action){ .title = r->add, .mode = MODE_WRITE, .in = t->shape, .out = m.whole, .store = create_store, .body = body });
		pg(&m, GET, new_path, x, (struct page){ .html = form_html, .title = r->add, .form = true });
		pg(&m, POST, new_path, x, (struct page){ .on_error = new_path, .then = t->path, .notice = M("Saved") });
	}
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
	*ret_n_actions = m.n;
	*ret_n_pages = m.n_pages;
}
