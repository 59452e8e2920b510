/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <zip.h>

#include "arena.h"
#include "report/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL(id, kind, to) "<Relationship Id=\"" id "\" Type=\"x/" kind "\" Target=\"" to "\"/>"
static const char *const plain[][2] = {
	{ "xl/a.xml", "<worksheet " NS "><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c s=\"1\"><v>46240.5</v></c></row></sheetData></worksheet>" },
	{ "xl/sharedStrings.xml", "<sst " NS "><si><t>one</t></si></sst>" },
	{ "xl/styles.xml", "<styleSheet " NS "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml", "<workbook " NS " xmlns:r=\"r\"><sheets><sheet name=\"A\" r:id=\"1\"/></sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels", "<R>" REL("1", "worksheet", "a.xml") REL("2", "sharedStrings", "sharedStrings.xml") REL("3", "styles", "styles.xml") "</R>" },
	{ "_rels/.rels", "<R>" REL("1", "officeDocument", "xl/workbook.xml") "</R>" },
	{ "[Content_Types].xml", "<T/>" },
};
enum { PARTS = sizeof plain / sizeof plain[0] };

/* A workbook of which one part is the input; stored, so that libzip has little to do. */
static struct str
workbook(struct arena *a, size_t part, const uint8_t *data, size_t n)
{
	zip_error_t e;
	zip_stat_t st;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = zip_open_from_source(source, ZIP_TRUNCATE, &e);

	zip_source_keep(source);
	for (size_t i = 0; i < PARTS; i++) {
		zip_source_t *s = i == part ? zip_source_buffer(z, data, n, 0) : zip_source_buffer(z, plain[i][1], strlen(plain[i][1]), 0);
		zip_int64_t at = zip_file_add(z, plain[i][0], s, 0);
		(void)zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	}
	(void)zip_close(z);
	(void)zip_source_open(source);
	(void)zip_source_stat(source, &st);
	char *p = arena_alloc(a, st.size + 1, 1);
	(void)zip_source_read(source, p, st.size);
	(void)zip_source_close(source);
	zip_source_free(source);
	return (struct str){ p, st.size };
}

/* Whatever comes, it ends, and a refusal says why; the first byte says which part is tried, or that all of it is. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct sheet_limits limits = { .rows = 100, .columns = 20, .cell = 1000, .text = 20000, .unpacked = 100000, .ratio = 100, .entries = 20 };
	struct arena *a = fuzz_arena();
	struct message why = { .text = NULL };
	struct sheet_file *f;
	struct sheet_row row;

	if (n == 0)
		return 0;
	struct str bytes = data[0] % (PARTS + 1) == PARTS ? (struct str){ (const char *)data + 1, n - 1 } : workbook(a, data[0] % (PARTS + 1), data + 1, n - 1);
	enum status st = sheet_open(a, bytes, &limits, &f, &why);
	if (st == ST_OK) {
		for (size_t i = 0; i < sheet_count(f); i++) {
			st = sheet_start(f, i, &why);
			while (st == ST_OK && (st = sheet_next(f, &row, &why)) == ST_OK)
				for (size_t k = 0; k < row.n; k++)
					if (row.cells[k].text.n > 0 && memchr(row.cells[k].text.p, 0, row.cells[k].text.n) != NULL)
						abort();
		}
		sheet_close(f);
	}
	if (st == ST_INVALID && why.text == NULL)
		abort();
	return 0;
}
