/* SPDX-License-Identifier: MIT */
#include "app/file.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/scan.h"
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

struct piece { const struct scope *scope; int64_t id; struct str name, type, hash, scan, bytes; int64_t size, n, by; struct when now; };

static enum status
piece_write(void *arg, struct db *db)
{
	struct piece *p = arg;
	int64_t n;

	if (p->n == 0)
		TRY(file_insert(db, p->scope, p->id, p->name, p->type, p->size, p->hash, p->scan, p->now, p->by, &n));
	return p->bytes.n > 0 ? file_chunk_insert(db, p->scope, p->id, p->n, p->bytes, &n) : ST_OK;
}

enum status
file_keep(struct app *app, struct db *mine, struct arena *a, const struct scope *scope, int64_t by, struct when now,
    struct str name, struct str type, struct str bytes, int64_t *ret_id)
{
	struct str found;
	enum scan scan = scan_bytes(a, app->clamd, bytes, &found);
	struct hash h = hash_of(bytes);
	struct piece p = { .scope = scope, .id = id_new(), .name = name, .type = type, .hash = hash_hex(a, &h), .scan = str_c(scan_names[scan]),
		.size = (int64_t)bytes.n, .by = by, .now = now };

	*ret_id = 0;
	if (scan == SCAN_INFECTED)
		return ST_INVALID;
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
	if (c->scope->org == 0) {	/* the operator, who has not said for whom */
		field_error(c, f->name, M("A file belongs to an organisation. Say which one acts"), S(""));
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
	enum status st = file_keep(c->app, r->db, c->mem, c->scope, c->who->account, c->now, name, str_c(type), part->body, &ref.id);
	if (st == ST_INVALID) {
		field_error(c, f->name, M("The selected file contains a virus. It was not saved"), S(""));
		return ST_OK;
	}
	TRY(st);
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
			if (s->f[k].type == F_FILE && !s->f[k].passing && str_is(c->files[i].name, s->f[k].name))
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
file_own(struct ctx *c, int64_t file)
{
	struct file_loose_row r;

	return file_loose(c->db, c->scope, c->mem, file, &r);
}

enum status
file_about(struct ctx *c, int64_t file, struct file_info *ret)
{
	struct file_get_row f;

	TRY(file_get(c->db, c->scope, c->mem, file, &f));
	*ret = (struct file_info){ .id = f.id, .name = f.name, .type = f.type, .hash = f.hash, .scan = f.scan, .size = f.size, .at = f.created_at };
	return ST_OK;
}

static const char *
shut_words(const struct file_info *f)
{
	if (str_is(f->scan, scan_names[SCAN_WAITING]))
		return M("This file has not been scanned for viruses yet. Try again in a few minutes.");
	return str_is(f->scan, scan_names[SCAN_INFECTED]) ? M("A virus was found in this file. It cannot be opened.") : NULL;
}

bool
file_shut(struct ctx *c, const struct file_info *f, struct str *ret_why)
{
	const char *why = shut_words(f);

	*ret_why = why != NULL ? lang_text(c->lang, c->mem, why) : S("");
	return why != NULL;
}

enum status
file_bytes(struct ctx *c, int64_t file, struct arena *a, struct file_info *ret_info, struct str *ret)
{
	struct file_chunks_row *k;
	size_t n, at = 0;

	TRY(file_about(c, file, ret_info));
	if (shut_words(ret_info) != NULL)
		return fail(c, str_is(ret_info->scan, scan_names[SCAN_WAITING]) ? ST_UNAVAILABLE : ST_FORBIDDEN, shut_words(ret_info), NULL);
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

/* ---- what waits for the scanner ---- */

struct rescan { struct arena *a; int64_t org, id; struct str scan; };

static enum status
rescan_write(void *arg, struct db *db)
{
	struct rescan *r = arg;
	int64_t n;

	return file_scanned(db, r->org, r->id, r->scan, &n);
}

/* One file; *ret_at is where the next search begins, not set when there is none left or the scanner is away. */
static enum status
rescan_one(struct app *app, struct db *mine, struct arena *a, struct when after, struct when *ret_at)
{
	struct file_waiting_first_row row;
	struct file_chunks_row *k;
	struct str found;
	struct buf b;
	size_t n;

	*ret_at = (struct when){ 0 };
	TRY(db_begin_read(mine));
	enum status st = file_waiting_first(mine, a, after, &row);
	if (st == ST_OK)
		st = file_chunks(mine, scope_job(a, row.org), a, row.id, &k, &n);
	db_end_read(mine);
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	buf_init(&b, FILE_MAX);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, k[i].bytes);
	enum scan scan = scan_bytes(a, app->clamd, buf_view(&b), &found);
	buf_free(&b);
	if (scan == SCAN_WAITING || scan == SCAN_OFF)
		return ST_OK;
	*ret_at = row.created_at;
	struct rescan r = { a, row.org, row.id, str_c(scan_names[scan]) };
	return app_write(app, mine, NULL, rescan_write, &r);
}

enum status
file_rescan(struct app *app, struct db *mine, int64_t *ret_n)
{
	struct when at = { 0 }, next;
	struct arena a;
	enum status st;

	*ret_n = 0;
	if (!arena_open(&a, 64u << 20))
		return ST_UNAVAILABLE;
	do {
		arena_reset(&a);
		st = rescan_one(app, mine, &a, (struct when){ at.ms - 1 }, &next);
		*ret_n += next.ms != 0;
		at = next;
	} while (st == ST_OK && next.ms != 0 && *ret_n < 100);
	arena_close(&a);
	return st;
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
