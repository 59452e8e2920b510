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
	ROLE__MAX
};
extern const char *const role_names[ROLE__MAX];		/* "administrator" … as in roles.txt */
extern const char *const role_titles[ROLE__MAX];	/* messages */
int role_find(struct str name);				/* -1: no such role */
/* Bits of the roles that roles.txt files give this action. */
uint64_t action_roles(const char *action);
/* Which classes of personal data these roles may read. */
struct sight sight_for(const struct who *who);
bool role_may(uint64_t roles, const char *action);
/* The one place that makes a scope. */
const struct scope *scope_for(struct arena *a, const struct who *who);
const struct scope *scope_job(struct arena *a, int64_t org);	/* jobs, commands, example data: one organisation at a time */
#endif
