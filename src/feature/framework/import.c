/* SPDX-License-Identifier: MIT */
/* STD-1, STD-3: a framework comes in as one file of any form that is known, and is looked at before it counts. */
#include "feature/framework/import.h"
#include <string.h>
#include "app/audit.h"
#include "app/file.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/framework.h"
#include "tpl/feature/framework/import.h"

#define OFFER_KEPT_MS (7 * 24 * 60 * 60 * 1000ll)
#define TEXT_MAX (4u << 20)
#define READ_MEMORY ((size_t)1 << 30)	/* address space: what a large file needs while it is read */

struct import_in { struct str text; struct file_ref file; struct opt_i64 depth; struct str which, edition, source; bool publish; };
struct import_out { int64_t framework; struct str key, edition, title, status; int64_t areas, standards, criteria; struct report report; };
#define DEPTH_FIELDS \
    FIELD(struct import_in, depth, .label = M("Depth to rate at"), .least = 1, .most = 30, \
	.hint = M("For a file with levels of its own: which of them becomes the standards. Leave it empty to see what there is")), \
    FIELD(struct import_in, which, .label = M("Which framework"), .hint = M("Only for a file that holds several: its reference")), \
    FIELD(struct import_in, edition, .label = M("Name of the edition"), .max = 40, .hint = M("Only to replace what the file says"))
SHAPE(framework_import_shape, import_in,
    FIELD(struct import_in, file, .label = M("File"), .passing = true,
	.hint = M("Our own YAML or spreadsheet, an OSCAL catalog in JSON, or a library of CISO Assistant in YAML, at most 16 MB")),
    FIELD_LONG(struct import_in, text, .label = M("Or its text"), .max = TEXT_MAX), DEPTH_FIELDS);
SHAPE(framework_take_shape, import_in,
    FIELD_LONG(struct import_in, text, .label = M("Text"), .max = TEXT_MAX), DEPTH_FIELDS,
    FIELD(struct import_in, source, .label = M("Name of the file")),
    FIELD(struct import_in, publish, .label = M("Publish it at once")));
SHAPE(framework_import_out_shape, import_out,
    FIELD_REF(struct import_out, framework, "framework_version", .label = M("Framework")),
    FIELD(struct import_out, key, .label = M("Key")), FIELD(struct import_out, edition, .label = M("Edition")),
    FIELD(struct import_out, title, .label = M("Title")), FIELD(struct import_out, status, .label = M("Status")),
    FIELD(struct import_out, areas, .label = M("Key areas")), FIELD(struct import_out, standards, .label = M("Standards")),
    FIELD(struct import_out, criteria, .label = M("Criteria")), REPORT_FIELDS(struct import_out));

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

static void
memory_close(void *a)
{
	arena_close(a);
}

/* A large file needs many times its size while it is read: memory of its own, until this request is over. */
static struct arena *
memory_open(struct ctx *c)
{
	struct arena *a = arena_new(c->mem, struct arena);

	if (!arena_open(a, READ_MEMORY))
		return c->mem;
	a->over = c->mem->over;
	arena_defer(c->mem, memory_close, a);
	return a;
}

enum status
framework_take(struct ctx *c, struct str bytes, const struct framework_wish *w, const char *field, struct str source, struct framework_taken *ret)
{
	struct arena *a = memory_open(c);
	struct str why = { NULL, 0 };
	struct hash h;
	struct buf b;

	if (framework_read(a, bytes, w, &ret->reading, &why) != ST_OK ||
	    framework_check_names(a, ret->reading.f, shipped_evidence_kinds(), shipped_live_facts(), &why) != ST_OK)
		return text_refused(c, field, source, arena_copy(c->mem, why));
	buf_init(&b, YAML_BYTES);
	framework_write_yaml(ret->reading.f, &b);
	ret->yaml = arena_copy(a, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	if (failed)
		return text_refused(c, field, source, S("expected at most 8 MB when it is written as our own YAML"));
	h = hash_of(ret->yaml);
	ret->hash = hash_hex(c->mem, &h);
	ret->report = report_write(c->mem, &ret->reading, w->which);
	return ST_OK;
}

struct importing { struct framework_taken taken; struct str source; int64_t file; };

/* What a foreign file was read from is kept for a day, so that another depth can be chosen. */
static enum status
source_keep(struct ctx *c, struct importing *i, struct str bytes)
{
	if (!i->taken.reading.foreign)
		return ST_OK;
	enum status st = file_keep_here(c, i->source.n > 0 ? i->source : S("framework"), S("text/plain"), bytes, &i->file);
	if (st == ST_INVALID)
		field_error(c, "file", M("The selected file contains a virus. It was not saved"), S(""));
	return st == ST_INVALID ? errors(c) : st;
}

static enum status
import_read(struct ctx *c, const struct import_in *in, struct importing *i, struct str *ret_bytes)
{
	struct str file = upload_text(c, "file");
	struct framework_wish w = { in->depth.v, in->which, in->edition };

	i->source = in->source;
	for (size_t k = 0; k < c->n_files && i->source.n == 0; k++)
		if (str_is(c->files[k].name, "file") && text_clean(c->mem, c->files[k].file_name, false, &i->source) == ST_OK)
			i->source = text_shorten(c->mem, i->source, 120);
	*ret_bytes = file.n > 0 ? file : in->text;
	c->data = i;
	const char *field = shape_field(c->action->in, "file") != NULL && in->text.n == 0 ? "file" : "text";
	if (str_empty(*ret_bytes)) {
		field_error(c, field, M("Choose a file, or put in the text"), S(""));
		return errors(c);
	}
	return framework_take(c, *ret_bytes, &w, field, i->source, &i->taken);
}

static enum status
take_work(struct ctx *c, void *in, void *out)
{
	struct str bytes;

	(void)out;
	return import_read(c, in, arena_new(c->mem, struct importing), &bytes);
}

static enum status
import_work(struct ctx *c, void *in, void *out)
{
	struct importing *i = arena_new(c->mem, struct importing);
	struct str bytes;

	(void)out;
	TRY(import_read(c, in, i, &bytes));
	return source_keep(c, i, bytes);
}

/* ---- writing ---- */

enum status
framework_predecessor(struct ctx *c, const struct framework *f, int64_t *ret)
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

enum status
framework_not_published(struct ctx *c, struct str key, struct str edition, int64_t *ret_draft)
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
insert(struct ctx *c, const struct framework_taken *t, struct str source, const char *status, int64_t file, int64_t *ret_id)
{
	const struct framework *f = t->reading.f;
	struct str origin = f->origin == ORIGIN_RETOLD ? S("retold") : f->origin == ORIGIN_OWN ? S("own")
	    : f->origin == ORIGIN_EXAMPLE ? S("example") : S("imported");
	bool published = strcmp(status, "published") == 0;
	int64_t before, n;

	TRY(framework_predecessor(c, f, &before));
	*ret_id = id_new();
	TRY(version_insert(c->db, *ret_id, f->key, f->edition, f->title, text_sort(c->mem, f->title), f->about, origin, str_c(status), source,
	    f->in_force_from, f->in_force_until, t->yaml, t->hash, c->now, c->who->account, published ? c->now : (struct when){ 0 }, before, file,
	    t->report, &n));
	audit_record(c, "framework_version", *ret_id);
	return ST_OK;
}

enum status
framework_insert(struct ctx *c, const struct framework_taken *t, struct str source, const char *status, int64_t *ret_id)
{
	return insert(c, t, source, status, 0, ret_id);
}

static void
say(struct ctx *c, struct import_out *out, const struct framework_taken *t, int64_t id, const char *status)
{
	const struct framework *f = t->reading.f;
	struct framework_counts n = framework_count(f);

	*out = (struct import_out){ .framework = id, .key = f->key, .edition = f->edition, .title = f->title, .status = str_c(status),
		.areas = (int64_t)n.areas, .standards = (int64_t)n.standards, .criteria = (int64_t)n.criteria };
	report_read(c, t->report, &out->report);
}

static enum status
import_store(struct ctx *c, void *in, void *out)
{
	const struct importing *i = c->data;
	int64_t id, draft, n;

	(void)in;
	TRY(version_sweep(c->db, (struct when){ c->now.ms - OFFER_KEPT_MS }, &n));
	TRY(framework_not_published(c, i->taken.reading.f->key, i->taken.reading.f->edition, &draft));
	TRY(insert(c, &i->taken, i->source, "offered", i->file, &id));
	say(c, out, &i->taken, id, "offered");
	return ST_OK;
}

static enum status
take_store(struct ctx *c, void *in_, void *out)
{
	const struct importing *i = c->data;
	const char *status = ((const struct import_in *)in_)->publish ? "published" : "draft";
	int64_t id, draft, n;

	TRY(framework_not_published(c, i->taken.reading.f->key, i->taken.reading.f->edition, &draft));
	if (draft != 0)
		TRY(version_discard(c->db, draft, &n));
	TRY(framework_insert(c, &i->taken, i->source, status, &id));
	say(c, out, &i->taken, id, status);
	return ST_OK;
}

static enum status
preview_work(struct ctx *c, void *in, void *out)
{
	struct importing *i = arena_new(c->mem, struct importing);
	struct str bytes;

	TRY(import_read(c, in, i, &bytes));
	say(c, out, &i->taken, 0, "offered");
	return ST_OK;
}

const struct action framework_import_action = { .name = "framework.import", .title = M("Import a framework"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &framework_import_shape, .out = &framework_import_out_shape, .work = import_work, .store = import_store,
	.national = true, .body = SOURCE_BYTES + (1u << 20) };
const struct action framework_take_action = { .name = "framework.take", .title = M("Import a framework as a draft"),
	.access = ACCESS_OPERATOR, .mode = MODE_WRITE, .in = &framework_take_shape, .out = &framework_import_out_shape, .work = take_work, .store = take_store,
	.cli_only = "Whoever runs the machine brings a file; people use framework.import." };
const struct action framework_preview_action = { .name = "framework.preview", .title = M("See what a file would become"),
	.access = ACCESS_OPERATOR, .mode = MODE_READ, .in = &framework_take_shape, .out = &framework_import_out_shape, .work = preview_work,
	.cli_only = "Whoever runs the machine looks at a file; people see it with framework.import." };

void
framework_import_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_import_html(o, page_form(c, &framework_import_shape, NULL));
}

/* ---- another depth ---- */

struct lift_in { struct opt_i64 depth; struct str edition; };
SHAPE(framework_lift_shape, lift_in,
    FIELD(struct lift_in, depth, .label = M("Depth to rate at"), .least = 1, .most = 30, .must = true),
    FIELD(struct lift_in, edition, .label = M("Name of the edition"), .max = 40, .hint = M("Only to replace what the file says")));

struct lifting { struct framework_taken taken; struct str bytes; };

static enum status
lift_load(struct ctx *c, void *in, void *out)
{
	const struct framework_version *r = c->record;
	struct lifting *l = arena_new(c->mem, struct lifting);
	struct file_info info;

	(void)in, (void)out;
	if (!str_is(r->status, "offered") || r->source_file == 0)
		return fail(c, ST_INVALID, M("Only of a file that has levels of its own, and was not accepted yet, another depth can be chosen."), NULL);
	enum status st = file_bytes(c, r->source_file, memory_open(c), &info, &l->bytes);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_INVALID, M("The file is kept for a day only. Import it again, with the depth."), NULL);
	c->data = l;
	return st;
}

static enum status
lift_work(struct ctx *c, void *in_, void *out)
{
	const struct framework_version *r = c->record;
	const struct lift_in *in = in_;
	struct lifting *l = c->data;
	struct report before;

	(void)out;
	report_read(c, r->report, &before);
	return framework_take(c, l->bytes, &(struct framework_wish){ in->depth.v, before.which, in->edition.n > 0 ? in->edition : r->edition },
	    "depth", r->source, &l->taken);
}

static enum status
lift_store(struct ctx *c, void *in, void *out)
{
	const struct lifting *l = c->data;
	const struct framework *f = l->taken.reading.f;
	int64_t draft, n;

	(void)in;
	TRY(framework_not_published(c, f->key, f->edition, &draft));
	TRY(version_relift(c->db, c->id, f->edition, l->taken.yaml, l->taken.hash, l->taken.report, &n));
	audit_record(c, "framework_version", c->id);
	say(c, out, &l->taken, c->id, "offered");
	return n == 1 ? ST_OK : fail(c, ST_CONFLICT, M("Somebody else has changed or made this meanwhile."), NULL);
}

const struct action framework_lift_action = { .name = "framework.lift", .title = M("Rate an imported framework at another depth"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &framework_lift_shape, .out = &framework_import_out_shape, .record = &framework_type,
	.load = lift_load, .work = lift_work, .store = lift_store, .national = true };
