/* SPDX-License-Identifier: MIT */
#include "feature/framework/model.h"
#include "feature/framework/schema.h"

static enum status
read_into(struct fw_reader *r, struct str yaml, const struct fw_schema *s, const char *format, void *object)
{
	struct fw_node *root;

	TRY(fw_tree(r, yaml, &fw_yaml_ours, &root));
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

enum status
sanction_range_parse(struct arena *a, struct str yaml, struct sanction_range **ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct sanction_range *s = arena_new(a, struct sanction_range);
	enum status st = read_into(&r, yaml, &sanction_range_schema, SANCTIONS_FORMAT, s);

	if (st == ST_OK)
		st = fw_check_range(&r, s);
	*ret = st == ST_OK ? s : NULL;
	*ret_why = r.why;
	return st;
}
