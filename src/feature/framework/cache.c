/* SPDX-License-Identifier: MIT */
#include "feature/framework/cache.h"
#include <pthread.h>
#include <string.h>
#include "base/hash.h"
#include "base/log.h"

#define MOST_KEPT 256
#define ROOM (64u << 20)	/* reserved, not used */

static struct kept { enum kept_kind kind; char hash[64]; const void *what; struct arena mem; } kept[MOST_KEPT];
static size_t n_kept;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static const void *
find(enum kept_kind kind, struct str hash)
{
	for (size_t i = 0; i < n_kept; i++)
		if (kept[i].kind == kind && memcmp(kept[i].hash, hash.p, sizeof kept[i].hash) == 0)
			return kept[i].what;
	return NULL;
}

const void *
cache_find(enum kept_kind kind, struct str hash)
{
	if (hash.n != sizeof kept[0].hash)
		return NULL;
	pthread_rwlock_rdlock(&lock);
	const void *r = find(kind, hash);
	pthread_rwlock_unlock(&lock);
	return r;
}

static enum status
parse(struct arena *a, enum kept_kind kind, struct str yaml, const void **ret)
{
	struct framework *f = NULL;
	struct scoring *s = NULL;
	struct str why;
	enum status st = kind == KEPT_FRAMEWORK ? framework_parse(a, yaml, &f, &why) : scoring_parse(a, yaml, &s, &why);

	*ret = kind == KEPT_FRAMEWORK ? (const void *)f : s;
	if (st != ST_OK)
		log_printf("framework", "a stored text cannot be read: %.*s", (int)why.n, why.p);
	return st == ST_OK ? ST_OK : ST_INTERNAL;
}

/* Another thread may have been quicker; then its copy is the one. */
static bool
enter(enum kept_kind kind, struct str hash, struct arena *mem, const void **what)
{
	bool mine = false;

	pthread_rwlock_wrlock(&lock);
	const void *there = find(kind, hash);
	if (there != NULL) {
		*what = there;
	} else if (n_kept < MOST_KEPT) {
		struct kept *k = &kept[n_kept];
		k->kind = kind;
		memcpy(k->hash, hash.p, sizeof k->hash);
		k->what = *what;
		k->mem = *mem;
		n_kept++;
		mine = true;
	}
	pthread_rwlock_unlock(&lock);
	return mine;
}

enum status
cache_keep(struct arena *a, enum kept_kind kind, struct str hash, struct str yaml, const void **ret)
{
	struct hash h = hash_of(yaml);
	struct arena mem;

	if (!str_eq(hash, hash_hex(a, &h))) {
		log_printf("framework", "a stored text is not what was published");
		return ST_INTERNAL;
	}
	pthread_rwlock_rdlock(&lock);
	bool full = n_kept == MOST_KEPT;
	pthread_rwlock_unlock(&lock);
	if (full || !arena_open(&mem, ROOM))
		return parse(a, kind, yaml, ret);
	enum status st = parse(&mem, kind, yaml, ret);
	if (st != ST_OK) {
		arena_close(&mem);
		return st;
	}
	const void *parsed = *ret;
	if (enter(kind, hash, &mem, ret))
		return ST_OK;
	arena_close(&mem);
	return *ret != parsed ? ST_OK : parse(a, kind, yaml, ret);
}
