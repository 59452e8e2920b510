/* SPDX-License-Identifier: MIT */
/* MEA-7: the yearly return on physical assaults, with and without clinical factors, for each 1,000 staff.  What is given out
 * follows the table by type: where that hides the assaults of the year, so does this. */
#include "base/time.h"
#include "feature/figures/release.h"
#include "feature/measure/measure.h"
#include "feature/sanction/sanction.h"
#include "report/spc.h"
#include "report/table.h"
#include "tpl/feature/figures/return.h"

CHOICES(return_formats, { "csv", M("CSV"), NULL }, { "xlsx", M("Excel"), NULL });

struct return_in { int64_t year; struct str format; };
struct return_item { struct str label, issued; };
/* What was counted stands in no field: pages, API and files have what may be given out. */
struct return_out { struct date from, to; int64_t least, assaults, clinical, other, staff, criminal, civil; bool over; struct list items; };
SHAPE(figures_return_in, return_in,
	FIELD(struct return_in, year, .label = M("Financial year"), .hint = M("In which it begins"), .least = 1990, .most = 2150),
	FIELD_CHOICE(struct return_in, format, return_formats, .label = M("File")));
SHAPE(figures_return_item, return_item,
	FIELD(struct return_item, label, .label = M("What")),
	FIELD(struct return_item, issued, .label = M("To give out")));
SHAPE(figures_return_out, return_out,
	FIELD(struct return_out, from, .label = M("First day")), FIELD(struct return_out, to, .label = M("Last day")),
	FIELD(struct return_out, over, .label = M("The year is over")),
	FIELD(struct return_out, least, .label = M("Smallest number given out")),
	FIELD(struct return_out, items, .label = M("To give out"), .of = &figures_return_item));

enum { TOTAL, CLINICAL, OTHER, STAFF, RATE, RATE_CLINICAL, RATE_OTHER, CRIMINAL, CIVIL, LINES };

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

static struct str
rate(struct ctx *c, int64_t n, int64_t staff)
{
	return staff == 0 ? lang_text(c->lang, c->mem, M("Not known")) : spc_num_text(c->mem, spc_ratio(n, staff, 1000), 2);
}

/* What may be given out of total and parts: all, the total alone, or nothing. */
static enum status
issue(struct ctx *c, int64_t year, const struct return_out *r, struct str ret[LINES])
{
	struct released table;
	struct disclosed d;
	size_t row = 0;

	for (int i = 0; i < LINES; i++)
		ret[i] = S("*");
	ret[STAFF] = r->staff == 0 ? lang_text(c->lang, c->mem, M("Not known")) : number(c, r->staff);
	TRY(figures_release_make(c, false, year, &table));
	while (row < incident_types.n && !str_is(str_c(incident_types.c[row].value), "physical_assault"))
		row++;
	if (!table.d.totals || disclosed_hidden(&table.d, row, table.columns))
		return ST_OK;
	ret[TOTAL] = number(c, r->assaults);
	ret[RATE] = rate(c, r->assaults, r->staff);
	disclose(c->mem, (const int64_t[]){ r->clinical, r->other }, 2, 1, false, r->least, &d);
	if (!disclosed_hidden(&d, 0, 0) && !disclosed_hidden(&d, 1, 0)) {
		ret[CLINICAL] = number(c, r->clinical);
		ret[OTHER] = number(c, r->other);
		ret[RATE_CLINICAL] = rate(c, r->clinical, r->staff);
		ret[RATE_OTHER] = rate(c, r->other, r->staff);
	}
	disclose(c->mem, (const int64_t[]){ r->criminal, r->civil }, 2, 1, false, r->least, &d);
	for (size_t i = 0; i < 2; i++)
		if (!disclosed_hidden(&d, i, 0))
			ret[i == 0 ? CRIMINAL : CIVIL] = number(c, i == 0 ? r->criminal : r->civil);
	return ST_OK;
}

static enum status
return_load(struct ctx *c, void *in_, void *out_)
{
	static const char *const labels[LINES] = { M("Physical assaults"), M("With clinical factors"), M("Without clinical factors, or not said"), M("Number of staff"),
		M("For each 1,000 staff"), M("With clinical factors, for each 1,000 staff"), M("Without clinical factors or not said, for each 1,000 staff"),
		M("Criminal sanctions obtained for them"), M("Civil and other sanctions obtained for them") };
	const struct return_in *in = in_;
	struct return_out *out = out_;
	/* The last year that is over, unless another is asked for. */
	int64_t year = in->year != 0 ? in->year : date_financial_year(c->today) - 1, first = year * 12 + 3;
	struct return_item *items = arena_array(c->mem, struct return_item, LINES);
	struct incident_month_figures *m;
	struct str issued[LINES];
	size_t n;

	if (c->who->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Figures that leave are made for the whole organisation, by somebody whose role holds for all of it."), NULL);
	*out = (struct return_out){ .from = date_of((int)year, 4, 1), .to = date_of((int)year + 1, 3, 31) };
	out->over = out->to.day < c->today.day;
	TRY(figures_least(c, &out->least));
	TRY(measure_staff(c, &(struct measure_span){ first, first + 11, 0 }, &out->staff));
	TRY(incident_by_month(c, &(struct incident_span){ .from = first, .to = first + 11, .kind = S("incident"), .type = S("physical_assault") }, true, &m, &n));
	for (size_t i = 0; i < n; i++) {
		out->assaults += m[i].f.n;
		out->clinical += m[i].f.medical;
	}
	out->other = out->assaults - out->clinical;
	TRY(sanction_return(c, out->from, out->to, &out->criminal, &out->civil));
	TRY(issue(c, year, out, issued));
	for (int i = 0; i < LINES; i++)
		items[i] = (struct return_item){ lang_text(c->lang, c->mem, labels[i]), issued[i] };
	out->items = (struct list){ items, LINES };
	c->data = in_;
	return ST_OK;
}

const struct action figures_return_action = { .name = "figures.assaults", .title = M("Yearly return on assaults"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_return_in, .out = &figures_return_out, .load = return_load };

static enum status
return_download_load(struct ctx *c, void *in_, void *out)
{
	const struct return_in *in = in_;
	struct table_column columns[] = { { .label = lang_text(c->lang, c->mem, M("What")), .width = 50 }, { .label = lang_text(c->lang, c->mem, M("To give out")) } };
	enum table_format f = table_format_find(in->format.n > 0 ? in->format : S("csv"));
	struct return_out r;
	struct table *t;
	struct buf b;

	(void)out;
	TRY(return_load(c, in_, &r));
	const struct return_item *items = r.items.items;
	TRY(table_open(c->mem, f, "Assaults", columns, 2, &t));
	for (size_t i = 0; i < r.items.n; i++) {
		int64_t v;
		table_put(t, sheet_text(items[i].label));
		table_put(t, str_i64(items[i].issued, &v) ? sheet_number(v) : sheet_text(items[i].issued));
		table_row_end(t);
	}
	buf_init(&b, 8u << 20);
	enum status st = table_close(t, &b);
	c->download = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	int year, month, day;
	date_civil(r.from, &year, &month, &day);
	c->download_name = arena_printf(c->mem, "assaults-%d.%s", year, table_suffix(f));
	c->download_type = str_c(table_type(f));
	return st;
}

const struct action figures_return_download = { .name = "figures.assaults_download", .title = M("Download the yearly return"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_return_in, .load = return_download_load };

static struct url
self(struct ctx *c, const char *path, int64_t year, const char *format)
{
	return url_with(c->mem, url_with(c->mem, URL(c->mem, path), "year", number(c, year)), "format", str_c(format));
}

void
figures_return_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct return_out *out = out_;
	const struct return_item *items = out->items.items;
	struct return_row *rows = arena_array(c->mem, struct return_row, LINES);
	int year, month, day;

	date_civil(out->from, &year, &month, &day);
	for (size_t i = 0; i < LINES; i++)
		rows[i] = (struct return_row){ .label = items[i].label, .issued = items[i].issued };
	struct msg_arg args[] = { { "from", html_str_date(o, out->from) }, { "to", html_str_date(o, out->to) } };
	struct return_view v = { .rows = rows, .n_rows = LINES, .least = number(c, out->least), .caption = lang_format(c->lang, c->mem, M("{from} to {to}"), args, 2),
		.earlier = self(c, "/incident-figures/assaults", year - 1, ""), .later = self(c, "/incident-figures/assaults", year + 1, ""),
		.csv = self(c, "/incident-figures/assaults/file", year, "csv"), .xlsx = self(c, "/incident-figures/assaults/file", year, "xlsx"),
		.has_later = year < date_financial_year(c->today), .over = out->over };
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Figures to give out")), URL(c->mem, "/incident-figures/release"));
	figures_return_html(o, &v);
}
