/* SPDX-License-Identifier: MIT */
/* YAML as a tree of nodes: the strict part of it that our own files keep to, or as other programs write it. */
#include <yaml.h>
#include "base/text.h"
#include "feature/framework/schema.h"

/* Looking for a repeated key compares each with all before it. */
enum { MOST_KEYS = 2000, MOST_DEPTH = 40 };

const struct fw_yaml fw_yaml_ours = { .bytes = YAML_BYTES, .values = 400000, .depth = 12, .scalar = 16384, .key = 40, .strict = true };
const struct fw_yaml fw_yaml_foreign = { .bytes = SOURCE_BYTES, .values = 1000000, .depth = MOST_DEPTH, .scalar = 65536, .key = 300 };

/* Lies in the arena, and arena_defer frees what libyaml holds even when the arena overflows. */
struct events { yaml_parser_t parser; yaml_event_t event; bool open; struct str text; const struct fw_yaml *rules; };

static void
events_close(void *arg)
{
	struct events *e = arg;

	if (!e->open)
		return;
	e->open = false;
	yaml_event_delete(&e->event);
	yaml_parser_delete(&e->parser);
}

struct str
fw_place(const struct fw_reader *r, int place)
{
	if (r->places == NULL)
		return arena_printf(r->a, "line %d", place);
	return r->places(r, place);
}

enum status
fw_fail_str(struct fw_reader *r, int place, struct str what)
{
	struct str p = fw_place(r, place);

	if (!r->why.n)
		r->why = arena_printf(r->a, "%.*s: %.*s", (int)p.n, p.p, (int)what.n, what.p);
	return ST_INVALID;
}

static int
line_of(const yaml_mark_t *m)
{
	return (int)m->line + 1;
}

static int
line_at(struct str text, size_t offset)
{
	int line = 1;

	for (size_t i = 0; i < text.n && i < offset; i++)
		line += text.p[i] == '\n';
	return line;
}

static enum status
event_next(struct fw_reader *r, struct events *e)
{
	yaml_event_delete(&e->event);
	if (yaml_parser_parse(&e->parser, &e->event))
		return ST_OK;
	if (e->parser.error == YAML_READER_ERROR)
		return fw_fail(r, line_at(e->text, e->parser.problem_offset), "expected plain UTF-8 text");
	int line = line_of(e->parser.problem_mark.line ? &e->parser.problem_mark : &e->parser.mark), last = line_at(e->text, e->text.n);
	return fw_fail(r, line < last ? line : last, "expected YAML, but %s", e->parser.problem ? e->parser.problem : "this cannot be read");
}

/* What is never written out twice cannot make a small file large. */
static enum status
refuse_extras(struct fw_reader *r, const struct events *e, int line, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor && e->rules->strict)
		return fw_fail(r, line, "expected a value; anchors (&name) are not part of this format");
	if (tag)
		return fw_fail(r, line, "expected a value; tags (!name) are not part of this format");
	return ST_OK;
}

struct fw_node *
fw_node_add(struct fw_reader *r, struct fw_node *parent, enum fw_node_type type, int line)
{
	struct fw_node *n = arena_new(r->a, struct fw_node);

	n->type = type;
	n->line = n->key_line = line;
	if (parent) {
		if (parent->last)
			parent->last->next = n;
		else
			parent->first = n;
		parent->last = n;
		parent->n++;
	}
	return n;
}

static enum status
scalar_text(struct fw_reader *r, const struct events *e, struct str *ret)
{
	const yaml_event_t *ev = &e->event;
	struct str raw = { (const char *)ev->data.scalar.value, ev->data.scalar.length };

	if (raw.n > e->rules->scalar)
		return fw_fail(r, line_of(&ev->start_mark), "expected at most %zu characters", e->rules->scalar);
	if (text_clean(r->a, raw, true, ret) != ST_OK)
		return fw_fail(r, line_of(&ev->start_mark), "expected plain UTF-8 text");
	return ST_OK;
}

static enum status
key_set(struct fw_reader *r, const struct events *e, const struct fw_node *map, struct str *ret)
{
	const yaml_event_t *ev = &e->event;
	int line = line_of(&ev->start_mark);

	if (ev->type != YAML_SCALAR_EVENT)
		return fw_fail(r, line, "expected a key");
	TRY(refuse_extras(r, e, line, ev->data.scalar.anchor, ev->data.scalar.tag));
	if (e->rules->strict && ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return fw_fail(r, line, "expected a key without quotes");
	TRY(scalar_text(r, e, ret));
	if (ret->n > e->rules->key)
		return fw_fail(r, line, "expected a key of at most %zu characters", e->rules->key);
	if (map->n >= MOST_KEYS)
		return fw_fail(r, line, "expected at most %d keys beside each other", (int)MOST_KEYS);
	for (const struct fw_node *n = map->first; n; n = n->next)
		if (str_eq(n->key, *ret))
			return fw_fail(r, line, "expected each key once, but '%.*s' stands in line %d too",
			    (int)ret->n, ret->p, n->key_line);
	return ST_OK;
}

/* Puts the event's value under parent; *ret is the new node. */
static enum status
value_add(struct fw_reader *r, const struct events *e, struct fw_node *parent, struct fw_node **ret)
{
	const yaml_event_t *ev = &e->event;
	int line = line_of(&ev->start_mark);

	if (ev->type == YAML_ALIAS_EVENT)
		return fw_fail(r, line, "expected a value; aliases (*name) are not part of this format");
	if (ev->type == YAML_SCALAR_EVENT) {
		TRY(refuse_extras(r, e, line, ev->data.scalar.anchor, ev->data.scalar.tag));
		*ret = fw_node_add(r, parent, NODE_SCALAR, line);
		(*ret)->plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
		return scalar_text(r, e, &(*ret)->s);
	}
	if (ev->type == YAML_SEQUENCE_START_EVENT) {
		TRY(refuse_extras(r, e, line, ev->data.sequence_start.anchor, ev->data.sequence_start.tag));
		if (e->rules->strict && ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
			return fw_fail(r, line, "expected a list with one '- item' a line, not [ ]");
		*ret = fw_node_add(r, parent, NODE_LIST, line);
		return ST_OK;
	}
	if (ev->type == YAML_MAPPING_START_EVENT) {
		TRY(refuse_extras(r, e, line, ev->data.mapping_start.anchor, ev->data.mapping_start.tag));
		if (e->rules->strict && ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
			return fw_fail(r, line, "expected one 'key: value' a line, not { }");
		*ret = fw_node_add(r, parent, NODE_MAP, line);
		return ST_OK;
	}
	return fw_fail(r, line, "expected a value");
}

/* From the first value of the document to its end. */
static enum status
tree_read(struct fw_reader *r, struct events *e, struct fw_node **ret)
{
	struct fw_node *stack[MOST_DEPTH];
	int depth = 0, count = 0;

	*ret = NULL;
	do {
		struct fw_node *top = depth ? stack[depth - 1] : NULL, *n = NULL;
		struct str key = { 0 };
		int key_line = 0;

		TRY(event_next(r, e));
		if (e->event.type == YAML_MAPPING_END_EVENT || e->event.type == YAML_SEQUENCE_END_EVENT) {
			depth--;
			continue;
		}
		if (top && top->type == NODE_MAP) {
			key_line = line_of(&e->event.start_mark);
			TRY(key_set(r, e, top, &key));
			TRY(event_next(r, e));
		}
		int line = line_of(&e->event.start_mark);
		if (++count > e->rules->values)
			return fw_fail(r, line, "expected at most %d values", e->rules->values);
		TRY(value_add(r, e, top, &n));
		n->key = key;
		n->key_line = key_line;
		if (!*ret)
			*ret = n;
		if (n->type != NODE_SCALAR) {
			if (depth == e->rules->depth)
				return fw_fail(r, line, "expected at most %d levels", e->rules->depth);
			stack[depth++] = n;
		}
	} while (depth);
	return ST_OK;
}

static enum status
document_read(struct fw_reader *r, struct events *e, struct fw_node **ret)
{
	TRY(event_next(r, e));	/* start of the stream */
	TRY(event_next(r, e));
	if (e->event.type != YAML_DOCUMENT_START_EVENT)
		return fw_fail(r, 1, "expected a document, but there is nothing here");
	if (e->event.data.document_start.version_directive ||
	    e->event.data.document_start.tag_directives.start !=
	    e->event.data.document_start.tag_directives.end)
		return fw_fail(r, 1, "expected no %% directives");
	TRY(tree_read(r, e, ret));
	TRY(event_next(r, e));	/* end of the document */
	TRY(event_next(r, e));
	if (e->event.type != YAML_STREAM_END_EVENT)
		return fw_fail(r, line_of(&e->event.start_mark), "expected one document in the file");
	if ((*ret)->type != NODE_MAP)
		return fw_fail(r, (*ret)->line, "expected 'format: …' as the first line");
	return ST_OK;
}

enum status
fw_tree(struct fw_reader *r, struct str yaml, const struct fw_yaml *rules, struct fw_node **ret)
{
	struct events *e = arena_new(r->a, struct events);

	if (yaml.n > rules->bytes)
		return fw_fail(r, 1, "expected at most %zu bytes", rules->bytes);
	if (!yaml_parser_initialize(&e->parser))
		return fw_fail(r, 1, "there is not enough memory to read this");
	e->open = true;
	e->text = yaml;
	e->rules = rules;
	arena_defer(r->a, events_close, e);
	yaml_parser_set_encoding(&e->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&e->parser, (const unsigned char *)yaml.p, yaml.n);
	enum status st = document_read(r, e, ret);
	events_close(e);
	return st;
}

const struct fw_node *
fw_node_get(const struct fw_node *map, const char *key)
{
	if (map == NULL || map->type != NODE_MAP)
		return NULL;
	for (const struct fw_node *n = map->first; n; n = n->next)
		if (str_is(n->key, key))
			return n;
	return NULL;
}

void
fw_node_text(struct fw_reader *r, struct fw_node *n, struct str raw)
{
	if (text_clean(r->a, raw, true, &n->s) != ST_OK)
		n->s = S("");
}
