/* SPDX-License-Identifier: MIT */
/* wardkeep framework import | export | list */
#include <string.h>
#include "cli/commands.h"

#define FILE_MOST ((size_t)16 << 20)

static struct pair
said(const char *name, struct str value)
{
	return (struct pair){ .name = str_c(name), .value = value };
}

struct wanted { const char *path, *depth, *which, *edition; bool shipped, publish, examples, preview; };

static int
import_file(const struct options *o, const struct wanted *w)
{
	struct str bytes = S(""), why = { NULL, 0 };
	const char *slash = strrchr(w->path, '/');
	struct arena mem;
	size_t n = 0;

	if (!arena_open(&mem, FILE_MOST + (1u << 20)))
		return EXIT_REFUSED;
	int ret = EXIT_REFUSED;
	if (!cli_read_file(&mem, w->path, FILE_MOST, &bytes, &why)) {
		refuse_with(why);
	} else {
		struct pair pairs[5];
		pairs[n++] = said("source", str_c(slash != NULL ? slash + 1 : w->path));
		if (!w->preview)
			pairs[n++] = said("publish", w->publish ? S("true") : S("false"));
		if (w->depth != NULL)
			pairs[n++] = said("depth", str_c(w->depth));
		if (w->which != NULL)
			pairs[n++] = said("which", str_c(w->which));
		if (w->edition != NULL)
			pairs[n++] = said("edition", str_c(w->edition));
		ret = cli_call_file(o, w->preview ? "framework.preview" : "framework.take", pairs, n, bytes);
	}
	arena_close(&mem);
	return ret;
}

static bool
wanted_read(const struct options *o, struct wanted *w, const char **ret_unknown)
{
	const struct { const char *name; const char **to; } values[] = { { "--depth", &w->depth }, { "--framework", &w->which }, { "--edition", &w->edition } };
	const struct { const char *name; bool *to; } flags[] = { { "--shipped", &w->shipped }, { "--examples", &w->examples },
		{ "--publish", &w->publish }, { "--preview", &w->preview } };

	for (int i = 1; i < o->n_args; i++) {
		const char *arg = *ret_unknown = o->args[i];
		bool known = false;
		for (size_t k = 0; k < countof(values) && !known; k++)
			if (strcmp(arg, values[k].name) == 0 && i + 1 < o->n_args) {
				*values[k].to = o->args[++i];
				known = true;
			}
		for (size_t k = 0; k < countof(flags) && !known; k++)
			if (strcmp(arg, flags[k].name) == 0)
				known = *flags[k].to = true;
		if (!known && w->path == NULL && (arg[0] != '-' || arg[1] == 0)) {
			w->path = arg;
			known = true;
		}
		if (!known)
			return false;
	}
	return true;
}

static int
import_run(const struct options *o)
{
	struct wanted w = { 0 };
	const char *unknown = "";

	if (!wanted_read(o, &w, &unknown))
		return misuse("framework import does not know \"%s\"", unknown);
	bool of_file = w.publish || w.preview || w.depth != NULL || w.which != NULL || w.edition != NULL;
	if (w.shipped == (w.path != NULL) || (w.shipped && of_file) || (w.examples && !w.shipped) || (w.publish && w.preview))
		return misuse("framework import wants a file, or --shipped");
	if (!w.shipped)
		return import_file(o, &w);
	struct pair pair = said("examples", w.examples ? S("true") : S("false"));
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
	if (strcmp(what, "export") == 0 && (o->n_args == 3 || (o->n_args == 5 && strcmp(o->args[3], "--form") == 0))) {
		struct pair pairs[] = { said("key", str_c(o->args[1])), said("edition", str_c(o->args[2])),
			said("form", o->n_args == 5 ? str_c(o->args[4]) : S("yaml")) };
		return cli_call(o, "framework.export", pairs, countof(pairs), true);
	}
	return misuse("framework wants import FILE, import --shipped, export KEY EDITION, or list");
}

int
framework_ship(const struct options *o)
{
	return cli_call(o, "framework.load_shipped", NULL, 0, false);
}
