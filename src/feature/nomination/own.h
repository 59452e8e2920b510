/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_NOMINATION_OWN_H
#define FEATURE_NOMINATION_OWN_H
#include "app/register.h"
#include "feature/nomination/nomination.h"
#include "html/component.h"

/* Shared by the files of this folder. */
#define POST_ACCREDITATION_DAYS 60	/* how long before it lapses it stands in what is due */
#define NOMINATION_ANSWER_DAYS 28	/* ours: the source names no time for the answer */
extern const struct choice_list posts;
bool post_is_nominated(struct str post);	/* the others are named without nomination */
struct str nomination_state_words(struct ctx *c, enum nomination_state s);
enum tag_colour nomination_state_colour(enum nomination_state s);
struct str nomination_say(struct ctx *c, const char *message, const struct msg_arg *args, size_t n);
#define SAY(c, message, ...) nomination_say((c), (message), (const struct msg_arg[]){ __VA_ARGS__ }, sizeof((const struct msg_arg[]){ __VA_ARGS__ }) / sizeof(struct msg_arg))
void nomination_crumbs(struct ctx *c, bool received);

extern const struct record_type post_holding_type, nomination_type, nomination_answer_type;
extern const struct register_def post_register;
extern const struct action post_end, post_nominate, nomination_withdraw, nomination_view, nomination_list;
extern const struct action nomination_received_list, nomination_answer_action, nomination_received_view, nomination_revoke;
page_fn post_end_page, post_nominate_page, nomination_withdraw_page, nomination_view_page, nomination_list_page;
page_fn nomination_received_page, nomination_answer_page, nomination_one_page, nomination_revoke_page;
enum status post_nominate_load(struct ctx *c);
enum status nomination_answer_load(struct ctx *c);
home_load_fn nomination_home_load;
home_html_fn nomination_home_page;
due_fn nomination_due;
fact_fn nomination_fact;
extern const struct example_part nomination_example[];	/* example.c */

/* ---- what the templates are given ---- */
struct post_form_view { struct form *form; struct url action, cancel; int64_t version; struct str post; const char *title, *about, *button; };
struct post_more_row { struct str state, to_whom; enum tag_colour colour; struct date sent_on; struct personal reason; struct url to; };
struct post_more_view { const struct post_more_row *rows; size_t n; bool needed, may_nominate, may_end; struct url nominate, end; };
struct board_row { struct str post, job_title, state; struct personal name; struct date from, since; enum tag_colour colour; struct url to; bool vacant, tagged; };
struct board_view { const struct nomination_problem *problems; size_t n_problems, n_more; const struct board_row *rows; size_t n; struct url posts, people, new_post; bool may_add; };
struct view_change { struct str what, by; struct when at; };
struct one_view {
	struct str organisation, post, sent_to, state, job_title;
	enum tag_colour colour;
	struct personal name, email, accreditation, note, reason;
	struct date sent_on, from_on, accredited_until, answered_on, confirmed_until, ended_on;
	struct str ended_why, withdrawn_why;
	bool board_level, specialist, answered, may_withdraw, may_answer, may_revoke;
	struct url withdraw, answer, revoke;
	const struct view_change *changes; size_t n_changes;
};
struct received_row { struct str organisation, post, job_title, state; struct personal name; struct date sent_on, from_on, answered_on; enum tag_colour colour; struct url to; bool board_level; };
struct received_view { const struct received_row *waiting; size_t n_waiting; const struct received_row *done; size_t n_done; struct url older; };
struct answer_view { struct form *form; struct url action, cancel; struct str caption; };
#endif
