/* SPDX-License-Identifier: MIT */
/* One document in its other forms: read back with what reads them elsewhere. */
#include "report/file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "report/read.h"
#include "report/uuid.h"
#include "tests/harness.h"

static struct doc *
sample(void)
{
	static const struct doc_column columns[] = { { STR_INIT("Site"), 3, false }, { STR_INIT("Rating"), 1, false }, { STR_INIT("Number"), 1, true } };
	static const struct doc_cell facts[] = { { .text = STR_INIT("Organisation") }, { .text = STR_INIT("Northmoor ŵŷ <&> \"x\"") } };
	static const struct str lines[] = { STR_INIT("=HYPERLINK(\"https://evil.example\")"), STR_INIT("Second\x01 line\nthat breaks") };
	struct doc *d = doc_new(test_arena(), lang_english(), (struct date){ 20000 });
	struct doc_cell *cells = arena_array(test_arena(), struct doc_cell, 6);
	struct doc_sheet *sheet = arena_array(test_arena(), struct doc_sheet, 1);

	d->title = S("A document <&>");
	d->organisation = S("Northmoor");
	d->classification = S("OFFICIAL-SENSITIVE");
	d->facts = facts;
	d->n_facts = 1;
	cells[0].text = S("=1+1");
	cells[1].mark = doc_rating(test_arena(), lang_english(), S("red"));
	cells[2].text = S("17");
	cells[3].text = S("Infirmary");
	cells[4].mark = doc_rating(test_arena(), lang_english(), S("green"));
	cells[5].text = S("0");
	doc_heading(d, 2, S("Summary"));
	doc_table(d, S("Sites"), columns, 3, cells, 2);
	doc_lines(d, lines, 2);
	doc_page(d);
	doc_heading(d, 2, S("Only in the text"));
	doc_note(d, S("Not to be overlooked"));
	*sheet = (struct doc_sheet){ S("Sites"), columns, 3, cells, 2 };
	d->sheets = sheet;
	d->n_sheets = 1;
	return d;
}

static struct str
cell_at(struct sheet_file *f, const char *sheet, const char *first, size_t column)
{
	struct sheet_row row;
	struct message why;

	CHECK_ST(sheet_start(f, sheet_find(f, sheet), &why), ST_OK);
	while (sheet_next(f, &row, &why) == ST_OK)
		if (row.n > column && str_is(row.cells[0].text, first)) {
			CHECK(!row.cells[column].formula);
			return arena_copy(test_arena(), row.cells[column].text);
		}
	test_fail(__FILE__, __LINE__, "no row %s", first);
}

TEST(document_as_workbook_holds_values_and_no_formulas)
{
	struct sheet_file *f;
	struct message message;
	struct str bytes, why;

	CHECK_ST(doc_file(sample(), DOC_XLSX, &bytes, &why), ST_OK);
	CHECK_ST(sheet_open(test_arena(), bytes, &sheet_limits_usual, &f, &message), ST_OK);
	CHECK_EQ_I(sheet_count(f), 2);
	CHECK_STR(cell_at(f, "Report", "OFFICIAL-SENSITIVE", 0), "OFFICIAL-SENSITIVE");
	CHECK_STR(cell_at(f, "Report", "Organisation", 1), "Northmoor ŵŷ <&> \"x\"");
	CHECK_STR(cell_at(f, "Sites", "=1+1", 1), "▲ Red");
	CHECK_STR(cell_at(f, "Sites", "=1+1", 2), "17");
	CHECK_STR(cell_at(f, "Report", "Infirmary", 1), "● Green");
	CHECK_STR(cell_at(f, "Report", "=HYPERLINK(\"https://evil.example\")", 0), "=HYPERLINK(\"https://evil.example\")");
	sheet_close(f);
}

TEST(document_as_text_opens_in_libreoffice_with_its_headings_and_tables)
{
	struct str bytes, again, why;
	const char *dir = test_tmp_dir();
	char piece[65536];

	CHECK_ST(doc_file(sample(), DOC_ODT, &bytes, &why), ST_OK);
	CHECK_ST(doc_file(sample(), DOC_ODT, &again, &why), ST_OK);
	CHECK(str_eq(bytes, again));
	/* Its kind is seen from its first bytes. */
	CHECK(str_is((struct str){ bytes.p + 30, 8 }, "mimetype"));
	FILE *f = fopen(arena_printf(test_arena(), "%s/d.odt", dir).p, "w");
	CHECK(f != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
	struct str command = arena_printf(test_arena(), "cd %s && timeout 90 soffice -env:UserInstallation=file://%s/profile --headless --convert-to html d.odt >/dev/null 2>&1 && cat d.html",
	    dir, dir);
	f = popen(command.p, "r");
	CHECK(f != NULL);
	size_t n = fread(piece, 1, sizeof piece, f);
	CHECK(pclose(f) == 0);
	for (size_t i = 0; i < n; i++)
		if (piece[i] == '\n' || piece[i] == '\t')
			piece[i] = ' ';
	struct str html = { piece, n };
	static const char *const order[] = { "<h1", "A document &lt;&amp;&gt;", "Northmoor", "<h2", "Summary", "<table", "Site", "▲", "Red", "17", "<ul",
		"=HYPERLINK", "that breaks", "<h2", "Only in the text", "Not to be overlooked" };
	for (size_t i = 0; i < countof(order); i++) {
		ptrdiff_t at = str_find(html, str_c(order[i]));
		CHECK_MSG(at >= 0, "not in its place: %s", order[i]);
		html = (struct str){ html.p + at, html.n - (size_t)at };
	}
}

/* The one of RFC 9562, Appendix A.4. */
TEST(uuid_is_version_five)
{
	static const uint8_t dns[16] = { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 };

	CHECK_STR(uuid_v5(test_arena(), dns, S("www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
	CHECK_STR_EQ(uuid_v5(test_arena(), NULL, S("a")), uuid_v5(test_arena(), NULL, S("a")));
}
