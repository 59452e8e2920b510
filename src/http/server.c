/* SPDX-License-Identifier: MIT */
#include "http/internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/log.h"

/* The server whose event loop this thread runs: a listener's error tells only evhttp's object. */
static _Thread_local struct http_server *running;

int64_t
now_us(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static const char *
phrase(int status)
{
	static const struct {
		int status;
		const char *text;
	} phrases[] = {
		{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" },
		{ 206, "Partial Content" }, { 301, "Moved Permanently" }, { 302, "Found" }, { 303, "See Other" },
		{ 304, "Not Modified" }, { 307, "Temporary Redirect" }, { 308, "Permanent Redirect" },
		{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
		{ 405, "Method Not Allowed" }, { 406, "Not Acceptable" }, { 408, "Request Timeout" },
		{ 409, "Conflict" }, { 410, "Gone" }, { 411, "Length Required" }, { 412, "Precondition Failed" },
		{ 413, "Content Too Large" }, { 414, "URI Too Long" }, { 415, "Unsupported Media Type" },
		{ 416, "Range Not Satisfiable" }, { 422, "Unprocessable Content" },
		{ 428, "Precondition Required" }, { 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
		{ 501, "Not Implemented" }, { 503, "Service Unavailable" },
	};
	for (size_t i = 0; i < countof(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].text;
	return "Status";
}

/* ---- answers ---- */

static void
on_sent(const void *data, size_t n, void *arg)
{
	(void)data;
	(void)n;
	buf_free(arg);
	free(arg);
}

static bool
put_body(struct evhttp_request *req, struct job *j)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
	char length[24];
	if (j->status == 204 || j->status == 304)
		return true;
	(void)snprintf(length, sizeof(length), "%zu", j->out.n);
	if (evhttp_add_header(headers, "Content-Length", length) != 0)
		return false;
	if (j->out.n == 0 || evhttp_request_get_command(req) == EVHTTP_REQ_HEAD)
		return true;
	struct buf *kept = malloc(sizeof(*kept));
	if (kept == NULL)
		return false;
	*kept = j->out;
	j->out = (struct buf){ 0 };
	if (evbuffer_add_reference(evhttp_request_get_output_buffer(req), kept->p, kept->n, on_sent, kept) == 0)
		return true;
	on_sent(NULL, 0, kept);
	return false;
}

static bool
put_headers(struct evhttp_request *req, const struct job *j)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
	const char *p = j->headers.p, *end = p + j->headers.n;
	while (p != NULL && p < end) {
		const char *value = p + strlen(p) + 1;
		if (evhttp_add_header(headers, p, value) != 0)
			return false;
		p = value + strlen(value) + 1;
	}
	return true;
}

static void
answer(struct http_server *s, struct job *j)
{
	struct conn *c = j->conn;
	struct evhttp_request *req = j->req;
	size_t n = j->out.n;
	if (c != NULL) {
		if (!put_headers(req, j) || !put_body(req, j)) {
			/* Out of memory: what is missing is not shown as if it were whole. */
			evhttp_clear_headers(evhttp_request_get_output_headers(req));
			(void)evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Length", "0");
			j->status = 500;
			j->close = true;
		}
		/* At the limit nobody keeps a place that a waiting client could have. */
		if (j->close || j->refuse != 0 || s->stopping || s->full)
			c->closing = true;
		if (c->closing)
			(void)evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
		c->job = NULL;
		c->state = CONN_REPLY;
		int64_t seconds = s->stopping ? STOP_REPLY_SECONDS
		    : WRITE_SECONDS + (int64_t)n / WRITE_BYTES_PER_SECOND;
		c->since_us = now_us();
		c->reply_n = n;
		c->deadline_us = c->since_us + seconds * INT64_C(1000000);
		evhttp_request_set_on_complete_cb(req, guard_replied, c);
		evhttp_send_reply(req, j->status, phrase(j->status), NULL);
		/* evhttp would read on while it writes: without limit, and the end of a client's half of the
		 * connection would cut its answer off. */
		(void)bufferevent_disable(c->bev, EV_READ);
	}
	s->budget_used -= j->budgeted;
	job_free(j);
}

static void
look_later(struct http_server *s)
{
	static const struct timeval slow = { .tv_usec = SLOW_US };
	(void)event_add(s->look, &slow);
}

static void
on_look(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	if (work_look(arg))
		look_later(arg);
}

static void
on_request(struct evhttp_request *req, void *arg)
{
	struct http_server *s = arg;
	struct conn *c = guard_find(s, req);
	if (c == NULL) {
		evhttp_send_error(req, 503, NULL);
		return;
	}
	c->job->req = req;
	atomic_fetch_add(c->job->refuse != 0 ? &s->n_refused : &s->n_requests, 1);
	work_put(s, c->job);
	if (!event_pending(s->look, EV_TIMEOUT, NULL))
		look_later(s);
}

/* ---- listening ---- */

void
server_accept(struct http_server *s)
{
	bool was_full = s->full;
	s->full = s->open >= s->o.max_connections;
	if (s->full && !was_full)
		guard_make_room(s);
	if (s->bound == NULL)
		return;
	if (s->full || s->backing_off)
		(void)evconnlistener_disable(s->listener);
	else
		(void)evconnlistener_enable(s->listener);
}

void
server_left(struct http_server *s)
{
	s->open--;
	server_accept(s);
	if (s->stopping && s->open == 0)
		(void)event_base_loopbreak(s->base);
}

static void
on_resume(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *s = arg;
	(void)fd;
	(void)what;
	s->backing_off = false;
	server_accept(s);
}

/* Out of descriptors: accepting at once again would only burn the processor. */
static void
on_accept_error(struct evconnlistener *listener, void *arg)
{
	struct http_server *s = running;
	(void)listener;
	(void)arg;
	const struct timeval pause = { .tv_usec = 100000 };
	s->backing_off = true;
	server_accept(s);
	(void)event_add(s->resume, &pause);
	log_event("http.accept_failed", NULL);
}

static struct str
explain(struct arena *a, const struct http_options *o, int error)
{
	if (error == EADDRINUSE)
		return arena_printf(a, "Port %d is taken by another program.", o->port);
	if (error == EACCES)
		return arena_printf(a, "Port %d may only be opened by the system's administrator.", o->port);
	if (error == EADDRNOTAVAIL)
		return arena_printf(a, "The address %s does not belong to this machine.", o->address);
	if (error == EINVAL)
		return arena_printf(a, "%s is not an IP address.", o->address);
	return arena_printf(a, "Port %d cannot be opened: %s.", o->port, strerror(error));
}

static bool
parse_address(const struct http_options *o, struct sockaddr_storage *ret, socklen_t *ret_n)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)o->port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)o->port) };
	*ret = (struct sockaddr_storage){ 0 };
	if (inet_pton(AF_INET, o->address, &v4.sin_addr) == 1) {
		memcpy(ret, &v4, sizeof(v4));
		*ret_n = sizeof(v4);
		return true;
	}
	if (inet_pton(AF_INET6, o->address, &v6.sin6_addr) == 1) {
		memcpy(ret, &v6, sizeof(v6));
		*ret_n = sizeof(v6);
		return true;
	}
	return false;
}

/* A listening socket, or -1 with errno. */
static int
listen_on(const struct http_options *o, int *ret_port)
{
	struct sockaddr_storage at;
	socklen_t n;
	const int on = 1;
	if (!parse_address(o, &at, &n)) {
		errno = EINVAL;
		return -1;
	}
	int fd = socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	/* Connections inherit TCP_NODELAY. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0
	    || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0
	    || bind(fd, (const struct sockaddr *)&at, n) != 0 || listen(fd, SOMAXCONN) != 0
	    || getsockname(fd, (struct sockaddr *)&at, &n) != 0) {
		int error = errno;
		(void)close(fd);
		errno = error;
		return -1;
	}
	in_port_t port;
	memcpy(&port, (const char *)&at + offsetof(struct sockaddr_in, sin_port), sizeof(port));
	*ret_port = ntohs(port);
	return fd;
}

/* ---- life ---- */

static void
stop_begin(struct http_server *s)
{
	s->stopping = true;
	if (s->bound != NULL) {
		/* Only disabled, it would let new clients wait in its backlog. */
		evhttp_del_accept_socket(s->http, s->bound);
		s->bound = NULL;
		s->listener = NULL;
	}
	linger_stop(s);
	guard_stop(s);
	if (s->open == 0)
		(void)event_base_loopbreak(s->base);
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *s = arg;
	eventfd_t count;
	(void)what;
	(void)eventfd_read(fd, &count);
	for (struct job *j = work_done(s), *next; j != NULL; j = next) {
		next = j->next;
		answer(s, j);
	}
	if ((atomic_load(&s->stop) || signals_came()) && !s->stopping)
		stop_begin(s);
}

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	guard_sweep(arg, now_us());
}

static void
options_fill(struct http_options *o)
{
	if (o->address == NULL)
		o->address = "127.0.0.1";
	if (o->workers <= 0)
		o->workers = 8;
	if (o->max_connections <= 0)
		o->max_connections = 1000;
	if (o->head_seconds <= 0)
		o->head_seconds = 10;
	if (o->body_seconds <= 0)
		o->body_seconds = 60;
	if (o->body_budget == 0)
		o->body_budget = (size_t)128 << 20;
}

static bool
events_open(struct http_server *s)
{
	const struct timeval turn = { .tv_usec = SWEEP_MS * 1000 };
	struct event_config *config = event_config_new();
	if (config == NULL || event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK) != 0
	    || (s->base = event_base_new_with_config(config)) == NULL) {
		if (config != NULL)
			event_config_free(config);
		return false;
	}
	event_config_free(config);
	s->http = evhttp_new(s->base);
	s->wake = event_new(s->base, s->wake_fd, EV_READ | EV_PERSIST, on_wake, s);
	s->sweep = event_new(s->base, -1, EV_PERSIST, on_sweep, s);
	s->resume = evtimer_new(s->base, on_resume, s);
	s->attach = event_new(s->base, -1, 0, guard_attach, s);
	s->look = evtimer_new(s->base, on_look, s);
	if (s->http == NULL || s->wake == NULL || s->sweep == NULL || s->resume == NULL || s->attach == NULL || s->look == NULL)
		return false;
	evhttp_set_bevcb(s->http, guard_bufferevent, s);
	evhttp_set_gencb(s->http, on_request, s);
	evhttp_set_allowed_methods(s->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD);
	evhttp_set_default_content_type(s->http, NULL);
	/* For a connection without the guard, should memory for its own ever be missing. */
	evhttp_set_max_headers_size(s->http, 1024);
	evhttp_set_max_body_size(s->http, 0);
	return event_add(s->wake, NULL) == 0 && event_add(s->sweep, &turn) == 0;
}

static bool
conns_open(struct http_server *s)
{
	s->conns = calloc((size_t)s->o.max_connections, sizeof(*s->conns));
	if (s->conns == NULL)
		return false;
	for (int i = s->o.max_connections - 1; i >= 0; i--) {
		s->conns[i] = (struct conn){ .s = s, .next = s->free };
		s->free = &s->conns[i];
	}
	return true;
}

/* evhttp's listener owns the socket from here, also when this fails. */
static bool
listener_open(struct http_server *s, int fd)
{
	s->listener = evconnlistener_new(s->base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (s->listener == NULL) {
		(void)close(fd);
		return false;
	}
	s->bound = evhttp_bind_listener(s->http, s->listener);
	if (s->bound == NULL) {
		evconnlistener_free(s->listener);
		return false;
	}
	evconnlistener_set_error_cb(s->listener, on_accept_error);
	return true;
}

enum status
http_start(const struct http_options *o, struct arena *a, struct http_server **ret, struct str *ret_why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	*ret = NULL;
	(void)pthread_once(&once, memory_reserve);
	struct http_server *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		*ret_why = S("There is not enough memory.");
		return ST_UNAVAILABLE;
	}
	s->o = *o;
	options_fill(&s->o);
	(void)signal(SIGPIPE, SIG_IGN);
	int fd = listen_on(&s->o, &s->port);
	if (fd < 0) {
		*ret_why = explain(a, &s->o, errno);
		free(s);
		return ST_UNAVAILABLE;
	}
	s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->wake_fd < 0 || !conns_open(s) || !events_open(s)) {
		(void)close(fd);
	} else if (listener_open(s, fd) && work_start(s)) {
		*ret = s;
		return ST_OK;
	}
	*ret_why = S("The system gives no more memory, threads or open files.");
	http_free(s);
	return ST_UNAVAILABLE;
}

int
http_port(const struct http_server *s)
{
	return s->port;
}

void
http_run(struct http_server *s)
{
	running = s;
	signals_watch(s->wake_fd);
	(void)event_base_dispatch(s->base);
	signals_forget(s->wake_fd);
	running = NULL;
}

void
http_stop(struct http_server *s)
{
	atomic_store(&s->stop, true);
	(void)eventfd_write(s->wake_fd, 1);
}

void
http_free(struct http_server *s)
{
	if (s == NULL)
		return;
	work_stop(s);
	linger_stop(s);
	struct event *events[] = { s->wake, s->sweep, s->resume, s->attach, s->look };
	s->stopping = true;
	s->bound = NULL;	/* evhttp frees the listener */
	if (s->http != NULL)
		evhttp_free(s->http);
	for (size_t i = 0; i < countof(events); i++)
		if (events[i] != NULL)
			event_free(events[i]);
	if (s->base != NULL)
		event_base_free(s->base);
	if (s->wake_fd > 0)
		(void)close(s->wake_fd);
	free(s->conns);
	free(s);
}

struct http_counts
http_counters(const struct http_server *s)
{
	struct http_server *own = (struct http_server *)(uintptr_t)s;	/* a mutex is never const */
	(void)pthread_mutex_lock(&own->requests.lock);
	int64_t queue = own->requests.n;
	(void)pthread_mutex_unlock(&own->requests.lock);
	return (struct http_counts){ .connections = atomic_load(&s->n_connections),
		.requests = atomic_load(&s->n_requests), .refused = atomic_load(&s->n_refused), .queue = queue };
}
