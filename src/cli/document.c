/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli/document.h"

#define DOCUMENT_MOST (32u << 20)

/* The bytes themselves, not JSON about them. */
static int
export_to(const struct options *o, struct app *app, struct db *db, struct arena *a)
{
	struct pair id = { .name = S("id"), .value = str_c(o->args[1]) };
	struct outcome out;
	struct who who;
	struct str why;

	if (!cli_who(o, app, db, a, &who))
		return EXIT_REFUSED;
	struct call call = { .app = app, .db = db, .who = &who, .face = FACE_COMMAND, .action = action_find(S("document.export")), .pairs = &id,
		.n_pairs = 1, .mem = a };
	dispatch_call(&call, &out);
	if (out.st != ST_OK)
		return refuse_with(out.message);
	if (!cli_write_file(a, o->out, out.ctx->download, &why))
		return refuse_with(why);
	if (strcmp(o->out, "-") != 0)
		printf("Written to %s: %zu bytes.\n", o->out, out.ctx->download.n);
	return EXIT_DONE;
}

static int
export_run(const struct options *o)
{
	struct arena mem;
	struct db *db;

	if (o->n_args != 2 || o->out == NULL || o->org == NULL)
		return misuse("document export wants the document's number, --out FILE and --org ODS");
	struct app *app = cli_open(o, false, false, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	if (!arena_open(&mem, 256u << 20))
		abort();
	int ret = export_to(o, app, db, &mem);
	arena_close(&mem);
	cli_close(app, db);
	return ret;
}

static int
import_run(const struct options *o)
{
	struct arena mem;
	struct str text, why;
	int ret;

	if (o->n_args != 2 || o->org == NULL)
		return misuse("document import wants the file, and --org ODS for who takes it in");
	if (!arena_open(&mem, 256u << 20))
		abort();
	if (cli_read_file(&mem, o->args[1], DOCUMENT_MOST, &text, &why)) {
		struct pair pair = { .name = S("text"), .value = text };
		ret = cli_call(o, "document.import", &pair, 1, true);
	} else {
		ret = refuse_with(why);
	}
	arena_close(&mem);
	return ret;
}

int
document_run(const struct options *o)
{
	if (o->n_args > 0 && strcmp(o->args[0], "export") == 0)
		return export_run(o);
	if (o->n_args > 0 && strcmp(o->args[0], "import") == 0)
		return import_run(o);
	return misuse("document wants export or import");
}
