/* SPDX-License-Identifier: MIT */
#include "feature/framework/model.h"
#include <yaml.h>
#include "base/text.h"
#include "feature/framework/schema.h"

enum { MAX_BYTES = 2 << 20, MAX_NODES = 100000, MAX_DEPTH = 12, MAX_SCALAR = 16384 };

/* Lies in the arena, and arena_defer frees what libyaml holds even when the arena overflows. */
struct events { yaml_parser_t parser; yaml_event_t event; bool open; };

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

enum status
fw_fail_str(struct fw_reader *r, int line, struct str what)
{
	if (!r->why.n)
		r->why = arena_printf(r->a, "line %d: %.*s", line, (int)what.n, what.p);
	return ST_INVALID;
}

static int
line_of(const yaml_mark_t *m)
{
	return (int)m->line + 1;
}

static enum status
event_next(struct fw_reader *r, struct events *e)
{
	yaml_event_delete(&e->event);
	if (yaml_parser_parse(&e->parser, &e->event))
		return ST_OK;
	int line = line_of(e->parser.problem_mark.line ? &e->parser.problem_mark : &e->parser.mark);
	if (e->parser.error == YAML_READER_ERROR)
		return fw_fail(r, line, "expected plain UTF-8 text");
	return fw_fail(r, line, "expected YAML, but %s",
	    e->parser.problem ? e->parser.problem : "this cannot be read");
}

static enum status
refuse_extras(struct fw_reader *r, int line, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return fw_fail(r, line, "expected a value; anchors (&name) are not part of this format");
	if (tag)
		return fw_fail(r, line, "expected a value; tags (!name) are not part of this format");
	return ST_OK;
}

static struct fw_node *
node_add(struct fw_reader *r, struct fw_node *parent, enum fw_node_type type, int line)
{
	struct fw_node *n = arena_new(r->a, struct fw_node);

	n->type = type;
	n->line = line;
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
scalar_text(struct fw_reader *r, const yaml_event_t *ev, struct str *ret)
{
	struct str raw = { (const char *)ev->data.scalar.value, ev->data.scalar.length };

	if (raw.n > MAX_SCALAR)
		return fw_fail(r, line_of(&ev->start_mark), "expected at most %d characters", MAX_SCALAR);
	if (text_clean(r->a, raw, true, ret) != ST_OK)
		return fw_fail(r, line_of(&ev->start_mark), "expected plain UTF-8 text");
	return ST_OK;
}

static enum status
key_set(struct fw_reader *r, const struct fw_node *map, const yaml_event_t *ev, struct str *ret)
{
	int line = line_of(&ev->start_mark);

	if (ev->type != YAML_SCALAR_EVENT)
		return fw_fail(r, line, "expected a key");
	TRY(refuse_extras(r, line, ev->data.scalar.anchor, ev->data.scalar.tag));
	if (ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return fw_fail(r, line, "expected a key without quotes");
	TRY(scalar_text(r, ev, ret));
	if (ret->n > 40)
		return fw_fail(r, line, "expected a key of at most 40 characters");
	for (const struct fw_node *n = map->first; n; n = n->next)
		if (str_eq(n->key, *ret))
			return fw_fail(r, line, "expected each key once, but '%.*s' stands in line %d too",
			    (int)ret->n, ret->p, n->key_line);
	return ST_OK;
}

/* Puts the event's value under parent; *ret is the new node. */
static enum status
value_add(struct fw_reader *r, const yaml_event_t *ev, struct fw_node *parent, struct fw_node **ret)
{
	int line = line_of(&ev->start_mark);

	if (ev->type == YAML_ALIAS_EVENT)
		return fw_fail(r, line, "expected a value; aliases (*name) are not part of this format");
	if (ev->type == YAML_SCALAR_EVENT) {
		TRY(refuse_extras(r, line, ev->data.scalar.anchor, ev->data.scalar.tag));
		*ret = node_add(r, parent, NODE_SCALAR, line);
		(*ret)->plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
		return scalar_text(r, ev, &(*ret)->s);
	}
	if (ev->type == YAML_SEQUENCE_START_EVENT) {
		TRY(refuse_extras(r, line, ev->data.sequence_start.anchor, ev->data.sequence_start.tag));
		if (ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
			return fw_fail(r, line, "expected a list with one '- item' a line, not [ ]");
		*ret = node_add(r, parent, NODE_LIST, line);
		return ST_OK;
	}
	if (ev->type == YAML_MAPPING_START_EVENT) {
		TRY(refuse_extras(r, line, ev->data.mapping_start.anchor, ev->data.mapping_start.tag));
		if (ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
			return fw_fail(r, line, "expected one 'key: value' a line, not { }");
		*ret = node_add(r, parent, NODE_MAP, line);
		return ST_OK;
	}
	return fw_fail(r, line, "expected a value");
}

/* From the first value of the document to its end. */
static enum status
tree_read(struct fw_reader *r, struct events *e, struct fw_node **ret)
{
	struct fw_node *stack[MAX_DEPTH];
	size_t depth = 0, count = 0;

	*ret = NULL;
	do {
		struct fw_node *top = depth ? stack[depth - 1] : NULL, *n;
		struct str key = { 0 };
		int key_line = 0;

		TRY(event_next(r, e));
		if (e->event.type == YAML_MAPPING_END_EVENT || e->event.type == YAML_SEQUENCE_END_EVENT) {
			depth--;
			continue;
		}
		if (top && top->type == NODE_MAP) {
			key_line = line_of(&e->event.start_mark);
			TRY(key_set(r, top, &e->event, &key));
			TRY(event_next(r, e));
		}
		int line = line_of(&e->event.start_mark);
		if (++count > MAX_NODES)
			return fw_fail(r, line, "expected at most %d values", MAX_NODES);
		TRY(value_add(r, &e->event, top, &n));
		n->key = key;
		n->key_line = key_line;
		if (!*ret)
			*ret = n;
		if (n->type != NODE_SCALAR) {
			if (depth == MAX_DEPTH)
				return fw_fail(r, line, "expected at most %d levels", MAX_DEPTH);
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

static enum status
read_into(struct fw_reader *r, struct str yaml, const struct fw_schema *s, const char *format, void *object)
{
	struct events *e = arena_new(r->a, struct events);
	struct fw_node *root;
	enum status st;

	if (yaml.n > MAX_BYTES)
		return fw_fail(r, 1, "expected at most %d bytes", (int)MAX_BYTES);
	if (!yaml_parser_initialize(&e->parser))
		return fw_fail(r, 1, "there is not enough memory to read this");
	e->open = true;
	arena_defer(r->a, events_close, e);
	yaml_parser_set_encoding(&e->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&e->parser, (const unsigned char *)yaml.p, yaml.n);
	st = document_read(r, e, &root);
	events_close(e);
	TRY(st);
	const struct fw_node *first = root->first;
	if (!first || !str_is(first->key, "format") || !str_is(first->s, format))
		return fw_fail(r, first ? first->line : root->line, "expected 'format: %s' first", format);
	return fw_bind(r, s, root, object);
}

enum status
framework_parse(struct arena *a, struct str yaml, struct framework **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct framework *f = arena_new(a, struct framework);
	enum status st = read_into(&r, yaml, &framework_schema, FRAMEWORK_FORMAT, f);

	if (st == ST_OK)
		st = fw_check_framework(&r, f);
	*ret = st == ST_OK ? f : NULL;
	*ret_why = r.why;
	return st;
}

enum status
evidence_kinds_parse(struct arena *a, struct str yaml, struct evidence_kinds **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct evidence_kinds *k = arena_new(a, struct evidence_kinds);
	enum status st = read_into(&r, yaml, &evidence_kinds_schema, EVIDENCE_KINDS_FORMAT, k);

	if (st == ST_OK)
		st = fw_check_kinds(&r, k);
	*ret = st == ST_OK ? k : NULL;
	*ret_why = r.why;
	return st;
}

enum status
live_facts_parse(struct arena *a, struct str yaml, struct live_facts **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct live_facts *f = arena_new(a, struct live_facts);
	enum status st = read_into(&r, yaml, &live_facts_schema, LIVE_FACTS_FORMAT, f);

	if (st == ST_OK)
		st = fw_check_facts(&r, f);
	*ret = st == ST_OK ? f : NULL;
	*ret_why = r.why;
	return st;
}

enum status
scoring_parse(struct arena *a, struct str yaml, struct scoring **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct scoring *s = arena_new(a, struct scoring);
	enum status st = read_into(&r, yaml, &scoring_schema, SCORING_FORMAT, s);

	if (st == ST_OK)
		st = fw_check_scoring(&r, s);
	*ret = st == ST_OK ? s : NULL;
	*ret_why = r.why;
	return st;
}

enum status
duties_parse(struct arena *a, struct str yaml, struct duties **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct duties *d = arena_new(a, struct duties);
	enum status st = read_into(&r, yaml, &duties_schema, DUTIES_FORMAT, d);

	if (st == ST_OK)
		st = fw_check_duties(&r, d);
	*ret = st == ST_OK ? d : NULL;
	*ret_why = r.why;
	return st;
}
