/* SPDX-License-Identifier: MIT */
/* Descriptors run out: the file that NOFILES names is mapped, and holds two numbers.  The first counts down with each call that
 * would make one; at zero one fails (or, where the second is not zero, all from there on).  Below zero: none fails. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static struct { _Atomic int32_t left, ever, failed; } *plan;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("NOFILES");
	int fd = path != NULL ? open(path, O_RDWR) : -1;

	if (fd < 0)
		return;
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	plan = p != MAP_FAILED ? p : NULL;
}

static int
fails(void)
{
	if (plan == NULL || plan->left < 0)
		return 0;
	if (plan->left-- > 0)
		return 0;
	if (plan->ever)
		plan->left = 0;
	plan->failed++;
	errno = EMFILE;
	return 1;
}

#define REAL(name) \
	static __typeof__(name) *real; \
	if (real == NULL) \
		*(void **)&real = dlsym(RTLD_NEXT, #name); \
	if (fails()) \
		return -1
#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = va_arg(ap, mode_t); \
		va_end(ap); \
		REAL(name); \
		return real(path, flags, mode); \
	}
#define OPENAT(name) \
	int name(int dir, const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = va_arg(ap, mode_t); \
		va_end(ap); \
		REAL(name); \
		return real(dir, path, flags, mode); \
	}
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
int socket(int a, int b, int c) { REAL(socket); return real(a, b, c); }
int socketpair(int a, int b, int c, int fd[2]) { REAL(socketpair); return real(a, b, c, fd); }
int accept(int fd, struct sockaddr *restrict a, socklen_t *restrict n) { REAL(accept); return real(fd, a, n); }
int accept4(int fd, struct sockaddr *restrict a, socklen_t *restrict n, int f) { REAL(accept4); return real(fd, a, n, f); }
int pipe(int fd[2]) { REAL(pipe); return real(fd); }
int pipe2(int fd[2], int f) { REAL(pipe2); return real(fd, f); }
int memfd_create(const char *name, unsigned f) { REAL(memfd_create); return real(name, f); }
int eventfd(unsigned n, int f) { REAL(eventfd); return real(n, f); }
