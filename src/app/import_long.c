/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/file.h"
#include "app/import.h"
#include "app/search.h"
#include "base/ids.h"
#include "base/text.h"

#define CHECK_ROWS 2000			/* judged in one step */
#define STORE_ROWS 200			/* read for one step of saving */
#define ROWS_US 15000			/* of one step of saving: their words go into the index behind them */
#define MOST_NOTES 300			/* of what would be new or change */
#define CLASHES 1000

static const char *const counted[] = { [IMPORT_NEW] = "new", [IMPORT_CHANGED] = "changed", [IMPORT_SAME] = "same", [IMPORT_HELD] = "held", [IMPORT_REFUSED] = "refused" };

/* One run over a file: how many rows of each kind there were, and the rows that wait. */
struct pass {
	struct import *m;
	int64_t n[IMPORT__MAX];
	int64_t first;			/* row that waits first, from 0 */
	struct sheet_row *rows; size_t n_rows;
	struct arena batch;
	int64_t clash[CLASHES]; size_t n_clash;	/* rows that hold what another record has */
	/* of one checking step, for its store part */
	struct import_trouble *notes; size_t n_notes;
};

static const struct register_def *
register_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->reg;
}

/* ---- cursor: "rows new changed same held refused" ---- */

static struct str
cursor_make(struct arena *a, int64_t rows, const int64_t n[IMPORT__MAX])
{
	return arena_printf(a, "%lld %lld %lld %lld %lld %lld", (long long)rows, (long long)n[0], (long long)n[1], (long long)n[2], (long long)n[3], (long long)n[4]);
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

struct str
import_summary(struct ctx *c, const struct import *m, const int64_t n[IMPORT__MAX], bool saved)
{
	struct msg_arg args[IMPORT__MAX];
	struct str more = S("");

	for (int i = 0; i < IMPORT__MAX; i++)
		args[i] = (struct msg_arg){ counted[i], arena_printf(c->mem, "%lld", (long long)n[i]) };
	struct str s = lang_format(c->lang, c->mem, saved ? M("Saved: {new} new and {changed} changed. Unchanged: {same}. Refused: {refused}.")
	    : M("New: {new}. Changed: {changed}. Unchanged: {same}. Refused: {refused}. Nothing has been saved yet."), args, IMPORT__MAX);
	if (m->unmatched)
		s = lang_text(c->lang, c->mem, M("No column of this file is known here. The first row must hold headings. Say what they stand for, if they are called otherwise. Nothing was changed."));
	if (n[IMPORT_HELD] > 0)
		more = lang_format(c->lang, c->mem, M("Changed in the other system and left as they are here: {held}."), args, IMPORT__MAX);
	s = arena_printf(c->mem, "%.*s%s%.*s", (int)s.n, s.p, more.n > 0 ? " " : "", (int)more.n, more.p);
	more = m->map != NULL ? lang_format(c->lang, c->mem, M("Read by the mapping {name}."), (struct msg_arg[]){ { "name", m->map->name } }, 1) : S("");
	s = arena_printf(c->mem, "%.*s%s%.*s", (int)s.n, s.p, more.n > 0 ? " " : "", (int)more.n, more.p);
	more = m->unread.n > 0 ? lang_format(c->lang, c->mem, M("Columns that are not read: {columns}."), (struct msg_arg[]){ { "columns", text_shorten(c->mem, m->unread, 1000) } }, 1) : S("");
	return arena_printf(c->mem, "%.*s%s%.*s", (int)s.n, s.p, more.n > 0 ? " " : "", (int)more.n, more.p);
}

static void
batch_close(void *arg)
{
	arena_close(arg);
}

/* The file and, after a restart, past what is done already. */
static enum status
pass_open(struct ctx *c, struct long_work *w, int64_t file, const struct import_wish *wish, struct pass **ret)
{
	struct pass *p = w->state;
	struct file_info info;
	struct sheet_row row;
	struct str bytes;
	int64_t skip;

	if (p != NULL) {
		*ret = p;
		return ST_OK;
	}
	p = arena_new(w->mem, struct pass);
	TRY(file_bytes(c, file, w->mem, &info, &bytes));
	TRY(import_open(c, w->mem, register_of(c), bytes, wish, &p->m));
	if (!arena_open(&p->batch, 64u << 20))
		return ST_UNAVAILABLE;
	arena_defer(w->mem, batch_close, &p->batch);
	skip = cursor_read(w->cursor, p->n);
	while (p->m->rows < skip) {
		TRY(import_next(c, p->m, &row));
		import_pass(p->m, &row);
	}
	p->first = skip;
	w->state = *ret = p;
	return ST_OK;
}

/* "map update" */
static struct import_wish
wish_read(struct str input)
{
	struct import_wish w = { 0 };
	struct str update, map = str_cut(input, ' ', &update);

	(void)str_i64(map, &w.map);
	w.update = str_is(update, "1");
	return w;
}

static struct str
wish_text(struct arena *a, const struct import_wish *w)
{
	return arena_printf(a, "%lld %d", (long long)w->map, w->update);
}

/* ---- checking ---- */

static enum status
check_work(struct ctx *c, struct long_work *w)
{
	struct pass *p;
	struct sheet_row row;
	struct import_judged j;

	struct import_wish wish = wish_read(w->input);

	TRY(pass_open(c, w, w->source, &wish, &p));
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
		bool keep = j.is == IMPORT_REFUSED || j.is == IMPORT_HELD || (j.is != IMPORT_SAME && p->n[IMPORT_NEW] + p->n[IMPORT_CHANGED] <= MOST_NOTES);
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
	w->summary = import_summary(c, p->m, p->n, false);
	w->total = w->more ? 0 : w->done;
	if (w->more)
		return ST_OK;
	for (size_t i = 0; i < p->m->n_unknown; i++)
		TRY(import_word_put(c->db, c->scope, w->id, str_c(p->m->column[p->m->unknown[i].column].f->name),
		    (struct personal){ p->m->unknown[i].word, PRIV_IDENTITY }, p->m->unknown[i].times, NULL));
	bool some = p->n[IMPORT_NEW] + p->n[IMPORT_CHANGED] > 0;
	if (some || p->m->unread.n > 0 || p->m->n_unknown > 0)
		w->goes_to = arena_printf(c->mem, "%s/%s/%lld", p->m->reg->path, some ? "accept" : "match", (long long)w->id);
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
	TRY(pass_open(c, w, from.file, &from.wish, &p));
	w->total = from.rows;
	if (p->m->map != NULL && p->m->map->changed_at.ms > from.at.ms)
		return fail(c, ST_INVALID, M("The mapping {name} has been changed since the file was checked. Check the file again."), "name", p->m->map->name, NULL);
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

static bool
clashes(const struct pass *p, int64_t row)
{
	for (size_t i = 0; i < p->n_clash; i++)
		if (p->clash[i] == row)
			return true;
	return false;
}

/* What a row would become is judged once more, here where nothing can come between. */
static enum status
row_save(struct ctx *c, struct long_work *w, struct pass *p, const struct sheet_row *row)
{
	struct import_judged j;

	if (clashes(p, row->number))
		import_clash(c, p->m, row, &j);
	else
		TRY(import_judge(c, p->m, row, &j));
	enum status st = import_save(c, p->m, &j);
	if (st == ST_CONFLICT && c->why.st == ST_OK && p->n_clash < CLASHES) {
		p->clash[p->n_clash++] = row->number;
		w->again = true;
	}
	TRY(st);
	p->n[j.is]++;
	for (size_t k = 0; (j.is == IMPORT_REFUSED || j.is == IMPORT_HELD) && k < j.n; k++)
		TRY(long_problem(c, w, j.note[k].place, j.note[k].what));
	return ST_OK;
}

static enum status
save_store(struct ctx *c, struct long_work *w)
{
	struct pass *p = w->state;

	struct search_held held = { .mem = c->mem };

	c->held_words = &held;
	/* May run more than once for one step: counts begin at the cursor. */
	(void)cursor_read(w->cursor, p->n);
	int64_t begun = w->done, end = p->first + (int64_t)p->n_rows;
	while (w->done < end && (w->done == begun || long_store_us(w) < ROWS_US)) {
		TRY(row_save(c, w, p, &p->rows[w->done - p->first]));
		w->done++;
	}
	TRY(search_flush(c));
	c->held_words = NULL;
	w->more = w->done < end || !p->m->ended;
	w->cursor = cursor_make(c->mem, w->done, p->n);
	w->summary = import_summary(c, p->m, p->n, true);
	if (!w->more)
		w->goes_to = str_c(p->m->reg->path);
	return ST_OK;
}

const struct long_def import_long = { .name = "register.import", .work = save_work, .store = save_store };

/* ---- asking ---- */

enum status
import_check_ask(struct ctx *c, const struct register_def *reg, int64_t file, const struct import_wish *wish, bool shared, int64_t *ret_id)
{
	return long_ask(c, &(struct long_ask){ .kind = import_check_long.name, .action = str_z(c->mem, arena_printf(c->mem, "%s.import", reg->type->ops->kind)),
	    .input = wish_text(c->mem, wish), .source = file, .shared = shared,
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
	*ret = (struct import_source){ w.source, w.done, wish_read(w.input), w.asked_at };
	return ST_OK;
}
