/* SPDX-License-Identifier: MIT */
#include "http/parse.h"

#include <string.h>

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that s[*at] stands for, moving *at behind it; -1 for a broken escape. */
static int
next_byte(struct str s, size_t *at)
{
	unsigned char c = (unsigned char)s.p[(*at)++];
	if (c != '%')
		return c;
	if (s.n - *at < 2)
		return -1;
	int high = hex_digit(s.p[*at]), low = hex_digit(s.p[*at + 1]);
	if (high < 0 || low < 0)
		return -1;
	*at += 2;
	return high * 16 + low;
}

/* Length of the sequence at s[at], and its code point; 0 when it is not UTF-8 in shortest form. */
static size_t
utf8_next(struct str s, size_t at, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s.p[at];
	size_t n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 :
	    c >= 0xf0 && c < 0xf5 ? 4 : 0;
	if (n == 0 || n > s.n - at)
		return 0;
	uint32_t v = n == 1 ? c : c & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		unsigned char more = (unsigned char)s.p[at + i];
		if ((more & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (more & 0x3f);
	}
	if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return 0;
	*ret = v;
	return n;
}

bool
parse_is_plain_text(struct str s)
{
	for (size_t at = 0, n; at < s.n; at += n) {
		uint32_t v = 0;
		n = utf8_next(s, at, &v);
		if (n == 0 || v < ' ' || (v >= 0x7f && v < 0xa0))
			return false;
	}
	return true;
}

static bool
decode_into(char **to, struct str raw, struct str *ret)
{
	char *start = *to;
	for (size_t at = 0; at < raw.n;) {
		int c = raw.p[at] == '+' ? (at++, ' ') : next_byte(raw, &at);
		if (c <= 0)
			return false;
		*(*to)++ = (char)c;
	}
	*ret = (struct str){ start, (size_t)(*to - start) };
	return true;
}

enum status
http_parse_pairs(struct arena *a, struct str text, size_t max, struct pair **ret, size_t *ret_n)
{
	*ret = NULL;
	*ret_n = 0;
	if (text.n == 0)
		return ST_OK;
	size_t n = 0;
	for (struct str rest = text; rest.p != NULL;)
		if (str_cut(rest, '&', &rest).n > 0 && ++n > max)
			return ST_TOO_LARGE;
	struct pair *pairs = arena_array(a, struct pair, n + 1);
	char *to = arena_alloc(a, text.n, 1);	/* decoding never makes text longer */
	size_t i = 0;
	for (struct str rest = text; rest.p != NULL;) {
		struct str one = str_cut(rest, '&', &rest), value;
		if (one.n == 0)
			continue;
		struct str name = str_cut(one, '=', &value);
		if (!decode_into(&to, name, &pairs[i].name) || !decode_into(&to, value, &pairs[i].value))
			return ST_INVALID;
		i++;
	}
	*ret = pairs;
	*ret_n = i;
	return ST_OK;
}

struct str
http_cookie(struct str header, const char *name)
{
	for (struct str rest = header; rest.p != NULL;) {
		struct str value, one = str_trim(str_cut(rest, ';', &rest));
		struct str key = str_cut(one, '=', &value);
		if (value.p == NULL || !str_is(key, name))
			continue;
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct str){ value.p + 1, value.n - 2 };
		return value;
	}
	return (struct str){ NULL, 0 };
}

/* No ".", ".." or empty segment, except that the path may end in a slash. */
static bool
segments_are_fine(struct str path)
{
	struct str rest = { path.p + 1, path.n - 1 };
	while (rest.p != NULL) {
		struct str one = str_cut(rest, '/', &rest);
		if (str_is(one, ".") || str_is(one, "..") || (one.n == 0 && rest.p != NULL))
			return false;
	}
	return true;
}

bool
http_decode_path(struct arena *a, struct str raw, struct str *ret)
{
	*ret = (struct str){ NULL, 0 };
	if (raw.n == 0 || raw.p[0] != '/')
		return false;
	char *p = arena_alloc(a, raw.n + 1, 1);
	struct str path = { p, 0 };
	for (size_t at = 0; at < raw.n;) {
		bool escaped = raw.p[at] == '%';
		int c = next_byte(raw, &at);
		/* A slash or backslash that was hidden would be a separator to somebody. */
		if (c <= 0 || c == '\\' || (c == '/' && escaped))
			return false;
		p[path.n++] = (char)c;
	}
	if (!parse_is_plain_text(path) || !segments_are_fine(path))
		return false;
	*ret = path;
	return true;
}
