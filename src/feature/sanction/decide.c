/* SPDX-License-Identifier: MIT */
/* SAN-2, SAN-7: the full range gone through on one incident, on one page; none at all only with advice and reasons. */
#include "feature/sanction/own.h"

#include <string.h>

#include "base/time.h"
#include "feature/sanction/view.h"
#include "tpl/feature/sanction/decide.h"
#include "tpl/feature/sanction/waiting.h"

CHOICES(states, { "open", M("Not yet: keep what is filled in"), NULL }, { "decided", M("Yes: this is the decision"), NULL });
CHOICES(outcomes, { "sanctions", M("Sanctions are sought"), NULL }, { "none", M("No sanction is sought"), NULL });
CHOICES(capacities, { "yes", M("Yes, as far as is known"), NULL }, { "no", M("No"), NULL }, { "doubt", M("In doubt"), NULL },
	{ "not_asked", M("Not asked: it plays no part here"), NULL });
CHOICES(advisers, { "legal_unit", M("National legal unit"), NULL }, { "solicitor", M("Solicitor"), NULL }, { "police", M("Police"), NULL },
	{ "prosecutor", M("Prosecutor"), NULL }, { "clinician", M("Clinician"), NULL }, { "human_resources", M("Human resources"), NULL }, { "other", M("Somebody else"), NULL });

#define CAPACITY .label = M("Did the person know what they were doing?"), .privacy = PRIV_SPECIAL
#define CLINICAL .label = M("Clinical factors"), .hint = M("What a clinician says of illness, treatment and capacity."), .max = 2000, .privacy = PRIV_SPECIAL
#define CLINICAL_BY .label = M("Who gave the clinical input?"), .privacy = PRIV_IDENTITY
#define SAID .label = M("The person's own side"), .privacy = PRIV_FREE_TEXT, .max = 2000
#define ADVICE .label = M("Advice taken"), .hint = M("Needed where no sanction is sought."), .privacy = PRIV_FREE_TEXT, .max = 2000
#define REASONS .label = M("Reasons"), .hint = M("Needed where no sanction is sought. It may simply say why this is enough."), .privacy = PRIV_FREE_TEXT, .max = 2000

SHAPE(sanction_decision_shape, sanction_decision,
	FIELD_REF(struct sanction_decision, incident, "incident", .label = M("Incident"), .read_only = true),
	FIELD_CHOICE(struct sanction_decision, state, states, .label = M("Is it decided?"), .read_only = true),
	FIELD_CHOICE(struct sanction_decision, outcome, outcomes, .label = M("Decision"), .read_only = true),
	FIELD(struct sanction_decision, decided_on, .label = M("Decided on"), .read_only = true),
	FIELD_REF(struct sanction_decision, decided_by, "account", .label = M("Decided by"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD_LONG(struct sanction_decision, weighed, .label = M("Range gone through"), .read_only = true),
	FIELD_LONG(struct sanction_decision, words, .label = M("Word on each"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD(struct sanction_decision, whole, .label = M("The full range"), .read_only = true),
	FIELD_CHOICE(struct sanction_decision, capacity, capacities, CAPACITY),
	FIELD_LONG(struct sanction_decision, clinical, CLINICAL),
	FIELD(struct sanction_decision, clinical_by, CLINICAL_BY),
	FIELD_LONG(struct sanction_decision, said, SAID),
	FIELD_CHOICE(struct sanction_decision, advice_from, advisers, .label = M("Advice from")),
	FIELD_LONG(struct sanction_decision, advice, ADVICE),
	FIELD_LONG(struct sanction_decision, reasons, REASONS));

static unsigned
relation(struct ctx *c, const void *rec)
{
	struct incident i;

	return incident_ops.get(c->db, c->scope, c->mem, ((const struct sanction_decision *)rec)->incident, &i) == ST_OK ? incident_record.relation(c, &i) : RELATION_NONE;
}

const struct record_type sanction_decision_record = {
	.ops = &sanction_decision_ops, .shape = &sanction_decision_shape, .one = M("decision on sanctions"), .many = M("decisions on sanctions"),
	.path = "/sanction-decisions/{id}", .personal = true, .casework = true, .relation = relation,
};

enum status
sanction_decision_get(struct ctx *c, int64_t incident, struct sanction_decision *ret)
{
	struct sanction_decision_of_incident_row r;

	*ret = (struct sanction_decision){ .incident = incident };
	enum status st = sanction_decision_of_incident(c->db, c->scope, c->mem, incident, &r);
	if (st == ST_OK)
		return sanction_decision_ops.get(c->db, c->scope, c->mem, r.id, ret);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* ---- the form ---- */

struct option_in { struct str option, verdict; struct personal word; };
struct decide_in {
	struct list options;
	struct str aside, capacity, advice_from, state; struct personal clinical, clinical_by, said, advice, reasons;
	struct opt_i64 seen; bool rest;
};
struct decide_out { int64_t id, decision; };
SHAPE(sanction_option_in_shape, option_in,
	FIELD(struct option_in, option, .label = M("Sanction"), .must = true, .max = 40),
	FIELD(struct option_in, verdict, .label = M("What becomes of it?"), .hint = M("chosen, asked_BODY such as asked_police, aside or unavailable"), .max = 40),
	FIELD(struct option_in, word, .label = M("Word"), .privacy = PRIV_FREE_TEXT, .max = 300));
SHAPE(sanction_decide_shape, decide_in,
	FIELD(struct decide_in, options, .label = M("Range"), .of = &sanction_option_in_shape, .max = 60),
	FIELD(struct decide_in, aside, .label = M("Why are the others set aside?"), .hint = M("One word for all that have none of their own."), .max = 300, .privacy = PRIV_FREE_TEXT),
	FIELD(struct decide_in, rest, .label = M("All that is not named is set aside, or unavailable where it cannot be had")),
	FIELD_CHOICE(struct decide_in, capacity, capacities, CAPACITY),
	FIELD_LONG(struct decide_in, clinical, CLINICAL),
	FIELD(struct decide_in, clinical_by, CLINICAL_BY),
	FIELD_LONG(struct decide_in, said, SAID),
	FIELD_CHOICE(struct decide_in, advice_from, advisers, .label = M("Advice from")),
	FIELD_LONG(struct decide_in, advice, ADVICE),
	FIELD_LONG(struct decide_in, reasons, REASONS),
	FIELD_CHOICE(struct decide_in, state, states, .label = M("Is it decided?"), .must = true),
	FIELD(struct decide_in, seen, .label = M("Version that this rests on"), .hint = M("0: there was no decision yet"), .least = 0, .most = INT64_MAX));
SHAPE(sanction_decide_out, decide_out,
	FIELD_REF(struct decide_out, id, "incident", .label = M("Incident")),
	FIELD_REF(struct decide_out, decision, "sanction_decision", .label = M("Decision")));

/* "key value" lines; the rest of the line, empty where there is none. */
static struct str
line_of(struct str lines, struct str key)
{
	while (lines.n > 0) {
		struct str rest, value, line = str_cut(lines, '\n', &rest), k = str_cut(line, ' ', &value);
		if (str_eq(k, key))
			return value.p == NULL ? S("") : value;
		lines = rest;
	}
	return S("");
}

static struct str
add_line(struct ctx *c, struct str lines, struct str key, struct str value)
{
	return arena_printf(c->mem, "%.*s%s%.*s %.*s", (int)lines.n, lines.p, lines.n > 0 ? "\n" : "", (int)key.n, key.p, (int)value.n, value.p);
}

static bool
asked(struct str verdict)
{
	return str_starts(verdict, S("asked_"));
}

static struct str
body_of(struct str verdict)
{
	return (struct str){ verdict.p + 6, verdict.n - 6 };
}

/* The words of one verdict, and what stands against it. */
static void
option_check(struct ctx *c, const struct sanction_kind *k, const struct option_in *o, size_t at, bool decided, struct str aside)
{
	const char *field = arena_printf(c->mem, "options.%zu.verdict%c", at, 0).p;
	struct str shut = sanction_shut(c, k, c->today), why;
	struct msg_arg args[] = { { "name", k->name }, { "why", shut }, { "who", sanction_applicants(c, k) } };
	bool chosen = str_is(o->verdict, "chosen");

	if ((chosen || asked(o->verdict)) && shut.n > 0)
		why = lang_format(c->lang, c->mem, M("{name} cannot be chosen. {why}"), args, 3);
	else if (chosen && !sanction_is_ours(c, k))
		why = lang_format(c->lang, c->mem, M("{name}: your organisation cannot apply for it itself. Say which of these was asked: {who}"), args, 3);
	else if (asked(o->verdict) && !sanction_may_apply(k, body_of(o->verdict)))
		why = lang_format(c->lang, c->mem, M("{name}: only these can apply for it: {who}"), args, 3);
	else if (!chosen && !asked(o->verdict) && !str_is(o->verdict, "aside") && !str_is(o->verdict, "unavailable") && (o->verdict.n > 0 || decided))
		why = lang_format(c->lang, c->mem, M("{name}: say whether it is chosen, set aside or unavailable"), args, 3);
	else if (decided && o->word.text.n == 0 && ((str_is(o->verdict, "aside") && aside.n == 0) || str_is(o->verdict, "unavailable")))
		why = lang_format(c->lang, c->mem, M("{name}: say in a word why not"), args, 3);
	else
		return;
	field_error(c, field, M("{value}"), why);
}

/* Masked fields are not in the form: absent is not empty. */
static void
take(struct ctx *c, struct personal *to, struct personal in, enum privacy p)
{
	if (sight_allows(c->sight, p))
		*to = (struct personal){ in.text, p };
}

static enum status
range_take(struct ctx *c, const struct decide_in *in, struct sanction_decision *d, bool *ret_clinical)
{
	const struct option_in *o = in->options.items;
	struct sanction_kinds all;
	bool decided = str_is(in->state, "decided"), any = false;
	size_t weighed = 0;

	*ret_clinical = false;
	TRY(sanction_kinds(c, &all));
	struct str was = d->words.text, words = S("");
	d->weighed = S("");
	for (size_t i = 0; i < in->options.n; i++) {
		const struct sanction_kind *k = sanction_kind_find(&all, o[i].option);
		if (k == NULL || line_of(d->weighed, o[i].option).n > 0) {
			field_error(c, arena_printf(c->mem, "options.%zu.option%c", i, 0).p, M("Name each sanction of the range once: {value}"), o[i].option);
			continue;
		}
		option_check(c, k, &o[i], i, decided, in->aside);
		if (o[i].verdict.n == 0)
			continue;
		weighed++;
		d->weighed = add_line(c, d->weighed, o[i].option, o[i].verdict);
		struct str word = !sight_allows(c->sight, PRIV_FREE_TEXT) ? line_of(was, o[i].option) : o[i].word.text.n > 0 ? o[i].word.text :
		    str_is(o[i].verdict, "aside") ? in->aside : S("");
		if (word.n > 0)
			words = add_line(c, words, o[i].option, word);
		bool sought = str_is(o[i].verdict, "chosen") || asked(o[i].verdict);
		any = any || sought;
		*ret_clinical = *ret_clinical || (sought && k->s->clinical);
	}
	for (size_t i = 0; in->rest && i < all.n; i++) {
		struct str id = all.at[i].s->id, shut = sanction_shut(c, &all.at[i], c->today), word = shut.n > 0 ? shut : in->aside;
		if (line_of(d->weighed, id).n > 0)
			continue;
		if (word.n == 0 && decided) {
			field_error(c, "aside", M("Say in a word why the others are set aside"), S(""));
			break;
		}
		weighed++;
		d->weighed = add_line(c, d->weighed, id, shut.n > 0 ? S("unavailable") : S("aside"));
		words = add_line(c, words, id, word);
	}
	d->words = (struct personal){ words, PRIV_FREE_TEXT };
	d->whole = weighed == all.n;
	d->outcome = !decided ? S("") : any ? S("sanctions") : S("none");
	if (decided && !d->whole && errors(c) == ST_OK)
		return fail(c, ST_INVALID, M("Go through the whole range: say of each whether it is chosen, set aside or unavailable."), NULL);
	return ST_OK;
}

static enum status
decide_store(struct ctx *c, void *in_, void *out_)
{
	const struct decide_in *in = in_;
	struct decide_out *out = out_;
	struct sanction_decision d;
	struct incident i;
	bool clinical, decided = str_is(in->state, "decided");

	TRY(record_get(c, &incident_record, c->id, &i));
	if (str_is(i.state, "merged"))
		return fail(c, ST_INVALID, M("This report is part of another one. Decide there."), NULL);
	if (!str_is(i.kind, "incident"))
		return fail(c, ST_INVALID, M("A concern or a near miss has no sanction. Change first whether it happened."), NULL);
	TRY(sanction_decision_get(c, i.id, &d));
	if (in->seen.has && in->seen.v != d.version)
		return fail(c, ST_CONFLICT, M("Somebody else has saved a decision on this incident since you opened the page. Look at it, and then enter yours."), NULL);
	if (!decided && str_is(d.state, "decided") && str_is(i.state, "closed"))
		return fail(c, ST_INVALID, M("The incident is closed. Open it again before you take back what was decided."), NULL);
	TRY(range_take(c, in, &d, &clinical));
	if (sight_allows(c->sight, PRIV_SPECIAL))
		d.capacity = in->capacity;
	take(c, &d.clinical, in->clinical, PRIV_SPECIAL);
	take(c, &d.clinical_by, in->clinical_by, PRIV_IDENTITY);
	take(c, &d.said, in->said, PRIV_FREE_TEXT);
	take(c, &d.advice, in->advice, PRIV_FREE_TEXT);
	take(c, &d.reasons, in->reasons, PRIV_FREE_TEXT);
	d.advice_from = in->advice_from;
	if (str_is(d.outcome, "none") && d.advice.text.n == 0)
		field_error(c, "advice", M("With no sanction, enter the advice that was taken"), S(""));
	if (str_is(d.outcome, "none") && d.reasons.text.n == 0)
		field_error(c, "reasons", M("With no sanction, enter the reasons"), S(""));
	struct sanction_live_of_row live;
	TRY(sanction_live_of(c->db, c->scope, c->mem, i.id, &live));
	if (str_is(d.outcome, "none") && live.n > 0)
		return fail(c, ST_INVALID, M("A sanction is entered for this incident, so it cannot be decided that none is sought. Take it out first."), NULL);
	if (decided && clinical && d.capacity.n == 0)
		field_error(c, "capacity", M("What is chosen wants clinical input: say whether the person knew what they were doing"), S(""));
	TRY(errors(c));
	d.state = in->state;
	d.decided_on = decided ? c->today : (struct date){ 0 };
	d.decided_by = decided ? c->who->account : 0;
	TRY(d.id != 0 ? record_update(c, &sanction_decision_record, &d) : record_create(c, &sanction_decision_record, &d));
	*out = (struct decide_out){ i.id, d.id };
	return ST_OK;
}

const struct action sanction_decide = { .name = "incident.decide", .title = M("Decide on sanctions"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &sanction_decide_shape, .out = &sanction_decide_out, .record = &incident_record, .store = decide_store, .body = 128 << 10 };

/* What happened as reported is not closed before this is decided (SAN-2). */
enum status
sanction_gate(struct ctx *c, const char *step, const void *rec)
{
	const struct incident *i = rec;
	struct sanction_decision d;

	if (strcmp(step, "incident.close") != 0 || !str_is(i->kind, "incident") || !(str_is(i->finding, "substantiated") || str_is(i->finding, "partly")))
		return ST_OK;
	TRY(sanction_decision_get(c, i->id, &d));
	if (str_is(d.state, "decided"))
		return ST_OK;
	return fail(c, ST_INVALID, M("It happened as reported, and nothing is decided on sanctions. Decide that first, even if it is that there are none."), NULL);
}

/* ---- the page ---- */

/* What is stored, and for the rest what is likely: what cannot be had says why, all else is set aside. */
static const struct decide_in *
first_values(struct ctx *c, const struct sanction_decision *d, const struct sanction_kinds *all)
{
	struct decide_in *in = arena_new(c->mem, struct decide_in);
	struct option_in *o = arena_array(c->mem, struct option_in, all->n);

	*in = (struct decide_in){ .options = { o, all->n }, .capacity = d->capacity, .advice_from = d->advice_from, .state = d->id != 0 ? d->state : S("decided"),
		.clinical = d->clinical, .clinical_by = d->clinical_by, .said = d->said, .advice = d->advice, .reasons = d->reasons, .seen = { d->version, true } };
	for (size_t i = 0; i < all->n; i++) {
		struct str shut = sanction_shut(c, &all->at[i], c->today), v = line_of(d->weighed, all->at[i].s->id);
		o[i] = (struct option_in){ .option = all->at[i].s->id, .verdict = v.n > 0 ? v : shut.n > 0 ? S("unavailable") : S("aside"),
			.word = { v.n > 0 ? line_of(d->words.text, all->at[i].s->id) : shut, PRIV_FREE_TEXT } };
	}
	return in;
}

static void
verdicts(struct ctx *c, const struct sanction_kind *k, struct option_line *l)
{
	struct pick *p = l->picks = arena_array(c->mem, struct pick, sanction_bodies.n + 3);

	if (sanction_is_ours(c, k))
		p[l->n_picks++] = (struct pick){ S("chosen"), lang_text(c->lang, c->mem, M("Chosen")), false };
	for (size_t i = 0; i < sanction_bodies.n; i++) {
		struct str body = str_c(sanction_bodies.c[i].value);
		if (!sanction_may_apply(k, body) || str_is(body, "health"))
			continue;
		struct msg_arg args[] = { { "body", lang_text(c->lang, c->mem, sanction_bodies.c[i].label) } };
		p[l->n_picks++] = (struct pick){ arena_printf(c->mem, "asked_%.*s", (int)body.n, body.p), lang_format(c->lang, c->mem, M("Asked of: {body}"), args, 1), false };
	}
	p[l->n_picks++] = (struct pick){ S("aside"), lang_text(c->lang, c->mem, M("Set aside")), false };
	p[l->n_picks++] = (struct pick){ S("unavailable"), lang_text(c->lang, c->mem, M("Unavailable")), false };
	for (size_t i = 0; i < l->n_picks; i++)
		p[i].chosen = str_eq(p[i].value, l->verdict);
}

static struct str
item_error(struct ctx *c, const struct form *f)
{
	return f->n_errors == 0 ? S("") : field_error_text(c->mem, &f->errors[0], lang_text(c->lang, c->mem, f->errors[0].message), S(""));
}

enum status
sanction_decide_load(struct ctx *c)
{
	const struct incident *i = c->record;
	struct decide_view *v = arena_new(c->mem, struct decide_view);
	struct sanction_decision d;
	struct sanction_kinds all;

	TRY(sanction_decision_get(c, i->id, &d));
	TRY(sanction_kinds(c, &all));
	const struct form *f = page_form(c, &sanction_decide_shape, first_values(c, &d, &all));
	*v = (struct decide_view){ .form = c->form, .of = arena_printf(c->mem, "%.*s %.*s", (int)i->ref.n, i->ref.p, (int)i->title.n, i->title.p),
		.action = URL_ID(c->mem, "/incidents/{}/decide", i->id), .cancel = URL_ID(c->mem, "/incidents/{}", i->id),
		.seen = f->typed[shape_index(&sanction_decide_shape, "seen")], .words = sight_allows(c->sight, PRIV_FREE_TEXT) };
	size_t at = shape_index(&sanction_decide_shape, "options"), n = f->n_items[at];
	v->lines = arena_array(c->mem, struct option_line, n + 1);
	for (size_t k = 0; k < n; k++) {
		const struct form *item = &f->items[at][k];
		const struct sanction_kind *kind = sanction_kind_find(&all, item->typed[0]);
		if (kind == NULL)
			continue;
		struct option_line *l = &v->lines[v->n++];
		*l = (struct option_line){ .key = item->typed[0], .verdict = item->typed[1], .word = item->typed[2], .name = kind->name, .about = kind->s->about,
			.clinical = kind->s->clinical, .prefix = arena_printf(c->mem, "options.%zu", k), .error = item_error(c, item) };
		verdicts(c, kind, l);
	}
	c->data = v;
	return ST_OK;
}

void
sanction_decide_page(struct html *o, struct ctx *c, const void *out)
{
	struct decide_view *v = c->data;

	(void)out;
	v->form = c->form;
	page_back(c, v->cancel);
	sanction_decide_html(o, v);
}

/* ---- incidents that wait ---- */

static enum status
waiting_load(struct ctx *c, void *in, void *out)
{
	struct waiting_view *v = arena_new(c->mem, struct waiting_view);
	struct sanction_waiting_row *r;

	(void)in;
	(void)out;
	TRY(sanction_waiting(c->db, c->scope, c->mem, 200, &r, &v->n));
	v->rows = arena_array(c->mem, struct waiting_line, v->n + 1);
	for (size_t i = 0; i < v->n; i++)
		v->rows[i] = (struct waiting_line){ .ref = r[i].ref, .title = r[i].title, .on = r[i].happened_on, .begun = r[i].begun > 0, .late = r[i].finding.n > 0,
			.why = lang_text(c->lang, c->mem, r[i].finding.n > 0 ? M("It happened as reported: a decision is needed") : M("Under investigation: the range can be gone through already")),
			.to = URL_ID(c->mem, "/incidents/{}", r[i].id), .decide = URL_ID(c->mem, "/incidents/{}/decide", r[i].id) };
	c->data = v;
	return ST_OK;
}

void
sanction_waiting_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	sanction_waiting_html(o, c->data);
}

const struct action sanction_waiting_action = { .name = "sanction.waiting", .title = M("Incidents waiting for a decision on sanctions"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.load = waiting_load };
