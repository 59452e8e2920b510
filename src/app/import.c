/* SPDX-License-Identifier: MIT */
#include "app/import.h"
#include <stdlib.h>
#include <string.h>
#include "app/app.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
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

static size_t
shape_find(struct ctx *c, const struct shape *s, struct str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (import_same(c, name, lang_text(c->lang, c->mem, s->f[i].label)) || import_same(c, name, str_c(s->f[i].name)))
			return i;
	return SIZE_MAX;
}

size_t
import_field_find(struct ctx *c, const struct register_def *reg, struct str name)
{
	const struct record_type *t = reg->type;

	if (name.n == 0)
		return SIZE_MAX;
	if (import_same(c, name, S("id")))
		return IMPORT_ID;
	if (import_same(c, name, S("version")) || import_same(c, name, lang_text(c->lang, c->mem, M("Version"))))
		return IMPORT_VERSION;
	if (t->ops->has_ref && (import_same(c, name, S("ref")) || import_same(c, name, lang_text(c->lang, c->mem, M("Reference")))))
		return IMPORT_REF;
	if (import_same(c, name, S("their_ref")) || import_same(c, name, lang_text(c->lang, c->mem, M("Reference in the other system"))))
		return IMPORT_THEIR_REF;
	size_t i = shape_find(c, t->shape, name);
	if (i == SIZE_MAX && reg->import != NULL) {
		i = shape_find(c, reg->import->shape, name);
		i = i != SIZE_MAX ? IMPORT_EXTRA + i : i;
	}
	return i;
}

static const struct field *
field_at(const struct register_def *reg, size_t field)
{
	if (field < IMPORT_ID)
		return &reg->type->shape->f[field];
	return field >= IMPORT_EXTRA && field != SIZE_MAX ? &reg->import->shape->f[field - IMPORT_EXTRA] : NULL;
}

static int
by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* The same whatever the order of the columns, and however they are written. */
static struct str
print_of(struct ctx *c, struct arena *mem, const struct sheet_row *row)
{
	struct str *all = arena_array(c->mem, struct str, row->n + 1);
	struct hasher h;
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		if (str_trim(row->cells[i].text).n > 0)
			all[n++] = text_fold(c->mem, str_trim(row->cells[i].text));
	qsort(all, n, sizeof *all, by_text);
	hasher_init(&h);
	for (size_t i = 0; i < n; i++) {
		hasher_add(&h, all[i].p, all[i].n);
		hasher_add(&h, "\n", 1);
	}
	struct hash done = hasher_end(&h);
	return hash_hex(mem, &done);
}

static void
column_make(struct ctx *c, struct import *m, struct import_column *k, struct str heading)
{
	struct str said;

	k->heading = text_shorten(m->mem, str_trim(heading), 200);
	k->field = m->map != NULL && import_map_field(c, m->map, k->heading, &said) ? import_field_find(c, m->reg, said) : import_field_find(c, m->reg, k->heading);
	k->f = field_at(m->reg, k->field);
	if (k->f != NULL)
		k->words = import_words_make(m->mem, k->f, m->map != NULL ? m->map->words : S(""));
	if (k->field == SIZE_MAX && k->heading.n > 0) {
		struct str h = text_shorten(c->mem, k->heading, 60);
		m->unread = arena_printf(m->mem, "%.*s%s%.*s", (int)m->unread.n, m->unread.p, m->unread.n > 0 ? ", " : "", (int)h.n, h.p);
	}
}

static enum status
headings_read(struct ctx *c, struct import *m, const struct import_wish *wish)
{
	struct message why;
	struct sheet_row row;
	bool found = false;
	enum status st = sheet_next(m->file, &row, &why);

	if (st == ST_NOT_FOUND)
		return fail(c, ST_INVALID, M("The file is empty. The first row must hold the headings of the columns, as in a download of this list."), NULL);
	if (st != ST_OK)
		return st == ST_INVALID ? refuse_file(c, &why) : st;
	m->print = print_of(c, m->mem, &row);
	TRY(import_map_choose(c, m->mem, m->reg->type, wish->map, m->print, &m->map));
	m->n_columns = row.n;
	m->column = arena_array(m->mem, struct import_column, row.n + 1);
	for (size_t i = 0; i < row.n; i++) {
		column_make(c, m, &m->column[i], row.cells[i].text);
		for (size_t k = 0; m->column[i].field != SIZE_MAX && k < i; k++)
			if (m->column[k].field == m->column[i].field)
				return fail(c, ST_INVALID, M("{where}: the column {heading} stands there twice. Nothing was changed."), "where",
				    sheet_where(m->file, c->mem, row.number, i), "heading", text_shorten(c->mem, row.cells[i].text, 100), NULL);
		found = found || m->column[i].f != NULL;
	}
	m->unmatched = !found;
	m->ended = !found;
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
import_open(struct ctx *c, struct arena *mem, const struct register_def *reg, struct str bytes, const struct import_wish *wish, struct import **ret)
{
	struct import *m = arena_new(mem, struct import);
	struct message why;

	*m = (struct import){ .reg = reg, .mem = mem, .update = wish->update, .seen_room = 1u << 19 };
	m->seen = arena_array(mem, uint64_t, m->seen_room);
	m->seen_at = arena_array(mem, int64_t, m->seen_room);
	m->unknown = arena_array(mem, struct import_unknown, IMPORT_UNKNOWN);
	arena_defer(mem, import_close, m);
	struct arena *mine = c->mem;
	c->mem = mem;			/* the names outlive this step */
	enum status st = sheet_names_open(c, &m->names);
	c->mem = mine;
	TRY(st);
	st = sheet_open_apart(c, mem, bytes, &limits, &m->file, &why);
	if (st == ST_OK)
		st = sheet_start(m->file, 0, &why);
	if (st != ST_OK)
		return st == ST_INVALID ? refuse_file(c, &why) : st;
	TRY(headings_read(c, m, wish));
	*ret = m;
	return ST_OK;
}

enum status
import_next(struct ctx *c, struct import *m, struct sheet_row *ret)
{
	struct message why;
	enum status st = m->ended ? ST_NOT_FOUND : sheet_next(m->file, ret, &why);

	m->ended = st == ST_NOT_FOUND;
	m->rows += st == ST_OK;
	return st == ST_INVALID ? refuse_file(c, &why) : st;
}

/* ---- one row ---- */

void
import_note(struct import_judged *j, enum import_row is, struct str place, struct str what)
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
		if (m->column[i].field == field)
			return i;
	return 0;
}

static struct str
cell_of(const struct import *m, const struct sheet_row *row, size_t field)
{
	for (size_t i = 0; i < m->n_columns && i < row->n; i++)
		if (m->column[i].field == field)
			return str_trim(row->cells[i].text);
	return S("");
}

/* What a row calls its record by: an id, our reference, or that of another system. */
static size_t
named_by(const struct import *m, const struct sheet_row *row, struct str *ret)
{
	static const size_t ways[] = { IMPORT_ID, IMPORT_REF, IMPORT_THEIR_REF };

	for (size_t i = 0; i < countof(ways); i++)
		if ((*ret = cell_of(m, row, ways[i])).n > 0)
			return ways[i];
	return SIZE_MAX;
}

/* True: an earlier row speaks of the same. */
static bool
seen_before(struct import *m, size_t way, struct str name, int64_t row)
{
	uint64_t h = way * 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 0x100000001b3u;
	h = (h ^ h >> 31) | 1;
	size_t at = (size_t)(h >> 20) % m->seen_room;
	while (m->seen[at] != 0 && m->seen[at] != h)
		at = (at + 1) % m->seen_room;
	if (m->seen[at] == h)
		return m->seen_at[at] < row;
	m->seen[at] = h;
	m->seen_at[at] = row;
	return false;
}

void
import_pass(struct import *m, const struct sheet_row *row)
{
	struct str name;
	size_t way = named_by(m, row, &name);

	if (way != SIZE_MAX)
		(void)seen_before(m, way, name, row->number);
}

/* All cells that count, keyed: they may be about people. */
static struct str
row_print(struct ctx *c, const struct import *m, const struct sheet_row *row)
{
	struct buf b;

	buf_init(&b, 16u << 20);
	for (size_t i = 0; i < m->n_columns && i < row->n; i++)
		if (m->column[i].f != NULL && row->cells[i].text.n > 0)
			buf_printf(&b, "%s\x1f%.*s\x1e", m->column[i].f->name, (int)row->cells[i].text.n, row->cells[i].text.p);
	struct hash h = hash_keyed(c->app->secret_key, buf_view(&b));
	buf_free(&b);
	struct str hex = hash_hex(c->mem, &h);
	return (struct str){ hex.p, 32 };
}

static enum status
stored_found(struct ctx *c, struct import *m, struct import_judged *j, enum status st, struct str where, struct str name)
{
	const struct record_type *t = m->reg->type;

	if (st == ST_NOT_FOUND) {
		import_note(j, IMPORT_REFUSED, where, format1(c, M("There is no record with the id {id}, or it is not yours to see."), "id", name));
		return ST_OK;
	}
	TRY(st);
	if (record_head(t, j->rec).withdrawn_at.ms != 0)
		import_note(j, IMPORT_REFUSED, where, lang_text(c->lang, c->mem, M("This record has been withdrawn. Restore it before changing it.")));
	void *before = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	memcpy(before, j->rec, t->ops->size);
	j->before = before;
	return ST_OK;
}

/* One that another system knows by its own reference; none where it has not come before. */
static enum status
stored_by_theirs(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j, struct str where)
{
	const struct record_type *t = m->reg->type;
	struct import_ref_get_row r;

	j->print = row_print(c, m, row);
	enum status st = import_ref_get(c->db, c->scope, c->mem, str_c(t->ops->kind), m->map != NULL ? m->map->source : S(""), j->their_ref, &r);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	j->known = true;
	if (str_eq(r.print, j->print)) {
		j->is = IMPORT_SAME;
		return ST_OK;
	}
	return stored_found(c, m, j, record_get(c, t, r.record, j->rec), where, j->their_ref);
}

/* The record that the row speaks of; none where it names none. */
static enum status
stored_find(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	const struct record_type *t = m->reg->type;
	struct str name;
	size_t way = named_by(m, row, &name);
	struct str where = sheet_where(m->file, c->mem, row->number, way != SIZE_MAX ? place_of(m, way) : 0);
	int64_t id;

	j->rec = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	j->their_ref = text_shorten(c->mem, cell_of(m, row, IMPORT_THEIR_REF), 200);
	if (way == SIZE_MAX)
		return ST_OK;
	if (seen_before(m, way, name, row->number)) {
		import_note(j, IMPORT_REFUSED, where, format1(c, way == IMPORT_ID ? M("The id {id} stands in an earlier row as well.") : M("The reference {id} stands in an earlier row as well."), "id", name));
		return ST_OK;
	}
	if (way == IMPORT_THEIR_REF)
		return stored_by_theirs(c, m, row, j, where);
	if (way == IMPORT_REF) {
		enum status st = t->ops->find(c->db, c->scope, c->mem, name, j->rec);
		if (st == ST_NOT_FOUND) {
			import_note(j, IMPORT_REFUSED, where, format1(c, M("There is no record with the reference {ref}, or it is not yours to see. Leave it empty for a new record."), "ref", text_shorten(c->mem, name, 60)));
			return ST_OK;
		}
		/* As one that is looked at by its id. */
		return stored_found(c, m, j, st == ST_OK ? record_get(c, t, record_head(t, j->rec).id, j->rec) : st, where, name);
	}
	if (!id_parse(name, &id)) {
		bool rounded = str_find(name, S("E+")) > 0 || str_find(name, S("e+")) > 0;
		import_note(j, IMPORT_REFUSED, where, format1(c, rounded ? M("“{id}” is an id that a spreadsheet program has rounded. Download the list as XLSX and use that.")
		    : M("“{id}” is no id. Ids have digits only; leave it empty for a new record."), "id", text_shorten(c->mem, name, 60)));
		return ST_OK;
	}
	return stored_found(c, m, j, record_get(c, t, id, j->rec), where, name);
}

static void
unknown_word(struct import *m, size_t column, struct str word)
{
	for (size_t i = 0; i < m->n_unknown; i++)
		if (m->unknown[i].column == column && str_eq(m->unknown[i].word, word)) {
			m->unknown[i].times++;
			return;
		}
	if (m->n_unknown < IMPORT_UNKNOWN && word.n <= 200)
		m->unknown[m->n_unknown++] = (struct import_unknown){ column, arena_copy(m->mem, word), 1 };
}

/* A cell as it came, and what an export would write there; false: nothing to do about it. */
static bool
cell_differs(struct ctx *c, struct import *m, const struct sheet_row *row, size_t i, struct import_judged *j, struct str *ret_cell)
{
	const struct field *f = m->column[i].f;
	struct str cell = i < row->n ? str_trim(row->cells[i].text) : S(""), was = S(""), where = sheet_where(m->file, c->mem, row->number, i);
	struct str cannot = format1(c, M("{label} cannot be changed here."), "label", lang_text(c->lang, c->mem, f->label));

	*ret_cell = cell;
	/* What this person may not see is neither told by comparing, nor wiped by what an export writes in its place. */
	if (j->before != NULL && field_masked(f, c->sight)) {
		if (cell.n > 0 && !str_is(cell, PERSONAL_HIDDEN))
			import_note(j, IMPORT_REFUSED, where, cannot);
		return false;
	}
	if (j->before != NULL) {
		struct sheet_value v = sheet_field(c, m->names, f, j->before);
		was = str_trim(sheet_value_text(c->mem, &v));
	}
	if (str_eq(cell, was) || f->type == F_FILE || f->type == F_LIST)
		return false;
	if (i < row->n && row->cells[i].kind == SHEET_FAULT) {
		import_note(j, IMPORT_REFUSED, where, format1(c, M("{label} is the result of a formula that went wrong."), "label", lang_text(c->lang, c->mem, f->label)));
		return false;
	}
	if (!f->read_only)
		return true;
	if (j->before != NULL)
		import_note(j, IMPORT_REFUSED, where, cannot);
	return false;
}

static void
change_note(struct ctx *c, struct import *m, const struct sheet_row *row, size_t i, struct import_judged *j, struct str now)
{
	const struct field *f = m->column[i].f;

	if (j->before == NULL || j->n == countof(j->note) || j->is == IMPORT_REFUSED)
		return;
	struct sheet_value v = sheet_field(c, m->names, f, j->before);
	struct str was = text_shorten(c->mem, str_trim(sheet_value_text(c->mem, &v)), 80);
	struct msg_arg args[] = { { "label", lang_text(c->lang, c->mem, f->label) }, { "was", was }, { "now", text_shorten(c->mem, now, 80) } };
	import_note(j, IMPORT_CHANGED, sheet_where(m->file, c->mem, row->number, i),
	    lang_format(c->lang, c->mem, f->type == F_PERSONAL ? M("Changes: {label}") : M("Changes: {label}, from “{was}” to “{now}”"), args, 3));
}

/* The cells that differ from what is stored, as pairs of a form. */
static size_t
pairs_make(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j, struct pair *ret)
{
	struct str cell, value;
	size_t n = 0;

	for (size_t i = 0; i < m->n_columns; i++) {
		const struct import_column *k = &m->column[i];
		if (k->field >= IMPORT_ID || !cell_differs(c, m, row, i, j, &cell))
			continue;
		if (!import_value(c, m, k, cell, &value))
			unknown_word(m, i, cell);
		/* Otherwise written, and the same all the same. */
		if (j->before != NULL && str_eq(value, field_value(c->mem, k->f, j->before)))
			continue;
		change_note(c, m, row, i, j, cell);
		ret[n++] = (struct pair){ .name = str_c(k->f->name), .value = value };
	}
	return n;
}

static size_t
extra_pairs(struct ctx *c, struct import *m, const struct sheet_row *row, struct pair *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n_columns && i < row->n; i++) {
		const struct import_column *k = &m->column[i];
		struct str cell = str_trim(row->cells[i].text), value;
		if (k->field < IMPORT_EXTRA || k->f == NULL || cell.n == 0)
			continue;
		if (!import_value(c, m, k, cell, &value))
			unknown_word(m, i, cell);
		ret[n++] = (struct pair){ .name = str_c(k->f->name), .value = value };
	}
	return n;
}

/* What the form found, at the cells where it stands. */
static void
form_notes(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j, const struct shape *s, size_t base)
{
	j->n = j->is == IMPORT_REFUSED ? j->n : 0;
	for (size_t i = 0; i < c->form->n_errors; i++) {
		const struct field_error *e = &c->form->errors[i];
		size_t k = e->f != NULL ? shape_index(s, e->f->name) : SIZE_MAX;
		import_note(j, IMPORT_REFUSED, sheet_where(m->file, c->mem, row->number, k != SIZE_MAX ? place_of(m, base + k) : 0), form_error_text(c->lang, c->mem, e));
	}
}

static enum status
row_read(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j, struct pair *pairs, size_t n)
{
	const struct record_type *t = m->reg->type;
	const struct import_extra *x = m->reg->import;
	struct pair *more = arena_array(c->mem, struct pair, m->n_columns + 1);
	size_t n_more = x != NULL ? extra_pairs(c, m, row, more) : 0;
	enum status st = ST_OK;

	c->form = arena_new(c->mem, struct form);
	if (x != NULL) {
		j->extra = arena_alloc(c->mem, x->shape->size, _Alignof(max_align_t));
		st = form_read(c->mem, x->shape, more, n_more, NULL, c->today, c->form, j->extra);
		if (st == ST_OK)
			st = x->begin(c, j->extra, j->before == NULL, pairs, n, j->rec);
		if (st == ST_OK)
			st = errors(c);
		if (st != ST_OK) {
			form_notes(c, m, row, j, x->shape, IMPORT_EXTRA);
			return st;
		}
		c->form = arena_new(c->mem, struct form);
	}
	st = form_read(c->mem, t->shape, pairs, n, NULL, c->today, c->form, j->rec);
	if (st == ST_OK)
		st = record_try(c, t, j->before, j->rec);
	if (st == ST_INVALID || st == ST_FORBIDDEN || st == ST_CONFLICT)
		form_notes(c, m, row, j, t->shape, 0);
	return st;
}

/* Somebody has changed it since the file was made. */
static bool
moved_on(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	int64_t version, now = record_head(m->reg->type, j->before).version;

	if (!str_i64(cell_of(m, row, IMPORT_VERSION), &version) || version == now)
		return false;
	struct msg_arg args[] = { { "have", arena_printf(c->mem, "%lld", (long long)version) }, { "now", arena_printf(c->mem, "%lld", (long long)now) } };
	j->n = 0;
	import_note(j, IMPORT_REFUSED, sheet_where(m->file, c->mem, row->number, 0),
	    lang_format(c->lang, c->mem, M("Somebody has changed this record since the file was made: it is version {now} by now, the file has {have}."), args, 2));
	return true;
}

enum status
import_judge(struct ctx *c, struct import *m, const struct sheet_row *row, struct import_judged *j)
{
	*j = (struct import_judged){ .is = IMPORT_NEW };
	TRY(stored_find(c, m, row, j));
	if (j->is != IMPORT_NEW)
		return ST_OK;
	struct pair *pairs = arena_array(c->mem, struct pair, m->n_columns + 1);
	if (j->before == NULL && m->reg->start != NULL)
		m->reg->start(c, j->rec);
	j->is = j->before != NULL ? IMPORT_SAME : IMPORT_NEW;
	size_t n = pairs_make(c, m, row, j, pairs);
	if (j->is == IMPORT_REFUSED || (n == 0 && j->before != NULL))
		return ST_OK;
	if (j->before != NULL && moved_on(c, m, row, j))
		return ST_OK;
	enum status st = row_read(c, m, row, j, pairs, n);
	struct str why = failure_text(c);
	if (st == ST_INVALID || st == ST_FORBIDDEN || st == ST_CONFLICT) {
		if (why.n > 0)
			import_note(j, IMPORT_REFUSED, sheet_where(m->file, c->mem, row->number, 0), why);
		j->is = IMPORT_REFUSED;
		st = ST_OK;
	}
	c->why = (struct failure){ 0 };
	if (st == ST_OK && j->is == IMPORT_NEW)
		import_note(j, IMPORT_NEW, sheet_where(m->file, c->mem, row->number, 0), lang_text(c->lang, c->mem, M("A new record")));
	if (j->is == IMPORT_REFUSED)
		c->form = NULL;
	/* What people have made of it here is not written over unless somebody says so. */
	if (st == ST_OK && j->is == IMPORT_CHANGED && j->known && !m->update)
		j->is = IMPORT_HELD;
	return st;
}

/* ---- saving ---- */

enum status
import_save(struct ctx *c, struct import *m, struct import_judged *j)
{
	const struct record_type *t = m->reg->type;
	const struct import_extra *x = m->reg->import;
	enum status st = ST_OK;

	if (j->is == IMPORT_NEW)
		st = record_create(c, t, j->rec);
	else if (j->is == IMPORT_CHANGED)
		st = record_update(c, t, j->rec);
	if (st == ST_OK && j->is == IMPORT_NEW && x != NULL)
		st = x->saved(c, j->rec, j->extra);
	if (st == ST_OK && j->their_ref.n > 0 && j->print.n > 0 && j->is != IMPORT_HELD && j->is != IMPORT_REFUSED && (!j->known || j->before != NULL))
		st = import_ref_put(c->db, c->scope, str_c(t->ops->kind), m->map != NULL ? m->map->source : S(""), j->their_ref, record_head(t, j->rec).id, j->print, NULL);
	c->form = NULL;
	return st;
}

void
import_clash(struct ctx *c, const struct import *m, const struct sheet_row *row, struct import_judged *ret)
{
	*ret = (struct import_judged){ 0 };
	import_note(ret, IMPORT_REFUSED, sheet_where(m->file, c->mem, row->number, 0),
	    lang_text(c->lang, c->mem, M("Something in this row may stand in one record only, and another record has it already.")));
}
