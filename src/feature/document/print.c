/* SPDX-License-Identifier: MIT */
/* The review in a sealed document as a file, drawn from the sealed bytes alone. */
#include "base/json.h"
#include "feature/document/own.h"
#include "sql/document.h"

/* Where the seal is broken nothing is drawn: a paper outlives the warning beside it. */
static enum status
review_in(struct ctx *c, const struct held *h, struct str *ret)
{
	const struct json_node *inner = NULL, *text;
	enum seal seal;
	struct document d;

	if (h->seal != SEAL_GOOD && h->seal != SEAL_UNKNOWN_SIGNER)
		return fail(c, ST_INVALID, M("{why}. No file is made from this document."), "why", lang_text(c->lang, c->mem, seal_words(h->seal)), NULL);
	if (h->body == NULL || !held_review(c, h, &d, &seal, &inner) || (text = json_get(inner, "review")) == NULL || text->type != JSON_OBJECT)
		return fail(c, ST_NOT_FOUND, M("There is no self-review in this document."), NULL);
	if (seal != SEAL_GOOD && seal != SEAL_UNKNOWN_SIGNER)
		return fail(c, ST_INVALID, M("{why}. No file is made from this document."), "why", lang_text(c->lang, c->mem, seal_words(seal)), NULL);
	*ret = node_text(c, text);
	return ST_OK;
}

enum status
document_sealed_of(struct ctx *c, const char *kind, int64_t record, struct str *ret)
{
	struct held h;
	int64_t id;

	if (!str_is(S("review"), kind))
		return ST_OK;
	enum status st = document_latest(c, kind, record, "review", &id);
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	TRY(held_own(c, id, &h));
	return review_in(c, &h, ret);
}

static enum status
print_of(struct ctx *c, const struct held *h, const struct review_file_in *in)
{
	struct str json;

	TRY(review_in(c, h, &json));
	return review_file_load(c, json, in->format, h->seal == SEAL_UNKNOWN_SIGNER ? lang_text(c->lang, c->mem, seal_words(h->seal)) : S(""));
}

static enum status
own_load(struct ctx *c, void *in, void *out)
{
	struct held h;

	(void)out;
	if (held_own(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	touch(c, "document", c->id);
	return print_of(c, &h, in);
}

static enum status
received_load(struct ctx *c, void *in, void *out)
{
	struct held h;

	(void)out;
	if (held_delivered(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	touch(c, "delivery", c->id);
	return print_of(c, &h, in);
}

const struct action document_print_action = { .name = "document.print", .title = M("A sealed self-review as a file"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_file_in_shape, .load = own_load, .work = review_file_work, .personal = true, .large = true, .rate = 60 };
const struct action submission_print_action = { .name = "submission.print", .title = M("A received self-review as a file"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_file_in_shape, .load = received_load, .work = review_file_work, .personal = true, .large = true, .rate = 60 };
