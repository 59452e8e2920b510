/* SPDX-License-Identifier: MIT */
/* STD-1, STD-3: a framework comes in as one text, is looked at, taken as a draft, and published for good. */
#include <string.h>
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "feature/framework/cache.h"
#include "feature/framework/own.h"
#include "sql/framework.h"
#include "tpl/feature/framework/import.h"

#define OFFER_KEPT_MS (7 * 24 * 60 * 60 * 1000ll)

struct import_in { struct str text; struct file_ref file; struct str source; bool publish; /* parsed in work: */ struct framework *f; struct str yaml, hash; };
struct import_out { int64_t framework; struct str key, edition, title, status; int64_t areas, standards, criteria; };
SHAPE(framework_import_shape, import_in,
    FIELD(struct import_in, file, .label = M("File"), .hint = M("A YAML file of at most 2 MB")),
    FIELD_LONG(struct import_in, text, .label = M("Or its text"), .max = YAML_MAX));
SHAPE(framework_take_shape, import_in,
    FIELD_LONG(struct import_in, text, .label = M("Text"), .max = YAML_MAX, .must = true),
    FIELD(struct import_in, source, .label = M("Name of the file")),
    FIELD(struct import_in, publish, .label = M("Publish it at once")));
SHAPE(framework_import_out_shape, import_out,
    FIELD_REF(struct import_out, framework, "framework_version", .label = M("Framework")),
    FIELD(struct import_out, key, .label = M("Key")), FIELD(struct import_out, edition, .label = M("Edition")),
    FIELD(struct import_out, title, .label = M("Title")), FIELD(struct import_out, status, .label = M("Status")),
    FIELD(struct import_out, areas, .label = M("Key areas")), FIELD(struct import_out, standards, .label = M("Standards")),
    FIELD(struct import_out, criteria, .label = M("Criteria")));

/* ---- reading ---- */

struct str
upload_text(struct ctx *c, const char *field)
{
	for (size_t i = 0; i < c->n_files; i++)
		if (str_is(c->files[i].name, field) && c->files[i].body.n > 0)
			return c->files[i].body;
	return (struct str){ NULL, 0 };
}

static enum status
text_refused(struct ctx *c, const char *field, struct str source, struct str why)
{
	if (source.n > 0)
		why = arena_printf(c->mem, "%.*s: %.*s", (int)source.n, source.p, (int)why.n, why.p);
	field_error(c, field, M("Nothing was taken. {value}"), why);
	return errors(c);
}

static enum status
import_read(struct ctx *c, struct import_in *in)
{
	struct str file = upload_text(c, "file"), text = file.n > 0 ? file : in->text, why = { NULL, 0 };
	const char *field = file.n > 0 ? "file" : "text";
	struct hash h;
	struct buf b;

	if (str_empty(text)) {
		field_error(c, "text", M("Choose a file, or put in the text"), S(""));
		return errors(c);
	}
	if (framework_parse(c->mem, text, &in->f, &why) != ST_OK ||
	    framework_check_names(c->mem, in->f, shipped_evidence_kinds(), shipped_live_facts(), &why) != ST_OK)
		return text_refused(c, field, in->source, why);
	buf_init(&b, 2 * YAML_MAX);
	framework_write_yaml(in->f, &b);
	in->yaml = arena_copy(c->mem, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	h = hash_of(in->yaml);
	in->hash = hash_hex(c->mem, &h);
	return failed ? ST_TOO_LARGE : ST_OK;
}

static enum status
import_work(struct ctx *c, void *in, void *out)
{
	(void)out;
	return import_read(c, in);
}

/* ---- writing ---- */

/* The edition before, where it is here; its change map must account for all of it. */
static enum status
predecessor(struct ctx *c, const struct framework *f, int64_t *ret)
{
	struct version_named_row r;
	const struct framework *before;
	struct str why;

	*ret = 0;
	if (f->changes_from.key.n == 0)
		return ST_OK;
	enum status st = version_named(c->db, c->mem, f->changes_from.key, f->changes_from.edition, &r);
	if (st == ST_NOT_FOUND || (st == ST_OK && !str_is(r.status, "published")))
		return ST_OK;
	TRY(st);
	TRY(framework_get(c, r.id, &before));
	if (framework_check_changes(c->mem, before, f, &why) != ST_OK)
		return fail(c, ST_INVALID, M("Nothing was taken. {why}"), "why", why, NULL);
	*ret = r.id;
	return ST_OK;
}

static enum status
not_published(struct ctx *c, struct str key, struct str edition, int64_t *ret_draft)
{
	struct version_named_row r;
	enum status st = version_named(c->db, c->mem, key, edition, &r);

	*ret_draft = 0;
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	if (str_is(r.status, "published"))
		return fail(c, ST_CONFLICT, M("{key} {edition} is published, and what is published never changes. Give the new text another edition."),
		    "key", key, "edition", edition, NULL);
	*ret_draft = r.id;
	return ST_OK;
}

static enum status
insert(struct ctx *c, const struct framework *f, struct str yaml, struct str hash, struct str source, const char *status, int64_t *ret_id)
{
	struct str origin = f->origin == ORIGIN_RETOLD ? S("retold") : f->origin == ORIGIN_OWN ? S("own")
	    : f->origin == ORIGIN_EXAMPLE ? S("example") : S("imported");
	bool published = strcmp(status, "published") == 0;
	int64_t before, n;

	TRY(predecessor(c, f, &before));
	*ret_id = id_new();
	TRY(version_insert(c->db, *ret_id, f->key, f->edition, f->title, text_sort(c->mem, f->title), f->about, origin, str_c(status), source,
	    f->in_force_from, f->in_force_until, yaml, hash, c->now, c->who->account, published ? c->now : (struct when){ 0 }, before, &n));
	audit_record(c, "framework_version", *ret_id);
	return ST_OK;
}

static void
say(struct import_out *out, const struct framework *f, int64_t id, const char *status)
{
	struct framework_counts n = framework_count(f);

	*out = (struct import_out){ id, f->key, f->edition, f->title, str_c(status), (int64_t)n.areas, (int64_t)n.standards, (int64_t)n.criteria };
}

static enum status
import_store(struct ctx *c, void *in_, void *out)
{
	struct import_in *in = in_;
	int64_t id, draft, n;

	TRY(version_sweep(c->db, (struct when){ c->now.ms - OFFER_KEPT_MS }, &n));
	TRY(not_published(c, in->f->key, in->f->edition, &draft));
	TRY(insert(c, in->f, in->yaml, in->hash, in->source, "offered", &id));
	say(out, in->f, id, "offered");
	return ST_OK;
}

static enum status
take_store(struct ctx *c, void *in_, void *out)
{
	struct import_in *in = in_;
	const char *status = in->publish ? "published" : "draft";
	int64_t id, draft, n;

	TRY(not_published(c, in->f->key, in->f->edition, &draft));
	if (draft != 0)
		TRY(version_discard(c->db, draft, &n));
	TRY(insert(c, in->f, in->yaml, in->hash, in->source, status, &id));
	say(out, in->f, id, status);
	return ST_OK;
}

const struct action framework_import_action = { .name = "framework.import", .title = M("Import a framework"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &framework_import_shape, .out = &framework_import_out_shape, .work = import_work, .store = import_store,
	.national = true, .body = 8u << 20 };
const struct action framework_take_action = { .name = "framework.take", .title = M("Import a framework as a draft"),
	.access = ACCESS_OPERATOR, .mode = MODE_WRITE, .in = &framework_take_shape, .out = &framework_import_out_shape, .work = import_work, .store = take_store,
	.cli_only = "Whoever runs the machine brings a file; people use framework.import." };

void
framework_import_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_import_html(o, page_form(c, &framework_import_shape, NULL));
}

/* ---- one that is not published ---- */

struct version_out { int64_t framework; struct str status; };
SHAPE(framework_version_out_shape, version_out, FIELD_REF(struct version_out, framework, "framework_version", .label = M("Framework")),
    FIELD(struct version_out, status, .label = M("Status")));

/* Store parts read it again: it may have been taken, published or discarded since the page was opened. */
static enum status
version_now(struct ctx *c, struct version_get_row *ret)
{
	enum status st = version_get(c->db, c->mem, c->id, ret);

	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("There is no such framework, or it is not yours to see."), NULL);
	audit_record(c, "framework_version", c->id);
	return st;
}

static enum status
done_already(struct ctx *c, const struct version_get_row *v)
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
	struct version_get_row v;
	struct framework *f;
	struct str why;
	int64_t draft, before, n;

	(void)in;
	TRY(version_now(c, &v));
	if (!str_is(v.status, "offered"))
		return done_already(c, &v);
	TRY(not_published(c, v.key, v.edition, &draft));
	if (draft != 0)
		TRY(version_discard(c->db, draft, &n));
	TRY(framework_parse(c->mem, v.yaml, &f, &why));
	TRY(predecessor(c, f, &before));
	TRY(version_accept(c->db, c->id, before, &n));
	*out = (struct version_out){ c->id, S("draft") };
	return n == 1 ? ST_OK : done_already(c, &v);
}

static enum status
discard_store(struct ctx *c, void *in, void *out)
{
	struct version_get_row v;
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
	struct version_get_row v;
	struct framework *f;
	struct str why;
	int64_t before, n;

	(void)in;
	TRY(version_now(c, &v));
	if (!str_is(v.status, "draft"))
		return done_already(c, &v);
	TRY(framework_parse(c->mem, v.yaml, &f, &why));
	TRY(predecessor(c, f, &before));
	TRY(version_publish(c->db, c->id, c->now, c->who->account, before, &n));
	*out = (struct version_out){ c->id, S("published") };
	return n == 1 ? ST_OK : done_already(c, &v);
}

const struct action framework_accept_action = { .name = "framework.accept", .title = M("Accept as a draft"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &framework_version_out_shape, .record = &framework_type, .store = accept_store, .national = true };
const struct action framework_discard_action = { .name = "framework.discard", .title = M("Discard a framework that is not published"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .record = &framework_type, .store = discard_store, .national = true };
const struct action framework_publish_action = { .name = "framework.publish", .title = M("Publish a framework"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &framework_version_out_shape, .record = &framework_type, .store = publish_store, .national = true, .fresh = true };

/* ---- the shipped ones ---- */

struct shipped_in { bool examples; };
struct shipped_out { int64_t frameworks, profiles; };
SHAPE(framework_shipped_shape, shipped_in, FIELD(struct shipped_in, examples, .label = M("Publish example editions too")));
SHAPE(framework_shipped_out_shape, shipped_out, FIELD(struct shipped_out, frameworks, .label = M("Frameworks loaded")),
    FIELD(struct shipped_out, profiles, .label = M("Scoring profiles loaded")));

struct shipped_one { struct import_in in; struct scoring *scoring; struct str scoring_text; };

static struct str
shipped_bytes(const struct shipped_file *f)
{
	return (struct str){ (const char *)f->bytes, f->n };
}

/* Which file is what stands in its first keys. */
static bool
holds_format(struct str text, const char *format)
{
	struct str head = { text.p, text.n < 200 ? text.n : 200 };

	return str_find(head, str_c(format)) >= 0;
}

static enum status
shipped_work(struct ctx *c, void *in, void *out)
{
	struct shipped_one *all = arena_array(c->mem, struct shipped_one, shipped_file_count + 1);
	struct str why = { NULL, 0 };

	(void)in, (void)out;
	for (size_t i = 0; i < shipped_file_count; i++) {
		struct str text = shipped_bytes(&shipped_files[i]);
		all[i].in.source = str_c(shipped_files[i].name);
		all[i].in.text = text;
		if (holds_format(text, "format: wardkeep-framework/1"))
			TRY(import_read(c, &all[i].in));
		else if (holds_format(text, "format: wardkeep-scoring/1") && scoring_parse(c->mem, text, &all[i].scoring, &why) != ST_OK)
			return fail(c, ST_INTERNAL, "a shipped scoring profile cannot be read", NULL);
		all[i].scoring_text = text;
	}
	c->data = all;
	return ST_OK;
}

static enum status
shipped_framework(struct ctx *c, const struct import_in *in, bool examples, int64_t *n)
{
	bool publish = in->f->origin != ORIGIN_EXAMPLE || examples;
	struct version_named_row r;
	int64_t id, changed, before;
	enum status st = version_named(c->db, c->mem, in->f->key, in->f->edition, &r);

	if (st == ST_NOT_FOUND) {
		++*n;
		return insert(c, in->f, in->yaml, in->hash, in->source, publish ? "published" : "draft", &id);
	}
	TRY(st);
	if (str_is(r.status, "published") || !publish || !str_eq(r.hash, in->hash))
		return ST_OK;
	++*n;
	TRY(predecessor(c, in->f, &before));
	return version_publish(c->db, r.id, c->now, c->who->account, before, &changed);
}

static enum status
shipped_scoring(struct ctx *c, const struct shipped_one *s, int64_t *n)
{
	struct scoring_named_row r;
	struct hash h = hash_of(s->scoring_text);
	enum status st = scoring_named(c->db, c->mem, s->scoring->key, s->scoring->version, &r);
	int64_t changed;

	if (st != ST_NOT_FOUND)
		return st;
	++*n;
	return scoring_insert(c->db, id_new(), s->scoring->key, s->scoring->version, s->scoring->title, s->scoring_text, hash_hex(c->mem, &h),
	    s->scoring->reason, S("published"), s->scoring->from, s->scoring->from, c->now, c->who->account, (struct when){ 0 }, &changed);
}

static enum status
shipped_store(struct ctx *c, void *in_, void *out_)
{
	const struct shipped_in *in = in_;
	const struct shipped_one *all = c->data;
	struct shipped_out *out = out_;

	*out = (struct shipped_out){ 0 };
	for (size_t i = 0; i < shipped_file_count; i++) {
		if (all[i].in.f != NULL)
			TRY(shipped_framework(c, &all[i].in, in->examples || c->app->example, &out->frameworks));
		if (all[i].scoring != NULL)
			TRY(shipped_scoring(c, &all[i], &out->profiles));
	}
	return ST_OK;
}

const struct action framework_load_shipped_action = { .name = "framework.load_shipped", .title = M("Load the frameworks that come with the program"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &framework_shipped_shape, .out = &framework_shipped_out_shape, .work = shipped_work,
	.store = shipped_store, .national = true };
