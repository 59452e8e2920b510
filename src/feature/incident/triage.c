/* SPDX-License-Identifier: MIT */
/* INC-6, INC-12: what is done with a report: looked at, begun, closed, opened again, put together with another; the police.
 * Each is an action of its own with a form of its own, made by one page. */
#include "feature/incident/own.h"

#include <string.h>

#include "app/circle.h"
#include "app/pages.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/incident/view.h"

struct triage_in { int64_t owner; struct str type, harm_physical, harm_psychological, medical, consequence, likelihood; };
struct words_in { struct str body; };
struct police_in { struct str police, why; struct date on; };
struct result_in { struct str crime_number, outcome; struct date on; };
struct riddor_sent_in { struct date sent_on; struct str ref; };
struct finding_in { struct str finding, body; };
struct close_in { struct str finding, outcome, word; };
struct merge_in { struct str into; };
struct id_out { int64_t id; };

SHAPE(triage_shape, triage_in,
	FIELD_REF(struct triage_in, owner, "account", .label = M("Who deals with it?"), .must = true),
	FIELD_CHOICE(struct triage_in, type, incident_types, .label = M("Type"), .must = true),
	FIELD_CHOICE(struct triage_in, harm_physical, incident_physical, .label = M("Physical harm")),
	FIELD_CHOICE(struct triage_in, harm_psychological, incident_mental, .label = M("Psychological harm")),
	FIELD_CHOICE(struct triage_in, medical, incident_yes_no, .label = M("Did illness or treatment play a part?"), .privacy = PRIV_SPECIAL,
	    .hint = M("The person did not know what they were doing, or that it was wrong.")),
	FIELD_CHOICE(struct triage_in, consequence, incident_consequences, .label = M("Consequence"), .must = true),
	FIELD_CHOICE(struct triage_in, likelihood, incident_likelihoods, .label = M("Likelihood of it happening again"), .must = true));
SHAPE(contact_shape, words_in, FIELD_LONG(struct words_in, body, .label = M("What was said and offered?"), .must = true, .max = 4000));
SHAPE(note_shape, words_in, FIELD_LONG(struct words_in, body, .label = M("Note"), .must = true, .max = 4000));
SHAPE(start_shape, words_in, FIELD_LONG(struct words_in, body, .label = M("What will be looked into?"), .must = true, .max = 4000));
SHAPE(reopen_shape, words_in, FIELD_LONG(struct words_in, body, .label = M("Why is it opened again?"), .must = true, .max = 500));
SHAPE(unmerge_shape, words_in, FIELD_LONG(struct words_in, body, .label = M("Why are they taken apart?"), .must = true, .max = 500));
SHAPE(police_shape, police_in,
	FIELD_CHOICE(struct police_in, police, incident_police, .label = M("What was decided?"), .must = true),
	FIELD(struct police_in, on, .label = M("When?"), .must = true, .past_only = true),
	FIELD_LONG(struct police_in, why, .label = M("Why?"), .hint = M("And whose wish it was, if the person harmed had one."), .must = true, .max = 2000,
	    .privacy = PRIV_FREE_TEXT));
SHAPE(result_shape, result_in,
	FIELD(struct result_in, crime_number, .label = M("Crime number"), .privacy = PRIV_CRIMINAL, .max = 60),
	FIELD_CHOICE(struct result_in, outcome, incident_police_outcomes, .label = M("Outcome"), .privacy = PRIV_CRIMINAL, .hint = M("It may come much later. Add it when it is known.")),
	FIELD(struct result_in, on, .label = M("Date of the outcome"), .past_only = true));
SHAPE(riddor_sent_shape, riddor_sent_in,
	FIELD(struct riddor_sent_in, sent_on, .label = M("When was the report sent?"), .must = true, .past_only = true),
	FIELD(struct riddor_sent_in, ref, .label = M("The regulator's reference"), .max = 60));
SHAPE(finding_shape, finding_in,
	FIELD_CHOICE(struct finding_in, finding, incident_findings, .label = M("What was found?"), .must = true),
	FIELD_LONG(struct finding_in, body, .label = M("What does that rest on?"), .hint = M("It stays with the notes."), .must = true, .max = 4000));
SHAPE(close_shape, close_in,
	FIELD_CHOICE(struct close_in, finding, incident_findings, .label = M("What was found?"), .must = true),
	FIELD_CHOICE(struct close_in, outcome, incident_outcomes, .label = M("What became of it?"), .hint = M("The reporter reads this."), .must = true),
	FIELD_LONG(struct close_in, word, .label = M("A word to the reporter"), .hint = M("Anybody who has the receipt code can read it. Name nobody."), .must = true, .max = 1000));
SHAPE(merge_shape, merge_in, FIELD(struct merge_in, into, .label = M("Reference of the report that it belongs to"), .hint = M("For example INC-26-0412"), .must = true, .max = 30));
SHAPE(triage_out, id_out, FIELD_REF(struct id_out, id, "incident", .label = M("Incident")));

enum status
incident_say(struct ctx *c, int64_t incident, const char *kind, struct str body)
{
	struct incident_note n = { .incident = incident, .kind = str_c(kind), .at = c->now, .body = { body, PRIV_FREE_TEXT } };

	return record_create(c, &incident_note_record, &n);
}

/* The incident as it is stored, to be changed on the version that the caller saw. */
static enum status
take(struct ctx *c, struct incident *i, void *out)
{
	TRY(record_get(c, &incident_record, c->id, i));
	((struct id_out *)out)->id = i->id;
	if (c->version == 0 || c->version == i->version)
		return ST_OK;
	/* Before any rule speaks of what the caller has not seen. */
	struct incident *now = arena_new(c->mem, struct incident);
	*now = *i;
	c->conflict = now;
	return fail(c, ST_CONFLICT, M("Somebody else has changed this {kind} since you opened it."), "kind", lang_text(c->lang, c->mem, incident_record.one), NULL);
}

/* What somebody may not see they cannot write over: a masked field is not in the form, and absent would mean empty. */
static enum status
must_see(struct ctx *c, enum privacy p)
{
	return sight_allows(c->sight, p) ? ST_OK :
	    fail(c, ST_INVALID, M("You may not read what is recorded about this, so you cannot change it. Ask somebody who can."), NULL);
}

static bool
in_state(const struct incident *i, const char *a, const char *b)
{
	return str_is(i->state, a) || (b != NULL && str_is(i->state, b));
}

static enum status
wrong_state(struct ctx *c, const struct incident *i)
{
	return fail(c, ST_CONFLICT, M("This cannot be done while the report is: {state}."), "state", incident_label(c, &incident_states, i->state), NULL);
}

/* ---- the first look ---- */

static bool
is_handler(struct ctx *c, int64_t account)
{
	struct incident_handler_list_row *r;
	size_t n;

	if (incident_handler_list(c->db, c->scope, c->mem, c->today, &r, &n) != ST_OK)
		return false;
	for (size_t i = 0; i < n; i++)
		if (r[i].account == account)
			return true;
	return false;
}

static enum status
triage_store(struct ctx *c, void *in_, void *out)
{
	const struct triage_in *in = in_;
	struct incident i;

	TRY(take(c, &i, out));
	if (in_state(&i, "closed", "merged"))
		return wrong_state(c, &i);
	if (!is_handler(c, in->owner)) {
		field_error(c, "owner", M("Select {label} from the list"), S(""));
		return errors(c);
	}
	i.owner = in->owner;
	i.type = in->type;
	i.harm_physical = in->harm_physical;
	i.harm_psychological = in->harm_psychological;
	/* What is masked is not in the form: absent is not empty. */
	if (sight_allows(c->sight, PRIV_SPECIAL))
		i.medical = in->medical;
	i.consequence = in->consequence;
	i.likelihood = in->likelihood;
	if (in_state(&i, "reported", NULL)) {
		i.state = S("triaged");
		i.triaged_at = c->now;
	}
	return incident_save(c, &i);
}

static enum status
start_store(struct ctx *c, void *in, void *out)
{
	struct incident i;

	TRY(take(c, &i, out));
	if (!in_state(&i, "triaged", NULL))
		return wrong_state(c, &i);
	i.state = S("investigating");
	i.started_at = i.started_at.ms != 0 ? i.started_at : c->now;
	TRY(incident_save(c, &i));
	return incident_say(c, i.id, "note", ((const struct words_in *)in)->body);
}

static enum status
contact_store(struct ctx *c, void *in, void *out)
{
	struct incident i;

	TRY(take(c, &i, out));
	if (in_state(&i, "merged", NULL))
		return wrong_state(c, &i);
	if (i.contacted_at.ms == 0) {
		i.contacted_at = c->now;
		TRY(incident_save(c, &i));
	}
	return incident_say(c, i.id, "contact", ((const struct words_in *)in)->body);
}

static enum status
note_store(struct ctx *c, void *in, void *out)
{
	struct incident i;

	TRY(take(c, &i, out));
	return incident_say(c, i.id, "note", ((const struct words_in *)in)->body);
}

/* ---- police and safety regulator ---- */

static enum status
police_store(struct ctx *c, void *in_, void *out)
{
	const struct police_in *in = in_;
	struct incident i;

	TRY(must_see(c, PRIV_FREE_TEXT));
	TRY(take(c, &i, out));
	i.police = in->police;
	i.police_on = in->on;
	i.police_by = c->who->account;
	i.police_why = (struct personal){ in->why, PRIV_FREE_TEXT };
	return incident_save(c, &i);
}

static enum status
result_store(struct ctx *c, void *in_, void *out)
{
	const struct result_in *in = in_;
	struct incident i;

	TRY(must_see(c, PRIV_CRIMINAL));
	TRY(take(c, &i, out));
	if (!str_is(i.police, "asked"))
		return fail(c, ST_INVALID, M("Say first that the police were asked to investigate."), NULL);
	if ((in->outcome.n > 0) != (in->on.day != 0)) {
		field_error(c, in->outcome.n > 0 ? "on" : "outcome", M("Enter both the outcome and its date"), S(""));
		return errors(c);
	}
	if (in->on.day != 0 && in->on.day < i.happened_on.day) {
		field_error(c, "on", M("The outcome cannot be from before it happened"), S(""));
		return errors(c);
	}
	i.crime_number = (struct personal){ in->crime_number, PRIV_CRIMINAL };
	i.police_outcome = in->outcome;
	i.police_outcome_on = in->on;
	return incident_save(c, &i);
}

static enum status
riddor_store(struct ctx *c, void *in_, void *out)
{
	const struct riddor_sent_in *in = in_;
	struct incident i;

	TRY(take(c, &i, out));
	if (in->sent_on.day < i.happened_on.day) {
		field_error(c, "sent_on", M("It cannot have been sent before it happened"), S(""));
		return errors(c);
	}
	i.riddor_sent_on = in->sent_on;
	i.riddor_ref = in->ref;
	return incident_save(c, &i);
}

/* ---- the end, and back ---- */

/* A word that anybody with the code reads may not name whom the incident is about. */
static enum status
word_check(struct ctx *c, int64_t incident, struct str word)
{
	const struct incident_person *p;
	void *rows;
	size_t n;

	TRY(part_rows(c, &incident_person_record, incident, &rows, &n));
	p = rows;
	for (size_t i = 0; i < n; i++) {
		struct str name = p[i].name.text.n > 0 ? p[i].name.text : p[i].alleged.text;
		if (name.n >= 4 && str_find(word, name) >= 0)
			field_error(c, "word", M("The word to the reporter names somebody. Anybody with the code could read it"), S(""));
	}
	return errors(c);
}

/* Before it is closed: what follows from a finding, such as a decision on sanctions, begins then. */
static enum status
finding_store(struct ctx *c, void *in_, void *out)
{
	const struct finding_in *in = in_;
	struct incident i;

	TRY(take(c, &i, out));
	if (!in_state(&i, "triaged", "investigating"))
		return wrong_state(c, &i);
	i.finding = in->finding;
	TRY(incident_save(c, &i));
	return incident_say(c, i.id, "note", lang_format(c->lang, c->mem, M("{finding}: {body}"),
	    (struct msg_arg[]){ { "finding", incident_label(c, &incident_findings, in->finding) }, { "body", in->body } }, 2));
}

static enum status
close_store(struct ctx *c, void *in_, void *out)
{
	const struct close_in *in = in_;
	struct incident i;

	TRY(take(c, &i, out));
	if (!in_state(&i, "triaged", "investigating"))
		return wrong_state(c, &i);
	if (str_is(i.kind, "incident") && i.police.n == 0)
		return fail(c, ST_INVALID, M("Decide first whether the police are asked to investigate, and why."), NULL);
	if (str_starts(i.riddor, S("report")) && i.riddor_sent_on.day == 0)
		return fail(c, ST_INVALID, M("A report to the safety regulator is due. Enter when it was sent first."), NULL);
	TRY(word_check(c, i.id, in->word));
	i.state = S("closed");
	i.closed_at = c->now;
	i.finding = in->finding;
	i.outcome = in->outcome;
	i.word = (struct personal){ in->word, PRIV_FREE_TEXT };
	TRY(gate_pass(c, "incident.close", &i));
	TRY(incident_save(c, &i));
	return incident_say(c, i.id, "word", in->word);
}

static enum status
reopen_store(struct ctx *c, void *in, void *out)
{
	struct incident i;

	TRY(take(c, &i, out));
	if (!in_state(&i, "closed", NULL))
		return wrong_state(c, &i);
	i.state = i.started_at.ms != 0 ? S("investigating") : S("triaged");
	i.closed_at = (struct when){ 0 };
	i.reopened++;
	TRY(incident_save(c, &i));
	return incident_say(c, i.id, "note", lang_format(c->lang, c->mem, M("Opened again: {why}"), (struct msg_arg[]){ { "why", ((const struct words_in *)in)->body } }, 1));
}

/* ---- duplicates ---- */

/* Whoever may not know of a part may not know of the whole, for as long as they are together. */
static enum status
bars_follow(struct ctx *c, int64_t part, int64_t whole)
{
	struct barred_person *p;
	size_t n;

	TRY(barred_people(c, part, &p, &n));
	for (size_t i = 0; i < n; i++)
		TRY(bar_set(c, whole, p[i].account, str_is(p[i].why, "conflict") ? "conflict" : "alleged", part));
	return ST_OK;
}

static enum status
merge_store(struct ctx *c, void *in, void *out)
{
	struct incident i, whole;
	struct incident_by_ref_row r;

	TRY(take(c, &i, out));
	if (in_state(&i, "merged", "closed"))
		return wrong_state(c, &i);
	enum status st = incident_by_ref(c->db, c->scope, c->mem, str_trim(((const struct merge_in *)in)->into), &r);
	if (st == ST_OK)
		st = incident_ops.get(c->db, c->scope, c->mem, r.id, &whole);
	if (st == ST_NOT_FOUND || (st == ST_OK && (whole.id == i.id || str_is(whole.state, "merged") || whole.circle != i.circle))) {
		field_error(c, "into", M("Enter the reference of another report that stands by itself"), S(""));
		return errors(c);
	}
	TRY(st);
	i.state = S("merged");
	i.merged_into = whole.id;
	TRY(bars_follow(c, i.id, whole.id));
	TRY(incident_say(c, whole.id, "note", lang_format(c->lang, c->mem, M("{ref} is about the same thing and is now part of this"), (struct msg_arg[]){ { "ref", i.ref } }, 1)));
	TRY(incident_say(c, i.id, "note", lang_format(c->lang, c->mem, M("Now part of {ref}"), (struct msg_arg[]){ { "ref", whole.ref } }, 1)));
	return incident_save(c, &i);
}

static enum status
unmerge_store(struct ctx *c, void *in, void *out)
{
	struct incident i;

	TRY(take(c, &i, out));
	if (!in_state(&i, "merged", NULL))
		return wrong_state(c, &i);
	int64_t whole = i.merged_into;
	i.state = i.started_at.ms != 0 ? S("investigating") : i.triaged_at.ms != 0 ? S("triaged") : S("reported");
	i.merged_into = 0;
	TRY(incident_save(c, &i));
	TRY(bar_clear(c, whole, i.id));
	struct str why = ((const struct words_in *)in)->body;
	TRY(incident_say(c, i.id, "note", lang_format(c->lang, c->mem, M("Stands by itself again: {why}"), (struct msg_arg[]){ { "why", why } }, 1)));
	return incident_say(c, whole, "note", lang_format(c->lang, c->mem, M("{ref} stands by itself again: {why}"), (struct msg_arg[]){ { "ref", i.ref }, { "why", why } }, 2));
}

#define ACT(var, verb, title_, shape_, store_) const struct action var = { .name = "incident." verb, .title = title_, .access = ACCESS_ROLE, \
	.mode = MODE_WRITE, .in = &(shape_), .out = &triage_out, .record = &incident_record, .store = store_ }
ACT(incident_triage, "triage", M("Look at the report"), triage_shape, triage_store);
ACT(incident_start, "start", M("Start an investigation"), start_shape, start_store);
ACT(incident_contact, "contact", M("Record a talk with the person harmed"), contact_shape, contact_store);
ACT(incident_note_add, "note", M("Add a note"), note_shape, note_store);
ACT(incident_police_decide, "police", M("Decide about the police"), police_shape, police_store);
ACT(incident_police_result, "police_result", M("Crime number and outcome"), result_shape, result_store);
ACT(incident_riddor_sent, "riddor", M("Record the RIDDOR report"), riddor_sent_shape, riddor_store);
ACT(incident_finding, "finding", M("Record what was found"), finding_shape, finding_store);
ACT(incident_close, "close", M("Close"), close_shape, close_store);
ACT(incident_reopen, "reopen", M("Open again"), reopen_shape, reopen_store);
ACT(incident_merge, "merge", M("Put together with another report"), merge_shape, merge_store);
ACT(incident_unmerge, "unmerge", M("Take apart again"), unmerge_shape, unmerge_store);

/* ---- one page for all of them ---- */

enum status
incident_handlers(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct incident_handler_list_row *r;

	TRY(incident_handler_list(c->db, c->scope, c->mem, c->today, &r, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct option){ id_text(c->mem, r[i].account), r[i].name.text };
	return ST_OK;
}

/* What the form begins with: what is stored. */
static const void *
stored(struct ctx *c, const struct incident *i)
{
	if (c->action == &incident_triage) {
		struct triage_in *t = arena_new(c->mem, struct triage_in);
		*t = (struct triage_in){ i->owner != 0 ? i->owner : c->who->account, i->type, i->harm_physical, i->harm_psychological, i->medical, i->consequence, i->likelihood };
		return t;
	}
	if (c->action == &incident_police_decide) {
		struct police_in *p = arena_new(c->mem, struct police_in);
		*p = (struct police_in){ i->police, i->police_why.text, i->police_on.day != 0 ? i->police_on : c->today };
		return p;
	}
	if (c->action == &incident_finding || c->action == &incident_close) {
		struct finding_in *f = arena_new(c->mem, struct finding_in);
		struct close_in *l = arena_new(c->mem, struct close_in);
		f->finding = l->finding = i->finding;
		return c->action == &incident_finding ? (const void *)f : l;
	}
	if (c->action == &incident_police_result) {
		struct result_in *r = arena_new(c->mem, struct result_in);
		*r = (struct result_in){ i->crime_number.text, i->police_outcome, i->police_outcome_on };
		return r;
	}
	return NULL;
}

enum status
incident_act_load(struct ctx *c)
{
	const struct incident *i = c->record;
	struct form_page *v = arena_new(c->mem, struct form_page);
	struct str verb;
	struct option *o;
	size_t n;

	if (c->action == &incident_police_decide || c->action == &incident_police_result)
		TRY(must_see(c, c->action == &incident_police_decide ? PRIV_FREE_TEXT : PRIV_CRIMINAL));
	(void)str_cut(str_c(c->action->name), '.', &verb);
	*v = (struct form_page){ .form = page_form(c, c->action->in, stored(c, i)), .version = i->version, .of = i->ref, .button = M("Save"),
		.cancel = URL_ID(c->mem, "/incidents/{}", i->id), .action = { arena_printf(c->mem, "/incidents/%lld/%.*s", (long long)i->id, (int)verb.n, verb.p) } };
	if (c->action == &incident_triage) {
		TRY(incident_handlers(c, &o, &n));
		form_options(c, v->form, "owner", o, n);
	}
	c->data = v;
	return ST_OK;
}
