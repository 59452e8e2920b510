/* SPDX-License-Identifier: MIT */
/* MEA-5, IGV-4: figures that leave the organisation.  There are two tables of a financial year, by type and by unit, and every
 * one that is given out is one of them or a part of one, so that nothing can be found out by comparing two.  They count
 * restricted incidents too, and say so. */
#include "base/time.h"
#include "feature/figures/own.h"
#include "feature/figures/release.h"
#include "report/table.h"
#include "sql/figures.h"
#include "tpl/feature/figures/release.h"

enum { LEAST = 5 };

CHOICES(release_bys, { "type", M("By type"), NULL }, { "unit", M("By directorate or site"), NULL });
CHOICES(release_formats, { "csv", M("CSV"), NULL }, { "xlsx", M("Excel"), NULL });

SHAPE(figure_setting_shape, figure_setting,
	FIELD(struct figure_setting, least, .label = M("Smallest number that may be given out"), .hint = M("Numbers from 1 to one below it are hidden. 5 is usual; some national statistics use 8"),
	    .least = 3, .most = 50, .must = true),
	FIELD_LONG(struct figure_setting, why, .label = M("Why?"), .must = true, .max = 1000));
const struct record_type figure_setting_type = { .ops = &figure_setting_ops, .shape = &figure_setting_shape, .one = M("setting"), .many = M("settings"),
	.path = "/incident-figures/setting" };

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

enum status
figures_least(struct ctx *c, int64_t *ret)
{
	struct figure_setting_now_row r;
	enum status st = figure_setting_now(c->db, c->scope, c->mem, &r);

	*ret = st == ST_OK ? r.least : LEAST;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* Quarters of a financial year that are over. */
static size_t
quarters_over(const struct ctx *c, int64_t year)
{
	int64_t gone = measure_month_of(c->today) - (year * 12 + 3);

	return gone < 0 ? 0 : gone >= 12 ? 4 : (size_t)gone / 3;
}

struct data { int64_t *n; size_t columns; int64_t first; /* month */ };

static void
data_add(struct data *d, size_t row, int64_t month, int64_t n)
{
	size_t quarter = (size_t)(month - d->first) / 3;

	if (month >= d->first && quarter < d->columns)
		d->n[row * d->columns + quarter] += n;
}

static enum status
by_type(struct ctx *c, struct data *d, struct released *r)
{
	struct incident_month_figures *m;
	size_t n;

	TRY(incident_by_month(c, &(struct incident_span){ .from = d->first, .to = d->first + 11, .kind = S("incident"), .type = S("") }, true, &m, &n));
	r->rows = incident_types.n;
	r->labels = arena_array(c->mem, struct str, r->rows);
	d->n = arena_array(c->mem, int64_t, r->rows * d->columns + 1);
	for (size_t i = 0; i < r->rows; i++)
		r->labels[i] = text(c, incident_types.c[i].label);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < r->rows; k++)
			if (str_is(m[i].type, incident_types.c[k].value))
				data_add(d, k, m[i].month, m[i].f.n);
	return ST_OK;
}

static enum status
by_unit(struct ctx *c, struct data *d, struct released *r)
{
	struct figures_tops_row *tops;
	struct figures_units_all_row *m;
	size_t n, n_tops;

	TRY(figures_tops(c->db, c->scope, c->mem, &tops, &n_tops));
	TRY(figures_units_all(c->db, c->scope, c->mem, d->first, d->first + 11, &m, &n));
	r->rows = n_tops + 1;
	r->labels = arena_array(c->mem, struct str, r->rows);
	d->n = arena_array(c->mem, int64_t, r->rows * d->columns + 1);
	for (size_t i = 0; i < n_tops; i++)
		r->labels[i] = tops[i].name;
	r->labels[n_tops] = text(c, M("Not said"));
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < n_tops && tops[k].id != m[i].unit)
			k++;
		data_add(d, k, m[i].month, m[i].n);
	}
	return ST_OK;
}

enum status
figures_release_make(struct ctx *c, bool unit, int64_t year, struct released *ret)
{
	struct data d = { .columns = quarters_over(c, year), .first = year * 12 + 3 };

	if (c->who->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Figures that leave are made for the whole organisation, by somebody whose role holds for all of it."), NULL);
	*ret = (struct released){ .columns = d.columns, .year = year };
	TRY(figures_least(c, &ret->least));
	TRY(unit ? by_unit(c, &d, ret) : by_type(c, &d, ret));
	disclose(c->mem, d.n, ret->rows, d.columns, d.columns == 4, ret->least, &ret->d);
	ret->n = d.n;
	return ST_OK;
}

/* A cell of the table with its totals, as it may be shown. */
struct str
figures_release_cell(struct ctx *c, const struct released *r, size_t row, size_t column)
{
	int64_t v = 0;

	if (disclosed_hidden(&r->d, row, column))
		return S("*");
	for (size_t i = row == r->rows ? 0 : row; i < (row == r->rows ? r->rows : row + 1); i++)
		for (size_t j = column == r->columns ? 0 : column; j < (column == r->columns ? r->columns : column + 1); j++)
			v += r->n[i * r->columns + j];
	return arena_printf(c->mem, "%lld", (long long)v);
}

/* ---- page, API and files ---- */

struct release_in { struct str by; int64_t year; struct str format; };
struct release_item { struct str label, quarter1, quarter2, quarter3, quarter4, year; };
struct release_out { struct date from, to; int64_t least; bool totals; struct list items; };
SHAPE(figures_release_in, release_in,
	FIELD_CHOICE(struct release_in, by, release_bys, .label = M("By what")),
	FIELD(struct release_in, year, .label = M("Financial year"), .hint = M("In which it begins"), .least = 1990, .most = 2150),
	FIELD_CHOICE(struct release_in, format, release_formats, .label = M("File")));
SHAPE(figures_release_item, release_item,
	FIELD(struct release_item, label, .label = M("Row")), FIELD(struct release_item, quarter1, .label = M("April to June")),
	FIELD(struct release_item, quarter2, .label = M("July to September")), FIELD(struct release_item, quarter3, .label = M("October to December")),
	FIELD(struct release_item, quarter4, .label = M("January to March")), FIELD(struct release_item, year, .label = M("Year")));
SHAPE(figures_release_out, release_out,
	FIELD(struct release_out, from, .label = M("First day")), FIELD(struct release_out, to, .label = M("Last day")),
	FIELD(struct release_out, least, .label = M("Smallest number given out")), FIELD(struct release_out, totals, .label = M("With totals of the year")),
	FIELD(struct release_out, items, .label = M("Rows"), .of = &figures_release_item));

struct asked { struct released r; bool unit; };

static enum status
release_load(struct ctx *c, void *in_, void *out_)
{
	const struct release_in *in = in_;
	struct release_out *out = out_;
	struct asked *a = arena_new(c->mem, struct asked);
	/* The last year of which a quarter is over. */
	int64_t year = in->year != 0 ? in->year : date_financial_year(date_add_months(c->today, -3));

	a->unit = str_is(in->by, "unit");
	TRY(figures_release_make(c, a->unit, year, &a->r));
	struct released *r = &a->r;
	struct release_item *items = arena_array(c->mem, struct release_item, r->rows + 1);
	for (size_t i = 0; i <= r->rows; i++) {
		struct str cells[5] = { S(""), S(""), S(""), S(""), S("") };
		for (size_t j = 0; j < r->columns; j++)
			cells[j] = figures_release_cell(c, r, i, j);
		if (r->d.totals)
			cells[4] = figures_release_cell(c, r, i, r->columns);
		items[i] = (struct release_item){ i < r->rows ? r->labels[i] : text(c, M("All")), cells[0], cells[1], cells[2], cells[3], cells[4] };
	}
	*out = (struct release_out){ .from = date_of((int)year, 4, 1), .to = date_of((int)year + 1, 3, 31), .least = r->least, .totals = r->d.totals,
		.items = { items, r->columns == 0 ? 0 : r->rows + 1 } };
	c->data = a;
	return ST_OK;
}

const struct action figures_release_action = { .name = "figures.release", .title = M("Figures to give out"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_release_in, .out = &figures_release_out, .load = release_load };

static struct str *
heads_of(struct ctx *c, const struct released *r, size_t *ret_n)
{
	static const char *const quarters[] = { M("April to June"), M("July to September"), M("October to December"), M("January to March") };
	struct str *heads = arena_array(c->mem, struct str, 5);

	for (size_t j = 0; j < r->columns; j++)
		heads[j] = text(c, quarters[j]);
	if (r->d.totals)
		heads[r->columns] = text(c, M("Year"));
	*ret_n = r->columns + r->d.totals;
	return heads;
}

static struct str
note_of(struct ctx *c, const struct released *r)
{
	struct msg_arg arg = { "n", arena_printf(c->mem, "%lld", (long long)r->least) };

	return lang_format(c->lang, c->mem, M("* stands for a number below {n}, or for one that is hidden so that a number below {n} cannot be worked out. All security incidents are counted, by the day they happened, including those that only a few in the organisation may read."), &arg, 1);
}

static enum status
download_load(struct ctx *c, void *in_, void *out)
{
	const struct release_in *in = in_;
	struct release_out dummy;
	struct table_column *columns = arena_array(c->mem, struct table_column, 6);
	enum table_format f = table_format_find(in->format.n > 0 ? in->format : S("csv"));
	struct table *t;
	struct buf b;
	size_t n;

	(void)out;
	TRY(release_load(c, in_, &dummy));
	const struct asked *a = c->data;
	struct str *heads = heads_of(c, &a->r, &n);
	columns[0] = (struct table_column){ .label = text(c, a->unit ? M("Directorate or site") : M("Type")), .width = 40 };
	for (size_t j = 0; j < n; j++)
		columns[j + 1].label = heads[j];
	TRY(table_open(c->mem, f, "Figures", columns, n + 1, &t));
	for (size_t i = 0; a->r.columns > 0 && i <= a->r.rows; i++) {
		table_put(t, sheet_text(i < a->r.rows ? a->r.labels[i] : text(c, M("All"))));
		for (size_t j = 0; j < n; j++) {
			struct str s = figures_release_cell(c, &a->r, i, j);
			int64_t v;
			table_put(t, str_i64(s, &v) ? sheet_number(v) : sheet_text(s));
		}
		table_row_end(t);
	}
	table_put(t, sheet_text(note_of(c, &a->r)));
	table_row_end(t);
	buf_init(&b, 32u << 20);
	enum status st = table_close(t, &b);
	c->download = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	c->download_name = arena_printf(c->mem, "incidents-%s-%lld.%s", a->unit ? "by-unit" : "by-type", (long long)a->r.year, table_suffix(f));
	c->download_type = str_c(table_type(f));
	return st;
}

const struct action figures_download_action = { .name = "figures.download", .title = M("Download figures to give out"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &figures_release_in, .load = download_load };

static struct url
self(struct ctx *c, const char *path, const char *by, int64_t year, const char *format)
{
	struct url u = url_with(c->mem, URL(c->mem, path), "by", str_c(by));

	return url_with(c->mem, url_with(c->mem, u, "year", arena_printf(c->mem, "%lld", (long long)year)), "format", str_c(format));
}

#define PAGE "/incident-figures/release"
#define FILE_PAGE "/incident-figures/release/file"

void
figures_release_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct release_out *out = out_;
	const struct asked *a = c->data;
	const struct released *r = &a->r;
	const char *by = a->unit ? "unit" : "type";
	struct release_row *rows = arena_array(c->mem, struct release_row, r->rows + 1);
	struct release_view v = { .title = text(c, M("Figures to give out")), .note = note_of(c, r), .rows = rows, .n_rows = r->columns == 0 ? 0 : r->rows + 1,
		.earlier = self(c, PAGE, by, r->year - 1, ""), .later = self(c, PAGE, by, r->year + 1, ""), .csv = self(c, FILE_PAGE, by, r->year, "csv"),
		.xlsx = self(c, FILE_PAGE, by, r->year, "xlsx"), .by_type = self(c, PAGE, "type", r->year, ""), .by_unit = self(c, PAGE, "unit", r->year, ""),
		.yearly = url_with(c->mem, URL(c->mem, "/incident-figures/assaults"), "year", arena_printf(c->mem, "%lld", (long long)r->year)),
		.has_later = quarters_over(c, r->year + 1) > 0, .may_set = may(c, "figures.setting"), .none = r->columns == 0 };

	v.heads = heads_of(c, r, &v.n_heads);
	for (size_t i = 0; i < v.n_rows; i++) {
		struct str *cells = arena_array(c->mem, struct str, v.n_heads + 1);
		for (size_t j = 0; j < v.n_heads; j++)
			cells[j] = figures_release_cell(c, r, i, j);
		rows[i] = (struct release_row){ i < r->rows ? r->labels[i] : text(c, M("All")), cells };
	}
	struct msg_arg args[] = { { "from", html_str_date(o, out->from) }, { "to", html_str_date(o, out->to) } };
	v.caption = lang_format(c->lang, c->mem, M("{from} to {to}"), args, 2);
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Measures")), URL(c->mem, "/measures"));
	figures_release_html(o, &v);
}

/* ---- the threshold ---- */

static enum status
setting_store(struct ctx *c, void *in_, void *out_)
{
	struct figure_setting *in = in_, *out = out_, rec;
	struct figure_setting_now_row now;
	enum status st = figure_setting_now(c->db, c->scope, c->mem, &now);

	if (st == ST_NOT_FOUND) {
		rec = (struct figure_setting){ .least = in->least, .why = in->why };
		TRY(record_create(c, &figure_setting_type, &rec));
	} else {
		TRY(st);
		TRY(record_get(c, &figure_setting_type, now.id, &rec));
		rec.version = c->version != 0 ? c->version : rec.version;
		rec.least = in->least;
		rec.why = in->why;
		TRY(record_update(c, &figure_setting_type, &rec));
	}
	*out = rec;
	return ST_OK;
}

const struct action figures_setting_action = { .name = "figures.setting", .title = M("Smallest number to give out"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &figure_setting_shape, .out = &figure_setting_shape, .store = setting_store };

enum status
figures_setting_load(struct ctx *c)
{
	struct figure_setting_now_row *now = arena_new(c->mem, struct figure_setting_now_row);
	enum status st = figure_setting_now(c->db, c->scope, c->mem, now);

	if (st == ST_NOT_FOUND)
		now->least = LEAST;
	c->data = now;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

void
figures_setting_page(struct html *o, struct ctx *c, const void *out)
{
	const struct figure_setting_now_row *now = c->data;
	struct figure_setting rec = { .least = now->least, .why = S("") };
	struct setting_view v = { .form = page_form(c, &figure_setting_shape, &rec), .version = now->version };

	(void)out;
	page_crumb(c, text(c, M("Figures to give out")), URL(c->mem, PAGE));
	figures_setting_html(o, &v);
}
