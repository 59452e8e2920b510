/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SPC_PARTS_H
#define REPORT_SPC_PARTS_H
#include "html/component.h"
#include "html/message.h"

/* Between spc_page.c and its template. */
struct spc_parts {
	struct str title, few;
	struct safe_html picture;
	const struct column *columns; size_t n_columns;
	const struct cell *cells; size_t n_rows;
	const struct message *rules; size_t n_rules;
};
#endif
