/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/ids.h"
#include "base/log.h"
#include "report/apart.h"
#include "report/worker.h"

enum { SLOWEST = 5, AT_END = 16 };

const char *test_db_address = "sqlite";

/* The test binary is its own worker too: what a worker must survive stands in src/report/worker_test.c. */
extern const struct worker_job test_worker_jobs[];

static struct arena arena;
static jmp_buf leave, full;
static char run_dir[4096], tmp_dir[4160];
static struct { const char *name; double seconds; } slow[SLOWEST];
static struct { const char *name; int (*fn)(void); } at_end[AT_END];
static size_t n_at_end;

void
test_fail(const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	printf("%s:%d: ", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	longjmp(leave, 1);
}

void
test_eq_i(const char *file, int line, const char *what, int64_t have, int64_t want)
{
	if (have != want)
		test_fail(file, line, "%s is %lld, not %lld", what, (long long)have, (long long)want);
}

void
test_eq_str(const char *file, int line, const char *what, struct str have, struct str want)
{
	if (!str_eq(have, want))
		test_fail(file, line, "%s is\n\t\"%.*s\", not\n\t\"%.*s\"", what, (int)have.n,
		    have.p == NULL ? "" : have.p, (int)want.n, want.p == NULL ? "" : want.p);
}

void
test_eq_st(const char *file, int line, const char *what, enum status have, enum status want)
{
	if (have != want)
		test_fail(file, line, "%s is %s, not %s", what, status_name(have), status_name(want));
}

struct arena *
test_arena(void)
{
	return &arena;
}

void
test_at_end(const char *name, int (*fn)(void))
{
	for (size_t i = 0; i < n_at_end; i++)
		if (at_end[i].fn == fn)
			return;
	if (n_at_end == AT_END)
		test_fail(__FILE__, __LINE__, "more than %d checks at the end", AT_END);
	at_end[n_at_end].name = name;
	at_end[n_at_end++].fn = fn;
}

/* ---- folders ---- */

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static void
remove_dir(char *path)
{
	if (path[0] != '\0')
		(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	path[0] = '\0';
}

const char *
test_run_dir(void)
{
	if (run_dir[0] != '\0')
		return run_dir;
	const char *top = getenv("TMPDIR");
	if (top == NULL || top[0] == '\0')
		top = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	(void)snprintf(run_dir, sizeof run_dir, "%s/wardkeep-test.XXXXXX", top);
	if (mkdtemp(run_dir) == NULL) {
		perror(run_dir);
		exit(1);
	}
	return run_dir;
}

const char *
test_tmp_dir(void)
{
	if (tmp_dir[0] != '\0')
		return tmp_dir;
	(void)snprintf(tmp_dir, sizeof tmp_dir, "%s/test.XXXXXX", test_run_dir());
	if (mkdtemp(tmp_dir) == NULL) {
		perror(tmp_dir);
		exit(1);
	}
	return tmp_dir;
}

/* ---- running ---- */

static double
seconds(void)
{
	struct timespec ts;
	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
note_time(const char *name, double took)
{
	for (size_t i = 0; i < SLOWEST; i++) {
		if (took <= slow[i].seconds)
			continue;
		memmove(slow + i + 1, slow + i, (SLOWEST - i - 1) * sizeof slow[0]);
		slow[i].name = name;
		slow[i].seconds = took;
		return;
	}
}

static bool
run_one(const struct test_entry *t)
{
	arena.over = &full;
	if (setjmp(full) != 0) {
		puts("the test's arena is full");
		return false;
	}
	if (setjmp(leave) != 0)
		return false;
	t->fn();
	return true;
}

/* Defers run outside the test, but may fail checks too. */
static bool
clean_up(void)
{
	if (setjmp(leave) != 0)
		return false;
	arena_reset(&arena);
	return true;
}

static bool
run_timed(const struct test_entry *t, bool loud)
{
	const char *address = test_db_address;
	double began = seconds();
	bool good = run_one(t);
	test_db_address = address;
	if (!clean_up())
		good = false;
	remove_dir(tmp_dir);
	ids_seed(0);
	double took = seconds() - began;
	note_time(t->name, took);
	if (!good)
		printf("FAILED %s\n", t->name);
	else if (loud)
		printf("passed %s (%.0f ms)\n", t->name, took * 1000);
	(void)fflush(stdout);
	return good;
}

static void
print_slowest(void)
{
	printf("slowest:");
	for (size_t i = 0; i < SLOWEST && slow[i].name != NULL; i++)
		printf("%s %s %.0f ms", i == 0 ? "" : ",", slow[i].name, slow[i].seconds * 1000);
	putchar('\n');
}

static int
run_all(const char *filter, bool loud)
{
	int passed = 0, failed = 0;
	for (const struct test_entry *t = tests; t->name != NULL; t++) {
		if (strstr(t->name, filter) == NULL)
			continue;
		if (run_timed(t, loud))
			passed++;
		else
			failed++;
	}
	for (size_t i = 0; i < n_at_end && filter[0] == '\0'; i++) {
		int bad = at_end[i].fn();
		failed += bad;
		passed += bad == 0;
		if (bad > 0)
			printf("FAILED %s\n", at_end[i].name);
	}
	remove_dir(run_dir);
	print_slowest();
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}

static int
list_all(const char *filter)
{
	for (const struct test_entry *t = tests; t->name != NULL; t++)
		if (strstr(t->name, filter) != NULL)
			puts(t->name);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *filter = "";
	bool loud = false, list = false;
	int worked;
	if (worker_main(test_worker_jobs, argc, argv, &worked))
		return worked;
	sheet_apart = sheets_apart;	/* as the program itself does */
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--filter") == 0 && i + 1 < argc) {
			filter = argv[++i];
		} else if (strcmp(argv[i], "--db") == 0 && i + 1 < argc) {
			test_db_address = argv[++i];
		} else if (strcmp(argv[i], "--list") == 0) {
			list = true;
		} else if (strcmp(argv[i], "-v") == 0) {
			loud = true;
		} else {
			fprintf(stderr, "usage: %s [-v] [--list] [--filter SUBSTRING] [--db sqlite|pg:ADDRESS]\n",
			    argv[0]);
			return 2;
		}
	}
	if (list)
		return list_all(filter);
	log_quiet(!loud);
	if (!base_crypto_init() || !arena_open(&arena, (size_t)256 << 20)) {
		fputs("no randomness or no memory\n", stderr);
		return 1;
	}
	return run_all(filter, loud);
}
