/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SANCTION_OWN_H
#define FEATURE_SANCTION_OWN_H
#include "app/example.h"
#include "app/panel.h"
#include "app/part.h"
#include "app/register.h"
#include "feature/incident/incident.h"
#include "feature/sanction/sanction.h"

/* ---- range.c ---- */
extern struct choice_list sanction_choices;	/* ids and names of the range */
extern const struct choice_list sanction_bodies, sanction_families;
extern const struct register_def sanction_option_register;
extern const struct action sanction_range_action;
page_fn sanction_range_page;
struct str sanction_label(struct ctx *c, const struct choice_list *l, struct str value);

/* ---- decide.c: the whole range gone through on one incident ---- */
extern const struct record_type sanction_decision_record;
extern const struct action sanction_decide, sanction_waiting_action;
enum status sanction_decide_load(struct ctx *c);
page_fn sanction_decide_page, sanction_waiting_page;
/* The decision on that incident; id 0: none. */
enum status sanction_decision_get(struct ctx *c, int64_t incident, struct sanction_decision *ret) MUST_CHECK;
gate_fn sanction_gate;

/* ---- show.c ---- */
extern const struct panel sanction_panels[];
#endif
