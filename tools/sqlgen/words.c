/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Functions that both databases have and that give the same on both. */
static const char *const functions[] = {
	"count", "sum", "min", "max", "coalesce", "nullif", "length", "abs", "substr", "replace", "trim", "exists", "cast", "row_number",
};
/* Words in front of "(" that are no functions. */
static const char *const syntax[] = {
	"in", "values", "and", "or", "not", "on", "as", "when", "then", "else", "where", "select", "from", "over", "filter", "by", "having",
	"check", "key", "unique", "using", "any", "all", "case", "is", "between", "set", "conflict", "distinct", "limit", "join", "union",
	"except", "intersect", "exists", "materialized", "do", "returning", "default",
};
/* What reads differently, and what to do instead. */
static const struct { const char *word, *why; } refused[] = {
	{ "like", "compares differently on the two databases; store a *_fold column or use search" },
	{ "ilike", "is not there in SQLite; store a *_fold column or use search" },
	{ "glob", "is not there in PostgreSQL" },
	{ "regexp", "is not there in PostgreSQL" },
	{ "similar", "is not there in SQLite" },
	{ "collate", "sorts differently on the two databases; text is compared by its bytes, store a *_sort column" },
	{ "current_timestamp", "is not ours to ask; pass the moment as a parameter" },
	{ "current_date", "is not ours to ask; pass the day as a parameter" },
	{ "current_time", "is not ours to ask; pass the moment as a parameter" },
	{ "real", "no REAL: money is in pence" },
	{ "numeric", "no NUMERIC: money is in pence" },
	{ "natural", "say ON" },
	{ "right", "turn it round into LEFT JOIN" },
	{ "full", "FULL JOIN: use two statements" },
	{ "indexed", "is not there in PostgreSQL" },
	{ "rowid", "is not there in PostgreSQL" },
	{ "cascade", "nothing is deleted along" },
	{ "isnull", "write IS NULL" },
	{ "notnull", "write IS NOT NULL" },
};

static bool
one_of(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(s, list[i]) == 0)
			return true;
	return false;
}

static const char *
function_advice(const char *s)
{
	static const struct { const char *f, *why; } a[] = {
		{ "lower", "fold in C and store a *_fold column" }, { "upper", "fold in C and store a *_fold column" },
		{ "ifnull", "write COALESCE" }, { "iif", "write CASE" }, { "nvl", "write COALESCE" },
		{ "group_concat", "collect the rows in C" }, { "string_agg", "collect the rows in C" },
		{ "avg", "take SUM and COUNT and divide in C" }, { "total", "write COALESCE(SUM(x), 0)" },
		{ "random", "random numbers come from base/ids.h" },
	};

	for (size_t i = 0; i < countof(a); i++)
		if (strcasecmp(s, a[i].f) == 0)
			return a[i].why;
	return "dates, random numbers and JSON are worked out in C; or write a second body under -- pg:";
}

/* max(a, b) is a row's greater value in SQLite and an error in PostgreSQL. */
static bool
has_comma(const struct toks *k, size_t open)
{
	for (size_t i = open + 1; i < k->t[open].match; i++) {
		if (tok_is(&k->t[i], "("))
			i = k->t[i].match;
		else if (tok_is(&k->t[i], ","))
			return true;
	}
	return false;
}

static void
check_call(const struct toks *k, size_t i, const char *what)
{
	const char *s = k->t[i].s;
	int line = k->t[i].line;

	if (i > 0 && (tok_is(&k->t[i - 1], "INTO") || tok_is(&k->t[i - 1], ".")))
		return;
	if (one_of(s, syntax, countof(syntax)))
		return;
	if (tok_is(&k->t[k->t[i + 1].match + 1], "AS") && tok_is(&k->t[k->t[i + 1].match + 2], "("))
		return;		/* WITH name (columns) AS ( */
	if ((strcasecmp(s, "max") == 0 || strcasecmp(s, "min") == 0) && has_comma(k, i + 1))
		die(k->file, line, "%s: scalar %s() is not there in PostgreSQL; write CASE", what, s);
	if (!one_of(s, functions, countof(functions)))
		die(k->file, line, "%s: %s() does not give the same on both databases; %s", what, s, function_advice(s));
}

static void
check_string(const struct toks *k, const struct tok *t, const char *what)
{
	for (const char *p = t->s; *p != 0; p++) {
		bool word = isalpha((unsigned char)p[1]) || p[1] == '_';
		if ((*p == ':' || *p == '@') && word && !isalnum((unsigned char)p[-1]))
			die(k->file, t->line, "%s: '%c%.20s' inside quotes is text, not a value; take the quotes away", what, *p, p + 1);
	}
}

static void
check_is(const struct toks *k, size_t i, const char *what)
{
	const struct tok *n = &k->t[i + 1];

	if (tok_is(n, "NOT"))
		n++;
	if (!tok_is(n, "NULL") && !tok_is(n, "DISTINCT"))
		die(k->file, k->t[i].line, "%s: IS is for NULL; write = or IS NOT DISTINCT FROM", what);
}

static void
check_word(const struct toks *k, size_t i, const char *what)
{
	const struct tok *t = &k->t[i];

	for (size_t j = 0; j < countof(refused); j++)
		if (strcasecmp(t->s, refused[j].word) == 0)
			die(k->file, t->line, "%s: %s %s", what, t->s, refused[j].why);
	if (tok_is(t, "IS"))
		check_is(k, i, what);
	if (strcasecmp(t->s, "true") == 0 || strcasecmp(t->s, "false") == 0)
		die(k->file, t->line, "%s: booleans are 0 and 1", what);
	if ((tok_is(t, "INSERT") || tok_is(t, "UPDATE")) && tok_is(t + 1, "OR"))
		die(k->file, t->line, "%s: %s OR is not there in PostgreSQL; write ON CONFLICT", what, t->s);
	if (tok_is(t, "MATCH"))
		die(k->file, t->line, "%s: MATCH is SQLite's alone; write a second body under -- pg:", what);
	if (tok_is(t + 1, "("))
		check_call(k, i, what);
}

/* With a body for each database, their own words are allowed. */
void
words_check(const struct toks *k, const char *what, bool two_bodies)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct tok *t = &k->t[i];

		if (t->kind == T_STRING && t->s[0] == '\'')
			check_string(k, t, what);
		if (two_bodies)
			continue;
		if (t->kind == T_QUOTED)
			die(k->file, t->line, "%s: %s: names stand without quotes, text in single ones", what, t->s);
		if (t->kind == T_WORD)
			check_word(k, i, what);
		if (t->kind == T_NUMBER && strpbrk(t->s, ".eExX_") != NULL)
			die(k->file, t->line, "%s: %s: whole numbers only", what, t->s);
		if (tok_is(t, "->") || tok_is(t, "->>"))
			die(k->file, t->line, "%s: JSON operators read differently on the two databases; take JSON apart in C", what);
		if (tok_is(t, "=="))
			die(k->file, t->line, "%s: write =", what);
		if (tok_is(t, "::"))
			die(k->file, t->line, "%s: write CAST(x AS type)", what);
		if (tok_is(t, "?") || tok_is(t, "$") || tok_is(t, "[") || tok_is(t, "`"))
			die(k->file, t->line, "%s: '%s': parameters are written :name, names without quotes", what, t->s);
	}
}
