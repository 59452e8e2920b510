/* SPDX-License-Identifier: MIT */
/* All measures at a glance, and one of them with its chart. */
#include "base/time.h"
#include "feature/measure/own.h"
#include "sql/measure.h"
#include "tpl/feature/measure/list.h"
#include "tpl/feature/measure/view.h"

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

bool
measure_of(struct ctx *c, struct str name, struct measure_ref *ret)
{
	(void)c;
	return measure_find(name, ret);
}

struct url
measure_url(struct ctx *c, const struct measure_def *d)
{
	/* A measure's name is ours and stands in addresses as it is. */
	return URL(c->mem, arena_printf(c->mem, "/measures/%s", d->name).p);
}

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

void
measure_crumbs(struct ctx *c, const struct measure_def *d)
{
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Measures")), URL(c->mem, "/measures"));
	if (d != NULL)
		page_crumb(c, text(c, d->title), measure_url(c, d));
}

/* A unit of this organisation that the caller may read, or 0. */
static enum status
unit_check(struct ctx *c, int64_t unit, struct str *ret_name)
{
	struct measure_unit_name_row r;

	*ret_name = S("");
	if (unit == 0)
		return ST_OK;
	enum status st = measure_unit_name(c->db, c->scope, c->mem, unit, &r);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("There is no such unit."), NULL);
	*ret_name = r.name;
	return st;
}

/* ---- list ---- */

struct list_in { int64_t unit; };
struct list_item { struct str name, title, value, variation, assurance, target; struct date month; };
struct list_out { struct list items; };
SHAPE(measure_list_in, list_in, FIELD_REF(struct list_in, unit, "unit", .label = M("Unit")));
SHAPE(measure_list_item, list_item,
	FIELD(struct list_item, name, .label = M("Name")),
	FIELD(struct list_item, title, .label = M("Measure")),
	FIELD(struct list_item, value, .label = M("Latest value")),
	FIELD(struct list_item, month, .label = M("Month")),
	FIELD(struct list_item, variation, .label = M("Variation")),
	FIELD(struct list_item, assurance, .label = M("Assurance")),
	FIELD(struct list_item, target, .label = M("Target")));
SHAPE(measure_list_out, list_out, FIELD(struct list_out, items, .label = M("Measures"), .of = &measure_list_item));

static struct str
latest_words(struct ctx *c, const struct series *s)
{
	return s->charted ? measure_value_words(c, s->m.def, true, s->chart.points[s->chart.n - 1].value) : text(c, M("Not known"));
}

static void
list_add(struct ctx *c, const struct series *s, int64_t unit, struct list_item *item, struct measure_line *line)
{
	const struct measure_def *d = s->m.def;

	*item = (struct list_item){ .name = str_c(d->name), .title = text(c, d->title), .value = latest_words(c, s), .target = s->target,
		.variation = S(""), .assurance = S("") };
	*line = (struct measure_line){ .title = item->title, .latest = item->value, .to = url_with(c->mem, measure_url(c, d), "unit", unit == 0 ? S("") : number(c, unit)),
		.month = S(""), .mean = S("") };
	if (!s->charted)
		return;
	item->month = s->chart.points[s->chart.n - 1].at;
	item->variation = str_c(spc_variation_name(s->chart.variation));
	item->assurance = str_c(spc_assurance_name(s->chart.assurance));
	line->month = month_words(c, s->point_month[s->chart.n - 1]);
	line->mean = measure_value_words(c, d, true, spc_last(&s->chart)->mean);
	line->chart = &s->chart;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct series_ask ask = { .span = span_ending(c, 0, in->unit) };
	struct measure_list_view *v = arena_new(c->mem, struct measure_list_view);
	struct measure_group *groups = arena_array(c->mem, struct measure_group, feature_count + 1);
	struct list_item *items = arena_array(c->mem, struct list_item, MOST_MEASURES);
	size_t n_items = 0;

	TRY(unit_check(c, in->unit, &v->unit));
	for (size_t f = 0; f < feature_count; f++) {
		struct series *s;
		size_t n;
		if (features[f]->measures == NULL)
			continue;
		TRY(series_load_all(c, features[f]->measures, &ask, &s, &n));
		struct measure_line *lines = arena_array(c->mem, struct measure_line, n + 1);
		struct measure_group *g = &groups[v->n++];
		for (size_t i = 0; i < n && n_items < MOST_MEASURES; i++) {
			list_add(c, &s[i], in->unit, &items[n_items++], &lines[i]);
			v->staff_missing = v->staff_missing || (s[i].m.def->form == MEASURE_RATE && s[i].staff[0] == 0);
		}
		*g = (struct measure_group){ .source = text(c, features[f]->measures->defs->source), .lines = lines, .n = n };
	}
	v->groups = groups;
	v->may_interventions = may(c, "intervention.list");
	v->may_headcount = may(c, "headcount.list");
	out->items = (struct list){ items, n_items };
	c->data = v;
	return ST_OK;
}

const struct action measure_list = { .name = "measure.list", .title = M("Measures"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &measure_list_in, .out = &measure_list_out, .load = list_load };

void
measure_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	measure_list_html(o, c->data);
}

/* ---- one ---- */

struct view_in { struct str name; int64_t unit; struct str to; int64_t intervention; };
struct view_item { struct date month; int64_t part, whole; struct str value, kind; };
struct view_out { struct str name, title, about, mean, upper, lower, target, variation, assurance; bool screened; struct list items; };
SHAPE(measure_view_in, view_in,
	FIELD(struct view_in, name, .label = M("Measure"), .must = true, .max = 80),
	FIELD_REF(struct view_in, unit, "unit", .label = M("Unit")),
	FIELD(struct view_in, to, .label = M("Last month"), .hint = M("As 2026-08"), .max = 7),
	FIELD_REF(struct view_in, intervention, "intervention", .label = M("Intervention")));
SHAPE(measure_view_item, view_item,
	FIELD(struct view_item, month, .label = M("Month")),
	FIELD(struct view_item, part, .label = M("Counted")),
	FIELD(struct view_item, whole, .label = M("Of")),
	FIELD(struct view_item, value, .label = M("Value")),
	FIELD(struct view_item, kind, .label = M("Kind of point")));
SHAPE(measure_view_out, view_out,
	FIELD(struct view_out, name, .label = M("Name")),
	FIELD(struct view_out, title, .label = M("Measure")),
	FIELD(struct view_out, about, .label = M("Definition")),
	FIELD(struct view_out, mean, .label = M("Mean")),
	FIELD(struct view_out, upper, .label = M("Upper limit")),
	FIELD(struct view_out, lower, .label = M("Lower limit")),
	FIELD(struct view_out, target, .label = M("Target")),
	FIELD(struct view_out, screened, .label = M("Moving ranges screened")),
	FIELD(struct view_out, variation, .label = M("Variation")),
	FIELD(struct view_out, assurance, .label = M("Assurance")),
	FIELD(struct view_out, items, .label = M("Months"), .of = &measure_view_item));

struct view { struct series s; struct view_in in; struct str unit_name; struct intervention_since_row *events; size_t n_events; struct intervention cut; };

/* "2026-08"; 0: nothing said, -1: no month. */
static int64_t
month_read(struct ctx *c, struct str s)
{
	struct date d;

	if (s.n == 0)
		return 0;
	if (s.n != 7 || !date_parse(arena_printf(c->mem, "%.*s-01", (int)s.n, s.p), &d))
		return -1;
	return measure_month_of(d);
}

static enum status
view_read(struct ctx *c, const struct view_in *in, struct view *ret)
{
	struct series_ask ask;
	struct measure_ref m;
	int64_t to = month_read(c, in->to);

	*ret = (struct view){ .in = *in };
	if (!measure_of(c, in->name, &m))
		return fail(c, ST_NOT_FOUND, M("There is no such measure."), NULL);
	if (to < 0) {
		field_error(c, "to", M("Enter the month as 2026-08"), S(""));
		return errors(c);
	}
	TRY(unit_check(c, in->unit, &ret->unit_name));
	ask = (struct series_ask){ .span = span_ending(c, to, in->unit) };
	if (in->intervention != 0) {
		TRY(record_get(c, &intervention_type, in->intervention, &ret->cut));
		ask.cut = ret->cut.started_on;
	}
	TRY(intervention_since(c->db, c->scope, c->mem, measure_month_start(ask.span.from), date_add_days(measure_month_start(ask.span.to + 1), -1),
	    &ret->events, &ret->n_events));
	return series_load(c, &m, &ask, &ret->s);
}

static struct view_item *
items_of(struct ctx *c, const struct series *s)
{
	size_t months = (size_t)(s->span.to - s->span.from + 1), at = 0;
	struct view_item *items = arena_array(c->mem, struct view_item, months + 1);

	for (size_t i = 0; i < months; i++) {
		int64_t month = s->span.from + (int64_t)i;
		items[i] = (struct view_item){ .month = measure_month_start(month), .part = s->months[i].part,
			.whole = s->m.def->form == MEASURE_RATE ? s->staff[i] : s->months[i].whole, .value = S(""), .kind = S("") };
		if (at < s->chart.n && s->point_month[at] == month) {
			items[i].value = spc_num_text(c->mem, s->chart.points[at].value, 12);
			items[i].kind = str_c(spc_kind_names[s->chart.points[at].kind]);
			at++;
		}
	}
	return items;
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	struct view_out *out = out_;
	struct view *v = arena_new(c->mem, struct view);
	const struct series *s = &v->s;

	TRY(view_read(c, in, v));
	*out = (struct view_out){ .name = str_c(s->m.def->name), .title = text(c, s->m.def->title), .about = text(c, s->m.def->about), .target = s->target,
		.screened = s->screen, .mean = S(""), .upper = S(""), .lower = S(""), .variation = S(""), .assurance = S("") };
	if (s->charted) {
		const struct spc_segment *last = spc_last(&s->chart);
		out->mean = spc_num_text(c->mem, last->mean, 12);
		out->upper = last->limits ? spc_num_text(c->mem, last->upper, 12) : S("");
		out->lower = last->limits ? spc_num_text(c->mem, last->lower, 12) : S("");
		out->variation = str_c(spc_variation_name(s->chart.variation));
		out->assurance = str_c(spc_assurance_name(s->chart.assurance));
	}
	out->items = (struct list){ items_of(c, s), (size_t)(s->span.to - s->span.from + 1) };
	c->data = v;
	return ST_OK;
}

const struct action measure_view = { .name = "measure.view", .title = M("A measure"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &measure_view_in, .out = &measure_view_out, .load = view_load };

static struct str
note_of(struct ctx *c, const struct view *v, int64_t month)
{
	for (size_t i = 0; i < v->s.n_rebases; i++)
		if (measure_month_of(v->s.rebases[i].from) == month)
			return lang_format(c->lang, c->mem, M("New limits: {why}"), (struct msg_arg[]){ { "why", v->s.rebases[i].why } }, 1);
	for (size_t i = 0; i < v->n_events; i++)
		if (measure_month_of(v->events[i].started_on) == month)
			return v->events[i].title;
	return S("");
}

static struct spc_view *
chart_of(struct ctx *c, const struct view *v)
{
	const struct series *s = &v->s;
	struct spc_row *rows = arena_array(c->mem, struct spc_row, s->chart.n + 1);
	struct spc_view *r = arena_new(c->mem, struct spc_view);

	for (size_t i = 0; i < s->chart.n; i++) {
		int64_t month = s->point_month[i];
		struct measure_span one = { month, month, s->span.unit };
		rows[i] = (struct spc_row){ .label = month_words(c, month), .value = measure_number(c, s->m.def, s->chart.points[i].value), .note = note_of(c, v, month) };
		if (s->m.source->records != NULL && may(c, s->m.def->see))
			rows[i].to = s->m.source->records(c, s->m.def, &one);
	}
	*r = (struct spc_view){ .title = text(c, s->m.def->title), .unit = text(c, measure_form_words(s->m.def->form)), .column = M("Month"), .chart = &s->chart, .rows = rows };
	return r;
}

/* Mean and limits of each stretch, side by side: before and after. */
static void
parts_of(struct ctx *c, const struct series *s, struct measure_view_data *d)
{
	struct part_line *parts = arena_array(c->mem, struct part_line, s->chart.n_segments + 1);

	for (size_t k = 0; k < s->chart.n_segments; k++) {
		const struct spc_segment *g = &s->chart.segments[k];
		struct msg_arg args[] = { { "from", month_words(c, s->point_month[g->from]) }, { "to", month_words(c, s->point_month[g->from + g->n - 1]) },
			{ "lower", measure_number(c, s->m.def, g->lower) }, { "upper", measure_number(c, s->m.def, g->upper) } };
		parts[k] = (struct part_line){ .label = lang_format(c->lang, c->mem, M("{from} to {to}"), args, 2), .mean = measure_value_words(c, s->m.def, true, g->mean),
			.limits = !g->limits ? text(c, M("None")) : lang_format(c->lang, c->mem, g->trial ? M("{lower} to {upper} (trial)") : M("{lower} to {upper}"), args, 4) };
	}
	d->parts = parts;
	d->n_parts = s->chart.n_segments;
}

static struct url
self(struct ctx *c, const struct view *v, int64_t to, int64_t intervention)
{
	struct url u = url_with(c->mem, measure_url(c, v->s.m.def), "unit", v->in.unit == 0 ? S("") : number(c, v->in.unit));

	if (to != 0)
		u = url_with(c->mem, u, "to", arena_printf(c->mem, "%04lld-%02lld", (long long)(to / 12), (long long)(to % 12 + 1)));
	return url_with(c->mem, u, "intervention", intervention == 0 ? S("") : number(c, intervention));
}

static void
events_of(struct ctx *c, const struct view *v, struct measure_view_data *d)
{
	struct event_line *e = arena_array(c->mem, struct event_line, v->n_events + 1), *r = arena_array(c->mem, struct event_line, v->s.n_rebases + 1);
	bool open = may(c, "intervention.view");

	for (size_t i = 0; i < v->n_events; i++)
		e[i] = (struct event_line){ .title = v->events[i].title, .on = v->events[i].started_on, .shown = v->events[i].id == v->in.intervention, .may = open,
			.to = URL_ID(c->mem, "/interventions/{}", v->events[i].id), .show = self(c, v, 0, v->events[i].id) };
	for (size_t i = 0; i < v->s.n_rebases; i++)
		r[i] = (struct event_line){ .title = v->s.rebases[i].why, .on = v->s.rebases[i].from, .id = v->s.rebases[i].id };
	d->events = e;
	d->n_events = v->n_events;
	d->rebases = r;
	d->n_rebases = v->s.n_rebases;
}

static const char *
better_words(enum spc_better b)
{
	return b == SPC_HIGHER ? M("Higher is better") : b == SPC_LOWER ? M("Lower is better") : M("Neither higher nor lower is better");
}

static void
rows_of(struct ctx *c, const struct view *v, struct measure_view_data *d)
{
	const struct series *s = &v->s;
	const struct measure_def *def = s->m.def;
	struct summary_row *rows = arena_array(c->mem, struct summary_row, 9);
	size_t n = 0;

	rows[n++] = (struct summary_row){ .key = text(c, M("What it is")), .value = text(c, def->about) };
	rows[n++] = (struct summary_row){ .key = text(c, M("Counted")), .value = text(c, def->part) };
	if (def->form == MEASURE_RATE)
		rows[n++] = (struct summary_row){ .key = text(c, M("For each")), .value = text(c, M("1,000 people who work here, by the headcount of the month")) };
	else if (def->whole != NULL)
		rows[n++] = (struct summary_row){ .key = text(c, M("Out of")), .value = text(c, def->whole) };
	rows[n++] = (struct summary_row){ .key = text(c, M("Taken from")), .value = text(c, def->source) };
	rows[n++] = (struct summary_row){ .key = text(c, M("How often")), .value = text(c, M("Each month")) };
	rows[n++] = (struct summary_row){ .key = text(c, M("Better direction")), .value = text(c, better_words(def->better)) };
	spc_num target = 0;
	bool has = s->target.n > 0 && spc_num_parse(s->target, &target);
	rows[n] = (struct summary_row){ .key = text(c, M("Target")), .value = has ? measure_value_words(c, def, true, target) : text(c, M("None")) };
	if (has && !s->own)
		rows[n].value = lang_format(c->lang, c->mem, M("{target} (our suggestion: no standard sets one)"), (struct msg_arg[]){ { "target", rows[n].value } }, 1);
	n++;
	rows[n++] = (struct summary_row){ .key = text(c, M("Moving ranges")), .value = text(c, s->screen ? M("Screened: the largest are left out once") : M("Not screened, as in the NHS spreadsheet")) };
	d->rows = rows;
	d->n_rows = n;
}

void
measure_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct view *v = c->data;
	const struct series *s = &v->s;
	const struct measure_def *def = s->m.def;
	struct measure_view_data d = { .def = def, .title = text(c, def->title), .unit = v->unit_name, .is_rate = def->form == MEASURE_RATE,
		.shown_event = v->in.intervention != 0, .may_set = may(c, "measure.target"), .may_pin = may(c, "measure.pin") && s->charted,
		.target = URL(c->mem, arena_printf(c->mem, "/measures/%s/target", def->name).p), .rebase = URL(c->mem, arena_printf(c->mem, "/measures/%s/rebase", def->name).p),
		.pin = url_with(c->mem, URL(c->mem, arena_printf(c->mem, "/measures/%s/pin", def->name).p), "unit", v->in.unit == 0 ? S("") : number(c, v->in.unit)),
		.earlier = self(c, v, s->span.from - 1, 0), .later = self(c, v, s->span.to + SERIES_MONTHS, 0), .plain = self(c, v, 0, 0),
		.has_later = s->span.to < measure_month_of(c->today) - 1, .value = latest_words(c, s) };

	(void)out;
	measure_crumbs(c, NULL);
	page_title(c, d.title);
	struct msg_arg args[] = { { "from", month_words(c, s->span.from) }, { "to", month_words(c, s->span.to) } };
	d.caption = lang_format(c->lang, c->mem, M("{from} to {to}"), args, 2);
	if (s->charted) {
		d.chart = chart_of(c, v);
		parts_of(c, s, &d);
		struct msg_arg month = { "month", month_words(c, s->point_month[s->chart.n - 1]) };
		d.source = lang_format(c->lang, c->mem, M("in {month}"), &month, 1);
	}
	rows_of(c, v, &d);
	events_of(c, v, &d);
	measure_view_html(o, &d);
}
