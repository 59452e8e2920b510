/* SPDX-License-Identifier: MIT */
#ifndef HTML_FIELD_H
#define HTML_FIELD_H
#include "html/component.h"

/* What the templates of the controls draw; filled from a form by field.c. */
struct field_item { struct str id, value, label, hint; bool checked; };
struct field_part { struct str id, name, label, value, autocomplete; bool wrong, year, time; };
struct field_view {
	struct str id, name, label, hint, error;
	struct str described;		/* aria-describedby */
	struct str value;
	struct str autocomplete, inputmode, type, width, prefix;
	bool heading;			/* the label is the page's h1 */
	bool wrong;
	bool spellcheck_off;
	int rows;
	size_t count;			/* characters allowed, counted beside the box; 0: not counted */
	const struct field_item *items;
	size_t n_items;
	struct field_part parts[4];
	size_t n_parts;
};
void field_input_html(struct html *o, const struct field_view *v);
void field_password_html(struct html *o, const struct field_view *v);
void field_textarea_html(struct html *o, const struct field_view *v);
void field_date_html(struct html *o, const struct field_view *v);
void field_radios_html(struct html *o, const struct field_view *v);
void field_checkboxes_html(struct html *o, const struct field_view *v);
void field_checkbox_html(struct html *o, const struct field_view *v);
void field_select_html(struct html *o, const struct field_view *v);
void field_file_html(struct html *o, const struct field_view *v);
void field_hidden_value_html(struct html *o, const struct field_view *v);

/* Parts of list fields: "rows.0." before the names. */
void field_show(struct html *o, const struct form *f, size_t i, struct str prefix, bool heading);
struct str field_id(struct arena *a, const struct form *f, size_t i, struct str prefix);
struct str field_message(struct html *o, const struct field_error *e);
#endif
