/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include "app/dispatch.h"

/* A fixed table of minute counters, so memory never grows.  A caller that lands on another's slot starts it
 * anew: an attacker would need to choose colliding keys, and sign-in has its own lock-out in the database. */
#define SLOTS 4096
struct rate_table {
	pthread_mutex_t lock;
	struct { uint64_t key; int64_t minute; int n; } slot[SLOTS];
};

struct rate_table *
rate_table_make(struct arena *a)
{
	struct rate_table *t = arena_new(a, struct rate_table);

	pthread_mutex_init(&t->lock, NULL);
	return t;
}

bool
rate_allow(struct rate_table *t, struct str who, const char *action, int per_minute, struct when now)
{
	uint64_t key = 1469598103934665603u;
	int64_t minute = now.ms / 60000;

	for (size_t i = 0; i < who.n; i++)
		key = (key ^ (unsigned char)who.p[i]) * 1099511628211u;
	for (const char *p = action; *p != 0; p++)
		key = (key ^ (unsigned char)*p) * 1099511628211u;
	size_t at = (size_t)(key % SLOTS);
	pthread_mutex_lock(&t->lock);
	if (t->slot[at].minute != minute || t->slot[at].key != key) {
		t->slot[at].minute = minute;
		t->slot[at].key = key;
		t->slot[at].n = 0;
	}
	bool ok = ++t->slot[at].n <= per_minute;
	pthread_mutex_unlock(&t->lock);
	return ok;
}
