/* SPDX-License-Identifier: MIT */
/* All that a workbook holds, in a plain form: it comes from the worker, which has read bytes that nobody vouches for, so reading it
 * believes nothing either.
 *	refused: 'R' message
 *	else:    'B', number of sheets, each 'S' name, length, rows; a row is 'R' number, number of cells, each kind (with 128 where it was
 *	calculated) and text; 'E' the end, or 'F' message where the sheet goes wrong.
 * Numbers have seven bits a byte, texts a length in front. */
#include <string.h>
#include "report/xlsx.h"

/* ---- writing ---- */

static void
put_number(struct buf *o, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_char(o, (char)(v & 0x7f) | (char)0x80);
	buf_char(o, (char)v);
}

static void
put_text(struct buf *o, struct str s)
{
	put_number(o, s.n);
	buf_put(o, s.p, s.n);
}

static void
put_message(struct buf *o, const struct message *m)
{
	put_text(o, str_c(m->text != NULL ? m->text : ""));
	for (size_t i = 0; i < MESSAGE_WORDS; i++) {
		const struct word *w = &m->words[i];
		put_text(o, str_c(w->name != NULL ? w->name : ""));
		put_number(o, (uint64_t)w->kind);
		put_text(o, w->kind == WORD_MESSAGE ? str_c(w->message) : w->kind == WORD_TEXT ? w->text : S(""));
		put_number(o, (uint64_t)w->number);
	}
}

void
packed_refusal(struct buf *out, const struct message *why)
{
	buf_char(out, 'R');
	put_message(out, why);
}

static void
put_row(struct buf *o, const struct sheet_row *row)
{
	buf_char(o, 'R');
	put_number(o, (uint64_t)row->number);
	put_number(o, row->n);
	for (size_t i = 0; i < row->n; i++) {
		buf_char(o, (char)(unsigned char)((unsigned)row->cells[i].kind | (row->cells[i].formula ? 0x80u : 0)));
		put_text(o, row->cells[i].text);
	}
}

enum status
packed_make(struct sheet_file *f, struct buf *out)
{
	struct sheet_row row;
	struct message why;
	struct buf rows;

	buf_init(&rows, (size_t)256 << 20);
	buf_char(out, 'B');
	put_number(out, f->n_sheets);
	for (size_t i = 0; i < f->n_sheets && !out->failed && !rows.failed; i++) {
		rows.n = 0;
		enum status st = sheet_start(f, i, &why);
		while (st == ST_OK && (st = sheet_next(f, &row, &why)) == ST_OK)
			put_row(&rows, &row);
		if (st == ST_INVALID) {
			buf_char(&rows, 'F');
			put_message(&rows, &why);
		} else if (st != ST_NOT_FOUND) {
			buf_free(&rows);
			return st;
		}
		buf_char(&rows, 'E');
		buf_char(out, 'S');
		put_text(out, f->sheets[i].name);
		put_text(out, buf_view(&rows));
	}
	bool failed = rows.failed || out->failed;
	buf_free(&rows);
	return failed ? ST_TOO_LARGE : ST_OK;
}

/* ---- reading; false: it is not what we write ---- */

static bool
get_byte(struct str *in, unsigned char *ret)
{
	if (in->n == 0)
		return false;
	*ret = (unsigned char)in->p[0];
	*in = (struct str){ in->p + 1, in->n - 1 };
	return true;
}

static bool
get_number(struct str *in, uint64_t *ret)
{
	unsigned char b;

	*ret = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (!get_byte(in, &b))
			return false;
		*ret |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80)
			return true;
	}
	return false;
}

static bool
get_text(struct str *in, struct str *ret)
{
	uint64_t n;

	if (!get_number(in, &n) || n > in->n)
		return false;
	*ret = n > 0 ? (struct str){ in->p, (size_t)n } : S("");
	*in = (struct str){ in->p + n, in->n - (size_t)n };
	return true;
}

static enum status
get_message(struct arena *a, struct str in, struct message *ret)
{
	struct str text, name;
	uint64_t kind, number;

	*ret = (struct message){ .text = M("This workbook cannot be read.") };
	if (!get_text(&in, &text))
		return ST_INVALID;
	struct message m = { .text = str_z(a, text) };
	for (size_t i = 0; i < MESSAGE_WORDS; i++) {
		if (!get_text(&in, &name) || !get_number(&in, &kind) || !get_text(&in, &text) || !get_number(&in, &number) || kind > WORD_MESSAGE)
			return ST_INVALID;
		if (name.n > 0)
			m.words[i] = (struct word){ .name = str_z(a, name), .kind = (enum word_kind)kind, .text = text, .number = (int64_t)number, .message = str_z(a, text) };
	}
	if (m.text[0] != 0)
		*ret = m;
	return ST_INVALID;
}

static enum status
no_form(struct message *ret_why)
{
	*ret_why = (struct message){ .text = M("This workbook cannot be read.") };
	return ST_INVALID;
}

enum status
packed_open(struct sheet_file *f, struct message *ret_why)
{
	struct str in = f->packed;
	unsigned char what;
	uint64_t n;

	if (!get_byte(&in, &what))
		return no_form(ret_why);
	if (what == 'R')
		return get_message(f->a, in, ret_why);
	if (what != 'B' || !get_number(&in, &n) || n > XLSX_SHEETS)
		return no_form(ret_why);
	for (f->n_sheets = 0; f->n_sheets < n; f->n_sheets++) {
		struct xlsx_sheet *s = &f->sheets[f->n_sheets];
		if (!get_byte(&in, &what) || what != 'S' || !get_text(&in, &s->name) || !get_text(&in, &s->part))
			return no_form(ret_why);
	}
	f->cells = arena_array(f->a, struct sheet_value, f->limits->columns + 1);
	return ST_OK;
}

void
packed_start(struct sheet_file *f, size_t sheet)
{
	f->sheet = sheet;
	f->rest = sheet < f->n_sheets ? f->sheets[sheet].part : S("");
}

enum status
packed_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why)
{
	unsigned char what, kind;
	uint64_t number, n;

	if (!get_byte(&f->rest, &what))
		return no_form(ret_why);
	if (what == 'F') {
		struct str rest = f->rest;
		f->rest = S("E");
		return get_message(f->a, rest, ret_why);
	}
	if (what == 'E') {
		f->rest = S("E");
		return ST_NOT_FOUND;
	}
	if (what != 'R' || !get_number(&f->rest, &number) || number > INT32_MAX || !get_number(&f->rest, &n) || n > f->limits->columns)
		return no_form(ret_why);
	for (size_t i = 0; i < n; i++) {
		struct sheet_value *v = &f->cells[i];
		*v = (struct sheet_value){ 0 };
		if (!get_byte(&f->rest, &kind) || (kind & 0x7f) > SHEET_FAULT || !get_text(&f->rest, &v->text) || v->text.n > f->limits->cell ||
		    (v->text.n > 0 && memchr(v->text.p, 0, v->text.n) != NULL))
			return no_form(ret_why);
		v->kind = (enum sheet_kind)(kind & 0x7f);
		v->formula = kind >= 0x80;
	}
	*ret = (struct sheet_row){ (int64_t)number, f->cells, (size_t)n };
	return ST_OK;
}
