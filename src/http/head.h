/* SPDX-License-Identifier: MIT */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H
#include "http/http.h"

/* The head of a request, judged and taken apart.  All text points into the raw bytes. */
enum {
	HEAD_TARGET_MAX = 4096,		/* over it 414 */
	HEAD_LINE_MAX = HEAD_TARGET_MAX + 64,	/* the whole first line */
	HEAD_FIELDS_MAX = 16384,	/* all header lines together: 431 */
	HEAD_COUNT_MAX = 100,		/* header lines: 431 */
};
enum head_field {
	FIELD_HOST, FIELD_COOKIE, FIELD_AUTHORIZATION, FIELD_ORIGIN, FIELD_SEC_FETCH_SITE, FIELD_CONTENT_TYPE,
	FIELD_ACCEPT, FIELD_IF_MATCH, FIELD_IF_NONE_MATCH, FIELD_IDEMPOTENCY_KEY, FIELD_ACCEPT_LANGUAGE,
	FIELD_RANGE, FIELD_FORWARDED_FOR, FIELD_FORWARDED_PROTO, FIELD_CONTENT_LENGTH,
	FIELD_TRANSFER_ENCODING, FIELD_CONNECTION, FIELD_EXPECT, FIELD__MAX
};
struct head {
	struct http_head line;
	struct str query;
	int minor;			/* HTTP/1.minor */
	bool keep;			/* the connection may serve another request */
	bool expect;			/* the client waits for 100 Continue */
	struct str field[FIELD__MAX];
};
/* 0, or the status to refuse with; *ret_reason then says why. */
int head_parse(struct str raw, const char *session_cookie, struct head *ret, const char **ret_reason);

/* Bytes as they come in: the length of the first complete head, with its empty line; 0: more is needed;
 * -1: refuse already, *ret_status and *ret_reason say why.  from: bytes that were looked at before. */
ptrdiff_t head_end(struct str bytes, size_t from, int *ret_status, const char **ret_reason);
#endif
