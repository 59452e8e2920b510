/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <zip.h>
#include "base/time.h"
#include "report/read.h"
#include "report/table.h"
#include "tests/harness.h"

/* ---- random tables with hostile text ---- */

static uint64_t state;

static uint32_t
noise(uint32_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % below;
}

static struct str
hostile(struct arena *a)
{
	static const char *const parts[] = { "=1+1", "+44 20 7946 0000", "-", "@SUM(A1)", "'", "''=", "\"", ",", ";", "\n", "=HYPERLINK(\"x\")", "_x0041_",
		"_x005F_x0041_", "Ŵyn", ("\xe2\x80\xae" "abc"), "\xf0\x9f\x9a\xa8", "<b>&amp;", "]]>", " ", "0012", "1e5", "2026-08-06", "TRUE", "#N/A", "a\tb" };
	struct str s = S("");

	for (uint32_t n = noise(4); n > 0; n--)
		s = arena_printf(a, "%.*s%s", (int)s.n, s.p, parts[noise(countof(parts))]);
	return s;
}

static struct sheet_value
any_value(struct arena *a)
{
	switch (noise(6)) {
	case 0: return sheet_number((int64_t)noise(1000000) - 500000);
	case 1: return sheet_money((struct money){ (int64_t)noise(100000) - 50000, true });
	case 2: return sheet_date((struct date){ 7305 + (int32_t)noise(70000) });
	case 3: return sheet_moment((struct when){ 1000ll * (700000000 + noise(2000000000)) });
	case 4: return sheet_number(INT64_MAX - noise(1000));	/* longer than a spreadsheet's numbers */
	default: return sheet_text(hostile(a));
	}
}

static void
table_returns(enum table_format format, uint64_t seed)
{
	struct arena *a = test_arena();
	state = seed;
	size_t columns = 1 + noise(6), rows = noise(30);
	struct table_column *head = arena_array(a, struct table_column, columns);
	struct str *want = arena_array(a, struct str, columns * (rows + 1));
	struct sheet_file *f;
	struct sheet_row row;
	struct message why;
	struct table *t;
	struct buf out;

	for (size_t i = 0; i < columns; i++)
		head[i].label = arena_printf(a, "Column %zu", i);
	CHECK_ST(table_open(a, format, "Rows", head, columns, &t), ST_OK);
	for (size_t r = 0; r < rows; r++) {
		for (size_t k = 0; k < columns; k++) {
			struct sheet_value v = any_value(a);
			want[r * columns + k] = sheet_value_text(a, &v);
			table_put(t, v);
		}
		table_row_end(t);
	}
	buf_init(&out, 64u << 20);
	CHECK_ST(table_close(t, &out), ST_OK);
	enum status st = sheet_open(a, buf_view(&out), &sheet_limits_usual, &f, &why);
	CHECK_MSG(st == ST_OK, "seed %d: %s", (int)seed, str_z(a, message_english(a, &why)));
	CHECK_ST(sheet_start(f, 0, &why), ST_OK);
	CHECK_ST(sheet_next(f, &row, &why), ST_OK);
	CHECK_EQ_I(row.n, columns);
	for (size_t r = 0; r < rows; r++) {
		size_t filled = columns;
		while (filled > 0 && want[r * columns + filled - 1].n == 0)
			filled--;
		if (filled == 0)
			continue;
		CHECK_ST(sheet_next(f, &row, &why), ST_OK);
		CHECK_EQ_I(row.n, filled);
		for (size_t k = 0; k < filled; k++) {
			CHECK_STR_EQ(row.cells[k].text, want[r * columns + k]);
			CHECK(!row.cells[k].formula);
		}
	}
	CHECK_ST(sheet_next(f, &row, &why), ST_NOT_FOUND);
	sheet_close(f);
	buf_free(&out);
}

TEST(tables_of_hostile_text_come_back_equal)
{
	for (uint64_t seed = 1; seed <= 60; seed++) {
		table_returns(TABLE_CSV, seed);
		table_returns(TABLE_XLSX, seed);
	}
}

/* ---- workbooks made by hand ---- */

#define TYPES "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
#define RELS_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define REL(id, kind, to) "<Relationship Id=\"" id "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" kind "\" Target=\"" to "\"/>"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

struct part { const char *name; struct str body; };

static struct str
archive(const struct part *parts, size_t n)
{
	zip_error_t e;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = zip_open_from_source(source, ZIP_TRUNCATE, &e);
	zip_stat_t st;

	zip_source_keep(source);
	for (size_t i = 0; i < n; i++)
		(void)zip_file_add(z, parts[i].name, zip_source_buffer(z, parts[i].body.p, parts[i].body.n, 0), 0);
	(void)zip_close(z);
	(void)zip_source_open(source);
	(void)zip_source_stat(source, &st);
	char *p = arena_alloc(test_arena(), st.size + 1, 1);
	(void)zip_source_read(source, p, st.size);
	(void)zip_source_close(source);
	zip_source_free(source);
	return (struct str){ p, st.size };
}

static struct str
workbook(struct str sheet, struct str strings, struct str styles)
{
	struct part p[] = {
		{ "[Content_Types].xml", S(TYPES) },
		{ "_rels/.rels", S(RELS_HEAD REL("rId1", "officeDocument", "/xl/workbook.xml") "</Relationships>") },
		{ "xl/workbook.xml", S("<workbook " MAIN " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
		    "<sheet name=\"Answers\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Help\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>") },
		{ "xl/_rels/workbook.xml.rels", S(RELS_HEAD REL("rId1", "worksheet", "worksheets/a.xml") REL("rId2", "sharedStrings", "sharedStrings.xml")
		    REL("rId3", "styles", "styles.xml") "</Relationships>") },
		{ "xl/worksheets/a.xml", sheet }, { "xl/sharedStrings.xml", strings }, { "xl/styles.xml", styles },
	};
	return archive(p, countof(p));
}

static const char strings_xml[] = "<sst " MAIN "><si><t>one</t></si><si><r><t xml:space=\"preserve\">two </t></r><rPh><t>x</t></rPh><r><t>parts</t></r></si><si><t>_x0041__x000A_</t></si></sst>";
static const char styles_xml[] = "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-809]d\\ mmm\\ yyyy;@\"/><numFmt numFmtId=\"165\" formatCode=\"&quot;days&quot; 0\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";

/* All cells as "kind:text", or the refusal. */
static struct str
read_book(struct str bytes, const struct sheet_limits *limits)
{
	struct arena *a = test_arena();
	struct message why;
	struct sheet_file *f;
	struct sheet_row row;
	struct buf b;
	enum status st = sheet_open(a, bytes, limits, &f, &why);

	buf_init(&b, 1 << 20);
	if (st == ST_OK) {
		st = sheet_start(f, 0, &why);
		while (st == ST_OK && (st = sheet_next(f, &row, &why)) == ST_OK) {
			buf_printf(&b, "%lld", (long long)row.number);
			for (size_t i = 0; i < row.n; i++)
				buf_printf(&b, "|%d%s:%.*s", (int)row.cells[i].kind, row.cells[i].formula ? "f" : "", (int)row.cells[i].text.n, row.cells[i].text.p);
			buf_char(&b, '/');
		}
		sheet_close(f);
	}
	if (st == ST_INVALID)
		buf_str(&b, message_english(a, &why));
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct str
cells(const char *inside)
{
	return read_book(workbook(arena_printf(test_arena(), "<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>", inside), str_c(strings_xml), str_c(styles_xml)), &sheet_limits_usual);
}

TEST(xlsx_reads_what_others_write)
{
	CHECK_STR(cells("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c></row>"), "2|1:one|0:|1:two parts/");
	CHECK_STR(cells("<row><c t=\"s\"><v>2</v></c><c t=\"inlineStr\"><is><t>_x005F_x0041_</t></is></c></row>"), "1|1:A\n|1:_x0041_/");
	CHECK_STR(cells("<row><c s=\"1\"><v>46240</v></c><c s=\"2\"><v>46240</v></c><c s=\"3\"><v>46240</v></c></row>"), "1|4:2026-08-06|4:2026-08-06|2:46240/");
	CHECK_STR(cells("<row><c s=\"4\"><v>46240.5868055556</v></c><c s=\"5\"><v>0.5</v></c><c s=\"1\"><v>46240.5</v></c></row>"), "1|5:2026-08-06 14:05:00|1:12:00:00|5:2026-08-06 12:00:00/");
	CHECK_STR(cells("<row><c><v>1.1000000000000001</v></c><c><v>1E+3</v></c><c><v>-0</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>"), "1|2:1.1|2:1000|2:0|6:true|7:#N/A/");
	CHECK_STR(cells("<row><c t=\"str\"><f>A1&amp;B1</f><v>ab</v></c><c><f>1+1</f><v>2</v></c><c><f>1</f></c></row>"), "1|1f:ab|2f:2|0f:/");
	CHECK_STR(cells("<row><c t=\"d\"><v>2026-08-06T00:00:00</v></c><c t=\"d\"><v>2026-08-06T14:05:00.000</v></c></row>"), "1|4:2026-08-06|5:2026-08-06 14:05:00/");
	/* Rows that are only formatted are no rows. */
	CHECK_STR(cells("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row><row r=\"1000\"><c r=\"B1000\"><v>7</v></c></row>"), "1000|0:|2:7/");
}

TEST(xlsx_names_the_cell_that_is_wrong)
{
	CHECK_STR(cells("<row r=\"12\"><c r=\"C12\" t=\"s\"><v>9</v></c></row>"), "Cell Answers!C12 points to a shared text that is not there. Save the file again and send that.");
	CHECK_STR(cells("<row r=\"3\"><c r=\"B3\"><v>12a</v></c></row>"), "Cell Answers!B3 says it is a number and is none.");
	CHECK_STR(cells("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"A3\"><v>1</v></c></row>"), "A cell of row 3 says it stands at “A3”, which is out of order.");
	CHECK_STR(cells("<row r=\"3\"><c r=\"XFD3\"><v>1</v></c></row>"), "Row 3 has more than 256 columns.");
	CHECK_STR(cells("<row r=\"3\"/><row r=\"2\"/>"), "A row of this sheet says it is row “2”, which is out of order.");
	CHECK(str_find(cells("<row><c>"), S("The part xl/worksheets/a.xml of this workbook is damaged at line 1")) == 0);
}

TEST(xlsx_refuses_what_could_hurt)
{
	struct sheet_limits small = sheet_limits_usual;
	struct arena *a = test_arena();
	struct str rows = S("");
	char *zeros = arena_alloc(a, 8u << 20, 1);

	CHECK_STR(read_book(workbook(S("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet " MAIN "><sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData></worksheet>"), str_c(strings_xml), str_c(styles_xml)), &sheet_limits_usual),
	    "The part xl/worksheets/a.xml of this workbook has a DOCTYPE. Nothing is read from it: save the file in your spreadsheet program and send that.");
	CHECK(str_find(read_book(workbook(S("<x/>"), S("<!DOCTYPE sst SYSTEM \"file:///etc/passwd\"><sst/>"), str_c(styles_xml)), &sheet_limits_usual), S("has a DOCTYPE")) > 0);
	/* 8 MB of nothing in some kilobytes. */
	memset(zeros, ' ', 8u << 20);
	CHECK(str_find(read_book(workbook((struct str){ zeros, 8u << 20 }, str_c(strings_xml), str_c(styles_xml)), &sheet_limits_usual), S("would unpack to 8,388,608 bytes")) > 0 ||
	    str_find(read_book(workbook((struct str){ zeros, 8u << 20 }, str_c(strings_xml), str_c(styles_xml)), &sheet_limits_usual), S("would unpack to 8388608 bytes")) > 0);
	small.rows = 3;
	for (int i = 0; i < 4; i++)
		rows = arena_printf(a, "%.*s<row><c><v>1</v></c></row>", (int)rows.n, rows.p);
	rows = arena_printf(a, "<worksheet " MAIN "><sheetData>%.*s</sheetData></worksheet>", (int)rows.n, rows.p);
	CHECK(str_ends(read_book(workbook(rows, str_c(strings_xml), str_c(styles_xml)), &small), S("This sheet has more than 3 rows. Send it in parts.")));
	small = sheet_limits_usual;
	small.cell = 2;
	CHECK_STR(read_book(workbook(S("<worksheet " MAIN "><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"), str_c(strings_xml), str_c(styles_xml)), &small), "Cell Answers!A1 holds more than 2 characters.");
	small = sheet_limits_usual;
	small.text = 5;
	CHECK_STR(read_book(workbook(S("<x/>"), str_c(strings_xml), str_c(styles_xml)), &small), "This workbook holds more text than is read at once. Send fewer rows.");
	small = sheet_limits_usual;
	small.entries = 3;
	CHECK_STR(read_book(workbook(S("<x/>"), str_c(strings_xml), str_c(styles_xml)), &small), "This workbook has 7 parts; at most 3 are read.");
}

TEST(sheets_that_are_none_are_refused)
{
	const struct sheet_limits *l = &sheet_limits_usual;
	struct str none = S("This is not a spreadsheet: an .xlsx workbook or a .csv file is expected.");

	CHECK_STR(read_book(S(""), l), "The file is empty.");
	CHECK_STR_EQ(read_book(S("PK\x03\x04rubbish"), l), none);
	CHECK_STR_EQ(read_book(S("%PDF-1.7\n"), l), none);
	CHECK_STR_EQ(read_book(archive(&(struct part){ "word/document.xml", S("<x/>") }, 1), l), none);
	CHECK_STR(read_book(S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), l), "This is an old .xls workbook, or one with a password. Save it as .xlsx without a password and send that.");
	CHECK_STR(read_book(archive(&(struct part){ "content.xml", S("<x/>") }, 1), l), "This is an OpenDocument file. Save it as .xlsx or .csv and send that.");
	CHECK_STR(read_book(archive(&(struct part){ "[Content_Types].xml", S(TYPES) }, 1), l), "The part _rels/.rels is missing from this workbook. Save it again and send that.");
	/* Cut short: the list of parts stands at the end. */
	struct str whole = workbook(S("<worksheet " MAIN "/>"), str_c(strings_xml), str_c(styles_xml));
	CHECK_STR_EQ(read_book((struct str){ whole.p, whole.n / 2 }, l), none);
}

/* ---- a template such as people fill in ---- */

TEST(book_holds_what_a_template_needs)
{
	struct arena *a = test_arena();
	struct str choices[] = { S("Red"), S("=Amber"), S("Green, with a comma, and \"quotes\" and more words than a list in a rule could hold") };
	struct sheet_file *f;
	struct sheet_row row;
	struct message why;
	struct book *b;
	struct buf out;

	CHECK_ST(book_open(a, "Self-review", &b), ST_OK);
	book_sheet(b, &(struct book_sheet){ .name = "Answers", .columns = (struct book_column[]){ { 10 }, { 60 } }, .n_columns = 2, .freeze_rows = 2, .locked = true });
	book_put_across(b, 0, 1, sheet_text(S("Title")), STYLE_TITLE);
	book_next(b);
	book_put(b, 0, sheet_text(S("Standard")), STYLE_HEAD);
	book_put(b, 1, sheet_text(S("Rating")), STYLE_HEAD);
	book_next(b);
	book_height(b, 60);
	book_put(b, 0, sheet_text(S("1.1")), STYLE_WRAP | STYLE_BOLD);
	book_put(b, 1, sheet_text(S("Red")), STYLE_OPEN);
	book_note(b, 1, S("=What is meant by red"));
	book_choices(b, 2, 2, 1, choices, countof(choices));
	book_next(b);
	book_sheet(b, &(struct book_sheet){ .name = "Guidance" });
	book_put(b, 0, sheet_text(S("=cmd|' /C calc'!A0")), STYLE_HINT | STYLE_WRAP);
	buf_init(&out, 1 << 20);
	CHECK_ST(book_close(b, &out), ST_OK);
	CHECK_ST(sheet_open(a, buf_view(&out), &sheet_limits_usual, &f, &why), ST_OK);
	CHECK_EQ_I(sheet_count(f), 3);
	CHECK_EQ_I(sheet_find(f, "answers"), 0);
	CHECK_EQ_I(sheet_find(f, "Lists"), 1);
	CHECK_EQ_I(sheet_find(f, "Nothing"), SIZE_MAX);
	CHECK_ST(sheet_start(f, 0, &why), ST_OK);
	for (int i = 0; i < 3; i++)
		CHECK_ST(sheet_next(f, &row, &why), ST_OK);
	CHECK_STR(row.cells[1].text, "Red");
	CHECK_STR(sheet_where(f, a, row.number, 1), "Answers!B3");
	CHECK_ST(sheet_start(f, 1, &why), ST_OK);
	CHECK_ST(sheet_next(f, &row, &why), ST_OK);
	CHECK_STR_EQ(row.cells[2].text, choices[2]);
	CHECK_ST(sheet_start(f, 2, &why), ST_OK);
	CHECK_ST(sheet_next(f, &row, &why), ST_OK);
	CHECK(!row.cells[0].formula && row.cells[0].kind == SHEET_TEXT);
	sheet_close(f);
	buf_free(&out);
}

TEST(book_says_when_a_sheet_cannot_hold_it)
{
	struct arena *a = test_arena();
	char *long_text = arena_alloc(a, 40000, 1);
	struct book *b;
	struct buf out;

	memset(long_text, 'x', 40000);
	buf_init(&out, 1 << 20);
	CHECK_ST(book_open(a, "x", &b), ST_OK);
	book_sheet(b, &(struct book_sheet){ .name = "A" });
	book_put(b, 0, sheet_text((struct str){ long_text, 40000 }), STYLE_PLAIN);
	CHECK_ST(book_close(b, &out), ST_TOO_LARGE);
	CHECK_ST(book_open(a, "x", &b), ST_OK);
	book_sheet(b, &(struct book_sheet){ .name = "it's [not] ours" });
	CHECK_ST(book_close(b, &out), ST_INTERNAL);
	buf_free(&out);
}

/* What comes back from the worker is not believed either: cut short or changed at any byte, it ends with rows or a reason. */
static struct str packed_now;

static enum status
packed_given(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct str *ret_packed, struct message *ret_why)
{
	(void)a, (void)bytes, (void)limits, (void)ret_why;
	*ret_packed = packed_now;
	return ST_OK;
}

static int64_t
packed_rows(struct arena *a, struct message *why)
{
	struct sheet_file *f;
	struct sheet_row row;
	int64_t n = 0;

	*why = (struct message){ 0 };
	enum status st = sheet_open(a, S("PK\3\4"), &sheet_limits_usual, &f, why);
	for (size_t i = 0; st == ST_OK && i < sheet_count(f); i++) {
		st = sheet_start(f, i, why);
		while (st == ST_OK && (st = sheet_next(f, &row, why)) == ST_OK)
			n++;
		st = st == ST_NOT_FOUND ? ST_OK : st;
	}
	CHECK(st == ST_OK || (st == ST_INVALID && why->text != NULL));
	return n;
}

TEST(xlsx_from_the_worker_is_not_believed)
{
	static const char good[] = "B\1S\1A\x0bR\1\2\1\2hi\2\0017E", refused[] = "R\3why\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
	struct arena *a = test_arena();
	sheet_apart_fn *before = sheet_apart;
	struct message why;

	sheet_apart = packed_given;
	packed_now = (struct str){ good, sizeof good - 1 };
	CHECK_EQ_I(packed_rows(a, &why), 1);
	for (size_t n = 1; n < sizeof good - 1; n++) {
		packed_now = (struct str){ good, n };
		(void)packed_rows(a, &why);
		CHECK(why.text != NULL);
	}
	for (size_t i = 0; i < sizeof good - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			char *p = arena_alloc(a, sizeof good, 1);
			memcpy(p, good, sizeof good);
			p[i] = (char)(p[i] ^ 1 << bit);
			packed_now = (struct str){ p, sizeof good - 1 };
			(void)packed_rows(a, &why);
		}
	packed_now = (struct str){ refused, sizeof refused - 1 };
	CHECK_EQ_I(packed_rows(a, &why), 0);
	CHECK_STR(str_c(why.text), "why");
	sheet_apart = before;
}

static void *
other_time(void *at)
{
	return gmtime(at) == NULL ? at : NULL;
}

/* libxlsxwriter asks gmtime() for the date in a book: with the C library's, one thread's date went into another's book. */
TEST(book_dates_are_of_their_own_thread)
{
	time_t early = 86400, late = 1786000000;
	struct tm *mine = gmtime(&early);
	pthread_t thread;
	void *failed;

	CHECK(pthread_create(&thread, NULL, other_time, &late) == 0);
	CHECK(pthread_join(thread, &failed) == 0 && failed == NULL);
	CHECK_EQ_I(mine->tm_year, 70);
	CHECK_EQ_I(mine->tm_mday, 2);
}
