/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <string.h>
#include "app/session.h"
#include "base/ids.h"

#define STEP_S 30
#define SET_BACK 10	/* a last step so far ahead of the clock: somebody set the clock back */
#define DIGITS 6

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* 20 bytes, as long as the hash: RFC 4226 section 4. */
struct str
totp_secret(struct arena *a)
{
	uint8_t raw[20];
	char *p = arena_alloc(a, 33, 1);
	size_t n = 0;

	random_bytes(raw, sizeof raw);
	for (size_t i = 0; i < sizeof raw; i += 5) {
		uint64_t v = 0;
		for (size_t k = 0; k < 5; k++)
			v = v << 8 | raw[i + k];
		for (int k = 7; k >= 0; k--)
			p[n++] = base32[v >> (5 * k) & 31];
	}
	return (struct str){ p, n };
}

static int
base32_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

static bool
secret_bytes(struct str text, char out[static 40], size_t *ret_n)
{
	uint32_t v = 0;
	int bits = 0;
	size_t n = 0;

	if (text.n == 0 || text.n > 64)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		int d = base32_digit(text.p[i]);
		if (d < 0)
			return false;
		v = (v << 5 | (uint32_t)d) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (char)(v >> bits & 0xff);
		}
	}
	*ret_n = n;
	return true;
}

static bool
code_at(struct str secret_base32, int64_t step, char out[static DIGITS + 1])
{
	char key[40];
	size_t n;

	if (!secret_bytes(secret_base32, key, &n))
		return false;
	return oath_hotp_generate(key, n, (uint64_t)step, DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK;
}

/* People type "123 456". */
static bool
code_digits(struct str code, char out[static DIGITS])
{
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] == ' ' || code.p[i] == '-')
			continue;
		if (code.p[i] < '0' || code.p[i] > '9' || n == DIGITS)
			return false;
		out[n++] = code.p[i];
	}
	return n == DIGITS;
}

int64_t
totp_last(int64_t step, struct when now)
{
	return step > now.ms / 1000 / STEP_S + SET_BACK ? 0 : step;
}

bool
totp_check(struct str secret_base32, struct str code, struct when now, int64_t *step)
{
	int64_t at = now.ms / 1000 / STEP_S, found = 0, last = totp_last(*step, now);
	char typed[DIGITS], right[DIGITS + 1];

	if (!code_digits(code, typed))
		return false;
	/* All three are worked out each time, so that the answer takes as long whichever fits. */
	for (int64_t s = at - 1; s <= at + 1; s++) {
		unsigned differ = 0;
		if (!code_at(secret_base32, s, right))
			return false;
		for (int i = 0; i < DIGITS; i++)
			differ |= (unsigned)(typed[i] ^ right[i]);
		if (differ == 0 && s > last && found == 0)
			found = s;
	}
	if (found == 0)
		return false;
	*step = found;
	return true;
}

struct str
totp_now(struct arena *a, struct str secret_base32, struct when now)
{
	char code[DIGITS + 1];

	if (!code_at(secret_base32, now.ms / 1000 / STEP_S, code))
		return (struct str){ NULL, 0 };
	return arena_copy(a, (struct str){ code, DIGITS });
}

static struct str
percent(struct arena *a, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = arena_alloc(a, s.n * 3 + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    (c != 0 && strchr("-._~", c) != NULL)) {
			p[n++] = (char)c;
		} else {
			p[n++] = '%';
			p[n++] = hex[c >> 4];
			p[n++] = hex[c & 15];
		}
	}
	return (struct str){ p, n };
}

struct str
totp_uri(struct arena *a, struct str secret_base32, struct str email, struct str service)
{
	struct str s = percent(a, service), e = percent(a, email);

	return arena_printf(a, "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s", (int)s.n, s.p, (int)e.n, e.p,
	    (int)secret_base32.n, secret_base32.p, (int)s.n, s.p);
}
