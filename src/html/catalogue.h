/* SPDX-License-Identifier: MIT */
#ifndef HTML_CATALOGUE_H
#define HTML_CATALOGUE_H
#include "html/html.h"

/* Made by tools/assets.mjs from ui/lang/cy.po, sorted by key (bytes).  text is forms[5] of plurals. */
struct catalogue_entry { const char *key; const char *forms[6]; };
extern const struct catalogue_entry lang_cy[];
extern const size_t lang_cy_count;
#endif
