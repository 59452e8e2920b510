/* SPDX-License-Identifier: MIT */
#ifndef HTML_COMPONENT_H
#define HTML_COMPONENT_H
#include "html/html.h"

/* The NHS design system's components, as templates in src/html/component/.  Compared with the
 * fixtures that nhsuk-frontend publishes.  Labels given as const char * are catalogue messages. */

/* Error summary at the top of a form; nothing when there is no error. */
void html_error_summary(struct html *o, const struct form *f);
/* One field with label, hint, error and the control that its type wants. */
void html_field(struct html *o, const struct form *f, const char *name);
/* With its label as the page's h1 (question pages). */
void html_field_heading(struct html *o, const struct form *f, const char *name);
/* All fields that can be entered, in order. */
void html_fields(struct html *o, const struct form *f);
/* <form method=post action novalidate> with CSRF and form token; multipart when files is true. */
void html_form_begin(struct html *o, struct url action, bool files);
void html_form_end(struct html *o);
void html_hidden(struct html *o, const char *name, struct str value);

enum button_kind { BUTTON_PRIMARY, BUTTON_SECONDARY, BUTTON_WARNING };
void html_button(struct html *o, const char *label, enum button_kind kind);
void html_button_value(struct html *o, const char *label, enum button_kind kind, const char *name, struct str value);
void html_link_button(struct html *o, const char *label, struct url to, enum button_kind kind);

enum tag_colour { TAG_BLUE, TAG_GREEN, TAG_YELLOW, TAG_ORANGE, TAG_RED, TAG_GREY, TAG_WHITE, TAG_PURPLE, TAG_AQUA };
void html_tag(struct html *o, struct str text, enum tag_colour c);

struct summary_row { struct str key; struct str value; struct safe_html rich; struct personal who; struct url change; struct str change_what; };
void html_summary_list(struct html *o, const struct summary_row *rows, size_t n);

struct task_item { struct str title; struct str hint; struct url to; struct str status; enum tag_colour colour; bool tagged; };
void html_task_list(struct html *o, const struct task_item *items, size_t n);

struct column { const char *label; bool numeric; struct url sort; /* set: sortable */ char sorted; /* 0 a d */ };
struct cell { struct str text; struct personal who; struct url to; struct str tag; enum tag_colour colour; };
void html_table(struct html *o, struct str caption, const struct column *c, size_t nc, const struct cell *cells, size_t rows);

void html_pagination(struct html *o, struct url previous, struct url next);
void html_panel(struct html *o, struct str title, struct str text);		/* green confirmation */
void html_warning_callout(struct html *o, const char *heading, struct str text);
void html_inset(struct html *o, struct str text);
void html_details_begin(struct html *o, struct str summary);
void html_details_end(struct html *o);
void html_card_begin(struct html *o, struct str heading, struct url to);
void html_card_end(struct html *o);

/* RAG as tag with word and shape, never colour alone.  rating: "red" "amber" "green" "" (not rated) "na". */
void html_rag(struct html *o, struct str rating);
/* The same for what is no page: kind is "red" "amber" "green" "na" "none". */
struct rag_look { const char *word; struct str sign, kind; enum tag_colour colour; };
struct rag_look rag_look(struct str rating);
/* Trend of ratings over years and stacked RAG strip, as SVG with title, description and a table beside. */
struct rag_point { struct str label; int64_t red, amber, green, none; };
void html_rag_strip(struct html *o, struct str title, const struct rag_point *p, size_t n);
/* QR code as SVG. */
struct safe_html html_qr(struct arena *a, struct str text, struct str title);
#endif
