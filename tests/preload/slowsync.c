/* SPDX-License-Identifier: MIT */
/* A slower disk: each sync takes so many microseconds more.  LD_PRELOAD=slowsync.so SLOWSYNC_US=2000 wardkeep serve … */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void
wait_more(void)
{
	static long us = -1;

	if (us < 0)
		us = getenv("SLOWSYNC_US") != NULL ? atol(getenv("SLOWSYNC_US")) : 0;
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };
	nanosleep(&t, NULL);
}

int
fsync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	wait_more();
	return real(fd);
}

int
fdatasync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	wait_more();
	return real(fd);
}
