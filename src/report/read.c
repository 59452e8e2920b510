/* SPDX-License-Identifier: MIT */
#include "report/read.h"
#include <string.h>
#include <strings.h>
#include "report/xlsx.h"

const struct sheet_limits sheet_limits_usual = {
	.rows = 200000, .columns = 256, .cell = 131072, .text = 64u << 20, .unpacked = 512u << 20, .ratio = 250, .entries = 2000,
};

#define SCRATCH (1u << 20)

sheet_apart_fn *sheet_apart;

/* Bytes that no text begins with: an archive, an old workbook, a PDF, an image. */
static bool
is_binary(struct str b)
{
	return str_starts(b, S("PK")) || str_starts(b, S("\xd0\xcf\x11\xe0")) || str_starts(b, S("%PDF-")) ||
	    str_starts(b, S("\x89PNG")) || str_starts(b, S("\xff\xd8\xff")) || str_starts(b, S("\x1f\x8b")) || str_starts(b, S("{\\rtf"));
}

enum status
sheet_open(struct arena *a, struct str bytes, const struct sheet_limits *limits, struct sheet_file **ret, struct message *ret_why)
{
	struct sheet_file *f = arena_new(a, struct sheet_file);
	enum status st;

	f->a = a;
	f->limits = limits;
	*ret = NULL;
	*ret_why = (struct message){ .text = NULL };
	buf_init(&f->shared, limits->text < UINT32_MAX ? limits->text : UINT32_MAX);
	buf_init(&f->shared_at, limits->text);
	if (bytes.n == 0) {
		*ret_why = (struct message){ .text = M("The file is empty.") };
		return ST_INVALID;
	}
	if (is_binary(bytes) && sheet_apart != NULL) {
		st = sheet_apart(a, bytes, limits, &f->packed, ret_why);
		if (st == ST_OK)
			st = packed_open(f, ret_why);
	} else if (is_binary(bytes)) {
		st = arena_open(&f->scratch, SCRATCH) ? xlsx_open(f, bytes, ret_why) : ST_UNAVAILABLE;
		if (st == ST_OK)
			st = xlsx_book(f, ret_why);
	} else {
		st = csv_open(a, bytes, limits->columns, limits->cell, &f->csv, ret_why);
		f->n_sheets = 1;
		f->sheets[0].part = bytes;
	}
	if (st != ST_OK) {
		sheet_close(f);
		return st;
	}
	*ret = f;
	return ST_OK;
}

void
sheet_close(struct sheet_file *f)
{
	if (f->zip != NULL) {
		xlsx_end(f);
		zip_discard(f->zip);
		f->zip = NULL;
	}
	if (f->scratch.base != NULL)
		arena_close(&f->scratch);
	csv_close(&f->csv);
	buf_free(&f->shared);
	buf_free(&f->shared_at);
}

bool
sheet_is_csv(const struct sheet_file *f)
{
	return f->zip == NULL && f->packed.n == 0;
}

size_t
sheet_count(const struct sheet_file *f)
{
	return f->n_sheets;
}

struct str
sheet_name(const struct sheet_file *f, size_t sheet)
{
	return f->sheets[sheet].name;
}

size_t
sheet_find(const struct sheet_file *f, const char *name)
{
	for (size_t i = 0; i < f->n_sheets; i++)
		if (f->sheets[i].name.n == strlen(name) && strncasecmp(f->sheets[i].name.p, name, strlen(name)) == 0)
			return i;
	return SIZE_MAX;
}

enum status
sheet_start(struct sheet_file *f, size_t sheet, struct message *ret_why)
{
	if (f->zip != NULL)
		return xlsx_start(f, sheet, ret_why);
	if (f->packed.n > 0) {
		packed_start(f, sheet);
		return ST_OK;
	}
	struct str bytes = f->sheets[0].part;
	csv_close(&f->csv);
	f->rows = 0;
	return csv_open(f->a, bytes, f->limits->columns, f->limits->cell, &f->csv, ret_why);
}

static enum status
csv_row(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why)
{
	TRY(csv_next(&f->csv, ret_why));
	if ((size_t)++f->rows > f->limits->rows) {
		*ret_why = (struct message){ .text = M("Line {line}: this file has more than {most} rows. Send it in parts."),
			.words = { WORD_INT("line", f->csv.line), WORD_INT("most", (int64_t)f->limits->rows) } };
		return ST_INVALID;
	}
	if (f->cells == NULL)
		f->cells = arena_array(f->a, struct sheet_value, f->limits->columns);
	*ret = (struct sheet_row){ f->csv.line, f->cells, 0 };
	for (size_t i = 0; i < f->csv.n; i++) {
		f->cells[i] = sheet_text(f->csv.cells[i]);
		if (f->cells[i].kind != SHEET_EMPTY)
			ret->n = i + 1;
	}
	return ST_OK;
}

enum status
sheet_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why)
{
	if (f->zip != NULL)
		return xlsx_next(f, ret, ret_why);
	if (f->packed.n > 0)
		return packed_next(f, ret, ret_why);
	enum status st;
	while ((st = csv_row(f, ret, ret_why)) == ST_OK && ret->n == 0)
		continue;
	return st;
}

struct str
sheet_where(const struct sheet_file *f, struct arena *a, int64_t number, size_t column)
{
	if (sheet_is_csv(f))
		return arena_printf(a, "line %lld, column %zu", (long long)number, column + 1);
	struct str cell = sheet_cell_name(a, (size_t)number - 1, column), name = f->sheets[f->sheet].name;
	return f->n_sheets == 1 ? cell : arena_printf(a, "%.*s!%.*s", (int)name.n, name.p, (int)cell.n, cell.p);
}
