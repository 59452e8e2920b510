/* SPDX-License-Identifier: MIT */
/* INV-2: everything that happened in one case, in one order: what was written by hand, and what the case and its incidents hold
 * of themselves.  Nothing of it is stored a second time. */
#include "feature/investigation/own.h"

#include <stdlib.h>

#include "base/ids.h"
#include "base/time.h"
#include "feature/investigation/view.h"
#include "tpl/feature/investigation/timeline.h"

static const struct choice kinds_c[] = {
	{ "incident", M("The incidents"), NULL }, { "event", M("Events"), NULL }, { "decision", M("Decisions"), NULL }, { "plan", M("Plan"), NULL },
	{ "statement", M("Statements"), NULL }, { "exhibit", M("Exhibits"), NULL }, { "cctv", M("Recordings"), NULL }, { "conference", M("Conferences"), NULL },
	{ "contact", M("Police and others"), NULL },
};
const struct choice_list investigation_timeline_kinds = { kinds_c, countof(kinds_c) };

struct line { struct ctx *c; struct str kind; struct timeline_item *item; size_t n, room; };

static void
add(struct line *l, const char *kind, struct timeline_item item)
{
	struct ctx *c = l->c;

	if (item.at.ms == 0 || (l->kind.n > 0 && !str_is(l->kind, kind)))
		return;
	if (l->n == l->room) {
		struct timeline_item *more = arena_array(c->mem, struct timeline_item, 2 * l->room + 32);
		if (l->n > 0)
			memcpy(more, l->item, l->n * sizeof *more);
		l->item = more;
		l->room = 2 * l->room + 32;
	}
	item.kind = str_c(kind);
	item.when = item.day_only ? date_long(c->mem, when_date(item.at)) : when_long(c->mem, item.at);
	l->item[l->n++] = item;
}

/* A day without a time stands at its beginning. */
static struct when
day(struct date d)
{
	return d.day != 0 ? when_of_date(d, 0, 0) : (struct when){ 0 };
}

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static struct personal
open_words(struct str s)
{
	return (struct personal){ s, PRIV_NONE };
}

static struct when
happened(const struct incident *i)
{
	struct str minutes, hours = str_cut(i->happened_time, ':', &minutes);
	int64_t h = 0, m = 0;

	if (!str_i64(hours, &h) || !str_i64(minutes, &m))
		return day(i->happened_on);
	return when_of_date(i->happened_on, (int)h, (int)m);
}

static void
incident_facts(struct line *l, const struct incident *i)
{
	struct ctx *c = l->c;
	struct url to = URL_ID(c->mem, "/incidents/{}", i->id);

	add(l, "incident", (struct timeline_item){ .at = happened(i), .day_only = i->happened_time.n == 0, .label = text(c, M("It happened")), .head = i->ref, .words = i->summary, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = i->reported_at, .label = text(c, M("Reported")), .head = i->ref, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = i->triaged_at, .label = text(c, M("First look")), .head = i->ref, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = i->contacted_at, .label = text(c, M("Contact with the person harmed")), .head = i->ref, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = day(i->police_on), .day_only = true, .label = i->police.n > 0 ? investigation_label(c, &incident_police, i->police) : S(""), .head = i->ref, .words = i->police_why, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = day(i->police_outcome_on), .day_only = true, .label = text(c, M("Outcome with the police")), .head = i->ref,
		.words = { investigation_label(c, &incident_police_outcomes, i->police_outcome), PRIV_CRIMINAL }, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = day(i->riddor_sent_on), .day_only = true, .label = text(c, M("Report to the safety regulator")), .head = i->ref, .to = to, .id = i->id });
	add(l, "incident", (struct timeline_item){ .at = i->closed_at, .label = text(c, M("Incident closed")), .head = i->ref, .to = to, .id = i->id });
}

static enum status
incidents(struct line *l, int64_t investigation)
{
	struct ctx *c = l->c;
	struct investigation_incident_list_row *r;
	size_t n;

	TRY(investigation_incident_list(c->db, c->scope, c->mem, investigation, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct incident one;
		TRY(incident_ops.get(c->db, c->scope, c->mem, r[i].id, &one));
		incident_facts(l, &one);
	}
	return ST_OK;
}

static void
of_entry(struct line *l, const void *rec, struct url to)
{
	const struct investigation_entry *e = rec;
	bool decision = str_is(e->kind, "decision");

	add(l, decision ? "decision" : "event", (struct timeline_item){ .at = e->at, .label = text(l->c, decision ? M("Decision") : M("Event")), .words = e->what, .to = to, .id = e->id });
}

static void
of_step(struct line *l, const void *rec, struct url to)
{
	const struct investigation_step *s = rec;

	add(l, "plan", (struct timeline_item){ .at = day(s->done_on), .day_only = true, .label = text(l->c, M("Step of the plan done")), .words = s->outcome.text.n > 0 ? s->outcome : s->what, .to = to, .id = s->id });
}

static void
of_statement(struct line *l, const void *rec, struct url to)
{
	const struct investigation_statement *s = rec;

	add(l, "statement", (struct timeline_item){ .at = day(s->taken_on), .day_only = true, .label = text(l->c, M("Statement taken")), .words = s->name, .to = to, .id = s->id });
}

static void
of_exhibit(struct line *l, const void *rec, struct url to)
{
	const struct investigation_exhibit *e = rec;

	add(l, "exhibit", (struct timeline_item){ .at = e->found_at, .label = text(l->c, M("Exhibit found or received")), .head = e->label, .words = e->what, .to = to, .id = e->id });
}

static void
of_custody(struct line *l, const void *rec, struct url to)
{
	const struct investigation_custody *m = rec;

	(void)to;
	add(l, "exhibit", (struct timeline_item){ .at = m->at, .label = investigation_label(l->c, &investigation_acts, m->act), .head = record_name(l->c, "investigation_exhibit", m->exhibit),
		.words = m->holder, .to = URL_ID(l->c->mem, "/investigation-exhibits/{}", m->exhibit), .id = m->id });
}

static void
of_cctv(struct line *l, const void *rec, struct url to)
{
	const struct investigation_cctv *t = rec;

	add(l, "cctv", (struct timeline_item){ .at = day(t->asked_on), .day_only = true, .label = text(l->c, M("Recording asked for")), .head = t->camera, .to = to, .id = t->id });
	add(l, "cctv", (struct timeline_item){ .at = day(t->outcome_on), .day_only = true, .label = investigation_label(l->c, &investigation_recordings, t->outcome), .head = t->camera, .words = t->note, .to = to, .id = t->id });
}

static void
of_conference(struct line *l, const void *rec, struct url to)
{
	const struct investigation_conference *k = rec;

	add(l, "conference", (struct timeline_item){ .at = k->held_at, .label = text(l->c, M("Case conference")), .words = k->decided, .to = to, .id = k->id });
}

static void
of_contact(struct line *l, const void *rec, struct url to)
{
	const struct investigation_contact *k = rec;

	add(l, "contact", (struct timeline_item){ .at = k->at, .label = investigation_label(l->c, &investigation_contacts, k->kind), .words = k->what, .to = to, .id = k->id });
}

static const struct { const struct part_def *part; void (*put)(struct line *l, const void *rec, struct url to); } sources[] = {
	{ &investigation_entry_part, of_entry }, { &investigation_step_part, of_step }, { &investigation_statement_part, of_statement },
	{ &investigation_exhibit_part, of_exhibit }, { &investigation_custody_part, of_custody }, { &investigation_cctv_part, of_cctv },
	{ &investigation_conference_part, of_conference }, { &investigation_contact_part, of_contact },
};

static enum status
parts(struct line *l, int64_t investigation)
{
	struct ctx *c = l->c;

	for (size_t k = 0; k < countof(sources); k++) {
		const struct record_type *t = sources[k].part->type;
		void *rows;
		size_t n;
		TRY(part_rows(c, t, investigation, &rows, &n));
		for (size_t i = 0; i < n; i++) {
			const char *rec = (const char *)rows + i * t->ops->size;
			sources[k].put(l, rec, record_url(c, t, record_head(t, rec).id));
		}
	}
	return ST_OK;
}

static int
by_time(const void *x, const void *y)
{
	const struct timeline_item *a = x, *b = y;

	if (a->at.ms != b->at.ms)
		return a->at.ms < b->at.ms ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

enum status
investigation_timeline(struct ctx *c, const struct investigation *v, struct str kind, struct timeline_item **ret, size_t *ret_n)
{
	struct line l = { .c = c, .kind = kind };

	TRY(incidents(&l, v->id));
	TRY(parts(&l, v->id));
	add(&l, "decision", (struct timeline_item){ .at = day(v->found_on), .day_only = true, .label = text(c, M("Finding")),
		.words = open_words(investigation_label(c, &incident_findings, v->finding)), .id = v->id });
	if (l.n > 0)
		qsort(l.item, l.n, sizeof *l.item, by_time);
	*ret = l.item;
	*ret_n = l.n;
	return ST_OK;
}

/* ---- as a page of its own, and for programs ---- */

struct timeline_in { struct str kind; };
struct timeline_row { struct when at; struct str kind, label; struct personal words; struct str to; };
struct timeline_out { struct list items; };
SHAPE(timeline_in_shape, timeline_in, FIELD_CHOICE(struct timeline_in, kind, investigation_timeline_kinds, .label = M("Kind")));
SHAPE(timeline_row_shape, timeline_row, FIELD(struct timeline_row, at, .label = M("When")), FIELD(struct timeline_row, kind, .label = M("Kind")),
	FIELD(struct timeline_row, label, .label = M("What")), FIELD(struct timeline_row, words, .label = M("Words"), .privacy = PRIV_CRIMINAL),
	FIELD(struct timeline_row, to, .label = M("Where")));
SHAPE(timeline_out_shape, timeline_out, FIELD(struct timeline_out, items, .label = M("Items"), .of = &timeline_row_shape));

void
investigation_filters(struct ctx *c, const struct investigation *v, const char *path, struct str kind, struct timeline_view *ret)
{
	struct url here = URL_ID(c->mem, path, v->id);

	ret->filters = arena_array(c->mem, struct case_link, investigation_timeline_kinds.n + 1);
	ret->filters[ret->n_filters++] = (struct case_link){ M("Everything"), here, kind.n == 0 };
	for (size_t i = 0; i < investigation_timeline_kinds.n; i++) {
		struct str value = str_c(investigation_timeline_kinds.c[i].value);
		ret->filters[ret->n_filters++] = (struct case_link){ investigation_timeline_kinds.c[i].label, url_with(c->mem, here, "kind", value), str_eq(kind, value) };
	}
}

static enum status
timeline_load(struct ctx *c, void *in, void *out_)
{
	const struct investigation *v = c->record;
	struct timeline_out *out = out_;
	struct timeline_view *view = arena_new(c->mem, struct timeline_view);
	struct str kind = ((const struct timeline_in *)in)->kind;

	TRY(investigation_timeline(c, v, kind, &view->items, &view->n));
	struct timeline_row *rows = arena_array(c->mem, struct timeline_row, view->n + 1);
	for (size_t i = 0; i < view->n; i++) {
		const struct timeline_item *it = &view->items[i];
		rows[i] = (struct timeline_row){ it->at, it->kind, it->label, it->words, it->to.s };
		if (it->words.cls == PRIV_NONE)
			rows[i].label = it->words.text.n > 0 ? arena_printf(c->mem, "%.*s: %.*s", (int)it->label.n, it->label.p, (int)it->words.text.n, it->words.text.p) : it->label;
	}
	out->items = (struct list){ rows, view->n };
	investigation_filters(c, v, "/investigations/{}/timeline", kind, view);
	view->of = arena_printf(c->mem, "%.*s %.*s", (int)v->ref.n, v->ref.p, (int)v->title.n, v->title.p);
	c->data = view;
	return ST_OK;
}

void
investigation_timeline_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_back(c, URL_ID(c->mem, "/investigations/{}", c->id));
	investigation_timeline_html(o, c->data);
}

const struct action investigation_timeline_action = { .name = "investigation.timeline", .title = M("Timeline"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &timeline_in_shape, .out = &timeline_out_shape, .record = &investigation_record, .load = timeline_load, .personal = true };
