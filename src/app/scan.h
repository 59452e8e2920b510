/* SPDX-License-Identifier: MIT */
#ifndef APP_SCAN_H
#define APP_SCAN_H
#include "base/base.h"

/* Virus scan through clamd's INSTREAM.  address: "unix:/run/clamav/clamd.ctl" or "HOST:PORT". */
enum scan { SCAN_OFF = 0 /* none is configured */, SCAN_CLEAN, SCAN_INFECTED, SCAN_WAITING /* clamd is away */ };
/* *ret_name: what was found, in the arena.  Takes at most 30 seconds; never in a transaction. */
enum scan scan_bytes(struct arena *a, const char *address, struct str bytes, struct str *ret_name);
extern const char *const scan_names[4];		/* "", "clean", "infected", "waiting": as stored */
#endif
