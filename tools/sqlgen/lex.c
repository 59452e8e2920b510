/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool
space_char(char c)
{
	return isspace((unsigned char)c) != 0;
}

/* Where the string or quoted name that begins at p ends; NULL when it does not. */
static const char *
quoted_end(const char *p)
{
	char q = *p;

	for (p++; *p != 0; p++) {
		if (*p != q)
			continue;
		if (p[1] != q)
			return p + 1;
		p++;
	}
	return NULL;
}

static const char *
skip_space(const struct toks *k, const char *p, int *line)
{
	for (;;) {
		if (space_char(*p)) {
			*line += *p++ == '\n';
		} else if (p[0] == '-' && p[1] == '-') {
			while (*p != 0 && *p != '\n')
				p++;
		} else if (p[0] == '/' && p[1] == '*') {
			const char *e = strstr(p, "*/");
			if (e == NULL)
				die(k->file, *line, "this comment does not end");
			for (; p < e + 2; p++)
				*line += *p == '\n';
		} else {
			return p;
		}
	}
}

static const char *
punct_end(const char *p)
{
	static const char *const two[] = { "->>", "->", "::", "||", "<=", ">=", "<>", "!=", "==", "@@", "<<", ">>" };

	for (size_t i = 0; i < countof(two); i++)
		if (starts(p, two[i]))
			return p + strlen(two[i]);
	return p + 1;
}

/* One token at p: its kind and where it ends. */
static const char *
one(const struct toks *k, int line, const char *p, enum tok_kind *ret)
{
	const char *e = p + 1;

	if (*p == '\'' || *p == '"') {
		*ret = *p == '"' ? T_QUOTED : T_STRING;
		e = quoted_end(p);
	} else if (p[0] == '$' && p[1] == '$') {
		*ret = T_STRING;
		e = strstr(p + 2, "$$");
		e = e != NULL ? e + 2 : NULL;
	} else if (isdigit((unsigned char)*p)) {
		*ret = T_NUMBER;
		while (word_char(*e) || (*e == '.' && isdigit((unsigned char)e[1])))
			e++;
	} else if (isalpha((unsigned char)*p) || *p == '_') {
		*ret = T_WORD;
		while (word_char(*e))
			e++;
	} else if ((*p == ':' || *p == '@') && (isalpha((unsigned char)p[1]) || p[1] == '_')) {
		*ret = *p == ':' ? T_PARAM : T_AT;
		while (word_char(*e))
			e++;
	} else {
		*ret = T_PUNCT;
		e = punct_end(p);
	}
	if (e == NULL)
		die(k->file, line, "this quote does not end");
	return e;
}

static void
match_parens(struct toks *k)
{
	size_t *open = malloc((k->n + 1) * sizeof *open), n = 0;

	for (size_t i = 0; open != NULL && i < k->n; i++) {
		if (tok_is(&k->t[i], "("))
			open[n++] = i;
		if (!tok_is(&k->t[i], ")"))
			continue;
		if (n == 0)
			die(k->file, k->t[i].line, "')' without '('");
		k->t[i].match = open[--n];
		k->t[open[n]].match = i;
	}
	if (n > 0)
		die(k->file, k->t[open[n - 1]].line, "'(' without ')'");
	free(open);
}

struct toks
lex(const char *file, int line, const char *src)
{
	struct toks k = { .file = file, .src = src };
	const char *p = src;

	for (;;) {
		const char *b = skip_space(&k, p, &line), *e;
		struct tok *t;

		k.t = more(k.t, k.n, sizeof *k.t);
		t = &k.t[k.n];
		*t = (struct tok){ .line = line, .spaced = b > p, .from = (size_t)(b - src), .to = (size_t)(b - src), .s = "" };
		if (*b == 0)
			break;
		e = one(&k, line, b, &t->kind);
		t->to = (size_t)(e - src);
		for (const char *c = b; c < e; c++)
			line += *c == '\n';
		if (t->kind == T_PARAM || t->kind == T_AT)
			b++;
		t->s = copy_n(b, (size_t)(e - b));
		k.n++;
		p = e;
	}
	match_parens(&k);
	return k;
}

bool
tok_is(const struct tok *t, const char *word)
{
	return (t->kind == T_WORD && strcasecmp(t->s, word) == 0) || (t->kind == T_PUNCT && strcmp(t->s, word) == 0);
}

/* Names end up in C and in both databases, unquoted. */
static const char *const reserved[] = {
	"auto", "break", "char", "const", "continue", "double", "enum", "extern", "float", "for", "goto", "inline", "int",
	"long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
	"union", "unsigned", "void", "volatile", "while", "bool", "true", "false",
	"all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "between", "both", "case", "cast",
	"check", "collate", "column", "commit", "constraint", "create", "cross", "current_date", "current_time",
	"current_timestamp", "current_user", "default", "deferrable", "delete", "desc", "distinct", "do", "drop", "else",
	"end", "escape", "except", "exists", "fetch", "foreign", "from", "full", "grant", "group", "having", "if", "in",
	"index", "initially", "inner", "insert", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left",
	"like", "limit", "localtime", "localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only", "or",
	"order", "outer", "over", "placing", "primary", "references", "returning", "right", "rowid", "select",
	"session_user", "set", "similar", "some", "symmetric", "table", "then", "to", "trailing", "transaction", "trigger",
	"unique", "update", "user", "using", "values", "variadic", "when", "where", "window", "with",
};

bool
name_ok(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 59 || s[0] < 'a' || s[0] > 'z' || s[n - 1] == '_')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && !(s[i] >= '0' && s[i] <= '9') && s[i] != '_')
			return false;
	for (size_t i = 0; i < countof(reserved); i++)
		if (strcmp(reserved[i], s) == 0)
			return false;
	return true;
}
