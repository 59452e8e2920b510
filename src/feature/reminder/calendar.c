/* SPDX-License-Identifier: MIT */
/* What is due as iCalendar (RFC 5545): a day, a kind and a reference each. */
#include "feature/reminder/own.h"
#include "app/dispatch.h"
#include "app/due.h"
#include "base/hash.h"
#include "base/time.h"

#define FETCHES 20	/* of one calendar in a minute */

/* Lines are cut at 75 octets, at whole characters, and go on behind a space (3.1). */
static void
put_line(struct buf *b, struct str s)
{
	for (size_t at = 0, room = 75; at < s.n; room = 74) {
		size_t n = s.n - at < room ? s.n - at : room;
		while (n > 1 && at + n < s.n && ((unsigned char)s.p[at + n] & 0xc0) == 0x80)
			n--;
		if (at > 0)
			buf_lit(b, " ");
		buf_put(b, s.p + at, n);
		buf_lit(b, "\r\n");
		at += n;
	}
}

static struct str
day_text(struct arena *a, struct date d)
{
	int y, m, day;

	date_civil(d, &y, &m, &day);
	return arena_printf(a, "%04d%02d%02d", y, m, day);
}

/* Text of a value (3.3.11). */
static struct str
escaped(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, 2 * s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '\\')
			p[n++] = '\\';
		p[n++] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
	}
	return (struct str){ p, n };
}

static void
put_event(struct ctx *c, struct buf *b, const struct due_item *d)
{
	struct str kind = lang_text(c->lang, c->mem, d->kind), iso = when_iso(c->mem, c->now);
	struct str said = escaped(c->mem, arena_printf(c->mem, "%.*s%s%.*s", (int)kind.n, kind.p, d->ref.n > 0 ? " " : "", (int)d->ref.n, d->ref.p));
	struct str first = day_text(c->mem, d->due), next = day_text(c->mem, date_add_days(d->due, 1)), to = reminder_url(c, d->to.s).s;
	/* The same thing is the same event at each fetch, and tells nothing. */
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "event %s %.*s", d->kind, (int)d->to.s.n, d->to.s.p));
	struct str id = hash_hex(c->mem, &h);

	buf_lit(b, "BEGIN:VEVENT\r\n");
	put_line(b, arena_printf(c->mem, "UID:%.32s@wardkeep", id.p));
	put_line(b, arena_printf(c->mem, "DTSTAMP:%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso.p, iso.p + 5, iso.p + 8, iso.p + 11, iso.p + 14, iso.p + 17));
	put_line(b, arena_printf(c->mem, "DTSTART;VALUE=DATE:%.*s", (int)first.n, first.p));
	put_line(b, arena_printf(c->mem, "DTEND;VALUE=DATE:%.*s", (int)next.n, next.p));
	put_line(b, arena_printf(c->mem, "SUMMARY:%.*s", (int)said.n, said.p));
	if (to.n > 0)
		put_line(b, arena_printf(c->mem, "URL:%.*s", (int)to.n, to.p));
	buf_lit(b, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

enum status
reminder_calendar(struct ctx *c, int64_t org, int64_t account, struct str *ret)
{
	struct due_list due;
	struct buf b;
	bool acts;

	if (!rate_allow(c->app->rates, arena_printf(c->mem, "%lld %lld", (long long)org, (long long)account), "reminder.calendar", FETCHES, c->now))
		return fail(c, ST_TOO_MANY, M("That was tried too often. Wait a minute and try again."), NULL);
	TRY(due_outside(c, org, account, &due, &acts));
	if (!acts)
		return ST_NOT_FOUND;
	buf_init(&b, 1u << 18);
	buf_lit(&b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Wardkeep//What is due//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-PUBLISHED-TTL:PT6H\r\n");
	for (size_t i = 0; i < due.n; i++)
		put_event(c, &b, &due.items[i]);
	buf_lit(&b, "END:VCALENDAR\r\n");
	*ret = buf_end(&b, c->mem);
	return ST_OK;
}
