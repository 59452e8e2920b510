/* SPDX-License-Identifier: MIT */
/* STD-3: the tree of a foreign framework, and what rating at each of its depths would mean. */
#include "feature/framework/source.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

struct src_node *
src_add(struct arena *a, struct src_node *up, int place)
{
	struct src_node *n = arena_new(a, struct src_node);

	n->place = place;
	n->up = up;
	n->depth = up->depth + 1;
	if (up->last != NULL)
		up->last->next = n;
	else
		up->first = n;
	n->nth = up->last != NULL ? up->last->nth + 1 : 1;
	up->last = n;
	return n;
}

void
src_said(struct src_list *l, const char *what, const char *why, int64_t n)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].what, what) == 0 && strcmp(l->at[i].why, why) == 0) {
			l->at[i].n += n;
			return;
		}
	if (l->n < countof(l->at))
		l->at[l->n++] = (struct src_said){ what, why, n };
}

/* ---- ids ---- */

static int
entry_cmp(const void *a, const void *b)
{
	return str_cmp(((const struct src_entry *)a)->id, ((const struct src_entry *)b)->id);
}

void
src_index_sort(struct src_index *x)
{
	if (x->n > 0)
		qsort(x->at, x->n, sizeof *x->at, entry_cmp);
}

void *
src_index_find(const struct src_index *x, struct str id)
{
	const struct src_entry key = { .id = id }, *e = x->n > 0 ? bsearch(&key, x->at, x->n, sizeof *x->at, entry_cmp) : NULL;

	return e != NULL ? e->what : NULL;
}

const struct src_entry *
src_index_twice(const struct src_index *x)
{
	for (size_t i = 1; i < x->n; i++)
		if (str_eq(x->at[i].id, x->at[i - 1].id))
			return &x->at[i];
	return NULL;
}

/* ---- text ---- */

static struct str
bullet_off(struct str s)
{
	static const char *const bullets[] = { "• ", "- ", "* ", "o ", "– ", "▪ " };

	s = str_trim(s);
	for (size_t i = 0; i < countof(bullets); i++)
		if (str_starts(s, str_c(bullets[i])))
			return str_trim((struct str){ s.p + strlen(bullets[i]), s.n - strlen(bullets[i]) });
	return s;
}

struct str
src_line(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	s = bullet_off(s);
	for (size_t i = 0; i < s.n; i++) {
		bool space = s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == ' ';
		if (!space)
			p[n++] = s.p[i];
		else if (n > 0 && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	return str_trim((struct str){ p, n });
}

struct str
src_fit(struct arena *a, struct source *s, struct str text, size_t most)
{
	if (text_length(text) <= most)
		return text;
	src_said(&s->left, M("The end of very long texts"), M("They are longer than the place for them: 10,000 characters for a text, 1,000 for a criterion."), 1);
	return text_shorten(a, text, most);
}

/* ---- depths ---- */

static size_t
rated_count(struct source *s, struct src_node *n)
{
	n->n_rated = n->rated;
	if (n->rated && n->depth > s->depth)
		s->depth = n->depth;
	for (struct src_node *i = n->first; i != NULL; i = i->next)
		n->n_rated += rated_count(s, i);
	return n->n_rated;
}

/* Becomes a standard: it stands at the depth, or above it and is rated by itself. */
bool
src_is_standard(const struct src_node *n, int depth)
{
	return n->n_rated > 0 && n->depth > 0 && (n->depth == depth || (n->depth < depth && n->rated));
}

/* Its words only lead in to what stands under it. */
bool
src_leads_in(const struct src_node *n)
{
	return n->first != NULL && n->text.n > 0 && n->text.p[n->text.n - 1] == ':';
}

static size_t
points_below(const struct src_node *n)
{
	size_t k = 0;

	for (const struct src_node *i = n->first; i != NULL; i = i->next)
		k += (i->n_points > 0 ? i->n_points : i->rated && !src_leads_in(i)) + points_below(i);
	return k;
}

/* With the one or two that are made where the source does not tell them. */
static size_t
points_of(const struct src_node *n, int depth)
{
	size_t k = n->n_points + (n->depth == depth ? points_below(n) : 0);

	return (k > 0 ? k : 1) + 2;
}

static void
level_walk(const struct src_node *n, struct src_level *l, bool *named)
{
	if (src_is_standard(n, l->depth)) {
		size_t k = points_of(n, l->depth);
		l->standards++;
		l->criteria += k;
		if (k > l->most)
			l->most = k;
		l->last = n->title.n > 0 ? n->title : n->text;
		if (l->standards == 1)
			l->first = l->last;
		if (n->title.n == 0)
			*named = false;
	}
	if (n->depth < l->depth)
		for (const struct src_node *i = n->first; i != NULL; i = i->next)
			level_walk(i, l, named);
}

bool
src_has_standard(const struct src_node *n, int depth)
{
	bool has = src_is_standard(n, depth);

	for (const struct src_node *i = n->first; i != NULL && n->depth < depth && !has; i = i->next)
		has = src_has_standard(i, depth);
	return has;
}

static size_t
parts_of(const struct src_node *n, int depth, const struct src_node **ret_only)
{
	size_t k = 0;

	for (const struct src_node *i = n->first; i != NULL; i = i->next)
		if (src_has_standard(i, depth)) {
			*ret_only = i;
			k++;
		}
	return k;
}

/* The entry whose children are the key areas: the root, or further down while only one of them holds standards. */
const struct src_node *
src_areas_under(const struct source *s, int depth)
{
	const struct src_node *n = &s->root, *only = NULL;

	while (n->depth + 2 < depth && parts_of(n, depth, &only) == 1 && !src_is_standard(only, depth) && n != only)
		n = only;
	return n;
}

static void
level_of(const struct source *s, struct src_level *l, bool *named)
{
	const struct src_node *only;

	*named = true;
	level_walk(&s->root, l, named);
	l->areas = l->depth == 1 ? 1 : parts_of(src_areas_under(s, l->depth), l->depth, &only);
	l->fits = l->areas <= FRAMEWORK_AREAS && l->standards <= FRAMEWORK_STANDARDS && l->most <= FRAMEWORK_CRITERIA;
}

/* The deepest level at which every standard has a name is what the source's readers speak of; sources that give their
 * entries hardly any names are rated one level above the deepest. */
void
src_settle(struct source *s)
{
	rated_count(s, &s->root);
	s->usual = 0;
	for (int d = 1; d <= s->depth; d++) {
		struct src_level l = { .depth = d };
		bool named;
		level_of(s, &l, &named);
		if (named && l.fits)
			s->usual = d;
		else if (l.fits && d < s->depth && s->usual == 0)
			s->usual = d;
	}
	if (s->usual == 0)
		s->usual = s->depth > 0 ? s->depth : 1;
}

size_t
src_levels(struct arena *a, const struct source *s, struct src_level **ret)
{
	*ret = arena_array(a, struct src_level, (size_t)s->depth + 1);
	for (int d = 1; d <= s->depth; d++) {
		struct src_level *l = &(*ret)[d - 1];
		bool named;
		l->depth = d;
		level_of(s, l, &named);
		l->first = text_shorten(a, src_line(a, l->first), 80);
		l->last = text_shorten(a, src_line(a, l->last), 80);
	}
	return (size_t)s->depth;
}
