/* SPDX-License-Identifier: MIT */
#include "app/scan.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "app/file.h"
#include "app/audit.h"
#include "tests/harness.h"
#include "tests/testworld.h"

/* A scanner for one conversation: finds what holds the word, and keeps silent when asked to. */
struct fake { int fd; bool silent; size_t got; };

static void
read_whole(int fd, void *p, size_t n)
{
	for (char *q = p; n > 0;) {
		ssize_t k = recv(fd, q, n, 0);
		if (k <= 0)
			return;
		q += k;
		n -= (size_t)k;
	}
}

static void *
fake_run(void *arg)
{
	static char body[1 << 20];
	struct fake *f = arg;
	char word[10];
	uint32_t size = 1;
	int fd = accept(f->fd, NULL, NULL);

	read_whole(fd, word, sizeof word);
	for (f->got = 0; size != 0; f->got += size) {
		read_whole(fd, &size, sizeof size);
		size = ntohl(size);
		if (f->got + size > sizeof body)
			break;
		read_whole(fd, body + f->got, size);
	}
	const char *say = memmem(body, f->got, "VIRUS", 5) != NULL ? "stream: Test.Word FOUND" : "stream: OK";
	if (!f->silent)
		send(fd, say, strlen(say) + 1, 0);
	close(fd);
	return NULL;
}

static const char *
fake_start(struct fake *f, pthread_t *thread, char *address, size_t room)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	snprintf(at.sun_path, sizeof at.sun_path, "%.80s/scan.sock", test_tmp_dir());
	unlink(at.sun_path);
	f->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(bind(f->fd, (const struct sockaddr *)&at, sizeof at) == 0 && listen(f->fd, 1) == 0);
	CHECK(pthread_create(thread, NULL, fake_run, f) == 0);
	snprintf(address, room, "unix:%s", at.sun_path);
	return address;
}

static enum scan
ask(struct str bytes, bool silent, struct str *found)
{
	struct fake f = { .silent = silent };
	char address[200];
	pthread_t t;

	enum scan s = scan_bytes(test_arena(), fake_start(&f, &t, address, sizeof address), bytes, found);
	pthread_join(t, NULL);
	close(f.fd);
	CHECK_EQ_I((int64_t)f.got, (int64_t)bytes.n);
	return s;
}

TEST(scan_tells_clean_from_infected)
{
	static char large[300000];
	struct str found;

	CHECK(scan_bytes(test_arena(), NULL, S("VIRUS"), &found) == SCAN_OFF);
	CHECK(ask(S("a plain text"), false, &found) == SCAN_CLEAN);
	CHECK(ask(S("holds a VIRUS somewhere"), false, &found) == SCAN_INFECTED);
	CHECK_STR(found, "Test.Word");
	memset(large, 'x', sizeof large);	/* in several pieces */
	CHECK(ask((struct str){ large, sizeof large }, false, &found) == SCAN_CLEAN);
	/* No word is no verdict. */
	CHECK(ask(S("a plain text"), true, &found) == SCAN_WAITING);
	CHECK(scan_bytes(test_arena(), "unix:/nowhere/at/all", S("x"), &found) == SCAN_WAITING);
	CHECK(scan_bytes(test_arena(), "nonsense", S("x"), &found) == SCAN_WAITING);
}


TEST(scan_keeps_an_unseen_file_shut)
{
	struct test_world *w = test_world();
	struct who who = test_who(w, test_world_org(w, "Southfell", "provider"), "provider", ROLE(SPECIALIST), 401);
	static const struct action none = { .name = "file.try", .title = "" };
	struct ctx *c = ctx_make(w->app, test_arena(), &who, &none, FACE_JOB);
	struct file_info info;
	struct str bytes;
	int64_t id, n;

	/* The scanner is away: the file is kept and waits. */
	w->app->clamd = "unix:/nowhere/at/all";
	CHECK_ST(file_keep(w->app, w->db, test_arena(), c->scope, 401, c->now, S("a.txt"), S("text/plain"), S("plain words"), &id), ST_OK);
	CHECK_ST(db_begin_read(w->db), ST_OK);
	c->db = w->db;
	CHECK_ST(file_bytes(c, id, test_arena(), &info, &bytes), ST_UNAVAILABLE);
	db_end_read(w->db);
	CHECK_ST(file_rescan(w->app, w->db, &n), ST_OK);
	CHECK_EQ_I(n, 0);
	/* It comes back. */
	struct fake f = { .silent = false };
	char address[200];
	pthread_t t;
	w->app->clamd = fake_start(&f, &t, address, sizeof address);
	CHECK_ST(file_rescan(w->app, w->db, &n), ST_OK);
	pthread_join(t, NULL);
	close(f.fd);
	CHECK_EQ_I(n, 1);
	c->why = (struct failure){ 0 };
	CHECK_ST(db_begin_read(w->db), ST_OK);
	CHECK_ST(file_bytes(c, id, test_arena(), &info, &bytes), ST_OK);
	db_end_read(w->db);
	CHECK_STR(bytes, "plain words");
	/* An infected one is not kept at all. */
	w->app->clamd = fake_start(&f, &t, address, sizeof address);
	CHECK_ST(file_keep(w->app, w->db, test_arena(), c->scope, 401, c->now, S("b.txt"), S("text/plain"), S("a VIRUS"), &id), ST_INVALID);
	pthread_join(t, NULL);
	close(f.fd);
	CHECK_EQ_I(id, 0);
}
