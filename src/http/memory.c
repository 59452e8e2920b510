/* SPDX-License-Identifier: MIT */
/* Memory for libevent.  Its making of a request ends the program when an allocation fails halfway (2.1: it frees headers that
 * are not there yet), so a small reserve stands behind malloc: enough to make the requests under way and refuse them. */
#include <event2/event.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "http/internal.h"

enum { SLOT = 1024, SLOTS = 512 };
static char reserve[SLOTS][SLOT] __attribute__((aligned(16)));
static bool taken[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool
in_reserve(const void *p)
{
	return (const char *)p >= &reserve[0][0] && (const char *)p < &reserve[0][0] + sizeof(reserve);
}

static void *
reserve_take(size_t n)
{
	void *p = NULL;
	if (n > SLOT)
		return NULL;
	(void)pthread_mutex_lock(&lock);
	for (size_t i = 0; i < SLOTS && p == NULL; i++)
		if (!taken[i]) {
			taken[i] = true;
			p = reserve[i];
		}
	(void)pthread_mutex_unlock(&lock);
	return p;
}

static void *
memory_take(size_t n)
{
	void *p = malloc(n);
	return p != NULL ? p : reserve_take(n);
}

static void
memory_give(void *p)
{
	if (!in_reserve(p)) {
		free(p);
		return;
	}
	(void)pthread_mutex_lock(&lock);
	taken[((char *)p - &reserve[0][0]) / SLOT] = false;
	(void)pthread_mutex_unlock(&lock);
}

static void *
memory_change(void *p, size_t n)
{
	if (p == NULL)
		return memory_take(n);
	if (!in_reserve(p))
		return realloc(p, n);
	if (n <= SLOT)
		return p;
	void *q = malloc(n);
	if (q != NULL) {
		memcpy(q, p, SLOT);
		memory_give(p);
	}
	return q;
}

void
memory_reserve(void)
{
	event_set_mem_functions(memory_take, memory_change, memory_give);
}
