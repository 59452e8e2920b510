/* SPDX-License-Identifier: MIT */
/* STD-1: an edition that was read is taken as a draft, and published for good. */
#include "app/audit.h"
#include "feature/framework/import.h"
#include "sql/framework.h"

struct version_out { int64_t framework; struct str status; };
SHAPE(framework_version_out_shape, version_out, FIELD_REF(struct version_out, framework, "framework_version", .label = M("Framework")),
    FIELD(struct version_out, status, .label = M("Status")));

/* Reads the text before the writer is held, and the edition before it too, so that both are at hand. */
static enum status
version_load(struct ctx *c, void *in, void *out)
{
	const struct framework_version *r = c->record;
	struct framework *f;
	struct str why;
	int64_t before;

	(void)in, (void)out;
	TRY(framework_parse(c->mem, r->yaml, &f, &why));
	c->data = f;
	return framework_predecessor(c, f, &before);
}

/* Store parts look again: it may have been taken, published, discarded or lifted since. */
static enum status
version_now(struct ctx *c, struct version_about_row *ret)
{
	const struct framework_version *r = c->record;
	enum status st = version_about(c->db, c->mem, c->id, ret);

	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("There is no such framework, or it is not yours to see."), NULL);
	TRY(st);
	audit_record(c, "framework_version", c->id);
	return str_eq(ret->hash, r->hash) ? ST_OK : fail(c, ST_CONFLICT, M("Somebody else has changed or made this meanwhile."), NULL);
}

static enum status
done_already(struct ctx *c, const struct version_about_row *v)
{
	if (str_is(v->status, "published"))
		return fail(c, ST_CONFLICT, M("{key} {edition} is published, and what is published never changes. Give the new text another edition."),
		    "key", v->key, "edition", v->edition, NULL);
	return fail(c, ST_CONFLICT, M("Somebody else has changed or made this meanwhile."), NULL);
}

static enum status
accept_store(struct ctx *c, void *in, void *out_)
{
	struct version_out *out = out_;
	struct version_about_row v;
	int64_t draft, before, n;

	(void)in;
	TRY(version_now(c, &v));
	if (!str_is(v.status, "offered"))
		return done_already(c, &v);
	TRY(framework_not_published(c, v.key, v.edition, &draft));
	if (draft != 0)
		TRY(version_discard(c->db, draft, &n));
	TRY(framework_predecessor(c, c->data, &before));
	TRY(version_accept(c->db, c->id, before, &n));
	*out = (struct version_out){ c->id, S("draft") };
	return n == 1 ? ST_OK : done_already(c, &v);
}

static enum status
discard_store(struct ctx *c, void *in, void *out)
{
	struct version_about_row v;
	int64_t n;

	(void)in, (void)out;
	TRY(version_now(c, &v));
	TRY(version_discard(c->db, c->id, &n));
	return n == 1 ? ST_OK : done_already(c, &v);
}

static enum status
publish_store(struct ctx *c, void *in, void *out_)
{
	struct version_out *out = out_;
	struct version_about_row v;
	int64_t before, n;

	(void)in;
	TRY(version_now(c, &v));
	if (!str_is(v.status, "draft"))
		return done_already(c, &v);
	TRY(framework_predecessor(c, c->data, &before));
	TRY(version_publish(c->db, c->id, c->now, c->who->account, before, &n));
	*out = (struct version_out){ c->id, S("published") };
	return n == 1 ? ST_OK : done_already(c, &v);
}

const struct action framework_accept_action = { .name = "framework.accept", .title = M("Accept as a draft"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &framework_version_out_shape, .record = &framework_type, .load = version_load, .store = accept_store, .national = true };
const struct action framework_discard_action = { .name = "framework.discard", .title = M("Discard a framework that is not published"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .record = &framework_type, .store = discard_store, .national = true };
const struct action framework_publish_action = { .name = "framework.publish", .title = M("Publish a framework"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &framework_version_out_shape, .record = &framework_type, .load = version_load, .store = publish_store,
	.national = true, .fresh = true };
