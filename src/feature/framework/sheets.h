/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_SHEETS_H
#define FRAMEWORK_SHEETS_H
#include "feature/framework/schema.h"

/* STD-3: a framework as a workbook, one sheet for each kind of row.  The first row of a sheet has the keys of the format, the
 * second says what goes there, values begin in the third.  Inside this folder only. */
#define SHEETS_FIRST 3
struct fw_sheet {
	const char *name;
	const char *path[3];		/* keys of the lists that lead there from the framework */
	const char *parent;		/* heading of the column with the id of what it belongs to; NULL: none */
};
extern const struct fw_sheet fw_sheets[];	/* parents before what belongs to them */
extern const size_t fw_sheet_count;
/* The list's field; *ret_of: the schema that holds it. */
const struct fw_field *fw_sheet_field(const struct fw_sheet *s, const struct fw_schema **ret_of);
/* Lies in a cell of its row: not what has a sheet of its own. */
bool fw_in_row(const struct fw_field *f);
bool fw_is_many(enum fw_type t);	/* several values, one a line of the cell */

enum status sheets_read(struct fw_reader *r, struct str bytes, struct fw_node **ret) MUST_CHECK;
#endif
