/* SPDX-License-Identifier: MIT */
#include "http/parse.h"

#include <string.h>
#include <strings.h>

/* multipart/form-data as browsers write it, and nothing else: no preamble, no nesting, no transfer
 * encodings, every line of a part's head ends in CR LF. */
enum { BOUNDARY_MAX = 70, PART_HEAD_MAX = 4096 };

#define CUT_SHORT S("The upload was cut short.")
#define UNREADABLE S("The form was sent in a way that cannot be read.")
#define BAD_NAME S("The name of a file or field cannot be read.")
#define TOO_MANY S("The form has too many parts.")

static enum status
wrong(struct str why, struct str *ret_why)
{
	*ret_why = why;
	return ST_INVALID;
}

static bool
same_word(struct str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* Cuts `; name=value` or `; name="value"` off the front.  A backslash is an ordinary character, as
 * browsers write it.  False: malformed, or nothing left (rest->n is 0 then). */
static bool
next_param(struct str *rest, struct str *ret_name, struct str *ret_value)
{
	struct str s = str_trim(*rest);
	*rest = s;
	if (s.n == 0 || s.p[0] != ';')
		return false;
	s = str_trim((struct str){ s.p + 1, s.n - 1 });
	const char *equals = s.n > 0 ? memchr(s.p, '=', s.n) : NULL;
	if (equals == NULL)
		return false;
	*ret_name = (struct str){ s.p, (size_t)(equals - s.p) };
	s = (struct str){ equals + 1, s.n - ret_name->n - 1 };
	const char *end;
	if (s.n > 0 && s.p[0] == '"') {
		s = (struct str){ s.p + 1, s.n - 1 };
		end = s.n > 0 ? memchr(s.p, '"', s.n) : NULL;
		if (end == NULL)
			return false;
		*ret_value = (struct str){ s.p, (size_t)(end - s.p) };
		end++;
	} else {
		end = s.n > 0 ? memchr(s.p, ';', s.n) : NULL;
		if (end == NULL)
			end = s.p + s.n;
		*ret_value = str_trim((struct str){ s.p, (size_t)(end - s.p) });
	}
	*rest = (struct str){ end, s.n - (size_t)(end - s.p) };
	return true;
}

/* The delimiter with its leading CR LF and dashes. */
static bool
find_delimiter(struct arena *a, struct str content_type, struct str *ret)
{
	const char *semicolon = content_type.n > 0 ? memchr(content_type.p, ';', content_type.n) : NULL;
	if (semicolon == NULL)
		return false;
	struct str type = { content_type.p, (size_t)(semicolon - content_type.p) };
	if (!same_word(str_trim(type), "multipart/form-data"))
		return false;
	struct str rest = { semicolon, content_type.n - type.n }, name, value, boundary = { NULL, 0 };
	while (next_param(&rest, &name, &value)) {
		if (!same_word(name, "boundary"))
			continue;
		if (boundary.p != NULL)
			return false;
		boundary = value;
	}
	if (rest.n > 0 || boundary.n == 0 || boundary.n > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < boundary.n; i++)
		if (boundary.p[i] <= ' ' || boundary.p[i] >= 0x7f)
			return false;
	char *p = arena_alloc(a, boundary.n + 4, 1);
	memcpy(p, "\r\n--", 4);
	memcpy(p + 4, boundary.p, boundary.n);
	*ret = (struct str){ p, boundary.n + 4 };
	return true;
}

static bool
read_disposition(struct str value, struct http_part *part)
{
	const char *semicolon = memchr(value.p, ';', value.n);
	if (semicolon == NULL || part->name.p != NULL)
		return false;
	struct str type = { value.p, (size_t)(semicolon - value.p) };
	struct str rest = { semicolon, value.n - type.n }, name, text;
	if (!same_word(str_trim(type), "form-data"))
		return false;
	while (next_param(&rest, &name, &text)) {
		if (same_word(name, "name")) {
			if (part->name.p != NULL)
				return false;
			part->name = text;
		} else if (same_word(name, "filename")) {
			if (part->file_name.p != NULL)
				return false;
			/* Some programs send where the file lay: only its own name counts. */
			for (size_t i = text.n; i > 0; i--)
				if (text.p[i - 1] == '/' || text.p[i - 1] == '\\') {
					text = (struct str){ text.p + i, text.n - i };
					break;
				}
			part->file_name = text;
		}
	}
	return rest.n == 0 && part->name.n > 0 && parse_is_plain_text(part->name)
	    && parse_is_plain_text(part->file_name);
}

static bool
read_part_head(struct str head, struct http_part *part)
{
	while (head.n > 0) {
		const char *end = memmem(head.p, head.n, "\r\n", 2);
		struct str line = { head.p, end != NULL ? (size_t)(end - head.p) : head.n };
		size_t skip = end != NULL ? line.n + 2 : line.n;
		head = (struct str){ head.p + skip, head.n - skip };
		struct str value, name = str_cut(line, ':', &value);
		if (value.p == NULL || !parse_is_plain_text(line))
			return false;
		value = str_trim(value);
		if (same_word(name, "content-disposition")) {
			if (!read_disposition(value, part))
				return false;
		} else if (same_word(name, "content-type"))
			part->content_type = value;
		else if (same_word(name, "content-transfer-encoding") && !same_word(value, "binary")
		    && !same_word(value, "8bit") && !same_word(value, "7bit"))
			return false;
	}
	return part->name.p != NULL;
}

/* rest starts behind the delimiter's CR LF; on success behind the delimiter that ends this part. */
static enum status
read_part(struct str *rest, struct str delimiter, struct http_part *part, struct str *ret_why)
{
	*part = (struct http_part){ 0 };
	struct str s = *rest;
	size_t look = s.n < PART_HEAD_MAX ? s.n : PART_HEAD_MAX;
	const char *blank = look > 0 ? memmem(s.p, look, "\r\n\r\n", 4) : NULL;
	if (blank == NULL)
		return wrong(look < PART_HEAD_MAX ? CUT_SHORT : UNREADABLE, ret_why);
	struct str head = { s.p, (size_t)(blank - s.p) };
	if (!read_part_head(head, part))
		return wrong(BAD_NAME, ret_why);
	/* An empty part's delimiter starts with the CR LF that ends the head. */
	s = (struct str){ blank + 2, s.n - head.n - 2 };
	const char *end = memmem(s.p, s.n, delimiter.p, delimiter.n);
	if (end == NULL)
		return wrong(CUT_SHORT, ret_why);
	if (end > s.p)
		part->body = (struct str){ s.p + 2, (size_t)(end - s.p) - 2 };
	else
		part->body = (struct str){ s.p, 0 };
	size_t used = (size_t)(end - s.p) + delimiter.n;
	*rest = (struct str){ s.p + used, s.n - used };
	return ST_OK;
}

enum status
http_parse_multipart(struct arena *a, struct str content_type, struct str body, size_t max,
    struct http_part **ret, size_t *ret_n, struct str *ret_why)
{
	*ret = NULL;
	*ret_n = 0;
	*ret_why = (struct str){ NULL, 0 };
	struct str delimiter;
	if (!find_delimiter(a, content_type, &delimiter))
		return wrong(UNREADABLE, ret_why);
	struct str first = { delimiter.p + 2, delimiter.n - 2 };
	if (!str_starts(body, first))
		return wrong(body.n < first.n ? CUT_SHORT : UNREADABLE, ret_why);
	struct str rest = { body.p + first.n, body.n - first.n };
	struct http_part *parts = NULL;
	size_t n = 0, room = 0;
	while (str_starts(rest, S("\r\n"))) {
		if (n == max) {
			*ret_why = TOO_MANY;
			return ST_TOO_LARGE;
		}
		if (n == room) {
			room = room == 0 ? 16 : room * 2;
			struct http_part *more = arena_array(a, struct http_part, room);
			if (n > 0)
				memcpy(more, parts, n * sizeof(*more));
			parts = more;
		}
		rest = (struct str){ rest.p + 2, rest.n - 2 };
		TRY(read_part(&rest, delimiter, &parts[n], ret_why));
		n++;
	}
	if (!str_starts(rest, S("--")))
		return wrong(rest.n < 2 ? CUT_SHORT : UNREADABLE, ret_why);
	rest = (struct str){ rest.p + 2, rest.n - 2 };
	if (rest.n > 0 && !str_is(rest, "\r\n"))
		return wrong(UNREADABLE, ret_why);
	*ret = parts;
	*ret_n = n;
	return ST_OK;
}
