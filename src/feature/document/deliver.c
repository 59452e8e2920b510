/* SPDX-License-Identifier: MIT */
/* Inside one installation a document arrives by a row in the recipient's tray.  Who takes no part here gets it as a
 * file; its row waits until the receipt comes back the same way. */
#include "app/access.h"
#include "app/audit.h"
#include "app/job.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/comparison/comparison.h"
#include "feature/document/own.h"
#include "feature/round/round.h"
#include "sql/document.h"

enum status
deliver(struct ctx *c, const struct delivering *d, int64_t *ret)
{
	const struct held *h = d->document;
	bool here = d->to.here;
	int64_t n;

	*ret = id_new();
	TRY(delivery_insert(c->db, d->to.id, *ret, h->d.id, h->holder, d->from.id, d->kind, h->about, text_sort(c->mem, h->about), h->subject,
	    d->place, d->round, d->due_on, d->arrived, here ? S("received") : S("waiting"), d->late, here ? d->code : S(""),
	    here ? d->arrived : (struct when){ 0 }, d->reasons, h->replaces, &n));
	audit_record(c, "delivery", *ret);
	return ST_OK;
}

/* The receipt is the recipient's document, about the sender's; it keeps the sender's audit head where the sender
 * cannot change it, and goes back at once. */
static enum status
receipt_make(struct ctx *c, const struct delivering *d, struct held *ret)
{
	struct answer_text t = { .from = d->to, .to = d->from, .about = d->document->about, .answers = d->answers_hash, .code = d->code,
		.state = d->state, .head = d->head, .subject = d->document->subject, .due_on = d->due_on, .arrived = d->arrived, .late = d->late };
	struct str text, why;
	struct json_node *body;
	int64_t n;

	if (document_canonical(c->mem, write_receipt(c, &t), &text, &why) != ST_OK || json_parse(c->mem, text, &body, &why) != ST_OK)
		return fail(c, ST_INTERNAL, "a receipt could not be written", NULL);
	*ret = (struct held){ .holder = d->to.id, .origin = d->to.id, .origin_code = d->to.code, .about = d->document->about,
		.subject = d->document->subject, .subject_kind = S(SUBJECT_REVIEW), .body = body };
	document_seal(c->app, c->mem, S("receipt"), text, c->now, &ret->d);
	TRY(document_row_put(c, ret, c->who->account, (struct when){ 0 }));
	return signer_note(c->db, id_new(), d->to.id, hex_text(c->mem, ret->d.signer, 32), c->now, c->now, c->who->account, &n);
}

enum status
receipt_send(struct ctx *c, const struct delivering *d)
{
	struct held receipt;
	int64_t id;

	TRY(receipt_make(c, d, &receipt));
	struct delivering back = { .document = &receipt, .from = d->to, .to = d->from, .kind = S("receipt"), .due_on = d->due_on,
		.arrived = c->now, .late = d->late, .code = d->code };
	return deliver(c, &back, &id);
}

/* What the review inside says in figures; who takes no part here keeps its own. */
static enum status
figures_keep(struct ctx *c, const struct delivering *d, int64_t delivery)
{
	const struct json_node *inner = NULL;
	struct document review;
	enum seal seal;

	if (!d->to.here || !held_review(c, d->document, &review, &seal, &inner) || inner == NULL)
		return ST_OK;
	return comparison_keep(c, d->to.id, delivery, d->from.id, inner->type == JSON_OBJECT ? json_get(inner, "review") : NULL);
}

enum status
deliver_submission(struct ctx *c, struct delivering *d, int64_t *ret)
{
	int64_t n;

	d->kind = S("submission");
	d->state = S("received");
	d->code = secret_text(c->mem);
	d->answers_hash = hash_hex(c->mem, &d->document->d.hash);
	TRY(deliver(c, d, ret));
	TRY(figures_keep(c, d, *ret));
	TRY(delivery_supersede_for(c->db, d->from.id, d->document->subject, d->to.id, *ret, &n));
	return d->to.here ? receipt_send(c, d) : ST_OK;
}

/* ---- what comes back ---- */

enum status
answer_takes_effect(struct ctx *c, int64_t delivery)
{
	struct delivery_get_row v;
	struct review_info info;
	struct held h;
	bool back, accepted;

	enum status st = delivery_get(c->db, c->scope, c->mem, delivery, &v);
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	TRY(held_delivered(c, delivery, &h));
	st = review_info(c, v.subject, &info);
	if (st != ST_OK || h.seal != SEAL_GOOD)
		return st == ST_NOT_FOUND ? ST_OK : st;
	back = str_is(v.kind, "return");
	accepted = str_is(v.kind, "receipt") && str_is(json_get_str(h.body, "state"), "accepted");
	/* An answer to an older version, or a second one, changes nothing any more. */
	if (!str_is(info.state, "submitted") || (!back && !accepted))
		return ST_OK;
	TRY(review_set_state(c, info.id, back ? S("returned") : S("accepted"), 0, back ? json_get_str(h.body, "reasons") : S("")));
	return round_note(c, info.framework, info.period_from, back ? ROUND_RETURNED : ROUND_ACCEPTED);
}

static enum status
arrive_store(struct ctx *c, void *in_, void *out)
{
	const struct job_in *in = in_;
	int64_t delivery;

	(void)out;
	return id_parse(in->cursor, &delivery) ? answer_takes_effect(c, delivery) : ST_OK;
}

const struct action document_arrive_action = { .name = "document.arrive", .title = M("Take in what came back"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &job_in_shape, .out = &job_out_shape, .store = arrive_store };

/* ---- words ---- */

struct str
state_words(struct ctx *c, struct str state)
{
	static const struct { const char *state, *words; } all[] = {
		{ "waiting", M("To be sent as a file") }, { "received", M("Received") }, { "accepted", M("Accepted") },
		{ "returned", M("Returned for correction") }, { "superseded", M("Replaced by a newer version") },
	};

	for (size_t i = 0; i < countof(all); i++)
		if (str_is(state, all[i].state))
			return lang_text(c->lang, c->mem, all[i].words);
	return state;
}

enum tag_colour
state_colour(struct str state)
{
	return str_is(state, "accepted") ? TAG_GREEN : str_is(state, "returned") ? TAG_ORANGE : str_is(state, "waiting") ? TAG_YELLOW :
	    str_is(state, "superseded") ? TAG_GREY : TAG_BLUE;
}
