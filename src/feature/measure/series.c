/* SPDX-License-Identifier: MIT */
/* A measure as a series of months: its values, the staff they are divided by, and the chart that comes of them. */
#include "base/time.h"
#include "feature/measure/own.h"
#include "sql/measure.h"

struct str
month_words(struct ctx *c, int64_t month)
{
	/* "1 March 2026" without its day, in the reader's language. */
	struct html o = { .mem = c->mem, .lang = c->lang };
	struct str rest, day = str_cut(html_str_date(&o, measure_month_start(month)), ' ', &rest);

	return rest.p != NULL ? rest : day;
}

const char *
measure_form_words(enum measure_form f)
{
	static const char *const words[] = { [MEASURE_COUNT] = M("number in the month"), [MEASURE_RATE] = M("for each 1,000 staff in the month"),
		[MEASURE_SHARE] = M("per cent"), [MEASURE_MONEY] = M("pounds in the month") };
	return words[f];
}

bool
measure_value(const struct measure_def *d, struct measure_month m, int64_t staff, spc_num *ret)
{
	int64_t whole = d->form == MEASURE_RATE ? staff : d->form == MEASURE_SHARE ? m.whole : 1;

	if (whole <= 0)
		return false;
	*ret = d->form == MEASURE_MONEY ? m.part * (SPC_ONE / 100) : spc_ratio(m.part, whole, d->form == MEASURE_RATE ? 1000 : d->form == MEASURE_SHARE ? 100 : 1);
	/* As it is shown, so that what the chart says can be checked by hand from its table. */
	if (d->form == MEASURE_RATE || d->form == MEASURE_SHARE)
		*ret = (*ret + SPC_ONE / 200) / (SPC_ONE / 100) * (SPC_ONE / 100);
	return true;
}

struct str
measure_number(struct ctx *c, const struct measure_def *d, spc_num v)
{
	return spc_shown(c->mem, v, d->form == MEASURE_COUNT ? 1 : 2);
}

struct str
measure_value_words(struct ctx *c, const struct measure_def *d, bool known, spc_num v)
{
	static const char *const words[] = { [MEASURE_COUNT] = M("{value}"), [MEASURE_RATE] = M("{value} for each 1,000 staff"),
		[MEASURE_SHARE] = M("{value}%"), [MEASURE_MONEY] = M("£{value}") };
	struct msg_arg arg = { "value", measure_number(c, d, v) };

	return known ? lang_format(c->lang, c->mem, words[d->form], &arg, 1) : lang_text(c->lang, c->mem, M("Not known"));
}

struct measure_span
span_ending(const struct ctx *c, int64_t to, int64_t unit)
{
	int64_t last = measure_month_of(c->today) - 1;

	to = to == 0 || to > last ? last : to;
	return (struct measure_span){ .from = to - SERIES_MONTHS + 1, .to = to, .unit = unit };
}

enum status
staff_by_month(struct ctx *c, const struct measure_span *s, int64_t **ret)
{
	size_t months = (size_t)(s->to - s->from + 1), n;
	struct headcount_of_row *h;
	struct headcount_entry_row entry = { .headcount = { 0, false } };

	*ret = arena_array(c->mem, int64_t, months);
	TRY(headcount_of(c->db, c->scope, c->mem, s->unit, &h, &n));
	if (s->unit == 0) {
		enum status st = headcount_entry(c->db, c->scope, c->mem, &entry);
		if (st != ST_OK && st != ST_NOT_FOUND)
			return st;
	}
	for (size_t i = 0; i < months; i++) {
		/* What held on the last day of the month; before the first entry that one, and without any what the directory says. */
		struct date end = date_add_days(measure_month_start(s->from + (int64_t)i + 1), -1);
		int64_t staff = n > 0 ? h[0].staff : entry.headcount.has ? entry.headcount.v : 0;
		for (size_t k = 0; k < n && h[k].from_on.day <= end.day; k++)
			staff = h[k].staff;
		(*ret)[i] = staff;
	}
	return ST_OK;
}

enum status
measure_staff(struct ctx *c, const struct measure_span *s, int64_t *ret)
{
	struct measure_span middle = { .from = (s->from + s->to) / 2, .to = (s->from + s->to) / 2, .unit = s->unit };
	int64_t *staff;

	TRY(staff_by_month(c, &middle, &staff));
	*ret = staff[0];
	return ST_OK;
}

/* ---- settings of the organisation, read once for all measures ---- */

struct settings {
	struct measure_target_all_row *targets; size_t n_targets;
	struct measure_rebase_all_row *rebases; size_t n_rebases;
	int64_t *staff;
};

static enum status
settings_read(struct ctx *c, const struct measure_span *s, struct settings *ret)
{
	TRY(measure_target_all(c->db, c->scope, c->mem, &ret->targets, &ret->n_targets));
	TRY(measure_rebase_all(c->db, c->scope, c->mem, &ret->rebases, &ret->n_rebases));
	return staff_by_month(c, s, &ret->staff);
}

static void
settings_apply(struct ctx *c, const struct settings *all, struct series *s)
{
	const struct measure_def *d = s->m.def;

	s->staff = all->staff;
	if (d->target != 0)
		s->target = arena_printf(c->mem, "%lld", (long long)d->target);
	for (size_t i = 0; i < all->n_targets; i++)
		if (str_is(all->targets[i].measure, d->name)) {
			s->target = all->targets[i].target;
			s->screen = all->targets[i].screen;
			s->own = true;
		}
	s->rebases = arena_array(c->mem, struct rebase, all->n_rebases + 1);
	for (size_t i = 0; i < all->n_rebases; i++)
		if (str_is(all->rebases[i].measure, d->name))
			s->rebases[s->n_rebases++] = (struct rebase){ all->rebases[i].id, all->rebases[i].from_on, all->rebases[i].why };
}

/* ---- the chart ---- */

/* Months before the register was used say nothing: they are left out, noughts after it count. */
static size_t
first_used(const struct series *s)
{
	size_t months = (size_t)(s->span.to - s->span.from + 1), i = 0;

	while (i < months && s->months[i].part == 0 && s->months[i].whole == 0)
		i++;
	return i;
}

static enum status
chart_make(struct ctx *c, struct series *s, struct date also)
{
	size_t months = (size_t)(s->span.to - s->span.from + 1), n = 0, cuts = 0;
	struct spc_sample *samples = arena_array(c->mem, struct spc_sample, months + 1);
	struct date *cut = arena_array(c->mem, struct date, s->n_rebases + 2);
	struct message why;

	s->point_month = arena_array(c->mem, int64_t, months + 1);
	for (size_t i = first_used(s); i < months; i++) {
		spc_num v;
		if (!measure_value(s->m.def, s->months[i], s->staff[i], &v)) {
			s->no_value++;
			continue;
		}
		s->point_month[n] = s->span.from + (int64_t)i;
		samples[n++] = (struct spc_sample){ measure_month_start(s->span.from + (int64_t)i), v };
	}
	s->charted = n > 0;
	if (!s->charted)
		return ST_OK;
	for (size_t i = 0; i <= s->n_rebases; i++) {
		struct date d = i < s->n_rebases ? s->rebases[i].from : also;
		/* One that lies before the months shown, or behind them, begins nothing here. */
		if (d.day > samples[0].at.day && d.day <= samples[n - 1].at.day)
			cut[cuts++] = d;
	}
	struct spc_options o = { .screen = s->screen, .not_negative = true, .better = s->m.def->better, .rebase = cut, .n_rebase = cuts };
	o.has_target = s->target.n > 0 && spc_num_parse(s->target, &o.target);
	if (spc_make(c->mem, samples, n, &o, &s->chart, &why) != ST_OK)
		return fail(c, ST_INTERNAL, M("The chart cannot be made."), NULL);
	return ST_OK;
}

enum status
series_load_all(struct ctx *c, const struct measure_source *source, const struct series_ask *ask, struct series **ret, size_t *ret_n)
{
	size_t n = 0, months = (size_t)(ask->span.to - ask->span.from + 1);
	struct settings settings;

	while (source->defs[n].name != NULL)
		n++;
	struct measure_month **all = arena_array(c->mem, struct measure_month *, n + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = arena_array(c->mem, struct measure_month, months);
	TRY(settings_read(c, &ask->span, &settings));
	TRY(source->count(c, &ask->span, all));
	*ret = arena_array(c->mem, struct series, n + 1);
	*ret_n = n;
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = (struct series){ .m = { source, &source->defs[i], i }, .span = ask->span, .months = all[i], .target = S("") };
		settings_apply(c, &settings, &(*ret)[i]);
		TRY(chart_make(c, &(*ret)[i], ask->cut));
	}
	return ST_OK;
}

enum status
series_load(struct ctx *c, const struct measure_ref *m, const struct series_ask *ask, struct series *ret)
{
	struct settings settings;

	*ret = (struct series){ .m = *m, .span = ask->span, .target = S("") };
	TRY(settings_read(c, &ask->span, &settings));
	TRY(measure_months(c, m, &ask->span, &ret->months));
	settings_apply(c, &settings, ret);
	return chart_make(c, ret, ask->cut);
}
