/* SPDX-License-Identifier: MIT */
/* frameworks: a framework of 5,000 entries read, and 70 MB of libraries.  Limits: 0.3 s, and 5 s of processor. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "feature/framework/read.h"

#define LEAVES 11	/* criteria of a standard */
#define LONG_TEXT "The work is planned, somebody is named for it, it is done in the time that was set, and what came of it is looked at by " \
	"people who were not part of it; where it falls short, the plan says what is done next, by whom and by when, and that is done too. "

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
node(struct buf *o, const char *urn, const char *up, int depth, const char *ref, int repeat)
{
	buf_printf(o, "    - urn: urn:example:risk:req_node:bench:%s\n      assessable: %s\n      depth: %d\n", urn, depth == 4 ? "true" : "false", depth);
	if (up[0] != 0)
		buf_printf(o, "      parent_urn: urn:example:risk:req_node:bench:%s\n", up);
	buf_printf(o, "      ref_id: %s\n", ref);
	if (depth < 4)
		buf_printf(o, "      name: Entry %s\n", ref);
	buf_lit(o, "      description: >-\n");
	for (int i = 0; i < repeat; i++)
		buf_lit(o, "        " LONG_TEXT "\n");
}

/* 5 areas of 9 parts of standards; repeat: how long the texts are. */
static struct str
library(struct arena *a, int standards, int repeat, size_t *ret_nodes)
{
	struct buf o;
	char urn[40], up[40];

	*ret_nodes = 0;
	buf_init(&o, 64u << 20);
	buf_lit(&o, "urn: urn:example:risk:library:bench\nlocale: en\nref_id: bench\nname: Bench\nversion: 1\nobjects:\n  framework:\n    ref_id: bench\n"
	    "    name: Bench\n    requirement_nodes:\n");
	for (int i = 1; i <= 5; i++) {
		snprintf(urn, sizeof urn, "%d", i);
		node(&o, urn, "", 1, urn, repeat);
		for (int k = 1; k <= 9; k++) {
			snprintf(urn, sizeof urn, "%d.%d", i, k);
			snprintf(up, sizeof up, "%d", i);
			node(&o, urn, up, 2, urn, repeat);
			++*ret_nodes;
			for (int m = 1; m <= standards; m++) {
				snprintf(urn, sizeof urn, "%d.%d.%d", i, k, m);
				snprintf(up, sizeof up, "%d.%d", i, k);
				node(&o, urn, up, 3, urn, repeat);
				++*ret_nodes;
				for (int n = 1; n <= LEAVES; n++, ++*ret_nodes) {
					char leaf[48];
					snprintf(leaf, sizeof leaf, "%s.%d", urn, n);
					node(&o, leaf, urn, 4, leaf, repeat);
				}
			}
		}
		++*ret_nodes;
	}
	struct str s = arena_copy(a, buf_view(&o));
	buf_free(&o);
	return s;
}

static struct framework *
take(struct arena *a, struct str bytes)
{
	struct framework_reading r;
	struct str why = { NULL, 0 };

	if (framework_read(a, bytes, &(struct framework_wish){ 0 }, &r, &why) != ST_OK) {
		fprintf(stderr, "%.*s\n", (int)why.n, why.p);
		exit(1);
	}
	return r.f;
}

int
main(void)
{
	struct arena text, mem;
	size_t nodes;
	struct buf b;

	if (!arena_open(&text, (size_t)64 << 20) || !arena_open(&mem, (size_t)1 << 30))
		return 1;
	struct str one = library(&text, 9, 1, &nodes);
	double begun = seconds();
	struct framework *f = take(&mem, one);
	buf_init(&b, 32u << 20);
	framework_write_yaml(f, &b);
	double read = seconds() - begun;
	begun = seconds();
	(void)take(&mem, buf_view(&b));
	double again = seconds() - begun;
	printf("frameworks: %zu entries, %.1f MB: read, lifted and written in %.3f s; read again as our own in %.3f s (limit 0.3 s)\n", nodes,
	    (double)one.n / 1e6, read, again);
	arena_reset(&text);
	struct str large = library(&text, 19, 2, &nodes);
	size_t bytes = 0;
	begun = seconds();
	while (bytes < 70000000) {
		arena_reset(&mem);
		(void)take(&mem, large);
		bytes += large.n;
	}
	double all = seconds() - begun;
	printf("frameworks: %.0f MB of libraries, %zu entries in each, in %.2f s of processor (limit 5 s)\n", (double)bytes / 1e6, nodes, all);
	return read > 0.3 || again > 0.3 || all > 5;
}
