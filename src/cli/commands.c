/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/org.h"
#include "cli/commands.h"

/* "wardkeep user add --email … --name …": the verb and the fields of the action user.add. */
static int
family(const struct options *o, const char *kind)
{
	struct options inner = *o;
	struct pair pairs[64];
	char name[100];
	size_t n = 0;

	if (o->n_args == 0)
		return misuse("%s wants a verb; \"wardkeep call\" lists the actions", kind);
	if (strlen(kind) + strlen(o->args[0]) + 2 > sizeof name)
		return misuse("there is no \"%s %s\"", kind, o->args[0]);
	(void)stpcpy(stpcpy(stpcpy(name, kind), "."), o->args[0]);
	for (int i = 1; i < o->n_args && n + 1 < countof(pairs); i++) {
		struct str value, key = str_cut(str_c(o->args[i]), '=', &value);
		if (str_starts(key, S("--"))) {
			key = (struct str){ key.p + 2, key.n - 2 };
			if (value.p == NULL && i + 1 < o->n_args)
				value = str_c(o->args[++i]);
		}
		if (value.p == NULL || key.n == 0)
			return misuse("%s %s wants --field value, not \"%s\"", kind, o->args[0], o->args[i]);
		pairs[n++] = (struct pair){ .name = key, .value = value };
	}
	if (o->org != NULL)
		pairs[n++] = (struct pair){ .name = S("org"), .value = str_c(o->org) };
	inner.org = NULL;
	return cli_call(&inner, name, pairs, n, true);
}

static int
user_run(const struct options *o)
{
	return family(o, "user");
}

static int
token_run(const struct options *o)
{
	return family(o, "token");
}

const struct command feature_commands[] = {
	{ "user", "add|list|role|close|reset --email E-MAIL [--name NAME] [--org ODS] [--role ROLE]",
	    "Accounts, for whoever runs the service: the first administrator, and help where none is left.", user_run },
	{ "token", "add|list|revoke --email E-MAIL --org ODS --name WHAT-FOR [--actions \"review.* …\"] [--days N]",
	    "Tokens with which other programs use the API.", token_run },
	{ NULL, NULL, NULL, NULL },
};

bool
command_org(struct db *db, struct arena *a, struct str text, int64_t *ret)
{
	return org_find(db, a, text, ret);
}

enum status
command_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	for (size_t i = 0; i < feature_count; i++)
		for (const struct verify_def *v = features[i]->verify; v != NULL && v->name != NULL; v++)
			TRY(v->run(app, db, a, bad));
	return ST_OK;
}
