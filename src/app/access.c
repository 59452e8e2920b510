/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include <string.h>

const char *const role_names[ROLE__MAX] = {
	[ROLE_ADMINISTRATOR] = "administrator", [ROLE_SPECIALIST] = "specialist", [ROLE_LEAD] = "lead",
	[ROLE_MANAGER] = "manager", [ROLE_CONTRIBUTOR] = "contributor", [ROLE_AUDITOR] = "auditor",
	[ROLE_MONITOR] = "monitor", [ROLE_PROGRAMME] = "programme", [ROLE_INSPECTOR] = "inspector",
	[ROLE_GRANTEE] = "grantee", [ROLE_REPORTER] = "reporter",
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
	[ROLE_REPORTER] = M("Reporter"),
};

#define SEES(p) (1u << PRIV_##p)
#define SEES_ALL (SEES(IDENTITY) | SEES(SPECIAL) | SEES(CRIMINAL) | SEES(FREE_TEXT))

/* What each role may read in registers.  Administrators run accounts. */
static const uint32_t register_sight[ROLE__MAX] = {
	[ROLE_ADMINISTRATOR] = SEES(IDENTITY),
	[ROLE_SPECIALIST] = SEES_ALL,
	[ROLE_LEAD] = SEES_ALL,
	[ROLE_MANAGER] = SEES(IDENTITY) | SEES(SPECIAL) | SEES(FREE_TEXT),
	[ROLE_CONTRIBUTOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_AUDITOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_MONITOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_PROGRAMME] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_INSPECTOR] = SEES(IDENTITY) | SEES(FREE_TEXT),
	[ROLE_GRANTEE] = SEES(IDENTITY),
};

/* What may be read in casework: the first column of roles (0: any) with one of the relations (0: none needed) doing
 * one of these things sees these classes; what several lines give adds up.  Whoever stands in no line sees that there
 * is something, and of people nothing: a file that leaves the program names nobody. */
#define ROLE(r) (1ull << ROLE_##r)
#define DOES(p) (1u << PURPOSE_##p)
static const struct { uint64_t roles; unsigned relations, purposes; uint32_t sees; } casework_sight[] = {
	{ ROLE(SPECIALIST), 0, DOES(HANDLE) | DOES(SEARCH), SEES_ALL },
	{ ROLE(SPECIALIST), 0, DOES(LIST), SEES(IDENTITY) },
	{ 0, RELATION_OWNER | RELATION_TEAM, DOES(HANDLE), SEES_ALL },
	/* Who was hurt in their unit, and what is told of it; not whom somebody accuses. */
	{ ROLE(MANAGER), RELATION_UNIT, DOES(HANDLE), SEES(IDENTITY) | SEES(FREE_TEXT) },
	{ ROLE(LEAD), 0, DOES(HANDLE), SEES(FREE_TEXT) },
};
#undef ROLE
#undef DOES

struct sight
sight_for(const struct who *who, enum subject subject, unsigned relation, enum purpose purpose)
{
	struct sight s = SIGHT_NONE;

	if (who->operator)
		return SIGHT_ALL;
	for (int r = 0; subject == SUBJECT_REGISTER && r < ROLE__MAX; r++)
		if (who->roles >> r & 1)
			s.classes |= register_sight[r];
	for (size_t i = 0; subject == SUBJECT_CASEWORK && who->grant == 0 && i < countof(casework_sight); i++)
		if ((casework_sight[i].roles == 0 || (who->roles & casework_sight[i].roles) != 0) &&
		    (casework_sight[i].relations == 0 || (relation & casework_sight[i].relations) != 0) &&
		    (casework_sight[i].purposes >> purpose & 1) != 0)
			s.classes |= casework_sight[i].sees;
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

void
scope_report(struct ctx *c, int64_t org)
{
	struct scope *s = arena_new(c->mem, struct scope);

	*s = (struct scope){ .org = org, .person = c->who->account, .read_only = c->who->grant != 0 };
	c->scope = s;
}

const struct scope *
scope_predecessor(struct arena *a, const struct who *who, int64_t org)
{
	struct scope *s = arena_new(a, struct scope);

	*s = (struct scope){ .org = org, .branch = who->branch, .person = who->account, .read_only = true };
	return s;
}

const struct scope *
scope_job(struct arena *a, int64_t org)
{
	struct scope *s = arena_new(a, struct scope);

	*s = (struct scope){ .org = org, .tier = 9 };
	return s;
}

struct scope_eyes
scope_as_nobody(struct ctx *c)
{
	struct scope_eyes eyes = { c->who, c->scope };
	struct who *w = arena_new(c->mem, struct who);
	struct scope *s = arena_new(c->mem, struct scope);

	*w = *c->who;
	w->account = 0;
	*s = *c->scope;
	s->person = 0;
	c->who = w;
	c->scope = s;
	return eyes;
}

void
scope_back(struct ctx *c, struct scope_eyes eyes)
{
	c->who = eyes.who;
	c->scope = eyes.scope;
}
