/* SPDX-License-Identifier: MIT */
/* The page of one case, with the timeline at its heart, and what is due in cases. */
#include "feature/investigation/own.h"

#include "base/time.h"
#include "feature/investigation/view.h"
#include "tpl/feature/investigation/view.h"

#define DAYS_AHEAD 14

static const struct part_def *const blocks[] = { &investigation_step_part, &investigation_cctv_part, &investigation_statement_part, &investigation_exhibit_part,
	&investigation_conference_part, &investigation_contact_part, &investigation_lesson_part, &investigation_incident_part, &investigation_member_part };

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static void
about(struct ctx *c, struct case_view *p, const struct investigation *v)
{
	struct summary_row *r = p->rows = arena_array(c->mem, struct summary_row, 10);
	size_t *n = &p->n_rows;

	page_row(c, r, n, M("Led by"), record_name(c, "account", v->lead));
	if (v->rule != 0)
		page_row(c, r, n, M("By the rule"), record_name(c, "investigation_rule", v->rule));
	if (v->lead_why.n > 0)
		page_row(c, r, n, M("Why not whom the rule names"), v->lead_why);
	page_row_who(c, r, n, M("What is looked into, and how far?"), v->remit);
	page_row(c, r, n, M("First report"), date_long(c->mem, v->reported_on));
	page_row(c, r, n, M("Opened"), date_long(c->mem, v->opened_on));
	page_row(c, r, n, M("Finding due by"), date_long(c->mem, v->due_on));
	page_row(c, r, n, M("Site, department or team"), v->unit != 0 ? record_name(c, "unit", v->unit) : text(c, M("The whole organisation")));
}

static struct str
masked(struct ctx *c, struct str value)
{
	return value.n == 0 || sight_allows(c->sight, PRIV_SPECIAL) ? value : S(PERSONAL_HIDDEN);
}

static void
found(struct ctx *c, struct case_view *p, const struct investigation *v)
{
	struct summary_row *r = p->found = arena_array(c->mem, struct summary_row, 10);
	size_t *n = &p->n_found;

	if (v->found_on.day == 0)
		return;
	page_row(c, r, n, M("Finding"), investigation_label(c, &incident_findings, v->finding));
	page_row(c, r, n, M("On"), date_long(c->mem, v->found_on));
	page_row_who(c, r, n, M("What it rests on"), v->finding_words);
	page_row(c, r, n, M("Root causes"), investigation_labels(c, &investigation_causes, v->causes));
	page_row_who(c, r, n, M("More about the causes"), v->cause_words);
	if (v->partnership.n > 0)
		page_row(c, r, n, M("Working with partners"), v->partnership);
	if (v->summary.n > 0)
		page_row(c, r, n, M("Summary for committees"), v->summary);
	if (v->closed_on.day != 0)
		page_row(c, r, n, M("Closed"), date_long(c->mem, v->closed_on));
}

static void
beside(struct ctx *c, struct case_view *p, const struct investigation *v)
{
	struct summary_row *r = p->beside = arena_array(c->mem, struct summary_row, 10);
	size_t *n = &p->n_beside;

	if (v->hr.n == 0)
		return;
	page_row(c, r, n, M("Disciplinary procedure"), masked(c, investigation_label(c, &investigation_discipline_states, v->hr)));
	page_row(c, r, n, M("Begun on"), masked(c, date_long(c->mem, v->hr_on)));
	page_row(c, r, n, M("Under the protocol"), record_name(c, "agreement", v->hr_protocol));
	page_row_who(c, r, n, M("Outcome with HR"), v->hr_outcome);
	page_row(c, r, n, M("Ended on"), masked(c, date_long(c->mem, v->hr_ended_on)));
	page_row(c, r, n, M("Referral to a professional regulator"), masked(c, investigation_label(c, &investigation_regulators, v->regulator)));
	page_row(c, r, n, M("Which regulator"), masked(c, v->regulator_to));
	page_row_who(c, r, n, M("Why, and what became of it"), v->regulator_why);
}

static void
act(struct ctx *c, struct case_view *p, const struct investigation *v, const struct action *a, const char *label)
{
	struct str verb;

	if (!may_who(c->who, a))
		return;
	(void)str_cut(str_c(a->name), '.', &verb);
	struct case_link l = { label, { arena_printf(c->mem, "/investigations/%lld/%.*s", (long long)v->id, (int)verb.n, verb.p) }, false };
	if (p->primary.label == NULL)
		p->primary = l;
	else
		p->acts[p->n_acts++] = l;
}

static void
acts(struct ctx *c, struct case_view *p, const struct investigation *v)
{
	p->acts = arena_array(c->mem, struct case_link, 12);
	if (v->withdrawn_at.ms != 0)
		return;
	if (str_is(v->state, "open"))
		act(c, p, v, &investigation_finding, M("Record what was found"));
	if (str_is(v->state, "found")) {
		act(c, p, v, &investigation_close, M("Close the case"));
		act(c, p, v, &investigation_finding, M("Change what was found"));
	}
	act(c, p, v, &investigation_report, M("Closure report"));
	if (str_is(v->state, "closed"))
		act(c, p, v, &investigation_reopen, M("Open again"));
	else
		act(c, p, v, &investigation_law, M("Tick law and guidance"));
	act(c, p, v, &investigation_discipline, M("Disciplinary procedure and regulator"));
}

enum status
investigation_view_load(struct ctx *c, const void *rec, void **ret_data)
{
	const struct investigation *v = rec;
	struct case_view *p = arena_new(c->mem, struct case_view);
	struct str kind = page_asked(c, "kind");
	struct lead_flag flag;
	bool shut = investigation_shut(v) != NULL, live = v->withdrawn_at.ms == 0;

	*p = (struct case_view){ .ref = v->ref, .title = v->title, .state = investigation_label(c, &investigation_states, v->state),
		.state_colour = shut ? TAG_GREEN : str_is(v->state, "found") ? TAG_PURPLE : v->due_on.day < c->today.day ? TAG_RED : TAG_BLUE,
		.kind = investigation_label(c, &investigation_kinds, v->kind), .restricted = v->circle != 0, .withdrawn = live ? S("") : v->withdrawn_why,
		.law = investigation_labels(c, &investigation_laws, v->law), .c = c, .may_history = may(c, "investigation.history"), .may_access = may(c, "investigation.access"),
		.may_edit = live && !shut && may(c, "investigation.edit"), .may_add = live && !shut && may(c, "investigation.entry"),
		.edit = URL_ID(c->mem, "/investigations/{}/edit", v->id), .history = URL_ID(c->mem, "/investigations/{}/history", v->id),
		.access = URL_ID(c->mem, "/investigations/{}/access", v->id), .add_entry = URL_ID(c->mem, "/investigations/{}/entry", v->id),
		.print = URL_ID(c->mem, "/investigations/{}/timeline", v->id) };
	if (!shut) {
		TRY(lead_flag(c, v->lead, &flag));
		p->flag = flag.words;
	}
	about(c, p, v);
	found(c, p, v);
	beside(c, p, v);
	if (str_is(v->state, "found") && live) {
		TRY(investigation_wanting(c, v, &p->wanting));
		if (p->wanting.n > 0)
			p->wanting = lang_format(c->lang, c->mem, M("The case cannot be closed yet. {why}"), (struct msg_arg[]){ { "why", p->wanting } }, 1);
	}
	acts(c, p, v);
	TRY(investigation_timeline(c, v, kind, &p->line.items, &p->line.n));
	investigation_filters(c, v, "/investigations/{}", kind, &p->line);
	p->blocks = arena_array(c->mem, struct part_block, countof(blocks));
	for (size_t i = 0; i < countof(blocks); i++)
		TRY(part_block(c, blocks[i], v, &p->blocks[p->n_blocks++]));
	TRY(panels_load(c, "investigation", v, &p->panels, &p->n_panels));
	*ret_data = p;
	return ST_OK;
}

void
investigation_view_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	investigation_view_html(o, c->data);
}

/* ---- what is due ---- */

static const struct { const char *what, *kind; } due_kinds[] = {
	{ "finding", M("Finding of a case") }, { "step", M("Step of an investigation plan") },
	{ "cctv", M("Recording to secure before it is overwritten") }, { "contact", M("Answer in a case") },
};

enum status
investigation_due(struct ctx *c, struct due_list *due)
{
	struct investigation_due_list_row *r;
	size_t n;

	if (!may(c, "investigation.edit"))
		return ST_OK;
	TRY(investigation_due_list(c->db, c->scope, c->mem, date_add_days(c->today, DAYS_AHEAD), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < countof(due_kinds); k++)
			if (str_is(r[i].what, due_kinds[k].what))
				due_add(c, due, (struct due_item){ .title = arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].title.n, r[i].title.p),
					.due = r[i].due_on, .to = URL_ID(c->mem, "/investigations/{}", r[i].id), .kind = due_kinds[k].kind, .ref = r[i].ref });
	return ST_OK;
}
