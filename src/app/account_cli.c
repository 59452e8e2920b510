/* SPDX-License-Identifier: MIT */
#include "app/account_cli.h"
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "base/json.h"

#define MEMORY (64u << 20)
#define PAIRS 12

const char account_cli_user_help[] =
    "user add --email ADDRESS --name NAME [--org ORG --role ROLE] [--ask-password]\n"
    "    Adds an account. Without --ask-password a one-time password is printed, which works for 7 days\n"
    "    and is replaced at the first sign-in. ORG is an ODS code or a number.\n"
    "user list [--after ADDRESS]\n"
    "    Lists accounts, 200 at a time.\n"
    "user role --email ADDRESS --org ORG --role ROLE [--ends YYYY-MM-DD] [--take]\n"
    "    Gives a role in an organisation, or takes it away. The last administrator stays.\n"
    "user reset --email ADDRESS\n"
    "    New one-time password; security codes are set up again; every session ends.\n"
    "user close --email ADDRESS\n"
    "    Closes the account and ends all its roles.\n"
    "Roles: administrator specialist lead manager contributor auditor monitor programme inspector\n";
const char account_cli_token_help[] =
    "token add --email ADDRESS --org ORG --name WHAT-FOR [--actions \"a.b c.d\"] [--days N]\n"
    "    Makes a bearer token for the API, good for 90 days unless said. It is printed once.\n"
    "token list --email ADDRESS\n"
    "token revoke --email ADDRESS --token NUMBER\n";

struct option_word { const char *word, *field; };
static const struct option_word options[] = {
	{ "--email", "email" }, { "--name", "name" }, { "--org", "org" }, { "--role", "role" }, { "--ends", "ends" },
	{ "--after", "after" }, { "--actions", "actions" }, { "--days", "days" }, { "--token", "token" },
};

struct request { struct pair pairs[PAIRS]; size_t n; bool ask; };

static bool
add_pair(struct request *r, const char *name, struct str value)
{
	if (r->n == PAIRS)
		return false;
	r->pairs[r->n++] = (struct pair){ .name = str_c(name), .value = value };
	return true;
}

/* A date comes as one word here; forms have three fields for it. */
static bool
add_date(struct request *r, struct arena *a, const char *name, struct str iso)
{
	struct str rest, year = str_cut(iso, '-', &rest), month = str_cut(rest, '-', &rest);
	static const char *const part[] = { "day", "month", "year" };
	struct str value[] = { rest, month, year };

	for (size_t i = 0; i < countof(part); i++)
		if (value[i].n == 0 || !add_pair(r, str_z(a, arena_printf(a, "%s-%s", name, part[i])), value[i]))
			return false;
	return true;
}

static bool
read_options(struct request *r, struct arena *a, int n, char **args)
{
	for (int i = 0; i < n; i++) {
		size_t k = 0;

		if (strcmp(args[i], "--ask-password") == 0) {
			r->ask = true;
			continue;
		}
		if (strcmp(args[i], "--take") == 0) {
			if (!add_pair(r, "take", S("true")))
				return false;
			continue;
		}
		while (k < countof(options) && strcmp(args[i], options[k].word) != 0)
			k++;
		if (k == countof(options) || i + 1 == n) {
			fprintf(stderr, k < countof(options) ? "wardkeep: %s needs a value\n" : "wardkeep: %s is not understood here\n", args[i]);
			return false;
		}
		i++;
		if (strcmp(options[k].field, "ends") == 0 ? !add_date(r, a, "ends", str_c(args[i])) :
		    !add_pair(r, options[k].field, str_c(args[i]))) {
			fprintf(stderr, "wardkeep: %s does not fit\n", args[i]);
			return false;
		}
	}
	return true;
}

/* From the terminal without showing it, or the first line of standard input. */
static bool
read_password(struct arena *a, struct str *ret)
{
	struct termios old, quiet;
	bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &old) == 0;
	char line[1024];

	if (terminal) {
		fputs("Password (at least 12 characters): ", stderr);
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	bool got = fgets(line, sizeof line, stdin) != NULL;
	if (terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		fputc('\n', stderr);
	}
	if (got)
		*ret = str_trim(arena_copy(a, str_c(line)));
	return got && ret->n > 0;
}

/* What came out, as lines of "name: value"; a list as rows with tabs between. */
static void
print_value(const struct json_node *v)
{
	switch (v->type) {
	case JSON_STR:
		printf("%.*s", (int)v->s.n, v->s.p);
		break;
	case JSON_INT:
		printf("%lld", (long long)v->i);
		break;
	case JSON_BOOL:
		fputs(v->b ? "yes" : "no", stdout);
		break;
	case JSON_NULL:
	case JSON_REAL:
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
}

static void
print_rows(const struct json_node *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct json_node *row = list->items[i];
		for (size_t k = 0; k < row->n; k++) {
			fputs(k > 0 ? "\t" : "", stdout);
			print_value(row->items[k]);
		}
		fputc('\n', stdout);
	}
}

static void
print_out(struct arena *a, struct str json)
{
	struct json_node *tree;
	struct str why;

	if (json_parse(a, json, &tree, &why) != ST_OK || tree->type != JSON_OBJECT)
		return;
	for (size_t i = 0; i < tree->n; i++) {
		const struct json_node *v = tree->items[i];
		if (v->type == JSON_ARRAY) {
			print_rows(v);
		} else if (v->type != JSON_NULL && !(v->type == JSON_STR && v->s.n == 0)) {
			printf("%.*s: ", (int)tree->keys[i].n, tree->keys[i].p);
			print_value(v);
			fputc('\n', stdout);
		}
	}
}

static int
run(struct app *app, struct db *db, struct arena *a, const struct action *action, const struct request *r)
{
	struct who who = { .operator = true, .name = S("operator"), .example = app->example };
	struct call call = { .app = app, .db = db, .who = &who, .face = FACE_COMMAND, .action = action,
		.pairs = r->pairs, .n_pairs = r->n, .mem = a };
	struct outcome out;

	dispatch_call(&call, &out);
	if (out.st != ST_OK) {
		fprintf(stderr, "wardkeep: %.*s\n", (int)out.message.n, out.message.p);
		return 1;
	}
	print_out(a, out.json);
	return 0;
}

int
account_cli(struct app *app, struct db *db, const char *group, const char *org, int n_args, char **args)
{
	const char *help = strcmp(group, "token") == 0 ? account_cli_token_help : account_cli_user_help;
	const struct action *action = NULL;
	struct request r = { .n = 0 };
	struct str password;
	struct arena a;
	int status = 2;

	if (!arena_open(&a, MEMORY))
		return 1;
	if (n_args > 0)
		action = action_find(arena_printf(&a, "%s.%s", group, args[0]));
	if (action == NULL || (org != NULL && !add_pair(&r, "org", str_c(org))) || !read_options(&r, &a, n_args - 1, args + 1)) {
		fputs(help, stderr);
	} else if (r.ask && (!read_password(&a, &password) || !add_pair(&r, "password", password))) {
		fputs("wardkeep: no password was given\n", stderr);
	} else {
		status = run(app, db, &a, action, &r);
	}
	arena_close(&a);
	return status;
}
