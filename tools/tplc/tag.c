/* SPDX-License-Identifier: MIT */
#include "tplc.h"
#include <ctype.h>
#include <string.h>

unsigned long long attrs_seen[3];

static char *
name_read(const char *what)
{
	size_t from = in.at;
	while (in.at < in.n && (isalnum((unsigned char)in.p[in.at]) || in.p[in.at] == '-' || in.p[in.at] == ':' || in.p[in.at] == '_'))
		skip(1);
	if (in.at == from) {
		if (looking_at("{{"))
			die("no value may be placed in a tag outside a quoted attribute");
		die("%s was expected", what);
	}
	return copy(in.p + from, in.at - from);
}

static void
literal_url_check(const char *name, const char *v)
{
	bool ok = (v[0] == '/' && v[1] != '/' && v[1] != '\\') || v[0] == '#' ||
	    (strcmp(name, "href") == 0 && strncmp(v, "https://", 8) == 0);
	for (const char *p = v; *p != 0; p++)
		ok = ok && (unsigned char)*p > ' ' && *p != '\\';
	if (!ok)
		die("%s=\"%s\": an address begins with /, # or (links only) https://", name, v);
}

static void
emit_value(enum attr_kind kind, const char *name)
{
	int line = in.line;
	skip(2);
	char *e = expr_read("}}");
	expr_check(e);
	message_notes_from_expr(e);
	if (kind == ATTR_LITERAL || kind == ATTR_BOOL)
		die_at(line, "no value may be placed in attribute %s", name);
	if (kind == ATTR_NUMBER)
		out_code(line, "html_attr_i64(o, (%s));", e);
	else
		out_code(line, "%s(o, %s);", kind == ATTR_URL ? "HTML_URL" : "HTML_ATTR", e);
}

/* Literal bytes of a value up to the quote or the next value. */
static void
emit_literal(enum attr_kind kind, const char *name, bool *ret_letters)
{
	size_t from = in.at, n;
	int line = in.line;
	while (in.at < in.n && in.p[in.at] != '"' && !looking_at("{{") && !looking_at("{%")) {
		if (looking_at("<") || looking_at("{!"))
			die("attribute %s is not closed, or holds '%c'", name, in.p[in.at]);
		take();
	}
	char *text = entities_decode(in.p + from, in.at - from, &n);
	struct text esc = { 0 };
	text_add(&esc, "");
	escaped_add(&esc, text, n);
	if (kind == ATTR_NUMBER && strspn(text, "0123456789.-%") != n)
		die("attribute %s wants a number", name);
	bool letters = kind == ATTR_MESSAGE && has_letter(text, n);
	*ret_letters = *ret_letters || letters;
	if (!letters) {
		out_literal(esc.p, esc.n);
		return;
	}
	char *m = squeeze(text, n);
	struct text c = { 0 };
	c_string(&c, m, strlen(m));
	message_note(line, m);
	out_code(line, "html_msg_attr(o, %s);", c.p);
}

static const char *value_name;
enum attr_kind value_kind;

struct control
parse_values(enum attr_kind kind, const char *name, bool in_block)
{
	bool letters = false, values = false;
	value_name = name;
	value_kind = kind;
	for (;;) {
		if (in.at == in.n)
			die("the file ends inside attribute %s", name);
		if (in.p[in.at] == '"') {
			if (in_block)
				die("a block must end in the quote it began in (attribute %s)", name);
			skip(1);
			return (struct control){ 0 };
		}
		if (looking_at("{{")) {
			emit_value(kind, name);
			values = true;
		} else if (looking_at("{%")) {
			if (kind != ATTR_TEXT && kind != ATTR_MESSAGE)
				die("no block may stand in attribute %s", name);
			struct control c = control_read();
			if (control_ends_block(c.word)) {
				if (!in_block)
					die_at(c.line, "'%s' in attribute %s ends a block that began outside it", c.word, name);
				return c;
			}
			parse_block(c, IN_VALUE);
			value_name = name;
		} else {
			emit_literal(kind, name, &letters);
		}
		if (letters && values)
			die("attribute %s: a sentence with values stands in {%% t %%}", name);
	}
}

static void
url_value(const char *name)
{
	if (looking_at("{{")) {
		emit_value(ATTR_URL, name);
		if (!looking_at("\""))
			die("attribute %s: an address stands alone in its attribute", name);
		skip(1);
		return;
	}
	size_t from = in.at, n;
	while (in.at < in.n && in.p[in.at] != '"') {
		if (looking_at("{{") || looking_at("{%"))
			die("attribute %s: an address stands alone in its attribute", name);
		if (looking_at("<") || looking_at("\n"))
			die("attribute %s is not closed", name);
		take();
	}
	char *v = entities_decode(in.p + from, in.at - from, &n);
	literal_url_check(name, v);
	struct text esc = { 0 };
	escaped_add(&esc, v, n);
	out_literal(esc.p, esc.n);
	skip(1);
}

static void
attribute_read(void)
{
	char *name = name_read("an attribute, '>' or '{% if …'");
	int index;
	enum attr_kind kind = attr_kind(name, &index);
	if (strncasecmp(name, "on", 2) == 0 || strcasecmp(name, "style") == 0 || strcasecmp(name, "srcdoc") == 0)
		die("attribute %s is refused", name);
	if (kind == 0)
		die("attribute %s is not on the list of attributes", name);
	if (index >= 0) {
		unsigned long long bit = 1ull << (index % 64);
		if (attrs_seen[index / 64] & bit)
			die("attribute %s stands twice in one tag", name);
		attrs_seen[index / 64] |= bit;
	}
	out_literal(" ", 1);
	out_literal(name, strlen(name));
	if (!looking_at("=")) {
		if (kind != ATTR_BOOL && strncmp(name, "data-", 5) != 0)
			die("attribute %s needs a value in double quotes", name);
		return;
	}
	if (kind == ATTR_BOOL)
		die("attribute %s takes no value: write {%% if … %%} %s{%% end %%}", name, name);
	skip(1);
	if (!looking_at("\""))
		die("attribute %s: the value must stand in double quotes", name);
	skip(1);
	out_literal("=\"", 2);
	if (kind == ATTR_URL)
		url_value(name);
	else
		parse_values(kind, name, false);
	out_literal("\"", 1);
}

/* Attributes up to '>' or '/' (left unread), or to a control that ends the block. */
struct control
parse_attributes(bool in_block)
{
	for (;;) {
		if (in.at == in.n)
			die("the file ends inside a tag");
		char c = in.p[in.at];
		if (isspace((unsigned char)c)) {
			take();
		} else if (c == '>' || c == '/') {
			if (in_block)
				die("a block must end in the tag it began in");
			return (struct control){ 0 };
		} else if (looking_at("{%")) {
			struct control k = control_read();
			if (control_ends_block(k.word)) {
				if (!in_block)
					die_at(k.line, "'%s' inside a tag ends a block that began outside it", k.word);
				return k;
			}
			if (strcmp(k.word, "if") != 0)
				die_at(k.line, "only 'if' may stand inside a tag");
			parse_block(k, IN_TAG);
		} else {
			attribute_read();
		}
	}
}

char *
tag_close_read(void)
{
	skip(2);
	char *name = name_read("the name of an element");
	while (in.at < in.n && isspace((unsigned char)in.p[in.at]))
		take();
	if (!looking_at(">"))
		die("</%s> was expected to end with '>'", name);
	skip(1);
	out_literal("</", 2);
	out_literal(name, strlen(name));
	out_literal(">", 1);
	return name;
}

char *
tag_read(void)
{
	skip(1);
	char *name = name_read("the name of an element");
	if (strcasecmp(name, "script") == 0 || strcasecmp(name, "style") == 0)
		die("<%s> is refused", name);
	if (!element_known(name))
		die("<%s> is not on the list of elements", name);
	out_literal("<", 1);
	out_literal(name, strlen(name));
	memset(attrs_seen, 0, sizeof attrs_seen);
	parse_attributes(false);
	bool closed = looking_at("/");
	if (closed) {
		skip(1);
		if (!looking_at(">"))
			die("'>' was expected after '/'");
		if (!element_void(name) && !element_svg(name))
			die("<%s/>: only void and SVG elements close themselves", name);
	}
	skip(1);
	if (closed && element_svg(name))
		out_literal("/>", 2);
	else
		out_literal(">", 1);
	return closed || element_void(name) ? NULL : name;
}
