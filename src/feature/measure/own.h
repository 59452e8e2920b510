/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_MEASURE_OWN_H
#define FEATURE_MEASURE_OWN_H
#include "app/measure.h"
#include "app/register.h"
#include "feature/measure/measure.h"
#include "html/component.h"
#include "report/spc_page.h"

enum { SERIES_MONTHS = 36, MOST_MEASURES = 100 };

extern const struct record_type measure_target_type, measure_rebase_type, intervention_type, headcount_type, measure_pin_type;
extern const struct register_def intervention_register, headcount_register;

/* ---- series.c ---- */
struct rebase { int64_t id; struct date from; struct str why; };
struct series {
	struct measure_ref m;
	struct measure_span span;
	struct measure_month *months;	/* of the span */
	int64_t *staff;			/* of the span; 0: not known */
	struct str target, why; int64_t target_id, target_version;
	bool screen, own;		/* target and screening are the organisation's own */
	struct rebase *rebases; size_t n_rebases;
	bool charted;			/* there is at least one month with a value */
	struct spc chart;
	int64_t *point_month;		/* of each point of the chart */
	size_t no_value;		/* months of the span without one */
};
struct series_ask { struct measure_span span; struct date cut; /* besides the rebases: an intervention's first day */ };
/* All that a chart of this measure needs. */
enum status series_load(struct ctx *c, const struct measure_ref *m, const struct series_ask *ask, struct series *ret) MUST_CHECK;
/* Those of one register, its records counted once for all. */
enum status series_load_all(struct ctx *c, const struct measure_source *source, const struct series_ask *ask, struct series **ret, size_t *ret_n) MUST_CHECK;
/* "12.4 for each 1,000 staff", "87.5%", "£1,200", "34"; no value: "Not known". */
struct str measure_value_words(struct ctx *c, const struct measure_def *d, bool known, spc_num v);
bool measure_value(const struct measure_def *d, struct measure_month m, int64_t staff, spc_num *ret);
struct str measure_number(struct ctx *c, const struct measure_def *d, spc_num v);	/* without the unit */
const char *measure_form_words(enum measure_form f);
struct str month_words(struct ctx *c, int64_t month);	/* "March 2026" */
/* Staff of these months, of the organisation or a unit; 0 where nobody said. */
enum status staff_by_month(struct ctx *c, const struct measure_span *s, int64_t **ret) MUST_CHECK;
struct measure_span span_ending(const struct ctx *c, int64_t to, int64_t unit);	/* to 0: the last whole month */

/* ---- pages.c, settings.c, pin.c ---- */
extern const struct action measure_list, measure_view, measure_target_set, measure_rebase_add, measure_rebase_end, measure_pin_take, measure_pin_view;
page_fn measure_list_page, measure_view_page, measure_target_page, measure_rebase_page, measure_pin_page, measure_take_page;
enum status measure_target_load(struct ctx *c), measure_rebase_load(struct ctx *c), measure_take_load(struct ctx *c);
extern const struct example_part measure_example[];	/* example.c */
bool measure_of(struct ctx *c, struct str name, struct measure_ref *ret);
struct url measure_url(struct ctx *c, const struct measure_def *d);
void measure_crumbs(struct ctx *c, const struct measure_def *d);

/* ---- what the templates are given ---- */
struct measure_line { struct str title, latest, month, mean; struct url to; const struct spc *chart; };
struct measure_group { struct str source; const struct measure_line *lines; size_t n; };
struct measure_list_view { const struct measure_group *groups; size_t n; struct str unit; bool may_interventions, may_headcount, staff_missing; };
struct event_line { struct str title; struct date on; struct url to, show; bool shown, may; int64_t id; };
struct part_line { struct str label, mean, limits; };
struct measure_view_data {
	const struct measure_def *def;
	struct str title, caption, source, value;
	const struct spc_view *chart;
	const struct summary_row *rows; size_t n_rows;
	const struct part_line *parts; size_t n_parts;
	const struct event_line *events; size_t n_events;
	const struct event_line *rebases; size_t n_rebases;
	struct url earlier, later, target, rebase, pin, plain;
	struct str unit;
	bool may_set, may_pin, shown_event, is_rate, has_later;
};
struct after_line { struct str title, before, after; int64_t n_before, n_after; struct url to; };
struct after_view { const struct after_line *lines; size_t n; bool may; };
/* The fields of the form, but the name of the measure, which stands in the address. */
void measure_fields(struct html *o, const struct form *f);
struct pin_view { struct str title, value, value_now, counted, of, part, part_now; struct date taken_on; int64_t whole, whole_now; bool same, has_whole; struct url measure; };
struct setting_view { struct form *form; struct url action, cancel; struct str title, about, caption; const char *button; int64_t version; };
#endif
