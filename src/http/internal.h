/* SPDX-License-Identifier: MIT */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <pthread.h>
#include <stdatomic.h>
#include "http/head.h"

/* How a request travels.  The guard takes all bytes off a connection before evhttp sees them, judges the
 * head, receives the body, and only then writes evhttp a head of its own making ("GET /SLOT"): evhttp
 * keeps the connection and writes the answer, but never reads a byte that a client wrote.  A refusal at
 * any point is such a request too, so that every answer is ours.  Everything but job_* in work.c runs on
 * the event thread. */
enum {
	BODY_SMALL = 16384,		/* bodies up to this do not count against the budget */
	SWEEP_MS = 100,			/* how exact deadlines are */
	IDLE_SECONDS = 60,		/* between two requests of a connection */
	WRITE_SECONDS = 30,		/* for an answer, and on top: */
	WRITE_BYTES_PER_SECOND = 8192,	/* the slowest reader that is waited for */
	HURRY_SECONDS = 2,		/* how long slow clients are waited for while others wait for a place */
	STOP_SECONDS = 5,		/* for bodies that are under way at a stop */
	STOP_REPLY_SECONDS = 20,	/* and for answers that are being read */
	SLOW_US = 5000,			/* after this a worker's job is one that waits for something */
	QUEUE_MAX = 512,		/* requests that wait for a worker; more are told 503 */
	REPLY_MAX = 256 << 20,
};

/* One request from its head to its answer.  Owned by its connection, then by the queue and one worker,
 * then by the done list; one owner at a time. */
struct job {
	struct job *next;
	struct conn *conn;
	struct evhttp_request *req;	/* set once evhttp delivered it */
	char *raw;			/* the head's bytes; head points into them */
	size_t raw_n;
	struct head head;
	char *body;
	size_t got;			/* bytes of the body so far */
	size_t budgeted;		/* of them counted against the budget */
	char peer[64];
	int64_t received_us;
	int refuse;			/* status, 0: a request for the handler */
	const char *reason;
	char began[48];			/* refused before its head was whole: its first bytes */
	int status;			/* the answer */
	struct buf out, headers;	/* headers: name NUL value NUL ... */
	bool close;
};

enum conn_state {
	CONN_FREE = 0,
	CONN_HEAD,	/* waiting for a request or the rest of its head */
	CONN_BODY,
	CONN_BUSY,	/* with evhttp, a worker or in a queue: nothing is read */
	CONN_REPLY,	/* the answer is being written */
	CONN_DEAD,	/* shut down, evhttp will find out */
};
struct conn {
	struct http_server *s;
	enum conn_state state;
	struct bufferevent *bev;
	struct evhttp_connection *evcon;
	struct conn *next;		/* in the list of those to attach, or of free ones */
	char *in;			/* received and not yet part of a job */
	size_t n, room, seen;
	struct job *job;
	int64_t deadline_us;
	int64_t since_us;		/* when this state began, and how long its answer is: who is slow */
	size_t reply_n;
	int served;
	bool skipped;			/* one empty line before the head is forgiven */
	bool feeding;			/* the input's change is our own */
	bool closing;			/* the answer is the last one */
	bool refused;			/* and more may come in that nobody wants */
};

/* A worker that computes has a processor to itself: more of them at once would only take turns, and each turn costs as
 * much as a tenth of a page.  Workers beyond that are for what waits: who waits for the disk, or is at one job for
 * longer than SLOW_US, makes room for another.  Whoever fell idle last is woken first: its memory is still at hand. */
struct queue {
	pthread_mutex_t lock;
	struct job *first, *last;
	int n;
	struct worker *idle;
	int running, most;		/* workers that compute, and how many may */
	bool quit;
};
enum worker_state { WORKER_IDLE = 0, WORKER_RUNNING, WORKER_WAITING /* for the disk */, WORKER_SLOW };
struct worker {
	struct http_server *s;
	int index;
	pthread_t thread;
	struct arena arena;
	struct queue *queue;
	/* under the queue's lock */
	pthread_cond_t wake;
	struct worker *next;		/* that is idle */
	enum worker_state state;
	int64_t begun_us;
};
struct http_server {
	struct http_options o;
	struct event_base *base;
	struct evhttp *http;
	struct evhttp_bound_socket *bound;
	struct evconnlistener *listener;
	struct event *wake, *sweep, *resume, *attach, *look;
	int wake_fd, port;
	struct conn *conns, *free, *fresh;
	struct leftover *lingers;
	int open;			/* connections and lingering sockets */
	size_t budget_used;
	bool full, backing_off, stopping;
	atomic_bool stop;
	struct queue requests, refusals;
	struct worker *workers;		/* the last one answers refusals */
	int n_workers, n_started;
	pthread_mutex_t done_lock;
	struct job *done, *done_last;
	atomic_int_fast64_t n_connections, n_requests, n_refused;
};

int64_t now_us(void);
/* guard.c */
struct bufferevent *guard_bufferevent(struct event_base *base, void *server);
void guard_attach(evutil_socket_t fd, short what, void *server);
struct conn *guard_find(struct http_server *s, struct evhttp_request *req);
void guard_replied(struct evhttp_request *req, void *conn);
void guard_sweep(struct http_server *s, int64_t now);
void guard_make_room(struct http_server *s);
void guard_stop(struct http_server *s);
/* server.c */
void server_accept(struct http_server *s);	/* listens, or not, as things stand */
void server_left(struct http_server *s);	/* one connection less */
/* signals.c: SIGTERM and SIGINT write to these eventfds, of all servers that run. */
void signals_watch(int wake_fd);
void signals_forget(int wake_fd);
bool signals_came(void);
/* linger.c: what still comes in on a refused connection is thrown away for a while, because closing a
 * socket with unread bytes takes the answer away from its reader. */
void linger_start(struct http_server *s, int fd);
void linger_stop(struct http_server *s);
/* memory.c: once, before anything else of libevent */
void memory_reserve(void);
/* work.c */
bool work_start(struct http_server *s) MUST_CHECK;
void work_stop(struct http_server *s);
void work_put(struct http_server *s, struct job *j);	/* refuses with 503 when the queue is full */
/* Whoever is slow makes room; true while something waits: look again in SLOW_US. */
bool work_look(struct http_server *s);
struct job *work_done(struct http_server *s);		/* all that are answered, in order */
void job_free(struct job *j);
#endif
