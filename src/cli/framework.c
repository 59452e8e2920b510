/* SPDX-License-Identifier: MIT */
/* wardkeep framework import | export | list */
#include <string.h>
#include "cli/commands.h"

#define FILE_MOST (2u << 20)

static struct pair
said(const char *name, struct str value)
{
	return (struct pair){ .name = str_c(name), .value = value };
}

static int
import_file(const struct options *o, const char *path, bool publish)
{
	struct str text = S(""), why = { NULL, 0 };
	const char *slash = strrchr(path, '/');
	struct arena mem;

	if (!arena_open(&mem, 16u << 20))
		return EXIT_REFUSED;
	int ret = EXIT_REFUSED;
	if (!cli_read_file(&mem, path, FILE_MOST, &text, &why)) {
		refuse_with(why);
	} else {
		struct pair pairs[] = { said("text", text), said("source", str_c(slash != NULL ? slash + 1 : path)),
			said("publish", publish ? S("true") : S("false")) };
		ret = cli_call(o, "framework.take", pairs, countof(pairs), true);
	}
	arena_close(&mem);
	return ret;
}

static int
import_run(const struct options *o)
{
	const char *path = NULL;
	bool shipped = false, publish = false, examples = false;

	for (int i = 1; i < o->n_args; i++)
		if (strcmp(o->args[i], "--shipped") == 0)
			shipped = true;
		else if (strcmp(o->args[i], "--examples") == 0)
			examples = true;
		else if (strcmp(o->args[i], "--publish") == 0)
			publish = true;
		else if (path == NULL && (o->args[i][0] != '-' || o->args[i][1] == 0))
			path = o->args[i];
		else
			return misuse("framework import does not know \"%s\"", o->args[i]);
	if (shipped == (path != NULL) || (shipped && publish) || (examples && !shipped))
		return misuse("framework import wants a file, or --shipped");
	if (!shipped)
		return import_file(o, path, publish);
	struct pair pair = said("examples", examples ? S("true") : S("false"));
	return cli_call(o, "framework.load_shipped", &pair, 1, true);
}

int
framework_run(const struct options *o)
{
	const char *what = o->n_args > 0 ? o->args[0] : "";

	if (strcmp(what, "import") == 0)
		return import_run(o);
	if (strcmp(what, "list") == 0 && o->n_args == 1)
		return cli_call(o, "framework.list", NULL, 0, true);
	if (strcmp(what, "export") == 0 && o->n_args == 3) {
		struct pair pairs[] = { said("key", str_c(o->args[1])), said("edition", str_c(o->args[2])) };
		return cli_call(o, "framework.export", pairs, countof(pairs), true);
	}
	return misuse("framework wants import FILE, import --shipped, export KEY EDITION, or list");
}

int
framework_ship(const struct options *o)
{
	return cli_call(o, "framework.load_shipped", NULL, 0, false);
}
