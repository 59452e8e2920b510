/* SPDX-License-Identifier: MIT */
#include "http/head.h"

#include <string.h>
#include <strings.h>

/* Which headers are read at all.  A header that decides anything may come only once: two of them are
 * read differently by different programs on the way. */
static const struct {
	const char *name;
	bool once;
} fields[FIELD__MAX] = {
	[FIELD_HOST] = { "host", true },
	[FIELD_COOKIE] = { "cookie", true },
	[FIELD_AUTHORIZATION] = { "authorization", true },
	[FIELD_ORIGIN] = { "origin", true },
	[FIELD_SEC_FETCH_SITE] = { "sec-fetch-site", true },
	[FIELD_CONTENT_TYPE] = { "content-type", true },
	[FIELD_ACCEPT] = { "accept", false },
	[FIELD_IF_MATCH] = { "if-match", true },
	[FIELD_IF_NONE_MATCH] = { "if-none-match", true },
	[FIELD_IDEMPOTENCY_KEY] = { "idempotency-key", true },
	[FIELD_ACCEPT_LANGUAGE] = { "accept-language", false },
	[FIELD_RANGE] = { "range", true },
	[FIELD_FORWARDED_FOR] = { "x-forwarded-for", true },
	[FIELD_FORWARDED_PROTO] = { "x-forwarded-proto", true },
	[FIELD_CONTENT_LENGTH] = { "content-length", true },
	[FIELD_TRANSFER_ENCODING] = { "transfer-encoding", false },
	[FIELD_CONNECTION] = { "connection", false },
	[FIELD_EXPECT] = { "expect", true },
};

static const struct {
	enum method m;
	const char *name;
} methods[] = {
	{ GET, "GET" }, { HEAD, "HEAD" }, { POST, "POST" },
	{ PUT, "PUT" }, { PATCH, "PATCH" }, { DELETE, "DELETE" },
};

const char *
method_name(enum method m)
{
	for (size_t i = 0; i < countof(methods); i++)
		if (methods[i].m == m)
			return methods[i].name;
	return "";
}

static int
refuse(int status, const char *reason, const char **ret_reason)
{
	*ret_reason = reason;
	return status;
}

static bool
is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!word && (c == 0 || strchr("!#$%&'*+-.^_`|~", c) == NULL))
			return false;
	}
	return s.n > 0;
}

static bool
same_word(struct str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static struct str
trim_blanks(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* Cuts the next line off; false when it does not end in CRLF. */
static bool
next_line(struct str *rest, struct str *ret)
{
	const char *lf = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
	if (lf == NULL || lf == rest->p || lf[-1] != '\r')
		return false;
	size_t n = (size_t)(lf - rest->p) + 1;
	*ret = (struct str){ rest->p, n - 2 };
	rest->p += n;
	rest->n -= n;
	return true;
}

static int
parse_target(struct str target, struct head *h, const char **why)
{
	if (target.n > HEAD_TARGET_MAX)
		return refuse(414, "the address is too long", why);
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];
		if (c <= ' ' || c >= 0x7f || c == '#')
			return refuse(400, "the address holds a forbidden character", why);
	}
	if (target.n == 0 || target.p[0] != '/')
		return refuse(400, "the address must start with /", why);
	const char *mark = memchr(target.p, '?', target.n);
	h->line.path = target;
	if (mark != NULL) {
		h->line.path.n = (size_t)(mark - target.p);
		h->query = (struct str){ mark + 1, target.n - h->line.path.n - 1 };
	}
	return 0;
}

static int
parse_line(struct str line, struct head *h, const char **why)
{
	const char *first = memchr(line.p, ' ', line.n);
	const char *last = memrchr(line.p, ' ', line.n);
	if (first == NULL || first == last)
		return refuse(400, "the first line is not a request", why);
	struct str method = { line.p, (size_t)(first - line.p) };
	struct str target = { first + 1, (size_t)(last - first) - 1 };
	struct str version = { last + 1, line.n - (size_t)(last + 1 - line.p) };
	if (!is_token(method))
		return refuse(400, "the method is malformed", why);
	if (str_is(version, "HTTP/1.1"))
		h->minor = 1;
	else if (!str_is(version, "HTTP/1.0"))
		return refuse(400, "the version is not HTTP/1.1", why);
	for (size_t i = 0; i < countof(methods); i++)
		if (str_is(method, methods[i].name))
			h->line.method = methods[i].m;
	if (h->line.method == METHOD_NONE)
		return refuse(501, "the method is not known", why);
	return parse_target(target, h, why);
}

static int
parse_field(struct str line, struct head *h, const char **why)
{
	if (line.p[0] == ' ' || line.p[0] == '\t')
		return refuse(400, "a header is folded", why);
	const char *colon = memchr(line.p, ':', line.n);
	if (colon == NULL)
		return refuse(400, "a header has no colon", why);
	struct str name = { line.p, (size_t)(colon - line.p) };
	struct str value = { colon + 1, line.n - name.n - 1 };
	if (!is_token(name))
		return refuse(400, "a header's name is malformed", why);
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return refuse(400, "a header holds a control character", why);
	}
	value = trim_blanks(value);
	for (size_t i = 0; i < FIELD__MAX; i++) {
		if (!same_word(name, fields[i].name))
			continue;
		if (i == FIELD_CONNECTION) {
			/* A list that may be spread over lines; one close decides. */
			struct str more = value;
			while (more.p != NULL && more.n > 0) {
				struct str word = trim_blanks(str_cut(more, ',', &more));
				if (same_word(word, "close"))
					h->field[i] = S("close");
				else if (same_word(word, "keep-alive") && h->field[i].p == NULL)
					h->field[i] = S("keep-alive");
			}
		} else if (h->field[i].p == NULL)
			h->field[i] = value;
		else if (fields[i].once)
			return refuse(400, "a header comes twice", why);
		break;
	}
	return 0;
}

static bool
host_is_fine(struct str host)
{
	for (size_t i = 0; i < host.n; i++) {
		unsigned char c = (unsigned char)host.p[i];
		bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!word && (c == 0 || strchr(".-_:[]", c) == NULL))
			return false;
	}
	return host.n > 0 && host.n <= 255;
}

static int
judge_length(struct head *h, const char **why)
{
	struct str s = h->field[FIELD_CONTENT_LENGTH];
	if (s.p == NULL)
		return 0;
	if (s.n == 0)
		return refuse(400, "the length is not a number", why);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return refuse(400, "the length is not a number", why);
	if (s.n > 18 || !str_i64(s, &h->line.length))
		return refuse(413, "the body is too large", why);
	/* Nothing here reads the body of a GET, and programs on the way disagree whether it has one. */
	if (h->line.length > 0 && (h->line.method == GET || h->line.method == HEAD))
		return refuse(400, "a request to read has a body", why);
	return 0;
}

static int
judge_fields(struct head *h, const char *session_cookie, const char **why)
{
	if (h->field[FIELD_HOST].p == NULL && h->minor >= 1)
		return refuse(400, "the host is missing", why);
	if (h->field[FIELD_HOST].p != NULL && !host_is_fine(h->field[FIELD_HOST]))
		return refuse(400, "the host is malformed", why);
	if (h->field[FIELD_TRANSFER_ENCODING].p != NULL)
		return refuse(411, "a body must come with its length", why);
	int status = judge_length(h, why);
	if (status != 0)
		return status;
	if (h->field[FIELD_EXPECT].p != NULL) {
		if (!same_word(h->field[FIELD_EXPECT], "100-continue"))
			return refuse(400, "what is expected is not known", why);
		h->expect = h->minor >= 1;
	}
	struct str connection = h->field[FIELD_CONNECTION];
	h->keep = h->minor >= 1 ? !str_is(connection, "close") : str_is(connection, "keep-alive");
	h->line.has_session = session_cookie != NULL
	    && http_cookie(h->field[FIELD_COOKIE], session_cookie).n > 0;
	return 0;
}

int
head_parse(struct str raw, const char *session_cookie, struct head *ret, const char **why)
{
	*ret = (struct head){ 0 };
	*why = "";
	struct str rest = raw, line;
	if (raw.n > 0 && memchr(raw.p, 0, raw.n) != NULL)
		return refuse(400, "there is a NUL byte in the head", why);
	if (!next_line(&rest, &line))
		return refuse(400, "a line does not end in CR LF", why);
	if (line.n > HEAD_LINE_MAX)
		return refuse(414, "the address is too long", why);
	int status = parse_line(line, ret, why);
	if (status != 0)
		return status;
	if (rest.n > HEAD_FIELDS_MAX)
		return refuse(431, "the headers are too long", why);
	for (int n = 0;; n++) {
		if (!next_line(&rest, &line))
			return refuse(400, "a line does not end in CR LF", why);
		if (line.n == 0)
			break;
		if (n == HEAD_COUNT_MAX)
			return refuse(431, "there are too many headers", why);
		status = parse_field(line, ret, why);
		if (status != 0)
			return status;
	}
	if (rest.n > 0)
		return refuse(400, "something follows the head", why);
	return judge_fields(ret, session_cookie, why);
}

int
http_judge_head(struct str raw, const char *session_cookie, struct http_head *ret, const char **ret_reason)
{
	struct head h;
	int status = head_parse(raw, session_cookie, &h, ret_reason);
	*ret = h.line;
	return status;
}

ptrdiff_t
head_end(struct str bytes, size_t from, int *ret_status, const char **why)
{
	if (bytes.n == 0)
		return 0;
	/* Not even a letter: another protocol, or noise.  Waiting for an empty line would only cost time. */
	if (bytes.p[0] <= ' ' || bytes.p[0] >= 0x7f) {
		*ret_status = refuse(400, "this is not HTTP", why);
		return -1;
	}
	const char *first = memchr(bytes.p, '\n', bytes.n);
	size_t line = first != NULL ? (size_t)(first - bytes.p) + 1 : bytes.n;
	if (line > HEAD_LINE_MAX + 2) {
		*ret_status = refuse(414, "the address is too long", why);
		return -1;
	}
	/* Where a bare LF ends the line before, the head ends too, and the judge refuses it: waiting for CR LF
	 * would leave the sender without an answer. */
	for (size_t i = from > 2 ? from - 2 : 0; i < bytes.n; i++) {
		if (bytes.p[i] != '\n')
			continue;
		size_t next = i + 1;
		if (next < bytes.n && bytes.p[next] == '\r')
			next++;
		if (next < bytes.n && bytes.p[next] == '\n') {
			if (next + 1 - line > HEAD_FIELDS_MAX)
				break;
			return (ptrdiff_t)(next + 1);
		}
	}
	if (bytes.n - line > HEAD_FIELDS_MAX) {
		*ret_status = refuse(431, "the headers are too long", why);
		return -1;
	}
	return 0;
}
