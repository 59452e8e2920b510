/* SPDX-License-Identifier: MIT */
/* QAP-8 at the national body: opening a round, and its board. */
#include "app/audit.h"
#include "base/ids.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/framework/framework.h"
#include "feature/round/own.h"
#include "tpl/feature/round/board.h"

#define MEMBERS_MOST 2000
#define REMIND_DAYS 14

CHOICES(round_kinds,
	{ "", M("Every kind that the framework is for"), NULL }, { "provider", M("Providers"), NULL }, { "commissioner", M("Commissioners"), NULL },
	{ "primary_care", M("Primary-care contractors"), NULL });
SHAPE(review_round_shape, review_round,
	FIELD(struct review_round, title, .label = M("Title"), .must = true, .search = true, .in_list = true, .hint = M("For example: Commissioners, 2026-27")),
	FIELD_REF(struct review_round, framework, "framework_version", .label = M("Framework"), .must = true),
	FIELD(struct review_round, period_from, .label = M("First day of the period"), .must = true),
	FIELD(struct review_round, period_to, .label = M("Last day of the period"), .must = true),
	FIELD(struct review_round, opens_on, .label = M("Opens on"), .must = true),
	FIELD(struct review_round, due_on, .label = M("Deadline"), .must = true, .in_list = true, .hint = M("The whole of this day is in time")),
	FIELD_LONG(struct review_round, asks, .label = M("What is asked"), .max = 4000, .hint = M("Stands on each organisation's page, and in the template")),
	FIELD_LONG(struct review_round, guidance, .label = M("Guidance for this round"), .max = 8000,
	    .hint = M("Stands in the template and on the self-review while it is worked on")),
	FIELD_LONG(struct review_round, notes, .label = M("Notes on single standards"), .max = 20000,
	    .hint = M("One on each line, beginning with the standard's number and a colon, for example 1.4: Say which risks moved money. Each stands beside that standard while it is rated.")),
	FIELD_CHOICE(struct review_round, kind, round_kinds, .label = M("Organisations of which kind")),
	FIELD(struct review_round, region, .label = M("Only in this region")),
	FIELD_LONG(struct review_round, codes, .label = M("Only these organisations"), .max = 20000, .hint = M("ODS codes, one on each line. Leave it empty for all.")),
	FIELD(struct review_round, closed, .label = M("Closed"), .read_only = true));

static enum status
round_check(struct ctx *c, const void *before, void *after)
{
	const struct review_round *r = after;

	(void)before;
	if (r->period_from.day != 0 && r->period_to.day < r->period_from.day)
		field_error(c, "period_to", M("The last day must be the same as or after the first day"), S(""));
	if (r->due_on.day != 0 && r->due_on.day < r->opens_on.day)
		field_error(c, "due_on", M("The deadline must be after the day on which the round opens"), S(""));
	return ST_OK;
}

const struct record_type review_round_type = {
	.ops = &review_round_ops, .shape = &review_round_shape, .one = M("round"), .many = M("rounds"), .label = "title", .prefix = "RND",
	.path = "/rounds/{id}", .check = round_check,
};

/* ---- opening ---- */

static bool
code_listed(struct str codes, struct str code)
{
	while (codes.n > 0) {
		struct str line = str_cut(codes, '\n', &codes);
		if (code.n > 0 && str_eq(str_trim(line), code))
			return true;
	}
	return false;
}

static size_t
codes_count(struct str codes)
{
	size_t n = 0;

	while (codes.n > 0)
		n += !str_empty(str_cut(codes, '\n', &codes));
	return n;
}

static enum status
members_add(struct ctx *c, const struct review_round *r, const struct framework *f)
{
	struct round_candidates_row *o;
	size_t n, added = 0, listed = codes_count(r->codes);
	int64_t changed;

	TRY(round_candidates(c->db, c->mem, r->kind, r->region, MEMBERS_MOST + 1, &o, &n));
	if (n > MEMBERS_MOST)
		return fail(c, ST_TOO_LARGE, M("These are more than 2,000 organisations. Open a round for each region."), NULL);
	for (size_t i = 0; i < n; i++) {
		if (!framework_is_for(f, o[i].kind) || o[i].id == c->scope->org || (listed > 0 && !code_listed(r->codes, o[i].ods_code)))
			continue;
		TRY(round_member_insert(c->db, c->scope, id_new(), r->id, o[i].id, r->title, r->asks, r->guidance, r->notes, r->framework, r->period_from, r->period_to,
		    r->opens_on, r->due_on, c->now, &changed));
		added++;
	}
	if (added == 0 || (listed > 0 && added < listed)) {
		field_error(c, listed > 0 ? "codes" : "kind", listed > 0 ?
		    M("One of these codes is not in the directory, or the framework is not for that kind of organisation") :
		    M("No organisation in the directory is like this, or the framework is not for them"), S(""));
		return errors(c);
	}
	return ST_OK;
}

struct round_out { int64_t id; };
SHAPE(round_out_shape, round_out, FIELD_REF(struct round_out, id, "review_round", .label = M("Round")));

/* Parses the edition before the writer is held. */
static enum status
create_load(struct ctx *c, void *in_, void *out)
{
	const struct review_round *in = in_;
	const struct framework *f;

	(void)out;
	if (in->framework != 0 && framework_get(c, in->framework, &f) != ST_OK)
		field_error(c, "framework", M("Choose a published framework"), S(""));
	else if (in->framework != 0)
		round_notes_check(c, in->notes, f);
	return errors(c);
}

static enum status
create_store(struct ctx *c, void *in_, void *out_)
{
	struct review_round r = *(const struct review_round *)in_;
	struct round_out *out = out_;
	const struct framework *f;

	TRY(framework_get(c, r.framework, &f));
	r.closed = false;
	TRY(record_create(c, &review_round_type, &r));
	TRY(members_add(c, &r, f));
	out->id = r.id;
	return ST_OK;
}

enum status
round_create_form(struct ctx *c)
{
	struct option *o;
	size_t n;

	TRY(record_options(c, "framework_version", &o, &n));
	struct review_round start = { .opens_on = c->today };
	form_options(c, page_form(c, &review_round_shape, &start), "framework", o, n);
	return ST_OK;
}

void
round_create_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Rounds")), URL(c->mem, "/rounds"));
	round_create_html(o, c->form);
}

/* ---- the list and the board ---- */

struct list_row { int64_t id; struct str title; struct date period_from, period_to, opens_on, due_on; int64_t organisations, sent; bool closed; };
struct rounds_out { struct list items; };
SHAPE(round_list_row_shape, list_row, FIELD_REF(struct list_row, id, "review_round", .label = M("Round")), FIELD(struct list_row, title, .label = M("Title")),
    FIELD(struct list_row, period_from, .label = M("From")), FIELD(struct list_row, period_to, .label = M("To")),
    FIELD(struct list_row, opens_on, .label = M("Opens on")), FIELD(struct list_row, due_on, .label = M("Deadline")),
    FIELD(struct list_row, organisations, .label = M("Organisations")), FIELD(struct list_row, sent, .label = M("Sent")),
    FIELD(struct list_row, closed, .label = M("Closed")));
SHAPE(round_rounds_out_shape, rounds_out, FIELD(struct rounds_out, items, .label = M("Rounds"), .of = &round_list_row_shape));

static struct str
period_words(struct ctx *c, struct date from, struct date to)
{
	return lang_format(c->lang, c->mem, M("{from} to {to}"), (struct msg_arg[]){ { "from", date_long(c->mem, from) }, { "to", date_long(c->mem, to) } }, 2);
}

static enum status
list_load(struct ctx *c, void *in, void *out_)
{
	struct round_list_view *v = arena_new(c->mem, struct round_list_view);
	struct rounds_out *out = out_;
	struct round_list_row *r;
	size_t n;

	(void)in;
	TRY(round_list(c->db, c->scope, c->mem, (struct date){ INT32_MAX }, INT64_MAX, 100, &r, &n));
	struct list_row *items = arena_array(c->mem, struct list_row, n + 1);
	struct round_line *lines = arena_array(c->mem, struct round_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct list_row){ r[i].id, r[i].title, r[i].period_from, r[i].period_to, r[i].opens_on, r[i].due_on, r[i].n.v, r[i].sent.v, r[i].closed };
		lines[i] = (struct round_line){ .title = r[i].title, .period = period_words(c, r[i].period_from, r[i].period_to), .due = r[i].due_on,
			.closed = r[i].closed, .asking = r[i].asking.v > 0, .to = URL_ID(c->mem, "/rounds/{}", r[i].id),
			.counts = lang_format(c->lang, c->mem, M("{sent} of {all} sent"), (struct msg_arg[]){
			    { "sent", arena_printf(c->mem, "%lld", (long long)r[i].sent.v) }, { "all", arena_printf(c->mem, "%lld", (long long)r[i].n.v) } }, 2) };
	}
	*v = (struct round_list_view){ .lines = lines, .n = n, .may_create = may(c, "round.create") };
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

void
round_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	round_list_html(o, c->data);
}

struct board_row { int64_t id; struct str organisation, code, state, more_answer, more_why; struct date due_on, more_until; struct when sent_at, reminded_at; bool late; };
struct board_out { struct str title; struct date due_on; bool closed; struct list items; };
SHAPE(round_board_row_shape, board_row, FIELD_REF(struct board_row, id, "round_member", .label = M("Place")), FIELD(struct board_row, organisation, .label = M("Organisation")),
    FIELD(struct board_row, code, .label = M("ODS code")), FIELD(struct board_row, state, .label = M("State")),
    FIELD(struct board_row, sent_at, .label = M("Sent")), FIELD(struct board_row, late, .label = M("Late")),
    FIELD(struct board_row, due_on, .label = M("Deadline")), FIELD(struct board_row, reminded_at, .label = M("Reminded")),
    FIELD(struct board_row, more_until, .label = M("More time until")), FIELD(struct board_row, more_why, .label = M("Why"), .max = 2000),
    FIELD(struct board_row, more_answer, .label = M("Answer")));
SHAPE(round_board_out_shape, board_out, FIELD(struct board_out, title, .label = M("Title")), FIELD(struct board_out, due_on, .label = M("Deadline")),
    FIELD(struct board_out, closed, .label = M("Closed")), FIELD(struct board_out, items, .label = M("Organisations"), .of = &round_board_row_shape, .max = MEMBERS_MOST));

static struct str
count_words(struct ctx *c, const struct round_board_row *r, size_t n)
{
	static const char *const states[] = { "asked", "opened", "drafted", "signed", "sent", "returned", "accepted" };
	struct str all = S("");

	for (size_t s = 0; s < countof(states); s++) {
		size_t k = 0;
		for (size_t i = 0; i < n; i++)
			k += str_is(r[i].state, states[s]);
		struct str w = round_state_words(c, str_c(states[s]));
		if (k > 0)
			all = arena_printf(c->mem, "%.*s%s%.*s: %zu", (int)all.n, all.p, all.n > 0 ? " · " : "", (int)w.n, w.p, k);
	}
	return all;
}

static void
board_line_fill(struct ctx *c, const struct round_board_row *r, struct board_line *l)
{
	bool asking = r->more_at.ms != 0 && r->more_answer.n == 0;

	*l = (struct board_line){ .name = r->name, .state = round_state_words(c, r->state), .colour = round_state_colour(r->state), .at = r->state_at,
		.due = r->due_on, .reminded = r->reminded_at, .late = r->late, .missing = r->sent_at.ms == 0 && c->today.day > r->due_on.day,
		.asking = asking, .more = r->more_at.ms != 0, .given = str_is(r->more_answer, "given"), .more_until = r->more_until, .more_why = r->more_why,
		.answer = asking && may(c, "round.answer") ? URL_ID(c->mem, "/rounds/places/{}/answer", r->id) : (struct url){ S("") } };
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	const struct review_round *round = c->record;
	struct board_view *v = arena_new(c->mem, struct board_view);
	struct board_out *out = out_;
	struct round_board_row *r;
	size_t n;

	(void)in;
	TRY(round_board(c->db, c->scope, c->mem, c->id, MEMBERS_MOST, &r, &n));
	struct board_row *items = arena_array(c->mem, struct board_row, n + 1);
	struct board_line *lines = arena_array(c->mem, struct board_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct board_row){ r[i].id, r[i].name, r[i].ods_code, r[i].state, r[i].more_answer, r[i].more_why, r[i].due_on,
			r[i].more_until, r[i].sent_at, r[i].reminded_at, r[i].late };
		board_line_fill(c, &r[i], &lines[i]);
		v->n_missing += lines[i].missing;
		v->n_asking += lines[i].asking;
	}
	v->id = c->id;
	v->title = round->title;
	v->framework = record_name(c, "framework_version", round->framework);
	v->asks = round->asks;
	v->guidance = round->guidance;
	v->notes = round->notes;
	v->from = round->period_from;
	v->to = round->period_to;
	v->opens = round->opens_on;
	v->due = round->due_on;
	v->closed = round->closed;
	v->may_act = !round->closed && may(c, "round.remind");
	v->lines = lines;
	v->n = n;
	v->counts = count_words(c, r, n);
	v->received = may(c, "submission.list") ? url_with(c->mem, URL(c->mem, "/received"), "round", id_text(c->mem, c->id)) : (struct url){ S("") };
	*out = (struct board_out){ round->title, round->due_on, round->closed, { items, n } };
	c->data = v;
	return ST_OK;
}

void
round_view_page(struct html *o, struct ctx *c, const void *out)
{
	const struct board_view *v = c->data;

	(void)out;
	page_title(c, v->title);
	page_crumb(c, lang_text(c->lang, c->mem, M("Rounds")), URL(c->mem, "/rounds"));
	round_board_html(o, v);
}

/* ---- reminders, closing, more time ---- */

static enum status
remind_store(struct ctx *c, void *in, void *out)
{
	const struct review_round *r = c->record;
	int64_t n;

	(void)in, (void)out;
	if (r->closed)
		return fail(c, ST_CONFLICT, M("This round is closed."), NULL);
	audit_record(c, "review_round", c->id);
	return round_remind(c->db, c->scope, c->id, c->now, &n);
}

static enum status
close_store(struct ctx *c, void *in, void *out)
{
	struct review_round r = *(const struct review_round *)c->record;
	int64_t n;

	(void)in, (void)out;
	if (r.closed)
		return fail(c, ST_CONFLICT, M("This round is closed."), NULL);
	r.closed = true;
	TRY(record_update(c, &review_round_type, &r));
	return round_member_close(c->db, c->scope, c->id, &n);
}

CHOICES(more_answers, { "given", M("Give more time"), NULL }, { "refused", M("Refuse"), NULL });
struct answer_in { struct str answer; struct date until; struct str reply; };
SHAPE(round_answer_in_shape, answer_in, FIELD_CHOICE(struct answer_in, answer, more_answers, .label = M("Answer"), .must = true),
    FIELD(struct answer_in, until, .label = M("New deadline"), .hint = M("If more time is given")),
    FIELD_LONG(struct answer_in, reply, .label = M("What you want to say to them"), .max = 2000));

static enum status
their_request(struct ctx *c, struct round_member_get_row *r)
{
	if (round_member_get(c->db, c->scope, c->mem, c->id, r) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such place in a round."), NULL);
	if (r->more_at.ms == 0 || r->more_answer.n > 0)
		return fail(c, ST_CONFLICT, M("There is no request for more time that waits for an answer."), NULL);
	return ST_OK;
}

enum status
round_answer_form(struct ctx *c)
{
	struct round_answer_view *v = arena_new(c->mem, struct round_answer_view);
	struct round_member_get_row r;

	TRY(their_request(c, &r));
	*v = (struct round_answer_view){ c->id, r.round, r.name, r.title, r.more_why, r.due_on, r.more_until };
	c->data = v;
	return ST_OK;
}

static enum status
answer_store(struct ctx *c, void *in_, void *out_)
{
	const struct answer_in *in = in_;
	struct round_out *out = out_;
	struct round_member_get_row r;
	bool given = str_is(in->answer, "given");
	int64_t n;

	TRY(their_request(c, &r));
	if (given && in->until.day <= r.due_on.day)
		field_error(c, "until", M("The new deadline must be after the one that holds now"), S(""));
	if (!given && in->reply.n == 0)
		field_error(c, "reply", M("Say why more time is refused"), S(""));
	TRY(errors(c));
	out->id = r.round;
	c->goes_to = URL_ID(c->mem, "/rounds/{}", r.round).s;
	audit_record(c, "round_member", c->id);
	return round_more_answer(c->db, c->scope, c->id, in->answer, in->reply, given ? in->until : r.due_on, c->now, &n);
}

void
round_answer_page(struct html *o, struct ctx *c, const void *out)
{
	const struct round_answer_view *v = c->data;
	const struct answer_in start = { .until = v->until };

	(void)out;
	page_crumb(c, v->title, URL_ID(c->mem, "/rounds/{}", v->round));
	round_answer_html(o, v, page_form(c, &round_answer_in_shape, &start));
}

/* Once a day in every organisation; only one that has opened rounds finds anything. */
static enum status
tick_store(struct ctx *c, void *in, void *out)
{
	int64_t n;

	(void)in, (void)out;
	return round_remind_near(c->db, c->scope, c->now, (struct when){ c->now.ms - 7 * 24 * 3600 * 1000ll }, date_add_days(c->today, REMIND_DAYS), c->today, &n);
}

const struct action round_list_action = { .name = "round.list", .title = M("Rounds"), .access = ACCESS_ROLE, .mode = MODE_READ, .national = true,
	.out = &round_rounds_out_shape, .load = list_load };
const struct action round_view_action = { .name = "round.view", .title = M("Round"), .access = ACCESS_ROLE, .mode = MODE_READ, .national = true,
	.record = &review_round_type, .out = &round_board_out_shape, .load = view_load };
const struct action round_create_action = { .name = "round.create", .title = M("Open a round"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.national = true, .in = &review_round_shape, .out = &round_out_shape, .load = create_load, .store = create_store };
const struct action round_remind_action = { .name = "round.remind", .title = M("Remind who has not sent"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.national = true, .record = &review_round_type, .store = remind_store };
const struct action round_close_action = { .name = "round.close", .title = M("Close a round"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.national = true, .record = &review_round_type, .store = close_store };
const struct action round_answer_action = { .name = "round.answer", .title = M("Answer a request for more time"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .national = true, .in = &round_answer_in_shape, .out = &round_out_shape, .store = answer_store };
const struct action round_tick_action = { .name = "round.tick", .title = M("Remind before the deadline"), .access = ACCESS_OPERATOR,
	.mode = MODE_WRITE, .in = &job_in_shape, .out = &job_out_shape, .store = tick_store };
