/* SPDX-License-Identifier: MIT */
/* The side that asks. */
#include "report/worker.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/log.h"
#include "html/html.h"

#define PLACES 2
#define MOST_OUT (256u << 20)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;
static int taken;

static int64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static bool
place_take(int seconds)
{
	struct timespec until;
	int waited = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&lock);
	while (taken >= PLACES && waited == 0)
		waited = pthread_cond_clockwait(&left, &lock, CLOCK_MONOTONIC, &until);
	bool got = taken < PLACES;
	taken += got;
	pthread_mutex_unlock(&lock);
	return got;
}

static void
place_give(void)
{
	pthread_mutex_lock(&lock);
	taken--;
	pthread_cond_signal(&left);
	pthread_mutex_unlock(&lock);
}

/* One socket for both ways: unlike a pipe it gives no SIGPIPE when the other side dies. */
static enum status
start(const char *job, struct worker_limits limits, pid_t *ret_pid, int *ret_fd)
{
	char memory[24], seconds[12], name[32];
	char self[] = "/proc/self/exe", word[] = "worker", locale[] = "LC_ALL=C.UTF-8", *argv[] = { self, word, name, memory, seconds, NULL },
	    *env[] = { locale, NULL };
	posix_spawn_file_actions_t io;
	int fd[2];

	if (strlen(job) >= sizeof name || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) != 0)
		return ST_UNAVAILABLE;
	strcpy(name, job);
	(void)snprintf(memory, sizeof memory, "%zu", limits.memory);
	(void)snprintf(seconds, sizeof seconds, "%d", limits.seconds);
	(void)posix_spawn_file_actions_init(&io);
	(void)posix_spawn_file_actions_adddup2(&io, fd[1], 0);
	(void)posix_spawn_file_actions_adddup2(&io, fd[1], 1);
	(void)posix_spawn_file_actions_addopen(&io, 2, "/dev/null", O_WRONLY, 0);	/* libraries would print what people typed */
	int bad = posix_spawn(ret_pid, self, &io, NULL, argv, env);
	(void)posix_spawn_file_actions_destroy(&io);
	(void)close(fd[1]);
	if (bad == 0)
		*ret_fd = fd[0];
	else
		(void)close(fd[0]);
	return bad == 0 ? ST_OK : ST_UNAVAILABLE;
}

/* Sends and receives until the other side has closed; false when the time is up. */
static bool
talk(int fd, struct str in, int64_t until, struct buf *out)
{
	char piece[65536];
	bool sending = true;

	for (;;) {
		int64_t ms = until - now_ms();
		struct pollfd p = { .fd = fd, .events = (short)(POLLIN | (sending ? POLLOUT : 0)) };
		if (ms <= 0 || (poll(&p, 1, (int)ms) <= 0 && errno != EINTR))
			return false;
		if (p.revents & POLLIN) {
			ssize_t n = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
			if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
				return true;
			if (n > 0)
				buf_put(out, piece, (size_t)n);
		} else if (p.revents & (POLLHUP | POLLERR)) {
			return true;
		}
		if (sending && (p.revents & POLLOUT)) {
			ssize_t n = send(fd, in.p, in.n, MSG_NOSIGNAL | MSG_DONTWAIT);
			if (n > 0)
				in = (struct str){ in.p + n, in.n - (size_t)n };
			if (in.n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
				sending = false;
				(void)shutdown(fd, SHUT_WR);
			}
		}
	}
}

/* The first byte is the job's status, what follows its answer or the reason. */
static enum status
answer(struct arena *a, const struct buf *out, struct str *ret_out, struct str *ret_why)
{
	struct str all = buf_view(out);
	enum status st = (enum status)(all.p[0] - 'A');

	if (st < ST_OK || st >= ST__MAX)
		return ST_INTERNAL;
	*(st == ST_OK ? ret_out : ret_why) = arena_copy(a, (struct str){ all.p + 1, all.n - 1 });
	return st;
}

static enum status
run(struct arena *a, const char *job, struct str in, struct worker_limits limits, struct str *ret_out, struct str *ret_why)
{
	int fd = -1, how = 0;
	struct buf out;
	pid_t pid;

	TRY(start(job, limits, &pid, &fd));
	buf_init(&out, MOST_OUT);
	bool whole = talk(fd, in, now_ms() + limits.seconds * INT64_C(1000), &out);
	(void)close(fd);
	if (!whole)
		(void)kill(pid, SIGKILL);
	while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
		continue;
	enum status st = ST_TOO_LARGE;
	if (whole && WIFEXITED(how) && WEXITSTATUS(how) == 0 && out.n > 0 && !out.failed)
		st = answer(a, &out, ret_out, ret_why);
	else
		log_printf("worker", "%s ended by %s %d%s", job, WIFSIGNALED(how) ? "signal" : "status",
		    WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how), whole ? "" : ", its time was up");
	buf_free(&out);
	return st;
}

enum status
worker_run(struct arena *a, const char *job, struct str in, struct worker_limits limits, struct str *ret_out, struct str *ret_why)
{
	*ret_why = S("");
	*ret_out = S("");
	if (limits.memory == 0)
		limits.memory = (size_t)512 << 20;
	if (limits.seconds == 0)
		limits.seconds = 20;
	if (!place_take(limits.seconds)) {
		*ret_why = str_c(M("Many documents are being made at this moment. Try again in a minute."));
		return ST_UNAVAILABLE;
	}
	enum status st = run(a, job, in, limits, ret_out, ret_why);
	place_give();
	if (st == ST_TOO_LARGE && ret_why->n == 0)
		*ret_why = str_c(M("This could not be made: it needs more memory or time than one document may take. Nothing else is affected. Choose another form, or a smaller part."));
	else if (st == ST_UNAVAILABLE && ret_why->n == 0)
		*ret_why = str_c(M("Documents cannot be made at this moment. Try again later."));
	return st;
}
