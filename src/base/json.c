/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include "base/time.h"

void
json_init(struct json *j, struct buf *o)
{
	*j = (struct json){ .o = o };
}

/* A comma where something stands before; what follows a key finds the bit cleared. */
static void
begin_value(struct json *j)
{
	uint64_t bit = UINT64_C(1) << j->depth;
	if (j->more & bit)
		buf_char(j->o, ',');
	j->more |= bit;
}

static void
open_level(struct json *j, char c)
{
	begin_value(j);
	buf_char(j->o, c);
	if (j->depth == 63) {
		j->o->failed = true;
		return;
	}
	j->depth++;
	j->more &= ~(UINT64_C(1) << j->depth);
}

void
json_object(struct json *j)
{
	open_level(j, '{');
}

void
json_array(struct json *j)
{
	open_level(j, '[');
}

void
json_end(struct json *j, char closing)
{
	if (j->depth > 0)
		j->depth--;
	buf_char(j->o, closing);
}

static void
put_quoted(struct buf *o, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	buf_char(o, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(o, s.p + from, i - from);
		from = i + 1;
		buf_char(o, '\\');
		switch (c) {
		case '\b': buf_char(o, 'b'); break;
		case '\f': buf_char(o, 'f'); break;
		case '\n': buf_char(o, 'n'); break;
		case '\r': buf_char(o, 'r'); break;
		case '\t': buf_char(o, 't'); break;
		case '"':
		case '\\': buf_char(o, (char)c); break;
		default:
			buf_lit(o, "u00");
			buf_char(o, hex[c >> 4]);
			buf_char(o, hex[c & 15]);
		}
	}
	if (from < s.n)
		buf_put(o, s.p + from, s.n - from);
	buf_char(o, '"');
}

void
json_key_str(struct json *j, struct str key)
{
	begin_value(j);
	put_quoted(j->o, key);
	buf_char(j->o, ':');
	j->more &= ~(UINT64_C(1) << j->depth);
}

void
json_key(struct json *j, const char *key)
{
	json_key_str(j, str_c(key));
}

void
json_str(struct json *j, struct str s)
{
	begin_value(j);
	put_quoted(j->o, s);
}

void
json_i64(struct json *j, int64_t v)
{
	begin_value(j);
	buf_i64(j->o, v);
}

void
json_id(struct json *j, int64_t id)
{
	if (id == 0) {
		json_null(j);
		return;
	}
	begin_value(j);
	buf_char(j->o, '"');
	buf_i64(j->o, id);
	buf_char(j->o, '"');
}

void
json_bool(struct json *j, bool v)
{
	begin_value(j);
	buf_str(j->o, v ? S("true") : S("false"));
}

void
json_null(struct json *j)
{
	begin_value(j);
	buf_lit(j->o, "null");
}

void
json_date(struct json *j, struct date d)
{
	if (d.day == 0) {
		json_null(j);
		return;
	}
	int y, m, day;
	date_civil(d, &y, &m, &day);
	begin_value(j);
	buf_printf(j->o, "\"%04d-%02d-%02d\"", y, m, day);
}

void
json_when(struct json *j, struct when t)
{
	if (t.ms == 0) {
		json_null(j);
		return;
	}
	char room[96];
	struct arena a = { .base = room, .cap = sizeof room };
	json_str(j, when_iso(&a, t));
}

void
json_raw(struct json *j, struct str already_json)
{
	begin_value(j);
	buf_str(j->o, already_json);
}
