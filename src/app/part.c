/* SPDX-License-Identifier: MIT */
#include "app/part.h"
#include <string.h>
#include "app/file.h"
#include "app/record_page.h"
#include "app/registry.h"
#include "tpl/app/part_form.h"

#define PARTS_MOST 2000

struct part_why { struct str why; };
struct part_items { struct list items; };
SHAPE(part_why_shape, part_why, FIELD(struct part_why, why, .label = M("Why is it taken out?"),
    .hint = M("It stays in the history, with this reason. It can be put back."), .must = true, .max = 500));

/* ---- a part and its whole ---- */

const struct record_type *
part_whole(const struct record_type *t, const void *rec, int64_t *ret_id)
{
	if (t->ops->within == NULL)
		return NULL;
	memcpy(ret_id, (const char *)rec + t->ops->at_within, sizeof *ret_id);
	return record_type_find(str_c(t->ops->within));
}

/* The field of a part that names its whole. */
static const struct field *
within_field(const struct record_type *t)
{
	for (size_t i = 0; i < t->shape->n; i++)
		if (t->shape->f[i].type == F_ID && t->shape->f[i].at == t->ops->at_within)
			return &t->shape->f[i];
	return NULL;
}

size_t
part_filter(const struct record_type *t)
{
	const struct field *f = within_field(t);

	for (size_t i = 0; f != NULL && i < t->ops->n_filters; i++)
		if (strcmp(t->ops->filters[i].name, f->name) == 0)
			return i;
	return SIZE_MAX;
}

enum status
part_rows(struct ctx *c, const struct record_type *t, int64_t whole, void **ret, size_t *ret_n)
{
	struct record_query q = { .limit = PARTS_MOST };

	q.filter[part_filter(t)] = (struct db_value){ .kind = DB_INT, .i = whole };
	return t->ops->list(c->db, c->scope, c->mem, &q, ret, ret_n);
}

static const struct part_def *
part_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->part;
}

static bool
adds(const struct ctx *c)
{
	return c->action->record == part_of(c)->whole;
}

static const char *
add_name(struct ctx *c, const struct part_def *d)
{
	return str_z(c->mem, arena_printf(c->mem, "%s.%s", d->whole->ops->kind, d->verb));
}

/* Of the record that the call is about: the whole itself, or the one that the part lies within. */
static int64_t
whole_id(const struct ctx *c)
{
	int64_t id = 0;

	if (adds(c))
		return record_head(c->action->record, c->record).id;
	(void)part_whole(c->action->record, c->record, &id);
	return id;
}

static void *
whole_read(struct ctx *c, const struct part_def *d, int64_t id)
{
	void *rec = arena_alloc(c->mem, d->whole->ops->size, _Alignof(max_align_t));

	return d->whole->ops->get(c->db, c->scope, c->mem, id, rec) == ST_OK ? rec : NULL;
}

static const char *
closed(const struct part_def *d, const void *whole)
{
	if (record_head(d->whole, whole).withdrawn_at.ms != 0)
		return M("This {kind} has been withdrawn. Restore it before changing it.");
	return d->closed != NULL ? d->closed(whole) : NULL;
}

/* As it is stored, in the transaction that writes: what closes a whole meanwhile keeps the part out. */
static enum status
whole_open(struct ctx *c, const struct part_def *d, int64_t id)
{
	const void *whole = whole_read(c, d, id);

	if (whole == NULL)
		return fail(c, ST_NOT_FOUND, M("There is no such {kind}, or it is not yours to see."), "kind", lang_text(c->lang, c->mem, d->whole->one), NULL);
	const char *why = closed(d, whole);
	return why == NULL ? ST_OK : fail(c, ST_INVALID, why, "kind", lang_text(c->lang, c->mem, d->whole->one), NULL);
}

/* The whole may be written into, and this part of it may be changed. */
static enum status
part_open(struct ctx *c, const struct part_def *d)
{
	const char *why = d->fixed != NULL ? d->fixed(c->record) : NULL;

	TRY(whole_open(c, d, whole_id(c)));
	return why == NULL ? ST_OK : fail(c, ST_INVALID, why, NULL);
}

/* ---- store parts ---- */

static enum status
add_store(struct ctx *c, void *in, void *out)
{
	const struct part_def *d = part_of(c);

	TRY(whole_open(c, d, c->id));
	memcpy((char *)in + d->type->ops->at_within, &c->id, sizeof c->id);
	TRY(record_create(c, d->type, in));
	memcpy(out, in, d->type->ops->size);
	return ST_OK;
}

static enum status
edit_store(struct ctx *c, void *in, void *out)
{
	const struct part_def *d = part_of(c);

	TRY(part_open(c, d));
	TRY(record_update(c, d->type, in));
	memcpy(out, in, d->type->ops->size);
	return ST_OK;
}

static enum status
withdraw_store(struct ctx *c, void *in, void *out)
{
	const struct part_def *d = part_of(c);

	TRY(part_open(c, d));
	TRY(record_withdraw(c, d->type, c->id, c->version, ((const struct part_why *)in)->why));
	return record_get(c, d->type, c->id, out);
}

static enum status
restore_store(struct ctx *c, void *in, void *out)
{
	const struct part_def *d = part_of(c);

	(void)in;
	TRY(part_open(c, d));
	TRY(record_restore(c, d->type, c->id, c->version));
	return record_get(c, d->type, c->id, out);
}

/* ---- reading ---- */

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct part_def *d = part_of(c);

	(void)in;
	memcpy(out, c->record, d->type->ops->size);
	return d->view_load != NULL && c->face == FACE_PAGE ? d->view_load(c, c->record, &c->data) : ST_OK;
}

static enum status
list_load(struct ctx *c, void *in, void *out)
{
	struct part_items *items = out;

	(void)in;
	return part_rows(c, part_of(c)->type, c->id, &items->items.items, &items->items.n);
}

/* Its first file, as far as the caller may see it. */
static struct file_ref
file_of(struct ctx *c, const struct record_type *t, const void *rec)
{
	struct file_ref file = { 0 };

	for (size_t i = 0; i < t->shape->n && file.id == 0; i++)
		if (t->shape->f[i].type == F_FILE && !field_masked(&t->shape->f[i], c->sight))
			memcpy(&file, (const char *)rec + t->shape->f[i].at, sizeof file);
	return file;
}

static enum status
download_load(struct ctx *c, void *in, void *out)
{
	struct file_ref file = file_of(c, c->action->record, c->record);
	struct file_info info;

	(void)in;
	(void)out;
	if (file.id == 0)
		return fail(c, ST_NOT_FOUND, M("There is no such file."), NULL);
	TRY(file_bytes(c, file.id, c->mem, &info, &c->download));
	c->download_name = info.name;
	c->download_type = info.type;
	return ST_OK;
}

/* ---- pages ---- */

/* "INC-26-0412 Theft, Ward 3" */
static struct str
whole_name(struct ctx *c, const struct part_def *d, const void *whole)
{
	struct str label = record_label(c, d->whole, whole), ref = S("");

	if (d->whole->ops->has_ref)
		memcpy(&ref, (const char *)whole + d->whole->ops->at_ref, sizeof ref);
	return ref.n == 0 ? label : arena_printf(c->mem, "%.*s %.*s", (int)ref.n, ref.p, (int)label.n, label.p);
}

static enum status
form_load(struct ctx *c)
{
	const struct part_def *d = part_of(c);
	const struct record_type *t = d->type;
	struct form_page *v = arena_new(c->mem, struct form_page);
	const void *whole = adds(c) ? c->record : whole_read(c, d, whole_id(c));
	void *rec = c->record;

	if (adds(c)) {
		rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
		if (d->start != NULL)
			d->start(c, whole, rec);
		v->action = record_url_verb(c, d->whole, c->id, d->verb);
	} else {
		v->action = record_url_verb(c, t, c->id, c->action->in == t->shape ? "edit" : "withdraw");
		v->version = record_head(t, rec).version;
	}
	v->form = page_form(c, c->action->in, c->action->in == t->shape ? rec : NULL);
	if (d->options != NULL && c->action->in == t->shape)
		TRY(d->options(c, whole, v->form));
	record_form_options(c, v->form);
	v->files = c->action->in == t->shape && record_has_files(t);
	v->warn = c->action->in != t->shape;
	v->button = v->warn ? d->take : M("Save");
	v->cancel = adds(c) ? record_url(c, d->whole, c->id) : record_url(c, t, c->id);
	v->of = whole_name(c, d, whole);
	c->data = v;
	return ST_OK;
}

void
form_page_html(struct html *o, struct ctx *c, const void *out)
{
	const struct form_page *v = c->data;

	(void)out;
	page_back(c, v->cancel);
	page_title(c, lang_text(c->lang, c->mem, c->action->title));
	app_part_form_html(o, c, v);
}

static void
view_html(struct html *o, struct ctx *c, const void *out)
{
	const struct part_def *d = part_of(c);
	const struct record_type *t = d->type;
	const void *whole = whole_read(c, d, whole_id(c));
	struct part_line line = { .to = { { NULL, 0 } } };
	struct part_view v = { .version = record_head(t, out).version, .withdrawn = record_withdrawn_words(c, t, out), .more = d->view_html, .more_data = c->data };
	bool live = v.withdrawn.n == 0, may_change = whole != NULL && closed(d, whole) == NULL && may(c, add_name(c, d)) && (d->fixed == NULL || d->fixed(out) == NULL);

	d->line(c, out, &line);
	v.title = line.head;
	v.rows = record_rows(c, t, out, &v.n_rows);
	v.of = whole != NULL ? whole_name(c, d, whole) : S("");
	if (file_of(c, t, out).id != 0)
		v.file = record_url_verb(c, t, c->id, "download");
	if (may_change && live && d->edit != NULL)
		v.edit = record_url_verb(c, t, c->id, "edit");
	if (may_change && live && d->take != NULL)
		v.take = record_url_verb(c, t, c->id, "withdraw");
	v.take_label = d->take;
	if (may_change && !live)
		v.restore = record_url_verb(c, t, c->id, "restore");
	page_back(c, record_url(c, d->whole, whole_id(c)));
	page_title(c, v.title);
	app_part_view_html(o, c, &v);
}

enum status
part_block(struct ctx *c, const struct part_def *d, const void *whole, struct part_block *ret)
{
	const struct record_type *t = d->type;
	int64_t id = record_head(d->whole, whole).id;
	void *rows;

	*ret = (struct part_block){ .title = d->title, .none = d->none, .add_label = d->add, .add = record_url_verb(c, d->whole, id, d->verb),
		.may_add = closed(d, whole) == NULL && may(c, add_name(c, d)) };
	TRY(part_rows(c, t, id, &rows, &ret->n));
	ret->lines = arena_array(c->mem, struct part_line, ret->n + 1);
	for (size_t i = 0; i < ret->n; i++) {
		const char *rec = (const char *)rows + i * t->ops->size;
		d->line(c, rec, &ret->lines[i]);
		ret->lines[i].to = record_url(c, t, record_head(t, rec).id);
	}
	return ST_OK;
}

/* ---- making the actions and pages of one declaration ---- */

struct part_maker {
	struct arena *a;
	const struct part_def *d;
	const struct action **actions; size_t n;
	struct page *pages; size_t n_pages;
};

static const struct action *
act(struct part_maker *m, const struct record_type *of, const char *verb, struct action like)
{
	struct action *x = arena_new(m->a, struct action);

	*x = like;
	x->name = str_z(m->a, arena_printf(m->a, "%s.%s", of->ops->kind, verb));
	x->access = ACCESS_ROLE;
	x->record = of;
	x->personal = m->d->type->personal && like.mode == MODE_READ;
	m->actions[m->n++] = x;
	return x;
}

static const char *
below(struct part_maker *m, const char *path, const char *verb)
{
	return str_z(m->a, arena_printf(m->a, "%s/%s", path, verb));
}

static void
pg(struct part_maker *m, enum method method, const char *path, const struct action *x, struct page like)
{
	like.method = method;
	like.path = path;
	like.action = x;
	m->pages[m->n_pages++] = like;
}

/* The page with the form of an action, and where it is sent to. */
static void
form_pages(struct part_maker *m, const char *path, const struct action *x, const char *then, const char *notice)
{
	pg(m, GET, path, x, (struct page){ .html = form_page_html, .form = true, .form_load = form_load, .title = x->title });
	pg(m, POST, path, x, (struct page){ .on_error = path, .then = then, .notice = notice });
}

/* "/incidents/{incident}": the page of the whole, by the part's own field. */
static const char *
whole_path(struct part_maker *m)
{
	struct str tail, head = str_cut(str_c(m->d->whole->path), '{', &tail);

	(void)str_cut(tail, '}', &tail);
	const struct field *f = within_field(m->d->type);	/* app/check.c finds one that is missing */
	return str_z(m->a, arena_printf(m->a, "%.*s{%s}%.*s", (int)head.n, head.p, f != NULL ? f->name : "id", (int)tail.n, tail.p));
}

static const struct shape *
list_shape(struct arena *a, const struct shape *of)
{
	struct shape *s = arena_new(a, struct shape);
	struct field *f = arena_new(a, struct field);

	*f = (struct field)FIELD(struct part_items, items, .label = M("Items"), .of = of);
	*s = (struct shape){ "part_items", f, 1, sizeof(struct part_items) };
	return s;
}

void
part_make(struct arena *a, const struct part_def *d, const struct action **ret_actions, size_t *ret_n_actions, struct page *ret_pages, size_t *ret_n_pages)
{
	struct part_maker m = { .a = a, .d = d, .actions = ret_actions, .pages = ret_pages };
	const struct record_type *t = d->type;
	const struct shape *out = record_whole_shape(a, t);
	const char *home = whole_path(&m);

	const struct action *x = act(&m, d->whole, d->verb, (struct action){ .title = d->add, .mode = MODE_WRITE, .in = t->shape, .out = out, .store = add_store, .body = record_body(t) });
	form_pages(&m, below(&m, d->whole->path, d->verb), x, home, M("Saved"));
	(void)act(&m, d->whole, str_z(a, arena_printf(a, "%s_list", d->verb)), (struct action){ .title = d->title, .mode = MODE_READ, .out = list_shape(a, out), .load = list_load });
	x = act(&m, t, "view", (struct action){ .title = t->one, .mode = MODE_READ, .out = out, .load = view_load });
	pg(&m, GET, t->path, x, (struct page){ .html = view_html, .title = t->one });
	if (record_has_files(t)) {
		x = act(&m, t, "download", (struct action){ .title = M("Download the file"), .mode = MODE_READ, .load = download_load });
		pg(&m, GET, below(&m, t->path, "download"), x, (struct page){ .title = t->one });
	}
	if (d->edit != NULL) {
		x = act(&m, t, "edit", (struct action){ .title = d->edit, .mode = MODE_WRITE, .in = t->shape, .out = out, .store = edit_store, .body = record_body(t) });
		form_pages(&m, below(&m, t->path, "edit"), x, home, M("Saved"));
	}
	if (d->take != NULL) {
		x = act(&m, t, "withdraw", (struct action){ .title = d->take, .mode = MODE_WRITE, .in = &part_why_shape, .out = out, .store = withdraw_store });
		form_pages(&m, below(&m, t->path, "withdraw"), x, home, M("Taken out"));
		x = act(&m, t, "restore", (struct action){ .title = M("Put back"), .mode = MODE_WRITE, .out = out, .store = restore_store });
		pg(&m, POST, below(&m, t->path, "restore"), x, (struct page){ .on_error = t->path, .then = home, .notice = M("Put back") });
	}
	*ret_n_actions = m.n;
	*ret_n_pages = m.n_pages;
}
