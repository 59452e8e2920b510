/* SPDX-License-Identifier: MIT */
#include "report/book.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/text.h"

#define LISTS "Lists"
#define MOST_FORMATS 128
#define MOST_TEXT 32767

struct look { unsigned style; enum sheet_kind kind; lxw_format *format; };
struct book {
	struct arena *a;
	lxw_workbook *wb;
	lxw_worksheet *ws, *lists;
	int fd;
	enum status st;
	size_t row, n_lists, n_columns, filter_row;
	double height;
	bool filter;
	struct look looks[MOST_FORMATS];
	size_t n_looks;
	struct buf z;		/* text with a NUL behind, for the library */
};

/* In the place of the C library's: libxlsxwriter calls it, and two books that are written at once would share its one answer. */
struct tm *
gmtime(const time_t *at)
{
	static _Thread_local struct tm answer;
	return gmtime_r(at, &answer);
}

static void
went(struct book *b, lxw_error e)
{
	if (e == LXW_NO_ERROR || b->st != ST_OK)
		return;
	bool large = e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED || e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
	b->st = large ? ST_TOO_LARGE : e == LXW_ERROR_MEMORY_MALLOC_FAILED || e == LXW_ERROR_CREATING_TMPFILE ? ST_UNAVAILABLE : ST_INTERNAL;
}

/* "_x0041_" in a text means A to those who read the file: such a text says that its _ is meant. */
static const char *
text_z(struct book *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEFabcdef";

	b->z.n = 0;
	if (s.n > 0 && memchr(s.p, '_', s.n) == NULL) {
		buf_str(&b->z, s);
		s.n = 0;
	}
	for (size_t i = 0; i < s.n; i++) {
		bool code = s.p[i] == '_' && s.n - i >= 7 && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
		for (size_t k = 2; code && k < 6; k++)
			code = memchr(hex, s.p[i + k], sizeof hex - 1) != NULL;
		if (code)
			buf_lit(&b->z, "_x005F_");
		else
			buf_char(&b->z, s.p[i]);
	}
	buf_char(&b->z, 0);
	if (b->z.failed) {
		b->z.failed = false;
		if (b->st == ST_OK)
			b->st = ST_TOO_LARGE;
		return "";
	}
	return b->z.p;
}

enum status
book_open(struct arena *a, const char *title, struct book **ret)
{
	struct book *b = arena_new(a, struct book);
	char path[40];

	b->a = a;
	b->fd = memfd_create("book", MFD_CLOEXEC);
	if (b->fd < 0)
		return ST_UNAVAILABLE;
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", b->fd);
	b->wb = workbook_new_opt(path, &(lxw_workbook_options){ .constant_memory = LXW_TRUE });
	if (b->wb == NULL) {
		close(b->fd);
		return ST_UNAVAILABLE;
	}
	/* The library changes nothing of them. */
	went(b, workbook_set_properties(b->wb, &(lxw_doc_properties){ .title = (char *)(uintptr_t)title, .author = (char *)(uintptr_t)"Wardkeep" }));
	buf_init(&b->z, 4 * MOST_TEXT + 4096);
	*ret = b;
	return ST_OK;
}

static bool
name_fits(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= 31 && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ") == n;
}

static void
sheet_end(struct book *b)
{
	if (b->ws != NULL && b->filter && b->n_columns > 0)
		went(b, worksheet_autofilter(b->ws, (lxw_row_t)b->filter_row, 0, (lxw_row_t)(b->row > b->filter_row ? b->row - 1 : b->filter_row), (lxw_col_t)(b->n_columns - 1)));
	b->filter = false;
}

void
book_sheet(struct book *b, const struct book_sheet *s)
{
	sheet_end(b);
	b->row = 0;
	b->height = 0;
	b->ws = name_fits(s->name) ? workbook_add_worksheet(b->wb, s->name) : NULL;
	if (b->ws == NULL) {
		if (b->st == ST_OK)
			b->st = ST_INTERNAL;
		return;
	}
	for (size_t i = 0; i < s->n_columns; i++)
		if (s->columns[i].width > 0)
			went(b, worksheet_set_column(b->ws, (lxw_col_t)i, (lxw_col_t)i, s->columns[i].width, NULL));
	if (s->freeze_rows > 0 || s->freeze_columns > 0)
		worksheet_freeze_panes(b->ws, (lxw_row_t)s->freeze_rows, (lxw_col_t)s->freeze_columns);
	if (s->freeze_rows > 0)
		went(b, worksheet_repeat_rows(b->ws, 0, (lxw_row_t)(s->freeze_rows - 1)));
	if (s->locked)
		worksheet_protect(b->ws, NULL, &(lxw_protection){ .format_columns = LXW_TRUE, .format_rows = LXW_TRUE, .autofilter = LXW_TRUE });
	if (s->hidden)
		worksheet_hide(b->ws);
	worksheet_set_paper(b->ws, 9);		/* A4 */
	worksheet_set_landscape(b->ws);
	worksheet_fit_to_pages(b->ws, 1, 0);
	b->n_columns = s->n_columns;
	b->filter = s->filter && s->freeze_rows > 0;
	b->filter_row = s->freeze_rows > 0 ? s->freeze_rows - 1 : 0;
}

size_t
book_row(const struct book *b)
{
	return b->row;
}

static void
look_ground(lxw_format *f, lxw_color_t colour)
{
	format_set_pattern(f, LXW_PATTERN_SOLID);
	format_set_fg_color(f, colour);
}

static void
look_make(lxw_format *f, unsigned style, enum sheet_kind kind)
{
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	if (style & (STYLE_BOLD | STYLE_HEAD | STYLE_TITLE | STYLE_BAND))
		format_set_bold(f);
	if (style & (STYLE_WRAP | STYLE_HEAD))
		format_set_text_wrap(f);
	if (style & STYLE_HEAD) {
		look_ground(f, 0x005EB8);
		format_set_font_color(f, 0xFFFFFF);
		format_set_border(f, LXW_BORDER_THIN);
		format_set_border_color(f, 0xFFFFFF);
	}
	if (style & STYLE_TITLE)
		format_set_font_size(f, 16);
	if (style & STYLE_HINT)
		format_set_font_color(f, 0x4C6272);
	if (style & STYLE_BAND)
		look_ground(f, 0xD8DDE0);
	if (style & STYLE_OPEN) {
		format_set_unlocked(f);
		look_ground(f, 0xFFFBE5);
		format_set_border(f, LXW_BORDER_THIN);
		format_set_border_color(f, 0xAEB7BD);
	}
	if (style & STYLE_RED)
		look_ground(f, 0xF6D5D2);
	if (style & STYLE_AMBER)
		look_ground(f, 0xFFE6B3);
	if (style & STYLE_GREEN)
		look_ground(f, 0xCCE5D8);
	/* A field for text keeps what is typed there as text: 2.10 and 1/4 are no numbers. */
	if (kind == SHEET_TEXT && (style & STYLE_OPEN))
		format_set_num_format(f, "@");
	if (kind == SHEET_DATE)
		format_set_num_format(f, "d mmmm yyyy");
	if (kind == SHEET_MOMENT)
		format_set_num_format(f, "d mmmm yyyy hh:mm:ss");
	if (kind == SHEET_MONEY)
		format_set_num_format(f, "[$£-809]#,##0.00");
	if (kind == SHEET_DATE || kind == SHEET_MOMENT)
		format_set_align(f, LXW_ALIGN_LEFT);
}

static lxw_format *
look_of(struct book *b, unsigned style, enum sheet_kind kind)
{
	for (size_t i = 0; i < b->n_looks; i++)
		if (b->looks[i].style == style && b->looks[i].kind == kind)
			return b->looks[i].format;
	lxw_format *f = b->n_looks < MOST_FORMATS ? workbook_add_format(b->wb) : NULL;
	if (f == NULL) {
		if (b->st == ST_OK)
			b->st = ST_INTERNAL;
		return NULL;
	}
	look_make(f, style, kind);
	b->looks[b->n_looks++] = (struct look){ style, kind, f };
	return f;
}

static lxw_error
cell_write(struct book *b, size_t column, const struct sheet_value *v, lxw_format *f)
{
	lxw_row_t row = (lxw_row_t)b->row;
	lxw_col_t col = (lxw_col_t)column;

	if (b->row > UINT32_MAX - 1 || column > UINT16_MAX)
		return LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
	switch (v->kind) {
	case SHEET_NUMBER: return worksheet_write_number(b->ws, row, col, (double)v->i, f);
	case SHEET_MONEY: return worksheet_write_number(b->ws, row, col, (double)v->i / 100, f);
	case SHEET_DATE:
	case SHEET_MOMENT: return worksheet_write_number(b->ws, row, col, sheet_serial(v), f);
	case SHEET_TEXT:
	case SHEET_TRUTH:
	case SHEET_FAULT:
		if (v->text.n > MOST_TEXT && text_length(v->text) > MOST_TEXT)
			return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
		return v->text.n > 0 ? worksheet_write_string(b->ws, row, col, text_z(b, v->text), f) : worksheet_write_blank(b->ws, row, col, f);
	case SHEET_EMPTY: break;
	}
	return worksheet_write_blank(b->ws, row, col, f);
}

void
book_put(struct book *b, size_t column, struct sheet_value v, unsigned style)
{
	if (b->st != ST_OK || (v.kind == SHEET_EMPTY && style == STYLE_PLAIN))
		return;
	/* A number that no spreadsheet holds exactly is text. */
	if (v.kind == SHEET_NUMBER && (v.i > 999999999999999 || v.i < -999999999999999))
		v = sheet_text(sheet_value_text(b->a, &v));
	lxw_format *f = style == STYLE_PLAIN && (v.kind == SHEET_TEXT || v.kind == SHEET_NUMBER) ? NULL
	    : look_of(b, style, v.kind == SHEET_EMPTY ? SHEET_TEXT : v.kind);
	if (b->st == ST_OK)
		went(b, cell_write(b, column, &v, f));
}

void
book_put_across(struct book *b, size_t first, size_t last, struct sheet_value v, unsigned style)
{
	if (b->st != ST_OK)
		return;
	lxw_format *f = look_of(b, style, SHEET_TEXT);
	if (b->st != ST_OK)
		return;
	went(b, worksheet_merge_range(b->ws, (lxw_row_t)b->row, (lxw_col_t)first, (lxw_row_t)b->row, (lxw_col_t)last, "", f));
	went(b, cell_write(b, first, &v, f));
}

void
book_height(struct book *b, double points)
{
	if (b->st == ST_OK && points > 0)
		went(b, worksheet_set_row(b->ws, (lxw_row_t)b->row, points, NULL));
}

void
book_next(struct book *b)
{
	b->row++;
}

void
book_note(struct book *b, size_t column, struct str text)
{
	if (b->st == ST_OK && text.n > 0)
		went(b, worksheet_write_comment(b->ws, (lxw_row_t)b->row, (lxw_col_t)column, text_z(b, text)));
}

/* Each list is a row of the hidden sheet. */
static bool
list_write(struct book *b, const struct str *values, size_t n)
{
	if (b->lists == NULL) {
		b->lists = workbook_add_worksheet(b->wb, LISTS);
		if (b->lists == NULL)
			return false;
		worksheet_hide(b->lists);
	}
	for (size_t i = 0; i < n && b->st == ST_OK; i++)
		went(b, worksheet_write_string(b->lists, (lxw_row_t)b->n_lists, (lxw_col_t)i, text_z(b, values[i]), NULL));
	b->n_lists++;
	return b->st == ST_OK;
}

void
book_choices_again(struct book *b, size_t first, size_t last, size_t column, const struct str *values, size_t n, size_t *list)
{
	char range[80];

	if (b->st != ST_OK || n == 0)
		return;
	if (*list == 0) {
		if (!list_write(b, values, n))
			return;
		*list = b->n_lists;
	}
	struct str end = sheet_cell_name(b->a, *list - 1, n - 1);
	size_t letters = 0;
	while (letters < end.n && end.p[letters] >= 'A')
		letters++;
	(void)snprintf(range, sizeof range, "=" LISTS "!$A$%zu:$%.*s$%zu", *list, (int)letters, end.p, *list);
	lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA, .value_formula = range };
	went(b, worksheet_data_validation_range(b->ws, (lxw_row_t)first, (lxw_col_t)column, (lxw_row_t)last, (lxw_col_t)column, &rule));
}

void
book_choices(struct book *b, size_t first, size_t last, size_t column, const struct str *values, size_t n)
{
	size_t list = 0;

	book_choices_again(b, first, last, column, values, n, &list);
}

enum status
book_close(struct book *b, struct buf *out)
{
	char piece[65536];
	ssize_t n;

	sheet_end(b);
	if (b->st != ST_OK) {
		enum status st = b->st;
		book_drop(b);
		return st;
	}
	went(b, workbook_close(b->wb));
	if (lseek(b->fd, 0, SEEK_SET) != 0 && b->st == ST_OK)
		b->st = ST_UNAVAILABLE;
	while (b->st == ST_OK && (n = read(b->fd, piece, sizeof piece)) > 0)
		buf_put(out, piece, (size_t)n);
	close(b->fd);
	buf_free(&b->z);
	return b->st == ST_OK && out->failed ? ST_TOO_LARGE : b->st;
}

void
book_drop(struct book *b)
{
	lxw_workbook_free(b->wb);
	close(b->fd);
	buf_free(&b->z);
}
