/* SPDX-License-Identifier: MIT */
/* INV-1, INV-5: the record of a case, the rules of who leads, and who may know of it. */
#include "feature/investigation/own.h"

#include "base/ids.h"
#include "base/time.h"

/* What people type is set apart from what actions set, which is read only here. */
SHAPE(investigation_shape, investigation,
	FIELD(struct investigation, title, .label = M("Title"), .hint = M("What it is about. Name nobody."), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct investigation, kind, investigation_kinds, .label = M("Who investigates?"), .must = true),
	FIELD_CHOICE(struct investigation, state, investigation_states, .label = M("State"), .read_only = true, .in_list = true),
	FIELD_REF(struct investigation, unit, "unit", .label = M("Site, department or team"), .read_only = true),
	FIELD_REF(struct investigation, lead, "account", .label = M("Who leads it?"), .must = true, .in_list = true),
	FIELD_LONG(struct investigation, lead_why, .label = M("If the rule names somebody else, why?"), .max = 500),
	FIELD(struct investigation, accredited, .label = M("The lead was accredited when chosen"), .read_only = true),
	FIELD_REF(struct investigation, rule, "investigation_rule", .label = M("Allocated by the rule"), .read_only = true),
	FIELD(struct investigation, opened_on, .label = M("Opened"), .read_only = true, .in_list = true),
	FIELD(struct investigation, reported_on, .label = M("First report"), .read_only = true),
	FIELD(struct investigation, due_on, .label = M("Finding due by"), .must = true, .in_list = true),
	FIELD_LONG(struct investigation, remit, .label = M("What is looked into, and how far?"), .hint = M("As much as the matter is worth, and why."),
	    .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000),
	FIELD_CHOICE(struct investigation, law, investigation_laws, .label = M("Law and guidance kept to"), .read_only = true),
	FIELD(struct investigation, law_on, .label = M("Ticked on"), .read_only = true),
	FIELD(struct investigation, found_on, .label = M("Finding on"), .read_only = true),
	FIELD_CHOICE(struct investigation, finding, incident_findings, .label = M("Finding"), .read_only = true),
	FIELD_LONG(struct investigation, finding_words, .label = M("What it rests on"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD_CHOICE(struct investigation, causes, investigation_causes, .label = M("Root causes"), .read_only = true),
	FIELD_LONG(struct investigation, cause_words, .label = M("More about the causes"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD_LONG(struct investigation, partnership, .label = M("What it showed about working with partners"), .read_only = true),
	FIELD_LONG(struct investigation, summary, .label = M("Summary for committees"), .read_only = true),
	FIELD(struct investigation, closed_on, .label = M("Closed"), .read_only = true),
	FIELD(struct investigation, reopened, .label = M("Times opened again"), .read_only = true),
	FIELD_CHOICE(struct investigation, hr, investigation_discipline_states, .label = M("Disciplinary procedure"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, hr_on, .label = M("Begun on"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, hr_ref, .label = M("Reference of HR"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD_REF(struct investigation, hr_protocol, "agreement", .label = M("Under the protocol"), .read_only = true),
	FIELD_LONG(struct investigation, hr_outcome, .label = M("Outcome with HR"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, hr_ended_on, .label = M("Ended on"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD_CHOICE(struct investigation, regulator, investigation_regulators, .label = M("Referral to a professional regulator"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, regulator_to, .label = M("Which regulator"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, regulator_on, .label = M("Referred on"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD_LONG(struct investigation, regulator_why, .label = M("Why, and what became of it"), .privacy = PRIV_SPECIAL, .read_only = true),
	FIELD(struct investigation, circle, .label = M("Restricted to a team"), .read_only = true));

enum status
investigation_say(struct ctx *c, int64_t investigation, struct str words)
{
	static const struct str decision = STR_INIT("decision");
	struct investigation_entry e = { .investigation = investigation, .kind = decision, .at = c->now, .what = { words, PRIV_FREE_TEXT }, .own = true };

	return record_create(c, investigation_entry_part.type, &e);
}

const char *
investigation_shut(const void *whole)
{
	return str_is(((const struct investigation *)whole)->state, "closed") ? M("This case is closed. Open it again before changing it.") : NULL;
}

enum status
investigation_take(struct ctx *c, struct investigation *v)
{
	TRY(record_get(c, &investigation_record, c->id, v));
	if (c->version == 0 || c->version == v->version)
		return ST_OK;
	/* Before any rule speaks of what the caller has not seen. */
	struct investigation *now = arena_new(c->mem, struct investigation);
	*now = *v;
	c->conflict = now;
	return fail(c, ST_CONFLICT, M("Somebody else has changed this {kind} since you opened it."), "kind", lang_text(c->lang, c->mem, investigation_record.one), NULL);
}

/* Whoever leads it may, and why it is not whom the rule names. */
static enum status
lead_check(struct ctx *c, struct investigation *v)
{
	struct lead_flag flag;
	bool may, by_rule;

	TRY(lead_fits(c, v->lead, v->rule, &may, &by_rule));
	if (!may)
		field_error(c, "lead", M("Select {label} from the list"), S(""));
	else if (!by_rule && v->lead_why.n == 0)
		field_error(c, "lead_why", M("The rule names somebody else. Say why this person leads"), S(""));
	TRY(lead_flag(c, v->lead, &flag));
	v->accredited = flag.accredited;
	return ST_OK;
}

static enum status
investigation_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation *was = before;
	struct investigation *v = after;

	if (c->action->in != &investigation_shape)	/* a step of its own, which has its own rules */
		return ST_OK;
	if (was != NULL && str_is(was->state, "closed") && str_is(v->state, "closed"))
		return fail(c, ST_INVALID, investigation_shut(v), NULL);
	if (v->due_on.day != 0 && v->due_on.day < v->opened_on.day)
		field_error(c, "due_on", M("The finding cannot be due before the case was opened"), S(""));
	return was == NULL || was->lead != v->lead ? lead_check(c, v) : ST_OK;
}

/* A case that was opened by mistake gives its incidents back first. */
static enum status
investigation_let_go(struct ctx *c, const void *rec)
{
	void *rows;
	size_t n;

	TRY(part_rows(c, &investigation_incident_record, ((const struct investigation *)rec)->id, &rows, &n));
	return n == 0 ? ST_OK : fail(c, ST_INVALID, M("Take the incidents out of the case first. They can then have another one."), NULL);
}

static unsigned
investigation_relation(struct ctx *c, const void *rec)
{
	const struct investigation *v = rec;
	struct investigation_member_is_row r;
	unsigned is = RELATION_NONE;

	if (v->lead == c->who->account)
		is |= RELATION_OWNER;
	if (circle_has(c, v->circle, c->who->account) || investigation_member_is(c->db, c->scope, c->mem, v->id, c->who->account, &r) == ST_OK)
		is |= RELATION_TEAM;
	if (c->who->branch != 0 && v->unit != 0)
		is |= RELATION_UNIT;
	return is;
}

/* A new lead of a restricted case is let into its team. */
static enum status
investigation_kept(struct ctx *c, const void *before, const void *after)
{
	const struct investigation *was = before, *v = after;

	if (was == NULL || v->circle == 0 || was->lead == v->lead)
		return ST_OK;
	return circle_add(c, v->circle, v->id, v->lead);
}

const struct record_type investigation_record = {
	.ops = &investigation_ops, .shape = &investigation_shape, .one = M("case"), .many = M("cases"), .label = "title", .prefix = "INV",
	.path = "/investigations/{id}", .unit = "unit", .check = investigation_check, .let_go = investigation_let_go, .personal = true, .casework = true,
	.relation = investigation_relation, .kept = investigation_kept,
};

static struct option *lead_choices(struct ctx *c, size_t *ret_n);

static void
form_ready(struct ctx *c, struct form *f)
{
	size_t n;
	struct option *o = lead_choices(c, &n);

	form_options(c, f, "lead", o, n);
}

const struct register_def investigation_register = {
	.type = &investigation_record, .path = "/investigations", .title = M("Investigations"), .opened = true,
	.about = M("Cases that look into one or several incidents. A case is opened from the page of an incident."), .add = M("Open a case"),
	.view_load = investigation_view_load, .view_page = investigation_view_page, .form_ready = form_ready,
};

static struct option *
lead_choices(struct ctx *c, size_t *ret_n)
{
	struct option *o;

	return lead_options(c, &o, ret_n) == ST_OK ? o : (*ret_n = 0, NULL);
}

/* ---- who may know of it ---- */

static enum status
say(struct ctx *c, int64_t investigation, struct str body)
{
	return investigation_say(c, investigation, body);
}

/* Who has left, or is named in it, stays out. */
static enum status
let_in(struct ctx *c, const struct investigation *v, int64_t account)
{
	struct failure why = c->why;
	enum status st = circle_add(c, v->circle, v->id, account);

	if (st != ST_INVALID)
		return st;
	c->why = why;
	return ST_OK;
}

/* The lead and the team go in with whoever restricts it. */
static enum status
team_into_circle(struct ctx *c, const struct investigation *v)
{
	const struct investigation_member *m;
	void *rows;
	size_t n;

	if (v->circle == 0)
		return ST_OK;
	TRY(let_in(c, v, v->lead));
	TRY(part_rows(c, investigation_member_part.type, v->id, &rows, &n));
	m = rows;
	for (size_t i = 0; i < n; i++)
		TRY(let_in(c, v, m[i].account));
	return ST_OK;
}

static enum status
circle_changed(struct ctx *c, const void *rec)
{
	TRY(investigation_same_circle(c, rec));
	return team_into_circle(c, rec);
}

const struct restrict_def investigation_restriction = {
	.type = &investigation_record, .title = M("Who may see this case"), .list = "/investigations", .say = say, .changed = circle_changed,
};

/* ---- the rules of who leads ---- */

SHAPE(investigation_rule_shape, investigation_rule,
	FIELD(struct investigation_rule, title, .label = M("Name of the rule"), .must = true, .in_list = true),
	FIELD_CHOICE(struct investigation_rule, type, investigation_types, .label = M("For incidents of"), .hint = M("Leave open for all."), .in_list = true),
	FIELD(struct investigation_rule, grade_from, .label = M("From this risk grade"), .hint = M("1 to 25; 0 for all"), .least = 0, .most = 25, .in_list = true),
	FIELD_CHOICE(struct investigation_rule, kind, investigation_kinds, .label = M("Who investigates?"), .must = true),
	FIELD_CHOICE(struct investigation_rule, lead_role, investigation_roles, .label = M("Led by a"), .must = true, .in_list = true),
	FIELD_REF(struct investigation_rule, lead_unit, "unit", .label = M("Of the unit"), .hint = M("Leave open for the whole organisation.")),
	FIELD(struct investigation_rule, days, .label = M("Days to the finding"), .least = 1, .most = 730, .must = true, .in_list = true));

const struct record_type investigation_rule_record = {
	.ops = &investigation_rule_ops, .shape = &investigation_rule_shape, .one = M("rule of who leads"), .many = M("rules of who leads"), .label = "title",
	.path = "/investigation-rules/{id}",
};

static void
rule_start(struct ctx *c, void *rec)
{
	struct investigation_rule *r = rec;

	(void)c;
	r->days = 28;
}

const struct register_def investigation_rule_register = {
	.type = &investigation_rule_record, .path = "/investigation-rules", .title = M("Who leads investigations"), .add = M("Add a rule"), .start = rule_start,
	.about = M("The rule that fits an incident best is proposed when a case is opened: the highest grade first, then the one that names a type."),
};
