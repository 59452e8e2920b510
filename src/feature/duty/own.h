/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DUTY_OWN_H
#define FEATURE_DUTY_OWN_H
#include "feature/duty/duty.h"
#include "html/component.h"

/* Inside this folder only. */
struct duty_list_in { int64_t year; struct str service, kind; };
struct duty_row {
	struct str key, years, clause, words, strength, services, frameworks, basis;
	struct date from, until;
	bool confirmed;
};
struct duty_list_out { int64_t year; struct str edition; struct list duties; };
struct duty_list_view {
	struct form *form;
	const struct duty_row *rows; size_t n;
	struct str edition, year, kind;
	struct url import;
	bool may_import;
};
struct duty_import_in { struct str text; bool shipped; /* own */ struct duties *parsed; struct str hash; };
struct duty_import_out { int64_t edition, duties, unconfirmed; };
struct duty_import_view { struct form *form; const struct column *columns; const struct cell *cells; size_t n; };

extern const struct shape duty_list_shape;
extern const struct action duty_list_action, duty_import_action;
page_fn duty_list_page, duty_import_page;
enum status duty_import_load(struct ctx *c);
#endif
