/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TESTAPP_H
#define TESTS_TESTAPP_H
#include "app/access.h"
#include "app/web.h"

/* A whole program without a socket, for one test: an app on a migrated database, a worker's seat, organisations, units,
 * accounts, sessions and tokens. */
struct test_app { struct app *app; struct db *db; struct web *web; };
struct test_app *test_app(void);
/* Shuts it and opens the same database again, as after a restart. */
void test_app_again(struct test_app *t);

int64_t test_app_org(struct test_app *t, const char *name, const char *kind);
/* parent 0: at the top. */
int64_t test_app_unit(struct test_app *t, int64_t org, const char *name, int64_t parent);
/* An account with that role in that organisation, on that unit (0: all of it); a second call for the same address adds a role. */
int64_t test_app_account(struct test_app *t, const char *email, int64_t org, const char *role, int64_t unit);
/* Signed in, password and code just given: the cookie's secret. */
struct str test_app_session(struct test_app *t, int64_t account);
/* actions empty: all that the account may. */
struct str test_app_token(struct test_app *t, int64_t account, int64_t org, const char *actions);
struct who test_app_who(struct test_app *t, struct str secret);
/* Runs fn inside a write, with a context of that person. */
enum status test_app_write(struct test_app *t, const struct who *who, enum status (*fn)(struct ctx *c, void *arg), void *arg);
/* One statement of the test's own; the number it gives, -1: none. */
int64_t test_sql(struct test_app *t, const char *sql);
/* The text it gives. */
struct str test_sql_text(struct test_app *t, const char *sql);
void test_sql_write(struct test_app *t, const char *sql);

/* ---- calls ---- */
/* Names and values in turn, ended by NULL; C strings. */
struct outcome test_app_call(struct test_app *t, const struct who *who, const char *action, ...) __attribute__((sentinel));
struct test_reply { int status; struct str body; struct http_reply raw; };
struct str test_header(const struct test_reply *r, const char *name);	/* no value: not there */
/* The field of a JSON answer. */
struct str test_json(const struct test_reply *r, const char *name);
/* What a request is made of; the rest is as a browser on our own pages would send it. */
struct test_request {
	enum method method;
	const char *path;		/* with query */
	struct str secret;		/* session, empty: none */
	struct str token;		/* bearer, empty: none */
	struct str body;
	const char *type, *origin, *site, *if_match, *key, *host, *accept;
	bool bare;			/* no Origin, no Sec-Fetch-Site */
	struct str cookie;		/* more cookies */
};
struct test_reply test_send(struct test_app *t, const struct test_request *r);
struct test_reply test_get(struct test_app *t, struct str secret, const char *path);
/* A form of that session: its token is added; pairs as in test_app_call. */
struct test_reply test_post(struct test_app *t, struct str secret, const char *path, ...) __attribute__((sentinel));
struct test_reply test_api(struct test_app *t, struct str token, enum method m, const char *path, const char *json, const char *if_match, const char *key);
/* "name=value&…" with what must be encoded encoded. */
struct str test_encode(const struct pair *p, size_t n);
/* Values for what this shape asks for, from records of org that are there; other: an organisation to name.  At most 64. */
size_t test_app_fill(struct test_app *t, const struct shape *s, int64_t org, int64_t other, int turn, struct pair *ret);
/* None of these words stands in that answer; they end with NULL. */
void test_no_trace(const char *where, struct test_reply r, const char *const *marks);
/* Nor in any page or call of the whole program that reads, with id where one is asked for. */
void test_sweep(struct test_app *t, struct str session, int64_t id, const char *const *marks);
bool test_has(struct str text, const char *what);
const char *test_fmt(const char *fmt, ...) PRINTF(1, 2);
#endif
