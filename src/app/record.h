/* SPDX-License-Identifier: MIT */
#ifndef APP_RECORD_H
#define APP_RECORD_H
#include "app/access.h"
#include "app/ctx.h"

/* A kind of record: a table marked RECORD, its struct and functions (written by sqlgen), its shape. */
struct record_type {
	const struct record_ops *ops;
	const struct shape *shape;	/* over struct KIND; standard columns are left out */
	const char *one, *many;		/* messages: "agreement", "agreements" */
	const char *label;		/* the field that names it to people: "title" */
	const char *prefix;		/* reference "AGR-26-0012" when set; the table then has a column ref text */
	const char *path;		/* page of one: "/agreements/{id}" */
	const char *unit;		/* field with the unit it belongs to, or NULL */
	/* The record's own rule, after field rules: field_error() and fail() as needed.  before is NULL for a new one. */
	enum status (*check)(struct ctx *c, const void *before, void *after);
	/* Optional, asked before one is withdrawn: fail() where something still rests on it. */
	enum status (*let_go)(struct ctx *c, const void *rec);
	bool personal;			/* looking at one is audited */
	bool casework;			/* who sees names in it depends on the record, see sight_for() */
	/* Casework: how the caller stands to rec, bits of enum relation.  NULL for a part of a record: as to the whole. */
	unsigned (*relation)(struct ctx *c, const void *rec);
	/* Optional, after one was written, within the same transaction: sums that are kept in step.  before is NULL for a new one. */
	enum status (*kept)(struct ctx *c, const void *before, const void *after);
	bool is_org;			/* its id is an organisation's: what the operator does to it lies in its own history */
	/* For kinds that are no RECORD (organisation, account): how references to them are named and chosen. */
	struct str (*name)(struct ctx *c, int64_t id);
	enum status (*options)(struct ctx *c, struct option **ret, size_t *ret_n);
};

/* All of them: within c->scope, and with their change row, audit entry and search entry in the same transaction. */
enum status record_get(struct ctx *c, const struct record_type *t, int64_t id, void *ret) MUST_CHECK;
/* Sets id, org, version, created, ref.  Takes the files of its file fields, see file_link(). */
enum status record_create(struct ctx *c, const struct record_type *t, void *rec) MUST_CHECK;
/* rec holds the new values and the version that they are based on.  ST_CONFLICT when it is not the stored one:
 * c->conflict then has the stored record. */
enum status record_update(struct ctx *c, const struct record_type *t, void *rec) MUST_CHECK;
/* Would it be taken?  The same rules, with nothing written: errors stand in c->form. */
enum status record_try(struct ctx *c, const struct record_type *t, const void *before, void *after) MUST_CHECK;
enum status record_withdraw(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, struct str why) MUST_CHECK;
enum status record_restore(struct ctx *c, const struct record_type *t, int64_t id, int64_t version) MUST_CHECK;

/* Sets c->sight to what the caller may see of people in records of that type; rec NULL: in many at once. */
void record_sight(struct ctx *c, const struct record_type *t, const void *rec, enum purpose purpose);

struct record_header { int64_t org, id, version; struct when created_at, changed_at, withdrawn_at; int64_t created_by, changed_by; };
struct record_header record_head(const struct record_type *t, const void *rec);
/* What people call it; empty when label is not set. */
struct str record_label(struct ctx *c, const struct record_type *t, const void *rec);
/* The same for the search index: nothing of it where the label is personal text. */
struct str record_label_open(struct ctx *c, const struct record_type *t, const void *rec);
/* Its page. */
struct url record_url(struct ctx *c, const struct record_type *t, int64_t id);
const struct record_type *record_type_find(struct str kind);
/* Label of any record by kind and id within scope, "" when not visible; for reference fields. */
struct str record_name(struct ctx *c, const char *kind, int64_t id);
/* Options for a reference field: live records of that kind, by label, at most 500. */
enum status record_options(struct ctx *c, const char *kind, struct option **ret, size_t *ret_n) MUST_CHECK;

/* History: what changed, by whom, when; newest first.  Changes of its parts (app/part.h) stand among them. */
struct change_field { struct str name, label, before, after; };
struct change { int64_t id, version, by; struct when at; struct str by_name, what, part; /* empty: of the record itself */ struct change_field *fields; size_t n; };
enum status record_history(struct ctx *c, const struct record_type *t, int64_t id, struct change **ret, size_t *ret_n) MUST_CHECK;

/* For the few things that are no RECORD but have a history (an organisation's entry in the directory): the change row,
 * audit and search, after the caller has written.  was is NULL for a new one. */
enum status record_note(struct ctx *c, const struct record_type *t, int64_t id, int64_t version, const void *was, const void *became) MUST_CHECK;
struct hash;
struct hash change_commitment(struct arena *a, struct str salt, struct str was, struct str became);
#endif
