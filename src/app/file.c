/* SPDX-License-Identifier: MIT */
#include "app/file.h"
#include <string.h>
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"
#include "sql/app.h"

const char file_types_allowed[] = "PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, plain text or CSV";

/* ---- what the bytes show ---- */

static bool
holds(struct str bytes, const char *what, size_t n, size_t within)
{
	struct str head = { bytes.p, bytes.n < within ? bytes.n : within };

	return str_find(head, (struct str){ what, n }) >= 0;
}

static bool
is_text(struct str bytes)
{
	struct arena a;
	struct str clean;
	bool ok = false;

	if (bytes.n > FILE_MAX || memchr(bytes.p, 0, bytes.n) != NULL || !arena_open(&a, 4 * (size_t)FILE_MAX + (1 << 20)))
		return false;
	ok = text_clean(&a, bytes, true, &clean) == ST_OK;
	arena_close(&a);
	return ok;
}

const char *
file_type_of(struct str b, struct str name)
{
	static const struct { const char *magic; size_t n; const char *type; } heads[] = {
		{ "%PDF-", 5, "application/pdf" },
		{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
		{ "\xff\xd8\xff", 3, "image/jpeg" },
	};
	/* Office files are zip archives that say in their first entries what they are. */
	static const struct { const char *mark, *type; } offices[] = {
		{ "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		{ "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
		{ "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
		{ "mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text" },
		{ "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet" },
		{ "mimetypeapplication/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.presentation" },
	};

	for (size_t i = 0; i < countof(heads); i++)
		if (b.n >= heads[i].n && memcmp(b.p, heads[i].magic, heads[i].n) == 0)
			return heads[i].type;
	if (b.n >= 4 && memcmp(b.p, "PK\x03\x04", 4) == 0) {
		for (size_t i = 0; i < countof(offices); i++)
			if (holds(b, offices[i].mark, strlen(offices[i].mark), b.n) &&
			    (i >= 3 || holds(b, "[Content_Types].xml", 19, b.n)))
				return offices[i].type;
		return NULL;
	}
	if (!is_text(b) || holds(b, "<script", 7, b.n) || holds(b, "<html", 5, 4096) || holds(b, "<svg", 4, 4096) ||
	    holds(b, "<?", 2, 256) || holds(b, "#!", 2, 2))
		return NULL;
	return str_ends(name, S(".csv")) || str_ends(name, S(".CSV")) ? "text/csv" : "text/plain";
}

/* ---- storing ---- */

struct piece { const struct scope *scope; int64_t id; struct str name, type, hash, bytes; int64_t size, n, by; struct when now; };

static enum status
piece_write(void *arg, struct db *db)
{
	struct piece *p = arg;
	int64_t n;

	if (p->n == 0)
		TRY(file_insert(db, p->scope, p->id, p->name, p->type, p->size, p->hash, p->now, p->by, &n));
	return p->bytes.n > 0 ? file_chunk_insert(db, p->scope, p->id, p->n, p->bytes, &n) : ST_OK;
}

enum status
file_keep(struct app *app, struct db *mine, struct arena *a, const struct scope *scope, int64_t by, struct when now,
    struct str name, struct str type, struct str bytes, int64_t *ret_id)
{
	struct hash h = hash_of(bytes);
	struct piece p = { .scope = scope, .id = id_new(), .name = name, .type = type, .hash = hash_hex(a, &h),
		.size = (int64_t)bytes.n, .by = by, .now = now };

	for (size_t at = 0; at < bytes.n || at == 0; at += FILE_CHUNK, p.n++) {
		size_t left = bytes.n - at;
		p.bytes = (struct str){ bytes.p + at, left < FILE_CHUNK ? left : FILE_CHUNK };
		TRY(app_write(app, mine, NULL, piece_write, &p));
	}
	*ret_id = p.id;
	return ST_OK;
}

enum status
file_keep_here(struct ctx *c, struct str name, struct str type, struct str bytes, int64_t *ret_id)
{
	struct db *mine;

	TRY(store_connect(c->app->store, &mine));
	enum status st = file_keep(c->app, mine, c->mem, c->scope, c->who->account, c->now, name, type, bytes, ret_id);
	store_disconnect(mine);
	return st;
}

/* The last part of what a browser sends as a name, without what would upset a file system or a header. */
static struct str
name_clean(struct arena *a, struct str raw)
{
	struct str s;

	if (text_clean(a, raw, false, &s) != ST_OK || s.n == 0)
		return S("file");
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
			s = (struct str){ s.p + i, s.n - i };
			break;
		}
	char *p = arena_alloc(a, s.n + 1, 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = strchr("\"<>:|?*;", s.p[i]) != NULL ? '_' : s.p[i];
	return text_shorten(a, (struct str){ p, s.n }, 120);
}

static enum status
part_keep(struct run *r, const struct field *f, const struct http_part *part)
{
	struct ctx *c = r->c;
	struct file_ref ref = { 0 };

	if (part->file_name.n == 0 && part->body.n == 0)
		return ST_OK;		/* no file chosen */
	if (part->body.n == 0) {
		field_error(c, f->name, M("The selected file is empty"), S(""));
		return ST_OK;
	}
	if (part->body.n > FILE_MAX) {
		field_error(c, f->name, M("The selected file must be smaller than 20 MB"), S(""));
		return ST_OK;
	}
	struct str name = name_clean(c->mem, part->file_name);
	const char *type = file_type_of(part->body, name);
	if (type == NULL) {
		field_error(c, f->name, M("The selected file must be a PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, plain text or CSV file"), S(""));
		return ST_OK;
	}
	TRY(file_keep(c->app, r->db, c->mem, c->scope, c->who->account, c->now, name, str_c(type), part->body, &ref.id));
	memcpy((char *)r->in + f->at, &ref, sizeof ref);
	return ST_OK;
}

enum status
file_keep_all(struct run *r)
{
	struct ctx *c = r->c;
	const struct shape *s = c->action->in;

	if (s == NULL)
		return ST_OK;
	for (size_t i = 0; i < c->n_files; i++)
		for (size_t k = 0; k < s->n; k++)
			if (s->f[k].type == F_FILE && str_is(c->files[i].name, s->f[k].name))
				TRY(part_keep(r, &s->f[k], &c->files[i]));
	return errors(c);
}

/* ---- reading ---- */

enum status
file_link(struct ctx *c, int64_t file)
{
	int64_t n;

	TRY(file_mark_linked(c->db, c->scope, file, &n));
	return n == 1 ? ST_OK : fail(c, ST_INVALID, M("The uploaded file is no longer there. Choose it again."), NULL);
}

enum status
file_about(struct ctx *c, int64_t file, struct file_info *ret)
{
	struct file_get_row f;

	TRY(file_get(c->db, c->scope, c->mem, file, &f));
	*ret = (struct file_info){ .id = f.id, .name = f.name, .type = f.type, .hash = f.hash, .size = f.size, .at = f.created_at };
	return ST_OK;
}

enum status
file_bytes(struct ctx *c, int64_t file, struct arena *a, struct file_info *ret_info, struct str *ret)
{
	struct file_chunks_row *k;
	size_t n, at = 0;

	TRY(file_about(c, file, ret_info));
	TRY(file_chunks(c->db, c->scope, a, file, &k, &n));
	char *p = arena_alloc(a, (size_t)ret_info->size + 1, 1);
	for (size_t i = 0; i < n; at += k[i].bytes.n, i++) {
		if (k[i].n != (int64_t)i || k[i].bytes.n > (size_t)ret_info->size - at)
			return fail(c, ST_INTERNAL, M("A part of this file is missing."), NULL);
		memcpy(p + at, k[i].bytes.p, k[i].bytes.n);
	}
	*ret = (struct str){ p, at };
	struct hash h = hash_of(*ret);
	if (at != (size_t)ret_info->size || !str_eq(hash_hex(a, &h), ret_info->hash))
		return fail(c, ST_INTERNAL, M("This file is not what was stored."), NULL);
	return ST_OK;
}

struct sweep { struct arena *a; struct when before; int64_t n; };

static enum status
sweep_write(void *arg, struct db *db)
{
	struct sweep *s = arg;
	struct file_stale_row *r;
	size_t n;
	int64_t changed;

	TRY(file_stale(db, s->a, s->before, 20, &r, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(file_chunk_drop(db, r[i].org, r[i].id, &changed));
		TRY(file_drop(db, r[i].org, r[i].id, &changed));
	}
	s->n = (int64_t)n;
	return ST_OK;
}

enum status
file_sweep(struct app *app, struct db *mine, struct when now, int64_t *ret_n)
{
	struct sweep s = { .before = { now.ms - 24 * 3600 * 1000ll } };
	struct arena a;

	if (!arena_open(&a, 1 << 20))
		return ST_UNAVAILABLE;
	s.a = &a;
	*ret_n = 0;
	do {
		arena_reset(&a);
		enum status st = app_write(app, mine, NULL, sweep_write, &s);
		if (st != ST_OK) {
			arena_close(&a);
			return st;
		}
		*ret_n += s.n;
	} while (s.n == 20);
	arena_close(&a);
	return ST_OK;
}
