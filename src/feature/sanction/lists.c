/* SPDX-License-Identifier: MIT */
/* What was sought and obtained, what is due of it, and what was claimed and recovered in a year. */
#include "feature/sanction/own.h"

#include <string.h>

#include "base/time.h"
#include "feature/sanction/view.h"
#include "tpl/feature/sanction/list.h"
#include "tpl/feature/sanction/redress.h"

#define MOST 500
#define DAYS_AHEAD 30

struct list_in { int64_t year; };
struct list_row { struct str ref, sanction, state, incident, appeal, publicity; struct date sought_on, obtained_on, expires_on, review_on, breached_on; int64_t id, days; };
struct list_out { struct date from, to; struct list items; };
SHAPE(sanction_year_shape, list_in, FIELD(struct list_in, year, .label = M("Financial year"), .hint = M("In which it begins"), .least = 1990, .most = 2150));
SHAPE(sanction_row_shape, list_row,
	FIELD_REF(struct list_row, id, "sanction", .label = M("Id")),
	FIELD(struct list_row, ref, .label = M("Reference")),
	FIELD(struct list_row, sanction, .label = M("Sanction")),
	FIELD(struct list_row, state, .label = M("State")),
	FIELD(struct list_row, incident, .label = M("Incident")),
	FIELD(struct list_row, sought_on, .label = M("Sought or decided on")),
	FIELD(struct list_row, obtained_on, .label = M("Obtained or imposed on")),
	FIELD(struct list_row, days, .label = M("Days from the incident")),
	FIELD(struct list_row, review_on, .label = M("Review date")),
	FIELD(struct list_row, expires_on, .label = M("Lapses after")),
	FIELD(struct list_row, breached_on, .label = M("Breached on")),
	FIELD(struct list_row, appeal, .label = M("Appeal")),
	FIELD(struct list_row, publicity, .label = M("Publicity")));
SHAPE(sanction_list_out, list_out,
	FIELD(struct list_out, from, .label = M("First day")), FIELD(struct list_out, to, .label = M("Last day")),
	FIELD(struct list_out, items, .label = M("Sanctions"), .of = &sanction_row_shape));

static void
year_of(struct ctx *c, int64_t asked, struct date *from, struct date *to)
{
	int year = asked != 0 ? (int)asked : date_financial_year(c->today);

	*from = date_of(year, 4, 1);
	*to = date_of(year + 1, 3, 31);
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct list_out *out = out_;
	struct sanction_all_row *r;
	enum tag_colour colour;
	size_t n;

	year_of(c, ((const struct list_in *)in)->year, &out->from, &out->to);
	TRY(sanction_all(c->db, c->scope, c->mem, out->from, out->to, MOST, &r, &n));
	struct list_row *rows = arena_array(c->mem, struct list_row, n + 1);
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct list_row){ .id = r[i].id, .ref = r[i].ref, .sanction = sanction_name(c, r[i].option), .state = sanction_state(c, r[i].state, r[i].expires_on, &colour),
			.incident = r[i].incident_ref, .sought_on = r[i].sought_on, .obtained_on = r[i].obtained_on, .review_on = r[i].review_on, .expires_on = r[i].expires_on,
			.breached_on = r[i].breached_on, .days = r[i].obtained_on.day != 0 ? r[i].obtained_on.day - r[i].happened_on.day : 0,
			.appeal = r[i].appealed_on.day == 0 ? S("") : r[i].appeal_outcome.n == 0 ? lang_text(c->lang, c->mem, M("Lodged")) : sanction_appeal(c, r[i].appeal_outcome),
			.publicity = sanction_publicity(c, r[i].publicity) };
	out->items = (struct list){ rows, n };
	return ST_OK;
}

static struct str
year_text(struct ctx *c, struct date d, int more)
{
	return arena_printf(c->mem, "%d", date_financial_year(d) + more);
}

void
sanction_list_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("Sanction") }, { .label = M("State") }, { .label = M("Obtained or imposed on") }, { .label = M("Review date") },
		{ .label = M("Appeal") }, { .label = M("Publicity") } };
	const struct list_out *out = out_;
	const struct list_row *r = out->items.items;
	struct list_view v = { .columns = columns, .n_columns = countof(columns), .n = out->items.n, .range = URL(c->mem, "/sanctions/range"), .totals = URL(c->mem, "/redress-totals"),
		.earlier = url_with(c->mem, URL(c->mem, "/sanctions"), "year", year_text(c, out->from, -1)), .later = url_with(c->mem, URL(c->mem, "/sanctions"), "year", year_text(c, out->from, 1)) };
	struct msg_arg args[] = { { "from", date_long(c->mem, out->from) }, { "to", date_long(c->mem, out->to) } };

	v.caption = lang_format(c->lang, c->mem, M("Sought from {from} to {to}"), args, 2);
	struct cell *cells = arena_array(c->mem, struct cell, v.n * countof(columns) + 1);
	for (size_t i = 0; i < v.n; i++) {
		struct cell *row = cells + i * countof(columns);
		row[0] = (struct cell){ .text = arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].sanction.n, r[i].sanction.p), .to = URL_ID(c->mem, "/sanctions/{}", r[i].id) };
		row[1].text = r[i].state;
		row[2].text = r[i].obtained_on.day != 0 ? date_long(c->mem, r[i].obtained_on) : S("");
		row[3].text = r[i].review_on.day != 0 ? date_long(c->mem, r[i].review_on) : S("");
		row[4].text = r[i].appeal;
		row[5].text = r[i].publicity;
	}
	v.cells = cells;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	sanction_list_html(o, &v);
}

const struct action sanction_list_action = { .name = "sanction.list", .title = M("Sanctions"), .access = ACCESS_ROLE, .mode = MODE_READ, .in = &sanction_year_shape,
	.out = &sanction_list_out, .load = list_load };

/* ---- what was claimed and recovered ---- */

struct way_row { struct str way; int64_t claims; struct money claimed, recovered, outstanding; };
struct totals_out { struct date from, to; struct list items; };
SHAPE(redress_way_shape, way_row,
	FIELD(struct way_row, way, .label = M("By which way?")),
	FIELD(struct way_row, claims, .label = M("Claims")),
	FIELD(struct way_row, claimed, .label = M("Claimed")),
	FIELD(struct way_row, recovered, .label = M("Recovered so far")),
	FIELD(struct way_row, outstanding, .label = M("Not recovered")));
SHAPE(redress_totals_out, totals_out,
	FIELD(struct totals_out, from, .label = M("First day")), FIELD(struct totals_out, to, .label = M("Last day")),
	FIELD(struct totals_out, items, .label = M("Totals"), .of = &redress_way_shape));

static struct way_row
way_total(struct str way, int64_t claims, int64_t claimed, int64_t recovered)
{
	return (struct way_row){ way, claims, { claimed, true }, { recovered, true }, { claimed - recovered, true } };
}

static enum status
totals_load(struct ctx *c, void *in, void *out_)
{
	struct totals_out *out = out_;
	struct redress_years_row *r;
	int64_t claims = 0, claimed = 0, recovered = 0;
	size_t n;

	year_of(c, ((const struct list_in *)in)->year, &out->from, &out->to);
	TRY(redress_years(c->db, c->scope, c->mem, out->from, out->to, &r, &n));
	struct way_row *rows = arena_array(c->mem, struct way_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		rows[i] = way_total(sanction_way(c, r[i].way), r[i].claims, r[i].claimed, r[i].recovered);
		claims += r[i].claims;
		claimed += r[i].claimed;
		recovered += r[i].recovered;
	}
	rows[n] = way_total(lang_text(c->lang, c->mem, M("All")), claims, claimed, recovered);
	out->items = (struct list){ rows, n + 1 };
	return ST_OK;
}

void
redress_totals_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("By which way?") }, { .label = M("Claims"), .numeric = true }, { .label = M("Claimed"), .numeric = true },
		{ .label = M("Recovered so far"), .numeric = true }, { .label = M("Not recovered"), .numeric = true } };
	const struct totals_out *out = out_;
	const struct way_row *r = out->items.items;
	struct list_view v = { .columns = columns, .n_columns = countof(columns), .n = out->items.n,
		.earlier = url_with(c->mem, URL(c->mem, "/redress-totals"), "year", year_text(c, out->from, -1)), .later = url_with(c->mem, URL(c->mem, "/redress-totals"), "year", year_text(c, out->from, 1)) };
	struct msg_arg args[] = { { "from", date_long(c->mem, out->from) }, { "to", date_long(c->mem, out->to) } };

	v.caption = lang_format(c->lang, c->mem, M("Claimed from {from} to {to}"), args, 2);
	struct cell *cells = arena_array(c->mem, struct cell, v.n * countof(columns) + 1);
	for (size_t i = 0; i < v.n; i++)
		for (size_t k = 0; k < countof(columns); k++)
			cells[i * countof(columns) + k].text = field_shown(c->mem, &redress_way_shape.f[k], &r[i], c->sight);
	v.cells = cells;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Sanctions")), URL(c->mem, "/sanctions"));
	sanction_redress_html(o, &v);
}

const struct action redress_totals_action = { .name = "redress.totals", .title = M("Redress in a year"), .access = ACCESS_ROLE, .mode = MODE_READ, .in = &sanction_year_shape,
	.out = &redress_totals_out, .load = totals_load };

/* ---- due ---- */

static const struct { const char *what, *kind; } kinds[] = { { "review", M("Sanction to review") }, { "expiry", M("Sanction that lapses") },
	{ "appeal", M("Appeal to decide") }, { "publicity", M("Publicity to decide") } };

enum status
sanction_due(struct ctx *c, struct due_list *due)
{
	struct sanction_due_list_row *r;
	struct sanction_waiting_row *w;
	size_t n;

	if (!may(c, "incident.decide"))
		return ST_OK;
	TRY(sanction_due_list(c->db, c->scope, c->mem, c->today, date_add_days(c->today, DAYS_AHEAD), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < countof(kinds); k++)
			if (str_is(r[i].what, kinds[k].what)) {
				struct str name = sanction_name(c, r[i].option);
				due_add(c, due, (struct due_item){ .title = arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)name.n, name.p),
					.due = r[i].due_on, .to = URL_ID(c->mem, "/sanctions/{}", r[i].id), .kind = kinds[k].kind });
			}
	TRY(marker_due(c, due));
	TRY(sanction_waiting(c->db, c->scope, c->mem, 50, &w, &n));
	for (size_t i = 0; i < n; i++)
		if (w[i].finding.n > 0)
			due_add(c, due, (struct due_item){ .title = arena_printf(c->mem, "%.*s %.*s", (int)w[i].ref.n, w[i].ref.p, (int)w[i].title.n, w[i].title.p), .due = c->today,
				.to = URL_ID(c->mem, "/incidents/{}/decide", w[i].id), .kind = M("Decision on sanctions") });
	return ST_OK;
}
