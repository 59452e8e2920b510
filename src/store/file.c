/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Files, judged before a library meets them, so that the administrator hears what to do and not a code. */

struct str
file_dir(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return S(".");
	return arena_copy(a, (struct str){ path, slash == path ? 1 : (size_t)(slash - path) });
}

static bool
read_only_disk(const char *path)
{
	struct statvfs v;
	return statvfs(path, &v) == 0 && (v.f_flag & ST_RDONLY);
}

/* A file may be made here. */
static enum status
dir_judge(struct arena *a, const char *path, struct str *ret_why)
{
	const char *dir = file_dir(a, path).p;
	struct stat st;
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
		*ret_why = arena_printf(a, "There is no directory %s. Make it first, or check the path.", dir);
		return ST_NOT_FOUND;
	}
	if (read_only_disk(dir)) {
		*ret_why = arena_printf(a, "The disk that holds %s is read-only. Mount it for writing, or choose another "
		    "place.", dir);
		return ST_UNAVAILABLE;
	}
	if (access(dir, W_OK | X_OK) != 0) {
		*ret_why = arena_printf(a, "Wardkeep may not write in the directory %s. Give its user the right to, or "
		    "choose another place.", dir);
		return ST_UNAVAILABLE;
	}
	return ST_OK;
}

static enum status
make_file(struct arena *a, const char *path, struct str *ret_why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		*ret_why = arena_printf(a, "The database file %s cannot be made: %s.", path, strerror(errno));
		return ST_UNAVAILABLE;
	}
	close(fd);
	return ST_OK;
}

/* SQLite's own mark stands in the first 16 bytes of every database that is not empty. */
enum status
sqlite_head_judge(struct arena *a, const char *path, struct str *ret_why)
{
	char head[16];
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		*ret_why = arena_printf(a, "%s is not a file. Give the path of a database file.", path);
		return ST_INVALID;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		*ret_why = arena_printf(a, "The file %s cannot be read: %s. Give Wardkeep's user the right to.", path,
		    strerror(errno));
		return ST_UNAVAILABLE;
	}
	ssize_t n = read(fd, head, sizeof(head));
	close(fd);
	if (n == 0 || (n == (ssize_t)sizeof(head) && memcmp(head, "SQLite format 3", sizeof(head)) == 0))
		return ST_OK;
	*ret_why = arena_printf(a, "The file %s is not a database. Nothing was changed in it; check the path.", path);
	return ST_INVALID;
}

enum status
sqlite_file_judge(struct arena *a, const char *path, bool create, struct str *ret_why)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		TRY(dir_judge(a, path, ret_why));
		if (create)
			return make_file(a, path, ret_why);
		*ret_why = arena_printf(a, "There is no database file %s. Check the path, or make it with \"wardkeep migrate\".", path);
		return ST_NOT_FOUND;
	}
	TRY(sqlite_head_judge(a, path, ret_why));
	if (read_only_disk(path) || access(path, W_OK) != 0) {
		*ret_why = arena_printf(a, "The database file %s is read-only. Give Wardkeep's user the right to write to it, "
		    "and check that its disk is not mounted read-only.", path);
		return ST_UNAVAILABLE;
	}
	return dir_judge(a, path, ret_why);	/* the write-ahead log lies beside it */
}

enum status
sqlite_owner_judge(struct arena *a, sqlite3 *h, const char *path, struct str *ret_why)
{
	int64_t tables = sqlite_number(h, "SELECT count(*) FROM sqlite_schema", -1);
	int64_t id = sqlite_number(h, "PRAGMA application_id", -1);
	if (tables < 0 || id < 0) {
		*ret_why = sqlite_why(a, sqlite3_extended_errcode(h), path);
		return ST_UNAVAILABLE;
	}
	if (id == SQLITE_OUR_ID || (id == 0 && tables == 0))
		return ST_OK;
	*ret_why = arena_printf(a, "The database file %s belongs to another program. Nothing was changed in it; "
	    "check the path.", path);
	return ST_INVALID;
}

struct str
sqlite_why(struct arena *a, int code, const char *path)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return arena_printf(a, "The disk that holds %s is full. Free some space and try again.", path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return arena_printf(a, "Another program is writing to %s. Try again when it has finished.", path);
	case SQLITE_READONLY:
		return arena_printf(a, "The database file %s is read-only. Give Wardkeep's user the right to write to it, "
		    "and check that its disk is not mounted read-only.", path);
	case SQLITE_NOTADB:
		return arena_printf(a, "The file %s is not a database. Nothing was changed in it; check the path.", path);
	case SQLITE_CORRUPT:
		return arena_printf(a, "The database file %s is damaged. Restore the last backup.", path);
	case SQLITE_IOERR:
		if (errno == ENOSPC || errno == EDQUOT)
			return arena_printf(a, "The disk that holds %s is full. Free some space and try again.", path);
		return arena_printf(a, "Reading or writing %s failed (SQLite code %d). Check the disk.", path, code);
	default:
		return arena_printf(a, "The database file %s cannot be opened (SQLite code %d: %s).", path, code,
		    sqlite3_errstr(code));
	}
}

/* ---- new files, whole or not at all ---- */

static enum status
exists_already(struct arena *a, const char *to, struct str *ret_why)
{
	*ret_why = arena_printf(a, "There is a file %s already. Choose another name, or move it away first.", to);
	return ST_CONFLICT;
}

enum status
file_start(struct arena *a, const char *to, const char **ret_temp, struct str *ret_why)
{
	struct stat st;
	if (lstat(to, &st) == 0)
		return exists_already(a, to, ret_why);
	TRY(dir_judge(a, to, ret_why));
	char *temp = arena_array(a, char, strlen(to) + 16);
	strcpy(temp, to);
	strcat(temp, ".part.XXXXXX");
	int fd = mkostemp(temp, O_CLOEXEC);
	if (fd < 0) {
		*ret_why = arena_printf(a, "The file %s cannot be made: %s.", to, strerror(errno));
		return ST_UNAVAILABLE;
	}
	close(fd);
	*ret_temp = temp;
	return ST_OK;
}

static int
sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int ret = fsync(fd);
	int err = errno;
	close(fd);
	errno = err;
	return ret;
}

enum status
file_finish(struct arena *a, const char *temp, const char *to, struct str *ret_why)
{
	if (sync_path(temp) == 0 && renameat2(AT_FDCWD, temp, AT_FDCWD, to, RENAME_NOREPLACE) == 0 &&
	    sync_path(file_dir(a, to).p) == 0)
		return ST_OK;
	int err = errno;
	(void)unlink(temp);
	if (err == EEXIST)
		return exists_already(a, to, ret_why);
	*ret_why = arena_printf(a, "The file %s cannot be written: %s.", to, strerror(err));
	return ST_UNAVAILABLE;
}
