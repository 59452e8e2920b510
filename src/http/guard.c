/* SPDX-License-Identifier: MIT */
#include "http/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define SECONDS(n) ((n) * INT64_C(1000000))
/* A whole head, and one read of evhttp's that may follow it. */
enum { IN_FIRST = 2048, IN_MAX = 32768 };

static void
conn_kill(struct conn *c)
{
	/* evhttp sees the end of the connection and frees it; freeing it here could pull it from under evhttp. */
	c->state = CONN_DEAD;
	(void)shutdown(bufferevent_getfd(c->bev), SHUT_RDWR);
}

static void
due_in(struct conn *c, int seconds)
{
	c->since_us = now_us();
	c->deadline_us = c->since_us + SECONDS(seconds);
}

static void
input_forget(struct conn *c)
{
	free(c->in);
	c->in = NULL;
	c->n = c->room = c->seen = 0;
}

static void
job_drop(struct conn *c)
{
	if (c->job == NULL)
		return;
	c->s->budget_used -= c->job->budgeted;
	job_free(c->job);
	c->job = NULL;
}

static void
conn_release(struct conn *c)
{
	struct http_server *s = c->s;
	input_forget(c);
	if (c->state == CONN_BUSY && c->job != NULL && c->job->req != NULL)
		c->job->conn = NULL;	/* a worker has it; the answer will find nobody */
	else
		job_drop(c);
	*c = (struct conn){ .s = s, .next = s->free };
	s->free = c;
	atomic_fetch_sub(&s->n_connections, 1);
	server_left(s);
}

static void
on_close(struct evhttp_connection *evcon, void *arg)
{
	struct conn *c = arg;
	(void)evcon;
	conn_release(c);
}

/* evhttp's input is locked at its end outside of reads. */
static void
write_head(struct conn *c)
{
	struct evbuffer *input = bufferevent_get_input(c->bev);
	const struct job *j = c->job;
	c->feeding = true;
	(void)evbuffer_unfreeze(input, 0);
	int n = evbuffer_add_printf(input, "%s /%td HTTP/1.%d\r\nConnection: %s\r\n\r\n",
	    j->head.line.method == HEAD ? "HEAD" : "GET", c - c->s->conns, j->refuse != 0 ? 1 : j->head.minor,
	    c->closing ? "close" : "keep-alive");
	(void)evbuffer_freeze(input, 0);
	c->feeding = false;
	if (n < 0)
		conn_kill(c);
}

/* The request is whole, or refused: on to evhttp. */
static void
feed(struct conn *c)
{
	if (c->job->refuse != 0 || !c->job->head.keep || c->s->stopping)
		c->closing = true;
	c->state = CONN_BUSY;
	if (!c->feeding)	/* else on_input writes it when all is read */
		write_head(c);
}

static bool
job_begin(struct conn *c)
{
	char *address = NULL;
	ev_uint16_t port;
	struct job *j = calloc(1, sizeof(*j));
	if (j == NULL)
		return false;
	j->conn = c;
	j->received_us = now_us();
	evhttp_connection_get_peer(c->evcon, &address, &port);
	(void)snprintf(j->peer, sizeof(j->peer), "%s", address != NULL ? address : "");
	c->job = j;
	return true;
}

static void
refuse(struct conn *c, int status, const char *reason)
{
	char began[sizeof c->job->began] = "";

	/* Before a head is whole it stands in the input. */
	if (c->in != NULL && c->job == NULL)
		memcpy(began, c->in, c->n < sizeof began ? c->n : sizeof began - 1);
	input_forget(c);
	c->refused = true;
	if (c->job == NULL && !job_begin(c)) {
		conn_kill(c);
		return;
	}
	memcpy(c->job->began, began, sizeof began);
	c->job->refuse = status;
	c->job->reason = reason;
	feed(c);
}

static void
input_drop(struct conn *c, size_t n)
{
	c->n -= n;
	memmove(c->in, c->in + n, c->n);
	c->seen = 0;
	if (c->n == 0)
		input_forget(c);
}

static bool
input_append(struct conn *c, const char *from, size_t n)
{
	if (n > IN_MAX - c->n)
		return false;
	if (c->n + n > c->room) {
		size_t room = c->room == 0 ? IN_FIRST : c->room;
		while (room < c->n + n)
			room *= 2;
		char *p = realloc(c->in, room);
		if (p == NULL)
			return false;
		c->in = p;
		c->room = room;
	}
	memcpy(c->in + c->n, from, n);
	c->n += n;
	return true;
}

/* What has come of the body; false when it was refused. */
static bool
body_counted(struct conn *c, size_t n)
{
	struct job *j = c->job;
	j->got += n;
	if (j->head.line.length <= BODY_SMALL)
		return true;
	j->budgeted += n;
	c->s->budget_used += n;
	if (c->s->budget_used <= c->s->o.body_budget)
		return true;
	refuse(c, 503, "too many uploads at once");
	c->s->budget_used -= j->budgeted;
	j->budgeted = 0;
	return false;
}

static void
body_begin(struct conn *c)
{
	struct job *j = c->job;
	size_t length = (size_t)j->head.line.length;
	/* Untouched pages of a large block cost nothing, so what was only announced is not counted. */
	j->body = malloc(length);
	if (j->body == NULL) {
		refuse(c, 503, "out of memory");
		return;
	}
	c->state = CONN_BODY;
	due_in(c, c->s->o.body_seconds);
	size_t n = c->n < length ? c->n : length;
	if (n > 0) {
		memcpy(j->body, c->in, n);
		input_drop(c, n);
		if (!body_counted(c, n))
			return;
	}
	if (j->got == length)
		feed(c);
	else if (j->head.expect && n == 0) {
		/* Nothing else is being written: the answer before this request has left. */
		static const char go[] = "HTTP/1.1 100 Continue\r\n\r\n";
		(void)send(bufferevent_getfd(c->bev), go, sizeof(go) - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	}
}

/* The first n bytes of the input are a head. */
static void
head_complete(struct conn *c, size_t n)
{
	const struct http_options *o = &c->s->o;
	const char *reason;
	if (!job_begin(c) || (c->job->raw = malloc(n)) == NULL) {
		conn_kill(c);
		return;
	}
	struct job *j = c->job;
	memcpy(j->raw, c->in, n);
	j->raw_n = n;
	input_drop(c, n);
	int status = head_parse((struct str){ j->raw, n }, o->session_cookie, &j->head, &reason);
	if (status != 0) {
		refuse(c, status, reason);
		return;
	}
	if (j->head.line.length == 0) {
		feed(c);
		return;
	}
	struct http_limits limits = { .body = BODY_SMALL };
	if (o->limits != NULL)
		limits = o->limits(o->arg, j->head.line.method, j->head.line.path, j->head.line.has_session);
	if ((uint64_t)j->head.line.length > limits.body)
		refuse(c, 413, "the body is too large");
	else
		body_begin(c);
}

static void
pump(struct conn *c)
{
	if (!c->skipped && c->n >= 2 && memcmp(c->in, "\r\n", 2) == 0) {
		input_drop(c, 2);
		c->skipped = true;
	}
	if (c->n == 0 || (!c->skipped && c->n == 1 && c->in[0] == '\r'))
		return;
	int status = 400;
	const char *reason = "";
	ptrdiff_t end = head_end((struct str){ c->in, c->n }, c->seen, &status, &reason);
	if (end < 0)
		refuse(c, status, reason);
	else if (end > 0)
		head_complete(c, (size_t)end);
	else
		c->seen = c->n;
}

static void
take_body(struct conn *c, const char *p, size_t *n)
{
	struct job *j = c->job;
	size_t length = (size_t)j->head.line.length, want = length - j->got;
	if (want > *n)
		want = *n;
	memcpy(j->body + j->got, p, want);
	*n -= want;
	if (body_counted(c, want) && j->got == length)
		feed(c);
}

static void
consume(struct conn *c, const char *p, size_t n)
{
	if (c->state == CONN_BODY) {
		size_t all = n;
		take_body(c, p, &n);
		p += all - n;
	}
	if (n == 0 || c->refused || c->state == CONN_DEAD)
		return;
	if (c->state == CONN_HEAD && c->n == 0 && c->served > 0)
		due_in(c, c->s->o.head_seconds);
	if (!input_append(c, p, n))
		conn_kill(c);
	else if (c->state == CONN_HEAD)
		pump(c);
}

/* Runs inside of evhttp's read, before evhttp looks: afterwards the input holds nothing, or our head. */
static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *c = arg;
	char bytes[8192];
	int n;
	if (info->n_added == 0 || c->feeding)
		return;
	c->feeding = true;
	/* A head of ours that evhttp has not read yet; it is written again at the end. */
	(void)evbuffer_drain(input, evbuffer_get_length(input) - info->n_added);
	while ((n = evbuffer_remove(input, bytes, sizeof(bytes))) > 0)
		consume(c, bytes, (size_t)n);
	c->feeding = false;
	if (c->state == CONN_BUSY && c->job->req == NULL)
		write_head(c);
}

struct bufferevent *
guard_bufferevent(struct event_base *base, void *arg)
{
	struct http_server *s = arg;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	if (bev == NULL)
		return NULL;
	/* evhttp's own 16 KiB make two packets of a page, and the second one waits for an acknowledgement. */
	(void)bufferevent_set_max_single_write(bev, 256 << 10);
	bufferevent_setwatermark(bev, EV_READ, 0, 64 << 10);
	struct conn *c = s->free;
	if (c == NULL || evbuffer_add_cb(bufferevent_get_input(bev), on_input, c) == NULL)
		return bev;	/* without the guard; guard_find will not know it */
	s->free = c->next;
	*c = (struct conn){ .s = s, .state = CONN_HEAD, .bev = bev, .next = s->fresh };
	due_in(c, s->o.head_seconds);
	s->fresh = c;
	bufferevent_incref(bev);
	event_active(s->attach, 0, 0);
	s->open++;
	atomic_fetch_add(&s->n_connections, 1);
	server_accept(s);
	return bev;
}

/* Right after evhttp has set the connection up, before anything is read from it.  That a bufferevent's
 * argument is evhttp's connection is not documented, so it is proved. */
void
guard_attach(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *s = arg;
	(void)fd;
	(void)what;
	while (s->fresh != NULL) {
		struct conn *c = s->fresh;
		struct bufferevent *bev = c->bev;
		s->fresh = c->next;
		c->next = NULL;
		void *of_evhttp = NULL;
		bufferevent_getcb(bev, NULL, NULL, NULL, &of_evhttp);
		c->evcon = of_evhttp;
		if (c->evcon == NULL) {
			conn_release(c);	/* evhttp could not set it up */
		} else {
			if (evhttp_connection_get_bufferevent(c->evcon) != bev)
				abort();
			evhttp_connection_set_closecb(c->evcon, on_close, c);
		}
		bufferevent_decref(bev);
	}
}

struct conn *
guard_find(struct http_server *s, struct evhttp_request *req)
{
	const char *uri = evhttp_request_get_uri(req);
	int64_t slot;
	if (uri == NULL || uri[0] != '/' || !str_i64(str_c(uri + 1), &slot) || slot < 0
	    || slot >= s->o.max_connections)
		return NULL;
	struct conn *c = &s->conns[slot];
	/* Only a head that the guard wrote names its own connection. */
	if (c->state != CONN_BUSY || c->evcon != evhttp_request_get_connection(req) || c->job == NULL
	    || c->job->req != NULL)
		return NULL;
	return c;
}

/* The answer has left; evhttp closes the connection next, or waits for the next request. */
void
guard_replied(struct evhttp_request *req, void *arg)
{
	struct conn *c = arg;
	(void)req;
	c->served++;
	if (c->refused && !c->s->stopping)
		linger_start(c->s, bufferevent_getfd(c->bev));
	if (c->closing) {
		c->state = CONN_DEAD;
		return;
	}
	if (c->s->stopping) {
		conn_kill(c);
		return;
	}
	c->state = CONN_HEAD;
	c->skipped = false;
	due_in(c, c->n > 0 ? c->s->o.head_seconds : IDLE_SECONDS);
	pump(c);
}

static void
overdue(struct conn *c)
{
	switch (c->state) {
	case CONN_HEAD:
		if (c->n == 0) {
			conn_kill(c);
			return;
		}
		refuse(c, 408, "the request did not come in time");
		break;
	case CONN_BODY:
		refuse(c, 408, "the body did not come in time");
		break;
	case CONN_REPLY:
		conn_kill(c);
		return;
	case CONN_FREE:
	case CONN_BUSY:
	case CONN_DEAD:
		return;
	}
	bufferevent_trigger(c->bev, EV_READ, 0);
}

/* A head comes at once from anybody who means it. */
static bool
is_slow(const struct conn *c, int64_t now)
{
	int64_t age = now - c->since_us, moved = 0;
	if (age < SECONDS(HURRY_SECONDS))
		return false;
	if (c->state == CONN_BODY)
		moved = (int64_t)c->job->got;
	else if (c->state == CONN_REPLY)
		moved = (int64_t)c->reply_n - (int64_t)evbuffer_get_length(bufferevent_get_output(c->bev));
	return moved < age / SECONDS(1) * WRITE_BYTES_PER_SECOND;
}

/* At the limit the slow ones make room, before their deadline. */
void
guard_sweep(struct http_server *s, int64_t now)
{
	bool full = s->full;
	for (int i = 0; i < s->o.max_connections; i++) {
		struct conn *c = &s->conns[i];
		if (c->evcon != NULL && (now > c->deadline_us || (full && is_slow(c, now))))
			overdue(c);
	}
}

/* At the limit, whoever has been idle longest between two requests makes room. */
void
guard_make_room(struct http_server *s)
{
	struct conn *idle = NULL;
	for (int i = 0; i < s->o.max_connections; i++) {
		struct conn *c = &s->conns[i];
		if (c->state == CONN_HEAD && c->n == 0 && c->served > 0
		    && (idle == NULL || c->deadline_us < idle->deadline_us))
			idle = c;
	}
	if (idle != NULL)
		conn_kill(idle);
}

void
guard_stop(struct http_server *s)
{
	int64_t soon = now_us() + SECONDS(STOP_SECONDS), later = now_us() + SECONDS(STOP_REPLY_SECONDS);
	guard_attach(-1, 0, s);
	for (int i = 0; i < s->o.max_connections; i++) {
		struct conn *c = &s->conns[i];
		if (c->state == CONN_HEAD)
			conn_kill(c);
		else if (c->state == CONN_BODY && c->deadline_us > soon)
			c->deadline_us = soon;
		else if (c->state == CONN_REPLY && c->deadline_us > later)
			c->deadline_us = later;
	}
}
