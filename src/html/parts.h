/* SPDX-License-Identifier: MIT */
#ifndef HTML_PARTS_H
#define HTML_PARTS_H
#include "html/component.h"
#include "html/frame.h"

/* Between the components' C and their templates. */
struct error_line { struct str text; struct url to; };
struct summary_line { struct str key, value; struct safe_html rich; struct url change; struct str what; };
struct table_cell { struct str text; struct url to; struct str tag, tag_class; };
struct table_column { struct str label; bool numeric, sortable; struct url sort; struct str sorted; };
struct table_view {
	struct str caption, id;
	const struct table_column *columns;
	size_t n_columns;
	const struct table_cell *cells;
	size_t n_rows;
	bool sortable;
};

struct str nhs_tag_class(enum tag_colour c);
struct url asset_url(const char *name);		/* of a file inside the program: "app.css" */
struct safe_html frame_scripts(struct html *o, const struct frame *f);
struct safe_html frame_script_start(struct html *o);
struct str frame_lang(struct html *o);
struct url frame_help(struct html *o, const struct frame *f);
#endif
