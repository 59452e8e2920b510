/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/session.h"
#include "base/text.h"
#include "passwords.gen.h"

/* A published list of leaked passwords holds few of twelve characters and more, and those are nearly all made by
 * the same few recipes: a word and a year, two words, a word with 0 for o, a walk over the keyboard, something
 * repeated.  So recipes are judged, with a list of words (data/common-passwords.txt), and not single passwords.
 * What is left is long or unusual; no rule asks for kinds of characters. */

#define LEAST 12
#define MOST 128
#define WORDS 3			/* that many common words in a row are a common password */
#define ROOM (MOST * 4 + 1)
#define FAR 255			/* not to be reached with common words */

/* One lower-case letter for each byte; digits and signs that stand for letters become them. */
static char
fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	switch (c) {
	case '0':
		return 'o';
	case '1':
	case '!':
	case '|':
		return 'i';
	case '3':
		return 'e';
	case '4':
	case '@':
		return 'a';
	case '5':
	case '$':
		return 's';
	case '7':
	case '+':
		return 't';
	case '8':
		return 'b';
	case '9':
		return 'g';
	}
	return c;
}

static bool
same(char typed, char word)
{
	char w = fold(word);

	/* 1 and ! are written for l as often as for i. */
	return fold(typed) == w || (fold(typed) == 'i' && w == 'l' && typed != 'i' && typed != 'I');
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
word_at(struct str s, size_t at, struct str word)
{
	if (word.n == 0 || word.n > s.n - at)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (!same(s.p[at + i], word.p[i]))
			return false;
	return true;
}

/* Length of the walk along a keyboard row or the alphabet, either way, that starts here; 0 below four. */
static size_t
walk_at(struct str s, size_t at)
{
	static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp" };
	size_t best = 0;

	for (size_t r = 0; r < countof(rows); r++) {
		for (int way = -1; way <= 1; way += 2) {
			const char *row = rows[r], *p;
			char c = s.p[at] >= 'A' && s.p[at] <= 'Z' ? (char)(s.p[at] - 'A' + 'a') : s.p[at];
			size_t n = 1;

			if (c == '\0' || (p = strchr(row, c)) == NULL)
				continue;
			while (at + n < s.n && p + way >= row && p[way] != '\0') {
				char d = s.p[at + n];
				d = d >= 'A' && d <= 'Z' ? (char)(d - 'A' + 'a') : d;
				if (d != p[way])
					break;
				p += way;
				n++;
			}
			if (n >= 4 && n > best)
				best = n;
		}
	}
	return best;
}

static void
reach(unsigned char *words, size_t from, size_t to, unsigned cost)
{
	unsigned v = words[from] + cost;

	if (v < words[to])
		words[to] = (unsigned char)v;
}

/* Their own words: parts of e-mail and name, three letters or more; they count nothing. */
static void
reach_own(unsigned char *words, struct str s, size_t at, struct str own)
{
	size_t i = 0, n;

	while (i < own.n) {
		for (n = 0; i + n < own.n && is_letter(own.p[i + n]); n++)
			;
		if (n >= 3 && word_at(s, at, (struct str){ own.p + i, n }))
			reach(words, at, at + n, 0);
		i += n + 1;
	}
}

/* The fewest common words that the whole text can be laid out with; FAR when it cannot.  Digits and signs between
 * them count nothing, and neither do a letter repeated and words of up to three letters. */
static unsigned
common_words_in(struct str s, struct str email, struct str name)
{
	unsigned char words[ROOM];

	memset(words, FAR, sizeof words);
	words[0] = 0;
	for (size_t i = 0; i < s.n; i++) {
		size_t walk;

		if (words[i] == FAR)
			continue;
		if (!is_letter(s.p[i]) || (i > 0 && s.p[i] == s.p[i - 1]))
			reach(words, i, i + 1, 0);
		for (size_t w = 0; w < countof(common_words); w++)
			if (word_at(s, i, str_c(common_words[w])))
				reach(words, i, i + strlen(common_words[w]), strlen(common_words[w]) > 3);
		if ((walk = walk_at(s, i)) > 0)
			for (size_t k = 4; k <= walk; k++)
				reach(words, i, i + k, 1);
		reach_own(words, s, i, email);
		reach_own(words, s, i, name);
	}
	return words[s.n];
}

/* "abcabcabcabc": a part shorter than eight, again and again. */
static bool
repeats(struct str s)
{
	for (size_t p = 1; p < 8 && p * 2 <= s.n; p++) {
		size_t i = p;
		while (i < s.n && fold(s.p[i]) == fold(s.p[i - p]))
			i++;
		if (i == s.n)
			return true;
	}
	return false;
}

static bool
few_letters(struct str s)
{
	bool seen[256] = { false };
	int n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)fold(s.p[i]);
		n += !seen[c];
		seen[c] = true;
	}
	return n < 5;
}

static bool
same_text(struct str a, struct str b)
{
	if (a.n == 0 || a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	return true;
}

const char *
password_problem(struct str password, struct str email, struct str name)
{
	size_t n = text_length(password);

	if (password.n == 0)
		return M("Enter a password");
	if (n < LEAST)
		return M("The password must have at least 12 characters");
	if (n > MOST || password.n >= ROOM)
		return M("The password must have at most 128 characters");
	if (same_text(password, email) || same_text(password, name))
		return M("The password must not be your email address or your name");
	if (few_letters(password) || repeats(password) || common_words_in(password, email, name) <= WORDS)
		return M("This password is easy to guess. Try four words that do not belong together");
	return NULL;
}
