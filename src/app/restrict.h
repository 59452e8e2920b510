/* SPDX-License-Identifier: MIT */
#ifndef APP_RESTRICT_H
#define APP_RESTRICT_H
#include "app/circle.h"

/* The page that says who may know of one record, and the actions behind it (INV-5): restricted to a team, opened up again,
 * people added and taken off, kept from somebody with a conflict of interest.  For kinds with a column circle; a folder lists
 * the declaration in feature.restricts.  KIND.access, .restrict, .open_up, .team_add, .team_remove, .keep_from and .lift come of
 * it, with pages below type->path. */
struct restrict_def {
	const struct record_type *type;
	const char *title;	/* message: "Who may see this incident" */
	const char *list;	/* address of the register, where one goes who no longer sees the record */
	/* Keeps a word on who did what, within the record. */
	enum status (*say)(struct ctx *c, int64_t record, struct str body);
	/* Optional, after it was restricted or opened up, and stored: rec has the new circle, or none. */
	enum status (*changed)(struct ctx *c, const void *rec);
};
#endif
