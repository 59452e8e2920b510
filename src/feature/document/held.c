/* SPDX-License-Identifier: MIT */
/* Keeping sealed documents, and reading them back with their seal judged anew each time. */
#include <string.h>
#include "app/audit.h"
#include "app/file.h"
#include "base/ids.h"
#include "base/json.h"
#include "feature/document/own.h"
#include "sql/document.h"

const char *
seal_words(enum seal s)
{
	switch (s) {
	case SEAL_GOOD: return M("Sealed and unchanged");
	case SEAL_CHANGED: return M("Broken: the text was changed after it was sealed");
	case SEAL_FORGED: return M("Broken: the signature does not belong to this text");
	case SEAL_UNKNOWN_SIGNER: return M("Signed with a key that nobody has confirmed for this organisation");
	case SEAL_FILES: return M("Broken: the files are not those that were sealed");
	}
	return "";
}

static enum seal
seal_of(enum document_state s)
{
	switch (s) {
	case DOCUMENT_GOOD: return SEAL_GOOD;
	case DOCUMENT_CHANGED: return SEAL_CHANGED;
	case DOCUMENT_FORGED: return SEAL_FORGED;
	case DOCUMENT_UNKNOWN_SIGNER: return SEAL_UNKNOWN_SIGNER;
	}
	return SEAL_CHANGED;
}

bool
bytes_from_hex(struct arena *a, struct str hex, uint8_t *to, size_t n)
{
	struct str raw;

	if (!hex_parse(a, hex, &raw) || raw.n != n)
		return false;
	memcpy(to, raw.p, n);
	return true;
}

/* The keys that count for an organisation: this installation's own, and those that the programme confirmed. */
static enum status
keys_of(struct ctx *c, int64_t org, uint8_t (**ret)[32], size_t *ret_n)
{
	struct signer_trusted_row *rows;
	uint8_t (*keys)[32];
	size_t n, out = 1;

	TRY(signer_trusted(c->db, c->mem, org, &rows, &n));
	keys = arena_alloc_array(c->mem, 32, n + 1, 1);
	memcpy(keys[0], c->app->sign->public, 32);
	for (size_t i = 0; i < n; i++)
		out += bytes_from_hex(c->mem, rows[i].key, keys[out], 32);
	*ret = keys;
	*ret_n = out;
	return ST_OK;
}

/* Does the text name the same files, in the same order, as the rows beside it? */
static bool
files_agree(const struct held *h)
{
	const struct json_node *list = json_get(h->body, "files");

	if (list == NULL || list->type != JSON_ARRAY || list->n != h->n_files)
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i]->type != JSON_OBJECT || !str_eq(json_get_str(list->items[i], "hash"), h->files[i].hash) ||
		    !str_eq(json_get_str(list->items[i], "name"), h->files[i].name))
			return false;
	return true;
}

/* What stands beside the text in its row must say the same as the text. */
static bool
row_agrees(const struct held *h)
{
	const struct json_node *from = json_get(h->body, "from");

	return from != NULL && from->type == JSON_OBJECT && str_eq(json_get_str(h->body, "kind"), h->d.kind) &&
	    str_eq(json_get_str(from, "code"), h->origin_code) && str_eq(json_get_str(h->body, "about"), h->about);
}

static enum status
judge_seal(struct ctx *c, struct held *h, bool whole)
{
	uint8_t (*keys)[32];
	struct json_node *body = NULL;
	struct str why;
	size_t n;

	TRY(keys_of(c, h->origin, &keys, &n));
	h->seal = whole ? seal_of(document_check(&h->d, (const uint8_t (*)[32])keys, n)) : SEAL_CHANGED;
	if (json_parse(c->mem, h->d.body, &body, &why) != ST_OK || body->type != JSON_OBJECT) {
		h->seal = SEAL_CHANGED;
		return ST_OK;
	}
	h->body = body;
	if (h->seal == SEAL_GOOD && !row_agrees(h))
		h->seal = SEAL_CHANGED;
	else if (h->seal == SEAL_GOOD && !files_agree(h))
		h->seal = SEAL_FILES;
	return ST_OK;
}

#define HELD_OF(r) \
	{ .d = { .id = (r).id, .kind = (r).kind, .body = (r).body, .sealed_at = (r).sealed_at }, .holder = (r).org, .origin = (r).origin, \
	    .subject = (r).subject, .replaces = (r).replaces, .about = (r).about, .origin_code = (r).origin_code, .subject_kind = (r).subject_kind }
#define HELD_SEAL_OF(c, h, r) \
	(hash_parse((r).hash, &(h)->d.hash) && bytes_from_hex((c)->mem, (r).signature, (h)->d.signature, 64) && \
	    bytes_from_hex((c)->mem, (r).signer, (h)->d.signer, 32))
#define HELD_FILES(h, rows, n_rows) \
	for (size_t i_ = 0; i_ < (n_rows); i_++) \
		(h)->files[i_] = (struct held_file){ (rows)[i_].n, (rows)[i_].name, (rows)[i_].type, (rows)[i_].hash, (rows)[i_].size, (rows)[i_].stored.id }

enum status
held_own(struct ctx *c, int64_t document, struct held *ret)
{
	struct document_own_files_row *f;
	struct document_own_row r;

	TRY(document_own(c->db, c->scope, c->mem, document, &r));
	*ret = (struct held)HELD_OF(r);
	TRY(document_own_files(c->db, c->scope, c->mem, document, &f, &ret->n_files));
	ret->files = arena_array(c->mem, struct held_file, ret->n_files + 1);
	HELD_FILES(ret, f, ret->n_files);
	return judge_seal(c, ret, HELD_SEAL_OF(c, ret, r));
}

enum status
held_delivered(struct ctx *c, int64_t delivery, struct held *ret)
{
	struct document_delivered_files_row *f;
	struct document_delivered_row r;

	TRY(document_delivered(c->db, c->scope, c->mem, delivery, &r));
	*ret = (struct held)HELD_OF(r);
	TRY(document_delivered_files(c->db, c->scope, c->mem, delivery, &f, &ret->n_files));
	ret->files = arena_array(c->mem, struct held_file, ret->n_files + 1);
	HELD_FILES(ret, f, ret->n_files);
	return judge_seal(c, ret, HELD_SEAL_OF(c, ret, r));
}

/* The signed review lies in the submission as text with its seal, so that it can be proved by itself. */
bool
held_review(struct ctx *c, const struct held *h, struct document *ret, enum seal *ret_seal, const struct json_node **ret_body)
{
	const struct json_node *in;
	struct json_node *body;
	struct str why;

	if (str_is(h->d.kind, "review") && h->body != NULL) {
		*ret = h->d;
		*ret_seal = h->seal;
		*ret_body = h->body;
		return true;
	}
	in = h->body != NULL ? json_get(h->body, "review") : NULL;
	if (in == NULL || in->type != JSON_OBJECT || !str_is(h->d.kind, "submission"))
		return false;
	*ret = (struct document){ .kind = S("review"), .body = json_get_str(in, "body"), .sealed_at = { json_get_i64(in, "sealed_at", 0) } };
	if (json_parse(c->mem, ret->body, &body, &why) != ST_OK || body->type != JSON_OBJECT)
		return false;
	*ret_body = body;
	*ret_seal = SEAL_CHANGED;
	if (hash_parse(json_get_str(in, "hash"), &ret->hash) && bytes_from_hex(c->mem, json_get_str(in, "signature"), ret->signature, 64) &&
	    bytes_from_hex(c->mem, json_get_str(in, "signer"), ret->signer, 32))
		*ret_seal = seal_of(document_check(ret, &h->d.signer, 1));
	/* The outer seal holds the inner one: a broken cover leaves nothing proved. */
	if (h->seal != SEAL_GOOD)
		*ret_seal = h->seal;
	return true;
}

/* ---- sealing ---- */

struct str
seal_hex(struct arena *a, const struct document *d)
{
	return hex_text(a, d->signature, sizeof d->signature);
}

enum status
document_row_put(struct ctx *c, const struct held *h, int64_t sealed_by, struct when imported_at)
{
	const struct document *d = &h->d;
	int64_t n;

	TRY(document_insert(c->db, h->holder, d->id, d->kind, h->about, d->body, hash_hex(c->mem, &d->hash), seal_hex(c->mem, d),
	    hex_text(c->mem, d->signer, sizeof d->signer), d->sealed_at, sealed_by, h->origin, h->origin_code, h->subject_kind,
	    h->subject, h->replaces, imported_at, &n));
	for (size_t i = 0; i < h->n_files; i++) {
		const struct held_file *f = &h->files[i];
		TRY(document_file_insert(c->db, c->scope, d->id, (int64_t)i + 1, f->name, f->type, f->size, f->hash,
		    (struct file_ref){ f->stored }, &n));
		/* Evidence belongs to its record already; what came with an import belongs to nothing yet. */
		if (imported_at.ms != 0)
			TRY(file_link(c, f->stored));
	}
	audit_record(c, "document", d->id);
	return ST_OK;
}

enum status
document_keep(struct ctx *c, const struct document_new *new, struct held *ret)
{
	struct document_org_row org;
	struct json_node *body;
	struct str text, why;
	int64_t n;

	TRY(document_org(c->db, c->mem, c->scope->org, &org));
	if (document_canonical(c->mem, new->json, &text, &why) != ST_OK || json_parse(c->mem, text, &body, &why) != ST_OK)
		return fail(c, ST_INTERNAL, "a document could not be written in canonical form", NULL);
	*ret = (struct held){ .holder = org.id, .origin = org.id, .origin_code = org.ods_code, .about = new->about, .subject = new->subject,
		.subject_kind = str_c(new->subject_kind), .replaces = new->replaces, .n_files = new->n_files, .body = body };
	ret->files = arena_array(c->mem, struct held_file, new->n_files + 1);
	for (size_t i = 0; i < new->n_files; i++)
		ret->files[i] = new->files[i];
	document_seal(c->app, c->mem, str_c(new->kind), text, c->now, &ret->d);
	TRY(document_row_put(c, ret, c->who->account, (struct when){ 0 }));
	TRY(signer_note(c->db, id_new(), org.id, hex_text(c->mem, ret->d.signer, 32), c->now, c->now, c->who->account, &n));
	return row_agrees(ret) && files_agree(ret) ? ST_OK : fail(c, ST_INTERNAL, "a document disagrees with its row", NULL);
}

enum status
document_latest(struct ctx *c, const char *subject_kind, int64_t subject, const char *kind, int64_t *ret)
{
	struct document_last_row r;

	TRY(document_last(c->db, c->scope, c->mem, str_c(subject_kind), subject, str_c(kind), &r));
	*ret = r.id;
	return ST_OK;
}
