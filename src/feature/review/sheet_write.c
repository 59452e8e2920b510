/* SPDX-License-Identifier: MIT */
/* REV-11: the workbook: what it is about, an answer a row, a criterion a row, and what did or did not arise. */
#include "base/time.h"
#include "feature/review/sheet.h"
#include "html/message.h"

static struct str
words(struct ctx *c, const char *message)
{
	return lang_text(c->lang, c->mem, message);
}

static void
put(struct book *b, size_t column, struct str s, unsigned style)
{
	book_put(b, column, sheet_text(s), style);
}

/* The lines that a text takes in a column of so many characters, about: a spreadsheet does not reckon them when it opens a file. */
static size_t
lines_of(struct str s, double width)
{
	size_t n = 1, column = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n' || ++column > (size_t)width) {
			n++;
			column = 0;
		}
	return n;
}

/* Of this row: at least so many lines, and not more than a screen. */
static void
height(struct book *b, size_t lines, size_t least)
{
	enum { POINTS = 14, MOST = 28 };

	lines = lines < least ? least : lines > MOST ? MOST : lines;
	book_height(b, (double)(POINTS * lines + 2));
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Title, a hint and the headings: three rows, which stay in view. */
static void
top(struct ctx *c, struct book *b, const char *title, const char *hint, const char *const *heads, size_t n)
{
	put(b, 0, words(c, title), STYLE_TITLE);
	book_next(b);
	put(b, 0, words(c, hint), STYLE_HINT);
	book_next(b);
	for (size_t i = 0; i < n; i++)
		put(b, i, words(c, heads[i]), STYLE_HEAD | STYLE_WRAP);
	book_next(b);
}

/* ---- what it is about ---- */

static void
pair(struct ctx *c, struct book *b, const char *label, struct str value)
{
	put(b, 0, words(c, label), STYLE_BOLD);
	put(b, 1, value, STYLE_WRAP);
	book_next(b);
}

static void
about(struct ctx *c, const struct sheet_form *f, struct book *b)
{
	static const char *const how[] = {
		M("On the sheet Criteria, answer Yes where a sentence is true, No where it is not."),
		M("On the sheet Answers, choose a rating for each standard and say what it rests on."),
		M("On the sheet Cases, say what did and did not arise in the period, where there are rows."),
		M("The fields with a light ground are yours; the rest is locked, so that the file can be read back."),
		M("Upload the file on the page of the self-review. You see every difference before anything is saved."),
	};
	static const struct book_column columns[] = { { 24 }, { 90 } };

	book_sheet(b, &(struct book_sheet){ .name = "About", .columns = columns, .n_columns = countof(columns), .locked = true });
	put(b, 0, f->framework->title, STYLE_TITLE);
	book_next(b);
	book_next(b);
	pair(c, b, M("Form"), S(SHEET_FORM));
	pair(c, b, M("Framework"), f->framework->key);
	pair(c, b, M("Edition"), f->framework->edition);
	pair(c, b, M("Self-review"), f->review != NULL ? f->review->ref : words(c, M("Blank form")));
	if (f->review != NULL) {
		pair(c, b, M("Organisation"), c->who->org_name);
		pair(c, b, M("Period"), lang_format(c->lang, c->mem, M("{from} to {to}"), (struct msg_arg[]){
		    { "from", date_long(c->mem, f->review->period_from) }, { "to", date_long(c->mem, f->review->period_to) } }, 2));
	}
	book_next(b);
	put(b, 0, words(c, M("How to fill it in")), STYLE_BOLD);
	book_next(b);
	for (size_t i = 0; i < countof(how); i++) {
		book_put(b, 0, sheet_number((int64_t)i + 1), STYLE_PLAIN);
		put(b, 1, words(c, how[i]), STYLE_WRAP);
		book_next(b);
	}
}

/* ---- answers ---- */

static struct str
rating_word(struct ctx *c, struct str stored)
{
	return str_is(stored, "red") ? words(c, M("Red")) : str_is(stored, "amber") ? words(c, M("Amber"))
	    : str_is(stored, "green") ? words(c, M("Green")) : str_is(stored, "na") ? words(c, M("Not applicable")) : S("");
}

static void
answers(struct ctx *c, const struct sheet_form *f, struct book *b)
{
	static const char *const heads[ANSWER__MAX] = { M("Standard"), M("Key area"), M("Title"), M("What good looks like"), M("Rating"), M("Comment"),
		M("Reason, where it falls short"), M("Corrective action"), M("Version") };
	static const struct book_column columns[ANSWER__MAX] = { { 10 }, { 20 }, { 26 }, { 44 }, { 11 }, { 50 }, { 36 }, { 36 }, { 9 } };
	const struct str all[] = { words(c, M("Red")), words(c, M("Amber")), words(c, M("Green")) }, two[] = { all[0], all[2] };
	size_t list_all = 0, list_two = 0;

	book_sheet(b, &(struct book_sheet){ .name = "Answers", .columns = columns, .n_columns = ANSWER__MAX, .freeze_rows = SHEET_FIRST,
		.freeze_columns = 1, .locked = true });
	top(c, b, M("Answers"), M("One row for each standard. Say in the comment what the rating rests on; red and amber want a reason and what will be done."),
	    heads, ANSWER__MAX);
	for (size_t i = 0; i < f->n; i++) {
		const struct review_item *x = &f->items[i];
		const struct answer *a = &x->answer;
		bool na = str_is(a->rating, "na");
		height(b, larger(larger(lines_of(x->standard->headline, 40), lines_of(a->comment, 46)),
		    larger(lines_of(a->reason, 32), lines_of(a->corrective_action, 32))), 4);
		put(b, ANSWER_STANDARD, x->standard->id, STYLE_BOLD);
		put(b, ANSWER_AREA, f->areas[x->area], STYLE_WRAP);
		put(b, ANSWER_TITLE, x->standard->title, STYLE_WRAP);
		put(b, ANSWER_HEADLINE, x->standard->headline, STYLE_WRAP | STYLE_HINT);
		put(b, ANSWER_RATING, rating_word(c, a->rating), na ? STYLE_HINT : STYLE_OPEN);
		put(b, ANSWER_COMMENT, a->comment, STYLE_OPEN | STYLE_WRAP);
		put(b, ANSWER_REASON, a->reason, STYLE_OPEN | STYLE_WRAP);
		put(b, ANSWER_ACTION, a->corrective_action, STYLE_OPEN | STYLE_WRAP);
		if (f->review != NULL)
			book_put(b, ANSWER_VERSION, sheet_number(a->version), STYLE_HINT);
		size_t row = book_row(b);
		if (!na && x->standard->amber)
			book_choices_again(b, row, row, ANSWER_RATING, all, 3, &list_all);
		else if (!na)
			book_choices_again(b, row, row, ANSWER_RATING, two, 2, &list_two);
		book_next(b);
	}
}

/* ---- criteria and cases ---- */

static const char *
kind_words(enum fw_kind k)
{
	switch (k) {
	case KIND_FAILING: return M("Red: one is enough");
	case KIND_NEED: return M("Amber needs it");
	case KIND_ROUTE: return M("Amber: another way");
	case KIND_SHORTFALL: return M("Keeps it at amber");
	case KIND_WANTED: return M("Green needs it");
	}
	return "";
}

static struct str
point_words(struct ctx *c, const struct framework *f, const struct fw_criterion *x)
{
	const struct fw_condition *k = x->condition.n > 0 ? framework_condition(f, x->condition) : NULL;
	struct str where;

	if (k == NULL)
		return x->words;
	where = lang_format(c->lang, c->mem, M("Only where: {condition}"), (struct msg_arg[]){ { "condition", k->words } }, 1);
	return arena_printf(c->mem, "%.*s\n%.*s", (int)x->words.n, x->words.p, (int)where.n, where.p);
}

static void
points(struct ctx *c, const struct sheet_form *f, struct book *b)
{
	static const char *const heads[POINT__MAX] = { M("Standard"), M("Criterion"), M("What it means"), M("Sentence"), M("Is it true?") };
	static const struct book_column columns[POINT__MAX] = { { 10 }, { 10 }, { 20 }, { 90 }, { 12 } };
	const struct str yes_no[] = { words(c, M("Yes")), words(c, M("No")) };
	size_t list = 0;

	book_sheet(b, &(struct book_sheet){ .name = "Criteria", .columns = columns, .n_columns = POINT__MAX, .freeze_rows = SHEET_FIRST, .locked = true });
	top(c, b, M("Criteria"), M("One row for each criterion. An empty field and No are the same."), heads, POINT__MAX);
	for (size_t i = 0; i < f->n; i++) {
		const struct fw_standard *s = f->items[i].standard;
		for (size_t k = 0; k < s->criteria.n; k++) {
			const struct fw_criterion *x = &s->criteria.at[k];
			struct str sentence = point_words(c, f->framework, x);
			height(b, lines_of(sentence, 84), 1);
			put(b, POINT_STANDARD, s->id, STYLE_BOLD);
			put(b, POINT_ID, x->id, STYLE_PLAIN);
			put(b, POINT_KIND, words(c, kind_words(x->kind)), STYLE_HINT);
			put(b, POINT_WORDS, sentence, STYLE_WRAP);
			put(b, POINT_TRUE, ids_have(f->items[i].answer.ticks, x->id) ? yes_no[0] : S(""), STYLE_OPEN);
			book_choices_again(b, book_row(b), book_row(b), POINT_TRUE, yes_no, 2, &list);
			book_next(b);
		}
	}
}

static void
case_add(const struct framework *f, struct str id, const struct fw_condition **list, size_t *n)
{
	const struct fw_condition *k = id.n > 0 ? framework_condition(f, id) : NULL;

	for (size_t i = 0; k != NULL && i < *n; i++)
		if (list[i] == k)
			return;
	if (k != NULL && k->fact.fact.n == 0)
		list[(*n)++] = k;
}

size_t
sheet_cases(struct ctx *c, const struct framework *f, const struct fw_standard *s, const struct fw_condition ***ret)
{
	size_t n = 0;

	*ret = arena_array(c->mem, const struct fw_condition *, s->criteria.n + s->rules.n + 1);
	case_add(f, s->applies_if, *ret, &n);
	for (size_t i = 0; i < s->criteria.n; i++)
		case_add(f, s->criteria.at[i].condition, *ret, &n);
	for (size_t i = 0; i < s->rules.n; i++)
		case_add(f, s->rules.at[i].condition, *ret, &n);
	return n;
}

static void
cases(struct ctx *c, const struct sheet_form *f, struct book *b)
{
	static const char *const heads[CASE__MAX] = { M("Standard"), M("Case"), M("What may have arisen"), M("Did it arise?") };
	static const struct book_column columns[CASE__MAX] = { { 10 }, { 24 }, { 90 }, { 14 } };
	const struct str yes_no[] = { words(c, M("Yes")), words(c, M("No")) };
	size_t list = 0;

	book_sheet(b, &(struct book_sheet){ .name = "Cases", .columns = columns, .n_columns = CASE__MAX, .freeze_rows = SHEET_FIRST, .locked = true });
	top(c, b, M("Cases"), M("What did and did not arise in the period. Criteria that rest on a case that did not arise do not count."), heads, CASE__MAX);
	for (size_t i = 0; i < f->n; i++) {
		const struct fw_condition **k;
		size_t n = sheet_cases(c, f->framework, f->items[i].standard, &k);
		for (size_t m = 0; m < n; m++) {
			enum known arose = cases_get(f->items[i].answer.cases, k[m]->id);
			height(b, lines_of(k[m]->words, 84), 1);
			put(b, CASE_STANDARD, f->items[i].standard->id, STYLE_BOLD);
			put(b, CASE_ID, k[m]->id, STYLE_HINT);
			put(b, CASE_WORDS, k[m]->words, STYLE_WRAP);
			put(b, CASE_AROSE, arose == KNOWN_YES ? yes_no[0] : arose == KNOWN_NO ? yes_no[1] : S(""), STYLE_OPEN);
			book_choices_again(b, book_row(b), book_row(b), CASE_AROSE, yes_no, 2, &list);
			book_next(b);
		}
	}
}

void
sheet_write(struct ctx *c, const struct sheet_form *f, struct book *b)
{
	about(c, f, b);
	answers(c, f, b);
	points(c, f, b);
	cases(c, f, b);
}
