/* SPDX-License-Identifier: MIT */
#include "http/http.h"
#include "tests/harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- a small site ---- */

struct site {
	struct http_server *server;
	pthread_t thread;
	int port;
	bool running;
	atomic_int slow;	/* requests that are in /slow */
};

static void
sleep_ms(int ms)
{
	const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };
	(void)nanosleep(&t, NULL);
}

static int64_t
clock_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
site_handler(void *arg, int worker, const struct http_request *req, struct http_reply *r)
{
	struct site *site = arg;
	(void)worker;
	http_header_add(r, "Content-Type", S("text/plain"));
	if (str_is(req->path, "/page")) {
		for (int i = 0; i < 20 * 1024; i++)
			buf_char(&r->body, 'p');
	} else if (str_is(req->path, "/slow")) {
		atomic_fetch_add(&site->slow, 1);
		sleep_ms(300);
		buf_lit(&r->body, "slow");
		atomic_fetch_sub(&site->slow, 1);
	} else if (str_is(req->path, "/waits")) {
		atomic_fetch_add(&site->slow, 1);
		http_waiting(true);
		sleep_ms(300);
		http_waiting(false);
		atomic_fetch_sub(&site->slow, 1);
	} else if (str_is(req->path, "/huge")) {
		char block[65536];
		memset(block, 'h', sizeof(block));
		for (int i = 0; i < 320; i++)
			buf_put(&r->body, block, sizeof(block));
	} else if (str_is(req->path, "/echo")) {
		buf_str(&r->body, req->body);
	} else if (str_is(req->path, "/length")) {
		buf_i64(&r->body, (int64_t)req->body.n);
	} else if (str_is(req->path, "/peer")) {
		buf_str(&r->body, req->peer);
		buf_str(&r->body, req->secure ? S(" https ") : S(" http "));
		buf_str(&r->body, req->host);
	} else if (str_is(req->path, "/none")) {
		r->status = 204;
	} else if (str_is(req->path, "/close")) {
		r->close = true;
		buf_lit(&r->body, "bye");
	} else if (str_is(req->path, "/broken")) {
		buf_lit(&r->body, "half an answer");
		r->body.failed = true;
	} else if (str_is(req->path, "/away")) {
		r->status = 303;
		http_header_add(r, "Location", S("/x\r\nX-Evil: 1"));
		http_header_add(r, "Set-Cookie", S("a=1"));
		http_header_add(r, "Set-Cookie", S("b=2"));
	} else {
		buf_str(&r->body, req->path);
		buf_char(&r->body, '?');
		buf_str(&r->body, req->query);
	}
}

static void
site_refusal(void *arg, int status, const char *reason, struct str path, struct http_reply *r)
{
	(void)arg;
	http_header_add(r, "X-Ours", S("yes"));
	if (str_starts(path, S("/api/")))
		http_header_add(r, "X-Program", S("yes"));
	buf_printf(&r->body, "refused %d: %s", status, reason);
}

static struct http_limits
site_limits(void *arg, enum method m, struct str path, bool has_session)
{
	(void)arg;
	bool upload = m == POST && (str_is(path, "/length") || str_is(path, "/echo")) && has_session;
	return (struct http_limits){ .body = upload ? 8 << 20 : 16 << 10 };
}

static void *
site_run(void *arg)
{
	struct site *site = arg;
	http_run(site->server);
	return NULL;
}

static void
site_stop(struct site *site)
{
	if (site->running) {
		http_stop(site->server);
		(void)pthread_join(site->thread, NULL);
	}
	site->running = false;
}

static void
site_end(void *arg)
{
	struct site *site = arg;
	site_stop(site);
	http_free(site->server);
}

static struct site *
site_begin(struct http_options o)
{
	struct site *site = arena_new(test_arena(), struct site);
	struct str why = { NULL, 0 };
	o.session_cookie = "sid";
	o.limits = site_limits;
	o.handler = site_handler;
	o.refusal = site_refusal;
	o.arg = site;
	CHECK_ST(http_start(&o, test_arena(), &site->server, &why), ST_OK);
	arena_defer(test_arena(), site_end, site);
	site->port = http_port(site->server);
	site->running = pthread_create(&site->thread, NULL, site_run, site) == 0;
	CHECK(site->running);
	return site;
}

/* ---- a client ---- */

enum { PATIENCE_MS = 3000 };

static void
close_later(void *arg)
{
	int fd = *(int *)arg;
	if (fd >= 0)
		(void)close(fd);
}

/* Closes, and keeps the number taken, so that close_later closes nothing of anybody else's. */
static void
hang_up(int fd)
{
	(void)dup2(STDIN_FILENO, fd);
}

static int
dial(const struct site *site)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)site->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int *fd = arena_new(test_arena(), int);
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	arena_defer(test_arena(), close_later, fd);
	CHECK(connect(*fd, (const struct sockaddr *)&at, sizeof(at)) == 0);
	return *fd;
}

static void
say(int fd, struct str text)
{
	CHECK(send(fd, text.p, text.n, MSG_NOSIGNAL) == (ssize_t)text.n);
}

/* One read into b; 0 at the end, -1 when nothing came in time or the connection broke. */
static int
hear(int fd, struct buf *b, int patience_ms)
{
	char block[65536];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	if (poll(&p, 1, patience_ms) != 1)
		return -1;
	ssize_t n = recv(fd, block, sizeof(block), 0);
	if (n > 0)
		buf_put(b, block, (size_t)n);
	return n > 0 ? 1 : (int)n;
}

/* Everything until the server closes, which it must in time. */
static struct str
hear_all(int fd)
{
	struct buf b;
	int more;
	buf_init(&b, 64 << 20);
	while ((more = hear(fd, &b, PATIENCE_MS)) > 0)
		continue;
	struct str all = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	CHECK_MSG(more == 0, "the connection was not closed in order: %s", all.p == NULL ? "" : all.p);
	return all;
}

struct heard { int status; struct str head, body; };

/* One answer, by its Content-Length; what follows stays in *b. */
static struct heard
hear_one(int fd, struct buf *b, bool has_body)
{
	struct heard h = { 0 };
	size_t n = 0;
	for (;;) {
		struct str all = buf_view(b);
		ptrdiff_t end = str_find(all, S("\r\n\r\n"));
		if (end >= 0) {
			h.head = arena_copy(test_arena(), (struct str){ all.p, (size_t)end + 4 });
			ptrdiff_t at = str_find(h.head, S("Content-Length: "));
			n = at >= 0 && has_body ? (size_t)atol(h.head.p + at + 16) : 0;
			if (all.n >= h.head.n + n)
				break;
		}
		CHECK_MSG(hear(fd, b, PATIENCE_MS) > 0, "no whole answer came");
	}
	CHECK(str_starts(h.head, S("HTTP/1.")));
	h.status = atoi(h.head.p + 9);
	h.body = arena_copy(test_arena(), (struct str){ b->p + h.head.n, n });
	b->n -= h.head.n + n;
	memmove(b->p, b->p + h.head.n + n, b->n);
	return h;
}

static void
buf_later(void *arg)
{
	buf_free(arg);
}

static struct buf *
inbox(void)
{
	struct buf *b = arena_new(test_arena(), struct buf);
	buf_init(b, 64 << 20);
	arena_defer(test_arena(), buf_later, b);
	return b;
}

static struct heard
ask(int fd, struct str text)
{
	say(fd, text);
	return hear_one(fd, inbox(), true);
}

#define GET_CLOSE(path) S("GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
#define GET_KEEP(path) S("GET " path " HTTP/1.1\r\nHost: a\r\n\r\n")

static void
check_alive(const struct site *site)
{
	int fd = dial(site);
	say(fd, GET_CLOSE("/alive"));
	struct str all = hear_all(fd);
	CHECK(str_starts(all, S("HTTP/1.1 200 OK\r\n")) && str_ends(all, S("\r\n\r\n/alive?")));
}

/* ---- tests ---- */

TEST(http_serves_on_one_connection_again_and_again)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	for (int i = 0; i < 3; i++) {
		struct heard h = ask(fd, S("GET /a%20b?c=%20d HTTP/1.1\r\nHost: a\r\n\r\n"));
		CHECK_EQ_I(h.status, 200);
		CHECK_STR(h.body, "/a b?c=%20d");
		CHECK(str_find(h.head, S("Date: ")) > 0 && str_find(h.head, S("Server:")) < 0);
		CHECK(str_find(h.head, S("close")) < 0);
	}
	struct heard h = ask(fd, S("\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\na\0b\r\n"));
	CHECK_STR(h.body, "a\0b\r\n");
	h = ask(fd, GET_KEEP("/none"));
	CHECK_EQ_I(h.status, 204);
	CHECK(str_find(h.head, S("Content-Length")) < 0);
	h = ask(fd, GET_KEEP("/away"));
	CHECK_EQ_I(h.status, 303);
	CHECK(str_find(h.head, S("Evil")) < 0);
	CHECK(str_find(h.head, S("Set-Cookie: a=1\r\n")) > 0 && str_find(h.head, S("Set-Cookie: b=2\r\n")) > 0);
	say(fd, GET_KEEP("/close"));
	CHECK(str_find(hear_all(fd), S("Connection: close\r\n")) > 0);
}

TEST(http_1_0_is_closed_unless_asked)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	struct heard h = ask(fd, S("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
	CHECK_EQ_I(h.status, 200);
	say(fd, S("GET /a HTTP/1.0\r\n\r\n"));
	CHECK(str_ends(hear_all(fd), S("/a?")));
}

TEST(http_answers_pipelined_requests_in_order)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	struct buf *b = inbox();
	say(fd, S("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
	    "GET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n"));
	CHECK_STR(hear_one(fd, b, true).body, "slow");
	CHECK_STR(hear_one(fd, b, true).body, "abc");
	CHECK_STR(hear_one(fd, b, true).body, "/2?");
	say(fd, S("\r\n"));
	CHECK_STR(hear_one(fd, b, true).body, "/3?");
	/* Many at once, more than is read in one go; the last is refused, and nothing is answered after it. */
	for (int i = 0; i < 500; i++)
		say(fd, GET_KEEP("/many"));
	say(fd, S("GET /bad HTTP/1.1\r\n\r\nGET /never HTTP/1.1\r\nHost: a\r\n\r\n"));
	for (int i = 0; i < 500; i++)
		CHECK_STR(hear_one(fd, b, true).body, "/many?");
	CHECK_EQ_I(hear_one(fd, b, true).status, 400);
	CHECK_EQ_I(hear(fd, b, PATIENCE_MS), 0);
	CHECK_EQ_I(b->n, 0);
}

TEST(http_head_byte_by_byte_is_understood)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	struct str text = S("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
	for (size_t i = 0; i < text.n; i++) {
		say(fd, (struct str){ text.p + i, 1 });
		if (i % 8 == 0)
			sleep_ms(1);
	}
	CHECK(str_ends(hear_all(fd), S("\r\n\r\nbody")));
}

TEST(http_head_method_gives_length_and_no_body)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	struct buf *b = inbox();
	say(fd, S("HEAD /page HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n"));
	struct heard h = hear_one(fd, b, false);
	CHECK_EQ_I(h.status, 200);
	CHECK(str_find(h.head, S("Content-Length: 20480\r\n")) > 0);
	CHECK_STR(hear_one(fd, b, true).body, "/next?");
}

TEST(http_page_of_20_kb_takes_under_5_ms)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site), under = 0;
	for (int i = 0; i < 20; i++) {
		int64_t start = clock_ms();
		CHECK_EQ_I(ask(fd, GET_KEEP("/page")).body.n, 20 * 1024);
		under += clock_ms() - start < 5;
	}
	/* A delayed acknowledgement would cost 40 ms every time; a busy machine only now and then. */
	CHECK(under >= 10);
}

TEST(http_refuses_malformed_requests_with_our_own_page)
{
	static const struct {
		int status;
		struct str raw;
	} cases[] = {
#define POST_WITH(status, fields) { status, STR_INIT("POST /a HTTP/1.1\r\nHost: a\r\n" fields "\r\n\r\nabcdef") }
		POST_WITH(400, "Content-Length: 5\r\nContent-Length: 6"),
		POST_WITH(411, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
		POST_WITH(411, "Transfer-Encoding: chunked"), POST_WITH(411, "Transfer-Encoding: xchunked"),
		POST_WITH(411, "Transfer-Encoding: gzip, chunked"), POST_WITH(400, "Transfer-Encoding : chunked"),
		POST_WITH(400, "Content-Length: 5, 6"), POST_WITH(400, "Content-Length: 5x"),
		POST_WITH(400, "Content-Length: -5"), POST_WITH(400, "Content-Length: +5"),
		POST_WITH(413, "Content-Length: 18446744073709551621"), POST_WITH(413, "Content-Length: 16385"),
		POST_WITH(400, "Host: b"), POST_WITH(400, "A: b\r\n folded: c"), POST_WITH(400, "A: o\0ne"),
		POST_WITH(400, "A: o\rne"), POST_WITH(400, ": b"), POST_WITH(400, "A b: c"), POST_WITH(400, "no colon"),
		{ 400, STR_INIT("GET / HTTP/1.1\r\n\r\n") },
		{ 400, STR_INIT("GET / HTTP/1.1\nHost: a\n\n") },
		{ 400, STR_INIT("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n") },
		{ 400, STR_INIT("GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n") },
		{ 400, STR_INIT("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n") },
		{ 400, STR_INIT("GET / HTTP/2.0\r\nHost: a\r\n\r\n") },
		{ 400, STR_INIT("G{T / HTTP/1.1\r\nHost: a\r\n\r\n") },
		{ 400, STR_INIT("\x16\x03\x01\x02\x03") },
		{ 400, STR_INIT("GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") },
		{ 400, STR_INIT("GET /a%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") },
		{ 501, STR_INIT("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") },
	};
	struct site *site = site_begin((struct http_options){ 0 });
	for (size_t i = 0; i < countof(cases); i++) {
		int fd = dial(site);
		say(fd, cases[i].raw);
		struct str all = hear_all(fd);
		CHECK_MSG(str_starts(all, S("HTTP/1.1 ")) && atoi(all.p + 9) == cases[i].status, "case %zu: %s", i, all.p);
		CHECK_MSG(str_find(all, S("X-Ours: yes\r\n")) > 0 && str_find(all, S("Connection: close\r\n")) > 0
		    && str_find(all, S("refused ")) > 0, "case %zu: %s", i, all.p);
	}
	check_alive(site);
	CHECK_EQ_I(http_counters(site->server).refused, countof(cases) - 2);
}

/* Before and after its head is whole, a program's call is told from a page. */
TEST(http_refusals_know_a_call_from_a_page)
{
	static const struct { struct str raw; bool call; } cases[] = {
		{ STR_INIT("POST /api/v1/agreement HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n"), true },
		{ STR_INIT("POST /agreements/new HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n"), false },
		{ STR_INIT("POST /api/v1/agreement HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), true },
		{ STR_INIT("GET /api/v1/agreement HTTP/1.1\nHost: a\n\n"), true },
		{ STR_INIT("GET /api/%2e%2e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), true },
		{ STR_INIT("GET\r\n\r\n"), false },
	};
	struct site *site = site_begin((struct http_options){ 0 });

	for (size_t i = 0; i < countof(cases); i++) {
		int fd = dial(site);
		say(fd, cases[i].raw);
		struct str all = hear_all(fd);
		CHECK_MSG(str_find(all, S("X-Ours: yes\r\n")) > 0, "case %zu: %s", i, all.p);
		CHECK_MSG((str_find(all, S("X-Program: yes\r\n")) >= 0) == cases[i].call, "case %zu: %s", i, all.p);
	}
	check_alive(site);
}

TEST(http_refuses_heads_without_end)
{
	struct site *site = site_begin((struct http_options){ 0 });
	char a[30000];
	memset(a, 'a', sizeof(a));
	int fd = dial(site);
	say(fd, S("GET /"));
	say(fd, (struct str){ a, sizeof(a) });
	CHECK(str_starts(hear_all(fd), S("HTTP/1.1 414 ")));
	fd = dial(site);
	say(fd, S("GET / HTTP/1.1\r\nHost: a\r\nA: "));
	say(fd, (struct str){ a, sizeof(a) });
	CHECK(str_starts(hear_all(fd), S("HTTP/1.1 431 ")));
	fd = dial(site);
	say(fd, S("GET / HTTP/1.1\r\nHost: a\r\n"));
	for (int i = 0; i < 101; i++)
		say(fd, S("A: b\r\n"));
	say(fd, S("\r\n"));
	CHECK(str_starts(hear_all(fd), S("HTTP/1.1 431 ")));
}

TEST(http_slow_heads_and_bodies_are_cut_at_the_deadline)
{
	struct site *site = site_begin((struct http_options){ .head_seconds = 1, .body_seconds = 1 });
	int head = dial(site), body = dial(site), silent = dial(site);
	struct str text = S("GET / HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	int64_t start = clock_ms();
	say(body, S("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf"));
	struct pollfd p = { .fd = head, .events = POLLIN };
	for (size_t i = 0; i < text.n && poll(&p, 1, 100) == 0; i++)
		say(head, (struct str){ text.p + i, 1 });
	CHECK(str_starts(hear_all(head), S("HTTP/1.1 408 ")));
	CHECK(str_starts(hear_all(body), S("HTTP/1.1 408 ")));
	CHECK_EQ_I(hear_all(silent).n, 0);
	CHECK_MSG(clock_ms() - start >= 900 && clock_ms() - start < 1800, "after %d ms", (int)(clock_ms() - start));
	check_alive(site);
}

TEST(http_upload_over_the_limit_is_answered_while_it_is_sent)
{
	struct site *site = site_begin((struct http_options){ 0 });
	static char block[1 << 20];
	int fd = dial(site);
	int64_t start = clock_ms();
	say(fd, S("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 209715200\r\n\r\n"));
	struct buf *b = inbox();
	CHECK_EQ_I(hear_one(fd, b, true).status, 413);
	CHECK(clock_ms() - start < 500);
	/* A client that looks only after sending everything still finds the answer. */
	fd = dial(site);
	say(fd, S("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 209715200\r\n\r\n"));
	for (int i = 0; i < 200; i++)
		say(fd, (struct str){ block, sizeof(block) });
	CHECK(str_starts(hear_all(fd), S("HTTP/1.1 413 ")));
	check_alive(site);
}

TEST(http_body_limit_belongs_to_route_and_session)
{
	struct site *site = site_begin((struct http_options){ 0 });
	static char block[1 << 20];
	memset(block, 'x', sizeof(block));
	int fd = dial(site);
	say(fd, S("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n"));
	CHECK(str_starts(hear_all(fd), S("HTTP/1.1 413 ")));
	fd = dial(site);
	say(fd, S("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 1048576\r\n\r\n"));
	say(fd, (struct str){ block, sizeof(block) });
	CHECK_STR(hear_one(fd, inbox(), true).body, "1048576");
}

TEST(http_continue_is_sent_only_for_a_body_that_is_wanted)
{
	struct site *site = site_begin((struct http_options){ 0 });
	struct buf *b = inbox();
	int fd = dial(site);
	say(fd, S("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
	CHECK_EQ_I(hear_one(fd, b, false).status, 100);
	say(fd, S("abc"));
	CHECK_STR(hear_one(fd, b, true).body, "abc");
	say(fd, S("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n"));
	CHECK_EQ_I(hear_one(fd, b, true).status, 413);
}

TEST(http_bodies_together_have_a_budget)
{
	struct site *site = site_begin((struct http_options){ .body_budget = 1 << 20 });
	static char block[900 << 10];
	const struct str head = S("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 1000000\r\n\r\n");
	int first = dial(site), second = dial(site), small = dial(site);
	say(first, head);
	say(first, (struct str){ block, sizeof(block) });
	sleep_ms(50);
	say(second, head);
	say(second, (struct str){ block, 500 << 10 });
	CHECK(str_starts(hear_all(second), S("HTTP/1.1 503 ")));
	CHECK_STR(ask(small, S("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")).body, "hello");
	say(first, (struct str){ block, 1000000 - sizeof(block) });
	CHECK_STR(hear_one(first, inbox(), true).body, "1000000");
	/* Given back: the same fits again. */
	say(first, head);
	say(first, (struct str){ block, sizeof(block) });
	say(first, (struct str){ block, 1000000 - sizeof(block) });
	CHECK_STR(hear_one(first, inbox(), true).body, "1000000");
}

TEST(http_connections_over_the_limit_wait)
{
	struct site *site = site_begin((struct http_options){ .max_connections = 4 });
	int fd[4];
	for (int i = 0; i < 4; i++) {
		fd[i] = dial(site);
		say(fd[i], S("GET /half HTTP/1.1\r\n"));
	}
	sleep_ms(50);
	CHECK_EQ_I(http_counters(site->server).connections, 4);
	int fifth = dial(site);
	struct buf *b = inbox();
	say(fifth, GET_KEEP("/fifth"));
	CHECK_EQ_I(hear(fifth, b, 200), -1);
	say(fd[0], S("Host: a\r\nConnection: close\r\n\r\n"));
	CHECK(str_ends(hear_all(fd[0]), S("/half?")));
	CHECK_STR(hear_one(fifth, b, true).body, "/fifth?");
	/* At the limit nobody keeps an idle connection: a sixth gets its turn. */
	CHECK_EQ_I(hear(fifth, b, PATIENCE_MS), 0);
	CHECK_STR(ask(dial(site), GET_KEEP("/sixth")).body, "/sixth?");
}

TEST(http_slow_clients_make_room_at_the_limit)
{
	struct site *site = site_begin((struct http_options){ .max_connections = 3 });
	int head = dial(site), body = dial(site), steady = dial(site);
	int64_t start = clock_ms();
	say(head, S("GET /half HTTP/1.1\r\n"));
	say(body, S("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf"));
	static char block[8192];
	say(steady, S("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 245760\r\n\r\n"));
	int next = dial(site);
	say(next, GET_KEEP("/next"));
	for (int i = 0; i < 30; i++) {
		say(steady, (struct str){ block, sizeof(block) });
		sleep_ms(100);
	}
	CHECK_STR(hear_one(next, inbox(), true).body, "/next?");
	CHECK(str_starts(hear_all(head), S("HTTP/1.1 408 ")) && str_starts(hear_all(body), S("HTTP/1.1 408 ")));
	CHECK_STR(hear_one(steady, inbox(), true).body, "245760");
	CHECK(clock_ms() - start < 5000);
}

TEST(http_idle_connection_makes_room_at_the_limit)
{
	struct site *site = site_begin((struct http_options){ .max_connections = 3 });
	int idle = dial(site);
	CHECK_EQ_I(ask(idle, GET_KEEP("/idle")).status, 200);
	for (int i = 0; i < 2; i++)
		say(dial(site), S("GET /half HTTP/1.1\r\n"));
	CHECK_EQ_I(hear(idle, inbox(), PATIENCE_MS), 0);
	CHECK_STR(ask(dial(site), GET_KEEP("/next")).body, "/next?");
}

TEST(http_waits_when_files_run_out)
{
	struct site *site = site_begin((struct http_options){ 0 });
	struct rlimit before, none;
	CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
	none = before;
	none.rlim_cur = 3;
	check_alive(site);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(fd >= 0 && setrlimit(RLIMIT_NOFILE, &none) == 0);
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)site->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int rc = connect(fd, (const struct sockaddr *)&at, sizeof(at));
	ssize_t n = send(fd, "GET /late HTTP/1.1\r\nHost: a\r\n\r\n", 31, MSG_NOSIGNAL);
	struct buf *b = inbox();
	clock_t start = clock();
	int early = hear(fd, b, 300);
	clock_t used = clock() - start;
	CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
	int *own = arena_new(test_arena(), int);
	*own = fd;
	arena_defer(test_arena(), close_later, own);
	CHECK(rc == 0 && n == 31 && early == -1);
	CHECK_MSG(used < CLOCKS_PER_SEC / 10, "spun for %ld us", (long)used);
	CHECK_STR(hear_one(fd, b, true).body, "/late?");
}

TEST(http_half_closed_client_still_gets_its_answer)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	say(fd, GET_KEEP("/slow"));
	(void)shutdown(fd, SHUT_WR);
	CHECK(str_ends(hear_all(fd), S("\r\n\r\nslow")));
}

/* One worker computes at a time; who is slow, or says that it waits, lets the next one run. */
TEST(http_slow_requests_make_room_for_others)
{
	for (int says = 0; says < 2; says++) {
		struct site *site = site_begin((struct http_options){ .workers = 4, .running = 1 });
		int a = dial(site), b = dial(site), c = dial(site);
		say(a, says ? GET_KEEP("/waits") : GET_KEEP("/slow"));
		say(b, says ? GET_KEEP("/waits") : GET_KEEP("/slow"));
		while (atomic_load(&site->slow) < 2)
			sleep_ms(1);
		int64_t begun = clock_ms();
		say(c, GET_KEEP("/page"));
		(void)hear_one(c, inbox(), true);
		CHECK(clock_ms() - begun < 200);
		CHECK(atomic_load(&site->slow) == 2);
	}
}

TEST(http_broken_answer_is_never_sent_as_whole)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int fd = dial(site);
	say(fd, GET_KEEP("/broken"));
	struct str all = hear_all(fd);
	CHECK(str_starts(all, S("HTTP/1.1 500 ")) && str_find(all, S("half an answer")) < 0);
}

TEST(http_forwarded_address_counts_only_from_the_trusted_proxy)
{
	const struct str text = S("GET /peer HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6, 10.1.2.3\r\n"
	    "X-Forwarded-Proto: https\r\n\r\n");
	struct site *open = site_begin((struct http_options){ 0 });
	CHECK_STR(ask(dial(open), text).body, "127.0.0.1 http h");
	struct site *behind = site_begin((struct http_options){ .trusted_proxy = "127.0.0.1" });
	CHECK_STR(ask(dial(behind), text).body, "10.1.2.3 https h");
	CHECK_STR(ask(dial(behind), S("GET /peer HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: <x>\r\n\r\n")).body,
	    "127.0.0.1 http h");
}

TEST(http_survives_clients_that_vanish)
{
	struct site *site = site_begin((struct http_options){ .workers = 16 });
	static const struct str parts[] = {
		STR_INIT("GET /page HTTP/1.1\r\nHost: a\r\n\r\nGET /huge HTTP/1.1\r\nHost: a\r\n\r\n"),
		STR_INIT("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /page HTTP/1.1\r\nHost: a\r\n\r\n"),
		STR_INIT("POST /length HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\nContent-Length: 500000\r\n\r\nabc"),
		STR_INIT("GET /pa"), STR_INIT("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"),
	};
	const struct linger reset = { .l_onoff = 1 };
	unsigned seed = 7;
	for (int round = 0; round < 5; round++) {
		int fd[40];
		for (size_t i = 0; i < countof(fd); i++) {
			fd[i] = dial(site);
			say(fd[i], parts[i % countof(parts)]);
		}
		for (size_t i = 0; i < countof(fd); i++) {
			if (rand_r(&seed) % 4 == 0)
				sleep_ms(rand_r(&seed) % 5);
			if (rand_r(&seed) % 2 == 0)
				(void)setsockopt(fd[i], SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
			(void)shutdown(fd[i], rand_r(&seed) % 2 == 0 ? SHUT_RDWR : SHUT_WR);
			hang_up(fd[i]);
		}
	}
	check_alive(site);
	site_stop(site);
	CHECK_EQ_I(http_counters(site->server).connections, 0);
}

TEST(http_stop_lets_running_answers_finish)
{
	struct site *site = site_begin((struct http_options){ 0 });
	int busy = dial(site), idle = dial(site), half = dial(site), upload = dial(site);
	CHECK_EQ_I(ask(idle, GET_KEEP("/a")).status, 200);
	say(half, S("GET /half"));
	say(upload, S("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"));
	say(busy, GET_KEEP("/slow"));
	while (atomic_load(&site->slow) == 0)
		sleep_ms(1);
	http_stop(site->server);
	struct buf *b = inbox();
	CHECK_EQ_I(hear(idle, b, 200), 0);
	CHECK(hear(half, b, 200) <= 0);
	say(upload, S("cd"));
	CHECK(str_ends(hear_all(upload), S("abcd")));
	struct str all = hear_all(busy);
	CHECK(str_ends(all, S("\r\n\r\nslow")) && str_find(all, S("Connection: close\r\n")) > 0);
	site_stop(site);
	CHECK_EQ_I(http_counters(site->server).connections, 0);
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)site->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = connect(late, (const struct sockaddr *)&at, sizeof(at));
	(void)close(late);
	CHECK(rc != 0);
}

TEST(http_stops_on_sigterm)
{
	struct site *site = site_begin((struct http_options){ 0 });
	check_alive(site);
	CHECK(pthread_kill(site->thread, SIGTERM) == 0);
	CHECK(pthread_join(site->thread, NULL) == 0);
	site->running = false;
}

TEST(http_start_says_why_it_cannot)
{
	struct site *site = site_begin((struct http_options){ 0 });
	struct http_server *second;
	struct str why;
	struct http_options o = { .port = site->port };
	CHECK_ST(http_start(&o, test_arena(), &second, &why), ST_UNAVAILABLE);
	CHECK(str_ends(why, S(" is taken by another program.")));
	o = (struct http_options){ .address = "localhost" };
	CHECK_ST(http_start(&o, test_arena(), &second, &why), ST_UNAVAILABLE);
	CHECK_STR(why, "localhost is not an IP address.");
	o = (struct http_options){ .address = "192.0.2.1" };
	CHECK_ST(http_start(&o, test_arena(), &second, &why), ST_UNAVAILABLE);
	CHECK_STR(why, "The address 192.0.2.1 does not belong to this machine.");
}
