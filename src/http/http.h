/* SPDX-License-Identifier: MIT */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
#include "base/base.h"
#include "base/pair.h"

/* The listener: evhttp on one event thread behind our own guard, handlers on worker threads.
 * Nothing of libevent is visible outside of src/http. */
enum method { METHOD_NONE = 0, GET, HEAD, POST, PUT, PATCH, DELETE };
const char *method_name(enum method m);

struct http_part {		/* of multipart/form-data */
	struct str name;
	struct str file_name;	/* no value: an ordinary field */
	struct str content_type;
	struct str body;	/* points into the request */
};
struct http_request {
	enum method method;
	struct str path;	/* decoded once, starts with /, no dot segments */
	struct str query;	/* raw, without ? */
	struct str host, cookie, authorization, origin, sec_fetch_site, content_type;
	struct str accept, if_match, if_none_match, idempotency_key, accept_language, range;
	struct str body;
	struct str peer;	/* address of the client; behind a trusted proxy the forwarded one */
	bool secure;		/* https, as the proxy says */
	int64_t received_us;	/* monotonic clock */
};
struct http_header { const char *name; struct str value; };
struct http_reply {
	int status;
	struct buf body;		/* handed over to the event thread */
	struct http_header headers[24];	/* values in the worker's arena; control characters are refused */
	size_t n_headers;
	bool close;
};
/* Not added, and logged: control characters, a 25th header, and what the listener says itself
 * (Content-Length, Transfer-Encoding, Connection, Date). */
void http_header_add(struct http_reply *r, const char *name, struct str value);

/* What the guard asks about a request line before any body is read.  Called on the event thread:
 * no database, no blocking.  path is raw (undecoded, without query). */
struct http_limits { size_t body; /* bytes */ };
typedef struct http_limits http_limits_fn(void *arg, enum method m, struct str path, bool has_session);

/* Runs on a worker; fills reply, whose body is ready for puts (its status is 200 at first).  What req points
 * to lives until the handler returns, header values until it returns too: they are copied then.  Header
 * values of a request are bytes as they came; only path is known to be clean UTF-8. */
typedef void http_handler_fn(void *arg, int worker, const struct http_request *req, struct http_reply *reply);

/* Guard refusals (400, 408, 411, 413, 414, 431, 500, 501, 503) are answered by this, one at a time, on a
 * thread of its own, so that they come out while all workers are busy.  NULL: plain text.  path is how the
 * request's target begins, at most some dozens of bytes as they came: nothing to trust, enough to tell a program's
 * call from a page; empty where no target was seen. */
typedef void http_refusal_fn(void *arg, int status, const char *reason, struct str path, struct http_reply *reply);

struct http_options {
	const char *address;		/* "127.0.0.1" */
	int port;			/* 0: any free one; see http_port */
	int workers;			/* 8 unless said */
	int max_connections;		/* 1,000 */
	int head_seconds, body_seconds;	/* deadlines: 10 and 60 */
	int running;			/* workers that compute at a time, however many there are; 0: one for each processor */
	size_t body_budget;		/* of all bodies over 16 KiB together, as received: 128 MiB */
	const char *session_cookie;	/* its presence in the head is has_session */
	const char *trusted_proxy;	/* address whose X-Forwarded-For/Proto count, or NULL */
	http_limits_fn *limits;
	http_handler_fn *handler;
	http_refusal_fn *refusal;
	void *arg;
};
struct http_server;
/* *ret_why: a plain sentence ("Port 8080 is taken ..."), in the arena. */
enum status http_start(const struct http_options *o, struct arena *a, struct http_server **ret, struct str *ret_why) MUST_CHECK;
int http_port(const struct http_server *s);
void http_run(struct http_server *s);		/* blocks until http_stop or SIGTERM/SIGINT */
void http_stop(struct http_server *s);		/* any thread: no new clients, running answers finish */
void http_free(struct http_server *s);
/* Said by a handler around what waits for the disk or for another thread: another worker may run meanwhile. */
void http_waiting(bool waiting);
struct http_counts { int64_t connections, requests, refused, queue; };
struct http_counts http_counters(const struct http_server *s);

/* ---- parsers, pure, fuzzed ---- */
/* application/x-www-form-urlencoded and query strings; at most max pairs. */
enum status http_parse_pairs(struct arena *a, struct str text, size_t max, struct pair **ret, size_t *ret_n) MUST_CHECK;
/* multipart/form-data; *ret_why names what is wrong ("The upload was cut short."). */
enum status http_parse_multipart(struct arena *a, struct str content_type, struct str body, size_t max,
    struct http_part **ret, size_t *ret_n, struct str *ret_why) MUST_CHECK;
struct str http_cookie(struct str header, const char *name);	/* no value: not there */
bool http_decode_path(struct arena *a, struct str raw, struct str *ret);	/* false: refuse */
/* The head of a request as raw bytes, up to and with the empty line: 0 when fine, else the status to refuse
 * with, and a reason.  Judges bare LF, folds, NUL, control bytes, doubled or malformed Host and
 * Content-Length, Transfer-Encoding (411), sizes and counts. */
struct http_head { enum method method; struct str path; int64_t length; bool has_session; };
int http_judge_head(struct str raw, const char *session_cookie, struct http_head *ret, const char **ret_reason);
#endif
