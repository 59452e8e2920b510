/* SPDX-License-Identifier: MIT */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/base.h"

/* jansson exports some of these names too; hidden, ours are not taken for its own. */
#pragma GCC visibility push(hidden)

/* Streaming writer; commas and quotes are its business.  Canonical as long as the caller
 * writes keys in a fixed order: no spaces, shortest escapes, integers only, no floats. */
struct json { struct buf *o; int depth; uint64_t more; /* bit per depth: something stands before */ };
void json_init(struct json *j, struct buf *o);
void json_object(struct json *j);
void json_array(struct json *j);
void json_end(struct json *j, char closing);	/* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_key_str(struct json *j, struct str key);
void json_str(struct json *j, struct str s);	/* {NULL,0} too is "" */
void json_i64(struct json *j, int64_t v);
void json_id(struct json *j, int64_t id);	/* as text; null when 0 */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
void json_date(struct json *j, struct date d);	/* "2026-08-06" or null */
void json_when(struct json *j, struct when t);
void json_raw(struct json *j, struct str already_json);

/* Reading: a tree in the arena.  Refuses duplicate keys, trailing text, bad UTF-8, floats where
 * they do not fit, more than depth 64 or 1,000,000 nodes; the message says line and what was wrong. */
enum json_type { JSON_NULL = 0, JSON_BOOL, JSON_INT, JSON_REAL, JSON_STR, JSON_ARRAY, JSON_OBJECT };
struct json_node {
	enum json_type type;
	bool b;
	int64_t i;
	double real;
	struct str s;
	size_t n;			/* of items */
	struct json_node **items;	/* values */
	struct str *keys;		/* of an object */
};
enum status json_parse(struct arena *a, struct str text, struct json_node **ret, struct str *ret_why) MUST_CHECK;
const struct json_node *json_get(const struct json_node *object, const char *key);	/* NULL: not there */
struct str json_get_str(const struct json_node *object, const char *key);		/* no value if absent or other type */
int64_t json_get_i64(const struct json_node *object, const char *key, int64_t otherwise);
#pragma GCC visibility pop
#endif
