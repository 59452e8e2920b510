/* SPDX-License-Identifier: MIT */
/* What of HTML a template may use.  Allow-lists: what is not named does not exist. */
#include "tplc.h"
#include <ctype.h>
#include <string.h>

static bool
in_words(const char *words, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = words; (p = strstr(p, name)) != NULL; p += n)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == 0))
			return n > 0;
	return false;
}

#define VOID_ELEMENTS "br col hr img input link meta wbr"
#define SVG_ELEMENTS "svg desc path g rect text tspan line circle polyline polygon"
#define INLINE_ELEMENTS "a strong b em span abbr code small time kbd"
static const char elements[] = VOID_ELEMENTS " " SVG_ELEMENTS " " INLINE_ELEMENTS " "
	"html head body title main header footer nav section article aside div p h1 h2 h3 h4 h5 ul ol li dl dt dd "
	"search form fieldset legend label select option optgroup textarea button details summary figure figcaption "
	"table caption colgroup thead tbody tfoot tr th td address blockquote";

bool element_known(const char *name) { return in_words(elements, name); }
bool element_void(const char *name) { return in_words(VOID_ELEMENTS, name); }
bool element_inline(const char *name) { return in_words(INLINE_ELEMENTS, name); }
bool element_svg(const char *name) { return in_words(SVG_ELEMENTS, name); }

static const struct { const char *name; enum attr_kind kind; } attrs[] = {
	{ "href", ATTR_URL }, { "src", ATTR_URL }, { "action", ATTR_URL }, { "formaction", ATTR_URL },
	{ "alt", ATTR_MESSAGE }, { "title", ATTR_MESSAGE }, { "placeholder", ATTR_MESSAGE }, { "label", ATTR_MESSAGE },
	{ "aria-label", ATTR_MESSAGE }, { "aria-description", ATTR_MESSAGE }, { "aria-valuetext", ATTR_MESSAGE },
	{ "checked", ATTR_BOOL }, { "selected", ATTR_BOOL }, { "disabled", ATTR_BOOL }, { "required", ATTR_BOOL },
	{ "hidden", ATTR_BOOL }, { "multiple", ATTR_BOOL }, { "novalidate", ATTR_BOOL }, { "open", ATTR_BOOL },
	{ "readonly", ATTR_BOOL }, { "reversed", ATTR_BOOL },
	{ "rows", ATTR_NUMBER }, { "cols", ATTR_NUMBER }, { "maxlength", ATTR_NUMBER }, { "minlength", ATTR_NUMBER },
	{ "colspan", ATTR_NUMBER }, { "rowspan", ATTR_NUMBER }, { "width", ATTR_NUMBER }, { "height", ATTR_NUMBER },
	{ "x", ATTR_NUMBER }, { "y", ATTR_NUMBER }, { "x1", ATTR_NUMBER }, { "x2", ATTR_NUMBER }, { "y1", ATTR_NUMBER },
	{ "y2", ATTR_NUMBER }, { "cx", ATTR_NUMBER }, { "cy", ATTR_NUMBER }, { "r", ATTR_NUMBER }, { "start", ATTR_NUMBER },
	{ "tabindex", ATTR_NUMBER }, { "size", ATTR_NUMBER }, { "span", ATTR_NUMBER },
	{ "id", ATTR_TEXT }, { "class", ATTR_TEXT }, { "for", ATTR_TEXT }, { "name", ATTR_TEXT }, { "value", ATTR_TEXT },
	{ "type", ATTR_TEXT }, { "role", ATTR_TEXT }, { "lang", ATTR_TEXT }, { "dir", ATTR_TEXT }, { "scope", ATTR_TEXT },
	{ "headers", ATTR_TEXT }, { "autocomplete", ATTR_TEXT }, { "inputmode", ATTR_TEXT }, { "spellcheck", ATTR_TEXT },
	{ "autocapitalize", ATTR_TEXT }, { "autocorrect", ATTR_TEXT }, { "accept", ATTR_TEXT }, { "capture", ATTR_LITERAL },
	{ "pattern", ATTR_LITERAL }, { "datetime", ATTR_TEXT }, { "form", ATTR_TEXT }, { "translate", ATTR_TEXT },
	{ "method", ATTR_LITERAL }, { "enctype", ATTR_LITERAL }, { "rel", ATTR_LITERAL }, { "target", ATTR_LITERAL },
	{ "content", ATTR_LITERAL }, { "charset", ATTR_LITERAL }, { "sizes", ATTR_LITERAL }, { "color", ATTR_LITERAL },
	{ "media", ATTR_LITERAL }, { "referrerpolicy", ATTR_LITERAL }, { "loading", ATTR_LITERAL }, { "draggable", ATTR_LITERAL },
	{ "download", ATTR_TEXT }, { "xmlns", ATTR_LITERAL }, { "viewBox", ATTR_TEXT }, { "d", ATTR_TEXT },
	{ "points", ATTR_TEXT }, { "transform", ATTR_TEXT }, { "fill", ATTR_LITERAL }, { "stroke", ATTR_LITERAL },
	{ "stroke-width", ATTR_LITERAL }, { "stroke-linecap", ATTR_LITERAL }, { "text-anchor", ATTR_LITERAL },
	{ "font-size", ATTR_LITERAL }, { "focusable", ATTR_LITERAL }, { "preserveAspectRatio", ATTR_LITERAL },
	{ "shape-rendering", ATTR_LITERAL }, { "fill-rule", ATTR_LITERAL }, { "clip-rule", ATTR_LITERAL },
};
_Static_assert(sizeof attrs / sizeof attrs[0] <= 192, "attrs_seen is too small");

enum attr_kind
attr_kind(const char *name, int *ret_index)
{
	*ret_index = -1;
	for (size_t i = 0; i < sizeof attrs / sizeof attrs[0]; i++)
		if (strcmp(attrs[i].name, name) == 0) {
			*ret_index = (int)i;
			return attrs[i].kind;
		}
	if (strncmp(name, "aria-", 5) == 0 || strncmp(name, "data-", 5) == 0)
		return name[5] != 0 ? ATTR_TEXT : 0;
	return 0;
}

static const struct { const char *name, *text; } entities[] = {
	{ "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "nbsp", "\xc2\xa0" }, { "ndash", "–" },
	{ "mdash", "—" }, { "lsquo", "‘" }, { "rsquo", "’" }, { "ldquo", "“" }, { "rdquo", "”" }, { "hellip", "…" },
	{ "copy", "©" }, { "pound", "£" }, { "middot", "·" }, { "times", "×" }, { "larr", "←" }, { "rarr", "→" },
};

char *
entities_decode(const char *p, size_t n, size_t *ret_n)
{
	struct text t = { 0 };
	text_add(&t, "");
	for (size_t i = 0; i < n; i++) {
		size_t k = i + 1;
		if (p[i] != '&' || k >= n || !(isalnum((unsigned char)p[k]) || p[k] == '#')) {
			text_put(&t, p + i, 1);
			continue;
		}
		while (k < n && isalnum((unsigned char)p[k]))
			k++;
		const char *found = NULL;
		for (size_t e = 0; e < sizeof entities / sizeof entities[0]; e++)
			if (strlen(entities[e].name) == k - i - 1 && memcmp(entities[e].name, p + i + 1, k - i - 1) == 0)
				found = entities[e].text;
		if (found == NULL || k >= n || p[k] != ';')
			die("unknown entity '%.*s'; write the character itself", (int)(k - i), p + i);
		text_add(&t, found);
		i = k;
	}
	*ret_n = t.n;
	return t.p;
}

void
escaped_add(struct text *t, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		switch (p[i]) {
		case '&': text_add(t, "&amp;"); break;
		case '<': text_add(t, "&lt;"); break;
		case '>': text_add(t, "&gt;"); break;
		case '"': text_add(t, "&quot;"); break;
		case '\'': text_add(t, "&#39;"); break;
		default: text_put(t, p + i, 1);
		}
	}
}

/* ASCII letters, and what UTF-8 begins with 0xC3 to 0xDF: Latin, Greek, Cyrillic. */
bool
has_letter(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool times = c == 0xc3 && i + 1 < n && (unsigned char)p[i + 1] == 0x97;
		if (isalpha(c) || (c >= 0xc3 && c <= 0xdf && !times))
			return true;
	}
	return false;
}

char *
squeeze(const char *p, size_t n)
{
	struct text t = { 0 };
	text_add(&t, "");
	bool gap = false;
	for (size_t i = 0; i < n; i++) {
		if (isspace((unsigned char)p[i])) {
			gap = t.n > 0;
			continue;
		}
		if (gap)
			text_add(&t, " ");
		gap = false;
		text_put(&t, p + i, 1);
	}
	return t.p;
}
