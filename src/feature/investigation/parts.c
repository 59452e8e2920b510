/* SPDX-License-Identifier: MIT */
/* INV-1, INV-2: the team of a case, the steps of its plan, and what is written into its timeline by hand. */
#include "feature/investigation/own.h"

#include "app/circle.h"
#include "base/time.h"

#define WHOLE(T) FIELD_REF(struct T, investigation, "investigation", .label = M("Case"), .read_only = true)

/* ---- the team ---- */

SHAPE(investigation_member_shape, investigation_member, WHOLE(investigation_member),
	FIELD_REF(struct investigation_member, account, "account", .label = M("Person"), .must = true),
	FIELD(struct investigation_member, task, .label = M("What they do in it"), .max = 200));

static enum status
member_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_member *m = after, *was = before;
	struct investigation_member_is_row r;
	struct option *o;
	size_t n;
	bool there = false;

	if (was != NULL && was->account != m->account)
		field_error(c, "account", M("Take this person out and add the other"), S(""));
	if (was != NULL)
		return ST_OK;
	TRY(lead_options(c, &o, &n));
	for (size_t i = 0; i < n; i++)
		there = there || str_is(o[i].value, arena_printf(c->mem, "%lld", (long long)m->account).p);
	if (!there)
		field_error(c, "account", M("Select {label} from the list"), S(""));
	else if (investigation_member_is(c->db, c->scope, c->mem, m->investigation, m->account, &r) == ST_OK)
		field_error(c, "account", M("This person is in the team already"), S(""));
	return ST_OK;
}

/* The team of a restricted case are those who know of it. */
static enum status
member_kept(struct ctx *c, const void *before, const void *after)
{
	const struct investigation_member *m = after;
	struct investigation v;

	(void)before;
	TRY(investigation_ops.get(c->db, c->scope, c->mem, m->investigation, &v));
	if (v.circle == 0 || (m->withdrawn_at.ms != 0 && m->account == v.lead))
		return ST_OK;
	return m->withdrawn_at.ms != 0 ? circle_remove(c, v.circle, m->account) : circle_add(c, v.circle, v.id, m->account);
}

static const struct record_type investigation_member_record = {
	.ops = &investigation_member_ops, .shape = &investigation_member_shape, .one = M("member of a team"), .many = M("members of teams"), .label = "account",
	.path = "/investigation-members/{id}", .check = member_check, .personal = true, .casework = true, .kept = member_kept,
};

static void
member_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_member *m = rec;

	*ret = (struct part_line){ .head = record_name(c, "account", m->account), .more = m->task };
}

static enum status
member_options(struct ctx *c, const void *whole, struct form *f)
{
	struct option *o;
	size_t n;

	(void)whole;
	TRY(lead_options(c, &o, &n));
	form_options(c, f, "account", o, n);
	return ST_OK;
}

const struct part_def investigation_member_part = {
	.type = &investigation_member_record, .whole = &investigation_record, .verb = "member", .title = M("Team"), .none = M("The lead works alone."), .closed = investigation_shut,
	.add = M("Add somebody to the case"), .edit = M("Change their task"), .take = M("Take out"), .line = member_line, .options = member_options,
};

/* ---- the plan ---- */

SHAPE(investigation_step_shape, investigation_step, WHOLE(investigation_step),
	FIELD_LONG(struct investigation_step, what, .label = M("What is done"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 2000),
	FIELD_REF(struct investigation_step, owner, "account", .label = M("By whom")),
	FIELD(struct investigation_step, due_on, .label = M("Due by"), .must = true),
	FIELD(struct investigation_step, done_on, .label = M("Done on"), .past_only = true),
	FIELD_LONG(struct investigation_step, outcome, .label = M("What came of it"), .privacy = PRIV_FREE_TEXT, .max = 2000));

static const struct record_type investigation_step_record = {
	.ops = &investigation_step_ops, .shape = &investigation_step_shape, .one = M("step of a plan"), .many = M("steps of plans"),
	.path = "/investigation-steps/{id}", .personal = true, .casework = true,
};

static void
step_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_step *s = rec;
	bool late = s->done_on.day == 0 && s->due_on.day < c->today.day;
	struct str who = record_name(c, "account", s->owner), day = date_long(c->mem, s->done_on.day != 0 ? s->done_on : s->due_on);
	struct str when = lang_format(c->lang, c->mem, s->done_on.day != 0 ? M("Done on {day}") : M("Due by {day}"), (struct msg_arg[]){ { "day", day } }, 1);

	*ret = (struct part_line){ .head = when, .name = s->what, .more = who, .note = s->outcome,
		.tag = lang_text(c->lang, c->mem, s->done_on.day != 0 ? M("Done") : late ? M("Overdue") : M("To do")),
		.colour = s->done_on.day != 0 ? TAG_GREEN : late ? TAG_RED : TAG_BLUE };
}

static void
step_start(struct ctx *c, const void *whole, void *rec)
{
	struct investigation_step *s = rec;

	s->owner = ((const struct investigation *)whole)->lead;
	s->due_on = date_add_days(c->today, 7);
}

static enum status
step_options(struct ctx *c, const void *whole, struct form *f)
{
	struct option *o;
	size_t n;

	(void)whole;
	TRY(lead_options(c, &o, &n));
	form_options(c, f, "owner", o, n);
	return ST_OK;
}

const struct part_def investigation_step_part = {
	.type = &investigation_step_record, .whole = &investigation_record, .verb = "step", .title = M("Plan"), .none = M("There is no plan yet."), .closed = investigation_shut,
	.add = M("Add a step"), .edit = M("Change the step or its outcome"), .take = M("Take out"), .line = step_line, .start = step_start, .options = step_options,
};

/* ---- the timeline by hand ---- */

SHAPE(investigation_entry_shape, investigation_entry, WHOLE(investigation_entry),
	FIELD_CHOICE(struct investigation_entry, kind, investigation_entries, .label = M("Kind"), .must = true),
	FIELD(struct investigation_entry, at, .label = M("When"), .must = true),
	FIELD_LONG(struct investigation_entry, what, .label = M("What happened, or what was decided and why"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000),
	FIELD(struct investigation_entry, source, .label = M("How is it known?"), .privacy = PRIV_FREE_TEXT),
	FIELD(struct investigation_entry, own, .label = M("Written by the program"), .read_only = true));

static enum status
entry_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_entry *e = after;

	(void)before;
	if (e->at.ms > c->now.ms)
		field_error(c, "at", M("{label} must not lie in the future"), S(""));
	return ST_OK;
}

static const char *
entry_fixed(const void *rec)
{
	return ((const struct investigation_entry *)rec)->own ? M("This was written as it was decided and stays as it is. Add an entry to it.") : NULL;
}

static const struct record_type investigation_entry_record = {
	.ops = &investigation_entry_ops, .shape = &investigation_entry_shape, .one = M("entry of a timeline"), .many = M("entries of timelines"),
	.path = "/investigation-entries/{id}", .check = entry_check, .personal = true, .casework = true,
};

static void
entry_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_entry *e = rec;

	*ret = (struct part_line){ .head = when_long(c->mem, e->at), .name = e->what, .more = investigation_label(c, &investigation_entries, e->kind), .note = e->source };
}

static void
entry_start(struct ctx *c, const void *whole, void *rec)
{
	struct investigation_entry *e = rec;

	(void)whole;
	e->kind = S("event");
	e->at = c->now;
}

const struct part_def investigation_entry_part = {
	.type = &investigation_entry_record, .whole = &investigation_record, .verb = "entry", .title = M("Timeline"), .none = M("Nothing is entered yet."), .closed = investigation_shut,
	.add = M("Add to the timeline"), .edit = M("Change the entry"), .take = M("Take out"), .line = entry_line, .start = entry_start, .fixed = entry_fixed,
};
