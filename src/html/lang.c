/* SPDX-License-Identifier: MIT */
#include "html/catalogue.h"
#include <string.h>

static const struct lang languages[] = {
	{ "en", "English" }, { "cy", "Cymraeg" }, { "en-x-pseudo", "Pseudo" },
};
enum { EN, CY, PSEUDO };

const struct lang *
lang_english(void)
{
	return &languages[EN];
}

const struct lang *
lang_find(struct str code)
{
	for (size_t i = 0; i < countof(languages); i++)
		if (str_is(code, languages[i].code))
			return i == CY && lang_cy_count == 0 ? NULL : &languages[i];
	return NULL;
}

static const struct catalogue_entry *
catalogue_find(const char *key)
{
	size_t low = 0, high = lang_cy_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(lang_cy[mid].key, key);
		if (c == 0)
			return &lang_cy[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* Every letter changed and still readable, so that what did not pass through here is seen at once.
 * {names} and <1> tags stay as they are. */
static struct str
pseudo(struct arena *a, const char *m)
{
	static const char *const letters[26] = { "á", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "í", "ĵ", "ķ", "ł", "ɱ", "ñ", "ó",
		"þ", "ǫ", "ŕ", "š", "ţ", "ú", "ṽ", "ŵ", "ẋ", "ý", "ž" };
	static const char *const capitals[26] = { "Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Í", "Ĵ", "Ķ", "Ł", "Ṁ", "Ñ", "Ó",
		"Þ", "Ǫ", "Ŕ", "Š", "Ţ", "Ú", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž" };
	struct buf b;
	char until = 0;
	buf_init(&b, 1u << 20);
	buf_lit(&b, "⟦");
	for (; *m != 0; m++) {
		bool tag = *m == '<' && (m[1] == '/' || (m[1] >= '1' && m[1] <= '9'));
		if (until == 0 && (*m == '{' || tag))
			until = *m == '{' ? '}' : '>';
		if (until == 0 && *m >= 'a' && *m <= 'z')
			buf_str(&b, str_c(letters[*m - 'a']));
		else if (until == 0 && *m >= 'A' && *m <= 'Z')
			buf_str(&b, str_c(capitals[*m - 'A']));
		else
			buf_char(&b, *m);
		if (*m == until)
			until = 0;
	}
	buf_lit(&b, "⟧");
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

struct str
lang_text(const struct lang *l, struct arena *a, const char *message)
{
	if (l == &languages[PSEUDO] && message[0] != 0)
		return pseudo(a, message);
	if (l == &languages[CY]) {
		const struct catalogue_entry *e = catalogue_find(message);
		if (e != NULL && e->forms[5] != NULL)
			return str_c(e->forms[5]);
	}
	return str_c(message);
}

/* Values are put in as they are and never looked into again: a {name} inside a value stays. */
struct str
lang_fill(struct arena *a, struct str text, const struct msg_arg *args, size_t n)
{
	struct buf b;
	if (n == 0)
		return text;
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < text.n; i++) {
		size_t end = i + 1, k = 0;
		if (text.p[i] == '{') {
			while (end < text.n && text.p[end] != '}')
				end++;
			struct str name = { text.p + i + 1, end - i - 1 };
			while (k < n && !str_is(name, args[k].name))
				k++;
			if (end < text.n && k < n) {
				buf_str(&b, args[k].value);
				i = end;
				continue;
			}
		}
		buf_char(&b, text.p[i]);
	}
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

struct str
lang_format(const struct lang *l, struct arena *a, const char *message, const struct msg_arg *args, size_t n)
{
	return lang_fill(a, lang_text(l, a, message), args, n);
}

enum { ZERO, ONE, TWO, FEW, MANY, OTHER };

static int
plural_class(const struct lang *l, int64_t n)
{
	if (l != &languages[CY])
		return n == 1 ? ONE : OTHER;
	switch (n) {
	case 0: return ZERO;
	case 1: return ONE;
	case 2: return TWO;
	case 3: return FEW;
	case 6: return MANY;
	default: return OTHER;
	}
}

struct str
lang_plural(const struct lang *l, struct arena *a, int64_t n, const char *const forms[6])
{
	int k = plural_class(l, n);
	if (l == &languages[CY]) {
		const struct catalogue_entry *e = catalogue_find(forms[OTHER]);
		if (e != NULL && (e->forms[k] != NULL || e->forms[OTHER] != NULL))
			return str_c(e->forms[k] != NULL ? e->forms[k] : e->forms[OTHER]);
		k = n == 1 ? ONE : OTHER;
	}
	return lang_text(l == &languages[CY] ? lang_english() : l, a, forms[k] != NULL ? forms[k] : forms[OTHER]);
}

/* ---- what compiled templates call ---- */

void
html_msg(struct html *o, const char *message)
{
	html_put_str(o, lang_text(o->lang, o->mem, message));
}

void
html_msg_attr(struct html *o, const char *message)
{
	html_attr_str(o, lang_text(o->lang, o->mem, message));
}

void
html_format(struct html *o, const char *message, const struct msg_arg *args, size_t n)
{
	html_put_str(o, lang_format(o->lang, o->mem, message, args, n));
}

void
html_format_attr(struct html *o, const char *message, const struct msg_arg *args, size_t n)
{
	html_attr_str(o, lang_format(o->lang, o->mem, message, args, n));
}

void
html_plural(struct html *o, int64_t n, const char *const forms[6], const struct msg_arg *args, size_t n_args)
{
	html_put_str(o, lang_fill(o->mem, lang_plural(o->lang, o->mem, n, forms), args, n_args));
}

struct html_rich
html_rich_begin(struct html *o, const char *message, const struct msg_arg *args, size_t n, int n_tags)
{
	return (struct html_rich){ .text = lang_text(o->lang, o->mem, message), .args = args, .n = n, .n_tags = n_tags };
}

/* "<k>" or "</k>" at the start of s: its length, and k or -k. */
static size_t
rich_tag(struct str s, int *ret_k)
{
	size_t i = 1;
	int k = 0;
	bool closing = s.n > 1 && s.p[1] == '/';
	i += closing;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && k < 100)
		k = k * 10 + (s.p[i++] - '0');
	if (k == 0 || i >= s.n || s.p[i] != '>')
		return 0;
	*ret_k = closing ? -k : k;
	return i + 1;
}

int
html_rich_next(struct html *o, struct html_rich *r)
{
	while (r->text.n > 0) {
		int k = 0;
		size_t words = 0, tag = 0;
		while (words < r->text.n) {
			if (r->text.p[words] == '<') {
				tag = rich_tag((struct str){ r->text.p + words, r->text.n - words }, &k);
				if (tag > 0)
					break;
			}
			words++;
		}
		html_put_str(o, lang_fill(o->mem, (struct str){ r->text.p, words }, r->args, r->n));
		r->text.p += words + tag;
		r->text.n -= words + tag;
		if (k > 0 && k <= r->n_tags && r->depth < 8) {
			r->open[r->depth++] = k;
			return k;
		}
		if (k < 0 && r->depth > 0 && r->open[r->depth - 1] == -k) {
			r->depth--;
			return k;
		}
	}
	return r->depth > 0 ? -r->open[--r->depth] : 0;
}
