/* SPDX-License-Identifier: MIT */
/* How an organisation takes reports and what it promises, and its own words for what happens. */
#include "feature/incident/own.h"

SHAPE(incident_type_shape, incident_type,
	FIELD(struct incident_type, name, .label = M("Name"), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct incident_type, national, incident_types, .label = M("Stands for"), .must = true, .in_list = true),
	FIELD(struct incident_type, hint, .label = M("Hint for people who report")));
const struct record_type incident_type_record = {
	.ops = &incident_type_ops, .shape = &incident_type_shape, .one = M("type of incident"), .many = M("types of incident"), .label = "name",
	.path = "/incident-types/{id}",
};
const struct register_def incident_type_register = {
	.type = &incident_type_record, .path = "/incident-types", .title = M("Our types of incident"),
	.about = M("What your organisation calls the things that happen. Each stands for one national type, so that figures can be compared. While the list is empty, people who report choose from the national types."),
	.add = M("Add a type"),
};

SHAPE(incident_setting_shape, incident_setting,
	FIELD(struct incident_setting, anonymous, .label = M("People may report without an account"),
	    .hint = M("With a link or a QR code that you put up.")),
	FIELD(struct incident_setting, link, .label = M("Link"), .read_only = true),
	FIELD_LONG(struct incident_setting, danger_words, .label = M("What to do first when somebody is in danger"),
	    .hint = M("For example your emergency number."), .max = 500),
	FIELD(struct incident_setting, triage_hours, .label = M("Hours to the first look at a report"), .must = true, .least = 1, .most = 720),
	FIELD(struct incident_setting, contact_hours, .label = M("Hours to the first contact with a person harmed"), .must = true, .least = 1, .most = 720),
	FIELD(struct incident_setting, start_hours, .label = M("Hours to the start of an investigation"), .must = true, .least = 1, .most = 2160),
	FIELD(struct incident_setting, moderate_from, .label = M("Risk is moderate from this score"), .must = true, .least = 2, .most = 25),
	FIELD(struct incident_setting, high_from, .label = M("Risk is high from this score"), .must = true, .least = 3, .most = 25),
	FIELD(struct incident_setting, extreme_from, .label = M("Risk is extreme from this score"), .must = true, .least = 4, .most = 25));

static enum status
setting_check(struct ctx *c, const void *before, void *after)
{
	const struct incident_setting *s = after;

	(void)before;
	if (s->high_from <= s->moderate_from)
		field_error(c, "high_from", M("High must begin above moderate"), S(""));
	if (s->extreme_from <= s->high_from)
		field_error(c, "extreme_from", M("Extreme must begin above high"), S(""));
	return ST_OK;
}

const struct record_type incident_setting_record = {
	.ops = &incident_setting_ops, .shape = &incident_setting_shape, .one = M("settings for incidents"), .many = M("settings for incidents"),
	.path = "/incidents/settings", .check = setting_check,
};

enum status
incident_settings(struct ctx *c, struct incident_setting *ret)
{
	struct incident_setting_last_row last;

	enum status st = incident_setting_last(c->db, c->scope, c->mem, &last);
	if (st == ST_OK)
		return incident_setting_ops.get(c->db, c->scope, c->mem, last.id, ret);
	/* The product's own: a day, two days, a week; risk bands as the model matrix of 2008 has them. */
	*ret = (struct incident_setting){ .triage_hours = 24, .contact_hours = 48, .start_hours = 168, .moderate_from = 4, .high_from = 8, .extreme_from = 15 };
	return st == ST_NOT_FOUND ? ST_OK : st;
}
