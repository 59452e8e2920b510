/* SPDX-License-Identifier: MIT */
#include "http/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_SECONDS = 30, LINGER_QUIET_SECONDS = 3, TURN = 64 };
#define LINGER_BYTES ((size_t)256 << 20)

struct leftover {
	struct leftover *next, **at;
	struct http_server *s;
	struct event *ev;
	int fd;
	size_t left;
	int64_t deadline_us;
};

static void
linger_free(struct leftover *l)
{
	struct http_server *s = l->s;
	*l->at = l->next;
	if (l->next != NULL)
		l->next->at = l->at;
	if (l->ev != NULL)
		event_free(l->ev);
	(void)close(l->fd);
	free(l);
	server_left(s);
}

static void
linger_read(evutil_socket_t fd, short what, void *arg)
{
	struct leftover *l = arg;
	static char waste[65536];	/* one event thread, and nobody looks */
	if ((what & EV_TIMEOUT) || now_us() > l->deadline_us) {
		linger_free(l);
		return;
	}
	for (int turn = 0; turn < TURN; turn++) {
		ssize_t n = recv(fd, waste, sizeof(waste), MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0 || (size_t)n > l->left) {
			linger_free(l);
			return;
		}
		l->left -= (size_t)n;
	}
}

void
linger_start(struct http_server *s, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	struct leftover *l = calloc(1, sizeof(*l));
	if (l == NULL) {
		(void)close(copy);
		return;
	}
	*l = (struct leftover){ .next = s->lingers, .at = &s->lingers, .s = s, .fd = copy,
		.left = LINGER_BYTES, .deadline_us = now_us() + LINGER_SECONDS * INT64_C(1000000) };
	if (s->lingers != NULL)
		s->lingers->at = &l->next;
	s->lingers = l;
	s->open++;
	(void)shutdown(copy, SHUT_WR);
	const struct timeval quiet = { .tv_sec = LINGER_QUIET_SECONDS };
	l->ev = event_new(s->base, copy, EV_READ | EV_PERSIST, linger_read, l);
	if (l->ev == NULL || event_add(l->ev, &quiet) != 0)
		linger_free(l);
}

void
linger_stop(struct http_server *s)
{
	while (s->lingers != NULL)
		linger_free(s->lingers);
}
