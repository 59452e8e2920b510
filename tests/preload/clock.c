/* SPDX-License-Identifier: MIT */
/* The time of day jumps: the file that CLOCK names is mapped, and holds by how many seconds.  What counts the time since the
 * machine began is left alone, and so is the system's own clock: who waits for a time of day waits wrongly, as on a real jump. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static _Atomic int32_t *jump;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("CLOCK");
	int fd = path != NULL ? open(path, O_RDONLY) : -1;

	if (fd < 0)
		return;
	void *p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	jump = p != MAP_FAILED ? p : NULL;
	close(fd);
}

int
clock_gettime(clockid_t id, struct timespec *t)
{
	static int (*real)(clockid_t, struct timespec *);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	int rc = real(id, t);
	if (rc == 0 && jump != NULL && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		t->tv_sec += *jump;
	return rc;
}

int
gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	struct timespec t;

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &t);
	*tv = (struct timeval){ t.tv_sec, t.tv_nsec / 1000 };
	return 0;
}

time_t
time(time_t *ret)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	if (ret != NULL)
		*ret = t.tv_sec;
	return t.tv_sec;
}
