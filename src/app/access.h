/* SPDX-License-Identifier: MIT */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H
#include "app/ctx.h"

/* Roles are names in roles.txt files; their order here is the bit in who.roles. */
enum role {
	ROLE_ADMINISTRATOR,	/* accounts, organisation's own data, settings; reads no casework */
	ROLE_SPECIALIST,	/* nominated security management specialist */
	ROLE_LEAD,		/* board-level executive lead; signs */
	ROLE_MANAGER,		/* day-to-day manager, line managers */
	ROLE_CONTRIBUTOR,	/* responsible for a standard or a unit: contributes */
	ROLE_AUDITOR,		/* audit committee, internal audit: reads */
	ROLE_MONITOR,		/* commissioner's lead for providers */
	ROLE_PROGRAMME,		/* national body: runs rounds, publishes frameworks, confirms nominations */
	ROLE_INSPECTOR,		/* national body: reads submissions, returns, assesses */
	ROLE_GRANTEE,		/* reads another organisation under a grant (ORG-6); never given to an account */
	ROLE_REPORTER,		/* any member of staff: reports what happened, and sees what became of it */
	ROLE__MAX
};
extern const char *const role_names[ROLE__MAX];		/* "administrator" … as in roles.txt */
extern const char *const role_titles[ROLE__MAX];	/* messages */
int role_find(struct str name);				/* -1: no such role */
/* Bits of the roles that roles.txt files give this action. */
uint64_t action_roles(const char *action);
/* ---- who sees what about people: one function, one table in access.c (IGV-1) ---- */

/* Registers name people in posts and contacts.  Casework names those whom something happened to, those who saw it,
 * those who reported it and those who are said to have done it: record types say .casework for it. */
enum subject { SUBJECT_REGISTER, SUBJECT_CASEWORK };
/* How the viewer stands to the very record; bits. */
enum relation {
	RELATION_NONE = 0,
	RELATION_OWNER = 1,	/* deals with it */
	RELATION_TEAM = 2,	/* member of its circle */
	RELATION_UNIT = 4,	/* acts under the branch where it happened */
};
/* What the viewer is doing: one record's own page or call; many at once; a file that leaves the program; the search box. */
enum purpose { PURPOSE_HANDLE, PURPOSE_LIST, PURPOSE_EXPORT, PURPOSE_SEARCH };
struct sight sight_for(const struct who *who, enum subject subject, unsigned relation, enum purpose purpose);
bool role_may(uint64_t roles, const char *action);
/* The one place that makes a scope. */
const struct scope *scope_for(struct arena *a, const struct who *who);
/* For putting a report in, from any branch or without an account: the whole organisation.  What is read with it is not shown to the reporter. */
void scope_report(struct ctx *c, int64_t org);
/* Read only, of an organisation that was merged into the acting one.  Whoever calls it has found org among the predecessors
 * in the directory, and asked may(c, "grant.predecessor"). */
const struct scope *scope_predecessor(struct arena *a, const struct who *who, int64_t org);
const struct scope *scope_job(struct arena *a, int64_t org);	/* jobs, commands, example data: one organisation at a time */
/* The same place and branch with the eyes of somebody who is in no circle and kept from nothing: for figures that are kept, or
 * said to many.  Set in c; scope_back() undoes it. */
struct scope_eyes { const struct who *who; const struct scope *scope; };
struct scope_eyes scope_as_nobody(struct ctx *c);
void scope_back(struct ctx *c, struct scope_eyes eyes);
#endif
