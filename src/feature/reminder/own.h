/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REMINDER_OWN_H
#define FEATURE_REMINDER_OWN_H
#include "app/mail.h"
#include "html/html.h"
#include "shape/shape.h"

/* One's own: how often mail comes, and the calendar's address.  In each organisation that one acts for by itself. */
struct reminder_choose { struct str often; };
struct reminder_view {
	struct str often, address;	/* address: shown once, after it was made */
	bool calendar;
	/* own */
	struct str organisation, note;
	struct when made;
	struct form *form;
};
struct calendar_in { struct str secret; };
struct digest_line { struct str kind, ref; struct str when; struct url to; };
struct digest_count { struct str kind; size_t n, late; };
struct digest_view { struct str first, last; const struct digest_count *counts; size_t n_counts; const struct digest_line *lines; size_t n; struct url settings; };

extern const struct action reminder_view_action, reminder_choose_action, reminder_feed_action, reminder_feed_end_action, calendar_action;
/* calendar.c: of that person there; ST_NOT_FOUND where they do not act any more. */
enum status reminder_calendar(struct ctx *c, int64_t org, int64_t account, struct str *ret);
/* digest.c */
enum status reminder_digest(struct ctx *c, int64_t account, struct mail_text *ret);
/* A page of this installation, for somewhere else. */
struct url reminder_url(struct ctx *c, struct str path);
#endif
