/* SPDX-License-Identifier: MIT */
/* INV-5: an incident that only a team may know of, and people from whom one is kept. */
#include "feature/incident/own.h"

#include "app/circle.h"
#include "feature/incident/view.h"
#include "tpl/feature/incident/restrict.h"

struct restrict_in { struct str why; };
struct who_in { int64_t account; };
struct done_out { int64_t id; };
SHAPE(restrict_shape, restrict_in,
	FIELD_LONG(struct restrict_in, why, .label = M("Why?"), .hint = M("The reason stays with the incident. Only the team can read it."), .must = true, .max = 500));
SHAPE(restrict_who_shape, who_in, FIELD_REF(struct who_in, account, "account", .label = M("Person"), .must = true));
SHAPE(restrict_done_shape, done_out, FIELD_REF(struct done_out, id, "incident", .label = M("Incident")));

/* In the notes, which go with the incident, stands who decided it and why. */
static enum status
say(struct ctx *c, int64_t incident, struct str body)
{
	return incident_say(c, incident, "note", body);
}

static enum status
restrict_store(struct ctx *c, void *in_, void *out_)
{
	const struct restrict_in *in = in_;
	struct incident i;

	TRY(record_get(c, &incident_record, c->id, &i));
	if (i.circle != 0)
		return fail(c, ST_INVALID, M("This incident is restricted already."), NULL);
	if (c->version != 0)
		i.version = c->version;
	TRY(circle_make(c, "incident", i.id, &i.circle));
	TRY(incident_save(c, &i));
	((struct done_out *)out_)->id = i.id;
	return say(c, i.id, lang_format(c->lang, c->mem, M("Restricted to a team: {why}"), (struct msg_arg[]){ { "why", in->why } }, 1));
}

static enum status
open_store(struct ctx *c, void *in_, void *out_)
{
	const struct restrict_in *in = in_;
	struct incident i;

	TRY(record_get(c, &incident_record, c->id, &i));
	if (i.circle == 0)
		return fail(c, ST_INVALID, M("This incident is not restricted."), NULL);
	if (c->version != 0)
		i.version = c->version;
	i.circle = 0;
	TRY(incident_save(c, &i));
	((struct done_out *)out_)->id = i.id;
	return say(c, i.id, lang_format(c->lang, c->mem, M("No longer restricted: {why}"), (struct msg_arg[]){ { "why", in->why } }, 1));
}

static enum status
team_change(struct ctx *c, int64_t account, bool add, struct done_out *out)
{
	struct incident i;

	TRY(record_get(c, &incident_record, c->id, &i));
	if (i.circle == 0)
		return fail(c, ST_INVALID, M("This incident is not restricted."), NULL);
	out->id = i.id;
	struct str name = record_name(c, "account", account);
	TRY(say(c, i.id, lang_format(c->lang, c->mem, add ? M("{name} was added to the team") : M("{name} was taken off the team"),
	    (struct msg_arg[]){ { "name", name } }, 1)));
	return add ? circle_add(c, i.circle, i.id, account) : circle_remove(c, i.circle, account);
}

static enum status
team_add_store(struct ctx *c, void *in, void *out)
{
	return team_change(c, ((const struct who_in *)in)->account, true, out);
}

static enum status
team_remove_store(struct ctx *c, void *in, void *out)
{
	return team_change(c, ((const struct who_in *)in)->account, false, out);
}

/* Whoever keeps themselves from it cannot undo that; the note stays for the others. */
static enum status
keep_store(struct ctx *c, void *in_, void *out_)
{
	const struct who_in *in = in_;
	struct incident i;

	TRY(record_get(c, &incident_record, c->id, &i));
	struct str name = record_name(c, "account", in->account);
	if (name.n == 0) {
		field_error(c, "account", M("Select {label} from the list"), S(""));
		return errors(c);
	}
	((struct done_out *)out_)->id = i.id;
	TRY(say(c, i.id, lang_format(c->lang, c->mem, M("{name} has a conflict of interest and no longer sees this incident"),
	    (struct msg_arg[]){ { "name", name } }, 1)));
	return bar_set(c, i.id, in->account, "conflict", i.id);
}

static enum status
lift_store(struct ctx *c, void *in_, void *out_)
{
	const struct who_in *in = in_;
	struct incident i;

	TRY(record_get(c, &incident_record, c->id, &i));
	((struct done_out *)out_)->id = i.id;
	struct str name = record_name(c, "account", in->account);
	TRY(say(c, i.id, lang_format(c->lang, c->mem, M("{name} may see this incident again"), (struct msg_arg[]){ { "name", name } }, 1)));
	return bar_lift(c, i.id, in->account);
}

const struct action incident_restrict = { .name = "incident.restrict", .title = M("Restrict to a team"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &restrict_shape, .out = &restrict_done_shape, .record = &incident_record, .store = restrict_store };
const struct action incident_open_up = { .name = "incident.open_up", .title = M("Lift the restriction"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &restrict_shape, .out = &restrict_done_shape, .record = &incident_record, .store = open_store };
const struct action incident_team_add = { .name = "incident.team_add", .title = M("Add somebody to the team"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &restrict_who_shape, .out = &restrict_done_shape, .record = &incident_record, .store = team_add_store };
const struct action incident_team_remove = { .name = "incident.team_remove", .title = M("Take somebody off the team"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &restrict_who_shape, .out = &restrict_done_shape, .record = &incident_record, .store = team_remove_store };
const struct action incident_keep_from = { .name = "incident.keep_from", .title = M("Keep from somebody"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &restrict_who_shape, .out = &restrict_done_shape, .record = &incident_record, .store = keep_store };
const struct action incident_lift = { .name = "incident.lift", .title = M("Let somebody see it again"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &restrict_who_shape, .out = &restrict_done_shape, .record = &incident_record, .store = lift_store };

/* ---- the page: who may see this incident ---- */

static enum status
members(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct incident_member_list_row *r;

	TRY(incident_member_list(c->db, c->scope, c->mem, c->today, &r, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)r[i].account), r[i].name.text };
	return ST_OK;
}

static struct form *
who_form(struct ctx *c, struct option *o, size_t n)
{
	struct form *f = arena_new(c->mem, struct form);

	form_new(c->mem, &restrict_who_shape, f);
	form_options(c, f, "account", o, n);
	return f;
}

static enum status
access_load(struct ctx *c, void *in, void *out)
{
	const struct incident *i = c->record;
	struct restrict_view *v = arena_new(c->mem, struct restrict_view);
	struct option *o;
	size_t n;

	(void)in;
	((struct done_out *)out)->id = i->id;
	*v = (struct restrict_view){ .restricted = i->circle != 0, .version = i->version,
		.action_restrict = URL_ID(c->mem, "/incidents/{}/restrict", i->id), .action_open = URL_ID(c->mem, "/incidents/{}/open-up", i->id),
		.action_add = URL_ID(c->mem, "/incidents/{}/team/add", i->id), .action_remove = URL_ID(c->mem, "/incidents/{}/team/remove", i->id),
		.action_keep = URL_ID(c->mem, "/incidents/{}/keep-from", i->id), .action_lift = URL_ID(c->mem, "/incidents/{}/lift", i->id) };
	if (i->circle != 0)
		TRY(circle_people(c, i->circle, &v->team, &v->n_team));
	TRY(barred_people(c, i->id, &v->barred, &v->n_barred));
	TRY(members(c, &o, &n));
	v->add = who_form(c, o, n);
	v->keep = who_form(c, o, n);
	v->why = arena_new(c->mem, struct form);
	form_new(c->mem, &restrict_shape, v->why);
	if (c->form != NULL && c->form->shape == &restrict_shape)
		v->why = c->form;
	c->data = v;
	return ST_OK;
}

void
incident_access_page(struct html *o, struct ctx *c, const void *out)
{
	const struct incident *i = c->record;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Incidents")), URL(c->mem, "/incidents"));
	page_crumb(c, i->ref, URL_ID(c->mem, "/incidents/{}", i->id));
	incident_restrict_html(o, c->data);
}

const struct action incident_access = { .name = "incident.access", .title = M("Who may see this incident"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &restrict_done_shape, .record = &incident_record, .load = access_load, .personal = true };
