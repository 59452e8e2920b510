/* SPDX-License-Identifier: MIT */
#include "http/internal.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>

/* libevent's own signals serve one event loop in a process; tests run several. */
enum { LOOPS_MAX = 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int fds[LOOPS_MAX];	/* 0: free */
static atomic_bool came;
static struct sigaction term_before, int_before;
static int n_loops;

static void
on_signal(int number)
{
	int error = errno;
	(void)number;
	atomic_store(&came, true);
	for (int i = 0; i < LOOPS_MAX; i++) {
		int fd = atomic_load(&fds[i]);
		if (fd > 0)
			(void)eventfd_write(fd, 1);
	}
	errno = error;
}

void
signals_watch(int wake_fd)
{
	struct sigaction ours = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	(void)pthread_mutex_lock(&lock);
	if (n_loops++ == 0) {
		atomic_store(&came, false);
		(void)sigaction(SIGTERM, &ours, &term_before);
		(void)sigaction(SIGINT, &ours, &int_before);
	}
	for (int i = 0; i < LOOPS_MAX; i++)
		if (atomic_load(&fds[i]) == 0) {
			atomic_store(&fds[i], wake_fd);
			break;
		}
	(void)pthread_mutex_unlock(&lock);
}

void
signals_forget(int wake_fd)
{
	(void)pthread_mutex_lock(&lock);
	for (int i = 0; i < LOOPS_MAX; i++)
		if (atomic_load(&fds[i]) == wake_fd)
			atomic_store(&fds[i], 0);
	if (--n_loops == 0) {
		(void)sigaction(SIGTERM, &term_before, NULL);
		(void)sigaction(SIGINT, &int_before, NULL);
	}
	(void)pthread_mutex_unlock(&lock);
}

bool
signals_came(void)
{
	return atomic_load(&came);
}
