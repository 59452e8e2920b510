/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "report/xlsx.h"

/* ---- relations: which part is meant ---- */

struct relation { struct str id, target; };
struct relations { struct relation r[256]; size_t n; struct str office, strings, styles; };

static void
relation_start(struct xlsx_walk *w, const char *name, const XML_Char **attr)
{
	struct relations *r = w->arg;
	const char *id = xlsx_attr(attr, "Id"), *target = xlsx_attr(attr, "Target"), *type = xlsx_attr(attr, "Type"), *mode = xlsx_attr(attr, "TargetMode");

	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL || (mode != NULL && strcmp(mode, "External") == 0))
		return;
	struct str to = arena_copy(w->f->a, str_c(target)), kind = str_c(type);
	if (r->n < countof(r->r))
		r->r[r->n++] = (struct relation){ arena_copy(w->f->a, str_c(id)), to };
	if (str_ends(kind, S("/officeDocument")))
		r->office = to;
	else if (str_ends(kind, S("/sharedStrings")))
		r->strings = to;
	else if (str_ends(kind, S("/styles")))
		r->styles = to;
}

/* A target is meant from the folder of the part that names it, or from the top. */
static struct str
part_at(struct arena *a, struct str folder, struct str target)
{
	if (target.n > 0 && target.p[0] == '/')
		return (struct str){ target.p + 1, target.n - 1 };
	if (str_starts(target, S("./")))
		target = (struct str){ target.p + 2, target.n - 2 };
	return arena_printf(a, "%.*s%.*s", (int)folder.n, folder.p, (int)target.n, target.p);
}

/* ---- the workbook ---- */

struct book_walk { struct relations *r; struct str folder; };

static void
book_start(struct xlsx_walk *w, const char *name, const XML_Char **attr)
{
	struct book_walk *b = w->arg;
	struct sheet_file *f = w->f;

	if (strcmp(name, "workbookPr") == 0) {
		const char *v = xlsx_attr(attr, "date1904");
		f->from_1904 = v != NULL && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
	}
	if (strcmp(name, "sheet") != 0)
		return;
	const char *title = xlsx_attr(attr, "name"), *id = NULL;
	/* sheetId and r:id differ only by the namespace. */
	for (const XML_Char **at = attr; at[0] != NULL; at += 2)
		if (strchr(at[0], '|') != NULL && strcmp(xlsx_local(at[0]), "id") == 0)
			id = at[1];
	for (size_t i = 0; title != NULL && id != NULL && i < b->r->n; i++) {
		if (!str_is(b->r->r[i].id, id))
			continue;
		if (f->n_sheets == XLSX_SHEETS) {
			xlsx_stop(w, (struct message){ .text = M("This workbook has more than {most} sheets."), .words = { WORD_INT("most", XLSX_SHEETS) } });
			return;
		}
		f->sheets[f->n_sheets++] = (struct xlsx_sheet){ arena_copy(f->a, str_c(title)), part_at(f->a, b->folder, b->r->r[i].target) };
		return;
	}
}

/* ---- styles: which numbers are dates ---- */

#define MOST_FORMATS 1024
#define MOST_STYLES 65536
struct style_walk { struct { int64_t id; uint8_t form; } own[MOST_FORMATS]; size_t n_own; bool in_cells; };

static uint8_t
form_of_code(const char *code)
{
	bool date = false, time = false, quoted = false;

	for (const char *p = code; *p != 0 && *p != ';'; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (*p == '\\' && p[1] != 0)
			p++;
		else if (*p == '[') {
			/* [h] counts hours; [Red] and [$-809] are no dates. */
			time = time || ((p[1] == 'h' || p[1] == 'm' || p[1] == 's' || p[1] == 'H') && (p[2] == ']' || p[3] == ']'));
			while (*p != 0 && *p != ']')
				p++;
			if (*p == 0)
				break;
		} else if (*p == 'y' || *p == 'Y' || *p == 'd' || *p == 'D') {
			date = true;
		} else if (*p == 'h' || *p == 'H' || *p == 's' || *p == 'S') {
			time = true;
		}
	}
	return time ? FORM_MOMENT : date ? FORM_DATE : FORM_NUMBER;
}

static uint8_t
form_of_id(const struct style_walk *s, int64_t id)
{
	for (size_t i = 0; i < s->n_own; i++)
		if (s->own[i].id == id)
			return s->own[i].form;
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return FORM_DATE;
	if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		return FORM_MOMENT;
	return FORM_NUMBER;
}

static void
style_start(struct xlsx_walk *w, const char *name, const XML_Char **attr)
{
	struct style_walk *s = w->arg;
	struct sheet_file *f = w->f;
	const char *id = xlsx_attr(attr, "numFmtId"), *code = xlsx_attr(attr, "formatCode");
	int64_t v = 0;

	if (id != NULL && !str_i64(str_c(id), &v))
		v = 0;
	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = true;
	else if (strcmp(name, "numFmt") == 0 && code != NULL && s->n_own < MOST_FORMATS) {
		s->own[s->n_own].id = v;
		s->own[s->n_own++].form = form_of_code(code);
	} else if (strcmp(name, "xf") == 0 && s->in_cells && f->n_forms < MOST_STYLES) {
		f->forms[f->n_forms++] = form_of_id(s, v);
	}
}

static void
style_end(struct xlsx_walk *w, const char *name)
{
	if (strcmp(name, "cellXfs") == 0)
		((struct style_walk *)w->arg)->in_cells = false;
}

/* ---- shared texts ---- */

static int
hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int d = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

size_t
xlsx_unescape(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		int v = n - i >= 7 && p[i] == '_' && p[i + 1] == 'x' && p[i + 6] == '_' ? hex4(p + i + 2) : -1;
		if (v <= 0 || (v >= 0xd800 && v <= 0xdfff)) {
			p[to++] = p[i];
			continue;
		}
		if (v < 0x80) {
			p[to++] = (char)v;
		} else if (v < 0x800) {
			p[to++] = (char)(0xc0 | v >> 6);
			p[to++] = (char)(0x80 | (v & 63));
		} else {
			p[to++] = (char)(0xe0 | v >> 12);
			p[to++] = (char)(0x80 | (v >> 6 & 63));
			p[to++] = (char)(0x80 | (v & 63));
		}
		i += 6;
	}
	return to;
}

struct shared_walk { bool in_text, in_phonetic; size_t from, piece; };

static void
shared_start(struct xlsx_walk *w, const char *name, const XML_Char **attr)
{
	struct shared_walk *s = w->arg;

	(void)attr;
	if (strcmp(name, "si") == 0)
		s->from = w->f->shared.n;
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic = true;
	else if (strcmp(name, "t") == 0 && !s->in_phonetic) {
		s->in_text = true;
		s->piece = w->f->shared.n;
	}
}

static void
shared_end(struct xlsx_walk *w, const char *name)
{
	struct shared_walk *s = w->arg;
	struct sheet_file *f = w->f;

	if (strcmp(name, "t") == 0 && s->in_text) {
		s->in_text = false;
		if (f->shared.n > s->piece)
			f->shared.n = s->piece + xlsx_unescape(f->shared.p + s->piece, f->shared.n - s->piece);
	} else if (strcmp(name, "rPh") == 0) {
		s->in_phonetic = false;
	} else if (strcmp(name, "si") == 0) {
		uint32_t end = (uint32_t)f->shared.n;
		buf_put(&f->shared_at, &end, sizeof end);
	}
	if (f->shared.failed || f->shared_at.failed)
		xlsx_stop(w, (struct message){ .text = M("This workbook holds more text than is read at once. Send fewer rows.") });
}

static void
shared_text(struct xlsx_walk *w, const char *p, int n)
{
	if (((struct shared_walk *)w->arg)->in_text)
		buf_put(&w->f->shared, p, (size_t)n);
}

/* ---- all of it ---- */

static struct str
folder_of(struct str part)
{
	while (part.n > 0 && part.p[part.n - 1] != '/')
		part.n--;
	return part;
}

enum status
xlsx_book(struct sheet_file *f, struct message *ret_why)
{
	struct relations *top = arena_new(f->a, struct relations), *r = arena_new(f->a, struct relations);
	struct style_walk *styles = arena_new(f->a, struct style_walk);
	struct shared_walk shared = { .in_text = false };

	TRY(xlsx_part(f, S("_rels/.rels"), &(struct xlsx_walk){ .start = relation_start, .arg = top }, true, ret_why));
	struct str book = part_at(f->a, S(""), top->office.n > 0 ? top->office : S("xl/workbook.xml")), folder = folder_of(book);
	struct str rels = arena_printf(f->a, "%.*s_rels/%.*s.rels", (int)folder.n, folder.p, (int)(book.n - folder.n), book.p + folder.n);
	TRY(xlsx_part(f, rels, &(struct xlsx_walk){ .start = relation_start, .arg = r }, true, ret_why));
	struct book_walk bw = { r, folder };
	TRY(xlsx_part(f, book, &(struct xlsx_walk){ .start = book_start, .arg = &bw }, true, ret_why));
	if (f->n_sheets == 0) {
		*ret_why = (struct message){ .text = M("This workbook has no sheet.") };
		return ST_INVALID;
	}
	f->forms = arena_array(f->a, uint8_t, MOST_STYLES);
	enum status st = r->styles.n == 0 ? ST_OK
	    : xlsx_part(f, part_at(f->a, folder, r->styles), &(struct xlsx_walk){ .start = style_start, .end = style_end, .arg = styles }, false, ret_why);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	st = r->strings.n == 0 ? ST_OK : xlsx_part(f, part_at(f->a, folder, r->strings),
	    &(struct xlsx_walk){ .start = shared_start, .end = shared_end, .text = shared_text, .arg = &shared }, false, ret_why);
	return st == ST_NOT_FOUND ? ST_OK : st;
}
