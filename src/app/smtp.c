/* SPDX-License-Identifier: MIT */
/* The only file that knows libcurl. */
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include "app/mail.h"

#define CONNECT_SECONDS 10l
#define ALL_SECONDS 30l

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;

static void
begin(void)
{
	ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

struct source { struct str left; };

static size_t
give(char *to, size_t size, size_t n, void *arg)
{
	struct source *s = arg;
	size_t k = size * n < s->left.n ? size * n : s->left.n;

	memcpy(to, s->left.p, k);
	s->left = (struct str){ s->left.p + k, s->left.n - k };
	return k;
}

static enum smtp
verdict(CURLcode did, const struct source *s, int code)
{
	if (did == CURLE_OK)
		return SMTP_SENT;
	if (code >= 500 && code < 600)
		return SMTP_REFUSED;
	/* Once all of it was handed over, only a clear answer tells. */
	if (s->left.n == 0 && !(code >= 400 && code < 500))
		return SMTP_UNKNOWN;
	return SMTP_LATER;
}

enum smtp
smtp_send(struct arena *a, const char *address, const char *from, struct str to, struct str message, int *ret_code)
{
	bool starttls = strncmp(address, "smtp+starttls://", 16) == 0;
	const char *url = starttls ? str_z(a, arena_printf(a, "smtp://%s", address + 16)) : address;
	struct source source = { message };
	long code = 0;

	*ret_code = 0;
	pthread_once(&once, begin);
	/* This libcurl puts what stands in an address into the dialogue as it is. */
	if (!ready || !mail_address_ok(to) || !mail_address_ok(str_c(from)))
		return SMTP_REFUSED;
	CURL *h = curl_easy_init();
	struct curl_slist *rcpt = curl_slist_append(NULL, str_z(a, arena_printf(a, "<%.*s>", (int)to.n, to.p)));
	if (h == NULL || rcpt == NULL) {
		curl_slist_free_all(rcpt);
		curl_easy_cleanup(h);
		return SMTP_LATER;
	}
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1l);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, ALL_SECONDS);
	curl_easy_setopt(h, CURLOPT_USE_SSL, (long)(starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(h, CURLOPT_MAIL_FROM, str_z(a, arena_printf(a, "<%s>", from)));
	curl_easy_setopt(h, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 1l);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(h, CURLOPT_READDATA, &source);
	CURLcode did = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(rcpt);
	curl_easy_cleanup(h);
	*ret_code = (int)code;
	return verdict(did, &source, (int)code);
}
