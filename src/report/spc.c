/* SPDX-License-Identifier: MIT */
#include "report/spc.h"
#include <stdlib.h>
#include <string.h>

/* What a segment's limits rest on.  All comparisons multiply by n * m instead of dividing: with values below 10^24 units
 * and 10^5 points nothing comes near 2^127. */
struct base_of {
	spc_num sum, ranges;	/* of the values; of the moving ranges that count */
	spc_num n, m;		/* how many */
};

static spc_num
size_of(spc_num v)
{
	return v < 0 ? -v : v;
}

static int
sign_of(spc_num v)
{
	return (v > 0) - (v < 0);
}

/* Rounded half away from nought; below > 0. */
static spc_num
divided(spc_num above, spc_num below)
{
	spc_num half = below / 2;
	return above < 0 ? -((-above + half) / below) : (above + half) / below;
}

spc_num
spc_ratio(int64_t part, int64_t whole, int64_t scale)
{
	return divided((spc_num)part * scale * SPC_ONE, whole);
}

static struct base_of
base_of(const struct spc_point *p, size_t n, bool screen)
{
	struct base_of b = { .n = (spc_num)n };

	for (size_t i = 0; i < n; i++)
		b.sum += p[i].value;
	for (size_t i = 1; i < n; i++)
		b.ranges += size_of(p[i].value - p[i - 1].value);
	b.m = n > 0 ? (spc_num)n - 1 : 0;
	if (!screen || b.ranges == 0)
		return b;
	struct base_of all = b;
	for (size_t i = 1; i < n; i++) {
		spc_num range = size_of(p[i].value - p[i - 1].value);
		if (1000 * all.m * range >= 3267 * all.ranges) {
			b.ranges -= range;
			b.m--;
		}
	}
	return b;
}

/* -1 below the mean, 0 on it, 1 above. */
static int
side_of(const struct base_of *b, spc_num v)
{
	return sign_of(v * b->n - b->sum);
}

/* Is v further from the mean than 2.66 times the mean moving range, or two thirds of that? */
static bool
beyond_limit(const struct base_of *b, spc_num v)
{
	return b->m > 0 && size_of(v * b->n - b->sum) * 100 * b->m > 266 * b->ranges * b->n;
}

static bool
beyond_two_thirds(const struct base_of *b, spc_num v)
{
	return b->m > 0 && size_of(v * b->n - b->sum) * 300 * b->m > 532 * b->ranges * b->n;
}

static void
mark(struct spc_point *p, enum spc_kind kind, bool high)
{
	if (p->kind != SPC_COMMON)
		return;
	p->kind = kind;
	p->high = high;
}

static void
mark_outside(struct spc_point *p, size_t n, const struct base_of *b)
{
	for (size_t i = 0; i < n; i++)
		if (beyond_limit(b, p[i].value))
			mark(&p[i], SPC_OUTSIDE, side_of(b, p[i].value) > 0);
}

/* Runs of steps in one direction; the point where one turns belongs to both. */
static void
mark_trends(struct spc_point *p, size_t n)
{
	for (size_t from = 0, to; from + 1 < n; from = to) {
		int way = sign_of(p[from + 1].value - p[from].value);
		for (to = from + 1; to + 1 < n && sign_of(p[to + 1].value - p[to].value) == way; to++)
			;
		for (size_t i = from; way != 0 && to - from + 1 >= SPC_RUN && i <= to; i++)
			mark(&p[i], SPC_TREND, way > 0);
	}
}

static bool
in_outer_third(const struct base_of *b, spc_num v)
{
	return beyond_two_thirds(b, v) && !beyond_limit(b, v);
}

static void
mark_two_of_three(struct spc_point *p, size_t n, const struct base_of *b)
{
	for (size_t i = 0; i + 2 < n; i++) {
		int side = side_of(b, p[i].value), outer = 0;
		if (side == 0 || side_of(b, p[i + 1].value) != side || side_of(b, p[i + 2].value) != side)
			continue;
		for (size_t k = i; k < i + 3; k++)
			outer += in_outer_third(b, p[k].value);
		for (size_t k = i; outer >= 2 && k < i + 3; k++)
			if (in_outer_third(b, p[k].value))
				mark(&p[k], SPC_TWO_OF_THREE, side > 0);
	}
}

static void
mark_shifts(struct spc_point *p, size_t n, const struct base_of *b)
{
	for (size_t from = 0, to; from < n; from = to) {
		int side = side_of(b, p[from].value);
		for (to = from + 1; to < n && side_of(b, p[to].value) == side; to++)
			;
		for (size_t i = from; side != 0 && to - from >= SPC_RUN && i < to; i++)
			mark(&p[i], SPC_SHIFT, side > 0);
	}
}

/* Limits and signals of one segment; gives back what they rest on. */
static struct base_of
segment_make(struct spc *c, size_t k)
{
	struct spc_segment *s = &c->segments[k];
	struct spc_point *p = c->points + s->from;
	struct base_of b = base_of(p, s->n, c->options.screen);

	s->mean = divided(b.sum, b.n);
	s->limits = b.m > 0;
	s->trial = s->n < SPC_FEW;
	if (s->limits) {
		s->upper = divided(100 * b.m * b.sum + 266 * b.n * b.ranges, 100 * b.n * b.m);
		s->lower = divided(100 * b.m * b.sum - 266 * b.n * b.ranges, 100 * b.n * b.m);
		if (c->options.not_negative && s->lower < 0)
			s->lower = 0;
	}
	for (size_t i = 0; i < s->n; i++)
		p[i].segment = k;
	mark_outside(p, s->n, &b);
	mark_trends(p, s->n);
	mark_two_of_three(p, s->n, &b);
	mark_shifts(p, s->n, &b);
	return b;
}

static void
judge(struct spc *c, const struct base_of *last)
{
	const struct spc_point *p = &c->points[c->n - 1];
	const struct spc_options *o = &c->options;

	c->high = p->high;
	if (p->kind == SPC_COMMON)
		c->variation = SPC_VARIES_COMMON;
	else if (o->better == SPC_NEITHER)
		c->variation = SPC_CHANGING;
	else
		c->variation = p->high == (o->better == SPC_HIGHER) ? SPC_IMPROVING : SPC_CONCERNING;
	c->assurance = SPC_NOT_ASSURED;
	if (!o->has_target || last->m == 0)
		return;
	if (!beyond_limit(last, o->target))
		c->assurance = SPC_HIT_OR_MISS;
	else if (o->better != SPC_NEITHER)
		c->assurance = (side_of(last, o->target) > 0) == (o->better == SPC_LOWER) ? SPC_PASSING : SPC_FAILING;
}

static int
by_date(const void *x, const void *y)
{
	const struct spc_point *a = x, *b = y;
	return (a->at.day > b->at.day) - (a->at.day < b->at.day);
}

static int
by_day(const void *x, const void *y)
{
	const struct date *a = x, *b = y;
	return (a->day > b->day) - (a->day < b->day);
}

/* Points in order and cut at the rebase dates. */
static enum status
cut(struct arena *a, struct spc *c, struct message *ret_why)
{
	const struct spc_options *o = &c->options;
	struct date *days = arena_array(a, struct date, o->n_rebase + 1);

	if (o->n_rebase > 0)
		memcpy(days, o->rebase, o->n_rebase * sizeof *days);
	qsort(days, o->n_rebase, sizeof *days, by_day);
	c->segments = arena_array(a, struct spc_segment, o->n_rebase + 1);
	c->n_segments = 1;
	size_t at = 0;
	for (size_t k = 0; k < o->n_rebase; k++) {
		while (at < c->n && c->points[at].at.day < days[k].day)
			at++;
		if (at == 0 || at == c->n) {
			*ret_why = (struct message){ .text = at == 0 ? M("There is no point before the rebase date {date}.") : M("There is no point from the rebase date {date} on."),
				.words = { WORD_DAY("date", days[k]) } };
			return ST_INVALID;
		}
		if (c->segments[c->n_segments - 1].from != at)
			c->segments[c->n_segments++].from = at;
	}
	for (size_t k = 0; k < c->n_segments; k++)
		c->segments[k].n = (k + 1 < c->n_segments ? c->segments[k + 1].from : c->n) - c->segments[k].from;
	return ST_OK;
}

static bool
too_large(spc_num v)
{
	return size_of(v) >= SPC_ONE * SPC_ONE;
}

enum status
spc_make(struct arena *a, const struct spc_sample *s, size_t n, const struct spc_options *o, struct spc *ret, struct message *ret_why)
{
	*ret = (struct spc){ .options = *o, .n = n };
	if (n == 0 || n > SPC_MOST) {
		*ret_why = n == 0 ? (struct message){ .text = M("There are no points.") } :
		    (struct message){ .text = M("There are {n} points. A chart takes at most {most}."), .words = { WORD_INT("n", (int64_t)n), WORD_INT("most", SPC_MOST) } };
		return ST_INVALID;
	}
	ret->points = arena_array(a, struct spc_point, n);
	bool large = o->has_target && too_large(o->target);
	for (size_t i = 0; i < n; i++) {
		ret->points[i] = (struct spc_point){ .at = s[i].at, .value = s[i].value };
		large = large || too_large(s[i].value);
		int d = spc_num_decimals(s[i].value);
		if (d > ret->decimals)
			ret->decimals = d > 4 ? 4 : d;
	}
	if (large) {
		*ret_why = (struct message){ .text = M("A number is too large for a chart.") };
		return ST_INVALID;
	}
	qsort(ret->points, n, sizeof *ret->points, by_date);
	for (size_t i = 1; i < n; i++)
		if (ret->points[i].at.day == ret->points[i - 1].at.day) {
			*ret_why = (struct message){ .text = M("There are two values for {date}."), .words = { WORD_DAY("date", ret->points[i].at) } };
			return ST_INVALID;
		}
	TRY(cut(a, ret, ret_why));
	struct base_of last = { .n = 0 };
	for (size_t k = 0; k < ret->n_segments; k++)
		last = segment_make(ret, k);
	judge(ret, &last);
	return ST_OK;
}

const struct spc_segment *
spc_last(const struct spc *c)
{
	return &c->segments[c->n_segments - 1];
}
