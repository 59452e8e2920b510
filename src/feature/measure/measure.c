/* SPDX-License-Identifier: MIT */
/* MEA-1, MEA-2, MEA-3: measures over the registers, their charts, targets, and what was done about them. */
#include "base/time.h"
#include "feature/measure/own.h"
#include "sql/measure.h"
#include "tpl/feature/measure/after.h"

SHAPE(intervention_shape, intervention,
	FIELD(struct intervention, title, .label = M("What was done"), .hint = M("In a few words, such as: second receptionist at night"), .must = true, .search = true, .in_list = true),
	FIELD(struct intervention, started_on, .label = M("First day"), .must = true, .past_only = true, .in_list = true),
	FIELD_LONG(struct intervention, about, .label = M("How, and for whom"), .search = true, .max = 4000),
	FIELD_LONG(struct intervention, aim, .label = M("What it was meant to change"), .max = 2000),
	FIELD_REF(struct intervention, unit, "unit", .label = M("Where"), .hint = M("Leave empty for the whole organisation"), .in_list = true));
SHAPE(headcount_shape, headcount,
	FIELD(struct headcount, from_on, .label = M("From"), .hint = M("It holds until the next one begins"), .must = true, .in_list = true),
	FIELD(struct headcount, staff, .label = M("Number of staff"), .hint = M("People, not full-time posts"), .least = 1, .most = 2000000, .must = true, .in_list = true),
	FIELD_REF(struct headcount, unit, "unit", .label = M("Unit"), .hint = M("Leave empty for the whole organisation"), .in_list = true),
	FIELD(struct headcount, source, .label = M("Taken from"), .hint = M("Such as the electronic staff record, and the day"), .max = 300));

static enum status
headcount_check(struct ctx *c, const void *before, void *after)
{
	const struct headcount *h = after;

	(void)before;
	if (h->staff <= 0)
		field_error(c, "staff", M("Enter the number of staff, 1 or more"), S(""));
	return ST_OK;
}

const struct record_type intervention_type = { .ops = &intervention_ops, .shape = &intervention_shape, .one = M("intervention"), .many = M("interventions"),
	.label = "title", .path = "/interventions/{id}", .unit = "unit" };
const struct record_type headcount_type = { .ops = &headcount_ops, .shape = &headcount_shape, .one = M("number of staff"), .many = M("numbers of staff"),
	.label = "source", .path = "/headcount/{id}", .unit = "unit", .check = headcount_check };

/* ---- on the page of an intervention: each measure before and after ---- */

static enum status
after_load(struct ctx *c, const void *rec, void **ret)
{
	const struct intervention *v = rec;
	struct after_view *a = arena_new(c->mem, struct after_view);
	struct after_line *lines = arena_array(c->mem, struct after_line, MOST_MEASURES);
	int64_t last = measure_month_of(c->today) - 1, start = measure_month_of(v->started_on);

	*ret = a;
	a->lines = lines;
	a->may = may(c, "measure.view");
	if (!a->may || start > last)
		return ST_OK;
	/* As many months on both sides as there are, at most eighteen. */
	int64_t to = start + 17 < last ? start + 17 : last;
	struct series_ask ask = { .span = { to - SERIES_MONTHS + 1, to, v->unit }, .cut = measure_month_start(start) };
	for (size_t f = 0; f < feature_count; f++) {
		struct series *s;
		size_t n;
		if (features[f]->measures == NULL)
			continue;
		TRY(series_load_all(c, features[f]->measures, &ask, &s, &n));
		for (size_t i = 0; i < n && a->n < MOST_MEASURES; i++) {
			const struct spc *p = &s[i].chart;
			if (!s[i].charted || p->n_segments < 2)
				continue;
			struct url to_url = url_with(c->mem, measure_url(c, s[i].m.def), "intervention", arena_printf(c->mem, "%lld", (long long)v->id));
			size_t k = p->n_segments - 1;
			while (k > 1 && p->points[p->segments[k].from].at.day > ask.cut.day)
				k--;
			lines[a->n++] = (struct after_line){ .title = lang_text(c->lang, c->mem, s[i].m.def->title),
				.to = url_with(c->mem, to_url, "unit", v->unit == 0 ? S("") : arena_printf(c->mem, "%lld", (long long)v->unit)),
				.before = measure_value_words(c, s[i].m.def, true, p->segments[k - 1].mean), .after = measure_value_words(c, s[i].m.def, true, p->segments[k].mean),
				.n_before = (int64_t)p->segments[k - 1].n, .n_after = (int64_t)p->segments[k].n };
		}
	}
	return ST_OK;
}

static void
after_page(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	measure_after_html(o, data);
}

const struct register_def intervention_register = {
	.type = &intervention_type, .path = "/interventions", .title = M("What was done, and what changed"),
	.about = M("Things that were done to prevent harm, each with its first day. Every measure can then be shown before and after. The figures do not say that it was this that changed them."),
	.add = M("Add what was done"), .view_load = after_load, .view_html = after_page,
};
const struct register_def headcount_register = {
	.type = &headcount_type, .path = "/headcount", .title = M("Number of staff"),
	.about = M("How many people work here, from which day on. Rates per 1,000 staff rest on it. Until there is an entry, the number in the directory of organisations counts."),
	.add = M("Add a number of staff"),
};

/* ---- what this folder contributes ---- */

static const struct register_def *const registers[] = { &intervention_register, &headcount_register, NULL };
static const struct record_type *const records[] = { &measure_target_type, &measure_rebase_type, &measure_pin_type, NULL };
static const struct action *const actions[] = { &measure_list, &measure_view, &measure_target_set, &measure_rebase_add, &measure_rebase_end,
	&measure_pin_take, &measure_pin_view, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/measures", .action = &measure_list, .html = measure_list_page, .title = M("Measures"), .wide = true },
	{ .method = GET, .path = "/measures/figures/{id}", .action = &measure_pin_view, .html = measure_pin_page, .title = M("Figure kept as evidence") },
	{ .method = POST, .path = "/measures/rebases/{id}/end", .action = &measure_rebase_end, .on_error = "/measures", .then = "/measures/{name}", .notice = M("The new limits have been taken back") },
	{ .method = GET, .path = "/measures/{name}", .action = &measure_view, .html = measure_view_page, .title = M("Measure"), .wide = true },
	{ .method = GET, .path = "/measures/{name}/target", .action = &measure_target_set, .html = measure_target_page, .title = M("Set target and screening"), .form = true, .form_load = measure_target_load },
	{ .method = POST, .path = "/measures/{name}/target", .action = &measure_target_set, .on_error = "/measures/{name}/target", .then = "/measures/{name}", .notice = M("Saved") },
	{ .method = GET, .path = "/measures/{name}/rebase", .action = &measure_rebase_add, .html = measure_rebase_page, .title = M("Begin new limits"), .form = true, .form_load = measure_rebase_load },
	{ .method = POST, .path = "/measures/{name}/rebase", .action = &measure_rebase_add, .on_error = "/measures/{name}/rebase", .then = "/measures/{name}", .notice = M("New limits begin there") },
	{ .method = GET, .path = "/measures/{name}/pin", .action = &measure_pin_take, .html = measure_take_page, .title = M("Keep this figure as evidence"), .form = true, .form_load = measure_take_load },
	{ .method = POST, .path = "/measures/{name}/pin", .action = &measure_pin_take, .on_error = "/measures/{name}/pin", .then = "/measures/figures/{id}", .notice = M("The figure is among your evidence now") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Measures"), "/measures", 48, "measure.list" }, { NULL, NULL, 0, NULL } };
const struct feature measure_feature = { .name = "measure", .registers = registers, .records = records, .actions = actions, .pages = pages, .nav = nav,
	.example = measure_example };
