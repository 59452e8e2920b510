/* SPDX-License-Identifier: MIT */
/* A review as a file: the same words and figures in all forms, and none of what has changed since it was signed. */
#include "app/dispatch.h"
#include "base/json.h"
#include "feature/review/own.h"
#include "feature/review/paper.h"
#include "tests/harness.h"
#include "tests/testworld.h"
#include <stdio.h>
#include <string.h>

struct set { struct test_world *w; struct who specialist, stranger, grantee; struct str id; };

static struct set
set_up(void)
{
	struct set s = { .w = test_world() };
	int64_t ours = test_world_org(s.w, "Northmoor <&> ŵŷ", "commissioner"), theirs = test_world_org(s.w, "Southfell", "commissioner");
	struct str framework = { NULL, 0 };

	s.specialist = test_who(s.w, ours, "commissioner", ROLE(SPECIALIST) | ROLE(ADMINISTRATOR), 611);
	s.stranger = test_who(s.w, theirs, "commissioner", ROLE(SPECIALIST) | ROLE(LEAD) | ROLE(AUDITOR), 612);
	CHECK_DONE(test_call(s.w, test_operator(), "framework.load_shipped", NULL));
	CHECK_DONE(test_call(s.w, s.specialist, "organisation.settings", "document_line", S("OFFICIAL-SENSITIVE"), NULL));
	struct outcome o = test_call(s.w, s.specialist, "framework.list", NULL);
	for (size_t i = 0; i < test_count(o, "items"); i++)
		if (str_is(test_field(o, arena_printf(test_arena(), "items.%zu.key", i).p), "commissioner-security"))
			framework = test_field(o, arena_printf(test_arena(), "items.%zu.framework", i).p);
	o = test_call(s.w, s.specialist, "review.create", "framework", framework, NULL);
	CHECK_DONE(o);
	s.id = test_field(o, "id");
	return s;
}

static void
rate_all(struct set *s)
{
	struct outcome o = test_call(s->w, s->specialist, "review.view", "id", s->id, NULL);

	for (size_t i = 0; i < test_count(o, "answers"); i++) {
		struct outcome r = test_call(s->w, s->specialist, "answer.rate", "id", test_field(o, arena_printf(test_arena(), "answers.%zu.id", i).p),
		    "rating", i % 3 == 0 ? S("red") : S("green"), "comment", i == 1 ? S("=1+1 Said the <board> & \"others\": ŵŷ\nSecond line") : S("Done as it should be."),
		    "reason", S("Money"), "corrective_action", S("More of it"), NULL);
		CHECK_DONE(r);
	}
}

static struct str
file(struct set *s, const char *format)
{
	struct outcome o = test_call(s->w, s->specialist, "review.file", "id", s->id, "format", str_c(format), NULL);

	CHECK_DONE(o);
	CHECK(str_ends(o.ctx->download_name, str_c(format)) || str_is(str_c(format), "oscal"));
	return o.ctx->download;
}

static struct str
run(const char *tool, struct str bytes, const char *more)
{
	const char *path = arena_printf(test_arena(), "%s/f", test_tmp_dir()).p;
	FILE *f = fopen(path, "w");
	char piece[65536];
	struct buf b;

	CHECK(f != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
	f = popen(arena_printf(test_arena(), "%s %s %s", tool, path, more).p, "r");
	CHECK(f != NULL);
	buf_init(&b, 16u << 20);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_put(&b, piece, n);
	CHECK(pclose(f) == 0);
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

static void
put_squeezed(struct buf *b, struct str s)
{
	static const struct { const char *entity; char is; } entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#39;", '\'' } };

	for (size_t i = 0; i < s.n; i++) {
		struct str here = { s.p + i, s.n - i };
		char c = s.p[i];
		for (size_t k = 0; k < countof(entities); k++)
			if (str_starts(here, str_c(entities[k].entity))) {
				c = entities[k].is;
				i += strlen(entities[k].entity) - 1;
			}
		if ((unsigned char)c > ' ')
			buf_char(b, c);
	}
}

/* What the tree of a PDF says, without its tags and white space. */
static struct str
spoken(struct str tree)
{
	struct buf b;

	buf_init(&b, 16u << 20);
	while (tree.n > 0) {
		struct str line = str_trim(str_cut(tree, '\n', &tree));
		if (line.n >= 2 && line.p[0] == '"')
			put_squeezed(&b, (struct str){ line.p + 1, line.n - 2 });
	}
	struct str r = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return r;
}

/* Each text of the page is found in there, one behind the other; gives how many. */
static size_t
check_same_order(struct str page, struct str said)
{
	size_t n = 0;

	while (page.n > 0) {
		struct str tag, text = str_cut(page, '<', &tag);
		struct buf b;
		buf_init(&b, 1u << 20);
		put_squeezed(&b, text);
		ptrdiff_t at = str_find(said, buf_view(&b));
		CHECK_MSG(at >= 0, "not in its place: \"%.*s\" before \"%.*s\"", (int)text.n, text.p, (int)(said.n < 80 ? said.n : 80), said.p);
		if (b.n > 0)
			n++;
		said = (struct str){ said.p + at + (ptrdiff_t)b.n, said.n - (size_t)at - b.n };
		buf_free(&b);
		/* A chart's own texts stand for themselves; so does what only screen readers of pages hear. */
		struct str end = str_starts(tag, S("svg")) ? S("</svg>") : str_starts(tag, S("span class=\"nhsuk-u-visually-hidden")) ? S("</span>") : S(">");
		if (tag.p == NULL)
			break;
		at = str_find(tag, end);
		CHECK(at >= 0);
		page = (struct str){ tag.p + at + (ptrdiff_t)end.n, tag.n - (size_t)at - end.n };
	}
	return n;
}

static struct str
page_of(struct set *s, struct str json)
{
	struct ctx *c = ctx_make(s->w->app, test_arena(), &s->specialist, action_find(S("review.print")), FACE_PAGE);
	struct html h = { .mem = test_arena(), .lang = lang_english(), .sight = SIGHT_ALL };
	struct buf out;

	buf_init(&out, 16u << 20);
	h.out = &out;
	c->today = (struct date){ 20717 };
	review_html_from_document(&h, c, json, lang_text(c->lang, c->mem, review_draft_note));
	struct str r = arena_copy(test_arena(), buf_view(&out));
	buf_free(&out);
	ptrdiff_t at = str_find(r, S("</p>"));	/* the line of the organisation: head and foot of each page of the PDF */
	CHECK(at > 0 && str_find((struct str){ r.p, (size_t)at }, S("OFFICIAL-SENSITIVE")) >= 0);
	return (struct str){ r.p + at + 4, r.n - (size_t)at - 4 };
}

TEST(review_file_says_what_the_page_says_in_its_order)
{
	struct set s = set_up();

	rate_all(&s);
	struct str json = test_field(test_call(s.w, s.specialist, "review.print", "id", s.id, NULL), "document");
	struct str pdf = file(&s, "pdf");
	run("qpdf --check", pdf, "2>&1");
	CHECK(check_same_order(page_of(&s, json), spoken(run("pdfinfo -struct-text", pdf, ""))) > 200);
	CHECK(str_eq(file(&s, "json"), json));
	/* The figures of the screen. */
	struct outcome o = test_call(s.w, s.specialist, "review.result", "id", s.id, NULL);
	struct paper_review r;
	CHECK(paper_read(test_arena(), json, &r));
	CHECK_STR_EQ(test_field(o, "level"), r.level);
	CHECK_EQ_I(test_count(o, "areas"), r.n_areas);
	for (size_t i = 0; i < r.n_areas; i++)
		CHECK_STR_EQ(test_field(o, arena_printf(test_arena(), "areas.%zu.level", i).p), r.areas[i].level);
	struct paper_counts k = paper_count(r.areas, r.n_areas);
	CHECK_EQ_I(k.red, 5);
	CHECK_EQ_I(k.green, 9);
	CHECK_EQ_I(k.none + k.amber + k.na, 0);
}

TEST(review_file_of_an_open_one_waits_for_ratings_as_its_page_does)
{
	struct set s = set_up();
	struct str json = test_field(test_call(s.w, s.specialist, "review.print", "id", s.id, NULL), "document");
	struct outcome o = test_call(s.w, s.specialist, "review.result", "id", s.id, NULL);
	struct paper_review r;

	CHECK(paper_read(test_arena(), json, &r));
	CHECK_STR(r.level, "");
	CHECK_STR_EQ(test_field(o, "level"), r.level);
	struct str text = run("pdftotext", file(&s, "pdf"), "-");
	CHECK(str_find(text, S("This review has not been signed")) >= 0);
	CHECK(str_find(text, S("OFFICIAL-SENSITIVE")) >= 0);
}

TEST(review_file_is_for_those_who_may_read_the_review)
{
	struct set s = set_up();

	CHECK_ST(test_call(s.w, s.stranger, "review.file", "id", s.id, "format", S("pdf"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.specialist, "review.file", "id", s.id, "format", S("exe"), NULL).st, ST_INVALID);
	CHECK_ST(test_call(s.w, s.specialist, "review.file", "id", s.id, NULL).st, ST_INVALID);
}
