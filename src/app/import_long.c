/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/import.h"
#include "base/ids.h"
#include "base/json.h"

#define CHECK_ROWS 2000			/* judged in one step */
#define STORE_ROWS 200			/* read for one step of saving */
#define MOST_NOTES 300			/* of what would be new or change */

static const char *const counted[] = { [IMPORT_NEW] = "new", [IMPORT_CHANGED] = "changed", [IMPORT_SAME] = "same", [IMPORT_REFUSED] = "refused" };

/* One run over a file: how many rows of each kind there were, and the rows that wait. */
struct pass {
	struct import *m;
	int64_t n[IMPORT__MAX];
	int64_t first;			/* row that waits first, from 0 */
	struct sheet_row *rows; size_t n_rows;
	struct arena batch;
	/* of one checking step, for its store part */
	struct import_trouble *notes; size_t n_notes;
};

static const struct register_def *
register_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->reg;
}

/* ---- cursor: "rows new changed same refused" ---- */

static struct str
cursor_make(struct arena *a, int64_t rows, const int64_t n[IMPORT__MAX])
{
	return arena_printf(a, "%lld %lld %lld %lld %lld", (long long)rows, (long long)n[0], (long long)n[1], (long long)n[2], (long long)n[3]);
}

static int64_t
cursor_read(struct str cursor, int64_t n[IMPORT__MAX])
{
	int64_t rows = 0;

	(void)str_i64(str_cut(cursor, ' ', &cursor), &rows);
	for (int i = 0; i < IMPORT__MAX; i++)
		if (!str_i64(str_cut(cursor, ' ', &cursor), &n[i]))
			n[i] = 0;
	return rows;
}

static struct str
summary(struct ctx *c, const struct pass *p, bool saved)
{
	struct msg_arg args[8];

	for (int i = 0; i < IMPORT__MAX; i++)
		args[i] = (struct msg_arg){ counted[i], arena_printf(c->mem, "%lld", (long long)p->n[i]) };
	struct str s = lang_format(c->lang, c->mem, saved ? M("Saved: {new} new and {changed} changed. Unchanged: {same}. Refused: {refused}.")
	    : M("New: {new}. Changed: {changed}. Unchanged: {same}. Refused: {refused}. Nothing has been saved yet."), args, IMPORT__MAX);
	if (p->m->unread.n > 0) {
		struct str more = lang_format(c->lang, c->mem, M("Columns that are not read: {columns}."), (struct msg_arg[]){ { "columns", p->m->unread } }, 1);
		s = arena_printf(c->mem, "%.*s %.*s", (int)s.n, s.p, (int)more.n, more.p);
	}
	return s;
}

static void
batch_close(void *arg)
{
	arena_close(arg);
}

/* The file and, after a restart, past what is done already. */
static enum status
pass_open(struct ctx *c, struct long_work *w, int64_t file, struct str columns, struct pass **ret)
{
	struct pass *p = w->state;
	struct sheet_row row;
	int64_t skip, id;

	if (p != NULL) {
		*ret = p;
		return ST_OK;
	}
	p = arena_new(w->mem, struct pass);
	TRY(import_open(c, w->mem, register_of(c), file, columns, &p->m));
	if (!arena_open(&p->batch, 64u << 20))
		return ST_UNAVAILABLE;
	arena_defer(w->mem, batch_close, &p->batch);
	skip = cursor_read(w->cursor, p->n);
	while (p->m->rows < skip) {
		TRY(import_next(c, p->m, &row));
		for (size_t i = 0; i < p->m->n_columns && i < row.n; i++)
			if (p->m->field[i] == IMPORT_ID && id_parse(str_trim(row.cells[i].text), &id))
				p->m->seen[import_slot(p->m, id)] = id;	/* in an earlier row than any to come */
	}
	p->first = skip;
	w->state = *ret = p;
	return ST_OK;
}

/* ---- checking ---- */

static enum status
check_work(struct ctx *c, struct long_work *w)
{
	struct pass *p;
	struct sheet_row row;
	struct import_judged j;

	TRY(pass_open(c, w, w->source, w->input, &p));
	/* A store part that did not come through judges the same rows again: counts begin where the cursor stands. */
	(void)cursor_read(w->cursor, p->n);
	p->notes = arena_array(c->mem, struct import_trouble, (size_t)LONG_PROBLEMS + countof(j.note));
	p->n_notes = 0;
	for (int i = 0; i < CHECK_ROWS && !p->m->ended; i++) {
		enum status st = import_next(c, p->m, &row);
		if (st == ST_NOT_FOUND)
			break;
		TRY(st);
		TRY(import_judge(c, p->m, &row, &j));
		p->n[j.is]++;
		bool keep = j.is == IMPORT_REFUSED || (j.is != IMPORT_SAME && p->n[IMPORT_NEW] + p->n[IMPORT_CHANGED] <= MOST_NOTES);
		for (size_t k = 0; keep && k < j.n && p->n_notes < LONG_PROBLEMS; k++)
			p->notes[p->n_notes++] = j.note[k];
		c->form = NULL;
	}
	w->done = p->m->rows;
	w->more = !p->m->ended;
	return ST_OK;
}

static enum status
check_store(struct ctx *c, struct long_work *w)
{
	struct pass *p = w->state;

	w->more = !p->m->ended;
	for (size_t i = 0; i < p->n_notes; i++)
		TRY(long_problem(c, w, p->notes[i].place, p->notes[i].what));
	w->cursor = cursor_make(c->mem, p->m->rows, p->n);
	w->summary = summary(c, p, false);
	w->total = w->more ? 0 : w->done;
	if (!w->more && p->n[IMPORT_NEW] + p->n[IMPORT_CHANGED] > 0)
		w->goes_to = arena_printf(c->mem, "%s/accept/%lld", p->m->reg->path, (long long)w->id);
	return ST_OK;
}

const struct long_def import_check_long = { .name = "register.check", .work = check_work, .store = check_store };

/* ---- saving ---- */

/* A row is kept until it is saved: the file goes on meanwhile. */
static void
row_keep(struct pass *p, const struct sheet_row *row)
{
	struct sheet_row *to = &p->rows[p->n_rows++];

	*to = (struct sheet_row){ row->number, arena_array(&p->batch, struct sheet_value, row->n + 1), row->n };
	for (size_t i = 0; i < row->n; i++) {
		to->cells[i] = row->cells[i];
		to->cells[i].text = arena_copy(&p->batch, row->cells[i].text);
	}
}

static enum status
save_work(struct ctx *c, struct long_work *w)
{
	struct import_source from;
	struct sheet_row row;
	struct pass *p;

	TRY(import_source(c, w->input, &from));
	TRY(pass_open(c, w, from.file, from.columns, &p));
	w->total = from.rows;
	if (w->done < p->first + (int64_t)p->n_rows)
		return ST_OK;
	arena_reset(&p->batch);
	p->rows = arena_array(&p->batch, struct sheet_row, STORE_ROWS);
	p->first = w->done;
	p->n_rows = 0;
	while (p->n_rows < STORE_ROWS && !p->m->ended && p->batch.used < (32u << 20)) {
		enum status st = import_next(c, p->m, &row);
		if (st == ST_NOT_FOUND)
			break;
		TRY(st);
		row_keep(p, &row);
	}
	return ST_OK;
}

/* What a row would become is judged once more, here where nothing can come between. */
static enum status
row_save(struct ctx *c, struct long_work *w, struct pass *p, const struct sheet_row *row)
{
	const struct record_type *t = p->m->reg->type;
	struct import_judged j;

	TRY(import_judge(c, p->m, row, &j));
	enum status st = j.is == IMPORT_NEW ? record_create(c, t, j.rec) : j.is == IMPORT_CHANGED ? record_update(c, t, j.rec) : ST_OK;
	c->form = NULL;
	if (st != ST_OK && c->why.st == ST_OK)
		return fail(c, st, M("{where}: this row stands against another record. The rows before it are saved."), "where", sheet_where(p->m->file, c->mem, row->number, 0), NULL);
	TRY(st);
	p->n[j.is]++;
	for (size_t k = 0; j.is == IMPORT_REFUSED && k < j.n; k++)
		TRY(long_problem(c, w, j.note[k].place, j.note[k].what));
	return ST_OK;
}

static enum status
save_store(struct ctx *c, struct long_work *w)
{
	struct pass *p = w->state;

	/* May run more than once for one step: counts begin at the cursor. */
	(void)cursor_read(w->cursor, p->n);
	int64_t begun = w->done, end = p->first + (int64_t)p->n_rows;
	while (w->done < end && (w->done == begun || long_time_left(w))) {
		TRY(row_save(c, w, p, &p->rows[w->done - p->first]));
		w->done++;
	}
	w->more = w->done < end || !p->m->ended;
	w->cursor = cursor_make(c->mem, w->done, p->n);
	w->summary = summary(c, p, true);
	if (!w->more)
		w->goes_to = str_c(p->m->reg->path);
	return ST_OK;
}

const struct long_def import_long = { .name = "register.import", .work = save_work, .store = save_store };

/* ---- asking ---- */

enum status
import_check_ask(struct ctx *c, const struct register_def *reg, int64_t file, struct str columns, int64_t *ret_id)
{
	return long_ask(c, &(struct long_ask){ .kind = import_check_long.name, .action = c->action->name, .input = columns, .source = file,
	    .title = lang_format(c->lang, c->mem, M("Check of an import: {list}"), (struct msg_arg[]){ { "list", lang_text(c->lang, c->mem, reg->title) } }, 1) }, ret_id);
}

enum status
import_accept_ask(struct ctx *c, const struct register_def *reg, int64_t check, int64_t *ret_id)
{
	struct import_source from;

	TRY(import_source(c, id_text(c->mem, check), &from));
	return long_ask(c, &(struct long_ask){ .kind = import_long.name, .action = c->action->name, .input = id_text(c->mem, check), .total = from.rows,
	    .title = lang_format(c->lang, c->mem, M("Import: {list}"), (struct msg_arg[]){ { "list", lang_text(c->lang, c->mem, reg->title) } }, 1) }, ret_id);
}

enum status
import_source(struct ctx *c, struct str check, struct import_source *ret)
{
	struct long_about w;
	int64_t id;

	if (!id_parse(check, &id))
		id = 0;
	TRY(long_read(c, id, &w));
	if (!str_is(w.kind, import_check_long.name) || !str_is(w.state, "done") || !str_is(w.action, str_z(c->mem, arena_printf(c->mem, "%s.import", register_of(c)->type->ops->kind))))
		return fail(c, ST_INVALID, M("Only a file that has been checked for this list can be accepted."), NULL);
	*ret = (struct import_source){ w.source, w.done, w.input };
	return ST_OK;
}
