/* SPDX-License-Identifier: MIT */
/* What posts and nominations say for or against a rating. */
#include <string.h>
#include "base/time.h"
#include "feature/nomination/own.h"

/* Presets of ours: as many days as these without a holder speak against, fewer are only named. */
#define VACANT_DAYS 30

/* A period that still runs is judged as it stands today. */
static struct date
counted_to(struct ctx *c, struct date to)
{
	return date_min(to, c->today);
}

static struct str
days_words(struct ctx *c, int64_t days, const char *const forms[6])
{
	struct str n = arena_printf(c->mem, "%lld", (long long)days);

	return lang_fill(c->mem, lang_plural(c->lang, c->mem, days, forms), (struct msg_arg[]){ { "n", n } }, 1);
}

/* Vacant on the last day speaks against however short it is: nobody is in post now. */
static void
days_judge(struct ctx *c, struct live_fact *f, const struct clock_span *s, size_t n, struct date from, struct date to,
    const char *covered, const char *const forms[6])
{
	int days = nomination_days_uncovered(s, n, from, to);
	bool now = nomination_days_uncovered(s, n, to, to) == 0;

	f->value = days;
	f->state = days < VACANT_DAYS && now ? LIVE_FOR : LIVE_AGAINST;
	f->words = days == 0 ? lang_text(c->lang, c->mem, covered) : days_words(c, days, forms);
}

static struct clock_span *
spans_of(struct ctx *c, const struct post_held *h, size_t n, bool accredited)
{
	struct clock_span *s = arena_array(c->mem, struct clock_span, n + 1);

	for (size_t i = 0; i < n; i++) {
		s[i] = (struct clock_span){ h[i].from, h[i].ended };
		if (accredited && h[i].accreditation.text.n == 0)
			s[i].to = date_add_days(h[i].from, -1);
		else if (accredited && h[i].accredited_until.day != 0 && (s[i].to.day == 0 || h[i].accredited_until.day < s[i].to.day))
			s[i].to = h[i].accredited_until;
	}
	return s;
}

static enum status
days_fact(struct ctx *c, const char *post, bool accredited, struct date from, struct date to, const char *covered,
    const char *const forms[6], struct live_fact *ret)
{
	struct post_held *h;
	size_t n;

	TRY(nomination_held(c, post, from, to, &h, &n));
	days_judge(c, ret, spans_of(c, h, n, accredited), n, from, to, covered, forms);
	return ST_OK;
}

static bool
in_post(const struct post_held *h, struct date day)
{
	return h->from.day <= day.day && (h->ended.day == 0 || h->ended.day >= day.day);
}

static enum status
board_level_fact(struct ctx *c, struct date from, struct date to, struct live_fact *ret)
{
	struct post_held *h;
	size_t n;
	bool any = false, board = true;

	TRY(nomination_held(c, "board_lead", from, to, &h, &n));
	for (size_t i = 0; i < n; i++)
		if (in_post(&h[i], to)) {
			any = true;
			board = board && h[i].board_level;
		}
	ret->value = any && board;
	ret->state = any && board ? LIVE_FOR : LIVE_AGAINST;
	ret->words = lang_text(c->lang, c->mem, !any ? M("There is no board-level lead now") : board
	    ? M("The lead sits on the board or governing body") : M("The lead does not sit on the board or governing body"));
	return ST_OK;
}

static const char *
state_message(enum nomination_state s)
{
	switch (s) {
	case NOMINATION_SENT:
		return M("{post}: nomination sent on {day}, not confirmed yet");
	case NOMINATION_CONFIRMED:
		return M("{post}: nomination of the present holder confirmed on {day}");
	case NOMINATION_REFUSED:
		return M("{post}: nomination refused on {day}");
	case NOMINATION_ENDED:
		return M("{post}: nomination ended on {day}");
	case NOMINATION_NONE:
	case NOMINATION_NOT_NEEDED:
		break;
	}
	return M("{post}: the present holder has not been nominated");
}

/* Of several specialists the weakest counts, for each who is counted on must be confirmed. */
static enum status
nomination_state_fact(struct ctx *c, const char *post, struct date from, struct date to, struct live_fact *ret)
{
	static const int weak[] = { [NOMINATION_NONE] = 4, [NOMINATION_REFUSED] = 3, [NOMINATION_ENDED] = 2, [NOMINATION_SENT] = 1,
		[NOMINATION_CONFIRMED] = 0, [NOMINATION_NOT_NEEDED] = 0 };
	const struct post_held *worst = NULL;
	struct str title = nomination_post_title(c, str_c(post));
	struct post_held *h;
	size_t n, there = 0, confirmed = 0;

	TRY(nomination_held(c, post, from, to, &h, &n));
	for (size_t i = 0; i < n; i++) {
		if (!in_post(&h[i], to))
			continue;
		there++;
		confirmed += h[i].state == NOMINATION_CONFIRMED;
		if (worst == NULL || weak[h[i].state] > weak[worst->state])
			worst = &h[i];
	}
	ret->state = there > 0 && confirmed == there ? LIVE_FOR : LIVE_AGAINST;
	if (worst == NULL) {
		ret->words = SAY(c, M("{post}: nobody holds this post now"), { "post", title });
		return ST_OK;
	}
	ret->value = worst->state;
	ret->words = SAY(c, state_message(worst->state), { "post", title }, { "day", date_long(c->mem, worst->since) });
	if (there > 1)
		ret->words = SAY(c, M("{words}; {n} of {of} confirmed"), { "words", ret->words },
		    { "n", arena_printf(c->mem, "%zu", confirmed) }, { "of", arena_printf(c->mem, "%zu", there) });
	return ST_OK;
}

enum status
nomination_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	static const char *const no_lead[6] = { [1] = M("No board-level lead for {n} day of the period"), [5] = M("No board-level lead for {n} days of the period") };
	static const char *const no_violence[6] = { [1] = M("No lead for violence prevention for {n} day of the period"), [5] = M("No lead for violence prevention for {n} days of the period") };
	static const char *const no_specialist[6] = { [1] = M("No accredited specialist for {n} day of the period"), [5] = M("No accredited specialist for {n} days of the period") };
	struct date last = counted_to(c, to);
	struct str which = str_c(name);
	bool used;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/nominations"),
		.words = lang_text(c->lang, c->mem, M("Not known: nobody has been entered as holder of a post")) };
	TRY(nomination_in_use(c, &used));
	if (!used)
		return ST_OK;
	if (last.day < from.day) {
		ret->words = lang_text(c->lang, c->mem, M("Not known: the period has not begun"));
		return ST_OK;
	}
	if (str_is(which, "lead.days_vacant"))
		return days_fact(c, "board_lead", false, from, last, M("A board-level lead was in post on every day of the period"), no_lead, ret);
	if (str_is(which, "violence_lead.days_vacant"))
		return days_fact(c, "violence_lead", false, from, last, M("A lead for violence prevention was in post on every day of the period"), no_violence, ret);
	if (str_is(which, "specialist.days_uncovered"))
		return days_fact(c, "specialist", true, from, last, M("An accredited specialist was in post on every day of the period"), no_specialist, ret);
	if (str_is(which, "lead.board_level"))
		return board_level_fact(c, from, last, ret);
	return nomination_state_fact(c, str_is(which, "lead.nomination") ? "board_lead" : "specialist", from, last, ret);
}
