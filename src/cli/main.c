/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/file.h"
#include "app/registry.h"
#include "app/session.h"
#include "base/log.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "report/apart.h"
#include "report/worker.h"

int
refuse_with(struct str why)
{
	fprintf(stderr, "wardkeep: %.*s\n", (int)why.n, why.p);
	return EXIT_REFUSED;
}

int
misuse(const char *fmt, ...)
{
	va_list ap;

	fputs("wardkeep: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\nTry \"wardkeep --help\".\n", stderr);
	return EXIT_MISUSE;
}

struct app *
cli_open(const struct options *o, bool create, bool migrate, struct db **ret_db)
{
	struct app_options ao = { .address = o->db, .key_file = o->key, .base_url = o->base_url, .create = create, .migrate = migrate, .loose = o->loose, .alone = o->alone };
	struct app *app;
	struct str why;

	enum status st = app_open(&ao, &app, &why);
	if (st == ST_OK && store_connect(app->store, ret_db) != ST_OK) {
		st = ST_UNAVAILABLE;
		why = S("The database does not take another connection.");
	}
	if (st == ST_OK)
		return app;
	refuse_with(why.n > 0 ? why : S("It did not work, and nothing says why. Look at the lines above."));
	app_close(app);
	return NULL;
}

void
cli_close(struct app *app, struct db *db)
{
	store_disconnect(db);
	app_close(app);
}

bool
cli_read_file(struct arena *a, const char *path, size_t max, struct str *ret, struct str *ret_why)
{
	int fd = strcmp(path, "-") == 0 ? 0 : open(path, O_RDONLY | O_CLOEXEC);
	struct buf b;
	char piece[65536];
	ssize_t n = -1;

	buf_init(&b, max);
	while (fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0)
		buf_put(&b, piece, (size_t)n);
	if (fd < 0 || n < 0)
		*ret_why = arena_printf(a, "%s cannot be read: %s.", path, strerror(errno));
	else if (b.failed)
		*ret_why = arena_printf(a, "%s is larger than %zu MB.", path, max >> 20);
	else
		*ret = arena_copy(a, buf_view(&b));
	bool ok = fd >= 0 && n == 0 && !b.failed;
	buf_free(&b);
	if (fd > 0)
		close(fd);
	return ok;
}

bool
cli_write_file(struct arena *a, const char *path, struct str bytes, struct str *ret_why)
{
	int fd = strcmp(path, "-") == 0 ? 1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0;

	for (size_t at = 0; ok && at < bytes.n;) {
		ssize_t n = write(fd, bytes.p + at, bytes.n - at);
		ok = n > 0;
		at += n > 0 ? (size_t)n : 0;
	}
	if (!ok)
		*ret_why = arena_printf(a, "%s cannot be written: %s.", path, strerror(errno));
	if (fd > 1)
		close(fd);
	return ok;
}

bool
cli_who(const struct options *o, struct app *app, struct db *db, struct arena *a, struct who *ret)
{
	int64_t org = 0;
	struct str why = { NULL, 0 };
	bool ok = db_begin_read(db) == ST_OK;

	if (ok && o->org != NULL && !command_org(db, a, str_c(o->org), &org)) {
		why = arena_printf(a, "There is no organisation %s.", o->org);
		ok = false;
	}
	if (ok && o->as != NULL) {
		enum status st = session_as(app, db, a, str_c(o->as), org, app_now(app), ret);
		if (st != ST_OK)
			why = arena_printf(a, "%s has no open account%s.", o->as, org != 0 ? " in that organisation" : "");
		ok = st == ST_OK;
	} else if (ok) {
		*ret = (struct who){ .operator = true, .org = org, .name = S("Operator of the machine"), .org_kind = S("") };
	}
	db_end_read(db);
	if (!ok)
		refuse_with(why.n > 0 ? why : S("The database cannot be read."));
	return ok;
}

/* A file goes where --out says, or as it is to standard output; all else is JSON. */
static int
answer_print(const struct options *o, struct arena *a, const struct outcome *out)
{
	struct str file = out->ctx->download, why;

	if (file.p == NULL || out->json.p != file.p) {
		printf("%.*s\n", (int)out->json.n, out->json.p);
		return EXIT_DONE;
	}
	if (!cli_write_file(a, o->out != NULL ? o->out : "-", file, &why))
		return refuse_with(why);
	if (o->out != NULL && strcmp(o->out, "-") != 0)
		printf("Written to %s: %zu bytes.\n", o->out, file.n);
	return EXIT_DONE;
}

static int
call_with(const struct options *o, const char *name, const struct pair *pairs, size_t n, struct http_part *files, size_t n_files, bool print)
{
	const struct action *action = action_find(str_c(name));
	struct outcome out;
	struct arena mem;
	struct who who;
	struct db *db;

	if (action == NULL)
		return misuse("there is no action %s; \"wardkeep call\" lists them", name);
	struct app *app = cli_open(o, false, false, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	int ret = EXIT_REFUSED;
	if (!arena_open(&mem, 256u << 20))
		abort();
	if (cli_who(o, app, db, &mem, &who)) {
		struct call call = { .app = app, .db = db, .who = &who, .face = FACE_COMMAND, .action = action, .pairs = pairs, .n_pairs = n,
			.files = files, .n_files = n_files, .mem = &mem };
		dispatch_call(&call, &out);
		if (out.ctx->db != NULL)
			db_end_read(db);
		if (out.st == ST_OK && print) {
			ret = answer_print(o, &mem, &out);
		} else if (out.st == ST_OK) {
			ret = EXIT_DONE;
		} else {
			fprintf(stderr, "wardkeep: refused: %.*s\n", (int)out.message.n, out.message.p);
		}
	}
	arena_close(&mem);
	cli_close(app, db);
	return ret;
}

int
cli_call(const struct options *o, const char *name, const struct pair *pairs, size_t n, bool print)
{
	return call_with(o, name, pairs, n, NULL, 0, print);
}

int
cli_call_file(const struct options *o, const char *name, const struct pair *pairs, size_t n, struct str bytes)
{
	return call_with(o, name, pairs, n, &(struct http_part){ .name = S("file"), .body = bytes }, 1, true);
}

/* ---- commands of the program itself ---- */

static int
migrate_run(const struct options *o)
{
	struct db *db;
	struct app *app = cli_open(o, true, true, &db);

	if (app == NULL)
		return EXIT_REFUSED;
	cli_close(app, db);
	int ret = framework_ship(o);
	if (ret == EXIT_DONE)
		printf("The database %s is up to date.\n", o->db);
	return ret;
}

static int
backup_run(const struct options *o)
{
	struct db *db;
	struct str why = { NULL, 0 };

	if (o->n_args != 1)
		return misuse("backup wants the file to write");
	struct app *app = cli_open(o, false, false, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	enum status st = store_backup(app->store, &app->mem, o->args[0], &why);
	int ret = st == ST_OK ? EXIT_DONE : refuse_with(why);
	if (st == ST_OK)
		printf("Written to %s. Keep the key file too, in another place: signatures are checked with it.\n", o->args[0]);
	cli_close(app, db);
	return ret;
}

static int
restore_run(const struct options *o)
{
	struct str why = { NULL, 0 };
	struct arena a;

	if (o->n_args != 1)
		return misuse("restore wants the backup's file; --db says where to");
	if (!arena_open(&a, 16u << 20))
		abort();
	if (store_restore(o->args[0], o->db, &a, &why) != ST_OK)
		return refuse_with(why);
	printf("Restored into %s. Put the key file beside it, then run \"wardkeep verify\".\n", o->db);
	return EXIT_DONE;
}

static int
verify_run(const struct options *o)
{
	struct str why = { NULL, 0 };
	struct arena mem;
	int64_t entries;
	struct buf bad;
	struct db *db;
	struct app *app = cli_open(o, false, false, &db);

	if (app == NULL)
		return EXIT_REFUSED;
	if (!arena_open(&mem, 512u << 20))
		abort();
	buf_init(&bad, 8u << 20);
	enum status st = store_check(app->store, &mem, &why);
	if (st != ST_OK)
		buf_printf(&bad, "%.*s\n", (int)why.n, why.p);
	st = db_begin_read(db);
	if (st == ST_OK)
		st = audit_verify(app, db, &mem, &bad, &entries);
	if (st == ST_OK)
		st = command_verify(app, db, &mem, &bad);
	db_end_read(db);
	int ret = EXIT_DONE;
	if (st != ST_OK)
		ret = refuse_with(S("The check could not be finished."));
	else if (bad.n > 0)
		ret = EXIT_REFUSED;
	fwrite(bad.p, 1, bad.n, stderr);
	if (ret == EXIT_DONE)
		printf("All is as it was written: %lld entries of the trail, every sealed document.\n", (long long)entries);
	buf_free(&bad);
	arena_close(&mem);
	cli_close(app, db);
	return ret;
}

#define CALL_FILES 8

/* file=@PATH, where the action takes a file in that field: it is read and sent along. */
static bool
is_upload(const struct action *a, const struct pair *p)
{
	char name[64];

	if (a == NULL || a->in == NULL || p->value.n < 2 || p->value.p[0] != '@' || p->name.n >= sizeof name)
		return false;
	memcpy(name, p->name.p, p->name.n);
	name[p->name.n] = 0;
	const struct field *f = shape_field(a->in, name);
	return f != NULL && f->type == F_FILE;
}

static bool
upload_read(struct arena *a, const struct pair *p, struct http_part *ret)
{
	const char *path = p->value.p + 1, *slash = strrchr(path, '/');
	struct str bytes, why = { NULL, 0 };

	if (!cli_read_file(a, path, FILE_MAX, &bytes, &why)) {
		refuse_with(why);
		return false;
	}
	*ret = (struct http_part){ .name = p->name, .file_name = str_c(slash != NULL ? slash + 1 : path), .body = bytes };
	return true;
}

static int
call_files(const struct options *o, const struct pair *pairs, size_t n, const struct pair *uploads, size_t n_uploads)
{
	struct http_part files[CALL_FILES];
	struct arena mem;
	int ret = EXIT_REFUSED;
	size_t i = 0;

	if (!arena_open(&mem, 2 * CALL_FILES * (size_t)FILE_MAX))
		abort();
	while (i < n_uploads && upload_read(&mem, &uploads[i], &files[i]))
		i++;
	if (i == n_uploads)
		ret = call_with(o, o->args[0], pairs, n, files, n_uploads, true);
	arena_close(&mem);
	return ret;
}

static int
call_run(const struct options *o)
{
	struct pair pairs[200], uploads[CALL_FILES];
	size_t n = 0, n_uploads = 0;

	if (o->n_args == 0) {
		const struct registry *r = registry();
		for (size_t i = 0; i < r->n_actions; i++)
			printf("%-36s %s\n", r->actions[i].action->name, r->actions[i].action->title);
		return EXIT_DONE;
	}
	for (int i = 1; i < o->n_args; i++) {
		struct str value, name = str_cut(str_c(o->args[i]), '=', &value);
		if (value.p == NULL || n == countof(pairs))
			return misuse("call wants ACTION key=value …, not \"%s\"", o->args[i]);
		struct pair p = { .name = name, .value = value };
		if (!is_upload(action_find(str_c(o->args[0])), &p))
			pairs[n++] = p;
		else if (n_uploads < CALL_FILES)
			uploads[n_uploads++] = p;
		else
			return misuse("call takes at most %d files", CALL_FILES);
	}
	return call_files(o, pairs, n, uploads, n_uploads);
}

static const struct command own[] = {
	{ "serve", "[--listen ADDRESS:PORT] [--base-url URL] [--trusted-proxy ADDRESS] [--clamd unix:PATH] [--mail smtp://HOST:PORT --mail-from ADDRESS] [--language CODE] [--rate CALLS-A-MINUTE]", "Serves pages and API until it is told to stop.", serve_run, true },
	{ "migrate", "", "Makes the database or brings it up to this program's version.", migrate_run, true },
	{ "backup", "FILE", "Copies the database, also while it is in use, into one file.", backup_run, false },
	{ "restore", "FILE", "Puts a backup into a place where there is no database yet.", restore_run, false },
	{ "verify", "", "Proves that the trail, the history and every sealed document are as they were written.", verify_run, true },
	{ "call", "[ACTION key=value …] [--as E-MAIL] [--org ODS] [--out FILE]", "Runs any action; without one, lists them. A field for a file takes @PATH.", call_run, false },
};

static const struct command *
command_named(const char *name)
{
	for (size_t i = 0; i < countof(own); i++)
		if (strcmp(own[i].name, name) == 0)
			return &own[i];
	for (const struct command *c = feature_commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static void
help_one(const struct command *c)
{
	printf("wardkeep %s %s\n    %s\n", c->name, c->usage, c->help);
}

static int
help(void)
{
	puts("Wardkeep: the security of staff, patients and property in NHS organisations.\n");
	for (size_t i = 0; i < countof(own); i++)
		help_one(&own[i]);
	for (const struct command *c = feature_commands; c->name != NULL; c++)
		help_one(c);
	puts("\nEvery command takes\n"
	    "    --db ADDRESS    sqlite:FILE (sqlite:wardkeep.db unless said, or WARDKEEP_DB) or postgresql://…\n"
	    "    --key FILE      the key file; beside an SQLite file unless said\n"
	    "    --help\n"
	    "Exit status: 0 done, 1 refused (it says why), 2 misuse.");
	return EXIT_DONE;
}

bool
cli_option(struct options *o, int *i, int argc, char **argv, int *ret_exit)
{
	static const struct { const char *name; size_t at; } values[] = {
		{ "--db", offsetof(struct options, db) }, { "--key", offsetof(struct options, key) },
		{ "--listen", offsetof(struct options, listen) }, { "--base-url", offsetof(struct options, base_url) },
		{ "--as", offsetof(struct options, as) }, { "--org", offsetof(struct options, org) },
		{ "--out", offsetof(struct options, out) }, { "--trusted-proxy", offsetof(struct options, proxy) }, { "--rate", offsetof(struct options, rate) }, { "--clamd", offsetof(struct options, clamd) }, { "--language", offsetof(struct options, lang) },
		{ "--mail", offsetof(struct options, mail) }, { "--mail-from", offsetof(struct options, mail_from) },
	};

	for (size_t k = 0; k < countof(values); k++) {
		size_t n = strlen(values[k].name);
		if (strncmp(argv[*i], values[k].name, n) != 0 || (argv[*i][n] != 0 && argv[*i][n] != '='))
			continue;
		const char *v = argv[*i][n] == '=' ? argv[*i] + n + 1 : *i + 1 < argc ? argv[++*i] : NULL;
		if (v == NULL || *v == 0) {
			*ret_exit = misuse("%s wants a value", values[k].name);
			return false;
		}
		memcpy((char *)o + values[k].at, &v, sizeof v);
		return true;
	}
	if (strcmp(argv[*i], "--yes") == 0) {
		o->yes = true;
		return true;
	}
	o->args[o->n_args++] = argv[*i];	/* the command's own options and words */
	return true;
}

int
main(int argc, char **argv)
{
	struct options o = { .db = getenv("WARDKEEP_DB") };
	int ret = EXIT_MISUSE;

	if (worker_main(worker_jobs, argc, argv, &ret))
		return ret;
	sheet_apart = sheets_apart;
	if (argc < 2)
		return misuse("which command?");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return help();
	const struct command *c = command_named(argv[1]);
	if (c == NULL)
		return misuse("there is no command \"%s\"", argv[1]);
	o.args = calloc((size_t)argc, sizeof *o.args);
	if (o.args == NULL)
		abort();
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			help_one(c);
			free(o.args);
			return EXIT_DONE;
		}
		if (!cli_option(&o, &i, argc, argv, &ret)) {
			free(o.args);
			return ret;
		}
	}
	/* An option that is spelt wrong must not be as good as none: --clamd is one. */
	if (c->wordless && o.n_args > 0) {
		ret = misuse("%s does not know \"%s\"", c->name, o.args[0]);
		free(o.args);
		return ret;
	}
	if (o.db == NULL)
		o.db = "sqlite:wardkeep.db";
	log_quiet(strcmp(c->name, "serve") != 0);
	ret = c->run(&o);
	free(o.args);
	return ret;
}
