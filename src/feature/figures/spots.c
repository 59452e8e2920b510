/* SPDX-License-Identifier: MIT */
/* MEA-3: where and when: by hour and day of the week, kind of place, and unit.  Restricted incidents are in none of it, nor
 * are those that the reader is kept from. */
#include <stdlib.h>
#include "base/time.h"
#include "feature/figures/own.h"
#include "sql/figures.h"
#include "tpl/feature/figures/spots.h"

enum { BANDS = 8, HOURS = 3 };		/* of the day; an hour alone is too thin to say anything */

struct spots_in { int64_t months, unit; bool violence; };
struct spots_hour { int64_t weekday, hour, n; };
struct spots_place { struct str place; int64_t n; };
struct spots_unit { int64_t unit; struct str name; int64_t n; };
struct spots_out { struct date from, to; int64_t total; struct list hours, places, units; };
SHAPE(figures_spots_in, spots_in,
	FIELD(struct spots_in, months, .label = M("Months back"), .least = 1, .most = 60),
	FIELD_REF(struct spots_in, unit, "unit", .label = M("Unit")),
	FIELD(struct spots_in, violence, .label = M("Only violence and abuse")));
SHAPE(figures_spots_hour, spots_hour,
	FIELD(struct spots_hour, weekday, .label = M("Day of the week"), .hint = M("0 is Monday")),
	FIELD(struct spots_hour, hour, .label = M("Hour"), .hint = M("24: not known")),
	FIELD(struct spots_hour, n, .label = M("Incidents")));
SHAPE(figures_spots_place, spots_place,
	FIELD_CHOICE(struct spots_place, place, incident_places, .label = M("Kind of place")), FIELD(struct spots_place, n, .label = M("Incidents")));
SHAPE(figures_spots_unit, spots_unit,
	FIELD_REF(struct spots_unit, unit, "unit", .label = M("Unit")), FIELD(struct spots_unit, name, .label = M("Name")), FIELD(struct spots_unit, n, .label = M("Incidents")));
SHAPE(figures_spots_out, spots_out,
	FIELD(struct spots_out, from, .label = M("First day")), FIELD(struct spots_out, to, .label = M("Last day")), FIELD(struct spots_out, total, .label = M("Incidents")),
	FIELD(struct spots_out, hours, .label = M("By day and hour"), .of = &figures_spots_hour),
	FIELD(struct spots_out, places, .label = M("By kind of place"), .of = &figures_spots_place),
	FIELD(struct spots_out, units, .label = M("By unit"), .of = &figures_spots_unit));

struct spots { struct spots_in in; struct measure_span span; };

static int
most_units(const void *a, const void *b)
{
	const struct spots_unit *x = a, *y = b;
	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : (x->unit > y->unit) - (x->unit < y->unit);
}

static int
most_places(const void *a, const void *b)
{
	const struct spots_place *x = a, *y = b;
	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : str_cmp(x->place, y->place);
}

static void
take_spots(struct ctx *c, const struct figures_spots_row *r, size_t n, struct spots_out *out)
{
	struct spots_hour *hours = arena_array(c->mem, struct spots_hour, 7 * 25);
	struct spots_place *places = arena_array(c->mem, struct spots_place, n + 1);
	size_t np = 0;

	for (size_t i = 0; i < 7 * 25; i++)
		hours[i] = (struct spots_hour){ (int64_t)i / 25, (int64_t)i % 25, 0 };
	for (size_t i = 0; i < n; i++) {
		if (r[i].weekday >= 0 && r[i].weekday < 7 && r[i].hour >= 0 && r[i].hour < 25)
			hours[r[i].weekday * 25 + r[i].hour].n += r[i].n;
		if (np == 0 || !str_eq(places[np - 1].place, r[i].place_kind))
			places[np++] = (struct spots_place){ r[i].place_kind, 0 };
		places[np - 1].n += r[i].n;
		out->total += r[i].n;
	}
	out->hours = (struct list){ hours, 7 * 25 };
	out->places = (struct list){ places, np };
}

/* Off each count, and a line that counts nothing now goes: it would tell that there is something. */
static void
take_off(struct spots_out *out, const struct incident_kept_from_row *k)
{
	struct spots_hour *hours = out->hours.items;
	struct spots_place *places = out->places.items;
	struct spots_unit *units = out->units.items;

	out->total--;
	if (k->weekday >= 0 && k->weekday < 7 && k->hour >= 0 && k->hour < 25)
		hours[k->weekday * 25 + k->hour].n--;
	for (size_t i = 0; i < out->places.n; i++)
		places[i].n -= str_eq(places[i].place, k->place_kind);
	for (size_t i = 0; i < out->units.n; i++)
		units[i].n -= units[i].unit == k->unit;
}

static enum status
take_kept(struct ctx *c, const struct spots *s, struct spots_out *out)
{
	struct spots_place *places = out->places.items;
	struct spots_unit *units = out->units.items;
	struct incident_kept_from_row *k;
	size_t n, np = 0, nu = 0;

	TRY(incident_kept_from(c->db, c->mem, c->scope->org, c->who->account, c->scope->branch, s->span.from, s->span.to, S(""), S(""), s->span.unit, &k, &n));
	for (size_t i = 0; i < n; i++)
		if (!str_is(k[i].kind, "concern") && (!s->in.violence || incident_is_violent(k[i].type)))
			take_off(out, &k[i]);
	for (size_t i = 0; i < out->places.n; i++)
		if (places[i].n > 0)
			places[np++] = places[i];
	for (size_t i = 0; i < out->units.n; i++)
		if (units[i].n > 0)
			units[nu++] = units[i];
	qsort(places, np, sizeof *places, most_places);
	qsort(units, nu, sizeof *units, most_units);
	out->places.n = np;
	out->units.n = nu;
	return ST_OK;
}

static enum status
spots_load(struct ctx *c, void *in_, void *out_)
{
	const struct spots_in *in = in_;
	struct spots_out *out = out_;
	struct spots *s = arena_new(c->mem, struct spots);
	struct figures_spots_row *r;
	struct figures_spot_units_row *u;
	int64_t last = measure_month_of(c->today);
	size_t n;

	s->in = *in;
	s->in.months = in->months == 0 ? 12 : in->months;
	s->span = (struct measure_span){ last - s->in.months + 1, last, in->unit };
	*out = (struct spots_out){ .from = measure_month_start(s->span.from), .to = c->today };
	TRY(figures_spots(c->db, c->scope, c->mem, s->span.from, s->span.to, in->unit, in->violence, &r, &n));
	take_spots(c, r, n, out);
	TRY(figures_spot_units(c->db, c->scope, c->mem, s->span.from, s->span.to, in->unit, in->violence, &u, &n));
	struct spots_unit *units = arena_array(c->mem, struct spots_unit, n + 1);
	for (size_t i = 0; i < n; i++)
		units[i] = (struct spots_unit){ u[i].unit, u[i].name, u[i].n };
	out->units = (struct list){ units, n };
	c->data = s;
	return take_kept(c, s, out);
}

const struct action figures_spots_action = { .name = "figures.spots", .title = M("Hot spots"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_spots_in, .out = &figures_spots_out, .load = spots_load };

/* ---- the page ---- */

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static const char *const days[7] = { M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday"), M("Saturday"), M("Sunday") };

/* How dark, in quarters of the most; a number stands in each cell all the same. */
static int
level_of(int64_t n, int64_t most)
{
	return n == 0 || most == 0 ? 0 : (int)((n * 4 + most - 1) / most);
}

static void
heat(struct html *o, struct ctx *c, const struct spots_out *out, struct spots_view *v)
{
	const struct spots_hour *h = out->hours.items;
	int64_t n[7][BANDS] = { { 0 } }, most = 0, best = 0;
	struct heat_row *rows = arena_array(c->mem, struct heat_row, 7);
	struct str *heads = arena_array(c->mem, struct str, BANDS);

	for (size_t i = 0; i < out->hours.n; i++) {
		if (h[i].hour == 24)
			v->unknown += h[i].n;
		else
			n[h[i].weekday][h[i].hour / HOURS] += h[i].n;
	}
	for (int b = 0; b < BANDS; b++)
		heads[b] = arena_printf(c->mem, "%02d:00 to %02d:59", b * HOURS, b * HOURS + HOURS - 1);
	for (int d = 0; d < 7; d++)
		for (int b = 0; b < BANDS; b++)
			most = n[d][b] > most ? n[d][b] : most;
	for (int d = 0; d < 7; d++) {
		struct heat_cell *cells = arena_array(c->mem, struct heat_cell, BANDS);
		int64_t total = 0;
		for (int b = 0; b < BANDS; b++) {
			cells[b] = (struct heat_cell){ .text = html_str_i64(o, n[d][b]), .n = n[d][b], .level = level_of(n[d][b], most) };
			total += n[d][b];
			if (n[d][b] == most && most > best) {
				struct msg_arg args[] = { { "day", text(c, days[d]) }, { "hours", heads[b] }, { "n", html_str_i64(o, most) } };
				v->most = lang_format(c->lang, c->mem, M("Most in one part of the week: {day}, {hours} ({n})"), args, 3);
				best = most;
			}
		}
		rows[d] = (struct heat_row){ text(c, days[d]), cells, BANDS, html_str_i64(o, total) };
	}
	v->heads = heads;
	v->n_heads = BANDS;
	v->rows = rows;
	v->n_rows = 7;
}

static struct url
self(struct ctx *c, const struct spots_in *in, int64_t months, int64_t unit, bool violence)
{
	struct url u = url_with(c->mem, URL(c->mem, "/incident-figures/hot-spots"), "months", arena_printf(c->mem, "%lld", (long long)months));

	(void)in;
	u = url_with(c->mem, u, "unit", unit == 0 ? S("") : arena_printf(c->mem, "%lld", (long long)unit));
	return url_with(c->mem, u, "violence", violence ? S("true") : S(""));
}

static struct str
place_label(struct ctx *c, struct str v)
{
	for (size_t i = 0; i < incident_places.n; i++)
		if (str_is(v, incident_places.c[i].value))
			return text(c, incident_places.c[i].label);
	return text(c, M("Not said"));
}

static void
lines_of(struct html *o, struct ctx *c, const struct spots *s, const struct spots_out *out, struct spots_view *v)
{
	const struct spots_place *p = out->places.items;
	const struct spots_unit *u = out->units.items;
	struct spot_line *places = arena_array(c->mem, struct spot_line, out->places.n + 1), *units = arena_array(c->mem, struct spot_line, out->units.n + 1);

	for (size_t i = 0; i < out->places.n; i++)
		places[i] = (struct spot_line){ .label = place_label(c, p[i].place), .n = html_str_i64(o, p[i].n),
			.share = arena_printf(c->mem, "%lld%%", (long long)(out->total > 0 ? p[i].n * 100 / out->total : 0)) };
	for (size_t i = 0; i < out->units.n; i++) {
		units[i] = (struct spot_line){ .label = u[i].unit == 0 ? text(c, M("Not said")) : u[i].name, .n = html_str_i64(o, u[i].n),
			.share = arena_printf(c->mem, "%lld%%", (long long)(out->total > 0 ? u[i].n * 100 / out->total : 0)) };
		if (u[i].unit != 0)
			units[i].to = self(c, &s->in, s->in.months, u[i].unit, s->in.violence);
	}
	v->places = places;
	v->n_places = out->places.n;
	v->units = units;
	v->n_units = out->units.n > 30 ? 30 : out->units.n;
}

void
figures_spots_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct spots_out *out = out_;
	const struct spots *s = c->data;
	struct spots_view v = { .title = text(c, M("Hot spots")), .only_violence = s->in.violence, .nothing = out->total == 0, .may_records = may(c, "figures.records"),
		.under_unit = s->in.unit != 0, .records = figures_records_url(c, s->in.violence ? "violence" : "all", &s->span),
		.months3 = self(c, &s->in, 3, s->in.unit, s->in.violence), .months12 = self(c, &s->in, 12, s->in.unit, s->in.violence),
		.months36 = self(c, &s->in, 36, s->in.unit, s->in.violence), .all_kinds = self(c, &s->in, s->in.months, s->in.unit, false),
		.violence = self(c, &s->in, s->in.months, s->in.unit, true), .whole = self(c, &s->in, s->in.months, 0, s->in.violence) };
	struct msg_arg args[] = { { "from", html_str_date(o, out->from) }, { "to", html_str_date(o, out->to) }, { "n", html_str_i64(o, out->total) } };

	v.caption = lang_format(c->lang, c->mem, M("{from} to {to}: {n} in all"), args, 3);
	heat(o, c, out, &v);
	lines_of(o, c, s, out, &v);
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Measures")), URL(c->mem, "/measures"));
	figures_spots_html(o, &v);
}
