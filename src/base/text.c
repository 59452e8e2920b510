/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

static bool
is_line_end(int32_t c)
{
	return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Controls, marks that turn the direction of the text around them, byte order marks and
 * code points that are no characters: what nobody types and what makes one text look like another. */
static bool
is_unwanted(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* Normalises n code points, in place. */
static struct str
encode_nfc(int32_t *c, size_t n)
{
	utf8proc_ssize_t len = utf8proc_reencode(c, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	return (struct str){ (const char *)c, len < 0 ? 0 : (size_t)len };
}

/* Decomposed code points with room for the NUL that reencode writes; NULL when s is not UTF-8. */
static int32_t *
decompose(struct arena *a, struct str s, utf8proc_option_t how, size_t *ret_n)
{
	const uint8_t *p = (const uint8_t *)s.p;
	utf8proc_ssize_t n = utf8proc_decompose(p, (utf8proc_ssize_t)s.n, NULL, 0, how);
	if (n < 0)
		return NULL;
	int32_t *c = arena_array(a, int32_t, (size_t)n + 1);
	*ret_n = (size_t)utf8proc_decompose(p, (utf8proc_ssize_t)s.n, c, n, how);
	return c;
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20 || (uint8_t)s.p[i] >= 0x7f)
			return false;
	return true;
}

enum status
text_clean(struct arena *a, struct str raw, bool lines, struct str *ret)
{
	if (raw.n == 0 || is_plain(raw)) {
		*ret = arena_copy(a, raw);
		return ST_OK;
	}
	char *out = arena_alloc(a, raw.n + 1, 1);
	size_t n = 0;
	bool ascii = true;
	for (size_t i = 0; i < raw.n;) {
		int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate((const uint8_t *)raw.p + i,
		    (utf8proc_ssize_t)(raw.n - i), &c);
		if (len <= 0 || c == 0)
			return ST_INVALID;
		const char *from = raw.p + i;
		i += (size_t)len;
		if (c == '\r') {
			if (i < raw.n && raw.p[i] == '\n')
				i++;
			c = '\n';
		}
		if (is_line_end(c)) {
			out[n++] = lines ? '\n' : ' ';
		} else if (c == '\t') {
			out[n++] = ' ';
		} else if (!is_unwanted(c)) {
			ascii = ascii && c < 0x80;
			memcpy(out + n, from, (size_t)len);
			n += (size_t)len;
		}
	}
	out[n] = '\0';
	struct str s = { out, n };
	if (!ascii) {
		size_t count = 0;
		int32_t *c = decompose(a, s, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &count);
		if (c == NULL)
			return ST_INVALID;
		s = encode_nfc(c, count);
	}
	*ret = s;
	return ST_OK;
}

size_t
text_length(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((uint8_t)s.p[i] & 0xc0) != 0x80;
	return n;
}

struct str
text_fold(struct arena *a, struct str s)
{
	if (s.n == 0)
		return s;
	size_t n = 0;
	int32_t *c = decompose(a, s,
	    UTF8PROC_DECOMPOSE | UTF8PROC_STABLE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &n);
	return c == NULL ? (struct str){ "", 0 } : encode_nfc(c, n);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct str
text_sort(struct arena *a, struct str s)
{
	enum { WIDTH = 12 };
	struct str f = text_fold(a, str_trim(s));
	size_t room = 1;
	for (size_t i = 0; i < f.n; i++)
		room += is_digit(f.p[i]) ? WIDTH : 1;
	char *out = arena_alloc(a, room, 1);
	size_t n = 0;
	for (size_t i = 0; i < f.n;) {
		if (!is_digit(f.p[i])) {
			out[n++] = f.p[i++];
			continue;
		}
		while (i + 1 < f.n && f.p[i] == '0' && is_digit(f.p[i + 1]))
			i++;
		size_t len = 1;
		while (i + len < f.n && is_digit(f.p[i + len]))
			len++;
		for (size_t pad = len; pad < WIDTH; pad++)
			out[n++] = '0';
		memcpy(out + n, f.p + i, len);
		n += len;
		i += len;
	}
	return (struct str){ out, n };
}

struct str
text_shorten(struct arena *a, struct str s, size_t n)
{
	if (text_length(s) <= n)
		return s;
	if (n == 0)
		return (struct str){ "", 0 };
	size_t end = 0, space = 0;
	for (size_t points = 0; end < s.n; end++) {
		if (((uint8_t)s.p[end] & 0xc0) == 0x80)
			continue;
		if (s.p[end] == ' ' || s.p[end] == '\n')
			space = end;
		if (points++ == n - 1)
			break;
	}
	/* A word that fills most of the room is cut rather than dropped. */
	if (space > end / 2)
		end = space;
	while (end > 0 && (s.p[end - 1] == ' ' || s.p[end - 1] == ','))
		end--;
	return arena_printf(a, "%.*s\xe2\x80\xa6", (int)end, s.p);
}

struct str
text_code(struct arena *a, struct str code)
{
	char *p = arena_alloc(a, code.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		char ch = code.p[i];
		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			p[n++] = ch;
	}
	return (struct str){ p, n };
}
