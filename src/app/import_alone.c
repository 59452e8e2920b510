/* SPDX-License-Identifier: MIT */
/* A large file with the database to itself: whole batches, each with its entry in the trail, and a rerun goes on where this ended. */
#include <setjmp.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/import.h"
#include "app/app.h"
#include "app/dispatch.h"
#include "app/search.h"
#include "base/ids.h"

#define BATCH 1000

struct batch {
	struct app *app;
	struct db *mine;
	struct arena *mem, *step, words;
	const struct who *who;
	struct import_alone *run;
	struct import *m;
	struct ctx *c;
	struct sheet_row rows[BATCH]; size_t n;
	int64_t clash; bool clashed[BATCH];
	int64_t counts[IMPORT__MAX];
};

static enum status
rows_read(struct batch *b)
{
	struct sheet_row row;
	enum status st = ST_OK;

	b->n = 0;
	while (b->n < BATCH && b->step->used < (64u << 20) && (st = import_next(b->c, b->m, &row)) == ST_OK) {
		struct sheet_row *to = &b->rows[b->n];
		b->clashed[b->n++] = false;
		*to = (struct sheet_row){ row.number, arena_array(b->step, struct sheet_value, row.n + 1), row.n };
		for (size_t i = 0; i < row.n; i++) {
			to->cells[i] = row.cells[i];
			to->cells[i].text = arena_copy(b->step, row.cells[i].text);
		}
	}
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* May run again for the same rows. */
static enum status
rows_save(void *arg, struct db *db)
{
	struct batch *b = arg;
	struct import_judged j;
	struct search_held held = { .mem = &b->words };
	size_t mark = arena_mark(b->step);

	arena_reset(&b->words);

	b->c->db = db;
	b->c->why = (struct failure){ 0 };
	b->c->held_words = &held;
	b->clash = -1;
	for (int i = 0; i < IMPORT__MAX; i++)
		b->counts[i] = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (b->clashed[i])
			import_clash(b->c, b->m, &b->rows[i], &j);
		else
			TRY(import_judge(b->c, b->m, &b->rows[i], &j));
		enum status st = b->run->dry ? ST_OK : import_save(b->c, b->m, &j);
		if (st == ST_CONFLICT && b->c->why.st == ST_OK)
			b->clash = (int64_t)i;
		TRY(st);
		b->counts[j.is]++;
		b->c->form = NULL;
		for (size_t k = 0; (j.is == IMPORT_REFUSED || j.is == IMPORT_HELD) && k < j.n; k++)
			b->run->trouble(&j.note[k]);
		if (!b->run->dry)	/* what a snapshot has worked out is kept until its end */
			arena_rewind(b->step, mark);
	}
	enum status st = b->run->dry ? ST_OK : search_flush(b->c);
	b->c->held_words = NULL;
	return st;
}

static void
ctx_begin(struct batch *b)
{
	b->c = ctx_make(b->app, b->step, b->who, b->run->action, FACE_COMMAND);
	b->c->once = S("");
	ctx_sight(b->c);
}

static enum status
batch_run(struct batch *b)
{
	enum status st;

	arena_reset(b->step);
	ctx_begin(b);
	TRY(rows_read(b));
	do {
		if (b->run->dry) {
			TRY(db_begin_read(b->mine));
			st = rows_save(b, b->mine);
			db_end_read(b->mine);
		} else {
			st = app_write(b->app, b->mine, b->c, rows_save, b);
		}
		if (st == ST_CONFLICT && b->clash >= 0)
			b->clashed[b->clash] = true;
	} while (st == ST_CONFLICT && b->clash >= 0);
	for (int i = 0; st == ST_OK && i < IMPORT__MAX; i++)
		b->run->n[i] += b->counts[i];
	return st;
}

static enum status
all(struct batch *b)
{
	ctx_begin(b);
	TRY(db_begin_read(b->mine));
	b->c->db = b->mine;
	enum status st = may_who(b->who, b->run->action) ? import_map_find(b->c, b->run->reg->type, b->run->mapping, &b->run->wish.map)
	    : fail(b->c, ST_FORBIDDEN, M("Your role does not include this."), NULL);
	if (st == ST_OK)
		st = import_open(b->c, b->mem, b->run->reg, b->run->bytes, &b->run->wish, &b->m);
	db_end_read(b->mine);
	TRY(st);
	while (!b->m->ended) {
		TRY(batch_run(b));
		if (b->run->progress != NULL)
			b->run->progress(b->m->rows);
	}
	return ST_OK;
}

enum status
import_alone(struct app *app, struct db *mine, struct arena *mem, const struct who *who, struct import_alone *run)
{
	struct batch *b = arena_new(mem, struct batch);
	struct arena step, words;
	jmp_buf over;

	if (!arena_open(&step, 128u << 20))
		return ST_UNAVAILABLE;
	if (!arena_open(&words, 128u << 20)) {
		arena_close(&step);
		return ST_UNAVAILABLE;
	}
	*b = (struct batch){ .words = words, .app = app, .mine = mine, .mem = mem, .step = &step, .who = who, .run = run };
	volatile enum status st = ST_TOO_LARGE;
	app->alone = true;
	step.over = mem->over = b->words.over = &over;
	if (setjmp(over) == 0)
		st = all(b);
	mem->over = NULL;
	app->alone = false;
	step.over = b->words.over = NULL;
	struct str said = b->c != NULL ? failure_text(b->c) : S("");
	if (st == ST_OK)
		said = import_summary(b->c, b->m, run->n, !run->dry);
	run->said = arena_copy(mem, said);
	arena_close(&step);
	arena_close(&b->words);
	return st;
}
