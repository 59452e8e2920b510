/* SPDX-License-Identifier: MIT */
/* SAN-3 to SAN-5, SAN-8: sanctions, claims and legal advice, each a part of the incident that it is about. */
#include "feature/sanction/own.h"

#include "base/time.h"
#include "base/ids.h"

CHOICES(states, { "sought", M("Sought"), NULL }, { "obtained", M("Obtained or imposed"), NULL }, { "refused", M("Not obtained"), NULL }, { "ended", M("Ended early"), NULL });
CHOICES(appeals, { "stands", M("It stands"), NULL }, { "changed", M("It was changed"), NULL }, { "won", M("The appeal was won: it ends"), NULL });
CHOICES(publicities, { "published", M("Published"), NULL }, { "not_published", M("Not published"), NULL });
CHOICES(ways, { "court", M("Criminal court"), NULL }, { "civil", M("Civil claim"), NULL }, { "voluntary", M("Voluntary repayment"), NULL },
	{ "insurance", M("Insurance or scheme"), NULL });
CHOICES(advisers, { "legal_unit", M("National legal unit"), NULL }, { "solicitor", M("Solicitor"), NULL }, { "prosecutor", M("Prosecutor"), NULL });
CHOICES(followeds, { "yes", M("Yes"), NULL }, { "partly", M("In part"), NULL }, { "no", M("No"), NULL });

SHAPE(sanction_shape, sanction,
	FIELD_REF(struct sanction, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct sanction, option, sanction_choices, .label = M("Sanction"), .must = true),
	FIELD(struct sanction, family, .label = M("Kind"), .read_only = true),
	FIELD_REF(struct sanction, person, "incident_person", .label = M("Against"), .hint = M("One of those who are said to have done it."), .privacy = PRIV_CRIMINAL),
	FIELD_CHOICE(struct sanction, asked_of, sanction_bodies, .label = M("Asked of"), .hint = M("Where your organisation cannot apply for it itself.")),
	FIELD(struct sanction, sought_on, .label = M("Sought or decided on"), .must = true, .past_only = true),
	FIELD_CHOICE(struct sanction, state, states, .label = M("State"), .must = true),
	FIELD(struct sanction, obtained_on, .label = M("Obtained or imposed on"), .past_only = true),
	FIELD(struct sanction, review_on, .label = M("Review date"), .hint = M("Empty: by what is set for this sanction.")),
	FIELD(struct sanction, expires_on, .label = M("Lapses after"), .hint = M("It lapses by itself. Empty: by what is set for this sanction.")),
	FIELD_LONG(struct sanction, terms, .label = M("Terms"), .hint = M("What is forbidden or asked."), .privacy = PRIV_CRIMINAL, .max = 2000),
	FIELD(struct sanction, also, .label = M("Other incidents that it rests on"), .hint = M("Their references, such as INC-26-0412"), .max = 200),
	FIELD(struct sanction, breached_on, .label = M("Breached on"), .past_only = true),
	FIELD_LONG(struct sanction, breach, .label = M("How it was breached, and what followed"), .privacy = PRIV_CRIMINAL, .max = 2000),
	FIELD(struct sanction, ended_on, .label = M("Ended early on"), .past_only = true),
	FIELD(struct sanction, ended_why, .label = M("Why it ended early"), .privacy = PRIV_FREE_TEXT, .max = 300),
	FIELD(struct sanction, appealed_on, .label = M("Appeal lodged on"), .past_only = true),
	FIELD(struct sanction, appeal_by, .label = M("Appeal to be decided by")),
	FIELD(struct sanction, appeal_decided_on, .label = M("Appeal decided on"), .past_only = true),
	FIELD_CHOICE(struct sanction, appeal_outcome, appeals, .label = M("Outcome of the appeal")),
	FIELD_CHOICE(struct sanction, publicity, publicities, .label = M("Decision on publicity")),
	FIELD(struct sanction, publicity_on, .label = M("Decided on publicity on"), .past_only = true),
	FIELD(struct sanction, published_in, .label = M("Published where"), .max = 300),
	FIELD(struct sanction, publicity_why, .label = M("Why it is not published"), .privacy = PRIV_FREE_TEXT, .max = 300));

SHAPE(redress_shape, redress,
	FIELD_REF(struct redress, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct redress, way, ways, .label = M("By which way?"), .must = true),
	FIELD_REF(struct redress, person, "incident_person", .label = M("From whom?"), .privacy = PRIV_CRIMINAL),
	FIELD(struct redress, claimed, .label = M("Claimed"), .must = true),
	FIELD(struct redress, claimed_on, .label = M("Claimed on"), .must = true, .past_only = true),
	FIELD(struct redress, recovered, .label = M("Recovered so far")),
	FIELD(struct redress, recovered_on, .label = M("Last received on"), .past_only = true),
	FIELD(struct redress, closed_on, .label = M("No more is expected since"), .past_only = true),
	FIELD_LONG(struct redress, result, .label = M("Result"), .privacy = PRIV_FREE_TEXT, .max = 1000));

SHAPE(legal_advice_shape, legal_advice,
	FIELD_REF(struct legal_advice, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct legal_advice, asked_of, advisers, .label = M("Asked of"), .must = true),
	FIELD(struct legal_advice, asked_on, .label = M("Asked on"), .must = true, .past_only = true),
	FIELD_LONG(struct legal_advice, question, .label = M("What was asked?"), .privacy = PRIV_CRIMINAL, .must = true, .max = 2000),
	FIELD(struct legal_advice, answered_on, .label = M("Answered on"), .past_only = true),
	FIELD_LONG(struct legal_advice, answer, .label = M("Answer"), .privacy = PRIV_CRIMINAL, .max = 4000),
	FIELD_CHOICE(struct legal_advice, followed, followeds, .label = M("Was it followed?")),
	FIELD_LONG(struct legal_advice, why, .label = M("Why not"), .privacy = PRIV_FREE_TEXT, .max = 1000));

/* ---- rules ---- */

static enum status
person_check(struct ctx *c, int64_t person, int64_t incident)
{
	struct sanction_person_in_row r;

	if (person == 0)
		return ST_OK;
	enum status st = sanction_person_in(c->db, c->scope, c->mem, person, incident, &r);
	if (st != ST_NOT_FOUND)
		return st;
	field_error(c, "person", M("Select somebody who is named in this incident"), S(""));
	return ST_OK;
}

static void
both(struct ctx *c, bool a, bool b, const char *fa, const char *fb, const char *message)
{
	if (a != b)
		field_error(c, a ? fb : fa, message, S(""));
}

/* May it be had at all, on its own day, and of whom. */
static enum status
option_check(struct ctx *c, struct sanction *s)
{
	struct sanction_kinds all;

	TRY(sanction_kinds(c, &all));
	const struct sanction_kind *k = sanction_kind_find(&all, s->option);
	if (k == NULL)
		return ST_OK;
	struct str shut = sanction_shut(c, k, s->sought_on);
	if (shut.n > 0)
		field_error(c, "option", M("{value}"), shut);
	if (s->asked_of.n == 0 && !sanction_is_ours(c, k))
		field_error(c, "asked_of", M("Your organisation cannot apply for it itself. Say which of these was asked: {value}"), sanction_applicants(c, k));
	if (s->asked_of.n > 0 && !sanction_may_apply(k, s->asked_of))
		field_error(c, "asked_of", M("Only these can apply for it: {value}"), sanction_applicants(c, k));
	s->family = str_c(fw_family_word(k->s->family));
	if (s->obtained_on.day == 0)
		return ST_OK;
	if (s->review_on.day == 0 && k->review_months > 0)
		s->review_on = date_add_months(s->obtained_on, (int)k->review_months);
	if (s->expires_on.day == 0 && k->expiry_months > 0)
		s->expires_on = date_add_months(s->obtained_on, (int)k->expiry_months);
	return ST_OK;
}

#define APPEAL_DAYS 28	/* to decide one: a preset of ours */

static enum status
sanction_check(struct ctx *c, const void *before, void *after)
{
	struct sanction *s = after;
	struct sanction_decision d;
	bool had = str_is(s->state, "obtained") || str_is(s->state, "ended");

	if (before == NULL) {
		TRY(sanction_decision_get(c, s->incident, &d));
		if (str_is(d.outcome, "none"))
			return fail(c, ST_INVALID, M("It was decided that no sanction is sought for this incident. Change the decision first."), NULL);
	}
	TRY(option_check(c, s));
	TRY(person_check(c, s->person, s->incident));
	if (had != (s->obtained_on.day != 0))
		field_error(c, had ? "obtained_on" : "state", M("Enter the day on which it was obtained, and that it was"), S(""));
	if (s->obtained_on.day != 0 && s->obtained_on.day < s->sought_on.day)
		field_error(c, "obtained_on", M("It cannot have been obtained before it was sought"), S(""));
	if (s->expires_on.day != 0 && s->obtained_on.day != 0 && s->expires_on.day < s->obtained_on.day)
		field_error(c, "expires_on", M("It cannot lapse before it was obtained"), S(""));
	if (s->appealed_on.day != 0 && (s->obtained_on.day == 0 || s->appealed_on.day < s->obtained_on.day))
		field_error(c, "appealed_on", M("An appeal comes after it was obtained"), S(""));
	both(c, s->appeal_decided_on.day != 0, s->appeal_outcome.n > 0, "appeal_decided_on", "appeal_outcome", M("Enter both the outcome of the appeal and its day"));
	if (s->appeal_decided_on.day != 0 && (s->appealed_on.day == 0 || s->appeal_decided_on.day < s->appealed_on.day))
		field_error(c, "appeal_decided_on", M("An appeal is decided after it was lodged"), S(""));
	if (s->appealed_on.day != 0 && s->appeal_by.day == 0)
		s->appeal_by = date_add_days(s->appealed_on, APPEAL_DAYS);
	if (str_is(s->appeal_outcome, "won") && s->ended_on.day == 0) {
		s->state = S("ended");
		s->ended_on = s->appeal_decided_on;
		s->ended_why = (struct personal){ lang_text(c->lang, c->mem, M("The appeal was won")), PRIV_FREE_TEXT };
	}
	both(c, str_is(s->state, "ended"), s->ended_on.day != 0, "state", "ended_on", M("Enter the day on which it ended, and that it did"));
	if (s->publicity.n > 0 && !had)
		field_error(c, "publicity", M("Publicity is decided once it is obtained"), S(""));
	if (str_is(s->publicity, "published") && s->published_in.n == 0)
		field_error(c, "published_in", M("Enter where it is published"), S(""));
	if (str_is(s->publicity, "not_published") && s->publicity_why.text.n == 0)
		field_error(c, "publicity_why", M("Enter why it is not published"), S(""));
	if (s->publicity.n > 0 && s->publicity_on.day == 0)
		s->publicity_on = c->today;
	if (s->breach.text.n > 0 && s->breached_on.day == 0)
		field_error(c, "breached_on", M("Enter the day of the breach"), S(""));
	return ST_OK;
}

static enum status
redress_check(struct ctx *c, const void *before, void *after)
{
	const struct redress *r = after;

	(void)before;
	if (r->recovered.has && r->recovered.pence > r->claimed.pence)
		field_error(c, "recovered", M("Recovered cannot be more than what is claimed"), S(""));
	both(c, r->recovered.has && r->recovered.pence > 0, r->recovered_on.day != 0, "recovered", "recovered_on", M("Enter both what was recovered and when"));
	return person_check(c, r->person, r->incident);
}

static enum status
advice_check(struct ctx *c, const void *before, void *after)
{
	const struct legal_advice *a = after;

	(void)before;
	if (a->answered_on.day != 0 && a->answered_on.day < a->asked_on.day)
		field_error(c, "answered_on", M("The answer cannot be from before it was asked"), S(""));
	if (a->followed.n > 0 && a->answered_on.day == 0)
		field_error(c, "answered_on", M("Enter the day of the answer"), S(""));
	if ((str_is(a->followed, "no") || str_is(a->followed, "partly")) && a->why.text.n == 0)
		field_error(c, "why", M("Enter why it was not followed"), S(""));
	return ST_OK;
}

static unsigned
of_incident(struct ctx *c, int64_t incident)
{
	struct incident i;

	return incident_ops.get(c->db, c->scope, c->mem, incident, &i) == ST_OK ? incident_record.relation(c, &i) : RELATION_NONE;
}
static unsigned sanction_relation(struct ctx *c, const void *rec) { return of_incident(c, ((const struct sanction *)rec)->incident); }
static unsigned redress_relation(struct ctx *c, const void *rec) { return of_incident(c, ((const struct redress *)rec)->incident); }
static unsigned advice_relation(struct ctx *c, const void *rec) { return of_incident(c, ((const struct legal_advice *)rec)->incident); }

static const struct record_type sanction_record = {
	.ops = &sanction_ops, .shape = &sanction_shape, .one = M("sanction"), .many = M("sanctions"), .prefix = "SAN", .path = "/sanctions/{id}",
	.check = sanction_check, .personal = true, .casework = true, .relation = sanction_relation,
};
static const struct record_type redress_record = {
	.ops = &redress_ops, .shape = &redress_shape, .one = M("claim"), .many = M("claims"), .path = "/redress/{id}", .check = redress_check, .personal = true,
	.casework = true, .relation = redress_relation,
};
static const struct record_type legal_advice_record = {
	.ops = &legal_advice_ops, .shape = &legal_advice_shape, .one = M("legal advice"), .many = M("legal advice"), .path = "/legal-advice/{id}",
	.check = advice_check, .personal = true, .casework = true, .relation = advice_relation,
};

/* ---- on the page of the incident ---- */

struct str
sanction_state(struct ctx *c, struct str state, struct date expires_on, enum tag_colour *ret)
{
	struct msg_arg args[] = { { "day", date_long(c->mem, expires_on) } };

	*ret = str_is(state, "obtained") ? TAG_GREEN : str_is(state, "sought") ? TAG_BLUE : TAG_GREY;
	if (!str_is(state, "obtained") || expires_on.day == 0)
		return sanction_label(c, &states, state);
	if (expires_on.day >= c->today.day)
		return lang_format(c->lang, c->mem, M("In force until {day}"), args, 1);
	*ret = TAG_GREY;
	return lang_format(c->lang, c->mem, M("Lapsed after {day}"), args, 1);
}

struct str
sanction_appeal(struct ctx *c, struct str value)
{
	return sanction_label(c, &appeals, value);
}

struct str
sanction_publicity(struct ctx *c, struct str value)
{
	return sanction_label(c, &publicities, value);
}

struct str
sanction_way(struct ctx *c, struct str value)
{
	return sanction_label(c, &ways, value);
}

static void
sanction_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct sanction *s = rec;
	struct str name = sanction_name(c, s->option);

	*ret = (struct part_line){ .head = arena_printf(c->mem, "%.*s %.*s", (int)s->ref.n, s->ref.p, (int)name.n, name.p), .note = s->terms };
	ret->tag = sanction_state(c, s->state, s->expires_on, &ret->colour);
	if (s->asked_of.n > 0)
		ret->more = lang_format(c->lang, c->mem, M("Asked of: {body}"), (struct msg_arg[]){ { "body", sanction_label(c, &sanction_bodies, s->asked_of) } }, 1);
}

static struct str
pounds(struct ctx *c, int64_t pence)
{
	const struct redress r = { .claimed = { pence, true } };

	return field_shown(c->mem, shape_field(&redress_shape, "claimed"), &r, c->sight);
}

static void
redress_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct redress *r = rec;
	int64_t got = r->recovered.has ? r->recovered.pence : 0, left = r->closed_on.day != 0 ? 0 : r->claimed.pence - got;
	struct msg_arg args[] = { { "claimed", pounds(c, r->claimed.pence) }, { "got", pounds(c, got) },
		{ "left", pounds(c, left) } };

	*ret = (struct part_line){ .head = sanction_label(c, &ways, r->way), .note = r->result,
		.more = lang_format(c->lang, c->mem, M("Claimed {claimed}, recovered {got}, outstanding {left}"), args, 3) };
}

static void
advice_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct legal_advice *a = rec;

	*ret = (struct part_line){ .head = sanction_label(c, &advisers, a->asked_of), .name = a->question, .note = a->answer,
		.more = lang_format(c->lang, c->mem, a->answered_on.day != 0 ? M("Answered on {day}") : M("Asked on {day}, no answer yet"),
		    (struct msg_arg[]){ { "day", date_long(c->mem, a->answered_on.day != 0 ? a->answered_on : a->asked_on) } }, 1) };
}

enum status
sanction_people(struct ctx *c, const void *whole, struct form *f)
{
	void *rows;
	size_t n, k = 0;

	TRY(part_rows(c, &incident_person_record, ((const struct incident *)whole)->id, &rows, &n));
	const struct incident_person *p = rows;
	struct option *o = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		if (str_is(p[i].part, "alleged"))
			o[k++] = (struct option){ id_text(c->mem, p[i].id), personal_shown(p[i].alleged, c->sight) };
	form_options(c, f, "person", o, k);
	return ST_OK;
}

const char *
sanction_merged(const void *whole)
{
	return str_is(((const struct incident *)whole)->state, "merged") ? M("This report is part of another one. Add it there.") : NULL;
}

static void
sanction_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct sanction *)rec)->sought_on = c->today;
	((struct sanction *)rec)->state = S("sought");
}

static void
redress_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct redress *)rec)->claimed_on = c->today;
}

static void
advice_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct legal_advice *)rec)->asked_on = c->today;
}

const struct part_def sanction_part = {
	.type = &sanction_record, .whole = &incident_record, .verb = "sanction", .title = M("Sanctions"), .none = M("No sanction is entered."),
	.add = M("Add a sanction"), .edit = M("Change a sanction"), .take = M("Take out"), .line = sanction_line, .start = sanction_start, .options = sanction_people, .closed = sanction_merged,
};
const struct part_def redress_part = {
	.type = &redress_record, .whole = &incident_record, .verb = "claim", .title = M("Redress"), .none = M("Nothing is claimed."),
	.add = M("Add a claim"), .edit = M("Change a claim"), .take = M("Take out"), .line = redress_line, .start = redress_start, .options = sanction_people, .closed = sanction_merged,
};
const struct part_def legal_advice_part = {
	.type = &legal_advice_record, .whole = &incident_record, .verb = "advice", .title = M("Legal advice"), .none = M("None was asked for."),
	.add = M("Add legal advice"), .edit = M("Answer and what was done"), .take = M("Take out"), .line = advice_line, .start = advice_start, .closed = sanction_merged,
};
