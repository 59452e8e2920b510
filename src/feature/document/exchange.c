/* SPDX-License-Identifier: MIT */
/* Between two installations a sealed document travels as a file. */
#include "app/audit.h"
#include "app/file.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/document/own.h"
#include "feature/framework/framework.h"
#include "feature/organisation/organisation.h"
#include "feature/round/round.h"
#include "sql/document.h"
#include "tpl/feature/document/import.h"

#define IMPORT_MOST (24u << 20)

/* ---- out ---- */

static struct str
safe_name(struct ctx *c, struct str about, struct str kind)
{
	char *p = arena_alloc(c->mem, about.n + 1, 1);

	for (size_t i = 0; i < about.n; i++) {
		char x = about.p[i];
		p[i] = (x >= '0' && x <= '9') || (x >= 'A' && x <= 'Z') || (x >= 'a' && x <= 'z') ? x : '-';
	}
	return arena_printf(c->mem, "%.*s-%.*s.wardkeep.json", (int)(about.n < 80 ? about.n : 80), p, (int)kind.n, kind.p);
}

static enum status
export_load(struct ctx *c, void *in, void *out)
{
	struct document_file *f;
	struct held h;

	(void)in, (void)out;
	if (held_own(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	if (str_is(h.d.kind, "review"))
		return fail(c, ST_INVALID, M("A signed self-review leaves the organisation only when it is submitted. Export the submission."), NULL);
	if (h.seal != SEAL_GOOD)
		return fail(c, ST_INVALID, M("This document is broken or not confirmed. It cannot be sent."), NULL);
	f = arena_array(c->mem, struct document_file, h.n_files + 1);
	for (size_t i = 0; i < h.n_files; i++) {
		f[i] = (struct document_file){ .name = h.files[i].name, .type = h.files[i].type };
		TRY(held_file_bytes(c, &h, &h.files[i], &f[i].bytes));
		if (!hash_parse(h.files[i].hash, &f[i].hash))
			return fail(c, ST_INTERNAL, "a file's hash is none", NULL);
	}
	c->download = document_pack(c->mem, &h.d, f, h.n_files);
	if (c->download.n == 0)
		return fail(c, ST_TOO_LARGE, M("This document and its files are too large to send as a file."), NULL);
	c->download_name = safe_name(c, h.about, h.d.kind);
	c->download_type = S("application/octet-stream");
	touch(c, "document", c->id);
	return ST_OK;
}

const struct action document_export_action = { .name = "document.export", .title = M("Download a sealed document"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .load = export_load, .personal = true };

/* ---- in ---- */

struct import_in {
	struct file_ref file;
	struct str text;
	/* own */
	struct held h;
	const struct json_node *body;
};
struct import_out { int64_t id; struct str about, kind, from; bool already; };
SHAPE(document_import_in_shape, import_in, FIELD(struct import_in, file, .label = M("Sealed document"), .hint = M("A file that ends in .wardkeep.json")),
    FIELD_LONG(struct import_in, text, .label = M("The file's text"), .max = IMPORT_MOST));
SHAPE(document_import_out_shape, import_out, FIELD_REF(struct import_out, id, "delivery", .label = M("Delivery")), FIELD(struct import_out, about, .label = M("About")),
    FIELD(struct import_out, kind, .label = M("Kind")), FIELD(struct import_out, from, .label = M("From")),
    FIELD(struct import_out, already, .label = M("Was here already")));

static enum status
refused(struct ctx *c, const char *message)
{
	field_error(c, "file", message, S(""));
	return errors(c);
}

/* What can be told from the file alone. */
static enum status
import_read(struct ctx *c, struct str text, struct import_in *in, struct document_file **ret_f, size_t *ret_n)
{
	struct held *h = &in->h;
	struct json_node *body;
	struct document inner;
	const struct json_node *inner_body;
	struct str why;
	enum seal seal;

	if (document_unpack(c->mem, text, &h->d, ret_f, ret_n, &why) != ST_OK)
		return fail(c, ST_INVALID, M("{why}"), "why", why, NULL);
	switch (document_check(&h->d, NULL, 0)) {
	case DOCUMENT_CHANGED:
		return refused(c, M("The text was changed after it was sealed. It is refused as a whole."));
	case DOCUMENT_FORGED:
		return refused(c, M("The signature does not belong to this text. It is refused as a whole."));
	case DOCUMENT_GOOD:
	case DOCUMENT_UNKNOWN_SIGNER:
		break;
	}
	if (json_parse(c->mem, h->d.body, &body, &why) != ST_OK || body->type != JSON_OBJECT || !str_eq(json_get_str(body, "kind"), h->d.kind) ||
	    json_get(body, "from") == NULL || json_get(body, "from")->type != JSON_OBJECT)
		return refused(c, M("This sealed document has a form that this version does not know."));
	in->body = h->body = body;
	h->about = json_get_str(body, "about");
	h->origin_code = json_get_str(json_get(body, "from"), "code");
	if (!str_is(h->d.kind, "submission") && !str_is(h->d.kind, "return") && !str_is(h->d.kind, "receipt"))
		return refused(c, M("This kind of document does not pass between organisations."));
	h->seal = SEAL_GOOD;
	if (str_is(h->d.kind, "submission") && (!held_review(c, h, &inner, &seal, &inner_body) || seal != SEAL_GOOD))
		return refused(c, M("The signed self-review inside was changed after it was signed. It is refused as a whole."));
	return ST_OK;
}

/* The text names its files by hash: no other may come with it, and none may be missing. */
static enum status
import_files(struct ctx *c, struct held *h, const struct document_file *f, size_t n)
{
	const struct json_node *list = json_get(h->body, "files");

	if (list == NULL || list->type != JSON_ARRAY || list->n != n)
		return refused(c, M("The files are not those that the document names. It is refused as a whole."));
	h->files = arena_array(c->mem, struct held_file, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (list->items[i]->type != JSON_OBJECT || !str_eq(json_get_str(list->items[i], "hash"), hash_hex(c->mem, &f[i].hash)) ||
		    !str_eq(json_get_str(list->items[i], "name"), f[i].name))
			return refused(c, M("The files are not those that the document names. It is refused as a whole."));
		const char *type = file_type_of(f[i].bytes, f[i].name);
		if (type == NULL || f[i].bytes.n > FILE_MAX)
			return refused(c, M("A file in the document is of a kind that is not taken here. It is refused as a whole."));
		h->files[i] = (struct held_file){ (int64_t)i + 1, f[i].name, str_c(type), hash_hex(c->mem, &f[i].hash), (int64_t)f[i].bytes.n, 0 };
	}
	h->n_files = n;
	return ST_OK;
}

static enum status
import_work(struct ctx *c, void *in_, void *out)
{
	struct import_in *in = in_;
	struct document_file *f;
	struct str text = in->text;
	size_t n;

	(void)out;
	for (size_t i = 0; i < c->n_files; i++)
		if (str_is(c->files[i].name, "file"))
			text = c->files[i].body;
	if (text.n == 0)
		return refused(c, M("Choose the file of the sealed document"));
	TRY(import_read(c, text, in, &f, &n));
	TRY(import_files(c, &in->h, f, n));
	for (size_t i = 0; i < n; i++)
		TRY(file_keep_here(c, in->h.files[i].name, in->h.files[i].type, f[i].bytes, &in->h.files[i].stored));
	return ST_OK;
}

/* A key that is new waits for the programme: whoever can send a file could name any sender in it. */
static enum status
signer_known(struct ctx *c, const struct held *h, bool *ret)
{
	struct str key = hex_text(c->mem, h->d.signer, sizeof h->d.signer);
	struct signer_get_row k;
	int64_t n;

	enum status st = signer_get(c->db, c->mem, h->origin, key, &k);
	if (st == ST_NOT_FOUND)
		TRY(signer_note(c->db, id_new(), h->origin, key, c->now, (struct when){ 0 }, 0, &n));
	else if (st != ST_OK)
		return st;
	*ret = st == ST_OK && k.trusted_at.ms != 0;
	return ST_OK;
}

static bool
addressed_to(const struct json_node *body, struct str code)
{
	const struct json_node *to = json_get(body, "to");

	for (size_t i = 0; to != NULL && to->type == JSON_ARRAY && i < to->n; i++)
		if (to->items[i]->type == JSON_OBJECT && code.n > 0 && str_eq(json_get_str(to->items[i], "code"), code))
			return true;
	return false;
}

/* Everybody here to whom it is addressed has it at once, with a receipt that goes back as a file. */
static enum status
submission_arrives(struct ctx *c, const struct held *h, const struct party *sender, int64_t *ret)
{
	const struct json_node *to = json_get(h->body, "to");
	struct date due = { 0 }, from;
	struct round_place place = { .round = 0 };
	int64_t version, national, id;

	(void)date_parse(json_get_str(h->body, "due_on"), &due);
	TRY(organisation_national(c, &national));
	if (date_parse(json_get_str(h->body, "period_from"), &from) && c->scope->org == national &&
	    framework_find(c, json_get_str(h->body, "framework"), json_get_str(h->body, "edition"), &version) == ST_OK)
		TRY(round_note_of(c, h->origin, version, from, ROUND_SENT, &place));
	if (place.round != 0)
		due = place.due_on;
	for (size_t i = 0; i < to->n && i < 8; i++) {
		struct document_org_by_code_row r;
		struct party p;
		if (to->items[i]->type != JSON_OBJECT || document_org_by_code(c->db, c->mem, json_get_str(to->items[i], "code"), &r) != ST_OK)
			continue;
		TRY(party_get(c, r.id, &p));
		p.here = p.here || p.id == c->scope->org;
		if (!p.here)
			continue;
		struct delivering d = { .document = h, .from = *sender, .to = p, .due_on = due, .arrived = c->now,
			.late = due.day != 0 && when_date(c->now).day > due.day, .head = json_get_str(h->body, "audit_head"),
			.place = p.id == national ? place.place : 0, .round = p.id == national ? place.round : 0 };
		TRY(deliver_submission(c, &d, &id));
		if (p.id == c->scope->org)
			*ret = id;
	}
	return ST_OK;
}

/* An answer must be about something that we sent to whoever answers. */
static enum status
answer_arrives(struct ctx *c, const struct held *h, const struct party *sender, int64_t *ret)
{
	struct document_by_hash_row ours;
	struct party us;
	struct when arrived = c->now;
	bool back = str_is(h->d.kind, "return");
	struct str reasons = json_get_str(h->body, "reasons"), code = json_get_str(h->body, "code"), state = json_get_str(h->body, "state");
	int64_t n;

	if (document_by_hash(c->db, c->mem, json_get_str(h->body, "answers"), &ours) != ST_OK || ours.org != c->scope->org)
		return fail(c, ST_INVALID, M("This answers something that your organisation did not submit from here."), NULL);
	TRY(party_get(c, c->scope->org, &us));
	us.here = true;
	struct delivering d = { .document = h, .from = *sender, .to = us, .kind = h->d.kind, .arrived = arrived, .reasons = reasons, .code = code };
	TRY(deliver(c, &d, ret));
	TRY(delivery_answered_by_file(c->db, c->scope, ours.id, sender->id, back ? S("returned") : str_is(state, "accepted") ? S("accepted") : S("received"),
	    code, c->now, reasons, &n));
	if (n == 0)
		return fail(c, ST_INVALID, M("This answers a version that has been replaced or answered already."), NULL);
	return answer_takes_effect(c, *ret);
}

static enum status
import_known(struct ctx *c, const struct held *h, struct import_out *out)
{
	struct document_by_hash_row there;

	enum status st = document_by_hash(c->db, c->mem, hash_hex(c->mem, &h->d.hash), &there);
	if (st == ST_OK) {
		out->already = true;
		out->about = there.about;
		out->kind = there.kind;
		c->goes_to = S("/documents/import");
		c->notice = lang_format(c->lang, c->mem, M("{about} had been brought in before. Nothing was changed."),
		    (struct msg_arg[]){ { "about", there.about } }, 1);
	}
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
import_store(struct ctx *c, void *in_, void *out_)
{
	struct import_in *in = in_;
	struct import_out *out = out_;
	struct document_org_by_code_row origin;
	struct party us, sender;
	struct held h = in->h;
	bool known;

	TRY(import_known(c, &h, out));
	if (out->already)
		return ST_OK;
	if (document_org_by_code(c->db, c->mem, h.origin_code, &origin) != ST_OK)
		return fail(c, ST_INVALID, M("The sender {code} is not in the directory here. An administrator of the national body adds it first."), "code", h.origin_code, NULL);
	if (party_get(c, c->scope->org, &us) != ST_OK)
		return fail(c, ST_INVALID, M("Say which organisation takes the document in."), NULL);
	if (!addressed_to(h.body, us.code))
		return fail(c, ST_INVALID, M("This document is not addressed to {organisation}. It is not taken in."), "organisation", us.name, NULL);
	h.holder = us.id;
	h.origin = origin.id;
	h.subject_kind = S(SUBJECT_REVIEW);
	h.d.id = id_new();
	TRY(party_get(c, origin.id, &sender));
	TRY(signer_known(c, &h, &known));
	if (!known)
		return refuse(c, ST_INVALID, M("{organisation} has signed with a key that nobody here has confirmed yet. Compare it with them by telephone, confirm it under Keys of other organisations, then bring the file in again."),
		    "organisation", origin.name, NULL);
	if (!id_parse(json_get_str(h.body, "subject"), &h.subject))
		return fail(c, ST_INVALID, M("This sealed document has a form that this version does not know."), NULL);
	TRY(document_row_put(c, &h, 0, c->now));
	out->about = h.about;
	out->kind = h.d.kind;
	out->from = origin.name;
	if (str_is(h.d.kind, "submission"))
		TRY(submission_arrives(c, &h, &sender, &out->id));
	else
		TRY(answer_arrives(c, &h, &sender, &out->id));
	c->goes_to = str_is(h.d.kind, "submission") ? URL_ID(c->mem, "/received/{}", out->id).s : URL_ID(c->mem, "/reviews/{}/submissions", h.subject).s;
	return ST_OK;
}

const struct action document_import_action = { .name = "document.import", .title = M("Bring in a sealed document"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &document_import_in_shape, .out = &document_import_out_shape, .work = import_work, .store = import_store, .body = IMPORT_MOST };

void
document_import_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	document_import_html(o, page_form(c, &document_import_in_shape, NULL), may(c, "signer.list"));
}

/* ---- keys ---- */

struct key_row { int64_t id; struct str organisation, key; struct when first_seen, trusted_at; };
struct keys_out { struct list items; };
SHAPE(document_key_row_shape, key_row, FIELD_REF(struct key_row, id, "signer_key", .label = M("Id")), FIELD(struct key_row, organisation, .label = M("Organisation")),
    FIELD(struct key_row, key, .label = M("Key")), FIELD(struct key_row, first_seen, .label = M("First seen")),
    FIELD(struct key_row, trusted_at, .label = M("Confirmed")));
SHAPE(document_keys_out_shape, keys_out, FIELD(struct keys_out, items, .label = M("Keys"), .of = &document_key_row_shape));

/* In groups, as it is read out on the telephone. */
static struct str
key_groups(struct ctx *c, struct str key)
{
	char *p = arena_alloc(c->mem, key.n * 2 + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (i > 0 && i % 4 == 0)
			p[n++] = ' ';
		p[n++] = key.p[i];
	}
	return (struct str){ p, n };
}

static enum status
keys_load(struct ctx *c, void *in, void *out_)
{
	struct keys_view *v = arena_new(c->mem, struct keys_view);
	struct keys_out *out = out_;
	struct signer_list_row *r;
	size_t n;

	(void)in;
	TRY(signer_list(c->db, c->mem, 500, &r, &n));
	struct key_row *items = arena_array(c->mem, struct key_row, n + 1);
	v->lines = arena_array(c->mem, struct key_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct key_row){ r[i].id, r[i].org_name, r[i].key, r[i].first_seen, r[i].trusted_at };
		v->lines[i] = (struct key_line){ r[i].org_name, key_groups(c, r[i].key), r[i].first_seen, r[i].trusted_at.ms != 0,
			URL_ID(c->mem, "/signers/{}/confirm", r[i].id) };
	}
	v->n = n;
	v->own = key_groups(c, hex_text(c->mem, c->app->sign->public, 32));
	v->may_confirm = may(c, "signer.confirm");
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

const struct action signer_list_action = { .name = "signer.list", .title = M("Keys of other organisations"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &document_keys_out_shape, .load = keys_load };

void
signer_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	document_keys_html(o, c->data);
}

enum status
signer_confirm_form(struct ctx *c)
{
	struct signer_by_id_row r;
	struct key_line *v = arena_new(c->mem, struct key_line);

	if (signer_by_id(c->db, c->mem, c->id, &r) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such key."), NULL);
	*v = (struct key_line){ r.org_name, key_groups(c, r.key), r.first_seen, r.trusted_at.ms != 0, URL_ID(c->mem, "/signers/{}/confirm", c->id) };
	c->data = v;
	return ST_OK;
}

static enum status
confirm_store(struct ctx *c, void *in, void *out)
{
	struct party national;
	int64_t org, n;

	(void)in, (void)out;
	/* Where the national body takes part, one administrator cannot vouch for a sender before everybody. */
	TRY(organisation_national(c, &org));
	if (org != 0 && !str_is(c->who->org_kind, "national") && !c->who->operator) {
		TRY(party_get(c, org, &national));
		if (national.here)
			return fail(c, ST_FORBIDDEN, M("The national programme confirms keys here."), NULL);
	}
	TRY(signer_trust(c->db, c->id, c->now, c->who->account, &n));
	audit_record(c, "signer_key", c->id);
	return n == 1 ? ST_OK : fail(c, ST_NOT_FOUND, M("There is no such key, or it is confirmed already."), NULL);
}

const struct action signer_confirm_action = { .name = "signer.confirm", .title = M("Confirm a key"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.store = confirm_store, .fresh = true };

void
signer_confirm_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Keys of other organisations")), URL(c->mem, "/signers"));
	document_confirm_html(o, c->data);
}
