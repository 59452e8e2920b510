/* SPDX-License-Identifier: MIT */
/* INV-3, INV-6, INV-8: the steps in the life of a case: law and guidance ticked, what was found, discipline beside it, the end and back. */
#include "feature/investigation/own.h"

#include "app/pages.h"
#include "base/time.h"

struct law_in { struct choices law; };
struct finding_in { struct str finding; struct date found_on; struct str words; struct choices causes; struct str cause_words; };
struct close_in { struct str partnership, summary; };
struct reopen_in { struct str why; };
struct discipline_in { struct str hr; struct date hr_on; struct str hr_ref; int64_t hr_protocol; struct str hr_outcome; struct date hr_ended_on;
	struct str regulator, regulator_to; struct date regulator_on; struct str regulator_why; };
struct case_out { int64_t id; };
SHAPE(case_law_shape, law_in, FIELD_CHOICE(struct law_in, law, investigation_laws, .label = M("Which law and guidance does this case keep to?"),
    .hint = M("Tick all that were looked at and apply."), .must = true));
SHAPE(case_finding_shape, finding_in,
	FIELD_CHOICE(struct finding_in, finding, incident_findings, .label = M("What was found?"), .hint = M("The incidents of the case get this finding."), .must = true),
	FIELD(struct finding_in, found_on, .label = M("On"), .must = true, .past_only = true),
	FIELD_LONG(struct finding_in, words, .label = M("What does that rest on?"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 4000),
	FIELD_CHOICE(struct finding_in, causes, investigation_causes, .label = M("Root causes"), .must = true),
	FIELD_LONG(struct finding_in, cause_words, .label = M("More about the causes"), .privacy = PRIV_FREE_TEXT, .max = 4000));
SHAPE(case_close_shape, close_in,
	FIELD_LONG(struct close_in, partnership, .label = M("What did it show about working with partners?"), .hint = M("Police, prosecutors and others; also where no sanction followed. Name nobody."), .must = true, .max = 2000),
	FIELD_LONG(struct close_in, summary, .label = M("Summary for committees"), .hint = M("What happened, what was found, what changes. Name nobody."), .must = true, .max = 2000));
SHAPE(case_reopen_shape, reopen_in, FIELD_LONG(struct reopen_in, why, .label = M("Why is it opened again?"), .must = true, .max = 500));
SHAPE(case_discipline_shape, discipline_in,
	FIELD_CHOICE(struct discipline_in, hr, investigation_discipline_states, .label = M("Disciplinary procedure"), .privacy = PRIV_SPECIAL, .must = true),
	FIELD(struct discipline_in, hr_on, .label = M("Begun on"), .privacy = PRIV_SPECIAL, .past_only = true),
	FIELD(struct discipline_in, hr_ref, .label = M("Reference of HR"), .privacy = PRIV_SPECIAL, .max = 60),
	FIELD_REF(struct discipline_in, hr_protocol, "agreement", .label = M("Under the protocol")),
	FIELD_LONG(struct discipline_in, hr_outcome, .label = M("Outcome with HR"), .privacy = PRIV_SPECIAL, .max = 1000),
	FIELD(struct discipline_in, hr_ended_on, .label = M("Ended on"), .privacy = PRIV_SPECIAL, .past_only = true),
	FIELD_CHOICE(struct discipline_in, regulator, investigation_regulators, .label = M("Referral to a professional regulator"), .privacy = PRIV_SPECIAL),
	FIELD(struct discipline_in, regulator_to, .label = M("Which regulator"), .privacy = PRIV_SPECIAL, .max = 200),
	FIELD(struct discipline_in, regulator_on, .label = M("Referred on"), .privacy = PRIV_SPECIAL, .past_only = true),
	FIELD_LONG(struct discipline_in, regulator_why, .label = M("Why, and what became of it"), .privacy = PRIV_SPECIAL, .max = 1000));
SHAPE(case_out_shape, case_out, FIELD_REF(struct case_out, id, "investigation", .label = M("Case")));

/* The case for a step that wants it open. */
static enum status
take_open(struct ctx *c, struct investigation *v, void *out)
{
	TRY(investigation_take(c, v));
	((struct case_out *)out)->id = v->id;
	return investigation_shut(v) == NULL ? ST_OK : fail(c, ST_INVALID, investigation_shut(v), NULL);
}

/* What somebody may not see they cannot write over. */
static enum status
must_see(struct ctx *c, enum privacy p)
{
	return sight_allows(c->sight, p) ? ST_OK :
	    fail(c, ST_INVALID, M("You may not read what is recorded about this, so you cannot change it. Ask somebody who can."), NULL);
}

static enum status
law_store(struct ctx *c, void *in, void *out)
{
	struct investigation v;

	TRY(take_open(c, &v, out));
	v.law = ((const struct law_in *)in)->law;
	v.law_on = c->today;
	return record_update(c, &investigation_record, &v);
}

/* ---- what was found ---- */

/* What the case found is found of its incidents: said once, shown in both. */
static enum status
incidents_get(struct ctx *c, int64_t investigation, struct str finding)
{
	struct investigation_incident_list_row *r;
	size_t n;

	TRY(investigation_incident_list(c->db, c->scope, c->mem, investigation, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct incident one;
		TRY(incident_ops.get(c->db, c->scope, c->mem, r[i].id, &one));
		if (str_is(one.state, "merged") || one.withdrawn_at.ms != 0)
			continue;
		one.finding = finding;
		TRY(incident_save(c, &one));
	}
	return ST_OK;
}

static enum status
finding_store(struct ctx *c, void *in_, void *out)
{
	const struct finding_in *in = in_;
	struct investigation v;

	TRY(must_see(c, PRIV_FREE_TEXT));
	TRY(take_open(c, &v, out));
	if (in->found_on.day < v.opened_on.day) {
		field_error(c, "found_on", M("The finding cannot be from before the case was opened"), S(""));
		return errors(c);
	}
	v.state = S("found");
	v.finding = in->finding;
	v.found_on = in->found_on;
	v.finding_words = (struct personal){ in->words, PRIV_FREE_TEXT };
	v.causes = in->causes;
	v.cause_words = (struct personal){ in->cause_words, PRIV_FREE_TEXT };
	TRY(record_update(c, &investigation_record, &v));
	return incidents_get(c, v.id, in->finding);
}

/* ---- the end, and back ---- */

static enum status
exhibit_left(struct ctx *c, int64_t investigation, struct str *ret)
{
	const struct investigation_exhibit *e;
	void *rows;
	size_t n;

	TRY(part_rows(c, investigation_exhibit_part.type, investigation, &rows, &n));
	e = rows;
	for (size_t i = 0; i < n && ret->n == 0; i++) {
		bool settled;
		TRY(exhibit_settled(c, e[i].id, &settled));
		if (!settled)
			*ret = lang_format(c->lang, c->mem, M("Say first what became of the exhibit {mark}, or why it is kept."), (struct msg_arg[]){ { "mark", e[i].label } }, 1);
	}
	return ST_OK;
}

static enum status
lesson_left(struct ctx *c, int64_t investigation, struct str *ret)
{
	const struct investigation_lesson *l;
	void *rows;
	size_t n;

	TRY(part_rows(c, investigation_lesson_part.type, investigation, &rows, &n));
	l = rows;
	for (size_t i = 0; i < n && ret->n == 0; i++)
		if (!lesson_settled(&l[i]))
			*ret = lang_text(c->lang, c->mem, M("A lesson has led to no change yet, and no reason is given for none."));
	return ST_OK;
}

enum status
investigation_wanting(struct ctx *c, const struct investigation *v, struct str *ret)
{
	*ret = S("");
	if (v->found_on.day == 0)
		*ret = lang_text(c->lang, c->mem, M("There is no finding yet."));
	if (ret->n == 0)
		TRY(lesson_left(c, v->id, ret));
	return ret->n == 0 ? exhibit_left(c, v->id, ret) : ST_OK;
}

static void
name_check(struct ctx *c, struct str name, const struct close_in *in)
{
	if (name.n < 4)
		return;
	if (str_find(in->summary, name) >= 0)
		field_error(c, "summary", M("The summary names somebody. Committees read it"), S(""));
	if (str_find(in->partnership, name) >= 0)
		field_error(c, "partnership", M("This names somebody. Committees read it"), S(""));
}

/* What committees read may not name whom the case is about. */
static enum status
names_check(struct ctx *c, int64_t investigation, const struct close_in *in)
{
	struct investigation_incident_list_row *r;
	const struct incident_person *p;
	const struct investigation_statement *s;
	void *rows;
	size_t n, m;

	TRY(investigation_incident_list(c->db, c->scope, c->mem, investigation, &r, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(part_rows(c, &incident_person_record, r[i].id, &rows, &m));
		p = rows;
		for (size_t k = 0; k < m; k++)
			name_check(c, p[k].name.text.n > 0 ? p[k].name.text : p[k].alleged.text, in);
	}
	TRY(part_rows(c, investigation_statement_part.type, investigation, &rows, &m));
	s = rows;
	for (size_t k = 0; k < m; k++)
		name_check(c, s[k].name.text, in);
	return errors(c);
}

static enum status
close_store(struct ctx *c, void *in_, void *out)
{
	const struct close_in *in = in_;
	struct investigation v;
	struct str wanting;

	TRY(take_open(c, &v, out));
	TRY(investigation_wanting(c, &v, &wanting));
	if (wanting.n > 0)
		return fail(c, ST_INVALID, M("The case cannot be closed yet. {why}"), "why", wanting, NULL);
	TRY(names_check(c, v.id, in));
	TRY(investigation_say(c, v.id, lang_text(c->lang, c->mem, M("Closed"))));
	v.state = S("closed");
	v.closed_on = c->today;
	v.partnership = in->partnership;
	v.summary = in->summary;
	TRY(gate_pass(c, "investigation.close", &v));
	return record_update(c, &investigation_record, &v);
}

static enum status
reopen_store(struct ctx *c, void *in, void *out)
{
	struct investigation v;

	TRY(investigation_take(c, &v));
	((struct case_out *)out)->id = v.id;
	if (investigation_shut(&v) == NULL)
		return fail(c, ST_INVALID, M("This case is open."), NULL);
	v.state = S("found");
	v.closed_on = (struct date){ 0 };
	v.reopened++;
	TRY(record_update(c, &investigation_record, &v));
	return investigation_say(c, v.id, lang_format(c->lang, c->mem, M("Opened again: {why}"), (struct msg_arg[]){ { "why", ((const struct reopen_in *)in)->why } }, 1));
}

/* ---- what HR and a regulator do beside it, and later ---- */

static enum status
discipline_store(struct ctx *c, void *in_, void *out)
{
	const struct discipline_in *in = in_;
	struct investigation v;

	TRY(must_see(c, PRIV_SPECIAL));
	TRY(investigation_take(c, &v));
	((struct case_out *)out)->id = v.id;
	if (!str_is(in->hr, "none") && in->hr_on.day == 0)
		field_error(c, "hr_on", M("Enter when it began"), S(""));
	if (str_is(in->hr, "ended") && (in->hr_ended_on.day == 0 || in->hr_ended_on.day < in->hr_on.day))
		field_error(c, "hr_ended_on", M("Enter when it ended, on or after it began"), S(""));
	if (str_is(in->regulator, "referred") && (in->regulator_to.n == 0 || in->regulator_on.day == 0))
		field_error(c, in->regulator_to.n == 0 ? "regulator_to" : "regulator_on", M("Enter which regulator and when"), S(""));
	if (str_is(in->regulator, "considered") && in->regulator_why.n == 0)
		field_error(c, "regulator_why", M("Say why"), S(""));
	TRY(errors(c));
	v.hr = in->hr;
	v.hr_on = in->hr_on;
	v.hr_ref = in->hr_ref;
	v.hr_protocol = in->hr_protocol;
	v.hr_outcome = (struct personal){ in->hr_outcome, PRIV_SPECIAL };
	v.hr_ended_on = in->hr_ended_on;
	v.regulator = in->regulator;
	v.regulator_to = in->regulator_to;
	v.regulator_on = in->regulator_on;
	v.regulator_why = (struct personal){ in->regulator_why, PRIV_SPECIAL };
	return record_update(c, &investigation_record, &v);
}

#define ACT(var, verb, title_, shape_, store_) const struct action var = { .name = "investigation." verb, .title = title_, .access = ACCESS_ROLE, \
	.mode = MODE_WRITE, .in = &(shape_), .out = &case_out_shape, .record = &investigation_record, .store = store_, .body = 64 << 10 }
ACT(investigation_law, "law", M("Law and guidance"), case_law_shape, law_store);
ACT(investigation_finding, "finding", M("Record what was found"), case_finding_shape, finding_store);
ACT(investigation_close, "close", M("Close the case"), case_close_shape, close_store);
ACT(investigation_reopen, "reopen", M("Open again"), case_reopen_shape, reopen_store);
ACT(investigation_discipline, "discipline", M("Disciplinary procedure and regulator"), case_discipline_shape, discipline_store);

/* What the form begins with: what is stored. */
static const void *
stored(struct ctx *c, const struct investigation *v)
{
	struct finding_in *f = arena_new(c->mem, struct finding_in);
	struct discipline_in *d = arena_new(c->mem, struct discipline_in);
	struct law_in *law = arena_new(c->mem, struct law_in);
	struct close_in *l = arena_new(c->mem, struct close_in);

	law->law = v->law;
	*l = (struct close_in){ v->partnership, v->summary };
	*f = (struct finding_in){ v->finding, v->found_on.day != 0 ? v->found_on : c->today, v->finding_words.text, v->causes, v->cause_words.text };
	*d = (struct discipline_in){ v->hr, v->hr_on, v->hr_ref, v->hr_protocol, v->hr_outcome.text, v->hr_ended_on, v->regulator, v->regulator_to, v->regulator_on, v->regulator_why.text };
	return c->action == &investigation_law ? (const void *)law : c->action == &investigation_finding ? (const void *)f :
	    c->action == &investigation_close ? (const void *)l : c->action == &investigation_discipline ? (const void *)d : NULL;
}

enum status
investigation_act_load(struct ctx *c)
{
	const struct investigation *v = c->record;
	struct form_page *f = arena_new(c->mem, struct form_page);
	struct option *o;
	struct str verb;
	size_t n;

	if (c->action == &investigation_finding || c->action == &investigation_discipline)
		TRY(must_see(c, c->action == &investigation_finding ? PRIV_FREE_TEXT : PRIV_SPECIAL));
	(void)str_cut(str_c(c->action->name), '.', &verb);
	*f = (struct form_page){ .form = page_form(c, c->action->in, stored(c, v)), .version = v->version, .of = v->ref, .button = M("Save"),
		.cancel = URL_ID(c->mem, "/investigations/{}", v->id), .action = { arena_printf(c->mem, "/investigations/%lld/%.*s", (long long)v->id, (int)verb.n, verb.p) } };
	if (c->action == &investigation_discipline && record_options(c, "agreement", &o, &n) == ST_OK)
		form_options(c, f->form, "hr_protocol", o, n);
	c->data = f;
	return ST_OK;
}
