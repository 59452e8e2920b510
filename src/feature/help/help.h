/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_HELP_HELP_H
#define FEATURE_HELP_HELP_H
#include "app/ctx.h"
struct help_link { struct str title; struct url to; };
struct help_view { struct str title; struct safe_html text; const struct help_link *topics; size_t n; bool index; };
#endif
