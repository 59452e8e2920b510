/* SPDX-License-Identifier: MIT */
/* INV-1: a case is opened from an incident, and takes further ones.  An incident has one case: its finding, its time and its
 * word to the reporter are one; what the police and HR do runs beside it in the same case. */
#include "feature/investigation/own.h"

#include "app/app.h"
#include "app/circle.h"
#include "app/pages.h"
#include "base/ids.h"
#include "base/time.h"
#include "tpl/feature/investigation/panel.h"
#include "feature/investigation/view.h"

#define DAYS_TO_FINDING 28	/* ours, where no rule says otherwise */
#define INCIDENTS_OFFERED 300

struct open_in { struct str title, kind; int64_t lead; struct str lead_why; struct date due_on; struct str remit, more; };
struct open_out { int64_t id; };
SHAPE(open_shape, open_in,
	FIELD(struct open_in, title, .label = M("Title"), .hint = M("What it is about. Name nobody."), .must = true),
	FIELD_CHOICE(struct open_in, kind, investigation_kinds, .label = M("Who investigates?"), .must = true),
	FIELD_REF(struct open_in, lead, "account", .label = M("Who leads it?"), .must = true),
	FIELD_LONG(struct open_in, lead_why, .label = M("If the rule names somebody else, why?"), .max = 500),
	FIELD(struct open_in, due_on, .label = M("Finding due by"), .must = true),
	FIELD_LONG(struct open_in, remit, .label = M("What is looked into, and how far?"), .hint = M("As much as the matter is worth, and why."),
	    .must = true, .max = 4000),
	FIELD(struct open_in, more, .label = M("References of further incidents, if several belong together"), .hint = M("For example INC-26-0412 INC-26-0415"), .max = 400));
SHAPE(open_out_shape, open_out, FIELD_REF(struct open_out, id, "investigation", .label = M("Case")));

/* ---- a case and its incidents ---- */

SHAPE(investigation_incident_shape, investigation_incident,
	FIELD_REF(struct investigation_incident, investigation, "investigation", .label = M("Case"), .read_only = true),
	FIELD_REF(struct investigation_incident, incident, "incident", .label = M("Incident"), .must = true));

static enum status
not_now(struct ctx *c, const struct incident *i)
{
	if (str_is(i->state, "reported"))
		return fail(c, ST_INVALID, M("{ref} has not been looked at yet. Do that first."), "ref", i->ref, NULL);
	return fail(c, ST_INVALID, M("{ref} is closed or part of another report. A case takes incidents that are open."), "ref", i->ref, NULL);
}

static enum status
same_people(struct ctx *c, const struct investigation *v, const struct incident *i)
{
	return i->circle == v->circle ? ST_OK :
	    fail(c, ST_INVALID, M("{ref} is known to other people than the rest of the case. One case holds what the same people may know of."), "ref", i->ref, NULL);
}

static enum status
link_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_incident *l = after;
	struct investigation v;
	struct incident i;
	struct investigation_of_incident_row other;

	if (before != NULL)
		return ST_OK;
	enum status st = incident_ops.get(c->db, c->scope, c->mem, l->incident, &i);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_INVALID, M("There is no such incident, or it is not yours to see."), NULL);
	TRY(st);
	TRY(investigation_ops.get(c->db, c->scope, c->mem, l->investigation, &v));
	if ((!str_is(i.state, "triaged") && !str_is(i.state, "investigating")) || i.withdrawn_at.ms != 0)
		return not_now(c, &i);
	TRY(same_people(c, &v, &i));
	st = investigation_of_incident(c->db, c->scope, c->mem, i.id, &other);
	if (st == ST_OK)
		return fail(c, ST_INVALID, M("{ref} has a case already: {case}."), "ref", i.ref, "case", other.ref, NULL);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* With the incident come its time and those from whom it is kept. */
static enum status
link_kept(struct ctx *c, const void *before, const void *after)
{
	const struct investigation_incident *l = after;
	struct investigation v;
	struct incident i;

	(void)before;
	if (l->withdrawn_at.ms != 0)
		return bar_unshare(c, l->incident, l->investigation);
	TRY(bar_share(c, l->incident, l->investigation));
	TRY(incident_ops.get(c->db, c->scope, c->mem, l->incident, &i));
	TRY(investigation_ops.get(c->db, c->scope, c->mem, l->investigation, &v));
	TRY(same_people(c, &v, &i));	/* also when it is put back */
	if (str_is(i.state, "triaged")) {
		i.state = S("investigating");
		i.started_at = i.started_at.ms != 0 ? i.started_at : c->now;
		TRY(incident_save(c, &i));
	}
	struct date reported = when_date(i.reported_at);
	bool earlier = reported.day < v.reported_on.day, elsewhere = v.unit != i.unit && v.unit != 0;
	if (!earlier && !elsewhere)
		return ST_OK;
	v.reported_on = date_min(reported, v.reported_on);
	v.unit = elsewhere ? 0 : v.unit;	/* several units: the organisation's */
	return record_update(c, &investigation_record, &v);
}

const struct record_type investigation_incident_record = {
	.ops = &investigation_incident_ops, .shape = &investigation_incident_shape, .one = M("incident of a case"), .many = M("incidents of cases"), .label = "incident",
	.path = "/investigation-incidents/{id}", .check = link_check, .personal = true, .casework = true, .kept = link_kept,
};

static void
link_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_incident *l = rec;
	struct incident i;

	*ret = (struct part_line){ .head = lang_text(c->lang, c->mem, M("An incident that is not yours to see")) };
	if (incident_ops.get(c->db, c->scope, c->mem, l->incident, &i) != ST_OK)
		return;
	ret->head = arena_printf(c->mem, "%.*s %.*s", (int)i.ref.n, i.ref.p, (int)i.title.n, i.title.p);
	ret->more = investigation_label(c, &incident_states, i.state);
	ret->act_label = M("Open the incident");
	ret->act = URL_ID(c->mem, "/incidents/{}", i.id);
}

static enum status
link_options(struct ctx *c, const void *whole, struct form *f)
{
	struct investigation_free_incidents_row *r;
	size_t n;

	TRY(investigation_free_incidents(c->db, c->scope, c->mem, ((const struct investigation *)whole)->circle, INCIDENTS_OFFERED, &r, &n));
	struct option *o = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)r[i].id), arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].title.n, r[i].title.p) };
	form_options(c, f, "incident", o, n);
	return ST_OK;
}

const struct part_def investigation_incident_part = {
	.type = &investigation_incident_record, .whole = &investigation_record, .verb = "incident", .title = M("Incidents"), .none = M("The case has no incident."),
	.add = M("Add an incident"), .take = M("Take out"), .line = link_line, .options = link_options, .closed = investigation_shut,
};

/* ---- known to the same people ---- */

static enum status
circle_to(struct ctx *c, const struct investigation *v, int64_t circle)
{
	struct investigation_incident_list_row *r;
	struct investigation now;
	size_t n;

	TRY(investigation_ops.get(c->db, c->scope, c->mem, v->id, &now));
	TRY(investigation_incident_list(c->db, c->scope, c->mem, v->id, &r, &n));
	if (now.circle != circle) {
		now.circle = circle;
		TRY(record_update(c, &investigation_record, &now));
	}
	for (size_t i = 0; i < n; i++) {
		struct incident one;
		TRY(incident_ops.get(c->db, c->scope, c->mem, r[i].id, &one));
		if (one.circle == circle)
			continue;
		one.circle = circle;
		TRY(incident_save(c, &one));
	}
	return ST_OK;
}

enum status
investigation_same_circle(struct ctx *c, const struct investigation *v)
{
	return circle_to(c, v, v->circle);
}

enum status
investigation_gate(struct ctx *c, const char *step, const void *rec)
{
	const struct incident *i = rec;
	struct investigation_of_incident_row r;
	struct investigation v;

	if (!str_is(str_c(step), "incident.circle"))
		return ST_OK;
	enum status st = investigation_of_incident(c->db, c->scope, c->mem, i->id, &r);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	TRY(investigation_ops.get(c->db, c->scope, c->mem, r.id, &v));
	return circle_to(c, &v, i->circle);
}

/* ---- opening ---- */

static enum status
link_more(struct ctx *c, int64_t investigation, struct str refs)
{
	struct incident_by_ref_row r;

	while (refs.n > 0) {
		struct str rest, one = str_trim(str_cut(refs, ' ', &rest));
		refs = rest;
		while (one.n > 0 && (one.p[one.n - 1] == ',' || one.p[one.n - 1] == ';'))
			one.n--;
		if (one.n == 0)
			continue;
		enum status st = incident_by_ref(c->db, c->scope, c->mem, one, &r);
		if (st == ST_NOT_FOUND) {
			field_error(c, "more", M("There is no incident {value} that is yours to see"), one);
			return errors(c);
		}
		TRY(st);
		struct investigation_incident l = { .investigation = investigation, .incident = r.id };
		TRY(record_create(c, &investigation_incident_record, &l));
	}
	return ST_OK;
}

static enum status
open_store(struct ctx *c, void *in_, void *out)
{
	const struct open_in *in = in_;
	struct investigation_rule rule;
	struct lead_flag flag;
	struct incident i;
	bool may, by_rule;

	TRY(record_get(c, &incident_record, c->id, &i));
	TRY(lead_rule(c, &i, &rule));
	TRY(lead_fits(c, in->lead, rule.id, &may, &by_rule));
	if (!may)
		field_error(c, "lead", M("Select {label} from the list"), S(""));
	else if (!by_rule && in->lead_why.n == 0)
		field_error(c, "lead_why", M("The rule names somebody else. Say why this person leads"), S(""));
	if (in->due_on.day < c->today.day)
		field_error(c, "due_on", M("The finding cannot be due before the case was opened"), S(""));
	TRY(errors(c));
	TRY(lead_flag(c, in->lead, &flag));
	struct investigation v = { .title = in->title, .kind = in->kind, .state = S("open"), .unit = i.unit, .lead = in->lead, .lead_why = in->lead_why,
		.rule = rule.id, .accredited = flag.accredited, .opened_on = c->today, .reported_on = when_date(i.reported_at), .due_on = in->due_on,
		.remit = { in->remit, PRIV_FREE_TEXT }, .circle = i.circle };
	TRY(record_create(c, &investigation_record, &v));
	((struct open_out *)out)->id = v.id;
	TRY(investigation_say(c, v.id, lang_format(c->lang, c->mem, M("Opened. Led by {name}"), (struct msg_arg[]){ { "name", record_name(c, "account", v.lead) } }, 1)));
	struct investigation_incident l = { .investigation = v.id, .incident = i.id };
	TRY(record_create(c, &investigation_incident_record, &l));
	TRY(link_more(c, v.id, in->more));
	return v.circle != 0 && v.lead != c->who->account ? circle_add(c, v.circle, v.id, v.lead) : ST_OK;
}

const struct action investigation_open = { .name = "incident.investigation", .title = M("Open a case"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &open_shape, .out = &open_out_shape, .record = &incident_record, .store = open_store, .body = 64 << 10 };

enum status
investigation_open_load(struct ctx *c)
{
	const struct incident *i = c->record;
	struct form_page *f = arena_new(c->mem, struct form_page);
	struct open_in *first = arena_new(c->mem, struct open_in);
	struct investigation_rule rule;
	struct investigation_holders_row *h;
	struct option *o;
	size_t n, holders = 0;

	TRY(lead_rule(c, i, &rule));
	if (rule.id != 0)
		TRY(investigation_holders(c->db, c->scope, c->mem, rule.lead_role, rule.lead_unit, c->today, &h, &holders));
	bool mine = holders == 0;
	for (size_t k = 0; k < holders; k++)
		mine = mine || h[k].account == c->who->account;
	*first = (struct open_in){ .title = i->title, .kind = rule.id != 0 ? rule.kind : S("internal"), .lead = mine ? c->who->account : h[0].account,
		.due_on = date_add_days(c->today, rule.id != 0 ? (int)rule.days : DAYS_TO_FINDING) };
	*f = (struct form_page){ .form = page_form(c, &open_shape, first), .action = URL_ID(c->mem, "/incidents/{}/investigation", i->id),
		.cancel = URL_ID(c->mem, "/incidents/{}", i->id), .button = M("Open the case"),
		.of = rule.id != 0 ? lang_format(c->lang, c->mem, M("{ref}, by the rule: {rule}"), (struct msg_arg[]){ { "ref", i->ref }, { "rule", rule.title } }, 2) : i->ref };
	TRY(lead_options(c, &o, &n));
	form_options(c, f->form, "lead", o, n);
	c->data = f;
	return ST_OK;
}

/* ---- on the page of an incident ---- */

static enum status
panel_load(struct ctx *c, const void *rec, void **ret_data)
{
	const struct incident *i = rec;
	struct incident_panel *p = arena_new(c->mem, struct incident_panel);
	struct investigation_of_incident_row r;

	*ret_data = p;
	enum status st = investigation_of_incident(c->db, c->scope, c->mem, i->id, &r);
	if (st == ST_OK) {
		p->name = arena_printf(c->mem, "%.*s %.*s", (int)r.ref.n, r.ref.p, (int)r.title.n, r.title.p);
		p->state = investigation_label(c, &investigation_states, r.state);
		p->to = URL_ID(c->mem, "/investigations/{}", r.id);
		return ST_OK;
	}
	p->may_open = i->withdrawn_at.ms == 0 && (str_is(i->state, "triaged") || str_is(i->state, "investigating")) && may(c, "incident.investigation");
	p->open = URL_ID(c->mem, "/incidents/{}/investigation", i->id);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static void
panel_html(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	investigation_panel_html(o, data);
}

const struct panel investigation_panels[] = { { "incident", 10, "investigation.view", panel_load, panel_html }, { NULL, 0, NULL, NULL, NULL } };
