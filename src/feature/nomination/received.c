/* SPDX-License-Identifier: MIT */
/* The national body's side: what was sent to it, and its answers.  It never looks into the sender's registers. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/nomination/own.h"
#include "sql/nomination.h"
#include "tpl/feature/nomination/one.h"
#include "tpl/feature/nomination/post.h"
#include "tpl/feature/nomination/received.h"

#define PAGE_ROWS 50
#define MOST_WAITING 500

/* ---- the list ---- */

struct received_in { int64_t before; };
struct received_item { int64_t nomination; struct str organisation, post, job_title, decision; struct personal name; struct date sent_on, from_on, answered_on; bool board_level; };
struct received_out { struct list waiting, answered; int64_t next; };
SHAPE(nomination_received_in_shape, received_in, FIELD_REF(struct received_in, before, "nomination", .label = M("Before")));
SHAPE(nomination_received_item_shape, received_item,
	FIELD_REF(struct received_item, nomination, "nomination", .label = M("Nomination")),
	FIELD(struct received_item, organisation, .label = M("Organisation")),
	FIELD(struct received_item, post, .label = M("Post")),
	FIELD(struct received_item, name, .label = M("Full name"), .privacy = PRIV_IDENTITY),
	FIELD(struct received_item, job_title, .label = M("Job title")),
	FIELD(struct received_item, from_on, .label = M("First day in the post")),
	FIELD(struct received_item, board_level, .label = M("Sits on the board or governing body")),
	FIELD(struct received_item, sent_on, .label = M("Sent on")),
	FIELD(struct received_item, decision, .label = M("Answer")),
	FIELD(struct received_item, answered_on, .label = M("Answered on")));
SHAPE(nomination_received_out_shape, received_out,
	FIELD(struct received_out, waiting, .label = M("Waiting for an answer"), .of = &nomination_received_item_shape),
	FIELD(struct received_out, answered, .label = M("Answered"), .of = &nomination_received_item_shape),
	FIELD_REF(struct received_out, next, "nomination", .label = M("Next")));

static struct received_row
row_shown(struct ctx *c, const struct received_item *i, enum nomination_state s)
{
	touch(c, "nomination", i->nomination);
	return (struct received_row){ .organisation = i->organisation, .post = nomination_post_title(c, i->post), .job_title = i->job_title,
		.state = nomination_state_words(c, s), .colour = nomination_state_colour(s), .name = i->name, .sent_on = i->sent_on,
		.from_on = i->from_on, .answered_on = i->answered_on, .board_level = i->board_level,
		.to = URL_ID(c->mem, "/nominations-received/{}", i->nomination) };
}

static enum nomination_state
state_today(struct ctx *c, struct str decision, struct date confirmed_until, struct date ended_on)
{
	if ((ended_on.day != 0 && ended_on.day < c->today.day) || (confirmed_until.day != 0 && confirmed_until.day < c->today.day))
		return NOMINATION_ENDED;
	if (decision.n == 0)
		return NOMINATION_SENT;
	return str_is(decision, "confirmed") ? NOMINATION_CONFIRMED : NOMINATION_REFUSED;
}

static enum status
answered_read(struct ctx *c, int64_t before, struct received_out *out, struct received_view *v)
{
	struct nominations_answered_row *r;
	size_t n;

	TRY(nominations_answered(c->db, c->scope, c->mem, before != 0 ? before : INT64_MAX, PAGE_ROWS + 1, &r, &n));
	if (n > PAGE_ROWS) {
		n = PAGE_ROWS;
		out->next = r[n - 1].id;
		v->older = url_with(c->mem, URL(c->mem, "/nominations-received"), "before", id_text(c->mem, out->next));
	}
	struct received_item *items = arena_array(c->mem, struct received_item, n + 1);
	struct received_row *rows = arena_array(c->mem, struct received_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct received_item){ .nomination = r[i].id, .organisation = r[i].organisation_name, .post = r[i].post,
			.job_title = r[i].job_title, .name = r[i].name, .sent_on = r[i].sent_on, .from_on = r[i].from_on,
			.board_level = r[i].board_level, .decision = r[i].decision, .answered_on = r[i].answered_on };
		rows[i] = row_shown(c, &items[i], state_today(c, r[i].decision, r[i].confirmed_until, r[i].ended_on));
	}
	out->answered = (struct list){ items, n };
	v->done = rows;
	v->n_done = n;
	return ST_OK;
}

static enum status
received_load(struct ctx *c, void *in_, void *out_)
{
	const struct received_in *in = in_;
	struct received_out *out = out_;
	struct received_view *v = arena_new(c->mem, struct received_view);
	struct nominations_waiting_row *r;
	size_t n;

	TRY(nominations_waiting(c->db, c->scope, c->mem, c->today, MOST_WAITING, &r, &n));
	struct received_item *items = arena_array(c->mem, struct received_item, n + 1);
	struct received_row *rows = arena_array(c->mem, struct received_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct received_item){ .nomination = r[i].id, .organisation = r[i].organisation_name, .post = r[i].post,
			.job_title = r[i].job_title, .name = r[i].name, .sent_on = r[i].sent_on, .from_on = r[i].from_on, .board_level = r[i].board_level };
		rows[i] = row_shown(c, &items[i], NOMINATION_SENT);
	}
	out->waiting = (struct list){ items, n };
	v->waiting = rows;
	v->n_waiting = n;
	TRY(answered_read(c, in->before, out, v));
	c->data = v;
	return ST_OK;
}

void
nomination_received_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	nomination_received_html(o, c->data);
}

const struct action nomination_received_list = { .name = "nomination.received", .title = M("Nominations received"), .access = ACCESS_ROLE, .sheet = true,
	.mode = MODE_READ, .in = &nomination_received_in_shape, .out = &nomination_received_out_shape, .load = received_load, .personal = true, .national = true };

/* ---- one of them ---- */

struct which_in { int64_t nomination; };
SHAPE(nomination_which_shape, which_in, FIELD_REF(struct which_in, nomination, "nomination", .label = M("Nomination"), .must = true));

static enum status
one_read(struct ctx *c, int64_t id, struct nomination_received_row *ret)
{
	enum status st = nomination_received(c->db, c->scope, c->mem, id, ret);

	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such nomination, or it was not sent to you."), NULL);
	if (st == ST_OK)
		touch(c, "nomination", id);
	return st;
}

static enum status
one_load(struct ctx *c, void *in_, void *out_)
{
	const struct which_in *in = in_;
	struct received_item *out = out_;
	struct one_view *v = arena_new(c->mem, struct one_view);
	struct nomination_received_row n;
	struct nomination_answer_of_row a = { 0 };

	TRY(one_read(c, in->nomination, &n));
	enum status st = nomination_answer_of(c->db, c->scope, c->mem, n.id, &a);
	if (st != ST_NOT_FOUND)
		TRY(st);
	enum nomination_state s = state_today(c, a.decision, a.confirmed_until, n.ended_on);
	*out = (struct received_item){ .nomination = n.id, .organisation = n.organisation_name, .post = n.post, .job_title = n.job_title,
		.name = n.name, .sent_on = n.sent_on, .from_on = n.from_on, .board_level = n.board_level, .decision = a.decision, .answered_on = a.answered_on };
	*v = (struct one_view){ .organisation = n.organisation_name, .post = nomination_post_title(c, n.post), .job_title = n.job_title,
		.state = nomination_state_words(c, s), .colour = nomination_state_colour(s), .name = n.name, .email = n.email,
		.accreditation = n.accreditation, .note = n.note, .reason = a.reason, .sent_on = n.sent_on, .from_on = n.from_on,
		.accredited_until = n.accredited_until, .answered_on = a.answered_on, .confirmed_until = a.confirmed_until, .ended_on = n.ended_on,
		.ended_why = n.ended_why, .board_level = n.board_level, .specialist = str_is(n.post, "specialist"), .answered = a.id != 0,
		.may_answer = s == NOMINATION_SENT && may(c, "nomination.answer"), .may_revoke = a.id != 0 && may(c, "nomination.revoke"),
		.answer = URL_ID(c->mem, "/nominations-received/{}/answer", n.id), .revoke = URL_ID(c->mem, "/nominations-received/answers/{}", a.id) };
	c->data = v;
	return ST_OK;
}

void
nomination_one_page(struct html *o, struct ctx *c, const void *out)
{
	const struct one_view *v = c->data;

	(void)out;
	nomination_crumbs(c, true);
	page_title(c, v->post);
	nomination_one_html(o, v);
}

const struct action nomination_received_view = { .name = "nomination.read", .title = M("Nomination"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &nomination_which_shape, .out = &nomination_received_item_shape, .load = one_load, .personal = true, .national = true };

/* ---- the answer ---- */

CHOICES(answers, { "confirmed", M("Confirm"), NULL }, { "refused", M("Refuse"), M("The organisation sees your reason and can send a new nomination") });
struct answer_in { int64_t nomination; struct str decision; struct personal reason; struct date confirmed_until; };
struct answer_out { int64_t nomination, answer; };
SHAPE(nomination_answer_in_shape, answer_in,
	FIELD_REF(struct answer_in, nomination, "nomination", .label = M("Nomination"), .must = true),
	FIELD_CHOICE(struct answer_in, decision, answers, .label = M("Your answer"), .must = true),
	FIELD(struct answer_in, reason, .label = M("Reason"), .hint = M("Needed for a refusal"), .privacy = PRIV_FREE_TEXT, .max = 1000),
	FIELD(struct answer_in, confirmed_until, .label = M("Confirmed until"), .hint = M("Leave empty if the confirmation has no end")));
SHAPE(nomination_answer_out_shape, answer_out,
	FIELD_REF(struct answer_out, nomination, "nomination", .label = M("Nomination")),
	FIELD_REF(struct answer_out, answer, "nomination_answer", .label = M("Answer")));

static enum status
answerable(struct ctx *c, int64_t id, struct nomination_received_row *ret)
{
	struct nomination_answer_of_row a;

	TRY(one_read(c, id, ret));
	if (ret->ended_on.day != 0 && ret->ended_on.day < c->today.day)
		return fail(c, ST_INVALID, M("This nomination has ended: the person no longer holds the post."), NULL);
	enum status st = nomination_answer_of(c->db, c->scope, c->mem, id, &a);
	if (st == ST_OK)
		return fail(c, ST_CONFLICT, M("This nomination has been answered already."), NULL);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
answer_store(struct ctx *c, void *in_, void *out_)
{
	const struct answer_in *in = in_;
	struct answer_out *out = out_;
	struct nomination_received_row n;
	bool refused = str_is(in->decision, "refused");

	TRY(answerable(c, in->nomination, &n));
	if (refused && in->reason.text.n == 0)
		field_error(c, "reason", M("Enter the reason for the refusal"), S(""));
	if (refused && in->confirmed_until.day != 0)
		field_error(c, "confirmed_until", M("Leave the date empty when you refuse"), S(""));
	if (!refused && in->confirmed_until.day != 0 && in->confirmed_until.day < c->today.day)
		field_error(c, "confirmed_until", M("Confirmed until must be today or later"), S(""));
	TRY(errors(c));
	struct nomination_answer a = { .organisation = n.organisation, .nomination = n.id, .decision = in->decision, .answered_on = c->today,
		.reason = in->reason, .confirmed_until = in->confirmed_until };
	TRY(record_create(c, &nomination_answer_type, &a));
	*out = (struct answer_out){ n.id, a.id };
	return ST_OK;
}

const struct action nomination_answer_action = { .name = "nomination.answer", .title = M("Answer the nomination"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &nomination_answer_in_shape, .out = &nomination_answer_out_shape, .store = answer_store, .national = true };

struct answering { int64_t id; struct str caption; };

enum status
nomination_answer_load(struct ctx *c)
{
	struct nomination_received_row n;
	struct answering *a = arena_new(c->mem, struct answering);

	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "nomination"))
			(void)id_parse(c->path_pairs[i].value, &a->id);
	TRY(answerable(c, a->id, &n));
	a->caption = SAY(c, M("{organisation}: {post}"), { "organisation", n.organisation_name }, { "post", nomination_post_title(c, n.post) });
	c->data = a;
	return ST_OK;
}

void
nomination_answer_page(struct html *o, struct ctx *c, const void *out)
{
	const struct answering *a = c->data;
	struct answer_view v = { .form = page_form(c, &nomination_answer_in_shape, NULL), .action = URL_ID(c->mem, "/nominations-received/{}/answer", a->id),
		.cancel = URL_ID(c->mem, "/nominations-received/{}", a->id), .caption = a->caption };

	(void)out;
	nomination_crumbs(c, true);
	nomination_answer_html(o, &v);
}

/* ---- taking an answer back: the nomination waits again ---- */

struct why_in { struct str why; };
struct id_out { int64_t id; };
SHAPE(nomination_revoke_shape, why_in, FIELD_LONG(struct why_in, why, .label = M("Why is the answer taken back?"), .must = true, .max = 500));
SHAPE(nomination_revoke_out_shape, id_out, FIELD_REF(struct id_out, id, "nomination_answer", .label = M("Id")));

static enum status
revoke_store(struct ctx *c, void *in_, void *out_)
{
	const struct why_in *in = in_;
	struct id_out *out = out_;

	out->id = c->id;
	return record_withdraw(c, &nomination_answer_type, c->id, c->version, in->why);
}

const struct action nomination_revoke = { .name = "nomination.revoke", .title = M("Take back the answer"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &nomination_revoke_shape, .out = &nomination_revoke_out_shape, .record = &nomination_answer_type, .store = revoke_store, .national = true };

void
nomination_revoke_page(struct html *o, struct ctx *c, const void *out)
{
	const struct nomination_answer *a = c->record;
	struct post_form_view v = { .form = page_form(c, &nomination_revoke_shape, NULL), .action = URL_ID(c->mem, "/nominations-received/answers/{}", a->id),
		.cancel = URL_ID(c->mem, "/nominations-received/{}", a->nomination), .version = a->version, .title = M("Take back the answer"),
		.about = M("The nomination waits for an answer again. Both stay in the history."), .button = M("Take back") };

	(void)out;
	nomination_crumbs(c, true);
	nomination_why_form_html(o, &v);
}
