/* SPDX-License-Identifier: MIT */
/* QAP-8: what other folders ask and tell about rounds, and the organisation's own side. */
#include "base/ids.h"
#include "base/time.h"
#include "app/due.h"
#include "feature/round/own.h"
#include "tpl/feature/round/ours.h"

static const char *const words[] = {
	[ROUND_ASKED] = "asked", [ROUND_OPENED] = "opened", [ROUND_DRAFTED] = "drafted", [ROUND_SIGNED] = "signed",
	[ROUND_SENT] = "sent", [ROUND_RETURNED] = "returned", [ROUND_ACCEPTED] = "accepted",
};

struct str
round_state_words(struct ctx *c, struct str state)
{
	static const char *const shown[] = {
		[ROUND_ASKED] = M("Not opened"), [ROUND_OPENED] = M("Opened"), [ROUND_DRAFTED] = M("Being drafted"), [ROUND_SIGNED] = M("Signed"),
		[ROUND_SENT] = M("Sent"), [ROUND_RETURNED] = M("Returned for correction"), [ROUND_ACCEPTED] = M("Accepted"),
	};

	for (size_t i = 0; i < countof(words); i++)
		if (str_is(state, words[i]))
			return lang_text(c->lang, c->mem, shown[i]);
	return state;
}

enum tag_colour
round_state_colour(struct str state)
{
	return str_is(state, "accepted") || str_is(state, "sent") ? TAG_GREEN : str_is(state, "signed") ? TAG_BLUE :
	    str_is(state, "returned") ? TAG_ORANGE : str_is(state, "asked") ? TAG_GREY : TAG_YELLOW;
}

#define PLACE_OF(r) \
	{ .place = (r).id, .round = (r).round, .framework = (r).framework, .period_from = (r).period_from, .period_to = (r).period_to, \
	    .due_on = (r).due_on, .title = (r).title, .about = (r).asks, .state = (r).state }

enum status
round_place_find(struct ctx *c, int64_t framework, struct date period_from, struct round_place *ret)
{
	struct round_our_place_row r;

	*ret = (struct round_place){ .round = 0 };
	enum status st = round_our_place(c->db, c->scope, c->mem, framework, period_from, c->today, &r);
	if (st == ST_OK) {
		*ret = (struct round_place)PLACE_OF(r);
		ret->guidance = r.guidance;
		ret->notes = r.notes;
	}
	return st == ST_NOT_FOUND ? ST_OK : st;
}

enum status
round_places(struct ctx *c, struct round_place **ret, size_t *ret_n)
{
	struct round_ours_row *r;
	size_t n;

	TRY(round_ours(c->db, c->scope, c->mem, c->today, 100, &r, &n));
	*ret = arena_array(c->mem, struct round_place, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (!r[i].closed)
			(*ret)[(*ret_n)++] = (struct round_place)PLACE_OF(r[i]);
	return ST_OK;
}

static enum round_word
word_of(struct str state)
{
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(state, words[i]))
			return (enum round_word)i;
	return ROUND_ASKED;
}

/* Rating goes on after the first time, and a signed review may be opened again: only the stages before signing never go back. */
static bool
moves(struct str from, enum round_word to)
{
	enum round_word now = word_of(from);

	return now != to && !(to <= ROUND_DRAFTED && now >= to);
}

static struct when
sent_moment(struct ctx *c, enum round_word word)
{
	return word == ROUND_SENT ? c->now : (struct when){ 0 };
}

enum status
round_note(struct ctx *c, int64_t framework, struct date period_from, enum round_word word)
{
	struct round_place p;
	int64_t n;

	TRY(round_place_find(c, framework, period_from, &p));
	if (p.round == 0 || !moves(p.state, word))
		return ST_OK;
	return round_our_note(c->db, c->scope, p.place, str_c(words[word]), c->now, sent_moment(c, word), c->today.day > p.due_on.day, &n);
}

enum status
round_note_of(struct ctx *c, int64_t org, int64_t framework, struct date period_from, enum round_word word, struct round_place *ret)
{
	struct round_their_place_row r;
	int64_t n;

	*ret = (struct round_place){ .round = 0 };
	enum status st = round_their_place(c->db, c->scope, c->mem, org, framework, period_from, &r);
	if (st != ST_OK)
		return st == ST_NOT_FOUND ? ST_OK : st;
	*ret = (struct round_place)PLACE_OF(r);
	if (!moves(r.state, word))
		return ST_OK;
	return round_their_note(c->db, c->scope, r.id, str_c(words[word]), c->now, sent_moment(c, word), c->today.day > r.due_on.day, &n);
}

enum status
round_due(struct ctx *c, struct due_list *due)
{
	struct round_ours_row *r;
	size_t n;

	if (!may(c, "round.ours"))
		return ST_OK;
	TRY(round_ours(c->db, c->scope, c->mem, c->today, 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (!r[i].closed && (r[i].sent_at.ms == 0 || str_is(r[i].state, "returned")))
			due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].due_on, .to = URL(c->mem, "/rounds/ours"),
				.kind = r[i].reminded_at.ms != 0 ? M("Reminder from the national body: self-review to send") : M("Self-review to send to the national body") });
	return ST_OK;
}

/* ---- the organisation's page ---- */

struct ours_out_row { int64_t id; struct str title, asks, state, more_answer; struct date due_on, period_from, period_to; bool late, closed; };
struct ours_out { struct list items; };
SHAPE(round_ours_row_shape, ours_out_row, FIELD_REF(struct ours_out_row, id, "round_member", .label = M("Id")),
    FIELD(struct ours_out_row, title, .label = M("Round")), FIELD_LONG(struct ours_out_row, asks, .label = M("What is asked")),
    FIELD(struct ours_out_row, period_from, .label = M("From")), FIELD(struct ours_out_row, period_to, .label = M("To")),
    FIELD(struct ours_out_row, due_on, .label = M("Deadline")), FIELD(struct ours_out_row, state, .label = M("State")),
    FIELD(struct ours_out_row, late, .label = M("Late")), FIELD(struct ours_out_row, more_answer, .label = M("Answer to more time")),
    FIELD(struct ours_out_row, closed, .label = M("Closed")));
SHAPE(round_ours_out_shape, ours_out, FIELD(struct ours_out, items, .label = M("Rounds"), .of = &round_ours_row_shape));

static struct str
more_words(struct ctx *c, const struct round_ours_row *r)
{
	struct msg_arg args[] = { { "day", date_long(c->mem, r->more_until) }, { "reply", r->more_reply } };

	if (r->more_at.ms == 0)
		return S("");
	if (str_is(r->more_answer, "given"))
		return lang_format(c->lang, c->mem, M("More time was given: until {day}. {reply}"),
		    (struct msg_arg[]){ { "day", date_long(c->mem, r->due_on) }, args[1] }, 2);
	if (str_is(r->more_answer, "refused"))
		return lang_format(c->lang, c->mem, M("More time was refused. {reply}"), &args[1], 1);
	return lang_format(c->lang, c->mem, M("More time until {day} has been asked for. There is no answer yet."), args, 1);
}

static enum status
ours_load(struct ctx *c, void *in, void *out_)
{
	struct ours_view *v = arena_new(c->mem, struct ours_view);
	struct ours_out *out = out_;
	struct round_ours_row *r;
	size_t n;

	(void)in;
	TRY(round_ours(c->db, c->scope, c->mem, c->today, 100, &r, &n));
	struct ours_out_row *items = arena_array(c->mem, struct ours_out_row, n + 1);
	struct ours_line *lines = arena_array(c->mem, struct ours_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool open = !r[i].closed && r[i].sent_at.ms == 0;
		items[i] = (struct ours_out_row){ r[i].id, r[i].title, r[i].asks, r[i].state, r[i].more_answer, r[i].due_on, r[i].period_from,
			r[i].period_to, r[i].late, r[i].closed };
		lines[i] = (struct ours_line){ .title = r[i].title, .asks = r[i].asks, .state = round_state_words(c, r[i].state),
			.colour = round_state_colour(r[i].state), .from = r[i].period_from, .to = r[i].period_to, .due = r[i].due_on, .late = r[i].late,
			.open = open, .id = r[i].id, .more = more_words(c, &r[i]), .begin = URL(c->mem, "/reviews"),
			.blank = may(c, "round.template") ? URL_ID(c->mem, "/rounds/ours/{}/template", r[i].id) : (struct url){ S("") },
			.may_ask = open && may(c, "round.ask") && !(r[i].more_at.ms != 0 && r[i].more_answer.n == 0),
			.reminder = open && r[i].reminded_at.ms != 0 ? when_long(c->mem, r[i].reminded_at) : S("") };
	}
	*v = (struct ours_view){ lines, n };
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

void
round_ours_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	round_ours_html(o, c->data);
}

struct ask_in { struct date until; struct str why; };
SHAPE(round_ask_in_shape, ask_in, FIELD(struct ask_in, until, .label = M("Until when"), .must = true),
    FIELD_LONG(struct ask_in, why, .label = M("Why more time is needed"), .must = true, .max = 2000));

static enum status
our_member(struct ctx *c, struct round_our_get_row *r)
{
	if (round_our_get(c->db, c->scope, c->mem, c->id, r) != ST_OK)
		return fail(c, ST_NOT_FOUND, M("There is no such round, or it does not ask your organisation."), NULL);
	if (r->closed || r->sent_at.ms != 0)
		return fail(c, ST_CONFLICT, M("This self-review has been sent, or the round is closed."), NULL);
	if (r->more_at.ms != 0 && r->more_answer.n == 0)
		return fail(c, ST_CONFLICT, M("More time has been asked for already. There is no answer yet."), NULL);
	return ST_OK;
}

enum status
round_ask_form(struct ctx *c)
{
	struct round_ask_view *v = arena_new(c->mem, struct round_ask_view);
	struct round_our_get_row r;

	TRY(our_member(c, &r));
	*v = (struct round_ask_view){ c->id, r.title, r.due_on };
	c->data = v;
	return ST_OK;
}

static enum status
ask_store(struct ctx *c, void *in_, void *out)
{
	const struct ask_in *in = in_;
	struct round_our_get_row r;
	int64_t n;

	(void)out;
	TRY(our_member(c, &r));
	if (in->until.day <= r.due_on.day)
		field_error(c, "until", M("The day must be after the deadline that holds now"), S(""));
	TRY(errors(c));
	TRY(round_more_ask(c->db, c->scope, c->id, in->until, in->why, c->now, &n));
	return n == 1 ? ST_OK : fail(c, ST_CONFLICT, M("This self-review has been sent, or the round is closed."), NULL);
}

void
round_ask_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("What the national body asks for")), URL(c->mem, "/rounds/ours"));
	round_ask_html(o, c->data, page_form(c, &round_ask_in_shape, NULL));
}

const struct action round_ours_action = { .name = "round.ours", .title = M("What the national body asks for"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &round_ours_out_shape, .load = ours_load };
const struct action round_ask_action = { .name = "round.ask", .title = M("Ask for more time"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &round_ask_in_shape, .store = ask_store };
