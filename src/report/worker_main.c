/* SPDX-License-Identifier: MIT */
/* The side that works: locks itself in before it reads a byte. */
#include "report/worker.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_IN (64u << 20)
#define MOST_OUT (256u << 20)

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static void
limit(int what, rlim_t to)
{
	struct rlimit r = { to, to };

	if (setrlimit((__rlimit_resource_t)what, &r) != 0)
		_exit(3);
}

/* No network, no other program, nobody else's memory, no file opened for writing.  What is refused fails with an error, so
 * that a library that only tries goes on without. */
static void
shut_in(void)
{
#define ARCH (offsetof(struct seccomp_data, arch))
#define NUMBER (offsetof(struct seccomp_data, nr))
#define REFUSE(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARCH),
#if defined(__x86_64__)
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
#else
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_AARCH64, 1, 0),
#endif
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
#if defined(__x86_64__)
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),	/* the x32 calls have the same effects under other numbers */
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		REFUSE(SYS_open), REFUSE(SYS_creat), REFUSE(SYS_fork), REFUSE(SYS_vfork), REFUSE(SYS_rename), REFUSE(SYS_unlink),
#endif
		REFUSE(SYS_socket), REFUSE(SYS_connect), REFUSE(SYS_bind), REFUSE(SYS_execve), REFUSE(SYS_execveat), REFUSE(SYS_ptrace),
		REFUSE(SYS_process_vm_readv), REFUSE(SYS_process_vm_writev), REFUSE(SYS_kill), REFUSE(SYS_unlinkat), REFUSE(SYS_renameat2),
		REFUSE(SYS_openat2), REFUSE(SYS_memfd_create), REFUSE(SYS_io_uring_setup),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { countof(filter), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		_exit(3);
	/* A kernel without it (an old container host) still leaves limits and priority. */
	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static bool
read_all(struct buf *in)
{
	char piece[65536];
	ssize_t n;

	while ((n = read(0, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			buf_put(in, piece, (size_t)n);
	}
	return !in->failed;
}

static bool
write_all(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(1, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = (struct str){ s.p + n, s.n - (size_t)n };
	}
	return true;
}

static int
work(const struct worker_job *job, size_t memory)
{
	struct str why = { NULL, 0 };
	struct buf in, out;
	struct arena a;
	char first;

	buf_init(&in, MOST_IN);
	buf_init(&out, MOST_OUT);
	if (!arena_open(&a, memory / 4) || !read_all(&in))
		return 3;
	enum status st = job->run(&a, buf_view(&in), &out, &why);
	if (st == ST_OK && out.failed)
		return 3;
	first = (char)('A' + st);
	return write_all((struct str){ &first, 1 }) && write_all(st == ST_OK ? buf_view(&out) : why) ? 0 : 3;
}

bool
worker_main(const struct worker_job *jobs, int argc, char **argv, int *ret_exit)
{
	int64_t memory, seconds;

	if (argc != 5 || strcmp(argv[1], "worker") != 0)
		return false;
	*ret_exit = 2;
	if (!str_i64(str_c(argv[3]), &memory) || !str_i64(str_c(argv[4]), &seconds))
		return true;
	for (const struct worker_job *j = jobs; j->name != NULL; j++) {
		if (strcmp(j->name, argv[2]) != 0)
			continue;
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		(void)syscall(SYS_close_range, 3u, ~0u, 0u);
		(void)setpriority(PRIO_PROCESS, 0, 10);
		if (!SANITIZED)
			limit(RLIMIT_AS, (rlim_t)memory);
		limit(RLIMIT_CPU, (rlim_t)seconds);
		limit(RLIMIT_CORE, 0);
		limit(RLIMIT_FSIZE, 0);
		shut_in();
		_exit(work(j, (size_t)memory));	/* the process is its memory: nothing to give back */
	}
	return true;
}
