/* SPDX-License-Identifier: MIT */
#include "app/record.h"
#include <stdio.h>
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/circle.h"
#include "app/file.h"
#include "app/part.h"
#include "app/registry.h"
#include "app/search.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "sql/app.h"

#define AT(type, rec, at) (*(type *)(void *)((char *)(rec) + (at)))
#define AT_C(type, rec, at) (*(const type *)(const void *)((const char *)(rec) + (at)))

struct record_header
record_head(const struct record_type *t, const void *rec)
{
	const struct record_ops *o = t->ops;

	return (struct record_header){
		.org = AT_C(int64_t, rec, o->at_org), .id = AT_C(int64_t, rec, o->at_id),
		.version = AT_C(int64_t, rec, o->at_version),
		.created_at = AT_C(struct when, rec, o->at_created_at),
		.changed_at = AT_C(struct when, rec, o->at_changed_at),
		.withdrawn_at = AT_C(struct when, rec, o->at_withdrawn_at),
		.created_by = AT_C(int64_t, rec, o->at_created_by), .changed_by = AT_C(int64_t, rec, o->at_changed_by),
	};
}

/* Of the record that this is a part of; 0: it is none. */
static int64_t
whole_of(const struct record_type *t, const void *rec)
{
	return t->ops->within != NULL ? AT_C(int64_t, rec, t->ops->at_within) : 0;
}

/* The trail speaks of whole records: who may not know of one finds no trace of its parts either. */
static void
note_whole(struct ctx *c, const struct record_type *t, const void *rec)
{
	const struct record_ops *o = t->ops;
	int64_t whole = whole_of(t, rec);

	if (whole != 0)
		audit_record(c, o->within, whole);
	else
		audit_record(c, o->kind, AT_C(int64_t, rec, o->at_id));
}

enum status
record_get(struct ctx *c, const struct record_type *t, int64_t id, void *ret)
{
	TRY(t->ops->get(c->db, c->scope, c->mem, id, ret));
	if (t->personal || c->who->grant != 0)	/* whose records are read under a grant sees which */
		note_whole(c, t, ret);
	return ST_OK;
}

/* Whoever stands near to a whole stands as near to its parts. */
static unsigned
relation_to(struct ctx *c, const struct record_type *t, const void *rec)
{
	int64_t id;

	if (rec == NULL || !t->casework)
		return RELATION_NONE;
	if (t->relation != NULL)
		return t->relation(c, rec);
	const struct record_type *whole = part_whole(t, rec, &id);
	if (whole == NULL)
		return RELATION_NONE;
	void *w = arena_alloc(c->mem, whole->ops->size, _Alignof(max_align_t));
	return whole->ops->get(c->db, c->scope, c->mem, id, w) == ST_OK ? relation_to(c, whole, w) : RELATION_NONE;
}

void
record_sight(struct ctx *c, const struct record_type *t, const void *rec, enum purpose purpose)
{
	c->sight = sight_for(c->who, t->casework ? SUBJECT_CASEWORK : SUBJECT_REGISTER, relation_to(c, t, rec), purpose);
}

struct hash
change_commitment(struct arena *a, struct str salt, struct str was, struct str became)
{
	char head[100];
	struct hasher h;
	int n = snprintf(head, sizeof head, "wardkeep-change-1\x1f%zu\x1f%zu\x1f%zu\x1f", salt.n, was.n, became.n);
	const struct str parts[] = { { head, (size_t)n }, salt, was, became };

	(void)a;
	hasher_init(&h);
	for (size_t i = 0; i < countof(parts); i++)
		if (parts[i].n > 0)
			hasher_add(&h, parts[i].p, parts[i].n);
	return hasher_end(&h);
}

/* One object with the fields that differ; NULL on the other side means all that are not empty. */
static struct str
changed_json(struct ctx *c, const struct shape *s, const void *mine, const void *other)
{
	struct json j;
	struct buf b;

	buf_init(&b, 4u << 20);
	json_init(&j, &b);
	json_object(&j);
	for (size_t i = 0; mine != NULL && i < s->n; i++) {
		const struct field *f = &s->f[i];
		if (other != NULL ? field_equal(f, mine, other) : field_is_empty(f, mine))
			continue;
		json_key(&j, f->name);
		json_str(&j, field_value(c->mem, f, mine));
	}
	json_end(&j, '}');
	struct str r = buf_end(&b, c->mem);
	return r;
}

/* Adds to a JSON object's text one more name and value. */
static struct str
with_mark(struct ctx *c, struct str object, const char *name, struct str value)
{
	struct json j;
	struct buf b;

	buf_init(&b, 1 << 16);
	json_init(&j, &b);
	json_str(&j, value);
	struct str v = buf_end(&b, c->mem);
	return arena_printf(c->mem, "%.*s%s\"%s\":%.*s}", (int)(object.n - 1), object.p, object.n > 2 ? "," : "", name,
	    (int)v.n, v.p);
}

static enum status
change_write(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, int64_t whole, struct str was, struct str became)
{
	struct str salt = secret_text(c->mem);
	int64_t n;

	TRY(change_row_insert(c->db, c->scope, id_new(), str_c(t->ops->kind), id, version, c->now, c->who->account,
	    str_c(c->action->name), c->request, salt, was, became, whole, &n));
	audit_commit(c, change_commitment(c->mem, salt, was, became));
	return ST_OK;
}

/* What goes with a record that was written: its trail, its circle, sums over it, its place in the index. */
static enum status
written(struct ctx *c, const struct record_type *t, const void *before, const void *after)
{
	note_whole(c, t, after);
	TRY(circle_note(c, t, before, after));
	if (t->kept != NULL)
		TRY(t->kept(c, before, after));
	return search_put(c, t, AT_C(int64_t, after, t->ops->at_id), after, before == NULL);
}

enum status
record_note(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, const void *was, const void *became)
{
	if (t->is_org && c->scope->org == 0)
		c->scope = scope_job(c->mem, id);
	TRY(change_write(c, t, id, version, 0, changed_json(c, t->shape, was, became), changed_json(c, t->shape, became, was)));
	audit_record(c, t->ops->kind, id);
	return search_put(c, t, id, became, was == NULL);
}

/* Keeps *_sort and *_fold columns, which the shape does not show, in step with the text they come from. */
static void
derived_fill(struct ctx *c, const struct record_type *t, void *rec)
{
	for (size_t i = 0; i < t->ops->n_derived; i++) {
		const struct record_derived *d = &t->ops->derived[i];
		struct str from = d->personal ? AT(struct personal, rec, d->from).text : AT(struct str, rec, d->from);
		AT(struct str, rec, d->to) = d->sort ? text_sort(c->mem, from) : text_fold(c->mem, from);
	}
}

/* Reference such as AGR-26-0012: numbered per organisation, kind and year, in the order of creation. */
static enum status
reference_give(struct ctx *c, const struct record_type *t, void *rec)
{
	struct reference_next_row next;
	int64_t n, year;
	int y, m, d;

	if (t->prefix == NULL)
		return ST_OK;
	date_civil(c->today, &y, &m, &d);
	year = y;
	TRY(reference_bump(c->db, c->scope, str_c(t->ops->kind), year, &n));
	TRY(reference_next(c->db, c->scope, c->mem, str_c(t->ops->kind), year, &next));
	AT(struct str, rec, t->ops->at_ref) = arena_printf(c->mem, "%s-%02d-%04lld", t->prefix, y % 100,
	    (long long)next.last);
	return ST_OK;
}

/* The database keeps a reference within its organisation; only here the person is told which one it was. */
static bool
refers(struct ctx *c, const struct field *f, int64_t id)
{
	const struct record_type *t = record_type_find(str_c(f->ref));

	if (t == NULL)
		return true;
	if (t->name != NULL)
		return t->name(c, id).n > 0;
	return t->ops->get(c->db, c->scope, c->mem, id, arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t))) == ST_OK;
}

static void
references_check(struct ctx *c, const struct record_type *t, const void *before, const void *after)
{
	for (size_t i = 0; c->form != NULL && i < t->shape->n; i++) {
		const struct field *f = &t->shape->f[i];
		if (f->type != F_ID || f->read_only || field_is_empty(f, after) || (before != NULL && field_equal(f, before, after)))
			continue;
		size_t asked = shape_index(c->form->shape, f->name);
		if (asked != SIZE_MAX && c->form->shape->f[asked].type == F_ID && !refers(c, f, AT_C(int64_t, after, f->at)))
			field_error(c, f->name, M("Select {label} from the list"), S(""));
	}
}

static enum status
rule(struct ctx *c, const struct record_type *t, const void *before, void *after)
{
	references_check(c, t, before, after);
	if (t->check != NULL)
		TRY(t->check(c, before, after));
	return errors(c);
}

enum status
record_try(struct ctx *c, const struct record_type *t, const void *before, void *after)
{
	return rule(c, t, before, after);
}

/* A file that comes into the record: one that this person has just brought, not one whose id somebody knows. */
static enum status
files_take(struct ctx *c, const struct record_type *t, const void *stored, const void *rec)
{
	for (size_t i = 0; i < t->shape->n; i++) {
		const struct field *f = &t->shape->f[i];
		if (f->type != F_FILE || field_is_empty(f, rec) || (stored != NULL && field_equal(f, stored, rec)))
			continue;
		TRY(file_link(c, AT_C(struct file_ref, rec, f->at).id));
	}
	return ST_OK;
}

enum status
record_create(struct ctx *c, const struct record_type *t, void *rec)
{
	const struct record_ops *o = t->ops;

	AT(int64_t, rec, o->at_org) = c->scope->org;
	AT(int64_t, rec, o->at_id) = id_new();
	AT(int64_t, rec, o->at_version) = 1;
	AT(struct when, rec, o->at_created_at) = c->now;
	AT(struct when, rec, o->at_changed_at) = c->now;
	AT(int64_t, rec, o->at_created_by) = c->who->account;
	AT(int64_t, rec, o->at_changed_by) = c->who->account;
	AT(struct when, rec, o->at_withdrawn_at) = (struct when){ 0 };
	AT(int64_t, rec, o->at_withdrawn_by) = 0;
	AT(struct str, rec, o->at_withdrawn_why) = S("");
	TRY(rule(c, t, NULL, rec));
	TRY(files_take(c, t, NULL, rec));
	TRY(reference_give(c, t, rec));
	derived_fill(c, t, rec);
	TRY(o->insert(c->db, c->scope, rec));
	int64_t id = AT(int64_t, rec, o->at_id);
	TRY(change_write(c, t, id, 1, whole_of(t, rec), S("{}"), changed_json(c, t->shape, rec, NULL)));
	return written(c, t, NULL, rec);
}

/* The version that the caller saw is not the stored one: leaves what is stored for the conflict page. */
static enum status
moved_on(struct ctx *c, const struct record_type *t, void *stored)
{
	c->conflict = stored;
	return fail(c, ST_CONFLICT, M("Somebody else has changed this {kind} since you opened it."), "kind",
	    lang_text(c->lang, c->mem, t->one), NULL);
}

static enum status
save(struct ctx *c, const struct record_type *t, void *rec, const void *stored, struct str was, struct str became)
{
	const struct record_ops *o = t->ops;
	int64_t n = 0, id = AT(int64_t, rec, o->at_id);

	AT(struct when, rec, o->at_changed_at) = c->now;
	AT(int64_t, rec, o->at_changed_by) = c->who->account;
	derived_fill(c, t, rec);
	TRY(o->update(c->db, c->scope, rec, &n));
	if (n == 0)	/* read in this very transaction: it can only be out of the scope for writing */
		return fail(c, ST_FORBIDDEN, M("You may read this {kind} but not change it."), "kind",
		    lang_text(c->lang, c->mem, t->one), NULL);
	AT(int64_t, rec, o->at_version)++;
	TRY(change_write(c, t, id, AT(int64_t, rec, o->at_version), whole_of(t, rec), was, became));
	return written(c, t, stored, rec);
}

static enum status
stored_for(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, void **ret)
{
	void *stored = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));

	TRY(t->ops->get(c->db, c->scope, c->mem, id, stored));
	if (version != 0 && AT(int64_t, stored, t->ops->at_version) != version)
		return moved_on(c, t, stored);
	*ret = stored;
	return ST_OK;
}

enum status
record_update(struct ctx *c, const struct record_type *t, void *rec)
{
	const struct record_ops *o = t->ops;
	void *stored;

	TRY(stored_for(c, t, AT(int64_t, rec, o->at_id), AT(int64_t, rec, o->at_version), &stored));
	if (AT(struct when, stored, o->at_withdrawn_at).ms != 0)
		return fail(c, ST_INVALID, M("This {kind} has been withdrawn. Restore it before changing it."), "kind",
		    lang_text(c->lang, c->mem, t->one), NULL);
	TRY(rule(c, t, stored, rec));
	TRY(files_take(c, t, stored, rec));
	struct str was = changed_json(c, t->shape, stored, rec), became = changed_json(c, t->shape, rec, stored);
	if (was.n == 2 && became.n == 2)
		return ST_OK;		/* nothing differs: no version, no history */
	return save(c, t, rec, stored, was, became);
}

static void *
row_copy(struct ctx *c, const struct record_type *t, const void *rec)
{
	return memcpy(arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t)), rec, t->ops->size);
}

enum status
record_withdraw(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, struct str why)
{
	const struct record_ops *o = t->ops;
	void *rec;

	TRY(stored_for(c, t, id, version, &rec));
	if (AT(struct when, rec, o->at_withdrawn_at).ms != 0)
		return fail(c, ST_INVALID, M("This {kind} has been withdrawn already."), "kind",
		    lang_text(c->lang, c->mem, t->one), NULL);
	if (t->let_go != NULL)
		TRY(t->let_go(c, rec));
	void *before = row_copy(c, t, rec);
	AT(struct when, rec, o->at_withdrawn_at) = c->now;
	AT(int64_t, rec, o->at_withdrawn_by) = c->who->account;
	AT(struct str, rec, o->at_withdrawn_why) = why;
	return save(c, t, rec, before, S("{}"), with_mark(c, S("{}"), "withdrawn", why));
}

enum status
record_restore(struct ctx *c, const struct record_type *t, int64_t id, int64_t version)
{
	const struct record_ops *o = t->ops;
	void *rec;

	TRY(stored_for(c, t, id, version, &rec));
	if (AT(struct when, rec, o->at_withdrawn_at).ms == 0)
		return fail(c, ST_INVALID, M("This {kind} is not withdrawn."), "kind",
		    lang_text(c->lang, c->mem, t->one), NULL);
	struct str why = AT(struct str, rec, o->at_withdrawn_why);
	void *before = row_copy(c, t, rec);
	AT(struct when, rec, o->at_withdrawn_at) = (struct when){ 0 };
	AT(int64_t, rec, o->at_withdrawn_by) = 0;
	AT(struct str, rec, o->at_withdrawn_why) = S("");
	return save(c, t, rec, before, with_mark(c, S("{}"), "withdrawn", why), S("{}"));
}

struct str
record_label(struct ctx *c, const struct record_type *t, const void *rec)
{
	const struct field *f = t->label != NULL ? shape_field(t->shape, t->label) : NULL;

	if (f == NULL)
		return S("");
	if (f->type == F_ID)	/* called by what it points to */
		return record_name(c, f->ref, AT_C(int64_t, rec, f->at));
	return field_shown(c->mem, f, rec, c->sight);
}

struct str
record_label_open(struct ctx *c, const struct record_type *t, const void *rec)
{
	const struct field *f = t->label != NULL ? shape_field(t->shape, t->label) : NULL;

	if (f == NULL || f->type == F_PERSONAL || f->type == F_ID)
		return lang_text(lang_english(), c->mem, t->one);
	return field_shown(c->mem, f, rec, SIGHT_NONE);
}

struct url
record_url(struct ctx *c, const struct record_type *t, int64_t id)
{
	struct str tail, head = str_cut(str_c(t->path), '{', &tail);

	(void)str_cut(tail, '}', &tail);
	return (struct url){ arena_printf(c->mem, "%.*s%lld%.*s", (int)head.n, head.p, (long long)id, (int)tail.n, tail.p) };
}

/* Of somebody who has, or had, a role in this organisation. */
static struct str
account_name(struct ctx *c, int64_t id)
{
	struct account_here_row r;

	return account_here(c->db, c->scope, c->mem, id, &r) == ST_OK ? r.name.text : S("");
}

struct str
record_name(struct ctx *c, const char *kind, int64_t id)
{
	const struct record_type *t = record_type_find(str_c(kind));

	if (id != 0 && strcmp(kind, "account") == 0)	/* colleagues; whom casework names stands in fields of a class */
		return account_name(c, id);
	if (t == NULL || id == 0)
		return S("");
	if (t->name != NULL)
		return t->name(c, id);
	void *rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	if (t->ops->get(c->db, c->scope, c->mem, id, rec) != ST_OK)
		return S("");
	return record_label(c, t, rec);
}

enum status
record_options(struct ctx *c, const char *kind, struct option **ret, size_t *ret_n)
{
	const struct record_type *t = record_type_find(str_c(kind));
	struct record_query q = { .limit = 500 };
	void *rows;

	*ret = NULL;
	*ret_n = 0;
	if (t == NULL)
		return ST_OK;
	if (t->options != NULL)
		return t->options(c, ret, ret_n);
	TRY(t->ops->list(c->db, c->scope, c->mem, &q, &rows, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		const char *row = (const char *)rows + i * t->ops->size;
		(*ret)[i] = (struct option){ id_text(c->mem, AT_C(int64_t, row, t->ops->at_id)), record_label(c, t, row) };
	}
	return ST_OK;
}
