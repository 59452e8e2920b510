/* SPDX-License-Identifier: MIT */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H
#include "app/app.h"
#include "base/hash.h"

/* Sealed documents: what passes between organisations.  Canonical JSON (keys in byte order, no spaces, integers and
 * text only), its BLAKE2b-256 hash, an Ed25519 signature over it, files named by hash.  What is shown of a
 * sealed document is drawn from its bytes alone. */
struct document {
	int64_t id;
	struct str kind;	/* "review", "return", "receipt" … */
	struct str body;	/* canonical JSON */
	struct hash hash;
	uint8_t signature[64], signer[32];
	struct when sealed_at;
};
/* Canonical form of any JSON text: ST_INVALID (*ret_why) for floats, duplicate keys, depth over 64. */
enum status document_canonical(struct arena *a, struct str json, struct str *ret, struct str *ret_why) MUST_CHECK;
/* Seals: adds nothing to the body; kind and sealed_at are part of what is signed. */
void document_seal(struct app *app, struct arena *a, struct str kind, struct str canonical, struct when at, struct document *ret);
enum document_state { DOCUMENT_GOOD = 0, DOCUMENT_CHANGED /* hash differs */, DOCUMENT_FORGED /* signature fails */, DOCUMENT_UNKNOWN_SIGNER };
/* known: keys of signers that this installation trusts for that organisation; n == 0 skips that part. */
enum document_state document_check(const struct document *d, const uint8_t (*known)[32], size_t n);
/* One file that carries a document and its attached files between installations: a JSON envelope with base64 parts.
 * files: name, hash, bytes. */
struct document_file { struct str name, type, bytes; struct hash hash; };
struct str document_pack(struct arena *a, const struct document *d, const struct document_file *f, size_t n);
enum status document_unpack(struct arena *a, struct str text, struct document *ret, struct document_file **ret_f, size_t *ret_n, struct str *ret_why) MUST_CHECK;
#endif
