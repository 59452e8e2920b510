/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include "app/example.h"
#include "app/org.h"
#include "base/time.h"
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
	struct str why = { NULL, 0 };
	struct db *db;

	if (o->n_args > 1 || (o->n_args == 1 && (!str_starts(str_c(o->args[0]), S("--today=")) || !date_parse(str_c(o->args[0] + 8), &today))))
		return misuse("demo takes --today=YYYY-MM-DD and nothing else");
	struct app *app = cli_open(o, true, true, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	enum status st = example_make(app, db, today, count_line, &why);
	if (st == ST_CONFLICT) {
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
	{ "demo", "[--today=YYYY-MM-DD]", "Makes the example region in an empty database: invented bodies, people and three years of reviews.", demo_run },
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
