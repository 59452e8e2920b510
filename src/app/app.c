/* SPDX-License-Identifier: MIT */
#include "app/app.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "app/audit.h"
#include "app/dispatch.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "sql/app.h"

/* The key file: 32 bytes for what is encrypted, 64 + 32 of the signing key.  It never enters the database or its
 * backup: the guide for administrators says to keep a copy apart. */
struct key_file { char magic[8]; uint8_t secret[32], sign_secret[64], sign_public[32]; };
static const char key_magic[8] = "WARDKEY1";

static enum status
key_make(const char *path, struct app *app, struct str *ret_why)
{
	struct key_file k;

	memcpy(k.magic, key_magic, sizeof k.magic);
	random_bytes(k.secret, sizeof k.secret);
	sign_key_make(app->sign);
	memcpy(k.sign_secret, app->sign->secret, sizeof k.sign_secret);
	memcpy(k.sign_public, app->sign->public, sizeof k.sign_public);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, &k, sizeof k) == (ssize_t)sizeof k && fsync(fd) == 0;
	int e = errno;
	if (fd >= 0)
		close(fd);
	if (!ok) {
		*ret_why = arena_printf(&app->mem, "The key file %s cannot be written (%s). It must lie where Wardkeep may write at its first start.", path, strerror(e));
		return ST_UNAVAILABLE;
	}
	memcpy(app->secret_key, k.secret, sizeof app->secret_key);
	return ST_OK;
}

static enum status
key_read(const char *path, struct app *app, bool create, struct str *ret_why)
{
	struct key_file k;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && create)
		return key_make(path, app, ret_why);
	ssize_t n = fd >= 0 ? read(fd, &k, sizeof k) : -1;
	int e = errno;
	if (fd >= 0)
		close(fd);
	if (n < 0) {
		*ret_why = arena_printf(&app->mem, "The key file %s cannot be read (%s). Without it signatures cannot be checked; restore it from your own copy.", path, strerror(e));
		return ST_UNAVAILABLE;
	}
	if (n != (ssize_t)sizeof k || memcmp(k.magic, key_magic, sizeof k.magic) != 0) {
		*ret_why = arena_printf(&app->mem, "%s is not a Wardkeep key file. Restore it from your own copy.", path);
		return ST_INVALID;
	}
	memcpy(app->secret_key, k.secret, sizeof app->secret_key);
	memcpy(app->sign->secret, k.sign_secret, sizeof app->sign->secret);
	memcpy(app->sign->public, k.sign_public, sizeof app->sign->public);
	return ST_OK;
}

static const char *
key_path(struct app *app, const struct app_options *o)
{
	const char *home = getenv("XDG_CONFIG_HOME");

	if (o->key_file != NULL)
		return o->key_file;
	if (str_starts(app->address, S("sqlite:")))
		return str_z(&app->mem, arena_printf(&app->mem, "%.*s.key", (int)app->address.n - 7, app->address.p + 7));
	/* PostgreSQL has no file to lie beside: one per address under the user's configuration. */
	struct hash h = hash_of(app->address);
	struct str dir = home != NULL ? str_c(home) : arena_printf(&app->mem, "%s/.config", getenv("HOME") != NULL ? getenv("HOME") : ".");
	(void)mkdir(str_z(&app->mem, dir), 0700);
	dir = arena_printf(&app->mem, "%.*s/wardkeep", (int)dir.n, dir.p);
	(void)mkdir(str_z(&app->mem, dir), 0700);
	return str_z(&app->mem, arena_printf(&app->mem, "%.*s/%.*s.key", (int)dir.n, dir.p, 16, hash_hex(&app->mem, &h).p));
}

static enum status
schema_ready(struct app *app, const struct app_options *o, size_t *ran, struct str *ret_why)
{
	enum schema_state state;

	*ran = 0;

	TRY(store_schema(app->store, &app->mem, &state, ret_why));
	switch (state) {
	case SCHEMA_CURRENT:
		return ST_OK;
	case SCHEMA_EMPTY:
	case SCHEMA_OLDER:
		if (o->migrate)
			return store_migrate(app->store, &app->mem, ran, ret_why);
		*ret_why = state == SCHEMA_EMPTY
		    ? S("This database is empty. Run \"wardkeep migrate\" first.")
		    : S("This database is of an earlier Wardkeep. Back it up, then run \"wardkeep migrate\".");
		return ST_INVALID;
	case SCHEMA_NEWER:
	case SCHEMA_FOREIGN:
		break;
	}
	if (ret_why->n == 0)
		*ret_why = S("This database was last used by a newer Wardkeep. Start that version, or restore a backup made before.");
	return ST_INVALID;
}

static enum status
settings_read(struct app *app)
{
	struct setting_get_row row;
	struct db *db;

	TRY(store_connect(app->store, &db));
	enum status st = db_begin_read(db);
	if (st == ST_OK) {
		st = setting_get(db, &app->mem, S("example"), &row);
		db_end_read(db);
	}
	store_disconnect(db);
	app->example = st == ST_OK && str_is(row.value, "yes");
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* Whoever has it open holds the key file's lock together with others; an import that wants it alone holds it by itself.  The
 * kernel lets go when the process ends, however it ends. */
static enum status
lock_take(struct app *app, const char *path, bool alone, struct str *ret_why)
{
	app->lock = open(path, O_RDONLY | O_CLOEXEC);
	if (alone && store_is_pg(app->store)) {
		*ret_why = S("Only an SQLite database can be had alone. Leave out --alone.");
		return ST_INVALID;
	}
	if (app->lock < 0 || flock(app->lock, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return ST_OK;
	*ret_why = alone ? S("Another program has this database open, such as a server. Stop it first, or leave out --alone.")
	    : S("An import has this database to itself. Wait until it is done.");
	return ST_UNAVAILABLE;
}

enum status
app_open(const struct app_options *o, struct app **ret, struct str *ret_why)
{
	struct app *app = calloc(1, sizeof *app);

	*ret_why = (struct str){ NULL, 0 };
	if (app == NULL || !arena_open(&app->mem, 16u << 20) || !base_crypto_init())
		abort();
	app->sign = arena_new(&app->mem, struct sign_key);
	app->address = arena_copy(&app->mem, str_c(o->address));
	app->base_url = str_c(o->base_url != NULL ? o->base_url : "http://localhost:8080");
	app->service = S("Wardkeep");
	app->lang = lang_english();
	app->rates = rate_table_make(&app->mem);
	app->lock = -1;
	app->rate = 600;
	*ret = app;
	struct store_options so = { .address = str_z(&app->mem, app->address), .create = o->create, .loose = o->loose, .app_name = "wardkeep" };
	TRY(store_open(&so, &app->mem, &app->store, ret_why));
	/* On SQLite most of them wait for one commit together; on PostgreSQL each has a connection, and there all may run. */
	app->workers = store_is_pg(app->store) ? 8 : 16;
	size_t ran;
	TRY(schema_ready(app, o, &ran, ret_why));
	TRY(key_read(key_path(app, o), app, o->create || o->migrate, ret_why));
	TRY(lock_take(app, key_path(app, o), o->alone, ret_why));
	store_on_commit(app->store, audit_on_commit, app);
	if (ran > 0)
		TRY(audit_tips_begin(app));
	TRY(settings_read(app));
	return app_check(&app->mem, ret_why);
}

void
app_close(struct app *app)
{
	if (app == NULL)
		return;
	if (app->store != NULL)
		store_close(app->store);
	if (app->lock >= 0)
		close(app->lock);
	arena_close(&app->mem);
	free(app);
}

struct when
app_now(struct app *app)
{
	if (app->clock != NULL)
		return app->clock(app);
	return when_now();
}

void
app_note_hold(struct app *app, int64_t us)
{
	int64_t old = atomic_load(&app->longest_hold);

	if (app->alone)
		return;
	while (us > old && !atomic_compare_exchange_weak(&app->longest_hold, &old, us))
		;
}

int64_t
app_longest_hold(struct app *app)
{
	return app->longest_hold;
}
