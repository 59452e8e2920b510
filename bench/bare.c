/* SPDX-License-Identifier: MIT */
/* The baseline: evhttp alone answers a page of 20 KB, with large single writes so that it is not held up
 * by delayed acknowledgements.  bench/guarded.c answers the same through src/http.
 *   gcc -O2 bench/bare.c -levent -o build/bare && build/bare 8091 & wrk -t1 -c8 -d5 http://127.0.0.1:8091/ */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static struct bufferevent *
connection(struct event_base *base, void *arg)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	(void)arg;
	if (bev != NULL)
		(void)bufferevent_set_max_single_write(bev, 256 << 10);
	return bev;
}

static void
page(struct evhttp_request *req, void *arg)
{
	char text[20 * 1024];
	(void)arg;
	memset(text, 'p', sizeof(text));
	(void)evbuffer_add(evhttp_request_get_output_buffer(req), text, sizeof(text));
	evhttp_send_reply(req, 200, "OK", NULL);
}

int
main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = evhttp_new(base);
	(void)signal(SIGPIPE, SIG_IGN);
	evhttp_set_bevcb(http, connection, NULL);
	evhttp_set_gencb(http, page, NULL);
	if (evhttp_bind_socket(http, "127.0.0.1", (unsigned short)(argc > 1 ? atoi(argv[1]) : 8091)) != 0)
		return 1;
	return event_base_dispatch(base);
}
