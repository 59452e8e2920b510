/* SPDX-License-Identifier: MIT */
/* The list of frameworks, one edition, its text as a file, and its change map. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/framework/pages.h"
#include "sql/framework.h"
#include "tpl/feature/framework/changes.h"
#include "tpl/feature/framework/import.h"
#include "tpl/feature/framework/list.h"
#include "tpl/feature/framework/view.h"

static struct str
in_force_text(struct ctx *c, struct date from, struct date until)
{
	struct msg_arg args[] = { { "from", date_long(c->mem, from) }, { "until", date_long(c->mem, until) } };

	if (from.day == 0)
		return S("");
	return lang_format(c->lang, c->mem, until.day != 0 ? M("In force from {from} to {until}") : M("In force from {from}"), args, 2);
}

static struct str
status_text(struct ctx *c, struct str status)
{
	return lang_text(c->lang, c->mem, str_is(status, "published") ? M("Published") : str_is(status, "draft") ? M("Draft") : M("Not taken yet"));
}

/* ---- the list ---- */

struct version_item { int64_t framework; struct str key, edition, title, summary, status, origin; struct date in_force_from, in_force_until; };
struct version_items { struct list items; };
SHAPE(framework_item_shape, version_item, FIELD_REF(struct version_item, framework, "framework_version", .label = M("Framework")),
    FIELD(struct version_item, key, .label = M("Key")), FIELD(struct version_item, edition, .label = M("Edition")),
    FIELD(struct version_item, title, .label = M("Title")), FIELD_LONG(struct version_item, summary, .label = M("About")),
    FIELD(struct version_item, status, .label = M("Status")), FIELD(struct version_item, origin, .label = M("Origin")),
    FIELD(struct version_item, in_force_from, .label = M("In force from")), FIELD(struct version_item, in_force_until, .label = M("In force until")));
SHAPE(framework_items_shape, version_items, FIELD(struct version_items, items, .label = M("Frameworks"), .of = &framework_item_shape));

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct version_items *out = out_;
	struct list_view *v = arena_new(c->mem, struct list_view);
	struct framework_entry *e;
	size_t n;

	(void)in;
	TRY(framework_list(c, &e, &n));
	struct version_item *items = arena_array(c->mem, struct version_item, n + 1);
	v->lines = arena_array(c->mem, struct list_line, n + 1);
	v->n = n;
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct version_item){ e[i].id, e[i].key, e[i].edition, e[i].title, e[i].summary, e[i].status, e[i].origin,
			e[i].in_force_from, e[i].in_force_until };
		v->lines[i] = (struct list_line){ .title = e[i].title, .edition = e[i].edition, .summary = e[i].summary,
			.in_force = in_force_text(c, e[i].in_force_from, e[i].in_force_until), .status = status_text(c, e[i].status),
			.to = URL_ID(c->mem, "/frameworks/{}", e[i].id), .published = str_is(e[i].status, "published") };
	}
	v->may_import = may(c, "framework.import");
	v->may_load = may(c, "framework.load_shipped");
	v->scoring = URL(c->mem, "/scoring");
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

void
framework_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_list_html(o, c->data);
}

const struct action framework_list_action = { .name = "framework.list", .title = M("Standards"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .out = &framework_items_shape, .load = list_load };

/* ---- one edition ---- */

struct standard_out { struct str id, title, headline; int64_t weight; bool amber, overseeing_providers; };
struct area_out { struct str id, title, own_title; struct list standards; };
struct edition_out { struct str key, edition, title, status, about, origin_note; struct date in_force_from, in_force_until; struct list areas; struct report report; };
SHAPE(framework_standard_item_shape, standard_out, FIELD(struct standard_out, id, .label = M("Number")), FIELD(struct standard_out, title, .label = M("Title")),
    FIELD(struct standard_out, headline, .label = M("Headline")), FIELD(struct standard_out, weight, .label = M("Weight")),
    FIELD(struct standard_out, amber, .label = M("Has amber")), FIELD(struct standard_out, overseeing_providers, .label = M("On overseeing providers")));
SHAPE(framework_area_shape, area_out, FIELD(struct area_out, id, .label = M("Number")), FIELD(struct area_out, title, .label = M("Title")),
    FIELD(struct area_out, own_title, .label = M("Your organisation's name")),
    FIELD(struct area_out, standards, .label = M("Standards"), .of = &framework_standard_item_shape));
SHAPE(framework_edition_shape, edition_out, FIELD(struct edition_out, key, .label = M("Key")), FIELD(struct edition_out, edition, .label = M("Edition")),
    FIELD(struct edition_out, title, .label = M("Title")), FIELD(struct edition_out, status, .label = M("Status")),
    FIELD_LONG(struct edition_out, about, .label = M("About")), FIELD_LONG(struct edition_out, origin_note, .label = M("Where it comes from")),
    FIELD(struct edition_out, in_force_from, .label = M("In force from")), FIELD(struct edition_out, in_force_until, .label = M("In force until")),
    FIELD(struct edition_out, areas, .label = M("Key areas"), .of = &framework_area_shape), REPORT_FIELDS(struct edition_out));

static struct str
frequency_text(struct ctx *c, const struct framework *f)
{
	const char *often = "";

	switch (f->frequency) {
	case FREQUENCY_YEARLY: often = M("Once a year, looking back on {n} months"); break;
	case FREQUENCY_TWICE_YEARLY: often = M("Twice a year, looking back on {n} months"); break;
	case FREQUENCY_QUARTERLY: often = M("Every quarter, looking back on {n} months"); break;
	}
	return lang_format(c->lang, c->mem, often, (struct msg_arg[]){ { "n", arena_printf(c->mem, "%d", f->look_back_months) } }, 1);
}

static const char *
signatory_words(const struct framework *f)
{
	switch (f->signatory) {
	case SIGNATORY_LEAD: return M("The board-level lead for security");
	case SIGNATORY_VIOLENCE_LEAD: return M("The executive lead for violence prevention");
	case SIGNATORY_SENIOR_INDIVIDUAL: return M("The senior individual for the premises");
	case SIGNATORY_CHIEF_EXECUTIVE: return M("The chief executive");
	}
	return "";
}

struct str
framework_signatory_text(struct ctx *c, const struct framework *f)
{
	return lang_text(c->lang, c->mem, signatory_words(f));
}

static struct str
counts_text(struct ctx *c, const struct framework *f)
{
	struct framework_counts n = framework_count(f);

	return lang_format(c->lang, c->mem, M("{areas} key areas, {standards} standards, {criteria} criteria"), (struct msg_arg[]){
	    { "areas", arena_printf(c->mem, "%zu", n.areas) }, { "standards", arena_printf(c->mem, "%zu", n.standards) },
	    { "criteria", arena_printf(c->mem, "%zu", n.criteria) } }, 3);
}

static struct url
at(struct ctx *c, const char *what)
{
	struct url u = URL_ID(c->mem, "/frameworks/{}", c->id);

	return (struct url){ arena_printf(c->mem, "%.*s/%s", (int)u.s.n, u.s.p, what) };
}

static struct url
standard_url(struct ctx *c, int64_t version, struct str standard)
{
	struct url u = URL_ID(c->mem, "/frameworks/{}/standards", version);

	return (struct url){ arena_printf(c->mem, "%.*s/%.*s", (int)u.s.n, u.s.p, (int)standard.n, standard.p) };
}

static void
area_fill(struct ctx *c, const struct fw_area *a, struct str own, const struct framework_local *l, size_t n_l, struct area_out *out, struct area_view *v)
{
	struct standard_out *items = arena_array(c->mem, struct standard_out, a->standards.n + 1);
	bool renamed = !str_eq(own, a->title);

	*v = (struct area_view){ .id = a->id, .title = own, .own_title = renamed ? a->title : S(""), .about = a->about };
	v->standards = arena_array(c->mem, struct standard_line, a->standards.n + 1);
	v->locals = arena_array(c->mem, struct standard_line, n_l + 1);
	for (size_t i = 0; i < a->standards.n; i++) {
		const struct fw_standard *s = &a->standards.at[i];
		items[i] = (struct standard_out){ s->id, s->title, s->headline, s->weight, s->amber, s->overseeing_providers };
		v->standards[v->n++] = (struct standard_line){ .id = s->id, .title = s->title, .headline = s->headline,
			.to = standard_url(c, c->id, s->id), .criteria = (int64_t)s->criteria.n, .weighted = s->weight > 1, .providers = s->overseeing_providers, .no_amber = !s->amber,
			.weight = lang_format(c->lang, c->mem, M("Weight {n}"), (struct msg_arg[]){ { "n", arena_printf(c->mem, "%d", s->weight) } }, 1) };
	}
	for (size_t i = 0; i < n_l; i++)
		if (str_eq(l[i].area, a->id))
			v->locals[v->n_locals++] = (struct standard_line){ .id = S(""), .title = l[i].title, .headline = l[i].rationale,
				.to = URL_ID(c->mem, "/local-standards/{}", l[i].id), .local = true };
	*out = (struct area_out){ a->id, a->title, renamed ? own : S(""), { items, a->standards.n } };
}

static void
rows_fill(struct ctx *c, const struct framework_version *r, const struct framework *f, struct fw_view *v)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, 8);
	struct str in_force = in_force_text(c, r->in_force_from, r->in_force_until);

	rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Edition")), .value = r->edition };
	rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Status")), .value = r->published_at.ms != 0
	    ? lang_format(c->lang, c->mem, M("Published on {day}"), (struct msg_arg[]){ { "day", date_long(c->mem, when_date(r->published_at)) } }, 1)
	    : status_text(c, r->status) };
	if (in_force.n > 0)
		rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("In force")), .value = in_force };
	rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("How often")), .value = frequency_text(c, f) };
	rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Signed by")), .value = framework_signatory_text(c, f) };
	rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Holds")), .value = counts_text(c, f) };
	v->rows = rows;
}

static void
may_fill(struct ctx *c, const struct framework_version *r, struct fw_view *v)
{
	v->published = str_is(r->status, "published");
	v->offered = str_is(r->status, "offered");
	v->draft = str_is(r->status, "draft");
	v->accept = at(c, "accept");
	v->discard = at(c, "discard");
	v->publish = at(c, "publish");
	v->changes = at(c, "changes");
	v->export = at(c, "export");
	v->blank = URL_ID(c->mem, "/reviews/template/{}", c->id);
	v->export_book = at(c, "export?form=xlsx");
	v->export_oscal = at(c, "export?form=oscal");
	v->may_accept = v->offered && may(c, "framework.accept");
	v->may_publish = v->draft && may(c, "framework.publish");
	v->may_discard = !v->published && may(c, "framework.discard");
	v->may_names = v->published && may(c, "area_name.list");
	v->may_locals = v->published && may(c, "local_standard.list");
}

/* The table of depths, with a choice in each row while another can be chosen. */
static void
report_fill(struct ctx *c, const struct framework_version *r, const struct report *in, struct fw_view *v)
{
	const struct level_out *x = in->levels.items;

	v->report = in;
	v->n_depths = in->levels.n;
	v->depths = arena_array(c->mem, struct depth_line, v->n_depths + 1);
	v->left = in->left.items;
	v->n_left = in->left.n;
	v->made = in->made.items;
	v->n_made = in->made.n;
	for (size_t i = 0; i < v->n_depths; i++)
		v->depths[i] = (struct depth_line){ .depth = x[i].depth, .areas = x[i].areas, .standards = x[i].standards, .criteria = x[i].criteria,
			.first = x[i].first, .last = x[i].last, .chosen = x[i].chosen, .fits = x[i].fits, .one = x[i].standards == 1 };
	v->lift = at(c, "lift");
	v->may_lift = v->offered && r->source_file != 0 && v->n_depths > 1 && may(c, "framework.lift");
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	const struct framework_version *r = c->record;
	struct edition_out *out = out_;
	struct fw_view *v = arena_new(c->mem, struct fw_view);
	struct framework_local *locals;
	const struct framework *f;
	struct str *names;
	size_t n_locals;

	(void)in;
	TRY(framework_open(c, r, &f));
	TRY(framework_area_names(c, f, &names));
	TRY(framework_locals(c, f, &locals, &n_locals));
	*v = (struct fw_view){ .title = f->title, .edition = f->edition, .key = f->key, .about = f->about, .origin_note = f->origin_note,
		.counts = counts_text(c, f), .n_areas = f->areas.n, .has_changes = r->supersedes != 0 };
	if (f->changes_from.key.n > 0 && r->supersedes == 0)
		v->map_missing = lang_format(c->lang, c->mem, M("Its change map starts from edition {edition}, which is not published here, so the map could not be checked."),
		    (struct msg_arg[]){ { "edition", f->changes_from.edition } }, 1);
	rows_fill(c, r, f, v);
	may_fill(c, r, v);
	struct area_out *areas = arena_array(c->mem, struct area_out, f->areas.n + 1);
	v->areas = arena_array(c->mem, struct area_view, f->areas.n + 1);
	for (size_t i = 0; i < f->areas.n; i++)
		area_fill(c, &f->areas.at[i], names[i], locals, n_locals, &areas[i], &v->areas[i]);
	*out = (struct edition_out){ .key = f->key, .edition = f->edition, .title = f->title, .status = r->status, .about = f->about,
		.origin_note = f->origin_note, .in_force_from = r->in_force_from, .in_force_until = r->in_force_until, .areas = { areas, f->areas.n } };
	if (!v->published) {
		report_read(c, r->report, &out->report);
		report_fill(c, r, &out->report, v);
	}
	c->data = v;
	return ST_OK;
}

void
framework_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct fw_view *v = c->data;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Standards")), URL(c->mem, "/frameworks"));
	page_title(c, v->title);
	framework_view_html(o, v);
}

const struct action framework_view_action = { .name = "framework.view", .title = M("Look at a framework"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .out = &framework_edition_shape, .record = &framework_type, .load = view_load };

/* ---- publish and discard: one question each ---- */

enum status
framework_publish_load(struct ctx *c)
{
	const struct framework *f;

	return framework_open(c, c->record, &f);
}

static struct str
named(struct ctx *c, const char *message)
{
	const struct framework_version *r = c->record;

	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { "title", r->title }, { "edition", r->edition } }, 2);
}

const struct form *
confirm_form(struct ctx *c, const struct shape *s)
{
	if (c->form == NULL) {
		c->form = arena_new(c->mem, struct form);
		form_new(c->mem, s, c->form);
	}
	return c->form;
}

void
framework_publish_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_confirm_html(o, named(c, M("Publish {title} ({edition})?")),
	    lang_text(c->lang, c->mem, M("Everybody will see it, and reviews can be opened from it. It can never be changed again: a correction is a new edition.")),
	    M("Publish"), at(c, "publish"), URL_ID(c->mem, "/frameworks/{}", c->id), confirm_form(c, framework_type.shape));
}

void
framework_discard_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_confirm_html(o, named(c, M("Discard {title} ({edition})?")),
	    lang_text(c->lang, c->mem, M("It goes for good. The file that it came from can be imported again.")),
	    M("Discard"), at(c, "discard"), URL_ID(c->mem, "/frameworks/{}", c->id), confirm_form(c, framework_type.shape));
}

/* ---- the change map ---- */

struct change_out { struct str from, to, kinds, parts, words; bool fresh_look; };
struct changes_out { struct str before, now; struct list items; };
SHAPE(framework_change_shape, change_out, FIELD(struct change_out, from, .label = M("Before")), FIELD(struct change_out, to, .label = M("Now")),
    FIELD(struct change_out, kinds, .label = M("Change")), FIELD(struct change_out, parts, .label = M("Parts")),
    FIELD(struct change_out, words, .label = M("What changed")), FIELD(struct change_out, fresh_look, .label = M("Needs a fresh look")));
SHAPE(framework_changes_shape, changes_out, FIELD(struct changes_out, before, .label = M("Edition before")), FIELD(struct changes_out, now, .label = M("This edition")),
    FIELD(struct changes_out, items, .label = M("Changes"), .of = &framework_change_shape));

static struct str
names_text(struct ctx *c, const struct fw_names *n)
{
	struct str r = S("");

	for (size_t i = 0; i < n->n; i++)
		r = arena_printf(c->mem, "%.*s%s%.*s", (int)r.n, r.p, i > 0 ? ", " : "", (int)n->at[i].n, n->at[i].p);
	return r;
}

static void
change_fill(struct ctx *c, int64_t before_id, const struct framework *before, const struct framework *f, const struct fw_change *x,
    struct change_out *out, struct change_line *l)
{
	const struct fw_standard *from = x->from.n == 1 ? framework_standard(before, x->from.at[0]) : NULL;
	const struct fw_standard *to = x->to.n == 1 ? framework_standard(f, x->to.at[0]) : NULL;

	*l = (struct change_line){ .from = names_text(c, &x->from), .to = names_text(c, &x->to), .kinds = change_kinds_text(c, x->kinds),
		.parts = change_parts_text(c, x->parts), .words = x->words, .fresh = change_needs_fresh_look(x), .gone = x->to.n == 0 };
	if (from != NULL) {
		l->from_title = from->title;
		l->from_url = standard_url(c, before_id, from->id);
	}
	if (to != NULL) {
		l->to_title = to->title;
		l->to_url = standard_url(c, c->id, to->id);
	}
	l->answer = lang_text(c->lang, c->mem, l->gone ? M("Stays with the old edition") : x->from.n == 0 ? M("To be given")
	    : l->fresh ? M("Needs a fresh look") : M("Comes over as it is"));
	*out = (struct change_out){ l->from, l->to, l->kinds, l->parts, x->words, l->fresh };
}

static enum status
changes_load(struct ctx *c, void *in, void *out_)
{
	const struct framework_version *r = c->record;
	struct changes_out *out = out_;
	struct changes_view *v = arena_new(c->mem, struct changes_view);
	const struct framework *f, *before;

	(void)in;
	TRY(framework_open(c, r, &f));
	if (r->supersedes == 0)
		return fail(c, ST_NOT_FOUND, M("This edition has no change map from an edition that is published here."), NULL);
	TRY(framework_get(c, r->supersedes, &before));
	struct change_out *items = arena_array(c->mem, struct change_out, f->changes.n + 1);
	v->lines = arena_array(c->mem, struct change_line, f->changes.n + 1);
	v->n = f->changes.n;
	v->before = before->edition;
	v->now = f->edition;
	for (size_t i = 0; i < f->changes.n; i++)
		change_fill(c, r->supersedes, before, f, &f->changes.at[i], &items[i], &v->lines[i]);
	*out = (struct changes_out){ before->edition, f->edition, { items, f->changes.n } };
	c->data = v;
	return ST_OK;
}

void
framework_changes_page(struct html *o, struct ctx *c, const void *out)
{
	const struct framework_version *r = c->record;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Standards")), URL(c->mem, "/frameworks"));
	page_crumb(c, r->title, URL_ID(c->mem, "/frameworks/{}", c->id));
	framework_changes_html(o, c->data);
}

const struct action framework_changes_action = { .name = "framework.changes", .title = M("What changed between two editions"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_READ, .out = &framework_changes_shape, .record = &framework_type, .load = changes_load };
