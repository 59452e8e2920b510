/* SPDX-License-Identifier: MIT */
/* The catalogue's side: sentences with values, plurals, and the list of all messages. */
#include "tplc.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool only_messages;

static struct note { char *message; struct text where; } *notes;
static size_t n_notes;

void
message_note(int line, const char *message)
{
	size_t i = 0;
	if (!only_messages)
		return;
	while (i < n_notes && strcmp(notes[i].message, message) != 0)
		i++;
	if (i == n_notes) {
		notes = realloc(notes, (n_notes + 1) * sizeof *notes);
		if (notes == NULL)
			abort();
		notes[n_notes++] = (struct note){ .message = copy(message, strlen(message)) };
	}
	text_printf(&notes[i].where, "#: %s:%d\n", in.file, line);
}

void
messages_print(void)
{
	puts("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"");
	for (size_t i = 0; i < n_notes; i++) {
		struct text t = { 0 };
		const char *m = notes[i].message, *many = strchr(m, '\1');
		text_add(&t, "msgid ");
		c_string(&t, m, many != NULL ? (size_t)(many - m) : strlen(m));
		if (many != NULL) {
			text_add(&t, "\nmsgid_plural ");
			c_string(&t, many + 1, strlen(many + 1));
		}
		/* PO does not know \? */
		for (char *p = t.p; (p = strstr(p, "\\?")) != NULL;)
			memmove(p, p + 1, strlen(p));
		printf("\n%s%s\n%s", notes[i].where.p, t.p, many != NULL ? "msgstr[0] \"\"\n" : "msgstr \"\"\n");
	}
}

/* One C string literal at p, adjacent ones joined. */
static const char *
c_literal(const char *p, struct text *t)
{
	text_add(t, "");
	for (;;) {
		for (p++; *p != 0 && *p != '"'; p++) {
			if (*p == '\\' && p[1] != 0) {
				p++;
				text_put(t, *p == 'n' ? "\n" : *p == 't' ? "\t" : p, 1);
			} else {
				text_put(t, p, 1);
			}
		}
		if (*p == '"')
			p++;
		const char *q = p;
		while (isspace((unsigned char)*q))
			q++;
		if (*q != '"')
			return p;
		p = q;
	}
}

/* In templates labels are given to components as strings: html_button(o, "Save", …). */
void
message_notes_from_expr(const char *e)
{
	if (!only_messages)
		return;
	for (const char *p = strchr(e, '"'); p != NULL; p = strchr(p, '"')) {
		struct text t = { 0 };
		p = c_literal(p, &t);
		if (isupper((unsigned char)t.p[0]) || strchr(t.p, ' ') != NULL)
			message_note(in.line, t.p);
	}
}

static int
line_of(const char *p)
{
	int line = 1;
	for (const char *q = in.p; q < p; q++)
		line += *q == '\n';
	return line;
}

static const char *
note_literal(const char *p)
{
	struct text t = { 0 };
	const char *end = c_literal(p, &t);
	if (t.n > 0 && has_letter(t.p, t.n))
		message_note(line_of(p), t.p);
	return end;
}

/* C sources: M("…"), .label = "…", .hint = "…", .title = "…", and the labels and hints in CHOICES. */
void
messages_from_c(void)
{
	static const char *const marks[] = { "M(", ".label =", ".hint =", ".title =", ".about =", ".add =", NULL };
	for (const char *const *m = marks; *m != NULL; m++)
		for (const char *p = in.p; (p = strstr(p, *m)) != NULL;) {
			bool inside = p > in.p && (isalnum((unsigned char)p[-1]) || p[-1] == '_');
			p += strlen(*m);
			const char *q = p + strspn(p, " \t\n");
			if (!inside && *q == '"')
				p = note_literal(q);
		}
	for (const char *p = in.p; (p = strstr(p, "CHOICES(")) != NULL;) {
		const char *end = strstr(p, ");");
		int nth = 0;
		for (p += 8; end != NULL && *p != 0 && p < end; p++) {
			if (*p == '{') {
				nth = 0;
			} else if (*p == '"') {
				struct text skipped = { 0 };
				const char *after = nth++ > 0 ? note_literal(p) : c_literal(p, &skipped);
				p = after - 1;
			}
		}
	}
}

/* ---- {% t %} ---- */

struct sentence {
	struct text message;
	struct { char *name, *expr; int line; } args[6];
	size_t n;
	struct text tags;	/* code for the inline tags */
	int n_tags, open[8], depth;
	bool words;
	char *open_name[8];
};

static void
sentence_value(struct sentence *s)
{
	int line = in.line;
	skip(2);
	char *e = expr_read("}}");
	expr_check(e);
	message_notes_from_expr(e);
	char *name = expr_last_word(e);
	text_printf(&s->message, "{%s}", name);
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->args[i].name, name) == 0) {
			if (strcmp(s->args[i].expr, e) != 0)
				die_at(line, "two values of one sentence are both named {%s}", name);
			return;
		}
	if (s->n == 6)
		die_at(line, "a sentence has at most 6 values");
	s->args[s->n].name = name;
	s->args[s->n].line = line;
	s->args[s->n++].expr = e;
}

static void
sentence_tag(struct sentence *s)
{
	if (looking_at("<!"))
		die("no comment may stand in a sentence");
	bool closing = looking_at("</");
	int line = in.line;
	out_capture(&s->tags);
	if (closing) {
		if (s->depth == 0)
			die("a sentence must open the tags it closes");
		int k = s->open[--s->depth];
		out_code(line, "if (t_ == -%d) {", k);
		char *name = tag_close_read();
		if (strcmp(name, s->open_name[s->depth]) != 0)
			die("</%s> where </%s> was expected", name, s->open_name[s->depth]);
		text_printf(&s->message, "</%d>", k);
	} else {
		int k = ++s->n_tags;
		out_code(line, "if (t_ == %d) {", k);
		char *name = tag_read();
		if (name == NULL || !element_inline(name))
			die_at(line, "only inline elements may stand in a sentence");
		if (s->depth == 8)
			die("tags of a sentence nested too deep");
		s->open_name[s->depth] = name;
		s->open[s->depth++] = k;
		text_printf(&s->message, "<%d>", k);
	}
	out_plain("\t}\n");
	out_captured();
}

static void
sentence_words(struct sentence *s, enum where w)
{
	size_t from = in.at, n;
	while (in.at < in.n && in.p[in.at] != '<' && !(w == IN_VALUE && in.p[in.at] == '"') && !looking_at("{{") &&
	    !looking_at("{%"))
		if (strchr("{}", take()) != NULL)
			die("no braces may stand in words");
	char *t = entities_decode(in.p + from, in.at - from, &n);
	if (memchr(t, '<', n) != NULL)
		die("'<' may not stand in a sentence");
	s->words = s->words || has_letter(t, n);
	text_put(&s->message, t, n);
}

/* Up to the control that ends it. */
static struct control
sentence_read(struct sentence *s, enum where w)
{
	text_add(&s->message, "");
	for (;;) {
		if (in.at == in.n)
			die("'{%% end %%}' of a sentence is missing");
		if (looking_at("{%")) {
			struct control c = control_read();
			if (!control_ends_block(c.word))
				die_at(c.line, "no block may stand in a sentence");
			if (s->depth > 0)
				die_at(c.line, "<%s> is not closed in its sentence", s->open_name[s->depth - 1]);
			char *m = squeeze(s->message.p, s->message.n);
			s->message = (struct text){ 0 };
			text_add(&s->message, m);
			return c;
		}
		if (looking_at("{{"))
			sentence_value(s);
		else if (looking_at("<") && w == IN_TEXT)
			sentence_tag(s);
		else if (w == IN_VALUE && (looking_at("\"") || looking_at("<")))
			die("a block must end in the quote it began in");
		else
			sentence_words(s, w);
	}
}

static void
args_emit(const struct sentence *s)
{
	out_plain("\tconst struct msg_arg a_[] = { { NULL, { NULL, 0 } },\n");
	for (size_t i = 0; i < s->n; i++)
		out_code(s->args[i].line, "{ \"%s\", HTML_STR(o, %s) },", s->args[i].name, s->args[i].expr);
	out_plain("\t};\n");
}

void
parse_t(enum where w)
{
	struct sentence s = { 0 };
	int line = in.line;
	struct control c = sentence_read(&s, w);
	if (strcmp(c.word, "end") != 0)
		die_at(c.line, "'%s' does not belong to a sentence", c.word);
	if (!s.words)
		die_at(line, "a sentence without words");
	struct text m = { 0 };
	c_string(&m, s.message.p, s.message.n);
	message_note(line, s.message.p);
	out_plain("\t{\n");
	args_emit(&s);
	if (s.n_tags == 0) {
		out_code(line, "%s(o, %s, a_ + 1, %zu);", w == IN_VALUE ? "html_format_attr" : "html_format", m.p, s.n);
	} else {
		out_code(line, "struct html_rich r_ = html_rich_begin(o, %s, a_ + 1, %zu, %d);", m.p, s.n, s.n_tags);
		out_plain("\tfor (int t_ = html_rich_next(o, &r_); t_ != 0; t_ = html_rich_next(o, &r_)) {\n%s\t}\n", s.tags.p);
	}
	out_plain("\t}\n");
}

void
parse_plural(struct control c)
{
	static const char *const classes[6] = { "zero", "one", "two", "few", "many", "other" };
	struct sentence s = { 0 };
	char *forms[6] = { NULL };
	expr_check(c.rest);
	while (in.at < in.n && isspace((unsigned char)in.p[in.at]))
		take();
	if (!looking_at("{%"))
		die("'plural' opens with one of its forms: {%% one %%}");
	struct control k = control_read();
	while (strcmp(k.word, "end") != 0) {
		int f = 0;
		while (f < 6 && strcmp(classes[f], k.word) != 0)
			f++;
		if (f == 6)
			die_at(k.line, "'%s' does not belong to 'plural'", k.word);
		if (forms[f] != NULL)
			die_at(k.line, "'%s' stands twice", k.word);
		s.message = (struct text){ 0 };
		k = sentence_read(&s, IN_TEXT);
		if (s.n_tags > 0)
			die_at(k.line, "no tags may stand in 'plural'");
		forms[f] = s.message.p;
	}
	if (forms[5] == NULL)
		die_at(c.line, "'plural' needs {%% other %%}");
	struct text note = { 0 }, list = { 0 };
	text_printf(&note, "%s\1%s", forms[1] != NULL ? forms[1] : forms[5], forms[5]);
	message_note(c.line, note.p);
	for (int f = 0; f < 6; f++) {
		if (forms[f] != NULL)
			c_string(&list, forms[f], strlen(forms[f]));
		else
			text_add(&list, "NULL");
		text_add(&list, f < 5 ? ", " : "");
	}
	out_plain("\t{\n");
	args_emit(&s);
	out_code(c.line, "html_plural(o, (int64_t)(%s), (const char *const[6]){ %s }, a_ + 1, %zu);", c.rest, list.p, s.n);
	out_plain("\t}\n");
}
