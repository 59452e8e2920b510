/* SPDX-License-Identifier: MIT */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/base.h"

/* One JSON object a line on standard error.  Never personal data: message ids, record ids, numbers.
 * log_event("request", "action", "review.view", "status", "200", NULL): pairs of C strings. */
void log_event(const char *event, ...) __attribute__((sentinel));
void log_printf(const char *event, const char *fmt, ...) PRINTF(2, 3);
void log_quiet(bool quiet);	/* tests */
#endif
