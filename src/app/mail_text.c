/* SPDX-License-Identifier: MIT */
/* A message as it goes out: nothing that comes from people reaches a header as it is, and both texts are base64, so that
 * no line of theirs can be anything else. */
#include "app/mail.h"
#include <string.h>
#include "base/hash.h"
#include "base/time.h"

#define WORD_BYTES 39		/* 52 letters of base64 and the 12 around them stay below the 75 of RFC 2047 */
#define PLAIN_MOST 60
#define LINE 57			/* 76 letters */

bool
mail_address_ok(struct str s)
{
	size_t at = 0, n_at = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c >= 0x7f || memchr("<>()[],;:\\\"", c, 11) != NULL)
			return false;
		if (c == '@') {
			at = i;
			n_at++;
		}
	}
	return s.n <= 254 && n_at == 1 && at > 0 && at + 1 < s.n && s.p[0] != '-';
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!letter && (c == 0 || memchr(" .,-'", c, 5) == NULL))
			return false;
	}
	return s.n <= PLAIN_MOST && (s.n == 0 || (s.p[0] != ' ' && s.p[s.n - 1] != ' '));
}

struct str
mail_word(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.n + 1, 1);
	struct buf b;

	if (is_plain(text))
		return text;
	for (size_t i = 0; i < text.n; i++)
		p[i] = (unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f ? ' ' : text.p[i];
	buf_init(&b, 8192);
	for (size_t at = 0; at < text.n;) {
		size_t n = text.n - at < WORD_BYTES ? text.n - at : WORD_BYTES;
		while (n > 1 && at + n < text.n && ((unsigned char)p[at + n] & 0xc0) == 0x80)
			n--;		/* a word holds whole characters */
		struct str part = base64_text(a, (struct str){ p + at, n });
		buf_printf(&b, "%s=?utf-8?B?%.*s?=", at > 0 ? "\r\n " : "", (int)part.n, part.p);
		at += n;
	}
	return buf_end(&b, a);
}

static void
put_part(struct arena *a, struct buf *b, const char *type, struct str text)
{
	buf_printf(b, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
	for (size_t at = 0; at < text.n; at += LINE) {
		size_t n = text.n - at < LINE ? text.n - at : LINE;
		buf_str(b, base64_text(a, (struct str){ text.p + at, n }));
		buf_lit(b, "\r\n");
	}
}

/* "Sat, 28 Nov 2026 04:41:39 +0000" */
static struct str
date_head(struct arena *a, struct when at)
{
	static const char days[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct date d = { (int32_t)(at.ms / 86400000) };
	int seconds = (int)(at.ms / 1000 % 86400), y, m, day;

	date_civil(d, &y, &m, &day);
	return arena_printf(a, "%s, %d %s %d %02d:%02d:%02d +0000", days[date_weekday(d)], day, months[m - 1], y, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

struct str
mail_message(struct arena *a, const struct mail_head *h, const struct mail_text *t)
{
	struct str name = mail_word(a, h->from_name), subject = mail_word(a, t->subject), at = date_head(a, h->at);
	const char *host = memchr(h->from.p, '@', h->from.n);
	struct str place = { host + 1, h->from.n - (size_t)(host + 1 - h->from.p) };
	bool quoted = name.n > 0 && name.p[0] != '=';
	struct buf b;

	buf_init(&b, 1u << 20);
	buf_printf(&b, "Date: %.*s\r\nFrom: %s%.*s%s <%.*s>\r\nTo: <%.*s>\r\nSubject: %.*s\r\nMessage-ID: <%.*s@%.*s>\r\n", (int)at.n, at.p,
	    quoted ? "\"" : "", (int)name.n, name.p, quoted ? "\"" : "", (int)h->from.n, h->from.p, (int)h->to.n, h->to.p, (int)subject.n, subject.p,
	    (int)h->id.n, h->id.p, (int)place.n, place.p);
	/* No answer of a machine to a machine. */
	buf_lit(&b, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n");
	buf_printf(&b, "Content-Type: multipart/alternative; boundary=\"=_%.*s\"\r\n\r\n", (int)h->id.n, h->id.p);
	buf_printf(&b, "--=_%.*s\r\n", (int)h->id.n, h->id.p);
	put_part(a, &b, "text/plain", t->plain);
	buf_printf(&b, "--=_%.*s\r\n", (int)h->id.n, h->id.p);
	put_part(a, &b, "text/html", t->html);
	buf_printf(&b, "--=_%.*s--\r\n", (int)h->id.n, h->id.p);
	return buf_end(&b, a);
}
