/* SPDX-License-Identifier: MIT */
/* What cairo 1.16 cannot say about a tagged PDF, added with qpdf: language, alternative texts, scope of table headers,
 * artifacts, order of tabs, title shown, XMP. */
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>
#include "base/time.h"
#include "report/pdf_own.h"

struct tagging { const struct pdf *p; qpdf_data q; size_t alts, scopes; int depth; };

static bool
is_furniture(struct tagging *t, qpdf_oh item)
{
	return qpdf_oh_is_dictionary(t->q, item) && qpdf_oh_is_name_and_equals(t->q, qpdf_oh_get_key(t->q, item, "/S"), "/NonStruct");
}

static void
set_scope(struct tagging *t, qpdf_oh element)
{
	qpdf_oh a = qpdf_oh_new_dictionary(t->q);
	bool row = t->scopes < t->p->n_scopes && t->p->row_scopes[t->scopes];

	t->scopes++;
	qpdf_oh_replace_key(t->q, a, "/O", qpdf_oh_new_name(t->q, "/Table"));
	qpdf_oh_replace_key(t->q, a, "/Scope", qpdf_oh_new_name(t->q, row ? "/Row" : "/Column"));
	qpdf_oh_replace_key(t->q, element, "/A", a);
}

/* The tree lies in the order in which it was written, so the n-th figure is the n-th alternative text. */
static void
walk(struct tagging *t, qpdf_oh element)
{
	if (!qpdf_oh_is_dictionary(t->q, element) || t->depth > 12)
		return;
	qpdf_oh kind = qpdf_oh_get_key(t->q, element, "/S"), kids = qpdf_oh_get_key(t->q, element, "/K");
	if (qpdf_oh_is_name_and_equals(t->q, kind, "/Figure") && t->alts < t->p->n_alts)
		qpdf_oh_replace_key(t->q, element, "/Alt", qpdf_oh_new_unicode_string(t->q, str_z(t->p->mem, pdf_printable(t->p->mem, t->p->alts[t->alts++]))));
	if (qpdf_oh_is_name_and_equals(t->q, kind, "/TH"))
		set_scope(t, element);
	t->depth++;
	if (!qpdf_oh_is_array(t->q, kids)) {
		walk(t, kids);
	} else {
		qpdf_oh kept = qpdf_oh_new_array(t->q);
		int n = qpdf_oh_get_array_n_items(t->q, kids), dropped = 0;
		for (int i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(t->q, kids, i);
			if (is_furniture(t, item)) {
				dropped++;
				continue;
			}
			qpdf_oh_append_item(t->q, kept, item);
			walk(t, item);
		}
		if (dropped > 0)
			qpdf_oh_replace_key(t->q, element, "/K", kept);
	}
	t->depth--;
}

/* Marked content that belongs to nothing in the tree any more must not say that it does. */
static void
parents(struct tagging *t, qpdf_oh root)
{
	qpdf_oh nums = qpdf_oh_get_key(t->q, qpdf_oh_get_key(t->q, root, "/ParentTree"), "/Nums");
	int n = qpdf_oh_is_array(t->q, nums) ? qpdf_oh_get_array_n_items(t->q, nums) : 0;

	for (int i = 1; i < n; i += 2) {
		qpdf_oh list = qpdf_oh_get_array_item(t->q, nums, i);
		int m = qpdf_oh_is_array(t->q, list) ? qpdf_oh_get_array_n_items(t->q, list) : 0;
		for (int k = 0; k < m; k++)
			if (is_furniture(t, qpdf_oh_get_array_item(t->q, list, k)))
				qpdf_oh_set_array_item(t->q, list, k, qpdf_oh_new_null(t->q));
	}
}

/* Length of "/Span << /ActualText <…> >> BDC EMC", which cairo writes for a space at the end of a line: it says nothing, and
 * readers take its end for the end of the paragraph.  0: what stands here is something else. */
static size_t
empty_span(struct str s)
{
	struct str end = S(">> BDC\nEMC\n");
	ptrdiff_t at = str_find((struct str){ s.p, s.n < 200 ? s.n : 200 }, end);
	ptrdiff_t other = at < 0 ? -1 : str_find((struct str){ s.p + 1, (size_t)at }, S("BDC"));

	return at < 0 || other >= 0 ? 0 : (size_t)at + end.n;
}

/* Length of the string "(…)" that stands here: what people typed is in there, and may look like anything. */
static size_t
string_length(struct str s)
{
	int depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

/* "/NonStruct << /MCID 0 >> BDC" → "/Artifact << /Type /Pagination >> BDC" */
static void
content(struct buf *b, struct str s)
{
	static const struct str furniture = STR_INIT("/NonStruct"), span = STR_INIT("/Span << /ActualText");

	for (size_t from = 0, at = 0;; at++) {
		struct str here = { s.p + at, s.n - at };
		size_t skip = 0;
		bool artifact = false;
		if (here.n > 0 && here.p[0] == '(') {
			at += string_length(here) - 1;
			continue;
		}
		if (here.n > 0 && here.p[0] == '/' && str_starts(here, furniture)) {
			ptrdiff_t end = str_find(here, S("BDC"));
			artifact = end > 0;
			skip = end > 0 ? (size_t)end + 3 : 0;
		} else if (here.n > 0 && here.p[0] == '/' && str_starts(here, span)) {
			skip = empty_span(here);
		}
		if (skip == 0 && here.n > 0)
			continue;
		buf_put(b, s.p + from, at - from);
		if (here.n == 0)
			return;
		if (artifact)
			buf_lit(b, "/Artifact << /Type /Pagination >> BDC");
		from = at + skip;
		at = from - 1;
	}
}

static void
rewrite(struct tagging *t, qpdf_oh page)
{
	unsigned char *bytes = NULL;
	size_t n = 0;
	struct buf b;

	if (qpdf_oh_get_page_content_data(t->q, page, &bytes, &n) & QPDF_ERRORS)
		return;
	buf_init(&b, (size_t)64 << 20);
	content(&b, (struct str){ (const char *)bytes, n });
	qpdf_oh stream = qpdf_oh_new_stream(t->q);
	qpdf_oh_replace_stream_data(t->q, stream, (const unsigned char *)b.p, b.n, qpdf_oh_new_null(t->q), qpdf_oh_new_null(t->q));
	qpdf_oh_replace_key(t->q, page, "/Contents", stream);
	buf_free(&b);
	free(bytes);
}

static void
put_xml(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.p[i];
		if (ch == '&')
			buf_lit(b, "&amp;");
		else if (ch == '<')
			buf_lit(b, "&lt;");
		else if (ch == '>')
			buf_lit(b, "&gt;");
		else
			buf_char(b, ch < 0x20 ? ' ' : (char)ch);
	}
}

static void
xmp(struct tagging *t, qpdf_oh root)
{
	const struct doc *d = t->p->doc;
	struct str day = date_iso(t->p->mem, d->date);
	struct buf b;

	buf_init(&b, 1u << 20);
	buf_lit(&b, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
	    "<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	put_xml(&b, d->title);
	buf_lit(&b, "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>");
	put_xml(&b, d->organisation);
	buf_lit(&b, "</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>");
	put_xml(&b, d->lang);
	buf_printf(&b, "</rdf:li></rdf:Bag></dc:language><xmp:CreatorTool>Wardkeep</xmp:CreatorTool><xmp:CreateDate>%.*sT12:00:00Z</xmp:CreateDate>"
	    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", (int)day.n, day.p);
	qpdf_oh stream = qpdf_oh_new_stream(t->q), dict = qpdf_oh_get_dict(t->q, stream);
	qpdf_oh_replace_key(t->q, dict, "/Type", qpdf_oh_new_name(t->q, "/Metadata"));
	qpdf_oh_replace_key(t->q, dict, "/Subtype", qpdf_oh_new_name(t->q, "/XML"));
	qpdf_oh_replace_stream_data(t->q, stream, (const unsigned char *)b.p, b.n, qpdf_oh_new_null(t->q), qpdf_oh_new_null(t->q));
	qpdf_oh_replace_key(t->q, root, "/Metadata", stream);
	buf_free(&b);
}

static void
catalogue(struct tagging *t, qpdf_oh root)
{
	qpdf_oh view = qpdf_oh_new_dictionary(t->q);

	qpdf_oh_replace_key(t->q, root, "/Lang", qpdf_oh_new_string(t->q, str_z(t->p->mem, t->p->doc->lang)));
	qpdf_oh_replace_key(t->q, view, "/DisplayDocTitle", qpdf_oh_new_bool(t->q, QPDF_TRUE));
	qpdf_oh_replace_key(t->q, root, "/ViewerPreferences", view);
	qpdf_oh_replace_key(t->q, root, "/PageMode", qpdf_oh_new_name(t->q, "/UseOutlines"));
	xmp(t, root);
}

static bool
written(struct tagging *t, struct buf *out)
{
	if (qpdf_init_write_memory(t->q) & QPDF_ERRORS)
		return false;
	qpdf_set_deterministic_ID(t->q, QPDF_TRUE);
	qpdf_set_object_stream_mode(t->q, qpdf_o_generate);
	if (qpdf_write(t->q) & QPDF_ERRORS)
		return false;
	buf_put(out, qpdf_get_buffer(t->q), qpdf_get_buffer_length(t->q));
	return !out->failed;
}

bool
pdf_tags(const struct pdf *p, struct str bytes, struct buf *out)
{
	struct tagging t = { .p = p, .q = qpdf_init() };
	bool ok = false;

	qpdf_silence_errors(t.q);
	if (!(qpdf_read_memory(t.q, "document", bytes.p, bytes.n, NULL) & QPDF_ERRORS)) {
		qpdf_oh root = qpdf_get_root(t.q), tree = qpdf_oh_get_key(t.q, root, "/StructTreeRoot");
		parents(&t, tree);
		walk(&t, tree);
		int n = qpdf_get_num_pages(t.q);
		for (int i = 0; i < n; i++) {
			qpdf_oh page = qpdf_get_page_n(t.q, (size_t)i);
			rewrite(&t, page);
			qpdf_oh_replace_key(t.q, page, "/Tabs", qpdf_oh_new_name(t.q, "/S"));
		}
		catalogue(&t, root);
		ok = written(&t, out);
	}
	qpdf_cleanup(&t.q);
	return ok;
}
