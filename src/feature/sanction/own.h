/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SANCTION_OWN_H
#define FEATURE_SANCTION_OWN_H
#include "app/example.h"
#include "app/fact.h"
#include "app/measure.h"
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

/* ---- parts.c: parts of an incident ---- */
extern const struct part_def sanction_part, redress_part, legal_advice_part;
/* "In force until …", "Lapsed after …": worked out on the day it is asked. */
struct str sanction_state(struct ctx *c, struct str state, struct date expires_on, enum tag_colour *ret);
struct str sanction_appeal(struct ctx *c, struct str value);
struct str sanction_publicity(struct ctx *c, struct str value);
struct str sanction_way(struct ctx *c, struct str value);

/* Those who are said to have done it, for a field "person"; why nothing is added to an incident that is part of another. */
enum status sanction_people(struct ctx *c, const void *whole, struct form *f) MUST_CHECK;
const char *sanction_merged(const void *whole);

/* ---- marker.c ---- */
extern const struct part_def marker_part;
extern const struct action marker_in_use_action;
page_fn marker_list_page;
due_fn marker_due;
fact_fn marker_fact;

/* ---- lists.c ---- */
extern const struct action sanction_list_action, redress_totals_action;
page_fn sanction_list_page, redress_totals_page;
due_fn sanction_due;

/* ---- measure.c, example.c ---- */
extern const struct measure_source sanction_measures;
fact_fn sanction_fact;
extern const struct example_part sanction_example[];

/* ---- show.c ---- */
extern const struct panel sanction_panels[];
#endif
