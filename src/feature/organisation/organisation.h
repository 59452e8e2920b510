/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_ORGANISATION_ORGANISATION_H
#define FEATURE_ORGANISATION_ORGANISATION_H
#include "app/record.h"

/* The directory of bodies that take part, and what an organisation says of itself.  The directory names no people
 * and is open to everybody who is signed in; all else belongs to one organisation. */
struct organisation {
	int64_t org, id, version;	/* org is id: an entry belongs to itself */
	struct str name, short_name, ods_code, kind;
	struct choices services;
	struct str region;
	struct opt_i64 headcount;
	struct str status;		/* "active" "merged" "closed" */
	struct date ended_on;
	int64_t successor;
	struct str document_line;	/* at head and foot of its documents: "OFFICIAL-SENSITIVE" */
	bool oversees;			/* a national commissioner: reads the reviews of the commissioners under it */
	struct when created_at, changed_at, withdrawn_at;
	int64_t created_by, changed_by;
};
extern const struct record_type organisation_type;
extern const struct choice_list organisation_kinds, organisation_services;

/* ST_NOT_FOUND when there is none. */
enum status organisation_get(struct ctx *c, int64_t id, struct organisation *ret) MUST_CHECK;
struct str organisation_name(struct ctx *c, int64_t id);	/* "" when there is none */
/* The national body, and the national commissioner; *ret 0 where the directory has none. */
enum status organisation_national(struct ctx *c, int64_t *ret) MUST_CHECK;
enum status organisation_overseer(struct ctx *c, int64_t *ret) MUST_CHECK;
/* Those that were merged into this one, and those that were merged into them; ids, at most 50. */
enum status organisation_predecessors(struct ctx *c, int64_t org, int64_t **ret, size_t *ret_n) MUST_CHECK;
/* Does this code look like one of its kind?  Codes may take new shapes, so it is a hint and no refusal. */
bool organisation_code_usual(struct str kind, struct str code);
#endif
