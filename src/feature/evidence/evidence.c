/* SPDX-License-Identifier: MIT */
/* EVI-1, EVI-4 to EVI-6: what a rating rests on. */
#include <string.h>
#include "app/app.h"
#include "app/registry.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/evidence/own.h"
#include "feature/evidence/shape.h"

static const struct choice class_choices[] = {
	{ "output", M("Output"), M("It shows that the work was done") },
	{ "outcome", M("Outcome"), M("It shows what the work achieved: something was measured, before and after") },
};
const struct choice_list evidence_classes = { class_choices, countof(class_choices) };
static const struct choice held_choices[] = {
	{ "file", M("A file"), NULL },
	{ "link", M("A link to a web page"), NULL },
	{ "record", M("A record of this service"), NULL },
	{ "note", M("Kept elsewhere"), NULL },
};
const struct choice_list evidence_helds = { held_choices, countof(held_choices) };
static const struct choice change_choices[] = {
	{ "better", M("Better"), NULL },
	{ "same", M("The same"), NULL },
	{ "worse", M("Worse"), NULL },
};
const struct choice_list evidence_changes = { change_choices, countof(change_choices) };

SHAPE(evidence_shape, evidence, EVIDENCE_FIELDS);
SHAPE(evidence_add_shape, evidence_add, EVIDENCE_FIELDS,
	FIELD(struct evidence_add, framework, .label = M("Framework"), .max = 80),
	FIELD(struct evidence_add, standard, .label = M("Standard"), .max = 24),
	FIELD_REF(struct evidence_add, answer, "answer", .label = M("Answer of a self-review")));

struct str
evidence_class_label(struct ctx *c, bool outcome)
{
	return lang_text(c->lang, c->mem, class_choices[outcome].label);
}

/* ---- the record's own rule ---- */

/* What that record is called, for who may see it. */
struct str
evidence_record_shown(struct ctx *c, const char *kind, int64_t id)
{
	if (!may(c, str_z(c->mem, arena_printf(c->mem, "%s.view", kind))))
		return (struct str){ NULL, 0 };
	return record_name(c, kind, id);
}

/* The page of a record of this service, as somebody copies it out of the browser: "/agreements/123" or the whole address. */
static bool
record_of_address(struct ctx *c, struct str address, struct evidence *e)
{
	struct str base = c->app->base_url, tail, rest;

	if (base.n > 0 && str_starts(address, base))
		address = (struct str){ address.p + base.n, address.n - base.n };
	address = str_cut(address, '?', &rest);
	const struct registry *r = registry();
	for (size_t i = 0; i < r->n_types; i++) {
		const struct record_type *t = r->types[i];
		int64_t id;
		struct str head = str_cut(str_c(t->path), '{', &tail);
		if (tail.p == NULL || t == &evidence_type || !str_starts(address, head) ||
		    !id_parse((struct str){ address.p + head.n, address.n - head.n }, &id) || evidence_record_shown(c, t->ops->kind, id).n == 0)
			continue;
		e->record_kind = str_c(t->ops->kind);
		e->record_id = id;
		e->link = record_url(c, t, id).s;
		return true;
	}
	return false;
}

static void
check_held(struct ctx *c, struct evidence *e)
{
	bool file = str_is(e->held, "file"), link = str_is(e->held, "link"), record = str_is(e->held, "record");

	e->record_kind = S("");
	e->record_id = 0;
	if (!file)
		e->document = (struct file_ref){ 0 };
	if (!link && !record)
		e->link = S("");
	if (file && e->document.id == 0)
		field_error(c, "document", M("Choose a file"), S(""));
	if (link && (!str_starts(e->link, S("https://")) || url_external(c->mem, e->link).s.n == 0))
		field_error(c, "link", M("Enter a web address that begins with https://"), S(""));
	if (record && !record_of_address(c, e->link, e))
		field_error(c, "link", M("Enter the address of a record of this service that you may see, such as the one its page has in your browser"), S(""));
	if (str_is(e->held, "note") && e->note.n == 0)
		field_error(c, "note", M("Enter where it is kept and how somebody gets to see it"), S(""));
}

static void
check_outcome(struct ctx *c, struct evidence *e)
{
	if (!str_is(e->class, "outcome")) {
		e->measured = e->measured_before = e->measured_after = e->change = S("");
		e->measured_on = (struct date){ 0 };
		return;
	}
	if (e->measured.n == 0)
		field_error(c, "measured", M("Enter what was measured. Evidence without a measurement is an output"), S(""));
	if (e->measured_before.n == 0)
		field_error(c, "measured_before", M("Enter how it was before, or that it was not measured before"), S(""));
	if (e->measured_after.n == 0)
		field_error(c, "measured_after", M("Enter how it was afterwards"), S(""));
	if (e->measured_on.day == 0)
		field_error(c, "measured_on", M("Enter when it was measured"), S(""));
	if (e->change.n == 0)
		field_error(c, "change", M("Choose whether it became better, stayed the same or became worse"), S(""));
}

static enum status
evidence_check(struct ctx *c, const void *before, void *after)
{
	struct evidence *e = after;

	(void)before;
	if (e->period_to.day != 0 && e->period_to.day < e->period_from.day)
		field_error(c, "period_to", M("The last day must be the first day or later"), S(""));
	check_held(c, e);
	check_outcome(c, e);
	return ST_OK;
}

const struct record_type evidence_type = {
	.ops = &evidence_ops, .shape = &evidence_shape, .one = M("piece of evidence"), .many = M("pieces of evidence"), .label = "title",
	.prefix = "EVI", .path = "/evidence/{id}", .unit = "unit", .check = evidence_check,
};

/* ---- standards ---- */

enum status
evidence_standard_find(struct ctx *c, struct str key, struct str id, const struct framework **ret_f, const struct fw_standard **ret)
{
	struct framework_entry *e;
	int64_t now = 0;
	size_t n;

	*ret = NULL;
	*ret_f = NULL;
	TRY(framework_list(c, &e, &n));
	enum status st = framework_in_force(c, key, c->today, &now);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	for (int pass = 0; pass < 2; pass++)	/* the edition in force goes first */
		for (size_t i = 0; i < n && *ret == NULL; i++) {
			if (!str_eq(e[i].key, key) || !str_is(e[i].status, "published") || (pass == 0) != (e[i].id == now))
				continue;
			TRY(framework_get(c, e[i].id, ret_f));
			*ret = framework_standard(*ret_f, id);
		}
	return ST_OK;
}

struct str
evidence_standard_words(struct ctx *c, const struct framework *f, const struct fw_standard *s)
{
	(void)f;
	return arena_printf(c->mem, "%.*s %.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p);
}

void
evidence_crumbs(struct ctx *c, bool at_one)
{
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Evidence")), URL(c->mem, "/evidence"));
	if (at_one && c->record != NULL)
		page_crumb(c, record_label(c, &evidence_type, c->record), URL_ID(c->mem, "/evidence/{}", c->id));
}

static const struct action *const actions[] = { &evidence_list, &evidence_view, &evidence_history, &evidence_download, &evidence_create,
	&evidence_edit, &evidence_link, &evidence_unlink, &evidence_withdraw, &evidence_restore, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/evidence", .action = &evidence_list, .html = evidence_list_page, .title = M("Evidence"), .wide = true },
	{ .method = GET, .path = "/evidence/new", .action = &evidence_create, .form = true, .form_load = evidence_new_load, .html = evidence_new_page, .title = M("Add evidence") },
	{ .method = POST, .path = "/evidence/new", .action = &evidence_create, .on_error = "/evidence/new", .then = "/evidence/{id}", .notice = M("Evidence saved") },
	{ .method = GET, .path = "/evidence/{id}", .action = &evidence_view, .html = evidence_view_page, .title = M("Evidence") },
	{ .method = GET, .path = "/evidence/{id}/edit", .action = &evidence_edit, .form = true, .form_load = evidence_edit_load, .html = evidence_edit_page, .title = M("Change evidence") },
	{ .method = POST, .path = "/evidence/{id}/edit", .action = &evidence_edit, .on_error = "/evidence/{id}/edit", .then = "/evidence/{id}", .notice = M("Evidence saved") },
	{ .method = GET, .path = "/evidence/{id}/standards", .action = &evidence_link, .form = true, .form_load = evidence_link_load, .html = evidence_link_page, .title = M("Add a standard") },
	{ .method = POST, .path = "/evidence/{id}/standards", .action = &evidence_link, .on_error = "/evidence/{id}/standards", .then = "/evidence/{id}", .notice = M("Standard added") },
	{ .method = POST, .path = "/evidence/{id}/standards/remove", .action = &evidence_unlink, .on_error = "/evidence/{id}", .then = "/evidence/{id}", .notice = M("Standard taken off") },
	{ .method = GET, .path = "/evidence/{id}/withdraw", .action = &evidence_withdraw, .form = true, .html = evidence_withdraw_page, .title = M("Withdraw evidence") },
	{ .method = POST, .path = "/evidence/{id}/withdraw", .action = &evidence_withdraw, .on_error = "/evidence/{id}/withdraw", .then = "/evidence/{id}", .notice = M("Evidence withdrawn") },
	{ .method = POST, .path = "/evidence/{id}/restore", .action = &evidence_restore, .on_error = "/evidence/{id}", .then = "/evidence/{id}", .notice = M("Evidence restored") },
	{ .method = GET, .path = "/evidence/{id}/history", .action = &evidence_history, .html = evidence_history_page, .title = M("History of changes") },
	{ .method = GET, .path = "/evidence/{id}/file", .action = &evidence_download, .title = M("Download") },
	{ .method = GET, .path = "/evidence/{id}/files/{file}", .action = &evidence_download, .title = M("Download") },
	{ .path = NULL },
};
static const struct record_type *const records[] = { &evidence_type, NULL };
static const struct register_def *const registers[] = { &evidence_sheets, NULL };
static const struct nav_entry nav[] = { { M("Evidence"), "/evidence", 20, "evidence.list" }, { NULL, NULL, 0, NULL } };
const struct feature evidence_feature = { .name = "evidence", .actions = actions, .pages = pages, .records = records, .registers = registers, .nav = nav,
	.example = evidence_example, .scale = evidence_scale };
