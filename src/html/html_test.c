/* SPDX-License-Identifier: MIT */
/* Sinks, addresses, languages, Markdown: what a hostile value becomes. */
#include "html/component.h"
#include "html/parts.h"
#include "tests/harness.h"
#include "base/time.h"
#include <string.h>

static struct buf page;

static struct html
html_new(struct sight sight)
{
	buf_free(&page);
	buf_init(&page, 1u << 20);
	return (struct html){ .out = &page, .mem = test_arena(), .lang = lang_english(), .sight = sight };
}

static struct str
done(void)
{
	struct str s = arena_copy(test_arena(), buf_view(&page));
	buf_free(&page);
	return s;
}

static bool
holds(struct str s, const char *what)
{
	return str_find(s, str_c(what)) >= 0;
}

static size_t
times(struct str s, const char *what)
{
	size_t n = 0, k = strlen(what);
	for (ptrdiff_t at; (at = str_find(s, str_c(what))) >= 0; n++)
		s = (struct str){ s.p + at + (ptrdiff_t)k, s.n - (size_t)at - k };
	return n;
}

static const struct str hostile[] = {
	STR_INIT("<script>alert(1)</script>"), STR_INIT("\"><img src=x onerror=alert(1)>"), STR_INIT("' onmouseover='alert(1)"),
	STR_INIT("javascript:alert(1)"), STR_INIT("</title><script>x</script>"), STR_INIT("</textarea><script>x</script>"),
	STR_INIT("--><script>x</script>"), STR_INIT("]]><svg onload=x>"), STR_INIT("&lt;script&gt;"), STR_INIT("{{ evil }}"),
	STR_INIT("\n<b>"), STR_INIT("a\0<b>"), STR_INIT("\xff\xfe<b>"),
};

/* No hostile value may add an element, close one or leave its quotes. */
static void
check_inert(struct str s)
{
	CHECK(!holds(s, "<script>"));
	CHECK(!holds(s, "<img"));
	CHECK(!holds(s, "<b>"));
	CHECK(!holds(s, "<svg onload"));
	CHECK(!holds(s, "' onmouseover='"));
	CHECK(memchr(s.p, 0, s.n) == NULL);
}

TEST(sinks_make_hostile_text_inert)
{
	for (size_t i = 0; i < countof(hostile); i++) {
		struct html o = html_new(SIGHT_ALL);
		html_put_str(&o, hostile[i]);
		html_attr_str(&o, hostile[i]);
		html_put_personal(&o, (struct personal){ hostile[i], PRIV_FREE_TEXT });
		html_put_safe(&o, html_lines(&o, hostile[i]));
		html_put_url(&o, url_external(o.mem, hostile[i]));
		html_put_url(&o, url_with(o.mem, URL(o.mem, "/x"), "q", hostile[i]));
		html_put_url(&o, url_fragment(o.mem, hostile[i]));
		struct str s = done();
		check_inert(s);
		CHECK(!holds(s, "\">") && !holds(s, "'"));
	}
}

TEST(components_make_hostile_text_inert)
{
	for (size_t i = 0; i < countof(hostile); i++) {
		struct html o = html_new(SIGHT_ALL);
		struct str h = hostile[i];
		struct url u = url_external(o.mem, h);
		html_tag(&o, h, TAG_RED);
		html_summary_list(&o, &(struct summary_row){ .key = h, .value = h, .change = u, .change_what = h }, 1);
		html_task_list(&o, &(struct task_item){ .title = h, .hint = h, .status = h, .to = URL(o.mem, "/x") }, 1);
		html_table(&o, h, &(struct column){ .label = "x" }, 1, &(struct cell){ .text = h, .to = u }, 1);
		html_panel(&o, h, h);
		html_warning_callout(&o, "Important", h);
		html_inset(&o, h);
		html_details_begin(&o, h);
		html_card_begin(&o, h, URL(o.mem, "/x"));
		html_hidden(&o, "x", h);
		html_rag(&o, h);
		html_rag_strip(&o, h, &(struct rag_point){ .label = h, .red = 1 }, 1);
		html_put_safe(&o, html_qr(o.mem, h, h));
		struct crumb crumb = { h, u };
		struct frame f = { .title = h, .service = h, .organisation = h, .person = h, .notice = h, .warning = h,
			.crumbs = &crumb, .n_crumbs = 1 };
		html_frame_begin(&o, &f);
		html_frame_end(&o, &f);
		struct str s = done();
		/* The frame's own two scripts are the only ones. */
		CHECK_EQ_I(times(s, "<script"), 2);
		check_inert(s);
		CHECK(!holds(s, "href=\"javascript"));
		CHECK(!holds(s, " style="));
	}
}

TEST(personal_text_is_hidden_from_who_may_not_see_it)
{
	struct html o = html_new(SIGHT_NONE);
	struct personal p = { S("Example Person"), PRIV_IDENTITY };
	html_put_personal(&o, p);
	html_summary_list(&o, &(struct summary_row){ .key = S("Who"), .who = p }, 1);
	html_table(&o, S("People"), &(struct column){ .label = "Name" }, 1, &(struct cell){ .who = p }, 1);
	CHECK_STR_EQ(html_str_personal(&o, p), S("Hidden"));
	struct str s = done();
	CHECK(!holds(s, "Example Person"));
	CHECK_EQ_I(times(s, "Hidden"), 3);
}

TEST(urls_are_ours_or_plain)
{
	struct arena *a = test_arena();
	CHECK_STR_EQ(url_for(a, "/a/{}/b/{}", (int64_t[]){ 7, 9 }, 2).s, S("/a/7/b/9"));
	CHECK_EQ_I(url_for(a, "/a/{}", NULL, 0).s.n, 0);
	CHECK_EQ_I(URL(a, "//elsewhere").s.n, 0);
	CHECK_EQ_I(URL(a, "https://elsewhere").s.n, 0);
	CHECK_EQ_I(URL(a, "/\\elsewhere").s.n, 0);
	struct url u = url_with(a, URL(a, "/a#top"), "q", S("x&y=1 <\"ŵ"));
	CHECK_STR_EQ(u.s, S("/a?q=x%26y%3D1%20%3C%22%C5%B5#top"));
	CHECK_STR_EQ(url_with(a, url_with(a, URL(a, "/a"), "b", S("1")), "c", S("2")).s, S("/a?b=1&c=2"));
	CHECK_STR_EQ(url_with(a, URL(a, "/a"), "b", S("")).s, S("/a"));
	CHECK_STR_EQ(url_external(a, S(" https://example.org/x ")).s, S("https://example.org/x"));
	static const char *const bad[] = { "javascript:x", "JAVASCRIPT:x", "data:text/html,x", "//x", "/x", "java\nscript:x", "https://x\"y",
		"https://x y", "vbscript:x", "", "mailto", "http:/x", "\1https://x" };
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(url_external(a, str_c(bad[i])).s.n == 0, "accepted: %s", bad[i]);
	struct html o = html_new(SIGHT_ALL);
	html_put_url(&o, url_external(a, S("javascript:x")));
	CHECK_STR_EQ(done(), S("#"));
}

TEST(values_are_written_as_people_read_them)
{
	struct html o = html_new(SIGHT_ALL);
	html_put_i64(&o, -1234567);
	html_put_str(&o, S("|"));
	html_put_i64(&o, INT64_MIN);
	html_put_str(&o, S("|"));
	html_put_u64(&o, 999);
	html_put_str(&o, S("|"));
	html_attr_i64(&o, 1234);
	html_put_str(&o, S("|"));
	html_put_money(&o, (struct money){ 120050, true });
	html_put_str(&o, S("|"));
	html_put_money(&o, (struct money){ -120000, true });
	html_put_money(&o, (struct money){ 1, false });
	html_put_str(&o, S("|"));
	html_put_date(&o, date_of(2026, 8, 6));
	html_put_date(&o, (struct date){ 0 });
	CHECK_STR_EQ(done(), S("-1,234,567|-9,223,372,036,854,775,808|999|1234|£1,200.50|-£1,200|6 August 2026"));
}

TEST(pseudo_language_shows_what_passed_the_catalogue)
{
	struct arena *a = test_arena();
	const struct lang *l = lang_find(S("en-x-pseudo"));
	CHECK(l != NULL);
	CHECK_STR_EQ(lang_text(l, a, "Say {name} <1>now</1>"), S("⟦Šáý {name} <1>ñóŵ</1>⟧"));
	struct msg_arg arg = { "name", S("{name} <b>") };
	CHECK_STR_EQ(lang_format(lang_english(), a, "Say {name}, {other}", &arg, 1), S("Say {name} <b>, {other}"));
	const char *const forms[6] = { NULL, "one note", NULL, NULL, NULL, "{n} notes" };
	CHECK_STR_EQ(lang_plural(lang_english(), a, 1, forms), S("one note"));
	CHECK_STR_EQ(lang_plural(lang_english(), a, 0, forms), S("{n} notes"));
	CHECK(lang_find(S("xx")) == NULL);
}

TEST(a_whole_page_in_the_pseudo_language_has_no_english_left)
{
	struct html o = html_new(SIGHT_ALL);
	struct frame f = { .title = S("1"), .service = S("2"), .organisation = S("3"), .person = S("4"), .notice = S("5"),
		.warning = S("6"), .example = true };
	o.lang = lang_find(S("en-x-pseudo"));
	html_frame_begin(&o, &f);
	html_pagination(&o, URL(o.mem, "/a"), URL(o.mem, "/b"));
	html_button(&o, "Save", BUTTON_PRIMARY);
	html_rag(&o, S("amber"));
	html_rag_strip(&o, S("7"), &(struct rag_point){ .label = S("8"), .red = 3 }, 1);
	html_frame_end(&o, &f);
	struct str s = done();
	bool tag = false, quoted = false;
	int inside = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			tag = true;
		if (str_starts((struct str){ s.p + i, s.n - i }, S("⟦")))
			inside++;
		if (str_starts((struct str){ s.p + i, s.n - i }, S("⟧")))
			inside--;
		if (str_starts((struct str){ s.p + i, s.n - i }, S("aria-label=\"")))
			CHECK(str_starts((struct str){ s.p + i + 12, s.n - i - 12 }, S("⟦")) ||
			    str_starts((struct str){ s.p + i + 12, s.n - i - 12 }, S("ŊĤŠ")));
		bool letter = (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
		CHECK_MSG(tag || quoted || !letter || inside > 0, "not translated: %.40s", s.p + i);
		if (s.p[i] == '>')
			tag = false;
	}
}

TEST(sentences_keep_tags_in_pairs_whatever_the_translation_says)
{
	static const char *const texts[] = { "a <1>b</1> c", "a <1>b", "a </1>b", "<9>a</9>", "<2>a<1>b</2>c</1>", "<1", "<1><1><1>" };
	for (size_t i = 0; i < countof(texts); i++) {
		struct html o = html_new(SIGHT_ALL);
		struct html_rich r = html_rich_begin(&o, texts[i], NULL, 0, 2);
		int depth = 0, t;
		while ((t = html_rich_next(&o, &r)) != 0) {
			depth += t > 0 ? 1 : -1;
			CHECK(depth >= 0 && t <= 2 && t >= -2);
		}
		CHECK_EQ_I(depth, 0);
		check_inert(done());
	}
}

TEST(markdown_makes_no_html_of_the_writers)
{
	struct arena *a = test_arena();
	static const char *const bad[] = {
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "![x](https://elsewhere/x.png)",
		"[x](data:text/html,<script>)", "<b onclick=x>y</b>", "[x](java&#10;script:alert(1))", "[x](&#106;avascript:x)",
		"[a](//elsewhere)", "[a](/\\elsewhere)", "<https://x\"onclick=y>", "`<script>`", "```\n<script>\n```",
		"[x](https://e.org/\"onclick=alert)", "&#60;script&#62;", "| <b> |\n|---|\n| <img src=x> |", "[![x](y)](javascript:z)",
		"# <svg onload=x>", "[x]: javascript:alert(1)\n\n[x]",
	};
	for (size_t i = 0; i < countof(bad); i++) {
		struct str s = html_markdown(a, str_c(bad[i])).s;
		CHECK_MSG(!holds(s, "<script") && !holds(s, "<img") && !holds(s, "<b") && !holds(s, "<svg"), "%s", bad[i]);
		CHECK_MSG(!holds(s, "href=\"java") && !holds(s, "href=\"Ja") && !holds(s, "href=\"data") && !holds(s, "href=\"//") &&
		    !holds(s, "href=\"/\\") && !holds(s, "\"onclick"), "%s", bad[i]);
	}
	CHECK_STR_EQ(html_markdown(a, S("# A\n\nb *c* [d](/e)")).s, S("<h2 class=\"nhsuk-heading-m\">A</h2>\n<p>b <em>c</em> "
	    "<a class=\"nhsuk-link\" href=\"/e\" rel=\"noopener noreferrer\">d</a></p>\n"));
	char *deep = arena_alloc(a, 20001, 1);
	memset(deep, '>', 20000);
	CHECK(html_markdown(a, (struct str){ deep, 20000 }).s.n > 0);
}

TEST(assets_are_found_by_their_hashed_names_only)
{
	static const char *const names[] = { "app.css", "app.js", "supported.js", "nhsuk-frontend.css", "nhsuk-frontend.js",
		"manifest.json", "images/favicon.ico" };
	for (size_t i = 0; i < countof(names); i++) {
		const char *path = asset_path(names[i]);
		CHECK_MSG(path != NULL, "%s", names[i]);
		const struct asset *x = asset_find(str_c(path));
		CHECK_MSG(x != NULL && x->n > 0, "%s", path);
		CHECK(!x->gzip || (x->bytes[0] == 0x1f && x->bytes[1] == 0x8b));
	}
	CHECK(asset_find(S("/assets/app.css")) == NULL);
	CHECK(asset_find(S("/assets/../app.css")) == NULL);
	CHECK(asset_find(S("")) == NULL);
}

TEST(ratings_say_their_word_and_have_a_mark)
{
	static const struct { const char *rating, *word, *mark; } all[] = { { "red", "Red", "▲" }, { "amber", "Amber", "◆" },
		{ "green", "Green", "●" }, { "", "Not rated", "○" }, { "na", "Not applicable", "–" } };
	for (size_t i = 0; i < countof(all); i++) {
		struct html o = html_new(SIGHT_ALL);
		html_rag(&o, str_c(all[i].rating));
		struct str s = done();
		CHECK(holds(s, all[i].word) && holds(s, all[i].mark));
	}
}

TEST(qr_code_is_one_picture_with_its_title)
{
	struct str s = html_qr(test_arena(), S("https://example.org/r/abc"), S("Report <here>")).s;
	CHECK(str_starts(s, S("<svg ")) && str_ends(s, S("</svg>")));
	CHECK(holds(s, "<title>Report &lt;here&gt;</title>"));
}

TEST(frame_says_error_first_and_hides_the_notice_then)
{
	struct html o = html_new(SIGHT_ALL);
	struct nav_item nav[] = { { "Home", URL(o.mem, "/"), true } };
	struct frame f = { .title = S("Add an agreement"), .service = S("Wardkeep"), .errors = true, .notice = S("Saved"),
		.nav = nav, .n_nav = 1, .person = S("A Person"), .back = URL(o.mem, "/agreements") };
	o.csrf = S("token");
	html_frame_begin(&o, &f);
	html_frame_end(&o, &f);
	struct str s = done();
	CHECK(str_starts(s, S("<!DOCTYPE html>")));
	CHECK(holds(s, "<title>Error: Add an agreement – Wardkeep</title>"));
	CHECK(!holds(s, "Saved"));
	CHECK(holds(s, "<html lang=\"en\">"));
	CHECK(holds(s, "aria-current=\"true\""));
	CHECK(holds(s, "action=\"/sign-out\" method=\"post\""));
	CHECK(holds(s, "name=\"csrf\" value=\"token\""));
	CHECK(holds(s, "href=\"#maincontent\""));
	CHECK(holds(s, "href=\"/help/accessibility\"") && holds(s, "href=\"/help/privacy\"") && holds(s, "href=\"/help\""));
	CHECK(!holds(s, "https://"));
}
