/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FIGURES_OWN_H
#define FEATURE_FIGURES_OWN_H
#include "app/fact.h"
#include "app/measure.h"
#include "app/record.h"
#include "feature/incident/incident.h"
#include "html/component.h"
#include "report/disclose.h"

/* ---- defs.c ---- */
extern const struct measure_source figures_source;
enum status figures_count(struct ctx *c, const struct measure_span *s, struct measure_month *const *ret);
struct url figures_records_url(struct ctx *c, const char *what, const struct measure_span *s);

/* ---- records.c ---- */
extern const struct action figures_records_action;
page_fn figures_records_page;
struct record_line { struct str ref, title, type, state; struct date on; struct url to; };
struct records_view { struct str title, caption; const struct record_line *lines; size_t n; struct url next, measure; };

/* ---- spots.c ---- */
extern const struct action figures_spots_action;
page_fn figures_spots_page;
struct heat_cell { struct str text; int level; /* 0 none to 4 most */ int64_t n; };
struct heat_row { struct str label; const struct heat_cell *cells; size_t n; struct str total; };
struct spot_line { struct str label, n, share; struct url to; };
struct spots_view {
	struct form *form;
	struct str caption, title, most;
	const struct str *heads; size_t n_heads;
	const struct heat_row *rows; size_t n_rows;
	const struct spot_line *places; size_t n_places;
	const struct spot_line *units; size_t n_units;
	struct url months3, months12, months36, all_kinds, violence, whole, records;
	bool only_violence, may_records, under_unit, nothing;
	int64_t unknown;
};

/* ---- release.c: figures that leave the organisation ---- */
extern const struct record_type figure_setting_type;
extern const struct action figures_release_action, figures_download_action, figures_return_action, figures_return_download, figures_setting_action;
page_fn figures_release_page, figures_return_page, figures_setting_page;
enum status figures_setting_load(struct ctx *c);
enum status figures_least(struct ctx *c, int64_t *ret) MUST_CHECK;
struct release_row { struct str label; const struct str *cells; };
struct release_view {
	struct str title, caption, note;
	const struct str *heads; size_t n_heads;
	const struct release_row *rows; size_t n_rows;
	struct url earlier, later, csv, xlsx, by_type, by_unit, yearly;
	struct str least;
	bool has_later, may_set, none;
};
struct return_row { struct str label, issued; };
struct return_view { struct str caption, least; const struct return_row *rows; size_t n_rows; struct url earlier, later, csv, xlsx; bool has_later, over; };
struct setting_view { struct form *form; int64_t version; };

/* ---- facts.c ---- */
fact_fn figures_fact;
#endif
