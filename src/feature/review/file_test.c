/* SPDX-License-Identifier: MIT */
/* A review as a file: the same words and figures in all forms, and none of what has changed since it was signed. */
#include "app/dispatch.h"
#include "base/json.h"
#include "feature/review/own.h"
#include "feature/review/paper.h"
#include "report/read.h"
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

/* ---- OSCAL ---- */

static bool
is_uuid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((i == 8 || i == 13 || i == 18 || i == 23) ? s.p[i] != '-' : strchr("0123456789abcdef", s.p[i]) == NULL)
			return false;
	return s.n == 36 && s.p[14] == '5' && strchr("89ab", s.p[19]) != NULL;
}

/* What the schema of assessment results 1.1 requires of each object that has an id, and that ids are there once. */
static void
check_ids(const struct json_node *n, struct str *ids, size_t *n_ids)
{
	if (n->type == JSON_OBJECT && json_get(n, "uuid") != NULL) {
		struct str id = json_get_str(n, "uuid");
		CHECK_MSG(is_uuid(id), "no id: %.*s", (int)id.n, id.p);
		for (size_t i = 0; i < *n_ids; i++)
			CHECK_MSG(!str_eq(ids[i], id), "twice: %.*s", (int)id.n, id.p);
		CHECK(*n_ids < 4000);
		ids[(*n_ids)++] = id;
	}
	if (n->type == JSON_STR)
		CHECK(n->s.n > 0);	/* OSCAL has no empty texts */
	if (n->type == JSON_ARRAY)
		CHECK(n->n > 0);	/* and no empty lists */
	if (n->type == JSON_OBJECT || n->type == JSON_ARRAY)
		for (size_t i = 0; i < n->n; i++)
			check_ids(n->items[i], ids, n_ids);
}

static const struct json_node *
need(const struct json_node *n, const char *path)
{
	struct str rest = str_c(path);

	while (rest.n > 0) {
		struct str key = str_cut(rest, '.', &rest);
		int64_t at;
		CHECK_MSG(n != NULL, "not there: %s", path);
		if (str_i64(key, &at))
			n = n->type == JSON_ARRAY && (size_t)at < n->n ? n->items[at] : NULL;
		else
			n = n->type == JSON_OBJECT ? json_get(n, str_z(test_arena(), key)) : NULL;
	}
	CHECK_MSG(n != NULL, "not there: %s", path);
	return n;
}

static struct str
prop_of(const struct json_node *n, const char *name)
{
	const struct json_node *props = need(n, "props");

	for (size_t i = 0; i < props->n; i++)
		if (str_is(json_get_str(props->items[i], "name"), name))
			return json_get_str(props->items[i], "value");
	return (struct str){ NULL, 0 };
}

TEST(review_file_as_oscal_has_what_its_schema_requires_and_the_same_figures)
{
	static const char *const required[] = { "uuid", "metadata.title", "metadata.last-modified", "metadata.version", "metadata.oscal-version", "import-ap.href",
		"results.0.uuid", "results.0.title", "results.0.description", "results.0.start", "results.0.reviewed-controls.control-selections.0.include-controls.0.control-id",
		"back-matter.resources.0.uuid" };
	struct set s = set_up();
	struct str *ids = arena_array(test_arena(), struct str, 4000), why;
	struct json_node *j;
	size_t n = 0, green = 0;

	rate_all(&s);
	struct str text = file(&s, "oscal");
	CHECK(str_eq(text, file(&s, "oscal")));
	CHECK_ST(json_parse(test_arena(), text, &j, &why), ST_OK);
	const struct json_node *r = need(j, "assessment-results");
	for (size_t i = 0; i < countof(required); i++)
		CHECK(need(r, required[i])->s.n > 0);
	check_ids(r, ids, &n);
	CHECK(n > 20);
	struct str plan = need(r, "import-ap.href")->s;
	CHECK_STR_EQ(((struct str){ plan.p + 1, plan.n - 1 }), need(r, "back-matter.resources.0.uuid")->s);
	const struct json_node *f = need(r, "results.0.findings");
	CHECK_EQ_I(f->n, 14);
	for (size_t i = 0; i < f->n; i++) {
		struct str state = need(f->items[i], "target.status.state")->s, rating = prop_of(f->items[i], "rating"), target = need(f->items[i], "target.target-id")->s;
		CHECK(need(f->items[i], "description")->s.n > 0 && str_starts(target, S("standard-")));
		CHECK_STR_EQ(state, str_is(rating, "green") ? S("satisfied") : S("not-satisfied"));
		green += str_is(rating, "green");
		const struct json_node *related = json_get(f->items[i], "related-observations");
		for (size_t k = 0; related != NULL && k < related->n; k++) {
			bool there = false;
			for (size_t q = 0; q < n; q++)
				there = there || str_eq(ids[q], json_get_str(related->items[k], "observation-uuid"));
			CHECK(there);
		}
	}
	CHECK_EQ_I(green, 9);
	CHECK_STR(prop_of(need(r, "results.0"), "green"), "9");
	CHECK_STR(prop_of(need(r, "results.0"), "red"), "5");
}

TEST(review_file_as_workbook_has_the_figures_of_the_page)
{
	struct set s = set_up();
	struct sheet_file *f;
	struct sheet_row row;
	struct message why;
	size_t rows = 0, red = 0;

	rate_all(&s);
	struct str bytes = file(&s, "xlsx");
	CHECK_ST(sheet_open(test_arena(), bytes, &sheet_limits_usual, &f, &why), ST_OK);
	CHECK_ST(sheet_start(f, sheet_find(f, "Report"), &why), ST_OK);
	while (sheet_next(f, &row, &why) == ST_OK)
		if (row.n >= 7 && str_is(row.cells[0].text, "The organisation as a whole")) {
			CHECK_STR(row.cells[2].text, "9");
			CHECK_STR(row.cells[4].text, "5");
			rows++;
		}
	CHECK_EQ_I(rows, 1);
	CHECK_ST(sheet_start(f, sheet_find(f, "Standards"), &why), ST_OK);
	while (sheet_next(f, &row, &why) == ST_OK) {
		red += row.n > 3 && str_is(row.cells[3].text, "▲ Red");
		for (size_t i = 0; i < row.n; i++)
			CHECK(!row.cells[i].formula);
		rows++;
	}
	CHECK_EQ_I(rows, 1 + 15);
	CHECK_EQ_I(red, 5);
	sheet_close(f);
	run("grep -c mimetypeapplication/vnd.oasis.opendocument.text", file(&s, "odt"), "");
}

TEST(review_trend_file_has_strip_area_and_trend)
{
	struct set s = set_up();

	rate_all(&s);
	CHECK_DONE(test_call(s.w, s.specialist, "review.create", "framework", test_field(test_call(s.w, s.specialist, "review.view", "id", s.id, NULL), "framework"),
	    "period_from", S("2025-04-01"), NULL));
	struct outcome o = test_call(s.w, s.specialist, "review.trend_file", "format", S("pdf"), NULL);
	CHECK_DONE(o);
	run("qpdf --check", o.ctx->download, "2>&1");
	struct str plain = run("qpdf --qdf --object-streams=disable", o.ctx->download, "-");
	CHECK(str_find(plain, S("/Alt (A bar for each year")) >= 0 && str_find(plain, S("/Alt (Green, amber, red")) >= 0 && str_find(plain, S("/Alt (A line for red")) >= 0);
	struct str said = spoken(run("pdfinfo -struct-text", o.ctx->download, ""));
	/* Two years: the one before is not rated at all, this one has 5 red and 9 green. */
	CHECK(str_find(said, S("2025-2600014")) >= 0 || str_find(said, S("00014")) >= 0);
	CHECK(str_find(said, S("5090")) >= 0);
	CHECK_ST(test_call(s.w, s.stranger, "review.trend_file", "format", S("pdf"), NULL).st, ST_NOT_FOUND);
	CHECK_ST(test_call(s.w, s.specialist, "review.trend_file", "format", S("json"), NULL).st, ST_INVALID);
}
