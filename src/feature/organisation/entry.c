/* SPDX-License-Identifier: MIT */
/* One entry: for everybody, for the organisation itself, and its history. */
#include "feature/organisation/own.h"
#include "base/time.h"
#include "sql/organisation.h"
#include "tpl/feature/organisation/form.h"
#include "tpl/feature/organisation/history.h"
#include "tpl/feature/organisation/view.h"

#define MOST 25

static struct summary_row *
entry_rows(struct ctx *c, const struct organisation *e, size_t *ret_n)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, organisation_shape.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < organisation_shape.n; i++) {
		const struct field *f = &organisation_shape.f[i];
		struct str v = f->type == F_ID ? organisation_name(c, e->successor) : field_shown(c->mem, f, e, c->sight);
		if (field_is_empty(f, e) && (f->read_only || f->type == F_BOOL))
			continue;
		if (f->type == F_BOOL && !e->oversees)
			continue;
		if (str_is(str_c(f->name), "name"))
			continue;
		rows[n++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, f->label),
			.value = v.n > 0 ? v : lang_text(c->lang, c->mem, M("Not provided")) };
	}
	*ret_n = n;
	return rows;
}

static void
table_add(struct organisation_view *v, struct organisation_table t)
{
	if (t.n > 0 && v->n_tables < countof(v->tables))
		v->tables[v->n_tables++] = t;
}

static enum status
entry_before(struct ctx *c, const struct organisation *e, struct organisation_view *v)
{
	static const struct column columns[] = { { .label = M("Name") }, { .label = M("Merged on") } };
	struct organisation_came_before_row *r;
	size_t n;

	TRY(organisation_came_before(c->db, c->mem, e->id, MOST, &r, &n));
	struct cell *cells = arena_array(c->mem, struct cell, n * countof(columns) + 1);
	for (size_t i = 0; i < n; i++) {
		cells[i * 2] = (struct cell){ .text = r[i].name, .to = URL_ID(c->mem, "/organisations/{}", r[i].id) };
		cells[i * 2 + 1].text = date_long(c->mem, r[i].ended_on);
	}
	table_add(v, (struct organisation_table){ M("Predecessors"), columns, countof(columns), cells, n });
	return ST_OK;
}

/* Contracts between the viewer's organisation and this one; nobody else's. */
static enum status
entry_contracts(struct ctx *c, const struct organisation *e, struct organisation_view *v)
{
	static const struct column columns[] = { { .label = M("Contract") }, { .label = M("From") }, { .label = M("Until") } };
	struct organisation_contracts_row *own;
	struct organisation_contracts_held_row *held;
	size_t n_own = 0, n_held = 0, k = 0;

	if (may(c, "contract.list"))
		TRY(organisation_contracts(c->db, c->scope, c->mem, e->id, MOST, &own, &n_own));
	if (may(c, "contract.held"))
		TRY(organisation_contracts_held(c->db, c->scope, c->mem, e->id, MOST, &held, &n_held));
	struct cell *cells = arena_array(c->mem, struct cell, (n_own + n_held) * countof(columns) + 1);
	for (size_t i = 0; i < n_own; i++, k += 3) {
		cells[k] = (struct cell){ .text = own[i].title, .to = URL_ID(c->mem, "/contracts/{}", own[i].id) };
		cells[k + 1].text = date_long(c->mem, own[i].starts_on);
		cells[k + 2].text = date_long(c->mem, own[i].ends_on);
	}
	for (size_t i = 0; i < n_held; i++, k += 3) {
		cells[k] = (struct cell){ .text = held[i].title, .to = URL(c->mem, "/contracts/held") };
		cells[k + 1].text = date_long(c->mem, held[i].starts_on);
		cells[k + 2].text = date_long(c->mem, held[i].ends_on);
	}
	table_add(v, (struct organisation_table){ M("Contracts between your organisations"), columns, countof(columns), cells, n_own + n_held });
	return ST_OK;
}

static enum status
entry_taken(struct ctx *c, struct organisation_view *v)
{
	static const struct column columns[] = { { .label = M("Service") }, { .label = M("Since") },
		{ .label = M("Staff"), .numeric = true }, { .label = M("Sites"), .numeric = true } };
	struct service_taken_latest_row *r;
	size_t n;

	if (!may(c, "service_taken.list"))
		return ST_OK;
	TRY(service_taken_latest(c->db, c->scope, c->mem, date_add_months(c->today, -24), MOST, &r, &n));
	struct cell *cells = arena_array(c->mem, struct cell, n * countof(columns) + 1);
	for (size_t i = 0; i < n; i++) {
		cells[i * 4] = (struct cell){ .text = r[i].title, .to = URL_ID(c->mem, "/services-taken/{}", r[i].id) };
		cells[i * 4 + 1].text = date_long(c->mem, r[i].taken_on);
		if (r[i].headcount.has)
			cells[i * 4 + 2].text = arena_printf(c->mem, "%lld", (long long)r[i].headcount.v);
		if (r[i].sites.has)
			cells[i * 4 + 3].text = arena_printf(c->mem, "%lld", (long long)r[i].sites.v);
	}
	table_add(v, (struct organisation_table){ M("Services newly taken on"), columns, countof(columns), cells, n });
	return ST_OK;
}

static enum status
entry_view(struct ctx *c, const struct organisation *e, struct organisation_view *v)
{
	*v = (struct organisation_view){ .title = e->name, .own = e->id == c->scope->org, .version = e->version,
		.kind = field_shown(c->mem, shape_field(&organisation_shape, "kind"), e, c->sight),
		.ended = !str_is(e->status, "active"),
		.edit = URL_ID(c->mem, "/organisations/{}/edit", e->id), .merge = URL_ID(c->mem, "/organisations/{}/merge", e->id),
		.close = URL_ID(c->mem, "/organisations/{}/close", e->id), .reopen = URL_ID(c->mem, "/organisations/{}/reopen", e->id),
		.settings = URL(c->mem, "/organisation/settings") };
	v->may_edit = may(c, "organisation.edit");
	v->may_merge = !v->ended && may(c, "organisation.merge");
	v->may_reopen = v->ended && may(c, "organisation.reopen");
	v->may_settings = v->own && may(c, "organisation.settings");
	if (v->may_edit && !organisation_code_usual(e->kind, e->ods_code))
		v->hint = lang_text(c->lang, c->mem, M("The ODS code has an unusual shape for this kind. Check it."));
	v->rows = entry_rows(c, e, &v->n_rows);
	TRY(entry_before(c, e, v));
	TRY(entry_contracts(c, e, v));
	return v->own ? entry_taken(c, v) : ST_OK;
}

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct organisation *e = c->record;
	struct organisation_view *v = arena_new(c->mem, struct organisation_view);

	(void)in;
	*(struct organisation *)out = *e;
	c->data = v;
	return c->face == FACE_PAGE ? entry_view(c, e, v) : ST_OK;
}

void
organisation_view_page(struct html *o, struct ctx *c, const void *out)
{
	struct organisation_view *v = c->data;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Directory of organisations")), URL(c->mem, "/organisations"));
	page_title(c, v->title);
	organisation_view_html(o, v);
}

/* ---- one's own ---- */

static void
link_add(struct ctx *c, struct organisation_view *v, const char *action, const char *path, const char *text, const char *about)
{
	struct task_item *links = arena_array(c->mem, struct task_item, v->n_links + 1);

	if (!may(c, action))
		return;
	for (size_t i = 0; i < v->n_links; i++)
		links[i] = v->links[i];
	links[v->n_links++] = (struct task_item){ .title = lang_text(c->lang, c->mem, text),
		.hint = lang_text(c->lang, c->mem, about), .to = URL(c->mem, path) };
	v->links = links;
}

static enum status
own_load(struct ctx *c, void *in, void *out)
{
	struct organisation *e = out;
	struct organisation_view *v = arena_new(c->mem, struct organisation_view);

	(void)in;
	if (c->scope->org == 0)
		return fail(c, ST_NOT_FOUND, M("Choose an organisation to act for first."), NULL);
	TRY(organisation_get(c, c->scope->org, e));
	c->data = v;
	if (c->face != FACE_PAGE)
		return ST_OK;
	TRY(entry_view(c, e, v));
	link_add(c, v, "unit.tree", "/units/tree", M("Units and sites"), M("Directorates, departments, teams, sites and premises."));
	link_add(c, v, "service_taken.list", "/services-taken", M("Services newly taken on"), M("Since when, how large and from whom."));
	link_add(c, v, "contract.list", "/contracts", M("Contracts with providers"), M("And the assurance obtained before each."));
	link_add(c, v, "contract.held", "/contracts/held", M("Contracts that name you"), M("As the provider or as coordinating commissioner."));
	link_add(c, v, "delegation.list", "/delegations", M("Responsibilities passed on"), M("What another organisation does for yours."));
	link_add(c, v, "delegation.received", "/delegations/received", M("Responsibilities taken over"), M("What your organisation does for another."));
	link_add(c, v, "grant.board", "/reading", M("Reading under a grant"), M("Who may read your records, and whose you may read."));
	link_add(c, v, "duty.list", "/duties", M("Duties by contract year"), M("What contracts and statutes ask, and which standards follow."));
	link_add(c, v, "organisation.list", "/organisations", M("Directory of organisations"), M("Every body that takes part."));
	return ST_OK;
}

void
organisation_own_page(struct html *o, struct ctx *c, const void *out)
{
	struct organisation_view *v = c->data;

	(void)out;
	page_title(c, v->title);
	organisation_view_html(o, v);
}

/* ---- settings ---- */

SHAPE(organisation_settings_shape, organisation_settings,
	FIELD(struct organisation_settings, short_name, .label = M("Short name"), .hint = M("As your staff say it."), .max = 40),
	FIELD(struct organisation_settings, region, .label = M("Region"), .max = 100),
	FIELD(struct organisation_settings, headcount, .label = M("Number of staff"), .hint = M("People, not full-time posts. Rates per 1,000 staff rest on it."), .least = 0, .most = 2000000),
	FIELD(struct organisation_settings, document_line, .label = M("Line on documents"), .hint = M("Stands at the head and foot of each page of a document, for example OFFICIAL-SENSITIVE. Leave it empty for none."), .max = 60),
	FIELD_CHOICE(struct organisation_settings, services, organisation_services, .label = M("Kinds of services")));

enum status
organisation_settings_load(struct ctx *c)
{
	struct organisation *e = arena_new(c->mem, struct organisation);

	if (c->scope->org == 0)
		return fail(c, ST_NOT_FOUND, M("Choose an organisation to act for first."), NULL);
	c->data = e;
	return organisation_get(c, c->scope->org, e);
}

static enum status
settings_store(struct ctx *c, void *in_, void *out)
{
	const struct organisation_settings *in = in_;
	struct organisation e;

	(void)out;
	if (c->scope->org == 0 || c->scope->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Only somebody who acts for the whole organisation may do this."), NULL);
	TRY(organisation_get(c, c->scope->org, &e));
	if (c->version != 0)
		e.version = c->version;
	e.short_name = in->short_name;
	e.region = in->region;
	e.headcount = in->headcount;
	e.document_line = in->document_line;
	e.services = in->services;
	return organisation_save(c, &e);
}

void
organisation_settings_page(struct html *o, struct ctx *c, const void *out)
{
	const struct organisation *e = c->data;
	struct organisation_settings s = { e->short_name, e->region, e->headcount, e->document_line, e->services };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	organisation_form_html(o, &(struct organisation_form_view){ .form = page_form(c, &organisation_settings_shape, &s), .version = e->version,
		.title = lang_text(c->lang, c->mem, c->action->title), .button = M("Save"),
		.about = lang_text(c->lang, c->mem, M("Name, ODS code and kind are kept by the national body.")),
		.action = URL(c->mem, "/organisation/settings"), .cancel = URL(c->mem, "/organisation") });
}

/* ---- history ---- */

struct history_line { struct when at; struct str by, what, fields; };
struct history_out { struct list changes; };
SHAPE(organisation_history_line_shape, history_line, FIELD(struct history_line, at, .label = M("When")), FIELD(struct history_line, by, .label = M("By")),
    FIELD(struct history_line, what, .label = M("What")), FIELD(struct history_line, fields, .label = M("Changes"), .max = 10000));
SHAPE(organisation_history_shape, history_out, FIELD(struct history_out, changes, .label = M("Changes"), .of = &organisation_history_line_shape));

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct history_out *out = out_;
	struct change *ch;
	size_t n;

	(void)in;
	TRY(record_history(c, &organisation_type, c->id, &ch, &n));
	struct history_line *l = arena_array(c->mem, struct history_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str f = S("");
		for (size_t k = 0; k < ch[i].n; k++)
			f = arena_printf(c->mem, "%.*s%s%.*s: %.*s → %.*s", (int)f.n, f.p, k > 0 ? "; " : "", (int)ch[i].fields[k].label.n,
			    ch[i].fields[k].label.p, (int)ch[i].fields[k].before.n, ch[i].fields[k].before.p,
			    (int)ch[i].fields[k].after.n, ch[i].fields[k].after.p);
		l[i] = (struct history_line){ ch[i].at, ch[i].by_name, ch[i].what, f };
	}
	out->changes = (struct list){ l, n };
	return ST_OK;
}

void
organisation_history_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("When") }, { .label = M("By") }, { .label = M("What") }, { .label = M("Changes") } };
	const struct history_out *out = out_;
	const struct organisation *e = c->record;
	const struct history_line *l = out->changes.items;
	struct cell *cells = arena_array(c->mem, struct cell, out->changes.n * 4 + 1);

	for (size_t i = 0; i < out->changes.n; i++) {
		cells[i * 4].text = when_long(c->mem, l[i].at);
		cells[i * 4 + 1].text = l[i].by;
		cells[i * 4 + 2].text = l[i].what;
		cells[i * 4 + 3].text = l[i].fields;
	}
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, e->name, URL_ID(c->mem, "/organisations/{}", e->id));
	organisation_history_html(o, e->name, &(struct organisation_table){ M("History of the entry"), columns, countof(columns), cells, out->changes.n });
}

const struct action organisation_view_action = { .name = "organisation.view", .title = M("Organisation"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .record = &organisation_type, .out = &organisation_shape, .load = view_load };
const struct action organisation_own_action = { .name = "organisation.own", .title = M("Your organisation"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .out = &organisation_shape, .load = own_load };
const struct action organisation_settings_action = { .name = "organisation.settings", .title = M("Describe your organisation"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &organisation_settings_shape, .store = settings_store };
const struct action organisation_history_action = { .name = "organisation.history", .title = M("History of the entry"),
	.access = ACCESS_ROLE, .mode = MODE_READ, .record = &organisation_type, .out = &organisation_history_shape, .load = history_load };
