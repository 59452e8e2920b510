/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdio.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/json.h"
#include "base/time.h"

static atomic_bool quiet_now;

void
log_quiet(bool quiet)
{
	atomic_store(&quiet_now, quiet);
}

static void
begin(struct json *j, struct buf *o, const char *event)
{
	buf_init(o, (size_t)16 << 10);
	json_init(j, o);
	json_object(j);
	json_key(j, "at");
	json_when(j, when_now());
	json_key(j, "event");
	json_str(j, str_c(event));
}

/* One write, so that lines of several threads do not mix. */
static void
end(struct json *j, struct buf *o)
{
	json_end(j, '}');
	buf_char(o, '\n');
	if (o->failed) {
		buf_free(o);
		buf_lit(o, "{\"event\":\"log.too_long\"}\n");
	}
	ssize_t done = write(STDERR_FILENO, o->p, o->n);
	(void)done;	/* nowhere left to say it */
	buf_free(o);
}

void
log_event(const char *event, ...)
{
	if (atomic_load(&quiet_now))
		return;
	struct buf o;
	struct json j;
	begin(&j, &o, event);
	va_list ap;
	va_start(ap, event);
	for (const char *key; (key = va_arg(ap, const char *)) != NULL;) {
		const char *value = va_arg(ap, const char *);
		json_key(&j, key);
		json_str(&j, str_c(value));
		if (value == NULL)
			break;
	}
	va_end(ap);
	end(&j, &o);
}

void
log_printf(const char *event, const char *fmt, ...)
{
	if (atomic_load(&quiet_now))
		return;
	char text[2048];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	struct buf o;
	struct json j;
	begin(&j, &o, event);
	json_key(&j, "text");
	json_str(&j, str_c(text));
	end(&j, &o);
}
