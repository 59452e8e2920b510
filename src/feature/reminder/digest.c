/* SPDX-License-Identifier: MIT */
/* What is due, as mail: kinds, references and dates.  No title is in it, for people typed those, and no name. */
#include "feature/reminder/own.h"
#include <string.h>
#include "app/due.h"
#include "base/time.h"
#include "tpl/feature/reminder/digest.h"

#define LINES 40

struct url
reminder_url(struct ctx *c, struct str path)
{
	struct str base = c->app->base_url;

	return url_external(c->mem, arena_printf(c->mem, "%.*s%.*s", (int)base.n, base.p, (int)path.n, path.p));
}

static size_t
count_kinds(struct ctx *c, const struct due_list *l, struct digest_count *k)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct str kind = lang_text(c->lang, c->mem, l->items[i].kind);
		size_t at = 0;
		while (at < n && !str_eq(k[at].kind, kind))
			at++;
		if (at == n)
			k[n++] = (struct digest_count){ .kind = kind };
		k[at].n++;
		k[at].late += l->items[i].due.day < c->today.day;
	}
	return n;
}

static void
put_plain(struct buf *b, const struct digest_view *v)
{
	buf_str(b, v->first);
	buf_lit(b, "\r\n\r\n");
	for (size_t i = 0; i < v->n_counts; i++)
		buf_printf(b, "%.*s: %zu\r\n", (int)v->counts[i].kind.n, v->counts[i].kind.p, v->counts[i].n);
	buf_lit(b, "\r\n");
	for (size_t i = 0; i < v->n; i++) {
		const struct digest_line *d = &v->lines[i];
		buf_printf(b, "%.*s%s%.*s, %.*s\r\n%.*s\r\n\r\n", (int)d->kind.n, d->kind.p, d->ref.n > 0 ? " " : "", (int)d->ref.n, d->ref.p,
		    (int)d->when.n, d->when.p, (int)d->to.s.n, d->to.s.p);
	}
	buf_printf(b, "%.*s\r\n%.*s\r\n", (int)v->last.n, v->last.p, (int)v->settings.s.n, v->settings.s.p);
}

enum status
reminder_digest(struct ctx *c, int64_t account, struct mail_text *ret)
{
	struct due_list due;
	struct buf page, plain;
	bool acts;

	TRY(due_outside(c, c->who->org, account, &due, &acts));
	if (!acts || due.n == 0) {
		ret->none = true;
		return ST_OK;
	}
	struct digest_count *counts = arena_array(c->mem, struct digest_count, due.n);
	struct digest_line *lines = arena_array(c->mem, struct digest_line, LINES);
	struct digest_view v = { .counts = counts, .lines = lines, .n = due.n < LINES ? due.n : LINES, .settings = reminder_url(c, S("/account/reminders")),
		.last = lang_text(c->lang, c->mem, M("You chose to be sent this. Change or end it on your account page.")) };
	v.n_counts = count_kinds(c, &due, counts);
	for (size_t i = 0; i < v.n; i++) {
		struct str day = date_long(c->mem, due.items[i].due), words = due_words(c, due.items[i].due);
		lines[i] = (struct digest_line){ .kind = lang_text(c->lang, c->mem, due.items[i].kind), .ref = due.items[i].ref, .to = reminder_url(c, due.items[i].to.s),
			.when = arena_printf(c->mem, "%.*s, %.*s", (int)day.n, day.p, (int)words.n, words.p) };
	}
	static const char *const forms[6] = { [1] = M("1 thing is due from you"), [5] = M("{n} things are due from you") };
	struct msg_arg n = { "n", arena_printf(c->mem, "%zu", due.n) };
	v.first = lang_format(c->lang, c->mem, str_z(c->mem, lang_plural(c->lang, c->mem, (int64_t)due.n, forms)), &n, 1);
	buf_init(&page, 1u << 18);
	buf_init(&plain, 1u << 18);
	struct html o = { .out = &page, .mem = c->mem, .lang = c->lang, .sight = SIGHT_NONE };
	reminder_digest_html(&o, &v);
	put_plain(&plain, &v);
	struct str inner = buf_end(&page, c->mem);
	ret->subject = arena_printf(c->mem, "%.*s: %.*s", (int)c->app->service.n, c->app->service.p, (int)v.first.n, v.first.p);
	ret->plain = buf_end(&plain, c->mem);
	ret->html = arena_printf(c->mem, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%.*s</title></head><body>%.*s</body></html>",
	    (int)ret->subject.n, ret->subject.p, (int)inner.n, inner.p);
	return ST_OK;
}
