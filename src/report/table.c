/* SPDX-License-Identifier: MIT */
#include "report/table.h"
#include "report/csv.h"

#define MOST_CSV (64u << 20)
#define HEADINGS 1

struct table {
	struct arena *a;
	enum table_format format;
	struct book *book;
	const struct table_column *columns;
	size_t n, at, rows;
	struct buf csv;
};

static void
heading_xlsx(struct table *t, const char *sheet)
{
	struct book_column *widths = arena_array(t->a, struct book_column, t->n + 1);

	for (size_t i = 0; i < t->n; i++)
		widths[i].width = t->columns[i].width > 0 ? t->columns[i].width : 16;
	book_sheet(t->book, &(struct book_sheet){ .name = sheet, .columns = widths, .n_columns = t->n, .freeze_rows = HEADINGS, .filter = true });
	for (size_t i = 0; i < t->n; i++)
		book_put(t->book, i, sheet_text(t->columns[i].label), STYLE_HEAD);
	book_next(t->book);
}

enum status
table_open(struct arena *a, enum table_format format, const char *sheet, const struct table_column *columns, size_t n, struct table **ret)
{
	struct table *t = arena_new(a, struct table);

	*t = (struct table){ .a = a, .format = format, .columns = columns, .n = n };
	buf_init(&t->csv, MOST_CSV);
	if (format == TABLE_XLSX) {
		TRY(book_open(a, "Wardkeep", &t->book));
		heading_xlsx(t, sheet);
	} else {
		buf_lit(&t->csv, "\xef\xbb\xbf");
		for (size_t i = 0; i < n; i++)
			csv_cell(&t->csv, columns[i].label, i + 1 == n);
	}
	*ret = t;
	return ST_OK;
}

void
table_put(struct table *t, struct sheet_value v)
{
	if (t->at == t->n)
		return;
	if (t->format == TABLE_XLSX) {
		book_put(t->book, t->at, v, t->columns[t->at].wrap ? STYLE_WRAP : STYLE_PLAIN);
	} else {
		size_t mark = arena_mark(t->a);
		struct str s = sheet_value_text(t->a, &v);
		/* A line must not look empty. */
		if (t->n == 1 && s.n == 0)
			buf_lit(&t->csv, "\"\"\r\n");
		else
			csv_cell(&t->csv, s, t->at + 1 == t->n);
		arena_rewind(t->a, mark);
	}
	t->at++;
}

void
table_row_end(struct table *t)
{
	while (t->format == TABLE_CSV && t->at < t->n)
		table_put(t, (struct sheet_value){ .kind = SHEET_EMPTY });
	if (t->format == TABLE_XLSX)
		book_next(t->book);
	t->at = 0;
	t->rows++;
}

enum status
table_close(struct table *t, struct buf *out)
{
	if (t->format == TABLE_XLSX) {
		/* Some room below, for rows that people add. */
		for (size_t i = 0; i < t->n; i++)
			if (t->columns[i].n_choices > 0)
				book_choices(t->book, HEADINGS, HEADINGS + t->rows + 199, i, t->columns[i].choices, t->columns[i].n_choices);
		return book_close(t->book, out);
	}
	buf_str(out, buf_view(&t->csv));
	bool failed = t->csv.failed || out->failed;
	buf_free(&t->csv);
	return failed ? ST_TOO_LARGE : ST_OK;
}

void
table_drop(struct table *t)
{
	if (t->format == TABLE_XLSX)
		book_drop(t->book);
	buf_free(&t->csv);
}

enum table_format
table_format_find(struct str name)
{
	return str_is(name, "csv") ? TABLE_CSV : str_is(name, "xlsx") ? TABLE_XLSX : (enum table_format)0;
}

const char *
table_suffix(enum table_format f)
{
	return f == TABLE_XLSX ? "xlsx" : "csv";
}

const char *
table_type(enum table_format f)
{
	return f == TABLE_XLSX ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
}
