/* SPDX-License-Identifier: MIT */
#ifndef REPORT_WORKER_H
#define REPORT_WORKER_H
#include "base/base.h"

/* Work that is heavy, or that runs large libraries over other people's bytes, is done by this program itself as a process of
 * its own: low priority, limits of memory and time, no network, no other program, no file to write.  If it dies, that one
 * piece of work has failed and the server serves on. */

/* A job: bytes in, bytes out.  Not ST_OK: *ret_why says why in the user's words.  Runs in the worker; a is its whole memory. */
typedef enum status worker_fn(struct arena *a, struct str in, struct buf *out, struct str *ret_why);
struct worker_job { const char *name; worker_fn *run; };
extern const struct worker_job worker_jobs[];		/* worker_jobs.c; ends with a NULL name */

/* memory: bytes of address space, 0: 512 MB.  seconds: of waiting, of clock and of CPU time each, 0: 20. */
struct worker_limits { size_t memory; int seconds; };
/* Runs that job and waits for it.  out is in a.  ST_UNAVAILABLE: all places are taken, or the program cannot be started;
 * ST_TOO_LARGE: it died or was ended by its limits; else what the job says.  Not while a transaction is open. */
enum status worker_run(struct arena *a, const char *job, struct str in, struct worker_limits limits, struct str *ret_out,
    struct str *ret_why) MUST_CHECK;

/* First of all in main(): true when this process was started as a worker; then *ret_exit is its exit status. */
bool worker_main(const struct worker_job *jobs, int argc, char **argv, int *ret_exit);
#endif
