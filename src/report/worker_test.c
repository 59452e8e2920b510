/* SPDX-License-Identifier: MIT */
#include "report/worker.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "report/apart.h"
#include "report/pdf.h"
#include "tests/harness.h"

extern const struct worker_job test_worker_jobs[];

static enum status
job_echo(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	(void)a;
	(void)ret_why;
	buf_str(out, in);
	return ST_OK;
}

static enum status
job_refuse(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	(void)out;
	*ret_why = arena_printf(a, "not %.*s", (int)in.n, in.p);
	return ST_INVALID;
}

static enum status
job_crash(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	(void)a;
	(void)in;
	(void)out;
	(void)ret_why;
	(void)raise(SIGSEGV);
	return ST_OK;
}

static enum status
job_hang(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	(void)a;
	(void)out;
	(void)ret_why;
	while (in.n < SIZE_MAX)
		(void)pause();
	return ST_OK;
}

static enum status
job_eat(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	(void)out;
	(void)ret_why;
	while (in.n < SIZE_MAX)
		memset(arena_alloc(a, 1 << 20, 1), 1, 1 << 20);
	return ST_OK;
}

/* What a worker may not do, each with its letter when it could. */
static enum status
job_probe(struct arena *a, struct str in, struct buf *out, struct str *ret_why)
{
	char *argv[] = { NULL };

	(void)a;
	(void)ret_why;
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		buf_char(out, 'n');
	if (open("/tmp/wardkeep-probe", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0)
		buf_char(out, 'w');
	if (openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC) >= 0)
		buf_char(out, 'd');
	if (execve("/bin/true", argv, argv) == 0 || errno != EACCES)
		buf_char(out, 'x');
	if (kill(getppid(), 0) == 0)
		buf_char(out, 'k');
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	if (fd != 3)	/* nothing of the parent's is open here */
		buf_char(out, 'f');
	buf_str(out, in);
	return ST_OK;
}

const struct worker_job test_worker_jobs[] = {
	{ "pdf", pdf_job }, { "sheets", sheets_job }, { "echo", job_echo }, { "refuse", job_refuse }, { "crash", job_crash }, { "hang", job_hang }, { "eat", job_eat },
	{ "probe", job_probe }, { NULL, NULL },
};

static enum status
call(const char *job, struct str in, int seconds, struct str *ret, struct str *ret_why)
{
	return worker_run(test_arena(), job, in, (struct worker_limits){ .memory = (size_t)400 << 20, .seconds = seconds }, ret, ret_why);
}

TEST(worker_gives_back_what_the_job_made_or_its_reason)
{
	struct str out, why, large = { arena_alloc(test_arena(), 9u << 20, 1), 9u << 20 };

	CHECK_ST(call("echo", S("Ŵŷ\n"), 20, &out, &why), ST_OK);
	CHECK_STR(out, "Ŵŷ\n");
	CHECK_ST(call("echo", S(""), 20, &out, &why), ST_OK);
	CHECK_EQ_I(out.n, 0);
	/* More than a socket holds, both ways. */
	CHECK_ST(call("echo", large, 20, &out, &why), ST_OK);
	CHECK(str_eq(out, large));
	CHECK_ST(call("refuse", S("this"), 20, &out, &why), ST_INVALID);
	CHECK_STR(why, "not this");
	CHECK_ST(call("no-such-job", S(""), 20, &out, &why), ST_TOO_LARGE);
}

TEST(worker_that_dies_or_hangs_or_eats_memory_is_ended_and_said)
{
	static const char *const bad[] = { "crash", "hang", "eat" };
	struct str out, why;

	for (size_t i = 0; i < countof(bad); i++) {
		struct timespec from, to;
		(void)clock_gettime(CLOCK_MONOTONIC, &from);
		CHECK_ST(call(bad[i], S("x"), i == 1 ? 1 : 20, &out, &why), ST_TOO_LARGE);
		CHECK_MSG(str_find(why, S("Nothing else is affected")) > 0, "%s says: %.*s", bad[i], (int)why.n, why.p);
		(void)clock_gettime(CLOCK_MONOTONIC, &to);
		CHECK_MSG(to.tv_sec - from.tv_sec < 15, "%s took %ld s", bad[i], (long)(to.tv_sec - from.tv_sec));
	}
	/* Nothing is left behind. */
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	CHECK_ST(call("echo", S("on"), 20, &out, &why), ST_OK);
}

TEST(worker_is_shut_in)
{
	struct str out, why;
	int open_here = open("/dev/null", O_RDONLY);	/* without CLOEXEC on purpose */

	CHECK_ST(call("probe", S("."), 20, &out, &why), ST_OK);
	(void)close(open_here);
	CHECK_STR(out, ".");
}

struct waiting { struct arena a; enum status st; struct str why; };

static void *
wait_long(void *arg)
{
	struct waiting *w = arg;
	struct str out;

	w->st = worker_run(&w->a, "hang", S(""), (struct worker_limits){ .seconds = 2 }, &out, &w->why);
	return NULL;
}

TEST(worker_places_are_few_and_who_comes_too_late_is_told)
{
	static struct waiting w[2];
	struct str out, why;
	pthread_t t[2];

	for (size_t i = 0; i < 2; i++) {
		CHECK(arena_open(&w[i].a, 80u << 20));
		CHECK(pthread_create(&t[i], NULL, wait_long, &w[i]) == 0);
	}
	(void)nanosleep(&(struct timespec){ 0, 300 * 1000 * 1000 }, NULL);
	enum status st = call("echo", S("x"), 1, &out, &why);
	for (size_t i = 0; i < 2; i++) {
		(void)pthread_join(t[i], NULL);
		CHECK_ST(w[i].st, ST_TOO_LARGE);
		arena_close(&w[i].a);
	}
	CHECK_ST(st, ST_UNAVAILABLE);
	CHECK(str_find(why, S("Try again in a minute")) > 0);
	CHECK_ST(call("echo", S("x"), 20, &out, &why), ST_OK);
}
