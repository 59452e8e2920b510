/* SPDX-License-Identifier: MIT */
#include "feature/framework/shipped.h"
#include <pthread.h>
#include <stdlib.h>
#include "base/log.h"

static struct arena memory;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct evidence_kinds *kinds;
static struct live_facts *facts;
static struct duties *duties;
static struct sanction_range *sanctions;

struct str
shipped_text(const char *name)
{
	for (size_t i = 0; i < shipped_file_count; i++)
		if (str_is(str_c(shipped_files[i].name), name))
			return (struct str){ (const char *)shipped_files[i].bytes, shipped_files[i].n };
	return (struct str){ NULL, 0 };
}

static void
read_all(void)
{
	struct str why = S("no memory");

	if (!arena_open(&memory, 64u << 20) ||
	    evidence_kinds_parse(&memory, shipped_text("evidence-kinds.yaml"), &kinds, &why) != ST_OK ||
	    live_facts_parse(&memory, shipped_text("facts.yaml"), &facts, &why) != ST_OK ||
	    duties_parse(&memory, shipped_text("duties.yaml"), &duties, &why) != ST_OK ||
	    sanction_range_parse(&memory, shipped_text("sanctions.yaml"), &sanctions, &why) != ST_OK) {
		log_printf("fault", "a list inside the program cannot be read: %.*s", (int)why.n, why.p);
		abort();
	}
}

const struct evidence_kinds *
shipped_evidence_kinds(void)
{
	pthread_once(&once, read_all);
	return kinds;
}

const struct live_facts *
shipped_live_facts(void)
{
	pthread_once(&once, read_all);
	return facts;
}

const struct duties *
shipped_duties(void)
{
	pthread_once(&once, read_all);
	return duties;
}

const struct sanction_range *
shipped_sanctions(void)
{
	pthread_once(&once, read_all);
	return sanctions;
}
