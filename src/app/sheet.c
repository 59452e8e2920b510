/* SPDX-License-Identifier: MIT */
#include "app/sheet.h"
#include <string.h>
#include "app/file.h"
#include "base/ids.h"
#include "base/time.h"
#include "app/large.h"
#include "http/http.h"
#include "store/store.h"

#define MOST_COLUMNS 64
#define LARGEST (24u << 20)
#define AT_C(T, rec, at) (*(const T *)(const void *)((const char *)(rec) + (at)))

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* ---- one cell ---- */

static struct str
choice_labels(struct ctx *c, const struct field *f, struct choices set)
{
	struct str s = S("");

	for (size_t k = 0; k < f->choices->n && k < 64; k++)
		if (set.bits >> k & 1) {
			struct str label = text(c, f->choices->c[k].label);
			s = arena_printf(c->mem, "%.*s%s%.*s", (int)s.n, s.p, s.n > 0 ? "; " : "", (int)label.n, label.p);
		}
	return s;
}

struct sheet_value
sheet_field(struct ctx *c, struct sheet_names *n, const struct field *f, const void *rec)
{
	if (field_masked(f, c->sight))
		return sheet_text(S(PERSONAL_HIDDEN));
	switch (f->type) {
	case F_I64: return sheet_number(AT_C(int64_t, rec, f->at));
	case F_NUMBER: {
		struct opt_i64 v = AT_C(struct opt_i64, rec, f->at);
		return v.has ? sheet_number(v.v) : sheet_text(S(""));
	}
	case F_DATE: return sheet_date(AT_C(struct date, rec, f->at));
	case F_TIME: return sheet_moment(AT_C(struct when, rec, f->at));
	case F_MONEY: return sheet_money(AT_C(struct money, rec, f->at));
	case F_BOOL: return sheet_text(text(c, AT_C(bool, rec, f->at) ? M("Yes") : M("No")));
	case F_ID:
		if (strcmp(f->name, "id") == 0)
			return sheet_text(id_text(c->mem, AT_C(int64_t, rec, f->at)));
		return sheet_text(sheet_name_of(c, n, f->ref, AT_C(int64_t, rec, f->at)));
	case F_CHOICE:
		for (size_t k = 0; k < f->choices->n; k++)
			if (str_is(AT_C(struct str, rec, f->at), f->choices->c[k].value))
				return sheet_text(text(c, f->choices->c[k].label));
		return sheet_text(AT_C(struct str, rec, f->at));
	case F_CHOICES: return sheet_text(choice_labels(c, f, AT_C(struct choices, rec, f->at)));
	case F_FILE: return sheet_text(AT_C(struct file_ref, rec, f->at).id != 0 ? text(c, M("A file is attached")) : S(""));
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL:
	case F_LIST: break;
	}
	return sheet_text(field_shown(c->mem, f, rec, c->sight));
}

struct table_column
sheet_column(struct ctx *c, const struct field *f)
{
	double width = f->type == F_LONG || f->type == F_LIST ? 60 : f->type == F_TEXT || f->type == F_PERSONAL || f->type == F_ID ? 28 : 18;

	return (struct table_column){ .label = strcmp(f->name, "id") == 0 ? text(c, M("Id")) : text(c, f->label), .width = width, .wrap = f->type == F_LONG };
}

enum status
sheet_open_apart(struct ctx *c, struct arena *mem, struct str bytes, const struct sheet_limits *limits, struct sheet_file **ret, struct message *ret_why)
{
	bool reading = c->db != NULL && db_snapshot(c->db) != 0;

	if (reading)
		db_end_read(c->db);
	enum status st = sheet_open(mem, bytes, limits, ret, ret_why);
	if (reading && db_begin_read(c->db) != ST_OK)
		return ST_UNAVAILABLE;
	return st;
}

/* ---- a run ---- */

static void
run_drop(void *arg)
{
	struct sheet_run *r = arg;

	if (r->table != NULL)
		table_drop(r->table);
	if (r->names != NULL)
		sheet_names_close(r->names);
	r->table = NULL;
	r->names = NULL;
}

enum status
sheet_begin(struct sheet_run *r, const struct table_column *columns, size_t n)
{
	return table_open(r->c->mem, r->format, "List", columns, n, &r->table);
}

bool
sheet_room(struct sheet_run *r)
{
	r->more = r->more || r->rows == r->most;
	r->rows += !r->more;
	return !r->more;
}

/* ---- rows of any list: what its action gives, page after page ---- */

/* The lists of rows: the one called items, or several of the same kind (waiting and answered), of which the last goes on page after page. */
#define MOST_LISTS 4
static size_t
items_of(const struct action *list, const struct field *ret[MOST_LISTS])
{
	const struct field *items = list->out != NULL ? shape_field(list->out, "items") : NULL;
	size_t n = 0;

	if (items != NULL && items->type == F_LIST) {
		ret[0] = items;
		return 1;
	}
	for (size_t i = 0; list->out != NULL && i < list->out->n; i++) {
		const struct field *f = &list->out->f[i];
		if (f->type != F_LIST)
			continue;
		if (n == MOST_LISTS || (n > 0 && f->of != ret[0]->of))
			return 0;
		ret[n++] = f;
	}
	return n;
}

static const struct field *
cursor_of(const struct action *list)
{
	if (list->in == NULL || list->out == NULL || shape_field(list->out, "next") == NULL)
		return NULL;
	const struct field *f = shape_field(list->in, "after");
	return f != NULL ? f : shape_field(list->in, "before");
}

static enum status
load_as(struct ctx *c, const struct action *list, void *in, void *out)
{
	const struct action *mine = c->action;
	enum face face = c->face;
	void *data = c->data;

	c->action = list;
	c->face = FACE_API;
	enum status st = list->load(c, in, out);
	c->action = mine;
	c->face = face;
	c->data = data;
	return st;
}

static bool
cursor_put(const struct field *f, struct str next, void *in)
{
	struct when t;
	int64_t id;

	if (next.n == 0 || str_is(next, "0"))
		return false;
	if (f->type == F_TIME && when_parse(next, &t))
		memcpy((char *)in + f->at, &t, sizeof t);
	else if (f->type == F_ID && id_parse(next, &id))
		memcpy((char *)in + f->at, &id, sizeof id);
	else if (f->type == F_TEXT)
		memcpy((char *)in + f->at, &next, sizeof next);
	else
		return false;
	return true;
}

struct list_walk { const struct action *list; const struct field *items[MOST_LISTS], *cursor, *next, *fields[MOST_COLUMNS]; size_t n_items, n; };

static enum status
list_begin(struct sheet_run *r, struct list_walk *w)
{
	const struct shape *s = w->items[0]->of;
	struct table_column *columns = arena_array(r->c->mem, struct table_column, MOST_COLUMNS);

	for (size_t i = 0; i < s->n && w->n < MOST_COLUMNS; i++)
		if (s->f[i].type != F_LIST) {
			columns[w->n] = sheet_column(r->c, &s->f[i]);
			w->fields[w->n++] = &s->f[i];
		}
	return sheet_begin(r, columns, w->n);
}

static size_t
list_put(struct sheet_run *r, const struct list_walk *w, const struct field *items, const void *out)
{
	struct list l = AT_C(struct list, out, items->at);

	for (size_t i = 0; i < l.n && sheet_room(r); i++) {
		for (size_t k = 0; k < w->n; k++)
			table_put(r->table, sheet_field(r->c, r->names, w->fields[k], (const char *)l.items + i * items->of->size));
		table_row_end(r->table);
	}
	return l.n;
}

static enum status
list_rows(struct sheet_run *r, const struct action *list, void *in)
{
	struct list_walk w = { .list = list, .cursor = cursor_of(list) };
	struct ctx *c = r->c;
	char *kept = arena_alloc(c->mem, 1024, 1);
	void *out = arena_alloc(c->mem, list->out->size, _Alignof(max_align_t));

	w.n_items = items_of(list, w.items);
	w.next = w.cursor != NULL ? shape_field(list->out, "next") : NULL;
	TRY(list_begin(r, &w));
	for (size_t page = 0, n = 1; n > 0 && !r->more; page++) {
		size_t mark = arena_mark(c->mem);
		memset(out, 0, list->out->size);
		TRY(load_as(c, list, in, out));
		n = 0;
		for (size_t i = page == 0 ? 0 : w.n_items - 1; i < w.n_items; i++)
			n += list_put(r, &w, w.items[i], out);
		struct str next = w.next != NULL ? field_value(c->mem, w.next, out) : S("");
		if (next.n > 1024)
			return ST_INTERNAL;
		if (next.n > 0)
			memcpy(kept, next.p, next.n);
		if (w.cursor == NULL || !cursor_put(w.cursor, (struct str){ kept, next.n }, in))
			n = 0;
		arena_rewind(c->mem, mark);
	}
	return ST_OK;
}

/* ---- the export ---- */

static struct str
format_of(const struct action *a, const void *in)
{
	const struct field *f = shape_field(a->in, "format");

	return AT_C(struct str, in, f->at);
}

/* All rows up to most; more: there are others, and nothing is made. */
static enum status
file_make(struct ctx *c, void *in, enum table_format format, size_t most, struct buf *out, struct sheet_run *r)
{
	const struct known_action *k = registry_action(str_c(c->action->name));

	*r = (struct sheet_run){ .c = c, .format = format, .most = most };
	arena_defer(c->mem, run_drop, r);
	TRY(sheet_names_open(c, &r->names));
	enum status st = k->reg != NULL ? register_rows(r, k->reg, in) : list_rows(r, k->list, in);
	if (st == ST_OK && !r->more) {
		st = table_close(r->table, out);
		r->table = NULL;
		if (st == ST_TOO_LARGE)
			st = fail(c, st, M("This is too much for one file. Narrow the list down first."), NULL);
	}
	run_drop(r);
	return st;
}

static struct str
file_named(struct ctx *c, enum table_format format)
{
	struct str rest, kind = str_cut(str_c(c->action->name), '.', &rest);

	return arena_printf(c->mem, "%.*s.%s", (int)kind.n, kind.p, table_suffix(format));
}

enum status
sheet_export_load(struct ctx *c, void *in, void *out)
{
	struct str name = format_of(c->action, in);
	enum table_format format = name.n == 0 ? TABLE_CSV : table_format_find(name);
	struct sheet_run *r = arena_new(c->mem, struct sheet_run);
	struct buf b;

	(void)out;
	if (format == 0)
		return fail(c, ST_INVALID, M("A list comes as csv or as xlsx."), NULL);
	buf_init(&b, LARGEST);
	enum status st = file_make(c, in, format, SHEET_AT_ONCE, &b, r);
	if (st == ST_OK && r->more) {
		st = large_offer(c, str_c(table_suffix(format)), text(c, M("The list has more than 5,000 rows.")));
	} else if (st == ST_OK) {
		c->download = arena_copy(c->mem, buf_view(&b));
		c->download_name = file_named(c, format);
		c->download_type = str_c(table_type(format));
	}
	buf_free(&b);
	return st;
}

/* ---- as long work ---- */

enum status
sheet_ask(struct ctx *c, struct str action, struct str format, struct str query, int64_t *ret_id)
{
	const struct known_action *k = registry_action(action);

	if (k == NULL || k->action->load != sheet_export_load || !may_who(c->who, k->action))
		return fail(c, ST_FORBIDDEN, M("Your role does not include this."), NULL);
	if (table_format_find(format) == 0)
		return fail(c, ST_INVALID, M("A list comes as csv or as xlsx."), NULL);
	struct str list = text(c, k->reg != NULL ? k->reg->title : k->list->title);
	return long_ask(c, &(struct long_ask){ .kind = sheet_long.name, .action = k->action->name,
	    .title = arena_printf(c->mem, "%.*s (%s)", (int)list.n, list.p, str_is(format, "xlsx") ? "XLSX" : "CSV"),
	    .input = arena_printf(c->mem, "%.*s\n%.*s", (int)format.n, format.p, (int)query.n, query.p) }, ret_id);
}

static enum status
long_file(struct ctx *c, struct long_work *w)
{
	struct str query, name = str_cut(w->input, '\n', &query);
	struct sheet_run *r = arena_new(c->mem, struct sheet_run);
	void *in = arena_alloc(c->mem, c->action->in->size, _Alignof(max_align_t));
	struct pair *pairs;
	struct form form;
	struct buf b;
	size_t n;

	if (http_parse_pairs(c->mem, query, 200, &pairs, &n) != ST_OK || form_read(c->mem, c->action->in, pairs, n, NULL, c->today, &form, in) != ST_OK)
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	buf_init(&b, LARGEST);
	enum status st = file_make(c, in, table_format_find(name), SIZE_MAX, &b, r);
	w->done = w->total = (int64_t)r->rows;
	if (st == ST_OK)
		st = file_keep_here(c, file_named(c, r->format), str_c(table_type(r->format)), buf_view(&b), &w->result);
	w->summary = lang_format(c->lang, c->mem, M("Rows: {n}."), (struct msg_arg[]){ { "n", arena_printf(c->mem, "%zu", r->rows) } }, 1);
	buf_free(&b);
	return st;
}

const struct long_def sheet_long = { .name = "sheet.export", .work = long_file };

/* ---- made beside each list ---- */

bool
sheet_make(struct arena *a, const struct action *list, const char *name, const char *path, struct action *ret_action, struct page *ret_page)
{
	size_t n = list->in != NULL ? list->in->n : 0, size = list->in != NULL ? list->in->size : 0;

	const struct field *items[MOST_LISTS];

	if (items_of(list, items) == 0 || list->load == NULL || list->mode != MODE_READ || list->record != NULL)
		return false;
	struct shape *in = arena_new(a, struct shape);
	struct field *f = arena_array(a, struct field, n + 1);
	if (n > 0)
		memcpy(f, list->in->f, n * sizeof *f);
	size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	f[n] = (struct field){ .name = "format", .at = size, .type = F_TEXT, .label = M("Format: csv or xlsx") };
	*in = (struct shape){ "export", f, n + 1, size + sizeof(struct str) };
	*ret_action = (struct action){ .name = name, .title = M("Download as a spreadsheet"), .access = list->access, .mode = MODE_READ, .in = in,
		.load = sheet_export_load, .personal = list->personal, .national = list->national };
	*ret_page = (struct page){ .method = GET, .path = str_z(a, arena_printf(a, "%s/export", path)), .action = ret_action, .html = large_html,
		.title = M("Download as a spreadsheet") };
	return true;
}

bool
sheet_links_for(struct ctx *c, const struct page *p, struct sheet_links *ret)
{
	const struct known_action *k = registry_action(str_c(p->action->name));
	struct url u;

	if (k == NULL || k->sheet == NULL || !may_who(c->who, k->sheet->action))
		return false;
	u = URL(c->mem, k->sheet->path);
	for (size_t i = 0; i < c->n_asked; i++)
		if (!str_is(c->asked[i].name, "after") && !str_is(c->asked[i].name, "before") && shape_field(k->sheet->action->in, str_z(c->mem, c->asked[i].name)) != NULL)
			u = url_with(c->mem, u, str_z(c->mem, c->asked[i].name), c->asked[i].value);
	*ret = (struct sheet_links){ u, url_with(c->mem, u, "format", S("xlsx")) };
	return true;
}
