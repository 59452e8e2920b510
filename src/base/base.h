/* SPDX-License-Identifier: MIT */
#ifndef BASE_BASE_H
#define BASE_BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define countof(a) (sizeof(a) / sizeof((a)[0]))

/* Outcome of anything that can fail.  Zero is success; the list is closed. */
enum status {
	ST_OK = 0,
	ST_NOT_FOUND,	/* not there, or not for these eyes: never told apart */
	ST_INVALID,	/* their input; field errors or a message say why */
	ST_FORBIDDEN,	/* known who, not allowed */
	ST_SIGN_IN,	/* not known who, or not freshly enough */
	ST_CONFLICT,	/* changed by somebody else meanwhile */
	ST_TOO_LARGE,
	ST_TOO_MANY,	/* rate limit */
	ST_BUSY,	/* try the whole transaction again */
	ST_UNAVAILABLE,	/* something we rely on is away */
	ST_INTERNAL,	/* our fault; text is never shown, only the request's id */
	ST__MAX
};
const char *status_name(enum status st);

#define TRY(expr)                                                              \
	do {                                                                   \
		enum status st_ = (expr);                                      \
		if (st_ != ST_OK)                                              \
			return st_;                                            \
	} while (0)

/* Borrowed text: not owned, not NUL-terminated, UTF-8 in NFC once it is inside.
 * { NULL, 0 } is "no value" and prints as nothing. */
struct str { const char *p; size_t n; };
#define S(lit) ((struct str){ "" lit, sizeof(lit) - 1 })	/* in code */
#define STR_INIT(lit) { "" lit, sizeof(lit) - 1 }		/* in static tables */

/* Text about people.  No writer prints it without being told the viewer's rights. */
enum privacy {
	PRIV_NONE = 0,
	PRIV_IDENTITY,	/* who somebody is: name, e-mail, telephone */
	PRIV_SPECIAL,	/* health and other special categories, UK GDPR Art. 9 */
	PRIV_CRIMINAL,	/* criminal-offence data, UK GDPR Art. 10 */
	PRIV_FREE_TEXT,	/* may hold any of them */
	PRIV__MAX
};
struct personal { struct str text; enum privacy cls; };

/* A calendar day: days since 1970-01-01; 0 = not set (input must lie in 1990-2199). */
struct date { int32_t day; };
/* A moment: milliseconds since 1970-01-01T00:00Z; 0 = not set. */
struct when { int64_t ms; };
struct money { int64_t pence; bool has; };
/* A number that may be missing. */
struct opt_i64 { int64_t v; bool has; };
/* A stored file; 0 = none. */
struct file_ref { int64_t id; };
/* Several choices of one declared list: bit k = choice k. */
struct choices { uint64_t bits; };

struct arena;
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#endif
