/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DOCUMENT_DOCUMENT_H
#define FEATURE_DOCUMENT_DOCUMENT_H
#include "app/ctx.h"
#include "app/document.h"

/* Sealed documents as the installation keeps them: what an organisation sealed, and what was delivered to it.  A
 * document lies once, with the organisation that sealed it or brought it in; a delivery opens it to its recipient. */

enum seal { SEAL_GOOD = 0, SEAL_CHANGED, SEAL_FORGED, SEAL_UNKNOWN_SIGNER, SEAL_FILES };
const char *seal_words(enum seal s);		/* message: "Broken: …" */

struct held_file { int64_t n; struct str name, type, hash; int64_t size, stored; };
struct held {
	struct document d;
	int64_t holder, origin, subject, replaces;
	struct str about, origin_code, subject_kind;
	struct held_file *files;
	size_t n_files;
	enum seal seal;			/* judged at every reading */
	const struct json_node *body;	/* NULL where the stored text is not JSON any more */
};
/* One of the acting organisation's own, or one that was delivered to it (by the delivery's id).  ST_NOT_FOUND. */
enum status held_own(struct ctx *c, int64_t document, struct held *ret) MUST_CHECK;
enum status held_delivered(struct ctx *c, int64_t delivery, struct held *ret) MUST_CHECK;
/* The review inside a submission, with its own seal; a review itself.  False where there is none. */
bool held_review(struct ctx *c, const struct held *h, struct document *ret, enum seal *ret_seal, const struct json_node **ret_body);

struct document_new {
	const char *kind;
	struct str about, json;			/* json: any form; it is made canonical */
	const char *subject_kind;
	int64_t subject, replaces;
	const struct held_file *files;		/* stored ones of the acting organisation */
	size_t n_files;
};
/* In store: seals it as the acting organisation's, now, and keeps it. */
enum status document_keep(struct ctx *c, const struct document_new *n, struct held *ret) MUST_CHECK;
/* The last document of that kind about a record; ST_NOT_FOUND. */
enum status document_latest(struct ctx *c, const char *subject_kind, int64_t subject, const char *kind, int64_t *ret) MUST_CHECK;
#endif
