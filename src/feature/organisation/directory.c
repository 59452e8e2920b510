/* SPDX-License-Identifier: MIT */
/* The list of the directory, and what the national body does to its entries. */
#include "feature/organisation/own.h"
#include "app/account.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/organisation.h"
#include "tpl/feature/organisation/form.h"
#include "tpl/feature/organisation/list.h"

#define PAGE_ROWS 50
#define MOST_REGIONS 100

SHAPE(organisation_list_in_shape, organisation_list_in,
	FIELD(struct organisation_list_in, name, .label = M("Name begins with"), .max = 100),
	FIELD_CHOICE(struct organisation_list_in, kind, organisation_kinds, .label = M("Kind")),
	FIELD(struct organisation_list_in, region, .label = M("Region"), .max = 100),
	FIELD(struct organisation_list_in, ended, .label = M("Show merged and closed ones too")),
	FIELD(struct organisation_list_in, after, .label = M("After"), .max = 500));
SHAPE(organisation_row_shape, organisation_row,
	FIELD_REF(struct organisation_row, id, "organisation", .label = M("Id")),
	FIELD(struct organisation_row, version, .label = M("Version")),
	FIELD(struct organisation_row, name, .label = M("Name")),
	FIELD(struct organisation_row, ods_code, .label = M("ODS code")),
	FIELD_CHOICE(struct organisation_row, kind, organisation_kinds, .label = M("Kind")),
	FIELD(struct organisation_row, region, .label = M("Region")),
	FIELD(struct organisation_row, headcount, .label = M("Number of staff")),
	FIELD(struct organisation_row, status, .label = M("Status")));
SHAPE(organisation_list_out_shape, organisation_list_out,
	FIELD(struct organisation_list_out, items, .label = M("Organisations"), .of = &organisation_row_shape),
	FIELD(struct organisation_list_out, next, .label = M("Next"), .max = 500));

/* ---- the list ---- */

static enum status
cursor_read(struct ctx *c, struct str after, struct str *ret_sort, int64_t *ret_id)
{
	size_t at = after.n;

	*ret_sort = S("");
	*ret_id = 0;
	if (after.n == 0)
		return ST_OK;
	while (at > 0 && after.p[at - 1] != '~')
		at--;
	if (at == 0 || !id_parse((struct str){ after.p + at, after.n - at }, ret_id))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	*ret_sort = (struct str){ after.p, at - 1 };
	return ST_OK;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct organisation_list_in *in = in_;
	struct organisation_list_out *out = out_;
	struct organisation_page_row *r;
	struct str first = text_sort(c->mem, in->name), sort;
	int64_t id;
	size_t n;

	TRY(cursor_read(c, in->after, &sort, &id));
	struct str last = arena_printf(c->mem, "%.*s\xf4\x8f\xbf\xbd", (int)first.n, first.p);
	TRY(organisation_page(c->db, c->mem, in->kind, in->region, in->ended, first, last, sort, id, PAGE_ROWS + 1, &r, &n));
	if (n > PAGE_ROWS) {
		n = PAGE_ROWS;
		out->next = arena_printf(c->mem, "%.*s~%lld", (int)r[n - 1].name_sort.n, r[n - 1].name_sort.p, (long long)r[n - 1].id);
	}
	struct organisation_row *rows = arena_array(c->mem, struct organisation_row, n + 1);
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct organisation_row){ .id = r[i].id, .name = r[i].name, .ods_code = r[i].ods_code, .kind = r[i].kind,
			.region = r[i].region, .status = r[i].status, .headcount = r[i].headcount, .version = r[i].version };
	out->items = (struct list){ rows, n };
	c->data = in_;
	return ST_OK;
}

static struct url
list_url(struct ctx *c, const struct organisation_list_in *in, struct str after)
{
	struct url u = url_with(c->mem, URL(c->mem, "/organisations"), "name", in->name);

	u = url_with(c->mem, u, "kind", in->kind);
	u = url_with(c->mem, u, "region", in->region);
	u = url_with(c->mem, u, "ended", in->ended ? S("true") : S(""));
	return url_with(c->mem, u, "after", after);
}

void
organisation_list_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("Name") }, { .label = M("Kind") }, { .label = M("ODS code") },
		{ .label = M("Region") }, { .label = M("Staff"), .numeric = true }, { .label = M("Status") } };
	const struct organisation_list_out *out = out_;
	const struct organisation_list_in *in = c->data;
	const struct organisation_row *rows = out->items.items;
	struct cell *cells = arena_array(c->mem, struct cell, out->items.n * countof(columns) + 1);
	struct organisation_list_view v = { .columns = columns, .n_columns = countof(columns), .cells = cells,
		.n_rows = out->items.n, .may_add = may(c, "organisation.create"), .add = URL(c->mem, "/organisations/new") };

	for (size_t i = 0; i < out->items.n; i++) {
		struct cell *line = &cells[i * countof(columns)];
		line[0] = (struct cell){ .text = rows[i].name, .to = URL_ID(c->mem, "/organisations/{}", rows[i].id) };
		line[1].text = field_shown(c->mem, shape_field(&organisation_row_shape, "kind"), &rows[i], c->sight);
		line[2].text = rows[i].ods_code;
		line[3].text = rows[i].region;
		line[4].text = field_shown(c->mem, shape_field(&organisation_row_shape, "headcount"), &rows[i], c->sight);
		line[5].text = field_shown(c->mem, shape_field(&organisation_shape, "status"),
		    &(struct organisation){ .status = rows[i].status }, c->sight);
	}
	v.form = page_form(c, &organisation_list_in_shape, in);
	if (out->next.n > 0)
		v.next = list_url(c, in, out->next);
	if (in->after.n > 0)
		v.previous = list_url(c, in, S(""));
	organisation_list_html(o, &v);
}

const struct action organisation_list_action = { .name = "organisation.list", .title = M("Directory of organisations"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .in = &organisation_list_in_shape, .out = &organisation_list_out_shape, .load = list_load };

/* ---- adding and changing ---- */

struct entry_id { int64_t id, version; };
SHAPE(organisation_entry_id_shape, entry_id, FIELD_REF(struct entry_id, id, "organisation", .label = M("Id")),
    FIELD(struct entry_id, version, .label = M("Version")));

static enum status
entry_said(struct ctx *c, const struct organisation *o, void *out)
{
	*(struct entry_id *)out = (struct entry_id){ o->id, o->version };
	if (!organisation_code_usual(o->kind, o->ods_code))
		c->notice = lang_text(c->lang, c->mem, M("Saved. The ODS code has an unusual shape for this kind: check it once more"));
	return ST_OK;
}

static enum status
create_store(struct ctx *c, void *in, void *out)
{
	struct organisation *o = in;

	o->id = 0;
	TRY(organisation_save(c, o));
	c->id = o->id;
	return entry_said(c, o, out);
}

static enum status
edit_store(struct ctx *c, void *in, void *out)
{
	struct organisation *o = in;

	TRY(organisation_save(c, o));
	return entry_said(c, o, out);
}

static void
form_show(struct html *o, struct ctx *c, struct organisation_form_view v)
{
	const struct organisation *rec = c->record;

	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Directory of organisations")), URL(c->mem, "/organisations"));
	if (rec != NULL)
		page_crumb(c, rec->name, URL_ID(c->mem, "/organisations/{}", rec->id));
	v.title = lang_text(c->lang, c->mem, c->action->title);
	v.cancel = rec != NULL ? URL_ID(c->mem, "/organisations/{}", rec->id) : URL(c->mem, "/organisations");
	v.version = rec != NULL ? rec->version : 0;
	organisation_form_html(o, &v);
}

void
organisation_create_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	form_show(o, c, (struct organisation_form_view){ .form = page_form(c, &organisation_shape, NULL),
		.action = URL(c->mem, "/organisations/new"), .button = M("Save") });
}

void
organisation_edit_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	form_show(o, c, (struct organisation_form_view){ .form = page_form(c, &organisation_shape, c->record),
		.action = URL_ID(c->mem, "/organisations/{}/edit", c->id), .button = M("Save") });
}

const struct action organisation_create_action = { .name = "organisation.create", .title = M("Add an organisation"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .in = &organisation_shape, .out = &organisation_entry_id_shape, .store = create_store };
const struct action organisation_edit_action = { .name = "organisation.edit", .title = M("Change an organisation"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .record = &organisation_type, .in = &organisation_shape,
	.out = &organisation_entry_id_shape, .store = edit_store };

/* ---- merging and closing ---- */

SHAPE(organisation_merge_shape, organisation_merge_in,
	FIELD_REF(struct organisation_merge_in, successor, "organisation", .label = M("Successor"), .must = true,
	    .hint = M("Its specialist, lead and auditor may then read the records of this organisation.")),
	FIELD(struct organisation_merge_in, on, .label = M("Day of the merger"), .must = true, .past_only = true));
SHAPE(organisation_close_shape, organisation_close_in,
	FIELD(struct organisation_close_in, on, .label = M("Last day"), .must = true, .past_only = true));

/* The entry as it is now, at the version that the caller saw. */
static enum status
entry_now(struct ctx *c, struct organisation *ret)
{
	TRY(organisation_get(c, c->id, ret));
	if (c->version != 0)
		ret->version = c->version;
	return ST_OK;
}

static enum status
merge_store(struct ctx *c, void *in_, void *out)
{
	const struct organisation_merge_in *in = in_;
	struct organisation o, next;

	TRY(entry_now(c, &o));
	if (!str_is(o.status, "active"))
		return fail(c, ST_INVALID, M("This organisation has ended already."), NULL);
	if (in->successor == c->id)
		field_error(c, "successor", M("An organisation cannot be its own successor"), S(""));
	enum status st = organisation_get(c, in->successor, &next);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	if (st == ST_NOT_FOUND || !str_is(next.status, "active"))
		field_error(c, "successor", M("Choose a successor that is active"), S(""));
	TRY(errors(c));
	o.status = S("merged");
	o.ended_on = in->on;
	o.successor = in->successor;
	o.oversees = false;
	TRY(organisation_save(c, &o));
	*(struct entry_id *)out = (struct entry_id){ o.id, o.version };
	return ST_OK;
}

static enum status
close_store(struct ctx *c, void *in_, void *out)
{
	const struct organisation_close_in *in = in_;
	struct organisation o;

	TRY(entry_now(c, &o));
	if (!str_is(o.status, "active"))
		return fail(c, ST_INVALID, M("This organisation has ended already."), NULL);
	if (o.id == c->scope->org)
		return fail(c, ST_INVALID, M("You cannot close the organisation that you act for."), NULL);
	o.status = S("closed");
	o.ended_on = in->on;
	o.oversees = false;
	TRY(organisation_save(c, &o));
	*(struct entry_id *)out = (struct entry_id){ o.id, o.version };
	return ST_OK;
}

/* A merger or closure that was entered by mistake: the successor's reading ends at once. */
static enum status
reopen_store(struct ctx *c, void *in, void *out)
{
	struct organisation o;

	(void)in;
	TRY(entry_now(c, &o));
	if (str_is(o.status, "active"))
		return fail(c, ST_INVALID, M("This organisation is active."), NULL);
	o.status = S("active");
	o.ended_on = (struct date){ 0 };
	o.successor = 0;
	TRY(organisation_save(c, &o));
	TRY(session_grant_ended(c, o.id));
	*(struct entry_id *)out = (struct entry_id){ o.id, o.version };
	return ST_OK;
}

enum status
organisation_merge_load(struct ctx *c)
{
	struct option *o;
	size_t n;

	TRY(organisation_type.options(c, &o, &n));
	form_options(c, page_form(c, &organisation_merge_shape, NULL), "successor", o, n);
	return ST_OK;
}

void
organisation_merge_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	form_show(o, c, (struct organisation_form_view){ .form = page_form(c, &organisation_merge_shape, NULL),
		.about = lang_text(c->lang, c->mem, M("The entry is closed and points to its successor. Ratings and recommendations follow.")),
		.action = URL_ID(c->mem, "/organisations/{}/merge", c->id), .button = M("Merge") });
}

void
organisation_close_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	form_show(o, c, (struct organisation_form_view){ .form = page_form(c, &organisation_close_shape, NULL),
		.about = lang_text(c->lang, c->mem, M("For an organisation that ends without a successor. Its entry stays readable.")),
		.action = URL_ID(c->mem, "/organisations/{}/close", c->id), .button = M("Close") });
}

const struct action organisation_merge_action = { .name = "organisation.merge", .title = M("Merge into another organisation"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .record = &organisation_type, .in = &organisation_merge_shape,
	.out = &organisation_entry_id_shape, .store = merge_store };
const struct action organisation_close_action = { .name = "organisation.close", .title = M("Close an organisation"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .record = &organisation_type, .in = &organisation_close_shape,
	.out = &organisation_entry_id_shape, .store = close_store };
const struct action organisation_reopen_action = { .name = "organisation.reopen", .title = M("Open an organisation again"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .record = &organisation_type,
	.out = &organisation_entry_id_shape, .store = reopen_store };
