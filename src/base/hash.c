/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <sodium.h>
#include <string.h>

#include "base/ids.h"

#define PASSWORD_PASSES 2u
#define PASSWORD_MEMORY ((size_t)19 << 20)

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(((struct hasher *)0)->state), "hasher too small");
_Static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_PUBLICKEYBYTES == 32, "Ed25519");

bool
base_crypto_init(void)
{
	return sodium_init() >= 0;
}

static crypto_generichash_state *
state_of(struct hasher *h)
{
	return (crypto_generichash_state *)(void *)h->state;
}

void
hasher_init(struct hasher *h)
{
	(void)crypto_generichash_init(state_of(h), NULL, 0, sizeof(struct hash));
}

void
hasher_add(struct hasher *h, const void *p, size_t n)
{
	(void)crypto_generichash_update(state_of(h), p, n);
}

struct hash
hasher_end(struct hasher *h)
{
	struct hash ret;
	(void)crypto_generichash_final(state_of(h), ret.b, sizeof ret.b);
	return ret;
}

struct hash
hash_of(struct str s)
{
	struct hash ret;
	(void)crypto_generichash(ret.b, sizeof ret.b, (const uint8_t *)s.p, s.n, NULL, 0);
	return ret;
}

struct hash
hash_keyed(const uint8_t key[32], struct str s)
{
	struct hash ret;
	(void)crypto_generichash(ret.b, sizeof ret.b, (const uint8_t *)s.p, s.n, key, 32);
	return ret;
}

struct str
hash_hex(struct arena *a, const struct hash *h)
{
	return hex_text(a, h->b, sizeof h->b);
}

bool
hash_parse(struct str hex, struct hash *ret)
{
	size_t n;
	struct hash h;
	if (hex.n != 2 * sizeof h.b ||
	    sodium_hex2bin(h.b, sizeof h.b, hex.p, hex.n, NULL, &n, NULL) != 0 || n != sizeof h.b)
		return false;
	*ret = h;
	return true;
}

bool
hash_eq(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->b, b->b, sizeof a->b) == 0;
}

void
sign_key_make(struct sign_key *ret)
{
	uint8_t from[crypto_sign_SEEDBYTES];
	random_bytes(from, sizeof from);
	(void)crypto_sign_seed_keypair(ret->public, ret->secret, from);
	sodium_memzero(from, sizeof from);
}

void
sign_make(const struct sign_key *k, struct str what, uint8_t ret_sig[64])
{
	(void)crypto_sign_detached(ret_sig, NULL, (const uint8_t *)what.p, what.n, k->secret);
}

bool
sign_check(const uint8_t public[32], struct str what, const uint8_t sig[64])
{
	return crypto_sign_verify_detached(sig, (const uint8_t *)what.p, what.n, public) == 0;
}

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

struct str
secret_box(struct arena *a, const uint8_t key[32], struct str plain)
{
	uint8_t *out = arena_alloc_array(a, 1, NONCE + TAG + plain.n, 1);
	/* Never from the seed: a nonce used twice would give the texts away. */
	randombytes_buf(out, NONCE);
	unsigned long long n;
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &n, (const uint8_t *)plain.p, plain.n,
	    NULL, 0, NULL, out, key);
	return (struct str){ (const char *)out, NONCE + (size_t)n };
}

bool
secret_unbox(struct arena *a, const uint8_t key[32], struct str boxed, struct str *ret)
{
	if (boxed.n < NONCE + TAG)
		return false;
	const uint8_t *in = (const uint8_t *)boxed.p;
	uint8_t *out = arena_alloc(a, boxed.n - NONCE - TAG + 1, 1);
	unsigned long long n;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, in + NONCE, boxed.n - NONCE, NULL, 0,
	    in, key) != 0)
		return false;
	*ret = (struct str){ (const char *)out, (size_t)n };
	return true;
}

struct str
hex_text(struct arena *a, const void *p, size_t n)
{
	char *out = arena_alloc_array(a, 2, n + 1, 1);
	(void)sodium_bin2hex(out, 2 * n + 1, p, n);
	return (struct str){ out, 2 * n };
}

bool
hex_parse(struct arena *a, struct str hex, struct str *ret)
{
	uint8_t *out = arena_alloc(a, hex.n / 2 + 1, 1);
	size_t n = 0;
	if (hex.n % 2 != 0 ||
	    (hex.n > 0 && sodium_hex2bin(out, hex.n / 2, hex.p, hex.n, NULL, &n, NULL) != 0) || n != hex.n / 2)
		return false;
	*ret = (struct str){ (const char *)out, n };
	return true;
}

struct str
base64_text(struct arena *a, struct str bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
	char *out = arena_alloc(a, room, 1);
	(void)sodium_bin2base64(out, room, (const uint8_t *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ out, room - 1 };
}

bool
base64_parse(struct arena *a, struct str text, struct str *ret)
{
	size_t room = text.n / 4 * 3 + 3, n = 0;
	uint8_t *out = arena_alloc(a, room, 1);
	const char *end = text.p;
	if (text.n > 0 && (sodium_base642bin(out, room, text.p, text.n, NULL, &n, &end,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || end != text.p + text.n))
		return false;
	*ret = (struct str){ (const char *)out, n };
	return true;
}

struct str
password_hash(struct arena *a, struct str password)
{
	char out[crypto_pwhash_STRBYTES];
	if (crypto_pwhash_str_alg(out, password.p == NULL ? "" : password.p, password.n, PASSWORD_PASSES,
	    PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return (struct str){ NULL, 0 };
	return arena_copy(a, str_c(out));
}

bool
password_check(struct str stored, struct str password)
{
	const char *p = password.p == NULL ? "" : password.p;
	if (stored.n == 0 || stored.n >= crypto_pwhash_STRBYTES) {
		/* The same work for a name that nobody has, so that time does not tell. */
		static const uint8_t salt[crypto_pwhash_SALTBYTES];
		uint8_t out[32];
		int done = crypto_pwhash(out, sizeof out, p, password.n, salt, PASSWORD_PASSES,
		    PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
		return done > 0;	/* never: only so that it is not left out */
	}
	char z[crypto_pwhash_STRBYTES] = { 0 };
	memcpy(z, stored.p, stored.n);
	return crypto_pwhash_str_verify(z, p, password.n) == 0;
}
