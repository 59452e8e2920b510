/* SPDX-License-Identifier: MIT */
#ifndef APP_LARGE_H
#define APP_LARGE_H
#include "app/long.h"

/* A file that takes longer to make than a page may, be it a list or a document, is asked for as long work (UX-3): where it would
 * have come at once stands an offer of it, and work.export is what asks.  An action that marks itself .large reads only and makes
 * c->download in its work; the long way runs that same load and work, so the file is the same. */
struct large_view { struct str action, query, format, why; struct url to; };
/* In load: it does not come at once, and why, as a sentence.  A page shows the offer, by large_html, and work is not run; the API and
 * commands are told what to call instead (ST_TOO_LARGE). */
enum status large_offer(struct ctx *c, struct str format, struct str why) MUST_CHECK;
/* May it be put off?  Not where it is made as long work already, nor under a grant, where nothing can be asked for. */
bool large_may_wait(const struct ctx *c);
void large_html(struct html *o, struct ctx *c, const void *out);

/* In store: asks for what that action would give; query as in the address of its page, an id as id=. */
enum status large_ask(struct ctx *c, struct str action, struct str format, struct str query, int64_t *ret_id) MUST_CHECK;
extern const struct long_def large_long;
#endif
