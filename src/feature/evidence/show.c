/* SPDX-License-Identifier: MIT */
/* The list of evidence, one piece with its file and standards, and what it was before. */
#include <string.h>
#include "app/file.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/evidence/own.h"
#include "feature/evidence/shape.h"
#include "tpl/feature/evidence/history.h"
#include "tpl/feature/evidence/list.h"
#include "tpl/feature/evidence/view.h"

#define ROWS 25

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static struct str
period_words(struct ctx *c, struct date from, struct date to)
{
	struct msg_arg args[] = { { "from", date_long(c->mem, from) }, { "to", date_long(c->mem, to) } };

	return lang_format(c->lang, c->mem, to.day != 0 ? M("{from} to {to}") : M("Since {from}"), args, 2);
}

/* ---- list ---- */

struct list_in { struct str class, kind, after; int64_t branch; bool withdrawn; };
struct list_out { struct list items; struct str next; int64_t total; };
struct item_out { int64_t id; struct str ref, title, kind, class, held; struct date period_from, period_to; struct when created_at; };
SHAPE(evidence_list_in_shape, list_in,
	FIELD(struct list_in, class, .label = M("Class")),
	FIELD(struct list_in, kind, .label = M("Kind of evidence")),
	FIELD_REF(struct list_in, branch, "unit", .label = M("Unit, with all under it")),
	FIELD(struct list_in, after, .label = M("After"), .max = 100),
	FIELD(struct list_in, withdrawn, .label = M("Withdrawn")));
SHAPE(evidence_item_shape, item_out,
	FIELD_REF(struct item_out, id, "evidence", .label = M("Evidence")),
	FIELD(struct item_out, ref, .label = M("Reference")),
	FIELD(struct item_out, title, .label = M("Title")),
	FIELD(struct item_out, kind, .label = M("Kind of evidence")),
	FIELD(struct item_out, class, .label = M("Class")),
	FIELD(struct item_out, held, .label = M("What is it?")),
	FIELD(struct item_out, period_from, .label = M("First day that it speaks for")),
	FIELD(struct item_out, period_to, .label = M("Last day that it speaks for")),
	FIELD(struct item_out, created_at, .label = M("Added")));
SHAPE(evidence_list_out_shape, list_out,
	FIELD(struct list_out, items, .label = M("Evidence"), .of = &evidence_item_shape),
	FIELD(struct list_out, next, .label = M("Next")),
	FIELD(struct list_out, total, .label = M("Total")));

static enum status
query_make(struct ctx *c, const struct list_in *in, struct record_query *q)
{
	struct str id, ms = str_cut(in->after, '~', &id);

	*q = (struct record_query){ .withdrawn = in->withdrawn, .branch = in->branch, .limit = ROWS + 1 };
	for (size_t i = 0; i < evidence_ops.n_filters; i++) {
		struct str v = str_is(str_c(evidence_ops.filters[i].name), "kind") ? in->kind : in->class;
		if (v.n > 0)
			q->filter[i] = (struct db_value){ .kind = DB_TEXT, .s = v };
	}
	if (in->after.n == 0)
		return ST_OK;
	q->after.kind = DB_INT;
	if (!str_i64(ms, &q->after.i) || !id_parse(id, &q->after_id))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	return ST_OK;
}

static struct url
list_url(struct ctx *c, const struct list_in *in, struct str after, bool withdrawn)
{
	struct url u = url_with(c->mem, URL(c->mem, "/evidence"), "class", in->class);

	u = url_with(c->mem, u, "kind", in->kind);
	if (in->branch != 0)
		u = url_with(c->mem, u, "branch", id_text(c->mem, in->branch));
	u = url_with(c->mem, u, "withdrawn", withdrawn ? S("true") : S(""));
	return url_with(c->mem, u, "after", after);
}

static enum status
units_fill(struct ctx *c, const struct list_in *in, struct list_view *v)
{
	struct option *o;

	TRY(record_options(c, "unit", &o, &v->n_units));
	struct kind_option *u = arena_array(c->mem, struct kind_option, v->n_units + 1);
	for (size_t i = 0; i < v->n_units; i++) {
		int64_t id;
		u[i] = (struct kind_option){ o[i].value, o[i].label, id_parse(o[i].value, &id) && id == in->branch };
	}
	v->units = u;
	return ST_OK;
}

static void
filters(struct ctx *c, const struct list_in *in, struct list_view *v)
{
	struct kind_option *o = arena_array(c->mem, struct kind_option, evidence_kind_choices.n);
	struct kind_option *k = arena_array(c->mem, struct kind_option, 2);

	for (size_t i = 0; i < evidence_kind_choices.n; i++) {
		struct str id = str_c(evidence_kind_choices.c[i].value);
		o[i] = (struct kind_option){ id, evidence_kind_name(c, id), str_eq(id, in->kind) };
	}
	k[0] = (struct kind_option){ S("output"), evidence_class_label(c, false), str_is(in->class, "output") };
	k[1] = (struct kind_option){ S("outcome"), evidence_class_label(c, true), str_is(in->class, "outcome") };
	v->kinds = o;
	v->n_kinds = evidence_kind_choices.n;
	v->classes = k;
	v->n_classes = 2;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct list_view *v = arena_new(c->mem, struct list_view);
	struct record_query q;
	void *rows_;
	size_t n;

	TRY(query_make(c, in, &q));
	TRY(evidence_ops.list(c->db, c->scope, c->mem, &q, &rows_, &n));
	TRY(evidence_ops.count(c->db, c->scope, c->mem, &q, &out->total));
	const struct evidence *e = rows_;
	if (n > ROWS) {
		n = ROWS;
		out->next = arena_printf(c->mem, "%lld~%lld", (long long)e[n - 1].created_at.ms, (long long)e[n - 1].id);
	}
	struct list_row *rows = arena_array(c->mem, struct list_row, n + 1);
	struct item_out *items = arena_array(c->mem, struct item_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct item_out){ e[i].id, e[i].ref, e[i].title, e[i].kind, e[i].class, e[i].held, e[i].period_from,
			e[i].period_to, e[i].created_at };
		bool outcome = str_is(e[i].class, "outcome");
		rows[i] = (struct list_row){ .title = e[i].title, .ref = e[i].ref, .kind = evidence_kind_name(c, e[i].kind), .outcome = outcome,
			.class = evidence_class_label(c, outcome), .period = period_words(c, e[i].period_from, e[i].period_to),
			.added = date_long(c->mem, when_date(e[i].created_at)), .to = URL_ID(c->mem, "/evidence/{}", e[i].id) };
	}
	static const char *const forms[6] = { [1] = M("1 piece of evidence"), [5] = M("{n} pieces of evidence") };
	*v = (struct list_view){ .rows = rows, .n = n, .add = URL(c->mem, "/evidence/new"), .may_add = may(c, "evidence.create"), .may_import = may(c, "evidence.import"),
		.filtered = in->class.n > 0 || in->kind.n > 0 || in->branch != 0, .showing_withdrawn = in->withdrawn,
		.withdrawn = list_url(c, in, S(""), true), .live = list_url(c, in, S(""), false),
		.count = out->total > 200 ? text(c, M("More than 200 pieces of evidence")) : lang_fill(c->mem,
		    lang_plural(c->lang, c->mem, out->total, forms),
		    (struct msg_arg[]){ { "n", arena_printf(c->mem, "%lld", (long long)out->total) } }, 1) };
	if (in->after.n > 0)
		v->first = list_url(c, in, S(""), in->withdrawn);
	if (out->next.n > 0)
		v->next = list_url(c, in, out->next, in->withdrawn);
	filters(c, in, v);
	TRY(units_fill(c, in, v));
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

void
evidence_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	evidence_list_html(o, c->data);
}

const struct action evidence_list = { .name = "evidence.list", .title = M("Evidence"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &evidence_list_in_shape, .out = &evidence_list_out_shape, .load = list_load };

/* ---- one ---- */

struct file_was { int64_t id; struct when until; };

/* Files that the record had before, newest first: its history says so. */
static enum status
files_before(struct ctx *c, struct file_was **ret, size_t *ret_n)
{
	struct change *ch;
	size_t n;

	TRY(record_history(c, &evidence_type, c->id, &ch, &n));
	*ret = arena_array(c->mem, struct file_was, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ch[i].n; k++) {
			int64_t id;
			if (str_is(ch[i].fields[k].name, "document") && id_parse(ch[i].fields[k].before, &id) && id != 0)
				(*ret)[(*ret_n)++] = (struct file_was){ id, ch[i].at };
		}
	return ST_OK;
}

struct view_out { struct evidence e; struct str file_name, file_hash; int64_t file_size; struct list standards; };
struct standard_out { struct str framework, standard; struct when linked_at; struct personal linked_by; };
SHAPE(evidence_standard_out_shape, standard_out,
	FIELD(struct standard_out, framework, .label = M("Framework")),
	FIELD(struct standard_out, standard, .label = M("Standard")),
	FIELD(struct standard_out, linked_at, .label = M("Linked")),
	FIELD(struct standard_out, linked_by, .label = M("By"), .privacy = PRIV_IDENTITY));
SHAPE(evidence_view_shape, view_out,
	FIELD_REF(struct evidence, id, "evidence", .label = M("Evidence")),
	FIELD(struct evidence, version, .label = M("Version")),
	FIELD(struct evidence, ref, .label = M("Reference")),
	EVIDENCE_FIELDS,
	FIELD(struct evidence, created_at, .label = M("Added")),
	FIELD(struct evidence, withdrawn_at, .label = M("Withdrawn")),
	FIELD(struct view_out, file_name, .label = M("Name of the file")),
	FIELD(struct view_out, file_size, .label = M("Size of the file")),
	FIELD(struct view_out, file_hash, .label = M("Hash of the file (SHA-256)")),
	FIELD(struct view_out, standards, .label = M("Standards"), .of = &evidence_standard_out_shape));

static void
row_add(struct ctx *c, struct view_view *v, struct summary_row *rows, const char *key, struct str value)
{
	(void)c;
	if (value.n > 0)
		rows[v->n_rows++] = (struct summary_row){ .key = text(c, key), .value = value };
}

static void
measure_rows(struct ctx *c, const struct evidence *e, struct view_view *v, struct summary_row *rows)
{
	row_add(c, v, rows, M("What was measured"), e->measured);
	row_add(c, v, rows, M("Before"), e->measured_before);
	row_add(c, v, rows, M("Afterwards"), e->measured_after);
	row_add(c, v, rows, M("Measured on"), e->measured_on.day != 0 ? date_long(c->mem, e->measured_on) : S(""));
	for (size_t i = 0; i < evidence_changes.n; i++)
		if (str_is(e->change, evidence_changes.c[i].value))
			row_add(c, v, rows, M("Result"), text(c, evidence_changes.c[i].label));
}

static struct str
added_words(struct ctx *c, const struct evidence *e, struct personal *ret_by)
{
	struct evidence_adder_row by;

	if (evidence_adder(c->db, c->mem, e->created_by, &by) == ST_OK)
		*ret_by = by.name;
	return date_long(c->mem, when_date(e->created_at));
}

static enum status
view_rows(struct ctx *c, const struct evidence *e, struct view_view *v)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, 16);
	struct str added = added_words(c, e, &v->by);

	row_add(c, v, rows, M("Kind of evidence"), evidence_kind_name(c, e->kind));
	row_add(c, v, rows, M("Speaks for"), period_words(c, e->period_from, e->period_to));
	measure_rows(c, e, v, rows);
	row_add(c, v, rows, M("Where it is kept"), e->note);
	row_add(c, v, rows, M("Hash of the file (SHA-256)"), v->hash);
	row_add(c, v, rows, M("Unit"), e->unit != 0 ? record_name(c, "unit", e->unit) : S(""));
	row_add(c, v, rows, M("Added"), added);
	if (v->by.text.n > 0)
		rows[v->n_rows++] = (struct summary_row){ .key = text(c, M("Added by")), .who = v->by };
	v->rows = rows;
	return ST_OK;
}

static enum status
view_standards(struct ctx *c, struct view_out *out, struct view_view *v)
{
	struct evidence_links_row *l;
	size_t n;

	TRY(evidence_links(c->db, c->scope, c->mem, c->id, &l, &n));
	struct link_row *rows = arena_array(c->mem, struct link_row, n + 1);
	struct standard_out *items = arena_array(c->mem, struct standard_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct framework *f;
		const struct fw_standard *s;
		items[i] = (struct standard_out){ l[i].framework, l[i].standard, l[i].linked_at, l[i].by_name };
		rows[i] = (struct link_row){ .framework_key = l[i].framework, .id = l[i].standard, .by = l[i].by_name, .standard = l[i].standard,
			.framework = l[i].framework, .linked = date_long(c->mem, when_date(l[i].linked_at)), .may_unlink = v->may_link };
		if (c->face != FACE_PAGE)
			continue;
		TRY(evidence_standard_find(c, l[i].framework, l[i].standard, &f, &s));
		if (s != NULL) {
			rows[i].standard = evidence_standard_words(c, f, s);
			rows[i].framework = f->title;
		}
	}
	out->standards = (struct list){ items, n };
	v->links = rows;
	v->n_links = n;
	return ST_OK;
}

static enum status
view_file(struct ctx *c, const struct evidence *e, struct view_out *out, struct view_view *v)
{
	struct file_info info;
	struct file_was *was;
	size_t n;

	if (e->document.id != 0) {
		TRY(file_about(c, e->document.id, &info));
		out->file_name = info.name;
		out->file_hash = v->hash = info.hash;
		out->file_size = info.size;
		v->is_file = true;
		v->download = URL_ID(c->mem, "/evidence/{}/file", e->id);
		if (file_shut(c, &info, &v->shut))
			v->shut_name = info.name;
		v->file = lang_format(c->lang, c->mem, M("Download {name} ({size} KB)"), (struct msg_arg[]){ { "name", info.name },
		    { "size", arena_printf(c->mem, "%lld", (long long)((info.size + 1023) / 1024)) } }, 2);
	}
	if (c->face != FACE_PAGE)
		return ST_OK;
	TRY(files_before(c, &was, &n));
	struct file_row *rows = arena_array(c->mem, struct file_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (was[i].id == e->document.id || file_about(c, was[i].id, &info) != ST_OK)
			continue;
		rows[v->n_files++] = (struct file_row){ lang_format(c->lang, c->mem, M("{name}, until {when}"),
		    (struct msg_arg[]){ { "name", info.name }, { "when", date_long(c->mem, when_date(was[i].until)) } }, 2),
		    url_for(c->mem, "/evidence/{}/files/{}", (const int64_t[]){ e->id, was[i].id }, 2) };
	}
	v->files = rows;
	return ST_OK;
}

static void
view_link(struct ctx *c, const struct evidence *e, struct view_view *v)
{
	if (str_is(e->held, "link")) {
		v->is_link = true;
		v->link = url_external(c->mem, e->link);
		v->link_text = e->link;
	} else if (str_is(e->held, "record")) {
		const struct record_type *t = record_type_find(e->record_kind);
		struct str name = evidence_record_shown(c, str_z(c->mem, e->record_kind), e->record_id);
		v->is_link = true;
		v->link_text = t == NULL || name.n == 0 ? text(c, M("A record that you may not see")) : arena_printf(c->mem, "%.*s (%.*s)",
		    (int)name.n, name.p, (int)text(c, t->one).n, text(c, t->one).p);
		if (t != NULL && name.n > 0)
			v->link = record_url(c, t, e->record_id);
	}
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	const struct evidence *e = c->record;
	struct view_out *out = out_;
	struct view_view *v = arena_new(c->mem, struct view_view);
	bool live = e->withdrawn_at.ms == 0, outcome = str_is(e->class, "outcome");

	(void)in;
	out->e = *e;
	*v = (struct view_view){ .title = e->title, .ref = e->ref, .outcome = outcome, .class = evidence_class_label(c, outcome), .version = e->version,
		.may_edit = live && may(c, "evidence.edit"), .may_withdraw = live && may(c, "evidence.withdraw"),
		.may_restore = !live && may(c, "evidence.restore"), .may_link = live && may(c, "evidence.link"), .may_history = may(c, "evidence.history"),
		.edit = URL_ID(c->mem, "/evidence/{}/edit", e->id), .withdraw = URL_ID(c->mem, "/evidence/{}/withdraw", e->id),
		.restore = URL_ID(c->mem, "/evidence/{}/restore", e->id), .history = URL_ID(c->mem, "/evidence/{}/history", e->id),
		.add_link = URL_ID(c->mem, "/evidence/{}/standards", e->id), .unlink = URL_ID(c->mem, "/evidence/{}/standards/remove", e->id) };
	if (!live)
		v->withdrawn = lang_format(c->lang, c->mem, M("Withdrawn: {why}"), (struct msg_arg[]){ { "why", e->withdrawn_why } }, 1);
	TRY(view_file(c, e, out, v));
	view_link(c, e, v);
	TRY(view_rows(c, e, v));
	TRY(view_standards(c, out, v));
	c->data = v;
	return ST_OK;
}

void
evidence_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct view_view *v = c->data;

	(void)out;
	evidence_crumbs(c, false);
	page_title(c, v->title);
	evidence_view_html(o, v, c->form != NULL && c->form->n_errors + c->form->problem.n > 0 ? c->form : NULL);
}

const struct action evidence_view = { .name = "evidence.view", .title = M("Evidence"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &evidence_view_shape, .record = &evidence_type, .load = view_load, .personal = true };

/* ---- download ---- */

struct download_in { struct str file; };
SHAPE(evidence_download_in_shape, download_in, FIELD(struct download_in, file, .label = M("File"), .max = 30));

static enum status
download_load(struct ctx *c, void *in_, void *out)
{
	const struct download_in *in = in_;
	int64_t file = ((const struct evidence *)c->record)->document.id, asked;
	struct file_info info;

	(void)out;
	if (in->file.n > 0 && (!id_parse(in->file, &asked) || asked != file)) {
		/* An earlier file of this very record, or nothing. */
		struct file_was *was;
		size_t n, k = 0;
		bool ours = false;
		TRY(files_before(c, &was, &n));
		for (; k < n && id_parse(in->file, &asked) && !ours; k++)
			ours = was[k].id == asked;
		file = ours ? asked : 0;
	}
	if (file == 0)
		return fail(c, ST_NOT_FOUND, M("There is no such file."), NULL);
	TRY(file_bytes(c, file, c->mem, &info, &c->download));
	c->download_name = info.name;
	c->download_type = info.type;
	return ST_OK;
}

const struct action evidence_download = { .name = "evidence.download", .title = M("Download a file"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &evidence_download_in_shape, .record = &evidence_type, .load = download_load };

/* ---- history ---- */

struct history_out { struct list changes; };
struct change_out { int64_t version; struct when at; struct str by, what, fields; };
SHAPE(evidence_change_out_shape, change_out,
	FIELD(struct change_out, version, .label = M("Version")), FIELD(struct change_out, at, .label = M("When")),
	FIELD(struct change_out, by, .label = M("By")), FIELD(struct change_out, what, .label = M("What")),
	FIELD(struct change_out, fields, .label = M("Changes"), .max = 20000));
SHAPE(evidence_history_shape, history_out, FIELD(struct history_out, changes, .label = M("Changes"), .of = &evidence_change_out_shape));

/* A file is a number in the history; people know it by its name. */
static struct str
file_shown(struct ctx *c, struct str id)
{
	struct file_info info;
	int64_t n;

	return id_parse(id, &n) && file_about(c, n, &info) == ST_OK ? info.name : id;
}

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct history_out *out = out_;
	struct history_view *v = arena_new(c->mem, struct history_view);
	struct change *ch;
	size_t n;

	(void)in;
	TRY(record_history(c, &evidence_type, c->id, &ch, &n));
	struct change_out *co = arena_array(c->mem, struct change_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, 1 << 16);
		for (size_t k = 0; k < ch[i].n; k++) {
			struct change_field *f = &ch[i].fields[k];
			if (str_is(f->name, "document")) {
				f->before = file_shown(c, f->before);
				f->after = file_shown(c, f->after);
			}
			buf_printf(&b, "%s%.*s: %.*s → %.*s", k > 0 ? "; " : "", (int)f->label.n, f->label.p, (int)f->before.n, f->before.p,
			    (int)f->after.n, f->after.p);
		}
		co[i] = (struct change_out){ ch[i].version, ch[i].at, ch[i].by_name, ch[i].what, arena_copy(c->mem, buf_view(&b)) };
		buf_free(&b);
	}
	*v = (struct history_view){ ch, n };
	c->data = v;
	out->changes = (struct list){ co, n };
	return ST_OK;
}

void
evidence_history_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	evidence_crumbs(c, true);
	evidence_history_html(o, c->data);
}

const struct action evidence_history = { .name = "evidence.history", .title = M("History of changes"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &evidence_history_shape, .record = &evidence_type, .load = history_load };
