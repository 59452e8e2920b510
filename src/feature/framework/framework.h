/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_FRAMEWORK_H
#define FEATURE_FRAMEWORK_FRAMEWORK_H
#include "app/ctx.h"
#include "feature/framework/model.h"
#include "feature/framework/shipped.h"

/* Frameworks as other folders see them: editions by id, parsed once and kept for the program's life. */

/* A published edition; ST_NOT_FOUND for any other id.  The first call for an edition parses it (some milliseconds), so
 * call it in load before store needs it.  ST_INTERNAL where the stored text is not what was published. */
enum status framework_get(struct ctx *c, int64_t version, const struct framework **ret) MUST_CHECK;

struct framework_entry {
	int64_t id;
	struct str key, edition, title, summary, status;	/* status: "draft", "published" */
	struct str origin;					/* "retold", "own", "example", "imported" */
	struct date in_force_from, in_force_until;		/* may be unset */
	struct when published_at;
	int64_t supersedes;					/* the edition before, 0: none here */
};
/* Published editions by title; drafts too for whoever may import. */
enum status framework_list(struct ctx *c, struct framework_entry **ret, size_t *ret_n) MUST_CHECK;
enum status framework_about(struct ctx *c, int64_t version, struct framework_entry *ret) MUST_CHECK;
/* The published edition that holds on that day, the latest of several; ST_NOT_FOUND: none. */
enum status framework_in_force(struct ctx *c, struct str key, struct date day, int64_t *ret_version) MUST_CHECK;
/* By key and edition, published only. */
enum status framework_find(struct ctx *c, struct str key, struct str edition, int64_t *ret_version) MUST_CHECK;
/* Do organisations of that kind ("commissioner", "provider" …) review themselves against it? */
bool framework_is_for(const struct framework *f, struct str org_kind);

/* Whom it wants to sign, in words. */
struct str framework_signatory_text(struct ctx *c, const struct framework *f);

const struct fw_area *framework_area(const struct framework *f, struct str area);		/* NULL: none */
const struct fw_area *framework_area_of(const struct framework *f, struct str standard);	/* NULL: none */
size_t framework_standard_count(const struct framework *f);
/* What the organisation of c->scope calls the area, else the framework's own title.  One statement; for a page
 * with all areas read them at once. */
enum status framework_area_name(struct ctx *c, const struct framework *f, struct str area, struct str *ret) MUST_CHECK;
/* One name per area of f, in its order. */
enum status framework_area_names(struct ctx *c, const struct framework *f, struct str **ret) MUST_CHECK;
struct framework_local { int64_t id; struct str area, title, rationale, red, amber, green; };
/* The organisation's own standards in this framework. */
enum status framework_locals(struct ctx *c, const struct framework *f, struct framework_local **ret, size_t *ret_n) MUST_CHECK;

/* ---- from one edition to the next (STD-4); pure ---- */
struct fw_carry {
	const struct fw_standard *standard;	/* of the new edition */
	struct fw_names from;			/* where its answer comes from, ids in the edition before; none: from nowhere */
	struct choices kinds, parts;		/* bits: fw_change_kind, fw_part */
	bool fresh_look;			/* the answer, if any, is to be looked at again */
	struct str words;			/* what changed, for people; empty where there is no change map */
};
/* False: to has no such standard.  Without a change map between the two (same edition again, or one that names another
 * predecessor) a standard goes by its number: as it is in the same edition, to be looked at otherwise. */
bool framework_carry(const struct framework *from, const struct framework *to, struct str standard, struct fw_carry *ret);
/* All standards of to, in order. */
size_t framework_carry_all(struct arena *a, const struct framework *from, const struct framework *to, struct fw_carry **ret);
/* Standards of from that nothing in to comes from. */
size_t framework_carry_left(struct arena *a, const struct framework *from, const struct framework *to,
    const struct fw_standard ***ret);

/* ---- scoring profiles ---- */
struct url scoring_url(struct ctx *c, int64_t profile);
enum status scoring_get(struct ctx *c, int64_t profile, const struct scoring **ret) MUST_CHECK;
/* The published profile that applies on that day (the end of a review's period), as it was known at that moment: its id
 * is what a review keeps from the day it is signed. */
enum status scoring_id_on(struct ctx *c, struct date day, struct when known, int64_t *ret_profile) MUST_CHECK;
/* The same as known now, parsed. */
enum status scoring_on_day(struct ctx *c, struct date day, int64_t *ret_profile, const struct scoring **ret) MUST_CHECK;

/* Bits in words, for pages and records: "amended, merged"; "headline, ratings". */
struct str change_kinds_text(struct ctx *c, struct choices kinds);
struct str change_parts_text(struct ctx *c, struct choices parts);
#endif
