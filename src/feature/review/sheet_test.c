/* SPDX-License-Identifier: MIT */
/* REV-11: a review goes out as a workbook, is changed cell by cell, and comes back. */
#include "feature/review/sheet.h"
#include <stdio.h>
#include <stdlib.h>
#include "app/dispatch.h"
#include "tests/harness.h"
#include "tests/testworld.h"

struct set { struct test_world *w; struct who specialist, contributor, lead, stranger, programme; struct str framework, review; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t ours = test_world_org(s.w, "Northmoor", "commissioner"), theirs = test_world_org(s.w, "Southfell", "commissioner");
	struct outcome o;

	s.specialist = test_who(s.w, ours, "commissioner", ROLE(SPECIALIST), 801);
	s.contributor = test_who(s.w, ours, "commissioner", ROLE(CONTRIBUTOR), 802);
	s.lead = test_who(s.w, ours, "commissioner", ROLE(LEAD), 803);
	s.stranger = test_who(s.w, theirs, "commissioner", ROLE(SPECIALIST), 804);
	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));
	o = test_call(s.w, s.specialist, "framework.list", NULL);
	for (size_t i = 0; i < test_count(o, "items"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "items.%zu.key", i).p), "commissioner-security"))
			s.framework = test_field(o, arena_printf(test_arena(), "items.%zu.framework", i).p);
	o = test_call(s.w, s.specialist, "review.create", "framework", s.framework, NULL);
	CHECK_DONE(o);
	s.review = test_field(o, "id");
	return s;
}

static struct str
sheet(struct set *s)
{
	struct outcome o = test_call(s->w, s->specialist, "review.sheet", "id", s->review, NULL);

	CHECK_DONE(o);
	return o.json;
}

static struct outcome
upload(struct set *s, struct who who, struct str bytes)
{
	struct who *keep = arena_new(test_arena(), struct who);
	struct http_part part = { .name = S("file"), .file_name = S("review.xlsx"), .body = bytes };
	struct pair pairs[] = { { .name = S("id"), .value = s->review } };
	struct outcome out;

	*keep = who;
	dispatch_call(&(struct call){ .app = s->w->app, .db = s->w->db, .who = keep, .face = FACE_API, .action = action_find(S("review.upload")),
	    .pairs = pairs, .n_pairs = 1, .files = &part, .n_files = 1, .mem = test_arena() }, &out);
	return out;
}

/* ---- a workbook with some cells changed, as somebody would who has another program ---- */

struct edit { const char *sheet; int64_t row; size_t column; const char *value; };	/* row as the sheet counts */

static struct str
edited(struct str bytes, const struct edit *e, size_t n)
{
	struct sheet_file *f;
	struct message why = { 0 };
	struct book *b;
	struct buf out;

	CHECK_ST(sheet_open(test_arena(), bytes, &sheet_limits_usual, &f, &why), ST_OK);
	CHECK_ST(book_open(test_arena(), "edited", &b), ST_OK);
	for (size_t i = 0; i < sheet_count(f); i++) {
		struct str name = sheet_name(f, i);
		struct sheet_row row;
		if (str_is(name, "Lists"))
			continue;
		book_sheet(b, &(struct book_sheet){ .name = str_z(test_arena(), name) });
		CHECK_ST(sheet_start(f, i, &why), ST_OK);
		while (sheet_next(f, &row, &why) == ST_OK) {
			while ((int64_t)book_row(b) + 1 < row.number)
				book_next(b);
			for (size_t k = 0; k < 10; k++) {
				struct sheet_value v = k < row.n ? sheet_text(row.cells[k].text) : (struct sheet_value){ .kind = SHEET_EMPTY };
				for (size_t m = 0; m < n; m++)
					if (str_is(name, e[m].sheet) && e[m].row == row.number && e[m].column == k)
						v = e[m].value[0] != 0 ? sheet_text(str_c(e[m].value)) : (struct sheet_value){ .kind = SHEET_EMPTY };
				book_put(b, k, v, STYLE_PLAIN);
			}
		}
		book_next(b);
	}
	sheet_close(f);
	buf_init(&out, 16 << 20);
	CHECK_ST(book_close(b, &out), ST_OK);
	struct str s = arena_copy(test_arena(), buf_view(&out));
	buf_free(&out);
	return s;
}
#define EDITED(bytes, ...) edited((bytes), (const struct edit[]){ __VA_ARGS__ }, countof(((const struct edit[]){ __VA_ARGS__ })))

static struct str
answer_id(struct set *s, const char *standard)
{
	struct outcome o = test_call(s->w, s->specialist, "review.view", "id", s->review, NULL);

	for (size_t i = 0; i < test_count(o, "answers"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "answers.%zu.standard", i).p), standard))
			return test_field(o, arena_printf(test_arena(), "answers.%zu.id", i).p);
	test_fail(__FILE__, __LINE__, "no standard %s", standard);
}

static struct str
answer(struct set *s, const char *standard, const char *field)
{
	return test_field(test_call(s->w, s->specialist, "answer.view", "id", answer_id(s, standard), NULL), field);
}

/* Row 4 is the first standard, 1.1; 1.2 stands in row 5. */
TEST(sheet_unchanged_has_no_differences)
{
	struct set s = set_up();

	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer_id(&s, "1.2"), "rating", S("amber"), "comment",
	    S("=1+1 is text.\nSo is \"this\", ŵ and _x0041_."), "ticks.0.id", S("N1"), "ticks.1.id", S("G1"), NULL));
	struct outcome o = upload(&s, s.specialist, sheet(&s));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "0");
	o = upload(&s, s.specialist, EDITED(sheet(&s), { "Answers", 99, 0, "x" }));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "0");
}

TEST(sheet_differences_are_seen_before_they_count)
{
	struct set s = set_up();

	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer_id(&s, "1.2"), "rating", S("green"), "comment", S("Old."), NULL));
	struct outcome o = upload(&s, s.specialist, EDITED(sheet(&s), { "Answers", 4, ANSWER_RATING, "Green" }, { "Answers", 4, ANSWER_COMMENT, "All\nof it." },
	    { "Answers", 5, ANSWER_RATING, "amber" }, { "Answers", 5, ANSWER_COMMENT, "" }, { "Criteria", 4, POINT_TRUE, "yes" }));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "5");
	CHECK_STR(test_field(o, "items.0.standard"), "1.1");
	CHECK_STR(test_field(o, "items.0.field"), "rating");
	CHECK_STR(test_field(o, "items.0.before"), "");
	CHECK_STR(test_field(o, "items.0.after"), "green");
	CHECK_STR(test_field(o, "items.2.field"), "ticks");
	CHECK_STR(test_field(o, "items.4.before"), "Old.");
	CHECK_STR(test_field(o, "items.4.after"), "");
	/* Nothing is written by looking. */
	CHECK_STR(answer(&s, "1.1", "rating"), "");
	struct str file = test_field(o, "file"), id = test_field(o, "items.1.answer");
	/* One of them, then the rest. */
	struct outcome t = test_call(s.w, s.specialist, "review.accept_file", "id", s.review, "file", file, "take.0.what",
	    arena_printf(test_arena(), "%.*s.comment.%.*s", (int)id.n, id.p, (int)test_field(o, "items.1.version").n, test_field(o, "items.1.version").p), NULL);
	CHECK_DONE(t);
	CHECK_STR(test_field(t, "saved"), "1");
	CHECK_STR(test_field(t, "left"), "4");
	CHECK_STR(answer(&s, "1.1", "comment"), "All\nof it.");
	CHECK_STR(answer(&s, "1.1", "rating"), "");
	/* What was shown for another version is not written: somebody has been there since, even if it was oneself. */
	CHECK_ST(test_call(s.w, s.specialist, "review.accept_file", "id", s.review, "file", file, "take.0.what",
	    arena_printf(test_arena(), "%.*s.rating.1", (int)id.n, id.p), NULL).st, ST_CONFLICT);
	o = test_call(s.w, s.specialist, "review.compare", "id", s.review, "file", file, NULL);
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "4");
	CHECK_STR(test_field(o, "items.0.changed_since"), "true");
	t = test_call(s.w, s.specialist, "review.accept_file", "id", s.review, "file", file, "all", S("true"), NULL);
	CHECK_DONE(t);
	/* "All" leaves what was changed here since: that wants a look. */
	CHECK_STR(test_field(t, "saved"), "2");
	CHECK_STR(answer(&s, "1.2", "rating"), "amber");
	CHECK_STR(answer(&s, "1.2", "comment"), "");
	CHECK_STR(answer(&s, "1.1", "rating"), "");
}

TEST(sheet_wrong_cells_are_named)
{
	struct set s = set_up();
	static const struct { struct edit e; const char *want; } bad[] = {
		{ { "Answers", 5, ANSWER_RATING, "Orange" }, "Answers!E5: expected Red, Amber, Green or nothing, but it says “Orange”" },
		{ { "Answers", 4, ANSWER_RATING, "Orange" }, "Answers!E4: expected Red, Green or nothing, but it says “Orange”" },
		{ { "Answers", 4, ANSWER_STANDARD, "9.9" }, "Answers!A4: expected the number of a standard of this review, but it has no “9.9”" },
		{ { "Answers", 5, ANSWER_STANDARD, "1.1" }, "Answers!A5: expected each standard once, but 1.1 has a row further up" },
		{ { "Answers", 4, ANSWER_VERSION, "two" }, "Answers!I4: expected the number that the form had here, but it says “two”" },
		{ { "Criteria", 4, POINT_TRUE, "perhaps" }, "Criteria!E4: expected Yes, No or nothing, but it says “perhaps”" },
		{ { "Criteria", 5, POINT_ID, "Z9" }, "Criteria!B5: expected a criterion of this standard, but it has no “Z9”" },
		{ { "About", 4, 1, "another" }, "About!B4: expected the framework of this review, but this form is for another 2017-18" },
		{ { "About", 6, 1, "REV-01-9999" }, "About!B6: expected this review, but the form is of REV-01-9999" },
		{ { "About", 3, 1, "x" }, "This is not a workbook of a self-review." },
	};

	for (size_t i = 0; i < countof(bad); i++) {
		struct outcome o = upload(&s, s.specialist, edited(sheet(&s), &bad[i].e, 1));
		CHECK_ST(o.st, ST_INVALID);
		CHECK_MSG(str_find(o.message, str_c(bad[i].want)) >= 0, "%zu: %.*s", i, (int)o.message.n, o.message.p);
	}
	/* Amber where there is none is refused as in the form. */
	struct outcome o = upload(&s, s.specialist, EDITED(sheet(&s), { "Answers", 4, ANSWER_RATING, "Amber" }));
	CHECK_ST(o.st, ST_INVALID);
	CHECK_MSG(str_find(o.message, S("Answers!E4: ")) >= 0, "%.*s", (int)o.message.n, o.message.p);
	CHECK_ST(upload(&s, s.specialist, S("PK\x03\x04 not a workbook")).st, ST_INVALID);
	CHECK_ST(upload(&s, s.specialist, S("a,b\n1,2\n")).st, ST_INVALID);
	CHECK_ST(upload(&s, s.specialist, S("")).st, ST_INVALID);
}

TEST(sheet_rights_and_states_are_those_of_the_form)
{
	struct set s = set_up();
	struct str bytes = EDITED(sheet(&s), { "Answers", 4, ANSWER_RATING, "Green" });
	struct outcome o = upload(&s, s.specialist, bytes);
	struct str file = test_field(o, "file");

	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, s.stranger, "review.sheet", "id", s.review, NULL).st, ST_NOT_FOUND);
	CHECK_ST(upload(&s, s.stranger, bytes).st, ST_NOT_FOUND);
	CHECK_ST(upload(&s, s.lead, bytes).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.stranger, "review.compare", "id", s.review, "file", file, NULL).st, ST_NOT_FOUND);
	/* Nor may a colleague open what somebody else brought. */
	CHECK_ST(test_call(s.w, s.contributor, "review.compare", "id", s.review, "file", file, NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.contributor, "review.accept_file", "id", s.review, "file", file, "all", S("true"), NULL).st, ST_NOT_FOUND);
	/* Whoever is not responsible for a standard sees the difference and cannot take it. */
	o = upload(&s, s.contributor, bytes);
	CHECK_DONE(o);
	CHECK(test_field(o, "items.0.may_not").n > 0);
	struct str id = test_field(o, "items.0.answer");
	CHECK_ST(test_call(s.w, s.contributor, "review.accept_file", "id", s.review, "file", test_field(o, "file"), "take.0.what",
	    arena_printf(test_arena(), "%.*s.rating.1", (int)id.n, id.p), NULL).st, ST_FORBIDDEN);
	CHECK_ST(test_call(s.w, s.specialist, "review.accept_file", "id", s.review, "file", file, NULL).st, ST_INVALID);
	CHECK_DONE(test_call(s.w, s.specialist, "review.withdraw", "id", s.review, "why", S("A mistake."), NULL));
	CHECK_ST(upload(&s, s.specialist, bytes).st, ST_INVALID);
}

TEST(sheet_blank_form_is_for_everybody_and_says_only_what_is_in_it)
{
	struct set s = set_up();
	struct outcome o = test_call(s.w, s.stranger, "review.template", "framework", s.framework, NULL);

	CHECK_DONE(o);
	CHECK_ST(test_call(s.w, (struct who){ .account = 0 }, "review.template", "framework", s.framework, NULL).st, ST_SIGN_IN);
	CHECK_ST(test_call(s.w, s.stranger, "review.template", "framework", S("12345"), NULL).st, ST_NOT_FOUND);
	struct str blank = o.json;
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer_id(&s, "1.2"), "rating", S("green"), "comment", S("It stays."),
	    "ticks.0.id", S("G1"), NULL));
	o = upload(&s, s.specialist, EDITED(blank, { "Answers", 4, ANSWER_COMMENT, "New." }));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "1");
	CHECK_STR(test_field(o, "items.0.after"), "New.");
}

/* A row that somebody took out, and a case that the program finds out by itself, say nothing. */
TEST(sheet_without_a_row_leaves_what_is_there)
{
	struct set s = set_up();

	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer_id(&s, "1.1"), "rating", S("green"), "ticks.0.id", S("G1"), "ticks.1.id", S("R1"),
	    "cases.0.id", S("no_incident"), "cases.0.arose", S("yes"), NULL));
	struct outcome o = upload(&s, s.specialist, sheet(&s));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "0");
	o = upload(&s, s.specialist, EDITED(sheet(&s), { "Criteria", 4, 0, "" }, { "Criteria", 4, 1, "" }, { "Criteria", 4, 2, "" }, { "Criteria", 4, 3, "" },
	    { "Criteria", 4, 4, "" }));
	CHECK_DONE(o);
	CHECK_STR(test_field(o, "differences"), "0");
}

/* Opened, changed and saved by LibreOffice: a comment is typed over in its flat form of the file. */
TEST(sheet_comes_back_from_libreoffice)
{
	struct set s = set_up();
	const char *dir = test_tmp_dir();
	struct str bytes, back;
	char block[65536];
	struct buf b;
	size_t n;

	if (system("command -v soffice > /dev/null 2>&1") != 0)
		return;
	CHECK_DONE(test_call(s.w, s.specialist, "answer.rate", "id", answer_id(&s, "1.2"), "rating", S("amber"), "comment",
	    S("Typed here.\n=2+2 & <b>"), "ticks.0.id", S("N1"), NULL));
	bytes = sheet(&s);
	FILE *f = fopen(arena_printf(test_arena(), "%s/r.xlsx", dir).p, "wb");
	CHECK(f != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
	CHECK(system(arena_printf(test_arena(), "cd %s && HOME=%s && export HOME && "
	    "O='timeout 100 soffice --headless -env:UserInstallation=file://%s/lo' && $O --convert-to fods r.xlsx > log 2>&1 && "
	    "sed 's|Typed here|Typed there|' r.fods > x.fods && $O --convert-to xlsx:'Calc MS Excel 2007 XML' --outdir out x.fods >> log 2>&1",
	    dir, dir, dir).p) == 0);
	f = fopen(arena_printf(test_arena(), "%s/out/x.xlsx", dir).p, "rb");
	CHECK(f != NULL);
	buf_init(&b, 16 << 20);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(&b, block, n);
	fclose(f);
	back = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	struct outcome o = upload(&s, s.specialist, back);
	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
	CHECK_STR(test_field(o, "differences"), "1");
	CHECK_STR(test_field(o, "items.0.field"), "comment");
	CHECK_STR(test_field(o, "items.0.after"), "Typed there.\n=2+2 & <b>");
}
