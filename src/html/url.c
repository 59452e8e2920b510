/* SPDX-License-Identifier: MIT */
#include "html/html.h"
#include <string.h>

static const struct url no_url = { { NULL, 0 } };

struct url
url_for(struct arena *a, const char *pattern, const int64_t *ids, size_t n)
{
	size_t room = strlen(pattern), used = 0;

	if (pattern[0] != '/' || pattern[1] == '/' || pattern[1] == '\\' || room > 2048 || n > 100)
		return no_url;
	/* An id has at most twenty characters. */
	char *to = arena_alloc(a, room + 20 * n + 1, 1), *w = to;
	for (const char *p = pattern; *p != 0; p++) {
		if (p[0] != '{' || p[1] != '}') {
			*w++ = *p;
			continue;
		}
		if (used < n)
			w = i64_write(w, ids[used]);
		used++;
		p++;
	}
	return used == n ? (struct url){ { to, (size_t)(w - to) } } : no_url;
}

/* What RFC 3986 calls unreserved stays; all else becomes %XX. */
static void
put_percent(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '.' || c == '_' || c == '~';
		if (plain) {
			buf_char(b, (char)c);
			continue;
		}
		buf_char(b, '%');
		buf_char(b, hex[c >> 4]);
		buf_char(b, hex[c & 15]);
	}
}

struct url
url_with(struct arena *a, struct url u, const char *name, struct str value)
{
	struct buf b;
	struct str place = { NULL, 0 }, before = u.s;
	if (value.n == 0 || u.s.n == 0)
		return u;
	const char *hash = memchr(u.s.p, '#', u.s.n);
	if (hash != NULL) {
		before = (struct str){ u.s.p, (size_t)(hash - u.s.p) };
		place = (struct str){ hash, u.s.n - before.n };
	}
	buf_init(&b, 16384);
	buf_str(&b, before);
	buf_char(&b, before.n > 0 && memchr(before.p, '?', before.n) != NULL ? '&' : '?');
	put_percent(&b, str_c(name));
	buf_char(&b, '=');
	put_percent(&b, value);
	buf_str(&b, place);
	struct url r = { b.failed ? u.s : arena_copy(a, buf_view(&b)) };
	buf_free(&b);
	return r;
}

struct url
url_fragment(struct arena *a, struct str id)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_char(&b, '#');
	put_percent(&b, id);
	struct url r = { b.failed ? no_url.s : arena_copy(a, buf_view(&b)) };
	buf_free(&b);
	return r;
}

static bool
begins_fold(struct str s, const char *low)
{
	size_t n = strlen(low);
	for (size_t i = 0; i < n; i++)
		if (i >= s.n || (s.p[i] | 0x20) != (low[i] | 0x20))
			return false;
	return true;
}

struct url
url_external(struct arena *a, struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`')
			return no_url;
	}
	if (begins_fold(s, "https://") || begins_fold(s, "http://") || begins_fold(s, "mailto:"))
		return (struct url){ arena_copy(a, s) };
	return no_url;
}
