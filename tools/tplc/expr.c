/* SPDX-License-Identifier: MIT */
/* Expressions: names, fields, indexes, calls and comparisons, so that a template cannot do
 * anything but look.  C itself checks the rest, at the template's own line. */
#include "tplc.h"
#include <ctype.h>
#include <string.h>

static bool
name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static const char *const c_words[] = { "if", "else", "for", "while", "do", "switch", "case", "default", "return", "goto",
	"break", "continue", "sizeof", "struct", "union", "enum", "typedef", "static", "extern", "const", "volatile", "void",
	"char", "int", "long", "short", "unsigned", "signed", "float", "double", "asm", "__asm__", "__extension__",
	"_Generic", "__builtin_trap", NULL };

static size_t
check_name(const char *e)
{
	size_t n = 0;
	while (name_start(e[n]) || isdigit((unsigned char)e[n]))
		n++;
	for (const char *const *w = c_words; *w != NULL; w++)
		if (strlen(*w) == n && memcmp(*w, e, n) == 0)
			die("'%s' is not allowed in an expression", *w);
	return n;
}

static size_t
check_string(const char *e)
{
	size_t n = 1;
	while (e[n] != '"') {
		if (e[n] == 0 || e[n] == '\n')
			die("a string in an expression is not closed");
		n += e[n] == '\\' && e[n + 1] != 0 ? 2 : 1;
	}
	return n + 1;
}

void
expr_check(const char *e)
{
	char open[32];
	size_t depth = 0;
	char before = 0;	/* n name, v other value, o operator */
	static const char *const ops[] = { "->", "==", "!=", "<=", ">=", "&&", "||", NULL };
	if (*e == 0)
		die("an expression is missing");
	while (*e != 0) {
		size_t n = 1;
		bool two = false;
		for (const char *const *p = ops; *p != NULL; p++)
			two = two || strncmp(*p, e, 2) == 0;
		if (isspace((unsigned char)*e)) {
			e++;
			continue;
		}
		if (name_start(*e)) {
			n = check_name(e);
			before = 'n';
		} else if (isdigit((unsigned char)*e)) {
			while (isalnum((unsigned char)e[n]))
				n++;
			before = 'v';
		} else if (*e == '"') {
			if (depth == 0 || open[depth - 1] != 'c')
				die("a string may stand only as an argument of a call");
			n = check_string(e);
			before = 'v';
		} else if (two) {
			n = 2;
			before = 'o';
		} else if (*e == '(' || *e == '[') {
			if (depth == sizeof open)
				die("the expression is nested too deep");
			open[depth++] = *e == '[' ? '[' : before == 'n' ? 'c' : '(';
			before = 'o';
		} else if (*e == ')' || *e == ']') {
			if (depth == 0 || (open[depth - 1] == '[') != (*e == ']'))
				die("'%c' without its partner in an expression", *e);
			depth--;
			before = 'n';
		} else if (strchr(".!<>,", *e) != NULL || (*e == '&' && before != 'n' && before != 'v') ||
		    (*e == '*' && (before == 'n' || before == 'v') && e[1] != '=') ||
		    ((*e == '+' || *e == '-') && e[1] != *e && e[1] != '=')) {
			if (*e == ',' && (depth == 0 || open[depth - 1] != 'c'))
				die("',' is allowed only between the arguments of a call");
			if ((*e == '<' || *e == '>') && e[1] == *e)
				die("'%c%c' is not allowed in an expression", *e, *e);
			before = 'o';
		} else if (*e == '=') {
			die("'=' is not allowed in an expression; compare with '=='");
		} else {
			die("'%c' is not allowed in an expression", *e);
		}
		e += n;
	}
	if (depth > 0)
		die("the expression is not closed");
	if (before == 'o')
		die("the expression ends in an operator");
}

char *
expr_last_word(const char *e)
{
	const char *last = NULL;
	size_t n = 0;
	for (const char *p = e; *p != 0;) {
		if (*p == '"') {
			p += check_string(p);
		} else if (name_start(*p)) {
			last = p;
			n = check_name(p);
			p += n;
		} else {
			p++;
		}
	}
	if (last == NULL)
		die("a value in a sentence needs a name");
	return copy(last, n);
}

char *
expr_read(const char *closing)
{
	size_t from = in.at;
	int line = in.line;
	bool quoted = false;
	while (quoted || !looking_at(closing)) {
		int c = take();
		if (c < 0)
			die_at(line, "'%s' is missing", closing);
		if (c == '\\' && quoted)
			take();
		else if (c == '"')
			quoted = !quoted;
		if (!quoted && (looking_at("{{") || looking_at("{%")))
			die_at(line, "'%s' is missing", closing);
	}
	const char *p = in.p + from;
	size_t n = in.at - from;
	skip(2);
	while (n > 0 && isspace((unsigned char)*p)) {
		p++;
		n--;
	}
	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	return copy(p, n);
}

struct control
control_read(void)
{
	struct control c = { .line = in.line };
	skip(2);
	char *e = expr_read("%}");
	size_t n = 0;
	while (e[n] != 0 && !isspace((unsigned char)e[n]))
		n++;
	c.word = copy(e, n);
	while (isspace((unsigned char)e[n]))
		n++;
	c.rest = e + n;
	return c;
}

bool
control_ends_block(const char *word)
{
	static const char *const words[] = { "elif", "else", "end", "zero", "one", "two", "few", "many", "other", NULL };
	for (const char *const *w = words; *w != NULL; w++)
		if (strcmp(*w, word) == 0)
			return true;
	return false;
}
