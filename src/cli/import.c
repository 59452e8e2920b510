/* SPDX-License-Identifier: MIT */
/* wardkeep import KIND FILE: the same import as on the page, beside a server or, for a large file, with the database to itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "app/import.h"
#include "base/ids.h"
#include "base/json.h"
#include "cli/commands.h"

#define FILE_MOST ((size_t)512 << 20)
#define FILE_BESIDE ((size_t)20 << 20)

struct wanted { const char *kind, *path, *mapping; bool update, dry, alone; };

static bool
wanted_read(const struct options *o, struct wanted *w)
{
	for (int i = 0; i < o->n_args; i++) {
		const char *arg = o->args[i];
		if (strcmp(arg, "--update") == 0)
			w->update = true;
		else if (strcmp(arg, "--dry-run") == 0)
			w->dry = true;
		else if (strcmp(arg, "--alone") == 0)
			w->alone = true;
		else if (strcmp(arg, "--mapping") == 0 && i + 1 < o->n_args)
			w->mapping = o->args[++i];
		else if (arg[0] == '-' && arg[1] == '-')
			return false;
		else if (w->kind == NULL)
			w->kind = arg;
		else if (w->path == NULL)
			w->path = arg;
		else
			return false;
	}
	return w->kind != NULL && w->path != NULL;
}

/* ---- alone ---- */

static void
trouble_print(const struct import_trouble *t)
{
	fprintf(stderr, "%.*s: %.*s\n", (int)t->place.n, t->place.p, (int)t->what.n, t->what.p);
}

static void
progress_print(int64_t rows)
{
	if (rows % 10000 == 0)
		fprintf(stderr, "%lld rows\n", (long long)rows);
}

static int
alone_with(const struct wanted *w, struct app *app, struct db *db, struct arena *mem, const struct who *who, const struct known_action *k, struct str bytes)
{
	struct import_alone run = { .reg = k->reg, .action = k->action, .bytes = bytes, .wish = { .update = w->update }, .dry = w->dry,
		.trouble = trouble_print, .progress = progress_print };
	struct timespec from, to;

	if (who->org == 0)
		return refuse_with(S("Say with --org whose list it is."));
	run.mapping = str_c(w->mapping != NULL ? w->mapping : "");
	clock_gettime(CLOCK_MONOTONIC, &from);
	enum status st = import_alone(app, db, mem, who, &run);
	clock_gettime(CLOCK_MONOTONIC, &to);
	int64_t rows = 0;
	for (int i = 0; i < IMPORT__MAX; i++)
		rows += run.n[i];
	double s = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	if (st != ST_OK)
		return refuse_with(run.said.n > 0 ? run.said : S("It could not be finished. What was saved before is saved; run it again to go on."));
	printf("%.*s\n%lld rows in %.1f s, %.0f a second.\n", (int)run.said.n, run.said.p, (long long)rows, s, s > 0 ? (double)rows / s : 0);
	return EXIT_DONE;
}

static int
alone_run(const struct options *o, const struct wanted *w, const struct known_action *k)
{
	struct options mine = *o;
	struct str bytes, why = { NULL, 0 };
	struct arena mem;
	struct who who;
	struct db *db;
	int ret = EXIT_REFUSED;

	mine.loose = mine.alone = true;
	struct app *app = cli_open(&mine, false, false, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	if (!arena_open(&mem, 2 * FILE_MOST))
		abort();
	if (!cli_read_file(&mem, w->path, FILE_MOST, &bytes, &why))
		ret = refuse_with(why);
	else if (cli_who(&mine, app, db, &mem, &who))
		ret = alone_with(w, app, db, &mem, &who, k, bytes);
	arena_close(&mem);
	cli_close(app, db);
	return ret;
}

/* ---- beside a server: the same long work as on the page ---- */

struct beside { struct app *app; struct db *db; struct arena *mem; const struct who *who; };

static bool
ask(struct beside *b, const char *name, const struct pair *pairs, size_t n, struct http_part *files, size_t n_files, const struct json_node **ret)
{
	struct outcome out;
	struct json_node *j;
	struct str why;

	dispatch_call(&(struct call){ .app = b->app, .db = b->db, .who = b->who, .face = FACE_COMMAND, .action = action_find(str_c(name)),
	    .pairs = pairs, .n_pairs = n, .files = files, .n_files = n_files, .mem = b->mem }, &out);
	if (out.ctx->db != NULL)
		db_end_read(b->db);
	if (out.st != ST_OK || json_parse(b->mem, out.json, &j, &why) != ST_OK) {
		fprintf(stderr, "wardkeep: refused: %.*s\n", (int)out.message.n, out.message.p);
		return false;
	}
	*ret = j;
	return true;
}

/* Carries what waits forward, or looks on while a server does, until this work has ended. */
static bool
wait_for(struct beside *b, struct str work)
{
	const struct pair pair = { .name = S("work"), .value = work };
	const struct json_node *j, *rows;

	for (;;) {
		size_t mark = arena_mark(b->mem);
		int ran = 0;
		if (long_run_due(b->app, b->db, 20, &ran) != ST_OK || !ask(b, "work.view", &pair, 1, NULL, 0, &j))
			return false;
		struct str state = json_get_str(j, "state"), summary = json_get_str(j, "summary");
		if (str_is(state, "waiting") || str_is(state, "running")) {
			if (ran == 0)
				nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
			(void)mark;
			continue;
		}
		printf("%.*s\n", (int)summary.n, summary.p);
		if (json_get_i64(j, "problems", 0) > 0 && ask(b, "work.problems", &pair, 1, NULL, 0, &rows) && (rows = json_get(rows, "items")) != NULL)
			for (size_t i = 0; i < rows->n; i++) {
				struct str place = json_get_str(rows->items[i], "place"), what = json_get_str(rows->items[i], "what");
				fprintf(stderr, "%.*s: %.*s\n", (int)place.n, place.p, (int)what.n, what.p);
			}
		return str_is(state, "done");
	}
}

static bool
beside_steps(struct beside *b, const struct options *o, const struct wanted *w, struct str bytes)
{
	const char *slash = strrchr(w->path, '/');
	struct http_part file = { .name = S("file"), .file_name = str_c(slash != NULL ? slash + 1 : w->path), .body = bytes };
	const struct pair pairs[] = { { .name = S("mapping"), .value = str_c(w->mapping != NULL ? w->mapping : "") }, { .name = S("update"), .value = w->update ? S("true") : S("false") } };
	const struct json_node *j;

	if (!ask(b, str_z(b->mem, arena_printf(b->mem, "%s.import", w->kind)), pairs, countof(pairs), &file, 1, &j))
		return false;
	struct str check = json_get_str(j, "work");
	if (!wait_for(b, check))
		return false;
	if (w->dry || !o->yes) {
		puts("With --yes it is saved.");
		return true;
	}
	const struct pair accept = { .name = S("work"), .value = check };
	return ask(b, str_z(b->mem, arena_printf(b->mem, "%s.accept", w->kind)), &accept, 1, NULL, 0, &j) && wait_for(b, json_get_str(j, "work"));
}

static int
beside_run(const struct options *o, const struct wanted *w)
{
	struct str bytes, why = { NULL, 0 };
	struct beside b = { 0 };
	struct arena mem;
	struct who who;
	int ret = EXIT_REFUSED;

	b.app = cli_open(o, false, false, &b.db);
	if (b.app == NULL)
		return EXIT_REFUSED;
	if (!arena_open(&mem, 512u << 20))
		abort();
	b.mem = &mem;
	b.who = &who;
	if (!cli_read_file(&mem, w->path, FILE_BESIDE, &bytes, &why))
		ret = refuse_with(why);
	else if (cli_who(o, b.app, b.db, &mem, &who) && beside_steps(&b, o, w, bytes))
		ret = EXIT_DONE;
	arena_close(&mem);
	cli_close(b.app, b.db);
	return ret;
}

int
list_import_run(const struct options *o)
{
	struct wanted w = { 0 };
	char name[100];

	if (!wanted_read(o, &w))
		return misuse("import wants the list and the file: import incident FILE.csv --org ODS");
	(void)snprintf(name, sizeof name, "%s.import", w.kind);
	const struct known_action *k = registry_action(str_c(name));
	if (k == NULL || k->reg == NULL)
		return misuse("there is no list called \"%s\" that takes a file", w.kind);
	return w.alone ? alone_run(o, &w, k) : beside_run(o, &w);
}
