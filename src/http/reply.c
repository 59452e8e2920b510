/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "http/head.h"

#include <string.h>
#include <strings.h>

/* How long the answer is and whether the connection stays is for the listener to say. */
static bool
is_framing(const char *name)
{
	static const char *const framing[] = { "content-length", "transfer-encoding", "connection", "date" };
	for (size_t i = 0; i < countof(framing); i++)
		if (strcasecmp(name, framing[i]) == 0)
			return true;
	return false;
}

static bool
is_name(const char *name)
{
	for (const char *p = name; *p != 0; p++) {
		bool word = (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
		if (!word && *p != '-')
			return false;
	}
	return name[0] != 0;
}

void
http_header_add(struct http_reply *r, const char *name, struct str value)
{
	const char *why = NULL;
	if (!is_name(name) || is_framing(name))
		why = "name";
	else if (r->n_headers == countof(r->headers))
		why = "too many";
	for (size_t i = 0; i < value.n && why == NULL; i++) {
		unsigned char c = (unsigned char)value.p[i];
		if (c < ' ' || c == 0x7f)
			why = "control character";
	}
	if (why != NULL) {
		log_event("http.header_refused", "header", is_name(name) ? name : "?", "why", why, NULL);
		return;
	}
	r->headers[r->n_headers++] = (struct http_header){ name, value };
}
