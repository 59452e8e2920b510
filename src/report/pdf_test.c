/* SPDX-License-Identifier: MIT */
/* The PDF as others see it: qpdf, poppler. */
#include "report/pdf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/harness.h"

static struct str
run(const char *tool, const char *path, const char *more)
{
	struct str command = arena_printf(test_arena(), "%s %s %s", tool, path, more);
	FILE *f = popen(command.p, "r");
	char piece[65536];
	struct buf b;

	CHECK(f != NULL);
	buf_init(&b, 32u << 20);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_put(&b, piece, n);
	int how = pclose(f);
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	CHECK_MSG(how == 0, "%.*s ended with %d: %.*s", (int)command.n, command.p, how, (int)(r.n < 500 ? r.n : 500), r.p);
	return r;
}

static const char *
make(const struct doc *d, struct str *ret)
{
	struct str why;
	enum status st = pdf_make(test_arena(), d, ret, &why);
	const char *path = arena_printf(test_arena(), "%s/d.pdf", test_tmp_dir()).p;
	FILE *f = fopen(path, "w");

	CHECK_MSG(st == ST_OK, "%s: %.*s", status_name(st), (int)why.n, why.p);
	CHECK(f != NULL && fwrite(ret->p, 1, ret->n, f) == ret->n && fclose(f) == 0);
	run("qpdf --check", path, "2>&1");
	return path;
}

static struct doc_mark
mark(const char *rating)
{
	return doc_rating(test_arena(), lang_english(), str_c(rating));
}

static struct doc *
sample(size_t rows)
{
	static const struct doc_column columns[] = { { STR_INIT("Site"), 3, false }, { STR_INIT("Rating"), 1, false }, { STR_INIT("Number"), 1, true } };
	static const struct rag_point points[] = { { .label = STR_INIT("2024"), .red = 5, .amber = 4, .green = 5 },
		{ .label = STR_INIT("2025"), .red = 3, .amber = 4, .green = 7 }, { .label = STR_INIT("2026"), .red = 1, .amber = 3, .green = 10 } };
	static const struct str lines[] = { STR_INIT("First line of the list"), STR_INIT("Second line of the list") };
	static const struct doc_cell facts[] = { { .text = STR_INIT("Organisation") }, { .text = STR_INIT("Northmoor NHS Trust") } };
	struct doc *d = doc_new(test_arena(), lang_english(), (struct date){ 20000 });
	struct doc_cell *cells = arena_array(test_arena(), struct doc_cell, rows * 3 + 1);
	struct doc_item *item = arena_array(test_arena(), struct doc_item, 1);
	struct doc_mark *marks = arena_array(test_arena(), struct doc_mark, 1);

	d->title = S("Ymddiriedolaeth ŵŷ: a document <&> with \"marks\"");
	d->caption = S("Report");
	d->organisation = S("Northmoor NHS Trust");
	d->classification = S("OFFICIAL-SENSITIVE");
	d->facts = facts;
	d->n_facts = 1;
	doc_heading(d, 2, S("Summary"));
	doc_chart(d, PLOT_STRIP, S("Ratings over the years"), S("Three bars; green grows from 5 to 10."), points, 3);
	doc_chart(d, PLOT_AREA, S("Ratings as areas"), S("Areas; red shrinks from 5 to 1."), points, 3);
	doc_chart(d, PLOT_TREND, S("Ratings as lines"), S("Lines; amber falls from 4 to 3."), points, 3);
	for (size_t i = 0; i < rows; i++) {
		cells[3 * i].text = arena_printf(test_arena(), "Site%zu", i);
		cells[3 * i + 1].mark = mark(i % 2 == 0 ? "green" : "red");
		cells[3 * i + 2].text = arena_printf(test_arena(), "%zu", i * 7);
	}
	doc_table(d, S("Sites and their ratings"), columns, 3, cells, rows);
	doc_heading(d, 3, S("One standard"));
	marks[0] = mark("amber");
	doc_marks(d, marks, 1);
	doc_text(d, DOC_PLAIN, S("A paragraph of some length that goes over the end of its first line, so that its words must stay apart when they are read from the tree."));
	doc_lines(d, lines, 2);
	item[0] = (struct doc_item){ .mark = doc_tag(S("Did not arise"), TAG_GREY), .lead = S("N1"), .text = S("A criterion.") };
	doc_list(d, item, 1);
	doc_note(d, S("What must not be overlooked."));
	return d;
}

/* Without white space: where lines break is each one's own business. */
static struct str
squeezed(struct str s)
{
	char *p = arena_alloc(test_arena(), s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

static bool
after(struct str *rest, struct str what)
{
	what = squeezed(what);
	ptrdiff_t at = str_find(*rest, what);
	if (at >= 0)
		*rest = (struct str){ rest->p + at + (ptrdiff_t)what.n, rest->n - (size_t)at - what.n };
	return at >= 0;
}

TEST(pdf_has_its_tags_in_the_order_of_the_document)
{
	static const char *const order[] = { "Document", "P (block)", "Report", "H1 (block)", "ŵŷ: a document <&> with", "L (block)", "LI (block)",
		"Lbl (block)", "Organisation", "LBody (block)", "Northmoor NHS Trust", "H2 (block)", "Summary", "Figure", "Figure", "Figure",
		"Table (block)", "Caption", "Sites and their ratings", "TR", "TH:", "/Scope /Column", "Site", "TH:", "/Scope /Column", "Rating", "TR",
		"TH:", "/Scope /Row", "Site0", "TD", "● Green", "TD", "0", "▲ Red", "H3 (block)", "One standard", "◆ Amber",
		"goes over the end of its first line, so that its words must stay apart when they are read from the tree.", "L (block)",
		"First line of the list", "Second line of the list", "Did not arise", "N1 A criterion.", "What must not be overlooked." };
	struct str bytes, again, rest;
	const char *path = make(sample(12), &bytes);

	struct str tree = run("pdfinfo -struct-text", path, "");
	rest = squeezed(tree);
	for (size_t i = 0; i < countof(order); i++)
		CHECK_MSG(after(&rest, str_c(order[i])), "not in its place: %s, in\n%.*s", order[i], (int)tree.n, tree.p);
	CHECK(str_find(tree, S("OFFICIAL-SENSITIVE")) < 0);	/* head and foot are no part of it */
	CHECK(str_find(tree, S("Page 2")) < 0);
	CHECK(str_find(tree, S("NonStruct")) < 0);
	make(sample(12), &again);
	CHECK(str_eq(bytes, again));
}

TEST(pdf_says_language_title_texts_for_figures_and_brings_its_fonts)
{
	static const char *const there[] = { "/Lang (en-GB)", "/DisplayDocTitle true", "/Tabs /S", "/Alt (Three bars; green grows from 5 to 10.)",
		"/Alt (Lines; amber falls from 4 to 3.)", "/Marked true", "/PageMode /UseOutlines", "/Artifact << /Type /Pagination >> BDC", "<dc:title>",
		"a document &lt;&amp;&gt; with" };
	struct str bytes;
	const char *path = make(sample(12), &bytes);
	struct str plain = run("qpdf --qdf --object-streams=disable", path, "-"), fonts = run("pdffonts", path, "| tail -n +3"), text = run("pdftotext", path, "-");

	for (size_t i = 0; i < countof(there); i++)
		CHECK_MSG(str_find(plain, str_c(there[i])) >= 0, "not there: %s", there[i]);
	for (struct str line; fonts.n > 0;) {
		line = str_cut(fonts, '\n', &fonts);
		CHECK_MSG(str_find(line, S("yes yes yes")) > 0, "not inside: %.*s", (int)line.n, line.p);
	}
	CHECK(str_find(text, S("OFFICIAL-SENSITIVE")) >= 0);
	CHECK(str_find(text, S("Page 2 of 3")) >= 0);
	CHECK(str_find(run("pdfinfo", path, ""), S("Tagged:          yes")) >= 0);
}

TEST(pdf_tables_repeat_their_heads_and_keep_rows_whole)
{
	struct str bytes, text, rest;
	size_t heads = 0;
	const char *path = make(sample(150), &bytes);

	text = run("pdftotext -layout", path, "-");
	for (rest = text; rest.n > 0;) {
		struct str line = str_cut(rest, '\n', &rest);
		heads += str_find(line, S("Site ")) >= 0 && str_find(line, S("Number")) > 0;
	}
	CHECK_MSG(heads >= 4, "%zu heads", heads);
	/* In the tree there is one. */
	rest = run("pdfinfo -struct", path, "");
	heads = 0;
	for (ptrdiff_t at; (at = str_find(rest, S("/Scope /Column"))) >= 0; heads++)
		rest = (struct str){ rest.p + at + 5, rest.n - (size_t)at - 5 };
	CHECK_EQ_I(heads, 3);
}

/* Every word lies on its page. */
static void
check_inside(const char *path)
{
	struct str boxes = run("pdftotext -bbox", path, "-");
	size_t words = 0;

	while (boxes.n > 0) {
		struct str line = str_cut(boxes, '\n', &boxes);
		double x0, y0, x1, y1;
		ptrdiff_t at = str_find(line, S("<word "));
		if (at < 0)
			continue;
		CHECK(sscanf(str_z(test_arena(), line) + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &x0, &y0, &x1, &y1) == 4);
		CHECK_MSG(x0 > 20 && x1 < 580 && y0 > 5 && y1 < 838, "off the page: %.*s", (int)line.n, line.p);
		words++;
	}
	CHECK(words > 20);
}

static struct str
repeated(const char *s, size_t times)
{
	struct buf b;

	buf_init(&b, 4u << 20);
	for (size_t i = 0; i < times; i++)
		buf_str(&b, str_c(s));
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

TEST(pdf_takes_whatever_people_typed)
{
	const struct str texts[] = { repeated("A comment that has no end. ", 4000), repeated("Unbrokenword", 500), repeated("Llwŷbr ŵ ŷ Ŵ Ŷ ", 30),
		S("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x9c\xd7\x99\xd7\x9b\xd7\x9d (1.4) and \xd8\xa7\xd9\x84\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85"),
		S("\xe2\x80\xae" "evil.exe" "\xe2\x80\xac and \xe2\x81\xa6x\xe2\x81\xa9"), S("😀😀 🏥 👩‍⚕️ ☂"), S("bell\x07 nul-like\x01 tab\tform\x0c del\x7f"),
		S("(brackets) \\ /Artifact <</MCID 0>> BDC EMC /NonStruct"), S("\n\n\n"), S(" "), S("\xe4\xb8\xad\xe6\x96\x87\xef\xbf\xbf") };
	struct doc *d = doc_new(test_arena(), lang_english(), (struct date){ 20000 });
	static const struct doc_column columns[] = { { STR_INIT("What"), 1, false }, { STR_INIT("Text"), 2, false } };
	struct doc_cell *cells = arena_array(test_arena(), struct doc_cell, 2 * countof(texts)), *facts = arena_array(test_arena(), struct doc_cell, 2 * countof(texts));
	struct str bytes;

	d->title = repeated("Threehundred ", 24);
	d->organisation = repeated("NorthmoorNHSTrust", 20);
	d->classification = repeated("OFFICIAL ", 40);
	d->made = repeated("Made ", 100);
	for (size_t i = 0; i < countof(texts); i++) {
		cells[2 * i].text = facts[2 * i].text = i % 2 == 0 ? S("Short") : texts[i];
		cells[2 * i + 1].text = facts[2 * i + 1].text = texts[i];
		doc_heading(d, 3, i == 0 ? S("Long") : texts[i]);
		doc_text(d, DOC_PLAIN, texts[i]);
		doc_lines(d, &texts[i], 1);
	}
	doc_facts(d, facts, countof(texts));
	doc_table(d, repeated("caption ", 60), columns, 2, cells, countof(texts));
	const char *path = make(d, &bytes);
	check_inside(path);
	struct str text = squeezed(run("pdftotext -raw", path, "-"));
	CHECK(str_find(text, S("Llwŷbrŵŷ")) >= 0);
	CHECK(str_find(text, S("/NonStruct")) >= 0);
}

TEST(pdf_that_would_be_too_large_is_refused_in_words)
{
	struct doc *d = doc_new(test_arena(), lang_english(), (struct date){ 20000 });
	struct str bytes, why, text = repeated("word ", 200000);
	struct buf b;

	d->title = S("Large");
	for (size_t i = 0; i < 12; i++)
		doc_text(d, DOC_PLAIN, text);
	buf_init(&b, 64u << 20);
	doc_json(&b, d);
	CHECK_ST(worker_run(test_arena(), "pdf", buf_view(&b), (struct worker_limits){ .memory = (size_t)250 << 20, .seconds = 20 }, &bytes, &why), ST_TOO_LARGE);
	buf_free(&b);
	CHECK(str_find(why, S("more memory or time")) > 0);
}
