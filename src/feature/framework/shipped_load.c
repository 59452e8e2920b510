/* SPDX-License-Identifier: MIT */
/* STD-2: the frameworks and the scoring profile that come with the program. */
#include "app/app.h"
#include "base/hash.h"
#include "base/ids.h"
#include "feature/framework/import.h"
#include "sql/framework.h"

struct shipped_in { bool examples; };
struct shipped_out { int64_t frameworks, profiles; };
SHAPE(framework_shipped_shape, shipped_in, FIELD(struct shipped_in, examples, .label = M("Publish example editions too")));
SHAPE(framework_shipped_out_shape, shipped_out, FIELD(struct shipped_out, frameworks, .label = M("Frameworks loaded")),
    FIELD(struct shipped_out, profiles, .label = M("Scoring profiles loaded")));

struct shipped_one { struct framework_taken in; struct str source; struct scoring *scoring; struct str scoring_text; };

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
		all[i].source = str_c(shipped_files[i].name);
		if (holds_format(text, "format: wardkeep-framework/1"))
			TRY(framework_take(c, text, &(struct framework_wish){ 0 }, "examples", all[i].source, &all[i].in));
		else if (holds_format(text, "format: wardkeep-scoring/1") && scoring_parse(c->mem, text, &all[i].scoring, &why) != ST_OK)
			return fail(c, ST_INTERNAL, "a shipped scoring profile cannot be read", NULL);
		all[i].scoring_text = text;
	}
	c->data = all;
	return ST_OK;
}

static enum status
shipped_framework(struct ctx *c, const struct shipped_one *one, bool examples, int64_t *n)
{
	const struct framework_taken *in = &one->in;
	bool publish = in->reading.f->origin != ORIGIN_EXAMPLE || examples;
	struct version_named_row r;
	int64_t id, changed, before;
	enum status st = version_named(c->db, c->mem, in->reading.f->key, in->reading.f->edition, &r);

	if (st == ST_NOT_FOUND) {
		++*n;
		return framework_insert(c, in, one->source, publish ? "published" : "draft", &id);
	}
	TRY(st);
	if (str_is(r.status, "published") || !publish || !str_eq(r.hash, in->hash))
		return ST_OK;
	++*n;
	TRY(framework_predecessor(c, in->reading.f, &before));
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
		if (all[i].in.reading.f != NULL)
			TRY(shipped_framework(c, &all[i], in->examples || c->app->example, &out->frameworks));
		if (all[i].scoring != NULL)
			TRY(shipped_scoring(c, &all[i], &out->profiles));
	}
	return ST_OK;
}

const struct action framework_load_shipped_action = { .name = "framework.load_shipped", .title = M("Load the frameworks that come with the program"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &framework_shipped_shape, .out = &framework_shipped_out_shape, .work = shipped_work,
	.store = shipped_store, .national = true };
