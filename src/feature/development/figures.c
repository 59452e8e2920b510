/* SPDX-License-Identifier: MIT */
/* Totals and facts: each specialist for himself, and for a fact the one who did least. */
#include "base/clock.h"
#include "base/time.h"
#include "feature/development/own.h"
#include "feature/nomination/nomination.h"
#include "sql/development.h"

/* Presets of ours, as the facts of the frameworks have them. */
#define HOURS_WANTED 15
#define FORUM_SHARE_WANTED 50
#define MOST 500
#define MOST_ATTENDED 5000

enum status
development_wanted(struct ctx *c, struct development_wanted *ret)
{
	struct development_rule_now_row r;
	enum status st = development_rule_now(c->db, c->scope, c->mem, &r);

	*ret = (struct development_wanted){ .hours = HOURS_WANTED, .forum_share = FORUM_SHARE_WANTED };
	if (st == ST_OK)
		*ret = (struct development_wanted){ r.id, r.version, r.hours, r.forum_share, true };
	return st == ST_NOT_FOUND ? ST_OK : st;
}

struct data {
	struct development_sums_row *sums; size_t n_sums;
	struct required_all_row *courses; size_t n_courses;
	struct required_latest_row *latest; size_t n_latest;
	struct forums_between_row *forums; size_t n_forums;
	struct forums_attended_row *attended; size_t n_attended;
};

static enum status
data_read(struct ctx *c, struct date from, struct date to, struct data *d)
{
	TRY(development_sums(c->db, c->scope, c->mem, from, to, &d->sums, &d->n_sums));
	TRY(required_all(c->db, c->scope, c->mem, MOST, &d->courses, &d->n_courses));
	TRY(required_latest(c->db, c->scope, c->mem, from, to, &d->latest, &d->n_latest));
	TRY(forums_between(c->db, c->scope, c->mem, from, to, MOST, &d->forums, &d->n_forums));
	return forums_attended(c->db, c->scope, c->mem, from, to, MOST_ATTENDED, &d->attended, &d->n_attended);
}

/* A course counts for as many months as it says, and for ever where it says none. */
static bool
course_done(const struct data *d, const struct required_all_row *course, int64_t person, struct date to)
{
	for (size_t i = 0; i < d->n_latest; i++) {
		if (d->latest[i].person != person || d->latest[i].course != course->id)
			continue;
		if (d->latest[i].done_on.day == 0)
			return false;
		return !course->every_months.has || date_add_months(d->latest[i].done_on, (int)course->every_months.v).day >= to.day;
	}
	return false;
}

static void
forums_count(const struct data *d, const struct post_held *h, struct development_figure *f)
{
	for (size_t i = 0; i < d->n_forums; i++) {
		struct date day = d->forums[i].held_on;
		if (day.day < h->from.day || (h->ended.day != 0 && day.day > h->ended.day))
			continue;
		f->held++;
		for (size_t k = 0; k < d->n_attended; k++)
			f->attended += d->attended[k].person == h->person && d->attended[k].forum == d->forums[i].id;
	}
}

/* Somebody who left the post and came back is one person: the later holding adds its forums. */
static struct development_figure *
figure_of(struct development_figures *all, const struct post_held *h)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->f[i].person == h->person)
			return &all->f[i];
	struct development_figure *f = &all->f[all->n++];
	*f = (struct development_figure){ .person = h->person, .name = h->name, .job_title = h->job_title };
	return f;
}

static enum status
entered(struct ctx *c, bool *ret)
{
	struct development_first_row first;
	enum status st = development_first(c->db, c->scope, c->mem, &first);

	*ret = st == ST_OK;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
figures_read(struct ctx *c, struct date from, struct date to, struct development_figures *ret)
{
	struct data d;
	struct post_held *h;
	size_t n;

	*ret = (struct development_figures){ .to = date_min(to, c->today) };
	TRY(nomination_in_use(c, &ret->used));
	if (!ret->used || ret->to.day < from.day)
		return ST_OK;
	TRY(entered(c, &ret->entered));
	TRY(nomination_held(c, "specialist", from, ret->to, &h, &n));
	TRY(data_read(c, from, ret->to, &d));
	ret->forums = (int64_t)d.n_forums;
	ret->f = arena_array(c->mem, struct development_figure, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct development_figure *f = figure_of(ret, &h[i]);
		f->holding = h[i].id;
		f->now = f->now || h[i].ended.day == 0 || h[i].ended.day >= ret->to.day;
		forums_count(&d, &h[i], f);
	}
	for (size_t i = 0; i < ret->n; i++) {
		struct development_figure *f = &ret->f[i];
		for (size_t k = 0; k < d.n_sums; k++)
			if (d.sums[k].person == f->person) {
				f->hours = d.sums[k].hours;
				f->entries = d.sums[k].entries;
			}
		f->courses = (int64_t)d.n_courses;
		for (size_t k = 0; k < d.n_courses; k++)
			f->courses_done += course_done(&d, &d.courses[k], f->person, ret->to);
	}
	return ST_OK;
}

/* Four facts rest on the same figures. */
enum status
development_count(struct ctx *c, struct date from, struct date to, struct development_figures *ret)
{
	const struct development_figures *known = memo_find(c, "development_count", from.day, to.day);

	if (known == NULL) {
		struct development_figures *made = arena_new(c->mem, struct development_figures);
		TRY(figures_read(c, from, to, made));
		memo_keep(c, "development_count", from.day, to.day, made);
		known = made;
	}
	*ret = *known;
	return ST_OK;
}

/* ---- facts ---- */

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

static int64_t
share(int64_t part, int64_t of)
{
	return of == 0 ? 100 : part * 100 / of;
}

enum measure { HOURS, COURSES, FORUMS };

static int64_t
measured(const struct development_figure *f, enum measure m)
{
	switch (m) {
	case HOURS:
		return f->hours;
	case COURSES:
		return share(f->courses_done, f->courses);
	case FORUMS:
		return share(f->attended, f->held);
	}
	return 0;
}

static const struct development_figure *
least(const struct development_figures *all, enum measure m)
{
	const struct development_figure *f = NULL;

	for (size_t i = 0; i < all->n; i++) {
		/* For whom no forum was held in the time in post, attending did not arise. */
		if (!all->f[i].now || (m == FORUMS && all->f[i].held == 0))
			continue;
		if (f == NULL || measured(&all->f[i], m) < measured(f, m))
			f = &all->f[i];
	}
	return f;
}

static void
judge_least(struct ctx *c, struct live_fact *ret, const struct development_figure *f, enum measure m, int64_t wanted)
{
	struct msg_arg args[2] = { { "n", number(c, m == HOURS ? f->hours : m == COURSES ? f->courses_done : f->attended) },
		{ "of", number(c, m == HOURS ? wanted : m == COURSES ? f->courses : f->held) } };
	const char *words = m == HOURS ? M("Hours of development of the specialist with the fewest: {n}, wanted {of}")
	    : m == COURSES ? M("Required courses done by the specialist with the fewest: {n} of {of}")
	    : M("Forums attended by the specialist with the fewest: {n} of {of} held");

	ret->value = measured(f, m);
	ret->state = ret->value >= wanted ? LIVE_FOR : LIVE_AGAINST;
	ret->words = lang_format(c->lang, c->mem, words, args, 2);
}

/* No forum held, or none in the time in post: nothing could be attended. */
static void
forums_none(struct ctx *c, struct live_fact *ret)
{
	ret->state = LIVE_NONE_AROSE;
	ret->words = lang_text(c->lang, c->mem, M("No forum was held for the organisation's region in the period"));
}

static void
forums_held(struct ctx *c, struct live_fact *ret, int64_t n)
{
	if (n == 0) {
		forums_none(c, ret);
		return;
	}
	ret->value = n;
	ret->state = LIVE_FOR;
	ret->words = lang_format(c->lang, c->mem, M("Forums held for the organisation's region in the period: {n}"), (struct msg_arg[]){ { "n", number(c, n) } }, 1);
}

enum status
development_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct str which = str_c(name);
	enum measure m = str_is(which, "specialist.cpd") ? HOURS : str_is(which, "specialist.courses") ? COURSES : FORUMS;
	struct development_figures all;
	struct development_wanted wanted;
	const struct development_figure *f;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/development"),
		.words = lang_text(c->lang, c->mem, M("Not known: nothing has been entered about specialists and their development")) };
	TRY(development_count(c, from, to, &all));
	TRY(development_wanted(c, &wanted));
	if (!all.used || all.to.day < from.day)
		return ST_OK;
	if (str_is(which, "forum.held")) {
		forums_held(c, ret, all.forums);
		return ST_OK;
	}
	f = least(&all, m);
	if (m == FORUMS && all.forums == 0) {
		forums_none(c, ret);
	} else if (f == NULL) {
		ret->state = least(&all, HOURS) != NULL ? LIVE_NONE_AROSE : LIVE_AGAINST;
		ret->words = lang_text(c->lang, c->mem, ret->state == LIVE_NONE_AROSE ? M("No forum was held while the present specialist was in post")
		    : M("Nobody is specialist, so nobody keeps up"));
	} else if (m == COURSES && f->courses == 0) {
		ret->words = lang_text(c->lang, c->mem, M("Not known: no required courses have been set"));
	} else if (m == FORUMS || all.entered) {
		judge_least(c, ret, f, m, m == HOURS ? wanted.hours : m == COURSES ? 100 : wanted.forum_share);
	}
	return ST_OK;
}
