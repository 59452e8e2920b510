/* SPDX-License-Identifier: MIT */
#include "html/message.h"

#include "base/time.h"

static struct str
word_shown(const struct lang *l, struct arena *a, const struct word *w)
{
	switch (w->kind) {
	case WORD_TEXT:
		return w->text;
	case WORD_NUMBER:
		return arena_printf(a, "%lld", (long long)w->number);
	case WORD_DATE:
		return html_str_date(&(struct html){ .mem = a, .lang = l }, w->date);
	case WORD_MESSAGE:
		return lang_text(l, a, w->message);
	}
	return (struct str){ NULL, 0 };
}

struct str
lang_message(const struct lang *l, struct arena *a, const struct message *m)
{
	struct msg_arg args[MESSAGE_WORDS + 1];
	size_t n = 0;

	if (m->text == NULL && m->forms == NULL)
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < MESSAGE_WORDS; i++)
		if (m->words[i].name != NULL)
			args[n++] = (struct msg_arg){ m->words[i].name, word_shown(l, a, &m->words[i]) };
	if (m->forms == NULL)
		return lang_format(l, a, m->text, args, n);
	args[n++] = (struct msg_arg){ "n", arena_printf(a, "%lld", (long long)m->n) };
	return lang_fill(a, lang_plural(l, a, m->n, m->forms), args, n);
}

void
html_message(struct html *o, const struct message *m)
{
	html_put_str(o, lang_message(o->lang, o->mem, m));
}
