/* SPDX-License-Identifier: MIT */
/* wardkeep verify: every sealed document, its signature and its files, with the name of what is wrong. */
#include <string.h>
#include "base/time.h"
#include "feature/document/own.h"
#include "sql/document.h"

#define BATCH 20

static void
bad_document(struct arena *a, struct buf *bad, const struct document_walk_row *d, const char *what)
{
	struct str at = when_long(a, d->sealed_at), id = arena_printf(a, "%lld", (long long)d->id);

	buf_lit(bad, "The sealed ");
	buf_str(bad, d->kind);
	buf_lit(bad, " \"");
	buf_str(bad, d->about);
	buf_lit(bad, "\" of ");
	buf_str(bad, d->origin_name);
	buf_lit(bad, ", sealed ");
	buf_str(bad, at);
	buf_lit(bad, ", kept by ");
	buf_str(bad, d->org_name);
	buf_lit(bad, " (document ");
	buf_str(bad, id);
	buf_lit(bad, "): ");
	buf_str(bad, str_c(what));
	buf_lit(bad, ".\n");
}

static enum status
signer_counts(struct app *app, struct db *db, struct arena *a, const struct document_walk_row *d, const struct document *doc, bool *ret)
{
	struct signer_get_row k;

	*ret = memcmp(doc->signer, app->sign->public, sizeof doc->signer) == 0;
	if (*ret)
		return ST_OK;
	enum status st = signer_get(db, a, d->origin, d->signer, &k);
	*ret = st == ST_OK && k.trusted_at.ms != 0;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static const char *
seal_wrong(struct arena *a, const struct document_walk_row *d, struct document *ret)
{
	*ret = (struct document){ .id = d->id, .kind = d->kind, .body = d->body, .sealed_at = d->sealed_at };
	if (!hash_parse(d->hash, &ret->hash) || !bytes_from_hex(a, d->signature, ret->signature, sizeof ret->signature) ||
	    !bytes_from_hex(a, d->signer, ret->signer, sizeof ret->signer))
		return "its seal was overwritten";
	switch (document_check(ret, NULL, 0)) {
	case DOCUMENT_CHANGED: return "its text was changed after it was sealed";
	case DOCUMENT_FORGED: return "its signature does not belong to its text";
	case DOCUMENT_GOOD:
	case DOCUMENT_UNKNOWN_SIGNER: break;
	}
	return NULL;
}

static enum status
files_wrong(struct db *db, struct arena *a, const struct document_walk_row *d, struct buf *bad)
{
	struct document_walk_files_row *f;
	struct json_node *body;
	struct str why;
	size_t n;

	TRY(document_walk_files(db, a, d->org, d->id, &f, &n));
	if (json_parse(a, d->body, &body, &why) != ST_OK || body->type != JSON_OBJECT)
		return ST_OK;		/* named already: its text was changed */
	const struct json_node *list = json_get(body, "files");
	if (list == NULL || list->type != JSON_ARRAY || list->n != n || !str_eq(json_get_str(body, "about"), d->about)) {
		bad_document(a, bad, d, "what stands beside it, or the list of its files, is not what was sealed");
		return ST_OK;
	}
	for (size_t i = 0; i < n; i++) {
		struct document_file_pieces_row *p;
		size_t pieces, mark = arena_mark(a);
		struct hasher sum;
		struct hash h;
		TRY(document_file_pieces(db, a, d->org, d->id, f[i].n, &p, &pieces));
		hasher_init(&sum);
		for (size_t k = 0; k < pieces; k++)
			hasher_add(&sum, p[k].bytes.p, p[k].bytes.n);
		h = hasher_end(&sum);
		bool same = str_eq(hash_hex(a, &h), f[i].hash) && list->items[i]->type == JSON_OBJECT && str_eq(json_get_str(list->items[i], "hash"), f[i].hash);
		arena_rewind(a, mark);
		if (!same)
			bad_document(a, bad, d, str_z(a, arena_printf(a, "its file %.*s is not the one that was sealed with it", (int)f[i].name.n, f[i].name.p)));
	}
	return ST_OK;
}

static const struct json_node *
sealed_standard(const struct json_node *review, struct str id)
{
	const struct json_node *areas = review != NULL && review->type == JSON_OBJECT ? json_get(review, "areas") : NULL;

	for (size_t i = 0; areas != NULL && areas->type == JSON_ARRAY && i < areas->n; i++) {
		const struct json_node *s = areas->items[i]->type == JSON_OBJECT ? json_get(areas->items[i], "standards") : NULL;
		for (size_t k = 0; s != NULL && s->type == JSON_ARRAY && k < s->n; k++)
			if (s->items[k]->type == JSON_OBJECT && str_eq(json_get_str(s->items[k], "id"), id))
				return s->items[k];
	}
	return NULL;
}

static bool
is_colour(struct str rating)
{
	return str_is(rating, "red") || str_is(rating, "amber") || str_is(rating, "green");
}

/* The register's own pages show the answers: they must still be the ones that were signed. */
static enum status
answers_changed(struct db *db, struct arena *a, int64_t org, int64_t document, const struct json_node *body, struct str **ret, size_t *ret_n)
{
	struct document_walk_answers_row *r;
	size_t n;

	TRY(document_walk_answers(db, a, org, document, &r, &n));
	*ret = arena_array(a, struct str, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct json_node *s = sealed_standard(json_get(body, "review"), r[i].standard);
		if (s == NULL)
			continue;
		struct str was = json_get_str(s, "rating");
		bool rated = is_colour(was) || is_colour(r[i].rating);
		if ((rated && !str_eq(was, r[i].rating)) || !str_eq(json_get_str(s, "comment"), r[i].comment) ||
		    !str_eq(json_get_str(s, "reason"), r[i].reason) || !str_eq(json_get_str(s, "corrective_action"), r[i].corrective_action))
			(*ret)[(*ret_n)++] = r[i].standard;
	}
	return ST_OK;
}

static enum status
answers_wrong(struct db *db, struct arena *a, const struct document_walk_row *d, struct buf *bad)
{
	struct json_node *body;
	struct str why, *standards;
	size_t n;

	if (!str_is(d->kind, "review") || json_parse(a, d->body, &body, &why) != ST_OK || body->type != JSON_OBJECT)
		return ST_OK;		/* one that is not JSON any more is named already */
	TRY(answers_changed(db, a, d->org, d->id, body, &standards, &n));
	for (size_t i = 0; i < n; i++)
		bad_document(a, bad, d, str_z(a, arena_printf(a, "the answer to standard %.*s in the database is no longer the one that was sealed",
		    (int)standards[i].n, standards[i].p)));
	return ST_OK;
}

/* The review's own page says it too: what it shows comes from tables that somebody may have changed by hand. */
enum status
document_seal_of(struct ctx *c, const char *kind, int64_t record, struct str *ret_broken)
{
	struct str *standards;
	struct held h;
	int64_t id;
	size_t n;

	if (strcmp(kind, "review") != 0)
		return ST_OK;
	enum status st = document_latest(c, kind, record, "review", &id);
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	TRY(held_own(c, id, &h));
	if (h.seal != SEAL_GOOD) {
		*ret_broken = lang_text(c->lang, c->mem, seal_words(h.seal));
		return ST_OK;
	}
	if (h.body == NULL || h.body->type != JSON_OBJECT)
		return ST_OK;
	TRY(answers_changed(c->db, c->mem, c->scope->org, id, h.body, &standards, &n));
	if (n > 0)
		*ret_broken = lang_format(c->lang, c->mem, M("The answer to standard {standard} is not the one that was signed. It has been changed in the database. Read the sealed document instead."),
		    (struct msg_arg[]){ { "standard", standards[0] } }, 1);
	return ST_OK;
}

enum status
document_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	struct document_walk_row *d;
	int64_t after = 0;
	size_t n, mark = arena_mark(a);

	for (;;) {
		TRY(document_walk(db, a, after, BATCH, &d, &n));
		for (size_t i = 0; i < n; i++) {
			struct document doc;
			bool counts = true;
			const char *wrong = seal_wrong(a, &d[i], &doc);
			if (wrong == NULL)
				TRY(signer_counts(app, db, a, &d[i], &doc, &counts));
			if (wrong != NULL || !counts)
				bad_document(a, bad, &d[i], wrong != NULL ? wrong : "it is signed with a key that nobody has confirmed");
			TRY(files_wrong(db, a, &d[i], bad));
			TRY(answers_wrong(db, a, &d[i], bad));
			after = d[i].id;
		}
		arena_rewind(a, mark);
		if (n < BATCH)
			return ST_OK;
	}
}
