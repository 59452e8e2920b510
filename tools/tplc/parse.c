/* SPDX-License-Identifier: MIT */
#include "tplc.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Elements that stand open.  A block may neither close what was opened outside it nor leave
 * anything open; a function may only when it is one half of a pair (…_begin, …_end). */
static struct { char *name; int line; } open_elements[64];
static size_t n_open, n_base;
static bool is_begin, is_end, in_function;

void
elements_reset(void)
{
	n_open = n_base = 0;
}

static void
element_push(char *name)
{
	if (n_open == 64)
		die("elements nested too deep");
	open_elements[n_open].line = in.line;
	open_elements[n_open++].name = name;
}

static void
element_pop(const char *name)
{
	if (n_open == n_base) {
		if (n_base == 0 && is_end)
			return;
		die("</%s> closes an element that was opened outside this block", name);
	}
	if (strcmp(open_elements[n_open - 1].name, name) != 0)
		die("</%s> where </%s> was expected (opened in line %d)", name, open_elements[n_open - 1].name,
		    open_elements[n_open - 1].line);
	n_open--;
}

static void
elements_closed(void)
{
	if (n_open > n_base)
		die("<%s> of line %d is not closed in its block", open_elements[n_open - 1].name, open_elements[n_open - 1].line);
}

/* Textarea's first line end is dropped by browsers, so one more is written before the value. */
static void
textarea_read(void)
{
	out_literal("\n", 1);
	while (in.at < in.n && isspace((unsigned char)in.p[in.at]))
		take();
	if (!looking_at("{{"))
		die("<textarea> holds one value and nothing else");
	skip(2);
	int line = in.line;
	char *e = expr_read("}}");
	expr_check(e);
	out_code(line, "HTML_TEXT(o, %s);", e);
	while (in.at < in.n && isspace((unsigned char)in.p[in.at]))
		take();
	if (!looking_at("</textarea>"))
		die("<textarea> holds one value and nothing else");
}

static void
comment_skip(void)
{
	int line = in.line;
	skip(4);
	while (!looking_at("-->")) {
		if (looking_at("{{") || looking_at("{%"))
			die("no value and no block may stand in a comment");
		if (take() < 0)
			die_at(line, "the comment is not closed");
	}
	skip(3);
}

static void
gap_emit(const char *p, size_t n)
{
	if (n > 0)
		out_literal(memchr(p, '\n', n) != NULL ? "\n" : " ", 1);
}

/* Literal text up to the next tag, value or control; true when it is words. */
static bool
literal_text(bool beside_value)
{
	size_t from = in.at, n;
	int line = in.line;
	while (in.at < in.n && in.p[in.at] != '<' && !looking_at("{{") && !looking_at("{%") && !looking_at("{!"))
		take();
	char *text = entities_decode(in.p + from, in.at - from, &n);
	size_t lead = 0, tail = n;
	while (lead < n && isspace((unsigned char)text[lead]))
		lead++;
	while (tail > lead && isspace((unsigned char)text[tail - 1]))
		tail--;
	if (lead == n) {
		gap_emit(text, n);
		return false;
	}
	char *m = squeeze(text, n);
	gap_emit(text, lead);
	bool words = has_letter(m, strlen(m));
	if (words) {
		if (beside_value || (looking_at("{{") && tail - lead > 0))
			die_at(line, "a sentence with values stands in {%% t %%}: \"%s\"", m);
		if (strpbrk(m, "{}") != NULL)
			die_at(line, "no braces may stand in words");
		struct text c = { 0 };
		c_string(&c, m, strlen(m));
		message_note(line, m);
		out_code(line, "html_msg(o, %s);", c.p);
	} else {
		struct text esc = { 0 };
		escaped_add(&esc, m, strlen(m));
		out_literal(esc.p, esc.n);
	}
	gap_emit(text + tail, n - tail);
	return words;
}

static void
value_text(void)
{
	int line = in.line;
	skip(2);
	char *e = expr_read("}}");
	expr_check(e);
	message_notes_from_expr(e);
	out_code(line, "HTML_TEXT(o, %s);", e);
}

static void
doctype(void)
{
	if (!looking_at("<!DOCTYPE html>"))
		die("only <!DOCTYPE html> and comments begin with '<!'");
	skip(15);
	out_literal("<!DOCTYPE html>", 15);
}

struct control
parse_text(void)
{
	bool words = false, value = false;	/* directly before this place */
	while (in.at < in.n) {
		if (looking_at("{!"))
			return (struct control){ .word = NULL, .line = in.line };
		if (!in_function && !looking_at("<!--")) {
			if (isspace((unsigned char)in.p[in.at])) {
				take();
				continue;
			}
			die("the file must open with {! void name(struct html *o, …) !}");
		}
		if (looking_at("<!--")) {
			comment_skip();
		} else if (looking_at("{{")) {
			if (words)
				die("a sentence with values stands in {%% t %%}");
			value_text();
			value = true;
			continue;
		} else if (looking_at("{%")) {
			struct control c = control_read();
			if (control_ends_block(c.word))
				return c;
			parse_block(c, IN_TEXT);
		} else if (looking_at("</")) {
			char *name = tag_close_read();
			element_pop(name);
		} else if (looking_at("<!")) {
			doctype();
		} else if (looking_at("<")) {
			char *name = tag_read();
			if (name != NULL) {
				element_push(name);
				if (strcmp(name, "textarea") == 0)
					textarea_read();
			}
		} else {
			words = literal_text(value);
			value = false;
			continue;
		}
		words = value = false;
	}
	return (struct control){ .word = NULL, .line = in.line };
}

static struct control
parse_inside(enum where w)
{
	struct control c = { 0 };
	static int depth;
	if (++depth > 32)
		die("blocks nested too deep");
	enum attr_kind kind = value_kind;
	switch (w) {
	case IN_TEXT: c = parse_text(); break;
	case IN_TAG: c = parse_attributes(true); break;
	case IN_VALUE: c = parse_values(kind, "of this block", true); break;
	}
	value_kind = kind;
	depth--;
	return c;
}

static void
parse_if(struct control c, enum where w)
{
	unsigned long long before[3], all[3];
	memcpy(before, attrs_seen, sizeof before);
	memcpy(all, attrs_seen, sizeof all);
	size_t base = n_base;
	bool had_else = false;
	n_base = n_open;
	expr_check(c.rest);
	message_notes_from_expr(c.rest);
	out_code(c.line, "if (%s) {", c.rest);
	for (;;) {
		struct control k = parse_inside(w);
		elements_closed();
		for (int i = 0; i < 3; i++)
			all[i] |= attrs_seen[i];
		if (k.word == NULL)
			die_at(c.line, "the block 'if' is not closed");
		if (strcmp(k.word, "end") == 0)
			break;
		if (had_else || (strcmp(k.word, "else") != 0 && strcmp(k.word, "elif") != 0))
			die_at(k.line, "'%s' does not belong to the 'if' of line %d", k.word, c.line);
		memcpy(attrs_seen, before, sizeof before);
		had_else = strcmp(k.word, "else") == 0;
		if (had_else) {
			out_code(k.line, "} else {");
		} else {
			expr_check(k.rest);
			message_notes_from_expr(k.rest);
			out_code(k.line, "} else if (%s) {", k.rest);
		}
	}
	memcpy(attrs_seen, all, sizeof all);
	n_base = base;
	out_plain("\t}\n");
}

/* "n in LIST COUNT": the space that parts them is the last one outside brackets. */
static void
parse_for(struct control c, enum where w)
{
	char *rest = c.rest, *name = rest, *list, *count = NULL;
	while (isalnum((unsigned char)*rest) || *rest == '_')
		rest++;
	if (rest == name || strncmp(rest, " in ", 4) != 0)
		die_at(c.line, "'for' reads: for NAME in LIST COUNT");
	*rest = 0;
	list = rest + 4;
	int depth = 0;
	for (char *p = list; *p != 0; p++) {
		depth += (*p == '(' || *p == '[') - (*p == ')' || *p == ']');
		if (depth == 0 && isspace((unsigned char)*p))
			count = p;
	}
	if (count == NULL)
		die_at(c.line, "'for' reads: for NAME in LIST COUNT");
	*count++ = 0;
	expr_check(name);
	expr_check(list);
	expr_check(count);
	size_t base = n_base;
	n_base = n_open;
	out_code(c.line, "for (size_t %s_i = 0; %s_i < (size_t)(%s); %s_i++) { __typeof__(&(%s)[0]) %s = &(%s)[%s_i]; (void)%s;",
	    name, name, count, name, list, name, list, name, name);
	struct control k = parse_inside(w);
	elements_closed();
	if (k.word == NULL)
		die_at(c.line, "the block 'for' is not closed");
	if (strcmp(k.word, "end") != 0)
		die_at(k.line, "'%s' does not belong to the 'for' of line %d", k.word, c.line);
	n_base = base;
	out_plain("\t}\n");
}

void
parse_block(struct control c, enum where w)
{
	if (strcmp(c.word, "if") == 0) {
		parse_if(c, w);
	} else if (strcmp(c.word, "for") == 0) {
		parse_for(c, w);
	} else if (strcmp(c.word, "t") == 0) {
		if (*c.rest != 0)
			die_at(c.line, "'t' takes nothing");
		if (w == IN_VALUE && value_kind != ATTR_MESSAGE)
			die_at(c.line, "'t' stands in text, or in alt, title, label and aria-label");
		parse_t(w);
	} else if (strcmp(c.word, "plural") == 0 && w == IN_TEXT) {
		parse_plural(c);
	} else if (strcmp(c.word, "call") == 0 && w == IN_TEXT) {
		expr_check(c.rest);
		if (c.rest[strlen(c.rest) - 1] != ')')
			die_at(c.line, "'call' wants a call");
		message_notes_from_expr(c.rest);
		out_code(c.line, "%s;", c.rest);
	} else {
		die_at(c.line, "'%s' is no control here", c.word);
	}
}

static bool
ends_with(const char *s, size_t n, const char *tail)
{
	size_t t = strlen(tail);
	return n >= t && memcmp(s + n - t, tail, t) == 0;
}

static char *
signature_read(void)
{
	size_t from = in.at + 2;
	while (!looking_at("!}"))
		if (take() < 0)
			die("'!}' is missing");
	char *s = squeeze(in.p + from, in.at - from);
	if (strncmp(s, "#include", 8) == 0) {
		from += strspn(in.p + from, " \t\n");
		s = copy(in.p + from, in.at - from);
	}
	skip(2);
	return s;
}

/* {! … !}: includes for the header, or the signature that begins a function. */
void
parse_function(void)
{
	int line = in.line;
	char *s = signature_read();
	if (strncmp(s, "#include", 8) == 0) {
		for (char *l = strtok(s, "\n"); l != NULL; l = strtok(NULL, "\n")) {
			char *one = squeeze(l, strlen(l));
			if (*one != 0 && strncmp(one, "#include \"", 10) != 0)
				die_at(line, "only #include \"…\" lines may stand here");
			if (*one != 0)
				text_printf(&out_h, "%s\n", one);
		}
		return;
	}
	bool local = strncmp(s, "static ", 7) == 0;
	char *v = s + (local ? 7 : 0), *paren = strchr(s, '(');
	if (strncmp(v, "void ", 5) != 0 || paren == NULL || strncmp(paren, "(struct html *o", 15) != 0 ||
	    !ends_with(s, strlen(s), ")") || strpbrk(s, "{};#\"") != NULL)
		die_at(line, "a function reads: {! void name(struct html *o, …) !}");
	size_t head = (size_t)(paren - s);
	is_begin = ends_with(s, head, "_begin");
	is_end = ends_with(s, head, "_end");
	in_function = true;
	text_printf(local ? &out_c : &out_h, "%s;\n", s);
	elements_reset();
	out_plain("#line %d \"%s\"\n%s\n{\n\t(void)o;\n", line, in.file, s);
	while (in.at < in.n && isspace((unsigned char)in.p[in.at]))
		take();
	struct control c = parse_text();
	if (c.word != NULL)
		die_at(c.line, "'%s' without a block", c.word);
	if (!is_begin)
		elements_closed();
	out_plain("}\n\n");
	in_function = false;
}
