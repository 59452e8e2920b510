/* SPDX-License-Identifier: MIT */
/* Markdown with md4c and a renderer of our own: no HTML of the writer's passes, links go to
 * our own pages or to http, https and mailto, images become their words. */
#include "html/html.h"
#include <md4c.h>

struct md {
	struct arena *a;
	struct buf out;
	struct html h;		/* for the escaper */
	int image;		/* inside an image's words */
	int closed_links;	/* links refused: their words stay */
	bool skipped[16];
	bool head;
};

static struct str
attr_text(struct md *m, const MD_ATTRIBUTE *t)
{
	struct buf b;
	buf_init(&b, 8192);
	for (unsigned i = 0; t->text != NULL && t->substr_offsets[i] < t->size; i++) {
		struct str part = { t->text + t->substr_offsets[i], t->substr_offsets[i + 1] - t->substr_offsets[i] };
		if (t->substr_types[i] == MD_TEXT_ENTITY && str_is(part, "&amp;"))
			buf_char(&b, '&');
		else if (t->substr_types[i] == MD_TEXT_NORMAL)
			buf_str(&b, part);
		else
			b.failed = true;	/* an address with other entities is none of ours */
	}
	struct str s = b.failed ? S("") : arena_copy(m->a, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct url
link_url(struct md *m, struct str s)
{
	bool own = s.n > 0 && (s.p[0] == '#' || (s.p[0] == '/' && !(s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\'))));
	for (size_t i = 0; own && i < s.n; i++)
		own = (unsigned char)s.p[i] > ' ' && s.p[i] != '\\';
	return own ? (struct url){ s } : url_external(m->a, s);
}

static void
link_begin(struct md *m, const MD_SPAN_A_DETAIL *d)
{
	struct url u = link_url(m, attr_text(m, &d->href));
	bool skip = u.s.n == 0 || m->image > 0;
	if (m->closed_links < 16)
		m->skipped[m->closed_links] = skip;
	m->closed_links++;
	if (skip)
		return;
	buf_lit(&m->out, "<a class=\"nhsuk-link\" href=\"");
	html_put_url(&m->h, u);
	buf_lit(&m->out, "\" rel=\"noopener noreferrer\">");
}

static void
link_end(struct md *m)
{
	m->closed_links--;
	if (m->closed_links < 16 && !m->skipped[m->closed_links])
		buf_lit(&m->out, "</a>");
}

static const char *const headings[7] = { "", "h2 class=\"nhsuk-heading-m\"", "h2 class=\"nhsuk-heading-m\"",
	"h3 class=\"nhsuk-heading-s\"", "h4 class=\"nhsuk-heading-xs\"", "h4 class=\"nhsuk-heading-xs\"", "h4 class=\"nhsuk-heading-xs\"" };

static void
cell_begin(struct md *m, bool head, const MD_BLOCK_TD_DETAIL *d)
{
	buf_str(&m->out, head ? S("<th class=\"nhsuk-table__header") : S("<td class=\"nhsuk-table__cell"));
	if (d->align == MD_ALIGN_RIGHT)
		buf_str(&m->out, head ? S(" nhsuk-table__header--numeric") : S(" nhsuk-table__cell--numeric"));
	buf_str(&m->out, head ? S("\" scope=\"col\">") : S("\">"));
}

static int
block(MD_BLOCKTYPE type, void *detail, void *arg, bool open)
{
	struct md *m = arg;
	const char *tag = NULL, *name = NULL;
	switch (type) {
	case MD_BLOCK_DOC: case MD_BLOCK_HTML: return 0;
	case MD_BLOCK_QUOTE: tag = "div class=\"nhsuk-inset-text\""; name = "div"; break;
	case MD_BLOCK_UL: tag = "ul class=\"nhsuk-list nhsuk-list--bullet\""; name = "ul"; break;
	case MD_BLOCK_OL: tag = "ol class=\"nhsuk-list nhsuk-list--number\""; name = "ol"; break;
	case MD_BLOCK_LI: tag = name = "li"; break;
	case MD_BLOCK_HR:
		if (open)
			buf_lit(&m->out, "<hr class=\"nhsuk-section-break nhsuk-section-break--visible nhsuk-section-break--m\">\n");
		return 0;
	case MD_BLOCK_H: {
		unsigned level = ((MD_BLOCK_H_DETAIL *)detail)->level;
		tag = headings[level > 6 ? 6 : level];
		name = level <= 2 ? "h2" : level == 3 ? "h3" : "h4";
		break;
	}
	case MD_BLOCK_CODE: tag = "pre class=\"app-code\""; name = "pre"; break;
	case MD_BLOCK_P: tag = name = "p"; break;
	case MD_BLOCK_TABLE: tag = "div class=\"app-scroll\" tabindex=\"0\" role=\"region\"><table class=\"nhsuk-table\"";
		name = "table></div"; break;
	case MD_BLOCK_THEAD: tag = "thead class=\"nhsuk-table__head\""; name = "thead"; break;
	case MD_BLOCK_TBODY: tag = "tbody class=\"nhsuk-table__body\""; name = "tbody"; break;
	case MD_BLOCK_TR: tag = "tr class=\"nhsuk-table__row\""; name = "tr"; break;
	case MD_BLOCK_TH: case MD_BLOCK_TD:
		if (open) {
			cell_begin(m, type == MD_BLOCK_TH, detail);
			return 0;
		}
		name = type == MD_BLOCK_TH ? "th" : "td";
		break;
	}
	buf_str(&m->out, open ? S("<") : S("</"));
	buf_str(&m->out, str_c(open ? tag : name));
	buf_str(&m->out, open ? S(">") : S(">\n"));
	return m->out.failed ? -1 : 0;
}

static int block_begin(MD_BLOCKTYPE type, void *detail, void *arg) { return block(type, detail, arg, true); }
static int block_end(MD_BLOCKTYPE type, void *detail, void *arg) { return block(type, detail, arg, false); }

static int
span(MD_SPANTYPE type, void *detail, void *arg, bool open)
{
	struct md *m = arg;
	if (type == MD_SPAN_IMG) {
		m->image += open ? 1 : -1;
		return 0;
	}
	if (type == MD_SPAN_A) {
		if (open)
			link_begin(m, detail);
		else
			link_end(m);
	} else if (type == MD_SPAN_STRONG) {
		buf_str(&m->out, open ? S("<strong>") : S("</strong>"));
	} else if (type == MD_SPAN_EM) {
		buf_str(&m->out, open ? S("<em>") : S("</em>"));
	} else if (type == MD_SPAN_CODE) {
		buf_str(&m->out, open ? S("<code>") : S("</code>"));
	}
	return m->out.failed ? -1 : 0;
}

static int span_begin(MD_SPANTYPE type, void *detail, void *arg) { return span(type, detail, arg, true); }
static int span_end(MD_SPANTYPE type, void *detail, void *arg) { return span(type, detail, arg, false); }

/* Of the named entities only those without a meaning in HTML need to pass; the rest stay words. */
static bool
entity_safe(struct str s)
{
	if (s.n < 3 || s.p[1] == '#' || s.n > 32)
		return false;
	for (size_t i = 1; i + 1 < s.n; i++)
		if (!((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9'))
			return false;
	return true;
}

static int
text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *arg)
{
	struct md *m = arg;
	struct str s = { p, n };
	if (type == MD_TEXT_BR)
		buf_lit(&m->out, "<br>");
	else if (type == MD_TEXT_SOFTBR)
		buf_lit(&m->out, "\n");
	else if (type == MD_TEXT_ENTITY && entity_safe(s))
		buf_str(&m->out, s);
	else
		html_put_str(&m->h, s);
	return m->out.failed ? -1 : 0;
}

struct safe_html
html_markdown(struct arena *a, struct str md)
{
	static const MD_PARSER parser = { .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_PERMISSIVEURLAUTOLINKS,
		.enter_block = block_begin, .leave_block = block_end, .enter_span = span_begin, .leave_span = span_end,
		.text = text };
	struct md m = { .a = a };
	struct safe_html r;
	if (md.n > 1u << 20)
		md.n = 1u << 20;
	buf_init(&m.out, 4u << 20);
	m.h = (struct html){ .out = &m.out, .mem = a };
	if (md.n > 0 && md_parse(md.p, (MD_SIZE)md.n, &parser, &m) != 0) {
		buf_free(&m.out);
		buf_lit(&m.out, "<p>");
		html_put_str(&m.h, md);
		buf_lit(&m.out, "</p>");
	}
	r.s = arena_copy(a, buf_view(&m.out));
	buf_free(&m.out);
	return r;
}
