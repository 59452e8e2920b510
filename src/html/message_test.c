/* SPDX-License-Identifier: MIT */
#include "base/time.h"
#include "html/message.h"
#include "tests/harness.h"

TEST(message_in_a_language)
{
	static const char *const forms[6] = { [1] = "{n} day of {name}", [5] = "{n} days of {name}" };
	struct arena *a = test_arena();
	struct message m = { .text = "{rating} since {date}: {words}, {n}", .words = { WORD_MSG("rating", "Red"),
		WORD_DAY("date", date_of(2026, 8, 6)), WORD_STR("words", S("<b>{rating}</b>")), WORD_INT("n", 12) } };
	struct message days = { .forms = forms, .n = 1, .words = { WORD_STR("name", S("May")) } };

	/* English is the same from both; the user's words are never looked into. */
	CHECK_STR(lang_message(lang_english(), a, &m), "Red since 6 August 2026: <b>{rating}</b>, 12");
	CHECK_STR_EQ(lang_message(lang_english(), a, &m), message_english(a, &m));
	CHECK_STR(lang_message(lang_english(), a, &days), "1 day of May");
	days.n = 2;
	CHECK_STR(lang_message(lang_english(), a, &days), "2 days of May");
	CHECK_STR(lang_message(lang_english(), a, &(struct message){ 0 }), "");
	/* Every catalogue text in it is translated, the message among its words too. */
	struct str pseudo = lang_message(lang_find(S("en-x-pseudo")), a, &m);
	CHECK(str_find(pseudo, S("Red")) < 0 && str_find(pseudo, S("since")) < 0);
	CHECK(str_find(pseudo, S("<b>{rating}</b>")) >= 0);
}

TEST(message_is_escaped_on_a_page)
{
	struct buf b;
	struct html o = { .out = &b, .mem = test_arena(), .lang = lang_english() };
	struct message m = { .text = "{words}", .words = { WORD_STR("words", S("<script>")) } };

	buf_init(&b, 1000);
	html_message(&o, &m);
	struct str page = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	CHECK_STR(page, "&lt;script&gt;");
}
