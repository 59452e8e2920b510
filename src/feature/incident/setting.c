/* SPDX-License-Identifier: MIT */
/* How an organisation takes reports and what it promises, and its own words for what happens. */
#include "feature/incident/own.h"

#include "app/app.h"
#include "base/ids.h"
#include "feature/incident/view.h"
#include "tpl/feature/incident/setting.h"

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

/* ---- the settings' page ---- */

struct setting_out { struct str link; };
SHAPE(incident_setting_out, setting_out, FIELD(struct setting_out, link, .label = M("Link")));

/* The link is made once, the first time that reports without an account are allowed, and goes when they no longer are. */
static enum status
link_keep(struct ctx *c, const struct incident_setting *was, struct incident_setting *s)
{
	s->link = was->link;
	if (s->anonymous && s->link.n == 0) {
		s->link = secret_text(c->mem);
		return incident_link_put(c->db, receipt_hash(c->mem, s->link), c->scope->org, NULL);
	}
	if (s->anonymous || s->link.n == 0)
		return ST_OK;
	s->link = S("");
	return incident_link_drop(c->db, c->scope->org, NULL);
}

static enum status
setting_store(struct ctx *c, void *in_, void *out)
{
	struct incident_setting s, *in = in_, was;

	TRY(incident_settings(c, &was));
	s = was;
	s.anonymous = in->anonymous;
	s.danger_words = in->danger_words;
	s.triage_hours = in->triage_hours;
	s.contact_hours = in->contact_hours;
	s.start_hours = in->start_hours;
	s.moderate_from = in->moderate_from;
	s.high_from = in->high_from;
	s.extreme_from = in->extreme_from;
	TRY(link_keep(c, &was, &s));
	((struct setting_out *)out)->link = s.link;
	return was.id != 0 ? record_update(c, &incident_setting_record, &s) : record_create(c, &incident_setting_record, &s);
}

enum status
incident_settings_form_load(struct ctx *c)
{
	struct setting_view *v = arena_new(c->mem, struct setting_view);
	struct incident_setting s;

	TRY(incident_settings(c, &s));
	*v = (struct setting_view){ .form = page_form(c, &incident_setting_shape, &s), .action = URL(c->mem, "/incidents/settings") };
	if (s.link.n > 0) {
		v->link = (struct url){ arena_printf(c->mem, "/report/at/%.*s", (int)s.link.n, s.link.p) };
		v->qr = html_qr(c->mem, arena_printf(c->mem, "%.*s%.*s", (int)c->app->base_url.n, c->app->base_url.p, (int)v->link.s.n, v->link.s.p),
		    lang_text(c->lang, c->mem, M("QR code of the link")));
	}
	c->data = v;
	return ST_OK;
}

void
incident_settings_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Incidents")), URL(c->mem, "/incidents"));
	incident_setting_html(o, c->data);
}

const struct action incident_settings_action = { .name = "incident.settings", .title = M("How we take reports"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &incident_setting_shape, .out = &incident_setting_out, .store = setting_store };
