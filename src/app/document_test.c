/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"
#include <string.h>
#include "app/document.h"
#include "base/hash.h"
#include "base/json.h"

static struct app *
sealing_app(void)
{
	struct app *app = arena_new(test_arena(), struct app);

	CHECK(base_crypto_init());
	app->sign = arena_new(test_arena(), struct sign_key);
	sign_key_make(app->sign);
	return app;
}

static struct str
canonical(const char *json)
{
	struct str out, why;

	CHECK_ST(document_canonical(test_arena(), str_c(json), &out, &why), ST_OK);
	return out;
}

static struct document
sealed(struct app *app, const char *json)
{
	struct document d;

	document_seal(app, test_arena(), S("review"), canonical(json), (struct when){ 1798761600000 }, &d);
	return d;
}

static bool
refused(const char *json)
{
	struct str out, why;

	return document_canonical(test_arena(), str_c(json), &out, &why) == ST_INVALID && why.n > 0;
}

TEST(document_canonical_is_one_form)
{
	CHECK_STR(canonical(" { \"b\" : [ 1 , true , null ] , \"a\" : \"x\" , \"B\" : { } } "), "{\"B\":{},\"a\":\"x\",\"b\":[1,true,null]}");
	CHECK_STR_EQ(canonical("{\"a\":\"\\u0041\\/\"}"), canonical("{\"a\":\"A/\"}"));
	CHECK_STR_EQ(canonical("{\"\xc3\xa9\":1,\"z\":2}"), canonical("{\"z\":2,\"\\u00e9\":1}"));
	CHECK_STR_EQ(canonical(canonical("[{\"k\":\"\\n\\\"\"}]").p), canonical("[{\"k\":\"\\n\\\"\"}]"));
}

TEST(document_canonical_refuses)
{
	char deep[201];

	CHECK(refused("{\"a\":1.5}"));
	CHECK(refused("{\"a\":1e3}"));
	CHECK(refused("{\"a\":1,\"a\":2}"));
	CHECK(refused("{\"a\":1,\"\\u0061\":2}"));
	CHECK(refused("{\"a\":1} x"));
	CHECK(refused(""));
	CHECK(refused("{\"a\":\"\xff\"}"));
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	deep[200] = 0;
	CHECK(refused(deep));
}

TEST(document_seal_holds_and_shows_changes)
{
	struct app *app = sealing_app();
	struct document d = sealed(app, "{\"a\":1}"), x;
	uint8_t key[1][32], no_key[1][32] = { { 7 } };
	const uint8_t (*known)[32] = (const uint8_t (*)[32])key, (*other)[32] = (const uint8_t (*)[32])no_key;

	memcpy(key[0], app->sign->public, 32);
	CHECK_EQ_I(document_check(&d, NULL, 0), DOCUMENT_GOOD);
	CHECK_EQ_I(document_check(&d, known, 1), DOCUMENT_GOOD);
	CHECK_EQ_I(document_check(&d, other, 1), DOCUMENT_UNKNOWN_SIGNER);
	x = d;
	x.body = S("{\"a\":2}");
	CHECK_EQ_I(document_check(&x, known, 1), DOCUMENT_CHANGED);
	x.hash = hash_of(x.body);
	CHECK_EQ_I(document_check(&x, known, 1), DOCUMENT_FORGED);
	x = d;
	x.kind = S("return");
	CHECK_EQ_I(document_check(&x, known, 1), DOCUMENT_FORGED);
	x = d;
	x.sealed_at.ms++;
	CHECK_EQ_I(document_check(&x, known, 1), DOCUMENT_FORGED);
	/* Signed by somebody else, who names our key. */
	struct app *stranger = sealing_app();
	x = sealed(stranger, "{\"a\":1}");
	memcpy(x.signer, app->sign->public, 32);
	CHECK_EQ_I(document_check(&x, known, 1), DOCUMENT_FORGED);
}

static struct str
packed(struct app *app, struct document *ret)
{
	struct document_file f[2] = {
		{ .name = S("Minutes \xc3\xa9.pdf"), .type = S("application/pdf"), .bytes = STR_INIT("%PDF\0\1\2") },
		{ .name = S("empty.txt"), .type = S("text/plain"), .bytes = S("") },
	};

	for (size_t i = 0; i < 2; i++)
		f[i].hash = hash_of(f[i].bytes);
	*ret = sealed(app, "{\"files\":[\"x\"],\"title\":\"Self-review\"}");
	return document_pack(test_arena(), ret, f, 2);
}

TEST(document_file_goes_round)
{
	struct document d, back;
	struct document_file *f;
	struct str text = packed(sealing_app(), &d), why;
	size_t n;

	CHECK_ST(document_unpack(test_arena(), text, &back, &f, &n, &why), ST_OK);
	CHECK_STR_EQ(back.body, d.body);
	CHECK_STR_EQ(back.kind, d.kind);
	CHECK_EQ_I(back.sealed_at.ms, d.sealed_at.ms);
	CHECK_EQ_I(document_check(&back, NULL, 0), DOCUMENT_GOOD);
	CHECK_EQ_I(n, 2);
	CHECK_STR(f[0].name, "Minutes \xc3\xa9.pdf");
	CHECK_EQ_I(f[0].bytes.n, 7);
	CHECK_EQ_I(f[1].bytes.n, 0);
	/* A mail program that adds a line end does no harm. */
	text = arena_printf(test_arena(), "%.*s\r\n", (int)text.n, text.p);
	CHECK_ST(document_unpack(test_arena(), text, &back, &f, &n, &why), ST_OK);
}

TEST(document_file_notices_every_byte)
{
	struct document d, back;
	struct document_file *f;
	struct str text = packed(sealing_app(), &d), why;
	char *p = (char *)arena_alloc(test_arena(), text.n, 1);
	size_t n, mark;

	for (size_t i = 0; i < text.n; i++)
		for (int bit = 0; bit < 8; bit += 3) {
			mark = arena_mark(test_arena());
			memcpy(p, text.p, text.n);
			p[i] = (char)(p[i] ^ (1 << bit));
			CHECK_MSG(document_unpack(test_arena(), (struct str){ p, text.n }, &back, &f, &n, &why) == ST_INVALID && why.n > 0,
			    "byte %zu bit %d went unnoticed", i, bit);
			arena_rewind(test_arena(), mark);
		}
	for (size_t cut = 0; cut < text.n; cut++)
		CHECK_ST(document_unpack(test_arena(), (struct str){ text.p, cut }, &back, &f, &n, &why), ST_INVALID);
}

/* An envelope whose checksum is right, as somebody would write who means harm. */
static enum status
hostile(const char *document, struct str *ret_why)
{
	struct str rest = arena_printf(test_arena(), "%s}", document);
	struct hash h = hash_of(rest);
	struct document back;
	struct document_file *f;
	size_t n;

	return document_unpack(test_arena(), arena_printf(test_arena(), "{\"check\":\"%s\",\"document\":%s",
	    hash_hex(test_arena(), &h).p, rest.p), &back, &f, &n, ret_why);
}

#define HEX32 "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD(files, kind) "{\"body\":\"e30=\",\"files\":" files ",\"format\":\"wardkeep-document/1\",\"hash\":\"" HEX32 \
	"\",\"kind\":\"" kind "\",\"sealed_at\":5,\"signature\":\"" HEX32 HEX32 "\",\"signer\":\"" HEX32 "\"}"
#define FILE_OF(name, type, hash, bytes) "[{\"bytes\":\"" bytes "\",\"hash\":\"" hash "\",\"name\":\"" name "\",\"type\":\"" type "\"}]"
#define EMPTY_HASH "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"

TEST(document_file_refuses_the_hostile)
{
	struct str why;

	CHECK_ST(hostile(HEAD("[]", "review"), &why), ST_OK);
	CHECK_ST(hostile(HEAD(FILE_OF("a.pdf", "application/pdf", EMPTY_HASH, ""), "review"), &why), ST_OK);
	CHECK_ST(hostile(HEAD(FILE_OF("a.pdf", "application/pdf", HEX32, ""), "review"), &why), ST_INVALID);
	CHECK(str_find(why, S("a.pdf")) >= 0);
	CHECK_ST(hostile(HEAD(FILE_OF("../a.pdf", "application/pdf", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF("a\\\\b", "application/pdf", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF(".profile", "text/plain", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF("a\\u0000b", "text/plain", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF("a\\nb", "text/plain", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF("a", "text/html; <x>", EMPTY_HASH, ""), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD(FILE_OF("a", "text/plain", EMPTY_HASH, "%%%"), "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD("[]", "Review\\n"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD("[]", ""), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD("{}", "review"), &why), ST_INVALID);
	CHECK_ST(hostile(HEAD("[null]", "review"), &why), ST_INVALID);
	CHECK_ST(hostile("[]", &why), ST_INVALID);
	CHECK_ST(hostile("null", &why), ST_INVALID);
	CHECK_ST(hostile("{}", &why), ST_INVALID);
	/* A body that is not in canonical form: { } with a space. */
	CHECK_ST(hostile("{\"body\":\"eyB9\",\"files\":[],\"format\":\"wardkeep-document/1\",\"hash\":\"" HEX32
	    "\",\"kind\":\"review\",\"sealed_at\":5,\"signature\":\"" HEX32 HEX32 "\",\"signer\":\"" HEX32 "\"}", &why), ST_INVALID);
	CHECK_ST(hostile("{\"a\":1}}", &why), ST_INVALID);
}

TEST(document_file_of_megabytes)
{
	struct app *app = sealing_app();
	size_t n = 3u << 20, count;
	char *p = arena_alloc(test_arena(), n, 1);
	struct document_file f = { .name = S("large.bin"), .type = S("application/pdf"), .bytes = { p, n } }, *back_f;
	struct document d = sealed(app, "{}"), back;
	struct str text, why;

	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 7);
	f.hash = hash_of(f.bytes);
	text = document_pack(test_arena(), &d, &f, 1);
	CHECK(text.n > n);
	CHECK_ST(document_unpack(test_arena(), text, &back, &back_f, &count, &why), ST_OK);
	CHECK_STR_EQ(back_f[0].bytes, f.bytes);
}
