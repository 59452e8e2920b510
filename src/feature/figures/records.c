/* SPDX-License-Identifier: MIT */
/* MEA-4: the records behind a figure, for those who may see them. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/figures/own.h"
#include "sql/figures.h"
#include "tpl/feature/figures/records.h"

enum { PAGE = 50 };

CHOICES(whats,
	{ "all", M("Incidents"), NULL }, { "assault", M("Physical assaults"), NULL }, { "violence", M("Violence and abuse"), NULL },
	{ "near_miss", M("Near misses"), NULL }, { "harmed", M("Incidents in which somebody was hurt"), NULL },
	{ "triaged", M("Incidents that were looked at"), NULL }, { "contacted", M("Incidents with contact"), NULL },
	{ "started", M("Investigations begun"), NULL }, { "riddor", M("Incidents with a RIDDOR report due"), NULL },
	{ "loss", M("Incidents with losses"), NULL }, { "substantiated", M("Incidents found to have happened as reported"), NULL });
struct records_in { struct str what, from, to; int64_t unit; struct str after; };
struct records_item { int64_t id; struct str ref, title, type, state; struct date happened_on; };
struct records_out { struct list items; struct str next; };
SHAPE(figures_records_in, records_in,
	FIELD_CHOICE(struct records_in, what, whats, .label = M("Which"), .must = true),
	FIELD(struct records_in, from, .label = M("First month"), .must = true, .max = 7),
	FIELD(struct records_in, to, .label = M("Last month"), .must = true, .max = 7),
	FIELD_REF(struct records_in, unit, "unit", .label = M("Unit")),
	FIELD(struct records_in, after, .label = M("Where the page before ended"), .max = 60));
SHAPE(figures_records_item, records_item,
	FIELD_REF(struct records_item, id, "incident", .label = M("Incident")),
	FIELD(struct records_item, ref, .label = M("Reference")),
	FIELD(struct records_item, title, .label = M("Title")),
	FIELD_CHOICE(struct records_item, type, incident_types, .label = M("Type")),
	FIELD_CHOICE(struct records_item, state, incident_states, .label = M("State")),
	FIELD(struct records_item, happened_on, .label = M("Date")));
SHAPE(figures_records_out, records_out,
	FIELD(struct records_out, items, .label = M("Incidents"), .of = &figures_records_item),
	FIELD(struct records_out, next, .label = M("Next page")));

static struct date
month_read(struct ctx *c, const char *field, struct str s)
{
	struct date d = { 0 };

	if (s.n != 7 || !date_parse(arena_printf(c->mem, "%.*s-01", (int)s.n, s.p), &d))
		field_error(c, field, M("Enter the month as 2026-08"), S(""));
	return d;
}

static enum status
records_load(struct ctx *c, void *in_, void *out_)
{
	const struct records_in *in = in_;
	struct records_out *out = out_;
	struct figures_records_row *r;
	struct date from = month_read(c, "from", in->from), to = month_read(c, "to", in->to), before;
	int64_t before_id = INT64_MAX;
	size_t n;

	TRY(errors(c));
	to = date_add_days(measure_month_start(measure_month_of(to) + 1), -1);
	before = date_add_days(to, 1);
	struct str id, day = str_cut(in->after, '~', &id);
	if (in->after.n > 0 && (!date_parse(day, &before) || !id_parse(id, &before_id)))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	TRY(figures_records(c->db, c->scope, c->mem, from, to, before, before_id, in->unit, in->what, PAGE + 1, &r, &n));
	struct records_item *items = arena_array(c->mem, struct records_item, n + 1);
	out->next = S("");
	if (n > PAGE) {
		n = PAGE;
		struct str last = date_iso(c->mem, r[n - 1].happened_on);
		out->next = arena_printf(c->mem, "%.*s~%lld", (int)last.n, last.p, (long long)r[n - 1].id);
	}
	for (size_t i = 0; i < n; i++)
		items[i] = (struct records_item){ r[i].id, r[i].ref, r[i].title, r[i].type, r[i].state, r[i].happened_on };
	out->items = (struct list){ items, n };
	c->data = in_;
	return ST_OK;
}

const struct action figures_records_action = { .name = "figures.records", .title = M("Records behind a figure"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_records_in, .out = &figures_records_out, .load = records_load };

static struct str
label_of(struct ctx *c, const struct choice_list *l, struct str v)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_is(v, l->c[i].value))
			return lang_text(c->lang, c->mem, l->c[i].label);
	return v;
}

void
figures_records_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct records_out *out = out_;
	const struct records_in *in = c->data;
	const struct records_item *r = out->items.items;
	struct record_line *lines = arena_array(c->mem, struct record_line, out->items.n + 1);
	struct date from = month_read(c, "from", in->from), to = month_read(c, "to", in->to);
	struct records_view v = { .title = label_of(c, &whats, in->what), .lines = lines, .n = out->items.n };

	for (size_t i = 0; i < v.n; i++)
		lines[i] = (struct record_line){ .ref = r[i].ref, .title = r[i].title, .type = label_of(c, &incident_types, r[i].type),
			.state = label_of(c, &incident_states, r[i].state), .on = r[i].happened_on, .to = URL_ID(c->mem, "/incidents/{}", r[i].id) };
	struct msg_arg args[] = { { "from", html_str_date(o, from) }, { "to", html_str_date(o, date_add_days(measure_month_start(measure_month_of(to) + 1), -1)) } };
	v.caption = lang_format(c->lang, c->mem, M("{from} to {to}"), args, 2);
	if (out->next.n > 0) {
		struct measure_span s = { measure_month_of(from), measure_month_of(to), in->unit };
		v.next = url_with(c->mem, figures_records_url(c, str_z(c->mem, in->what), &s), "after", out->next);
	}
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Measures")), URL(c->mem, "/measures"));
	page_title(c, v.title);
	figures_records_html(o, &v);
}
