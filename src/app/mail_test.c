/* SPDX-License-Identifier: MIT */
#include "app/mail.h"
#include <string.h>
#include "base/hash.h"
#include "tests/harness.h"

TEST(mail_address_carries_nothing_else)
{
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b\nX", "<a@b>", "a@b>", "a@b,c@d", "-f@b", "\"a\"@b",
		"a@b\x7f", "a@b\xc3\xa9", "a;b@c", "a:b@c", "a\\b@c" };
	char longest[300];

	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!mail_address_ok(str_c(bad[i])), "\"%s\" was taken", bad[i]);
	CHECK(!mail_address_ok((struct str){ "a@b\0c", 5 }));
	memset(longest, 'a', sizeof longest);
	longest[200] = '@';
	CHECK(!mail_address_ok((struct str){ longest, 255 }) && mail_address_ok((struct str){ longest, 254 }));
	CHECK(mail_address_ok(S("ada.byron+x@example.nhs.uk")) && mail_address_ok(S("o'neil@example.org")));
}

TEST(mail_settings_are_looked_at_before_anything_starts)
{
	static const char *const bad[] = { "", "relay", "http://relay", "smtp://", "smtp://a:b@relay", "smtp://relay/x", "smtp://re lay", "smtp://relay\r\n", "file:///etc/passwd" };

	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(mail_settings_problem(bad[i], "a@b") != NULL, "\"%s\" was taken", bad[i]);
	CHECK(mail_settings_problem("smtp://relay:25", NULL) != NULL && mail_settings_problem("smtp://relay:25", "a@b\r\n") != NULL);
	CHECK(mail_settings_problem("smtp://relay:25", "a@b") == NULL && mail_settings_problem("smtps://[::1]:465", "a@b") == NULL);
	CHECK(mail_settings_problem("smtp+starttls://relay:587", "a@b") == NULL);
}

/* What the encoded words say. */
static struct str
decoded(struct str s)
{
	struct buf b;

	buf_init(&b, 4096);
	while (s.n > 0) {
		struct str bytes, word;
		int64_t from = str_find(s, S("?B?")), to = str_find(s, S("?="));
		if (from < 0 || to < from)
			break;
		word = (struct str){ s.p + from + 3, (size_t)(to - from - 3) };
		CHECK(base64_parse(test_arena(), word, &bytes));
		CHECK((bytes.p[0] & 0xc0) != 0x80);
		buf_str(&b, bytes);
		s = (struct str){ s.p + to + 2, s.n - (size_t)to - 2 };
	}
	return buf_end(&b, test_arena());
}

TEST(mail_header_holds_one_line_of_anybody)
{
	struct arena *a = test_arena();

	CHECK_STR(mail_word(a, S("Wardkeep 2 things")), "Wardkeep 2 things");
	CHECK_STR(decoded(mail_word(a, S("Ysbyty Sant Llŷr: dŵr"))), "Ysbyty Sant Llŷr: dŵr");
	struct str s = mail_word(a, S("x\r\nBcc: evil@example.org"));
	CHECK(str_find(s, S("\r")) < 0 && str_find(s, S("evil")) < 0);
	CHECK_STR(decoded(s), "x  Bcc: evil@example.org");
	CHECK(str_find(mail_word(a, S("=?utf-8?B?eA==?=")), S("?B?eA==")) < 0);
	/* Long ones are folded, at whole characters, and no line is longer than it may be. */
	struct str text = S("ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé");
	s = mail_word(a, text);
	CHECK(str_eq(decoded(s), text));
	for (struct str rest = s, line; rest.n > 0;) {
		line = str_cut(rest, '\n', &rest);
		CHECK(line.n <= 77);
	}
	struct mail_head h = { .from_name = S("A \"quoted\"\r\nX-Evil: 1"), .from = S("w@example.org"), .to = S("ada@example.org"), .id = S("17"), .at = { 1795840899000 } };
	struct str whole = mail_message(a, &h, &(struct mail_text){ .subject = S("2\r\nX-Evil: 2"), .plain = S(".\r\nMAIL FROM:<x@y>\r\n"), .html = S("<p>") });
	CHECK(str_find(whole, S("X-Evil")) < 0 && str_find(whole, S("\r\n.\r\n")) < 0 && str_find(whole, S("MAIL FROM")) < 0);
	CHECK(str_find(whole, S("Date: Fri, 27 Nov 2026 ")) >= 0 || str_find(whole, S("Date: Sat, 28 Nov 2026 ")) >= 0);
	CHECK(str_find(whole, S("Message-ID: <17@example.org>\r\n")) >= 0);
}
