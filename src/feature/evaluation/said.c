/* SPDX-License-Identifier: MIT */
/* What evaluations come to: strong or weak, old or recent, complete or not. */
#include "base/time.h"
#include "feature/evaluation/own.h"
#include "sql/evaluation.h"

enum { AGE_MONTHS = 12, DATA_MONTHS = 18, ANSWERS = 30 };	/* ours: no source sets them */

const char *
arrangement_name(enum fw_arrangement a)
{
	return a > ARRANGEMENT_NONE && (size_t)a <= evaluation_arrangements.n ? evaluation_arrangements.c[a - 1].label : "";
}

static enum fw_arrangement
arrangement_find(struct str word)
{
	for (size_t i = 0; i < evaluation_arrangements.n; i++)
		if (str_is(word, evaluation_arrangements.c[i].value))
			return (enum fw_arrangement)(i + 1);
	return ARRANGEMENT_NONE;
}

static enum evaluation_finding
finding_find(struct str word)
{
	static const char *const words[] = { "", "better", "same", "worse", "unclear" };

	for (int i = 1; i < (int)countof(words); i++)
		if (str_is(word, words[i]))
			return (enum evaluation_finding)i;
	return EVALUATION_FINDING_UNSAID;
}

enum status
evaluation_limits_get(struct ctx *c, struct evaluation_limits *ret)
{
	struct evaluation_limit_current_row r;
	enum status st = evaluation_limit_current(c->db, c->scope, c->mem, &r);

	*ret = (struct evaluation_limits){ AGE_MONTHS, DATA_MONTHS, ANSWERS, true, false };
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	*ret = (struct evaluation_limits){ (int)r.age_months, (int)r.data_months, (int)r.answers, r.compare, true };
	return ST_OK;
}

static bool
older(struct date d, struct date on, int months)
{
	return d.day < date_add_months(on, -months).day;
}

static struct str
number(struct ctx *c, int n)
{
	return arena_printf(c->mem, "%d", n);
}

/* What its own data make it worth: how old they were when it was finished, how many, compared or not. */
struct str
evaluation_weak_words(struct ctx *c, const struct evaluation_limits *l, struct date finished, struct date data_to, struct opt_i64 answers,
    struct str comparison)
{
	struct msg_arg months = { "months", number(c, l->data_months) }, least = { "least", number(c, l->answers) };

	if (finished.day != 0 && data_to.day != 0 && older(data_to, finished, l->data_months))
		return lang_format(c->lang, c->mem, M("Its data were older than {months} months when it was finished."), &months, 1);
	if (answers.has && answers.v < l->answers)
		return lang_format(c->lang, c->mem, M("It rests on fewer than {least} answers."), &least, 1);
	if (l->compare && str_is(comparison, "no"))
		return lang_text(c->lang, c->mem, M("Its result is compared with nothing."));
	return (struct str){ NULL, 0 };
}

enum evaluation_strength
evaluation_strength_of(const struct evaluation_limits *l, struct date finished, struct date data_to, struct opt_i64 answers, struct str comparison)
{
	if ((finished.day != 0 && data_to.day != 0 && older(data_to, finished, l->data_months)) ||
	    (answers.has && answers.v < l->answers) || (l->compare && str_is(comparison, "no")))
		return EVALUATION_WEAK;
	if (data_to.day == 0 || (l->compare && comparison.n == 0))
		return EVALUATION_STRENGTH_UNSAID;
	return EVALUATION_SOUND;
}

static enum evaluation_changes
changes_of(const struct evaluation_newest_row *r)
{
	if (r->improvements.v > 0)
		return r->waiting.v > 0 ? EVALUATION_CHANGES_OPEN : EVALUATION_CHANGES_DONE;
	return r->none_needed.n > 0 ? EVALUATION_CHANGES_NOT_NEEDED : EVALUATION_CHANGES_UNSAID;
}

static void
say(struct ctx *c, const struct evaluation_limits *l, const struct evaluation_newest_row *r, struct date as_of, struct evaluation_said *e)
{
	*e = (struct evaluation_said){ .id = r->id, .title = r->title, .arrangement = arrangement_find(r->arrangement),
		.started = r->started_on, .finished = r->finished_on, .data_to = r->data_to, .next = r->next_on,
		.finding = finding_find(r->finding), .changes = changes_of(r), .to = URL_ID(c->mem, "/evaluations/{}", r->id) };
	e->strength = evaluation_strength_of(l, r->finished_on, r->data_to, r->answers, r->comparison);
	e->weak = evaluation_weak_words(c, l, r->finished_on, r->data_to, r->answers, r->comparison);
	bool finished = e->finished.day != 0 && e->finished.day <= as_of.day;
	e->complete = finished && e->finding != EVALUATION_FINDING_UNSAID &&
	    (e->changes == EVALUATION_CHANGES_DONE || e->changes == EVALUATION_CHANGES_NOT_NEEDED);
	e->old = finished && older(e->finished, as_of, l->age_months);
	e->data_old = e->data_to.day != 0 && older(e->data_to, as_of, l->data_months);
}

static enum status
newest_of(struct ctx *c, const struct evaluation_limits *l, enum fw_arrangement arrangement, struct date as_of, struct evaluation_said *e,
    size_t *ret_n)
{
	struct evaluation_newest_row *r;

	TRY(evaluation_newest(c->db, c->scope, c->mem, str_c(evaluation_arrangements.c[arrangement - 1].value), as_of, EVALUATIONS_MOST, &r, ret_n));
	for (size_t i = 0; i < *ret_n; i++)
		say(c, l, &r[i], as_of, &e[i]);
	return ST_OK;
}

struct every { struct evaluation_said *e; size_t n; };

/* One short read for each arrangement, of which there are as many today as in ten years. */
static enum status
every_read(struct ctx *c, enum fw_arrangement only, struct date as_of, struct every *all)
{
	struct evaluation_limits l;
	size_t n;

	TRY(evaluation_limits_get(c, &l));
	all->e = arena_array(c->mem, struct evaluation_said, (only != ARRANGEMENT_NONE ? 1 : evaluation_arrangements.n) * EVALUATIONS_MOST + 1);
	for (size_t a = 1; a <= evaluation_arrangements.n; a++) {
		if (only != ARRANGEMENT_NONE && a != (size_t)only)
			continue;
		TRY(newest_of(c, &l, (enum fw_arrangement)a, as_of, all->e + all->n, &n));
		all->n += n;
	}
	return ST_OK;
}

enum status
evaluation_every(struct ctx *c, enum fw_arrangement only, struct date as_of, struct evaluation_said **ret, size_t *ret_n)
{
	const struct every *known = memo_find(c, "evaluation_every", (int64_t)only, as_of.day);

	if (known == NULL) {
		struct every *made = arena_new(c->mem, struct every);
		TRY(every_read(c, only, as_of, made));
		memo_keep(c, "evaluation_every", (int64_t)only, as_of.day, made);
		known = made;
	}
	*ret = known->e;
	*ret_n = known->n;
	return ST_OK;
}

enum status
evaluation_for(struct ctx *c, enum fw_arrangement arrangement, struct date as_of, struct evaluation_said **ret, size_t *ret_n)
{
	struct evaluation_said *e = arena_array(c->mem, struct evaluation_said, EVALUATIONS_MOST + 1);
	struct evaluation_limits l;
	size_t n, k = 0;

	*ret = e;
	*ret_n = 0;
	if (arrangement == ARRANGEMENT_NONE)
		return ST_OK;
	TRY(evaluation_limits_get(c, &l));
	TRY(newest_of(c, &l, arrangement, as_of, e, &n));
	for (size_t i = 0; i < n; i++) {
		struct evaluation_said one = e[i];
		size_t at = k;
		if (one.finished.day == 0 || one.finished.day > as_of.day)
			continue;
		for (; at > 0 && e[at - 1].finished.day < one.finished.day; at--)	/* few: by insertion */
			e[at] = e[at - 1];
		e[at] = one;
		k++;
	}
	*ret_n = k;
	return ST_OK;
}

const struct evaluation_said *
evaluation_last(const struct evaluation_said *e, size_t n, enum fw_arrangement arrangement)
{
	const struct evaluation_said *last = NULL;

	for (size_t i = 0; i < n; i++)
		if (e[i].arrangement == arrangement && e[i].finished.day != 0 && (last == NULL || e[i].finished.day > last->finished.day))
			last = &e[i];
	return last;
}

struct str
evaluation_concern(struct ctx *c, enum fw_arrangement arrangement, const struct evaluation_said *last, const struct evaluation_limits *l)
{
	struct msg_arg args[] = { { "arrangement", lang_text(c->lang, c->mem, arrangement_name(arrangement)) },
		{ "months", number(c, l->age_months) }, { "data", number(c, l->data_months) } };

	if (last == NULL)
		return lang_format(c->lang, c->mem, M("No evaluation has been finished: {arrangement}."), args, 1);
	if (last->old)
		return lang_format(c->lang, c->mem, M("The last evaluation is older than {months} months."), args, 2);
	if (last->weak.n > 0)
		return last->weak;
	if (last->data_old)
		return lang_format(c->lang, c->mem, M("The data of the last evaluation are older than {data} months."), args, 3);
	return (struct str){ NULL, 0 };
}
