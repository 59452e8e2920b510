/* SPDX-License-Identifier: MIT */
/* REV-9, ORG-1: ratings over the years, by standard and by key area; those of an organisation that was merged into this one
 * stand beside them, marked as its own. */
#include "app/access.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/organisation/organisation.h"
#include "feature/review/pages.h"
#include "tpl/feature/review/trend.h"

#define MOST_ROWS 4000
#define MOST_PREDECESSORS 8

struct trend_in { struct str key; };
struct trend_cell { struct str review, period, rating; };
struct trend_line_out { struct str standard, title; struct list years; };
struct trend_area_out { struct str area, title; struct list years; };
struct trend_before { struct str organisation; struct list areas, standards; };
struct trend_out { struct str key; struct list areas, standards, predecessors; };
SHAPE(review_trend_in_shape, trend_in, FIELD(struct trend_in, key, .label = M("Framework key"), .max = 40));
SHAPE(review_trend_cell_shape, trend_cell, FIELD(struct trend_cell, review, .label = M("Review")), FIELD(struct trend_cell, period, .label = M("Period")),
    FIELD(struct trend_cell, rating, .label = M("Rating")));
SHAPE(review_trend_line_shape, trend_line_out, FIELD(struct trend_line_out, standard, .label = M("Standard")),
    FIELD(struct trend_line_out, title, .label = M("Title")), FIELD(struct trend_line_out, years, .label = M("Years"), .of = &review_trend_cell_shape));
SHAPE(review_trend_area_shape, trend_area_out, FIELD(struct trend_area_out, area, .label = M("Key area")),
    FIELD(struct trend_area_out, title, .label = M("Title")), FIELD(struct trend_area_out, years, .label = M("Years"), .of = &review_trend_cell_shape));
SHAPE(review_trend_before_shape, trend_before, FIELD(struct trend_before, organisation, .label = M("Organisation")),
    FIELD(struct trend_before, areas, .label = M("Key areas"), .of = &review_trend_area_shape),
    FIELD(struct trend_before, standards, .label = M("Standards"), .of = &review_trend_line_shape));
SHAPE(review_trend_shape, trend_out, FIELD(struct trend_out, key, .label = M("Framework key")),
    FIELD(struct trend_out, areas, .label = M("Key areas, and the whole first"), .of = &review_trend_area_shape),
    FIELD(struct trend_out, standards, .label = M("Standards"), .of = &review_trend_line_shape),
    FIELD(struct trend_out, predecessors, .label = M("Predecessors"), .of = &review_trend_before_shape));

struct str
review_period_short(struct ctx *c, struct date from, struct date to)
{
	static const char *const months[] = { M("Jan"), M("Feb"), M("Mar"), M("Apr"), M("May"), M("Jun"), M("Jul"), M("Aug"), M("Sep"), M("Oct"),
		M("Nov"), M("Dec") };
	int y, m, d, y2, m2, d2;

	date_civil(from, &y, &m, &d);
	date_civil(to, &y2, &m2, &d2);
	struct str year = y == y2 ? arena_printf(c->mem, "%d", y) : arena_printf(c->mem, "%d-%02d", y, y2 % 100);
	if (to.day - from.day > 360)
		return year;
	return lang_format(c->lang, c->mem, M("{from}–{to} {year}"), (struct msg_arg[]){ { "from", lang_text(c->lang, c->mem, months[m - 1]) },
		{ "to", lang_text(c->lang, c->mem, months[m2 - 1]) }, { "year", year } }, 3);
}

static void
mark_count(struct rag_point *p, struct str rating)
{
	switch (rating_of(rating)) {
	case RATED_RED:
		p->red++;
		break;
	case RATED_AMBER:
		p->amber++;
		break;
	case RATED_GREEN:
		p->green++;
		break;
	case RATED_NONE:
		p->none++;
		break;
	case RATED_NOT_APPLICABLE:
		break;
	}
}

static struct trend_row *
row_of(struct trend_part *p, struct str number)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->rows[i].number, number))
			return &p->rows[i];
	p->rows[p->n] = (struct trend_row){ .number = number };
	return &p->rows[p->n++];
}

static struct trend_area *
area_of(struct ctx *c, struct trend_part *p, struct str id, struct str title)
{
	struct trend_area *a = p->areas;

	while (a < p->areas + p->n_areas && !str_eq(a->id, id))
		a++;
	if (a == p->areas + p->n_areas) {
		p->n_areas++;
		*a = (struct trend_area){ .id = id };
	}
	a->title = a->row.title = title;	/* of the newest */
	a->summary = lang_format(c->lang, c->mem, M("{area}: standards by rating"), (struct msg_arg[]){ { "area", title } }, 1);
	return a;
}

/* The levels of one review, by the profile that it was signed with, and its counts. */
static enum status
levels_fill(struct ctx *c, struct trend_part *p, size_t y, const struct answer_years_row *a, size_t n, bool open)
{
	const struct framework *f;
	const struct scoring *profile;
	struct roll_standard *s = arena_array(c->mem, struct roll_standard, n + 1);
	struct review r = { .profile = a->profile, .state = a->state, .period_to = a->period_to, .changed_at = a->changed_at };
	struct str *names;
	struct roll roll;
	int64_t id;

	TRY(framework_get(c, a->framework, &f));
	TRY(framework_area_names(c, f, &names));
	TRY(review_profile(c, &r, &id));
	TRY(scoring_get(c, id, &profile));
	for (size_t i = 0; i < n; i++) {
		const struct fw_standard *x = framework_standard(f, a[i].standard);
		s[i] = (struct roll_standard){ .ref = a[i].standard, .rating = rating_of(a[i].rating) };
		while (s[i].area + 1 < f->areas.n && !str_eq(f->areas.at[s[i].area].id, a[i].area))
			s[i].area++;
		if (x != NULL)		/* the organisation's own weigh nothing */
			s[i].weight = roll_weight(profile, f->key, f->edition, x->id, x->weight, a->period_to);
		mark_count(&area_of(c, p, f->areas.at[s[i].area].id, names[s[i].area])->points[y], a[i].rating);
	}
	roll_up(c->mem, profile, open ? UNRATED_WAIT : UNRATED_RED, s, n, f->areas.n, &roll);
	for (size_t i = 0; i < f->areas.n; i++) {
		struct trend_row *row = &area_of(c, p, f->areas.at[i].id, names[i])->row;
		row->there[y] = true;
		row->marks[y] = rating_mark(roll.areas[i].level);
	}
	p->whole.there[y] = true;
	p->whole.marks[y] = rating_mark(roll.whole.level);
	return ST_OK;
}

static size_t
rows_of_review(const struct answer_years_row *a, size_t n)
{
	size_t k = 0;

	while (k < n && a[k].review == a[0].review)
		k++;
	return k;
}

/* Rows of one review follow one another; a standard's row is found by its number, whatever the edition called it.  At most
 * TREND_YEARS reviews, the newest: so many turns of levels_fill. */
static enum status
part_fill(struct ctx *c, struct trend_part *p, const struct answer_years_row *a, size_t n, bool own)
{
	size_t n_reviews = 0, first = 0, most_areas = 0;

	for (size_t i = 0; i < n; i += rows_of_review(a + i, n - i))
		n_reviews++;
	for (; n_reviews > TREND_YEARS; n_reviews--)
		first += rows_of_review(a + first, n - first);
	p->rows = arena_array(c->mem, struct trend_row, n - first + 1);
	for (size_t i = first; i < n; i++)
		most_areas += i == first || !str_eq(a[i].area, a[i - 1].area);
	p->areas = arena_array(c->mem, struct trend_area, most_areas + 40);
	p->whole.title = lang_text(c->lang, c->mem, M("The organisation as a whole"));
	for (size_t i = first, k; i < n; i += k) {
		size_t y = p->n_years++;
		bool open = review_is_open(a[i].state);
		k = rows_of_review(a + i, n - i);
		p->years[y] = (struct trend_year){ .label = review_period_short(c, a[i].period_from, a[i].period_to), .state = review_state_label(c, a[i].state) };
		if (own)
			p->years[y].to = URL_ID(c->mem, "/reviews/{}", a[i].review);
		p->points[y].label = p->years[y].label;
		for (size_t m = i; m < i + k; m++) {
			struct trend_row *r = row_of(p, a[m].standard);
			r->title = a[m].title;
			r->marks[y] = a[m].rating;
			r->there[y] = true;
			mark_count(&p->points[y], a[m].rating);
		}
		TRY(levels_fill(c, p, y, a + i, k, open));
		for (size_t m = 0; m < p->n_areas; m++)
			p->areas[m].points[y].label = p->years[y].label;
	}
	return ST_OK;
}

/* What a predecessor handed in, for those who may read its records. */
static enum status
predecessors_fill(struct ctx *c, struct str key, struct trend_data *v)
{
	struct answer_years_row *a;
	struct organisation o;
	int64_t *ids;
	size_t n, n_a;

	if (!may(c, "grant.predecessor") || c->scope->branch != 0)
		return ST_OK;
	TRY(organisation_predecessors(c, c->scope->org, &ids, &n));
	for (size_t i = 0; i < n && v->n < MOST_PREDECESSORS; i++) {	/* mergers are few */
		TRY(organisation_get(c, ids[i], &o));
		TRY(answer_years(c->db, scope_predecessor(c->mem, c->who, ids[i]), c->mem, key, true, MOST_ROWS, &a, &n_a));
		if (n_a == 0)
			continue;
		struct trend_part *p = &v->parts[v->n++];
		p->organisation = o.name;
		p->note = lang_format(c->lang, c->mem, M("{name} was merged into your organisation on {date}. These are its own ratings, as it handed them in."),
		    (struct msg_arg[]){ { "name", o.name }, { "date", date_long(c->mem, o.ended_on) } }, 2);
		p->strip_title = lang_format(c->lang, c->mem, M("Ratings over the years: {name}"), (struct msg_arg[]){ { "name", o.name } }, 1);
		TRY(part_fill(c, p, a, n_a, false));
	}
	return ST_OK;
}

/* ---- for programs ---- */

static struct list
cells_out(struct ctx *c, const struct trend_part *p, const struct trend_row *r)
{
	struct trend_cell *cell = arena_array(c->mem, struct trend_cell, p->n_years + 1);
	size_t n = 0;

	for (size_t y = 0; y < p->n_years; y++)
		if (r->there[y])
			cell[n++] = (struct trend_cell){ p->years[y].to.s, p->years[y].label, r->marks[y] };
	return (struct list){ cell, n };
}

static struct list
areas_out(struct ctx *c, const struct trend_part *p)
{
	struct trend_area_out *a = arena_array(c->mem, struct trend_area_out, p->n_areas + 2);
	size_t n = 0;

	if (p->n_years > 0)
		a[n++] = (struct trend_area_out){ S(""), p->whole.title, cells_out(c, p, &p->whole) };
	for (size_t i = 0; i < p->n_areas; i++)
		a[n++] = (struct trend_area_out){ p->areas[i].id, p->areas[i].title, cells_out(c, p, &p->areas[i].row) };
	return (struct list){ a, n };
}

static struct list
standards_out(struct ctx *c, const struct trend_part *p)
{
	struct trend_line_out *l = arena_array(c->mem, struct trend_line_out, p->n + 1);

	for (size_t i = 0; i < p->n; i++)
		l[i] = (struct trend_line_out){ p->rows[i].number, p->rows[i].title, cells_out(c, p, &p->rows[i]) };
	return (struct list){ l, p->n };
}

static void
out_make(struct ctx *c, const struct trend_data *v, struct trend_out *out)
{
	struct trend_before *b = arena_array(c->mem, struct trend_before, v->n);

	out->areas = areas_out(c, &v->parts[0]);
	out->standards = standards_out(c, &v->parts[0]);
	for (size_t i = 1; i < v->n; i++)
		b[i - 1] = (struct trend_before){ v->parts[i].organisation, areas_out(c, &v->parts[i]), standards_out(c, &v->parts[i]) };
	out->predecessors = (struct list){ b, v->n - 1 };
}

enum status
trend_read(struct ctx *c, struct str key, struct trend_data *v)
{
	struct review_rows_row *r;
	struct answer_years_row *a;
	size_t n, n_a;

	TRY(review_rows(c->db, c->scope, c->mem, 200, &r, &n));
	v->key = key.n > 0 ? key : n > 0 ? r[0].framework_key : S("");
	v->parts = arena_array(c->mem, struct trend_part, MOST_PREDECESSORS + 1);
	v->n = 1;
	v->parts[0].strip_title = lang_text(c->lang, c->mem, M("Ratings over the years"));
	TRY(answer_years(c->db, c->scope, c->mem, v->key, false, MOST_ROWS, &a, &n_a));
	TRY(part_fill(c, &v->parts[0], a, n_a, true));
	TRY(predecessors_fill(c, v->key, v));
	v->any = v->parts[0].n_years > 0 || v->n > 1;
	struct key_choice *k = review_keys(c, r, n, "/reviews/trend", v->key, &v->n_choices);
	TRY(review_keys_name(c, k, v->n_choices));
	v->choices = k;
	for (size_t i = 0; i < v->n_choices; i++)
		if (str_eq(k[i].key, v->key))
			v->title = k[i].title;
	return ST_OK;
}

static enum status
trend_load(struct ctx *c, void *in_, void *out_)
{
	const struct trend_in *in = in_;
	struct trend_out *out = out_;
	struct trend_data *v = arena_new(c->mem, struct trend_data);

	TRY(trend_read(c, in->key, v));
	out->key = v->key;
	if (may(c, "comparison.view"))
		v->compare = url_with(c->mem, URL(c->mem, "/comparison"), "key", out->key);
	if (v->parts[0].n_years > 0 && may(c, "review.trend_file"))
		v->file = url_with(c->mem, URL(c->mem, "/reviews/trend/file"), "key", out->key);
	out_make(c, v, out);
	c->data = v;
	return ST_OK;
}

void
review_trend_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	review_trend_html(o, c->data);
}

const struct action review_trend_action = { .name = "review.trend", .title = M("Ratings over the years"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_trend_in_shape, .out = &review_trend_shape, .load = trend_load };
