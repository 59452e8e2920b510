/* SPDX-License-Identifier: MIT */
/* STD-6: what an organisation calls a key area itself, and the standards that it sets itself on top. */
#include "feature/framework/own.h"
#include "sql/framework.h"

SHAPE(area_name_shape, area_name,
	FIELD(struct area_name, name, .label = M("Your name for it"), .must = true, .search = true, .in_list = true, .max = 120),
	FIELD_REF(struct area_name, framework, "framework_version", .label = M("Framework"), .must = true, .in_list = true),
	FIELD(struct area_name, area, .label = M("Number of the key area"), .hint = M("As the framework gives it, such as 1"), .must = true,
	    .in_list = true, .max = 24),
	FIELD_LONG(struct area_name, reason, .label = M("Why another name"), .max = 1000));
SHAPE(local_standard_shape, local_standard,
	FIELD(struct local_standard, title, .label = M("Title"), .must = true, .search = true, .in_list = true, .max = 120),
	FIELD_REF(struct local_standard, framework, "framework_version", .label = M("Framework"), .must = true, .in_list = true),
	FIELD(struct local_standard, area, .label = M("Number of the key area"), .hint = M("As the framework gives it, such as 1"), .must = true,
	    .in_list = true, .max = 24),
	FIELD_LONG(struct local_standard, rationale, .label = M("Why it matters"), .search = true, .max = 2000),
	FIELD_LONG(struct local_standard, red, .label = M("What makes it red"), .must = true, .max = 2000),
	FIELD_LONG(struct local_standard, amber, .label = M("What makes it amber"), .hint = M("Leave it empty where there is no amber"), .max = 2000),
	FIELD_LONG(struct local_standard, green, .label = M("What makes it green"), .must = true, .max = 2000),
	FIELD_REF(struct local_standard, owner_unit, "unit", .label = M("Responsible unit")));

/* The framework is published and has that area. */
static enum status
area_known(struct ctx *c, int64_t version, struct str area, const struct framework **ret)
{
	enum status st = framework_get(c, version, ret);

	if (st == ST_NOT_FOUND) {
		field_error(c, "framework", M("Choose a framework that is published"), S(""));
		*ret = NULL;
		return ST_OK;
	}
	TRY(st);
	if (framework_area(*ret, area) == NULL)
		field_error(c, "area", M("There is no key area {value} in this framework"), area);
	return ST_OK;
}

static enum status
area_name_check(struct ctx *c, const void *before, void *after)
{
	const struct area_name *a = after;
	struct area_names_of_row *r;
	const struct framework *f;
	size_t n;

	(void)before;
	TRY(area_known(c, a->framework, a->area, &f));
	if (f == NULL)
		return ST_OK;
	TRY(area_names_of(c->db, c->scope, c->mem, f->key, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (r[i].id != a->id && str_eq(r[i].area, a->area))
			field_error(c, "area", M("This key area has another name already. Change that one, or withdraw it."), S(""));
	return ST_OK;
}

static enum status
local_standard_check(struct ctx *c, const void *before, void *after)
{
	const struct local_standard *s = after;
	const struct framework *f;

	(void)before;
	return area_known(c, s->framework, s->area, &f);
}

static const struct record_type area_name_type = {
	.ops = &area_name_ops, .shape = &area_name_shape, .one = M("name of a key area"), .many = M("names of key areas"), .label = "name",
	.path = "/area-names/{id}", .check = area_name_check,
};
static const struct record_type local_standard_type = {
	.ops = &local_standard_ops, .shape = &local_standard_shape, .one = M("local standard"), .many = M("local standards"), .label = "title",
	.path = "/local-standards/{id}", .check = local_standard_check,
};
const struct register_def area_name_register = {
	.type = &area_name_type, .path = "/area-names", .title = M("Your own names of key areas"),
	.about = M("What your organisation calls a key area. Everybody in it sees that name; a submission goes out with the framework's own."),
	.add = M("Name a key area"),
};
const struct register_def local_standard_register = {
	.type = &local_standard_type, .path = "/local-standards", .title = M("Your own standards"),
	.about = M("Standards that your organisation sets itself, on top of those of a framework. No other organisation sees them, and they do not count towards the result."),
	.add = M("Add a local standard"),
};
