/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "shape/read.h"

static void
put(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_str(j, str_c(value));
}

/* "type": what it is, and null where it may be left open. */
static void
put_type(struct json *j, const char *type, bool or_null)
{
	json_key(j, "type");
	if (!or_null) {
		json_str(j, str_c(type));
		return;
	}
	json_array(j);
	json_str(j, str_c(type));
	json_str(j, S("null"));
	json_end(j, ']');
}

static void
put_enum(struct json *j, const struct choice_list *list, bool or_null)
{
	json_key(j, "enum");
	json_array(j);
	for (size_t i = 0; i < list->n; i++)
		json_str(j, str_c(list->c[i].value));
	if (or_null)
		json_null(j);
	json_end(j, ']');
}

static void
put_text(struct json *j, const struct field *f, bool or_null, bool for_input)
{
	put_type(j, "string", or_null && for_input);
	if (for_input && f->must) {
		json_key(j, "minLength");
		json_i64(j, 1);
	}
	json_key(j, "maxLength");
	json_i64(j, (int64_t)field_max(f));
}

static void
put_number(struct json *j, const struct field *f, bool or_null)
{
	put_type(j, "integer", or_null);
	if (f->most > f->least) {
		json_key(j, "minimum");
		json_i64(j, f->least);
		json_key(j, "maximum");
		json_i64(j, f->most);
	}
}

static void
put_list(struct json *j, const struct field *f, bool or_null, bool for_input)
{
	put_type(j, "array", or_null && for_input);
	if (for_input && f->must) {
		json_key(j, "minItems");
		json_i64(j, 1);
	}
	json_key(j, "items");
	if (f->type == F_LIST) {
		shape_schema(j, f->of, for_input);
		json_key(j, "maxItems");
		json_i64(j, (int64_t)field_max(f));
		return;
	}
	json_object(j);
	put_type(j, "string", false);
	put_enum(j, f->choices, false);
	json_end(j, '}');
	json_key(j, "uniqueItems");
	json_bool(j, true);
}

static void
put_kind(struct json *j, const struct field *f, bool for_input)
{
	/* What must be there is never null on its way in; on its way out a draft may lack it. */
	bool or_null = !(for_input && f->must);
	switch (f->type) {
	case F_TEXT:
	case F_LONG:
	case F_PERSONAL: put_text(j, f, or_null, for_input); break;
	case F_I64: put_number(j, f, false); break;
	case F_NUMBER:
	case F_MONEY: put_number(j, f, or_null); break;
	case F_ID:
	case F_FILE:
		put_type(j, "string", or_null);
		put(j, "pattern", "^[1-9][0-9]{0,18}$");
		break;
	case F_BOOL: put_type(j, "boolean", false); break;
	case F_DATE:
		put_type(j, "string", or_null);
		put(j, "format", "date");
		break;
	case F_TIME:
		put_type(j, "string", or_null);
		put(j, "format", "date-time");
		break;
	case F_CHOICE:
		put_type(j, "string", or_null);
		put_enum(j, f->choices, or_null);
		break;
	case F_CHOICES:
	case F_LIST: put_list(j, f, or_null, for_input); break;
	}
}

void
shape_schema(struct json *j, const struct shape *s, bool for_input)
{
	json_object(j);
	put_type(j, "object", false);
	json_key(j, "properties");
	json_object(j);
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->f[i];
		if (for_input && f->read_only)
			continue;
		json_key(j, f->name);
		json_object(j);
		if (f->label != NULL)
			put(j, "title", f->label);
		if (f->hint != NULL)
			put(j, "description", f->hint);
		else if (f->type == F_MONEY)
			put(j, "description", "In pence");
		put_kind(j, f, for_input);
		if (f->read_only) {
			json_key(j, "readOnly");
			json_bool(j, true);
		}
		json_end(j, '}');
	}
	json_end(j, '}');
	json_key(j, "required");
	json_array(j);
	for (size_t i = 0; i < s->n; i++)
		if (for_input ? s->f[i].must && !s->f[i].read_only : true)
			json_str(j, str_c(s->f[i].name));
	json_end(j, ']');
	json_key(j, "additionalProperties");
	json_bool(j, false);
	json_end(j, '}');
}
