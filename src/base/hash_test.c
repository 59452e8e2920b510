/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <string.h>

#include "base/hash.h"

TEST(hash_known_value_and_parts)
{
	struct arena *a = test_arena();
	struct hash h = hash_of(S("abc")), parsed;
	CHECK_STR(hash_hex(a, &h), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	struct hasher parts;
	hasher_init(&parts);
	hasher_add(&parts, "a", 1);
	hasher_add(&parts, "", 0);
	hasher_add(&parts, "bc", 2);
	struct hash whole = hasher_end(&parts);
	CHECK(hash_eq(&h, &whole));
	CHECK(hash_parse(hash_hex(a, &h), &parsed) && hash_eq(&h, &parsed));
	CHECK(!hash_parse(S("bddd"), &parsed));
	CHECK(!hash_parse(S("zddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"), &parsed));
	uint8_t key[32] = { 1 }, other[32] = { 2 };
	struct hash k1 = hash_keyed(key, S("abc")), k2 = hash_keyed(other, S("abc"));
	CHECK(!hash_eq(&k1, &k2) && !hash_eq(&k1, &h));
	struct hash empty = hash_of((struct str){ NULL, 0 }), quoted = hash_of(S(""));
	CHECK(hash_eq(&empty, &quoted));
}

TEST(hash_signatures)
{
	struct sign_key k, other;
	uint8_t sig[64];
	sign_key_make(&k);
	sign_key_make(&other);
	sign_make(&k, S("the document"), sig);
	CHECK(sign_check(k.public, S("the document"), sig));
	CHECK(!sign_check(k.public, S("the document."), sig));
	CHECK(!sign_check(other.public, S("the document"), sig));
	for (size_t i = 0; i < sizeof sig; i++) {
		sig[i] ^= 1;
		CHECK(!sign_check(k.public, S("the document"), sig));
		sig[i] ^= 1;
	}
}

TEST(hash_secret_box_notices_tampering)
{
	struct arena *a = test_arena();
	uint8_t key[32] = { 7 }, other[32] = { 8 };
	struct str plain, box = secret_box(a, key, S("what was typed"));
	CHECK(str_find(box, S("typed")) < 0);
	CHECK(!str_eq(box, secret_box(a, key, S("what was typed"))));
	CHECK(secret_unbox(a, key, box, &plain));
	CHECK_STR(plain, "what was typed");
	CHECK(!secret_unbox(a, other, box, &plain));
	char *copy = arena_alloc(a, box.n, 1);
	for (size_t i = 0; i < box.n; i++) {
		memcpy(copy, box.p, box.n);
		copy[i] = (char)(copy[i] ^ 0x40);
		CHECK(!secret_unbox(a, key, (struct str){ copy, box.n }, &plain));
		CHECK(!secret_unbox(a, key, (struct str){ box.p, i }, &plain));
	}
	CHECK(secret_unbox(a, key, secret_box(a, key, (struct str){ NULL, 0 }), &plain) && plain.n == 0);
}

TEST(hash_passwords)
{
	struct arena *a = test_arena();
	struct str stored = password_hash(a, S("correct horse battery"));
	CHECK(str_starts(stored, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	CHECK(password_check(stored, S("correct horse battery")));
	CHECK(!password_check(stored, S("correct horse battery ")));
	CHECK(!password_check(stored, S("")));
	CHECK(!password_check(S(""), S("correct horse battery")));
	CHECK(!password_check((struct str){ NULL, 0 }, S("")));
	CHECK(!password_check(S("$argon2id$nonsense"), S("x")));
	CHECK(!str_eq(stored, password_hash(a, S("correct horse battery"))));
}

TEST(hash_hex_and_base64)
{
	struct arena *a = test_arena();
	struct str s;
	CHECK_STR(hex_text(a, "\x00\xff\x10", 3), "00ff10");
	CHECK(hex_parse(a, S("00ff10"), &s) && s.n == 3 && memcmp(s.p, "\x00\xff\x10", 3) == 0);
	CHECK(hex_parse(a, S(""), &s) && s.n == 0);
	CHECK(!hex_parse(a, S("0"), &s) && !hex_parse(a, S("0g"), &s) && !hex_parse(a, S("00 f"), &s));
	CHECK_STR(base64_text(a, S("any carnal pleas")), "YW55IGNhcm5hbCBwbGVhcw==");
	CHECK(base64_parse(a, S("YW55IGNhcm5hbCBwbGVhcw=="), &s));
	CHECK_STR(s, "any carnal pleas");
	CHECK(!base64_parse(a, S("YW55IGNhcm5hbCBwbGVhcw="), &s) && !base64_parse(a, S("YW5 5"), &s));
	CHECK(!base64_parse(a, S("YW55\n"), &s) && !base64_parse(a, S("YW5*"), &s));
	CHECK(base64_parse(a, S(""), &s) && s.n == 0);
}
