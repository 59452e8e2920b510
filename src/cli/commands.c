/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include "app/account_cli.h"
#include "app/example.h"
#include "app/org.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cli/document.h"

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

static void
count_line(const char *what, int64_t n)
{
	printf("%6lld %s\n", (long long)n, what);
}

/* The example stands on a day of its own, so that it is the same everywhere; --today moves it. */
static int
demo_run(const struct options *o)
{
	struct date today = date_of(2026, 11, 16);
	int64_t bodies = 0;
	struct str why = { NULL, 0 };
	struct db *db;

	for (int i = 0; i < o->n_args; i++) {
		struct str s = str_c(o->args[i]);
		if (str_is(s, "--scale"))
			bodies = EXAMPLE_SCALE;
		else if (!(str_starts(s, S("--today=")) && date_parse(str_c(o->args[i] + 8), &today)) &&
		    !(str_starts(s, S("--scale=")) && str_i64(str_c(o->args[i] + 8), &bodies) && bodies >= 1 && bodies <= 100000))
			return misuse("demo takes --today=YYYY-MM-DD, --scale or --scale=BODIES, and nothing else");
	}
	/* If the machine stops meanwhile, it is made once more. */
	struct options loose = *o;
	loose.loose = true;
	struct app *app = cli_open(&loose, true, true, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	bool there = app->example;
	enum status st = bodies > 0 ? example_scale(app, db, today, bodies, count_line, &why)
	    : example_make(app, db, today, count_line, &why);
	if (st == ST_CONFLICT && there && bodies == 0) {
		puts("The example region is there:");
		st = example_count(app, db, count_line);
	}
	int ret = st == ST_OK ? EXIT_DONE : refuse_with(why);
	if (ret == EXIT_DONE)
		puts("\nThe sign-in page lists the example accounts, with their passwords and current codes. All names are invented.");
	cli_close(app, db);
	return ret;
}

const struct command feature_commands[] = {
	{ "demo", "[--today=YYYY-MM-DD] [--scale[=BODIES]]", "Makes the example region in an empty database: invented bodies, people and three years of reviews. "
	    "--scale: instead 1,000 bodies with 200,000 rated standards, for measuring.", demo_run, false },
	{ "user", "add|list|role|close|reset --email E-MAIL [--name NAME] [--org ODS] [--role ROLE] [--ask-password]",
	    "Accounts, for whoever runs the service: the first administrator, and help where none is left.", user_run, false },
	{ "token", "add|list|revoke --email E-MAIL --org ODS --name WHAT-FOR [--actions \"review.* …\"] [--days N]",
	    "Tokens with which other programs use the API.", token_run, false },
	{ "framework", "import FILE [--depth N] [--framework REF] [--edition NAME] [--publish | --preview] | import --shipped [--examples] | export KEY EDITION [--form yaml|oscal|xlsx] | list",
	    "Takes a framework from a file as a draft (or publishes it), writes one as YAML, lists all.", framework_run, false },
	{ "import", "LIST FILE --org ODS [--as E-MAIL] [--mapping NAME] [--update] [--dry-run] [--yes] [--alone]",
	    "Brings a spreadsheet into a list: says row by row what would become of it and, with --yes, saves it. --alone: saves at once, faster, while no server has the database open.", list_import_run, false },
	{ "document", "export NUMBER --out FILE --org ODS | import FILE --org ODS",
	    "Takes a sealed document out as a file for another installation, or takes one in that came from there.", document_run, false },
	{ "spc", "[--json | --svg] [--screen] [--rebase DATE]… [--target N] [--better higher|lower] FILE.csv",
	    "Makes an XmR chart, by the rules of NHS Making Data Count, of a file with the columns date and value.", spc_run, false },
	{ .name = NULL },
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
