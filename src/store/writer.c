/* SPDX-License-Identifier: MIT */
#include "store/sqlite_impl.h"
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include "base/log.h"

/* The only thread that writes.  It takes what waits, runs each member in a savepoint, commits once and
 * only then answers.  A member's refusal is answered after the commit as well: it may rest on what
 * a neighbour changed. */

struct job {
	struct job *next;
	write_fn *fn;
	void *arg;
	task_fn *task;		/* instead of fn: steps between batches */
	enum status st;
	int64_t held_us;
	bool ok;		/* in the commit that is being made */
	sem_t done;
};

enum { BATCH_MAX = 512 };
enum step { STEP_BEGIN, STEP_COMMIT, STEP_ROLLBACK, STEP_SAVE, STEP_BACK, STEP_RELEASE, STEP__MAX };
static const char *const step_text[STEP__MAX] = {
	[STEP_BEGIN] = "BEGIN IMMEDIATE",
	[STEP_COMMIT] = "COMMIT",
	[STEP_ROLLBACK] = "ROLLBACK",
	[STEP_SAVE] = "SAVEPOINT member",
	[STEP_BACK] = "ROLLBACK TO member",
	[STEP_RELEASE] = "RELEASE member",
};

struct writer {
	struct store *store;
	struct sqlite_db *d;
	sqlite3_stmt *steps[STEP__MAX];
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct job *first, *last;	/* members, in the order they came */
	struct job *tasks;
	bool stop;
};

static int
run_step(struct writer *w, enum step step)
{
	int code = sqlite3_step(w->steps[step]);
	sqlite3_reset(w->steps[step]);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static bool
in_transaction(struct writer *w)
{
	return !sqlite3_get_autocommit(w->d->h);
}

static void
roll_back(struct writer *w)
{
	sqlite_tidy(w->d);
	if (in_transaction(w))
		(void)run_step(w, STEP_ROLLBACK);
}

static enum status
call_member(struct writer *w, struct job *j)
{
	struct db *db = &w->d->db;
	db->doomed = ST_OK;
	db->writing = true;
	int64_t from = clock_us();
	enum status st = j->fn != NULL ? j->fn(j->arg, db) : ST_OK;
	j->held_us = clock_us() - from;
	db->writing = false;
	sqlite_tidy(w->d);
	return st == ST_OK ? db->doomed : st;
}

static enum status
call_hook(struct writer *w, void **args, size_t n)
{
	struct store *s = w->store;
	if (!s->on_commit || n == 0)
		return ST_OK;
	struct db *db = &w->d->db;
	db->doomed = ST_OK;
	db->writing = true;
	enum status st = s->on_commit(s->on_commit_arg, db, 0, args, n);
	db->writing = false;
	sqlite_tidy(w->d);
	return st == ST_OK ? db->doomed : st;
}

/* What a member is told when its transaction could not be made durable: its own fault, or the disk's. */
static enum status
commit_status(int code)
{
	enum status st = sqlite_status(code);
	log_printf("commit_failed", "SQLite code %d", code);
	return st == ST_INVALID || st == ST_CONFLICT || st == ST_BUSY ? st : ST_UNAVAILABLE;
}

/* One member in a transaction of its own. */
static void
run_alone(struct writer *w, struct job *j)
{
	int code = run_step(w, STEP_BEGIN);
	if (code != SQLITE_OK) {
		j->st = sqlite_status(code);
		return;
	}
	j->st = call_member(w, j);
	if (j->st == ST_OK && !in_transaction(w))
		j->st = ST_UNAVAILABLE;
	if (j->st == ST_OK && call_hook(w, &j->arg, 1) != ST_OK)
		j->st = ST_UNAVAILABLE;
	if (j->st == ST_OK) {
		code = in_transaction(w) ? run_step(w, STEP_COMMIT) : SQLITE_ABORT;
		if (code != SQLITE_OK)
			j->st = commit_status(code);
	}
	roll_back(w);
}

static void
run_each_alone(struct writer *w, struct job **jobs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		run_alone(w, jobs[i]);
}

/* False: the transaction is gone, or cannot be brought back to where this member began. */
static bool
run_member(struct writer *w, struct job *j)
{
	if (j->fn == NULL) {	/* for the hook alone: there is nothing to take back */
		j->ok = true;
		j->st = ST_OK;
		return true;
	}
	int code = run_step(w, STEP_SAVE);
	if (code != SQLITE_OK) {
		j->st = commit_status(code);
		return false;
	}
	j->st = call_member(w, j);
	j->ok = j->st == ST_OK;
	if (!in_transaction(w)) {
		j->st = j->ok ? ST_UNAVAILABLE : j->st;
		return false;
	}
	if (!j->ok && run_step(w, STEP_BACK) != SQLITE_OK)
		return false;
	code = run_step(w, STEP_RELEASE);
	if (code == SQLITE_OK)
		return true;
	j->st = j->ok ? commit_status(code) : j->st;
	return false;
}

static bool
commit_batch(struct writer *w, struct job **jobs, size_t n)
{
	void *args[BATCH_MAX];
	size_t n_ok = 0;
	for (size_t i = 0; i < n; i++)
		if (jobs[i]->ok)
			args[n_ok++] = jobs[i]->arg;
	if (n_ok == 0) {
		roll_back(w);
		return true;
	}
	if (call_hook(w, args, n_ok) != ST_OK || !in_transaction(w)) {
		log_event("commit_hook_failed", NULL);
		return false;
	}
	int code = run_step(w, STEP_COMMIT);
	if (code != SQLITE_OK)
		log_printf("commit_failed", "SQLite code %d", code);
	return code == SQLITE_OK;
}

/* Runs members from the front and returns how many are settled.  Where one of them takes the whole
 * transaction with it, that one fails and those before it (refused ones too: their refusal
 * may rest on what is gone) run again, each alone; the rest is for the next call. */
static size_t
run_batch(struct writer *w, struct job **jobs, size_t n)
{
	if (n == 1) {
		run_alone(w, jobs[0]);
		return 1;
	}
	int code = run_step(w, STEP_BEGIN);
	for (size_t i = 0; i < n; i++) {
		jobs[i]->ok = false;
		jobs[i]->st = sqlite_status(code);
	}
	if (code != SQLITE_OK)
		return n;
	for (size_t i = 0; i < n; i++)
		if (!run_member(w, jobs[i])) {
			roll_back(w);
			run_each_alone(w, jobs, i);
			return i + 1;
		}
	if (!commit_batch(w, jobs, n)) {
		roll_back(w);
		run_each_alone(w, jobs, n);
	}
	return n;
}

/* ---- the thread ---- */

static size_t
take_jobs(struct writer *w, struct job **jobs)
{
	size_t n = 0;
	while (w->first && n < BATCH_MAX) {
		struct job *j = w->first;
		w->first = j->next;
		j->next = NULL;
		jobs[n++] = j;
	}
	if (!w->first)
		w->last = NULL;
	return n;
}

static void
run_task_step(struct writer *w, struct job *t)
{
	if (t->task(t->arg, w->d) == TASK_MORE)
		return;
	pthread_mutex_lock(&w->lock);
	struct job **at = &w->tasks;
	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	pthread_mutex_unlock(&w->lock);
	sem_post(&t->done);
}

static void *
writer_main(void *arg)
{
	struct writer *w = arg;
	struct job *jobs[BATCH_MAX];
	for (;;) {
		pthread_mutex_lock(&w->lock);
		while (!w->first && !w->tasks && !w->stop)
			pthread_cond_wait(&w->wake, &w->lock);
		size_t n = take_jobs(w, jobs);
		struct job *task = w->tasks;
		bool stop = w->stop;
		pthread_mutex_unlock(&w->lock);
		for (size_t from = 0; from < n;)
			from += run_batch(w, jobs + from, n - from);
		for (size_t i = 0; i < n; i++)
			sem_post(&jobs[i]->done);
		if (task)
			run_task_step(w, task);
		if (stop && n == 0 && !task)
			return NULL;
	}
}

static void
job_wait(struct writer *w, struct job *j)
{
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	while (sem_wait(&j->done) != 0)
		;
	sem_destroy(&j->done);
}

enum status
writer_write(struct store *s, write_fn *fn, void *arg, int64_t *ret_held_us)
{
	struct writer *w = ((struct sqlite_store *)s->impl)->writer;
	if (pthread_equal(pthread_self(), w->thread)) {
		log_event("write_inside_write", NULL);
		return ST_INTERNAL;
	}
	struct job j = { .fn = fn, .arg = arg };
	sem_init(&j.done, 0, 0);
	pthread_mutex_lock(&w->lock);
	if (w->last)
		w->last->next = &j;
	else
		w->first = &j;
	w->last = &j;
	job_wait(w, &j);
	*ret_held_us = j.held_us;
	return j.st;
}

void
writer_task(struct writer *w, task_fn *fn, void *arg)
{
	struct job j = { .task = fn, .arg = arg };
	sem_init(&j.done, 0, 0);
	pthread_mutex_lock(&w->lock);
	struct job **at = &w->tasks;
	while (*at)
		at = &(*at)->next;
	*at = &j;
	job_wait(w, &j);
}

/* ---- start and stop ---- */

static void
writer_free(struct writer *w)
{
	for (size_t i = 0; i < STEP__MAX; i++)
		sqlite3_finalize(w->steps[i]);
	sqlite_disconnect(w->d);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
}

/* Signals are for the thread that waits for them. */
static int
start_thread(struct writer *w)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int err = pthread_create(&w->thread, NULL, writer_main, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err == 0 ? SQLITE_OK : SQLITE_NOMEM;
}

int
writer_start(struct store *s, struct writer **ret)
{
	struct sqlite_db *d;
	int code = sqlite_connect(s, true, &d);
	if (code != SQLITE_OK)
		return code;
	struct writer *w = store_alloc(sizeof(*w));
	w->store = s;
	w->d = d;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	for (size_t i = 0; i < STEP__MAX && code == SQLITE_OK; i++)
		code = sqlite3_prepare_v3(d->h, step_text[i], -1, SQLITE_PREPARE_PERSISTENT, &w->steps[i], NULL);
	if (code == SQLITE_OK)
		code = start_thread(w);
	if (code != SQLITE_OK) {
		writer_free(w);
		return code;
	}
	*ret = w;
	return SQLITE_OK;
}

void
writer_stop(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	writer_free(w);
}
