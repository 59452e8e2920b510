/* SPDX-License-Identifier: MIT */
/* A document as OpenDocument text, to be worked on in LibreOffice or Word: real headings, lists and tables by named styles.
 * Charts are given as their figures, which stand in the tables below them, and their description. */
#include <stdlib.h>
#include <time.h>
#include <zip.h>
#include "base/time.h"
#include "report/file.h"

#define TEXT_MM 170

/* used: widths of columns in millimetres, each of which is a style. */
struct odt { struct buf *o; const struct doc *d; int tables; bool used[TEXT_MM + 1]; };

/* XML 1.0 has no place for most control characters; a line end is an element, and so is a second space. */
static void
text(struct odt *w, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool nothing = s.n - i >= 3 && c == 0xef && (unsigned char)s.p[i + 1] == 0xbf && (unsigned char)s.p[i + 2] >= 0xbe;
		if (nothing) {		/* U+FFFE and U+FFFF are no characters */
			buf_lit(w->o, "\xef\xbf\xbd");
			i += 2;
		} else if (c == '&')
			buf_lit(w->o, "&amp;");
		else if (c == '<')
			buf_lit(w->o, "&lt;");
		else if (c == '>')
			buf_lit(w->o, "&gt;");
		else if (c == '"')
			buf_lit(w->o, "&quot;");
		else if (c == '\n')
			buf_lit(w->o, "<text:line-break/>");
		else if (c == '\t')
			buf_lit(w->o, "<text:tab/>");
		else if (c == ' ' && i > 0 && s.p[i - 1] == ' ')
			buf_lit(w->o, "<text:s/>");
		else
			buf_char(w->o, c < 0x20 || c == 0x7f ? ' ' : (char)c);
	}
}

static void
span(struct odt *w, const char *style, struct str s)
{
	buf_printf(w->o, "<text:span text:style-name=\"%s\">", style);
	text(w, s);
	buf_lit(w->o, "</text:span>");
}

static void
mark(struct odt *w, const struct doc_mark *m)
{
	bool red = str_is(m->rating, "red"), amber = str_is(m->rating, "amber"), green = str_is(m->rating, "green");
	const char *style = red ? "Red" : amber ? "Amber" : green ? "Green" : "Tag";

	buf_printf(w->o, "<text:span text:style-name=\"%s\">", style);
	if (m->sign.n > 0) {
		text(w, m->sign);
		buf_char(w->o, ' ');
	}
	text(w, m->word);
	buf_lit(w->o, "</text:span>");
}

static void
begin(struct odt *w, const char *style)
{
	buf_printf(w->o, "<text:p text:style-name=\"%s\">", style);
}

static void
end(struct odt *w)
{
	buf_lit(w->o, "</text:p>\n");
}

static void
paragraph(struct odt *w, const char *style, struct str s)
{
	if (s.n == 0)
		return;
	begin(w, style);
	text(w, s);
	end(w);
}

static void
cell(struct odt *w, const struct doc_cell *x, const char *style, bool head)
{
	buf_printf(w->o, "<table:table-cell table:style-name=\"%s\" office:value-type=\"string\">", head ? "CellHead" : "Cell");
	begin(w, style);
	if (x->mark.word.n > 0)
		mark(w, &x->mark);
	if (x->mark.word.n > 0 && x->text.n > 0)
		buf_lit(w->o, "<text:line-break/>");
	text(w, x->text);
	end(w);
	buf_lit(w->o, "</table:table-cell>");
}

static void
table_begin(struct odt *w, struct str title)
{
	w->tables++;
	buf_printf(w->o, "<table:table table:name=\"Table%d\" table:style-name=\"Table\">", w->tables);
	if (title.n > 0) {
		buf_lit(w->o, "<table:title>");
		text(w, title);
		buf_lit(w->o, "</table:title>");
	}
}

static void
column(struct odt *w, int share, int shares)
{
	int mm = TEXT_MM * (share < 1 ? 1 : share) / shares;

	mm = mm < 1 ? 1 : mm > TEXT_MM ? TEXT_MM : mm;
	w->used[mm] = true;
	buf_printf(w->o, "<table:table-column table:style-name=\"Width%d\"/>", mm);
}

static void
facts(struct odt *w, const struct doc_cell *c, size_t n)
{
	if (n == 0)
		return;
	table_begin(w, S(""));
	column(w, 3, 11);
	column(w, 8, 11);
	for (size_t i = 0; i < n; i++) {
		buf_lit(w->o, "<table:table-row table:style-name=\"Row\">");
		cell(w, &c[2 * i], "TableHeading", false);
		cell(w, &c[2 * i + 1], "TableText", false);
		buf_lit(w->o, "</table:table-row>\n");
	}
	buf_lit(w->o, "</table:table>\n");
}

static void
table(struct odt *w, const struct doc_block *b)
{
	int shares = 0;

	paragraph(w, "Caption", b->text);
	table_begin(w, b->text);
	for (size_t k = 0; k < b->n_columns; k++)
		shares += b->columns[k].share < 1 ? 1 : b->columns[k].share;
	for (size_t k = 0; k < b->n_columns; k++)
		column(w, b->columns[k].share, shares);
	buf_lit(w->o, "<table:table-header-rows><table:table-row table:style-name=\"Row\">");
	for (size_t k = 0; k < b->n_columns; k++)
		cell(w, &(struct doc_cell){ .text = b->columns[k].label }, b->columns[k].numeric ? "TableHeadingNumber" : "TableHeading", true);
	buf_lit(w->o, "</table:table-row></table:table-header-rows>\n");
	for (size_t i = 0; i < b->n_rows; i++) {
		buf_lit(w->o, "<table:table-row table:style-name=\"Row\">");
		for (size_t k = 0; k < b->n_columns; k++)
			cell(w, &b->cells[i * b->n_columns + k], b->columns[k].numeric ? "TableNumber" : "TableText", false);
		buf_lit(w->o, "</table:table-row>\n");
	}
	buf_lit(w->o, "</table:table>\n");
}

static void
items(struct odt *w, const struct doc_block *b)
{
	buf_lit(w->o, "<text:list text:style-name=\"List\">");
	for (size_t i = 0; i < b->n_items; i++) {
		const struct doc_item *x = &b->items[i];
		buf_lit(w->o, "<text:list-item>");
		begin(w, "ListItem");
		if (x->mark.word.n > 0) {
			mark(w, &x->mark);
			buf_char(w->o, ' ');
		}
		if (x->lead.n > 0) {
			span(w, "Strong", x->lead);
			buf_char(w->o, ' ');
		}
		text(w, x->text);
		for (size_t k = 0; k < x->n_lines; k++) {
			buf_lit(w->o, "<text:line-break/>");
			span(w, "Small", x->lines[k]);
		}
		end(w);
		buf_lit(w->o, "</text:list-item>\n");
	}
	buf_lit(w->o, "</text:list>\n");
}

static void
block(struct odt *w, const struct doc_block *b, bool page)
{
	switch (b->kind) {
	case DOC_HEADING:
		buf_printf(w->o, "<text:h text:outline-level=\"%d\" text:style-name=\"%s%d\">", b->level, page ? "Page" : "Heading_20_", b->level);
		text(w, b->text);
		buf_lit(w->o, "</text:h>\n");
		return;
	case DOC_TEXT: paragraph(w, b->tone == DOC_SMALL ? "Fine" : "Body", b->text); return;
	case DOC_NOTE: paragraph(w, "Note", b->text); return;
	case DOC_LIST: items(w, b); return;
	case DOC_FACTS: facts(w, b->cells, b->n_rows); return;
	case DOC_TABLE: table(w, b); return;
	case DOC_MARKS:
		begin(w, "Body");
		for (size_t i = 0; i < b->n_marks; i++) {
			if (i > 0)
				buf_lit(w->o, " <text:s/>");
			mark(w, &b->marks[i]);
		}
		end(w);
		return;
	case DOC_CHART:
		paragraph(w, "Caption", b->text);
		paragraph(w, "Fine", b->alt);
		return;
	case DOC_PAGE: return;
	}
}

#define NAMESPACES "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" " \
	"xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" " \
	"xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.3\""
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void
body(struct odt *w)
{
	const struct doc *d = w->d;
	bool page = true;

	paragraph(w, "Fine", d->caption);
	buf_lit(w->o, "<text:h text:outline-level=\"1\" text:style-name=\"Heading_20_1\">");
	text(w, d->title);
	buf_lit(w->o, "</text:h>\n");
	paragraph(w, "Note", d->note);
	facts(w, d->facts, d->n_facts);
	for (size_t i = 0; i < d->n; i++) {
		if (d->blocks[i].kind == DOC_PAGE) {
			page = true;
			continue;
		}
		block(w, &d->blocks[i], page);
		page = false;
	}
}

static void
content(struct odt *w)
{
	struct buf *all = w->o, inner;

	/* What its tables need as styles is known once they are written. */
	buf_init(&inner, all->max);
	w->o = &inner;
	body(w);
	w->o = all;
	buf_lit(w->o, XML "<office:document-content " NAMESPACES "><office:automatic-styles>"
	    "<style:style style:name=\"Table\" style:family=\"table\"><style:table-properties style:rel-width=\"100%\" table:align=\"margins\" fo:margin-bottom=\"0.4cm\"/></style:style>"
	    "<style:style style:name=\"Row\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\"/></style:style>"
	    "<style:style style:name=\"Cell\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.1cm\" fo:border-bottom=\"0.5pt solid #d8dde0\"/></style:style>"
	    "<style:style style:name=\"CellHead\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.1cm\" fo:background-color=\"#e8edee\"/></style:style>");
	for (int n = 1; n <= TEXT_MM; n++)
		if (w->used[n])
			buf_printf(w->o, "<style:style style:name=\"Width%d\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"%dmm\"/>"
			    "</style:style>", n, n);
	for (int n = 2; n <= 5; n++)
		buf_printf(w->o, "<style:style style:name=\"Page%d\" style:family=\"paragraph\" style:parent-style-name=\"Heading_20_%d\"><style:paragraph-properties "
		    "fo:break-before=\"page\"/></style:style>", n, n);
	buf_lit(w->o, "</office:automatic-styles><office:body><office:text>\n");
	buf_str(w->o, buf_view(&inner));
	w->o->failed = w->o->failed || inner.failed;
	buf_free(&inner);
	buf_lit(w->o, "</office:text></office:body></office:document-content>");
}

static void
heading_style(struct odt *w, int level, const char *size, const char *colour)
{
	buf_printf(w->o, "<style:style style:name=\"Heading_20_%d\" style:display-name=\"Heading %d\" style:family=\"paragraph\" style:parent-style-name=\"Body\" "
	    "style:default-outline-level=\"%d\"><style:paragraph-properties fo:margin-top=\"0.5cm\" fo:margin-bottom=\"0.2cm\" fo:keep-with-next=\"always\"/>"
	    "<style:text-properties fo:font-size=\"%s\" fo:font-weight=\"bold\" fo:color=\"%s\"/></style:style>", level, level, level, size, colour);
}

static void
paragraph_style(struct odt *w, const char *name, const char *paragraph_properties, const char *text_properties)
{
	buf_printf(w->o, "<style:style style:name=\"%s\" style:family=\"paragraph\" style:parent-style-name=\"Body\"><style:paragraph-properties %s/>"
	    "<style:text-properties %s/></style:style>", name, paragraph_properties, text_properties);
}

static void
text_style(struct odt *w, const char *name, const char *properties)
{
	buf_printf(w->o, "<style:style style:name=\"%s\" style:family=\"text\"><style:text-properties %s/></style:style>", name, properties);
}

static void
furniture(struct odt *w)
{
	const struct doc *d = w->d;

	buf_lit(w->o, "<office:automatic-styles><style:page-layout style:name=\"A4\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" "
	    "fo:margin-top=\"1.5cm\" fo:margin-bottom=\"1.5cm\" fo:margin-left=\"2cm\" fo:margin-right=\"2cm\"/><style:header-style><style:header-footer-properties "
	    "fo:min-height=\"1cm\" fo:margin-bottom=\"0.4cm\"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height=\"1cm\" "
	    "fo:margin-top=\"0.4cm\"/></style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>"
	    "<style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\"><style:header>");
	paragraph(w, "Line", d->classification);
	paragraph(w, "Fine", d->organisation);
	buf_lit(w->o, "</style:header><style:footer>");
	begin(w, "Foot");
	text(w, d->made);
	buf_lit(w->o, "<text:tab/><text:page-number text:select-page=\"current\"/> / <text:page-count/>");
	end(w);
	paragraph(w, "Line", d->classification);
	buf_lit(w->o, "</style:footer></style:master-page></office:master-styles>");
}

static void
styles(struct odt *w)
{
	struct str rest, language = str_cut(w->d->lang, '-', &rest);

	buf_lit(w->o, XML "<office:document-styles " NAMESPACES "><office:font-face-decls><style:font-face style:name=\"Arial\" svg:font-family=\"Arial\" "
	    "style:font-family-generic=\"swiss\"/></office:font-face-decls><office:styles>");
	buf_printf(w->o, "<style:default-style style:family=\"paragraph\"><style:text-properties style:font-name=\"Arial\" fo:font-size=\"11pt\" fo:color=\"#212b32\" "
	    "fo:language=\"%.*s\" fo:country=\"%s\"/></style:default-style>", (int)language.n, language.p, rest.n == 2 ? str_z(w->d->mem, rest) : "GB");
	buf_lit(w->o, "<style:style style:name=\"Body\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.2cm\" fo:line-height=\"120%\" "
	    "fo:orphans=\"2\" fo:widows=\"2\"/></style:style>");
	heading_style(w, 1, "24pt", "#003087");
	heading_style(w, 2, "18pt", "#003087");
	heading_style(w, 3, "14pt", "#212b32");
	heading_style(w, 4, "11pt", "#212b32");
	heading_style(w, 5, "11pt", "#212b32");
	paragraph_style(w, "Fine", "fo:margin-bottom=\"0.1cm\"", "fo:font-size=\"9pt\" fo:color=\"#4c6272\"");
	buf_lit(w->o, "<style:style style:name=\"Foot\" style:family=\"paragraph\" style:parent-style-name=\"Fine\"><style:paragraph-properties><style:tab-stops>"
	    "<style:tab-stop style:position=\"17cm\" style:type=\"right\"/></style:tab-stops></style:paragraph-properties></style:style>");
	paragraph_style(w, "Line", "fo:text-align=\"center\"", "fo:font-size=\"9pt\" fo:font-weight=\"bold\"");
	paragraph_style(w, "Note", "fo:border-left=\"3pt solid #005eb8\" fo:padding=\"0.2cm\"", "fo:font-weight=\"bold\"");
	paragraph_style(w, "Caption", "fo:margin-top=\"0.3cm\" fo:keep-with-next=\"always\"", "fo:font-weight=\"bold\"");
	paragraph_style(w, "TableText", "fo:margin-bottom=\"0cm\"", "fo:font-size=\"10pt\"");
	paragraph_style(w, "TableNumber", "fo:margin-bottom=\"0cm\" fo:text-align=\"end\"", "fo:font-size=\"10pt\"");
	paragraph_style(w, "TableHeading", "fo:margin-bottom=\"0cm\"", "fo:font-size=\"10pt\" fo:font-weight=\"bold\"");
	paragraph_style(w, "TableHeadingNumber", "fo:margin-bottom=\"0cm\" fo:text-align=\"end\"", "fo:font-size=\"10pt\" fo:font-weight=\"bold\"");
	paragraph_style(w, "ListItem", "fo:margin-bottom=\"0.1cm\"", "fo:font-size=\"11pt\"");
	text_style(w, "Strong", "fo:font-weight=\"bold\"");
	text_style(w, "Small", "fo:font-size=\"9pt\" fo:color=\"#4c6272\"");
	text_style(w, "Tag", "fo:font-weight=\"bold\" fo:background-color=\"#e8edee\"");
	text_style(w, "Red", "fo:font-weight=\"bold\" fo:color=\"#7a0f0b\" fo:background-color=\"#f7cfcb\"");
	text_style(w, "Amber", "fo:font-weight=\"bold\" fo:color=\"#612c00\" fo:background-color=\"#ffdfb8\"");
	text_style(w, "Green", "fo:font-weight=\"bold\" fo:color=\"#004620\" fo:background-color=\"#cce8d8\"");
	buf_lit(w->o, "<text:list-style style:name=\"List\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"•\"><style:list-level-properties "
	    "text:list-level-position-and-space-mode=\"label-alignment\"><style:list-level-label-alignment text:label-followed-by=\"listtab\" fo:text-indent=\"-0.5cm\" "
	    "fo:margin-left=\"0.6cm\"/></style:list-level-properties></text:list-level-style-bullet></text:list-style></office:styles>");
	furniture(w);
	buf_lit(w->o, "</office:document-styles>");
}

static void
meta(struct odt *w)
{
	struct str day = date_iso(w->d->mem, w->d->date);

	buf_lit(w->o, XML "<office:document-meta " NAMESPACES "><office:meta><meta:generator>Wardkeep</meta:generator><dc:title>");
	text(w, w->d->title);
	buf_lit(w->o, "</dc:title><dc:creator>");
	text(w, w->d->organisation);
	buf_printf(w->o, "</dc:creator><dc:date>%.*sT12:00:00</dc:date><dc:language>%.*s</dc:language></office:meta></office:document-meta>", (int)day.n, day.p,
	    (int)w->d->lang.n, w->d->lang.p);
}

static const char manifest[] = XML "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">"
	"<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
	"<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
	"<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
	"<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";

/* The media type comes first and unpacked, so that a file's kind is seen from its first bytes. */
static bool
add(zip_t *z, const char *name, struct str s, bool packed, struct date day)
{
	zip_source_t *source = zip_source_buffer(z, s.p, s.n, 0);
	zip_int64_t at = source == NULL ? -1 : zip_file_add(z, name, source, ZIP_FL_ENC_UTF_8);

	if (at < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_set_file_compression(z, (zip_uint64_t)at, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0 &&
	    zip_file_set_mtime(z, (zip_uint64_t)at, (time_t)day.day * 86400 + 43200, 0) == 0;
}

static enum status
packed(const struct doc *d, const struct buf *parts, struct buf *out)
{
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = to == NULL ? NULL : zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	zip_stat_t st;

	if (z == NULL) {
		zip_source_free(to);
		return ST_UNAVAILABLE;
	}
	zip_source_keep(to);
	bool ok = add(z, "mimetype", S("application/vnd.oasis.opendocument.text"), false, d->date) && add(z, "content.xml", buf_view(&parts[0]), true, d->date) &&
	    add(z, "styles.xml", buf_view(&parts[1]), true, d->date) && add(z, "meta.xml", buf_view(&parts[2]), true, d->date) &&
	    add(z, "META-INF/manifest.xml", (struct str){ manifest, sizeof manifest - 1 }, true, d->date);
	if (!ok || zip_close(z) != 0) {
		zip_discard(z);
		ok = false;
	}
	zip_stat_init(&st);
	ok = ok && zip_source_stat(to, &st) == 0 && zip_source_open(to) == 0;
	if (ok) {
		char *p = malloc(st.size + 1);
		ok = p != NULL && zip_source_read(to, p, st.size) == (zip_int64_t)st.size;
		if (ok)
			buf_put(out, p, st.size);
		free(p);
		(void)zip_source_close(to);
	}
	zip_source_free(to);
	return !ok ? ST_UNAVAILABLE : out->failed ? ST_TOO_LARGE : ST_OK;
}

enum status
doc_odt(struct doc *d, struct buf *out)
{
	static void (*const write[])(struct odt *w) = { content, styles, meta };
	struct buf parts[countof(write)];
	enum status st = ST_OK;

	for (size_t i = 0; i < countof(parts); i++) {
		struct odt w = { .o = &parts[i], .d = d };
		buf_init(&parts[i], (size_t)64 << 20);
		write[i](&w);
		if (parts[i].failed)
			st = ST_TOO_LARGE;
	}
	if (st == ST_OK)
		st = packed(d, parts, out);
	for (size_t i = 0; i < countof(parts); i++)
		buf_free(&parts[i]);
	return st;
}
