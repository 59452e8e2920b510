/* SPDX-License-Identifier: MIT */
/* Which row stands on which page: headings stay with what follows, rows of tables stay whole, a paragraph leaves no
 * single line behind. */
#include "report/pdf_own.h"

#define COVER_Y 150.0

struct cursor { struct pdf *p; int page; double y; bool top; };

static struct frag *
place(struct cursor *c, const struct row *r, const size_t *from, const size_t *to, double h, double before, bool repeated)
{
	void *all;
	struct frag *f = pdf_more(c->p->mem, c->p->frags, sizeof *f, c->p->n_frags, &c->p->frags_room, &all);

	c->p->frags = all;
	c->p->n_frags++;
	*f = (struct frag){ .row = r, .page = c->page, .y = c->y + before, .h = h, .from = from, .to = to, .repeated = repeated };
	c->y = f->y + h;
	c->top = false;
	return f;
}

static void
place_whole(struct cursor *c, const struct row *r, double before, bool repeated)
{
	size_t *from = arena_array(c->p->mem, size_t, r->n + 1), *to = arena_array(c->p->mem, size_t, r->n + 1);

	for (size_t i = 0; i < r->n; i++)
		to[i] = r->cells[i].n_lines;
	place(c, r, from, to, r->h, before, repeated);
}

static void
next_page(struct cursor *c, const struct row *r)
{
	c->page++;
	c->y = TOP_Y;
	c->top = true;
	if (r->head != NULL) {
		place_whole(c, r->head, 0, true);
		c->top = true;	/* what comes next needs no space before */
	}
}

static size_t
most_lines(const struct row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n = r->cells[i].n_lines > n ? r->cells[i].n_lines : n;
	return n;
}

/* What must stand together with what comes before: two lines of what may be cut. */
static double
least(const struct row *r)
{
	if (!r->splits || most_lines(r) < 4)
		return r->h;
	double h = 0;
	for (size_t i = 0; i < r->n; i++) {
		size_t k = r->cells[i].n_lines < 2 ? r->cells[i].n_lines : 2;
		if (k > 0 && r->cells[i].lines[k - 1].bottom > h)
			h = r->cells[i].lines[k - 1].bottom;
	}
	return h + 2 * r->pad;
}

static double
followers(const struct pdf *p, size_t at)
{
	double need = 0;
	const struct row *r = p->ops[at].row;

	for (size_t i = at + 1; r->keep && i < p->n_ops && need < (BOTTOM_Y - TOP_Y) / 2; i++) {
		if (p->ops[i].kind != OP_ROW)
			continue;
		r = p->ops[i].row;
		if (r->new_page)
			break;
		need += r->before + (r->keep ? r->h : least(r));
	}
	return need;
}

/* As many lines of each cell as fit into room; false when it would be fewer than two of the longest. */
static bool
cut(const struct row *r, const size_t *from, double room, size_t *to, double *ret_h)
{
	size_t longest = 0, rest = 0;
	*ret_h = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct text_cell *c = &r->cells[i];
		size_t k = from[i];
		double top = k < c->n_lines ? c->lines[k].top : 0;
		while (k < c->n_lines && c->lines[k].bottom - top + 2 * r->pad <= room)
			k++;
		if (c->n_lines - k == 1 && k > from[i] + 2)
			k--;	/* no line alone on the next page */
		to[i] = k;
		if (k > from[i] && c->lines[k - 1].bottom - top > *ret_h)
			*ret_h = c->lines[k - 1].bottom - top;
		if (k - from[i] > longest)
			longest = k - from[i];
		rest += c->n_lines - k;
	}
	*ret_h += 2 * r->pad;
	return longest >= 2 || (longest > 0 && rest == 0);
}

static bool
done(const struct row *r, const size_t *to)
{
	for (size_t i = 0; i < r->n; i++)
		if (to[i] < r->cells[i].n_lines)
			return false;
	return true;
}

static void
place_cut(struct cursor *c, const struct row *r, double before)
{
	const size_t *from = arena_array(c->p->mem, size_t, r->n + 1);

	for (;;) {
		size_t *to = arena_array(c->p->mem, size_t, r->n + 1);
		double h;
		if (!cut(r, from, BOTTOM_Y - c->y - before, to, &h) && !c->top) {
			next_page(c, r);
			before = 0;
			continue;
		}
		for (size_t i = 0; i < r->n; i++)
			if (to[i] == from[i] && to[i] < r->cells[i].n_lines && c->top)
				to[i]++;	/* a single line higher than a page cannot be; never stand still */
		place(c, r, from, to, h, before, false);
		if (done(r, to))
			return;
		from = to;
		next_page(c, r);
		before = 0;
	}
}

static void
place_row(struct cursor *c, size_t at)
{
	const struct row *r = c->p->ops[at].row;

	if (r->new_page && !(c->top && c->page > 0))
		next_page(c, r);
	double before = c->top ? 0 : r->before, room = BOTTOM_Y - c->y - before;
	if (r->h + followers(c->p, at) <= room) {
		place_whole(c, r, before, false);
		return;
	}
	bool tall = r->h > BOTTOM_Y - TOP_Y - 60;
	/* A row of a table moves to the next page whole unless it fills one by itself. */
	if (r->splits && !r->keep && (tall || (r->head == NULL && least(r) <= room))) {
		place_cut(c, r, before);
		return;
	}
	if (!c->top) {
		next_page(c, r);
		before = 0;
	}
	if (tall && r->plot == NULL)
		place_cut(c, r, before);
	else
		place_whole(c, r, before, false);
}

void
pdf_paginate(struct pdf *p)
{
	struct cursor c = { .p = p, .page = 0, .y = COVER_Y, .top = true };

	for (size_t i = 0; i < p->n_ops; i++)
		if (p->ops[i].kind == OP_ROW)
			place_row(&c, i);
	p->cover_h += COVER_Y + 26;
	p->pages = c.page + 1;
}
