/* SPDX-License-Identifier: MIT */
/* All that has to do with reading under a grant on one page; entering and leaving. */
#include "feature/grant/own.h"
#include "app/account.h"
#include "base/time.h"
#include "feature/organisation/organisation.h"
#include "sql/grant.h"
#include "tpl/feature/grant/board.h"
#include "tpl/feature/grant/now.h"

#define MOST 100

SHAPE(grant_asked_shape, grant_asked,
	FIELD_REF(struct grant_asked, id, "reading_request", .label = M("Id")),
	FIELD(struct grant_asked, asker, .label = M("Who asks")),
	FIELD(struct grant_asked, capacity, .label = M("In what capacity")),
	FIELD(struct grant_asked, reader_name, .label = M("Who will read"), .privacy = PRIV_IDENTITY),
	FIELD(struct grant_asked, nominated_by, .label = M("Nominated by"), .privacy = PRIV_IDENTITY),
	FIELD(struct grant_asked, nominated_on, .label = M("Nominated on")),
	FIELD(struct grant_asked, starts_on, .label = M("First day")),
	FIELD(struct grant_asked, ends_on, .label = M("Last day")),
	FIELD_LONG(struct grant_asked, subject, .label = M("What will be looked at")),
	FIELD_LONG(struct grant_asked, reason, .label = M("Why")));
SHAPE(grant_line_shape, grant_line,
	FIELD_REF(struct grant_line, id, "reading_grant", .label = M("Id")),
	FIELD(struct grant_line, title, .label = M("Organisation")),
	FIELD(struct grant_line, reader_name, .label = M("Who reads"), .privacy = PRIV_IDENTITY),
	FIELD(struct grant_line, state, .label = M("State")),
	FIELD(struct grant_line, starts_on, .label = M("First day")),
	FIELD(struct grant_line, ends_on, .label = M("Last day")),
	FIELD_LONG(struct grant_line, subject, .label = M("What is looked at")),
	FIELD_LONG(struct grant_line, reason, .label = M("Reason")),
	FIELD(struct grant_line, may_enter, .label = M("You may read now")));
SHAPE(grant_before_shape, grant_before,
	FIELD_REF(struct grant_before, organisation, "organisation", .label = M("Predecessor")),
	FIELD(struct grant_before, name, .label = M("Name")));
SHAPE(grant_board_shape, grant_board,
	FIELD(struct grant_board, asked, .label = M("Asked of you"), .of = &grant_asked_shape),
	FIELD(struct grant_board, given, .label = M("Who may read your records"), .of = &grant_line_shape),
	FIELD(struct grant_board, answers, .label = M("What providers answered"), .of = &grant_line_shape),
	FIELD(struct grant_board, predecessors, .label = M("Predecessors"), .of = &grant_before_shape));

/* ---- reading the four lists ---- */

static void
state_put(struct ctx *c, struct grant_line *l, struct str answer, struct when withdrawn)
{
	const char *words = M("Open");

	l->colour = TAG_GREEN;
	if (str_is(answer, "refused"))
		words = M("Refused"), l->colour = TAG_RED;
	else if (withdrawn.ms != 0)
		words = M("Withdrawn"), l->colour = TAG_GREY;
	else if (l->ends_on.day < c->today.day)
		words = M("Ended"), l->colour = TAG_GREY;
	else if (l->starts_on.day > c->today.day)
		words = M("Begins later"), l->colour = TAG_BLUE;
	l->state = lang_text(c->lang, c->mem, words);
}

static enum status
asked_read(struct ctx *c, struct grant_board *b)
{
	struct reading_asked_of_us_row *r;

	TRY(reading_asked_of_us(c->db, c->scope, c->mem, c->today, MOST, &r, &b->n_a));
	b->a = arena_array(c->mem, struct grant_asked, b->n_a + 1);
	for (size_t i = 0; i < b->n_a; i++)
		b->a[i] = (struct grant_asked){ .id = r[i].id, .asker = r[i].asker_name, .capacity = grant_capacity(c, r[i].capacity),
			.subject = r[i].subject, .reason = r[i].reason, .reader_name = r[i].reader_name, .nominated_by = r[i].nominated_by,
			.nominated_on = r[i].nominated_on, .starts_on = r[i].starts_on, .ends_on = r[i].ends_on,
			.to = URL_ID(c->mem, "/reading/answer/{}", r[i].id) };
	b->asked = (struct list){ b->a, b->n_a };
	return ST_OK;
}

static enum status
given_read(struct ctx *c, struct grant_board *b)
{
	struct reading_given_row *r;

	TRY(reading_given(c->db, c->scope, c->mem, MOST, &r, &b->n_g));
	b->g = arena_array(c->mem, struct grant_line, b->n_g + 1);
	for (size_t i = 0; i < b->n_g; i++) {
		b->g[i] = (struct grant_line){ .id = r[i].id, .title = r[i].title, .reader_name = r[i].reader_name,
			.starts_on = r[i].starts_on, .ends_on = r[i].ends_on, .to = URL_ID(c->mem, "/reading/grants/{}", r[i].id) };
		state_put(c, &b->g[i], r[i].answer, r[i].withdrawn_at);
	}
	b->given = (struct list){ b->g, b->n_g };
	return ST_OK;
}

static enum status
answers_read(struct ctx *c, struct grant_board *b)
{
	struct reading_answers_row *r;

	TRY(reading_answers(c->db, c->scope, c->mem, MOST, &r, &b->n_w));
	b->w = arena_array(c->mem, struct grant_line, b->n_w + 1);
	for (size_t i = 0; i < b->n_w; i++) {
		struct grant_line *l = &b->w[i];
		*l = (struct grant_line){ .id = r[i].id, .title = r[i].provider_name, .reader_name = r[i].reader_name, .subject = r[i].subject,
			.reason = r[i].withdrawn_at.ms != 0 ? r[i].withdrawn_why : r[i].reason, .starts_on = r[i].starts_on, .ends_on = r[i].ends_on };
		state_put(c, l, r[i].answer, r[i].withdrawn_at);
		l->may_enter = l->colour == TAG_GREEN && r[i].reader == c->who->account;
	}
	b->answers = (struct list){ b->w, b->n_w };
	return ST_OK;
}

static enum status
before_read(struct ctx *c, struct grant_board *b)
{
	int64_t *ids;
	size_t n;

	if (!may(c, "grant.predecessor"))
		return ST_OK;
	TRY(organisation_predecessors(c, c->scope->org, &ids, &n));
	b->b = arena_array(c->mem, struct grant_before, n + 1);
	for (size_t i = 0; i < n; i++)
		b->b[b->n_b++] = (struct grant_before){ ids[i], organisation_name(c, ids[i]) };
	b->predecessors = (struct list){ b->b, b->n_b };
	return ST_OK;
}

static enum status
board_load(struct ctx *c, void *in, void *out)
{
	struct grant_board *b = out;

	(void)in;
	TRY(asked_read(c, b));
	TRY(given_read(c, b));
	TRY(answers_read(c, b));
	TRY(before_read(c, b));
	b->may_ask = may(c, "reading_request.create");
	b->may_answer = may(c, "reading_grant.open");
	return ST_OK;
}

void
grant_board_page(struct html *o, struct ctx *c, const void *out)
{
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	grant_board_html(o, out);
}

enum status
grant_due(struct ctx *c, struct due_list *due)
{
	struct grant_board b = { .n_a = 0 };

	if (!may(c, "reading_grant.open"))
		return ST_OK;
	TRY(asked_read(c, &b));
	for (size_t i = 0; i < b.n_a; i++)
		due_add(c, due, (struct due_item){ .title = b.a[i].asker, .due = b.a[i].starts_on, .to = b.a[i].to,
			.kind = M("Request to read your records") });
	return ST_OK;
}

/* ---- entering and leaving ---- */

SHAPE(grant_enter_shape, grant_enter_in,
	FIELD_REF(struct grant_enter_in, grant, "reading_grant", .label = M("Grant"), .must = true));
SHAPE(grant_predecessor_shape, grant_predecessor_in,
	FIELD_REF(struct grant_predecessor_in, organisation, "organisation", .label = M("Predecessor"), .must = true));

static enum status
not_inside(struct ctx *c)
{
	if (c->who->grant != 0)
		return fail(c, ST_INVALID, M("Leave the organisation that you are reading first."), NULL);
	if (c->who->session == 0)
		return fail(c, ST_INVALID, M("Reading under a grant takes a session: sign in with a browser."), NULL);
	return ST_OK;
}

static enum status
enter_store(struct ctx *c, void *in_, void *out)
{
	const struct grant_enter_in *in = in_;
	struct reading_open_to_us_row g;

	(void)out;
	TRY(not_inside(c));
	enum status st = reading_open_to_us(c->db, c->scope, c->mem, in->grant, c->who->account, c->today, &g);
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such grant for you, or it is not open today."), NULL);
	TRY(st);
	return session_enter_grant(c, in->grant, g.provider, when_of_date(date_add_days(g.ends_on, 1), 0, 0));
}

/* The right follows from the directory, and ends when the merger is taken back. */
static enum status
predecessor_store(struct ctx *c, void *in_, void *out)
{
	const struct grant_predecessor_in *in = in_;
	int64_t *ids;
	size_t n, i = 0;

	(void)out;
	TRY(not_inside(c));
	if (c->scope->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Only somebody who acts for the whole organisation may do this."), NULL);
	TRY(organisation_predecessors(c, c->scope->org, &ids, &n));
	while (i < n && ids[i] != in->organisation)
		i++;
	if (i == n)
		return fail(c, ST_NOT_FOUND, M("That is no predecessor of your organisation."), NULL);
	return session_enter_grant(c, in->organisation, in->organisation, (struct when){ c->now.ms + SESSION_WHOLE_MS });
}

static enum status
leave_store(struct ctx *c, void *in, void *out)
{
	(void)in, (void)out;
	if (c->who->grant == 0)
		return ST_OK;
	return session_leave_grant(c);
}

SHAPE(grant_now_shape, grant_now, FIELD(struct grant_now, organisation, .label = M("Whose records")));

static enum status
now_load(struct ctx *c, void *in, void *out)
{
	(void)in;
	((struct grant_now *)out)->organisation = c->who->org_name;
	return ST_OK;
}

void
grant_now_page(struct html *o, struct ctx *c, const void *out)
{
	(void)c;
	grant_now_html(o, out);
}

const struct action grant_board_action = { .name = "grant.board", .title = M("Reading under a grant"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &grant_board_shape, .load = board_load, .personal = true };
const struct action grant_enter_action = { .name = "grant.enter", .title = M("Read under a grant"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_WRITE, .in = &grant_enter_shape, .store = enter_store };
const struct action grant_predecessor_action = { .name = "grant.predecessor", .title = M("Read the records of a predecessor"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &grant_predecessor_shape, .store = predecessor_store };
const struct action grant_leave_action = { .name = "grant.leave", .title = M("Leave the organisation that you are reading"),
	.access = ACCESS_SIGNED_IN, .mode = MODE_WRITE, .store = leave_store };
const struct action grant_now_action = { .name = "grant.now", .title = M("You are reading under a grant"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &grant_now_shape, .load = now_load };
