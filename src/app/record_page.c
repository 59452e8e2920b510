/* SPDX-License-Identifier: MIT */
#include "app/record_page.h"
#include <string.h>
#include "app/file.h"

const struct shape *
record_whole_shape(struct arena *a, const struct record_type *t)
{
	struct shape *s = arena_new(a, struct shape);
	struct field *f = arena_array(a, struct field, t->shape->n + 3);
	size_t n = 0;

	f[n++] = (struct field){ .name = "id", .at = t->ops->at_id, .type = F_ID, .ref = t->ops->kind, .label = M("Id"), .read_only = true };
	f[n++] = (struct field){ .name = "version", .at = t->ops->at_version, .type = F_I64, .label = M("Version"), .read_only = true };
	if (t->ops->has_ref)
		f[n++] = (struct field){ .name = "ref", .at = t->ops->at_ref, .type = F_TEXT, .label = M("Reference"), .read_only = true };
	memcpy(f + n, t->shape->f, t->shape->n * sizeof *f);
	*s = (struct shape){ t->shape->name, f, n + t->shape->n, t->ops->size };
	return s;
}

bool
record_has_files(const struct record_type *t)
{
	for (size_t i = 0; i < t->shape->n; i++)
		if (t->shape->f[i].type == F_FILE)
			return true;
	return false;
}

size_t
record_body(const struct record_type *t)
{
	return record_has_files(t) ? (21u << 20) : (128u << 10);
}

static struct str
file_name(struct ctx *c, struct file_ref file)
{
	struct file_info info;

	return file.id != 0 && file_about(c, file.id, &info) == ST_OK ? info.name : S("");
}

static void
row_fill(struct ctx *c, const struct field *f, const void *rec, struct summary_row *row)
{
	const void *at = (const char *)rec + f->at;

	row->key = lang_text(c->lang, c->mem, f->label);
	if (field_masked(f, c->sight) && !field_is_empty(f, rec) && f->type != F_PERSONAL)
		row->value = S(PERSONAL_HIDDEN);
	else if (f->type == F_ID)
		row->value = record_name(c, f->ref, *(const int64_t *)at);
	else if (f->type == F_FILE)
		row->value = file_name(c, *(const struct file_ref *)at);
	else if (f->type == F_PERSONAL)
		memcpy(&row->who, at, sizeof row->who);
	else
		row->value = field_shown(c->mem, f, rec, c->sight);
	if (row->value.n == 0 && row->who.text.n == 0)
		row->value = lang_text(c->lang, c->mem, M("Not provided"));
}

const struct summary_row *
record_rows(struct ctx *c, const struct record_type *t, const void *rec, size_t *ret_n)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, t->shape->n + 1);

	for (size_t i = 0; i < t->shape->n; i++)
		row_fill(c, &t->shape->f[i], rec, &rows[i]);
	*ret_n = t->shape->n;
	return rows;
}

struct str
record_withdrawn_words(struct ctx *c, const struct record_type *t, const void *rec)
{
	struct str why;

	if (record_head(t, rec).withdrawn_at.ms == 0)
		return S("");
	memcpy(&why, (const char *)rec + t->ops->at_withdrawn_why, sizeof why);
	return lang_format(c->lang, c->mem, M("Withdrawn: {why}"), (struct msg_arg[]){ { "why", why } }, 1);
}

void
record_form_options(struct ctx *c, struct form *f)
{
	for (size_t i = 0; i < f->shape->n; i++) {
		const struct field *fd = &f->shape->f[i];
		struct option *o;
		size_t n;
		if (fd->type != F_ID || fd->read_only || (f->options != NULL && f->options[i] != NULL))
			continue;
		if (record_options(c, fd->ref, &o, &n) == ST_OK)
			form_options(c, f, fd->name, o, n);
	}
}

struct url
record_url_verb(struct ctx *c, const struct record_type *t, int64_t id, const char *verb)
{
	struct url u = record_url(c, t, id);

	return (struct url){ arena_printf(c->mem, "%.*s/%s", (int)u.s.n, u.s.p, verb) };
}
