/* SPDX-License-Identifier: MIT */
/* Memory runs out: the file that NOMEM names is mapped, and holds two numbers.  The first counts down with each allocation of
 * any part of the program; at zero one fails (or, where the second is not zero, all from there on).  Below zero: none fails. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The C library's own, by the names that it exports for this. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
static struct { _Atomic int32_t left, ever, failed; } *plan;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("NOMEM");
	int fd = path != NULL ? open(path, O_RDWR) : -1;

	if (fd < 0)
		return;
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	plan = p != MAP_FAILED ? p : NULL;
	close(fd);
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
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return fails() ? NULL : __libc_realloc(p, n); }
