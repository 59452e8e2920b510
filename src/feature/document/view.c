/* SPDX-License-Identifier: MIT */
/* A document is shown from its own text alone, with its seal judged at every look. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/document/own.h"
#include "sql/document.h"
#include "tpl/feature/document/view.h"

enum status
held_file_bytes(struct ctx *c, const struct held *h, const struct held_file *f, struct str *ret)
{
	struct document_file_pieces_row *p;
	struct hash want, have;
	struct buf b;
	size_t n;

	TRY(document_file_pieces(c->db, c->mem, h->holder, h->d.id, f->n, &p, &n));
	buf_init(&b, (size_t)ATTACHED_MOST + 4096);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, p[i].bytes);
	*ret = b.failed ? S("") : arena_copy(c->mem, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	have = hash_of(*ret);
	if (failed || !hash_parse(f->hash, &want) || !hash_eq(&want, &have))
		return fail(c, ST_INVALID, M("This file is not the one that was sealed with the document: its contents differ."), NULL);
	return ST_OK;
}

static struct str
party_words(struct ctx *c, const struct json_node *p)
{
	struct str name = json_get_str(p, "name"), code = json_get_str(p, "code");

	return code.n > 0 ? arena_printf(c->mem, "%.*s (%.*s)", (int)name.n, name.p, (int)code.n, code.p) : name;
}

static void
row(struct ctx *c, struct document_view *v, struct summary_row *rows, const char *key, struct str value)
{
	if (value.n > 0)
		rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, key), .value = value };
}

static struct str
moment(struct ctx *c, const struct json_node *n, const char *key)
{
	struct when t;

	return when_parse(json_get_str(n, key), &t) ? when_long(c->mem, t) : S("");
}

static struct str
day(struct ctx *c, const struct json_node *n, const char *key)
{
	struct date d;

	return date_parse(json_get_str(n, key), &d) ? date_long(c->mem, d) : S("");
}

static void
rows_of(struct ctx *c, const struct held *h, const struct json_node *review, struct document_view *v)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, 16);
	const struct json_node *signed_by = review != NULL ? json_get(review, "signed") : NULL, *to = json_get(h->body, "to");

	v->rows = rows;
	row(c, v, rows, M("From"), v->organisation);
	if (to != NULL && to->type == JSON_ARRAY)
		for (size_t i = 0; i < to->n && i < 6; i++)
			row(c, v, rows, M("To"), party_words(c, to->items[i]));
	if (signed_by != NULL && signed_by->type == JSON_OBJECT) {
		struct str name = json_get_str(signed_by, "name"), post = json_get_str(signed_by, "post");
		rows[v->n_rows++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Signed by")),
			.who = { arena_printf(c->mem, "%.*s, %.*s", (int)name.n, name.p, (int)post.n, post.p), PRIV_IDENTITY } };
		row(c, v, rows, M("Signed"), moment(c, signed_by, "at"));
		row(c, v, rows, M("What was signed"), json_get_str(signed_by, "statement"));
	}
	row(c, v, rows, M("Submitted"), moment(c, h->body, "sent_at"));
	row(c, v, rows, M("Arrived"), moment(c, h->body, "arrived_at"));
	row(c, v, rows, M("Deadline"), day(c, h->body, "due_on"));
	row(c, v, rows, M("Receipt code"), json_get_str(h->body, "code"));
	v->reasons = json_get_str(h->body, "reasons");
	const struct json_node *late = json_get(h->body, "late");
	v->late = v->late || (late != NULL && late->type == JSON_BOOL && late->b);
}

static struct str
size_words(struct ctx *c, int64_t bytes)
{
	return bytes < 1024 * 1024 ? arena_printf(c->mem, "%lld KB", (long long)(bytes / 1024 + 1)) :
	    arena_printf(c->mem, "%lld MB", (long long)(bytes / (1024 * 1024)));
}

enum status
document_view_fill(struct ctx *c, const struct held *h, bool delivered, int64_t id, struct document_view *v)
{
	const struct json_node *inner = NULL;
	struct document review;
	enum seal seal = h->seal, inner_seal;

	v->id = id;
	v->about = h->about;
	v->kind = h->d.kind;
	struct file_line *files = arena_array(c->mem, struct file_line, h->n_files + 1);
	for (size_t i = 0; i < h->n_files; i++) {
		struct url to = delivered ? URL_ID(c->mem, "/received/{}/file", id) : URL_ID(c->mem, "/documents/{}/file", id);
		files[i] = (struct file_line){ h->files[i].name, size_words(c, h->files[i].size),
			url_with(c->mem, to, "n", arena_printf(c->mem, "%lld", (long long)h->files[i].n)) };
	}
	v->files = files;
	v->n_files = h->n_files;
	if (h->body != NULL) {
		if (held_review(c, h, &review, &inner_seal, &inner) && seal == SEAL_GOOD)
			seal = inner_seal;
		const struct json_node *from = json_get(h->body, "from"), *text = inner != NULL ? json_get(inner, "review") : NULL;
		v->organisation = from != NULL && from->type == JSON_OBJECT ? party_words(c, from) : S("");
		rows_of(c, h, inner, v);
		v->has_review = text != NULL && text->type == JSON_OBJECT;
		v->review = v->has_review ? node_text(c, text) : S("");
	}
	v->seal = lang_text(c->lang, c->mem, seal_words(seal));
	v->unknown = seal == SEAL_UNKNOWN_SIGNER;
	v->broken = seal != SEAL_GOOD && !v->unknown;
	if (v->has_review && !v->broken && may(c, delivered ? "submission.print" : "document.print"))
		v->print = delivered ? URL_ID(c->mem, "/received/{}/print", id) : URL_ID(c->mem, "/documents/{}/print", id);
	return ST_OK;
}

/* ---- one of the organisation's own ---- */

struct document_out { struct str kind, about, body, hash, seal; struct when sealed_at; bool intact; };
SHAPE(document_out_shape, document_out, FIELD(struct document_out, kind, .label = M("Kind")), FIELD(struct document_out, about, .label = M("About")),
    FIELD(struct document_out, sealed_at, .label = M("Sealed")), FIELD(struct document_out, hash, .label = M("Hash")),
    FIELD(struct document_out, intact, .label = M("Sealed and unchanged")), FIELD(struct document_out, seal, .label = M("Seal")),
    FIELD_LONG(struct document_out, body, .label = M("Text")));

static void
out_fill(struct ctx *c, const struct held *h, const struct document_view *v, struct document_out *out)
{
	*out = (struct document_out){ h->d.kind, h->about, h->d.body, hash_hex(c->mem, &h->d.hash), v->seal, h->d.sealed_at, !v->broken && !v->unknown };
}

static enum status
own_load(struct ctx *c, void *in, void *out)
{
	struct document_view *v = arena_new(c->mem, struct document_view);
	struct held h;

	(void)in;
	if (held_own(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	TRY(document_view_fill(c, &h, false, c->id, v));
	v->answer_file = str_is(h.d.kind, "review") || !may(c, "document.export") ? (struct url){ S("") } : URL_ID(c->mem, "/documents/{}/export", c->id);
	out_fill(c, &h, v, out);
	touch(c, "document", c->id);
	c->data = v;
	return ST_OK;
}

void
document_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct document_view *v = c->data;

	(void)out;
	page_title(c, v->about);
	document_shown_html(o, c, v);
}

const struct action document_view_action = { .name = "document.view", .title = M("Read a sealed document"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &document_out_shape, .load = own_load, .personal = true };

struct file_in { int64_t n; };
SHAPE(document_file_in_shape, file_in, FIELD(struct file_in, n, .label = M("Number of the file"), .must = true, .least = 1, .most = 1000));

static enum status
file_send(struct ctx *c, const struct held *h, int64_t n)
{
	for (size_t i = 0; i < h->n_files; i++) {
		if (h->files[i].n != n)
			continue;
		TRY(held_file_bytes(c, h, &h->files[i], &c->download));
		c->download_name = h->files[i].name;
		c->download_type = h->files[i].type;
		return ST_OK;
	}
	return fail(c, ST_NOT_FOUND, M("The document has no such file."), NULL);
}

static enum status
own_file_load(struct ctx *c, void *in_, void *out)
{
	const struct file_in *in = in_;
	struct held h;

	(void)out;
	if (held_own(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	touch(c, "document", c->id);
	return file_send(c, &h, in->n);
}

const struct action document_file_action = { .name = "document.file", .title = M("Open a file of a sealed document"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &document_file_in_shape, .load = own_file_load, .personal = true };

/* ---- one that was delivered ---- */

struct received_out { struct str kind, about, body, hash, seal, state, code, reasons; struct when sealed_at; bool intact, late; };
SHAPE(document_received_out_shape, received_out, FIELD(struct received_out, kind, .label = M("Kind")), FIELD(struct received_out, about, .label = M("About")),
    FIELD(struct received_out, sealed_at, .label = M("Sealed")), FIELD(struct received_out, hash, .label = M("Hash")),
    FIELD(struct received_out, intact, .label = M("Sealed and unchanged")), FIELD(struct received_out, seal, .label = M("Seal")),
    FIELD(struct received_out, state, .label = M("State")), FIELD(struct received_out, late, .label = M("Late")),
    FIELD(struct received_out, code, .label = M("Receipt")), FIELD(struct received_out, reasons, .label = M("Reasons")),
    FIELD_LONG(struct received_out, body, .label = M("Text")));

static enum status
versions_fill(struct ctx *c, const struct delivery_get_row *d, struct document_view *v)
{
	struct delivery_versions_row *r;
	struct delivered_line *lines;
	size_t n;

	TRY(delivery_versions(c->db, c->scope, c->mem, d->from_org, d->subject, S("submission"), &r, &n));
	lines = arena_array(c->mem, struct delivered_line, n + 1);
	for (size_t i = 0; i < n; i++)
		lines[i] = (struct delivered_line){ .to = r[i].about, .at = r[i].sent_at, .state = state_words(c, r[i].state), .colour = state_colour(r[i].state),
			.late = r[i].late, .reasons = r[i].reasons, .answer = r[i].id != c->id ? URL_ID(c->mem, "/received/{}", r[i].id) : (struct url){ S("") } };
	v->versions = lines;
	v->n_versions = n;
	return ST_OK;
}

static enum status
received_load(struct ctx *c, void *in, void *out_)
{
	struct document_view *v = arena_new(c->mem, struct document_view);
	struct received_out *out = out_;
	struct delivery_get_row d;
	struct document_out base;
	struct held h;

	(void)in;
	if (delivery_get(c->db, c->scope, c->mem, c->id, &d) != ST_OK || held_delivered(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	v->late = d.late;
	TRY(document_view_fill(c, &h, true, c->id, v));
	v->state = d.state;
	v->may_answer = str_is(d.kind, "submission") && str_is(d.state, "received") && !v->broken && may(c, "submission.return");
	if (d.answer != 0 && may(c, "document.export"))
		v->answer_file = URL_ID(c->mem, "/documents/{}", d.answer);
	if (str_is(d.kind, "submission"))
		TRY(versions_fill(c, &d, v));
	out_fill(c, &h, v, &base);
	*out = (struct received_out){ base.kind, base.about, base.body, base.hash, base.seal, d.state, d.code, d.reasons, base.sealed_at, base.intact, d.late };
	touch(c, "delivery", c->id);
	c->data = v;
	return ST_OK;
}

void
submission_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct document_view *v = c->data;

	(void)out;
	page_title(c, v->about);
	page_crumb(c, lang_text(c->lang, c->mem, M("Received")), URL(c->mem, "/received"));
	document_received_html(o, c, v);
}

const struct action submission_view_action = { .name = "submission.view", .title = M("Read what was received"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &document_received_out_shape, .load = received_load, .personal = true };

static enum status
received_file_load(struct ctx *c, void *in_, void *out)
{
	const struct file_in *in = in_;
	struct held h;

	(void)out;
	if (held_delivered(c, c->id, &h) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such document, or it is not yours to see."), NULL);
	touch(c, "delivery", c->id);
	return file_send(c, &h, in->n);
}

const struct action submission_file_action = { .name = "submission.file", .title = M("Open a file of what was received"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &document_file_in_shape, .load = received_file_load, .personal = true };
