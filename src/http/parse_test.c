/* SPDX-License-Identifier: MIT */
#include "http/http.h"
#include "tests/harness.h"

#include <string.h>

static int
judge(const char *raw, size_t n, struct http_head *ret)
{
	const char *reason;
	return http_judge_head((struct str){ raw, n }, "sid", ret, &reason);
}
#define JUDGE(lit, ret) judge("" lit, sizeof(lit) - 1, (ret))

TEST(http_head_tells_method_path_length_and_session)
{
	struct http_head h;
	CHECK_EQ_I(JUDGE("POST /a/b%20c?x=1 HTTP/1.1\r\nHost: example.test:8080\r\nContent-Length: 42\r\n"
	    "Cookie: a=b; sid=\"k7\"\r\n\r\n", &h), 0);
	CHECK_EQ_I(h.method, POST);
	CHECK_STR(h.path, "/a/b%20c");
	CHECK_EQ_I(h.length, 42);
	CHECK(h.has_session);
	CHECK_EQ_I(JUDGE("GET / HTTP/1.0\r\n\r\n", &h), 0);
	CHECK(!h.has_session && h.length == 0);
	CHECK_EQ_I(JUDGE("GET / HTTP/1.1\r\nHost: [::1]:80\r\nCookie: sid=\r\nAccept:\r\n\r\n", &h), 0);
	CHECK(!h.has_session);
}

TEST(http_head_refuses_what_programs_read_differently)
{
	struct http_head h;
#define REFUSED(status, lit) CHECK_EQ_I(JUDGE(lit, &h), status)
#define WITH(status, fields) REFUSED(status, "POST / HTTP/1.1\r\nHost: a\r\n" fields "\r\n\r\n")
	WITH(400, "Content-Length: 5\r\nContent-Length: 6");
	WITH(400, "Content-Length: 5\r\nContent-Length: 5");
	WITH(411, "Content-Length: 5\r\nTransfer-Encoding: chunked");
	WITH(411, "Transfer-Encoding: xchunked");
	WITH(411, "transfer-encoding: gzip, chunked");
	WITH(400, "Transfer-Encoding : chunked");
	WITH(400, "Content-Length: 5, 6");
	WITH(400, "Content-Length: 5x");
	WITH(400, "Content-Length: -5");
	WITH(400, "Content-Length: +5");
	WITH(400, "Content-Length: 0x5");
	WITH(400, "Content-Length: 5 5");
	WITH(400, "Content-Length:");
	WITH(413, "Content-Length: 18446744073709551621");
	WITH(400, "Host: b");
	WITH(400, "A: b\r\n c: d");
	WITH(400, "A: b\r\n\tc: d");
	WITH(400, "A: o\0ne");
	WITH(400, "A: o\rne");
	WITH(400, "A: o\x7fne");
	WITH(400, "A: o\x1bne");
	WITH(400, ": b");
	WITH(400, "A b: c");
	WITH(400, "no colon");
	WITH(400, "Expect: 200-ok");
	WITH(400, "Cookie: a=1\r\nCookie: sid=2");
	WITH(400, "A: b\nC: d");
	REFUSED(400, "GET / HTTP/1.1\r\n\r\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n");
	REFUSED(400, "GET / HTTP/1.1\nHost: a\n\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost: a\r\n\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost: a\r\n");
	REFUSED(400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
	REFUSED(400, "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
	REFUSED(400, "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n");
	REFUSED(400, "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET /a\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET /\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET / HTTP/2.0\r\nHost: a\r\n\r\n");
	REFUSED(400, "GET / http/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "G{T / HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(501, "get / HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(501, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(501, "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n");
	REFUSED(400, "\x16\x03\x01\r\n\r\n");
	REFUSED(400, "");
}

/* "GET /aaa… HTTP/1.1" and so many headers of such a length. */
static int
judge_sizes(size_t target, size_t count, size_t each)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_lit(&b, "GET /");
	for (size_t i = 1; i < target; i++)
		buf_char(&b, 'a');
	buf_lit(&b, " HTTP/1.1\r\nHost: a\r\n");
	for (size_t i = 1; i < count; i++) {
		buf_lit(&b, "A: ");
		for (size_t k = 5; k < each; k++)
			buf_char(&b, 'b');
		buf_lit(&b, "\r\n");
	}
	buf_lit(&b, "\r\n");
	struct http_head h;
	int status = judge(b.p, b.n, &h);
	buf_free(&b);
	return status;
}

TEST(http_head_has_limits)
{
	CHECK_EQ_I(judge_sizes(4096, 100, 5), 0);
	CHECK_EQ_I(judge_sizes(4097, 1, 5), 414);
	CHECK_EQ_I(judge_sizes(20000, 1, 5), 414);
	CHECK_EQ_I(judge_sizes(1, 101, 5), 431);
	CHECK_EQ_I(judge_sizes(1, 2, 16000), 0);
	CHECK_EQ_I(judge_sizes(1, 2, 16400), 431);
}

TEST(http_pairs_are_decoded_in_order)
{
	struct pair *p;
	size_t n;
	CHECK_ST(http_parse_pairs(test_arena(), S("a=1&b=x+y%2B%26&&a=%C3%A9&c&=v&d=e=f"), 10, &p, &n), ST_OK);
	CHECK_EQ_I(n, 6);
	CHECK_STR(p[0].name, "a");
	CHECK_STR(p[0].value, "1");
	CHECK_STR(p[1].value, "x y+&");
	CHECK_STR(p[2].name, "a");
	CHECK_STR(p[2].value, "\xc3\xa9");
	CHECK_STR(p[3].name, "c");
	CHECK_EQ_I(p[3].value.n, 0);
	CHECK_STR(p[4].value, "v");
	CHECK_STR(p[5].value, "e=f");
	CHECK_ST(http_parse_pairs(test_arena(), (struct str){ NULL, 0 }, 10, &p, &n), ST_OK);
	CHECK_EQ_I(n, 0);
	CHECK_ST(http_parse_pairs(test_arena(), S("a&b&c"), 2, &p, &n), ST_TOO_LARGE);
	CHECK_ST(http_parse_pairs(test_arena(), S("a=%"), 2, &p, &n), ST_INVALID);
	CHECK_ST(http_parse_pairs(test_arena(), S("a=%4"), 2, &p, &n), ST_INVALID);
	CHECK_ST(http_parse_pairs(test_arena(), S("a=%g0"), 2, &p, &n), ST_INVALID);
	CHECK_ST(http_parse_pairs(test_arena(), S("a=%00"), 2, &p, &n), ST_INVALID);
}

TEST(http_cookie_is_found_by_its_whole_name)
{
	struct str header = S("xsid=1; sid=2;sid2=3; e; q=\"v\"; sid=9");
	CHECK_STR(http_cookie(header, "sid"), "2");
	CHECK_STR(http_cookie(header, "q"), "v");
	CHECK(http_cookie(header, "e").p == NULL);
	CHECK(http_cookie(header, "si").p == NULL);
	CHECK(http_cookie((struct str){ NULL, 0 }, "sid").p == NULL);
}

TEST(http_path_is_decoded_once_and_stays_inside)
{
	struct str p;
	struct arena *a = test_arena();
	CHECK(http_decode_path(a, S("/a%20b/%C3%A9/"), &p));
	CHECK_STR(p, "/a b/\xc3\xa9/");
	CHECK(http_decode_path(a, S("/%252e"), &p));
	CHECK_STR(p, "/%2e");
	CHECK(http_decode_path(a, S("/"), &p) && http_decode_path(a, S("/..."), &p));
	static const char *const bad[] = { "", "a", "/%2f", "/a%2Fb", "/a\\b", "/%5c", "/.", "/..", "/../a", "/a/./b",
		"/a/..", "/%2e%2e/a", "/.%2e", "//a", "/a//b", "/%00", "/%0a", "/%7f", "/%c2%85", "/%", "/%4", "/%zz",
		"/%c0%af", "/%e0%80%af", "/%f0%80%80%af", "/%ed%a0%80", "/%f4%90%80%80", "/%ff", "/%c3", "/%c3a" };
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(!http_decode_path(a, str_c(bad[i]), &p), "accepted: %s", bad[i]);
}

#define FORM S("multipart/form-data; boundary=xyz")

static enum status
multipart(struct str body, struct http_part **parts, size_t *n)
{
	struct str why;
	enum status st = http_parse_multipart(test_arena(), FORM, body, 4, parts, n, &why);
	CHECK((st == ST_OK) == (why.p == NULL));
	return st;
}

TEST(http_multipart_gives_fields_and_files)
{
	struct http_part *p;
	size_t n;
	struct str body = S("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n"
	    "--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\tmp\\p; q.pdf\"\r\n"
	    "Content-Type: application/pdf\r\n\r\n\0\r\n--xy\r\n\r\n"
	    "--xyz\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--xyz--\r\n");
	CHECK_ST(multipart(body, &p, &n), ST_OK);
	CHECK_EQ_I(n, 3);
	CHECK_STR(p[0].name, "a");
	CHECK_STR(p[0].body, "one");
	CHECK(p[0].file_name.p == NULL);
	CHECK_STR(p[1].file_name, "p; q.pdf");
	CHECK_STR(p[1].content_type, "application/pdf");
	CHECK_STR(p[1].body, "\0\r\n--xy\r\n");
	CHECK(p[2].file_name.p != NULL && p[2].file_name.n == 0 && p[2].body.n == 0);
	CHECK_ST(multipart(S("--xyz--\r\n"), &p, &n), ST_OK);
	CHECK_EQ_I(n, 0);
}

TEST(http_multipart_cut_at_any_byte_is_refused)
{
	struct http_part *p;
	size_t n;
	struct str body = S("--xyz\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\none\r\n--xyz--");
	CHECK_ST(multipart(body, &p, &n), ST_OK);
	for (size_t cut = 0; cut < body.n; cut++)
		CHECK_ST(multipart((struct str){ body.p, cut }, &p, &n), ST_INVALID);
}

TEST(http_multipart_refuses_what_no_browser_sends)
{
	struct http_part *p;
	size_t n;
	struct str why;
#define PART(head) S("--xyz\r\n" head "\r\n\r\nv\r\n--xyz--\r\n")
#define NAMED "Content-Disposition: form-data; name=\"a\""
	const struct str bad[] = {
		PART("Content-Type: text/plain"), PART("Content-Disposition: form-data"),
		PART("Content-Disposition: attachment; name=\"a\""), PART("Content-Disposition: form-data; name=\"\""),
		PART(NAMED "; name=\"b\""), PART(NAMED "\r\n" NAMED), PART(NAMED "; filename=\"a\"b\""),
		PART(NAMED "; filename=\"a\0b\""), PART(NAMED "; filename=\"a\xff\""), PART(NAMED "; filename=\"a"),
		PART(NAMED "\r\nContent-Transfer-Encoding: base64"), PART(NAMED "\r\n no colon"), PART(NAMED "\nA: b"),
		S("preamble\r\n--xyz\r\n" NAMED "\r\n\r\nv\r\n--xyz--"), S("--xyz\r\n" NAMED "\r\n\r\nv\r\n--xyz--\r\nmore"),
		S("--xyz\r\n" NAMED "\r\n\r\nv\r\n--xyzz\r\n--xyz--"), S("--xyz " NAMED "\r\n\r\nv\r\n--xyz--"),
	};
	for (size_t i = 0; i < countof(bad); i++)
		CHECK_MSG(multipart(bad[i], &p, &n) == ST_INVALID, "accepted: case %zu", i);
	static const char *const types[] = { "", "multipart/form-data", "text/plain; boundary=xyz",
		"multipart/form-data; boundary=", "multipart/form-data; boundary=\"xyz", "multipart/form-data; boundary=x z",
		"multipart/form-data; boundary=xyz; boundary=xyz" };
	for (size_t i = 0; i < countof(types); i++)
		CHECK_ST(http_parse_multipart(test_arena(), str_c(types[i]), PART(NAMED), 4, &p, &n, &why), ST_INVALID);
	CHECK_ST(http_parse_multipart(test_arena(), FORM, PART(NAMED), 0, &p, &n, &why), ST_TOO_LARGE);
	CHECK_ST(http_parse_multipart(test_arena(), S("Multipart/Form-Data;charset=utf-8; Boundary=\"xyz\""),
	    PART(NAMED), 4, &p, &n, &why), ST_OK);
}

TEST(http_header_values_cannot_split_the_answer)
{
	struct http_reply r = { .status = 200 };
	http_header_add(&r, "Location", S("/a\r\nSet-Cookie: sid=evil"));
	http_header_add(&r, "Location", S("/a\0b"));
	http_header_add(&r, "X\r\nY", S("v"));
	http_header_add(&r, "Content-Length", S("5"));
	http_header_add(&r, "transfer-encoding", S("chunked"));
	CHECK_EQ_I(r.n_headers, 0);
	http_header_add(&r, "Location", S("/a"));
	CHECK_EQ_I(r.n_headers, 1);
	for (int i = 0; i < 40; i++)
		http_header_add(&r, "X-A", S("b"));
	CHECK_EQ_I(r.n_headers, countof(r.headers));
}
