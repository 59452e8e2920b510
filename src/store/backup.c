/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Copies of an SQLite database.  The pages are read on a connection of its own inside of one read transaction: the copy is the
 * database as it was when it began, whoever writes meanwhile.  Without that transaction SQLite would begin again after every commit of
 * another process, and never end beside a steady writer. */

static int
copy_pages(sqlite3 *from, sqlite3 *to)
{
	int code = sqlite_run(from, "BEGIN; SELECT count(*) FROM sqlite_schema");
	if (code != SQLITE_OK)
		return code;
	sqlite3_backup *run = sqlite3_backup_init(to, "main", from, "main");
	if (run == NULL) {
		code = sqlite3_extended_errcode(to);
	} else {
		code = sqlite3_backup_step(run, -1);
		int end = sqlite3_backup_finish(run);
		if (code == SQLITE_DONE)
			code = end;
	}
	(void)sqlite_run(from, "ROLLBACK");
	return code;
}

static int
copy_into(struct store *s, const char *temp)
{
	struct sqlite_db *from = NULL;
	sqlite3 *to;
	int code = sqlite3_open_v2(temp, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (code == SQLITE_OK)	/* the file gets its name only when it is whole, so it needs no journal */
		code = sqlite_run(to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
	if (code == SQLITE_OK)
		code = sqlite_connect(s, false, &from);
	if (code == SQLITE_OK)
		code = copy_pages(from->h, to);
	if (from != NULL)
		sqlite_disconnect(from);
	if (code == SQLITE_OK)	/* so that looking into the copy later needs no files beside it */
		code = sqlite_run(to, "PRAGMA journal_mode=DELETE");
	int end = sqlite3_close(to);
	return code == SQLITE_OK ? end : code;
}

enum status
sqlite_backup(struct store *s, struct arena *a, const char *to, struct str *ret_why)
{
	const char *temp;
	TRY(file_start(a, to, &temp, ret_why));
	int code = copy_into(s, temp);
	if (code == SQLITE_OK)
		return file_finish(a, temp, to, ret_why);
	(void)unlink(temp);
	*ret_why = sqlite_why(a, code, to);
	return ST_UNAVAILABLE;
}

/* ---- restore ---- */

static enum status
copy_bytes(struct arena *a, const char *from, const char *temp, struct str *ret_why)
{
	static const size_t piece = 1 << 20;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(temp, O_WRONLY | O_TRUNC | O_CLOEXEC);
	ssize_t n = in < 0 || out < 0 ? -1 : 1;
	while (n > 0)
		n = copy_file_range(in, NULL, out, NULL, piece, 0);
	if (n < 0 && in >= 0 && out >= 0 && (errno == EXDEV || errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS)) {
		char *buf = arena_alloc(a, piece, 1);
		while ((n = read(in, buf, piece)) > 0)
			for (ssize_t at = 0, w; at < n; at += w)
				if ((w = write(out, buf + at, (size_t)(n - at))) < 0) {
					n = -1;
					break;
				}
	}
	int err = errno;
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) != 0)
		n = -1;
	if (n == 0)
		return ST_OK;
	*ret_why = err == ENOSPC || err == EDQUOT ? arena_printf(a, "The disk is full. Free some space and try again.") :
	    arena_printf(a, "The backup %s cannot be copied: %s.", from, strerror(err));
	return ST_UNAVAILABLE;
}

/* A backup was closed properly; with a log beside it, it is a database in use, and half of it may lie there. */
static enum status
backup_judge(struct arena *a, const char *from, struct str *ret_why)
{
	struct stat st;
	TRY(sqlite_head_judge(a, from, ret_why));
	if (stat(from, &st) == 0 && st.st_size == 0) {
		*ret_why = arena_printf(a, "The file %s is empty and not a backup.", from);
		return ST_INVALID;
	}
	struct str log = arena_printf(a, "%s-wal", from);
	if (stat(log.p, &st) != 0 || st.st_size == 0)
		return ST_OK;
	*ret_why = arena_printf(a, "%s is a database in use and not a backup: stop the program that uses it, or make a backup "
	    "of it first.", from);
	return ST_INVALID;
}

static enum status
copy_judge(struct arena *a, const char *temp, const char *from, struct str *ret_why)
{
	sqlite3 *h = NULL;
	int code = sqlite3_open_v2(temp, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	enum status st = ST_OK;
	if (code == SQLITE_OK)
		code = sqlite_run(h, "PRAGMA journal_mode=DELETE");
	if (code != SQLITE_OK) {
		*ret_why = sqlite_why(a, code, from);
		st = ST_INVALID;
	} else if (sqlite_number(h, "SELECT count(*) FROM sqlite_schema", 0) == 0) {
		*ret_why = arena_printf(a, "The backup %s holds nothing.", from);
		st = ST_INVALID;
	} else {
		st = sqlite_owner_judge(a, h, from, ret_why);
	}
	struct str damage;
	if (st == ST_OK && (st = sqlite_check_in(h, from, a, &damage)) != ST_OK)
		*ret_why = arena_printf(a, "The backup %s is damaged. Use another one.", from);
	sqlite3_close(h);
	return st;
}

enum status
sqlite_restore(const char *from, const char *path, struct arena *a, struct str *ret_why)
{
	const char *temp;
	TRY(backup_judge(a, from, ret_why));
	TRY(file_start(a, path, &temp, ret_why));
	enum status st = copy_bytes(a, from, temp, ret_why);
	if (st == ST_OK)
		st = copy_judge(a, temp, from, ret_why);
	if (st == ST_OK)
		return file_finish(a, temp, path, ret_why);
	(void)unlink(temp);
	return st;
}
