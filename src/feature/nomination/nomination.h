/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_NOMINATION_NOMINATION_H
#define FEATURE_NOMINATION_NOMINATION_H
#include "app/fact.h"
#include "base/clock.h"

/* Who holds the posts that the standards ask for, and whether the national body has confirmed them.  A fact of unit
 * "state" carries one of these as its value; LIVE_FOR is confirmed and nothing else. */
enum nomination_state { NOMINATION_NONE = 0, NOMINATION_SENT, NOMINATION_CONFIRMED, NOMINATION_REFUSED, NOMINATION_ENDED, NOMINATION_NOT_NEEDED };

/* Somebody in a post, as it was on one day. */
struct post_held {
	int64_t id, person, nomination;
	struct str post;		/* "board_lead", "specialist", "violence_lead", "manager", "audit_chair", "lay_member" */
	struct personal name;		/* no text: the person belongs to a branch that the viewer does not see */
	struct str job_title;
	struct date from, ended;	/* ended: the last day, 0: still there */
	bool board_level;
	struct personal accreditation;
	struct date accredited_until;
	enum nomination_state state;
	struct date since, until;	/* of that state; until: the confirmation runs out */
	struct personal reason;		/* of the national body */
};
/* All who held a post (NULL: any) on some day of the period, by first day; states as on its last day. */
enum status nomination_held(struct ctx *c, const char *post, struct date from, struct date to, struct post_held **ret, size_t *ret_n) MUST_CHECK;
/* Has anything at all been entered? */
enum status nomination_in_use(struct ctx *c, bool *ret) MUST_CHECK;

/* Confirmed nominations whose time meets the period: evidence for the standards on the lead and on the specialist. */
struct nomination_proof {
	int64_t id, holding;
	struct str post, title;		/* title in c->lang, without a name: "Confirmed nomination: Board-level executive lead" */
	struct str confirmed_by;	/* name of the national body */
	struct date from, until;	/* until: the last day that counts, 0: open */
	struct url to;
};
enum status nomination_proofs(struct ctx *c, struct date from, struct date to, struct nomination_proof **ret, size_t *ret_n) MUST_CHECK;

/* What is wrong today, worst first, in plain words.  who is the holder meant, where there is one. */
struct nomination_problem { const char *kind; struct str words; struct personal who; struct url to; struct date since; bool grave; };
enum status nomination_problems(struct ctx *c, struct nomination_problem **ret, size_t *ret_n) MUST_CHECK;

/* Days of the period, both days included, that no span covers.  Spans stand in the order of their first days; to.day 0:
 * open; one that ends before it begins covers nothing. */
int nomination_days_uncovered(const struct clock_span *spans, size_t n, struct date from, struct date to);
struct str nomination_post_title(struct ctx *c, struct str post);
#endif
