/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A file of statements, cut at its directives: "-- name:", "-- in:" and so on. */

struct block { struct folder *f; const char *file; struct stmt *s; struct record *r; struct text body; bool pg; const char *unscoped; int unscoped_line; };

static char *
trim(const char *p, size_t n)
{
	while (n > 0 && isspace((unsigned char)*p))
		p++, n--;
	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	return copy_n(p, n);
}

static bool
has_field(const struct field *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(f[i].name, name) == 0)
			return true;
	return false;
}

/* "name type, name type?" added to a list. */
static struct field *
read_fields(struct block *b, struct field *list, size_t *n, char *s, int line)
{
	char *save = NULL;

	for (char *item = strtok_r(s, ",", &save); item != NULL; item = strtok_r(NULL, ",", &save)) {
		struct field f = { .line = line };
		char *w = trim(item, strlen(item)), *sp = strpbrk(w, " \t");
		char *type = sp != NULL ? trim(sp, strlen(sp)) : copy_n("", 0);

		f.name = copy_n(w, sp != NULL ? (size_t)(sp - w) : strlen(w));
		if (*w == 0)
			die(b->file, line, "a comma with nothing beside it");
		if (!name_ok(f.name))
			die(b->file, line, "'%s' is no name: small letters, digits, _; no word of SQL or C", f.name);
		if (starts(f.name, "scope_") || has_field(list, *n, f.name))
			die(b->file, line, "%s: there is one of that name already", f.name);
		if (ends(type, "?")) {
			f.null = true;
			type[strlen(type) - 1] = 0;
		}
		if (starts(type, "personal ")) {	/* the class may be said; it is compared with the column's */
			char *cls = trim(type + 9, strlen(type + 9));
			for (size_t i = CLS_IDENTITY; i <= CLS_FREE_TEXT; i++)
				if (strcmp(cls, cls_names[i]) == 0)
					f.cls = (enum cls)i;
			if (f.cls == CLS_NONE)
				die(b->file, line, "%s: expected identity, special, criminal or free_text, found '%s'", f.name, cls);
			type = copy_n("personal", 8);
		}
		f.type = type_of_name(type);
		if (f.type == TY_NONE)
			die(b->file, line, "%s: expected a type (id i64 bool text blob time date money file choices personal), found '%s'", f.name, type);
		if ((f.type == TY_BOOL || f.type == TY_CHOICES) && f.null)
			die(b->file, line, "%s: there is no %s?; write COALESCE(x, 0)", f.name, type_name(f.type));
		list = more(list, *n, sizeof *list);
		list[(*n)++] = f;
	}
	return list;
}

static void
finish(struct block *b)
{
	if (b->s != NULL && b->pg)
		b->s->pg_body = b->body.p;
	else if (b->s != NULL)
		b->s->body = b->body.n > 0 ? b->body.p : "";
	b->body = (struct text){ 0 };
	b->pg = false;
}

static void
begin_stmt(struct block *b, const char *rest, int line)
{
	struct stmt *s = calloc(1, sizeof *s);
	char *colon = strchr(rest, ':');
	char *kind = colon != NULL ? trim(colon, strlen(colon)) : copy_n("", 0);

	if (s == NULL)
		abort();
	finish(b);
	b->s = s;
	b->r = NULL;
	s->folder = b->f->name;
	s->file = b->file;
	s->line = line;
	s->name = trim(rest, colon != NULL ? (size_t)(colon - rest) : strlen(rest));
	if (!name_ok(s->name))
		die(b->file, line, "'%s' is no name: small letters, digits, _; no word of SQL or C", s->name);
	s->kind = strcmp(kind, ":one") == 0 ? 'o' : strcmp(kind, ":many") == 0 ? 'm' : strcmp(kind, ":exec") == 0 ? 'x' : 0;
	if (s->kind == 0)
		die(b->file, line, "%s: expected :one, :many or :exec behind the name, found '%s'", s->name, kind);
	s->body_line = line + 1;
	s->unscoped = b->unscoped;
	b->unscoped = NULL;
	b->f->stmt = more(b->f->stmt, b->f->n_stmt, sizeof *b->f->stmt);
	b->f->stmt[b->f->n_stmt++] = s;
}

static void
begin_record(struct block *b, const char *name, int line)
{
	struct record *r = calloc(1, sizeof *r);

	if (r == NULL)
		abort();
	finish(b);
	b->s = NULL;
	b->r = r;
	*r = (struct record){ .folder = b->f->name, .file = b->file, .name = name, .line = line };
	r->t = table_find(name);
	if (r->t == NULL || r->t->owner != OWN_RECORD)
		die(b->file, line, "there is no RECORD table %s", name);
	if (strcmp(r->t->folder, b->f->name) != 0)
		die(b->file, line, "table %s was made in folder %s: its record belongs there", name, r->t->folder);
	b->f->record = more(b->f->record, b->f->n_record, sizeof *b->f->record);
	b->f->record[b->f->n_record++] = r;
}

/* "name", "name desc", "name indexed", each a column of the record's table. */
static void
read_list(struct block *b, char *s, int line, bool sorts)
{
	struct record *r = b->r;
	char *save = NULL;

	for (char *item = strtok_r(s, ",", &save); item != NULL; item = strtok_r(NULL, ",", &save)) {
		char *w = trim(item, strlen(item)), *sp = strpbrk(w, " \t");
		char *more_w = sp != NULL ? trim(sp, strlen(sp)) : copy_n("", 0);
		const char *flag = sorts ? "desc" : "indexed";
		struct column *c;

		if (sp != NULL)
			*sp = 0;
		c = column_find(r->t, w);
		if (c == NULL)
			die(b->file, line, "%s has no column %s", r->name, w);
		if (*more_w != 0 && strcmp(more_w, flag) != 0)
			die(b->file, line, "%s: expected nothing or '%s', found '%s'", w, flag, more_w);
		if (c->type == TY_PERSONAL)
			die(b->file, line, "%s is personal: a list may not sort or filter by what its reader may not see", w);
		if (c->type == TY_BLOB)
			die(b->file, line, "%s is a blob", w);
		if (sorts && (c->type == TY_BOOL || c->type == TY_CHOICES || c->type == TY_FILE))
			die(b->file, line, "%s is %s: nobody sorts by that", w, type_name(c->type));
		if (sorts) {
			if (!c->not_null)
				die(b->file, line, "%s may be NULL, and the databases put NULL at different ends: make it NOT NULL DEFAULT 0 or '', "
				    "or store a %s_sort column beside it", w, w);
			r->sort = more(r->sort, r->n_sort, sizeof *r->sort);
			r->sort[r->n_sort++] = (struct sort){ .name = w, .descending = *more_w != 0, .col = c };
		} else {
			if (r->n_filter == 8)
				die(b->file, line, "a list takes 8 filters");
			r->filter = more(r->filter, r->n_filter, sizeof *r->filter);
			r->filter[r->n_filter++] = (struct filter){ .name = w, .indexed = *more_w != 0, .col = c };
		}
	}
}

static void
need_stmt(struct block *b, const char *word, int line)
{
	if (b->s == NULL)
		die(b->file, line, "'-- %s:' without a '-- name:' in front of it", word);
}

static void
directive(struct block *b, const char *word, char *rest, int line)
{
	if (strcmp(word, "name") == 0) {
		begin_stmt(b, rest, line);
	} else if (strcmp(word, "record") == 0) {
		begin_record(b, rest, line);
	} else if (strcmp(word, "in") == 0) {
		need_stmt(b, word, line);
		b->s->in = read_fields(b, b->s->in, &b->s->n_in, rest, line);
	} else if (strcmp(word, "out") == 0) {
		need_stmt(b, word, line);
		b->s->out = read_fields(b, b->s->out, &b->s->n_out, rest, line);
	} else if (strcmp(word, "pg") == 0) {
		need_stmt(b, word, line);
		if (b->s->pg_body != NULL || b->pg)
			die(b->file, line, "%s: there is a body for PostgreSQL already", b->s->name);
		finish(b);
		b->pg = true;
		b->s->pg_line = line + 1;
		put(&b->body, "%s\n", rest);
		b->s->pg_line--;
	} else if (strcmp(word, "unscoped") == 0) {
		if (strlen(rest) < 10)
			die(b->file, line, "unscoped: say why, in a sentence");
		if (b->s != NULL && b->body.n == 0 && !b->pg) {
			b->s->unscoped = rest;
		} else {
			b->unscoped = rest;
			b->unscoped_line = line;
		}
	} else if (strcmp(word, "sorts") == 0 || strcmp(word, "filters") == 0) {
		if (b->r == NULL)
			die(b->file, line, "'-- %s:' without a '-- record:' in front of it", word);
		read_list(b, rest, line, *word == 's');
	} else {
		die(b->file, line, "'-- %s:' is no directive (name in out pg unscoped record sorts filters); "
		    "a comment has no colon behind its first word", word);
	}
}

/* "-- word: rest", else NULL. */
static char *
directive_word(const char *line, char **ret_rest)
{
	const char *w = line + 2, *e;

	if (!starts(line, "--"))
		return NULL;
	while (*w == ' ' || *w == '\t')
		w++;
	for (e = w; (*e >= 'a' && *e <= 'z') || *e == '_'; e++)
		;
	if (e == w || *e != ':')
		return NULL;
	*ret_rest = trim(e + 1, strlen(e + 1));
	return copy_n(w, (size_t)(e - w));
}

void
stmt_read_file(struct folder *f, const char *path)
{
	struct block b = { .f = f, .file = path };
	char *text = read_file(path, NULL), *next;
	int n = 1;

	if (text == NULL)
		die(path, 0, "cannot be read");
	for (char *p = text; *p != 0; p = next, n++) {
		char *e = strchrnul(p, '\n'), *rest = NULL, *word, *line = copy_n(p, (size_t)(e - p));

		next = *e != 0 ? e + 1 : e;
		word = directive_word(line, &rest);
		if (word != NULL) {
			directive(&b, word, rest, n);
			if (b.s != NULL && b.body.n == 0)
				b.s->body_line = n + 1;
			continue;
		}
		if (*trim(line, strlen(line)) == 0 || starts(trim(line, strlen(line)), "--")) {
			if (b.body.n > 0)
				put(&b.body, "\n");
			else if (b.s != NULL)
				b.s->body_line = n + 1;
			continue;
		}
		if (b.s == NULL)
			die(path, n, "expected '-- name: …' in front of a statement");
		put(&b.body, "%s\n", line);
	}
	if (b.unscoped != NULL)
		die(path, b.unscoped_line, "unscoped: there is no statement behind it");
	finish(&b);
}
