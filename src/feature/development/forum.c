/* SPDX-License-Identifier: MIT */
/* Forums: held by a national body, published to everybody, so that attendance has a denominator. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/development/own.h"
#include "sql/development.h"
#include "tpl/feature/development/forum.h"

#define PAGE_ROWS 50

SHAPE(forum_shape, forum,
	FIELD(struct forum, title, .label = M("Title"), .must = true),
	FIELD(struct forum, held_on, .label = M("Date"), .must = true),
	FIELD(struct forum, region, .label = M("Region"), .hint = M("As it stands in the directory. Leave empty if the forum is for all regions."), .max = 100),
	FIELD(struct forum, place, .label = M("Place")),
	FIELD(struct forum, cancelled, .label = M("It was cancelled")),
	FIELD(struct forum, held_by, .label = M("Held by"), .read_only = true));

static enum status
entry_read(struct db *db, struct arena *a, int64_t id, struct forum *ret)
{
	struct forum_read_row r;

	TRY(forum_read(db, a, id, &r));
	*ret = (struct forum){ .org = r.held_by, .id = r.id, .version = r.version, .title = r.title, .region = r.region, .place = r.place,
		.held_on = r.held_on, .cancelled = r.cancelled, .created_at = r.changed_at, .changed_at = r.changed_at, .held_by = r.held_by_name };
	return ST_OK;
}

static enum status
ops_get(struct db *db, const struct scope *scope, struct arena *a, int64_t id, void *ret)
{
	(void)scope;
	return entry_read(db, a, id, ret);
}

/* Loaded and compared like a record, but the table is everybody's: it is written by forum_save. */
static const struct record_ops forum_ops = {
	.kind = "forum", .size = sizeof(struct forum), .at_org = offsetof(struct forum, org), .at_id = offsetof(struct forum, id),
	.at_version = offsetof(struct forum, version), .at_created_at = offsetof(struct forum, created_at),
	.at_created_by = offsetof(struct forum, created_by), .at_changed_at = offsetof(struct forum, changed_at),
	.at_changed_by = offsetof(struct forum, changed_by), .at_withdrawn_at = offsetof(struct forum, withdrawn_at), .get = ops_get,
};

static struct str
named(struct ctx *c, struct str title, struct date day)
{
	return lang_format(c->lang, c->mem, M("{title}, {day}"), (struct msg_arg[]){ { "title", title }, { "day", date_long(c->mem, day) } }, 2);
}

static struct str
forum_name(struct ctx *c, int64_t id)
{
	struct forum f;

	return entry_read(c->db, c->mem, id, &f) == ST_OK ? named(c, f.title, f.held_on) : S("");
}

/* What can have been attended: held by today, newest first. */
static enum status
forum_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct forum_page_row *r;
	size_t n;

	*ret_n = 0;
	TRY(forum_page(c->db, c->mem, date_add_days(c->today, 1), 0, 200, &r, &n));
	*ret = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!r[i].cancelled)
			(*ret)[(*ret_n)++] = (struct option){ id_text(c->mem, r[i].id), named(c, r[i].title, r[i].held_on) };
	return ST_OK;
}

const struct record_type forum_type = {
	.ops = &forum_ops, .shape = &forum_shape, .one = M("forum"), .many = M("forums"), .label = "title", .path = "/forums/{id}",
	.name = forum_name, .options = forum_options,
};

/* ---- reading ---- */

struct list_in { struct str after; };
struct list_item { int64_t id; struct str title, region, place, held_by; struct date held_on; bool cancelled; };
struct list_out { struct list items; struct str next; };
SHAPE(forum_list_in_shape, list_in, FIELD(struct list_in, after, .label = M("After"), .max = 60));
SHAPE(forum_item_shape, list_item,
	FIELD_REF(struct list_item, id, "forum", .label = M("Id")),
	FIELD(struct list_item, title, .label = M("Title")),
	FIELD(struct list_item, held_on, .label = M("Date")),
	FIELD(struct list_item, region, .label = M("Region")),
	FIELD(struct list_item, place, .label = M("Place")),
	FIELD(struct list_item, cancelled, .label = M("It was cancelled")),
	FIELD(struct list_item, held_by, .label = M("Held by")));
SHAPE(forum_list_out_shape, list_out,
	FIELD(struct list_out, items, .label = M("Forums"), .of = &forum_item_shape),
	FIELD(struct list_out, next, .label = M("Next")));

/* "2026-08-06~id" */
static enum status
cursor_read(struct ctx *c, struct str after, struct date *day, int64_t *id)
{
	struct str rest, head = str_cut(after, '~', &rest);

	*day = date_of(2199, 12, 31);
	*id = INT64_MAX;
	if (after.n > 0 && (!date_parse(head, day) || !id_parse(rest, id)))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	return ST_OK;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct forums_view *v = arena_new(c->mem, struct forums_view);
	struct forum_page_row *r;
	struct date day;
	int64_t id;
	size_t n;

	TRY(cursor_read(c, in->after, &day, &id));
	TRY(forum_page(c->db, c->mem, day, id, PAGE_ROWS + 1, &r, &n));
	if (n > PAGE_ROWS) {
		n = PAGE_ROWS;
		out->next = arena_printf(c->mem, "%.*s~%lld", (int)date_iso(c->mem, r[n - 1].held_on).n, date_iso(c->mem, r[n - 1].held_on).p, (long long)r[n - 1].id);
		v->older = url_with(c->mem, URL(c->mem, "/forums"), "after", out->next);
	}
	struct list_item *items = arena_array(c->mem, struct list_item, n + 1);
	struct forum_row *rows = arena_array(c->mem, struct forum_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct list_item){ r[i].id, r[i].title, r[i].region, r[i].place, r[i].held_by_name, r[i].held_on, r[i].cancelled };
		rows[i] = (struct forum_row){ .title = r[i].title, .region = r[i].region, .place = r[i].place, .held_by = r[i].held_by_name,
			.held_on = r[i].held_on, .cancelled = r[i].cancelled, .to = URL_ID(c->mem, "/forums/{}", r[i].id) };
	}
	out->items = (struct list){ items, n };
	v->rows = rows;
	v->n = n;
	v->may_add = may(c, "forum.create");
	v->add = URL(c->mem, "/forums/new");
	c->data = v;
	return ST_OK;
}

void
forum_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	development_forums_html(o, c->data);
}

const struct action forum_list = { .name = "forum.list", .title = M("Forums"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &forum_list_in_shape, .out = &forum_list_out_shape, .load = list_load };

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct forum *f = c->record;
	struct forum_view_data *v = arena_new(c->mem, struct forum_view_data);

	(void)in;
	*(struct forum *)out = *f;
	*v = (struct forum_view_data){ .title = f->title, .region = f->region, .place = f->place, .held_by = f->held_by, .held_on = f->held_on,
		.cancelled = f->cancelled, .may_edit = f->org == c->scope->org && may(c, "forum.edit"), .edit = URL_ID(c->mem, "/forums/{}/edit", f->id),
		.may_attend = !f->cancelled && f->held_on.day <= c->today.day && may(c, "attendance.create"), .attend = URL(c->mem, "/development/attendance/new") };
	c->data = v;
	return ST_OK;
}

void
forum_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct forum_view_data *v = c->data;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Forums")), URL(c->mem, "/forums"));
	page_title(c, v->title);
	development_forum_html(o, v);
}

const struct action forum_view = { .name = "forum.view", .title = M("Forum"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &forum_shape, .record = &forum_type, .load = view_load };

/* ---- writing ---- */

static enum status
forum_check(struct ctx *c, const struct forum *f)
{
	struct forum_region_known_row known;

	if (f->region.n > 0) {
		TRY(forum_region_known(c->db, c->mem, f->region, &known));
		if (known.n == 0)
			field_error(c, "region", M("No organisation in the directory lies in this region"), S(""));
	}
	return errors(c);
}

struct created { int64_t id; };
SHAPE(forum_created_shape, created, FIELD_REF(struct created, id, "forum", .label = M("Id")));

static enum status
create_store(struct ctx *c, void *in, void *out_)
{
	struct forum *f = in;
	struct created *out = out_;
	int64_t n;

	TRY(forum_check(c, f));
	f->id = id_new();
	f->cancelled = false;
	TRY(forum_add(c->db, c->scope, f->id, f->title, f->held_on, f->region, f->place, c->now, &n));
	out->id = c->id = f->id;
	return record_note(c, &forum_type, f->id, 1, NULL, f);
}

const struct action forum_create = { .name = "forum.create", .title = M("Add a forum"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &forum_shape, .out = &forum_created_shape, .store = create_store, .national = true };

static enum status
edit_store(struct ctx *c, void *in, void *out_)
{
	struct forum *f = in;
	struct created *out = out_;
	struct forum *now = arena_new(c->mem, struct forum);
	int64_t n;

	TRY(forum_check(c, f));
	TRY(entry_read(c->db, c->mem, c->id, now));
	if (now->org != c->scope->org)
		return fail(c, ST_FORBIDDEN, M("Only the body that holds a forum changes it."), NULL);
	TRY(forum_change(c->db, c->scope, c->id, f->version, f->title, f->held_on, f->region, f->place, f->cancelled, c->now, &n));
	if (n == 0) {
		c->conflict = now;
		return fail(c, ST_CONFLICT, M("Somebody else has changed this {kind} since you opened it."), "kind", lang_text(c->lang, c->mem, M("forum")), NULL);
	}
	out->id = c->id;
	return record_note(c, &forum_type, c->id, now->version + 1, now, f);
}

const struct action forum_edit = { .name = "forum.edit", .title = M("Change a forum"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &forum_shape, .out = &forum_created_shape, .record = &forum_type, .store = edit_store, .national = true };

void
forum_create_page(struct html *o, struct ctx *c, const void *out)
{
	struct development_form_view v = { .form = page_form(c, &forum_shape, NULL), .action = URL(c->mem, "/forums/new"), .cancel = URL(c->mem, "/forums"),
		.title = M("Add a forum"), .about = M("Every organisation sees it, and those of its region are expected to send their specialist.") };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Forums")), URL(c->mem, "/forums"));
	development_forum_form_html(o, &v, false);
}

void
forum_edit_page(struct html *o, struct ctx *c, const void *out)
{
	const struct forum *f = c->record;
	struct development_form_view v = { .form = page_form(c, &forum_shape, f), .action = URL_ID(c->mem, "/forums/{}/edit", f->id),
		.cancel = URL_ID(c->mem, "/forums/{}", f->id), .version = f->version, .title = M("Change a forum"),
		.about = M("One that was cancelled no longer counts as held.") };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Forums")), URL(c->mem, "/forums"));
	development_forum_form_html(o, &v, true);
}
