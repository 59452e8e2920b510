/* SPDX-License-Identifier: MIT */
/* ORG-1: the directory.  One entry is read, written and named here; its pages stand in directory.c and entry.c. */
#include "feature/organisation/own.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/organisation.h"

#define MOST_NAMES 500
#define MOST_BEFORE 50

static const struct choice kinds_c_[] = {
	{ "provider", M("Provider"), NULL },
	{ "commissioner", M("Commissioner"), NULL },
	{ "national", M("National body"), NULL },
	{ "primary_care", M("Primary care contractor"), NULL },
	{ "partner", M("Partner"), M("Police, council, regulator and others.") },
};
const struct choice_list organisation_kinds = { kinds_c_, countof(kinds_c_) };
static const struct choice services_c_[] = {
	{ "acute", M("Acute services"), NULL },
	{ "community", M("Community services"), NULL },
	{ "mental_health", M("Mental health and learning disability services"), NULL },
	{ "high_secure", M("High secure services"), NULL },
	{ "ambulance", M("Ambulance services"), NULL },
	{ "care_home", M("Care homes"), NULL },
	{ "primary_care", M("Primary care"), NULL },
	{ "commissioning", M("Commissioning"), NULL },
};
const struct choice_list organisation_services = { services_c_, countof(services_c_) };
CHOICES(states,
	{ "active", M("Active"), NULL },
	{ "merged", M("Merged"), NULL },
	{ "closed", M("Closed"), NULL });

SHAPE(organisation_shape, organisation,
	FIELD(struct organisation, name, .label = M("Name"), .must = true),
	FIELD(struct organisation, short_name, .label = M("Short name"), .max = 40),
	FIELD_CHOICE(struct organisation, kind, organisation_kinds, .label = M("Kind"), .must = true),
	FIELD(struct organisation, ods_code, .label = M("ODS code"), .hint = M("3 to 9 letters and digits. Leave empty if it has none."), .max = 9),
	FIELD_CHOICE(struct organisation, services, organisation_services, .label = M("Kinds of services")),
	FIELD(struct organisation, region, .label = M("Region"), .max = 100),
	FIELD(struct organisation, headcount, .label = M("Number of staff"), .hint = M("People, not full-time posts"), .least = 0, .most = 2000000),
	FIELD(struct organisation, document_line, .label = M("Line on documents"), .max = 60, .read_only = true),
	FIELD(struct organisation, oversees, .label = M("It is a national commissioner, and reads the reviews of other commissioners")),
	FIELD_CHOICE(struct organisation, status, states, .label = M("Status"), .read_only = true),
	FIELD(struct organisation, ended_on, .label = M("Ended on"), .read_only = true),
	FIELD_REF(struct organisation, successor, "organisation", .label = M("Successor"), .read_only = true));

/* ---- between the table's words and the form's ticks ---- */

static struct choices
services_of(struct str words)
{
	struct choices r = { 0 };
	struct str rest = words, w;

	while (rest.n > 0) {
		w = str_cut(rest, ' ', &rest);
		for (size_t i = 0; i < organisation_services.n; i++)
			if (str_is(w, organisation_services.c[i].value))
				r.bits |= UINT64_C(1) << i;
	}
	return r;
}

static struct str
services_words(struct arena *a, struct choices s)
{
	struct str r = S("");

	for (size_t i = 0; i < organisation_services.n; i++)
		if (s.bits >> i & 1)
			r = arena_printf(a, "%.*s%s%s", (int)r.n, r.p, r.n > 0 ? " " : "", organisation_services.c[i].value);
	return r;
}

static enum status
read_entry(struct db *db, struct arena *a, int64_t id, struct organisation *ret)
{
	struct organisation_read_row r;

	TRY(organisation_read(db, a, id, &r));
	*ret = (struct organisation){ .org = r.id, .id = r.id, .version = r.version, .name = r.name, .short_name = r.short_name,
		.ods_code = r.ods_code, .kind = r.kind, .services = services_of(r.services), .region = r.region,
		.headcount = r.headcount, .document_line = r.document_line, .status = r.status, .ended_on = r.ended_on, .successor = r.successor,
		.oversees = r.oversees, .created_at = r.changed_at, .changed_at = r.changed_at };
	return ST_OK;
}

static enum status
ops_get(struct db *db, const struct scope *scope, struct arena *a, int64_t id, void *ret)
{
	(void)scope;
	return read_entry(db, a, id, ret);
}

/* An entry is loaded and compared like a record, but its table is the directory's: it is written by organisation_save. */
static const struct record_ops organisation_ops = {
	.kind = "organisation", .size = sizeof(struct organisation),
	.at_org = offsetof(struct organisation, org), .at_id = offsetof(struct organisation, id),
	.at_version = offsetof(struct organisation, version),
	.at_created_at = offsetof(struct organisation, created_at), .at_created_by = offsetof(struct organisation, created_by),
	.at_changed_at = offsetof(struct organisation, changed_at), .at_changed_by = offsetof(struct organisation, changed_by),
	.at_withdrawn_at = offsetof(struct organisation, withdrawn_at),
	.get = ops_get,
};

static enum status
organisation_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct organisation_names_row *r;
	size_t n;

	TRY(organisation_names(c->db, c->mem, MOST_NAMES, &r, &n));
	*ret = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct option){ id_text(c->mem, r[i].id), r[i].name };
	*ret_n = n;
	return ST_OK;
}

const struct record_type organisation_type = {
	.ops = &organisation_ops, .shape = &organisation_shape, .one = M("organisation"), .many = M("organisations"),
	.label = "name", .path = "/organisations/{id}", .is_org = true, .name = organisation_name, .options = organisation_options,
};

/* ---- for other folders ---- */

enum status
organisation_get(struct ctx *c, int64_t id, struct organisation *ret)
{
	return read_entry(c->db, c->mem, id, ret);
}

struct str
organisation_name(struct ctx *c, int64_t id)
{
	struct organisation o;

	return id != 0 && read_entry(c->db, c->mem, id, &o) == ST_OK ? o.name : S("");
}

static enum status
first_of(struct ctx *c, const char *kind, bool overseeing, int64_t *ret)
{
	struct organisation_of_kind_row *r;
	size_t n;

	TRY(organisation_of_kind(c->db, c->mem, str_c(kind), overseeing, 1, &r, &n));
	*ret = n > 0 ? r[0].id : 0;
	return ST_OK;
}

enum status
organisation_national(struct ctx *c, int64_t *ret)
{
	return first_of(c, "national", false, ret);
}

enum status
organisation_overseer(struct ctx *c, int64_t *ret)
{
	return first_of(c, "commissioner", true, ret);
}

enum status
organisation_predecessors(struct ctx *c, int64_t org, int64_t **ret, size_t *ret_n)
{
	int64_t *ids = arena_array(c->mem, int64_t, MOST_BEFORE + 1);
	size_t n = 0;

	ids[0] = org;
	for (size_t at = 0; at <= n; at++) {
		struct organisation_came_before_row *r;
		size_t found;
		TRY(organisation_came_before(c->db, c->mem, ids[at], MOST_BEFORE, &r, &found));
		for (size_t i = 0; i < found && n < MOST_BEFORE; i++)
			ids[++n] = r[i].id;
	}
	*ret = ids + 1;
	*ret_n = n;
	return ST_OK;
}

/* ---- codes ---- */

static bool
all_of(struct str s, const char *set)
{
	struct str allowed = str_c(set);

	for (size_t i = 0; i < s.n; i++)
		if (str_find(allowed, (struct str){ s.p + i, 1 }) < 0)
			return false;
	return true;
}

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define CLEAR "ACDEFGHJKLMNPQRTVWXY0123456789"	/* without B I O S U Z */

static bool
part(struct str s, size_t from, size_t n, const char *set)
{
	return s.n >= from + n && all_of((struct str){ s.p + from, n }, set);
}

bool
organisation_code_usual(struct str kind, struct str code)
{
	if (code.n == 0)
		return true;
	if (str_is(kind, "provider"))
		return code.n == 3 && ((code.p[0] == 'R' && part(code, 1, 2, CLEAR)) || (code.p[0] == 'T' && part(code, 1, 2, LETTERS)) ||
		    (part(code, 0, 1, "ABDGIKLMNOSUVW") && part(code, 1, 1, LETTERS) && part(code, 2, 1, LETTERS DIGITS)));
	if (str_is(kind, "commissioner"))
		return code.n == 3 && ((code.p[0] == 'Q' && part(code, 1, 2, CLEAR)) || (part(code, 0, 2, DIGITS) && part(code, 2, 1, LETTERS)));
	if (str_is(kind, "primary_care"))
		return (code.n == 6 && part(code, 0, 1, "ABCDEFGHJKLMNPWY") && part(code, 1, 5, DIGITS)) ||
		    (code.n == 5 && part(code, 0, 2, LETTERS) && part(code, 2, 3, DIGITS));
	return true;
}

static struct str
code_upper(struct arena *a, struct str code)
{
	char *p = arena_alloc(a, code.n + 1, 1);

	for (size_t i = 0; i < code.n; i++)
		p[i] = code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 'a' + 'A') : code.p[i];
	return (struct str){ p, code.n };
}

/* ---- writing ---- */

static enum status
entry_check(struct ctx *c, struct organisation *o)
{
	struct organisation_by_code_row other;
	enum status st;

	o->ods_code = code_upper(c->mem, str_trim(o->ods_code));
	if (o->ods_code.n == 0) {
		if (!str_is(o->kind, "partner") && !str_is(o->kind, "national"))
			field_error(c, "ods_code", M("Enter the ODS code"), S(""));
	} else if (o->ods_code.n < 3 || !all_of(o->ods_code, LETTERS DIGITS)) {
		field_error(c, "ods_code", M("ODS code must be 3 to 9 letters and digits"), o->ods_code);
	} else {
		st = organisation_by_code(c->db, c->mem, o->ods_code, &other);
		if (st == ST_OK && other.id != o->id)
			field_error(c, "ods_code", M("Another organisation has this ODS code: {value}"), other.name);
		else if (st != ST_OK && st != ST_NOT_FOUND)
			return st;
	}
	if (o->oversees && !str_is(o->kind, "commissioner"))
		field_error(c, "oversees", M("Only a commissioner can be the national commissioner"), S(""));
	return errors(c);
}

static enum status
entry_insert(struct ctx *c, struct organisation *o)
{
	int64_t n;

	o->org = o->id = id_new();
	o->version = 1;
	o->status = S("active");
	TRY(entry_check(c, o));
	TRY(organisation_insert(c->db, o->id, o->name, text_sort(c->mem, o->name), o->short_name, o->ods_code, o->kind,
	    services_words(c->mem, o->services), o->region, o->headcount, o->document_line, o->oversees, c->now, &n));
	return record_note(c, &organisation_type, o->id, 1, NULL, o);
}

static enum status
entry_update(struct ctx *c, struct organisation *o)
{
	struct organisation *was = arena_new(c->mem, struct organisation);
	int64_t n;

	TRY(organisation_get(c, o->id, was));
	if (o->version != was->version) {
		c->conflict = was;
		return fail(c, ST_CONFLICT, M("Somebody else has changed this {kind} since you opened it."), "kind",
		    lang_text(c->lang, c->mem, organisation_type.one), NULL);
	}
	TRY(entry_check(c, o));
	TRY(organisation_write(c->db, o->id, o->version, o->name, text_sort(c->mem, o->name), o->short_name, o->ods_code, o->kind,
	    services_words(c->mem, o->services), o->region, o->headcount, o->document_line, o->status, o->ended_on, o->successor, o->oversees, c->now, &n));
	o->version++;
	return record_note(c, &organisation_type, o->id, o->version, was, o);
}

enum status
organisation_save(struct ctx *c, struct organisation *o)
{
	return o->id == 0 ? entry_insert(c, o) : entry_update(c, o);
}

/* ---- what the folder contributes ---- */

static const struct action *const actions[] = { &organisation_list_action, &organisation_view_action, &organisation_own_action,
	&organisation_create_action, &organisation_edit_action, &organisation_merge_action, &organisation_close_action,
	&organisation_reopen_action, &organisation_settings_action, &organisation_history_action, &unit_tree_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/organisation", .action = &organisation_own_action, .html = organisation_own_page, .title = M("Your organisation"), .wide = true },
	{ .method = GET, .path = "/organisation/settings", .action = &organisation_settings_action, .html = organisation_settings_page,
	  .title = M("Describe your organisation"), .form = true, .form_load = organisation_settings_load },
	{ .method = POST, .path = "/organisation/settings", .action = &organisation_settings_action, .on_error = "/organisation/settings",
	  .then = "/organisation", .notice = M("Saved") },
	{ .method = GET, .path = "/organisations", .action = &organisation_list_action, .html = organisation_list_page, .title = M("Directory of organisations"), .wide = true },
	{ .method = GET, .path = "/organisations/new", .action = &organisation_create_action, .html = organisation_create_page,
	  .title = M("Add an organisation"), .form = true },
	{ .method = POST, .path = "/organisations/new", .action = &organisation_create_action, .on_error = "/organisations/new",
	  .then = "/organisations/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/organisations/{id}", .action = &organisation_view_action, .html = organisation_view_page, .title = M("Organisation"), .wide = true },
	{ .method = GET, .path = "/organisations/{id}/edit", .action = &organisation_edit_action, .html = organisation_edit_page,
	  .title = M("Change an organisation"), .form = true },
	{ .method = POST, .path = "/organisations/{id}/edit", .action = &organisation_edit_action, .on_error = "/organisations/{id}/edit",
	  .then = "/organisations/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/organisations/{id}/merge", .action = &organisation_merge_action, .html = organisation_merge_page,
	  .title = M("Merge into another organisation"), .form = true, .form_load = organisation_merge_load },
	{ .method = POST, .path = "/organisations/{id}/merge", .action = &organisation_merge_action, .on_error = "/organisations/{id}/merge",
	  .then = "/organisations/{id}", .notice = M("Merged") },
	{ .method = GET, .path = "/organisations/{id}/close", .action = &organisation_close_action, .html = organisation_close_page,
	  .title = M("Close an organisation"), .form = true },
	{ .method = POST, .path = "/organisations/{id}/close", .action = &organisation_close_action, .on_error = "/organisations/{id}/close",
	  .then = "/organisations/{id}", .notice = M("Closed") },
	{ .method = POST, .path = "/organisations/{id}/reopen", .action = &organisation_reopen_action, .on_error = "/organisations/{id}",
	  .then = "/organisations/{id}", .notice = M("Opened again") },
	{ .method = GET, .path = "/organisations/{id}/history", .action = &organisation_history_action, .html = organisation_history_page,
	  .title = M("History of the entry"), .wide = true },
	{ .method = GET, .path = "/units/tree", .action = &unit_tree_action, .html = unit_tree_page, .title = M("Units and sites"), .wide = true },
	{ .path = NULL },
};
static const struct record_type *const records[] = { &organisation_type, NULL };
static const struct register_def *const registers[] = { &unit_register, &service_taken_register, NULL };
static const struct nav_entry nav[] = { { M("Organisation"), "/organisation", 50, "organisation.own" }, { NULL, NULL, 0, NULL } };
const struct feature organisation_feature = {
	.name = "organisation", .actions = actions, .pages = pages, .nav = nav, .records = records, .registers = registers,
	.example = organisation_example, .scale = organisation_scale,
};
