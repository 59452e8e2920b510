/* SPDX-License-Identifier: MIT */
/* REV-11: a workbook that comes back: what it says, cell by cell, and where that differs from what is stored. */
#include <string.h>
#include "app/sheet.h"
#include "base/text.h"
#include "feature/review/sheet.h"
#include "html/message.h"

static const struct sheet_limits limits = { .rows = 250000, .columns = 64, .cell = 131072, .text = 64u << 20, .unpacked = 256u << 20, .ratio = 250,
	.entries = 500 };

struct reading {
	struct ctx *c;
	const struct review_all *all;
	struct sheet_reading *out;
	struct sheet_file *f;
	struct sheet_answer *of;	/* by item */
	bool *seen;			/* by item: has a row in Answers */
	bool blank;			/* a form without answers: what is empty in it says nothing */
};

static void
wrong(struct reading *r, struct str where, const char *message, struct str value)
{
	struct str text = lang_format(r->c->lang, r->c->mem, message, (struct msg_arg[]){ { "value", value } }, 1);

	if (r->out->n_errors < SHEET_ERRORS)
		r->out->errors[r->out->n_errors++] = arena_printf(r->c->mem, "%.*s%s%.*s", (int)where.n, where.p, where.n > 0 ? ": " : "", (int)text.n, text.p);
}

static void
wrong_message(struct reading *r, const struct message *why)
{
	if (r->out->n_errors < SHEET_ERRORS)
		r->out->errors[r->out->n_errors++] = lang_message(r->c->lang, r->c->mem, why);
}

static struct str
where(struct reading *r, const struct sheet_row *row, size_t column)
{
	return sheet_where(r->f, r->c->mem, row->number, column);
}

static struct str
cell(struct reading *r, const struct sheet_row *row, size_t column, bool lines)
{
	struct str s = column < row->n ? row->cells[column].text : S(""), clean;

	if (text_clean(r->c->mem, s, lines, &clean) != ST_OK) {
		wrong(r, where(r, row, column), M("expected plain text"), S(""));
		return S("");
	}
	return str_trim(clean);
}

static size_t
item_of(struct reading *r, const struct sheet_row *row)
{
	struct str id = cell(r, row, 0, false);
	size_t at = review_item_find(r->all, id);

	if (at == SIZE_MAX)
		wrong(r, where(r, row, 0), M("expected the number of a standard of this review, but it has no “{value}”"), id);
	return at;
}

/* The rows of values of that sheet; ST_NOT_FOUND at its end, or where it is not there. */
static bool
begin(struct reading *r, const char *name)
{
	struct message why = { 0 };
	size_t sheet = sheet_find(r->f, name);

	if (sheet == SIZE_MAX) {
		wrong(r, S(""), M("expected a sheet with the name {value}, as the form has it"), str_c(name));
		return false;
	}
	if (sheet_start(r->f, sheet, &why) == ST_OK)
		return true;
	wrong_message(r, &why);
	return false;
}

static bool
next(struct reading *r, struct sheet_row *row)
{
	struct message why = { 0 };
	enum status st;

	while ((st = sheet_next(r->f, row, &why)) == ST_OK)
		if (row->number > SHEET_FIRST)
			return true;
	if (st != ST_NOT_FOUND)
		wrong_message(r, &why);
	return false;
}

/* ---- what it is about ---- */

static void
about_read(struct reading *r)
{
	struct str form = S(""), said[4] = { { NULL, 0 } };
	struct message why = { 0 };
	struct sheet_row row;
	size_t sheet = sheet_find(r->f, "About"), n = 0;

	if (sheet == SIZE_MAX || sheet_start(r->f, sheet, &why) != ST_OK) {
		wrong(r, S(""), M("This is not a workbook of a self-review. Download the form here, and fill that in."), S(""));
		return;
	}
	while (sheet_next(r->f, &row, &why) == ST_OK && n < countof(said)) {
		struct str v = cell(r, &row, 1, false);
		if (str_is(v, SHEET_FORM) || n > 0)
			said[n++] = v;
	}
	form = said[0];
	if (form.n == 0)
		wrong(r, S(""), M("This is not a workbook of a self-review. Download the form here, and fill that in."), S(""));
	else if (!str_eq(said[1], r->all->review.framework_key) || !str_eq(said[2], r->all->review.edition))
		wrong(r, S("About!B4"), M("expected the framework of this review, but this form is for {value}"),
		    arena_printf(r->c->mem, "%.*s %.*s", (int)said[1].n, said[1].p, (int)said[2].n, said[2].p));
	else if (str_starts(said[3], S("REV-")) && !str_eq(said[3], r->all->review.ref))
		wrong(r, S("About!B6"), M("expected this review, but the form is of {value}"), said[3]);
	r->blank = !str_starts(said[3], S("REV-"));
}

/* ---- answers ---- */

static bool
is_word(struct reading *r, struct str said, const char *value, const char *label)
{
	struct str a = text_fold(r->c->mem, said);

	return str_is(a, value) || str_eq(a, text_fold(r->c->mem, lang_text(r->c->lang, r->c->mem, label))) ||
	    str_eq(a, text_fold(r->c->mem, str_c(label)));
}

static void
set(struct reading *r, struct sheet_answer *a, enum rate_field f, struct str value)
{
	if (value.n == 0 && r->blank)
		return;
	a->change.given[f] = true;
	a->change.value[f] = value;
}

static void
rating_read(struct reading *r, const struct sheet_row *row, size_t at, struct sheet_answer *a)
{
	struct str said = cell(r, row, ANSWER_RATING, false), value;
	const struct review_item *i = &r->all->items[at];

	if (said.n == 0)
		value = S("");
	else if (is_word(r, said, "red", M("Red")))
		value = S("red");
	else if (is_word(r, said, "amber", M("Amber")))
		value = S("amber");
	else if (is_word(r, said, "green", M("Green")))
		value = S("green");
	else if (is_word(r, said, "na", M("Not applicable")) && str_is(i->answer.rating, "na"))
		return;
	else {
		wrong(r, where(r, row, ANSWER_RATING), i->standard->amber ? M("expected Red, Amber, Green or nothing, but it says “{value}”")
		    : M("expected Red, Green or nothing, but it says “{value}”"), said);
		return;
	}
	struct str refused = rate_refused(r->c, i->standard, value);
	if (refused.n > 0)
		wrong(r, where(r, row, ANSWER_RATING), M("{value}"), refused);
	else
		set(r, a, RATE_RATING, value);
}

static void
text_read(struct reading *r, const struct sheet_row *row, size_t column, enum rate_field f, size_t most, struct sheet_answer *a)
{
	struct str s = cell(r, row, column, true);

	if (text_length(s) > most)
		wrong(r, where(r, row, column), M("expected at most {value} characters"), arena_printf(r->c->mem, "%zu", most));
	else
		set(r, a, f, s);
}

static void
answers_read_rows(struct reading *r)
{
	struct sheet_row row;

	if (!begin(r, "Answers"))
		return;
	while (next(r, &row)) {
		size_t at = item_of(r, &row);
		if (at == SIZE_MAX)
			continue;
		struct sheet_answer *a = &r->of[at];
		struct str version = cell(r, &row, ANSWER_VERSION, false);
		if (r->seen[at])
			wrong(r, where(r, &row, 0), M("expected each standard once, but {value} has a row further up"), r->all->items[at].standard->id);
		r->seen[at] = true;
		if (version.n > 0 && (!str_i64(version, &a->version) || a->version < 1))
			wrong(r, where(r, &row, ANSWER_VERSION), M("expected the number that the form had here, but it says “{value}”"), version);
		rating_read(r, &row, at, a);
		text_read(r, &row, ANSWER_COMMENT, RATE_COMMENT, 8000, a);
		text_read(r, &row, ANSWER_REASON, RATE_REASON, 4000, a);
		text_read(r, &row, ANSWER_ACTION, RATE_ACTION, 4000, a);
	}
}

/* ---- criteria and cases ---- */

/* 1 yes, 0 no, -1 nothing, -2 something else. */
static int
yes_no(struct reading *r, const struct sheet_row *row, size_t column)
{
	struct str said = cell(r, row, column, false);

	if (said.n == 0)
		return -1;
	if (is_word(r, said, "yes", M("Yes")) || str_is(said, "true"))
		return 1;
	if (is_word(r, said, "no", M("No")) || str_is(said, "false"))
		return 0;
	wrong(r, where(r, row, column), M("expected Yes, No or nothing, but it says “{value}”"), said);
	return -2;
}

static struct str
more(struct ctx *c, struct str list, struct str one)
{
	return arena_printf(c->mem, "%.*s%s%.*s", (int)list.n, list.p, list.n > 0 ? " " : "", (int)one.n, one.p);
}

/* In the order of the standard, so that equal ticks are equal text.  What has no row in the sheet stays as it is. */
static void
points_read(struct reading *r)
{
	struct str *ticks = arena_array(r->c->mem, struct str, r->all->n + 1), *rows = arena_array(r->c->mem, struct str, r->all->n + 1);
	bool *said = arena_array(r->c->mem, bool, r->all->n + 1);
	struct sheet_row row;

	if (!begin(r, "Criteria"))
		return;
	while (next(r, &row)) {
		size_t at = item_of(r, &row);
		struct str id = cell(r, &row, POINT_ID, false);
		if (at == SIZE_MAX)
			continue;
		if (standard_criterion(r->all->items[at].standard, id) == NULL) {
			wrong(r, where(r, &row, POINT_ID), M("expected a criterion of this standard, but it has no “{value}”"), id);
			continue;
		}
		int is = yes_no(r, &row, POINT_TRUE);
		rows[at] = more(r->c, rows[at], id);
		said[at] = said[at] || !r->blank || is >= 0;
		if (is == 1)
			ticks[at] = more(r->c, ticks[at], id);
	}
	for (size_t i = 0; i < r->all->n; i++) {
		const struct fw_standard *s = r->all->items[i].standard;
		struct str in_order = S("");
		for (size_t k = 0; k < s->criteria.n; k++)
			if (ids_have(ids_have(rows[i], s->criteria.at[k].id) ? ticks[i] : r->all->items[i].answer.ticks, s->criteria.at[k].id))
				in_order = more(r->c, in_order, s->criteria.at[k].id);
		if (said[i]) {
			r->of[i].change.given[RATE_TICKS] = true;
			r->of[i].change.value[RATE_TICKS] = in_order;
		}
	}
}

static void
cases_read(struct reading *r)
{
	struct str *cases = arena_array(r->c->mem, struct str, r->all->n + 1), *rows = arena_array(r->c->mem, struct str, r->all->n + 1);
	bool *said = arena_array(r->c->mem, bool, r->all->n + 1);
	struct sheet_row row;

	if (!begin(r, "Cases"))
		return;
	while (next(r, &row)) {
		size_t at = item_of(r, &row);
		struct str id = cell(r, &row, CASE_ID, false);
		if (at == SIZE_MAX)
			continue;
		if (framework_condition(r->all->framework, id) == NULL) {
			wrong(r, where(r, &row, CASE_ID), M("expected a case of this framework, but it has no “{value}”"), id);
			continue;
		}
		int is = yes_no(r, &row, CASE_AROSE);
		rows[at] = more(r->c, rows[at], id);
		said[at] = said[at] || !r->blank || is >= 0;
		if (is >= 0)
			cases[at] = more(r->c, cases[at], arena_printf(r->c->mem, "%.*s:%s", (int)id.n, id.p, is == 1 ? "yes" : "no"));
	}
	for (size_t i = 0; i < r->all->n; i++) {
		struct str in_order = S("");
		for (size_t k = 0; k < r->all->framework->conditions.n; k++) {
			struct str id = r->all->framework->conditions.at[k].id;
			enum known arose = cases_get(ids_have(rows[i], id) ? cases[i] : r->all->items[i].answer.cases, id);
			if (arose != KNOWN_NOT)
				in_order = more(r->c, in_order, arena_printf(r->c->mem, "%.*s:%s", (int)id.n, id.p, arose == KNOWN_YES ? "yes" : "no"));
		}
		if (said[i]) {
			r->of[i].change.given[RATE_CASES] = true;
			r->of[i].change.value[RATE_CASES] = in_order;
		}
	}
}

void
sheet_read(struct ctx *c, struct str bytes, const struct review_all *all, struct sheet_reading *ret)
{
	struct reading r = { .c = c, .all = all, .out = ret };
	struct message why = { 0 };

	*ret = (struct sheet_reading){ .at = arena_array(c->mem, struct sheet_answer, all->n + 1), .n = all->n };
	r.of = ret->at;
	r.seen = arena_array(c->mem, bool, all->n + 1);
	for (size_t i = 0; i < all->n; i++)
		ret->at[i].item = i;
	if (sheet_open_apart(c, c->mem, bytes, &limits, &r.f, &why) != ST_OK) {
		wrong_message(&r, &why);
		return;
	}
	if (sheet_is_csv(r.f))
		wrong(&r, S(""), M("This is not a workbook of a self-review. Download the form here, and fill that in."), S(""));
	else
		about_read(&r);
	if (ret->n_errors == 0) {
		answers_read_rows(&r);
		points_read(&r);
		cases_read(&r);
	}
	sheet_close(r.f);
}

/* ---- differences ---- */

static struct str
shown(struct ctx *c, enum rate_field f, struct str stored)
{
	if (f == RATE_RATING)
		return str_is(stored, "red") ? lang_text(c->lang, c->mem, M("Red")) : str_is(stored, "amber") ? lang_text(c->lang, c->mem, M("Amber"))
		    : str_is(stored, "green") ? lang_text(c->lang, c->mem, M("Green")) : str_is(stored, "na") ? lang_text(c->lang, c->mem, M("Not applicable")) : stored;
	return stored;
}

enum status
sheet_differences(struct ctx *c, const struct review_all *all, const struct sheet_reading *r, struct sheet_difference **ret, size_t *ret_n)
{
	struct sheet_difference *d = arena_array(c->mem, struct sheet_difference, RATE__MAX * r->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct answer *a = &all->items[i].answer;
		size_t before = n;
		for (enum rate_field f = 0; f < RATE__MAX; f++) {
			struct str was = rate_value(a, f), is = r->at[i].change.value[f];
			if (r->at[i].change.given[f] && !str_eq(str_trim(was), str_trim(is)))
				d[n++] = (struct sheet_difference){ .item = i, .field = f, .before = was, .after = is, .before_shown = shown(c, f, was),
					.after_shown = shown(c, f, is), .moved = r->at[i].version != 0 && r->at[i].version != a->version };
		}
		if (n == before)
			continue;
		struct str why = { NULL, 0 };
		bool may_rate = false;
		TRY(answer_may_rate(c, a, &may_rate, &why));
		for (size_t k = before; k < n && !may_rate; k++)
			d[k].may_not = why.n > 0 ? why : lang_text(c->lang, c->mem, M("Your role does not include this."));
	}
	*ret = d;
	*ret_n = n;
	return ST_OK;
}
