/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "arena.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
put(struct json *j, const struct json_node *n)
{
	switch (n->type) {
	case JSON_NULL: case JSON_REAL: json_null(j); break;
	case JSON_BOOL: json_bool(j, n->b); break;
	case JSON_INT: json_i64(j, n->i); break;
	case JSON_STR: json_str(j, n->s); break;
	case JSON_ARRAY:
		json_array(j);
		for (size_t i = 0; i < n->n; i++)
			put(j, n->items[i]);
		json_end(j, ']');
		break;
	case JSON_OBJECT:
		json_object(j);
		for (size_t i = 0; i < n->n; i++) {
			json_key_str(j, n->keys[i]);
			put(j, n->items[i]);
		}
		json_end(j, '}');
		break;
	}
}

/* What is read is written so that it reads again and is written the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = fuzz_arena();
	struct json_node *j, *again;
	struct str why = { NULL, 0 };
	struct json w;
	struct buf b, c;

	if (json_parse(a, (struct str){ (const char *)data, n }, &j, &why) != ST_OK) {
		if (!str_starts(why, S("line ")))
			abort();
		return 0;
	}
	buf_init(&b, 16 << 20);
	buf_init(&c, 16 << 20);
	json_init(&w, &b);
	put(&w, j);
	if (json_parse(a, buf_view(&b), &again, &why) != ST_OK)
		abort();
	json_init(&w, &c);
	put(&w, again);
	if (!str_eq(buf_view(&b), buf_view(&c)))
		abort();
	buf_free(&b);
	buf_free(&c);
	return 0;
}
