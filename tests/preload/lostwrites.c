/* SPDX-License-Identifier: MIT */
/* The null control of tests/kill.mjs: a disk that says yes and keeps nothing, now and then.  Every so many writes to the log
 * of the database are dropped, and no sync waits for anything.  LD_PRELOAD=lostwrites.so wardkeep serve … */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { EVERY = 60 };

static int
is_log(int fd)
{
	char link[64], name[4096];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, name, sizeof name);
	return n > 4 && memcmp(name + n - 4, "-wal", 4) == 0;
}

static ssize_t
written(const char *which, int fd, const void *p, size_t n, off_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off_t);
	static _Atomic int count;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, which);
	if (is_log(fd) && ++count % EVERY == 0)
		return (ssize_t)n;
	return real(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at) { return written("pwrite", fd, p, n, at); }
ssize_t pwrite64(int fd, const void *p, size_t n, off_t at) { return written("pwrite64", fd, p, n, at); }
int fsync(int fd) { (void)fd; return 0; }
int fdatasync(int fd) { (void)fd; return 0; }
