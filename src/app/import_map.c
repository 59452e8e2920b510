/* SPDX-License-Identifier: MIT */
/* What another system calls its columns and what words it has for ours: said once on a page, kept under a name, and used again
 * for every file with the same headings. */
#include "app/import.h"
#include <string.h>
#include "app/file.h"
#include "app/pages.h"
#include "app/register_list.h"
#include "base/ids.h"
#include "base/text.h"
#include "tpl/app/reg_match.h"

#define MOST_COLUMNS 256
#define MOST_WORDS 400		/* of a mapping, on its page */

SHAPE(import_map_shape, import_map,
	FIELD(struct import_map, kind, .label = M("List"), .read_only = true),
	FIELD(struct import_map, name, .label = M("Name of the mapping"), .must = true, .max = 100),
	FIELD(struct import_map, source, .label = M("Other system"), .max = 100),
	FIELD(struct import_map, print, .label = M("Headings"), .read_only = true),
	FIELD_LONG(struct import_map, fields, .label = M("Columns"), .max = 100000),
	FIELD_LONG(struct import_map, words, .label = M("Words"), .max = 200000));
const struct record_type import_map_record = {
	.ops = &import_map_ops, .shape = &import_map_shape, .one = M("mapping of columns"), .many = M("mappings of columns"), .label = "name", .path = "/work",
};

struct map_field { struct str heading, field; };
struct map_word { struct str field, word, value; };
struct match_in { struct str work, name, source; struct list fields, words; bool update; };
SHAPE(map_field_shape, map_field,
	FIELD(struct map_field, heading, .label = M("Heading in the file"), .must = true, .max = 200),
	FIELD(struct map_field, field, .label = M("Field here"), .max = 100));
SHAPE(map_word_shape, map_word,
	FIELD(struct map_word, field, .label = M("Field here"), .must = true, .max = 100),
	FIELD(struct map_word, word, .label = M("Word in the file"), .must = true, .max = 200),
	FIELD(struct map_word, value, .label = M("What it stands for here"), .max = 300));
SHAPE(import_match_shape, match_in,
	FIELD(struct match_in, work, .label = M("Id of the check"), .must = true, .max = 20),
	FIELD(struct match_in, name, .label = M("Name of the mapping"), .hint = M("It is used by itself for every file with the same headings."), .must = true, .max = 100),
	FIELD(struct match_in, source, .label = M("Name of the other system"),
	    .hint = M("Rows are told apart by their reference there, under this name. If you leave it empty, the name of the mapping is taken."), .max = 100),
	FIELD(struct match_in, fields, .label = M("Columns"), .of = &map_field_shape, .max = MOST_COLUMNS),
	FIELD(struct match_in, words, .label = M("Words"), .of = &map_word_shape, .max = MOST_WORDS),
	FIELD(struct match_in, update, .label = M("Change records here where a row has changed in the other system"),
	    .hint = M("Otherwise such rows are named and left as they are here.")));

/* ---- choosing ---- */

static enum status
map_copy(struct ctx *c, struct arena *mem, int64_t id, struct import_map **ret)
{
	struct import_map *m = arena_new(mem, struct import_map);

	TRY(import_map_ops.get(c->db, c->scope, mem, id, m));
	*ret = m;
	return ST_OK;
}

enum status
import_map_choose(struct ctx *c, struct arena *mem, const struct record_type *t, int64_t map, struct str print, struct import_map **ret)
{
	struct import_map_printed_row r = { .id = map };

	*ret = NULL;
	if (map == 0) {
		enum status st = import_map_printed(c->db, c->scope, c->mem, str_c(t->ops->kind), print, &r);
		if (st != ST_OK)
			return st == ST_NOT_FOUND ? ST_OK : st;
	}
	return map_copy(c, mem, r.id, ret);
}

enum status
import_map_find(struct ctx *c, const struct record_type *t, struct str name, int64_t *ret)
{
	struct import_map_named_row r = { 0 };

	*ret = 0;
	if (name.n == 0)
		return ST_OK;
	enum status st = import_map_named(c->db, c->scope, c->mem, str_c(t->ops->kind), text_sort(c->mem, name), &r);
	*ret = r.id;
	return st == ST_NOT_FOUND ? fail(c, ST_INVALID, M("There is no mapping called {name} for this list."), "name", name, NULL) : st;
}

enum status
import_map_names_text(struct ctx *c, const struct record_type *t, struct str *ret)
{
	struct import_map_names_row *r;
	size_t n;

	*ret = S("");
	TRY(import_map_names(c->db, c->scope, c->mem, str_c(t->ops->kind), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		*ret = arena_printf(c->mem, "%.*s%s%.*s", (int)ret->n, ret->p, i > 0 ? "; " : "", (int)r[i].name.n, r[i].name.p);
	return ST_OK;
}

/* "Heading = field": a heading may hold = itself, a field does not. */
static struct str
line_split(struct str line, struct str *ret_value)
{
	size_t at = line.n;

	while (at > 0 && line.p[at - 1] != '=')
		at--;
	*ret_value = str_trim((struct str){ line.p + at, line.n - at });
	return at > 0 ? str_trim((struct str){ line.p, at - 1 }) : S("");
}

bool
import_map_field(struct ctx *c, const struct import_map *map, struct str heading, struct str *ret)
{
	struct str all = map->fields;

	while (all.n > 0)
		if (import_same(c, line_split(str_cut(all, '\n', &all), ret), heading))
			return true;
	return false;
}

/* ---- the page ---- */

static enum status
file_open(struct ctx *c, const struct long_about *w, struct import **ret)
{
	struct file_info info;
	struct str bytes;
	int64_t map = 0;

	(void)id_parse(str_cut(w->input, ' ', &(struct str){ 0 }), &map);
	TRY(file_bytes(c, w->source, c->mem, &info, &bytes));
	return import_open(c, c->mem, register_of(c), bytes, &(struct import_wish){ .map = map }, ret);
}

static enum status
check_read(struct ctx *c, struct str id, struct long_about *ret)
{
	int64_t n = 0;

	(void)id_parse(id, &n);
	TRY(long_read(c, n, ret));
	if (!str_is(ret->kind, import_check_long.name) || ret->source == 0 || !str_is(ret->action, str_z(c->mem, arena_printf(c->mem, "%s.import", register_of(c)->type->ops->kind))))
		return fail(c, ST_INVALID, M("Only a file that has been checked for this list can be accepted."), NULL);
	return ST_OK;
}

struct match_data { struct long_about w; struct import *m; };

static const char *
field_name(const struct register_def *reg, size_t field)
{
	switch (field) {
	case IMPORT_ID: return "id";
	case IMPORT_VERSION: return "version";
	case IMPORT_REF: return "ref";
	case IMPORT_THEIR_REF: return "their_ref";
	case SIZE_MAX: return "";
	default: return field < IMPORT_ID ? reg->type->shape->f[field].name : reg->import->shape->f[field - IMPORT_EXTRA].name;
	}
}

static const struct field *
field_named(const struct register_def *reg, struct str name)
{
	for (size_t i = 0; i < reg->type->shape->n; i++)
		if (str_is(name, reg->type->shape->f[i].name))
			return &reg->type->shape->f[i];
	for (size_t i = 0; reg->import != NULL && i < reg->import->shape->n; i++)
		if (str_is(name, reg->import->shape->f[i].name))
			return &reg->import->shape->f[i];
	return NULL;
}

static bool
has_words(const struct field *f)
{
	return f != NULL && (f->type == F_CHOICE || f->type == F_CHOICES || f->type == F_ID || f->type == F_BOOL);
}

/* What the mapping says of words, then what the check has met besides. */
static enum status
words_gather(struct ctx *c, const struct match_data *d, struct list *ret)
{
	struct map_word *all = arena_array(c->mem, struct map_word, MOST_WORDS);
	struct str rest = d->m->map != NULL ? d->m->map->words : S("");
	struct import_word_list_row *met;
	size_t n = 0, n_met;

	while (rest.n > 0 && n < MOST_WORDS) {
		struct str tail, line = str_cut(rest, '\n', &rest), field = str_cut(line, ':', &tail);
		all[n].field = str_trim(field);
		all[n].word = line_split(tail, &all[n].value);
		n += all[n].word.n > 0;
	}
	TRY(import_word_list(c->db, c->scope, c->mem, d->w.id, IMPORT_UNKNOWN, &met, &n_met));
	for (size_t i = 0; i < n_met && n < MOST_WORDS; i++) {
		bool there = !has_words(field_named(d->m->reg, met[i].field));
		for (size_t k = 0; k < n; k++)
			there = there || (str_eq(all[k].field, met[i].field) && import_same(c, all[k].word, met[i].word.text));
		if (!there)
			all[n++] = (struct map_word){ met[i].field, met[i].word.text, S("") };
	}
	*ret = (struct list){ all, n };
	return ST_OK;
}

enum status
import_match_form_load(struct ctx *c)
{
	struct match_data *d = arena_new(c->mem, struct match_data);
	struct match_in *in = arena_new(c->mem, struct match_in);
	struct str id = S("");

	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "work"))
			id = c->path_pairs[i].value;
	TRY(check_read(c, id, &d->w));
	TRY(file_open(c, &d->w, &d->m));
	struct map_field *f = arena_array(c->mem, struct map_field, MOST_COLUMNS);
	size_t n = 0;
	for (size_t i = 0; i < d->m->n_columns && n < MOST_COLUMNS; i++)
		if (d->m->column[i].heading.n > 0)
			f[n++] = (struct map_field){ d->m->column[i].heading, str_c(field_name(d->m->reg, d->m->column[i].field)) };
	*in = (struct match_in){ .work = id_text(c->mem, d->w.id), .fields = { f, n }, .update = str_ends(d->w.input, S(" 1")),
		.name = d->m->map != NULL ? d->m->map->name : S(""), .source = d->m->map != NULL ? d->m->map->source : S("") };
	TRY(words_gather(c, d, &in->words));
	(void)page_form(c, &import_match_shape, in);
	c->data = d;
	return ST_OK;
}

/* All that a column may stand for. */
static const struct option *
field_options(struct ctx *c, const struct register_def *reg, size_t *ret_n)
{
	const struct shape *s = reg->type->shape, *x = reg->import != NULL ? reg->import->shape : NULL;
	struct option *o = arena_array(c->mem, struct option, s->n + (x != NULL ? x->n : 0) + 5);
	size_t n = 0;

	o[n++] = (struct option){ S(""), lang_text(c->lang, c->mem, M("Not read")) };
	o[n++] = (struct option){ S("their_ref"), lang_text(c->lang, c->mem, M("Reference in the other system")) };
	for (size_t i = 0; i < s->n; i++)
		if (!s->f[i].read_only && s->f[i].type != F_FILE && s->f[i].type != F_LIST)
			o[n++] = (struct option){ str_c(s->f[i].name), lang_text(c->lang, c->mem, s->f[i].label) };
	for (size_t i = 0; x != NULL && i < x->n; i++)
		o[n++] = (struct option){ str_c(x->f[i].name), lang_text(c->lang, c->mem, x->f[i].label) };
	if (reg->type->ops->has_ref)
		o[n++] = (struct option){ S("ref"), lang_text(c->lang, c->mem, M("Reference")) };
	o[n++] = (struct option){ S("id"), lang_text(c->lang, c->mem, M("Id")) };
	o[n++] = (struct option){ S("version"), lang_text(c->lang, c->mem, M("Version")) };
	*ret_n = n;
	return o;
}

static const struct option *
word_options(struct ctx *c, const struct field *f, size_t *ret_n)
{
	struct option *o = NULL;
	size_t n = 0;

	*ret_n = 0;
	if (f->type == F_ID) {
		if (record_options(c, f->ref, &o, &n) != ST_OK)
			return NULL;
		for (size_t i = 0; i < n; i++)	/* kept by its name: another file of that system reads the same */
			o[i].value = o[i].label;
	} else if (f->type == F_BOOL) {
		o = arena_array(c->mem, struct option, 2);
		o[n++] = (struct option){ S("true"), lang_text(c->lang, c->mem, M("Yes")) };
		o[n++] = (struct option){ S("false"), lang_text(c->lang, c->mem, M("No")) };
	} else {
		o = arena_array(c->mem, struct option, f->choices->n);
		for (size_t i = 0; i < f->choices->n; i++)
			o[n++] = (struct option){ str_c(f->choices->c[i].value), lang_text(c->lang, c->mem, f->choices->c[i].label) };
	}
	*ret_n = n;
	return o;
}

static struct str
typed(const struct form *item, size_t i)
{
	return item->typed[i].n > 0 ? item->typed[i] : S("");
}

void
import_match_html(struct html *o, struct ctx *c, const void *out)
{
	const struct register_def *reg = register_of(c);
	const struct match_data *d = c->data;
	struct reg_match_view v = { .form = c->form, .cancel = { arena_printf(c->mem, "/work/%lld", (long long)d->w.id) },
		.action = { arena_printf(c->mem, "%s/match/%lld", reg->path, (long long)d->w.id) } };
	size_t fields = shape_index(&import_match_shape, "fields"), words = shape_index(&import_match_shape, "words");

	(void)out;
	v.options = field_options(c, reg, &v.n_options);
	v.columns = arena_array(c->mem, struct reg_match_column, MOST_COLUMNS + 1);
	for (size_t i = 0; i < c->form->n_items[fields] && i < MOST_COLUMNS; i++)
		v.columns[v.n_columns++] = (struct reg_match_column){ i, typed(&c->form->items[fields][i], 0), typed(&c->form->items[fields][i], 1) };
	v.words = arena_array(c->mem, struct reg_match_word, MOST_WORDS + 1);
	struct reg_match_list *lists = arena_array(c->mem, struct reg_match_list, MOST_COLUMNS);
	size_t n_lists = 0;
	for (size_t i = 0; i < c->form->n_items[words] && i < MOST_WORDS; i++) {
		const struct form *item = &c->form->items[words][i];
		const struct field *f = field_named(reg, typed(item, 0));
		size_t l = 0;
		while (l < n_lists && lists[l].f != f)
			l++;
		if (!has_words(f))
			continue;
		if (l == n_lists && l < MOST_COLUMNS) {
			struct reg_match_list *made = &lists[n_lists++];
			*made = (struct reg_match_list){ .f = f, .label = lang_text(c->lang, c->mem, f->label) };
			made->options = word_options(c, f, &made->n);
			made->select = made->n <= 60;
		}
		v.words[v.n_words++] = (struct reg_match_word){ i, typed(item, 0), lists[l].label, typed(item, 1), typed(item, 2), &lists[l] };
	}
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, reg->title), URL(c->mem, reg->path));
	app_reg_match_html(o, c, &v);
}

/* ---- saving ---- */

static struct str
one_line(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '\n' ? ' ' : s.p[i];
	return str_trim((struct str){ p, s.n });
}

/* The lines that are kept; a field that is none, or stands twice, is told. */
static struct str
fields_text(struct ctx *c, const struct match_in *in)
{
	const struct map_field *f = in->fields.items;
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < in->fields.n; i++) {
		size_t at = import_field_find(c, register_of(c), f[i].field);
		if (f[i].field.n > 0 && at == SIZE_MAX)
			field_error(c, "fields", M("There is no field called {value} here"), f[i].field);
		for (size_t k = 0; f[i].field.n > 0 && k < i; k++)
			if (f[k].field.n > 0 && import_field_find(c, register_of(c), f[k].field) == at)
				field_error(c, "fields", M("Two columns cannot stand for the same field: {value}"), f[i].heading);
		struct str heading = one_line(c->mem, f[i].heading);
		buf_printf(&b, "%.*s = %s\n", (int)heading.n, heading.p, at != SIZE_MAX ? field_name(register_of(c), at) : "");
	}
	return buf_end(&b, c->mem);
}

static struct str
words_text(struct ctx *c, const struct match_in *in)
{
	const struct map_word *w = in->words.items;
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < in->words.n; i++) {
		if (!has_words(field_named(register_of(c), w[i].field)))
			field_error(c, "words", M("There is no field called {value} here"), w[i].field);
		struct str word = one_line(c->mem, w[i].word), value = one_line(c->mem, w[i].value);
		if (value.n > 0 && word.n > 0)
			buf_printf(&b, "%.*s: %.*s = %.*s\n", (int)w[i].field.n, w[i].field.p, (int)word.n, word.p, (int)value.n, value.p);
	}
	return buf_end(&b, c->mem);
}

/* The file is read before the writer is taken. */
enum status
import_match_load(struct ctx *c, void *in_, void *out)
{
	const struct match_in *in = in_;
	struct match_data *d = arena_new(c->mem, struct match_data);

	(void)out;
	TRY(check_read(c, in->work, &d->w));
	TRY(file_open(c, &d->w, &d->m));
	c->data = d;
	return ST_OK;
}

enum status
import_match_store(struct ctx *c, void *in_, void *out)
{
	const struct match_in *in = in_;
	const struct match_data *d = c->data;
	const struct record_type *t = register_of(c)->type;
	struct import_map_named_row named;
	struct import_map m = { 0 };

	enum status st = import_map_named(c->db, c->scope, c->mem, str_c(t->ops->kind), text_sort(c->mem, in->name), &named);
	if (st == ST_OK)
		st = import_map_ops.get(c->db, c->scope, c->mem, named.id, &m);
	bool fresh = st == ST_NOT_FOUND;
	TRY(fresh ? ST_OK : st);
	m.kind = str_c(t->ops->kind);
	m.name = in->name;
	m.source = in->source.n > 0 ? in->source : in->name;
	m.print = d->m->print;
	m.fields = fields_text(c, in);
	m.words = words_text(c, in);
	TRY(errors(c));
	TRY(fresh ? record_create(c, &import_map_record, &m) : record_update(c, &import_map_record, &m));
	return import_check_ask(c, register_of(c), d->w.source, &(struct import_wish){ m.id, in->update }, true, out);
}
