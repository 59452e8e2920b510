/* SPDX-License-Identifier: MIT */
#include "tests/testdb.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness.h"

static char templates[2][64];		/* SQLite's and PostgreSQL's; empty: not made yet */
static char made[256][64];		/* databases to drop when the test ends */
static size_t n_made;
static unsigned counter;

bool
test_on_pg(void)
{
	return strncmp(test_db_address, "pg:", 3) == 0;
}

/* ---- PostgreSQL ---- */

/* The address with another database's name in it. */
static struct str
pg_address(struct arena *a, const char *name)
{
	const char *all = test_db_address + 3;
	const char *host = strstr(all, "://");
	const char *slash = host ? strchr(host + 3, '/') : NULL;
	if (!slash)
		test_fail(__FILE__, __LINE__, "--db pg:ADDRESS needs postgresql://USER@HOST/NAME, not %s", all);
	const char *query = strchr(slash, '?');
	return arena_printf(a, "%.*s/%s%s", (int)(slash - all), all, name, query ? query : "");
}

static void
pg_source(char *ret, size_t room)
{
	const char *slash = strchr(strstr(test_db_address, "://") + 3, '/') + 1;
	size_t n = strcspn(slash, "?");
	(void)snprintf(ret, room, "%.*s", (int)n, slash);
}

/* False where the test must not be left, because it is over already. */
static bool
pg_admin(const char *fmt, const char *x, const char *y)
{
	struct arena a;
	if (!arena_open(&a, 1 << 16))
		return false;
	PGconn *c = PQconnectdb(pg_address(&a, "postgres").p);
	char sql[512];
	(void)snprintf(sql, sizeof(sql), "%s\"%s\"%s%s%s", fmt, x, *y ? " TEMPLATE \"" : "", y, *y ? "\" STRATEGY FILE_COPY" : " WITH (FORCE)");
	PGresult *r = PQexec(c, sql);
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!good)
		printf("%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
	arena_close(&a);
	return good;
}

static void
pg_drop_made(void *arg)
{
	(void)arg;
	while (n_made)
		(void)pg_admin("DROP DATABASE IF EXISTS ", made[--n_made], "");
}

static void
pg_drop_template(void)
{
	(void)pg_admin("DROP DATABASE IF EXISTS ", templates[1], "");
}

static const char *
pg_create(const char *from)
{
	char source[64];
	if (!from) {
		pg_source(source, sizeof(source));
		from = source;
	}
	if (n_made == countof(made))
		test_fail(__FILE__, __LINE__, "more than %zu databases in one test", countof(made));
	if (n_made == 0)
		arena_defer(test_arena(), pg_drop_made, NULL);
	char *name = made[n_made++];
	(void)snprintf(name, sizeof(made[0]), "wk_%d_%u", (int)getpid(), ++counter);
	if (!pg_admin("CREATE DATABASE ", name, from))
		test_fail(__FILE__, __LINE__, "no database could be made");
	return pg_address(test_arena(), name).p;
}

/* ---- both ---- */

static struct store *
open_at(const char *address, bool create)
{
	struct store *s;
	struct str why;
	struct store_options o = { .address = address, .create = create, .app_name = "wardkeep-test" };
	if (store_open(&o, test_arena(), &s, &why) != ST_OK)
		test_fail(__FILE__, __LINE__, "%.*s", (int)why.n, why.p);
	return s;
}

static void
migrate_at(const char *address)
{
	struct store *s = open_at(address, true);
	struct str why = { 0 };
	size_t ran;
	enum status st = store_migrate(s, test_arena(), &ran, &why);
	store_close(s);
	if (st != ST_OK)
		test_fail(__FILE__, __LINE__, "%.*s", (int)why.n, why.n ? why.p : "");
}

static const char *
sqlite_file(const char *dir, const char *name)
{
	return arena_printf(test_arena(), "%s/%s", dir, name).p;
}

static const char *
template_name(void)
{
	char *made_one = templates[test_on_pg()];
	if (made_one[0])
		return made_one;
	char name[64];
	(void)snprintf(name, sizeof(name), "wk_%d_template", (int)getpid());
	if (test_on_pg()) {
		char source[64];
		pg_source(source, sizeof(source));
		if (!pg_admin("CREATE DATABASE ", name, source))
			test_fail(__FILE__, __LINE__, "no template could be made");
		memcpy(made_one, name, sizeof(name));
		(void)atexit(pg_drop_template);
		migrate_at(pg_address(test_arena(), name).p);
	} else {
		migrate_at(arena_printf(test_arena(), "sqlite:%s/%s", test_run_dir(), name).p);
		memcpy(made_one, name, sizeof(name));
	}
	return made_one;
}

static void
copy_file(const char *from, const char *to)
{
	static char piece[1 << 16];
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	bool good = in && out;
	size_t n;
	while (good && (n = fread(piece, 1, sizeof(piece), in)) > 0)
		good = fwrite(piece, 1, n, out) == n;
	if (in)
		(void)fclose(in);
	if (out && fclose(out) != 0)
		good = false;
	if (!good)
		test_fail(__FILE__, __LINE__, "%s cannot be copied to %s", from, to);
}

static void
close_it(void *arg)
{
	store_close(arg);
}

const char *
test_address(void)
{
	if (test_on_pg())
		return pg_create(NULL);
	return arena_printf(test_arena(), "sqlite:%s/%u.db", test_tmp_dir(), ++counter).p;
}

const char *
test_migrated(void)
{
	const char *from = template_name();
	if (test_on_pg())
		return pg_create(from);
	const char *address = test_address();
	copy_file(sqlite_file(test_run_dir(), from), address + strlen("sqlite:"));
	return address;
}

struct store *
test_store(void)
{
	struct store *s = open_at(test_migrated(), false);
	arena_defer(test_arena(), close_it, s);
	return s;
}
