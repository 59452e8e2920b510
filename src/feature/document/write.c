/* SPDX-License-Identifier: MIT */
/* The texts of what crosses between organisations.  Each says what it is, from whom, about what, and which files
 * belong to it; keys may stand in any order here, sealing brings them into theirs. */
#include "base/time.h"
#include "feature/document/own.h"
#include "sql/document.h"

#define TEXT_MOST (8u << 20)

enum status
party_get(struct ctx *c, int64_t org, struct party *ret)
{
	struct document_org_row r;
	struct document_takes_part_row here;

	TRY(document_org(c->db, c->mem, org, &r));
	TRY(document_takes_part(c->db, c->mem, org, c->today, &here));
	*ret = (struct party){ .id = r.id, .name = r.name, .code = r.ods_code, .kind = r.kind, .here = here.n > 0 };
	return ST_OK;
}

static void
put(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

static void
put_party(struct json *j, const char *key, const struct party *p)
{
	if (key != NULL)
		json_key(j, key);
	json_object(j);
	put(j, "code", p->code);
	put(j, "kind", p->kind);
	put(j, "name", p->name);
	json_end(j, '}');
}

static void
put_files(struct json *j, const struct held_file *f, size_t n)
{
	json_key(j, "files");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		put(j, "hash", f[i].hash);
		put(j, "name", f[i].name);
		json_key(j, "size");
		json_i64(j, f[i].size);
		put(j, "type", f[i].type);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
begin(struct json *j, struct buf *b, const char *kind, struct str about, const struct party *from)
{
	buf_init(b, TEXT_MOST);
	json_init(j, b);
	json_object(j);
	put(j, "kind", str_c(kind));
	put(j, "about", about);
	put_party(j, "from", from);
}

static struct str
end(struct ctx *c, struct json *j, struct buf *b)
{
	struct str r = S("");

	json_end(j, '}');
	if (!b->failed)
		r = arena_copy(c->mem, buf_view(b));
	buf_free(b);
	return r;
}

struct str
write_review(struct ctx *c, const struct party *from, struct str about, struct str body, struct str post, struct str statement,
    const struct held_file *f, size_t n)
{
	struct json j;
	struct buf b;

	begin(&j, &b, "review", about, from);
	json_key(&j, "review");
	json_raw(&j, body);
	json_key(&j, "signed");
	json_object(&j);
	put(&j, "name", c->who->name);
	put(&j, "post", post);
	put(&j, "statement", statement);
	json_key(&j, "at");
	json_when(&j, c->now);
	json_end(&j, '}');
	put_files(&j, f, n);
	return end(c, &j, &b);
}

struct str
write_submission(struct ctx *c, const struct submission_text *t)
{
	const struct document *r = &t->review->d;
	struct json j;
	struct buf b;

	begin(&j, &b, "submission", t->about, &t->from);
	json_key(&j, "to");
	json_array(&j);
	for (size_t i = 0; i < t->n_to; i++)
		put_party(&j, NULL, &t->to[i]);
	json_end(&j, ']');
	json_key(&j, "sent_at");
	json_when(&j, c->now);
	json_key(&j, "due_on");
	json_date(&j, t->due_on);
	json_key(&j, "subject");
	json_id(&j, t->info.id);
	put(&j, "framework", t->info.framework_key);
	put(&j, "edition", t->info.edition);
	json_key(&j, "period_from");
	json_date(&j, t->info.period_from);
	json_key(&j, "period_to");
	json_date(&j, t->info.period_to);
	put(&j, "replaces", t->replaces);
	put(&j, "audit_head", t->head);
	json_key(&j, "review");
	json_object(&j);
	put(&j, "body", r->body);
	put(&j, "hash", hash_hex(c->mem, &r->hash));
	json_key(&j, "sealed_at");
	json_i64(&j, r->sealed_at.ms);
	put(&j, "signature", seal_hex(c->mem, r));
	put(&j, "signer", hex_text(c->mem, r->signer, sizeof r->signer));
	json_end(&j, '}');
	put_files(&j, t->review->files, t->review->n_files);
	return end(c, &j, &b);
}

/* An answer names what it answers by its hash, so that it cannot be laid beside another version. */
static void
answer_begin(struct json *j, struct buf *b, const char *kind, const struct answer_text *t)
{
	begin(j, b, kind, t->about, &t->from);
	json_key(j, "to");
	json_array(j);
	put_party(j, NULL, &t->to);
	json_end(j, ']');
	put(j, "answers", t->answers);
	json_key(j, "subject");
	json_id(j, t->subject);
	put_files(j, NULL, 0);
}

struct str
write_return(struct ctx *c, const struct answer_text *t)
{
	struct json j;
	struct buf b;

	answer_begin(&j, &b, "return", t);
	put(&j, "reasons", t->reasons);
	put(&j, "returned_by", c->who->name);
	json_key(&j, "at");
	json_when(&j, c->now);
	return end(c, &j, &b);
}

struct str
write_receipt(struct ctx *c, const struct answer_text *t)
{
	struct json j;
	struct buf b;

	answer_begin(&j, &b, "receipt", t);
	put(&j, "state", t->state);
	put(&j, "code", t->code);
	json_key(&j, "arrived_at");
	json_when(&j, t->arrived);
	json_key(&j, "due_on");
	json_date(&j, t->due_on);
	json_key(&j, "late");
	json_bool(&j, t->late);
	put(&j, "audit_head", t->head);
	json_key(&j, "at");
	json_when(&j, c->now);
	return end(c, &j, &b);
}

static void
put_node(struct json *j, const struct json_node *n)
{
	switch (n->type) {
	case JSON_NULL: json_null(j); break;
	case JSON_BOOL: json_bool(j, n->b); break;
	case JSON_INT: json_i64(j, n->i); break;
	case JSON_REAL: json_null(j); break;	/* sealing refuses them */
	case JSON_STR: json_str(j, n->s); break;
	case JSON_ARRAY:
		json_array(j);
		for (size_t i = 0; i < n->n; i++)
			put_node(j, n->items[i]);
		json_end(j, ']');
		break;
	case JSON_OBJECT:
		json_object(j);
		for (size_t i = 0; i < n->n; i++) {
			json_key_str(j, n->keys[i]);
			put_node(j, n->items[i]);
		}
		json_end(j, '}');
		break;
	}
}

struct str
node_text(struct ctx *c, const struct json_node *n)
{
	struct json j;
	struct buf b;
	struct str r = S("");

	buf_init(&b, TEXT_MOST);
	json_init(&j, &b);
	put_node(&j, n);
	if (!b.failed)
		r = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	return r;
}
