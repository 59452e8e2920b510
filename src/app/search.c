/* SPDX-License-Identifier: MIT */
#include "app/search.h"
#include <ctype.h>
#include <string.h>
#include "app/access.h"
#include "app/app.h"
#include "app/part.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/app.h"

/* Only letters, digits and what lies above ASCII make words: nothing of the query languages survives. */
static bool
word_byte(unsigned char b)
{
	return b >= 0x80 || isalnum(b);
}

static struct str
words_only(struct arena *a, struct str text)
{
	struct str f = text_fold(a, text);
	char *p = arena_alloc(a, f.n + 1, 1);

	for (size_t i = 0; i < f.n; i++)
		p[i] = word_byte((unsigned char)f.p[i]) ? f.p[i] : ' ';
	return (struct str){ p, f.n };
}

static enum status
words_put(struct ctx *c, const struct search_words *w)
{
	TRY(search_entry_put(c->db, c->scope, w->id, str_c(w->kind), c->now, w->title, NULL));
	if (!w->fresh)
		TRY(search_words_drop(c->db, w->id, NULL));
	return search_words_put(c->db, w->id, arena_printf(c->mem, "o%lld", (long long)c->scope->org), w->text[PRIV_NONE],
	    w->text[PRIV_IDENTITY], w->text[PRIV_SPECIAL], w->text[PRIV_CRIMINAL], w->text[PRIV_FREE_TEXT], NULL);
}

static enum status
words_hold(struct search_held *h, const struct search_words *w)
{
	if (h->n == h->room) {
		struct search_words *more = arena_array(h->mem, struct search_words, h->room = h->room > 0 ? 2 * h->room : 256);
		if (h->n > 0)
			memcpy(more, h->w, h->n * sizeof *more);
		h->w = more;
	}
	struct search_words *to = &h->w[h->n++];
	*to = *w;
	to->title = arena_copy(h->mem, w->title);
	for (int p = 0; p < PRIV__MAX; p++)
		to->text[p] = arena_copy(h->mem, w->text[p]);
	return ST_OK;
}

enum status
search_put(struct ctx *c, const struct record_type *t, int64_t id, const void *rec, bool fresh)
{
	struct buf part[PRIV__MAX];
	struct str text[PRIV__MAX];
	bool any = false;

	for (size_t i = 0; i < t->shape->n; i++)
		any = any || t->shape->f[i].search;
	if (!any)
		return ST_OK;
	for (int p = 0; p < PRIV__MAX; p++)
		buf_init(&part[p], 1 << 18);
	for (size_t i = 0; i < t->shape->n; i++) {
		const struct field *f = &t->shape->f[i];
		if (!f->search)
			continue;
		struct str v = f->type == F_CHOICE ? field_shown(c->mem, f, rec, SIGHT_ALL) : field_value(c->mem, f, rec);
		/* What casework says of people is one matter: found by those who may see all of it, and by nobody else. */
		enum privacy p = t->casework && f->privacy != PRIV_NONE ? PRIV_CRIMINAL : f->privacy;
		buf_str(&part[p], v);
		buf_char(&part[p], ' ');
	}
	if (t->ops->has_ref) {
		struct str ref;
		memcpy(&ref, (const char *)rec + t->ops->at_ref, sizeof ref);
		buf_str(&part[PRIV_NONE], ref);
	}
	bool missing = false;	/* memory, in the midst of it: then nothing is saved */
	for (int p = 0; p < PRIV__MAX; p++)
		missing = missing || (part[p].failed && part[p].n < part[p].max / 2);
	for (int p = 0; p < PRIV__MAX; p++) {
		text[p] = missing ? S("") : words_only(c->mem, buf_view(&part[p]));
		buf_free(&part[p]);
	}
	if (missing)
		return ST_UNAVAILABLE;
	struct search_words w = { .id = id, .fresh = fresh, .kind = t->ops->kind, .title = record_label_open(c, t, rec) };
	for (int p = 0; p < PRIV__MAX; p++)
		w.text[p] = text[p];
	return c->held_words != NULL ? words_hold(c->held_words, &w) : words_put(c, &w);
}

enum status
search_flush(struct ctx *c)
{
	struct search_held *h = c->held_words;

	for (size_t i = 0; i < h->n; i++)
		TRY(words_put(c, &h->w[i]));
	h->n = 0;
	return ST_OK;
}

/* Registers by the viewer's roles; the column for casework by what the viewer may search there. */
static struct sight
search_sight(const struct ctx *c)
{
	struct sight s = sight_for(c->who, SUBJECT_REGISTER, RELATION_NONE, PURPOSE_SEARCH);
	uint32_t criminal = 1u << PRIV_CRIMINAL;

	s.classes &= ~criminal;
	s.classes |= sight_for(c->who, SUBJECT_CASEWORK, RELATION_NONE, PURPOSE_SEARCH).classes & criminal;
	return s;
}

/* Each database's own query text, from at most six words. */
static struct str
query_text(struct ctx *c, struct str query, struct sight sight, bool pg)
{
	struct str words = words_only(c->mem, query), rest = words, w;
	struct buf b;
	size_t n = 0;

	buf_init(&b, 4096);
	if (!pg) {
		buf_lit(&b, "{open");
		static const struct { enum privacy p; const char *column; } columns[] = { { PRIV_IDENTITY, " identity" },
			{ PRIV_SPECIAL, " special" }, { PRIV_CRIMINAL, " criminal" }, { PRIV_FREE_TEXT, " free_text" } };
		for (size_t i = 0; i < countof(columns); i++)
			if (sight_allows(sight, columns[i].p))
				buf_str(&b, str_c(columns[i].column));
		buf_lit(&b, "} : (");
	}
	while (rest.n > 0 && n < 6) {
		w = str_cut(rest, ' ', &rest);
		if (w.n == 0)
			continue;
		if (w.n > 60)
			for (w.n = 60; w.n > 0 && ((unsigned char)w.p[w.n] & 0xc0) == 0x80; w.n--)
				;	/* never through a character */
		if (n++ > 0)
			buf_str(&b, pg ? S(" & ") : S(" AND "));
		if (pg)
			buf_printf(&b, "'%.*s':*", (int)w.n, w.p);	/* quoted: what counts as a space differs by locale */
		else
			buf_printf(&b, "\"%.*s\" *", (int)w.n, w.p);
	}
	if (!pg)
		buf_printf(&b, ") AND scope : \"o%lld\"", (long long)c->scope->org);
	struct str r = n > 0 ? arena_copy(c->mem, buf_view(&b)) : (struct str){ NULL, 0 };
	buf_free(&b);
	return r;
}

/* The index knows organisations; branches and what else hides a record only its own table knows. */
static enum status
hit_fill(struct ctx *c, struct search_hit *h)
{
	const struct record_type *t = h->type, *whole;
	int64_t id = 0;

	h->to = record_url(c, t, h->id);
	if (t->ops->get == NULL)
		return ST_OK;
	void *rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	TRY(t->ops->get(c->db, c->scope, c->mem, h->id, rec));
	whole = part_whole(t, rec, &id);
	if (whole == NULL)
		return ST_OK;
	if (record_head(t, rec).withdrawn_at.ms != 0)	/* taken out: the page of the whole no longer has it */
		return ST_NOT_FOUND;
	void *w = arena_alloc(c->mem, whole->ops->size, _Alignof(max_align_t));
	TRY(whole->ops->get(c->db, c->scope, c->mem, id, w));
	struct str ref = S(""), label = record_label_open(c, whole, w);
	if (whole->ops->has_ref)
		memcpy(&ref, (const char *)w + whole->ops->at_ref, sizeof ref);
	h->title = arena_printf(c->mem, "%.*s%s%.*s", (int)ref.n, ref.p, ref.n > 0 ? " " : "", (int)label.n, label.p);
	h->to = record_url(c, whole, id);
	return ST_OK;
}

enum status
search_query(struct ctx *c, struct str query, int64_t most, struct search_hit **ret, size_t *ret_n)
{
	struct search_find_row *r;
	struct sight sight = search_sight(c);
	struct str q = query_text(c, query, sight, store_is_pg(c->app->store));
	size_t n;

	*ret = NULL;
	*ret_n = 0;
	if (q.n == 0)
		return ST_OK;
	TRY(search_find(c->db, c->scope, c->mem, q, sight_allows(sight, PRIV_IDENTITY), sight_allows(sight, PRIV_SPECIAL),
	    sight_allows(sight, PRIV_CRIMINAL), sight_allows(sight, PRIV_FREE_TEXT), most, &r, &n));
	*ret = arena_array(c->mem, struct search_hit, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct record_type *t = record_type_find(r[i].kind);
		/* Who may not open a kind, or this very record, does not find it either. */
		if (t == NULL || !may(c, str_z(c->mem, arena_printf(c->mem, "%s.view", t->ops->kind))))
			continue;
		struct search_hit h = { r[i].id, t, r[i].title, r[i].at, { { NULL, 0 } } };
		enum status st = hit_fill(c, &h);
		if (st == ST_NOT_FOUND)
			continue;
		TRY(st);
		(*ret)[(*ret_n)++] = h;
	}
	return ST_OK;
}
