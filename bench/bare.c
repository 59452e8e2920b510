/* SPDX-License-Identifier: MIT */
/* What the pages are measured against: evhttp alone, in one thread, which runs a page's main query and sends that page's
 * bytes.  evhttp's own faults are mended first, so that they are not counted in our favour: replies go out in one write,
 * connections do not wait for acknowledgements, and a client may not send on without limit.
 *	bare PORT DATABASE QUERY REPLY
 * QUERY: a file with the page's statements, prepared once, each run in the request's one read transaction; every value of
 * every row passes an HTML escaper, as on any page.  REPLY: a file with the whole answer as it was taken from the program,
 * head and body. */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "sqlite3.h"

static sqlite3 *db;
static sqlite3_stmt *begin, *commit, *query[32];
static size_t n_query;
static struct { char *name, *value; } header[64];
static size_t n_header;
static char *body;
static size_t body_n;
static char row[1 << 20];

static char *
file_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	static char text[8 << 20];

	*n = f != NULL ? fread(text, 1, sizeof text - 1, f) : 0;
	if (*n == 0)
		exit(2);
	fclose(f);
	text[*n] = 0;
	return strdup(text);
}

static sqlite3_stmt *
prepared(const char *sql, const char **rest)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, rest) != SQLITE_OK) {
		fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
		exit(2);
	}
	return s;
}

static void
query_open(const char *path, const char *sql_path)
{
	size_t n;
	const char *sql = file_read(sql_path, &n);

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA mmap_size=268435456; PRAGMA query_only=ON", NULL, NULL, NULL) != SQLITE_OK)
		exit(2);
	begin = prepared("BEGIN", NULL);
	commit = prepared("COMMIT", NULL);
	while (n_query < 32 && (query[n_query] = prepared(sql, &sql)) != NULL)
		n_query++;
}

/* The head is cut into its lines; what belongs to one connection is left out. */
static void
reply_open(const char *path)
{
	size_t n;
	char *text = file_read(path, &n), *end = strstr(text, "\r\n\r\n"), *line = strstr(text, "\r\n");

	if (end == NULL || line == NULL)
		exit(2);
	body = end + 4;
	body_n = n - (size_t)(body - text);
	while (line < end && n_header < 64) {
		char *name = line + 2, *colon = strchr(name, ':');
		line = strstr(name, "\r\n");
		*colon = *line = 0;
		if (strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Connection") == 0 || strcasecmp(name, "Date") == 0)
			continue;
		header[n_header].name = name;
		header[n_header++].value = colon + 1 + strspn(colon + 1, " ");
	}
}

static void
escape(const unsigned char *s)
{
	char *w = row;

	for (; s != NULL && *s != 0 && w < row + sizeof row - 8; s++)
		switch (*s) {
		case '&': memcpy(w, "&amp;", 5); w += 5; break;
		case '<': memcpy(w, "&lt;", 4); w += 4; break;
		case '>': memcpy(w, "&gt;", 4); w += 4; break;
		case '"': memcpy(w, "&#34;", 5); w += 5; break;
		default: *w++ = (char)*s;
		}
	*w = 0;
}

static struct bufferevent *
connection(struct event_base *base, void *arg)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);

	(void)arg;
	if (bev != NULL) {
		(void)bufferevent_set_max_single_write(bev, 1 << 20);
		bufferevent_setwatermark(bev, EV_READ, 0, 128 << 10);
	}
	return bev;
}

static void
page(struct evhttp_request *req, void *arg)
{
	(void)arg;
	sqlite3_step(begin);
	sqlite3_reset(begin);
	for (size_t i = 0; i < n_query; i++) {
		while (sqlite3_step(query[i]) == SQLITE_ROW)
			for (int k = 0; k < sqlite3_column_count(query[i]); k++)
				escape(sqlite3_column_text(query[i], k));
		sqlite3_reset(query[i]);
	}
	sqlite3_step(commit);
	sqlite3_reset(commit);
	for (size_t i = 0; i < n_header; i++)
		(void)evhttp_add_header(evhttp_request_get_output_headers(req), header[i].name, header[i].value);
	(void)evbuffer_add(evhttp_request_get_output_buffer(req), body, body_n);
	evhttp_send_reply(req, 200, "OK", NULL);
}

int
main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = evhttp_new(base);
	const int on = 1;

	if (argc != 5)
		return 2;
	(void)signal(SIGPIPE, SIG_IGN);
	query_open(argv[2], argv[3]);
	reply_open(argv[4]);
	evhttp_set_bevcb(http, connection, NULL);
	evhttp_set_gencb(http, page, NULL);
	struct evhttp_bound_socket *s = evhttp_bind_socket_with_handle(http, "127.0.0.1", (unsigned short)atoi(argv[1]));
	if (s == NULL)
		return 1;
	(void)setsockopt(evhttp_bound_socket_get_fd(s), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	puts("ready");
	fflush(stdout);
	return event_base_dispatch(base);
}
