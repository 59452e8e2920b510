/* SPDX-License-Identifier: MIT */
#include "tplc.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source in;

static void __attribute__((noreturn, format(printf, 2, 0)))
die_list(int line, const char *fmt, va_list ap)
{
	fprintf(stderr, "%s:%d: ", in.file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	exit(1);
}

void
die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	die_list(in.line, fmt, ap);
}

void
die_at(int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	die_list(line, fmt, ap);
}

bool
looking_at(const char *what)
{
	size_t n = strlen(what);
	return in.n - in.at >= n && memcmp(in.p + in.at, what, n) == 0;
}

int
take(void)
{
	if (in.at == in.n)
		return -1;
	unsigned char c = (unsigned char)in.p[in.at++];
	if (c == '\n')
		in.line++;
	return c;
}

void
skip(size_t n)
{
	while (n-- > 0)
		take();
}

char *
copy(const char *p, size_t n)
{
	char *z = malloc(n + 1);
	if (z == NULL)
		abort();
	if (n > 0)
		memcpy(z, p, n);
	z[n] = 0;
	return z;
}

char *
read_file(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	if (f == NULL) {
		fprintf(stderr, "%s: cannot be read\n", path);
		exit(2);
	}
	struct text t = { 0 };
	char block[4096];
	size_t n;
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		text_put(&t, block, n);
	fclose(f);
	text_put(&t, "", 1);
	*ret_n = t.n - 1;
	if (memchr(t.p, 0, *ret_n) != NULL) {
		fprintf(stderr, "%s:1: a NUL byte\n", path);
		exit(1);
	}
	return t.p;
}

void
text_put(struct text *t, const char *p, size_t n)
{
	if (t->room - t->n < n + 1) {
		t->room = (t->room + n + 256) * 2;
		t->p = realloc(t->p, t->room);
		if (t->p == NULL)
			abort();
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = 0;
}

void
text_add(struct text *t, const char *z)
{
	text_put(t, z, strlen(z));
}

static void __attribute__((format(printf, 2, 0)))
text_vprintf(struct text *t, const char *fmt, va_list ap)
{
	char *z = NULL;
	int n = vasprintf(&z, fmt, ap);
	if (n < 0)
		abort();
	text_put(t, z, (size_t)n);
	free(z);
}

void
text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	text_vprintf(t, fmt, ap);
	va_end(ap);
}

/* ---- output ---- */

struct text out_c, out_h;
static struct text *to = &out_c, *back[8];
static size_t n_back;
static struct text literal;
static int literal_line;

void
c_string(struct text *t, const char *p, size_t n)
{
	text_add(t, "\"");
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\n')
			text_add(t, "\\n");
		else if (p[i] == '\t')
			text_add(t, "\\t");
		else if (p[i] == '"' || p[i] == '\\' || p[i] == '?')
			text_printf(t, "\\%c", p[i]);
		else
			text_put(t, p + i, 1);
	}
	text_add(t, "\"");
}

void
out_literal(const char *p, size_t n)
{
	if (n == 0)
		return;
	if (literal.n > 0 && literal.p[literal.n - 1] == '\n' && n == 1 && (p[0] == '\n' || p[0] == ' '))
		return;
	if (literal.n == 0)
		literal_line = in.line;
	text_put(&literal, p, n);
	if (literal.n > 1000)
		out_flush();
}

void
out_flush(void)
{
	if (literal.n == 0)
		return;
	text_printf(to, "#line %d \"%s\"\n\tbuf_lit(o->out, ", literal_line, in.file);
	c_string(to, literal.p, literal.n);
	text_add(to, ");\n");
	literal.n = 0;
}

void
out_code(int line, const char *fmt, ...)
{
	va_list ap;
	out_flush();
	text_printf(to, "#line %d \"%s\"\n\t", line, in.file);
	va_start(ap, fmt);
	text_vprintf(to, fmt, ap);
	va_end(ap);
	text_add(to, "\n");
}

void
out_plain(const char *fmt, ...)
{
	va_list ap;
	out_flush();
	va_start(ap, fmt);
	text_vprintf(to, fmt, ap);
	va_end(ap);
}

void
out_capture(struct text *t)
{
	out_flush();
	back[n_back++] = to;
	to = t;
}

void
out_captured(void)
{
	out_flush();
	to = back[--n_back];
}
