/* SPDX-License-Identifier: MIT */
/* Asks a server on this machine for something, again and again, and says how long the answers took.
 *	load PORT CONNECTIONS RATE SECONDS REQUEST…
 * RATE 0: every connection asks again as soon as it has its answer.  RATE n: n requests are due in each second whether or
 * not the server keeps up, and the time counts from when a request was due, so that a stall is not left out of the figures.
 * REQUEST: a file with one whole request; connection i sends file i.  Ten @ in it become a number that no other has. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct request { char *p; size_t n; char *count; };
struct conn { int fd; struct request r; size_t sent, got, want; char head[16384]; int64_t due; int busy; };

static struct conn *conns;
static int n_conns, epoll_fd, port;
static int64_t *took;
static size_t n_took, room, n_errors, n_asked;

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static struct request
request_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct request r = { malloc(1 << 20), 0, NULL };

	if (f == NULL || r.p == NULL)
		exit(2);
	r.n = fread(r.p, 1, (1 << 20) - 1, f);
	r.p[r.n] = 0;
	fclose(f);
	r.count = strstr(r.p, "@@@@@@@@@@");
	return r;
}

static void
conn_open(struct conn *c)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
	const int on = 1;

	if (c->fd > 0)
		close(c->fd);
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&at, sizeof at) != 0) {
		fprintf(stderr, "load: cannot connect to port %d\n", port);
		exit(1);
	}
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
	c->busy = 0;
}

/* A request is small and its socket's buffer empty: one write takes it. */
static void
ask(struct conn *c, int64_t due)
{
	char digits[16];

	if (c->r.count != NULL) {
		snprintf(digits, sizeof digits, "%010zu", n_asked % 10000000000u);
		memcpy(c->r.count, digits, 10);
	}
	n_asked++;
	c->due = due;
	c->got = c->want = 0;
	c->busy = 1;
	if (write(c->fd, c->r.p, c->r.n) != (ssize_t)c->r.n) {
		n_errors++;
		conn_open(c);
	}
}

static void
note(int64_t ns)
{
	if (n_took == room)
		took = realloc(took, (room = room > 0 ? 2 * room : 1 << 16) * sizeof *took);
	took[n_took++] = ns;
}

/* True when the whole answer is there. */
static int
answer_read(struct conn *c)
{
	static char rest[1 << 18];
	int head = c->want == 0;
	ssize_t n = head ? read(c->fd, c->head + c->got, sizeof c->head - 1 - c->got) : read(c->fd, rest, sizeof rest);

	if (n <= 0)
		return -1;
	c->got += (size_t)n;
	if (head) {
		c->head[c->got] = 0;
		char *end = strstr(c->head, "\r\n\r\n"), *length = strcasestr(c->head, "\r\nContent-Length:");
		if (end == NULL)
			return 0;
		c->want = (size_t)(end + 4 - c->head) + (length != NULL && length < end ? (size_t)atol(length + 17) : 0);
	}
	if (c->got < c->want)
		return 0;
	if (c->head[9] != '2' && c->head[9] != '3' && n_errors++ == 0)
		fprintf(stderr, "load: %.300s\n", c->head);
	return 1;
}

static int
by_time(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static double
share(double part)
{
	return n_took > 0 ? (double)took[(size_t)(part * (double)(n_took - 1))] / 1000 : 0;
}

static void
run(double rate, double seconds)
{
	int64_t begun = now(), end = begun + (int64_t)(seconds * 1e9);
	size_t k = 0, turn = 0;

	for (int i = 0; rate == 0 && i < n_conns; i++)
		ask(&conns[i], now());
	for (int64_t t = begun; t < end; t = now()) {
		struct epoll_event e[64];
		int64_t next = end;
		/* What is due goes to the next one that is free; else it waits, and its time runs. */
		for (int i = 0; rate > 0 && i < n_conns; i++) {
			next = begun + (int64_t)((double)k * 1e9 / rate);
			if (next > t)
				break;
			struct conn *c = &conns[turn++ % (size_t)n_conns];
			if (!c->busy) {
				ask(c, next);
				k++;
			}
		}
		int wait = next > t ? (int)((next - t) / 1000000) : 1;
		int n = epoll_wait(epoll_fd, e, 64, rate > 0 && wait < 1 ? 0 : wait < 100 ? wait : 100);
		for (int i = 0; i < n; i++) {
			struct conn *c = e[i].data.ptr;
			int done = answer_read(c);
			if (done < 0) {
				n_errors += (size_t)c->busy;
				conn_open(c);
				done = 1;
			} else if (done > 0) {
				note(now() - c->due);
				c->busy = 0;
				int closes = strcasestr(c->head, "\r\nConnection: close") != NULL;
				if (closes)
					conn_open(c);
			}
			if (done != 0 && rate == 0)
				ask(c, now());
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc < 6)
		return 2;
	port = atoi(argv[1]);
	n_conns = atoi(argv[2]);
	double rate = atof(argv[3]), seconds = atof(argv[4]);
	conns = calloc((size_t)n_conns, sizeof *conns);
	epoll_fd = epoll_create1(0);
	for (int i = 0; i < n_conns; i++) {
		conns[i].r = request_read(argv[5 + i % (argc - 5)]);
		conn_open(&conns[i]);
	}
	int64_t begun = now();
	run(rate, seconds);
	double took_all = (double)(now() - begun) / 1e9;
	if (n_took > 0)
		qsort(took, n_took, sizeof *took, by_time);
	printf("{\"requests\":%zu,\"errors\":%zu,\"seconds\":%.3f,\"rate\":%.1f,\"p50\":%.0f,\"p95\":%.0f,\"p99\":%.0f,\"most\":%.0f}\n",
	    n_took, n_errors, took_all, (double)n_took / took_all, share(0.5), share(0.95), share(0.99), share(1));
	return 0;
}
