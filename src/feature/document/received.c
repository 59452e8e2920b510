/* SPDX-License-Identifier: MIT */
/* What arrived, on time or late, and the answer to it. */
#include "app/access.h"
#include "app/audit.h"
#include "app/job.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/document/own.h"
#include "feature/framework/framework.h"
#include "feature/organisation/organisation.h"
#include "feature/round/round.h"
#include "sql/document.h"
#include "tpl/feature/document/received.h"

#define ROWS 50

CHOICES(received_states,
	{ "received", M("Received"), NULL }, { "accepted", M("Accepted"), NULL }, { "returned", M("Returned for correction"), NULL },
	{ "superseded", M("Replaced by a newer version"), NULL });
struct list_in { struct str state; bool late; int64_t round; struct str after; };
struct list_row { int64_t id; struct str from, about, state; struct date due_on; struct when arrived; bool late; int64_t round; };
struct list_out { struct list items; struct str next; };
SHAPE(submission_list_in_shape, list_in, FIELD_CHOICE(struct list_in, state, received_states, .label = M("State")),
    FIELD(struct list_in, late, .label = M("Only what came late")), FIELD_REF(struct list_in, round, "review_round", .label = M("Round")),
    FIELD(struct list_in, after, .label = M("After")));
SHAPE(submission_list_row_shape, list_row, FIELD_REF(struct list_row, id, "delivery", .label = M("Id")), FIELD(struct list_row, from, .label = M("From")),
    FIELD(struct list_row, about, .label = M("Self-review")), FIELD(struct list_row, arrived, .label = M("Arrived")),
    FIELD(struct list_row, due_on, .label = M("Deadline")), FIELD(struct list_row, late, .label = M("Late")),
    FIELD(struct list_row, state, .label = M("State")), FIELD_REF(struct list_row, round, "review_round", .label = M("Round")));
SHAPE(submission_list_out_shape, list_out, FIELD(struct list_out, items, .label = M("Received"), .of = &submission_list_row_shape),
    FIELD(struct list_out, next, .label = M("Next")));

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct received_view *v = arena_new(c->mem, struct received_view);
	struct delivery_arrived_row *r;
	struct when before = { INT64_MAX };
	struct str id_part;
	int64_t before_id = 0;
	size_t n;

	struct str at = str_cut(in->after, '-', &id_part);
	if (in->after.n > 0 && (!str_i64(at, &before.ms) || !id_parse(id_part, &before_id)))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	TRY(delivery_arrived(c->db, c->scope, c->mem, S("submission"), in->state, in->late, in->round, before, before_id, ROWS + 1, &r, &n));
	size_t shown = n > ROWS ? ROWS : n;
	struct list_row *items = arena_array(c->mem, struct list_row, shown + 1);
	v->rows = arena_array(c->mem, struct received_row, shown + 1);
	for (size_t i = 0; i < shown; i++) {
		items[i] = (struct list_row){ r[i].id, r[i].from_name, r[i].about, r[i].state, r[i].due_on, r[i].sent_at, r[i].late, r[i].round };
		v->rows[i] = (struct received_row){ .from = r[i].from_name, .about = r[i].about, .state = state_words(c, r[i].state),
			.colour = state_colour(r[i].state), .arrived = r[i].sent_at, .due = r[i].due_on, .late = r[i].late, .again = r[i].replaces != 0,
			.to = URL_ID(c->mem, "/received/{}", r[i].id) };
	}
	v->n = shown;
	v->filtered = in->state.n > 0 || in->late || in->round != 0;
	v->may_import = may(c, "document.import");
	v->may_keys = may(c, "signer.list");
	out->items = (struct list){ items, shown };
	if (n > ROWS) {
		out->next = arena_printf(c->mem, "%lld-%lld", (long long)r[ROWS - 1].sent_at.ms, (long long)r[ROWS - 1].id);
		v->next = url_with(c->mem, URL(c->mem, "/received"), "state", in->state);
		v->next = url_with(c->mem, v->next, "late", in->late ? S("true") : S(""));
		v->next = url_with(c->mem, v->next, "round", in->round != 0 ? id_text(c->mem, in->round) : S(""));
		v->next = url_with(c->mem, v->next, "after", out->next);
	}
	c->data = v;
	return ST_OK;
}

const struct action submission_list_action = { .name = "submission.list", .title = M("Received self-reviews"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &submission_list_in_shape, .out = &submission_list_out_shape, .load = list_load };

void
submission_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	document_list_html(o, c->data);
}

/* ---- answering ---- */

struct return_in { struct str reasons; };
struct answer_out { int64_t document; };
SHAPE(submission_return_in_shape, return_in, FIELD_LONG(struct return_in, reasons, .label = M("Reasons"), .must = true, .max = 4000,
    .hint = M("Say which standards, what is missing or not borne out, and what you want to see instead. The organisation reads this word for word.")));
SHAPE(submission_answer_out_shape, answer_out, FIELD(struct answer_out, document, .label = M("Sealed document")));

struct answering { struct delivery_get_row d; struct held h; struct party us, sender; };

static enum status
answer_begin(struct ctx *c, struct answering *a)
{
	if (delivery_get(c->db, c->scope, c->mem, c->id, &a->d) != ST_OK || !str_is(a->d.kind, "submission") || held_delivered(c, c->id, &a->h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	if (str_is(a->d.state, "superseded"))
		return fail(c, ST_CONFLICT, M("A newer version has arrived. Answer that one."), NULL);
	if (!str_is(a->d.state, "received"))
		return fail(c, ST_CONFLICT, M("This has been answered already."), NULL);
	if (a->h.seal != SEAL_GOOD)
		return fail(c, ST_INVALID, M("This document is broken or not confirmed. It cannot be answered."), NULL);
	TRY(party_get(c, c->scope->org, &a->us));
	return party_get(c, a->d.from_org, &a->sender);
}

/* What the answer does at the sender's end happens there, under the sender's own name, as soon as it has arrived. */
static enum status
answer_send(struct ctx *c, const struct answering *a, const struct held *answer, const char *kind, struct str reasons, struct str code)
{
	struct delivering d = { .document = answer, .from = a->us, .to = a->sender, .kind = str_c(kind), .due_on = a->d.due_on, .arrived = c->now,
		.reasons = reasons, .code = code, .late = a->d.late };
	int64_t id, n;

	TRY(deliver(c, &d, &id));
	if (a->sender.here)
		TRY(job_ask_of(c, a->sender.id, "document.arrive", id_text(c->mem, id)));
	TRY(delivery_answer(c->db, c->scope, c->id, str_is(d.kind, "return") ? S("returned") : S("accepted"), c->now, c->who->account, reasons,
	    answer->d.id, &n));
	return n == 1 ? ST_OK : fail(c, ST_CONFLICT, M("This has been answered already."), NULL);
}

/* The round of another installation's organisation is kept here. */
static enum status
round_told(struct ctx *c, const struct answering *a, enum round_word word)
{
	struct round_place place;
	struct date from;
	int64_t version;

	if (a->sender.here || !date_parse(json_get_str(a->h.body, "period_from"), &from) ||
	    framework_find(c, json_get_str(a->h.body, "framework"), json_get_str(a->h.body, "edition"), &version) != ST_OK)
		return ST_OK;
	return round_note_of(c, a->sender.id, version, from, word, &place);
}

enum status
submission_return_form(struct ctx *c)
{
	struct answering a;

	TRY(answer_begin(c, &a));
	c->data = arena_new(c->mem, struct return_view);
	*(struct return_view *)c->data = (struct return_view){ c->id, a.h.about, a.sender.name };
	return ST_OK;
}

static enum status
return_store(struct ctx *c, void *in_, void *out_)
{
	const struct return_in *in = in_;
	struct answer_out *out = out_;
	struct answering a;
	struct held h;

	TRY(answer_begin(c, &a));
	struct answer_text t = { .from = a.us, .to = a.sender, .about = a.h.about, .answers = hash_hex(c->mem, &a.h.d.hash), .reasons = in->reasons,
		.subject = a.h.subject };
	TRY(document_keep(c, &(struct document_new){ .kind = "return", .about = a.h.about, .json = write_return(c, &t),
	    .subject_kind = SUBJECT_REVIEW, .subject = a.h.subject }, &h));
	TRY(answer_send(c, &a, &h, "return", in->reasons, S("")));
	out->document = h.d.id;
	return round_told(c, &a, ROUND_RETURNED);
}

static enum status
accept_store(struct ctx *c, void *in, void *out_)
{
	struct answer_out *out = out_;
	struct answering a;
	struct held h;

	(void)in;
	TRY(answer_begin(c, &a));
	struct answer_text t = { .from = a.us, .to = a.sender, .about = a.h.about, .answers = hash_hex(c->mem, &a.h.d.hash), .state = S("accepted"),
		.code = a.d.code, .subject = a.h.subject, .due_on = a.d.due_on, .arrived = a.d.sent_at, .late = a.d.late,
		.head = json_get_str(a.h.body, "audit_head") };
	TRY(document_keep(c, &(struct document_new){ .kind = "receipt", .about = a.h.about, .json = write_receipt(c, &t),
	    .subject_kind = SUBJECT_REVIEW, .subject = a.h.subject }, &h));
	TRY(answer_send(c, &a, &h, "receipt", S(""), a.d.code));
	out->document = h.d.id;
	return round_told(c, &a, ROUND_ACCEPTED);
}

void
submission_return_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Received")), URL(c->mem, "/received"));
	document_return_html(o, c->data, page_form(c, &submission_return_in_shape, NULL));
}

const struct action submission_return_action = { .name = "submission.return", .title = M("Return for correction"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &submission_return_in_shape, .out = &submission_answer_out_shape, .store = return_store };
const struct action submission_accept_action = { .name = "submission.accept", .title = M("Accept a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &submission_answer_out_shape, .store = accept_store };
