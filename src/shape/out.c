/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "shape/read.h"

static void
json_choices(struct json *j, const struct field *f, struct choices c)
{
	json_array(j);
	for (size_t k = 0; k < f->choices->n && k < 64; k++)
		if (c.bits >> k & 1)
			json_str(j, str_c(f->choices->c[k].value));
	json_end(j, ']');
}

static void
json_number(struct json *j, bool has, int64_t v)
{
	if (has)
		json_i64(j, v);
	else
		json_null(j);
}

static void
json_list(struct json *j, const struct field *f, const struct list *l, struct sight sight)
{
	json_array(j);
	for (size_t i = 0; i < l->n; i++)
		shape_json(j, f->of, (const char *)l->items + i * f->of->size, sight);
	json_end(j, ']');
}

static void
json_personal(struct json *j, const struct field *f, struct personal p, struct sight sight)
{
	if (p.cls == PRIV_NONE)
		p.cls = f->privacy;
	json_str(j, personal_shown(p, sight));
}

static void
json_field(struct json *j, const struct field *f, const void *rec, struct sight sight)
{
	if (field_masked(f, sight)) {
		json_str(j, S(PERSONAL_HIDDEN));
		return;
	}
	switch (f->type) {
	case F_TEXT:
	case F_LONG: json_str(j, *AT_CONST(struct str, f, rec)); break;
	case F_CHOICE:
		if (field_is_empty(f, rec))
			json_null(j);
		else
			json_str(j, *AT_CONST(struct str, f, rec));
		break;
	case F_PERSONAL: json_personal(j, f, *AT_CONST(struct personal, f, rec), sight); break;
	case F_I64: json_i64(j, *AT_CONST(int64_t, f, rec)); break;
	case F_NUMBER:
		json_number(j, AT_CONST(struct opt_i64, f, rec)->has, AT_CONST(struct opt_i64, f, rec)->v);
		break;
	case F_ID: json_id(j, *AT_CONST(int64_t, f, rec)); break;
	case F_BOOL: json_bool(j, *AT_CONST(bool, f, rec)); break;
	case F_DATE: json_date(j, *AT_CONST(struct date, f, rec)); break;
	case F_TIME: json_when(j, *AT_CONST(struct when, f, rec)); break;
	case F_MONEY:
		json_number(j, AT_CONST(struct money, f, rec)->has, AT_CONST(struct money, f, rec)->pence);
		break;
	case F_CHOICES: json_choices(j, f, *AT_CONST(struct choices, f, rec)); break;
	case F_FILE: json_id(j, AT_CONST(struct file_ref, f, rec)->id); break;
	case F_LIST: json_list(j, f, AT_CONST(struct list, f, rec), sight); break;
	}
}

void
shape_json(struct json *j, const struct shape *s, const void *rec, struct sight sight)
{
	json_object(j);
	for (size_t i = 0; i < s->n; i++) {
		json_key(j, s->f[i].name);
		json_field(j, &s->f[i], rec, sight);
	}
	json_end(j, '}');
}
