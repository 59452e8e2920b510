/* SPDX-License-Identifier: MIT */
/* INV-2, INV-3, INV-6: conferences on a case, talks with the police, prosecutors, lawyers, HR and regulators, and what was learnt. */
#include "feature/investigation/own.h"

#include "base/time.h"

#define WHOLE(T) FIELD_REF(struct T, investigation, "investigation", .label = M("Case"), .read_only = true)

/* ---- conferences ---- */

SHAPE(investigation_conference_shape, investigation_conference, WHOLE(investigation_conference),
	FIELD(struct investigation_conference, held_at, .label = M("Held"), .must = true),
	FIELD_LONG(struct investigation_conference, people, .label = M("Who took part"), .privacy = PRIV_IDENTITY, .must = true, .max = 1000),
	FIELD_LONG(struct investigation_conference, decided, .label = M("What was decided"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000),
	FIELD(struct investigation_conference, next_on, .label = M("Next one on")));

static enum status
conference_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_conference *k = after;

	(void)before;
	if (k->held_at.ms > c->now.ms)
		field_error(c, "held_at", M("{label} must not lie in the future"), S(""));
	return ST_OK;
}

static const struct record_type investigation_conference_record = {
	.ops = &investigation_conference_ops, .shape = &investigation_conference_shape, .one = M("case conference"), .many = M("case conferences"),
	.path = "/investigation-conferences/{id}", .check = conference_check, .personal = true, .casework = true,
};

static void
conference_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_conference *k = rec;

	*ret = (struct part_line){ .head = when_long(c->mem, k->held_at), .name = k->decided, .note = k->people };
	if (k->next_on.day != 0)
		ret->more = lang_format(c->lang, c->mem, M("Next one on {day}"), (struct msg_arg[]){ { "day", date_long(c->mem, k->next_on) } }, 1);
}

static void
conference_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct investigation_conference *)rec)->held_at = c->now;
}

const struct part_def investigation_conference_part = {
	.type = &investigation_conference_record, .whole = &investigation_record, .verb = "conference", .title = M("Case conferences"), .none = M("None was held."),
	.add = M("Add a conference"), .edit = M("Change the conference"), .take = M("Take out"), .line = conference_line, .start = conference_start, .closed = investigation_shut,
};

/* ---- liaison ---- */

SHAPE(investigation_contact_shape, investigation_contact, WHOLE(investigation_contact),
	FIELD_CHOICE(struct investigation_contact, kind, investigation_contacts, .label = M("With whom"), .must = true),
	FIELD(struct investigation_contact, at, .label = M("When"), .must = true),
	FIELD(struct investigation_contact, name, .label = M("Name and post there"), .privacy = PRIV_IDENTITY),
	FIELD_LONG(struct investigation_contact, what, .label = M("What was asked, said, given or gathered"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000),
	FIELD(struct investigation_contact, answer_by, .label = M("Answer expected by")),
	FIELD(struct investigation_contact, answered_on, .label = M("Answered on"), .past_only = true));

static enum status
contact_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_contact *k = after;

	(void)before;
	if (k->at.ms > c->now.ms)
		field_error(c, "at", M("{label} must not lie in the future"), S(""));
	return ST_OK;
}

static const struct record_type investigation_contact_record = {
	.ops = &investigation_contact_ops, .shape = &investigation_contact_shape, .one = M("talk with another body"), .many = M("talks with other bodies"),
	.path = "/investigation-contacts/{id}", .check = contact_check, .personal = true, .casework = true,
};

static void
contact_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_contact *k = rec;
	bool waits = k->answer_by.day != 0 && k->answered_on.day == 0;

	*ret = (struct part_line){ .head = investigation_label(c, &investigation_contacts, k->kind), .more = when_long(c->mem, k->at), .name = k->what, .note = k->name };
	if (!waits)
		return;
	ret->tag = lang_format(c->lang, c->mem, M("Answer by {day}"), (struct msg_arg[]){ { "day", date_long(c->mem, k->answer_by) } }, 1);
	ret->colour = k->answer_by.day < c->today.day ? TAG_RED : TAG_BLUE;
}

static void
contact_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct investigation_contact *)rec)->at = c->now;
}

const struct part_def investigation_contact_part = {
	.type = &investigation_contact_record, .whole = &investigation_record, .verb = "contact", .title = M("Police, prosecutor, lawyers and others"), .none = M("No talk is recorded."),
	.add = M("Record a talk"), .edit = M("Change, or record the answer"), .take = M("Take out"), .line = contact_line, .start = contact_start, .closed = investigation_shut,
};

/* ---- lessons ---- */

SHAPE(investigation_lesson_shape, investigation_lesson, WHOLE(investigation_lesson),
	FIELD_LONG(struct investigation_lesson, what, .label = M("What was learnt?"), .hint = M("Name nobody: committees read it."), .must = true, .search = true, .max = 2000),
	FIELD_REF(struct investigation_lesson, owner, "account", .label = M("Who sees to it")),
	FIELD(struct investigation_lesson, due_on, .label = M("Due by")),
	FIELD_CHOICE(struct investigation_lesson, kind, investigation_changes, .label = M("What does it change?"), .hint = M("The case cannot close before this is known.")),
	FIELD(struct investigation_lesson, document, .label = M("Which document"), .max = 200),
	FIELD(struct investigation_lesson, edition, .label = M("The version in which it changed"), .max = 60),
	FIELD(struct investigation_lesson, link, .label = M("Where it can be read"), .max = 500),
	FIELD_REF(struct investigation_lesson, agreement, "agreement", .label = M("Or the agreement that changed")),
	FIELD(struct investigation_lesson, changed_on, .label = M("Changed on"), .past_only = true),
	FIELD_LONG(struct investigation_lesson, none_why, .label = M("If nothing is changed, why?"), .max = 1000));

bool
lesson_settled(const struct investigation_lesson *l)
{
	if (str_is(l->kind, "none"))
		return l->none_why.n > 0;
	return l->kind.n > 0 && l->changed_on.day != 0 && l->edition.n > 0 && (l->document.n > 0 || l->agreement != 0);
}

static enum status
lesson_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_lesson *l = after;

	(void)before;
	if (str_is(l->kind, "none") && l->none_why.n == 0)
		field_error(c, "none_why", M("Say why nothing is changed"), S(""));
	if (!str_is(l->kind, "none") && l->none_why.n > 0)
		field_error(c, "kind", M("A reason for no change is given, but a change is chosen"), S(""));
	if (l->changed_on.day != 0 && l->edition.n == 0)
		field_error(c, "edition", M("Enter the version in which it changed"), S(""));
	if (l->changed_on.day != 0 && l->document.n == 0 && l->agreement == 0)
		field_error(c, "document", M("Enter which document changed, or choose the agreement"), S(""));
	return ST_OK;
}

static const struct record_type investigation_lesson_record = {
	.ops = &investigation_lesson_ops, .shape = &investigation_lesson_shape, .one = M("lesson"), .many = M("lessons"),
	.path = "/investigation-lessons/{id}", .check = lesson_check, .personal = true, .casework = true,
};

static void
lesson_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_lesson *l = rec;
	bool done = lesson_settled(l);

	*ret = (struct part_line){ .head = l->what, .tag = done ? investigation_label(c, &investigation_changes, l->kind) : lang_text(c->lang, c->mem, M("Not decided what it changes")),
		.colour = !done ? TAG_YELLOW : str_is(l->kind, "none") ? TAG_GREY : TAG_GREEN };
	if (str_is(l->kind, "none"))
		ret->more = l->none_why;
	else if (done)
		ret->more = lang_format(c->lang, c->mem, M("{document}, version {edition}, changed on {day}"), (struct msg_arg[]){ { "document", l->document.n > 0 ? l->document : record_name(c, "agreement", l->agreement) },
			{ "edition", l->edition }, { "day", date_long(c->mem, l->changed_on) } }, 3);
}

static enum status
lesson_options(struct ctx *c, const void *whole, struct form *f)
{
	struct option *o;
	size_t n;

	(void)whole;
	TRY(lead_options(c, &o, &n));
	form_options(c, f, "owner", o, n);
	return ST_OK;
}

const struct part_def investigation_lesson_part = {
	.type = &investigation_lesson_record, .whole = &investigation_record, .verb = "lesson", .title = M("Lessons"), .none = M("None is recorded."),
	.add = M("Add a lesson"), .edit = M("Say what it changed"), .take = M("Take out"), .line = lesson_line, .options = lesson_options, .closed = investigation_shut,
};
