/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DELEGATION_OWN_H
#define FEATURE_DELEGATION_OWN_H
#include "app/register.h"
#include "feature/delegation/delegation.h"

/* Inside this folder only. */
struct delegation_received { int64_t id; struct str title, giver, duty, subject; struct date starts_on, ends_on; };
struct delegation_received_out { struct list delegations; };
struct delegation_received_view { const struct column *columns; size_t n_columns; const struct cell *cells; size_t n; };
extern const struct example_part delegation_example[];	/* example.c */
#endif
