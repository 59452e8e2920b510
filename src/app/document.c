/* SPDX-License-Identifier: MIT */
#include "app/document.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

#define KIND_MAX 40
#define FILES_MAX 1000
#define FORMAT "wardkeep-document/1"

/* ---- canonical form ---- */

struct member { struct str key; const struct json_node *value; };

static int
member_order(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	return str_cmp(a->key, b->key);
}

static bool
canonical_put(struct arena *a, struct json *j, const struct json_node *n)
{
	struct member *m;

	switch (n->type) {
	case JSON_NULL:
		json_null(j);
		return true;
	case JSON_BOOL:
		json_bool(j, n->b);
		return true;
	case JSON_INT:
		json_i64(j, n->i);
		return true;
	case JSON_REAL:
		return false;
	case JSON_STR:
		json_str(j, n->s);
		return true;
	case JSON_ARRAY:
		json_array(j);
		for (size_t i = 0; i < n->n; i++)
			if (!canonical_put(a, j, n->items[i]))
				return false;
		json_end(j, ']');
		return true;
	case JSON_OBJECT:
		m = arena_array(a, struct member, n->n + 1);
		for (size_t i = 0; i < n->n; i++)
			m[i] = (struct member){ n->keys[i], n->items[i] };
		qsort(m, n->n, sizeof *m, member_order);
		json_object(j);
		for (size_t i = 0; i < n->n; i++) {
			json_key_str(j, m[i].key);
			if (!canonical_put(a, j, m[i].value))
				return false;
		}
		json_end(j, '}');
		return true;
	}
	return false;
}

enum status
document_canonical(struct arena *a, struct str json, struct str *ret, struct str *ret_why)
{
	struct json_node *tree;
	struct buf b;
	struct json j;
	bool fine;

	*ret_why = (struct str){ NULL, 0 };
	TRY(json_parse(a, json, &tree, ret_why));
	/* The longest thing that one byte can become is a \u escape. */
	buf_init(&b, json.n * 6 + 64);
	json_init(&j, &b);
	fine = canonical_put(a, &j, tree);
	if (fine && !b.failed)
		*ret = arena_copy(a, buf_view(&b));
	else
		*ret_why = fine ? S("The document is too large.") :
		    S("Numbers in a document must be whole: a number with a fraction or exponent was found.");
	fine = fine && !b.failed;
	buf_free(&b);
	return fine ? ST_OK : ST_INVALID;
}

/* ---- sealing ---- */

/* What is signed: kind and moment beside the body's hash, so that neither can be exchanged. */
static bool
signed_text(struct str kind, struct when at, const struct hash *hash, char out[static 256], size_t *ret_n)
{
	char hex[65];
	int n;

	if (kind.n == 0 || kind.n > KIND_MAX)
		return false;
	for (size_t i = 0; i < sizeof hash->b; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned)hash->b[i]);
	n = snprintf(out, 256, FORMAT "\nkind %zu %.*s\nsealed %lld\nhash %s\n", kind.n, (int)kind.n, kind.p,
	    (long long)at.ms, hex);
	*ret_n = (size_t)n;
	return n > 0 && n < 256;
}

void
document_seal(struct app *app, struct arena *a, struct str kind, struct str canonical, struct when at, struct document *ret)
{
	char text[256];
	size_t n;

	*ret = (struct document){ .id = id_new(), .kind = arena_copy(a, kind), .body = arena_copy(a, canonical),
		.hash = hash_of(canonical), .sealed_at = at };
	memcpy(ret->signer, app->sign->public, sizeof ret->signer);
	/* A kind that is none of ours leaves a signature of zeroes, which no check accepts. */
	if (signed_text(kind, at, &ret->hash, text, &n))
		sign_make(app->sign, (struct str){ text, n }, ret->signature);
}

enum document_state
document_check(const struct document *d, const uint8_t (*known)[32], size_t n)
{
	struct hash h = hash_of(d->body);
	char text[256];
	size_t len;

	if (!hash_eq(&h, &d->hash))
		return DOCUMENT_CHANGED;
	if (!signed_text(d->kind, d->sealed_at, &d->hash, text, &len) ||
	    !sign_check(d->signer, (struct str){ text, len }, d->signature))
		return DOCUMENT_FORGED;
	if (n == 0)
		return DOCUMENT_GOOD;
	for (size_t i = 0; i < n; i++)
		if (memcmp(known[i], d->signer, sizeof d->signer) == 0)
			return DOCUMENT_GOOD;
	return DOCUMENT_UNKNOWN_SIGNER;
}

/* ---- the file that travels ---- */

/* The envelope begins with a checksum over all bytes that follow it.  It proves nothing about the sender (the
 * signature does), but a file that was damaged on its way is refused as a whole, names of files included. */
#define CHECK_HEAD "{\"check\":\""
#define CHECK_TAIL "\",\"document\":"

static void
pack_body(struct arena *a, struct json *j, const struct document *d, const struct document_file *f, size_t n)
{
	json_object(j);
	json_key(j, "body");
	json_str(j, base64_text(a, d->body));
	json_key(j, "files");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		json_key(j, "bytes");
		json_str(j, base64_text(a, f[i].bytes));
		json_key(j, "hash");
		json_str(j, hash_hex(a, &f[i].hash));
		json_key(j, "name");
		json_str(j, f[i].name);
		json_key(j, "type");
		json_str(j, f[i].type);
		json_end(j, '}');
	}
	json_end(j, ']');
	json_key(j, "format");
	json_str(j, S(FORMAT));
	json_key(j, "hash");
	json_str(j, hash_hex(a, &d->hash));
	json_key(j, "kind");
	json_str(j, d->kind);
	json_key(j, "sealed_at");
	json_i64(j, d->sealed_at.ms);
	json_key(j, "signature");
	json_str(j, hex_text(a, d->signature, sizeof d->signature));
	json_key(j, "signer");
	json_str(j, hex_text(a, d->signer, sizeof d->signer));
	json_end(j, '}');
}

struct str
document_pack(struct arena *a, const struct document *d, const struct document_file *f, size_t n)
{
	size_t most = d->body.n * 2 + 4096;
	struct str out = { NULL, 0 };
	struct buf b;
	struct json j;
	struct hash h;

	for (size_t i = 0; i < n; i++)
		most += f[i].bytes.n * 2 + (f[i].name.n + f[i].type.n) * 6 + 256;
	buf_init(&b, most);
	json_init(&j, &b);
	pack_body(a, &j, d, f, n);
	buf_lit(&b, "}");
	h = hash_of(buf_view(&b));
	if (!b.failed) {
		size_t head = sizeof CHECK_HEAD - 1, tail = sizeof CHECK_TAIL - 1;
		struct str rest = buf_view(&b);
		char *p = arena_alloc(a, head + 64 + tail + rest.n + 1, 1);

		memcpy(p, CHECK_HEAD, head);
		memcpy(p + head, hash_hex(a, &h).p, 64);
		memcpy(p + head + 64, CHECK_TAIL, tail);
		memcpy(p + head + 64 + tail, rest.p, rest.n);
		out = (struct str){ p, head + 64 + tail + rest.n };
	}
	buf_free(&b);
	return out;
}

static bool
only_keys(const struct json_node *n, const char *const *keys, size_t count)
{
	if (n == NULL || n->type != JSON_OBJECT || n->n != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (json_get(n, keys[i]) == NULL)
			return false;
	return true;
}

static bool
word_ok(struct str s, size_t most, const char *also)
{
	if (s.n == 0 || s.n > most)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] != '\0' && strchr(also, s.p[i]) != NULL)))
			return false;
	return true;
}

static bool
file_name_ok(struct arena *a, struct str s)
{
	struct str clean;

	if (s.n == 0 || text_length(s) > 200 || text_clean(a, s, false, &clean) != ST_OK || !str_eq(s, clean))
		return false;
	if (memchr(s.p, '/', s.n) != NULL || memchr(s.p, '\\', s.n) != NULL)
		return false;
	return s.p[0] != '.';
}

static bool
hex_into(struct arena *a, struct str hex, uint8_t *to, size_t n)
{
	struct str raw;

	if (hex.n != 2 * n || !hex_parse(a, hex, &raw) || raw.n != n)
		return false;
	memcpy(to, raw.p, n);
	return str_eq(hex_text(a, to, n), hex);
}

static enum status
unpack_file(struct arena *a, const struct json_node *n, struct document_file *ret, struct str *ret_why)
{
	static const char *const keys[] = { "bytes", "hash", "name", "type" };
	struct hash h;

	*ret_why = S("A file in the document is not described as it should be.");
	if (!only_keys(n, keys, countof(keys)))
		return ST_INVALID;
	ret->name = json_get_str(n, "name");
	ret->type = json_get_str(n, "type");
	if (!file_name_ok(a, ret->name) || !word_ok(ret->type, 100, "/+-.0123456789") ||
	    !hex_into(a, json_get_str(n, "hash"), ret->hash.b, sizeof ret->hash.b))
		return ST_INVALID;
	if (!base64_parse(a, json_get_str(n, "bytes"), &ret->bytes))
		return ST_INVALID;
	h = hash_of(ret->bytes);
	if (!hash_eq(&h, &ret->hash)) {
		*ret_why = arena_printf(a, "The file \"%.*s\" is not the one that was attached: its contents differ.",
		    (int)ret->name.n, ret->name.p);
		return ST_INVALID;
	}
	*ret_why = (struct str){ NULL, 0 };
	return ST_OK;
}

/* Finds the checksum at the start and compares it with the bytes behind it. */
static bool
envelope_whole(struct arena *a, struct str text)
{
	size_t head = sizeof CHECK_HEAD - 1, tail = sizeof CHECK_TAIL - 1, at = head + 64 + tail;
	struct hash h;

	if (text.n <= at || memcmp(text.p, CHECK_HEAD, head) != 0 || memcmp(text.p + head + 64, CHECK_TAIL, tail) != 0)
		return false;
	h = hash_of((struct str){ text.p + at, text.n - at });
	return str_eq(hash_hex(a, &h), (struct str){ text.p + head, 64 });
}

static enum status
unpack_head(struct arena *a, const struct json_node *n, struct document *ret)
{
	const struct json_node *at = json_get(n, "sealed_at");
	struct str again, why;

	ret->kind = json_get_str(n, "kind");
	if (!str_is(json_get_str(n, "format"), FORMAT) || !word_ok(ret->kind, KIND_MAX, "_-"))
		return ST_INVALID;
	if (at->type != JSON_INT || at->i <= 0)
		return ST_INVALID;
	ret->sealed_at.ms = at->i;
	if (!hex_into(a, json_get_str(n, "hash"), ret->hash.b, sizeof ret->hash.b) ||
	    !hex_into(a, json_get_str(n, "signature"), ret->signature, sizeof ret->signature) ||
	    !hex_into(a, json_get_str(n, "signer"), ret->signer, sizeof ret->signer))
		return ST_INVALID;
	if (!base64_parse(a, json_get_str(n, "body"), &ret->body))
		return ST_INVALID;
	/* A body in another form could be read in two ways. */
	TRY(document_canonical(a, ret->body, &again, &why));
	return str_eq(again, ret->body) ? ST_OK : ST_INVALID;
}

enum status
document_unpack(struct arena *a, struct str text, struct document *ret, struct document_file **ret_f, size_t *ret_n, struct str *ret_why)
{
	static const char *const outer[] = { "check", "document" };
	static const char *const keys[] = { "body", "files", "format", "hash", "kind", "sealed_at", "signature", "signer" };
	struct json_node *tree;
	const struct json_node *n, *files;

	text = str_trim(text);
	*ret = (struct document){ .id = 0 };
	if (!envelope_whole(a, text)) {
		*ret_why = S("This is not a sealed document, or it was changed or cut short on its way. Ask for it to be sent again.");
		return ST_INVALID;
	}
	TRY(json_parse(a, text, &tree, ret_why));
	*ret_why = S("This sealed document has a form that this version does not know.");
	if (!only_keys(tree, outer, countof(outer)))
		return ST_INVALID;
	n = json_get(tree, "document");
	if (!only_keys(n, keys, countof(keys)) || unpack_head(a, n, ret) != ST_OK)
		return ST_INVALID;
	files = json_get(n, "files");
	if (files->type != JSON_ARRAY || files->n > FILES_MAX)
		return ST_INVALID;
	*ret_f = arena_array(a, struct document_file, files->n + 1);
	for (size_t i = 0; i < files->n; i++)
		TRY(unpack_file(a, files->items[i], &(*ret_f)[i], ret_why));
	*ret_n = files->n;
	*ret_why = (struct str){ NULL, 0 };
	return ST_OK;
}
