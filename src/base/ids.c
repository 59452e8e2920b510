/* SPDX-License-Identifier: MIT */
#include "base/ids.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/time.h"

/* Milliseconds of ids count from 2020-01-01, so that 41 bits last until 2089. */
#define ID_EPOCH INT64_C(1577836800000)
#define ID_LOW 22

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t last_id;
/* Set by ids_seed: then neither clock nor the system's randomness is asked. */
static uint64_t seed, seed_turn;

int64_t
id_after(int64_t last, struct when now, uint32_t noise)
{
	int64_t ms = now.ms - ID_EPOCH;
	if (ms < 1)
		ms = 1;
	/* The start lies in the lower half, so that a millisecond has room for two million more. */
	int64_t id = ms << ID_LOW | (noise & ((1u << (ID_LOW - 1)) - 1));
	return ms > last >> ID_LOW ? id : last + 1;
}

int64_t
id_new(void)
{
	(void)pthread_mutex_lock(&lock);
	if (seed != 0)
		last_id++;
	else
		last_id = id_after(last_id, when_now(), randombytes_random());
	int64_t id = last_id;
	(void)pthread_mutex_unlock(&lock);
	return id;
}

struct str
id_text(struct arena *a, int64_t id)
{
	return arena_printf(a, "%lld", (long long)id);
}

bool
id_parse(struct str s, int64_t *ret)
{
	int64_t id;
	if (s.n == 0 || s.n > 19 || s.p[0] < '1' || s.p[0] > '9' || !str_i64(s, &id))
		return false;
	*ret = id;
	return true;
}

void
random_bytes(void *p, size_t n)
{
	(void)pthread_mutex_lock(&lock);
	if (seed == 0) {
		randombytes_buf(p, n);
	} else {
		uint8_t key[randombytes_SEEDBYTES] = { 0 };
		memcpy(key, &seed, sizeof seed);
		memcpy(key + sizeof seed, &seed_turn, sizeof seed_turn);
		seed_turn++;
		randombytes_buf_deterministic(p, n, key);
	}
	(void)pthread_mutex_unlock(&lock);
}

struct str
secret_text(struct arena *a)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint8_t raw[16];
	random_bytes(raw, sizeof raw);
	char *out = arena_alloc(a, 27, 1);
	uint32_t bits = 0;
	int have = 0;
	size_t n = 0;
	for (size_t i = 0; i < sizeof raw; i++) {
		bits = (bits << 8 | raw[i]) & 0xffff;
		for (have += 8; have >= 5; have -= 5)
			out[n++] = letters[bits >> (have - 5) & 31];
	}
	out[n++] = letters[bits << (5 - have) & 31];
	return (struct str){ out, n };
}

void
ids_seed(uint64_t from)
{
	(void)pthread_mutex_lock(&lock);
	seed = from;
	seed_turn = 0;
	/* Each seed has a second of its own in the first twelve days of 2020: below all real ids. */
	last_id = from == 0 ? 0 : (int64_t)(from % 1000000 * 1000 + 1) << ID_LOW;
	(void)pthread_mutex_unlock(&lock);
}
