/* SPDX-License-Identifier: MIT */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H
#include "report/doc.h"

/* Inside this folder: between doc_html.c and its template. */
struct doc_pair { const struct doc_cell *key, *value; };
struct doc_line { const struct doc_cell *cells, *rest; size_t n_rest; };
bool doc_list_is_marked(const struct doc_block *b);
#endif
