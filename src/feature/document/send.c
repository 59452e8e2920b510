/* SPDX-License-Identifier: MIT */
/* REV-7: a signed review goes to those whom the framework and the organisation's kind call for. */
#include "app/audit.h"
#include "app/due.h"
#include "base/time.h"
#include "feature/contract/contract.h"
#include "feature/document/own.h"
#include "feature/framework/framework.h"
#include "feature/organisation/organisation.h"
#include "feature/round/round.h"
#include "sql/document.h"
#include "tpl/feature/document/send.h"

static enum status
addressee_add(struct ctx *c, struct addressees *a, int64_t org)
{
	if (org == 0 || org == c->scope->org || a->n == countof(a->to))
		return ST_OK;
	for (size_t i = 0; i < a->n; i++)
		if (a->to[i].id == org)
			return ST_OK;
	return party_get(c, org, &a->to[a->n++]);
}

enum status
addressees_find(struct ctx *c, const struct review_info *info, struct addressees *ret)
{
	const struct framework *f;
	struct contract_party *k;
	struct party us;
	int64_t org = 0;
	size_t n;

	*ret = (struct addressees){ .none = M("This framework is not submitted to anybody: the signed self-review stays with the organisation.") };
	TRY(framework_get(c, info->framework, &f));
	TRY(party_get(c, c->scope->org, &us));
	uint64_t bits = f->addressees.bits;
	if (bits & FW_BIT(ADDRESSEE_NATIONAL_BODY)) {
		TRY(organisation_national(c, &org));
		TRY(addressee_add(c, ret, org));
		ret->none = M("The directory has no national body to send it to. An administrator adds it.");
	}
	if ((bits & FW_BIT(ADDRESSEE_NATIONAL_COMMISSIONER)) && str_is(us.kind, "commissioner")) {
		TRY(organisation_overseer(c, &org));
		TRY(addressee_add(c, ret, org));
	}
	if ((bits & FW_BIT(ADDRESSEE_COORDINATING_COMMISSIONER)) && str_is(us.kind, "provider")) {
		TRY(contract_coordinators_of(c, c->today, &k, &n));
		for (size_t i = 0; i < n; i++)
			TRY(addressee_add(c, ret, k[i].org));
		if (ret->n == 0)
			ret->none = M("No contract that is in force today names a commissioner who coordinates it. Ask the commissioner to record the contract.");
	}
	return ST_OK;
}

enum status
review_due_day(struct ctx *c, const struct review_info *info, struct date *ret)
{
	struct round_place place;

	TRY(round_place_find(c, info->framework, info->period_from, &place));
	*ret = place.round != 0 ? place.due_on : info->due_on;
	return ST_OK;
}

/* ---- sending ---- */

struct send_out { int64_t document; bool late; };
SHAPE(submission_send_out_shape, send_out, FIELD(struct send_out, document, .label = M("Sealed document")), FIELD(struct send_out, late, .label = M("Late")));

enum status
submission_send_form(struct ctx *c)
{
	struct send_view *v = arena_new(c->mem, struct send_view);

	TRY(review_info(c, c->id, &v->info));
	TRY(addressees_find(c, &v->info, &v->to));
	TRY(review_due_day(c, &v->info, &v->due));
	v->when = v->due.day != 0 ? due_words(c, v->due) : S("");
	v->late = v->due.day != 0 && c->today.day > v->due.day;
	v->ready = str_is(v->info.state, "signed");
	v->none = v->to.n == 0 ? lang_text(c->lang, c->mem, v->to.none) : S("");
	c->data = v;
	return ST_OK;
}

static enum status
send_load(struct ctx *c, void *in, void *out)
{
	struct review_info info;
	struct addressees to;

	(void)in, (void)out;
	TRY(review_info(c, c->id, &info));
	return addressees_find(c, &info, &to);	/* parses the framework before the writer is held */
}

/* What was signed must still be what is stored. */
static enum status
signed_review(struct ctx *c, const struct review_info *info, struct held *ret)
{
	if (!str_is(info->state, "signed"))
		return fail(c, ST_INVALID, M("Only a signed self-review can be submitted. The board-level lead signs it first."), NULL);
	enum status st = held_own(c, info->document, ret);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_INVALID, M("The sealed self-review is not there. It must be signed again."), NULL);
	TRY(st);
	if (ret->seal != SEAL_GOOD)
		return fail(c, ST_INVALID, M("The sealed self-review is broken: it is not what was signed. It must be signed again."), NULL);
	return ST_OK;
}

static enum status
send_to_all(struct ctx *c, const struct held *h, const struct submission_text *t, const struct round_place *place, bool late)
{
	int64_t national = 0, id;

	TRY(organisation_national(c, &national));
	for (size_t i = 0; i < t->n_to; i++) {
		struct delivering d = { .document = h, .from = t->from, .to = t->to[i], .due_on = t->due_on, .arrived = c->now, .late = late,
			.head = t->head, .place = t->to[i].id == national ? place->place : 0, .round = t->to[i].id == national ? place->round : 0 };
		TRY(deliver_submission(c, &d, &id));
	}
	return ST_OK;
}

static enum status
send_store(struct ctx *c, void *in, void *out_)
{
	struct submission_text t = { .head = audit_head_text(c->app, c->db, c->mem) };
	struct send_out *out = out_;
	struct round_place place;
	struct addressees to;
	struct held review, before, sent;
	int64_t last = 0;

	(void)in;
	TRY(review_info(c, c->id, &t.info));
	TRY(signed_review(c, &t.info, &review));
	TRY(addressees_find(c, &t.info, &to));
	if (to.n == 0)
		return fail(c, ST_INVALID, to.none, NULL);
	TRY(party_get(c, c->scope->org, &t.from));
	TRY(round_place_find(c, t.info.framework, t.info.period_from, &place));
	t.due_on = place.round != 0 ? place.due_on : t.info.due_on;
	t.about = review_about(c, &t.info);
	t.review = &review;
	t.to = to.to;
	t.n_to = to.n;
	enum status st = document_latest(c, SUBJECT_REVIEW, c->id, "submission", &last);
	if (st == ST_OK) {
		TRY(held_own(c, last, &before));
		t.replaces = hash_hex(c->mem, &before.d.hash);
	} else if (st != ST_NOT_FOUND) {
		return st;
	}
	TRY(document_keep(c, &(struct document_new){ .kind = "submission", .about = t.about, .json = write_submission(c, &t),
	    .subject_kind = SUBJECT_REVIEW, .subject = c->id, .replaces = last, .files = review.files, .n_files = review.n_files }, &sent));
	/* The deadline is a day in the United Kingdom: the whole of it is in time. */
	out->late = t.due_on.day != 0 && when_date(c->now).day > t.due_on.day;
	out->document = sent.d.id;
	TRY(send_to_all(c, &sent, &t, &place, out->late));
	TRY(review_set_state(c, c->id, S("submitted"), 0, S("")));
	return round_note(c, t.info.framework, t.info.period_from, ROUND_SENT);
}

const struct action submission_send_action = { .name = "submission.send", .title = M("Submit a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &submission_send_out_shape, .record = &review_type, .load = send_load, .store = send_store };

void
submission_send_page(struct html *o, struct ctx *c, const void *out)
{
	const struct send_view *v = c->data;

	(void)out;
	page_crumb(c, v->info.title, URL_ID(c->mem, "/reviews/{}", v->info.id));
	document_send_html(o, v, c->form);
}

/* ---- what was sent, with its receipts ---- */

struct version_out { int64_t document; struct str kind, about, to, state, code, reasons; struct when at; bool late, intact; };
struct history_out { struct list items; };
SHAPE(submission_version_shape, version_out, FIELD(struct version_out, document, .label = M("Document")), FIELD(struct version_out, kind, .label = M("Kind")),
    FIELD(struct version_out, about, .label = M("About")), FIELD(struct version_out, at, .label = M("Sealed")),
    FIELD(struct version_out, to, .label = M("To")), FIELD(struct version_out, state, .label = M("State")),
    FIELD(struct version_out, code, .label = M("Receipt")), FIELD(struct version_out, late, .label = M("Late")),
    FIELD(struct version_out, reasons, .label = M("Reasons")), FIELD(struct version_out, intact, .label = M("Sealed and unchanged")));
SHAPE(submission_history_out_shape, history_out, FIELD(struct history_out, items, .label = M("Versions"), .of = &submission_version_shape));

static enum status
sent_version(struct ctx *c, struct sent_version *v, struct version_out *items, size_t *n)
{
	struct delivery_of_document_row *to;
	size_t k;

	TRY(delivery_of_document(c->db, c->scope, c->mem, v->id, &to, &k));
	v->to = arena_array(c->mem, struct delivered_line, k + 1);
	v->n_to = k;
	if (k == 0)
		items[(*n)++] = (struct version_out){ .document = v->id, .kind = v->kind, .about = v->about, .at = v->sealed_at, .intact = !v->broken };
	for (size_t i = 0; i < k; i++) {
		v->to[i] = (struct delivered_line){ .to = to[i].org_name, .state = state_words(c, to[i].state), .colour = state_colour(to[i].state),
			.code = to[i].code, .at = to[i].sent_at, .answered = to[i].answered_at, .late = to[i].late, .reasons = to[i].reasons,
			.waiting = str_is(to[i].state, "waiting"), .returned = str_is(to[i].state, "returned") };
		v->waiting = v->waiting || v->to[i].waiting;
		items[(*n)++] = (struct version_out){ v->id, v->kind, v->about, to[i].org_name, to[i].state, to[i].code, to[i].reasons, to[i].sent_at,
			to[i].late, !v->broken };
	}
	return ST_OK;
}

static enum status
history_load(struct ctx *c, void *in, void *out_)
{
	struct sent_view *v = arena_new(c->mem, struct sent_view);
	struct history_out *out = out_;
	struct document_of_subject_row *rows;
	size_t n, items_n = 0;

	(void)in;
	TRY(review_info(c, c->id, &v->info));
	TRY(document_of_subject(c->db, c->scope, c->mem, S(SUBJECT_REVIEW), c->id, 40, &rows, &n));
	v->versions = arena_array(c->mem, struct sent_version, n + 1);
	struct version_out *items = arena_array(c->mem, struct version_out, n * 8 + 1);
	for (size_t i = 0; i < n; i++) {
		struct sent_version *one = &v->versions[v->n];
		struct held h;
		if (!str_is(rows[i].kind, "submission") && !str_is(rows[i].kind, "review"))
			continue;
		TRY(held_own(c, rows[i].id, &h));
		*one = (struct sent_version){ .id = rows[i].id, .kind = rows[i].kind, .about = rows[i].about, .sealed_at = rows[i].sealed_at,
			.seal = lang_text(c->lang, c->mem, seal_words(h.seal)), .broken = h.seal != SEAL_GOOD, .submission = str_is(rows[i].kind, "submission") };
		TRY(sent_version(c, one, items, &items_n));
		v->n++;
	}
	v->latest = v->n > 0 && v->versions[0].submission && v->versions[0].n_to > 0 ? &v->versions[0] : NULL;
	v->may_send = str_is(v->info.state, "signed") && may(c, "submission.send");
	v->may_export = may(c, "document.export");
	v->may_import = may(c, "document.import");
	out->items = (struct list){ items, items_n };
	c->data = v;
	return ST_OK;
}

const struct action submission_history_action = { .name = "submission.history", .title = M("What was signed and submitted"),
	.access = ACCESS_ROLE, .mode = MODE_READ, .out = &submission_history_out_shape, .record = &review_type, .load = history_load };

void
submission_history_page(struct html *o, struct ctx *c, const void *out)
{
	const struct sent_view *v = c->data;

	(void)out;
	page_crumb(c, v->info.title, URL_ID(c->mem, "/reviews/{}", v->info.id));
	document_sent_html(o, v);
}
