/* SPDX-License-Identifier: MIT */
#include "base/message.h"

#include "base/time.h"

static struct str
word_english(struct arena *a, const struct word *w)
{
	switch (w->kind) {
	case WORD_TEXT:
		return w->text;
	case WORD_NUMBER:
		return arena_printf(a, "%lld", (long long)w->number);
	case WORD_DATE:
		return date_long(a, w->date);
	case WORD_MESSAGE:
		return str_c(w->message);
	}
	return (struct str){ NULL, 0 };
}

static bool
value_english(struct arena *a, const struct message *m, struct str name, struct str *ret)
{
	if (m->forms != NULL && str_is(name, "n")) {
		*ret = arena_printf(a, "%lld", (long long)m->n);
		return true;
	}
	for (size_t i = 0; i < MESSAGE_WORDS; i++)
		if (m->words[i].name != NULL && str_is(name, m->words[i].name)) {
			*ret = word_english(a, &m->words[i]);
			return true;
		}
	return false;
}

static struct str
join(struct arena *a, struct str x, struct str y)
{
	char *p = arena_alloc(a, x.n + y.n + 1, 1);

	for (size_t i = 0; i < x.n; i++)
		p[i] = x.p[i];
	for (size_t i = 0; i < y.n; i++)
		p[x.n + i] = y.p[i];
	return (struct str){ p, x.n + y.n };
}

struct str
message_english(struct arena *a, const struct message *m)
{
	const char *text = m->text;
	struct str rest, out = { NULL, 0 };

	if (m->forms != NULL)
		text = m->n == 1 && m->forms[1] != NULL ? m->forms[1] : m->forms[5];
	rest = str_c(text);
	while (rest.n > 0) {
		struct str tail, after, value, plain = str_cut(rest, '{', &tail);
		struct str name = str_cut(tail, '}', &after);

		out = join(a, out, plain);
		if (plain.n == rest.n)
			break;
		if (value_english(a, m, name, &value))
			out = join(a, out, value);
		rest = after;
	}
	return out;
}
