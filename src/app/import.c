/* SPDX-License-Identifier: MIT */
#include "app/import.h"
#include <string.h>
#include "app/file.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "html/message.h"

static const struct sheet_limits limits = {
	.rows = IMPORT_ROWS + 1, .columns = 256, .cell = 131072, .text = 64u << 20, .unpacked = 512u << 20, .ratio = 250, .entries = 2000,
};

static enum status
refuse_file(struct ctx *c, const struct message *why)
{
	struct str said = lang_message(c->lang, c->mem, why);

	return fail(c, ST_INVALID, M("{why} Nothing was changed."), "why", said, NULL);
}

/* ---- columns ---- */

static bool
same(struct ctx *c, struct str a, struct str b)
{
	return str_eq(text_fold(c->mem, str_trim(a)), text_fold(c->mem, str_trim(b)));
}

static size_t
column_of(struct ctx *c, const struct record_type *t, struct str heading)
{
	if (same(c, heading, S("id")))
		return IMPORT_ID;
	if (same(c, heading, S("version")) || same(c, heading, lang_text(c->lang, c->mem, M("Version"))))
		return IMPORT_VERSION;
	if (t->ops->has_ref && (same(c, heading, S("ref")) || same(c, heading, lang_text(c->lang, c->mem, M("Reference")))))
		return IMPORT_REF;
	for (size_t i = 0; i < t->shape->n; i++)
		if (same(c, heading, lang_text(c->lang, c->mem, t->shape->f[i].label)) || same(c, heading, str_c(t->shape->f[i].name)))
			return i;
	return SIZE_MAX;
}

/* "Their heading = Our field", a line each. */
static struct str
ours(struct ctx *c, struct str columns, struct str heading)
{
	while (columns.n > 0) {
		struct str to, line = str_cut(columns, '\n', &columns), from = str_cut(line, '=', &to);
		if (to.n > 0 && same(c, from, heading))
			return str_trim(to);
	}
	return heading;
}

static enum status
headings_read(struct ctx *c, struct import *m, struct arena *mem, struct str columns)
{
	const struct record_type *t = m->reg->type;
	struct message why;
	struct sheet_row row;
	size_t found = 0;
	enum status st = sheet_next(m->file, &row, &why);

	if (st == ST_NOT_FOUND)
		return fail(c, ST_INVALID, M("The file is empty. The first row must hold the headings of the columns, as in a download of this list."), NULL);
	if (st != ST_OK)
		return st == ST_INVALID ? refuse_file(c, &why) : st;
	m->n_columns = row.n;
	m->field = arena_array(mem, size_t, row.n + 1);
	for (size_t i = 0; i < row.n; i++) {
		struct str heading = row.cells[i].text;
		m->field[i] = heading.n > 0 ? column_of(c, t, ours(c, columns, heading)) : SIZE_MAX;
		for (size_t k = 0; m->field[i] != SIZE_MAX && k < i; k++)
			if (m->field[k] == m->field[i])
				return fail(c, ST_INVALID, M("{where}: the column {heading} stands there twice. Nothing was changed."), "where",
				    sheet_where(m->file, c->mem, row.number, i), "heading", text_shorten(c->mem, heading, 100), NULL);
		found += m->field[i] < IMPORT_ID;
		if (m->field[i] == SIZE_MAX && heading.n > 0)
			m->unread = arena_printf(mem, "%.*s%s%.*s", (int)m->unread.n, m->unread.p, m->unread.n > 0 ? ", " : "", (int)text_shorten(c->mem, heading, 60).n, text_shorten(c->mem, heading, 60).p);
	}
	if (found == 0)
		return fail(c, ST_INVALID, M("No column of this file is known here. The first row must hold headings, as in a download of this list. Nothing was changed."), NULL);
	return ST_OK;
}

/* ---- opening ---- */

static void
import_close(void *arg)
{
	struct import *m = arg;

	if (m->file != NULL)
		sheet_close(m->file);
	if (m->names != NULL)
		sheet_names_close(m->names);
}

enum status
import_open(struct ctx *c, struct arena *mem, const struct register_def *reg, int64_t file, struct str columns, struct import **ret)
{
	struct import *m = arena_new(mem, struct import);
	struct file_info info;
	struct message why;
	struct str bytes;

	m->reg = reg;
	m->seen_room = 1u << 19;
	m->seen = arena_array(mem, int64_t, m->seen_room);
	m->seen_at = arena_array(mem, int64_t, m->seen_room);
	arena_defer(mem, import_close, m);
	TRY(file_bytes(c, file, mem, &info, &bytes));
	struct arena *mine = c->mem;
	c->mem = mem;			/* the names outlive this step */
	enum status st = sheet_names_open(c, &m->names);
	c->mem = mine;
	TRY(st);
	st = sheet_open(mem, bytes, &limits, &m->file, &why);
	if (st == ST_OK)
		st = sheet_start(m->file, 0, &why);
	if (st != ST_OK)
		return st == ST_INVALID ? refuse_file(c, &why) : st;
	TRY(headings_read(c, m, mem, columns));
	*ret = m;
	return ST_OK;
}

enum status
import_next(struct ctx *c, struct import *m, struct sheet_row *ret)
{
	struct message why;
	enum status st = sheet_next(m->file, ret, &why);

	m->ended = st == ST_NOT_FOUND;
	m->rows += st == ST_OK;
	return st == ST_INVALID ? refuse_file(c, &why) : st;
}

/* ---- one row ---- */

static void
note(struct import_judged *j, enum import_row is, struct str place, struct str what)
{
	j->is = is;
	if (j->n < countof(j->note))
		j->note[j->n++] = (struct import_trouble){ place, what };
}

static struct str
format1(struct ctx *c, const char *message, const char *name, struct str value)
{
	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { name, value } }, 1);
}

static size_t
place_of(const struct import *m, size_t field)
{
	for (size_t i = 0; i < m->n_columns; i++)
		if (m->field[i] == field)
			return i;
	return 0;
}

static struct str
cell_of(const struct import *m, const struct sheet_row *row, size_t field)
{
	for (size_t i = 0; i < m->n_columns && i < row->n; i++)
		if (m->field[i] == field)
			return str_trim(row->cells[i].text);
	return S("");
}

size_t
import_slot(const struct import *m, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 20) % m->seen_room;

	while (m->seen[at] != 0 && m->seen[at] != id)
		at = (at + 1) % m->seen_room;
	return at;
}

/* True: it has come before. */
static bool
seen_before(struct import *m, int64_t id, int64_t row)
{
	size_t at = import_slot(m, id);

	if (m->seen[at] == id)
		return m->seen_at[at] < row;
	m->seen[at] = id;
	m->seen_at[at] = row;
	return false;
}

/* The record that the row speaks of; none where it has no id. */
static enum status
stored_find(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	const struct record_type *t = m->reg->type;
	struct str text = cell_of(m, row, IMPORT_ID), where = sheet_where(m->file, c->mem, row->number, place_of(m, IMPORT_ID));
	int64_t id;

	j->rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	if (text.n == 0) {
		if (cell_of(m, row, IMPORT_REF).n > 0)
			note(j, IMPORT_REFUSED, where, lang_text(c->lang, c->mem, M("This row has a reference but no id. Take both from a download, or leave both empty for a new record.")));
		return ST_OK;
	}
	if (!id_parse(text, &id)) {
		bool rounded = str_find(text, S("E+")) > 0 || str_find(text, S("e+")) > 0;
		note(j, IMPORT_REFUSED, where, format1(c, rounded ? M("“{id}” is an id that a spreadsheet program has rounded. Download the list as XLSX and use that.")
		    : M("“{id}” is no id. Ids have digits only; leave it empty for a new record."), "id", text_shorten(c->mem, text, 60)));
		return ST_OK;
	}
	if (seen_before(m, id, row->number)) {
		note(j, IMPORT_REFUSED, where, format1(c, M("The id {id} stands in an earlier row as well."), "id", text));
		return ST_OK;
	}
	enum status st = record_get(c, t, id, j->rec);
	if (st == ST_NOT_FOUND) {
		note(j, IMPORT_REFUSED, where, format1(c, M("There is no record with the id {id}, or it is not yours to see."), "id", text));
		return ST_OK;
	}
	TRY(st);
	if (record_head(t, j->rec).withdrawn_at.ms != 0)
		note(j, IMPORT_REFUSED, where, lang_text(c->lang, c->mem, M("This record has been withdrawn. Restore it before changing it.")));
	void *before = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	memcpy(before, j->rec, t->ops->size);
	j->before = before;
	return ST_OK;
}

/* A cell's words as a form takes them; what is none of them goes on as it is, for the form to say so. */
static struct str
choice_value(struct ctx *c, const struct field *f, struct str s)
{
	for (size_t k = 0; k < f->choices->n; k++)
		if (same(c, s, lang_text(c->lang, c->mem, f->choices->c[k].label)))
			return str_c(f->choices->c[k].value);
	return s;
}

static struct str
choices_values(struct ctx *c, const struct field *f, struct str s)
{
	struct str all = S("");

	while (s.n > 0) {
		struct str one = choice_value(c, f, str_trim(str_cut(s, ';', &s)));
		all = arena_printf(c->mem, "%.*s%s%.*s", (int)all.n, all.p, all.n > 0 ? " " : "", (int)one.n, one.p);
	}
	return all;
}

/* "6/8/2026", as a spreadsheet program of this country saves a date; ISO stays. */
static struct str
date_value(struct ctx *c, struct str s)
{
	struct str rest, d = str_cut(s, '/', &rest), y, mo = str_cut(rest, '/', &y);
	int64_t day, month, year;

	if (str_i64(d, &day) && str_i64(mo, &month) && y.n == 4 && str_i64(y, &year) && day > 0 && day < 32 && month > 0 && month < 13)
		return arena_printf(c->mem, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
	return s;
}

static struct str
moment_value(struct ctx *c, struct str s)
{
	struct str time, day = str_cut(s, ' ', &time), minute, hour = str_cut(time, ':', &minute), rest;
	struct date d;
	int64_t h, mi;

	minute = str_cut(minute, ':', &rest);
	if (date_parse(date_value(c, day), &d) && str_i64(hour, &h) && str_i64(minute, &mi) && h >= 0 && h < 24 && mi >= 0 && mi < 60)
		return when_iso(c->mem, when_of_date(d, (int)h, (int)mi));
	return s;
}

static struct str
form_value(struct ctx *c, struct import *m, const struct field *f, struct str s)
{
	int64_t id;

	switch (f->type) {
	case F_CHOICE: return choice_value(c, f, s);
	case F_CHOICES: return choices_values(c, f, s);
	case F_BOOL:
		if (same(c, s, lang_text(c->lang, c->mem, M("Yes"))) || same(c, s, S("yes")))
			return S("true");
		return same(c, s, lang_text(c->lang, c->mem, M("No"))) || same(c, s, S("no")) ? S("false") : s;
	case F_DATE: return date_value(c, s);
	case F_TIME: return moment_value(c, s);
	case F_ID: return s.n > 0 && sheet_name_find(c, m->names, f->ref, s, &id) ? id_text(c->mem, id) : s;
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_I64:
	case F_NUMBER:
	case F_MONEY:
	case F_FILE:
	case F_LIST: break;
	}
	return s;
}

/* The cells that differ from what an export would write, as pairs of a form. */
static size_t
pairs_make(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j, struct pair *ret)
{
	const struct shape *s = m->reg->type->shape;
	size_t n = 0;

	for (size_t i = 0; i < m->n_columns; i++) {
		if (m->field[i] >= IMPORT_ID)
			continue;
		const struct field *f = &s->f[m->field[i]];
		struct str cell = i < row->n ? str_trim(row->cells[i].text) : S(""), was = S(""), where = sheet_where(m->file, c->mem, row->number, i);
		/* What this person may not see is neither told by comparing, nor wiped by what an export writes in its place. */
		if (j->before != NULL && field_masked(f, c->sight)) {
			if (cell.n > 0 && !str_is(cell, PERSONAL_HIDDEN))
				note(j, IMPORT_REFUSED, where, format1(c, M("{label} cannot be changed here."), "label", lang_text(c->lang, c->mem, f->label)));
			continue;
		}
		if (j->before != NULL) {
			struct sheet_value v = sheet_field(c, m->names, f, j->before);
			was = str_trim(sheet_value_text(c->mem, &v));
		}
		if (str_eq(cell, was) || f->type == F_FILE || f->type == F_LIST)
			continue;
		if (i < row->n && row->cells[i].kind == SHEET_FAULT) {
			note(j, IMPORT_REFUSED, where, format1(c, M("{label} is the result of a formula that went wrong."), "label", lang_text(c->lang, c->mem, f->label)));
			continue;
		}
		if (f->read_only) {
			if (j->before != NULL)
				note(j, IMPORT_REFUSED, where, format1(c, M("{label} cannot be changed here."), "label", lang_text(c->lang, c->mem, f->label)));
			continue;
		}
		if (j->before != NULL && j->n < countof(j->note) && j->is != IMPORT_REFUSED) {
			bool person = f->type == F_PERSONAL;
			struct msg_arg args[] = { { "label", lang_text(c->lang, c->mem, f->label) }, { "was", text_shorten(c->mem, was, 80) }, { "now", text_shorten(c->mem, cell, 80) } };
			note(j, IMPORT_CHANGED, where, lang_format(c->lang, c->mem, person ? M("Changes: {label}") : M("Changes: {label}, from “{was}” to “{now}”"), args, 3));
		}
		ret[n++] = (struct pair){ .name = str_c(f->name), .value = form_value(c, m, f, cell) };
	}
	return n;
}

static void
form_notes(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	j->n = j->is == IMPORT_REFUSED ? j->n : 0;
	for (size_t i = 0; i < c->form->n_errors; i++) {
		const struct field_error *e = &c->form->errors[i];
		size_t k = e->f != NULL ? shape_index(m->reg->type->shape, e->f->name) : SIZE_MAX;
		note(j, IMPORT_REFUSED, sheet_where(m->file, c->mem, row->number, k != SIZE_MAX ? place_of(m, k) : 0), form_error_text(c->lang, c->mem, e));
	}
}

enum status
import_judge(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	const struct record_type *t = m->reg->type;
	struct str where = sheet_where(m->file, c->mem, row->number, 0);
	int64_t version;

	*j = (struct import_judged){ .is = IMPORT_NEW };
	TRY(stored_find(c, m, row, j));
	if (j->is == IMPORT_REFUSED)
		return ST_OK;
	struct pair *pairs = arena_array(c->mem, struct pair, m->n_columns + 1);
	if (j->before == NULL && m->reg->start != NULL)
		m->reg->start(c, j->rec);
	j->is = j->before != NULL ? IMPORT_SAME : IMPORT_NEW;
	size_t n = pairs_make(c, m, row, j, pairs);
	if (j->is == IMPORT_REFUSED || (n == 0 && j->before != NULL))
		return ST_OK;
	if (j->before != NULL && str_i64(cell_of(m, row, IMPORT_VERSION), &version) && version != record_head(t, j->before).version) {
		struct msg_arg args[] = { { "have", arena_printf(c->mem, "%lld", (long long)version) }, { "now", arena_printf(c->mem, "%lld", (long long)record_head(t, j->before).version) } };
		j->n = 0;
		note(j, IMPORT_REFUSED, where, lang_format(c->lang, c->mem, M("Somebody has changed this record since the file was made: it is version {now} by now, the file has {have}."), args, 2));
		return ST_OK;
	}
	c->form = arena_new(c->mem, struct form);
	enum status st = form_read(c->mem, t->shape, pairs, n, NULL, c->today, c->form, j->rec);
	if (st == ST_OK)
		st = record_try(c, t, j->before, j->rec);
	struct str why = failure_text(c);
	if (st == ST_INVALID || st == ST_FORBIDDEN || st == ST_CONFLICT) {
		form_notes(c, m, row, j);
		if (why.n > 0)
			note(j, IMPORT_REFUSED, where, why);
		j->is = IMPORT_REFUSED;
		st = ST_OK;
	}
	c->why = (struct failure){ 0 };
	if (st == ST_OK && j->is == IMPORT_NEW)
		note(j, IMPORT_NEW, where, lang_text(c->lang, c->mem, M("A new record")));
	if (j->is == IMPORT_REFUSED)
		c->form = NULL;
	return st;
}
