/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INCIDENT_REPORT_H
#define FEATURE_INCIDENT_REPORT_H
#include "feature/incident/own.h"

/* What a reporter says, in six questions.  All shapes of the steps are over this struct, and so is the draft. */
struct report {
	struct str draft;		/* secret of the draft, in the address */
	struct str danger;
	struct str kind, type, summary;
	int64_t local_type;
	struct date happened_on;
	struct str happened_time;
	int64_t unit;
	struct str place_kind, place;
	struct str hurt, hurt_who, hurt_name;
	struct str by_kind, by_name;
	struct str code;		/* receipt, chosen by a program that may have to send twice */
	struct str link;		/* of an organisation that takes reports without an account */
	bool whole;			/* all questions have been seen: changes go back to the check */
};
extern const struct shape report_shape, report_danger_shape, report_what_shape, report_when_shape, report_where_shape, report_hurt_shape,
	report_who_shape, report_all_shape, report_all_at_shape, report_phone_shape, report_code_out, report_link_in;
/* Makes the incident; a second time with the same code it only says so.  org: whose report it is. */
enum status report_send(struct ctx *c, const struct report *r, int64_t org, struct str code) MUST_CHECK;
struct url report_url(struct ctx *c, struct str draft, const char *step);
bool report_secret(struct str s);				/* could be a code, a draft or a link */
struct str report_status_path(struct ctx *c, struct str code);
/* The organisation behind a link that is in use, and c->scope in it. */
enum status report_link(struct ctx *c, struct str link, struct incident_link_get_row *ret) MUST_CHECK;
void report_as_nobody(struct ctx *c, int64_t org);		/* whoever is signed in on this screen */
/* The rules that fields alone do not say, for those that s asks for. */
enum status report_tidy(struct ctx *c, struct report *r, const struct shape *s) MUST_CHECK;

struct report_step_view { struct str draft, caption, danger; const struct shape *shape; struct form *form; struct url action; bool first; };
struct report_start_view { struct url action, shell /* the same for a telephone without network */; struct str org, danger; bool may; };
struct report_row { struct str key, value; struct url change; };
struct report_check_view { struct report_row *rows; size_t n; struct url send; struct str alike; };
struct report_mine { struct str ref, title, state, when, outcome; };
struct report_status_view { struct str code, org, state, outcome, word; struct date reported_on, changed_on; struct report_mine *mine; size_t n_mine; bool fresh; };
struct report_all_view { struct form *form; struct url action; struct str org; };
/* owner: whose telephone it is, unreadable; empty: reports go through a link, without an account. */
struct report_phone_view { struct form *form; struct str org, danger, owner, must /* names of questions */; struct url shell, start, send; };

extern const struct action report_start, report_begin, report_at, report_danger, report_what, report_when, report_where, report_hurt, report_who,
	report_check, report_send_action, report_status, report_mine_action, report_all, report_all_at, report_find,
	report_offline, report_offline_at, report_ready;
void report_start_page(struct html *o, struct ctx *c, const void *out);
void report_step_page(struct html *o, struct ctx *c, const void *out);
void report_check_page(struct html *o, struct ctx *c, const void *out);
void report_status_page(struct html *o, struct ctx *c, const void *out);
void report_mine_page(struct html *o, struct ctx *c, const void *out);
void report_all_page(struct html *o, struct ctx *c, const void *out);
void report_find_page(struct html *o, struct ctx *c, const void *out);
enum status report_step_load(struct ctx *c);
enum status report_begin_load(struct ctx *c);
enum status report_all_load(struct ctx *c);
void report_offline_page(struct html *o, struct ctx *c, const void *out);
#endif
