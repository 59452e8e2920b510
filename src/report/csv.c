/* SPDX-License-Identifier: MIT */
#include "report/csv.h"
#include <string.h>

/* ---- formulas ---- */

static bool
is_number(struct str s)
{
	size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'), digits = 0, points = 0;

	for (; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] != '.' || ++points > 1)
			return false;
	}
	return digits > 0;
}

/* Spreadsheets calculate what begins so, after white space and in full width too. */
static bool
is_formula(struct str s)
{
	static const struct str wide[] = { STR_INIT("\xef\xbc\x9d"), STR_INIT("\xef\xbc\x8b"),
		STR_INIT("\xef\xbc\x8d"), STR_INIT("\xef\xbc\xa0") };

	if (s.n > 0 && (s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
		return true;
	s = str_trim(s);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < countof(wide); i++)
		if (str_starts(s, wide[i]))
			return true;
	return s.p[0] == '=' || s.p[0] == '@' || ((s.p[0] == '+' || s.p[0] == '-') && !is_number(s));
}

/* Text that begins with the mark itself gets one more, or taking it away would change it. */
static bool
wants_guard(struct str s)
{
	while (s.n > 0 && s.p[0] == '\'')
		s = (struct str){ s.p + 1, s.n - 1 };
	return is_formula(s);
}

/* ---- writing ---- */

void
csv_cell(struct buf *o, struct str s, bool last)
{
	bool guard = wants_guard(s), quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote = quote || (unsigned char)s.p[i] < ' ' || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == ';';
	quote = quote || (s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' '));
	if (quote)
		buf_char(o, '"');
	if (guard)
		buf_char(o, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(o, '"');
		buf_char(o, s.p[i]);
	}
	if (quote)
		buf_char(o, '"');
	buf_str(o, last ? S("\r\n") : S(","));
}

/* ---- which bytes these are ---- */

/* The length of the character at p, 0 when it is none. */
static size_t
utf8_length(const unsigned char *p, size_t n)
{
	size_t more = p[0] < 0x80 ? 0 : p[0] >= 0xc2 && p[0] < 0xe0 ? 1 : p[0] >= 0xe0 && p[0] < 0xf0 ? 2 : p[0] >= 0xf0 && p[0] < 0xf5 ? 3 : 9;

	if (more >= n || p[0] == 0)
		return 0;
	for (size_t i = 1; i <= more; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	/* Overlong, surrogates, above the last one. */
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return more + 1;
}

static bool
looks_western(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d || (c < ' ' && c != '\t' && c != '\r' && c != '\n'))
			return false;
	}
	return true;
}

static enum status
check_bytes(struct str s, struct message *ret_why)
{
	int64_t line = 1;
	size_t step;

	for (size_t i = 0; i < s.n; i += step) {
		step = utf8_length((const unsigned char *)s.p + i, s.n - i);
		if (step == 0) {
			const char *text = s.p[i] == 0 ? M("Line {line} holds a byte that no text has. This is not a CSV file.")
			    : looks_western(s) ? M("Line {line} is not UTF-8; it looks like Windows-1252. Save the file as “CSV UTF-8” and send it again.")
			    : M("Line {line} is not UTF-8. Save the file as “CSV UTF-8” and send it again.");
			*ret_why = (struct message){ .text = text, .words = { WORD_INT("line", line) } };
			return ST_INVALID;
		}
		line += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
	}
	return ST_OK;
}

/* The one of the three that stands most often on the first line, outside of quotes. */
static char
separator_of(struct str s)
{
	static const char marks[] = { ',', ';', '\t' };
	size_t count[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n && (quoted || (s.p[i] != '\n' && s.p[i] != '\r')); i++) {
		quoted = quoted != (s.p[i] == '"');
		for (size_t k = 0; !quoted && k < countof(marks); k++)
			count[k] += s.p[i] == marks[k];
	}
	for (size_t k = 1; k < countof(marks); k++)
		if (count[k] > count[best])
			best = k;
	return marks[best];
}

enum status
csv_open(struct arena *a, struct str bytes, size_t max_columns, size_t max_cell, struct csv *ret, struct message *ret_why)
{
	*ret = (struct csv){ .a = a, .max_columns = max_columns, .max_cell = max_cell, .next_line = 1 };
	if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"))) {
		*ret_why = (struct message){ .text = M("Line 1 is UTF-16 (“Unicode text”). Save the file as “CSV UTF-8” and send it again.") };
		return ST_INVALID;
	}
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = (struct str){ bytes.p + 3, bytes.n - 3 };
	TRY(check_bytes(bytes, ret_why));
	/* What spreadsheet programs put on top to say the separator. */
	if (bytes.n >= 6 && str_starts(bytes, S("sep=")) && (bytes.p[5] == '\r' || bytes.p[5] == '\n')) {
		size_t skip = bytes.n > 6 && bytes.p[5] == '\r' && bytes.p[6] == '\n' ? 7 : 6;
		ret->separator = bytes.p[4];
		ret->next_line = 2;
		bytes = (struct str){ bytes.p + skip, bytes.n - skip };
	} else {
		ret->separator = separator_of(bytes);
	}
	ret->rest = bytes;
	ret->room = 16;
	ret->cells = arena_array(a, struct str, ret->room);
	buf_init(&ret->text, max_columns * (max_cell + 4));
	return ST_OK;
}

void
csv_close(struct csv *r)
{
	buf_free(&r->text);
}

/* ---- one row ---- */

static enum status
refuse(const struct csv *r, const char *text, int64_t line, size_t most, struct message *ret_why)
{
	(void)r;
	*ret_why = (struct message){ .text = text, .words = { WORD_INT("line", line), WORD_INT("most", (int64_t)most) } };
	return ST_INVALID;
}

static bool
at_line_end(const struct csv *r)
{
	return r->rest.n == 0 || r->rest.p[0] == '\n' || r->rest.p[0] == '\r';
}

static void
pass(struct csv *r, size_t n)
{
	r->rest = (struct str){ r->rest.p + n, r->rest.n - n };
}

static void
pass_line_end(struct csv *r)
{
	if (r->rest.n == 0)
		return;
	pass(r, r->rest.n > 1 && r->rest.p[0] == '\r' && r->rest.p[1] == '\n' ? 2 : 1);
	r->next_line++;
}

/* From the opening quote to behind the closing one. */
static enum status
quoted(struct csv *r, struct message *ret_why)
{
	int64_t line = r->next_line;

	pass(r, 1);
	for (; r->rest.n > 0; pass(r, 1)) {
		char ch = r->rest.p[0];
		if (ch == '"' && (r->rest.n == 1 || r->rest.p[1] != '"')) {
			pass(r, 1);
			if (!at_line_end(r) && r->rest.p[0] != r->separator)
				return refuse(r, M("Line {line}: a cell in quotes goes on behind its closing quote. Write a quote inside a cell twice."), r->next_line, 0, ret_why);
			return ST_OK;
		}
		if (ch == '"')
			pass(r, 1);
		r->next_line += ch == '\n' || (ch == '\r' && (r->rest.n == 1 || r->rest.p[1] != '\n'));
		buf_char(&r->text, ch);
	}
	return refuse(r, M("Line {line}: a cell opens with a quote that is never closed. The file may be cut short."), line, 0, ret_why);
}

static enum status
cell(struct csv *r, struct message *ret_why)
{
	size_t from = r->text.n;

	if (r->n == r->max_columns)
		return refuse(r, M("Line {line} has more than {most} columns."), r->line, r->max_columns, ret_why);
	if (r->n == r->room) {
		struct str *more = arena_array(r->a, struct str, 2 * r->room);
		memcpy(more, r->cells, r->n * sizeof *more);
		r->cells = more;
		r->room *= 2;
	}
	if (r->rest.n > 0 && r->rest.p[0] == '"') {
		TRY(quoted(r, ret_why));
	} else {
		size_t n = 0;
		while (n < r->rest.n && r->rest.p[n] != r->separator && r->rest.p[n] != '\n' && r->rest.p[n] != '\r')
			n++;
		buf_put(&r->text, r->rest.p, n);
		pass(r, n);
	}
	if (r->text.n - from > r->max_cell || r->text.failed)
		return refuse(r, M("Line {line} has a cell with more than {most} characters."), r->line, r->max_cell, ret_why);
	/* Its place for now: the buffer may still move. */
	r->cells[r->n++] = (struct str){ NULL, r->text.n - from };
	return ST_OK;
}

enum status
csv_next(struct csv *r, struct message *ret_why)
{
	while (r->rest.n > 0 && at_line_end(r))
		pass_line_end(r);
	if (r->rest.n == 0)
		return ST_NOT_FOUND;
	r->text.n = 0;
	r->n = 0;
	r->line = r->next_line;
	for (;;) {
		TRY(cell(r, ret_why));
		if (at_line_end(r))
			break;
		pass(r, 1);
	}
	pass_line_end(r);
	const char *p = r->text.p;
	for (size_t i = 0; i < r->n; i++) {
		size_t n = r->cells[i].n;
		r->cells[i] = (struct str){ n > 0 ? p : "", n };
		p = n > 0 ? p + n : p;
		if (n > 1 && r->cells[i].p[0] == '\'' && wants_guard(r->cells[i]))
			r->cells[i] = (struct str){ r->cells[i].p + 1, n - 1 };
	}
	return ST_OK;
}
