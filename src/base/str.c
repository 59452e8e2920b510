/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include <string.h>

struct str
str_c(const char *z)
{
	return z == NULL ? (struct str){ NULL, 0 } : (struct str){ z, strlen(z) };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_is(struct str a, const char *z)
{
	return str_eq(a, str_c(z));
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n == 0 ? 0 : memcmp(a.p, b.p, n);
	if (d != 0)
		return d < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq((struct str){ s.p, prefix.n }, prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return suffix.n == 0 || (s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_white(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_white(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_empty(struct str s)
{
	return str_trim(s).n == 0;
}

struct str
str_cut(struct str s, char c, struct str *rest)
{
	const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);
	if (at == NULL) {
		*rest = (struct str){ NULL, 0 };
		return s;
	}
	size_t n = (size_t)(at - s.p);
	*rest = (struct str){ at + 1, s.n - n - 1 };
	return (struct str){ s.p, n };
}

ptrdiff_t
str_find(struct str s, struct str what)
{
	if (what.n == 0)
		return 0;
	if (what.n > s.n)
		return -1;
	const char *at = memmem(s.p, s.n, what.p, what.n);
	return at == NULL ? -1 : at - s.p;
}

bool
str_i64(struct str s, int64_t *ret)
{
	size_t i = 0;
	bool minus = s.n > 0 && s.p[0] == '-';
	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	if (i == s.n)
		return false;
	int64_t v = 0;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int digit = s.p[i] - '0';
		/* Counted downwards when negative, so that the least number is reached. */
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, minus ? -digit : digit, &v))
			return false;
	}
	*ret = v;
	return true;
}

const char *
str_z(struct arena *a, struct str s)
{
	return s.p == NULL ? "" : arena_copy(a, s).p;
}
