/* SPDX-License-Identifier: MIT */
/* STD-3: a framework as a workbook that a person can read, change and bring back. */
#include "feature/framework/sheets.h"
#include <string.h>
#include "report/book.h"

/* ---- what goes into a field, in words ---- */

static struct str
guidance(struct arena *a, const struct fw_field *f)
{
	struct str must = f->required ? S("Must stand. ") : S(""), words;

	switch (f->type) {
	case T_ID: return arena_printf(a, "%.*sSmall letters, digits, '.', '_' and '-'.", (int)must.n, must.p);
	case T_NUMBER_ID: return arena_printf(a, "%.*sA number such as 1.4 or N2.", (int)must.n, must.p);
	case T_LINE: return arena_printf(a, "%.*sOne line of at most %d characters.", (int)must.n, must.p, f->max);
	case T_TEXT: return arena_printf(a, "%.*sText of at most %d characters.", (int)must.n, must.p, f->max);
	case T_INT: case T_OPT_INT: return arena_printf(a, "%.*sA whole number from %d to %d.", (int)must.n, must.p, f->min, f->max);
	case T_BOOL: return arena_printf(a, "%.*strue or false.", (int)must.n, must.p);
	case T_DATE: return arena_printf(a, "%.*sA day such as 2026-04-01.", (int)must.n, must.p);
	case T_WORD: case T_SET:
		words = words_list(a, f->words);
		return arena_printf(a, "%.*s%s%.*s.", (int)must.n, must.p, f->type == T_SET ? "One a line: " : "", (int)words.n, words.p);
	case T_IDS: case T_NUMBER_IDS: return arena_printf(a, "%.*sIds, one a line.", (int)must.n, must.p);
	case T_FACT: return arena_printf(a, "%.*sA fact and its state, such as board.items high.", (int)must.n, must.p);
	case T_FACTS: return arena_printf(a, "%.*sFacts and their states, one a line.", (int)must.n, must.p);
	case T_TEXTS: case T_ONE: case T_LIST: break;
	}
	return S("");
}

static struct sheet_value
value_of(struct arena *a, const struct fw_field *f, const void *p)
{
	struct fw_names v;
	struct str s = S("");

	if (!fw_is_set(f, p))
		return (struct sheet_value){ .kind = SHEET_EMPTY };
	if (f->type == T_INT)
		return sheet_number(*(const int *)p);
	fw_values(a, f, p, &v);
	for (size_t i = 0; i < v.n; i++)
		s = arena_printf(a, "%.*s%s%.*s", (int)s.n, s.p, i > 0 ? "\n" : "", (int)v.at[i].n, v.at[i].p);
	return sheet_text(s);
}

static double
width_of(const struct fw_field *f)
{
	return f->type == T_TEXT || (f->type == T_LINE && f->max > 200) ? 60 : f->type == T_LINE ? 30 : f->type == T_SET || f->type == T_FACTS ? 22 : 16;
}

/* ---- columns: those of the row, and those of what is nested in it ---- */

struct column { const struct fw_field *f; size_t off; struct str key; };
struct columns { struct column at[64]; size_t n; };

static void
columns_of(struct arena *a, const struct fw_schema *s, struct columns *k)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct fw_field *f = &s->f[i];
		for (size_t m = 0; f->type == T_ONE && m < f->sub->n; m++)
			k->at[k->n++] = (struct column){ &f->sub->f[m], f->off + f->sub->f[m].off, arena_printf(a, "%s.%s", f->key, f->sub->f[m].key) };
		if (fw_in_row(f))
			k->at[k->n++] = (struct column){ f, f->off, str_c(f->key) };
	}
}

static void
cell(struct book *b, size_t column, struct sheet_value v)
{
	book_put(b, column, v, STYLE_OPEN | STYLE_WRAP);
}

static void
head(struct arena *a, struct book *b, const struct fw_sheet *s, const struct columns *k)
{
	size_t first = s->parent != NULL;

	if (first)
		book_put(b, 0, sheet_text(str_c(s->parent)), STYLE_HEAD);
	for (size_t i = 0; i < k->n; i++)
		book_put(b, first + i, sheet_text(k->at[i].key), STYLE_HEAD);
	book_next(b);
	book_height(b, 60);
	if (first)
		book_put(b, 0, sheet_text(arena_printf(a, "The id of the %s that the row belongs to.", s->parent)), STYLE_HINT | STYLE_WRAP);
	for (size_t i = 0; i < k->n; i++)
		book_put(b, first + i, sheet_text(guidance(a, k->at[i].f)), STYLE_HINT | STYLE_WRAP);
	book_next(b);
}

struct writing { struct arena *a; struct book *b; const struct fw_sheet *s; const struct fw_field *f; struct columns k; size_t lists[64]; };

static void
rows(struct writing *w, const struct fw_any_list *list, struct str parent)
{
	size_t first = w->s->parent != NULL;

	for (size_t i = 0; i < list->n; i++) {
		if (first)
			cell(w->b, 0, sheet_text(parent));
		if (w->f->type == T_TEXTS)
			cell(w->b, 1, sheet_text(((const struct str *)list->at)[i]));
		for (size_t c = 0; c < w->k.n && w->f->type == T_LIST; c++) {
			const struct fw_field *f = w->k.at[c].f;
			struct str words[64];
			size_t n = f->words != NULL && f->words->n < countof(words) ? f->words->n : 0;
			cell(w->b, first + c, value_of(w->a, f, (const char *)list->at + i * w->f->sub->size + w->k.at[c].off));
			for (size_t m = 0; m < n; m++)
				words[m] = str_c(f->words->w[m].word);
			if (f->type == T_WORD && n > 0)
				book_choices_again(w->b, book_row(w->b), book_row(w->b), first + c, words, n, &w->lists[c]);
		}
		book_next(w->b);
	}
}

static void
sheet(struct writing *w, const struct framework *f)
{
	const struct fw_schema *holder;
	struct book_column widths[64] = { { 0 } };
	size_t first = w->s->parent != NULL, depth = w->s->path[2] != NULL ? 2 : w->s->path[1] != NULL ? 1 : 0;
	static const struct fw_field text = { "text", T_TEXT, 0, true, 1, 10000, NULL, NULL };

	w->f = fw_sheet_field(w->s, &holder);
	w->k.n = 0;
	if (w->f->type == T_TEXTS)
		w->k.at[w->k.n++] = (struct column){ &text, 0, S("text") };
	else
		columns_of(w->a, w->f->sub, &w->k);
	widths[0].width = 14;
	for (size_t i = 0; i < w->k.n; i++)
		widths[first + i].width = width_of(w->k.at[i].f);
	book_sheet(w->b, &(struct book_sheet){ .name = w->s->name, .columns = widths, .n_columns = first + w->k.n, .freeze_rows = SHEETS_FIRST - 1,
		.freeze_columns = 1 + first });
	head(w->a, w->b, w->s, &w->k);
	memset(w->lists, 0, sizeof w->lists);
	if (depth == 0) {
		rows(w, (const void *)((const char *)f + w->f->off), S(""));
		return;
	}
	for (size_t i = 0; i < f->areas.n; i++) {
		const struct fw_area *a = &f->areas.at[i];
		if (depth == 1)
			rows(w, (const void *)((const char *)a + w->f->off), a->id);
		for (size_t k = 0; depth == 2 && k < a->standards.n; k++)
			rows(w, (const void *)((const char *)&a->standards.at[k] + w->f->off), a->standards.at[k].id);
	}
}

/* The framework itself stands on its side: a key a row. */
static void
framework_sheet(struct arena *a, struct book *b, const struct framework *f)
{
	static const struct book_column widths[] = { { 24 }, { 80 }, { 60 } };
	static const char *const heads[] = { "key", "value", "what goes there" };
	struct columns k = { .n = 0 };

	columns_of(a, &framework_schema, &k);
	book_sheet(b, &(struct book_sheet){ .name = "Framework", .columns = widths, .n_columns = countof(widths), .freeze_rows = SHEETS_FIRST - 1 });
	for (size_t i = 0; i < countof(heads); i++)
		book_put(b, i, sheet_text(str_c(heads[i])), STYLE_HEAD);
	book_next(b);
	book_put(b, 0, sheet_text(S("A key a row. The other sheets have a row for each setting, condition, reference, area, standard, rule, criterion, note and change.")), STYLE_HINT);
	book_next(b);
	for (size_t i = 0; i < k.n; i++) {
		book_put(b, 0, sheet_text(k.at[i].key), STYLE_BOLD);
		cell(b, 1, value_of(a, k.at[i].f, (const char *)f + k.at[i].off));
		book_put(b, 2, sheet_text(guidance(a, k.at[i].f)), STYLE_HINT | STYLE_WRAP);
		book_next(b);
	}
}

enum status
framework_write_book(struct arena *a, const struct framework *f, struct buf *out)
{
	struct writing *w = arena_new(a, struct writing);

	w->a = a;
	TRY(book_open(a, "Framework", &w->b));
	framework_sheet(a, w->b, f);
	for (size_t i = 0; i < fw_sheet_count; i++) {
		w->s = &fw_sheets[i];
		sheet(w, f);
	}
	return book_close(w->b, out);
}
