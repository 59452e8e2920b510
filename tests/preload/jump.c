/* SPDX-License-Identifier: MIT */
/* A clock on the wall that somebody sets: JUMP=FILE holds the seconds (int64) that are added to it.  The clock that only counts
 * is left alone, as it would be.  LD_PRELOAD=jump.so JUMP=file wardkeep serve … */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static int64_t
shift(void)
{
	static const volatile int64_t *by;

	if (by == NULL) {
		int fd = getenv("JUMP") != NULL ? open(getenv("JUMP"), O_RDONLY | O_CLOEXEC) : -1;
		void *p = fd >= 0 ? mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
		if (p == MAP_FAILED)
			return 0;
		by = p;
	}
	return *by;
}

int
clock_gettime(clockid_t which, struct timespec *t)
{
	static int (*real)(clockid_t, struct timespec *);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	int r = real(which, t);
	if (r == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
		t->tv_sec += shift();
	return r;
}

time_t
time(time_t *ret)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	if (ret != NULL)
		*ret = t.tv_sec;
	return t.tv_sec;
}

int
gettimeofday(struct timeval *ret, void *zone)
{
	struct timespec t;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &t);
	ret->tv_sec = t.tv_sec;
	ret->tv_usec = t.tv_nsec / 1000;
	return 0;
}
