/* SPDX-License-Identifier: MIT */
/* ORG-4, ORG-9: nominations as the organisation that sends them sees them, and what it has to do about them. */
#include <string.h>
#include "base/time.h"
#include "feature/nomination/own.h"
#include "sql/nomination.h"
#include "tpl/feature/nomination/board.h"
#include "tpl/feature/nomination/one.h"
#include "tpl/feature/nomination/post.h"

#define HOME_PROBLEMS 5

CHOICES(decisions, { "confirmed", M("Confirmed"), NULL }, { "refused", M("Refused"), NULL });

SHAPE(nomination_shape, nomination,
	FIELD_CHOICE(struct nomination, post, posts, .label = M("Post"), .read_only = true),
	FIELD_REF(struct nomination, holding, "post_holding", .label = M("Holder"), .read_only = true),
	FIELD_REF(struct nomination, sent_to, "organisation", .label = M("Sent to"), .read_only = true),
	FIELD(struct nomination, sent_on, .label = M("Sent on"), .read_only = true),
	FIELD(struct nomination, name, .label = M("Full name"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct nomination, job_title, .label = M("Job title"), .read_only = true),
	FIELD(struct nomination, email, .label = M("Work email address"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct nomination, from_on, .label = M("First day in the post"), .read_only = true),
	FIELD(struct nomination, board_level, .label = M("Sits on the board or governing body"), .read_only = true),
	FIELD(struct nomination, accreditation, .label = M("Accreditation number"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct nomination, accredited_until, .label = M("Accreditation runs out on"), .read_only = true),
	FIELD(struct nomination, note, .label = M("Note to the national body"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD(struct nomination, ended_on, .label = M("Ended on"), .read_only = true),
	FIELD_LONG(struct nomination, ended_why, .label = M("Why it ended"), .read_only = true));
SHAPE(nomination_answer_shape, nomination_answer,
	FIELD_REF(struct nomination_answer, organisation, "organisation", .label = M("Organisation"), .read_only = true),
	FIELD(struct nomination_answer, nomination, .label = M("Nomination"), .read_only = true),
	FIELD_CHOICE(struct nomination_answer, decision, decisions, .label = M("Answer"), .read_only = true),
	FIELD(struct nomination_answer, answered_on, .label = M("Answered on"), .read_only = true),
	FIELD(struct nomination_answer, reason, .label = M("Reason"), .privacy = PRIV_FREE_TEXT, .read_only = true),
	FIELD(struct nomination_answer, confirmed_until, .label = M("Confirmed until"), .read_only = true));

const struct record_type nomination_type = {
	.ops = &nomination_ops, .shape = &nomination_shape, .one = M("nomination"), .many = M("nominations"), .label = "post",
	.path = "/nominations/{id}", .personal = true,
};
const struct record_type nomination_answer_type = {
	.ops = &nomination_answer_ops, .shape = &nomination_answer_shape, .one = M("answer to a nomination"), .many = M("answers to nominations"),
	.label = "decision", .path = "/nominations-received/answers/{id}", .personal = true,
};

void
nomination_crumbs(struct ctx *c, bool received)
{
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	if (received)
		page_crumb(c, lang_text(c->lang, c->mem, M("Nominations received")), URL(c->mem, "/nominations-received"));
	else
		page_crumb(c, lang_text(c->lang, c->mem, M("Nominations")), URL(c->mem, "/nominations"));
}

/* ---- the page of all posts ---- */

struct list_row { int64_t holding; struct str post, job_title, state; struct personal name; struct date from_on, since; };
struct wrong_row { struct str kind, words; struct personal who; bool grave; };
struct list_out { struct list items, problems; };
SHAPE(nomination_row_shape, list_row,
	FIELD_REF(struct list_row, holding, "post_holding", .label = M("Holder")),
	FIELD(struct list_row, post, .label = M("Post")),
	FIELD(struct list_row, name, .label = M("Full name"), .privacy = PRIV_IDENTITY),
	FIELD(struct list_row, job_title, .label = M("Job title")),
	FIELD(struct list_row, from_on, .label = M("First day in the post")),
	FIELD(struct list_row, state, .label = M("Nomination")),
	FIELD(struct list_row, since, .label = M("Since")));
SHAPE(nomination_wrong_shape, wrong_row,
	FIELD(struct wrong_row, kind, .label = M("Kind")),
	FIELD(struct wrong_row, words, .label = M("What is wrong"), .max = 500),
	FIELD(struct wrong_row, who, .label = M("Who"), .privacy = PRIV_IDENTITY),
	FIELD(struct wrong_row, grave, .label = M("Contradicts any rating but red")));
SHAPE(nomination_list_shape, list_out,
	FIELD(struct list_out, items, .label = M("Posts"), .of = &nomination_row_shape),
	FIELD(struct list_out, problems, .label = M("What is wrong"), .of = &nomination_wrong_shape));

static const char *const state_names[] = { [NOMINATION_NONE] = "not_sent", [NOMINATION_SENT] = "sent", [NOMINATION_CONFIRMED] = "confirmed",
	[NOMINATION_REFUSED] = "refused", [NOMINATION_ENDED] = "ended", [NOMINATION_NOT_NEEDED] = "not_needed" };

static void
board_rows(struct ctx *c, const struct post_held *h, size_t n, struct board_view *v)
{
	struct board_row *rows = arena_array(c->mem, struct board_row, n + posts.n + 1);

	for (size_t p = 0; p < posts.n; p++) {
		struct str post = str_c(posts.c[p].value);
		size_t before = v->n;
		for (size_t i = 0; i < n; i++)
			if (str_eq(h[i].post, post))
				rows[v->n++] = (struct board_row){ .post = nomination_post_title(c, post), .job_title = h[i].job_title, .name = h[i].name,
					.from = h[i].from, .since = h[i].since, .state = nomination_state_words(c, h[i].state), .tagged = true,
					.colour = nomination_state_colour(h[i].state), .to = URL_ID(c->mem, "/posts/{}", h[i].id) };
		if (v->n == before)
			rows[v->n++] = (struct board_row){ .post = nomination_post_title(c, post), .vacant = true };
	}
	v->rows = rows;
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct list_out *out = out_;
	struct board_view *v = arena_new(c->mem, struct board_view);
	struct nomination_problem *p;
	struct post_held *h;
	size_t n;

	(void)in;
	TRY(nomination_held(c, NULL, c->today, c->today, &h, &n));
	TRY(nomination_problems(c, &p, &v->n_problems));
	struct list_row *rows = arena_array(c->mem, struct list_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct list_row){ h[i].id, h[i].post, h[i].job_title, str_c(state_names[h[i].state]), h[i].name, h[i].from, h[i].since };
		touch(c, "post_holding", h[i].id);
	}
	struct wrong_row *wrong = arena_array(c->mem, struct wrong_row, v->n_problems + 1);
	for (size_t i = 0; i < v->n_problems; i++)
		wrong[i] = (struct wrong_row){ str_c(p[i].kind), p[i].words, p[i].who, p[i].grave };
	out->items = (struct list){ rows, n };
	out->problems = (struct list){ wrong, v->n_problems };
	v->problems = p;
	v->may_add = may(c, "post_holding.create");
	v->posts = URL(c->mem, "/posts");
	v->people = URL(c->mem, "/people");
	v->new_post = URL(c->mem, "/posts/new");
	board_rows(c, h, n, v);
	c->data = v;
	return ST_OK;
}

void
nomination_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	nomination_board_html(o, c->data);
}

const struct action nomination_list = { .name = "nomination.list", .title = M("Nominations"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &nomination_list_shape, .load = list_load, .personal = true };

/* ---- one nomination that was sent ---- */

struct one_out { int64_t id; struct str post, state, sent_to; struct personal name, reason; struct date sent_on, answered_on, confirmed_until, ended_on; };
SHAPE(nomination_view_shape, one_out,
	FIELD_REF(struct one_out, id, "nomination", .label = M("Id")),
	FIELD(struct one_out, post, .label = M("Post")),
	FIELD(struct one_out, name, .label = M("Full name"), .privacy = PRIV_IDENTITY),
	FIELD(struct one_out, sent_to, .label = M("Sent to")),
	FIELD(struct one_out, sent_on, .label = M("Sent on")),
	FIELD(struct one_out, state, .label = M("State")),
	FIELD(struct one_out, answered_on, .label = M("Answered on")),
	FIELD(struct one_out, confirmed_until, .label = M("Confirmed until")),
	FIELD(struct one_out, reason, .label = M("Reason"), .privacy = PRIV_FREE_TEXT, .max = 2000),
	FIELD(struct one_out, ended_on, .label = M("Ended on")));

static enum status
changes_shown(struct ctx *c, int64_t id, struct one_view *v)
{
	struct change *ch;

	TRY(record_history(c, &nomination_type, id, &ch, &v->n_changes));
	struct view_change *rows = arena_array(c->mem, struct view_change, v->n_changes + 1);
	for (size_t i = 0; i < v->n_changes; i++)
		rows[i] = (struct view_change){ ch[i].what, ch[i].by_name, ch[i].at };
	v->changes = rows;
	return ST_OK;
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	const struct nomination *n = c->record;
	struct one_out *out = out_;
	struct one_view *v = arena_new(c->mem, struct one_view);
	struct nominations_of_row *r;
	size_t count, at = 0;

	(void)in;
	TRY(nominations_of(c->db, c->scope, c->mem, n->holding, &r, &count));
	while (at < count && r[at].id != n->id)
		at++;
	if (at == count)
		return fail(c, ST_NOT_FOUND, M("There is no such nomination."), NULL);
	const struct nominations_of_row *x = &r[at];
	bool gone = x->withdrawn_at.ms != 0, answered = x->decision.n > 0, ended = x->ended_on.day != 0 && x->ended_on.day < c->today.day;
	enum nomination_state s = ended ? NOMINATION_ENDED : !answered ? NOMINATION_SENT
	    : str_is(x->decision, "confirmed") ? NOMINATION_CONFIRMED : NOMINATION_REFUSED;
	if (s == NOMINATION_CONFIRMED && x->confirmed_until.day != 0 && x->confirmed_until.day < c->today.day)
		s = NOMINATION_ENDED;
	*out = (struct one_out){ .id = n->id, .post = n->post, .state = gone ? S("taken_back") : str_c(state_names[s]), .sent_to = x->sent_to_name,
		.name = n->name, .reason = x->reason, .sent_on = n->sent_on, .answered_on = x->answered_on,
		.confirmed_until = x->confirmed_until, .ended_on = n->ended_on };
	*v = (struct one_view){ .post = nomination_post_title(c, n->post), .sent_to = x->sent_to_name, .job_title = n->job_title,
		.state = gone ? lang_text(c->lang, c->mem, M("Taken back")) : nomination_state_words(c, s),
		.colour = gone ? TAG_GREY : nomination_state_colour(s), .name = n->name, .email = n->email, .accreditation = n->accreditation,
		.note = n->note, .reason = x->reason, .sent_on = n->sent_on, .from_on = n->from_on, .accredited_until = n->accredited_until,
		.answered_on = x->answered_on, .confirmed_until = x->confirmed_until, .ended_on = n->ended_on, .ended_why = n->ended_why,
		.withdrawn_why = n->withdrawn_why, .board_level = n->board_level, .specialist = str_is(n->post, "specialist"), .answered = answered,
		.may_withdraw = !gone && !answered && may(c, "nomination.withdraw"), .withdraw = URL_ID(c->mem, "/nominations/{}/withdraw", n->id) };
	TRY(changes_shown(c, n->id, v));
	c->data = v;
	return ST_OK;
}

void
nomination_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct one_view *v = c->data;
	const struct nomination *n = c->record;

	(void)out;
	nomination_crumbs(c, false);
	page_crumb(c, v->post, URL_ID(c->mem, "/posts/{}", n->holding));
	page_title(c, v->post);
	nomination_one_html(o, v);
}

const struct action nomination_view = { .name = "nomination.view", .title = M("Nomination"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &nomination_view_shape, .record = &nomination_type, .load = view_load, .personal = true };

struct why_in { struct str why; };
struct id_out { int64_t id; };
SHAPE(nomination_why_shape, why_in, FIELD_LONG(struct why_in, why, .label = M("Why is it taken back?"), .must = true, .max = 500));
SHAPE(nomination_id_shape, id_out, FIELD_REF(struct id_out, id, "nomination", .label = M("Id")));

static enum status
withdraw_store(struct ctx *c, void *in_, void *out_)
{
	const struct why_in *in = in_;
	const struct nomination *n = c->record;
	struct id_out *out = out_;
	struct nominations_of_row *r;
	size_t count;

	TRY(nominations_of(c->db, c->scope, c->mem, n->holding, &r, &count));
	for (size_t i = 0; i < count; i++)
		if (r[i].id == c->id && r[i].decision.n > 0)
			return fail(c, ST_INVALID, M("This nomination has been answered. It ends with the last day in the post."), NULL);
	out->id = c->id;
	return record_withdraw(c, &nomination_type, c->id, c->version, in->why);
}

const struct action nomination_withdraw = { .name = "nomination.withdraw", .title = M("Take back the nomination"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &nomination_why_shape, .out = &nomination_id_shape, .record = &nomination_type, .store = withdraw_store };

void
nomination_withdraw_page(struct html *o, struct ctx *c, const void *out)
{
	const struct nomination *n = c->record;
	struct post_form_view v = { .form = page_form(c, &nomination_why_shape, NULL), .action = URL_ID(c->mem, "/nominations/{}/withdraw", n->id),
		.cancel = URL_ID(c->mem, "/nominations/{}", n->id), .version = n->version, .post = nomination_post_title(c, n->post),
		.title = M("Take back the nomination"), .about = M("The national body no longer sees it. The record stays here, with your reason."),
		.button = M("Take back") };

	(void)out;
	nomination_crumbs(c, false);
	nomination_why_form_html(o, &v);
}

/* ---- what is due, and the home page ---- */

static void
due_for_holder(struct ctx *c, const struct post_held *h, struct due_list *due)
{
	struct str title = nomination_post_title(c, h->post);
	struct url to = URL_ID(c->mem, "/posts/{}", h->id);
	struct date soon = date_add_days(c->today, POST_ACCREDITATION_DAYS);
	struct clock_due lapses = clock_due(CLOCK_ACCREDITATION, &(struct clock_in){ .given = h->accredited_until });
	struct clock_due runs_out = clock_due(CLOCK_NOMINATION, &(struct clock_in){ .given = h->until });

	if (lapses.known && lapses.due.day <= soon.day)
		due_add(c, due, (struct due_item){ .title = title, .due = lapses.due, .to = to, .kind = M("Accreditation to renew") });
	if (h->state == NOMINATION_CONFIRMED && runs_out.known && runs_out.due.day <= soon.day)
		due_add(c, due, (struct due_item){ .title = title, .due = runs_out.due, .to = to, .kind = M("Nomination to renew") });
	if (h->state == NOMINATION_NONE || h->state == NOMINATION_REFUSED || h->state == NOMINATION_ENDED)
		due_add(c, due, (struct due_item){ .title = title, .due = h->state == NOMINATION_NONE ? h->from : h->since, .to = to, .kind = M("Nomination to send") });
	if (h->state == NOMINATION_SENT)
		due_add(c, due, (struct due_item){ .title = title, .due = date_add_days(h->since, NOMINATION_ANSWER_DAYS),
			.to = URL_ID(c->mem, "/nominations/{}", h->nomination), .kind = M("Nomination waiting for an answer") });
}

static enum status
due_here(struct ctx *c, struct due_list *due)
{
	struct nomination_problem *p;
	struct post_held *h;
	size_t n, n_p;
	bool used;

	TRY(nomination_in_use(c, &used));
	if (!used)
		return ST_OK;
	TRY(nomination_held(c, NULL, c->today, c->today, &h, &n));
	for (size_t i = 0; i < n; i++)
		due_for_holder(c, &h[i], due);
	TRY(nomination_problems(c, &p, &n_p));
	for (size_t i = 0; i < n_p; i++)
		if (strcmp(p[i].kind, "vacant") == 0 && (p[i].grave || p[i].since.day != 0))
			due_add(c, due, (struct due_item){ .title = p[i].words, .due = p[i].since.day != 0 ? p[i].since : c->today,
				.to = URL(c->mem, "/nominations"), .kind = M("Post to fill") });
	return ST_OK;
}

static enum status
due_received(struct ctx *c, struct due_list *due)
{
	struct nominations_waiting_row *r;
	size_t n;

	TRY(nominations_waiting(c->db, c->scope, c->mem, c->today, 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = SAY(c, M("{organisation}: {post}"), { "organisation", r[i].organisation_name },
		    { "post", nomination_post_title(c, r[i].post) }), .due = date_add_days(r[i].sent_on, NOMINATION_ANSWER_DAYS),
			.to = URL_ID(c->mem, "/nominations-received/{}", r[i].id), .kind = M("Nomination to answer") });
	return ST_OK;
}

enum status
nomination_due(struct ctx *c, struct due_list *due)
{
	if (may(c, "post_holding.nominate"))
		TRY(due_here(c, due));
	return may(c, "nomination.answer") ? due_received(c, due) : ST_OK;
}

enum status
nomination_home_load(struct ctx *c, void **ret)
{
	struct board_view *v = arena_new(c->mem, struct board_view);
	struct nomination_problem *p;

	TRY(nomination_problems(c, &p, &v->n_problems));
	/* Names stand on the page behind, where every look at them is recorded. */
	for (size_t i = 0; i < v->n_problems; i++)
		p[i].who = (struct personal){ 0 };
	v->n_more = v->n_problems > HOME_PROBLEMS ? v->n_problems - HOME_PROBLEMS : 0;
	v->n_problems -= v->n_more;
	v->problems = p;
	v->posts = URL(c->mem, "/nominations");
	*ret = v;
	return ST_OK;
}

void
nomination_home_page(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	nomination_home_html(o, data);
}

/* ---- what this folder contributes ---- */

static const struct action *const actions[] = { &post_end, &post_nominate, &nomination_list, &nomination_view, &nomination_withdraw,
	&nomination_received_list, &nomination_received_view, &nomination_answer_action, &nomination_revoke, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/posts/{id}/end", .action = &post_end, .html = post_end_page, .title = M("Enter the last day"), .form = true },
	{ .method = POST, .path = "/posts/{id}/end", .action = &post_end, .on_error = "/posts/{id}/end", .then = "/posts/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/posts/{id}/nominate", .action = &post_nominate, .html = post_nominate_page, .title = M("Send the nomination"), .form = true, .form_load = post_nominate_load },
	{ .method = POST, .path = "/posts/{id}/nominate", .action = &post_nominate, .on_error = "/posts/{id}/nominate", .then = "/posts/{id}", .notice = M("The nomination has been sent") },
	{ .method = GET, .path = "/nominations", .action = &nomination_list, .html = nomination_list_page, .title = M("Nominations"), .wide = true },
	{ .method = GET, .path = "/nominations/{id}", .action = &nomination_view, .html = nomination_view_page, .title = M("Nomination") },
	{ .method = GET, .path = "/nominations/{id}/withdraw", .action = &nomination_withdraw, .html = nomination_withdraw_page, .title = M("Take back the nomination"), .form = true },
	{ .method = POST, .path = "/nominations/{id}/withdraw", .action = &nomination_withdraw, .on_error = "/nominations/{id}/withdraw", .then = "/nominations/{id}", .notice = M("The nomination has been taken back") },
	{ .method = GET, .path = "/nominations-received", .action = &nomination_received_list, .html = nomination_received_page, .title = M("Nominations received"), .wide = true },
	{ .method = GET, .path = "/nominations-received/{nomination}", .action = &nomination_received_view, .html = nomination_one_page, .title = M("Nomination") },
	{ .method = GET, .path = "/nominations-received/{nomination}/answer", .action = &nomination_answer_action, .html = nomination_answer_page, .title = M("Answer the nomination"), .form = true, .form_load = nomination_answer_load },
	{ .method = POST, .path = "/nominations-received/{nomination}/answer", .action = &nomination_answer_action, .on_error = "/nominations-received/{nomination}/answer", .then = "/nominations-received/{nomination}", .notice = M("The answer has been sent") },
	{ .method = GET, .path = "/nominations-received/answers/{id}", .action = &nomination_revoke, .html = nomination_revoke_page, .title = M("Take back the answer"), .form = true },
	{ .method = POST, .path = "/nominations-received/answers/{id}", .action = &nomination_revoke, .on_error = "/nominations-received/answers/{id}", .then = "/nominations-received", .notice = M("The answer has been taken back") },
	{ .path = NULL },
};
static const struct register_def *const registers[] = { &post_register, NULL };
static const struct record_type *const records[] = { &nomination_type, &nomination_answer_type, NULL };
static const struct home_part home[] = { { 30, "nomination.list", nomination_home_load, nomination_home_page }, { 0, NULL, NULL, NULL } };
static const struct nav_entry nav[] = { { M("Nominations"), "/nominations", 55, "nomination.list" },
	{ M("Nominations received"), "/nominations-received", 56, "nomination.received" }, { NULL, NULL, 0, NULL } };
static const struct fact_def facts[] = {
	{ "lead.days_vacant", M("Days of the period without a board-level lead"), nomination_fact },
	{ "lead.board_level", M("The lead sits on the board or governing body"), nomination_fact },
	{ "lead.nomination", M("Nomination of the person who is lead now"), nomination_fact },
	{ "violence_lead.days_vacant", M("Days of the period without a lead for violence prevention"), nomination_fact },
	{ "specialist.days_uncovered", M("Days of the period without an accredited specialist"), nomination_fact },
	{ "specialist.nomination", M("Nomination of each specialist who is in post now"), nomination_fact },
	{ NULL, NULL, NULL },
};
const struct feature nomination_feature = { .name = "nomination", .registers = registers, .records = records, .actions = actions, .pages = pages,
	.home = home, .nav = nav, .due = nomination_due, .facts = facts, .example = nomination_example };
