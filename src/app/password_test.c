/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"
#include <string.h>
#include "app/session.h"
#include "base/hash.h"

static bool
good(const char *password)
{
	return password_problem(str_c(password), S("ada.byron@example.nhs.uk"), S("Ada Byron")) == NULL;
}

TEST(password_recipes_are_refused)
{
	static const char *const bad[] = { "", "short", "elevenchars", "password1234", "P@ssw0rd2026!", "Passw0rd!Passw0rd!",
		"WelcomeToTheNHS", "Welcome12345", "Liverpool2019", "Arsenal1234567", "ManchesterUnited99", "january202600",
		"Summer2026!!!", "qwertyuiop12", "1qaz2wsx3edc", "asdfghjkl;123", "abcdefghijkl", "aaaaaaaaaaaa", "121212121212",
		"123456789012", "abcabcabcabcabc", "HospitalNurse1", "letmein12345", "iloveyou2026", "correcthorsebatterystaple",
		"adabyron2026", "ByronByronByron", "ada.byron@example.nhs.uk", "Ada Byron Ada Byron", "$unsh1ne$unsh1ne",
		"monkeydragon77", "Chr1stmas2025!", "            ", "!!!!!!!!!!!!" };

	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!good(bad[i]), "\"%s\" was taken", bad[i]);
}

TEST(password_needs_no_kinds_of_characters)
{
	static const char *const fine[] = { "lantern quarry ninety plover", "plinth-osprey-kettle", "tuesdays we bake rhubarb",
		"xkqjvwzpmfgh", "hedgehogs \xc3\xa9tude wren", "\xe4\xb8\xad\xe6\x96\x87\xe5\xaf\x86\xe7\xa0\x81\xe5\xbe\x88\xe9\x95\xbf\xe7\x9a\x84\xe5\x8f\xa5\xe5\xad\x90\xe5\x91\xa2\xe5\x95\x8a\xe5\x95\x8a",
		"mvT9#kq2Lx!r" };

	for (size_t i = 0; i < countof(fine); i++)
		CHECK_MSG(good(fine[i]), "\"%s\" was refused: %s", fine[i], password_problem(str_c(fine[i]), S(""), S("")));
}

TEST(password_length_counts_letters_not_bytes)
{
	char text[600];

	CHECK(!good("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"));
	memset(text, 'k', sizeof text);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)("bvkqzjxw"[(i * i + i / 3) % 8]);
	CHECK(password_problem((struct str){ text, 128 }, S(""), S("")) == NULL);
	CHECK(password_problem((struct str){ text, 129 }, S(""), S("")) != NULL);
	CHECK(password_problem((struct str){ text, 600 }, S(""), S("")) != NULL);
}

/* RFC 6238, appendix B: SHA-1, the last six digits. */
#define RFC_SECRET S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

TEST(totp_agrees_with_the_standard)
{
	static const struct { int64_t s; const char *code; } v[] = { { 59, "287082" }, { 1111111109, "081804" },
		{ 1111111111, "050471" }, { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };

	for (size_t i = 0; i < countof(v); i++)
		CHECK_STR_EQ(totp_now(test_arena(), RFC_SECRET, (struct when){ v[i].s * 1000 }), str_c(v[i].code));
}

TEST(totp_works_once_and_a_step_either_way)
{
	struct when now = { 1111111111000 };
	struct str code = totp_now(test_arena(), RFC_SECRET, now);
	int64_t step = 0;

	CHECK(!totp_check(RFC_SECRET, code, (struct when){ now.ms + 61000 }, &step));
	CHECK(!totp_check(RFC_SECRET, code, (struct when){ now.ms - 61000 }, &step));
	CHECK_EQ_I(step, 0);
	CHECK(totp_check(RFC_SECRET, S(" 050 471 "), (struct when){ now.ms + 30000 }, &step));
	CHECK_EQ_I(step, 1111111111 / 30);
	CHECK(!totp_check(RFC_SECRET, code, now, &step));
	/* One that is older than the last one used is not taken either. */
	CHECK(!totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, (struct when){ now.ms - 30000 }), now, &step));
	CHECK(totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, (struct when){ now.ms + 30000 }), now, &step));
}

/* A clock that ran ahead for a while, and was put right, keeps nobody out; a code works once all the same. */
TEST(totp_works_after_the_clock_was_set_back)
{
	struct when ahead = { 1111111111000 }, now = { ahead.ms - 25ll * 3600 * 1000 }, nearly = { ahead.ms - 120000 };
	int64_t step = 0, kept;

	CHECK(totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, ahead), ahead, &step));
	kept = step;
	CHECK(!totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, nearly), nearly, &step));
	CHECK_EQ_I(step, kept);
	CHECK(totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, now), now, &step));
	CHECK_EQ_I(step, now.ms / 30000);
	CHECK(!totp_check(RFC_SECRET, totp_now(test_arena(), RFC_SECRET, now), now, &step));
}

TEST(totp_refuses_what_is_no_code)
{
	struct when now = { 1111111111000 };
	int64_t step = 0;

	CHECK(!totp_check(RFC_SECRET, S(""), now, &step));
	CHECK(!totp_check(RFC_SECRET, S("05047"), now, &step));
	CHECK(!totp_check(RFC_SECRET, S("0504711"), now, &step));
	CHECK(!totp_check(RFC_SECRET, S("05047x"), now, &step));
	CHECK(!totp_check(S(""), S("050471"), now, &step));
	CHECK(!totp_check(S("not base 32!"), S("050471"), now, &step));
}

TEST(totp_secrets_differ_and_make_addresses)
{
	struct str a, b, uri;

	CHECK(base_crypto_init());
	a = totp_secret(test_arena());
	b = totp_secret(test_arena());
	CHECK_EQ_I(a.n, 32);
	CHECK(!str_eq(a, b));
	CHECK_EQ_I(totp_now(test_arena(), a, (struct when){ 1000 }).n, 6);
	uri = totp_uri(test_arena(), S("ABC"), S("a&b@c.uk"), S("Ward keep"));
	CHECK_STR(uri, "otpauth://totp/Ward%20keep:a%26b%40c.uk?secret=ABC&issuer=Ward%20keep");
}
