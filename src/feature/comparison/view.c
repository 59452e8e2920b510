/* SPDX-License-Identifier: MIT */
/* REV-9: where the organisation stands among others of its kind, by what was handed in; in counts, without a name. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/comparison/own.h"
#include "feature/framework/framework.h"
#include "feature/organisation/organisation.h"
#include "sql/comparison.h"
#include "tpl/feature/comparison/view.h"

#define MOST_PERIODS 40
#define MOST_COUNTS 2000

/* Bands of headcount: the product's own. */
static const struct { int64_t low, high; } bands[] = { { 0, 1000 }, { 1000, 5000 }, { 5000, 10000 }, { 10000, INT64_C(1) << 40 } };

struct comparison_in { struct str key; struct date period; };
struct figure_out { struct str what, title, own; int64_t red, amber, green, better, same, worse; };
struct group_out { struct str title, held_back; int64_t organisations; struct list figures; };
struct comparison_out { struct str key, edition, none; struct date period_from, period_to; int64_t least; struct list groups; };
SHAPE(comparison_in_shape, comparison_in, FIELD(struct comparison_in, key, .label = M("Framework key"), .max = 40),
    FIELD(struct comparison_in, period, .label = M("First day of the period")));
SHAPE(comparison_figure_shape, figure_out, FIELD(struct figure_out, what, .label = M("Figure")), FIELD(struct figure_out, title, .label = M("Title")),
    FIELD(struct figure_out, own, .label = M("Yours")), FIELD(struct figure_out, red, .label = M("Red")), FIELD(struct figure_out, amber, .label = M("Amber")),
    FIELD(struct figure_out, green, .label = M("Green")), FIELD(struct figure_out, better, .label = M("Better than yours")),
    FIELD(struct figure_out, same, .label = M("As yours")), FIELD(struct figure_out, worse, .label = M("Not as good as yours")));
SHAPE(comparison_group_shape, group_out, FIELD(struct group_out, title, .label = M("Compared with")),
    FIELD(struct group_out, organisations, .label = M("Organisations")), FIELD(struct group_out, held_back, .label = M("Why it is held back")),
    FIELD(struct group_out, figures, .label = M("Figures"), .of = &comparison_figure_shape, .max = 500));
SHAPE(comparison_out_shape, comparison_out, FIELD(struct comparison_out, key, .label = M("Framework key")), FIELD(struct comparison_out, edition, .label = M("Edition")),
    FIELD(struct comparison_out, period_from, .label = M("From")), FIELD(struct comparison_out, period_to, .label = M("To")),
    FIELD(struct comparison_out, least, .label = M("Shown from so many organisations on")), FIELD(struct comparison_out, none, .label = M("Why nothing can be shown")),
    FIELD(struct comparison_out, groups, .label = M("Groups"), .of = &comparison_group_shape));

/* ---- one group ---- */

static int
rank(struct str rating)
{
	return str_is(rating, "green") ? 3 : str_is(rating, "amber") ? 2 : str_is(rating, "red") ? 1 : 0;
}

static void
line_count(struct figure_line *l, struct str rating, int64_t n)
{
	int own = rank(l->own), theirs = rank(rating);

	l->red += theirs == 1 ? n : 0;
	l->amber += theirs == 2 ? n : 0;
	l->green += theirs == 3 ? n : 0;
	if (own == 0 || theirs == 0)
		return;
	l->placed = true;
	*(theirs > own ? &l->better : theirs == own ? &l->same : &l->worse) += n;
}

struct comparing {
	const struct framework *f;
	struct figure_periods_row *p;
	struct figure_own_row *own; size_t n_own;
	struct organisation me;
	int64_t least, all;
	int64_t *of_all;	/* how many of all others have each figure, in the order of the lines … */
	size_t at;		/* … and the one that is counted now */
};

static struct str
own_rating(const struct comparing *k, struct str what)
{
	for (size_t i = 0; i < k->n_own; i++)
		if (str_eq(k->own[i].what, what))
			return k->own[i].rating;
	return S("");
}

/* A figure may apply to fewer than the group holds: each is judged by how many have it, here and among all others, or
 * the two tables could be taken from one another. */
static void
line_add(struct comparing *k, struct group_view *g, struct figure_out *out, struct str what, struct str title, bool area, bool everybody,
    const struct figure_counts_row *r, size_t n)
{
	struct figure_line l = { .title = title, .own = own_rating(k, what), .area = area };

	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].what, what))
			line_count(&l, r[i].rating, r[i].n);
	int64_t have = l.red + l.amber + l.green, *all = &k->of_all[k->at++];
	if (everybody)
		*all = have;
	if (!comparison_shown(*all, have, k->least))
		return;
	out[g->n_lines] = (struct figure_out){ what, title, l.own, l.red, l.amber, l.green, l.better, l.same, l.worse };
	g->lines[g->n_lines++] = l;
}

static enum status
group_fill(struct ctx *c, struct comparing *k, const char *title, struct str region, int64_t low, int64_t high, struct group_view *g, struct group_out *out)
{
	struct figure_counts_row *r;
	const struct framework *f = k->f;
	size_t n, most = 1 + f->areas.n + framework_standard_count(f);

	TRY(figure_counts(c->db, c->mem, k->p->framework_key, k->p->edition, k->p->period_from, c->scope->org, k->me.kind, region, low, high, MOST_COUNTS, &r, &n));
	*g = (struct group_view){ .title = lang_format(c->lang, c->mem, title, (struct msg_arg[]){ { "region", region } }, 1),
		.held_back = S(""), .lines = arena_array(c->mem, struct figure_line, most) };
	for (size_t i = 0; i < n; i++)
		g->n += r[i].what.n == 0 ? r[i].n : 0;
	bool everybody = region.n == 0 && high == 0;
	if (everybody) {
		k->all = g->n;
		k->of_all = arena_array(c->mem, int64_t, most);
	}
	k->at = 0;
	struct figure_out *lines = arena_array(c->mem, struct figure_out, most);
	if (!comparison_shown(k->all, g->n, k->least)) {
		g->held_back = lang_format(c->lang, c->mem, M("Held back: fewer than {least} other organisations, or what is left of all others would be fewer."),
		    (struct msg_arg[]){ { "least", arena_printf(c->mem, "%lld", (long long)k->least) } }, 1);
		g->n = 0;
	} else {
		line_add(k, g, lines, S(""), lang_text(c->lang, c->mem, M("The organisation as a whole")), true, everybody, r, n);
		for (size_t a = 0; a < f->areas.n; a++) {
			struct str id = f->areas.at[a].id;
			line_add(k, g, lines, arena_printf(c->mem, "area %.*s", (int)id.n, id.p), f->areas.at[a].title, true, everybody, r, n);
			for (size_t s = 0; s < f->areas.at[a].standards.n; s++) {
				const struct fw_standard *x = &f->areas.at[a].standards.at[s];
				line_add(k, g, lines, x->id, arena_printf(c->mem, "%.*s %.*s", (int)x->id.n, x->id.p, (int)x->title.n, x->title.p), false, everybody, r, n);
			}
		}
	}
	*out = (struct group_out){ g->title, g->held_back, g->n, { lines, g->n_lines } };
	return ST_OK;
}

static enum status
groups_fill(struct ctx *c, struct comparing *k, struct comparison_view *v, struct comparison_out *out)
{
	struct group_out *items = arena_array(c->mem, struct group_out, countof(v->groups));
	size_t n = 0;

	TRY(group_fill(c, k, M("All others of our kind"), S(""), 0, 0, &v->groups[n], &items[n]));
	n++;
	if (k->me.region.n > 0) {
		TRY(group_fill(c, k, M("Others of our kind in our region, {region}"), k->me.region, 0, 0, &v->groups[n], &items[n]));
		n++;
	}
	for (size_t i = 0; k->me.headcount.has && i < countof(bands); i++)
		if (k->me.headcount.v >= bands[i].low && k->me.headcount.v < bands[i].high) {
			TRY(group_fill(c, k, M("Others of our kind and about our size"), S(""), bands[i].low, bands[i].high, &v->groups[n], &items[n]));
			n++;
		}
	v->n_groups = n;
	out->groups = (struct list){ items, n };
	return ST_OK;
}

/* ---- which review ---- */

static enum status
choices_fill(struct ctx *c, const struct figure_periods_row *p, size_t n, const struct figure_periods_row *chosen, struct comparison_view *v)
{
	struct framework_entry *e;
	size_t n_e;

	TRY(framework_list(c, &e, &n_e));
	v->choices = arena_array(c->mem, struct comparison_choice, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str title = p[i].framework_key;
		for (size_t m = 0; m < n_e; m++)
			if (str_eq(e[m].key, p[i].framework_key) && str_eq(e[m].edition, p[i].edition))
				title = e[m].title;
		v->choices[v->n_choices++] = (struct comparison_choice){ .current = &p[i] == chosen,
			.title = lang_format(c->lang, c->mem, M("{title}: {from} to {to}"), (struct msg_arg[]){ { "title", title },
			    { "from", date_long(c->mem, p[i].period_from) }, { "to", date_long(c->mem, p[i].period_to) } }, 3),
			.to = url_with(c->mem, url_with(c->mem, URL(c->mem, "/comparison"), "key", p[i].framework_key), "period", date_iso(c->mem, p[i].period_from)) };
	}
	return ST_OK;
}

static enum status
chosen_fill(struct ctx *c, struct figure_periods_row *p, struct comparison_view *v, struct comparison_out *out)
{
	struct comparing k = { .p = p, .least = v->least };
	int64_t version;

	out->key = p->framework_key;
	out->edition = p->edition;
	out->period_from = p->period_from;
	out->period_to = p->period_to;
	/* Before the deadline the counts would tell from day to day who has handed in. */
	if (p->due_on.day >= c->today.day) {
		v->none = lang_format(c->lang, c->mem, M("The deadline is {date}. Comparisons are shown once it is over."),
		    (struct msg_arg[]){ { "date", date_long(c->mem, p->due_on) } }, 1);
		return ST_OK;
	}
	enum status st = framework_find(c, p->framework_key, p->edition, &version);
	if (st == ST_NOT_FOUND) {
		v->none = lang_text(c->lang, c->mem, M("This edition is not published here."));
		return ST_OK;
	}
	TRY(st);
	TRY(framework_get(c, version, &k.f));
	TRY(organisation_get(c, c->scope->org, &k.me));
	TRY(figure_own(c->db, c->scope, c->mem, p->delivery, &k.own, &k.n_own));
	return groups_fill(c, &k, v, out);
}

static enum status
view_load(struct ctx *c, void *in_, void *out_)
{
	const struct comparison_in *in = in_;
	struct comparison_out *out = out_;
	struct comparison_view *v = arena_new(c->mem, struct comparison_view);
	struct figure_periods_row *p, *chosen = NULL;
	size_t n;

	TRY(comparison_limit_least(c, &v->least));
	TRY(figure_periods(c->db, c->scope, c->mem, MOST_PERIODS, &p, &n));
	for (size_t i = 0; i < n && chosen == NULL; i++)
		if ((in->key.n == 0 || str_eq(in->key, p[i].framework_key)) && (in->period.day == 0 || in->period.day == p[i].period_from.day))
			chosen = &p[i];
	v->none = S("");
	if (chosen == NULL)
		v->none = lang_text(c->lang, c->mem, M("Your organisation has handed in no self-review to the national body here, so there is nothing to compare."));
	else
		TRY(chosen_fill(c, chosen, v, out));
	TRY(choices_fill(c, p, n, chosen, v));
	v->may_limit = may(c, "comparison.limit");
	out->none = v->none;
	out->least = v->least;
	c->data = v;
	return ST_OK;
}

void
comparison_view_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	comparison_view_html(o, c->data);
}

const struct action comparison_view_action = { .name = "comparison.view", .title = M("How we stand among comparable organisations"),
	.access = ACCESS_ROLE, .mode = MODE_READ, .in = &comparison_in_shape, .out = &comparison_out_shape, .load = view_load };
