/* SPDX-License-Identifier: MIT */
#include "app/account_cli.h"
#include "app/org.h"
#include "cli/commands.h"

static int
account_run(const struct options *o, const char *group)
{
	struct db *db;
	struct app *app;

	if (o->n_args == 0)
		return misuse("%s wants a verb", group);
	if ((app = cli_open(o, false, false, &db)) == NULL)
		return EXIT_REFUSED;
	int status = account_cli(app, db, group, o->org, o->n_args, o->args);
	cli_close(app, db);
	return status;
}

static int
user_run(const struct options *o)
{
	return account_run(o, "user");
}

static int
token_run(const struct options *o)
{
	return account_run(o, "token");
}

const struct command feature_commands[] = {
	{ "user", "add|list|role|close|reset --email E-MAIL [--name NAME] [--org ODS] [--role ROLE] [--ask-password]",
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
