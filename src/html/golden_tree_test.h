/* SPDX-License-Identifier: MIT */
#ifndef HTML_GOLDEN_TREE_H
#define HTML_GOLDEN_TREE_H
#include "tests/harness.h"
#include <string.h>

/* For golden_test.c: well-formed HTML as a tree, and the tree as text that two can be compared by. */

struct attr { struct str name, value; };
struct node {
	struct str tag;			/* empty: text */
	struct str text;
	struct attr attrs[24];
	size_t n_attrs;
	struct node *kids[80];
	size_t n_kids;
};
struct reader { struct arena *a; struct str s; size_t at; };

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct str
decoded(struct arena *a, struct str s, bool squeeze)
{
	static const struct { const char *e, *c; } all[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&#39;", "'" } };
	char *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		for (size_t k = 0; c == '&' && k < countof(all); k++)
			if (str_starts((struct str){ s.p + i, s.n - i }, str_c(all[k].e))) {
				c = all[k].c[0];
				i += strlen(all[k].e) - 1;
				break;
			}
		if (squeeze && is_space(c)) {
			if (n == 0 || p[n - 1] == ' ')
				continue;
			c = ' ';
		}
		p[n++] = c;
	}
	if (squeeze && n > 0 && p[n - 1] == ' ')
		n--;
	return (struct str){ p, n };
}

static bool
is_void(struct str tag)
{
	return str_is(tag, "input") || str_is(tag, "br") || str_is(tag, "hr") || str_is(tag, "img") ||
	    str_is(tag, "meta") || str_is(tag, "link");
}

static struct str
word(struct reader *r, const char *stop)
{
	size_t from = r->at;
	while (r->at < r->s.n && strchr(stop, r->s.p[r->at]) == NULL)
		r->at++;
	return (struct str){ r->s.p + from, r->at - from };
}

static void
read_attrs(struct reader *r, struct node *n)
{
	for (;;) {
		while (r->at < r->s.n && is_space(r->s.p[r->at]))
			r->at++;
		if (r->at >= r->s.n || r->s.p[r->at] == '>' || r->s.p[r->at] == '/')
			return;
		struct attr *x = &n->attrs[n->n_attrs++];
		CHECK(n->n_attrs < countof(n->attrs));
		x->name = word(r, "= \n\t>/");
		if (r->at < r->s.n && r->s.p[r->at] == '=') {
			r->at += 2;
			x->value = decoded(r->a, word(r, "\""), true);
			r->at++;
		}
	}
}

static void
read_kids(struct reader *r, struct node *up)
{
	while (r->at < r->s.n) {
		struct node *n = arena_new(r->a, struct node);
		if (r->s.p[r->at] != '<') {
			n->text = decoded(r->a, word(r, "<"), true);
			if (n->text.n > 0)
				up->kids[up->n_kids++] = n;
			continue;
		}
		if (r->s.n - r->at > 1 && (r->s.p[r->at + 1] == '/' || r->s.p[r->at + 1] == '!')) {
			bool end = r->s.p[r->at + 1] == '/';
			word(r, ">");
			r->at++;
			if (end)
				return;
			continue;
		}
		r->at++;
		CHECK(up->n_kids < countof(up->kids));
		up->kids[up->n_kids++] = n;
		n->tag = word(r, " \n\t>/");
		read_attrs(r, n);
		bool closed = r->s.p[r->at] == '/';
		r->at += closed ? 2 : 1;
		if (!closed && !is_void(n->tag))
			read_kids(r, n);
	}
}

static struct node *
tree(struct str html)
{
	struct node *root = arena_new(test_arena(), struct node);
	struct reader r = { test_arena(), html, 0 };
	root->tag = S("root");
	read_kids(&r, root);
	return root;
}

static struct str
attr(const struct node *n, const char *name)
{
	for (size_t i = 0; n != NULL && i < n->n_attrs; i++)
		if (str_is(n->attrs[i].name, name))
			return n->attrs[i].value;
	return (struct str){ NULL, 0 };
}

static bool
has_attr(const struct node *n, const char *name)
{
	for (size_t i = 0; n != NULL && i < n->n_attrs; i++)
		if (str_is(n->attrs[i].name, name))
			return true;
	return false;
}

static bool
has_class(const struct node *n, const char *c)
{
	struct str rest = attr(n, "class");
	while (rest.n > 0)
		if (str_is(str_cut(rest, ' ', &rest), c))
			return true;
	return false;
}

/* First below n, n itself included, with that class or (tag = true) that name. */
static struct node *
find(struct node *n, const char *what, bool tag)
{
	if (n == NULL || (tag ? str_is(n->tag, what) : has_class(n, what)))
		return n;
	for (size_t i = 0; i < n->n_kids; i++) {
		struct node *f = find(n->kids[i], what, tag);
		if (f != NULL)
			return f;
	}
	return NULL;
}

static size_t
find_all(struct node *n, const char *c, struct node **ret, size_t max)
{
	size_t k = 0;
	if (has_class(n, c) && max > 0)
		ret[k++] = n;
	for (size_t i = 0; i < n->n_kids; i++)
		k += find_all(n->kids[i], c, ret + k, max - k);
	return k;
}

static void
add_text(struct buf *b, const struct node *n)
{
	if (n->text.n > 0) {
		if (b->n > 0)
			buf_char(b, ' ');
		buf_str(b, n->text);
	}
	for (size_t i = 0; i < n->n_kids; i++)
		add_text(b, n->kids[i]);
}

static struct str
text_of(const struct node *n)
{
	struct buf b;
	buf_init(&b, 65536);
	if (n != NULL)
		add_text(&b, n);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static int
by_name(const struct attr *x, const struct attr *y)
{
	return str_cmp(x->name, y->name);
}

/* The tree as text: attributes and classes in order of their names. */
static void
canonical(struct buf *b, struct node *n, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_char(b, ' ');
	if (n->tag.n == 0) {
		buf_str(b, n->text);
		buf_char(b, '\n');
		return;
	}
	buf_printf(b, "<%.*s", (int)n->tag.n, n->tag.p);
	for (size_t i = 0; i + 1 < n->n_attrs; i++)
		for (size_t k = 0; k + 1 < n->n_attrs - i; k++)
			if (by_name(&n->attrs[k], &n->attrs[k + 1]) > 0) {
				struct attr t = n->attrs[k];
				n->attrs[k] = n->attrs[k + 1];
				n->attrs[k + 1] = t;
			}
	for (size_t i = 0; i < n->n_attrs; i++)
		buf_printf(b, " %.*s=\"%.*s\"", (int)n->attrs[i].name.n, n->attrs[i].name.p, (int)n->attrs[i].value.n, n->attrs[i].value.p);
	buf_lit(b, ">\n");
	for (size_t i = 0; i < n->n_kids; i++)
		canonical(b, n->kids[i], depth + 1);
}

static void
sort_classes(struct node *n)
{
	for (size_t i = 0; i < n->n_attrs; i++) {
		struct str words[24], rest = n->attrs[i].value;
		size_t k = 0;
		struct buf b;
		if (!str_is(n->attrs[i].name, "class"))
			continue;
		while (rest.n > 0 && k < countof(words)) {
			struct str w = str_cut(rest, ' ', &rest);
			size_t at = k++;
			while (at > 0 && str_cmp(words[at - 1], w) > 0) {
				words[at] = words[at - 1];
				at--;
			}
			words[at] = w;
		}
		buf_init(&b, 4096);
		for (size_t w = 0; w < k; w++) {
			buf_str(&b, words[w]);
			buf_char(&b, ' ');
		}
		n->attrs[i].value = arena_copy(test_arena(), buf_view(&b));
		buf_free(&b);
	}
	for (size_t i = 0; i < n->n_kids; i++)
		sort_classes(n->kids[i]);
}

static struct str
canonical_text(struct node *n)
{
	struct buf b;
	buf_init(&b, 1u << 20);
	sort_classes(n);
	canonical(&b, n, 0);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}
#endif
