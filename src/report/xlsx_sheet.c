/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "report/xlsx.h"

#define DAYS_1904 1462

static void
stop(struct sheet_file *f, struct message why)
{
	if (f->why.text == NULL)
		f->why = why;
	(void)XML_StopParser(f->parser, XML_FALSE);
}

static struct str
here(const struct sheet_file *f)
{
	return sheet_where(f, f->a, f->row_number, f->at);
}

/* ---- what a cell holds ---- */

/* The buffer may still move: for now only the length, and NULL says that the text stands there. */
static void
text_take(struct sheet_file *f, struct sheet_value *v, struct str raw, enum sheet_kind kind)
{
	buf_str(&f->text, raw);
	v->text = (struct str){ NULL, raw.n };
	v->kind = raw.n > 0 ? kind : SHEET_EMPTY;
	if (raw.n == 0)
		v->text.p = "";
}

/* As people write it: no exponent, no more digits than are meant. */
static struct str
number_text(struct sheet_file *f, double v)
{
	char s[400];
	int n = fabs(v) < 1e15 && v == floor(v) ? snprintf(s, sizeof s, "%.0f", v == 0 ? 0.0 : v) : snprintf(s, sizeof s, "%.15g", v);

	return arena_copy(&f->scratch, (struct str){ s, n > 0 ? (size_t)n : 0 });
}

static void
number_take(struct sheet_file *f, struct sheet_value *v, struct str raw)
{
	char z[64], *end;
	uint8_t form = f->style >= 0 && (size_t)f->style < f->n_forms ? f->forms[f->style] : FORM_NUMBER;

	if (raw.n == 0 || raw.n >= sizeof z) {
		stop(f, (struct message){ .text = M("Cell {cell} says it is a number and is none."), .words = { WORD_STR("cell", here(f)) } });
		return;
	}
	memcpy(z, raw.p, raw.n);
	z[raw.n] = 0;
	v->number = strtod(z, &end);
	if (*end != 0 || !isfinite(v->number)) {
		stop(f, (struct message){ .text = M("Cell {cell} says it is a number and is none."), .words = { WORD_STR("cell", here(f)) } });
		return;
	}
	struct str text = { NULL, 0 };
	if (form != FORM_NUMBER) {
		v->number += f->from_1904 ? DAYS_1904 : 0;
		text = sheet_serial_text(&f->scratch, v->number, form == FORM_MOMENT);
	}
	if (text.n == 0)		/* or no day that there is: then the number says more */
		text_take(f, v, number_text(f, v->number), SHEET_NUMBER);
	else
		text_take(f, v, text, v->number < 1 ? SHEET_TEXT : str_find(text, S(" ")) > 0 ? SHEET_MOMENT : SHEET_DATE);
}

/* "2026-08-06T00:00:00" as some programs write dates. */
static void
iso_take(struct sheet_file *f, struct sheet_value *v, struct str raw)
{
	char p[19];
	size_t n = raw.n > sizeof p ? sizeof p : raw.n;

	if (n > 0)
		memcpy(p, raw.p, n);
	if (n > 10 && p[10] == 'T')
		p[10] = ' ';
	bool day = n == 10 || (n == 19 && memcmp(p + 10, " 00:00:00", 9) == 0);
	text_take(f, v, (struct str){ p, day ? 10 : n }, day ? SHEET_DATE : SHEET_MOMENT);
}

static void
shared_take(struct sheet_file *f, struct sheet_value *v, struct str raw)
{
	int64_t k;
	uint32_t from = 0, end;
	size_t n = f->shared_at.n / sizeof end;

	if (!str_i64(str_trim(raw), &k) || k < 0 || (size_t)k >= n) {
		stop(f, (struct message){ .text = M("Cell {cell} points to a shared text that is not there. Save the file again and send that."), .words = { WORD_STR("cell", here(f)) } });
		return;
	}
	if (k > 0)
		memcpy(&from, f->shared_at.p + ((size_t)k - 1) * sizeof from, sizeof from);
	memcpy(&end, f->shared_at.p + (size_t)k * sizeof end, sizeof end);
	v->text = (struct str){ end > from ? f->shared.p + from : "", end - from };
	v->kind = v->text.n > 0 ? SHEET_TEXT : SHEET_EMPTY;
	if (v->text.n > f->limits->cell)
		stop(f, (struct message){ .text = M("Cell {cell} holds more than {most} characters."),
			.words = { WORD_STR("cell", here(f)), WORD_INT("most", (int64_t)f->limits->cell) } });
}

static void
cell_end(struct sheet_file *f)
{
	struct sheet_value *v = &f->cells[f->at];
	struct str raw = buf_view(&f->value);

	*v = (struct sheet_value){ .kind = SHEET_EMPTY, .text = S(""), .formula = f->formula };
	if (f->value.failed) {
		stop(f, (struct message){ .text = M("Cell {cell} holds more than {most} characters."),
			.words = { WORD_STR("cell", here(f)), WORD_INT("most", (int64_t)f->limits->cell) } });
		return;
	}
	if (strcmp(f->type, "s") == 0)
		shared_take(f, v, raw);
	else if (strcmp(f->type, "inlineStr") == 0)
		text_take(f, v, raw, SHEET_TEXT);
	else if (strcmp(f->type, "str") == 0)
		text_take(f, v, (struct str){ raw.p, f->value.n > 0 ? xlsx_unescape(f->value.p, f->value.n) : 0 }, SHEET_TEXT);
	else if (strcmp(f->type, "b") == 0)
		text_take(f, v, str_is(raw, "1") || str_is(raw, "true") ? S("true") : S("false"), SHEET_TRUTH);
	else if (strcmp(f->type, "e") == 0)
		text_take(f, v, raw, SHEET_FAULT);
	else if (strcmp(f->type, "d") == 0)
		iso_take(f, v, raw);
	else if (raw.n > 0)
		number_take(f, v, str_trim(raw));
	if (v->kind != SHEET_EMPTY || v->formula)
		f->n_cells = f->at + 1 > f->n_cells ? f->at + 1 : f->n_cells;
}

/* ---- elements ---- */

/* "AB12": the column; the row is the row's own. */
static bool
column_of(const char *ref, size_t *ret)
{
	size_t c = 0, n = 0;

	for (; ref[n] >= 'A' && ref[n] <= 'Z' && n < 4; n++)
		c = c * 26 + (size_t)(ref[n] - 'A' + 1);
	*ret = c - 1;
	return n > 0 && n < 4 && ref[n] >= '0' && ref[n] <= '9';
}

static void
cell_start(struct sheet_file *f, const XML_Char **attr)
{
	const char *r = xlsx_attr(attr, "r"), *s = xlsx_attr(attr, "s"), *t = xlsx_attr(attr, "t");
	size_t next = f->at == SIZE_MAX ? 0 : f->at + 1;
	bool good = r == NULL || column_of(r, &f->at);

	if (r == NULL || !good)
		f->at = next;
	if (!good || f->at < next) {
		stop(f, (struct message){ .text = M("A cell of row {row} says it stands at “{at}”, which is out of order."),
			.words = { WORD_INT("row", f->row_number), WORD_STR("at", arena_copy(f->a, str_c(r))) } });
		f->at = next < f->limits->columns ? next : f->limits->columns - 1;
		return;
	}
	if (f->at >= f->limits->columns) {
		stop(f, (struct message){ .text = M("Row {row} has more than {most} columns."),
			.words = { WORD_INT("row", f->row_number), WORD_INT("most", (int64_t)f->limits->columns) } });
		f->at = f->limits->columns - 1;
		return;
	}
	for (size_t i = next; i < f->at; i++)
		f->cells[i] = (struct sheet_value){ .kind = SHEET_EMPTY, .text = S("") };
	if (s == NULL || !str_i64(str_c(s), &f->style))
		f->style = -1;
	f->type[0] = 0;
	if (t != NULL && strlen(t) < sizeof f->type)
		memcpy(f->type, t, strlen(t) + 1);
	f->value.n = 0;
	f->value.failed = false;
	f->formula = false;
}

static void
row_start(struct sheet_file *f, const XML_Char **attr)
{
	const char *r = xlsx_attr(attr, "r");
	int64_t number = f->row_number + 1;

	if (r != NULL && (!str_i64(str_c(r), &number) || number <= f->row_number || number > 1048576)) {
		stop(f, (struct message){ .text = M("A row of this sheet says it is row “{at}”, which is out of order."), .words = { WORD_STR("at", arena_copy(f->a, str_c(r))) } });
		return;
	}
	f->row_number = number;
	f->at = SIZE_MAX;
	f->n_cells = 0;
	f->text.n = 0;
	arena_reset(&f->scratch);
}

static void
text_start(struct sheet_file *f)
{
	f->in_text = !f->in_phonetic && strcmp(f->type, "inlineStr") == 0;
	f->piece = f->value.n;
}

static void XMLCALL
on_start(void *parser, const XML_Char *full, const XML_Char **attr)
{
	struct sheet_file *f = XML_GetUserData((XML_Parser)parser);
	const char *name = xlsx_local(full);

	if (strcmp(name, "c") == 0)
		cell_start(f, attr);
	else if (strcmp(name, "v") == 0)
		f->in_value = true;
	else if (strcmp(name, "t") == 0)
		text_start(f);
	else if (strcmp(name, "f") == 0)
		f->formula = true;
	else if (strcmp(name, "rPh") == 0)
		f->in_phonetic = true;
	else if (strcmp(name, "row") == 0)
		row_start(f, attr);
}

static void
row_end(struct sheet_file *f)
{
	if (f->n_cells == 0)
		return;
	if (f->text.failed) {
		stop(f, (struct message){ .text = M("Row {row} holds too much text."), .words = { WORD_INT("row", f->row_number) } });
		return;
	}
	if ((size_t)++f->rows > f->limits->rows) {
		stop(f, (struct message){ .text = M("This sheet has more than {most} rows. Send it in parts."), .words = { WORD_INT("most", (int64_t)f->limits->rows) } });
		return;
	}
	f->row_done = true;
	(void)XML_StopParser(f->parser, XML_TRUE);
}

static void XMLCALL
on_end(void *parser, const XML_Char *full)
{
	struct sheet_file *f = XML_GetUserData((XML_Parser)parser);
	const char *name = xlsx_local(full);

	if (f->why.text != NULL)
		return;
	if (strcmp(name, "c") == 0 && f->at != SIZE_MAX)
		cell_end(f);
	else if (strcmp(name, "v") == 0)
		f->in_value = false;
	else if (strcmp(name, "t") == 0) {
		if (f->in_text && f->value.n > f->piece)
			f->value.n = f->piece + xlsx_unescape(f->value.p + f->piece, f->value.n - f->piece);
		f->in_text = false;
	} else if (strcmp(name, "rPh") == 0)
		f->in_phonetic = false;
	else if (strcmp(name, "row") == 0)
		row_end(f);
}

static void XMLCALL
on_text(void *parser, const XML_Char *s, int n)
{
	struct sheet_file *f = XML_GetUserData((XML_Parser)parser);

	if (f->in_text || (f->in_value && strcmp(f->type, "inlineStr") != 0))
		buf_put(&f->value, s, (size_t)n);
}

/* ---- reading on ---- */

enum status
xlsx_start(struct sheet_file *f, size_t sheet, struct message *ret_why)
{
	xlsx_end(f);
	f->sheet = sheet;
	f->row_number = 0;
	f->rows = 0;
	f->unpacked = 0;
	f->at = SIZE_MAX;
	f->in_value = f->in_text = f->in_phonetic = f->row_done = f->ended = false;
	f->why = (struct message){ .text = NULL };
	if (f->cells == NULL)
		f->cells = arena_array(f->a, struct sheet_value, f->limits->columns);
	buf_init(&f->text, f->limits->cell * 64);
	buf_init(&f->value, f->limits->cell);
	TRY(xlsx_part_open(f, f->sheets[sheet].part, &f->part, ret_why));
	f->parser = xlsx_parser(f);
	if (f->parser == NULL)
		return ST_UNAVAILABLE;
	XML_SetElementHandler(f->parser, on_start, on_end);
	XML_SetCharacterDataHandler(f->parser, on_text);
	return ST_OK;
}

void
xlsx_end(struct sheet_file *f)
{
	if (f->parser != NULL)
		XML_ParserFree(f->parser);
	if (f->part != NULL)
		(void)zip_fclose(f->part);
	f->parser = NULL;
	f->part = NULL;
	buf_free(&f->text);
	buf_free(&f->value);
}

/* Parses until a row is whole or the sheet is at its end. */
static enum status
pump(struct sheet_file *f)
{
	XML_ParsingStatus state;
	enum XML_Status went;

	XML_GetParsingStatus(f->parser, &state);
	if (state.parsing == XML_SUSPENDED) {
		went = XML_ResumeParser(f->parser);
	} else {
		void *piece = XML_GetBuffer(f->parser, XLSX_PIECE);
		if (piece == NULL)
			return ST_UNAVAILABLE;
		zip_int64_t n = zip_fread(f->part, piece, XLSX_PIECE);
		f->unpacked += n > 0 ? (size_t)n : 0;
		if (n < 0 || f->unpacked > f->limits->unpacked) {
			f->why = (struct message){ .text = M("The part {part} of this workbook is damaged. Save the file again and send that."), .words = { WORD_STR("part", f->sheets[f->sheet].part) } };
			return ST_INVALID;
		}
		went = XML_ParseBuffer(f->parser, (int)n, n == 0);
	}
	if (went == XML_STATUS_ERROR) {
		xlsx_parser_why(f->parser, f->sheets[f->sheet].part, &f->why);
		return ST_INVALID;
	}
	XML_GetParsingStatus(f->parser, &state);
	f->ended = state.parsing == XML_FINISHED;
	return ST_OK;
}

enum status
xlsx_next(struct sheet_file *f, struct sheet_row *ret, struct message *ret_why)
{
	f->row_done = false;
	if (f->parser == NULL)
		return ST_NOT_FOUND;
	while (!f->row_done && !f->ended) {
		enum status st = f->why.text != NULL ? ST_INVALID : pump(f);
		if (st != ST_OK) {
			*ret_why = f->why;
			return st;
		}
	}
	if (!f->row_done)
		return ST_NOT_FOUND;
	const char *p = f->text.p;
	for (size_t i = 0; i < f->n_cells; i++)
		if (f->cells[i].text.p == NULL) {
			f->cells[i].text.p = p;
			p += f->cells[i].text.n;
		}
	*ret = (struct sheet_row){ f->row_number, f->cells, f->n_cells };
	return ST_OK;
}
