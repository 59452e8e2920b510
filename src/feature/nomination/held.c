/* SPDX-License-Identifier: MIT */
/* What the records come to: who is in post, in which state the nomination is, what is wrong. */
#include <string.h>
#include "base/time.h"
#include "feature/nomination/own.h"
#include "sql/nomination.h"

#define MOST 500

struct str
nomination_say(struct ctx *c, const char *message, const struct msg_arg *args, size_t n)
{
	return lang_format(c->lang, c->mem, message, args, n);
}

bool
post_is_nominated(struct str post)
{
	return !str_is(post, "audit_chair") && !str_is(post, "lay_member");
}

struct str
nomination_post_title(struct ctx *c, struct str post)
{
	for (size_t i = 0; i < posts.n; i++)
		if (str_is(post, posts.c[i].value))
			return lang_text(c->lang, c->mem, posts.c[i].label);
	return post;
}

struct str
nomination_state_words(struct ctx *c, enum nomination_state s)
{
	static const char *const words[] = { [NOMINATION_NONE] = M("Not sent"), [NOMINATION_SENT] = M("Waiting for an answer"),
		[NOMINATION_CONFIRMED] = M("Confirmed"), [NOMINATION_REFUSED] = M("Refused"), [NOMINATION_ENDED] = M("Ended"),
		[NOMINATION_NOT_NEEDED] = M("Not needed") };

	return lang_text(c->lang, c->mem, words[s]);
}

enum tag_colour
nomination_state_colour(enum nomination_state s)
{
	switch (s) {
	case NOMINATION_CONFIRMED:
		return TAG_GREEN;
	case NOMINATION_SENT:
		return TAG_BLUE;
	case NOMINATION_NOT_NEEDED:
	case NOMINATION_ENDED:
		return TAG_GREY;
	case NOMINATION_NONE:
	case NOMINATION_REFUSED:
		break;
	}
	return TAG_RED;
}

int
nomination_days_uncovered(const struct clock_span *spans, size_t n, struct date from, struct date to)
{
	int next = from.day, gap = 0;

	for (size_t i = 0; i < n && next <= to.day; i++) {
		int begin = spans[i].from.day, end = spans[i].to.day == 0 ? to.day : spans[i].to.day;
		if (end < begin || end < next)
			continue;
		if (begin > to.day)
			break;
		if (begin > next)
			gap += begin - next;
		next = end + 1;
	}
	return next <= to.day ? gap + to.day - next + 1 : gap;
}

/* As on that day: what came later does not count yet. */
static void
state_on(struct date day, const struct nominations_sent_row *r, struct post_held *h)
{
	h->nomination = r->id;
	h->reason = r->reason;
	h->since = r->sent_on;
	h->state = NOMINATION_SENT;
	if (r->ended_on.day != 0 && r->ended_on.day < day.day) {
		h->state = NOMINATION_ENDED;
		h->since = r->ended_on;
	} else if (r->answered_on.day != 0 && r->answered_on.day <= day.day) {
		bool confirmed = str_is(r->decision, "confirmed");
		h->since = r->answered_on;
		h->state = confirmed ? NOMINATION_CONFIRMED : NOMINATION_REFUSED;
		h->until = r->confirmed_until;
		if (confirmed && r->confirmed_until.day != 0 && r->confirmed_until.day < day.day) {
			h->state = NOMINATION_ENDED;
			h->since = r->confirmed_until;
		}
	}
}

/* Newest first: the first that had been sent by that day counts, but a confirmation holds while its renewal waits. */
static void
state_newest(struct date day, const struct nominations_sent_row *s, size_t n, struct post_held *h)
{
	struct post_held older = *h;
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i].holding != h->id || s[i].sent_on.day > day.day)
			continue;
		if (!found) {
			state_on(day, &s[i], h);
			found = true;
		} else {
			state_on(day, &s[i], &older);
			if (older.state == NOMINATION_CONFIRMED)
				*h = older;
		}
		if (h->state != NOMINATION_SENT)
			return;
	}
}

/* Each post's facts rest on all holders of the period and what was sent about them. */
struct held_rows { struct post_holdings_row *r; struct nominations_sent_row *s; size_t n, n_s; };

static enum status
rows_read(struct ctx *c, struct date from, struct date to, const struct held_rows **ret)
{
	struct held_rows *made;

	if ((*ret = memo_find(c, "nomination_held", from.day, to.day)) != NULL)
		return ST_OK;
	made = arena_new(c->mem, struct held_rows);
	TRY(post_holdings(c->db, c->scope, c->mem, from, to, MOST, &made->r, &made->n));
	TRY(nominations_sent(c->db, c->scope, c->mem, 2 * MOST, &made->s, &made->n_s));
	memo_keep(c, "nomination_held", from.day, to.day, made);
	*ret = made;
	return ST_OK;
}

enum status
nomination_held(struct ctx *c, const char *post, struct date from, struct date to, struct post_held **ret, size_t *ret_n)
{
	const struct held_rows *all;

	TRY(rows_read(c, from, to, &all));
	*ret = arena_array(c->mem, struct post_held, all->n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct post_holdings_row *r = all->r;
		if (post != NULL && !str_is(r[i].post, post))
			continue;
		struct post_held *h = &(*ret)[(*ret_n)++];
		*h = (struct post_held){ .id = r[i].id, .person = r[i].person, .post = r[i].post, .name = r[i].name, .job_title = r[i].job_title,
			.from = r[i].from_on, .ended = r[i].ended_on, .board_level = r[i].board_level, .accreditation = r[i].accreditation,
			.accredited_until = r[i].accredited_until,
			.state = post_is_nominated(r[i].post) ? NOMINATION_NONE : NOMINATION_NOT_NEEDED };
		state_newest(to, all->s, all->n_s, h);
	}
	return ST_OK;
}

enum status
nomination_in_use(struct ctx *c, bool *ret)
{
	struct post_last_row *r;
	size_t n;

	TRY(post_last(c->db, c->scope, c->mem, date_add_months(c->today, 1200), &r, &n));
	*ret = n > 0;
	return ST_OK;
}

enum status
nomination_proofs(struct ctx *c, struct date from, struct date to, struct nomination_proof **ret, size_t *ret_n)
{
	struct nominations_confirmed_row *r;

	TRY(nominations_confirmed(c->db, c->scope, c->mem, from, to, MOST, &r, ret_n));
	*ret = arena_array(c->mem, struct nomination_proof, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++) {
		struct date until = r[i].confirmed_until;
		if (r[i].ended_on.day != 0 && (until.day == 0 || r[i].ended_on.day < until.day))
			until = r[i].ended_on;
		(*ret)[i] = (struct nomination_proof){ .id = r[i].id, .holding = r[i].holding, .post = r[i].post,
			.title = SAY(c, M("Confirmed nomination: {post}"), { "post", nomination_post_title(c, r[i].post) }),
			.confirmed_by = r[i].sent_to_name, .from = r[i].answered_on, .until = until,
			.to = URL_ID(c->mem, "/nominations/{}", r[i].id) };
	}
	return ST_OK;
}

/* ---- what is wrong today ---- */

struct problems { struct ctx *c; struct nomination_problem *p; size_t n, room; };

static void
problem(struct problems *l, const char *kind, const struct post_held *h, bool grave, struct date since, const char *message, const struct msg_arg *args, size_t n)
{
	if (l->n < l->room)
		l->p[l->n++] = (struct nomination_problem){ .kind = kind, .grave = grave, .since = since,
			.words = nomination_say(l->c, message, args, n), .who = h != NULL ? h->name : (struct personal){ 0 },
			.to = h != NULL ? URL_ID(l->c->mem, "/posts/{}", h->id) : URL(l->c->mem, "/posts") };
}
#define PROBLEM(l, kind, h, grave, since, message, ...) problem((l), (kind), (h), (grave), (since), (message), \
	(const struct msg_arg[]){ __VA_ARGS__ }, sizeof((const struct msg_arg[]){ __VA_ARGS__ }) / sizeof(struct msg_arg))

static void
vacancies(struct problems *l, const struct post_held *h, size_t n, const struct post_last_row *last, size_t n_last)
{
	struct ctx *c = l->c;

	for (size_t i = 0; i < posts.n; i++) {
		struct str post = str_c(posts.c[i].value), title = nomination_post_title(c, post);
		bool held = false, grave = i < 2;
		struct date since = { 0 };
		for (size_t k = 0; k < n; k++)
			held = held || str_eq(h[k].post, post);
		if (held)
			continue;
		for (size_t k = 0; k < n_last; k++)
			if (str_eq(last[k].post, post))
				since = last[k].ended_on;
		if (since.day != 0)
			PROBLEM(l, "vacant", NULL, grave, date_add_days(since, 1), M("{post}: nobody has held this post since {day}"),
			    { "post", title }, { "day", date_long(c->mem, since) });
		else
			PROBLEM(l, "vacant", NULL, grave, since, M("{post}: nobody has been entered as holder of this post"), { "post", title });
	}
}

static void
nomination_wrong(struct problems *l, const struct post_held *h, bool grave)
{
	struct ctx *c = l->c;
	struct msg_arg args[2] = { { "post", nomination_post_title(c, h->post) }, { "day", date_long(c->mem, h->since) } };

	switch (h->state) {
	case NOMINATION_NONE:
		problem(l, "not_sent", h, grave, h->from, M("{post}: the holder has not been nominated to the national body"), args, 1);
		break;
	case NOMINATION_SENT:
		problem(l, "waiting", h, false, h->since, M("{post}: the nomination sent on {day} has not been confirmed yet"), args, 2);
		break;
	case NOMINATION_REFUSED:
		problem(l, "refused", h, grave, h->since, M("{post}: the nomination was refused on {day}. A new one is needed"), args, 2);
		break;
	case NOMINATION_ENDED:
		problem(l, "ended", h, grave, h->since, M("{post}: the nomination ended on {day}. A new one is needed"), args, 2);
		break;
	case NOMINATION_CONFIRMED:
	case NOMINATION_NOT_NEEDED:
		break;
	}
}

static void
holder_wrong(struct problems *l, const struct post_held *h, struct date today)
{
	struct ctx *c = l->c;
	struct str title = nomination_post_title(c, h->post);
	bool specialist = str_is(h->post, "specialist"), lead = str_is(h->post, "board_lead");

	if (lead && !h->board_level)
		PROBLEM(l, "below_board", h, true, h->from, M("{post}: the holder does not sit on the board or governing body"), { "post", title });
	if (specialist && h->accreditation.text.n == 0)
		PROBLEM(l, "not_accredited", h, true, h->from, M("{post}: no accreditation is recorded"), { "post", title });
	else if (specialist && h->accredited_until.day != 0 && h->accredited_until.day < today.day)
		PROBLEM(l, "lapsed", h, true, h->accredited_until, M("{post}: the accreditation lapsed on {day}"),
		    { "post", title }, { "day", date_long(c->mem, h->accredited_until) });
	nomination_wrong(l, h, specialist || lead);
}

/* A year without development, or without a forum though some were held, for those who have been in post that long. */
static enum status
year_wrong(struct problems *l, const struct post_held *h, size_t n)
{
	struct ctx *c = l->c;
	struct date from = date_add_days(date_add_months(c->today, -12), 1);
	struct specialists_year_row *y;
	struct forums_of_year_row f;
	struct str title = nomination_post_title(c, S("specialist"));
	size_t n_y;

	TRY(specialists_year(c->db, c->scope, c->mem, c->today, from, &y, &n_y));
	TRY(forums_of_year(c->db, c->scope, c->mem, c->today, from, &f));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; str_is(h[i].post, "specialist") && k < n_y; k++) {
			if (y[k].person != h[i].person || y[k].from_on.day > from.day)
				continue;
			if (y[k].last_done.day < from.day)
				PROBLEM(l, "no_development", &h[i], true, from, M("{post}: no development is recorded for the last twelve months"), { "post", title });
			if (f.n > 0 && y[k].attended == 0)
				PROBLEM(l, "no_forum", &h[i], true, from, M("{post}: no forum attended in the last twelve months, though {n} were held"),
				    { "post", title }, { "n", arena_printf(c->mem, "%lld", (long long)f.n) });
		}
	return ST_OK;
}

enum status
nomination_problems(struct ctx *c, struct nomination_problem **ret, size_t *ret_n)
{
	struct problems l = { .c = c, .p = arena_array(c->mem, struct nomination_problem, 200), .room = 200 };
	struct post_held *h;
	struct post_last_row *last;
	size_t n, n_last, out = 0;

	TRY(nomination_held(c, NULL, c->today, c->today, &h, &n));
	TRY(post_last(c->db, c->scope, c->mem, c->today, &last, &n_last));
	vacancies(&l, h, n, last, n_last);
	for (size_t i = 0; i < n; i++)
		holder_wrong(&l, &h[i], c->today);
	TRY(year_wrong(&l, h, n));
	*ret = arena_array(c->mem, struct nomination_problem, l.n + 1);
	for (int grave = 1; grave >= 0; grave--)
		for (size_t i = 0; i < l.n; i++)
			if (l.p[i].grave == (grave == 1))
				(*ret)[out++] = l.p[i];
	*ret_n = out;
	return ST_OK;
}
