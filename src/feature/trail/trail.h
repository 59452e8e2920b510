/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_TRAIL_TRAIL_H
#define FEATURE_TRAIL_TRAIL_H
#include "app/ctx.h"
struct trail_row { struct str when, who, what, outcome, face, kind; int64_t n; };
struct trail_view { const struct trail_row *rows; size_t n; struct url older; };
struct right_cell { bool yes; };
struct right_role { struct str title; };
struct right_row { struct str action, name; const struct right_cell *cells; };
struct right_group { struct str title; const struct right_row *rows; size_t n; };
struct rights_view { const struct right_role *roles; size_t n_roles; const struct right_group *groups; size_t n; };
#endif
