/* SPDX-License-Identifier: MIT */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H
#include "app/record.h"

/* A plain register: list, view, create, edit, withdraw, restore, history, export, API, all from the record's
 * shape.  A folder lists it in feature.registers; actions KIND.list, .view, .create, .edit, .withdraw,
 * .restore, .history, .export and their pages come by themselves (roles.txt names who may). */
/* What a spreadsheet may bring beside the record's own fields, such as people of an incident. */
struct import_extra {
	const struct shape *shape;
	/* Before the record's fields are read from pairs, which may be mended; rec holds its first or stored values, extra what was read. */
	enum status (*begin)(struct ctx *c, const void *extra, bool fresh, struct pair *pairs, size_t n, void *rec);
	/* In store, after a new record was saved. */
	enum status (*saved)(struct ctx *c, const void *rec, const void *extra);
};
struct register_def {
	const struct record_type *type;
	const char *path;		/* "/agreements" */
	const char *title;		/* message: "Protocols and agreements" */
	const char *about;		/* message: what this register is for, shown on top and when it is empty */
	const char *add;		/* message on the button: "Add an agreement" */
	/* Optional: adds parts below the record's summary (links, tables). */
	enum status (*view_load)(struct ctx *c, const void *rec, void **ret_data);
	page_fn *view_html;		/* out is that data */
	page_fn *view_page;		/* Optional: the whole page of one instead; out is the record, c->data what view_load gave */
	bool sheets_only;		/* the folder has list, pages and actions of its own: only export and import are made */
	bool opened;			/* an action of the folder's own makes them: no create, no import */
	/* Optional: starting values of a new one. */
	void (*start)(struct ctx *c, void *rec);
	/* Optional: choices of reference fields that are not simply all records of that kind. */
	void (*form_ready)(struct ctx *c, struct form *f);
	const struct import_extra *import;	/* Optional */
};
#endif
