/* SPDX-License-Identifier: MIT */
#include "feature/framework/read.h"
#include "feature/framework/oscal.h"
#include "feature/framework/sheets.h"

/* Of ours is what says so in the first key. */
static bool
is_ours(struct str text)
{
	while (text.n > 0) {
		struct str rest, line = str_cut(text, '\n', &rest);
		if (!str_empty(line) && line.p[0] != '#' && !str_starts(line, S("---")))
			return str_starts(line, S("format:"));
		text = rest;
	}
	return false;
}

static enum status
lift(struct fw_reader *r, struct source *s, const struct framework_wish *w, struct framework_reading *ret)
{
	if (w->edition.n > 0)
		s->edition = w->edition;
	ret->foreign = true;
	ret->format = s->format;
	ret->n_levels = src_levels(r->a, s, &ret->levels);
	ret->depth = w->depth > 0 && w->depth <= 1000 ? (int)w->depth : s->usual;
	TRY(src_lift(r, s, ret->depth, &ret->f));
	ret->left = s->left;
	ret->made = s->made;
	return ST_OK;
}

static enum status
read_ours(struct fw_reader *r, struct fw_node *root, struct framework_reading *ret)
{
	struct framework *f = arena_new(r->a, struct framework);

	TRY(fw_bind(r, &framework_schema, root, f));
	TRY(fw_check_framework(r, f));
	ret->f = f;
	return ST_OK;
}

static enum status
read_yaml(struct fw_reader *r, struct str text, const struct framework_wish *w, struct framework_reading *ret)
{
	struct fw_node *root;
	struct source *s;

	if (is_ours(text)) {
		ret->format = "wardkeep-framework/1";
		return framework_parse(r->a, text, &ret->f, &r->why);
	}
	TRY(fw_tree(r, text, &fw_yaml_foreign, &root));
	if (fw_node_get(root, "objects") == NULL)
		return fw_fail(r, root->line, "expected 'format: %s' first, or a library of CISO Assistant with its 'objects'", FRAMEWORK_FORMAT);
	TRY(src_ciso(r, root, w->which, &s));
	return lift(r, s, w, ret);
}

static enum status
read_json(struct fw_reader *r, struct str text, const struct framework_wish *w, struct framework_reading *ret)
{
	struct json_node *root;
	const struct json_node *catalog;
	struct fw_node *ours;
	struct source *s;

	if (text.n > SOURCE_BYTES) {
		r->why = arena_printf(r->a, "line 1: expected at most %zu bytes", SOURCE_BYTES);
		return ST_INVALID;
	}
	if (json_parse(r->a, text, &root, &r->why) != ST_OK)
		return ST_INVALID;
	catalog = json_get(root, "catalog");
	(void)oscal_place(r, 0, catalog != NULL ? "catalog" : "the file", SIZE_MAX);
	if (catalog == NULL || catalog->type != JSON_OBJECT) {
		struct str key = root->type == JSON_OBJECT && root->n > 0 ? root->keys[0] : S("something else");
		return fw_fail(r, 0, "expected an OSCAL catalog with the key 'catalog', but this is '%.*s'%s", (int)key.n, key.p,
		    str_is(key, "profile") ? "; have the profile resolved into a catalog first" : "");
	}
	if (oscal_is_ours(catalog)) {
		ret->format = "OSCAL catalog";
		TRY(oscal_ours(r, catalog, &ours));
		return read_ours(r, ours, ret);
	}
	TRY(src_oscal(r, catalog, &s));
	return lift(r, s, w, ret);
}

enum status
framework_read(struct arena *a, struct str bytes, const struct framework_wish *w, struct framework_reading *ret, struct str *ret_why)
{
	struct fw_reader r = { .a = a };
	struct oscal_paths paths = { 0 };
	struct str text = bytes;
	enum status st;

	*ret = (struct framework_reading){ 0 };
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = (struct str){ text.p + 3, text.n - 3 };
	struct str start = str_trim(text);
	if (str_starts(bytes, S("PK\x03\x04"))) {
		struct fw_node *root;
		r.places = oscal_places;
		r.where = &paths;
		ret->format = M("Workbook");
		st = sheets_read(&r, bytes, &root);
		if (st == ST_OK)
			st = read_ours(&r, root, ret);
		*ret_why = r.why;
		return st;
	}
	if (start.n > 0 && (start.p[0] == '{' || start.p[0] == '[')) {
		r.places = oscal_places;
		r.where = &paths;
		st = read_json(&r, text, w, ret);
	} else {
		st = read_yaml(&r, text, w, ret);
	}
	*ret_why = r.why;
	return st;
}
