/* SPDX-License-Identifier: MIT */
/* REV-4: the national body brings in a version of the scoring profile, looks at it, and publishes it ahead of the day from
 * which it applies. */
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/framework/pages.h"
#include "sql/framework.h"
#include "tpl/feature/framework/import.h"
#include "tpl/feature/framework/scoring.h"

struct take_in { struct str text; struct file_ref file; /* made in work: */ struct scoring *s; struct str yaml, hash; const char *field; };
struct take_out { int64_t profile; struct str key, title, status; int64_t version; struct date applies_from; };
SHAPE(scoring_take_shape, take_in,
    FIELD(struct take_in, file, .label = M("File"), .hint = M("A YAML file of at most 2 MB")),
    FIELD_LONG(struct take_in, text, .label = M("Or its text"), .max = YAML_MAX));
SHAPE(scoring_take_out_shape, take_out, FIELD_REF(struct take_out, profile, "scoring_profile", .label = M("Profile")),
    FIELD(struct take_out, key, .label = M("Key")), FIELD(struct take_out, version, .label = M("Version")),
    FIELD(struct take_out, title, .label = M("Title")), FIELD(struct take_out, status, .label = M("Status")),
    FIELD(struct take_out, applies_from, .label = M("Applies from")));

static enum status
refused(struct ctx *c, const struct take_in *in, struct str why)
{
	field_error(c, in->field, M("Nothing was taken. {value}"), why);
	return errors(c);
}

static enum status
take_work(struct ctx *c, void *in_, void *out)
{
	struct take_in *in = in_;
	struct str file = upload_text(c, "file"), text = file.n > 0 ? file : in->text, why = { NULL, 0 };
	struct buf b;

	(void)out;
	in->field = file.n > 0 ? "file" : "text";
	if (str_empty(text)) {
		field_error(c, "text", M("Choose a file, or put in the text"), S(""));
		return errors(c);
	}
	if (scoring_parse(c->mem, text, &in->s, &why) != ST_OK)
		return refused(c, in, why);
	buf_init(&b, 2 * YAML_MAX);
	scoring_write_yaml(in->s, &b);
	in->yaml = arena_copy(c->mem, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	struct hash h = hash_of(in->yaml);
	in->hash = hash_hex(c->mem, &h);
	return failed ? ST_TOO_LARGE : ST_OK;
}

/* ---- what it must fit ---- */

static struct str
on_line(struct ctx *c, int line, const char *message, const struct fw_weight *w)
{
	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { "line", arena_printf(c->mem, "%d", line) }, { "key", w->key },
		{ "edition", w->edition }, { "standard", w->standard }, { "from", date_long(c->mem, w->from) } }, 5);
}

/* Drafts count too: an edition and its weights may be made ready together. */
static enum status
edition_read(struct ctx *c, const struct fw_weight *w, const struct framework **ret)
{
	struct version_named_row n;
	struct version_get_row v;
	struct framework *f;
	struct str why;

	TRY(version_named(c->db, c->mem, w->key, w->edition, &n));
	if (str_is(n.status, "published"))
		return framework_get(c, n.id, ret);
	TRY(version_get(c->db, c->mem, n.id, &v));
	TRY(framework_parse(c->mem, v.yaml, &f, &why));
	*ret = f;
	return ST_OK;
}

/* Weights name standards that there are.  One statement for each edition: they stand together in the file. */
static enum status
weights_name_standards(struct ctx *c, const struct scoring *s, struct str *ret_why)
{
	const struct framework *f = NULL;

	for (size_t i = 0; i < s->weights.n; i++) {
		const struct fw_weight *w = &s->weights.at[i];
		if (f == NULL || !str_eq(f->key, w->key) || !str_eq(f->edition, w->edition)) {
			enum status st = edition_read(c, w, &f);
			if (st == ST_NOT_FOUND) {
				*ret_why = on_line(c, w->line, M("line {line}: there is no framework {key} {edition} here"), w);
				return ST_OK;
			}
			TRY(st);
		}
		if (framework_standard(f, w->standard) == NULL) {
			*ret_why = on_line(c, w->line, M("line {line}: {key} {edition} has no standard {standard}"), w);
			return ST_OK;
		}
	}
	return ST_OK;
}

/* Own weights of a framework count where the profile names none: what counts more must be weighted there too. */
static enum status
frameworks_agree(struct ctx *c, const struct scoring *s, struct str *ret_why)
{
	struct framework_entry *e;
	const struct framework *f;
	size_t n;

	TRY(framework_list(c, &e, &n));
	for (size_t i = 0; i < n && ret_why->n == 0; i++) {
		if (!str_is(e[i].status, "published"))
			continue;
		TRY(framework_get(c, e[i].id, &f));
		for (size_t a = 0; a < f->areas.n; a++)
			for (size_t k = 0; k < f->areas.at[a].standards.n; k++) {
				const struct fw_standard *x = &f->areas.at[a].standards.at[k];
				const struct fw_weight like = { .key = f->key, .edition = f->edition, .standard = x->id };
				if (x->weight > 1 && x->weight < s->weighted_from && scoring_weight(s, &like) == NULL)
					*ret_why = on_line(c, s->line, M("Standard {standard} of {key} {edition} counts more than once by its framework and would not be a weighted standard. "
					    "No activity on it must be able to change the result: lower weighted_from, or name its weight."), &like);
			}
	}
	return ST_OK;
}

/* Between the day of the version and a later day of the weight the standard would fall back to its framework's weight. */
static enum status
weights_hold(struct ctx *c, const struct scoring *s, struct str *ret_why)
{
	struct scoring_newest_row newest;
	const struct scoring *before;
	enum status st = scoring_newest(c->db, c->mem, &newest);

	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	if (s->from.day < newest.applies_from.day) {
		*ret_why = lang_format(c->lang, c->mem, M("It would apply before the newest published version, which applies from {date}."),
		    (struct msg_arg[]){ { "date", date_long(c->mem, newest.applies_from) } }, 1);
		return ST_OK;
	}
	TRY(scoring_get(c, newest.id, &before));
	for (size_t i = 0; i < s->weights.n && ret_why->n == 0; i++) {
		const struct fw_weight *w = &s->weights.at[i], *was = scoring_weight(before, w);
		if (was != NULL && was->weight != w->weight && w->from.day > s->from.day)
			*ret_why = on_line(c, w->line, M("line {line}: the new weight of {standard} starts on {from}, after the version itself. Until then it would have no weight here."), w);
	}
	return ST_OK;
}

/* ret_why: empty when it fits. */
static enum status
fits(struct ctx *c, const struct scoring *s, struct str *ret_why)
{
	*ret_why = S("");
	if (s->from.day <= c->today.day) {
		*ret_why = lang_format(c->lang, c->mem, M("It would apply from {date}. Organisations are told before it applies, so the day must lie in the future."),
		    (struct msg_arg[]){ { "date", date_long(c->mem, s->from) } }, 1);
		return ST_OK;
	}
	TRY(weights_name_standards(c, s, ret_why));
	if (ret_why->n == 0)
		TRY(frameworks_agree(c, s, ret_why));
	if (ret_why->n == 0)
		TRY(weights_hold(c, s, ret_why));
	return ST_OK;
}

static enum status
already_published(struct ctx *c, struct str key, int64_t version)
{
	return fail(c, ST_CONFLICT, M("{key}, version {version}, is published, and what is published never changes. Give the new text the next version."),
	    "key", key, "version", arena_printf(c->mem, "%lld", (long long)version), NULL);
}

/* ---- writing ---- */

static enum status
take_store(struct ctx *c, void *in_, void *out_)
{
	const struct take_in *in = in_;
	const struct scoring *s = in->s;
	struct take_out *out = out_;
	struct scoring_named_row r;
	struct str why;
	int64_t n, id = id_new();

	TRY(fits(c, s, &why));
	if (why.n > 0)
		return refused(c, in, why);
	enum status st = scoring_named(c->db, c->mem, s->key, s->version, &r);
	if (st == ST_OK && str_is(r.status, "published"))
		return already_published(c, s->key, s->version);
	if (st == ST_OK)
		TRY(scoring_discard(c->db, r.id, &n));
	else if (st != ST_NOT_FOUND)
		return st;
	TRY(scoring_insert(c->db, id, s->key, s->version, s->title, in->yaml, in->hash, s->reason, S("draft"), c->today, s->from, c->now,
	    c->who->account, (struct when){ 0 }, &n));
	audit_record(c, "scoring_profile", id);
	*out = (struct take_out){ id, s->key, s->title, S("draft"), s->version, s->from };
	return ST_OK;
}

const struct action scoring_import_action = { .name = "scoring.import", .title = M("Bring in a version of the scoring profile"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &scoring_take_shape, .out = &scoring_take_out_shape, .work = take_work, .store = take_store,
	.national = true, .body = 8u << 20 };

struct done_out { int64_t profile; struct str status; struct date applies_from; };
SHAPE(scoring_done_shape, done_out, FIELD_REF(struct done_out, profile, "scoring_profile", .label = M("Profile")),
    FIELD(struct done_out, status, .label = M("Status")), FIELD(struct done_out, applies_from, .label = M("Applies from")));

/* Read again: somebody else may have published or discarded it since the page was opened. */
static enum status
draft_now(struct ctx *c, struct scoring_get_one_row *p)
{
	enum status st = scoring_get_one(c->db, c->mem, c->id, p);

	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such scoring profile, or it is not yours to see."), NULL);
	TRY(st);
	audit_record(c, "scoring_profile", c->id);
	return str_is(p->status, "published") ? already_published(c, p->name, p->version) : ST_OK;
}

static enum status
publish_store(struct ctx *c, void *in, void *out_)
{
	struct done_out *out = out_;
	struct scoring_get_one_row p;
	struct scoring *s;
	struct str why;
	int64_t n;

	(void)in;
	TRY(draft_now(c, &p));
	TRY(scoring_parse(c->mem, p.yaml, &s, &why));
	TRY(fits(c, s, &why));
	if (why.n > 0)
		return fail(c, ST_INVALID, M("It was not published. {why}"), "why", why, NULL);
	TRY(scoring_publish(c->db, c->id, c->today, c->now, &n));
	*out = (struct done_out){ c->id, S("published"), s->from };
	return ST_OK;
}

static enum status
discard_store(struct ctx *c, void *in, void *out)
{
	struct scoring_get_one_row p;
	int64_t n;

	(void)in, (void)out;
	TRY(draft_now(c, &p));
	return scoring_discard(c->db, c->id, &n);
}

const struct action scoring_publish_action = { .name = "scoring.publish", .title = M("Publish a scoring profile"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &scoring_done_shape, .record = &scoring_type, .store = publish_store, .national = true, .fresh = true };
const struct action scoring_discard_action = { .name = "scoring.discard", .title = M("Discard a scoring profile that is not published"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .record = &scoring_type, .store = discard_store, .national = true };

/* ---- pages ---- */

void
scoring_import_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_scoring_import_html(o, page_form(c, &scoring_take_shape, NULL));
}

static struct str
named(struct ctx *c, const char *message)
{
	const struct scoring_profile *p = c->record;

	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { "title", p->title },
		{ "version", arena_printf(c->mem, "%lld", (long long)p->number) }, { "from", date_long(c->mem, p->applies_from) } }, 3);
}

void
scoring_publish_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_confirm_html(o, named(c, M("Publish {title}, version {version}?")),
	    named(c, M("Organisations are told at once that it applies from {from}. Reviews whose period ends on that day or later, and that are not signed yet, add up by it. It can never be changed again: a correction is a new version.")),
	    M("Publish"), URL_ID(c->mem, "/scoring/{}/publish", c->id), scoring_url(c, c->id), confirm_form(c, scoring_type.shape));
}

void
scoring_discard_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	framework_confirm_html(o, named(c, M("Discard {title}, version {version}?")),
	    lang_text(c->lang, c->mem, M("It goes for good. The file that it came from can be brought in again.")),
	    M("Discard"), URL_ID(c->mem, "/scoring/{}/discard", c->id), scoring_url(c, c->id), confirm_form(c, scoring_type.shape));
}
