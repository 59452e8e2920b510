/* SPDX-License-Identifier: MIT */
/* STD-3: a foreign tree becomes key areas, standards and criteria.  It is written as nodes of our own format and read by the
 * one reader of it, so what it may hold and how it is refused is the same for every form. */
#include <string.h>
#include "base/text.h"
#include "feature/framework/source.h"

enum { TITLE = 120, SENTENCE = 400, POINT = 1000, TEXT = 10000, MOST_NOTES = 100 };

struct lift {
	struct fw_reader *r;
	struct source *s;
	int depth;
	const struct src_node *areas;	/* whose children are the key areas */
	struct src_index used;		/* ids of standards, unsorted */
	size_t room, used_n;
	int64_t made_ids;
};

static struct arena *
mem(const struct lift *l)
{
	return l->r->a;
}

/* ---- nodes of our format ---- */

static struct fw_node *
put_node(const struct lift *l, struct fw_node *map, const char *key, enum fw_node_type type, int place)
{
	struct fw_node *n = fw_node_add(l->r, map, type, place);

	n->key = str_c(key);
	return n;
}

static void
put(const struct lift *l, struct fw_node *map, const char *key, struct str value, int place)
{
	if (value.n > 0)
		fw_node_text(l->r, put_node(l, map, key, NODE_SCALAR, place), value);
}

static void
put_plain(const struct lift *l, struct fw_node *map, const char *key, const char *value, int place)
{
	struct fw_node *n = put_node(l, map, key, NODE_SCALAR, place);

	n->s = str_c(value);
	n->plain = true;
}

static void
put_item(const struct lift *l, struct fw_node *list, struct str value, int place)
{
	fw_node_text(l->r, fw_node_add(l->r, list, NODE_SCALAR, place), value);
}

/* ---- ids ---- */

/* "AC-2(1)" → "AC-2.1"; no value where nothing usable is left. */
static struct str
number_of(const struct lift *l, struct str ref)
{
	char *p = arena_alloc(mem(l), ref.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < ref.n; i++) {
		char c = ref.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (word || (n > 0 && (c == '-' || c == '_')))
			p[n++] = c;
		else if (n > 0 && p[n - 1] != '.')
			p[n++] = '.';
	}
	while (n > 0 && p[n - 1] == '.')
		n--;
	struct str s = { p, n };
	return fw_id_valid(s, true) ? s : (struct str){ NULL, 0 };
}

/* Where it stands in the tree: "4.3.2". */
static struct str
place_number(const struct lift *l, const struct src_node *n)
{
	if (n->up == NULL || n->up->depth == 0)
		return arena_printf(mem(l), "%d", n->nth);
	struct str up = place_number(l, n->up);
	return arena_printf(mem(l), "%.*s.%d", (int)up.n, up.p, n->nth);
}

static bool
is_used(const struct lift *l, struct str id)
{
	for (size_t i = 0; i < l->used.n; i++)
		if (str_eq(l->used.at[i].id, id))
			return true;
	return false;
}

static struct str
id_take(struct lift *l, const struct src_node *n)
{
	struct str id = number_of(l, n->ref), base;

	if (id.n == 0 || is_used(l, id)) {
		l->made_ids++;
		id = base = place_number(l, n);
		for (int i = 2; is_used(l, id) || id.n > NUMBER_MAX; i++)
			id = base.n + 4 > NUMBER_MAX ? arena_printf(mem(l), "x%zu", l->used.n + (size_t)i) : arena_printf(mem(l), "%.*s-%d", (int)base.n, base.p, i);
	}
	if (l->used.n < l->room)
		l->used.at[l->used.n++] = (struct src_entry){ id, NULL };
	return id;
}

/* ---- words ---- */

static struct str
fit(const struct lift *l, struct str s, size_t most)
{
	return src_fit(mem(l), l->s, s, most);
}

static struct str
title_of(const struct lift *l, const struct src_node *n)
{
	struct str t = src_line(mem(l), n->title.n > 0 ? n->title : n->text.n > 0 ? n->text : n->ref);

	while (n->title.n > 0 && t.n > 1 && t.p[t.n - 1] == ':')
		t.n--;
	return t.n > 0 ? text_shorten(mem(l), t, TITLE) : place_number(l, n);
}

/* "Governance: the organisation has …" */
static struct str
said_by(const struct lift *l, const struct src_node *n)
{
	struct str t = title_of(l, n), ref = n->ref;

	if (n->title.n == 0 || n->text.n == 0)
		return arena_printf(mem(l), "%.*s%s%.*s", (int)ref.n, ref.p, ref.n > 0 ? " " : "", (int)(n->title.n > 0 ? t.n : n->text.n),
		    n->title.n > 0 ? t.p : n->text.p);
	return arena_printf(mem(l), "%.*s%s%.*s: %.*s", (int)ref.n, ref.p, ref.n > 0 ? " " : "", (int)t.n, t.p, (int)n->text.n, n->text.p);
}

static struct str
above(const struct lift *l, const struct src_node *n)
{
	if (n->up == NULL || n->up->depth == 0)
		return (struct str){ NULL, 0 };
	struct str more = above(l, n->up), one = said_by(l, n->up);
	return more.n == 0 ? one : arena_printf(mem(l), "%.*s\n%.*s", (int)more.n, more.p, (int)one.n, one.p);
}

/* What the source says of the reasons; else what stands above, of which it is a part. */
static struct str
why_of(struct lift *l, const struct src_node *n)
{
	struct str w = str_trim(n->why);

	if (w.n == 0)
		w = above(l, n);
	if (w.n == 0) {
		src_said(&l->s->made, M("Why it matters"), M("The source gives no reasons for these standards."), 1);
		w = S("The source gives no reasons.");
	}
	return fit(l, w, TEXT);
}

/* ---- criteria ---- */

struct point { enum fw_kind kind; struct str words; const char *mark; int place; struct point *next; };
struct points { struct lift *l; struct point *first, *last; size_t n[KIND_ROUTE + 1]; struct fw_names notes; };

static void
point_add(struct points *p, enum fw_kind kind, struct str words, const char *mark, int place)
{
	struct point *x = arena_new(mem(p->l), struct point);

	*x = (struct point){ kind, fit(p->l, words, POINT), mark, place, NULL };
	if (p->last != NULL)
		p->last->next = x;
	else
		p->first = x;
	p->last = x;
	p->n[kind]++;
}

/* Its own number stands behind it, so that what was rated can be found in the source again. */
static struct str
with_ref(struct lift *l, struct str words, struct str ref)
{
	return ref.n == 0 ? words : arena_printf(mem(l), "%.*s (%.*s)", (int)words.n, words.p, (int)ref.n, ref.p);
}

static enum fw_kind
kind_of(const struct src_node *n)
{
	for (; n != NULL; n = n->up)
		if (n->kind != 0)
			return n->kind;
	return KIND_WANTED;
}

/* "You must regularly: change default passwords (2.1)": with what leads in to it. */
static struct str
point_words(struct lift *l, const struct src_node *n, const struct src_node *standard)
{
	struct str t = src_line(mem(l), n->text), lead = { NULL, 0 };

	if (t.n == 0)
		t = title_of(l, n);
	else if (n->title.n > 0) {
		struct str title = title_of(l, n);
		t = arena_printf(mem(l), "%.*s: %.*s", (int)title.n, title.p, (int)t.n, t.p);
	}
	for (const struct src_node *u = n->up; u != standard && lead.n == 0; u = u->up)
		if (src_leads_in(u))
			lead = src_line(mem(l), u->text);
	if (lead.n > 0 && lead.n + t.n + n->ref.n + 4 < POINT)
		t = arena_printf(mem(l), "%.*s %.*s", (int)lead.n, lead.p, (int)t.n, t.p);
	return with_ref(l, t, n->ref);
}

static void
note_add(struct points *p, struct str s)
{
	s = fit(p->l, str_trim(s), TEXT);
	for (size_t i = 0; i < p->notes.n; i++)
		if (str_eq(p->notes.at[i], s))
			return;
	if (s.n == 0)
		return;
	if (p->notes.n == MOST_NOTES)
		src_said(&p->l->s->left, M("Notes"), M("A standard has room for 100 of them."), 1);
	else
		p->notes.at[p->notes.n++] = s;
}

static void
points_own(struct points *p, const struct src_node *n)
{
	for (size_t i = 0; i < n->n_points; i++)
		point_add(p, kind_of(n), with_ref(p->l, src_line(mem(p->l), n->points[i].words), n->points[i].ref), "text", n->points[i].place);
	for (size_t i = 0; i < n->notes.n; i++)
		note_add(p, n->notes.at[i]);
}

/* What is rated below becomes a criterion; what is not leads in to it, or is kept as a note. */
static void
points_below_add(struct points *p, const struct src_node *n, const struct src_node *standard)
{
	for (const struct src_node *i = n->first; i != NULL; i = i->next) {
		if (i->n_points == 0 && i->rated && !src_leads_in(i))
			point_add(p, kind_of(i), point_words(p->l, i, standard), "text", i->place);
		else if (i->text.n > 0 && !(i->n_rated > 0 && src_leads_in(i)))
			note_add(p, said_by(p->l, i));
		points_own(p, i);
		points_below_add(p, i, standard);
	}
}

/* Red and amber need a sentence each, which a source that only says what is wanted does not have. */
static void
points_complete(struct points *p, bool alone, int place)
{
	struct src_list *made = &p->l->s->made;

	if (p->n[KIND_FAILING] == 0) {
		src_said(made, M("The criterion for red"), M("The source only says what is wanted."), 1);
		point_add(p, KIND_FAILING, alone ? S("This is not in place.") : S("None of the points for green is true."), "own", place);
	}
	if (p->n[KIND_NEED] == 0) {
		src_said(made, M("The criterion for amber"), M("The source does not say what is met in part."), 1);
		point_add(p, KIND_NEED, alone ? S("This is in place, at least in part.") : S("Some of the points for green are true."), "own", place);
	}
	if (p->n[KIND_WANTED] == 0) {
		src_said(made, M("The criterion for green"), M("The source only says what falls short."), 1);
		point_add(p, KIND_WANTED, S("All that is wanted is in place."), "own", place);
	}
}

/* Red, amber, green, each as the source has them. */
static void
points_put(const struct points *p, struct fw_node *list)
{
	static const struct { enum fw_kind kind; char letter; } order[] = { { KIND_FAILING, 'R' }, { KIND_NEED, 'N' }, { KIND_WANTED, 'G' } };

	for (size_t k = 0; k < countof(order); k++) {
		int n = 0;
		for (const struct point *x = p->first; x != NULL; x = x->next) {
			if (x->kind != order[k].kind)
				continue;
			struct fw_node *m = fw_node_add(p->l->r, list, NODE_MAP, x->place);
			put(p->l, m, "id", arena_printf(mem(p->l), "%c%d", order[k].letter, ++n), x->place);
			put(p->l, m, "kind", str_c(fw_kind_word(x->kind)), x->place);
			put(p->l, m, "words", x->words, x->place);
			put(p->l, m, "mark", str_c(x->mark), x->place);
		}
	}
}

/* ---- a standard, a key area, the whole ---- */

static void
names_put(struct lift *l, struct fw_node *map, const char *key, const struct fw_names *names, size_t most, int place)
{
	if (names->n == 0)
		return;
	struct fw_node *list = put_node(l, map, key, NODE_LIST, place);
	for (size_t i = 0; i < names->n && i < most; i++)
		put_item(l, list, names->at[i], place);
}

static void
standard_put(struct lift *l, struct fw_node *list, const struct src_node *n)
{
	struct fw_node *m = fw_node_add(l->r, list, NODE_MAP, n->place);
	struct str words = str_trim(n->text.n > 0 ? n->text : n->title), line = src_line(mem(l), words);
	struct points p = { .l = l, .notes = { arena_array(mem(l), struct str, MOST_NOTES), 0 } };

	if (line.n == 0)
		line = title_of(l, n);
	put(l, m, "id", id_take(l, n), n->place);
	put(l, m, "title", title_of(l, n), n->place);
	put(l, m, "headline", text_shorten(mem(l), line, SENTENCE), n->place);
	if (text_length(line) > SENTENCE || (words.n > 0 && memchr(words.p, '\n', words.n) != NULL))
		put(l, m, "text", fit(l, words, TEXT), n->place);
	put(l, m, "rationale", why_of(l, n), n->place);
	put_plain(l, m, "weight", "1", n->place);
	put_plain(l, m, "amber", "true", n->place);
	put(l, m, "outcome_test", S("none"), n->place);
	points_own(&p, n);
	if (n->depth == l->depth)
		points_below_add(&p, n, n);
	bool alone = p.first == NULL;
	if (alone)
		point_add(&p, kind_of(n), line, "headline", n->place);
	points_complete(&p, alone, n->place);
	points_put(&p, put_node(l, m, "criteria", NODE_LIST, n->place));
	names_put(l, m, "references", &n->references, 40, n->place);
	names_put(l, m, "notes", &p.notes, MOST_NOTES, n->place);
}

static int64_t
count_all(const struct src_node *n)
{
	int64_t k = 1;

	for (const struct src_node *i = n->first; i != NULL; i = i->next)
		k += count_all(i);
	return k;
}

static void
leave_out(struct lift *l, const struct src_node *n)
{
	src_said(&l->s->left, M("Entries outside of what is rated"), M("Nothing in them is rated, and they stand under no standard."), count_all(n));
}

static void
standards_put(struct lift *l, struct fw_node *list, const struct src_node *n)
{
	if (n->depth > 0 && n->n_rated == 0) {
		leave_out(l, n);
		return;
	}
	if (src_is_standard(n, l->depth))
		standard_put(l, list, n);
	for (const struct src_node *i = n->first; i != NULL && n->depth < l->depth; i = i->next)
		standards_put(l, list, i);
}

static void
area_put(struct lift *l, struct fw_node *list, const struct src_node *n, size_t nth)
{
	struct fw_node *m = fw_node_add(l->r, list, NODE_MAP, n->place);
	bool whole = n->depth == 0;
	struct str id = whole ? S("1") : number_of(l, n->ref);

	for (const struct fw_node *o = list->first; o != m && id.n > 0; o = o->next)
		if (str_eq(o->first->s, id))
			id.n = 0;
	put(l, m, "id", id.n > 0 ? id : arena_printf(mem(l), "area-%zu", nth), n->place);
	put(l, m, "title", whole ? text_shorten(mem(l), l->s->title, TITLE) : title_of(l, n), n->place);
	if (!whole && n->title.n > 0)
		put(l, m, "about", fit(l, src_line(mem(l), n->text), POINT), n->place);
	standards_put(l, put_node(l, m, "standards", NODE_LIST, n->place), n);
}

static void
areas_put(struct lift *l, struct fw_node *list)
{
	size_t nth = 0;

	if (l->depth == 1) {
		area_put(l, list, l->areas, 1);
		return;
	}
	for (const struct src_node *i = l->areas->first; i != NULL; i = i->next)
		if (src_has_standard(i, l->depth))
			area_put(l, list, i, ++nth);
		else
			leave_out(l, i);
}

static void
references_put(struct lift *l, struct fw_node *map)
{
	if (l->s->n_references == 0)
		return;
	struct fw_node *list = put_node(l, map, "references", NODE_LIST, 1);
	for (size_t i = 0; i < l->s->n_references; i++) {
		struct fw_node *m = fw_node_add(l->r, list, NODE_MAP, 1);
		put(l, m, "id", l->s->references[i].id, 1);
		put(l, m, "title", l->s->references[i].title, 1);
		put(l, m, "standing", S("unconfirmed"), 1);
		put(l, m, "today", l->s->references[i].today, 1);
	}
}

static void
head_put(struct lift *l, struct fw_node *m)
{
	static const char *const kinds[] = { "commissioner", "provider", "national_body", "contractor", "partner" };
	struct source *s = l->s;

	put(l, m, "format", S(FRAMEWORK_FORMAT), 1);
	put(l, m, "key", s->key, 1);
	put(l, m, "edition", s->edition, 1);
	put(l, m, "title", text_shorten(mem(l), src_line(mem(l), s->title), TITLE), 1);
	put(l, m, "origin", S("imported"), 1);
	put(l, m, "origin_note", fit(l, str_trim(s->origin_note), TEXT), 1);
	put(l, m, "about", fit(l, str_trim(s->about.n > 0 ? s->about : s->title), TEXT), 1);
	struct fw_node *list = put_node(l, m, "organisations", NODE_LIST, 1);
	for (size_t i = 0; i < countof(kinds); i++)
		put_item(l, list, str_c(kinds[i]), 1);
	put(l, m, "frequency", S("yearly"), 1);
	put_plain(l, m, "look_back_months", "12", 1);
	put(l, m, "signatory", S("lead"), 1);
	put_item(l, put_node(l, m, "addressees", NODE_LIST, 1), S("board"), 1);
	src_said(&s->made, M("For whom, how often, who signs, who receives it"),
	    M("The source does not say: every kind of organisation, once a year, the board-level lead for security, the board."), 0);
}

enum status
src_lift(struct fw_reader *r, struct source *s, int depth, struct framework **ret)
{
	struct lift l = { .r = r, .s = s, .depth = depth, .room = FRAMEWORK_STANDARDS + 1 };
	struct framework *f = arena_new(r->a, struct framework);
	struct fw_node *m = fw_node_add(r, NULL, NODE_MAP, 1);

	*ret = NULL;
	if (s->root.n_rated == 0)
		return fw_fail(r, s->root.place, "expected at least one entry that can be rated, but there is none");
	if (depth < 1 || depth > s->depth)
		return fw_fail(r, s->root.place, "expected a depth from 1 to %d", s->depth);
	l.used.at = arena_array(r->a, struct src_entry, l.room);
	l.areas = src_areas_under(s, depth);
	head_put(&l, m);
	references_put(&l, m);
	areas_put(&l, put_node(&l, m, "areas", NODE_LIST, 1));
	if (l.made_ids > 0)
		src_said(&s->made, M("Numbers of standards"), M("The source has none, or one that is not usable or stands twice: they are numbered by their place."), l.made_ids);
	TRY(fw_bind(r, &framework_schema, m, f));
	TRY(fw_check_framework(r, f));
	*ret = f;
	return ST_OK;
}
