/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TEAM_OWN_H
#define FEATURE_TEAM_OWN_H
#include "html/component.h"
#include "shape/shape.h"

/* What waits for the people of one's organisation or branch, as far as the viewer may see both. */
struct team_line { int64_t account; struct personal name; struct str kind; int64_t due, late; };
struct team_list { struct list lines; /* own */ struct team_line *l; size_t n; struct url older; };
struct team_after { int64_t after; };
struct team_item { struct str title, kind; struct date due; struct str to; };
struct team_member { struct personal name; struct list items; /* own */ const struct team_shown *shown; size_t n; };
struct team_shown { struct str title, kind, when; struct url to; bool late; };
#endif
