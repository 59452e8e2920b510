/* SPDX-License-Identifier: MIT */
/* A review as a task list of its standards, in the key areas as the organisation calls them. */
#include "app/due.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/review/pages.h"
#include "feature/round/round.h"
#include "feature/signatory/signatory.h"
#include "html/message.h"
#include "tpl/feature/review/view.h"

struct row { int64_t id, version; struct str standard, area, title, rating, comment, position; bool supported, fresh_look; int64_t findings, responsible_unit, responsible; };
struct view_out {
	int64_t id, version; struct str ref, title; int64_t framework; struct str framework_key, edition; struct date period_from, period_to, due_on;
	struct str state; int64_t previous, document; int64_t rated, applicable, unsupported, fresh_looks; struct str blocks, new_rule; struct list answers;
};
SHAPE(review_row_shape, row,
	FIELD_REF(struct row, id, "answer", .label = M("Id")),
	FIELD(struct row, version, .label = M("Version")),
	FIELD(struct row, standard, .label = M("Standard")),
	FIELD(struct row, area, .label = M("Key area")),
	FIELD(struct row, title, .label = M("Title")),
	FIELD(struct row, rating, .label = M("Rating")),
	FIELD(struct row, comment, .label = M("Comment")),
	FIELD(struct row, position, .label = M("What the criteria come to")),
	FIELD(struct row, supported, .label = M("Supported")),
	FIELD(struct row, fresh_look, .label = M("Needs a fresh look")),
	FIELD(struct row, findings, .label = M("Findings")),
	FIELD_REF(struct row, responsible_unit, "unit", .label = M("Responsible unit")),
	FIELD_REF(struct row, responsible, "person", .label = M("Responsible person")));
SHAPE(review_view_out_shape, view_out,
	FIELD_REF(struct view_out, id, "review", .label = M("Id")),
	FIELD(struct view_out, version, .label = M("Version")),
	FIELD(struct view_out, ref, .label = M("Reference")),
	FIELD(struct view_out, title, .label = M("Title")),
	FIELD_REF(struct view_out, framework, "framework_version", .label = M("Framework")),
	FIELD(struct view_out, framework_key, .label = M("Framework key")),
	FIELD(struct view_out, edition, .label = M("Edition")),
	FIELD(struct view_out, period_from, .label = M("Period from")),
	FIELD(struct view_out, period_to, .label = M("Period to")),
	FIELD(struct view_out, due_on, .label = M("Due on")),
	FIELD(struct view_out, state, .label = M("State")),
	FIELD_REF(struct view_out, previous, "review", .label = M("Review before")),
	FIELD(struct view_out, document, .label = M("Document")),
	FIELD(struct view_out, rated, .label = M("Rated")),
	FIELD(struct view_out, applicable, .label = M("Standards that apply")),
	FIELD(struct view_out, unsupported, .label = M("Not supported")),
	FIELD(struct view_out, fresh_looks, .label = M("Need a fresh look")),
	FIELD(struct view_out, blocks, .label = M("What keeps it from being signed")),
	FIELD(struct view_out, new_rule, .label = M("A new rule for adding up")),
	FIELD(struct view_out, answers, .label = M("Answers"), .of = &review_row_shape, .max = MOST_STANDARDS));

/* ---- the list ---- */

static bool
begun(const struct answer *a)
{
	return a->ticks.n > 0 || a->comment.n > 0 || a->cases.n > 0;
}

static struct task_line
task_of(struct ctx *c, const struct review_item *i, bool open)
{
	static const char *const not_supported[6] = { [1] = M("Not supported: {n} finding"), [5] = M("Not supported: {n} findings") };
	struct task_line t = { .title = standard_name(c, i->standard), .mark = rating_mark(i->rating),
		.rated = i->rating != RATED_NONE, .na = i->rating == RATED_NOT_APPLICABLE,
		.to = URL_ID(c->mem, "/reviews/standards/{}", i->answer.id) };

	if (t.na) {
		t.hint = i->ground;
		return t;
	}
	t.fresh = i->answer.fresh_look;
	t.unsupported = t.rated && i->n_findings > 0;
	t.tagged = t.fresh || t.unsupported || !t.rated;
	if (t.fresh) {
		t.status = lang_text(c->lang, c->mem, M("Needs a fresh look"));
		t.colour = TAG_PURPLE;
		t.hint = i->answer.fresh_why;
	} else if (t.unsupported) {
		t.status = lang_fill(c->mem, lang_plural(c->lang, c->mem, (int64_t)i->n_findings, not_supported),
		    (struct msg_arg[]){ { "n", arena_printf(c->mem, "%zu", i->n_findings) } }, 1);
		t.colour = TAG_YELLOW;
	} else if (!t.rated) {
		t.status = lang_text(c->lang, c->mem, begun(&i->answer) ? M("In progress") : M("Not started"));
		t.colour = begun(&i->answer) ? TAG_BLUE : TAG_WHITE;
	} else if (open && i->answer.carried_from.n > 0 && i->answer.version == 1)
		t.hint = lang_text(c->lang, c->mem, M("Came over from the last review as it was"));
	return t;
}

static void
areas_make(struct ctx *c, struct review_view_data *v)
{
	struct task_area *areas = arena_array(c->mem, struct task_area, v->all.n_areas + 1);
	struct task_line *lines = arena_array(c->mem, struct task_line, v->all.n + 1);
	size_t k = 0;

	for (size_t i = 0; i < v->all.n_areas; i++) {
		struct task_area *a = &areas[v->n_areas];
		*a = (struct task_area){ .title = v->all.areas[i], .lines = lines + k };
		for (; k < v->all.n && v->all.items[k].area == i; k++)
			lines[k] = task_of(c, &v->all.items[k], v->open);
		a->n = (size_t)(lines + k - a->lines);
		v->n_areas += a->n > 0;
	}
	v->areas = areas;
}

static void
addresses_make(struct ctx *c, struct review_view_data *v)
{
	const struct review *r = &v->all.review;

	v->result = URL_ID(c->mem, "/reviews/{}/result", r->id);
	v->print = URL_ID(c->mem, "/reviews/{}/print", r->id);
	v->today = url_with(c->mem, URL(c->mem, "/reviews/today"), "key", r->framework_key);
	v->trend = url_with(c->mem, URL(c->mem, "/reviews/trend"), "key", r->framework_key);
	v->withdraw = URL_ID(c->mem, "/reviews/{}/withdraw", r->id);
	v->sign = URL_ID(c->mem, "/reviews/{}/sign", r->id);
	if (may(c, "review.history"))
		v->history = URL_ID(c->mem, "/reviews/{}/history", r->id);
	if (str_is(r->state, "signed") && may(c, "submission.send"))
		v->send = URL_ID(c->mem, "/reviews/{}/send", r->id);
	if (may(c, "submission.history"))
		v->sent = URL_ID(c->mem, "/reviews/{}/submissions", r->id);
	if (r->document != 0 && may(c, "document.view"))
		v->document = URL_ID(c->mem, "/documents/{}", r->document);
	if (may(c, "review.sheet"))
		v->sheet = URL_ID(c->mem, "/reviews/{}/sheet", r->id);
	if (v->open && may(c, "review.upload"))
		v->upload = URL_ID(c->mem, "/reviews/{}/upload", r->id);
	if (may(c, "review.file"))
		v->file = URL_ID(c->mem, "/reviews/{}/file", r->id);
}

static void
out_make(struct ctx *c, const struct review_view_data *v, struct view_out *out)
{
	const struct review *r = &v->all.review;
	struct row *rows = arena_array(c->mem, struct row, v->all.n + 1);

	for (size_t i = 0; i < v->all.n; i++) {
		const struct review_item *x = &v->all.items[i];
		rows[i] = (struct row){ .id = x->answer.id, .version = x->answer.version, .standard = x->standard->id, .area = x->answer.area,
			.title = x->standard->title, .rating = rating_mark(x->rating), .comment = x->answer.comment,
			.position = rating_mark(x->judged.position), .supported = x->judged.supported, .fresh_look = x->answer.fresh_look,
			.findings = (int64_t)x->n_findings, .responsible_unit = x->answer.responsible_unit, .responsible = x->answer.responsible };
	}
	*out = (struct view_out){ r->id, r->version, r->ref, r->title, r->framework, r->framework_key, r->edition, r->period_from, r->period_to,
		r->due_on, r->state, r->previous, r->document, (int64_t)v->all.n_rated, (int64_t)v->all.n_applicable,
		(int64_t)v->all.n_unsupported, (int64_t)v->all.n_fresh, v->blocks, v->new_rule, { rows, v->all.n } };
}

/* What the national body asks in its round, while there is something to be done. */
static enum status
round_fill(struct ctx *c, const struct review *r, struct review_view_data *v)
{
	struct round_place p;

	TRY(round_place_find(c, r->framework, r->period_from, &p));
	if (p.round == 0)
		return ST_OK;
	v->round = lang_format(c->lang, c->mem, M("What the national body asks: {title}"), (struct msg_arg[]){ { "title", p.title } }, 1);
	v->asks = p.about;
	v->guidance = p.guidance;
	if (may(c, "round.template"))
		v->blank = URL_ID(c->mem, "/rounds/ours/{}/template", p.place);
	return ST_OK;
}

static enum status
view_load(struct ctx *c, void *in, void *out)
{
	const struct review *r = c->record;
	struct review_view_data *v = arena_new(c->mem, struct review_view_data);
	struct review_dues dues;

	(void)in;
	if (r->withdrawn_at.ms != 0)
		return fail(c, ST_NOT_FOUND, M("This self-review was opened by mistake and taken away."), NULL);
	TRY(review_all_load(c, r, &v->all));
	TRY(review_all_judge(c, &v->all, SIZE_MAX));
	v->open = review_is_open(r->state);
	v->broken = S("");
	if (!v->open)
		TRY(seal_broken(c, "review", r->id, &v->broken));
	if (v->open) {
		TRY(review_dues_load(c, &dues));
		v->all.review.due_on = review_due_on(&dues, r->framework, r->period_from, r->due_on);
	}
	if (v->open)
		TRY(round_fill(c, r, v));
	if (v->open)
		review_blocks(c, &v->all, &v->blocks);
	v->heading = r->title;
	v->framework = lang_format(c->lang, c->mem, M("{title}, edition {edition}"), (struct msg_arg[]){ { "title", v->all.framework->title },
		{ "edition", r->edition } }, 2);
	v->period = lang_format(c->lang, c->mem, M("{from} to {to}"), (struct msg_arg[]){ { "from", date_long(c->mem, r->period_from) },
		{ "to", date_long(c->mem, r->period_to) } }, 2);
	v->late = v->open && v->all.review.due_on.day < c->today.day;
	v->due = v->open ? lang_format(c->lang, c->mem, M("Due on {date}: {words}"), (struct msg_arg[]){ { "date", date_long(c->mem, v->all.review.due_on) },
		{ "words", due_words(c, v->all.review.due_on) } }, 2) : S("");
	v->new_rule = review_new_rule(c, &v->all);
	v->rule = scoring_url(c, v->all.profile_id);
	v->state = review_state_label(c, r->state);
	v->colour = review_state_colour(r->state);
	v->returned = str_is(r->state, "returned") ? r->returned_why : S("");
	if (v->open && may(c, "submission.sign"))
		TRY(signatory_allows(c, r->framework, &v->may_sign));
	v->may_withdraw = str_is(r->state, "draft") && may(c, "review.withdraw");
	areas_make(c, v);
	addresses_make(c, v);
	out_make(c, v, out);
	c->data = v;
	return ST_OK;
}

void
review_view_page(struct html *o, struct ctx *c, const void *out)
{
	struct review_view_data *v = c->data;

	(void)out;
	page_title(c, v->heading);
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	review_view_html(o, v);
}

const struct action review_view_action = { .name = "review.view", .title = M("Self-review"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &review_view_out_shape, .record = &review_type, .load = view_load };
