/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/base.h"

/* BLAKE2b-256 everywhere: files, documents, audit, tokens. */
struct hash { uint8_t b[32]; };
struct hash hash_of(struct str s);
struct hasher { _Alignas(64) uint8_t state[384]; };
void hasher_init(struct hasher *h);
void hasher_add(struct hasher *h, const void *p, size_t n);
struct hash hasher_end(struct hasher *h);
struct str hash_hex(struct arena *a, const struct hash *h);	/* 64 digits */
bool hash_parse(struct str hex, struct hash *ret);
bool hash_eq(const struct hash *a, const struct hash *b);	/* constant time */
struct hash hash_keyed(const uint8_t key[32], struct str s);

/* Ed25519. */
struct sign_key { uint8_t secret[64], public[32]; };
void sign_key_make(struct sign_key *ret);
void sign_make(const struct sign_key *k, struct str what, uint8_t ret_sig[64]);
bool sign_check(const uint8_t public[32], struct str what, const uint8_t sig[64]);

/* XChaCha20-Poly1305 with a random nonce in front; ret lies in the arena. */
struct str secret_box(struct arena *a, const uint8_t key[32], struct str plain);
bool secret_unbox(struct arena *a, const uint8_t key[32], struct str boxed, struct str *ret);

struct str hex_text(struct arena *a, const void *p, size_t n);
bool hex_parse(struct arena *a, struct str hex, struct str *ret);
struct str base64_text(struct arena *a, struct str bytes);
bool base64_parse(struct arena *a, struct str text, struct str *ret);

/* Argon2id, 19 MiB and 2 passes (OWASP's first choice); about 30 ms: only in an action's work part. */
struct str password_hash(struct arena *a, struct str password);
bool password_check(struct str stored, struct str password);	/* stored empty: same time, false */
bool base_crypto_init(void) MUST_CHECK;		/* once, before anything of this header */
#endif
