/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <string.h>

/* Its names for kinds of values and some of its functions are ours as well. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_REAL JANSSON_REAL
#define JSON_NULL JANSSON_NULL
#define json_object jansson_object
#define json_array jansson_array
#define json_null jansson_null
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_REAL
#undef JSON_NULL
#undef json_object
#undef json_array
#undef json_null

#define MAX_DEPTH 64u
#define MAX_NODES 1000000u

/* Before the library builds anything: how deep and how many, roughly, from the punctuation. */
static const char *
scan(struct str text, int *ret_line)
{
	size_t depth = 0, nodes = 1;
	bool quoted = false;
	*ret_line = 1;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		*ret_line += c == '\n';
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[' || c == '{') {
			nodes++;
			if (++depth > MAX_DEPTH)
				return "nested too deeply";
		} else if (c == ']' || c == '}') {
			depth -= depth > 0;
		} else if (c == ',') {
			nodes++;
		}
		if (nodes > MAX_NODES)
			return "too many values";
	}
	return NULL;
}

static struct json_node *take(struct arena *a, json_t *j);

static void
take_array(struct arena *a, json_t *j, struct json_node *ret)
{
	ret->n = json_array_size(j);
	ret->items = arena_array(a, struct json_node *, ret->n);
	for (size_t i = 0; i < ret->n; i++)
		ret->items[i] = take(a, json_array_get(j, i));
}

static void
take_object(struct arena *a, json_t *j, struct json_node *ret)
{
	ret->n = json_object_size(j);
	ret->items = arena_array(a, struct json_node *, ret->n);
	ret->keys = arena_array(a, struct str, ret->n);
	const char *key;
	json_t *value;
	size_t i = 0;
	json_object_foreach(j, key, value) {
		ret->keys[i] = arena_copy(a, str_c(key));
		ret->items[i++] = take(a, value);
	}
}

static struct json_node *
take(struct arena *a, json_t *j)
{
	struct json_node *ret = arena_new(a, struct json_node);
	switch (json_typeof(j)) {
	case JANSSON_OBJECT:
		ret->type = JSON_OBJECT;
		take_object(a, j, ret);
		break;
	case JANSSON_ARRAY:
		ret->type = JSON_ARRAY;
		take_array(a, j, ret);
		break;
	case JSON_STRING:
		ret->type = JSON_STR;
		ret->s = arena_copy(a, (struct str){ json_string_value(j), json_string_length(j) });
		break;
	case JSON_INTEGER:
		ret->type = JSON_INT;
		ret->i = json_integer_value(j);
		break;
	case JANSSON_REAL:
		ret->type = JSON_REAL;
		ret->real = json_real_value(j);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		ret->type = JSON_BOOL;
		ret->b = json_is_true(j);
		break;
	case JANSSON_NULL:
		ret->type = JSON_NULL;
		break;
	}
	return ret;
}

/* The key that was read last, by where the library stopped: just behind its closing quote. */
static struct str
last_key(struct str in, int position)
{
	size_t end = position > 1 && (size_t)position <= in.n ? (size_t)position - 1 : 0, from = end;
	if (end == 0 || in.p[end] != '"')
		return S("?");
	while (from > 0 && (in.p[from - 1] != '"' || (from > 1 && in.p[from - 2] == '\\')))
		from--;
	return (struct str){ in.p + from, end - from };
}

/* The library's own words, without the piece of input that it puts behind them. */
static struct str
describe(struct arena *a, struct str in, const json_error_t *e)
{
	struct str text = str_c(e->text);
	if (str_starts(text, S("duplicate object key"))) {
		struct str key = last_key(in, e->position);
		return arena_printf(a, "line %d: \"%.*s\" is given twice", e->line > 0 ? e->line : 1, (int)(key.n < 60 ? key.n : 60), key.p);
	}
	ptrdiff_t near = str_find(text, S(" near '"));
	if (near >= 0)
		text.n = (size_t)near;
	return arena_printf(a, "line %d: %.*s", e->line > 0 ? e->line : 1, (int)text.n, text.p);
}

enum status
json_parse(struct arena *a, struct str text, struct json_node **ret, struct str *ret_why)
{
	int line;
	const char *why = scan(text, &line);
	if (why != NULL) {
		*ret_why = arena_printf(a, "line %d: %s", line, why);
		return ST_INVALID;
	}
	json_error_t e = { 0 };
	json_t *const j = json_loadb(text.p == NULL ? "" : text.p, text.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (j == NULL) {
		*ret_why = describe(a, text, &e);
		return ST_INVALID;
	}
	/* The library's tree must not be left behind when the arena is full. */
	jmp_buf *const outer = a->over;
	jmp_buf full;
	if (setjmp(full) != 0) {
		json_decref(j);
		a->over = outer;
		arena_exceeded(a);
	}
	a->over = &full;
	*ret = take(a, j);
	a->over = outer;
	json_decref(j);
	return ST_OK;
}

const struct json_node *
json_get(const struct json_node *object, const char *key)
{
	if (object == NULL || object->type != JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->n; i++)
		if (str_is(object->keys[i], key))
			return object->items[i];
	return NULL;
}

struct str
json_get_str(const struct json_node *object, const char *key)
{
	const struct json_node *v = json_get(object, key);
	return v != NULL && v->type == JSON_STR ? v->s : (struct str){ NULL, 0 };
}

int64_t
json_get_i64(const struct json_node *object, const char *key, int64_t otherwise)
{
	const struct json_node *v = json_get(object, key);
	return v != NULL && v->type == JSON_INT ? v->i : otherwise;
}
