/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include <string.h>

const char *const role_names[ROLE__MAX] = {
	[ROLE_ADMINISTRATOR] = "administrator", [ROLE_SPECIALIST] = "specialist", [ROLE_LEAD] = "lead",
	[ROLE_MANAGER] = "manager", [ROLE_CONTRIBUTOR] = "contributor", [ROLE_AUDITOR] = "auditor",
	[ROLE_MONITOR] = "monitor", [ROLE_PROGRAMME] = "programme", [ROLE_INSPECTOR] = "inspector",
	[ROLE_GRANTEE] = "grantee",
};
const char *const role_titles[ROLE__MAX] = {
	[ROLE_ADMINISTRATOR] = M("Administrator"),
	[ROLE_SPECIALIST] = M("Security management specialist"),
	[ROLE_LEAD] = M("Board-level lead"),
	[ROLE_MANAGER] = M("Manager"),
	[ROLE_CONTRIBUTOR] = M("Contributor"),
	[ROLE_AUDITOR] = M("Audit committee"),
	[ROLE_MONITOR] = M("Provider monitoring lead"),
	[ROLE_PROGRAMME] = M("National programme"),
	[ROLE_INSPECTOR] = M("National inspector"),
	[ROLE_GRANTEE] = M("Reader under a grant"),
};

/* What each role may read of data about people.  Administrators run accounts and read no casework. */
static const uint32_t role_sight[ROLE__MAX] = {
#define SEES(p) (1u << PRIV_##p)
	[ROLE_ADMINISTRATOR] = SEES(IDENTITY),
	[ROLE_SPECIALIST] = SEES(IDENTITY) | SEES(SPECIAL) | SEES(CRIMINAL) | SEES(FREE_TEXT),
	[ROLE_LEAD] = SEES(IDENTITY) | SEES(SPECIAL) | SEES(CRIMINAL) | SEES(FREE_TEXT),
	[ROLE_MANAGER] = SEES(IDENTITY) | SEES(SPECIAL) | SEES(FREE_TEXT),
	[ROLE_CONTRIBUTOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_AUDITOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_MONITOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_PROGRAMME] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_INSPECTOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_GRANTEE] = SEES(IDENTITY),
#undef SEES
};

struct sight
sight_for(const struct who *who)
{
	struct sight s = SIGHT_NONE;

	if (who->operator)
		return SIGHT_ALL;
	for (int r = 0; r < ROLE__MAX; r++)
		if (who->roles >> r & 1)
			s.classes |= role_sight[r];
	return s;
}

int
role_find(struct str name)
{
	for (int r = 0; r < ROLE__MAX; r++)
		if (str_is(name, role_names[r]))
			return r;
	return -1;
}

bool
role_may(uint64_t roles, const char *action)
{
	return (roles & action_roles(action)) != 0;
}

const struct scope *
scope_for(struct arena *a, const struct who *who)
{
	struct scope *s = arena_new(a, struct scope);

	*s = (struct scope){ .org = who->org, .branch = who->branch, .tier = who->operator ? 9 : 0,
		.person = who->account, .read_only = who->grant != 0 };
	return s;
}

const struct scope *
scope_job(struct arena *a, int64_t org)
{
	struct scope *s = arena_new(a, struct scope);

	*s = (struct scope){ .org = org, .tier = 9 };
	return s;
}
