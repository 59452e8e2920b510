/* SPDX-License-Identifier: MIT */
#ifndef HTML_MESSAGE_H
#define HTML_MESSAGE_H
#include "base/message.h"
#include "html/html.h"

/* What the rules below the pages have to say, in the reader's language: its text, plural class and
 * the messages among its words come from the catalogue; what is of the user's data stays as it is. */
struct str lang_message(const struct lang *l, struct arena *a, const struct message *m);
void html_message(struct html *o, const struct message *m);
#endif
