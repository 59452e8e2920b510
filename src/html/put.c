/* SPDX-License-Identifier: MIT */
/* The sinks: whatever a value holds, it comes out as text. */
#include "html/html.h"
#include "base/time.h"
#include <string.h>

/* One escaper for text and for double-quoted attributes.  Most bytes are plain: one look in the table for each. */
static void
put_escaped(struct buf *o, struct str s)
{
	static const struct str becomes[256] = { ['&'] = STR_INIT("&amp;"), ['<'] = STR_INIT("&lt;"), ['>'] = STR_INIT("&gt;"),
		['"'] = STR_INIT("&quot;"), ['\''] = STR_INIT("&#39;"), [0] = STR_INIT("\xef\xbf\xbd") };
	static const bool special[256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true, [0] = true };
	const unsigned char *p = (const unsigned char *)s.p;
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		while (i + 4 <= s.n && !(special[p[i]] | special[p[i + 1]] | special[p[i + 2]] | special[p[i + 3]]))
			i += 4;
		if (i == s.n || !special[p[i]])
			continue;
		buf_put(o, p + from, i - from);
		buf_str(o, becomes[p[i]]);
		from = i + 1;
	}
	if (s.n > from)
		buf_put(o, p + from, s.n - from);
}

static struct str
grouped(struct arena *a, unsigned long long v, bool minus)
{
	char t[40];
	size_t at = sizeof t, digits = 0;
	do {
		if (digits > 0 && digits % 3 == 0)
			t[--at] = ',';
		t[--at] = (char)('0' + v % 10);
		v /= 10;
		digits++;
	} while (v > 0);
	if (minus)
		t[--at] = '-';
	return arena_copy(a, (struct str){ t + at, sizeof t - at });
}

struct str
html_str_i64(struct html *o, long long v)
{
	unsigned long long u = v < 0 ? 0ull - (unsigned long long)v : (unsigned long long)v;
	return grouped(o->mem, u, v < 0);
}

struct str
html_str_u64(struct html *o, unsigned long v)
{
	return grouped(o->mem, v, false);
}

struct str
html_str_str(struct html *o, struct str s)
{
	(void)o;
	return s;
}

struct str
html_str_personal(struct html *o, struct personal p)
{
	if (p.text.n > 0 && !sight_allows(o->sight, p.cls))
		return lang_text(o->lang, o->mem, M("Hidden"));
	return p.text;
}

static bool
english(const struct lang *l)
{
	return l == NULL || strcmp(l->code, "en") == 0;
}

struct str
html_str_date(struct html *o, struct date d)
{
	static const char *const months[] = { M("January"), M("February"), M("March"), M("April"), M("May"), M("June"),
		M("July"), M("August"), M("September"), M("October"), M("November"), M("December") };
	int year, month, day;
	if (d.day == 0)
		return (struct str){ NULL, 0 };
	if (english(o->lang))
		return date_long(o->mem, d);
	date_civil(d, &year, &month, &day);
	struct msg_arg args[] = { { "day", arena_printf(o->mem, "%d", day) },
		{ "month", lang_text(o->lang, o->mem, months[(month - 1) % 12]) },
		{ "year", arena_printf(o->mem, "%d", year) } };
	return lang_format(o->lang, o->mem, M("{day} {month} {year}"), args, countof(args));
}

struct str
html_str_when(struct html *o, struct when t)
{
	if (t.ms == 0)
		return (struct str){ NULL, 0 };
	if (english(o->lang))
		return when_long(o->mem, t);
	struct civil c = when_civil(t);
	struct str clock;
	const char *half = c.hour < 12 ? "am" : "pm";
	int hour = c.hour % 12 == 0 ? 12 : c.hour % 12;
	if (c.minute == 0)
		clock = arena_printf(o->mem, "%d%s", hour, half);
	else
		clock = arena_printf(o->mem, "%d:%02d%s", hour, c.minute, half);
	struct msg_arg args[] = { { "date", html_str_date(o, when_date(t)) }, { "time", clock } };
	return lang_format(o->lang, o->mem, M("{date}, {time}"), args, countof(args));
}

struct str
html_str_money(struct html *o, struct money m)
{
	if (!m.has)
		return (struct str){ NULL, 0 };
	bool minus = m.pence < 0;
	unsigned long long p = minus ? 0ull - (unsigned long long)m.pence : (unsigned long long)m.pence;
	struct str pounds = grouped(o->mem, p / 100, false);
	const char *sign = minus ? "-" : "";
	if (p % 100 == 0)
		return arena_printf(o->mem, "%s£%.*s", sign, (int)pounds.n, pounds.p);
	return arena_printf(o->mem, "%s£%.*s.%02d", sign, (int)pounds.n, pounds.p, (int)(p % 100));
}

void html_put_str(struct html *o, struct str s) { put_escaped(o->out, s); }
void html_put_safe(struct html *o, struct safe_html s) { buf_str(o->out, s.s); }
void html_put_personal(struct html *o, struct personal p) { put_escaped(o->out, html_str_personal(o, p)); }
void html_put_i64(struct html *o, long long v) { buf_str(o->out, html_str_i64(o, v)); }
void html_put_u64(struct html *o, unsigned long v) { buf_str(o->out, html_str_u64(o, v)); }
void html_put_date(struct html *o, struct date d) { put_escaped(o->out, html_str_date(o, d)); }
void html_put_when(struct html *o, struct when t) { put_escaped(o->out, html_str_when(o, t)); }
void html_put_money(struct html *o, struct money m) { put_escaped(o->out, html_str_money(o, m)); }
void html_attr_str(struct html *o, struct str s) { put_escaped(o->out, s); }
void html_attr_i64(struct html *o, long long v) { buf_i64(o->out, v); }
void html_attr_u64(struct html *o, unsigned long v) { buf_str(o->out, arena_printf(o->mem, "%lu", v)); }
void html_attr_bool(struct html *o, bool v) { buf_str(o->out, v ? S("true") : S("false")); }

void
html_put_url(struct html *o, struct url u)
{
	put_escaped(o->out, u.s.n > 0 ? u.s : S("#"));
}
