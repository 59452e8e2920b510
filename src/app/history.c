/* SPDX-License-Identifier: MIT */
/* What changed in a record and in its parts, in the words of their own pages. */
#include <string.h>
#include "app/record.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "sql/app.h"

/* A value as history keeps it, for people: the same words as on the record's own page. */
static struct str
value_shown(struct ctx *c, const struct field *f, struct str v)
{
	struct date d;
	struct when w;
	int64_t i;

	if (f == NULL || v.n == 0)
		return v;
	if (field_masked(f, c->sight))
		return S(PERSONAL_HIDDEN);
	switch (f->type) {
	case F_PERSONAL:
		return personal_shown((struct personal){ v, f->privacy }, c->sight);
	case F_DATE:
		return date_parse(v, &d) ? date_long(c->mem, d) : v;
	case F_TIME:
		return when_parse(v, &w) ? when_long(c->mem, w) : v;
	case F_BOOL:
		return lang_text(c->lang, c->mem, str_is(v, "true") || str_is(v, "1") ? M("Yes") : M("No"));
	case F_ID:
		if (id_parse(v, &i)) {
			struct str name = record_name(c, f->ref, i);
			return name.n > 0 ? name : v;
		}
		return v;
	case F_MONEY:
		return str_i64(v, &i) ? arena_printf(c->mem, "£%lld.%02lld", (long long)(i / 100), (long long)(i % 100)) : v;
	case F_CHOICE:
		for (size_t k = 0; k < f->choices->n; k++)
			if (str_is(v, f->choices->c[k].value))
				return lang_text(c->lang, c->mem, f->choices->c[k].label);
		return v;
	case F_TEXT:
	case F_LONG:
	case F_I64:
	case F_NUMBER:
	case F_CHOICES:
	case F_FILE:
	case F_LIST:
		break;
	}
	return v;
}

static void
change_side(struct ctx *c, const struct record_type *t, struct change *ch, struct str text, bool after)
{
	struct json_node *j;
	struct str why;

	if (json_parse(c->mem, text, &j, &why) != ST_OK || j->type != JSON_OBJECT)
		return;
	for (size_t i = 0; i < j->n; i++) {
		const struct field *f = shape_field(t->shape, str_z(c->mem, j->keys[i]));
		size_t k = 0;
		while (k < ch->n && !str_eq(ch->fields[k].name, j->keys[i]))
			k++;
		if (k == ch->n) {
			ch->fields[ch->n++] = (struct change_field){ .name = j->keys[i],
				.label = f != NULL ? lang_text(c->lang, c->mem, f->label) : lang_text(c->lang, c->mem, M("Withdrawn")) };
		}
		struct str v = value_shown(c, f, j->items[i]->s);
		if (after)
			ch->fields[k].after = v;
		else
			ch->fields[k].before = v;
	}
}

/* Of one row, in the words of the record's own page. */
static struct change
change_made(struct ctx *c, const struct record_type *t, const struct change_row_list_row *r)
{
	const struct action *act = action_find(r->action);
	struct change ch = { .id = r->id, .version = r->version, .by = r->made_by, .at = r->at,
		.by_name = r->by_name.text.n > 0 ? personal_shown(r->by_name, c->sight) : lang_text(c->lang, c->mem, M("The system")),
		.what = act != NULL ? lang_text(c->lang, c->mem, act->title) : r->action,
		.fields = arena_array(c->mem, struct change_field, 2 * (t->shape->n + 1)) };

	change_side(c, t, &ch, r->was, false);
	change_side(c, t, &ch, r->became, true);
	return ch;
}

/* What the parts of a record are called in its history: a part that has a name by that, else by its kind. */
static struct str
part_called(struct ctx *c, const struct record_type *t, int64_t id)
{
	struct str name = record_name(c, t->ops->kind, id);

	return name.n > 0 ? name : lang_text(c->lang, c->mem, t->one);
}

#define HISTORY_MOST 200

enum status
record_history(struct ctx *c, const struct record_type *t, int64_t id, struct change **ret, size_t *ret_n)
{
	struct change_row_list_row *own;
	struct change_row_parts_row *parts;
	size_t n, n_parts, k = 0, p = 0;

	TRY(change_row_list(c->db, c->scope, c->mem, str_c(t->ops->kind), id, HISTORY_MOST, &own, &n));
	TRY(change_row_parts(c->db, c->scope, c->mem, id, HISTORY_MOST, &parts, &n_parts));
	*ret = arena_array(c->mem, struct change, n + n_parts + 1);
	*ret_n = 0;
	while (k < n || p < n_parts) {
		bool whole = p == n_parts || (k < n && own[k].at.ms >= parts[p].at.ms);
		if (whole) {
			(*ret)[(*ret_n)++] = change_made(c, t, &own[k++]);
			continue;
		}
		const struct change_row_parts_row *r = &parts[p++];
		const struct record_type *of = record_type_find(r->kind);
		if (of == NULL)
			continue;
		struct change_row_list_row as = { r->id, r->kind, r->record, r->version, r->at, r->made_by, r->action, r->was, r->became, r->by_name };
		(*ret)[*ret_n] = change_made(c, of, &as);
		(*ret)[(*ret_n)++].part = part_called(c, of, r->record);
	}
	return ST_OK;
}
