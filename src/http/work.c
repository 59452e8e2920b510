/* SPDX-License-Identifier: MIT */
#include "http/internal.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Paths and forwarded addresses of one request. */
#define WORKER_ARENA ((size_t)64 << 10)

void
job_free(struct job *j)
{
	free(j->raw);
	free(j->body);
	buf_free(&j->out);
	buf_free(&j->headers);
	free(j);
}

static void
queue_open(struct queue *q, int most)
{
	*q = (struct queue){ .most = most };
	(void)pthread_mutex_init(&q->lock, NULL);
}

/* With the queue's lock, as all that follow. */
static void
wake_some(struct queue *q)
{
	while (q->first != NULL && q->idle != NULL && q->running < q->most) {
		struct worker *w = q->idle;
		q->idle = w->next;
		w->state = WORKER_RUNNING;
		q->running++;
		(void)pthread_cond_signal(&w->wake);
		if (q->n <= q->running)
			break;
	}
}

static void
become(struct worker *w, enum worker_state state)
{
	w->queue->running += (state == WORKER_RUNNING) - (w->state == WORKER_RUNNING);
	w->state = state;
}

static bool
queue_put(struct queue *q, struct job *j, int max)
{
	(void)pthread_mutex_lock(&q->lock);
	bool fits = q->n < max;
	if (fits) {
		j->next = NULL;
		if (q->last != NULL)
			q->last->next = j;
		else
			q->first = j;
		q->last = j;
		q->n++;
		wake_some(q);
	}
	(void)pthread_mutex_unlock(&q->lock);
	return fits;
}

static struct job *
queue_take(struct worker *w)
{
	struct queue *q = w->queue;
	(void)pthread_mutex_lock(&q->lock);
	become(w, WORKER_RUNNING);	/* again, after a slow job */
	while (q->first == NULL && !q->quit) {
		become(w, WORKER_IDLE);
		w->next = q->idle;
		q->idle = w;
		while (w->state == WORKER_IDLE && !q->quit)
			(void)pthread_cond_wait(&w->wake, &q->lock);
	}
	struct job *j = q->first;
	if (j != NULL) {
		q->first = j->next;
		if (q->first == NULL)
			q->last = NULL;
		q->n--;
		j->next = NULL;
		w->begun_us = now_us();
	}
	(void)pthread_mutex_unlock(&q->lock);
	return j;
}

bool
work_look(struct http_server *s)
{
	struct queue *q = &s->requests;
	(void)pthread_mutex_lock(&q->lock);
	int64_t now = now_us();
	for (int i = 0; i < s->n_started; i++) {
		struct worker *w = &s->workers[i];
		if (w->queue == q && w->state == WORKER_RUNNING && now - w->begun_us > SLOW_US)
			become(w, WORKER_SLOW);
	}
	wake_some(q);
	bool waits = q->first != NULL;
	(void)pthread_mutex_unlock(&q->lock);
	return waits;
}

/* The worker whose thread this is. */
static _Thread_local struct worker *self;

void
http_waiting(bool waiting)
{
	if (self == NULL)
		return;
	(void)pthread_mutex_lock(&self->queue->lock);
	become(self, waiting ? WORKER_WAITING : WORKER_RUNNING);
	if (waiting)
		wake_some(self->queue);
	(void)pthread_mutex_unlock(&self->queue->lock);
}

void
work_put(struct http_server *s, struct job *j)
{
	/* Once it is in a queue the job is not ours to look at. */
	if (j->refuse == 0) {
		if (queue_put(&s->requests, j, QUEUE_MAX))
			return;
		j->refuse = 503;
		j->reason = "too many requests wait";
	}
	/* There is at most one job a connection, so this queue needs no limit of its own. */
	(void)queue_put(&s->refusals, j, s->o.max_connections);
}

static void
put_done(struct http_server *s, struct job *j)
{
	(void)pthread_mutex_lock(&s->done_lock);
	bool first = s->done == NULL;
	if (first)
		s->done = j;
	else
		s->done_last->next = j;
	s->done_last = j;
	(void)pthread_mutex_unlock(&s->done_lock);
	if (first)
		(void)eventfd_write(s->wake_fd, 1);
}

struct job *
work_done(struct http_server *s)
{
	(void)pthread_mutex_lock(&s->done_lock);
	struct job *all = s->done;
	s->done = s->done_last = NULL;
	(void)pthread_mutex_unlock(&s->done_lock);
	return all;
}

static bool
is_address(struct arena *a, struct str s)
{
	unsigned char parsed[16];
	const char *z = str_z(a, s);
	return s.n > 0 && s.n < 46 && strlen(z) == s.n
	    && (inet_pton(AF_INET, z, parsed) == 1 || inet_pton(AF_INET6, z, parsed) == 1);
}

/* What the proxy says about its client: the last address is the one it saw itself. */
static void
trust_proxy(const struct job *j, struct arena *a, struct http_request *r)
{
	struct str list = j->head.field[FIELD_FORWARDED_FOR], last = { NULL, 0 };
	while (list.p != NULL)
		last = str_trim(str_cut(list, ',', &list));
	if (is_address(a, last))
		r->peer = last;
	r->secure = str_is(j->head.field[FIELD_FORWARDED_PROTO], "https");
}

static bool
request_fill(const struct http_server *s, const struct job *j, struct arena *a, struct http_request *r)
{
	const struct str *field = j->head.field;
	*r = (struct http_request){
		.method = j->head.line.method,
		.query = j->head.query,
		.host = field[FIELD_HOST],
		.cookie = field[FIELD_COOKIE],
		.authorization = field[FIELD_AUTHORIZATION],
		.origin = field[FIELD_ORIGIN],
		.sec_fetch_site = field[FIELD_SEC_FETCH_SITE],
		.content_type = field[FIELD_CONTENT_TYPE],
		.accept = field[FIELD_ACCEPT],
		.if_match = field[FIELD_IF_MATCH],
		.if_none_match = field[FIELD_IF_NONE_MATCH],
		.idempotency_key = field[FIELD_IDEMPOTENCY_KEY],
		.accept_language = field[FIELD_ACCEPT_LANGUAGE],
		.range = field[FIELD_RANGE],
		.body = { j->body, j->got },
		.peer = str_c(j->peer),
		.received_us = j->received_us,
	};
	if (s->o.trusted_proxy != NULL && str_is(r->peer, s->o.trusted_proxy))
		trust_proxy(j, a, r);
	return http_decode_path(a, j->head.line.path, &r->path);
}

/* The values lie in the worker's arena, which is gone when the event thread sends them. */
static bool
keep_reply(struct job *j, struct http_reply *r)
{
	buf_init(&j->headers, 64 << 10);
	for (size_t i = 0; i < r->n_headers; i++) {
		buf_put(&j->headers, r->headers[i].name, strlen(r->headers[i].name) + 1);
		buf_str(&j->headers, r->headers[i].value);
		buf_char(&j->headers, 0);
	}
	j->status = r->status;
	j->close = r->close;
	j->out = r->body;
	return !j->out.failed && !j->headers.failed && r->status >= 200 && r->status <= 599;
}

static void
plain_refusal(int status, const char *reason, struct http_reply *r)
{
	(void)status;
	http_header_add(r, "Content-Type", S("text/plain; charset=utf-8"));
	buf_str(&r->body, str_c(reason));
	buf_char(&r->body, '\n');
}

/* "GET /api/v1/… HTTP/1.1", perhaps cut off: what stands between the first two spaces. */
static struct str
target_begin(const struct job *j)
{
	struct str rest, target, line = j->raw != NULL ? (struct str){ j->raw, j->raw_n } : str_c(j->began);

	(void)str_cut(line, ' ', &target);
	return target.p == NULL ? S("") : str_cut(target, ' ', &rest);
}

static void
job_answer(struct worker *w, struct job *j)
{
	const struct http_options *o = &w->s->o;
	struct http_reply r = { .status = 200 };
	struct http_request req;
	buf_init(&r.body, REPLY_MAX);
	if (j->refuse == 0 && !request_fill(w->s, j, &w->arena, &req)) {
		j->refuse = 400;
		j->reason = "the address is malformed";
		work_put(w->s, j);
		return;
	}
	if (j->refuse == 0)
		o->handler(o->arg, w->index, &req, &r);
	else {
		r.status = j->refuse;
		(o->refusal != NULL ? o->refusal(o->arg, j->refuse, j->reason, target_begin(j), &r)
		    : plain_refusal(j->refuse, j->reason, &r));
	}
	if (!keep_reply(j, &r)) {
		buf_free(&j->out);
		buf_free(&j->headers);
		j->status = 500;
		if (j->refuse == 0) {
			j->refuse = 500;
			j->reason = "the answer could not be made";
			work_put(w->s, j);
			return;
		}
	}
	/* Here and not on the event thread: giving back a large body takes a while. */
	free(j->body);
	j->body = NULL;
	put_done(w->s, j);
}

static void *
worker_run(void *arg)
{
	struct worker *w = arg;
	struct job *j;
	self = w;
	while ((j = queue_take(w)) != NULL) {
		job_answer(w, j);
		arena_reset(&w->arena);
	}
	return NULL;
}

bool
work_start(struct http_server *s)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int most = s->o.running > 0 ? s->o.running : processors > 0 ? (int)processors : 1;
	queue_open(&s->requests, most);
	queue_open(&s->refusals, 1);
	(void)pthread_mutex_init(&s->done_lock, NULL);
	s->n_workers = s->o.workers + 1;
	s->workers = calloc((size_t)s->n_workers, sizeof(*s->workers));
	if (s->workers == NULL)
		return false;
	/* Signals are for the thread that runs http_run. */
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	bool fine = true;
	for (int i = 0; fine && i < s->n_workers; i++) {
		struct worker *w = &s->workers[i];
		w->s = s;
		w->index = i;
		w->queue = i < s->o.workers ? &s->requests : &s->refusals;
		(void)pthread_cond_init(&w->wake, NULL);
		fine = arena_open(&w->arena, WORKER_ARENA)
		    && pthread_create(&w->thread, NULL, worker_run, w) == 0;
		if (fine)
			s->n_started++;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return fine;
}

static void
queue_close(struct queue *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->quit = true;
	for (struct worker *w = q->idle; w != NULL; w = w->next)
		(void)pthread_cond_signal(&w->wake);
	(void)pthread_mutex_unlock(&q->lock);
}

/* Jobs whose answer nobody waits for any more, after a stop that did not let them finish. */
static void
jobs_free(struct job *all)
{
	for (struct job *j = all, *next; j != NULL; j = next) {
		next = j->next;
		if (j->conn != NULL)
			j->conn->job = NULL;
		job_free(j);
	}
}

void
work_stop(struct http_server *s)
{
	if (s->workers == NULL)
		return;
	queue_close(&s->requests);
	queue_close(&s->refusals);
	for (int i = 0; i < s->n_started; i++)
		(void)pthread_join(s->workers[i].thread, NULL);
	for (int i = 0; i < s->n_workers; i++) {
		arena_close(&s->workers[i].arena);
		(void)pthread_cond_destroy(&s->workers[i].wake);
	}
	free(s->workers);
	s->workers = NULL;
	jobs_free(work_done(s));
	jobs_free(s->requests.first);
	jobs_free(s->refusals.first);
	(void)pthread_mutex_destroy(&s->requests.lock);
	(void)pthread_mutex_destroy(&s->refusals.lock);
	(void)pthread_mutex_destroy(&s->done_lock);
}
