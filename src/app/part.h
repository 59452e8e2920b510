/* SPDX-License-Identifier: MIT */
#ifndef APP_PART_H
#define APP_PART_H
#include "app/record.h"
#include "html/component.h"

/* Parts of one record: records within another, such as the people in an incident or the exhibits of an investigation.
 * A part's table says REFERENCES whole WITHIN, so it is seen exactly where its whole is: circle, bars, branch.  A folder
 * lists the declaration in feature.parts; from it come
 *
 *   WHOLE.verb          adds one: form at /wholes/{id}/verb, POST /api/v1/WHOLE/{id}/verb
 *   WHOLE.verb_list     all of one whole, for programs: GET /api/v1/WHOLE/{id}/verb_list
 *   KIND.view           one: its page at type->path, from which one comes back to the whole
 *   KIND.download       its file, where it has one: type->path/download
 *   KIND.edit           type->path/edit, where edit is set
 *   KIND.withdraw       taken out, with a reason: type->path/withdraw, where take is set
 *   KIND.restore        put back
 *
 * with conflict page, API, commands and description.  Their changes stand in the history of the whole, their words lead to the
 * whole in search, people in them are masked as in the whole.  Who may read the whole may read its parts; the other rights
 * are those of WHOLE.verb, unless roles.txt says otherwise. */
struct part_line {		/* one of them on the page of the whole */
	struct str head, more;
	struct personal name, note;
	struct str tag; enum tag_colour colour;
	const char *act_label; struct url act;	/* optional: one more thing that may be done with it, for who may add */
	struct url to;		/* filled by part_block() */
};
struct part_def {
	const struct record_type *type, *whole;
	const char *verb;	/* "person" */
	const char *title;	/* message over them on the whole's page: "People" */
	const char *none;	/* message where there are none yet */
	const char *add;	/* message: "Add a person" */
	const char *edit;	/* message: "Change a person"; NULL: what was entered stays as it is */
	const char *take;	/* message: "Take out"; NULL: nothing is taken out */
	void (*line)(struct ctx *c, const void *rec, struct part_line *ret);
	/* Optional: first values of a new one. */
	void (*start)(struct ctx *c, const void *whole, void *rec);
	/* Optional: choices of reference fields that are not simply all records of that kind. */
	enum status (*options)(struct ctx *c, const void *whole, struct form *f);
	/* Optional: why nothing may be added or changed now (message), NULL where it may.  Asked for buttons, and again
	 * with the stored whole in the transaction that writes. */
	const char *(*closed)(const void *whole);
	/* Optional: why this very one is not changed or taken out (message), NULL where it may be. */
	const char *(*fixed)(const void *rec);
	/* Optional: more below the part's own page; data is what view_load gives. */
	enum status (*view_load)(struct ctx *c, const void *rec, void **ret_data);
	page_fn *view_html;
};

/* Live parts of one whole, oldest first, as structs of the type.  Needs "-- filters: COLUMN indexed" for the column that
 * says WITHIN. */
enum status part_rows(struct ctx *c, const struct record_type *t, int64_t whole, void **ret, size_t *ret_n) MUST_CHECK;
/* The whole that rec lies within: its id and its kind; NULL where t is no kind of part. */
const struct record_type *part_whole(const struct record_type *t, const void *rec, int64_t *ret_id);

/* What stands on the page of the whole: app_part_block_html(o, &block), tpl/app/part_block.h. */
struct part_block { const char *title, *none, *add_label; struct part_line *lines; size_t n; struct url add; bool may_add; };
enum status part_block(struct ctx *c, const struct part_def *d, const void *whole, struct part_block *ret) MUST_CHECK;
#endif
