/* SPDX-License-Identifier: MIT */
#ifndef HTML_HTML_H
#define HTML_HTML_H
#include "base/base.h"
#include "shape/shape.h"

/* Where a page is written to, and for whose eyes.  Made by the dispatcher only: it carries the
 * viewer's rights, so personal text cannot be printed without them. */
struct html {
	struct buf *out;
	struct arena *mem;
	const struct lang *lang;
	struct sight sight;
	struct str csrf;	/* token for forms; empty before sign-in */
	struct str once;	/* form token: a repeat of the post gets the first answer */
	bool summary;		/* an error summary stands on the page */
	int ids;		/* last number given to an element's id on this page; starts at 0 */
};

struct safe_html { struct str s; };	/* made only in html/: rendered Markdown, icons, charts */
struct url { struct str s; };		/* made only by url_for, url_with and url_external */

/* "/agreements/{}/edit" with one int64_t id per {}: url_for(a, "/agreements/{}", (int64_t[]){ id }, 1).
 * The pattern must begin with one slash. */
struct url url_for(struct arena *a, const char *pattern, const int64_t *ids, size_t n);
#define URL(a, pattern) url_for((a), (pattern), NULL, 0)
#define URL_ID(a, pattern, id) url_for((a), (pattern), (const int64_t[]){ (id) }, 1)
/* Adds name=value, percent-encoded, to the query; an empty value leaves it out. */
struct url url_with(struct arena *a, struct url u, const char *name, struct str value);
/* "#id", a place on the same page. */
struct url url_fragment(struct arena *a, struct str id);
/* https, http and mailto only; anything else gives an empty url, which prints as "#". */
struct url url_external(struct arena *a, struct str s);

void html_put_str(struct html *o, struct str s);
void html_put_personal(struct html *o, struct personal p);
void html_put_safe(struct html *o, struct safe_html s);
void html_put_i64(struct html *o, long long v);		/* 1,234 */
void html_put_date(struct html *o, struct date d);	/* 6 August 2026 */
void html_put_when(struct html *o, struct when t);
void html_put_money(struct html *o, struct money m);
void html_attr_i64(struct html *o, long long v);	/* 1234 */
void html_attr_str(struct html *o, struct str s);
void html_attr_bool(struct html *o, bool v);		/* true / false */
void html_put_url(struct html *o, struct url u);

/* Used by compiled templates: the escaper is chosen by type; char * has no branch on purpose. */
#define HTML_TEXT(o, x)                                                        \
	_Generic((x), struct str: html_put_str, struct personal: html_put_personal, \
	    struct safe_html: html_put_safe, struct date: html_put_date,       \
	    struct when: html_put_when, struct money: html_put_money,          \
	    int: html_put_i64, long: html_put_i64, long long: html_put_i64,    \
	    unsigned long: html_put_u64, unsigned: html_put_u64)((o), (x))
#define HTML_ATTR(o, x)                                                        \
	_Generic((x), struct str: html_attr_str, _Bool: html_attr_bool,        \
	    int: html_attr_i64, long: html_attr_i64, long long: html_attr_i64, \
	    unsigned long: html_attr_u64, unsigned: html_attr_u64)((o), (x))
#define HTML_URL(o, x) _Generic((x), struct url: html_put_url)((o), (x))
/* The same as unescaped text, for the values of a sentence. */
#define HTML_STR(o, x)                                                         \
	_Generic((x), struct str: html_str_str, struct personal: html_str_personal, \
	    struct date: html_str_date, struct when: html_str_when, struct money: html_str_money, \
	    int: html_str_i64, long: html_str_i64, long long: html_str_i64,    \
	    unsigned long: html_str_u64, unsigned: html_str_u64)((o), (x))
struct str html_str_str(struct html *o, struct str s);
struct str html_str_personal(struct html *o, struct personal p);
struct str html_str_date(struct html *o, struct date d);
struct str html_str_when(struct html *o, struct when t);
struct str html_str_money(struct html *o, struct money m);
struct str html_str_i64(struct html *o, long long v);
struct str html_str_u64(struct html *o, unsigned long v);
void html_put_u64(struct html *o, unsigned long v);
void html_attr_u64(struct html *o, unsigned long v);

/* ---- texts ---- */
/* M("…") marks a message for the catalogue and gives it back; the key is the English text. */
#ifndef M
#define M(text) ("" text)
#endif
struct lang { const char *code; /* "en", "cy", "en-x-pseudo" */ const char *name; };
const struct lang *lang_find(struct str code);		/* NULL: not shipped */
const struct lang *lang_english(void);
/* The message in that language, or the English itself. */
struct str lang_text(const struct lang *l, struct arena *a, const char *message);
/* With {name} placeholders filled: n pairs of name and value. */
struct msg_arg { const char *name; struct str value; };
struct str lang_format(const struct lang *l, struct arena *a, const char *message, const struct msg_arg *args, size_t n);
/* Plural by the language's own classes: forms[0..5] = zero one two few many other; NULL falls to other. */
struct str lang_plural(const struct lang *l, struct arena *a, int64_t n, const char *const forms[6]);
/* Fills {name} places of a text that is already translated. */
struct str lang_fill(struct arena *a, struct str text, const struct msg_arg *args, size_t n);
/* A field's error as a sentence: its message with label, limits and value in their places. */
struct str form_error_text(const struct lang *l, struct arena *a, const struct field_error *e);
void html_msg(struct html *o, const char *message);	/* translated, as text */
void html_msg_attr(struct html *o, const char *message);
/* Called by compiled templates. */
void html_format(struct html *o, const char *message, const struct msg_arg *args, size_t n);
void html_format_attr(struct html *o, const char *message, const struct msg_arg *args, size_t n);
void html_plural(struct html *o, int64_t n, const char *const forms[6], const struct msg_arg *args, size_t n_args);
/* A sentence with inline tags: next prints up to the next tag and says which, k to open, -k to close,
 * 0 at the end.  Whatever a translation holds, tags come out in pairs. */
struct html_rich { struct str text; const struct msg_arg *args; size_t n; int n_tags, open[8], depth; };
struct html_rich html_rich_begin(struct html *o, const char *message, const struct msg_arg *args, size_t n, int n_tags);
int html_rich_next(struct html *o, struct html_rich *r);

/* People's own text of several lines, as text with its line ends kept. */
struct safe_html html_lines(struct html *o, struct str s);

/* ---- Markdown from our own help files and from people's long texts: no raw HTML, links filtered ---- */
struct safe_html html_markdown(struct arena *a, struct str md);
#endif
