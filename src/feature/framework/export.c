/* SPDX-License-Identifier: MIT */
/* STD-3: a framework goes out in each of the forms in which it can come in again, equal. */
#include "feature/framework/import.h"
#include "sql/framework.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOICES(forms, { "yaml", M("Our own YAML"), NULL }, { "oscal", M("OSCAL catalog, JSON"), NULL },
	{ "xlsx", M("Spreadsheet"), NULL });
struct export_in { int64_t framework; struct str key, edition, form; };
SHAPE(framework_export_shape, export_in, FIELD_REF(struct export_in, framework, "framework_version", .label = M("Framework")),
    FIELD(struct export_in, key, .label = M("Key"), .hint = M("With the edition, in place of the framework's id")),
    FIELD(struct export_in, edition, .label = M("Edition")),
    FIELD_CHOICE(struct export_in, form, forms, .label = M("Form"), .hint = M("YAML where nothing is said")));

static enum status
version_find(struct ctx *c, const struct export_in *in, struct version_get_row *ret)
{
	int64_t id = in->framework != 0 ? in->framework : c->id;
	struct version_named_row named;
	enum status st = ST_OK;

	if (in->key.n > 0) {
		st = version_named(c->db, c->mem, in->key, in->edition, &named);
		id = st == ST_OK ? named.id : 0;
	}
	if (st == ST_OK)
		st = version_get(c->db, c->mem, id, ret);
	if (st == ST_NOT_FOUND || (st == ST_OK && !str_is(ret->status, "published") && !framework_sees_drafts(c)))
		return fail(c, ST_NOT_FOUND, M("There is no such framework, or it is not yours to see."), NULL);
	return st;
}

static void
download(struct ctx *c, const struct version_get_row *v, struct str bytes, const char *ending, struct str type)
{
	c->download = bytes;
	c->download_name = arena_printf(c->mem, "%.*s-%.*s.%s", (int)v->key.n, v->key.p, (int)v->edition.n, v->edition.p, ending);
	c->download_type = type;
}

static enum status
export_load(struct ctx *c, void *in_, void *out)
{
	const struct export_in *in = in_;
	struct version_get_row v = { 0 };
	struct framework *f;
	struct str why;
	struct buf b;

	(void)out;
	TRY(version_find(c, in, &v));
	if (in->form.n == 0 || str_is(in->form, "yaml")) {
		download(c, &v, v.yaml, "yaml", S("application/yaml"));
		return ST_OK;
	}
	TRY(framework_parse(c->mem, v.yaml, &f, &why));
	buf_init(&b, 4 * YAML_BYTES);
	enum status st = ST_OK;
	bool book = str_is(in->form, "xlsx");
	if (book)
		st = framework_write_book(c->mem, f, &b);
	else
		framework_write_oscal(c->mem, f, v.published_at.ms != 0 ? v.published_at : v.imported_at, &b);
	download(c, &v, arena_copy(c->mem, buf_view(&b)), book ? "xlsx" : "json", book ? S(XLSX_TYPE) : S("application/json"));
	bool failed = b.failed;
	buf_free(&b);
	return failed ? ST_TOO_LARGE : st;
}

const struct action framework_export_action = { .name = "framework.export", .title = M("Download a framework"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &framework_export_shape, .load = export_load };
