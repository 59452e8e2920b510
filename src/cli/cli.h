/* SPDX-License-Identifier: MIT */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include "app/app.h"

/* Exit status: 0 done, 1 refused (said why on standard error), 2 misuse. */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_MISUSE = 2 };

struct options {
	const char *db;			/* --db, or WARDKEEP_DB, or sqlite:wardkeep.db */
	const char *key;		/* --key */
	const char *listen;		/* --listen ADDRESS:PORT */
	const char *base_url;
	const char *as;			/* --as E-MAIL */
	const char *org;		/* --org ODS code or id */
	const char *out;		/* --out FILE */
	const char *lang;		/* --language: en, or en-x-pseudo, which shows what is not in the catalogue */
	const char *clamd;		/* --clamd unix:PATH or HOST:PORT */
	const char *mail, *mail_from;	/* --mail smtp://HOST:PORT --mail-from ADDRESS */
	const char *rate;		/* --rate N */
	const char *proxy;		/* --trusted-proxy ADDRESS */
	bool yes;
	bool loose;			/* demo: see store_options */
	bool alone;			/* nobody else may have it open */
	char **args;			/* what is left after options */
	int n_args;
};
struct command {
	const char *name;
	const char *usage;		/* behind "wardkeep NAME" */
	const char *help;
	int (*run)(const struct options *o);
	bool wordless;			/* takes nothing but options that every command knows */
};
int refuse_with(struct str why);
int misuse(const char *fmt, ...) PRINTF(1, 2);
/* Opens the installation and a connection of one's own; NULL (said why) when it cannot. */
struct app *cli_open(const struct options *o, bool create, bool migrate, struct db **ret_db);
void cli_close(struct app *app, struct db *db);
/* Who acts: --as E-MAIL in --org, or the operator of the machine in --org. */
bool cli_who(const struct options *o, struct app *app, struct db *db, struct arena *a, struct who *ret);
/* Runs an action with pairs and prints its JSON or its refusal. */
int cli_call(const struct options *o, const char *action, const struct pair *pairs, size_t n, bool print);
/* With a file, as an upload in the field "file". */
int cli_call_file(const struct options *o, const char *action, const struct pair *pairs, size_t n, struct str bytes);
/* A whole file or standard input ("-"), at most max bytes. */
bool cli_read_file(struct arena *a, const char *path, size_t max, struct str *ret, struct str *ret_why);
bool cli_write_file(struct arena *a, const char *path, struct str bytes, struct str *ret_why);
bool cli_option(struct options *o, int *i, int argc, char **argv, int *ret_exit);

int serve_run(const struct options *o);		/* src/cli/serve.c */
#endif
