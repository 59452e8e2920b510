/* SPDX-License-Identifier: MIT */
/* Ends the program at a named point: DIE_CALL is what it is about to do (or, with DIE_AFTER, has just done) for the DIE_N-th
 * time, to a file whose name ends in DIE_FILE (empty: any).  sync, write, cut, rename, unlink. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *
name_of(int fd, char *to, size_t room)
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, to, room - 1);
	to[n > 0 ? n : 0] = 0;
	return to;
}

static int
here(const char *call, const char *name)
{
	static _Atomic int count;
	const char *want = getenv("DIE_CALL"), *file = getenv("DIE_FILE"), *n = getenv("DIE_N");
	size_t have = strlen(name), end = file != NULL ? strlen(file) : 0;

	if (want == NULL || strcmp(want, call) != 0 || (end > 0 && (have < end || strcmp(name + have - end, file) != 0)))
		return 0;
	return ++count == (n != NULL ? atoi(n) : 1);
}

#define REAL(type, f, ...) \
	static type (*real)(__VA_ARGS__); \
	if (real == NULL) \
		*(void **)&real = dlsym(RTLD_NEXT, f)
#define POINT(call, name, doing) do { \
	int dies = here(call, name), after = getenv("DIE_AFTER") != NULL; \
	if (dies && !after) \
		raise(SIGKILL); \
	__auto_type got = doing; \
	if (dies) \
		raise(SIGKILL); \
	return got; \
} while (0)

int fsync(int fd) { char s[4096]; REAL(int, "fsync", int); POINT("sync", name_of(fd, s, sizeof s), real(fd)); }
int fdatasync(int fd) { char s[4096]; REAL(int, "fdatasync", int); POINT("sync", name_of(fd, s, sizeof s), real(fd)); }
int ftruncate(int fd, off_t n) { char s[4096]; REAL(int, "ftruncate", int, off_t); POINT("cut", name_of(fd, s, sizeof s), real(fd, n)); }
int ftruncate64(int fd, off_t n) { char s[4096]; REAL(int, "ftruncate64", int, off_t); POINT("cut", name_of(fd, s, sizeof s), real(fd, n)); }
ssize_t pwrite(int fd, const void *p, size_t n, off_t at) { char s[4096]; REAL(ssize_t, "pwrite", int, const void *, size_t, off_t); POINT("write", name_of(fd, s, sizeof s), real(fd, p, n, at)); }
ssize_t pwrite64(int fd, const void *p, size_t n, off_t at) { char s[4096]; REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t); POINT("write", name_of(fd, s, sizeof s), real(fd, p, n, at)); }
int rename(const char *a, const char *b) { REAL(int, "rename", const char *, const char *); POINT("rename", b, real(a, b)); }
int link(const char *a, const char *b) { REAL(int, "link", const char *, const char *); POINT("rename", b, real(a, b)); }
int unlink(const char *a) { REAL(int, "unlink", const char *); POINT("unlink", a, real(a)); }
