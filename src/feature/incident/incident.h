/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INCIDENT_INCIDENT_H
#define FEATURE_INCIDENT_INCIDENT_H
#include "app/record.h"
#include "sql/incident.h"

/* Incidents, concerns and near misses: what other folders may use of them. */
extern const struct record_type incident_record, incident_person_record, incident_property_record, incident_note_record,
	incident_handover_record;
extern const struct choice_list incident_types, incident_kinds, incident_states, incident_places, incident_findings,
	incident_person_kinds, incident_parts, incident_outcomes, incident_police, incident_police_outcomes;
bool incident_is_violent(struct str type);
bool incident_is_property(struct str type);	/* things were taken or broken */
const char *incident_type_label(struct str type);	/* message */

/* Figures, as the caller may know of them: what is restricted counts only for its circle, and what the caller is kept
 * from does not count.  Months are year * 12 + month - 1, both included; kind, type empty and unit 0: all. */
struct incident_figures { int64_t n, triaged, triaged_ok, contacted, contacted_ok, started, started_ok, closed, harmed, medical, decided, police, substantiated;
	int64_t loss, damage, recovered; };
struct incident_span { int64_t from, to; struct str kind, type; int64_t unit; };
enum status incident_count(struct ctx *c, const struct incident_span *s, struct incident_figures *ret) MUST_CHECK;
int64_t incident_month(struct date d);
/* What the organisation itself issues counts all, restricted records included; callers hide small numbers. */
enum status incident_count_all(struct ctx *c, const struct incident_span *s, struct incident_figures *ret) MUST_CHECK;

/* The same by month, kind and type; one of them may stand in several rows, which add up.  all: as incident_count_all. */
struct incident_month_figures { int64_t month; struct str kind, type; struct incident_figures f; };
enum status incident_by_month(struct ctx *c, const struct incident_span *s, bool all, struct incident_month_figures **ret, size_t *ret_n) MUST_CHECK;

/* Writes an incident that somebody has loaded and changed, with state, clocks, sums and receipt in step. */
enum status incident_save(struct ctx *c, struct incident *i) MUST_CHECK;
#endif
