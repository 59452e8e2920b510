/* SPDX-License-Identifier: MIT */
/* BRD-4: the ratings of the years as a document; its charts and numbers are those of the page. */
#include "base/time.h"
#include "feature/organisation/organisation.h"
#include "feature/review/pages.h"
#include "report/doc.h"

static const struct choice trend_formats_c_[] = {
	{ "pdf", M("PDF"), NULL }, { "odt", M("OpenDocument text"), NULL }, { "xlsx", M("Excel"), NULL },
};
static const struct choice_list trend_formats = { trend_formats_c_, countof(trend_formats_c_) };
struct trend_file_in { struct str key, format; };
SHAPE(review_trend_file_in_shape, trend_file_in,
	FIELD(struct trend_file_in, key, .label = M("Framework")),
	FIELD_CHOICE(struct trend_file_in, format, trend_formats, .label = M("Form"), .must = true));

static struct str
words(struct ctx *c, const char *message)
{
	return lang_text(c->lang, c->mem, message);
}

static void
numbers(struct ctx *c, struct doc *d, const struct trend_part *v)
{
	static const char *const labels[] = { M("Period"), M("Red"), M("Amber"), M("Green"), M("Not rated") };
	struct doc_column *k = arena_array(c->mem, struct doc_column, countof(labels));
	struct doc_cell *x = arena_array(c->mem, struct doc_cell, countof(labels) * v->n_years + 1);

	for (size_t i = 0; i < countof(labels); i++)
		k[i] = (struct doc_column){ words(c, labels[i]), i == 0 ? 2 : 1, i > 0 };
	for (size_t y = 0; y < v->n_years; y++) {
		const struct rag_point *p = &v->points[y];
		const int64_t n[] = { p->red, p->amber, p->green, p->none };
		x[countof(labels) * y].text = p->label;
		for (size_t i = 0; i < countof(n); i++)
			x[countof(labels) * y + i + 1].text = arena_printf(c->mem, "%lld", (long long)n[i]);
	}
	doc_table(d, words(c, M("Standards by rating")), k, countof(labels), x, v->n_years);
}

/* A table of ratings: a line for each row, a column for each year. */
static void
marks(struct ctx *c, struct doc *d, const struct trend_part *v, const char *first, const char *title, const struct trend_row **rows, size_t n)
{
	size_t w = v->n_years + 1;
	struct doc_column *k = arena_array(c->mem, struct doc_column, w);
	struct doc_cell *x = arena_array(c->mem, struct doc_cell, w * n + 1);

	k[0] = (struct doc_column){ words(c, first), 4, false };
	for (size_t y = 0; y < v->n_years; y++)
		k[y + 1] = (struct doc_column){ v->years[y].label, 2, false };
	for (size_t i = 0; i < n; i++) {
		x[i * w].text = rows[i]->title;
		for (size_t y = 0; y < v->n_years; y++)
			if (rows[i]->there[y])
				x[i * w + y + 1].mark = doc_rating(c->mem, c->lang, rows[i]->marks[y]);
			else
				x[i * w + y + 1].text = words(c, M("Not in it"));
	}
	doc_table(d, words(c, title), k, w, x, n);
}

static struct doc *
trend_doc(struct ctx *c, const struct trend_data *t)
{
	const struct trend_part *v = &t->parts[0];
	const struct trend_row **rows = arena_array(c->mem, const struct trend_row *, v->n + v->n_areas + 2);
	struct doc *d = doc_new(c->mem, c->lang, c->today);
	size_t n = 0;

	d->title = words(c, M("Ratings over the years"));
	d->caption = t->title;
	doc_heading(d, 2, words(c, M("All standards together")));
	doc_chart(d, PLOT_STRIP, words(c, M("Ratings of each year")), words(c, M("A bar for each year, with its red, amber, green and unrated standards. The table below has the same numbers.")), v->points, v->n_years);
	if (v->n_years > 1) {
		doc_chart(d, PLOT_AREA, words(c, M("How the ratings shift")), words(c, M("Green, amber, red and unrated standards one above the other, over the years. The table below has the same numbers.")), v->points, v->n_years);
		doc_chart(d, PLOT_TREND, words(c, M("Each rating by itself")), words(c, M("A line for red, amber, green and unrated standards, over the years. The table below has the same numbers.")), v->points, v->n_years);
	}
	numbers(c, d, v);
	doc_page(d);
	doc_heading(d, 2, words(c, M("Key areas and the whole")));
	rows[n++] = &v->whole;
	for (size_t i = 0; i < v->n_areas; i++)
		rows[n++] = &v->areas[i].row;
	marks(c, d, v, M("Key area"), M("Key areas by year"), rows, n);
	n = 0;
	for (size_t i = 0; i < v->n; i++)
		rows[n++] = &v->rows[i];
	doc_heading(d, 2, words(c, M("Standard by standard")));
	marks(c, d, v, M("Standard"), M("Ratings by standard and year"), rows, n);
	return d;
}

static enum status
file_load(struct ctx *c, void *in_, void *out)
{
	const struct trend_file_in *in = in_;
	struct trend_data v = { .n = 0 };
	struct organisation o;

	(void)out;
	TRY(trend_read(c, in->key, &v));
	if (v.parts[0].n_years == 0)
		return fail(c, ST_NOT_FOUND, M("No self-review has been opened yet."), NULL);
	struct doc *d = trend_doc(c, &v);
	TRY(organisation_get(c, c->scope->org, &o));
	d->organisation = o.name;
	d->classification = o.document_line;
	d->made = lang_format(c->lang, c->mem, M("Made on {day}"), (struct msg_arg[]){ { "day", date_long(c->mem, c->today) } }, 1);
	struct doc_cell *f = arena_array(c->mem, struct doc_cell, 4);
	f[0].text = words(c, M("Organisation"));
	f[1].text = o.name;
	f[2].text = words(c, M("Framework"));
	f[3].text = v.title;
	d->facts = f;
	d->n_facts = 2;
	return review_doc_file(c, d, in->format, S("ratings"), v.parts[0].n);
}

const struct action review_trend_file_action = { .name = "review.trend_file", .title = M("Ratings over the years as a file"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_trend_file_in_shape, .load = file_load, .work = review_file_work, .large = true, .rate = 60 };
