/* SPDX-License-Identifier: MIT */
/* The page of bench/bare.c through the guard, the queue and two workers.
 *   gcc -O2 -D_GNU_SOURCE -Isrc bench/guarded.c src/http/{head,parse,multipart,reply,linger,signals,guard,work,server}.c
 *       src/base/{arena,base,buf,json,log,str,text,time}.c -levent -lutf8proc -lpthread -o build/guarded */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http.h"

static void
page(void *arg, int worker, const struct http_request *req, struct http_reply *r)
{
	char text[20 * 1024];
	(void)arg;
	(void)worker;
	(void)req;
	memset(text, 'p', sizeof(text));
	buf_put(&r->body, text, sizeof(text));
}

int
main(int argc, char **argv)
{
	struct arena a;
	struct http_server *s;
	struct str why;
	struct http_options o = { .port = argc > 1 ? atoi(argv[1]) : 8092, .workers = 2, .handler = page };
	if (!arena_open(&a, 1 << 20))
		return 1;
	if (http_start(&o, &a, &s, &why) != ST_OK) {
		fprintf(stderr, "%.*s\n", (int)why.n, why.p);
		return 1;
	}
	http_run(s);
	http_free(s);
	arena_close(&a);
	return 0;
}
