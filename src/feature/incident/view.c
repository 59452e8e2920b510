/* SPDX-License-Identifier: MIT */
/* The page of one incident, and the list of what is new. */
#include "feature/incident/own.h"

#include <string.h>

#include "app/due.h"
#include "base/time.h"
#include "feature/incident/view.h"
#include "tpl/feature/incident/view.h"

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* ---- clocks ---- */

static void
clock_add(struct ctx *c, struct incident_view *v, const char *what, struct when by, struct when done)
{
	struct clock_line *l = &v->clocks[v->n_clocks];

	if (by.ms == 0)
		return;
	v->n_clocks++;
	*l = (struct clock_line){ .what = text(c, what) };
	if (done.ms != 0) {
		l->words = when_long(c->mem, done);
		l->tag = text(c, done.ms <= by.ms ? M("In time") : M("Late"));
		l->colour = done.ms <= by.ms ? TAG_GREEN : TAG_ORANGE;
	} else {
		l->words = lang_format(c->lang, c->mem, M("Due by {when}"), (struct msg_arg[]){ { "when", when_long(c->mem, by) } }, 1);
		l->tag = text(c, c->now.ms > by.ms ? M("Overdue") : M("Running"));
		l->colour = c->now.ms > by.ms ? TAG_RED : TAG_BLUE;
	}
}

/* ---- what may be done next ---- */

static void
act(struct ctx *c, struct incident_view *v, const struct incident *i, const struct action *a, const char *label)
{
	struct str verb;

	if (!may_who(c->who, a))
		return;
	(void)str_cut(str_c(a->name), '.', &verb);
	struct act_link l = { label, { arena_printf(c->mem, "/incidents/%lld/%.*s", (long long)i->id, (int)verb.n, verb.p) } };
	if (v->primary.label == NULL)
		v->primary = l;
	else
		v->acts[v->n_acts++] = l;
}

static void
acts(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	bool fresh = str_is(i->state, "reported"), open = str_is(i->state, "triaged"), running = str_is(i->state, "investigating");

	v->acts = arena_array(c->mem, struct act_link, 12);
	if (v->withdrawn)
		return;
	if (fresh)
		act(c, v, i, &incident_triage, M("Look at the report"));
	if (open)
		act(c, v, i, &incident_start, M("Start an investigation"));
	if (open || running) {
		act(c, v, i, &incident_close, M("Close"));
		act(c, v, i, &incident_finding, M("Record what was found"));
	}
	if (str_is(i->state, "closed"))
		act(c, v, i, &incident_reopen, M("Open again"));
	if (str_is(i->state, "merged")) {
		act(c, v, i, &incident_unmerge, M("Take apart again"));
		return;
	}
	if (open || running)
		act(c, v, i, &incident_triage, M("Change owner and grade"));
	act(c, v, i, &incident_contact, M("Record a talk with the person harmed"));
	act(c, v, i, &incident_note_add, M("Add a note"));
	if (!str_is(i->state, "closed"))
		act(c, v, i, &incident_merge, M("Put together with another report"));
}

/* ---- the parts of the page ---- */

static void
what_rows(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	struct summary_row *r = v->what = arena_array(c->mem, struct summary_row, 16);
	size_t *n = &v->n_what;

	page_row(c, r, n, M("Type"), text(c, incident_type_label(i->type)));
	page_row(c, r, n, M("When"), incident_when(c, i->happened_on, i->happened_time));
	page_row(c, r, n, M("Where"), arena_printf(c->mem, "%.*s%s%.*s", (int)record_name(c, "unit", i->unit).n, record_name(c, "unit", i->unit).p,
	    i->unit != 0 && i->place_kind.n > 0 ? ", " : "", (int)incident_label(c, &incident_places, i->place_kind).n, incident_label(c, &incident_places, i->place_kind).p));
	page_row_who(c, r, n, M("Where exactly"), i->place);
	page_row_who(c, r, n, M("What happened"), i->summary);
	page_row(c, r, n, M("Was anybody hurt?"), incident_label(c, &incident_hurts, i->hurt));
	page_row(c, r, n, M("Physical harm"), incident_label(c, &incident_physical, i->harm_physical));
	page_row(c, r, n, M("Psychological harm"), incident_label(c, &incident_mental, i->harm_psychological));
	page_row(c, r, n, M("Did illness or treatment play a part?"), incident_masked(c, PRIV_SPECIAL, incident_label(c, &incident_yes_no, i->medical)));
	page_row(c, r, n, M("Reported"), when_long(c->mem, i->reported_at));
	page_row(c, r, n, M("Reported by"), i->reported_by == 0 ? text(c, M("Somebody without an account"))
	    : incident_masked(c, PRIV_IDENTITY, record_name(c, "account", i->reported_by)));
	page_row(c, r, n, M("Dealt with by"), v->owner);
	if (i->finding.n > 0)
		page_row(c, r, n, M("Finding"), incident_label(c, &incident_findings, i->finding));
	if (i->closed_at.ms != 0) {
		page_row(c, r, n, M("What became of it"), incident_label(c, &incident_outcomes, i->outcome));
		page_row_who(c, r, n, M("Word to the reporter"), i->word);
	}
}

static void
police_rows(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	struct summary_row *r = v->police = arena_array(c->mem, struct summary_row, 8);
	size_t *n = &v->n_police;

	if (i->police.n == 0)
		return;
	page_row(c, r, n, M("Decision"), incident_label(c, &incident_police, i->police));
	page_row(c, r, n, M("Decided"), arena_printf(c->mem, "%.*s, %.*s", (int)date_long(c->mem, i->police_on).n, date_long(c->mem, i->police_on).p,
	    (int)record_name(c, "account", i->police_by).n, record_name(c, "account", i->police_by).p));
	page_row_who(c, r, n, M("Why"), i->police_why);
	if (str_is(i->police, "asked")) {
		page_row_who(c, r, n, M("Crime number"), i->crime_number);
		page_row(c, r, n, M("Outcome"), incident_masked(c, PRIV_CRIMINAL, incident_label(c, &incident_police_outcomes, i->police_outcome)));
		if (i->police_outcome_on.day != 0)
			page_row(c, r, n, M("Date of the outcome"), date_long(c->mem, i->police_outcome_on));
	}
}

static void
alike_add(struct ctx *c, struct incident_view *v, int64_t id, struct str ref, struct str title, struct str state, struct date on, const char *why)
{
	struct url to = URL_ID(c->mem, "/incidents/{}", id);

	for (size_t i = 0; i < v->n_alike; i++)
		if (str_eq(v->alike[i].to.s, to.s))
			return;
	if (v->n_alike < 30)
		v->alike[v->n_alike++] = (struct alike_line){ ref, title, incident_label(c, &incident_states, state), text(c, why), on, to };
}

#define DAYS_NEAR 14

static enum status
alike_load(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	struct incident_near_row *near;
	struct incident_same_person_row *person;
	struct incident_same_asset_row *asset;
	size_t n;

	v->alike = arena_array(c->mem, struct alike_line, 30);
	/* Who may not see names is not told by this list that two are the same. */
	if (sight_allows(c->sight, PRIV_CRIMINAL)) {
		TRY(incident_same_person(c->db, c->scope, c->mem, i->id, &person, &n));
		for (size_t k = 0; k < n; k++)
			alike_add(c, v, person[k].id, person[k].ref, person[k].title, person[k].state, person[k].happened_on, M("Same person"));
	}
	TRY(incident_same_asset(c->db, c->scope, c->mem, i->id, &asset, &n));
	for (size_t k = 0; k < n; k++)
		alike_add(c, v, asset[k].id, asset[k].ref, asset[k].title, asset[k].state, asset[k].happened_on, M("Same asset"));
	if (i->unit == 0)
		return ST_OK;
	TRY(incident_near(c->db, c->scope, c->mem, i->id, i->unit, date_add_days(i->happened_on, -DAYS_NEAR), date_add_days(i->happened_on, DAYS_NEAR), &near, &n));
	for (size_t k = 0; k < n; k++)
		alike_add(c, v, near[k].id, near[k].ref, near[k].title, near[k].state, near[k].happened_on, M("Same place, near in time"));
	return ST_OK;
}

static enum status
notes_load(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	struct incident_notes_of_row *r;

	TRY(incident_notes_of(c->db, c->scope, c->mem, i->id, &r, &v->n_notes));
	v->notes = arena_array(c->mem, struct note_line, v->n_notes + 1);
	for (size_t k = 0; k < v->n_notes; k++)
		v->notes[k] = (struct note_line){ incident_label(c, &incident_notes, r[k].kind), when_long(c->mem, r[k].at), r[k].by_name.text, r[k].body };
	return ST_OK;
}

static enum status
risk_load(struct ctx *c, struct incident_view *v, const struct incident *i)
{
	struct incident_setting s;

	if (i->grade == 0)
		return ST_OK;
	TRY(incident_settings(c, &s));
	int band = i->grade >= s.extreme_from ? 3 : i->grade >= s.high_from ? 2 : i->grade >= s.moderate_from ? 1 : 0;
	static const char *const words[] = { M("Low risk ({n})"), M("Moderate risk ({n})"), M("High risk ({n})"), M("Extreme risk ({n})") };
	static const enum tag_colour colours[] = { TAG_GREEN, TAG_YELLOW, TAG_ORANGE, TAG_RED };
	v->risk = lang_format(c->lang, c->mem, words[band], (struct msg_arg[]){ { "n", arena_printf(c->mem, "%lld", (long long)i->grade) } }, 1);
	v->risk_colour = colours[band];
	return ST_OK;
}

static enum tag_colour
state_colour(struct str state)
{
	return str_is(state, "reported") ? TAG_BLUE : str_is(state, "triaged") ? TAG_YELLOW : str_is(state, "investigating") ? TAG_PURPLE :
	    str_is(state, "closed") ? TAG_GREEN : TAG_GREY;
}

enum status
incident_view_load(struct ctx *c, const void *rec, void **ret_data)
{
	const struct incident *i = rec;
	struct incident_view *v = arena_new(c->mem, struct incident_view);
	struct incident whole;

	*v = (struct incident_view){ .ref = i->ref, .title = i->title, .state = incident_label(c, &incident_states, i->state), .state_colour = state_colour(i->state),
		.kind = str_is(i->kind, "incident") ? S("") : incident_label(c, &incident_kinds, i->kind), .restricted = i->circle != 0, .withdrawn = i->withdrawn_at.ms != 0,
		.withdrawn_why = i->withdrawn_why, .danger = i->danger, .owner = record_name(c, "account", i->owner), .clocks = arena_array(c->mem, struct clock_line, 4),
		.edit = URL_ID(c->mem, "/incidents/{}/edit", i->id), .history = URL_ID(c->mem, "/incidents/{}/history", i->id), .access = URL_ID(c->mem, "/incidents/{}/access", i->id),
		.police_act = URL_ID(c->mem, "/incidents/{}/police", i->id),
		.result_act = str_is(i->police, "asked") ? URL_ID(c->mem, "/incidents/{}/police_result", i->id) : (struct url){ { NULL, 0 } },
		.riddor_act = i->riddor_due.day != 0 && i->riddor_sent_on.day == 0 ? URL_ID(c->mem, "/incidents/{}/riddor", i->id) : (struct url){ { NULL, 0 } },
		.riddor_due = i->riddor_due, .riddor_sent = i->riddor_sent_on, .riddor_ref = i->riddor_ref };
	bool live = !v->withdrawn && !str_is(i->state, "merged");
	v->may_edit = live && may(c, "incident.edit");
	v->may_act = live && may(c, "incident.police");
	v->may_history = may(c, "incident.history");
	v->may_access = may(c, "incident.access");
	clock_add(c, v, M("First look"), i->triage_by, i->triaged_at);
	clock_add(c, v, M("Contact with the person harmed"), i->contact_by, i->contacted_at);
	if (str_is(i->state, "triaged") || i->started_at.ms != 0)
		clock_add(c, v, M("Start of the investigation"), i->start_by, i->started_at);
	TRY(risk_load(c, v, i));
	what_rows(c, v, i);
	police_rows(c, v, i);
	TRY(part_block(c, &incident_person_part, i, &v->people));
	TRY(part_block(c, &incident_property_part, i, &v->property));
	TRY(part_block(c, &incident_handover_part, i, &v->handed));
	TRY(alike_load(c, v, i));
	TRY(notes_load(c, v, i));
	TRY(riddor_explain(c, i, &v->riddor, &v->riddor_why));
	acts(c, v, i);
	v->c = c;
	TRY(panels_load(c, "incident", i, &v->panels, &v->n_panels));
	if (i->merged_into != 0 && incident_ops.get(c->db, c->scope, c->mem, i->merged_into, &whole) == ST_OK) {
		v->whole = whole.ref;
		v->whole_to = URL_ID(c->mem, "/incidents/{}", whole.id);
	}
	*ret_data = v;
	return ST_OK;
}

void
incident_view_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_view_html(o, c->data);
}

/* ---- what is new ---- */

/* Counted no further than to MANY_ALIKE. */
enum { MANY_ALIKE = 5 };
static struct str
alike_count(struct ctx *c, int64_t n)
{
	struct str many = arena_printf(c->mem, "%lld", (long long)n);

	if (n == 0)
		return S("");
	return n < MANY_ALIKE ? many : lang_format(c->lang, c->mem, M("{n} or more"), (struct msg_arg[]){ { "n", many } }, 1);
}

static enum status
new_load(struct ctx *c, void *in, void *out)
{
	struct new_view *v = arena_new(c->mem, struct new_view);
	struct incident_waiting_row *r;

	(void)in;
	(void)out;
	TRY(incident_waiting(c->db, c->scope, c->mem, 50, MANY_ALIKE, &r, &v->n));
	v->rows = arena_array(c->mem, struct new_line, v->n + 1);
	v->all = URL(c->mem, "/incidents");
	for (size_t i = 0; i < v->n; i++) {
		bool late = r[i].triage_by.ms != 0 && r[i].triage_by.ms < c->now.ms;
		v->rows[i] = (struct new_line){ .ref = r[i].ref, .title = r[i].title, .when = incident_when(c, r[i].happened_on, r[i].happened_time),
			.due = when_long(c->mem, r[i].triage_by), .late = late, .danger = r[i].danger, .hurt = str_is(r[i].hurt, "body") || str_is(r[i].hurt, "both"),
			.alike = alike_count(c, r[i].alike), .to = URL_ID(c->mem, "/incidents/{}", r[i].id) };
	}
	c->data = v;
	return ST_OK;
}

void
incident_new_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_new_html(o, c->data);
}

const struct action incident_new = { .name = "incident.new", .title = M("New reports"), .access = ACCESS_ROLE, .mode = MODE_READ, .load = new_load, .personal = true };
