/* SPDX-License-Identifier: MIT */
#include "store/pg_impl.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Backup and restore by PostgreSQL's own programs, started without a shell.  The password goes through the environment:
 * the arguments of a program can be read by everybody on the machine. */

extern char **environ;

/* The address as "key='value' …" without the password. */
static enum status
address_parts(const char *address, struct arena *a, const char **ret_info, const char **ret_password, struct str *ret_why)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	if (!options) {
		*ret_why = S("The database address cannot be read. Write postgresql://USER:PASSWORD@HOST:PORT/NAME.");
		return ST_INVALID;
	}
	struct buf b;
	buf_init(&b, 1 << 16);
	*ret_password = NULL;
	for (PQconninfoOption *o = options; o->keyword; o++) {
		if (!o->val)
			continue;
		if (strcmp(o->keyword, "password") == 0) {
			*ret_password = arena_copy(a, str_c(o->val)).p;
			continue;
		}
		buf_printf(&b, "%s='", o->keyword);
		for (const char *p = o->val; *p; p++) {
			if (*p == '\'' || *p == '\\')
				buf_char(&b, '\\');
			buf_char(&b, *p);
		}
		buf_lit(&b, "' ");
	}
	PQconninfoFree(options);
	*ret_info = arena_copy(a, buf_view(&b)).p;
	buf_free(&b);
	return ST_OK;
}

static char **
environment(struct arena *a, const char *password)
{
	size_t n = 0, at = 0;
	while (environ[n])
		n++;
	char **env = arena_array(a, char *, n + 3);
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "PGPASSWORD=", 11) != 0 || !password)
			env[at++] = environ[i];
	if (password) {
		size_t size = strlen(password) + 12;
		env[at] = arena_array(a, char, size);
		memcpy(env[at], "PGPASSWORD=", 11);
		memcpy(env[at++] + 11, password, size - 11);
	}
	return env;
}

static struct str
read_words(struct arena *a, int fd)
{
	char words[2048], rest[512];
	size_t n = 0;
	ssize_t got;
	while ((got = n < sizeof(words) ? read(fd, words + n, sizeof(words) - n) : read(fd, rest, sizeof(rest))) != 0) {
		if (got < 0 && errno != EINTR)
			break;
		if (got > 0 && n < sizeof(words))
			n += (size_t)got;
	}
	return str_trim(arena_copy(a, (struct str){ words, n }));
}

static int
start(const char *const *argv, char **env, int words, pid_t *ret)
{
	posix_spawn_file_actions_t acts;
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_addopen(&acts, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&acts, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&acts, words, 2);
	char *args[16] = { 0 };
	for (size_t i = 0; argv[i] && i + 1 < countof(args); i++)
		memcpy(&args[i], &argv[i], sizeof(args[i]));	/* posix_spawn takes them without const */
	int err = posix_spawnp(ret, args[0], &acts, NULL, args, env);
	posix_spawn_file_actions_destroy(&acts);
	return err;
}

static enum status
run(struct arena *a, const char *const *argv, const char *password, struct str *ret_why)
{
	int pipes[2];
	pid_t pid;
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return ST_UNAVAILABLE;
	int err = start(argv, environment(a, password), pipes[1], &pid);
	close(pipes[1]);
	struct str words = err == 0 ? read_words(a, pipes[0]) : S("");
	close(pipes[0]);
	int state = -1;
	if (err == 0)
		while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
			;
	if (err == 0 && WIFEXITED(state) && WEXITSTATUS(state) == 0)
		return ST_OK;
	if (err != 0 || (WIFEXITED(state) && WEXITSTATUS(state) == 127))
		*ret_why = arena_printf(a, "The program %s is not there. Install PostgreSQL's client programs.", argv[0]);
	else
		*ret_why = arena_printf(a, "%s failed: %.*s", argv[0], (int)words.n, words.n ? words.p : "");
	return ST_UNAVAILABLE;
}

enum status
pg_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why)
{
	const char *info, *password, *temp;
	TRY(address_parts(s->path, a, &info, &password, ret_why));
	TRY(file_start(a, to, &temp, ret_why));
	const char *const argv[] = { "pg_dump", "-Fc", "--no-password", "--no-owner", "--no-privileges", "-f", temp, "-d", info,
		NULL };
	enum status st = run(a, argv, password, ret_why);
	if (st == ST_OK)
		return file_finish(a, temp, to, ret_why);
	(void)unlink(temp);
	return st;
}

static enum status
file_is_dump(const char *from, struct arena *a, struct str *ret_why)
{
	char head[5];
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		*ret_why = arena_printf(a, "The backup %s cannot be read: %s.", from, strerror(errno));
		return ST_NOT_FOUND;
	}
	ssize_t n = read(fd, head, sizeof(head));
	close(fd);
	if (n == (ssize_t)sizeof(head) && memcmp(head, "PGDMP", sizeof(head)) == 0)
		return ST_OK;
	*ret_why = arena_printf(a, "The file %s is not a backup of a PostgreSQL database.", from);
	return ST_INVALID;
}

static enum status
target_judge(const char *address, struct arena *a, struct str *ret_why)
{
	PGconn *c = pg_dial(address, "wardkeep");
	enum status st = ST_OK;
	if (!c || PQstatus(c) != CONNECTION_OK) {
		st = pg_why(c, a, ret_why);
	} else if (!str_is(str_c(pg_text(c, "SELECT count(*)::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S') "
	    "AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)",
	    a)), "0")) {
		*ret_why = arena_printf(a, "The database %s is not empty. Restore into one that has just been made.", PQdb(c));
		st = ST_CONFLICT;
	}
	PQfinish(c);
	return st;
}

enum status
pg_restore(const char *from, const char *address, struct arena *a, struct str *ret_why)
{
	const char *info, *password;
	TRY(file_is_dump(from, a, ret_why));
	TRY(address_parts(address, a, &info, &password, ret_why));
	TRY(target_judge(address, a, ret_why));
	const char *const argv[] = { "pg_restore", "--no-password", "--no-owner", "--no-privileges", "--exit-on-error",
		"--single-transaction", "-d", info, from, NULL };
	return run(a, argv, password, ret_why);
}
